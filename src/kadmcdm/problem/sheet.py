"""Criteria as a table, a row each: a frame, a CSV file or a sheet, headed in either language."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from functools import partial
from pathlib import Path
from typing import Any

from kadmcdm import _csv, _frames, _text
from kadmcdm._arrays import items_of
from kadmcdm._typing import Direction, Label, Language
from kadmcdm.errors import (
    Fault,
    InputError,
    brief,
    close_to,
    did_you_mean,
    name_faults,
    raise_faults,
)
from kadmcdm.problem.criteria import Criterion

Where = Callable[[int, str | None], str]
"""Names a row, or the cell of it under a header."""

HEADERS: dict[str, tuple[str, str]] = {
    "name": ("name", "nama"),
    "direction": ("direction", "arah"),
    "unit": ("unit", "satuan"),
    "unit_id": ("unit_id", "satuan_id"),
    "label": ("label", "label"),
    "label_id": ("label_id", "label_id"),
    "description": ("description", "keterangan"),
    "description_id": ("description_id", "keterangan_id"),
    "low": ("low", "batas_bawah"),
    "high": ("high", "batas_atas"),
    "group": ("group", "kelompok"),
    "source": ("source", "sumber"),
    "lever": ("lever", "pengungkit"),
    "lever_id": ("lever_id", "pengungkit_id"),
    "changeable": ("changeable", "dapat_diubah"),
}
"""What stands in the columns, headed in English and Indonesian."""

_OTHERS = {
    "name": ("criterion", "criteria", "kriteria", "nama kriteria"),
    "direction": ("arah kriteria", "jenis", "atribut", "sifat"),
    "unit": ("unit en", "satuan en"),
    "label": ("label en",),
    "description_id": ("deskripsi id",),
    "description": ("definition", "deskripsi", "definisi", "penjelasan"),
    "low": ("lower bound", "minimum", "terendah"),
    "high": ("upper bound", "maximum", "maksimum", "tertinggi"),
    "group": ("grup",),
    "source": ("data source", "sumber data"),
    "lever": ("tuas",),
    "changeable": ("bisa diubah",),
}

NUMBERS = ("low", "high")
BILINGUAL = ("unit", "label", "description", "lever")
"""What may be said in both languages: English or either in one column, Indonesian in another."""

_PLAIN = ("group", "source")

_BENEFIT = (
    "manfaat",
    "keuntungan",
    "higher",
    "semakin besar semakin baik",
    "makin tinggi makin baik",
)
_COST = ("biaya", "lower", "semakin kecil semakin baik", "makin rendah makin baik")
_DIRECTIONS: dict[str, Direction] = {
    **dict.fromkeys(
        ("benefit", "higher is better", "makin besar makin baik", *_BENEFIT), "benefit"
    ),
    **dict.fromkeys(("cost", "lower is better", "makin kecil makin baik", *_COST), "cost"),
}

_TRUTH = {
    **dict.fromkeys(("true", "1", "yes", "ya", "benar"), True),
    **dict.fromkeys(("false", "0", "no", "tidak", "salah"), False),
}


def _folded(header: str) -> str:
    return " ".join(header.replace("_", " ").replace("-", " ").split()).casefold()


_KEYS = {
    _folded(header): key
    for key, headers in HEADERS.items()
    for header in (*headers, *_OTHERS.get(key, ()))
}


def key_of(header: object) -> str | None:
    """Return what a header stands for: "Satuan" is ``"unit"``; None where it is not known."""
    return _KEYS.get(_folded(str(header)))


def as_criteria(given: Any) -> tuple[Any, ...]:
    """Return criteria of a list of them, of a frame, or of a delimited file.

    Raises
    ------
    InputError
        For what is none of these, and all that is wrong in a table of criteria.
    """
    if isinstance(given, Path) or (
        isinstance(given, str) and given.lower().endswith((".csv", ".txt"))
    ):
        return criteria_in_csv(given)
    if hasattr(given, "columns") and not isinstance(given, type):
        return criteria_in_frame(given)
    return items_of(given, "", "a list of them")


def criteria_in_frame(frame: Any) -> tuple[Criterion, ...]:
    """Read criteria from a pandas, polars or pyarrow table; a pandas index may hold the names."""
    table = _frames.opened(frame)
    columns = {str(name): _frames.text_column(table, name) for name in table.columns}
    index = _frames.index_names(frame)
    if index is not None and "name" not in map(key_of, columns):
        columns = {"name": index, **columns}

    def where(row: int, header: str | None = None) -> str:
        place = f"criteria, row {row + 1}"
        return place if header is None else f"{place}, column {header!r}"

    return criteria_of(columns, where, "criteria")


def criteria_in_csv(path: str | Path) -> tuple[Criterion, ...]:
    """Read criteria from a delimited file in whatever dialect it is written."""
    table = _csv.read_csv(path)
    columns: dict[str, Sequence[Any]] = dict(
        zip(table.headers, zip(*table.rows, strict=True), strict=True)
    )
    numeric = [name for name in table.headers if key_of(name) in NUMBERS]
    faults: list[Fault] = []
    try:
        values, _ = _csv.numbers(table, numeric)
        columns |= {name: values[:, k].tolist() for k, name in enumerate(numeric)}
    except InputError as error:
        faults += error.faults
        columns |= {name: [None] * len(table.rows) for name in numeric}
    return criteria_of(columns, table.where, table.name, faults)


def criteria_of(
    columns: Mapping[str, Sequence[Any]],
    where: Where,
    sheet: str,
    faults: Sequence[Fault] = (),
) -> tuple[Criterion, ...]:
    """Build the criteria of some columns, raising all that is wrong together.

    Parameters
    ----------
    columns : mapping of str to sequence
        By header: text, numbers, None or NaN where a cell is empty. Bounds are numbers.
    where : callable
        Names a row, or the cell of it under a header.
    sheet : str
        Names the whole.
    faults : sequence of Fault
        What is wrong already.
    """
    found, faults = _keys(columns, sheet), list(faults)
    faults += found.pop("", [])
    headers: dict[str, str] = found
    raise_faults([*faults] if not {"name", "direction"} <= set(headers) else [])
    criteria: list[Criterion] = []
    for row in range(len(columns[headers["name"]])):
        cells = {key: _cell(columns[header][row]) for key, header in headers.items()}
        wrong: list[Fault] = []
        content = _content(cells, partial(_place, where, row, headers), wrong)
        if not wrong:
            try:
                criteria.append(Criterion(**content))
            except InputError as error:
                root = f"Criterion {content['name']!r}"
                for fault in error.faults:
                    rest = fault.where.removeprefix(root).lstrip(":. ")
                    place = where(row, headers.get("low" if rest == "bounds" else rest))
                    wrong.append(Fault(place, fault.what, fault.got, fault.expected, fault.hint))
        faults += wrong
    faults += name_faults([criterion.name for criterion in criteria], "criterion")
    if not criteria and not faults:
        faults.append(Fault(sheet, "there are no criteria", expected="a row for each"))
    raise_faults(faults)
    return tuple(criteria)


def _place(where: Where, row: int, headers: Mapping[str, str], key: str) -> str:
    return where(row, headers[key])


def criteria_columns(
    criteria: Sequence[Criterion], lang: Language = "en"
) -> dict[str, list[str | float | bool | None]]:
    """Return what `criteria_of` reads back; columns that nobody fills are left out."""
    rows = [_cells(criterion, lang) for criterion in criteria]
    at = _text.LANGUAGES.index(lang)
    return {
        headers[at]: [row[key] for row in rows]
        for key, headers in HEADERS.items()
        if key in ("name", "direction") or any(row[key] is not None for row in rows)
    }


def _cells(criterion: Criterion, lang: Language) -> dict[str, Any]:
    low, high = criterion.bounds or (None, None)
    direction = criterion.direction if lang == "en" else _text.say(criterion.direction, lang)
    cells = {key: getattr(criterion, key, None) for key in HEADERS}
    cells |= {"direction": direction, "low": low, "high": high}
    for key in BILINGUAL:
        cells[key], cells[f"{key}_id"] = both(getattr(criterion, key))
    cells["changeable"] = None if criterion.changeable else False
    return cells


def both(label: Label | None) -> tuple[str | None, str | None]:
    """Return a label's text, and the Indonesian one where that is another."""
    if label is None or isinstance(label, str):
        return label, None
    return label.get("en"), label.get("id")


def label_from(text: Any, indonesian: Any) -> Label | None:
    """Return the label of two cells."""
    if indonesian is None:
        return None if text is None else str(text)
    languages: dict[Language, str] = {} if text is None else {"en": str(text)}
    return {**languages, "id": str(indonesian)}


def _keys(columns: Mapping[str, Sequence[Any]], sheet: str) -> dict[str, Any]:
    """Return the header of each key; under "" what is wrong with the headers."""
    headers: dict[str, Any] = {}
    faults: list[Fault] = []
    known = list(dict.fromkeys(header for pair in HEADERS.values() for header in pair))
    meant = close_to(known)
    for header in columns:
        where, key = f"{sheet}: column {header!r}", key_of(header)
        if key is None:
            faults.append(Fault(where, "unknown column", hint=meant(header) or "take it out"))
        elif key in headers:
            faults.append(Fault(where, f"it says the same as column {headers[key]!r}"))
        else:
            headers[key] = header
    faults += [
        Fault(f"{sheet}: column {key!r}", "not there", hint=did_you_mean(key, columns))
        for key in ("name", "direction")
        if key not in headers
    ]
    return {**headers, "": faults}


def _cell(value: Any) -> Any:
    """Return None for an empty cell; text stays as it stands."""
    if isinstance(value, str):
        return value if value.strip() else None
    return None if _frames.is_missing(value) else value


def _content(
    cells: dict[str, Any], where: Callable[[str], str], faults: list[Fault]
) -> dict[str, Any]:
    """Return what `Criterion` takes, adding to `faults` what no cell may hold."""
    content: dict[str, Any] = {"name": _worded("name", cells, where, faults)}
    given = cells["direction"]
    if given is None:
        faults.append(Fault(where("direction"), "the direction is missing", hint=_WAYS))
    content["direction"] = _DIRECTIONS.get(_folded(str(given)), given)
    for key in BILINGUAL:
        content[key] = label_from(
            *(_worded(name, cells, where, faults) for name in (key, f"{key}_id"))
        )
    for key in _PLAIN:
        content[key] = _worded(key, cells, where, faults)
    content["bounds"] = _bounds(cells, where, faults)
    changeable = cells.get("changeable")
    if changeable is not None:
        truth = changeable
        if not isinstance(truth, bool):
            truth = _TRUTH.get(str(_whole(changeable)).casefold())
        if truth is None:
            got = brief(changeable)
            faults.append(Fault(where("changeable"), "neither yes nor no", got, "yes or no"))
        content["changeable"] = truth
    return content


_WAYS = (
    "say 'benefit' or 'cost'; in Indonesian 'makin besar makin baik' or 'makin kecil makin baik'"
)


def _whole(value: Any) -> Any:
    """Return a whole number as such: spreadsheets hold 2024 as 2024.0."""
    return int(value) if isinstance(value, float) and value.is_integer() else value


def _worded(
    key: str, cells: Mapping[str, Any], where: Callable[[str], str], faults: list[Fault]
) -> str | None:
    value = _whole(cells.get(key))
    if value is None and key == "name":
        faults.append(Fault(where("name"), "the criterion has no name"))
    if isinstance(value, float) and key == "name":
        hint = "format the column as text: a code such as 35.10 has lost its zero"
        faults.append(
            Fault(where("name"), "a decimal number is no name", brief(value), "text", hint)
        )
    return None if value is None else str(value)


def _bounds(
    cells: Mapping[str, Any], where: Callable[[str], str], faults: list[Fault]
) -> tuple[float, float] | None:
    ends = {key: cells.get(key) for key in NUMBERS}
    if all(value is None for value in ends.values()):
        return None
    numbers = []
    for key, value in ends.items():
        if value is None:
            other = next(name for name in NUMBERS if name != key)
            faults.append(Fault(where(other), f"a bound without the other one, {key!r}"))
        elif isinstance(value, (str, bool)) or not hasattr(value, "__float__"):
            faults.append(Fault(where(key), "no number", brief(value), "a number"))
        else:
            numbers.append(float(value))
    return (numbers[0], numbers[1]) if len(numbers) == 2 else None
