"""The page in a real browser: each control changes what it says, by pointer and by keys."""

import csv
import io
from pathlib import Path

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


def said(opened):
    """Return what the parts of the page say."""
    opened.draw()
    return opened.page.evaluate(
        """(_, all = (selector) => document.querySelectorAll(selector)) => ({
          matrix: [...all('figure:not([hidden]) .cell text')].map((text) => text.textContent).join(),
          fills: [...all('figure:not([hidden]) .cell rect')].map((box) => box.getAttribute('fill')).join(),
          label: document.querySelector('figure:not([hidden]) [id$=xlabel0]')?.textContent.trim(),
          roc: document.querySelector('[id="roc-0-lines0"] path')?.getAttribute('d'),
          pr: document.querySelector('[id="pr-0-lines0"] path')?.getAttribute('d'),
          auc: document.querySelector('[id="roc-0-legend0"]')?.textContent.trim(),
          current: [...all('.mark.current')].map((mark) => mark.getAttribute('cx')).join(),
          best: [...all('.mark.best')].map((mark) => mark.getAttribute('d')).join(),
          numbers: document.getElementById('numbers').textContent,
          mistakes: document.getElementById('mistakes').textContent,
          classes: document.getElementById('classes').textContent,
          slices: document.getElementById('slices').textContent,
          runs: document.getElementById('runs').textContent,
          caption: document.querySelector('#predictions caption').textContent,
          rows: document.querySelector('#predictions tbody').textContent,
          note: document.getElementById('threshold-note')?.textContent,
        })"""
    )


CONTROLS = {
    "slider": (lambda page: page.locator("#slider").press("PageDown"), {"label", "current"}),
    "number": (lambda page: (page.fill("#threshold", "0.9"), page.press("#threshold", "Enter")), {"matrix", "numbers"}),
    "Youden": (lambda page: page.get_by_role("button", name="Youden").click(), {"label", "current", "matrix"}),
    "best F1": (lambda page: page.get_by_role("button", name="Best F1").click(), {"label", "current"}),
    "precision": (lambda page: page.get_by_role("button", name="Precision", exact=True).click(), {"label", "numbers"}),
    "recall": (lambda page: page.get_by_role("button", name="Recall", exact=True).click(), {"label", "numbers"}),
    "subset": (
        lambda page: page.select_option("#in0", "0"),
        {"matrix", "roc", "pr", "auc", "best", "rows"},
    ),
    "slice": (
        lambda page: page.select_option("#in1", "1"),
        {"matrix", "roc", "pr", "mistakes", "classes"},
    ),
    "cells show": (lambda page: page.select_option("#by", "true"), {"matrix", "fills"}),
    "cell of slices": (
        lambda page: page.locator("#slices td button").first.click(),
        {"matrix", "roc", "numbers", "rows"},
    ),
    "mistake": (lambda page: page.locator("#mistakes button").first.click(), {"caption", "rows"}),
    "cell": (lambda page: page.locator('figure:not([hidden]) [data-cell="0,1"]').click(), {"caption", "rows"}),
    "filter of texts": (lambda page: page.fill('[aria-label="Filter site"]', "nor"), {"caption", "rows"}),
    "filter of numbers": (lambda page: page.fill('[aria-label="Filter length"]', "> 500"), {"caption", "rows"}),
    "errors only": (lambda page: page.check("#errors"), {"caption", "rows"}),
    "search": (lambda page: page.fill("#search", "mail 17"), {"caption", "rows"}),
    "sort": (lambda page: page.get_by_role("button", name="length").click(), {"rows"}),
    "next": (lambda page: page.get_by_role("button", name="Next").click(), {"caption", "rows"}),
}


@pytest.mark.parametrize(("act", "changes"), CONTROLS.values(), ids=CONTROLS)
def test_each_control_changes_what_the_page_says(open_report, act, changes):
    opened = open_report(explored())
    before = said(opened)
    act(opened.page)
    after = said(opened)
    assert {name for name in before if before[name] != after[name]} >= changes


def test_the_validation_data_and_the_threshold_of_a_half_come_first(open_report):
    opened = open_report(explored())
    first = said(opened)
    assert opened.page.locator("#in0 option:checked").text_content() == "validation"
    assert first["label"] == "Predicted label (score ≥ 0.5)"
    assert "chosen here is chosen on these data" in first["note"]


def test_both_ends_of_the_slider_say_that_they_decide_nothing(open_report):
    opened = open_report(explored())
    opened.page.locator("#slider").press("Home")
    assert said(opened)["note"].startswith("Everything is called positive")
    opened.page.locator("#slider").press("End")
    last = said(opened)
    assert last["note"].startswith("Nothing is called positive")
    assert last["label"] == "Predicted label (no score reaches the threshold)"


def test_a_target_out_of_reach_says_so(open_report):
    true, score = [0, 1] * 20, [0.9, 0.1] * 20
    opened = open_report(Report("Bad").add_predictions(true, score))
    opened.page.get_by_role("button", name="Precision", exact=True).click()
    assert said(opened)["note"] == "No threshold reaches that on these data."


def test_cells_by_keys(open_report):
    opened = open_report(explored())
    page = opened.page
    page.locator('[data-cell="0,0"]').focus()
    page.keyboard.press("ArrowRight")
    assert page.evaluate("document.activeElement.dataset.cell") == "0,1"
    assert page.locator("#tip").inner_text().startswith("True ham, predicted spam: ")
    assert "of the row, 95% Wilson [" in page.locator("#tip").inner_text()
    page.keyboard.press("Enter")
    assert "(true ham, predicted spam)" in said(opened)["caption"]
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Shift+Enter")
    both = said(opened)["caption"]
    assert both.endswith("(true ham, predicted spam; true spam, predicted spam)")
    page.keyboard.press("Escape")
    assert "(" not in said(opened)["caption"]


def test_filtered_rows_are_those_of_the_cell(open_report):
    opened = open_report(explored())
    count = opened.page.locator('[data-cell="1,0"]').get_attribute("aria-label").split(": ")[1]
    opened.page.locator('[data-cell="1,0"]').click()
    assert said(opened)["caption"] == f"Examples 1 to {count} of {count} (true spam, predicted ham)"
    labels = "rows => rows.map((row) => row.children[1].textContent + row.children[2].textContent)"
    cells = opened.page.locator("#predictions tbody tr").evaluate_all(labels)
    assert set(cells) == {"spamham"}
    assert len(cells) == int(count)


@pytest.mark.parametrize("name", ["roc", "pr"])
def test_curves_by_keys(open_report, name):
    opened = open_report(explored())
    reader = opened.page.locator(f'[data-picture="{name}"] .reader')
    reader.focus()
    for _ in range(9):
        reader.press("ArrowRight")
    text = reader.get_attribute("aria-valuetext")
    assert ("true positive rate" if name == "roc" else "recall") in text
    cut = float(text.split("score ≥ ")[1].split(",")[0])
    assert opened.page.locator("#tip").inner_text().replace("\n", ", ") == text
    reader.press("Enter")
    opened.draw()
    assert opened.page.evaluate("document.explorer.threshold") == cut


@pytest.mark.parametrize("name", ["roc", "pr"])
def test_curves_by_pointer(open_report, name):
    opened = open_report(explored())
    before = said(opened)["current"]
    mark = opened.page.locator(f'[data-picture="{name}"] .mark.best').bounding_box()
    opened.page.mouse.move(mark["x"] + mark["width"] / 2, mark["y"] + mark["height"] / 2)
    assert "TP " in opened.page.locator("#tip").inner_text()
    opened.page.mouse.click(mark["x"] + mark["width"] / 2, mark["y"] + mark["height"] / 2)
    assert said(opened)["current"] != before


def test_csv_of_the_filtered_rows_runs_no_formula(open_report):
    opened = open_report(explored())
    opened.page.locator('[data-cell="1,0"]').click()
    opened.draw()
    with opened.page.expect_download() as download:
        opened.page.get_by_role("button", name="Save as CSV").click()
    text = Path(download.value.path()).read_text(encoding="utf-8-sig")
    rows = list(csv.DictReader(io.StringIO(text)))
    assert {(row["true"], row["predicted"]) for row in rows} == {("spam", "ham")}
    assert all(row["'=subject"].startswith("'=1+") for row in rows)
    assert all(float(row["score"]) < 0.5 for row in rows)


def test_what_was_chosen_is_in_the_address(open_report):
    opened = open_report(explored())
    page = opened.page
    page.select_option("#in0", "0")
    page.select_option("#by", "pred")
    page.fill("#threshold", "0.25")
    page.press("#threshold", "Enter")
    page.locator('[data-cell="1,0"]').click()
    before = said(opened)
    page.wait_for_timeout(500)
    assert "cells" in page.url
    page.reload()
    page.wait_for_selector("html[data-ready]")
    assert said(opened) == before
    assert page.input_value("#threshold") == "0.25"
    assert (page.input_value("#in0"), page.input_value("#by")) == ("0", "pred")


ADDRESSES = ["#run=9&class=7&threshold=x&by=z&in.subset=-7&in.site=99&cells=77,a", "#%", "#threshold="]


@pytest.mark.parametrize("address", ADDRESSES, ids=range(3))
def test_an_address_that_makes_no_sense_is_ignored(open_report, address):
    opened = open_report(explored())
    before = said(opened)
    opened.page.evaluate("(address) => { location.hash = address; }", address)
    opened.page.wait_for_timeout(100)
    assert said(opened) == before


def test_a_class_against_the_rest(open_report):
    true, score = multiclass(4, n=300)
    names = np.array(["bird", "cat", "dog", "$x^2$"])
    opened = open_report(
        Report("Animals").add_predictions(names[true], score, labels=names, subsets=np.where(true < 9, "all", ""))
    )
    page = opened.page
    assert page.locator("#curves-of-all figure").count() == 2
    assert not page.locator("#slider").is_visible()
    page.select_option("#class", "3")
    assert "$x^2$" in said(opened)["classes"]
    assert page.locator('[data-picture="rest"]').is_visible()
    assert page.locator('[data-picture="rest"] svg text', has_text="$x^2$").count() == 2
    assert page.locator("#slider").is_visible()


def test_labels_alone_have_no_threshold(open_report):
    opened = open_report(report_classification(["a", "b", "c"] * 20, y_pred=["a", "b", "b"] * 20))
    assert not opened.page.locator("#slider").is_visible()
    assert said(opened)["numbers"].startswith("60 examplesmetricvalue95% Wilsonaccuracy0.667")


def test_checkpoints_and_models(open_report):
    true, score = binary(1.2, n=200)
    epochs = {1: 1 - score, 2: score, 3: np.round(score, 1)}
    opened = open_report(report_classification(true, epochs=epochs))
    assert opened.page.locator("#run option:checked").text_content() == "2"
    before = said(opened)
    opened.page.select_option("#run", "0")
    after = said(opened)
    assert {name for name in before if before[name] != after[name]} >= {"matrix", "roc", "pr", "auc", "numbers", "rows"}


def test_findings_and_tables(open_report):
    true, score = binary(1.2, n=200)
    report = report_classification(true, 1 - score, metrics={"iou": 0.5}, title="Findings")
    report.add({"layer": ["a", "b"], "weights": [12, 1.5]}, title="Layers").add("One.\n\nTwo <b>.")
    page = open_report(report).page
    assert "below chance" in page.locator(".findings").inner_text()
    assert page.get_by_role("heading", name="Metrics").count() == 1
    assert page.locator("main p").all_text_contents()[-2:] == ["One.", "Two <b>."]


@pytest.mark.parametrize(
    ("words", "test"),
    {
        "> 500": lambda n: n > 500,
        "<=20": lambda n: n <= 20,
        "100 to 200": lambda n: 100 <= n <= 200,
        "= 7": lambda n: n == 7,
        "99": lambda n: "99" in str(n),
    }.items(),
)
def test_filters_of_numbers(open_report, words, test):
    lengths = np.random.default_rng(1).integers(0, 300, 300)
    opened = open_report(explored(columns={"length": lengths * 3}, subsets=None))
    opened.page.fill('[aria-label="Filter length"]', words)
    n = sum(test(length) for length in (lengths * 3).tolist())
    assert said(opened)["caption"].endswith(f" of {n}")


def test_the_curves_of_all_classes_as_tables(open_report):
    true, score = multiclass(4, n=300)
    opened = open_report(Report("Four").add_predictions(true, score, slices={"s": np.arange(300) % 2}))
    opened.page.get_by_text("The curves as a table").click()
    opened.draw()
    captions = opened.page.locator("#points caption").all_inner_texts()
    assert captions == [f"{k} against the rest. One in 12 of 300 thresholds" for k in range(4)]
    before = opened.text("#points")
    opened.page.select_option("#in0", "0")
    opened.draw()
    assert opened.text("#points") != before
    opened.page.select_option("#class", "2")
    opened.draw()
    assert opened.page.locator("#points caption").all_inner_texts() == ["One in 3 of 300 thresholds"]


def test_rows_are_copied(open_report):
    opened = open_report(explored(subsets=None), permissions=["clipboard-read", "clipboard-write"])
    opened.page.fill("#search", "mail 17")
    opened.page.get_by_role("button", name="Copy").click()
    opened.page.get_by_text("Copied 11 rows.").wait_for()
    rows = [line.split("\t") for line in opened.page.evaluate("navigator.clipboard.readText()").splitlines()]
    assert rows[0] == ["id", "true", "predicted", "score", "site", "length", "'=subject"]
    assert [row[0] for row in rows[1:]] == ["mail 17", *(f"mail {k}" for k in range(170, 180))]


def test_the_curves_as_a_table(open_report):
    opened = open_report(explored())
    opened.page.get_by_text("The curves as a table").click()
    opened.draw()
    rows = opened.page.locator("#points tbody tr").all_inner_texts()
    assert opened.page.locator("#points caption").inner_text() == "One in 3 of 300 thresholds"
    assert len(rows) == 101
    assert rows[-1].split()[0] == "beyond"
    assert rows[-1].split()[5] == "undefined"
    first = rows[0].split()
    opened.page.select_option("#in0", "0")
    opened.draw()
    assert opened.page.locator("#points tbody tr").first.inner_text().split() != first


def compared(**options):
    true, score = binary(1.2, n=200)
    models = {"first": score, "second": np.round(score, 1)}
    return report_classification(true, models=models, **options)


def test_two_models_side_by_side(open_report):
    opened = open_report(compared())
    page = opened.page
    assert page.locator(".other").count() == 0
    assert not page.locator('[data-picture="matrixB"]').is_visible()
    page.select_option("#other", "1")
    opened.draw()
    assert page.locator("path.other").count() == 2
    assert page.locator('[data-picture="matrix"] figcaption').inner_text() == "first"
    assert page.locator('[data-picture="matrixB"] figcaption').inner_text() == "second"
    caption = page.locator('[data-picture="roc"] figcaption').inner_text()
    area = page.evaluate("document.explorer.numbers.AUC")
    page.locator('[data-picture="matrixB"] [data-cell="0,1"]').click()
    opened.draw()
    assert page.input_value("#run") == "1"
    assert page.input_value("#other") == "0"
    assert "(true 0, predicted 1)" in said(opened)["caption"]
    assert caption == f"dashed: second (AUC = {page.evaluate('document.explorer.numbers.AUC'):.3f})"
    assert page.locator('[data-picture="roc"] figcaption').inner_text() == f"dashed: first (AUC = {area:.3f})"


def labels_report(**options):
    rng = np.random.default_rng(5)
    true = rng.integers(0, 2, (200, 3))
    score = np.clip(0.3 * true + 0.7 * rng.random((200, 3)), 0, 1)
    return report_classification(true, score, labels=["cat", "dog", "<b>"], ids=np.arange(200), **options)


def test_each_label_has_a_slider(open_report):
    opened = open_report(labels_report())
    page = opened.page
    rows = page.locator("#labels tbody tr")
    assert rows.count() == 3
    before, all_before = rows.all_inner_texts(), page.locator("#labels tfoot").inner_text()
    page.get_by_label("Threshold of dog").press("Home")
    opened.draw()
    after = rows.all_inner_texts()
    assert [one == two for one, two in zip(before, after, strict=True)] == [True, False, True]
    assert page.locator("#labels tfoot").inner_text() != all_before
    page.locator("#labels tbody button", has_text="dog").click()
    opened.draw()
    assert page.input_value("#slider") == "0"
    assert page.input_value("#class") == "1"
    assert page.locator('[data-picture="rest"] svg text', has_text="dog").count() == 2
    assert page.locator('[data-picture="pr"] svg text', has_text="Positive: dog").count() == 1
    page.get_by_role("button", name="Best F1 of each label").click()
    opened.draw()
    assert page.input_value("#slider") != "0"
    assert {text.split()[1] for text in rows.all_inner_texts()}.isdisjoint({"0.5"})
    page.wait_for_timeout(500)
    state = said(opened)
    page.reload()
    page.wait_for_selector("html[data-ready]")
    assert said(opened) == state


def test_the_labels_of_each_example(open_report):
    opened = open_report(labels_report())
    rows = opened.page.locator("#predictions tbody tr").evaluate_all(
        "rows => rows.map((row) => [...row.children].map((one) => one.textContent))"
    )
    names = opened.page.locator("#predictions thead tr:first-child th").all_inner_texts()
    assert names == ["id", "true", "predicted", "score", "all labels", "all predicted"]
    rng = np.random.default_rng(5)
    true = rng.integers(0, 2, (200, 3))
    wanted = [", ".join(name for name, has in zip(["cat", "dog", "<b>"], row, strict=True) if has) for row in true[:25]]
    assert [row[4] for row in rows] == wanted


def test_images_are_in_the_table(open_report, tmp_path):
    pixels = np.random.default_rng(0).integers(0, 255, (300, 12, 8, 3)).astype(np.uint8)
    opened = open_report(explored(images=list(pixels), subsets=None))
    sizes = opened.page.locator("#predictions img").evaluate_all(
        "all => all.map((one) => [one.naturalWidth, one.naturalHeight])"
    )
    assert sizes == [[8, 12]] * 25
    assert opened.page.locator("#predictions img").first.get_attribute("alt") == "image of id mail 0"
    with opened.page.expect_download() as download:
        opened.page.get_by_role("button", name="Save as CSV").click()
    assert "image" not in Path(download.value.path()).read_text(encoding="utf-8")


def test_pairs_of_slices_filter_the_page(open_report):
    opened = open_report(explored(subsets=None, slices={"site": ["a", "b"] * 150, "day": ["x", "y", "y"] * 100}))
    page = opened.page
    page.select_option("#slices-by", "1")
    cell = page.get_by_role("button", name="site b, day y: F1")
    cell.click()
    opened.draw()
    assert [page.input_value("#in0"), page.input_value("#in1")] == ["1", "1"]
    assert said(opened)["caption"].endswith(" of 100")
    assert cell.get_attribute("aria-pressed") == "true"
    assert page.evaluate("document.activeElement.textContent") == cell.inner_text()
    cell.click()
    assert said(opened)["caption"].endswith(" of 300")


def test_many_slices(open_report):
    opened = open_report(explored(subsets=None, slices={"day": np.arange(300), "site": np.arange(300) % 2}))
    assert opened.page.locator("#slices tbody tr").count() == 100
    assert opened.text("#slices caption") == "Metrics in each slice; the first 100 of 300 slices of day"
    box = opened.page.locator("#slices .scrolled")
    assert box.bounding_box()["height"] < 600
    assert box.get_attribute("tabindex") == "0"


def test_a_sampled_table_says_so_and_counts_all(open_report):
    opened = open_report(explored(subsets=None, max_rows=40))
    note = opened.page.locator("#explorer > .note").all_inner_texts()
    assert note == ["The table holds 40 examples of 300, drawn at random; counts, curves and metrics are of all."]
    assert said(opened)["caption"] == "Examples 1 to 25 of 40"
    assert opened.text("#numbers caption") == "300 examples"
    ids = opened.page.locator("#predictions tbody tr td:first-child").all_inner_texts()
    places = [int(one.removeprefix("mail ")) for one in ids]
    assert places == sorted(places)
    assert max(places) > 40


def test_columns_of_any_name(open_report):
    names = ["true", "score", "row", "id", "__proto__", "constructor", "predicted"]
    columns = {name: np.arange(300) * (k + 2) for k, name in enumerate(names)}
    opened = open_report(
        explored(columns=columns, slices={"subset": ["x", "y"] * 150, "__proto__": ["u"] * 300}, ids=None)
    )
    opened.page.select_option("#in1", "1")
    before = said(opened)
    opened.page.locator('[aria-label="Filter __proto__"]').last.fill("= 60")
    assert said(opened)["caption"] != before["caption"]
    opened.page.locator('[aria-label="Filter __proto__"]').last.fill("")
    opened.page.locator("button.sort", has_text="predicted").last.click()
    opened.page.locator("button.sort", has_text="predicted").last.click()
    opened.draw()
    last = opened.page.locator("#predictions tbody tr").first.locator("td").last.inner_text()
    assert int(last) > 2000


@pytest.mark.parametrize("typed", ["abc", "50%", "0.3.4", "0x10", ""])
def test_what_is_no_number_is_said(open_report, typed):
    opened = open_report(explored())
    opened.page.fill("#threshold", "0.4")
    opened.page.press("#threshold", "Enter")
    opened.draw()
    opened.page.fill("#threshold", typed)
    opened.page.press("#threshold", "Tab")
    assert said(opened)["note"] == f"“{typed}” is no number: type one such as 0.5."
    assert opened.page.evaluate("document.explorer.threshold") == 0.4


def test_a_comma_is_understood(open_report):
    opened = open_report(explored())
    opened.page.fill("#threshold", "0,4")
    opened.page.press("#threshold", "Enter")
    opened.draw()
    assert opened.page.evaluate("document.explorer.threshold") == 0.4
    assert opened.page.input_value("#threshold") == "0.4"


@pytest.mark.parametrize(
    ("fields", "button", "words"),
    [
        ({"#target": ""}, "Precision", "The target must be a number above 0, and 1 at most."),
        ({"#target": "90"}, "Recall", "The target must be a number above 0, and 1 at most."),
        ({"#cost-fp": "-1"}, "Lowest cost", "The costs must be numbers from 0 on, not both 0."),
        ({"#cost-fp": "0", "#cost-fn": "0"}, "Lowest cost", "The costs must be numbers from 0 on, not both 0."),
    ],
)
def test_targets_and_costs_that_make_no_sense(open_report, fields, button, words):
    opened = open_report(explored())
    for selector, value in fields.items():
        opened.page.fill(selector, value)
    opened.page.get_by_role("button", name=button, exact=True).click()
    assert said(opened)["note"] == words


def test_data_of_one_class_have_no_rule(open_report):
    opened = open_report(Report("One").add_predictions([0] * 5, [0.1, 0.2, 0.3, 0.4, 0.5]))
    opened.page.get_by_role("button", name="Youden").click()
    assert said(opened)["note"] == "These data have one class only: no rule can choose a threshold."
    for name in ("roc", "pr", "sweep"):
        reader = opened.page.locator(f'[data-picture="{name}"] .reader')
        for key in ("ArrowRight", "End", "Home", "ArrowLeft"):
            reader.press(key)
    for name in ("roc", "pr"):
        opened.page.locator(f'[data-picture="{name}"] .reader').press("Enter")
    opened.draw()
    assert opened.page.evaluate("document.explorer.threshold") == 0.5


def test_keys_read_a_curve_from_the_threshold_on(open_report):
    opened = open_report(explored())
    before = said(opened)["matrix"]
    for name in ("roc", "pr", "sweep"):
        opened.page.locator(f'[data-picture="{name}"] .reader').press("Enter")
        assert said(opened)["matrix"] == before


def test_what_is_searched_sorted_and_filtered_is_in_the_address(open_report):
    opened = open_report(explored())
    page = opened.page
    page.fill("#search", "mail 1")
    page.fill('[aria-label="Filter length"]', "> 100")
    page.check("#errors")
    page.get_by_role("button", name="length").click()
    page.select_option("#slices-by", "0")
    before = said(opened)
    page.wait_for_timeout(500)
    page.reload()
    page.wait_for_selector("html[data-ready]")
    assert said(opened) == before
    assert page.input_value("#search") == "mail 1"
    assert page.input_value('[aria-label="Filter length"]') == "> 100"
    assert page.is_checked("#errors")


def test_filters_compare_scores_as_they_are(open_report):
    true, score = binary(1.2, n=200)
    score = score.round(1).astype(np.float32)
    opened = open_report(Report("Filters").add_predictions(true, score))
    for words, n in {
        "= 0.3": (score == np.float32(0.3)).sum(),
        "<= 0.3": (score <= np.float32(0.3)).sum(),
        "0.2 to 0,3": ((score >= np.float32(0.2)) & (score <= np.float32(0.3))).sum(),
    }.items():
        opened.page.fill('[aria-label="Filter score"]', words)
        assert said(opened)["caption"].endswith(f" of {n}")
    opened.page.fill('[aria-label="Filter score"]', "> x")
    assert said(opened)["caption"].endswith(" of 200; not understood: score > x")
    assert opened.page.get_attribute('[aria-label="Filter score"]', "aria-invalid") == "true"


def test_numbers_of_columns_are_exact(open_report):
    large = np.arange(20, dtype=np.int64) + 9007199254740993
    short = np.full(20, 0.3, dtype=np.float32)
    opened = open_report(
        Report("Ids").add_predictions([0, 1] * 10, np.linspace(0, 1, 20), ids=large, columns={"x": short})
    )
    cells = opened.page.locator("#predictions tbody tr").first.locator("td").all_inner_texts()
    assert cells == ["9007199254740993", "0", "0", "0", "0.3"]


def test_scores_are_never_rounded_up(open_report):
    opened = open_report(Report("Up").add_predictions([0, 1] * 3, [0.49999999999, 0.5, 1 / 3, 2 / 3, 1e-9, 1 - 1e-12]))
    shown = opened.page.locator("#predictions tbody td:nth-child(4)").all_inner_texts()
    assert shown == ["0.499999", "0.5", "0.333333", "0.666666", "1e-9", "0.999999"]


def test_focus_stays_where_the_last_page_is_reached(open_report):
    opened = open_report(explored(subsets=None, columns=None))
    button = opened.page.get_by_role("button", name="Next")
    for _ in range(15):
        button.press("Enter")
    assert said(opened)["caption"] == "Examples 276 to 300 of 300"
    assert button.get_attribute("aria-disabled") == "true"
    assert opened.page.evaluate("document.activeElement.textContent") == "Next"


def test_runs_change_places(open_report):
    opened = open_report(compared())
    opened.page.select_option("#other", "1")
    opened.page.select_option("#run", "1")
    opened.draw()
    assert (opened.page.input_value("#run"), opened.page.input_value("#other")) == ("1", "0")


def test_the_tables_of_curves_follow_the_class(open_report):
    true, score = multiclass(4, n=300)
    opened = open_report(Report("Four").add_predictions(true, score))
    opened.page.get_by_text("The curves as a table").click()
    for value, n in (("0", 1), ("", 4), ("3", 1)):
        opened.page.select_option("#class", value)
        opened.draw()
        assert opened.page.locator("#points caption").count() == n


def test_a_second_click_shows_the_subset_of_before(open_report):
    opened = open_report(explored())
    before = said(opened)
    opened.page.select_option("#slices-of", "0")
    opened.draw()
    cell = opened.page.locator("#slices tbody tr").first.locator("td button").first
    cell.click()
    assert said(opened)["rows"] != before["rows"]
    cell.click()
    assert said(opened)["rows"] == before["rows"]


def test_legends_of_long_names_stay_true(open_report):
    true, score = multiclass(4, n=300)
    names = ["the very long name of a class " * 6 + str(k) for k in range(4)]
    opened = open_report(Report("Long").add_predictions(true, score, display_labels=names))
    texts = opened.page.locator('[data-picture="rocOfAll"] [id*="-legend"]').all_text_contents()
    assert texts[-1].strip() == "chance (0.5)"
    assert any(text.strip().endswith("4 classes") for text in texts), texts


def test_the_sweep_has_room_for_all_models(open_report):
    true, score = binary(1.2, n=200)
    with pytest.warns(FigmeritWarning, match="cut at 0.5, as probabilities are"):
        report = report_classification(true, models={"share": score, "logit": 9 * score - 3})
    opened = open_report(report)
    assert opened.page.locator(".findings li").all_inner_texts() == [
        "warning logit: Scores go from -2.93808 to 5.74767, as logits do: the default threshold 0.5 is not their "
        "boundary. threshold=0 cuts logits; or pass probabilities, scipy.special.expit(y_score)."
    ]
    opened.page.select_option("#run", "1")
    opened.draw()
    frame = opened.page.locator('[data-picture="sweep"] .reader').bounding_box()
    mark = opened.page.locator('[data-picture="sweep"] .mark.best').bounding_box()
    assert frame["x"] - 5 <= mark["x"] <= frame["x"] + frame["width"]


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
