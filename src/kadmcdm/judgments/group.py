"""Groups of assessors at one node: judgments pooled, priorities averaged, consensus."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any, Literal, NamedTuple, TypeAlias, get_args

import numpy as np

from kadmcdm import core
from kadmcdm._arrays import ReadOnlyDict, as_items, items_of, read_only
from kadmcdm._provenance import Portable, check_keys, reading
from kadmcdm._table import Display, Table
from kadmcdm._typing import JSON, FloatArray, Language, Prioritization, RandomIndex
from kadmcdm.core.pairwise import PRIORITIZATIONS
from kadmcdm.errors import (
    Fault,
    InputError,
    brief,
    choice_fault,
    name_faults,
    prefixed,
    quiet,
    raise_faults,
    unknown_names,
)
from kadmcdm.judgments.comparisons import RECIPROCAL_TOLERANCE, PairwiseComparisons, pairs_of
from kadmcdm.judgments.consensus import Consensus
from kadmcdm.judgments.layouts import named, table_rows, tolerance_faults
from kadmcdm.judgments.priorities import Priorities
from kadmcdm.judgments.values import off_scale

__all__ = ["Aggregation", "GroupComparisons", "Mean"]

Aggregation: TypeAlias = Literal["AIJ", "AIP"]
"""Of individual judgments, for a group that acts as one; or of individual priorities."""

Mean: TypeAlias = Literal["geometric", "arithmetic"]


@dataclass(frozen=True, eq=False, init=False, slots=True)
class GroupComparisons(Portable, Display):
    """What several assessors said of the same pairs. Row dominates column.

    Parameters
    ----------
    comparisons : mapping of str to PairwiseComparisons
        By assessor, all of the same names; pairs may be missing.
    power : mapping of str to float, optional
        Voting power, one per assessor, not negative, not all 0; the same for all when left out.
    roles : mapping of str to str, optional
        What assessors are: "Bappeda", "Sekda".

    Attributes
    ----------
    names, assessors : tuple of str
    matrices : (K, n, n) array
        Read-only, reciprocal; NaN where a pair is missing.
    power : (K,) array
        As given.
    roles : mapping of str to str
    notes : mapping of str to tuple of str
        By assessor, what was read otherwise than typed, and judgments off the scale.
    comparisons : dict of str to PairwiseComparisons

    Raises
    ------
    InputError
        Listing every fault: assessors who compared other things, power for unknown assessors or of
        no size.

    Examples
    --------
    >>> import kadmcdm as kd
    >>> said = {"Ani": 2, "Budi": 3, "Citra": 4}
    >>> group = kd.GroupComparisons({
    ...     who: kd.PairwiseComparisons(["cost", "reach"], {("cost", "reach"): value})
    ...     for who, value in said.items()
    ... })
    >>> print(group.pooled().describe())
    cost is preferred 2.8845 times to reach
    """

    names: tuple[str, ...]
    assessors: tuple[str, ...]
    matrices: FloatArray
    power: FloatArray
    roles: Mapping[str, str]
    notes: Mapping[str, tuple[str, ...]]

    _json_fields = {
        "names": tuple[str, ...],
        "judgments": Mapping[str, tuple[tuple[str, str, float], ...]],
        "power": Mapping[str, float],
        "roles": Mapping[str, str],
        "notes": Mapping[str, tuple[str, ...]],
    }

    def __init__(
        self,
        comparisons: Mapping[str, PairwiseComparisons],
        power: Mapping[str, float] | None = None,
        *,
        roles: Mapping[str, str] | None = None,
    ) -> None:
        if not isinstance(comparisons, Mapping) or not comparisons:
            got = brief(comparisons) if not isinstance(comparisons, Mapping) else "nobody"
            expected = "{assessor: PairwiseComparisons}"
            raise InputError([Fault("comparisons", "no assessors", got, expected)])
        faults = list(name_faults(comparisons, "assessor"))
        first: PairwiseComparisons | None = None
        for who, given in comparisons.items():
            if not isinstance(given, PairwiseComparisons):
                got = type(given).__name__
                faults.append(
                    Fault(f"assessor {who!r}", "no comparisons", got, "PairwiseComparisons")
                )
                continue
            first = first or given
            if set(given.names) != set(first.names):
                faults.append(
                    Fault(
                        f"assessor {who!r}",
                        "other things are compared than by the first assessor",
                        got=", ".join(given.names),
                        expected=", ".join(first.names),
                    )
                )
        faults += power_faults(comparisons, power, roles)
        raise_faults(faults)
        assert first is not None
        matrices = np.stack([given.select(first.names).matrix for given in comparisons.values()])
        notes = {who: given.notes for who, given in comparisons.items() if given.notes}
        self._set(first.names, tuple(comparisons), matrices, power, roles, notes)

    def _set(
        self,
        names: Sequence[str],
        assessors: Sequence[str],
        matrices: FloatArray,
        power: Mapping[str, float] | None,
        roles: Mapping[str, str] | None,
        notes: Mapping[str, tuple[str, ...]],
    ) -> None:
        votes = [1.0 if power is None else float(power[who]) for who in assessors]
        object.__setattr__(self, "names", tuple(names))
        object.__setattr__(self, "assessors", tuple(assessors))
        object.__setattr__(self, "matrices", read_only(matrices))
        object.__setattr__(self, "power", read_only(votes, np.float64))
        object.__setattr__(self, "roles", ReadOnlyDict(roles or {}))
        object.__setattr__(self, "notes", ReadOnlyDict(notes))

    @classmethod
    def from_matrices(
        cls,
        names: Sequence[str],
        matrices: Any,
        assessors: Sequence[str] | None = None,
        power: Sequence[float] | None = None,
        *,
        roles: Mapping[str, str] | None = None,
        reciprocal_tolerance: float = RECIPROCAL_TOLERANCE,
    ) -> GroupComparisons:
        """Read many matrices at once; row dominates column.

        They are checked in a few vectorized passes.

        Parameters
        ----------
        names : sequence of str
        matrices : (K, n, n) array-like of numbers
            One per assessor; [i, j] says how many times i is preferred to j. NaN at both places of
            a pair that one did not judge.
        assessors : sequence of str, optional
            ``"assessor 1"``, ... when left out.
        power : sequence of K floats, optional
        roles : mapping of str to str, optional
        reciprocal_tolerance : float
            How far [i, j] times [j, i] may be from 1; the upper triangle is kept.

        Returns
        -------
        GroupComparisons

        Raises
        ------
        InputError
            Listing every fault by assessor and pair: values that are not positive or not finite,
            pairs that are not reciprocal, a diagonal that is not 1; the first hundred of them.

        Examples
        --------
        >>> import kadmcdm as kd
        >>> group = kd.GroupComparisons.from_matrices(
        ...     ["cost", "reach"], [[[1, 2], [0.5, 1]], [[1, 8], [0.125, 1]]], ["Ani", "Budi"]
        ... )
        >>> group.aggregate()["cost"], round(group.aggregate("AIP", mean="arithmetic")["cost"], 3)
        (0.8, 0.778)
        """
        names = items_of(names, "names", "a list of names")
        faults = [*name_faults(names, "item"), *tolerance_faults(reciprocal_tolerance)]
        try:
            a = np.array(matrices, dtype=np.float64)
        except Exception:  # an object may fail in a way of its own
            faults.append(Fault("matrices", "no array of numbers", expected="numbers, no text"))
            raise InputError(faults) from None
        n = len(names)
        if a.ndim != 3 or a.shape[1:] != (n, n) or not len(a) or not n:
            expected = f"(K, {n}, {n}): a matrix per assessor"
            raise InputError([*faults, Fault("matrices", "wrong shape", str(a.shape), expected)])
        numbered = [f"assessor {k + 1}" for k in range(len(a))]
        who = numbered if assessors is None else list(as_items(assessors) or ())
        if len(who) != len(a):
            faults.append(Fault("assessors", "not one per matrix", str(len(who)), str(len(a))))
        votes_given = None if power is None else as_items(power) or ()
        if votes_given is not None and len(votes_given) != len(a):
            faults.append(Fault("power", "not one per matrix", str(len(votes_given)), str(len(a))))
        faults += name_faults(who, "assessor")
        raise_faults(faults)
        votes = None if votes_given is None else dict(zip(who, votes_given, strict=True))
        faults += power_faults(who, votes, roles)
        raise_faults([*faults, *_matrix_faults(a, names, who, reciprocal_tolerance)])
        above = np.triu_indices(n, 1)
        a[:, above[1], above[0]] = 1.0 / a[:, above[0], above[1]]
        a[:, range(n), range(n)] = 1.0
        made = object.__new__(cls)
        notes: dict[str, tuple[str, ...]] = {}
        for k, i, j in np.argwhere(np.triu(np.abs(np.log(a)) > np.log(9.0) + 1e-9)):
            said = f"{named((names[i], names[j]))}: {off_scale(a[k, i, j])}"
            notes[who[k]] = (*notes.get(who[k], ()), said)
        made._set(names, who, a, votes, roles, notes)
        return made

    @classmethod
    def from_frame(
        cls,
        frame: Any,
        power: Mapping[str, float] | None = None,
        *,
        names: Sequence[str] | None = None,
        roles: Mapping[str, str] | None = None,
    ) -> GroupComparisons:
        """Read a long data frame, a row per assessor and pair; the first dominates the second.

        Parameters
        ----------
        frame : pandas, polars or pyarrow table
            Columns ``assessor``, ``first``, ``second`` and ``judgment``: how many times the first
            is preferred to the second. Empty judgments are missing pairs.
        power, roles
            See the class.
        names : sequence of str, optional
            The order of the items; else as they stand in the frame.

        Returns
        -------
        GroupComparisons

        Raises
        ------
        InputError
            For missing columns, and by assessor for whatever `PairwiseComparisons` refuses.

        Examples
        --------
        >>> import pandas as pd
        >>> import kadmcdm as kd
        >>> frame = pd.DataFrame(
        ...     [["Ani", "cost", "reach", "3"], ["Budi", "reach", "cost", "1/5"]],
        ...     columns=["assessor", "first", "second", "judgment"],
        ... )
        >>> kd.GroupComparisons.from_frame(frame).matrices[:, 0, 1].tolist()
        [3.0, 5.0]
        """
        lines = table_rows(frame, ("assessor", "first", "second", "judgment"), "frame")
        found = list(names or dict.fromkeys(name for _, a, b, _ in lines for name in (a, b)))
        said: dict[Any, dict[tuple[str, str], Any]] = {}
        faults = []
        for who, a, b, judgment in lines:
            pairs = said.setdefault(who, {})
            if (a, b) in pairs:
                faults.append(Fault(f"assessor {who!r}, {named((a, b))}", "given twice"))
            if judgment is not None:
                pairs[a, b] = judgment
        comparisons = {}
        for who, pairs in said.items():
            try:
                comparisons[who] = PairwiseComparisons(found, pairs)
            except InputError as error:
                faults += prefixed(f"assessor {who!r}", error.faults)
        raise_faults(faults)
        return cls(comparisons, power, roles=roles)

    @property
    def comparisons(self) -> dict[str, PairwiseComparisons]:
        """What each assessor said."""
        return {
            who: PairwiseComparisons._of(self.names, matrix, self.notes.get(who, ()))
            for who, matrix in zip(self.assessors, self.matrices, strict=True)
        }

    def pooled(self) -> PairwiseComparisons:
        """Return the group's judgments: the geometric mean of each pair, weighted by power (AIJ).

        A pair is the mean over those who judged it, and missing where nobody with any power did.

        Returns
        -------
        PairwiseComparisons

        References
        ----------
        .. [1] Aczél, J. and Saaty, T. L. (1983). Procedures for synthesizing ratio judgements.
           Journal of Mathematical Psychology 27(1), 93-102.
        """
        return PairwiseComparisons._of(self.names, core.pooled(self.matrices, self.power))

    def aggregate(
        self,
        rule: Aggregation = "AIJ",
        *,
        mean: Mean = "geometric",
        prioritization: Prioritization = "eigenvector",
        random_index: RandomIndex = "alonso-lamata-2006",
        node: str | None = None,
    ) -> Priorities:
        """Return the group's priorities.

        Parameters
        ----------
        rule : str
            ``"AIJ"`` aggregates judgments, for a group that acts as one; ``"AIP"`` aggregates the
            assessors' own priorities, for individuals who keep their own view [1]_.
        mean : str
            ``"geometric"``, or for AIP also ``"arithmetic"``; weighted by power.
        prioritization, random_index, node
            See `PairwiseComparisons.priorities`.

        Returns
        -------
        Priorities
            Of AIP with NaN for lambda_max and the consistency index, and no consistency ratio:
            averages of priorities have no judgments that could contradict. `consensus` has each
            assessor's own.

        Raises
        ------
        InputError
            For an unknown rule; AIJ with arithmetic means, which are not reciprocal (of 9 and 1/9
            they are 4.56 on both sides); judgments that fall apart: the pooled ones, or under AIP
            anybody's, naming the assessor.

        Warns
        -----
        KadmcdmWarning
            When the consistency ratio of the pooled judgments is above 0.10.

        Examples
        --------
        >>> import kadmcdm as kd
        >>> one = kd.PairwiseComparisons(["cost", "reach"], {("cost", "reach"): 9})
        >>> other = kd.PairwiseComparisons(["cost", "reach"], {("reach", "cost"): 9})
        >>> group = kd.GroupComparisons({"Ani": one, "Budi": other}, {"Ani": 3, "Budi": 1})
        >>> group.aggregate()["cost"], group.aggregate("AIP", mean="arithmetic")["cost"]
        (0.75, 0.7)

        References
        ----------
        .. [1] Forman, E. and Peniwati, K. (1998). Aggregating individual judgments and priorities
           with the Analytic Hierarchy Process. European Journal of Operational Research 108(1),
           165-169.
        """
        faults = [*rule_faults(rule, mean)]
        faults += choice_fault("prioritization", prioritization, PRIORITIZATIONS)
        raise_faults(faults)
        if rule == "AIJ":
            return self.pooled().priorities(prioritization, random_index, node=node)
        core.random_index(len(self.names), random_index)  # not used, but checked
        own = self.priorities(prioritization)
        counted = self.power > 0
        for who, values, votes in zip(self.assessors, own, counted, strict=True):
            if votes and np.isnan(values[0]):
                hint = f"leave out on purpose with without({who!r}), or aggregate judgments (AIJ)"
                apart = self.comparisons[who]._connection_faults()[0]
                what = "the judgments don't connect all items, so that there are no own priorities"
                faults.append(Fault(f"assessor {who!r}", what, apart.got, hint=hint))
        raise_faults(list(prefixed(f"node {node!r}", faults)) if node else faults)
        values = averaged(own[counted], self.power[counted], mean)
        return Priorities(
            names=self.names,
            values=values,
            prioritization=prioritization,
            lambda_max=np.nan,
            consistency_index=np.nan,
            consistency_ratio=None,
            random_index=np.nan,
            random_index_name="",
            missing=len(self.pooled().missing),
            aggregation=f"AIP, {mean} mean",
        )

    def priorities(self, prioritization: Prioritization = "eigenvector") -> FloatArray:
        """Return each assessor's own priorities.

        Parameters
        ----------
        prioritization : str
            See `PairwiseComparisons.priorities`.

        Returns
        -------
        (K, n) array
            NaN for an assessor whose judgments don't connect all items.

        Raises
        ------
        InputError
            For an unknown prioritization.
        """
        raise_faults(list(choice_fault("prioritization", prioritization, PRIORITIZATIONS)))
        if prioritization == "geometric_mean":
            return core.least_squares_vector(self.matrices)
        whole = core.complete(self.matrices)
        known = ~np.isnan(whole[:, 0, 0])
        values = np.full((len(whole), len(self.names)), np.nan)
        values[known] = core.priority_vector(whole[known], prioritization)
        return values

    def consensus(
        self,
        prioritization: Prioritization = "eigenvector",
        random_index: RandomIndex = "alonso-lamata-2006",
    ) -> Consensus:
        """Return how far the assessors agree, and each one's priorities and consistency.

        Parameters
        ----------
        prioritization, random_index
            See `PairwiseComparisons.priorities`.

        Returns
        -------
        Consensus

        Raises
        ------
        InputError
            For an unknown prioritization or random index.
        """
        missing = np.isnan(self.matrices).sum(axis=(1, 2)) // 2
        return consensus_of(
            self.names,
            Members(self.assessors, self.power, self.roles, missing.tolist()),
            self.priorities(prioritization),
            core.consistency_ratio(self.matrices, random_index),
        )

    def tables(self, lang: Language = "en") -> tuple[Table, ...]:
        """Return what each assessor says and how far they agree, then the group's weights (AIJ).

        Examples
        --------
        >>> import kadmcdm as kd
        >>> print(kd.GroupComparisons({
        ...     "Ani": kd.PairwiseComparisons(["cost", "reach"], {("cost", "reach"): 2}),
        ...     "Budi": kd.PairwiseComparisons(["cost", "reach"], {("cost", "reach"): 8}),
        ... }))
        assessor  votes  consistency ratio  missing  from the mean  cost  reach
        --------  -----  -----------------  -------  -------------  ----  -----
        Ani         50%              0.000        0          0.111  0.67   0.33
        Budi        50%              0.000        0          0.111  0.89   0.11
        consensus 88.2% (very high)
        <BLANKLINE>
        the group (AIJ)
        criterion  weight
        ---------  ------
        cost        0.800
        reach       0.200
        consistency ratio 0.000 (alonso-lamata-2006)
        """
        assessors = self.consensus().tables(lang)
        pooled = self.pooled()
        if pooled._connection_faults():  # said by the table of assessors, too
            return assessors
        title = {"en": "the group (AIJ)", "id": "kelompok (AIJ)"}[lang]
        with quiet():  # the ratio is shown, nobody asked for advice
            (weights,) = pooled.priorities().tables(lang)
        return (*assessors, replace(weights, title=title))

    def without(self, *assessors: str) -> GroupComparisons:
        """Leave assessors out, on purpose.

        Raises
        ------
        InputError
            For unknown assessors, or when nobody is left.
        """
        kept = kept_assessors(self.assessors, assessors)
        power = dict(zip(self.assessors, self.power.tolist(), strict=True))
        at = [self.assessors.index(who) for who in kept]
        roles = {who: role for who, role in self.roles.items() if who in kept}
        faults = list(power_faults(kept, {who: power[who] for who in kept}, roles))
        raise_faults(faults)
        made = object.__new__(GroupComparisons)
        notes = {who: said for who, said in self.notes.items() if who in kept}
        made._set(self.names, kept, self.matrices[at], power, roles, notes)
        return made

    def to_dict(self) -> JSON:
        """Return plain JSON types that `from_dict` reads back, losslessly."""
        return {
            "result": "GroupComparisons",
            "names": list(self.names),
            "judgments": {
                who: given.to_dict()["judgments"] for who, given in self.comparisons.items()
            },
            "power": dict(zip(self.assessors, self.power.tolist(), strict=True)),
            "roles": dict(self.roles),
            "notes": {who: list(said) for who, said in self.notes.items()},
        }

    @classmethod
    def from_dict(cls, data: Mapping[str, Any]) -> GroupComparisons:
        """Read back what `to_dict` wrote.

        Raises
        ------
        InputError
            For missing or unknown keys, and all that the class refuses.
        """
        check_keys(data, cls.__name__, ["names", "judgments", "power", "roles", "notes"])
        with reading(cls.__name__):
            comparisons = {
                who: PairwiseComparisons(data["names"], pairs_of(lines))._noted(
                    data["notes"].get(who, ())
                )
                for who, lines in data["judgments"].items()
            }
            return cls(comparisons, data["power"], roles=data["roles"])

    def __repr__(self) -> str:
        """Say how many assessors compare what."""
        return f"GroupComparisons({len(self.assessors)} assessors: {', '.join(self.names)})"


def rule_faults(rule: object, mean: object, where: str = "rule") -> list[Fault]:
    """Return faults for unknown rules and means, and for one that breaks reciprocity."""
    faults = list(choice_fault(where, rule, get_args(Aggregation)))
    faults += choice_fault("mean", mean, get_args(Mean))
    if rule == "AIJ" and mean == "arithmetic":
        what = "arithmetic means of judgments are not reciprocal: 9 and 1/9 give 4.56 both ways"
        faults.append(Fault("mean", what, expected="'geometric'"))
    return faults


def power_faults(
    assessors: Sequence[str] | Mapping[str, Any],
    power: Mapping[str, float] | None,
    roles: Mapping[str, str] | None,
) -> list[Fault]:
    """Return what is wrong with voting power and roles."""
    faults = list(unknown_names(roles or {}, assessors, "role of assessor"))
    if power is None:
        return faults
    if not isinstance(power, Mapping):
        return [*faults, Fault("power", "no mapping", brief(power), "{assessor: votes}")]
    faults += unknown_names(power, assessors, "power of assessor")
    for who in assessors:
        votes = power.get(who)
        where = f"power of {who!r}"
        if votes is None:
            faults.append(Fault(where, "it is missing", hint="say 0 for no vote"))
        elif isinstance(votes, bool) or not isinstance(votes, (int, float, np.number)):
            faults.append(Fault(where, "no number", brief(votes), "a number >= 0"))
        elif not 0 <= votes < np.inf:
            faults.append(Fault(where, "no voting power", f"{votes:g}", "a finite number >= 0"))
    if not faults and not any(power.values()):
        faults.append(Fault("power", "nobody has any", expected="at least one above 0"))
    return faults


def kept_assessors(assessors: Sequence[str], gone: Sequence[str]) -> tuple[str, ...]:
    """Return who is left, or raise for unknown names and for nobody."""
    faults = list(unknown_names(gone, assessors, "assessor"))
    kept = tuple(who for who in assessors if who not in gone)
    if not faults and not kept:
        faults.append(Fault("assessors", "nobody would be left", hint="keep at least one"))
    raise_faults(faults)
    return kept


def averaged(priorities: FloatArray, power: FloatArray, mean: Mean) -> FloatArray:
    """Return the weighted mean of (K, n) priorities, brought to sum 1."""
    share = power / power.sum()
    mixed = share @ priorities if mean == "arithmetic" else np.exp(share @ np.log(priorities))
    values: FloatArray = mixed / mixed.sum()
    return values


class Members(NamedTuple):
    """Who is in a group, as `consensus_of` asks for it."""

    assessors: tuple[str, ...]
    power: FloatArray
    roles: Mapping[str, str]
    missing: Sequence[int]


def consensus_of(
    names: Sequence[str], members: Members, priorities: FloatArray, ratios: FloatArray
) -> Consensus:
    """Return the consensus of a group's (K, n) priorities."""
    power = members.power
    known = ~np.isnan(priorities).any(axis=1) & (power > 0)
    mean, indicator = np.full(len(names), np.nan), np.nan
    if known.any():
        mean = averaged(priorities[known], power[known], "arithmetic")
        indicator = float(core.consensus(priorities[known], power[known]))
    return Consensus(
        names=tuple(names),
        assessors=members.assessors,
        roles=tuple(members.roles.get(who, "") for who in members.assessors),
        power=power / power.sum(),
        indicator=indicator,
        priorities=priorities,
        mean=mean,
        distances=np.abs(priorities - mean).sum(axis=1) / 2.0,
        consistency_ratios=ratios,
        missing=tuple(int(count) for count in members.missing),
    )


def _matrix_faults(
    a: FloatArray, names: Sequence[str], who: Sequence[str], tolerance: float
) -> list[Fault]:
    """Return the faults of (K, n, n) judgments, the first hundred."""
    with np.errstate(over="ignore", invalid="ignore"):
        off = a * np.swapaxes(a, 1, 2)
    wrong = ~((a > 0) & (a < np.inf)) & ~np.isnan(a)
    one_sided = np.isnan(a) & ~np.isnan(np.swapaxes(a, 1, 2))
    apart = ~wrong & ~(np.abs(off - 1.0) <= tolerance) & ~np.isnan(off)
    apart &= ~np.swapaxes(wrong, 1, 2)
    n = len(names)
    lower = np.tril(np.ones((n, n), dtype=bool), -1)
    apart[:, lower] = False
    faults = []
    for k, i, j in np.argwhere(wrong | one_sided | apart)[:100]:
        where = f"assessor {who[k]!r}, {named((names[i], names[j]))}"
        if wrong[k, i, j]:
            faults.append(Fault(where, "no judgment", f"{a[k, i, j]:g}", "a positive number"))
        elif one_sided[k, i, j]:
            hint = "a pair that was not judged has NaN at both places"
            faults.append(Fault(where, "it is missing, its reciprocal is not", hint=hint))
        elif i == j:
            faults.append(Fault(where, "the diagonal is not 1", f"{a[k, i, j]:g}", "1"))
        else:
            product = f"{a[k, i, j]:g} x {a[k, j, i]:g} = {off[k, i, j]:.4g}"
            faults.append(Fault(where, f"not reciprocal: {product}", expected="a product of 1"))
    return faults
