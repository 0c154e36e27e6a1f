"""What costs long to import is imported only when a number asks for it, and its absence is then said in words."""

import subprocess
import sys
import textwrap

import pytest

HEAVY = "sklearn", "scipy.stats", "scipy.optimize"
"""What takes longer to import than a figure takes to draw."""

START = """
import sys
import matplotlib
matplotlib.use("agg")
import figmerit as fm
y_true, y_score, y_pred = [0, 0, 1, 1, 0, 1], [0.1, 0.4, 0.35, 0.8, 0.6, 0.9], [0, 0, 0, 1, 1, 1]
"""

LIGHT = {
    "a heatmap of a grid": "fm.plot_slice_metric_heatmap([[0.1, 0.2], [0.3, 0.4]])",
    "bars of values": "fm.plot_metric_bars({'a': 0.7, 'b': 0.8}, reference={'chance': 0.5})",
    "a matrix of counts": "fm.plot_confusion_matrix(fm.ConfusionMatrix.from_counts([[3, 1], [2, 4]]))",
    "a matrix of labels": "fm.plot_confusion_matrix(fm.compute_confusion_matrix(y_true, y_pred))",
    "a grid of matrices": "fm.plot_confusion_matrix_grid({'a': (y_true, y_pred), 'b': (y_true, y_true)})",
    "matrices of columns": "fm.compute_multilabel_confusion_matrix([[0, 1], [1, 1]], [[0, 1], [1, 0]])",
    "a learning curve": "fm.plot_learning_curve({'loss': [1, 0.5, 0.4], 'val_loss': [1.1, 0.7, 0.8]})",
    "counts of labels": "fm.count_labels(y_true, y_pred).matrix(); fm.plot_class_counts(y_true, y_pred)",
    "counts of scores": "fm.count_scores(y_true, y_score).rows()",
    "a ROC curve": "fm.plot_roc_curve(fm.compute_roc_curve(y_true, y_score))",
    "a PR curve": "fm.plot_pr_curve(fm.compute_pr_curve(y_true, y_score))",
    "a sweep": "fm.plot_threshold_sweep(fm.compute_threshold_sweep(y_true, y_score), threshold=0.5)",
    "a threshold": "fm.choose_threshold(fm.compute_threshold_sweep(y_true, y_score))",
    "histograms": "fm.plot_score_histograms(fm.compute_score_histograms(y_true, y_score))",
    "reliability": "fm.plot_reliability_diagram(fm.compute_reliability(y_true, y_score))",
    "risk and coverage": "fm.plot_risk_coverage(fm.compute_risk_coverage(y_true, y_score))",
    "abstention": "fm.compute_abstention(y_true, y_score, low=0.2, high=0.7)",
    "findings": "fm.check(y_true, y_score)",
    "a metric over time": "fm.plot_metric_timeline(y_true, y_pred, time=['2024-01', '2024-02'] * 3, freq='month', "
    "metric='mcc')",
    "a shift of scores": "fm.compute_score_shift(y_score, time=['2024-01-01', '2024-02-01'] * 3, freq='month')",
    "slices": "fm.compute_slice_metrics(y_true, y_pred, row_slices=list('aabbab'), metric='mcc')",
}
"""What has no need of any of it."""


def run(code: str) -> str:
    """Run code in a fresh process and return the last line that it prints."""
    done = subprocess.run([sys.executable, "-W", "error", "-c", START + code], capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
    return done.stdout.strip().rpartition("\n")[2]


def test_most_figures_and_results_load_nothing_that_takes_long() -> None:
    code = f"""
for name, code in {LIGHT!r}.items():
    exec(code)
    loaded = [part for part in {HEAVY!r} if part in sys.modules]
    if loaded:
        print(name, loaded)
        break
"""
    assert run(code) == ""


def test_most_figures_and_results_do_without_scikit_learn() -> None:
    code = f"""
sys.modules["sklearn"] = sys.modules["sklearn.metrics"] = None
for name, code in {LIGHT!r}.items():
    exec(code)
print("all of", len({LIGHT!r}))
"""
    assert run(code) == f"all of {len(LIGHT)}"


@pytest.mark.parametrize("call", ["y_true, y_pred", "y_true, y_score=y_score", "[[0, 1], [1, 1]], [[0, 1], [1, 0]]"])
def test_numbers_of_scikit_learn_say_that_it_is_missing(call: str) -> None:
    code = f"""
sys.modules["sklearn"] = sys.modules["sklearn.metrics"] = None
try:
    fm.compute_metric_summary({call})
except ImportError as error:
    print(repr(str(error)))
"""
    message = "compute_metric_summary() needs scikit-learn, which is not installed.\nHint: pip install scikit-learn"
    assert run(textwrap.dedent(code)) == repr(message)
