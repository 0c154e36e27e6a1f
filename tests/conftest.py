"""Each hint that a test sees is typed: see :mod:`tests.typist`."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from tests.typist import Typist

if TYPE_CHECKING:
    from collections.abc import Generator


HOSTILE = ("test_fuzz", "test_containers")
"""Tests whose containers nobody types by hand."""


@pytest.hookimpl(wrapper=True)
def pytest_runtest_call(item: pytest.Item) -> Generator[None, Any, Any]:
    """Run a test, then type the hints of the errors that it has seen."""
    if item.path.stem in HOSTILE:
        return (yield)
    typist = Typist()
    with pytest.MonkeyPatch.context() as watched:
        typist.watch(watched)
        result = yield
    if faults := list(dict.fromkeys(typist.faults())):
        pytest.fail("Hints that do not help:\n" + "\n".join(faults), pytrace=False)
    return result
