"""From a data frame to a matrix: names found, gaps treated by a named policy, all recorded."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, get_args

import numpy as np

from kadmcdm import _csv, _frames
from kadmcdm._arrays import ReadOnlyDict, cell
from kadmcdm._provenance import jsonable
from kadmcdm._typing import JSON, FloatArray, MissingPolicy
from kadmcdm.errors import (
    Fault,
    InputError,
    brief,
    choice_fault,
    close_to,
    did_you_mean,
    raise_faults,
)
from kadmcdm.problem.criteria import Criterion, criterion_faults

__all__ = ["Preparation", "prepare"]


@dataclass(frozen=True, slots=True)
class Preparation:
    """What was done to a frame before it became a problem: nothing is dropped or filled unseen.

    Parameters
    ----------
    ignored_columns : tuple of str
        Columns that are no criterion.
    missing : str
        The policy for missing cells that the caller named.
    dropped_candidates, dropped_criteria : tuple of str
    filled : tuple of (candidate, criterion, value)
    dialect : mapping, optional
        How the file was written: delimiter, decimal mark, encoding, byte-order mark.
    internal : tuple of (candidate, criterion)
        Cells that stay out of documents for others, such as judgments about a neighbor.

    Examples
    --------
    >>> import kadmcdm as kd
    >>> kd.Preparation(ignored_columns=("remarks",)).missing
    'error'
    """

    ignored_columns: tuple[str, ...] = ()
    missing: MissingPolicy = "error"
    dropped_candidates: tuple[str, ...] = ()
    dropped_criteria: tuple[str, ...] = ()
    filled: tuple[tuple[str, str, float], ...] = ()
    dialect: Mapping[str, Any] | None = None
    internal: tuple[tuple[str, str], ...] = ()

    def to_dict(self) -> JSON:
        """Return plain JSON types that `from_dict` reads back."""
        return {key: jsonable(getattr(self, key)) for key in self.__dataclass_fields__}

    @classmethod
    def from_dict(cls, data: Mapping[str, Any]) -> Preparation:
        """Read back what `to_dict` wrote."""
        parts: dict[str, Any] = {
            key: tuple(v) if isinstance(v, list) else v for key, v in data.items()
        }
        for key in ("filled", "internal"):
            parts[key] = tuple(tuple(item) for item in parts.get(key, ()))
        return cls(**parts)


def prepare_csv(
    path: str | Path,
    criteria: Sequence[Criterion],
    names: str | None,
    missing: MissingPolicy,
    decimal: _csv.Decimal | None,
    delimiter: str | None,
) -> tuple[tuple[Criterion, ...], list[str], FloatArray, Preparation]:
    """Return what `prepare` does, of a delimited file in whatever dialect it is written.

    Raises
    ------
    InputError
        As `prepare`; also for a file that is missing or ragged, and for ambiguous numbers.
    """
    faults = criterion_faults(criteria)
    faults += choice_fault("missing", missing, get_args(MissingPolicy))
    raise_faults(faults)
    table = _csv.read_csv(path, decimal=decimal, delimiter=delimiter)
    wanted = [criterion.name for criterion in criteria]
    column = names or table.headers[0]
    known, meant = frozenset(table.headers), close_to(table.headers)
    faults += [
        Fault(f"{table.name}: column {name!r}", "not there", hint=meant(name))
        for name in dict.fromkeys([column, *wanted])
        if name not in known
    ]
    if names is None and column in wanted:
        faults.append(Fault(table.name, "no candidate names", hint="say names='column'"))
    raise_faults(faults)
    rows = list(table.column(column))
    faults += [
        Fault(table.where(k), "the candidate has no name")
        for k, label in enumerate(rows)
        if not label.strip()
    ]
    raise_faults(faults)
    matrix, dialect = _csv.numbers(table, wanted)
    matrix, rows, kept, done = fill(matrix, rows, tuple(criteria), missing)
    used = {column, *wanted}
    ignored = tuple(name for name in table.headers if name not in used)
    written = {key: getattr(dialect, key) for key in dialect.__dataclass_fields__}
    return kept, rows, matrix, Preparation(ignored, *done, dialect=ReadOnlyDict(written))


def prepare(
    frame: Any, criteria: Sequence[Criterion], names: str | None, missing: MissingPolicy
) -> tuple[tuple[Criterion, ...], list[str], FloatArray, Preparation]:
    """Return criteria, candidate names, matrix, and the record of what was done.

    Raises
    ------
    InputError
        For missing columns, nameless candidates, text cells, and missing cells without a policy.
    """
    raise_faults(criterion_faults(criteria))
    faults = list(choice_fault("missing", missing, get_args(MissingPolicy)))
    table = _frames.opened(frame)
    columns = list(table.columns)
    wanted = [criterion.name for criterion in criteria]
    known, meant = frozenset(columns), close_to(columns)
    faults += [
        Fault(f"column {name!r}", "not in the frame", hint=meant(name))
        for name in wanted
        if name not in known
    ]
    labels, names_column = _row_names(frame, table, wanted, names, faults)
    faults += [
        Fault(f"row {k}", "the candidate has no name")
        for k, label in enumerate(labels, 1)
        if label is None
    ]
    faults += [
        Fault(
            f"row {k}",
            "a decimal number is no name",
            got=brief(label),
            expected="text",
            hint="read the column as text: a code such as 35.10 has lost its zero",
        )
        for k, label in enumerate(labels, 1)
        if isinstance(label, float)
    ]
    raise_faults(faults)
    rows = [str(label) for label in labels]
    matrix = np.column_stack([_frames.numeric_column(table, name, rows, faults) for name in wanted])
    raise_faults(faults)
    used = {names_column, *wanted}
    ignored = tuple(str(c) for c in columns if c not in used)
    matrix, rows, kept, done = fill(matrix, rows, tuple(criteria), missing)
    return kept, rows, matrix, Preparation(ignored, *done)


Done = tuple[MissingPolicy, tuple[str, ...], tuple[str, ...], tuple[tuple[str, str, float], ...]]


def _row_names(
    frame: Any, table: Any, wanted: list[str], names: str | None, faults: list[Fault]
) -> tuple[list[object], str | None]:
    columns = list(table.columns)
    if names is not None:
        if names in columns:
            return _frames.text_column(table, names), names
        hint = did_you_mean(names, columns)
        faults.append(Fault(f"column {names!r}", "not in the frame", hint=hint))
        return [], None
    index = _frames.index_names(frame)
    if index is not None:
        if columns and columns[0] not in wanted:
            texts = _frames.text_column(table, columns[0])
            doubt = _frames.naming_fault(frame, columns[0], texts)
            faults += [] if doubt is None else [doubt]
        return index, None
    if columns and columns[0] not in wanted:
        return _frames.text_column(table, columns[0]), columns[0]
    faults.append(
        Fault(
            "frame",
            "no candidate names",
            hint="say names='column', or set the frame's index",
        )
    )
    return [], None


def fill(
    matrix: FloatArray, rows: list[str], criteria: tuple[Criterion, ...], policy: MissingPolicy
) -> tuple[FloatArray, list[str], tuple[Criterion, ...], Done]:
    """Apply the policy for missing cells; return what is left and what was done."""
    gaps = np.isnan(matrix)
    if policy == "error" and gaps.any():
        raise InputError(
            Fault(
                cell(rows[i], criteria[j].name),
                "the value is missing",
                expected="a number",
                hint="say missing='drop_candidate', 'drop_criterion', 'worst' or 'median'",
            )
            for i, j in np.argwhere(gaps)
        )
    dropped_rows: tuple[str, ...] = ()
    dropped_columns: tuple[str, ...] = ()
    filled: list[tuple[str, str, float]] = []
    if policy == "drop_candidate":
        keep = ~gaps.any(axis=1)
        dropped_rows = tuple(rows[i] for i in np.flatnonzero(~keep))
        matrix, rows = matrix[keep], [rows[i] for i in np.flatnonzero(keep)]
    elif policy == "drop_criterion":
        keep = ~gaps.any(axis=0)
        dropped_columns = tuple(criteria[j].name for j in np.flatnonzero(~keep))
        matrix, criteria = matrix[:, keep], tuple(criteria[j] for j in np.flatnonzero(keep))
    elif policy in ("worst", "median"):
        matrix = matrix.copy()
        for j in np.flatnonzero(gaps.any(axis=0)):
            present = matrix[~gaps[:, j], j]
            if not present.size:
                where = f"criterion {criteria[j].name!r}"
                raise InputError([Fault(where, "every value is missing", hint="leave it out")])
            if policy == "median":
                value = float(np.median(present))
            else:
                value = float(
                    present.min() if criteria[j].direction == "benefit" else present.max()
                )
            for i in np.flatnonzero(gaps[:, j]):
                matrix[i, j] = value
                filled.append((rows[i], criteria[j].name, value))
    return matrix, rows, criteria, (policy, dropped_rows, dropped_columns, tuple(filled))
