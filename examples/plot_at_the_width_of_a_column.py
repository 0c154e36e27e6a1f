"""
At the width of a column
========================

A column of most papers is 3.25 inches wide. A figure is best drawn at that size, and not made smaller afterwards: lines
and letters then are as thin and as small as they should be. Texts shrink to 6 points before anything is left out.
"""

import matplotlib.pyplot as plt
from sklearn.datasets import load_digits
from sklearn.linear_model import LogisticRegression
from sklearn.model_selection import cross_val_predict
from sklearn.naive_bayes import GaussianNB
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import StandardScaler

import figmerit as fm

plt.rcParams.update({"font.size": 8, "axes.titlesize": 8, "lines.linewidth": 1.2, "savefig.dpi": 300})

X, y = load_digits(return_X_y=True)
models = {"logistic": LogisticRegression(), "naive Bayes": GaussianNB()}
scores = {
    name: cross_val_predict(make_pipeline(StandardScaler(), model), X, y, method="predict_proba")
    for name, model in models.items()
}

# %%
# Two matrices share their names and their colours.

fig = fm.plot_confusion_matrix_grid(
    {name: (y, score.argmax(axis=1)) for name, score in scores.items()}, normalize="true", figsize=(3.25, 2.2)
)

# %%
# The three digits that are found worst stand out.

fig = fm.plot_pr_curve(y, scores["naive Bayes"], figsize=(3.25, 2.8))
