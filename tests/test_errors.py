"""Every raise that a call of the matrix and curve functions can reach, the whole message."""

import builtins
import copy
import pickle
import re
import warnings
from collections.abc import Callable, Iterator
from typing import Any

import matplotlib as mpl
import matplotlib.pyplot as plt
import numpy as np
import pandas as pd
import polars as pl
import pytest
from tests.helpers import check_kind
from tests.plots.test_errors import CASES, OF_ARRAYS

import figmerit
from figmerit import errors
from figmerit._options import figure_of
from figmerit.errors import FigmeritWarning
from figmerit.metrics.confusion_matrix import ConfusionMatrix, compute_confusion_matrix
from figmerit.metrics.metric_summary import compute_metric_summary
from figmerit.metrics.multilabel_confusion_matrix import compute_multilabel_confusion_matrix
from figmerit.metrics.pr_curve import compute_pr_curve
from figmerit.metrics.roc_curve import ROCCurve, compute_roc_curve

nan, inf = float("nan"), float("inf")
matrix, multilabel, roc, pr = (
    compute_confusion_matrix,
    compute_multilabel_confusion_matrix,
    compute_roc_curve,
    compute_pr_curve,
)
summary = compute_metric_summary
from_counts = ConfusionMatrix.from_counts

T = [0, 1, 1, 0]
S = [0.1, 0.9, 0.4, 0.3]
THREE = [0, 1, 2, 1]
S3 = np.full((4, 3), 0.25)
INDICATOR = [[0, 1], [1, 1]]
MASK = np.zeros((2, 3), int)
S2 = [[0.1, 0.2], [0.3, 0.4]]
AB = ["a", "b", "a", "b"]
FRAME = pd.DataFrame([[1, 2], [3, 4]], columns=["a", "b"], index=["a", "b"])


class Thing:
    def __repr__(self) -> str:
        return "Thing()"


ARRAY_LIKE = "must be array-like (a list, an array, a series)"
LABELS = "must be labels: strings, integers or booleans"
MISSING_LABELS = "Hint: Drop the rows without a label, and the same rows of the other arrays."
OUTPUT = "Hint: Pass the output of predict_proba or decision_function."
CONVERT = "Hint: np.asarray(y_true, dtype=object).astype(str)."
MEASURED = "with one more axis of one column a class"
FIRST = "Hint: True labels come first, then what was predicted."
FINITE = "threshold must be a finite number"
GIVE_POS_LABEL = "pos_label must be given, unless the labels are {0, 1}, {-1, 1} or booleans; got the labels"
SHARED: list[tuple[str, Callable[[], Any], type[Exception], str]] = [
    # --- kinds and shapes ---
    ("scalar", lambda: matrix(5, [1]), TypeError, f"y_true {ARRAY_LIKE}; got 5."),
    ("string", lambda: matrix([1], "ab"), TypeError, f"y_pred {ARRAY_LIKE}; got 'ab'.\n"
     "Hint: data=<a data frame>, if that is a column of it."),
    ("mapping", lambda: roc(T, {"a": 1}), TypeError, f"y_score {ARRAY_LIKE}; got {{'a': 1}}.\nHint: y_score['a']."),
    ("score scalar", lambda: pr(T, 0.5), TypeError, f"y_score {ARRAY_LIKE}; got 0.5."),
    ("generator", lambda: roc((t for t in T), S), TypeError, None),
    ("values of a mapping", lambda: matrix({}.values(), T), TypeError,
     f"y_true {ARRAY_LIKE}; got dict_values([]).\nHint: list(y_true)."),
    ("set", lambda: matrix({1}, [1]), TypeError, f"y_true {ARRAY_LIKE}; got {{1}}."),
    ("lazy frame", lambda: matrix(pl.LazyFrame({"a": T}), T), TypeError, None),
    ("zero axes", lambda: matrix(np.array(3), [1]), ValueError,
     "y_true must be at least one-dimensional; got the single value array(3)."),
    ("empty", lambda: matrix([], []), ValueError, "y_true must be non-empty; got shape (0,)."),
    ("empty pred", lambda: matrix([1], []), ValueError, "y_pred must be non-empty; got shape (0,)."),
    ("empty score", lambda: roc([1], np.empty((1, 0))), ValueError, "y_score must be non-empty; got shape (1, 0)."),
    ("ragged", lambda: matrix([[0, 1], [1]], T), ValueError,
     "y_true must be rectangular (all rows of one length); got rows of different lengths or depths.\n"
     "Hint: Make all rows of one length: fill up the short ones, or cut the long ones."),
    ("shapes differ", lambda: matrix([0, 1], [0, 1, 1]), ValueError,
     "y_pred must be of the same shape as y_true, (2,); got shape (3,)."),
    ("score length", lambda: roc([0, 1], [0.1, 0.2, 0.3]), ValueError,
     f"y_score must be of the shape of y_true, (2,), or {MEASURED}; got shape (3,)."),
    ("transposed", lambda: roc(THREE, S3.T), ValueError,
     f"y_score must be of the shape of y_true, (4,), or {MEASURED}; got shape (3, 4).\n"
     "Hint: Pass np.transpose(y_score)."),
    ("channel first", lambda: matrix(np.zeros((4, 5, 6), int), y_score=np.zeros((4, 3, 5, 6))), ValueError,
     f"y_score must be of the shape of y_true, (4, 5, 6), or {MEASURED}; got shape (4, 3, 5, 6).\n"
     "Hint: Move the class axis to the end: np.moveaxis(y_score, 1, -1)."),
    ("channel first sequence", lambda: roc(np.zeros((4, 5), int), np.zeros((4, 3, 5))), ValueError,
     f"y_score must be of the shape of y_true, (4, 5), or {MEASURED}; got shape (4, 3, 5).\n"
     "Hint: Move the class axis to the end: np.moveaxis(y_score, 1, -1)."),
    ("neither", lambda: matrix(T), TypeError, "exactly one of y_pred and y_score must be given; got neither."),
    ("both", lambda: multilabel(T, T, y_score=S), TypeError,
     "exactly one of y_pred and y_score must be given; got both."),
    # --- labels ---
    ("mixed", lambda: matrix([0, "a"], [0, 1]), TypeError,
     "y_true must be labels of one kind; got strings and int.\nHint: np.asarray(y_true, dtype=object).astype(str)."),
    ("kinds differ", lambda: matrix([0, 1], ["a", "b"]), TypeError,
     "y_true and y_pred must be labels of one kind; got numbers in y_true and strings in y_pred.\n"
     "Hint: np.asarray(y_true, dtype=object).astype(str)."),
    ("kinds differ other way", lambda: matrix(["a", "b"], [0, 1]), TypeError,
     "y_true and y_pred must be labels of one kind; got strings in y_true and numbers in y_pred.\n"
     "Hint: np.asarray(y_pred, dtype=object).astype(str)."),
    ("None", lambda: matrix([0, None], [0, 1]), ValueError,
     f"y_true must be without missing values; got 1 missing of 2.\n{MISSING_LABELS}"),
    ("NaN", lambda: matrix([0, 1], [nan, nan]), ValueError,
     f"y_pred must be without missing values; got 2 missing of 2.\n{MISSING_LABELS}"),
    ("NaN in strings", lambda: roc(["a", nan], [0.1, 0.2]), ValueError,
     f"y_true must be without missing values; got 1 missing of 2.\n{MISSING_LABELS}"),
    ("continuous true", lambda: matrix([0.5, 1], [0, 1]), ValueError,
     f"y_true must be labels, not continuous values; got the value 0.5.\n{FIRST}"),
    ("beyond 64 bits", lambda: matrix([2**63, -1], [0, 1]), ValueError,
     "y_true must be integers of 64 bits; got the value 9.22337e+18.\n"
     "Hint: np.asarray(y_true, dtype=object).astype(str)."),
    ("continuous pred", lambda: matrix([0, 1], [0.25, 0.5]), ValueError,
     "y_pred must be labels, not continuous values; got the value 0.25.\n"
     "Hint: Pass scores as y_score=; they are cut at threshold=."),
    ("infinite label", lambda: matrix([inf, 1], [0, 1]), ValueError,
     f"y_true must be labels, not continuous values; got the value inf.\n{FIRST}"),
    ("label beyond int64", lambda: matrix([1e300, 1], [0, 1]), ValueError,
     f"y_true must be labels, not continuous values; got the value 1e+300.\n{FIRST}"),
    ("object", lambda: matrix([Thing(), 1], [0, 1]), TypeError, f"y_true {LABELS}; got the value Thing().\n"
     "Hint: np.asarray(y_true, dtype=object).astype(str)."),
    ("dates", lambda: matrix(np.array(["2020-01-01"], "M8[D]"), [1]), TypeError,
     f"y_true {LABELS}; got dtype datetime64[D].\n{CONVERT}"),
    ("bytes", lambda: matrix([b"a"], [b"a"]), TypeError, f"y_true {LABELS}; got dtype |S1.\n{CONVERT}"),
    ("labels of several kinds of rows", lambda: multilabel([[0], [1]], [[0], [1]], labels=[3, (1, 2)]),
     ValueError, "labels must be rectangular (all rows of one length); got rows of different lengths or depths.\n"
     "Hint: Make all rows of one length: fill up the short ones, or cut the long ones."),
    ("labels incomplete", lambda: matrix([0, 1], [0, 1], labels=[0]), ValueError,
     "labels must be a list with every value seen in y_true; got [0] without [1].\n"
     "Hint: other='other' puts the rest into one class."),
    ("labels lack predicted", lambda: matrix([0, 1], [0, 2], labels=[0, 1]), ValueError,
     "labels must be a list with every value seen in y_pred; got [0, 1] without [2].\n"
     "Hint: other='other' puts the rest into one class."),
    ("labels lack scored", lambda: pr(THREE, S3, labels=[1, 0]), ValueError,
     "labels must be a list with every value seen in y_true; got [1, 0] without [2].\nHint: labels=[1, 0, 2]."),
    ("labels repeat", lambda: matrix([0, 1], [0, 1], labels=[0, 1, 1]), ValueError,
     "labels must be without repetition; got [1] more than once."),
    ("labels strings", lambda: matrix([0, 1], [0, 1], labels=["a", "b"]), TypeError,
     "labels must be numbers, as in y_true; got ['a', 'b'].\nHint: Names for numbers are display_labels=['a', 'b']."),
    ("labels numbers", lambda: roc(AB, S, labels=[0, 1], pos_label=1), TypeError,
     "labels must be strings, as in y_true; got [0, 1]."),
    ("labels mixed", lambda: matrix([0, 1], [0, 1], labels=[0, "a"]), TypeError,
     "labels must be labels of one kind; got strings and int.\nHint: np.asarray(labels, dtype=object).astype(str)."),
    ("labels nested", lambda: matrix([0, 1], [0, 1], labels=[[0, 1]]), ValueError,
     "labels must be one-dimensional; got shape (1, 2)."),
    ("labels empty", lambda: matrix([0, 1], [0, 1], labels=[]), ValueError,
     "labels must be non-empty; got shape (0,)."),
    ("labels a number", lambda: matrix([0, 1], [0, 1], labels=2), TypeError, f"labels {ARRAY_LIKE}; got 2."),
    ("labels a string", lambda: matrix([0, 1], [0, 1], labels="01"), TypeError, f"labels {ARRAY_LIKE}; got '01'."),
    ("display_labels short", lambda: matrix([0, 1], [0, 1], display_labels=["a"]), ValueError,
     "display_labels must be 2 names, one for each of the labels [0, 1]; got 1: ['a']."),
    ("display_labels long", lambda: roc(THREE, S3, display_labels=["a", "b", "c", "d"]), ValueError,
     "display_labels must be 3 names, one for each of the labels [0, 1, 2]; got 4: ['a', 'b', 'c', 'd']."),
    ("display_labels string", lambda: matrix([0, 1], [0, 1], display_labels="ab"), TypeError,
     "display_labels must be a list of names; got 'ab'."),
    ("display_labels number", lambda: pr(T, S, display_labels=5), TypeError,
     "display_labels must be a list of names; got 5."),
    ("display_labels repeat", lambda: multilabel(INDICATOR, INDICATOR, display_labels=["a", "a"]), ValueError,
     "display_labels must be without repetition; got ['a'] more than once."),
    # --- the positive label ---
    ("pos_label needed", lambda: roc(AB, S), ValueError, f"{GIVE_POS_LABEL} ['a', 'b'].\n"
     "Hint: pos_label='b', or 'a': the one that scores are higher for."),
    ("pos_label needed of numbers", lambda: pr([1, 2, 1, 2], S), ValueError, f"{GIVE_POS_LABEL} [1, 2].\n"
     "Hint: pos_label=2, or 1: the one that scores are higher for."),
    ("pos_label needed of two columns", lambda: roc(AB, S3[:, :2]), ValueError, f"{GIVE_POS_LABEL} ['a', 'b'].\n"
     "Hint: pos_label='b', or 'a': the one that scores are higher for."),
    ("pos_label needed of scores", lambda: matrix(AB, y_score=S), ValueError, f"{GIVE_POS_LABEL} ['a', 'b'].\n"
     "Hint: pos_label='b', or 'a': the one that scores are higher for."),
    ("pos_label needed of one class", lambda: roc(["a"] * 4, S), ValueError, f"{GIVE_POS_LABEL} ['a'].\n"
     "Hint: pos_label='a'."),
    ("pos_label unknown", lambda: roc(AB, S, pos_label="c"), ValueError,
     "pos_label must be one of the labels ['a', 'b']; got 'c'."),
    ("pos_label misspelt", lambda: pr(["ham", "spam"], [0.1, 0.2], pos_label="Spam"), ValueError,
     "pos_label must be one of the labels ['ham', 'spam']; got 'Spam'.\nHint: pos_label='spam'."),
    ("pos_label of another type", lambda: roc([1, 2, 1, 2], S, pos_label="1"), ValueError,
     "pos_label must be one of the labels [1, 2]; got '1'.\nHint: pos_label=1."),
    ("pos_label a list", lambda: roc(T, S, pos_label=[1]), TypeError,
     "pos_label must be one of the labels [0, 1]; got [1]."),
    ("pos_label an array", lambda: roc(T, S, pos_label=np.array([0, 1])), TypeError,
     "pos_label must be one of the labels [0, 1]; got an array of shape (2,) and dtype int64."),
    ("pos_label of columns", lambda: pr(THREE, S3, pos_label=5), ValueError,
     "pos_label must be one of the labels [0, 1, 2]; got 5."),
    ("pos_label of a matrix", lambda: matrix([0, 1], [0, 1], pos_label=2), ValueError,
     "pos_label must be one of the labels [0, 1]; got 2."),
    ("pos_label of three labels", lambda: matrix(THREE, THREE, pos_label=2), ValueError,
     "pos_label must be left out unless there are two labels; got 2 and the labels [0, 1, 2]."),
    ("pos_label of three columns", lambda: matrix(THREE, y_score=S3, pos_label=1), ValueError,
     "pos_label must be left out unless there are two labels; got 1 and the labels [0, 1, 2]."),
    ("pos_label of one label", lambda: matrix(["a"], ["a"], pos_label="a"), ValueError,
     "pos_label must be left out unless there are two labels; got 'a' and the labels ['a'].\n"
     "Hint: labels=[<the other label>, 'a']."),
    ("pos_label of multilabel", lambda: roc(INDICATOR, S2, pos_label=1), ValueError,
     "pos_label must be left out for multilabel targets; got 1.\n"
     "Hint: multilabel=False, if each element is a sample."),
    ("not binary", lambda: roc(THREE, S), ValueError,
     "y_true must be binary if y_score holds one score a sample; got 3 labels: [0, 1, 2].\n"
     "Hint: Pass y_score with one column a class, or compare one class with the rest: y_true == <label>."),
    ("other label unknown", lambda: matrix(["a", "a"], y_score=[0.1, 0.2], pos_label="a"), ValueError,
     "labels must be two where scores are cut; got ['a'].\nHint: labels=[<the other label>, 'a']."),
    # --- scores ---
    ("score strings", lambda: roc(T, AB), TypeError, f"y_score must be numbers; got dtype <U1.\n{OUTPUT}"),
    ("score a string", lambda: roc(T, [0.1, "b", 0.2, 0.3]), TypeError,
     f"y_score must be numbers; got the value 'b'.\n{OUTPUT}"),
    ("score complex", lambda: pr(T, [1j] * 4), TypeError, f"y_score must be numbers; got dtype complex128.\n{OUTPUT}"),
    ("score objects", lambda: pr(T, [Thing()] * 4), TypeError,
     f"y_score must be numbers; got the value Thing().\n{OUTPUT}"),
    ("score NaN", lambda: roc(T, [0.1, nan, 0.2, 0.3]), ValueError,
     "y_score must be without missing values; got NaN in 1 of 4 rows.\n"
     "Hint: Drop those rows, or use nan_policy='drop'."),
    ("score None", lambda: pr(T, [0.1, None, None, 0.3]), ValueError,
     "y_score must be without missing values; got NaN in 2 of 4 rows.\n"
     "Hint: Drop those rows, or use nan_policy='drop'."),
    ("score all NaN", lambda: roc(T, [nan] * 4, nan_policy="drop"), ValueError,
     "y_score must be without missing values in some row; got NaN in all 4 rows."),
    ("score infinite", lambda: roc(T, [0.1, inf, -inf, 0.3]), ValueError,
     "y_score must be finite; got infinity in 2 of 4 values.\n"
     "Hint: y_score=np.nan_to_num(np.asarray(y_score, dtype=float), nan=np.nan) makes them the largest numbers."),
    ("nan_policy unknown", lambda: roc(T, S, nan_policy="dorp"), ValueError,
     "nan_policy must be one of 'raise', 'drop'; got 'dorp'.\nHint: Did you mean 'drop'?"),
    ("nan_policy None", lambda: pr(T, S, nan_policy=None), ValueError,
     "nan_policy must be one of 'raise', 'drop'; got None."),
    ("nan_policy with labels", lambda: matrix(T, T, nan_policy="omit"), ValueError,
     "nan_policy must be one of 'raise', 'drop'; got 'omit'.\nHint: Did you mean 'drop'?"),
    ("nan_policy multilabel", lambda: multilabel(T, T, nan_policy="raises"), ValueError,
     "nan_policy must be one of 'raise', 'drop'; got 'raises'.\nHint: Did you mean 'raise'?"),
    ("too many columns", lambda: roc(T, S3), ValueError,
     "y_score must be of one column a label; got 3 columns for the 2 labels [0, 1].\n"
     "Hint: labels=[...] with the class of each column, in the columns' order (an estimator's classes_)."),
    ("labels without column", lambda: pr(THREE, S3, labels=[0, 1, 2, 3]), ValueError,
     "y_score must be of one column a label; got 3 columns for the 4 labels [0, 1, 2, 3]."),
    ("columns in part", lambda: roc(AB, pl.DataFrame({"a": S, "c": S}), pos_label="a"), ValueError,
     "y_score must be of columns that carry the names of the labels, ['a', 'b'], or of columns without names; "
     "got the columns ['a', 'c'].\nHint: Rename them, or use .to_numpy()."),
    ("columns in part of given", lambda: roc(AB, pd.DataFrame({"P(b)": S, "rest": S}), labels=["a", "b"]), ValueError,
     "y_score must be of columns that carry the names of the labels, ['a', 'b'], or of columns without names; "
     "got the columns ['P(b)', 'rest'].\nHint: Rename them, or use .to_numpy()."),
    ("columns of other names", lambda: roc(AB, pl.DataFrame({"x": S, "y": S}), pos_label="a"), ValueError,
     "y_score must be of columns that carry the names of the labels, ['a', 'b'], or of columns without names; "
     "got the columns ['x', 'y'].\n"
     "Hint: labels=[...] with the label of each column, in the columns' order, or use .to_numpy()."),
    # --- weights ---
    ("weight negative", lambda: roc(T, S, sample_weight=[1, -1, 1, 1]), ValueError,
     "sample_weight must be finite and not negative; got the weight -1."),
    ("weight NaN", lambda: matrix([0, 1], [0, 1], sample_weight=[1, nan]), ValueError,
     "sample_weight must be finite and not negative; got the weight nan."),
    ("weight None", lambda: matrix([0, 1], [0, 1], sample_weight=[1, None]), ValueError,
     "sample_weight must be finite and not negative; got the weight nan."),
    ("weight infinite", lambda: pr(T, S, sample_weight=[1, 1, 1, inf]), ValueError,
     "sample_weight must be finite and not negative; got the weight inf."),
    ("weight strings", lambda: matrix([0, 1], [0, 1], sample_weight=["a", "b"]), TypeError,
     "sample_weight must be numbers; got dtype <U1.\n"
     "Hint: np.asarray(sample_weight, dtype=float), if these are numbers that were read as texts."),
    ("weight scalar", lambda: matrix([0, 1], [0, 1], sample_weight=2), TypeError,
     f"sample_weight {ARRAY_LIKE}; got 2."),
    ("weight length", lambda: roc(T, S, sample_weight=[1, 2, 3]), ValueError,
     "sample_weight must be of shape (4,), one weight a sample; got shape (3,)."),
    ("weight column", lambda: roc(T, S, sample_weight=np.ones((4, 2))), ValueError,
     "sample_weight must be of shape (4,), one weight a sample; got shape (4, 2)."),
    ("weight of masks", lambda: matrix(MASK, MASK, sample_weight=[1, 2, 3]), ValueError,
     "sample_weight must be of shape (2,), one weight a sample, or of shape (2, 3), one weight an element; "
     "got shape (3,)."),
    ("weight of indicators", lambda: multilabel(INDICATOR, INDICATOR, sample_weight=S2), ValueError,
     "sample_weight must be of shape (2,), one weight a sample; got shape (2, 2)."),
    ("weights too large", lambda: roc(T, S, sample_weight=[1e308] * 4), ValueError,
     "sample_weight must be small enough to be summed; got weights up to 1e+308.\n"
     "Hint: sample_weight / np.max(sample_weight)."),
    ("weights too small", lambda: roc(T, S, sample_weight=[1e-305] * 4), ValueError,
     "sample_weight must be large enough to be summed; got weights up to 1e-305.\n"
     "Hint: sample_weight / np.max(sample_weight)."),
    # --- thresholds ---
    ("cut ragged", lambda: matrix(T, y_score=S, threshold=[["a"], [1, 2]]), ValueError,
     "threshold must be rectangular (all rows of one length); got rows of different lengths or depths.\n"
     "Hint: Make all rows of one length: fill up the short ones, or cut the long ones."),
    ("cut NaN", lambda: matrix(T, y_score=S, threshold=nan), ValueError, f"{FINITE}; got nan."),
    ("cut infinite", lambda: matrix(T, y_score=S, threshold=inf), ValueError, f"{FINITE}; got inf."),
    ("cut string", lambda: matrix(T, y_score=S, threshold="a"), TypeError, f"{FINITE}; got 'a'."),
    ("cut None", lambda: matrix(T, y_score=S, threshold=None), TypeError, f"{FINITE}; got None."),
    ("cut bool", lambda: matrix(T, y_score=S, threshold=True), TypeError, f"{FINITE}; got True."),
    ("cuts NaN", lambda: multilabel(INDICATOR, y_score=S2, threshold=[0.5, nan]), ValueError,
     "threshold must be without missing values; got NaN in 1 of 2."),
    ("cuts strings", lambda: multilabel(INDICATOR, y_score=S2, threshold=["a", "b"]), TypeError,
     "threshold must be numbers; got dtype <U1."),
    ("cuts infinite", lambda: multilabel(INDICATOR, y_score=S2, threshold=[0.5, inf]), ValueError,
     "threshold must be finite; got infinity in 1 of 2 values."),
    ("cuts of another shape", lambda: matrix(T, y_score=S, threshold=[0.5, 0.5]), ValueError,
     "threshold must be a number, or an array that fits the shape (4,) of y_true; got shape (2,)."),
    ("cut of columns", lambda: matrix(THREE, y_score=S3, threshold=0.25), ValueError,
     "threshold must be left out when y_score has one column a class, of which the highest wins; got 0.25.\n"
     "Hint: Pass the scores of one class to cut them."),
    ("cut of labels", lambda: matrix(T, T, threshold=0.25), ValueError,
     "threshold must be left out if y_pred is given; got 0.25.\nHint: Pass scores as y_score= to cut them."),
    ("at NaN", lambda: roc(T, S).at_threshold(nan), ValueError, f"{FINITE}; got nan."),
    ("at infinity", lambda: pr(T, S).at_threshold(-inf), ValueError, f"{FINITE}; got -inf."),
    ("at string", lambda: roc(T, S).at_threshold("a"), TypeError, f"{FINITE}; got 'a'."),
    ("at list", lambda: pr(T, S).at_threshold([0.5]), TypeError, f"{FINITE}; got [0.5]."),
    ("at bool", lambda: roc(T, S).at_threshold(True), TypeError, f"{FINITE}; got True."),
    ("at macro", lambda: roc(THREE, S3).at_threshold(0.5), ValueError,
     "threshold must be left out for the macro average of curves; got 0.5.\n"
     "Hint: Choose one of its curves, for example curve.per_class[0]."),
    ("at macro of PR", lambda: pr(THREE, S3).at_threshold(0.5), ValueError,
     "threshold must be left out for the macro average of curves; got 0.5.\n"
     "Hint: Choose one of its curves, for example curve.per_class[0]."),
    ("at undefined", lambda: roc([1] * 4, S).at_threshold(0.5), ValueError,
     "threshold must be left out for an undefined curve (no negative samples); got 0.5."),
    ("at undefined PR", lambda: pr([0] * 4, S).at_threshold(0.5), ValueError,
     "threshold must be left out for an undefined curve (no positive samples); got 0.5."),
    # --- matrices ---
    ("not square", lambda: from_counts([[1, 2]]), ValueError,
     "values must be a square matrix (rows true, columns predicted); got shape (1, 2).\n"
     "Hint: compute_confusion_matrix(y_true, y_pred) counts labels."),
    ("one axis", lambda: from_counts([1, 2]), ValueError,
     "values must be a square matrix (rows true, columns predicted); got shape (2,).\n"
     "Hint: compute_confusion_matrix(y_true, y_pred) counts labels."),
    ("no counts", lambda: from_counts([]), ValueError, "values must be non-empty; got shape (0,)."),
    ("negative count", lambda: from_counts([[1, -2], [3, 4]]), ValueError,
     "values must be without negative or missing counts; got the value -2."),
    ("missing count", lambda: from_counts([[1, None], [3, 4]]), ValueError,
     "values must be without negative or missing counts; got the value nan."),
    ("infinite count", lambda: from_counts([[1, inf], [3, 4]]), ValueError,
     "values must be finite; got infinity in 1 of 4 values."),
    ("counts strings", lambda: from_counts([["a", "b"], ["c", "d"]]), TypeError,
     "values must be numbers; got the value 'a'."),
    ("counts scalar", lambda: from_counts(5), TypeError, f"values {ARRAY_LIKE}; got 5."),
    ("matrix labels", lambda: from_counts([[1, 2], [3, 4]], labels=["a"]), ValueError,
     "labels must be 2, one a row of the matrix; got 1: ['a']."),
    ("matrix labels repeat", lambda: from_counts([[1, 2], [3, 4]], labels=["a", "a"]), ValueError,
     "labels must be without repetition; got ['a'] more than once."),
    ("matrix display_labels", lambda: from_counts([[1, 2], [3, 4]], display_labels=["a"]), ValueError,
     "display_labels must be 2 names, one for each of the labels [0, 1]; got 1: ['a']."),
    ("matrix pos_label", lambda: from_counts([[1, 2], [3, 4]], pos_label=7), ValueError,
     "pos_label must be one of the labels [0, 1]; got 7."),
    ("rows unlike columns", lambda: from_counts(FRAME.rename(index={"b": "c"})), ValueError,
     "values must be a matrix with the same labels in rows and columns; got the rows ['a', 'c'] and the columns "
     "['a', 'b'].\nHint: Use values.reindex(index=labels, columns=labels, fill_value=0)."),
    ("labels in another order", lambda: from_counts(FRAME, labels=["b", "a"]), ValueError,
     "labels must be in the order of the columns, ['a', 'b']; got ['b', 'a'].\nHint: labels=['a', 'b']."),
    ("normalize unknown", lambda: matrix(T, T).normalized("tru"), ValueError,
     "normalize must be one of 'true', 'pred', 'all'; got 'tru'.\nHint: Did you mean 'true'?"),
    ("normalize None", lambda: matrix(T, T).normalized(None), ValueError,
     "normalize must be one of 'true', 'pred', 'all'; got None."),
    ("top zero", lambda: matrix(T, T).top_confusions(0), ValueError, "n must be a positive integer; got 0."),
    ("top float", lambda: matrix(T, T).top_confusions(1.5), TypeError, "n must be a positive integer; got 1.5."),
    ("top bool", lambda: matrix(T, T).top_confusions(True), TypeError, "n must be a positive integer; got True."),
    ("tp of three", lambda: matrix(THREE, THREE).tp, ValueError,
     "labels must be two for tp, fp, fn and tn; got 3: [0, 1, 2]."),
    ("tn of strings", lambda: matrix(AB, AB).tn, ValueError,
     "pos_label must be known for tp, fp, fn and tn; got None and the labels ['a', 'b'].\n"
     "Hint: compute_confusion_matrix(..., pos_label='b')."),
    ("sum", lambda: matrix(["a", "b"], ["a", "b"]) + matrix(["a", "c"], ["a", "c"]), ValueError,
     "the labels of both matrices must be the same; got ['a', 'b'] and ['a', 'c'].\n"
     "Hint: Compute both with the same labels=[...]."),
    ("sum with a number", lambda: matrix(T, T) + 1, TypeError,
     "unsupported operand type(s) for +: 'ConfusionMatrix' and 'int'"),
    ("dictionary of another class", lambda: ROCCurve.from_dict({"type": "PRCurve"}), ValueError,
     "data must be the dictionary of a ROCCurve; got type 'PRCurve' with [].\nHint: Write it with ROCCurve.to_dict()."),
    ("no dictionary", lambda: ROCCurve.from_dict(5), TypeError, "data must be the dictionary of a ROCCurve; got 5."),
    # --- multilabel ---
    ("indicator true", lambda: roc([[0, 1], [1, 2]], S2, multilabel=True), ValueError,
     "y_true must be of two axes, one column a label, and hold zeros and ones if multilabel=True; got the value 2.\n"
     "Hint: multilabel=False, if each element is a sample."),
    ("indicator pred", lambda: summary(INDICATOR, [[0, 1], [1, 3]], multilabel=True), ValueError,
     "y_pred must be of two axes, one column a label, and hold zeros and ones if multilabel=True; got the value 3.\n"
     "Hint: multilabel=False, if each element is a sample."),
    ("indicator axes", lambda: summary(T, T, multilabel=True), ValueError,
     "y_true must be of two axes, one column a label, and hold zeros and ones if multilabel=True; got shape (4,).\n"
     "Hint: multilabel=False, if each element is a sample."),
    ("multilabel", lambda: roc(INDICATOR, S2, multilabel="yes"), ValueError,
     "multilabel must be one of None, True, False; got 'yes'."),
    ("counts of another shape", lambda: ConfusionMatrix(np.eye(2), (0, 1, 2), ("0", "1", "2")), ValueError,
     "counts of a ConfusionMatrix must be of shape (3, 3); got shape (2, 2)."),
    ("names of another length", lambda: ConfusionMatrix(np.eye(2), (0, 1), ("0",)), ValueError,
     "display_labels of a ConfusionMatrix must be of shape (2,); got shape (1,)."),
    ("curve of another length", lambda: ROCCurve(outcomes=None, fpr=[0, 1], tpr=[0], roc_auc=0.5), ValueError,
     "tpr of a ROCCurve must be of shape (2,); got shape (1,)."),
    ("indicator labels", lambda: pr(INDICATOR, S2, labels=["a"]), ValueError,
     "labels must be 2, one a column of the multilabel y_true; got 1: ['a']."),
    ("indicator columns in part", lambda: multilabel(INDICATOR, pd.DataFrame(INDICATOR, columns=["a", "c"]),
                                                     labels=["a", "b"]), ValueError,
     "y_pred must be of columns that carry the names of the labels, ['a', 'b'], or of columns without names; "
     "got the columns ['a', 'c'].\nHint: Rename them, or use .to_numpy()."),
    ("one score a row", lambda: multilabel([0, 1, 0, 1], y_score=S), ValueError,
     "y_score must be of shape (n_samples, n_labels), one column a label; got shape (4,).\n"
     "Hint: Use compute_confusion_matrix for the scores of one label."),
    ("one column, which is no indicator without a name", lambda: multilabel([[0], [1]], y_score=[[0.2], [0.7]]),
     ValueError, "y_score must be of shape (n_samples, n_labels), one column a label; got shape (2, 1).\n"
     "Hint: Use compute_confusion_matrix for the scores of one label; labels=['a'] calls the one column of both 'a'."),
]  # fmt: skip


@pytest.mark.parametrize(
    ("call", "error", "message"), [pytest.param(*row[1:], id=row[0].replace(" ", "_")) for row in SHARED]
)
def test_whole_message(call: Callable[[], Any], error: type[Exception], message: str | None) -> None:
    with pytest.raises(error) as caught:
        call()
    check_kind(caught.value, error)
    if message is None:
        words = r"y_true must be array-like \(a list, an array, a series\); got <.*\.\n"
        assert re.fullmatch(words + r"Hint: (list\(y_true\)|y_true\.collect\(\))\.", str(caught.value))
    else:
        assert str(caught.value) == message


HARD = (
    "y_score holds only the values {} and 1: these look like predicted labels, not scores.\n"
    "Hint: Pass the output of predict_proba or decision_function."
)
DROPPED = "Dropped 2 of 4 rows, whose score is missing: "
WARNINGS: list[tuple[str, Callable[[], Any], str]] = [
    ("hard", lambda: roc(T, [0, 1, 0, 1]), HARD.format(0)),
    ("hard_bool", lambda: pr(T, [True, False, True, False]), HARD.format(0)),
    ("hard_signed", lambda: matrix(T, y_score=[-1.0, 1.0, 1.0, -1.0]), HARD.format(-1)),
    ("hard_long", lambda: roc(T * 1000, [0, 1, 0, 1] * 1000), HARD.format(0)),
    ("hard_columns", lambda: roc(THREE, np.eye(3)[THREE]), HARD.format(0)),
    ("dropped", lambda: roc(T, [0.1, nan, 0.2, nan], nan_policy="drop"), DROPPED + "1 of '0', 1 of '1'."),
    ("dropped_one_class", lambda: pr([1, 1, 0, 0], [0.1, 0.3, nan, nan], nan_policy="drop"), DROPPED + "2 of '0'."),
    (
        "dropped_names",
        lambda: matrix(AB, y_score=[nan, 0.2, nan, 0.5], pos_label="b", display_labels=["A", "B"], nan_policy="drop"),
        DROPPED + "2 of 'A'.",
    ),
    (
        "dropped_without_labels",
        lambda: pr([[0, 0], [0, 1], [1, 0], [0, 0]], [[nan, 1], [2, 3], [3, 4], [0, nan]], nan_policy="drop"),
        DROPPED + "none of a label.",
    ),
]


@pytest.mark.parametrize(("call", "message"), [pytest.param(*row[1:], id=row[0]) for row in WARNINGS])
def test_whole_warning(call: Callable[[], Any], message: str) -> None:
    with pytest.warns(FigmeritWarning) as caught:
        call()
    assert [str(w.message) for w in caught] == [message]


@pytest.mark.parametrize(
    "scores", [[0.0] * 4, [1, 1, 1, 1], [1, 2, 1, 2], [0, 1, 0.5, 1]], ids=["zeros", "ones", "votes", "three"]
)
def test_no_warning(scores: list) -> None:
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        roc(T, scores)


def test_messages_are_bounded() -> None:
    with pytest.raises(ValueError, match="labels must be") as caught:
        matrix(list(range(1000)), list(range(1000)), labels=[0])
    assert len(str(caught.value)) < 400
    assert "… 993 more]" in str(caught.value)
    assert errors.brief(list(range(1000))).endswith("…")
    assert "\n" not in errors.brief(pd.DataFrame({"a": [1, 2]}))
    assert errors.brief(np.zeros((2, 3))) == "an array of shape (2, 3) and dtype float64"


def test_hints_end_once() -> None:
    for hint, end in (("a", "a."), ("a.", "a."), ("a?", "a?")):
        assert str(errors.invalid("x", "y", "z", hint)) == f"x must be y; got z.\nHint: {end}"
    assert str(errors.wrong_type("x", "y", "z")) == "x must be y; got z."
    assert str(errors.unknown_option("x", 3, [1, "a", None])) == "x must be one of 1, 'a', None; got 3."


def test_parts_of_an_error_change_and_its_sentence_follows() -> None:
    error = errors.invalid("y", "b", "c", "Drop it", errors.OptionHint("nan_policy", "'drop'", ", if few are"))
    assert (error.name, error.rule, error.got, error.hint) == ("y", "b", "c", "Drop it")
    assert str(error) == "y must be b; got c.\nHint: Drop it, or use nan_policy='drop', if few are."
    error.change(function="plot(compute(y_true, {}))", about="tuned")
    error.add_note("A note.")
    said = "tuned: y must be b; got c.\nHint: Drop it, or use plot(compute(y_true, nan_policy='drop')), if few are."
    for one in (error, copy.copy(error), copy.deepcopy(error), pickle.loads(pickle.dumps(error))):
        assert type(one) is errors.InvalidValueError
        assert isinstance(one, ValueError)
        assert str(one) == said == one.args[0]
        assert repr(one) == f"InvalidValueError({said!r})"
        assert one.__notes__ == ["A note."]
        assert one.option == errors.OptionHint("nan_policy", "'drop'", ", if few are")
    assert str(error.change(option=None, about="")) == "y must be b; got c.\nHint: Drop it."
    assert str(error.change(hint="")) == "y must be b; got c."
    assert isinstance(errors.wrong_type("a", "b", "c"), TypeError)


CYCLE: list[Any] = [1]
CYCLE.append(CYCLE)


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (np.float64(nan), "nan"),
        (np.float32(0.1), "0.1"),
        (np.bool_(True), "True"),
        (np.str_("a"), "'a'"),
        ([np.float64(0.5), (np.int64(3),), []], "[0.5, (3,), []]"),
        ({np.str_("a"): {"b": np.float64(nan)}}, "{'a': {'b': nan}}"),
        ((np.float64(1), np.int8(2)), "(1.0, 2)"),
        (np.array(3), "array(3)"),
        (CYCLE, "[1, ...]"),
        ({}, "{}"),
        ("a\nb", "'a\\nb'"),
    ],
    ids=["nan", "float32", "bool", "string", "list", "mapping", "tuple", "array", "cycle", "empty", "lines"],
)
def test_values_are_said_as_python_writes_them(value: Any, text: str) -> None:
    assert errors.brief(value) == text
    assert errors.listing([value, value]) == f"[{text}, {text}]"
    assert str(errors.unknown_option("x", value, [value])).startswith(f"x must be one of {text}; got {text}.")


def test_only_the_start_of_long_values_is_read() -> None:
    assert errors.literal([0] * 1000) == f"[{', '.join(['0'] * 60)}, …]"
    assert errors.literal(tuple(range(1000))).endswith(", 59, …)")
    assert errors.literal(dict.fromkeys(range(1000), 0)).endswith(", 59: 0, …}")
    assert len(errors.brief([0] * 1000)) == 60


def hints_of(calls: dict[str, Callable[[], Any]]) -> Iterator[tuple[str, str]]:
    """Yield the hint of each error that has one."""
    for case, call in calls.items():
        with pytest.raises((TypeError, ValueError)) as caught:
            call()
        hint = str(caught.value).partition("\nHint: ")[2]
        if hint:
            yield case, hint


NAMES = re.compile(r"([A-Za-z_.][\w.]*)\(")
"""What hints call."""

STAND_FOR = {
    "y_true": pl.LazyFrame,
    "": pd.DataFrame,
    "dict": dict,
    "ax": plt.Axes,
    "df": pd.DataFrame,
    "matplotlib": mpl,
    "np": np,
    "plt": plt,
    "report": figmerit.Report,
    "row": tuple,
    "values": pd.DataFrame,
}
"""What names in hints stand for."""


def exists(name: str) -> bool:
    """Tell whether people can call what a hint calls."""
    first, *rest = name.split(".")
    found = STAND_FOR.get(first) or getattr(figmerit, first, None) or getattr(builtins, first, None)
    for member in rest:
        found = getattr(found, member, None)
    return found is not None


def test_hints_call_only_what_exists() -> None:
    calls = {row[0]: row[1] for row in SHARED} | {f"figure {name}": row[0] for name, row in (CASES | OF_ARRAYS).items()}
    hints = dict(hints_of(calls))
    assert len(hints) > 100
    called = {name: hint for hint in hints.values() for name in NAMES.findall(hint)}
    assert {"plot_confusion_matrix", "compute_roc_curve"} <= set(called)
    assert {name: hint for name, hint in called.items() if not exists(name)} == {}


def test_every_compute_function_has_a_figure() -> None:
    for name in figmerit.__all__:
        assert not name.startswith("compute_") or hasattr(figmerit, figure_of(name)), name


@pytest.mark.parametrize(
    "call",
    [
        lambda **option: figmerit.compute_confusion_matrix(T, T, **option),
        lambda **option: figmerit.compute_slice_metrics(
            figmerit.count_labels(T, T, by={"part": T}), row_slices="part", **option
        ),
        lambda **option: figmerit.compute_score_histograms(T, S, by=T, **option),
    ],
    ids=["labels", "counts", "kept apart"],
)
def test_an_array_is_no_policy_for_missing_scores(call):
    with pytest.raises(ValueError, match=r"nan_policy must be one of 'raise', 'drop'; got an array of shape \(2,\)"):
        call(nan_policy=np.array([1, 2]))
