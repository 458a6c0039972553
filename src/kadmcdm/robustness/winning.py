"""Search for weights that put a candidate first: linear programs where scores add up."""

from __future__ import annotations

from concurrent.futures import Executor
from typing import Any, NamedTuple

import numpy as np

from kadmcdm import core
from kadmcdm._tiles import entropy_of, executor_faults, map_tiles, seeds
from kadmcdm._typing import BoolArray, FloatArray, IntArray, Rng
from kadmcdm.core.ordering import TIE_TOLERANCE
from kadmcdm.core.simplex import sample_simplex
from kadmcdm.errors import Fault, KadmcdmError, brief, raise_faults
from kadmcdm.methods import Method, WeightedSum, method_to_dict
from kadmcdm.problem import DecisionProblem
from kadmcdm.ranking import as_scores, kind_faults, scores_of
from kadmcdm.robustness.potential import PotentialWinners
from kadmcdm.robustness.terms import ADDITIVE, additive_terms

__all__ = ["potential_winners"]

TILE = 16
"""Candidates in a tile."""

KEPT = 4
"""Starts that are improved, the best ones for each candidate."""

ROUNDS = 60
"""Rounds of improvement of each kept start."""

TRIES = 16
"""Weight vectors tried around each kept start in a round."""

CELLS = 2**20
"""Scores computed at once (8 MiB)."""

NEGLIGIBLE = 1e-9
"""A share of a certificate below this is rounding."""


def potential_winners(
    problem: DecisionProblem,
    method: Method = WeightedSum(),  # noqa: B008 - frozen
    *,
    n_starts: int = 2_000,
    rng: Rng = None,
    executor: Executor | None = None,
    progress: bool = False,
) -> PotentialWinners:
    r"""Find who can come first under some weights.

    Parameters
    ----------
    problem : DecisionProblem
    method : Method
        Those that `smallest_change` takes get an exact answer: one linear program per candidate.
        `TOPSIS`, and any other, gets a search.
    n_starts : int
        Weight vectors from which the search starts: drawn evenly from all weights, after equal
        weights and each criterion alone, which are always tried. For each candidate that leads
        nobody there by more than a tie, the best 4 are improved in 60 rounds of 16 changes.
    rng : int, numpy Generator or None
        The seed of the search; None draws a fresh one. It is recorded in the result either way.
    executor : concurrent.futures.Executor, optional
        Threads, processes, or Dask's; the answer is the same to the byte.
    progress : bool
        Show a bar on standard error.

    Returns
    -------
    PotentialWinners
        Ties as `rank` has them: within 1e-9 of the largest absolute score. Criteria that are the
        same for all get no weight: alone they would let everybody share the first place.

    Raises
    ------
    InputError
        For data that the method refuses, by name, and settings that are none.
    KadmcdmError
        When a linear program is not solved, or the executor fails, as for `smaa`.

    Notes
    -----
    With values :math:`t_{ij}` that the method adds up, candidate i maximizes
    :math:`\delta` over weights with :math:`\sum_j w_j (t_{ij} - t_{kj}) \ge \delta` for all
    others k. Each criterion is measured by its range, so that no unit outweighs another. The
    program's dual is the certificate: shares :math:`\lambda_k` that sum to 1, with
    :math:`\sum_k \lambda_k t_{kj} \ge t_{ij}` for every criterion j.

    Memory: about 5 m² bytes for the linear programs of m candidates, 8 MiB and the starts for the
    search; that much a worker.

    How good the search is shows where the answer is known: on random weighted sums it found 19 of
    19 winners (40 candidates, 5 criteria), 69 of 71 (100, 10) and 343 of 376 (514, 15).

    Examples
    --------
    >>> import kadmcdm as kd
    >>> problem = kd.DecisionProblem.from_arrays([[9, 1], [4, 4], [1, 9]], ["benefit"] * 2)
    >>> print(kd.potential_winners(problem))
    candidate  can be first   lead    c1    c2
    ---------  ------------  -----  ----  ----
    a1         alone         0.556  1.00  0.00
    a2         never             -     -     -
    a3         alone         0.556  0.00  1.00
    by linear programs: exact
    <BLANKLINE>
    note
    --------------------------------------------------------------------------------------
    a2 is never first: together, 50% a1 and 50% a3 are at least as good on every criterion

    References
    ----------
    .. [1] Soland, R. M. (1979). Multicriteria optimization: a general characterization of
       efficient solutions. Decision Sciences 10(1), 26-38.
    .. [2] Rios Insua, D. and French, S. (1991). A framework for sensitivity analysis in discrete
       multi-objective decision-making. European Journal of Operational Research 54(2), 176-190.
    """
    faults = kind_faults(problem, method)
    if isinstance(n_starts, bool) or not isinstance(n_starts, (int, np.integer)) or n_starts < 0:
        expected = "a whole number >= 0"
        faults.append(Fault("n_starts", "no number of starts", brief(n_starts), expected))
    faults += executor_faults(executor)
    raise_faults(faults)
    m, n = problem.matrix.shape
    scores_of(problem, np.full(n, 1.0 / n), method)  # what the method refuses is named here
    bounds = None if np.isnan(problem.bounds).all() else problem.bounds
    known = _Known(problem.matrix, problem.benefit, bounds, method, problem.candidate_names)
    tiles = [np.arange(start, min(start + TILE, m)) for start in range(0, m, TILE)]
    additive = isinstance(method, ADDITIVE)
    seed = None if additive else entropy_of(rng)
    tasks: Any
    if additive:
        terms = _over_their_ranges(additive_terms(problem, method))
        over = core.dominates(terms[0], np.full(n, True))
        tasks = ((known, *terms, over[at], over.sum(axis=0), at) for at in tiles)
    else:
        varied = np.flatnonzero(~core.is_constant(problem.matrix))
        varied = varied if varied.size else np.arange(n)
        starts = _starts(n, varied, int(n_starts), np.random.default_rng(seed))
        children = seeds(seed or 0, len(tiles))
        best = _best_starts(known, starts)
        tasks = (
            (known, varied, starts[best[at]], at, child)
            for at, child in zip(tiles, children, strict=True)
        )
    parts = map_tiles(
        _solve_tile if additive else _search_tile,
        tasks,
        len(tiles),
        executor=executor,
        progress=progress,
        description="potential winners",
    )
    found = [one for part in parts for one in part]
    names = problem.candidate_names
    nothing = "never" if additive else "not found"
    return PotentialWinners(
        candidate_names=names,
        criterion_names=problem.criterion_names,
        method=method_to_dict(method),
        status=tuple(one.status or nothing for one in found),
        witnesses=np.array([one.weights for one in found]),
        leads=np.array([one.lead for one in found]),
        certificates={
            name: {names[k]: share for k, share in one.mix}
            for name, one in zip(names, found, strict=True)
            if one.mix and one.status != "first"
        },
        n_starts=None if additive else int(n_starts),
        seed=seed,
        digest=problem.digest,
        candidate_labels=problem.candidate_labels,
        criterion_labels=problem.criterion_labels,
    )


class _Known(NamedTuple):
    """What every tile is told of the problem."""

    matrix: FloatArray
    benefit: BoolArray
    bounds: FloatArray | None
    method: Method
    names: tuple[str, ...]


class _Found(NamedTuple):
    """What was found for one candidate: how it can be first, under what, and who is as good."""

    status: str
    weights: FloatArray
    lead: float
    mix: list[tuple[int, float]]


def _scores(known: _Known, weights: FloatArray) -> FloatArray:
    found = known.method.scores(known.matrix, weights, known.benefit, bounds=known.bounds)
    return as_scores(found, (*weights.shape[:-1], len(known.matrix)), known.method)


def _leads(scores: FloatArray, at: IntArray) -> FloatArray:
    """Return (..., k): the score of each of k candidates less the best of the others'."""
    m = scores.shape[-1]
    top = np.partition(scores, m - 2, axis=-1)[..., m - 2 :]
    own = scores[..., at]
    best = top[..., 1:]
    leads: FloatArray = own - np.where(own == best, top[..., :1], best)
    return leads


def _judged(known: _Known, i: int, weights: FloatArray, mix: list[tuple[int, float]]) -> _Found:
    """Rank under the weights, as `rank` does, and say how the candidate comes out."""
    n = known.matrix.shape[1]
    scores = _scores(known, weights)
    if len(scores) == 1:
        return _Found("first", weights, np.nan, [])
    places = core.ranks(scores)
    if places[i] > 1:
        return _Found("", np.full(n, np.nan), np.nan, mix)
    if (places == 1).sum() > 1:
        return _Found("shared", weights, 0.0, mix)
    return _Found("first", weights, float(_leads(scores, np.array([i]))[0]), [])


# ---- linear programs -----------------------------------------------------------------------------


def _over_their_ranges(values: FloatArray) -> tuple[FloatArray, FloatArray]:
    """Return (m, n) values over their ranges, and the (n,) ranges."""
    low, high = values.min(axis=0), values.max(axis=0)
    width = high - low
    width[core.is_constant(values)] = 0.0
    scaled = (values - low) / np.where(width == 0.0, 1.0, width)
    return scaled, width


def _solve_tile(
    known: _Known,
    scaled: FloatArray,
    width: FloatArray,
    over: BoolArray,
    dominators: IntArray,
    at: IntArray,
) -> list[_Found]:
    """Solve the program of each candidate of the tile; all arguments can be pickled."""
    found = []
    for i, beats in zip(at.tolist(), over, strict=True):
        # Who is dominated by somebody other than i is nearer to i than no one else is.
        rivals = np.flatnonzero(dominators - beats == 0)
        rivals = rivals[rivals != i]
        weights, mix = _program(scaled, width, i, rivals, known.names[i])
        found.append(_judged(known, i, weights, mix))
    return found


def _program(
    scaled: FloatArray, width: FloatArray, i: int, rivals: IntArray, name: str
) -> tuple[FloatArray, list[tuple[int, float]]]:
    """Return the weights of the largest lead, and the shares of the rivals that bound it."""
    from scipy.optimize import linprog

    n = len(width)
    varied = np.flatnonzero(width > 0.0)
    if not rivals.size or not varied.size:
        return np.full(n, 1.0 / n), [(int(k), 1.0) for k in rivals[:1]]
    gaps = scaled[np.ix_(rivals, varied)] - scaled[i, varied]
    solved: Any = linprog(
        np.append(np.zeros(varied.size), -1.0),  # maximize the lead, the last variable
        A_ub=np.column_stack([gaps, np.ones(rivals.size)]),
        b_ub=np.zeros(rivals.size),
        A_eq=np.append(np.ones(varied.size), 0.0)[None, :],
        b_eq=[1.0],
        bounds=[(0.0, None)] * varied.size + [(None, None)],
        method="highs",
        options={"primal_feasibility_tolerance": 1e-10, "dual_feasibility_tolerance": 1e-10},
    )
    if solved.status != 0:
        raise KadmcdmError(f"the linear program of candidate {name!r} failed: {solved.message}")
    weights = np.zeros(n)
    used = solved.x[:-1] > 0.0
    logs = np.log(solved.x[:-1][used]) - np.log(width[varied][used])  # widths of 1e-300 and 1e300
    weights[varied[used]] = np.exp(logs - logs.max())
    shares = np.maximum(-solved.ineqlin.marginals, 0.0)
    shares[shares < NEGLIGIBLE] = 0.0
    shares /= shares.sum()
    if (shares @ gaps).min() < -NEGLIGIBLE:  # it leads, by less than a tie tells apart
        shares[:] = 0.0
    by_share = np.argsort(-shares, kind="stable")
    mix = [(int(rivals[k]), float(shares[k])) for k in by_share if shares[k] > 0.0]
    return weights / weights.sum(), mix


# ---- the search ----------------------------------------------------------------------------------


def _starts(n: int, varied: IntArray, count: int, rng: np.random.Generator) -> FloatArray:
    """Return equal weights, each criterion alone, and `count` draws, of those that vary."""
    k = varied.size
    starts = np.zeros((1 + k + count, n))
    starts[0, varied] = 1.0 / k
    starts[1 : k + 1, varied] = np.eye(k)
    starts[k + 1 :, varied] = sample_simplex(k, count, rng)
    return starts


def _best_starts(known: _Known, starts: FloatArray) -> IntArray:
    """Return (m, KEPT): for each candidate the starts under which it leads most."""
    m = len(known.matrix)
    everyone = np.arange(m)
    if m == 1:
        return np.zeros((1, 1), dtype=np.int64)
    best = np.empty((m, 0), dtype=np.int64)
    leads = np.empty((m, 0))
    size = max(1, CELLS // m)
    for first in range(0, len(starts), size):
        some = starts[first : first + size]
        new = _leads(_scores(known, some), everyone).T
        leads = np.concatenate([leads, new], axis=1)
        best = np.concatenate([best, np.tile(np.arange(first, first + len(some)), (m, 1))], axis=1)
        kept = np.argsort(-leads, axis=1, kind="stable")[:, :KEPT]
        leads = np.take_along_axis(leads, kept, axis=1)
        best = np.take_along_axis(best, kept, axis=1)
    return best


def _search_tile(
    known: _Known,
    varied: IntArray,
    starts: FloatArray,
    at: IntArray,
    seed: np.random.SeedSequence,
) -> list[_Found]:
    """Improve the (c, KEPT, n) starts of the tile's candidates; all arguments can be pickled."""
    rng = np.random.default_rng(seed)
    found = []
    for i, kept in zip(at.tolist(), starts, strict=True):
        one = _judged(known, i, kept[0], [])
        if one.status != "first":
            improved = _judged(known, i, _improved(known, i, varied, kept, rng), [])
            one = improved if improved.status else one
        found.append(one)
    return found


def _improved(
    known: _Known, i: int, varied: IntArray, kept: FloatArray, rng: np.random.Generator
) -> FloatArray:
    """Climb from each start: mix in random weights, or drop criteria; keep what leads more."""
    count, n = kept.shape
    corners = np.eye(n)[varied]
    at = np.array([i])
    now = kept.copy()
    scores = _scores(known, now)
    leads = _leads(scores, at)[:, 0]
    enough = 10.0 * TIE_TOLERANCE * np.abs(scores).max()
    step = np.ones(count)
    for _ in range(ROUNDS):
        toward = sample_simplex(len(corners), count * TRIES, rng) @ corners
        toward = toward.reshape(count, TRIES, n)
        toward[:, :4] = corners[rng.integers(0, len(corners), (count, 4))]
        tried = now[:, None, :] + step[:, None, None] * (toward - now[:, None, :])
        dropped = rng.random((count, 4, n)) < 0.5
        tried[:, -4:] = np.where(dropped, 0.0, now[:, None, :])
        totals = tried.sum(axis=2, keepdims=True)
        tried = np.where(totals > 0.0, tried / np.where(totals > 0.0, totals, 1.0), kept[:, None])
        new = _leads(_scores(known, tried.reshape(-1, n)), at).reshape(count, TRIES)
        best = new.argmax(axis=1)
        better = new[np.arange(count), best] > leads
        now = np.where(better[:, None], tried[np.arange(count), best], now)
        leads = np.where(better, new[np.arange(count), best], leads)
        step = np.where(better, np.minimum(step * 1.5, 1.0), step * 0.7)
        if leads.max() > enough:
            break
    climbed: FloatArray = now[int(leads.argmax())]
    return climbed
