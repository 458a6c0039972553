"""Who is matched with whom, who stays without, and who would rather have each other."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Literal, TypeAlias

import numpy as np

from kadmcdm import _frames, _text
from kadmcdm._arrays import ReadOnlyDict
from kadmcdm._provenance import Result, floats, integers, number
from kadmcdm._table import Display, Table
from kadmcdm._typing import BoolArray, FloatArray, FrameBackend, IntArray, Language
from kadmcdm.core.matching import blocking
from kadmcdm.errors import raise_faults, unknown_names
from kadmcdm.partnership.mutual_result import SIMULATED, WORDS, MutualRule
from kadmcdm.partnership.preferences import Ties

Proposers: TypeAlias = Literal["left", "right"]
"""Which side asks."""

Pairs: TypeAlias = tuple[tuple[str, str], ...]

SHOWN = 20
"""Blocking pairs that a table shows."""


@dataclass(frozen=True, slots=True, eq=False, kw_only=True)
class StableMatching(Result, Display):
    """A matching of two sides in which no two would rather have each other.

    Parameters
    ----------
    left, right : tuple of str
        The n and m regions of the two sides.
    labels : mapping of str to str
        What people call them.
    quotas : mapping of str to int
        How many partners each takes at most.
    proposers : "left" or "right"
        The side that asks. Of all stable matchings, `pairs` is the best for each of it, and the
        worst for each of the other side.
    left_ranks, right_ranks : (n, m), (m, n) arrays of int
        Each one's ranks of the other side, ties broken; 0 for whom it, or who, refuses.
    left_optimal, right_optimal : tuple of pairs of codes
        Both extremes: with the left side asking, and with the right. The left code stands first.
    ties : "refuse", "input_order" or "random"
        How ties were broken.
    ties_broken : int
        Groups of partners that a region ranked alike. Where there are some, the extremes are those
        of the broken preferences.
    seed : int or None
        Of the lottery.
    simulated : bool
        Whether the preferences came of assumed weights: not the partners' position.

    Attributes
    ----------
    pairs : tuple of pairs of codes
    unique : bool
        Both extremes are the same: there is no other stable matching.
    unmatched : tuple of str
        Those without any partner: the same in every stable matching.
    free_places : dict of str to int
        How many places of each quota stay empty, where any do: in every stable matching the same.
    blocking_pairs : tuple of pairs of codes
        Found again from the ranks: none.

    Examples
    --------
    >>> from kadmcdm.partnership import stable_matching
    >>> left = {"a": ["A", "B"], "b": ["B", "A"]}
    >>> found = stable_matching(left, {"A": ["b", "a"], "B": ["a", "b"]})
    >>> found.pairs, found.right_optimal, found.unique
    ((('a', 'A'), ('b', 'B')), (('a', 'B'), ('b', 'A')), False)
    """

    left: tuple[str, ...]
    right: tuple[str, ...]
    labels: Mapping[str, str]
    quotas: Mapping[str, int]
    proposers: Proposers
    left_ranks: IntArray
    right_ranks: IntArray
    left_optimal: Pairs
    right_optimal: Pairs
    ties: Ties = "refuse"
    ties_broken: int = 0
    seed: int | None = None
    simulated: bool = False

    _decoders = {
        "left": tuple,
        "right": tuple,
        "left_ranks": integers,
        "right_ranks": integers,
        "left_optimal": lambda data: as_pairs(data),
        "right_optimal": lambda data: as_pairs(data),
    }

    def __post_init__(self) -> None:
        """Freeze the mappings."""
        Result.__post_init__(self)
        for name in ("labels", "quotas"):
            object.__setattr__(self, name, ReadOnlyDict(getattr(self, name)))

    @property
    def pairs(self) -> Pairs:
        """The stable matching that is best for the side that asks."""
        return self.left_optimal if self.proposers == "left" else self.right_optimal

    @property
    def unique(self) -> bool:
        """Whether both extremes are the same."""
        return set(self.left_optimal) == set(self.right_optimal)

    @property
    def unmatched(self) -> tuple[str, ...]:
        """Those without any partner."""
        taken = {code for pair in self.pairs for code in pair}
        return tuple(code for code in (*self.left, *self.right) if code not in taken)

    @property
    def free_places(self) -> dict[str, int]:
        """How many places of each quota stay empty, where any do."""
        left = {code: quota - len(self.partners(code)) for code, quota in self.quotas.items()}
        return {code: count for code, count in left.items() if count}

    @property
    def blocking_pairs(self) -> Pairs:
        """Pairs that would rather have each other, in either extreme: none."""
        quotas = [np.array([self.quotas[code] for code in side]) for side in self._sides]
        found = np.zeros(self.left_ranks.shape, dtype=bool)
        for pairs in (self.left_optimal, self.right_optimal):
            matched = _matrix(pairs, *self._sides)
            found |= blocking(self.left_ranks, self.right_ranks, matched, *quotas)
        return tuple((self.left[i], self.right[j]) for i, j in zip(*np.nonzero(found), strict=True))

    def partners(self, code: str) -> tuple[str, ...]:
        """Return a region's partners in `pairs`.

        Raises
        ------
        InputError
            For a region of neither side.
        """
        raise_faults(list(unknown_names([code], (*self.left, *self.right), "region")))
        return _partners(self.pairs, code)

    def describe(self, lang: Language = "en") -> str:
        """Return in a sentence who asks, how many are matched, and whether it could be otherwise.

        Returns
        -------
        str
        """
        words = _WORDS[lang]
        text = words["asks"].format(words[self.proposers], len(self.pairs))
        text += " " + words["unique" if self.unique else "extremes"]
        if self.unmatched:
            names = [self.labels[code] for code in self.unmatched]
            text += " " + words["without"].format(_text.listed(names, lang))
        return f"{text} {_label(lang)}." if self.simulated else text

    def tables(self, lang: Language = "en") -> tuple[Table, ...]:
        """Return a row per region of the side that asks: its partners, both ranks, the other way.

        Returns
        -------
        tuple of Table
        """
        words = _WORDS[lang]
        asking = self.left if self.proposers == "left" else self.right
        other = self.right_optimal if self.proposers == "left" else self.left_optimal
        rows = []
        for code in asking:
            mine = self.partners(code)
            both = [self._ranks(code, partner) for partner in mine]
            rows.append(
                (
                    self.labels[code],
                    self._named(mine, lang),
                    ", ".join(str(rank) for rank, _ in both) or "-",
                    ", ".join(str(rank) for _, rank in both) or "-",
                    self._named(_partners(other, code), lang),
                )
            )
        heads = (
            words["asking"], words["partners"], words["their_rank"], words["our_rank"],
            words["otherwise"],
        )  # fmt: skip
        caption = [words["asks"].format(words[self.proposers], len(self.pairs))]
        caption.append(words["unique" if self.unique else "extremes"])
        if self.unmatched:
            names = [self.labels[code] for code in self.unmatched]
            caption.append(words["without"].format(_text.listed(names, lang)))
        caption += _about_ties(self.ties, self.ties_broken, self.seed, lang)
        caption += [_label(lang)] if self.simulated else []
        return (Table(heads, tuple(rows), frozenset({2, 3}), words["stable"], "\n".join(caption)),)

    def to_frame(self, *, backend: FrameBackend = "pandas") -> Any:
        """Return a row per pair of either extreme.

        Returns
        -------
        data frame
            Indexed by ``pair`` (left and right code, joined by "+"): ``left``, ``right``,
            ``left_rank`` (of the right one for the left), ``right_rank``, ``left_optimal`` and
            ``right_optimal`` (whether it is a pair there), ``simulated``.
        """
        pairs = list(dict.fromkeys([*self.left_optimal, *self.right_optimal]))
        ranks = [self._ranks(*pair) for pair in pairs]
        columns = {
            "left": [a for a, _ in pairs],
            "right": [b for _, b in pairs],
            "left_rank": [rank for rank, _ in ranks],
            "right_rank": [rank for _, rank in ranks],
            "left_optimal": [pair in self.left_optimal for pair in pairs],
            "right_optimal": [pair in self.right_optimal for pair in pairs],
            "simulated": [self.simulated] * len(pairs),
        }
        index = ["+".join(pair) for pair in pairs]
        return _frames.to_frame(columns, index=index, name="pair", backend=backend)

    @property
    def _sides(self) -> tuple[tuple[str, ...], tuple[str, ...]]:
        return self.left, self.right

    def _ranks(self, code: str, partner: str) -> tuple[int, int]:
        """Return the partner's rank for a region, and the region's for the partner."""
        if code in self.left:
            i, j = self.left.index(code), self.right.index(partner)
            return int(self.left_ranks[i, j]), int(self.right_ranks[j, i])
        return self._ranks(partner, code)[::-1]

    def _named(self, codes: Sequence[str], lang: Language) -> str:
        return _text.listed([self.labels[code] for code in codes], lang) or "-"


@dataclass(frozen=True, slots=True, eq=False, kw_only=True)
class PoolMatching(Result, Display):
    """A matching of one pool with the largest sum of mutual scores, and who would rather leave it.

    Parameters
    ----------
    codes : tuple of str
        The N regions.
    labels : mapping of str to str
    rule : "minimum", "geometric" or "nash"
        How the two scores of a pair became one.
    max_cardinality : bool
        Whether as many as possible are matched, before the sum counts.
    pairs : tuple of pairs of codes
        The highest mutual score first.
    values : (k,) array
        The mutual score of each.
    total : float
    ranks : (N, N) array of int
        [i, j] is the rank of j for i, ties as they are; 0 for whom i, or who, refuses.
    stable : tuple of pairs of codes, or None
        A matching in which no two would rather have each other, by preferences whose ties are
        broken; None where there is none.
    ties : "refuse", "input_order" or "random"
    ties_broken : int
    seed : int or None
    simulated : bool
        Whether the scores came of assumed weights: not the partners' position.

    Attributes
    ----------
    unmatched : tuple of str
    blocking_pairs : tuple of pairs of codes
        Both rank each other above the partner they have, or have none.

    Examples
    --------
    >>> from kadmcdm.partnership import pool_matching
    >>> scores = {"a": {"b": 3, "c": 2}, "b": {"a": 2, "c": 3}, "c": {"a": 2, "b": 1}}
    >>> found = pool_matching(scores)
    >>> found.pairs, found.total, found.blocking_pairs, found.stable
    ((('a', 'b'),), 2.0, (), (('a', 'b'),))
    """

    codes: tuple[str, ...]
    labels: Mapping[str, str]
    rule: MutualRule
    max_cardinality: bool
    pairs: Pairs
    values: FloatArray
    total: float
    ranks: IntArray
    stable: Pairs | None
    ties: Ties = "refuse"
    ties_broken: int = 0
    seed: int | None = None
    simulated: bool = False

    _decoders = {
        "codes": tuple,
        "pairs": lambda data: as_pairs(data),
        "values": floats,
        "total": number,
        "ranks": integers,
        "stable": lambda data: None if data is None else as_pairs(data),
    }

    def __post_init__(self) -> None:
        """Freeze the mapping."""
        Result.__post_init__(self)
        object.__setattr__(self, "labels", ReadOnlyDict(self.labels))

    @property
    def unmatched(self) -> tuple[str, ...]:
        """Those without a partner."""
        taken = {code for pair in self.pairs for code in pair}
        return tuple(code for code in self.codes if code not in taken)

    @property
    def blocking_pairs(self) -> Pairs:
        """Pairs that would both rather have each other."""
        matched = _matrix(self.pairs, self.codes, self.codes)
        one = np.ones(len(self.codes), dtype=np.int64)
        found = blocking(self.ranks, self.ranks, matched | matched.T, one, one)
        rows = zip(*np.nonzero(np.triu(found)), strict=True)
        return tuple((self.codes[i], self.codes[j]) for i, j in rows)

    def describe(self, lang: Language = "en") -> str:
        """Return in a sentence how many are matched, who would rather leave, and what is stable.

        Returns
        -------
        str
        """
        text = " ".join(self._said(lang))
        return f"{text} {_label(lang)}." if self.simulated else text

    def tables(self, lang: Language = "en") -> tuple[Table, ...]:
        """Return the pairs, and those who would rather have each other.

        Returns
        -------
        tuple of Table
        """
        words = _WORDS[lang]
        caption = [*self._said(lang), *_about_ties(self.ties, self.ties_broken, self.seed, lang)]
        caption += [_label(lang)] if self.simulated else []
        rows = tuple(
            (*self._row(pair), _text.number(float(value), 3, lang))
            for pair, value in zip(self.pairs, self.values, strict=True)
        )
        heads = (words["first"], words["second"], words["ranks"], WORDS[lang][self.rule])
        tables = [Table(heads, rows, frozenset({2, 3}), words["pool"], "\n".join(caption))]
        against = self.blocking_pairs
        if against:
            title = words["blocking"]
            if len(against) > SHOWN:
                title += f" ({words['of'].format(SHOWN, len(against))})"
            lines = tuple(map(self._row, against[:SHOWN]))
            note = _label(lang) if self.simulated else ""
            tables.append(Table(heads[:3], lines, frozenset({2}), title, note))
        return tuple(tables)

    def to_frame(self, *, backend: FrameBackend = "pandas") -> Any:
        """Return a row per pair, matched or blocking.

        Returns
        -------
        data frame
            Indexed by ``pair``: ``a`` and ``b`` (codes), ``a_ranks_b``, ``b_ranks_a``, ``mutual``
            (NaN for those not matched), ``matched``, ``blocking`` and ``simulated``.
        """
        against = self.blocking_pairs
        pairs = [*self.pairs, *against]
        at = {code: k for k, code in enumerate(self.codes)}
        count = len(self.pairs)
        columns = {
            "a": [a for a, _ in pairs],
            "b": [b for _, b in pairs],
            "a_ranks_b": [int(self.ranks[at[a], at[b]]) for a, b in pairs],
            "b_ranks_a": [int(self.ranks[at[b], at[a]]) for a, b in pairs],
            "mutual": np.append(self.values, np.full(len(against), np.nan)),
            "matched": [k < count for k in range(len(pairs))],
            "blocking": [k >= count for k in range(len(pairs))],
            "simulated": [self.simulated] * len(pairs),
        }
        index = ["+".join(pair) for pair in pairs]
        return _frames.to_frame(columns, index=index, name="pair", backend=backend)

    def _said(self, lang: Language) -> list[str]:
        words = _WORDS[lang]
        said = [
            words["sum"].format(
                len(self.pairs), len(self.codes), WORDS[lang][self.rule],
                _text.number(self.total, 3, lang),
            )
        ]  # fmt: skip
        if self.unmatched:
            names = [self.labels[code] for code in self.unmatched]
            said.append(words["without"].format(_text.listed(names, lang)))
        count = len(self.blocking_pairs)
        key = "nobody" if not count else "one" if count == 1 else "some"
        said.append(words[key].format(count))
        if count:
            said.append(words["none" if self.stable is None else "exists"])
        return said

    def _row(self, pair: tuple[str, str]) -> tuple[str, str, str]:
        i, j = (self.codes.index(code) for code in pair)
        ranks = f"{self.ranks[i, j]} / {self.ranks[j, i]}"
        return self.labels[pair[0]], self.labels[pair[1]], ranks


def as_pairs(data: Sequence[Sequence[str]]) -> Pairs:
    """Return lists of two as pairs."""
    return tuple((str(a), str(b)) for a, b in data)


def _partners(pairs: Pairs, code: str) -> tuple[str, ...]:
    return tuple(b if a == code else a for a, b in pairs if code in (a, b))


def _matrix(pairs: Pairs, left: Sequence[str], right: Sequence[str]) -> BoolArray:
    rows, columns = ({code: k for k, code in enumerate(side)} for side in (left, right))
    out = np.zeros((len(left), len(right)), dtype=bool)
    for a, b in pairs:
        out[rows[a], columns[b]] = True
    return out


def _label(lang: Language) -> str:
    return f"{SIMULATED[lang][0].upper()}{SIMULATED[lang][1:]}"


def _about_ties(ties: Ties, broken: int, seed: int | None, lang: Language) -> list[str]:
    if not broken:
        return []
    said = _WORDS[lang][f"ties_{ties}"].format(_text.number(broken, 0, lang))
    return [said if seed is None else f"{said}; {_text.say('seed', lang)} {seed}"]


_WORDS: Mapping[Language, Mapping[str, str]] = {
    "en": {
        "stable": "Stable matching", "asking": "asks", "partners": "partners",
        "their_rank": "ranks for who asks", "our_rank": "ranks of who asks",
        "otherwise": "if the other side asked", "left": "left", "right": "right",
        "asks": "The {} side asks: {} pairs, the best that are stable for each of that side.",
        "unique": "It is the only stable matching.",
        "extremes": "Others are stable too; were the other side to ask, it would gain.",
        "without": "Without a partner: {}.",
        "pool": "Matching with the largest sum", "first": "region", "second": "partner",
        "ranks": "ranks", "blocking": "Would rather have each other", "of": "{} of {}",
        "sum": "{} pairs of {} regions; sum of the {}: {}.",
        "nobody": "It is stable: no two would rather have each other.",
        "one": "1 pair would rather have each other.",
        "some": "{} pairs would rather have each other.",
        "none": "No matching of this pool is stable.",
        "exists": "Another matching is stable; its sum is no larger.",
        "ties_input_order": "ties broken by the order given: {}",
        "ties_random": "ties broken by one lottery: {}",
    },
    "id": {
        "stable": "Penjodohan stabil", "asking": "yang meminta", "partners": "mitra",
        "their_rank": "peringkat bagi yang meminta", "our_rank": "peringkat yang meminta",
        "otherwise": "bila pihak lain yang meminta", "left": "kiri", "right": "kanan",
        "asks": "Pihak {} yang meminta: {} pasangan, yang terbaik di antara semua yang stabil bagi "
        "setiap daerah di pihak itu.",
        "unique": "Tidak ada penjodohan stabil yang lain.",
        "extremes": "Ada penjodohan stabil yang lain; bila pihak lain yang meminta, pihak itu "
        "lebih diuntungkan.",
        "without": "Tanpa mitra: {}.",
        "pool": "Penjodohan dengan jumlah skor terbesar", "first": "daerah", "second": "mitra",
        "ranks": "peringkat", "blocking": "Lebih memilih satu sama lain", "of": "{} dari {}",
        "sum": "{} pasangan dari {} daerah; jumlah {}: {}.",
        "nobody": "Stabil: tidak ada dua daerah yang lebih memilih satu sama lain.",
        "one": "1 pasangan lebih memilih satu sama lain.",
        "some": "{} pasangan lebih memilih satu sama lain.",
        "none": "Tidak ada penjodohan yang stabil untuk kelompok ini.",
        "exists": "Ada penjodohan lain yang stabil; jumlah skornya tidak lebih besar.",
        "ties_input_order": "peringkat seri diputuskan menurut urutan masukan: {}",
        "ties_random": "peringkat seri diputuskan dengan satu undian: {}",
    },
}  # fmt: skip
