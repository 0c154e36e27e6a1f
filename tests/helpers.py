"""What the tests share: all kinds of containers of labels, scores or weights, and how results are compared."""

import json
import pickle
from collections.abc import Callable, Sequence
from dataclasses import fields, is_dataclass
from typing import Any

import numpy as np
import pandas as pd
import polars as pl
import pyarrow as pa

from figmerit.errors import FigmeritError, InvalidTypeError, InvalidValueError


def same(first: Any, second: Any) -> bool:
    """Tell whether two results hold the same, to the last bit, and are of the same kinds; NaN is NaN.

    Sums of scores and losses depend on the order of rows: in their last digits they may differ.
    """
    pairs = zip(_split(first.to_dict()), _split(second.to_dict()), strict=True)
    (ours, theirs), (sums, others) = pairs
    if _kinds(first) != _kinds(second) or json.dumps(ours) != json.dumps(theirs) or sums.keys() != others.keys():
        return False
    return all(np.allclose(part, others[key], rtol=1e-12, atol=1e-30, equal_nan=True) for key, part in sums.items())


def _split(data: Any, at: str = "") -> tuple[Any, dict[str, Any]]:
    """Return what a dictionary of a result holds without its sums, and these by their places."""
    if isinstance(data, dict):
        parts = {key: _split(part, f"{at}/{key}") for key, part in data.items() if key != "sums"}
        sums = {f"{at}/{key}": part for key, part in data.get("sums", {}).items()}
    elif isinstance(data, list):
        parts = {place: _split(part, f"{at}/{place}") for place, part in enumerate(data)}
        sums = {}
    else:
        return data, {}
    found = {key: part for key, (part, _) in parts.items()}
    return found, sums | {key: value for _, inner in parts.values() for key, value in inner.items()}


def _kinds(value: Any) -> Any:
    """Return the kinds of a result and of what it holds."""
    if isinstance(value, tuple):
        return [_kinds(one) for one in value]
    return [type(value), *(_kinds(getattr(value, field.name)) for field in fields(value))] if is_dataclass(value) else 0


class Tensor:
    """Stands in for a torch tensor on a device, with a gradient: as unwilling as the real one."""

    def __init__(self, values: Any, dtype: str = "", *, requires_grad: bool = True, device: str = "cuda") -> None:
        self._values = np.asarray(values)
        if self._values.dtype.kind not in "biufc":
            raise TypeError(f"can't convert np.ndarray of type numpy.{self._values.dtype}.")
        self.dtype = dtype or f"torch.{self._values.dtype}"
        self.requires_grad, self.device = requires_grad, device
        self.shape, self.ndim = self._values.shape, self._values.ndim

    def __len__(self) -> int:
        return len(self._values)

    def __array__(self, dtype: Any = None, copy: Any = None) -> Any:
        return self.numpy()

    def detach(self) -> "Tensor":
        return Tensor(self._values, self.dtype, requires_grad=False, device=self.device)

    def cpu(self) -> "Tensor":
        return Tensor(self._values, self.dtype, requires_grad=self.requires_grad, device="cpu")

    def float(self) -> "Tensor":
        values = self._values.astype(np.float32)
        return Tensor(values, requires_grad=self.requires_grad, device=self.device)

    def numpy(self) -> Any:
        if self.requires_grad:
            raise RuntimeError("Can't call numpy() on Tensor that requires grad. Use tensor.detach().numpy() instead.")
        if self.device != "cpu":
            raise TypeError("can't convert cuda:0 device type tensor to numpy. Use Tensor.cpu() first.")
        if self.dtype == "torch.bfloat16":
            raise TypeError("Got unsupported ScalarType BFloat16")
        return self._values


class JaxArray:
    """Stands in for a jax array: NumPy may have it, and that is all."""

    def __init__(self, values: Any) -> None:
        self._values = np.asarray(values)

    def __array__(self, dtype: Any = None, copy: Any = None) -> Any:
        return self._values


def nullable(values: Sequence[Any]) -> Any:
    """Return a pandas series of the nullable dtype of its values."""
    return pd.Series(list(values)).convert_dtypes()


def bfloat16(values: Sequence[Any]) -> Tensor:
    return Tensor(np.asarray(values, dtype=np.float32), "torch.bfloat16")


def chunked(values: Sequence[Any]) -> Any:
    values = list(values)
    return pa.chunked_array([values[:3], values[3:]], type=pa.array(values).type)


Container = Callable[[Sequence[Any]], Any]

# Hold labels, scores and weights alike.
CONTAINERS: dict[str, Container] = {
    "list": list,
    "tuple": tuple,
    "numpy": np.asarray,
    "numpy_object": lambda values: np.asarray(values, dtype=object),
    "numpy_masked": lambda values: np.ma.masked_array(values, mask=False),
    "numpy_scalars": lambda values: list(np.asarray(values)),
    "pandas": pd.Series,
    "pandas_index": pd.Index,
    "pandas_shuffled_index": lambda values: pd.Series(list(values), index=range(len(values), 0, -1)),
    "pandas_nullable": nullable,
    "pandas_extension_array": lambda values: nullable(values).array,
    "pandas_object": lambda values: pd.Series(list(values), dtype=object),
    "pandas_arrow": lambda values: pd.Series(list(values), dtype=pd.ArrowDtype(pa.array(list(values)).type)),
    "pandas_categorical": lambda values: pd.Series(pd.Categorical(values)),
    "polars": pl.Series,
    "pyarrow": pa.array,
    "pyarrow_chunked": chunked,
    "pyarrow_dictionary": lambda values: pa.array(values).dictionary_encode(),
    "pyarrow_chunked_dictionary": lambda values: chunked(values).dictionary_encode(),
    "torch": Tensor,
    "torch_scalars": lambda values: [Tensor(value) for value in values],
    "jax": JaxArray,
}
# Hold strings only, or not.
STRINGS: dict[str, Container] = CONTAINERS | {
    "numpy_stringdtype": lambda values: np.asarray(values, dtype=np.dtypes.StringDType()),
    "pandas_string": lambda values: pd.Series(list(values), dtype="string"),
    "polars_categorical": lambda values: pl.Series(list(values), dtype=pl.Categorical),
    "polars_enum": lambda values: pl.Series(list(values), dtype=pl.Enum(sorted(set(values)))),
}
for name in ("torch", "torch_scalars", "jax"):
    del STRINGS[name]

# Hold missing values, written as None.
MISSING: dict[str, Container] = {
    "list": list,
    "numpy_object": lambda values: np.asarray(values, dtype=object),
    "numpy_masked": lambda values: np.ma.masked_array(
        ["" if v is None else v for v in values] if any(isinstance(v, str) for v in values) else
        [0 if v is None else v for v in values],
        mask=[v is None for v in values],
    ),
    "pandas": pd.Series,
    "pandas_nullable": nullable,
    "pandas_extension_array": lambda values: nullable(values).array,
    "pandas_categorical": lambda values: pd.Series(pd.Categorical(values)),
    "pandas_arrow": lambda values: pd.Series(list(values), dtype=pd.ArrowDtype(pa.array(list(values)).type)),
    "polars": pl.Series,
    "pyarrow": pa.array,
    "pyarrow_chunked": chunked,
    "pyarrow_dictionary": lambda values: pa.array(values).dictionary_encode(),
}  # fmt: skip


def columns_of(rows: Sequence[Sequence[Any]], names: Sequence[str]) -> dict[str, list[Any]]:
    return {name: [row[k] for row in rows] for k, name in enumerate(names)}


# Hold two axes: rows, and the names of the columns.
FRAMES: dict[str, Callable[[Sequence[Sequence[Any]], Sequence[str]], Any]] = {
    "list": lambda rows, _: [list(row) for row in rows],
    "list_of_tuples": lambda rows, _: [tuple(row) for row in rows],
    "list_of_arrays": lambda rows, _: [np.asarray(row) for row in rows],
    "list_of_tensors": lambda rows, _: [Tensor(row) for row in rows],
    "numpy": lambda rows, _: np.asarray(rows),
    "numpy_fortran": lambda rows, _: np.asfortranarray(rows),
    "numpy_matrix": lambda rows, _: np.asarray(rows).view(np.matrix),
    "pandas": lambda rows, names: pd.DataFrame(rows, columns=list(names)),
    "pandas_unnamed": lambda rows, _: pd.DataFrame(rows),
    "pandas_nullable": lambda rows, names: pd.DataFrame(rows, columns=list(names)).convert_dtypes(),
    "polars": lambda rows, names: pl.DataFrame(columns_of(rows, names)),
    "pyarrow_table": lambda rows, names: pa.table(columns_of(rows, names)),
    "pyarrow_batch": lambda rows, names: pa.record_batch(columns_of(rows, names)),
    "torch": lambda rows, _: Tensor(rows),
    "jax": lambda rows, _: JaxArray(rows),
}


def check_kind(error: BaseException, kind: type[Exception]) -> None:
    """An error is of exactly this kind, or of ours of that kind, which copies keep whole."""
    ours = {ValueError: InvalidValueError, TypeError: InvalidTypeError}.get(kind)
    assert type(error) in (kind, ours)
    if isinstance(error, FigmeritError):
        again = pickle.loads(pickle.dumps(error))
        assert (type(again), str(again), again.args, vars(again)) == (type(error), str(error), error.args, vars(error))
        assert error.args == (str(error),)
