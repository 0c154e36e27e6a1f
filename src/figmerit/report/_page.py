"""The page of a report: one file that needs no network, and whose policy forbids everything that is not in it."""

from __future__ import annotations

import base64
import hashlib
from dataclasses import dataclass, field
from functools import cache
from typing import TYPE_CHECKING, Any

from figmerit.report._bundle import asset, bundled, styled
from figmerit.report._words_of_tabs import ABOUT

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from figmerit.checks.finding import Finding
    from figmerit.report._pack import Block

PARTS = {
    "curves": "curveview",
    "classes": "classes",
    "labels": "labels",
    "slices": "slices",
    "runs": "runs",
    "checkpoints": "checkpoints",
    "given": "silence",
    "images": "gallery",
    "compare": "compare",
}
"""The modules of tabs, and of what pages of some data have, that not every page has."""
STYLED = {"slices", "checkpoints", "silence", "gallery", "compare"}
"""Those that have a style sheet of their own."""
START = "\nboot(document);\n"


@dataclass(frozen=True, slots=True)
class Cell:
    """What stands in a table."""

    text: str
    is_number: bool = False


@dataclass(frozen=True, slots=True)
class Table:
    """Names of columns, rows of cells, and which part of all rows these are."""

    names: Sequence[str]
    rows: Sequence[Sequence[Cell]]
    part: str = ""


@dataclass(frozen=True, slots=True)
class Section:
    """A part of a page: a title, texts, and what it is about; of a figure also its data."""

    title: str = ""
    texts: Sequence[str] = ()
    svg: str = ""
    data: Table | None = None
    table: Table | None = None
    findings: Sequence[Finding] = ()
    keys: Sequence[str] = ()
    """The names of findings on the page, each once."""
    checks: Sequence[str] = ()
    """What was looked for, in words, if nothing was found."""
    explorer: Explored | None = None
    panel: str = ""
    """The tab in which it stands, if it is not a card of its own."""


@dataclass(frozen=True, slots=True)
class Explored:
    """The part in which predictions are explored: its tabs, its pictures, and its numbers where no script runs.

    `features` are parts that only some data have; `pictures` are those of a page by their names; `alone` draws those
    that stand for it in Markdown.
    """

    panels: Sequence[str]
    pictures: Mapping[str, str]
    numbers: Table
    alone: Callable[[], Sequence[str]]
    features: Sequence[str] = ()


@dataclass(frozen=True, slots=True)
class Content:
    """What the script of a page knows: its specification, columns of data, and in words what these leave out."""

    spec: str = ""
    columns: Mapping[str, Block] = field(default_factory=dict)
    left_out: Sequence[str] = ()


def page_of(
    title: str, sections: Sequence[Section], content: Content, *, facts: Mapping[str, str], font: str, version: str
) -> str:
    """Return the whole page; `facts` are its own statements about itself."""
    explored = next((section.explorer for section in sections if section.explorer), None)
    given = ["given"] if any(section.keys for section in sections) else []
    parts = (*explored.panels, *explored.features, *given) if explored else ()
    css = style_of(parts) + font
    script = script_of(parts) if explored else ""
    return str(
        _template().render(
            title=title,
            sections=[section for section in sections if not section.explorer and not section.panel],
            findings=[section for section in sections if section.panel == "findings"],
            explorer=explored,
            facts=facts,
            words=ABOUT,
            content=content,
            css=css,
            icons=asset("icons.svg"),
            script=script,
            policy=_policy(css, script),
            version=version,
        )
    )


def script_of(parts: Sequence[str]) -> str:
    """Return the script of a page that has some tabs and other parts."""
    return bundled(*(PARTS[part] for part in parts if part in PARTS), "app") + START


def style_of(parts: Sequence[str]) -> str:
    """Return the style sheet of such a page."""
    return styled(*(PARTS[part] for part in parts if PARTS.get(part) in STYLED))


def _policy(css: str, script: str) -> str:
    """Return what the browser lets the page do: run its own script, use its own style, show what it holds."""
    rules = [
        "default-src 'none'",
        f"script-src {_allowed(script)}",
        f"style-src {_allowed(css)}",
        "img-src data: blob:",
        "font-src data:",
        "base-uri 'none'",
        "form-action 'none'",
        "require-trusted-types-for 'script'",
        "trusted-types 'none'",
    ]
    return "; ".join(rules)


def _allowed(text: str) -> str:
    """Return the word of a policy that allows one text; nothing needs none."""
    if not text:
        return "'none'"
    digest = hashlib.sha256(text.encode()).digest()
    return f"'sha256-{base64.b64encode(digest).decode()}'"


@cache
def _template() -> Any:
    import jinja2  # a report alone needs it: importing figmerit stays light

    environment = jinja2.Environment(autoescape=True, undefined=jinja2.StrictUndefined, keep_trailing_newline=True)
    return environment.from_string(asset("page.html.j2"))
