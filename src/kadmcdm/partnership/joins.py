"""Further indicators for a table of regions, joined on codes of a system that is named."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any, Literal, TypeAlias

from kadmcdm import _frames
from kadmcdm.errors import Fault, brief, choice_fault, name_faults, prefixed, raise_faults
from kadmcdm.partnership.codes import code_fault
from kadmcdm.partnership.reading import absent, declared_as, is_missing, number_in
from kadmcdm.partnership.region import Indicator
from kadmcdm.partnership.regions import RegionTable

CodeSystem: TypeAlias = Literal["kemendagri", "bps"]

_SYSTEMS = ("kemendagri", "bps")


def joined(
    table: RegionTable,
    frame: Any,
    *,
    on: str,
    system: CodeSystem,
    indicators: Sequence[Indicator | str],
    kemendagri_codes: Mapping[str, str] | None = None,
) -> RegionTable:
    """Return the table with further indicators, found by code.

    BPS and Kemendagri number regions differently, so whose codes they are must be said, and BPS
    codes come with a list that says which Kemendagri code each one is.

    Parameters
    ----------
    table : RegionTable
    frame : data frame
        pandas, polars or pyarrow.
    on : str
        The column of codes, as text.
    system : "kemendagri" or "bps"
        Whose codes they are.
    indicators : sequence of Indicator or str
        The columns to take.
    kemendagri_codes : mapping of str to str, optional
        ``{"3522": "35.22"}``; needed for, and only for, ``"bps"``.

    Returns
    -------
    RegionTable
        Regions that the frame lacks have None there; rows of regions that the table lacks are
        passed over.

    Raises
    ------
    InputError
        Listing every fault: codes of the other system, or none at all, two rows of one region, no
        row of any region of the table, an indicator that the table has already, cells that hold no
        number.

    Examples
    --------
    >>> import kadmcdm as kd
    >>> import pandas as pd
    >>> from kadmcdm.partnership import joined
    >>> frame = pd.DataFrame({"kode": ["35.22", "35.23"], "spbe": [3.1, None]})
    >>> table = joined(
    ...     kd.datasets.east_java(), frame, on="kode", system="kemendagri", indicators=["spbe"]
    ... )
    >>> table["35.22"].indicators["spbe"], table["35.23"].indicators["spbe"]
    (3.1, None)
    """
    faults = list(choice_fault("system", system, _SYSTEMS))
    raise_faults(faults)
    if system == "bps" and kemendagri_codes is None:
        hint = "look them up by name, once, and keep the list; never by the digits"
        what = "BPS codes need a list of the Kemendagri codes that they stand for"
        faults.append(Fault("kemendagri_codes", what, None, "{'3522': '35.22', ...}", hint))
    if system == "kemendagri" and kemendagri_codes is not None:
        faults.append(Fault("kemendagri_codes", "only BPS codes need it"))
    raise_faults(faults)
    opened = _frames.opened(frame)
    declared = declared_as(indicators)
    names = [indicator.name for indicator in declared]
    known = {indicator.name for indicator in table.indicators}
    faults = [*name_faults(names, "indicator"), *absent([on, *names], opened.columns, "frame")]
    faults += [
        Fault(f"indicator {name!r}", "the table has it already", hint="rename the column")
        for name in names
        if name in known
    ]
    faults += [] if names else [Fault("indicators", "there are none", expected="at least one")]
    raise_faults(faults)
    codes = _translated(opened[on].to_list(), on, system, kemendagri_codes or {})
    columns = {name: opened[name].to_list() for name in names}
    found: dict[str, dict[str, float | None]] = {}
    for row, code in enumerate(codes):
        if code not in table:
            continue
        found[code] = {
            name: None
            if is_missing(values[row])
            else number_in(values[row], f"region {code!r}, column {name!r}", faults)
            for name, values in columns.items()
        }
    if not found:
        what = "none of its codes is one of the table's"
        got, expected = ", ".join(map(repr, codes[:3])), f"such as {table.codes[0]!r}"
        faults.append(Fault(f"column {on!r}", what, got, expected))
    raise_faults(faults)
    empty = dict.fromkeys(names)
    return RegionTable(
        [
            replace(region, indicators={**region.indicators, **found.get(region.code, empty)})
            for region in table
        ],
        adjacency=table.adjacency,
        indicators=[*table.indicators, *declared],
        dialect=table.dialect,
    )


def _translated(
    given: Sequence[Any],
    on: str,
    system: CodeSystem,
    kemendagri_codes: Mapping[str, str],
) -> list[str]:
    """Return Kemendagri codes, one per row; each row a region of its own."""
    where = f"column {on!r}"
    faults: list[Fault] = []
    if system == "bps":
        for code in dict.fromkeys(given):
            if not isinstance(code, str) or not re.fullmatch(r"\d{2}(\d{2})?", code, re.ASCII):
                expected = "text of the BPS form PPKK, such as '3522'"
                faults.append(Fault(where, "no BPS code", brief(code), expected))
            elif code not in kemendagri_codes:
                what = f"kemendagri_codes does not say which region {code!r} is"
                faults.append(Fault(where, what))
        given = [kemendagri_codes.get(code, "") for code in given]
        raise_faults(faults)
    for code in dict.fromkeys(given):
        wrong = code_fault(code)
        faults += prefixed(where, [wrong] if wrong else [])
    faults += prefixed(where, name_faults(given, "code") if not faults else ())
    raise_faults(faults)
    return list(given)
