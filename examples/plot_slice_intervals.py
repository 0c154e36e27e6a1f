"""
Which slices are really worse?
==============================

Small slices differ by chance alone. Here each digit has its accuracy with an interval, and those stand first that most
surely differ from all others: filled points still do so after a correction for the number of slices.
"""

from sklearn.datasets import load_digits
from sklearn.model_selection import cross_val_predict
from sklearn.naive_bayes import GaussianNB

import figmerit as fm

X, y = load_digits(return_X_y=True)
y_pred = cross_val_predict(GaussianNB(), X, y, cv=5)

slices = fm.compute_slice_metrics(y, y_pred, row_slices=[f"digit {label}" for label in y])
fig = fm.plot_slice_intervals(slices, title="Digits, naive Bayes")
print(slices.to_text())
