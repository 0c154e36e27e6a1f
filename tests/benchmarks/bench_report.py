"""How large a report is, how long a browser takes to open it, and to follow its slider, its matrix and its search.

Run by ``make bench-report``: one label, one score, one slice and a column of texts, medians of several openings in a
Chromium without a window; a hundred classes; and ten thousand pictures. Times to open are beside that of a page without
predictions, as only ratios can be compared between machines.
"""

import shutil
import statistics
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

import numpy as np
from playwright.sync_api import Browser, Page, sync_playwright

import figmerit as fm

OPENINGS, STEPS = 5, 20
SIZES = 100_000, 1_000_000, 3_000_000
DRAWN = "() => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)))"

CLICKED = """(act) => new Promise((done) => {
  const start = performance.now();
  const rows = () => document.querySelector('#examples tbody').textContent;
  const before = rows();
  const cell = document.querySelector('[data-cell="1,1"]');
  if (act === 'cell') cell.dispatchEvent(new MouseEvent('click', { bubbles: true }));
  else {
    const search = document.getElementById('search');
    search.value = act;
    search.dispatchEvent(new Event('input', { bubbles: true }));
  }
  const look = () => {
    const passed = performance.now() - start;
    if (rows() !== before || passed > 5000) done(passed);
    else requestAnimationFrame(look);
  };
  look();
})"""


def report_of(n: int, dtype: str) -> fm.Report:
    rng = np.random.default_rng(0)
    true = rng.integers(0, 2, n)
    score = (1 / (1 + np.exp(1 - 1.5 * true - rng.normal(size=n)))).astype(dtype)
    words = np.array(["north wind", "south gate", "east end", "west wing"])[rng.integers(0, 4, n)]
    return fm.report_classification(true, score, slices={"site": words}, max_rows=max(n, 1))


def hundred() -> fm.Report:
    """Return the page of a hundred classes of 20,000 examples."""
    rng = np.random.default_rng(0)
    true = rng.integers(0, 100, 20_000)
    logits = rng.normal(size=(20_000, 100))
    logits[np.arange(20_000), true] += 3
    share = np.exp(logits)
    share /= share.sum(axis=1, keepdims=True)
    return fm.report_classification(true, share.astype(np.float32))


def pictures() -> fm.Report:
    """Return the page of ten thousand examples with pictures of 28 x 28 pixels: rings on a dark ground."""
    rng = np.random.default_rng(0)
    true = rng.integers(0, 10, 10_000)
    down, right = np.mgrid[:28, :28]
    middle = rng.normal(14, 2, (2, 10_000, 1, 1))
    off = np.hypot(down - middle[0], right - middle[1]) - (4 + 0.7 * true)[:, None, None]
    images = np.round(255 * np.exp(-(off**2) / 3)).astype(np.uint8)
    scores = rng.random((10_000, 10)) + np.eye(10)[true]
    share = (scores / scores.sum(axis=1, keepdims=True)).astype(np.float32)
    return fm.report_classification(true, share, labels=range(10), images=images)


def ready(browser: Browser, path: Path) -> tuple[Page, float]:
    """Return an opened page and the seconds until it was ready."""
    page = browser.new_page(viewport={"width": 1440, "height": 900})
    start = time.perf_counter()
    page.goto(path.as_uri())
    page.wait_for_selector("html[data-ready]")
    return page, time.perf_counter() - start


def steps_of(page: Page) -> Iterator[float]:
    """Yield the milliseconds of each step of the slider; the first one, which counts, is not among them."""
    for k in range(STEPS + 1):
        page.locator("#slider").press("PageDown" if k % 2 else "ArrowLeft")
        page.evaluate(DRAWN)
        if k:
            yield float(page.evaluate("document.documentElement.dataset.milliseconds"))


def heap_of(page: Page) -> float:
    """Return the megabytes that the script and its arrays take."""
    session = page.context.new_cdp_session(page)
    session.send("HeapProfiler.enable")
    session.send("HeapProfiler.collectGarbage")
    found = session.send("Runtime.getHeapUsage")
    return (found["usedSize"] + found.get("backingStorageSize", 0)) / 1e6


def measured(browser: Browser, path: Path) -> dict[str, float]:
    """Return what one opening costs."""
    page, seconds = ready(browser, path)
    found = {"ready s": seconds}
    steps = list(steps_of(page))
    found |= {"step ms": statistics.median(steps), "worst ms": max(steps)}
    found["click ms"] = float(page.evaluate(CLICKED, "cell"))
    page.evaluate("document.explorer.reset()")
    page.evaluate(DRAWN)
    found["search ms"] = float(page.evaluate(CLICKED, "south"))
    found["heap MB"] = heap_of(page)
    page.close()
    return found


def main() -> None:
    """Print a line for each number of examples and type of scores."""
    path = next(filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), None)
    if path is None:
        raise SystemExit("Chromium is needed: apt-get install chromium")
    with tempfile.TemporaryDirectory() as folder, sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=["--no-sandbox", "--disable-gpu"])
        empty = fm.Report("Empty").add("A text.").save(Path(folder) / "empty.html")
        plain = statistics.median(ready(browser, empty)[1] for _ in range(OPENINGS))
        names = ("ready s", "step ms", "worst ms", "click ms", "search ms", "heap MB")
        heads = " ".join(f"{name:>9}" for name in names)
        print(f"{'examples':>10} {'scores':>8} {'MB':>6} {'build s':>8} {'x empty':>8} {heads}")
        for n in SIZES:
            for dtype in ("float32", "float64"):
                start = time.perf_counter()
                page = report_of(n, dtype).save(Path(folder) / "report.html")
                built = time.perf_counter() - start
                found = [measured(browser, page) for _ in range(OPENINGS)]
                middle = {name: statistics.median(one[name] for one in found) for name in names}
                middle["worst ms"] = max(one["worst ms"] for one in found)
                values = " ".join(f"{middle[name]:9.2f}" for name in names)
                size = page.stat().st_size / 1e6
                print(
                    f"{n:10,} {dtype:>8} {size:6.2f} {built:8.1f} {middle['ready s'] / plain:8.1f} {values}", flush=True
                )
        many = hundred().save(Path(folder) / "hundred.html")
        opened = [ready(browser, many) for _ in range(OPENINGS)]
        elements = opened[0][0].evaluate("document.querySelectorAll('*').length")
        seconds = statistics.median(one for _, one in opened)
        print(f"100 classes, 20,000 examples: {seconds:.2f} s to open, {elements:,} elements")
        start = time.perf_counter()
        many = pictures().save(Path(folder) / "pictures.html")
        built = time.perf_counter() - start
        seconds = statistics.median(ready(browser, many)[1] for _ in range(OPENINGS))
        print(f"10,000 pictures: {many.stat().st_size / 1e6:.2f} MB, {built:.1f} s to build, {seconds:.2f} s to open")
        browser.close()


if __name__ == "__main__":
    main()
