"""Train two classifiers on real data and write every figure of figmerit as PNG and PDF, and reports to explore.

Run it with ``make demo``, or ``python examples/demo.py [folder]``; the folder is ``out`` by default.
"""

from __future__ import annotations

import sys
from pathlib import Path

import matplotlib as mpl
import matplotlib.pyplot as plt
import numpy as np
from sklearn.datasets import load_breast_cancer, load_digits, load_wine
from sklearn.ensemble import RandomForestClassifier
from sklearn.linear_model import LogisticRegression
from sklearn.model_selection import train_test_split
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import StandardScaler

import figmerit as fm

MODELS = {
    "logistic": make_pipeline(StandardScaler(), LogisticRegression(C=0.01, max_iter=1000)),
    "forest": RandomForestClassifier(n_estimators=60, max_depth=5, random_state=0),
}


def held_out_scores(X, y):
    """Return held-out features, their true labels, and each model's scores, one column a class."""
    X_train, X_test, y_train, y_test = train_test_split(X, y, test_size=0.5, stratify=y, random_state=0)
    scores = {name: model.fit(X_train, y_train).predict_proba(X_test) for name, model in MODELS.items()}
    return X_test, y_test, scores


def quarters(values, names):
    """Return the name of the quarter that each value is in, from the lowest to the highest."""
    return np.array(names)[np.searchsorted(np.quantile(values, [0.25, 0.5, 0.75]), values)]


def tumours():
    """Yield the figures of a binary problem: is a breast tumour malignant?"""
    data = load_breast_cancer()
    y = data.target_names[data.target]
    X_test, y_test, scores = held_out_scores(data.data[:, :8], y)
    rocs = {name: fm.compute_roc_curve(y_test, score, pos_label="malignant") for name, score in scores.items()}
    yield "roc_curve", fm.plot_roc_curve(rocs, threshold=0.5, title="Breast tumours")
    prs = {name: fm.compute_pr_curve(y_test, score, pos_label="malignant") for name, score in scores.items()}
    yield "pr_curve", fm.plot_pr_curve(prs, threshold=0.5, title="Breast tumours")
    radii, textures = ["smallest", "small", "large", "largest"], ["lowest", "low", "high", "highest"]
    slices = fm.compute_slice_metrics(
        y_test,
        y_score=scores["forest"],
        row_slices=quarters(X_test[:, 0], radii),
        col_slices=quarters(X_test[:, 1], textures),
        row_labels=radii,
        col_labels=textures,
        metric="recall",
        pos_label="malignant",
    )
    yield (
        "slice_metric_heatmap",
        fm.plot_slice_metric_heatmap(
            slices, ylabel="Radius (quarters)", xlabel="Texture (quarters)", title="Malignant tumours found"
        ),
    )


def digits():
    """Yield the figures of a problem of ten classes: which digit was written?"""
    _, y_test, scores = held_out_scores(*load_digits(return_X_y=True))
    matrix = fm.compute_confusion_matrix(y_test, y_score=scores["forest"])
    yield "confusion_matrix", fm.plot_confusion_matrix(matrix, title="Digits, random forest")
    curve = fm.compute_roc_curve(y_test, scores["forest"])
    yield "roc_curve_of_ten_classes", fm.plot_roc_curve(curve, zoom=True, title="Digits, random forest")
    matrices = {name: fm.compute_confusion_matrix(y_test, y_score=score) for name, score in scores.items()}
    yield "confusion_matrix_grid", fm.plot_confusion_matrix_grid(matrices, title="Digits")


def wine():
    """Yield the figures of a problem of three classes: which cultivar is a wine of?"""
    data = load_wine()
    _, y_test, scores = held_out_scores(data.data[:, :4], data.target)
    summaries = {name: fm.compute_metric_summary(y_test, y_score=score) for name, score in scores.items()}
    yield "metric_bars", fm.plot_metric_bars(summaries, title="Wine, four features")


def decisions():
    """Yield the figures of decisions: where to cut, and whether scores can be trusted."""
    data = load_breast_cancer()
    y = data.target_names[data.target]
    _, y_test, scores = held_out_scores(data.data[:, :8], y)
    half = slice(None, None, 2), slice(1, None, 2)
    sweeps = [fm.compute_threshold_sweep(y_test[part], scores["forest"][part], pos_label="malignant") for part in half]
    point = fm.choose_threshold(sweeps[0], "recall", target=0.95)
    yield "threshold_sweep", fm.plot_threshold_sweep(sweeps[1], threshold=point, title="Breast tumours, other half")
    yield "chosen_threshold", fm.plot_confusion_matrix(sweeps[1].at_threshold(point), normalize="true")
    models = {
        name: fm.compute_reliability(y_test, score, pos_label="malignant", strategy="quantile")
        for name, score in scores.items()
    }
    yield "reliability_diagram", fm.plot_reliability_diagram(models, title="Breast tumours")
    histograms = fm.compute_score_histograms(y_test, scores["forest"], pos_label="malignant")
    yield "score_histograms", fm.plot_score_histograms(histograms, threshold=0.5, title="Breast tumours")
    _, y_test, scores = held_out_scores(*load_digits(return_X_y=True))
    curves = {name: fm.compute_risk_coverage(y_test, score) for name, score in scores.items()}
    yield "risk_coverage", fm.plot_risk_coverage(curves, target=0.01, title="Digits")
    yield "class_counts", fm.plot_class_counts(y_test, scores["forest"].argmax(axis=1), title="Digits, random forest")


def reports():
    """Yield the reports of a binary problem and of one of ten classes."""
    data = load_breast_cancer()
    X_test, y_test, scores = held_out_scores(data.data[:, :8], data.target_names[data.target])
    rng = np.random.default_rng(0)
    yield (
        "report",
        fm.report_classification(
            y_test,
            models=scores,
            pos_label="malignant",
            subsets=rng.choice(["validation", "test"], len(y_test)),
            slices={"radius": quarters(X_test[:, 0], ["1 smallest", "2 small", "3 large", "4 largest"])},
            columns={"mean radius": X_test[:, 0], "mean texture": X_test[:, 1]},
            title="Breast tumours",
        ),
    )
    X_test, y_test, scores = held_out_scores(*load_digits(return_X_y=True))
    yield (
        "report_digits",
        fm.report_classification(
            y_test,
            models=scores,
            slices={"ink": quarters(X_test.sum(axis=1), ["1 least", "2 little", "3 much", "4 most"])},
            images=X_test.reshape(-1, 8, 8),
            title="Handwritten digits",
        ),
    )


def overview():
    """Yield one figure of four, on axes of our own: what a paper would print."""
    data = load_breast_cancer()
    _, y_test, scores = held_out_scores(data.data[:, :8], data.target_names[data.target])
    fig, axes = plt.subplots(2, 2, figsize=(10, 7.8), layout="compressed")
    matrix = fm.compute_confusion_matrix(y_test, y_score=scores["forest"])
    title = "Confusion matrix of the forest"
    fm.plot_confusion_matrix(matrix, normalize="true", colorbar=False, title=title, ax=axes[0, 0])
    rocs = {name: fm.compute_roc_curve(y_test, score, pos_label="malignant") for name, score in scores.items()}
    fm.plot_roc_curve(rocs, title="ROC", ax=axes[0, 1])
    prs = {name: fm.compute_pr_curve(y_test, score, pos_label="malignant") for name, score in scores.items()}
    fm.plot_pr_curve(prs, title="Precision and recall", ax=axes[1, 0])
    summaries = {
        name: fm.compute_metric_summary(y_test, y_score=score, pos_label="malignant") for name, score in scores.items()
    }
    metrics = ["precision", "recall", "f1_score"]
    fm.plot_metric_bars(summaries, metrics=metrics, annot_fmt="{:.2f}", title="Malignant tumours", ax=axes[1, 1])
    yield "overview", fig


def main(folder: Path) -> None:
    """Write each figure and each report into the folder, and say so."""
    mpl.use("agg")
    folder.mkdir(parents=True, exist_ok=True)
    for figures in (overview, tumours, digits, wine, decisions):
        for stem, fig in figures():
            for suffix in ("png", "pdf"):
                path = folder / f"{stem}.{suffix}"
                fig.savefig(path, dpi=150)
                print(f"wrote {path}")
            plt.close(fig)
    for stem, report in reports():
        path = report.save(folder / f"{stem}.html")
        print(f"wrote {path}: open it in a browser, it needs no network")


if __name__ == "__main__":
    main(Path(sys.argv[1]) if len(sys.argv) > 1 else Path("out"))
