"""What a document is about, whichever result it was made of."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, TypeAlias

from kadmcdm import _text
from kadmcdm._table import Table
from kadmcdm._typing import Language
from kadmcdm.errors import Fault, brief
from kadmcdm.partnership import (
    AffairMap,
    FrameworkProblem,
    Indicator,
    OptionProblem,
    PairFacts,
    PartnershipRanking,
    ScreenResult,
    Strategy,
)
from kadmcdm.problem import DecisionProblem
from kadmcdm.ranking import Ranking
from kadmcdm.report.about import About
from kadmcdm.report.document import Block
from kadmcdm.report.evidence import Evidence, gathered
from kadmcdm.report.phrases import say
from kadmcdm.robustness import Acceptability
from kadmcdm.study import StudyForms, StudyResult
from kadmcdm.weighting import Weights

__all__ = ["Case", "Mark", "Part", "case_of", "internal_cells", "internal_faults", "ranking_of"]


@dataclass(frozen=True, slots=True)
class Mark:
    """Says, where it stands in a document, what a reader can find there."""

    keys: tuple[str, ...]


def mark(*keys: str) -> Mark:
    """Return a mark of several keys."""
    return Mark(keys)


Part: TypeAlias = Block | Mark


@dataclass(frozen=True, slots=True, kw_only=True)
class Case:
    """What a document is about: a ranking, what is known besides, and what people said.

    `internal` holds the cells that are not for others; `hidden` those of them that are left out.
    """

    ranking: Ranking
    about: About
    evidence: Evidence
    lang: Language
    top: int
    internal: frozenset[tuple[str, str]] = frozenset()
    hidden: frozenset[tuple[str, str]] = frozenset()
    forms: StudyForms | None = None
    not_assessed: tuple[str, ...] = ()
    example: bool = False
    partners: tuple[PairFacts, ...] = ()
    indicators: tuple[Indicator, ...] = ()
    screens: tuple[ScreenResult, ...] = ()
    unchecked: tuple[str, ...] = ()
    dialect: Mapping[str, Any] | None = None
    study: Mapping[str, Any] | None = None
    partners_found: PartnershipRanking | None = None
    lists: tuple[Table, ...] = field(default=())
    """What the result shows beside its ranking: who was screened out, a list of affairs."""

    @property
    def problem(self) -> DecisionProblem:
        """The decision problem."""
        return self.ranking.problem

    @property
    def weights(self) -> Weights:
        """The weights."""
        return self.ranking.weights

    @property
    def acceptability(self) -> Acceptability | None:
        """The shares of ranks over many weights; None where the method takes not all of them."""
        return self.evidence.one(Acceptability)

    @property
    def drawn(self) -> str:
        """What marks phrases of shares that not all weights alike stand behind, else nothing."""
        sure = self.acceptability
        even = sure is None or (sure.weights == "uniform" and not sure.assumptions)
        return "" if even else "_drawn"

    @property
    def closed(self) -> frozenset[str]:
        """The criteria that have cells which are left out."""
        return frozenset(criterion for _, criterion in self.hidden)

    @property
    def explained(self) -> bool:
        """Whether the method says what a score is made of, and everything may be said."""
        return hasattr(self.ranking.method, "details") and not self.hidden

    @property
    def split(self) -> bool:
        """Whether the method also says what each criterion adds."""
        method = self.ranking.method
        return self.explained and (
            hasattr(method, "contrast") or "contributions" in self.ranking.details
        )

    @property
    def regional(self) -> bool:
        """Whether the candidates are partnerships of regions."""
        given = self.problem.candidates
        return bool(self.partners) or all("distance_km" in item.attributes for item in given)

    def label(self, candidate: str) -> str:
        """Return what people call a candidate."""
        return self.problem.candidate_label(candidate, self.lang)

    def labels(self, candidates: Sequence[str]) -> str:
        """Return what people call several candidates, in a phrase."""
        return _text.listed([self.label(name) for name in candidates], self.lang)


def ranking_of(result: object) -> Ranking | None:
    """Return the ranking of a result that gets a whole document, None for other results."""
    if isinstance(result, Ranking):
        return result
    if isinstance(result, (StudyResult, PartnershipRanking, AffairMap)):
        return result.ranking
    return None


def internal_cells(result: object) -> frozenset[tuple[str, str]]:
    """Return the cells of a result's problem that are not for others."""
    if isinstance(result, Strategy):
        return frozenset((result.candidate, name) for name in result.internal)
    ranking = ranking_of(result)
    problem = getattr(result, "problem", None) if ranking is None else ranking.problem
    if isinstance(result, DecisionProblem):
        problem = result
    if not isinstance(problem, DecisionProblem):
        return frozenset()
    done = problem.preparation
    cells = set(done.internal) if done is not None else set()
    if isinstance(result, (FrameworkProblem, OptionProblem)):
        cells |= set(result.origins.internal)
    names, criteria = set(problem.candidate_names), set(problem.criterion_names)
    return frozenset((who, what) for who, what in cells if who in names and what in criteria)


def internal_faults(internal: object) -> Iterator[Fault]:
    """Yield a fault for what is neither yes nor no: the text "no" would count as yes."""
    if not isinstance(internal, bool):
        yield Fault("internal", "neither yes nor no", brief(internal), "True or False")


def case_of(
    result: object,
    *,
    lang: Language,
    top: int,
    about: About,
    evidence: Sequence[Any],
    internal: bool,
    short: bool,
) -> Case:
    """Return what a document about a result has to go by; computes what is missing."""
    ranking = ranking_of(result)
    assert ranking is not None
    cells = internal_cells(result)
    for item in evidence:
        if isinstance(item, (FrameworkProblem, OptionProblem)):
            cells |= internal_cells(item)
    known: dict[str, Any] = {}
    given = list(evidence)
    if isinstance(result, StudyResult):
        if not any(isinstance(item, Acceptability) for item in given):
            given.append(result.acceptability)
        known = _of_study(result)
    elif isinstance(result, PartnershipRanking):
        known = _of_partners(result, lang)
    elif isinstance(result, AffairMap):
        known = {"lists": result.tables(lang)}
    framework = next((item for item in given if isinstance(item, FrameworkProblem)), None)
    if framework is not None and not known.get("not_assessed"):
        known["not_assessed"] = framework.not_assessed
    screens = tuple(item for item in given if isinstance(item, ScreenResult))
    if screens:
        known["screens"] = screens
    problem, study = ranking.problem, known.get("study") or {}
    said: dict[str, Any] = {
        "title": problem.title, "question": problem.question, "notes": problem.notes
    }  # fmt: skip
    said |= {key: study[key] for key in ABOUT if study.get(key)}
    about = about.over(said)
    if about.title is None:
        count = len(problem.candidate_names)
        key = "title" if count > 1 else "title_one"
        titles = {code: say(key, code, n=count) for code in _text.LANGUAGES}
        about = about.over({"title": titles})
    return Case(
        ranking=ranking,
        about=about,
        evidence=gathered(ranking, given, short=short, closed=bool(cells) and not internal),
        lang=lang,
        top=top,
        internal=cells,
        hidden=frozenset() if internal else cells,
        **known,
    )


ABOUT = ("title", "question", "object", "form", "decision_maker", "notes")


def _of_study(result: StudyResult) -> dict[str, Any]:
    names = (
        "forms", "not_assessed", "example", "partners", "indicators", "screens", "dialect", "study"
    )  # fmt: skip
    return {name: getattr(result, name) for name in names}


def _of_partners(result: PartnershipRanking, lang: Language) -> dict[str, Any]:
    _, *lists = result.tables(lang)
    return {
        "partners_found": result,
        "unchecked": result.unchecked,
        "lists": tuple(lists),
    }
