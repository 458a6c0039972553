"""The exact best of all coalitions, without holding them.

`scan` looks at every coalition, in tiles; `best_first` only at those whose bound says that they may
be among the best. Both fold the same values in the same order (see `coalition_features`), rank by
the same ratio, and break ties by the members: they keep the same coalitions, bit by bit.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from itertools import pairwise
from math import comb
from typing import NamedTuple, TypeAlias

import numpy as np

from kadmcdm._typing import BoolArray, FloatArray, IntArray
from kadmcdm.core.coalition_features import (
    TINY,
    Feature,
    State,
    grown,
    optimistic,
    reach,
    value,
)

Allow: TypeAlias = Callable[[IntArray], BoolArray]
"""From (c, k) members, in ascending order, to which of them may be an answer."""

Loss: TypeAlias = Callable[[Sequence[Feature], Sequence[FloatArray]], FloatArray]

TILE = 32768
"""Coalitions looked at in one go: a tile of one array is 256 KB."""

EXPANDED = 200_000
"""Coalitions that `best_first` makes in one go."""

NODES = 512
"""Partial coalitions that `best_first` follows in one go."""

SORTED = 2048
"""Partial coalitions that are put in order at first."""


class Best(NamedTuple):
    """Coalitions, best first, and how many were looked at.

    Attributes
    ----------
    losses : (r,) array
    members : (r, k) array of int
        In ascending order.
    scored : int
    """

    losses: FloatArray
    members: IntArray
    scored: int


def ratio(features: Sequence[Feature], values: Sequence[FloatArray]) -> FloatArray:
    """Return D+/D-, the squared distance to the best values over that to the worst.

    TOPSIS ranks by closeness, C = 1 / (1 + sqrt(D+/D-)), which falls as the ratio grows.

    Parameters
    ----------
    features : sequence of Feature
        Their unit is what a weight of 1 is worth.
    values : sequence of (c,) arrays

    Returns
    -------
    (c,) array
        1 where both distances are 0.
    """
    near, far = np.full(len(values[0]), TINY), np.full(len(values[0]), TINY)
    part = np.empty_like(near)
    for feature, found in zip(features, values, strict=True):
        np.subtract(found, feature.best, out=part)
        np.multiply(part, part, out=part)
        near += part
        np.subtract(found, feature.worst, out=part)
        np.multiply(part, part, out=part)
        far += part
    near /= far
    return near


def within(features: Sequence[Feature], values: Sequence[FloatArray], limit: float) -> IntArray:
    """Return where D+/D- may be at most a limit other than 1: half the work of the ratio itself.

    Distances to two points whose ratio is a given number lie on a sphere (of Apollonius) about
    c = (best - limit worst) / (1 - limit): the wanted ones are inside, or outside for a limit above
    1. What rounding may do is allowed for.

    Examples
    --------
    >>> within([Feature("sum", np.empty(0), best=1.0, worst=0.0)], [np.array([0.4, 0.6])], 0.5)
    array([1])
    """
    centers = [(f.best - limit * f.worst) / (1.0 - limit) for f in features]
    width = sum((f.best - f.worst) ** 2 for f in features)
    radius = np.sqrt(limit * width) / abs(1.0 - limit)
    ends = sum(abs(f.best) + limit * abs(f.worst) for f in features) / abs(1.0 - limit)
    slack = 1e-12 * radius + 1e-14 * ends
    edge = (radius + slack) ** 2 if limit < 1.0 else max(radius - slack, 0.0) ** 2
    # The best value is the nearest to the inside, and the farthest on the outside: what the
    # criteria that are still to come can do at most. Wide ones come first.
    order = sorted(range(len(features)), key=lambda f: -abs(features[f].best - features[f].worst))
    reaches = [(f.best - c) ** 2 for c, f in zip(centers, features, strict=True)]
    left: IntArray | None = None
    total = np.zeros(len(values[0]))
    for number, f in enumerate(order, 1):
        part = values[f] if left is None else values[f][left]
        part = part - centers[f]
        part *= part
        total += part
        if number in ((len(order) + 1) // 2, len(order)):
            rest = sum(reaches[later] for later in order[number:])
            open_ = edge - rest * (1 - 1e-12 if limit < 1.0 else 1 + 1e-12)
            kept = np.flatnonzero(total <= open_ if limit < 1.0 else total >= open_)
            left, total = kept if left is None else left[kept], total[kept]
    return np.arange(len(total)) if left is None else left


def keep(parts: Sequence[Best], top: int) -> Best:
    """Merge answers: the `top` best of all, by loss, then by members."""
    losses = np.concatenate([part.losses for part in parts])
    members = np.concatenate([part.members for part in parts])
    scored = sum(part.scored for part in parts)
    if losses.size > top:
        ends = np.partition(losses, top - 1)[top - 1]
        near = np.flatnonzero(losses <= ends)
        losses, members = losses[near], members[near]
    order = np.lexsort((*members.T[::-1], losses))[:top]
    return Best(losses[order], members[order], scored)


def nothing(size: int) -> Best:
    """Return no coalitions."""
    return Best(np.empty(0), np.empty((0, size), dtype=np.int64), 0)


class _Incumbents:
    """The best so far."""

    def __init__(self, size: int, top: int, allow: Allow | None) -> None:
        self.top, self.allow = top, allow
        self.found = nothing(size)
        self.scored = 0

    @property
    def limit(self) -> float:
        """The loss that a further coalition must not exceed."""
        full = len(self.found.losses) == self.top
        return float(self.found.losses[-1]) if full else np.inf

    def add(self, losses: FloatArray, members: Sequence[int | IntArray]) -> None:
        """Keep those that are good enough; `members` as (c,) arrays, the last one first."""
        hits = np.flatnonzero(losses <= self.limit)
        rows = np.empty((hits.size, len(members)), dtype=np.int64)
        for place, member in enumerate(reversed(members)):
            rows[:, place] = member[hits] if isinstance(member, np.ndarray) else member
        if self.allow is not None and hits.size:
            allowed = self.allow(rows)
            hits, rows = hits[allowed], rows[allowed]
        if hits.size:
            self.found = keep([self.found, Best(losses[hits], rows, 0)], self.top)

    def may_hold(self, bounds: FloatArray, members: Sequence[IntArray], left: int) -> BoolArray:
        """Tell which partial coalitions may become an answer.

        At the limit itself the least members decide: 0, 1, ... before the known ones.
        """
        limit = self.limit
        may: BoolArray = bounds <= limit
        level = np.flatnonzero(bounds == limit) if np.isfinite(limit) else np.empty(0, np.int64)
        if level.size and (self.found.members[-1, :left] == np.arange(left)).all():
            after, same = np.zeros(level.size, dtype=bool), np.ones(level.size, dtype=bool)
            for known, last in zip(reversed(members), self.found.members[-1, left:], strict=True):
                after |= same & (known[level] > last)
                same &= known[level] == last
            may[level] = ~after
        return may

    def result(self) -> Best:
        """Return them, and how many coalitions were looked at."""
        return self.found._replace(scored=self.scored)


def scan(
    features: Sequence[Feature],
    n: int,
    size: int,
    third: tuple[int, int],
    top: int,
    allow: Allow | None = None,
) -> Best:
    """Look at all coalitions of three members or more, and keep the best.

    Memory is that of all pairs (the inputs') and a few tiles.

    Parameters
    ----------
    features : sequence of Feature
    n, size : int
        Coalitions of `size` of n regions.
    third : (int, int)
        Those alone whose third-last member is in this range; (0, n) for all.
    top : int
    allow : callable, optional

    Returns
    -------
    Best
    """
    best = _Incumbents(size, top, allow)
    for lead, j, k, states in _tiles(features, n, size, third):
        values = [value(f, state) for f, state in zip(features, states, strict=True)]
        best.scored += len(j)
        if best.limit < 1e6 and abs(best.limit - 1.0) > 1e-3:
            near = within(features, values, best.limit)
            if not near.size:
                continue
            values, j, k = [found[near] for found in values], j[near], k[near]
        best.add(ratio(features, values), [k, j, *reversed(lead)])
    return best.result()


def squares(feature: Feature, n: int, size: int, third: tuple[int, int]) -> float:
    """Return the sum of the squared values of all coalitions of three members or more."""
    total = 0.0
    for _, _, _, (state,) in _tiles([feature], n, size, third):
        found = value(feature, state)
        total += float((found * found).sum())
    return total


def ranges(n: int, size: int, count: int) -> list[tuple[int, int]]:
    """Cut the range of third-last members into `count` parts of about equally many coalitions."""
    sizes = np.array([comb(i, size - 3) * comb(n - 1 - i, 2) for i in range(n)], dtype=np.float64)
    shares = np.cumsum(sizes) / sizes.sum()
    cuts = np.searchsorted(shares, np.arange(1, count) / count) + 1
    edges = np.unique(np.concatenate([[0], cuts, [n]])).tolist()
    return list(pairwise(edges))


def _tiles(
    features: Sequence[Feature], n: int, size: int, third: tuple[int, int]
) -> Iterator[tuple[tuple[int, ...], IntArray, IntArray, list[State]]]:
    """Yield members before the last two, the last two, and the state of the coalitions.

    Pairs j < k stand in lexicographic order, so those after member i are the end of the list:
    adding i to them is one operation of a number and contiguous arrays.
    """
    j, k = (part.astype(np.int64) for part in np.triu_indices(n, 1))
    pairs = [_pair_states(feature, j, k) for feature in features]
    begins = np.searchsorted(j, np.arange(n + 1))
    scratch = [
        [[np.empty(TILE) for _ in pairs[f]] for f in range(len(features))] for _ in range(size - 2)
    ]

    def deeper(
        states: list[State], lead: tuple[int, ...], j: IntArray, k: IntArray
    ) -> Iterator[tuple[tuple[int, ...], IntArray, IntArray, list[State]]]:
        left = size - 2 - len(lead)
        if not left:
            yield lead, j, k, states
            return
        for i in range(left - 1, lead[0]):
            yield from deeper(joined(states, i, lead, j, k), (i, *lead), j, k)

    def joined(
        states: list[State], i: int, lead: tuple[int, ...], j: IntArray, k: IntArray
    ) -> list[State]:
        others = [k, j, *reversed(lead)]
        return [
            grown(f, state, i, others, tuple(part[: len(j)] for part in space))
            for f, state, space in zip(features, states, scratch[len(lead)], strict=True)
        ]

    for i in range(max(third[0], size - 3), min(third[1], n - 2)):
        for start in range(begins[i + 1], len(j), TILE):
            part = slice(start, start + TILE)
            states = [tuple(array[part] for array in state) for state in pairs]
            yield from deeper(joined(states, i, (), j[part], k[part]), (i,), j[part], k[part])


def _pair_states(feature: Feature, j: IntArray, k: IntArray) -> State:
    return grown(feature, grown(feature, None, k, ()), j, [k])


def best_first(
    features: Sequence[Feature],
    n: int,
    size: int,
    top: int,
    allow: Allow | None = None,
    loss: Loss = ratio,
) -> Best:
    """Find the best of all coalitions of three members or more by branch and bound.

    The loss of the best values that any completion of a partial coalition can reach, criterion by
    criterion, bounds its loss. Pairs are followed best bound first until the bound exceeds the loss
    of the last answer. Memory is that of all pairs and of 200,000 coalitions per further member.

    Parameters
    ----------
    features : sequence of Feature
    n, size : int
    top : int
    allow : callable, optional
    loss : callable
        Not falling where a value gets worse.

    Returns
    -------
    Best
    """
    best = _Incumbents(size, top, allow)
    aheads = [reach(feature) for feature in features]

    def bounds(states: Sequence[State], members: Sequence[IntArray], left: int) -> FloatArray:
        return loss(
            features,
            [
                optimistic(feature, ahead, state, members, left)
                for feature, ahead, state in zip(features, aheads, states, strict=True)
            ],
        )

    def expand(states: Sequence[State], members: Sequence[IntArray]) -> None:
        """Put every possible member before those of each partial coalition."""
        left = size - len(members) - 1
        counts = members[-1] - left
        ends = np.cumsum(counts)
        begin = 0
        while begin < len(counts):
            done = int(ends[begin - 1]) if begin else 0
            end = max(begin + 1, int(np.searchsorted(ends, done + EXPANDED)))
            each = counts[begin:end]
            parent = np.repeat(np.arange(begin, end), each)
            firsts = np.repeat(np.cumsum(each) - each, each)
            new = np.arange(len(parent)) - firsts + left
            begin = end
            others = [member[parent] for member in members]
            grown_states = [
                grown(f, tuple(array[parent] for array in state), new, others)
                for f, state in zip(features, states, strict=True)
            ]
            nodes = [*others, new]
            if left:
                follow(grown_states, nodes)
            else:
                values = [value(f, s) for f, s in zip(features, grown_states, strict=True)]
                best.scored += len(new)
                best.add(loss(features, values), nodes)

    def follow(states: Sequence[State], members: Sequence[IntArray], batch: int = NODES) -> None:
        """Expand partial coalitions, best bound first; those far behind are not even sorted."""
        left = size - len(members)
        found = bounds(states, members, left)
        rest, sorted_ = np.arange(len(found)), SORTED
        while rest.size:
            rest = rest[best.may_hold(found[rest], [m[rest] for m in members], left)]
            group = rest
            if rest.size > sorted_:
                near = found[rest] <= np.partition(found[rest], sorted_)[sorted_]
                group, rest = rest[near], rest[~near]
                sorted_ *= 8
            else:
                rest = rest[:0]
            group = group[np.argsort(found[group], kind="stable")]
            while group.size:
                nodes, group = group[:batch], group[batch:]
                batch = min(2 * batch, NODES)
                may = best.may_hold(found[nodes], [m[nodes] for m in members], left)
                if found[nodes[0]] > best.limit:
                    return
                if may.any():
                    nodes = nodes[may]
                    expand(
                        [tuple(array[nodes] for array in state) for state in states],
                        [member[nodes] for member in members],
                    )

    j, k = np.triu_indices(n, 1)
    enough = np.flatnonzero(j >= size - 2)
    j, k = j[enough].astype(np.int64), k[enough].astype(np.int64)
    follow([_pair_states(feature, j, k) for feature in features], [k, j], min(64, NODES))
    return best.result()
