"""Writing tables as delimited text, in the dialect of Excel in Indonesia or elsewhere."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any, Literal, TypeAlias, get_args

from kadmcdm import _frames
from kadmcdm._csv import Decimal, shielded
from kadmcdm._files import as_path, place_faults, write_bytes
from kadmcdm.errors import Fault, choice_fault, raise_faults

__all__ = ["write_csv"]

CsvDialect: TypeAlias = Literal["international", "indonesian"]

_DIALECTS: Mapping[str, tuple[str, Decimal, str]] = {
    "international": (",", ".", "utf-8"),
    "indonesian": (";", ",", "utf-8-sig"),
}
"""Delimiter, decimal mark, encoding: Excel takes UTF-8 for such by a byte-order mark alone."""


def write_csv(what: Any, path: str | Path, *, dialect: CsvDialect = "international") -> Path:
    r"""Write a table as delimited text that spreadsheets and the readers here take as it is meant.

    Parameters
    ----------
    what : data frame, or anything with ``to_frame()``
        A problem, a ranking, a table of regions, ...; a pandas index that says more than 0, 1, 2,
        ... is the first column. The criteria of a problem are a table of their own:
        ``write_csv(problem.criteria_frame(), ...)``.
    path : str or Path
        A file that is there is replaced in one step.
    dialect : "international" or "indonesian"
        Commas between cells and decimal points; or semicolons, decimal commas, and a byte-order
        mark, as Excel expects it in Indonesia.

    Returns
    -------
    Path
        Where it was written.

    Raises
    ------
    InputError
        For what is no table, a folder that is not there, and text that no such file can hold.
        Nothing is written then.

    Notes
    -----
    Numbers have all their digits. Text stands in quotation marks. A spreadsheet takes text that
    begins with ``=``, ``+``, ``-`` or ``@`` for a formula, even so; an apostrophe is put before it,
    and before a tab, a line feed, an apostrophe that was there, and text with outer blanks.
    `DecisionProblem.from_csv` and the like take that apostrophe off again.

    Examples
    --------
    >>> import tempfile
    >>> import kadmcdm as kd
    >>> problem = kd.DecisionProblem([kd.Criterion("km", "cost")], ["=A", "B"], [[1.234], [1200]])
    >>> with tempfile.TemporaryDirectory() as folder:
    ...     path = kd.write_csv(problem, f"{folder}/regions.csv", dialect="indonesian")
    ...     print(path.read_text(encoding="utf-8-sig"), end="")
    ...     kd.DecisionProblem.from_csv(path, problem.criteria).digest == problem.digest
    "candidate";"km"
    "'=A";1,2340
    "B";1200
    True
    """
    target = as_path(path)
    raise_faults(list(choice_fault("dialect", dialect, get_args(CsvDialect))))
    headers, columns = _table(what)
    faults = list(_unfit(headers, columns))
    raise_faults([*faults, *place_faults(target)])
    delimiter, decimal, encoding = _DIALECTS[dialect]
    lines = [headers, *zip(*columns, strict=True)]
    text = "".join(delimiter.join(_cell(cell, decimal) for cell in line) + "\n" for line in lines)
    return write_bytes(target, text.encode(encoding))


def _table(what: Any) -> tuple[list[str], list[list[Any]]]:
    """Return headers and columns of a frame, or of what can be made into one."""
    frame = what.to_frame() if hasattr(what, "to_frame") and not hasattr(what, "iloc") else what
    opened = _frames.opened(frame)
    headers = [str(name) for name in opened.columns]
    columns = [_frames.text_column(opened, name) for name in opened.columns]
    index = _frames.index_names(frame)
    if index is not None:
        name = str(frame.index.name or "name")
        headers.insert(0, f"{name} (name)" if name in headers else name)
        columns.insert(0, index)
    if not headers:
        raise_faults([Fault("frame", "it has no columns")])
    return headers, columns


def _unfit(headers: list[str], columns: list[list[Any]]) -> Iterator[Fault]:
    """Yield a fault for text that no reader would get back."""
    for header, column in zip(headers, columns, strict=True):
        for text in (header, *column):
            if isinstance(text, str) and re.search("[\0\ud800-\udfff]", text):
                where = f"column {header[:40]!r}: {text[:40]!r}"
                yield Fault(where, "it holds a character that no CSV file can hold")


def _cell(value: Any, decimal: Decimal) -> str:
    if value is None:
        return ""
    if isinstance(value, bool) or not hasattr(value, "__float__"):
        text = str(value).lower() if isinstance(value, bool) else str(value)
        return '"' + shielded(text).replace('"', '""') + '"'
    return _number(value, decimal)


def _number(value: Any, decimal: Decimal) -> str:
    """Return all digits; four decimals where three could be read as a group of thousands."""
    number = float(value)
    if number.is_integer() and abs(number) < 1e16:
        return "-0" if str(number) == "-0.0" else str(int(number))
    text = repr(number).replace(".", decimal)
    ambiguous = decimal == "," and re.fullmatch(r"-?[1-9]\d{0,2},\d{3}", text)
    return f"{text}0" if ambiguous else text
