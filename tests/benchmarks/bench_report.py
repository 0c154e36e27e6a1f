"""How large a report is, how long a browser takes to open it, and to follow its slider.

Run by ``make bench-report``: one label, one score and one slice, medians of several openings in a Chromium without a
window. Times to open are beside that of a page without predictions, as only ratios can be compared between machines.
"""

import shutil
import statistics
import tempfile
import time
from pathlib import Path

import numpy as np
from playwright.sync_api import Browser, sync_playwright

import figmerit as fm

OPENINGS, STEPS = 5, 20
SIZES = 100_000, 1_000_000, 3_000_000
DRAWN = "() => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)))"


def report_of(n: int, dtype: str) -> fm.Report:
    rng = np.random.default_rng(0)
    true = rng.integers(0, 2, n)
    score = (1 / (1 + np.exp(1 - 1.5 * true - rng.normal(size=n)))).astype(dtype)
    return fm.report_classification(true, score, slices={"site": rng.choice(["a", "b", "c", "d"], n)})


def opened(browser: Browser, path: Path, *, moves: bool) -> tuple[float, list[float]]:
    """Return the seconds until a page is ready, and the milliseconds of each step of its slider."""
    page = browser.new_page(viewport={"width": 1280, "height": 900})
    start = time.perf_counter()
    page.goto(path.as_uri())
    page.wait_for_selector("html[data-ready]")
    ready = time.perf_counter() - start
    steps = []
    for k in range(STEPS if moves else 0):
        page.locator("#slider").press("PageDown" if k % 2 else "ArrowLeft")
        page.evaluate(DRAWN)
        steps.append(float(page.evaluate("document.documentElement.dataset.milliseconds")))
    page.close()
    return ready, steps


def main() -> None:
    """Print a line for each number of examples and type of scores."""
    path = next(filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), None)
    if path is None:
        raise SystemExit("Chromium is needed: apt-get install chromium")
    with tempfile.TemporaryDirectory() as folder, sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=["--no-sandbox", "--disable-gpu"])
        empty = fm.Report("Empty").add("A text.").save(Path(folder) / "empty.html")
        plain = statistics.median(opened(browser, empty, moves=False)[0] for _ in range(OPENINGS))
        heads = [f"{name:>8}" for name in ("build s", "ready s", "x empty", "step ms", "worst")]
        print(f"{'examples':>10} {'scores':>8} {'MB':>6} {' '.join(heads)}")
        for n in SIZES:
            for dtype in ("float32", "float64"):
                start = time.perf_counter()
                page = report_of(n, dtype).save(Path(folder) / "report.html")
                built = time.perf_counter() - start
                found = [opened(browser, page, moves=True) for _ in range(OPENINGS)]
                ready = statistics.median(ready for ready, _ in found)
                steps = [step for _, steps in found for step in steps]
                size = page.stat().st_size / 1e6
                times = (
                    f"{built:8.1f} {ready:8.2f} {ready / plain:8.1f} {statistics.median(steps):8.1f} {max(steps):8.1f}"
                )
                print(f"{n:10,} {dtype:>8} {size:6.2f} {times}", flush=True)
        browser.close()


if __name__ == "__main__":
    main()
