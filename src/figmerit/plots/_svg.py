"""Figures as SVG that may stand in a page beside others, with the places of what a page may change."""

from __future__ import annotations

import base64
import io
import re
from dataclasses import dataclass
from threading import Lock
from typing import TYPE_CHECKING, Any, cast
from xml.etree import ElementTree as ET

import numpy as np
from matplotlib import rc_context
from matplotlib.figure import Figure
from matplotlib.font_manager import findfont

from figmerit.plots._fit import settle
from figmerit.plots._header import CAPTION
from figmerit.plots._record import alt_text, find_records

if TYPE_CHECKING:
    from collections.abc import Callable

    from matplotlib.artist import Artist
    from matplotlib.axes import Axes

SVG = "http://www.w3.org/2000/svg"
XLINK = "http://www.w3.org/1999/xlink"

FONT = re.compile(r"^(?:(italic|oblique)\s+)?(?:(\d+|bold)\s+)?([\d.]+)px\s+(.*)$")
"""The short form of a font, which is no attribute of its own: style, weight, size and family."""

NUMBER = re.compile(r"-?\d+(?:\.\d+)?(?:e-?\d+)?")

INK, PAPER = "currentColor", "var(--paper)"
"""What black and white become, so that a page may turn dark."""

PLACEHOLDERS = {
    "ink": "#000001",
    "quiet": "#565d6a",
    "edge": "#858c99",
    "line": "#d6d8dd",
    "accent": "#6a3fc9",
}
"""Colours that no figure has by chance, by the page's names of those that they stand for."""

TOKENS = {"#000000": INK, "#ffffff": PAPER} | {color: f"var(--{name})" for name, color in PLACEHOLDERS.items()}
"""What colours of a figure become in a page."""

MOST_VERTICES, PIXEL = 500, 0.3
"""Lines of more vertices are thinned, to parts of a point that no eye can tell apart."""

RENDERING = Lock()
"""Settings of matplotlib belong to the whole process."""


@dataclass(frozen=True, slots=True)
class View:
    """One axes of a figure: where it is in the SVG, its limits, and the names of its parts.

    `frame` is left, top, width and height; `parts` are the names of elements, several of each kind: "frame", "xlabel",
    "ylabel", "caption", "xticks", "yticks", "image", "lines" and "legend".
    """

    frame: tuple[float, float, float, float]
    xlim: tuple[float, float]
    ylim: tuple[float, float]
    parts: dict[str, list[str]]


def drawn(draw: Callable[..., Any], figsize: tuple[float, float], *, panels: bool = False) -> Figure:
    """Return a figure that pyplot does not know, with what is drawn on its only axes, or in its panels."""
    figure = Figure(figsize=figsize)
    whole = {"left": 0.0, "right": 1.0, "bottom": 0.0, "top": 1.0}  # texts take from it what they need
    draw(**({"fig": figure} if panels else {"ax": figure.subplots(gridspec_kw=whole)}))
    return figure


def font_face(texts: str) -> str:
    """Return the letters of texts as a font of a page, with which they are as wide there as in the figure."""
    from fontTools import subset

    options = subset.Options(flavor="woff", layout_features=["kern"], hinting=False, notdef_outline=True)
    options.drop_tables += ["FFTM"]
    buffer = io.BytesIO()
    with subset.load_font(findfont("DejaVu Sans"), options) as font:
        subsetter = subset.Subsetter(options)
        subsetter.populate(text=texts)
        subsetter.subset(font)
        font.flavor = "woff"
        font.save(buffer)
    data = base64.b64encode(buffer.getvalue()).decode()
    return f"@font-face{{font-family:'DejaVu Sans';src:url(data:font/woff;base64,{data}) format('woff')}}"


def is_figure(value: Any) -> bool:
    """Tell whether something is a figure of matplotlib."""
    return isinstance(value, Figure)


def svg_of(figure: Figure, prefix: str, *, role: str = "img", adaptive: bool = True) -> tuple[str, tuple[View, ...]]:
    """Return a figure as an element of a page, and what of it may change.

    All names begin with `prefix`. Nothing in it needs a style: attributes say the same, which a strict policy of a page
    allows. If it is `adaptive` black and white are the page's ink and paper, but not in cells, whose colour is behind
    their texts. Its role is that of an image, or of a "group" of parts that can be reached.
    """
    settle(figure)
    views = [_View(ax, f"{prefix}{k}-") for k, ax in enumerate(_axes_with_records(figure))]
    buffer = io.StringIO()
    nothing = dict.fromkeys(("Date", "Creator", "Format", "Type"))
    with RENDERING, rc_context({"svg.fonttype": "none", "svg.hashsalt": prefix, "svg.image_inline": True}):
        for view in views:
            view.name_parts()
        try:
            figure.savefig(buffer, format="svg", metadata=nothing)
        finally:
            for view in views:
                view.restore()
    root = ET.fromstring(buffer.getvalue().encode())
    for parent in list(root.iter()):
        for child in [child for child in parent if child.tag in (f"{{{SVG}}}style", f"{{{SVG}}}metadata")]:
            parent.remove(child)
    kept = {name for view in views for name in view.names}
    for element in root.iter():
        _without_style(element)
        _rename(element, prefix, kept)
        _thin(element)
    if adaptive:
        _recolor(root)
    root.attrib |= {"stroke-linejoin": "round", "stroke-linecap": "butt", "role": role}
    root.set("aria-label", alt_text(figure) or "figure")
    for side in ("width", "height"):
        root.attrib.pop(side, None)  # it is as large as the page makes it
    found = tuple(view.found(root) for view in views)
    ET.register_namespace("", SVG)
    ET.register_namespace("xlink", XLINK)
    return ET.tostring(root, encoding="unicode"), found


def _axes_with_records(figure: Figure) -> list[Axes]:
    axes = dict.fromkeys(artist.axes for artist, _ in find_records(figure))
    return [cast("Axes", ax) for ax in axes if ax is not None]


class _View:
    """The parts of one axes, with the names that they get."""

    def __init__(self, ax: Axes, prefix: str) -> None:
        legend = ax.get_legend()
        self.ax = ax
        self.artists: dict[str, list[Artist]] = {
            "frame": [ax.patch],
            "xlabel": [ax.xaxis.label],
            "ylabel": [ax.yaxis.label],
            "caption": [text for text in ax.texts if text.get_gid() == CAPTION],
            "xticks": list(ax.get_xticklabels()),
            "yticks": list(ax.get_yticklabels()),
            "image": list(ax.images),
            "lines": list(ax.lines),
            "legend": [] if legend is None else list(legend.get_texts()),
        }
        self.parts = {
            name: [f"{prefix}{name}{k}" for k in range(len(artists))] for name, artists in self.artists.items()
        }

    @property
    def names(self) -> list[str]:
        """The names of all parts."""
        return [name for names in self.parts.values() for name in names]

    def name_parts(self) -> None:
        """Give the parts their names in the SVG."""
        self.before = [(artist, artist.get_gid()) for artists in self.artists.values() for artist in artists]
        for kind, artists in self.artists.items():
            for artist, name in zip(artists, self.parts[kind], strict=True):
                artist.set_gid(name)

    def restore(self) -> None:
        """Give the parts the names that they had: the figure may be the caller's."""
        for artist, name in self.before:
            artist.set_gid(name)

    def found(self, root: ET.Element) -> View:
        """Return where the axes is in the SVG."""
        group = next(element for element in root.iter() if element.get("id") == self.parts["frame"][0])
        path = next(element.get("d", "") for element in group.iter() if element.get("d"))
        numbers = [float(number) for number in NUMBER.findall(path)]
        left, right = min(numbers[::2]), max(numbers[::2])
        top, bottom = min(numbers[1::2]), max(numbers[1::2])
        frame = (left, top, round(right - left, 6), round(bottom - top, 6))
        return View(frame, self.ax.get_xlim(), self.ax.get_ylim(), self.parts)


def _without_style(element: ET.Element) -> None:
    """Turn the style of an element into attributes of its own."""
    for declaration in element.attrib.pop("style", "").split(";"):
        key, _, value = (part.strip() for part in declaration.partition(":"))
        if key == "font":
            found = FONT.match(value)
            style, weight, size, family = found.groups() if found else (None, None, "10", value)
            for name, part in {"style": style, "weight": weight, "size": f"{size}px", "family": family}.items():
                if part:
                    element.set(f"font-{name}", part)
        elif key:
            element.set(key, value)
    if element.get("font-family"):
        element.set("font-family", "'DejaVu Sans', sans-serif")


def _thin(element: ET.Element) -> None:
    """Leave out what no eye can tell apart of a long line."""
    lines = element.get("d", "").split("\n")
    if len(lines) <= MOST_VERTICES or not all(line[:2] in ("M ", "L ", "") for line in lines):
        return
    points = np.array([line[2:].split() for line in lines if line], dtype=np.float64)
    cells = np.round(points / PIXEL)
    differs = (cells[1:] != cells[:-1]).any(axis=1)
    kept = np.concatenate([[True], differs]) | np.concatenate([differs, [True]])
    d = "".join(f"{'L' if k else 'M'}{x:.2f} {y:.2f}" for k, (x, y) in enumerate(points[kept].tolist()))
    element.set("d", d)


def _rename(element: ET.Element, prefix: str, kept: set[str]) -> None:
    """Make the names of an element, and what refers to others, the figure's own."""
    for key, value in list(element.attrib.items()):
        if key == "id" and value not in kept:
            element.set(key, f"{prefix}{value}")
        elif key.endswith("href") and value.startswith("#"):
            element.set(key, f"#{prefix}{value[1:]}")
        elif "url(#" in value:
            element.set(key, value.replace("url(#", f"url(#{prefix}"))


def _recolor(element: ET.Element, *, in_cells: bool = False) -> None:
    """Let colours that have a name in the page be the page's, but for texts in cells."""
    in_cells = in_cells or "cell-texts" in element.get("id", "")
    if element.tag == f"{{{SVG}}}text" and not element.get("fill"):
        element.set("fill", "#000000")
    for key in ("fill", "stroke"):
        color = TOKENS.get(element.get(key, ""))
        if color and not in_cells:
            element.set(key, color)
    for child in element:
        _recolor(child, in_cells=in_cells)
