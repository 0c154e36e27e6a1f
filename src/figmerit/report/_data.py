"""Predictions as columns of a page, and what it must know of them: see docs/guide/report_format.rst."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np
from scipy.special import ndtri

from figmerit.report._pack import Block, packed_ascending, packed_codes, packed_numbers, packed_texts
from figmerit.report._predictions import is_number, texts_of

if TYPE_CHECKING:
    from figmerit._arrays import Array
    from figmerit.report._predictions import Predictions, Run

VERSION = 1
"""Of the format; it changes if older pages could not be read any more."""


def columns_of(predictions: Predictions) -> dict[str, Block]:
    """Return all columns of the page by their names."""
    found = {"true": packed_codes(predictions.truth, len(predictions.labels))}
    for k, run in enumerate(predictions.runs):
        found |= _scores(f"run{k}", run, predictions)
    for k, group in enumerate(predictions.groups):
        found[f"group{k}"] = packed_codes(group.codes, len(group.values))
    for name, values in _user_columns(predictions).items():
        found |= _values(name, values)
    return found


def spec_of(predictions: Predictions, first_run: int) -> dict[str, Any]:
    """Return what the page must know beside the columns."""
    first = predictions.subsets
    names = _user_columns(predictions)
    return {
        "version": VERSION,
        "kind": predictions.kind,
        "labels": list(predictions.display_labels),
        "positive": predictions.labels.index(predictions.pos_label) if predictions.kind == "binary" else None,
        "runs": [
            {
                "name": run.name,
                "predicted": f"run{k}.predicted",
                "scores": [f"run{k}.{j}" for j in range(_n_scores(run))],
            }
            for k, run in enumerate(predictions.runs)
        ],
        "runsName": predictions.runs_name,
        "groups": [
            {"name": group.name, "column": f"group{k}", "values": list(group.values)}
            for k, group in enumerate(predictions.groups)
        ],
        "columns": [
            {"name": name, "column": column}
            for name, column in zip(predictions.columns, names, strict=True)
            if name != "id"
        ],
        "first": {
            "run": first_run,
            "subset": None if first is None else {"name": first.name, "code": predictions.first_subset},
        },
        "z": float(ndtri(0.975)),
    }


def _user_columns(predictions: Predictions) -> dict[str, Array]:
    """Return the user's columns by the names of their blocks."""
    return {
        "id" if name == "id" else f"column{k}": values for k, (name, values) in enumerate(predictions.columns.items())
    }


def _n_scores(run: Run) -> int:
    return 0 if run.scores is None else 1 if run.scores.ndim == 1 else run.scores.shape[1]


def _scores(name: str, run: Run, predictions: Predictions) -> dict[str, Block]:
    """Return the distinct scores of each class, ascending, and the place of each example's score among them."""
    found = {f"{name}.predicted": packed_codes(run.predicted.ravel(), len(predictions.labels))}
    dtype = np.float32 if run.score_dtype == np.float32 else np.float64
    for k in range(_n_scores(run)):
        scores = np.asarray(run.scores)
        values, codes = np.unique(scores if scores.ndim == 1 else scores[:, k], return_inverse=True)
        found[f"{name}.{k}"] = packed_codes(codes.ravel(), len(values))
        found[f"{name}.{k}.values"] = packed_ascending(values.astype(dtype))
    return found


def _values(name: str, values: Array) -> dict[str, Block]:
    """Return a column of numbers; or of texts, of which those that repeat are told by codes."""
    if is_number(values):
        return {name: packed_numbers(values.astype(np.float64))}
    texts = texts_of(values)
    distinct = list(dict.fromkeys(texts))
    if len(distinct) > len(texts) // 2:
        return {name: packed_texts(texts)}
    place = {text: code for code, text in enumerate(distinct)}
    codes = np.array([place[text] for text in texts])
    return {name: packed_texts(distinct), f"{name}.codes": packed_codes(codes, len(distinct))}
