"""
ROC curve
=========

Two classifiers of breast tumours. Vertices are the distinct scores, tied scores share one, and the area
under each drawn line is the AUC in the legend. The points are what a threshold of 0.5 gives, and the corner
of perfect classifiers is enlarged.
"""

from sklearn.datasets import load_breast_cancer
from sklearn.linear_model import LogisticRegression
from sklearn.model_selection import train_test_split
from sklearn.naive_bayes import GaussianNB
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import StandardScaler

import figmerit as fm

X, y = load_breast_cancer(return_X_y=True)
malignant = y == 0
X_train, X_test, y_train, y_test = train_test_split(X[:, :5], malignant, test_size=0.5, random_state=0)

curves = {}
for name, model in {
    "logistic regression": make_pipeline(StandardScaler(), LogisticRegression()),
    "naive Bayes": GaussianNB(),
}.items():
    y_score = model.fit(X_train, y_train).predict_proba(X_test)
    curves[name] = fm.compute_roc_curve(y_test, y_score)

fig = fm.plot_roc_curve(curves, threshold=0.5, zoom=0.25, title="Malignant tumours")

# %%
# Where false alarms are costly, low false positive rates matter: a logarithmic scale gives them room, and
# ``max_fpr`` the area that belongs to them. Points can have names.

best = curves["logistic regression"]
fig = fm.plot_roc_curve(best, fpr_scale="log", max_fpr=0.05, threshold={"usual": 0.5, "strict": 0.9})
