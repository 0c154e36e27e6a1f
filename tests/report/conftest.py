"""A real browser for the pages of reports."""

import os
import shutil

import pytest

NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
QUIET = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]


@pytest.fixture(scope="module")
def browser():
    """Start Chromium; a module at a time, as the event loop that drives it is in the way of others."""
    path = next(filter(None, map(shutil.which, NAMES)), None)
    if path is None:
        if os.environ.get("CI"):
            pytest.fail("no Chromium was found, and in CI the pages must be tested")
        pytest.skip("no Chromium was found: install it to test the pages of reports (apt-get install chromium)")
    sync_api = pytest.importorskip("playwright.sync_api")
    with sync_api.sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=QUIET)
        yield browser
        browser.close()


class Opened:
    """A page that was opened, with all that it complained of, asked for or wanted to show."""

    def __init__(self, browser, path, **options):
        self.context = browser.new_context(**({"viewport": {"width": 1280, "height": 900}} | options))
        self.context.set_offline(True)
        self.page = self.context.new_page()
        self.messages, self.requests, self.dialogs = [], [], []
        self.page.on("console", lambda message: self.messages.append(message.text))
        self.page.on("pageerror", lambda error: self.messages.append(str(error)))
        self.page.on("request", lambda request: self.requests.append(request.url))
        self.page.on("dialog", self._dismiss)
        self.page.goto(path.as_uri())
        self.page.wait_for_selector("html[data-ready]")

    def _dismiss(self, dialog):
        self.dialogs.append(dialog.message)
        dialog.dismiss()

    def draw(self):
        """Wait until what was chosen has been drawn."""
        self.page.evaluate("() => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)))")

    def text(self, selector):
        return self.page.locator(selector).text_content()


@pytest.fixture
def open_report(browser, tmp_path):
    """Return a function that saves a report and opens it; afterwards the page must have had nothing to complain of."""
    opened = []

    def open_one(report, **options):
        opened.append(Opened(browser, report.save(tmp_path / f"report{len(opened)}.html"), **options))
        return opened[-1]

    yield open_one
    for one in opened:
        assert one.messages == []
        assert one.dialogs == []
        assert [url for url in one.requests if not url.startswith(("file:", "data:", "blob:"))] == []
        one.context.close()
