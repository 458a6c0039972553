"""One ranking of several: Borda, Copeland, Kemeny-Young."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, TypeAlias, get_args

import numpy as np

from kadmcdm import core
from kadmcdm._arrays import ReadOnlyDict
from kadmcdm._typing import IntArray, Label
from kadmcdm.core.aggregation import borda_scores, copeland_scores, preference_counts
from kadmcdm.errors import (
    Fault,
    InputError,
    brief,
    choice_fault,
    name_faults,
    prefixed,
    raise_faults,
)
from kadmcdm.ranking import Ranking
from kadmcdm.robustness.aggregated import AggregatedRanking, AggregationRule
from kadmcdm.robustness.comparison import MethodComparison
from kadmcdm.robustness.kemeny import kemeny
from kadmcdm.robustness.universes import Multiverse

__all__ = ["aggregate_ranks"]

Order: TypeAlias = Ranking | Sequence[str | Sequence[str]]


def aggregate_ranks(
    rankings: MethodComparison | Multiverse | Mapping[str, Order] | Sequence[Order],
    rule: AggregationRule = "borda",
    *,
    time_limit: float = 60.0,
) -> AggregatedRanking:
    r"""Make one ranking of several: of methods, of universes, of assessors.

    **Borda** adds up, per ranking, how many candidates are behind (half of those level): the mean
    rank, in other words. **Copeland** counts majorities: whom one beats less by whom one is beaten.
    **Kemeny-Young** takes the order that contradicts the fewest pairs, summed over the rankings.

    Parameters
    ----------
    rankings : MethodComparison, Multiverse, mapping, or sequence
        Or orders, by name or in a list: a `Ranking`, or names, best first, in which a list inside
        holds equals. All must rank the same candidates. Each counts the same.
    rule : str
    time_limit : float
        Seconds for Kemeny's integer program.

    Returns
    -------
    AggregatedRanking

    Raises
    ------
    InputError
        For an unknown rule or time limit, no rankings, and candidates that one has and another
        lacks or names twice, all at once.

    Notes
    -----
    Kemeny: candidates that majorities set apart from all others are ordered by themselves. Up to 14
    in a group, dynamic programming over its subsets finds every optimal order: they are counted,
    pairs that they leave open are named, and of several the one that keeps the input's order is
    taken. Beyond, an integer program with a variable per pair: up to some 40 candidates in a group
    in seconds, unless the rankings are hopelessly at odds; `status` and `gap` say how far it got.
    Memory: k m² for the counts at most.

    Borda and Kemeny can disagree: whoever beats everyone in pairs (the Condorcet winner) is first
    by Copeland and Kemeny, and need not be by Borda.

    Examples
    --------
    >>> import kadmcdm as kd
    >>> problem = kd.DecisionProblem.from_arrays([[7, 9], [9, 16], [2, 4]], ["benefit", "cost"])
    >>> methods = [kd.TOPSIS(), kd.WeightedSum(), kd.WeightedProduct()]
    >>> print(kd.aggregate_ranks(kd.compare_methods(problem, [0.6, 0.4], methods)))
    Borda's rule
    rank  candidate  points per ranking  ranks given
    ----  ---------  ------------------  -----------
       1  a1                       1.67          1-2
       2  a2                       1.33          1-2
       3  a3                       0.00            3
    a1 is first (Borda's rule, 3 rankings). a1 beats every other candidate by a majority.
    <BLANKLINE>
    how far each ranking is from it
    ranking                distance
    ---------------------  --------
    TOPSIS (vector)             0.0
    WeightedSum (max)           1.0
    WeightedProduct (max)       0.0
    pairs ordered the other way, of 3; a tie in one of the two counts half

    References
    ----------
    .. [1] Borda, J.-C. de (1781). Mémoire sur les élections au scrutin. Histoire de l'Académie
       Royale des Sciences, 657-665.
    .. [2] Copeland, A. H. (1951). A reasonable social welfare function. University of Michigan.
    .. [3] Kemeny, J. G. (1959). Mathematics without numbers. Daedalus 88(4), 577-591.
    .. [4] Young, H. P. and Levenglick, A. (1978). A consistent extension of Condorcet's election
       principle. SIAM Journal on Applied Mathematics 35(2), 285-300.
    """
    faults = list(choice_fault("rule", rule, get_args(AggregationRule)))
    limit: Any = time_limit
    if isinstance(limit, bool) or not isinstance(limit, (int, float)) or not 0 < limit < np.inf:
        faults.append(Fault("time_limit", "no time", brief(limit), "seconds > 0"))
    try:
        names, labels, views, candidate_labels = _views(rankings)
    except InputError as error:
        raise InputError([*faults, *error.faults]) from None
    raise_faults(faults)
    counts = preference_counts(views)
    more: dict[str, Any] = {}
    if rule == "kemeny":
        found = kemeny(counts, float(limit))
        scores = np.empty(len(names))
        scores[found.order] = np.arange(len(names))[::-1]
        i, j = np.nonzero(np.triu(found.unsettled))
        gap = (found.disagreement - found.bound) / max(found.disagreement, 1)
        more = {
            "n_optimal": found.optimal,
            "unsettled": tuple((names[a], names[b]) for a, b in zip(i, j, strict=True)),
            "status": "optimal" if gap <= 0 else "time_limit",
            "gap": max(float(gap), 0.0),
        }
    else:
        scores = borda_scores(counts, len(views)) if rule == "borda" else copeland_scores(counts)
    return AggregatedRanking(
        candidate_names=names,
        labels=labels,
        rankings=views,
        rule=rule,
        scores=scores,
        ranks=core.ranks(scores),
        candidate_labels=candidate_labels,
        **more,
    )


def _views(
    given: Any,
) -> tuple[tuple[str, ...], tuple[str, ...], IntArray, Mapping[str, Label]]:
    """Return candidates, what the rankings are called, the ranks in each, and labels."""
    if isinstance(given, MethodComparison):
        return given.candidate_names, given.method_labels, given.ranks, given.candidate_labels
    if isinstance(given, Multiverse):
        labels = tuple(map(_universe, given.choices))
        return given.candidate_names, labels, given.ranks, given.candidate_labels
    if isinstance(given, Mapping):
        called = {str(label): order for label, order in given.items()}
    elif isinstance(given, (list, tuple)):
        called = {f"ranking {number}": order for number, order in enumerate(given, 1)}
    else:
        expected = "a MethodComparison, a Multiverse, {label: order} or a list of orders"
        raise InputError([Fault("rankings", "no rankings", type(given).__name__, expected)])
    if not called:
        raise InputError([Fault("rankings", "there are none", expected="one or more")])
    faults: list[Fault] = []
    ranks: list[dict[str, int]] = []
    labels_of: dict[str, Label] = {}
    for label, order in called.items():
        if isinstance(order, Ranking):
            labels_of.update(order.problem.candidate_labels)
            ranks.append(
                dict(zip(order.problem.candidate_names, order.ranks.tolist(), strict=True))
            )
        else:
            found, wrong = _ranks_of(order)
            ranks.append(found)
            faults += prefixed(f"ranking {label!r}", wrong)
    names = tuple(ranks[0])
    if not faults:
        every = dict.fromkeys(name for found in ranks for name in found)
        faults = [
            Fault(f"ranking {label!r}", f"candidate {name!r} is missing in it")
            for label, found in zip(called, ranks, strict=True)
            for name in every
            if name not in found
        ]
    raise_faults(faults)
    views = np.array([[found[name] for name in names] for found in ranks], dtype=np.int64)
    return names, tuple(called), views, ReadOnlyDict(labels_of)


def _ranks_of(order: Any) -> tuple[dict[str, int], list[Fault]]:
    """Return the competition ranks of an order, best first, and what is wrong with it."""
    if not isinstance(order, (list, tuple)) or not order:
        return {}, [Fault("", "no order of names", brief(order), "names, best first")]
    groups = [tuple(item) if isinstance(item, (list, tuple)) else (item,) for item in order]
    every = [name for group in groups for name in group]
    faults = list(name_faults(every, "candidate"))
    ranks: dict[str, int] = {}
    for group in () if faults else groups:
        ranks.update(dict.fromkeys(group, len(ranks) + 1))
    return ranks, faults


def _universe(choice: Mapping[str, Any]) -> str:
    """Return what a universe is called: its choices."""
    text = f"{choice['method']}, {choice['scheme']}"
    text += f", -{choice['dropped']}" if choice["dropped"] is not None else ""
    return text + (f", {choice['draw']}" if choice["draw"] else "")
