import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra import numpy as npst
from sklearn.metrics import (
    accuracy_score,
    auc,
    average_precision_score,
    balanced_accuracy_score,
    cohen_kappa_score,
    f1_score,
    matthews_corrcoef,
    precision_recall_curve,
    precision_recall_fscore_support,
    precision_score,
    recall_score,
    roc_auc_score,
    roc_curve,
)

from figmerit.inference import formulas, mean_curves
from figmerit.inference.formulas import (
    Ratio,
    Tally,
    divide,
    margins_of,
    margins_of_slices,
    margins_of_two,
    partial_roc_auc,
    precision_at_f1,
    unit_weights,
)
from figmerit.inference.mean_curves import mean_pr, mean_roc


def step_area(precision: np.ndarray, recall: np.ndarray) -> float:
    return float(-np.sum(np.diff(recall) * precision[:-1]))


@st.composite
def targets(draw: st.DrawFn) -> list[tuple[np.ndarray, np.ndarray]]:
    """Return a few binary targets (positive, score), each with both classes; scores are often tied."""
    found = []
    for _ in range(draw(st.integers(1, 4))):
        n = draw(st.integers(2, 15))
        positive = draw(npst.arrays(np.bool_, n))
        positive[:2] = [True, False]
        found.append((positive, draw(npst.arrays(np.float64, n, elements=st.integers(0, 5).map(lambda x: x / 5)))))
    return found


def test_divide() -> None:
    np.testing.assert_array_equal(divide(np.array([1, 0, 3]), np.array([2, 0, 0])), [0.5, np.nan, np.nan])
    np.testing.assert_array_equal(
        divide(np.array([[1, 2], [3, 4]]), np.array([[2], [0]])), [[0.5, 1], [np.nan, np.nan]]
    )
    assert divide(3, 4) == 0.75
    assert np.isnan(divide(1, 0))
    for dtype in (np.int8, np.float32):
        assert divide(np.array([1], dtype), np.array([3], dtype)).tolist() == [1 / 3]


@settings(deadline=None, max_examples=100)
@given(npst.arrays(np.int64, 6, elements=st.integers(0, 9)), npst.arrays(np.int64, 6, elements=st.integers(0, 3)))
def test_divide_against_brute_force(numerator: np.ndarray, denominator: np.ndarray) -> None:
    expected = [a / b if b else np.nan for a, b in zip(numerator.tolist(), denominator.tolist(), strict=True)]
    np.testing.assert_array_equal(divide(numerator, denominator), expected)


@settings(deadline=None, max_examples=150)
@given(targets())
def test_mean_roc_has_the_mean_area(parts: list) -> None:
    curves = [roc_curve(p, s, drop_intermediate=False)[:2] for p, s in parts]
    fpr, tpr = mean_roc(curves)
    expected = np.mean([roc_auc_score(p, s) for p, s in parts])
    assert auc(fpr, tpr) == pytest.approx(expected, abs=1e-12)
    assert (np.diff(fpr) >= 0).all()
    assert (np.diff(tpr) >= -1e-15).all()
    assert (fpr[0], fpr[-1]) == (0, 1)
    assert tpr[-1] == pytest.approx(1)
    # between the vertices' rates it is the mean of the straight lines
    between = (fpr[:-1] + fpr[1:])[np.diff(fpr) > 0] / 2
    lines = np.mean([np.interp(between, *curve) for curve in curves], axis=0)
    np.testing.assert_allclose(np.interp(between, fpr, tpr), lines, atol=1e-12)


@settings(deadline=None, max_examples=150)
@given(targets(), st.floats(1e-6, 1))
def test_partial_area_of_a_mean_is_the_mean_of_scikit_learns(parts: list, max_fpr: float) -> None:
    curves = [roc_curve(p, s, drop_intermediate=False)[:2] for p, s in parts]
    expected = [roc_auc_score(p, s, max_fpr=max_fpr) for p, s in parts]
    found = [partial_roc_auc(fpr, tpr, max_fpr) for fpr, tpr in curves]
    np.testing.assert_allclose(found, expected, rtol=0, atol=1e-12)
    assert partial_roc_auc(*mean_roc(curves), max_fpr) == pytest.approx(np.mean(expected), rel=0, abs=1e-9)


def test_precision_at_f1_is_that_of_scikit_learns_f1() -> None:
    y_true, y_pred = np.repeat([1, 1, 0, 0], [7, 3, 2, 8]), np.repeat([1, 0, 1, 0], [7, 3, 2, 8])
    found = precision_at_f1(f1_score(y_true, y_pred), np.array([0.7]))
    np.testing.assert_allclose(found, 7 / 9, rtol=0, atol=1e-12)


def test_mean_roc_has_both_limits_of_a_jump() -> None:
    one = np.array([0.0, 0.5, 0.5, 1.0]), np.array([0.0, 0.0, 1.0, 1.0])
    two = np.array([0.0, 1.0]), np.array([0.0, 1.0])
    fpr, tpr = mean_roc([one, two])
    assert fpr.tolist() == [0, 0.5, 0.5, 1]
    assert tpr.tolist() == [0, 0.25, 0.75, 1]


def test_mean_of_one_curve_is_the_curve() -> None:
    fpr, tpr, _ = roc_curve([0, 1, 1, 0, 1], [0.1, 0.4, 0.35, 0.4, 0.8], drop_intermediate=False)
    np.testing.assert_array_equal(mean_roc([(fpr, tpr)]), [fpr, tpr])
    precision, recall, _ = precision_recall_curve([0, 1, 1, 0, 1], [0.1, 0.4, 0.35, 0.4, 0.8])
    found = mean_pr([(precision, recall)], 1)
    assert step_area(*found) == pytest.approx(step_area(precision, recall), abs=1e-12)


@settings(deadline=None, max_examples=150)
@given(targets(), st.integers(0, 2))
def test_mean_pr_has_the_mean_area(parts: list, n_empty: int) -> None:
    curves = [precision_recall_curve(p, s)[:2] for p, s in parts]
    n_classes = len(parts) + n_empty
    precision, recall = mean_pr(curves, n_classes)
    expected = sum(average_precision_score(p, s) for p, s in parts) / n_classes
    assert step_area(precision, recall) == pytest.approx(expected, abs=1e-12)
    assert (np.diff(recall) < 0).all()
    assert (recall[0], recall[-1], precision[-1]) == (1, 0, 1)
    # within a step it is the mean of the steps
    for value in (recall[:-1] + recall[1:]) / 2:
        steps = [p[np.flatnonzero(r >= value)[-1]] for p, r in curves]
        at = np.flatnonzero(recall >= value)[-1]
        assert precision[at] == pytest.approx(sum(steps) / n_classes, abs=1e-12)


def tables_of_rows(rng, n_classes, weighted):
    """Return random rows as codes, their weights, and their table."""
    n = int(rng.integers(1, 40))
    some = rng.integers(1, n_classes + 1)
    true, pred = rng.integers(0, some, (2, n))
    weight = rng.integers(0, 4, n) * 0.25 if weighted else np.ones(n)
    table = np.zeros((n_classes, n_classes))
    np.add.at(table, (true, pred), weight)
    return true, pred, weight, table


SCORES = Ratio.of("tp", "tp fp"), Ratio.of("tp", "tp fn"), formulas.fbeta(1), formulas.fbeta(2.5)
"""Precision, recall and F of two kinds, in the order of scikit-learn's function of them."""


POWERS = {"linear": 1, "quadratic": 2}
"""Of distances, in kappas of ordinal labels."""


def scikit_learns_scores(true, pred, **options):
    """Return scikit-learn's precision, recall and both F."""
    scores = precision_recall_fscore_support(true, pred, **options)[:3]
    return *scores, precision_recall_fscore_support(true, pred, beta=2.5, **options)[2]


@pytest.mark.parametrize("weighted", [False, True], ids=["rows", "weighted"])
@pytest.mark.parametrize("n_classes", [2, 3, 7])
def test_formulas_of_tables_are_those_of_scikit_learn(n_classes, weighted):
    rng = np.random.default_rng(n_classes)
    for _ in range(60):
        true, pred, weight, table = tables_of_rows(rng, n_classes, weighted)
        if not weight.any():
            continue
        options = {"sample_weight": weight, "labels": range(n_classes)}
        stack = margins_of(np.stack([table, table.T]))  # several at once
        cells = margins_of_slices(np.zeros_like(true), true, pred, weight, (1, n_classes), ordinal=True)
        for part, right in zip(cells[:3], stack[:3], strict=True):
            np.testing.assert_allclose(part[0], right[0], atol=1e-12)
        tally = stack.against_rest()
        expected = scikit_learns_scores(true, pred, **options, zero_division=np.nan)
        for ratio, right in zip(SCORES, expected, strict=True):
            np.testing.assert_allclose(ratio.value(tally)[0], right, atol=1e-12)
        for average in ("macro", "micro", "weighted"):
            expected = scikit_learns_scores(true, pred, **options, average=average, zero_division=0)
            for ratio, right in zip(SCORES, expected, strict=True):
                assert formulas.averaged(ratio, tally, average)[0] == pytest.approx(right, abs=1e-12)
        some = weight > 0
        true, pred, weight = true[some], pred[some], weight[some]
        seen = np.isin(np.arange(n_classes), [true, pred])
        right = precision_score(true, pred, average="macro", sample_weight=weight, zero_division=0)  # of labels seen
        assert formulas.averaged(SCORES[0], tally, "macro", seen)[0] == pytest.approx(right, abs=1e-12)
        assert formulas.accuracy(stack)[0] == pytest.approx(accuracy_score(true, pred, sample_weight=weight), abs=1e-12)
        right = recall_score(true, pred, labels=np.unique(true), average="macro", sample_weight=weight, zero_division=0)
        assert formulas.balanced_accuracy(stack)[0] == pytest.approx(right, abs=1e-12)
        one = len(np.unique(true)) == 1 or len(np.unique(pred)) == 1
        right = 0 if one else matthews_corrcoef(true, pred, sample_weight=weight)
        assert formulas.mcc(stack)[0] == pytest.approx(right, abs=1e-12)
        kappas = {None: formulas.cohen_kappa(stack)[0]}
        kappas |= {name: formulas.weighted_kappa(cells, power)[0] for name, power in POWERS.items()}
        for weights, value in kappas.items():
            if len(np.union1d(true, pred)) > 1:
                right = cohen_kappa_score(true, pred, labels=range(n_classes), weights=weights, sample_weight=weight)
                assert value == pytest.approx(right, abs=1e-12)
            else:
                assert np.isnan(value)
        for k in range(n_classes + 1):
            right = weight[np.abs(true - pred) <= k].sum() / weight.sum()
            assert formulas.within(cells, k)[0] == pytest.approx(right, abs=1e-12)


def test_youdens_j_is_the_adjusted_balanced_accuracy_of_two_labels():
    rng = np.random.default_rng(0)
    for table in rng.integers(1, 9, (30, 2, 2)):
        rows = np.repeat(np.indices((2, 2)).reshape(2, 4), table.ravel(), axis=1)
        right = balanced_accuracy_score(*rows, adjusted=True)
        assert formulas.youden(margins_of(table)) == pytest.approx(right, abs=1e-12)
    assert np.isnan(formulas.youden(margins_of(np.ones((3, 3))))), "of more labels there is none"
    assert np.isnan(formulas.youden(margins_of(np.array([[1, 2], [0, 0]])))), "of a label without samples neither"


@pytest.mark.parametrize("n_slices", [1, 4])
def test_margins_of_slices_are_those_of_each_slice(n_slices):
    rng = np.random.default_rng(1)
    slices, true, pred, weight = (*(rng.integers(0, size, 60) for size in (n_slices, 5, 5)), rng.random(60))
    found = margins_of_slices(slices, true, pred, weight, (n_slices, 5), ordinal=True)
    tables = np.zeros((n_slices, 5, 5))
    np.add.at(tables, (slices, true, pred), weight)
    for part, right in zip(found[:3], margins_of(tables)[:3], strict=True):
        np.testing.assert_allclose(part, right, rtol=1e-12)
    apart = np.abs(np.subtract.outer(np.arange(5), np.arange(5)))
    right = [[table[apart == places].sum() for places in range(5)] for table in tables]
    np.testing.assert_allclose(found.distance, right, rtol=1e-12)
    assert margins_of_slices(slices, true, pred, weight, (n_slices, 5)).distance is None


def test_outcomes_of_a_label_are_those_of_its_own_table():
    table = np.random.default_rng(2).integers(0, 9, (2, 4, 4))
    tally = margins_of(table).against_rest()
    for place in np.ndindex(2, 4):
        one, label = table[place[0]], place[1]
        others = np.arange(4) != label
        right = one[label, label], one[others, label].sum(), one[label, others].sum(), one[others][:, others].sum()
        assert tuple(part[place] for part in tally) == right


def test_no_outcome_is_negative_whatever_is_rounded():
    tables = np.random.default_rng(3).random((300, 2, 2))
    tables[:, 1, 1] = 0
    assert all((part >= 0).all() for part in margins_of(tables).against_rest())


def test_margins_of_a_label_against_the_rest_are_those_of_its_table():
    tally = Tally(*np.random.default_rng(4).integers(0, 9, (4, 6)))
    tables = np.moveaxis(np.array([[tally.tn, tally.fp], [tally.fn, tally.tp]]), -1, 0)
    found = margins_of_two(tally)
    for part, right in zip(found[:3], margins_of(tables)[:3], strict=True):
        np.testing.assert_array_equal(part, right)
    again = found.against_rest()
    for part, right in zip(again, tally, strict=True):
        np.testing.assert_array_equal(part[:, 1], right)


def test_a_ratio_is_read_from_its_two_sums():
    ratio = Ratio.of("2tp", "2tp fp fn")
    assert (ratio.numerator, ratio.denominator) == ((2, 0, 0, 0), (2, 1, 1, 0))
    assert ratio == formulas.fbeta(1)
    tally = Tally(np.array([3, 0]), np.array([1, 0]), np.array([2, 0]), np.array([0, 5]))
    np.testing.assert_array_equal(ratio.value(tally), [6 / 9, np.nan])
    assert [part.tolist() for part in Ratio.of("0.5tp tn", "tp fp fn tn").parts(tally)] == [[1.5, 5], [6, 5]]
    assert [part.tolist() for part in Ratio((0, 0, 0, 0), (0, 1, 0, 0)).parts(tally)] == [[0, 0], [1, 0]]


@pytest.mark.parametrize(
    ("sums", "is_share", "mixes_classes"),
    [
        (("tp", "tp fp"), True, True),
        (("tp", "tp fn"), True, False),
        (("fp", "tn fp"), True, False),
        (("tp tn", "tp fp fn tn"), True, True),
        (("2tp", "2tp fp fn"), False, True),
        (("tp", "fp"), False, False),
        (("tp", "tp fp fn"), True, True),
    ],
)
def test_what_a_ratio_says_of_itself(sums, is_share, mixes_classes):
    assert (Ratio.of(*sums).is_share, Ratio.of(*sums).mixes_classes) == (is_share, mixes_classes)


@pytest.mark.parametrize(
    ("ratio", "share", "factors"),
    [
        (Ratio.of("tp", "tp fp"), ("tp", "tp fp"), (1, 1, 0)),
        (Ratio.of("tp tn", "tp fp fn tn"), ("tp tn", "tp fp fn tn"), (1, 1, 0)),
        (Ratio.of("2tp", "2tp fp fn"), ("tp", "tp fp fn"), (2, 1, 1)),
        (Ratio.of("2tp 2tn", "3tp 2fp 2fn 3tn"), ("tp tn", "tp fp fn tn"), (1, 1, 0.5)),
        (formulas.fbeta(2), None, None),
        (Ratio.of("tp", "fp"), None, None),  # endless where all are true positives
        (Ratio.of("tp 2tn", "tp fp fn tn"), None, None),
        (Ratio.of("tp", "2tp"), None, None),
        (Ratio((-1, 0, 0, 0), (1, 1, 0, 0)), None, None),  # falls with its share
    ],
)
def test_the_share_that_a_ratio_rises_with(ratio, share, factors):
    assert ratio.share == (share and Ratio.of(*share))
    assert ratio.factors == factors
    tally = Tally(*np.random.default_rng(0).integers(1, 50, (4, 20)))
    if share:
        found = ratio.proportion(tally)
        assert found.is_share == ratio.is_share
        np.testing.assert_allclose(found.number(found.successes / found.trials), ratio.value(tally), rtol=1e-14)
    else:
        with pytest.raises(ValueError, match="does not rise with a share of samples"):
            ratio.proportion(tally)


@pytest.mark.parametrize("scale", [1e-300, 1e-100, 1e-20, 1.0, 1e20, 1e100, 1e200, 1e300])
def test_unit_weights_are_those_of_products_that_stay_finite(scale):
    weight = np.array([0.3, 0.0, 1.7, 2.0]) * scale
    found = unit_weights(weight)
    np.testing.assert_allclose(found / found.sum(), weight / weight.sum(), rtol=1e-15)
    assert 0 < found.sum() ** 4 < np.inf
    np.testing.assert_array_equal(np.frexp(found)[0], np.frexp(weight)[0])  # only the exponent differs: nothing rounds


def test_usual_weights_stay_as_they_are():
    assert unit_weights(np.array([1, 2, 3])).tolist() == [1, 2, 3]
    assert unit_weights(np.zeros(3)).tolist() == [0, 0, 0]


@pytest.mark.parametrize("average", ["micro", "macro", "weighted"])
@pytest.mark.parametrize("ratio", SCORES)
def test_averages_of_one_table_and_of_a_grid_of_tables(average, ratio):
    check_grid(lambda margins: formulas.averaged(ratio, margins.against_rest(), average))


@pytest.mark.parametrize("name", ["accuracy", "balanced_accuracy", "mcc", "cohen_kappa"])
def test_formulas_of_one_table_and_of_a_grid_of_tables(name):
    check_grid(getattr(formulas, name))


def check_grid(formula):
    """Check that tables of any arrangement have the values that each has alone."""
    grid = np.random.default_rng(0).integers(0, 9, (2, 3, 4, 4))
    values = formula(margins_of(grid))
    assert values.shape == (2, 3)
    for place in np.ndindex(2, 3):
        np.testing.assert_allclose(values[place], formula(margins_of(grid[place])), rtol=1e-12)


@pytest.mark.parametrize("name", ["accuracy", "balanced_accuracy", "mcc", "cohen_kappa"])
def test_numbers_of_rows_whose_squares_are_no_integers_of_64_bits(name):
    formula, table = getattr(formulas, name), np.array([[4, 1], [2, 3]])
    assert formula(margins_of(table * 10**12)) == pytest.approx(formula(margins_of(table)), rel=1e-12)


def test_mcc_of_one_predicted_label_is_zero_whatever_is_rounded():
    weights = np.random.default_rng(0).random((200, 20))
    tables = np.zeros((200, 20, 20))
    tables[:, :, 3] = weights
    assert formulas.mcc(margins_of(tables)).tolist() == [0] * 200


def test_formulas_of_empty_tables_are_undefined():
    empty = margins_of(np.zeros((3, 2, 2)))
    for formula in (formulas.accuracy, formulas.balanced_accuracy, formulas.mcc, formulas.cohen_kappa):
        assert np.isnan(formula(empty)).all()


def test_nearly_one_class_is_as_exact_as_scikit_learn():
    table = np.array([[10_000_000, 1], [2, 1]])
    margins = margins_of(table)
    (true, pred), weight = np.indices((2, 2)).reshape(2, 4), table.ravel()
    assert formulas.mcc(margins) == pytest.approx(matthews_corrcoef(true, pred, sample_weight=weight), rel=1e-12)
    assert formulas.cohen_kappa(margins) == pytest.approx(
        cohen_kappa_score(true, pred, sample_weight=weight), rel=1e-12
    )


@pytest.mark.parametrize("weighted", [False, True], ids=["rows", "weighted"])
def test_points_and_areas_of_counts_are_those_of_scikit_learn(weighted):
    rng = np.random.default_rng(0)
    for _ in range(100):
        n = int(rng.integers(2, 30))
        positives, negatives = rng.integers(0, 4, (2, n)).astype(float if weighted else int)
        positives[0], negatives[-1] = 1, 1
        some = positives + negatives > 0
        positives, negatives = positives[some], negatives[some]
        if weighted:
            positives, negatives = positives * 0.3, negatives * 0.7
        score = np.arange(len(positives))[::-1].astype(float)
        rows = np.repeat([1, 0], len(score)), np.tile(score, 2)
        weight = np.concatenate([positives, negatives])
        fpr, tpr, area = formulas.roc_points(positives, negatives)
        right = roc_curve(*rows, sample_weight=weight, drop_intermediate=False)
        np.testing.assert_allclose([fpr, tpr], right[:2], atol=1e-12)
        assert area == pytest.approx(roc_auc_score(*rows, sample_weight=weight), abs=1e-12)
        precision, recall, area = formulas.pr_points(positives, negatives)
        right = precision_recall_curve(*rows, sample_weight=weight)
        np.testing.assert_allclose([precision, recall], right[:2], atol=1e-12)
        assert area == pytest.approx(average_precision_score(*rows, sample_weight=weight), abs=1e-12)


@st.composite
def bins(draw: st.DrawFn) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Return the positives and negatives of a few bins, with some of both, and which bins are tied."""
    n = draw(st.integers(1, 5))
    positives, negatives = (draw(npst.arrays(np.int64, n, elements=st.integers(0, 4))) for _ in range(2))
    positives[0] += 1
    negatives[-1] += 1
    return positives, negatives, draw(npst.arrays(np.bool_, n))


def rows_of_bins(positives, negatives, tied, within) -> tuple[np.ndarray, np.ndarray]:
    """Return labels and scores; `within` a bin that is not tied scores are lower by something below 1."""
    parts = []
    for place, (p, q, together) in enumerate(zip(positives.tolist(), negatives.tolist(), tied.tolist(), strict=True)):
        y = np.repeat([1, 0], [p, q])
        parts.append((y, -place - (0.0 if together else within(y))))
    return np.concatenate([y for y, _ in parts]), np.concatenate([s + np.zeros(len(y)) for y, s in parts])


@settings(deadline=None, max_examples=300)
@given(bins(), st.integers(0, 2**32 - 1))
def test_bounds_hold_whatever_the_order_within_bins(found: tuple, seed: int) -> None:
    rng = np.random.default_rng(seed)
    low, high = formulas.roc_auc_bounds(*found)
    ap_low, ap_high = formulas.average_precision_bounds(*found)
    for _ in range(5):
        y, score = rows_of_bins(*found, lambda y: rng.integers(0, 4, len(y)) / 5)
        assert low - 1e-12 <= roc_auc_score(y, score) <= high + 1e-12
        assert ap_low - 1e-12 <= average_precision_score(y, score) <= ap_high + 1e-12
        weight = rng.integers(1, 4, len(y)) * 1.0
        bin_of = np.floor(-score).astype(int)
        weighed = [np.bincount(bin_of, weight * (y == label), len(found[0])) for label in (1, 0)]
        bounds = formulas.average_precision_bounds(*weighed, found[2], of_rows=False)
        assert bounds[0] - 1e-12 <= average_precision_score(y, score, sample_weight=weight) <= bounds[1] + 1e-12
        bounds = formulas.roc_auc_bounds(*weighed, found[2])
        assert bounds[0] - 1e-12 <= roc_auc_score(y, score, sample_weight=weight) <= bounds[1] + 1e-12


@settings(deadline=None, max_examples=300)
@given(bins())
def test_bounds_are_reached(found: tuple) -> None:
    best = rows_of_bins(*found, lambda y: np.where(y == 1, 0.1, 0.5))
    worst = rows_of_bins(*found, lambda y: np.where(y == 1, 0.5 + np.arange(len(y)) / 100, 0.1))
    low, high = formulas.roc_auc_bounds(*found)
    assert high == pytest.approx(roc_auc_score(*best), abs=1e-12)
    assert low == pytest.approx(roc_auc_score(*worst), abs=1e-12)
    low, high = formulas.average_precision_bounds(*found)
    assert high == pytest.approx(average_precision_score(*best), abs=1e-12)
    assert low == pytest.approx(average_precision_score(*worst), abs=0.02)  # an integral stands for a sum


def test_corners_are_where_a_curve_turns() -> None:
    fpr, tpr = np.array([0, 0, 0, 0.5, 0.5, 1, 1]), np.array([0, 0.2, 0.4, 0.4, 0.8, 0.8, 1])
    found = mean_curves._corners(fpr, tpr)
    assert [part.tolist() for part in found] == [[0, 0, 0.5, 0.5, 1, 1], [0, 0.4, 0.4, 0.8, 0.8, 1]]
