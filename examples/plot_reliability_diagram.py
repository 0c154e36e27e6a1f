"""
Reliability of probabilities
============================

Of the samples with a score near 0.8, are 80% positive? Naive Bayes is too sure of itself here, logistic regression is
not. The calibration error of perfect probabilities is not zero: the legend gives both.
"""

from sklearn.datasets import load_breast_cancer
from sklearn.linear_model import LogisticRegression
from sklearn.model_selection import train_test_split
from sklearn.naive_bayes import GaussianNB
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import StandardScaler

import figmerit as fm

X, y = load_breast_cancer(return_X_y=True)
X_train, X_test, y_train, y_test = train_test_split(X[:, :10], y, test_size=0.6, stratify=y, random_state=0)

results = {}
models = {"naive Bayes": GaussianNB(), "logistic": make_pipeline(StandardScaler(), LogisticRegression())}
for name, model in models.items():
    y_score = model.fit(X_train, y_train).predict_proba(X_test)[:, 1]
    results[name] = fm.compute_reliability(y_test, y_score, strategy="quantile", n_bins=6)

fig = fm.plot_reliability_diagram(results, title="Breast cancer, ten features")
