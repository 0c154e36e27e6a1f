"""The page in a real browser: each control changes what it says, by pointer and by keys."""

import numpy as np
import pytest
from tests.plots.data import binary, multiclass

from figmerit import FigmeritWarning, Report, report_classification


def explored(**options):
    rng = np.random.default_rng(0)
    true, score = binary(1.2, n=300)
    names = np.array(["ham", "spam"])[true]
    given = {
        "subsets": rng.choice(["train", "validation"], 300),
        "slices": {"site": rng.choice(["north", "south"], 300)},
        "ids": [f"mail {k}" for k in range(300)],
        "columns": {"length": rng.integers(0, 999, 300), "=subject": [f"=1+{k}" for k in range(300)]},
    }
    return Report("Spam").add_predictions(names, score, pos_label="spam", **(given | options))


def classes(n=4, **options):
    true, score = multiclass(n, n=300)
    return report_classification(
        true, score, labels=range(n), display_labels=[f"class {k}" for k in range(n)], **options
    )


SAID = """(_, all = (selector) => [...document.querySelectorAll(selector)]) => ({
  headline: document.getElementById('headline').textContent,
  badge: document.getElementById('badge').textContent,
  pickers: all('#pickers select').map((one) => one.value).join(),
  threshold: document.getElementById('threshold').value,
  note: document.getElementById('threshold-note').textContent,
  lane: all('#lane rect').map((one) => one.outerHTML).join(),
  chips: all('#chips .chip').map((one) => one.textContent).join('|'),
  pressed: all('#chips .chip').map((one) => one.getAttribute('aria-pressed')).join(),
  matrix: all('#matrices figure:not([hidden]) .cell').map((one) => one.textContent).join(),
  shades: all('#matrices figure:not([hidden]) .cell').map((one) => one.getAttribute('class')).join(),
  order: all('#matrices figure:not([hidden]) .cell').map((one) => one.dataset.cell).join(' '),
  spread: all('#matrices .spread').length,
  below: all('#matrices figure:not([hidden]) .below').map((one) => one.textContent).join(),
  rings: all('#matrices .ring').length,
  weakest: document.getElementById('weakest').innerText,
  examples: document.getElementById('examples').innerText,
  tab: all('[role=tab][aria-selected=true]').map((one) => one.textContent).join(),
  panels: all('[role=tabpanel]:not([hidden])').map((one) => one.id).join(),
  theme: document.documentElement.dataset.theme,
})"""


def said(opened):
    """Return what the parts of the page say."""
    opened.draw()
    return opened.page.evaluate(SAID)


def changed(before, after):
    return {name for name in before if before[name] != after[name]}


def by_rule(page, name):
    page.get_by_text("By rule").click()
    page.get_by_role("button", name=name, exact=True).click()


def type_threshold(page, text):
    page.fill("#threshold", text)
    page.press("#threshold", "Enter")


def choose_slice(page):
    page.select_option("#in1", "1")


CONTROLS = {
    "slider": (lambda page: page.locator("#slider").press("PageDown"), {"threshold", "below", "lane"}),
    "number": (lambda page: type_threshold(page, "0.9"), {"matrix", "chips", "headline"}),
    "best F1": (lambda page: by_rule(page, "Best F1"), {"threshold", "below", "note"}),
    "Youden": (lambda page: by_rule(page, "Best balance (Youden)"), {"threshold", "matrix"}),
    "recall": (lambda page: by_rule(page, "Apply: Recall at least"), {"threshold", "chips"}),
    "precision": (lambda page: by_rule(page, "Apply: Precision at least"), {"threshold", "chips"}),
    "cost": (lambda page: (page.get_by_text("By rule").click(), page.fill("#cost-fn", "5"),
                           page.get_by_role("button", name="Lowest cost").click()), {"threshold", "chips"}),
    "subset": (lambda page: page.select_option("#in0", "0"), {"headline", "matrix", "chips", "lane", "examples"}),
    "slice": (choose_slice, {"headline", "matrix", "chips", "examples"}),
    "weak slice": (lambda page: page.locator("#weakest button").first.click(), {"headline", "matrix", "pickers"}),
    "% of true": (lambda page: page.get_by_role("button", name="% of true").click(), {"matrix"}),
    "% of predicted": (lambda page: page.get_by_role("button", name="% of predicted").click(), {"matrix", "shades"}),
    "scores in cells": (lambda page: (page.get_by_text("View").click(), page.check("#view-spread")), {"spread"}),
    "cell": (lambda page: page.locator('[data-cell="0,1"]').click(), {"examples", "rings", "pressed"}),
    "chip": (lambda page: page.get_by_role("button", name="missed").click(), {"examples", "rings", "pressed"}),
    "tab": (lambda page: page.get_by_role("tab", name="Classes").click(), {"tab", "panels"}),
    "badge": (lambda page: page.click("#badge"), {"tab", "panels"}),
    "theme": (lambda page: page.click("#theme"), {"theme"}),
}  # fmt: skip


VIEWS = {
    "order by support": (lambda page: page.select_option("#order", "support"), {"order"}),
    "order by recall": (lambda page: page.select_option("#order", "recall"), {"order"}),
    "order by confusion": (lambda page: page.select_option("#order", "confusion"), {"order"}),
    "diagonal": (lambda page: page.check("#view-diagonal"), {"matrix", "shades"}),
    "log colours": (lambda page: page.check("#view-log"), {"shades"}),
    "scores in cells": (lambda page: page.check("#view-spread"), {"spread"}),
}


@pytest.mark.parametrize(("act", "changes"), VIEWS.values(), ids=VIEWS)
def test_each_view_of_a_matrix(open_report, act, changes):
    opened = open_report(classes(6))
    before = said(opened)
    opened.page.get_by_text("View").click()
    act(opened.page)
    after = said(opened)
    assert changed(before, after) >= changes
    assert sorted(before["order"].split()) == sorted(after["order"].split())
    opened.page.wait_for_timeout(400)
    opened.page.reload()
    opened.page.wait_for_selector("html[data-ready]")
    assert said(opened) == after


CLASSES = {
    "class": (lambda page: page.select_option("#class", "2"), {"headline", "matrix", "chips", "threshold", "lane"}),
    "name in the matrix": (lambda page: page.locator(".names [data-class='1']").first.click(), {"headline", "matrix"}),
    "right": (lambda page: page.locator("#chips button", has_text="right").first.click(), {"examples", "pressed"}),
    "wrong": (lambda page: page.locator("#chips button", has_text="wrong").click(), {"examples", "pressed"}),
    "weakest": (lambda page: page.locator("#chips button", has_text="weakest").click(), {"headline", "matrix"}),
}


EVERY = [(explored, *one) for one in CONTROLS.values()] + [(classes, *one) for one in CLASSES.values()]


@pytest.mark.parametrize(("report", "act", "changes"), EVERY, ids=[*CONTROLS, *CLASSES])
def test_each_control_changes_what_the_page_says(open_report, report, act, changes):
    opened = open_report(report())
    before = said(opened)
    act(opened.page)
    assert changed(before, said(opened)) >= changes


def test_the_validation_data_and_the_threshold_of_a_half_come_first(open_report):
    opened = open_report(explored())
    first = said(opened)
    assert opened.page.locator("#in0 option:checked").text_content() == "validation"
    assert first["below"] == "predicted (score ≥ 0.5)"
    assert opened.page.input_value("#threshold") == "0.5"
    opened.page.get_by_text("By rule").click()
    assert "A threshold chosen here is chosen on these data: judge it on others." in opened.page.inner_text(".sheet")


def test_a_threshold_that_decides_nothing_is_a_finding(open_report):
    opened = open_report(explored())
    assert said(opened)["badge"] == "No findings"
    opened.page.locator("#slider").press("Home")
    first = said(opened)
    assert first["note"] == "Everything is called spam: this threshold decides nothing."
    assert first["badge"] == "1 finding"
    type_threshold(opened.page, "1.5")
    last = said(opened)
    assert last["note"] == "Nothing is called spam: this threshold decides nothing."
    opened.page.click("#badge")
    assert (
        opened.page.inner_text("#panel-findings .said") == "This threshold calls no example spam: it decides nothing."
    )


def test_a_classifier_of_one_class_is_a_finding(open_report):
    opened = open_report(report_classification(["a", "b", "c"] * 10, y_pred=["b"] * 30))
    opened.page.click("#badge")
    words = "Every example is predicted b: the classifier decides nothing."
    assert opened.page.inner_text("#panel-findings .said") == words


def test_a_target_out_of_reach_says_so(open_report):
    true, score = [0, 1] * 20, [0.9, 0.1] * 20
    opened = open_report(Report("Bad").add_predictions(true, score))
    by_rule(opened.page, "Apply: Precision at least")
    assert opened.page.inner_text(".sheet .said") == "No threshold reaches that on these data."


TARGET = "Recall and precision lie between 0 and 1: type a number above 0, and 1 at most."


@pytest.mark.parametrize(
    ("fields", "button", "words"),
    [
        ({"#least-precision": ""}, "Apply: Precision at least", TARGET),
        ({"#least-recall": "90"}, "Apply: Recall at least", TARGET),
        ({"#cost-fp": "-1"}, "Lowest cost", "The costs must be numbers from 0 on, not both 0."),
        ({"#cost-fp": "0", "#cost-fn": "0"}, "Lowest cost", "The costs must be numbers from 0 on, not both 0."),
    ],
)
def test_targets_and_costs_that_make_no_sense(open_report, fields, button, words):
    opened = open_report(explored())
    opened.page.get_by_text("By rule").click()
    for selector, value in fields.items():
        opened.page.fill(selector, value)
    opened.page.get_by_role("button", name=button, exact=True).click()
    assert opened.page.inner_text(".sheet .said") == words


def test_data_of_one_class_have_no_rule(open_report):
    opened = open_report(Report("One").add_predictions([0] * 5, [0.1, 0.2, 0.3, 0.4, 0.5]))
    by_rule(opened.page, "Best balance (Youden)")
    assert opened.page.inner_text(".sheet .said") == "These data have one class only: no rule can choose a threshold."
    assert opened.page.evaluate("document.explorer.threshold") == 0.5


@pytest.mark.parametrize("typed", ["abc", "50%", "0.3.4", "0x10", ""])
def test_what_is_no_number_is_said(open_report, typed):
    opened = open_report(explored())
    type_threshold(opened.page, "0.4")
    opened.draw()
    opened.page.fill("#threshold", typed)
    opened.page.press("#threshold", "Tab")
    assert said(opened)["note"] == f"“{typed}” is no number: type one such as 0.5. The threshold is still 0.4."
    assert opened.page.evaluate("document.explorer.threshold") == 0.4


@pytest.mark.parametrize("typed", ["1.5", "2.7", "0.999", "-3", "0.12345"])
def test_the_threshold_that_was_typed_stays(open_report, typed):
    opened = open_report(explored())
    type_threshold(opened.page, typed)
    opened.draw()
    assert opened.page.input_value("#threshold") == typed
    assert f"score ≥ {typed}" in opened.text("[data-picture=matrix] .below")


def test_the_slices_stay_when_one_is_chosen(open_report):
    opened = open_report(explored())
    rows = opened.page.locator("#weakest tbody tr")
    before = rows.all_inner_texts()
    rows.nth(1).locator("button").click()
    opened.draw()
    assert rows.all_inner_texts() == before
    assert opened.page.locator("#weakest tr.chosen").all_inner_texts() == [before[1]]
    rows.nth(1).locator("button").click()
    opened.draw()
    assert opened.page.locator("#weakest tr.chosen").count() == 0


def test_the_badge_leads_to_the_findings(open_report):
    opened = open_report(explored(), viewport={"width": 1440, "height": 600})
    opened.page.click("#badge")
    opened.draw()
    assert opened.page.evaluate("document.activeElement.id") == "tab-findings"
    top, bottom = opened.page.locator("#tab-findings").evaluate(
        "(tab) => [tab.getBoundingClientRect().top, tab.getBoundingClientRect().bottom]"
    )
    assert 0 <= top < bottom <= 600


def test_chips_and_slices_tell_more_under_the_pointer(open_report):
    opened = open_report(explored())
    opened.page.locator(".chip", has_text="F1").hover()
    label, ends = opened.page.inner_text("#tip").split("\n")
    assert label.startswith("F1 0.")
    assert ends.startswith("95% Wilson [0.")
    opened.page.locator("#weakest tr").first.hover()
    assert " of " in opened.page.inner_text("#tip")
    opened.page.locator("h1").hover()
    assert opened.page.locator("#tip").is_hidden()


def test_a_comma_is_understood(open_report):
    opened = open_report(explored())
    type_threshold(opened.page, "0,4")
    opened.draw()
    assert opened.page.evaluate("document.explorer.threshold") == 0.4
    assert opened.page.input_value("#threshold") == "0.4"


def test_the_box_shows_the_shortest_number_that_cuts_as_the_threshold_does(open_report):
    true, score = binary(1.2, n=300)
    opened = open_report(Report("Short").add_predictions(true, score))
    by_rule(opened.page, "Best F1")
    opened.draw()
    exact, shown = opened.page.evaluate("document.explorer.threshold"), float(opened.page.input_value("#threshold"))
    assert len(opened.page.input_value("#threshold")) <= 6
    assert ((score >= exact) == (score >= shown)).all()


def test_the_slider_stands_at_its_end_beyond_all_scores(open_report):
    opened = open_report(explored())
    opened.page.evaluate("document.explorer.change({ threshold: Infinity })")
    opened.draw()
    assert opened.page.input_value("#slider") == opened.page.get_attribute("#slider", "max")
    assert opened.page.get_attribute("#slider", "aria-valuetext") == "beyond all scores"


@pytest.mark.parametrize("n", [300, 20_000])
def test_the_slider_is_linear_in_score_and_has_few_steps(open_report, n):
    true, score = binary(1.2, n=n)
    opened = open_report(Report("Steps").add_predictions(true, score))
    slider = opened.page.locator("#slider")
    low, high, step = (float(slider.get_attribute(name)) for name in ("min", "max", "step"))
    assert (low, high) == (0, 1)
    assert (high - low) / step <= 1000
    slider.press("ArrowRight")
    opened.draw()
    assert opened.page.evaluate("document.explorer.threshold") == pytest.approx(0.501)
    slider.press("PageUp")
    opened.draw()
    assert opened.page.evaluate("document.explorer.threshold") == pytest.approx(0.601)
    box = opened.page.locator("#lane").bounding_box()
    opened.page.mouse.click(box["x"] + 0.7 * box["width"], box["y"] + box["height"] / 2)
    opened.draw()
    assert 0.55 < opened.page.evaluate("document.explorer.threshold") < 0.75


LANE = """() => Object.fromEntries(['f-right', 'f-wrong', 'hollow'].map((name) => (
  [name, document.querySelectorAll(`#lane rect.${name}`).length]
)))"""


def test_the_lane_is_the_matrix_unrolled(open_report):
    """Bars stand for counts: where a cell of the matrix is empty, no bar has its colour."""
    true = np.repeat([0, 1], 50)
    score = np.concatenate([np.linspace(0.05, 0.45, 50), np.linspace(0.55, 0.95, 50)])
    opened = open_report(Report("Lane").add_predictions(true, score))
    assert opened.page.evaluate(LANE)["f-wrong"] == 0
    assert opened.page.evaluate(LANE)["hollow"] == 0
    type_threshold(opened.page, "0.8")
    opened.draw()
    assert opened.page.evaluate(LANE)["hollow"] > 3
    assert opened.page.evaluate(LANE)["f-wrong"] == 0


def test_cells_by_keys(open_report):
    opened = open_report(explored())
    page = opened.page
    page.locator('[data-cell="0,0"]').focus()
    page.keyboard.press("ArrowRight")
    assert page.evaluate("document.activeElement.dataset.cell") == "0,1"
    assert "true ham, predicted spam" in page.locator("#tip").inner_text()
    assert "of true ham, 95% Wilson [" in page.locator("#tip").inner_text()
    page.keyboard.press("Enter")
    assert said(opened)["rings"] == 2
    assert page.evaluate("document.activeElement.dataset.cell") == "0,1"
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Shift+Enter")
    assert said(opened)["rings"] == 4
    page.keyboard.press("Escape")
    assert said(opened)["rings"] == 0


def test_a_second_click_leads_back(open_report):
    opened = open_report(explored())
    before = said(opened)
    for target in ('[data-cell="1,0"]', "#chips button >> nth=1"):
        for _ in range(2):
            opened.page.locator(target).click()
            opened.draw()
        assert said(opened) == before


def test_what_was_chosen_is_in_the_address(open_report):
    opened = open_report(explored())
    page = opened.page
    page.select_option("#in0", "0")
    page.get_by_role("button", name="% of predicted").click()
    type_threshold(page, "0.25")
    page.locator('[data-cell="1,0"]').click()
    page.get_by_role("tab", name="Classes").click()
    page.click("#theme")
    before = said(opened)
    page.wait_for_timeout(500)
    assert "cells" in page.url
    page.reload()
    page.wait_for_selector("html[data-ready]")
    assert said(opened) == before


def test_back_and_forward_go_through_choices(open_report):
    opened = open_report(explored())
    page = opened.page
    states = [said(opened)]
    for act in (
        lambda: page.select_option("#in0", "0"),
        lambda: page.locator('[data-cell="1,0"]').click(),
        lambda: [page.locator("#slider").press("ArrowLeft") or page.wait_for_timeout(400) for _ in range(3)],
    ):
        act()
        page.wait_for_timeout(400)
        states.append(said(opened))
    for wanted in states[-2::-1]:
        page.go_back()
        page.wait_for_timeout(100)
        assert said(opened) == wanted
    page.go_forward()
    page.wait_for_timeout(100)
    assert said(opened) == states[1]


ADDRESSES = [
    "#run=9&class=7&threshold=x&by=z&in.subset=-7&in.site=99&cells=77,a&tab=x&theme=pink&page=-1",
    "#%",
    "#threshold=",
]


@pytest.mark.parametrize("address", ADDRESSES, ids=range(3))
def test_an_address_that_makes_no_sense_is_ignored(open_report, address):
    opened = open_report(explored())
    before = said(opened)
    opened.page.evaluate("(address) => { location.hash = address; }", address)
    opened.page.wait_for_timeout(100)
    assert said(opened) == before


def test_reset_shows_what_came_first(open_report):
    opened = open_report(explored())
    before = said(opened)
    opened.page.select_option("#in0", "0")
    type_threshold(opened.page, "0.25")
    opened.page.locator('[data-cell="1,0"]').click()
    assert changed(before, said(opened))
    opened.page.get_by_role("button", name="Reset all").click()
    assert said(opened) == before


def test_a_class_against_the_rest(open_report):
    true, score = multiclass(4, n=300)
    names = np.array(["bird", "cat", "dog", "$x^2$"])
    opened = open_report(
        Report("Animals").add_predictions(names[true], score, labels=names, subsets=np.where(true < 9, "all", ""))
    )
    page = opened.page
    assert not page.locator("#slider").is_visible()
    assert page.locator("#matrices .cell").count() == 16
    page.select_option("#class", "3")
    opened.draw()
    assert "‘$x^2$’ found" in said(opened)["headline"]
    assert page.locator("#matrices .cell").count() == 4
    assert page.locator("#matrices .names", has_text="$x^2$").count() == 1
    assert page.locator("#slider").is_visible()


def test_labels_alone_have_no_threshold(open_report):
    opened = open_report(report_classification(["a", "b", "c"] * 20, y_pred=["a", "b", "b"] * 20))
    assert not opened.page.locator("#slider").is_visible()
    assert opened.page.locator("#cut").inner_text().strip() == "Labels without scores have no threshold"
    assert "accuracy0.667" in said(opened)["chips"]
    assert opened.page.get_by_role("tab", name="Curves").count() == 0


def test_checkpoints(open_report):
    true, score = binary(1.2, n=200)
    epochs = {1: 1 - score, 2: score, 3: np.round(score, 1)}
    opened = open_report(report_classification(true, epochs=epochs))
    assert opened.page.locator("#run option:checked").text_content() == "2"
    assert opened.page.get_by_role("tab", name="Checkpoints").count() == 1
    before = said(opened)
    opened.page.select_option("#run", "0")
    assert changed(before, said(opened)) >= {"headline", "matrix", "chips", "lane", "examples"}


def test_findings_and_tables(open_report):
    true, score = binary(1.2, n=200)
    report = report_classification(true, 1 - score, metrics={"iou": 0.5}, title="Findings")
    report.add({"layer": ["a", "b"], "weights": [12, 1.5]}, title="Layers").add("One.\n\nTwo <b>.")
    page = open_report(report).page
    n = page.locator("#panel-findings li").count()
    assert page.inner_text("#badge") == f"{n} finding{'s' if n > 1 else ''}"
    page.click("#badge")
    assert "below chance" in page.inner_text("#panel-findings")
    assert page.get_by_role("heading", name="Metrics").count() == 1
    assert page.locator(".added p").all_text_contents() == ["One.", "Two <b>."]


def compared():
    true, score = binary(1.2, n=200)
    return report_classification(true, models={"first": score, "second": np.round(score**2, 3)})


def test_models_keep_their_places(open_report):
    opened = open_report(compared())
    page = opened.page
    assert page.locator('[data-picture="matrixB"]').is_hidden()
    page.select_option("#other", "1")
    opened.draw()
    captions = page.locator("#matrices figcaption").all_inner_texts()
    assert captions == ["first", "second"]
    page.locator('[data-picture="matrixB"] [data-cell="0,1"]').click()
    opened.draw()
    assert page.locator("#matrices figcaption").all_inner_texts() == captions
    assert (page.input_value("#run"), page.input_value("#other")) == ("0", "1")
    assert page.locator('[data-picture="matrixB"] .ring').count() == 2
    assert page.locator('[data-picture="matrix"] .ring').count() == 0
    page.locator('[data-picture="matrixB"] [data-cell="0,1"]').click()
    opened.draw()
    assert page.locator(".ring").count() == 0


def test_runs_change_places(open_report):
    opened = open_report(compared())
    opened.page.select_option("#other", "1")
    opened.page.select_option("#run", "1")
    opened.draw()
    assert (opened.page.input_value("#run"), opened.page.input_value("#other")) == ("1", "0")


def test_a_matrix_of_many_classes_is_zoomed_and_light(open_report):
    rng = np.random.default_rng(0)
    true = rng.integers(0, 60, 3000)
    predicted = np.where(rng.random(3000) < 0.7, true, rng.integers(0, 60, 3000))
    opened = open_report(report_classification(true, y_pred=predicted, labels=range(60)))
    page = opened.page
    assert page.locator("#matrices .cell text").count() == 0
    page.locator('[data-cell="30,30"]').focus()
    before = said(opened)["order"]
    page.keyboard.press("+")
    page.keyboard.press("+")
    assert page.locator("#matrices .cell text").count() == 15 * 15
    assert len(said(opened)["order"]) < len(before)
    assert "of 60" in page.inner_text("#where .small")
    page.keyboard.press("-")
    page.keyboard.press("-")
    assert said(opened)["order"] == before
    page.mouse.move(*middle_of(page, '[data-cell="30,30"]'))
    page.mouse.wheel(0, -100)
    assert len(said(opened)["order"]) < len(before)


def middle_of(page, selector):
    box = page.locator(selector).bounding_box()
    return box["x"] + box["width"] / 2, box["y"] + box["height"] / 2


def test_scores_of_logits_have_room(open_report):
    true, score = binary(1.2, n=200)
    with pytest.warns(FigmeritWarning, match="cut at 0.5, as probabilities are"):
        report = report_classification(true, models={"share": score, "logit": 9 * score - 3})
    opened = open_report(report)
    assert opened.page.locator("#panel-findings li .sentence").all_text_contents() == [
        "warning logit: Scores go from -2.93808 to 5.74767, as logits do: the default threshold 0.5 is not their "
        "boundary. threshold=0 cuts logits; or pass probabilities, scipy.special.expit(y_score)."
    ]
    slider = opened.page.locator("#slider")
    assert float(slider.get_attribute("min")) < -2.9
    assert float(slider.get_attribute("max")) > 5.7


def test_links_to_rounded_scores_stay_exact(open_report, monkeypatch):
    monkeypatch.setattr("figmerit.report._budget.MOST_EXACT", 100)
    monkeypatch.setattr("figmerit.report._budget.FEWER_BITS", 6)
    true, score = binary(1.2, n=500)
    opened = open_report(Report("Rounded").add_predictions(true, score))
    opened.page.evaluate("location.hash = '#threshold1=0.37'")
    opened.page.wait_for_timeout(100)
    used = opened.page.evaluate("document.explorer.threshold")
    assert used > 0.37
    called = opened.page.evaluate("document.explorer.data.matrix(document.explorer.state)[1]")
    assert called == ((score >= used) & (true == 0)).sum()


def test_on_one_screen(open_report):
    """At 1440 x 900 the slider, the matrix and the examples are seen together, and the tabs begin."""
    opened = open_report(explored(), viewport={"width": 1440, "height": 900})
    for selector in ("#slider", "#matrices", "#examples", "#tabs"):
        box = opened.page.locator(selector).bounding_box()
        assert box["y"] + min(box["height"], 40) <= 900, selector
    opened = open_report(classes(10), viewport={"width": 1440, "height": 900})
    box = opened.page.locator("#matrices .matrix").bounding_box()
    assert box["width"] >= 600
    assert box["y"] + box["height"] <= 900
    size = opened.page.locator("#matrices .cell text").first.evaluate("(one) => getComputedStyle(one).fontSize")
    assert size == "14px"


def test_without_a_script_the_numbers_are_there(browser, tmp_path):
    path = explored().save(tmp_path / "report.html")
    page = browser.new_context(java_script_enabled=False).new_page()
    page.goto(path.as_uri())
    assert "This page needs JavaScript" in page.inner_text("noscript")
    assert page.locator("noscript td").first.is_visible()
    page.context.close()
