"""The law of containers: whatever holds the inputs, the numbers are those of plain arrays, or an error has a hint.

The usual run takes 400 combinations by chance, the same ones each time; FIGMERIT_CONTAINERS=all takes all of them.
"""

from __future__ import annotations

import datetime as dt
import math
import os
import random
import warnings
from decimal import Decimal
from enum import Enum
from fractions import Fraction
from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np
import pandas as pd
import polars as pl
import pyarrow as pa
import pytest
import scipy.sparse
from tests.helpers import CONTAINERS, FRAMES, STRINGS, Tensor, chunked

import figmerit as fm

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

N_CHOSEN, PARTS = 400, 8
ROWS = 12


class Word(str, Enum):  # noqa: UP042  str() of these says "Word.LOW"
    """String members, of other names than values."""

    LOW = "low"
    MID = "mid"
    HIGH = "high"


random_numbers = np.random.default_rng(7)
CODES = np.arange(ROWS) % 3
GUESSED = np.where(random_numbers.random(ROWS) < 0.7, CODES, (CODES + 1) % 3)
SCORE = np.round(random_numbers.random(ROWS) * 8) / 8
COLUMNS = np.round(random_numbers.dirichlet([1, 1, 1], ROWS) * 16) / 16
COLUMNS[:, 2] = 1 - COLUMNS[:, 0] - COLUMNS[:, 1]
WEIGHT = np.arange(ROWS) % 4 + 0.5
INDICATOR, FOUND = (random_numbers.integers(0, 2, (ROWS, 3)) for _ in range(2))
EACH = np.round(random_numbers.random((ROWS, 3)) * 8) / 8
FIELD = np.arange(9).reshape(3, 3) + np.eye(3, dtype=int)


def inputs(names: list[Any], y_score: Any, **options: Any) -> dict[str, Any]:
    """Return the labels of a target by their codes, and the scores."""
    true, pred = ([names[code % len(names)] for code in codes] for codes in (CODES, GUESSED))
    return {"y_true": true, "y_pred": pred, "y_score": y_score.tolist(), "options": options}


TARGETS: dict[str, dict[str, Any]] = {
    "binary": inputs([0, 1], SCORE),
    "bools": inputs([False, True], SCORE),
    "strings": inputs(["no", "yes"], SCORE, pos_label="yes"),
    "floats": inputs([0.0, 1.0, 2.0], COLUMNS),
    "integers": inputs([0, 1, 2], COLUMNS),
    "large": inputs([2**60 + 1, 2**60 + 2, 2**63 + 5], COLUMNS),
    "words": inputs(["high", "low", "mid"], COLUMNS),
    "enum": inputs([Word.HIGH, Word.LOW, Word.MID], COLUMNS),
    "indicators": {"y_true": INDICATOR.tolist(), "y_pred": FOUND.tolist(), "y_score": EACH.tolist(), "options": {}},
}

COMPUTED: dict[str, tuple[Callable[..., Any], str, dict[str, Any]]] = {
    "confusion_matrix": (fm.compute_confusion_matrix, "y_pred", {}),
    "confusion_matrix_of_scores": (fm.compute_confusion_matrix, "y_score=", {}),
    "multilabel_confusion_matrix": (fm.compute_multilabel_confusion_matrix, "y_pred", {}),
    "multilabel_confusion_matrix_of_scores": (fm.compute_multilabel_confusion_matrix, "y_score=", {}),
    "metric_summary": (fm.compute_metric_summary, "y_pred", {}),
    "metric_summary_of_scores": (fm.compute_metric_summary, "y_score=", {}),
    "roc_curve": (fm.compute_roc_curve, "y_score", {}),
    "pr_curve": (fm.compute_pr_curve, "y_score", {}),
    "threshold_sweep": (fm.compute_threshold_sweep, "y_score", {}),
    "reliability": (fm.compute_reliability, "y_score", {"n_resamples": 2}),
    "risk_coverage": (fm.compute_risk_coverage, "y_score", {}),
    "abstention": (fm.compute_abstention, "y_score", {"low": 0.25, "high": 0.75}),
    "score_histograms": (fm.compute_score_histograms, "y_score", {}),
    "slice_metrics": (fm.compute_slice_metrics, "y_pred", {"row_slices": ["a", "b"] * (ROWS // 2)}),
    "slice_metrics_of_scores": (fm.compute_slice_metrics, "y_score=", {"row_slices": ["a", "b"] * (ROWS // 2)}),
    "agreement": (fm.compute_agreement, "y_pred", {}),
    "count_labels": (fm.count_labels, "y_pred", {}),
    "count_scores": (fm.count_scores, "y_score", {}),
    "check": (fm.check, "y_score", {}),
    "check_of_labels": (fm.check, "y_pred=", {}),
}
OF_LABELS = ("confusion_matrix", "multilabel_confusion_matrix", "metric_summary", "slice_metrics", "count_labels")
"""Those that take no positive label where labels were predicted."""


def sparse(values: Any) -> Any:
    return scipy.sparse.csr_array(np.asarray(values))


# Hold labels, scores and weights of one axis in a single column of two.
SINGLE: dict[str, Callable[[Any], Any]] = {
    "column": lambda values: np.asarray(values)[:, None],
    "column_of_objects": lambda values: np.asarray(values, dtype=object)[:, None],
    "column_of_list": lambda values: [[value] for value in values],
    "column_of_pandas": lambda values: pd.DataFrame({"y": values}),
    "column_of_polars": lambda values: pl.DataFrame({"y": values}),
    "column_of_pyarrow": lambda values: pa.table({"y": values}),
    "column_of_torch": lambda values: Tensor(np.asarray(values)[:, None]),
}
# Hold rows in one column, of lists or arrays.
NESTED: dict[str, Callable[[Any], Any]] = {
    "series_of_lists": pd.Series,
    "series_of_arrays": lambda rows: pd.Series([np.asarray(row) for row in rows]),
    "series_of_tuples": lambda rows: pd.Series([tuple(row) for row in rows]),
    "series_of_arrow_lists": lambda rows: pd.Series(rows, dtype=pd.ArrowDtype(pa.array(rows).type)),
    "frame_of_lists": lambda rows: pd.DataFrame({"p": rows}),
    "polars_list": pl.Series,
    "polars_array": lambda rows: pl.Series(rows, dtype=pl.Array(pl.Series(rows[0]).dtype, len(rows[0]))),
    "polars_frame_of_lists": lambda rows: pl.DataFrame({"p": rows}),
    "arrow_list": pa.array,
    "arrow_fixed_list": lambda rows: pa.array(rows, pa.list_(pa.array(rows[0]).type, len(rows[0]))),
    "arrow_chunked_list": chunked,
    "arrow_table_of_lists": lambda rows: pa.table({"p": rows}),
    "array_of_lists": lambda rows: pd.Series(rows).to_numpy(),
    "list_of_series": lambda rows: [pd.Series(row) for row in rows],
    "list_of_polars": lambda rows: [pl.Series(row) for row in rows],
    "list_of_arrow": lambda rows: [pa.array(row) for row in rows],
    "sparse": sparse,
    "swapped_bytes": lambda rows: swapped(np.asarray(rows)),
    "objects": lambda rows: np.asarray(rows, dtype=object),
}


def outputs(rows: Any) -> Any:
    """Return scores as predict_proba of several outputs does: an array of two columns for each."""
    return [np.stack([1 - column, column], axis=1) for column in np.asarray(rows).T]


def swapped(values: np.ndarray[Any, Any]) -> Any:
    return values.astype(values.dtype.newbyteorder("S"))


WHOLE = ("binary", "integers")
CUTTING = ("numpy", "numpy_scalars", "numpy_masked", "numpy_stringdtype", "column")
NUMBERS = ["i1", "i2", "i4", "i8", "u1", "u2", "u4", "u8", "f2", "f4", "f8"]
DTYPES: dict[str, Callable[[Any], Any]] = {
    f"{order}{kind}": lambda values, dtype=f"{order}{kind}": np.asarray(values).astype(dtype)
    for order in "<>"
    for kind in NUMBERS
}
DTYPES |= {
    "longdouble": lambda values: np.asarray(values).astype(np.longdouble),
    "bool": lambda values: np.asarray(values).astype(bool),
    "decimals": lambda values: [Decimal(repr(float(value))) for value in values],
    "fractions": lambda values: [Fraction(value) for value in values],
    "polars_decimals": lambda values: pl.Series(values).cast(pl.Decimal(20, 6)),
    "arrow_decimals": lambda values: pa.array([Decimal(repr(float(value))) for value in values]),
    "beyond_2**53": lambda values: [2**53 + int(8 * value) for value in values],
    "beyond_2**53_i8": lambda values: np.asarray([2**53 + int(8 * value) for value in values]),
    "beyond_2**63": lambda values: [2**63 + int(8 * value) for value in values],
    "beyond_2**63_and_less": lambda values: [2**63 + int(8 * value) if value else -1 for value in values],
    "beyond_2**53_and_half": lambda values: [2**53 + int(8 * value) if value else 0.5 for value in values],
}

NAMES: dict[str, Callable[[list[Any]], list[Any]]] = {
    "labels": list,
    "texts": lambda labels: [str(label) for label in labels],
    "parts": lambda labels: [f"p({label})" for label in labels],
    "tuples": lambda labels: [("p", label) for label in labels],
    "floats": lambda labels: [float(label) for label in labels],
    "float_texts": lambda labels: [str(float(label)) for label in labels],
    "numbers": lambda labels: list(range(len(labels))),
    "halves": lambda labels: [k + 0.5 for k in range(len(labels))],
    "bools": lambda labels: [bool(k) for k in range(len(labels))],
    "dates": lambda labels: [dt.date(2020, 1, 1 + k) for k in range(len(labels))],
    "stamps": lambda labels: [pd.Timestamp(2020, 1, 1 + k) for k in range(len(labels))],
    "intervals": lambda labels: list(pd.interval_range(0, len(labels))),
    "mixed": lambda labels: ["x", 7, ("a", 1)][: len(labels)],
    "duplicates": lambda labels: ["x"] * len(labels),
}
ORDERS = [[0, 1, 2], [2, 1, 0], [2, 0, 1], [1, 0, 2]]
BOXES: dict[str, Callable[[pd.DataFrame], Any]] = {
    "pandas": lambda frame: frame,
    "nullable": lambda frame: frame.convert_dtypes(),
    "polars": lambda frame: pl.DataFrame({name: frame[name].tolist() for name in frame.columns}),
    "pyarrow": lambda frame: pa.table({name: frame[name].tolist() for name in frame.columns}),
}


class Case(NamedTuple):
    """What is called, with which target, and in what its inputs are held."""

    function: str
    target: str
    kind: str
    form: str
    names: str = ""
    order: tuple[int, ...] = ()


def all_cases() -> Iterator[Case]:
    """Yield all combinations."""
    for function in COMPUTED:
        for target, given in TARGETS.items():
            flat = target != "indicators"
            held = STRINGS if isinstance(given["y_true"][0], str) else CONTAINERS
            forms = {"flat": held, "single": SINGLE} if flat else {}
            if target == "enum":  # of which NumPy itself cuts the texts
                forms = {kind: {form: 0 for form in known if form not in CUTTING} for kind, known in forms.items()}
            rows = {"nested": NESTED, "rows": FRAMES} if isinstance(given["y_score"][0], list) else {}
            dtypes = {"scores": DTYPES} if target == "binary" and "y_score" in COMPUTED[function][1] else {}
            dtypes |= (
                {"labels": DTYPES if target == "binary" else [form for form in DTYPES if form != "bool"]}
                if target in WHOLE
                else {}
            )
            for kind, known in (forms | rows | dtypes).items():
                yield from (Case(function, target, kind, form) for form in known)
            if rows:
                yield from moved_cases(function, target)
        yield from (Case(function, "indicators", "outputs", form) for form in ("whole", "square"))
    yield from (Case("from_counts", "", "", box, names, tuple(order)) for box, names, order in grids())
    yield from (Case("from_grid", "", "", box, names, tuple(order)) for box, names, order in grids())


def moved_cases(function: str, target: str) -> Iterator[Case]:
    for box, names, order in grids():
        yield Case(function, target, "moved", box, names, tuple(order))


def grids() -> Iterator[tuple[str, str, list[int]]]:
    for box in BOXES:
        for names in NAMES:
            for order in ORDERS:
                yield box, names, order


def numbers(value: Any) -> Any:
    """Return what a result says, without the names of labels."""
    if isinstance(value, list) and value and isinstance(value[0], fm.Finding):
        return sorted(finding.id for finding in value)
    if hasattr(value, "to_dict"):
        return numbers(value.to_dict())
    if isinstance(value, dict):
        named = ("labels", "class_labels", "display_labels", "pos_label", "score_dtype", "col_labels", "row_labels")
        return [numbers(item) for name, item in value.items() if name not in named]
    if isinstance(value, list | tuple):
        return [numbers(item) for item in value]
    return None if isinstance(value, str) else value


def alike(first: Any, second: Any) -> bool:
    if isinstance(first, list) and isinstance(second, list):
        return len(first) == len(second) and all(map(alike, first, second))
    if isinstance(first, float) and isinstance(second, int | float):
        return math.isclose(first, second, rel_tol=1e-12, abs_tol=1e-12) or (first != first and second != second)
    return bool(first == second)


def outcome(function: Callable[..., Any], *arguments: Any, **options: Any) -> Any:
    """Return the result, or an error that says what to type; any other is the test's failure."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", fm.FigmeritWarning)
        try:
            return function(*arguments, **options)
        except (TypeError, ValueError) as error:
            return error


def called(case: Case, held: dict[str, Any], *, weighted: bool = False) -> Any:
    """Call the function of a case with the inputs held."""
    function, names, options = COMPUTED[case.function]
    options = options | ({} if case.function in (*OF_LABELS, "check_of_labels") else TARGETS[case.target]["options"])
    options |= {"sample_weight": held["weight"]} if weighted else {}
    given = held[names.rstrip("=")]
    return outcome(function, held["y_true"], **{names[:-1]: given}, **options) if names.endswith("=") else outcome(
        function, held["y_true"], given, **options
    )  # fmt: skip


def check(case: Case, plain: Any, found: Any) -> None:
    """A right number, or words with a hint; where plain arrays are refused, no container is accepted instead."""
    if isinstance(found, Exception):
        assert isinstance(plain, Exception) or "\nHint: " in str(found), f"{case}: {found}"
    elif isinstance(plain, Exception):
        pytest.fail(f"{case}: plain arrays are refused: {plain}")
    else:
        assert alike(numbers(plain), numbers(found)), f"{case}:\n{numbers(plain)}\n{numbers(found)}"


def held_in(case: Case) -> tuple[dict[str, Any], dict[str, Any]] | None:
    """Return the plain inputs, and the same ones held as the case says; None where a container cannot hold them."""
    plain = TARGETS[case.target] | {"weight": WEIGHT.tolist()}
    try:
        return plain, held_of_kind(case, plain)
    except Exception:  # the container's own business
        return None


def held_of_kind(case: Case, plain: dict[str, Any]) -> dict[str, Any]:
    inner = ("y_true", "y_pred", "y_score", "weight")
    if case.kind in ("flat", "single"):
        form = (STRINGS | CONTAINERS | SINGLE)[case.form]
        fitting = inner if case.form in (CONTAINERS | SINGLE) else ("y_true", "y_pred")
        return plain | {name: form(plain[name]) for name in fitting if not isinstance(plain[name][0], list)}
    if case.kind in ("nested", "rows"):
        form = NESTED.get(case.form) or (lambda rows: FRAMES[case.form](rows, NAMES["texts"](known_labels(case))))
        return plain | {name: form(plain[name]) for name in inner if isinstance(plain[name][0], list)}
    if case.kind == "outputs":
        size = 3 if case.form == "square" else ROWS
        cut = {name: plain[name][:size] for name in inner}
        plain.update(cut)
        return plain | {"y_score": outputs(cut["y_score"])}
    if case.kind == "labels":
        return plain | {name: DTYPES[case.form](plain[name]) for name in ("y_true", "y_pred")}
    raise NotImplementedError(case.kind)


def known_labels(case: Case) -> list[Any]:
    return [0, 1, 2] if case.target == "indicators" else sorted(set(TARGETS[case.target]["y_true"]))


def moved(rows: Any, names: list[Any], order: Any, box: str) -> Any:
    """Return a frame whose columns, and their names with them, stand in another order."""
    frame = pd.DataFrame(np.asarray(rows))
    if repr(names) != repr(list(range(len(names)))):
        frame.columns = pd.Index(names, tupleize_cols=True)
    return BOXES[box](frame.iloc[:, list(order)])


def run_scores(case: Case) -> None:
    """Scores of each dtype are compared with what they are as float64."""
    plain = TARGETS["binary"]
    held = DTYPES[case.form](plain["y_score"])
    exact = [float(value) for value in (held if isinstance(held, list) else np.asarray(held).tolist())]
    distinct = len(set(held)) == len(set(exact)) if isinstance(held, list) else True
    found = called(case, plain | {"y_score": held, "weight": WEIGHT.tolist()}, weighted=True)
    if not distinct or case.form in ("longdouble", "beyond_2**53_i8"):
        assert isinstance(found, Exception), f"{case}: rounded in silence"
    wanted = called(case, plain | {"y_score": exact, "weight": WEIGHT.tolist()}, weighted=True)
    check(case, wanted, found)


def run_moved(case: Case) -> None:
    """Columns that were moved with their names are those that they were."""
    plain = TARGETS[case.target]
    labels = known_labels(case)
    try:
        names = NAMES[case.names](labels)
        held = dict(plain)
        if case.target == "indicators":
            held["y_true"] = moved(plain["y_true"], names, (0, 1, 2), case.form)
            held["y_pred"] = moved(plain["y_pred"], names, case.order, case.form)
        held["y_score"] = moved(plain["y_score"], names, case.order, case.form)
    except Exception:  # the container's own business
        return
    check(case, called(case, plain), called(case, held))


def run_finished(case: Case) -> None:
    """A finished matrix and a finished grid are read by the names of their columns."""
    try:
        names = NAMES[case.names]([0, 1, 2])
        frame = moved(FIELD, names, case.order, case.form)
        rows = frame.set_axis(pd.Index(names), axis=0) if hasattr(frame, "iloc") else frame
    except Exception:  # the container's own business
        return
    if case.function == "from_grid":
        found = outcome(fm.SliceMetrics.from_grid, frame)
        plain = outcome(fm.SliceMetrics.from_grid, FIELD[:, list(case.order)])
        check(case, plain, found)
        unnamed = case.names == "numbers" and case.order == (0, 1, 2)
        if not isinstance(found, Exception) and not unnamed:
            wanted = [str(names[k]) for k in case.order]
            assert [str(label) for label in found.col_labels] == wanted, case
        return
    if not hasattr(frame, "iloc"):
        plain = FIELD[:, list(case.order)]  # nobody knows the names of its rows
        check(case, outcome(fm.ConfusionMatrix.from_counts, plain), outcome(fm.ConfusionMatrix.from_counts, frame))
        return
    numbered = case.names in ("numbers",)
    check(case, outcome(fm.ConfusionMatrix.from_counts, FIELD),
          outcome(fm.ConfusionMatrix.from_counts, frame if numbered else rows))  # fmt: skip


def run(case: Case) -> None:
    """Compare one combination with the plain arrays."""
    if case.kind == "scores":
        return run_scores(case)
    if case.kind == "moved":
        return run_moved(case)
    if not case.kind:
        return run_finished(case)
    both = held_in(case)
    if both is not None:
        plain, held = both
        for weighted in (False, True):
            check(case, called(case, plain, weighted=weighted), called(case, held, weighted=weighted))
    return None


def chosen_cases() -> list[Case]:
    cases = list(all_cases())
    if os.environ.get("FIGMERIT_CONTAINERS") == "all":
        return cases
    return random.Random(0).sample(cases, N_CHOSEN)


CHOSEN = chosen_cases()


@pytest.mark.parametrize("part", range(PARTS))
def test_the_same_numbers_or_words(part: int) -> None:
    failures = []
    for case in CHOSEN[part::PARTS]:
        try:
            run(case)
        except (AssertionError, pytest.fail.Exception) as error:
            failures.append(str(error)[:700])
        except Exception as error:
            failures.append(f"{case}: {type(error).__name__}: {error}")
    assert not failures, f"{len(failures)} failures:\n" + "\n".join(failures[:20])
