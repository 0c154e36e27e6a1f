"""
Metric bars
===========

The summaries of two classifiers side by side. Bars start at zero, and each says its value. Names that do not fit
side by side make the bars horizontal.
"""

from sklearn.datasets import load_wine
from sklearn.model_selection import train_test_split
from sklearn.naive_bayes import GaussianNB
from sklearn.tree import DecisionTreeClassifier

import figmerit as fm

X, y = load_wine(return_X_y=True)
X_train, X_test, y_train, y_test = train_test_split(X[:, :4], y, test_size=0.5, stratify=y, random_state=0)

summaries = {}
for name, model in {"tree": DecisionTreeClassifier(max_depth=3, random_state=0), "naive Bayes": GaussianNB()}.items():
    y_score = model.fit(X_train, y_train).predict_proba(X_test)
    summaries[name] = fm.compute_metric_summary(y_test, y_score=y_score)

fig = fm.plot_metric_bars(summaries, title="Wine, four features")
print(summaries["naive Bayes"].to_text())
