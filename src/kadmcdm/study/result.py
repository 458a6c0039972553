"""What a study found."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

from kadmcdm import _text
from kadmcdm._provenance import Result
from kadmcdm._table import Display, Table
from kadmcdm._typing import Language
from kadmcdm.partnership import Indicator, PairFacts, ScreenResult
from kadmcdm.problem import DecisionProblem
from kadmcdm.ranking import Ranking
from kadmcdm.robustness import Acceptability
from kadmcdm.study.forms import StudyForms
from kadmcdm.weighting import Weights

__all__ = ["StudyResult"]


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
    forms : StudyForms or None
        What the filled forms gave, where the weights are judged on forms.
    partners : tuple of PairFacts
        For partnerships: border, distance and exchange of each pair, in the candidates' order.
    indicators : tuple of Indicator
        For partnerships: what the criteria are computed from, with unit, year and source.
    screens : tuple of ScreenResult
        For partnerships: what could be checked of the first-ranked pair, and what could not.
    dialect : mapping or None
        For partnerships: how the file of regions was written.
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
    forms: StudyForms | None = None
    partners: tuple[PairFacts, ...] = ()
    indicators: tuple[Indicator, ...] = ()
    screens: tuple[ScreenResult, ...] = ()
    dialect: Mapping[str, Any] | None = None
    example: bool = False

    _decoders = {
        "ranking": Ranking.from_dict,
        "acceptability": Acceptability.from_dict,
        "not_assessed": tuple,
        "forms": lambda item: None if item is None else StudyForms.from_dict(item),
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
        """Return the weights, who judged, the ranking, and how sure it is."""
        weights = self.weights.tables(lang)
        if self.example:
            mark = _text.say("example", lang)
            weights = tuple(replace(table, title=f"{table.title}: {mark}") for table in weights)
        return (
            *weights,
            *(() if self.forms is None else self.forms.tables(lang)),
            *self.ranking.tables(lang),
            *self.acceptability.tables(lang),
        )
