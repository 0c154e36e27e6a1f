"""Put all baseline images on sheets, to judge them as a whole: one consistent hand, nothing clipped.

Run it with ``make contact-sheet``; the sheets go to build/contact_sheet-<number>.png.
"""

from __future__ import annotations

import sys
from pathlib import Path

import matplotlib.pyplot as plt

ROOT = Path(__file__).parents[1]
COLUMNS, ROWS = 4, 3


def draw_sheet(paths: list[Path], target: Path) -> None:
    """Draw up to COLUMNS x ROWS images with their names."""
    fig, axes = plt.subplots(ROWS, COLUMNS, figsize=(4.8 * COLUMNS, 3.8 * ROWS), layout="constrained")
    for ax in axes.flat:
        ax.axis("off")
    for ax, path in zip(axes.flat, paths, strict=False):
        ax.imshow(plt.imread(path))
        ax.set_title(path.stem, fontsize=9)
    fig.savefig(target, dpi=100)
    plt.close(fig)


def main(words: list[str]) -> None:
    """Draw the sheets of the baselines whose names hold all words."""
    folder = ROOT / "build"
    folder.mkdir(exist_ok=True)
    paths = [path for path in sorted((ROOT / "baseline_images").glob("*.png")) if all(w in path.stem for w in words)]
    for start in range(0, len(paths), COLUMNS * ROWS):
        chosen = paths[start : start + COLUMNS * ROWS]
        target = folder / f"contact_sheet-{start // (COLUMNS * ROWS) + 1}.png"
        draw_sheet(chosen, target)
        print(f"{target.relative_to(ROOT)}: {len(chosen)} figures")


if __name__ == "__main__":
    main(sys.argv[1:])
