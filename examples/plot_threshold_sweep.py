"""
Choosing a threshold
====================

A threshold is chosen on validation data by a rule, and judged on test data: on the data that it was chosen on it looks
better than it is, and figures say so. Here a missed malignant tumour costs ten times as much as a false alarm.
"""

from sklearn.datasets import load_breast_cancer
from sklearn.linear_model import LogisticRegression
from sklearn.model_selection import train_test_split
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import StandardScaler

import figmerit as fm

X, y = load_breast_cancer(return_X_y=True)
X, y = X[:, :2], 1 - y  # 1 is malignant
X_train, X_rest, y_train, y_rest = train_test_split(X, y, train_size=0.4, stratify=y, random_state=0)
X_valid, X_test, y_valid, y_test = train_test_split(X_rest, y_rest, train_size=0.5, stratify=y_rest, random_state=0)
model = make_pipeline(StandardScaler(), LogisticRegression()).fit(X_train, y_train)

# %%
# The point of lowest cost on the validation data, with the intervals of the metrics there.

cost = {"fp": 1, "fn": 10}
valid = fm.compute_threshold_sweep(y_valid, model.predict_proba(X_valid)[:, 1], cost=cost)
point = fm.choose_threshold(valid, "cost")
fig = fm.plot_threshold_sweep(valid, threshold=point, title="Validation data")

# %%
# The same point on the test data.

test = fm.compute_threshold_sweep(y_test, model.predict_proba(X_test)[:, 1], cost=cost)
fig = fm.plot_threshold_sweep(test, threshold=point, title="Test data")
print(test.at_threshold(point))
for finding in fm.check(test.at_threshold(point)):
    print(finding.sentence, finding.hint)
