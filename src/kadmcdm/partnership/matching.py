"""Matching partners: two sides with quotas, or one pool."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, get_args

import numpy as np

from kadmcdm._typing import BoolArray, FloatArray, IntArray, Rng
from kadmcdm.core import matching as core
from kadmcdm.core.two_sided import known_ranks, mutual_scores
from kadmcdm.errors import Fault, InputError, brief, choice_fault, raise_faults, unknown_names
from kadmcdm.partnership.matching_words import Pairs
from kadmcdm.partnership.mutual_result import MutualRanking
from kadmcdm.partnership.mutual_words import MutualRule
from kadmcdm.partnership.pool_result import PoolMatching
from kadmcdm.partnership.preferences import (
    Preferences,
    Side,
    Ties,
    check_ties,
    code_list,
    draw_lots,
    labels_of,
    mutually_accepted,
    scores_given,
    scores_of_ranking,
    tie_faults,
    tie_groups,
    without_ties,
)
from kadmcdm.partnership.stable_result import Proposers, StableMatching
from kadmcdm.partnership.thresholds import Thresholds, thresholds_of

BITS = 52
"""Of a mutual score, as a whole number: the search for the largest sum is exact on those."""


def stable_matching(
    left: Preferences | Sequence[str],
    right: Preferences | Sequence[str],
    ranking: MutualRanking | None = None,
    *,
    quotas: int | Mapping[str, int] = 1,
    thresholds: Thresholds | None = None,
    proposers: Proposers = "left",
    ties: Ties = "refuse",
    rng: Rng = None,
) -> StableMatching:
    """Match two sides, such as cities and hinterland, or donors and recipients.

    Parameters
    ----------
    left, right : mapping of str to preferences, or sequence of str
        Without a ranking, each region's preferences: codes of the other side, the most wanted
        first, or a score by code, higher is better. Whom a region leaves out it refuses. With a
        ranking, the codes of each side.
    ranking : MutualRanking, optional
        Each region's scores of the other side; pairs that were screened out are refused.
    quotas : int, or mapping of str to int
        How many partners a region takes at most, on either side: one for all, or by region, 1
        where not said. Preferences over several partners are responsive: a better one in place of a
        worse one makes a better group, and an acceptable one in a free place too.
    thresholds : float, or mapping of str to float, optional
        A region is never matched with whom it scores lower: one for all, or by region.
    proposers : "left" or "right"
        The side that asks, and gets the best that is stable. Both extremes are in the answer.
    ties : "refuse", "input_order" or "random"
        What becomes of partners that a region ranks alike (see `kadmcdm.core.ranks`): refuse them
        by name, put the one first that stands first in the other side, or draw one lottery a side
        that all go by. A matching that is stable after ties are broken is stable before.
    rng : int, Generator or None
        For the lottery.

    Returns
    -------
    StableMatching

    Raises
    ------
    InputError
        Listing every fault: a preference over an unknown region or itself, scores that are no
        finite numbers, a region on both sides, quotas below 1, ties where they are refused.

    Notes
    -----
    Deferred acceptance, with the left side asking and with the right; the side that asks gains
    nothing by false lists where each takes one partner, the other side may.

    Examples
    --------
    >>> from kadmcdm.partnership import stable_matching
    >>> cities = {"35.78": ["35.25", "35.15"], "35.73": ["35.15", "35.25"]}
    >>> around = {"35.25": {"35.78": 0.4, "35.73": 0.7}, "35.15": {"35.78": 0.9, "35.73": 0.2}}
    >>> found = stable_matching(cities, around)
    >>> found.pairs, found.right_optimal
    ((('35.78', '35.25'), ('35.73', '35.15')), (('35.78', '35.15'), ('35.73', '35.25')))

    References
    ----------
    .. [1] Gale, D. and Shapley, L. S. (1962). College admissions and the stability of marriage.
       American Mathematical Monthly 69(1), 9-15.
    .. [2] Roth, A. E. and Sotomayor, M. (1990). Two-Sided Matching. Cambridge University Press.
    """
    faults = [*choice_fault("proposers", proposers, get_args(Proposers)), *check_ties(ties)]
    codes = tuple(code_list(n, s, faults) for n, s in (("left", left), ("right", right)))
    faults += [
        Fault(f"region {code!r}", "it stands on both sides")
        for code in codes[0]
        if code in set(codes[1])
    ]
    scores = [
        _side_scores(name, side, mine, theirs, ranking, faults)
        for name, side, mine, theirs in (
            ("left", left, codes[0], codes[1]), ("right", right, codes[1], codes[0]),
        )
    ]  # fmt: skip
    everybody = (*codes[0], *codes[1])
    limits = _quotas(quotas, everybody, faults)
    least = thresholds_of(thresholds, everybody, -np.inf, faults)
    if thresholds is not None and ranking is None:
        faults += _lists_have_no_scores([left, right])
    raise_faults(faults)
    n = len(codes[0])
    accepted = mutually_accepted(scores[0], scores[1], least[:n], least[n:])
    sides = [Side(mine, found) for mine, found in zip(codes, accepted, strict=True)]
    (left_ranks, right_ranks), broken, seed = _strict(sides, codes[::-1], ties, rng)
    of_left, of_right = limits[:n], limits[n:]
    for_left = core.deferred_acceptance(left_ranks, right_ranks, of_left, of_right)
    for_right = core.deferred_acceptance(right_ranks, left_ranks, of_right, of_left).T

    def named(matched: BoolArray) -> Pairs:
        return tuple((codes[0][i], codes[1][j]) for i, j in zip(*np.nonzero(matched), strict=True))

    return StableMatching(
        left=codes[0],
        right=codes[1],
        labels=labels_of(ranking, everybody),
        quotas=dict(zip(everybody, limits.tolist(), strict=True)),
        proposers=proposers,
        left_ranks=left_ranks,
        right_ranks=right_ranks,
        left_optimal=named(for_left),
        right_optimal=named(for_right),
        ties=ties,
        ties_broken=broken,
        seed=seed,
        simulated=ranking is not None and ranking.simulated,
    )


def pool_matching(
    preferences: MutualRanking | Preferences,
    *,
    regions: Sequence[str] | None = None,
    rule: MutualRule = "minimum",
    thresholds: Thresholds | None = None,
    max_cardinality: bool = False,
    ties: Ties = "refuse",
    rng: Rng = None,
) -> PoolMatching:
    """Pair the regions of one pool so that the sum of mutual scores is the largest.

    In one pool a matching in which no two would rather have each other need not exist. So the sum
    decides; the pairs that would rather have each other are listed, and whether another matching
    is stable is said.

    Parameters
    ----------
    preferences : MutualRanking, or mapping of str to preferences
        Each region's score of each other, higher is better; whom it leaves out it refuses. (A list
        of codes, the most wanted first, has no scores; it is refused.)
    regions : sequence of str, optional
        Codes of the pool; all when left out.
    rule : "minimum", "geometric" or "nash"
        What the mutual score of a pair is, see `MutualRanking.mutual`; for ``"nash"`` scores count
        from the thresholds.
    thresholds : float, or mapping of str to float, optional
        A region is never matched with whom it scores lower: one for all, or by region.
    max_cardinality : bool
        Match as many as possible first. Otherwise a pair is left out where that makes the sum
        larger, and one whose mutual score is 0 or less adds nothing.
    ties : "refuse", "input_order" or "random"
        What becomes of partners that a region ranks alike, in the search for a stable matching;
        see `stable_matching`. The largest sum needs no rule.
    rng : int, Generator or None
        For the lottery.

    Returns
    -------
    PoolMatching

    Raises
    ------
    InputError
        As `stable_matching`; also for negative scores under a rule that multiplies them.

    Notes
    -----
    The matching comes of networkx (Galil, 1986), whose time grows with N³: 1 s for 120 regions,
    10 s for 240, more than a minute for 514. The stable one comes of Irving's algorithm (1985), in
    less than a second.

    Examples
    --------
    >>> from kadmcdm.partnership import pool_matching
    >>> scores = {
    ...     "a": {"b": 5, "c": 4, "d": 1}, "b": {"a": 5, "c": 3, "d": 4},
    ...     "c": {"a": 4, "b": 3, "d": 1}, "d": {"a": 1, "b": 4, "c": 3},
    ... }
    >>> found = pool_matching(scores)
    >>> found.pairs, found.blocking_pairs, found.stable
    ((('a', 'c'), ('b', 'd')), (('a', 'b'),), (('a', 'b'), ('c', 'd')))

    References
    ----------
    .. [1] Galil, Z. (1986). Efficient algorithms for finding maximum matching in graphs. ACM
       Computing Surveys 18(1), 23-38.
    .. [2] Irving, R. W. (1985). An efficient algorithm for the "stable roommates" problem. Journal
       of Algorithms 6(4), 577-595.
    """
    faults = [*choice_fault("rule", rule, get_args(MutualRule)), *check_ties(ties)]
    if not isinstance(max_cardinality, bool):
        got = brief(max_cardinality)
        faults.append(Fault("max_cardinality", "neither true nor false", got, "True or False"))
    ranking = preferences if isinstance(preferences, MutualRanking) else None
    codes, scores = _pool(preferences, regions, faults)
    least = thresholds_of(thresholds, codes, -np.inf, faults)
    raise_faults(faults)
    scores, _ = mutually_accepted(scores, scores, least, least)
    side = Side(codes, scores)
    without = thresholds_of(thresholds if rule == "nash" else None, codes, 0.0)
    mutual = mutual_scores(scores, rule, without)
    (strict,), broken, seed = _strict([side], [codes], ties, rng)
    found = core.stable_pairs(strict)
    pairs = _heaviest(mutual, max_cardinality)
    values = np.array([mutual[i, j] for i, j in pairs])
    order = np.argsort(-values, kind="stable")
    return PoolMatching(
        codes=codes,
        labels=labels_of(ranking, codes),
        rule=rule,
        max_cardinality=max_cardinality,
        pairs=tuple((codes[pairs[k][0]], codes[pairs[k][1]]) for k in order),
        values=values[order],
        total=float(values.sum()),
        ranks=known_ranks(scores),
        stable=None if found is None else tuple(
            (codes[i], codes[j]) for i, j in enumerate(found) if i < j
        ),
        ties=ties,
        ties_broken=broken,
        seed=seed,
        simulated=ranking is not None and ranking.simulated,
    )  # fmt: skip


def _side_scores(
    name: str,
    given: object,
    codes: Sequence[str],
    others: Sequence[str],
    ranking: object,
    faults: list[Fault],
) -> FloatArray:
    """Return what one side says of the other, or add to `faults`."""
    nothing = np.full((len(codes), len(others)), np.nan)
    if isinstance(ranking, MutualRanking):
        if isinstance(given, Mapping):
            hint = "give the codes, or no ranking"
            faults.append(Fault(name, "preferences beside a ranking", hint=hint))
        return scores_of_ranking(ranking, codes, others, faults)
    if ranking is not None:
        expected = "mutual_ranking(...), or None"
        fault = Fault("ranking", "no MutualRanking", type(ranking).__name__, expected)
        faults += [fault] if fault not in faults else []
        return nothing
    if isinstance(given, Mapping):
        return scores_given(name, given, others, faults)
    if codes:
        hint = "give a mapping of each region's preferences, or a MutualRanking beside the codes"
        faults.append(Fault(name, "codes without preferences", hint=hint))
    return nothing


def _pool(
    preferences: MutualRanking | Preferences, regions: Sequence[str] | None, faults: list[Fault]
) -> tuple[tuple[str, ...], FloatArray]:
    """Return the pool's codes, and what each thinks of each other, or add to `faults`."""
    if isinstance(preferences, MutualRanking):
        known = preferences.codes
    elif isinstance(preferences, Mapping):
        known = code_list("preferences", preferences, faults)
        faults += _lists_have_no_scores([preferences])
    else:
        expected = "mutual_ranking(...), or {code: {code: score}}"
        got = type(preferences).__name__
        raise InputError([Fault("preferences", "no preferences", got, expected)])
    codes = known if regions is None else code_list("regions", regions, faults)
    unknown = list(unknown_names(codes, known, "region"))
    if len(codes) < 2:
        faults.append(Fault("regions", "too few", str(len(codes)), "2 or more"))
    if isinstance(preferences, MutualRanking):
        return codes, scores_of_ranking(preferences, codes, codes, faults)
    faults += unknown
    scores = scores_given("preferences", preferences, known, faults)
    if unknown:
        return codes, np.full((len(codes), len(codes)), np.nan)
    rows = [known.index(code) for code in codes]
    chosen: FloatArray = scores[np.ix_(rows, rows)]
    return codes, chosen


def _quotas(given: object, codes: Sequence[str], faults: list[Fault]) -> IntArray:
    """Return a quota a region, or add to `faults`."""
    items: dict[str, Any] = {"quotas": given}
    if isinstance(given, Mapping):
        faults += unknown_names(given, codes, "quota of region")
        items = {f"quota of region {code!r}": value for code, value in given.items()}
    bad = [(where, value) for where, value in items.items() if not _is_quota(value)]
    for where, value in bad:
        hint = "leave a region out that takes nobody" if value == 0 else None
        faults.append(Fault(where, "no quota", brief(value), "a whole number, 1 or more", hint))
    if bad or not isinstance(given, Mapping):
        return np.full(len(codes), 1 if bad else given, dtype=np.int64)
    return np.array([given.get(code, 1) for code in codes], dtype=np.int64)


def _is_quota(value: Any) -> bool:
    whole = isinstance(value, (int, np.integer)) and not isinstance(value, bool)
    return whole and value >= 1


def _lists_have_no_scores(sides: Sequence[object]) -> list[Fault]:
    """Return a fault for each list of preferences where scores are needed."""
    return [
        Fault(f"preferences of {code!r}", "a list has no scores", expected="{code: score}")
        for side in sides
        if isinstance(side, Mapping)
        for code, said in side.items()
        if isinstance(said, Sequence) and not isinstance(said, str)
    ]


def _strict(
    sides: Sequence[Side], columns: Sequence[Sequence[str]], ties: Ties, rng: Rng
) -> tuple[list[IntArray], int, int | None]:
    """Return ranks without ties, how many there were, and the lottery's seed."""
    found = [known_ranks(side.scores) for side in sides]
    if ties == "refuse":
        rows = zip(sides, found, columns, strict=True)
        raise_faults([fault for row in rows for fault in tie_faults(*row)])
    broken = sum(len(groups) for ranks in found for groups in tie_groups(ranks))
    drawn = draw_lots(ties, [len(codes) for codes in columns], rng)
    pairs = zip(found, drawn.lots, strict=True)
    return [without_ties(ranks, lots) for ranks, lots in pairs], broken, drawn.seed


def _heaviest(mutual: FloatArray, max_cardinality: bool) -> list[tuple[int, int]]:
    """Return the pairs of a matching with the largest sum, ascending."""
    import networkx as nx

    n = len(mutual)
    graph = nx.Graph()
    graph.add_nodes_from(range(n))
    top = float(np.nanmax(np.abs(mutual), initial=0.0)) or 1.0
    # Whole numbers: networkx is exact on them, and promises less for floats.
    whole = np.rint(np.ldexp(np.nan_to_num(mutual) / top, BITS)).astype(np.int64).tolist()
    known = ~np.isnan(mutual)
    graph.add_weighted_edges_from(
        (i, j, whole[i][j]) for i, j in zip(*np.nonzero(np.triu(known, 1)), strict=True)
    )
    found = nx.max_weight_matching(graph, maxcardinality=max_cardinality)
    return sorted((int(min(pair)), int(max(pair))) for pair in found)
