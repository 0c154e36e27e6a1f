"""The comparison with another commit: its worktree always goes, its tables say what is slower. Nothing is timed."""

import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from tests.benchmarks import bench_base
from tests.benchmarks.bench_base import Turn, commit_of, git, pair_table, ratio_line, ratio_table, worktree

needs_git = pytest.mark.skipif(shutil.which("git") is None, reason="git is not installed")


@pytest.fixture
def repository(tmp_path: Path) -> Path:
    """Return a repository of two commits, whose file holds the number of the commit."""
    git(tmp_path, "init", "--quiet")
    for number in "12":
        (tmp_path / "file").write_text(number)
        git(tmp_path, "add", "file")
        git(tmp_path, "-c", "user.name=a", "-c", "user.email=a@b", "commit", "--quiet", "-m", number)
    return tmp_path


def worktrees(root: Path) -> int:
    return git(root, "worktree", "list", "--porcelain").count("worktree ")


@needs_git
@pytest.mark.parametrize("error", [None, KeyboardInterrupt, RuntimeError])
def test_worktree_is_removed(repository: Path, error: type[BaseException] | None) -> None:
    def use() -> None:
        with worktree(repository, commit_of(repository, "HEAD~1")) as path:
            assert (path / "file").read_text() == "1"
            if error is not None:
                raise error

    if error is None:
        use()
    else:
        with pytest.raises(error):
            use()
    assert not (repository / "build" / "bench-base").exists()
    assert worktrees(repository) == 1
    assert (repository / "file").read_text() == "2"


@needs_git
@pytest.mark.parametrize("gone", [False, True])
def test_worktree_of_a_killed_run(repository: Path, gone: bool) -> None:
    """Also one whose folder is gone, and which git had locked as it was not complete."""
    left = repository / "build" / "bench-base"
    git(repository, "worktree", "add", "--lock", "--detach", str(left), "HEAD")
    if gone:
        shutil.rmtree(left)
    with worktree(repository, commit_of(repository, "HEAD~1")) as path:
        assert (path / "file").read_text() == "1"
    assert worktrees(repository) == 1


@needs_git
@pytest.mark.parametrize("name", ["nowhere", "", "--all", "HEAD:file"])
def test_not_a_commit(repository: Path, name: str) -> None:
    with pytest.raises(ValueError, match=r"BASE must be a commit of this repository; got .*\nHint: make bench BASE="):
        commit_of(repository, name)


@pytest.mark.parametrize(
    ("here", "ratio", "mark"),
    [
        ([0.010, 0.010, 0.010], "1.00  1.00 to 1.00", "1.00"),
        ([0.011, 0.011, 0.011], "1.10  1.10 to 1.10", "1.10"),
        ([0.012, 0.012, 0.014], "1.20  1.20 to 1.30", "slower"),
        ([0.012, 0.012, 0.004], "1.20  0.80 to 1.20", "slower?"),
        ([0.005, 0.005, 0.030], "0.50  0.50 to 1.75", "1.75"),
    ],
)
def test_ratio_line(here: list[float], ratio: str, mark: str) -> None:
    line = ratio_line("a call", [0.010] * 3, here)
    assert line.startswith("a call ")
    assert f" 10.00{1e3 * sorted(here)[1]:>9.2f}   {ratio}" in line
    assert line.split()[-1] == mark


def test_ratio_table_lists_what_is_not_compared() -> None:
    base = [Turn(times={"both": 0.1, "here alone": 0.1}), Turn(times={"both": 0.1}, errors={"here alone": "E: no"})]
    here = [Turn(times={"both": 0.2, "here alone": 0.1}, errors={"neither": "E: a"})] * 2
    base[0].errors["neither"] = "E: b"
    head, both, *failed = ratio_table(base, here)
    assert "BASE ms" in head
    assert both.split() == ["both", "100.00", "200.00", "2.00", "2.00", "to", "2.00", "slower"]
    assert failed == ["here alone, BASE: E: no", "neither, BASE: E: b", "neither, here: E: a"]


def test_pair_table() -> None:
    here = [Turn(pairs={"roc": [0.001, 0.002], "new": [0.003, 0.001]}), Turn(pairs={"roc": [0.001, 0.002]})]
    _, *lines = pair_table([Turn(pairs={"roc": [0.004, 0.002]}), Turn()], here)
    assert [line.split() for line in lines] == [
        ["roc", "1.00", "2.00", "0.50", "2.00"],
        ["new", "3.00", "1.00", "3.00", "-"],
    ]


@pytest.mark.parametrize(("text", "runs"), [("", 9), ("2", 2)])
def test_runs(monkeypatch: pytest.MonkeyPatch, text: str, runs: int) -> None:
    monkeypatch.setenv("FIGMERIT_BENCH_RUNS", text)
    assert bench_base.runs_asked() == runs


@pytest.mark.parametrize("text", ["0", "-1", "two"])
def test_runs_refused(monkeypatch: pytest.MonkeyPatch, text: str) -> None:
    monkeypatch.setenv("FIGMERIT_BENCH_RUNS", text)
    with pytest.raises(ValueError, match="FIGMERIT_BENCH_RUNS must be"):
        bench_base.runs_asked()


def test_sources_of_the_tree_win(tmp_path: Path) -> None:
    package = tmp_path / "src" / "figmerit"
    package.mkdir(parents=True)
    (package / "__init__.py").write_text("")
    code = "import figmerit, os; print(figmerit.__file__, os.environ['OMP_NUM_THREADS'])"
    environment = bench_base.environment_of(tmp_path)
    done = subprocess.run(
        [sys.executable, "-c", code], env=environment, capture_output=True, text=True, check=True, cwd=tmp_path
    )
    assert done.stdout.split() == [str(package / "__init__.py"), "1"]
