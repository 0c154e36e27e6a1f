"""The law of the catalog: of every row the formula, scikit-learn's function and the public value of the rows agree."""

from __future__ import annotations

import ast
import re
import warnings
from dataclasses import dataclass, replace
from functools import partial, reduce
from itertools import pairwise
from operator import add
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from matplotlib.figure import Figure
from scipy.stats import binomtest
from sklearn import metrics as sk

from figmerit import FigmeritWarning
from figmerit.counts.count import count_labels, count_scores
from figmerit.inference import formulas
from figmerit.logs._names import direction_of
from figmerit.metrics.catalog import CATALOG, Metric, find, row
from figmerit.metrics.metric_summary import compute_metric_summary
from figmerit.metrics.slice_metrics import compute_slice_metrics
from figmerit.metrics.threshold_sweep import compute_threshold_sweep
from figmerit.plots.metric_bars import plot_metric_bars
from figmerit.plots.threshold_sweep import plot_threshold_sweep

pytestmark = [
    pytest.mark.filterwarnings("ignore:y_score holds only the values 0 and 1"),  # such scores count too
    pytest.mark.filterwarnings("ignore:the metric .* takes the labels in the order of the alphabet"),
]

FAMILIES = "within_2", "within_3", "top_1_accuracy", "top_4_accuracy"
ROWS: dict[str, Metric] = CATALOG | {name: row(name) for name in FAMILIES}
OF_LABELS = {name: metric for name, metric in ROWS.items() if metric.needs == "labels"}
WHOLE = {name: metric for name, metric in OF_LABELS.items() if not metric.averaged}
AVERAGED = {name: metric for name, metric in OF_LABELS.items() if metric.averaged}
OF_SCORES = {name: metric for name, metric in ROWS.items() if metric.needs != "labels"}


def share_within(true: Any, pred: Any, weight: Any, *, k: int) -> Any:
    return np.average(np.abs(true - pred) <= k, weights=weight)


def share_called_positive(true: Any, pred: Any, weight: Any) -> Any:
    return np.average(pred, weights=weight)


UNPINNED = {
    "predicted_positive_rate": share_called_positive,
    **{f"within_{k}": partial(share_within, k=k) for k in (1, 2, 3)},
}
"""What scikit-learn has no function for, defined on rows; labels are codes in their order."""


def near(value: Any) -> Any:
    return pytest.approx(value, rel=1e-12, abs=1e-12, nan_ok=True)


def scikit_learn(text: str, *arguments: Any, **options: Any) -> Any:
    """Call the function that a row names, with the options that it names; its warnings are its own."""
    name, typed = re.fullmatch(r"(?:1 - )?(\w+)(\(.*\))?", text).groups()
    if typed and "<" not in typed:
        options |= {one.arg: ast.literal_eval(one.value) for one in ast.parse(f"f{typed}", mode="eval").body.keywords}
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        return getattr(sk, name)(*arguments, **options)


def of_whole(metric: Metric, true: Any, pred: Any, weight: Any, size: int) -> float:
    """Return the value of the rows that weigh something; NaN where the catalog says that there is none."""
    true, pred, weight = (part[weight > 0] for part in (true, pred, weight))
    if metric.name in UNPINNED:
        return float(UNPINNED[metric.name](true, pred, weight))
    if metric.name == "youden" and (size != 2 or len({*true}) != 2):
        return np.nan
    kappa = "kappa" in metric.name
    if kappa and len({*true, *pred}) == 1:
        return np.nan
    options = {"labels": range(size)} if kappa else {}
    return float(scikit_learn(metric.scikit_learn, true, pred, sample_weight=weight, **options))


def of_label(metric: Metric, true: Any, pred: Any, weight: Any) -> float:
    """Return the value of one label against the rest, NaN where it is undefined."""
    if metric.name in UNPINNED:
        return float(UNPINNED[metric.name](true, pred, weight))
    if metric.name in ("specificity", "fpr"):
        value = scikit_learn(metric.scikit_learn, ~true, ~pred, sample_weight=weight, zero_division=np.nan)
        return float(1 - value if metric.name == "fpr" else value)
    return float(scikit_learn(metric.scikit_learn, true, pred, sample_weight=weight, zero_division=np.nan))


def of_average(metric: Metric, true: Any, pred: Any, weight: Any, average: str) -> float:
    """Return an average over columns of indicators, by scikit-learn's own or by its definition."""
    if metric.name in ("precision", "recall", "f1_score"):
        wide = [np.pad(part, ((0, 0), (0, 1))) for part in (true, pred)]  # one column alone is binary there
        options = {"labels": range(true.shape[1]), "average": average, "zero_division": 0, "sample_weight": weight}
        return float(scikit_learn(metric.scikit_learn, *(part.astype(int) for part in wide), **options))
    if average == "micro":
        return of_label(metric, true.ravel(), pred.ravel(), np.repeat(weight, true.shape[1]))
    values = [of_label(metric, *pair, weight) for pair in zip(true.T, pred.T, strict=True)]
    support = weight @ true if average == "weighted" else np.ones(len(values))
    return float(np.nan_to_num(values) @ support / support.sum())


def one_hot(codes: Any, size: int) -> Any:
    return codes[:, None] == np.arange(size)


@dataclass
class Rows:
    """True labels as codes, weights, and how ours are given them: names, order, scale."""

    true: Any
    weight: Any
    given_weight: Any
    names: list[Any]
    labels: list[Any] | None
    pred: Any = None
    score: Any = None

    @property
    def size(self) -> int:
        return len(self.names)

    def named(self, codes: Any) -> Any:
        return np.array(self.names)[codes]

    @property
    def options(self) -> dict[str, Any]:
        return {"labels": self.labels, "sample_weight": self.given_weight}

    def chunks(self) -> list[slice]:
        n = len(self.true)
        ends = [0, n // 3, 2 * n // 3, n]
        return [slice(*pair) for pair in pairwise(ends) if pair[0] < pair[1]]

    def options_at(self, part: Any) -> dict[str, Any]:
        weight = None if self.given_weight is None else self.given_weight[part]
        return {"labels": self.labels, "sample_weight": weight}


NAMES = [0, 1, 2, 3, 4], ["a", "b", "c", "d", "e"], ["d", "b", "e", "a", "c"], [3, -1, 7, 0, 2]
"""Names of codes; orders that are not the sorted one must be given as `labels`."""

WEIGHTS = "none", "floats", "zeros", "huge", "tiny", "constant"


@st.composite
def rows(draw: Any, sizes: Any = (1, 2, 3, 5), *, all_given: bool = False) -> Rows:
    """Return rows of some labels, of which some may be absent from either side or from both."""
    size, names = draw(st.sampled_from(sizes)), draw(st.sampled_from(NAMES))
    n, kind = draw(st.integers(1, 24)), draw(st.sampled_from(WEIGHTS))
    rng = np.random.default_rng(draw(st.integers(0, 2**32 - 1)))
    true, pred = (rng.choice(draw(st.sampled_from([size, size, max(size - 1, 1), 1])), n) for _ in range(2))
    shift = draw(st.sampled_from([0, 0, size - 1]))  # which are absent: the last ones, or others
    true, pred = (true + shift) % size, (np.where(rng.random(n) < 0.5, true, pred) + shift) % size
    names, labels = list(names[:size]), list(names[:size])
    if not all_given and names == sorted(names) and draw(st.booleans()):  # labels are then those that are seen
        seen, codes = np.unique([true, pred], return_inverse=True)
        (true, pred), names, labels = codes.reshape(2, n), [names[code] for code in seen], None
    weight = np.ones(n) if kind in ("none", "constant") else rng.random(n) + 0.1
    if kind == "zeros":
        weight[rng.random(n) < 0.4] = 0
        weight[rng.integers(n)] = 0.7
    scale = {"huge": 1e200, "tiny": 1e-100, "constant": 1e200 if n % 2 else 1e-100}.get(kind, 1.0)
    given_weight = None if kind == "none" else weight * scale
    return Rows(true, weight, given_weight, names, labels, pred)


def asked(multilabel: bool = False) -> list[str]:
    """Return the names of all metrics of labels that such targets have."""
    return [name for name, metric in OF_LABELS.items() if metric.multilabel or not multilabel]


def test_every_row_is_pinned_to_a_function_of_scikit_learn_or_to_a_definition() -> None:
    missing = {name for name, metric in ROWS.items() if not metric.scikit_learn}
    assert missing == {*UNPINNED}
    for metric in ROWS.values():
        if metric.scikit_learn:
            name = re.fullmatch(r"(?:1 - )?(\w+)(\(.*\))?", metric.scikit_learn)[1]
            assert callable(getattr(sk, name))


def test_every_name_elsewhere_means_one_row() -> None:
    names = [name for metric in CATALOG.values() for name in (metric.name, *metric.elsewhere)]
    assert len(names) == len({*names})
    for name in names:
        assert find(name.upper()) is not None
    for name, metric in ROWS.items():
        assert find(name).name == name == metric.name


@settings(max_examples=40)
@given(rows())
def test_metrics_of_labels(case: Rows) -> None:
    true, pred = case.named(case.true), case.named(case.pred)
    counts = count_labels(true, pred, multilabel=False, **case.options)
    parts = [count_labels(true[c], pred[c], multilabel=False, **case.options_at(c)) for c in case.chunks()]
    found = [
        compute_metric_summary(true, pred, **case.options, metrics=asked()),
        compute_metric_summary(counts, metrics=asked()),
        compute_metric_summary(reduce(add, parts), metrics=asked()),
    ]
    weight = formulas.unit_weights(case.weight if case.given_weight is None else case.given_weight)
    margins = formulas.margins_of_slices(
        np.zeros_like(case.true), case.true, case.pred, weight, (1, case.size), ordinal=True
    )
    for name, metric in WHOLE.items():
        expected = of_whole(metric, case.true, case.pred, case.weight, case.size)
        assert float(metric.table(margins)[0]) == near(expected), name
        for summary in found:
            assert summary.values[name] == near(expected), name
            assert summary.reasons.get(name, "") == (metric.why_undefined if np.isnan(expected) else ""), name
    sides = [one_hot(codes, case.size) for codes in (case.true, case.pred)]
    tally = margins.against_rest()
    for name, metric in AVERAGED.items():
        expected = [of_label(metric, *pair, case.weight) for pair in zip(*(s.T for s in sides), strict=True)]
        assert metric.ratio.value(tally)[0].tolist() == near(expected), name
        averages = {how: of_average(metric, *sides, case.weight, how) for how in ("micro", "macro", "weighted")}
        for how, value in averages.items():
            assert float(np.nan_to_num(formulas.averaged(metric.ratio, tally, how)[0])) == near(np.nan_to_num(value))
        for summary in found:
            if name in summary.by_class:
                assert getattr(summary, name).tolist() == near(expected), name
            if name in summary.averages["macro"]:
                assert {how: summary.averages[how][name] for how in averages} == near(averages), name
            positive = summary.pos_label  # with one value a label, the whole has that of the positive one, if any
            one = averages["macro"] if positive is None else expected[case.names.index(positive)]
            assert summary.values[name] == near(one), name
            assert summary.reasons.get(name, "") == (metric.why_undefined if np.isnan(one) else ""), name


@st.composite
def indicators(draw: Any) -> Rows:
    """Return indicator matrices of some labels, some of which may be absent."""
    case = draw(rows(sizes=(2, 3, 5), all_given=True))
    n = len(case.true)
    names = [*NAMES[2][: case.size]] if draw(st.booleans()) else None
    rng = np.random.default_rng(draw(st.integers(0, 2**32 - 1)))
    share = rng.choice([0.0, 0.3, 0.6], case.size)
    case.true, case.pred = (rng.random((n, case.size)) < share for _ in range(2))
    case.score = rng.integers(0, 6, (n, case.size)) / 5
    case.names, case.labels = names or [*range(case.size)], names
    return case


@settings(max_examples=25)
@given(indicators())
def test_metrics_of_indicators(case: Rows) -> None:
    true, pred = case.true.astype(int), case.pred.astype(int)
    names = asked(multilabel=True)
    parts = [count_labels(true[c], pred[c], multilabel=True, **case.options_at(c)) for c in case.chunks()]
    found = [
        compute_metric_summary(true, pred, multilabel=True, **case.options, metrics=names),
        compute_metric_summary(count_labels(true, pred, multilabel=True, **case.options), metrics=names),
        compute_metric_summary(reduce(add, parts), metrics=names),
    ]
    averages = ("micro", "macro", "weighted", "samples")
    subset = scikit_learn("accuracy_score", true, pred, sample_weight=case.weight)
    for summary in found:
        assert summary.values["accuracy"] == near(subset)
        for name, metric in WHOLE.items():
            assert metric.multilabel or summary.reasons.get(name, "not asked") != "", name
        for name, metric in AVERAGED.items():
            expected = of_average(metric, case.true, case.pred, case.weight, "macro")
            assert summary.values[name] == near(expected), name
        for name in ("precision", "recall", "f1_score"):
            expected = {how: of_average(ROWS[name], case.true, case.pred, case.weight, how) for how in averages}
            assert {how: summary.averages[how][name] for how in averages} == near(zero_where_undefined(expected)), name
        for name in summary.by_class:
            columns = zip(case.true.T, case.pred.T, strict=True)
            expected = [of_label(ROWS[name], *pair, case.weight) for pair in columns]
            assert getattr(summary, name).tolist() == near(expected), name


def zero_where_undefined(values: dict[str, float]) -> dict[str, float]:
    return {name: float(np.nan_to_num(value)) for name, value in values.items()}


@st.composite
def scored(draw: Any, sizes: Any) -> Rows:
    """Return rows of labels with probabilities of each, which are often tied, in some dtype."""
    case = draw(rows(sizes=sizes, all_given=True))
    rng = np.random.default_rng(draw(st.integers(0, 2**32 - 1)))
    raw = rng.integers(0, 4, (len(case.true), case.size)) + 0.5 * (rng.random((len(case.true), 1)) < 0.3)
    raw[raw.sum(axis=1) == 0] = 1
    case.score = (raw / raw.sum(axis=1, keepdims=True)).astype(draw(st.sampled_from(["f8", "f4", "f2"])))
    return case


def cast(score: Any) -> Any:
    return score.astype(np.float64)


def of_scores(metric: Metric, true: Any, score: Any, weight: Any) -> float:
    """Return a metric of one label's scores, NaN where a class is absent."""
    true, score, weight = (part[weight > 0] for part in (true, score, weight))
    if metric.curve is not None and (not true.any() or (true.all() and not metric.zero_if_absent)):
        return np.nan
    options = {"labels": [0, 1]} if metric.name == "log_loss" else {}
    options |= {"pos_label": 1} if metric.name == "brier" else {}
    return float(scikit_learn(metric.scikit_learn, true.astype(int), score, sample_weight=weight, **options))


@settings(max_examples=50)
@given(scored(sizes=(2,)), st.sampled_from([0, 1]))
def test_metrics_of_scores_of_two_labels(case: Rows, place: int) -> None:
    score, positive = case.score[:, place], case.names[place]
    true, options = case.named(case.true), {"pos_label": positive}
    parts = [count_scores(true[c], score[c], **case.options_at(c), **options) for c in case.chunks()]
    names = [*OF_SCORES]
    found = [
        compute_metric_summary(true, y_score=score, **case.options, **options, metrics=names),
        compute_metric_summary(count_scores(true, score, **case.options, **options), metrics=names),
        compute_metric_summary(reduce(add, parts), metrics=names),
    ]
    for name, metric in OF_SCORES.items():
        expected = np.nan if metric.most_ranks else of_scores(metric, case.true == place, cast(score), case.weight)
        for summary in found:
            assert summary.values[name] == near(expected), name
            assert (name in summary.reasons) == bool(np.isnan(expected)), name


def of_columns(metric: Metric, case: Rows) -> float:
    """Return a metric of the scores of several classes."""
    score, size = cast(case.score), case.size
    if metric.curve is not None:
        return of_score_columns(metric, one_hot(case.true, size), score, case.weight)
    kept = case.weight > 0
    options = {"labels": range(size), "sample_weight": case.weight[kept]}
    return float(scikit_learn(metric.scikit_learn, case.true[kept], score[kept], **options))


def of_score_columns(metric: Metric, true: Any, score: Any, weight: Any) -> float:
    """Return the macro average over columns: scikit-learn's own where all have both classes."""
    values = [of_scores(metric, *pair, weight) for pair in zip(true.T, score.T, strict=True)]
    if np.isnan(values).any():
        return float(np.mean(np.nan_to_num(values))) if metric.zero_if_absent and true[weight > 0].any() else np.nan
    value = float(scikit_learn(metric.scikit_learn, true.astype(int), score, sample_weight=weight))
    assert value == near(np.mean(values))
    return value


@settings(max_examples=40)
@given(scored(sizes=(3, 5)))
def test_metrics_of_scores_of_several_labels(case: Rows) -> None:
    true, names = case.named(case.true), [*OF_SCORES]
    parts = [count_scores(true[c], case.score[c], **case.options_at(c)) for c in case.chunks()]
    found = [
        compute_metric_summary(true, y_score=case.score, **case.options, metrics=names),
        compute_metric_summary(count_scores(true, case.score, **case.options), metrics=names),
        compute_metric_summary(reduce(add, parts), metrics=names),
    ]
    for name, metric in OF_SCORES.items():
        expected = of_columns(metric, case)
        for summary in found:
            assert summary.values[name] == near(expected), name
            assert (name in summary.reasons) == bool(np.isnan(expected)), name


@settings(max_examples=25)
@given(indicators())
def test_metrics_of_scores_of_indicators(case: Rows) -> None:
    true, options = case.true.astype(int), {"multilabel": True}
    parts = [count_scores(true[c], case.score[c], **case.options_at(c), **options) for c in case.chunks()]
    found = [
        compute_metric_summary(true, y_score=case.score, **case.options, **options),
        compute_metric_summary(count_scores(true, case.score, **case.options, **options)),
        compute_metric_summary(reduce(add, parts)),
    ]
    for name, metric in OF_SCORES.items():
        expected = of_score_columns(metric, case.true, case.score, case.weight) if metric.multilabel else np.nan
        for summary in found:
            assert summary.values.get(name, np.nan) == near(expected), name


@pytest.mark.parametrize("k", [1, 2, 3, 4])
def test_ties_with_the_true_class_are_those_of_top_k_accuracy_score(k: int) -> None:
    score = np.array([[a, b, c, d] for a in (0, 1) for b in (0, 1, 2) for c in (0, 1, 2) for d in (1, 2)], float)
    for code in range(4):
        true = np.full(len(score), code)
        name = f"top_{k}_accuracy"
        summary = compute_metric_summary(true, y_score=score, labels=range(4), metrics=name)
        expected = scikit_learn(ROWS.get(name, row(name)).scikit_learn, true, score, labels=range(4))
        assert summary.values[name] == near(expected)


@settings(max_examples=25)
@given(rows(), st.integers(0, 2**32 - 1))
def test_metrics_of_slices_of_labels(case: Rows, seed: int) -> None:
    slices = np.random.default_rng(seed).integers(0, 3, len(case.true))
    true, pred = case.named(case.true), case.named(case.pred)
    counts = count_labels(true, pred, by={"s": slices}, multilabel=False, **case.options)
    for name, metric in OF_LABELS.items():
        for how in ("micro", "macro", "weighted") if metric.averaged else (None,):
            options = {"metric": name, "average": how}
            found = compute_slice_metrics(true, pred, row_slices=slices, **options, **case.options)
            again = compute_slice_metrics(counts, row_slices="s", **options)
            for label, value, other in zip(found.row_labels, found.grid[:, 0], again.grid[:, 0], strict=True):
                expected = of_slice(metric, how, case, slices == label)
                assert value == near(expected), (name, how)
                assert other == near(expected), (name, how)


def test_ordinal_metrics_say_in_which_order_they_take_words() -> None:
    true, pred = ["low", "mid", "high", "low"], ["mid", "mid", "high", "low"]
    told = "takes the labels in the order of the alphabet, ['high', 'low', 'mid'].\nHint: labels=[...] in their own"
    for name in (name for name, metric in OF_LABELS.items() if metric.ordinal):
        with pytest.warns(FigmeritWarning, match=re.escape(f"the metric {name!r} {told}")):
            compute_metric_summary(true, pred, metrics=name)
        with pytest.warns(FigmeritWarning, match=re.escape(f"the metric {name!r} {told}")):
            compute_slice_metrics(true, pred, row_slices=list("abab"), metric=name)
        in_order = {"labels": ["low", "mid", "high"]}
        found = compute_metric_summary(true, pred, metrics=name, **in_order).values[name]
        codes = compute_metric_summary([0, 1, 2, 0], [1, 1, 2, 0], metrics=name).values[name]
        assert found == codes == compute_slice_metrics(true, pred, row_slices=["all"] * 4, metric=name, **in_order).grid
    compute_metric_summary(["a", "b"], ["a", "a"], metrics="within_1")  # two labels have one order


def of_slice(metric: Metric, how: str | None, case: Rows, here: Any) -> float:
    """Return the value of the rows of a slice; averages go over the labels that are there, or all that were given."""
    true, pred, weight = (part[here] for part in (case.true, case.pred, case.weight))
    if not weight.any():
        return np.nan
    if how is None:
        return of_whole(metric, true, pred, weight, case.size)
    some = [*range(case.size)] if case.labels else sorted({*true.tolist(), *pred.tolist()})
    if how == "micro" and not case.labels and metric.name in ("specificity", "fpr", "predicted_positive_rate"):
        some = [*range(case.size)]  # the rest of a label is what the data hold
    return of_average(metric, true[:, None] == some, pred[:, None] == some, weight, how)


@settings(max_examples=25)
@given(scored(sizes=(2, 3, 5)), st.integers(0, 2**32 - 1))
def test_metrics_of_slices_of_scores(case: Rows, seed: int) -> None:
    slices = np.random.default_rng(seed).integers(0, 2, len(case.true))
    two = case.size == 2
    options = {"pos_label": case.names[1]} if two else {}
    score = case.score[:, 1] if two else case.score
    for name, metric in OF_SCORES.items():
        found = compute_slice_metrics(
            case.named(case.true), y_score=score, row_slices=slices, metric=name, **options, **case.options
        )
        for label, value in zip(found.row_labels, found.grid[:, 0], strict=True):
            here = slices == label
            true, weight = case.true[here], case.weight[here]
            part = Rows(true, weight, None, case.names, case.labels, score=case.score[here])
            if not weight.any() or (two and metric.most_ranks):
                expected = np.nan
            elif two:
                expected = of_scores(metric, true == 1, cast(case.score[here, 1]), weight)
            else:
                expected = of_columns(metric, part)
            assert value == near(expected), name


@pytest.mark.parametrize("size", [2, 3])
def test_slices_of_elements_that_have_a_score_a_class(size: int) -> None:
    rng = np.random.default_rng(size)
    true, slices = rng.integers(0, size, (5, 6)), np.array([0, 1, 0, 1, 1])
    score = rng.dirichlet(np.ones(size), (5, 6))
    options = {"pos_label": 1} if size == 2 else {}
    for name, metric in OF_SCORES.items():
        found = compute_slice_metrics(true, y_score=score, row_slices=slices, metric=name, multilabel=False, **options)
        for label, value in zip(found.row_labels, found.grid[:, 0], strict=True):
            codes, parts = true[slices == label].ravel(), score[slices == label].reshape(-1, size)
            rows = Rows(codes, np.ones(len(codes)), None, [*range(size)], None, score=parts)
            if size == 3:
                assert value == near(of_columns(metric, rows)), name
            elif not metric.most_ranks:
                assert value == near(of_scores(metric, codes == 1, parts[:, 1], rows.weight)), name


@settings(max_examples=20)
@given(scored(sizes=(2,)), st.sampled_from([0, 1]))
def test_metrics_of_every_threshold(case: Rows, place: int) -> None:
    score, positive = case.score[:, place], case.names[place]
    sweep = compute_threshold_sweep(case.named(case.true), score, pos_label=positive, **case.options)
    assert sweep.names == tuple(name for name, metric in OF_LABELS.items() if name in CATALOG and not metric.ordinal)
    for name in sweep.names:
        metric, values = ROWS[name], sweep.values(name)
        for threshold, value in zip(sweep.thresholds, values, strict=True):
            pred = cast(score) >= threshold
            if metric.averaged:
                expected = of_label(metric, case.true == place, pred, case.weight)
            else:
                expected = of_whole(metric, 1 * (case.true == place), 1 * pred, case.weight, 2)
            assert value == near(expected), (name, threshold)


def test_a_label_without_weight_has_no_share_in_balanced_accuracy() -> None:
    data, weight = ([0, 1, 2, 2, 1], [0, 1, 1, 2, 0]), [1, 1, 0, 0, 1]
    summary = compute_metric_summary(*data, sample_weight=weight)
    expected = of_whole(ROWS["balanced_accuracy"], *map(np.array, data), np.array(weight), 3)
    assert summary.values["balanced_accuracy"] == near(expected) == near(0.75)


@pytest.mark.parametrize("score", [1e308, -1e308])
def test_the_largest_scores_are_no_probabilities(score: float) -> None:
    summary = compute_metric_summary([0, 1, 2], y_score=np.full((3, 3), score) * [[1], [0.5], [1]])
    assert summary.reasons["log_loss"] == "scores are outside [0, 1]"


@pytest.mark.parametrize("scale", [1e200, 1e-100, 3.0])
def test_constant_weights_change_nothing(scale: float) -> None:
    rng = np.random.default_rng(0)
    true, pred, slices = rng.integers(0, 3, (3, 60))
    weight, names = np.full(60, scale), asked()
    plain, weighted = (compute_metric_summary(true, pred, metrics=names, sample_weight=w) for w in (None, weight))
    assert weighted.values == near(dict(plain.values))
    for name in OF_LABELS:
        grids = [
            compute_slice_metrics(true, pred, row_slices=slices, metric=name, sample_weight=w).grid
            for w in (None, weight)
        ]
        assert grids[1].ravel().tolist() == near(grids[0].ravel().tolist()), name


JACCARD = Metric(
    name="jaccard",
    display_name="Jaccard index",
    elsewhere=("iou", "jaccard_score"),
    ratio=formulas.Ratio.of("tp", "tp fp fn"),
    averaged=True,
    multilabel=True,
    summarized=False,
    why_undefined="no positive samples or predictions",
    scikit_learn="jaccard_score",
)


def error_rate_of(margins: formulas.Margins) -> Any:
    return 1 - formulas.accuracy(margins)


ERROR_RATE = Metric(
    name="error_rate",
    display_name="error rate",
    elsewhere=("misclassification_rate",),
    ratio=formulas.Ratio.of("fp fn", "tp fp fn tn"),
    table=error_rate_of,
    multilabel=True,
    summarized=False,
    greater_is_better=False,
    scikit_learn="zero_one_loss",
)


@dataclass
class Registered:
    """Two metrics that somebody has added, and data of two labels, of three, and of indicators."""

    true: Any
    pred: Any
    score: Any
    slices: Any
    three: tuple[Any, Any]
    columns: tuple[Any, Any]


@pytest.fixture
def registered(monkeypatch: pytest.MonkeyPatch) -> Registered:
    for metric in (JACCARD, ERROR_RATE):
        monkeypatch.setitem(CATALOG, metric.name, metric)
    rng = np.random.default_rng(0)
    true, score = rng.integers(0, 2, 40), rng.integers(0, 11, 40) / 10
    three = tuple(rng.integers(0, 3, (2, 40)))
    columns = tuple(rng.integers(0, 2, (2, 40, 3)))
    return Registered(true, 1 * (score >= 0.5), score, rng.integers(0, 3, 40), three, columns)


def test_a_row_is_all_that_a_summary_needs(registered: Registered) -> None:
    true, pred = registered.true, registered.pred
    names = ["jaccard", "error_rate", "specificity"]
    summary = compute_metric_summary(true, pred, metrics=names)
    assert summary.values["jaccard"] == near(sk.jaccard_score(true, pred))
    assert summary.values["error_rate"] == near(sk.zero_one_loss(true, pred))
    assert summary.values["specificity"] == near(sk.recall_score(true, pred, pos_label=0))
    assert summary.overall["jaccard"] == summary.values["jaccard"]
    assert "error_rate" not in summary.overall, "of which less is better"
    assert "Jaccard index" in summary.to_text()
    assert "error rate" in summary.to_text()
    assert type(summary).from_dict(summary.to_dict()).values == summary.values
    wrong = (true != pred).sum()
    assert summary.intervals.ends["error_rate"].tolist() == near(wilson_of(wrong, 40))
    both, either = (true & pred).sum(), (true | pred).sum()
    assert summary.intervals.ends["jaccard"][1].tolist() == near(wilson_of(both, either))
    assert summary.overall_intervals["jaccard"] == near(tuple(wilson_of(both, either)))
    assert summary.overall_intervals["specificity"] == near(tuple(summary.intervals.ends["specificity"][1]))


def wilson_of(k: int, n: int) -> list[float]:
    return [*binomtest(int(k), int(n)).proportion_ci(method="wilson")]


def test_a_row_is_all_that_a_summary_of_several_labels_needs(registered: Registered) -> None:
    summary = compute_metric_summary(*registered.three, metrics=["jaccard", "error_rate"])
    assert summary.values["jaccard"] == near(sk.jaccard_score(*registered.three, average="macro"))
    assert summary.overall["macro_jaccard"] == summary.values["jaccard"]
    assert summary.values["error_rate"] == near(sk.zero_one_loss(*registered.three))
    assert "macro Jaccard index" in summary.to_text()
    assert "macro_jaccard" not in summary.overall_intervals, "an average is no share of samples"


def test_a_row_is_all_that_a_summary_of_indicators_needs(registered: Registered) -> None:
    summary = compute_metric_summary(*registered.columns, metrics=["jaccard", "error_rate"])
    assert summary.values["jaccard"] == near(sk.jaccard_score(*registered.columns, average="macro"))
    assert summary.overall["macro_jaccard"] == summary.values["jaccard"]
    assert summary.values["error_rate"] == near(sk.zero_one_loss(*registered.columns))


def test_a_row_says_whether_summaries_show_it_unasked(registered: Registered, monkeypatch: pytest.MonkeyPatch) -> None:
    assert not {"jaccard", "error_rate"} & {*compute_metric_summary(registered.true, registered.pred).values}
    for metric in (JACCARD, ERROR_RATE):
        monkeypatch.setitem(CATALOG, metric.name, replace(metric, summarized=True))
    assert {"jaccard", "error_rate"} <= {*compute_metric_summary(registered.true, registered.pred).values}


def test_a_row_is_all_that_a_sweep_needs(registered: Registered) -> None:
    sweep = compute_threshold_sweep(registered.true, registered.score)
    assert {"jaccard", "error_rate"} <= {*sweep.names}
    for threshold, *found in zip(sweep.thresholds, sweep.values("jaccard"), sweep.values("error_rate"), strict=True):
        pred = 1 * (registered.score >= threshold)
        assert found == near([sk.jaccard_score(registered.true, pred), sk.zero_one_loss(registered.true, pred)])
    point = sweep.at_threshold(0.5)
    wrong = (registered.true != registered.pred).sum()
    assert point.intervals.ends["error_rate"].tolist() == near(wilson_of(wrong, 40))
    assert point.metrics["jaccard"] == near(sk.jaccard_score(registered.true, registered.pred))
    figure = plot_threshold_sweep(sweep, metrics=["jaccard", "error_rate"], threshold=0.5, ax=Figure().subplots())
    texts = " ".join(text.get_text() for text in figure.axes[0].get_legend().get_texts())
    assert "Jaccard index" in texts
    assert "error rate" in texts


def test_a_row_is_all_that_slices_need(registered: Registered) -> None:
    for name, function in (("jaccard", sk.jaccard_score), ("error_rate", sk.zero_one_loss)):
        found = compute_slice_metrics(registered.true, registered.pred, row_slices=registered.slices, metric=name)
        assert found.metric_name == ROWS.get(name, CATALOG[name]).display_name
        assert found.greater_is_better is CATALOG[name].greater_is_better
        for label, value in zip(found.row_labels, found.grid[:, 0], strict=True):
            here = registered.slices == label
            assert value == near(function(registered.true[here], registered.pred[here]))
        assert not np.isnan(found.intervals.ends["value"]).any()


def test_a_row_is_all_that_bars_need(registered: Registered) -> None:
    for data, text in (
        ((registered.true, registered.pred), "Jaccard index"),
        (registered.three, "macro Jaccard index"),
    ):
        summary = compute_metric_summary(*data, metrics="jaccard")
        figure = plot_metric_bars(summary, ax=Figure(figsize=(9, 4)).subplots(), orientation="horizontal")
        assert text in [label.get_text() for label in figure.axes[0].get_yticklabels()]


def test_a_row_is_all_that_logs_need(registered: Registered) -> None:
    assert direction_of("val_jaccard") is True
    assert direction_of("error_rate") is False
    assert direction_of("misclassification_rate") is False


def test_a_curve_without_bounds_claims_none(monkeypatch: pytest.MonkeyPatch) -> None:
    area = replace(CATALOG["roc_auc"], name="area", elsewhere=(), bounds=None)
    monkeypatch.setitem(CATALOG, "area", area)
    counts = count_scores([0, 1] * 20, np.linspace(0.1, 0.9, 40), resolution=2)
    assert compute_metric_summary(counts, metrics=["area"]).bounds["area"] == (-np.inf, np.inf)
