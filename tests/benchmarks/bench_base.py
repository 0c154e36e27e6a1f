"""What this checkout costs beside another commit of the repository, call by call.

Run by ``make bench BASE=<commit>``: the commit is checked out into build/bench-base for as long as it takes. Both trees
run in processes of their own, which take turns, with the same environment and the same data. Each process times every
call of ``bench_base_calls.py``; the medians over the processes are compared. A call that fails in one of the trees is
listed, not compared. FIGMERIT_BENCH_RUNS is the number of processes of each tree, 9 by default.
"""

from __future__ import annotations

import json
import os
import shutil
import signal
import subprocess
import sys
import time
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

ROOT = Path(__file__).resolve().parents[2]
CALLS = ROOT / "tests" / "benchmarks" / "bench_base_calls.py"
SLOWER = 1.10
"""A ratio above it is marked."""

FRESH = {
    "import": "",
    "first heatmap of a given grid": "fm.plot_slice_metric_heatmap([[0.1, 0.2], [0.3, 0.4]]).canvas.draw()",
    "first finished matrix": "fm.plot_confusion_matrix(fm.ConfusionMatrix.from_counts([[5, 1], [2, 7]], "
    "labels=['a', 'b'])).canvas.draw()",
    "first bars of given values": "fm.plot_metric_bars({'a': 0.5, 'b': 0.7}).canvas.draw()",
}
"""What is timed as a whole process, by the clock on the wall."""


@dataclass
class Turn:
    """What one process of one tree found: seconds of calls, ours and scikit-learn's of pairs, and what failed."""

    times: dict[str, float] = field(default_factory=dict)
    pairs: dict[str, list[float]] = field(default_factory=dict)
    errors: dict[str, str] = field(default_factory=dict)


# --- Two trees that take turns ------------------------------------------------------------------------------------


def git(root: Path, *arguments: str) -> str:
    done = subprocess.run(["git", "-C", str(root), *arguments], capture_output=True, text=True, check=False)
    if done.returncode:
        raise RuntimeError(f"git {' '.join(arguments)}: {done.stderr.strip()}")
    return done.stdout.strip()


def commit_of(root: Path, name: str) -> str:
    try:
        return git(root, "rev-parse", "--verify", "--quiet", "--end-of-options", f"{name}^{{commit}}")
    except RuntimeError:
        raise ValueError(
            f"BASE must be a commit of this repository; got {name!r}.\nHint: make bench BASE=HEAD~1"
        ) from None


@contextmanager
def worktree(root: Path, commit: str) -> Iterator[Path]:
    """Check a commit out into build/bench-base, and remove it whatever happens; also what a killed run has left."""
    path = root / "build" / "bench-base"
    remove_worktree(root, path)
    try:
        git(root, "worktree", "add", "--detach", str(path), commit)
        yield path
    finally:
        remove_worktree(root, path)


def remove_worktree(root: Path, path: Path) -> None:
    shutil.rmtree(path, ignore_errors=True)
    with suppress(RuntimeError):  # git locks it until it is complete: prune would leave it
        git(root, "worktree", "unlock", str(path))
    git(root, "worktree", "prune")


def environment_of(tree: Path) -> dict[str, str]:
    """Return an environment in which the sources of a tree win over the installed ones, and nothing runs in threads."""
    threads = dict.fromkeys(("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS"), "1")
    fixed = {"PYTHONPATH": str(tree / "src"), "PYTHONHASHSEED": "0", "MPLBACKEND": "agg", "MATPLOTLIBRC": os.devnull}
    return os.environ | threads | fixed


def turn_of(tree: Path) -> Turn:
    """Time all calls of a tree in a new process, and new processes as a whole."""
    run = partial(subprocess.run, env=environment_of(tree), cwd=tree, text=True, check=False)
    done = run([sys.executable, str(CALLS)], stdout=subprocess.PIPE)
    if done.returncode:
        raise RuntimeError(f"the sources of {tree} cannot be timed")
    found = json.loads(done.stdout)
    if not Path(found.pop("file")).is_relative_to(tree / "src"):
        raise RuntimeError(f"another figmerit than that of {tree} was timed")
    turn = Turn(**found)
    for name, code in FRESH.items():
        start = time.perf_counter()
        done = run([sys.executable, "-c", f"import figmerit as fm; {code}"], stderr=subprocess.PIPE)
        if done.returncode:
            turn.errors[f"process: {name}"] = done.stderr.strip().splitlines()[-1]
        else:
            turn.times[f"process: {name}"] = time.perf_counter() - start
    return turn


# --- Tables -------------------------------------------------------------------------------------------------------


def ratio_line(name: str, base: Sequence[float], here: Sequence[float]) -> str:
    """Return medians in ms, their ratio, the middle half of the ratios of pairs, and a mark if it is slower."""
    medians = np.median(base), np.median(here)
    ratio = medians[1] / medians[0]
    low, high = np.quantile(np.divide(here, base), [0.25, 0.75])
    mark = "" if ratio <= SLOWER else "  slower" if low > 1 else "  slower?"
    return f"{name:<54}{1e3 * medians[0]:>9.2f}{1e3 * medians[1]:>9.2f}{ratio:>7.2f}  {low:.2f} to {high:.2f}{mark}"


def ratio_table(base: Sequence[Turn], here: Sequence[Turn]) -> list[str]:
    """Compare what both trees can do; below stands what one of them cannot."""
    turns = {"BASE": base, "here": here}
    failed = {(name, side): text for side, found in turns.items() for t in found for name, text in t.errors.items()}
    names = dict.fromkeys(name for turn in (*here, *base) for name in turn.times)
    compared = [name for name in names if not any((name, side) in failed for side in turns)]
    head = f"{'':<54}{'BASE ms':>9}{'here ms':>9}{'ratio':>7}  middle half"
    lines = [ratio_line(name, [t.times[name] for t in base], [t.times[name] for t in here]) for name in compared]
    return [head, *lines, *(f"{name}, {side}: {text}" for (name, side), text in sorted(failed.items()))]


def pair_table(base: Sequence[Turn], here: Sequence[Turn]) -> list[str]:
    """Return our time, scikit-learn's, and ours / theirs, for this checkout and for the other commit."""
    lines = [f"{'':<54}{'ours ms':>9}{'theirs':>9}{'ratio':>7}  BASE"]
    for name in dict.fromkeys(name for turn in here for name in turn.pairs):
        found = np.array([turn.pairs[name] for turn in here if name in turn.pairs])
        before = [turn.pairs[name][0] / turn.pairs[name][1] for turn in base if name in turn.pairs]
        ours, theirs = 1e3 * np.median(found, axis=0)
        of_base = f"{np.median(before):.2f}" if before else "-"
        ratio = np.median(found[:, 0] / found[:, 1])
        lines.append(f"{name:<54}{ours:>9.2f}{theirs:>9.2f}{ratio:>7.2f}  {of_base}")
    return lines


def runs_asked() -> int:
    text = os.environ.get("FIGMERIT_BENCH_RUNS", "") or "9"
    if not text.isdecimal() or int(text) < 1:
        raise ValueError(f"FIGMERIT_BENCH_RUNS must be a number of processes, 1 or more; got {text!r}.")
    return int(text)


def compare(name: str) -> None:
    """Print both tables of this checkout beside a commit."""
    runs, commit = runs_asked(), commit_of(ROOT, name)
    base: list[Turn] = []
    here: list[Turn] = []
    with worktree(ROOT, commit) as path:
        sources = [str(tree / "src") for tree in (path, ROOT)]  # compiled first, else the first turn pays for it
        subprocess.run([sys.executable, "-m", "compileall", "-q", *sources], check=True)
        for k in range(runs):
            print(f"processes {k + 1} of {runs}", file=sys.stderr, flush=True)
            base.append(turn_of(path))
            here.append(turn_of(ROOT))
    print(f"BASE is {git(ROOT, 'log', '-1', '--format=%h %s', commit)}\n")
    print("\n".join([*ratio_table(base, here), "", "Beside scikit-learn, 1e3", *pair_table(base, here)]))


def main() -> None:
    if len(sys.argv) != 2:
        sys.exit("Hint: make bench BASE=HEAD~1")
    signal.signal(signal.SIGTERM, signal.default_int_handler)  # so that the worktree is removed then as well
    try:
        compare(sys.argv[1])
    except (ValueError, RuntimeError) as error:
        sys.exit(str(error))
    except KeyboardInterrupt:
        sys.exit(130)


if __name__ == "__main__":
    main()
