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
  const tab = explorer.spec.kind === 'multilabel' ? 'labels' : 'classes';
  explorer.state = { ...explorer.state, ...part, cells: new Set(), tab };
  if ('threshold' in part) explorer.state.thresholds = { [explorer.state.positive]: part.threshold };
  explorer.draw();
  const cells = [...document.querySelectorAll('#matrices figure:not([hidden]) .cell')];
  const said = (one, name) => one.querySelector(name)?.textContent ?? '';
  const texts = cells.map((cell) => [said(cell, '[data-part=first]'), said(cell, '[data-part=second]')]);
  const rows = [...document.querySelectorAll('#numbers tbody tr')];
  const numbers = rows.map((row) => [...row.children].map((one) => one.textContent));
  const all = [...document.querySelectorAll('#chips .chip')];
  const chips = all.map((chip) => [said(chip, '.what'), said(chip, '.value strong'), said(chip, '.value span')]);
  const { AUC: auc, AP: ap } = explorer.numbers;
  return { texts, numbers, chips, matrix: [...explorer.data.matrix(explorer.state)], areas: { auc, ap } };
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
    check_values(said["numbers"], point, lambda low, high: f"[{rounded(low)}, {rounded(high)}]")
    check_chips(said, point)


def check_values(found, point, ends_text):
    """Compare names, values and intervals that the page says with a point of Python."""
    found = {name: (value, ends) for name, value, ends in found}
    for name, key in {"accuracy": "accuracy", "precision": "precision", "recall": "recall", "F1": "f1_score"}.items():
        value = point.metrics[key]
        assert found[name][0] == ("undefined" if np.isnan(value) else rounded(value)), name
        if key in point.intervals.ends and not np.isnan(value):
            assert found[name][1] == ends_text(*point.intervals.ends[key]), name


def check_chips(said, point):
    """Compare what stands in the bar with a point of Python: the four outcomes, and the metrics in two decimals."""
    chips = {name: value for name, value, _ in said["chips"]}
    tn, fp, fn, tp = (said["matrix"][k] for k in range(4))
    for name, n in {"TPfound": tp, "FPfalse alarms": fp, "FNmissed": fn, "TNcleared": tn}.items():
        assert chips[name] == f"{n:,}"
    check_values(said["chips"], point, lambda low, high: "–".join(rounded(end, "{:.2f}") for end in (low, high)))


def weights_of(n, seed=1):
    """Return weights that are no whole numbers, of which many are zero, also those of all rows with some scores."""
    rng = np.random.default_rng(seed)
    return rng.exponential(size=n) * (rng.random(n) > 0.3)


READ_WEIGHTED = """(states) => states.map((part) => {
  const { explorer } = document;
  const thresholds = 'threshold' in part ? { [part.positive ?? explorer.state.positive]: part.threshold } : {};
  explorer.state = { ...explorer.state, thresholds, ...part, cells: new Set() };
  explorer.draw();
  const { data, state, numbers } = explorer;
  const told = Object.entries(numbers).map(([name, value]) => [name, Number.isNaN(value) ? null : value]);
  const [matrix, rows] = [data, data.unweighted].map((one) => [...one.matrix(state)]);
  return { matrix, rows, numbers: Object.fromEntries(told) };
})"""


def cells(matrix):
    return pytest.approx(matrix.counts.ravel().tolist(), rel=1e-9, abs=1e-12)


def check_weighted(said, true, scores, weight, threshold):
    """Compare matrix, metrics and areas with Python's of weighted rows."""
    matrix = fm.compute_confusion_matrix(true, y_score=scores, threshold=threshold, sample_weight=weight, labels=[0, 1])
    assert said["matrix"] == cells(matrix)
    options = {"sample_weight": weight, "confidence_level": None}
    point = fm.compute_threshold_sweep(true, scores, **options).at_threshold(threshold)
    roc, pr = fm.compute_roc_curve(true, scores, **options), fm.compute_pr_curve(true, scores, **options)
    wanted = {name: point.metrics[key] for name, key in (MACRO | {"accuracy": "accuracy"}).items()}
    wanted |= {"AUC": roc.roc_auc, "AP": pr.average_precision}
    assert {name: said["numbers"][name] for name in wanted} == told(wanted)


def told(numbers):
    """Return numbers as a page tells them: null where they are undefined."""
    known = {name: pytest.approx(value, rel=1e-9) for name, value in numbers.items() if not np.isnan(value)}
    return dict.fromkeys(numbers) | known


@pytest.mark.parametrize("max_rows", [400, 50], ids=["whole", "sampled"])
@pytest.mark.parametrize("decimals", [1, 17])
def test_weighted_binary_at_two_hundred_thresholds(open_report, decimals, max_rows):
    rng = np.random.default_rng(decimals)
    true, score = binary(1.2, n=400)
    score, weight = score.round(decimals), weights_of(400)
    weight[score < 0.2] = 0
    weight[score == score.max()] = 0
    names = ["test", "train", "validation"]
    subset = rng.choice(names, 400)
    report = Report("Weights")
    report.add_predictions(true, score, sample_weight=weight, subsets=subset, max_rows=max_rows)
    page = open_report(report).page
    states = states_of(score, names, rng)
    for state, said in zip(states, page.evaluate(READ_WEIGHTED, states), strict=True):
        part = slice(None) if state["chosen"][0] < 0 else subset == names[state["chosen"][0]]
        check_weighted(said, true[part], score[part], weight[part], state["threshold"])
        plain = fm.compute_confusion_matrix(true[part], y_score=score[part], threshold=state["threshold"])
        assert said["rows"] == plain.counts.ravel().tolist()


@pytest.mark.parametrize("max_rows", [300, 50], ids=["whole", "sampled"])
def test_weighted_classes(open_report, max_rows):
    rng = np.random.default_rng(0)
    true, score = multiclass(4, n=300)
    site, weight = rng.choice(["north", "south"], 300), weights_of(300)
    options = {"slices": {"site": site}, "max_rows": max_rows, "sample_weight": weight}
    page = open_report(Report("Weights").add_predictions(true, score, **options)).page
    states = [{"positive": None, "by": by, "chosen": [k]} for by in BY for k in (-1, 0, 1)]
    for state, said in zip(states, page.evaluate(READ_WEIGHTED, states), strict=True):
        part = slice(None) if state["chosen"][0] < 0 else site == ["north", "south"][state["chosen"][0]]
        arrays = {"y_score": score[part], "labels": range(4), "sample_weight": weight[part]}
        matrix = fm.compute_confusion_matrix(true[part], **arrays)
        assert said["matrix"] == cells(matrix)
        summary = fm.compute_metric_summary(true[part], **arrays).overall
        macro = {f"macro {name}": summary[f"macro_{key}"] for name, key in MACRO.items()}
        assert said["numbers"] == told({"accuracy": matrix.accuracy, **macro})
    states = [{"positive": k, "threshold": t, "chosen": [-1]} for k in range(4) for t in rng.random(10).tolist()]
    for state, said in zip(states, page.evaluate(READ_WEIGHTED, states), strict=True):
        one = (true == state["positive"]).astype(int)
        check_weighted(said, one, score[:, state["positive"]], weight, state["threshold"])


@pytest.mark.parametrize("max_rows", [200, 50], ids=["whole", "sampled"])
def test_weighted_labels_each_at_its_threshold(open_report, max_rows):
    true, score = labelled()
    weight, rng = weights_of(200), np.random.default_rng(0)
    first = [0.3, 0.5, 0.72]
    options = {"sample_weight": weight, "threshold": first, "max_rows": max_rows}
    page = open_report(Report("Labels").add_predictions(true, score, **options)).page
    cuts = [first, *rng.choice(np.unique(score), (20, 3)).tolist()]
    states = [{"positive": k, "thresholds": dict(enumerate(three))} for three in cuts for k in range(3)]
    states = [{"positive": k, "thresholds": {}} for k in range(3)] + states
    for place, (state, said) in enumerate(zip(states, page.evaluate(READ_WEIGHTED, states), strict=True)):
        three = list(state["thresholds"].values()) or first
        label = state["positive"]
        matrices = fm.compute_multilabel_confusion_matrix(true, y_score=score, threshold=three, sample_weight=weight)
        assert said["matrix"] == cells(list(matrices.values())[label]), place
        check_weighted(said, true[:, label], score[:, label], weight, three[label])


@pytest.mark.parametrize("max_rows", [300, 50], ids=["whole", "sampled"])
def test_weighted_slices(open_report, max_rows):
    rng = np.random.default_rng(0)
    true, score = binary(1.2, n=300)
    age, weight = rng.normal(40, 9, 300), weights_of(300)
    options = {"slices": {"age": age}, "max_rows": max_rows, "sample_weight": weight, "threshold": 0.3}
    page = open_report(Report("Slices").add_predictions(true, score, **options)).page
    found = page.evaluate("document.explorer.data.slices(document.explorer.state, 0)")
    names = page.evaluate("document.explorer.data.spec.groups[0].values")
    edges = [float(name.removesuffix(" and over").split(" to ")[0]) for name in names[1:]]
    for k, outcomes in enumerate(found):
        part = np.digitize(age, edges) == k
        matrix = fm.compute_confusion_matrix(
            true[part], y_score=score[part], threshold=0.3, sample_weight=weight[part], labels=[0, 1]
        )
        assert [outcomes[one] for one in ("tn", "fp", "fn", "tp")] == cells(matrix)


def test_weights_of_labels_without_scores(open_report):
    true, score = multiclass(3, n=90)
    predicted, weight = score.argmax(axis=1), weights_of(90)
    for max_rows in (90, 20):
        report = Report("Labels").add_predictions(true, y_pred=predicted, sample_weight=weight, max_rows=max_rows)
        (said,) = open_report(report).page.evaluate(READ_WEIGHTED, [{}])
        assert said["matrix"] == cells(fm.compute_confusion_matrix(true, predicted, sample_weight=weight))


@pytest.mark.parametrize("rounds", [False, True], ids=["exact", "rounded"])
def test_the_first_threshold_is_the_one_that_was_given(open_report, monkeypatch, rounds):
    true, score = binary(1.2, n=400)
    if rounds:
        monkeypatch.setattr("figmerit.report._budget.MOST_EXACT", 100)
        monkeypatch.setattr("figmerit.report._budget.FEWER_BITS", 6)
    opened = open_report(Report("Cut").add_predictions(true, score, threshold=0.305))
    used = opened.page.evaluate("document.explorer.threshold")
    assert used > 0.305 if rounds else used == 0.305
    assert used < 0.33
    (said,) = opened.page.evaluate(READ_WEIGHTED, [{}])
    assert said["matrix"] == fm.compute_confusion_matrix(true, y_score=score, threshold=used).counts.ravel().tolist()


INDEX = "[...Array(document.explorer.data.n).keys()].map((row) => document.explorer.data.indexOf(row))"


@pytest.mark.parametrize("shape", [(60,), (6, 10), (3, 4, 5), (2, 3, 2, 5)], ids=str)
@pytest.mark.parametrize("max_rows", [60, 20], ids=["whole", "sampled"])
def test_examples_know_their_place_among_the_targets(open_report, shape, max_rows):
    true, score = (part.reshape(shape) for part in binary(1.2, n=60))
    ids = np.arange(60).reshape(shape)
    options = {"ids": ids, "multilabel": False, "max_rows": max_rows}
    page = open_report(Report("Index").add_predictions(true, score, **options)).page
    rows = page.evaluate("Array.from(document.explorer.data.columns.get('id'))")
    assert len(rows) == max_rows
    assert page.evaluate(INDEX) == np.array(np.unravel_index(np.array(rows, dtype=int), shape)).T.tolist()


@pytest.mark.filterwarnings("ignore::figmerit.errors.FigmeritWarning")
@pytest.mark.parametrize("max_rows", [60, 20], ids=["whole", "sampled"])
def test_examples_beside_which_others_were_left_out_know_their_place(open_report, max_rows):
    true, score = (part.reshape(6, 10) for part in binary(1.2, n=60))
    score[0, :4] = score[3, 3] = np.nan
    options = {"ids": np.arange(60).reshape(6, 10), "multilabel": False, "nan_policy": "drop", "max_rows": max_rows}
    page = open_report(Report("Index").add_predictions(true, score, **options)).page
    rows = page.evaluate("Array.from(document.explorer.data.columns.get('id'))")
    assert page.evaluate(INDEX) == np.array(np.unravel_index(np.array(rows, dtype=int), (6, 10))).T.tolist()
    assert page.evaluate("document.explorer.data.whole") == (max_rows == 60)
    kept = ~np.isnan(score)
    (said,) = page.evaluate(READ_WEIGHTED, [{}])
    matrix = fm.compute_confusion_matrix(true[kept], y_score=score[kept])
    assert said["matrix"] == matrix.counts.ravel().tolist()


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
        "Best balance (Youden)": {"rule": "youden"},
        "Apply: Precision at least": {"rule": "precision", "target": 0.9},
        "Apply: Recall at least": {"rule": "recall", "target": 0.9},
        "Lowest cost": {"rule": "cost", "cost": {"fp": 1, "fn": 5}},
    }.items(),
)
@pytest.mark.parametrize("decimals", [1, 2, 17])
def test_rules_choose_what_python_chooses(open_report, button, rule, decimals):
    true, score = binary(1.2, n=300)
    score = score.round(decimals)
    opened = open_report(Report("Rules").add_predictions(true, score))
    opened.page.get_by_text("By rule").click()
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
    opened.page.get_by_role("tab", name="Slices").click()
    if by:
        opened.page.select_option("#slices-by", "1")
        opened.page.select_option("#slices-metric", "recall")
    opened.page.fill("#threshold", "0.3")
    opened.page.press("#threshold", "Enter")
    opened.draw()
    rows = opened.page.locator("#slices tbody tr").evaluate_all(
        "rows => rows.map((row) => [...row.children].map((one) => one.textContent))"
    )
    rows.sort(key=lambda row: row[0])  # the weakest slice stands first
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
        assert head[:3] == ["site", "examples", "1"]
        assert head[3:8] == [CATALOG[name].display_name for name in names]
        assert [row[3:8] for row in rows] == values
        assert [int(row[1]) for row in rows] == found[0].n[:, 0].tolist()
        assert [int(row[2]) for row in rows] == [true[slices["site"] == one[0]].sum() for one in rows]


def test_counts_of_rounded_scores_are_exact_where_they_can_be_cut(open_report, monkeypatch):
    monkeypatch.setattr("figmerit.report._budget.MOST_EXACT", 100)
    monkeypatch.setattr("figmerit.report._budget.FEWER_BITS", 6)
    true, score = binary(1.2, n=2000)
    opened = open_report(Report("Rounded").add_predictions(true, score, max_rows=100))
    notes = opened.page.locator(".note").all_text_contents()
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
    opened.page.get_by_role("tab", name="Classes").click()
    opened.draw()
    assert " ± 0.0" in opened.text("#numbers")


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
    const isOutcome = !state.outcome || (state.outcome === 'right') === (i === j);
    return (!keep || keep[row]) && (!state.cells.size || state.cells.has(i * size + j)) && isOutcome;
  });
  const table = explorer.views.find((view) => view.constructor.name === 'Examples');
  return [[...table.rows].sort((a, b) => a - b), wanted];
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
            "outcome": [None, "right", "wrong"][rng.integers(3)],
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
    page.get_by_role("tab", name="Classes").click()
    page.wait_for_timeout(100)
    numbers = dict(row[:2] for row in page.evaluate(TABLE, "#numbers")["tbody"])
    classes = page.evaluate(TABLE, "#classes")
    if averaged:
        assert numbers["macro NPV"] == rounded(np.mean(values))
        place = classes["thead"][0].index("NPV")
        found = {row[0]: row[place] for row in classes["tbody"]}
        assert found == {str(k): rounded(value) for k, value in enumerate(values)}
    else:
        assert "macro NPV" not in numbers
        assert "NPV" not in classes["thead"][0]
    (said,) = page.evaluate(READ, [{"positive": 1, "threshold": 0.4}])
    tn, _, fn, _ = np.ravel(fm.compute_confusion_matrix(true == 1, score[:, 1] >= 0.4).counts).tolist()
    low, high = wilson(tn, tn + fn, 0.95)
    assert ["NPV", rounded(tn / (tn + fn)), f"[{rounded(low)}, {rounded(high)}]"] in said["numbers"]
    page.get_by_role("tab", name="Slices").click()
    page.wait_for_timeout(100)
    slices = page.evaluate(TABLE, "#slices")
    place = slices["thead"][0].index("NPV")
    assert {row[0] for row in slices["tbody"]} == {"north", "south"}
    for row in slices["tbody"]:
        part = site == row[0]
        tn, _, fn, _ = np.ravel(fm.compute_confusion_matrix(true[part] == 1, score[part, 1] >= 0.4).counts).tolist()
        assert row[place] == rounded(tn / (tn + fn))


def rest(matrix, k):
    """Return the outcomes of a class against the rest."""
    tp, predicted, true = matrix[k, k], matrix[:, k].sum(), matrix[k].sum()
    return tp, predicted - tp, true - tp, matrix.sum() - predicted - true + tp
