"""SMAA: how sure a ranking is when the weights, or the performances, are not."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from concurrent.futures import Executor
from contextlib import closing
from functools import reduce
from itertools import islice
from typing import Any, Literal, TypeAlias, get_args

import numpy as np

from kadmcdm._tiles import (
    batch_size,
    entropy_of,
    executor_faults,
    map_tiles,
    seeds,
    tile_sizes,
)
from kadmcdm._typing import FloatArray, Rng
from kadmcdm.core.acceptability import Precision
from kadmcdm.core.polytope import chain_plan, effective_share, split_r_hat
from kadmcdm.errors import Fault, brief, choice_fault, raise_faults, warn
from kadmcdm.methods import TOPSIS, Method, method_to_dict
from kadmcdm.problem import DecisionProblem
from kadmcdm.ranking import kind_faults, scores_of
from kadmcdm.robustness.acceptability import Acceptability, Measure
from kadmcdm.robustness.cells import CellSampler, Correlation, cell_sampler
from kadmcdm.robustness.figures import (
    coarse,
    errors_of_centers,
    errors_of_replicates,
    measured,
    spread_of,
)
from kadmcdm.robustness.runs import Draw, Known, Part, Wanted, first_of_center
from kadmcdm.robustness.runs import tile as count_tile
from kadmcdm.robustness.sampling import (
    Performance,
    SampledWeights,
    WeightSource,
    performance_samples,
    weight_source,
)

__all__ = ["smaa"]

MEASURES: tuple[Measure, ...] = get_args(Measure)

Sampling: TypeAlias = Literal["random", "sobol"]

TILE_CELLS = 2**18
"""Positions in a tile of samples (2 MiB), whatever the problem's size; more from 512 candidates."""

THREADED = 256
"""Candidates from which a second core helps; below, short calls wait for the interpreter's lock."""

SENT = 2**23
"""Bytes of given samples that travel together at most, where a tile has no more."""

REPLICATES = 16
"""Independently scrambled Sobol sequences; their spread is the standard error."""

SOBOL = 21_201
"""Dimensions that there are direction numbers for."""

AGREED = 1.03
"""Chains of hit-and-run whose split R-hat is above this have not mixed: draws are then worth less
than a third. Halves of a chain are 16 to 32 draws; between so short ones 1.01 comes by chance."""


def smaa(
    problem: DecisionProblem,
    weights: SampledWeights = None,
    method: Method = TOPSIS(),  # noqa: B008 - frozen
    *,
    performance: Performance | None = None,
    correlation: Correlation | None = None,
    measures: Sequence[Measure] = ("rank_acceptability", "expected_ranks", "central_weights"),
    top: int | None = None,
    precision: Precision = "float64",
    sampling: Sampling = "random",
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
        Uniform over all weights; those that a space allows; or the weight vectors themselves,
        which are brought to sum 1 (`n_samples` then does not count). With `performance` also fixed
        weights: `Weights`, a scheme, or a mapping.
    method : Method
    performance : mapping, (S, m, n) array-like, or a sampler, optional
        Uncertain performances. ``{(candidate, criterion): distribution}``: `Interval`, `Normal`,
        `LogNormal`, `Triangular`, `Discrete`, `Samples`, or any `Distribution`; other cells stay
        as they are. Or sampled matrices; samples of both are paired, and must be as many. Or
        ``draw(rng, c)`` that returns (m, n, c), the samples last.
    correlation : mapping or (k, k) array-like, optional
        Of the k uncertain cells: ``{(cell, cell): rho}``, a cell being (candidate, criterion), or
        the whole matrix in the order of `performance`; independent where nothing is said. It is
        the correlation of the normal variates behind the values (a Gaussian copula).
    measures : sequence of str
        What to compute besides the shares of first ranks: ``"rank_acceptability"``,
        ``"expected_ranks"``, ``"central_weights"`` (with confidence factors, unless performances
        are uncertain), ``"pairwise_winning"``, ``"confidence_factors"`` (under uncertain
        performances each candidate that is ever first costs one more run). Less asked is less
        computed.
    top : int, optional
        Count the first so many ranks only: rank acceptability is (m, top), and there are no
        expected ranks and no pairwise winning.
    precision : "float64" or "float32"
        32-bit counting takes a fifth to a quarter less time from 514 candidates on. It may swap
        candidates whose losses differ by less than 2^(b-31), b = ceil(log2 m): 2e-4 of all places
        at 514 candidates, 3e-4 at 1000.
    sampling : "random" or "sobol"
        Scrambled Sobol points: 16 independent sequences, whose spread gives the standard errors.
        Expected ranks are then worth tens of times as many random samples, shares hardly more.
        For weights that are uniform, ordered or around some, and distributions by cell.
    n_samples : int
        The standard error of a share p is sqrt(p (1 - p) / n_samples). Sobol points are rounded up
        to 16 times a power of two.
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
        For weights or samples that do not fit, constraints that no weights meet, unknown measures,
        no samples, or data the method refuses; of a sampled value it names the cell.
    KadmcdmError
        When the executor fails: a worker died, its scheduler went away, it was shut down.

    Warns
    -----
    KadmcdmWarning
        When the chains of hit-and-run have not mixed (split R-hat above 1.03).

    Notes
    -----
    Uniform weights, those in an order, and polytopes of one or two corners are drawn directly:
    normalized exponential variates, times the corners. Other constraints are met by hit-and-run:
    64 chains or more a tile, 20 draws thrown away, thinned until a trial run is worth 0.7 of
    independent draws or more; `effective_samples` and standard errors say what came of it.

    Weights and matrices are drawn tile by tile and never held whole. Memory, whatever `n_samples`:
    8 m² bytes, but at least 2 MiB, for the positions of a tile, and as many for its counts, twice
    where tiles travel together; that much a worker, and twice for the merge.

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
    faults += choice_fault("sampling", sampling, get_args(Sampling))
    faults += executor_faults(executor)
    if correlation is not None and not isinstance(performance, Mapping):
        faults.append(Fault("correlation", "it is of cells, and none has a distribution"))
    raise_faults(faults)
    m, n = problem.matrix.shape
    source = weight_source(problem, weights, fixed_allowed=performance is not None)
    uncertain: Any = performance
    if isinstance(performance, Mapping):
        uncertain = cell_sampler(problem, performance, correlation)
    elif performance is not None and not callable(performance):
        uncertain = performance_samples(problem, performance)
    matrices = uncertain if isinstance(uncertain, np.ndarray) else None
    n_samples = _count(source, matrices, n_samples)
    drawn = source.random or (uncertain is not None and matrices is None)
    quasi = sampling == "sobol"
    if quasi:
        raise_faults(list(_quasi_faults(source, uncertain, drawn, n)))
        n_samples = REPLICATES * 2 ** max(0, -(-n_samples // REPLICATES) - 1).bit_length()
    seed = entropy_of(rng) if drawn else None
    scores_of(problem, np.full(n, 1.0 / n), method)  # what the method refuses is named here
    wanted = Wanted(
        ranks="rank_acceptability" in measures or "expected_ranks" in measures,
        central="central_weights" in measures or "confidence_factors" in measures,
        pairs="pairwise_winning" in measures,
        top=top,
        precision=precision,
    )
    size = max(m, TILE_CELLS // m)  # m: a table of m x m must not cost more than what it counts
    known = Known(
        problem.matrix,
        problem.benefit,
        None if np.isnan(problem.bounds).all() else problem.bounds,
        method,
        problem.candidate_names,
        problem.criterion_names,
    )
    confidence = uncertain is not None and "confidence_factors" in measures
    tiles, *again = _tiles(n_samples, size, seed or 0, quasi, 2 if confidence else 1)
    batch = batch_size(len(tiles))
    travels = sum(s[:size].nbytes for s in (source.samples, matrices) if s is not None)
    batch = max(1, min(batch, SENT // travels)) if travels else batch
    running: dict[str, Any] = {"executor": executor, "progress": progress, "batch": batch}

    def cut(k: int) -> Any:
        return uncertain if matrices is None else matrices[k * size : (k + 1) * size]

    parts = map_tiles(
        count_tile,
        (
            (known, source.part(slice(k * size, (k + 1) * size)), cut(k), draw, wanted)
            for k, draw in enumerate(tiles)
        ),
        len(tiles),
        threads=m >= THREADED
        and hasattr(method, "losses")
        and (uncertain is None or matrices is not None),
        description="smaa",
        merge=Part.added,
        **running,
    )

    def figures(part: Part, count: int) -> dict[str, FloatArray]:
        return measured(problem, method, part, count, measures, uncertain is None)

    errors: dict[str, FloatArray] = {}
    with closing(parts):  # an interrupt while merging leaves no thread behind either
        if quasi:
            runs, each = len(tiles) // REPLICATES // batch, n_samples // REPLICATES
            replicates = [reduce(Part.added, islice(parts, runs)) for _ in range(REPLICATES)]
            whole = reduce(Part.added, replicates)
            errors = errors_of_replicates([figures(part, each) for part in replicates], each)
        else:
            whole = reduce(Part.added, parts)
            if whole.tally.spread.size and "central_weights" in measures:
                errors["central_weights"] = errors_of_centers(whole)
    found = figures(whole, n_samples)
    if confidence:
        central = found["central_weights"]
        counts = map_tiles(
            first_of_center,
            ((known, central, cut(k), draw) for k, draw in enumerate(again[0])),
            len(again[0]),
            description="confidence factors",
            **running,
        )
        with closing(counts):
            firsts = np.array(list(counts))
        found["confidence_factors"] = firsts.sum(axis=0) / n_samples
        if quasi:
            each = n_samples // REPLICATES
            shares = firsts.reshape(REPLICATES, -1, m).sum(axis=1) / each
            errors["confidence_factors"] = coarse(spread_of(list(shares)), shares[0], each)
    if "central_weights" not in measures:
        found.pop("central_weights", None)
    r_hat = effective = None
    if whole.chains is not None:
        r_hat = split_r_hat(whole.chains)
        effective = effective_share(whole.chains) * n_samples
        _warn_of_chains(r_hat, problem)
    return Acceptability(
        candidate_names=problem.candidate_names,
        criterion_names=problem.criterion_names,
        method=method_to_dict(method),
        weights=source.kind,
        n_samples=n_samples,
        seed=seed,
        digest=problem.digest,
        measured=found,
        candidate_labels=problem.candidate_labels,
        criterion_labels=problem.criterion_labels,
        sampling=sampling,
        performance=_kind(uncertain),
        assumptions=source.said + (uncertain.said() if isinstance(uncertain, CellSampler) else ()),
        errors=errors,
        r_hat=r_hat,
        effective_samples=effective,
    )


def _setting_faults(measures: Any, top: Any, precision: Any) -> Iterator[Fault]:
    if isinstance(measures, str) or not hasattr(measures, "__iter__"):
        expected = f"a list of them, such as [{MEASURES[0]!r}]"
        yield Fault("measures", "no list", brief(measures), expected)
        return
    for name in measures:
        yield from choice_fault("measures", name, MEASURES)
    yield from choice_fault("precision", precision, get_args(Precision))
    if top is None:
        return
    if isinstance(top, bool) or not isinstance(top, (int, np.integer)) or top < 1:
        yield Fault("top", "no number of ranks", brief(top), "a whole number >= 1")
    if "pairwise_winning" in measures:
        yield Fault("top", "pairwise winning needs all ranks", hint="leave top out")


def _count(source: WeightSource, matrices: FloatArray | None, n_samples: Any) -> int:
    """Return how many samples there are, given ones or to be drawn, or raise what is wrong."""
    faults = []
    given = {len(s) for s in (source.samples, matrices) if s is not None}
    if len(given) > 1:
        faults.append(Fault("performance", "not as many samples as weights", str(sorted(given))))
    elif given:
        return given.pop()
    elif isinstance(n_samples, bool) or not isinstance(n_samples, (int, np.integer)):
        faults.append(Fault("n_samples", "no whole number", brief(n_samples)))
    elif n_samples < 1:
        faults.append(Fault("n_samples", "no samples", brief(n_samples), "at least 1"))
    raise_faults(faults)
    return int(n_samples)


def _kind(uncertain: Any) -> str:
    if uncertain is None:
        return "certain"
    if isinstance(uncertain, CellSampler):
        return "cells"
    return "given" if isinstance(uncertain, np.ndarray) else "sampler"


def _quasi_faults(source: WeightSource, uncertain: Any, drawn: bool, n: int) -> Iterator[Fault]:
    """Yield what has no Sobol points."""
    hint = "sampling='random'"
    if source.polytope is not None or source.limits is not None:
        what = "these constraints are met by chains or by rejection, which take random numbers"
        yield Fault("sampling", what, "'sobol'", hint=hint)
    if source.samples is not None or _kind(uncertain) in ("given", "sampler"):
        what = "given samples and samplers are what they are"
        yield Fault("sampling", what, "'sobol'", hint=hint)
    elif not drawn:
        yield Fault("sampling", "there is nothing to sample", "'sobol'")
    elif isinstance(uncertain, CellSampler):
        numbers = source.dimensions(n) + len(uncertain.cells)
        if numbers > SOBOL:
            what = "too many numbers a sample for Sobol points"
            yield Fault("sampling", what, str(numbers), f"{SOBOL} at most", hint)


def _tiles(n_samples: int, size: int, seed: int, quasi: bool, passes: int) -> list[list[Draw]]:
    """Return the tiles of each pass over the samples; each pass has seeds of its own."""
    draws = chain_plan(size)
    if quasi:
        each = n_samples // REPLICATES
        step = min(each, 1 << (size.bit_length() - 1))
        tiles = [
            Draw(child, step, draws, True, start)
            for child in seeds(seed, passes * REPLICATES)
            for start in range(0, each, step)
        ]
    else:
        sizes = tile_sizes(n_samples, size)
        children = seeds(seed, passes * len(sizes))
        tiles = [Draw(*one, draws) for one in zip(children, sizes * passes, strict=True)]
    count = len(tiles) // passes
    return [tiles[k * count : (k + 1) * count] for k in range(passes)]


def _warn_of_chains(r_hat: FloatArray, problem: DecisionProblem) -> None:
    worst = int(r_hat.argmax())
    if r_hat[worst] > AGREED:
        warn(
            f"the chains that draw weights have not mixed: split R-hat is {r_hat[worst]:.3f} for "
            f"{problem.criterion_names[worst]!r}, and should be {AGREED} or less. Take standard "
            "errors for too small, and see whether the constraints can be said more simply.",
            stacklevel=3,
        )
