"""One region's possible partners: screened, ranked, and shown."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import numpy as np

from kadmcdm import _text
from kadmcdm._arrays import ReadOnlyDict
from kadmcdm._provenance import Result
from kadmcdm._table import Display, Table
from kadmcdm._typing import FloatArray, Language
from kadmcdm.errors import Fault, InputError
from kadmcdm.methods import TOPSIS, Method
from kadmcdm.partnership.pairs import OperatorCriterion, pair_name, pair_problem, partner_codes
from kadmcdm.partnership.regions import RegionTable
from kadmcdm.partnership.screens import (
    Screen,
    ScreenResult,
    nothing_left,
    screen,
    unchecked,
)
from kadmcdm.ranking import Ranking, rank
from kadmcdm.weighting import WeightingScheme, Weights

AnyWeights = Weights | WeightingScheme | Mapping[str, float] | Sequence[float] | FloatArray


@dataclass(frozen=True, slots=True, eq=False, kw_only=True)
class PartnershipRanking(Result, Display):
    """Partnerships, best first, and what was screened out before any score.

    Parameters
    ----------
    ranking : Ranking
        Its candidates are codes, ascending, joined by "+"; their labels name the partner.
    table : RegionTable
    initiator : str or None
        The code of the region that asks; None where all pairs are ranked.
    screened : mapping of str to tuple of ScreenResult
        The failed screens of each partnership that was left out.
    unchecked : tuple of str
        Rules that could not be checked for every ranked partnership.
    notes : mapping of str to tuple of ScreenResult
        What follows for a ranked partnership without being a failure, such as the approval of the
        councils, which adds a stage.

    Examples
    --------
    >>> import kadmcdm as kd
    >>> from kadmcdm.partnership import HaversineKm, OperatorCriterion, partners_of
    >>> near = OperatorCriterion(kd.Criterion("distance", "cost"), HaversineKm())
    >>> result = partners_of(kd.datasets.east_java(), "35.22", [near], [1])
    >>> result.ranking.best, result.partners(result.ranking.best)
    ('35.22+35.23', ('35.23',))
    """

    ranking: Ranking
    table: RegionTable
    initiator: str | None
    screened: Mapping[str, tuple[ScreenResult, ...]]
    unchecked: tuple[str, ...]
    notes: Mapping[str, tuple[ScreenResult, ...]] = field(default_factory=dict)

    _decoders = {
        "ranking": Ranking.from_dict,
        "table": RegionTable.from_dict,
        "screened": lambda data: _read(data),
        "unchecked": tuple,
        "notes": lambda data: _read(data),
    }

    def __post_init__(self) -> None:
        """Freeze the mappings."""
        Result.__post_init__(self)
        object.__setattr__(self, "screened", ReadOnlyDict(self.screened))
        object.__setattr__(self, "notes", ReadOnlyDict(self.notes))

    def partners(self, candidate: str) -> tuple[str, ...]:
        """Return the codes of a candidate's members, less the initiator's."""
        return tuple(code for code in candidate.split("+") if code != self.initiator)

    def tables(self, lang: Language = "en") -> tuple[Table, ...]:
        """Return the ranking with border and distance, and what was screened out."""
        words = _WORDS[lang]
        ranking, problem = self.ranking, self.ranking.problem
        places = _text.places(ranking.ranks.tolist())
        given = {candidate.name: candidate for candidate in problem.candidates}
        rows = []
        for row in np.argsort(ranking.ranks, kind="stable").tolist():
            name = problem.candidate_names[row]
            facts = given[name].attributes
            border, km = facts.get("border"), facts.get("distance_km")
            rows.append(
                (
                    places[row],
                    problem.candidate_label(name, lang),
                    _text.number(float(ranking.scores[row]), 3, lang),
                    words.get(str(border), "-"),
                    _text.number(km if isinstance(km, float) else None, 1, lang),
                )
            )
        headers = (
            _text.say("rank", lang), words["partner"], _text.say("score", lang),
            words["border"], "km",
        )  # fmt: skip
        title = words["pairs"]
        if self.initiator is not None:
            title = f"{words['title']} {self.table[self.initiator].name}"
        caption = ranking.tables(lang)[0].caption
        if self.unchecked:
            caption += f"\n{words['unchecked']}: {', '.join(self.unchecked)}"
        out = [Table(headers, tuple(rows), frozenset({0, 2, 4}), title, caption)]
        if self.screened:
            failed = tuple(
                (_label(self.table, self.partners(name), lang), item.rule, item.note_in(lang))
                for name, results in self.screened.items()
                for item in results
            )
            heads = (words["partner"], words["rule"], _text.say("note", lang))
            out.append(Table(heads, failed, title=words["screened"]))
        if self.notes:
            out.append(self._noted(lang))
        return tuple(out)

    def _noted(self, lang: Language) -> Table:
        """Return what follows, and for which partnerships: those of one consequence in a row."""
        words = _WORDS[lang]
        alike: dict[tuple[str, str], list[str]] = {}
        for name, results in self.notes.items():
            for item in results:
                key = item.rule, f"{item.note_in(lang)}; {item.consequence_in(lang)}"
                alike.setdefault(key, []).append(_label(self.table, self.partners(name), lang))
        rows = tuple((rule, said, "; ".join(names)) for (rule, said), names in alike.items())
        return Table(
            (words["rule"], _text.say("note", lang), words["partner"]), rows, title=words["notes"]
        )


def partners_of(
    table: RegionTable,
    initiator: str,
    criteria: Sequence[OperatorCriterion],
    weights: AnyWeights,
    *,
    partners: Sequence[str] | None = None,
    method: Method = TOPSIS(),  # noqa: B008 - frozen
    screens: Sequence[Screen] = (),
    allow_shared: Sequence[str] = (),
) -> PartnershipRanking:
    """Rank the possible partners of a region.

    Parameters
    ----------
    table : RegionTable
    initiator : str
        A code of the table.
    criteria : sequence of OperatorCriterion
    weights : Weights, weighting scheme, mapping or sequence
    partners : sequence of str, optional
        Codes; all other regions of the table when left out.
    method : Method
    screens : sequence of Screen
        Your own tests, beside or instead of the built-in S1 to S12. A partnership that fails one
        is left out, and reported; one whose outcome is unknown stays, and the rule is reported.
    allow_shared : sequence of str
        Indicators that may feed more than one criterion.

    Returns
    -------
    PartnershipRanking

    Raises
    ------
    InputError
        As `pair_problem` and `kadmcdm.rank`; also when every partnership fails a screen.

    Examples
    --------
    >>> import kadmcdm as kd
    >>> from kadmcdm.partnership import Gap, HaversineKm, OperatorCriterion, partners_of
    >>> criteria = [
    ...     OperatorCriterion(kd.Criterion("distance", "cost"), HaversineKm()),
    ...     OperatorCriterion(kd.Criterion("gap", "cost"), Gap("hdi")),
    ... ]
    >>> three = ["35.23", "33.16", "35.78"]
    >>> result = partners_of(kd.datasets.east_java(), "35.22", criteria, [2, 1], partners=three)
    >>> print(result)
    Partners of Kabupaten Bojonegoro
    rank  partner          score  border     km
    ----  ---------------  -----  ------  -----
       1  Kabupaten Tuban  0.974  land     34.8
       2  Kabupaten Blora  0.828  land     50.7
       3  Kota Surabaya    0.000  -       100.8
    method: TOPSIS (vector); weights: DirectWeights
    not checked yet: S1, S2, S3, S4, S5, S6, S7, S8, S9, S10, S11, S12
    """
    codes = partner_codes(table, initiator, partners)
    kept: list[str] = []
    screened: dict[str, tuple[ScreenResult, ...]] = {}
    open_: list[str] = []
    notes: dict[str, tuple[ScreenResult, ...]] = {}
    for code in codes:
        results = screen(table, table.rows([initiator, code]), screens)
        failed = tuple(item for item in results if item.outcome == "fail")
        if failed:
            screened[pair_name(initiator, code)] = failed
        else:
            kept.append(code)
            open_ += unchecked(results)
            followed = tuple(item for item in results if item.consequence is not None)
            if followed:
                notes[pair_name(initiator, code)] = followed
    if not kept:
        reasons = [
            Fault(f"partnership {name!r}", f"fails {item.rule}: {item.note_in('en')}")
            for name, results in screened.items()
            for item in results
        ]
        raise InputError([nothing_left(screened), *reasons])
    problem = pair_problem(table, initiator, criteria, kept, allow_shared=allow_shared)
    order = [item.rule for item in screen(table, table.rows([initiator, kept[0]]), screens)]
    return PartnershipRanking(
        ranking=rank(problem, weights, method),
        table=table,
        initiator=initiator,
        screened=screened,
        unchecked=tuple(rule for rule in order if rule in open_),
        notes=notes,
    )


def _read(data: Mapping[str, Any]) -> dict[str, tuple[ScreenResult, ...]]:
    return {name: tuple(map(ScreenResult.from_dict, results)) for name, results in data.items()}


def _label(table: RegionTable, codes: Iterable[str], lang: Language = "en") -> str:
    return _text.listed([table[code].name for code in codes], lang)


_WORDS: dict[Language, dict[str, str]] = {
    "en": {
        "title": "Partners of", "pairs": "All pairs", "rule": "screen",
        "partner": "partner", "border": "border",
        "screened": "Screened out", "unchecked": "not checked yet", "notes": "To be noted",
        "land": "land", "river": "river", "sea": "sea",
    },
    "id": {
        "title": "Mitra", "pairs": "Semua pasangan", "rule": "penapisan",
        "partner": "mitra", "border": "batas",
        "screened": "Tidak lolos penapisan", "unchecked": "belum diperiksa", "notes": "Catatan",
        "land": "darat", "river": "sungai", "sea": "laut",
    },
}  # fmt: skip
