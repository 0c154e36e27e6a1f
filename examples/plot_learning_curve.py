"""
Learning curve
==============

Boosted trees on tumours, with more rounds than are good for them. The lines are the losses after each round, the mark
is the round with the best validation loss, and the shaded gap is what the trees know of their training data alone.
The last entry of the legend is what a documented rule of thumb makes of that.
"""

from sklearn.datasets import load_breast_cancer, load_digits
from sklearn.ensemble import GradientBoostingClassifier
from sklearn.metrics import accuracy_score, log_loss
from sklearn.model_selection import learning_curve, train_test_split
from sklearn.svm import SVC

import figmerit as fm

X, y = load_breast_cancer(return_X_y=True)
X_train, X_val, y_train, y_val = train_test_split(X, y, train_size=200, random_state=0, stratify=y)
trees = GradientBoostingClassifier(n_estimators=120, learning_rate=0.2, random_state=0).fit(X_train, y_train)

log = [{"iteration": k} for k in range(1, 121)]  # one dictionary a step, as most training loops keep them
for side, features, labels in (("train", X_train, y_train), ("val", X_val, y_val)):
    for row, y_score in zip(log, trees.staged_predict_proba(features), strict=True):
        row[f"{side}_loss"] = log_loss(labels, y_score)
        row[f"{side}_accuracy"] = accuracy_score(labels, y_score[:, 1] >= 0.5)

fig = fm.plot_learning_curve(log, metrics="loss", title="Boosted trees on 200 tumours")

# %%
# The result holds the numbers, and says what the rule saw.

curve = fm.compute_learning_curve(log)
print("best round:", curve["loss"].best_x, "with", curve["loss"].best_value)
print(curve["loss"].reading, "-", curve["loss"].explanation)

# %%
# Several metrics are panels. Accuracy may look settled where the loss is not: wrong answers get more confident.

fig = fm.plot_learning_curve(curve, title="Boosted trees on 200 tumours")

# %%
# scikit-learn's ``learning_curve`` has a score for each fold. The line is their mean, the band goes from the
# lowest to the highest fold: it is no confidence interval. With a target the rule can tell underfitting.

X, y = load_digits(return_X_y=True)
names = "train_sizes", "train_scores", "test_scores"
folds = learning_curve(SVC(gamma=0.001), X, y, cv=5, shuffle=True, random_state=0)
curve = fm.compute_learning_curve(dict(zip(names, folds, strict=True)), target=0.98)
fig = fm.plot_learning_curve(curve, title="Digits, support vectors")
