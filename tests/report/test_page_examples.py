"""The examples of a page: tags of what is chosen, a search that says what it did not understand, orders, files."""

import csv
import io
from pathlib import Path

import numpy as np
import pytest
from tests.plots.data import binary, multiclass

from figmerit import Report, report_classification

TRUE, SCORE = binary(1.2, n=300)
WIDE = {"width": 1440, "height": 900}
NAMES = np.array(["ham", "spam"])
LENGTH = np.random.default_rng(1).integers(0, 999, 300)
SITE = np.random.default_rng(2).choice(["north", "south"], 300)


def mails(**options):
    given = {
        "slices": {"site": SITE},
        "ids": [f"mail {k}" for k in range(300)],
        "columns": {"length": LENGTH, "=subject": [f"=1+{k}" for k in range(300)]},
    }
    return Report("Spam").add_predictions(NAMES[TRUE], SCORE, pos_label="spam", **(given | options))


def table(opened):
    """Return the texts of the table as a person reads them, by the names of the columns."""
    opened.draw()
    return opened.page.evaluate(
        """() => {
          const heads = [...document.querySelectorAll('#examples thead th')];
          const names = heads.map((one) => one.textContent.replace(/ [▴▾]$/, ''));
          const rows = [...document.querySelectorAll('#examples tbody tr')].map((row) => [...row.children]);
          return rows.map((row) => Object.fromEntries(row.map((cell, k) => [names[k], cell.textContent])));
        }"""
    )


def rows_of(opened):
    """Return all rows that are chosen, in their order."""
    opened.draw()
    return opened.page.evaluate("document.explorer.views.find((one) => one.constructor.name === 'Examples').rows")


def title(opened):
    opened.draw()
    return opened.page.inner_text("#examples-title")


def tags(opened):
    opened.draw()
    return opened.page.locator("#examples .tag").all_inner_texts()


def test_the_surest_mistakes_come_first(open_report):
    opened = open_report(mails())
    rows = np.array(rows_of(opened))
    wrong = (SCORE >= 0.5) != (TRUE == 1)
    far = np.abs(SCORE - 0.5)
    n = wrong.sum()
    assert set(rows[:n]) == set(np.flatnonzero(wrong))
    assert (np.diff(far[rows[:n]]) <= 0).all()
    assert (np.diff(far[rows[n:]]) >= 0).all()
    assert sorted(rows) == list(range(300))


ORDERS = {
    "nearest": lambda: np.abs(SCORE - 0.37),
    "-score": lambda: -SCORE,
    "score": lambda: SCORE,
    "column0": lambda: LENGTH,
    "-column0": lambda: -LENGTH,
    "margin": lambda: np.abs(SCORE - 0.37),
}


@pytest.mark.parametrize("name", ORDERS)
@pytest.mark.parametrize("chosen", [{}, {"cells": [2]}, {"cells": [0, 3]}, {"outcome": "wrong"}], ids=str)
def test_orders_of_what_is_chosen(open_report, name, chosen):
    opened = open_report(mails())
    sort = {"key": name.lstrip("-"), "descending": name.startswith("-")}
    opened.page.evaluate(
        """([sort, { cells, outcome }]) => document.explorer.change(
          { sort, cells: new Set(cells ?? []), outcome: outcome ?? null, threshold: 0.37, chosen: [1] }
        )""",
        [sort, chosen],
    )
    rows = np.array(rows_of(opened), dtype=int)
    cell = 2 * TRUE + (SCORE >= 0.37)
    wanted = SITE == "south"
    if "cells" in chosen:
        wanted &= np.isin(cell, chosen["cells"])
    if "outcome" in chosen:
        wanted &= np.isin(cell, [1, 2])
    assert sorted(rows) == np.flatnonzero(wanted).tolist()
    assert (np.diff(ORDERS[name]()[rows]) >= 0).all()


def test_the_surest_mistakes_of_several_classes(open_report):
    true, score = multiclass(5, n=400)
    opened = open_report(report_classification(true, score, labels=range(5)))
    rows = np.array(rows_of(opened))
    called = score.argmax(axis=1)
    wrong = called != true
    gap = score[np.arange(400), called] - score[np.arange(400), true]
    n = wrong.sum()
    assert set(rows[:n]) == set(np.flatnonzero(wrong))
    assert (np.diff(gap[rows[:n]]) <= 1e-8).all()
    assert (np.diff(score.max(axis=1)[rows[n:]]) >= -1e-8).all()
    first = table(opened)[0]
    assert first["outcome"] == "wrong"
    assert float(first["margin"]) == pytest.approx(gap[rows[0]], abs=1e-3)
    assert float(first["true’s score"]) == pytest.approx(score[rows[0], true[rows[0]]], abs=1e-3)


def test_cells_are_tags_that_can_be_taken_away(open_report):
    opened = open_report(mails())
    page = opened.page
    missed = ((TRUE == 1) & (SCORE < 0.5)).sum()
    page.locator('[data-cell="1,0"]').click()
    assert title(opened) == f"{missed} examples"
    assert tags(opened) == ["missed: spam, called ham"]
    assert {row["outcome"] for row in table(opened)} == {"missed"}
    page.locator('[data-cell="0,0"]').click(modifiers=["Shift"])
    assert tags(opened) == ["missed: spam, called ham", "cleared: ham"]
    page.get_by_label("Remove missed: spam, called ham").click()
    assert tags(opened) == ["cleared: ham"]
    page.select_option("#in0", "1")
    assert tags(opened) == ["cleared: ham", "site: south"]
    page.locator('[data-cell="0,1"]').click()
    opened.draw()
    assert tags(opened) == ["false alarm: ham, called spam", "site: south"]
    page.get_by_role("button", name="Clear all").click()
    assert tags(opened) == []
    assert title(opened) == "300 examples"


def lengths(test):
    return int(test(LENGTH).sum())


SEARCHES = {
    "mail 17": lambda: sum("mail 17" in f"mail {k}" for k in range(300)),
    "MAIL 29": lambda: sum("mail 29" in f"mail {k}" for k in range(300)),
    "length > 500": lambda: lengths(lambda one: one > 500),
    "length>=500": lambda: lengths(lambda one: one >= 500),
    "Length 100-200": lambda: lengths(lambda one: (one >= 100) & (one <= 200)),
    "length between 100 and 200": lambda: lengths(lambda one: (one >= 100) & (one <= 200)),
    "length 100–200 and score > 0.5": lambda: ((LENGTH >= 100) & (LENGTH <= 200) & (SCORE > 0.5)).sum(),
    "length ≠ 7; length < 300": lambda: lengths(lambda one: (one != 7) & (one < 300)),
    "0.2–0.4": lambda: ((SCORE >= 0.2) & (SCORE <= 0.4)).sum(),
    "0,2 to 0,4": lambda: ((SCORE >= 0.2) & (SCORE <= 0.4)).sum(),
    "> 0.5": lambda: (SCORE > 0.5).sum(),
    "site = north": lambda: (SITE == "north").sum(),
    "site != north": lambda: (SITE != "north").sum(),
    "= south": lambda: (SITE == "south").sum(),
    "true = spam": lambda: TRUE.sum(),
    "predicted = spam": lambda: (SCORE >= 0.5).sum(),
    "outcome = missed and length > 500": lambda: ((TRUE == 1) & (SCORE < 0.5) & (LENGTH > 500)).sum(),
    "id = mail 1": lambda: 1,
    '"mail 1"': lambda: sum("mail 1" in f"mail {k}" for k in range(300)),
    "=subject = =1+7": lambda: 1,
}


@pytest.mark.parametrize("typed", SEARCHES)
def test_searches(open_report, typed):
    opened = open_report(mails())
    opened.page.fill("#search", typed)
    n = int(SEARCHES[typed]())
    assert title(opened) == f"{n} example{'s' if n != 1 else ''}"
    assert opened.page.get_attribute("#search", "aria-invalid") == "false"


@pytest.mark.parametrize("typed", ["0.4-", "> x", "length = many", "site > 3", "length 0.4-"])
def test_what_is_not_understood_is_said(open_report, typed):
    opened = open_report(mails())
    opened.page.fill("#search", typed)
    assert title(opened) == "300 examples"
    assert opened.page.get_attribute("#search", "aria-invalid") == "true"
    words = f"Not understood: ‘{typed}’. Try 0.4–0.6, > 0.5, = benign or != benign."
    assert opened.page.inner_text("#examples-note") == words


@pytest.mark.parametrize("dtype", ["float16", "float32", "float64"])
def test_scores_are_compared_as_they_are(open_report, dtype):
    score = SCORE.round(1).astype(dtype)
    opened = open_report(Report("Filters").add_predictions(TRUE, score))
    for words, n in {
        "score = 0.3": (score == np.array(0.3, dtype)).sum(),
        "score <= 0.3": (score <= np.array(0.3, dtype)).sum(),
        "0.2 to 0,3": ((score >= np.array(0.2, dtype)) & (score <= np.array(0.3, dtype))).sum(),
    }.items():
        opened.page.fill("#search", words)
        assert title(opened) == f"{n} examples"


def test_an_empty_table_says_why_and_offers_a_way_out(open_report):
    opened = open_report(mails())
    page = opened.page
    page.fill("#search", "radus")
    opened.draw()
    assert page.inner_text("#examples .empty p").startswith("Nothing found for ‘radus’. Columns are: id, outcome, true")
    page.get_by_role("button", name="Clear the search").click()
    assert title(opened) == "300 examples"
    page.fill("#threshold", "2")
    page.press("#threshold", "Enter")
    page.locator('[data-cell="0,1"]').click()
    opened.draw()
    assert page.inner_text("#examples .empty p") == "No example is false alarm: ham, called spam."
    page.locator("#examples .empty").get_by_role("button", name="Remove").click()
    assert title(opened) == "300 examples"


def test_pages_and_their_link(open_report):
    opened = open_report(mails())
    page = opened.page
    first = table(opened)
    page.get_by_role("button", name="Next").click()
    second = table(opened)
    assert first[-1] != second[0]
    size = len(first)
    opened.draw()
    assert page.inner_text("#examples footer .quiet") == f"{size + 1}–{2 * size} of 300"
    page.wait_for_timeout(400)
    page.reload()
    page.wait_for_selector("html[data-ready]")
    assert table(opened) == second
    for _ in range(300 // size + 2):
        page.get_by_role("button", name="Next").press("Enter")
        opened.draw()
    assert page.inner_text("#examples footer .quiet").endswith("–300 of 300")
    assert page.get_by_role("button", name="Next").get_attribute("aria-disabled") == "true"
    page.fill("#search", "mail 2")
    opened.draw()
    assert page.inner_text("#examples footer .quiet").startswith("1–")


def test_heads_sort_and_say_so(open_report):
    opened = open_report(mails())
    head = opened.page.locator("#examples thead th", has_text="length")
    for by, sign in (("ascending", 1), ("descending", -1)):
        head.get_by_role("button").click()
        opened.draw()
        assert head.get_attribute("aria-sort") == by
        values = [int(row["length"]) for row in table(opened)]
        assert values == sorted(values, reverse=sign < 0)
    assert opened.page.locator("#sort option:checked").inner_text() == "length, descending"


def test_columns_are_chosen(open_report):
    true, score = multiclass(30, n=200)
    opened = open_report(report_classification(true, score, labels=range(30)))
    page = opened.page
    assert "score of 7" not in table(opened)[0]
    page.get_by_text("Columns").click()
    page.get_by_label("score of 7", exact=True).check()
    page.get_by_label("margin").uncheck()
    row = table(opened)[0]
    assert "margin" not in row
    number = float(score[int(row["row"]), 7])
    assert float(row["score of 7"]) == pytest.approx(number, rel=1e-3)
    page.wait_for_timeout(400)
    before = table(opened)
    page.reload()
    page.wait_for_selector("html[data-ready]")
    assert table(opened) == before


def test_missing_values_and_long_texts(open_report):
    texts = ["word " * 60 if k == 0 else None for k in range(300)]
    opened = open_report(
        mails(ids=None, columns={"note": texts, "x": np.where(LENGTH > 500, np.nan, LENGTH)}), viewport=WIDE
    )
    opened.page.get_by_role("button", name="row", exact=True).click()
    rows = table(opened)
    assert rows[1]["note"] == "(missing)"
    assert {row["x"] for row in rows if LENGTH[int(row["row"])] > 500} == {"(missing)"}
    clamped = opened.page.locator(".clamped").first
    height = clamped.bounding_box()["height"]
    assert height < 48
    opened.page.get_by_role("button", name="more").click()
    assert clamped.bounding_box()["height"] > height


def test_numbers_are_short_and_their_title_is_exact(open_report):
    exact = 4200001.23456789
    opened = open_report(mails(ids=None, columns={"x": np.full(300, exact), "y": np.full(300, 1 / 3)}))
    row = table(opened)[0]
    assert row["x"] == "4200001"
    assert row["y"] == "0.333333"
    assert opened.page.locator(f'#examples [title="{exact}"]').count() > 3


def saved(opened):
    with opened.page.expect_download() as download:
        opened.page.get_by_role("button", name="Save CSV").click()
    text = Path(download.value.path()).read_text(encoding="utf-8-sig")
    return list(csv.reader(io.StringIO(text)))


def test_csv_of_the_chosen_rows_runs_no_formula(open_report):
    opened = open_report(mails())
    opened.page.locator('[data-cell="1,0"]').click()
    opened.draw()
    names, *rows = saved(opened)
    found = [dict(zip(names, row, strict=True)) for row in rows]
    assert {(row["true"], row["predicted"]) for row in found} == {("spam", "ham")}
    assert all(row["'=subject"].startswith("'=1+") for row in found)
    places = [int(row["id"].removeprefix("mail ")) for row in found]
    assert [float(row["score"]) for row in found] == SCORE[places].tolist()


def test_csv_keeps_texts_and_its_names_are_unique(open_report):
    columns = {"score": ["-->"] * 300, "true": ["a"] * 300, "x": ["-1.5"] * 300, "y": ["+1 or so"] * 300}
    names, *rows = saved(open_report(mails(columns=columns)))
    assert len(set(names)) == len(names)
    found = dict(zip(names, rows[0], strict=True))
    assert (found["score (2)"], found["true (2)"], found["x"], found["y"]) == ("-->", "a", "-1.5", "'+1 or so")


def test_how_the_chosen_rows_differ(open_report):
    opened = open_report(
        mails(columns={"same": np.zeros(300), "tells": np.where(SCORE < 0.5, 1.0, 5.0) + LENGTH / 9999})
    )
    opened.page.locator('[data-cell="1,0"]').click()
    opened.page.wait_for_timeout(400)
    text = opened.page.inner_text(".differences")
    assert "How the missed (rings) differ from the found (ticks)" in text
    assert "tells" in text
    assert "same" not in text
    median = np.median((np.where(SCORE < 0.5, 1.0, 5.0) + LENGTH / 9999)[(TRUE == 1) & (SCORE < 0.5)])
    assert f"{float(f'{median:.3g}'):g} missed" in text
    opened.page.locator('[data-cell="1,0"]').click()
    opened.page.wait_for_timeout(400)
    assert not opened.page.locator(".differences").is_visible()


def test_targets_of_any_rank_keep_their_index(open_report):
    true, score = TRUE.reshape(3, 10, 10), SCORE.reshape(3, 10, 10)
    opened = open_report(Report("Masks").add_predictions(true, score, multilabel=False))
    row = table(opened)[0]
    place = tuple(int(row[name]) for name in ("row", "y", "x"))
    first = rows_of(opened)[0]
    assert place == tuple(map(int, np.unravel_index(first, (3, 10, 10))))


def test_the_compared_model_is_in_the_table(open_report):
    other = np.round(SCORE**2, 3)
    report = report_classification(TRUE, models={"first": SCORE, "second": other})
    opened = open_report(report)
    opened.page.select_option("#other", "1")
    opened.page.locator('[data-picture="matrixB"] [data-cell="1,0"]').click()
    opened.draw()
    assert tags(opened) == ["second: missed: 1, called 0"]
    wanted = np.flatnonzero((TRUE == 1) & (other < 0.5))
    assert sorted(rows_of(opened)) == wanted.tolist()
    assert {row["outcome, second"] for row in table(opened)} == {"missed"}


def test_a_sampled_table_says_so_and_counts_all(open_report):
    opened = open_report(mails(max_rows=40))
    assert title(opened) == "40 examples"
    words = "The table holds 40 of 300 examples, drawn at random; counts are of all."
    assert words in opened.page.inner_text("#examples footer")
    assert opened.page.inner_text("#headline").startswith("300 examples: ")


def test_images_are_in_the_table(open_report):
    pixels = np.random.default_rng(0).integers(0, 255, (300, 12, 8, 3)).astype(np.uint8)
    opened = open_report(mails(images=list(pixels)))
    opened.page.get_by_role("button", name="table", exact=True).click()
    opened.draw()
    sizes = opened.page.locator("#examples tbody img").evaluate_all(
        "all => all.map((one) => [one.naturalWidth, one.naturalHeight])"
    )
    assert sizes
    assert set(map(tuple, sizes)) == {(8, 12)}
    assert opened.page.locator("#examples tbody img").first.get_attribute("alt").startswith("image of id mail ")
    assert "image" not in saved(opened)[0]


def test_the_search_is_near_for_keys(open_report):
    opened = open_report(mails())
    stops = 0
    while opened.page.evaluate("document.activeElement.id") != "search" and stops < 40:
        stops += 1
        opened.page.keyboard.press("Tab")
    assert stops <= 20


def test_several_cells_and_an_outcome_together_are_not_compared(open_report):
    true, score = multiclass()
    opened = open_report(Report("Three").add_predictions(true, score, columns={"size": np.arange(len(true))}))
    opened.page.evaluate("document.explorer.change({ cells: new Set([1, 2]), outcome: 'wrong' })")
    opened.page.wait_for_timeout(400)
    assert opened.page.locator(".differences").is_hidden()


def test_a_column_is_shown_and_hidden_by_its_name(open_report):
    """A click on the word, not on its box: all rows and the head have as many cells."""
    opened = open_report(mails())
    page = opened.page
    page.locator("#examples summary").click()
    names = page.locator("#examples .check")
    for k in range(names.count()):
        is_shown = names.nth(k).locator("input").is_checked()
        names.nth(k).click(position={"x": 40, "y": 10})
        opened.draw()
        assert names.nth(k).locator("input").is_checked() != is_shown
        shown = "(row) => [...row.children].filter((cell) => !cell.hidden).length"
        wanted = page.locator("#examples thead tr").evaluate(shown)
        assert page.locator("#examples tbody tr").first.evaluate(shown) == wanted


def test_the_examples_are_reached_at_once_and_nothing_is_forgotten(open_report):
    opened = open_report(mails())
    page = opened.page
    page.locator('[data-cell="1,0"]').click()
    opened.draw()
    before = title(opened)
    page.locator(".skip").focus()
    page.keyboard.press("Enter")
    opened.draw()
    assert page.evaluate("document.activeElement.id") == "search"
    assert title(opened) == before != "300 examples"
