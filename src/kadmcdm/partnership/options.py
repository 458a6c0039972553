"""Partnership options: who, with whom, on what, in which form; and a review of those in force."""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping, Sequence, Set
from dataclasses import KW_ONLY, dataclass
from typing import Any, Literal, TypeAlias, get_args

from kadmcdm._arrays import ReadOnlyDict, as_items
from kadmcdm._provenance import jsonable
from kadmcdm._typing import JSON, Label, Language
from kadmcdm.errors import Fault, InputError, brief, choice_fault, prefixed, raise_faults
from kadmcdm.partnership.affairs import FORMS, CooperationForm, Issue, frozen_label, range_faults
from kadmcdm.partnership.codes import code_fault

CooperationKind: TypeAlias = Literal["voluntary", "mandatory"]

Stage: TypeAlias = Literal[
    "preparation",
    "offer",
    "agreement_draft",
    "agreement_signing",
    "council_approval",
    "contract_draft",
    "contract_signing",
    "implementation",
    "record_keeping",
    "reporting",
]
"""How far an option has come; `STAGES` says what each stage is called."""

STAGES: Mapping[Stage, Mapping[Language, str]] = ReadOnlyDict(
    {
        "preparation": {"en": "preparation", "id": "persiapan"},
        "offer": {"en": "offer", "id": "penawaran"},
        "agreement_draft": {
            "en": "drafting the joint agreement",
            "id": "penyusunan kesepakatan bersama",
        },
        "agreement_signing": {
            "en": "signing the joint agreement",
            "id": "penandatanganan kesepakatan bersama",
        },
        "council_approval": {"en": "council approval", "id": "persetujuan DPRD"},
        "contract_draft": {
            "en": "drafting the cooperation agreement",
            "id": "penyusunan perjanjian kerja sama",
        },
        "contract_signing": {
            "en": "signing the cooperation agreement",
            "id": "penandatanganan perjanjian kerja sama",
        },
        "implementation": {"en": "implementation", "id": "pelaksanaan"},
        "record_keeping": {"en": "record keeping", "id": "penatausahaan"},
        "reporting": {"en": "reporting", "id": "pelaporan"},
    }
)
"""The stages in their order, from Permendagri 22/2020 (to be checked against the official text)."""

Identity: TypeAlias = tuple[str, frozenset[str], Issue, CooperationForm]


@dataclass(frozen=True, slots=True)
class PartnershipOption:
    """A cooperation that could be agreed on (*opsi kerja sama*).

    Parameters
    ----------
    initiator : str
        A region's code.
    partners : set of str
        Codes of the others; one code may stand alone.
    issue : Issue
        The object of cooperation.
    form : str
        One of `FORMS`.
    kind : "voluntary" or "mandatory"
        Mandatory only by a decision that `legal_basis` cites.
    legal_basis : str, optional
    stage : str, optional
        One of `STAGES`.
    existing_agreement : str, optional
        An agreement in force that it would follow on.
    costs : mapping of str to float
        IDR by region; whose share is not known is left out.
    budget_source : str, optional
    duration : float, optional
        Years.
    evidence : sequence of str
        Documents, surveys, minutes.

    Raises
    ------
    InputError
        Naming the regions and everything that is wrong.

    Examples
    --------
    >>> from kadmcdm.partnership import SECTORS, Issue, PartnershipOption
    >>> water = Issue(SECTORS["public_works"], "drinking water", 0.6)
    >>> option = PartnershipOption("35.23", {"35.22"}, water, "joint_service")
    >>> option.name, option.members
    ('35.22+35.23:joint_service', ('35.23', '35.22'))
    """

    initiator: str
    partners: Set[str]
    issue: Issue
    form: CooperationForm
    _: KW_ONLY
    kind: CooperationKind = "voluntary"
    legal_basis: str | None = None
    stage: Stage | None = None
    existing_agreement: str | None = None
    costs: Mapping[str, float] = ReadOnlyDict()
    budget_source: str | None = None
    duration: float | None = None
    evidence: Sequence[str] = ()

    def __post_init__(self) -> None:
        """Check everything, freeze the collections."""
        one, text = isinstance(self.partners, str), isinstance(self.evidence, str)
        partners = (self.partners,) if one else as_items(self.partners) or ()
        evidence = (self.evidence,) if text else as_items(self.evidence)
        codes = (self.initiator, *partners)
        named = "+".join(code if isinstance(code, str) else brief(code) for code in codes)
        where = f"option {named}:{self.form if isinstance(self.form, str) else brief(self.form)}"
        faults = list(_option_faults(self, partners, evidence))
        raise_faults(list(prefixed(where, faults)))
        object.__setattr__(self, "partners", frozenset(partners))
        object.__setattr__(self, "costs", ReadOnlyDict(self.costs))
        object.__setattr__(self, "evidence", evidence)

    @property
    def members(self) -> tuple[str, ...]:
        """All codes, the initiator's first."""
        return (self.initiator, *sorted(self.partners))

    @property
    def identity(self) -> Identity:
        """What makes it another option: initiator, partners, issue, form."""
        return self.initiator, frozenset(self.partners), self.issue, self.form

    @property
    def name(self) -> str:
        """The codes, ascending, joined by "+", and the form: ``"35.22+35.23:joint_service"``."""
        return "+".join(sorted(self.members)) + f":{self.form}"

    @property
    def total_cost(self) -> float | None:
        """The costs of all members in IDR; None as long as one's share is not known."""
        if any(code not in self.costs for code in self.members):
            return None
        return float(sum(self.costs.values()))

    def to_dict(self) -> JSON:
        """Return plain JSON types that `from_dict` reads back."""
        content = {key: jsonable(getattr(self, key)) for key in _FIELDS}
        return {**content, "partners": sorted(self.partners)}

    @classmethod
    def from_dict(cls, data: Mapping[str, Any]) -> PartnershipOption:
        """Read back what `to_dict` wrote."""
        return cls(**{**data, "issue": Issue(**data["issue"])})


_AMOUNTS, _UNITS = "{item: amount}", "{item: unit}"

_FIELDS = tuple(name for name in PartnershipOption.__dataclass_fields__ if name != "_")


def _option_faults(
    option: PartnershipOption, partners: tuple[Any, ...], evidence: tuple[Any, ...] | None
) -> Iterator[Fault]:
    for what, code in (("initiator", option.initiator), *(("partner", code) for code in partners)):
        wrong = code_fault(code)
        if wrong is not None:
            yield from prefixed(what, [wrong])
    if not partners:
        yield Fault("partners", "there are none", expected="at least one code")
    if isinstance(option.initiator, str) and option.initiator in map(str, partners):
        yield Fault("partners", "a region is no partner of itself", brief(option.initiator))
    if not isinstance(option.issue, Issue):
        yield Fault("issue", "no Issue", brief(option.issue), "Issue(sector, title)")
    yield from choice_fault("form", option.form, FORMS)
    yield from choice_fault("kind", option.kind, get_args(CooperationKind))
    if isinstance(option.kind, str) and option.kind == "mandatory" and not option.legal_basis:
        hint = "without a decision there is only an indication: say kind='voluntary'"
        yield Fault("legal_basis", "missing", expected="the decision that makes it mandatory",
                    hint=hint)  # fmt: skip
    if option.stage is not None:
        yield from choice_fault("stage", option.stage, STAGES)
    if not isinstance(option.costs, Mapping):
        yield Fault("costs", "no mapping", brief(option.costs), "{code: IDR}")
    else:
        members = {code for code in (option.initiator, *partners) if isinstance(code, str)}
        for code, cost in option.costs.items():
            if code not in members:
                yield Fault(f"costs of {code!r}", "the region is no member")
            if cost is None:
                yield Fault(f"costs of {code!r}", "the value is missing", hint="leave it out")
            yield from range_faults(f"costs of {code!r}", cost)
    yield from range_faults("duration", option.duration, above=True)
    if evidence is None:
        yield Fault("evidence", "no list of texts", brief(option.evidence))
    for item in evidence or ():
        if not isinstance(item, str) or not item.strip():
            yield Fault("evidence", "no text", brief(item), "text")


@dataclass(frozen=True, slots=True)
class AgreementReview:
    """What an agreement in force promised, and what came of it (*evaluasi kerja sama*).

    Parameters
    ----------
    option : PartnershipOption
        What was agreed on.
    promised, realized : mapping of str to float
        By item (connections, students, trainings), in the item's unit. An item that is promised
        and not among the realized is not known, never zero.
    period : (int, int)
        First and last year under review.
    disputes : int or None
        How many there were; None where nobody knows.
    units : mapping of str to str or {"en": str, "id": str}, optional
        What the items are counted in.
    renewed : bool, optional
        Whether it was renewed; None where that is not decided, or not known.
    expires : int, optional
        The year in which it ends.

    Attributes
    ----------
    realization : mapping of str to float or None
    least, most : float
    share : float or None

    Raises
    ------
    InputError
        Naming everything that is wrong.

    Examples
    --------
    >>> from kadmcdm.partnership import SECTORS, AgreementReview, Issue, PartnershipOption
    >>> water = Issue(SECTORS["public_works"], "drinking water")
    >>> option = PartnershipOption("35.22", {"35.23"}, water, "knowledge_exchange")
    >>> review = AgreementReview(
    ...     option, {"trainings": 8, "visits": 4}, {"trainings": 6}, (2022, 2024)
    ... )
    >>> dict(review.realization)
    {'trainings': 0.75, 'visits': None}
    >>> review.share is None, review.least, review.most
    (True, 0.375, 0.875)
    """

    option: PartnershipOption
    promised: Mapping[str, float]
    realized: Mapping[str, float]
    period: tuple[int, int]
    disputes: int | None = 0
    _: KW_ONLY
    units: Mapping[str, Label] = ReadOnlyDict()
    renewed: bool | None = None
    expires: int | None = None

    def __post_init__(self) -> None:
        """Check everything, freeze the mappings."""
        if not isinstance(self.option, PartnershipOption):
            got, expected = brief(self.option), "PartnershipOption(...)"
            raise_faults([Fault("AgreementReview: option", "no option", got, expected)])
        faults = [
            Fault(f"AgreementReview: {name}", "no mapping", brief(given), expected)
            for name, expected in (
                ("promised", _AMOUNTS),
                ("realized", _AMOUNTS),
                ("units", _UNITS),
            )
            if not isinstance(given := getattr(self, name), Mapping)
        ]
        raise_faults(faults)
        if not self.promised:
            faults.append(Fault("promised", "there is nothing"))
        for item, value in self.promised.items():
            faults += _amount_faults(f"promised {item!r}", value, above=True)
        for item, value in self.realized.items():
            faults += _amount_faults(f"realized {item!r}", value)
            if item not in self.promised:
                faults.append(Fault(f"realized {item!r}", "it was not promised"))
        years = as_items(self.period) or ()
        if len(years) != 2 or not all(type(year) is int for year in years) or years[0] > years[1]:
            expected = "(first year, last year)"
            faults.append(Fault("period", "no period", brief(self.period), expected))
        if self.disputes is not None and (type(self.disputes) is not int or self.disputes < 0):
            faults.append(Fault("disputes", "no count", brief(self.disputes), "0 or more"))
        units = {}
        for item, unit in self.units.items():
            if item not in self.promised:
                faults.append(Fault(f"unit of {item!r}", "it was not promised"))
            try:
                units[item] = frozen_label(unit)
            except (InputError, AttributeError):
                faults.append(Fault(f"unit of {item!r}", "no text", brief(unit), "text"))
        if not (self.renewed is None or isinstance(self.renewed, bool)):
            got, expected = brief(self.renewed), "True, False or None"
            faults.append(Fault("renewed", "neither yes nor no", got, expected))
        if self.expires is not None and type(self.expires) is not int:
            faults.append(Fault("expires", "no year", brief(self.expires), "a whole number"))
        raise_faults(list(prefixed(f"review of {self.option.name}", faults)))
        object.__setattr__(self, "promised", ReadOnlyDict(self.promised))
        object.__setattr__(self, "realized", ReadOnlyDict(self.realized))
        object.__setattr__(self, "period", years)
        object.__setattr__(self, "units", ReadOnlyDict(units))

    @property
    def realization(self) -> Mapping[str, float | None]:
        """What came of each promise, as a share of it; None where it is not known."""
        done = self.realized
        return {
            item: done[item] / promised if item in done else None
            for item, promised in self.promised.items()
        }

    @property
    def least(self) -> float:
        """The mean of the items' shares, none above 1, if what is not known had come to nothing."""
        return self._mean(0.0)

    @property
    def most(self) -> float:
        """The mean of the items' shares, none above 1, if what is not known had come in full."""
        return self._mean(1.0)

    @property
    def share(self) -> float | None:
        """The mean of the items' shares, none above 1; None as long as one is not known.

        More of one item than promised makes up for no other.
        """
        return None if None in self.realization.values() else self.least

    def _mean(self, unknown: float) -> float:
        shares = [unknown if s is None else min(s, 1.0) for s in self.realization.values()]
        return math.fsum(shares) / len(shares)

    def to_dict(self) -> JSON:
        """Return plain JSON types that `from_dict` reads back."""
        names = [name for name in self.__dataclass_fields__ if name != "_"]
        return {name: jsonable(getattr(self, name)) for name in names}

    @classmethod
    def from_dict(cls, data: Mapping[str, Any]) -> AgreementReview:
        """Read back what `to_dict` wrote."""
        return cls(**{**data, "option": PartnershipOption.from_dict(data["option"])})


def _amount_faults(where: str, value: Any, *, above: bool = False) -> Iterator[Fault]:
    if value is None:
        yield Fault(where, "the value is missing", hint="leave the item out")
    yield from range_faults(where, value, above=above)
