"""Pairs of codes, and what is said of matchings, in English and Indonesian."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TypeAlias

import numpy as np

from kadmcdm import _text
from kadmcdm._typing import BoolArray, Language
from kadmcdm.partnership.preferences import Ties

Pairs: TypeAlias = tuple[tuple[str, str], ...]


def as_pairs(data: Sequence[Sequence[str]]) -> Pairs:
    """Return lists of two as pairs."""
    return tuple((str(a), str(b)) for a, b in data)


def partners_in(pairs: Pairs, code: str) -> tuple[str, ...]:
    """Return whom pairs put a region together with."""
    return tuple(b if a == code else a for a, b in pairs if code in (a, b))


def pair_matrix(pairs: Pairs, left: Sequence[str], right: Sequence[str]) -> BoolArray:
    """Return which row is paired with which column."""
    rows, columns = ({code: k for k, code in enumerate(side)} for side in (left, right))
    out = np.zeros((len(left), len(right)), dtype=bool)
    for a, b in pairs:
        out[rows[a], columns[b]] = True
    return out


def about_ties(ties: Ties, broken: int, seed: int | None, lang: Language) -> list[str]:
    """Return how ties were broken, and how many, for a caption; nothing without ties."""
    if not broken:
        return []
    said = WORDS[lang][f"ties_{ties}"].format(_text.number(broken, 0, lang))
    return [said if seed is None else f"{said}; {_text.say('seed', lang)} {seed}"]


WORDS: Mapping[Language, Mapping[str, str]] = {
    "en": {
        "stable": "Stable matching", "asking": "who asks", "partners": "partners",
        "their_rank": "rank of the partner", "our_rank": "rank for the partner",
        "otherwise": "if the other side asked", "left": "left", "right": "right",
        "asks": "The {} side asks: {} pairs, the best that are stable for each of that side.",
        "unique": "It is the only stable matching.",
        "extremes": "Others are stable too; were the other side to ask, it would gain.",
        "without": "Without a partner: {}.",
        "pool": "Matching with the largest sum", "first": "region", "second": "partner",
        "ranks": "ranks", "blocking": "Would rather have each other", "of": "{} of {}",
        "sum": "{} pairs of {} regions; mutual scores ({}) add up to {}.",
        "nobody": "It is stable: no two would rather have each other.",
        "one": "1 pair would rather have each other.",
        "some": "{} pairs would rather have each other.",
        "none": "No matching of this pool is stable.",
        "exists": "Another matching is stable.",
        "ties_input_order": "ties broken by the order given: {}",
        "ties_random": "ties broken by one lottery: {}",
    },
    "id": {
        "stable": "Pencocokan stabil", "asking": "pengusul", "partners": "mitra",
        "their_rank": "peringkat mitra bagi pengusul", "our_rank": "peringkat pengusul bagi mitra",
        "otherwise": "bila pihak lain mengusulkan", "left": "kiri", "right": "kanan",
        "asks": "Pihak {} mengusulkan: {} pasangan, yang terbaik di antara semua yang stabil bagi "
        "setiap daerah di pihak itu.",
        "unique": "Tidak ada pencocokan stabil yang lain.",
        "extremes": "Ada pencocokan stabil yang lain; bila pihak lain mengusulkan, pihak itu "
        "lebih diuntungkan.",
        "without": "Tanpa mitra: {}.",
        "pool": "Pencocokan dengan jumlah skor terbesar", "first": "daerah", "second": "mitra",
        "ranks": "peringkat", "blocking": "Lebih memilih satu sama lain", "of": "{} dari {}",
        "sum": "{} pasangan dari {} daerah; jumlah skor bersama ({}): {}.",
        "nobody": "Stabil: tidak ada dua daerah yang lebih memilih satu sama lain.",
        "one": "1 pasangan lebih memilih satu sama lain.",
        "some": "{} pasangan lebih memilih satu sama lain.",
        "none": "Tidak ada pencocokan yang stabil untuk kelompok ini.",
        "exists": "Ada pencocokan lain yang stabil.",
        "ties_input_order": "peringkat seri diputuskan menurut urutan masukan: {}",
        "ties_random": "peringkat seri diputuskan dengan satu undian: {}",
    },
}  # fmt: skip
