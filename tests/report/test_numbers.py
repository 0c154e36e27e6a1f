"""What a page says is what Python says: at any threshold, for any choice."""

import numpy as np
import pytest
from tests.plots.data import binary, multiclass

import figmerit as fm
from figmerit import Report
from figmerit._numbers import rounded
from figmerit.inference.intervals import wilson

BY = {"count": None, "true": "true", "pred": "pred", "all": "all"}

READ = """(states) => states.map((part) => {
  const { explorer } = document;
  explorer.state = { ...explorer.state, ...part, cells: new Set() };
  explorer.draw();
  const cells = [...document.querySelectorAll('figure:not([hidden]) .cell')];
  const texts = cells.map((cell) => [...cell.querySelectorAll('text')].map((text) => text.textContent));
  const rows = [...document.querySelectorAll('#numbers tbody tr')];
  const numbers = rows.map((row) => [...row.children].map((one) => one.textContent));
  return { texts, numbers, matrix: [...explorer.data.matrix(explorer.state)], areas: explorer.areas ?? null };
})"""


def percent(share):
    return "n/a" if np.isnan(share) else rounded(share, "{:.1%}")


def states_of(scores, subsets, rng):
    """Return 200 choices: thresholds between scores, at scores, and one step beside them, beyond all, infinity."""
    distinct = np.unique(scores)
    at = rng.choice(distinct, 120).astype(float)
    beside = np.nextafter(rng.choice(distinct, 40), np.inf).astype(float)
    between = rng.uniform(distinct[0] - 0.1, distinct[-1] + 0.1, 37)
    cuts = [*at.tolist(), *beside.tolist(), *between.tolist(), 0.5, -1e9, 1e9]
    kinds, parts = rng.choice(list(BY), len(cuts)), rng.integers(-1, len(subsets), len(cuts))
    return [
        {"threshold": t, "by": str(by), "chosen": {"subset": int(k)}}
        for t, by, k in zip(cuts, kinds, parts, strict=True)
    ]


@pytest.mark.parametrize("dtype", ["float32", "float64"])
@pytest.mark.parametrize("decimals", [1, 17])
def test_binary_at_two_hundred_thresholds(open_report, dtype, decimals):
    rng = np.random.default_rng(decimals)
    true, score = binary(1.2, n=400)
    score = score.round(decimals).astype(dtype)
    other = (1 - score).astype(dtype)
    subset = rng.choice(["test", "train", "validation"], 400)
    names = ["test", "train", "validation"]
    page = open_report(Report("Numbers").add_predictions(true, models={"a": score, "b": other}, subsets=subset)).page
    states = [state | {"run": int(rng.integers(2))} for state in states_of(score, names, rng)]
    for state, said in zip(states, page.evaluate(READ, states), strict=True):
        part = slice(None) if state["chosen"]["subset"] < 0 else subset == names[state["chosen"]["subset"]]
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
        assert said["areas"] == pytest.approx({"roc": roc.roc_auc, "pr": pr.average_precision}, abs=1e-12)


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


def test_several_classes(open_report):
    rng = np.random.default_rng(0)
    true, score = multiclass(4, n=300)
    site = rng.choice(["north", "south"], 300)
    page = open_report(Report("Numbers").add_predictions(true, score, slices={"site": site})).page
    states = [{"positive": None, "by": by, "chosen": {"site": k}} for by in BY for k in (-1, 0, 1)]
    for state, said in zip(states, page.evaluate(READ, states), strict=True):
        part = slice(None) if state["chosen"]["site"] < 0 else site == ["north", "south"][state["chosen"]["site"]]
        matrix = fm.compute_confusion_matrix(true[part], y_score=score[part], labels=range(4))
        assert said["matrix"] == matrix.counts.ravel().tolist()
        right = int(np.trace(matrix.counts))
        low, high = wilson(right, matrix.total, 0.95)
        assert said["numbers"] == [["accuracy", rounded(matrix.accuracy), f"[{rounded(low)}, {rounded(high)}]"]]
    states = [{"positive": k, "threshold": t, "by": "count"} for k in range(4) for t in (0.1, 0.35, 0.8)]
    for state, said in zip(states, page.evaluate(READ, [s | {"chosen": {"site": -1}} for s in states]), strict=True):
        one = (true == state["positive"]).astype(int)
        scores = score[:, state["positive"]]
        matrix = fm.compute_confusion_matrix(one, y_score=scores, threshold=state["threshold"])
        assert said["matrix"] == matrix.counts.ravel().tolist()
        assert said["areas"]["roc"] == pytest.approx(fm.compute_roc_curve(one, scores).roc_auc, abs=1e-12)


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
    assert opened.page.evaluate("document.explorer.state.threshold") == point.threshold
