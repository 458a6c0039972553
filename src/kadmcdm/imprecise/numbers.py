"""Fuzzy numbers, and the words that stand for them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from itertools import pairwise

import numpy as np

from kadmcdm._arrays import ReadOnlyDict
from kadmcdm._numbers import as_number
from kadmcdm.errors import Fault, InputError, brief

__all__ = ["IMPORTANCE_WORDS", "RATING_WORDS", "FuzzyNumber"]


@dataclass(frozen=True, slots=True, init=False, repr=False)
class FuzzyNumber:
    """A value known roughly: the least, the most plausible, and the most that it may be.

    Parameters
    ----------
    *points : float
        Three: low, mode, high (triangular); or four: low, the two ends of what is fully plausible,
        high (trapezoidal). Ascending.

    Raises
    ------
    InputError
        For another count of points, what is no finite number, or points that descend.

    Examples
    --------
    >>> import kadmcdm as kd
    >>> kd.FuzzyNumber(3, 5, 7)
    FuzzyNumber(3, 5, 7)
    >>> kd.FuzzyNumber.mean([kd.FuzzyNumber(3, 5, 7), kd.FuzzyNumber(5, 7, 9)])
    FuzzyNumber(4, 6, 8)

    References
    ----------
    .. [1] Zadeh, L. A. (1965). Fuzzy sets. Information and Control 8(3), 338-353.
    """

    points: tuple[float, ...]

    def __init__(self, *points: float) -> None:
        where, got = "FuzzyNumber", brief(points)
        if len(points) not in (3, 4):
            expected = "3 points (low, mode, high) or 4 (low, two modes, high)"
            raise InputError([Fault(where, "wrong number of points", str(len(points)), expected)])
        if not np.isfinite([as_number(point) for point in points]).all():
            raise InputError([Fault(where, "its points are no numbers", got, "finite numbers")])
        if any(b < a for a, b in pairwise(points)):
            raise InputError([Fault(where, "its points descend", got, "low to high")])
        object.__setattr__(self, "points", tuple(map(float, points)))

    @property
    def low(self) -> float:
        """The least that it may be."""
        return self.points[0]

    @property
    def high(self) -> float:
        """The most that it may be."""
        return self.points[-1]

    @classmethod
    def mean(cls, numbers: Iterable[FuzzyNumber]) -> FuzzyNumber:
        """Return the mean, point by point: how several people's numbers become one.

        Parameters
        ----------
        numbers : iterable of FuzzyNumber
            All of as many points.

        Raises
        ------
        InputError
            For none, or for triangular beside trapezoidal numbers.
        """
        rows = [number.points for number in numbers]
        if len({len(row) for row in rows}) != 1:
            expected = "at least one, all triangular or all trapezoidal"
            raise InputError([Fault("FuzzyNumber.mean", "no mean", brief(rows), expected)])
        return cls(*np.mean(rows, axis=0).tolist())

    def __repr__(self) -> str:
        """Return the call that makes it."""
        return f"FuzzyNumber({', '.join(f'{point:.12g}' for point in self.points)})"


def _words(
    english: Iterable[str], indonesian: Iterable[str], points: Iterable[tuple[float, ...]]
) -> Mapping[str, FuzzyNumber]:
    found = {}
    for one, other, row in zip(english, indonesian, points, strict=True):
        found[one] = found[other] = FuzzyNumber(*row)
    return ReadOnlyDict(found)


RATING_WORDS: Mapping[str, FuzzyNumber] = _words(
    ["very poor", "poor", "medium poor", "fair", "medium good", "good", "very good"],
    ["sangat buruk", "buruk", "agak buruk", "cukup", "agak baik", "baik", "sangat baik"],
    [(0, 0, 1), (0, 1, 3), (1, 3, 5), (3, 5, 7), (5, 7, 9), (7, 9, 10), (9, 10, 10)],
)
"""What ratings in words stand for, on a scale from 0 to 10 (Chen 2000, table 2)."""

IMPORTANCE_WORDS: Mapping[str, FuzzyNumber] = _words(
    ["very low", "low", "medium low", "medium", "medium high", "high", "very high"],
    ["sangat rendah", "rendah", "agak rendah", "sedang", "agak tinggi", "tinggi", "sangat tinggi"],
    [
        (0, 0, 0.1), (0, 0.1, 0.3), (0.1, 0.3, 0.5), (0.3, 0.5, 0.7), (0.5, 0.7, 0.9),
        (0.7, 0.9, 1), (0.9, 1, 1),
    ],
)  # fmt: skip
"""What importance in words stands for, on a scale from 0 to 1 (Chen 2000, table 1)."""
