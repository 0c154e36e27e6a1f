"""
What to pass on to a human
==========================

A classifier that decides only what it is surest of makes fewer errors. The curve says how many are left for each share
of the samples that is decided, and the mark how much may be decided if at most one in a hundred may be wrong.
"""

from sklearn.datasets import load_digits
from sklearn.linear_model import LogisticRegression
from sklearn.model_selection import train_test_split
from sklearn.naive_bayes import GaussianNB
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import StandardScaler

import figmerit as fm

X, y = load_digits(return_X_y=True)
X_train, X_test, y_train, y_test = train_test_split(X, y, test_size=0.5, stratify=y, random_state=0)

curves = {}
models = {"naive Bayes": GaussianNB(), "logistic": make_pipeline(StandardScaler(), LogisticRegression())}
for name, model in models.items():
    curves[name] = fm.compute_risk_coverage(y_test, model.fit(X_train, y_train).predict_proba(X_test))

fig = fm.plot_risk_coverage(curves, target=0.01, title="Digits")
