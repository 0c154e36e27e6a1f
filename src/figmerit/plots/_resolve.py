"""What a plot function was given: arrays, one result, or several of either by name."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, TypeVar

from figmerit._arrays import Result
from figmerit._options import arrays_of, figure_of
from figmerit._validate import check_keys, check_names, check_no_options
from figmerit.counts._base import Counts
from figmerit.counts._input import name_models
from figmerit.errors import brief, invalid, wrong_type
from figmerit.metrics._naming import with_names

R = TypeVar("R", bound=Result)


def as_result(
    first: Any, second: Any, result: type[R], compute: Callable[..., R], options: Mapping[str, Any], plot: str = ""
) -> R:
    """Return the one result that a plot function was given, computed from arrays and their `options` if need be.

    The function's own name is needed where several draw the same result.
    """
    name = plot or figure_of(compute.__name__)
    several = next((one for one in (first, second, options.get("y_score")) if isinstance(one, Mapping)), None)
    if several is not None:
        key = repr(next(iter(several), "..."))
        named = "y_score=" if several is options.get("y_score") else ""
        hint = f"{name}(results[{key}])" if several is first else f"{name}(y_true, {named}scores[{key}])"
        hint = f"plot_confusion_matrix_grid draws several; or {hint}" if name == "plot_confusion_matrix" else hint
        got = f"a mapping of {len(several)}"
        raise wrong_type("the first argument", f"arrays or one {result.__name__}", got, hint)
    if isinstance(first, result):
        if second is not None:
            got = f"{result.__name__} and {brief(second)}"
            raise wrong_type("the second argument", f"left out with a {result.__name__}", got)
        return of_result(first, compute, options, name)
    whole = isinstance(first, Counts) or options.get("folds") is True
    if second is None and options.get("y_score") is None and not whole:
        rule = f"a {result.__name__}, or arrays go in pairs"
        raise wrong_type("the first argument", rule, brief(first), _hint_at_pairs(first, name, compute))
    return compute(first, second, **options)


def as_results(
    first: Any, second: Any, result: type[R], compute: Callable[..., R], label: str | None, options: Mapping[str, Any]
) -> dict[str | None, R]:
    """Return the results that a plot function was given, by the name each has in the legend."""
    several = models_of(first, second, result, options)
    if several is None:
        return {check_legend_name("label", label): as_result(first, second, result, compute, options)}
    if label is not None:
        raise wrong_type("label", "left out for several models, whose names are the labels", brief(label))
    models, options = several
    return {check_legend_name("each key", name): _of_model(name, value, result, compute, options)
            for name, value in models.items()}  # fmt: skip


def models_of(
    first: Any, second: Any, result: type[Result], options: Mapping[str, Any]
) -> tuple[dict[str, Any], Mapping[str, Any]] | None:
    """Return several models by name, each as a result, counts or a pair of arrays, and the options left for arrays.

    They are a mapping of these; one y_true and a mapping of scores; lists of either, named by ``labels=``; or several
    columns of a frame.
    """
    if options.get("folds") is True:  # first is a list of pairs, one a fold
        return None
    if isinstance(first, Mapping):
        if second is not None:
            raise wrong_type("the second argument", "left out with a mapping of results", brief(second))
        named: Any = first
    elif isinstance(second, Mapping):
        named = {name: (first, scores) for name, scores in second.items()}
    elif name_models(second, first, options.get("data"), options.get("labels")):
        named = {name: (first, name) for name in second}
    elif second is None and isinstance(first, list) and first and all(_is_model(one, result) for one in first):
        named, options = _named_by(first, options)
    elif _holds_models(first, second):
        named, options = _named_by([(first, scores) for scores in second], options)
    else:
        return None
    if not named:
        raise invalid("the mapping", "of at least one result", "an empty one")
    return check_keys("the mapping", named), options


def of_scores(first: Any, second: Any, compute: Callable[..., R], options: Mapping[str, Any]) -> dict[str, R] | None:
    """Return the result of each model's ``y_score=``; None where that is no mapping."""
    scores = options.get("y_score")
    if second is not None or not isinstance(scores, Mapping):
        return None
    others = {name: one for name, one in options.items() if name != "y_score"}
    return {name: compute(first, y_score=one, **others) for name, one in check_keys("y_score", scores).items()}


def _is_model(value: Any, result: type[Result]) -> bool:
    """Tell whether a value is a result, or a pair of arrays."""
    pair = isinstance(value, tuple) and len(value) == 2 and all(map(_is_array, value))
    return pair or isinstance(value, result)


def of_result(result: R, compute: Callable[..., Any], options: Mapping[str, Any], name: str) -> R:
    """Return a finished result under the names that are asked for; other options belong to arrays."""
    for option, value in options.items():
        if option != "display_labels":
            call = f"{name}({compute.__name__}({arrays_of(compute, option)}, {{}}))"
            check_no_options(result, {option: value}, call)
    named: R = with_names(result, options.get("display_labels"))
    return named


def check_legend_name(what: str, name: Any) -> str | None:
    """Return a name for a legend; None is none, and so is an empty one."""
    if name is not None and not isinstance(name, str):
        raise wrong_type(what, "a text", brief(name))
    return name or None


def _of_model(name: str, value: Any, result: type[R], compute: Callable[..., R], options: Mapping[str, Any]) -> R:
    """Return one of several models as a result."""
    figure = figure_of(compute.__name__)
    if isinstance(value, result):
        return of_result(value, compute, options, figure)
    pair = isinstance(value, tuple) and len(value) == 2
    if not pair and not isinstance(value, Counts):
        hint = f"{figure}({{{name!r}: ({arrays_of(compute)}), ...}}), or {figure}(y_true, {{{name!r}: y_score, ...}})"
        rule = f"a mapping of name to {result.__name__} or to a pair of arrays"
        raise wrong_type("the first argument", rule, f"{brief(value)} under {name!r}", hint)
    try:
        return compute(*(value if pair else (value,)), **options)
    except (TypeError, ValueError) as error:
        error.add_note(f"This is about the model {name!r}.")
        raise


def _named_by(models: Any, options: Mapping[str, Any]) -> tuple[dict[str, Any], dict[str, Any]]:
    """Return models by the names in ``labels=``, and the options without it."""
    others = {name: value for name, value in options.items() if name != "labels"}
    if options.get("labels") is None:
        names = [f"model {number}" for number in range(1, len(models) + 1)]
        raise wrong_type("labels", "given for a list of models", "nothing", f"labels={names} names them")
    names = check_names(options["labels"], "labels")
    if len(names) != len(models):
        raise invalid("labels", f"of length {len(models)}, one name a model", str(len(names)))
    return dict(zip(map(str, names), models, strict=True)), others


def _holds_models(first: Any, second: Any) -> bool:
    """Tell whether a list holds the scores of several models for one y_true, not one score a sample."""
    if not isinstance(second, list | tuple) or len(second) < 2 or not all(map(_is_array, (first, *second))):
        return False
    return len(second) != len(first) and {len(one) for one in second} == {len(first)}


def _is_array(value: Any) -> bool:
    """Tell whether a value has elements: what they are is checked later."""
    return hasattr(value, "__len__") and not isinstance(value, str) and getattr(value, "shape", (1,)) != ()


def _hint_at_pairs(first: Any, name: str, compute: Callable[..., Any]) -> str:
    arrays = arrays_of(compute)
    if hasattr(first, "predict"):
        return f"{name}(y_true, model.{'predict' if 'y_pred' in arrays else 'predict_proba'}(X))"
    return f"{name}({arrays}), or {name}({compute.__name__}({arrays}))"
