"""Arrays as blocks of text in a page, which its decode.js reads."""

from __future__ import annotations

import base64
import gzip
import json
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Sequence

    from figmerit._arrays import Array, FloatArray

LEVEL = 6
"""How hard columns are compressed: more takes much longer and saves little."""


@dataclass(frozen=True, slots=True)
class Block:
    """A column as a text: base64 of gzip of bytes, which are those of numbers in planes, or JSON of texts."""

    encoding: str
    dtype: str
    text: str


def packed_numbers(values: Array) -> Block:
    """Return numbers, or codes, whose type is kept."""
    return Block("plain", values.dtype.name, _text(_planes(values)))


def packed_codes(codes: Array, size: int) -> Block:
    """Return whole numbers below a limit in the narrowest type that holds them."""
    return packed_numbers(as_codes(codes, size))


def as_codes(codes: Array, size: int) -> Array:
    """Return whole numbers below a limit in the narrowest type that holds them."""
    return codes.astype(np.min_scalar_type(max(size - 1, 0)))


def packed_ascending(values: Array) -> Block:
    """Return finite numbers that ascend, of 32 or 64 bits, or such codes: the steps between them are small."""
    keys = _keys(values)
    steps = np.diff(keys, prepend=keys.dtype.type(0))
    return Block("ascending", values.dtype.name, _text(_planes(steps)))


def rounded_down(values: FloatArray, bits: int) -> FloatArray:
    """Return the greatest numbers of so many bits that are no greater; from 0.5 to 1 what lacks to 1 is rounded.

    So little is lost where scores crowd, at 0 and at 1, and thresholds of so many bits part the same rows as before.
    """
    to_one = (values >= 0.5) & (values <= 1)
    mantissa, exponent = np.frexp(np.where(to_one, values - 1, values))
    with np.errstate(over="ignore"):  # the lowest numbers have none of few bits below them but minus infinity
        down = np.ldexp(np.floor(np.ldexp(mantissa, bits)), exponent - bits)
    rounded: FloatArray = np.where(to_one, down + 1, down) + 0.0
    return rounded


def _keys(values: Any) -> Any:
    """Return whole numbers that ascend as numbers of 32 or 64 bits do, or as codes."""
    if values.dtype.kind == "u":
        return values
    unsigned = np.uint32 if values.dtype == np.float32 else np.uint64
    bits = values.view(unsigned)
    first = unsigned(1 << (8 * values.itemsize - 1))
    return np.where(bits & first, ~bits, bits | first)


def packed_texts(texts: Sequence[str]) -> Block:
    """Return texts."""
    return Block("texts", "", _text(json.dumps(list(texts), ensure_ascii=False).encode()))


def _planes(values: Array) -> bytes:
    """Return all first bytes of numbers, then all second ones: like bytes side by side take less room."""
    little = np.ascontiguousarray(values).astype(values.dtype.newbyteorder("<"), copy=False)
    return little.view(np.uint8).reshape(len(values), values.itemsize).T.tobytes()


def _text(data: bytes) -> str:
    return base64.b64encode(gzip.compress(data, LEVEL, mtime=0)).decode()


def script_json(value: Any) -> str:
    """Return JSON for a script element: with no "<" in it nothing can end the element."""
    text = json.dumps(value, ensure_ascii=False, separators=(",", ":"), allow_nan=False)
    return text.replace("<", "\\u003c").replace("\u2028", "\\u2028").replace("\u2029", "\\u2029")
