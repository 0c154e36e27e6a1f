"""What the names of a log's columns mean: steps, metrics of training and of validation, and which values are better."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from figmerit.errors import invalid
from figmerit.metrics._catalog import CATALOG, NAMES_ELSEWHERE

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

SAMPLES = ("n_samples", "num_samples", "train_size", "train_sizes", "train_sizes_abs", "n_train")
"""Columns that hold a number of samples."""

STEPS = ("epoch", "epochs", "step", "steps", "global_step", "iteration", "iterations", "iter", *SAMPLES)
"""Columns that are the horizontal axis, the first ones first."""

ROWS = "row"
"""The name of the horizontal axis where no column is one."""

TRAINING = {"train": 0.0, "training": 0.0}
VALIDATION = {"val": 0.0, "valid": 0.0, "validation": 0.0, "dev": 0.0, "eval": 1.0, "evaluation": 1.0, "test": 2.0}
"""Words for a side; where several columns claim it, the one of the lowest number has it."""

LOWER = re.compile(
    "loss|error|err|cost|crossentropy|entropy|nll|perplexity|ppl|brier|mae|mse|rmse|mape|msle|rmsle|hinge|kld|"
    "divergence|deviance|hamming|wer|cer|misclassification|distance|ece"
)
GREATER = re.compile(
    "accuracy|acc|precision|recall|sensitivity|specificity|f|fbeta|fscore|auc|auroc|auprc|roc|pr|ap|map|mcc|kappa|iou|"
    "dice|jaccard|scores?|bleu|rouge|r|top|tpr|tnr|likelihood"
)
"""Words in the names of metrics of which lower or greater values are better."""

BOOKKEEPING = re.compile("runtime|seconds?|times?|duration|flos|lr|learning_rate")
"""Words in the names of columns that are no metrics."""


@dataclass(slots=True)
class Pair:
    """The columns of one metric: of training and of validation, as far as there are any; several while in doubt."""

    name: str
    training: list[tuple[float, str]] = field(default_factory=list)
    validation: list[tuple[float, str]] = field(default_factory=list)


def plain_name(name: str) -> str:
    """Return a name in lower case, with underscores for all that separates its words."""
    return re.sub(r"[\s/.\-:]+", "_", name.strip()).lower()


def counts_samples(x_name: str) -> bool:
    """Tell whether the horizontal axis is a number of training samples."""
    return plain_name(x_name) in SAMPLES


def steps_among(names: Iterable[str]) -> list[str]:
    """Return the columns that may be the horizontal axis, the likeliest first."""
    known = [name for name in names if plain_name(name) in STEPS]
    return sorted(known, key=lambda name: STEPS.index(plain_name(name)))


def metric_of(column: str) -> tuple[str, str, float]:
    """Return the metric of a column, its side, "training", "validation" or "", and how likely it is meant."""
    name, rank = column.strip(), 0.0
    lightning = re.fullmatch(r"(.+)_(step|epoch)", name, re.IGNORECASE)
    if lightning is not None:
        name, rank = lightning[1], 0.5 if lightning[2].lower() == "step" else 0.0
    for side, words in (("training", TRAINING), ("validation", VALIDATION)):
        word = "|".join(words)
        before = re.fullmatch(rf"({word})[\s_/.\-:]+(.+)", name, re.IGNORECASE)
        after = re.fullmatch(rf"(.+?)[\s_/.\-:]+({word})", name, re.IGNORECASE)
        if before is not None:
            return _singular(before[2]), side, words[before[1].lower()] + rank
        if after is not None:
            return _singular(after[1]), side, words[after[2].lower()] + rank
    return name, "", 1 + rank


def _singular(name: str) -> str:
    return name[:-1] if name.lower() in ("scores", "losses") else name


def pairs_among(names: Iterable[str], n_known: Mapping[str, int]) -> dict[str, Pair]:
    """Return the metrics of a log, by their plain names; a column without a side is one of training."""
    pairs: dict[str, Pair] = {}
    for name in names:
        metric, side, rank = metric_of(name)
        pair = pairs.setdefault(plain_name(metric), Pair(metric))
        summary = 10.0 if n_known[name] < 2 else 0.0  # a mean over all steps, logged once at the end
        (pair.validation if side == "validation" else pair.training).append((rank + summary, name))
    return pairs


def chosen_column(candidates: list[tuple[float, str]], metric: str, side: str) -> str | None:
    """Return the column of one side of a metric, if there is any."""
    if not candidates:
        return None
    best, name = min(candidates)
    alike = sorted(other for rank, other in candidates if rank == best)
    if len(alike) > 1:
        option = "train" if side == "training" else side
        got = " and ".join(map(repr, alike))
        raise invalid("log", f"of one {side} column for the metric {metric!r}", got, f"{option}={alike[0]!r}")
    return name


def is_bookkeeping(metric: str) -> bool:
    """Tell whether a column says how long something took, or the like."""
    name = plain_name(metric)
    return any(map(BOOKKEEPING.fullmatch, (name, *name.split("_"))))


def direction_of(metric: str) -> bool | None:
    """Return whether greater values of a metric are better, as far as its name tells."""
    name = plain_name(metric)
    name = NAMES_ELSEWHERE.get(name, name)
    if name in CATALOG and not metric.lower().startswith("neg"):
        return CATALOG[name].greater_is_better
    words = [word.rstrip("0123456789") for word in re.findall("[a-z0-9]+", plain_name(metric).replace("_", " "))]
    if words[:1] == ["neg"]:
        return True  # scikit-learn's names for losses that were made scores
    if any(map(LOWER.fullmatch, words)):
        return False
    return True if any(map(GREATER.fullmatch, words)) else None
