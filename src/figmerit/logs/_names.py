"""What the names of a log's columns mean: steps, metrics of training and of validation, and which values are better."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any, TypeAlias

from figmerit._validate import check_several, check_unrepeated
from figmerit.errors import brief, did_you_mean, invalid, listing, wrong_type
from figmerit.logs._readers import rows_with_values
from figmerit.metrics.catalog import find

if TYPE_CHECKING:
    from collections.abc import Iterable

    from figmerit.logs._readers import Log

Columns: TypeAlias = tuple[str | None, str | None]
"""The columns of training and of validation of one metric, as far as there are any."""

Sides: TypeAlias = dict[str, dict[str, float]]
"""The columns that may be "training" and "validation" of one metric, with their ranks: the lowest is meant."""

SAMPLES = ("n_samples", "num_samples", "train_size", "train_sizes", "train_sizes_abs", "n_train")
"""Columns that hold a number of samples."""

STEPS = ("epoch", "epochs", "step", "steps", "global_step", "iteration", "iterations", "iter", *SAMPLES)
"""Columns that are the horizontal axis, the first ones first."""

SIDES = {
    "training": {"train": 0, "training": 0, "learn": 0, "tr": 0, "trn": 0},
    "validation": {"val": 0, "valid": 0, "validation": 0, "dev": 0, "eval": 1, "evaluation": 1, "test": 2, "te": 2},
}
"""Words for each side, with their ranks: of several columns the one of the lowest rank is meant."""

BETWEEN = r"[\s_/.\-:]+"
"""What separates the words of a name."""

LOWER = re.compile(
    "loss|logloss|mlogloss|merror|error|err|cost|crossentropy|entropy|nll|perplexity|ppl|brier|mae|mse|rmse|mape|msle|rmsle|hinge|kld|"
    "divergence|deviance|hamming|wer|cer|misclassification|distance|ece"
)
GREATER = re.compile(
    "accuracy|acc|precision|recall|sensitivity|specificity|f|fbeta|fscore|auc|aucpr|auroc|auprc|roc|pr|ap|map|mcc|kappa|iou|"
    "dice|jaccard|scores?|bleu|rouge|r|top|tpr|tnr|likelihood|loglikelihood|loglik|elbo"
)
"""Words in the names of metrics of which lower or greater values are better."""

TURNED = re.compile("(neg|negative|1|one_minus)_?(log_?lik.*|[^_].*)")
"""Names of what is turned round: negative losses are better if greater, a negative log-likelihood if lower."""

BOOKKEEPING = re.compile("runtime|seconds?|times?|duration|flos|lr|learning_rate")
"""Words in the names of columns that are no metrics."""


def plain_name(name: str) -> str:
    """Return a name in lower case, with one underscore between its words."""
    return re.sub(BETWEEN, "_", name.strip()).lower()


def counts_samples(x_name: str) -> bool:
    """Tell whether the horizontal axis is a number of training samples."""
    return plain_name(x_name) in SAMPLES


def steps_among(names: Iterable[str]) -> list[str]:
    """Return the columns that may be the horizontal axis, the likeliest first."""
    known = [name for name in names if plain_name(name) in STEPS]
    return sorted(known, key=lambda name: STEPS.index(plain_name(name)))


def metric_of(column: str) -> tuple[str, str, float]:
    """Return the metric of a column, its side, "training", "validation" or "", and its rank: the lowest is meant."""
    name, rank = column.strip(), 0.0
    lightning = re.fullmatch(r"(.+)_(step|epoch)", name, re.IGNORECASE)
    if lightning is not None:
        name, rank = lightning[1], 0.5 if lightning[2].lower() == "step" else 0.0
    for side, ranks in SIDES.items():
        word, metric = f"(?P<word>{'|'.join(ranks)})", "(?P<metric>.+?)"
        for pattern in (word + BETWEEN + metric, metric + BETWEEN + word):
            match = re.fullmatch(pattern, name, re.IGNORECASE)
            if match is not None:
                singular = re.sub("^(score|loss)e?s$", r"\1", match["metric"], flags=re.IGNORECASE)
                return singular, side, ranks[match["word"].lower()] + rank
    return name, "", 1 + rank


def is_bookkeeping(metric: str) -> bool:
    """Tell whether a column says how long something took, or the like."""
    name = plain_name(metric)
    return any(map(BOOKKEEPING.fullmatch, (name, *name.split("_"))))


def direction_of(metric: str) -> bool | None:
    """Return whether greater values of a metric are better, as far as its name tells."""
    name = plain_name(metric)
    if turned := TURNED.fullmatch(name):
        other = direction_of(turned[2])
        return not other if other is not None else True if turned[1] == "neg" else None
    words = [word.rstrip("0123456789") for word in re.findall("[a-z0-9]+", name)]
    known = find(name)
    if known is not None:
        return known.greater_is_better
    if any(map(LOWER.fullmatch, words)):
        return False
    return True if any(map(GREATER.fullmatch, words)) else None


def columns_of_metrics(log: Log, metrics: Any, x: Any, train: Any, validation: Any) -> dict[str, Columns]:
    """Return the columns of each metric that was asked for."""
    rule, hint = "names of metrics", 'metrics=["loss"]'
    wanted = [metrics] if isinstance(metrics, str) else []
    if metrics is not None and not wanted:
        wanted = check_several("metrics", metrics, rule, hint)
        if not wanted or not all(isinstance(name, str) for name in wanted):
            raise wrong_type("metrics", rule, brief(metrics), hint)
        check_unrepeated(tuple(map(plain_name, wanted)), "metrics")
    for option, column in {"train": train, "validation": validation, "x": x}.items():
        if column is not None:
            log.check_column(option, column)
    if train is None and validation is None:
        chosen = _chosen(log, _candidates(log, x), {plain_name(name): name for name in wanted})
        return {
            name: (_meant(name, "training", sides), _meant(name, "validation", sides)) for name, sides in chosen.items()
        }
    if len(wanted) > 1:
        raise invalid("metrics", "one name if train or validation is given", listing(wanted))
    return {wanted[0] if wanted else metric_of(validation if train is None else train)[0]: (train, validation)}


def _candidates(log: Log, x: str | None) -> dict[str, Sides]:
    """Return the metrics of a log; a column that names no side is one of training."""
    found: dict[str, Sides] = {}
    names: dict[str, str] = {}
    for column, values in log.columns.items():
        n_known = int(rows_with_values(values).sum())
        if n_known and column not in (x, *steps_among([column])):
            metric, side, rank = metric_of(column)
            metric = names.setdefault(plain_name(metric), metric)
            rank += 10.0 if n_known == 1 else 0.0  # a mean over all steps, logged once at the end
            found.setdefault(metric, {}).setdefault(side or "training", {})[column] = rank
    return found


def _chosen(log: Log, found: dict[str, Sides], wanted: dict[str, str]) -> dict[str, Sides]:
    """Return the metrics that are wanted: by default those with both sides, else those known to be metrics."""
    names = {plain_name(metric): metric for metric in found}
    metrics = {metric: sides for metric, sides in found.items() if not is_bookkeeping(metric)}
    both = [metric for metric, sides in metrics.items() if len(sides) == 2]
    usual = both or [m for m, sides in metrics.items() if "validation" in sides or direction_of(m) is not None]
    expected = wanted or (names if usual else {})
    for column, fault in log.faults.items():  # a curve that was left out would hide that the training failed
        metric = plain_name(metric_of(column)[0])
        if metric in expected or (not expected and direction_of(metric) is not None):
            raise fault
    if not expected:
        rule = 'of columns of training and validation, such as "loss" and "val_loss"'
        got = f"the columns {listing([*log.columns, *log.faults])}"
        raise invalid("log", rule, got, 'train="<column>", validation="<column>"')
    for plain, name in wanted.items():
        if plain not in names:
            raise invalid("metrics", f"some of {listing(found)}", brief(name), did_you_mean(name, found))
    return {metric: found[metric] for metric in ([names[plain] for plain in wanted] or usual)}


def _meant(metric: str, side: str, sides: Sides) -> str | None:
    """Return the column of one side of a metric, if there is any."""
    ranks = sides.get(side, {})
    columns = sorted(column for column, rank in ranks.items() if rank == min(ranks.values()))
    if len(columns) > 1:
        hint = f"{'train' if side == 'training' else side}={columns[0]!r}"
        raise invalid("log", f"of one {side} column for the metric {metric!r}", " and ".join(map(repr, columns)), hint)
    return columns[0] if columns else None
