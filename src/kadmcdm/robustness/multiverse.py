"""Every combination of method, weighting and left-out criterion, all ranked."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from concurrent.futures import Executor
from contextlib import closing
from typing import Any, NamedTuple, TypeAlias

import numpy as np

from kadmcdm import _text, core
from kadmcdm._arrays import ReadOnlyDict
from kadmcdm._tiles import (
    batch_size,
    entropy_of,
    executor_faults,
    map_tiles,
    seeds,
    tile_sizes,
)
from kadmcdm._typing import BoolArray, FloatArray, Rng
from kadmcdm.core.simplex import sample_simplex
from kadmcdm.errors import Fault, InputError, brief, prefixed, raise_faults
from kadmcdm.methods import Method, method_to_dict
from kadmcdm.problem import DecisionProblem
from kadmcdm.ranking import as_scores, scores_of
from kadmcdm.robustness.universes import Multiverse
from kadmcdm.robustness.variants import labels_of, refusals, setting_faults
from kadmcdm.weighting import WeightingScheme, Weights, as_weights

__all__ = ["multiverse"]

Weighting: TypeAlias = (
    Weights | WeightingScheme | Mapping[str, float] | Sequence[float] | FloatArray
)

TILE_CELLS = 2**18
"""Numbers in a tile: candidates x criteria x weight vectors x sets of criteria (2 MiB)."""


def multiverse(
    problem: DecisionProblem,
    methods: Sequence[Method],
    schemes: Mapping[str, Weighting] | Sequence[Weighting],
    *,
    drop: bool = True,
    concentration: float = 50.0,
    n_samples: int = 0,
    rng: Rng = None,
    executor: Executor | None = None,
    progress: bool = False,
) -> Multiverse:
    """Rank under every combination of method, weighting and dropped criterion.

    Parameters
    ----------
    problem : DecisionProblem
    methods : sequence of Method
        These, with these settings; ``*kd.every_normalization(kd.TOPSIS())`` stands for TOPSIS in
        all normalizations. What the data don't allow (a normalization that takes no negative
        values, bounds that nobody gave) is left out, and named in ``refused``.
    schemes : mapping of str to weights, or sequence
        Weightings by label: whatever `rank` takes for weights. In a sequence, schemes are called
        by their class.
    drop : bool
        Also leave out each criterion in turn: its weight is 0, and the others are brought to sum
        1 in proportion (equal, if they were all 0). The only criterion of a problem stays.
    concentration : float
        How tightly drawn weights lie around each weighting's: Dirichlet with parameters
        concentration x weights. The standard deviation of a weight w is
        sqrt(w (1 - w) / (concentration + 1)).
    n_samples : int
        Weight vectors to draw around each weighting, besides its own.
    rng : int, numpy Generator or None
        The seed; None draws a fresh one. It is recorded where weights are drawn.
    executor : concurrent.futures.Executor, optional
        Threads, processes, or Dask's; the answer is the same to the byte.
    progress : bool
        Show a bar on standard error.

    Returns
    -------
    Multiverse

    Raises
    ------
    InputError
        For methods that nothing tells apart, weights that do not fit, and data that no method
        takes.
    KadmcdmError
        When the executor fails: a worker died, its scheduler went away, it was shut down.

    Notes
    -----
    Choices are crossed completely, so that the variance of a candidate's rank splits exactly into
    main effects of method, weighting and dropped criterion, their interactions in one figure, and
    the draws within each combination (see `kadmcdm.core.sums_of_squares`). Normalizations are no
    factor of their own: a pair of method and normalization is one level of *method*, so that the
    pairs that data do not allow leave no hole.

    Every universe counts the same. That is no probability: with three kinds of TOPSIS and one
    weighted sum, three universes in four are TOPSIS.

    Draws are the same random numbers for every method, weighting and dropped criterion. What
    differs between two universes of one draw is thus due to the choices.

    Memory: 8 bytes a universe and candidate for the ranks and as many on the way to variance
    shares (160 MB each for a million universes of 20 candidates), and some 10 MiB a tile.

    Examples
    --------
    >>> import kadmcdm as kd
    >>> problem = kd.DecisionProblem.from_arrays(
    ...     [[7, 9, 3], [9, 16, 5], [2, 4, 4]], ["benefit", "cost", "benefit"]
    ... )
    >>> print(
    ...     kd.multiverse(
    ...         problem,
    ...         [kd.TOPSIS(), kd.WeightedSum(), kd.WeightedSum("bounds")],
    ...         {"equal": kd.EqualWeights(), "experts": [0.5, 0.3, 0.2]},
    ...     )
    ... )
    candidate  mean rank  all ranks  90% of ranks  ranked first  in the top three
    ---------  ---------  ---------  ------------  ------------  ----------------
    a2              1.75        1-3           1-3         50.0%            100.0%
    a1              1.94        1-3           1-3         25.0%            100.0%
    a3              2.25        1-3           1-3         25.0%            100.0%
    universes: 16 (methods: 2, weightings: 2, sets of criteria: 4)
    <BLANKLINE>
    what explains the variance of ranks
    candidate       method  weighting  dropped criterion  interactions
    --------------  ------  ---------  -----------------  ------------
    a2                 36%         2%                41%           20%
    a1                 44%         1%                32%           23%
    a3                  0%         9%                82%            9%
    all candidates     24%         5%                54%           17%
    <BLANKLINE>
    methods left out
    method                reason
    --------------------  -------------------...
    WeightedSum (bounds)  criterion 'c1', criterion 'c2' and criterion 'c3': normalization ...

    References
    ----------
    .. [1] Steegen, S., Tuerlinckx, F., Gelman, A. and Vanpaemel, W. (2016). Increasing
       transparency through a multiverse analysis. Perspectives on Psychological Science 11(5),
       702-712.
    .. [2] Saisana, M., Saltelli, A. and Tarantola, S. (2005). Uncertainty and sensitivity analysis
       techniques as tools for the quality assessment of composite indicators. Journal of the
       Royal Statistical Society A 168(2), 307-323.
    """
    faults = setting_faults(problem, methods)
    faults += _keyword_faults(drop, concentration, n_samples, executor)
    raise_faults(faults)
    labels = labels_of(methods)
    weighed = _weighed(problem, schemes)
    values = np.stack(list(weighed.values()))
    m, n = problem.matrix.shape
    drops = (None, *range(n)) if drop and n > 1 else (None,)
    as_said = without_each(values, drops)
    kept: list[tuple[str, Method]] = []
    refused: dict[str, str] = {}
    faults, said = [], []
    for label, method in zip(labels, methods, strict=True):
        try:
            said.append(core.ranks(scores_of(problem, as_said, method)))
        except InputError as error:
            refused[label] = _reason(error.faults)
            faults += refusals(label, method, error.faults)
        else:
            kept.append((label, method))
    if not kept:
        raise InputError(faults)
    ranks = np.empty((len(kept), len(values), len(drops), 1 + n_samples, m), dtype=np.int64)
    ranks[..., 0, :] = np.stack(said).swapaxes(1, 2)  # (M, D, S, m) to (M, S, D, m)
    seed = None
    if n_samples:
        seed = entropy_of(rng)
        bounds = None if np.isnan(problem.bounds).all() else problem.bounds
        known = _Known(problem.matrix, problem.benefit, bounds, tuple(x for _, x in kept), drops)
        sizes = tile_sizes(int(n_samples), max(1, TILE_CELLS // (m * n * (n + 1))))
        tasks = (
            (known, concentration * middle, count, child)
            for middle in values
            for count, child in zip(sizes, seeds(seed, len(sizes)), strict=True)
        )
        parts = map_tiles(
            _tile,
            tasks,
            len(values) * len(sizes),
            executor=executor,
            progress=progress,
            description="multiverse",
            batch=batch_size(len(values) * len(sizes)),
        )
        starts = np.cumsum([1, *sizes])
        places = ((s, k) for s in range(len(values)) for k in range(len(sizes)))
        with closing(parts):
            for (s, k), part in zip(places, parts, strict=True):
                ranks[:, s, :, starts[k] : starts[k + 1]] = part
    ranks.setflags(write=False)  # or the result would keep a copy
    return Multiverse(
        candidate_names=problem.candidate_names,
        criterion_names=problem.criterion_names,
        method_labels=tuple(label for label, _ in kept),
        methods=tuple(method_to_dict(method) for _, method in kept),
        refused=ReadOnlyDict(refused),
        scheme_labels=tuple(weighed),
        weights=values,
        dropped=tuple(None if j is None else problem.criterion_names[j] for j in drops),
        n_samples=int(n_samples),
        concentration=float(concentration) if n_samples else None,
        seed=seed,
        ranks=ranks.reshape(-1, m),
        digest=problem.digest,
        candidate_labels=problem.candidate_labels,
        criterion_labels=problem.criterion_labels,
    )


class _Known(NamedTuple):
    """What every tile is told."""

    matrix: FloatArray
    benefit: BoolArray
    bounds: FloatArray | None
    methods: tuple[Method, ...]
    drops: tuple[int | None, ...]


def _tile(known: _Known, alpha: FloatArray, size: int, seed: np.random.SeedSequence) -> Any:
    """Draw some weights and return their (M, D, size, m) ranks; all arguments can be pickled.

    They travel as the smallest integers that hold them.
    """
    m, n = known.matrix.shape
    rng = np.random.Generator(np.random.SFC64(seed))
    weights = without_each(sample_simplex(n, size, rng, alpha=alpha), known.drops)
    ranks = np.empty((len(known.methods), *weights.shape[:-1], m), np.min_scalar_type(m))
    for k, method in enumerate(known.methods):
        scores = method.scores(known.matrix, weights, known.benefit, bounds=known.bounds)
        ranks[k] = core.ranks(as_scores(scores, ranks.shape[1:], method))
    return ranks


def without_each(weights: FloatArray, drops: Sequence[int | None]) -> FloatArray:
    """Return (D, ..., n) weights, each time with one criterion at 0 and the rest at sum 1."""
    n = weights.shape[-1]
    out = np.empty((len(drops), *weights.shape))
    for k, j in enumerate(drops):
        out[k] = weights
        if j is None:
            continue
        out[k, ..., j] = 0.0
        rest = out[k].sum(axis=-1, keepdims=True)
        equal = np.where(np.arange(n) == j, 0.0, 1.0 / (n - 1))
        out[k] = np.where(rest > 0.0, out[k] / np.where(rest > 0.0, rest, 1.0), equal)
    return out


def _reason(faults: Sequence[Fault]) -> str:
    """Return what was refused in a line, naming three places where it was."""
    places: dict[str, list[str]] = {}
    for fault in faults:
        places.setdefault(fault.what, []).append(fault.where)
    texts = []
    for what, where in places.items():
        more = [f"{len(where) - 3} more"] if len(where) > 3 else []
        texts.append(f"{_text.listed([*where[:3], *more])}: {what}")
    return "; ".join(texts)


def _weighed(problem: DecisionProblem, schemes: Any) -> dict[str, FloatArray]:
    """Return the weights of each scheme by label, or raise what is wrong with all of them."""
    if isinstance(schemes, Mapping):
        named = list(schemes.items())
    elif isinstance(schemes, (list, tuple)):
        named = [(_scheme_label(scheme), scheme) for scheme in schemes]
    else:
        expected = "{label: weights}, or a list of them"
        raise InputError([Fault("schemes", "no weightings", brief(schemes), expected)])
    faults = [] if named else [Fault("schemes", "there are none", expected="at least one")]
    found: dict[str, FloatArray] = {}
    for label, scheme in named:
        where = f"scheme {label!r}"
        if not isinstance(label, str) or not label.strip():
            faults.append(Fault(where, "its label is no text", brief(label), "text"))
        elif label in found:
            hint = "give a mapping: {'experts': ..., 'equal': ...}"
            faults.append(Fault(where, "it stands more than once", hint=hint))
        try:
            found[str(label)] = as_weights(problem, scheme).values
        except InputError as error:
            faults += prefixed(where, error.faults)
    raise_faults(faults)
    return found


def _scheme_label(scheme: Any) -> str:
    if isinstance(scheme, Weights):
        return scheme.scheme
    return type(scheme).__name__ if hasattr(scheme, "weigh") else "DirectWeights"


def _keyword_faults(
    drop: Any, concentration: Any, n_samples: Any, executor: Any
) -> Iterator[Fault]:
    if not isinstance(drop, bool):
        yield Fault("drop", "neither true nor false", brief(drop), "True or False")
    number = isinstance(concentration, (int, float, np.number))
    if isinstance(concentration, bool) or not number or not 0 < concentration < np.inf:
        expected, hint = "a finite number > 0", "10 is loose, 100 is tight"
        yield Fault("concentration", "no concentration", brief(concentration), expected, hint)
    if isinstance(n_samples, bool) or not isinstance(n_samples, (int, np.integer)) or n_samples < 0:
        yield Fault("n_samples", "no number of samples", brief(n_samples), "a whole number >= 0")
    yield from executor_faults(executor)
