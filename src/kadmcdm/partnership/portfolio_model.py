"""The program behind a portfolio: rows that limit it, what fits into them, the choice by rank."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal, NamedTuple, TypeAlias

import numpy as np

from kadmcdm._typing import BoolArray, FloatArray, IntArray

LimitKind: TypeAlias = Literal[
    "budget", "staff", "partnerships", "sector", "exclusive", "mandatory"
]

ROUNDING = 1e-9
"""By how much of itself a limit may be exceeded: sums of decimal figures are no exact numbers."""


class Row(NamedTuple):
    """One limit: what each of some options draws on it (or, of a minimum, adds to it)."""

    kind: LimitKind
    of: str
    limit: float
    at: IntArray
    needs: FloatArray

    def used(self, chosen: BoolArray) -> float:
        """Return what the chosen options draw on it."""
        return float(self.needs[chosen[self.at]].sum())

    def allows(self, used: float) -> bool:
        """Tell whether so much is within the limit, a maximum."""
        return used <= self.limit + ROUNDING * abs(self.limit)


@dataclass(frozen=True, slots=True)
class Model:
    """What may be chosen out of m options.

    `fixed` ones are in, `banned` ones out; sums over `upper` rows stay below their limits, over
    `lower` rows above.
    """

    upper: tuple[Row, ...]
    lower: tuple[Row, ...]
    fixed: BoolArray
    banned: BoolArray

    @property
    def free(self) -> BoolArray:
        """Which options are neither fixed in nor out."""
        out: BoolArray = ~(self.fixed | self.banned)
        return out

    def fits(self, chosen: BoolArray) -> bool:
        """Tell whether a set keeps every maximum."""
        return all(row.allows(row.used(chosen)) for row in self.upper)

    def unmet(self, chosen: BoolArray) -> tuple[Row, ...]:
        """Return the minima that a set does not reach."""
        return tuple(row for row in self.lower if row.used(chosen) < row.limit)


class Room:
    """What is left of every maximum while options join a set."""

    def __init__(self, model: Model, chosen: BoolArray) -> None:
        self.chosen: BoolArray = chosen.copy()
        self.slack: list[float] = [
            row.limit * (1 + ROUNDING) - row.used(chosen) for row in model.upper
        ]
        self.draws: list[list[tuple[int, float]]] = [[] for _ in chosen]
        for number, row in enumerate(model.upper):
            for i, need in zip(row.at.tolist(), row.needs.tolist(), strict=True):
                if need > 0:
                    self.draws[i].append((number, need))

    def take(self, option: int) -> bool:
        """Let an option join, if there is room for it."""
        if self.chosen[option]:
            return True
        if any(need > self.slack[row] for row, need in self.draws[option]):
            return False
        for row, need in self.draws[option]:
            self.slack[row] -= need
        self.chosen[option] = True
        return True

    def fill(self, order: Sequence[int], values: FloatArray) -> None:
        """Let all join that are worth something and fit, in this order."""
        for option in order:
            if values[option] > 0:
                self.take(option)


def by_rank(model: Model, values: FloatArray) -> BoolArray:
    """Choose down the ranking: what is fixed, then what minima ask for, then whatever fits."""
    order = [i for i in np.argsort(-values, kind="stable").tolist() if not model.banned[i]]
    room = Room(model, model.fixed)
    for row in model.lower:
        able = set(row.at.tolist())
        for option in order:
            if row.used(room.chosen) >= row.limit:
                break
            if option in able:
                room.take(option)
    room.fill(order, values)
    return room.chosen


def value_of(values: FloatArray, chosen: BoolArray) -> float:
    """Return what a set is worth: the sum, to the last digit whatever the order."""
    return math.fsum(values[chosen].tolist())
