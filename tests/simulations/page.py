"""The page of the guide that says how often intervals and bands hold the truth."""

from __future__ import annotations

from textwrap import wrap
from typing import TYPE_CHECKING, Any

import numpy as np
from tests.simulations.studies import (
    AREAS,
    DEFAULT,
    KINDS,
    OTHER_AREAS,
    OTHER_KINDS,
    OTHER_SIZES,
    OTHERS,
    SIZES,
    Number,
    f1_coverage,
    mcnemar_size,
    wilson_coverage,
)

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

SHARES = np.linspace(0.05, 0.95, 1801)
"""True shares over which the coverage of Wilson's intervals is averaged."""

NAMES = {
    "accuracy": "accuracy",
    "roc_auc": "ROC AUC",
    "average_precision": "average precision",
    "f1_score": "F1",
    "mcc": "MCC",
    "cohen_kappa": "Cohen's kappa",
    "balanced_accuracy": "balanced accuracy",
    "brier": "Brier score",
    "bootstrap": "percentile bootstrap",
    "bca": "BCa bootstrap",
}

SAID = {
    "roc_auc": "ROC AUC {1}, {2} and {3} samples, {0}",
    "other_scores": "ROC AUC {1}, {2} and {3} samples, {0}",
    "average_precision": "average precision {2}, {0} positives, a share of {1}",
    "labels": "{0}, {1} samples, {2} positive",
    "differences": "difference of {0}, {1} models, {2} samples",
    "sizes": "equal models found different: {0}, {1} samples",
    "bands": "{0} curve, {1} samples",
}
"""What each setting of a study is, in words."""

HEAD = """\
How often intervals hold the truth
==================================

.. currentmodule:: figmerit

.. This page is written by ``make simulate`` (tests/simulations/coverage.py). Change the script, not the page.

A 95 % interval promises to hold the true value in 95 of 100 samples. No method keeps that promise for all data,
least of all with few samples. This page says how well each one keeps it. ``make simulate`` draws samples whose true
values are known, asks the library for intervals, and counts how many hold the truth. The seed is {seed}; the same
seed writes the same page.

- Each number is followed by its Monte Carlo error: "0.946 ± 0.005" is within 0.01 of what endless samples would
  give, in 95 of 100 cases. Wilson's intervals and McNemar's tests need no samples: their numbers are exact sums.
- A number outside its target is in bold. The last column then says how many of the samples the library itself calls
  unreliable, and why: texts and figures pass that on. "Not flagged" is what you have to know from here.
- Widths are means over the samples.

"""

WILSON = """\
Shares of samples: Wilson
-------------------------

Accuracy, precision, recall and specificity are shares of samples. The mean is over {points:,} true shares from 0.05
to 0.95 (``inference.intervals.wilson``, which the results call; exact, without samples). The target of the mean is
94 to 96.5 % from 20 samples on. Below the mean is the share that is held least often: coverage jumps up and down
with the true share, as the number of successes is whole.

"""

F1 = """\
F1 of one class: Wilson
-----------------------

F1 is 2 J / (1 + J) of the share J of true positives among true positives, false positives and false negatives. The
ends of its interval are those of Wilson's interval of J, put into that formula (``inference.intervals.of_proportions``;
exact, without samples; where nothing is positive or called positive F1 is undefined, and such samples are left out).
Recall is 0.8, specificity 0.9. The target is 94 to 97 %.

"""

AUC = """\
Area under the ROC curve
------------------------

:func:`compute_roc_curve` gives DeLong's interval on the logit scale, adjusted: each class gets half a row more,
which is in order with half of the other class, as a share gets half a success and half a failure more. Where less
than half a row of the smaller class is out of order, it is Wilson's for that class. {samples:,} samples for each of
{settings} settings: four distributions of scores, four true areas, eight pairs of sizes. The target is 93 to 97 %
with at least 20 of each class.

DeLong's own interval holds the truth too seldom where one class has few samples and the area is near 1: the few
samples rarely have one among them that is far out of order. Newcombe's fifth method needs no scores; it takes both
classes to be alike, and fails where their variances differ. The adjustment is the library's own, and simulations
like these chose its half row. So the last table of this section has distributions and sizes that were not looked at
then.

"""

PRECISION = """\
Average precision
-----------------

:func:`compute_pr_curve` treats it as a share of the positives, on the logit scale. Scores are normal, one or two
standard deviations apart; {samples:,} samples each. The target is 92 to 98 %.

"""

LABELS = """\
F1, MCC, kappa and balanced accuracy
------------------------------------

:func:`compute_metric_summary` with ``method="bootstrap"`` (percentiles) and ``method="bca"``, 1000 resamples each;
{samples:,} samples each. Recall is 0.8, specificity 0.9. The target is 92.5 to 97 %.

"""

PAIRED = """\
Differences of two models
-------------------------

:func:`compare_models`, two models whose scores have half of their variance in common; 40 % positives on average,
{samples:,} samples each. "Equal" models have a true difference of zero. The target is 93 to 97 %.

"""

SIZES_TEXT = """\
Equal models that are found different
-------------------------------------

A test at the level of 5 % calls equal models different in 5 of 100 samples. The target is 4 to 6 %, and at most 5 %
for McNemar's exact test. A smaller number is no false alarm; it means that the test finds fewer differences than it
could.

"""

MCNEMAR = """\
McNemar's tests by the share of samples about which only one model is right (``inference.paired.mcnemar``, which
:func:`compare_models` calls; exact sums over all numbers of such samples). With fewer than about ten such samples
no test that counts can come near 5 %.

"""

BANDS = """\
Bands around curves
-------------------

:meth:`ROCCurve.band` and :meth:`PRCurve.band`: how often they hold the *whole* true curve. Half of the samples are
positive, scores are normal and 1.2 standard deviations apart; {samples:,} samples each, 500 resamples. The target
of simultaneous bands is 93 % or more. Pointwise ones promise each point for itself, not the curve: theirs have no
target.

"""


def page_of(numbers: Sequence[Number], seed: int) -> str:
    """Return the whole page."""
    of = {
        study: [one for one in numbers if one.study == study] for study in dict.fromkeys(one.study for one in numbers)
    }
    default = [one for one in of["roc_auc"] if one.method == DEFAULT]
    parts = [
        HEAD.format(seed=seed),
        _outside(numbers),
        WILSON.format(points=len(SHARES)) + _wilson(),
        F1 + _f1(),
        AUC.format(samples=default[0].samples, settings=len(default)),
        "The three methods, with at least 20 of each class:\n\n" + _methods(of["roc_auc"], SIZES),
        f"{DEFAULT[0].upper()}{DEFAULT[1:]}, all settings:\n\n" + _areas(default),
        _others(of["other_scores"]),
        PRECISION.format(samples=of["average_precision"][0].samples),
        _plain(["Positives", "Share of positives", "True value"], of["average_precision"]),
        LABELS.format(samples=of["labels"][0].samples),
        _plain(["Method", "Metric", "Samples", "Share of positives"], of["labels"], with_method=True),
        PAIRED.format(samples=of["differences"][0].samples),
        _plain(["Method", "Metric", "Models", "Samples"], of["differences"], with_method=True),
        SIZES_TEXT + MCNEMAR + _mcnemar(),
        f"Simulated, {of['sizes'][0].samples:,} samples each:\n\n" + _tests(of["sizes"]),
        BANDS.format(samples=of["bands"][0].samples),
        _plain(["Band", "Curve", "Samples"], of["bands"], with_method=True),
    ]
    return "\n".join(part.rstrip("\n") + "\n" for part in parts)


def _table(header: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    lines = [".. list-table::", "   :header-rows: 1", ""]
    for row in (header, *rows):
        lines += [f"   {'* -' if place == 0 else '  -'} {cell}".rstrip() for place, cell in enumerate(row)]
    return "\n".join(lines) + "\n\n"


def _name(part: Any) -> str:
    return f"{part:,}" if isinstance(part, int) else NAMES.get(str(part), str(part))


def _share(one: Number) -> str:
    """Return a share with its error, in bold if it is outside its target."""
    text = f"{one.value:.3f} ± {one.error:.3f}"
    return text if one.reached else f"**{text}**"


def _said(one: Number) -> str:
    """Return what the library says of such samples."""
    if one.flagged < 0.005:
        return "" if one.reached else "not flagged"
    return f"{100 * one.flagged:.0f} %: {one.reason}"


def _plain(header: Sequence[str], numbers: Sequence[Number], *, with_method: bool = False) -> str:
    rows = []
    for one in numbers:
        setting = (_name(one.method),) * with_method + tuple(_name(part) for part in one.setting)
        rows.append([*setting, _share(one), f"{one.width:.3f}", _said(one)])
    return _table([*header, "Holds the truth", "Mean width", "Called unreliable"], rows)


def _outside(numbers: Sequence[Number]) -> str:
    """Return the section of all that misses its target: what promises too much first."""
    judged = [one for one in numbers if one.target is not None and one.method not in OTHERS]
    missed = sorted((one for one in judged if not one.reached), key=lambda one: not one.promises_too_much)
    too_much = sum(one.promises_too_much for one in missed)
    rows = []
    for one in missed:
        setting = SAID[one.study].format(*map(_name, one.setting))
        low, high = one.target or (0.0, 1.0)
        side = "too much" if one.promises_too_much else "less than is true"
        rows.append([setting, _name(one.method), _share(one), f"{low:g} to {high:g}", side, _said(one)])
    title = "What misses its target"
    text = (
        f"{len(missed)} of {len(judged)} simulated numbers of the library's methods are outside their targets."
        f" {too_much} promise too much: an interval that holds the truth too seldom, a test that finds equal models"
        f" different too often. The other {len(missed) - too_much} are on the safe side: intervals that could be"
        f" shorter, tests that could find more. A number may also miss by its Monte Carlo error alone."
    )
    header = "What", "Method", "Simulated", "Target", "Promises", "Called unreliable"
    table = _table(header, rows) if rows else ""
    return f"{title}\n{'-' * len(title)}\n\n" + "\n".join(wrap(text, 116)) + "\n\n" + table


def _wilson() -> str:
    rows = []
    for n in (10, 20, 50, 100, 500):
        coverage = wilson_coverage(n, SHARES)
        mean, least = float(coverage.mean()), int(coverage.argmin())
        reached = n < 20 or 0.94 <= mean <= 0.965
        shown = f"{mean:.4f}" if reached else f"**{mean:.4f}**"
        rows.append([str(n), shown, f"{coverage[least]:.4f}", f"{SHARES[least]:.4f}"])
    return _table(["Samples", "Mean", "Least", "at the true share"], rows)


def _f1() -> str:
    rows = []
    for n in (50, 100, 500, 2000):
        for prevalence in (0.5, 0.1, 0.02):
            truth, held, undefined = f1_coverage(n, prevalence)
            shown = f"{held:.4f}" if 0.94 <= held <= 0.97 else f"**{held:.4f}**"
            rows.append([f"{n:,}", f"{prevalence:g}", f"{truth:.3f}", shown, f"{undefined:.4f}"])
    return _table(["Samples", "Share of positives", "True value", "Holds the truth", "Undefined"], rows)


def _methods(numbers: Sequence[Number], among: Sequence[tuple[int, int]]) -> str:
    """Compare the methods for areas: over all settings, and by sizes."""
    rows = []
    sizes = [size for size in among if min(size) >= 20]
    for size in (None, *sizes):
        for method in (DEFAULT, *OTHERS):
            of_method = [
                one
                for one in numbers
                if one.method == method and one.setting[2:] in (sizes if size is None else [size])
            ]
            if not of_method:
                continue
            values = [one.value for one in of_method]
            shown = "all" if size is None else f"{size[0]:,} and {size[1]:,}"
            inside = f"{sum(one.reached for one in of_method)} of {len(of_method)}"
            width = float(np.mean([one.width for one in of_method]))
            rows.append([shown, method, f"{min(values):.3f}", f"{max(values):.3f}", inside, f"{width:.3f}"])
    return _table(["Positives and negatives", "Method", "Least", "Most", "Within 93 to 97 %", "Mean width"], rows)


def _others(numbers: Sequence[Number]) -> str:
    """Say what the methods do with distributions that were not looked at when one was chosen."""
    text = (
        f"Other distributions ({', '.join(OTHER_KINDS)}; areas of {', '.join(map(str, OTHER_AREAS))}),"
        f" {numbers[0].samples:,} samples for each of {len(numbers) // 3} settings:"
    )
    return "\n".join(wrap(text, 116)) + "\n\n" + _methods(numbers, OTHER_SIZES)


def _areas(numbers: Sequence[Number]) -> str:
    """Return a row for each distribution and pair of sizes, with one column for each true area."""
    rows = []
    for m, n in SIZES:
        for kind in KINDS:
            found = {one.setting[1]: one for one in numbers if (one.setting[0], *one.setting[2:]) == (kind, m, n)}
            if found:
                said = "; ".join(f"{_said(one)} (area {area:g})" for area, one in found.items() if one.flagged >= 0.05)
                shown = [_share(found[area]) if area in found else "" for area in AREAS]
                rows.append([f"{m:,} and {n:,}", kind, *shown, said])
    areas = [f"Area {area:g}" for area in AREAS]
    return _table(["Positives and negatives", "Scores", *areas, "Called unreliable, from 5 % of the samples on"], rows)


def _mcnemar() -> str:
    rows = []
    for n in (50, 100, 200, 500):
        for discordant in (0.05, 0.1, 0.2, 0.4):
            mid_p, exact = (mcnemar_size(n, discordant, exact=exact) for exact in (False, True))
            shown = f"{mid_p:.4f}" if 0.04 <= mid_p <= 0.06 else f"**{mid_p:.4f}**"
            rows.append([str(n), f"{discordant:g}", shown, f"{exact:.4f}" if exact <= 0.05 else f"**{exact:.4f}**"])
    return _table(["Samples", "Only one model right", "Mid-p", "Exact"], rows)


def _tests(numbers: Sequence[Number]) -> str:
    rows = [[one.method, _name(one.setting[0]), _name(one.setting[1]), _share(one)] for one in numbers]
    return _table(["Test", "Metric", "Samples", "Found different"], rows)
