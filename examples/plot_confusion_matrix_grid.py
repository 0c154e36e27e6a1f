"""
Grid of confusion matrices
==========================

Several classifiers side by side, on one colour scale: the same colour means the same share in every panel.
"""

from sklearn.datasets import load_wine
from sklearn.linear_model import LogisticRegression
from sklearn.model_selection import train_test_split
from sklearn.naive_bayes import GaussianNB
from sklearn.neighbors import KNeighborsClassifier
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import StandardScaler
from sklearn.tree import DecisionTreeClassifier

import figmerit as fm

wine = load_wine()
X, y = wine.data[:, :4], wine.target
X_train, X_test, y_train, y_test = train_test_split(X, y, test_size=0.5, stratify=y, random_state=0)

models = {
    "logistic": make_pipeline(StandardScaler(), LogisticRegression()),
    "neighbours": KNeighborsClassifier(),
    "naive Bayes": GaussianNB(),
    "tree": DecisionTreeClassifier(random_state=0),
}
matrices = {name: (y_test, model.fit(X_train, y_train).predict(X_test)) for name, model in models.items()}
fig = fm.plot_confusion_matrix_grid(
    matrices, normalize="true", display_labels=wine.target_names, title="Wine, four features"
)
