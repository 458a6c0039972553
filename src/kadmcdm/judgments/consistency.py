"""How consistent judgments are, which ones hurt, and what would mend them."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from kadmcdm import _text
from kadmcdm._provenance import Result
from kadmcdm._table import Display, Table
from kadmcdm._typing import JSON, Language

if TYPE_CHECKING:
    from kadmcdm.judgments.comparisons import PairwiseComparisons

__all__ = ["Consistency", "Inconsistency", "JudgmentChange", "Repair"]

EQUAL = 1e-6
"""Closer to 1 than this, a judgment prefers neither: the rounding of 7 printed digits."""

CR_LIMIT = 0.10
"""Saaty's rule of thumb: above it the judgments deserve another look. It never blocks."""


_INDICES: dict[Language, tuple[str, str, str, str]] = {
    "en": ("geometric consistency index", "Koczkodaj's index", "cyclic triads", "missing pairs"),
    "id": (
        "indeks konsistensi geometrik", "indeks Koczkodaj", "triad melingkar", "pasangan kosong",
    ),
}  # fmt: skip


@dataclass(frozen=True, slots=True, eq=False, kw_only=True)
class Consistency(Result, Display):
    """What several indices say of one node's judgments.

    Parameters
    ----------
    names : tuple of str
    lambda_max, consistency_index : float
        Of a completion with the least lambda_max, where pairs are missing.
    consistency_ratio : float or None
        None for a spanning tree of three items or more, which nothing can contradict.
    random_index : float
    random_index_name : str
    geometric_consistency_index : float
        Mean squared error of the logarithms (Aguarón and Moreno-Jiménez 2003).
    geometric_limit : float or None
        What a consistency ratio of 0.10 amounts to; None for two items and for missing pairs.
    koczkodaj : float
        1 - exp(-|log(a_ij a_jk a_ki)|) of the worst triad, 0 to 1.
    worst_triad : tuple of str
        Its items; empty where no three are all compared.
    cyclic_triads : int
        Triads in which each is preferred to the next, around in a circle.
    missing : int
        Pairs that nobody judged.

    Examples
    --------
    >>> import kadmcdm as kd
    >>> rows = [[1, 2, "1/2"], ["1/2", 1, 2], [2, "1/2", 1]]
    >>> print(kd.PairwiseComparisons.from_matrix(["a", "b", "c"], rows).consistency())
    index                        value  limit
    ---------------------------  -----  -----
    consistency ratio            0.476  0.100
    geometric consistency index  1.441  0.315
    Koczkodaj's index (a, b, c)  0.875
    cyclic triads                    1
    random index 0.525 (alonso-lamata-2006)
    """

    names: tuple[str, ...]
    lambda_max: float
    consistency_index: float
    consistency_ratio: float | None
    random_index: float
    random_index_name: str
    geometric_consistency_index: float
    geometric_limit: float | None
    koczkodaj: float
    worst_triad: tuple[str, ...]
    cyclic_triads: int
    missing: int = 0

    _decoders = {"names": tuple, "worst_triad": tuple}

    def tables(self, lang: Language = "en") -> tuple[Table, ...]:
        """Return the indices, each with its usual limit where it has one."""
        triad = f" ({', '.join(self.worst_triad)})" if self.worst_triad else ""
        geometric, koczkodaj, cyclic, missing = _INDICES[lang]
        limit = "" if self.geometric_limit is None else _text.number(self.geometric_limit, 3, lang)
        rows = [
            (
                _text.say("ratio", lang),
                _text.number(self.consistency_ratio, 3, lang),
                _text.number(CR_LIMIT, 3, lang),
            ),
            (geometric, _text.number(self.geometric_consistency_index, 3, lang), limit),
            (koczkodaj + triad, _text.number(self.koczkodaj, 3, lang), ""),
            (cyclic, str(self.cyclic_triads), ""),
        ]
        if self.missing:
            rows.append((missing, str(self.missing), ""))
        index = _text.number(self.random_index, 3, lang)
        caption = f"{_text.say('random_index', lang)} {index} ({self.random_index_name})"
        limit_word = {"en": "limit", "id": "batas"}[lang]
        headers = ({"en": "index", "id": "indeks"}[lang], _text.say("value", lang), limit_word)
        return (Table(headers, tuple(rows), frozenset({1, 2}), caption=caption),)


@dataclass(frozen=True, slots=True)
class Inconsistency:
    """A judgment that hurts, and what the others say instead.

    Parameters
    ----------
    first, second : str
        The pair, in the direction in which it was preferred (or stands, for 1).
    said : float
        How many times the first was preferred to the second.
    implied : float
        The value that all other judgments together agree with best: with it, lambda_max is least.
    consistency_ratio : float
        What it is now.
    ratio_if_changed : float
        What it would be with the implied value.

    Examples
    --------
    >>> print(Inconsistency("cost", "reach", 5.0, 1.25, 0.18, 0.04).sentence())
    cost was preferred 5 times to reach; the other judgments imply 1.25 times. With that, the
    consistency ratio falls from 0.180 to 0.040.
    """

    first: str
    second: str
    said: float
    implied: float
    consistency_ratio: float
    ratio_if_changed: float

    def sentence(self, lang: Language = "en") -> str:
        """Return it in words."""
        said = preference(self.first, self.second, self.said, lang, past=True)
        turned = self.implied < 1 - EQUAL
        preferred = self.second if turned else self.first
        value = _text.significant(1 / self.implied if turned else self.implied, lang, 3)
        equal = abs(self.said - 1.0) <= EQUAL
        before = _text.number(self.consistency_ratio, 3, lang)
        after = _text.number(self.ratio_if_changed, 3, lang)
        if lang == "en":
            implied = f"{value} times"
            if abs(self.implied - 1.0) <= EQUAL:
                implied = "that they are equal"
            elif turned or equal:
                implied = f"{'' if equal else 'the contrary: '}{preferred}, {value} times"
            return (
                f"{said}; the other judgments imply {implied}. With that, the consistency ratio "
                f"falls from {before} to {after}."
            )
        implied = f"{value} kali"
        if abs(self.implied - 1.0) <= EQUAL:
            implied = "bahwa keduanya sama"
        elif turned or equal:
            implied = f"{'' if equal else 'sebaliknya: '}{preferred}, {value} kali"
        return (
            f"{said}; penilaian lain menyiratkan {implied}. Dengan nilai itu rasio konsistensi "
            f"turun dari {before} menjadi {after}."
        )


@dataclass(frozen=True, slots=True)
class JudgmentChange:
    """One judgment that `repaired` changed: how many times the first is preferred to the second.

    Parameters
    ----------
    first, second : str
    before, after : float

    Examples
    --------
    >>> JudgmentChange("cost", "reach", 9.0, 4.2).after
    4.2
    """

    first: str
    second: str
    before: float
    after: float


@dataclass(frozen=True, slots=True, eq=False, kw_only=True)
class Repair(Result, Display):
    """Judgments changed as little as it takes to get below a consistency ratio.

    Parameters
    ----------
    comparisons : PairwiseComparisons
        The new judgments; those that were given stay as they were.
    changes : tuple of JudgmentChange
        Empty when they were consistent enough already.
    ratio_before, ratio_after : float or None
    threshold : float
    exact : bool
        True: fewer changes can't do, and as few can't change less in total. False: more than three
        were needed, and they were chosen one by one.

    Examples
    --------
    >>> import kadmcdm as kd
    >>> rows = [[1, 5, 5], ["1/5", 1, 5], ["1/5", "1/5", 1]]
    >>> print(kd.PairwiseComparisons.from_matrix(["a", "b", "c"], rows).repaired())
    judgment  before  after
    --------  ------  -----
    a : b      5.000  2.632
    consistency ratio 0.281 -> 0.100
    """

    comparisons: PairwiseComparisons
    changes: tuple[JudgmentChange, ...]
    ratio_before: float | None
    ratio_after: float | None
    threshold: float
    exact: bool

    _json_fields = {"changes": tuple[tuple[str, str, float, float], ...]}
    _decoders = {
        "comparisons": lambda data: _comparisons(data),
        "changes": lambda data: tuple(JudgmentChange(*change) for change in data),
    }

    def to_dict(self) -> JSON:
        """Return plain JSON types that `from_dict` reads back, losslessly."""
        changes = [[c.first, c.second, c.before, c.after] for c in self.changes]
        return Result.to_dict(self) | {"changes": changes}

    def tables(self, lang: Language = "en") -> tuple[Table, ...]:
        """Return what was changed, and the consistency ratio before and after."""
        words = {"en": ("judgment", "before", "after"), "id": ("penilaian", "semula", "menjadi")}
        rows = tuple(
            (
                f"{change.first} : {change.second}",
                _text.number(change.before, 3, lang),
                _text.number(change.after, 3, lang),
            )
            for change in self.changes
        )
        if not self.changes:
            nothing = {"en": "nothing to change", "id": "tidak ada yang perlu diubah"}[lang]
            rows = ((nothing, "", ""),)
        before = _text.number(self.ratio_before, 3, lang)
        after = _text.number(self.ratio_after, 3, lang)
        caption = f"{_text.say('ratio', lang)} {before} -> {after}"
        if not self.exact:
            caption += {
                "en": "; chosen one by one: fewer or smaller changes may do",
                "id": "; dipilih satu demi satu: perubahan yang lebih sedikit mungkin cukup",
            }[lang]
        return (Table(words[lang], rows, frozenset({1, 2}), caption=caption),)


def _comparisons(data: Mapping[str, Any]) -> PairwiseComparisons:
    from kadmcdm.judgments.comparisons import PairwiseComparisons

    return PairwiseComparisons.from_dict(data)


def ratio_in_words(ratio: float | None, lang: Language) -> str:
    """Say a consistency ratio, or why there is none: None nothing contradicts, NaN no whole."""
    if ratio is None:
        return {
            "en": "no consistency ratio: no judgment can contradict another",
            "id": "tanpa rasio konsistensi: tidak ada penilaian yang dapat saling bertentangan",
        }[lang]
    if math.isnan(ratio):
        return {
            "en": "no consistency ratio: the judgments fall apart",
            "id": "tanpa rasio konsistensi: penilaian tidak saling terhubung",
        }[lang]
    return f"{_text.say('ratio', lang)} {_text.number(ratio, 3, lang)}"


def preference(a: str, b: str, value: float, lang: Language, *, past: bool = False) -> str:
    """Say how many times a is preferred to b, the preferred one first."""
    _text.check_language(lang)
    if abs(value - 1.0) <= EQUAL:
        verb = "were" if past else "are"
        english = f"{a} and {b} {verb} equally preferred"
        return {"en": english, "id": f"{a} dan {b} sama penting"}[lang]
    if value < 1:
        a, b, value = b, a, 1 / value
    times = _text.significant(value, lang, 6)
    return {
        "en": f"{a} {'was' if past else 'is'} preferred {times} times to {b}",
        "id": f"{a} {times} kali lebih penting daripada {b}",
    }[lang]
