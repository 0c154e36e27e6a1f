"""How often intervals hold the truth: each study draws samples of known distributions and asks figmerit's functions."""

from __future__ import annotations

import math
from collections import Counter
from dataclasses import dataclass, field, replace
from functools import cache
from typing import TYPE_CHECKING, Any

import numpy as np
from scipy.stats import binom, norm
from tests.simulations import truths

import figmerit as fm
from figmerit.inference.areas import delong
from figmerit.inference.intervals import wilson
from figmerit.inference.paired import mcnemar

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

LEVEL = 0.95
KINDS = "equal variance", "unequal variance", "exponential", "rounded"
SIZES = (10, 10), (10, 1000), (20, 20), (20, 200), (20, 2000), (50, 50), (100, 100), (200, 2000)
AREAS = 0.6, 0.75, 0.9, 0.97
OTHER_KINDS = "logistic", "mixture", "powers", "two values"
OTHER_SIZES = (20, 20), (20, 500), (30, 3000), (300, 30), (50, 150)
OTHER_AREAS = 0.55, 0.7, 0.85, 0.95
"""Settings that were not looked at when the method was chosen."""

DEFAULT, OTHERS = "adjusted DeLong", ("DeLong", "Newcombe's method 5")
SHIFTS = {"equal": (1.5, 1.5), "different": (1.0, 1.6)}
"""How far both models' scores of positives are from those of negatives."""

SHARED = 0.5
"""The share of variance that the scores of two models have in common."""

Target = tuple[float, float]


@dataclass(frozen=True)
class Number:
    """A simulated share, what it is of, its Monte Carlo error, and what it should be."""

    study: str
    method: str
    setting: tuple[Any, ...]
    value: float
    error: float
    target: Target | None
    width: float = math.nan
    flagged: float = 0.0
    reason: str = ""
    samples: int = 0

    @property
    def reached(self) -> bool:
        return self.target is None or self.target[0] <= self.value <= self.target[1]

    @property
    def promises_too_much(self) -> bool:
        """Whether intervals hold the truth too seldom, or a test finds equal models different too often."""
        low, high = self.target or (0.0, 1.0)
        return self.value > high if self.study == "sizes" else self.value < low


@dataclass
class Tally:
    """Which intervals held the truth, how wide they were, and what the library said of them."""

    truth: float
    held: list[bool] = field(default_factory=list)
    widths: list[float] = field(default_factory=list)
    doubts: Counter[str] = field(default_factory=Counter)

    def add(self, ends: Any, doubt: str = "") -> None:
        """Count an interval; one that is missing holds nothing."""
        low, high = (math.nan, math.nan) if ends is None else ends
        self.held.append(bool(low <= self.truth <= high))
        self.widths.append(high - low)
        if doubt:
            self.doubts[doubt] += 1

    def number(self, study: str, method: str, setting: tuple[Any, ...], target: Target | None) -> Number:
        share, n = float(np.mean(self.held)), len(self.held)
        reason = self.doubts.most_common(1)[0][0] if self.doubts else ""
        width, flagged = float(np.nanmean(self.widths)), self.doubts.total() / n
        return Number(study, method, setting, share, error_of(share, n), target, width, flagged, reason, n)


def error_of(share: float, n: int) -> float:
    """Return the standard error of a simulated share; of none or all that of one more success and failure."""
    return math.sqrt((share * n + 1) * ((1 - share) * n + 1) / (n + 2) ** 3)


def labels_of(positives: int, negatives: int) -> np.ndarray:
    return np.repeat([1, 0], [positives, negatives])


def roc_auc(setting: tuple[str, float, int, int], samples: int, rng: np.random.Generator) -> list[Number]:
    """Areas under ROC curves: the library's interval by `compute_roc_curve`, and two others for comparison."""
    kind, truth, m, n = setting
    draws, y = truths.scores_of(kind, truth), labels_of(m, n)
    tallies = {name: Tally(truth) for name in (DEFAULT, *OTHERS)}
    for _ in range(samples):
        score = np.concatenate([draw(rng, size) for draw, size in zip(draws, (m, n), strict=True)])
        curve = fm.compute_roc_curve(y, score, confidence_level=LEVEL)
        tallies[DEFAULT].add(curve.interval, curve.intervals.unreliable.get("roc_auc", ""))
        area = delong(*(np.diff(part) for part in (curve.outcomes.tp, curve.outcomes.fp)))
        for name, ends in zip(OTHERS, (delong_ends(*area, min(m, n)), newcombe_ends(area.auc, m, n)), strict=True):
            tallies[name].add(ends)
    target = (0.93, 0.97) if min(m, n) >= 20 else None
    return [one.number("roc_auc", name, setting, target) for name, one in tallies.items()]


def delong_ends(auc: float, variance: float, few: int) -> tuple[float, float]:
    """Return DeLong's interval on the logit scale; at 0 and 1 that of Clopper and Pearson for the smaller class."""
    if auc in (0, 1):
        end = ((1 - LEVEL) / 2) ** (1 / few)
        return (end, 1.0) if auc else (0.0, 1 - end)
    half = norm.ppf((1 + LEVEL) / 2) * math.sqrt(variance) / (auc * (1 - auc))
    odds = (1 - auc) / auc
    return 1 / (1 + odds * math.exp(half)), 1 / (1 + odds * math.exp(-half))


def newcombe_ends(auc: float, m: int, n: int) -> tuple[float, float]:
    """Return Newcombe's interval by his method 5: https://doi.org/10.1002/sim.2324.

    Its ends are so many standard errors of Hanley and McNeil from the area, each with the mean size of both classes.
    """
    z, more = norm.ppf((1 + LEVEL) / 2), (m + n) / 2 - 1
    ends = []
    for outside in (0.0, 1.0):
        inside = auc
        for _ in range(40):
            area = (outside + inside) / 2
            variance = area * (1 - area) * (1 + more * ((1 - area) / (2 - area) + area / (1 + area))) / m / n
            far = (area - auc) ** 2 > z**2 * variance
            outside, inside = (area, inside) if far else (outside, area)
        ends.append(inside)
    return ends[0], ends[1]


def other_scores(setting: tuple[str, float, int, int], samples: int, rng: np.random.Generator) -> list[Number]:
    """The same for the settings that were not looked at when the method was chosen."""
    return [replace(one, study="other_scores") for one in roc_auc(setting, samples, rng)]


def average_precision(setting: tuple[float, int, float], samples: int, rng: np.random.Generator) -> list[Number]:
    """Average precision of normal scores, by `compute_pr_curve`."""
    shift, positives, prevalence = setting
    y = labels_of(positives, round(positives / prevalence) - positives)
    tally = Tally(truths.average_precision(shift, prevalence))
    for _ in range(samples):
        curve = fm.compute_pr_curve(y, rng.normal(shift * y), confidence_level=LEVEL)
        tally.add(curve.interval, curve.intervals.unreliable.get("average_precision", ""))
    shown = positives, prevalence, round(tally.truth, 3)
    return [tally.number("average_precision", "logit", shown, (0.92, 0.98))]


def label_metrics(setting: tuple[str, int, float], samples: int, rng: np.random.Generator) -> list[Number]:
    """F1, MCC, Cohen's kappa and balanced accuracy, by `compute_metric_summary(method=...)`; recalls 0.8 and 0.9."""
    method, n, prevalence = setting
    cells = np.array([prevalence * 0.8, (1 - prevalence) * 0.1, prevalence * 0.2, (1 - prevalence) * 0.9])
    wanted = "f1_score", "mcc", "cohen_kappa", "balanced_accuracy"
    truth = truths.of_table(*cells)
    tallies = {name: Tally(truth[name]) for name in wanted}
    for seed in range(samples):
        table = rng.multinomial(n, cells)
        true, pred = np.repeat([1, 0, 1, 0], table), np.repeat([1, 1, 0, 0], table)
        options = {"labels": [0, 1], "pos_label": 1, "confidence_level": LEVEL}
        summary = fm.compute_metric_summary(true, pred, method=method, random_state=seed, **options)
        for name, tally in tallies.items():
            ends = summary.intervals.ends[name]
            tally.add(ends[1] if np.ndim(ends) == 2 else ends, summary.intervals.unreliable.get(name, ""))
    return [one.number("labels", method, (name, n, prevalence), (0.925, 0.97)) for name, one in tallies.items()]


def differences(setting: tuple[str, str, int], samples: int, rng: np.random.Generator) -> list[Number]:
    """Differences of two models on the same samples, and how often equal ones differ, by `compare_models`."""
    metric, which, n = setting
    shifts, prevalence = SHIFTS[which], 0.4
    values = [truths.of_normal_scores(shift, prevalence)[metric] for shift in shifts]
    tally, found_different = Tally(values[1] - values[0]), 0
    for seed in range(samples):
        y = (rng.random(n) < prevalence).astype(int)
        common = rng.normal(size=n) * math.sqrt(SHARED)
        scores = [shift * (y - 0.5) + common + rng.normal(size=n) * math.sqrt(1 - SHARED) for shift in shifts]
        given = scores if metric == "roc_auc" else [1 / (1 + np.exp(-score)) for score in scores]
        result = fm.compare_models(y, *given, metric=metric, labels=[0, 1], pos_label=1, random_state=seed)
        tally.add(result.interval, result.intervals.unreliable.get("difference", ""))
        found_different += bool(result.differ)
    numbers = [tally.number("differences", result.intervals.kind, setting, (0.93, 0.97))]
    if which == "equal":
        share, target = found_different / samples, (0.04, 0.06)
        numbers.append(
            Number("sizes", result.test, (metric, n), share, error_of(share, samples), target, samples=samples)
        )
    return numbers


def bands(setting: tuple[str, int], samples: int, rng: np.random.Generator) -> list[Number]:
    """Whole true curves in `ROCCurve.band`, and in the same band of precision by recall; normal scores."""
    kind, n = setting
    x, shift, y = np.linspace(0, 1, 1001)[1:-1], 1.2, labels_of(n // 2, n // 2)
    roc = norm.cdf(norm.ppf(x) + shift)
    precision = x / (x + norm.sf(norm.isf(x) + shift))
    tallies = {"ROC": Tally(1.0), "precision-recall": Tally(1.0)}
    for seed in range(samples):
        curve = fm.compute_roc_curve(y, rng.normal(shift * y))
        band = curve.band(kind, confidence_level=LEVEL, random_state=seed)
        found = band, band.as_precision_recall(0.5)  # which is what `PRCurve.band` returns
        for tally, one, truth in zip(tallies.values(), found, (roc, precision), strict=True):
            low, high = one.at(x)
            tally.held.append(bool(((low <= truth + 1e-12) & (truth <= high + 1e-12)).all()))
            tally.widths.append(float(np.mean(high - low)))
    target = (0.93, 1.0) if kind == "simultaneous" else None
    return [one.number("bands", kind, (name, n), target) for name, one in tallies.items()]


def wilson_coverage(n: int, p: np.ndarray) -> np.ndarray:
    """Return how often Wilson's interval holds each share: exact, a sum over all numbers of successes."""
    successes = np.arange(n + 1)
    low, high = wilson(successes, np.full(n + 1, n), LEVEL).T
    holds = (low <= p[:, None]) & (p[:, None] <= high)
    return np.sum(binom.pmf(successes, n, p[:, None]) * holds, axis=1)


def f1_coverage(n: int, prevalence: float) -> tuple[float, float, float]:
    """Return the true F1 of recalls 0.8 and 0.9, and how often its interval holds it: exact.

    With so many true positives, false positives and false negatives, the true positives are binomial, and the interval
    of F1 holds the truth where Wilson's holds their share. The sum is over that number, which is binomial too; without
    such samples F1 is undefined. The last number is how often it is.
    """
    tp, fp, fn = prevalence * 0.8, (1 - prevalence) * 0.1, prevalence * 0.2
    chances, share = binom.pmf(np.arange(n + 1), n, tp + fp + fn), np.array([tp / (tp + fp + fn)])
    held = sum(chances[k] * wilson_coverage(k, share)[0] for k in np.flatnonzero(chances > 1e-15).tolist() if k)
    return 2 * tp / (2 * tp + fp + fn), held / (1 - chances[0]), float(chances[0])


def mcnemar_size(n: int, discordant: float, *, exact: bool) -> float:
    """Return how often McNemar's test finds equal models different: a sum over both numbers of discordant rows."""
    chances = binom.pmf(np.arange(n + 1), n, discordant)
    return sum(chances[k] * _rejected(k, exact=exact) for k in np.flatnonzero(chances > 1e-15).tolist())


@cache
def _rejected(k: int, *, exact: bool) -> float:
    """Return how often the test rejects if there are k discordant rows."""
    first = np.arange(k + 1)
    rejected = mcnemar(first, k - first, exact=exact) < 1 - LEVEL
    return float(np.sum(binom.pmf(first, k, 0.5)[rejected]))


@dataclass(frozen=True)
class Work:
    """One setting of a study, and how many samples are drawn."""

    study: Callable[[Any, int, np.random.Generator], list[Number]]
    setting: tuple[Any, ...]
    samples: int


def works_of(*, quick: bool = False) -> Iterable[Work]:
    """Return what is simulated, what takes longest first; few samples of few settings if `quick`."""
    areas = [(kind, area, m, n) for m, n in SIZES for kind in KINDS for area in AREAS]
    other_areas = [(kind, area, m, n) for m, n in OTHER_SIZES for kind in OTHER_KINDS for area in OTHER_AREAS]
    precisions = [(shift, m, share) for shift in (1.0, 2.0) for share in (0.02, 0.1, 0.5) for m in (20, 50, 200)]
    labels = [(how, n, share) for how in ("bootstrap", "bca") for share in (0.5, 0.1) for n in (100, 500, 2000)]
    metrics = "accuracy", "roc_auc", "f1_score", "brier"
    pairs = [(metric, which, n) for metric in metrics for which in SHIFTS for n in (50, 100, 200, 500)]
    around = [(kind, n) for kind in ("simultaneous", "pointwise") for n in (2000, 200)]
    for study, samples, settings in (
        (bands, 200, around),
        (label_metrics, 500, labels),
        (roc_auc, 1000, areas),
        (other_scores, 1000, other_areas),
        (average_precision, 1000, precisions),
        (differences, 1000, pairs),
    ):
        for setting in settings[:: len(settings) // 4 + 1] if quick else settings:
            yield Work(study, setting, (2 if study is bands else 4) if quick else samples)
