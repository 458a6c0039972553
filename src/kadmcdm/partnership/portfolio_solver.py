"""Solving a portfolio: a mixed-integer program (HiGHS), kept to exact sums and to its time."""

from __future__ import annotations

import math
import time
from collections.abc import Sequence
from typing import Any, NamedTuple

import numpy as np

from kadmcdm._typing import BoolArray, FloatArray
from kadmcdm.partnership.portfolio_model import ROUNDING, Model, Room, Row, by_rank, value_of

_SCALE = 1000.0  # of the largest value; HiGHS proves to 1e-6, which is then 1e-9 of that value
_SOON = 0.02  # seconds that a program gets at least


class Solved(NamedTuple):
    """The best set found, if any; what none is worth more than; whether the program ended."""

    chosen: BoolArray | None
    bound: float
    proven: bool


class Nearest(NamedTuple):
    """The set that comes nearest to all minima; what is known of those that it misses."""

    chosen: BoolArray | None
    missed: list[tuple[Row, float]]
    """Minima that it misses, and how far it comes."""
    proven: bool
    """No set meets all minima."""
    exact: bool
    """And none comes nearer."""


def solve(
    model: Model,
    values: FloatArray,
    seconds: float,
    *,
    other_than: BoolArray | None = None,
    relative_gap: float = 0.0,
) -> Solved:
    """Return the set of the largest value; `other_than`: the best but for this one.

    HiGHS keeps limits to a tolerance. Sets that exceed one by more than rounding are cut off,
    and the program is solved again: what comes out holds exactly.
    """
    end = time.monotonic() + seconds
    first = by_rank(model, values)
    best = first if _meets(model, first, other_than) else None
    if not model.free.any():
        bound = -math.inf if best is None else value_of(values, best)
        return Solved(best, bound, True)
    cuts: list[Row] = []
    bound = value_of(values, model.fixed | (model.free & (values > 0)))
    while True:
        left = max(end - time.monotonic(), _SOON)
        found = _program(model, values, left, cuts, other_than, relative_gap)
        if found.status == 2:  # there is none
            return Solved(best, bound if best is not None else -math.inf, True)
        if found.mip_dual_bound is not None and math.isfinite(found.mip_dual_bound):
            fixed = value_of(values, model.fixed)
            bound = min(bound, fixed - found.mip_dual_bound * _unit(model, values))
        if found.x is None:
            return Solved(best, bound, False)
        chosen: BoolArray = np.asarray(found.x > 0.5)
        over = [row for row in model.upper if not row.allows(row.used(chosen))]
        if not over:
            break
        cuts += [_cover(row, chosen) for row in over]
        if time.monotonic() > end:
            return Solved(best, bound, False)
    proven = found.status == 0
    if not proven and other_than is None:
        chosen = filled(model, values, chosen)
    if best is None or _better(values, chosen, best):  # of equals the one by rank
        best = chosen
    return Solved(best, max(bound, value_of(values, best)), proven)


def nearest(model: Model, seconds: float) -> Nearest:
    """Return the set that falls least short of the minima, as far as the time allows."""
    from scipy.optimize import Bounds, LinearConstraint, milp
    from scipy.sparse import csr_array, eye_array, hstack

    m, k = len(model.fixed), len(model.lower)
    constraints = []
    if model.upper:
        rows, limits = _scaled(model.upper)
        wide = hstack([_matrix(rows, m), csr_array((len(rows), k))])
        constraints.append(LinearConstraint(wide, -np.inf, limits))
    wide = hstack([_matrix(model.lower, m), eye_array(k)])
    constraints.append(LinearConstraint(wide, [row.limit for row in model.lower], np.inf))
    low = np.concatenate([model.fixed, np.zeros(k)]).astype(np.float64)
    high = np.concatenate([~model.banned, np.full(k, np.inf)]).astype(np.float64)
    found: Any = milp(
        np.concatenate([np.zeros(m), np.ones(k)]),
        constraints=constraints,
        integrality=np.ones(m + k, dtype=np.int64),
        bounds=Bounds(low, high),
        options={"time_limit": seconds},
    )
    proven = found.mip_dual_bound is not None and bool(found.mip_dual_bound > 0.5)
    if found.x is None:
        return Nearest(None, [], proven, False)
    chosen: BoolArray = np.asarray(found.x[:m] > 0.5)
    missed = [(row, row.used(chosen)) for row in model.unmet(chosen)]
    return Nearest(chosen, missed, proven, found.status == 0)


def filled(model: Model, values: FloatArray, chosen: BoolArray) -> BoolArray:
    """Return a set with whatever still fits, the most valuable first."""
    room = Room(model, chosen)
    room.fill([i for i in np.argsort(-values, kind="stable") if model.free[i]], values)
    return room.chosen


def _meets(model: Model, chosen: BoolArray, other_than: BoolArray | None) -> bool:
    same = other_than is not None and np.array_equal(chosen, other_than)
    return not same and not model.unmet(chosen) and model.fits(chosen)


def _better(values: FloatArray, one: BoolArray, other: BoolArray) -> bool:
    mine, theirs = value_of(values, one), value_of(values, other)
    return mine - theirs > ROUNDING * abs(theirs)


def _unit(model: Model, values: FloatArray) -> float:
    """Return what a unit of the program's objective is worth."""
    largest = float(np.abs(values[model.free]).max())
    return largest / _SCALE if largest else 1.0


def _program(
    model: Model,
    values: FloatArray,
    seconds: float,
    cuts: Sequence[Row],
    other_than: BoolArray | None,
    relative_gap: float,
) -> Any:
    from scipy.optimize import Bounds, LinearConstraint, milp

    m = len(values)
    constraints = []
    upper = (*model.upper, *cuts)
    if upper:
        rows, limits = _scaled(upper)
        constraints.append(LinearConstraint(_matrix(rows, m), -np.inf, limits))
    if model.lower:
        least = [row.limit for row in model.lower]
        constraints.append(LinearConstraint(_matrix(model.lower, m), least, np.inf))
    if other_than is not None:  # at least one option changes sides
        sides = np.where(model.free, np.where(other_than, -1.0, 1.0), 0.0)
        least_ = 1.0 - int((other_than & model.free).sum())
        constraints.append(LinearConstraint(sides[None, :], least_, np.inf))
    return milp(
        np.where(model.free, -values / _unit(model, values), 0.0),
        constraints=constraints,
        integrality=np.ones(m, dtype=np.int64),
        bounds=Bounds(model.fixed.astype(np.float64), (~model.banned).astype(np.float64)),
        options={"time_limit": seconds, "mip_rel_gap": relative_gap},
    )


def _scaled(rows: Sequence[Row]) -> tuple[list[Row], list[float]]:
    """Return rows whose largest figure is 1, and their limits: rupiah are large numbers."""
    out, limits = [], []
    for row in rows:
        largest = float(row.needs.max()) if len(row.needs) else 0.0
        unit = largest or 1.0
        out.append(row._replace(needs=row.needs / unit))
        limits.append(row.limit * (1 + ROUNDING) / unit)
    return out, limits


def _matrix(rows: Sequence[Row], m: int) -> Any:
    from scipy.sparse import csr_array

    ends = np.cumsum([0, *(len(row.at) for row in rows)])
    columns = np.concatenate([row.at for row in rows]) if rows else np.empty(0, int)
    needs = np.concatenate([row.needs for row in rows]) if rows else np.empty(0)
    return csr_array((needs, columns, ends), shape=(len(rows), m))


def _cover(row: Row, chosen: BoolArray) -> Row:
    """Return the row that forbids these options of a limit to be chosen all together."""
    at = row.at[chosen[row.at] & (row.needs > 0)]
    return Row(row.kind, row.of, len(at) - 1.0, at, np.ones(len(at)))
