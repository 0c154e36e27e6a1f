"""
Slice-metric heatmap
====================

Where does a classifier fail? ROC AUC for tumours of different radius and texture, each cut into quarters. A slice
without tumours, or with tumours of one class only, has no such number: it is hatched and says so. Series name the
axes, and the order of their categories is that of rows and columns.
"""

import pandas as pd
from sklearn.datasets import load_breast_cancer
from sklearn.model_selection import cross_val_predict
from sklearn.naive_bayes import GaussianNB

import figmerit as fm

X, y = load_breast_cancer(return_X_y=True, as_frame=True)
y_score = cross_val_predict(GaussianNB(), X.iloc[:, 4:10], y, cv=5, method="predict_proba")

radius = pd.qcut(X["mean radius"], 4, labels=["smallest", "small", "large", "largest"])
texture = pd.qcut(X["mean texture"], 4, labels=["lowest", "low", "high", "highest"])
slices = fm.compute_slice_metrics(y, y_score=y_score, row_slices=radius, col_slices=texture, metric="roc_auc")
fig = fm.plot_slice_metric_heatmap(slices, title="Breast tumours by quarters", vmin=0.5, vmax=1)

for (row, col), reason in slices.undefined.items():
    print(f"{row} radius, {col} texture: {reason}")
