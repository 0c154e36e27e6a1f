"""Which metrics of labels are shares of samples: of these there are Wilson intervals."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from figmerit.inference.formulas import Margins, margins_of_cells, proportions
from figmerit.metrics._counts import LabelsByClass

if TYPE_CHECKING:
    from figmerit._arrays import FloatArray
    from figmerit.counts._targets import LabelTarget

Proportions = dict[str, tuple["FloatArray", "FloatArray"]]
"""By name: how many samples there are, one number a class, and of how many."""


def proportions_of(target: LabelTarget) -> Proportions:
    """Return accuracy, and precision, recall and specificity of each class."""
    weight = np.ones(len(target.true_codes)) if target.sample_weight is None else target.sample_weight
    if target.kind == "multilabel":
        return _of_columns(target, weight)
    margins = margins_of_cells(target.true_codes, target.pred_codes, weight, len(target.labels))
    total = np.asarray(weight.sum())
    return {"accuracy": (np.asarray(margins.correct.sum()), total)} | proportions(margins, total)


def _of_columns(target: LabelTarget, weight: FloatArray) -> Proportions:
    """Return those of indicator matrices, whose accuracy is the share of samples whose labels are all right."""
    true, pred = (codes[:, : len(target.labels)] for codes in (target.true_codes, target.pred_codes))
    total = np.asarray(weight.sum())
    if isinstance(target, LabelsByClass):  # each row is of one label, and each label has them all
        total = total / len(target.labels)
        matched = None if target.matched is None else proportions_of(target.matched)["accuracy"]
    else:
        matched = np.asarray(weight[(true == pred).all(axis=1)].sum()), total
    margins = Margins(*(np.asarray(weight @ part) for part in (true * pred, true, pred)))
    accuracy = {} if matched is None else {"accuracy": matched}
    return accuracy | proportions(margins, total)
