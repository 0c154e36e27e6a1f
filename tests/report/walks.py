"""Walks by chance over the controls of a page, in any browser, and what Python counts at each step."""

import json
import os

import numpy as np

from figmerit import report_classification
from figmerit._numbers import rounded

N_WALKS = int(os.environ.get("FIGMERIT_WALKS", "12"))
N_STEPS = 12
TYPED = ["0.3", "0,7", "-1", "5", "1e-3", "x", "", "> 0.5", "0.2 to 0.6", "= 1", "a", ">"]
KEYS = {
    "range": ["Home", "End", "PageUp", "PageDown", "ArrowLeft"],
    "rect": ["ArrowRight", "ArrowLeft", "Enter", "End"],
    "g": ["Enter", "Escape", "+", "-"],
}


def given(seed, rng):
    """Return predictions by chance: true labels, models and what else a report takes; every sixth has ten classes."""
    n, kind = int(rng.integers(2, 120)), ["binary", "multiclass", "multilabel"][seed % 3]
    size = 10 if seed % 6 == 1 else int(rng.integers(2, 5))
    is_full = seed % 4 == 3  # two models, subsets and weights
    decimals = int(rng.choice([1, 2, 16]))
    dtype = rng.choice(["float16", "float32", "float64"])
    shape = {"binary": (n,), "multiclass": (n, size), "multilabel": (n, size)}[kind]
    scale, shift = rng.choice([1.0, 1.0, 40.0]), rng.choice([0.0, 0.0, -0.5])
    names = [f"model {k}" for k in range(2 if is_full else rng.integers(1, 4))]
    models = {name: (scale * (rng.random(shape) + shift)).round(decimals).astype(dtype) for name in names}
    high = {"binary": 2, "multiclass": size, "multilabel": 2}[kind]
    true = rng.integers(0, high, (n, size) if kind == "multilabel" else n)
    options = {"labels": range(size if kind != "binary" else 2), "multilabel": kind == "multilabel"}
    if kind == "binary":
        options["pos_label"] = int(rng.integers(0, 2))
    if is_full or rng.random() < 0.5:
        options["subsets"] = rng.choice(["train", "validation"], n)
    if is_full or rng.random() < 0.2:
        options["sample_weight"] = rng.integers(0, 9, n) / 4 + 0.25 * (np.arange(n) == 0)  # sums of quarters are exact
    if rng.random() < 0.7:
        options["slices"] = {"a": rng.choice(["x", "y", "z"], n), "b": rng.integers(0, 2, n)}
    if rng.random() < 0.5:
        options["columns"] = {"c": rng.random(n), "d": rng.choice(["p", "q"], n)}
    options["max_rows"] = int(rng.choice([1, 10, 1000]))
    return kind, true, models, options


START = """() => {
  const { explorer } = document;
  const seen = () => JSON.stringify({ ...explorer.state, cells: [...explorer.state.cells], hash: location.hash });
  const way = { at: 0, states: [seen()], seen };
  for (const name of ['pushState', 'replaceState']) {
    const act = history[name].bind(history);
    history[name] = (...given) => {
      act(...given);
      if (name === 'pushState') way.at += 1;
      way.states.length = way.at;
      way.states.push(seen());
    };
  }
  document.way = way;
}"""
"""Keep what was chosen at each step of the browser's history, as the page writes it."""

FIND = """([part, place]) => {
  const all = 'button:not([aria-disabled=true]), select, input, summary, .cell, .reader[tabindex]';
  const roots = '.sheet, #lane, #cut, #chips, #pickers, #tools, #matrices, #where, #examples, #tabs, .panel';
  const isSave = (one) => /Save|Copy|PNG|SVG/.test(one.textContent + one.ariaLabel);
  const isShown = (one) => one.checkVisibility({ visibilityProperty: true }) && one.getBoundingClientRect().width > 0;
  const parts = new Map();
  for (const one of document.querySelectorAll(all)) {
    if (!isShown(one) || (one.tagName === 'BUTTON' && isSave(one))) continue;
    const root = one.closest(roots);
    if (!parts.has(root)) parts.set(root, []);
    parts.get(root).push(one);
  }
  const among = [...parts.values()].flatMap((ones) => [ones, ones]);
  among.push(null);
  const chosen = among[Math.floor(part * among.length)];
  if (!chosen) return null;
  const one = chosen[Math.floor(place * chosen.length)];
  one.focus();
  if (document.activeElement !== one) throw new Error(`no focus: ${one.outerHTML}`);
  document.walked = one;
  return { tag: one.tagName, type: one.type ?? '', n: one.options?.length ?? 0 };
}"""
"""Choose a part of the page, then one of its controls, and let it have the focus; null for the browser's history."""

CHOOSE = """(place) => {
  document.walked.selectedIndex = place;
  for (const name of ['input', 'change']) document.walked.dispatchEvent(new Event(name, { bubbles: true }));
}"""

GO = """async (step) => {
  const { way } = document;
  if (!(way.at + step in way.states)) return null; // such a step would leave the page
  way.at += step;
  const arrived = new Promise((done) => { addEventListener('popstate', done, { once: true }); });
  history.go(step);
  await arrived;
  return [way.seen(), way.states[way.at]];
}"""
"""Go back or forward; return what is chosen then, and what was chosen there before."""


def step(hand, rng):
    """Do something that can be done."""
    one = hand.evaluate(FIND, rng.random(2).tolist())
    if one is None:
        found = hand.evaluate(GO, int(rng.choice([-1, -1, 1])))
        assert found is None or found[0] == found[1]
        return
    tag, kind = one["tag"], one["type"]
    if tag == "SELECT":
        hand.evaluate(CHOOSE, int(rng.integers(one["n"])))
    elif tag == "INPUT" and kind == "checkbox":
        hand.press(" ")
    elif tag == "INPUT" and kind != "range":
        text = str(rng.choice(["0.5", "0.9", "3", ""] if kind == "number" else TYPED))
        hand.evaluate("() => document.walked.select()")
        hand.press(*(text or ["Backspace"]), "Enter")
    elif tag in ("INPUT", "rect", "g"):
        hand.press(str(rng.choice(KEYS[kind or tag])))
    else:
        hand.evaluate("() => document.walked.click()")


STATE = """async () => {
  await new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)));
  const { explorer } = document;
  clearTimeout(explorer.timer);
  explorer.remember();
  const { state, data } = explorer;
  const rival = data.rival(state);
  const texts = (one) => [...one.querySelectorAll('text:not([data-part=name])')].map((text) => text.textContent);
  const said = (one) => [one.dataset.cell, ...texts(one)];
  const matrices = [...document.querySelectorAll('#matrices figure:not([hidden])')];
  const chips = [...document.querySelectorAll('#chips .chip')];
  const words = (chip) => ['.what', '.value strong'].map((name) => chip.querySelector(name).textContent);
  const box = document.getElementById('threshold');
  const note = document.getElementById('threshold-note').textContent;
  return {
    ...state, rivalThreshold: rival && rival.positive !== null ? data.threshold(rival) : null,
    cells: [...state.cells], matrix: [...data.matrix(state)], threshold: explorer.threshold,
    said: matrices.map((one) => [...one.querySelectorAll('.cell')].map(said)),
    chips: Object.fromEntries(chips.map(words)),
    box: box.checkVisibility() && !/no number/.test(note) ? box.value : null,
  };
}"""
"""Return what is chosen and what the page says then, as soon as it is drawn and in the address."""


def counted(kind, true, models, options, state):
    """Return what Python counts for a state of the page."""
    groups = [options["subsets"]] if "subsets" in options else []
    groups += options.get("slices", {}).values()
    keep = np.ones(len(true), dtype=bool)
    for codes, values in zip(state["chosen"], groups, strict=True):
        if codes >= 0:
            keep &= values == np.unique(values)[codes]
    score, label = list(models.values())[state["run"]][keep], state["positive"]
    weight = options["sample_weight"][keep] if "sample_weight" in options else np.ones(keep.sum())
    size = len(options["labels"])
    if kind == "multiclass" and label is None:
        pairs = true[keep], score.astype(float).argmax(axis=1)
        return np.bincount(pairs[0] * size + pairs[1], weight, size * size).tolist()
    cut = np.float64(state["threshold"] if state["threshold"] is not None else np.inf).astype(score.dtype)
    truth = (true[keep][:, label] == 1) if kind == "multilabel" else true[keep] == label
    called = (score if kind == "binary" else score[:, label]) >= cut
    if kind == "binary" and label == 0:
        truth, called = ~truth, ~called
    return np.bincount(2 * truth + called, weight, 4).tolist()


def number(value):
    """Return a count as the page writes it: sums of weights have two decimals at most."""
    text = f"{value:,.2f}"
    return text.rstrip("0").rstrip(".")


def texts_of(counts, by, decimals):
    """Return what the cells of a matrix say first, by their names."""
    wholes = {"count": 1, "true": counts.sum(axis=1, keepdims=True), "pred": counts.sum(axis=0, keepdims=True)}[by]
    wholes = np.broadcast_to(wholes, counts.shape)
    texts = {}
    for (i, j), count in np.ndenumerate(counts):
        share = rounded(count / wholes[i, j], f"{{:.{decimals}%}}") if wholes[i, j] else "n/a"
        texts[f"{i},{j}"] = number(count) if by == "count" else share
    return texts


def check_matrix(said, counts, state, has_names):
    """Compare the texts of a matrix with counts; small cells show no 0, and narrow ones shares without decimals."""
    size = len(counts)
    wanted = [texts_of(counts, state["by"], decimals) for decimals in (0, 1)]
    shown = {name.split(",")[0] for name, *_ in said}  # of a matrix that was zoomed these are fewer
    assert min(size, 6) <= len(shown) <= size
    assert sorted(name for name, *_ in said) == sorted(f"{i},{j}" for i in shown for j in shown)
    if has_names:
        assert {name: first for name, first, _ in said} == wanted[1]
        if state["by"] != "count":
            assert {name: second for name, _, second in said} == texts_of(counts, "count", 0)
        return
    hidden = {f"{k},{k}" for k in shown} if not state["diagonal"] and size > 2 else set()
    for texts in wanted:
        texts.update({f"{i},{j}": "·" for (i, j), n in np.ndenumerate(counts) if not n and texts[f"{i},{j}"] != "n/a"})
    assert {name for name, *texts in said if not texts} == hidden
    found = {name: texts[0] for name, *texts in said if texts}
    assert found in [{name: texts[name] for name in found} for texts in wanted]


def check(kind, true, models, options, state):
    """Compare all that the page says of its counts with Python's."""
    counts = counted(kind, true, models, options, state)
    assert state["matrix"] == counts
    square = np.reshape(counts, (round(len(counts) ** 0.5), -1))
    runs = [state["run"], *([state["other"]] if state["other"] not in (-1, state["run"]) else [])]
    assert len(state["said"]) == len(runs)
    for run, said in zip(runs, state["said"], strict=True):
        threshold = state["threshold" if run == state["run"] else "rivalThreshold"]
        own = np.reshape(
            counted(kind, true, models, options, state | {"run": run, "threshold": threshold}), square.shape
        )
        check_matrix(said, own, state, state["positive"] is not None)
    right, total = float(np.trace(square)), float(square.sum())
    if state["positive"] is None:
        wanted = {"right": number(right), "wrong": number(total - right)}
    else:
        first = -1 if kind == "binary" and state["positive"] == 0 else 1  # the positive class is the first one
        (tn, fp), (fn, tp) = square[::first, ::first]
        outcomes = {"TPfound": tp, "FPfalse alarms": fp, "FNmissed": fn, "TNcleared": tn}
        wanted = {name: number(n) for name, n in outcomes.items()}
    wanted["accuracy"] = rounded(right / total) if total else "undefined"
    assert {name: state["chips"].get(name) for name in wanted} == wanted
    if state["box"]:
        assert counted(kind, true, models, options, state | {"threshold": float(state["box"])}) == counts


def walk(seed, monkeypatch, open_hand):
    """Walk over a page; `open_hand` opens it and returns what can `evaluate` a function there and `press` keys."""
    rng = np.random.default_rng(seed)
    if rng.random() < 0.4:
        monkeypatch.setattr("figmerit.report._budget.MOST_EXACT", 1)
    kind, true, models, options = given(seed, rng)
    hand = open_hand(report_classification(true, models=models, **options))
    hand.evaluate(START)
    seen = set()
    for _ in range(N_STEPS):
        step(hand, rng)
        state = hand.evaluate(STATE)
        check(kind, true, models, options, state)
        seen.add(json.dumps(state))
    assert len(seen) > 2
    while found := hand.evaluate(GO, -1):
        assert found[0] == found[1]
