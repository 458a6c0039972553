"""The search behind improvement paths: the least change of one value, of two."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import permutations
from typing import Any, NamedTuple, cast

import numpy as np

from kadmcdm import core
from kadmcdm._typing import BoolArray, FloatArray, NormalizationRule
from kadmcdm.core.improvement import ChangingColumn, Form, crossings, stops
from kadmcdm.core.normalization import POSITIVE, USUAL
from kadmcdm.errors import InputError
from kadmcdm.methods import TOPSIS, AHPSynthesis, Method, WeightedProduct, WeightedSum
from kadmcdm.problem import DecisionProblem
from kadmcdm.ranking import Ranking, as_scores

EQUAL = 1e-12
"""Scores this close, relative to the largest, are equal; at most the ranking's tie tolerance."""

VALUES = 1000
"""Values tried per criterion where a method has no closed form; for a pair, `STEPS` of them."""

STEPS = 32
"""Steps of one criterion of a pair to its limit."""

FINE = 1e-6
"""Steps are refined until none can save more than this share of the cost."""

CELLS = 4
"""Cells between steps that are refined at a time, each into eight."""

ROUNDS = 12

NUMBERS = 1 << 17
"""Numbers in the matrices that are scored at a time: what stays in cache."""

HALVINGS = 60

LEAST = 1e-12
"""Of the least value of a column: as near to 0 as a cost comes that is divided by."""


class Change(NamedTuple):
    """A criterion that can be changed: its column, the value now, the limit, the cost of 1 unit."""

    j: int
    old: float
    limit: float
    unit_cost: float

    @property
    def reach(self) -> float:
        """How far the value can go."""
        return abs(self.limit - self.old)

    def cost(self, new: Any) -> Any:
        """Return what a change to `new` costs."""
        return np.abs(new - self.old) * self.unit_cost

    def moved(self, by: FloatArray) -> FloatArray:
        """Return the values after changes of a size, the last of them exactly the limit."""
        new = self.old + np.sign(self.limit - self.old) * by
        return np.where(by >= self.reach, self.limit, new)


def change_of(ranking: Ranking, i: int, j: int, factor: float) -> Change:
    """Say how far and at what cost a candidate's value can be improved."""
    problem, method = ranking.problem, ranking.method
    column, old = problem.matrix[:, j], float(problem.matrix[i, j])
    benefit = bool(problem.benefit[j])
    worst, limit = range_of(problem, j)
    width = abs(limit - worst)
    ideal = getattr(method, "ideal", None)
    if ideal is not None:
        limit = min(limit, ideal[j]) if benefit else max(limit, ideal[j])
    rule = _rule(method, j)
    if rule in POSITIVE and not benefit and limit <= 0.0:
        limit = min(old, LEAST * float(column.min()))
    if rule == "logarithmic":
        limit = max(limit, 1.0)
    return Change(j, old, limit, factor / width if width > 0.0 else 0.0)


def range_of(problem: DecisionProblem, j: int) -> tuple[float, float]:
    """Return a criterion's worst and best value: of its bounds, else among the candidates."""
    column = problem.matrix[:, j]
    low, high = problem.criteria[j].bounds or (float(column.min()), float(column.max()))
    return (low, high) if problem.benefit[j] else (high, low)


def bounds_of(problem: DecisionProblem) -> FloatArray | None:
    """Return the bounds as methods take them: None where no criterion has any."""
    return None if np.isnan(problem.bounds).all() else problem.bounds


def _form(method: Method) -> Form | None:
    """Return what the method's comparisons are polynomials of; None where they are none."""
    if getattr(method, "normalization", "none") not in (*USUAL, "none"):
        return None
    if type(method) is TOPSIS:
        return "closeness" if method.p == 2 and method.weighting == "values" else None
    if type(method) is WeightedProduct:
        return "product"
    return "sum" if type(method) in (WeightedSum, AHPSynthesis) else None


def _top(method: Method, j: int) -> float | None:
    tops = getattr(method, "tops", None)
    return None if tops is None else tops[j]


def _rule(method: Method, j: int) -> NormalizationRule | None:
    """Return how the method normalizes a column; None where it does not say."""
    if isinstance(method, AHPSynthesis):
        if _top(method, j) is not None:
            return "none"
        return "sum" if method.synthesis == "distributive" else "max"
    return getattr(method, "normalization", None)


@dataclass(frozen=True)
class Search:
    """Looks for the least change that lifts candidate `i` of a ranking to a rank."""

    ranking: Ranking
    i: int
    target: int

    @property
    def form(self) -> Form | None:
        """None where the method has no closed form, and values are tried."""
        return _form(self.ranking.method)

    def singles(self, changes: Sequence[Change]) -> dict[int, float]:
        """Return the new values by column, for the changes that do it alone."""
        base = self.ranking.problem.matrix[None]
        found = {}
        for change in changes:
            new = float(self._least(base, change, VALUES)[0])
            if not np.isnan(new):
                found[change.j] = self._settled(base[0], change, new)
        return found

    def kept_to(self, change: Change, new: float) -> float:
        """Return the value up to which the target stays reached, without a break, from `new` on."""
        base = self.ranking.problem.matrix[None]
        tried = self._tried(base, change, VALUES)[0]
        ahead = tried[np.abs(tried - change.old) > abs(new - change.old)]
        reached = self._reached(base, change.j, ahead[None])[0]
        if reached.all():
            return change.limit
        at = int(reached.argmin())
        kept = np.array([ahead[at - 1] if at else new])
        return float(self._bisected(base, change.j, ahead[at : at + 1], kept)[0])

    def cheapest_pair(
        self, changes: Sequence[Change], singles: Mapping[int, float]
    ) -> tuple[tuple[Change, float], ...]:
        """Return two changes and their new values, in the criteria's order; empty where none do."""
        best = np.inf
        pair: tuple[tuple[Change, float], ...] = ()
        if len(changes) < 2:
            return ()
        for change in changes:
            if change.j in singles and change.cost(singles[change.j]) < best:
                best = float(change.cost(singles[change.j]))
                other = next(item for item in changes if item is not change)
                pair = ((change, singles[change.j]), (other, other.old))
        for first, second in permutations((c for c in changes if c.reach > 0.0), 2):
            found = self._pair(first, second, best)
            if found is None:
                continue
            matrix = self.ranking.problem.matrix.copy()
            matrix[self.i, first.j] = found[0]
            new = self._settled(matrix, second, found[1])
            cost = float(first.cost(found[0]) + second.cost(new))
            if cost < best:
                best, pair = cost, ((first, found[0]), (second, new))
        return tuple(sorted(pair, key=lambda item: item[0].j))

    def _pair(self, first: Change, second: Change, best: float) -> tuple[float, float] | None:
        """Return the new values of the cheapest pair below `best`, if there is one."""
        farthest = min(first.reach, best / first.unit_cost)
        sizes = np.linspace(0.0, farthest, STEPS + 1)
        news = first.moved(sizes)
        seconds, costs = self._seconds(first, second, news)
        found = None
        cells = np.stack([sizes[:-1], sizes[1:], costs[:-1], costs[1:]])
        for _ in range(ROUNDS):
            total = first.cost(news) + costs
            at = int(np.argmin(total))
            if total[at] < best:
                best = float(total[at])
                found = (float(news[at]), float(seconds[at]))
            # Between two steps a pair costs no less than this, if more of the first never asks
            # for more of the second.
            least = cells[0] * first.unit_cost + np.minimum(cells[2], cells[3])
            chosen = np.argsort(least, kind="stable")[:CELLS]
            chosen = chosen[least[chosen] < best * (1.0 - FINE)]
            if not len(chosen):
                break
            left, right, cost_left, cost_right = cells[:, chosen]
            sizes = left[:, None] + (right - left)[:, None] * (np.arange(1, 8) / 8.0)
            news = first.moved(sizes.ravel())
            seconds, costs = self._seconds(first, second, news)
            ends = np.column_stack([left, sizes, right])
            known = np.column_stack([cost_left, costs.reshape(sizes.shape), cost_right])
            parts = (ends[:, :-1], ends[:, 1:], known[:, :-1], known[:, 1:])
            cells = np.stack([part.ravel() for part in parts])
        return found

    def _seconds(
        self, first: Change, second: Change, news: FloatArray
    ) -> tuple[FloatArray, FloatArray]:
        """Return the least new values of the second change for each of the first, and costs."""
        problem = self.ranking.problem
        base = np.repeat(problem.matrix[None], len(news), axis=0)
        base[:, self.i, first.j] = news
        found = np.full(len(news), np.nan)
        valid = np.isfinite(self._scores(base)).all(axis=1)
        found[valid] = self._least(base[valid], second, STEPS)
        costs = second.cost(found)
        return found, np.where(np.isnan(costs), np.inf, costs)

    def _least(self, base: FloatArray, change: Change, values: int) -> FloatArray:
        """Return the nearest value that reaches the target in each (m, n) matrix; NaN for none."""
        tried = self._tried(base, change, values)
        reached = self._reached(base, change.j, tried)
        at = reached.argmax(axis=1)
        row = np.arange(len(base))
        new = np.where(reached[row, at], tried[row, at], np.nan)
        # An end that is itself equal is exact. Else the rank is first reached between two values.
        open_end = reached[row, at] & (at > 0)
        if self.form is not None:
            open_end &= at % 2 == 1
        if open_end.any():
            before = tried[row, np.maximum(at - 1, 0)][open_end]
            new[open_end] = self._bisected(base[open_end], change.j, before, new[open_end])
        return new

    def _tried(self, base: FloatArray, change: Change, values: int) -> FloatArray:
        """Return (c, 2 k - 1) values from the present one to the limit, and those between."""
        ends = change.old, change.limit
        points = np.broadcast_to(np.linspace(*ends, values // 2), (len(base), values // 2))
        if self.form is not None:
            points = self._points(base, change)
        tried = np.empty((len(base), 2 * points.shape[1] - 1))
        tried[:, ::2] = points
        tried[:, 1::2] = points[:, :-1] / 2 + points[:, 1:] / 2
        return tried

    def _points(self, base: FloatArray, change: Change) -> FloatArray:
        """Return (c, k) values in order, between which ranks cannot change."""
        old, limit = change.old, change.limit
        column = self._changing(change)
        rest, on_scale = self._rest(base, column, change.j)
        found = crossings(self.form or "sum", rest, on_scale)
        known = np.broadcast_to(stops(column), (len(base), len(stops(column))))
        points = np.concatenate([known, found], axis=1)
        inside = (points >= min(old, limit)) & (points <= max(old, limit))
        sign = 1.0 if limit >= old else -1.0
        points = np.sort(sign * np.where(inside, points, limit), axis=1) * sign
        distinct = int((points != limit).sum(axis=1).max()) + 1
        return points[:, :distinct]

    def _changing(self, change: Change) -> ChangingColumn:
        ranking, j = self.ranking, change.j
        problem, method = ranking.problem, ranking.method
        top = _top(method, j)
        ends = (getattr(method, "ideal", None), getattr(method, "anti_ideal", None))
        return ChangingColumn(
            values=problem.matrix[:, j],
            row=self.i,
            limit=change.limit,
            benefit=bool(problem.benefit[j]) or top is not None,
            rule=_rule(method, j) or "none",
            weight=float(ranking.weights.values[j]) / (top or 1.0),
            bounds=problem.criteria[j].bounds,
            targets=tuple(None if end is None else end[j] for end in ends),  # type: ignore[arg-type]
        )

    def _rest(
        self, base: FloatArray, column: ChangingColumn, j: int
    ) -> tuple[list[FloatArray], ChangingColumn]:
        """Return what the other criteria add up to, and the column on a common scale with it."""
        problem, method = self.ranking.problem, self.ranking.method
        details = cast(Any, method).details(
            base, self.ranking.weights.values, problem.benefit, bounds=bounds_of(problem)
        )
        others = np.arange(base.shape[2]) != j
        if self.form != "closeness":
            return [details["contributions"][..., others].sum(axis=-1)], column
        gaps = [
            np.abs(details["weighted"] - details[end][..., None, :])[..., others]
            for end in ("ideal", "anti_ideal")
        ]
        own = column.weight * (column.scale if column.rule == "none" else 1.0)
        size = max(own, *(float(gap.max(initial=0.0)) for gap in gaps)) or 1.0
        rest = [((gap / size) ** 2).sum(axis=-1) for gap in gaps]
        return rest, column._replace(weight=column.weight / size)

    def _scores(self, matrices: FloatArray) -> FloatArray:
        """Score (c, m, n) matrices; NaN where the method refuses one."""
        problem, method = self.ranking.problem, self.ranking.method
        shape = matrices.shape[:2]
        given = (self.ranking.weights.values, problem.benefit)
        try:
            scores = method.scores(matrices, *given, bounds=bounds_of(problem))
            return as_scores(scores, shape, method)
        except InputError:  # by a method that takes one matrix at a time, or because of some
            if len(matrices) > 1:
                half = len(matrices) // 2
                halves = self._scores(matrices[:half]), self._scores(matrices[half:])
                return np.concatenate(halves)
        return self._score_one(matrices[0])[None]

    def _score_one(self, matrix: FloatArray) -> FloatArray:
        problem, method = self.ranking.problem, self.ranking.method
        given = (self.ranking.weights.values, problem.benefit)
        try:
            scores = method.scores(matrix, *given, bounds=bounds_of(problem))
            return as_scores(scores, matrix.shape[:1], method)
        except InputError:
            return np.full(len(matrix), np.nan)

    def _reached(self, base: FloatArray, j: int, values: FloatArray) -> BoolArray:
        """Tell under which of (c, k) values of each (m, n) matrix the target is reached."""
        out = np.empty(values.size, dtype=bool)
        k = values.shape[1]
        step = max(1, NUMBERS // (base.shape[1] * base.shape[2]))
        for start in range(0, values.size, step):
            at = np.arange(start, min(start + step, values.size))
            matrices = base[at // k]
            matrices[:, self.i, j] = values.ravel()[at]
            out[at] = self._enough(self._scores(matrices))
        return out.reshape(values.shape)

    def _enough(self, scores: FloatArray) -> BoolArray:
        """Tell in which rows of (c, m) scores the candidate has the rank, ties included."""
        tolerance = self.ranking.tie_tolerance
        valid: BoolArray = np.asarray(np.isfinite(scores).all(axis=1))
        scores = np.where(valid[:, None], scores, 0.0)
        equal = min(EQUAL, tolerance) * np.abs(scores).max(axis=1)
        above = (scores > (scores[:, self.i] + equal)[:, None]).sum(axis=1)
        # A tie group that ends between two equal scores may say otherwise, to the last digits.
        ranks = core.ranks(scores, tie_tolerance=tolerance)[:, self.i]
        good: BoolArray = valid & (above < self.target) & (ranks <= self.target)
        return good

    def _settled(self, matrix: FloatArray, change: Change, new: float) -> float:
        """Return `new`, or a value next to it, such that `rank()` itself finds the target reached.

        It scores one matrix, which may round otherwise than many at a time.
        """
        steps = np.concatenate([[0.0], change.reach * np.ldexp(1.0, np.arange(-52, -29))])
        tried = matrix.copy()
        toward = np.sign(change.limit - change.old)
        for step in steps.tolist():
            value = new + toward * step
            if abs(value - change.old) > change.reach:
                break
            tried[self.i, change.j] = value
            if self._enough(self._score_one(tried)[None])[0]:
                return float(value)
        return new

    def _bisected(
        self, base: FloatArray, j: int, before: FloatArray, after: FloatArray
    ) -> FloatArray:
        """Return the values, one a matrix, at which the target is first reached after `before`."""
        for _ in range(HALVINGS):
            middle = before / 2 + after / 2
            good = self._reached(base, j, middle[:, None])[:, 0]
            before, after = np.where(good, before, middle), np.where(good, middle, after)
        return after
