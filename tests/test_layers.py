"""The floors of the house: arrows point down only. Read from the source, nothing is imported."""

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

SOURCE = Path(__file__).parents[1] / "src" / "figmerit"

# From the top floor to the ground; a module may import its own floor's package and any lower floor.
FLOORS = [
    {"cli", "notebook"},
    {"report"},
    {"plots"},
    {"styles", "checks"},
    {"logs"},
    {"metrics"},
    {"inference"},
    {"counts"},
    {"_validate", "_options"},
    {"_arrays"},
    {"_containers", "_attributes"},
    {"errors", "_docs", "_numbers", "_files", "_synonyms"},
]
HEIGHT = {name: -floor for floor, names in enumerate(FLOORS) for name in names}
ALLOWED = {"sklearn": {"metrics"}, "matplotlib": {"plots", "styles"}}


def runtime_imports(tree: ast.AST) -> Iterator[str]:
    """Yield what is imported when the code runs: imports in functions count, those for type checkers don't."""
    for node in ast.iter_child_nodes(tree):
        if isinstance(node, ast.If) and "TYPE_CHECKING" in ast.unparse(node.test):
            for other in node.orelse:
                yield from runtime_imports(ast.Module([other], []))
        elif isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            yield from (f"{'.' * node.level}{node.module or ''}:{alias.name}" for alias in node.names)
        else:
            yield from runtime_imports(node)


def graph_of(package: Path) -> dict[str, set[str]]:
    """Return what each module of the package imports; ``from a import b`` is a.b where that is a module, else a."""
    files = {module_name(path, package): path for path in sorted(package.rglob("*.py"))}
    graph = {}
    for name, path in files.items():
        found = set()
        for imported in runtime_imports(ast.parse(path.read_text(encoding="utf-8"))):
            module, _, member = imported.partition(":")
            found.add(f"{module}.{member}" if f"{module}.{member}" in files else module)
        graph[name] = found
    return graph


def module_name(path: Path, package: Path) -> str:
    parts = path.relative_to(package.parent).with_suffix("").parts
    return ".".join(parts[:-1] if parts[-1] == "__init__" else parts)


def faults_of(package: Path) -> list[str]:
    """Say what breaks the contract."""
    face, graph = package.name, graph_of(package)
    faults = []
    for name, imported in graph.items():
        if name == face:
            continue  # the face may show everything
        part = name.split(".")[1]
        if part not in HEIGHT:
            faults.append(f"{name} is on no floor")
            continue
        for target in sorted(imported):
            top = target.split(".")[0]
            if target.startswith("."):
                faults.append(f"{name} imports relatively")
            elif top in ALLOWED and part not in ALLOWED[top]:
                faults.append(f"{name} imports {top}")
            elif target == face:
                faults.append(f"{name} imports the face of the package")
            elif top == face and target.split(".")[1] != part and HEIGHT[target.split(".")[1]] >= HEIGHT[part]:
                faults.append(f"{name} imports {target}, which is not below it")
    return faults + [f"cycle: {' -> '.join(cycle)}" for cycle in cycles_of(graph, face)]


def cycles_of(graph: dict[str, set[str]], face: str) -> list[list[str]]:
    found, done = [], set()

    def walk(name: str, path: list[str]) -> None:
        if name in path:
            found.append([*path[path.index(name) :], name])
        elif name in graph and name not in done and name != face:
            for target in sorted(graph[name]):
                walk(target, [*path, name])
            done.add(name)

    for name in graph:
        walk(name, [])
    return found


def test_arrows_point_down_only() -> None:
    assert faults_of(SOURCE) == []


def test_all_of_the_source_is_read() -> None:
    graph = graph_of(SOURCE)
    assert "figmerit.metrics.catalog" in graph["figmerit.metrics._values"]
    assert "figmerit.inference.formulas" in graph["figmerit.metrics.roc_curve"]
    assert "figmerit._arrays" in graph["figmerit.counts._rows"]
    assert {name.split(".")[1] for name in graph if "." in name} <= set(HEIGHT)


def write(folder: Path, files: dict[str, str]) -> Path:
    for name, text in files.items():
        path = folder / "toy" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text)
    return folder / "toy"


GOOD = {
    "__init__.py": "from toy.metrics.a import x",
    "errors.py": "import difflib",
    "_arrays.py": "from toy.errors import invalid",
    "metrics/__init__.py": "",
    "metrics/a.py": "import sklearn.metrics\nfrom toy import errors, _arrays\nfrom toy.metrics import b",
    "metrics/b.py": "if TYPE_CHECKING:\n    from toy.metrics import a\n    from toy.plots import p\nelse:\n    pass",
    "plots/p.py": "from matplotlib.figure import Figure\nfrom toy.metrics.a import x",
}


def test_a_good_tree_has_no_faults(tmp_path: Path) -> None:
    assert faults_of(write(tmp_path, GOOD)) == []


@pytest.mark.parametrize(
    ("name", "text", "faults"),
    [
        ("errors.py", "from toy._arrays import x", [
            "toy.errors imports toy._arrays, which is not below it",
            "cycle: toy._arrays -> toy.errors -> toy._arrays"]),
        ("counts/c.py", "def f():\n    import toy.metrics.a", [
            "toy.counts.c imports toy.metrics.a, which is not below it"]),
        ("checks/c.py", "from toy.styles import s", ["toy.checks.c imports toy.styles, which is not below it"]),
        ("checks/c.py", "import sklearn", ["toy.checks.c imports sklearn"]),
        ("report/r.py", "try:\n    from sklearn import metrics\nfinally:\n    pass", ["toy.report.r imports sklearn"]),
        ("metrics/c.py", "import matplotlib.pyplot as plt", ["toy.metrics.c imports matplotlib"]),
        ("metrics/c.py", "import toy", ["toy.metrics.c imports the face of the package"]),
        ("metrics/c.py", "from toy import x", ["toy.metrics.c imports the face of the package"]),
        ("metrics/c.py", "from . import a", ["toy.metrics.c imports relatively"]),
        ("metrics/b.py", "from toy.metrics.a import x", ["cycle: toy.metrics.a -> toy.metrics.b -> toy.metrics.a"]),
        ("other.py", "", ["toy.other is on no floor"]),
    ],
    ids=["up", "late", "beside", "sklearn", "tried", "matplotlib", "face", "member", "relative", "cycle", "new"],
)  # fmt: skip
def test_the_checker_can_fail(tmp_path: Path, name: str, text: str, faults: list[str]) -> None:
    assert faults_of(write(tmp_path, GOOD | {name: text})) == faults


def test_modules_are_short_enough_to_be_read_at_once():
    long = {
        path.name: n for path in SOURCE.rglob("*.py") if (n := len(path.read_text(encoding="utf-8").splitlines())) > 350
    }
    assert long == {}
