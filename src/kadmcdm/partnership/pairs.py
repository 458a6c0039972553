"""Pairs of regions as candidates, measured by operators."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, fields
from typing import Any

import numpy as np

from kadmcdm import _text
from kadmcdm._arrays import items_of
from kadmcdm._typing import FloatArray, Label
from kadmcdm.errors import Fault, InputError, brief, name_faults, prefixed, raise_faults
from kadmcdm.partnership.codes import unknown_codes
from kadmcdm.partnership.facts import distance_km
from kadmcdm.partnership.members import Traits
from kadmcdm.partnership.operators import Operator
from kadmcdm.partnership.regions import RegionTable
from kadmcdm.problem import Candidate, Criterion, DecisionProblem


@dataclass(frozen=True, slots=True)
class OperatorCriterion:
    """A criterion whose values an operator computes from a table of regions.

    Parameters
    ----------
    criterion : Criterion
        Unit and source are filled in from the table where left out.
    operator : Operator

    Raises
    ------
    InputError
        For what is no criterion, or no operator.

    Examples
    --------
    >>> import kadmcdm as kd
    >>> from kadmcdm.partnership import HaversineKm, OperatorCriterion
    >>> OperatorCriterion(kd.Criterion("distance", "cost"), HaversineKm()).operator.unit
    'km'
    """

    criterion: Criterion
    operator: Operator

    def __post_init__(self) -> None:
        """Check both."""
        faults = []
        if not isinstance(self.criterion, Criterion):
            expected = "kd.Criterion(name, direction)"
            faults.append(Fault("criterion", "no Criterion", brief(self.criterion), expected))
        if not isinstance(self.operator, Operator) or isinstance(self.operator, type):
            expected = "an object such as HaversineKm()"
            faults.append(Fault("operator", "no operator", brief(self.operator), expected))
        raise_faults(list(prefixed("OperatorCriterion", faults)))


def pair_problem(
    table: RegionTable,
    initiator: str,
    criteria: Sequence[OperatorCriterion],
    partners: Sequence[str] | None = None,
    *,
    allow_shared: Sequence[str] = (),
    title: str | None = None,
    question: str | None = None,
    notes: str | None = None,
) -> DecisionProblem:
    """Measure each possible partner of a region by each criterion.

    Parameters
    ----------
    table : RegionTable
    initiator : str
        A code of the table.
    criteria : sequence of OperatorCriterion
    partners : sequence of str, optional
        Codes; all other autonomous regions of the table when left out.
    allow_shared : sequence of str
        Indicators that may feed more than one criterion; see `check_indicators`.
    title, question, notes : str, optional

    Returns
    -------
    DecisionProblem
        Its candidates are codes, ascending, joined by "+", with the partner's name as label, and
        its code, province, border and distance as attributes.

    Raises
    ------
    InputError
        Listing every fault: unknown codes, regions that are not autonomous, missing values by
        region and indicator, one indicator that feeds two criteria.

    Examples
    --------
    >>> import kadmcdm as kd
    >>> from kadmcdm.partnership import HaversineKm, OperatorCriterion, pair_problem
    >>> near = OperatorCriterion(kd.Criterion("distance", "cost"), HaversineKm())
    >>> problem = pair_problem(kd.datasets.east_java(), "35.22", [near], ["35.23", "33.16"])
    >>> problem.candidate_names, problem.criteria[0].unit, problem.matrix.round(1).tolist()
    (('35.22+35.23', '33.16+35.22'), 'km', [[34.8], [50.7]])
    """
    items = checked(criteria, allow_shared)
    codes = partner_codes(table, initiator, partners)
    if partners is None:
        codes = [code for code in codes if table[code].autonomous]
    bound = [code for code in (initiator, *codes) if not table[code].autonomous]
    raise_faults(
        [
            Fault(f"region {code!r}", f"{table[code].name} is not autonomous and cannot sign")
            for code in bound
        ]
    )
    rows = np.stack([table.rows([initiator, code]) for code in codes])
    columns: list[FloatArray] = []
    faults: list[Fault] = []
    for item in items:
        try:
            columns.append(np.asarray(item.operator(table, rows), dtype=np.float64))
        except InputError as error:
            faults += prefixed(f"criterion {item.criterion.name!r}", error.faults)
    raise_faults(faults)
    return DecisionProblem(
        [described(item, table) for item in items],
        [pair_candidate(table, initiator, code) for code in codes],
        np.stack(columns, axis=-1),
        title=title,
        question=question,
        notes=notes,
    )


def check_indicators(
    criteria: Iterable[OperatorCriterion], *, allow_shared: Sequence[str] = ()
) -> None:
    """Refuse one indicator that feeds two criteria: it would count twice.

    Parameters
    ----------
    criteria : iterable of OperatorCriterion
    allow_shared : sequence of str
        Names that may: indicators, or ``"coordinates"``, ``"adjacency"``, ``"province"``.

    Returns
    -------
    None

    Raises
    ------
    InputError
        Naming each indicator and its criteria.

    Examples
    --------
    >>> import kadmcdm as kd
    >>> from kadmcdm.partnership import Gravity, HaversineKm, OperatorCriterion, check_indicators
    >>> check_indicators([
    ...     OperatorCriterion(kd.Criterion("distance", "cost"), HaversineKm()),
    ...     OperatorCriterion(kd.Criterion("pull", "benefit"), Gravity("population")),
    ... ])
    Traceback (most recent call last):
    kadmcdm.errors.InputError: indicator 'coordinates': it feeds 'distance' and 'pull', so it
    would count twice. Hint: leave one out, or say allow_shared=['coordinates'].
    """
    feeds: dict[str, list[str]] = {}
    for item in criteria:
        facts = getattr(item.operator, "facts", ())
        for name in dict.fromkeys((*item.operator.indicators, *facts)):
            feeds.setdefault(name, []).append(item.criterion.name)
    raise_faults(
        [
            Fault(
                f"indicator {name!r}",
                f"it feeds {_text.listed([repr(c) for c in fed])}, so it would count twice",
                hint=f"leave one out, or say allow_shared=[{name!r}]",
            )
            for name, fed in feeds.items()
            if len(fed) > 1 and name not in allow_shared
        ]
    )


def checked(
    criteria: Sequence[OperatorCriterion], allow_shared: Sequence[str]
) -> tuple[OperatorCriterion, ...]:
    """Return the criteria, checked: what they are, and what feeds them."""
    items = tuple(criteria)
    wrong = [item for item in items if not isinstance(item, OperatorCriterion)]
    expected = "OperatorCriterion(criterion, operator)"
    faults = [Fault("criteria", "no OperatorCriterion", brief(item), expected) for item in wrong]
    if not items:
        faults.append(Fault("criteria", "there are none", expected="at least one"))
    raise_faults(faults)
    check_indicators(items, allow_shared=allow_shared)
    return items


def _is_text(code: object) -> bool:
    return isinstance(code, str)


def partner_codes(table: RegionTable, initiator: str, partners: Sequence[str] | None) -> list[str]:
    """Return the possible partners' codes, checked; all other regions when left out."""
    names = dict(zip(table.codes, table.names, strict=True))
    if partners is None:
        raise_faults(list(unknown_codes([initiator], names)))
        codes = [code for code in table.codes if code != initiator]
    else:
        codes = list(items_of(partners, "partners", "a list of codes"))
        faults = [*unknown_codes([initiator, *codes], names), *name_faults(codes, "partner")]
        if isinstance(initiator, str) and initiator in filter(_is_text, codes):
            faults.append(Fault(f"partner {initiator!r}", "a region is no partner of itself"))
        raise_faults(faults)
    if not codes:
        raise InputError([Fault("partners", "there are none", expected="at least one")])
    return codes


def pair_name(initiator: str, partner: str) -> str:
    """Return the candidate's name: both codes, ascending."""
    return "+".join(sorted((initiator, partner)))


def pair_candidate(table: RegionTable, initiator: str, partner: str) -> Candidate:
    """Return the pair as a candidate: facts about it are shown, not scored."""
    region = table[partner]
    facts: dict[str, Any] = {"partner": partner, "border": table.border(initiator, partner)}
    if region.province is not None:
        facts["province"] = region.province
    km = distance_km(table, initiator, partner)
    if km is not None:
        facts["distance_km"] = km
    return Candidate(pair_name(initiator, partner), label=region.name, attributes=facts)


def described(item: OperatorCriterion, table: RegionTable) -> Criterion:
    """Fill in the unit and the source, where the criterion says none and the table knows."""
    criterion, operator = item.criterion, item.operator
    unit: Label | None = criterion.unit or operator.unit
    if unit is None and getattr(operator, "keeps_unit", False):
        unit = table.about(operator.indicators[0]).unit
    source = criterion.source
    if source is None and operator.indicators:
        about = [table.about(name) for name in operator.indicators]
        known = [
            i.source_in("en") + (f", {i.year}" if i.year is not None else "")
            for i in about
            if i.source is not None
        ]
        source = "; ".join(dict.fromkeys(known)) or None
    note = operator.note(table) if isinstance(operator, Traits) else None
    if note is not None:
        source = note if source is None else f"{source}; {note}"
    content = {field.name: getattr(criterion, field.name) for field in fields(criterion)}
    return Criterion(**{**content, "unit": unit, "source": source})
