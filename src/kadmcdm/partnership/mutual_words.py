"""What is said of both sides of a pair, in English and Indonesian."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Literal, TypeAlias

from kadmcdm._typing import Language

MutualRule: TypeAlias = Literal["minimum", "geometric", "nash"]
"""How two scores of a pair become one."""

SIMULATED: Mapping[Language, str] = {
    "en": "simulation, not the partner's position",
    "id": "simulasi, bukan sikap daerah mitra",
}
"""What stands under every two-sided result of assumed weights."""


def simulated(lang: Language) -> str:
    """Return the label of results of assumed weights, as the start of a sentence."""
    return f"{SIMULATED[lang][0].upper()}{SIMULATED[lang][1:]}"


WORDS: Mapping[Language, Mapping[str, str]] = {
    "en": {
        "title": "What both sides think of each other", "pair": "pair", "partner": "partner",
        "ranks": "ranks", "scores": "scores", "minimum": "smaller score",
        "geometric": "geometric mean", "nash": "Nash product", "yes": "yes",
        "partners": "Partners of {}, from both sides", "own_score": "our score of them",
        "own_rank": "our rank of them", "own_first": "first for us",
        "their_score": "their score of us", "their_rank": "their rank of us",
        "shown": "the best {} of {} pairs; ranks and scores: of the second for the first / of the "
        "first for the second",
        "screened": "screened out", "unchecked": "not checked yet",
        "proxy": "scores of two regions are no common measure",
        "pareto": "Pareto: no other is better for both sides",
        "assumed": "the weights of {} of {} regions are drawn ({} samples, seed {})",
        "best": "Best for the side that gains less: {} and {}. The first scores the second {} "
        "(rank {}); the second scores the first {} (rank {}).",
    },
    "id": {
        "title": "Penilaian kedua belah pihak", "pair": "pasangan", "partner": "mitra",
        "ranks": "peringkat", "scores": "skor", "minimum": "skor terkecil",
        "geometric": "rata-rata geometrik", "nash": "hasil kali Nash", "yes": "ya",
        "partners": "Mitra {}, dilihat dari kedua belah pihak",
        "own_score": "skor mereka bagi kita", "own_rank": "peringkat mereka bagi kita",
        "own_first": "pertama bagi kita", "their_score": "skor kita bagi mereka",
        "their_rank": "peringkat kita bagi mereka",
        "shown": "{} terbaik dari {} pasangan; peringkat dan skor: pihak kedua bagi pihak pertama "
        "/ pihak pertama bagi pihak kedua",
        "screened": "tidak lolos penapisan", "unchecked": "belum diperiksa",
        "proxy": "skor dua daerah bukan ukuran yang sama",
        "pareto": "Pareto: tidak ada yang lebih baik bagi kedua belah pihak",
        "assumed": "bobot {} dari {} daerah diambil secara acak ({} sampel, benih acak {})",
        "best": "Terbaik bagi pihak yang manfaatnya lebih kecil: {} dan {}. Skor pihak kedua bagi "
        "pihak pertama {} (peringkat {}); skor pihak pertama bagi pihak kedua {} (peringkat {}).",
    },
}  # fmt: skip
