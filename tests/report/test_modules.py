"""The functions of the page on their own, beside Python's."""

import csv
import io
import re
from collections import Counter
from importlib.resources import files
from itertools import product

import numpy as np
import pytest

import figmerit as fm
from figmerit._numbers import rounded, within
from figmerit.inference.areas import average_precision_ends, roc_auc_ends
from figmerit.inference.formulas import Tally, average_precision_bounds, divide, margins_of_two, roc_auc_bounds, youden
from figmerit.inference.intervals import of_proportions, wilson
from figmerit.metrics.catalog import CATALOG
from figmerit.report._bundle import EXPORT, asset, bundled
from figmerit.report._metrics import metrics_spec
from figmerit.report._pack import packed_ascending, packed_codes, packed_numbers, packed_texts

NAMES = ("address", "areas", "counts", "curves", "decode", "matrix", "metrics", "query", "rows", "rules", "text")


@pytest.fixture(scope="module")
def run(browser):
    """Return a function that evaluates an expression in which the modules are known."""
    page = browser.new_page()
    exported = {name: [found[2] for found in EXPORT.finditer(asset(f"{name}.js"))] for name in NAMES}
    exposed = ", ".join(f"{name}: {{ {', '.join(names)} }}" for name, names in exported.items())
    page.add_script_tag(content=f"{bundled('curveview', 'app')}\nglobalThis.modules = {{ {exposed} }};")
    names = ", ".join(NAMES)
    yield lambda expression, given=None: page.evaluate(
        f"async (given) => {{ const {{ {names} }} = modules; return {expression}; }}", given
    )
    page.close()


def test_no_name_is_defined_by_two_modules():
    """All modules are one script of one scope."""
    own = re.compile(
        r"^(?:export )?(?:async )?(?:(?:function|class) (\w+)|(?:const|let) (\w+|[\[{][^=]*[\]}]))", re.MULTILINE
    )
    found = Counter()
    for path in files("figmerit.report").joinpath("assets").iterdir():
        if path.name.endswith(".js"):
            source = path.read_text(encoding="utf-8")
            assert " as " not in "".join(re.findall(r"^import .*$", source, re.MULTILINE)), path.name
            found.update(re.findall(r"\w+", " ".join(map("".join, own.findall(source)))))
    assert [name for name, n in found.items() if n > 1] == []
    assert len(found) > 200


def test_no_class_is_styled_by_two_parts():
    """All style sheets of a page are one: what two parts call alike gets the styles of both."""
    found = Counter()
    shared = set()
    for path in files("figmerit.report").joinpath("assets").iterdir():
        if path.name.endswith(".css"):
            rules = re.sub(r"/\*.*?\*/", "", path.read_text(encoding="utf-8"), flags=re.DOTALL)
            named = set(re.findall(r"\.([a-zA-Z][\w-]*)", rules))
            if path.name == "page.css":
                shared = named
            else:
                found.update(named)
    assert sorted(name for name, n in found.items() if n > 1 and name not in shared) == []
    assert len(found) > 50


def decoded(run, block):
    given = [block.text, block.encoding, block.dtype]
    return run("decode.decoded(...given).then((column) => Array.from(column))", given)


@pytest.mark.parametrize("dtype", ["float32", "float64"])
def test_ascending_numbers(run, dtype):
    rng = np.random.default_rng(0)
    tiny, huge = np.finfo(dtype).tiny, np.finfo(dtype).max / 2
    parts = rng.normal(size=500), rng.uniform(size=500), [0, -huge, huge, tiny, -tiny, tiny / 2, 1e-30, 0.5, 1 / 3]
    values = np.unique(np.concatenate(parts).astype(dtype))
    assert decoded(run, packed_ascending(values)) == values.astype(float).tolist()


@pytest.mark.parametrize("size", [1, 2, 256, 257, 65536, 65537, 2**31])
def test_codes(run, size):
    codes = np.random.default_rng(0).integers(0, size, 300)
    assert decoded(run, packed_codes(codes, size)) == codes.tolist()


@pytest.mark.parametrize("dtype", ["uint8", "uint16", "uint32"])
def test_ascending_codes(run, dtype):
    codes = np.sort(np.random.default_rng(0).integers(0, np.iinfo(dtype).max, 300, dtype=dtype, endpoint=True))
    assert decoded(run, packed_ascending(codes)) == codes.tolist()


def test_numbers_and_texts(run):
    values = np.random.default_rng(0).normal(size=50)
    assert decoded(run, packed_numbers(values)) == values.tolist()
    texts = ["", "a", "</script>", "é", "日本", "\U0001f600"]
    assert decoded(run, packed_texts(texts)) == texts


def test_rounded_as_python_rounds(run):
    rng = np.random.default_rng(0)
    ties = [k / 2**p for p in (1, 2, 3, 4, 5) for k in range(2**p + 1)]
    values = [*rng.uniform(size=3000).tolist(), *(1 - 10.0 ** -rng.uniform(1, 9, 50)).tolist(), *ties, 1e-9, 0.0, 1.0]
    for digits in (1, 2, 3):
        said = run(f"given.map((value) => text.rounded(value, {digits}))", values)
        assert said == [rounded(value, f"{{:.{digits}f}}") for value in values]
    assert run("given.map((value) => text.percent(value))", values) == [rounded(value, "{:.1%}") for value in values]


@pytest.mark.parametrize("dtype", ["float32", "float64"])
def test_thresholds_are_read_back(run, dtype):
    values = np.random.default_rng(0).normal(size=200).astype(dtype)
    said = run(f"given.map((value) => text.thresholdText(value, '{dtype}'))", values.tolist())
    np.testing.assert_array_equal(np.array(said, dtype=float).astype(dtype), values)


@pytest.mark.parametrize("dtype", ["float16", "float32", "float64"])
def test_numbers_as_scores_see_them(run, dtype):
    rng = np.random.default_rng(0)
    parts = (
        rng.normal(size=500),
        10.0 ** rng.uniform(-9, 6, 500),
        2.0 ** np.arange(-26, 17),
        [0, 0.1, 65519.9, 65520, 1e9],
    )
    values = np.concatenate(parts)
    values = np.concatenate([values, -values, np.nextafter(values, 0), 1.5 * values])
    with np.errstate(over="ignore"):
        wanted = values.astype(dtype).astype(float)
    assert run(f"given.map((value) => counts.roundTo(value, '{dtype}'))", values.tolist()) == wanted.tolist()


def test_areas_with_bounds(run):
    rng = np.random.default_rng(0)
    for value, off in zip(rng.random(200).tolist(), (10.0 ** -rng.uniform(1, 9, 200)).tolist(), strict=True):
        bounds = value - off / 3, value + off
        fmt, margin = within(value, bounds)
        assert run("text.area(...given)", [value, bounds]) == f"{fmt.format(value)} {margin}"


def test_bounds_of_areas(run):
    rng = np.random.default_rng(0)
    for _ in range(30):
        positives, negatives = rng.integers(0, 9, (2, 12))
        positives[3], negatives[5] = 4, 5
        given = [positives.tolist(), negatives.tolist()]
        both = run(
            """(() => {
              const all = counts.sweep({ positives: given[0], negatives: given[1] });
              return [curves.areaBounds(all), curves.stepBounds(all)];
            })()""",
            given,
        )
        down = positives[::-1], negatives[::-1], np.zeros(12, dtype=bool)
        np.testing.assert_allclose(both, [roc_auc_bounds(*down), average_precision_bounds(*down)], atol=1e-12)


@pytest.mark.parametrize("dtype", ["float16", "float32", "float64"])
def test_numbers_of_a_column_stand_below_each_other_and_on_their_side_of_the_threshold(run, dtype):
    rng = np.random.default_rng(0)
    near = 0.5 + np.array([-1e-3, -1e-4, -1e-5, 0, 1e-5, 1e-4])
    values = np.concatenate([rng.random(300), near, -rng.random(50), [0, 1, 999.9]]).astype(dtype).astype(float)
    texts = run("given[0].map((value) => text.aligned(value, given[1], 0.5))", [values.tolist(), dtype])
    assert [float(text) >= 0.5 for text in texts] == (values >= 0.5).tolist()
    plain = [float(f"{value:.4f}") for value in values]
    is_safe = (np.array(plain) >= 0.5) == (values >= 0.5)
    usual = is_safe & ((values == 0) | (np.abs(values) >= 1e-3)) & (np.abs(values) < 1000)
    assert usual.sum() > 340
    assert {text[-5] for text, one in zip(texts, usual, strict=True) if one} == {"."}
    np.testing.assert_allclose(list(map(float, texts)), values, atol=6e-5)
    assert run("[1.23456e-7, 123456.789].map((value) => text.aligned(value, 'float64'))") == ["1.234e-7", "123400"]


def test_csv(run):
    rows = [["a", "=1+1", "+x", "-y", "@z", "\tt"], ["b,c", 'say "no"', "two\nlines", -1.5, 2, ""]]
    text = run("text.csv(given)", rows)
    read = list(csv.reader(io.StringIO(text)))
    assert read == [
        ["a", "'=1+1", "'+x", "'-y", "'@z", "'\tt"],
        ["b,c", 'say "no"', "two\nlines", "-1.5", "2", ""],
    ]


def test_intervals_of_areas(run):
    """Few and many rows, ties, one class of one row, areas of 0 and 1, all scores equal."""
    rng = np.random.default_rng(0)
    for case in range(120):
        sizes = rng.integers(1, [4, 40, 400][case % 3], 2)
        levels = [2, 5, 1000][case // 3 % 3]
        shift = [0, 0.5, 3, -3][case % 4]
        positive, negative = (
            np.round(rng.normal(way, 1, n) * levels) for way, n in zip((shift, 0), sizes, strict=True)
        )
        values = np.unique(np.concatenate([positive, negative]))
        tp, fp = (np.append([(one >= value).sum() for value in values], 0) for one in (positive, negative))
        counts = -np.diff(tp)[::-1], -np.diff(fp)[::-1]
        found = run(
            """(() => {
              const [tp, fp, spec] = given;
              const all = { tp, fp, nPositive: tp[0], nNegative: fp[0] };
              const [auc, ap] = [curves.rocAuc(all), curves.averagePrecision(all)];
              return [areas.aucEnds(all, auc, spec), areas.apEnds(all, ap, spec), [auc, ap]];
            })()""",
            [tp.tolist(), fp.tolist(), metrics_spec()],
        )
        wanted = [
            roc_auc_ends(*counts, found[2][0], 0.95).ends,
            average_precision_ends(*counts, found[2][1], 0.95).ends,
        ]
        np.testing.assert_allclose(np.array(found[:2], dtype=float), wanted, atol=1e-12)


def test_wilson(run):
    pairs = [(0, 0), (0, 5), (5, 5), (3, 7), (999, 1000), (1, 10**6)]
    z = metrics_spec()["z"]
    found = run("given[0].map(([part, whole]) => counts.wilson(part, whole, given[1]))", [pairs, z])
    for (part, whole), ends in zip(pairs, found, strict=True):
        np.testing.assert_allclose(np.array(ends, dtype=float), wilson(part, whole, 0.95), atol=1e-14)
    assert z == 1.959963984540054


def test_places_of_thresholds(run):
    rng = np.random.default_rng(0)
    for kind, dtype in (("Float32Array", np.float32), ("Float64Array", np.float64)):
        values = np.unique(rng.normal(size=50).astype(dtype))
        cuts = [*values.astype(float).tolist(), *np.nextafter(values, dtype(9)).astype(float).tolist(), 0.1, -9, 9]
        given = [values.astype(float).tolist(), cuts]
        found = run(f"given[1].map((cut) => counts.placeOf(cut, {kind}.from(given[0]), '{dtype.__name__}'))", given)
        assert found == np.searchsorted(values, np.array(cuts).astype(dtype)).tolist()


def test_areas_and_vertices(run):
    rng = np.random.default_rng(0)
    for _ in range(20):
        true = rng.integers(0, 2, 60)
        score = (4 * true + rng.integers(0, 9, 60)) / 12
        if 0 < true.sum() < 60:
            values, codes = np.unique(score, return_inverse=True)
            found = run(
                """(() => {
                  const [codes, size, truth, spec] = given;
                  const all = counts.sweep(counts.histogram({ codes, truth, positive: 1 }, size, null));
                  const roc = curves.rocVertices(all), pr = curves.prVertices(all);
                  const best = rules.choose(new metrics.Metrics(spec), all, 'best');
                  const plain = ({ x, y }) => [[...x], [...y]];
                  return [plain(roc), plain(pr), curves.rocAuc(all), curves.averagePrecision(all), best];
                })()""",
                [codes.tolist(), len(values), true.tolist(), metrics_spec()],
            )
            roc, pr = fm.compute_roc_curve(true, score), fm.compute_pr_curve(true, score)
            np.testing.assert_allclose(found[0], [roc.fpr, roc.tpr], atol=1e-15)
            np.testing.assert_allclose(found[1], [pr.recall[:-1], pr.precision[:-1]], atol=1e-15)
            assert found[2:4] == pytest.approx([roc.roc_auc, pr.average_precision], abs=1e-12)
            assert values[found[4]] == fm.choose_threshold(roc).threshold


def test_each_metric_of_the_catalog(run):
    spec = metrics_spec()
    tallies = [*product((0, 1, 3), repeat=4), *np.random.default_rng(0).integers(0, 10**6, (50, 4)).tolist()]
    found = run(
        """(() => {
          const all = new metrics.Metrics(given[0]);
          const at = (value) => given[1].map((four) => value(...four));
          return [[...all.all].map(([name, metric]) => [name, at(metric.at)]), at(all.youden.at)];
        })()""",
        [spec, tallies],
    )
    tally = Tally(*np.array(tallies, dtype=float).T)
    for name, values in found[0]:
        wanted = CATALOG[name].ratio.value(tally)
        np.testing.assert_array_equal(np.array(values, dtype=float), wanted, name)
    np.testing.assert_allclose(np.array(found[1], dtype=float), youden(margins_of_two(tally)), atol=1e-15)
    assert {name for name, _ in found[0]} == {one.name for one in CATALOG.values() if one.ratio is not None}
    assert [one["name"] for one in spec["metrics"] if one["shown"]] == [
        *("accuracy", "precision", "recall", "f1_score", "specificity")
    ]


def test_each_metric_brings_what_its_interval_is_made_from():
    tallies = np.array([*product((0, 1, 3), repeat=4)], dtype=float)
    tally, found = Tally(*tallies.T), {one["name"]: one for one in metrics_spec()["metrics"]}
    for name, one in found.items():
        assert one["interval"] == CATALOG[name].interval == "Wilson"
        (part, whole), (a, b, c) = (tallies @ one["share"][side] for side in ("numerator", "denominator")), one["map"]
        ends = wilson(part, whole, 0.95)
        wanted = of_proportions({name: CATALOG[name].ratio.proportion(tally)}, 0.95, weighted=False)[name]
        np.testing.assert_array_equal(a * ends / (b + c * ends), wanted, name)
        shown = a * divide(part, whole) / (b + c * divide(part, whole))
        np.testing.assert_allclose(shown, CATALOG[name].ratio.value(tally), atol=1e-15)
    assert found["f1_score"]["share"] == {"numerator": (1, 0, 0, 0), "denominator": (1, 1, 1, 0)}
    assert found["f1_score"]["map"] == (2, 1, 1)
    assert {one["map"] for name, one in found.items() if name != "f1_score"} == {(1, 1, 0)}


def test_a_metric_of_which_less_is_better_is_lowest_at_its_best(run):
    spec = metrics_spec()
    given = [spec | {"best": "fpr"}, {"positives": [1, 0, 2], "negatives": [3, 1, 0]}]
    choose = "rules.choose(new metrics.Metrics(given[0]), counts.sweep(given[1]), 'best')"
    assert run(choose, given) == 3
    assert run(choose, [spec, given[1]]) == 2


def test_paths_keep_what_can_be_seen(run):
    x = np.sort(np.random.default_rng(0).random(5000))
    y = np.random.default_rng(1).random(5000)
    scale = {"left": 10, "right": 200, "top": 210, "down": -200}
    path = run("curves.pathOf({ x: given[0], y: given[1] }, given[2])", [x.tolist(), y.tolist(), scale])
    points = np.array([part.split() for part in path[1:].split("L")], dtype=float)
    assert len(points) < 5000
    assert points[0].tolist() == pytest.approx([10 + 200 * x[0], 210 - 200 * y[0]], abs=0.006)
    assert points[-1].tolist() == pytest.approx([10 + 200 * x[-1], 210 - 200 * y[-1]], abs=0.006)
    assert points[:, 1].min() == pytest.approx(210 - 200 * y.max(), abs=0.006)
    assert points[:, 1].max() == pytest.approx(210 - 200 * y.min(), abs=0.006)


def test_sorting_puts_what_is_missing_last(run):
    values = [3, None, 1, float("nan"), 2, 1]
    for descending, order in ((False, [2, 5, 4, 0, 1, 3]), (True, [0, 4, 2, 5, 1, 3])):
        found = run(f"[...rows.sorted(6, (row) => given[row], {str(descending).lower()})]", values)
        assert found == order


def test_addresses_are_read_back(run):
    spec = {
        "runs": [{"scores": ["a"]}, {"scores": ["b"]}],
        "groups": [{"name": "a & b", "values": ["x", "y"]}, {"name": "c", "values": ["x"]}],
        "kind": "multiclass",
        "labels": ["one", "two", "three"],
        "metrics": [{"name": "recall", "shown": True}, {"name": "fpr", "shown": False}],
        "panels": ["curves", "classes", "about"],
        "areas": {"AUC": "ROC AUC"},
    }
    first = {
        "run": 0, "other": -1, "positive": None, "by": "count", "thresholds": {}, "chosen": [-1, -1], "search": "",
        "outcome": None, "agreement": None, "rivalThresholds": {}, "pictures": False, "open": None,
        "silenced": [], "sort": None, "page": 0, "columns": None, "tab": "curves", "theme": None, "order": "given",
        "diagonal": True, "log": False, "spread": False, "ofOther": False,
        "slices": {"first": 0, "second": None, "metric": "f1_score"},
    }  # fmt: skip
    state = {
        "run": 1, "other": 0, "positive": 2, "thresholds": {"2": 0.1234567890123456}, "by": "all", "cells": [1, 2],
        "chosen": [1, -1], "search": "a & b=# and > 0.5", "outcome": "wrong", "agreement": "first",
        "rivalThresholds": {"2": 0.5, "0": 1.5},
        "pictures": True, "open": 12, "silenced": ["one", "two"], "page": 7,
        "columns": ["row", "score"],
        "sort": {"key": "column1", "descending": True}, "tab": "about", "theme": "dark", "order": "recall",
        "diagonal": False, "log": True, "spread": True, "ofOther": True,
        "slices": {"first": 1, "second": 0, "metric": "recall"},
    }  # fmt: skip
    for wanted in (state, {**first, "cells": []}, {**state, "sort": {"key": "id", "descending": False}}):
        found = run(
            """(() => {
              const [first, state, spec] = given;
              const text = address.toAddress({ ...state, cells: new Set(state.cells) }, first);
              const again = address.fromAddress('#' + text, first, spec);
              return { ...again, cells: [...again.cells] };
            })()""",
            [first, wanted, spec],
        )
        assert found == wanted


@pytest.mark.parametrize(
    ("words", "values", "kept"),
    [
        ("> 0,5", [0.4, 0.5, 0.6], [0.6]),
        (">= +0.5", [0.4, 0.5, 0.6], [0.5, 0.6]),
        ("1e-3 to 1", [1e-4, 0.5, 2], [0.5]),
        (".1 … .3", [0.05, 0.1, 0.2, 0.4], [0.1, 0.2]),
        ("≤ -2", [-3, -2, -1], [-3, -2]),
        ("12", [12, 3, 412], [12]),
    ],
)
def test_searches_of_numbers(run, words, values, kept):
    column = "{ value: (i) => given[1][i], number: true, fit: (x) => x, isScore: true, key: 'row', name: 'score' }"
    for typed in (words, f"score {words}") if words != "12" else (words,):
        found = run(
            f"(() => {{ const {{ still: [t] }} = query.queryOf(given[0], [{column}]); "
            "return given[1].filter((_, i) => t(i)); })()",
            [typed, values],
        )
        assert found == kept


@pytest.mark.parametrize("words", ["> x", "< 0.3.4", "==", "0.4-", "score > x", "score 0.4 to"])
def test_searches_that_cannot_be_read(run, words):
    column = "{ value: () => 0, number: true, fit: (x) => x, isScore: true, name: 'score' }"
    assert run(f"query.queryOf(given, [{column}]).wrong", words) == [words]


def test_parts_of_searches(run):
    parts = {
        "a and b; c": ["a", "b", "c"],
        'name = "rock and roll"; x between 1 and 2 and y': ['name = "rock and roll"', "x 1 to 2", "y"],
        "sand and water": ["sand", "water"],
        " ; ": [],
    }
    for words, wanted in parts.items():
        assert run("query.partsOf(given)", words) == wanted


def test_numbers_that_are_typed(run):
    for text in ("", " ", "abc", "50%", "0.3.4", "1e999", "0x10", "Infinity", "--1"):
        assert run("Number.isNaN(rows.numberIn(given))", text), text
    assert run("given.map(rows.numberIn)", ["0,5", " .5", "-1e-3", "+2."]) == [0.5, 0.5, -0.001, 2]


def test_texts_are_sorted_by_their_numbers(run):
    values = ["b10", "", "b9", "a"]
    assert run("[...rows.sorted(4, (row) => given[row], false)]", values) == [3, 2, 0, 1]
    assert run("[...rows.sorted(4, (row) => given[row], true)]", values) == [0, 2, 3, 1]


def test_areas_of_perfect_scores_are_one(run):
    for n in (30, 200, 333):
        true = np.random.default_rng(n).integers(0, 2, n)
        values, codes = np.unique(true + np.random.default_rng(n).random(n) / 2, return_inverse=True)
        areas = run(
            """(() => {
              const [codes, size, truth] = given;
              const all = counts.sweep(counts.histogram({ codes, truth, positive: 1 }, size, null));
              return [curves.rocAuc(all), curves.averagePrecision(all)];
            })()""",
            [codes.tolist(), len(values), true.tolist()],
        )
        assert areas == [1, 1]


def test_pictures_of_the_page_say_nothing_that_its_legends_do_not_keep():
    rng = np.random.default_rng(0)
    y = rng.integers(0, 2, 80)
    score = np.round(1 / (1 + np.exp(-(y - 0.5 + rng.normal(size=80)))), 3)
    html = fm.report_classification(y, score).to_html()
    assert "95% adjusted DeLong" not in html
    assert "95% logit" not in html
