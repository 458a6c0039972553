"""What a recommendation rests on, and whether its parts are about the same regions."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any, get_args

from kadmcdm._typing import Label, Language
from kadmcdm.errors import (
    Fault,
    InputError,
    brief,
    choice_fault,
    did_you_mean,
    name_faults,
    raise_faults,
)
from kadmcdm.partnership import (
    STAGES,
    AffairMap,
    AgreementReviews,
    CooperationForm,
    CostComparison,
    CostShares,
    MutualRanking,
    PartnershipOption,
    PartnershipRanking,
    Portfolio,
    RegionTable,
    ScreenResult,
    Stage,
    Strategy,
)
from kadmcdm.partnership.codes import code_fault
from kadmcdm.problem import DecisionProblem
from kadmcdm.ranking import Ranking
from kadmcdm.report.case import Case, ranking_of
from kadmcdm.study import StudyResult

__all__ = [
    "SECTIONS", "Advice", "Parts", "Subject", "member_codes", "note_faults", "part_faults",
    "parts_of", "said_faults", "subject_of",
]  # fmt: skip

SECTIONS = (
    "mapping", "screens", "ranking", "mutual", "strategy", "cost_shares", "portfolio", "reviews",
)  # fmt: skip
"""What a recommendation can hold, in its order."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Parts:
    """The results that were given beside the ranking."""

    mapping: AffairMap | None = None
    screens: tuple[ScreenResult, ...] = ()
    mutual: MutualRanking | None = None
    strategy: Strategy | None = None
    cost_shares: CostComparison | CostShares | None = None
    portfolio: Portfolio | None = None
    reviews: AgreementReviews | None = None
    option: PartnershipOption | None = None

    @property
    def held(self) -> tuple[str, ...]:
        """The sections that there is something for."""
        return tuple(name for name in SECTIONS if name == "ranking" or getattr(self, name))


@dataclass(frozen=True, slots=True, kw_only=True)
class Subject:
    """Whom a recommendation is about.

    `members` are codes, the initiator's first; `names` what regions are called, as far as known.
    """

    candidate: str
    initiator: str | None
    members: tuple[str, ...]
    names: Mapping[str, str]
    form: CooperationForm | None
    table: RegionTable | None

    def name(self, code: str) -> str:
        """Return what a region is called, or its code."""
        return self.names.get(code, code)

    def coded(self, code: str) -> str:
        """Return code and name, for an error."""
        return f"{code} {self.names[code]}" if code in self.names else code

    @property
    def own(self) -> tuple[str, ...]:
        """Whose question it is: the initiator's, or every member's where nobody initiates."""
        return self.members if self.initiator is None else (self.initiator,)


@dataclass(frozen=True, slots=True, kw_only=True)
class Advice:
    """A recommendation as it is to be written."""

    case: Case
    parts: Parts
    subject: Subject
    cost_unit: Label | None
    responsible: Mapping[Stage, Label]
    examples: frozenset[str]
    notes: tuple[ScreenResult, ...]
    internal: bool
    short: bool

    @property
    def lang(self) -> Language:
        """The language."""
        return self.case.lang

    @property
    def first(self) -> str:
        """What the partner is called that ranks first."""
        return self.case.label(self.subject.candidate)

    def outcome(self, *outcomes: str) -> tuple[str, ...]:
        """Return the rules of the screens with these outcomes; those not checked are unknown."""
        rules = [item.rule for item in self.case.screens if item.outcome in outcomes]
        if not self.case.screens and "unknown" in outcomes:
            rules = list(self.case.unchecked)
        return tuple(rules)


def kind_faults(parts: Parts) -> Iterator[Fault]:
    """Yield a fault for each part that is no such result."""
    wanted: Mapping[str, tuple[type[Any], ...]] = {
        "mapping": (AffairMap,),
        "mutual": (MutualRanking,),
        "strategy": (Strategy,),
        "cost_shares": (CostComparison, CostShares),
        "portfolio": (Portfolio,),
        "reviews": (AgreementReviews,),
        "option": (PartnershipOption,),
    }
    for name, kinds in wanted.items():
        part = getattr(parts, name)
        if part is not None and not isinstance(part, kinds):
            expected = " or ".join(kind.__name__ for kind in kinds)
            yield Fault(name, "it is something else", type(part).__name__, expected)
    wrong = [item for item in parts.screens if not isinstance(item, ScreenResult)]
    for item in wrong:
        hint = "pt.screen(table, table.rows([...]), screens)"
        yield Fault("screens", "no outcome of a screen", type(item).__name__, "ScreenResult", hint)
    if not wrong:
        yield from name_faults([item.rule for item in parts.screens], "screen")


def said_faults(examples: object, responsible: object) -> Iterator[Fault]:
    """Yield a fault for sections and stages that there are none of."""
    if isinstance(examples, str) or not isinstance(examples, Iterable):
        yield Fault("examples", "no list of sections", brief(examples), ", ".join(SECTIONS))
    else:
        for name in examples:
            yield from choice_fault("examples", name, SECTIONS)
    if not isinstance(responsible, Mapping):
        yield Fault("responsible", "no mapping", brief(responsible), "{stage: who}")
        return
    for stage, who in responsible.items():
        yield from choice_fault("responsible", stage, list(STAGES))
        texts = list(who.values()) if isinstance(who, Mapping) else [who]
        if not texts or not all(isinstance(text, str) and text.strip() for text in texts):
            yield Fault(f"responsible[{stage!r}]", "there is no text", brief(who), "text")


def subject_of(result: Any, parts: Parts) -> Subject:
    """Return whom the recommendation is about.

    Raises
    ------
    InputError
        Where the ranking is not of partnerships of regions.
    """
    ranking = ranking_of(result)
    if ranking is None or isinstance(result, AffairMap):
        got, expected = type(result).__name__, "Ranking, PartnershipRanking or StudyResult"
        hint = "give it as mapping=..." if isinstance(result, AffairMap) else None
        raise_faults([Fault("result", "no ranking of partnerships", got, expected, hint)])
    assert ranking is not None
    initiator, table = _initiator(result, ranking), _table(result, parts)
    codes, _, rest = ranking.best.partition(":")
    members = codes.split("+")
    if len(members) < 2 or any(code_fault(code) is not None for code in members):
        expected = "codes joined by '+', as of pt.partners_of"
        hint = "kd.report writes any other ranking"
        what, got = "its candidates are no partnerships", brief(ranking.best)
        raise InputError([Fault("result", what, got, expected, hint)])
    form = rest.partition(":")[0]
    return Subject(
        candidate=ranking.best,
        initiator=initiator,
        members=tuple(sorted(members, key=lambda code: (code != initiator, code))),
        names=_names(result, ranking.problem, initiator, parts),
        form=next((item for item in get_args(CooperationForm) if item == form), None),
        table=table,
    )


def _initiator(result: Any, ranking: Ranking) -> str | None:
    """Return the code of the region that asks; what all candidates share, where nobody says so."""
    if isinstance(result, PartnershipRanking):
        return result.initiator
    if isinstance(result, StudyResult) and result.partners:
        return result.partners[0].initiator
    names = ranking.problem.candidate_names
    shared = set.intersection(*(set(name.partition(":")[0].split("+")) for name in names))
    return shared.pop() if len(shared) == 1 else None


def _table(result: Any, parts: Parts) -> RegionTable | None:
    if isinstance(result, PartnershipRanking):
        return result.table
    return parts.mutual.table if isinstance(parts.mutual, MutualRanking) else None


def _names(
    result: Any, problem: DecisionProblem, initiator: str | None, parts: Parts
) -> dict[str, str]:
    """Return what regions are called, whoever says it; what says most comes last."""
    names: dict[str, str] = {}
    for item in problem.candidates:
        others = set(item.name.split("+")) - {initiator}
        if len(others) == 1 and isinstance(item.label, str):
            names[others.pop()] = item.label
    if parts.reviews is not None:
        names |= parts.reviews.names
    if parts.portfolio is not None:
        names |= parts.portfolio.region_names
    if parts.mapping is not None:
        names[parts.mapping.region] = parts.mapping.region_name
    if isinstance(result, StudyResult):
        for pair in result.partners:
            names |= {pair.initiator: pair.initiator_name, pair.partner: pair.partner_name}
    table = _table(result, parts)
    if table is not None:
        names |= dict(zip(table.codes, table.names, strict=True))
    return names


# ---- whether the parts belong together -----------------------------------------------------------


def part_faults(ranking: Ranking, subject: Subject, parts: Parts) -> Iterator[Fault]:
    """Yield a fault for each part that is about other regions, another table or ranking."""
    yield from _table_faults(subject, parts)
    mapping, reviews = parts.mapping, parts.reviews
    if mapping is not None and mapping.region not in subject.own:
        yield _other_region("mapping", subject.coded(mapping.region), subject)
    if parts.mutual is not None:
        for code in subject.members:
            if code not in parts.mutual.codes:
                got = ", ".join(parts.mutual.codes[:5]) + ", ..."
                what = f"it does not hold {subject.coded(code)}"
                yield Fault("mutual", what, got, "every party of the first-ranked partnership")
    if parts.strategy is not None:
        yield from _strategy_faults(ranking, parts.strategy)
    if parts.option is not None:
        yield from _option_faults(subject, parts.option)
    if parts.cost_shares is not None:
        yield from _cost_faults(subject, parts.cost_shares)
    if parts.portfolio is not None:
        members = [item.members for item in parts.portfolio.options]
        yield from _unknown("portfolio", (code for item in members for code in item), subject)
        if not any(code in item for item in members for code in subject.own):
            yield _other_region("portfolio", "options of other regions only", subject)
    if reviews is not None:
        yield from _unknown(
            "reviews", (code for item in reviews for code in item.option.members), subject
        )
        for item in reviews:
            if not set(item.option.members) & set(subject.members):
                yield _other_region("reviews", item.option.name, subject, subject.members)


def _other_region(where: str, got: str, subject: Subject, wanted: Iterable[str] = ()) -> Fault:
    expected = " or ".join(map(subject.coded, tuple(wanted) or subject.own))
    return Fault(where, "it is about another region", got, expected)


def _table_faults(subject: Subject, parts: Parts) -> Iterator[Fault]:
    """Yield a fault for each part of another table of regions."""
    digests = {} if subject.table is None else {"result": subject.table.digest}
    if parts.mutual is not None:
        digests |= {"mutual": parts.mutual.table.digest}
    if parts.mapping is not None:
        digests |= {"mapping": parts.mapping.table_digest}
    if not digests:
        return
    known = next(iter(digests.values()))
    for where, digest in digests.items():
        if digest != known:
            got, expected = f"digest {digest[:12]}", f"digest {known[:12]}"
            hint = "compute all parts from the same table"
            yield Fault(where, "its table of regions is another", got, expected, hint)


def _unknown(where: str, codes: Iterable[str], subject: Subject) -> Iterator[Fault]:
    if subject.table is None:
        return
    for code in dict.fromkeys(codes):
        if code not in subject.table:
            yield Fault(where, f"region {code!r} is not in the table of regions")


def _strategy_faults(ranking: Ranking, plan: Strategy) -> Iterator[Fault]:
    digest, own = plan.improvements.digest, ranking.problem.digest
    if digest != own:
        got, expected = f"digest {digest[:12]}", f"digest {own[:12]}"
        yield Fault("strategy", "it belongs to another problem", got, expected)
        return
    row = ranking.problem.candidate_index(plan.candidate)
    if abs(float(ranking.scores[row]) - plan.score) > 1e-9:
        got, expected = f"score {plan.score:g}", f"{ranking.scores[row]:g}"
        yield Fault("strategy", "it was made with another method or other weights", got, expected)


def _option_faults(subject: Subject, option: PartnershipOption) -> Iterator[Fault]:
    if set(option.members) != set(subject.members):
        what, expected = "it is another partnership", "+".join(sorted(subject.members))
        yield Fault("option", what, "+".join(sorted(option.members)), expected)
    elif subject.initiator is not None and option.initiator != subject.initiator:
        got, expected = option.initiator, subject.initiator
        yield Fault("option", "another region initiates it", got, expected)
    if subject.form is not None and option.form != subject.form:
        yield Fault("option", "another form ranks first", option.form, subject.form)


def member_codes(members: Iterable[str], subject: Subject) -> dict[str, str | None]:
    """Return the code of each member, which is named by code or by name; None where unknown."""
    by_name = {name.casefold(): code for code, name in subject.names.items()}
    known = {*subject.names, *subject.members}
    return {m: m if m in known else by_name.get(m.casefold()) for m in members}


def _cost_faults(subject: Subject, shares: CostComparison | CostShares) -> Iterator[Fault]:
    codes = member_codes(shares.members, subject)
    unknown = [member for member, code in codes.items() if code is None]
    for member in unknown:
        hint = did_you_mean(member, subject.names.values())
        what = f"member {member!r} is no known region"
        yield Fault("cost_shares", what, expected="codes, or names of the table", hint=hint)
    lacking = [code for code in subject.members if code not in codes.values()]
    if lacking and not unknown:
        got = ", ".join(shares.members)
        what = f"it does not hold {', '.join(map(subject.coded, lacking))}"
        yield Fault("cost_shares", what, got, "every party of the first-ranked partnership")


def note_faults(
    screens: Iterable[ScreenResult], notes: Iterable[ScreenResult], first: str
) -> Iterator[Fault]:
    """Yield a fault where screens of the first contradict what the ranking noted of it."""
    given = {item.rule: item for item in screens}
    for note in notes:
        if note.rule in given and given[note.rule] != note:
            got, expected = given[note.rule].note_in("en"), note.note_in("en")
            what = f"{note.rule} differs from what the ranking noted of {first}"
            yield Fault("screens", what, got, expected)


def parts_of(**given: Any) -> Parts:
    """Return what was given; raise a fault for what is no such result."""
    screens = given.pop("screens")
    if isinstance(screens, ScreenResult):
        screens = (screens,)
    elif screens is not None and not isinstance(screens, Iterable):
        raise_faults([Fault("screens", "no list", type(screens).__name__, "ScreenResult, ...")])
    parts = Parts(screens=tuple(screens or ()), **given)
    raise_faults(list(kind_faults(parts)))
    return parts
