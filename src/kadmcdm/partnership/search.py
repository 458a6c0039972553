"""All pairs ranked, and the exact best of all coalitions of one size."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from concurrent.futures import Executor
from typing import Any, Literal, TypeAlias

import numpy as np

from kadmcdm._tiles import executor_faults
from kadmcdm._typing import FloatArray, IntArray
from kadmcdm.core import coalitions as shapes
from kadmcdm.core.coalition_features import TINY
from kadmcdm.core.coalition_scale import closeness
from kadmcdm.core.coalition_search import Best
from kadmcdm.errors import Fault, InputError, brief, choice_fault, prefixed, raise_faults
from kadmcdm.methods import TOPSIS, Method
from kadmcdm.partnership.coalition_result import CoalitionSearch
from kadmcdm.partnership.coalition_scoring import Column, Frame, columns_of, mapper
from kadmcdm.partnership.coalition_searchers import Answers, searcher
from kadmcdm.partnership.codes import unknown_codes
from kadmcdm.partnership.pairs import OperatorCriterion, checked, described
from kadmcdm.partnership.partners import AnyWeights, PartnershipRanking
from kadmcdm.partnership.regions import RegionTable
from kadmcdm.partnership.screens import Screen, ScreenResult, merged, nothing_left
from kadmcdm.problem import Candidate, Criterion, DecisionProblem
from kadmcdm.ranking import rank
from kadmcdm.weighting import WeightingScheme, Weights, as_weights

Search: TypeAlias = Literal["auto", "bound", "enumerate"]
LOOKED_AT = 100_000
"""Answers that screens look at, at most."""


def search_coalitions(
    table: RegionTable,
    criteria: Sequence[OperatorCriterion],
    weights: AnyWeights,
    *,
    size: int,
    top: int = 100,
    initiator: str | None = None,
    contiguous: bool | None = None,
    screens: Sequence[Screen] = (),
    allow_shared: Sequence[str] = (),
    search: Search = "auto",
    executor: Executor | None = None,
    progress: bool = False,
) -> CoalitionSearch:
    """Find the exact best of all coalitions of one size by TOPSIS.

    Norms and ideals (vector normalization, ideals from the data) are those of all coalitions of
    that size, with the initiator if one is given; screens and contiguity only remove answers.

    Parameters
    ----------
    table : RegionTable
        N regions.
    criteria : sequence of OperatorCriterion
    weights : Weights, weighting scheme, mapping or sequence
        A scheme must not read the decision matrix, which is never made.
    size : int
        Members, the initiator among them; 2 to N.
    top : int
        Answers; fewer where fewer are left.
    initiator : str, optional
        A code: only coalitions with this region, which stands first for directed operators.
    contiguous : bool, optional
        True for coalitions that form one connected territory only, False for the others only.
    screens : sequence of Screen
        As in `partners_of`. Applied to the best coalitions, in their order, until `top` of them
        fail none.
    allow_shared : sequence of str
        Indicators that may feed more than one criterion.
    search : "auto", "bound" or "enumerate"
        ``"bound"`` follows only what may still be among the best; it needs criteria that are sums,
        minima, maxima or ranges over members or pairs (see `Reduction`), and a size that leaves
        three members to choose. ``"enumerate"`` looks at every coalition. The answer is the same.
        ``"auto"`` grows connected coalitions where only those are asked for, else uses bounds
        where it can.
    executor : concurrent.futures.Executor, optional
        Runs the tiles of an enumeration and of a first pass; the answer doesn't depend on it.
    progress : bool

    Returns
    -------
    CoalitionSearch

    Raises
    ------
    InputError
        Listing every fault: unknown codes, sizes, weights that don't match, a directed operator
        without an initiator, missing values, too many coalitions for criteria that can only be
        measured one by one, and screens that remove everything, with the counts per rule.
    KadmcdmError
        When the executor fails, as for `smaa`.

    Notes
    -----
    Losses D+/D- are folded in one order of operations by every search, so that answers, ordered by
    (loss, codes), are the same bit by bit. Memory: all pairs (8 N² bytes per criterion) and tiles
    of 32,768 coalitions; by bounds 200,000 partial coalitions per member.

    The norm of a minimum or maximum over pairs, and of a capped sum, of three members or more has
    no closed form: a first pass looks at every coalition for it (3 s a billion and criterion).

    Examples
    --------
    >>> import kadmcdm as kd
    >>> from kadmcdm.partnership import HaversineKm, JointScale, OperatorCriterion
    >>> from kadmcdm.partnership import search_coalitions
    >>> criteria = [
    ...     OperatorCriterion(kd.Criterion("distance", "cost"), HaversineKm()),
    ...     OperatorCriterion(kd.Criterion("people", "benefit"), JointScale("population")),
    ... ]
    >>> found = search_coalitions(kd.datasets.east_java(), criteria, [1, 1], size=3, top=2)
    >>> found.coalitions, found.total
    ((('35.07', '35.15', '35.78'), ('35.06', '35.07', '35.78')), 9880)
    """
    items = checked(criteria, allow_shared)
    _refuse(table, items, size, top, initiator, contiguous, search, executor)
    rules = merged(screens)
    about = [described(item, table) for item in items]
    weighed = _weighed(about, weights)
    order = np.argsort(np.array(table.codes), kind="stable")
    first = None if initiator is None else table.index(initiator)
    pool = order if first is None else order[order != first]
    frame = Frame(table, pool, first, size if first is None else size - 1)
    map_ = mapper(executor, progress)
    columns = columns_of(frame, items, weighed.values, size, search, map_)
    used, answers = searcher(frame, columns, search, contiguous, map_)
    best, kept, removed, unknown = _screened(frame, answers, rules, top)
    found, losses = frame.rows(best.members[kept]), best.losses[kept]
    codes = tuple(tuple(sorted(table.codes[row] for row in rows)) for rows in found.tolist())
    scores = closeness(losses)
    return CoalitionSearch(
        table=table,
        problem=DecisionProblem(
            about,
            [Candidate("+".join(row), label=_named(table, row)) for row in codes],
            np.stack([item.operator(table, found) for item in items], axis=-1),
        ),
        weights=weighed,
        operators=tuple(repr(item.operator) for item in items),
        size=int(size),
        initiator=initiator,
        contiguous=contiguous,
        top=int(top),
        coalitions=codes,
        scores=scores,
        losses=losses,
        marginal_values=_marginal(frame, columns, items, scores, found),
        screened=removed,
        unchecked=tuple(item.rule for item in rules if item.rule in unknown),
        search=used,
        total=frame.total,
        scored=best.scored,
    )


def rank_pairs(
    table: RegionTable,
    criteria: Sequence[OperatorCriterion],
    weights: AnyWeights,
    *,
    method: Method = TOPSIS(),  # noqa: B008 - frozen
    screens: Sequence[Screen] = (),
    allow_shared: Sequence[str] = (),
) -> PartnershipRanking:
    """Rank all pairs of regions.

    Parameters
    ----------
    table : RegionTable
        N >= 2 regions: N(N-1)/2 pairs.
    criteria : sequence of OperatorCriterion
        None may depend on who asks.
    weights : Weights, weighting scheme, mapping or sequence
    method : Method
    screens : sequence of Screen
        As in `partners_of`: a pair that fails one is left out before any score.
    allow_shared : sequence of str
        Indicators that may feed more than one criterion.

    Returns
    -------
    PartnershipRanking
        Its `initiator` is None. Candidates are codes, ascending, joined by "+".

    Raises
    ------
    InputError
        For directed operators, a single region, missing values, and all that `kadmcdm.rank`
        refuses; also when every pair fails a screen.

    Examples
    --------
    >>> import kadmcdm as kd
    >>> from kadmcdm.partnership import HaversineKm, OperatorCriterion, rank_pairs
    >>> near = OperatorCriterion(kd.Criterion("distance", "cost"), HaversineKm())
    >>> result = rank_pairs(kd.datasets.east_java(), [near], [1])
    >>> len(result.ranking.scores), result.ranking.best
    (780, '35.06+35.71')
    """
    items = checked(criteria, allow_shared)
    _refuse(table, items, 2, 1, None, None, "auto")
    rules = merged(screens)
    order = np.argsort(np.array(table.codes), kind="stable")
    a, b = np.triu_indices(len(table), 1)
    screened: dict[str, tuple[ScreenResult, ...]] = {}
    notes: dict[str, tuple[ScreenResult, ...]] = {}
    unknown: set[str] = set()
    kept: list[list[int]] = []
    for row in order[np.stack([a, b], axis=1)].tolist():
        results = tuple(item(table, tuple(row)) for item in rules)
        name = "+".join(table.codes[member] for member in row)
        failed = tuple(item for item in results if item.outcome == "fail")
        if failed:
            screened[name] = failed
            continue
        kept.append(row)
        unknown |= {item.rule for item in results if item.outcome == "unknown"}
        followed = tuple(item for item in results if item.consequence is not None)
        if followed:
            notes[name] = followed
    if not kept:
        raise InputError([nothing_left(screened)])
    problem = _pairs_problem(table, items, np.array(kept))
    return PartnershipRanking(
        ranking=rank(problem, weights, method),
        table=table,
        initiator=None,
        screened=screened,
        unchecked=tuple(item.rule for item in rules if item.rule in unknown),
        notes=notes,
    )


def _pairs_problem(
    table: RegionTable, items: Sequence[OperatorCriterion], rows: IntArray
) -> DecisionProblem:
    columns: list[FloatArray] = []
    faults: list[Fault] = []
    for item in items:
        try:
            columns.append(np.asarray(item.operator(table, rows), dtype=np.float64))
        except InputError as error:
            faults += prefixed(f"criterion {item.criterion.name!r}", error.faults)
    raise_faults(faults)
    km = shapes.pair_distances(table.lat[rows], table.lon[rows])[:, 0].tolist()
    candidates = []
    for (i, j), distance in zip(rows.tolist(), km, strict=True):
        codes = (table.codes[i], table.codes[j])
        facts: dict[str, Any] = {"border": table.border(*codes)}
        if distance == distance:
            facts["distance_km"] = distance
        candidates.append(Candidate("+".join(codes), label=_named(table, codes), attributes=facts))
    about = [described(item, table) for item in items]
    return DecisionProblem(about, candidates, np.stack(columns, axis=-1))


def _named(table: RegionTable, codes: Sequence[str]) -> str:
    return " + ".join(table[code].name for code in codes)


def _refuse(
    table: RegionTable,
    items: Sequence[OperatorCriterion],
    size: object,
    top: object,
    initiator: str | None,
    contiguous: bool | None,
    search: object,
    executor: object = None,
) -> None:
    faults = list(choice_fault("search", search, ("auto", "bound", "enumerate")))
    faults += executor_faults(executor)
    if not isinstance(size, (int, np.integer)) or isinstance(size, bool) or size < 2:
        hint = "a region alone is no coalition"
        faults.append(
            Fault(
                "size",
                "no size of a coalition",
                brief(size),
                "a whole number, 2 or more",
                hint,
            )
        )
    elif size > len(table):
        got, expected = str(size), f"at most {len(table)}, the regions of the table"
        faults.append(Fault("size", "larger than the table", got, expected))
    if not isinstance(top, (int, np.integer)) or isinstance(top, bool) or top < 1:
        faults.append(Fault("top", "no number of answers", brief(top), "a whole number above 0"))
    if initiator is not None:
        faults += unknown_codes([initiator], dict(zip(table.codes, table.names, strict=True)))
    else:
        for item in items:
            if item.operator.directed:
                where = f"criterion {item.criterion.name!r}"
                what = f"{type(item.operator).__name__} depends on who asks"
                faults.append(Fault(where, what, hint="say initiator=code"))
    if contiguous is not None and not table.adjacency:
        hint = "give the table its adjacency"
        faults.append(Fault("contiguous", "the table knows no borders", hint=hint))
    raise_faults(faults)


def _weighed(criteria: Sequence[Criterion], weights: AnyWeights) -> Weights:
    """Weigh the criteria by name; refuse schemes that read the values."""
    rows = np.array([[1.0, 2.0], [3.0, 5.0]])
    stubs = []
    for steps in (rows, rows[::-1] ** 2):
        columns = np.stack([steps[:, k % 2] + k for k in range(len(criteria))], axis=-1)
        plain = [Criterion(item.name, item.direction) for item in criteria]
        stubs.append(DecisionProblem(plain, ["a", "b"], columns))
    found = [as_weights(stub, weights) for stub in stubs]
    if isinstance(weights, WeightingScheme) and (found[0].values != found[1].values).any():
        hint = "weigh a smaller problem, and give its weights"
        what = "it reads the decision matrix, which a search does not make"
        raise InputError([Fault(f"weighting scheme {type(weights).__name__}", what, hint=hint)])
    return found[0]


def _screened(
    frame: Frame, answers: Answers, rules: Sequence[Screen], top: int
) -> tuple[Best, list[int], dict[str, int], set[str]]:
    """Screen the best until `top` fail none; return them, and how many each rule removed."""
    wanted = top
    kept: list[int] = []
    removed: Counter[str] = Counter()
    unknown: set[str] = set()
    looked = 0
    while True:
        best = answers(wanted)
        for row in frame.rows(best.members[looked:]).tolist():
            results = [item(frame.table, tuple(row)) for item in rules]
            failed = [item.rule for item in results if item.outcome == "fail"]
            removed.update(failed)
            if not failed:
                kept.append(looked)
                unknown |= {item.rule for item in results if item.outcome == "unknown"}
            looked += 1
            if len(kept) == top:
                return best, kept, dict(removed), unknown
        if len(best.losses) < wanted:
            break
        if wanted >= LOOKED_AT:
            raise InputError([_nothing_left(f"the best {looked:,} coalitions", removed, len(kept))])
        wanted = min(4 * wanted, max(LOOKED_AT, top))
    if not looked:
        what = "no coalition is left"
        raise InputError([Fault("contiguous", what, expected="another choice, or None")])
    if not kept:
        raise InputError([_nothing_left(f"all {looked:,} coalitions", removed, 0)])
    return best, kept, dict(removed), unknown


def _nothing_left(which: str, removed: Counter[str], kept: int) -> Fault:
    said = ", ".join(f"{rule}: {count:,}" for rule, count in sorted(removed.items()))
    what = f"{which} fail a screen" if not kept else f"of {which} only {kept:,} fail no screen"
    hint = "ask for a smaller top" if kept else None
    return Fault("screens", what, f"removed by rule: {said}", hint=hint)


def _marginal(
    frame: Frame,
    columns: Sequence[Column],
    items: Sequence[OperatorCriterion],
    scores: FloatArray,
    found: IntArray,
) -> FloatArray:
    """Return each member's score of the coalition less that of the others, by codes."""
    size = found.shape[1]
    places = np.empty(len(frame.table), dtype=np.int64)
    places[np.argsort(np.array(frame.table.codes), kind="stable")] = np.arange(len(frame.table))
    out = np.full(found.shape, np.nan)
    directed = any(item.operator.directed for item in items)
    for gone in range(size if size > 2 else 0):
        if gone == 0 and directed:
            continue
        rest = np.delete(found, gone, axis=1)
        near, far = np.full(len(rest), TINY), np.full(len(rest), TINY)
        try:
            for column in columns:
                ends = sorted((column.feature.worst, column.feature.best))
                values = np.clip(column.measured(frame.table, rest), ends[0], ends[1])
                near += (values - column.feature.best) ** 2
                far += (values - column.feature.worst) ** 2
        except InputError:  # the operator knows nothing of the smaller coalition
            continue
        out[:, gone] = scores - closeness(near / far)
    return np.take_along_axis(out, np.argsort(places[found], axis=1), axis=1)
