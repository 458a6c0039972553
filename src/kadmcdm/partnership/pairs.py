"""One region's possible partners, measured by operators and ranked."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, fields
from typing import Any

import numpy as np

from kadmcdm import _text
from kadmcdm._arrays import ReadOnlyDict
from kadmcdm._provenance import Result
from kadmcdm._table import Display, Table
from kadmcdm._typing import FloatArray, Label, Language
from kadmcdm.errors import Fault, InputError, name_faults, prefixed, raise_faults
from kadmcdm.methods import TOPSIS, Method
from kadmcdm.partnership.codes import unknown_codes
from kadmcdm.partnership.exchange import JointScale
from kadmcdm.partnership.facts import distance_km
from kadmcdm.partnership.operators import Operator
from kadmcdm.partnership.regions import RegionTable
from kadmcdm.partnership.screens import Screen, ScreenResult, screen, unchecked
from kadmcdm.problem import Candidate, Criterion, DecisionProblem
from kadmcdm.ranking import Ranking, rank
from kadmcdm.weighting import WeightingScheme, Weights

AnyWeights = Weights | WeightingScheme | Mapping[str, float] | Sequence[float] | FloatArray


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
            faults.append(Fault("criterion", "no Criterion", repr(self.criterion), expected))
        if not isinstance(self.operator, Operator) or isinstance(self.operator, type):
            expected = "an object such as HaversineKm()"
            faults.append(Fault("operator", "no operator", repr(self.operator), expected))
        raise_faults(list(prefixed("OperatorCriterion", faults)))


@dataclass(frozen=True, slots=True, eq=False, kw_only=True)
class PartnershipRanking(Result, Display):
    """Partnerships, best first, and what was screened out before any score.

    Parameters
    ----------
    ranking : Ranking
        Its candidates are codes, ascending, joined by "+"; their labels name the partner.
    table : RegionTable
    initiator : str
        The code of the region that asks.
    screened : mapping of str to tuple of ScreenResult
        The failed screens of each partnership that was left out.
    unchecked : tuple of str
        Rules that could not be checked for every ranked partnership.

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
    initiator: str
    screened: Mapping[str, tuple[ScreenResult, ...]]
    unchecked: tuple[str, ...]

    _decoders = {
        "ranking": Ranking.from_dict,
        "table": RegionTable.from_dict,
        "screened": lambda data: {
            name: tuple(map(ScreenResult.from_dict, results)) for name, results in data.items()
        },
        "unchecked": tuple,
    }

    def __post_init__(self) -> None:
        """Freeze the mapping."""
        Result.__post_init__(self)
        object.__setattr__(self, "screened", ReadOnlyDict(self.screened))

    def partners(self, candidate: str) -> tuple[str, ...]:
        """Return the codes of a candidate's members, less the initiator's."""
        return tuple(code for code in candidate.split("+") if code != self.initiator)

    def tables(self, lang: Language = "en") -> tuple[Table, ...]:
        """Return the ranking with border and distance, and what was screened out."""
        words = _WORDS[lang]
        ranking, problem = self.ranking, self.ranking.problem
        ranks = ranking.ranks.tolist()
        given = {candidate.name: candidate for candidate in problem.candidates}
        rows = []
        for name in ranking.order:
            row = problem.candidate_index(name)
            facts = given[name].attributes
            border, km = facts.get("border"), facts.get("distance_km")
            rows.append(
                (
                    f"{ranks[row]}" + ("=" if ranks.count(ranks[row]) > 1 else ""),
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
        title = f"{words['title']} {self.table[self.initiator].name}"
        caption = ranking.tables(lang)[0].caption
        if self.unchecked:
            caption += f"\n{words['unchecked']}: {', '.join(self.unchecked)}"
        out = [Table(headers, tuple(rows), frozenset({0, 2, 4}), title, caption)]
        if self.screened:
            failed = tuple(
                (_label(self.table, self.partners(name)), item.rule, item.note_in(lang))
                for name, results in self.screened.items()
                for item in results
            )
            heads = (words["partner"], words["rule"], _text.say("note", lang))
            out.append(Table(heads, failed, title=words["screened"]))
        return tuple(out)


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
    items = _checked(criteria, allow_shared)
    codes = _partners(table, initiator, partners)
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
        [_described(item, table) for item in items],
        [_candidate(table, initiator, code) for code in codes],
        np.stack(columns, axis=-1),
        title=title,
        question=question,
        notes=notes,
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
    codes = _partners(table, initiator, partners)
    kept: list[str] = []
    screened: dict[str, tuple[ScreenResult, ...]] = {}
    open_: list[str] = []
    for code in codes:
        results = screen(table, table.rows([initiator, code]), screens)
        failed = tuple(item for item in results if item.outcome == "fail")
        if failed:
            screened[_name(initiator, code)] = failed
        else:
            kept.append(code)
            open_ += unchecked(results)
    if not kept:
        reasons = [
            Fault(f"partnership {name!r}", f"fails {item.rule}: {item.note_in('en')}")
            for name, results in screened.items()
            for item in results
        ]
        raise InputError([Fault("partners", "every partnership fails a screen"), *reasons])
    problem = pair_problem(table, initiator, criteria, kept, allow_shared=allow_shared)
    order = [item.rule for item in screen(table, table.rows([initiator, kept[0]]), screens)]
    return PartnershipRanking(
        ranking=rank(problem, weights, method),
        table=table,
        initiator=initiator,
        screened=screened,
        unchecked=tuple(rule for rule in order if rule in open_),
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


def _checked(
    criteria: Sequence[OperatorCriterion], allow_shared: Sequence[str]
) -> tuple[OperatorCriterion, ...]:
    items = tuple(criteria)
    wrong = [item for item in items if not isinstance(item, OperatorCriterion)]
    expected = "OperatorCriterion(criterion, operator)"
    faults = [Fault("criteria", "no OperatorCriterion", repr(item), expected) for item in wrong]
    if not items:
        faults.append(Fault("criteria", "there are none", expected="at least one"))
    raise_faults(faults)
    check_indicators(items, allow_shared=allow_shared)
    return items


def _partners(table: RegionTable, initiator: str, partners: Sequence[str] | None) -> list[str]:
    names = dict(zip(table.codes, table.names, strict=True))
    if partners is None:
        raise_faults(list(unknown_codes([initiator], names)))
        codes = [code for code in table.codes if code != initiator]
    else:
        codes = list(partners)
        faults = [*unknown_codes([initiator, *codes], names), *name_faults(codes, "partner")]
        if initiator in codes:
            faults.append(Fault(f"partner {initiator!r}", "a region is no partner of itself"))
        raise_faults(faults)
    if not codes:
        raise InputError([Fault("partners", "there are none", expected="at least one")])
    return codes


def _name(initiator: str, partner: str) -> str:
    return "+".join(sorted((initiator, partner)))


def _label(table: RegionTable, codes: Iterable[str]) -> str:
    return _text.listed([table[code].name for code in codes])


def _candidate(table: RegionTable, initiator: str, partner: str) -> Candidate:
    """Return the pair as a candidate: facts about it are shown, not scored."""
    region = table[partner]
    facts: dict[str, Any] = {"partner": partner, "border": table.border(initiator, partner)}
    if region.province is not None:
        facts["province"] = region.province
    km = distance_km(table, initiator, partner)
    if km is not None:
        facts["distance_km"] = km
    return Candidate(_name(initiator, partner), label=region.name, attributes=facts)


def _described(item: OperatorCriterion, table: RegionTable) -> Criterion:
    """Fill in the unit and the source, where the criterion says none and the table knows."""
    criterion, operator = item.criterion, item.operator
    unit: Label | None = criterion.unit or operator.unit
    if unit is None and isinstance(operator, JointScale) and operator.efficient_scale is None:
        unit = table.about(operator.indicator).unit  # a sum keeps its indicator's unit
    source = criterion.source
    if source is None and operator.indicators:
        about = [table.about(name) for name in operator.indicators]
        known = [
            i.source + (f", {i.year}" if i.year is not None else "")
            for i in about
            if i.source is not None
        ]
        source = "; ".join(dict.fromkeys(known)) or None
    content = {field.name: getattr(criterion, field.name) for field in fields(criterion)}
    return Criterion(**{**content, "unit": unit, "source": source})


_WORDS: dict[Language, dict[str, str]] = {
    "en": {
        "title": "Partners of", "partner": "partner", "border": "border", "rule": "screen",
        "screened": "Screened out", "unchecked": "not checked yet",
        "land": "land", "river": "river", "sea": "sea",
    },
    "id": {
        "title": "Mitra", "partner": "mitra", "border": "batas", "rule": "penapisan",
        "screened": "Tidak lolos penapisan", "unchecked": "belum diperiksa",
        "land": "darat", "river": "sungai", "sea": "laut",
    },
}  # fmt: skip
