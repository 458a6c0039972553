"""Exposure to what crosses a border (O17): how urgent it is to cooperate."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from kadmcdm._typing import ArrayLike, FloatArray
from kadmcdm.core import relations as core
from kadmcdm.errors import Fault, brief, prefixed, raise_faults
from kadmcdm.partnership.given import code_faults, finite, frozen
from kadmcdm.partnership.members import Traits, borders_of, region_at, rows_of, rows_used, values_of
from kadmcdm.partnership.regions import RegionTable


@dataclass(frozen=True, slots=True)
class ExternalityExposure(Traits):
    """externality x border x pressure: how much of a neighbor's problem reaches the initiator.

    Border is 1 where the initiator shares one with a partner, else 0. Directed: the pressure is
    the initiator's. 0 to 1.

    Parameters
    ----------
    externality : float
        How much the issue crosses borders, 0 to 1: a river's pollution much, a library little.
    pressure : str or mapping
        What each region declares, 0 to 1: an indicator's name, or ``{code: value}``.

    Raises
    ------
    InputError
        Naming everything that is wrong.

    Examples
    --------
    >>> import kadmcdm as kd
    >>> from kadmcdm.partnership import ExternalityExposure
    >>> table = kd.datasets.east_java()
    >>> floods = ExternalityExposure(0.8, {"35.22": 0.5})
    >>> pairs = [table.rows(["35.22", code]) for code in ("35.23", "35.78")]
    >>> floods(table, pairs).tolist()
    [0.4, 0.0]
    """

    externality: float
    pressure: str | Mapping[str, float]

    def __post_init__(self) -> None:
        """Check the parameters, freeze the mapping."""
        faults: list[Fault] = []
        given = self.pressure
        if not _share(self.externality):
            faults.append(Fault("externality", "out of range", brief(self.externality), "0 to 1"))
        if isinstance(given, Mapping) and given:
            for code, value in given.items():
                where = f"pressure {code!r}"
                faults += code_faults(where, code)
                if not _share(value):
                    faults.append(Fault(where, "out of range", brief(value), "0 to 1"))
            object.__setattr__(self, "pressure", frozen(given))
        elif not isinstance(given, str) or not given.strip():
            expected = "an indicator's name, or {code: value}"
            faults.append(Fault("pressure", "there is none", brief(given), expected))
        raise_faults(list(prefixed("ExternalityExposure", faults)))

    @property
    def directed(self) -> bool:
        """Whether the value depends on who comes first."""
        return True

    @property
    def indicators(self) -> tuple[str, ...]:
        """The indicators that it reads."""
        return (self.pressure,) if isinstance(self.pressure, str) else ()

    @property
    def facts(self) -> tuple[str, ...]:
        """What it reads beside indicators."""
        return ("adjacency",)

    def __call__(self, table: RegionTable, members: ArrayLike) -> FloatArray:
        """Return a value in [0, 1]; raise `InputError` for missing pressure or borders."""
        rows = rows_of(table, members)
        first = rows[..., 0]
        touching = borders_of(table)[first[..., None], rows[..., 1:]] > 0
        return core.exposure(float(self.externality), touching, self._pressure(table, first))

    def _pressure(self, table: RegionTable, first: np.ndarray) -> FloatArray:
        faults: list[Fault] = []
        used = rows_used(table, first)
        if isinstance(self.pressure, str):
            values = values_of(table, self.pressure, first)
            found = table.indicator(self.pressure)
        else:
            own = {code: value for code, value in self.pressure.items() if code in table}
            found = np.full(len(table), np.nan)
            found[table.rows(own)] = list(own.values())
            values = found[first]
        for row in used.tolist():
            where = f"pressure of {region_at(table, row)}"
            if np.isnan(found[row]):
                faults.append(Fault(where, "the value is missing", expected="0 to 1"))
            elif not 0 <= found[row] <= 1:
                faults.append(Fault(where, "out of range", f"{found[row]:g}", "0 to 1"))
        raise_faults(faults)
        return values


def _share(value: object) -> bool:
    return finite(value) and 0 <= value <= 1
