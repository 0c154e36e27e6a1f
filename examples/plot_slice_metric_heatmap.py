"""
Slice-metric heatmap
====================

Where does a classifier fail? Balanced accuracy for tumours of different size and texture. A slice that holds
no tumours, or tumours of one class, has no such number: it is hatched and says so.
"""

import numpy as np
from sklearn.datasets import load_breast_cancer
from sklearn.model_selection import cross_val_predict
from sklearn.naive_bayes import GaussianNB

import figmerit as fm

X, y = load_breast_cancer(return_X_y=True)
y_score = cross_val_predict(GaussianNB(), X[:, 4:10], y, cv=5, method="predict_proba")

names = np.array(["lowest", "low", "high", "highest"])
size, texture = (names[np.searchsorted(np.quantile(X[:, k], [0.25, 0.5, 0.75]), X[:, k])] for k in (0, 1))
slices = fm.compute_slice_metrics(
    y, y_score=y_score, row_slices=size, col_slices=texture, row_labels=names, col_labels=names, metric="roc_auc"
)
fig = fm.plot_slice_metric_heatmap(slices, title="Tumours by size (rows) and texture (columns)", vmin=0.5, vmax=1)

for (row, col), reason in slices.undefined.items():
    print(f"size {row}, texture {col}: {reason}")
