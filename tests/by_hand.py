"""What somebody does who reads a hint in words."""

from __future__ import annotations

import ast
import math
import re
from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd
from tests.calls import Y_SCORE, Y_TRUE, Call, argument_of, changed, first_of, size_of

import figmerit

if TYPE_CHECKING:
    from collections.abc import Callable


def put(value: Any, old: Callable[[Any], bool], new: Any) -> Any:
    """Return a value in which whatever is like the `old` is `new`, in mappings and lists too."""
    if isinstance(value, dict):
        return {key: put(one, old, new) for key, one in value.items()}
    if isinstance(value, list | tuple) and not old(value):
        return type(value)(put(one, old, new) for one in value)
    if not old(value):
        return value
    return new(value) if callable(new) else new


def models_of(call: Call) -> dict[str, Any]:
    return dict(call.arguments["models"])


def padded(scores: Any, size: int) -> Any:
    """Fill up scores with NaN."""
    return np.append(np.asarray(scores, dtype=float), np.full(size - len(scores), np.nan))


def cleared(ax: Any) -> Any:
    ax.clear()
    return ax


def is_infinite(value: Any) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool) and not math.isfinite(float_of(value))


def float_of(value: Any) -> float:
    try:
        return float(value)
    except OverflowError:
        return math.inf


def rows_kept(call: Call, error: Any, _: Any) -> Call:
    """Drop the rows whose label is missing, in all arrays."""
    name = argument_of(call, error)
    given = call.arguments[name]
    plain = given.filled() if isinstance(given, np.ma.MaskedArray) and given.dtype.kind == "O" else given
    kept = ~(np.ma.getmaskarray(given) if plain is given and isinstance(given, np.ma.MaskedArray) else missing(plain))
    return call.with_(
        **{
            other: [one for one, keep in zip(list(values), kept, strict=True) if keep]
            for other, values in call.arguments.items()
            if size_of(values) == len(kept)
        }
    )


def missing(values: Any) -> Any:
    return pd.isna(pd.Series(np.ravel(np.asarray(values, dtype=object)))).to_numpy()


def classes_of(call: Call) -> list[Any]:
    """Return labels for the columns of scores: those that occur, and as many others as there are columns."""
    arrays = [call.arguments[name] for name in ("y_true", "y_pred") if size_of(call.arguments.get(name)) > 0]
    seen = sorted({one for array in arrays for one in np.ravel(array).tolist()})
    wide = np.shape(call.arguments.get("y_score"))
    spare = [f"other {k}" if isinstance(seen[0], str) else int(max(seen)) + k for k in range(1, 99)]
    return [*seen, *spare][: max(len(seen), wide[-1] if len(wide) > 1 else 0)]


def curve_of(call: Call) -> Any:
    """Return the curve that a call is about: one that is given, or that of its arrays."""
    first = call.arguments[first_of(call)]
    if hasattr(first, "per_class"):
        return first
    compute = getattr(figmerit, call.function.__name__.replace("plot_", "compute_"))
    return compute(call.arguments["y_true"], call.arguments["y_score"])


def filled_score(score: Any) -> Any:
    """Return what predict_proba would have returned in place of what is no score."""
    shape = np.shape(score) or (4,)
    return np.linspace(0.1, 0.9, math.prod(shape)).reshape(shape)


def cut_to_one_length(rows: Any) -> Any:
    nested = [row if size_of(row) > 0 else [row] for row in rows]
    return [list(row)[: min(map(len, nested))] for row in nested]


def without_option(call: Call, error: Exception, _: Any) -> Call:
    return call.without(re.search(r"has no option '(\w+)'", str(error))[1])


FILLED: dict[str, Callable[[Call], Any]] = {"labels": classes_of}
"""What stands in place of "[...]"."""


def first_columns(call: Call, *_: Any) -> Call:
    """Take one label of several: of arrays its columns, of counts its part."""
    given = call.arguments[first_of(call)]
    if hasattr(given, "per_class"):
        return call.with_(**{first_of(call): given.per_class[0]})
    taken = {name: np.asarray(call.arguments[name])[:, 0] for name in ("y_true", "y_score")}
    return call.without("labels", "display_labels").with_(**taken)


def as_texts(call: Call, *_: Any) -> Call:
    texts = {
        name: figmerit.ConfusionMatrix.from_counts(one.counts, labels=list(map(str, one.labels)))
        for name, one in call.arguments["matrices"].items()
    }
    return call.with_(matrices=texts)


def first_outcome(tp: Any, *_: Any) -> Any:
    return tp + 0.0


BY_HAND: dict[str, Callable[[Call, Any, Any], Any]] = {
    r"if these are numbers that were read as texts$": lambda call, error, _: changed(call, error, filled_score),
    r"^y_true\[:, 0\] and y_score\[:, 0\] are of": first_columns,
    r"^NumPy's functions take arrays": lambda call, *_: call.with_(metrics={"one": first_outcome}),
    r"^Scores come second": lambda call, *_: call.with_(y_true=Y_TRUE, y_score=Y_SCORE),
    r"^Name each label once": lambda *_: False,
    r"^compute_multilabel_confusion_matrix sets": lambda call, *_: call.without("pos_label"),
    r"^by= with fewer columns": lambda call, *_: call.with_(by=dict([*call.arguments["by"].items()][:2])),
    r"^Replace the infinities by None": lambda call, *_: call.with_(log=put(call.arguments["log"], is_infinite, None)),
    r"^None is shown as": lambda call, *_: call.with_(**put(call.arguments, is_infinite, None)),
    r"^None instead of the pair": lambda call, *_: call.with_(
        intervals=put(
            call.arguments["intervals"], lambda one: isinstance(one, tuple) and any(map(is_infinite, one)), None
        )
    ),
    r"^intervals=\{name: ": lambda call, *_: call.with_(
        intervals={name: (value, value) for name, value in call.arguments["values"].items()}
    ),
    r"^Drop the rows of a run": lambda call, *_: call.with_(
        log=pd.DataFrame(call.arguments["log"]).drop_duplicates(call.arguments.get("x", "epoch"))
    ),
    r"^Here it is row_slices=<a column>": lambda call, *_: call.without("slices").with_(
        row_slices=call.arguments["slices"][0], col_slices=call.arguments["slices"][1]
    ),
    r"^row_slices=<the slice of each sample>": lambda call, *_: call.with_(
        row_slices=["a"] * size_of(call.arguments["y_true"])
    ),
    r"^Draw metrics=\[\"cost\"\] on axes": lambda call, *_: call.with_(metrics=["cost"]),
    r"^Draw some of them": lambda *_: False,
    r"^Accuracy (is one|has them), precision": lambda call, *_: call.without("confidence_level", "sample_weight").with_(
        metric="accuracy"
    ),
    r"^plot_learning_curve\(one, label": lambda call, *_: call.with_(
        **{first_of(call): next(iter(call.arguments[first_of(call)].values()))}
    ),
    r"^\w+\(results\[": lambda call, *_: call.with_(
        **{first_of(call): next(iter(call.arguments[first_of(call)].values()))}
    ),
    r"^Pass its only column \(of an array: (\w+)": lambda call, _, found: call.with_(
        **{found[1]: np.asarray(call.arguments[found[1]])[..., 0]}
    ),
    r"^Names for classes are display_labels": lambda call, *_: call.without("classes").with_(
        display_labels=call.arguments["classes"] if size_of(call.arguments["classes"]) > 1 else None
    ),
    r"^Here it is summary.averages": lambda call, *_: call.without("average"),
    r"^Names for numbers are": lambda call, *_: call.without("labels").with_(display_labels=call.arguments["labels"]),
    r"^Here it is curve": lambda call, *_: call.without("average"),
    r"^np.where\(np.isin\(y_true": lambda call, *_: call.with_(ignore_label=call.arguments["ignore_label"][0]),
    r"^Convert them to strings": as_texts,
    r"^A grid makes the axes": lambda call, *_: call.with_(colorbar=True),
    r"^\[\[8, 2\], \[3, 7\]\] is a matrix": lambda call, *_: call.with_(
        matrices=put(call.arguments["matrices"], lambda one: isinstance(one, tuple), [[8, 2], [3, 7]])
    ),
    r"^Pass \(y_true, y_pred\) as a tuple": lambda call, *_: call.with_(
        matrices={name: tuple(pair) for name, pair in call.arguments["matrices"].items()}
    ),
    r"^\w+\(\{'b': \(y_true, y_score\), \.\.\.\}\)": lambda call, *_: Call(
        call.function, {first_of(call): {"b": (Y_TRUE, Y_SCORE), "a": (Y_TRUE, Y_SCORE)}}
    ),
    r"^(slices|columns)=\{'site': values\}": lambda call, _, found: call.with_(
        **{found[1]: {"site": call.arguments[found[1]]}}
    ),
    r"^(slices|columns)=dict\(enumerate\(values\)\)": lambda call, _, found: call.with_(
        **{found[1]: dict(enumerate(call.arguments[found[1]]))}
    ),
    r"^(slices|columns)=dict\(enumerate\(np.transpose\(values\)\)\)": lambda call, _, found: call.with_(
        **{found[1]: dict(enumerate(np.transpose(call.arguments[found[1]])))}
    ),
    r"^Fill up its scores with NaN; nan_policy='drop'": lambda call, *_: call.with_(
        models={name: padded(scores, size_of(call.arguments["y_true"])) for name, scores in models_of(call).items()},
        nan_policy="drop",
    ),
    r"^models=\{'\w+': scores.reindex\(y_true.index\), ": lambda call, *_: call.with_(
        models={name: scores.reindex(call.arguments["y_true"].index) for name, scores in models_of(call).items()},
        nan_policy="drop",
    ),
    r"^images=\[folder / name": lambda *_: False,
    r"^Move the channels to the end": lambda *_: False,
    r"^scipy.special.expit turns": lambda call, *_: call.with_(
        y_score=1 / (1 + np.exp(-np.asarray(call.arguments["y_score"], dtype=float)))
    ),
    r"^The page shows precision": lambda call, *_: call.without("pos_label"),
    r"^Drop those rows$": lambda call, *_: call.with_(y_score=np.nan_to_num(np.asarray(call.arguments["y_score"]))),
    r"^Give each one score a sample": lambda *_: False,
    r"^notes=check\(result": lambda call, *_: call.with_(notes=figmerit.check(curve_of(call), ignore=["tiny-class"])),
    r"^data=<a data frame>": lambda call, *_: call.with_(
        data=pd.DataFrame({one: [0, 1, 1] for one in call.arguments.values() if isinstance(one, str)})
    ),
    r"^Make all rows of one length": lambda call, error, _: changed(call, error, cut_to_one_length),
    r"^Drop the rows without a (label|date|score)": rows_kept,
    r"^True labels come first": lambda call, *_: call.with_(
        y_true=call.arguments.get("y_pred", call.arguments.get("y_score")), y_pred=call.arguments["y_true"]
    ),
    r"^Pass scores as y_score=": lambda call, *_: call.without("y_pred").with_(y_score=call.arguments["y_pred"]),
    r"^labels=\[<the other label>, (.*)\]$": lambda call, _, found: call.with_(
        labels=["" if found[1][0] in "'\"" else -99, ast.literal_eval(found[1])]
    ),
    r"^Pass y_score with one column a class": lambda call, *_: call.with_(
        y_true=np.equal(call.arguments["y_true"], np.ravel(call.arguments["y_true"])[0])
    ),
    r"^Pass the output of predict_proba": lambda call, error, _: changed(call, error, filled_score),
    r"^Rename them": lambda call, *_: call.with_(
        **put(call.arguments, lambda one: hasattr(one, "to_numpy"), lambda one: one.to_numpy())
    ),
    r"^Pass the scores of one class": lambda call, *_: call.with_(
        y_true=np.equal(call.arguments["y_true"], 1), y_score=np.asarray(call.arguments["y_score"])[..., 1]
    ),
    r"^Leave out y_score": lambda call, *_: call.without("y_score"),
    r"^Leave out y_pred": lambda call, *_: call.without("y_pred"),
    r"^Use compute_confusion_matrix for": lambda call, *_: Call(
        figmerit.compute_confusion_matrix, {name: np.ravel(one) for name, one in call.arguments.items()}
    ),
    r"^It has \w+, ": without_option,
    r"^Pass one of them": lambda call, *_: call.with_(ax=call.arguments["ax"][0]),
    r"^ax\.clear\(\) removes that": lambda call, *_: call.with_(ax=cleared(call.arguments["ax"])),
    r"^Size the figure where it is made": lambda call, *_: call.without("figsize"),
    r"^plot_confusion_matrix_grid draws several": lambda call, *_: Call(
        figmerit.plot_confusion_matrix_grid, {"matrices": call.arguments[first_of(call)]}
    ),
    r"^Such an axis enlarges": lambda call, *_: call.without("zoom"),
    r"^Choose one of its curves": lambda call, *_: call.without("y_true", "y_score").with_(
        **{first_of(call): curve_of(call).per_class[0]}
    ),
}
"""What somebody does who reads a hint in words."""
