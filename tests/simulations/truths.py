"""True values of what is simulated: numbers of distributions, not of samples."""

from __future__ import annotations

import math
from collections.abc import Callable

import numpy as np
from scipy.integrate import quad
from scipy.optimize import brentq
from scipy.special import expit
from scipy.stats import norm

STEP = 0.5
"""To what rounded scores are rounded."""

Draw = Callable[[np.random.Generator, int], np.ndarray]


def scores_of(kind: str, auc: float) -> tuple[Draw, Draw]:
    """Return how scores of positives and of negatives are drawn, so that the true area under the ROC curve is `auc`."""
    z = norm.ppf(auc)
    if kind == "exponential":
        return lambda rng, n: rng.exponential(auc / (1 - auc), n), lambda rng, n: rng.exponential(1.0, n)
    if kind == "two values":
        return lambda rng, n: 0.2 + rng.binomial(1, auc, n) / 2, lambda rng, n: 0.2 + rng.binomial(1, 1 - auc, n) / 2
    if kind == "powers":
        return lambda rng, n: rng.random(n) ** (1 / auc - 1), lambda rng, n: rng.random(n)
    if kind == "logistic":
        shift = brentq(lambda d: np.exp(d) * (np.exp(d) - 1 - d) / np.expm1(d) ** 2 - auc, 1e-3, 20)
        return lambda rng, n: rng.logistic(shift, 1, n), lambda rng, n: rng.logistic(0, 1, n)
    if kind == "mixture":  # a part of the positives cannot be told from negatives
        hidden = min(0.2, 1 - auc)
        shift = math.sqrt(2) * norm.ppf((auc - hidden / 2) / (1 - hidden))
        return lambda rng, n: rng.normal(shift * (rng.random(n) >= hidden), 1), lambda rng, n: rng.normal(0, 1, n)
    if kind == "rounded":
        shift = brentq(lambda shift: rounded_area(shift) - auc, -1, 8)
        return lambda rng, n: to_step(rng.normal(shift, 1, n)), lambda rng, n: to_step(rng.normal(0, 1, n))
    spread = {"equal variance": 1.0, "unequal variance": 2.0}[kind]
    shift = z * math.hypot(1, spread)
    return lambda rng, n: rng.normal(shift, spread, n), lambda rng, n: rng.normal(0, 1, n)


def to_step(score: np.ndarray) -> np.ndarray:
    """Return scores rounded, which makes ties."""
    return np.round(score / STEP) * STEP


def rounded_area(shift: float) -> float:
    """Return the area under the ROC curve of rounded normal scores, ties as one half."""
    values = np.arange(-12, 20, STEP)
    edges = np.append(values - STEP / 2, values[-1] + STEP / 2)
    positive, negative = np.diff(norm.cdf(edges - shift)), np.diff(norm.cdf(edges))
    return float(np.sum(positive * (np.cumsum(negative) - negative / 2)))


def average_precision(shift: float, prevalence: float) -> float:
    """Return the average precision of normal scores: the mean precision at the scores of positives."""

    def precision(score: float) -> float:
        hits, alarms = prevalence * norm.sf(score - shift), (1 - prevalence) * norm.sf(score)
        return hits / (hits + alarms)

    return quad(lambda score: precision(score) * norm.pdf(score - shift), shift - 9, shift + 9, limit=200)[0]


def of_table(tp: float, fp: float, fn: float, tn: float) -> dict[str, float]:
    """Return the metrics of a table of two labels, by their definitions."""
    chance = (tp + fp) * (tp + fn) + (tn + fp) * (tn + fn)
    product = (tp + fp) * (tp + fn) * (tn + fp) * (tn + fn)
    return {
        "accuracy": tp + tn,
        "f1_score": 2 * tp / (2 * tp + fp + fn),
        "mcc": (tp * tn - fp * fn) / math.sqrt(product),
        "cohen_kappa": (tp + tn - chance) / (1 - chance),
        "balanced_accuracy": (tp / (tp + fn) + tn / (tn + fp)) / 2,
    }


def of_normal_scores(shift: float, prevalence: float) -> dict[str, float]:
    """Return the metrics of scores of variance 1 around 0 and `shift`, cut in the middle between both."""
    right = norm.cdf(shift / 2)
    table = prevalence * right, (1 - prevalence) * (1 - right), prevalence * (1 - right), (1 - prevalence) * right
    brier = sum(
        share * quad(lambda z, at=at: (expit(z + at - shift / 2) - (at > 0)) ** 2 * norm.pdf(z), -9, 9)[0]
        for share, at in ((prevalence, shift), (1 - prevalence, 0.0))
    )
    return of_table(*table) | {"roc_auc": norm.cdf(shift / math.sqrt(2)), "brier": brier}
