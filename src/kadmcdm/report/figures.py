"""The part of a document about the data: what criteria mean, raw and normalized figures."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from kadmcdm import _text
from kadmcdm._table import Table
from kadmcdm.methods import method_label
from kadmcdm.partnership import FrameworkProblem, OptionProblem
from kadmcdm.problem import Criterion
from kadmcdm.report.case import Case, Part, mark
from kadmcdm.report.document import Heading, Paragraph
from kadmcdm.report.opening import MARKED
from kadmcdm.report.phrases import known, say

WIDE = 6
"""Criteria that a table of figures holds; more are cut into parts."""


def data_parts(case: Case) -> Iterator[Part]:
    """Yield definitions and sources of the criteria, the matrix as it is and normalized."""
    lang, problem = case.lang, case.problem
    yield Heading(say("h_data", lang))
    yield from _definitions(case)
    yield from _origins(case)
    done = problem.preparation
    if done is None or not (done.filled or done.dropped_candidates or done.dropped_criteria):
        yield Paragraph(say("complete", lang, n=_text.number(problem.matrix.size, 0, lang)))
        yield mark("missing")
    shown, whole = min(case.top, len(problem.candidate_names)), len(problem.candidate_names)
    if shown < whole:
        yield Paragraph(say("some", lang, shown=shown, all=whole))
    every = list(range(len(problem.criteria)))
    yield from _cut(case, say("raw", lang), every, _raw(case), units=True)
    if not case.hidden:
        yield mark("matrix")
    rule = getattr(case.ranking.method, "normalization", None)
    rule = rule or getattr(case.ranking.method, "synthesis", None)
    if rule is not None and known(f"rule_{rule}"):
        yield Paragraph(say("scaling", lang, rule=say(f"rule_{rule}", lang)))
        yield mark("normalization")
    if hasattr(case.ranking.method, "details") and "normalized" in case.ranking.details:
        # Of a column that is partly closed one figure would let the others be worked out.
        open_ = [j for j, c in enumerate(problem.criteria) if c.name not in case.closed]
        scaled = case.ranking.details["normalized"]
        title = say("scaled", lang, method=method_label(case.ranking.method))
        yield from _cut(case, title, open_, lambda i, j: _text.number(float(scaled[i, j]), 3, lang))
        if open_:
            yield mark("normalized_matrix")


def _definitions(case: Case) -> Iterator[Part]:
    """Yield what is known of each criterion, in the columns in which something is."""
    lang, criteria = case.lang, case.problem.criteria
    # Where indicators are listed, their sources stand there, in both languages.
    said: list[tuple[str, Callable[[Criterion], str]]] = [
        (say("definition", lang), lambda c: c.description_in(lang)),
        (_text.say("group", lang), lambda c: _group(case, c)),
        (say("scale", lang), lambda c: _scale(case, c)),
        (say("source", lang), lambda c: "" if case.indicators else c.source or ""),
        (say("lever", lang), lambda c: c.lever_in(lang)),
    ]
    columns = [(head, [text(c) for c in criteria]) for head, text in said]
    columns = [(head, cells) for head, cells in columns if any(cells)]
    if columns:
        head, cells = columns[-1]
        if head == say("lever", lang):
            pairs = zip(criteria, cells, strict=True)
            columns[-1] = (
                head,
                [t or ("" if c.changeable else say("fixed", lang)) for c, t in pairs],
            )
        names = [criterion.label_in(lang) for criterion in criteria]
        rows = zip(names, *(cells for _, cells in columns), strict=True)
        filled = tuple(tuple(cell or "-" for cell in row) for row in rows)
        heads = (_text.say("criterion", lang), *(head for head, _ in columns))
        yield Table(heads, filled, title=say("definitions", lang))
    if all(criterion.description for criterion in criteria):
        yield mark("definitions")
    if all(criterion.source for criterion in criteria):
        yield mark("sources")
    if all(criterion.group for criterion in criteria):
        yield mark("tree")


def _group(case: Case, criterion: Criterion) -> str:
    from kadmcdm.partnership import GROUPS

    name = criterion.group or ""
    return _text.label_of(GROUPS, name, case.lang)


def _scale(case: Case, criterion: Criterion) -> str:
    if criterion.bounds is None:
        return ""
    low, high = (_text.significant(end, case.lang) for end in criterion.bounds)
    return say("from_to", case.lang, low=low, high=high)


def _origins(case: Case) -> Iterator[Part]:
    """Yield how the figures were obtained, where a framework or options say so."""
    made = case.evidence.one(FrameworkProblem) or case.evidence.one(OptionProblem)
    if made is None:
        return
    yield mark("sources", "criteria_found")
    lang = case.lang
    rows = []
    for criterion in case.problem.criteria:
        cells = made.origins.of_criterion(criterion.name)
        # Who judged a neighbor, and in which words, is as little for others as the figure.
        told = [
            cell.describe(lang)
            if cell.visibility == "public" or not case.hidden
            else say("internal", lang)
            for cell in cells
        ]
        rows.append((criterion.label_in(lang), _text.listed(list(dict.fromkeys(told)), lang)))
    how = {"en": "how it was obtained", "id": "cara memperoleh"}[lang]
    yield Table((_text.say("criterion", lang), how), tuple(rows))


def _raw(case: Case) -> Callable[[int, int], str]:
    problem, lang = case.problem, case.lang

    def shown(i: int, j: int) -> str:
        key = (problem.candidate_names[i], problem.criterion_names[j])
        if key in case.hidden:
            return say("internal", lang)
        text = _text.significant(float(problem.matrix[i, j]), lang)
        return f"{text}{MARKED}" if key in case.internal else text

    return shown


def _cut(
    case: Case,
    title: str,
    columns: list[int],
    cell: Callable[[int, int], str],
    *,
    units: bool = False,
) -> Iterator[Part]:
    """Yield the figures of the best candidates, so many criteria at a time."""
    lang, problem = case.lang, case.problem
    rows = [problem.candidate_index(name) for name in case.ranking.order[: case.top]]
    parts = [columns[k : k + WIDE] for k in range(0, len(columns), WIDE)]
    for number, part in enumerate(parts, 1):
        heads = tuple(_headed(problem.criteria[j], case, units) for j in part)
        lines = tuple(
            (case.label(problem.candidate_names[i]), *(cell(i, j) for j in part)) for i in rows
        )
        whole = title
        if len(parts) > 1:
            whole = say("part", lang, title=title, k=number, n=len(parts))
        numeric = frozenset(range(1, len(part) + 1))
        yield Table((_text.say("candidate", lang), *heads), lines, numeric, title=whole)


def _headed(criterion: Criterion, case: Case, units: bool) -> str:
    """Return a criterion and its unit."""
    unit = criterion.unit_in(case.lang)
    return criterion.label_in(case.lang) + (f" ({unit})" if unit and units else "")
