"""TOPSIS of fuzzy numbers and of intervals, with names."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any, TypeAlias

import numpy as np

from kadmcdm import core
from kadmcdm._arrays import cell, items_of
from kadmcdm._numbers import as_number
from kadmcdm._typing import FloatArray
from kadmcdm.core.fuzzy import IDEALS, FuzzyTopsisParts, Ideals, IntervalTopsisParts
from kadmcdm.errors import (
    Fault,
    InputError,
    brief,
    choice_fault,
    did_you_mean,
    named_columns,
    prefixed,
    raise_faults,
    unknown_names,
)
from kadmcdm.imprecise.numbers import IMPORTANCE_WORDS, RATING_WORDS, FuzzyNumber
from kadmcdm.imprecise.result import ImpreciseRanking
from kadmcdm.problem import Candidate, Criterion, DecisionProblem
from kadmcdm.robustness import Interval
from kadmcdm.weighting import WeightingScheme, Weights, as_weights

__all__ = ["fuzzy_topsis", "interval_topsis"]

Fuzzy: TypeAlias = FuzzyNumber | float | str
Range: TypeAlias = Interval | float
Words: TypeAlias = Mapping[str, FuzzyNumber]


def fuzzy_topsis(
    criteria: Sequence[Criterion],
    candidates: Sequence[Candidate | str],
    ratings: Sequence[Sequence[Fuzzy]],
    weights: Sequence[Fuzzy] | Mapping[str, Fuzzy],
    *,
    ideals: Ideals = "unit",
    rating_words: Words = RATING_WORDS,
    importance_words: Words = IMPORTANCE_WORDS,
    tie_tolerance: float = 1e-9,
) -> ImpreciseRanking:
    """Rank candidates that are rated in fuzzy numbers or words, by closeness to the ideal.

    Parameters
    ----------
    criteria : sequence of Criterion
    candidates : sequence of Candidate or str
    ratings : sequence of sequences of FuzzyNumber, number or str
        A row per candidate; a number is exact, a word one of `rating_words` in small or capital
        letters. Not negative; costs above 0.
    weights : sequence or mapping of FuzzyNumber, number or str
        One per criterion; a word one of `importance_words`. Taken as they are.
    ideals : "unit" or "data"
        What distances are measured to: 1 and 0, for weights in [0, 1] (Chen 2000), or the largest
        and smallest weighted point of each criterion (Chen, Lin and Huang 2006).
    rating_words, importance_words : mapping of str to FuzzyNumber, optional
        What words stand for.
    tie_tolerance : float

    Returns
    -------
    ImpreciseRanking
        Where a trapezoid stands among the numbers, all count as trapezoids.

    Raises
    ------
    InputError
        Listing every fault by candidate and criterion.

    Examples
    --------
    >>> import kadmcdm as kd
    >>> criteria = [kd.Criterion("trust", "benefit"), kd.Criterion("roads", "benefit")]
    >>> rows = [["good", "fair"], ["very good", "poor"]]
    >>> print(kd.fuzzy_topsis(criteria, ["Tuban", "Ngawi"], rows, ["high", "medium"]))
    rank  candidate  closeness  distance to ideal  distance to anti-ideal
    ----  ---------  ---------  -----------------  ----------------------
       1  Tuban          0.566              0.963                   1.255
       2  Ngawi          0.483              1.107                   1.036
    fuzzy TOPSIS of triangular numbers; ideal 1, anti-ideal 0

    References
    ----------
    .. [1] Chen, C.-T. (2000). Extensions of the TOPSIS for group decision-making under fuzzy
       environment. Fuzzy Sets and Systems 114(1), 1-9.
    """
    raise_faults([*choice_fault("ideals", ideals, IDEALS)])
    rows = _table(criteria, candidates, ratings, lambda value: _points(value, rating_words))
    modes = [[_middle(points) for points in row] for row in rows]
    problem = DecisionProblem(criteria, candidates, modes)
    heavy = _weights(weights, problem.criterion_names, importance_words)
    k = max(len(points) for row in [*rows, heavy] for points in row)
    points = np.array([[_wide(points, k) for points in row] for row in rows])
    weighed = np.array([_wide(points, k) for points in heavy])
    try:
        parts = core.fuzzy_topsis_parts(points, weighed, problem.benefit, ideals=ideals)
    except InputError as error:
        raise InputError(named_columns(error.faults, problem.criterion_names)) from None
    return _ranking(
        problem,
        parts,
        method="fuzzy TOPSIS",
        ideals=ideals,
        ratings=points,
        weights=weighed,
        tie_tolerance=tie_tolerance,
    )


def interval_topsis(
    criteria: Sequence[Criterion],
    candidates: Sequence[Candidate | str],
    ratings: Sequence[Sequence[Range]],
    weights: Weights | WeightingScheme | Mapping[str, float] | Sequence[float] | FloatArray,
    *,
    tie_tolerance: float = 1e-9,
) -> ImpreciseRanking:
    """Rank candidates whose values are known within limits, by closeness to the ideal.

    Parameters
    ----------
    criteria : sequence of Criterion
    candidates : sequence of Candidate or str
    ratings : sequence of sequences of Interval or number
        A row per candidate; a number is exact.
    weights : Weights, weighting scheme, mapping or sequence
        Exact; numbers are brought to sum 1. A scheme that looks at data sees the middles.
    tie_tolerance : float

    Returns
    -------
    ImpreciseRanking
        With exact values the closeness is that of `TOPSIS`.

    Raises
    ------
    InputError
        Listing every fault by candidate and criterion.

    Examples
    --------
    >>> import kadmcdm as kd
    >>> criteria = [kd.Criterion("reach", "benefit"), kd.Criterion("km", "cost")]
    >>> rows = [[kd.Interval(1, 2), kd.Interval(4, 6)], [kd.Interval(3, 5), kd.Interval(2, 3)]]
    >>> kd.interval_topsis(criteria, ["Tuban", "Ngawi"], rows, [0.5, 0.5]).describe()
    'Ngawi (0.702) comes closest to the ideal, followed by Tuban (0.267).'

    References
    ----------
    .. [1] Jahanshahloo, G. R., Hosseinzadeh Lotfi, F. and Izadikhah, M. (2006). An algorithmic
       method to extend TOPSIS for decision-making problems with interval data. Applied Mathematics
       and Computation 175(2), 1375-1384.
    """
    rows = _table(criteria, candidates, ratings, _ends)
    middles = [[_middle(points) for points in row] for row in rows]
    problem = DecisionProblem(criteria, candidates, middles)
    weighed = as_weights(problem, weights).values
    ends = np.array(rows)
    parts = core.interval_topsis_parts(ends[..., 0], ends[..., 1], weighed, problem.benefit)
    return _ranking(
        problem,
        parts,
        method="interval TOPSIS",
        ideals="data",
        ratings=ends,
        weights=weighed[:, None],
        tie_tolerance=tie_tolerance,
    )


def _ranking(
    problem: DecisionProblem, parts: FuzzyTopsisParts | IntervalTopsisParts, **given: Any
) -> ImpreciseRanking:
    return ImpreciseRanking(
        criterion_names=problem.criterion_names,
        directions=problem.directions,
        candidate_names=problem.candidate_names,
        distance_to_ideal=parts.distance_to_ideal,
        distance_to_anti_ideal=parts.distance_to_anti_ideal,
        closeness=parts.closeness,
        ranks=core.ranks(parts.closeness, tie_tolerance=given["tie_tolerance"]),
        candidate_labels=problem.candidate_labels,
        **given,
    )


def _table(
    criteria: Sequence[Criterion],
    candidates: Sequence[Candidate | str],
    ratings: Any,
    read: Callable[[object], tuple[float, ...]],
) -> list[list[tuple[float, ...]]]:
    """Return the points of every rating, or raise with all faults by candidate and criterion."""
    candidates = items_of(candidates, "candidates", "a list of them")
    criteria = items_of(criteria, "criteria", "a list of them")
    shape = np.zeros((len(candidates), len(criteria)))
    problem = DecisionProblem(criteria, candidates, shape + _inside(criteria))  # checks the names
    faults: list[Fault] = []
    if not isinstance(ratings, (list, tuple)) or len(ratings) != len(candidates):
        got = str(len(ratings)) if isinstance(ratings, (list, tuple)) else brief(ratings)
        expected = f"{len(candidates)}, one per candidate"
        raise InputError([Fault("ratings", "wrong number of rows", got, expected)])
    rows = []
    for name, row in zip(problem.candidate_names, ratings, strict=True):
        if not isinstance(row, (list, tuple)) or len(row) != len(criteria):
            got = str(len(row)) if isinstance(row, (list, tuple)) else brief(row)
            expected = f"{len(criteria)}, one per criterion"
            faults.append(Fault(f"candidate {name!r}", "wrong number of ratings", got, expected))
            continue
        points = []
        for criterion, value in zip(problem.criterion_names, row, strict=True):
            try:
                points.append(read(value))
            except InputError as error:
                faults += prefixed(cell(name, criterion), error.faults)
        rows.append(points)
    raise_faults(faults)
    return rows


def _inside(criteria: Sequence[Criterion]) -> FloatArray:
    """Return a value within each criterion's bounds."""
    found = [getattr(criterion, "bounds", None) or (0.0, 0.0) for criterion in criteria]
    return np.array([low for low, _ in found])


def _weights(given: Any, names: tuple[str, ...], words: Words) -> list[tuple[float, ...]]:
    """Return the points of each criterion's weight."""
    faults: list[Fault] = []
    if isinstance(given, Mapping):
        faults += unknown_names(given, names, "criterion")
        faults += [Fault(f"weight of criterion {n!r}", "missing") for n in names if n not in given]
        raise_faults(faults)
        given = [given[name] for name in names]
    if not isinstance(given, (list, tuple)) or len(given) != len(names):
        got = str(len(given)) if isinstance(given, (list, tuple)) else brief(given)
        expected = f"{len(names)}, one per criterion"
        raise InputError([Fault("weights", "wrong number of them", got, expected)])
    points = []
    for name, value in zip(names, given, strict=True):
        try:
            points.append(_points(value, words))
        except InputError as error:
            faults += prefixed(f"weight of criterion {name!r}", error.faults)
    raise_faults(faults)
    if all(max(row) == 0.0 for row in points):
        raise InputError([Fault("weights", "all of them are 0", expected="one above 0")])
    return points


def _points(value: object, words: Words) -> tuple[float, ...]:
    """Return the points of a fuzzy number, a number or a word."""
    if isinstance(value, FuzzyNumber):
        return value.points
    if isinstance(value, str):
        known = {word.casefold(): number for word, number in words.items()}
        if value.casefold() in known:
            return known[value.casefold()].points
        raise InputError([Fault("", "unknown word", brief(value), hint=did_you_mean(value, words))])
    return (_number(value, "kd.FuzzyNumber(...), a number, or a word"),) * 3


def _ends(value: object) -> tuple[float, ...]:
    """Return both ends of an interval, or an exact number twice."""
    if isinstance(value, Interval):
        return (float(value.low), float(value.high))
    return (_number(value, "kd.Interval(low, high), or a number"),) * 2


def _number(value: object, expected: str) -> float:
    number = as_number(value)
    if not np.isfinite(number):
        raise InputError([Fault("", "no value", brief(value), expected)])
    return number


def _middle(points: tuple[float, ...]) -> float:
    """Return the mean of the inner points, or of both ends."""
    inner = points[1:-1] or points
    return sum(point / len(inner) for point in inner)


def _wide(points: tuple[float, ...], k: int) -> tuple[float, ...]:
    """Return as many points as the widest number has: a triangle is a trapezoid of one mode."""
    if len(points) == k:
        return points
    low, mode, high = points
    return (low, mode, mode, high)
