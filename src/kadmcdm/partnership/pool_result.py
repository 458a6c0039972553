"""A matching of one pool, and who would rather leave it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np

from kadmcdm import _frames, _text
from kadmcdm._arrays import ReadOnlyDict
from kadmcdm._provenance import Result, floats, integers, number
from kadmcdm._table import Display, Table
from kadmcdm._typing import FloatArray, FrameBackend, IntArray, Language
from kadmcdm.core.matching import blocking
from kadmcdm.partnership.matching_words import WORDS, Pairs, about_ties, as_pairs, pair_matrix
from kadmcdm.partnership.mutual_words import WORDS as RULES
from kadmcdm.partnership.mutual_words import MutualRule, simulated
from kadmcdm.partnership.preferences import Ties

SHOWN = 20
"""Blocking pairs that a table shows."""


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
    ((('a', 'c'),), 2.0, (('a', 'b'),), None)
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
        matched = pair_matrix(self.pairs, self.codes, self.codes)
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
        return f"{text} {simulated(lang)}." if self.simulated else text

    def tables(self, lang: Language = "en") -> tuple[Table, ...]:
        """Return the pairs, and those who would rather have each other.

        Returns
        -------
        tuple of Table
        """
        words = WORDS[lang]
        caption = [*self._said(lang), *about_ties(self.ties, self.ties_broken, self.seed, lang)]
        caption += [simulated(lang)] if self.simulated else []
        rows = tuple(
            (*self._row(pair), _text.number(float(value), 3, lang))
            for pair, value in zip(self.pairs, self.values, strict=True)
        )
        heads = (words["first"], words["second"], words["ranks"], RULES[lang][self.rule])
        tables = [Table(heads, rows, frozenset({2, 3}), words["pool"], "\n".join(caption))]
        against = self.blocking_pairs
        if against:
            title = words["blocking"]
            if len(against) > SHOWN:
                title += f" ({words['of'].format(SHOWN, len(against))})"
            lines = tuple(map(self._row, against[:SHOWN]))
            note = simulated(lang) if self.simulated else ""
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
        words = WORDS[lang]
        said = [
            words["sum"].format(
                len(self.pairs), len(self.codes), RULES[lang][self.rule],
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
