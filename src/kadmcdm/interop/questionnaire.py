"""Writing the Excel form on which people compare the criteria of a hierarchy, pair by pair."""

from __future__ import annotations

import io
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

from kadmcdm import _text
from kadmcdm._files import as_path, place_faults, write_bytes
from kadmcdm._text import LANGUAGES
from kadmcdm._typing import Language
from kadmcdm.errors import (
    Fault,
    InputError,
    MissingExtraError,
    brief,
    choice_fault,
    raise_faults,
)
from kadmcdm.interop import forms
from kadmcdm.interop.form_cover import write_cover, write_hidden
from kadmcdm.interop.form_pairs import write_pairs
from kadmcdm.interop.form_pen import Pen, Sheet
from kadmcdm.interop.form_reading import read_form
from kadmcdm.judgments import Hierarchy
from kadmcdm.problem import DecisionProblem

__all__ = ["questionnaire"]

LONGEST_NAME = 250
"""In letters; longer names fit no cell that people can read."""

LONGEST_ABOUT = 500
"""In letters, of what stands beside a criterion."""

SHEET_NAME = 31
"""Excel's longest name of a sheet."""


def questionnaire(
    hierarchy: Hierarchy,
    path: str | Path,
    *,
    problem: DecisionProblem | None = None,
    lang: Language = "id",
) -> Path:
    """Write an Excel form on which an assessor compares the criteria of a hierarchy.

    A sheet per node with two children or more, each pair once: a drop-down says which one matters
    more, another how much, in the words of Saaty's scale. The consistency ratio is live, by
    formulas: lambda_max at the geometric means, Alonso and Lamata's random index. A cover says how
    to fill it in, and asks for the assessor's name or code, and role. `read_questionnaires` reads
    the forms back.

    Parameters
    ----------
    hierarchy : Hierarchy
        Judged or not; the form is always empty.
    path : str or Path
        Ends with ``.xlsx``. A form that is there is replaced in one step while it is empty;
        anything else is left alone.
    problem : DecisionProblem, optional
        Its criteria are the hierarchy's leaves, or some of them. Their labels stand on the form,
        and beside each pair the worst and the best value of both, so that the swing is judged:
        the bounds where a criterion has some, else the least and the most of its column.
    lang : "id" or "en"
        The language of the form.

    Returns
    -------
    Path
        Where it was written.

    Raises
    ------
    InputError
        For a path that is no ``.xlsx`` file, or where a filled form or another file stands; a
        hierarchy with nothing to compare, a problem that
        has none of its leaves, or an unknown language.
    MissingExtraError
        Without xlsxwriter, which the extra ``office`` brings.

    Examples
    --------
    >>> import tempfile
    >>> import kadmcdm as kd
    >>> hierarchy = kd.Hierarchy("partner", {"gain": {"water": {}, "scale": {}}, "distance": {}})
    >>> with tempfile.TemporaryDirectory() as folder:
    ...     form = kd.questionnaire(hierarchy, f"{folder}/form.xlsx", lang="en")
    ...     kd.read_questionnaires(folder).faults[0].what
    'there are no answers in it'
    """
    target = as_path(path)
    raise_faults(list(_faults(hierarchy, target, problem, lang)))
    try:
        from xlsxwriter import Workbook
    except ImportError:
        raise MissingExtraError(
            "questionnaire() needs xlsxwriter: pip install 'kadmcdm[office]'"
        ) from None
    content = io.BytesIO()
    workbook = Workbook(content, {"in_memory": True})
    workbook.set_properties({"title": hierarchy.goal, "comments": "kadmcdm"})
    pen = Pen(workbook, lang)
    digest = forms.digest_of(hierarchy.goal, hierarchy.tree)
    sheets = list(_sheets(hierarchy, problem, lang, digest))
    write_cover(pen, hierarchy.goal, sheets, forms.mark_of(digest, forms.COVER))
    for sheet in sheets:
        write_pairs(pen, sheet)
    write_hidden(pen, forms.form_text(lang, hierarchy.goal, hierarchy.tree))
    workbook.close()
    return write_bytes(target, content.getvalue())


def _faults(hierarchy: object, target: Path, problem: object, lang: object) -> Iterator[Fault]:
    yield from choice_fault("lang", lang, LANGUAGES)
    if target.suffix.lower() != ".xlsx":
        yield Fault(str(target), "no name of a form", brief(target.name), "a name ending in .xlsx")
    elif misplaced := list(place_faults(target)):
        yield from misplaced
    elif target.exists() and not _is_empty_form(target):
        hint = "choose another name, or move it away"
        yield Fault(str(target), "there is a file already, and it is no empty form", hint=hint)
    if problem is not None and not isinstance(problem, DecisionProblem):
        yield Fault("problem", "no problem", type(problem).__name__, "a DecisionProblem")
    if not isinstance(hierarchy, Hierarchy):
        yield Fault("hierarchy", "no hierarchy", type(hierarchy).__name__, "a Hierarchy")
        return
    if not forms.asked(hierarchy.nodes):
        hint = "a form compares the children of a node with two or more"
        yield Fault("hierarchy", "there is nothing to compare", hint=hint)
    yield from forms.size_faults(hierarchy.nodes)
    names = [hierarchy.goal, *(child for below in hierarchy.nodes.values() for child in below)]
    for name in names:
        if len(name) > LONGEST_NAME:
            expected = f"at most {LONGEST_NAME} letters"
            yield Fault(f"node {name[:40]!r}...", "the name is too long", str(len(name)), expected)
        if not _writable(name):
            yield Fault(f"node {name!r}", "the name holds half a character")
    if isinstance(problem, DecisionProblem) and not set(names) & set(problem.criterion_names):
        yield Fault(
            "problem",
            "none of its criteria is a leaf of the hierarchy",
            _text.listed([repr(name) for name in problem.criterion_names]),
            _text.listed([repr(name) for name in hierarchy.leaves]),
        )


def _is_empty_form(path: Path) -> bool:
    """Tell whether nothing is lost when a new form takes the file's place."""
    try:
        form = read_form(path)
    except (InputError, ImportError):
        return False
    return not form.faults and not any(form.answers.values())


def _sheets(
    hierarchy: Hierarchy, problem: DecisionProblem | None, lang: Language, digest: str
) -> Iterator[Sheet]:
    """Yield what stands on the sheet of each node."""
    nodes = hierarchy.nodes
    criteria = {} if problem is None else {item.name: item for item in problem.criteria}
    called = {
        name: label
        for name, item in criteria.items()
        if name not in nodes
        and len(label := item.label_in(lang)) <= LONGEST_NAME
        and _writable(label)
    }
    ranges = {} if problem is None else dict(_ranges(problem, lang))
    asked = forms.asked(nodes)
    for place, (node, title) in enumerate(zip(asked, _titles(asked), strict=True)):
        names = nodes[node]
        labels = [called.get(name, name) for name in names]
        if len(set(map(str.casefold, labels))) < len(labels):
            labels = list(names)  # what people could not tell apart
        about = [_comprised(name, nodes, called, lang) or ranges.get(name, "") for name in names]
        yield Sheet(title, node, tuple(labels), tuple(about), forms.mark_of(digest, place))


def _ranges(problem: DecisionProblem, lang: Language) -> Iterator[tuple[str, str]]:
    """Yield each criterion with its worst and best value, a line each, and its description."""
    for criterion, column in zip(problem.criteria, problem.matrix.T, strict=True):
        low, high = criterion.bounds or (float(column.min()), float(column.max()))
        unit = criterion.unit_in(lang)
        least, most = (f"{_text.significant(end, lang)} {unit}".strip() for end in (low, high))
        worst, best = (least, most) if criterion.direction == "benefit" else (most, least)
        lines = [
            f"{forms.say('worst', lang)}: {worst}",
            f"{forms.say('best', lang)}: {best}",
        ]
        if worst == best:
            lines = [forms.say("same", lang, value=worst)]
        yield (
            criterion.name,
            _short("\n".join([*lines, *filter(None, [criterion.description_in(lang)])])),
        )


def _comprised(
    name: str, nodes: Mapping[str, tuple[str, ...]], called: Mapping[str, str], lang: Language
) -> str:
    """Return what a group comprises, nothing for a leaf."""
    if name not in nodes:
        return ""
    names = ", ".join(called.get(below, below) for below in nodes[name])
    return _short(forms.say("comprises", lang, names=names))


def _short(text: str) -> str:
    """Cut what is too long for a cell beside a pair; leave out half characters."""
    text = text.encode("utf-8", "ignore").decode()
    return text if len(text) <= LONGEST_ABOUT else text[: LONGEST_ABOUT - 1] + "…"


def _writable(text: str) -> bool:
    """Tell whether a text can be written: it holds no half of a character."""
    return text.encode("utf-8", "ignore").decode() == text


def _titles(nodes: Sequence[str]) -> list[str]:
    """Return a title that Excel takes for each node; the numbers make them unique.

    Examples
    --------
    >>> _titles(["gain: what we get", "cost"])
    ['1 gain  what we get', '2 cost']
    """
    titles = []
    for number, node in enumerate(nodes, 1):
        plain = "".join(
            " " if sign in "[]:*?/\\" or not sign.isprintable() else sign for sign in node
        )
        title = f"{number} {plain}"
        while len(title.encode("utf-16-le")) > 2 * SHEET_NAME:  # as Excel counts letters
            title = title[:-1]
        titles.append(title.rstrip(" '"))
    return titles
