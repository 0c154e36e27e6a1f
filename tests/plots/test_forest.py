"""Estimates with their intervals, one below the other."""

import matplotlib.pyplot as plt
import numpy as np
import pandas as pd
import polars as pl
import pytest
from tests.helpers import check_kind
from tests.plots.reading import assert_no_texts_overlap, assert_picture_equals_number, caption, end_names, y_names

from figmerit import compare_models, plot_forest
from figmerit.plots._record import alt_text, find_records

nan = float("nan")
ROWS = {"new": (0.021, 0.004, 0.038), "a newer one": (-0.01, -0.03, 0.01), "alone": (0.015, nan, nan)}


def models(n=400):
    rng = np.random.default_rng(0)
    y = rng.integers(0, 2, n)
    common = rng.normal(0, 0.6, n)
    steps = {"baseline": 0.9, "larger": 1.1, "tuned": 1.3, "distilled": 0.85}
    return y, {
        name: 1 / (1 + np.exp(-3 * (y * k - k / 2 + common + rng.normal(0, 0.3, n)))) for name, k in steps.items()
    }


@pytest.mark.mpl_image_compare
def test_comparisons_with_a_baseline():
    y, scores = models()
    found = compare_models(y, scores.pop("baseline"), scores, names="baseline")
    fig = plot_forest(found, title="Is it better?")
    (ax,) = fig.axes
    assert ax.get_xlabel() == "Difference in accuracy from baseline"
    assert y_names(ax) == list(found)
    assert caption(ax).startswith("Lines: 95% Newcombe")
    hollow = [name for name, one in found.items() if one.interval[0] <= 0 <= one.interval[1]]
    assert ("hollow: cannot be told from 0" in caption(ax)) == bool(hollow)
    assert_picture_equals_number(fig)
    return fig


@pytest.mark.mpl_image_compare
def test_rows_of_numbers_on_axes_of_the_caller():
    fig, axes = plt.subplots(1, 2, figsize=(6.4, 2.6), layout="constrained")
    plot_forest(ROWS, reference=0, interval_label="95% Wilson", xlabel="lift", ax=axes[0])
    plot_forest(
        {"women": (0.81, 0.76, 0.85), "men": (0.74, 0.7, 0.79)},
        interval_label="90% bootstrap",
        line_kw={"men": {"color": "C1", "marker": "s"}},
        ax=axes[1],
    )
    assert_no_texts_overlap(fig)
    assert_picture_equals_number(fig)
    return fig


def test_one_comparison_has_the_name_of_its_second_model():
    y, scores = models()
    one = compare_models(y, scores["baseline"], scores["tuned"], names=["old", "new"], metric="roc_auc")
    fig = plot_forest(one)
    assert y_names(fig.axes[0]) == ["new"]
    assert fig.axes[0].get_xlabel() == "Difference in ROC AUC from old"
    assert "DeLong" in caption(fig.axes[0])


def test_rows_of_tables_with_the_names_of_other_libraries():
    rows = [{"name": name, "delta": a, "ci_low": b, "ci_high": c} for name, (a, b, c) in ROWS.items()]
    mapping = {row["name"]: {"estimate": row["delta"], "low": row["ci_low"], "high": row["ci_high"]} for row in rows}
    given = (ROWS, rows, pd.DataFrame(rows), pl.DataFrame(rows), mapping)
    results = [find_records(plot_forest(one, interval_label="95%"))[0][1].result for one in given]
    assert len({repr(result.rows) for result in results}) == 1
    assert "nan" in repr(results[0].rows["alone"])


def test_items_are_sorted_and_said():
    fig = plot_forest(ROWS, interval_label="95%", sort_key=lambda item: item[1], reference=0)
    assert y_names(fig.axes[0]) == ["a newer one", "alone", "new"]
    assert end_names(fig.axes[0]) == [
        "\N{MINUS SIGN}0.010 [\N{MINUS SIGN}0.030, 0.010]",
        "+0.015",
        "+0.021 [0.004, 0.038]",
    ]
    assert alt_text(fig) == ("3 estimates: from -0.010 (a newer one) to 0.021 (new); intervals that exclude 0: new.")
    assert end_names(plot_forest(ROWS, interval_label="95%", annotate=False).axes[0]) == []


ERRORS = {
    "no label": (lambda: plot_forest(ROWS), TypeError, "interval_label must be given with intervals"),
    "a text": (lambda: plot_forest("a"), TypeError, "items must be a mapping of names to"),
    "nothing": (lambda: plot_forest({}), ValueError, "items must be a mapping of at least one name"),
    "a pair": (lambda: plot_forest({"a": (1, 2)}), TypeError, "items['a'] must be (estimate, low, high)"),
    "texts": (lambda: plot_forest({"a": ("x", 1, 2)}), TypeError, "items['a'] must be of three numbers"),
    "turned": (
        lambda: plot_forest({"a": (1, 2, 0)}),
        ValueError,
        "items['a'] must be a finite estimate between a low and a high",
    ),
    "outside": (
        lambda: plot_forest({"a": (0.9, 0.1, 0.5)}, interval_label="x"),
        ValueError,
        "items['a'] must be a finite estimate between a low and a high end; got (0.9, 0.1, 0.5)",
    ),
    "infinite": (
        lambda: plot_forest({"a": (0.9, 0.1, float("inf"))}, interval_label="x"),
        ValueError,
        "items['a'] must be a finite estimate between a low and a high end; got (0.9, 0.1, inf)",
    ),
    "columns": (
        lambda: plot_forest([{"name": "a", "x": 1}]),
        ValueError,
        "the columns of items, row 'a', must be such",
    ),
    "key": (lambda: plot_forest(ROWS, interval_label="x", sort_key=1), TypeError, "sort_key must be a function of"),
    "twice": (
        lambda: [plot_forest(ROWS, interval_label="x", ax=ax) for ax in [plt.figure().subplots()] * 2],
        ValueError,
        "ax must be axes without another plot",
    ),
}


@pytest.mark.parametrize("case", ERRORS)
def test_errors(case):
    call, kind, message = ERRORS[case]
    with pytest.raises(kind) as caught:
        call()
    check_kind(caught.value, kind)
    assert message in str(caught.value)


def test_a_list_of_comparisons_has_the_names_of_the_second_models():
    y, scores = models()
    found = compare_models(y, scores.pop("baseline"), scores, names="baseline")
    (ax,) = plot_forest(list(found.values())).axes
    assert y_names(ax) == list(found)
    with pytest.raises(ValueError, match="the names of items must be"):
        plot_forest([found["tuned"], found["tuned"]])
