"""Pages in Firefox: they count as Python does, and complain of nothing."""

import os
import shutil

import numpy as np
import pytest

from figmerit import report_classification

READY = """() => new Promise((done) => {
  const look = () => (document.documentElement.dataset.ready ? done(true) : setTimeout(look, 20));
  look();
})"""

CHANGE = """async (threshold) => {
  const { explorer } = document;
  explorer.change({ threshold });
  await new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)));
  return { matrix: [...explorer.data.matrix(explorer.state)], threshold: explorer.threshold };
}"""


@pytest.fixture(scope="module")
def firefox(tmp_path_factory):
    path = shutil.which("firefox-esr") or shutil.which("firefox")
    if path is None:
        if os.environ.get("CI"):
            pytest.fail("no Firefox was found, and in CI the pages must be tested in it")
        pytest.skip("no Firefox was found: install it to test the pages of reports in it (apt-get install firefox-esr)")
    firefox = pytest.importorskip("tests.report.firefox").Firefox(path, tmp_path_factory.mktemp("profile"))
    yield firefox
    firefox.close()


@pytest.fixture
def opened(firefox, tmp_path):
    """Return a function that saves a report and opens it; afterwards the page must have had nothing to complain of."""

    def open_one(report):
        firefox.messages.clear()
        firefox.open(report.save(tmp_path / "report.html"))
        assert firefox.evaluate(READY)
        return firefox

    yield open_one
    assert firefox.messages == []


@pytest.mark.parametrize("dtype", ["float16", "float32", "float64"])
def test_counts_at_thresholds(opened, dtype):
    rng = np.random.default_rng(0)
    true, score = rng.integers(0, 2, 500), rng.random(500).astype(dtype)
    page = opened(report_classification(true, score))
    for threshold in [*rng.random(18).tolist(), float(score[7]), 2.0]:
        seen = page.evaluate(CHANGE, threshold)
        called = score >= np.asarray(threshold).astype(dtype)
        assert seen["matrix"] == np.bincount(2 * true + called, minlength=4).tolist(), threshold
        assert seen["threshold"] == threshold


def test_clicks_keys_and_complaints(firefox, tmp_path):
    """The driver itself: what it does reaches the page, and what the page complains of reaches it."""
    page = tmp_path / "page.html"
    page.write_text("<!DOCTYPE html><button onclick='console.warn(event.detail)'>one</button><input>", encoding="utf-8")
    firefox.open(page)
    firefox.messages.clear()
    firefox.click("button")
    firefox.click("input")
    firefox.press("a", "b", "ArrowLeft", "c")
    assert firefox.evaluate("() => document.querySelector('input').value") == "acb"
    assert firefox.messages == ["1"]
    firefox.messages.clear()
