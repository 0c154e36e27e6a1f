"""One image for each call in a notebook.

A pyplot figure that is the last expression of a cell is shown twice: by the inline (or widget)
backend when the cell ends, and by the display hook. `OnceFigure` keeps the backend's copy and drops
the display hook's, so that scripts, ``plt.show()`` and loops behave as everywhere.
"""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING, Any

from matplotlib import get_backend
from matplotlib.figure import Figure

if TYPE_CHECKING:
    from types import FrameType


class OnceFigure(Figure):
    """A figure that a notebook shows once. It pickles as a stock Figure."""

    def _ipython_display_(self) -> None:
        """Do nothing where the backend will show the figure; else let IPython go on as usual."""
        if _in_display_hook() and _shown_by_backend(self):
            return
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
    """Win over the printer that the widget backend registers for every Figure."""
    formatter = _ipython().display_formatter.ipython_display_formatter
    formatter.for_type(OnceFigure, OnceFigure._ipython_display_)


def _in_display_hook() -> bool:
    frame: FrameType | None = sys._getframe(1)  # noqa: SLF001  the stack has no public name
    while frame is not None:
        owner = type(frame.f_locals.get("self")).__name__
        if frame.f_code.co_name == "__call__" and owner.endswith("DisplayHook"):
            return True
        frame = frame.f_back
    return False


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
