"""
Precision-recall curve
======================

One curve for each digit against the rest, with macro and micro averages. Curves are steps: the area under
each is the average precision (AP) in the legend.
"""

from sklearn.datasets import load_digits
from sklearn.model_selection import train_test_split
from sklearn.naive_bayes import GaussianNB

import figmerit as fm

X, y = load_digits(return_X_y=True)
X_train, X_test, y_train, y_test = train_test_split(X, y, random_state=0)
y_score = GaussianNB(var_smoothing=1e-3).fit(X_train, y_train).predict_proba(X_test)

curve = fm.compute_pr_curve(y_test, y_score)
fig = fm.plot_pr_curve(curve, title="Digits, naive Bayes")
print(curve.alt_text())

# %%
# One of the digits, with lines along which F1 is constant: the curve passes the line of 0.8 where a
# threshold would give that F1.

eight = fm.compute_pr_curve(y_test == 8, y_score[:, 8])
fig = fm.plot_pr_curve(eight, iso_f1=True, threshold={"deployed": 0.5}, label="digit 8")
