"""A stable matching of two sides: who is matched, who stays without, and both extremes."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Literal, TypeAlias

import numpy as np

from kadmcdm import _frames, _text
from kadmcdm._arrays import ReadOnlyDict
from kadmcdm._provenance import Result, integers
from kadmcdm._table import Display, Table
from kadmcdm._typing import FrameBackend, IntArray, Language
from kadmcdm.core.matching import blocking
from kadmcdm.errors import raise_faults, unknown_names
from kadmcdm.partnership.matching_words import (
    WORDS,
    Pairs,
    about_ties,
    as_pairs,
    pair_matrix,
    partners_in,
)
from kadmcdm.partnership.mutual_words import simulated
from kadmcdm.partnership.preferences import Ties

Proposers: TypeAlias = Literal["left", "right"]
"""Which side asks."""


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
            matched = pair_matrix(pairs, *self._sides)
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
        return partners_in(self.pairs, code)

    def describe(self, lang: Language = "en") -> str:
        """Return in a sentence who asks, how many are matched, and whether it could be otherwise.

        Returns
        -------
        str
        """
        words = WORDS[lang]
        text = words["asks"].format(words[self.proposers], len(self.pairs))
        text += " " + words["unique" if self.unique else "extremes"]
        if self.unmatched:
            names = [self.labels[code] for code in self.unmatched]
            text += " " + words["without"].format(_text.listed(names, lang))
        return f"{text} {simulated(lang)}." if self.simulated else text

    def tables(self, lang: Language = "en") -> tuple[Table, ...]:
        """Return a row per region of the side that asks: its partners, both ranks, the other way.

        Returns
        -------
        tuple of Table
        """
        words = WORDS[lang]
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
                    self._named(partners_in(other, code), lang),
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
        caption += about_ties(self.ties, self.ties_broken, self.seed, lang)
        caption += [simulated(lang)] if self.simulated else []
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
