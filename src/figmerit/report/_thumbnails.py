"""Images of examples, small enough for a page."""

from __future__ import annotations

import base64
import io
import math
import os
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
from PIL import Image, ImageOps, UnidentifiedImageError

from figmerit._arrays import to_numpy
from figmerit._containers import is_missing
from figmerit.errors import brief, invalid, wrong_type

if TYPE_CHECKING:
    from figmerit._arrays import Array, IntArray

SIDE = 64
"""Pixels of the longer side of a thumbnail."""

QUALITY = 80
"""Of thumbnails that are photographs."""


def thumbnails(
    images: Any, shape: tuple[int, ...], order: IntArray, max_rows: int, room: float, kept: IntArray | None = None
) -> tuple[int, dict[int, str]]:
    """Return how many images there are, and the thumbnails of the first rows that have room, by their places.

    Rows are all examples of that shape, or those at the places that are `kept`.

    Images are paths of files, images of Pillow, arrays of shape (height, width) or (height, width, 3 or 4), or None.
    """
    if isinstance(images, str | bytes | os.PathLike) or not hasattr(images, "__len__"):
        rule = "a sequence of one path, image or array an example"
        raise wrong_type("images", rule, brief(images), "images=[folder / name for name in names]")
    if not isinstance(images, list | tuple | np.ndarray):
        images = to_numpy(images, "images")
    if isinstance(images, np.ndarray) and images.shape[: len(shape)] == shape:
        images = images.reshape(-1, *images.shape[len(shape) :])
    n = math.prod(shape)
    if len(images) != n:
        raise invalid("images", f"of length {n}, one an example", f"length {len(images)}")
    places = (np.arange(n) if kept is None else kept).tolist()
    found: dict[int, str] = {}
    size = 0
    for row in order[:max_rows].tolist():
        if size > room:
            break
        if not is_missing(images[places[row]]):
            found[row] = _address(_small(images[places[row]], f"images[{places[row]}]"))
            size += len(found[row])
    return sum(not is_missing(images[place]) for place in places), found


def _small(image: Any, name: str) -> Image.Image:
    """Return a small image of a file, of an image or of an array."""
    if isinstance(image, str | os.PathLike):
        return _opened(Path(image), name)
    if isinstance(image, Image.Image):
        return _scaled(image)
    return _scaled(Image.fromarray(_pixels(to_numpy(image, name), name)))


def _opened(path: Path, name: str) -> Image.Image:
    try:
        with Image.open(path) as opened:
            opened.draft("RGB", (2 * SIDE, 2 * SIDE))
            return _scaled(opened)
    except FileNotFoundError:
        raise invalid(name, "the path of a file that is there", repr(str(path))) from None
    except (UnidentifiedImageError, OSError, Image.DecompressionBombError, SyntaxError, ValueError) as error:
        raise invalid(name, "the path of an image that can be read", f"{str(path)!r} ({error})") from error


def _scaled(image: Image.Image) -> Image.Image:
    """Return an image upright, small and in colours that a page knows."""
    upright = ImageOps.exif_transpose(image)
    if upright.mode.startswith(("I", "F")):
        upright = Image.fromarray(_pixels(np.asarray(upright), "an image"))
    is_clear = "A" in upright.getbands() or "transparency" in upright.info
    small = upright.convert("L" if upright.mode in ("1", "L") and not is_clear else "RGBA" if is_clear else "RGB")
    small.thumbnail((SIDE, SIDE))
    return small


def _pixels(array: Array, name: str) -> Array:
    """Return an array as bytes of pixels: shares are those of 255, grey values of another scale from low to high."""
    if array.ndim == 3 and array.shape[2] == 1:
        array = array[:, :, 0]
    is_grey = array.ndim == 2
    if array.size == 0 or not (is_grey or (array.ndim == 3 and array.shape[2] in (3, 4))):
        is_turned = array.ndim == 3 and array.shape[0] in (1, 3, 4)
        hint = "Move the channels to the end: image.transpose(1, 2, 0)" if is_turned else ""
        raise invalid(name, "of shape (height, width) or (height, width, 3 or 4)", f"shape {array.shape}", hint)
    if array.dtype.kind not in "buif":
        raise invalid(name, "an array of numbers", f"dtype {array.dtype}")
    if array.dtype == np.uint8:
        return np.ascontiguousarray(array)
    values = array.astype(np.float64)
    finite = values[np.isfinite(values)]
    low, high = (float(finite.min()), float(finite.max())) if finite.size else (0.0, 1.0)
    is_share, is_byte = (
        array.dtype.kind in "bf" and 0 <= low <= high <= 1,
        array.dtype.kind in "ui" and 0 <= low <= high <= 255,
    )
    if is_share:
        low, high = 0.0, 1.0
    elif is_byte and (low == high or not is_grey):
        low, high = 0.0, 255.0
    elif not is_grey:
        rule = "shares from 0 to 1, or whole numbers from 0 to 255, if it has colours"
        raise invalid(name, rule, f"numbers from {low:g} to {high:g}")
    shares = (np.nan_to_num(values, nan=low, posinf=high, neginf=low) - low) / (high - low or 1.0)
    return np.asarray(np.round(255 * shares), dtype=np.uint8)


def _address(image: Image.Image) -> str:
    """Return an image as an address that holds it: of a photograph, or exact if that is shorter."""
    texts = []
    for kind, options in (("png", {"optimize": True}), ("jpeg", {"quality": QUALITY})):
        if kind == "jpeg" and image.mode == "RGBA":
            continue
        buffer = io.BytesIO()
        image.save(buffer, kind, **options)
        texts.append(f"data:image/{kind};base64,{base64.b64encode(buffer.getvalue()).decode()}")
    return min(texts, key=len)
