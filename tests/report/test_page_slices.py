"""Slices against the rest, checkpoints, findings and what is said about a page, in a real browser."""

import datetime as dt

import numpy as np
import pytest
from scipy.special import expit
from tests.plots.data import binary, multiclass

import figmerit as fm
from figmerit import Report, report_classification
from figmerit._numbers import rounded
from figmerit.checks.check import IDS
from figmerit.inference.corrections import holm
from figmerit.inference.unpaired import fisher, unpaired_difference
from figmerit.report._about import OF_CURVES, OF_ERRORS, OF_MATRIX, OF_SCORES
from figmerit.report._bundle import bundled
from figmerit.report._words_of_tabs import LOOKED_FOR

SHARES = ("accuracy", "precision", "recall")

COMPARED = """(states) => states.map(({ metric, ...part }) => {
  const { explorer } = document;
  const { state } = explorer;
  explorer.state = { ...state, ...part, slices: { ...state.slices, metric }, tab: 'slices' };
  explorer.draw();
  const { table } = explorer.views.find((one) => one.stars);
  const number = (value) => (Number.isNaN(value) ? null : value);
  return table.given[1].map(({ compared: { off, ends, p } }) => [number(off), ends, number(p)]);
})"""

LINES = """(states) => states.map(({ metric, ...part }) => {
  const { explorer } = document;
  const { state } = explorer;
  explorer.state = { ...state, ...part, slices: { ...state.slices, metric }, tab: 'runs' };
  explorer.draw();
  const view = explorer.views.find((one) => one.epochs);
  for (let k = 0; k < 50; k++) view.draw();
  return { lines: view.lines.map(({ name, isShown, values }) => [name, isShown, [...values]]), best: view.best };
})"""


def open_tab(opened, name):
    opened.page.get_by_role("tab", name=name).click()
    opened.draw()


def state(opened, name):
    opened.draw()
    return opened.page.evaluate("(name) => document.explorer.state[name]", name)


def same(found, wanted):
    """Compare numbers, of which null are undefined."""
    np.testing.assert_allclose([np.nan if one is None else one for one in found], wanted, rtol=0, atol=1e-12)


@pytest.fixture(scope="module")
def unpaired(browser):
    """Return a function that evaluates an expression in which the functions of differences are known."""
    page = browser.new_page()
    page.add_script_tag(content=f"{bundled('unpaired')}\nglobalThis.known = {{ fisher, holm, unpairedEnds }};")
    yield lambda expression, given: page.evaluate(
        f"(given) => {{ const {{ fisher, holm, unpairedEnds }} = known; return {expression}; }}", given
    )
    page.close()


def test_tests_and_intervals_of_two_shares(unpaired):
    rng = np.random.default_rng(0)
    n = np.array([[1, 1], [1, 999_999], [3, 40], [20_000, 980_000], [500_000, 500_000], [7, 7], [250, 90]])
    sides = np.concatenate([np.zeros_like(n), n, n // 2, *(rng.binomial(n, share) for share in (0.02, 0.5, 0.9))])
    sizes = np.tile(n, (6, 1))
    pairs = [[[int(a), int(n)], [int(b), int(m)]] for (a, b), (n, m) in zip(sides, sizes, strict=True)]
    successes, trials = tuple(sides.T), tuple(sizes.T)
    found, wanted = unpaired("given.map(([one, other]) => fisher(one, other))", pairs), fisher(successes, trials)
    is_large = sizes.sum(axis=1) > 1000  # of which SciPy's weights are less exact
    same(np.array(found)[~is_large], wanted[~is_large])
    np.testing.assert_allclose(np.array(found)[is_large], wanted[is_large], rtol=1e-8)
    assert unpaired("fisher(...given)", [[1, 1], [0, 999_999]]) == pytest.approx(1e-6, rel=1e-12)
    z = 1.959963984540054
    ends = unpaired("given.pairs.map(([one, other]) => unpairedEnds(one, other, given.z))", {"pairs": pairs, "z": z})
    same(np.ravel(ends), unpaired_difference(successes, trials, 0.95)[1].ravel())
    p_values = [*rng.random(20) ** 3, 0.01, 0.01]
    same(unpaired("holm([...given, NaN])", p_values), holm(np.array([*p_values, np.nan])))


@pytest.mark.parametrize("max_rows", [500, 60], ids=["whole", "sampled"])
def test_differences_from_the_rest_at_random_states(open_report, max_rows):
    rng = np.random.default_rng(1)
    true, score = binary(1.2, n=500)
    scores = {"a": score, "b": 1 - score}
    site = rng.choice(np.array(["north", "south", None, "east"], dtype=object), 500, p=[0.5, 0.3, 0.15, 0.05])
    subset = rng.choice(["test", "train"], 500)
    report = Report("Rest").add_predictions(
        true, models=scores, slices={"site": site}, subsets=subset, max_rows=max_rows
    )
    opened = open_report(report)
    states = [
        {"metric": str(metric), "thresholds": {"1": float(cut)}, "chosen": [int(part), -1], "run": int(run)}
        for metric, cut, part, run in zip(
            rng.choice([*SHARES, "f1_score"], 30), rng.random(30), rng.integers(-1, 2, 30), rng.integers(0, 2, 30),
            strict=True,
        )
    ]  # fmt: skip
    names = np.where(site == None, "~missing", site).astype(str)  # noqa: E711  element by element
    for one, found in zip(states, opened.page.evaluate(COMPARED, states), strict=True):
        rows = slice(None) if one["chosen"][0] < 0 else subset == ("test", "train")[one["chosen"][0]]
        arrays = {"y_score": scores["ab"[one["run"]]][rows], "threshold": one["thresholds"]["1"]}
        wanted = fm.compute_slice_metrics(
            true[rows], row_slices=names[rows], metric=one["metric"], row_labels=sorted(set(names)), **arrays
        )
        off, ends, p = zip(*found, strict=True)
        if one["metric"] == "f1_score":
            predicted = (arrays["y_score"] >= arrays["threshold"]).astype(int)
            is_in = [names[rows] == name for name in sorted(set(names))]
            rest = [
                fm.compute_metric_summary(true[rows][~part], predicted[~part], labels=[0, 1]).f1_score[1]
                for part in is_in
            ]
            same(off, wanted.grid[:, 0] - rest)
            assert set(ends) == {None}
            continue
        same(off, wanted.difference[:, 0])
        same(p, holm(wanted.p_values[:, 0]))
        for k, pair in enumerate(ends):
            same([np.nan] * 2 if pair is None else pair, wanted.intervals.ends["difference"][k, 0])


def test_the_weakest_slice_stands_first_and_a_star_says_what_stays(open_report):
    rng = np.random.default_rng(0)
    true, score = binary(2.0, n=600)
    site = np.repeat(["a", "b", "c", "d", "e", "f"], 100)
    score = np.where(site == "c", 1 - score, score)
    opened = open_report(Report("Stars").add_predictions(true, score, slices={"site": site, "day": rng.choice(2, 600)}))
    open_tab(opened, "Slices")
    opened.page.select_option("#slices-metric", "recall")
    opened.draw()
    texts = opened.page.locator("#slices tbody tr").all_text_contents()
    assert texts[0].startswith("c")
    assert "★" in texts[0]
    wanted = fm.compute_slice_metrics(true, y_score=score, row_slices=site, metric="recall")
    starred = [name for name, p in zip("abcdef", holm(wanted.p_values[:, 0]), strict=True) if p < 0.05]
    assert sorted(text[0] for text in texts if "★" in text) == starred
    assert 0 < len(starred) < 6
    assert opened.text("#slices > .small:last-child").startswith("★ still differs after Holm’s correction for 6 slices")
    assert "slices.metric=recall" in opened.page.evaluate(
        "new Promise((done) => setTimeout(() => done(location.hash), 400))"
    )
    opened.page.select_option("#slices-metric", "f1_score")
    opened.draw()
    assert "F1 is no share of examples" in opened.text("#slices > .small:last-child")
    opened.page.locator("#slices .difference").first.hover()
    assert opened.page.inner_text("#tip").startswith("F1 of c: ")


def test_weights_leave_no_interval_and_no_star(open_report):
    true, score = binary(1.2, n=200)
    weight = np.random.default_rng(0).random(200)
    report = Report("Weights").add_predictions(true, score, sample_weight=weight, slices={"odd": np.arange(200) % 2})
    opened = open_report(report)
    (found,) = opened.page.evaluate(COMPARED, [{"metric": "recall"}])
    assert [(ends, p) for _, ends, p in found] == [(None, None)] * 2
    assert "Examples have weights" in opened.text("#slices > .small:last-child")


def test_undefined_and_few_are_said_in_words(open_report):
    true, score = np.array([0, 1] * 20 + [0] * 4), np.linspace(0, 0.9, 44)
    site = np.array(["many"] * 40 + ["none"] * 4)
    opened = open_report(Report("Few").add_predictions(true, score, slices={"site": site, "half": np.arange(44) % 2}))
    open_tab(opened, "Slices")
    opened.page.select_option("#slices-metric", "recall")
    opened.draw()
    last = opened.page.locator("#slices tbody tr").last
    assert "few" in last.text_content()
    assert "undefined" in last.text_content()
    assert last.get_attribute("class") == "weak"
    assert opened.page.locator("#slices tbody tr").last.locator("circle").count() == 0
    opened.page.select_option("#slices-by", "1")
    opened.draw()
    assert [", few" in text for text in opened.page.locator(".heat").all_text_contents()] == [False, False, True, True]


def test_a_step_with_forty_slices_is_fast(open_report):
    rng = np.random.default_rng(0)
    true = rng.integers(0, 2, 100_000)
    score = np.round(0.3 * true + 0.7 * rng.random(100_000), 4)
    report = Report("Fast").add_predictions(true, score, slices={"hospital": rng.integers(0, 40, 100_000)})
    opened = open_report(report)
    open_tab(opened, "Slices")
    steps = opened.page.evaluate("""async () => {
      const { explorer } = document;
      const view = explorer.views.find((one) => one.stars);
      const times = [];
      for (let k = 0; k < 30; k++) {
        explorer.state = { ...explorer.state, thresholds: { 1: 0.3 + k / 100 } };
        const start = performance.now();
        view.update(explorer.state);
        times.push(performance.now() - start);
      }
      return times.sort((a, b) => a - b);
    }""")
    assert steps[15] < 16


def trained(n_epochs, n=300, **options):
    """Return truth, subsets, the scores of epochs, and the report of them."""
    rng = np.random.default_rng(2)
    true, subset = rng.integers(0, 2, n), rng.choice(["test", "train", "validation"], n)
    epochs = {k + 1: expit((2 * true - 1) * k / n_epochs + rng.normal(size=n)) for k in range(n_epochs)}
    return true, subset, epochs, Report("Epochs").add_predictions(true, epochs=epochs, subsets=subset, **options)


@pytest.mark.parametrize("max_rows", [300, 40], ids=["whole", "sampled"])
def test_lines_of_checkpoints_at_random_states(open_report, max_rows):
    true, subset, epochs, report = trained(5, max_rows=max_rows)
    opened = open_report(report)
    rng = np.random.default_rng(3)
    names = ["recall", "f1_score", "AUC", "AP", "specificity"]
    states = [
        {"metric": str(name), "chosen": [int(k)], "thresholds": {"1": float(cut)}, "run": int(run)}
        for name, k, cut, run in zip(
            rng.choice(names, 12), rng.integers(-1, 3, 12), rng.random(12), rng.integers(0, 5, 12), strict=True
        )
    ]
    for one, found in zip(states, opened.page.evaluate(LINES, states), strict=True):
        chosen = one["chosen"][0]
        wanted = {name: subset == name for name in ("test", "train", "validation")}
        wanted |= {"": np.ones(300, bool)} if chosen < 0 else {}
        assert [name for name, _, _ in found["lines"]] == list(wanted)
        shown = "" if chosen < 0 else list(wanted)[chosen]
        assert [name for name, is_shown, _ in found["lines"] if is_shown] == [shown]
        for name, _, values in found["lines"]:
            rows = wanted[name]
            expected = [value_of(true[rows], score[rows], one) for score in epochs.values()]
            same(values, expected)
            if name == shown:
                assert found["best"] == int(np.nanargmax(expected))


def value_of(true, score, one):
    """Return the metric of a state."""
    if one["metric"] == "AUC":
        return fm.compute_roc_curve(true, score).roc_auc
    if one["metric"] == "AP":
        return fm.compute_pr_curve(true, score).average_precision
    return fm.compute_threshold_sweep(true, score).at_threshold(one["thresholds"]["1"]).metrics[one["metric"]]


def test_a_checkpoint_is_reached_by_pointer_and_keys(open_report):
    _, _, _, report = trained(8)
    opened = open_report(report)
    open_tab(opened, "Checkpoints")
    first = state(opened, "run")
    said = opened.text("#checkpoints figure p")
    assert said.startswith(f"Epoch {first + 1} is shown: the best validation F1. Click an epoch")
    slider = opened.page.get_by_role("slider", name="F1 by epoch")
    slider.focus()
    slider.press("Home")
    assert slider.get_attribute("aria-valuetext").startswith("epoch 1")
    assert opened.page.inner_text("#tip").startswith("epoch 1\n")
    assert state(opened, "run") == first
    slider.press("ArrowRight")
    slider.press("Enter")
    assert state(opened, "run") == 1
    assert opened.text("#checkpoints figure p").startswith("Epoch 2 is shown; the best validation F1, marked by")
    box = slider.bounding_box()
    opened.page.mouse.move(box["x"] + box["width"] - 12, box["y"] + 60)
    assert opened.page.inner_text("#tip").startswith("epoch 8")
    opened.page.mouse.click(box["x"] + box["width"] - 12, box["y"] + 60)
    assert state(opened, "run") == 7
    assert opened.text("#runs tr.chosen th") == "8 shown"
    opened.page.select_option("#checkpoints-metric", "AUC")
    opened.draw()
    assert opened.text("#checkpoints h2") == "ROC AUC by epoch"
    assert "The page opens at epoch" in opened.text("#checkpoints figure p")


@pytest.mark.parametrize("n_epochs", [1, 2, 60])
def test_any_number_of_checkpoints(open_report, n_epochs):
    opened = open_report(trained(n_epochs)[3], viewport={"width": 390, "height": 800})
    open_tab(opened, "Checkpoints")
    if n_epochs == 1:
        assert "One checkpoint." in opened.text("#panel-runs")
        assert opened.page.locator("#checkpoints").count() == 0
        return
    ticks = opened.page.locator("#checkpoints .chart text[text-anchor=middle]").all_text_contents()
    assert ticks[0] == "1"
    assert 3 <= len(ticks) < 20
    with opened.page.expect_download() as download:
        opened.page.click("#checkpoints summary")
        opened.page.click("#checkpoints [data-format=svg]")
    assert download.value.suggested_filename == "F1-by-epoch.svg"
    assert opened.page.evaluate("document.documentElement.scrollWidth") == 390


def test_values_that_are_undefined_leave_gaps(open_report):
    true, score = binary(1.5, n=60)
    epochs = {name: score * factor for name, factor in {"first": 1, "dead": 1e-6, "last": 0.9}.items()}
    opened = open_report(Report("Gaps").add_predictions(true, epochs=epochs))
    (found,) = opened.page.evaluate(LINES, [{"metric": "precision"}])
    ((_, _, values),) = found["lines"]
    assert np.isnan(values[1])
    assert not np.isnan(values[0] + values[2])
    assert opened.page.locator("#checkpoints path.curve").get_attribute("d").count("M") == 2
    opened.page.evaluate("document.explorer.change({ thresholds: { 1: Infinity }, tab: 'runs' })")
    opened.draw()
    assert "precision is undefined at each epoch" in opened.text("#checkpoints figure p")
    assert opened.text("#checkpoints figure p").startswith("‘last’ is shown; ")


def test_checkpoints_of_several_classes(open_report):
    rng = np.random.default_rng(0)
    true, score = multiclass(4, n=200)
    epochs = {k: (1 - k / 4) * rng.dirichlet(np.ones(4), 200) + k / 4 * score for k in range(1, 4)}
    opened = open_report(Report("Classes").add_predictions(true, epochs=epochs))
    (macro, accuracy) = opened.page.evaluate(LINES, [{"metric": "recall"}, {"metric": "accuracy"}])
    summaries = [fm.compute_metric_summary(true, y_score=one, labels=range(4)).overall for one in epochs.values()]
    same(macro["lines"][0][2], [one["macro_recall"] for one in summaries])
    same(accuracy["lines"][0][2], [one["accuracy"] for one in summaries])
    assert rounded(summaries[0]["accuracy"]) in opened.text("#runs")
    assert report_classification(true, score).to_html().count("class Checkpoints") == 0


def found(**options):
    """Return a report of three classes in which one is rare and never found, and one is taken for another."""
    true = np.array([0] * 900 + [1] * 6 + [2] * 300)
    predicted = true.copy()
    predicted[:60], predicted[900:906] = 2, 0
    return report_classification(true, y_pred=predicted, display_labels=["a<b>", "rare", "c"], **options)


def test_findings_are_silenced_by_the_link(open_report):
    opened = open_report(found())
    open_tab(opened, "Findings")
    assert opened.page.inner_text("#badge") == "3 findings"
    assert opened.page.locator("#panel-findings .silenced").is_hidden()
    button = opened.page.get_by_role("button", name="Silence: warning No sample of 'rare' was found")
    button.focus()
    button.press("Enter")
    assert state(opened, "silenced") == ["recall-zero"]
    assert opened.page.inner_text("#badge") == "2 findings"
    assert opened.text("#tab-findings") == "Findings 2"
    assert "No sample of 'rare'" in opened.text("#panel-findings .silenced")
    assert opened.page.evaluate("document.activeElement.textContent") == "Show again"
    opened.page.wait_for_timeout(400)
    assert "silenced=recall-zero" in opened.page.evaluate("location.hash")
    opened.page.get_by_role("button", name="Show again").click()
    opened.draw()
    assert opened.page.inner_text("#badge") == "3 findings"
    assert [one.split(" ")[0] for one in opened.page.locator("#panel-findings .silenced li").all_text_contents()] == []
    opened.page.evaluate("location.hash = '#silenced=tiny-class,page.all,recall-zero,errors-in-a-cell'")
    opened.page.wait_for_timeout(100)
    assert opened.page.inner_text("#badge") == "No findings"


def test_a_finding_leads_to_its_examples(open_report):
    opened = open_report(found())
    open_tab(opened, "Findings")
    cells = {"91% of the errors": [2], "No sample of 'rare'": [3, 4, 5], "There are only 6 samples": [3, 4, 5]}
    for words, wanted in cells.items():
        opened.page.locator("#panel-findings li", has_text=words).locator("button", has_text="Show these").click()
        opened.draw()
        assert sorted(opened.page.evaluate("[...document.explorer.state.cells]")) == wanted
    top = opened.page.evaluate("document.getElementById('screen').getBoundingClientRect().top")
    assert 0 <= top < 400


def test_a_finding_of_a_threshold_sets_it(open_report):
    true, score = binary(1.2, n=200)
    with pytest.warns(fm.FigmeritWarning, match="cut at 0.5"):
        report = report_classification(true, 9 * score - 3)
    opened = open_report(report)
    open_tab(opened, "Findings")
    opened.page.get_by_role("button", name="Set the threshold to 0").click()
    assert state(opened, "thresholds") == {"1": 0}


def test_where_nothing_was_found_the_page_says_what_was_looked_for(open_report):
    true, score = binary(1.2, n=200)
    opened = open_report(report_classification(true, score))
    assert opened.page.locator("#panel-findings li").count() == len({*OF_MATRIX, *OF_CURVES, *OF_SCORES})
    assert "below-chance: scores that rank the wrong way round" in opened.text("#panel-findings")
    opened = open_report(report_classification(true, y_pred=(score > 0.5).astype(int)))
    assert opened.page.locator("#panel-findings li").count() == len(OF_MATRIX)
    opened = open_report(Report("Unchecked").add_predictions(true, score))
    assert "report.add_findings() adds them" in opened.text("#panel-findings")


def test_every_check_has_its_line():
    assert {*LOOKED_FOR} < {*IDS}
    assert {*LOOKED_FOR} == {*OF_MATRIX, *OF_ERRORS, *OF_CURVES, *OF_SCORES, "one-hot"}


def facts(opened):
    """Return what a page says about itself."""
    return dict(opened.page.evaluate("""[...document.querySelectorAll('#panel-about dl > div')]
      .map((one) => [...one.children].map((part) => part.textContent))"""))  # fmt: skip


def test_a_page_says_what_it_holds(open_report):
    _, subset, _, report = trained(3, slices={"a<b>": np.arange(300) % 2})
    said = facts(open_report(report))
    n = {name: int((subset == name).sum()) for name in ("test", "train", "validation")}
    assert said["Examples"] == "300"
    assert said["Checkpoints"].startswith("3: 1, 2, 3; the page opens at ")
    assert said["Checkpoints"].endswith("the best in F1 on validation at the first threshold")
    parts = ", ".join(f"{name} ({size})" for name, size in n.items())
    assert said["Subsets"] == f"{parts}; validation is shown first"
    assert said["Slices"] == "a<b> (2)"
    assert said["Positive class"].startswith("1: an example is called so if")
    assert "Newcombe" in said["Intervals"]
    assert "areas under ROC curves have adjusted DeLong intervals" in said["Intervals"]
    assert said["Metrics of your own"] == "none were given"
    assert f"numpy {np.__version__}" in said["Versions"]
    assert "Date" not in said
    dated = found(metrics={"iou": 0.5}, date=dt.date(2026, 11, 30), sample_weight=np.ones(1206))
    assert dated.to_html() == dated.to_html()
    opened = open_report(dated)
    said = facts(opened)
    assert said["Date"] == "2026-11-30"
    assert said["Metrics of your own"] == "iou 0.500"
    assert said["Examples"] == "1,206, each with a weight"
    assert "weight" in said["Intervals"]
    sentences = opened.page.locator("#panel-about dd, footer").all_text_contents()
    assert len(set(sentences)) == len(sentences)
