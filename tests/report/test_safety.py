"""Whatever a user's texts hold, they are texts; the page asks for nothing; everybody can use it."""

import html
import itertools

import numpy as np
import pytest
from axe_playwright_python.sync_playwright import Axe
from tests.plots.data import binary, multiclass

import figmerit as fm
from figmerit import Report, report_classification

HOSTILE = [
    "</script><script>alert(1)</script>",
    "<img src=x onerror=alert(1)>",
    "\"'><svg onload=alert(1)>",
    "<!--<script>",
    "]]>",
    "a\x00b\x08c\x1b[31m",
    "\ud800 half",
    "\u202eright to left\u202c",
    "עברית",
    "می\u200cخواهم",
    "\U0001f468\u200d\U0001f469\u200d\U0001f467",
    "no\u00a0break",
    "$\\frac{1}{0}$ and $math$",
    "{{ 7 * 7 }} {% raw %}",
    "javascript:alert(1)",
    "=HYPERLINK(1)",
    " \u2028 \u2029 ",
]


def hostile():
    """Return a report whose every text is hostile."""
    rng = np.random.default_rng(0)
    true, score = multiclass(4, n=120)
    texts = np.array(HOSTILE, dtype=object)
    labels = np.array(["<b>a</b>", "</style>b", "$c$", "'d\""], dtype=object)
    report = report_classification(
        labels[true],
        models={HOSTILE[0]: score, HOSTILE[1]: score[:, ::-1], HOSTILE[6]: score},
        labels=labels,
        subsets=texts[rng.integers(0, 3, 120)],
        slices={HOSTILE[2]: texts[rng.integers(0, len(texts), 120)], "plain": texts[rng.integers(9, 11, 120)]},
        ids=texts[np.arange(120) % len(texts)],
        columns={name: texts[rng.integers(0, len(texts), 120)] for name in HOSTILE[3:6]},
        metrics={HOSTILE[7]: 0.5},
        title=HOSTILE[0],
    )
    for text in HOSTILE:
        report.add(text, title=text)
        report.add({text: texts, "n": np.arange(len(texts))})
    return report.add(fm.compute_confusion_matrix(labels[true], labels[true]), title="A figure")


def test_texts_stay_texts(open_report):
    opened = open_report(hostile())
    page = opened.page
    assert page.title() == HOSTILE[0]
    assert page.locator("h1").text_content() == HOSTILE[0]
    assert page.locator("img, iframe, object, embed, link, base, form, b").count() == 0
    assert page.locator("script:not([type])").count() == 0
    assert page.locator("svg [onload], [onerror], [onclick]").count() == 0
    page.evaluate("document.explorer.change({ chosen: [-1, -1, -1], sort: { key: 'id', descending: false } })")
    for words in ("<img src=x onerror=alert(1)>", "a�b�c�[31m"):
        page.fill("#search", f"id = {words}")
        page.wait_for_timeout(100)
        assert words in page.locator("#examples tbody").inner_text()
    page.fill("#search", "")
    for value in range(4):
        page.select_option("#class", str(value))
        opened.draw()
    for name in page.locator("select").evaluate_all("all => all.map((one) => one.id)"):
        options = page.locator(f'[id="{name}"] option').evaluate_all("all => all.map((one) => one.value)")
        page.locator(f'[id="{name}"]').select_option(options[-1], force=True)
        opened.draw()


PROBE = """async () => {
  const found = {};
  try {
    const script = document.createElement('script');
    script.textContent = 'window.broken = 1';
    document.body.append(script);
  } catch (error) { found.script = error.name; }
  try { document.body.insertAdjacentHTML('beforeend', '<i></i>'); } catch (error) { found.html = error.name; }
  try { await fetch('data:,x'); } catch (error) { found.fetch = error.name; }
  const box = document.createElement('div');
  box.setAttribute('style', 'position: fixed');
  document.body.append(box);
  found.style = getComputedStyle(box).position;
  box.remove();
  found.broken = window.broken ?? 0;
  return found;
}"""


def test_the_policy_forbids_what_is_not_in_the_page(open_report):
    opened = open_report(Report("Policy").add_predictions(*binary(1.2, n=50)))
    found = opened.page.evaluate(PROBE)
    assert found == {
        "script": "TypeError",
        "html": "TypeError",
        "fetch": "TypeError",
        "style": "static",
        "broken": 0,
    }
    assert opened.messages, "the policy said nothing"
    opened.messages.clear()


def test_in_a_sandboxed_frame(browser, tmp_path):
    report = Report("Frame").add_predictions(*binary(1.2, n=50))
    frame = report._repr_html_()
    assert 'sandbox="allow-scripts allow-downloads"' in frame
    path = tmp_path / "notebook.html"
    path.write_text(f"<!DOCTYPE html><title>Notebook</title>{frame}", encoding="utf-8")
    page = browser.new_context().new_page()
    errors = []
    page.on("pageerror", lambda error: errors.append(str(error)))
    page.goto(path.as_uri())
    inner = page.frame_locator("iframe")
    inner.locator("html[data-ready]").wait_for()
    inner.locator("#slider").press("Home")
    inner.locator("#threshold-note", has_text="Everything is called 1").wait_for()
    page.wait_for_timeout(500)
    assert errors == []
    page.context.close()


def accessible(kind):
    """Return a report in which everything is shown that there can be."""
    if kind == "several labels":
        true = np.random.default_rng(0).integers(0, 2, (200, 3))
        scores = {name: np.random.default_rng(k).random((200, 3)) for k, name in enumerate("ab")}
    else:
        true, score = binary(1.2, n=200) if kind == "binary" else multiclass(4, n=200)
        scores = {"a": score, "b": score**2}
    slices = {"site": np.arange(200) % 3, "day": np.arange(200) % 2}
    subsets = np.where(np.arange(200) % 2, "train", "test")
    images = np.random.default_rng(0).random((200, 4, 4))
    report = report_classification(true, models=scores, subsets=subsets, slices=slices, images=images, max_rows=150)
    if kind != "several labels":
        report.add(fm.compute_roc_curve(true, score), title="A figure")
    return report.add({"a": [1, 2]}, title="A table").add("A text.")


SCHEMES = list(itertools.product(["light", "dark"], ["binary", "multiclass", "several labels"], [1280, 390]))


@pytest.mark.parametrize(("scheme", "kind", "width"), SCHEMES)
def test_axe_finds_nothing(open_report, scheme, kind, width):
    viewport = {"width": width, "height": 900}
    opened = open_report(accessible(kind), color_scheme=scheme, bypass_csp=True, viewport=viewport)
    opened.page.select_option("#other", "1")
    opened.page.locator('figure:not([hidden]) [data-cell="0,1"]').first.click()
    opened.page.wait_for_timeout(400)
    for panel in opened.page.evaluate("document.explorer.spec.panels"):
        opened.page.click(f"#tab-{panel}")
        if panel == "slices":
            opened.page.select_option("#slices-by", "2")
        opened.page.wait_for_timeout(100)
        violations = Axe().run(opened.page).response["violations"]
        assert [(panel, one["id"], [node["html"][:200] for node in one["nodes"]]) for one in violations] == []


def test_everything_is_reached_by_keys(open_report):
    opened = open_report(report_classification(*binary(1.2, n=60), slices={"site": np.arange(60) % 3}))
    page = opened.page
    reached = set()
    for _ in range(80):
        page.keyboard.press("Tab")
        reached.add(
            page.evaluate(
                "() => { const one = document.activeElement; return one.id || one.dataset.cell || one.textContent"
                " || one.className.baseVal || one.tagName; }"
            )
        )
    wanted = {"in0", "badge", "theme", "slider", "threshold", "By rule", "count", "View", "0,0", "search", "sort"}
    assert reached >= wanted | {"Save CSV", "Copy these rows", "Next", "tab-curves", "reader"}


def test_the_rules_are_reached_by_keys(open_report):
    page = open_report(report_classification(*binary(1.2, n=60))).page
    page.locator("#cut summary").focus()
    page.keyboard.press("Enter")
    reached = set()
    for _ in range(10):
        page.keyboard.press("Tab")
        reached.add(page.evaluate("document.activeElement.id || document.activeElement.textContent"))
    assert reached >= {"Best F1", "first-threshold", "least-recall", "least-precision", "Apply", "cost-fp", "cost-fn"}
    assert "Lowest cost" in reached
    page.keyboard.press("Escape")
    assert not page.locator("#cost-fp").is_visible()
    assert page.evaluate("document.activeElement.textContent") == "By rule"


def test_metrics_are_spoken(open_report):
    opened = open_report(Report("Spoken").add_predictions(*binary(1.2, n=60)))
    opened.page.locator("#slider").press("Home")
    opened.page.wait_for_timeout(600)
    spoken = opened.page.locator("#spoken")
    assert spoken.get_attribute("role") == "status"
    assert spoken.text_content().startswith("precision 0.")
    assert "recall 1.000" in spoken.text_content()


@pytest.mark.parametrize("width", [1280, 800, 390])
def test_nothing_is_wider_than_the_page(open_report, width):
    true, score = binary(1.2, n=200)
    long = "w" * 190
    report = report_classification(
        np.array([long, "a"])[true],
        models={long: score, "b": score},
        pos_label="a",
        title=long,
        slices={long: [long] * 200, "b": np.arange(200) % 30},
        columns={"a very long name of a column": ["word " * 30] * 200, long: [long] * 200},
    )
    report.add(long, title=long).add({long: [long]})
    page = open_report(report, viewport={"width": width, "height": 800}).page
    page.select_option("#other", "1")
    assert page.evaluate("document.documentElement.scrollWidth") <= width


def test_on_paper_it_is_light_and_says_what_is_shown(open_report):
    true, score = binary(1.2, n=60)
    opened = open_report(report_classification(true, score, slices={"site": np.arange(60) % 3}), color_scheme="dark")
    page = opened.page
    page.select_option("#in0", "1")
    opened.draw()
    assert not page.locator("#chosen").is_visible()
    page.emulate_media(media="print", color_scheme="dark")
    assert page.locator("#chosen").inner_text() == "site: 1; Threshold: 0.5"
    assert not page.locator("#pickers select, #search").first.is_visible()
    assert page.evaluate("getComputedStyle(document.body).backgroundColor") == "rgb(255, 255, 255)"


@pytest.mark.parametrize("text", ["می\u200cخواهم", "\U0001f468\u200d\U0001f469\u200d\U0001f467", "no\u00a0break"])
def test_joiners_and_spaces_stay_as_they_are(text):
    assert text in Report(text).to_html()


def test_no_part_of_the_page_is_markup_of_the_user():
    page = hostile().to_html()
    assert "alert(1)</script>" not in page
    assert "<img" not in page
    assert html.escape(HOSTILE[1]) in page
