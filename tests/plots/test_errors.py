"""Each message of a plot function, whole: what was got, and what to type instead."""

import re

import matplotlib.pyplot as plt
import numpy as np
import pandas as pd
import pytest
from matplotlib.colors import LogNorm, Normalize
from matplotlib.figure import Figure
from tests.helpers import check_kind
from tests.plots.data import HAND, multiclass

import figmerit as fm

MATRIX = fm.ConfusionMatrix.from_counts([[3, 1], [1, 2]])
ROC = fm.compute_roc_curve(*HAND)
SEVERAL = fm.compute_roc_curve(*multiclass(3))
GRID = [[0.5, 0.6], [0.7, 0.8]]


def matrix(**options):
    return lambda: fm.plot_confusion_matrix(MATRIX, **options)


def grid(matrices, **options):
    return lambda: fm.plot_confusion_matrix_grid(matrices, **options)


def roc(*arguments, **options):
    return lambda: fm.plot_roc_curve(*(arguments or (ROC,)), **options)


def pr(**options):
    return lambda: fm.plot_pr_curve(*HAND, **options)


def heatmap(values=GRID, **options):
    return lambda: fm.plot_slice_metric_heatmap(values, **options)


def bars(values, **options):
    return lambda: fm.plot_metric_bars(values, **options)


def bar_on_the_matrix():
    ax = Figure().subplots()
    fm.plot_confusion_matrix(MATRIX, ax=ax, colorbar=ax)


def drawn_on():
    ax = Figure().subplots()
    fm.plot_confusion_matrix(MATRIX, ax=ax)
    return ax


CASES = {
    "option-of-the-numbers": (
        roc(ROC, pos_label=1),
        TypeError,
        "pos_label must be left out with a ROCCurve; got 1.\n"
        "Hint: plot_roc_curve(compute_roc_curve(y_true, y_score, pos_label=1)).",
    ),
    "option-misspelt": (
        pr(treshold=0.5),
        TypeError,
        "plot_pr_curve() has no option 'treshold'.\nHint: Did you mean 'threshold'?",
    ),
    "option-unknown": (
        grid({"a": MATRIX}, xyz=1),
        TypeError,
        "plot_confusion_matrix_grid() has no option 'xyz'.\n"
        "Hint: It has matrices, y_pred, normalize, annotate, annot_fmt, cmap, vmin, vmax, norm, hide_zeros, diagonal, "
        "show_scores, share_scale, colorbar, image_kw, text_kw, colorbar_kw, align_labels, "
        "ncols, notes, title, figsize, fig, data, y_score, threshold, pos_label, labels, display_labels, "
        "sample_weight, nan_policy, other, ignore_label, confidence_level, n_bins.",
    ),
    "show_scores-of-labels": (
        lambda: fm.plot_confusion_matrix([0, 1], [0, 1], show_scores=True),
        TypeError,
        "show_scores must be left out without scores; got True.\n"
        "Hint: plot_confusion_matrix(y_true, y_score=..., show_scores=True).",
    ),
    "show_scores-of-a-matrix": (
        matrix(show_scores=True),
        ValueError,
        "show_scores must be left out with a matrix that has no histograms of scores; got True.\n"
        "Hint: compute_confusion_matrix(y_true, y_score=..., n_bins=10).",
    ),
    "show_scores-of-matrices": (
        grid({"a": MATRIX}, show_scores=True),
        ValueError,
        "show_scores must be left out with a matrix that has no histograms of scores; got True.\n"
        "Hint: compute_confusion_matrix(y_true, y_score=..., n_bins=10).",
    ),
    "show_scores-of-models-by-labels": (
        grid([0, 1], y_pred={"a": [0, 1]}, show_scores=True),
        TypeError,
        "show_scores must be left out without scores; got True.\n"
        "Hint: plot_confusion_matrix_grid(y_true, y_score=..., show_scores=True).",
    ),
    "show_scores-of-each-label": (
        lambda: fm.plot_confusion_matrix_grid(multiclass(3)[0], y_score=multiclass(3)[1], show_scores=True),
        ValueError,
        "show_scores must be left out where each label has a panel of its own; got True.",
    ),
    "show_scores-of-counts": (
        lambda: fm.plot_confusion_matrix(fm.count_scores(*multiclass(3)), show_scores=True),
        TypeError,
        "show_scores must be left out with counts of several columns, which do not know the highest score of each row; "
        "got True.\nHint: plot_confusion_matrix(y_true, y_score=..., show_scores=True).",
    ),
    "show_scores-of-a-difference": (
        lambda: fm.plot_confusion_matrix(HAND[0], y_score=HAND[1], baseline=HAND[1][::-1], show_scores=True),
        ValueError,
        "show_scores must be left out with a baseline; got True.",
    ),
    "show_scores-of-an-abstention": (
        lambda: fm.plot_confusion_matrix(fm.compute_abstention(*HAND, low=0.3, high=0.6), show_scores=True),
        ValueError,
        "show_scores must be left out with an Abstention; got True.",
    ),
    "show_scores-kind": (
        matrix(show_scores="yes"),
        ValueError,
        "show_scores must be one of True, False; got 'yes'.",
    ),
    "n_bins-that-nobody-sees": (
        lambda: fm.plot_confusion_matrix(HAND[0], y_score=HAND[1], n_bins=7),
        ValueError,
        "n_bins must be left out without show_scores; got 7.\nHint: show_scores=True as well.",
    ),
    "n_bins-of-labels": (
        lambda: fm.plot_confusion_matrix([0, 1], [0, 1], n_bins=7, show_scores=True),
        TypeError,
        "n_bins must be left out without scores; got 7.\n"
        "Hint: compute_confusion_matrix(y_true, y_score=..., n_bins=10).",
    ),
    "n_bins-of-each-label": (
        lambda: fm.plot_confusion_matrix_grid([0, 1], [0, 1], n_bins=7, show_scores=True),
        ValueError,
        "show_scores must be left out where each label has a panel of its own; got True.",
    ),
    "figsize": (
        roc(ROC, figsize=5),
        TypeError,
        "figsize must be a pair of positive lengths in inches; got 5.\nHint: figsize=(6.4, 4.8).",
    ),
    "figsize-negative": (
        roc(ROC, figsize=(5, -1)),
        ValueError,
        "figsize must be a pair of positive lengths in inches; got (5, -1).\nHint: figsize=(6.4, 4.8).",
    ),
    "figsize-zero": (
        matrix(figsize=(0, 5)),
        ValueError,
        "figsize must be a pair of positive lengths in inches; got (0, 5).\nHint: figsize=(6.4, 4.8).",
    ),
    "figsize-nan": (
        grid({"a": MATRIX}, figsize=[np.nan, 5]),
        ValueError,
        "figsize must be a pair of positive lengths in inches; got (nan, 5).\nHint: figsize=(6.4, 4.8).",
    ),
    "figsize-strings": (
        heatmap(figsize=("6", "5")),
        TypeError,
        "figsize must be a pair of positive lengths in inches; got ('6', '5').\nHint: figsize=(6.4, 4.8).",
    ),
    "annot_fmt-does-not-fit": (
        heatmap(annot_fmt="{:d}"),
        ValueError,
        "annot_fmt must be a format that fits the value 0.5; got '{:d}'.\nHint: annot_fmt=\"{:.3f}\".",
    ),
    "normalize": (
        matrix(normalize="tru"),
        ValueError,
        "normalize must be one of None, 'true', 'pred', 'all'; got 'tru'.\nHint: Did you mean 'true'?",
    ),
    "annotate": (
        matrix(annotate="percents"),
        ValueError,
        "annotate must be one of None, 'count', 'percent', 'both', True, False; got 'percents'.\n"
        "Hint: Did you mean 'percent'?",
    ),
    "annot_fmt-kind": (
        matrix(annot_fmt=3),
        TypeError,
        'annot_fmt must be a format string or a function; got 3.\nHint: annot_fmt="{:.3f}".',
    ),
    "annot_fmt-fails": (
        heatmap(annot_fmt=len),
        ValueError,
        "annot_fmt must be a function that turns a number into a text; "
        "got TypeError (object of type 'float' has no len()) for 0.5.",
    ),
    "annot_fmt-without-place": (
        heatmap(annot_fmt=".3f"),
        ValueError,
        "annot_fmt must be a format string with one place for a number; got '.3f'.\nHint: annot_fmt=\"{:.3f}\".",
    ),
    "annot_fmt-specification": (
        matrix(annot_fmt="d"),
        ValueError,
        "annot_fmt must be a format string with one place for a number; got 'd'.\nHint: annot_fmt=\"{:d}\".",
    ),
    "annot_fmt-percent-sign": (
        heatmap(annot_fmt="%.2f"),
        ValueError,
        "annot_fmt must be a format string with one place for a number; got '%.2f'.\nHint: annot_fmt=\"{:.2f}\".",
    ),
    "annot_fmt-two-places": (
        heatmap(annot_fmt="{} {}"),
        ValueError,
        "annot_fmt must be a format string with one place for a number; got '{} {}'.\nHint: annot_fmt=\"{:.3f}\".",
    ),
    "cmap": (
        matrix(cmap="viridi"),
        ValueError,
        "cmap must be the name of a colormap of matplotlib; got 'viridi'.\nHint: Did you mean 'viridis'?",
    ),
    "cmap-kind": (matrix(cmap=3), TypeError, "cmap must be a colormap or the name of one; got 3."),
    "colorbar": (
        matrix(colorbar="no"),
        TypeError,
        "colorbar must be 'auto', True, False or a matplotlib Axes; got 'no'.",
    ),
    "colorbar-on-ax": (
        bar_on_the_matrix,
        ValueError,
        "colorbar must be other axes than ax; got the same.\nHint: colorbar=True draws it beside ax.",
    ),
    "ax-kind": (roc(ax="here"), TypeError, "ax must be a matplotlib Axes; got 'here'."),
    "title": (matrix(title=3), TypeError, "title must be a text; got 3."),
    "title-of-curves": (roc(ROC, title=["a"]), TypeError, "title must be a text; got ['a']."),
    "title-of-a-grid": (grid({"a": MATRIX}, title=3), TypeError, "title must be a text; got 3."),
    "metric_name": (heatmap(metric_name={}), TypeError, "metric_name must be a text; got {}."),
    "xlabel": (heatmap(xlabel=3), TypeError, "xlabel must be a text; got 3."),
    "ylabel": (bars({"a": 1}, ylabel=3), TypeError, "ylabel must be a text; got 3."),
    "baseline-label-empty": (
        roc(ROC, baseline_label=""),
        TypeError,
        "baseline_label must be a text, for the legend; got ''.",
    ),
    "ax-polar": (
        lambda: fm.plot_roc_curve(ROC, ax=Figure().add_subplot(projection="polar")),
        ValueError,
        "ax must be plain axes with a straight x and y; got polar axes.",
    ),
    "metric-fails": (
        lambda: fm.compute_slice_metrics([0, 1], [0, 1], row_slices=[1, 1], metric=max),
        ValueError,
        "metric must be a function of (y_true, y_pred) that returns a number; got ValueError (The truth value of an "
        "array with more than one element is ambiguous. Use a.any() or a.all()) for an array of shape (2,) and dtype "
        "int64, an array of shape (2,) and dtype int64.",
    ),
    "ax-array": (
        lambda: fm.plot_roc_curve(ROC, ax=plt.subplots(2)[1]),
        TypeError,
        "ax must be a matplotlib Axes; got an array of shape (2,) and dtype object.\n"
        "Hint: Pass one of them, for example ax=axes[0].",
    ),
    "ax-with-a-plot": (
        lambda: fm.plot_confusion_matrix(MATRIX, ax=drawn_on()),
        ValueError,
        "ax must be axes without another plot, as cells and bars stand alone; got axes with a plot.\n"
        "Hint: ax.clear() removes that; fig, axes = plt.subplots(1, 2) makes room for both.",
    ),
    "ax-and-figsize": (
        lambda: fm.plot_roc_curve(ROC, ax=Figure().subplots(), figsize=(3, 3)),
        ValueError,
        "figsize must be left out when ax is given; got (3, 3).\n"
        "Hint: Size the figure where it is made, for example plt.subplots(figsize=...).",
    ),
    "fig-kind": (grid({"a": MATRIX}, fig="x"), TypeError, "fig must be a matplotlib Figure or SubFigure; got 'x'."),
    "mapping-of-matrices": (
        lambda: fm.plot_confusion_matrix({"a": MATRIX}),
        TypeError,
        "the first argument must be arrays or one ConfusionMatrix; got a mapping of 1.\n"
        "Hint: plot_confusion_matrix_grid draws several; or plot_confusion_matrix(results['a']).",
    ),
    "one-array": (
        lambda: fm.plot_confusion_matrix([[3, 1, 0], [1, 2, 0]]),
        TypeError,
        "the first argument must be a ConfusionMatrix, or arrays go in pairs; got [[3, 1, 0], [1, 2, 0]].\n"
        "Hint: plot_confusion_matrix(y_true, y_pred), "
        "or plot_confusion_matrix(compute_confusion_matrix(y_true, y_pred)).",
    ),
    "one-array-of-a-curve": (
        roc([0, 1]),
        TypeError,
        "the first argument must be a ROCCurve, or arrays go in pairs; got [0, 1].\n"
        "Hint: plot_roc_curve(y_true, y_score), or plot_roc_curve(compute_roc_curve(y_true, y_score)).",
    ),
    "result-and-array": (
        roc(ROC, [1, 2]),
        TypeError,
        "the second argument must be left out with a ROCCurve; got ROCCurve and [1, 2].",
    ),
    "mapping-of-arrays": (
        roc({"a": ROC, "b": [0.5]}),
        TypeError,
        "the first argument must be a mapping of name to ROCCurve or to a pair of arrays; got [0.5] under 'b'.\n"
        "Hint: plot_roc_curve({'b': (y_true, y_score), ...}), or plot_roc_curve(y_true, {'b': y_score, ...}).",
    ),
    "mapping-empty": (roc({}), ValueError, "the mapping must be of at least one result; got an empty one."),
    "mapping-and-label": (
        roc({"a": ROC}, label="b"),
        TypeError,
        "label must be left out for several models, whose names are the labels; got 'b'.",
    ),
    "mapping-and-array": (
        roc({"a": ROC}, [1]),
        TypeError,
        "the second argument must be left out with a mapping of results; got [1].",
    ),
    "threshold-kind": (
        roc(ROC, threshold="0.5"),
        TypeError,
        "threshold must be a number, an OperatingPoint, a sequence of these or a mapping of name to one; got '0.5'.\n"
        "Hint: threshold=0.5, threshold=[0.3, 0.5] or threshold={'deployed': 0.5}.",
    ),
    "threshold-infinite": (roc(ROC, threshold=np.inf), ValueError, "threshold must be a finite number; got inf."),
    "threshold-in-a-list": (
        pr(threshold=[0.5, None]),
        TypeError,
        "threshold[1] must be a finite number; got None.",
    ),
    "threshold-list-empty": (
        roc(ROC, threshold=[]),
        ValueError,
        "threshold must be 1 to 12 numbers; got 0.\n"
        "Hint: threshold=0.5, threshold=[0.3, 0.5] or threshold={'deployed': 0.5}.",
    ),
    "threshold-list-long": (
        roc(ROC, threshold=np.linspace(0, 1, 13)),
        ValueError,
        "threshold must be 1 to 12 numbers; got 13.\n"
        "Hint: threshold=0.5, threshold=[0.3, 0.5] or threshold={'deployed': 0.5}.",
    ),
    "threshold-twice": (
        roc(ROC, threshold=[0.5, 0.5]),
        ValueError,
        "threshold must be without repetition; got [0.5] more than once.",
    ),
    "threshold-of-a-name": (
        roc({"a": ROC, "b": ROC}, threshold={"a": 0.5, "b": "x"}),
        TypeError,
        "threshold['b'] must be a finite number; got 'x'.",
    ),
    "threshold-of-a-point": (
        roc(ROC, threshold={"deployed": np.nan}),
        ValueError,
        "threshold['deployed'] must be a finite number; got nan.",
    ),
    "threshold-of-curves-and-points": (
        roc({"plain": ROC, "tuned": ROC}, threshold={"plain": 0.5, "tunned": 0.4}),
        ValueError,
        "threshold must be a mapping of names of curves, ['plain', 'tuned'], or of names of points, not of both; "
        "got the names ['plain', 'tunned'].\nHint: Did you mean 'tuned'?",
    ),
    "threshold-names": (
        roc(ROC, threshold={5: 0.5}),
        TypeError,
        "the keys of threshold must be names of points; got 5.\nHint: threshold={'deployed': 0.5}.",
    ),
    "threshold-names-of-curves": (
        roc(SEVERAL, threshold={9: 0.5}, averages=()),
        TypeError,
        "the keys of threshold must be names of curves, ['0', '1', '2'], or names of points; got 9.\n"
        "Hint: threshold={'deployed': 0.5}.",
    ),
    "max_fpr": (roc(ROC, max_fpr=10), ValueError, "max_fpr must be a number in (0, 1]; got 10.\nHint: max_fpr=0.1."),
    "max_fpr-kind": (roc(ROC, max_fpr="0.1"), TypeError, "max_fpr must be a finite number; got '0.1'."),
    "fpr_scale": (
        roc(ROC, fpr_scale="lg"),
        ValueError,
        "fpr_scale must be one of 'linear', 'log'; got 'lg'.\nHint: Did you mean 'log'?",
    ),
    "fpr_scale-of-the-axes": (
        lambda: fm.plot_roc_curve(ROC, ax=fm.plot_roc_curve(ROC, fpr_scale="log", ax=Figure().subplots()).axes[0]),
        ValueError,
        "fpr_scale must be 'log', as of the curves that are on these axes; got 'linear'.\nHint: fpr_scale='log'.",
    ),
    "zoom-kind": (
        pr(zoom="corner"),
        TypeError,
        "zoom must be True, False or a number in (0, 1); got 'corner'.\nHint: zoom=0.2.",
    ),
    "zoom": (
        roc(ROC, zoom=1),
        ValueError,
        "zoom must be True, False or a number in (0, 1); got 1.\nHint: zoom=0.2.",
    ),
    "zoom-of-log": (
        roc(ROC, zoom=0.2, fpr_scale="log"),
        ValueError,
        "zoom must be left out with fpr_scale='log'; got 0.2.\nHint: Such an axis enlarges the corner itself.",
    ),
    "iso_f1-kind": (
        pr(iso_f1=0.5),
        TypeError,
        "iso_f1 must be True, False or numbers in (0, 1); got 0.5.\nHint: iso_f1=[0.5, 0.7, 0.9].",
    ),
    "iso_f1-number": (pr(iso_f1=["0.5"]), TypeError, "iso_f1[0] must be a finite number; got '0.5'."),
    "iso_f1": (
        pr(iso_f1=[0.5, 1]),
        ValueError,
        "iso_f1 must be True, False or numbers in (0, 1); got [0.5, 1].\nHint: iso_f1=[0.5, 0.7, 0.9].",
    ),
    "iso_f1-twice": (
        pr(iso_f1=[0.5, 0.5]),
        ValueError,
        "iso_f1 must be without repetition; got [0.5] more than once.",
    ),
    "threshold-of-averages": (
        roc(SEVERAL, threshold=0.5, classes=False, averages="macro"),
        ValueError,
        "threshold must be left out for the macro average of curves; got 0.5.\n"
        "Hint: Choose one of its curves, for example curve.per_class[0].",
    ),
    "averages": (
        roc(SEVERAL, averages="weighted"),
        ValueError,
        "averages must be a sequence of 'macro' and 'micro'; got 'weighted'.",
    ),
    "averages-kind": (
        roc(SEVERAL, averages=5),
        TypeError,
        "averages must be a sequence of 'macro' and 'micro'; got 5.\nHint: averages=() draws none.",
    ),
    "averages-none": (
        roc(SEVERAL, averages=None),
        TypeError,
        "averages must be a sequence of 'macro' and 'micro'; got None.\nHint: averages=() draws none.",
    ),
    "classes": (
        roc(SEVERAL, classes=[1, 7]),
        ValueError,
        "classes must be True, False or some of [0, 1, 2]; got [1, 7].\n"
        "Hint: Names for classes are display_labels=[...].",
    ),
    "classes-none": (
        roc(SEVERAL, classes=None),
        TypeError,
        "classes must be True, False or some of [0, 1, 2]; got None.",
    ),
    "classes-number": (
        roc(SEVERAL, classes=3.5),
        TypeError,
        "classes must be True, False or some of [0, 1, 2]; got 3.5.",
    ),
    "classes-nested": (
        roc(SEVERAL, classes=[[1]]),
        ValueError,
        "classes must be True, False or some of [0, 1, 2]; got [[1]].\n"
        "Hint: Names for classes are display_labels=[...].",
    ),
    "classes-by-their-text": (
        roc(SEVERAL, classes="2"),
        ValueError,
        "classes must be True, False or some of [0, 1, 2]; got '2'.\nHint: classes=[2].",
    ),
    "classes-by-their-name": (
        roc(fm.compute_roc_curve(*multiclass(3), display_labels=["cat", "dog", "owl"]), classes=["cot"]),
        ValueError,
        "classes must be True, False or some of [0, 1, 2]; got ['cot'].\nHint: classes=[0].",
    ),
    "classes-twice": (
        roc(SEVERAL, classes=[1, 1]),
        ValueError,
        "classes must be without repetition; got [1] more than once.",
    ),
    "averages-twice": (
        roc(SEVERAL, averages=["micro", "micro"]),
        ValueError,
        "averages must be without repetition; got ['micro'] more than once.",
    ),
    "threshold-of-undefined-curves": (
        roc({"a": fm.compute_roc_curve([0, 0], [0.1, 0.9])}, threshold=0.5),
        ValueError,
        "threshold must be left out for an undefined curve (no positive samples); got 0.5.",
    ),
    "classes-of-a-binary-curve": (
        roc(ROC, classes=[1]),
        ValueError,
        "classes must be left out unless the figure is of one result over several classes; got [1].",
    ),
    "legend": (
        roc(ROC, legend="best"),
        ValueError,
        "legend must be one of True, False, 'auto', 'inside', 'outside', 'below', 'shared'; got 'best'.",
    ),
    "chance_level": (pr(chance_level=0.5), ValueError, "chance_level must be one of True, False; got 0.5."),
    "label-kind": (roc(ROC, label=3), TypeError, "label must be a text; got 3."),
    "baseline-label-kind": (
        roc(ROC, baseline_curve=([0, 1], [0, 1]), baseline_label=3),
        TypeError,
        "baseline_label must be a text, for the legend; got 3.",
    ),
    "mapping-keys-alike": (
        roc({1: ROC, "1": ROC}),
        ValueError,
        "the keys of the mapping must be without repetition; got ['1'] more than once.",
    ),
    "too-many-arguments": (
        lambda: fm.plot_roc_curve(*HAND, 0.5),
        TypeError,
        "plot_roc_curve() takes y_true and y_score by position; got 3.\nHint: Write the rest as name=value.",
    ),
    "nothing-given": (
        lambda: fm.plot_roc_curve(),
        TypeError,
        "y_true must be given; got nothing.\nHint: plot_roc_curve(y_true, y_score).",
    ),
    "given-twice": (
        lambda: fm.plot_roc_curve(*HAND, y_true=1),
        TypeError,
        "y_true of plot_roc_curve() must be given once; got it by position and by name.\n"
        "Hint: plot_roc_curve(y_true, y_score).",
    ),
    "labels-for-a-curve": (
        lambda: fm.plot_roc_curve(HAND[0], y_pred=HAND[0]),
        TypeError,
        "plot_roc_curve() has no option 'y_pred'.\nHint: A curve needs scores: plot_roc_curve(y_true, y_score).",
    ),
    "models-for-a-matrix": (
        lambda: fm.plot_confusion_matrix(HAND[0], {"a": HAND[0]}),
        TypeError,
        "the first argument must be arrays or one ConfusionMatrix; got a mapping of 1.\n"
        "Hint: plot_confusion_matrix_grid draws several; or plot_confusion_matrix(y_true, scores['a']).",
    ),
    "option-of-the-figure": (
        lambda: fm.compute_slice_metrics([0], [0], row_slices=[0], cmap="Blues"),
        TypeError,
        "compute_slice_metrics() has no option 'cmap'.\n"
        "Hint: It belongs to the figure: plot_slice_metric_heatmap(compute_slice_metrics(...), cmap=...).",
    ),
    "slices-missing": (
        lambda: fm.compute_slice_metrics([0], [0]),
        TypeError,
        "row_slices must be given; got nothing.\nHint: compute_slice_metrics(y_true, y_pred, row_slices=...).",
    ),
    "nothing-to-draw": (
        roc(SEVERAL, classes=False, averages=()),
        ValueError,
        "classes and averages must be such that a curve is left to draw; got none of either.",
    ),
    "prevalence": (pr(prevalence=20), ValueError, "prevalence must be a number in [0, 1]; got 20."),
    "baseline-of-no-axes": (
        roc(baseline_curve=np.array(0.5)),
        TypeError,
        "baseline_curve must be a pair of arrays (False positive rate, True positive rate); got array(0.5).\n"
        "Hint: baseline_curve=(curve.fpr, curve.tpr).",
    ),
    "baseline-kind": (
        roc(baseline_curve=3),
        TypeError,
        "baseline_curve must be a pair of arrays (False positive rate, True positive rate); got 3.\n"
        "Hint: baseline_curve=(curve.fpr, curve.tpr).",
    ),
    "baseline-lengths": (
        pr(baseline_curve=([0, 1], [1])),
        ValueError,
        "baseline_curve must be a pair of arrays (Recall, Precision) of one length; got shapes (2,) and (1,).",
    ),
    "grid-kind": (
        grid([MATRIX]),
        TypeError,
        "labels must be given for a list of models; got nothing.\nHint: labels=['model 1'] names them.",
    ),
    "grid-empty": (grid({}), ValueError, "the mapping must be of at least one result; got an empty one."),
    "grid-labels": (
        grid({"a": MATRIX, "b": np.eye(3, dtype=int)}),
        ValueError,
        "the labels of all matrices must be the same; got [0, 1, 2] in 'b' and [0, 1] in 'a'.\n"
        "Hint: align_labels=True gives each panel all labels; or compute each with the same labels=[...].",
    ),
    "grid-align_labels": (
        grid({"a": MATRIX}, align_labels="yes"),
        ValueError,
        "align_labels must be one of True, False; got 'yes'.",
    ),
    "grid-align-kinds": (
        grid({"a": MATRIX, "b": fm.ConfusionMatrix.from_counts([[1]], labels=["0"])}, align_labels=True),
        ValueError,
        "the labels of all matrices must be of one kind to be aligned; got 0 in 'a' and '0' in 'b'.\n"
        "Hint: Convert them to strings.",
    ),
    "grid-names": (
        grid({"a": MATRIX}, display_labels=["x"]),
        ValueError,
        "display_labels must be 2 names, one for each of the labels [0, 1]; got 1: ['x'].",
    ),
    "grid-keys": (
        grid({1: MATRIX, "1": MATRIX}),
        ValueError,
        "the keys of the mapping must be without repetition; got ['1'] more than once.",
    ),
    "grid-share_scale": (
        grid({"a": MATRIX}, share_scale="no"),
        ValueError,
        "share_scale must be one of True, False; got 'no'.",
    ),
    "grid-colorbar": (
        grid({"a": MATRIX}, colorbar="no"),
        ValueError,
        "colorbar must be one of True, False; got 'no'.",
    ),
    "grid-colorbar-axes": (
        grid({"a": MATRIX}, colorbar=Figure().subplots()),
        TypeError,
        "colorbar must be 'auto', True or False; got <Axes: >.\n"
        "Hint: A grid makes the axes of its colour bars; fig= chooses where.",
    ),
    "grid-ambiguous": (
        grid({"a": ((8, 2), (3, 7))}),
        ValueError,
        "the panel 'a' must be a matrix or a tuple (y_true, y_pred); got ((8, 2), (3, 7)), which may be either.\n"
        "Hint: [[8, 2], [3, 7]] is a matrix, ([8, 2], [3, 7]) are labels.",
    ),
    "grid-list-of-labels": (
        grid({"a": [[0, 1, 1], np.array([0, 1, 0])]}),
        ValueError,
        "the panel 'a' must be a square matrix or a tuple (y_true, y_pred); got a list of two, each of 3.\n"
        "Hint: Pass (y_true, y_pred) as a tuple.",
    ),
    "grid-ncols": (grid({"a": MATRIX}, ncols=0), ValueError, "ncols must be a positive integer; got 0."),
    "grid-not-square": (
        grid({"a": [[1, 2]]}),
        ValueError,
        "values must be a square matrix (rows true, columns predicted); got shape (1, 2).\n"
        "Hint: compute_confusion_matrix(y_true, y_pred) counts labels.",
    ),
    "heatmap-labels": (
        heatmap(row_labels=["a"], col_labels=["x", "y"]),
        ValueError,
        "grid must be of shape (number of row labels, number of column labels) = (1, 2); got shape (2, 2).",
    ),
    "heatmap-infinite": (heatmap([[np.inf, 1]]), ValueError, "grid must be finite, or NaN; got 1 infinite values."),
    "heatmap-one-axis": (heatmap([0.5, 0.6]), ValueError, "grid must be two-dimensional; got shape (2,)."),
    "heatmap-empty": (heatmap([[]]), ValueError, "grid must be non-empty; got shape (1, 0)."),
    "heatmap-strings": (heatmap([["a"]]), TypeError, "grid must be numbers; got the value 'a'."),
    "heatmap-norm-limits": (
        heatmap(norm=LogNorm(-1, 1)),
        ValueError,
        "norm must be one that takes the values of the grid; got LogNorm from -1.0 to 1.0.",
    ),
    "heatmap-limits": (heatmap(vmin=2), ValueError, "vmin must be at most vmax, 0.8; got 2."),
    "heatmap-centre": (
        heatmap(vmin=0, vmax=1, center=2),
        ValueError,
        "center must be between vmin and vmax, 0 and 1; got 2.",
    ),
    "heatmap-norm": (
        heatmap(norm="log"),
        TypeError,
        "norm must be a matplotlib Normalize; got 'log'.\nHint: norm=matplotlib.colors.LogNorm().",
    ),
    "heatmap-norm-and-limit": (
        heatmap(norm=Normalize(0, 1), vmax=1),
        ValueError,
        "vmax must be left out when norm is given; got 1.",
    ),
    "bars-kind": (
        bars([0.1, 0.2]),
        TypeError,
        "values must be a mapping of name to value, a series, a frame or a MetricSummary; got [0.1, 0.2].\n"
        'Hint: plot_metric_bars({"accuracy": 0.9}).',
    ),
    "bars-empty": (bars({}), ValueError, "values must be a mapping of at least one value; got an empty one."),
    "bars-mixed": (
        bars({"a": 1, "b": {"c": 2}}),
        TypeError,
        "values must be all numbers, or all mappings of metric to number; got both.",
    ),
    "bars-infinite": (
        bars({"a": np.inf}),
        ValueError,
        "the value of 'a' must be finite, or NaN; got inf.\nHint: None is shown as \"n/a\".",
    ),
    "bars-reference-kind": (
        bars({"a": 0.5}, reference="0.5"),
        TypeError,
        "reference must be a number; got '0.5'.\nHint: reference={\"chance\": 0.5}.",
    ),
    "bars-reference-missing": (
        bars({"a": 0.5}, reference={"chance": None}),
        ValueError,
        "the reference 'chance' must be a finite number; got None.\nHint: reference={\"chance\": 0.5}.",
    ),
    "bars-reference-infinite": (
        bars({"a": 0.5}, reference={"chance": np.inf}),
        ValueError,
        "the reference 'chance' must be a finite number; got inf.\nHint: reference={\"chance\": 0.5}.",
    ),
    "bars-reference-name": (
        bars({"a": 0.5}, reference={" ": 0.5}),
        ValueError,
        "the keys of reference must be names for the legend; got [' '].\nHint: reference={\"chance\": 0.5}.",
    ),
    "bars-orientation": (
        bars({"a": 0.5}, orientation="horizontl"),
        ValueError,
        "orientation must be one of None, 'vertical', 'horizontal'; got 'horizontl'.\nHint: Did you mean 'horizontal'?",
    ),
    "bars-string": (bars({"a": "0.5"}), TypeError, "the value of 'a' must be a number; got '0.5'."),
    "bars-interval-outside": (
        bars({"a": 0.5}, intervals={"a": (0.6, 0.7)}, interval_label="95% Wilson"),
        ValueError,
        "the interval of 'a' must be a pair (low, high) around the value; got (0.6, 0.7) around 0.5.",
    ),
    "bars-interval-kind": (
        bars({"a": 0.5}, intervals={"a": 0.1}, interval_label="95% Wilson"),
        TypeError,
        "the interval of 'a' must be a pair (low, high) around the value; got 0.1.",
    ),
    "bars-interval-name": (
        bars({"a": 0.5}, intervals={"b": (0.1, 0.7)}, interval_label="95% Wilson"),
        ValueError,
        "intervals must be a mapping of the names in values to (low, high); got {'b': (0.1, 0.7)}.",
    ),
    "bars-interval-label": (
        bars({"a": 0.5}, intervals={"a": (0.1, 0.7)}),
        TypeError,
        "interval_label must be given with intervals, to say in the figure what they are; got None.\n"
        'Hint: interval_label="95% Wilson".',
    ),
    "bars-interval-label-alone": (
        bars({"a": 0.5}, interval_label="95% Wilson"),
        ValueError,
        "interval_label must be left out without intervals; got '95% Wilson'.\nHint: intervals={name: (low, high)}.",
    ),
    "bars-interval-of-nothing": (
        bars({"a": np.nan}, intervals={"a": (0.1, 0.7)}, interval_label="95% Wilson"),
        ValueError,
        "the interval of 'a' must be None where the value is undefined; got (0.1, 0.7).",
    ),
    "bars-intervals-kind": (
        bars({"a": 0.5}, intervals=[(0.1, 0.7)], interval_label="95% Wilson"),
        TypeError,
        "intervals must be a mapping of the names in values to (low, high); got [(0.1, 0.7)].",
    ),
    "bars-intervals-of-no-group": (
        bars({"a": {"x": 0.5}}, intervals={"b": {"x": (0.1, 0.7)}}, interval_label="95% Wilson"),
        ValueError,
        "intervals must be a mapping of the names in values to (low, high); got {'b': {'x': (0.1, 0.7)}}.",
    ),
    "bars-keys-alike": (
        bars({1: 0.5, "1": 0.6}),
        ValueError,
        "the keys of values must be without repetition; got ['1'] more than once.",
    ),
    "bars-inner-keys-alike": (
        bars({"a": {1: 0.5, "1": 0.6}}),
        ValueError,
        "the keys of values['a'] must be without repetition; got ['1'] more than once.",
    ),
    "bars-index-alike": (
        bars(pd.Series([0.1, 0.2], index=["a", "a"])),
        ValueError,
        "the index of values must be without repetition; got ['a'] more than once.",
    ),
    "bars-columns-alike": (
        bars(pd.DataFrame([[0.1, 0.2]], columns=["a", "a"])),
        ValueError,
        "the columns of values must be without repetition; got ['a'] more than once.",
    ),
    "bars-groups-empty": (
        bars({"a": {}, "b": {}}),
        ValueError,
        "values must be a mapping of at least one value; got an empty one.",
    ),
    "bars-interval-array": (
        bars({"a": 0.5}, intervals={"a": np.array(0.5)}, interval_label="95% Wilson"),
        TypeError,
        "the interval of 'a' must be a pair (low, high) around the value; got array(0.5).",
    ),
    "bars-interval-end-kind": (
        bars({"m": {"a": 0.5}}, intervals={"m": {"a": ("0", 1)}}, interval_label="95% Wilson"),
        TypeError,
        "an end of the interval of 'a' of 'm' must be a number; got '0'.",
    ),
    "bars-interval-end-infinite": (
        bars({"a": 0.5}, intervals={"a": (0, np.inf)}, interval_label="95% Wilson"),
        ValueError,
        "an end of the interval of 'a' must be finite, or NaN; got inf.\n"
        "Hint: None instead of the pair stands for no interval.",
    ),
    "bars-interval-label-empty": (
        bars({"a": 0.5}, intervals={"a": (0.1, 0.7)}, interval_label=" "),
        ValueError,
        "interval_label must be given with intervals, to say in the figure what they are; got ' '.\n"
        'Hint: interval_label="95% Wilson".',
    ),
    "bars-huge": (
        bars({"m": {"a": 10**400}}),
        ValueError,
        f"the value of 'a' of 'm' must be finite, or NaN; got 1{'0' * 58}….\nHint: None is shown as \"n/a\".",
    ),
    "bars-complex": (
        bars({"a": np.complex128(1)}),
        TypeError,
        "the value of 'a' must be a number; got (1+0j).",
    ),
    "bars-date": (
        bars({"a": np.datetime64("2020-01-01")}),
        TypeError,
        "the value of 'a' must be a number; got np.datetime64('2020-01-01').",
    ),
    "bars-array": (
        bars({"a": np.array([0.5])}),
        TypeError,
        "the value of 'a' must be a number; got an array of shape (1,) and dtype float64.",
    ),
    "bars-metrics-kind": (bars({"a": 0.5}, metrics=3), TypeError, "metrics must be some of ['a']; got 3."),
    "bars-metrics-close": (
        bars({"accuracy": 0.5}, metrics="acuracy"),
        ValueError,
        "metrics must be some of ['accuracy']; got 'acuracy'.\nHint: Did you mean 'accuracy'?",
    ),
    "bars-metrics-empty": (bars({"a": 0.5}, metrics=[]), ValueError, "metrics must be some of ['a']; got []."),
    "heatmap-annotate": (
        heatmap(annotate="values"),
        ValueError,
        "annotate must be one of None, 'value', 'n', 'both', 'interval', True, False; got 'values'.\n"
        "Hint: Did you mean 'value'?",
    ),
    "heatmap-annotate-n": (
        heatmap(annotate="n"),
        ValueError,
        "annotate must be 'value', True or False where the numbers of samples are unknown; got 'n'.\n"
        "Hint: compute_slice_metrics(...) counts them.",
    ),
    "heatmap-means": (
        heatmap(means="row"),
        ValueError,
        "means must be one of False, True, 'rows', 'cols'; got 'row'.\nHint: Did you mean 'rows'?",
    ),
    "heatmap-sort_key-kind": (
        heatmap(sort_key="mean"),
        TypeError,
        "sort_key must be a function of (row label, {column label: value}) whose results can be sorted; got 'mean'.\n"
        "Hint: sort_key=lambda row: min(row[1].values()).",
    ),
    "heatmap-sort_key-order": (
        heatmap(sort_key=lambda row: row[0] if row[0] else "first"),
        ValueError,
        "sort_key must be a function of (row label, {column label: value}) whose results can be sorted; "
        "got TypeError: '<' not supported between instances of 'int' and 'str'.",
    ),
    "bars-sort_key-kind": (
        bars({"a": 0.5}, sort_key="value"),
        TypeError,
        "sort_key must be a function of (name, value) whose results can be sorted; got 'value'.\n"
        "Hint: sort_key=lambda item: item[1].",
    ),
    "bars-sort_key-arity": (
        bars({"a": 0.5}, sort_key=divmod),
        ValueError,
        "sort_key must be a function of (name, value) whose results can be sorted; "
        "got TypeError (divmod expected 2 arguments, got 1) for ('a', 0.5).",
    ),
    "bars-sort_key-lookup": (
        bars({"a": {"x": 1, "y": 2}, "b": {"x": 1}}, sort_key=lambda item: item[1]["c"]),
        ValueError,
        "sort_key must be a function of (metric, {name: value}) whose results can be sorted; "
        "got KeyError ('c') for ('x', {'a': 1.0, 'b': 1.0}).",
    ),
    "bars-sort_key-order": (
        bars({"a": 0.5, "b": 1}, sort_key=lambda item: item[0] if item[1] < 1 else 3),
        ValueError,
        "sort_key must be a function of (name, value) whose results can be sorted; "
        "got TypeError: '<' not supported between instances of 'int' and 'str'.",
    ),
    "bars-label_formatter-kind": (
        bars({"a": 0.5}, label_formatter=3),
        TypeError,
        "label_formatter must be a function or a mapping of name to text; got 3.",
    ),
    "bars-label_formatter-none": (
        bars({"a": 0.5}, label_formatter={"a": None}),
        TypeError,
        "the result of label_formatter for 'a' must be a text; got None.",
    ),
    "bars-label_formatter-fails": (
        bars({"a": 0.5}, label_formatter=int),
        ValueError,
        "label_formatter must be a function that turns a name into a text; "
        "got ValueError (invalid literal for int() with base 10: 'a') for 'a'.",
    ),
    "bars-annotate": (
        bars({"a": 0.5}, annotate="x"),
        ValueError,
        "annotate must be one of None, True, False; got 'x'.",
    ),
    "bars-metrics": (
        bars({"a": 0.5}, metrics=["b"]),
        ValueError,
        "metrics must be some of ['a']; got ['b'].",
    ),
}


@pytest.mark.parametrize("case", CASES)
def test_message(case):
    call, kind, message = CASES[case]
    with pytest.raises(kind, match=re.escape(message)) as caught:
        call()
    check_kind(caught.value, kind)
    assert str(caught.value) == message


NAN = [0.1, np.nan]
COUNTS = fm.count_scores([0, 1, 2], np.eye(3) + np.arange(3) / 10)
OF_ARRAYS = {
    "pos_label": (
        lambda: fm.plot_roc_curve(["ham", "spam"], [0.1, 0.9]),
        "pos_label='spam', or 'ham': the one that scores are higher for",
    ),
    "missing": (
        lambda: fm.plot_reliability_diagram([0, 1], NAN),
        "Drop those rows, or use nan_policy='drop'",
    ),
    "columns": (
        lambda: fm.plot_pr_curve([0, 1], np.eye(3)[:2]),
        "labels=[...] with the class of each column, in the columns' order (an estimator's classes_)",
    ),
    "one class": (
        lambda: fm.plot_threshold_sweep(COUNTS),
        "pos_label=0 sets it against the rest",
    ),
    "one class in a report": (
        lambda: fm.Report("a").add(fm.plot_score_histograms(COUNTS)),
        "pos_label=0 sets it against the rest",
    ),
    "no option": (lambda: fm.plot_roc_curve([0, 1], [0.1, 0.2, 0.3]), ""),
}


@pytest.mark.parametrize("case", OF_ARRAYS)
def test_an_error_of_arrays_names_the_call_that_takes_the_option(case):
    call, hint = OF_ARRAYS[case]
    with pytest.raises(ValueError, match="must be") as caught:
        call()
    assert str(caught.value).partition("\nHint: ")[2] == (f"{hint}." if hint else "")
    assert not hasattr(caught.value, "__notes__")


def test_an_error_of_a_panel_names_it():
    with pytest.raises(ValueError, match="square") as caught:
        fm.plot_confusion_matrix_grid({"good": MATRIX, "odd": [[1, 2]]})
    assert caught.value.__notes__ == ["This is about the panel 'odd'."]


def test_no_figure_is_left_open_by_an_error():
    for case, (call, kind, _) in CASES.items():
        with pytest.raises(kind):
            call()
        assert case == "ax-array" or not plt.get_fignums(), case
        plt.close("all")
