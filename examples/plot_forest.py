"""
Is it better than the baseline?
===============================

Several models against the first one, on the same patients: by how much the accuracy differs, the interval of the
difference, and whether these patients can tell. A hollow point cannot be told from no difference.
"""

from sklearn.datasets import load_breast_cancer
from sklearn.ensemble import RandomForestClassifier
from sklearn.linear_model import LogisticRegression
from sklearn.model_selection import cross_val_predict
from sklearn.naive_bayes import GaussianNB
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import StandardScaler

import figmerit as fm

X, y = load_breast_cancer(return_X_y=True)
models = {
    "naive Bayes": GaussianNB(),
    "random forest": RandomForestClassifier(random_state=0),
    "logistic": make_pipeline(StandardScaler(), LogisticRegression()),
    "strongly regularized": make_pipeline(StandardScaler(), LogisticRegression(C=0.001)),
}
first, *others = (cross_val_predict(model, X, y, cv=5) for model in models.values())
found = fm.compare_models(y, first, dict(zip(list(models)[1:], others, strict=True)), names="naive Bayes")

fig = fm.plot_forest(found, title="Breast cancer")
for one in found.values():
    print(one.text)
