"""Two models in the folds of a cross-validation."""

import math

import numpy as np
import pytest
from scipy import stats
from sklearn.linear_model import LogisticRegression
from sklearn.model_selection import cross_val_score
from tests.helpers import check_kind

from figmerit import compare_folds

RNG = np.random.default_rng(0)
OLD = 0.8 + 0.02 * RNG.normal(size=10)
NEW = OLD + 0.015 + 0.01 * RNG.normal(size=10)


@pytest.mark.parametrize(("share", "factor"), [(None, 1 / 10 + 1 / 9), (0.25, 1 / 10 + 1 / 3)])
def test_the_variance_is_that_of_nadeau_and_bengio(share, factor):
    found = compare_folds(OLD, NEW, test_share=share)
    apart = NEW - OLD
    error = math.sqrt(factor * apart.var(ddof=1))
    assert found.difference == pytest.approx(apart.mean(), abs=1e-15)
    assert found.p_value == pytest.approx(2 * stats.t.sf(abs(apart.mean()) / error, 9), rel=1e-12)
    assert found.interval == pytest.approx(stats.t.interval(0.95, 9, apart.mean(), error), rel=1e-12)
    assert found.p_value > stats.ttest_rel(NEW, OLD).pvalue


def test_equal_models_are_seldom_found_different_and_the_plain_test_finds_far_too_many():
    """Ten repeated random splits of which each tests a tenth, as the correlation of the theory has it."""
    rng, n, share = np.random.default_rng(1), 10, 0.1
    common = rng.normal(size=(4000, 1)) * math.sqrt(share)
    apart = common + rng.normal(size=(4000, n)) * math.sqrt(1 - share)
    ours = np.mean([compare_folds(np.zeros(n), one, test_share=share).p_value < 0.05 for one in apart[:1000]])
    plain = np.mean(stats.ttest_1samp(apart, 0, axis=1).pvalue < 0.05)
    assert 0.03 < ours < 0.07
    assert plain > 0.12


def test_words():
    found = compare_folds(OLD.tolist(), NEW.tolist(), metric="auc", names=["old", "new"])
    assert found.metric == "roc_auc"
    low, high = found.interval
    assert found.text == (
        f"new's ROC AUC is higher than old's by {found.difference:.3f} [{low:.3f}, {high:.3f}] "
        f"(p = {found.p_value:.3f}, corrected resampled t)."
    )
    assert found.intervals.label == "95% corrected t"
    assert not found.intervals.unreliable
    few = compare_folds(OLD[:3], NEW[:3])
    assert few.intervals.unreliable == {"difference": "fewer than 5 folds"}
    assert few.text.endswith("The interval is unreliable: fewer than 5 folds.")
    same = compare_folds(OLD, OLD)
    assert same.p_value == 1
    assert same.interval is None
    assert compare_folds(OLD, NEW, confidence_level=None).intervals is None
    assert compare_folds(OLD, NEW, metric="log_loss").greater_is_better is False


@pytest.mark.parametrize(("scoring", "metric"), [("neg_log_loss", "log_loss"), ("neg_brier_score", "brier")])
def test_losses_of_scorers_are_turned_round(scoring, metric):
    true = np.arange(200) % 2
    features = 3 * true[:, None] + RNG.normal(size=(200, 1))
    weak, strong = (
        cross_val_score(LogisticRegression(C=strength), features, true, scoring=scoring) for strength in (1e-4, 1.0)
    )
    found = compare_folds(weak, strong, metric=scoring)
    assert (found.metric, found.greater_is_better) == (metric, False)
    assert found.values == pytest.approx((-weak.mean(), -strong.mean()))
    assert found.difference < 0
    assert "lower than" in found.text


def test_differences_that_rounding_makes_are_the_same():
    found = compare_folds([0.1, 0.2, 0.3, 0.4, 0.5], [0.2, 0.3, 0.4, 0.5, 0.6])
    assert math.isnan(found.p_value)
    assert found.difference == pytest.approx(0.1)
    assert compare_folds([0.1, 0.2, 0.3], [0.1 + 1e-17, 0.2, 0.3 - 1e-17]).p_value == 1


MESSAGES = {
    "negated": (
        lambda: compare_folds([-0.5, -0.4], [-0.3, -0.2], metric="log_loss"),
        ValueError,
        "first and second must be losses for the metric 'log_loss'; got the score -0.5.\n"
        "Hint: metric='neg_log_loss'.",
    ),
    "not negated": (
        lambda: compare_folds([0.5, 0.4], [0.3, 0.2], metric="neg_log_loss"),
        ValueError,
        "first and second must be losses for the metric 'neg_log_loss'; got the score 0.5.\nHint: metric='log_loss'.",
    ),
    "one": (
        lambda: compare_folds([0.5], [0.6]),
        ValueError,
        "first and second must be the scores of two folds or more; got 1.",
    ),
    "shape": (
        lambda: compare_folds([[0.5, 0.6]], [0.5, 0.6]),
        ValueError,
        "first must be one score a fold; got shape (1, 2).",
    ),
    "share": (
        lambda: compare_folds(OLD, NEW, test_share=1),
        ValueError,
        "test_share must be a share in (0, 1); got 1.\nHint: test_share=0.1.",
    ),
    "metric": (lambda: compare_folds(OLD, NEW, metric=3), TypeError, "metric must be a text; got 3."),
}  # fmt: skip


@pytest.mark.parametrize("name", MESSAGES)
def test_whole_message(name):
    call, kind, message = MESSAGES[name]
    with pytest.raises(kind) as error:
        call()
    check_kind(error.value, kind)
    assert str(error.value) == message


def test_lengths_must_be_the_same():
    with pytest.raises(ValueError, match="second must"):
        compare_folds(OLD, NEW[:9])
