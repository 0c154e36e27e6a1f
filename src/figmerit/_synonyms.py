"""What other libraries call things, and what they are called here: one table for options, attributes and functions."""

from __future__ import annotations

from typing import Any

UNDERSTOOD = {
    **dict.fromkeys(("class_names", "target_names", "id2label", "display_names", "label_names"), "display_labels"),
    "ignore_index": "ignore_label",
    "plot_chance_level": "chance_level",
    "include_values": "annotate",
}
"""Options that mean the same in whatever library: they are understood under their other name too."""

OPTIONS: dict[str, tuple[str, ...]] = {
    # of scikit-learn, scikit-plot, yellowbrick, W&B, torchmetrics, MLflow and seaborn
    **dict.fromkeys(("y", "target", "targets", "ground_truth", "y_test", "label_ids", "references"), ("y_true",)),
    **dict.fromkeys(
        ("preds", "pred", "y_hat", "predictions", "predicted", "prediction"), ("y_pred", "y_score", "models")
    ),
    **dict.fromkeys(
        ("probs", "probas", "y_prob", "y_proba", "y_probas", "y_probs", "y_scores", "scores", "prob", "proba"),
        ("y_score",),
    ),
    **dict.fromkeys(("weights", "weight", "sample_weights"), ("sample_weight",)),
    **dict.fromkeys(("y1", "rater1", "rater_1", "annotator1"), ("first",)),
    **dict.fromkeys(("y2", "rater2", "rater_2", "annotator2"), ("second",)),
    **dict.fromkeys(("wt", "weighting", "kappa_weights"), ("weights",)),
    **dict.fromkeys(("positive_label", "pos_class", "positive"), ("pos_label",)),
    **dict.fromkeys(("classes", "class_labels"), ("display_labels", "labels")),
    **dict.fromkeys(("cutoff", "thresh"), ("threshold",)),
    **dict.fromkeys(("normalise", "normalized"), ("normalize",)),
    **dict.fromkeys(("percent", "show_percent", "show_counts"), ("annotate", "normalize")),
    **dict.fromkeys(("annot", "show_values", "text"), ("annotate",)),
    **dict.fromkeys(("mark_thresholds", "mark_threshold", "mark", "marks", "operating_point"), ("threshold",)),
    **dict.fromkeys(("compare", "comparison"), ("models",)),
    **dict.fromkeys(("fmt", "values_format"), ("annot_fmt",)),
    **dict.fromkeys(("cbar",), ("colorbar",)),
    **dict.fromkeys(("axes", "subplot", "axis"), ("ax",)),
    **dict.fromkeys(("name", "model_name", "estimator_name"), ("label", "title")),
    **dict.fromkeys(("chance", "diagonal"), ("chance_level",)),
    **dict.fromkeys(("bins", "nbins", "num_bins"), ("n_bins",)),
    **dict.fromkeys(("seed", "random_seed"), ("random_state",)),
    **dict.fromkeys(("n_bootstrap", "n_bootstraps", "n_boot", "n_iter"), ("n_resamples",)),
    **dict.fromkeys(("alpha", "ci", "confidence", "level"), ("confidence_level",)),
    **dict.fromkeys(("df", "frame", "dataframe", "table"), ("data",)),
    **dict.fromkeys(("size", "fig_size"), ("figsize",)),
    **dict.fromkeys(("costs", "cost_matrix"), ("cost", "iso_cost")),
    **dict.fromkeys(("strat", "binning"), ("strategy",)),
    **dict.fromkeys(("date", "dates", "timestamp", "timestamps", "times"), ("time",)),
    **dict.fromkeys(("period", "frequency", "resample"), ("freq",)),
    **dict.fromkeys(("cluster", "patient", "patients", "subject", "subjects"), ("clusters",)),
    **dict.fromkeys(("scoring", "scorer", "score_func"), ("metric",)),
    **dict.fromkeys(("cv", "fold", "splits", "n_splits"), ("folds",)),
}
"""Options under other names, each with those that it may mean here; the function that was called has one of them."""

PHRASES: dict[str, tuple[tuple[str, str], ...]] = {
    **dict.fromkeys(("cost_fp", "cost_fn", "fp_cost", "fn_cost"), (("cost", "cost={'fp': 1, 'fn': 5}"),)),
    **dict.fromkeys(("min_recall", "recall"), (("target", 'rule="recall", target={}'),)),
    **dict.fromkeys(("min_precision", "precision"), (("target", 'rule="precision", target={}'),)),
    **dict.fromkeys(("max_fpr", "fpr"), (("target", 'rule="fpr", target={}'),)),
    **dict.fromkeys(
        ("train_sizes", "train_scores", "test_scores", "valid_scores", "val_scores"),
        (("log", "plot_learning_curve((train_sizes, train_scores, test_scores))"),),
    ),
    **dict.fromkeys(
        ("slices", "groups", "group", "by"), (("row_slices", "row_slices=<a column>, col_slices=<another>"),)
    ),
    **dict.fromkeys(
        ("average", "averaging"),
        (
            ("averages", 'averages=("macro", "micro")'),
            ("thresholds", "curve (macro), curve.micro and curve.per_class"),
            ("other", 'summary.averages["macro"]["f1_score"]; summary.f1_score is that of each class'),
        ),
    ),
}
"""Options that are several here, or none: an option that the function then has, and what to type."""

VALUES: dict[str, dict[Any, str]] = {
    "normalize": {
        **dict.fromkeys((True, "row", "rows", "index", "recall", "actual", "truth", "target"), "true"),
        **dict.fromkeys(("column", "columns", "col", "cols", "precision", "predicted", "prediction"), "pred"),
        **dict.fromkeys(("total", "overall", "sum"), "all"),
    },
    "annotate": {**dict.fromkeys(("counts", "n", "absolute"), "count"), **dict.fromkeys(("%", "share"), "percent")},
    "strategy": {
        **dict.fromkeys(("equal_width", "width", "fixed"), "uniform"),
        **dict.fromkeys(("equal_mass", "equal_frequency", "adaptive"), "quantile"),
    },
    "fpr_scale": {**dict.fromkeys(("logarithmic", "log10"), "log"), "lin": "linear"},
    "nan_policy": {
        **dict.fromkeys(("omit", "ignore", "skip"), "drop"),
        **dict.fromkeys(("error", "propagate"), "raise"),
    },
    "distance": {
        **dict.fromkeys(("ks", "ks_2samp", "kolmogorov-smirnov"), "kolmogorov_smirnov"),
        **dict.fromkeys(("emd", "earth_mover", "w1"), "wasserstein"),
        "population_stability_index": "psi",
    },
    "freq": {
        **dict.fromkeys(("daily", "days"), "day"),
        **dict.fromkeys(("weekly", "weeks"), "week"),
        **dict.fromkeys(("monthly", "months"), "month"),
        **dict.fromkeys(("quarterly", "quarters"), "quarter"),
        **dict.fromkeys(("yearly", "annual", "years"), "year"),
    },
}
"""Values of options under other names, such as those of pandas, and what to type here."""

FUNCTIONS = {
    "plot_calibration_curve": "plot_reliability_diagram",
    "calibration_curve": "compute_reliability",
    "plot_calibration": "plot_reliability_diagram",
    "CalibrationDisplay": "plot_reliability_diagram",
    "ConfusionMatrixDisplay": "plot_confusion_matrix",
    "RocCurveDisplay": "plot_roc_curve",
    "PrecisionRecallDisplay": "plot_pr_curve",
    "confusion_matrix": "compute_confusion_matrix",
    "multilabel_confusion_matrix": "compute_multilabel_confusion_matrix",
    "roc_curve": "compute_roc_curve",
    "pr_curve": "compute_pr_curve",
    "precision_recall_curve": "compute_pr_curve",
    "plot_precision_recall_curve": "plot_pr_curve",
    "plot_precision_recall": "plot_pr_curve",
    "plot_roc": "plot_roc_curve",
    "plot_roc_auc_curve": "plot_roc_curve",
    "plot_pr": "plot_pr_curve",
    "roc_auc_score": "compute_roc_curve(y_true, y_score).roc_auc",
    "auc": "compute_roc_curve(y_true, y_score).roc_auc",
    "compute_auc": "compute_roc_curve(y_true, y_score).roc_auc",
    "average_precision_score": "compute_pr_curve(y_true, y_score).average_precision",
    "classification_report": "compute_metric_summary(y_true, y_pred).to_text()",
    "precision_recall_fscore_support": "compute_metric_summary",
    "f1_score": 'compute_metric_summary(y_true, y_pred)["f1"]',
    "accuracy_score": 'compute_metric_summary(y_true, y_pred)["accuracy"]',
    "compute_metrics": "compute_metric_summary",
    "evaluate": "compute_metric_summary",
    "plot_classification_report": "plot_metric_bars",
    "plot_metrics": "plot_metric_bars",
    "bar": "plot_metric_bars",
    "heatmap": "plot_slice_metric_heatmap",
    "plot_heatmap": "plot_slice_metric_heatmap",
    "plot_slices": "plot_slice_metric_heatmap",
    "slice_metrics": "compute_slice_metrics",
    "find_threshold": "choose_threshold",
    "best_threshold": "choose_threshold",
    "optimal_threshold": "choose_threshold",
    "tune_threshold": "choose_threshold",
    "plot_threshold": "plot_threshold_sweep",
    "DiscriminationThreshold": "plot_threshold_sweep",
    "learning_curve": "compute_learning_curve",
    "plot_history": "plot_learning_curve",
    "plot_training": "plot_learning_curve",
    "plot_loss": "plot_learning_curve",
    "plot_score_distribution": "plot_score_histograms",
    "plot_class_balance": "plot_class_counts",
    "ClassBalance": "plot_class_counts",
    **dict.fromkeys(("rank", "ranking", "compute_ranking", "compare_all", "leaderboard"), "rank_models"),
    **dict.fromkeys(("cohen_kappa_score", "cohens_kappa", "cohen_kappa", "kappa"), "compute_agreement(a, b).kappa"),
    **dict.fromkeys(("inter_rater", "interrater", "inter_rater_agreement", "agreement"), "compute_agreement"),
    **dict.fromkeys(("mcnemar", "mcnemar_test", "delong_test", "compare", "plot_comparison"), "compare_models"),
    **dict.fromkeys(("bootstrap", "bootstrap_ci", "confidence_interval"), "compute_bootstrap_distribution"),
    **dict.fromkeys(("forest", "plot_differences", "plot_ranking"), "plot_forest"),
    **dict.fromkeys(("compute_kappa", "plot_agreement"), "compute_agreement"),
    **dict.fromkeys(("drift", "plot_drift", "plot_score_shift", "plot_over_time"), "plot_metric_timeline"),
    "report": "report_classification",
    "EvaluationReport": "report_classification",
}
"""Functions under other names, and what to type here: a public name, or a call."""

ATTRIBUTES = {
    "ROCCurve": {"auc": "roc_auc", "area": "roc_auc", "auroc": "roc_auc", "macro_auc": "roc_auc"},
    "PRCurve": {"ap": "average_precision", "auc": "average_precision", "area": "average_precision"},
    "SliceMetrics": {"values": "grid", "value": "grid", "counts": "n", "support": "n", "table": "to_pandas()"},
    "RiskCoverage": {"coverage_at_risk": "at_risk(0.02)", "coverage_at": "at_risk(0.02)"},
    "Reliability": {
        **dict.fromkeys(("brier_score", "brier_score_loss"), "brier"),
        **dict.fromkeys(("expected_calibration_error", "calibration_error"), "ece"),
    },
    "MetricSummary": {"f1": "f1_score", "report": "to_text()"},
    "ConfusionMatrix": {
        "matrix": "counts",
        "values": "counts",
        "array": "counts",
        "cm": "counts",
        "most_confused": "top_confusions(5)",
    },
    "Agreement": {
        **dict.fromkeys(("cohen_kappa", "cohens_kappa", "score", "value"), "kappa"),
        **dict.fromkeys(("accuracy", "agreement", "percent_agreement"), "observed_agreement"),
        **dict.fromkeys(("confusion_matrix", "counts", "table"), "matrix"),
    },
    "Ranking": {
        **dict.fromkeys(("ranks", "rank"), "rank_intervals"),
        **dict.fromkeys(("p_values", "p_value", "pvalues"), "p_adjusted"),
        **dict.fromkeys(("scores", "value"), "values"),
        **dict.fromkeys(("pairs", "pairwise"), "comparisons"),
    },
    "OperatingPoint": {"confusion_matrix": "matrix", "value": "threshold"},
    "": {
        **dict.fromkeys(("to_dataframe", "to_df", "dataframe", "frame", "as_frame", "to_frame"), "to_pandas()"),
        **dict.fromkeys(("to_numpy", "to_array", "as_dict", "dict", "asdict"), "to_dict()"),
        **dict.fromkeys(("classes", "class_names", "target_names", "names"), "display_labels"),
        **dict.fromkeys(("micro_auc", "auc_micro"), "micro.roc_auc"),
        **dict.fromkeys(("micro_ap", "ap_micro"), "micro.average_precision"),
        **dict.fromkeys(("best_threshold", "find_threshold", "optimal_threshold"), "choose_threshold(...)"),
    },
}
"""Attributes of results under other names, by the name of the result; "" is any result."""
