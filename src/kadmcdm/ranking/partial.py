"""PROMETHEE I: the partial order that the two outranking flows agree on."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Literal, TypeAlias

import numpy as np

from kadmcdm import _frames, _text, core
from kadmcdm._arrays import ReadOnlyDict
from kadmcdm._provenance import Result, floats
from kadmcdm._table import Display, Table
from kadmcdm._typing import JSON, BoolArray, FloatArray, FrameBackend, IntArray, Label, Language
from kadmcdm.errors import Fault, raise_faults, unknown_names
from kadmcdm.methods import PROMETHEE2, method_to_dict
from kadmcdm.ranking.result import Ranking
from kadmcdm.weighting import Weights

__all__ = ["PartialOrder", "partial_order"]

Standing: TypeAlias = Literal["preferred", "outranked", "indifferent", "incomparable"]

SHOWN = 10
"""Incomparable pairs that a table names."""
WIDEST = 20
"""Candidates up to which a table shows who stands how to whom."""

_WORDS: Mapping[Language, Mapping[str, str]] = {
    "en": {
        "plus": "leaving flow φ+", "minus": "entering flow φ-", "net": "net flow φ",
        "letters": "P: the row is preferred to the column; I: indifferent; R: incomparable",
        "unbeaten": "outranked by nobody", "pairs": "incomparable", "more": "and {} more",
        "one": "Nobody outranks {}.",
        "whole": "Every two candidates can be compared.",
        "open": "Incomparable: {}.", "and": "{} with {}",
    },
    "id": {
        "plus": "arus keluar φ+", "minus": "arus masuk φ-", "net": "arus bersih φ",
        "letters": "P: baris lebih disukai daripada kolom; I: setara; R: tidak terbandingkan",
        "unbeaten": "tidak diungguli siapa pun", "pairs": "tidak terbandingkan",
        "more": "dan {} lagi",
        "one": "Tidak ada yang mengungguli {}.",
        "whole": "Setiap dua calon dapat dibandingkan.",
        "open": "Tidak terbandingkan: {}.", "and": "{} dengan {}",
    },
}  # fmt: skip


@dataclass(frozen=True, slots=True, eq=False, kw_only=True)
class PartialOrder(Result, Display):
    """Who is preferred to whom by both flows, and who cannot be compared (PROMETHEE I).

    Parameters
    ----------
    candidate_names : tuple of str
    phi_plus, phi_minus : (m,) array
        How far a candidate outranks the others, and they outrank it.
    method : dict
        Name and parameters.
    weights : Weights
    tie_tolerance : float
        Flows this close, relative to the largest, are equal.
    digest : str
        SHA-256 of the problem.
    candidate_labels : mapping
        What people read instead of names.

    Attributes
    ----------
    preferred, indifferent, incomparable : (m, m) array of bool
        P, I and R: how the row stands to the column. Off the diagonal one of P, P transposed, I
        and R holds for every pair; on it none.
    unbeaten : tuple of str
        Candidates to which nobody is preferred, in input order.
    incomparable_pairs : tuple of (str, str)

    Examples
    --------
    >>> import kadmcdm as kd
    >>> rows = [[10, 0], [7, 7], [0, 10], [1, 1]]
    >>> problem = kd.DecisionProblem.from_arrays(rows, ["benefit", "benefit"])
    >>> method = kd.PROMETHEE2("linear", q=2, p=8)
    >>> found = kd.partial_order(kd.rank(problem, [0.5, 0.5], method))
    >>> found.relation("a2", "a4"), found.unbeaten, found.incomparable_pairs
    ('preferred', ('a2',), ())
    """

    candidate_names: tuple[str, ...]
    phi_plus: FloatArray
    phi_minus: FloatArray
    method: JSON
    weights: Weights
    tie_tolerance: float
    digest: str
    candidate_labels: Mapping[str, Label] = field(default_factory=dict)

    _decoders = {
        "candidate_names": tuple,
        "phi_plus": floats,
        "phi_minus": floats,
        "weights": Weights.from_dict,
        "candidate_labels": ReadOnlyDict,
    }

    @property
    def preferred(self) -> BoolArray:
        """P: the row is no worse than the column by either flow, and better by one."""
        plus, minus = self._steps()
        found: BoolArray = (plus >= 0) & (minus >= 0) & (plus + minus > 0)
        return found

    @property
    def indifferent(self) -> BoolArray:
        """I: both flows are equal."""
        plus, minus = self._steps()
        found: BoolArray = (plus == 0) & (minus == 0) & ~np.eye(len(plus), dtype=bool)
        return found

    @property
    def incomparable(self) -> BoolArray:
        """R: one flow speaks for the row, the other for the column."""
        plus, minus = self._steps()
        found: BoolArray = plus * minus < 0
        return found

    def _steps(self) -> tuple[IntArray, IntArray]:
        """Return (m, m) places by which the row is ahead of the column, by each flow."""
        plus = core.ranks(self.phi_plus, tie_tolerance=self.tie_tolerance)
        minus = core.ranks(-self.phi_minus, tie_tolerance=self.tie_tolerance)
        return plus - plus[:, None], minus - minus[:, None]

    @property
    def unbeaten(self) -> tuple[str, ...]:
        """Candidates to which nobody is preferred, in input order."""
        free = np.flatnonzero(self.preferred.sum(axis=0) == 0)
        return tuple(self.candidate_names[i] for i in free)

    @property
    def incomparable_pairs(self) -> tuple[tuple[str, str], ...]:
        """Pairs on which the flows disagree, each once, in input order."""
        names = self.candidate_names
        pairs = np.argwhere(np.triu(self.incomparable)).tolist()
        return tuple((names[i], names[j]) for i, j in pairs)

    def relation(self, a: str, b: str) -> Standing:
        """Return how `a` stands to `b`.

        Parameters
        ----------
        a, b : str

        Returns
        -------
        "preferred", "outranked", "indifferent" or "incomparable"

        Raises
        ------
        InputError
            For an unknown name.
        """
        raise_faults(list(unknown_names([a, b], self.candidate_names, "candidate")))
        i, j = self.candidate_names.index(a), self.candidate_names.index(b)
        if self.preferred[i, j]:
            return "preferred"
        if self.preferred[j, i]:
            return "outranked"
        return "incomparable" if self.incomparable[i, j] else "indifferent"

    def describe(self, lang: Language = "en") -> str:
        """Say whom nobody outranks, and who cannot be compared.

        Parameters
        ----------
        lang : "en" or "id"

        Returns
        -------
        str
        """
        words = _WORDS[lang]
        first = words["one"].format(
            _text.listed([self._label(a, lang) for a in self.unbeaten], lang)
        )
        pairs = self._named_pairs(lang)
        return f"{first} " + (words["open"].format(pairs) if pairs else words["whole"])

    def _label(self, name: str, lang: Language) -> str:
        return _text.label_of(self.candidate_labels, name, lang)

    def _named_pairs(self, lang: Language) -> str:
        words, pairs = _WORDS[lang], self.incomparable_pairs
        named = [words["and"].format(*(self._label(name, lang) for name in pair)) for pair in pairs]
        more = [words["more"].format(len(pairs) - SHOWN)] if len(pairs) > SHOWN else []
        return ", ".join(named[:SHOWN] + more)

    def tables(self, lang: Language = "en") -> tuple[Table, ...]:
        """Return the flows, by net flow; then, up to 20 candidates, who stands how to whom."""
        words = _WORDS[lang]
        net = self.phi_plus - self.phi_minus
        by_net = core.order(net, tie_tolerance=self.tie_tolerance)
        labels = [self._label(self.candidate_names[i], lang) for i in by_net]
        flows = tuple(
            (
                label,
                *(
                    _text.number(float(row[i]), 3, lang)
                    for row in (self.phi_plus, self.phi_minus, net)
                ),
            )
            for label, i in zip(labels, by_net, strict=True)
        )
        candidate = _text.say("candidate", lang)
        unbeaten = ", ".join(self._label(name, lang) for name in self.unbeaten)
        caption = f"{words['unbeaten']}: {unbeaten}"
        if pairs := self._named_pairs(lang):
            caption += f"; {words['pairs']}: {pairs}"
        headers = (candidate, words["plus"], words["minus"], words["net"])
        table = Table(headers, flows, frozenset({1, 2, 3}), caption=caption)
        if not 1 < len(labels) <= WIDEST:
            return (table,)
        letters = np.full((len(labels), len(labels)), "-", dtype=object)
        for letter, holds in (
            ("P", self.preferred),
            ("I", self.indifferent),
            ("R", self.incomparable),
        ):
            letters[holds] = letter
        np.fill_diagonal(letters, "")
        sorted_letters = letters[np.ix_(by_net, by_net)].tolist()
        rows = tuple(
            (f"{k}", label, *row)
            for k, (label, row) in enumerate(zip(labels, sorted_letters, strict=True), 1)
        )
        numbers = tuple(f"{k}" for k in range(1, len(labels) + 1))
        relations = Table(("", candidate, *numbers), rows, frozenset({0}), caption=words["letters"])
        return table, relations

    def to_frame(self, *, backend: FrameBackend = "pandas") -> Any:
        """Return a row per pair of candidates: a, b, and how a stands to b.

        Parameters
        ----------
        backend : "pandas", "polars" or "pyarrow"
            Whose frame it is; rows are named by a pandas index, else by the first column.
        """
        names = np.array(self.candidate_names, dtype=object)
        first, second = np.nonzero(~np.eye(len(names), dtype=bool))
        standing = np.full((len(names), len(names)), "outranked", dtype=object)
        standing[self.preferred] = "preferred"
        standing[self.indifferent] = "indifferent"
        standing[self.incomparable] = "incomparable"
        columns = {"a": names[first], "b": names[second], "relation": standing[first, second]}
        return _frames.to_frame(columns, backend=backend)


def partial_order(ranking: Ranking) -> PartialOrder:
    """Read a ranking by PROMETHEE II as PROMETHEE I does, which leaves some incomparable.

    The net flow puts everyone in one order, also two candidates of which one outranks more and is
    outranked more as well. PROMETHEE I gives no order between these.

    Parameters
    ----------
    ranking : Ranking
        By `PROMETHEE2`.

    Returns
    -------
    PartialOrder

    Raises
    ------
    InputError
        For anything else.

    Examples
    --------
    >>> import kadmcdm as kd
    >>> rows = [[10, 2, 1], [6, 6, 4], [1, 9, 9], [2, 3, 3]]
    >>> problem = kd.DecisionProblem.from_arrays(rows, ["benefit"] * 3)
    >>> method = kd.PROMETHEE2("linear", q=1, p=6)
    >>> found = kd.partial_order(kd.rank(problem, [0.5, 0.25, 0.25], method))
    >>> print(found.describe())
    Nobody outranks a1 and a2. Incomparable: a1 with a2, a2 with a3.

    References
    ----------
    .. [1] Brans, J.-P. and Vincke, P. (1985). A preference ranking organisation method: the
       PROMETHEE method for multiple criteria decision-making. Management Science 31(6), 647-656.
    """
    if not isinstance(ranking, Ranking) or not isinstance(ranking.method, PROMETHEE2):
        got = ranking.method.name if isinstance(ranking, Ranking) else type(ranking).__name__
        expected = "kd.rank(problem, weights, kd.PROMETHEE2(...))"
        raise_faults([Fault("ranking", "no ranking by PROMETHEE2", got, expected)])
    details = ranking.details
    return PartialOrder(
        candidate_names=ranking.problem.candidate_names,
        phi_plus=details["phi_plus"],
        phi_minus=details["phi_minus"],
        method=method_to_dict(ranking.method),
        weights=ranking.weights,
        tie_tolerance=ranking.tie_tolerance,
        digest=ranking.digest,
        candidate_labels=ranking.problem.candidate_labels,
    )
