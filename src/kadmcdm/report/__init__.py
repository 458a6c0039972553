"""Reports: results as documents that people read."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

from kadmcdm._files import as_path
from kadmcdm._table import Display, Table
from kadmcdm._text import LANGUAGES
from kadmcdm._typing import Language
from kadmcdm.errors import Fault, InputError, brief, choice_fault, raise_faults
from kadmcdm.partnership import FrameworkProblem, OptionProblem, Strategy
from kadmcdm.report.about import About
from kadmcdm.report.case import case_of, internal_cells, internal_faults, ranking_of
from kadmcdm.report.contents import short_blocks, whole_blocks
from kadmcdm.report.document import Block
from kadmcdm.report.evidence import as_list, given_faults
from kadmcdm.report.recommendation import recommendation
from kadmcdm.report.writing import ReportFormat, format_of, written, written_blocks

__all__ = ["About", "ReportFormat", "recommendation", "report"]


def report(
    result: Any,
    path: str | Path | None = None,
    *,
    lang: Language = "en",
    format: ReportFormat | None = None,
    top: int = 10,
    about: About | None = None,
    evidence: Sequence[Any] = (),
    internal: bool = False,
) -> str | Path:
    """Write a result as a document.

    A ranking, alone or in a study, of partners or of affairs, gets the whole document: the answer
    first and how sure it is, reasons, the data, weights, screens, what would change it, limits,
    how it came about, and a checklist of good practice. It holds its pictures and needs no network.
    Other results are written as their tables.

    Parameters
    ----------
    result : Ranking, StudyResult, PartnershipRanking, AffairMap, or any other result with tables
    path : str or Path, optional
        Where to write; the text is returned when left out. The file appears whole or not at all.
    lang : "en" or "id"
    format : "md", "html", "docx", "text" or "json", optional
        Left out, what the path's suffix says; without a path ``"md"``. Text is the short version,
        for a terminal. JSON holds the result itself, unrounded, without `about` and `evidence`.
        Word files need a path.
    top : int
        How many candidates tables and pictures show.
    about : About, optional
        What only people can say: who decides, who was asked, what is not known.
    evidence : sequence of results
        Used instead of computing: `Acceptability`, `WeightStability`, `WeightSwings`,
        `SmallestChange`, `MethodComparison`, `Multiverse`, `Improvements`, `RankReversal`,
        `Dominance`, `Diagnostics`, `PotentialWinners`; judgments to draw (`Hierarchy`,
        `PairwiseComparisons`, `GroupComparisons`, `GroupHierarchy`, `JudgmentUncertainty`);
        `FrameworkProblem` or `OptionProblem`, to say how cells were obtained; screens'
        `ScreenResult` of the first candidate. What is exact and quick is computed where it is not
        given, and the shares of ranks over 10,000 weight vectors, seed 1.
    internal : bool
        Whether judged cells about a named neighbor are shown, with a mark. They are left out unless
        asked for, and with them all that is said criterion by criterion; scores and ranks, which
        rest on them, stay. JSON with such cells is refused.

    Returns
    -------
    str or Path
        The text, or the path that was written.

    Raises
    ------
    InputError
        For an unknown language or format, one that contradicts the path's suffix, what is no
        result, evidence of another problem, method or weights, or a folder that is not there.

    Examples
    --------
    >>> import kadmcdm as kd
    >>> problem = kd.DecisionProblem.from_arrays([[1, 9], [3, 4]], ["benefit", "cost"])
    >>> ranking = kd.rank(problem, [0.5, 0.5])
    >>> text = kd.report(ranking, lang="id", about=kd.About(title="Mitra air minum"))
    >>> print(text[:17])
    # Mitra air minum
    >>> print(kd.report(ranking.weights))
    **DirectWeights**
    <BLANKLINE>
    | criterion | weight |
    | --- | ---: |
    | c1 | 0.500 |
    | c2 | 0.500 |
    <BLANKLINE>
    """
    faults = list(choice_fault("lang", lang, LANGUAGES))
    target = None if path is None else as_path(path)
    form = format_of(format, target, faults, "kd.report(result, 'report.docx')")
    if not isinstance(result, Display):
        faults.append(Fault("result", "nothing to report on", type(result).__name__, "a result"))
    if isinstance(top, bool) or not isinstance(top, int) or top < 1:
        faults.append(Fault("top", "no number of candidates", brief(top), "a whole number >= 1"))
    faults += internal_faults(internal)
    given = as_list(evidence, faults)
    faults += _about_faults(result, about, given)
    raise_faults(faults)
    raise_faults(list(_closed_faults(result, form, internal)))
    if form == "json":
        return written(_json(result), target)
    if ranking_of(result) is None:
        blocks: list[Block] = list(_tables(result, lang, internal))
    else:
        short = form == "text"
        case = case_of(
            result,
            lang=lang,
            top=top,
            about=about or About(),
            evidence=given,
            internal=internal,
            short=short,
        )
        blocks = short_blocks(case) if short else whole_blocks(case)
    return written_blocks(blocks, form, lang, target)


def _about_faults(result: object, about: object, given: list[Any]) -> Iterator[Fault]:
    if about is not None and not isinstance(about, About):
        yield Fault("about", "no About", type(about).__name__, "kd.About(title=..., ...)")
    ranking = ranking_of(result)
    if ranking is not None:
        yield from given_faults(ranking, given)
    elif isinstance(result, Display):
        what = f"of no use: a {type(result).__name__} is written as its tables"
        hint = "report on the ranking"
        for name, used in (("about", about is not None), ("evidence", bool(given))):
            if used:
                yield Fault(name, what, hint=hint)


def _closed_faults(result: Any, form: ReportFormat, internal: bool) -> Iterator[Fault]:
    """Yield a fault where a document would hold cells that are not for others."""
    cells = internal_cells(result)
    if not cells or internal:
        return
    count = f"{len(cells)} of them"
    hint = "internal=True writes them all the same; do not pass that on"
    if form == "json":
        yield Fault("internal", "JSON would hold judgments about named neighbors", count, hint=hint)
    elif ranking_of(result) is None and not isinstance(
        result, (FrameworkProblem, OptionProblem, Strategy)
    ):
        what = "its tables rest on judgments about named neighbors"
        yield Fault("internal", what, count, hint=hint)


def _tables(result: Any, lang: Language, internal: bool) -> tuple[Table, ...]:
    if isinstance(result, (FrameworkProblem, OptionProblem, Strategy)):
        return result.tables(lang, internal=internal)
    tables: tuple[Table, ...] = result.tables(lang)
    return tables


def _json(result: Any) -> str:
    if not hasattr(result, "to_json"):
        raise InputError([Fault("result", "it has no JSON form", type(result).__name__)])
    return str(result.to_json(indent=2)) + "\n"
