"""Orders of any number of candidates that disagree least with several rankings."""

from __future__ import annotations

import time
from typing import Any, NamedTuple

import numpy as np

from kadmcdm._typing import BoolArray, FloatArray, IntArray
from kadmcdm.core.aggregation import EXACT, borda_scores, kemeny_orders, majority_groups


class Kemeny(NamedTuple):
    """An order, how much it disagrees, what no order can do without, and how many are as good.

    order : (m,) indices, best first. disagreement, bound : ordered pairs. optimal : orders as good,
    None where they were not counted. unsettled : (m, m) who stands before whom in some optimal
    orders and behind in others.
    """

    order: IntArray
    disagreement: int
    bound: float
    optimal: int | None
    unsettled: BoolArray


def kemeny(counts: IntArray, seconds: float) -> Kemeny:
    """Return an order with the fewest pairs against the rankings.

    Each group that majorities set apart is ordered by itself: exactly up to `EXACT` candidates, by
    an integer program beyond.
    """
    m = len(counts)
    end = time.monotonic() + seconds
    order: list[int] = []
    bound: float = 0.0
    optimal: int | None = 1
    unsettled = np.zeros((m, m), dtype=bool)
    for group in majority_groups(counts):
        among = counts[np.ix_(group, group)]
        if len(group) <= EXACT:
            found = kemeny_orders(among)
            best, least = found.order, float(found.disagreement)
            unsettled[np.ix_(group, group)] = (found.before > 0) & (found.before.T > 0)
            optimal = None if optimal is None else optimal * found.optimal
        else:
            best, least = _program(among, max(end - time.monotonic(), 0.1))
            optimal = None
        bound += least + float(counts[np.ix_(_others(order, group, m), group)].sum())
        order += group[best].tolist()
    placed = np.array(order, dtype=np.int64)
    total = int(np.tril(counts[np.ix_(placed, placed)], -1).sum())
    return Kemeny(placed, total, bound, optimal, unsettled)


def _others(done: list[int], group: IntArray, m: int) -> IntArray:
    """Return who comes after a group."""
    return np.setdiff1d(np.arange(m), [*done, *group.tolist()])


def _program(counts: IntArray, seconds: float) -> tuple[IntArray, float]:
    """Return the best order found in this time, and the least that any order disagrees.

    A variable per pair i < j says that i comes first; of every three candidates no circle remains.
    """
    from scipy.optimize import Bounds, LinearConstraint, milp
    from scipy.sparse import csr_array

    m = len(counts)
    i, j = np.triu_indices(m, 1)
    pair = np.zeros((m, m), dtype=np.int64)
    pair[i, j] = np.arange(len(i))
    a, b, c = np.array(
        [(a, b, c) for a in range(m) for b in range(a + 1, m) for c in range(b + 1, m)]
    ).T
    rows = np.tile(np.arange(len(a)), 3)
    columns = np.concatenate([pair[a, b], pair[b, c], pair[a, c]])
    signs = np.repeat([1.0, 1.0, -1.0], len(a))
    circles = csr_array((signs, (rows, columns)), shape=(len(a), len(i)))
    found: Any = milp(
        (counts[j, i] - counts[i, j]).astype(np.float64),
        constraints=LinearConstraint(circles, 0.0, 1.0),
        integrality=np.ones(len(i), dtype=np.int64),
        bounds=Bounds(0.0, 1.0),
        options={"time_limit": seconds, "mip_rel_gap": 0.0},
    )
    always = float(counts[i, j].sum())
    scores: FloatArray = borda_scores(counts, 1)
    if found.x is not None:
        first = np.zeros((m, m))
        first[i, j] = np.round(found.x)
        first[j, i] = 1.0 - first[i, j]
        scores = first.sum(axis=1)
    order = np.argsort(-scores, kind="stable").astype(np.int64)
    least = float(np.minimum(counts[i, j], counts[j, i]).sum())
    dual = getattr(found, "mip_dual_bound", None)
    if dual is not None and np.isfinite(dual):
        least = max(least, float(np.ceil(dual + always - 1e-6)))
    return order, least
