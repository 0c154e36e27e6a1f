"""Walks by chance: whatever is clicked, typed and chosen, the page counts as Python does and complains of nothing."""

import os
import re

import numpy as np
import pytest

from figmerit import report_classification

N_WALKS = int(os.environ.get("FIGMERIT_WALKS", "12"))
N_STEPS = 12
SAVES = re.compile("Save|Copy|PNG|SVG")
TYPED = ["0.3", "0,7", "-1", "5", "1e-3", "x", "", "> 0.5", "0.2 to 0.6", "= 1", "a", ">"]


def given(rng):
    """Return predictions by chance: true labels, models, and what else a report takes."""
    n, kind = int(rng.integers(2, 120)), rng.choice(["binary", "multiclass", "multilabel"])
    size = int(rng.integers(2, 5))
    decimals = int(rng.choice([1, 2, 16]))
    dtype = rng.choice(["float16", "float32", "float64"])
    shape = {"binary": (n,), "multiclass": (n, size), "multilabel": (n, size)}[kind]
    scale, shift = rng.choice([1.0, 1.0, 40.0]), rng.choice([0.0, 0.0, -0.5])
    names = [f"model {k}" for k in range(rng.integers(1, 4))]
    models = {name: (scale * (rng.random(shape) + shift)).round(decimals).astype(dtype) for name in names}
    high = {"binary": 2, "multiclass": size, "multilabel": 2}[kind]
    true = rng.integers(0, high, (n, size) if kind == "multilabel" else n)
    options = {"labels": range(size if kind != "binary" else 2), "multilabel": kind == "multilabel"}
    if kind == "binary":
        options["pos_label"] = int(rng.integers(0, 2))
    if rng.random() < 0.5:
        options["subsets"] = rng.choice(["train", "validation"], n)
    if rng.random() < 0.7:
        options["slices"] = {"a": rng.choice(["x", "y", "z"], n), "b": rng.integers(0, 2, n)}
    if rng.random() < 0.5:
        options["columns"] = {"c": rng.random(n), "d": rng.choice(["p", "q"], n)}
    options["max_rows"] = int(rng.choice([1, 10, 1000]))
    return kind, true, models, options


def step(page, rng):
    """Do something that can be done."""
    every = page.locator(
        "button:not([aria-disabled=true]):visible, select:visible, input:visible, summary:visible, .cell:visible, "
        ".reader:visible"
    )
    one = every.nth(int(rng.integers(every.count())))
    tag, kind = one.evaluate("(one) => [one.tagName, one.type]")
    if tag == "SELECT":
        one.select_option(index=int(rng.integers(one.locator("option").count())))
    elif tag == "INPUT" and kind == "range":
        one.press(str(rng.choice(["Home", "End", "PageUp", "PageDown", "ArrowLeft"])))
    elif tag == "INPUT" and kind == "checkbox":
        one.click()
    elif tag == "INPUT" and kind == "number":
        one.fill(str(rng.choice(["0.5", "0.9", "3", ""])))
    elif tag == "INPUT":
        one.fill(str(rng.choice(TYPED)))
        one.press("Enter")
    elif tag == "rect":
        one.press(str(rng.choice(["ArrowRight", "ArrowLeft", "Enter", "End"])))
    elif not SAVES.search(one.text_content() + (one.get_attribute("aria-label") or "")):
        one.press(str(rng.choice(["Enter", "Escape", "+", "-"]))) if tag == "g" else one.dispatch_event("click")


STATE = """() => {
  const { state, data } = document.explorer;
  return { ...state, cells: [...state.cells], matrix: [...data.matrix(state)], threshold: document.explorer.threshold };
}"""


def counted(kind, true, models, options, state):
    """Return what Python counts for a state of the page."""
    groups = [options["subsets"]] if "subsets" in options else []
    groups += options.get("slices", {}).values()
    keep = np.ones(len(true), dtype=bool)
    for codes, values in zip(state["chosen"], groups, strict=True):
        if codes >= 0:
            keep &= values == np.unique(values)[codes]
    score, label = list(models.values())[state["run"]][keep], state["positive"]
    size = len(options["labels"])
    if kind == "multiclass" and label is None:
        pairs = true[keep], score.astype(float).argmax(axis=1)
        return np.bincount(pairs[0] * size + pairs[1], minlength=size * size).tolist()
    cut = np.float64(state["threshold"] if state["threshold"] is not None else np.inf).astype(score.dtype)
    truth = (true[keep][:, label] == 1) if kind == "multilabel" else true[keep] == label
    called = (score if kind == "binary" else score[:, label]) >= cut
    if kind == "binary" and label == 0:
        truth, called = ~truth, ~called
    return np.bincount(2 * truth + called, minlength=4).tolist()


@pytest.mark.filterwarnings("ignore:y_score was cut at 0.5")
@pytest.mark.parametrize("seed", range(N_WALKS))
def test_a_walk(open_report, seed, monkeypatch):
    rng = np.random.default_rng(seed)
    if rng.random() < 0.4:
        monkeypatch.setattr("figmerit.report._budget.MOST_EXACT", 1)
    kind, true, models, options = given(rng)
    opened = open_report(report_classification(true, models=models, **options))
    for _ in range(N_STEPS):
        step(opened.page, rng)
        opened.draw()
        state = opened.page.evaluate(STATE)
        assert state["matrix"] == counted(kind, true, models, options, state), state
