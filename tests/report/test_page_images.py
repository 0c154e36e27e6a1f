"""Examples as pictures: tiles that scroll through all of them, and the one that is looked at."""

import numpy as np
import pytest
from axe_playwright_python.sync_playwright import Axe

from figmerit import report_classification

WIDE = {"width": 1440, "height": 900}
RNG = np.random.default_rng(0)
N = 90
TRUE = RNG.integers(0, 2, N)
SCORE = np.clip(0.3 * TRUE + 0.7 * RNG.random(N), 0, 1)
PIXELS = RNG.integers(0, 255, (N, 6, 4)).astype(np.uint8)
NAMES = np.array(["ham", "spam"])
HOSTILE = "<img src=x onerror=alert(1)>" + "W" * 270


def mails(**options):
    return report_classification(NAMES[TRUE], SCORE, pos_label="spam", **({"images": list(PIXELS)} | options))


def classes_of(n, size, seed=0):
    """Return true classes, and scores that are often right."""
    rng = np.random.default_rng(seed)
    true = rng.integers(0, size, n)
    share = rng.random((n, size)) + 1.2 * rng.random((n, 1)) * np.eye(size)[true]
    return true, share / share.sum(axis=1, keepdims=True)


def change(opened, part):
    opened.page.evaluate(f"document.explorer.change({part})")
    opened.draw()


def state(opened, name):
    opened.draw()
    return opened.page.evaluate(f"document.explorer.state.{name}")


def rows_of(opened):
    """Return all rows that are chosen, in their order."""
    opened.draw()
    return opened.page.evaluate("document.explorer.views.find((one) => one.constructor.name === 'Examples').rows")


def tiles(opened):
    """Return what the tiles say, by their places."""
    opened.draw()
    found = opened.page.locator(".tile").evaluate_all(
        "(all) => all.map((one) => [Number(one.ariaPosInSet) - 1, one.ariaLabel, one.className.split(' ')[1]])"
    )
    return {place: (words, look) for place, words, look in found}


def outcome_of(row, threshold=0.5):
    called = SCORE[row] >= threshold
    return {(1, 1): "found", (1, 0): "missed", (0, 1): "false alarm", (0, 0): "cleared"}[TRUE[row], int(called)]


def looked(opened):
    """Return the title and the outcome of the example that is looked at."""
    opened.draw()
    return tuple(opened.page.locator(".detail header :is(h3, .pill)").all_inner_texts())


def focused_place(opened):
    return opened.page.evaluate("Number(document.activeElement.ariaPosInSet) - 1")


def test_pictures_come_first_and_the_table_is_a_click_away(open_report):
    opened = open_report(mails(), viewport=WIDE)
    assert opened.page.locator(".tile img").count() > 10
    assert not opened.page.locator("#examples .rows tbody tr").count()
    opened.page.get_by_role("button", name="table", exact=True).click()
    opened.draw()
    assert opened.page.locator("#examples .rows tbody tr").count() >= 6
    assert not opened.page.locator(".tiles").is_visible()
    opened.page.wait_for_timeout(400)
    assert opened.page.evaluate("location.hash") == "#pictures=0"
    opened.page.get_by_role("button", name="pictures", exact=True).click()
    opened.draw()
    assert opened.page.locator(".tiles").is_visible()


def test_a_page_without_images_carries_none_of_it(open_report):
    report = mails(images=None)
    assert "class Gallery" not in report.to_html()
    assert ".tile" not in report.to_html()
    opened = open_report(report)
    assert not opened.page.locator(".detail, .tiles, #examples .seg").count()
    assert state(opened, "pictures") is False


def test_tiles_say_what_examples_are(open_report):
    opened = open_report(mails(), viewport=WIDE)
    rows, found = rows_of(opened), tiles(opened)
    assert list(found) == list(range(len(found)))
    looks = {"found": "is-right", "cleared": "is-right", "missed": "is-missed", "false alarm": "is-false"}
    for place, (words, look) in found.items():
        row = rows[place]
        outcome, names = outcome_of(row), (NAMES[TRUE[row]], NAMES[int(SCORE[row] >= 0.5)])
        start = f"Row {row}, {outcome}: true {names[0]}, predicted {names[1]}, score "
        assert words.startswith(start)
        assert float(words.removeprefix(start)) == pytest.approx(SCORE[row], abs=0.0051)
        assert look == looks[outcome]


def test_a_score_beside_the_threshold_says_on_which_side_it_is(open_report):
    opened = open_report(
        report_classification([0, 1, 1, 0], [0.4996, 0.5004, 0.9, 0.1], images=list(PIXELS[:4])), viewport=WIDE
    )
    assert sorted(words.rsplit(" ", 1)[1] for words, _ in tiles(opened).values()) == ["0.10", "0.4996", "0.50", "0.90"]


def test_tiles_scroll_through_all_examples(open_report):
    n = 1500
    true, scores = classes_of(n, 3)
    images = RNG.integers(0, 255, (n, 2, 2)).astype(np.uint8)
    opened = open_report(report_classification(true, scores, images=images), viewport=WIDE)
    seen, most = opened.page.evaluate(
        """async () => {
          const box = document.querySelector('.tiles');
          const [seen, most] = [new Map(), [0]];
          for (let top = 0; top <= box.scrollHeight; top += box.clientHeight) {
            box.scrollTop = top;
            await new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)));
            most.push(document.querySelectorAll('img').length);
            const [start, end] = [box.scrollTop, box.scrollTop + box.clientHeight];
            for (const one of box.querySelectorAll('.tile')) {
              const isSeen = one.offsetTop < end && one.offsetTop + one.offsetHeight > start;
              if (isSeen) seen.set(one.ariaPosInSet, one.dataset.row);
            }
          }
          return [[...seen], Math.max(...most)];
        }"""
    )
    assert most <= 300
    found = {int(place) - 1: int(row) for place, row in seen}
    assert [found[place] for place in range(n)] == rows_of(opened)


def test_keys_walk_in_two_dimensions(open_report):
    opened = open_report(mails(), viewport=WIDE)
    rows = rows_of(opened)
    across = opened.page.evaluate("new Set([...document.querySelectorAll('.tile')].map((one) => one.offsetLeft)).size")
    assert opened.page.locator(".tile[tabindex='0']").count() == 1
    opened.page.locator(".tile[tabindex='0']").focus()
    place = 0
    for key, step in [
        ("ArrowRight", 1),
        ("ArrowDown", across),
        ("ArrowLeft", -1),
        ("ArrowUp", -across),
        ("ArrowUp", 0),
    ]:
        opened.page.keyboard.press(key)
        place += step
        assert focused_place(opened) == place
        assert state(opened, "open") in (rows[place], None if place == 0 else rows[place])
        assert opened.page.locator(".tile[tabindex='0']").count() == 1
    opened.page.keyboard.press("End")
    assert focused_place(opened) == N - 1
    assert looked(opened) == (f"Row {rows[-1]}", outcome_of(rows[-1]))
    assert opened.page.locator(".tile[aria-selected='true']").get_attribute("aria-posinset") == str(N)
    opened.page.keyboard.press("PageUp")
    assert across <= N - 1 - focused_place(opened) < N
    opened.page.keyboard.press("Home")
    assert focused_place(opened) == 0


def test_the_focus_stays_while_its_tile_is_out_of_sight(open_report):
    opened = open_report(mails(), viewport=WIDE)
    opened.page.locator(".tile").nth(1).focus()
    opened.page.evaluate("document.querySelector('.tiles').scrollTop = 1e6")
    opened.draw()
    assert focused_place(opened) == 1
    opened.page.keyboard.press("ArrowRight")
    assert focused_place(opened) == 2
    assert opened.page.evaluate("document.querySelector('.tiles').scrollTop") < 50


def test_buttons_and_arrows_step_through_the_order(open_report):
    opened = open_report(mails(), viewport=WIDE)
    rows = rows_of(opened)
    back, on = (opened.page.get_by_label(f"{name} example") for name in ("Previous", "Next"))
    assert looked(opened)[0] == f"Row {rows[0]}"
    assert back.get_attribute("aria-disabled") == "true"
    on.click()
    assert looked(opened) == (f"Row {rows[1]}", outcome_of(rows[1]))
    opened.page.keyboard.press("ArrowRight")
    opened.page.keyboard.press("ArrowRight")
    assert state(opened, "open") == rows[3]
    opened.page.keyboard.press("ArrowLeft")
    assert looked(opened)[0] == f"Row {rows[2]}"
    change(opened, f"{{ open: {rows[-1]} }}")
    assert on.get_attribute("aria-disabled") == "true"
    assert opened.page.locator(f".tile[data-row='{rows[-1]}']").count() == 1


def test_rows_of_the_table_open_their_examples(open_report):
    opened = open_report(mails(), viewport=WIDE)
    change(opened, "{ pictures: false }")
    rows = rows_of(opened)
    assert not opened.page.locator(".detail").is_visible()
    body = opened.page.locator("#examples .rows tbody tr")
    body.nth(2).locator("td").first.click()
    assert looked(opened) == (f"Row {rows[2]}", outcome_of(rows[2]))
    assert body.nth(2).get_attribute("aria-current") == "true"
    size = body.count()
    for _ in range(size - 2):  # over the end of the page
        opened.page.keyboard.press("ArrowDown")
        opened.draw()
    assert state(opened, "page") == 1
    assert looked(opened)[0] == f"Row {rows[size]}"
    assert opened.page.evaluate("document.activeElement.dataset.row") == str(rows[size])
    opened.page.get_by_label("Previous example").click()
    assert state(opened, "page") == 0
    assert looked(opened)[0] == f"Row {rows[size - 1]}"
    opened.page.get_by_label("Close the example").click()
    opened.draw()
    assert not opened.page.locator(".detail").is_visible()


def scores_shown(opened):
    """Return the names, the shares of the bars, the scores, and the words beside them."""
    opened.draw()
    return opened.page.locator(".scores tr").evaluate_all(
        """(all) => all.map(({ children: [name, bar, score, words] }) => [name.textContent,
          Number(bar.querySelector('rect').getAttribute('width')) / 88, Number(score.title), words.textContent])"""
    )


def test_all_scores_of_few_classes(open_report):
    true, scores = classes_of(60, 4)
    report = report_classification(true, scores, display_labels=list("abcd"), images=list(PIXELS[:60]))
    opened = open_report(report, viewport=WIDE)
    for row in (3, 11, 20):
        change(opened, f"{{ open: {row} }}")
        found = scores_shown(opened)
        assert [name for name, *_ in found] == list("abcd")
        assert [one[2] for one in found] == scores[row].tolist()
        assert [one[1] for one in found] == pytest.approx(np.maximum(scores[row], 1 / 88))
        predicted = scores[row].argmax()
        words = {true[row]: "true", predicted: "predicted"} if true[row] != predicted else {predicted: "right"}
        assert [one[3] for one in found] == [words.get(k, "") for k in range(4)]


def test_the_highest_scores_of_many_classes(open_report):
    true, scores = classes_of(200, 30)
    order = np.argsort(-scores, axis=1)
    (row,) = np.flatnonzero([one not in places[:10] for one, places in zip(true, order, strict=True)])[:1]
    images = list(RNG.integers(0, 255, (200, 3, 3)).astype(np.uint8))
    opened = open_report(report_classification(true, scores, images=images), viewport=WIDE)
    change(opened, f"{{ open: {row} }}")
    shown = [*order[row, :10], true[row]]
    assert [one[0] for one in scores_shown(opened)] == [str(k) for k in shown]
    most = max(scores[row, k] for k in range(30) if k not in shown)
    assert opened.page.get_by_text(f"19 other classes: {most:.2f} at most").is_visible()


def test_each_label_has_its_own_threshold(open_report):
    true = RNG.integers(0, 2, (40, 3))
    scores = np.clip(0.3 * true + 0.7 * RNG.random((40, 3)), 0, 1)
    report = report_classification(
        true, scores, labels=list("abc"), threshold=[0.3, 0.5, 0.7], images=list(PIXELS[:40])
    )
    opened = open_report(report, viewport=WIDE)
    words = {(1, 1): "found", (1, 0): "missed", (0, 1): "false alarm", (0, 0): ""}
    for row in (0, 7, 23):
        change(opened, f"{{ open: {row} }}")
        called = scores[row] >= [0.3, 0.5, 0.7]
        assert [one[3] for one in scores_shown(opened)] == [
            words[a, int(b)] for a, b in zip(true[row], called, strict=True)
        ]


def test_a_step_of_the_threshold_moves_frames_and_keeps_pictures(open_report):
    opened = open_report(mails(), viewport=WIDE)
    change(opened, "{ sort: { key: 'row', descending: false }, open: 4 }")
    opened.page.evaluate("window.before = document.querySelector('.tile img')")
    for threshold in (0.2, 0.8):
        change(opened, f"{{ threshold: {threshold} }}")
        assert [words.split(", ")[1].split(":")[0] for words, _ in tiles(opened).values()] == [
            outcome_of(row, threshold) for row in range(len(tiles(opened)))
        ]
        assert looked(opened) == ("Row 4", outcome_of(4, threshold))
    assert opened.page.evaluate("window.before === document.querySelector('.tile img')")


def test_what_has_no_picture_says_so(open_report):
    images = [None if k % 2 else one for k, one in enumerate(PIXELS)]
    opened = open_report(mails(images=images), viewport=WIDE)
    change(opened, "{ sort: { key: 'row', descending: false }, open: 3 }")
    opened.page.locator(".tiles").evaluate("(box) => { box.scrollTop = 0; }")
    opened.draw()
    for place in range(6):
        tile = opened.page.locator(f".tile[data-row='{place}']")
        assert (tile.locator("img").count(), "no picture" in tile.inner_text()) == (1 - place % 2, place % 2 == 1)
    assert opened.page.locator(".about-one > .lacking").inner_text() == "no picture"


def test_hostile_texts_stay_texts(open_report):
    given = {"ids": [HOSTILE, *map(str, range(1, N))], "columns": {HOSTILE: [HOSTILE] * N, "": [""] * N}}
    models = {HOSTILE: SCORE, "": SCORE**2, HOSTILE + "2": SCORE}
    report = report_classification(
        TRUE, models=models, display_labels=["", HOSTILE], pos_label=1, labels=[0, 1], images=list(PIXELS), **given
    )
    for width in (390, 1024):
        opened = open_report(report, viewport={"width": width, "height": 900})
        change(opened, "{ open: 0, other: 2 }")
        assert looked(opened)[0] == HOSTILE
        assert not opened.page.locator("img[src='x']").count()
        assert opened.page.evaluate("document.documentElement.scrollWidth") <= width
        detail = opened.page.locator(".detail").bounding_box()
        for part in opened.page.locator(".about-one > *").filter(visible=True).all():
            inner = part.bounding_box()
            assert inner["x"] + inner["width"] <= detail["x"] + detail["width"]


def test_mistakes_stand_below_few_pictures(open_report):
    true, scores = classes_of(400, 4)
    images = list(RNG.integers(0, 255, (400, 3, 3)).astype(np.uint8))
    opened = open_report(report_classification(true, scores, images=images), viewport=WIDE)
    assert not opened.page.locator(".worst").is_visible()
    counts = np.zeros((4, 4), dtype=int)
    np.add.at(counts, (true, scores.argmax(axis=1)), 1)
    wrong = sorted(
        ((-counts[i, j], 4 * i + j) for i in range(4) for j in range(4) if i != j and counts[i, j]),
    )
    change(opened, f"{{ cells: new Set([{wrong[-1][1]}]) }}")
    rows = opened.page.locator(".worst tbody tr")
    n = rows.count()
    assert n >= 2
    texts = [[*map(str.strip, row.locator(":is(th, td)").all_inner_texts())] for row in rows.all()]
    for (count, cell), (pair, shown, _, share) in zip(wrong, texts, strict=False):
        i, j = divmod(cell, 4)
        assert (pair.replace("\n", " "), shown) == (f"{i} → {j}", str(-count))
        assert share == f"{100 * counts[i, j] / counts[i].sum():.1f}% of {i}"
    rows.first.locator("button").click()
    opened.draw()
    assert opened.page.evaluate("[...document.explorer.state.cells]") == [wrong[0][1]]


def test_a_link_leads_to_the_example(open_report):
    opened = open_report(mails(), viewport=WIDE)
    rows = rows_of(opened)
    depth = opened.page.evaluate("history.length")
    for _ in range(2):
        opened.page.get_by_label("Next example").click()
        opened.page.wait_for_timeout(350)
    assert opened.page.evaluate("[location.hash, history.length]") == [f"#open={rows[2]}", depth + 1]
    opened.page.evaluate(f"location.hash = '#open={rows[70]}'")
    assert looked(opened)[0] == f"Row {rows[70]}"
    tile = opened.page.locator(f".tile[data-row='{rows[70]}']").bounding_box()
    box = opened.page.locator(".tiles").bounding_box()
    assert box["y"] <= tile["y"] <= tile["y"] + tile["height"] <= box["y"] + box["height"]
    opened.page.evaluate("location.hash = '#open=12345'")
    assert looked(opened)[0] == f"Row {rows[0]}"


def test_a_table_of_a_part_of_the_rows(open_report):
    opened = open_report(mails(max_rows=30), viewport=WIDE)
    found = tiles(opened)
    assert opened.page.locator(".tile").first.get_attribute("aria-setsize") == "30"
    rows = [int(words.split(",")[0].removeprefix("Row ")) for words, _ in found.values()]
    assert max(rows) > 30
    for row, (words, _) in zip(rows, found.values(), strict=True):
        assert f"{outcome_of(row)}: true {NAMES[TRUE[row]]}" in words
    assert "30 of 90 examples" in opened.page.inner_text("#examples footer")


def test_nothing_chosen_has_no_pictures(open_report):
    opened = open_report(mails(), viewport=WIDE)
    change(opened, "{ search: 'nothing at all' }")
    assert opened.page.locator("#examples .empty").is_visible()
    assert not opened.page.locator(".tiles, .detail").filter(visible=True).count()
    change(opened, "{ search: '' }")
    assert opened.page.locator(".tiles").is_visible()


@pytest.mark.parametrize(
    ("scheme", "width", "pictures"), [("light", 390, "true"), ("dark", 1440, "true"), ("dark", 1024, "false")]
)
def test_axe_finds_nothing_about_pictures(open_report, scheme, width, pictures):
    true, scores = classes_of(60, 14)
    report = report_classification(true, scores, images=[None, *PIXELS[:59]], columns={"c": np.arange(60)})
    opened = open_report(report, viewport={"width": width, "height": 900}, color_scheme=scheme)
    change(opened, f"{{ pictures: {pictures}, open: 5 }}")
    assert opened.page.locator(".detail").is_visible()
    assert Axe().run(opened.page).response["violations"] == []
