"""Bands around curves."""

import os

import numpy as np
import pytest
from scipy.stats import norm

from figmerit.inference.bands import _grouped, _rates, _width, pointwise, simultaneous

RUNS = int(os.environ.get("FIGMERIT_RUNS", "60"))


def counted(n_positive, n_negative, seed=0, step=1.2, decimals=9):
    rng = np.random.default_rng(seed)
    y = np.r_[np.ones(n_positive, bool), np.zeros(n_negative, bool)]
    _, place = np.unique(-np.round(rng.normal(step * y), decimals), return_inverse=True)
    return np.bincount(place, weights=y).astype(int), np.bincount(place, weights=~y).astype(int)


@pytest.mark.parametrize("decimals", [0, 1, 9])
@pytest.mark.parametrize("seed", range(5))
def test_bands_hold_the_curve_and_stay_in_the_square(seed, decimals):
    counts = counted(60, 140, seed, decimals=decimals)
    fpr, tpr = _rates(*counts)
    x = np.linspace(0, 1, 501)
    for find in (simultaneous, pointwise):
        band = find(*counts, 0.95, 60, 0)
        for edge in band:
            assert (np.diff(edge, axis=0) >= -1e-12).all()
            assert edge.min() >= 0
            assert edge.max() <= 1
            assert (edge[0, 0], edge[-1, 0]) == (0, 1)
        low, high = band.at(x)
        assert (low <= high + 1e-12).all()
        height = np.interp(x, fpr, tpr)
        assert np.mean((low <= height + 1e-9) & (height <= high + 1e-9)) >= (1 if find is simultaneous else 0.9)


@pytest.mark.parametrize(("n", "least"), [(200, 0.9), (1000, 0.9)])
def test_the_whole_curve_is_inside_about_as_often_as_it_says(n, least):
    x = np.linspace(0, 1, 1001)
    truth = norm.cdf(norm.ppf(x) + 1.2)
    inside = {simultaneous: 0, pointwise: 0}
    for seed in range(RUNS):
        counts = counted(n // 2, n // 2, seed)
        for find in inside:
            low, high = find(*counts, 0.95, 100, seed).at(x)
            inside[find] += bool(((low <= truth + 1e-12) & (truth <= high + 1e-12)).all())
    assert inside[simultaneous] >= least * RUNS
    assert inside[pointwise] < 0.5 * RUNS


def test_the_width_is_the_smallest_that_holds_the_other_curve():
    curve, other = (_rates(*counted(40, 60, seed)) for seed in (1, 2))
    step = np.array([60**-0.5, 40**-0.5])
    found = _width(curve, other, step)

    def holds(width):
        across, up = width * step
        heights = zip(*other, strict=True)
        return all(
            (np.interp(f - across, *curve) if f >= across else 0.0) - up <= t <= np.interp(f + across, *curve) + up
            for f, t in heights
        )

    assert holds(found)
    assert not holds(found - 3.0 / 2**14 - 1e-9)
    assert _width(curve, curve, step) < 1e-3


def test_bands_get_narrower_with_more_samples_and_wider_with_the_level():
    x = np.linspace(0, 1, 101)
    widths = [np.mean(np.subtract(*simultaneous(*counted(n, n), 0.95, 80, 0).at(x)[::-1])) for n in (50, 200, 800)]
    assert widths[0] > 1.5 * widths[1] > 2 * widths[2]
    levels = [np.mean(np.subtract(*simultaneous(*counted(99, 99), level, 80, 0).at(x)[::-1])) for level in (0.5, 0.95)]
    assert levels[0] < levels[1]


def test_precision_and_recall_have_the_same_rates():
    counts = counted(70, 130)
    band = simultaneous(*counts, 0.95, 60, 0)
    mapped = band.as_precision_recall(0.35)
    for edge, points in zip(band, mapped, strict=True):
        for fpr, tpr in edge[edge.sum(axis=1) > 0]:
            precision = 0.35 * tpr / (0.35 * tpr + 0.65 * fpr)
            assert np.any(np.isclose(points, [tpr, precision], atol=1e-12).all(axis=1))
    recall = np.linspace(0.05, 0.95, 91)
    low, high = mapped.at(recall)
    assert (low <= high + 1e-9).all()


def test_many_scores_are_taken_together_for_the_calibration_alone():
    counts = np.ones(5001, int)
    assert len(_grouped(counts)) <= 2000
    assert _grouped(counts).sum() == 5001
    positives, negatives = counted(3000, 3000)
    band = simultaneous(positives, negatives, 0.95, 10, 0)
    assert len(band.upper) > 2000  # the curve itself keeps its vertices
