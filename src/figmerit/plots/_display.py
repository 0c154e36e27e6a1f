"""One image for each call in a notebook, with a text for those who cannot see it.

A pyplot figure that is the last expression of a cell is shown twice: by the inline (or widget)
backend when the cell ends, and by the display hook. `OnceFigure` keeps the backend's copy and drops
the display hook's, so that scripts, ``plt.show()`` and loops behave as everywhere. What the user displays
in so many words is shown there and then, and not again by the backend. Its images carry
the figure's alt text in their metadata, where Jupyter looks for it.
"""

from __future__ import annotations

import sys
from functools import partial
from typing import TYPE_CHECKING, Any

from matplotlib import get_backend
from matplotlib.figure import Figure

from figmerit.plots._record import alt_text

if TYPE_CHECKING:
    from types import FrameType

DISPLAYED = "_figmerit_displayed"
"""The attribute that holds the number of the notebook cell that displayed a figure."""

IMAGES = ("image/png", "image/jpeg", "image/svg+xml")
"""The kinds of image that a notebook may show; "retina" is a png."""


class OnceFigure(Figure):
    """A figure that a notebook shows once. It pickles as a stock Figure."""

    def _ipython_display_(self) -> None:
        """Do nothing where the backend will show the figure, or the user has; else let IPython go on as usual."""
        cell = _ipython().execution_count
        if _in_display_hook():
            if _shown_by_backend(self):
                return
        elif _in_backend():
            if self.__dict__.pop(DISPLAYED, None) == cell:
                return
        elif _shown_by_backend(self):
            setattr(self, DISPLAYED, cell)
            _take_from_widgets(self)
        raise NotImplementedError  # IPython's word for: use the ordinary formatters

    def __reduce__(self) -> tuple[Any, ...]:
        """Pickle and copy as a stock figure, which any environment can load."""
        return object.__new__, (Figure,), self.__getstate__()


def figure_class() -> type[Figure]:
    """Return the class of new figures: a stock one, except inside IPython."""
    if _ipython() is None:
        return Figure
    _register()
    return OnceFigure


def show_once(figure: Figure) -> Figure:
    """Let a notebook show a caller's stock figure once; outside IPython nothing is touched."""
    if type(figure) is Figure and _ipython() is not None:
        _register()
        figure.__class__ = OnceFigure
    return figure


def _ipython() -> Any:
    module = sys.modules.get("IPython")
    return module.get_ipython() if module is not None and hasattr(module, "get_ipython") else None


def _register() -> None:
    """Tell IPython how to show our figures; printers of a class win over those of Figure, the widget backend's too."""
    display = _ipython().display_formatter
    display.ipython_display_formatter.for_type(OnceFigure, OnceFigure._ipython_display_)
    for kind in IMAGES:
        formatter = display.formatters[kind]
        formatter.for_type(OnceFigure, partial(_with_alt_text, formatter))


def _with_alt_text(formatter: Any, figure: Figure) -> Any:
    """Return the image that IPython makes of any figure just now, and its metadata with an alt text."""
    try:
        draw = formatter.lookup_by_type(Figure)
    except KeyError:
        raise NotImplementedError from None  # the user wants no images of this kind
    image, text = draw(figure), alt_text(figure)
    if image is None or not text:
        return image
    data, metadata = image if isinstance(image, tuple) else (image, {})
    return data, metadata | {"alt": text}


def _in_display_hook() -> bool:
    frame: FrameType | None = sys._getframe(1)  # noqa: SLF001  the stack has no public name
    while frame is not None:
        owner = type(frame.f_locals.get("self")).__name__
        if frame.f_code.co_name == "__call__" and owner.endswith("DisplayHook"):
            return True
        frame = frame.f_back
    return False


def _in_backend() -> bool:
    """Tell whether the notebook's backend shows what is left at the end of a cell, or when it is asked to."""
    frame: FrameType | None = sys._getframe(1)  # noqa: SLF001  the stack has no public name
    while frame is not None:
        if frame.f_globals.get("__name__") == "matplotlib_inline.backend_inline":
            return True
        frame = frame.f_back
    return False


def _take_from_widgets(figure: Figure) -> None:
    """Take a figure that is shown already from those that the widget backend is about to show."""
    widget = getattr(sys.modules.get("ipympl.backend_nbagg"), "_Backend_ipympl", None)
    waiting = getattr(widget, "_to_show", [])
    if figure in waiting:
        waiting.remove(figure)


def _shown_by_backend(figure: Figure) -> bool:
    """Tell whether the notebook's backend shows the figure when the running cell ends."""
    widget = getattr(sys.modules.get("ipympl.backend_nbagg"), "_Backend_ipympl", None)
    if getattr(widget, "_draw_called", False) and figure in getattr(widget, "_to_show", ()):
        return True
    inline = sys.modules.get("matplotlib_inline.backend_inline")
    show = getattr(inline, "show", None)
    if inline is None or "inline" not in get_backend().lower() or not getattr(show, "_draw_called", False):
        return False
    from matplotlib import pyplot as plt

    if not plt.fignum_exists(getattr(figure, "number", -1)):
        return False  # closed, or made without pyplot
    closes = bool(inline.InlineBackend.instance().close_figures)
    return closes or figure in getattr(show, "_to_draw", ())
