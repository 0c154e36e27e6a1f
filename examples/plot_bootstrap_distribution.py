"""
A metric in resampled data
==========================

How far does chance alone move F1? The test set is drawn again a thousand times; the dark part holds 95 % of these.
Any metric can be resampled, also a function of your own, and whole clusters of samples that belong together.
"""

from sklearn.datasets import load_breast_cancer
from sklearn.model_selection import cross_val_predict
from sklearn.naive_bayes import GaussianNB

import figmerit as fm

X, y = load_breast_cancer(return_X_y=True)
y_pred = cross_val_predict(GaussianNB(), X, y, cv=5)

f1 = fm.compute_bootstrap_distribution(y, y_pred, metric="f1", pos_label=0)
fig = fm.plot_bootstrap_distribution(f1, title="Malignant tumours, naive Bayes")
print(f1)
