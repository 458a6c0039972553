"""Improvement paths: what would lift a candidate."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any, cast

import numpy as np

from kadmcdm._arrays import ReadOnlyDict
from kadmcdm.errors import Fault, brief, raise_faults, unknown_names
from kadmcdm.methods import method_to_dict
from kadmcdm.ranking import Ranking
from kadmcdm.robustness.improvement_result import Improvement, Improvements
from kadmcdm.robustness.improvement_search import STEPS, Search, change_of, range_of

__all__ = ["improvements"]


def improvements(
    ranking: Ranking,
    candidate: str,
    target_rank: int = 1,
    *,
    costs: Mapping[str, float] | None = None,
) -> Improvements:
    r"""Say what a candidate would have to change to reach a rank.

    For each changeable criterion alone, the smallest change for the better that does it; and the
    cheapest change of two. All else stays as it is, but norms and ideals follow the new value, as
    they would in a real change.

    Parameters
    ----------
    ranking : Ranking
    candidate : str
    target_rank : int
        1 to m.
    costs : mapping of str to float, optional
        Factors by criterion, above 0; 1 for those left out. A change costs its share of the width
        of the criterion's bounds (without bounds: of the range of its values), times the factor.

    Returns
    -------
    Improvements

    Raises
    ------
    InputError
        For an unknown candidate or criterion, a rank out of range, a factor that is not above 0.

    Notes
    -----
    The rank is reached when at most ``target_rank - 1`` candidates score strictly higher: a tie is
    enough, and ``rank()`` on the changed problem says so with the ranking's own tie tolerance.
    Scores count as equal within 1e-12 of the largest (or the tie tolerance, if that is less).

    Values are tried up to the end of the criterion's bounds, without bounds up to the best among
    the candidates, and never beyond a given ideal. (Where a cost is divided by, down to 1e-12 of
    the least value in place of 0.)

    *Better values can lower the rank*: they move norms and ideals, and with them everybody's
    score. So there is no bisection. For Euclidean TOPSIS, weighted sums, weighted products and the
    AHP synthesis each comparison of two scores is a polynomial of degree 4 at most on each side of
    the others' largest and smallest value. All roots are found, candidates are scored at each and
    between neighbors, and the nearest value that reaches the rank is taken. Other methods are
    scored at 1,000 values between now and the limit, with bisection where the rank is first
    reached; ``exact`` says which.

    For a pair, the least change of the one criterion is found in the same way for each of 33
    changes of the other, for both roles; where the total may be lower in between, these steps are
    refined until the cost is settled to one part in a million. The pair always reaches the rank
    and never costs more than the best single change; what is not proven is that no cheaper pair
    hides between steps, where more of one criterion would ask for *more* of the other.

    Time grows with n² and m²: half a second for 20 candidates and 8 criteria.

    Examples
    --------
    >>> import kadmcdm as kd
    >>> problem = kd.DecisionProblem(
    ...     [kd.Criterion("distance", "cost", unit="km"), kd.Criterion("gain", "benefit")],
    ...     ["Tuban", "Ngawi", "Blora"],
    ...     [[34.8, 0.01], [55.4, 0.16], [50.7, 0.06]],
    ... )
    >>> ranking = kd.rank(problem, {"distance": 1, "gain": 2})
    >>> print(kd.improvements(ranking, "Blora").describe())
    To come first, Blora would have to raise gain from 0.06 to 0.1469, nothing else changed.
    Not enough by itself: distance.
    """
    raise_faults(list(_faults(ranking, candidate, target_rank, costs)))
    problem = ranking.problem
    names = problem.criterion_names
    i = problem.candidate_index(candidate)
    changes = [
        change_of(ranking, i, j, float((costs or {}).get(criterion.name, 1.0)))
        for j, criterion in enumerate(problem.criteria)
        if criterion.changeable
    ]
    search = Search(ranking, i, int(target_rank))
    there = bool(ranking.ranks[i] <= target_rank)
    if there:
        new = {change.j: change.old for change in changes}
        kept = {}
        pair = tuple((change, change.old) for change in changes[:2])
    else:
        new = search.singles(changes)
        kept = {
            names[change.j]: search.kept_to(change, new[change.j])
            for change in changes
            if change.j in new
        }
        pair = search.cheapest_pair(changes, new)
    made = [
        Improvement(names[change.j], change.old, value, float(change.cost(value)))
        for change, value in pair
    ]
    single = {
        names[change.j]: Improvement(
            names[change.j], change.old, new[change.j], float(change.cost(new[change.j]))
        )
        if change.j in new
        else None
        for change in changes
    }
    return Improvements(
        candidate=candidate,
        rank=int(ranking.ranks[i]),
        target_rank=int(target_rank),
        single=ReadOnlyDict(single),
        pair=(made[0], made[1]) if len(made) == 2 else None,
        values=ReadOnlyDict(zip(names, problem.matrix[i].tolist(), strict=True)),
        kept_to=ReadOnlyDict(kept),
        limits=ReadOnlyDict({names[change.j]: change.limit for change in changes}),
        ranges=ReadOnlyDict({name: range_of(problem, j) for j, name in enumerate(names)}),
        levers=ReadOnlyDict(
            {names[change.j]: problem.criteria[change.j].lever for change in changes}
        ),
        exact=search.form is not None,
        pair_step=1.0 / STEPS,
        method=method_to_dict(ranking.method),
        digest=problem.digest,
        candidate_label=problem.candidate_labels.get(candidate),
        criterion_labels=problem.criterion_labels,
        units=ReadOnlyDict({c.name: c.unit for c in problem.criteria if c.unit is not None}),
    )


def _faults(
    ranking: object, candidate: object, target_rank: object, costs: object
) -> Iterator[Fault]:
    if not isinstance(ranking, Ranking):
        yield Fault("ranking", "no Ranking", type(ranking).__name__, "kd.rank(...)")
        return
    names = ranking.problem.candidate_names
    yield from unknown_names([candidate], names, "candidate")
    whole = isinstance(target_rank, (int, np.integer)) and not isinstance(target_rank, bool)
    if not whole or not 1 <= cast(int, target_rank) <= len(names):
        expected = f"a whole number, 1 to {len(names)}"
        yield Fault("target_rank", "no rank to reach", brief(target_rank), expected)
    if costs is None:
        return
    if not isinstance(costs, Mapping):
        yield Fault("costs", "no mapping", brief(costs), "{criterion: factor}")
        return
    yield from unknown_names(costs, ranking.problem.criterion_names, "criterion")
    for name, factor in costs.items():
        number = isinstance(factor, (int, float, np.number)) and not isinstance(factor, bool)
        if not number or not 0 < cast(Any, factor) < np.inf:
            yield Fault(f"costs[{name!r}]", "no factor", brief(factor), "a number above 0")
