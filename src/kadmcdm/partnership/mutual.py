"""Every region scores every other: by its own weights, from its own side."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from concurrent.futures import Executor
from typing import Any, NamedTuple, cast

import numpy as np

from kadmcdm._arrays import items_of
from kadmcdm._tiles import entropy_of, executor_faults, map_tiles
from kadmcdm._typing import BoolArray, FloatArray, Rng
from kadmcdm.core import ranks, sample_simplex
from kadmcdm.core.acceptability import BLAS_BLOCK, always_tied, share_positions
from kadmcdm.core.two_sided import known_ranks, others
from kadmcdm.errors import Fault, InputError, brief, name_faults, prefixed, raise_faults
from kadmcdm.methods import TOPSIS, Method
from kadmcdm.partnership.codes import unknown_codes
from kadmcdm.partnership.mutual_result import MutualRanking
from kadmcdm.partnership.pairs import OperatorCriterion, checked, described, pair_name
from kadmcdm.partnership.partners import AnyWeights
from kadmcdm.partnership.regions import RegionTable
from kadmcdm.partnership.screens import SCREENS, Screen, ScreenResult, merged, nothing_left
from kadmcdm.problem import Criterion, DecisionProblem
from kadmcdm.ranking import as_scores, scores_of
from kadmcdm.weighting import WeightingScheme, Weights, as_weights

TILE = 16
"""Regions whose candidates are scored in one tile."""

BLOCK = 2**17
"""Scores under drawn weights that are held at once: 1 MiB."""


def mutual_ranking(
    table: RegionTable,
    criteria: Sequence[OperatorCriterion],
    weights: Mapping[str, AnyWeights] | None = None,
    *,
    regions: Sequence[str] | None = None,
    method: Method = TOPSIS(),  # noqa: B008 - frozen
    screens: Sequence[Screen] = (),
    allow_shared: Sequence[str] = (),
    n_samples: int = 1000,
    rng: Rng = None,
    executor: Executor | None = None,
    progress: bool = False,
) -> MutualRanking:
    """Let each region score each other, with its own weights and its own directed criteria.

    Parameters
    ----------
    table : RegionTable
    criteria : sequence of OperatorCriterion
        Directed operators are asked from each side.
    weights : mapping of str to Weights, weighting scheme, mapping or sequence, optional
        By region. The weights of a region that is not named are assumed: drawn, uniformly over all
        weights, `n_samples` times.
    regions : sequence of str, optional
        Codes of the N regions; all autonomous ones of the table when left out.
    method : Method
        Its norms and ideals are those of each region's own candidates, as in `partners_of`.
    screens : sequence of Screen
        As in `partners_of`: a pair that fails one is left out, and reported. A pair is asked once,
        its lower row first. Of the built-in screens none can fail for autonomous regions; those
        that you don't replace are listed as unchecked.
    allow_shared : sequence of str
        Indicators that may feed more than one criterion.
    n_samples : int
    rng : int, Generator or None
    executor : concurrent.futures.Executor, optional
        Runs the tiles; the answer does not depend on it.
    progress : bool

    Returns
    -------
    MutualRanking
        `simulated` unless the weights of all are given, and labelled so in every table.

    Raises
    ------
    InputError
        Listing every fault: unknown codes, regions that are not autonomous, missing values by
        region and indicator, weights that do not fit, data that the method refuses, by region and
        criterion; also when every pair fails a screen.

    Notes
    -----
    Under drawn weights u_i(j) is the mean score over the samples, and `first_shares` says in how
    many of them j is first. All regions get the same samples, so that two regions that see the same
    candidates score them the same. The standard error of a share of S samples is at most
    0.5 / sqrt(S): 0.016 for 1,000.

    Memory: 8 N² bytes a criterion, 24 N² for the answer, what an operator needs for N² pairs, and
    1 MiB a tile under way. 514 regions and 8 criteria took 36 MiB.

    Examples
    --------
    >>> import kadmcdm as kd
    >>> from kadmcdm.partnership import Coverage, HaversineKm, OperatorCriterion, mutual_ranking
    >>> criteria = [
    ...     OperatorCriterion(kd.Criterion("distance", "cost"), HaversineKm()),
    ...     OperatorCriterion(
    ...         kd.Criterion("gain", "benefit"), Coverage(["water_access"], 95, "knowledge")
    ...     ),
    ... ]
    >>> own = {"35.22": {"distance": 1, "gain": 2}}
    >>> four = ["35.22", "35.23", "33.16", "35.78"]
    >>> result = mutual_ranking(kd.datasets.east_java(), criteria, own, regions=four, rng=1)
    >>> result.pair("35.22", "35.78").ranks, result.simulated
    ((3, 2), True)

    References
    ----------
    .. [1] Lahdelma, R., Hokkanen, J. and Salminen, P. (1998). SMAA: stochastic multiobjective
       acceptability analysis. European Journal of Operational Research 106(1), 137-143.
    """
    items = checked(criteria, allow_shared)
    codes = _codes(table, regions, weights, method, n_samples, executor)
    given: Mapping[str, AnyWeights] = weights or {}
    known = _measured(table, items, codes, method)
    keep, screened, unchecked = _screened(table, codes, screens)
    about = [described(item, table) for item in items]
    weighed = _weighed(known, about, codes, keep, given)
    seed = entropy_of(rng) if len(weighed) < len(codes) else None
    samples = np.empty((0, len(items)))
    if seed is not None:
        samples = sample_simplex(len(items), n_samples, np.random.default_rng(seed))
    own = [weighed[code].values if code in weighed else None for code in codes]
    starts = range(0, len(codes), TILE)
    tasks = (
        (known.part(slice(start, start + TILE)), keep[start : start + TILE],
         own[start : start + TILE], samples)
        for start in starts
    )  # fmt: skip
    parts = list(
        map_tiles(
            _tile, tasks, len(starts), executor=executor, threads=seed is not None,
            progress=progress, description="mutual ranking",
        )
    )  # fmt: skip
    refused = [start + k for start, part in zip(starts, parts, strict=True) for k in part.refused]
    if refused:
        _say_why(known, about, codes, keep, own, samples, refused)
    square = others(len(codes))
    full = [np.full((len(codes), len(codes)), np.nan) for _ in range(2)]
    for to, name in zip(full, ("scores", "firsts"), strict=True):
        np.put_along_axis(to, square, np.concatenate([getattr(p, name) for p in parts]), axis=1)
    scores, firsts = full
    return MutualRanking(
        table=table,
        codes=tuple(codes),
        criteria=tuple(about),
        operators=tuple(repr(item.operator) for item in items),
        method=method,
        weights=weighed,
        scores=scores,
        ranks=known_ranks(scores),
        first_shares=firsts,
        screened=screened,
        unchecked=unchecked,
        n_samples=len(samples),
        seed=seed,
    )


class _Known(NamedTuple):
    """Each region's candidates: (b, N - 1, n) values, and how to score them."""

    matrices: FloatArray
    benefit: BoolArray
    bounds: FloatArray | None
    method: Method

    def part(self, rows: slice) -> _Known:
        return self._replace(matrices=self.matrices[rows])

    def scores(self, row: int, keep: BoolArray, weights: FloatArray) -> FloatArray:
        """Score one region's candidates under (..., n) weights."""
        matrix = self.matrices[row] if keep.all() else self.matrices[row][keep]
        found = self.method.scores(matrix, weights, self.benefit, bounds=self.bounds)
        return as_scores(found, (*weights.shape[:-1], len(matrix)), self.method)


class _Part(NamedTuple):
    """What a tile found: (b, N - 1) scores and shares of firsts, and the rows that were refused."""

    scores: FloatArray
    firsts: FloatArray
    refused: list[int]


def _tile(
    known: _Known, keep: BoolArray, own: Sequence[FloatArray | None], samples: FloatArray
) -> _Part:
    """Score the candidates of some regions; all arguments can be pickled."""
    scores, firsts = (np.full(keep.shape, np.nan) for _ in range(2))
    refused = []
    for row, weights in enumerate(own):
        mask = keep[row]
        if not mask.any():
            continue
        try:
            if weights is None:
                scores[row, mask], firsts[row, mask] = _expected(known, row, mask, samples)
            else:
                found = known.scores(row, mask, weights)
                best = ranks(found) == 1
                scores[row, mask], firsts[row, mask] = found, best / best.sum()
        except InputError:
            refused.append(row)
    return _Part(scores, firsts, refused)


def _expected(
    known: _Known, row: int, mask: BoolArray, samples: FloatArray
) -> tuple[FloatArray, FloatArray]:
    """Return the mean score of a region's candidates, and the share of samples each is first in."""
    m = int(mask.sum())
    total, counts = np.zeros(m), np.zeros(m, dtype=np.int64)
    groups = np.zeros(m, dtype=np.int64)
    for block in _blocks(samples, m):
        found = known.scores(row, mask, block).reshape(-1, m)
        total += found.sum(axis=0)
        counts += np.bincount(found.argmax(axis=1), minlength=m)
        groups = always_tied(found, groups)
    # Equal candidates share their firsts: argmax gives them all to the lowest.
    firsts = share_positions(counts[:, None], groups)[:, 0] / len(samples)
    return total / len(samples), firsts


def _blocks(samples: FloatArray, m: int) -> Iterator[FloatArray]:
    """Cut (S, n) weights into (k, c, n): matrix products so small that BLAS starts no threads."""
    n = samples.shape[1]
    c = max(1, BLAS_BLOCK // (2 * m * n))
    size = max(1, BLOCK // (m * c)) * c
    for start in range(0, len(samples), size):
        part = samples[start : start + size]
        cut = len(part) // c * c
        if cut:
            yield part[:cut].reshape(-1, c, n)
        if cut < len(part):
            yield part[cut:]


def _codes(
    table: RegionTable,
    regions: Sequence[str] | None,
    weights: object,
    method: object,
    n_samples: object,
    executor: object,
) -> list[str]:
    """Return the regions' codes, or raise with all that is wrong with the question."""
    names = dict(zip(table.codes, table.names, strict=True))
    faults = list(executor_faults(executor))
    if regions is None:
        codes = [code for code in table.codes if table[code].autonomous]
    else:
        codes = list(items_of(regions, "regions", "a list of codes"))
        faults += [*unknown_codes(codes, names), *name_faults(codes, "region")]
        faults += [
            Fault(f"region {code!r}", f"{table[code].name} is not autonomous and cannot sign")
            for code in codes
            if isinstance(code, str) and code in names and not table[code].autonomous
        ]
    if len(codes) < 2:
        faults.append(Fault("regions", "too few", str(len(codes)), "2 or more"))
    if isinstance(weights, Mapping):
        compared = {code for code in codes if isinstance(code, str)}
        unknown = [code for code in weights if code not in compared]
        faults += prefixed("weights", unknown_codes([c for c in unknown if c not in names], names))
        faults += [
            Fault(f"weights: region {code!r}", "it is not among the regions that are compared")
            for code in unknown
            if code in names
        ]
    elif weights is not None:
        hint = "say whose they are; those of all others are assumed"
        faults.append(
            Fault("weights", "not by region", brief(weights), "{code: weights}, or None", hint)
        )
    if not isinstance(method, Method) or isinstance(method, type):
        faults.append(Fault("method", "no method", brief(method), "an object such as kd.TOPSIS()"))
    whole = isinstance(n_samples, (int, np.integer)) and not isinstance(n_samples, bool)
    if not whole or cast(int, n_samples) < 1:
        faults.append(Fault("n_samples", "no number of samples", brief(n_samples), "1 or more"))
    raise_faults(faults)
    return codes


def _measured(
    table: RegionTable, items: Sequence[OperatorCriterion], codes: Sequence[str], method: Method
) -> _Known:
    """Ask every operator from both sides of every pair."""
    n = len(codes)
    at = table.rows(codes)
    rows = np.stack([np.repeat(at, n - 1), at[others(n)].ravel()], axis=-1)
    matrix = np.empty((len(rows), len(items)))
    faults: list[Fault] = []
    for k, item in enumerate(items):
        try:
            matrix[:, k] = item.operator(table, rows)
        except InputError as error:
            faults += prefixed(f"criterion {item.criterion.name!r}", error.faults)
    raise_faults(faults)
    faults = [
        Fault(f"criterion {item.criterion.name!r}", "the operator gave no finite number",
              f"{matrix[row, k]:g} for {codes[row // (n - 1)]}, {table.codes[rows[row, 1]]}")
        for k, item in enumerate(items)
        for row in np.flatnonzero(~np.isfinite(matrix[:, k]))[:3]
    ]  # fmt: skip
    raise_faults(faults)
    stub = DecisionProblem([item.criterion for item in items], ["a"], matrix[:1])
    bounds = None if np.isnan(stub.bounds).all() else stub.bounds
    return _Known(matrix.reshape(n, n - 1, len(items)), stub.benefit, bounds, method)


def _screened(
    table: RegionTable, codes: Sequence[str], screens: Sequence[Screen]
) -> tuple[BoolArray, dict[str, tuple[ScreenResult, ...]], tuple[str, ...]]:
    """Return which candidates each region is left with, why not the others, and what is open."""
    n = len(codes)
    built_in = set(map(id, SCREENS))
    rules = merged(screens)
    asked = [item for item in rules if id(item) not in built_in]
    keep = np.ones((n, n), dtype=bool)
    screened: dict[str, tuple[ScreenResult, ...]] = {}
    unknown = {item.rule for item in rules if id(item) in built_in}
    at = table.rows(codes).tolist()
    for i in range(n if asked else 0):
        for j in range(i + 1, n):
            members = (min(at[i], at[j]), max(at[i], at[j]))
            results = [item(table, members) for item in asked]
            failed = tuple(item for item in results if item.outcome == "fail")
            if failed:
                screened[pair_name(codes[i], codes[j])] = failed
                keep[i, j] = keep[j, i] = False
            else:
                unknown |= {item.rule for item in results if item.outcome == "unknown"}
    if len(screened) == n * (n - 1) // 2:
        raise InputError([nothing_left(screened)])
    left = np.take_along_axis(keep, others(n), axis=1)
    return left, screened, tuple(item.rule for item in rules if item.rule in unknown)


def _weighed(
    known: _Known,
    about: Sequence[Criterion],
    codes: Sequence[str],
    keep: BoolArray,
    given: Mapping[str, AnyWeights],
) -> dict[str, Weights]:
    """Return the given weights; a scheme weighs the candidates of its own region."""
    out: dict[str, Weights] = {}
    faults: list[Fault] = []
    row_of = {code: row for row, code in enumerate(codes)}
    plain = DecisionProblem(about, ["a"], known.matrices[0, :1])
    for code, weights in given.items():
        reads = isinstance(weights, WeightingScheme) and not isinstance(weights, type)
        row = row_of[code]
        if reads and not keep[row].any():
            what = "every partner fails a screen, so its scheme has nothing to weigh"
            faults.append(Fault(f"region {code!r}", what))
            continue
        try:
            problem = _problem(known, about, codes, keep, row) if reads else plain
            out[code] = as_weights(problem, weights)
        except InputError as error:
            faults += prefixed(f"region {code!r}", error.faults)
    raise_faults(faults)
    return out


def _problem(
    known: _Known, about: Sequence[Criterion], codes: Sequence[str], keep: BoolArray, row: int
) -> DecisionProblem:
    """Return one region's candidates as a problem."""
    names = [codes[j] for j in others(len(codes))[row][keep[row]]]
    return DecisionProblem(about, names, known.matrices[row][keep[row]])


def _say_why(
    known: _Known,
    about: Sequence[Criterion],
    codes: Sequence[str],
    keep: BoolArray,
    own: Sequence[Any],
    samples: FloatArray,
    refused: Sequence[int],
) -> None:
    """Raise what the method refused, by region and criterion."""
    faults: list[Fault] = []
    for row in refused:
        weights = samples if own[row] is None else own[row]
        try:
            scores_of(_problem(known, about, codes, keep, row), weights, known.method)
        except InputError as error:
            faults += prefixed(f"region {codes[row]!r}", error.faults)
    raise_faults(faults)
