"""What a team knows about an option and its parties, as the screens ask for it.

Everything may be left out: what nobody gave is unknown, and unknown never passes.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import fields
from typing import Annotated, Literal, TypeAlias

from pydantic import AfterValidator, BeforeValidator, ConfigDict, Field, model_validator
from pydantic.dataclasses import dataclass as pydantic_dataclass

from kadmcdm._arrays import ReadOnlyDict, taught
from kadmcdm._provenance import jsonable
from kadmcdm._typing import JSON
from kadmcdm.errors import Fault, brief, prefixed, raise_faults, unknown_names
from kadmcdm.partnership.affairs import SubAffair
from kadmcdm.partnership.codes import unknown_codes
from kadmcdm.partnership.options import CooperationKind, PartnershipOption
from kadmcdm.partnership.regions import RegionTable
from kadmcdm.problem.criteria import NumberField

HeadStatus: TypeAlias = Literal["definitive", "acting", "temporary"]
"""Who heads a region: elected (*definitif*), acting (*Pj*) or temporary (*Plt*)."""

Spending: TypeAlias = Literal["operations", "capital", "financial_aid"]
"""The kinds of spending that a budget keeps apart."""


def _finite(value: float) -> float:
    if value != value or abs(value) == float("inf"):
        raise_faults([Fault("", "no finite number", brief(value), "a number")])
    return value


def _not_negative(value: float) -> float:
    if value < 0:
        raise_faults([Fault("", "negative", brief(value), "0 or more")])
    return value


def _by_kind(value: object) -> object:
    """Read a bare number as an amount for operations."""
    return value if value is None or isinstance(value, Mapping) else {"operations": value}


_CONFIG = ConfigDict(extra="forbid", allow_inf_nan=True)
_Number = Annotated[NumberField, AfterValidator(_finite)]
_Amount = Annotated[_Number, AfterValidator(_not_negative)]
_Share = Annotated[_Amount, Field(le=1)]
_Amounts = Annotated[
    Mapping[Spending, _Amount], BeforeValidator(_by_kind), AfterValidator(ReadOnlyDict)
]
_Texts = Annotated[Mapping[str, str], AfterValidator(ReadOnlyDict)]


@taught
@pydantic_dataclass(frozen=True, config=_CONFIG, kw_only=True)
class RegionFacts:
    """What is known about one region as a party.

    Parameters
    ----------
    head : "definitive", "acting" or "temporary", optional
        Who heads it (S5).
    signing_basis : str, optional
        For an acting or temporary head: the provision or letter that allows the signature (S5).
    room : number or {"operations" | "capital" | "financial_aid": number}, optional
        What is left uncommitted in its budget, in IDR (S7); a bare number is for operations.
    objections : mapping of str to str, optional
        The codes of regions that it won't cooperate with, and why (S9); empty when it was asked
        and has none.
    no_conflict_declared : bool, optional
        Whether its deciding officials have declared that they have no conflict of interest; False
        when one has declared that he or she has (S12).

    Raises
    ------
    InputError
        Naming everything that is wrong.

    Examples
    --------
    >>> from kadmcdm.partnership import RegionFacts
    >>> RegionFacts(head="acting", room=2e9).room
    {'operations': 2000000000.0}
    """

    head: HeadStatus | None = None
    signing_basis: str | None = None
    room: _Amounts | None = None
    objections: _Texts | None = None
    no_conflict_declared: bool | None = None


@taught
@pydantic_dataclass(frozen=True, config=_CONFIG, kw_only=True)
class OptionFacts:
    """What is known about one partnership.

    Parameters
    ----------
    kind : "voluntary" or "mandatory", optional
        A mandatory one needs a border (S4).
    decision : str, optional
        The decision that makes it mandatory, cited; without it there is at most an indication (S3).
    externality : float, optional
        How far the service crosses the border, 0 to 1 (S3).
    cheaper_together : bool, optional
        Whether the service costs less when it is run jointly (S3).
    overlaps : sequence of str, optional
        Agreements in force that it would double or contradict; empty when the register has none
        (S6).
    costs : mapping of str to number or {kind of spending: number}, optional
        Each party's share by code, in IDR (S7); a bare number is for operations.
    burdens_public : bool, optional
        Whether it burdens the public and the region (S8).
    budgeted : bool, optional
        Whether its funding stands in the budgets of this year (S8).
    net_benefits : mapping of str to float, optional
        Benefit less cost of each party by code (S11).

    Raises
    ------
    InputError
        Naming everything that is wrong.

    Examples
    --------
    >>> from kadmcdm.partnership import OptionFacts
    >>> OptionFacts(kind="voluntary", budgeted=False).overlaps is None
    True
    """

    kind: CooperationKind | None = None
    decision: str | None = None
    externality: _Share | None = None
    cheaper_together: bool | None = None
    overlaps: tuple[str, ...] | None = None
    costs: Annotated[Mapping[str, _Amounts], AfterValidator(ReadOnlyDict)] | None = None
    burdens_public: bool | None = None
    budgeted: bool | None = None
    net_benefits: Annotated[Mapping[str, _Number], AfterValidator(ReadOnlyDict)] | None = None

    @model_validator(mode="after")
    def _checked(self) -> OptionFacts:
        if self.decision is not None and self.kind == "voluntary":
            hint = "a cited decision makes it mandatory; say kind='mandatory', or cite none"
            raise_faults(
                [Fault("decision", "it is said to be voluntary", self.decision, hint=hint)]
            )
        return self

    @classmethod
    def of(cls, option: PartnershipOption) -> OptionFacts:
        """Return what an option says already: kind, decision, externality, and known costs.

        Parameters
        ----------
        option : PartnershipOption

        Returns
        -------
        OptionFacts

        Examples
        --------
        >>> from kadmcdm.partnership import SECTORS, Issue, OptionFacts, PartnershipOption
        >>> water = Issue(SECTORS["public_works"], "drinking water", 0.6)
        >>> OptionFacts.of(PartnershipOption("35.22", {"35.23"}, water, "purchase")).externality
        0.6
        """
        mandatory = option.kind == "mandatory"
        return cls(
            kind=option.kind,
            decision=option.legal_basis if mandatory else None,
            externality=option.issue.cross_border_externality,
            costs={code: {"operations": cost} for code, cost in option.costs.items()} or None,
        )


@taught
@pydantic_dataclass(frozen=True, config=_CONFIG, kw_only=True)
class ScreenFacts:
    """What a team knows: about the question, the regions, and single partnerships.

    Parameters
    ----------
    sub_affair : SubAffair, optional
        What is cooperated on. Whose authority it is within stays unknown (S1) until it is cited.
    central_affair : bool, optional
        Whether it is an affair of the central government alone (S2).
    regions : mapping of str to RegionFacts, optional
        By code.
    default : OptionFacts, optional
        What holds for every partnership unless `options` says otherwise.
    options : mapping of str to OptionFacts, optional
        By candidate: codes, ascending, joined by "+".
    externality_at_least : float
        From which externality on S3 sees an indication.
    budget_cap : float
        The part of its room that a party may spend on this (S7): 1 is all of it.
    at_least, at_most : mapping of str to float, optional
        The minimum quality, by indicator of the table, that every member must reach (S10). Off
        when left out.
    council_months : float, optional
        How long the approval of the councils takes (S8).

    Raises
    ------
    InputError
        Naming everything that is wrong.

    Examples
    --------
    >>> from kadmcdm.partnership import OptionFacts, RegionFacts, ScreenFacts
    >>> facts = ScreenFacts(
    ...     regions={"35.22": RegionFacts(head="definitive"), "35.23": RegionFacts(head="acting")},
    ...     options={"35.22+35.23": OptionFacts(overlaps=["PKS 12/2023"])},
    ...     at_least={"hdi": 65},
    ... )
    >>> facts.option("35.22+35.23").overlaps, facts.region("35.21").head
    (('PKS 12/2023',), None)
    """

    sub_affair: SubAffair | None = None
    central_affair: bool | None = None
    regions: Annotated[Mapping[str, RegionFacts], AfterValidator(ReadOnlyDict)] = Field(
        default_factory=dict
    )
    default: OptionFacts = Field(default_factory=OptionFacts)
    options: Annotated[Mapping[str, OptionFacts], AfterValidator(ReadOnlyDict)] = Field(
        default_factory=dict
    )
    externality_at_least: _Share = 0.5
    budget_cap: _Share = 1.0
    at_least: Annotated[Mapping[str, _Number], AfterValidator(ReadOnlyDict)] = Field(
        default_factory=dict
    )
    at_most: Annotated[Mapping[str, _Number], AfterValidator(ReadOnlyDict)] = Field(
        default_factory=dict
    )
    council_months: _Amount | None = None

    def region(self, code: str) -> RegionFacts:
        """Return what is known about a region; nothing, where nothing was given."""
        return self.regions.get(code) or RegionFacts()

    def option(self, candidate: str) -> OptionFacts:
        """Return what is known about a partnership, the default's where it says nothing."""
        own = self.options.get(candidate)
        if own is None:
            return self.default
        content = {
            item.name: getattr(self.default, item.name)
            if getattr(own, item.name) is None
            else getattr(own, item.name)
            for item in fields(own)
        }
        if own.kind == "voluntary":
            content["decision"] = None
        elif own.decision is not None:
            content["kind"] = "mandatory"
        return OptionFacts(**content)

    def check(self, table: RegionTable) -> None:
        """Refuse codes and indicators that the table does not have.

        Raises
        ------
        InputError
            Naming each.
        """
        raise_faults(list(_unknown(self, table)))

    def to_dict(self) -> JSON:
        """Return plain JSON types; ``ScreenFacts(**...)`` reads them back."""
        return {key: _plain(getattr(self, key)) for key in self.__dataclass_fields__}


def _plain(value: object) -> object:
    if isinstance(value, (RegionFacts, OptionFacts)):
        return {key: jsonable(getattr(value, key)) for key in value.__dataclass_fields__}
    if isinstance(value, Mapping):
        return {key: _plain(item) for key, item in value.items()}
    return jsonable(value)


def _unknown(facts: ScreenFacts, table: RegionTable) -> Iterator[Fault]:
    """Yield a fault for each code, candidate or indicator that the table cannot have."""
    names = dict(zip(table.codes, table.names, strict=True))
    yield from prefixed("regions", unknown_codes(facts.regions, names))
    for code, known in facts.regions.items():
        if known.objections:
            yield from prefixed(f"objections of {code!r}", unknown_codes(known.objections, names))
    for candidate, option in facts.options.items():
        codes = candidate.split("+")
        faults = list(unknown_codes(codes, names))
        if not faults and candidate != "+".join(sorted(set(codes))):
            expected = repr("+".join(sorted(set(codes))))
            faults.append(Fault("", "codes stand once each, ascending", brief(candidate), expected))
        if not faults and len(codes) < 2:
            faults.append(Fault("", "no partnership", brief(candidate), "two codes or more"))
        for what in ("costs", "net_benefits"):
            parties = getattr(option, what) or {}
            faults += prefixed(what, unknown_names(parties, codes, "party"))
        yield from prefixed(f"option {candidate!r}", faults)
    indicators = [item.name for item in table.indicators]
    for what in ("at_least", "at_most"):
        yield from prefixed(what, unknown_names(getattr(facts, what), indicators, "indicator"))
