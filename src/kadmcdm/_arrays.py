"""Array-likes in, checked read-only float64 arrays out; constructors that teach."""

from __future__ import annotations

import functools
from collections.abc import Iterator, Sequence
from numbers import Real
from typing import Any, TypeVar

import numpy as np
from pydantic import ValidationError

from kadmcdm._numbers import as_number
from kadmcdm._typing import ArrayLike, FloatArray
from kadmcdm.errors import Fault, InputError, brief, faults_of

Model = TypeVar("Model")


def read_only(array: Any, dtype: Any = None) -> Any:
    """Return the array itself when nobody can write to it, else a read-only copy."""
    values = np.asarray(array, dtype=dtype)
    if values.flags.writeable or values.base is not None:
        values = values.copy()
        values.setflags(write=False)
    return values


def as_items(given: object) -> tuple[Any, ...] | None:
    """Return what a list, array, set or other iterable holds; None for text and all else."""
    if isinstance(given, (str, bytes, bytearray)):
        return None
    try:
        return tuple(given)  # type: ignore[arg-type]
    except Exception:  # what an object's own iterator may raise nobody knows
        return None


def items_of(given: object, where: str, expected: str) -> tuple[Any, ...]:
    """Return what an iterable holds, or raise `InputError` for text and what is none."""
    items = as_items(given)
    if items is None:
        raise InputError([Fault(where, "no list", brief(given), expected)])
    return items


def to_matrix(
    values: ArrayLike, rows: Sequence[str], columns: Sequence[str], faults: list[Fault]
) -> FloatArray | None:
    """Convert to a read-only (rows, columns) matrix of finite numbers, or add to `faults`.

    Text is refused even where it looks like a number: what stands in a matrix was meant to be
    one, and reading "1.234" is a decision that belongs to whoever reads the file.
    """
    if hasattr(values, "columns"):
        hint = "DecisionProblem.from_frame(frame, criteria) reads it by its names"
        faults.append(Fault("matrix", "a frame's names would be lost", hint=hint))
        return None
    numbers = _numeric(values)
    if numbers is None:
        cells = list(_cells(values, rows, columns, faults))
        if faults and len(cells) != len(rows) * len(columns):
            return None
        numbers = np.array(cells, dtype=np.float64).reshape(len(rows), len(columns))
    elif numbers.ndim != 2 or numbers.shape != (len(rows), len(columns)):
        faults.append(
            Fault(
                "matrix",
                "wrong shape",
                got=str(numbers.shape),
                expected=f"({len(rows)}, {len(columns)}): a row per candidate, "
                "a column per criterion",
                hint="the matrix looks transposed"
                if numbers.shape == (len(columns), len(rows))
                else None,
            )
        )
        return None
    faults += non_finite(numbers, rows, columns)
    if faults:
        return None
    numbers = np.ascontiguousarray(numbers)
    numbers.setflags(write=False)  # a copy of our own already: `_numeric` makes one
    return numbers


def non_finite(matrix: FloatArray, rows: Sequence[str], columns: Sequence[str]) -> Iterator[Fault]:
    """Yield a fault for each NaN or infinite cell, in one vectorized pass."""
    for i, j in np.argwhere(~np.isfinite(matrix)):
        yield Fault(
            cell(rows[i], columns[j]),
            "not a finite number",
            got=str(matrix[i, j]),
            expected="a finite number",
            hint="leave the candidate out, or name a policy for missing cells "
            "(DecisionProblem.from_frame(..., missing=...))",
        )


def cell(candidate: str, criterion: str) -> str:
    """Name one cell of the decision matrix."""
    return f"criterion {criterion!r} of candidate {candidate!r}"


def _numeric(values: ArrayLike) -> FloatArray | None:
    """Return a float64 copy when every value is a number, else None."""
    if isinstance(values, np.ma.MaskedArray):  # asarray would give what is under the mask
        if values.dtype.kind not in "fiub":
            return None
        masked: FloatArray = np.where(np.ma.getmaskarray(values), np.nan, np.ma.getdata(values))
        return masked
    try:
        array = np.asarray(values)
    except Exception:  # ragged rows, or an object that fails in a way of its own
        return None
    if array.dtype.kind not in "fiub" or array.dtype == np.float16:
        return None if array.dtype.kind != "f" else array.astype(np.float64)
    # A nested list such as [[1, True], ["2", 3]] has become text and did not come here.
    return array.astype(np.float64)


def _is_list(given: Any) -> bool:
    return isinstance(given, (list, tuple)) or (isinstance(given, np.ndarray) and given.ndim > 0)


def _cells(
    values: Any, rows: Sequence[str], columns: Sequence[str], faults: list[Fault]
) -> Iterator[float]:
    """Yield the numbers of a nested sequence, naming each cell that holds none."""
    if not _is_list(values):
        faults.append(Fault("matrix", "no table of numbers", got=brief(type(values).__name__)))
        return
    if len(values) != len(rows):
        faults.append(
            Fault("matrix", "wrong number of rows", got=str(len(values)), expected=str(len(rows)))
        )
    for name, row in zip(rows, values, strict=False):
        if not _is_list(row):
            faults.append(Fault(f"candidate {name!r}", "its row is no list of numbers"))
            continue
        if len(row) != len(columns):
            faults.append(
                Fault(
                    f"candidate {name!r}",
                    "wrong number of values in its row",
                    got=str(len(row)),
                    expected=str(len(columns)),
                )
            )
        for criterion, value in zip(columns, row, strict=False):
            if isinstance(value, Real):  # int, float, Fraction, numpy scalars
                yield as_number(value)
                continue
            missing = value is None
            kind = "text where a number is due" if isinstance(value, str) else "no number"
            faults.append(
                Fault(
                    cell(name, criterion),
                    "the value is missing" if missing else kind,
                    got=None if missing else brief(value),
                    expected="a finite number",
                )
            )
            yield 0.0


def taught(model: type[Model]) -> type[Model]:
    """Make a pydantic dataclass's constructor raise `InputError` instead of pydantic's error.

    Only the public constructor changes: inside another model pydantic validates without it, and
    the outermost loader translates everything at once.
    """
    construct = model.__init__
    fields = getattr(model, "__dataclass_fields__", {})

    @functools.wraps(construct)
    def __init__(self: Any, *args: Any, **kwargs: Any) -> None:
        try:
            construct(self, *args, **kwargs)
        except ValidationError as error:
            name = kwargs.get("name", args[0] if args else None)
            root = f"{model.__name__} {name!r}" if isinstance(name, str) else model.__name__
            raise InputError(faults_of(error, root, list(fields))) from None
        except RecursionError:
            raise InputError([Fault(model.__name__, "nested too deep to be read")]) from None

    model.__init__ = __init__  # type: ignore[method-assign]
    return model


class ReadOnlyDict(dict[Any, Any]):
    """A dict that nobody can change: labels and attributes inside frozen objects."""

    def _refuse(self, *args: Any, **kwargs: Any) -> Any:
        raise TypeError("this mapping is read-only")

    __setitem__ = __delitem__ = __ior__ = _refuse
    clear = pop = popitem = setdefault = update = _refuse

    def __hash__(self) -> int:  # type: ignore[override] # dict has none; nothing can change us
        return hash(frozenset((key, repr(value)) for key, value in self.items()))

    def __reduce__(self) -> Any:
        return type(self), (dict(self),)
