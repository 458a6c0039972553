"""An empty table for one's own regions, to be filled in with a spreadsheet."""

from __future__ import annotations

import csv
import io
from collections.abc import Sequence
from pathlib import Path

from kadmcdm import _text
from kadmcdm._arrays import items_of
from kadmcdm._csv import Decimal
from kadmcdm._files import as_path, write_bytes
from kadmcdm._typing import Label
from kadmcdm.errors import Fault, brief, choice_fault, name_faults, raise_faults
from kadmcdm.partnership.reading import OWN_COLUMNS, declared_as
from kadmcdm.partnership.region import Indicator, Region

_EXAMPLE = Region(
    "35.22", "Kabupaten Bojonegoro", "regency", "35", -7.25543, 111.80984, province="Jawa Timur"
)
_PERCENT: Label = {"en": "%", "id": "persen"}
_INDICATORS = (
    Indicator("population", {"en": "people", "id": "jiwa"}),
    Indicator("hdi", {"en": "index, 0-100", "id": "indeks, 0-100"}),
    Indicator("poverty_rate", _PERCENT),
    Indicator("sanitation_access", _PERCENT),
    Indicator("water_access", _PERCENT),
    Indicator("fiscal_capacity_ratio", {"en": "ratio", "id": "rasio"}),
)
_ABOUT = ("name", "unit", "year", "source", "label_en", "label_id", "unit_id", "source_id")


def region_template(
    path: str | Path,
    regions: Sequence[Region] | None = None,
    *,
    indicators: Sequence[Indicator | str] | None = None,
    decimal: Decimal = ".",
) -> tuple[Path, Path]:
    """Write a table to fill in, and beside it one that says what its indicators are.

    Parameters
    ----------
    path : str or Path
        Of the table of regions; the other gets its name with ``-indicators`` added.
    regions : sequence of Region, optional
        Rows to begin with; their indicators are left empty. One row of EXAMPLE (*CONTOH*) when left
        out: Kabupaten Bojonegoro's code and place, to be written over.
    indicators : sequence of Indicator or str, optional
        The columns to fill in; six of the bundled table when left out.
    decimal : "." or ","
        With ``","`` cells are parted by semicolons, as Excel expects it in Indonesia.

    Returns
    -------
    (Path, Path)
        What `RegionTable.from_csv` takes as `path` and as `indicators`.

    Raises
    ------
    InputError
        When a file is there already: nothing is written over. For indicators with the name of
        another column, or a name used twice.

    Examples
    --------
    >>> import tempfile
    >>> from pathlib import Path
    >>> from kadmcdm.partnership import RegionTable, region_template
    >>> with tempfile.TemporaryDirectory() as folder:
    ...     table, about = region_template(Path(folder) / "regions.csv", indicators=["wells"])
    ...     print(table.read_text(), end="")
    ...     RegionTable.from_csv(table, indicators=about)
    code,name,kind,province_code,province,lat,lon,autonomous,wells
    35.22,Kabupaten Bojonegoro,regency,35,Jawa Timur,-7.25543,111.80984,true,
    RegionTable(1 regions, 0 borders, 1 indicators)
    """
    target = as_path(path)
    raise_faults([] if target.name else [Fault("path", "no name of a file", brief(str(target)))])
    beside = target.with_name(f"{target.stem}-indicators{target.suffix}")
    rows = (_EXAMPLE,) if regions is None else items_of(regions, "regions", "a list of Region")
    declared = declared_as(_INDICATORS if indicators is None else indicators)
    names = [item.name for item in declared]
    faults = [*name_faults(names, "indicator"), *choice_fault("decimal", decimal, (".", ","))]
    faults += [
        Fault(f"indicator {name!r}", "the name of another column") for name in names
        if name in OWN_COLUMNS
    ]  # fmt: skip
    faults += [
        Fault(f"region number {k}", "no Region", brief(row), "Region(code, name, ...)")
        for k, row in enumerate(rows, 1)
        if not isinstance(row, Region)
    ]
    if not rows:
        faults.append(Fault("regions", "there are none", expected="at least one"))
    faults += [
        Fault(str(file), "it is there already", hint="choose another name, or move it away")
        for file in (target, beside)
        if file.exists()
    ]
    raise_faults(faults)
    lines = [[*OWN_COLUMNS, *names]]
    lines += [[*_own_cells(region, decimal), *("" for _ in names)] for region in rows]
    about = [list(_ABOUT), *(_about_cells(item) for item in declared)]
    write_bytes(beside, delimited(about, decimal))
    return write_bytes(target, delimited(lines, decimal)), beside


def _own_cells(region: Region, decimal: Decimal) -> list[str]:
    return [
        region.code,
        region.name,
        region.kind,
        region.province_code,
        region.province or "",
        _degrees(region.lat, decimal),
        _degrees(region.lon, decimal),
        "true" if region.autonomous else "false",
    ]


def _degrees(value: float | None, decimal: Decimal) -> str:
    """Return all digits, five decimals at least: 111.809 might be read as a hundred thousand."""
    if value is None:
        return ""
    short = f"{value:.5f}"
    return (short if float(short) == value else repr(value)).replace(".", decimal)


def _about_cells(item: Indicator) -> list[str]:
    year = "" if item.year is None else str(item.year)
    cells = [item.name, item.unit_in("en"), year, item.source_in("en")]
    cells += [_text.label(item.label, "", lang) for lang in ("en", "id")]
    return [*cells, item.unit_in("id"), item.source_in("id")]


def delimited(rows: Sequence[Sequence[str]], decimal: Decimal) -> bytes:
    """Return rows as a file: comma-delimited, or as Excel takes it where commas are decimal."""
    out = io.StringIO()
    csv.writer(out, delimiter=";" if decimal == "," else ",", lineterminator="\n").writerows(rows)
    encoding = "utf-8-sig" if decimal == "," else "utf-8"
    return out.getvalue().encode(encoding, "backslashreplace")  # half a character, as JSON does
