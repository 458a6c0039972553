"""SMAA: how sure a ranking is when the weights, or the performances, are not."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from concurrent.futures import Executor
from contextlib import closing
from typing import Any, NamedTuple, get_args

import numpy as np

from kadmcdm._tiles import entropy_of, map_tiles, seeds, tile_sizes
from kadmcdm._typing import BoolArray, FloatArray, IntArray, Rng
from kadmcdm.core.acceptability import (
    PROBE,
    Precision,
    Tally,
    always_tied,
    losses_of,
    share_positions,
    tally,
    weight_blocks,
)
from kadmcdm.core.sampled import SAMPLES
from kadmcdm.errors import Fault, choice_fault, raise_faults
from kadmcdm.methods import TOPSIS, Method, method_to_dict
from kadmcdm.problem import DecisionProblem
from kadmcdm.ranking import as_scores, kind_faults, scores_of
from kadmcdm.robustness.acceptability import Acceptability, Measure, expected_ranks
from kadmcdm.robustness.sampling import (
    Performance,
    SampledWeights,
    WeightSource,
    drawn_matrices,
    performance_samples,
    weight_source,
)

__all__ = ["smaa"]

MEASURES: tuple[Measure, ...] = get_args(Measure)

TILE_CELLS = 2**18
"""Positions in a tile of samples (2 MiB), whatever the problem's size; more from 512 candidates."""


THREADED = 256
"""Candidates from which a second core helps; below, short calls wait for the interpreter's lock."""


def smaa(
    problem: DecisionProblem,
    weights: SampledWeights = None,
    method: Method = TOPSIS(),  # noqa: B008 - frozen
    *,
    performance: Performance | None = None,
    measures: Sequence[Measure] = ("rank_acceptability", "expected_ranks", "central_weights"),
    top: int | None = None,
    precision: Precision = "float64",
    n_samples: int = 100_000,
    rng: Rng = None,
    executor: Executor | None = None,
    progress: bool = False,
) -> Acceptability:
    """Rank under many weight vectors and count (stochastic multicriteria acceptability analysis).

    Parameters
    ----------
    problem : DecisionProblem
    weights : None, WeightSpace, JudgmentUncertainty, or (S, n) array-like
        Uniform over all weights; spread around some; or the weight vectors themselves, which are
        brought to sum 1 (`n_samples` then does not count). With `performance` also fixed weights:
        `Weights`, a scheme, or a mapping.
    method : Method
    performance : (S, m, n) array-like, or a sampler, optional
        Uncertain performances: sampled matrices, or ``draw(rng, c)`` that returns (m, n, c), the
        samples last. Samples of both are paired, and must be as many.
    measures : sequence of str
        What to compute besides the shares of first ranks: ``"rank_acceptability"``,
        ``"expected_ranks"``, ``"central_weights"`` (with confidence factors, unless performances
        are uncertain), ``"pairwise_winning"``. Less asked is less computed.
    top : int, optional
        Count the first so many ranks only: rank acceptability is (m, top), and there are no
        expected ranks and no pairwise winning.
    precision : "float64" or "float32"
        32-bit counting takes a fifth to a quarter less time from 514 candidates on. It may swap
        candidates whose losses differ by less than 2^(b-31), b = ceil(log2 m): 2e-4 of all places
        at 514 candidates, 3e-4 at 1000.
    n_samples : int
        The standard error of a share p is sqrt(p (1 - p) / n_samples).
    rng : int, numpy Generator or None
        The seed; None draws a fresh one. It is recorded in the result either way.
    executor : concurrent.futures.Executor, optional
        Threads, processes, or Dask's; the answer is the same to the byte. kadmcdm's own methods
        use a thread a core without one, from 256 candidates on.
    progress : bool
        Show a bar on standard error.

    Returns
    -------
    Acceptability

    Raises
    ------
    InputError
        For weights or samples that do not fit, unknown measures, no samples, or data the method
        refuses.
    KadmcdmError
        When a worker process dies.

    Notes
    -----
    Weights and matrices are drawn tile by tile and never held whole. Memory, whatever `n_samples`:
    8 m² bytes, but at least 2 MiB, for the positions of a tile, and as many for its counts; that
    much a worker, and twice for the merge.

    Examples
    --------
    >>> import kadmcdm as kd
    >>> problem = kd.DecisionProblem.from_arrays([[3, 9], [2, 8], [1, 4]], ["benefit", "cost"])
    >>> print(kd.smaa(problem, n_samples=2000, rng=1))
    candidate  ranked first  in the top three  expected rank
    ---------  ------------  ----------------  -------------
    a1                55.9%            100.0%           1.63
    a3                44.1%            100.0%           2.03
    a2                 0.0%            100.0%           2.34
    samples: 2,000; seed: 1

    References
    ----------
    .. [1] Lahdelma, R. and Salminen, P. (2001). SMAA-2: Stochastic multicriteria acceptability
       analysis for group decision making. Operations Research 49(3), 444-454.
    """
    faults = kind_faults(problem, method)
    faults += _setting_faults(measures, top, precision)
    if executor is not None and not isinstance(executor, Executor):
        expected = "a concurrent.futures.Executor, or client.get_executor() of Dask's"
        faults.append(Fault("executor", "no executor", repr(executor), expected))
    raise_faults(faults)
    m, n = problem.matrix.shape
    source = weight_source(problem, weights, fixed_allowed=performance is not None)
    matrices = None
    if performance is not None and not callable(performance):
        matrices = performance_samples(problem, performance)
    given = {len(s) for s in (source.samples, matrices) if s is not None}
    if len(given) > 1:
        faults.append(Fault("performance", "not as many samples as weights", str(sorted(given))))
    elif given:
        n_samples = given.pop()
    elif isinstance(n_samples, bool) or not isinstance(n_samples, (int, np.integer)):
        faults.append(Fault("n_samples", "no whole number", repr(n_samples)))
    elif n_samples < 1:
        faults.append(Fault("n_samples", "no samples", repr(n_samples), "at least 1"))
    raise_faults(faults)
    random = source.kind in ("uniform", "dirichlet") or callable(performance)
    seed = entropy_of(rng) if random else None
    scores_of(problem, np.full(n, 1.0 / n), method)  # what the method refuses is named here
    wanted = _Wanted(
        ranks="rank_acceptability" in measures or "expected_ranks" in measures,
        central="central_weights" in measures,
        pairs="pairwise_winning" in measures,
        top=top,
        precision=precision,
    )
    size = max(m, TILE_CELLS // m)  # m: a table of m x m must not cost more than what it counts
    sizes = tile_sizes(int(n_samples), size)
    known = _Known(
        problem.matrix,
        problem.benefit,
        None if np.isnan(problem.bounds).all() else problem.bounds,
        method,
    )
    tasks = (
        (
            known,
            source.part(slice(k * size, (k + 1) * size)),
            matrices[k * size : (k + 1) * size] if matrices is not None else performance,
            count,
            child,
            wanted,
        )
        for k, (count, child) in enumerate(zip(sizes, seeds(seed or 0, len(sizes)), strict=True))
    )
    parts = map_tiles(
        _tile,
        tasks,
        len(sizes),
        executor=executor,
        threads=m >= THREADED and hasattr(method, "losses") and not callable(performance),
        progress=progress,
        description="smaa",
    )
    with closing(parts):  # an interrupt while merging leaves no thread behind either
        counted, groups = _merge(parts, m)
    return Acceptability(
        candidate_names=problem.candidate_names,
        criterion_names=problem.criterion_names,
        method=method_to_dict(method),
        weights=source.kind,
        n_samples=int(n_samples),
        seed=seed,
        digest=problem.digest,
        measured=_measured(problem, method, counted, groups, int(n_samples), measures, performance),
        candidate_labels=problem.candidate_labels,
    )


class _Wanted(NamedTuple):
    """What a tile counts."""

    ranks: bool
    central: bool
    pairs: bool
    top: int | None
    precision: Precision


class _Known(NamedTuple):
    """What every tile is told of the problem."""

    matrix: FloatArray
    benefit: BoolArray
    bounds: FloatArray | None
    method: Method


class _Part(NamedTuple):
    """What one tile of samples counted, and who was tied with whom in all of it."""

    tally: Tally
    groups: IntArray


def _setting_faults(measures: Any, top: Any, precision: Any) -> Iterator[Fault]:
    if isinstance(measures, str) or not hasattr(measures, "__iter__"):
        expected = f"a list of them, such as [{MEASURES[0]!r}]"
        yield Fault("measures", "no list", repr(measures), expected)
        return
    for name in measures:
        yield from choice_fault("measures", name, MEASURES)
    yield from choice_fault("precision", precision, get_args(Precision))
    if top is None:
        return
    if isinstance(top, bool) or not isinstance(top, (int, np.integer)) or top < 1:
        yield Fault("top", "no number of ranks", repr(top), "a whole number >= 1")
    if "pairwise_winning" in measures:
        yield Fault("top", "pairwise winning needs all ranks", hint="leave top out")


def _tile(
    known: _Known,
    source: WeightSource,
    performance: Any,
    size: int,
    seed: np.random.SeedSequence,
    wanted: _Wanted,
) -> _Part:
    """Draw (or take) some samples, rank, and count; all arguments can be pickled."""
    m, n = known.matrix.shape
    rng = np.random.Generator(np.random.SFC64(seed))  # normals a fifth faster than by PCG64
    weights = source.draw(n, size, rng)
    if performance is None:
        blocks, groups = _weights_only(known, weights, wanted.precision)
    else:
        blocks, groups = _matrices(known, weights, performance, rng)
    counted = tally(
        blocks,
        size,
        m,
        weights=weights if wanted.central else None,
        ranks=wanted.ranks,
        pairs=wanted.pairs,
        top=wanted.top,
        precision=wanted.precision if performance is None else "float64",
    )
    return _Part(counted, groups)


def _weights_only(
    known: _Known, weights: FloatArray, precision: Precision
) -> tuple[Iterator[FloatArray], IntArray]:
    """Return blocks of losses under many weights, and who is always tied with whom."""
    m = len(known.matrix)

    def scores(some: FloatArray) -> FloatArray:
        found = known.method.scores(known.matrix, some, known.benefit, bounds=known.bounds)
        return as_scores(found, (len(some), m), known.method)

    groups = always_tied(scores(weights[:PROBE]), np.zeros(m, dtype=np.int64))
    if len(np.unique(groups)) < m:
        groups = always_tied(scores(weights), groups)
    prepare = getattr(known.method, "losses", None)
    fill = losses_of(scores)
    if prepare is not None:
        fill = prepare(known.matrix, known.benefit, bounds=known.bounds, precision=precision)
    return weight_blocks(fill, weights, m, precision), groups


def _matrices(
    known: _Known, weights: FloatArray, performance: Any, rng: np.random.Generator
) -> tuple[Iterator[FloatArray], IntArray]:
    """Return blocks of losses of sampled matrices; nobody is taken to be tied always."""
    fast = getattr(known.method, "sampled_losses", None)

    def blocks() -> Iterator[FloatArray]:
        for start in range(0, len(weights), SAMPLES):
            w = weights[start : start + SAMPLES]
            if callable(performance):
                z = drawn_matrices(performance, rng, (*known.matrix.shape, len(w)))
            else:
                z = np.moveaxis(performance[start : start + SAMPLES], 0, -1)
            losses = None
            if fast is not None:
                z = np.ascontiguousarray(z)
                losses = fast(z, np.ascontiguousarray(w.T), known.benefit, bounds=known.bounds)
            if losses is None:
                matrices = np.ascontiguousarray(np.moveaxis(z, -1, 0))
                scores = known.method.scores(matrices, w, known.benefit, bounds=known.bounds)
                scores = as_scores(scores, (len(w), len(known.matrix)), known.method)
                losses = scores.max(axis=1, keepdims=True) - scores
            yield losses

    return blocks(), np.arange(len(known.matrix))


def _merge(parts: Iterator[_Part], m: int) -> _Part:
    """Add up the counts in tile order; candidates are always tied when they are in every tile."""
    whole = next(parts)
    for part in parts:
        a, b = whole.tally, part.tally
        added = Tally(
            a.counts + b.counts, a.firsts + b.firsts, a.weight_sums + b.weight_sums, a.wins + b.wins
        )
        both = whole.groups * (m + 1) + part.groups
        whole = _Part(added, np.unique(both, return_inverse=True)[1])
    return whole


def _measured(
    problem: DecisionProblem,
    method: Method,
    counted: Tally,
    groups: IntArray,
    n_samples: int,
    measures: Sequence[Measure],
    performance: Any,
) -> dict[str, FloatArray]:
    """Turn counts into the measures that were asked for."""
    firsts = share_positions(counted.firsts[:, None], groups)[:, 0]
    measured = {"first_shares": firsts / n_samples}
    if counted.counts.size:
        shares = share_positions(counted.counts, groups) / n_samples
        if "rank_acceptability" in measures:
            measured["rank_acceptability"] = shares
        if "expected_ranks" in measures and shares.shape[0] == shares.shape[1]:
            measured["expected_ranks"] = expected_ranks(shares)
    if "pairwise_winning" in measures:
        same = groups[:, None] == groups[None, :]
        np.fill_diagonal(same, False)
        measured["pairwise_winning"] = np.where(same, 0.5, counted.wins / n_samples)
    if "central_weights" in measures:
        sums = share_positions(counted.weight_sums, groups)
        central = np.full(sums.shape, np.nan)
        first = firsts > 0
        central[first] = sums[first] / sums[first].sum(axis=1, keepdims=True)
        measured["central_weights"] = central
        if performance is None:
            measured["confidence_factors"] = _confidence(problem, method, central)
    return measured


def _confidence(problem: DecisionProblem, method: Method, central: FloatArray) -> FloatArray:
    """Return 1 for candidates that are first under their own central weights, 1/k in ties of k."""
    factors = np.zeros(len(central))
    for i in np.flatnonzero(~np.isnan(central[:, 0])):
        scores = scores_of(problem, central[i], method)
        above = scores >= scores.max() - 1e-9 * np.abs(scores).max()
        factors[i] = 1.0 / above.sum() if above[i] else 0.0
    return factors
