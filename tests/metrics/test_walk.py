"""How far an array travels: the modules of the package that a call goes through."""

import sys

import numpy as np
import pytest

import figmerit as fm

Y = np.arange(200) % 2
SCORE = np.linspace(0.1, 0.9, 200) ** (1 + Y)

WALKS = {
    "roc": (lambda: fm.compute_roc_curve(Y, SCORE), 8),
    "pr": (lambda: fm.compute_pr_curve(Y, SCORE), 9),
}


def modules_of(call) -> list[str]:
    """Return the modules of the package whose functions run, in order."""
    found: dict[str, None] = {}

    def note(frame, event, _) -> None:
        name = frame.f_globals.get("__name__", "")
        if event == "call" and name.startswith("figmerit"):
            found.setdefault(name)

    call()  # imports are no part of the walk
    before = sys.getprofile()
    sys.setprofile(note)
    try:
        call()
    finally:
        sys.setprofile(before)
    return list(found)


@pytest.mark.parametrize("name", WALKS)
def test_few_modules_are_on_the_way(name: str) -> None:
    call, most = WALKS[name]
    modules = modules_of(call)
    assert len(modules) <= most, modules
