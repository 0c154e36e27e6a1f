"""The charts of a page in a real browser: what they say at the pointer equals the library's numbers."""

import re
from xml.etree import ElementTree as ET

import numpy as np
import pytest
from matplotlib.image import imread
from tests.plots.data import binary, multiclass

from figmerit import compute_pr_curve, compute_roc_curve, compute_threshold_sweep, report_classification

CHARTS = "roc", "pr", "sweep"
SVG = "{http://www.w3.org/2000/svg}"


def two_classes(**options):
    true, score = binary(1.2, n=300)
    names = np.array(["ham", "spam"])[true]
    report = report_classification(names, score, pos_label="spam", **options)
    return report, true, score


def classes(n, size=400):
    true, score = multiclass(n, n=size)
    names = [f"class {k}" for k in range(n)]
    return report_classification(true, score, labels=range(n), display_labels=names), true, score


def curves_of(open_report, report, **options):
    """Open the tab of the curves."""
    opened = open_report(report, **options)
    opened.page.get_by_role("tab", name="Curves").click()
    opened.draw()
    opened.page.locator("[data-picture=roc]").evaluate("(card) => card.scrollIntoView({ block: 'center' })")
    return opened


def picture(opened, name):
    return opened.page.locator(f"[data-picture={name}] svg.chart[role=group]")


def frame_of(opened, name):
    """Return the box of a chart's axes in the window."""
    frame = opened.page.evaluate("(name) => document.explorer.spec.views[name].frame", name)
    whole = picture(opened, name).bounding_box()
    unit = whole["width"] / 350
    left, top, width, height = (unit * part for part in frame)
    return whole["x"] + left, whole["y"] + top, width, height


def point_at(opened, name, x, y):
    """Move the pointer to shares of the width and height of a chart's axes, and return what the tip says."""
    left, top, width, height = frame_of(opened, name)
    opened.page.mouse.move(left + x * width, top + y * height)
    opened.draw()
    return opened.page.locator("#tip").inner_text()


def numbers_in(text):
    """Return the threshold and the named numbers of a tip."""
    threshold = float(re.match(r"score ≥ ([-\d.e]+)", text)[1])
    return threshold, dict(re.findall(r"(TPR|FPR|precision|recall|F1|TP|FP|FN|TN) ([<>]?[\d.]+)", text))


def test_the_tip_says_what_the_library_says(open_report):
    report, true, score = two_classes()
    opened = curves_of(open_report, report)
    sweep = compute_threshold_sweep(true, score)
    rng = np.random.default_rng(0)
    names = {"roc": ("TPR", "FPR"), "pr": ("precision", "recall"), "sweep": ("precision", "recall", "F1")}
    seen = set()
    for name in CHARTS:
        for x, y in rng.uniform(0.02, 0.95, (12, 2)):
            threshold, said = numbers_in(point_at(opened, name, x, y))
            seen.add(threshold)
            point = sweep.at_threshold(threshold)
            (tn, fp), (fn, tp) = point.matrix.counts.tolist()
            assert [int(said[one]) for one in ("TP", "FP", "FN", "TN")] == [tp, fp, fn, tn]
            exact = point.metrics
            exact = {"TPR": exact["recall"], "FPR": exact["fpr"], "F1": exact["f1_score"]} | dict(exact)
            for one in names[name]:
                assert float(said[one].lstrip("<>")) == pytest.approx(exact[one], abs=6e-4)
    assert len(seen) > 20


GUIDES = """() => ['roc', 'pr', 'sweep'].map((name) => {
  const guides = document.querySelector(`[data-picture=${name}] .guides`);
  const { frame, xlim, ylim } = document.explorer.spec.views[name];
  const x = (left) => xlim[0] + (left - frame[0]) / frame[2] * (xlim[1] - xlim[0]);
  const y = (top) => ylim[1] - (top - frame[1]) / frame[3] * (ylim[1] - ylim[0]);
  return {
    seen: guides.getAttribute('visibility'), x: x(+guides.querySelector('line').getAttribute('x1')),
    rings: [...guides.querySelectorAll('circle')].map((ring) => [x(ring.cx.baseVal.value), y(ring.cy.baseVal.value)]),
  };
})"""


@pytest.mark.parametrize("name", CHARTS)
def test_one_line_stands_in_all_charts(open_report, name):
    report, true, score = two_classes()
    opened = curves_of(open_report, report)
    threshold, _ = numbers_in(point_at(opened, name, 0.4, 0.3))
    point = compute_threshold_sweep(true, score).at_threshold(threshold)
    roc, pr, sweep = opened.page.evaluate(GUIDES)
    recall, precision, fpr, f1 = (point.metrics[one] for one in ("recall", "precision", "fpr", "f1_score"))
    assert [one["seen"] for one in (roc, pr, sweep)] == ["visible"] * 3
    assert roc["rings"][0] == pytest.approx([fpr, recall], abs=1e-6)
    assert pr["rings"][0] == pytest.approx([recall, precision], abs=1e-6)
    assert [y for _, y in sweep["rings"]] == pytest.approx([precision, recall, f1], abs=1e-6)
    reached = score[score >= threshold].min()
    assert sweep["x"] == pytest.approx(reached, abs=1e-6)
    assert [roc["x"], pr["x"]] == pytest.approx([fpr, recall], abs=1e-6)


def test_the_tip_is_inside_the_window_and_goes_when_the_slider_moves(open_report):
    opened = curves_of(open_report, two_classes()[0])
    for name, x, y in (("sweep", 0.99, 0.9), ("roc", 0.01, 0.95)):
        point_at(opened, name, x, y)
        box = opened.page.locator("#tip").bounding_box()
        size = opened.page.viewport_size
        assert box["x"] >= 0
        assert box["x"] + box["width"] <= size["width"]
        assert box["y"] + box["height"] <= size["height"]
    opened.page.evaluate("document.explorer.change({ threshold: 0.9 })")
    opened.draw()
    assert opened.page.locator("#tip").is_hidden()
    assert [one["seen"] for one in opened.page.evaluate(GUIDES)] == ["hidden"] * 3


def test_a_click_sets_the_threshold_and_the_tip_stays(open_report):
    opened = curves_of(open_report, two_classes()[0])
    threshold, _ = numbers_in(point_at(opened, "pr", 0.5, 0.3))
    opened.page.mouse.down()
    opened.page.mouse.up()
    opened.draw()
    assert float(opened.page.input_value("#threshold")) == threshold != 0.5
    assert numbers_in(opened.page.locator("#tip").inner_text())[0] == threshold


def test_the_line_of_the_threshold_is_dragged(open_report):
    report, true, score = two_classes()
    opened = curves_of(open_report, report)
    left, top, width, _ = frame_of(opened, "sweep")
    low, high = opened.page.evaluate("document.explorer.spec.views.sweep.xlim")
    place = lambda threshold: left + width * (threshold - low) / (high - low)  # noqa: E731
    opened.page.mouse.move(place(0.5), top + 40)
    opened.page.mouse.down()
    for threshold in (0.6, 0.7, 0.3):
        opened.page.mouse.move(place(threshold), top - 60)  # the pointer is captured: it may leave the chart
        opened.draw()
        shown = float(opened.page.input_value("#threshold"))
        assert shown == pytest.approx(threshold, abs=0.004)
        said = numbers_in(opened.page.locator("#tip").inner_text())[1]
        assert int(said["TP"]) == int(((score >= shown) & (true == 1)).sum())
    opened.page.mouse.up()
    opened.page.mouse.move(place(0.8), top + 40)
    opened.draw()
    assert float(opened.page.input_value("#threshold")) == pytest.approx(0.3, abs=0.004)
    rule = float(opened.page.locator("[data-picture=sweep] .rule").get_attribute("x1"))
    view = opened.page.evaluate("document.explorer.spec.views.sweep")
    assert rule == pytest.approx(view["frame"][0] + view["frame"][2] * (shown - low) / (high - low), abs=0.01)


@pytest.mark.parametrize("name", CHARTS)
def test_keys_read_a_curve_from_end_to_end(open_report, name):
    true, score = binary(1.2, n=5000)
    opened = curves_of(open_report, report_classification(true, score))
    reader = opened.page.locator(f"[data-picture={name}] rect.reader[role=slider]")
    reader.focus()
    opened.page.keyboard.press("Home")
    first = reader.get_attribute("aria-valuetext")
    assert reader.get_attribute("aria-valuenow") == "0"
    opened.page.keyboard.press("ArrowRight")
    step = int(reader.get_attribute("aria-valuenow"))
    last = int(reader.get_attribute("aria-valuemax"))
    assert last > 1000
    assert 1 <= last / step <= 1000
    opened.page.keyboard.press("End")
    assert reader.get_attribute("aria-valuenow") == str(last)
    assert reader.get_attribute("aria-valuetext") != first
    opened.page.keyboard.press("PageDown")
    threshold, _ = numbers_in(reader.get_attribute("aria-valuetext"))
    assert opened.page.locator("#tip").inner_text().replace("\n", ", ") == reader.get_attribute("aria-valuetext")
    opened.page.keyboard.press("Enter")
    opened.draw()
    assert float(opened.page.input_value("#threshold")) == threshold


def test_what_charts_are_called_follows_the_threshold(open_report):
    report, true, score = two_classes()
    opened = curves_of(open_report, report)
    area = compute_roc_curve(true, score).roc_auc
    labels = []
    for threshold in (0.5, 0.9):
        opened.page.evaluate("(threshold) => document.explorer.change({ threshold })", threshold)
        opened.draw()
        labels.append([picture(opened, name).get_attribute("aria-label") for name in CHARTS])
        tp, fp = (int(((score >= threshold) & (true == one)).sum()) for one in (1, 0))
        said = f"at threshold {threshold} {tp} of {true.sum()} found, {fp} of {300 - true.sum()} false alarms"
        assert labels[-1][0] == f"ROC curve of spam: AUC {area:.3f}; {said}"
        assert all(said in label for label in labels[-1])
    assert all(one != other for one, other in zip(*labels, strict=True))


def test_chance_is_the_share_of_the_chosen_data(open_report):
    rng = np.random.default_rng(0)
    subset = rng.choice(["train", "validation"], 300)
    report, true, _ = two_classes(subsets=subset)
    opened = curves_of(open_report, report)
    for k, name in enumerate(("validation", "train")):
        if k:
            value = opened.page.locator("#in0 option", has_text=name).get_attribute("value")
            opened.page.select_option("#in0", value)
            opened.draw()
        share = true[subset == name].mean()
        texts = picture(opened, "pr").locator(".texts text").all_text_contents()
        assert f"chance: {share:.3f}, the share of spam" in texts
        view = opened.page.evaluate("document.explorer.spec.views.pr")
        path = picture(opened, "pr").locator(f"[id='{view['parts']['lines'][1]}'] path").get_attribute("d")
        (_, top, _, height), (low, high) = view["frame"], view["ylim"]
        drawn = {high - (float(y) - top) / height * (high - low) for y in re.findall(r" ([\d.]+)", path)}
        assert len(drawn) == 1
        assert drawn.pop() == pytest.approx(share, abs=1e-4)


@pytest.mark.parametrize("size", [4, 12])
def test_all_classes_are_drawn_and_the_weakest_stand_out(open_report, size):
    report, true, score = classes(size)
    opened = curves_of(open_report, report)
    areas = {
        "roc": [compute_roc_curve(true == k, score[:, k]).roc_auc for k in range(size)],
        "pr": [compute_pr_curve(true == k, score[:, k]).average_precision for k in range(size)],
    }
    assert opened.page.locator("[data-picture=sweep]").is_hidden()
    for name, short in (("roc", "AUC"), ("pr", "AP")):
        lines = picture(opened, name).locator(".lines path")
        assert lines.count() == size
        weakest = np.argsort(areas["pr"], kind="stable")[:3]  # of both: a class has one line style
        styles = ["curve", "curve b", "curve c"]
        for style, k in zip(styles, weakest, strict=True):
            assert picture(opened, name).locator(f'.lines [class="{style}"]').get_attribute("data-class") == str(k)
        entries = opened.page.locator(f"[data-picture={name}] .key > .entry").all_inner_texts()
        assert entries == [f"class {k} ({short} {areas[name][k]:.3f})" for k in weakest]
        others = opened.page.locator(f"[data-picture={name}] .others")
        assert others.locator("summary").inner_text() == f"the other {size - 3}"
        others.locator("summary").click()
        others.locator(".entry").first.wait_for()
        assert others.locator(".entry").count() == size - 3
        assert f"of {size} classes" in picture(opened, name).get_attribute("aria-label")


def test_a_class_is_chosen_by_its_line_or_its_entry(open_report):
    opened = curves_of(open_report, classes(4)[0])
    page = opened.page
    path = picture(opened, "pr").locator(".lines .curve.b")
    wanted = int(path.get_attribute("data-class"))
    middle = path.evaluate(
        "(path) => { const at = path.getPointAtLength(path.getTotalLength() * 0.8);"
        " const { x, y } = at.matrixTransform(path.getScreenCTM()); return [x, y]; }"
    )
    page.mouse.move(*middle)
    opened.draw()
    near = page.locator("#tip").inner_text()
    assert re.match(r"class \d\nAP \d\.\d+", near)
    page.mouse.down()
    page.mouse.up()
    opened.draw()
    chosen = page.evaluate("document.explorer.state.positive")
    assert near.startswith(f"class {chosen}\n")
    assert page.locator("[data-picture=sweep]").is_visible()
    assert picture(opened, "pr").locator(".lines path").count() == 0
    page.select_option("#class", "-1" if page.locator("#class option[value='-1']").count() else "")
    opened.draw()
    page.locator("[data-picture=pr] .key > .entry").nth(1).click()
    opened.draw()
    assert page.evaluate("document.explorer.state.positive") == wanted


def test_good_classes_are_shown_in_the_corner_that_matters(open_report):
    true = np.arange(300) % 3
    score = np.eye(3)[true] + np.random.default_rng(0).normal(0, 0.3, (300, 3))
    opened = curves_of(open_report, report_classification(true, score))
    ticks = opened.page.evaluate("document.explorer.spec.views.roc.parts.xticks")
    shown = lambda: [opened.text(f"[id='{tick}']").strip() for tick in ticks]  # noqa: E731
    assert shown() == ["0", "0.025", "0.05", "0.075", "0.1"]
    assert "corner" in opened.page.locator("[data-picture=roc] figcaption").inner_text()
    line = picture(opened, "roc").locator('.lines [class="curve"]')
    label = int(line.get_attribute("data-class"))
    rates = compute_roc_curve(true == label, score[:, label])
    view = opened.page.evaluate("document.explorer.spec.views.roc")
    (left, top, width, height), (low, high), (bottom, _) = view["frame"], view["xlim"], view["ylim"]
    x, y = np.array(re.findall(r"[ML]([-\d.]+) ([-\d.]+)", line.get_attribute("d")), dtype=float).T
    assert x[-1] == pytest.approx(left + width * (0.1 - 0.1 * low) / (0.1 * (high - low)), abs=0.01)
    least = float(opened.text(f"[id='{view['parts']['yticks'][0]}']"))
    assert bottom == 0
    unit = height / (view["ylim"][1] * (1 - least))
    assert top + height - unit * (np.interp(0.1 - 1e-9, rates.fpr, rates.tpr) - least) == pytest.approx(y[-1], abs=0.01)
    opened.page.evaluate("document.explorer.change({ positive: 1 })")
    opened.draw()
    assert shown() == ["0", "0.25", "0.5", "0.75", "1"]


def test_undefined_classes_are_named(open_report):
    true, score = multiclass(4, n=300)
    there = true != 2
    names = ["one", "two", "<b>three</b>", "four"]
    report = report_classification(true[there], score[there], labels=range(4), display_labels=names)
    opened = curves_of(open_report, report)
    assert picture(opened, "roc").locator(".lines path").count() == 3
    assert "<b>three</b>" in opened.page.locator("[data-picture=roc] figcaption").inner_text()


def test_another_model_is_dashed_and_named(open_report):
    true, score = binary(1.2, n=300)
    other = np.clip(score + np.random.default_rng(1).normal(0, 0.2, 300), 0, 1)
    opened = curves_of(open_report, report_classification(true, {"one": score, "two": other}))
    assert picture(opened, "roc").locator(".lines path").count() == 0
    opened.page.evaluate("document.explorer.change({ run: 0, other: 1 })")
    opened.draw()
    curve = compute_roc_curve(true, other)
    ends = "[{:.3f}, {:.3f}]".format(*curve.interval)
    assert opened.page.locator("[data-picture=roc] .key").inner_text().split("\n")[-1] == (
        f"two (AUC {curve.roc_auc:.3f} {ends})"
    )
    for name in ("roc", "pr"):
        assert picture(opened, name).locator(".lines .curve.b").count() == 1
        assert picture(opened, name).locator("[data-mark=rival]").count() == 1


def test_hard_predictions_have_no_charts(open_report):
    names = ["ham", "spam", "eggs"] * 20
    opened = open_report(report_classification(names, y_pred=names[1:] + names[:1]))
    assert opened.page.locator("#curves, #points").count() == 0
    assert opened.page.get_by_role("tab", name="Curves").count() == 0


@pytest.mark.parametrize("name", CHARTS)
def test_a_chart_is_saved_as_it_is_seen_in_light_colours(open_report, tmp_path, name):
    opened = curves_of(open_report, two_classes()[0], color_scheme="dark")
    page = opened.page
    assert page.evaluate("document.documentElement.dataset.theme") == "dark"
    point_at(opened, name, 0.5, 0.5)
    files = {}
    for kind in ("svg", "png"):
        page.locator(f"[data-picture={name}] .save summary").click()
        with page.expect_download() as download:
            page.locator(f"[data-picture={name}] [data-format={kind}]").click()
        assert download.value.suggested_filename.endswith(f".{kind}")
        files[kind] = tmp_path / f"picture.{kind}"
        download.value.save_as(files[kind])
    assert page.evaluate("document.documentElement.dataset.theme") == "dark"
    root = ET.parse(files["svg"]).getroot()
    text = files["svg"].read_text(encoding="utf-8")
    assert root.tag == f"{SVG}svg"
    assert "var(" not in text
    assert "transparent" not in text
    assert root[0].get("fill") == "rgb(255, 255, 255)"
    said = ["".join(one.itertext()).strip() for one in root.iter(f"{SVG}text")]
    assert page.locator(f"[data-picture={name}] h3").inner_text() in said
    assert "rgb(21, 24, 30)" in {one.get("stroke") for one in root.iter(f"{SVG}path")}
    assert not [one for one in root.iter() if one.get("tabindex")]
    image = imread(files["png"])
    height, width = (round(3 * float(root.get(side))) for side in ("height", "width"))
    assert image.shape[:2] == (height, width)
    assert image[2, 2, :3].tolist() == [1, 1, 1]
    assert 0.005 < (image[..., :3].mean(axis=2) < 0.5).mean() < 0.2


def test_matrices_are_saved_with_their_signs_and_numbers(open_report, tmp_path):
    """The matrix, and beside it that of the other model; signs of the page's icons stand in the files themselves."""
    true, score = binary(1.2, n=300)
    report = report_classification(true, {"one": score, "two": score**2}, pos_label=1)
    opened = open_report(report, color_scheme="dark")
    page = opened.page
    page.evaluate("document.explorer.change({ other: 1 })")
    opened.draw()
    page.locator("#where summary").click()
    downloads = []
    page.on("download", lambda download: downloads.append(download))
    with page.expect_download():
        page.locator("#where [data-format=svg]").click()
    page.wait_for_timeout(100)
    assert [one.suggested_filename for one in downloads] == ["Confusion-matrix-one.svg", "Confusion-matrix-two.svg"]
    for k, download in enumerate(downloads):
        download.save_as(tmp_path / "matrix.svg")
        root = ET.parse(tmp_path / "matrix.svg").getroot()
        assert "var(" not in (tmp_path / "matrix.svg").read_text(encoding="utf-8")
        assert not list(root.iter(f"{SVG}use"))
        assert len([one for one in root.iter(f"{SVG}svg") if one.get("viewBox") == "0 0 16 16"]) == 4
        said = ["".join(one.itertext()).strip() for one in root.iter(f"{SVG}text")]
        name = ("matrix", "matrixB")[k]
        counts = page.locator(f"[data-picture={name}] [data-part=first]").all_text_contents()
        assert len(counts) == 4
        assert set(counts) <= set(said)
        assert root[0].get("fill") == "rgb(255, 255, 255)"
