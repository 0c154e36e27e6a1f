"""Learning curves: a metric of training and of validation, step by step or with more and more samples."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np

from figmerit._arrays import Result
from figmerit._options import named_options
from figmerit._validate import check_flag, check_number
from figmerit.errors import brief, did_you_mean, invalid, listing
from figmerit.logs._curves import curves_of
from figmerit.logs._names import direction_of
from figmerit.logs._readers import read_log
from figmerit.logs.metric_curve import MetricCurve, columns_of_curve, curve_of_metric


@dataclass(frozen=True, slots=True, eq=False)
class LearningCurve(Result):
    """The learning curves of one or several metrics.

    Attributes
    ----------
    x_name : str
        Name of the steps: of the log's column, or "row" for 1, 2, ....
    metrics : mapping of str to MetricCurve
        The curve of each metric.
    """

    x_name: str
    metrics: Mapping[str, MetricCurve]

    def __getitem__(self, metric: str) -> MetricCurve:
        """Return the curve of a metric."""
        return self.metrics[metric]

    @property
    def undefined(self) -> dict[Any, str]:
        """The reason for each number that is NaN, by its name and its metric."""
        return {(name, m): why for m, curve in self.metrics.items() for name, why in curve.undefined.items()}

    def alt_text(self) -> str:
        """Say in a sentence or two what the curves show."""
        if len(self.metrics) == 1:
            return next(iter(self.metrics.values())).alt_text()
        readings = ", ".join(f"{name} {curve.reading}" for name, curve in self.metrics.items())
        return f"Learning curves of {len(self.metrics)} metrics over {self.x_name!r}; rule of thumb: {readings}."

    def __repr__(self) -> str:
        """Show each metric and its reading."""
        readings = ", ".join(f"{name}: {curve.reading}" for name, curve in self.metrics.items())
        return f"LearningCurve({readings})"

    def _columns(self) -> dict[str, Any]:
        tables = [columns_of_curve(curve) for curve in self.metrics.values()]
        names = dict.fromkeys(name for table in tables for name in table)
        lengths = [len(table["x"]) for table in tables]
        return {
            name: np.concatenate(
                [table.get(name, np.full(n, np.nan)) for table, n in zip(tables, lengths, strict=True)]
            )
            for name in names
        }


@named_options()
def compute_learning_curve(
    log: Any,
    *,
    metrics: Any = None,
    x: str | None = None,
    train: str | None = None,
    validation: str | None = None,
    greater_is_better: bool | Mapping[str, bool] | None = None,
    target: float | Mapping[str, float] | None = None,
) -> LearningCurve:
    """Compute learning curves from the log of a training, and read them by a rule of thumb.

    Parameters
    ----------
    log : mapping, DataFrame, list of mappings, or path of a CSV file
        Columns of shape (n_steps,): a mapping such as the ``history`` of Keras, a data frame, or a CSV file. Or
        one mapping a step, as the Trainer of Hugging Face or Lightning keep them: steps may lack values, and
        those with the same `x` are joined. Values of shape (n_steps, n_folds), as of
        :func:`sklearn.model_selection.learning_curve`, are averaged over folds. None and NaN are gaps.
    metrics : str or sequence of str, optional
        Which metrics to take, by their names without "train" and "val". By default all that have columns of
        training and of validation; if there is none, those that have one of both.
    x : str, optional
        Column of the steps. By default "epoch", "step", "iteration" or "train_sizes" (and their likes), the
        first one that has one value of each column a step; without one, rows are counted from 1.
    train, validation : str, optional
        Columns of one metric, whose names say nothing. By default "train_loss", "training_loss", "loss/train" and
        "loss" are the training of the metric "loss"; "val_loss", "valid_loss", "validation_loss", "eval_loss" and
        "test_loss" its validation, of several the first; capitals do not matter.
    greater_is_better : bool or mapping of str to bool, optional
        Whether greater values are better. By default the names of metrics tell; where they do not, it must be
        given.
    target : float or mapping of str to float, optional
        The value that is good enough, or one that is clearly better than chance, in units of the metric. Without
        it underfitting cannot be told from a good fit.

    Returns
    -------
    LearningCurve
        One :class:`MetricCurve` a metric, in ``metrics``.

    Raises
    ------
    ValueError, TypeError
        If no column can be taken for a metric, columns contradict each other, or it is unknown whether greater
        values of a metric are better; the message says what to type.

    See Also
    --------
    plot_learning_curve : Draws the result.

    Notes
    -----
    Values, best steps and gaps are those of the log, exact. The reading is a rule of thumb, not a test: it knows
    nothing of regularization that only training pays for, or of data that training and validation share. Known
    shapes of learning curves break any such rule [3]_. All its differences are shares of the range that training
    and validation have covered together (after running medians of three values), so that units do not matter. It
    compares medians of stretches of a tenth of the values (three at least, two of five): the last stretch, the
    best one and the one halfway; and it takes no change for one that is less than 4 standard errors of a stretch,
    estimated from third differences.

    Over steps, the first one that holds:

    1. *too short to tell*: fewer than 5 values of training or validation, or no more movement than noise.
    2. *overfitting*: validation ends more than 10 % of the range worse than at its best [2]_; *diverging*, if the
       same is true of training.
    3. *too short to tell*: validation has gained more than 10 % of the range in the second half.
    4. *underfitting*: training ends worse than `target`.
    5. *overfitting*: validation ends more than 20 % of the range behind training.
    6. *good fit*.

    Over numbers of samples 2. and 3. do not apply. In place of them, after 4.: *more data would help*, if validation
    ends more than 10 % of the range behind training, and the gap has closed to less than 90 % of what it was
    halfway while validation has become better [1]_.

    References
    ----------
    .. [1] Perlich, C. (2011). Learning Curves in Machine Learning. Encyclopedia of Machine Learning, 577-580.
           https://doi.org/10.1007/978-0-387-30164-8_452
    .. [2] Prechelt, L. (2012). Early Stopping - But When? Neural Networks: Tricks of the Trade, 53-67.
           https://doi.org/10.1007/978-3-642-35289-8_5
    .. [3] Viering, T. and Loog, M. (2023). The Shape of Learning Curves: A Review. IEEE Transactions on Pattern
           Analysis and Machine Intelligence, 45(6), 7799-7819. https://doi.org/10.1109/TPAMI.2022.3220744

    Examples
    --------
    >>> log = {"loss": [0.9, 0.5, 0.3, 0.2, 0.1, 0.05], "val_loss": [0.9, 0.6, 0.5, 0.55, 0.7, 0.9]}
    >>> curve = compute_learning_curve(log)["loss"]
    >>> curve.best_x, curve.best_value, curve.reading
    (3.0, 0.5, 'overfitting')
    """
    steps, sides = curves_of(read_log(log), metrics, x, train, validation)
    better = {metric: _direction(metric, greater_is_better, sides) for metric in sides}
    goals = _goals(target, sides)
    curves = {
        metric: curve_of_metric(metric, steps, both, greater_is_better=better[metric], target=goals.get(metric))
        for metric, both in sides.items()
    }
    return LearningCurve(steps.name, curves)


def _direction(metric: str, given: Any, known: Mapping[str, Any]) -> bool:
    """Return whether greater values of a metric are better, as the caller says or as its name tells."""
    if isinstance(given, Mapping):
        _check_known("greater_is_better", given, known)
        given = given.get(metric)
    if given is not None:
        return check_flag("greater_is_better", given)
    found = direction_of(metric)
    if found is None:
        rule = f"given for the metric {metric!r}, whose name does not tell"
        raise invalid("greater_is_better", rule, "nothing", f"greater_is_better={{{metric!r}: True}}")
    return found


def _goals(target: Any, known: Mapping[str, Any]) -> dict[str, float]:
    """Return the target of each metric that has one."""
    if target is None:
        return {}
    if isinstance(target, Mapping):
        _check_known("target", target, known)
        return {metric: check_number(f"target[{metric!r}]", value) for metric, value in target.items()}
    value, metric = check_number("target", target), next(iter(known))
    if len(known) > 1:
        rule = f"a mapping of metric to number for the metrics {listing(known)}"
        raise invalid("target", rule, brief(target), f"target={{{metric!r}: {target!r}}}")
    return {metric: value}


def _check_known(option: str, given: Mapping[Any, Any], known: Mapping[str, Any]) -> None:
    for metric in given:
        if metric not in known:
            rule = f"a mapping of the metrics {listing(known)}"
            raise invalid(option, rule, f"the key {brief(metric)}", did_you_mean(metric, known))
