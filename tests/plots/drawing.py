"""What is really drawn: every text with its box, size and colour, as Agg or a saved file shows it."""

from __future__ import annotations

from dataclasses import dataclass
from io import BytesIO
from typing import Any
from unittest import mock

import numpy as np
from matplotlib.backends.backend_agg import FigureCanvasAgg, RendererAgg
from PIL import Image


@dataclass(frozen=True)
class DrawnText:
    """One line of text: its box in pixels (left, bottom, right, top), size in points, colour and angle."""

    text: str
    box: tuple[float, ...]
    size: float
    color: tuple[float, ...]
    angle: float
    corners: Any = None

    def meets(self, other: DrawnText, slack: float = 1.0) -> bool:
        """Tell whether two texts overlap by more than some pixels, whatever their angles."""
        if self.box[0] > other.box[2] or other.box[0] > self.box[2]:
            return False
        if self.box[1] > other.box[3] or other.box[1] > self.box[3]:
            return False
        for angle in {self.angle, other.angle}:
            for turn in (np.deg2rad(angle), np.deg2rad(angle + 90)):
                axis = np.array([np.cos(turn), np.sin(turn)])
                one, two = self.corners @ axis, other.corners @ axis
                if min(one.max(), two.max()) - max(one.min(), two.min()) <= slack:
                    return False
        return bool(self.text.strip() and other.text.strip())


class Recorder(RendererAgg):
    """Draws as Agg does, and takes notes of the texts."""

    last: Recorder

    def __init__(self, *size: float) -> None:
        super().__init__(*size)
        self.texts: list[DrawnText] = []

    def clear(self) -> None:
        """Begin a new picture."""
        super().clear()
        self.texts = []
        Recorder.last = self

    def draw_text(self, gc, x, y, s, prop, angle, ismath=False, mtext=None):
        width, height, descent = self.get_text_width_height_descent(s, prop, ismath)
        cos, sin = np.cos(np.deg2rad(angle)), np.sin(np.deg2rad(angle))
        flat = np.array([[0, -descent], [width, -descent], [width, height - descent], [0, height - descent]])
        corners = flat @ [[cos, sin], [-sin, cos]] + [x, self.height - y]
        box = (*corners.min(axis=0).tolist(), *corners.max(axis=0).tolist())
        self.texts.append(DrawnText(s, box, prop.get_size_in_points(), gc.get_rgb(), angle, corners))
        super().draw_text(gc, x, y, s, prop, angle, ismath, mtext)


@dataclass(frozen=True)
class Picture:
    """A figure as it was saved: its texts, its pixels of shape (height, width, 4)."""

    texts: list[DrawnText]
    pixels: Any

    @property
    def strings(self) -> list[str]:
        """All texts, sorted."""
        return sorted(text.text for text in self.texts)

    def outside(self, slack: float = 1.0) -> list[str]:
        """Return the texts that are cut at the edge."""
        height, width = self.pixels.shape[:2]
        inside = np.array([-slack, -slack, -width - slack, -height - slack])
        return [text.text for text in self.texts if np.any(text.box * np.array([1, 1, -1, -1]) < inside)]


def shown(fig: Any) -> Picture:
    """Draw the figure as it is shown, and return what was drawn."""
    canvas = fig.canvas
    with mock.patch("matplotlib.backends.backend_agg.RendererAgg", Recorder):
        fresh = FigureCanvasAgg(fig)  # one that has no renderer yet
        fresh.draw()
    fig.set_canvas(canvas)
    return Picture(Recorder.last.texts, np.asarray(fresh.buffer_rgba()).copy())


def saved(fig: Any, **options: Any) -> Picture:
    """Save the figure as png, at its own resolution unless told otherwise, and return what was drawn."""

    file, canvas = BytesIO(), fig.canvas
    FigureCanvasAgg(fig)
    with mock.patch("matplotlib.backends.backend_agg.RendererAgg", Recorder):
        fig.savefig(file, **({"dpi": "figure", "pil_kwargs": {"compress_level": 1}} | options))
    fig.set_canvas(canvas)
    return Picture(Recorder.last.texts, np.asarray(Image.open(file).convert("RGBA")))
