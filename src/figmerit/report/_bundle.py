"""The small modules of a page as one script: a strict policy allows one whose hash it names, and no others."""

from __future__ import annotations

import re
from functools import cache
from importlib.resources import files

IMPORT = re.compile(r"^import \{[^}]*\} from '\./(\w+)\.js';\n", re.MULTILINE)
CONSTANT = re.compile(r"\bconst(?=[ {[])")
"""A longer word for what is not assigned again, which was checked before."""
EXPORT = re.compile(r"^export ((?:async )?(?:function|class|const) (\w+))", re.MULTILINE)


def asset(name: str) -> str:
    """Return a file of the page, with the ends of lines that its hash is made of."""
    return files("figmerit.report").joinpath("assets", name).read_text(encoding="utf-8").replace("\r\n", "\n")


@cache
def bundled(*entries: str) -> str:
    """Return modules after all that they import, in one scope: no two modules have a name of their own in common.

    Comments and white space, which are for readers and type checkers, stay out.
    """
    from rjsmin import jsmin

    done: dict[str, str] = {}
    for entry in entries:
        _add(entry, done)
    return CONSTANT.sub("let", str(jsmin("\n".join(done.values()))))


@cache
def styled(*modules: str) -> str:
    """Return the style sheet of all pages, and those of modules, without what is for their readers."""
    from rcssmin import cssmin

    return str(cssmin("".join(asset(f"{name}.css") for name in ("page", *modules))))


def _add(name: str, done: dict[str, str]) -> None:
    """Add a module after those that it imports."""
    if name in done:
        return
    source = asset(f"{name}.js")
    for imported in IMPORT.finditer(source):
        _add(imported[1], done)
    done[name] = EXPORT.sub(r"\1", IMPORT.sub("", source))
