"""Two models on one page: who is right about what, a threshold for each, and differences with paired intervals."""

import numpy as np
import pytest
from axe_playwright_python.sync_playwright import Axe
from tests.plots.data import binary, multiclass

import figmerit as fm
from figmerit import Report, report_classification
from figmerit._numbers import rounded
from figmerit.inference.paired import mcnemar, paired_difference
from figmerit.report._bundle import EXPORT, asset, bundled

KINDS = ("both", "first", "second", "neither")
SIZE = {"width": 1440, "height": 900}
TRUE, FIRST = binary(1.2, n=300)
SECOND = np.clip(FIRST + np.random.default_rng(2).normal(scale=0.25, size=300), 0, 1)
SITE = np.random.default_rng(3).choice(["north", "south"], 300)


@pytest.fixture(scope="module")
def run(browser):
    """Return a function that evaluates an expression in which the functions about pairs are known."""
    page = browser.new_page()
    names = ", ".join(found[2] for found in EXPORT.finditer(asset("pairs.js")))
    page.add_script_tag(content=f"{bundled('compare')}\nglobalThis.pairs = {{ {names} }};")
    yield page.evaluate
    page.close()


def test_the_test_of_a_split_is_pythons(run):
    rng = np.random.default_rng(0)
    small = [(a, b) for a in range(12) for b in range(12)]
    large = (10 ** rng.uniform(0, 6.3, (60, 2))).astype(int).tolist()
    near = [(n + int(3 * n**0.5 * k / 5), n) for n in (50, 999, 40_000, 10**6) for k in range(6)]
    splits = [*small, *large, *near, (1, 5000), (0, 1000), (700, 0)]
    found = run("(given) => given.map((split) => pairs.mcnemar(...split))", splits)
    wanted = mcnemar(*np.array(splits, dtype=float).T, exact=True)
    np.testing.assert_allclose(found, wanted, rtol=1e-9, atol=1e-12)
    assert sum(1e-12 < p < 0.99 for p in found) > 80


def test_paired_intervals_are_pythons(run):
    rng = np.random.default_rng(0)
    parts = [rng.integers(0, 4, (60, 4)), rng.integers(0, 300, (60, 4)), rng.integers(0, 10**7, (20, 4))]
    fours = [four for four in np.concatenate(parts).tolist() if sum(four)]
    given = [dict(zip(KINDS, four, strict=True)) for four in fours]
    found = run("(given) => given.map((one) => pairs.pairedDifference(one, 1.959963984540054))", given)
    off, ends = paired_difference(*np.array(fours).T, 0.95)
    np.testing.assert_allclose([one["off"] for one in found], off, atol=1e-12)
    np.testing.assert_allclose([one["ends"] for one in found], ends, atol=1e-12)


READ = """(states) => states.map((part) => {
  const { explorer } = document;
  explorer.state = explorer.fitted({ ...explorer.state, other: 1, ...part, cells: new Set(part.cells) });
  explorer.draw();
  const view = (name) => explorer.views.find((one) => one.constructor.name === name);
  const texts = (row) => [...row.children].map((one) => one.firstChild?.textContent ?? '');
  return {
    pairs: view('Agreement').pairs,
    ends: view('Versus').ends,
    said: document.getElementById('disagreement').textContent,
    headline: document.getElementById('headline').textContent,
    strip: [...document.querySelectorAll('#agreement button strong')].map((one) => one.textContent),
    table: [...document.querySelectorAll('#against tr')].map(texts),
    rows: view('Examples').rows.toSorted((a, b) => a - b),
    n: view('Examples').selection.n,
  };
})"""


def pairs_of(first, second, weight=None):
    """Return how many rows both are right about, and so on, or their weight."""
    weight = np.ones(len(first)) if weight is None else weight
    parts = first & second, first & ~second, ~first & second, ~first & ~second
    return dict(zip(KINDS, (float(weight[part].sum()) for part in parts), strict=True))


def ends_of(first, second):
    """Return the paired interval of the second's share less that of the first."""
    pairs = pairs_of(second, first)
    return paired_difference(*pairs.values(), 0.95)[1].tolist()


def check(said, first, second, parts, keep):
    """Compare what the page says with masks of what is right: counts, the test, and the interval of each metric."""
    pairs = pairs_of(first[keep], second[keep])
    assert said["pairs"] == pairs
    assert said["strip"] == [f"{n:,.0f}" for n in pairs.values()]
    apart = pairs["first"] + pairs["second"]
    assert f"the models disagree on {apart:,.0f}" in said["headline"]
    p = float(mcnemar(pairs["first"], pairs["second"], exact=True))
    text = rounded(p, "{:.3f}" if p < 0.1 else "{:.2f}")
    wanted = f"({pairs['first']:,.0f} : {pairs['second']:,.0f}) would come up with probability {text} (exact McNemar)."
    assert said["said"].endswith(wanted) if apart else "do not disagree" in said["said"]
    assert set(said["ends"]) == {name for name, part in parts.items() if (part & keep).any()}
    for name, ends in said["ends"].items():
        part = parts[name] & keep
        np.testing.assert_allclose(ends, ends_of(first[part], second[part]), atol=1e-12)


def kept(state):
    """Return which rows are in the slice that is chosen."""
    (code,) = state["chosen"]
    return np.isin(SITE, ["north", "south"] if code < 0 else ["north", "south"][code])


def random_states(rng, scores, labels, n=60):
    """Return states by chance: thresholds of both models at and between scores, a slice, and what is filtered by."""
    cut = lambda: float(rng.choice(scores) if rng.random() < 0.6 else rng.random())  # noqa: E731
    return [
        {
            "positive": (label := labels[k % len(labels)]),
            "thresholds": {} if label is None else {str(label): cut()},
            "rivalThresholds": {} if label is None else {str(label): cut()},
            "chosen": [int(rng.integers(-1, 2))],
            "agreement": [None, *("both", "first", "second", "neither")][rng.integers(5)],
            "outcome": [None, None, "right", "wrong"][rng.integers(4)],
            "ofOther": bool(rng.integers(2)),
            "cells": [] if rng.random() < 0.6 else [int(rng.integers(4))],
            "search": ["", "", "> 0.3", "outcome = found"][rng.integers(4)],
            "sort": [None, *({"key": key, "descending": bool(rng.integers(2))} for key in ("gap", "agreement", "row"))][
                rng.integers(4)
            ],
        }
        for k in range(n)
    ]


@pytest.mark.parametrize("dtype", ["float32", "float64"])
def test_two_models_at_sixty_states(open_report, dtype):
    models = {name: score.round(2).astype(dtype) for name, score in {"one": FIRST, "two": SECOND}.items()}
    report = Report("Two").add_predictions(TRUE, models, slices={"site": SITE})
    page = open_report(report).page
    states = random_states(np.random.default_rng(len(dtype)), np.unique(models["one"]).astype(float), [1], 30)
    for state, said in zip(states, page.evaluate(READ, states), strict=True):
        cuts = state["thresholds"]["1"], state["rivalThresholds"]["1"]
        called = [score >= score.dtype.type(cut) for score, cut in zip(models.values(), cuts, strict=True)]
        first, second = (one == (TRUE == 1) for one in called)
        keep = kept(state)
        parts = {"accuracy": keep | True, "recall": TRUE == 1, "specificity": TRUE == 0}
        check(said, first, second, parts, keep)
        sweeps = [fm.compute_threshold_sweep(TRUE[keep], score[keep]) for score in models.values()]
        points = [sweep.at_threshold(cut).metrics for sweep, cut in zip(sweeps, cuts, strict=True)]
        names = ("precision", "recall", "f1_score", "accuracy", "specificity")
        values = [[point[name] for name in names] for point in points]
        shown = [["undefined" if np.isnan(one) else rounded(one) for one in row] for row in values]
        assert [row[1:] for row in said["table"][1:3]] == shown
        kinds = dict(zip(KINDS, (first & second, first & ~second, ~first & second, ~first & ~second), strict=True))
        wanted = keep & kinds.get(state["agreement"], keep)
        source = called[1] if state["ofOther"] else called[0]
        right = second if state["ofOther"] else first
        if state["cells"]:
            wanted = wanted & (2 * TRUE + source == state["cells"][0])
        if state["outcome"]:
            wanted = wanted & (right if state["outcome"] == "right" else ~right)
        if state["search"] == "> 0.3":
            wanted = wanted & (models["one"] > models["one"].dtype.type(0.3))
        elif state["search"]:
            wanted = wanted & (TRUE == 1) & called[0]
        assert said["rows"] == np.flatnonzero(wanted).tolist(), state
        assert said["n"] == wanted.sum()


def test_the_page_says_what_compare_models_says(open_report):
    page = open_report(Report("Two").add_predictions(TRUE, {"one": FIRST, "two": SECOND})).page
    (said,) = page.evaluate(READ, [{"positive": 1}])
    for name in ("accuracy", "recall", "specificity"):
        found = fm.compare_models(TRUE, FIRST, SECOND, metric=name, method="exact")
        assert found.difference == pytest.approx(found.values[1] - found.values[0], abs=1e-12)
        np.testing.assert_allclose(said["ends"][name], found.interval, atol=1e-12)


def test_several_classes(open_report):
    true, first = multiclass(4, n=300)
    second = np.roll(first, 1, axis=0) * 0.4 + first * 0.6
    report = Report("Classes").add_predictions(true, {"one": first, "two": second}, slices={"site": SITE})
    page = open_report(report).page
    states = random_states(np.random.default_rng(1), first.ravel(), [None, 0, 2, None, 3])
    states = [state | {"cells": [], "outcome": None, "search": "", "ofOther": False} for state in states]
    for state, said in zip(states, page.evaluate(READ, states), strict=True):
        label = state["positive"]
        keep = kept(state)
        if label is None:
            right = [score.argmax(1) == true for score in (first, second)]
            parts = {"accuracy": keep | True}
        else:
            cuts = [state[name][str(label)] for name in ("thresholds", "rivalThresholds")]
            right = [
                (score[:, label] >= cut) == (true == label) for score, cut in zip((first, second), cuts, strict=True)
            ]
            parts = {"accuracy": keep | True, "recall": true == label, "specificity": true != label}
        check(said, *right, parts, keep)
        kinds = pairs_of(*(one[keep] for one in right))
        assert said["n"] == (kinds[state["agreement"]] if state["agreement"] else keep.sum())


def test_several_labels(open_report):
    rng = np.random.default_rng(5)
    true = rng.integers(0, 2, (200, 3))
    first, second = (np.clip(0.3 * true + 0.7 * rng.random((200, 3)), 0, 1) for _ in range(2))
    page = open_report(Report("Labels").add_predictions(true, {"one": first, "two": second})).page
    states = [
        {"positive": k % 3, "thresholds": {str(k % 3): 0.4 + k / 40}, "rivalThresholds": {str(k % 3): 0.7 - k / 60}}
        for k in range(12)
    ]
    for state, said in zip(states, page.evaluate(READ, states), strict=True):
        label = state["positive"]
        has = true[:, label] == 1
        cuts = state["thresholds"][str(label)], state["rivalThresholds"][str(label)]
        right = [(score[:, label] >= cut) == has for score, cut in zip((first, second), cuts, strict=True)]
        check(said, *right, {"accuracy": has | True, "recall": has, "specificity": ~has}, has | True)


def test_weights_are_added_and_not_tested(open_report):
    weight = np.random.default_rng(1).integers(0, 9, 300) / 4
    page = open_report(
        Report("Weights").add_predictions(TRUE, {"one": FIRST, "two": SECOND}, sample_weight=weight)
    ).page
    (said,) = page.evaluate(READ, [{}])
    right = [(score >= 0.5) == (TRUE == 1) for score in (FIRST, SECOND)]
    assert said["pairs"] == pairs_of(*right, weight)
    assert "McNemar" not in said["said"]
    assert "no test" in said["said"]
    assert said["ends"] == {}


def test_a_part_of_the_examples_says_that_it_is_one(open_report):
    page = open_report(Report("Part").add_predictions(TRUE, {"one": FIRST, "two": SECOND}, max_rows=60)).page
    (said,) = page.evaluate(READ, [{}])
    rows = np.array(page.evaluate("Array.from(document.explorer.data.columns.get('row'))"))
    right = [((score >= 0.5) == (TRUE == 1))[rows] for score in (FIRST, SECOND)]
    assert said["pairs"] == pairs_of(*right)
    assert "60 of 300 examples, drawn at random" in said["said"]
    assert said["headline"].startswith("300 examples")
    assert said["headline"].endswith(" of 60 in the table")
    assert said["ends"] == {}
    off = np.mean((SECOND >= 0.5) == TRUE) - np.mean((FIRST >= 0.5) == TRUE)
    place = said["table"][0].index("accuracy")
    assert said["table"][3][place] == f"{'+' if off > 0 else '−'}{abs(off):.3f}"


def compared(open_report, **options):
    """Open a page on which two models are compared."""
    given = {"slices": {"site": SITE}, "columns": {"length": np.arange(300)}} | options
    report = Report("Two").add_predictions(TRUE, {"one": FIRST, "two": SECOND}, **given)
    opened = open_report(report, viewport=SIZE)
    opened.page.select_option("#other", "1")
    opened.draw()
    opened.draw()
    return opened


def state(opened, name):
    opened.draw()
    return opened.page.evaluate("(name) => document.explorer.state[name]", name)


def pressed(opened):
    opened.draw()
    return opened.page.locator('#agreement [aria-pressed="true"]').evaluate_all(
        "all => all.map((one) => one.dataset.kind)"
    )


def test_the_strip_chooses_examples_and_gives_them_back(open_report):
    opened = compared(open_report)
    page = opened.page
    assert page.inner_text("#where-title") == "Where they disagree"
    strip = page.locator("#agreement button")
    strip.nth(1).click()
    assert (pressed(opened), state(opened, "agreement")) == (["first"], "first")
    assert page.locator("#examples .tag").all_inner_texts() == ["only one right"]
    page.keyboard.press("ArrowRight")
    assert page.evaluate("document.activeElement.dataset.kind") == "second"
    assert strip.evaluate_all("all => all.filter((one) => one.tabIndex === 0).length") == 1
    page.keyboard.press("Enter")
    assert pressed(opened) == ["second"]
    assert page.evaluate("document.activeElement.dataset.kind") == "second"
    page.keyboard.press("Enter")
    assert (pressed(opened), state(opened, "agreement")) == ([], None)
    strip.nth(3).click()
    opened.draw()
    page.locator("#examples .tag button").click()
    assert state(opened, "agreement") is None
    strip.nth(0).click()
    opened.draw()
    page.keyboard.press("Escape")
    assert state(opened, "agreement") is None
    strip.nth(2).click()
    page.wait_for_timeout(500)
    assert "agreement=second" in page.evaluate("location.hash")
    page.select_option("#other", "-1")
    assert state(opened, "agreement") is None
    assert page.inner_text("#where-title") == "Where it is wrong"
    assert page.locator("#agreement").is_hidden()
    assert page.locator("#against").is_hidden()
    assert page.locator("#chips").is_visible()
    assert "disagree" not in page.inner_text("#headline")


def test_each_model_has_its_own_threshold(open_report):
    opened = compared(open_report)
    page = opened.page
    page.fill("#rival-threshold", "0,3")
    page.press("#rival-threshold", "Enter")
    assert (state(opened, "rivalThresholds"), state(opened, "thresholds")) == ({"1": 0.3}, {})
    page.fill("#threshold", "0.6")
    page.press("#threshold", "Enter")
    assert (state(opened, "rivalThresholds"), state(opened, "thresholds")) == ({"1": 0.3}, {"1": 0.6})
    matrices = [
        fm.compute_confusion_matrix(TRUE, y_score=FIRST, threshold=0.6),
        fm.compute_confusion_matrix(TRUE, y_score=SECOND, threshold=0.3),
    ]
    shown = page.locator("#matrices .cell [data-part=first]").all_text_contents()
    assert shown == [str(n) for matrix in matrices for n in matrix.counts.ravel()]
    page.focus("#rival-slider")
    page.keyboard.press("ArrowRight")
    assert state(opened, "rivalThresholds")["1"] > 0.3
    assert state(opened, "thresholds") == {"1": 0.6}
    page.fill("#rival-threshold", "x")
    page.press("#rival-threshold", "Enter")
    opened.draw()
    assert page.get_attribute("#rival-threshold", "aria-invalid") == "true"
    assert "“x” is no number" in page.inner_text("#rival-note")
    page.click("#rival-best")
    point = fm.choose_threshold(fm.compute_threshold_sweep(TRUE, SECOND), rule="fbeta")
    assert state(opened, "rivalThresholds") == {"1": point.threshold}
    assert page.get_attribute("#rival-threshold", "aria-invalid") == "false"


ORDERED = """([key, descending]) => {
  const { explorer } = document;
  explorer.change({ sort: { key, descending } });
  explorer.draw();
  const view = explorer.views.find((one) => one.constructor.name === 'Examples');
  return { all: view.rows, first: view.selection.rows(0, 9), later: view.selection.rows(9, 9) };
}"""


def test_orders_of_a_comparison(open_report):
    page = compared(open_report).page
    assert {"largest gap between the scores", "where they disagree first"} <= set(
        page.locator("#sort option").all_inner_texts()
    )
    gap = np.abs(FIRST - SECOND)
    apart = ((FIRST >= 0.5) != (SECOND >= 0.5)).astype(int)
    for (key, down), wanted in {
        ("gap", True): np.argsort(-gap, kind="stable"),
        ("gap", False): np.argsort(gap, kind="stable"),
        ("agreement", False): np.lexsort([-gap, ((FIRST >= 0.5) == TRUE) & (apart == 0), -apart]),
    }.items():
        found = page.evaluate(ORDERED, [key, down])
        assert found["all"] == wanted.tolist(), key
        assert found["first"] + found["later"] == found["all"][:18]
    page.evaluate("document.explorer.change({ agreement: 'both' })")
    both = ((FIRST >= 0.5) == TRUE) & ((SECOND >= 0.5) == TRUE)
    for key, values in {"nearest": np.abs(FIRST - 0.5), "column0": -np.arange(300)}.items():
        found = page.evaluate(ORDERED, [key, key == "column0"])
        rows = np.flatnonzero(both)
        assert found["all"] == rows[np.argsort(values[rows], kind="stable")].tolist(), key


def test_an_order_of_a_comparison_ends_with_it(open_report):
    opened = compared(open_report)
    opened.page.select_option("#sort", "-gap")
    opened.draw()
    opened.page.select_option("#other", "-1")
    opened.draw()
    assert opened.page.input_value("#sort") == "mistakes"


def test_examples_have_both_scores_at_any_width(open_report):
    opened = compared(open_report)
    for width in (390, 600, 1024, 1440):
        opened.page.set_viewport_size({"width": width, "height": 900})
        opened.draw()
        opened.draw()
        heads = opened.page.locator("#examples thead th:visible").all_text_contents()
        assert heads[:6] == ["row", "true", "outcome, one", "score, one", "outcome, two", "score, two"]
        box = opened.page.locator("#examples .rows")
        assert box.evaluate("(one) => one.scrollWidth <= one.clientWidth")
        assert opened.page.evaluate("document.documentElement.scrollWidth") == width


def test_models_are_better_only_where_the_interval_says_so(open_report):
    near = np.where(np.arange(300) == np.argmax(np.abs(FIRST - 0.5) < 0.05), 1 - FIRST, FIRST)
    noise = np.random.default_rng(2).permutation(FIRST)
    models = {"good": FIRST, "near": near, "noise": noise}
    opened = open_report(Report("Models").add_predictions(TRUE, models), viewport=SIZE)
    opened.page.get_by_role("tab", name="Models").click()
    opened.draw()
    rows = opened.page.locator("#runs tbody tr").evaluate_all(
        "all => all.map((row) => [...row.children].map((one) => one.textContent))"
    )
    names = opened.page.locator("#runs thead th").all_inner_texts()
    at = names.index("accuracy")
    right = {name: (score >= 0.5) == TRUE for name, score in models.items()}
    for row in rows[1:]:
        name = row[0].strip()
        low, high = ends_of(right["good"], right[name])
        words = "better" if low > 0 else "worse" if high < 0 else "no clear difference"
        off = right[name].mean() - right["good"].mean()
        signed = lambda value: f"{'+' if value > 0 else '−'}{abs(value):.3f}"  # noqa: E731
        assert row[at] == f"{rounded(right[name].mean())}{signed(off)} ({signed(low)} to {signed(high)}): {words}"
    assert [row[at].rsplit(": ", 1)[-1] for row in rows[1:]] == ["no clear difference", "worse"]
    assert not any(word in row[names.index("F1")] for row in rows for word in ("better", "worse"))


@pytest.mark.parametrize(("width", "scheme"), [(390, "dark"), (1024, "light"), (1440, "dark")])
def test_axe_finds_nothing_while_models_are_compared(open_report, width, scheme):
    names = ["<b>one</b> " + "x" * 300, "مرحبا 👩‍👩‍👧"]
    report = Report("Two").add_predictions(TRUE, dict(zip(names, (FIRST, SECOND), strict=True)))
    opened = open_report(report, viewport={"width": width, "height": 900}, color_scheme=scheme, bypass_csp=True)
    opened.page.select_option("#other", "1")
    opened.draw()
    opened.page.locator("#agreement button").nth(1).click()
    opened.draw()
    found = Axe().run(opened.page).response["violations"]
    assert [(one["id"], [node["target"] for node in one["nodes"]]) for one in found] == []
    assert opened.page.evaluate("document.documentElement.scrollWidth") == width
    assert "<b>one</b>" in opened.page.locator("#agreement").inner_text()


def test_only_pages_of_several_models_carry_this(open_report):
    one, two = (
        report_classification(TRUE, FIRST).to_html(),
        report_classification(TRUE, models={"a": FIRST, "b": SECOND}).to_html(),
    )
    for name in ("Agreement", "Versus", ".agreement{"):
        assert name not in one
        assert name in two


@pytest.mark.parametrize("where", ["picker", "table"])
def test_a_threshold_goes_with_its_model(open_report, where):
    """Wherever the compared model is chosen: both change places, with the thresholds that were set for them."""
    opened = open_report(report_classification(TRUE, models={"a": FIRST, "b": SECOND}))
    page = opened.page
    page.evaluate("document.explorer.change({ other: 1 })")
    page.evaluate("document.explorer.change({ threshold: 0.3, rivalThreshold: 0.7 })")
    opened.draw()
    if where == "picker":
        page.select_option("#run", "1")
    else:
        page.get_by_role("tab", name="Models").click()
        opened.draw()
        page.locator("#runs-table tbody button", has_text="b").click()
    opened.draw()
    assert page.evaluate("[document.explorer.state.run, document.explorer.state.other]") == [1, 0]
    assert page.input_value("#threshold") == "0.7"
    assert page.input_value("#rival-threshold") == "0.3"


def test_paper_says_both_thresholds(open_report):
    opened = open_report(report_classification(TRUE, models={"a": FIRST, "b": SECOND}))
    opened.page.evaluate("document.explorer.change({ other: 1, threshold: 0.3, rivalThreshold: 0.7 })")
    opened.draw()
    said = opened.text("#chosen")
    assert "Threshold: 0.3" in said
    assert "Threshold of b: 0.7" in said
