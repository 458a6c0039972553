"""Tables of regions: codes, borders, and indicators as arrays."""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

import numpy as np

from kadmcdm import _frames
from kadmcdm._arrays import ReadOnlyDict, items_of
from kadmcdm._csv import Decimal
from kadmcdm._provenance import Portable, check_keys, digest
from kadmcdm._table import Display, Table
from kadmcdm._typing import JSON, FloatArray, FrameBackend, IntArray, Language
from kadmcdm.errors import (
    Fault,
    brief,
    choice_fault,
    name_faults,
    prefixed,
    raise_faults,
    unknown_names,
)
from kadmcdm.partnership.codes import BORDER_KINDS, Adjacency, BorderKind, unknown_codes
from kadmcdm.partnership.region import Indicator, Region
from kadmcdm.partnership.region_display import region_tables

__all__ = ["RegionTable"]


@dataclass(frozen=True, eq=False, init=False)
class RegionTable(Portable, Display):
    """Regions, their borders, and the indicators known about them.

    Parameters
    ----------
    regions : sequence of Region
        The rows, N >= 1; codes and names are unique.
    adjacency : mapping of (code, code) to "land", "river" or "sea", optional
        Which regions share a border; each pair once, in either order.
    indicators : sequence of Indicator or str, optional
        What the columns are; all that the regions have, when left out.
    dialect : mapping, optional
        How the file was written that they were read from: delimiter, decimal, encoding, bom.

    Attributes
    ----------
    codes, names : tuple of str
    adjacency : mapping
        The smaller code first in every pair.
    lat, lon : (N,) arrays
        Degrees; NaN where unknown.
    borders : (N, N) array of int8
        0 where there is none, 1 land, 2 river, 3 sea.
    provinces : (N,) array of int
    digest : str
        SHA-256 of codes, names, borders and numbers.

    Raises
    ------
    InputError
        Listing every fault: duplicate codes or names, adjacency with unknown codes, of a region
        with itself, or of two kinds, indicators that are not declared.

    Examples
    --------
    >>> import kadmcdm as kd
    >>> table = kd.datasets.east_java()
    >>> len(table), table["35.23"].name, table.border("35.22", "35.23")
    (40, 'Kabupaten Tuban', 'land')
    >>> table.indicator("hdi").shape
    (40,)
    """

    regions: tuple[Region, ...]
    adjacency: Adjacency
    indicators: tuple[Indicator, ...]
    dialect: Mapping[str, Any] | None

    _json_fields = {
        "regions": tuple[Region, ...],
        "adjacency": tuple[tuple[str, str, str], ...],
        "indicators": tuple[Indicator, ...],
        "dialect": Mapping[str, Any] | None,
    }

    def __init__(
        self,
        regions: Iterable[Region],
        *,
        adjacency: Adjacency | None = None,
        indicators: Iterable[Indicator | str] = (),
        dialect: Mapping[str, Any] | None = None,
    ) -> None:
        rows = tuple(regions)
        raise_faults(
            [
                Fault(f"region number {k}", "no Region", brief(row), "Region(code, name, ...)")
                for k, row in enumerate(rows, 1)
                if not isinstance(row, Region)
            ]
            + ([] if rows else [Fault("regions", "there are none", expected="at least one")])
        )
        declared = tuple(Indicator(i) if isinstance(i, str) else i for i in indicators)
        names = [indicator.name for indicator in declared]
        faults = [*name_faults([row.code for row in rows], "region")]
        faults += name_faults([row.name for row in rows], "region")
        faults += name_faults(names, "indicator")
        if declared:
            for row in rows:
                found = unknown_names(row.indicators, names, "indicator")
                faults += prefixed(f"region {row.code!r}", found)
        else:
            used = dict.fromkeys(name for row in rows for name in row.indicators)
            declared = tuple(Indicator(name) for name in used)
        pairs = _pairs(adjacency or {}, {row.code: row.name for row in rows}, faults)
        raise_faults(faults)
        object.__setattr__(self, "regions", rows)
        object.__setattr__(self, "adjacency", ReadOnlyDict(pairs))
        object.__setattr__(self, "indicators", declared)
        object.__setattr__(self, "dialect", None if dialect is None else ReadOnlyDict(dialect))

    @classmethod
    def from_csv(
        cls,
        path: str | Path,
        *,
        adjacency: Adjacency | str | Path | None = None,
        indicators: Sequence[Indicator | str] | str | Path | None = None,
        decimal: Decimal | None = None,
        delimiter: str | None = None,
    ) -> RegionTable:
        """Read a table from delimited text in any dialect, codes as text.

        Parameters
        ----------
        path : str or Path
            Columns ``code`` and ``name``; optionally ``kind`` (or *kabupaten*, *kota*; else the
            code tells), ``province_code``, ``province``, ``lat``, ``lon``, ``autonomous``; the
            others are indicators. An empty cell, ``-`` or ``NA`` is missing, never zero.
        adjacency : mapping, or the path of a file, optional
            Columns ``code_a``, ``code_b``, ``kind``.
        indicators : sequence of Indicator or str, or the path of a file, optional
            Which columns to take; the file's own are ``name``, ``unit``, ``year``, ``source``,
            ``label_en``, ``label_id``, ``unit_id``, ``source_id``. All other columns when left out.
        decimal : "." or ",", optional
            The decimal mark, where the file cannot prove it.
        delimiter : str, optional

        Returns
        -------
        RegionTable

        Raises
        ------
        InputError
            With the line and the column of every fault.

        Examples
        --------
        >>> from kadmcdm import datasets
        >>> from kadmcdm.partnership import RegionTable
        >>> folder = datasets.data_folder("east_java")
        >>> len(RegionTable.from_csv(folder / "regions.csv").indicators)
        10
        """
        from kadmcdm.partnership.reading import from_csv

        regions, borders, declared, dialect = from_csv(
            path, adjacency, indicators, decimal=decimal, delimiter=delimiter
        )
        return cls(regions, adjacency=borders, indicators=declared, dialect=dialect)

    @classmethod
    def from_frame(
        cls,
        frame: Any,
        *,
        indicators: Sequence[Indicator | str],
        adjacency: Adjacency | None = None,
    ) -> RegionTable:
        """Make a table of a pandas, polars or pyarrow table.

        Parameters
        ----------
        frame : data frame
            Columns as in `from_csv`; codes must be text.
        indicators : sequence of Indicator or str
            The numeric columns to take; null is missing, never zero.
        adjacency : mapping, optional

        Returns
        -------
        RegionTable

        Raises
        ------
        InputError
            With the region and the column of every fault.

        Examples
        --------
        >>> import pandas as pd
        >>> from kadmcdm.partnership import RegionTable
        >>> frame = pd.DataFrame({"code": ["35.10"], "name": ["Kabupaten Banyuwangi"], "x": [1.5]})
        >>> RegionTable.from_frame(frame, indicators=["x"]).indicator("x").tolist()
        [1.5]
        """
        from kadmcdm.partnership.reading import from_frame

        regions, declared = from_frame(frame, indicators)
        return cls(regions, adjacency=adjacency, indicators=declared)

    @cached_property
    def codes(self) -> tuple[str, ...]:
        """Kemendagri codes, in the table's order."""
        return tuple(region.code for region in self.regions)

    @cached_property
    def names(self) -> tuple[str, ...]:
        """Names with their type, in the table's order."""
        return tuple(region.name for region in self.regions)

    @cached_property
    def lat(self) -> FloatArray:
        """(N,) array: latitude in degrees, NaN where unknown."""
        return _column([region.lat for region in self.regions])

    @cached_property
    def lon(self) -> FloatArray:
        """(N,) array: longitude in degrees, NaN where unknown."""
        return _column([region.lon for region in self.regions])

    @cached_property
    def provinces(self) -> IntArray:
        """(N,) array: the province's code as a number."""
        array = np.array([int(region.province_code) for region in self.regions], dtype=np.int64)
        array.setflags(write=False)
        return array

    @cached_property
    def borders(self) -> np.ndarray[Any, np.dtype[np.int8]]:
        """(N, N) array: 0 no border, 1 land, 2 river, 3 sea; symmetric."""
        array = np.zeros((len(self), len(self)), dtype=np.int8)
        for (a, b), kind in self.adjacency.items():
            i, j = self._rows[a], self._rows[b]
            array[i, j] = array[j, i] = 1 + BORDER_KINDS.index(kind)
        array.setflags(write=False)
        return array

    @cached_property
    def digest(self) -> str:
        """SHA-256 over codes, names, borders and numbers; computed on first use."""
        names = [indicator.name for indicator in self.indicators]
        pairs = [f"{a} {b} {kind}" for (a, b), kind in sorted(self.adjacency.items())]
        signs = [str(region.autonomous) for region in self.regions]
        numbers = [self.lat, self.lon, *(self.indicator(name) for name in names)]
        return digest([*self.codes, *self.names, *signs, *names, *pairs], numbers)

    def index(self, code: str) -> int:
        """Return a region's row, or raise `InputError` with what may have been meant."""
        return int(self.rows([code])[0])

    def rows(self, codes: Iterable[str]) -> IntArray:
        """Return the rows of several regions, as operators take them.

        Parameters
        ----------
        codes : iterable of str

        Returns
        -------
        (k,) array of int

        Raises
        ------
        InputError
            Naming every code that the table does not have.

        Examples
        --------
        >>> import kadmcdm as kd
        >>> kd.datasets.east_java().rows(["35.22", "33.16"]).tolist()
        [23, 0]
        """
        wanted = items_of(codes, "codes", "a list of codes")
        if any(not isinstance(code, str) or code not in self._rows for code in wanted):
            names = dict(zip(self.codes, self.names, strict=True))
            raise_faults(list(unknown_codes(wanted, names)))
        return np.array([self._rows[code] for code in wanted], dtype=np.int64)

    def indicator(self, name: str) -> FloatArray:
        """Return an indicator of all regions.

        Parameters
        ----------
        name : str

        Returns
        -------
        (N,) array
            Read-only, in the indicator's unit; NaN where the value is missing.

        Raises
        ------
        InputError
            For an indicator that the table does not have.

        Examples
        --------
        >>> import kadmcdm as kd
        >>> table = kd.datasets.east_java()
        >>> float(table.indicator("water_access")[table.index("35.22")])
        97.24
        """
        return self._columns[self.about(name).name]

    def about(self, name: str) -> Indicator:
        """Return what is known about an indicator: unit, year, source.

        Raises
        ------
        InputError
            For an unknown indicator.
        """
        known = {indicator.name: indicator for indicator in self.indicators}
        raise_faults(list(unknown_names([name], known, "indicator")))
        return known[name]

    def border(self, a: str, b: str) -> BorderKind | None:
        """Return ``"land"``, ``"river"`` or ``"sea"`` where two regions touch, else None."""
        i, j = self.rows([a, b])
        kind = int(self.borders[i, j])
        return BORDER_KINDS[kind - 1] if kind else None

    def to_frame(self, *, backend: FrameBackend = "pandas") -> Any:
        """Return a frame, a row per region, that `from_frame` reads back.

        Parameters
        ----------
        backend : "pandas", "polars" or "pyarrow"
            Whose frame it is; rows are named by a pandas index, else by the first column.
        """
        keys = ("code", "name", "kind", "province_code", "province")
        columns: dict[str, Any] = {key: [getattr(r, key) for r in self.regions] for key in keys}
        columns |= {"lat": self.lat, "lon": self.lon}
        columns["autonomous"] = [region.autonomous for region in self.regions]
        columns |= {i.name: self.indicator(i.name) for i in self.indicators}
        return _frames.to_frame(columns, backend=backend)

    def tables(self, lang: Language = "en") -> tuple[Table, ...]:
        """Return the regions with their borders, and what is known about them."""
        return region_tables(self, lang)

    def to_dict(self) -> JSON:
        """Return plain JSON types that `from_dict` reads back, losslessly."""
        return {
            "result": "RegionTable",
            "regions": [region.to_dict() for region in self.regions],
            "adjacency": [[a, b, kind] for (a, b), kind in self.adjacency.items()],
            "indicators": [indicator.to_dict() for indicator in self.indicators],
            "dialect": None if self.dialect is None else dict(self.dialect),
        }

    @classmethod
    def from_dict(cls, data: Mapping[str, Any]) -> RegionTable:
        """Read back what `to_dict` wrote.

        Raises
        ------
        InputError
            For missing or unknown keys, and all that the class refuses.
        """
        check_keys(data, cls.__name__, ["regions", "adjacency", "indicators", "dialect"])
        return cls(
            [Region(**item) for item in data["regions"]],
            adjacency={(a, b): kind for a, b, kind in data["adjacency"]},
            indicators=[Indicator(**item) for item in data["indicators"]],
            dialect=data["dialect"],
        )

    def __len__(self) -> int:
        """Return the number of regions."""
        return len(self.regions)

    def __iter__(self) -> Iterator[Region]:
        """Iterate over the regions."""
        return iter(self.regions)

    def __contains__(self, code: object) -> bool:
        """Tell whether a code is in the table."""
        return code in self._rows

    def __getitem__(self, code: str) -> Region:
        """Return the region of a code."""
        return self.regions[self.index(code)]

    def __repr__(self) -> str:
        """Say what it is and how big."""
        return (
            f"RegionTable({len(self)} regions, {len(self.adjacency)} borders, "
            f"{len(self.indicators)} indicators)"
        )

    @cached_property
    def _rows(self) -> Mapping[str, int]:
        return {code: row for row, code in enumerate(self.codes)}

    @cached_property
    def _columns(self) -> Mapping[str, FloatArray]:
        names = [indicator.name for indicator in self.indicators]
        return {name: _column([r.indicators.get(name) for r in self.regions]) for name in names}


def _column(values: list[float | None]) -> FloatArray:
    array = np.array([math.nan if value is None else value for value in values], dtype=np.float64)
    array.setflags(write=False)
    return array


def _pairs(
    adjacency: Adjacency, names: Mapping[str, str], faults: list[Fault]
) -> dict[tuple[str, str], BorderKind]:
    """Return the pairs with the smaller code first, or add to `faults`."""
    pairs: dict[tuple[str, str], BorderKind] = {}
    for pair, kind in adjacency.items():
        where = f"adjacency {pair!r}"
        if not isinstance(pair, tuple) or len(pair) != 2:
            faults.append(Fault(where, "no pair of codes", expected="(code, code)"))
            continue
        faults += prefixed(where, choice_fault("kind", kind, BORDER_KINDS))
        faults += prefixed(where, unknown_codes(pair, names))
        if pair[0] == pair[1]:
            faults.append(Fault(where, "a region does not border itself"))
        a, b = sorted(map(str, pair))
        if pairs.setdefault((a, b), kind) != kind:
            faults.append(Fault(where, "the pair stands twice, with two kinds of border"))
    return dict(sorted(pairs.items()))
