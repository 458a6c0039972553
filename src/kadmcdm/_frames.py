"""Data frames at the edge: pandas, polars and pyarrow, in and out."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from importlib.util import find_spec
from typing import Any, get_args

import numpy as np

from kadmcdm._typing import FloatArray, FrameBackend
from kadmcdm.errors import (
    Fault,
    InputError,
    MissingExtraError,
    brief,
    choice_fault,
    raise_faults,
)


def to_frame(
    columns: Mapping[str, Any],
    *,
    index: Sequence[str] | None = None,
    name: str | None = None,
    backend: FrameBackend = "pandas",
) -> Any:
    """Build a frame of columns; what names its rows is a pandas index, else the first column.

    NaN is null where the library has one.
    """
    raise_faults(list(choice_fault("backend", backend, get_args(FrameBackend))))
    if find_spec(backend) is None:
        raise MissingExtraError(f"backend={backend!r} needs {backend}: pip install {backend}")
    try:
        if backend == "pandas":
            return _pandas(columns, index, name)
        return _columnar(columns, index, name or "name", backend)
    except UnicodeEncodeError as error:
        what = "half a character, which no frame can hold"
        raise InputError([Fault("frame", what, brief(error.object[:60]))]) from None


def _pandas(columns: Mapping[str, Any], index: Sequence[str] | None, name: str | None) -> Any:
    import pandas as pd

    frame = pd.DataFrame(dict(columns))
    if index is not None:
        frame.index = pd.Index(list(index), name=name)
    return frame


def _columnar(
    columns: Mapping[str, Any], index: Sequence[str] | None, name: str, backend: FrameBackend
) -> Any:
    """Build a frame of a library that has no index, but nulls."""
    import narwhals.stable.v2 as nw

    data: dict[str, list[Any]] = {}
    if index is not None:
        data[name if name not in columns else f"{name} (name)"] = list(index)
    for header, values in columns.items():
        listed = values.tolist() if isinstance(values, np.ndarray) else list(values)
        data[header] = [None if is_missing(value) else value for value in listed]
    return nw.from_dict(data, backend=backend).to_native()


def opened(frame: Any) -> Any:
    """Return the frame behind narwhals, or raise `InputError` for what is no table."""
    import narwhals.stable.v2 as nw

    try:
        return nw.from_native(frame, eager_only=True)
    except nw.exceptions.DuplicateError:
        names = [str(name) for name in frame.columns]
        raise InputError(
            Fault(f"column {name!r}", "the name stands more than once", expected="unique names")
            for name, times in Counter(names).items()
            if times > 1
        ) from None
    except Exception:  # what has some of the names of a frame, and fails in a way of its own
        raise InputError(
            [
                Fault(
                    "frame",
                    "no data frame",
                    got=type(frame).__name__,
                    expected="a pandas, polars or pyarrow table in memory",
                    hint="collect a lazy frame first",
                )
            ]
        ) from None


def index_names(frame: Any) -> list[object] | None:
    """Return the labels of a pandas index that says more than 0..m-1, else None."""
    index = getattr(frame, "index", None)
    if index is None or not hasattr(frame, "iloc"):
        return None
    labels = list(index)
    if all(type(label) is int for label in labels) and labels == list(range(len(labels))):
        return None
    return [None if is_missing(label) else label for label in labels]


def naming_fault(frame: Any, column: str, texts: Sequence[object]) -> Fault | None:
    """Return a fault where an unnamed index of numbers stands beside a first column of text.

    Sorting and filtering leave such an index behind; as names it would silently push out the
    column's. `texts` are the column's values.
    """
    index = index_names(frame)
    if index is None or frame.index.name is not None or not all(type(k) is int for k in index):
        return None
    if not any(isinstance(text, str) for text in texts):
        return None
    numbers = ", ".join(map(str, index[:3])) + (", ..." if len(index) > 3 else "")
    what = f"either the index ({numbers}) or column {column!r} could name the candidates"
    hint = f"say names={column!r}, or give the index a name"
    return Fault("frame", what, hint=hint)


def is_missing(value: Any) -> bool:
    """Tell None, NaN, NaT and pandas' NA, which answers no question with yes or no."""
    try:
        return value is None or type(value).__name__ == "NAType" or bool(value != value)
    except Exception:  # an array in a cell, say
        return False


def number_of(value: Any) -> float | None:
    """Return a cell's number, None for text and all else that is none."""
    if isinstance(value, (str, bytes)) or not hasattr(value, "__float__"):
        return None
    try:
        return float(value)
    except OverflowError:  # a whole number of 400 digits
        return float("inf")
    except Exception:  # an array in a cell, say
        return None


def text_column(opened_frame: Any, column: str) -> list[object]:
    """Return a column's values; whole numbers and text as they stand, nulls as None."""
    return [
        None if is_missing(value) else value for value in opened_frame.get_column(column).to_list()
    ]


def numeric_column(
    opened_frame: Any, column: str, rows: Sequence[str], faults: list[Fault]
) -> FloatArray:
    """Return a column as float64, NaN where a value is missing; text goes to `faults`."""
    values = opened_frame.get_column(column).to_list()
    numbers = np.full(len(values), np.nan)
    for k, value in enumerate(values):
        if is_missing(value):
            continue
        number = number_of(value)
        if number is None:
            faults.append(
                Fault(
                    f"criterion {column!r} of candidate {rows[k]!r}",
                    "text where a number is due" if isinstance(value, str) else "no number",
                    got=brief(value),
                    expected="a number",
                    hint="read the file with its decimal mark, e.g. pandas.read_csv(decimal=',')",
                )
            )
            continue
        numbers[k] = number
    return numbers
