"""Predictions of imaginary classifiers, the same on every machine."""

from __future__ import annotations

import numpy as np

ANIMALS = ["bird", "cat", "dog", "fish"]
HAND = ([1, 1, 0, 1, 0, 1, 0, 0], [0.95, 0.80, 0.75, 0.60, 0.50, 0.40, 0.30, 0.10])
"""Eight samples whose areas are known by hand: ROC AUC 0.8125, average precision 0.854167."""


def binary(skill=1.0, n=200, prevalence=0.3, seed=0):
    """Return true labels 0 and 1, and scores in (0, 1) that are better with more skill."""
    rng = np.random.default_rng(seed)
    y_true = (rng.random(n) < prevalence).astype(int)
    y_score = 1 / (1 + np.exp(-(rng.normal(size=n) + skill * (2 * y_true - 1))))
    return y_true, y_score


def multiclass(n_classes=4, n=200, skill=1.5, seed=0):
    """Return true labels 0 to n_classes - 1, and one column of scores a class."""
    rng = np.random.default_rng(seed)
    y_true = rng.integers(0, n_classes, n)
    raw = rng.normal(size=(n, n_classes))
    raw[np.arange(n), y_true] += skill
    shares = np.exp(raw)
    return y_true, shares / shares.sum(axis=1, keepdims=True)


def animals():
    """Return true and predicted names; fish are never seen and birds are never predicted."""
    y_true = ["bird"] * 12 + ["cat"] * 30 + ["dog"] * 24
    y_pred = ["cat"] * 5 + ["dog"] * 7 + ["cat"] * 27 + ["dog"] * 3 + ["dog"] * 15 + ["cat"] * 9
    return y_true, y_pred


def training_log(n=30, seed=0):
    """Return the log of a training that overfits: the validation loss is best about halfway, one value is missing."""
    rng = np.random.default_rng(seed)
    epoch = np.arange(1, n + 1)
    loss = 1.9 * np.exp(-epoch / 6) + 0.05 + 0.02 * rng.normal(size=n)
    val_loss = 1.7 * np.exp(-epoch / 5) + 0.3 + 0.6 * epoch / n + 0.02 * rng.normal(size=n)
    columns = {"epoch": epoch, "loss": loss, "val_loss": val_loss}
    columns |= {"accuracy": 1 - loss / 2.4, "val_accuracy": 1 - val_loss / 2.4}
    columns["val_loss"] = np.where(epoch == n // 2 + 6, np.nan, val_loss)
    return columns


LARGE = {
    "probabilities": np.nan_to_num([-np.inf, 0.1, 0.4, 0.3, 0.2, np.inf]),
    "float32": np.nan_to_num(np.float32([-np.inf, -1, 4, 3, 2, np.inf])),
    "nothing else": np.array([-1e308, 1e308] * 3),
    "one score": np.full(6, 1.7e308),
}
"""Scores that stand for infinity."""
