"""The least change that makes judgments consistent enough; arrays only."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import combinations
from typing import Any, NamedTuple

import numpy as np

from kadmcdm import core
from kadmcdm._typing import BoolArray, FloatArray, IntArray
from kadmcdm.core.completion import log_lambda_slope

Pair = tuple[int, int]

SCALE = float(np.log(9.0))
"""Changed judgments stay between 1/9 and 9."""

EXACT_UP_TO = 3
"""Changes for which every set of judgments is looked at."""

MARGIN = 1e-9
"""How far below its limit log lambda_max is aimed at most, so that rounding leaves it below."""

UNCHANGED = 1e-9
"""A judgment whose logarithm would change by less stays as it is."""

TIE = 1e-8
"""Sets of judgments whose total changes differ by less do it equally well."""

CUTS = 60
"""Cutting planes at most; three judgments take some ten."""

BATCH = 2048


class RepairedMatrix(NamedTuple):
    """A matrix consistent enough, the pairs that were changed, and whether fewer can't do."""

    matrix: FloatArray
    pairs: tuple[Pair, ...]
    exact: bool


def without_each(matrix: FloatArray) -> Iterator[tuple[Pair, FloatArray, float]]:
    """Yield each judgment that others bear on, the matrix completed without it, its lambda_max."""
    known = [(i, j) for i, j in combinations(range(len(matrix)), 2) if not np.isnan(matrix[i, j])]
    for at, completed, apart in _left_out(matrix, [(pair,) for pair in known]):
        values = core.lambda_max(completed)
        for pair, whole, value, alone in zip(known[at], completed, values, apart, strict=True):
            if not alone:
                yield pair, whole, float(value)


def repaired_matrix(matrix: FloatArray, limit: float) -> RepairedMatrix:
    """Return the matrix with the fewest, then least changes that bring lambda_max to `limit`.

    Parameters
    ----------
    matrix : (n, n) array
        Reciprocal; NaN where a pair is missing; connected.
    limit : float
        Of lambda_max, above n.

    Returns
    -------
    RepairedMatrix

    Notes
    -----
    log lambda_max is convex in the logarithms of the judgments, so that for a given set of them
    the least total |log change| is a convex program, solved by cutting planes: each tangent of
    log lambda_max bounds it from below, and a linear program gives the least change that all
    tangents so far allow. A set is passed over when leaving its judgments out does not bring
    lambda_max down to the limit, or when a bound says that it takes more than the best so far.
    """
    goal = float(np.log(limit))
    if _value(matrix) <= goal:
        return RepairedMatrix(matrix, (), True)
    known = [(i, j) for i, j in combinations(range(len(matrix)), 2) if not np.isnan(matrix[i, j])]
    sets: list[tuple[Pair, ...]] = [()]
    for size in range(1, min(EXACT_UP_TO, len(known)) + 1):
        sets = list(combinations(known, size)) if size < 3 else _worth_a_look(matrix, known, goal)
        able = [
            pairs
            for pairs, value in zip(sets, _without(matrix, sets), strict=True)
            if value <= goal
        ]
        best = _best_of(matrix, able, goal)
        if best is not None:
            return RepairedMatrix(best[0], best[1], True)
    return _greedy(matrix, known, goal)


def _value(matrix: FloatArray) -> float:
    return float(np.log(core.lambda_max(core.complete(matrix))))


def _aim(n: int, goal: float) -> float:
    """Return what log lambda_max is brought to, a little below the goal."""
    return goal - min(MARGIN, (goal - float(np.log(n))) / 10.0)


def _left_out(
    matrix: FloatArray, sets: Sequence[tuple[Pair, ...]]
) -> Iterator[tuple[slice, FloatArray, BoolArray]]:
    """Yield matrices in which each set of judgments is left out and completed, batch by batch."""
    for start in range(0, len(sets), BATCH):
        part = sets[start : start + BATCH]
        holed = np.broadcast_to(matrix, (len(part), *matrix.shape)).copy()
        for k, pairs in enumerate(part):
            for i, j in pairs:
                holed[k, i, j] = holed[k, j, i] = np.nan
        apart = ~core.is_connected(holed)
        holed[apart] = 1.0
        yield slice(start, start + BATCH), core.complete(holed), apart


def _without(matrix: FloatArray, sets: Sequence[tuple[Pair, ...]]) -> FloatArray:
    """Return log lambda_max when each set of judgments is left out; -inf where nothing connects."""
    values = np.empty(len(sets))
    for at, completed, apart in _left_out(matrix, sets):
        values[at] = np.where(apart, -np.inf, np.log(core.lambda_max(completed)))
    return values


def _worth_a_look(matrix: FloatArray, known: list[Pair], goal: float) -> list[tuple[Pair, ...]]:
    """Return the sets of three that may do, by what each two and a tangent say of the third.

    With two judgments left out, log lambda_max falls by no more than its slope in the third, as
    far as the scale goes.
    """
    i, j = np.array(known).T
    said = np.log(matrix[i, j])
    count = len(known)
    may = np.ones((count, count, count), dtype=bool)
    twos = list(combinations(range(count), 2))
    for at, completed, apart in _left_out(matrix, [(known[a], known[b]) for a, b in twos]):
        value, slope = log_lambda_slope(completed)
        slope = slope[:, i, j]
        fall = np.where(slope > 0, slope * (SCALE + said), -slope * (SCALE - said))
        a, b = np.array(twos[at]).T
        may[a, b] = apart[:, None] | (value[:, None] - np.maximum(fall, 0.0) <= goal)
    a, b, c = np.array(list(combinations(range(count), 3)), dtype=np.int64).reshape(-1, 3).T
    kept = may[a, b, c] & may[a, c, b] & may[b, c, a]
    return [
        (known[p], known[q], known[r]) for p, q, r in zip(a[kept], b[kept], c[kept], strict=True)
    ]


def _best_of(
    matrix: FloatArray, sets: Sequence[tuple[Pair, ...]], goal: float
) -> tuple[FloatArray, tuple[Pair, ...]] | None:
    """Return the matrix of the set with the least total change, None when no set does."""
    best: tuple[FloatArray, tuple[Pair, ...]] | None = None
    least = np.inf
    slope = log_lambda_slope(core.complete(matrix))[1]
    over = _value(matrix) - goal
    bounded = []
    for pairs in sets:
        steepest = max(abs(float(slope[i, j])) for i, j in pairs)
        bound = over / steepest if steepest else np.inf
        extreme = sum(abs(float(np.log(matrix[i, j]))) for i, j in pairs)  # first, where all tie
        bounded.append((round(bound, 9), -round(extreme, 9), pairs))
    for bound, _, pairs in sorted(bounded):
        if bound > least - TIE:
            break
        found = _least_change(matrix, pairs, goal, least)
        if found is not None:
            least, best = found[0], (found[1], pairs)
    return best


def _least_change(
    matrix: FloatArray, pairs: tuple[Pair, ...], goal: float, least: float
) -> tuple[float, FloatArray] | None:
    """Return the least total |log change| of these judgments, None when it is not below `least`."""
    from scipy.optimize import linprog

    i, j = np.array(pairs).T
    said = np.log(matrix[i, j])
    size = len(pairs)
    bounds = [(-SCALE - b, SCALE - b) for b in said] + [(0.0, None)] * size
    t = np.clip(0.0, -SCALE - said, SCALE - said)
    eye = np.eye(size)
    rows = [*np.hstack([eye, -eye]), *np.hstack([-eye, -eye])]  # the changes' absolute values
    limits = [0.0] * (2 * size)
    aim = _aim(len(matrix), goal)
    for _ in range(CUTS):
        changed = _changed(matrix, i, j, said + t)
        value, slope = log_lambda_slope(core.complete(changed))
        if value <= goal:
            total = float(np.abs(t).sum())
            return (total, changed) if total < least - TIE else None
        gradient = slope[i, j]
        rows.append(np.concatenate([gradient, np.zeros(size)]))
        limits.append(aim - float(value) + float(gradient @ t))
        found = linprog(
            np.repeat([0.0, 1.0], size),
            A_ub=np.array(rows),
            b_ub=np.array(limits),
            bounds=bounds,
            options={"primal_feasibility_tolerance": 1e-10},
        )
        if found.x is None or found.fun is None or found.fun >= least - TIE:
            return None
        t = found.x[:size]
    return None


def _changed(matrix: FloatArray, i: IntArray, j: IntArray, logs: FloatArray) -> FloatArray:
    changed = matrix.copy()
    values = np.clip(np.exp(logs), 1 / 9, 9.0)  # exp(log(9)) is a little more than 9
    changed[i, j], changed[j, i] = values, 1.0 / values
    return changed


def _greedy(matrix: FloatArray, known: list[Pair], goal: float) -> RepairedMatrix:
    """Free one judgment after the other, each time the one that helps most."""
    chosen: tuple[Pair, ...] = ()
    while len(chosen) < len(known):
        sets = [tuple(sorted((*chosen, pair))) for pair in known if pair not in chosen]
        values = _without(matrix, sets)  # one that takes the last connection away helps nobody
        chosen = sets[int(np.where(np.isinf(values), np.inf, values).argmin())]
        if len(chosen) > EXACT_UP_TO:
            changed = _small_change(matrix, chosen, goal)
            if changed is not None:
                return _without_idle(matrix, changed, chosen, goal)
    i, j = np.array(known).T  # of one spread, within the scale: consistent
    u = np.log(core.least_squares_vector(matrix))
    u *= min(1.0, SCALE / max(float(np.ptp(u)), SCALE))
    return RepairedMatrix(_changed(matrix, i, j, u[i] - u[j]), chosen, False)


def _without_idle(
    matrix: FloatArray, changed: FloatArray, pairs: tuple[Pair, ...], goal: float
) -> RepairedMatrix:
    """Leave the judgments as they were that hardly changed, as far as the limit allows."""
    idle = [p for p in pairs if abs(np.log(changed[p] / matrix[p])) <= UNCHANGED]
    kept = changed.copy()
    for i, j in idle:
        kept[i, j], kept[j, i] = matrix[i, j], matrix[j, i]
    if _value(kept) > goal:
        return RepairedMatrix(changed, pairs, False)
    return RepairedMatrix(kept, tuple(pair for pair in pairs if pair not in idle), False)


def _small_change(matrix: FloatArray, pairs: tuple[Pair, ...], goal: float) -> FloatArray | None:
    """Return a matrix in which these judgments changed little, None when the scale is too short.

    Cutting planes are slow beyond a few judgments: sequential quadratic programming, from the most
    consistent point of the scale, and back towards that point as far as the limit asks.
    """
    from scipy.optimize import brentq, minimize

    i, j = np.array(pairs).T
    said = np.log(matrix[i, j])
    size = len(pairs)
    aim = _aim(len(matrix), goal)

    def value_and_slope(t: FloatArray) -> tuple[float, FloatArray]:
        value, slope = log_lambda_slope(core.complete(_changed(matrix, i, j, said + t)))
        return float(value) - aim, slope[i, j]

    box = list(zip(-SCALE - said, SCALE - said, strict=True))
    start = np.clip(0.0, -SCALE - said, SCALE - said)
    best: FloatArray = minimize(value_and_slope, start, jac=True, method="L-BFGS-B", bounds=box).x
    if value_and_slope(best)[0] > 0.0:
        return None
    two_sided = np.hstack([np.eye(size), -np.eye(size)])  # t = up - down, both not negative

    def total(z: FloatArray) -> tuple[float, FloatArray]:
        return float(z.sum()), np.ones(2 * size)

    below: Any = {
        "type": "ineq",
        "fun": lambda z: -value_and_slope(two_sided @ z)[0],
        "jac": lambda z: -value_and_slope(two_sided @ z)[1] @ two_sided,
    }
    up_and_down = minimize(
        total,
        np.concatenate([np.maximum(best, 0.0), np.maximum(-best, 0.0)]),
        jac=True,
        method="SLSQP",
        bounds=[(max(low, 0.0), max(high, 0.0)) for low, high in box]
        + [(max(-high, 0.0), max(-low, 0.0)) for low, high in box],
        constraints=below,
    ).x
    least: FloatArray = two_sided @ up_and_down
    if value_and_slope(least)[0] > 0.0:
        back = best - least
        least = least + brentq(lambda s: value_and_slope(least + s * back)[0], 0.0, 1.0) * back
    return _changed(matrix, i, j, said + least)
