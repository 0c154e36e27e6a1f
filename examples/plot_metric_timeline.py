"""
Is it still as good as it was?
==============================

A classifier of digits in production. The digits have no dates of their own: here, four a day come in, in the order of
the file, and from August on one of them comes from a new scanner, which places it one pixel further left. The grey band
says where the accuracy would be by chance alone, given the samples of the first three months and of each later one; the
first month outside is named. The second figure needs no labels: it shows how far the scores have moved.
"""

import matplotlib.pyplot as plt
import numpy as np
from sklearn.datasets import load_digits
from sklearn.svm import SVC

import figmerit as fm

X, y = load_digits(return_X_y=True)
model = SVC().fit(X[:600], y[:600])

X, y = X[600:], y[600:]
date = np.datetime64("2024-01-01") + np.arange(len(y)) // 4
moved = np.roll(X.reshape(-1, 8, 8), -1, axis=2).reshape(X.shape)
new_scanner = (date >= np.datetime64("2024-08-01")) & (np.arange(len(y)) % 4 == 0)
X = np.where(new_scanner[:, None], moved, X)

accuracy = fm.compute_metric_timeline(y, model.predict(X), time=date, freq="month", baseline=3)
fig = fm.plot_metric_timeline(accuracy, title="Digits in production")
print(accuracy.text)

# %%
# Labels come late, scores at once: the confidence of the decisions, by month.

confidence = model.decision_function(X).max(axis=1)
shift = fm.compute_score_shift(confidence, time=date, freq="month", baseline=3)
fig = fm.plot_metric_timeline(shift, figsize=(6.4, 3.6))
print(shift.text)

# %%
# In a scheduled job, the figure is saved if there is something to see.

if accuracy.first_worse is not None:
    print(f"accuracy has fallen since {accuracy.first_worse}")
plt.show()
