"""Criteria of coalitions on their scale: norms and ideals of all coalitions of one size."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from concurrent.futures import Executor
from dataclasses import dataclass, replace
from functools import partial
from math import comb
from typing import Any, TypeAlias

import numpy as np

from kadmcdm._tiles import map_tiles
from kadmcdm._typing import FloatArray, IntArray
from kadmcdm.core.coalition_features import Feature, bound_to, values_of
from kadmcdm.core.coalition_scale import coalitions, evened, on_scale
from kadmcdm.core.coalition_search import ranges, ratio, squares
from kadmcdm.core.normalization import CONSTANT
from kadmcdm.errors import Fault, InputError, prefixed, raise_faults
from kadmcdm.partnership.operators import Operator
from kadmcdm.partnership.pairs import OperatorCriterion
from kadmcdm.partnership.reductions import reduction_of
from kadmcdm.partnership.regions import RegionTable

Mapper: TypeAlias = Callable[..., list[Any]]

MEASURED = 20_000_000
"""Coalitions that are measured one by one at most."""

CHUNK = 16384
CHUNKS_A_TILE = 16
SCANNED_A_TILE = 10_000_000


@dataclass(frozen=True, slots=True)
class Column:
    """A criterion on its scale: its ideals, its operator, and the way from there to here."""

    feature: Feature
    operator: Operator
    offset: float
    factor: float
    folded: bool

    def __call__(self, frame: Frame, members: IntArray) -> FloatArray:
        """Return the values of coalitions: folded, or else the operator's."""
        if self.folded:
            return values_of(self.feature, members)
        return self.measured(frame.table, frame.rows(members))

    def measured(self, table: RegionTable, rows: IntArray) -> FloatArray:
        """Return the operator's values."""
        found = np.asarray(self.operator(table, rows), dtype=np.float64)
        return (found - self.offset) * self.factor


@dataclass(frozen=True, slots=True)
class Frame:
    """Which coalitions there are: the initiator, and `others` of a pool in order of their codes."""

    table: RegionTable
    pool: IntArray
    initiator: int | None
    others: int

    @property
    def total(self) -> int:
        """How many coalitions there are."""
        return comb(len(self.pool), self.others)

    def rows(self, members: IntArray) -> IntArray:
        """Return rows of the table, the initiator first, the others by their codes."""
        rows = self.pool[members]
        if self.initiator is None:
            return rows
        first = np.full((*rows.shape[:-1], 1), self.initiator)
        return np.concatenate([first, rows], axis=-1)


def losses_of(frame: Frame, columns: Sequence[Column], members: IntArray) -> FloatArray:
    """Return D+/D- of coalitions; 1 where nothing separates them."""
    if not columns:
        return np.ones(len(members))
    values = [column(frame, members) for column in columns]
    return ratio([column.feature for column in columns], values)


def mapper(executor: Executor | None, progress: bool) -> Mapper:
    """Return what runs a function on tasks, and returns the parts in their order."""

    def run(function: Callable[..., Any], tasks: list[tuple[Any, ...]], what: str) -> list[Any]:
        return list(
            map_tiles(
                function, tasks, len(tasks), executor=executor, progress=progress, description=what
            )
        )

    return run


def columns_of(
    frame: Frame,
    items: Sequence[OperatorCriterion],
    weights: FloatArray,
    size: int,
    search: str,
    map_: Mapper,
) -> list[Column]:
    """Put every criterion that separates coalitions on its scale; refuse what would take ages."""
    table, n, others = frame.table, len(frame.pool), frame.others
    faults: list[Fault] = []
    columns: list[Column] = []
    measured: list[tuple[OperatorCriterion, float]] = []
    reduced: list[tuple[OperatorCriterion, float, Feature]] = []
    for item, weight in zip(items, weights.tolist(), strict=True):
        benefit = item.criterion.direction == "benefit"
        try:
            found = reduction_of(item.operator, table, frame.initiator, size)
        except InputError as error:
            faults += prefixed(f"criterion {item.criterion.name!r}", error.faults)
            continue
        if found is None:
            measured.append((item, weight))
        else:
            cap = np.inf if found.cap is None else found.cap
            whole = Feature(found.kind, found.values, cap=cap, benefit=benefit)
            part = bound_to(whole, frame.pool, frame.initiator, others)
            reduced.append((item, weight, part))
    if measured and not faults:
        names = ", ".join(repr(item.criterion.name) for item, _ in measured)
        hint = "give the operator a reduction(), or take fewer regions or a smaller size"
        if frame.total > MEASURED:
            what = f"{frame.total:,} coalitions would have to be measured one by one"
            expected = f"at most {MEASURED:,}"
            faults.append(Fault(f"criteria {names}", what, expected=expected, hint=hint))
        elif search == "bound":
            what = "no sum, minimum, maximum or range over members or pairs is known of them"
            expected = "search='enumerate' or 'auto'"
            faults.append(Fault(f"criteria {names}", what, expected=expected))
    raise_faults(faults)
    first_pass = partial(_squares, n=n, size=others, map_=map_)
    for item, weight, feature in reduced:
        placed = on_scale(feature, weight, n, others, first_pass)
        if placed is not None:
            columns.append(
                Column(placed.feature, item.operator, placed.offset, placed.factor, True)
            )
    for (item, weight), column in zip(measured, _measured(frame, measured, map_), strict=True):
        low, high, largest, sums = column
        if weight and high - low > CONSTANT * largest:
            factor = weight / np.sqrt(sums) / largest
            ends = ((high - low) * factor, 0.0)
            best, worst = ends if item.criterion.direction == "benefit" else ends[::-1]
            opaque = Feature("sum", np.empty(0), best=best, worst=worst)
            columns.append(Column(opaque, item.operator, low, factor, False))
    features, unit = evened([column.feature for column in columns])
    return [
        replace(column, feature=feature, factor=column.factor * unit)
        for feature, column in zip(features, columns, strict=True)
    ]


def _squares(feature: Feature, n: int, size: int, map_: Mapper) -> float:
    if size < 3:
        found = values_of(feature, coalitions(n, size, 0, comb(n, size)))
        return float((found * found).sum())
    tasks = [(feature, n, size, part) for part in ranges(n, size, tile_count(comb(n, size)))]
    return float(sum(map_(squares, tasks, "norms")))


def tile_count(total: int) -> int:
    """Return how many tiles of a scan to make."""
    return max(1, min(1024, total // SCANNED_A_TILE))


def chunks(begin: int, end: int) -> list[tuple[int, int]]:
    """Cut a span of coalitions into what is measured in one go."""
    return [(at, min(at + CHUNK, end)) for at in range(begin, end, CHUNK)]


def spans(total: int) -> list[tuple[int, int]]:
    """Cut all coalitions into tiles."""
    step = CHUNK * CHUNKS_A_TILE
    return [(at, min(at + step, total)) for at in range(0, total, step)]


def _measured(
    frame: Frame,
    measured: Sequence[tuple[OperatorCriterion, float]],
    map_: Mapper,
) -> list[tuple[float, float, float, float]]:
    """Return least, greatest, largest magnitude, and sum of squares over it squared, of each."""
    if not measured:
        return []
    operators = [item.operator for item, _ in measured]
    names = [item.criterion.name for item, _ in measured]
    tasks = [(frame, operators, names, span) for span in spans(frame.total)]
    parts = map_(_measure, tasks, "norms")
    found = []
    for tiles in zip(*parts, strict=True):
        low, high = min(t[0] for t in tiles), max(t[1] for t in tiles)
        largest = max(abs(low), abs(high)) or 1.0
        found.append((low, high, largest, sum(t[3] * (t[2] / largest) ** 2 for t in tiles)))
    return found


def _measure(
    frame: Frame, operators: Sequence[Any], names: Sequence[str], span: tuple[int, int]
) -> list[tuple[float, float, float, float]]:
    faults: list[Fault] = []
    found = []
    for operator, name in zip(operators, names, strict=True):
        values = []
        try:
            for begin, end in chunks(*span):
                rows = frame.rows(coalitions(len(frame.pool), frame.others, begin, end))
                values.append(np.asarray(operator(frame.table, rows), dtype=np.float64))
        except InputError as error:
            faults += prefixed(f"criterion {name!r}", error.faults)
            continue
        column = np.concatenate(values)
        if not np.isfinite(column).all():
            what = "its operator gives values that are no finite numbers"
            faults.append(Fault(f"criterion {name!r}", what))
            continue
        largest = float(np.abs(column).max()) or 1.0
        part = column / largest
        found.append(
            (float(column.min()), float(column.max()), largest, float((part * part).sum()))
        )
    raise_faults(faults)
    return found
