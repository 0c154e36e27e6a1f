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
model = GaussianNB().fit(X_train, y_train)

matrix = fm.compute_confusion_matrix(y_test, model.predict(X_test))
fig = fm.plot_confusion_matrix(
    matrix, normalize="true", annotate="percent", annot_fmt="{:.0%}", title="Digits, naive Bayes"
)

for confusion in matrix.top_confusions(3):
    print(f"{confusion.true_label} taken for {confusion.predicted_label}: {confusion.count} ({confusion.share:.0%})")

# %%
# How sure was it of its mistakes? With its scores at hand, ``show_scores=True`` draws in each cell how those of the
# predicted class lie. Naive Bayes takes its features for independent: it is as sure of most mistakes as of what is
# right, and bars stand at the right end off the diagonal, too.

fig = fm.plot_confusion_matrix(
    y_test, y_score=model.predict_proba(X_test), show_scores=True, hide_zeros=True, title="Digits: sure of its mistakes"
)
