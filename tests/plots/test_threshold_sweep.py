import re

import matplotlib.pyplot as plt
import numpy as np
import pytest
from tests.metrics.test_choose_threshold import TWENTY_SCORES, TWENTY_TRUE
from tests.plots.data import LARGE, binary
from tests.plots.reading import assert_picture_equals_number, caption, legend

from figmerit import (
    FigmeritWarning,
    choose_threshold,
    compute_pr_curve,
    compute_roc_curve,
    compute_threshold_sweep,
    plot_pr_curve,
    plot_roc_curve,
    plot_threshold_sweep,
)

SWEEP = compute_threshold_sweep(TWENTY_TRUE, TWENTY_SCORES, cost={"fp": 1, "fn": 5})


@pytest.mark.mpl_image_compare
def test_default():
    fig = plot_threshold_sweep(*binary(1.2), title="A model")
    assert legend(fig.axes[0]) == ["precision", "recall", "F1"]
    assert fig.axes[0].get_xlabel() == "Threshold"
    assert fig.axes[0].get_ylabel() == "Value"
    assert_picture_equals_number(fig)
    return fig


@pytest.mark.mpl_image_compare
def test_chosen_point():
    fig = plot_threshold_sweep(SWEEP, threshold=choose_threshold(SWEEP))
    assert legend(fig.axes[0]) == [
        "0.857 [0.601, 0.960]  precision",
        "1.000 [0.758, 1.000]  recall",
        "0.923 [0.750, 0.980]  F1",
    ]
    assert fig.axes[0].get_legend().get_title().get_text() == "score ≥ 0.35"
    assert caption(fig.axes[0]) == "Score ≥ 0.35: best F1 (chosen on these data); in brackets: 95% Wilson"
    assert_picture_equals_number(fig)
    return fig


@pytest.mark.mpl_image_compare
def test_several_points():
    point = choose_threshold(SWEEP, "recall", target=0.9)
    others = compute_threshold_sweep(*binary(1.4, n=400, seed=3))
    fig = plot_threshold_sweep(others, threshold={"deployed": 0.5, "from validation": point}, intervals=False)
    assert legend(fig.axes[0])[3:] == ["deployed: score ≥ 0.5", "from validation: score ≥ 0.35"]
    assert caption(fig.axes[0]) == "From validation: recall ≥ 0.9 (chosen on other data)"
    assert_picture_equals_number(fig)
    return fig


@pytest.mark.mpl_image_compare
def test_cost():
    point = choose_threshold(SWEEP, "cost")
    fig = plot_threshold_sweep(SWEEP, metrics="cost", threshold=point, figsize=(5, 4))
    assert fig.axes[0].get_ylabel() == "Cost of a sample"
    assert caption(fig.axes[0]) == "Score ≥ 0.35: lowest cost for FP 1, FN 5 (chosen on these data)"
    assert_picture_equals_number(fig)
    return fig


@pytest.mark.mpl_image_compare
def test_another_prevalence():
    sweep = compute_threshold_sweep(*binary(1.4, n=400), prevalence=0.02, beta=2)
    fig = plot_threshold_sweep(sweep, threshold=0.5, metrics=["precision", "recall", "fbeta_score", "specificity"])
    assert caption(fig.axes[0]) == "If prevalence = 0.020; in brackets: 95% Wilson"
    assert_picture_equals_number(fig)
    return fig


@pytest.mark.mpl_image_compare
def test_axes_of_the_caller():
    y_true, y_score = binary(1.2, n=60)
    names = np.array(["ham", "spam"])[y_true]
    fig, (left, right) = plt.subplots(1, 2, figsize=(6.4, 3), layout="constrained")
    sweep = compute_threshold_sweep(names, 10 * y_score - 5, pos_label="spam")
    assert plot_threshold_sweep(sweep, threshold=[-1, 2], intervals=False, ax=left) is fig
    plot_threshold_sweep(sweep, metrics=["youden"], legend=False, ax=right)
    assert (left.get_ylabel(), caption(left)) == ("Value", "Positive: spam")
    assert (right.get_ylabel(), caption(right)) == ("Youden's J", "Positive: spam")
    assert_picture_equals_number(fig)
    return fig


@pytest.mark.mpl_image_compare
def test_a_useless_point():
    sweep = compute_threshold_sweep([1, 1, 1, 0], [0.1, 0.2, 0.3, 0.4])
    with pytest.warns(FigmeritWarning, match="useless"):
        point = choose_threshold(sweep, "fpr", target=0)
    fig = plot_threshold_sweep(sweep, threshold=point)
    assert (
        caption(fig.axes[0]) == "No score reaches it (useless: nothing is called positive): "
        "FPR ≤ 0 (chosen on these data); in brackets: 95% Wilson"
    )
    assert_picture_equals_number(fig)
    return fig


def test_curves_mark_a_point_and_say_where_it_was_chosen():
    point = choose_threshold(SWEEP)
    given = {"ours": point, "usual": 0.5}
    both = {"a": compute_roc_curve(TWENTY_TRUE, TWENTY_SCORES), "b": compute_roc_curve(*binary())}
    for fig, said in (
        (plot_roc_curve(TWENTY_TRUE, TWENTY_SCORES, threshold=point), "score ≥ 0.35: best F1 (chosen on these data)"),
        (plot_pr_curve(TWENTY_TRUE, TWENTY_SCORES, threshold=point), "score ≥ 0.35: best F1 (chosen on these data)"),
        (plot_pr_curve(*binary(), threshold=point), "score ≥ 0.35: best F1 (chosen on other data)"),
        (plot_roc_curve(TWENTY_TRUE, TWENTY_SCORES, threshold=given), "ours: best F1 (chosen on these data)"),
        (plot_roc_curve(both, threshold=point), "score ≥ 0.35: best F1 (chosen on some of these data)"),
        (plot_roc_curve(*binary(), threshold=SWEEP.at_threshold(0.5)), ""),
    ):
        lines = [line for line in caption(fig.axes[0]).split("\n") if "rackets" not in line and "nreliable" not in line]
        assert lines == ([said] if said else [])
    assert [entry for entry in legend(plot_roc_curve(both, threshold=given).axes[0]) if "score" in entry] == [
        "ours: score ≥ 0.35",
        "usual: score ≥ 0.5",
    ]


def test_nothing_is_called_positive_beyond_all_scores():
    with pytest.warns(FigmeritWarning, match="useless"):
        point = choose_threshold(compute_roc_curve([1, 1, 1, 0], [0.1, 0.2, 0.3, 0.4]), "fpr", target=0)
    assert compute_roc_curve(*binary()).at_threshold(np.inf) == (0, 0)
    recall, precision = compute_pr_curve(*binary()).at_threshold(np.inf)
    assert recall == 0
    assert np.isnan(precision)
    ax = plot_roc_curve(*binary(), threshold=point).axes[0]
    assert legend(ax)[1] == "no score reaches it"
    assert caption(ax).split("\n")[-1] == "no score reaches it: FPR ≤ 0 (chosen on other data)"


ERRORS = {
    "metrics": (
        {"metrics": ["f2"]}, ValueError,
        "metrics must be some of ['accuracy', 'balanced_accuracy', 'precision', 'recall', 'f1_score', 'specificity', "
        "'fpr', 'youden', 'predicted_positive_rate', 'mcc', 'cohen_kappa', 'cost']; got ['f2'].",
    ),
    "no metrics": (
        {"metrics": []}, ValueError,
        "metrics must be some of ['accuracy', 'balanced_accuracy', 'precision', 'recall', 'f1_score', 'specificity', "
        "'fpr', 'youden', 'predicted_positive_rate', 'mcc', 'cohen_kappa', 'cost']; got [].",
    ),
    "cost with others": (
        {"metrics": ["cost", "recall"]}, ValueError,
        "metrics must be shares, or the cost alone; got ['cost', 'recall'].\n"
        "Hint: Draw metrics=[\"cost\"] on axes of its own.",
    ),
    "twice": ({"metrics": ["recall", "recall"]}, ValueError,
              "metrics must be without repetition; got ['recall'] more than once."),
    "threshold": ({"threshold": "0.5"}, TypeError,
                  "threshold must be a number, an OperatingPoint, a sequence of these or a mapping of name to one; "
                  "got '0.5'.\nHint: threshold=0.5, threshold=[0.3, 0.5] or threshold={'deployed': 0.5}."),
    "intervals": ({"intervals": "yes"}, ValueError, "intervals must be one of True, False; got 'yes'."),
    "title": ({"title": 3}, TypeError, "title must be a text; got 3."),
}  # fmt: skip


@pytest.mark.parametrize(("options", "kind", "message"), ERRORS.values(), ids=ERRORS)
def test_whole_error(options, kind, message):
    with pytest.raises(kind, match=f"^{re.escape(message)}$"):
        plot_threshold_sweep(SWEEP, **options)
    assert not plt.get_fignums()


def test_costs_must_be_known_to_be_drawn():
    with pytest.raises(ValueError, match=r"\nHint: compute_threshold_sweep\(\.\.\., cost=\{'fp': 1, 'fn': 5\}\)\.$"):
        plot_threshold_sweep(TWENTY_TRUE, TWENTY_SCORES, metrics=["cost"])


@pytest.mark.parametrize("score", LARGE.values(), ids=LARGE)
def test_scores_that_stand_for_infinity_are_at_the_ends(score):
    sweep = compute_threshold_sweep([0, 0, 1, 1, 0, 1], score)
    fig = plot_threshold_sweep(sweep, threshold=[0.25, 1e308])
    (low, high), usual = fig.axes[0].get_xlim(), score[np.abs(score) < 1e38]
    assert low < min([0, *usual])
    assert max([1, *usual]) < high < 6
    for line, name in zip(fig.axes[0].lines, ("precision", "recall", "f1_score"), strict=False):
        assert (low <= line.get_xdata()).all()
        assert (line.get_xdata() <= high).all()
        assert line.get_ydata()[1:].tolist() == pytest.approx(sweep.values(name).tolist(), nan_ok=True)
    assert "score ≥ 1e+308, beyond the axis" in legend(fig.axes[0])[4]
    fig.canvas.draw()
