"""Words and numbers for people, in English and Indonesian."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Mapping, Sequence
from itertools import pairwise
from typing import Literal

from kadmcdm._typing import Label, Language
from kadmcdm.errors import choice_fault, raise_faults

LANGUAGES: tuple[Language, ...] = ("en", "id")


def check_language(lang: object) -> None:
    """Raise `InputError` for another language than "en" and "id"."""
    if lang != "en" and lang != "id":
        raise_faults(list(choice_fault("lang", lang, LANGUAGES)))


def label(value: Label | None, name: str, lang: Language) -> str:
    """Return the label in this language, or the other one, or the name."""
    check_language(lang)
    if value is None:
        return name
    if isinstance(value, str):
        return value
    return value.get(lang) or next(iter(value.values()), name)


def label_of(labels: Mapping[str, Label], name: str, lang: Language) -> str:
    """Return what people call a name, where a label is known."""
    return label(labels.get(name), name, lang)


def number(value: float | None, digits: int = 3, lang: Language = "en") -> str:
    """Format with fixed decimals; Indonesian has a decimal comma, points for thousands.

    Examples
    --------
    >>> number(1234.5, 1, "id")
    '1.234,5'
    """
    if value is None or math.isnan(value):
        return "-"
    text = f"{value:,.{digits}f}"
    if not float(text.replace(",", "")) and text.startswith("-"):
        text = text[1:]  # "-0.000" says less than nothing
    return text if lang == "en" else text.translate(str.maketrans(",.", ".,"))


def significant(value: float, lang: Language = "en", digits: int = 4) -> str:
    """Format a raw figure: whole numbers whole, others to some significant digits."""
    if value == 0 or not math.isfinite(value):
        return number(value, 0, lang)
    magnitude = math.floor(math.log10(abs(value)))
    if not -4 <= magnitude < 15:
        text = f"{value:.{digits - 1}e}"
        return text if lang == "en" else text.replace(".", ",")
    decimals = max(0, digits - 1 - magnitude)
    text = f"{value:.{decimals}f}"
    places = len(text.rstrip("0").partition(".")[2]) if "." in text else 0
    return number(value, places, lang)


def percent(share: float | None, lang: Language = "en", digits: int = 0) -> str:
    """Format a share in [0, 1] as a percentage; never say 0% or 100% of what is neither."""
    if share is None or math.isnan(share):
        return "-"
    least = 10.0**-digits
    shown = number(share * 100, digits, lang)
    if share > 0 and shown == number(0.0, digits, lang):
        return f"<{number(least, digits, lang)}%"
    if share < 1 and shown == number(100.0, digits, lang):
        return f">{number(100 - least, digits, lang)}%"
    return f"{shown}%"


def shares(values: Sequence[float], digits: int = 3) -> list[float]:
    """Round so that the shown figures still add up (largest remainder); for display only.

    Equal shares are shown equal all the same: then every one is rounded by itself.

    Examples
    --------
    >>> shares([0.506, 0.257, 0.237], 2), shares([1 / 3, 1 / 3, 1 / 3], 2)
    ([0.5, 0.26, 0.24], [0.33, 0.33, 0.33])
    """
    unit = 10**digits
    scaled = [value * unit for value in values]
    floors = [math.floor(value + 1e-9) for value in scaled]
    short = round(sum(scaled)) - sum(floors)
    by_remainder = sorted(range(len(scaled)), key=lambda i: (floors[i] - scaled[i], i))
    for i in by_remainder[: max(short, 0)]:
        floors[i] += 1
    ordered = sorted(range(len(scaled)), key=lambda i: scaled[i])
    for a, b in pairwise(ordered):
        if values[b] - values[a] <= 1e-9 and floors[a] != floors[b]:
            return [round(value, digits) for value in values]
    return [floor / unit for floor in floors]


def size(candidates: int, criteria: int, lang: Language = "en") -> str:
    """Say how many there are.

    Examples
    --------
    >>> size(1, 3), size(2, 1), size(1, 3, "id")
    ('1 candidate, 3 criteria', '2 candidates, 1 criterion', '1 calon, 3 kriteria')
    """
    if lang == "id":
        return f"{candidates} calon, {criteria} kriteria"
    many, more = "s" if candidates != 1 else "", "criteria" if criteria != 1 else "criterion"
    return f"{candidates} candidate{many}, {criteria} {more}"


def places(ranks: Sequence[int]) -> list[str]:
    """Return ranks as text, "=" behind those that several share.

    Examples
    --------
    >>> places([1, 2, 2, 4])
    ['1', '2=', '2=', '4']
    """
    counts = Counter(ranks)
    return [f"{rank}=" if counts[rank] > 1 else f"{rank}" for rank in ranks]


def listed(items: Sequence[str], lang: Language = "en") -> str:
    """Join words: 'a, b and c', 'a, b, dan c'."""
    if len(items) < 2:
        return "".join(items)
    joint = {"en": " and ", "id": " dan "}[lang]
    if len(items) > 2 and lang == "id":
        joint = ", dan "
    return ", ".join(items[:-1]) + joint + items[-1]


PhraseKey = Literal[
    "candidate", "criterion", "direction", "benefit", "cost", "unit", "weight", "score", "rank",
    "group", "least", "most", "ranking", "tied", "weights", "value", "normalized", "contribution",
    "share_to_ideal", "share_to_anti_ideal", "squared_to_ideal", "squared_to_anti_ideal",
    "total", "node", "ratio", "index", "judgments",
    "first_share", "top_three", "expected_rank", "samples", "seed", "method", "random_index",
    "difference", "log_contribution", "log_score", "ahead", "behind", "level", "note", "constant",
    "example", "above", "above_open", "worth",
]  # fmt: skip

_PHRASES: dict[PhraseKey, tuple[str, str]] = {
    "candidate": ("candidate", "calon"),
    "criterion": ("criterion", "kriteria"),
    "direction": ("direction", "arah"),
    "benefit": ("higher is better", "makin besar makin baik"),
    "cost": ("lower is better", "makin kecil makin baik"),
    "unit": ("unit", "satuan"),
    "weight": ("weight", "bobot"),
    "weights": ("weights", "bobot"),
    "score": ("score", "skor"),
    "rank": ("rank", "peringkat"),
    "ranking": ("ranking", "pemeringkatan"),
    "group": ("group", "kelompok"),
    "least": ("least", "terkecil"),
    "most": ("most", "terbesar"),
    "tied": ("tied", "seri"),
    "value": ("value", "nilai"),
    "normalized": ("normalized", "ternormalisasi"),
    "contribution": ("contribution", "sumbangan"),
    "log_contribution": ("log contribution", "sumbangan (log)"),
    "log_score": ("log score", "skor log"),
    "share_to_ideal": ("share of distance to ideal", "bagian jarak ke ideal"),
    "share_to_anti_ideal": ("share of distance to anti-ideal", "bagian jarak ke anti-ideal"),
    "squared_to_ideal": ("share of squared distance to ideal", "bagian kuadrat jarak ke ideal"),
    "squared_to_anti_ideal": (
        "share of squared distance to anti-ideal",
        "bagian kuadrat jarak ke anti-ideal",
    ),
    "total": ("total", "jumlah"),
    "node": ("node", "simpul"),
    "ratio": ("consistency ratio", "rasio konsistensi"),
    "index": ("consistency index", "indeks konsistensi"),
    "random_index": ("random index", "indeks acak"),
    "judgments": ("judgments", "penilaian"),
    "first_share": ("ranked first", "peringkat 1"),
    "top_three": ("in the top three", "tiga besar"),
    "expected_rank": ("expected rank", "peringkat harapan"),
    "samples": ("samples", "sampel"),
    "seed": ("seed", "benih acak"),
    "method": ("method", "metode"),
    "above": ("{} above {} in {} of runs", "{} di atas {} pada {} percobaan"),
    "above_open": (
        "{} above {} in {} of runs: not decisive",
        "{} di atas {} pada {} percobaan: belum tegas",
    ),
    "worth": ("worth {} independent ones", "setara {} sampel bebas"),
    "difference": ("difference", "selisih"),
    "ahead": ("ahead", "unggul"),
    "behind": ("behind", "tertinggal"),
    "level": ("level", "setara"),
    "note": ("note", "catatan"),
    "example": ("EXAMPLE", "CONTOH"),
    "constant": ("the same for all: does not separate them", "sama untuk semua: tidak membedakan"),
}


def say(key: PhraseKey, lang: Language) -> str:
    """Return a phrase of the vocabulary."""
    check_language(lang)
    return _PHRASES[key][LANGUAGES.index(lang)]
