"""What is odd about some costs: who saves nothing by joining, where more members cost less."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from kadmcdm import _text
from kadmcdm._provenance import Result, number
from kadmcdm._table import Display, Table
from kadmcdm._typing import FloatArray, IntArray, Language
from kadmcdm.core import cooperative as core
from kadmcdm.partnership.coalition_costs import CoalitionCosts, Costs
from kadmcdm.partnership.core_check import rounding
from kadmcdm.partnership.cost_shares import digits_of

_PAIRS = 12  # members up to which all pairs of coalitions are looked at: 0.26 million

Groups = tuple[tuple[str, ...], ...]


@dataclass(frozen=True, slots=True, eq=False, kw_only=True)
class CostStructure(Result, Display):
    """What costs promise about sharing them, and where they are odd.

    Parameters
    ----------
    members : tuple of str
    n_dearer : int
        Pairs of groups without a common member that pay more together than apart: the costs are
        not subadditive.
    dearer : tuple
        The worst of them: ``((group, group), how much dearer)``.
    every_pair : bool
        Whether all pairs were looked at (up to 12 members), or only single members joining groups.
    n_falling : int
        Cases in which a group pays less with one more member: the costs are not monotone.
    falling : tuple
        The worst of them: ``((group, (member,)), how much less)``.
    concave : bool
        Whether a member adds the less, the larger the group is that it joins. Then the core is not
        empty and the Shapley value lies in it.
    saved : float
        What all save together: the costs alone, less the cost of all.
    unit : float
        The largest cost; figures below 1e-9 of it count as nothing.

    Attributes
    ----------
    subadditive, monotone : bool

    References
    ----------
    .. [1] Shapley, L. S. (1971). Cores of convex games. International Journal of Game Theory 1,
       11-26.

    Examples
    --------
    >>> from kadmcdm.partnership import cost_structure
    >>> found = cost_structure({frozenset("A"): 7, frozenset("B"): 8, frozenset("AB"): 16})
    >>> found.subadditive, found.dearer
    (False, (((('A',), ('B',)), 1.0),))
    """

    members: tuple[str, ...]
    n_dearer: int
    dearer: tuple[tuple[Groups, float], ...]
    every_pair: bool
    n_falling: int
    falling: tuple[tuple[Groups, float], ...]
    concave: bool
    saved: float
    unit: float

    _decoders = {
        "members": tuple,
        "dearer": lambda data: _cases(data),
        "falling": lambda data: _cases(data),
        "saved": number,
        "unit": number,
    }

    @property
    def subadditive(self) -> bool:
        """No two groups pay more together than apart, among the pairs that were looked at."""
        return self.n_dearer == 0

    @property
    def monotone(self) -> bool:
        """No group pays less with one more member."""
        return self.n_falling == 0

    def sentences(self, lang: Language = "en") -> tuple[str, ...]:
        """Return what there is to say: one sentence for savings, and one for each oddity.

        Returns
        -------
        tuple of str
        """
        words = _WORDS[lang]
        digits = digits_of(self.unit, np.zeros(1))

        def cases(key: str, count: int, worst: Sequence[tuple[Groups, float]]) -> str:
            (first, second), much = worst[0]
            return words[key].format(
                _text.number(count, 0, lang), _text.listed(first, lang),
                _text.listed(second, lang), _text.number(much, digits, lang),
            )  # fmt: skip

        out = [words["saved"].format(_text.number(self.saved, digits, lang))]
        if self.n_dearer:
            out.append(cases("dearer", self.n_dearer, self.dearer))
        if not self.every_pair:
            out.append(words["some"])
        if self.n_falling:
            out.append(cases("falling", self.n_falling, self.falling))
        if self.concave:
            out.append(words["concave"])
        return tuple(out)

    def tables(self, lang: Language = "en") -> tuple[Table, ...]:
        """Return the sentences, a row each."""
        rows = tuple((sentence,) for sentence in self.sentences(lang))
        return (Table((_WORDS[lang]["title"],), rows),)


def cost_structure(
    costs: Costs, members: Sequence[str] | None = None, *, top: int = 10
) -> CostStructure:
    """Report what is odd about costs, and what they promise; nothing of it is refused.

    Parameters
    ----------
    costs, members
        As for `shapley`; 20 members at most.
    top : int
        How many cases of each kind are named, the worst first; all are counted.

    Returns
    -------
    CostStructure

    Raises
    ------
    InputError
        As for `shapley`.

    Notes
    -----
    Up to 12 members all (3^n - 2^(n+1) + 1)/2 pairs of disjoint groups are looked at; beyond, each
    member joining each group, which finds most that is odd but not all. Memory: 60 MB for 20
    members.

    Examples
    --------
    >>> from kadmcdm.partnership import cost_structure
    >>> runway = {"small": 1, "medium": 2, "large": 4}
    >>> found = cost_structure(lambda planes: max(map(runway.get, planes)), list(runway))
    >>> found.subadditive, found.monotone, found.concave
    (True, True, True)
    """
    table = CoalitionCosts.of(costs, members)
    n, slack = len(table.members), rounding(table)
    every = n <= _PAIRS
    falling, dearer = _Worst(top), _Worst(top)
    concave = True
    for i in range(n):
        added, groups = core.rises(table.values, i), core.without(n, i)
        falling.add(groups, 1 << i, -added, slack)
        if not every:  # a pair of single members comes once
            more = added - table.values[1 << i]
            more[(groups & (groups - 1) == 0) & (groups > 1 << i)] = 0.0
            more[0] = 0.0
            dearer.add(groups, 1 << i, more, slack)
        concave = concave and not any((core.rises(added, j) > slack).any() for j in range(n - 1))
    if every:
        first, second = core.disjoint_pairs(n).T
        more = table.values[first + second] - table.values[first] - table.values[second]
        dearer.add(first, second, more, slack)
    return CostStructure(
        members=table.members,
        n_dearer=dearer.count,
        dearer=dearer.named(table.members),
        every_pair=every,
        n_falling=falling.count,
        falling=falling.named(table.members),
        concave=concave,
        saved=float(sum(table.alone.values()) - table.total),
        unit=float(np.abs(table.values).max()),
    )


class _Worst:
    """Counts cases, and keeps the worst: (figure, group, group) with the groups as numbers."""

    def __init__(self, top: int) -> None:
        self.top = max(int(top), 1)
        self.count = 0
        self.kept: list[tuple[float, int, int]] = []

    def add(
        self, first: IntArray, second: IntArray | int, figures: FloatArray, slack: float
    ) -> None:
        """Take in the cases whose figure is above the slack."""
        odd = np.flatnonzero(figures > slack)
        self.count += len(odd)
        odd = odd[np.argsort(-figures[odd], kind="stable")][: self.top]
        others = np.broadcast_to(second, first.shape)[odd].tolist()
        self.kept += zip(figures[odd].tolist(), first[odd].tolist(), others, strict=True)
        self.kept = sorted(self.kept, key=lambda case: (-case[0], *case[1:]))[: self.top]

    def named(self, members: tuple[str, ...]) -> tuple[tuple[Groups, float], ...]:
        """Return ``((group, group), figure)`` of each, with names."""

        def group(position: int) -> tuple[str, ...]:
            return tuple(name for i, name in enumerate(members) if position >> i & 1)

        return tuple(((group(a), group(b)), figure) for figure, a, b in self.kept)


def _cases(
    data: Sequence[tuple[Sequence[Sequence[str]], float]],
) -> tuple[tuple[Groups, float], ...]:
    return tuple((tuple(map(tuple, groups)), float(figure)) for groups, figure in data)


_WORDS: Mapping[Language, Mapping[str, str]] = {
    "en": {
        "title": "What the costs say",
        "saved": "Together all pay {} less than each alone.",
        "dearer": "Not subadditive: {1} with {2} pay {3} more together than apart (such pairs: "
        "{0}, this is the worst).",
        "falling": "Not monotone: with {2}, {1} pay {3} less than without (such cases: {0}, this "
        "is the largest).",
        "some": "Of pairs of groups, only single members joining a group were looked at.",
        "concave": "The larger the group, the less a member adds: the Shapley value lies in the "
        "core.",
    },
    "id": {
        "title": "Apa kata biayanya",
        "saved": "Bersama-sama semua membayar {} lebih sedikit daripada sendiri-sendiri.",
        "dearer": "Tidak subaditif: {1} bersama {2} membayar {3} lebih mahal daripada "
        "sendiri-sendiri (pasangan seperti ini: {0}; ini yang terburuk).",
        "falling": "Tidak monoton: bersama {2}, {1} membayar {3} lebih murah daripada tanpanya "
        "(kasus seperti ini: {0}; ini yang terbesar).",
        "some": "Untuk pasangan kelompok, hanya satu anggota yang bergabung yang diperiksa.",
        "concave": "Makin besar kelompok, makin kecil tambahan biaya seorang anggota: nilai "
        "Shapley berada di dalam inti (core).",
    },
}  # fmt: skip
