"""From a ranking to a strategy: what holds a partnership back, and which levers lift it."""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import combinations
from typing import Any

import numpy as np

from kadmcdm import core
from kadmcdm._arrays import ReadOnlyDict
from kadmcdm._typing import FloatArray, Label, Language
from kadmcdm.errors import Fault, InputError, brief, raise_faults, unknown_names
from kadmcdm.partnership.given import finite
from kadmcdm.partnership.lever_actions import LeverAction, actions_by_lever, lever_name
from kadmcdm.partnership.options import PartnershipOption
from kadmcdm.partnership.pairs import pair_name
from kadmcdm.partnership.partners import PartnershipRanking
from kadmcdm.partnership.strategy_parts import Lag, LeverLift, LeverPair, Reach
from kadmcdm.partnership.strategy_result import Strategy
from kadmcdm.partnership.strategy_words import unexplained
from kadmcdm.ranking import Ranking
from kadmcdm.ranking.result import as_scores
from kadmcdm.robustness import Improvement, Improvements, improvements

Levers = dict[str | None, tuple[str, ...]]
"""The changeable criteria of each lever."""


def strategy(
    result: Ranking | PartnershipRanking,
    option: str | PartnershipOption,
    *,
    levers: Iterable[LeverAction] = (),
    target_rank: int = 1,
    costs: Mapping[str, float] | None = None,
    reach: Mapping[str, float | None] | None = None,
) -> Strategy:
    """Say what holds a partnership back, which levers lift it, and who pulls them.

    Parameters
    ----------
    result : Ranking or PartnershipRanking
    option : str or PartnershipOption
        A candidate; of `partners_of`, the partner's code will do.
    levers : iterable of LeverAction
        What your team has filled in, see `lever_template`. What is not filled in is said so, never
        made up.
    target_rank : int
        1 to m.
    costs : mapping of str to float, optional
        Factors by criterion, as in `kadmcdm.improvements`.
    reach : mapping of str to float or None, optional
        How far criteria can plausibly be brought, in their units; None for one that stays as it is,
        the best value among the candidates for those left out.

    Returns
    -------
    Strategy

    Raises
    ------
    InputError
        For what `kadmcdm.improvements` refuses; an action for a lever that no criterion has; values
        to reach that are worse than the present one, out of bounds, or of a criterion that cannot
        be changed. All faults at once.

    Notes
    -----
    A lever brings all its criteria to their value to reach, while all else stays as it is; then the
    candidates are ranked again. It reaches the rank *alone* when it does so, or when a smaller
    change of one of its criteria does, of those that `kadmcdm.improvements` looks at (without
    bounds, up to the best value among the candidates): *better values can lower the rank* where
    norms and ideals move with them, and then the strategy says so.

    Where it loses is told by the parts into which the method splits its scores: against the first
    or, for the first itself, against the best that any candidate has, criterion by criterion
    (TOPSIS: against the ideal). Methods that do not split their scores have levers all the same.

    Examples
    --------
    >>> import kadmcdm as kd
    >>> from kadmcdm.partnership import LeverAction, strategy
    >>> problem = kd.DecisionProblem(
    ...     [
    ...         kd.Criterion("distance", "cost", unit="km", changeable=False),
    ...         kd.Criterion("forum", "benefit", unit="meetings a year", lever="coordination"),
    ...     ],
    ...     ["Tuban", "Ngawi"], [[34.8, 4], [55.4, 1]],
    ... )
    >>> ranking = kd.rank(problem, {"distance": 1, "forum": 2})
    >>> forum = LeverAction("coordination", "a joint forum", "Bagian Kerja Sama", months=3)
    >>> print(strategy(ranking, "Ngawi", levers=[forum], reach={"forum": 12}).describe())
    Ngawi has rank 2 with a score of 0.000; to be reached is rank 1.
    Challenges that hold it back against Tuban: distance (55.4 against 34.8 km, cannot be
    changed).
    It also lags behind Tuban on forum (1 against 4 meetings a year).
    Coordination: with forum from 1 to 12 meetings a year (as given) it would have rank 1 and a
    score of 0.801.
    Enough alone for rank 1: coordination.
    In order of months, then cost: coordination (a joint forum; Bagian Kerja Sama; months: 3).
    Not yet filled in: cost (coordination).
    Cannot be changed: distance.
    """
    ranking = _ranking_of(result)
    faults: list[Fault] = []
    candidate = _candidate(result, ranking, option, faults)
    labels = {
        lever_name(criterion.lever): criterion.lever
        for criterion in ranking.problem.criteria
        if criterion.changeable and criterion.lever is not None and lever_name(criterion.lever)
    }
    actions = dict(actions_by_lever(_several(levers), labels, faults))
    # Where nobody is known by that name, another shows what is wrong with the rest.
    who = ranking.best if candidate is None else candidate
    faults += _reach_faults(ranking, candidate, reach)
    try:
        found = improvements(ranking, who, target_rank, costs=costs)
    except InputError as error:
        raise InputError([*faults, *error.faults]) from None
    raise_faults(faults)
    return _made(ranking, who, found, labels, actions, dict(_given(ranking, who, reach or {})))


def _ranking_of(result: Any) -> Ranking:
    ranking = getattr(result, "ranking", result)
    if not isinstance(ranking, Ranking):
        expected = "kd.rank(...) or pt.partners_of(...)"
        raise InputError([Fault("ranking", "no Ranking", type(result).__name__, expected)])
    return ranking


def _made(
    ranking: Ranking,
    candidate: str,
    found: Improvements,
    labels: Mapping[str, Label],
    actions: Mapping[str, LeverAction],
    given: Mapping[str, float],
) -> Strategy:
    problem = ranking.problem
    i = problem.candidate_index(candidate)
    reach = {name: _reach(ranking, name, given) for name in found.single}
    by_lever: Levers = {}
    for criterion in problem.criteria:
        if criterion.changeable:
            name = None if criterion.lever is None else lever_name(criterion.lever) or None
            by_lever[name] = (*by_lever.get(name, ()), criterion.name)
    pairs = list(combinations(by_lever, 2))
    sets = [(name,) for name in by_lever] + pairs + [tuple(by_lever)]
    ranks, scores = _after(ranking, i, [sum((by_lever[n] for n in s), ()) for s in sets], reach)
    lifts = [
        LeverLift(
            lever=name,
            label=None if name is None else labels[name],
            criteria=criteria,
            rank=rank,
            score=score,
            enough=_enough(found, criteria, reach),
            action=None if name is None else actions.get(name, LeverAction(labels[name])),
        )
        for (name, criteria), rank, score in zip(by_lever.items(), ranks, scores, strict=False)
    ]
    k = len(lifts)
    doubles = [
        LeverPair(levers=pair, rank=rank, score=score)
        for pair, rank, score in zip(pairs, ranks[k:], scores[k:], strict=False)
    ]
    lags, against, why = _lags(ranking, candidate)
    names = [candidate, *([] if against is None else [against])]
    closed = {name for _, name in getattr(problem.preparation, "internal", ())}
    return Strategy(
        candidate=candidate,
        rank=int(ranking.ranks[i]),
        score=float(ranking.scores[i]),
        target_rank=found.target_rank,
        against=against,
        lags=lags,
        unexplained=why,
        reach=ReadOnlyDict(reach),
        levers=tuple(sorted(lifts, key=lambda lift: (lift.rank, -lift.score))),
        pairs=tuple(sorted(doubles, key=lambda pair: (pair.rank, -pair.score))),
        all_rank=ranks[-1],
        all_score=scores[-1],
        unmeasured=tuple(action for name, action in actions.items() if name not in labels),
        internal=tuple(name for name in problem.criterion_names if name in closed),
        improvements=found,
        labels=ReadOnlyDict(
            {n: problem.candidate_labels[n] for n in names if n in problem.candidate_labels}
        ),
    )


def _several(levers: Any) -> tuple[Any, ...]:
    return (levers,) if isinstance(levers, (str, LeverAction)) else tuple(levers)


def _candidate(result: object, ranking: Ranking, option: object, faults: list[Fault]) -> str | None:
    """Return the candidate that is meant, or add to `faults`."""
    names = ranking.problem.candidate_names
    if isinstance(option, PartnershipOption):
        pair = "+".join(sorted(option.members))
        exact = [name for name in (option.name, pair) if name in names]
        longer = [name for name in names if name.startswith(f"{option.name}:")]
        found = exact[:1] or longer
        if len(found) == 1:
            return found[0]
        what = "several candidates may be meant" if found else "it was not ranked"
        got = ", ".join(map(repr, found)) or None
        hint = "say the candidate's name" if found else None
        faults.append(Fault(f"option {option.name!r}", what, got, hint=hint))
        return None
    if isinstance(option, str) and option not in names:
        initiator = getattr(result, "initiator", None)
        if initiator is not None and pair_name(initiator, option) in names:
            return pair_name(initiator, option)
    wrong = list(unknown_names([option], names, "candidate"))
    faults += wrong
    return None if wrong else str(option)


def _reach_faults(ranking: Ranking, candidate: str | None, reach: object) -> Iterator[Fault]:
    if reach is None:
        return
    if not isinstance(reach, Mapping):
        yield Fault("reach", "no mapping", brief(reach), "{criterion: value}")
        return
    problem = ranking.problem
    yield from unknown_names(reach, problem.criterion_names, "criterion")
    ideal = getattr(ranking.method, "ideal", None)
    for j, criterion in enumerate(problem.criteria):
        if criterion.name not in reach:
            continue
        where, value = f"reach[{criterion.name!r}]", reach[criterion.name]
        sign = 1.0 if problem.benefit[j] else -1.0
        now = -sign * math.inf  # anything is better than that
        if candidate is not None:
            now = float(problem.matrix[problem.candidate_index(candidate), j])
        if not criterion.changeable:
            yield Fault(where, "the criterion cannot be changed")
        elif value is None:
            continue
        elif not finite(value) or not isinstance(value, (int, float, np.number)):
            yield Fault(where, "no finite number", brief(value), "a value in the criterion's unit")
        elif sign * value < sign * now:
            direction = "or more" if sign > 0 else "or less"
            yield Fault(where, "worse than it is", f"{value:g}", f"{now:g} {direction}")
        elif criterion.bounds is not None and not (
            criterion.bounds[0] <= value <= criterion.bounds[1]
        ):
            low, high = criterion.bounds
            yield Fault(where, "outside its bounds", f"{value:g}", f"{low:g} to {high:g}")
        elif ideal is not None and sign * value > sign * ideal[j]:
            yield Fault(where, "beyond the given ideal", f"{value:g}", f"{ideal[j]:g}")


def _given(
    ranking: Ranking, candidate: str, reach: Mapping[str, float | None]
) -> Iterator[tuple[str, float]]:
    """Yield what is said to be reachable; the present value for None."""
    problem = ranking.problem
    i = problem.candidate_index(candidate)
    for name, value in reach.items():
        now = float(problem.matrix[i, problem.criterion_index(name)])
        yield name, now if value is None else value


def _reach(ranking: Ranking, name: str, given: Mapping[str, float]) -> Reach:
    if name in given:
        return Reach(float(given[name]), "given")
    problem = ranking.problem
    j = problem.criterion_index(name)
    column = problem.matrix[:, j]
    return Reach(float(column.max() if problem.benefit[j] else column.min()), "best")


def _enough(
    found: Improvements, criteria: Sequence[str], reach: Mapping[str, Reach]
) -> Improvement | None:
    """Return the cheapest change of one criterion that reaches the rank, and can be reached."""
    single = [item for name in criteria if (item := found.single[name]) is not None]
    changes = [item for item in single if reach[item.criterion].covers(item)]
    if found.rank <= found.target_rank or not changes:
        return None
    return min(changes, key=lambda item: item.cost)


def _after(
    ranking: Ranking, i: int, sets: Sequence[Sequence[str]], reach: Mapping[str, Reach]
) -> tuple[list[int], list[float]]:
    """Return a candidate's rank and score after each set of criteria is brought to its reach."""
    problem = ranking.problem
    matrices = np.repeat(problem.matrix[None], len(sets), axis=0)
    for k, names in enumerate(sets):
        for name in names:
            matrices[k, i, problem.criterion_index(name)] = reach[name].value
    scores = np.stack([_scores(ranking, matrix) for matrix in matrices])
    ranks = core.ranks(scores, tie_tolerance=ranking.tie_tolerance)
    return ranks[:, i].tolist(), scores[:, i].tolist()


def _scores(ranking: Ranking, matrix: FloatArray) -> FloatArray:
    problem, method = ranking.problem, ranking.method
    bounds = None if np.isnan(problem.bounds).all() else problem.bounds
    scores = method.scores(matrix, ranking.weights.values, problem.benefit, bounds=bounds)
    return as_scores(scores, matrix.shape[:1], method)


def _lags(
    ranking: Ranking, candidate: str
) -> tuple[tuple[Lag, ...], str | None, Mapping[Language, str] | None]:
    """Return where a candidate loses, against whom, and why that cannot be told."""
    problem = ranking.problem
    i = problem.candidate_index(candidate)
    first = None if ranking.ranks[i] == 1 else ranking.best
    other: FloatArray
    try:
        if first is not None:
            contrast = ranking.contrast(first, candidate)
            losses, other = contrast.contributions, contrast.values_a
        else:
            losses, other = _short_of_best(ranking, i)
    except InputError:
        return (), first, unexplained(ranking.method.name)
    least = 1e-9 * float(np.abs(losses).sum())
    lags = [
        Lag(
            criterion=criterion.name,
            group=criterion.group,
            challenge=criterion.group == "challenges"
            or (criterion.group is None and criterion.direction == "cost"),
            value=float(problem.matrix[i, j]),
            other=float(other[j]),
            loss=float(losses[j]),
        )
        for j, criterion in enumerate(problem.criteria)
        if losses[j] > least
    ]
    return tuple(sorted(lags, key=lambda lag: -lag.loss)), first, None


def _short_of_best(ranking: Ranking, i: int) -> tuple[FloatArray, FloatArray]:
    """Return how far a candidate is from the best values, criterion by criterion, and these."""
    problem, details = ranking.problem, ranking.details
    matrix = problem.matrix
    best = np.where(problem.benefit, matrix.max(axis=0), matrix.min(axis=0))
    if "to_ideal" in details:
        ideal = getattr(ranking.method, "ideal", None)
        if ideal is not None:
            best = np.asarray(ideal, dtype=np.float64)
        elif getattr(ranking.method, "normalization", None) == "bounds":
            best = np.where(problem.benefit, problem.bounds[:, 1], problem.bounds[:, 0])
        return np.asarray(details["to_ideal"][i]), best
    if "contributions" in details:
        parts = details["contributions"]
        return np.asarray(parts.max(axis=0) - parts[i]), best
    raise InputError([Fault(f"method {ranking.method.name!r}", "its details have no parts")])
