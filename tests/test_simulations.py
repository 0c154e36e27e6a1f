"""The page about coverage: its script runs, does the same again, and its exact numbers are those of SciPy."""

import re
from itertools import product
from pathlib import Path

import numpy as np
import pytest
from scipy.stats import binom, binomtest, multinomial
from sklearn import metrics as sk
from tests.simulations import coverage, truths
from tests.simulations.studies import delong_ends, f1_coverage, mcnemar_size, newcombe_ends, wilson_coverage, works_of

PAGE = (Path(__file__).parents[1] / "docs" / "guide" / "coverage.rst").read_text(encoding="utf-8")


def headings(page):
    return re.findall(r"^(.+)\n[=-]+$", page, re.MULTILINE)


def test_the_script_writes_the_page(tmp_path):
    coverage.main(["--quick", "--output", str(tmp_path / "page.rst")])
    written = (tmp_path / "page.rst").read_text(encoding="utf-8")
    assert headings(written) == headings(PAGE)
    assert not re.search(r"\bnan\b", written + PAGE)


def test_numbers_depend_on_the_seed_alone():
    for work in list(works_of(quick=True))[::4]:
        assert coverage.simulated(work) == coverage.simulated(work)


def test_the_page_says_how_it_was_made():
    assert "``make simulate``" in PAGE
    assert f"The seed is {coverage.SEED}" in PAGE


@pytest.mark.parametrize("n", [10, 20])
def test_the_coverage_of_wilson_is_the_sum_over_all_successes(n):
    p = np.array([0.05, 0.33, 0.8])
    ends = [binomtest(k, n).proportion_ci(0.95, method="wilson") for k in range(n + 1)]
    expected = [sum(binom.pmf(k, n, one) for k, (low, high) in enumerate(ends) if low <= one <= high) for one in p]
    np.testing.assert_allclose(wilson_coverage(n, p), expected, rtol=1e-10)


@pytest.mark.parametrize(("n", "prevalence"), [(6, 0.5), (15, 0.1)])
def test_the_coverage_of_f1_is_the_sum_over_all_tables(n, prevalence):
    tp, fp, fn = prevalence * 0.8, (1 - prevalence) * 0.1, prevalence * 0.2
    truth, held, undefined = 2 * tp / (2 * tp + fp + fn), 0.0, (1 - tp - fp - fn) ** n
    tables = [table for table in product(range(n + 1), repeat=3) if 0 < sum(table) <= n]
    for a, b, c in tables:
        low, high = binomtest(a, a + b + c).proportion_ci(0.95, method="wilson")
        if 2 * low / (1 + low) <= truth <= 2 * high / (1 + high):
            held += multinomial.pmf([a, b, c, n - a - b - c], n, [tp, fp, fn, 1 - tp - fp - fn])
    assert f1_coverage(n, prevalence) == pytest.approx((truth, held / (1 - undefined), undefined), rel=1e-9)


def test_the_size_of_mcnemar_is_the_sum_over_both_discordant_numbers():
    n, discordant, expected = 12, 0.4, 0.0
    for first in range(n + 1):
        for second in range(n + 1 - first):
            chance = binom.pmf(first + second, n, discordant) * binom.pmf(first, first + second, 0.5)
            if first + second and binomtest(first, first + second).pvalue < 0.05:
                expected += chance
    assert mcnemar_size(n, discordant, exact=True) == pytest.approx(expected, rel=1e-10)


def test_true_values_are_those_of_many_samples():
    rng = np.random.default_rng(0)
    n = 400_000
    y = (rng.random(n) < 0.3).astype(int)
    score = rng.normal(1.5 * y)
    known = truths.of_normal_scores(1.5, 0.3)
    pred, probability = (score > 0.75).astype(int), 1 / (1 + np.exp(0.75 - score))
    assert known["accuracy"] == pytest.approx(sk.accuracy_score(y, pred), abs=0.003)
    assert known["f1_score"] == pytest.approx(sk.f1_score(y, pred), abs=0.004)
    assert known["mcc"] == pytest.approx(sk.matthews_corrcoef(y, pred), abs=0.005)
    assert known["cohen_kappa"] == pytest.approx(sk.cohen_kappa_score(y, pred), abs=0.005)
    assert known["balanced_accuracy"] == pytest.approx(sk.balanced_accuracy_score(y, pred), abs=0.003)
    assert known["brier"] == pytest.approx(sk.brier_score_loss(y, probability), abs=0.002)
    assert known["roc_auc"] == pytest.approx(sk.roc_auc_score(y, score), abs=0.003)
    assert truths.average_precision(1.5, 0.3) == pytest.approx(sk.average_precision_score(y, score), abs=0.004)


@pytest.mark.parametrize("kind", ["equal variance", "unequal variance", "exponential", "rounded"])
def test_scores_have_the_area_that_was_asked_for(kind):
    rng, n = np.random.default_rng(1), 200_000
    positive, negative = (draw(rng, n) for draw in truths.scores_of(kind, 0.9))
    found = sk.roc_auc_score(np.repeat([1, 0], n), np.r_[positive, negative])
    assert found == pytest.approx(0.9, abs=0.003)


def test_methods_for_comparison_are_what_they_are_called():
    low, high = delong_ends(0.8, 0.002, 30)
    half = 1.959963984540054 * 0.002**0.5 / 0.16
    np.testing.assert_allclose(np.log([low / (1 - low), high / (1 - high)]), np.log(4) + np.array([-half, half]))
    np.testing.assert_allclose(delong_ends(1.0, 0.0, 7), (0.025 ** (1 / 7), 1.0))
    for end in newcombe_ends(0.8, 12, 30):
        spread = 20 * ((1 - end) / (2 - end) + end / (1 + end))
        assert abs(end - 0.8) == pytest.approx(1.959963984540054 * (end * (1 - end) * (1 + spread) / 360) ** 0.5)
