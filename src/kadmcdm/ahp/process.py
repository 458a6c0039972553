"""The Analytic Hierarchy Process as a ranking method: a hierarchy, and what its leaves say."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any, NamedTuple, get_args

import numpy as np

from kadmcdm._arrays import ReadOnlyDict, cell
from kadmcdm._typing import FloatArray, Prioritization, RandomIndex, Synthesis
from kadmcdm.ahp.leaves import (
    KINDS,
    Leaf,
    MeasuredLeaf,
    RatedLeaf,
    candidate_faults,
    candidates_of,
    kind_faults,
    stranger_faults,
)
from kadmcdm.core.ordering import TIE_TOLERANCE
from kadmcdm.core.pairwise import PRIORITIZATIONS
from kadmcdm.errors import (
    Fault,
    InputError,
    choice_fault,
    did_you_mean,
    prefixed,
    raise_faults,
    unknown_names,
)
from kadmcdm.judgments import Hierarchy, PairwiseComparisons, Priorities
from kadmcdm.methods import AHPSynthesis
from kadmcdm.problem import Criterion, DecisionProblem
from kadmcdm.ranking import Ranking, rank
from kadmcdm.weighting import AHPWeights

__all__ = ["AHP"]


@dataclass(frozen=True, slots=True, eq=False)
class AHP:
    """The Analytic Hierarchy Process from the judgments to the ranking.

    Parameters
    ----------
    hierarchy : Hierarchy
        Its global weights say how much each leaf counts.
    leaves : mapping of str to PairwiseComparisons, RatedLeaf or MeasuredLeaf
        How the candidates do at each leaf: compared pair by pair, graded on a scale, or measured by
        a criterion of the problem; mixed freely. A leaf left out, and called like a criterion of
        the problem, is measured by it.
    synthesis : "distributive" or "ideal"
        Distributive: each leaf's values are divided by their sum over the candidates. Ideal: by
        the largest of them; ratings by the top of their scale, whether or not anybody has it.
    prioritization, random_index
        See `PairwiseComparisons.priorities`; for the hierarchy and the leaves alike.

    Raises
    ------
    InputError
        Listing every fault: leaves that the hierarchy has not (with the closest one), a leaf
        measured in two ways, candidates that not all leaves know; `rank` names what the problem
        lacks.

    Examples
    --------
    >>> import kadmcdm as kd
    >>> hierarchy = kd.Hierarchy.from_dict({
    ...     "goal": "partner",
    ...     "tree": {"gain": {"water": {}, "will": {}}, "distance": {}},
    ...     "comparisons": {
    ...         "partner": [["gain", "distance", 3]],
    ...         "gain": [["water", "will", "3/2"]],
    ...     },
    ... })
    >>> regions = ["Tuban", "Ngawi"]
    >>> problem = kd.DecisionProblem([kd.Criterion("distance", "cost")], regions, [[35], [55]])
    >>> ahp = kd.AHP(
    ...     hierarchy,
    ...     {
    ...         "water": kd.PairwiseComparisons(regions, {("Ngawi", "Tuban"): 3}),
    ...         "will": kd.RatedLeaf({"firm": 5, "vague": 1}, {"Tuban": "firm", "Ngawi": "vague"}),
    ...     },
    ...     synthesis="ideal",
    ... )
    >>> print(ahp.rank(problem).explain("Tuban"))
    Tuban: rank 1, score 0.700
    criterion  direction         value  normalized  weight  contribution
    ---------  ----------------  -----  ----------  ------  ------------
    water      higher is better   0.25       0.333   0.450         0.150
    will       higher is better      5       1.000   0.300         0.300
    distance   lower is better      35       1.000   0.250         0.250
    <BLANKLINE>
    node     contribution
    -------  ------------
    partner         0.700
    gain            0.450

    References
    ----------
    .. [1] Saaty, T. L. (1980). The Analytic Hierarchy Process. McGraw-Hill.
    .. [2] Belton, V. and Gear, T. (1983). On a short-coming of Saaty's method of analytic
       hierarchies. Omega 11(3), 228-230.
    """

    hierarchy: Hierarchy
    leaves: Mapping[str, Leaf] = field(default_factory=dict)
    synthesis: Synthesis = field(default="distributive", kw_only=True)
    prioritization: Prioritization = field(default="eigenvector", kw_only=True)
    random_index: RandomIndex = field(default="alonso-lamata-2006", kw_only=True)

    def __post_init__(self) -> None:
        faults = list(choice_fault("AHP.synthesis", self.synthesis, get_args(Synthesis)))
        faults += choice_fault("AHP.prioritization", self.prioritization, PRIORITIZATIONS)
        if not isinstance(self.hierarchy, Hierarchy):
            got = type(self.hierarchy).__name__
            faults.append(Fault("AHP.hierarchy", "no hierarchy", got, "kd.Hierarchy"))
        if not isinstance(self.leaves, Mapping):
            got = type(self.leaves).__name__
            faults.append(Fault("AHP.leaves", "no mapping", got, f"{{leaf: {KINDS}}}"))
        raise_faults(faults)
        faults += unknown_names(self.leaves, self.hierarchy.leaves, "leaf")
        for leaf, given in self.leaves.items():
            faults += kind_faults(leaf, given)
        faults += candidate_faults(candidates_of(self.leaves))
        raise_faults(faults)
        object.__setattr__(self, "leaves", ReadOnlyDict(self.leaves))

    def rank(
        self, problem: DecisionProblem | None = None, *, tie_tolerance: float = TIE_TOLERANCE
    ) -> Ranking:
        """Rank the candidates.

        Parameters
        ----------
        problem : DecisionProblem, optional
            Needed where a leaf is measured. Its candidates are those of the other leaves.
        tie_tolerance : float
            See `kadmcdm.rank`.

        Returns
        -------
        Ranking
            Its problem has a criterion per leaf: priorities, the values of grades, and what was
            measured, as it was. Its weights are the global ones; their details say how each leaf
            was measured, the consistency ratios and missing pairs of its comparisons, and which
            criteria of the problem no leaf uses. ``explain(candidate).nodes`` are the parts of the
            score by node.

        Raises
        ------
        InputError
            Listing every fault: leaves without a measurement, unknown criteria, candidates that
            the problem or the leaves have not, negative values, and values of a cost that are not
            above 0 (unless all are 0).

        Warns
        -----
        KadmcdmWarning
            For each node and leaf whose consistency ratio is above 0.10.
        """
        if problem is not None and not isinstance(problem, DecisionProblem):
            got = type(problem).__name__
            raise InputError([Fault("problem", "no DecisionProblem", got)])
        faults: list[Fault] = []
        known = list(candidates_of(self.leaves).values())
        if problem is not None and known:
            faults += stranger_faults(known[0], problem.candidate_names)
        given = _measurements(self.hierarchy, self.leaves, problem, faults)
        judged = self._judged(given, faults)
        raise_faults(faults)
        candidates = known[0] if problem is None else problem.candidate_names
        columns = [
            _column(leaf, how, judged.get(leaf), candidates, problem) for leaf, how in given.items()
        ]
        one_a_leaf = _problem(self.hierarchy.goal, given, columns, candidates, problem)
        tops = [column.top for column in columns]
        ideal = self.synthesis == "ideal" and any(top is not None for top in tops)
        method = AHPSynthesis(
            self.synthesis, tops=tops if ideal else None, nodes=_columns_of(self.hierarchy)
        )
        scheme = AHPWeights(self.hierarchy, self.prioritization, self.random_index)
        weights = scheme.weigh(one_a_leaf)
        details = {**weights.details, **_details(given, judged, problem)}
        weights = replace(weights, details=details)
        return rank(one_a_leaf, weights, method, tie_tolerance=tie_tolerance)

    def _judged(self, given: Mapping[str, Leaf], faults: list[Fault]) -> dict[str, Priorities]:
        """Return what the comparisons at the leaves, of candidates or of grades, amount to."""
        judged = {}
        for leaf, how in given.items():
            said = how.scale if isinstance(how, RatedLeaf) else how
            if isinstance(said, PairwiseComparisons):
                try:
                    judged[leaf] = said.priorities(
                        self.prioritization, self.random_index, node=leaf
                    )
                except InputError as error:
                    faults += prefixed(f"leaf {leaf!r}", error.faults)
        return judged


class _Column(NamedTuple):
    """A leaf as a criterion: its values, and the top of its scale where it has one."""

    criterion: Criterion
    values: FloatArray
    top: float | None = None


def _column(
    leaf: str,
    how: Leaf,
    judged: Priorities | None,
    candidates: Sequence[str],
    problem: DecisionProblem | None,
) -> _Column:
    """Return what a leaf says of the candidates."""
    if isinstance(how, MeasuredLeaf):
        assert problem is not None
        j = problem.criterion_index(how.criterion)
        return _Column(replace(problem.criteria[j], name=leaf), problem.matrix[:, j])
    worth: Any = how.scale if isinstance(how, RatedLeaf) else None
    if judged is not None:
        worth = dict(zip(judged.names, judged.values, strict=True))
    if not isinstance(how, RatedLeaf):
        return _Column(Criterion(leaf, "benefit"), np.array([worth[name] for name in candidates]))
    values = np.array([worth[how.grades[name]] for name in candidates], dtype=np.float64)
    return _Column(Criterion(leaf, "benefit"), values, float(max(worth.values())))


def _problem(
    goal: str,
    given: Mapping[str, Leaf],
    columns: Sequence[_Column],
    candidates: Sequence[str],
    problem: DecisionProblem | None,
) -> DecisionProblem:
    """Return the problem with one criterion per leaf."""
    criteria = [column.criterion for column in columns]
    matrix = np.column_stack([column.values for column in columns])
    if problem is None:
        return DecisionProblem(criteria, candidates, matrix, title=goal)
    done = problem.preparation
    if done is not None and done.internal:  # what stays out of documents goes by the leaf's name
        measured = [(leaf, how) for leaf, how in given.items() if isinstance(how, MeasuredLeaf)]
        cells = [
            (who, leaf)
            for who, name in done.internal
            for leaf, how in measured
            if how.criterion == name
        ]
        done = replace(done, internal=tuple(cells))
    return DecisionProblem(
        criteria,
        [item if item.label or item.attributes else item.name for item in problem.candidates],
        matrix,
        title=problem.title or goal,
        question=problem.question,
        notes=problem.notes,
        preparation=done,
    )


def _columns_of(hierarchy: Hierarchy) -> dict[str, tuple[int, ...]]:
    """Return the leaves' numbers under every node, parents first."""
    children = hierarchy.nodes
    at = {leaf: (k,) for k, leaf in enumerate(hierarchy.leaves)}

    def below(name: str) -> tuple[int, ...]:
        return at.get(name) or tuple(k for child in children[name] for k in below(child))

    return {node: below(node) for node in children}


def _details(
    given: Mapping[str, Leaf], judged: Mapping[str, Priorities], problem: DecisionProblem | None
) -> dict[str, Any]:
    """Return what the weights have to say of the leaves."""
    kinds = {"compared": PairwiseComparisons, "rated": RatedLeaf, "measured": MeasuredLeaf}
    used = {how.criterion for how in given.values() if isinstance(how, MeasuredLeaf)}
    names = () if problem is None else problem.criterion_names
    return {
        "leaves": {
            leaf: next(word for word, kind in kinds.items() if isinstance(how, kind))
            for leaf, how in given.items()
        },
        "leaf_consistency_ratios": {leaf: p.consistency_ratio for leaf, p in judged.items()},
        "leaf_missing_pairs": {leaf: p.missing for leaf, p in judged.items()},
        "unused_criteria": [name for name in names if name not in used],
    }


def _measurements(
    hierarchy: Hierarchy,
    leaves: Mapping[str, Leaf],
    problem: DecisionProblem | None,
    faults: list[Fault],
) -> dict[str, Leaf]:
    """Return how each leaf is measured, by default by the criterion of its name."""
    names = () if problem is None else problem.criterion_names
    given: dict[str, Leaf] = {}
    for leaf in hierarchy.leaves:
        if leaf in leaves:
            given[leaf] = leaves[leaf]
        elif leaf in names:
            given[leaf] = MeasuredLeaf(leaf)
        else:
            hint = did_you_mean(leaf, names) or "compare or rate the candidates, or give a problem"
            what = "nothing says how the candidates do there"
            faults.append(Fault(f"leaf {leaf!r}", what, expected=KINDS, hint=hint))
            continue
        how = given[leaf]
        if isinstance(how, MeasuredLeaf):
            faults += _measured_faults(leaf, how.criterion, problem)
    return given


def _measured_faults(leaf: str, criterion: str, problem: DecisionProblem | None) -> Iterator[Fault]:
    if problem is None:
        hint = "give the problem to rank(problem)"
        yield Fault(f"leaf {leaf!r}", "there is no problem to measure it by", hint=hint)
        return
    if criterion not in problem.criterion_names:
        yield from prefixed(
            f"leaf {leaf!r}", unknown_names([criterion], problem.criterion_names, "criterion")
        )
        return
    j = problem.criterion_index(criterion)
    column = problem.matrix[:, j]
    cost = problem.directions[j] == "cost"
    what = "AHP takes no negative value: it compares in proportion"
    bad = column < 0
    if cost and column.any():
        what = "AHP takes no value <= 0 of a cost: it divides by the value"
        bad = column <= 0
    for i in np.flatnonzero(bad):
        yield Fault(
            cell(problem.candidate_names[i], criterion),
            what,
            got=f"{column[i]:g}",
            expected="more than 0" if cost else "0 or more",
            hint="compare or rate the candidates there",
        )
