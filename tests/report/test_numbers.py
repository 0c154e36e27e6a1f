"""What a page says is what Python says: at any threshold, for any choice."""

import numpy as np
import pytest
from tests.plots.data import binary, multiclass

import figmerit as fm
from figmerit import Report
from figmerit._numbers import rounded
from figmerit.inference.formulas import Ratio
from figmerit.inference.intervals import wilson
from figmerit.metrics.catalog import CATALOG, Metric

MACRO = {"precision": "precision", "recall": "recall", "F1": "f1_score"}

BY = {"count": None, "true": "true", "pred": "pred", "all": "all"}

READ = """(states) => states.map((part) => {
  const { explorer } = document;
  explorer.state = { ...explorer.state, ...part, cells: new Set() };
  if ('threshold' in part) explorer.state.thresholds = { [explorer.state.positive]: part.threshold };
  explorer.draw();
  const cells = [...document.querySelectorAll('figure:not([hidden]) .cell')];
  const texts = cells.map((cell) => [...cell.querySelectorAll('text')].map((text) => text.textContent));
  const rows = [...document.querySelectorAll('#numbers tbody tr')];
  const numbers = rows.map((row) => [...row.children].map((one) => one.textContent));
  const { AUC: auc, AP: ap } = explorer.numbers;
  return { texts, numbers, matrix: [...explorer.data.matrix(explorer.state)], areas: { auc, ap } };
})"""


def percent(share):
    return "n/a" if np.isnan(share) else rounded(share, "{:.1%}")


def states_of(scores, subsets, rng):
    """Return 200 choices: thresholds between scores, at scores, and one step beside them, beyond all, infinity."""
    distinct = np.unique(scores)
    at = rng.choice(distinct, 120).astype(float)
    beside = np.nextafter(rng.choice(distinct, 40), distinct.dtype.type(np.inf)).astype(float)
    between = rng.uniform(distinct[0] - 0.1, distinct[-1] + 0.1, 37)
    cuts = [*at.tolist(), *beside.tolist(), *between.tolist(), 0.5, -1e9, 1e9]
    kinds, parts = rng.choice(list(BY), len(cuts)), rng.integers(-1, len(subsets), len(cuts))
    return [{"threshold": t, "by": str(by), "chosen": [int(k)]} for t, by, k in zip(cuts, kinds, parts, strict=True)]


@pytest.mark.parametrize("max_rows", [400, 50], ids=["whole", "sampled"])
@pytest.mark.parametrize("dtype", ["float16", "float32", "float64"])
@pytest.mark.parametrize("decimals", [1, 17])
def test_binary_at_two_hundred_thresholds(open_report, dtype, decimals, max_rows):
    rng = np.random.default_rng(decimals)
    true, score = binary(1.2, n=400)
    score = score.round(decimals).astype(dtype)
    other = (1 - score).astype(dtype)
    subset = rng.choice(["test", "train", "validation"], 400)
    names = ["test", "train", "validation"]
    report = Report("Numbers")
    report.add_predictions(true, models={"a": score, "b": other}, subsets=subset, max_rows=max_rows)
    page = open_report(report).page
    states = [state | {"run": int(rng.integers(2))} for state in states_of(score, names, rng)]
    for state, said in zip(states, page.evaluate(READ, states), strict=True):
        part = slice(None) if state["chosen"][0] < 0 else subset == names[state["chosen"][0]]
        scores = (score, other)[state["run"]]
        matrix = fm.compute_confusion_matrix(
            true[part], y_score=scores[part], threshold=state["threshold"], labels=[0, 1]
        )
        assert said["matrix"] == matrix.counts.ravel().tolist(), state
        counts = [f"{count:,}" for count in matrix.counts.ravel()]
        if state["by"] == "count":
            assert [texts[0] for texts in said["texts"]] == counts
        else:
            shares = matrix.normalized(state["by"]).ravel()
            assert said["texts"] == [[percent(share), n] for share, n in zip(shares, counts, strict=True)]
        check_numbers(said, fm.compute_threshold_sweep(true[part], scores[part]), state["threshold"])
        roc, pr = fm.compute_roc_curve(true[part], scores[part]), fm.compute_pr_curve(true[part], scores[part])
        assert said["areas"] == pytest.approx({"auc": roc.roc_auc, "ap": pr.average_precision}, abs=1e-12)


def check_numbers(said, sweep, threshold):
    """Compare the table of metrics with a point of Python."""
    point = sweep.at_threshold(threshold)
    numbers = {name: (value, ends) for name, value, ends in said["numbers"]}
    for name, key in {"accuracy": "accuracy", "precision": "precision", "recall": "recall", "F1": "f1_score"}.items():
        value = point.metrics[key]
        assert numbers[name][0] == ("undefined" if np.isnan(value) else rounded(value)), name
        if key in point.intervals.ends and not np.isnan(value):
            low, high = point.intervals.ends[key]
            assert numbers[name][1] == f"[{rounded(low)}, {rounded(high)}]"


@pytest.mark.parametrize("max_rows", [300, 50], ids=["whole", "sampled"])
def test_several_classes(open_report, max_rows):
    rng = np.random.default_rng(0)
    true, score = multiclass(4, n=300)
    site = rng.choice(["north", "south"], 300)
    report = Report("Numbers").add_predictions(true, score, slices={"site": site}, max_rows=max_rows)
    page = open_report(report).page
    states = [{"positive": None, "by": by, "chosen": [k]} for by in BY for k in (-1, 0, 1)]
    for state, said in zip(states, page.evaluate(READ, states), strict=True):
        part = slice(None) if state["chosen"][0] < 0 else site == ["north", "south"][state["chosen"][0]]
        matrix = fm.compute_confusion_matrix(true[part], y_score=score[part], labels=range(4))
        assert said["matrix"] == matrix.counts.ravel().tolist()
        right = int(np.trace(matrix.counts))
        low, high = wilson(right, matrix.total, 0.95)
        summary = fm.compute_metric_summary(true[part], y_score=score[part], labels=range(4)).overall
        macro = [[f"macro {name}", rounded(summary[f"macro_{key}"]), ""] for name, key in MACRO.items()]
        assert said["numbers"] == [["accuracy", rounded(matrix.accuracy), f"[{rounded(low)}, {rounded(high)}]"], *macro]
    states = [{"positive": k, "threshold": t, "by": "count"} for k in range(4) for t in (0.1, 0.35, 0.8)]
    for state, said in zip(states, page.evaluate(READ, [s | {"chosen": [-1]} for s in states]), strict=True):
        one = (true == state["positive"]).astype(int)
        scores = score[:, state["positive"]]
        matrix = fm.compute_confusion_matrix(one, y_score=scores, threshold=state["threshold"])
        assert said["matrix"] == matrix.counts.ravel().tolist()
        assert said["areas"]["auc"] == pytest.approx(fm.compute_roc_curve(one, scores).roc_auc, abs=1e-12)


@pytest.mark.parametrize(
    ("button", "rule"),
    {
        "Best F1": {"rule": "fbeta"},
        "Youden": {"rule": "youden"},
        "Precision": {"rule": "precision", "target": 0.9},
        "Recall": {"rule": "recall", "target": 0.9},
        "Lowest cost": {"rule": "cost", "cost": {"fp": 1, "fn": 5}},
    }.items(),
)
@pytest.mark.parametrize("decimals", [1, 2, 17])
def test_rules_choose_what_python_chooses(open_report, button, rule, decimals):
    true, score = binary(1.2, n=300)
    score = score.round(decimals)
    opened = open_report(Report("Rules").add_predictions(true, score))
    opened.page.fill("#cost-fn", "5")
    opened.page.get_by_role("button", name=button, exact=True).click()
    opened.draw()
    point = fm.choose_threshold(fm.compute_threshold_sweep(true, score), **rule)
    assert opened.page.evaluate("document.explorer.threshold") == point.threshold


def labelled(n=200, n_labels=3):
    """Return an indicator of several labels, and scores."""
    rng = np.random.default_rng(5)
    true = rng.integers(0, 2, (n, n_labels))
    return true, np.clip(0.3 * true + 0.7 * rng.random((n, n_labels)), 0, 1).round(2)


@pytest.mark.parametrize("max_rows", [200, 50], ids=["whole", "sampled"])
def test_several_labels_each_at_its_threshold(open_report, max_rows):
    true, score = labelled()
    site = np.arange(200) % 2
    report = Report("Labels").add_predictions(true, score, slices={"site": site}, max_rows=max_rows)
    page = open_report(report).page
    rng = np.random.default_rng(0)
    cuts = rng.choice(np.unique(score), (20, 3)).tolist()
    states = [
        {"positive": k % 3, "thresholds": dict(enumerate(three)), "chosen": [k % 3 - 1]} for k, three in enumerate(cuts)
    ]
    for state, said in zip(states, page.evaluate(READ, states), strict=True):
        part = slice(None) if state["chosen"][0] < 0 else site == state["chosen"][0]
        three = list(state["thresholds"].values())
        matrices = fm.compute_multilabel_confusion_matrix(true[part], y_score=score[part], threshold=three)
        label = state["positive"]
        assert said["matrix"] == list(matrices.values())[label].counts.ravel().tolist()
        area = fm.compute_roc_curve(true[part, label], score[part, label]).roc_auc
        assert said["areas"]["auc"] == pytest.approx(area, abs=1e-12)


def test_labels_without_scores(open_report):
    true, score = labelled()
    predicted = (score >= 0.4).astype(int)
    page = open_report(Report("Labels").add_predictions(true, y_pred=predicted)).page
    states = [{"positive": k} for k in range(3)]
    matrices = fm.compute_multilabel_confusion_matrix(true, predicted)
    for matrix, said in zip(matrices.values(), page.evaluate(READ, states), strict=True):
        assert said["matrix"] == matrix.counts.ravel().tolist()


@pytest.mark.parametrize("max_rows", [300, 50], ids=["whole", "sampled"])
@pytest.mark.parametrize("by", [None, "day"])
def test_slices(open_report, max_rows, by):
    rng = np.random.default_rng(0)
    true, score = binary(1.2, n=300)
    slices = {"site": rng.choice(["east", "north", "south"], 300), "day": rng.choice(["mon", "tue"], 300)}
    opened = open_report(Report("Slices").add_predictions(true, score, slices=slices, max_rows=max_rows))
    if by:
        opened.page.select_option("#slices-by", "1")
        opened.page.select_option("#slices-metric", "recall")
    opened.page.fill("#threshold", "0.3")
    opened.page.press("#threshold", "Enter")
    opened.draw()
    rows = opened.page.locator("#slices tbody tr").evaluate_all(
        "rows => rows.map((row) => [...row.children].map((one) => one.textContent))"
    )
    assert [row[0] for row in rows] == ["east", "north", "south"]
    options = {"y_score": score, "threshold": 0.3, "row_slices": slices["site"]}
    if by:
        found = fm.compute_slice_metrics(true, **options, col_slices=slices["day"], metric="recall")
        wanted = [
            [f"{rounded(value)} ({n})" for value, n in zip(*row, strict=True)]
            for row in zip(found.grid, found.n, strict=True)
        ]
        assert [row[1:] for row in rows] == wanted
    else:
        names = ("accuracy", "precision", "recall", "f1_score", "specificity")
        found = [fm.compute_slice_metrics(true, **options, metric=name) for name in names]
        values = [[rounded(one.grid[k, 0]) for one in found] for k in range(3)]
        head = opened.page.locator("#slices thead th").all_inner_texts()
        assert head == ["examples", *(CATALOG[name].display_name for name in names)]
        assert [row[2:] for row in rows] == values
        assert [int(row[1]) for row in rows] == found[0].n[:, 0].tolist()


def test_counts_of_rounded_scores_are_exact_where_they_can_be_cut(open_report, monkeypatch):
    monkeypatch.setattr("figmerit.report._budget.MOST_EXACT", 100)
    monkeypatch.setattr("figmerit.report._budget.FEWER_BITS", 6)
    true, score = binary(1.2, n=2000)
    opened = open_report(Report("Rounded").add_predictions(true, score, max_rows=100))
    notes = opened.page.locator("#explorer > .note").all_inner_texts()
    assert notes == [
        "The table holds 100 examples of 2,000, drawn at random; counts, curves and metrics are of all.",
        "Scores are rounded down by less than 3.1% of their distance from 0, between 0.5 and 1 of that from 1. Counts "
        "are exact at each threshold that can be chosen; areas have bounds.",
    ]
    for cut in [0.5, 0.123, 0.37, 0.61, 0.99, 5, -1, *np.random.default_rng(0).choice(score, 40).tolist()]:
        opened.page.evaluate("(threshold) => document.explorer.change({ threshold })", cut)
        opened.draw()
        used = opened.page.evaluate("document.explorer.threshold")
        assert used >= cut - 1e-12 or cut > score.max()
        matrix = fm.compute_confusion_matrix(true, y_score=score, threshold=min(used, 9.0), labels=[0, 1])
        assert (
            opened.page.evaluate("[...document.explorer.data.matrix(document.explorer.state)]")
            == matrix.counts.ravel().tolist()
        )
    low, high = opened.page.evaluate("(() => { const e = document.explorer; return e.bounds.AUC; })()")
    assert low <= fm.compute_roc_curve(true, score).roc_auc <= high
    low, high = opened.page.evaluate("document.explorer.bounds.AP")
    assert low <= fm.compute_pr_curve(true, score).average_precision <= high
    assert " ± 0.0" in opened.text("#numbers")
    assert " ± 0.0" in opened.text('[id="roc-0-legend0"]')


ROWS = """(states) => states.map((part) => {
  const { explorer } = document;
  explorer.state = { ...explorer.state, ...part, cells: new Set(part.cells) };
  explorer.draw();
  const { data, state } = explorer;
  const size = data.labels(state).length;
  const cell = data.cellOf(state);
  const keep = data.keepRows(state);
  const wanted = [...Array(data.n).keys()].filter((row) => {
    const [i, j] = [cell.true(row), cell.predicted(row)];
    return (!keep || keep[row]) && (!state.cells.size || state.cells.has(i * size + j)) && !(state.errors && i === j);
  });
  const table = explorer.views.find((view) => view.constructor.name === 'Predictions');
  return [[...table.rows], wanted];
})"""


@pytest.mark.parametrize("kind", ["binary", "first", "multiclass"])
def test_the_table_shows_the_rows_of_the_cells(open_report, kind):
    rng = np.random.default_rng(0)
    true, score = multiclass(3, n=200) if kind == "multiclass" else binary(1.2, n=200)
    options = {"pos_label": 0} if kind == "first" else {}
    report = Report("Rows").add_predictions(true, score, slices={"s": np.arange(200) % 2}, **options)
    page = open_report(report).page
    label = {"binary": 1, "first": 0}.get(kind)
    states = [
        {
            "cells": rng.choice(4, rng.integers(0, 4), replace=False).tolist(),
            "errors": bool(rng.integers(2)),
            "thresholds": {str(label): float(rng.random())},
            "chosen": [int(rng.integers(-1, 2))],
            "positive": label if kind != "multiclass" else [None, 0, 2][rng.integers(3)],
        }
        for _ in range(40)
    ]
    for rows, wanted in page.evaluate(ROWS, states):
        assert rows == wanted


TABLE = """(id) => {
  const texts = (row) => [...row.children].map((one) => one.textContent);
  const rows = (part) => [...document.querySelectorAll(`${id} ${part} tr`)].map(texts);
  return { thead: rows('thead'), tbody: rows('tbody') };
}"""


@pytest.mark.parametrize("averaged", [True, False])
def test_a_metric_of_the_catalog_is_on_the_page(open_report, monkeypatch, averaged):
    metric = Metric(name="npv", display_name="NPV", ratio=Ratio.of("tn", "tn fn"), averaged=averaged, multilabel=True)
    monkeypatch.setitem(CATALOG, "npv", metric)
    rng = np.random.default_rng(0)
    true, score = multiclass(3, n=200)
    site = rng.choice(["north", "south"], 200)
    page = open_report(Report("Added").add_predictions(true, score, slices={"site": site})).page
    matrix = fm.compute_confusion_matrix(true, y_score=score).counts
    outcomes = [rest(matrix, k) for k in range(3)]
    values = [tn / (tn + fn) for _, _, fn, tn in outcomes]
    numbers = dict(row[:2] for row in page.evaluate(TABLE, "#numbers")["tbody"])
    classes = page.evaluate(TABLE, "#classes")
    if averaged:
        assert numbers["macro NPV"] == rounded(np.mean(values))
        place = classes["thead"][0].index("NPV")
        assert [row[place] for row in classes["tbody"]] == list(map(rounded, values))
    else:
        assert "macro NPV" not in numbers
        assert "NPV" not in classes["thead"][0]
    (said,) = page.evaluate(READ, [{"positive": 1, "threshold": 0.4}])
    tn, _, fn, _ = np.ravel(fm.compute_confusion_matrix(true == 1, score[:, 1] >= 0.4).counts).tolist()
    low, high = wilson(tn, tn + fn, 0.95)
    assert ["NPV", rounded(tn / (tn + fn)), f"[{rounded(low)}, {rounded(high)}]"] in said["numbers"]
    slices = page.evaluate(TABLE, "#slices")
    place = slices["thead"][0].index("NPV")
    for row, name in zip(slices["tbody"], ["north", "south"], strict=True):
        part = site == name
        tn, _, fn, _ = np.ravel(fm.compute_confusion_matrix(true[part] == 1, score[part, 1] >= 0.4).counts).tolist()
        assert row[place] == rounded(tn / (tn + fn))


def rest(matrix, k):
    """Return the outcomes of a class against the rest."""
    tp, predicted, true = matrix[k, k], matrix[:, k].sum(), matrix[k].sum()
    return tp, predicted - tp, true - tp, matrix.sum() - predicted - true + tp
