"""The core: whether any group would be better off without the others."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np

from kadmcdm import _frames, _text
from kadmcdm._provenance import Result, floats, number
from kadmcdm._table import Display, Table
from kadmcdm._typing import FloatArray, FrameBackend, Language
from kadmcdm.core import cooperative as core
from kadmcdm.errors import Fault, InputError, brief, raise_faults
from kadmcdm.partnership.coalition_costs import EXACT, CoalitionCosts, Costs, members_of, too_many
from kadmcdm.partnership.cost_shares import CostShares, digits_of
from kadmcdm.partnership.given import finite
from kadmcdm.partnership.nucleolus import least_core

KEPT = 1000
"""Objections that a result keeps; it counts them all."""

_SHOWN = 10


@dataclass(frozen=True, slots=True, eq=False, kw_only=True)
class CoreCheck(Result, Display):
    """Which groups pay more than they would alone, and whether that can be avoided.

    Parameters
    ----------
    members : tuple of str
    values, by_itself : (n,) arrays
        The shares that were checked, and the cost of each member by itself.
    total : float
        The cost of all together.
    tolerance : float
        What counts as nothing, in the costs' unit.
    objections : tuple of tuple of str
        Coalitions that pay more than they would alone, the largest complaint first; 1,000 at most.
    excesses, alone : (k,) arrays
        How much more they pay, and what they would pay alone.
    n_objections : int
        How many there are.
    worst : tuple of str
        The coalition of the largest complaint, even where it is none (negative: it saves); empty
        for a single member.
    worst_alone, worst_excess : float
        What it would pay alone, and how much more it pays. NaN for a single member.
    least_core : float
        The smallest that the largest complaint can be under any shares: positive where the core is
        empty. NaN for a single member.
    core_empty : bool

    Attributes
    ----------
    in_core : bool
        Nobody pays more than alone, no group does, and the shares sum to the total.
    balance : float
        The shares' sum less the total.
    individuals : dict of str to float
        Members that pay more than they would by themselves, and how much more.

    Examples
    --------
    >>> from kadmcdm.partnership import core_check
    >>> costs = {frozenset("A"): 7, frozenset("B"): 8, frozenset("AB"): 12}
    >>> check = core_check(costs, {"A": 9, "B": 3})
    >>> check.in_core, check.objections, check.individuals, check.core_empty
    (False, (('A',),), {'A': 2.0}, False)
    """

    members: tuple[str, ...]
    values: FloatArray
    by_itself: FloatArray
    total: float
    tolerance: float
    objections: tuple[tuple[str, ...], ...]
    excesses: FloatArray
    alone: FloatArray
    n_objections: int
    worst: tuple[str, ...]
    worst_alone: float
    worst_excess: float
    least_core: float
    core_empty: bool

    _decoders = {
        "members": tuple,
        "values": floats,
        "by_itself": floats,
        "total": number,
        "tolerance": number,
        "objections": lambda data: tuple(map(tuple, data)),
        "excesses": floats,
        "alone": floats,
        "worst": tuple,
        "worst_alone": number,
        "worst_excess": number,
        "least_core": number,
    }

    @property
    def balance(self) -> float:
        """The shares' sum less the total; 0 up to the tolerance where the cost is covered."""
        return float(self.values.sum()) - self.total

    @property
    def in_core(self) -> bool:
        """Nobody pays more than alone, no group does, and the shares sum to the total."""
        return self.n_objections == 0 and abs(self.balance) <= self.tolerance

    @property
    def individuals(self) -> dict[str, float]:
        """Members that pay more than they would by themselves, and how much more."""
        more = (self.values - self.by_itself).tolist()
        both = zip(self.members, more, strict=True)
        return {} if len(more) == 1 else {name: m for name, m in both if m > self.tolerance}

    def describe(self, lang: Language = "en") -> str:
        """Return in a sentence who would be better off alone, or that nobody would.

        Returns
        -------
        str
        """
        words = _WORDS[lang]
        digits = digits_of(self.total, self.values)

        def amount(value: float) -> str:
            return _text.number(value, digits, lang)

        if abs(self.balance) > self.tolerance:
            start = words["unbalanced"].format(amount(float(self.values.sum())), amount(self.total))
        elif self.n_objections == 0:
            return words["in"]
        else:
            start = words["out"]
        if self.n_objections == 0:
            return f"{start}."
        alone = float(self.alone[0])
        names = _text.listed(self.objections[0], lang)
        said = words["one" if len(self.objections[0]) == 1 else "many"]
        text = f"{start}: {said.format(names, amount(self.worst_excess), amount(alone))}"
        if self.n_objections > 1:
            others = self.n_objections - 1
            text += words["other" if others == 1 else "others"].format(
                _text.number(others, 0, lang)
            )
        text += "."
        if self.individuals and len(self.objections[0]) > 1:
            each = [f"{name} ({amount(more)})" for name, more in self.individuals.items()]
            text += " " + words["each"].format(_text.listed(each, lang))
        return text + (f" {words['empty']}" if self.core_empty else "")

    def tables(self, lang: Language = "en") -> tuple[Table, ...]:
        """Return the groups that would be better off alone, the largest complaint first."""
        words = _WORDS[lang]
        digits = digits_of(self.total, self.values)
        listed = list(zip(self.objections, self.alone, self.excesses, strict=True))[:_SHOWN]
        if not listed and self.worst:
            listed = [(self.worst, self.worst_alone, self.worst_excess)]
        rows = tuple(
            (
                _text.listed(names, lang),
                *(_text.number(float(v), digits, lang) for v in (alone + excess, alone, excess)),
            )
            for names, alone, excess in listed
        )
        caption = self.describe(lang)
        if not np.isnan(self.least_core):
            least = _text.number(self.least_core, digits, lang)
            caption += f"\n{words['least'].format(least)}"
        heads = tuple(words[key] for key in ("group", "pays", "alone", "more"))
        title = words["title" if self.objections else "nearest"]
        return (Table(heads, rows, frozenset({1, 2, 3}), title, caption),)

    def to_frame(self, *, backend: FrameBackend = "pandas") -> Any:
        """Return a row per objection: ``pays``, ``alone``, ``excess``, ``size``.

        Parameters
        ----------
        backend : "pandas", "polars" or "pyarrow"
            Whose frame it is; rows are named by a pandas index, else by the first column.

        Returns
        -------
        data frame
            Indexed by ``coalition``, names joined by "+".
        """
        columns: dict[str, Any] = {
            "pays": self.alone + self.excesses,
            "alone": self.alone,
            "excess": self.excesses,
            "size": [len(names) for names in self.objections],
        }
        index = ["+".join(names) for names in self.objections]
        return _frames.to_frame(columns, index=index, name="coalition", backend=backend)


def core_check(
    costs: Costs,
    shares: CostShares | Mapping[str, float],
    *,
    tolerance: float | None = None,
) -> CoreCheck:
    """Tell which groups would be better off alone under some shares, and by how much.

    Parameters
    ----------
    costs : mapping or callable
        As for `shapley`; of 20 members at most.
    shares : CostShares or mapping of str to float
        Of any rule, or agreed at a table. Their names are the members.
    tolerance : float, optional
        What counts as nothing, in the costs' unit: say 0.01 for shares printed to two decimals.
        1e-9 of the largest cost when left out.

    Returns
    -------
    CoreCheck

    Raises
    ------
    InputError
        As for `shapley`; for shares that are not finite.

    Notes
    -----
    All 2^n coalitions are looked at; whether the core is empty takes a linear program that grows
    only the rows it needs: half a second for 18 members, but some 15 for 20. Memory: 100 MB for 20.

    References
    ----------
    .. [1] Gillies, D. B. (1959). Solutions to general non-zero-sum games. In: Contributions to the
       Theory of Games IV, Princeton University Press, 47-85.

    Examples
    --------
    >>> from kadmcdm.partnership import core_check, shapley
    >>> costs = {frozenset("A"): 7, frozenset("B"): 8, frozenset("AB"): 12}
    >>> core_check(costs, shapley(costs)).describe()
    'In the core: no group would pay less without the others.'
    """
    given = shares.shares if isinstance(shares, CostShares) else shares
    if not isinstance(given, Mapping):
        raise InputError([Fault("shares", "no shares", brief(given), "{member: share}")])
    names = members_of(costs, tuple(given))
    faults = too_many(names, EXACT, "looking at all coalitions")
    if not isinstance(shares, CostShares) and hasattr(costs, "members"):
        short = [name for name in costs.members if name not in given]
        faults += [Fault(f"shares: {name!r}", "missing") for name in short]
    faults += [
        Fault(f"share of {name!r}", "no finite number", brief(value))
        for name, value in given.items()
        if not finite(value)
    ]
    if tolerance is not None and (not finite(tolerance) or tolerance < 0):
        faults.append(Fault("tolerance", "out of range", brief(tolerance), "0 or more"))
    raise_faults(faults)
    table = CoalitionCosts.of(costs, names)
    values = np.array([float(given[name]) for name in names])
    return checked(table, values, least_core(table), tolerance)


def checked(
    table: CoalitionCosts, values: FloatArray, least: float, tolerance: float | None = None
) -> CoreCheck:
    """Return the check of shares whose least core is known."""
    exact = rounding(table)
    slack = exact if tolerance is None else float(tolerance)
    excess = (core.subset_sums(values) - table.values)[1:-1]
    objecting = np.flatnonzero(excess > slack)
    order = objecting[np.argsort(-excess[objecting], kind="stable")][:KEPT]

    def named(position: int) -> tuple[str, ...]:
        return tuple(name for i, name in enumerate(table.members) if position + 1 >> i & 1)

    worst = int(excess.argmax()) if len(excess) else -1
    return CoreCheck(
        members=table.members,
        values=values,
        by_itself=np.array(list(table.alone.values())),
        total=table.total,
        tolerance=slack,
        objections=tuple(named(position) for position in order.tolist()),
        excesses=excess[order],
        alone=table.values[1:-1][order],
        n_objections=len(objecting),
        worst=named(worst) if worst >= 0 else (),
        worst_alone=float(table.values[worst + 1]) if worst >= 0 else float("nan"),
        worst_excess=float(excess[worst]) if worst >= 0 else float("nan"),
        least_core=least,
        core_empty=bool(least > exact),
    )


def rounding(table: CoalitionCosts) -> float:
    """Return what counts as nothing: 1e-9 of the largest cost."""
    return 1e-9 * float(np.abs(table.values).max())


_WORDS: Mapping[Language, Mapping[str, str]] = {
    "en": {
        "title": "Better off alone", "nearest": "Nearest to being better off alone",
        "group": "group", "pays": "pays", "alone": "alone",
        "more": "more than alone", "in": "In the core: no group would pay less without the others.",
        "out": "Outside the core", "unbalanced": "The shares sum to {}, the cost is {}",
        "one": "{} pays {} more than the {} it would pay alone",
        "many": "{} together pay {} more than the {} they would pay without the others",
        "other": "; 1 other group would gain too", "others": "; {} other groups would gain too",
        "each": "Even by themselves these would pay less: {}.",
        "empty": "No shares at all could satisfy every group: the core is empty.",
        "least": "least possible largest complaint: {}",
    },
    "id": {
        "title": "Lebih murah bila sendiri", "nearest": "Paling mendekati lebih murah sendiri",
        "group": "kelompok", "pays": "membayar",
        "alone": "bila sendiri", "more": "selisih",
        "in": "Di dalam inti (core): tidak ada kelompok yang membayar lebih murah tanpa yang lain.",
        "out": "Di luar inti (core)", "unbalanced": "Jumlah bagian {}, padahal biayanya {}",
        "one": "{} membayar {} lebih banyak daripada {} bila sendiri",
        "many": "{} bersama-sama membayar {} lebih banyak daripada {} tanpa yang lain",
        "other": "; 1 kelompok lain juga lebih murah bila sendiri",
        "others": "; {} kelompok lain juga lebih murah bila sendiri",
        "each": "Sendiri pun lebih murah bagi: {}.",
        "empty": "Tidak ada pembagian yang memuaskan semua kelompok: intinya kosong.",
        "least": "keberatan terbesar yang paling kecil: {}",
    },
}  # fmt: skip
