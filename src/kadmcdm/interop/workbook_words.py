"""What sheets and their headers are called in workbooks, in English and Indonesian."""

from __future__ import annotations

from kadmcdm import _text
from kadmcdm._typing import Language

ROLES: dict[str, tuple[str, str]] = {
    "ranking": ("ranking", "pemeringkatan"),
    "candidates": ("candidates", "calon"),
    "criteria": ("criteria", "kriteria"),
    "weights": ("weights", "bobot"),
    "normalized": ("normalized", "ternormalisasi"),
    "about": ("about", "tentang"),
}
"""What a sheet holds, and what it is called."""

_OTHERS = {
    "candidates": ("alternatives", "matrix", "data", "kandidat", "alternatif", "matriks"),
    "criteria": ("criterion", "daftar kriteria"),
}

ABOUT: dict[str, tuple[str, str]] = {
    "title": ("title", "judul"),
    "question": ("question", "pertanyaan"),
    "notes": ("notes", "catatan"),
    "method": ("method", "metode"),
    "parameters": ("parameters", "parameter"),
    "weights": ("weights", "bobot"),
    "tie_tolerance": ("tie tolerance", "toleransi seri"),
    "candidates": ("candidates", "calon"),
    "criteria": ("criteria", "kriteria"),
    "missing": ("missing cells", "sel kosong"),
    "digest": ("SHA-256", "SHA-256"),
    "version": ("kadmcdm", "kadmcdm"),
}
"""The lines of the sheet "about"."""


def role_of(sheet: str) -> str | None:
    """Return what a sheet of this name holds, None where the name does not say."""
    folded = " ".join(sheet.split()).casefold()
    for role, words in ROLES.items():
        if folded in (*words, *_OTHERS.get(role, ())):
            return role
    return None


def called(words: tuple[str, str], lang: Language) -> str:
    """Return the one of two words that is of the language."""
    return words[_text.LANGUAGES.index(lang)]
