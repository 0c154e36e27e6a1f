"""Bands of curves."""

import numpy as np
import pytest

import figmerit as fm


def curve(compute=fm.compute_roc_curve, **options):
    rng = np.random.default_rng(0)
    y = rng.integers(0, 2, 150)
    return compute(y, y + rng.normal(size=150), **options)


def test_the_same_seed_gives_the_same_band():
    for compute in (fm.compute_roc_curve, fm.compute_pr_curve):
        one, again, other = (curve(compute).band(n_resamples=40, random_state=seed) for seed in (0, 0, 1))
        np.testing.assert_array_equal(one.upper, again.upper)
        assert one.upper.shape != other.upper.shape or not np.array_equal(one.upper, other.upper)


def test_the_band_of_precision_and_recall_is_that_of_the_rates():
    roc, pr = (curve(compute).band(n_resamples=40) for compute in (fm.compute_roc_curve, fm.compute_pr_curve))
    expected = roc.as_precision_recall(curve().outcomes.prevalence)
    np.testing.assert_array_equal(pr.lower, expected.lower)


ERRORS = {
    "kind": (lambda: curve().band("wide"), "kind must be one of 'simultaneous', 'pointwise'"),
    "level": (lambda: curve().band(confidence_level=None), "confidence_level must be between 0 and 1"),
    "weights": (lambda: curve(sample_weight=np.full(150, 2.0)).band(), "weighted samples"),
    "one class": (lambda: fm.compute_roc_curve([0, 0], [0.1, 0.2], labels=[0, 1]).band(), "no positive samples"),
    "average": (
        lambda: fm.compute_roc_curve([0, 1, 2] * 9, np.random.default_rng(0).random((27, 3))).band(),
        "an average over classes",
    ),
    "micro": (
        lambda: fm.compute_roc_curve([0, 1, 2] * 9, np.random.default_rng(0).random((27, 3))).micro.band(),
        "pairs of samples and labels",
    ),
}


@pytest.mark.parametrize("case", ERRORS)
def test_errors(case):
    call, message = ERRORS[case]
    with pytest.raises(ValueError, match=message):
        call()
