"""Counts of scores in bins: few numbers for any number of rows, and what is then known of curves and areas."""

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sklearn.metrics import average_precision_score, brier_score_loss, log_loss, roc_auc_score
from tests.helpers import same

from figmerit.counts._binning import COARSEST, FINEST, bins_of
from figmerit.counts.count import count_scores
from figmerit.counts.score_counts import ScoreCounts
from figmerit.errors import FigmeritWarning
from figmerit.metrics.confusion_matrix import compute_confusion_matrix
from figmerit.metrics.metric_summary import compute_metric_summary
from figmerit.metrics.pr_curve import compute_pr_curve
from figmerit.metrics.roc_curve import compute_roc_curve
from figmerit.metrics.slice_metrics import compute_slice_metrics


def neighbours(score: np.ndarray) -> np.ndarray:
    """Return scores with those that are next to them, ascending."""
    return np.unique(np.concatenate([score, np.nextafter(score, -np.inf), np.nextafter(score, np.inf)]))


@pytest.mark.parametrize("resolution", [COARSEST, 8, 11, FINEST])
def test_bins_ascend_with_scores_and_are_near_them(resolution):
    rng = np.random.default_rng(0)
    tails = 10.0 ** -rng.uniform(0, 320, 2000)
    special = [0.0, 0.5, 1.0, 0.25, 0.75, 2.0**900, 1.7e308, 5e-324]
    score = neighbours(np.concatenate([rng.random(5000), tails, 1 - tails, rng.normal(size=2000) * 50, special]))
    score = np.unique(np.concatenate([score, -score]))
    bins = bins_of(score, resolution)
    assert np.isfinite(bins).all()
    assert (np.diff(bins) >= 0).all()
    distance = np.where((score >= 0.5) & (score <= 1), 1 - score, np.abs(score))
    assert (np.abs(bins - score) <= 2.0**-resolution * distance + 5e-324).all()
    assert (bins_of(bins, resolution) == bins).all()


def test_scores_are_rounded_to_so_many_bits():
    rng = np.random.default_rng(1)
    for resolution in (COARSEST, 5, 11, FINEST):
        score = rng.random(2000) / 2.5
        mantissa, exponent = np.frexp(score)
        rounded = np.ldexp(np.rint(np.ldexp(mantissa, resolution)), exponent - resolution)
        assert bins_of(score, resolution).tolist() == rounded.tolist()
        assert bins_of(1 - score, resolution).tolist() == (1 - bins_of(1 - (1 - score), resolution)).tolist()
        assert bins_of(-score, resolution).tolist() == (-rounded).tolist()
        assert count_scores([0, 1], score[:2], resolution=resolution).resolution == resolution


def test_half_and_zero_cut_no_bin_in_two():
    around = neighbours(np.array([0.0, 0.5]))
    assert (bins_of(around, 11)[around < 0] < 0).all()
    assert (bins_of(around, 11)[(around > 0.4) & (around < 0.5)] < 0.5).all()
    assert bins_of(np.array([0.0, 0.5]), 11).tolist() == [0.0, 0.5]


def test_number_of_bins_has_a_limit():
    score = np.random.default_rng(0).random(400_000, dtype=np.float32)
    counts = count_scores(score > 0.3, score, resolution=8)
    assert len(counts.score) < 8000
    assert counts.n_rows == 400_000


@st.composite
def rows(draw):
    n = draw(st.integers(2, 40))
    lists = lambda values: st.lists(values, min_size=n, max_size=n)  # noqa: E731
    y = draw(lists(st.integers(0, 1)))
    scores = draw(lists(st.sampled_from([-2.5, 0.0, 0.25, 0.26, 0.3, 0.49, 0.5, 0.51, 0.9, 0.99, 1.0, 7.0, 7.1])))
    weight = draw(st.none() | lists(st.integers(0, 3)))
    town = draw(lists(st.sampled_from(["u", "v"])))
    return np.array([0, 1, *y]), np.array([0.3, 0.6, *scores]), weight and np.array([1, 1, *weight]), ["u", "v", *town]


@settings(max_examples=200, deadline=None)
@given(rows(), st.lists(st.integers(0, 40), max_size=3), st.sampled_from([2, 3, 6]), st.randoms())
def test_chunks_in_any_order_add_up_to_the_same(data, cuts, resolution, random):
    y, scores, weight, town = data
    options = {"labels": [0, 1], "resolution": resolution}
    whole = count_scores(y, scores, sample_weight=weight, by={"town": town}, **options)
    assert same(
        whole, count_scores(y, scores, sample_weight=weight, by={"town": town}, labels=[0, 1]).binned(resolution)
    )
    parts = [part for part in np.split(np.arange(len(y)), sorted(cuts)) if len(part)]
    random.shuffle(parts)
    chunks = [
        count_scores(
            y[part],
            scores[part],
            sample_weight=None if weight is None else weight[part],
            by={"town": np.array(town)[part]},
            **options,
        )
        for part in parts
    ]
    assert same(sum(chunks), whole)
    assert same(sum(chunks).overall(), count_scores(y, scores, sample_weight=weight, **options))


@settings(max_examples=300, deadline=None)
@given(rows(), st.sampled_from([2, 3, 6]))
def test_bounds_hold_what_all_rows_have(data, resolution):
    y, scores, weight, town = data
    counts = count_scores(y, scores, sample_weight=weight, resolution=resolution)
    curves = {"roc_auc": compute_roc_curve(counts), "average_precision": compute_pr_curve(counts)}
    for (name, curve), metric in zip(curves.items(), (roc_auc_score, average_precision_score), strict=True):
        exact = metric(y, scores, sample_weight=weight)
        value = getattr(curve, name)
        if curve.exact:
            assert counts.tied[np.add(*counts.weights()) > 0].all()
            assert value == pytest.approx(exact, abs=1e-12)
        else:
            assert curve.bounds[0] - 1e-12 <= exact <= curve.bounds[1] + 1e-12
            assert curve.bounds[0] <= value <= curve.bounds[1]
        assert value == pytest.approx(metric(*counts.rows()[:2], sample_weight=counts.rows()[2]), abs=1e-12)
    exact = compute_roc_curve(y, scores, sample_weight=weight)
    curve, width = curves["roc_auc"], np.diff(curves["roc_auc"].bounds or (0, 0))[0]
    for highest in (0.2, 0.7, 1.0):
        off = width * 0.5 / (highest - highest**2 / 2)
        assert curve.partial_roc_auc(highest) == pytest.approx(exact.partial_roc_auc(highest), abs=off + 1e-12)
    points = [set(zip(found.fpr.round(12), found.tpr.round(12), strict=True)) for found in (curve, exact)]
    assert points[0] <= points[1]
    for threshold in curve.thresholds[1:]:
        assert curve.at_threshold(threshold) == pytest.approx(exact.at_threshold(threshold), abs=1e-12)
    grid = compute_slice_metrics(
        count_scores(y, scores, sample_weight=weight, resolution=resolution, by={"town": town}),
        row_slices="town",
        metric="roc_auc",
    )
    rowwise = compute_slice_metrics(y, y_score=scores, sample_weight=weight, row_slices=town, metric="roc_auc")
    low, high = (grid.grid, grid.grid) if grid.exact else np.moveaxis(grid.bounds, -1, 0)
    assert ((low - 1e-12 <= rowwise.grid) & (rowwise.grid <= high + 1e-12) | np.isnan(rowwise.grid)).all()
    assert grid.reasons == rowwise.reasons


@pytest.mark.parametrize("weighted", [False, True], ids=["rows", "weighted"])
def test_losses_have_bounds(weighted):
    rng = np.random.default_rng(1)
    y, scores = rng.integers(0, 2, 500), rng.random(500)
    weight = rng.random(500) if weighted else None
    summary = compute_metric_summary(count_scores(y, scores, sample_weight=weight, resolution=5))
    assert not summary.exact
    assert set(summary.bounds) == {"roc_auc", "average_precision", "brier", "log_loss"}
    for name, metric in {"brier": brier_score_loss, "log_loss": log_loss}.items():
        low, high = summary.bounds[name]
        assert low < metric(y, scores, sample_weight=weight) < high
        assert high - low < 0.05
        assert low <= summary.values[name] <= high
    assert ("          ROC AUC      0.493 (± 0.006)\n" in summary.to_text()) != weighted
    assert compute_metric_summary(y, y_score=scores, sample_weight=weight).exact


def test_several_classes_have_the_mean_of_their_bounds():
    rng = np.random.default_rng(2)
    y, scores = rng.integers(0, 3, 300), rng.random((300, 3))
    counts = count_scores(y, scores, resolution=4)
    curve, exact = compute_roc_curve(counts), compute_roc_curve(y, scores)
    assert curve.bounds == pytest.approx(np.mean([part.bounds for part in curve.per_class], axis=0).tolist())
    assert curve.bounds[0] < exact.roc_auc < curve.bounds[1]
    assert curve.micro.bounds[0] < exact.micro.roc_auc < curve.micro.bounds[1]
    assert counts.cut().matrix().tolist() == compute_confusion_matrix(y, y_score=scores).counts.tolist()
    assert same(count_scores(y, scores).binned(4), counts)


def test_the_micro_average_has_bounds_of_its_own():
    true, scores = np.array([[1, 0], [0, 1]] * 2), np.array([[0.3, 0.301], [0.9, 0.7]] * 2)
    for compute, area in ((compute_roc_curve, "roc_auc"), (compute_pr_curve, "average_precision")):
        exact = compute(true, scores, multilabel=True).micro
        binned = compute(count_scores(true, scores, multilabel=True, resolution=3)).micro
        assert not binned.exact
        assert binned.bounds[0] <= getattr(exact, area) <= binned.bounds[1]
        assert binned.bounds[0] < binned.bounds[1] < binned.bounds[0] + 0.6


def test_curves_of_which_a_class_is_undefined_can_be_drawn():
    true, scores = np.array([[1, 0], [1, 1]] * 2), [[0.3, 0.301], [0.9, 0.7], [0.31, 0.31], [0.91, 0.7]]
    curve = compute_roc_curve(count_scores(true, scores, resolution=3))
    assert np.isfinite(curve.micro.bounds).all()
    assert curve.bounds is None


@pytest.mark.parametrize("resolution", [COARSEST, 8, 11, FINEST])
def test_no_bin_holds_probabilities_and_others(resolution):
    score = neighbours(np.array([0.9, 1.0, 1.0000001, 1.5, 2.0]))
    key = bins_of(score, resolution)
    assert (np.diff(key) >= 0).all()
    assert not set(key[score <= 1]) & set(key[score > 1])
    counts = count_scores([0, 1, 1], [0.2, 1, 1.0000001], resolution=resolution)
    with pytest.warns(FigmeritWarning, match="goes from 0.2 to 1.0000001"):
        values = compute_metric_summary(counts).values
    assert np.isnan(values["brier"])


def test_bins_that_weigh_nothing_make_nothing_inexact():
    counts = count_scores([0, 1, 0, 1], [0.3, 0.6, 7, 7.1], sample_weight=[1, 1, 0, 0], resolution=2)
    assert not counts.tied.all()
    assert compute_roc_curve(counts).exact
    assert compute_pr_curve(counts).exact
    with pytest.warns(FigmeritWarning, match="goes from 0.3 to 7"):
        assert compute_metric_summary(counts).bounds == {}


def test_rows_of_one_score_are_exact():
    counts = count_scores([0, 1, 1, 0], [0.1, 0.1, 0.9, 0.9], resolution=2)
    assert counts.tied.all()
    assert compute_roc_curve(counts).exact
    assert compute_metric_summary(counts).bounds == {}


def test_thresholds_that_cut_no_bin_in_two():
    y, scores = [0, 1, 0, 1, 1], [0.2, 0.48, 0.5, 0.52, 0.9]
    counts = count_scores(y, scores, resolution=2)
    for threshold in (0.5, 0.2, 0.1, 0.95, 0.9):
        exact = count_scores(y, scores).cut(threshold)
        assert counts.cut(threshold).matrix().tolist() == exact.matrix().tolist()
    with pytest.raises(ValueError, match=r"^threshold must be none between 0.5 and 0.52"):
        counts.cut(0.52)  # which the score 0.5 of that bin does not reach
    with pytest.raises(ValueError, match="threshold") as error:
        counts.cut(0.51)
    assert str(error.value) == (
        "threshold must be none between 0.5 and 0.52, which are one bin; got 0.51.\n"
        "Hint: threshold=0.5, or count_scores(...) without resolution=."
    )


def test_counts_in_bins_say_so(tmp_path):
    counts = count_scores([0, 1, 1], [0.19, 0.2, 0.9], resolution=3)
    assert repr(counts) == "ScoreCounts(3 rows, 2 bins of 1)"
    assert counts.highest.tolist() == [0.9, 0.2]
    counts.save(tmp_path / "counts")
    assert same(ScoreCounts.load(tmp_path / "counts"), counts)
    assert counts.to_pandas().columns.tolist() == ["score", "positives", "negatives", "highest"]
    assert counts.binned(3) is counts
    assert isinstance(counts.to_pandas(), pd.DataFrame)


WRONG = {
    "coarse": (1, ValueError, "resolution must be from 2 to 24 bits; got 1.\nHint: resolution=11."),
    "fine": (53, ValueError, "resolution must be from 2 to 24 bits; got 53.\nHint: resolution=11."),
    "share": (0.01, TypeError, "resolution must be a positive integer; got 0.01."),
}


@pytest.mark.parametrize(("resolution", "kind", "message"), WRONG.values(), ids=WRONG)
def test_whole_error(resolution, kind, message):
    with pytest.raises(kind) as error:
        count_scores([0, 1], [0.1, 0.9], resolution=resolution)
    assert str(error.value) == message


def test_counts_of_different_resolutions_do_not_add_up():
    exact = count_scores([0, 1], [0.1, 0.9])
    with pytest.raises(ValueError, match="the resolution of both counts must be the same; got None and 11"):
        exact + exact.binned(11)
    with pytest.raises(ValueError, match="resolution must be 8, as of the counts; got 11"):
        exact.binned(8).binned(11)
