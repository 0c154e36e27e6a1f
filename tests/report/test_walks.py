"""Walks by chance: whatever is clicked, typed and chosen, the page counts as Python does and complains of nothing."""

import pytest
from tests.report.walks import N_WALKS, walk


class Hand:
    """What uses a page in Chromium."""

    def __init__(self, page):
        self.page, self.evaluate = page, page.evaluate

    def press(self, *keys):
        for key in keys:
            self.page.keyboard.press(key)


@pytest.mark.filterwarnings("ignore:y_score was cut at 0.5")
@pytest.mark.parametrize("seed", range(N_WALKS))
def test_a_walk(open_report, seed, monkeypatch):
    walk(seed, monkeypatch, lambda report: Hand(open_report(report).page))
