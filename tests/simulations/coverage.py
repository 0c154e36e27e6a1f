"""How often intervals and bands hold the truth: simulates it and writes docs/guide/coverage.rst.

Run by ``make simulate``: minutes on two cores. The page depends on the seed alone, not on the number of processes.
"""

from __future__ import annotations

import argparse
import warnings
import zlib
from concurrent.futures import ProcessPoolExecutor
from pathlib import Path

import numpy as np
from tests.simulations.page import page_of
from tests.simulations.studies import Number, Work, works_of

PAGE = Path(__file__).parents[2] / "docs" / "guide" / "coverage.rst"
SEED = 20240229


def simulated(work: Work) -> list[Number]:
    """Run one setting of a study, with random numbers of its own, whatever else is run."""
    own = zlib.crc32(repr((work.study.__name__, work.setting)).encode())
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        return work.study(work.setting, work.samples, np.random.default_rng([SEED, own]))


def simulate(*, quick: bool) -> list[Number]:
    """Run all settings, side by side."""
    works = list(works_of(quick=quick))
    if quick:
        return [number for work in works for number in simulated(work)]
    with ProcessPoolExecutor() as pool:
        return [number for numbers in pool.map(simulated, works) for number in numbers]


def main(arguments: list[str] | None = None) -> None:
    """Simulate, and write the page."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--quick", action="store_true", help="a few samples of a few settings: whether it runs at all")
    parser.add_argument("--output", type=Path, default=PAGE, help="where the page is written")
    given = parser.parse_args(arguments)
    given.output.write_text(page_of(simulate(quick=given.quick), SEED), encoding="utf-8")


if __name__ == "__main__":
    main()
