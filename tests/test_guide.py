"""Pages that say how the package works say what it does: no metric is missing, no test invented, examples run."""

import ast
import doctest
import re
import sys
import textwrap
from pathlib import Path
from types import ModuleType

import pytest
from matplotlib.figure import Figure
from tests.metrics.test_walk import WALKS, modules_of
from tests.test_layers import FLOORS, SOURCE

from figmerit._arrays import Result
from figmerit.metrics.catalog import CATALOG, Metric

TESTS = Path(__file__).parent
PAGE = (TESTS.parent / "docs" / "guide" / "where_the_numbers_come_from.rst").read_text(encoding="utf-8")
CONTRIBUTING = (TESTS.parent / "docs" / "contributing.rst").read_text(encoding="utf-8")
BLOCK = r"\.\. code-block:: python\n\n((?:(?:   .*)?\n)+)"
NAMED = sorted(set(re.findall(r"([\w/]+\.py)::(\w+)", PAGE)))


def rows(page: str) -> dict[str, list[str]]:
    """Return the cells of each row of the tables, by what stands in the first one."""
    found = re.findall(r"^   \* - (.+)((?:\n     - .+)+)", page, re.MULTILINE)
    return {first: re.findall(r"^     - (.+)", others, re.MULTILINE) for first, others in found}


@pytest.mark.parametrize("metric", CATALOG.values(), ids=CATALOG)
def test_every_metric_has_a_row_with_what_the_catalog_says(metric: Metric) -> None:
    pinned, _, computed, _, tests = rows(PAGE)[f"``{metric.name}``"]
    assert pinned.strip("`") == (metric.scikit_learn or "none")
    assert "scikit-learn" in computed or metric.call is None
    assert "test_catalog.py::" in tests


def test_every_row_says_all() -> None:
    found = rows(PAGE)
    assert len(found) > 60
    assert {len(cells) for cells in found.values()} == {5}
    assert [first for first, cells in found.items() if first != "Number" and "::test_" not in cells[-1]] == []


@pytest.mark.parametrize(("file", "test"), NAMED)
def test_named_tests_exist(file: str, test: str) -> None:
    tree = ast.parse((TESTS / file).read_text(encoding="utf-8"))
    assert test in {node.name for node in tree.body if isinstance(node, ast.FunctionDef)}


def section(title: str) -> str:
    """Return a section of the page for contributors."""
    start = CONTRIBUTING.index(f"{title}\n---")
    return re.split(r"\n\n[^\n]+\n-{3,}\n", CONTRIBUTING[start + len(title) :])[0]


def test_the_floors_are_those_of_the_house() -> None:
    there = {path.stem for path in SOURCE.iterdir()}
    floors = [sorted(names & there) for names in FLOORS]
    rows = re.findall(r"^   \* - (.+)$", section("Where things are"), re.MULTILINE)
    assert [sorted(re.findall(r"``(\w+)``", row)) for row in rows] == [names for names in floors if names]


def test_the_walk_of_an_array_is_told() -> None:
    told = [path.replace("/", ".") for path in re.findall(r"\* - ``(.+)\.py``", section("From an array to a figure"))]
    walked = [name.removeprefix("figmerit.") for name in modules_of(WALKS["roc"][0])]
    assert [name for name in told if name in walked] == walked
    assert not [name for name in told if not (SOURCE / f"{name.replace('.', '/')}.py").exists()]


def test_a_metric_is_added_as_the_page_says() -> None:
    example = doctest.DocTestParser().get_doctest(section("Add a metric"), {}, "Add a metric", None, None)
    try:
        assert doctest.DocTestRunner().run(example) == doctest.TestResults(failed=0, attempted=10)
    finally:
        assert CATALOG.pop("jaccard", None) is None


def test_the_example_of_a_figure_runs(monkeypatch: pytest.MonkeyPatch) -> None:
    compute, plot = (textwrap.dedent(code) for code in re.findall(BLOCK, section("Add a figure")))
    for name, code in (("figmerit.metrics.lift_chart", compute), ("figmerit.plots.lift_chart", plot)):
        module = ModuleType(name)
        monkeypatch.setitem(sys.modules, name, module)
        exec(code, vars(module))
    chart = sys.modules["figmerit.metrics.lift_chart"].compute_lift_chart([0, 0, 1, 1], [0.1, 0.4, 0.35, 0.8])
    assert chart.share.tolist() == [0.25, 0.5, 0.75, 1]
    assert chart.lift.tolist() == pytest.approx([2, 1, 4 / 3, 1])
    figure = sys.modules["figmerit.plots.lift_chart"].plot_lift_chart(chart, title="Lift", ax=Figure().subplots())
    assert [text.get_text() for text in figure.axes[0].get_legend().get_texts()] == ["lift", "chance"]
    Result.kinds.pop("LiftChart")
