"""What is known of a ranking besides itself: results that were given, and those computed here."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, TypeVar

import numpy as np

from kadmcdm._arrays import ReadOnlyDict
from kadmcdm.errors import Fault, InputError, quiet, raise_faults
from kadmcdm.judgments import GroupComparisons, GroupHierarchy, Hierarchy, PairwiseComparisons
from kadmcdm.methods import TOPSIS, WeightedProduct, WeightedSum, method_label, method_to_dict
from kadmcdm.partnership import FrameworkProblem, OptionProblem, ScreenResult
from kadmcdm.ranking import Ranking
from kadmcdm.robustness import (
    Acceptability,
    Diagnostics,
    Dominance,
    Improvements,
    JudgmentUncertainty,
    MethodComparison,
    Multiverse,
    PotentialWinners,
    RankReversal,
    SmallestChange,
    WeightStability,
    WeightSwings,
    compare_methods,
    diagnostics,
    dominance,
    improvements,
    rank_reversal,
    smaa,
    smallest_change,
    weight_stability,
    weight_swings,
)
from kadmcdm.weighting import AHPWeights, Weights

__all__ = [
    "KINDS",
    "SAMPLES",
    "SEED",
    "Evidence",
    "as_list",
    "gathered",
    "given_faults",
    "methods_of",
]

SAMPLES = 10_000
"""Weight vectors that a document draws where nobody gave an `Acceptability`."""

SEED = 1
"""Of those, so that the same document comes out every time."""

RIVALS = 2
"""Candidates after the first ones whose improvements are looked for."""

WORK = 20_000_000
"""Cells (m² n² for improvements, m² for reversal in hundreds) up to which these are computed."""

KINDS: tuple[type[Any], ...] = (
    Acceptability, WeightStability, WeightSwings, SmallestChange, MethodComparison, Multiverse,
    Improvements, RankReversal, Dominance, Diagnostics, PotentialWinners, JudgmentUncertainty,
    GroupComparisons, GroupHierarchy, Hierarchy, PairwiseComparisons, FrameworkProblem,
    OptionProblem, ScreenResult,
)  # fmt: skip
"""What `evidence=` may hold."""

JUDGMENTS = (PairwiseComparisons, Hierarchy, GroupComparisons, GroupHierarchy)
"""What weights may have come from."""

ROUNDED = 0.005
"""How far weights that somebody typed in may lie from those of the judgments behind them."""

MANY_WEIGHTS = (Acceptability, Multiverse, PotentialWinners)
"""Their weights are not those of one ranking."""

T = TypeVar("T")


@dataclass(frozen=True, slots=True, kw_only=True)
class Evidence:
    """Results by kind; `refused` names the kinds that the method does not support."""

    found: Mapping[type[Any], tuple[Any, ...]] = field(default_factory=dict)
    refused: frozenset[type[Any]] = frozenset()
    too_large: frozenset[type[Any]] = frozenset()

    def one(self, kind: type[T]) -> T | None:
        """Return the result of a kind, None where there is none."""
        some = self.found.get(kind, ())
        return some[0] if some else None

    def all(self, kind: type[T]) -> tuple[T, ...]:
        """Return all results of a kind."""
        return self.found.get(kind, ())


def as_list(evidence: object, faults: list[Fault]) -> list[Any]:
    """Return what was given as a list; add a fault where it is none."""
    if isinstance(evidence, (list, tuple)):
        return list(evidence)
    expected = "a list of results, such as [kd.smaa(...)]"
    faults.append(Fault("evidence", "no list", type(evidence).__name__, expected))
    return []


def given_faults(ranking: Ranking, given: Sequence[Any]) -> Iterator[Fault]:
    """Yield a fault for evidence of no known kind, of another problem, method or weights."""
    seen: dict[type[Any], int] = {}
    several = (Improvements, PairwiseComparisons, ScreenResult)
    for number, item in enumerate(given, 1):
        where = f"evidence number {number} ({type(item).__name__})"
        if not isinstance(item, KINDS):
            expected = ", ".join(kind.__name__ for kind in KINDS)
            yield Fault(where, "no such evidence is known", expected=expected)
            continue
        if type(item) in seen and not isinstance(item, several):
            yield Fault(where, "given twice", expected=f"one {type(item).__name__}")
        seen[type(item)] = number
        yield from _belongs(ranking, item, where)


def _belongs(ranking: Ranking, item: Any, where: str) -> Iterator[Fault]:
    problem = ranking.problem
    digest = getattr(item, "digest", None)
    if isinstance(item, (FrameworkProblem, OptionProblem)):
        digest = item.problem.digest
    if digest is not None and digest != problem.digest:
        hint = "its candidates, criteria or figures differ from the ranking's"
        got, own = f"digest {digest[:12]}", f"digest {problem.digest[:12]}"
        yield Fault(where, "it belongs to another problem", got, own, hint)
        return
    names = _judged_names(item)
    strangers = [name for name in names if name not in problem.criterion_names]
    if strangers and (len(strangers) == len(names) or isinstance(item, JudgmentUncertainty)):
        got, expected = ", ".join(strangers), ", ".join(problem.criterion_names)
        yield Fault(where, "it belongs to another problem", got, expected)
    method = getattr(item, "method", None)
    if method is not None:
        told = dict(method) if isinstance(method, Mapping) else method_to_dict(method)
        own_method = method_to_dict(ranking.method)
        if told != own_method and not isinstance(item, (Diagnostics, PotentialWinners)):
            yield Fault(where, "it was made with another method", str(told), str(own_method))
    weights = getattr(item, "weights", None)
    values = weights.values if isinstance(weights, Weights) else weights
    if isinstance(values, np.ndarray) and not isinstance(item, MANY_WEIGHTS):
        own_weights = ranking.weights.values
        if values.shape != own_weights.shape or not np.allclose(values, own_weights, atol=1e-9):
            yield Fault(where, "it was made with other weights")
    if isinstance(item, JUDGMENTS) and _judged_otherwise(ranking, item):
        hint = "give the judgments that the weights came from"
        yield Fault(where, "its judgments say other weights than the ranking's", hint=hint)


def _judged_otherwise(ranking: Ranking, item: Any) -> bool:
    """Return whether judgments on all criteria say other weights than those of the ranking."""
    weights = ranking.weights
    if weights.scheme == "CombinedWeights":
        return False
    by_ahp = weights.scheme == "AHPWeights"
    keys = ("prioritization", "aggregation", "mean")
    given = {key: weights.details[key] for key in keys if by_ahp and key in weights.details}
    with quiet():  # of judgments that contradict
        try:
            judged = AHPWeights(item, **given).weigh(ranking.problem)
        except InputError:  # not on all of them
            return False
    near = 1e-9 if by_ahp else ROUNDED
    return not np.allclose(judged.values, weights.values, rtol=0, atol=near)


def _judged_names(item: Any) -> tuple[str, ...]:
    """Return what is compared in judgments, criteria unless they are of inner nodes."""
    if isinstance(item, (Hierarchy, GroupHierarchy)):
        return tuple(item.leaves)
    if isinstance(item, (JudgmentUncertainty, GroupComparisons)):
        return tuple(item.names)
    return ()


def gathered(ranking: Ranking, given: Sequence[Any], *, short: bool, closed: bool) -> Evidence:
    """Return the evidence that was given, completed by what is exact and quick to compute.

    A short document needs the shares alone; a closed one, which has cells that are not for others,
    leaves out what speaks of candidates criterion by criterion.
    """
    found: dict[type[Any], tuple[Any, ...]] = {}
    for item in given:
        found[type(item)] = (*found.get(type(item), ()), item)
    refused: set[type[Any]] = set()
    large: set[type[Any]] = set()
    problem, weights, method = ranking.problem, ranking.weights, ranking.method

    def add(kind: type[Any], make: Callable[[], Any]) -> None:
        if kind in found:
            return
        try:
            made = make()
        except InputError:
            refused.add(kind)
            return
        found[kind] = made if isinstance(made, tuple) else (made,)

    add(Acceptability, lambda: _shares(ranking))
    if short:
        return Evidence(found=ReadOnlyDict(found), refused=frozenset(refused))
    m, n = problem.matrix.shape
    others = len(ranking.order) > len(ranking.winners)
    if m > 1:
        add(MethodComparison, lambda: methods_of(ranking))
        if m * m * m * n <= WORK:
            add(RankReversal, lambda: rank_reversal(problem, weights, method))
        elif RankReversal not in found:
            large.add(RankReversal)
    if closed:
        for kind in CLOSED:
            found.pop(kind, None)
        return Evidence(
            found=ReadOnlyDict(found), refused=frozenset(refused), too_large=frozenset(large)
        )
    add(Diagnostics, lambda: _diagnosed(ranking))
    add(Dominance, lambda: dominance(problem))
    if m > 1:
        add(WeightStability, lambda: weight_stability(problem, weights, method))
        add(WeightSwings, lambda: weight_swings(ranking))
        add(SmallestChange, lambda: smallest_change(problem, weights, method))
    if others and m * m * n * n <= WORK // 10:
        first = len(ranking.winners)
        rivals = ranking.order[first : first + RIVALS]
        add(Improvements, lambda: tuple(improvements(ranking, name) for name in rivals))
    elif others and Improvements not in found:
        large.add(Improvements)
    return Evidence(
        found=ReadOnlyDict(found), refused=frozenset(refused), too_large=frozenset(large)
    )


CLOSED: tuple[type[Any], ...] = (
    Diagnostics, Dominance, WeightStability, WeightSwings, SmallestChange, Improvements,
    PotentialWinners, Multiverse,
)  # fmt: skip
"""What would let a reader work back to cells that are left out."""


def _shares(ranking: Ranking) -> Acceptability:
    return smaa(
        ranking.problem,
        None,
        ranking.method,
        measures=("rank_acceptability", "expected_ranks", "central_weights", "pairwise_winning"),
        n_samples=SAMPLES,
        rng=SEED,
    )


def methods_of(ranking: Ranking) -> MethodComparison:
    """Compare the method with the usual ones that take these figures."""
    methods = {method_label(ranking.method): ranking.method}
    usual = (
        TOPSIS(), WeightedSum(), WeightedSum("minmax"), WeightedProduct(), WeightedProduct("vector")
    )  # fmt: skip
    for method in usual:
        if any(name.startswith(method.name) for name in methods):
            continue
        try:
            compare_methods(ranking.problem, ranking.weights, [method])
        except InputError:
            continue
        methods[method_label(method)] = method
    if len(methods) == 1:
        raise_faults([Fault("methods", "no other method takes these figures")])
    return compare_methods(ranking.problem, ranking.weights, list(methods.values()))


def _diagnosed(ranking: Ranking) -> Diagnostics:
    try:
        return diagnostics(ranking.problem, ranking.weights, ranking.method)
    except InputError:  # a method that does not say its weighted values
        return diagnostics(ranking.problem)
