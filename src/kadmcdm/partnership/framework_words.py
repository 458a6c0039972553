"""Where people's words for challenges, opportunities and levers went in the framework."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal, TypeAlias

from kadmcdm import _text
from kadmcdm._arrays import ReadOnlyDict
from kadmcdm._table import Table
from kadmcdm._typing import Language
from kadmcdm.partnership.framework import FRAMEWORK

WordKind: TypeAlias = Literal["opportunity", "challenge", "exchange", "lever"]


@dataclass(frozen=True, slots=True)
class FrameworkWord:
    """A word that people use, and the leaves that measure it.

    Parameters
    ----------
    kind : "opportunity", "challenge", "exchange" or "lever"
    word : {"en": str, "id": str}
    leaves : tuple of str
    screens : tuple of str
        Rules that ask for it too, before any score.

    Examples
    --------
    >>> from kadmcdm.partnership import FRAMEWORK_WORDS
    >>> word = FRAMEWORK_WORDS[10]
    >>> word.word["en"], word.leaves, word.screens
    ('conflict of interest and politics', ('dispute_risk',), ('S12',))
    """

    kind: WordKind
    word: Mapping[Language, str]
    leaves: tuple[str, ...]
    screens: tuple[str, ...] = ()


def _word(
    kind: WordKind, en: str, id_: str, *leaves: str, screens: tuple[str, ...] = ()
) -> FrameworkWord:
    return FrameworkWord(kind, ReadOnlyDict({"en": en, "id": id_}), leaves, screens)


FRAMEWORK_WORDS: tuple[FrameworkWord, ...] = (
    _word("opportunity", "welfare", "kesejahteraan", "welfare"),
    _word("opportunity", "faster development", "percepatan pembangunan", "acceleration"),
    _word(
        "opportunity", "a gain in capacity and competence", "peningkatan kapasitas dan kompetensi",
        "exchange",
    ),
    _word("opportunity", "cooperation and synergy", "kerja sama dan sinergi", "synergy"),
    _word("opportunity", "stronger regional autonomy", "penguatan otonomi daerah", "autonomy"),
    _word("opportunity", "competitiveness", "daya saing", "competitiveness"),
    _word(
        "challenge", "differing vision and mission", "perbedaan visi dan misi", "vision_alignment"
    ),
    _word(
        "challenge", "weak coordination and communication",
        "lemahnya koordinasi dan komunikasi", "coordination_burden",
    ),
    _word("challenge", "bureaucratic barriers", "hambatan birokrasi", "bureaucracy"),
    _word(
        "challenge", "differing capacity and resources", "perbedaan kapasitas dan sumber daya",
        "capacity_disparity",
    ),
    _word(
        "challenge", "conflict of interest and politics", "konflik kepentingan dan politik",
        "dispute_risk", screens=("S12",),
    ),
    _word("exchange", "resources", "sumber daya", "exchange"),
    _word("exchange", "knowledge", "pengetahuan", "exchange"),
    _word("exchange", "technology", "teknologi", "exchange"),
    _word("lever", "commitment and synergy", "komitmen dan sinergi", "commitment", "synergy"),
    _word(
        "lever", "coordination and communication", "koordinasi dan komunikasi",
        "coordination_burden",
    ),
    _word(
        "lever", "capacity and competence", "kapasitas dan kompetensi",
        "institutional_capacity", "exchange",
    ),
    _word(
        "lever", "transparency and accountability", "transparansi dan akuntabilitas",
        "transparency",
    ),
    _word(
        "lever", "aligning vision and mission", "penyelarasan visi dan misi", "vision_alignment"
    ),
    _word(
        "lever", "resolving conflicts of interest and political issues",
        "penyelesaian konflik kepentingan dan isu politis", "dispute_risk", screens=("S12",),
    ),
)  # fmt: skip
"""Every word that the framework answers to. Distance has none: it is there because it can't be
pulled."""


def framework_words_table(lang: Language = "en") -> Table:
    """Return the words and their leaves as a table.

    Parameters
    ----------
    lang : "en" or "id"

    Returns
    -------
    Table

    Examples
    --------
    >>> from kadmcdm.partnership import framework_words_table
    >>> for row in framework_words_table().rows[:2]:
    ...     print(row)
    ('welfare', 'opportunity', 'A1 welfare gain')
    ('faster development', 'opportunity', 'A2 faster development')
    """
    _text.check_language(lang)
    leaves = {leaf.name: leaf for leaf in FRAMEWORK}
    rows = []
    for item in FRAMEWORK_WORDS:
        said = [f"{leaves[name].code} {leaves[name].label[lang]}" for name in item.leaves]
        said += [f"{_SCREEN[lang]} {rule}" for rule in item.screens]
        rows.append((item.word[lang], _KINDS[item.kind][lang], "; ".join(said)))
    return Table(_HEADERS[lang], tuple(rows))


_SCREEN: Mapping[Language, str] = {"en": "screen", "id": "penapisan"}
_HEADERS: Mapping[Language, tuple[str, ...]] = {
    "en": ("what people say", "as", "leaf"),
    "id": ("yang disebut orang", "sebagai", "kriteria"),
}
_KINDS: Mapping[WordKind, Mapping[Language, str]] = {
    "opportunity": {"en": "opportunity", "id": "peluang"},
    "challenge": {"en": "challenge", "id": "tantangan"},
    "exchange": {"en": "exchange", "id": "pertukaran"},
    "lever": {"en": "lever", "id": "pengungkit"},
}
