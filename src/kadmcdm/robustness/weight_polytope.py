"""The polytope of the weights that meet constraints: made ready to draw from, or what conflicts."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import combinations
from math import comb
from typing import Any

import numpy as np

from kadmcdm._typing import BoolArray, FloatArray
from kadmcdm.core.polytope import CHAINS, DRAWS, Polytope, effective_share, hit_and_run
from kadmcdm.errors import Fault, InputError
from kadmcdm.robustness.weight_space import Constraint

__all__ = ["polytope_of", "rows_of"]

FLAT = 1e-8
"""A polytope no wider than this is flat: what is always within it of its limit is an equality."""

ZERO = 1e-9
"""Singular values and coefficients up to this are zero."""

EXACT = 1e-12
"""Equalities that are this far apart are not met to rounding."""

SEARCHED = 2000
"""Linear programs at most to find a conflict smaller than the first one."""

WORTH = 0.7
"""Draws are thinned until they are worth this share of independent ones."""


def polytope_of(constraints: Sequence[Constraint], names: Sequence[str]) -> Polytope | FloatArray:
    """Return what to draw weights from: a polytope, or the corners where they are one or two.

    Raises
    ------
    InputError
        When no weights meet all constraints; it names a conflict that is as small as could be.
    """
    rows, limits, equal = rows_of(constraints, names)
    n = len(names)
    matrix = np.vstack([np.ones(n), rows[equal]])  # equalities
    target = np.concatenate([[1.0], limits[equal]])
    below, most = (
        np.vstack([-np.eye(n), rows[~equal]]),
        np.concatenate([np.zeros(n), limits[~equal]]),
    )
    while True:
        point = _solve(np.zeros(n), below, most, matrix, target)
        if point is None:
            raise InputError([_conflict(constraints, names)])
        basis = _null_space(matrix)
        d = basis.shape[1]
        if d == 0:
            return _cleaned(point[None, :])
        normals, room = below @ basis, most - below @ point
        length = np.linalg.norm(normals, axis=1)
        matters = length > ZERO
        normals, room = normals[matters] / length[matters, None], room[matters] / length[matters]
        center = _solve(
            np.append(np.zeros(d), -1.0), np.column_stack([normals, np.ones(len(normals))]), room
        )
        if center is not None and center[-1] > FLAT:
            break
        # Flat: inequalities that leave no room are equalities that nobody spelled out.
        rooms = np.array([_room(k, normals, room) for k in range(len(normals))])
        narrow = np.flatnonzero(matters)[rooms <= max(FLAT, rooms.min())]
        matrix = np.vstack([matrix, below[narrow]])
        target = np.concatenate([target, most[narrow]])
        inside = point if center is None else point + basis @ center[:-1]
        apart = matrix @ np.linalg.lstsq(matrix, target, rcond=None)[0] - target
        if np.abs(apart).max() > EXACT:  # ends that face each other, not quite equal: in between
            target = matrix @ inside
        below, most = np.delete(below, narrow, axis=0), np.delete(most, narrow)
    if d == 1:
        pace = room / normals[:, 0]
        ends = [pace[normals[:, 0] < 0].max(), pace[normals[:, 0] > 0].min()]
        return _cleaned(point + np.outer(ends, basis[:, 0]))
    return _rounded(normals, room, point, basis)


def rows_of(
    constraints: Sequence[Constraint], names: Sequence[str]
) -> tuple[FloatArray, FloatArray, BoolArray]:
    """Return the rows (q, n), limits (q,) and which are equalities (q,); rows of length 1."""
    rows, limits = np.zeros((len(constraints), len(names))), np.zeros(len(constraints))
    for k, item in enumerate(constraints):
        for name, coefficient in item.coefficients.items():
            rows[k, list(names).index(name)] = coefficient
        largest = np.abs(rows[k]).max()  # first: squares of 1e200 have no sum
        rows[k] /= largest
        length = np.linalg.norm(rows[k])
        rows[k] /= length
        limits[k] = item.value / largest / length
    return rows, limits, np.array([item.equal for item in constraints], dtype=bool)


def _solve(
    objective: FloatArray,
    below: FloatArray,
    most: FloatArray,
    matrix: FloatArray | None = None,
    target: FloatArray | None = None,
) -> FloatArray | None:
    """Return where the objective is least, or None where nothing is feasible."""
    from scipy.optimize import linprog

    tight: Any = {"primal_feasibility_tolerance": 1e-10, "dual_feasibility_tolerance": 1e-10}
    found: Any = linprog(
        objective, below, most, matrix, target, bounds=(None, None), method="highs", options=tight
    )
    return found.x if found.status == 0 else None


def _room(k: int, normals: FloatArray, room: FloatArray) -> float:
    """Return the most that one inequality leaves free anywhere."""
    far = _solve(normals[k], normals, room)
    return 0.0 if far is None else float(room[k] - normals[k] @ far)


def _null_space(matrix: FloatArray) -> FloatArray:
    """Return an orthonormal basis (n, d) of what the rows leave free."""
    _, values, axes = np.linalg.svd(matrix)
    basis: FloatArray = axes[int((values > ZERO).sum()) :].T
    return basis


def _cleaned(corners: FloatArray) -> FloatArray:
    """Return corners without what rounding left below 0."""
    corners = np.maximum(corners, 0.0)
    scaled: FloatArray = corners / corners.sum(axis=1, keepdims=True)
    return scaled


def _rounded(
    normals: FloatArray, room: FloatArray, point: FloatArray, basis: FloatArray
) -> Polytope:
    """Find corners, make it about as wide in every direction, and see how fast it mixes."""
    d = basis.shape[1]
    found: list[FloatArray] = []
    # Corners at the ends of weights, and of as many other ways: rays between many mix faster.
    others = np.random.default_rng(0).standard_normal((2 * d, d))
    axes: FloatArray = np.vstack([basis, others])
    for _ in range(d):
        found += [
            corner
            for axis in axes
            for sign in (1.0, -1.0)
            if (corner := _solve(sign * axis, normals, room)) is not None
        ]
        corners = np.unique(np.round(found, 10), axis=0)
        middle = corners.mean(axis=0)
        axes = _null_space(corners - middle).T
        if not len(axes):
            break
    spread = np.linalg.svd(corners - middle, full_matrices=False)
    shape = spread[2].T * (spread[1] / np.sqrt(len(corners)))
    polytope = Polytope(
        normals @ shape,
        room - normals @ middle,
        point + basis @ middle,
        basis @ shape,
        np.linalg.solve(shape, (corners - middle).T).T,
        thin=2 * d,
    )
    while polytope.thin < 8 * d * d:
        sums = hit_and_run(polytope, 4 * CHAINS * DRAWS, DRAWS, np.random.default_rng(0))[1]
        if effective_share(sums).min() >= WORTH:
            break
        polytope = polytope._replace(thin=2 * polytope.thin)
    return polytope


def _conflict(constraints: Sequence[Constraint], names: Sequence[str]) -> Fault:
    """Name constraints that no weights meet together, though all but any one of them can be met."""
    rows, limits, equal = rows_of(constraints, names)
    n = len(names)

    def possible(kept: Sequence[int]) -> bool:
        some = np.array(kept, dtype=int)
        even, rest = some[equal[some]], some[~equal[some]]
        found = _solve(
            np.zeros(n),
            np.vstack([-np.eye(n), rows[rest]]),
            np.concatenate([np.zeros(n), limits[rest]]),
            np.vstack([np.ones(n), rows[even]]),
            np.concatenate([[1.0], limits[even]]),
        )
        return found is not None

    conflict = list(range(len(constraints)))
    for k in range(len(constraints)):
        without = [other for other in conflict if other != k]
        if not possible(without):
            conflict = without
    left = SEARCHED
    for size in range(1, len(conflict)):
        left -= comb(len(constraints), size)
        if left < 0:
            break
        smaller = next(
            (c for c in combinations(range(len(constraints)), size) if not possible(c)), None
        )
        if smaller is not None:
            conflict = list(smaller)
            break
    said = "; ".join(constraints[k].words for k in conflict)
    one = len(conflict) == 1
    return Fault(
        "WeightSpace",
        "no weights (0 or more, sum 1) meet " + ("this" if one else "these together"),
        got=said,
        hint="it cannot be met by itself" if one else "loosen any one of them",
    )
