"""Reading one answer of a form: which of two matters more, and how much."""

from __future__ import annotations

import datetime
import math
import re
from collections.abc import Callable, Sequence
from typing import Any, NamedTuple, NoReturn

from kadmcdm._text import LANGUAGES
from kadmcdm.errors import Fault, InputError
from kadmcdm.interop import forms
from kadmcdm.judgments.values import SCALE_TERMS, read_judgment

EQUAL = {"=", "a=b", "a = b"} | {
    words.casefold()
    for lang in LANGUAGES
    for words in (forms.say("equal", lang), SCALE_TERMS[1][lang])
}

EQUAL_IN_SHORT = {"equal", "sama"}
"""Read as equal importance unless A or B is called so."""

GRADE_AND_WORDS = re.compile(r"([1-9]) ?[-–—:.=]? ?([^\W\d].*)")
"""A line of the drop-down typed by hand: ``"3 - moderately more important"``."""

BOTH = re.compile(r"a\s*(?:[,;/&+]|and|dan|or|atau)?\s*b")


class Answer(NamedTuple):
    """How many times the one that matters more (0: A, 1: B) outweighs the other, and a note."""

    more: int
    value: float
    note: Fault | None = None


def read_answer(
    which: Any, degree: Any, choices: Sequence[str], place: Callable[[int], str]
) -> Answer | None:
    """Read a row of a form.

    Parameters
    ----------
    which, degree : cell
        As the reader of spreadsheets gives them; ``""`` is an empty one.
    choices : sequence of str
        What the row's drop-down calls A and B: ``["A: cost", "B: reach"]``.
    place : callable
        Names the row's cell in a column of the form, for faults.

    Returns
    -------
    Answer or None
        None for a row without answer.

    Raises
    ------
    InputError
        For an answer that cannot be read, half an answer, or one that contradicts itself.

    Examples
    --------
    >>> row = (["A: cost", "B: reach"], lambda column: forms.cell_name(6, column))
    >>> read_answer("B: reach", "3 – moderately more important", *row)
    Answer(more=1, value=3.0, note=None)
    >>> read_answer("A: cost", "", *row)
    Traceback (most recent call last):
    kadmcdm.errors.InputError: G7: A matters more, but it is not said how much; ...
    """
    which, degree = _plain(which), _plain(degree)
    if which == degree == "":
        return None
    side = _side(which, choices, place(forms.WHICH))
    if side is None and degree == "":
        return Answer(0, 1.0)
    value = _degree(degree, side, place(forms.DEGREE))
    if side is None:
        if value == 1.0:
            return Answer(0, 1.0)
        if which == "":
            hint = "choose A or B"
            _refuse(place(forms.WHICH), "it is not said which one matters more", "nothing", hint)
        hint = "leave “how much” empty, or choose A or B"
        _refuse(place(forms.DEGREE), "equally important, and yet a degree", _shown(degree), hint)
    letter = "AB"[side]
    if value <= 1.0:
        what = f"{letter} matters more, and yet {'equally' if value == 1.0 else 'less'} important"
        _refuse(place(forms.DEGREE), what, _shown(degree), "choose 2 to 9, or the other one")
    note = None
    if value not in forms.DEGREES:
        what = "no grade of the scale from 1 to 9; taken as it stands"
        note = Fault(place(forms.DEGREE), what, _shown(degree))
    return Answer(side, value, note)


def _plain(cell: Any) -> Any:
    return " ".join(cell.split()) if isinstance(cell, str) else cell


def _shown(cell: Any) -> str:
    return f"{cell:g}" if isinstance(cell, float) else repr(cell)


def _side(which: Any, choices: Sequence[str], where: str) -> int | None:
    """Return 0 for A, 1 for B, None for neither."""
    expected = f"{choices[0]!r}, {choices[1]!r}, or equally important"
    if not isinstance(which, str):
        _refuse(where, "no choice", _shown(which), expected=expected)
    text = which.casefold()
    shown = [_plain(choice).casefold() for choice in choices]
    if text == "" or text in EQUAL:
        return None
    if text in shown:
        return shown.index(text)
    meant = [
        side
        for side, choice in enumerate(shown)
        if text in ("ab"[side], choice.partition(":")[2].strip())
    ]
    if len(meant) == 1:
        return meant[0]
    if text in EQUAL_IN_SHORT and not meant:
        return None
    if meant or BOTH.fullmatch(text):
        _refuse(where, "both directions are chosen", _shown(which), "choose one", expected)
    _refuse(where, "no choice", _shown(which), "choose from the list", expected)


def _degree(degree: Any, side: int | None, where: str) -> float:
    expected = "2 to 9"
    if degree == "" and side is not None:
        what = f"{'AB'[side]} matters more, but it is not said how much"
        _refuse(where, what, "nothing", "choose from the list", expected)
    if isinstance(degree, str) and degree in forms.DEGREE_TEXTS:
        return float(forms.DEGREE_TEXTS[degree])
    line = GRADE_AND_WORDS.fullmatch(degree) if isinstance(degree, str) else None
    if line is not None and not math.isnan(said := read_judgment(line[2]).value):
        if said != float(line[1]):
            hint = "choose one of them from the list"
            _refuse(where, "the number and the words differ", _shown(degree), hint, expected)
        return said
    if isinstance(degree, (datetime.date, datetime.time, datetime.timedelta)):
        hint = "the spreadsheet made a date of it; choose from the list"
        _refuse(where, "no degree, but a date", str(degree), hint, expected)
    read = read_judgment(degree)
    if math.isnan(read.value):
        _refuse(where, "no degree", _shown(degree), read.hint or "choose from the list", expected)
    return read.value


def _refuse(
    where: str, what: str, got: str, hint: str | None = None, expected: str | None = None
) -> NoReturn:
    raise InputError([Fault(where, what, got, expected, hint)])
