"""
Where scores lie
================

Scores of the rarer class end left and right of the threshold alike if a model cannot tell it apart. On a logarithmic
axis the few samples are seen that decide how many alarms are false.
"""

from sklearn.datasets import load_breast_cancer
from sklearn.linear_model import LogisticRegression
from sklearn.model_selection import train_test_split
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import StandardScaler

import figmerit as fm

X, y = load_breast_cancer(return_X_y=True, as_frame=True)
X_train, X_test, y_train, y_test = train_test_split(
    X[["mean radius", "mean texture"]], y, test_size=0.6, stratify=y, random_state=0
)
model = make_pipeline(StandardScaler(), LogisticRegression()).fit(X_train, y_train)

histograms = fm.compute_score_histograms(
    y_test, model.predict_proba(X_test)[:, 0], pos_label=0, display_labels=["malignant", "benign"]
)
fig = fm.plot_score_histograms(histograms, threshold=0.5, log_counts=True, title="Breast cancer, two features")
