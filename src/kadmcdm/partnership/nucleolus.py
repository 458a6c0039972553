"""The nucleolus and the least core: linear programs that grow only the rows they need."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from kadmcdm._typing import BoolArray, FloatArray, IntArray
from kadmcdm.core import cooperative as core
from kadmcdm.errors import KadmcdmError, raise_faults
from kadmcdm.partnership.coalition_costs import CoalitionCosts, Costs, members_of, too_many
from kadmcdm.partnership.cost_shares import CostShares

MOST = 12
"""Members up to which the nucleolus is computed."""

_TOLERANCE = 1e-9  # of costs brought to a scale of 1: HiGHS is asked for 1e-10
_SURE = 1e-4  # a dual value that is no rounding; the largest of a program is 1/(n + 1) at least
_ADDED = 40  # rows that join a program at once, and more of them beyond 11 members


def nucleolus(costs: Costs, members: Sequence[str] | None = None) -> CostShares:
    """Share a cost so that the largest complaint is as small as can be, then the next, and so on.

    The complaint of a coalition is what its members pay less what they would pay without the
    others. Whenever some shares leave nobody worse off than alone, the nucleolus does.

    Parameters
    ----------
    costs, members
        As for `shapley`; 12 members at most.

    Returns
    -------
    CostShares
        Its rule is ``"nucleolus"`` where everybody pays at most the cost of going alone, as
        whenever the core is not empty. Else it is the ``"prenucleolus"``, which puts the whole
        group's complaints first; the nucleolus proper, which never charges anybody more than
        alone, would then be another, or would not exist.

    Raises
    ------
    InputError
        As for `shapley`; for more than 12 members.

    Notes
    -----
    A sequence of at most n - 1 linear programs [1]_, HiGHS. After each, coalitions with a positive
    dual value keep their complaint in every optimum, and so do all whose members' shares follow
    from theirs (the rank test): to settle merely those that happen to be tight at one optimum is
    the common mistake [2]_. The settled equations are solved at the end, so that shares are exact
    to rounding. Costs are first brought to a scale of 1.

    References
    ----------
    .. [1] Maschler, M., Peleg, B. and Shapley, L. S. (1979). Geometric properties of the kernel,
       nucleolus, and related solution concepts. Mathematics of Operations Research 4(4), 303-338.
    .. [2] Guajardo, M. and Jörnsten, K. (2015). Common mistakes in computing the nucleolus.
       European Journal of Operational Research 241(3), 931-935.
    .. [3] Schmeidler, D. (1969). The nucleolus of a characteristic function game. SIAM Journal on
       Applied Mathematics 17(6), 1163-1170.

    Examples
    --------
    >>> from kadmcdm.partnership import nucleolus
    >>> runway = {"small": 1, "medium": 2, "large": 4}
    >>> pay = nucleolus(lambda planes: max(runway[plane] for plane in planes), list(runway))
    >>> pay.rule, {plane: round(share, 3) for plane, share in pay.shares.items()}
    ('nucleolus', {'small': 0.5, 'medium': 0.75, 'large': 2.75})
    """
    names = members_of(costs, members)
    raise_faults(too_many(names, MOST, "the nucleolus", "shapley has no such limit"))
    table = CoalitionCosts.of(costs, names)
    scaled = Scaled.of(table)
    found, levels = _lexicographic(scaled)
    values = scaled.shares(found)
    beyond = (values > scaled.alone + _TOLERANCE * max(scaled.size, _largest(table))).any()
    return CostShares(
        rule="prenucleolus" if beyond else "nucleolus",
        members=names,
        values=values,
        alone=scaled.alone,
        total=table.total,
        details={"levels": [level * scaled.size for level in levels]},
    )


def least_core(table: CoalitionCosts) -> float:
    """Return the smallest that the largest complaint can be; NaN for a single member.

    Negative: every group can gain. Positive: the core is empty.
    """
    n = len(table.members)
    if n == 1:
        return float("nan")
    scaled = Scaled.of(table)
    whole = np.arange(1, (1 << n) - 1)
    return _program(scaled.costs, whole, [], np.empty(0)).level * scaled.size


@dataclass(frozen=True, slots=True)
class Scaled:
    """A game less everybody's cost alone, over its largest figure: complaints keep their order."""

    costs: FloatArray
    alone: FloatArray
    size: float

    @classmethod
    def of(cls, table: CoalitionCosts) -> Scaled:
        """Take the costs alone off, then divide by what is largest."""
        alone = np.array(list(table.alone.values()))
        rest = table.values - core.subset_sums(alone)
        size = float(np.abs(rest).max())
        if size <= 1e-13 * _largest(table) * len(alone):  # rounding: nobody saves anything
            size = 1.0
        return cls(rest / size, alone, size)

    def shares(self, found: FloatArray) -> FloatArray:
        """Return shares of the game itself."""
        return self.alone + found * self.size


@dataclass(frozen=True, slots=True)
class _Optimum:
    level: float
    kept: list[int]


def _largest(table: CoalitionCosts) -> float:
    return float(np.abs(table.values).max())


def _lexicographic(scaled: Scaled) -> tuple[FloatArray, list[float]]:
    """Return the shares of the scaled game, and the complaint that each program settled."""
    n = len(scaled.alone)
    inside = core.membership(n).astype(np.float64)
    everybody = (1 << n) - 1
    settled, level_of = [everybody], [-1]
    basis = np.full((1, n), n**-0.5)
    open_ = np.arange(1, everybody)
    fixed = [float(scaled.costs[-1])]
    levels: list[float] = []
    while len(basis) < n:
        optimum = _program(scaled.costs, open_, settled, np.array(fixed))
        for coalition in optimum.kept:
            basis = _spanned(basis, inside[coalition])
            settled.append(coalition)
            level_of.append(len(levels))
            fixed.append(float(scaled.costs[coalition]) + optimum.level)
        levels.append(optimum.level)
        open_ = open_[~_in_span(basis, inside[open_])]
    return _solved(scaled.costs, inside, settled, level_of, len(levels)), levels


def _program(costs: FloatArray, open_: IntArray, settled: list[int], fixed: FloatArray) -> _Optimum:
    """Minimize the largest complaint of the open coalitions; settled ones keep what they pay.

    Rows join as they are broken: most complaints are far from the largest.
    """
    from scipy.optimize import linprog

    n = len(costs).bit_length() - 1
    everybody = len(costs) - 1
    equal = settled or [everybody]
    right = fixed if settled else costs[-1:]
    batch = _ADDED * max(1, n - 10)
    size = core.subset_sums(np.ones(n))[open_]
    first = open_[size == 1] if (size == 1).any() else open_[:_ADDED]
    rows = np.union1d(first, everybody ^ first)  # a group and the others bound each other
    while True:
        solved: Any = linprog(
            np.append(np.zeros(n), 1.0),
            A_ub=np.column_stack([_rows_of(rows, n), -np.ones(len(rows))]),
            b_ub=costs[rows],
            A_eq=np.column_stack([_rows_of(np.array(equal), n), np.zeros(len(equal))]),
            b_eq=right,
            bounds=[(None, None)] * (n + 1),
            method="highs-ds",
            options={
                "primal_feasibility_tolerance": 1e-10,
                "dual_feasibility_tolerance": 1e-10,
                "presolve": False,  # a few rows; and its duals are those of the whole program
            },
        )
        if solved.status != 0:
            raise KadmcdmError(f"a linear program of the nucleolus failed: {solved.message}")
        pays = core.subset_sums(solved.x[:-1])[open_]
        broken = pays - costs[open_] - solved.x[-1]
        worst = np.flatnonzero(broken > _TOLERANCE)
        if len(worst) > batch:
            worst = worst[np.argpartition(-broken[worst], batch)[:batch]]
        fresh = np.setdiff1d(open_[worst], rows)
        if not len(fresh):
            duals = -solved.ineqlin.marginals
            return _Optimum(float(solved.x[-1]), rows[duals >= min(_SURE, duals.max())].tolist())
        rows = np.union1d(rows, fresh)


def _rows_of(sets: IntArray, n: int) -> FloatArray:
    return ((sets[:, None] >> np.arange(n)) & 1).astype(np.float64)


def _spanned(basis: FloatArray, row: FloatArray) -> FloatArray:
    """Return an orthonormal basis that spans the row as well."""
    for _ in range(2):  # once leaves rounding
        row = row - basis.T @ (basis @ row)
    length = float(np.linalg.norm(row))
    return basis if length < 1e-7 else np.vstack([basis, row / length])


def _in_span(basis: FloatArray, rows: FloatArray) -> BoolArray:
    left = rows - rows @ basis.T @ basis
    found: BoolArray = np.linalg.norm(left, axis=1) < 1e-7  # rows of 0 and 1 are never that close
    return found


def _solved(
    costs: FloatArray, inside: FloatArray, settled: list[int], level_of: list[int], count: int
) -> FloatArray:
    """Solve x(S) - level(S) = c(S) for shares and levels at once, to rounding."""
    n = inside.shape[1]
    levels = np.zeros((len(settled), count))
    for row, level in enumerate(level_of):
        if level >= 0:
            levels[row, level] = -1.0
    system = np.hstack([inside[settled], levels])
    return np.asarray(np.linalg.lstsq(system, costs[settled], rcond=None)[0][:n], dtype=np.float64)
