"""What to show beside a pair's score: border, distance, and who can give what to whom."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Literal

from kadmcdm._arrays import items_of
from kadmcdm._provenance import Result, jsonable
from kadmcdm._table import Display, Table
from kadmcdm._typing import JSON, Language
from kadmcdm.partnership.codes import BorderKind
from kadmcdm.partnership.exchange import Complementarity, Coverage
from kadmcdm.partnership.geography import HaversineKm
from kadmcdm.partnership.region import Indicator
from kadmcdm.partnership.region_display import pair_tables
from kadmcdm.partnership.regions import RegionTable

__all__ = ["ExchangeFact", "PairFacts", "coverage_of", "pair_facts"]


@dataclass(frozen=True, slots=True)
class ExchangeFact:
    """Who can learn from whom on one indicator.

    Parameters
    ----------
    indicator : Indicator
    own, partners : float
        The initiator's value and the partner's.
    side : "gives", "gets" or "neither"
        Seen from the initiator.

    Examples
    --------
    >>> import kadmcdm as kd
    >>> from kadmcdm.partnership import Coverage, pair_facts
    >>> water = Coverage(["water_access"], 100, "knowledge")
    >>> (facts,) = pair_facts(kd.datasets.east_java(), "35.22", ["35.23"], water)
    >>> [(fact.indicator.name, fact.own, fact.partners, fact.side) for fact in facts.exchange]
    [('water_access', 97.24, 96.4, 'gives')]
    """

    indicator: Indicator
    own: float
    partners: float
    side: Literal["gives", "gets", "neither"]

    def to_dict(self) -> JSON:
        """Return plain JSON types that `from_dict` reads back."""
        return {key: jsonable(getattr(self, key)) for key in self.__dataclass_fields__}

    @classmethod
    def from_dict(cls, data: Mapping[str, Any]) -> ExchangeFact:
        """Read back what JSON holds."""
        return cls(**{**data, "indicator": Indicator(**data["indicator"])})


@dataclass(frozen=True, slots=True, eq=False, kw_only=True)
class PairFacts(Result, Display):
    """What is known of a pair besides its score.

    Parameters
    ----------
    candidate : str
        The pair's name among the candidates.
    initiator, partner : str
        Codes.
    initiator_name, partner_name : str
    border : "land", "river", "sea" or None
    distance_km : float or None
        Between centroids; None where a place is not known.
    gets, gives : float or None
        The share of the initiator's deficit that the partner can cover, and the reverse.
    exchange : tuple of ExchangeFact

    Examples
    --------
    >>> import kadmcdm as kd
    >>> from kadmcdm.partnership import pair_facts
    >>> facts = pair_facts(kd.datasets.east_java(), "35.22", ["35.21"])[0]
    >>> facts.partner_name, facts.border, round(facts.distance_km, 1)
    ('Kabupaten Ngawi', 'land', 55.4)
    """

    candidate: str
    initiator: str
    initiator_name: str
    partner: str
    partner_name: str
    border: BorderKind | None
    distance_km: float | None
    gets: float | None = None
    gives: float | None = None
    exchange: tuple[ExchangeFact, ...] = ()

    _decoders = {"exchange": lambda items: tuple(map(ExchangeFact.from_dict, items))}

    def tables(self, lang: Language = "en") -> tuple[Table, ...]:
        """Return border, distance and coverage, and who can learn from whom."""
        return pair_tables(self, lang)


def pair_facts(
    table: RegionTable, initiator: str, partners: Sequence[str], coverage: Coverage | None = None
) -> tuple[PairFacts, ...]:
    """Return the facts of an initiator with each partner.

    Parameters
    ----------
    table : RegionTable
    initiator : str
        A code.
    partners : sequence of str
        Codes.
    coverage : Coverage, optional
        What is exchanged; see `coverage_of`.

    Returns
    -------
    tuple of PairFacts

    Raises
    ------
    InputError
        For unknown codes and missing values.

    Examples
    --------
    >>> import kadmcdm as kd
    >>> from kadmcdm.partnership import pair_facts
    >>> near, far = pair_facts(kd.datasets.east_java(), "35.22", ["35.23", "35.10"])
    >>> near.border, far.border
    ('land', None)
    """
    own = table[initiator]
    found = []
    for code in items_of(partners, "partners", "a list of codes"):
        members = table.rows([initiator, code])
        gets = gives = None
        exchange: list[ExchangeFact] = []
        if coverage is not None:
            gets, gives = (float(share) for share in coverage.of_each(table, members))
            for name, target in zip(coverage.indicators, coverage.target, strict=True):
                mine, theirs = (float(value) for value in table.indicator(name)[members])
                side = _side(mine, theirs, target, coverage.exchange)
                exchange.append(ExchangeFact(table.about(name), mine, theirs, side))
        found.append(
            PairFacts(
                candidate="+".join(sorted([initiator, code])),
                initiator=initiator,
                initiator_name=own.name,
                partner=code,
                partner_name=table[code].name,
                border=table.border(initiator, code),
                distance_km=distance_km(table, initiator, code),
                gets=gets,
                gives=gives,
                exchange=tuple(exchange),
            )
        )
    return tuple(found)


def coverage_of(operators: Iterable[object]) -> Coverage | None:
    """Return the first coverage among operators, alone or within a complementarity.

    Parameters
    ----------
    operators : iterable of operators
        None of them is read; other objects are passed over.

    Returns
    -------
    Coverage or None

    Examples
    --------
    >>> from kadmcdm.partnership import Coverage, HaversineKm, coverage_of
    >>> water = Coverage(["water_access"], 100, "knowledge")
    >>> coverage_of([HaversineKm(), water]) is water, coverage_of([HaversineKm()])
    (True, None)
    """
    for operator in operators:
        if isinstance(operator, Complementarity):
            return operator.coverage
        if isinstance(operator, Coverage):
            return operator
    return None


def distance_km(table: RegionTable, a: str, b: str) -> float | None:
    """Return the distance of two regions, None where a place is not known."""
    if table[a].lat is None or table[b].lat is None:
        return None
    return float(HaversineKm()(table, table.rows([a, b])))


def _side(
    own: float, theirs: float, target: float, exchange: str
) -> Literal["gives", "gets", "neither"]:
    """Say who can give: for knowledge whoever leads, for resources whoever is above the target."""
    enough = target if exchange == "resource" else None
    if own < target and theirs > (own if enough is None else enough):
        return "gets"
    if theirs < target and own > (theirs if enough is None else enough):
        return "gives"
    return "neither"
