"""What people type for a judgment: 3, "1/3", "0,33", "strongly more important", "sama penting"."""

from __future__ import annotations

import re
from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction
from typing import NamedTuple, TypeAlias

import numpy as np

from kadmcdm import _text
from kadmcdm._typing import Language

Judgment: TypeAlias = float | int | str | Fraction
"""How many times the first is preferred to the second: 3, 0.2, ``"1/5"``, ``Fraction(1, 5)``."""

SCALE_TERMS: dict[int, dict[Language, str]] = {
    1: {"en": "equally important", "id": "sama penting"},
    2: {
        "en": "between equally and moderately more important",
        "id": "antara sama dan sedikit lebih penting",
    },
    3: {"en": "moderately more important", "id": "sedikit lebih penting"},
    4: {
        "en": "between moderately and strongly more important",
        "id": "antara sedikit lebih dan lebih penting",
    },
    5: {"en": "strongly more important", "id": "lebih penting"},
    6: {
        "en": "between strongly and very strongly more important",
        "id": "antara lebih dan sangat lebih penting",
    },
    7: {"en": "very strongly more important", "id": "sangat lebih penting"},
    8: {
        "en": "between very strongly and extremely more important",
        "id": "antara sangat lebih dan mutlak lebih penting",
    },
    9: {"en": "extremely more important", "id": "mutlak lebih penting"},
}
"""Saaty's fundamental scale in words; how much the row dominates the column."""

SYNONYMS = {
    "equal": 1, "equally": 1, "equally preferred": 1, "sama": 1, "sama pentingnya": 1,
    "moderate": 3, "moderately": 3, "somewhat more important": 3, "cukup penting": 3,
    "moderate plus": 4, "strong": 5, "strongly": 5, "more important": 5, "strong plus": 6,
    "very strong": 7, "very strongly": 7, "much more important": 7, "jauh lebih penting": 7,
    "jelas lebih penting": 7,
    "jelas lebih mutlak penting": 7, "very very strong": 8, "very very strongly more important": 8,
    "extreme": 9, "extremely": 9, "absolutely more important": 9, "mutlak penting": 9,
}  # fmt: skip
"""What else people write for the grades, "preferred" for "important" set aside.

Not "slightly" or "weakly more important": 3 in Saaty (1980), 2 in Saaty (2008).
"""

LESS = {"less": "more", "kurang": "lebih"}
"""The other direction of a term: "moderately less important" is 1/3."""


class ReadJudgment(NamedTuple):
    """A judgment as a number, NaN when it is none; a note on how it was read; a hint if refused."""

    value: float
    note: str | None = None
    hint: str | None = None


def read_judgment(said: object) -> ReadJudgment:
    """Read what somebody typed: a positive number, a fraction, a decimal, or a verbal term.

    Numbers stay as they are. Text snaps: a decimal below 1 that is 1/k (k = 2..9) rounded half up
    to its digits, as a spreadsheet shows it, and that of one k only, is read as 1/k.

    Parameters
    ----------
    said : object

    Returns
    -------
    ReadJudgment

    Examples
    --------
    >>> read_judgment("1/3").value, read_judgment("0,33").note
    (0.3333333333333333, "'0,33' read as 1/3")
    >>> read_judgment("0.3").value  # 1/3 or 1/4, rounded to one digit: not guessed
    0.3
    >>> read_judgment("Sedikit lebih penting").value, read_judgment("strongly less important").value
    (3.0, 0.2)
    """
    read = _read_text(said) if isinstance(said, str) else ReadJudgment(_plain_number(said))
    value = read.value
    if not (0.0 < value < np.inf and 1.0 / value < np.inf):
        return ReadJudgment(np.nan, hint=read.hint)
    if read.note is None and not 1 / 9 - 1e-9 <= value <= 9 + 1e-9:
        return ReadJudgment(value, off_scale(value))
    return read


def judgment_text(value: float, lang: Language = "en") -> str:
    """Return a judgment as people write it, to three digits.

    Examples
    --------
    >>> [judgment_text(value) for value in (3.0, 1.0, 0.2, 2.8845, 1 / 2.8845, 1 / 0.875)]
    ['3', '1', '1/5', '2.88', '1/2.88', '1.14']
    >>> judgment_text(0.4, "id")
    '1/2,5'
    """
    whole = _text.significant(max(value, 1.0 / value), lang, 3)
    return whole if value >= 1.0 or whole == "1" else f"1/{whole}"


def off_scale(value: float) -> str:
    """Return the note on a judgment that Saaty's scale does not have."""
    return f"{value:g} is off the scale from 1/9 to 9"


def _plain_number(said: object) -> float:
    if isinstance(said, bool) or not isinstance(said, (int, float, Fraction, np.number)):
        return np.nan
    try:
        return float(said)
    except (OverflowError, TypeError):  # 10**400, complex numbers
        return np.nan


def _read_text(said: str) -> ReadJudgment:
    text = " ".join(said.split())
    if any(letter.isalpha() for letter in text) and not re.fullmatch(r"[\d.]+[eE][+-]?\d+", text):
        grade = _grade(text)
        hint = "a term of the scale, such as 'strongly more important' or 'sedikit lebih penting'"
        return ReadJudgment(np.nan, hint=hint) if grade is None else ReadJudgment(grade)
    if "," in text and "." in text:
        return ReadJudgment(np.nan, hint="write one decimal sign, or a fraction such as '1/4'")
    plain = re.sub(r" ?/ ?", "/", text).replace(",", ".")
    if " " in plain:  # "1 1/2" is not 11/2
        return ReadJudgment(np.nan, hint="write one number, or a fraction such as '3/2'")
    above, slash, below = plain.partition("/")
    try:
        value = float(above) / float(below) if slash else float(above)
        if "_" in plain or "-" in below:
            return ReadJudgment(np.nan)
    except (ValueError, ZeroDivisionError, OverflowError):
        return ReadJudgment(np.nan)
    if not slash and re.fullmatch(r"0?\.\d+", plain):
        digits = Decimal(1).scaleb(-len(plain.partition(".")[2]))
        fits = [
            k
            for k in range(2, 10)
            if (Decimal(1) / Decimal(k)).quantize(digits, ROUND_HALF_UP) == Decimal(plain)
        ]
        if len(fits) == 1:
            note = f"{said!r} read as 1/{fits[0]}" if value != 1 / fits[0] else None
            return ReadJudgment(1 / fits[0], note)
    return ReadJudgment(value)


def _grade(text: str) -> float | None:
    """Return what a verbal term says, None for other words."""
    term = re.sub(r"[-_,]", " ", text.casefold()).replace("preferred", "important")
    term = " ".join(term.split())
    inverse = False
    for less, more in LESS.items():
        if re.search(rf"\b{less}\b", term):
            inverse, term = True, re.sub(rf"\b{less}\b", more, term)
    known = {words: grade for grade, by in SCALE_TERMS.items() for words in by.values()}
    grade = (known | SYNONYMS).get(term)
    if grade is None:
        return None
    return 1 / grade if inverse else float(grade)
