"""Running a study."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from kadmcdm._provenance import Result
from kadmcdm._table import Display, Table
from kadmcdm._typing import Language
from kadmcdm.partnership import (
    Indicator,
    PairFacts,
    RegionTable,
    ScreenResult,
    coverage_of,
    pair_facts,
    screen,
)
from kadmcdm.problem import DecisionProblem
from kadmcdm.ranking import Ranking, rank
from kadmcdm.robustness import Acceptability, WeightSpace, smaa
from kadmcdm.study.model import AHPScheme, RegionData
from kadmcdm.weighting import Weights

if TYPE_CHECKING:
    from kadmcdm.study.study import Study

__all__ = ["StudyResult", "run"]


@dataclass(frozen=True, slots=True, eq=False, kw_only=True)
class StudyResult(Result, Display):
    """What a study found.

    Parameters
    ----------
    study : dict
        The study as it was read (`Study.to_dict`).
    ranking : Ranking
    acceptability : Acceptability
        Over the study's number of weight vectors.
    not_assessed : tuple of str
        Leaves of the hierarchy that had no data.
    partners : tuple of PairFacts
        For partnerships: border, distance and exchange of each pair, in the candidates' order.
    indicators : tuple of Indicator
        For partnerships: what the criteria are computed from, with unit, year and source.
    screens : tuple of ScreenResult
        For partnerships: what could be checked of the first-ranked pair, and what could not.
    example : bool
        True when the judgments are an example, and must be shown as one.

    Examples
    --------
    >>> import kadmcdm as kd
    >>> result = kd.Study.from_dict({
    ...     "title": "Where to go",
    ...     "data": {"source": "inline", "values": {"Tuban": {"km": 35}, "Ngawi": {"km": 55}}},
    ...     "criteria": [{"name": "km", "direction": "cost"}],
    ...     "weights": {"scheme": "equal"},
    ... }).run()
    >>> kd.StudyResult.from_json(result.to_json()).to_dict() == result.to_dict()
    True
    """

    study: Mapping[str, Any]
    ranking: Ranking
    acceptability: Acceptability
    not_assessed: tuple[str, ...] = ()
    partners: tuple[PairFacts, ...] = ()
    indicators: tuple[Indicator, ...] = ()
    screens: tuple[ScreenResult, ...] = ()
    example: bool = False

    _decoders = {
        "ranking": Ranking.from_dict,
        "acceptability": Acceptability.from_dict,
        "not_assessed": tuple,
        "partners": lambda items: tuple(PairFacts.from_dict(item) for item in items),
        "indicators": lambda items: tuple(Indicator(**item) for item in items),
        "screens": lambda items: tuple(map(ScreenResult.from_dict, items)),
    }

    @property
    def problem(self) -> DecisionProblem:
        """The decision problem."""
        return self.ranking.problem

    @property
    def weights(self) -> Weights:
        """The weights."""
        return self.ranking.weights

    def tables(self, lang: Language = "en") -> tuple[Table, ...]:
        """Return the weights, the ranking, and how sure it is."""
        return (
            *self.weights.tables(lang),
            *self.ranking.tables(lang),
            *self.acceptability.tables(lang),
        )


def run(study: Study, *, progress: bool = False) -> StudyResult:
    """Weigh, rank, and try many weights; see `Study.run`."""
    problem = study.problem
    method = study.method.build()
    ranking = rank(problem, study.weights.build(), method)
    setting = study.robustness
    space = None
    if setting.concentration is not None:
        space = WeightSpace(around=ranking.weights, concentration=setting.concentration)
    acceptability = smaa(
        problem,
        space,
        method,
        measures=("rank_acceptability", "expected_ranks", "central_weights", "pairwise_winning"),
        n_samples=setting.n_samples,
        rng=setting.seed,
        progress=progress,
    )
    weights = study.weights
    hierarchical = weights if isinstance(weights, AHPScheme) else None
    about: dict[str, Any] = {}
    if isinstance(study.data, RegionData) and study.regions is not None:
        about = _about_pairs(study, study.data, study.regions, ranking)
    return StudyResult(
        study=study.to_dict(),
        ranking=ranking,
        acceptability=acceptability,
        not_assessed=() if hierarchical is None else tuple(hierarchical.not_assessed),
        example=hierarchical is not None and hierarchical.example,
        **about,
    )


def _about_pairs(
    study: Study, data: RegionData, table: RegionTable, ranking: Ranking
) -> dict[str, Any]:
    """Return what to show beside the scores of partnerships."""
    operators = [entry.pair_criterion().operator for entry in study.criteria]
    partners = [_partner(name, data.initiator) for name in ranking.problem.candidate_names]
    names = dict.fromkeys(name for operator in operators for name in operator.indicators)
    first = table.rows([data.initiator, _partner(ranking.best, data.initiator)])
    return {
        "partners": pair_facts(table, data.initiator, partners, coverage_of(operators)),
        "indicators": tuple(table.about(name) for name in names),
        "screens": screen(table, first),
    }


def _partner(candidate: str, initiator: str) -> str:
    """Return the other code of a pair such as "35.21+35.22"."""
    return next(code for code in candidate.split("+") if code != initiator)
