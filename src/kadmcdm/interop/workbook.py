"""Writing a problem or a ranking as an Excel workbook, numbers as numbers and text as text."""

from __future__ import annotations

import io
import json
import math
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from kadmcdm import _text
from kadmcdm._files import as_path, place_faults, write_bytes
from kadmcdm._text import LANGUAGES
from kadmcdm._typing import FloatArray, Language
from kadmcdm._version import __version__
from kadmcdm.errors import (
    Fault,
    InputError,
    MissingExtraError,
    brief,
    choice_fault,
    raise_faults,
)
from kadmcdm.interop.form_pen import A4, DARK, height
from kadmcdm.interop.workbook_words import ABOUT, ROLES, called
from kadmcdm.methods import method_label, method_to_dict
from kadmcdm.problem import DecisionProblem
from kadmcdm.problem.sheet import HEADERS, both, criteria_columns, key_of
from kadmcdm.ranking import Ranking

if TYPE_CHECKING:
    from xlsxwriter.workbook import Workbook

__all__ = ["write_workbook"]

MOST_ROWS, MOST_COLUMNS, LONGEST = 1_048_575, 16_384, 32_767
"""Excel's limits: rows under the headers, columns, and letters in a cell."""

NARROWEST, WIDEST_PAGE = 10, 220
"""The least width of a column, and the most of a page that can still be read, in letters."""


@dataclass(frozen=True, slots=True)
class _Sheet:
    """What is to be written: columns of cells under their headers, each with its format."""

    role: str
    columns: Mapping[str, Sequence[Any]]
    formats: Mapping[str, str]
    widest: int = 60
    wrapped: bool = False


def write_workbook(
    what: DecisionProblem | Ranking, path: str | Path, *, lang: Language = "en"
) -> Path:
    """Write a problem or a ranking as an Excel workbook.

    Of a problem the sheets *candidates*, *criteria* and *about*, which `read_workbook` reads back
    to the same digest; of a ranking also *ranking*, *weights* and, where the method has it, the
    *normalized* matrix; *about* then says method, weights and tolerance.

    Parameters
    ----------
    what : DecisionProblem or Ranking
    path : str or Path
        Ends with ``.xlsx``. A file that is there is replaced in one step.
    lang : "en" or "id"
        Of sheets and headers.

    Returns
    -------
    Path
        Where it was written.

    Raises
    ------
    InputError
        For another path, a folder that is not there, text that no cell can hold (32,767 letters,
        half characters), or more rows or columns than a sheet has. Nothing is written then.
    MissingExtraError
        Without xlsxwriter, which the extra ``office`` brings.

    Notes
    -----
    Numbers are written with all their digits. Names are always text: ``=1+1`` is no formula there,
    and a web address no link.

    Examples
    --------
    >>> import tempfile
    >>> import kadmcdm as kd
    >>> problem = kd.DecisionProblem.from_arrays([[1, 9], [3, 4]], ["benefit", "cost"])
    >>> with tempfile.TemporaryDirectory() as folder:
    ...     kd.write_workbook(kd.rank(problem, [1, 1]), f"{folder}/ranking.xlsx").name
    'ranking.xlsx'
    """
    target = as_path(path)
    raise_faults(list(_faults(what, target, lang)))
    problem = what.problem if isinstance(what, Ranking) else what
    sheets = [*_of_problem(problem, lang)]
    if isinstance(what, Ranking):
        sheets = [_ranking(what, lang), *sheets, *_of_ranking(what, lang)]
    sheets.append(_about(what, problem, lang))
    raise_faults([fault for sheet in sheets for fault in _unfit(sheet)])
    try:
        import xlsxwriter
    except ImportError:
        raise MissingExtraError(
            "write_workbook() needs xlsxwriter: pip install 'kadmcdm[office]'"
        ) from None
    content = io.BytesIO()
    workbook = xlsxwriter.Workbook(content, {"in_memory": True})
    workbook.set_properties({"title": problem.title or "", "comments": f"kadmcdm {__version__}"})
    for sheet in sheets:
        _write(workbook, sheet, lang)
    workbook.close()
    return write_bytes(target, content.getvalue())


def _faults(what: object, target: Path, lang: object) -> Iterator[Fault]:
    yield from choice_fault("lang", lang, LANGUAGES)
    if not isinstance(what, (DecisionProblem, Ranking)):
        got = type(what).__name__
        yield Fault("what", "nothing to write", got, "a DecisionProblem or a Ranking")
    if target.suffix.lower() != ".xlsx":
        expected = "a name ending in .xlsx"
        yield Fault(str(target), "no name of a workbook", brief(target.name), expected)
    else:
        yield from place_faults(target)


def _of_problem(problem: DecisionProblem, lang: Language) -> Iterator[_Sheet]:
    columns: dict[str, Sequence[Any]] = {}
    taken = set(problem.criterion_names)
    columns[_free(_text.say("candidate", lang), taken)] = problem.candidate_names
    given = problem.candidates
    labels = [both(candidate.label) for candidate in given]
    for key, texts in zip(("label", "label_id"), zip(*labels, strict=True), strict=True):
        header = called(HEADERS[key], lang)
        spellings = [one for one in (header, header.upper(), header.title()) if one not in taken]
        if spellings and any(text is not None for text in texts):
            columns[spellings[0]] = texts
    formats = {}
    for name, values in zip(problem.criterion_names, problem.matrix.T, strict=True):
        columns[name] = values.tolist()
        formats[name] = _number_format(values)
    for key in dict.fromkeys(key for candidate in given for key in candidate.attributes):
        header = _free(key, {*columns, *taken})
        if key_of(header) in ("label", "label_id"):
            header = f"{header} (*)"
        columns[header] = [candidate.attributes.get(key) for candidate in given]
        figures = [x for x in columns[header] if isinstance(x, float) and math.isfinite(x)]
        if figures:
            formats[header] = _number_format(np.array(figures))
    yield _Sheet("candidates", columns, formats)
    yield _Sheet("criteria", criteria_columns(problem.criteria, lang), {}, 26, wrapped=True)


def _ranking(ranking: Ranking, lang: Language) -> _Sheet:
    problem = ranking.problem
    at = {name: k for k, name in enumerate(problem.candidate_names)}
    rows = [at[name] for name in ranking.order]
    columns: dict[str, Sequence[Any]] = {
        _text.say("rank", lang): ranking.ranks[rows].tolist(),
        _text.say("candidate", lang): ranking.order,
    }
    labels = [problem.candidate_label(name, lang) for name in ranking.order]
    if labels != list(ranking.order):
        columns[called(HEADERS["label"], lang)] = labels
    columns[_text.say("score", lang)] = ranking.scores[rows].tolist()
    return _Sheet("ranking", columns, {_text.say("score", lang): "0.000"})


def _of_ranking(ranking: Ranking, lang: Language) -> Iterator[_Sheet]:
    problem = ranking.problem
    criterion, weight = _text.say("criterion", lang), _text.say("weight", lang)
    labels = [item.label_in(lang) for item in problem.criteria]
    columns: dict[str, Sequence[Any]] = {criterion: problem.criterion_names}
    if labels != list(problem.criterion_names):
        columns[called(HEADERS["label"], lang)] = labels
    columns[weight] = ranking.weights.values.tolist()
    yield _Sheet("weights", columns, {weight: "0.000"})
    try:
        normalized = ranking.details.get("normalized")
    except InputError:  # the method gives none
        normalized = None
    if normalized is not None:
        names = problem.criterion_names
        columns = {_free(_text.say("candidate", lang), set(names)): problem.candidate_names}
        columns |= dict(zip(names, normalized.T.tolist(), strict=True))
        yield _Sheet("normalized", columns, dict.fromkeys(names, "0.000"))


def _about(what: object, problem: DecisionProblem, lang: Language) -> _Sheet:
    m, n = problem.matrix.shape
    said: dict[str, Any] = {
        "title": problem.title,
        "question": problem.question,
        "notes": problem.notes,
        "candidates": m,
        "criteria": n,
    }
    if isinstance(what, Ranking):
        parameters = json.dumps(method_to_dict(what.method), ensure_ascii=False)
        said |= {"method": method_label(what.method), "parameters": parameters}
        said |= {"weights": what.weights.scheme, "tie_tolerance": what.tie_tolerance}
    if problem.preparation is not None:
        said["missing"] = problem.preparation.missing
    said |= {"digest": problem.digest, "version": __version__}
    said = {key: said[key] for key in ABOUT if said.get(key) is not None}
    columns = {
        called(("about", "tentang"), lang): [called(ABOUT[key], lang) for key in said],
        called(("value", "isi"), lang): list(said.values()),
    }
    return _Sheet("about", columns, {}, 70, wrapped=True)


def _free(header: str, taken: set[str]) -> str:
    """Return a header that no other column has."""
    while header in taken:
        header = f"{header} (*)"
    return header


def _unfit(sheet: _Sheet) -> Iterator[Fault]:
    """Yield a fault for what no sheet can hold."""
    rows = max(map(len, sheet.columns.values()))
    if rows > MOST_ROWS or len(sheet.columns) > MOST_COLUMNS:
        got = f"{rows:,} rows, {len(sheet.columns):,} columns"
        expected = f"at most {MOST_ROWS:,} and {MOST_COLUMNS:,}"
        yield Fault(f"sheet {sheet.role!r}", "too large for Excel", got, expected)
    for header, cells in sheet.columns.items():
        for text in (header, *cells):
            if not isinstance(text, str):
                continue
            where = f"sheet {sheet.role!r}, column {header[:40]!r}: {text[:40]!r}"
            if len(text.encode("utf-16-le", "surrogatepass")) > 2 * LONGEST:
                got, expected = f"{len(text):,} letters", f"at most {LONGEST:,}"
                yield Fault(where, "too long for a cell", got, expected)
            if any("\ud800" <= letter <= "\udfff" or letter in "\ufffe\uffff" for letter in text):
                yield Fault(where, "it holds a character that no workbook can hold")


def _number_format(values: FloatArray) -> str:
    """Return how Excel shall show a column: whole numbers whole, four digits of the others."""
    largest = float(abs(values).max())
    if not 1e-6 <= largest < 1e12:
        return "General"
    if (values == values.round()).all():
        return "#,##0"
    decimals = max(1, 3 - math.floor(math.log10(largest)))
    return "#,##0." + "0" * decimals


def _write(workbook: Workbook, what: _Sheet, lang: Language) -> None:
    sheet = workbook.add_worksheet(called(ROLES[what.role], lang), _exact())
    head = {"bold": True, "font_color": "#FFFFFF", "bg_color": DARK, "text_wrap": True}
    box = {"valign": "top", "border": 1, "border_color": "#9E9E9E"}
    plain: dict[str, Any] = {"valign": "top", "text_wrap": what.wrapped}
    if what.wrapped:
        plain |= {"align": "left", "indent": 1}
    formats = {
        # "@" keeps Excel from taking a name for a formula when somebody edits it.
        "text": workbook.add_format({**plain, "num_format": "@", "align": "left", "indent": 1}),
        "heading": workbook.add_format({**head, **box, "align": "left", "indent": 1}),
        "numeric": workbook.add_format({**head, **box, "align": plain.get("align", "right")}),
    }
    heights: dict[int, float] = {}
    widths = [_width(header, cells, what.widest) for header, cells in what.columns.items()]
    for column, (header, cells) in enumerate(what.columns.items()):
        kind = "numeric" if any(isinstance(cell, (int, float)) for cell in cells) else "heading"
        number = workbook.add_format({**plain, "num_format": what.formats.get(header, "General")})
        sheet.write_string(0, column, header, formats["heading" if what.wrapped else kind])
        for row, value in enumerate(cells, 1):
            if isinstance(value, bool):
                sheet.write_boolean(row, column, value, number)
            elif isinstance(value, str):
                sheet.write_string(row, column, value, formats["text"])
            elif value is not None:
                sheet.write_number(row, column, value, number)
            if what.wrapped and isinstance(value, str):
                heights[row] = max(heights.get(row, 0.0), height(value, widths[column] - 3))
        sheet.set_column(column, column, widths[column])
    for row, high in heights.items():
        sheet.set_row(row, high)
    sheet.freeze_panes(1, 2 if what.role == "ranking" else 1)
    sheet.set_landscape()
    sheet.set_paper(A4)
    sheet.repeat_rows(0)
    if sum(widths) <= WIDEST_PAGE:
        sheet.fit_to_pages(1, 0)


def _width(header: str, cells: Sequence[Any], widest: int) -> int:
    """Return a column's width in letters: what stands in it, within reason."""
    longest = max((len(_shown(cell)) for cell in cells), default=0)
    words = max(map(len, header.split()), default=0)
    return min(widest, max(NARROWEST, longest + 3, min(len(header), 24) + 3, words + 3))


def _shown(cell: Any) -> str:
    if isinstance(cell, str):
        return max(cell.splitlines(), key=len, default="")
    return "" if cell is None else f"{cell:.6g}"


def _exact() -> type:
    """Return xlsxwriter's worksheet, but with all 17 digits of a number where it writes 16."""
    from xlsxwriter.worksheet import Worksheet

    class ExactWorksheet(Worksheet):  # type: ignore[misc]
        def _xml_number_element(self, number: float, attributes: Any = ()) -> None:
            said = "".join(f' {key}="{value}"' for key, value in attributes)
            self.fh.write(f"<c{said}><v>{float(number)!r}</v></c>")

    return ExactWorksheet
