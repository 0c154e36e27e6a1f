"""The small modules of a page as one script: a strict policy allows one whose hash it names, and no others."""

from __future__ import annotations

import re
from functools import cache
from importlib.resources import files

IMPORT = re.compile(r"^import \{([^}]*)\} from '\./(\w+)\.js';\n", re.MULTILINE)
EXPORT = re.compile(r"^export ((?:async )?(?:function|class|const) (\w+))", re.MULTILINE)


def asset(name: str) -> str:
    """Return a file of the page, with the ends of lines that its hash is made of."""
    return files("figmerit.report").joinpath("assets", name).read_text(encoding="utf-8").replace("\r\n", "\n")


@cache
def bundled(entry: str) -> str:
    """Return a module with all that it imports, each in a function of its own, after those that it needs."""
    done: dict[str, str] = {}
    _add(entry, done)
    return "\n".join(done.values())


def _add(name: str, done: dict[str, str]) -> None:
    """Add a module after those that it imports."""
    if name in done:
        return
    source = asset(f"{name}.js")
    for imported in IMPORT.finditer(source):
        _add(imported[2], done)
    exported = ", ".join(found[2] for found in EXPORT.finditer(source))
    body = EXPORT.sub(r"\1", IMPORT.sub(_constants, source))
    done[name] = f"const {name}_js = (() => {{\n{body}return {{ {exported} }};\n}})();"


def _constants(imported: re.Match[str]) -> str:
    """Return what an import is within one script."""
    names = ", ".join(name.strip().replace(" as ", ": ") for name in imported[1].split(","))
    return f"const {{ {names} }} = {imported[2]}_js;\n"
