"""
Confusion matrix
================

Which digits does a classifier confuse? Cells are coloured by the share of each true digit, so that rare
and frequent digits compare, and say share and count. The caption names the denominator.
"""

from sklearn.datasets import load_digits
from sklearn.model_selection import train_test_split
from sklearn.naive_bayes import GaussianNB

import figmerit as fm

X, y = load_digits(return_X_y=True)
X_train, X_test, y_train, y_test = train_test_split(X, y, random_state=0)
y_pred = GaussianNB().fit(X_train, y_train).predict(X_test)

matrix = fm.compute_confusion_matrix(y_test, y_pred)
fig = fm.plot_confusion_matrix(
    matrix, normalize="true", annotate="percent", annot_fmt="{:.0%}", title="Digits, naive Bayes"
)

for confusion in matrix.top_confusions(3):
    print(f"{confusion.true_label} taken for {confusion.predicted_label}: {confusion.count} ({confusion.share:.0%})")
