"""Reviews of agreements from files and frames: a row per promise."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from kadmcdm import _frames
from kadmcdm._csv import Decimal
from kadmcdm._typing import Language
from kadmcdm.errors import Fault, InputError, brief, choice_fault, prefixed, raise_faults
from kadmcdm.partnership.affair_list import TRUTH
from kadmcdm.partnership.affairs import SECTORS, Issue
from kadmcdm.partnership.filled import columns_of
from kadmcdm.partnership.options import AgreementReview, PartnershipOption

_HEADERS: Mapping[Language, tuple[str, ...]] = {
    "en": (
        "parties", "sector", "object", "form", "first_year", "last_year", "item", "unit",
        "promised", "realized", "disputes", "renewed", "expires",
    ),
    "id": (
        "para_pihak", "urusan", "objek", "bentuk", "tahun_awal", "tahun_akhir", "butir", "satuan",
        "dijanjikan", "terealisasi", "perselisihan", "diperpanjang", "berakhir",
    ),
}  # fmt: skip
_FIELD_OF = {
    header: name
    for headers in _HEADERS.values()
    for header, name in zip(headers, _HEADERS["en"], strict=True)
}
_KEYS = ("parties", "sector", "object", "form", "first_year", "last_year")
_NEEDED = (*_KEYS, "item", "promised")
_YEARS = ("first_year", "last_year", "expires")
_SHARED = ("disputes", "renewed", "expires")
_NUMERIC = (*_YEARS, "promised", "realized", "disputes")


def read_reviews(
    source: Any, *, decimal: Decimal | None = None, delimiter: str | None = None
) -> tuple[AgreementReview, ...]:
    """Read reviews of agreements from a file or a frame: a row per promise.

    Parameters
    ----------
    source : str, Path or data frame
        Delimited text in any dialect, or a table of pandas, polars or pyarrow (a sheet of Excel by
        way of ``pandas.read_excel``). Columns ``parties`` (codes joined by "+", the initiator's
        first), ``sector`` (a key of `SECTORS`), ``object``, ``form`` (a key of `FORMS`),
        ``first_year``, ``last_year``, ``item``, ``promised``; optionally ``unit``, ``realized``,
        ``disputes``, ``renewed`` (yes, no, ya, tidak), ``expires``. Or in Indonesian:
        ``para_pihak``, ``urusan``, ``objek``, ``bentuk``, ``tahun_awal``, ``tahun_akhir``,
        ``butir``, ``dijanjikan``; ``satuan``, ``terealisasi``, ``perselisihan``, ``diperpanjang``,
        ``berakhir``. Rows that agree in the first six make one review. An empty cell is unknown,
        disputes too.
    decimal : "." or ",", optional
        The decimal mark of a file, where it cannot prove it.
    delimiter : str, optional
        Of a file.

    Returns
    -------
    tuple of AgreementReview
        In the order in which they first stand.

    Raises
    ------
    InputError
        With the line or row of every fault, all of them at once.

    Examples
    --------
    >>> import pandas as pd
    >>> from kadmcdm.partnership import read_reviews
    >>> about = {"parties": "35.22+35.23", "sector": "public_works", "object": "drinking water",
    ...          "form": "knowledge_exchange", "first_year": 2022, "last_year": 2024}
    >>> frame = pd.DataFrame([
    ...     {**about, "item": "trainings", "promised": 8, "realized": 6},
    ...     {**about, "item": "visits", "promised": 4, "realized": None},
    ... ])
    >>> dict(read_reviews(frame)[0].realization)
    {'trainings': 0.75, 'visits': None}
    """
    faults: list[Fault] = []
    columns, where = columns_of(source, _FIELD_OF, _NEEDED, _NUMERIC, decimal, delimiter, faults)
    unread = bool(faults)  # figures that are no numbers are said already
    groups: dict[tuple[Any, ...], list[tuple[int, dict[str, Any]]]] = {}
    for row in range(len(columns["parties"])):
        cells = {name: values[row] for name, values in columns.items() if values[row] is not None}
        if not cells:
            continue
        wrong = [] if unread else _cell_faults(cells)
        faults += prefixed(where(row), wrong)
        if not wrong:
            groups.setdefault(tuple(_key(cells.get(key)) for key in _KEYS), []).append((row, cells))
    reviews = []
    if not unread:
        for rows in groups.values():
            reviews += _review(rows, where, faults)
    raise_faults(faults)
    return tuple(reviews)


def _key(cell: object) -> object:
    """Return what a cell is told apart by: itself, or its text where Python has no hash of it."""
    return cell if isinstance(cell, (str, int, float)) or cell is None else brief(cell)


def _cell_faults(cells: dict[str, Any]) -> list[Fault]:
    """Return what is wrong with a row's cells; years and counts become whole numbers."""
    faults = [Fault(f"column {name!r}", "empty") for name in _NEEDED if name not in cells]
    if "sector" in cells:
        faults += prefixed("column 'sector'", choice_fault("", cells["sector"], SECTORS))
    for name in (*_YEARS, "disputes"):
        value = cells.get(name)
        if value is None:
            continue
        number = None if isinstance(value, bool) else _frames.number_of(value)
        if number is None or not number.is_integer():
            faults.append(Fault(f"column {name!r}", "no whole number", brief(value)))
        else:
            cells[name] = int(number)
    if "renewed" in cells:
        said = TRUTH.get(str(cells["renewed"]).casefold())
        if said is None:
            got, expected = brief(cells["renewed"]), "true, false (ya, tidak), or empty"
            faults.append(Fault("column 'renewed'", "neither yes nor no", got, expected))
        cells["renewed"] = said
    return faults


def _review(
    rows: Sequence[tuple[int, dict[str, Any]]], where: Callable[[int], str], faults: list[Fault]
) -> list[AgreementReview]:
    """Return the review that rows make, or none and add to `faults`."""
    start, first = rows[0]
    wrong: list[Fault] = []
    promised: dict[str, Any] = {}
    realized, units, shared = dict(promised), dict(promised), dict(promised)
    for row, cells in rows:
        item = str(cells["item"])
        if item in promised:
            wrong.append(Fault(f"{where(row)}: item {item!r}", "it stands more than once"))
        promised[item] = cells["promised"]
        realized |= {item: cells["realized"]} if "realized" in cells else {}
        units |= {item: str(cells["unit"])} if "unit" in cells else {}
        for name in _SHARED:
            if name in cells and shared.setdefault(name, cells[name]) != cells[name]:
                what = "it differs from the agreement's other rows"
                got, expected = brief(cells[name]), repr(shared[name])
                wrong.append(Fault(f"{where(row)}: column {name!r}", what, got, expected))
    faults += wrong
    try:
        initiator, *partners = [part.strip() for part in str(first["parties"]).split("+")]
        issue = Issue(SECTORS[first["sector"]], str(first["object"]))
        review = AgreementReview(
            PartnershipOption(initiator, frozenset(partners), issue, first["form"]),
            promised,
            realized,
            (first["first_year"], first["last_year"]),
            shared.get("disputes"),
            units=units,
            renewed=shared.get("renewed"),
            expires=shared.get("expires"),
        )
    except InputError as error:
        faults += prefixed(where(start), error.faults)
        return []
    return [] if wrong else [review]
