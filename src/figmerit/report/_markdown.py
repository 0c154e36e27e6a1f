"""A report as Markdown with figures beside it: what a pull request shows."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from figmerit.report._values import clean

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from figmerit.report._page import Section, Table

SPECIAL = re.compile(r"([\\`*_{}\[\]()#+\-.!|~>$@])")
"""What Markdown could take for something else than itself."""

LABEL = re.compile(r'aria-label="([^"]*)"')


def markdown_of(title: str, sections: Sequence[Section]) -> tuple[str, dict[str, str]]:
    """Return a report as Markdown, and its pictures by the names of their files."""
    files: dict[str, str] = {}
    lines = [f"# {plain(title)}"]
    for section in sections:
        lines += _lines(section, files)
    return "\n\n".join(lines) + "\n", files


def plain(text: str) -> str:
    """Return a text that Markdown shows as it is."""
    safe = text.replace("&", "&amp;").replace("<", "&lt;")
    return SPECIAL.sub(r"\\\1", " ".join(safe.split()))


def _lines(section: Section, files: dict[str, str]) -> Iterator[str]:
    """Yield the paragraphs of a section, and add its pictures to the files."""
    if section.title:
        yield f"## {plain(section.title)}"
    yield from map(plain, section.texts)
    for picture in filter(None, (section.svg, *(section.explorer.alone() if section.explorer else ()))):
        name = f"figure-{len(files) + 1}.svg"
        files[name] = _alone(picture)
        label = LABEL.search(picture)
        yield f"![{plain(label[1]) if label else ''}]({name})"
    if section.findings:
        said = (f"- **{one.severity}** {plain(one.sentence)} {plain(one.hint)}" for one in section.findings)
        yield "\n".join(said)
    if section.table is not None:
        yield _table(section.table)


def _table(table: Table) -> str:
    """Return a table, with numbers on the right."""
    right = [all(row[k].is_number or not row[k].text for row in table.rows) for k in range(len(table.names))]
    head = [[plain(name) for name in table.names], ["---:" if one else "---" for one in right]]
    rows = [*head, *([plain(cell.text) for cell in row] for row in table.rows)]
    return "\n".join(f"| {' | '.join(row)} |" for row in rows)


def _alone(picture: str) -> str:
    """Return a picture that stands alone: with ink and paper of its own."""
    return clean(picture.replace('"currentColor"', '"#000000"').replace('"var(--paper)"', '"#ffffff"'))
