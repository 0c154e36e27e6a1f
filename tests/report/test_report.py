"""What a report takes, how it is written, and what it refuses."""

import base64
import html
import io
import re
from xml.etree import ElementTree as ET

import matplotlib.pyplot as plt
import numpy as np
import pandas as pd
import polars as pl
import pytest
from PIL import Image
from tests.plots.data import binary, multiclass, training_log

import figmerit as fm
from figmerit import Report, report_classification
from figmerit.report._pack import rounded_down, script_json
from figmerit.report._page import PARTS, script_of, style_of
from figmerit.report._thumbnails import thumbnails

TRUE, SCORE = binary(1.2, n=60)
LABELS = np.random.default_rng(3).integers(0, 2, (60, 2))
PAIRS = np.random.default_rng(3).random((60, 2, 2))


def frame_of(names):
    """Return the scores of two labels, in the order of their names."""
    scores = dict(
        zip("abx", (0.5 * LABELS + 0.5 * np.random.default_rng(4).random((60, 2))).T.tolist() * 2, strict=False)
    )
    return pd.DataFrame({name: scores[name] for name in names})


@pytest.mark.parametrize("first", ["labels", "classes"])
def test_the_code_of_the_page_is_small(first):
    """Each part that only some data need is carried by their pages alone."""
    assert size_of([first, "curves"]) <= 190_000
    assert size_of([first, "curves", "slices"]) <= 199_000
    assert size_of([first, "curves", "images"]) <= 210_000
    assert size_of([first, "curves", "runs", "compare"]) <= 212_000
    assert size_of([first, *(name for name in PARTS if name not in ("labels", "classes"))]) <= 261_000


def size_of(parts):
    """Return the bytes of the script and the style of a page that has these parts."""
    return len(script_of(parts).encode()) + len(style_of(parts).encode())


def test_a_page_carries_the_code_of_its_tabs_alone():
    code = {
        "one label": report_classification(TRUE, SCORE).to_html(),
        "slices": report_classification(TRUE, SCORE, slices={"odd": np.arange(60) % 2}).to_html(),
        "labels": report_classification(LABELS, SCORE[:, None] * [1, 0.5], labels=["a", "b"]).to_html(),
        "figures": Report("Figures").add("A text.").to_html(),
    }
    classes = ("Explorer", "Classes", "Labels", "Slices", "Runs")
    found = {name: [one for one in classes if f"class {one}{{" in page] for name, page in code.items()}
    assert found == {
        "one label": ["Explorer", "Classes"],
        "slices": ["Explorer", "Classes", "Slices"],
        "labels": ["Explorer", "Labels"],
        "figures": [],
    }
    assert "script-src 'none'" in html.unescape(code["figures"])


def test_a_page_is_written_whole_or_not_at_all(tmp_path, monkeypatch):
    path = tmp_path / "report.html"
    report = Report("One").add("A text.")
    assert report.save(path) == path
    first = path.read_text(encoding="utf-8")
    assert first == report.to_html()
    monkeypatch.setattr(report, "to_html", lambda: (_ for _ in ()).throw(RuntimeError("broken")))
    with pytest.raises(RuntimeError):
        report.save(path)
    assert path.read_text(encoding="utf-8") == first
    assert [one.name for one in tmp_path.iterdir()] == ["report.html"]


def test_the_same_page_each_time():
    pages = [report_classification(TRUE, SCORE).to_html() for _ in range(2)]
    assert pages[0] == pages[1]


def results():
    """Return one result of each kind that has a figure."""
    sweep = fm.compute_threshold_sweep(TRUE, SCORE)
    yield fm.compute_confusion_matrix(TRUE, (SCORE > 0.5).astype(int))
    yield fm.choose_threshold(sweep)
    yield fm.compute_abstention(TRUE, SCORE, low=0.3, high=0.7)
    yield fm.compute_roc_curve(TRUE, SCORE)
    yield fm.compute_pr_curve(TRUE, SCORE)
    yield sweep
    yield fm.compute_reliability(TRUE, SCORE)
    yield fm.compute_risk_coverage(TRUE, SCORE)
    yield fm.compute_score_histograms(TRUE, SCORE)
    yield fm.compute_slice_metrics(TRUE, y_score=SCORE, row_slices=np.arange(60) % 3)
    yield fm.compute_metric_summary(TRUE, y_score=SCORE)
    yield fm.compute_learning_curve(training_log())


@pytest.mark.parametrize("result", list(results()), ids=lambda result: type(result).__name__)
def test_results_become_their_figures(result):
    page = Report("Figures").add(result, title="A figure").to_html()
    assert page.count("<svg") == 1
    assert 'role="img" aria-label="' in page
    assert 'style="' not in page
    assert page.count("<summary>Its data</summary>") == 1
    assert not plt.get_fignums()


def test_figures_of_the_caller_keep_their_colours():
    fig, ax = plt.subplots()
    ax.plot([0, 1], color="black")
    page = Report("Figures").add(fig).to_html()
    assert "#000000" in page
    assert "currentColor" not in page[page.index("<svg") :]


@pytest.mark.parametrize("frame", [pd.DataFrame, pl.DataFrame], ids=["pandas", "polars"])
def test_frames_become_tables(frame):
    page = Report("Tables").add(frame({"name": ["a", None], "value": [0.12345, 2.0]})).to_html()
    assert re.findall(r"<t[dh][^>]*>([^<]*)</t[dh]>", page) == ["name", "value", "a", "0.123", "", "2.000"]


def test_long_tables_say_so():
    page = Report("Tables").add({"a": np.arange(2500)}).to_html()
    assert "<caption>The first 1,000 of 2,500 rows</caption>" in page
    assert page.count("<tr>") == 1001
    sweep = fm.compute_threshold_sweep(*binary(1.2, n=950))
    page = Report("Tables").add(sweep).to_html()
    assert f"<caption>One in 10 of {len(sweep.to_pandas())} rows</caption>" in page


def test_containers_make_the_same_page():
    options = {"slices": {"site": np.arange(60) % 3}, "ids": np.arange(60)}
    page = report_classification(TRUE, SCORE, **options).to_html()
    frame = pd.DataFrame({"y": TRUE, "s": SCORE, "site": np.arange(60) % 3})
    assert report_classification(frame["y"], frame["s"], slices=frame[["site"]], ids=np.arange(60)).to_html() == page
    lists = {"slices": {"site": (np.arange(60) % 3).tolist()}, "ids": list(range(60))}
    assert report_classification(TRUE.tolist(), SCORE.tolist(), **lists).to_html() == page


def test_targets_of_any_rank():
    slices = {"s": np.ones((6, 10), int)}
    square = report_classification(TRUE.reshape(6, 10), SCORE.reshape(6, 10), slices=slices, multilabel=False)
    flat = report_classification(TRUE, SCORE, slices={"s": np.ones(60, int)})
    pages = [re.sub(r'"index":{[^}]*}', "", report.to_html()) for report in (square, flat)]
    assert pages[0] == pages[1]
    assert '"index":{"names":["row","axis1"],"shape":[6,10]}' in square.to_html()


@pytest.mark.parametrize("subsets", ["validation", "val", "Valid"])
def test_validation_data_come_first(subsets):
    report = report_classification(TRUE, SCORE, subsets=np.where(np.arange(60) % 2, "test", subsets))
    assert f'"subset":{{"name":"subset","code":{int(subsets > "test")}}}' in report.to_html()


@pytest.mark.parametrize("select", ["f1", "accuracy", "roc_auc", "average_precision", "f1_score", "AUROC"])
def test_the_best_checkpoint_comes_first(select):
    report = report_classification(TRUE, epochs={1: 1 - SCORE, 2: SCORE, 3: 1 - SCORE}, select=select)
    assert '"first":{"run":1,' in report.to_html()


def test_one_class_alone():
    page = report_classification([0] * 20, np.linspace(0.1, 0.9, 20), labels=[0, 1]).to_html()
    assert "one-class" not in re.sub(r'data-finding="[^"]*"|<script.*?</script>', "", page, flags=re.DOTALL)
    assert "All samples have the label" in page


def test_several_classes_of_which_one_is_absent():
    true, score = multiclass(4, n=60)
    keep = true != 2
    assert "Report" in repr(report_classification(true[keep], score[keep], labels=range(4)))


def test_words():
    assert repr(Report("One")) == "Report('One': 0 sections)"
    assert repr(Report("One").add("a")) == "Report('One': 1 section)"


@pytest.mark.parametrize("text", ["</script>", "<!--", "\u2028", "]]>"])
def test_json_ends_no_script(text):
    assert "<" not in script_json({text: text})
    assert "\u2028" not in script_json({text: text})


ERRORS = {
    "no predictions": (lambda: report_classification(TRUE), TypeError,
                       "y_score, y_pred, models and epochs must be given one at a time; got none of them.\n"
                       "Hint: report_classification(y_true, y_score), or models={'baseline': y_score, 'tuned': "
                       "other_score}."),
    "two kinds": (lambda: report_classification(TRUE, SCORE, y_pred=TRUE), TypeError,
                  "y_score, y_pred, models and epochs must be given one at a time; got ['y_score', 'y_pred'].\n"
                  "Hint: report_classification(y_true, y_score), or models={'baseline': y_score, 'tuned': "
                  "other_score}."),
    "models": (lambda: report_classification(TRUE, models=[SCORE]), TypeError,
               "models must be a mapping of name to scores, or a data frame; got [array("),
    "twice": (lambda: report_classification(TRUE, SCORE).add_predictions(TRUE, SCORE), ValueError,
              "predictions must be added once a report; got a second set.\n"
              "Hint: models={...} explores several models."),
    "findings": (lambda: Report("a").add_findings(), ValueError,
                 "predictions must be added before their findings; got none.\n"
                 "Hint: report.add_predictions(y_true, y_score)."),
    "slices": (lambda: report_classification(TRUE, SCORE, slices=TRUE), TypeError,
               "slices must be a mapping of name to values, or a data frame; got an array of shape (60,) and dtype "
               "int64.\nHint: slices={'site': values}."),
    "length": (lambda: report_classification(TRUE, SCORE, slices={"site": [1, 2]}), ValueError,
               "slices['site'] must be "),
    "ids": (lambda: report_classification(TRUE, SCORE, ids=[1]), ValueError, "ids must be of the same shape as y_true"),
    "subsets": (lambda: report_classification(TRUE, SCORE, subsets=["a"]), ValueError,
                "subsets must be of shape (60,), one slice a sample; got shape (1,)."),
    "keys": (lambda: report_classification(TRUE, epochs={1: SCORE, "1": SCORE}), ValueError,
             "the keys of epochs must be "),
    "select": (lambda: report_classification(TRUE, SCORE, select="iou"), ValueError,
               "select must be one of 'f1', 'accuracy', 'roc_auc', 'average_precision'; got 'iou'."),
    "title": (lambda: Report(3), TypeError, "title must be a text; got 3."),
    "empty title": (lambda: Report(" "), ValueError, "title must be a text; got ' '.\nHint: Report(\"Spam filter\")."),
    "content": (lambda: Report("a").add(3), TypeError,
                "content must be a text, a figure, a result, a data frame, a mapping of names to columns, or findings; "
                "got 3."),
    "columns": (lambda: Report("a").add({"a": [1], "b": [1, 2]}), ValueError,
                "the column 'b' must be of the same shape as the column 'a', (1,); got shape (2,)."),
    "images": (lambda: report_classification(TRUE, SCORE, images=["a.png"]), ValueError,
               "images must be of length 60, one an example; got length 1."),
    "one image": (lambda: report_classification(TRUE, SCORE, images="a.png"), TypeError,
                  "images must be a sequence of one path, image or array an example; got 'a.png'.\n"
                  "Hint: images=[folder / name for name in names]."),
    "no file": (lambda: report_classification([0, 1], [0.1, 0.9], images=["no.png", None]), ValueError,
                "images[0] must be the path of a file that is there; got 'no.png'."),
    "no image": (lambda: report_classification([0, 1], [0.1, 0.9], images=[None, __file__]), ValueError,
                 "images[1] must be the path of an image that can be read; got "),
    "shape of image": (lambda: report_classification([0, 1], [0.1, 0.9], images=[None, np.ones(3)]), ValueError,
                       "images[1] must be of shape (height, width) or (height, width, 3 or 4); got shape (3,)."),
    "colours of image": (lambda: report_classification([0, 1], [0.1, 0.9], images=[None, np.full((2, 2, 3), 7.5)]),
                         ValueError, "images[1] must be shares from 0 to 1, or whole numbers from 0 to 255, if it has "
                         "colours; got numbers from 7.5 to 7.5."),
    "size": (lambda: report_classification(TRUE, SCORE, max_mb=0.01).to_html(), ValueError,
             "max_mb must be at least 0"),
    "size of figures": (lambda: Report("a", max_mb=0.01).add("a").to_html(), ValueError, "max_mb must be at least 0"),
    "no size": (lambda: Report("a", max_mb=0), ValueError, "max_mb must be a number of megabytes above 0; got 0."),
    "infinite size": (lambda: Report("a", max_mb=np.inf), ValueError, "max_mb must be a finite number; got inf."),
    "channels of image": (lambda: report_classification([0, 1], [0.1, 0.9], images=[None, np.ones((3, 9, 9))]),
                          ValueError, "images[1] must be of shape (height, width) or (height, width, 3 or 4); got "
                          "shape (3, 9, 9).\nHint: Move the channels to the end: image.transpose(1, 2, 0)."),
    "metrics": (lambda: report_classification(TRUE, SCORE, metrics=3), TypeError,
                "metrics must be a mapping of names to numbers; got 3.\nHint: metrics={'iou': 0.5}."),
    "positive of labels": (lambda: report_classification(TRUE, y_pred=TRUE, pos_label=1), ValueError,
                           "pos_label must be left out where labels are predicted; got 1.\n"
                           "Hint: The page shows precision and recall of each class."),
    "names of columns": (lambda: report_classification(LABELS, models={"a": frame_of("ab"), "b": frame_of("xb")}),
                         ValueError, "b: y_score must be of columns that carry the names of the labels, ['a', 'b'], or "
                         "of columns without names; got the columns ['x', 'b'].\n"
                         "Hint: Rename them, or use .to_numpy()."),
    "one of several": (lambda: report_classification(TRUE, models={"old": SCORE, "new": SCORE[:-1]}), ValueError,
                       "new: y_score must be of length 60, one row a sample; got length 59.\nHint: Fill up its scores "
                       "with NaN; nan_policy='drop' leaves those samples out."),
    "positive": (lambda: report_classification(["a", "b"] * 30, SCORE), ValueError,
                 "pos_label must be given, unless the labels are {0, 1}, {-1, 1} or booleans; got the labels "
                 "['a', 'b'].\nHint: pos_label='b', or 'a': the one that scores are higher for."),
    "positive of a page": (lambda: Report("a").add_predictions(["a", "b"] * 30, SCORE), ValueError,
                 "pos_label must be given, unless the labels are {0, 1}, {-1, 1} or booleans; got the labels "
                 "['a', 'b'].\nHint: report.add_predictions(..., pos_label='b'), or 'a': the one that scores "
                 "are higher for."),
    "positive of a model": (lambda: report_classification(["a", "b"] * 30, models={"old": SCORE, "new": SCORE}),
                 ValueError,
                 "old: pos_label must be given, unless the labels are {0, 1}, {-1, 1} or booleans; got the labels "
                 "['a', 'b'].\nHint: pos_label='b', or 'a': the one that scores are higher for."),
    "nothing": (lambda: Report("a").add_predictions(), TypeError,
                "y_true must be given; got nothing.\nHint: report.add_predictions(y_true, y_score)."),
    "without names": (lambda: Report("a").add_predictions(TRUE, SCORE, None), TypeError,
                      "add_predictions() takes y_true and y_score by position; got 3.\n"
                      "Hint: Write the rest as name=value."),
    "given twice": (lambda: Report("a").add_predictions(TRUE, y_true=TRUE), TypeError,
              "y_true of add_predictions() must be given once; got it by position and by name.\n"
              "Hint: report.add_predictions(y_true, y_score)."),
    "missing": (lambda: report_classification([0, 1], [0.1, np.nan]), ValueError,
                "y_score must be without missing values; got NaN in 1 of 2 rows.\nHint: Drop those rows, or use "
                "nan_policy='drop'."),
    "rows": (lambda: report_classification(TRUE, SCORE, max_rows=0), ValueError,
             "max_rows must be a positive integer; got 0."),
    "kinds of models": (lambda: report_classification(LABELS, models={"a": LABELS / 3, "b": PAIRS}), ValueError,
                        "the scores of all models must be of the same kind; got {'a': 'multilabel', 'b': 'binary'}.\n"
                        "Hint: Give each one score a sample, or each one column a class."),
    "option": (lambda: report_classification(TRUE, SCORE, slice=1), TypeError,
               "report_classification() has no option 'slice'.\nHint: Did you mean 'slices'?"),
}  # fmt: skip


@pytest.mark.parametrize(("call", "kind", "message"), ERRORS.values(), ids=ERRORS)
def test_whole_error(call, kind, message):
    end = "$" if message.endswith((".", "?")) else ""
    with pytest.raises(kind, match=f"^{re.escape(message)}{end}"):
        call()


def test_markdown_has_figures_beside_it(tmp_path):
    report = report_classification(TRUE, 1 - SCORE, title="A *title* <b>", metrics={"a|b": 0.5})
    path = report.add(fm.compute_reliability(TRUE, SCORE), title="Reliability").to_markdown(tmp_path / "new" / "folder")
    text = path.read_text(encoding="utf-8")
    assert text.startswith("# A \\*title\\* &lt;b>\n\n## Predictions\n\n![".replace(">", "\\>"))
    pictures = re.findall(r"\]\((figure-\d+\.svg)\)", text)
    assert pictures == [f"figure-{k}.svg" for k in range(1, 6)]
    assert sorted(one.name for one in path.parent.iterdir()) == sorted([*pictures, "report.md"])
    for name in pictures:
        picture = (path.parent / name).read_text(encoding="utf-8")
        assert ET.fromstring(picture).tag == "{http://www.w3.org/2000/svg}svg"
        assert "currentColor" not in picture
        assert "var(" not in picture
    assert "- **warning** " in text
    assert "| a\\|b | 0\\.500 |" in text


def test_figures_of_the_caller_stay_as_they_are():
    fig, ax = plt.subplots()
    fm.plot_roc_curve(TRUE, SCORE, ax=ax)
    ax.lines[0].set_gid("mine")
    pages = [Report("Figures").add(fig).to_html() for _ in range(2)]
    assert pages[0] == pages[1]
    assert [line.get_gid() for line in ax.lines] == ["mine", None]


def budget(**options):
    """Return a report with something of each kind that can be left out."""
    rng = np.random.default_rng(0)
    n = 4000
    true, score = binary(1.2, n=n)
    pixels = rng.integers(0, 255, (n, 8, 8)).astype(np.uint8)
    columns = {"first": rng.random(n), "second": rng.random(n)}
    return report_classification(true, score, images=pixels, columns=columns, slices={"s": np.arange(n) % 3}, **options)


ORDER = ["images are shown", "['second']", "['first', 'second']", "examples of 4,000", "rounded down"]
"""What a page says that it leaves out, from little to much."""


def notes_of(page):
    return re.findall(r'<p class="note">([^<]*)</p>', html.unescape(page))


def test_a_size_is_kept_by_leaving_out_in_a_stated_order():
    whole = len(budget().to_html().encode())
    said = []
    for size in np.linspace(whole + 3000, 438_000, 10).tolist():
        page = budget(max_mb=size / 1e6).to_html()
        assert len(page.encode()) <= size
        notes = notes_of(page)
        said.append({word for word in ORDER if any(word in note for note in notes)} - {ORDER[2]})
        if any(ORDER[2] in note for note in notes):
            said[-1] |= {ORDER[1], ORDER[2]}
    ranks = [max((ORDER.index(word) for word in words), default=-1) for words in said]
    assert ranks == sorted(ranks)
    assert set(ranks) >= {-1, 0, 4}
    for words, rank in zip(said, ranks, strict=True):
        assert words >= {ORDER[0]} if rank >= 0 else not words


def test_scores_are_rounded_down_to_few_bits():
    rng = np.random.default_rng(0)
    parts = rng.random(500), rng.normal(size=500), 1 - 10.0 ** -rng.uniform(0, 16, 500), [0, 1, -1, 0.5, -1e300, 5e-324]
    values = np.concatenate([*parts, np.nextafter([0.5, 1], 0)])
    for bits in (2, 6, 12, 24):
        down = rounded_down(values, bits)
        assert (down <= values).all()
        np.testing.assert_array_equal(rounded_down(down, bits), down)
        assert (np.diff(down[np.argsort(values)]) >= 0).all()
        from_end = np.abs(np.where((values >= 0.5) & (values <= 1), 1 - values, values))
        assert (values - down <= 2.0 ** (1 - bits) * from_end).all()
        assert rounded_down(np.array([0.5]), bits) == 0.5


@pytest.mark.parametrize(
    ("image", "pixels"),
    [
        (np.array([[0, 16], [8, 4]]), [[0, 255], [128, 64]]),
        (np.array([[0.0, 1.0], [0.5, np.nan]]), [[0, 255], [128, 0]]),
        (np.array([[0, 200], [7, 9]], dtype=np.uint8), [[0, 200], [7, 9]]),
        (np.array([[True, False]]), [[255, 0]]),
        (np.full((2, 2), 7.0), [[0, 0], [0, 0]]),
        (np.full((2, 2), 128), [[128, 128], [128, 128]]),
        (np.array([[5.0, 5.5], [np.nan, np.inf]]), [[0, 255], [0, 255]]),
        (np.array([[np.nan, np.nan]]), [[0, 0]]),
        (np.array([[[255, 0, 1]]]), [[[255, 0, 1]]]),
        (np.array([[[0.5, 0.0, 1.0, 0.2]]]), [[[128, 0, 255, 51]]]),
        (np.array([[[3], [9]]], dtype=np.uint8), [[3, 9]]),
    ],
    ids=[
        "grey",
        "shares",
        "bytes",
        "bool",
        "constant",
        "whole",
        "not finite",
        "nothing",
        "colours",
        "transparent",
        "one channel",
    ],
)
def test_pixels_of_arrays(image, pixels):
    n, found = thumbnails([image, None], (2,), np.array([1, 0]), 2, 1e6)
    assert n == 1
    kind, _, data = found[0].partition(";base64,")
    assert kind == "data:image/png"
    with Image.open(io.BytesIO(base64.b64decode(data))) as opened:
        np.testing.assert_array_equal(np.asarray(opened), pixels)


def opened_images(images):
    """Return the thumbnails of images, as images."""
    _, found = thumbnails(images, (len(images),), np.arange(len(images)), 9, 1e6)
    kinds = [text.partition(";")[0] for text in found.values()]
    assert set(kinds) <= {"data:image/png", "data:image/jpeg"}
    return [Image.open(io.BytesIO(base64.b64decode(text.partition(";base64,")[2]))) for text in found.values()]


def test_thumbnails_of_files(tmp_path):
    noise = Image.fromarray(np.random.default_rng(0).integers(0, 255, (200, 300, 3)).astype(np.uint8))
    paths = [tmp_path / name for name in ("rgb.png", "grey.png", "deep.png", "cmyk.jpg", "palette.gif", "turned.jpg")]
    noise.save(paths[0])
    noise.convert("L").save(paths[1])
    Image.fromarray(np.arange(60000, dtype=np.uint16).reshape(200, 300)).save(paths[2])
    noise.convert("CMYK").save(paths[3])
    noise.convert("P").save(paths[4])
    turned = Image.Exif()
    turned[0x0112] = 6
    noise.save(paths[5], exif=turned)
    found = opened_images([*map(str, paths[:3]), *paths[3:]])
    assert [one.size for one in found] == [(64, 43)] * 5 + [(43, 64)]
    assert [one.mode for one in found] == ["RGB", "L", "L", "RGB", "RGB", "RGB"]
    deep = np.asarray(found[2]).astype(int)
    assert deep[0, 0] < 5
    assert deep[-1, -1] > 250


def test_thumbnails_of_images():
    clear = Image.new("RGBA", (4, 4), (255, 0, 0, 128))
    found = opened_images([Image.new("1", (9, 9), 1), clear, Image.new("RGB", (640, 10))])
    assert [(one.mode, one.size) for one in found] == [("L", (9, 9)), ("RGBA", (4, 4)), ("RGB", (64, 1))]
    assert found[1].getpixel((0, 0)) == (255, 0, 0, 128)


def test_thumbnails_stop_where_there_is_no_room():
    n, found = thumbnails(np.random.default_rng(0).random((100, 9, 9)), (100,), np.arange(100)[::-1], 100, 2000)
    assert n == 100
    assert 5 < len(found) < 20
    assert list(found) == list(range(99, 99 - len(found), -1))


@pytest.mark.parametrize("kind", ["binary", "multiclass", "several labels"])
def test_pictures_of_very_many_rows_have_bounds(monkeypatch, kind):
    for module in ("_budget", "_explorer"):
        monkeypatch.setattr(f"figmerit.report.{module}.MOST_EXACT", 50)
    rng = np.random.default_rng(0)
    true, score = {
        "binary": (TRUE, SCORE),
        "multiclass": multiclass(4, n=60),
        "several labels": (rng.integers(0, 2, (60, 3)), rng.random((60, 3))),
    }[kind]
    page = report_classification(true, score).to_html()
    assert '"rounded":true' in page
    assert notes_of(page)[-1].startswith("Scores are rounded down by less than 0.049% of")


def test_columns_of_several_models_are_found_by_their_names():
    report = report_classification(LABELS, models={"x": frame_of("ab"), "y": frame_of("ba")})
    first, second = report._explorer.columns.predictions.runs
    np.testing.assert_array_equal(first.scores, second.scores)


def test_models_as_columns_of_a_frame():
    page = report_classification(TRUE, models=pd.DataFrame({"a": SCORE, "b": SCORE**2})).to_html()
    assert page == report_classification(TRUE, models={"a": SCORE, "b": SCORE**2}).to_html()


def test_a_folder_that_is_not_there_is_named(tmp_path):
    path = tmp_path / "no" / "report.html"
    with pytest.raises(FileNotFoundError) as caught:
        Report("One").save(path)
    assert str(caught.value) == f"[Errno 2] No such file or directory: '{path}'"
    with pytest.raises(IsADirectoryError, match="Is a directory"):
        Report("One").save(tmp_path)
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("place", [0, 1])
def test_a_class_called_rest(place):
    true, score = multiclass(3, n=60)
    names = ["a", "b", "c"]
    names[place] = "rest"
    page = report_classification(true, score, display_labels=names).to_html()
    assert '"rest":"all others"' in page
    pair = np.array(["move", "rest"])[TRUE]
    assert "Report" in repr(report_classification(pair, SCORE, pos_label=["move", "rest"][place]))


def test_what_has_room_again_is_put_back():
    rng = np.random.default_rng(0)
    n = 30_000
    images = [*rng.integers(0, 255, (500, 8, 8)).astype(np.uint8), *[None] * (n - 500)]
    options = {"ids": [f"mail {k}" for k in range(n)], "images": images, "columns": {"site": rng.random(n)}}
    page = report_classification(*binary(1.2, n=n), max_mb=0.6, **options).to_html()
    assert len(page.encode()) > 500_000
    assert 'data-name="id"' in page


def test_images_of_rows_that_are_not_in_the_table():
    images = np.random.default_rng(0).random((60, 4, 4))
    page = report_classification(TRUE, SCORE, images=images, max_rows=20).to_html()
    assert notes_of(page)[0] == "Only 20 of 60 images are shown."


def test_images_of_targets_of_any_rank():
    images = np.random.default_rng(0).random((6, 10, 4, 4))
    report = report_classification(TRUE.reshape(6, 10), SCORE.reshape(6, 10), images=images, multilabel=False)
    assert len(report._explorer.columns.predictions.thumbnails) == 60


def test_figures_of_an_earlier_report_are_replaced(tmp_path):
    report_classification(TRUE, SCORE).to_markdown(tmp_path)
    (tmp_path / "figure-mine.svg").write_text("mine", encoding="utf-8")
    Report("Small").add(fm.compute_roc_curve(TRUE, SCORE)).to_markdown(tmp_path)
    assert sorted(one.name for one in tmp_path.iterdir()) == ["figure-1.svg", "figure-mine.svg", "report.md"]


def test_no_findings_say_so():
    assert "Nothing was found that would mislead." in Report("Fine").add([]).to_html()


def found_in(report):
    return [(one.id, one.severity) for one in report._sections[-1].findings]


def test_classes_that_were_one_hot_encoded_are_found():
    true, score = np.eye(3, dtype=int)[np.arange(60) % 3], np.random.default_rng(0).random((60, 3))
    with pytest.warns(fm.FigmeritWarning, match="exactly one 1 in each row"):
        report = report_classification(true, score)
    assert found_in(report) == [("one-hot", "warning")]
    assert found_in(report_classification(true, score, multilabel=True)) == []
    assert found_in(report_classification(true, epochs={1: score, 2: 1 - score}, multilabel=True)) == []
    assert found_in(report_classification(true, y_pred=true, multilabel=True)) == []
    assert found_in(report_classification(np.arange(60) % 3, score)) != [("one-hot", "warning")]


def test_logits_are_found_where_a_page_cuts_them():
    with pytest.warns(fm.FigmeritWarning, match="cut at 0.5, as probabilities are"):
        report = report_classification(TRUE, 9 * SCORE - 3)
    assert found_in(report) == [("logits-at-default-threshold", "warning")]
    assert report.add_findings(ignore=["logits-at-default-threshold"])._sections[-1].findings == ()
    several = np.random.default_rng(0).normal(size=(60, 3))
    assert "logits-at-default-threshold" not in dict(found_in(report_classification(np.arange(60) % 3, several)))


@pytest.mark.parametrize("ends", [np.inf, 1e308], ids=["infinite", "huge"])
def test_scores_that_stand_for_infinity_have_a_page(ends) -> None:
    scores = np.nan_to_num(np.array([-ends, 0.2, 0.5, ends]))
    with pytest.warns(fm.FigmeritWarning, match="cut at 0.5, as probabilities are"):
        report = fm.report_classification([0, 0, 1, 1], scores)
    assert report.to_html().count("<svg") >= 3
