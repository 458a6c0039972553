"""Data frames at the edge: pandas, polars and pyarrow in, pandas out."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

import numpy as np

from kadmcdm._typing import FloatArray
from kadmcdm.errors import Fault, InputError

if TYPE_CHECKING:
    import pandas as pd


def to_pandas(
    columns: Mapping[str, Any], *, index: Sequence[str] | None = None, name: str | None = None
) -> pd.DataFrame:
    """Build a pandas frame, its index named."""
    import pandas as pd

    frame = pd.DataFrame(dict(columns))
    if index is not None:
        frame.index = pd.Index(list(index), name=name)
    return frame


def opened(frame: Any) -> Any:
    """Return the frame behind narwhals, or raise `InputError` for what is no table."""
    import narwhals.stable.v2 as nw

    try:
        return nw.from_native(frame, eager_only=True)
    except nw.exceptions.DuplicateError:
        names = [str(name) for name in frame.columns]
        twice = dict.fromkeys(name for name in names if names.count(name) > 1)
        raise InputError(
            Fault(f"column {name!r}", "the name stands more than once", expected="unique names")
            for name in twice
        ) from None
    except TypeError:
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
    if labels == list(range(len(labels))):
        return None
    return [None if is_missing(label) else label for label in labels]


def is_missing(value: Any) -> bool:
    """Tell None, NaN, NaT and pandas' NA, which answers no question with yes or no."""
    return value is None or type(value).__name__ == "NAType" or bool(value != value)


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
        if isinstance(value, str) or not hasattr(value, "__float__"):
            faults.append(
                Fault(
                    f"criterion {column!r} of candidate {rows[k]!r}",
                    "text where a number is due" if isinstance(value, str) else "no number",
                    got=repr(value),
                    expected="a number",
                    hint="read the file with its decimal mark, e.g. pandas.read_csv(decimal=',')",
                )
            )
            continue
        numbers[k] = float(value)
    return numbers
