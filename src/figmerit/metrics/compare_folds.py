"""Two models in the folds of a cross-validation: whether their scores differ, although folds share samples."""

from __future__ import annotations

import math
from typing import Any

import numpy as np

from figmerit._arrays import check_scores
from figmerit._options import named_options
from figmerit._validate import USUAL_LEVEL, check_confidence_level, check_number, check_same_shape
from figmerit.errors import brief, invalid, wrong_type
from figmerit.inference.corrections import corrected_t
from figmerit.inference.intervals import Intervals
from figmerit.metrics.catalog import find
from figmerit.metrics.comparison import Comparison, two_names

TEST, KIND = "corrected resampled t", "corrected t"
"""What the test and its interval are called."""

SAME = 1e-12
"""The share of the largest score up to which differences are the same."""

FEWEST = 5
"""Folds below which the interval is called unreliable."""


@named_options()
def compare_folds(
    first: Any,
    second: Any,
    *,
    test_share: float | None = None,
    metric: str = "score",
    names: Any = None,
    confidence_level: float | None = 0.95,
) -> Comparison:
    """Compare the scores of two models in the same folds or random splits.

    Parameters
    ----------
    first, second : array-like of shape (n_folds,)
        The score of each model in each fold, such as what :func:`sklearn.model_selection.cross_val_score` returns for
        both with the same splits. The losses of "neg_log_loss" and the like are turned round.
    test_share : float, optional
        The share of samples that each fold tests, in (0, 1), by default ``1 / n_folds``, that of a single
        cross-validation. Repeated or random splits need it: 0.1 of ten times ten folds.
    metric : str, default="score"
        What the scores are, for texts; the direction of metrics that the library knows is taken from there.
    names : sequence of two str, optional
        What the models are called, by default "A" and "B".
    confidence_level : float or None, default=0.95
        Level of the interval of the difference, in (0, 1); None for none.

    Returns
    -------
    Comparison
        Of the mean difference of the second model from the first. No samples are known, so that none have flipped.

    Raises
    ------
    ValueError, TypeError
        If there are fewer than two folds, scores are missing, or options make no sense.

    See Also
    --------
    compare_models : The predictions for the same samples, which is surer: each sample is predicted once.

    Notes
    -----
    Folds share samples to train with, so their differences are alike. The plain t-test takes them for independent and
    finds far too many differences; the corrected resampled t-test adds ``test_share / (1 - test_share)`` to
    ``1 / n_folds`` in the variance of their mean [1]_.

    References
    ----------
    .. [1] Nadeau, C. and Bengio, Y. (2003). Inference for the generalization error. Machine Learning, 52(3), 239-281.
       https://doi.org/10.1023/A:1024068626366

    Examples
    --------
    >>> result = compare_folds([0.80, 0.82, 0.79, 0.84, 0.81], [0.83, 0.84, 0.83, 0.86, 0.83], metric="accuracy")
    >>> print(result.text)
    B's accuracy is higher than A's by 0.026 [0.009, 0.043] (p = 0.012, corrected resampled t).
    """
    level = check_confidence_level(confidence_level)
    sides = [_scores(one, name) for one, name in ((first, "first"), (second, "second"))]
    check_same_shape("first", sides[0].shape, "second", sides[1].shape)
    n = len(sides[0])
    if n < 2:
        raise invalid("first and second", "the scores of two folds or more", f"{n}")
    share = 1 / n if test_share is None else check_number("test_share", test_share)
    if not 0 < share < 1:
        raise invalid("test_share", "a share in (0, 1)", f"{share:g}", "test_share=0.1")
    if not isinstance(metric, str):
        raise wrong_type("metric", "a text", brief(metric))
    known, doubt = find(metric), f"fewer than {FEWEST} folds" if n < FEWEST else ""
    if known is not None and known.loss is not None:
        sides = _losses(sides, metric)
    apart = sides[1] - sides[0]
    if np.ptp(apart) <= SAME * np.abs(sides).max():  # they differ by rounding alone
        apart = np.full(n, np.median(apart) if abs(np.median(apart)) > SAME * np.abs(sides).max() else 0.0)
    found = corrected_t(apart, share, level or USUAL_LEVEL)
    ends, doubts = {"difference": found.ends}, {"difference": doubt} if doubt else {}
    return Comparison(
        names=two_names(names),
        metric=metric if known is None else known.name,
        values=(float(np.mean(sides[0])), float(np.mean(sides[1]))),
        difference=found.mean,
        intervals=None if level is None else Intervals(KIND, level, ends, found.reason, unreliable=doubts),
        p_value=found.p_value,
        test="" if math.isnan(found.p_value) else TEST,
        n=n,
        first_only=np.zeros(0, np.int64),
        second_only=np.zeros(0, np.int64),
        greater_is_better=True if known is None else known.greater_is_better,
    )


def _losses(sides: list[Any], metric: str) -> list[Any]:
    """Return losses as they are: scorers that begin with "neg_" have turned their sign."""
    name = metric.strip().lower()
    turned = [-one for one in sides] if name.startswith("neg_") else sides
    wrong = [one[place] for one, side in zip(sides, turned, strict=True) for place in np.flatnonzero(side < 0)]
    if wrong:
        other = name.removeprefix("neg_") if name.startswith("neg_") else f"neg_{name}"
        rule = f"losses for the metric {metric!r}"
        raise invalid("first and second", rule, f"the score {wrong[0]:g}", f"metric={other!r}")
    return turned


def _scores(values: Any, name: str) -> Any:
    found, _ = check_scores(values, name)
    if found.ndim != 1:
        raise invalid(name, "one score a fold", f"shape {found.shape}")
    return found
