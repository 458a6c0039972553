"""Reports: results as documents that people read."""

from __future__ import annotations

from pathlib import Path
from typing import Any, Literal, TypeAlias, get_args

from kadmcdm._files import write_text
from kadmcdm._table import Display
from kadmcdm._text import LANGUAGES
from kadmcdm._typing import Language
from kadmcdm.errors import Fault, InputError, choice_fault, raise_faults
from kadmcdm.report.document import Block, to_markdown, to_text
from kadmcdm.report.study import study_blocks
from kadmcdm.study import StudyResult

__all__ = ["ReportFormat", "report"]

ReportFormat: TypeAlias = Literal["md", "text", "json"]


def report(
    result: Any,
    path: str | Path | None = None,
    *,
    lang: Language = "en",
    format: ReportFormat = "md",
    top: int = 10,
) -> str | Path:
    """Write a result as a document.

    Parameters
    ----------
    result : StudyResult, or any other result with tables
        A study gets the whole document: question, weights, ranking, reasons, how sure, next steps.
    path : str or Path, optional
        Where to write; the text is returned when left out. The file appears whole or not at all.
    lang : "en" or "id"
    format : "md", "text" or "json"
        JSON holds the result itself, unrounded, whatever the language.
    top : int
        How many candidates the ranking shows.

    Returns
    -------
    str or Path
        The text, or the path that was written.

    Raises
    ------
    InputError
        For an unknown language or format, what is no result, or a folder that is not there.

    Examples
    --------
    >>> import kadmcdm as kd
    >>> problem = kd.DecisionProblem.from_arrays([[1, 9], [3, 4]], ["benefit", "cost"])
    >>> print(kd.report(kd.rank(problem, [0.5, 0.5])))
    | rank | candidate | score |
    | ---: | --- | ---: |
    | 1 | a2 | 1.000 |
    | 2 | a1 | 0.000 |
    <BLANKLINE>
    method: TOPSIS (vector); weights: DirectWeights
    <BLANKLINE>
    """
    faults = list(choice_fault("lang", lang, LANGUAGES))
    faults += choice_fault("format", format, get_args(ReportFormat))
    if not isinstance(result, Display):
        faults.append(Fault("result", "nothing to report on", type(result).__name__, "a result"))
    if isinstance(top, bool) or not isinstance(top, int) or top < 1:
        faults.append(Fault("top", "no number of candidates", repr(top), "a whole number >= 1"))
    raise_faults(faults)
    if format == "json":
        text = _json(result)
    else:
        blocks: list[Block] = (
            study_blocks(result, lang, top=top)
            if isinstance(result, StudyResult)
            else list(result.tables(lang))
        )
        text = to_markdown(blocks) if format == "md" else to_text(blocks)
    return text if path is None else write_text(Path(path), text)


def _json(result: Any) -> str:
    if not hasattr(result, "to_json"):
        raise InputError([Fault("result", "it has no JSON form", type(result).__name__)])
    return str(result.to_json(indent=2)) + "\n"
