"""
What ten million predictions cost
=================================

Rows are counted once; what follows works on counts, and no longer depends on the number of rows. Seconds of processor
time for ten million rows, beside the functions of scikit-learn that people call for the same numbers:

- the confusion matrix of two labels: ``confusion_matrix``;
- label metrics, what ``compute_metric_summary`` returns: accuracy, balanced accuracy, MCC, Cohen's kappa, and
  ``precision_recall_fscore_support`` four times;
- F1 of each of 50 slices, 10 by 5: a mask and ``f1_score`` for each;
- ROC and precision-recall curve of ten million distinct scores: ``roc_curve`` and ``precision_recall_curve``;
- the area under the ROC curve of each of these slices: a mask and ``roc_auc_score`` for each.

The confusion matrix takes 0.5 MB of memory, whatever the number of rows.
"""

import figmerit as fm

# Measured by `make bench` on two cores of an AMD EPYC with Python 3.11 and scikit-learn 1.9: medians of three calls
# that took turns, in one process. Two runs differed by up to a third.
seconds = {
    "confusion matrix": (0.81, 0.04),
    "label metrics": (8.5, 0.05),
    "F1 of 50 slices": (2.4, 0.08),
    "ROC and PR": (6.3, 0.34),
    "ROC AUC of 50 slices": (3.8, 0.53),
}

fig = fm.plot_metric_bars(
    {
        "scikit-learn": {name: theirs for name, (theirs, _) in seconds.items()},
        "figmerit": {name: ours for name, (_, ours) in seconds.items()},
    },
    orientation="horizontal",
    annot_fmt="{:.2g}",
    ylabel="Seconds for ten million rows",
)
