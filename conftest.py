"""How tests and doctests meet matplotlib: a clean state around each test, and where baseline images live.

A figure test is a plain function that returns a figure and is marked ``@pytest.mark.mpl_image_compare``.
If pytest runs with ``--mpl``, its image is compared with ``baseline_images/<test module>.<test>.png``. The
images belong to the one matplotlib that constraints.txt names; under another one the same tests draw their
figures without comparing them.
"""

from __future__ import annotations

import os
import re
import struct
import sys
from importlib.metadata import version
from pathlib import Path
from typing import TYPE_CHECKING, Any

import hypothesis
import pytest

if TYPE_CHECKING:
    from collections.abc import Generator, Iterable, Iterator

ROOT = Path(__file__).parent
BASELINES = ROOT / "baseline_images"
MARK = "mpl_image_compare"
LARGEST = (640, 480)  # pixels, 6.4 x 4.8 in at 100 dpi: in a larger image a wrong digit drowns
FIXED = ("baseline_dir", "filename", "style", "tolerance")  # set here or in pyproject.toml, once for all

# Set before matplotlib is imported anywhere, child processes included: no display, no settings of the user.
os.environ["MPLBACKEND"] = "agg"
os.environ["MATPLOTLIBRC"] = os.devnull

# Nothing in the tests is timed.
hypothesis.settings.register_profile("figmerit", deadline=None, suppress_health_check=[hypothesis.HealthCheck.too_slow])
hypothesis.settings.load_profile("figmerit")
# `make mutate` runs the tests once a mutant: the same examples each time, and a failure is not made smaller.
hypothesis.settings.register_profile(
    "mutate",
    hypothesis.settings.get_profile("figmerit"),
    derandomize=True,
    database=None,
    phases=[hypothesis.Phase.explicit, hypothesis.Phase.generate],
)


# --- A clean state around each test ---------------------------------------------------------------


@pytest.fixture(autouse=True)
def clean_matplotlib() -> Iterator[None]:
    """Start each test with matplotlib's defaults and Agg, and close what it left open in pyplot.

    Does nothing as long as nobody has imported matplotlib: tests that never draw do not pay for it.
    """
    matplotlib = sys.modules.get("matplotlib")
    if matplotlib is not None:
        matplotlib.rcdefaults()
        matplotlib.interactive(b=False)
        matplotlib.use("agg")
    yield
    pyplot = sys.modules.get("matplotlib.pyplot")
    if pyplot is not None:
        pyplot.close("all")


# --- Compare only under the matplotlib of the baselines -------------------------------------------

not_compared = pytest.StashKey[str]()


def pinned_matplotlib() -> str:
    """Return the version of matplotlib that drew the baselines."""
    pins = re.findall(r"(?m)^matplotlib==([^\s;]+)", (ROOT / "constraints.txt").read_text(encoding="utf-8"))
    if len(pins) != 1:
        msg = f"constraints.txt must pin one matplotlib, the baselines'; it pins {pins}."
        raise pytest.UsageError(msg)
    return str(pins[0])


@pytest.hookimpl(tryfirst=True)  # before pytest-mpl reads its options
def pytest_configure(config: pytest.Config) -> None:
    """Refuse to draw baselines with another matplotlib, and do not compare with it."""
    drawing = config.getoption("--mpl-generate-path") is not None
    if not (drawing or config.getoption("--mpl")):
        config.stash[not_compared] = "pytest runs without --mpl"
        return
    pinned, installed = pinned_matplotlib(), version("matplotlib")
    if installed == pinned:
        return
    mismatch = f"the baseline images belong to matplotlib {pinned}, this is {installed}"
    if drawing or os.environ.get("CI", "").lower() not in ("", "0", "false"):
        msg = f"{mismatch}.\nHint: run `make setup`, then `make pytest` or `make baselines`."
        raise pytest.UsageError(msg)
    config.option.mpl = False
    config.stash[not_compared] = mismatch


def pytest_report_header(config: pytest.Config) -> str:
    """Say whether figures are compared."""
    if (folder := config.getoption("--mpl-generate-path")) is not None:
        return f"figures: drawn into {folder}"
    reason = config.stash.get(not_compared, None)
    return f"figures: compared with {BASELINES.name}" if reason is None else f"figures: not compared, {reason}"


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter, config: pytest.Config) -> None:
    """Say once more why no figure was compared: --quiet and --no-header hide the header."""
    reason = config.stash.get(not_compared, None)
    if reason is not None and terminalreporter.verbosity > -2:
        terminalreporter.write_line(f"Figures were drawn, not compared: {reason}.", yellow=True)


# --- One baseline image a figure test -------------------------------------------------------------

figure_owners = pytest.StashKey[dict[str, str]]()
collected_in_part = pytest.StashKey[bool]()


def baseline_name(item: pytest.Item) -> str:
    """Return the file name of the figure test's baseline; brackets become underscores."""
    test = item.name.replace("[", "_").replace("]", "").rstrip("_")
    return f"{item.path.stem}.{test}.png"


def pytest_itemcollected(item: pytest.Item) -> None:
    """Tell pytest-mpl where the baseline of a figure test is, whatever directory pytest is run from."""
    mark = item.get_closest_marker(MARK)
    if mark is not None:  # a fresh mark for each item: those of one parametrized test share the old one
        here = {"baseline_dir": str(BASELINES), "filename": baseline_name(item)}
        item.add_marker(getattr(pytest.mark, MARK)(**{**mark.kwargs, **here}), append=False)


def figure_test_faults(item: pytest.Item, owners: dict[str, str]) -> Iterator[str]:
    """Say what is wrong with a figure test. `owners` are the tests seen so far by name of their baseline."""
    mark = item.get_closest_marker(MARK)
    if mark is None:
        return
    if not re.fullmatch(r"[\w.\-\[\]]+", item.name, re.ASCII):
        yield (
            "The name of a figure test must consist of ASCII letters, digits, '_', '.' and '-'; "
            f"got {item.name!r}.\nHint: pytest.param(..., id='plain-name')."
        )
    if fixed := sorted({*mark.kwargs} & {*FIXED}):
        yield (
            f"A figure test must not set {', '.join(fixed)}: one setting serves all; {item.name} does."
            "\nHint: pin what varies, never loosen a tolerance."
        )
    name = baseline_name(item)
    owner = owners.setdefault(name.lower(), item.nodeid)
    if owner != item.nodeid:
        yield f"Two figure tests must not share a baseline image; {item.nodeid} and {owner} both own {name}."


@pytest.hookimpl(wrapper=True)
def pytest_make_collect_report(
    collector: pytest.Collector,
) -> Generator[None, pytest.CollectReport, pytest.CollectReport]:
    """Let the collection of a module fail if a figure test cannot have a baseline image of its own."""
    report = yield
    stash = collector.config.stash
    if report.outcome != "passed":
        stash[collected_in_part] = True
        return report
    owners = stash.setdefault(figure_owners, {})
    items = [node for node in report.result if isinstance(node, pytest.Item)]
    if faults := [fault for item in items for fault in figure_test_faults(item, owners)]:
        report.outcome = "failed"
        report.longrepr = "\n".join(faults)
        report.result = []
    return report


# --- No image without a test ----------------------------------------------------------------------


def runs_everything(config: pytest.Config) -> bool:
    """Whether this run collects and compares (or draws) all figure tests."""
    option = config.option
    narrowed = ("keyword", "markexpr", "deselect", "ignore", "ignore_glob", "lf", "stepwise")
    return (
        not_compared not in config.stash
        and config.args_source is pytest.Config.ArgsSource.TESTPATHS
        and not option.collectonly
        and not any(getattr(option, name, None) for name in narrowed)
    )


def baseline_faults(directory: Path, names: Iterable[str]) -> list[str]:
    """Say which baselines have no test, and which are larger than a figure test's may be."""
    known = {name.lower() for name in names}
    faults = []
    for path in sorted(directory.glob("*.png")):
        if path.name.lower() not in known:
            faults.append(f"{path.name} belongs to no figure test. Hint: git rm {directory.name}/{path.name}")
        width, height = struct.unpack(">II", path.read_bytes()[16:24])
        if width > LARGEST[0] or height > LARGEST[1]:
            limit = f"{LARGEST[0]} x {LARGEST[1]} pixels (figsize=(6.4, 4.8) at 100 dpi)"
            faults.append(f"{path.name} must be at most {limit}; got {width} x {height}.")
    return faults


@pytest.hookimpl(optionalhook=True)
def pytest_testnodedown(node: Any, error: object) -> None:  # noqa: ARG001
    """Take over what a worker of pytest-xdist has collected: the controller itself collects nothing."""
    output = getattr(node, "workeroutput", None) or {}
    node.config.stash.setdefault(figure_owners, {}).update(output.get("figure_owners", {}))
    if output.get("collected_in_part", True):
        node.config.stash[collected_in_part] = True


@pytest.hookimpl(tryfirst=True)
def pytest_sessionfinish(session: pytest.Session, exitstatus: int) -> None:
    """After a run of the whole suite, fail on baseline images that no test owns or that are too large."""
    config = session.config
    owners = config.stash.get(figure_owners, {})
    in_part = config.stash.get(collected_in_part, False)
    if hasattr(config, "workeroutput"):
        config.workeroutput.update(figure_owners=owners, collected_in_part=in_part)
        return
    finished = exitstatus in (pytest.ExitCode.OK, pytest.ExitCode.TESTS_FAILED)
    if not finished or in_part or not runs_everything(config):
        return
    if faults := baseline_faults(BASELINES, owners):
        report = pytest.CollectReport(BASELINES.name, "failed", "\n".join(faults), [])
        config.hook.pytest_collectreport(report=report)  # an error in the summary and in the closing line
        session.exitstatus = pytest.ExitCode.TESTS_FAILED
