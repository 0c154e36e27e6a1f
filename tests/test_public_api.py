"""The face of the package: light to import, complete for editors, documented."""

import ast
import inspect
import subprocess
import sys
from pathlib import Path

import pytest
from numpydoc.validate import validate

import figmerit

ROOT = Path(figmerit.__file__).parent
HEAVY = ("matplotlib", "numpy", "sklearn", "scipy", "pandas", "polars", "pyarrow", "narwhals", "jinja2", "IPython")
CHECKS_LEFT_OUT = {
    "ES01",  # no extended summary needed where the summary says it all
    "EX01",  # results are shown in the examples of the functions that return them
    "SA01",  # not everything has a sibling
    "SA04",  # siblings on one page need no description of each
    "GL08",  # fields of results are documented in the class
    "PR01",  # constructors of results are documented as Attributes
    "GL01",
    "GL02",  # the summary stands on the first line
    "RT02",
}


def run(code):
    """Run code in a fresh process and return what it prints."""
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    return done.stdout.split()


def test_import_loads_nothing_heavy():
    loaded = run("import sys, figmerit; print(*sys.modules)")
    assert "figmerit" in loaded
    assert not {name.partition(".")[0] for name in loaded} & set(HEAVY)


def test_computing_does_not_load_matplotlib_or_polars():
    loaded = run("import sys, figmerit as fm; fm.compute_metric_summary([0, 1], [0, 1]); print(*sys.modules)")
    assert "sklearn" in loaded
    assert not {"matplotlib", "polars"} & set(loaded)  # scikit-learn itself loads pandas where it is installed


def test_drawing_on_an_own_figure_does_not_load_pyplot():
    code = """
import sys, figmerit as fm
from matplotlib.figure import Figure
fm.plot_roc_curve([0, 1], [0.1, 0.9], ax=Figure().subplots())
print(*sys.modules)
"""
    assert "matplotlib.pyplot" not in run(code)


@pytest.mark.parametrize("name", figmerit.__all__)
def test_every_public_name_is_there(name):
    assert getattr(figmerit, name).__name__ == name
    assert name in dir(figmerit)


def test_unknown_name_suggests_the_closest():
    with pytest.raises(AttributeError, match=r"no 'plot_roc_curv'\.\nHint: Did you mean 'plot_roc_curve'\?"):
        _ = figmerit.plot_roc_curv


def test_editors_see_the_same_names_as_users():
    tree = ast.parse((ROOT / "__init__.py").read_text(encoding="utf-8"))
    (block,) = [node for node in tree.body if isinstance(node, ast.If)]
    seen = {alias.name: node.module for node in block.body for alias in node.names}
    homes = {name: module for module, names in figmerit._HOMES.items() for name in names}
    assert seen == homes
    assert sorted(seen) == sorted(figmerit.__all__) == figmerit.__all__


def test_types_are_shipped():
    assert (ROOT / "py.typed").exists()


@pytest.mark.parametrize("name", figmerit.__all__)
def test_docstrings_follow_numpydoc(name):
    faults = [fault for fault in validate(f"figmerit.{name}")["errors"] if fault[0] not in CHECKS_LEFT_OUT]
    assert not faults


@pytest.mark.parametrize("name", [name for name in figmerit.__all__ if name.startswith(("compute", "plot"))])
def test_functions_have_a_runnable_example_and_say_what_they_raise(name):
    text = inspect.getdoc(getattr(figmerit, name))
    assert ">>> " in text
    assert "Raises\n------" in text


def test_warnings_point_at_the_line_that_called():
    calls = {
        "Dropped 1 of 3": lambda: figmerit.compute_roc_curve([1, 0, 1], [0.5, float("nan"), 0.75], nan_policy="drop"),
        "cut at 0.5": lambda: figmerit.plot_confusion_matrix(
            figmerit.compute_confusion_matrix([0, 1], y_score=[-3.0, 2.5])
        ),
    }
    for message, call in calls.items():
        with pytest.warns(figmerit.FigmeritWarning, match=message) as caught:
            call()
        assert [warning.filename for warning in caught] == [__file__]
