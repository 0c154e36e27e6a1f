"""Pages in Firefox: they count as Python does whatever is clicked, typed and chosen, and complain of nothing."""

import os
import shutil

import numpy as np
import pytest
from tests.plots.data import binary, multiclass
from tests.report.walks import N_WALKS, walk

from figmerit import Report, report_classification

READY = """() => new Promise((done) => {
  const look = () => (document.documentElement.dataset.ready ? done(true) : setTimeout(look, 20));
  look();
})"""

CHANGE = """async (threshold) => {
  const { explorer } = document;
  explorer.change({ threshold });
  await new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)));
  return { matrix: [...explorer.data.matrix(explorer.state)], threshold: explorer.threshold };
}"""


@pytest.fixture(scope="module")
def firefox(tmp_path_factory):
    path = shutil.which("firefox-esr") or shutil.which("firefox")
    if path is None:
        if os.environ.get("CI"):
            pytest.fail("no Firefox was found, and in CI the pages must be tested in it")
        pytest.skip("no Firefox was found: install it to test the pages of reports in it (apt-get install firefox-esr)")
    firefox = pytest.importorskip("tests.report.firefox").Firefox(path, tmp_path_factory.mktemp("profile"))
    firefox.resize(1280, 900)
    yield firefox
    firefox.close()


@pytest.fixture
def opened(firefox, tmp_path):
    """Return a function that saves a report and opens it; afterwards the page must have had nothing to complain of."""

    def open_one(report):
        firefox.messages.clear()
        firefox.open(report.save(tmp_path / "report.html"))
        assert firefox.evaluate(READY)
        return firefox

    yield open_one
    assert firefox.messages == []


@pytest.mark.parametrize("dtype", ["float16", "float32", "float64"])
def test_counts_at_thresholds(opened, dtype):
    rng = np.random.default_rng(0)
    true, score = rng.integers(0, 2, 500), rng.random(500).astype(dtype)
    page = opened(report_classification(true, score))
    for threshold in [*rng.random(18).tolist(), float(score[7]), 2.0]:
        seen = page.evaluate(CHANGE, threshold)
        called = score >= np.asarray(threshold).astype(dtype)
        assert seen["matrix"] == np.bincount(2 * true + called, minlength=4).tolist(), threshold
        assert seen["threshold"] == threshold


@pytest.mark.filterwarnings("ignore:y_score was cut at 0.5")
@pytest.mark.parametrize("seed", range(N_WALKS))
def test_a_walk(opened, seed, monkeypatch):
    walk(seed, monkeypatch, opened)


TRUE, SCORE = binary(1.2, n=300)
LENGTH = np.random.default_rng(0).integers(0, 999, 300)
SITE = np.where(np.arange(300) % 3, "north", "south")


def mails():
    """Return a report of two classes, of which examples have a number and belong to slices."""
    options = {"pos_label": "spam", "columns": {"length": LENGTH}, "slices": {"site": SITE}}
    return Report("Spam").add_predictions(np.array(["ham", "spam"])[TRUE], SCORE, **options)


def counts_at(threshold, part=slice(None)):
    return np.bincount(2 * TRUE[part] + (SCORE[part] >= threshold), minlength=4).tolist()


SAID = """async () => {
  await new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)));
  const all = (selector) => [...document.querySelectorAll(selector)];
  const texts = (selector) => all(selector).map((one) => one.textContent);
  const { activeElement: focused } = document;
  return {
    threshold: Number(document.getElementById('threshold').value),
    matrix: texts('#matrices figure:not([hidden]) [data-part=first]').map((text) => Number(text.replace(',', ''))),
    chips: texts('#chips .value strong'), pressed: all('#chips .chip').map((one) => one.ariaPressed),
    title: document.getElementById('examples-title').textContent, tags: texts('#examples .tag'),
    rings: all('.ring').length, menus: all('details[open]').length, theme: document.documentElement.dataset.theme,
    tab: texts('[role=tab][aria-selected=true]').join(),
    panels: all('[role=tabpanel]:not([hidden])').map((one) => one.id),
    focused: focused.id || focused.dataset.cell || focused.textContent, class: document.getElementById('class')?.value,
    headline: document.getElementById('headline').textContent, tip: document.getElementById('tip').innerText,
  };
}"""


@pytest.fixture(params=[1280, 1680], ids=["narrow", "wide"])
def lane(opened, firefox, request):
    """Open a page in a window where the lane has its names above it, and in one where they stand at its left."""
    firefox.resize(request.param, 900)
    yield opened(mails())
    firefox.resize(1280, 900)


KNOB = """() => {
  const { left, width } = document.querySelector('#lane .knob').getBoundingClientRect();
  return left + width / 2;
}"""


def test_the_knob_of_the_lane_goes_with_the_pointer(lane):
    seen = set()
    for across in (0.2, 0.45, 0.8, 0.97):
        aim = lane.place("#slider", across)
        lane.drag(lane.place("#lane .knob"), lane.place("#slider", 0.6), aim)
        said = lane.evaluate(SAID)
        assert lane.evaluate(KNOB) == pytest.approx(aim[0], abs=4)
        assert said["matrix"] == counts_at(said["threshold"])
        seen.add(said["threshold"])
    assert len(seen) == 4


def test_keys_move_the_lane(opened):
    page = opened(mails())
    page.click("#lane .knob")
    wanted = page.evaluate(SAID)["threshold"]
    assert wanted == pytest.approx(0.5, abs=0.01)
    steps = {"ArrowRight": 0.001, "ArrowUp": 0.001, "ArrowLeft": -0.001, "PageUp": 0.1, "PageDown": -0.1, "End": 1}
    for key, way in {**steps, "Home": -1}.items():
        page.press(key)
        said = page.evaluate(SAID)
        wanted = min(max(wanted + way, 0), 1)
        assert page.evaluate("() => document.explorer.threshold") == pytest.approx(wanted), key
        assert said["matrix"] == counts_at(wanted), key
        assert said["chips"][:4] == [str(counts_at(wanted)[k]) for k in (3, 1, 2, 0)], key


def test_a_threshold_is_typed(opened):
    page = opened(mails())
    page.click("#threshold")
    page.press(*["Backspace"] * 5, *"0,37", "Enter")
    said = page.evaluate(SAID)
    assert (said["threshold"], said["matrix"]) == (0.37, counts_at(0.37))


def test_a_cell_is_clicked_and_taken_away(opened):
    page = opened(mails())
    first = page.evaluate(SAID)
    page.click('[data-cell="1,0"]')
    said = page.evaluate(SAID)
    missed = counts_at(0.5)[2]
    assert (said["title"], said["tags"], said["rings"]) == (f"{missed} examples", ["missed: spam, called ham"], 2)
    assert said["pressed"][:4] == ["false", "false", "true", "false"]
    page.click("#examples .tag button")
    last = page.evaluate(SAID)
    assert (last["title"], last["tags"], last["rings"]) == ("300 examples", [], 0)
    assert last["pressed"] == first["pressed"]


def test_cells_by_keys(opened):
    page = opened(mails())
    page.click('[data-cell="0,0"]')
    page.press("ArrowRight")
    said = page.evaluate(SAID)
    assert (said["focused"], said["title"]) == ("0,1", f"{counts_at(0.5)[0]} examples")
    assert "true ham, predicted spam" in said["tip"]
    page.press("Enter", "ArrowDown")
    said = page.evaluate(SAID)
    assert (said["focused"], said["tags"]) == ("1,1", ["false alarm: ham, called spam"])
    page.press("Escape")
    assert page.evaluate(SAID)["tags"] == []


def test_tabs_by_keys(opened):
    page = opened(mails())
    names = page.evaluate("() => [...document.querySelectorAll('[role=tab]')].map((one) => one.textContent)")
    page.click("[role=tab]")
    for key, place in (("ArrowRight", 1), ("ArrowRight", 2), ("ArrowLeft", 1), ("ArrowLeft", 0), ("ArrowLeft", -1)):
        page.press(key)
        said = page.evaluate(SAID)
        assert said["tab"] == names[place]
        assert said["focused"] == f"tab-{said['panels'][0].removeprefix('panel-')}"
        assert len(said["panels"]) == 1


def test_a_search_is_typed(opened):
    page = opened(mails())
    page.click("#search")
    page.press(*"length > 500")
    said = page.evaluate(SAID)
    assert (said["title"], said["focused"]) == (f"{(LENGTH > 500).sum()} examples", "search")
    page.press(*" and score > 0.5")
    assert page.evaluate(SAID)["title"] == f"{((LENGTH > 500) & (SCORE > 0.5)).sum()} examples"
    page.press(*["Backspace"] * 28)
    assert page.evaluate(SAID)["title"] == "300 examples"


def test_escape_closes_a_menu_and_then_gives_back_cells(opened):
    page = opened(mails())
    page.click('[data-cell="0,1"]')
    for menu in ("#cut summary", "#where summary", "#examples summary"):
        page.click(menu)
        assert page.evaluate(SAID)["menus"] == 1
        page.press("Tab", "Escape")
        said = page.evaluate(SAID)
        assert (said["menus"], said["rings"]) == (0, 2)
        assert page.evaluate("() => document.activeElement.tagName") == "SUMMARY"
    page.press("Escape")
    assert page.evaluate(SAID)["rings"] == 0


def test_a_click_beside_a_menu_closes_it(opened):
    page = opened(mails())
    page.click("#cut summary")
    assert page.evaluate(SAID)["menus"] == 1
    page.click("#headline")
    assert page.evaluate(SAID)["menus"] == 0


def test_choices_by_keys_theme_and_steps_of_the_browser(opened):
    page = opened(mails())
    first = page.evaluate(SAID)
    page.click("#theme")
    assert page.evaluate(SAID)["theme"] != first["theme"]
    page.click("#theme")
    page.evaluate("() => document.getElementById('in0').focus()")
    page.press("ArrowDown", "ArrowDown")
    chosen = page.evaluate(SAID)
    assert chosen["matrix"] == counts_at(0.5, SITE == "south")
    assert chosen["tags"] == ["site: south"]
    page.evaluate("() => new Promise((done) => setTimeout(done, 400))")
    page.go(-1)
    assert page.evaluate(SAID)["matrix"] == first["matrix"]
    page.go(1)
    assert page.evaluate(SAID)["matrix"] == chosen["matrix"]
    page.click("[aria-label='Reset all']")
    assert page.evaluate(SAID)["matrix"] == counts_at(0.5)


def test_a_name_in_the_matrix_shows_that_class(opened):
    true, score = multiclass(10, n=300)
    page = opened(report_classification(true, score))
    page.click(".names [data-class='3']")
    said = page.evaluate(SAID)
    assert said["class"] == "3"
    assert said["matrix"] == np.bincount(2 * (true == 3) + (score[:, 3] >= 0.5), minlength=4).tolist()


def test_clicks_keys_and_complaints(firefox, tmp_path):
    """The driver itself: what it does reaches the page, and what the page complains of reaches it."""
    page = tmp_path / "page.html"
    page.write_text("<!DOCTYPE html><button onclick='console.warn(event.detail)'>one</button><input>", encoding="utf-8")
    firefox.open(page)
    firefox.messages.clear()
    firefox.click("button")
    firefox.click("input")
    firefox.press("a", "b", "ArrowLeft", "c")
    assert firefox.evaluate("() => document.querySelector('input').value") == "acb"
    assert firefox.evaluate("() => document.querySelector('input').matches(':focus')")
    assert firefox.messages == ["1"]
    firefox.messages.clear()
