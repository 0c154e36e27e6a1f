"""
What is predicted how often
===========================

A model may predict some classes more often than there are samples of them, at the cost of others. Naive Bayes takes
many digits for an 8; the solid part of its predictions is right.
"""

from sklearn.datasets import load_digits
from sklearn.model_selection import train_test_split
from sklearn.naive_bayes import GaussianNB

import figmerit as fm

X, y = load_digits(return_X_y=True)
X_train, X_test, y_train, y_test = train_test_split(X, y, test_size=0.5, stratify=y, random_state=0)
y_pred = GaussianNB().fit(X_train, y_train).predict(X_test)

fig = fm.plot_class_counts(y_test, y_pred, title="Digits, naive Bayes")
