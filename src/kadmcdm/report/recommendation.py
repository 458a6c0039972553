"""A recommendation to the coordination team (TKKSD): what all results of a question come to."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

from kadmcdm import _text
from kadmcdm._files import as_path
from kadmcdm._text import LANGUAGES
from kadmcdm._typing import Label, Language
from kadmcdm.errors import Fault, InputError, brief, choice_fault, raise_faults
from kadmcdm.partnership import (
    FORMS,
    AffairMap,
    AgreementReviews,
    CostComparison,
    CostShares,
    MutualRanking,
    PartnershipOption,
    PartnershipRanking,
    Portfolio,
    ScreenResult,
    Stage,
    Strategy,
)
from kadmcdm.ranking import Ranking
from kadmcdm.report.about import About
from kadmcdm.report.case import Part, case_of, internal_faults, ranking_of
from kadmcdm.report.contents import numbered
from kadmcdm.report.evidence import as_list, given_faults, methods_of
from kadmcdm.report.phrases import say
from kadmcdm.report.recommendation_parts import (
    Advice,
    Parts,
    Subject,
    note_faults,
    part_faults,
    parts_of,
    said_faults,
    subject_of,
)
from kadmcdm.report.recommendation_sections import (
    affairs,
    agreements,
    basis,
    costs,
    first_page,
    levers,
    other_side,
    portfolio_section,
    ranking_section,
    screened,
)
from kadmcdm.report.recommendation_steps import bounds, open_questions, sources, steps
from kadmcdm.report.writing import ReportFormat, format_of, written_blocks
from kadmcdm.robustness import MethodComparison
from kadmcdm.study import StudyResult

__all__ = ["recommendation"]


def recommendation(
    result: Ranking | PartnershipRanking | StudyResult,
    path: str | Path | None = None,
    *,
    lang: Language = "id",
    format: ReportFormat | None = None,
    about: About | None = None,
    option: PartnershipOption | None = None,
    mapping: AffairMap | None = None,
    screens: Iterable[ScreenResult] | None = None,
    mutual: MutualRanking | None = None,
    strategy: Strategy | None = None,
    cost_shares: CostComparison | CostShares | None = None,
    cost_unit: Label | None = None,
    portfolio: Portfolio | None = None,
    reviews: AgreementReviews | None = None,
    responsible: Mapping[Stage, Label] | None = None,
    examples: Iterable[str] = (),
    evidence: Sequence[Any] = (),
    internal: bool = False,
    top: int = 5,
) -> str | Path:
    """Write a recommendation to the regional cooperation coordination team (TKKSD).

    It says with whom, on what and in which form, how sure that is, and what must be settled first;
    then what each part found, the next steps by stage, what is unknown, limits, and the digest of
    every part. What was not given is listed as not provided; nothing is made up. It recommends: it
    is no legal opinion.

    Parameters
    ----------
    result : PartnershipRanking, StudyResult of partnerships, or Ranking of partnerships
        The first in rank is recommended, unless it fails one of `screens` or shares its rank.
    path : str or Path, optional
        Where to write; the text is returned when left out. The file appears whole or not at all.
    lang : "id" or "en"
    format : "md", "html", "docx" or "text", optional
        Left out, what the path's suffix says; without a path ``"md"``. Word files need a path.
    about : About, optional
        What only people can say.
    option : PartnershipOption, optional
        The plan with the first-ranked partner: its object, form, kind, and stage.
    mapping : AffairMap, optional
        Of the initiator.
    screens : iterable of ScreenResult, optional
        Of the first-ranked partnership; a study's own when left out.
    mutual : MutualRanking, optional
        With the initiator and the partner in it.
    strategy : Strategy, optional
        Of a candidate of this ranking.
    cost_shares : CostComparison or CostShares, optional
        Members are codes, or names as the table of regions has them.
    cost_unit : str or {"en": str, "id": str}, optional
        What the costs count: ``"miliar rupiah"``.
    portfolio : Portfolio, optional
    reviews : AgreementReviews, optional
        Of agreements of the initiator or the partner.
    responsible : mapping of stage to text, optional
        Who is responsible for a stage (`partnership.STAGES`). Heads of regions sign, councils
        approve; whoever else is not named is said not to be.
    examples : iterable of str, optional
        Sections whose figures are made up, and marked EXAMPLE (*CONTOH*): ``"mapping"``,
        ``"screens"``, ``"ranking"``, ``"mutual"``, ``"strategy"``, ``"cost_shares"``,
        ``"portfolio"``, ``"reviews"``.
    evidence : sequence of results
        As for `report`; of the `Acceptability` the shares of ranks are taken.
    internal : bool
        Whether judgments about a named neighbor are shown, as for `report`.
    top : int
        How many candidates, affairs and partners tables show.

    Returns
    -------
    str or Path
        The text, or the path that was written.

    Raises
    ------
    InputError
        For a ranking that is not of partnerships, and naming every part that is about another
        region, another table of regions, another ranking, or regions that nobody knows.

    Examples
    --------
    >>> import kadmcdm as kd
    >>> from kadmcdm.partnership import HaversineKm, OperatorCriterion, partners_of
    >>> near = OperatorCriterion(kd.Criterion("distance", "cost"), HaversineKm())
    >>> found = partners_of(kd.datasets.east_java(), "35.22", [near], [1])
    >>> about = kd.About(object="air minum", form="pertukaran pengetahuan")
    >>> text = kd.recommendation(found, format="text", about=about)
    >>> "mengenai air minum, dalam bentuk pertukaran pengetahuan." in " ".join(text.split())
    True
    """
    faults = list(choice_fault("lang", lang, LANGUAGES))
    target = None if path is None else as_path(path)
    form = format_of(format, target, faults, "kd.recommendation(result, 'rekomendasi.docx')")
    if form == "json":
        hint = "each result has its own to_json()"
        faults.append(Fault("format", "a recommendation is a document", brief(form), hint=hint))
    if isinstance(top, bool) or not isinstance(top, int) or top < 1:
        faults.append(Fault("top", "no number of rows", brief(top), "a whole number >= 1"))
    faults += internal_faults(internal)
    given = as_list(evidence, faults)
    if about is not None and not isinstance(about, About):
        faults.append(Fault("about", "no About", type(about).__name__, "kd.About(...)"))
    whose = {} if responsible is None else responsible
    marked = examples if isinstance(examples, str) else tuple(examples)
    faults += said_faults(marked, whose)
    raise_faults(faults)
    if screens is None and isinstance(result, StudyResult):
        screens = result.screens
    parts = parts_of(
        option=option, mapping=mapping, screens=screens, mutual=mutual, strategy=strategy,
        cost_shares=cost_shares, portfolio=portfolio, reviews=reviews,
    )  # fmt: skip
    subject = subject_of(result, parts)
    own = ranking_of(result)
    assert own is not None
    notes: tuple[ScreenResult, ...] = ()
    if isinstance(result, PartnershipRanking):
        notes = result.notes.get(subject.candidate, ())
    faults += given_faults(own, given)
    faults += part_faults(own, subject, parts)
    faults += note_faults(parts.screens, notes, subject.name(subject.members[-1]))
    raise_faults(faults)
    advice = Advice(
        case=case_of(
            result,
            lang=lang,
            top=top,
            about=_about(about or About(), subject, parts),
            evidence=[*given, *parts.screens, *_methods(own, given)],
            internal=internal,
            short=True,
        ),
        parts=parts,
        subject=subject,
        cost_unit=cost_unit,
        responsible=whose,
        examples=frozenset(marked),
        notes=notes,
        internal=internal,
        short=form == "text",
    )
    return written_blocks(numbered(_parts(advice), lang)[0], form, lang, target)


def _methods(ranking: Ranking, given: Sequence[Any]) -> Iterator[MethodComparison]:
    """Yield what the usual methods say, unless it was given, or none takes these figures."""
    one = len(ranking.order) == 1
    if one or any(isinstance(item, MethodComparison) for item in given):
        return
    try:
        yield methods_of(ranking)
    except InputError:
        return


def _about(about: About, subject: Subject, parts: Parts) -> About:
    """Return what people said, and what the plan says where they said nothing."""
    names = [subject.name(code) for code in subject.members]
    known: dict[str, Any] = {
        "title": {code: say("r_title", code, names=_text.listed(names, code)) for code in LANGUAGES}
    }
    if parts.option is not None:
        known["object"] = parts.option.issue.title
    form = subject.form if parts.option is None else parts.option.form
    if form is not None:
        known["form"] = dict(FORMS[form])
    return about.over(known)


def _parts(advice: Advice) -> Iterator[Part]:
    yield from first_page(advice)
    yield from basis(advice)
    yield from affairs(advice)
    yield from screened(advice)
    yield from ranking_section(advice)
    yield from other_side(advice)
    yield from levers(advice)
    yield from costs(advice)
    yield from portfolio_section(advice)
    yield from agreements(advice)
    yield from steps(advice)
    yield from open_questions(advice)
    yield from bounds(advice)
    yield from sources(advice)
