"""The tabs of classes, labels, slices and models in a real browser: what they say, and what a click does."""

import numpy as np
import pytest
from tests.plots.data import binary, multiclass

import figmerit as fm
from figmerit import Report
from figmerit._numbers import rounded
from figmerit.metrics.catalog import CATALOG

METRICS = ("precision", "recall", "f1_score")
SHOWN = ("accuracy", *METRICS, "specificity")

TEXTS = """(selector) => [...document.querySelectorAll(`${selector} tr`)]
  .map((row) => [...row.children].map((one) => one.textContent))"""


def text_of(value):
    """Return a number as the page writes it."""
    return "undefined" if np.isnan(value) else rounded(value)


def rows(opened, selector):
    """Return the texts of the rows of a table by the first one of each, in their order."""
    opened.draw()
    return {row[0]: row[1:] for row in opened.page.evaluate(TEXTS, selector)}


def state(opened, name):
    """Return what is chosen."""
    opened.draw()
    part = opened.page.evaluate("(name) => { const one = document.explorer.state[name];"
                                " return one instanceof Set ? [...one] : one }", name)  # fmt: skip
    return sorted(part) if name == "cells" else part


def change(opened, **part):
    opened.page.evaluate("(part) => document.explorer.change(part)", part)
    opened.draw()


def open_tab(opened, name):
    opened.page.get_by_role("tab", name=name, exact=True).click()
    opened.draw()


def four_classes(n=300, n_classes=4, **options):
    """Return truth, scores and the report of several classes."""
    true, score = multiclass(n_classes, n=n)
    names = [f"class {k}" for k in range(n_classes)]
    report = Report("Classes")
    report.add_predictions(true, score, labels=range(n_classes), display_labels=names, **options)
    return true, score, report


def said_of_class(true, score, k):
    """Return what the table must say of a class: examples, predictions, metrics, the area of its curve."""
    summary = fm.compute_metric_summary(true, y_score=score, labels=range(score.shape[1]))
    predicted = int((score.argmax(axis=1) == k).sum())
    values = [list(summary.by_class[name].values())[k] for name in METRICS]
    auc = fm.compute_roc_curve((true == k).astype(int), score[:, k]).roc_auc
    return [str((true == k).sum()), str(predicted), *map(rounded, (*values, auc))]


def said_of_threshold(true, score, threshold):
    """Return what the tables must say of a label at a threshold."""
    matrix = fm.compute_confusion_matrix(true, y_score=score, threshold=threshold, labels=[0, 1])
    (_, fp), (fn, tp) = matrix.counts.tolist()
    found = fm.compute_metric_summary(true, y_score=score, threshold=threshold).overall
    return [str(tp + fn), str(tp + fp), *(text_of(found[name]) for name in METRICS)]


@pytest.mark.parametrize("max_rows", [300, 50], ids=["whole", "sampled"])
def test_classes_have_the_numbers_of_python_weakest_first(open_report, max_rows):
    site = np.random.default_rng(1).choice(["north", "south"], 300)
    true, score, report = four_classes(slices={"site": site}, max_rows=max_rows)
    opened = open_report(report)
    open_tab(opened, "Classes")
    for code, part in [(-1, site != ""), (0, site == "north"), (1, site == "south")]:
        change(opened, chosen=[code])
        found = rows(opened, "#classes tbody")
        assert {name: row[:-1] for name, row in found.items()} == {
            f"class {k}": said_of_class(true[part], score[part], k) for k in range(4)
        }
        weakest = [float(row[4]) for row in found.values()]
        assert weakest == sorted(weakest)


def test_a_class_against_the_rest_at_random_thresholds(open_report):
    rng = np.random.default_rng(0)
    true, score, report = four_classes()
    opened = open_report(report)
    open_tab(opened, "Classes")
    for k, threshold in zip(rng.integers(0, 4, 12).tolist(), rng.random(12).tolist(), strict=True):
        change(opened, positive=k)
        change(opened, threshold=threshold)
        found = rows(opened, "#classes tbody")
        assert set(found) == {f"class {k}", "rest"}
        one = (true == k).astype(int)
        auc = rounded(fm.compute_roc_curve(one, score[:, k]).roc_auc)
        assert found[f"class {k}"][:-1] == [*said_of_threshold(one, score[:, k], threshold), auc]
        assert found["rest"][-2] == auc


def test_a_click_on_a_head_sorts_and_a_slider_does_not_undo_it(open_report):
    _, _, report = four_classes()
    opened = open_report(report)
    open_tab(opened, "Classes")
    head = opened.page.locator("#classes thead th")
    assert head.nth(5).get_attribute("aria-sort") == "ascending"
    opened.page.get_by_role("button", name="recall", exact=True).press("Enter")
    opened.page.get_by_role("button", name="recall", exact=True).press("Enter")
    assert head.nth(4).get_attribute("aria-sort") == "descending"
    assert head.nth(5).get_attribute("aria-sort") is None
    recalls = [float(row[3]) for row in rows(opened, "#classes tbody").values()]
    assert recalls == sorted(recalls, reverse=True)
    assert opened.page.evaluate("document.activeElement.textContent").startswith("recall")
    opened.page.get_by_role("button", name="class", exact=True).click()
    change(opened, positive=2)
    opened.page.locator("#slider").press("PageDown")
    assert list(rows(opened, "#classes tbody")) == ["class 2", "rest"]
    assert head.nth(0).get_attribute("aria-sort") == "ascending"


def test_a_click_on_a_class_shows_it_and_a_button_leads_back(open_report):
    _, _, report = four_classes()
    opened = open_report(report)
    open_tab(opened, "Classes")
    opened.page.locator("#classes tbody").get_by_role("button", name="class 3").click()
    assert state(opened, "positive") == 3
    assert opened.text("#classes tr.chosen th") == "class 3"
    opened.page.get_by_role("button", name="All 4 classes").click()
    assert state(opened, "positive") is None
    assert opened.page.locator("#all-classes").is_hidden()


@pytest.mark.parametrize("scored", [True, False], ids=["against the rest", "hard"])
def test_a_click_on_a_class_without_more_to_show_filters_its_mistakes(open_report, scored):
    true, score = binary(1.2, n=300)
    given = {"y_score": score} if scored else {"y_pred": (score >= 0.5).astype(int)}
    opened = open_report(Report("Two").add_predictions(true, display_labels=["ham", "spam"], **given))
    open_tab(opened, "Classes")
    button = opened.page.locator("#classes tbody").get_by_role("button", name="ham")
    button.click()
    assert state(opened, "cells") == [1]
    assert button.get_attribute("aria-pressed") == "true"
    assert opened.text("#classes tr.chosen th") == "ham"
    button.click()
    assert state(opened, "cells") == []
    assert button.get_attribute("aria-pressed") == "false"


def test_mistakes_are_counted_and_choose_their_cell(open_report):
    true, score, report = four_classes()
    opened = open_report(report)
    open_tab(opened, "Classes")
    counts = fm.compute_confusion_matrix(true, y_score=score).counts
    wanted = {
        f"class {i} → class {j}": [str(counts[i, j]), f"{100 * counts[i, j] / counts[i].sum():.1f}%"]
        for i in range(4) for j in range(4) if i != j and counts[i, j]
    }  # fmt: skip
    found = rows(opened, "#mistakes tbody")
    assert found == wanted
    assert list(found) == sorted(wanted, key=lambda name: -int(wanted[name][0]))
    change(opened, outcome="wrong")
    first = opened.page.locator("#mistakes tbody button").first
    name = first.text_content()
    first.click()
    assert state(opened, "cells") == [4 * int(name[6]) + int(name[-1])]
    assert state(opened, "outcome") is None
    assert opened.text("#mistakes tr.chosen th") == name
    opened.page.locator("#mistakes tbody button").first.click()
    assert state(opened, "cells") == []


def test_no_mistakes_are_said(open_report):
    opened = open_report(Report("Right").add_predictions([0, 1, 2] * 9, y_pred=[0, 1, 2] * 9))
    open_tab(opened, "Classes")
    assert opened.text("#mistakes caption") == "No mistakes"


def test_a_hundred_classes_are_searched_and_the_page_stays_small(open_report):
    true, score, report = four_classes(n=4000, n_classes=100)
    opened = open_report(report)
    open_tab(opened, "Classes")
    assert len(rows(opened, "#classes tbody")) == 100
    assert opened.page.evaluate("document.querySelectorAll('*').length") < 12_000
    opened.page.fill("#search-classes", "SS 77")
    assert list(rows(opened, "#classes tbody")) == ["class 77"]
    opened.page.wait_for_function("!document.querySelector('#classes').textContent.includes('…')")
    assert rows(opened, "#classes tbody")["class 77"][:-1] == said_of_class(true, score, 77)
    opened.page.fill("#search-classes", "zebra")
    assert opened.text("#classes caption") == "No class is called ‘zebra’."
    counts = fm.compute_confusion_matrix(true, y_score=score).counts
    pairs = np.count_nonzero(counts * (1 - np.eye(100, dtype=int)))
    assert opened.page.locator("#mistakes tbody tr").count() == 100
    assert opened.text("#mistakes tfoot th") == f"and {pairs - 100:,} more pairs"


def test_small_classes_are_said_to_be_few(open_report):
    opened = open_report(Report("Few").add_predictions(["a"] * 30 + ["b"] * 3, y_pred=["a"] * 31 + ["b"] * 2))
    open_tab(opened, "Classes")
    assert set(rows(opened, "#classes tbody")) == {"a", "b few"}


def labelled(n=200, n_labels=3):
    rng = np.random.default_rng(5)
    true = rng.integers(0, 2, (n, n_labels))
    return true, np.clip(0.3 * true + 0.7 * rng.random((n, n_labels)), 0, 1).round(2)


def test_labels_at_random_thresholds(open_report):
    true, score = labelled()
    names = ["action", "drama", "horror"]
    opened = open_report(Report("Labels").add_predictions(true, score, labels=names))
    for cuts in np.random.default_rng(0).random((6, 3)).round(3).tolist():
        change(opened, thresholds=dict(enumerate(cuts)))
        found = rows(opened, "#labels tbody")
        for k, name in enumerate(names):
            auc = fm.compute_roc_curve(true[:, k], score[:, k]).roc_auc
            assert found[name][2:] == [*said_of_threshold(true[:, k], score[:, k], cuts[k]), rounded(auc)]
            used = float(found[name][0])
            assert ((score[:, k] >= used) == (score[:, k] >= cuts[k])).all()
        predicted = score >= cuts
        micro, macro = rows(opened, "#labels tfoot").values()
        hits = int((predicted & (true == 1)).sum())
        assert micro[2:6] == [
            str(true.sum()), str(predicted.sum()), rounded(hits / predicted.sum()), rounded(hits / true.sum())
        ]  # fmt: skip
        overall = fm.compute_metric_summary(true, y_pred=predicted.astype(int)).overall
        assert macro[4:7] == [rounded(overall[f"macro_{name}"]) for name in METRICS]


def test_the_sliders_of_labels(open_report):
    true, score = labelled()
    opened = open_report(Report("Labels").add_predictions(true, score, labels=["a", "b", "c"]))
    slider = opened.page.get_by_role("slider", name="Threshold of b", exact=True)
    steps = slider.evaluate("(one) => (one.max - one.min) / one.step")
    assert steps <= 1000
    slider.fill("0.731")
    assert state(opened, "thresholds") == {"1": 0.731}
    assert state(opened, "positive") == 0
    slider.press("ArrowRight")
    assert state(opened, "thresholds")["1"] == pytest.approx(0.732)
    change(opened, thresholds={"1": float("inf")})
    assert slider.input_value() == "1"
    assert rows(opened, "#labels tbody")["b"][3] == "0"


def test_the_best_thresholds_of_all_labels_and_the_choice_of_one(open_report):
    true, score = labelled()
    opened = open_report(Report("Labels").add_predictions(true, score, labels=["a", "b", "c"]))
    opened.page.click("#best-of-labels")
    used = state(opened, "thresholds")
    for k in range(3):
        best = fm.choose_threshold(fm.compute_threshold_sweep(true[:, k], score[:, k]), rule="fbeta").threshold
        assert used[str(k)] == best
    opened.page.locator("#labels").get_by_role("button", name="c", exact=True).click()
    assert state(opened, "positive") == 2
    assert opened.text("#labels tr.chosen th") == "c"


def sliced(**options):
    """Return truth, scores, slices and the report of them."""
    rng = np.random.default_rng(0)
    true, score = binary(1.2, n=300)
    slices = {
        "site": rng.choice(["east", "north", "south"], 300, p=[0.02, 0.4, 0.58]),
        "day": rng.choice(["mon", "tue"], 300),
    }
    report = Report("Slices").add_predictions(true, score, slices=slices, **options)
    return true, score, slices, report


@pytest.mark.parametrize("max_rows", [300, 50], ids=["whole", "sampled"])
def test_slices_at_random_thresholds(open_report, max_rows):
    true, score, slices, report = sliced(max_rows=max_rows)
    opened = open_report(report)
    open_tab(opened, "Slices")
    for threshold in np.random.default_rng(1).random(8).tolist():
        change(opened, threshold=threshold)
        options = {"y_score": score, "threshold": threshold, "row_slices": slices["site"]}
        grids = [fm.compute_slice_metrics(true, **options, metric=name) for name in SHOWN]
        body = rows(opened, "#slices tbody")
        names = ["east few", "north", "south"]
        assert sorted(body) == names
        positives = [str(true[slices["site"] == name].sum()) for name in ("east", "north", "south")]
        assert [body[name][:-2] for name in names] == [
            [str(grids[0].n[k, 0]), positives[k], *(text_of(one.grid[k, 0]) for one in grids)] for k in range(3)
        ]
        whole = fm.compute_metric_summary(true, y_score=score, threshold=threshold).overall
        assert rows(opened, "#slices tfoot")["all"][2:6] == [text_of(whole[name]) for name in SHOWN[:4]]


def test_pairs_of_slices_at_random_thresholds(open_report):
    true, score, slices, report = sliced()
    opened = open_report(report)
    open_tab(opened, "Slices")
    opened.page.select_option("#slices-by", "1")
    for threshold, name in zip(np.random.default_rng(2).random(6).tolist(), SHOWN * 2, strict=False):
        opened.page.select_option("#slices-metric", name)
        change(opened, threshold=threshold)
        options = {"row_slices": slices["site"], "col_slices": slices["day"], "threshold": threshold}
        found = fm.compute_slice_metrics(true, y_score=score, **options, metric=name)
        assert list(rows(opened, "#slices tbody").values()) == [
            [f"{text_of(value)} ({n}{', few' if n < 10 else ''})" for value, n in zip(*row, strict=True)]
            for row in zip(found.grid, found.n, strict=True)
        ]
        assert opened.text("#slices h2") == f"{CATALOG[name].display_name}, and examples"


def test_a_second_click_on_a_slice_shows_all_again_also_after_another_one(open_report):
    _, _, _, report = sliced()
    opened = open_report(report)
    open_tab(opened, "Slices")

    def click(name):
        opened.page.locator("#slices tbody").get_by_role("button", name=name).first.click()
        return state(opened, "chosen")

    assert click("south") == [2, -1]
    assert opened.text("#slices tr.chosen th") == "south"
    assert click("north") == [1, -1]
    assert click("north") == [-1, -1]
    opened.page.select_option("#slices-by", "1")
    assert click("site south, day tue") == [2, 1]
    assert opened.page.locator("#slices [aria-pressed=true]").count() == 2
    assert click("site south, day tue") == [-1, -1]


def test_slices_are_sorted_and_say_what_is_missing_or_empty(open_report):
    true, score = binary(1.2, n=300)
    site = np.random.default_rng(0).choice(np.array(["b", "", None, "a"], dtype=object), 300)
    age = np.arange(300.0)
    opened = open_report(Report("Odd").add_predictions(true, score, slices={"site": site, "age": age}))
    open_tab(opened, "Slices")
    assert set(rows(opened, "#slices tbody")) == {"(empty)", "a", "b", "(missing)"}
    opened.page.locator("#slices").get_by_role("button", name="recall", exact=True).click()
    recalls = [float(row[4]) for row in rows(opened, "#slices tbody").values()]
    assert recalls == sorted(recalls)
    opened.page.select_option("#slices-of", "1")
    opened.draw()
    note = opened.page.evaluate("document.explorer.spec.groups[1].note")
    assert note
    assert note in opened.text("#slices")


def test_models_are_compared_with_the_one_that_is_shown(open_report):
    true, first = binary(1.2, n=300)
    second = np.random.default_rng(2).permutation(first)
    report = Report("Models").add_predictions(true, {"good": first, "bad": second, "same": first})
    opened = open_report(report)
    open_tab(opened, "Models")
    for threshold in (0.2, 0.5, 0.7):
        change(opened, threshold=threshold, run=0)
        good, bad = (
            fm.compute_metric_summary(true, y_score=one, threshold=threshold).overall for one in (first, second)
        )
        found = rows(opened, "#runs tbody")
        assert opened.text("#runs tr.chosen th") == "good shown"
        for at, name in enumerate(SHOWN[:4]):
            off = bad[name] - good[name]
            said = "same" if off == 0 else f"{'+' if off > 0 else '−'}{rounded(abs(off))}"
            assert found["bad"][at].startswith(f"{rounded(bad[name])}{said}")
            assert found["good shown"][at] == rounded(good[name])
            assert found["same"][at].startswith(rounded(good[name]))
        assert found["bad"][5].startswith(rounded(bad["roc_auc"]))
    opened.page.locator("#runs").get_by_role("button", name="bad").click()
    assert state(opened, "run") == 1
    assert opened.text("#runs tr.chosen th") == "bad shown"
    assert " better" in rows(opened, "#runs tbody")["good"][0]


def test_another_model_that_is_compared_changes_places(open_report):
    true, score = binary(1.2, n=100)
    opened = open_report(Report("Models").add_predictions(true, {"one": score, "two": score[::-1]}))
    change(opened, other=1)
    open_tab(opened, "Models")
    opened.page.locator("#runs").get_by_role("button", name="two").click()
    assert [state(opened, name) for name in ("run", "other")] == [1, 0]


HOSTILE = ["<b>x</b>" + "w" * 300, "שלום \u202eabc", "👨\u200d👩\u200d👧 family"]


@pytest.mark.parametrize("width", [390, 1024, 1440])
def test_hostile_names_stay_whole_and_in_their_tables(open_report, width):
    true, score = multiclass(3, n=200)
    site = np.array(HOSTILE)[np.random.default_rng(0).integers(0, 3, 200)]
    report = Report("Hostile")
    report.add_predictions(
        true, {HOSTILE[0]: score, "two": score[::-1]}, display_labels=HOSTILE, slices={HOSTILE[0]: site}
    )
    opened = open_report(report, viewport={"width": width, "height": 900})
    for tab, table in {"Classes": "#classes", "Slices": "#slices-table", "Models": "#runs-table"}.items():
        open_tab(opened, tab)
        assert HOSTILE[0] in opened.text(f"{table} tbody")
        cut = "(one) => [one.scrollWidth - one.clientWidth, document.documentElement.scrollWidth]"
        over, whole = opened.page.locator(table).evaluate(cut)
        assert over <= 1
        assert whole <= width
    assert opened.page.locator(".panel b").count() == 0


def test_nothing_is_drawn_in_a_closed_tab(open_report):
    _, _, _, report = sliced()
    opened = open_report(report)
    opened.page.locator("#slider").press("PageDown")
    opened.draw()
    assert opened.page.locator("#classes tbody tr, #slices tbody tr").count() == 0
