"""Alignment of plans: how much alike the priorities of regions are (O5)."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Literal, TypeAlias

import numpy as np

from kadmcdm._arrays import ReadOnlyDict
from kadmcdm._typing import ArrayLike, FloatArray, IntArray
from kadmcdm.core import relations as core
from kadmcdm.errors import Fault, brief, choice_fault, name_faults, prefixed, raise_faults
from kadmcdm.partnership.given import code_faults, finite, frozen
from kadmcdm.partnership.members import (
    Traits,
    columns_of,
    not_positive,
    region_at,
    rows_of,
    rows_used,
)
from kadmcdm.partnership.regions import RegionTable

Measure: TypeAlias = Literal["cosine", "overlap", "jaccard"]
Priorities: TypeAlias = Sequence[str] | Mapping[str, Mapping[str, float] | Sequence[str]]

_MEASURES = ("cosine", "overlap", "jaccard")
_POLICIES = ("refuse", "zero")


@dataclass(frozen=True, slots=True, init=False)
class Alignment(Traits):
    """How much alike the plans' priorities are; of more members, the least alike pair's.

    Symmetric, 0 to 1. `Lift` gives the mean or the range over pairs instead.

    Parameters
    ----------
    priorities : sequence of str, or mapping
        Shares of the budget by priority (of the RPJMD), which sum to 1 in every region: the names
        of the indicators that hold them, or ``{code: {programme: share}}``, where what a region
        doesn't list has no share. For ``"jaccard"`` also ``{code: [programme, ...]}``.
    measure : "cosine", "overlap" or "jaccard"
        cos(p, q); or 1 - 1/2 Σ|p - q|, what share of the budgets is meant for the same; or the
        programmes that both have as a part of all that one of them has.
    empty : "refuse" or "zero"
        A region without any share is not known, so it is refused; ``"zero"`` calls it 0 alike.
    tolerance : float
        How far a sum of shares may be from 1, for rounding.

    Raises
    ------
    InputError
        Naming everything that is wrong.

    Examples
    --------
    >>> import kadmcdm as kd
    >>> from kadmcdm.partnership import Alignment
    >>> table = kd.datasets.east_java()
    >>> plans = {
    ...     "35.22": {"water": 0.5, "roads": 0.5},
    ...     "35.23": {"water": 0.2, "roads": 0.5, "schools": 0.3},
    ... }
    >>> pair = table.rows(["35.22", "35.23"])
    >>> [round(float(Alignment(plans, how)(table, pair)), 3) for how in ("cosine", "overlap")]
    [0.803, 0.7]
    """

    priorities: tuple[str, ...] | Mapping[str, Mapping[str, float] | tuple[str, ...]]
    measure: Measure
    empty: Literal["refuse", "zero"]
    tolerance: float

    def __init__(
        self,
        priorities: Priorities,
        measure: Measure = "cosine",
        empty: Literal["refuse", "zero"] = "refuse",
        tolerance: float = 0.01,
    ) -> None:
        faults = [
            *choice_fault("measure", measure, _MEASURES),
            *choice_fault("empty", empty, _POLICIES),
        ]
        if isinstance(priorities, Mapping):
            faults += _plan_faults(priorities, measure)
        elif isinstance(priorities, (str, bytes)) or not isinstance(priorities, Sequence):
            expected = "names of indicators, or {code: {programme: share}}"
            faults.append(Fault("priorities", "no vectors", brief(priorities), expected))
        else:
            faults += name_faults(priorities, "indicator")
            if len(priorities) < 2:
                got = str(len(priorities))
                faults.append(Fault("priorities", "too few to be shares", got, "at least 2 names"))
        wrong = not_positive("Alignment", {"tolerance": tolerance}, zero=True)
        raise_faults([*prefixed("Alignment", faults), *wrong])
        object.__setattr__(self, "priorities", frozen(priorities))
        object.__setattr__(self, "measure", measure)
        object.__setattr__(self, "empty", empty)
        object.__setattr__(self, "tolerance", tolerance)

    @property
    def indicators(self) -> tuple[str, ...]:
        """The indicators that it reads: none when the plans are given to it."""
        return () if isinstance(self.priorities, Mapping) else self.priorities

    @property
    def facts(self) -> tuple[str, ...]:
        """What it reads beside indicators."""
        return ("priorities",) if isinstance(self.priorities, Mapping) else ()

    def __call__(self, table: RegionTable, members: ArrayLike) -> FloatArray:
        """Return a share in [0, 1]; raise `InputError` for regions whose priorities are missing."""
        rows = rows_of(table, members)
        used = rows_used(table, rows)
        shares = self._vectors(table, used)
        if self.measure == "jaccard":
            likeness = core.jaccards(shares > 0)
        else:
            kernel = core.cosines if self.measure == "cosine" else core.overlaps
            likeness = kernel(shares)
        return core.over_pairs(likeness, np.searchsorted(used, rows), "min")

    def _vectors(self, table: RegionTable, used: IntArray) -> FloatArray:
        """Return the shares of some regions, checked; a row per region."""
        if isinstance(self.priorities, Mapping):
            shares = _plans(table, self.priorities, used)
        else:
            shares = columns_of(table, self.priorities, used, least="zero")
        faults = []
        hint: str | None
        sets = self.measure == "jaccard"
        for row, total in zip(used, shares.sum(axis=-1).tolist(), strict=True):
            where = f"priorities of {region_at(table, row)}"
            if total == 0 and self.empty == "refuse":
                hint = "leave the region out, or say empty='zero'"
                faults.append(Fault(where, "all zero, so they are missing", hint=hint))
            elif total != 0 and not sets and abs(total - 1.0) > self.tolerance:
                percent = 90 < total < 110
                hint = "they look like percent: divide them by 100" if percent else None
                faults.append(Fault(where, "the shares do not sum to 1", f"{total:g}", "1", hint))
        raise_faults(faults)
        return shares


def _plans(table: RegionTable, plans: Mapping[str, Any], used: IntArray) -> FloatArray:
    names = [table.codes[row] for row in used]
    hint = "leave the region out, or give its priorities"
    raise_faults(
        [
            Fault(f"priorities of {region_at(table, row)}", "they are missing", hint=hint)
            for row, code in zip(used, names, strict=True)
            if code not in plans
        ]
    )
    known = dict.fromkeys(programme for code in names for programme in plans[code])
    columns = {programme: column for column, programme in enumerate(known)}
    shares = np.zeros((len(names), len(columns)))
    for row, code in enumerate(names):
        plan = plans[code]
        for programme in plan:
            share = plan[programme] if isinstance(plan, Mapping) else 1.0
            shares[row, columns[programme]] = share
    return shares


def _plan_faults(plans: Mapping[Any, Any], measure: str) -> Iterator[Fault]:
    if not plans:
        yield Fault("priorities", "there are none", expected="{code: {programme: share}}")
    for code, plan in plans.items():
        where = f"priorities of {code!r}"
        if not isinstance(code, str) or "+" in code:
            yield Fault(where, "no code of a region", expected="a code such as '35.22'")
            continue
        yield from code_faults(where, code)
        if isinstance(plan, (Mapping, ReadOnlyDict)):
            for programme, share in plan.items():
                if not finite(share) or share < 0:
                    place = f"{where}: {programme!r}"
                    yield Fault(place, "out of range", brief(share), "a number, 0 or more")
        elif measure != "jaccard" or isinstance(plan, (str, bytes)):
            expected = "{programme: share}"
            hint = "a list of programmes goes with measure='jaccard'"
            yield Fault(where, "no shares", brief(plan), expected, hint)
        elif not isinstance(plan, Sequence):
            yield Fault(where, "no list of programmes", brief(plan), "[programme, ...]")
        else:
            yield from prefixed(where, name_faults(plan, "programme"))
