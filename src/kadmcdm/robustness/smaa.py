"""SMAA: how sure a ranking is when the weights are not."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from concurrent.futures import Executor
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, NamedTuple, get_args

import numpy as np

from kadmcdm._tiles import entropy_of, map_tiles, seeds, tile_sizes
from kadmcdm._typing import ArrayLike, BoolArray, FloatArray, IntArray, Rng
from kadmcdm.core.acceptability import (
    PROBE,
    Tally,
    always_tied,
    losses_of,
    share_positions,
    tally,
)
from kadmcdm.core.simplex import sample_simplex
from kadmcdm.errors import Fault, InputError, choice_fault, raise_faults
from kadmcdm.methods import TOPSIS, Method, method_to_dict
from kadmcdm.problem import DecisionProblem
from kadmcdm.ranking import kind_faults, scores_of
from kadmcdm.robustness.acceptability import Acceptability, Measure, expected_ranks
from kadmcdm.weighting import Weights, as_weights

if TYPE_CHECKING:
    pass

__all__ = ["WeightSpace", "smaa"]

MEASURES: tuple[Measure, ...] = get_args(Measure)

TILE_CELLS = 2**19
"""Positions in a tile of samples (4 MiB), whatever the problem's size; more from 512 candidates."""


@dataclass(frozen=True, slots=True, eq=False)
class WeightSpace:
    """Which weights are possible, and how likely.

    Parameters
    ----------
    around : weights, scheme, mapping or sequence, optional
        Weights to spread around; without them all weights are equally likely.
    concentration : float
        How tightly: Dirichlet with parameters concentration x weights, > 0. The standard deviation
        of a weight w is sqrt(w (1 - w) / (concentration + 1)). Only with `around`.

    Raises
    ------
    InputError
        For a concentration that is no positive number, or one without `around`.

    Examples
    --------
    >>> import kadmcdm as kd
    >>> problem = kd.DecisionProblem.from_arrays([[1, 9], [3, 4]], ["benefit", "cost"])
    >>> space = kd.WeightSpace(around={"c1": 0.7, "c2": 0.3}, concentration=50)
    >>> kd.smaa(problem, space, n_samples=100, rng=1).first_shares.tolist()
    [0.0, 1.0]
    """

    around: Any = None
    concentration: float | None = None

    def __post_init__(self) -> None:
        given = self.concentration
        if self.around is None and given is None:
            return
        if self.around is None:
            raise InputError([Fault("WeightSpace", "a concentration around nothing", repr(given))])
        if (
            isinstance(given, bool)
            or not isinstance(given, (int, float, np.number))
            or not 0 < given < np.inf
        ):
            raise InputError(
                [
                    Fault(
                        "WeightSpace.concentration",
                        "no concentration",
                        repr(given),
                        "a finite number > 0",
                        "10 is loose, 100 is tight",
                    )
                ]
            )


def smaa(
    problem: DecisionProblem,
    weights: WeightSpace | ArrayLike | None = None,
    method: Method = TOPSIS(),  # noqa: B008 - frozen
    *,
    measures: Sequence[Measure] = ("rank_acceptability", "expected_ranks", "central_weights"),
    n_samples: int = 100_000,
    rng: Rng = None,
    executor: Executor | None = None,
    progress: bool = False,
) -> Acceptability:
    """Rank under many weight vectors and count (stochastic multicriteria acceptability analysis).

    Parameters
    ----------
    problem : DecisionProblem
    weights : None, WeightSpace, or (S, n) array-like
        Uniform over all weights; spread around some; or the weight vectors themselves, which are
        brought to sum 1 (`n_samples` and `rng` then do not count).
    method : Method
    measures : sequence of str
        What to compute: ``"rank_acceptability"`` (always), ``"expected_ranks"``,
        ``"central_weights"`` (with confidence factors), ``"pairwise_winning"``.
    n_samples : int
        The standard error of a share p is sqrt(p (1 - p) / n_samples).
    rng : int, numpy Generator or None
        The seed; None draws a fresh one. It is recorded in the result either way.
    executor : concurrent.futures.Executor, optional
        Threads, processes, or Dask's; the answer is the same to the byte.
    progress : bool
        Show a bar on standard error.

    Returns
    -------
    Acceptability

    Raises
    ------
    InputError
        For weights that do not fit, unknown measures, no samples, or data the method refuses.

    Notes
    -----
    Weights are drawn tile by tile and never held whole: memory stays within some 40 MiB a worker
    plus m² counts, whatever `n_samples`.

    Examples
    --------
    >>> import kadmcdm as kd
    >>> problem = kd.DecisionProblem.from_arrays([[3, 9], [2, 8], [1, 4]], ["benefit", "cost"])
    >>> print(kd.smaa(problem, n_samples=2000, rng=1))
    candidate  ranked first  in the top three  expected rank
    ---------  ------------  ----------------  -------------
    a1                57.6%            100.0%           1.61
    a3                42.4%            100.0%           2.05
    a2                 0.0%            100.0%           2.34
    samples: 2,000; seed: 1

    References
    ----------
    .. [1] Lahdelma, R. and Salminen, P. (2001). SMAA-2: Stochastic multicriteria acceptability
       analysis for group decision making. Operations Research 49(3), 444-454.
    """
    faults = kind_faults(problem, method)
    if isinstance(measures, str) or not hasattr(measures, "__iter__"):
        expected = f"a list of them, such as [{MEASURES[0]!r}]"
        faults.append(Fault("measures", "no list", repr(measures), expected))
    else:
        measures = tuple(measures)
        faults += (fault for name in measures for fault in choice_fault("measures", name, MEASURES))
    raise_faults(faults)
    m, n = problem.matrix.shape
    size = max(2 * m, TILE_CELLS // m)  # 2 m: a count of m x m costs less than what it counts
    sampled, alpha, source = _source(problem, weights)
    if sampled is not None:
        seed = None
        n_samples = len(sampled)
        draws: list[Any] = [sampled[k : k + size] for k in range(0, n_samples, size)]
    else:
        if isinstance(n_samples, bool) or not isinstance(n_samples, (int, np.integer)):
            faults.append(Fault("n_samples", "no whole number", repr(n_samples)))
        elif n_samples < 1:
            faults.append(Fault("n_samples", "no samples", repr(n_samples), "at least 1"))
        raise_faults(faults)
        seed = entropy_of(rng)
        sizes = tile_sizes(int(n_samples), size)
        draws = list(zip(sizes, seeds(seed, len(sizes)), strict=True))
    scores_of(problem, np.full(n, 1.0 / n), method)  # what the method refuses is named here
    central, pairs = "central_weights" in measures, "pairwise_winning" in measures
    bounds = None if np.isnan(problem.bounds).all() else problem.bounds
    tasks = (
        (problem.matrix, problem.benefit, bounds, method, draw, alpha, central, pairs)
        for draw in draws
    )
    whole = _merge(
        map_tiles(
            _tile, tasks, len(draws), executor=executor, progress=progress, description="smaa"
        ),
        m,
    )
    counted, groups = whole
    shares = share_positions(counted.counts, groups) / n_samples
    measured = {"rank_acceptability": shares}
    if "expected_ranks" in measures:
        measured["expected_ranks"] = expected_ranks(shares)
    if pairs:
        same = groups[:, None] == groups[None, :]
        np.fill_diagonal(same, False)
        measured["pairwise_winning"] = np.where(same, 0.5, counted.wins / n_samples)
    if central:
        middle, factors = _central(problem, method, whole)
        measured |= {"central_weights": middle, "confidence_factors": factors}
    return Acceptability(
        candidate_names=problem.candidate_names,
        criterion_names=problem.criterion_names,
        method=method_to_dict(method),
        weights=source,
        n_samples=int(n_samples),
        seed=seed,
        digest=problem.digest,
        measured=measured,
    )


class _Part(NamedTuple):
    """What one tile of samples counted, and who was tied with whom in all of it."""

    tally: Tally
    groups: IntArray


def _tile(
    matrix: FloatArray,
    benefit: BoolArray,
    bounds: FloatArray | None,
    method: Method,
    draw: Any,
    alpha: FloatArray | None,
    central: bool,
    pairs: bool,
) -> _Part:
    """Draw (or take) some weight vectors, rank, and count; all arguments can be pickled."""
    m, n = matrix.shape
    if isinstance(draw, tuple):
        size, seed = draw
        weights = sample_simplex(n, size, np.random.default_rng(seed), alpha=alpha)
    else:
        weights = draw

    def scores(some: FloatArray) -> FloatArray:
        return method.scores(matrix, some, benefit, bounds=bounds)

    groups = always_tied(scores(weights[:PROBE]), np.zeros(m, dtype=np.int64))
    if len(np.unique(groups)) < m:
        groups = always_tied(scores(weights), groups)
    prepare = getattr(method, "losses", None)
    fill = losses_of(scores) if prepare is None else prepare(matrix, benefit, bounds=bounds)
    return _Part(tally(fill, weights, m, central=central, pairs=pairs), groups)


def _merge(parts: Iterator[_Part], m: int) -> _Part:
    """Add up the counts in tile order; candidates are always tied when they are in every tile."""
    whole = next(parts)
    for part in parts:
        added = Tally(*(a + b for a, b in zip(whole.tally, part.tally, strict=True)))
        both = whole.groups * (m + 1) + part.groups
        whole = _Part(added, np.unique(both, return_inverse=True)[1])
    return whole


def _central(
    problem: DecisionProblem, method: Method, whole: _Part
) -> tuple[FloatArray, FloatArray]:
    """Return central weights, and whether each candidate is first under its own."""
    sums = share_positions(whole.tally.weight_sums, whole.groups)
    firsts = share_positions(whole.tally.counts, whole.groups)[:, 0]
    m, n = problem.matrix.shape
    central = np.full((m, n), np.nan)
    factors = np.zeros(m)
    for i in np.flatnonzero(firsts > 0):
        central[i] = sums[i] / sums[i].sum()
        scores = scores_of(problem, central[i], method)
        above = scores >= scores.max() - 1e-9 * np.abs(scores).max()
        factors[i] = 1.0 / above.sum() if above[i] else 0.0
    return central, factors


def _source(
    problem: DecisionProblem, weights: WeightSpace | ArrayLike | None
) -> tuple[FloatArray | None, FloatArray | None, str]:
    """Return (given samples, Dirichlet parameters, where weights come from)."""
    if weights is None:
        return None, None, "uniform"
    if isinstance(weights, WeightSpace):
        if weights.around is None:
            return None, None, "uniform"
        assert weights.concentration is not None
        middle = as_weights(problem, weights.around)
        return None, middle.values * float(weights.concentration), "dirichlet"
    if isinstance(weights, Weights) or hasattr(weights, "weigh"):
        raise InputError(
            [
                Fault(
                    "weights",
                    "one weight vector leaves nothing to sample",
                    type(weights).__name__,
                    "None, a WeightSpace, or (S, n) samples",
                    "spread around it: WeightSpace(around=weights, concentration=50)",
                )
            ]
        )
    n = len(problem.criteria)
    try:
        samples = np.asarray(weights, dtype=np.float64)
    except (TypeError, ValueError):
        samples = np.empty((0, 0, 0))
    if samples.ndim != 2 or samples.shape[1] != n or not len(samples):
        raise InputError(
            [Fault("weights", "no weight vectors", str(samples.shape), f"(S, {n}), one a row")]
        )
    wrong = ~np.isfinite(samples).all(axis=1) | (samples < 0).any(axis=1)
    wrong |= (samples == 0).all(axis=1)
    if wrong.any():
        raise InputError(
            [
                Fault(
                    "weights",
                    "a weight vector has negative, NaN or infinite weights, or only zeros",
                    got="rows " + ", ".join(str(k + 1) for k in np.flatnonzero(wrong)[:10]),
                )
            ]
        )
    samples = samples / samples.max(axis=1, keepdims=True)  # first: huge weights have no sum
    return samples / samples.sum(axis=1, keepdims=True), None, "given"
