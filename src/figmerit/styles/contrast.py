"""Contrast of text against the colour behind it, as WCAG 2 defines it.

References
----------
Web Content Accessibility Guidelines 2.2, https://www.w3.org/TR/WCAG22/#dfn-contrast-ratio
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from figmerit._arrays import FloatArray

BLACK, WHITE = np.zeros(3), np.ones(3)


def relative_luminance(rgb: FloatArray) -> FloatArray:
    """Return the luminance of sRGB colours of shape (..., 3) in [0, 1]."""
    linear = np.where(rgb <= 0.04045, rgb / 12.92, ((rgb + 0.055) / 1.055) ** 2.4)
    luminance: FloatArray = linear @ np.array([0.2126, 0.7152, 0.0722])
    return luminance


def contrast_ratio(first: FloatArray, second: FloatArray) -> FloatArray:
    """Return the contrast of two colours of shape (..., 3), from 1 to 21."""
    pair = np.stack(np.broadcast_arrays(relative_luminance(first), relative_luminance(second)))
    ratio: FloatArray = (pair.max(axis=0) + 0.05) / (pair.min(axis=0) + 0.05)
    return ratio


def composite(rgba: FloatArray, behind: FloatArray) -> FloatArray:
    """Return the opaque colour seen where `rgba` of shape (..., 4) lies over `behind` of shape (3,)."""
    alpha = rgba[..., 3:]
    return alpha * rgba[..., :3] + (1 - alpha) * behind


def readable_on(rgb: FloatArray) -> FloatArray:
    """Return black or white, whichever reads better on colours of shape (..., 3).

    The better of the two has a contrast of at least 4.58 on every colour.
    """
    on_black = contrast_ratio(rgb, BLACK) >= contrast_ratio(rgb, WHITE)
    return np.where(on_black[..., None], BLACK, WHITE)


def mixed(first: FloatArray, second: FloatArray, share: float | FloatArray) -> FloatArray:
    """Return the first colour with a share of the second."""
    color: FloatArray = (1 - share) * first + share * second
    return color


def readable(rgb: FloatArray, ground: FloatArray, least: float = 4.55) -> FloatArray:
    """Return the colours nearest to `rgb` of shape (..., 3), towards black or white, with a contrast of `least`."""
    far, found = readable_on(ground), np.array(rgb, float)
    for share in np.linspace(0, 1, 41):
        low = contrast_ratio(found, ground) < least
        if not low.any():
            break
        found = np.where(low[..., None], mixed(rgb, far, share), found)
    return found
