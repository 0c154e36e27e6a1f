"""The choice of a threshold by a rule."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any, NamedTuple, Unpack

import numpy as np

from figmerit._numbers import equation
from figmerit._options import named_options
from figmerit._validate import check_count, check_flag, check_no_options, check_number, check_option
from figmerit.errors import brief, invalid, warn, wrong_type
from figmerit.metrics._costs import check_cost, cost_text
from figmerit.metrics._curves import outcomes_of
from figmerit.metrics._threshold_metrics import TIE, check_beta, f_name, last_best
from figmerit.metrics.catalog import find
from figmerit.metrics.pr_curve import PRCurve
from figmerit.metrics.roc_curve import ROCCurve
from figmerit.metrics.threshold_sweep import ThresholdSweep, compute_threshold_sweep

if TYPE_CHECKING:
    from collections.abc import Mapping

    from figmerit._arrays import FloatArray
    from figmerit.metrics.operating_point import OperatingPoint
    from figmerit.metrics.options import ChoiceOptions

BETTER = {"precision": "recall", "recall": "precision", "fpr": "recall"}
"""The metric to make as good as possible where a rule's target is reached."""

RULES = ("fbeta", "youden", "precision", "recall", "fpr", "cost")

LOWEST = "fpr", "cost"
"""The rules whose metric is better if it is lower."""


@named_options(compute_threshold_sweep)
def choose_threshold(
    y_true: Any,
    y_score: Any = None,
    rule: str = "fbeta",
    *,
    target: float | None = None,
    beta: float | None = None,
    cost: Any = None,
    prevalence: float | None = None,
    safe: bool = False,
    n_resamples: int | None = None,
    random_state: int | None = None,
    **options: Unpack[ChoiceOptions],
) -> OperatingPoint:
    """Choose a threshold by a rule.

    Parameters
    ----------
    y_true : array-like, ThresholdSweep, ROCCurve or PRCurve
        True labels; or a result of one class, which comes alone: ``choose_threshold(sweep, rule)``. Choose on
        validation data, and judge the choice on others with :meth:`ThresholdSweep.at_threshold`.
    y_score : array-like of shape (n_samples,) or (n_samples, n_classes), optional
        Scores, higher for the positive label; left out with a result.
    rule : {"fbeta", "youden", "precision", "recall", "fpr", "cost"}, default="fbeta"
        The highest F-beta; the highest Youden's J (recall + specificity - 1); the highest recall with a precision
        of at least `target`; the highest precision with a recall of at least `target`; the highest recall with a
        false positive rate of at most `target`; or the lowest expected cost. If thresholds are equally good,
        the highest is taken. Other names of these metrics are understood: "f1", "sensitivity", "ppv".
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
        Bootstrap samples, 200 or more, to correct the optimism of the rule's metric [1]_: the rule chooses on
        each of them, and what it gains there beyond the data themselves is taken off.
    random_state : int, optional
        Seed of the bootstrap.
    %(options)s

    Returns
    -------
    OperatingPoint
        Its threshold is a score of the data, or infinite if nothing is best called positive.

    Raises
    ------
    ValueError
        If no threshold reaches the target, or the options do not fit the rule; the message says what is reached.
    TypeError
        If options have the wrong type, or stand beside a result.

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
    rule "safe" is meant for one threshold, not for the best of many.

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
    given, rule = _given(y_true, y_score, rule, options)
    sweep = _restated(given, rule, beta, cost, prevalence)
    choice = Choice(rule, _checked_target(rule, target), check_flag("safe", safe))
    if choice.safe and rule not in BETTER:
        raise invalid("safe", "left out for a rule without a target", "True", 'rule="precision", target=0.9')
    point = sweep.at_threshold(sweep.thresholds[choice.place(sweep)].item())
    point = replace(point, rule=choice.text(sweep), chosen_on=sweep.identity, objective=choice.objective(sweep))
    if n_resamples is not None:
        point = replace(point, corrected=choice.corrected(sweep, check_count("n_resamples", n_resamples), random_state))
    if point.useless:
        warn(f"the threshold of {point.rule} is useless: {point.useless}.\nHint: plot_threshold_sweep shows why.")
    return point


def _given(y_true: Any, y_score: Any, rule: Any, options: Mapping[str, Any]) -> tuple[ThresholdSweep, str]:
    """Return the sweep of arrays or of a result, which may be followed by the rule, and the rule by its own name."""
    if isinstance(y_true, ThresholdSweep | ROCCurve | PRCurve):
        if y_score is not None:
            if not isinstance(rule, str) or rule != RULES[0]:
                target = f", target={rule}" if isinstance(rule, int | float) else ""
                hint = f"choose_threshold(result, {brief(y_score)}{target})"
                raise wrong_type("what follows a result", "the rule alone", f"{brief(y_score)} and {brief(rule)}", hint)
            rule = y_score
        check_no_options(y_true, options, "compute_threshold_sweep(y_true, y_score, {})")
        sweep = y_true if isinstance(y_true, ThresholdSweep) else ThresholdSweep(outcomes=outcomes_of(y_true))
    else:
        sweep = compute_threshold_sweep(y_true, y_score, **options)
    sweep.outcomes.check_both_classes("choose a threshold")
    return sweep, _rule(rule)


def _rule(rule: Any) -> str:
    """Return a rule by its own name; metrics have others elsewhere."""
    if isinstance(rule, str) and rule not in RULES and (found := find(rule)) is not None:
        rule = "fbeta" if found.name == "f1_score" else found.name
    known: str = check_option("rule", rule, RULES if isinstance(rule, str) and rule in RULES else (*RULES, "f1"))
    return known


def _restated(sweep: ThresholdSweep, rule: str, beta: Any, cost: Any, prevalence: Any) -> ThresholdSweep:
    """Return the sweep with the beta, costs and prevalence that the caller gives."""
    changed: dict[str, Any] = {}
    for name, given, needed, check in (("beta", beta, "fbeta", check_beta), ("cost", cost, "cost", check_cost)):
        if given is not None:
            if rule != needed:
                raise invalid(name, f"left out unless the rule is {needed!r}", brief(given))
            changed[name] = check(given)
    sweep = replace(sweep, **changed) if changed else sweep
    if rule == "cost" and not sweep.cost:
        raise wrong_type("cost", "given for the rule 'cost'", "nothing", "cost={'fp': 1, 'fn': 5}")
    return sweep if prevalence is None else sweep.at_prevalence(prevalence)


def _checked_target(rule: str, target: Any) -> float | None:
    if rule in BETTER:
        if target is None:
            raise wrong_type("target", f"given for the rule {rule!r}", "nothing", "target=0.9")
        return check_number("target", target, 0, 1)
    if target is not None:
        raise invalid("target", f"left out for the rule {rule!r}", brief(target))
    return None


class Choice(NamedTuple):
    """A rule, the target that it needs, and whether the worse end of the interval must reach it."""

    rule: str
    target: float | None
    safe: bool

    def objective(self, sweep: ThresholdSweep) -> str:
        """Return the metric that the rule is about."""
        return f_name(sweep.beta) if self.rule == "fbeta" else self.rule

    def text(self, sweep: ThresholdSweep) -> str:
        """Return the rule in words."""
        metric = "FPR" if self.rule == "fpr" else sweep.display_name(self.objective(sweep))
        if self.target is None:
            text = f"lowest {cost_text(sweep.cost)}" if self.rule == "cost" else f"best {metric}"
        else:
            text = f"{metric} {'≤' if self.rule in LOWEST else '≥'} {self.target:g}"
        if self.safe and sweep.intervals is not None:
            text += f" by {sweep.intervals.label}"
        share = sweep.assumed_prevalence
        return text if share is None else f"{text}, {equation('prevalence', share)}"

    def place(self, sweep: ThresholdSweep) -> int:
        """Return the place of the threshold that the rule chooses."""
        values, lowest = sweep.values(self.objective(sweep)), self.rule in LOWEST
        if self.target is None:
            return last_best(values, lowest=lowest)
        ends = self._worse_ends(sweep) if self.safe else values
        reached = ends <= self.target + TIE if lowest else ends >= self.target - TIE
        if not reached.any():
            raise self._out_of_reach(float(np.nanmin(ends) if lowest else np.nanmax(ends)))
        return last_best(np.where(reached, np.nan_to_num(sweep.values(BETTER[self.rule]), nan=-1.0), -2.0))

    def corrected(self, sweep: ThresholdSweep, n_resamples: int, random_state: Any) -> float:
        """Return the rule's metric without its optimism; NaN if most bootstrap samples do not reach the target."""
        if sweep.weighted:
            raise invalid("n_resamples", "left out for weighted samples, which are not counts", f"{n_resamples}")
        values, gains = sweep.values(self.objective(sweep)), []
        for outcomes in sweep.outcomes.resampled(n_resamples, random_state):
            drawn = replace(sweep, outcomes=outcomes)
            try:
                place = self.place(drawn)
            except ValueError:  # the target is out of reach
                continue
            gains.append(drawn.values(self.objective(sweep))[place] - values[place])
        if 2 * len(gains) < n_resamples:
            return float("nan")
        return float(values[self.place(sweep)] - np.mean(gains))

    def _worse_ends(self, sweep: ThresholdSweep) -> FloatArray:
        """Return the worse end of the metric's interval at each threshold."""
        intervals = sweep.intervals
        if intervals is None or intervals.reason or self.rule not in intervals.ends:
            why = "there are none" if intervals is None else intervals.reason or "the prevalence is an assumption"
            raise invalid("safe", "left out without intervals", f"True ({why})")
        ends: FloatArray = intervals.ends[self.rule][:, int(self.rule in LOWEST)]
        return ends

    def _out_of_reach(self, best: float) -> ValueError:
        """Return the error for a target that no threshold reaches."""
        lowest = self.rule in LOWEST
        what = f"the {'upper' if lowest else 'lower'} end of the interval of {self.rule}" if self.safe else self.rule
        near = (np.ceil if lowest else np.floor)(best * 1e3) / 1e3
        rule = f"reached by some threshold; {what} is {best:.6g} at best"
        return invalid("target", rule, f"{self.target:g}", f"target={near:g} or {'more' if lowest else 'less'}")
