"""The choice of a threshold by a rule."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any, Literal, TypeAlias

import numpy as np

from figmerit._numbers import equation
from figmerit._options import named_options
from figmerit._validate import check_count, check_flag, check_number, check_option
from figmerit.errors import brief, invalid, warn, wrong_type
from figmerit.inference.resampling import resampled
from figmerit.metrics._costs import check_cost, cost_text
from figmerit.metrics._curves import check_prevalence
from figmerit.metrics.pr_curve import PRCurve
from figmerit.metrics.roc_curve import ROCCurve
from figmerit.metrics.threshold_sweep import (
    TIE,
    ThresholdSweep,
    check_beta,
    check_both_classes,
    last_best,
)

if TYPE_CHECKING:
    from figmerit._arrays import FloatArray
    from figmerit.metrics.operating_point import OperatingPoint

Rule: TypeAlias = Literal["fbeta", "youden", "precision", "recall", "fpr", "cost"]

BETTER = {"precision": "recall", "recall": "precision", "fpr": "recall"}
"""What is to be as good as possible where a rule's target is reached."""


@named_options()
def choose_threshold(
    sweep: ThresholdSweep | ROCCurve | PRCurve,
    rule: Rule = "fbeta",
    *,
    target: float | None = None,
    beta: float | None = None,
    cost: Any = None,
    prevalence: float | None = None,
    safe: bool = False,
    n_resamples: int | None = None,
    random_state: int | None = None,
) -> OperatingPoint:
    """Choose a threshold by a rule.

    Parameters
    ----------
    sweep : ThresholdSweep, ROCCurve or PRCurve
        Of one class. Choose on validation data, and judge the choice on others with
        :meth:`ThresholdSweep.at_threshold`.
    rule : {"fbeta", "youden", "precision", "recall", "fpr", "cost"}, default="fbeta"
        The highest F-beta; the highest Youden's J (recall + specificity - 1); the highest recall with a precision
        of at least `target`; the highest precision with a recall of at least `target`; the highest recall with a
        false positive rate of at most `target`; or the lowest expected cost. Of thresholds that are equally good
        the highest is taken.
    target : float, optional
        In [0, 1], for the rules "precision", "recall" and "fpr".
    beta : float, optional
        Weight of recall in F-beta, by default the sweep's own, or 1.
    cost : mapping of str to float or array-like of shape (2, 2), optional
        For the rule "cost": what each sample costs, ``{"fp": 1, "fn": 5}``, by default the sweep's own.
    prevalence : float, optional
        A share of positives, in (0, 1), to choose for, if scores are the same within each class: see
        :meth:`ThresholdSweep.at_prevalence`.
    safe : bool, default=False
        Whether the target must be reached by the worse end of the Wilson interval, not by the estimate.
    n_resamples : int, optional
        Bootstrap samples, 200 or more, by which to correct the optimism of the rule's metric [1]_: the rule chooses
        on each of them, and what it gains there beyond the data themselves is taken off.
    random_state : int, optional
        Seed of the bootstrap.

    Returns
    -------
    OperatingPoint
        Its threshold is a score of the data, or infinite if nothing is best called positive.

    Raises
    ------
    ValueError
        If no threshold reaches the target, or the options do not fit the rule; the message says what is reached.
    TypeError
        If `sweep` is none, or options are of the wrong kind.

    Warns
    -----
    FigmeritWarning
        If the threshold sends everything to one class.

    See Also
    --------
    compute_threshold_sweep : Metrics at every threshold.
    plot_threshold_sweep : Draws them with the point.

    Notes
    -----
    A threshold looks better on the data that it was chosen on than it is [2]_; figures say so. The interval of the
    rule "safe" is that of one threshold, not of the best of many.

    References
    ----------
    .. [1] Efron, B. (1983). Estimating the error rate of a prediction rule: improvement on cross-validation. Journal
       of the American Statistical Association 78, 316-331. https://doi.org/10.1080/01621459.1983.10477973
    .. [2] Leeflang, M. M. G. et al. (2008). Bias in sensitivity and specificity caused by data-driven selection of
       optimal cutoff values. Clinical Chemistry 54, 729-737. https://doi.org/10.1373/clinchem.2007.096032

    Examples
    --------
    >>> from figmerit import compute_threshold_sweep
    >>> sweep = compute_threshold_sweep([0, 0, 1, 1, 1], [0.1, 0.4, 0.35, 0.6, 0.8])
    >>> point = choose_threshold(sweep, "precision", target=0.9)
    >>> point.threshold
    0.6
    >>> point.apply([0.5, 0.7]).tolist()
    [0, 1]
    """
    check_option("rule", rule, ("fbeta", "youden", "precision", "recall", "fpr", "cost"))
    sweep = _restated(_as_sweep(sweep), rule, beta, cost, prevalence)
    target = _checked_target(rule, target)
    if check_flag("safe", safe) and rule not in BETTER:
        raise invalid("safe", "left out for a rule without a target", "True", 'rule="precision", target=0.9')
    place = _place(sweep, rule, target, safe=safe)
    point = replace(
        sweep.at_threshold(sweep.thresholds[place].item()),
        rule=_name(sweep, rule, target, safe=safe),
        chosen_on=sweep.fingerprint,
        objective=_objective(sweep, rule),
    )
    if n_resamples is not None:
        value = _corrected(sweep, rule, target, check_count("n_resamples", n_resamples), random_state, safe=safe)
        point = replace(point, corrected=value)
    if point.useless:
        warn(f"the threshold of {point.rule} is useless: {point.useless}.\nHint: plot_threshold_sweep shows why.")
    return point


def _as_sweep(sweep: Any) -> ThresholdSweep:
    if isinstance(sweep, ThresholdSweep):
        found = sweep
    elif isinstance(sweep, ROCCurve | PRCurve):
        found = ThresholdSweep.from_curve(sweep)
    else:
        hint = "compute_threshold_sweep(y_true, y_score)"
        raise wrong_type("sweep", "a ThresholdSweep, a ROCCurve or a PRCurve", brief(sweep), hint)
    check_both_classes(found, "choose a threshold")
    return found


def _restated(sweep: ThresholdSweep, rule: str, beta: Any, cost: Any, prevalence: Any) -> ThresholdSweep:
    """Return the sweep with what the caller says of beta, costs and prevalence."""
    if beta is not None:
        if rule != "fbeta":
            raise invalid("beta", "left out unless the rule is 'fbeta'", brief(beta))
        sweep = replace(sweep, beta=check_beta(beta))
    if cost is not None:
        if rule != "cost":
            raise invalid("cost", "left out unless the rule is 'cost'", brief(cost))
        sweep = replace(sweep, cost=check_cost(cost))
    if rule == "cost" and not sweep.cost:
        raise wrong_type("cost", "given for the rule 'cost'", "nothing", "cost={'fp': 1, 'fn': 5}")
    return sweep if prevalence is None else sweep.at_prevalence(check_prevalence(prevalence))


def _checked_target(rule: str, target: Any) -> float | None:
    if rule in BETTER:
        if target is None:
            raise wrong_type("target", f"given for the rule {rule!r}", "nothing", "target=0.9")
        return check_number("target", target, 0, 1)
    if target is not None:
        raise invalid("target", f"left out for the rule {rule!r}", brief(target))
    return None


def _objective(sweep: ThresholdSweep, rule: str) -> str:
    """Return the metric that a rule is about."""
    return ("f1_score" if sweep.beta == 1 else "fbeta_score") if rule == "fbeta" else rule


def _name(sweep: ThresholdSweep, rule: str, target: float | None, *, safe: bool) -> str:
    """Return a rule in words."""
    metric = sweep.display_name(_objective(sweep, rule))
    if rule == "cost":
        text = f"lowest {cost_text(sweep.cost)}"
    elif target is None:
        text = f"best {metric}"
    else:
        text = f"{'FPR' if rule == 'fpr' else metric} {'≤' if rule == 'fpr' else '≥'} {target:g}"
        if safe and sweep.intervals is not None:
            text += f" by {sweep.intervals.label}"
    return text if sweep.assumed_prevalence is None else f"{text}, {equation('prevalence', sweep.assumed_prevalence)}"


def _place(sweep: ThresholdSweep, rule: str, target: float | None, *, safe: bool) -> int:
    """Return the place of the threshold that a rule chooses."""
    values = sweep.values(_objective(sweep, rule))
    if target is None:
        return last_best(values, lowest=rule == "cost")
    at_most = rule == "fpr"
    ends = _safe_end(sweep, rule, at_most=at_most) if safe else values
    reached = ends <= target + TIE if at_most else ends >= target - TIE
    if not reached.any():
        best = float(np.nanmin(ends) if at_most else np.nanmax(ends))
        what = f"the {'upper' if at_most else 'lower'} end of the interval of {rule}" if safe else rule
        rule_text = f"reached by some threshold; {what} is {best:.6g} at best"
        step = np.ceil(best * 1e3) if at_most else np.floor(best * 1e3)
        raise invalid("target", rule_text, f"{target:g}", f"target={step / 1e3:g} or {'more' if at_most else 'less'}")
    return last_best(np.where(reached, np.nan_to_num(sweep.values(BETTER[rule]), nan=-1.0), -2.0))


def _safe_end(sweep: ThresholdSweep, rule: str, *, at_most: bool) -> FloatArray:
    """Return the worse end of the interval of a metric at each threshold."""
    intervals = sweep.intervals
    if intervals is None or intervals.reason or rule not in intervals.ends:
        why = "there are none" if intervals is None else intervals.reason or "the prevalence is an assumption"
        raise invalid("safe", "left out without intervals", f"True ({why})")
    ends: FloatArray = intervals.ends[rule][:, 1 if at_most else 0]
    return ends


def _corrected(
    sweep: ThresholdSweep, rule: str, target: float | None, n_resamples: int, random_state: Any, *, safe: bool
) -> float:
    """Return a rule's metric without its optimism; NaN if the target is out of reach in most bootstrap samples."""
    if sweep.weighted:
        raise invalid("n_resamples", "left out for weighted samples, which are not counts", f"{n_resamples}")
    objective = _objective(sweep, rule)
    values = sweep.values(objective)
    parts = [-np.diff(part) for part in (sweep.tp, sweep.fp)]
    gains = []
    for positives, negatives in resampled(parts[0], parts[1], n_resamples, random_state):
        tp, fp = (np.append(np.cumsum(part[::-1])[::-1], 0) for part in (positives, negatives))
        drawn = replace(sweep, tp=tp, fp=fp)
        try:
            place = _place(drawn, rule, target, safe=safe)
        except ValueError:  # the target is out of reach
            continue
        gains.append(drawn.values(objective)[place] - values[place])
    if 2 * len(gains) < n_resamples:
        return float("nan")
    return float(values[_place(sweep, rule, target, safe=safe)] - np.mean(gains))
