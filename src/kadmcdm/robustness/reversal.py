"""Rank reversal: what a ranking says when candidates come, go, or stand alone."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from itertools import islice
from typing import Any, NamedTuple

import numpy as np

from kadmcdm._typing import BoolArray, FloatArray, IntArray
from kadmcdm.core.ordering import TIE_TOLERANCE
from kadmcdm.errors import Fault, InputError, brief, raise_faults
from kadmcdm.methods import TOPSIS, Method, method_to_dict
from kadmcdm.problem import DecisionProblem
from kadmcdm.ranking import as_scores, kind_faults, scores_of
from kadmcdm.robustness.reversal_result import TESTS, RankReversal, ReversalTest
from kadmcdm.weighting import WeightingScheme, Weights, as_weights

__all__ = ["rank_reversal"]

WORSE = 0.01
"""A copy made worse loses this share of each criterion's range."""

CELLS = 2**20
"""Values of changed matrices held at once (8 MiB)."""

CYCLES = 100
"""Cycles of candidates that are kept as examples."""


def rank_reversal(
    problem: DecisionProblem,
    weights: Weights | WeightingScheme | Mapping[str, float] | Sequence[float] | FloatArray,
    method: Method = TOPSIS(),  # noqa: B008 - frozen
    *,
    tie_tolerance: float = TIE_TOLERANCE,
) -> RankReversal:
    """Change the set of candidates, rank again, and list the pairs whose order has changed.

    ==============  =============================================================================
    test            the change
    ==============  =============================================================================
    ``drop``        each candidate in turn is left out
    ``copy``        each candidate in turn stands twice
    ``worse copy``  each candidate in turn gets a copy that is worse on every criterion, by 1 % of
                    its range, but not below its worst value; left out where that changes nothing
    ``worst``       a candidate that has the worst value of every criterion is added
    ``pair``        each pair stands alone
    ==============  =============================================================================

    No added value is better than the best or worse than the worst that is there. Only pairs of the
    problem's own candidates are compared.

    Parameters
    ----------
    problem : DecisionProblem
    weights : Weights, weighting scheme, mapping or sequence
        They stay as they are: a scheme that reads the data is asked once, for the whole problem.
    method : Method
    tie_tolerance : float
        Two candidates are tied when their scores differ by at most this times the largest absolute
        score; before and after each change.

    Returns
    -------
    RankReversal

    Raises
    ------
    InputError
        For weights that do not fit the problem, and for data that the method refuses, by name. A
        changed problem that the method refuses is counted in the result instead.

    Notes
    -----
    Time grows with m³ for m candidates. Memory: 30 MiB, 100 bytes for each changed pair of a run,
    and 60 m² bytes.

    Examples
    --------
    >>> import kadmcdm as kd
    >>> problem = kd.DecisionProblem.from_arrays(
    ...     [[1, 5], [4, 2], [3, 3], [5, 1]], ["benefit", "benefit"]
    ... )
    >>> found = kd.rank_reversal(problem, [0.5, 0.5], kd.TOPSIS("max"))
    >>> found.changes("drop")[0]
    ReversedPair(test='drop', subject='a1', a='a2', b='a3', before='tied', after='below')
    >>> fixed = kd.DecisionProblem(
    ...     [kd.Criterion(name, "benefit", bounds=(0, 10)) for name in ("c1", "c2")],
    ...     problem.candidate_names,
    ...     problem.matrix,
    ... )
    >>> kd.rank_reversal(fixed, [0.5, 0.5], kd.TOPSIS("bounds")).immune
    True

    References
    ----------
    .. [1] Wang, X. and Triantaphyllou, E. (2008). Ranking irregularities when evaluating
       alternatives by using some ELECTRE methods. Omega 36(1), 45-63.
    .. [2] Garcia-Cascales, M. S. and Lamata, M. T. (2012). On rank reversal and TOPSIS method.
       Mathematical and Computer Modelling 56(5-6), 123-132.
    """
    faults = kind_faults(problem, method)
    number = isinstance(tie_tolerance, (int, float, np.number))
    if not number or isinstance(tie_tolerance, bool) or not 0 <= tie_tolerance < 1:
        faults.append(Fault("tie_tolerance", "no tolerance", brief(tie_tolerance), "0 to 1"))
    raise_faults(faults)
    weighed = as_weights(problem, weights)
    known = _Known(problem, weighed.values, method, float(tie_tolerance))
    scores = scores_of(problem, weighed.values, method)
    before = _relations(scores, known.tie_tolerance)
    runs = [_run_all(known, scores, before, test) for test in TESTS[:-1]]
    alone, pairs = _alone(known, before)
    runs.append(pairs)
    count, cycles = _cycles(alone)
    names = problem.candidate_names
    return RankReversal(
        candidate_names=names,
        method=method_to_dict(method),
        weights=weighed,
        tie_tolerance=known.tie_tolerance,
        tests={test: run.summary for test, run in zip(TESTS, runs, strict=True)},
        changed=np.concatenate(
            [
                np.column_stack([np.full(len(run.changed), k), run.changed])
                for k, run in enumerate(runs)
            ]
        ),
        n_cycles=count,
        cycles=tuple((names[a], names[b], names[c]) for a, b, c in cycles),
        digest=problem.digest,
        candidate_labels=problem.candidate_labels,
    )


class _Known(NamedTuple):
    problem: DecisionProblem
    weights: FloatArray
    method: Method
    tie_tolerance: float


class _Run(NamedTuple):
    """What a test found: its summary, and (k, 5) changes: subject, a, b, before, after."""

    summary: ReversalTest
    changed: IntArray


def _relations(scores: FloatArray, tie_tolerance: float) -> IntArray:
    """Return (..., m, m): 1 where the row stands above the column, -1 below, 0 in a tie."""
    allowed = tie_tolerance * np.abs(scores).max(axis=-1)[..., None, None]
    gaps = scores[..., :, None] - scores[..., None, :]
    relations: IntArray = (gaps > allowed).astype(np.int64) - (gaps < -allowed)
    return relations


def _scores(known: _Known, matrices: FloatArray) -> FloatArray:
    """Score (c, m, n) matrices; NaN for those that the method refuses."""
    problem = known.problem
    bounds = None if np.isnan(problem.bounds).all() else problem.bounds
    try:
        found = known.method.scores(matrices, known.weights, problem.benefit, bounds=bounds)
    except InputError:
        if len(matrices) == 1:
            return np.full(matrices.shape[:2], np.nan)
        half = len(matrices) // 2
        parts = [_scores(known, matrices[:half]), _scores(known, matrices[half:])]
        return np.concatenate(parts)
    return as_scores(found, matrices.shape[:2], known.method)


def _changed_sets(known: _Known, test: str) -> Iterator[tuple[int, FloatArray, IntArray]]:
    """Yield each run of a test: its subject (-1: nobody), its matrix, and who of old stays."""
    matrix, benefit = known.problem.matrix, known.problem.benefit
    everyone = np.arange(len(matrix))
    low, high = matrix.min(axis=0), matrix.max(axis=0)
    worst = np.where(benefit, low, high)
    if test == "worst":
        yield -1, np.vstack([matrix, worst]), everyone
        return
    for i, row in enumerate(matrix):
        if test == "drop":
            stay = np.delete(everyone, i)
            if stay.size:
                yield i, matrix[stay], stay
            continue
        added = row
        if test == "worse copy":
            loss = WORSE * (high / 2 - low / 2) * 2  # halves: a range may overflow
            added = np.where(benefit, np.maximum(row - loss, low), np.minimum(row + loss, high))
            if (added == row).all():
                continue
        yield i, np.vstack([matrix, added]), everyone


def _run_all(known: _Known, scores: FloatArray, before: IntArray, test: str) -> _Run:
    """Rank every changed set of a test, and compare each pair that stays."""
    m, n = known.problem.matrix.shape
    size = max(1, CELLS // ((m + 1) * n))
    sets = _changed_sets(known, test)
    runs, hit, refused, first = 0, 0, 0, 0
    found = [np.empty((0, 5), dtype=np.int64)]
    while some := list(islice(sets, size)):
        after = _scores(known, np.stack([matrix for _, matrix, _ in some]))
        for (subject, _, stay), new in zip(some, after, strict=True):
            if np.isnan(new).any():
                refused += 1
                continue
            runs += 1
            # A candidate that was added counts for the largest score, and for no pair.
            pairs = _relations(new, known.tie_tolerance)[: stay.size, : stay.size]
            old = before[np.ix_(stay, stay)]
            changes = _differing(old, pairs, stay, subject)
            hit += bool(len(changes))
            first += not np.array_equal((old < 0).any(axis=1), (pairs < 0).any(axis=1))
            found.append(changes)
    return _Run(ReversalTest(runs, hit, first, refused), np.concatenate(found))


def _differing(old: IntArray, new: IntArray, stay: IntArray, subject: int) -> IntArray:
    """Return (k, 5) subject, a, b, before, after; a stood above b, or tied with it before."""
    a, b = np.nonzero((old != new) & ((old > 0) | ((old == 0) & _upper(len(old)))))
    who = np.full(len(a), subject)
    return np.column_stack([who, stay[a], stay[b], old[a, b], new[a, b]]).astype(np.int64)


def _upper(m: int) -> BoolArray:
    """Return (m, m): True above the diagonal."""
    return np.arange(m)[:, None] < np.arange(m)


def _alone(known: _Known, before: IntArray) -> tuple[IntArray, _Run]:
    """Return how each pair stands alone, (m, m), and the test; 0 where the method refuses it."""
    matrix = known.problem.matrix
    m, n = matrix.shape
    rows, columns = np.nonzero(_upper(m))
    alone = np.zeros((m, m), dtype=np.int64)
    told = np.zeros((m, m), dtype=bool)
    size = max(1, CELLS // (2 * n))
    for start in range(0, len(rows), size):
        a, b = rows[start : start + size], columns[start : start + size]
        scores = _scores(known, np.stack([matrix[a], matrix[b]], axis=1))
        ok = ~np.isnan(scores).any(axis=1)
        a, b = a[ok], b[ok]
        relation = _relations(scores[ok], known.tie_tolerance)[:, 0, 1]
        alone[a, b], alone[b, a] = relation, -relation
        told[a, b] = told[b, a] = True
    changes = _differing(np.where(told, before, 0), alone, np.arange(m), -1)
    winners: BoolArray = np.asarray((before >= 0).all(axis=1))
    loses = (changes[:, 4] < 0) & winners[changes[:, 1]]
    wins = (changes[:, 3] == 0) & (changes[:, 4] > 0) & winners[changes[:, 2]]
    runs = int(told.sum()) // 2
    summary = ReversalTest(runs, len(changes), int((loses | wins).sum()), len(rows) - runs)
    return alone, _Run(summary, changes)


def _cycles(alone: IntArray) -> tuple[int, list[tuple[int, int, int]]]:
    """Count a above b above c where a does not stand above c, and return the first of them.

    A cycle of three is counted once, from its first candidate on.
    """
    above = alone > 0
    m = len(alone)
    count = 0
    examples: list[tuple[int, int, int]] = []
    for a in range(m):
        b, c = np.nonzero(above & above[a][:, None] & ~above[a][None, :])
        keep = c != a
        cyclic = above[c, a]
        keep &= ~cyclic | ((a < b) & (a < c))
        count += int(keep.sum())
        if len(examples) < CYCLES:
            some: Any = zip(b[keep].tolist(), c[keep].tolist(), strict=True)
            examples += [(a, x, y) for x, y in some][: CYCLES - len(examples)]
    return count, examples
