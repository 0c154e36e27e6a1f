"""
Within a larger figure
======================

Each function draws on axes that are given to it, and on nothing else of their figure: figures of ours stand beside
plots of yours. Here a figure of a paper about one model: the data, how sure the model is, and what it gets wrong.
"""

import matplotlib.pyplot as plt
from sklearn.datasets import load_breast_cancer
from sklearn.decomposition import PCA
from sklearn.linear_model import LogisticRegression
from sklearn.model_selection import cross_val_predict
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import StandardScaler

import figmerit as fm

X, y = load_breast_cancer(return_X_y=True)
names = ["malignant", "benign"]
y_score = cross_val_predict(make_pipeline(StandardScaler(), LogisticRegression()), X, y, method="predict_proba")[:, 1]
plane = PCA(2).fit_transform(StandardScaler().fit_transform(X))

fig, axes = plt.subplots(2, 2, figsize=(9, 8), layout="constrained")
for label, marker in enumerate("o^"):
    axes[0, 0].scatter(*plane[y == label].T, s=12, marker=marker, alpha=0.6, label=names[label])
axes[0, 0].set(title="a  Two components", xlabel="first", ylabel="second")
axes[0, 0].legend()
fm.plot_score_histograms(y, y_score, threshold=0.5, display_labels=names, title="b  Scores", ax=axes[0, 1])
fm.plot_roc_curve(y, y_score, threshold=0.5, zoom=True, title="c  Every threshold", ax=axes[1, 0])
fm.plot_confusion_matrix(y, y_score=y_score, display_labels=names, normalize="true", title="d  At 0.5", ax=axes[1, 1])
