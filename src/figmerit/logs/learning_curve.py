"""Learning curves: a metric of training and of validation, step by step or with more and more samples."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, TypedDict

import numpy as np

from figmerit._arrays import Result
from figmerit._options import named_options
from figmerit._validate import check_flag, check_number
from figmerit.errors import brief, did_you_mean, invalid, listing
from figmerit.logs._names import columns_of_metrics, direction_of, steps_among
from figmerit.logs._readers import read_log, table_of
from figmerit.logs.metric_curve import MetricCurve, curve_of_metric


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

    def to_text(self) -> str:
        """Return what each metric's curves say, as lines.

        Returns
        -------
        str
            The texts of :meth:`MetricCurve.to_text`, one after the other.
        """
        return "\n".join(curve.to_text() for curve in self.metrics.values())

    def __repr__(self) -> str:
        """Show each metric and its reading."""
        readings = ", ".join(f"{name}: {curve.reading}" for name, curve in self.metrics.items())
        return f"LearningCurve({readings})"

    def _columns(self) -> dict[str, Any]:
        tables = [curve._columns() for curve in self.metrics.values()]  # noqa: SLF001  as its own to_pandas shows them
        names = dict.fromkeys(name for table in tables for name in table)
        return {
            name: np.concatenate([table.get(name, np.full(len(table["x"]), np.nan)) for table in tables])
            for name in names
        }


class LogOptions(TypedDict, total=False):
    """Options of :func:`compute_learning_curve`, but `metrics`, which the figure chooses from."""

    x: str | None
    train: str | None
    validation: str | None
    greater_is_better: bool | Mapping[str, bool] | None
    target: float | Mapping[str, float] | None
    chance: float | Mapping[str, float] | None


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
    chance: float | Mapping[str, float] | None = None,
) -> LearningCurve:
    """Compute learning curves from the log of a training, and read them by a rule of thumb.

    Parameters
    ----------
    log : mapping, DataFrame, list of mappings, tuple of arrays, or path of a CSV file
        Columns of shape (n_steps,): a mapping such as the ``history`` of Keras, a data frame, or a CSV file. Or
        one mapping a step, as the Trainer of Hugging Face or Lightning keep them: steps may lack values, and
        those with the same `x` are joined. Values of shape (n_steps, n_folds), as of
        :func:`sklearn.model_selection.learning_curve`, are averaged over folds; the tuple that it returns is
        understood too. None and NaN are gaps.
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
        it underfitting cannot be told from a good fit where a plateau is neither low nor known to be near chance.
    chance : float or mapping of str to float, optional
        The value of a classifier that guesses: ``log(n_classes)`` or the entropy of the classes for a log loss, the
        share of the largest class for accuracy.

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

    Over steps, the first one that holds; the distance from perfection is that of validation at the end, from 0 for
    losses and from 1 for shares:

    1. *too short to tell*: fewer than 5 values of training or validation, or no more movement than noise.
    2. *overfitting*: validation ends more than 10% of the range worse than at its best [2]_, and more than 3% of the
       distance from perfection; *diverging*, if training too ends 10% of the range worse.
    3. *too short to tell*: validation has gained more than 10% of the range in the second half.
    4. *underfitting*: training ends worse than `target`, or has gained less than 20% of what lies between `chance` and
       perfection.
    5. *more data would help*: validation ends more than 20% of the range, and more than 10% of the distance from
       perfection, behind training, and the gap has closed to less than 95% of what it was halfway [1]_.
    6. *overfitting*: validation ends as far behind training, and the gap has not closed.
    7. *plateau*: both end close together, it is unknown what is good (no `target`, no `chance`), and training is still
       more than a third as far from perfection as the curves have been. That is a good fit or underfitting.
    8. *good fit*.

    Over numbers of samples 2. and 3. do not apply; in 5. a gap of 10% of the range that has closed to less than 90%
    is enough.

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
    held = read_log(log)
    columns = columns_of_metrics(held, metrics, x, train, validation)
    used = [name for pair in columns.values() for name in pair if name is not None]
    table = table_of(held, used, steps_among(held.columns) if x is None else [x])
    better = _by_metric("greater_is_better", greater_is_better, columns)
    directions = {metric: _direction(metric, better.get(metric)) for metric in columns}
    targets, chances = _numbers("target", target, columns), _numbers("chance", chance, columns)
    curves = {
        metric: curve_of_metric(
            metric,
            table,
            pair,
            greater_is_better=directions[metric],
            target=targets.get(metric),
            chance=chances.get(metric),
        )
        for metric, pair in columns.items()
    }
    return LearningCurve(x_name=table.x_name, metrics=curves)


def _by_metric(option: str, given: Any, metrics: Mapping[str, Any]) -> Mapping[str, Any]:
    """Return what an option says of each metric: its mapping, or its one value for all of them."""
    if not isinstance(given, Mapping):
        return {} if given is None else dict.fromkeys(metrics, given)
    for metric in given:
        if metric not in metrics:
            rule = f"a mapping of the metrics {listing(metrics)}"
            raise invalid(option, rule, f"the key {brief(metric)}", did_you_mean(metric, metrics))
    return given


def _direction(metric: str, given: Any) -> bool:
    """Return whether greater values of a metric are better, as the caller says or as its name tells."""
    better = direction_of(metric) if given is None else check_flag("greater_is_better", given)
    if better is None:
        rule = f"given for the metric {metric!r}, whose name does not tell"
        raise invalid(
            "greater_is_better", rule, "nothing", f"greater_is_better={{{metric!r}: True}}, or False if lower is better"
        )
    return better


def _numbers(name: str, value: Any, columns: Mapping[str, Any]) -> dict[str, float]:
    """Return the number of each metric that has one; of several metrics each needs its own."""
    if len(columns) > 1 and value is not None and not isinstance(value, Mapping):
        rule = f"a mapping of metric to number for the metrics {listing(columns)}"
        raise invalid(name, rule, brief(value), f"{name}={{{next(iter(columns))!r}: {value!r}}}")
    return {
        metric: check_number(f"{name}[{metric!r}]" if isinstance(value, Mapping) else name, number)
        for metric, number in _by_metric(name, value, columns).items()
    }
