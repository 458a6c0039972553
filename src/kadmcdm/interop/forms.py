"""The layout of the Excel forms, which the writer and the reader share, and their words."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator, Mapping
from math import comb
from typing import Any, Literal

from kadmcdm._text import LANGUAGES
from kadmcdm._typing import Language
from kadmcdm.errors import Fault
from kadmcdm.judgments.values import SCALE_TERMS

VERSION = 1
"""Of the layout; a form of another version is not read."""

FORM_SHEET = "kadmcdm"
"""A sheet nobody sees: what the form is, on row 1, and its hierarchy as JSON from row 2 on."""

CHUNK = 30_000
"""Letters of JSON in a cell; Excel takes 32,767."""

# The columns of a sheet of pairs, from 0; people see the first eight.
NUMBER, FIRST, FIRST_ABOUT, SECOND, SECOND_ABOUT, WHICH, DEGREE, CHECK = range(8)
# Hidden: which children a row compares, the choices of its drop-down, and the steps to the CR.
HIDDEN = 9
FIRST_AT, SECOND_AT, CHOICE_A, CHOICE_EQUAL, CHOICE_B = range(HIDDEN, HIDDEN + 5)
GRADE, VALUE, LOG, DEVIATION, CHILD, LOG_WEIGHT, GRADES, MARK = range(HIDDEN + 5, HIDDEN + 13)
FIRST_ROW = 5
"""The row of the first pair, from 0."""

# The cover: its answers stand in one column, with their keys hidden in the row.
COVER_ANSWER = 2
COVER_KEY = 9
COVER: Literal["cover"] = "cover"

MOST_PAIRS = 10_000
"""Of a hierarchy: more comparisons than anybody makes."""

DEGREES = range(2, 10)
"""How many times more important; equal importance is a choice of its own."""


def cell_name(row: int, column: int) -> str:
    """Return the name of a cell, both counted from 0.

    Examples
    --------
    >>> cell_name(6, 3), cell_name(0, 16383)
    ('D7', 'XFD1')
    """
    letters, left = "", column + 1
    while left:
        left, letter = divmod(left - 1, 26)
        letters = chr(ord("A") + letter) + letters
    return f"{letters}{row + 1}"


def column_number(letters: str) -> int:
    """Return the number of a column, counted from 1.

    Examples
    --------
    >>> column_number("D"), column_number("XFD")
    (4, 16384)
    """
    number = 0
    for letter in letters:
        number = 26 * number + ord(letter) - ord("A") + 1
    return number


def size_faults(nodes: Mapping[str, tuple[str, ...]]) -> Iterator[Fault]:
    """Yield a fault for a hierarchy with more comparisons than anybody can make."""
    pairs = sum(comb(len(children), 2) for children in nodes.values())
    if pairs > MOST_PAIRS:
        got, expected = f"{pairs:,} comparisons", f"at most {MOST_PAIRS:,}"
        hint = "group the criteria"
        yield Fault("hierarchy", "too large for a form", got, expected, hint)


def asked(nodes: Mapping[str, tuple[str, ...]]) -> list[str]:
    """Return the nodes that a form asks about: those with two children or more."""
    return [node for node, children in nodes.items() if len(children) > 1]


def form_text(lang: Language, goal: str, tree: Any) -> str:
    """Return what the hidden sheet says of a form, as JSON in plain ASCII."""
    text = json.dumps({"version": VERSION, "lang": lang, "goal": goal, "tree": tree})
    return text.replace("_", "\\u005f")  # Excel reads "_x0041_" as the letter A


def digest_of(goal: str, tree: Any) -> str:
    """Return what tells the sheets of one hierarchy from those of another."""
    return hashlib.sha256(json.dumps([goal, tree]).encode()).hexdigest()[:16]


def mark_of(digest: str, what: int | Literal["cover"]) -> str:
    """Return the mark of a sheet: the cover's, or the one of a node by its place in `asked`."""
    return f"{FORM_SHEET} {VERSION} {digest} {what}"


def degree_text(grade: int, lang: Language) -> str:
    """Return a grade as the drop-down shows it: ``"3 – moderately more important"``."""
    return f"{grade} – {SCALE_TERMS[grade][lang]}"


DEGREE_TEXTS: dict[str, int] = {
    degree_text(grade, lang): grade for grade in range(1, 10) for lang in LANGUAGES
}


def say(key: str, lang: Language, **names: Any) -> str:
    """Return a phrase of the form."""
    return WORDS[key][LANGUAGES.index(lang)].format(**names)


WORDS: dict[str, tuple[str, str]] = {
    "cover": ("Start here", "Mulai di sini"),
    "title": ("Which criterion matters more?", "Kriteria mana yang lebih penting?"),
    "goal": ("Goal: {goal}", "Tujuan: {goal}"),
    "purpose": (
        "Your answers become weights: how much each criterion counts when the options are ranked. "
        "There is no right or wrong; what counts is what you think. It takes about {minutes} "
        "minutes for {pairs} comparisons.",
        "Jawaban Anda menjadi bobot: seberapa besar arti tiap kriteria saat pilihan "
        "diperingkatkan. Tidak ada jawaban benar atau salah; yang dicari adalah pendapat Anda. "
        "Waktu pengisian sekitar {minutes} menit untuk {pairs} perbandingan.",
    ),
    "assessor": ("Your name or code", "Nama atau kode Anda"),
    "role": ("Your role and office", "Jabatan dan instansi"),
    "fill_in": ("Fill in the yellow cells only.", "Isi sel kuning saja."),
    "how": ("How to fill it in", "Cara mengisi"),
    "step_1": (
        "Write your name or code, and your role, into the yellow cells above.",
        "Tulis nama atau kode Anda, dan jabatan Anda, pada sel kuning di atas.",
    ),
    "step_2": (
        "Go through the sheets listed below. Each row compares two things, A and B.",
        "Buka setiap lembar yang tercantum di bawah. Tiap baris membandingkan dua hal, A dan B.",
    ),
    "step_3": (
        "Which matters more? Choose A, B, or equally important. Where a worst and a best value "
        "are given, imagine both at their worst: which step up to the best value is worth more?",
        "Mana yang lebih penting? Pilih A, B, atau sama penting. Bila nilai terburuk dan terbaik "
        "tercantum, bayangkan keduanya pada nilai terburuk: perbaikan mana, sampai nilai "
        "terbaiknya, yang lebih berarti?",
    ),
    "step_4": (
        "How much more? Choose 2 to 9 from the list. Leave it empty when both are equally "
        "important.",
        "Seberapa lebih penting? Pilih 2 sampai 9 dari daftar. Kosongkan bila keduanya sama "
        "penting.",
    ),
    "step_5": (
        "The last column shows ✓ when a row is complete. Leave a row empty if you cannot judge it.",
        "Kolom terakhir menunjukkan ✓ bila baris sudah lengkap. Kosongkan baris yang tidak dapat "
        "Anda nilai.",
    ),
    "step_6": (
        "A consistency ratio (CR) above 0.10 means that answers contradict one another. The row "
        "that does so most is pointed out: look at it again, and change it only if you think "
        "otherwise.",
        "Rasio konsistensi (CR) di atas 0,10 berarti jawaban saling bertentangan. Baris yang "
        "paling bertentangan ditunjukkan: lihat kembali, dan ubah hanya bila pendapat Anda "
        "memang lain.",
    ),
    "step_7": (
        "Save it as .xlsx and send it back. Please do not add rows, columns or sheets.",
        "Simpan sebagai .xlsx dan kirim kembali. Mohon tidak menambah baris, kolom, atau lembar.",
    ),
    "sheets": ("Sheets to fill in", "Lembar yang diisi"),
    "compared": ("what is compared", "yang dibandingkan"),
    "answered": ("answered", "terjawab"),
    "of": ("of", "dari"),
    "ratio": ("CR", "CR"),
    "scale": ("The scale", "Skala"),
    "equal": ("Equally important", "Sama penting"),
    "node": ("Compared for: {node}", "Dibandingkan untuk: {node}"),
    "question": (
        "Which matters more for “{node}”, and how much more? Fill in the yellow cells; see the "
        "sheet “{cover}” for how.",
        "Untuk “{node}”, mana yang lebih penting, dan seberapa lebih penting? Isi sel kuning; "
        "caranya ada di lembar “{cover}”.",
    ),
    "consistency": ("Consistency ratio (CR)", "Rasio konsistensi (CR)"),
    "one_pair": (
        "A single pair cannot contradict itself.",
        "Satu pasangan tidak dapat bertentangan dengan dirinya sendiri.",
    ),
    "incomplete": ("not complete yet", "belum lengkap"),
    "consistent": (
        "consistent enough (approximate, by geometric means)",
        "cukup konsisten (taksiran, dengan rata-rata geometrik)",
    ),
    "inconsistent": (
        "above 0.10: please look at the row pointed out (approximate, by geometric means)",
        "di atas 0,10: mohon lihat kembali baris yang ditunjukkan (taksiran, dengan rata-rata "
        "geometrik)",
    ),
    "number": ("No.", "No."),
    "first": ("A", "A"),
    "second": ("B", "B"),
    "first_about": ("A from … to …", "A dari … sampai …"),
    "second_about": ("B from … to …", "B dari … sampai …"),
    "which": ("Which matters more?", "Mana yang lebih penting?"),
    "degree": ("How much more?", "Seberapa lebih penting?"),
    "check": ("Check", "Periksa"),
    "worst": ("worst", "terburuk"),
    "best": ("best", "terbaik"),
    "same": ("the same for all: {value}", "sama untuk semua: {value}"),
    "comprises": ("comprises: {names}", "meliputi: {names}"),
    "say_which": ("← say which", "← pilih yang mana"),
    "say_degree": ("← say how much", "← pilih seberapa"),
    "clear_degree": ("← equal: clear “how much”", "← sama: kosongkan “seberapa”"),
    "not_listed": ("← choose from the list", "← pilih dari daftar"),
    "done": ("✓", "✓"),
    "look_again": ("✓ look at it again", "✓ mohon lihat kembali"),
    "which_help": (
        "Choose from the list.",
        "Pilih dari daftar.",
    ),
    "degree_help": (
        "Choose from the list: 2 to 9. Keep another answer only if you mean it.",
        "Pilih dari daftar: 2 sampai 9. Pertahankan jawaban lain hanya bila memang dimaksud.",
    ),
    "footer": ("Page &P of &N", "Halaman &P dari &N"),
}  # fmt: skip
"""In English and in Indonesian."""
