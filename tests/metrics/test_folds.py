"""Curves of folds: their vertical mean, whose area is the mean of the areas, and how far they lie apart."""

import json
import re

import numpy as np
import pandas as pd
import pytest
from sklearn.metrics import average_precision_score, roc_auc_score
from sklearn.model_selection import RepeatedStratifiedKFold, StratifiedKFold
from tests.helpers import check_kind, same

from figmerit import compute_pr_curve, compute_roc_curve
from figmerit.metrics.pr_curve import PRCurve
from figmerit.metrics.roc_curve import ROCCurve

RNG = np.random.default_rng(5)
TRUE = RNG.integers(0, 2, 120)
SCORE = np.round(TRUE * 0.3 + RNG.random(120), 2)
IDS = np.arange(120) % 4 + 1
KINDS = {
    "roc": (compute_roc_curve, ROCCurve, roc_auc_score, "roc_auc"),
    "pr": (compute_pr_curve, PRCurve, average_precision_score, "average_precision"),
}


@pytest.mark.parametrize("kind", KINDS)
def test_the_area_is_the_mean_of_the_folds(kind):
    compute, _, score_of, area = KINDS[kind]
    curve = compute(TRUE, SCORE, folds=IDS)
    expected = [score_of(TRUE[fold == IDS], SCORE[fold == IDS]) for fold in range(1, 5)]
    assert [getattr(one, area) for one in curve.per_class] == pytest.approx(expected, abs=1e-12)
    assert getattr(curve, area) == pytest.approx(np.mean(expected), abs=1e-12)
    assert curve.folds == ("1", "2", "3", "4")
    assert getattr(curve.micro, area) == pytest.approx(score_of(TRUE, SCORE), abs=1e-12)
    x, y = (getattr(curve, axis) for axis in curve.kind.axes)
    drawn = np.trapezoid(y, x) if kind == "roc" else -np.sum(np.diff(x) * y[:-1])
    assert drawn == pytest.approx(np.mean(expected), abs=1e-12)


@pytest.mark.parametrize("kind", KINDS)
def test_the_band_is_a_standard_deviation_of_the_folds(kind):
    compute = KINDS[kind][0]
    curve = compute(TRUE, SCORE, folds=IDS)
    rates = np.setdiff1d(np.linspace(0, 1, 401), getattr(curve, curve.kind.axes[0]))
    heights = []
    for one in curve.per_class:
        if kind == "roc":
            heights.append(np.interp(rates, one.fpr, one.tpr))
        else:
            heights.append([one.precision[np.flatnonzero(one.recall >= rate)[-1]] for rate in rates])
    mean, apart = np.mean(heights, axis=0), np.std(heights, axis=0, ddof=1)
    low, high = curve.spread().at(rates)
    np.testing.assert_allclose(low, np.clip(mean - apart, 0, 1), atol=1e-9)
    np.testing.assert_allclose(high, np.clip(mean + apart, 0, 1), atol=1e-9)


def test_folds_in_every_form():
    splits = [(np.flatnonzero(fold != IDS), np.flatnonzero(fold == IDS)) for fold in range(1, 5)]
    pairs = [(pd.Series(TRUE[test]), SCORE[test].tolist()) for _, test in splits]
    frame = pd.DataFrame({"y": TRUE, "score": SCORE, "fold": IDS})
    curve = compute_roc_curve(TRUE, SCORE, folds=IDS)
    for other in (
        compute_roc_curve(TRUE.tolist(), SCORE, folds=splits),
        compute_roc_curve(TRUE, SCORE, folds=iter(splits)),
        compute_roc_curve("y", "score", folds="fold", data=frame),
        compute_roc_curve("y", "score", folds=splits, data=frame),
        compute_roc_curve(pairs, folds=True),
    ):
        assert same(other, curve)
    named = compute_roc_curve(TRUE, SCORE, folds=np.array(list("abcd"))[IDS - 1])
    assert named.folds == ("a", "b", "c", "d")


def test_repeated_folds_have_each_sample_more_than_once():
    splits = list(RepeatedStratifiedKFold(n_splits=3, n_repeats=2, random_state=0).split(TRUE, TRUE))
    curve = compute_roc_curve(TRUE, SCORE, folds=splits)
    expected = [roc_auc_score(TRUE[test], SCORE[test]) for _, test in splits]
    assert curve.roc_auc == pytest.approx(np.mean(expected), abs=1e-12)
    assert len(curve.folds) == 6
    assert curve.micro.n_positive == 2 * TRUE.sum()
    assert curve.micro.interval is None
    assert curve.intervals.reason == "folds share samples to train with"


def test_weights_labels_and_names():
    words = np.where(TRUE > 0, "spam", "ham")
    weight = RNG.random(120)
    curve = compute_roc_curve(words, SCORE, folds=IDS, pos_label="spam", sample_weight=weight)
    expected = [roc_auc_score(TRUE[k == IDS], SCORE[k == IDS], sample_weight=weight[k == IDS]) for k in range(1, 5)]
    assert curve.roc_auc == pytest.approx(np.mean(expected), abs=1e-12)
    assert curve.positive_label == "spam"
    columns = np.column_stack([SCORE, 1 - SCORE, np.zeros(120)])
    one = compute_pr_curve(np.array(["b", "a"])[TRUE], columns, labels=["a", "b", "c"], pos_label="a", folds=IDS)
    assert one.average_precision == compute_pr_curve(TRUE, SCORE, folds=IDS).average_precision


def test_no_interval_of_the_mean_is_made_up():
    curve = compute_roc_curve(TRUE, SCORE, folds=IDS)
    assert curve.interval is None
    assert curve.intervals.reason == "folds share samples to train with"


def test_a_fold_without_positives():
    true = np.where(IDS == 2, 0, TRUE)
    curve = compute_roc_curve(true, SCORE, folds=IDS)
    assert np.isnan(curve.roc_auc)
    assert curve.undefined == {("roc_auc", "2"): "no positive samples", "roc_auc": "undefined for a fold"}
    assert curve.alt_text() == "ROC curves of 4 folds and their mean: undefined for a fold."
    with pytest.raises(ValueError, match="the curve must be the mean of folds that are defined; got 'mean of 4 folds'"):
        curve.spread()


def test_words_and_tables():
    curve = compute_roc_curve(TRUE, SCORE, folds=IDS)
    areas = [one.roc_auc for one in curve.per_class]
    assert curve.alt_text() == (
        f"ROC curves of 4 folds and their mean: mean area {curve.roc_auc:.3f}, "
        f"from {min(areas):.3f} to {max(areas):.3f}."
    )
    assert repr(curve).startswith("ROCCurve(mean of 4 folds: roc_auc=0.")
    assert list(dict.fromkeys(curve.to_pandas()["curve"])) == [
        *("fold 1", "fold 2", "fold 3", "fold 4", "mean of 4 folds", "all folds")
    ]
    assert same(ROCCurve.from_dict(json.loads(json.dumps(curve.to_dict()))), curve)


MESSAGES = {
    "a number": (
        lambda: compute_roc_curve(TRUE, SCORE, folds=5),
        TypeError,
        "folds must be the fold of each sample, pairs (train, test) of places, or True with a list of pairs "
        "(y_true, y_score); got 5.",
    ),
    "True": (
        lambda: compute_roc_curve(TRUE, SCORE, folds=True),
        TypeError,
        "folds must be the fold of each sample, unless y_true is a list of pairs; got True.",
    ),
    "one": (
        lambda: compute_roc_curve(TRUE, SCORE, folds=np.ones(120, int)),
        ValueError,
        "folds must be of two or more; got one: 1.",
    ),
    "places": (
        lambda: compute_roc_curve(TRUE, SCORE, folds=[([0], [1, 2]), ([0], [3, 200])]),
        ValueError,
        "folds must be of places from 0 to 119; got the place 200.",
    ),
    "a negative place": (
        lambda: compute_roc_curve(TRUE, SCORE, folds=[([1], [-1, 0, 1]), ([2], [3, 4, 5])]),
        ValueError,
        "folds must be of places from 0 to 119; got the place -1.",
    ),
    "columns": (
        lambda: compute_roc_curve([([0, 1], [0.1, 0.2]), ([0, 1], [[0.1, 0.9], [0.2, 0.8]])], folds=True),
        ValueError,
        "y_true and y_score of fold 2 must be one-dimensional; got shapes (2,) and (2, 2).",
    ),
    "masks": (
        lambda: compute_roc_curve([0, 1], [0.2, 0.4], folds=[([1], [0.5])] * 2),
        TypeError,
        "folds must be the fold of each sample, pairs (train, test) of places, or True with a list of pairs "
        "(y_true, y_score); got [([1], [0.5]), ([1], [0.5])].",
    ),
    "lengths": (
        lambda: compute_roc_curve([([0, 1], [0.1, 0.2]), ([0, 1], [0.1])], folds=True),
        ValueError,
        "y_score of fold 2 must be of length 2, as its y_true; got length 1.",
    ),
    "thresholds": (
        lambda: compute_roc_curve(TRUE, SCORE, folds=IDS, thresholds=[0.5]),
        ValueError,
        "thresholds must be left out with folds; got [0.5].",
    ),
    "several classes": (
        lambda: compute_roc_curve([0, 1, 2] * 4, np.eye(3)[[0, 1, 2] * 4] / 2 + 1 / 6, folds=[0, 1] * 6),
        ValueError,
        "folds must be left out for several classes; got [0, 1, 0, 1, 0, 1, 0, 1, 0, 1, 0, 1].\n"
        "Hint: pos_label=0 sets one class against the rest.",
    ),
    "a point": (
        lambda: compute_roc_curve(TRUE, SCORE, folds=IDS).at_threshold(0.5),
        ValueError,
        "threshold must be left out for the mean of folds; got 0.5.\n"
        "Hint: Choose one of its curves, for example curve.per_class[0].",
    ),
    "a band": (
        lambda: compute_roc_curve(TRUE, SCORE, folds=IDS).band(),
        ValueError,
        "the curve must be of independent samples of both classes for a band; got the mean of folds.",
    ),
}


@pytest.mark.parametrize("name", MESSAGES)
def test_whole_message(name):
    call, kind, message = MESSAGES[name]
    with pytest.raises(kind) as error:
        call()
    check_kind(error.value, kind)
    assert str(error.value) == message


def test_splitters_of_scikit_learn():
    splits = list(StratifiedKFold(4).split(TRUE, TRUE))
    found = compute_pr_curve(TRUE, SCORE, folds=splits)
    assert re.match(r"PRCurve\(mean of 4 folds", repr(found))
