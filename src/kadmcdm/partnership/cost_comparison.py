"""Several rules of sharing a cost, side by side: who saves, who would rather go alone."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from kadmcdm import _frames, _text
from kadmcdm._arrays import ReadOnlyDict
from kadmcdm._provenance import Result
from kadmcdm._table import Display, Table
from kadmcdm._typing import FloatArray, FrameBackend, Language
from kadmcdm.errors import Fault, InputError, brief, raise_faults, unknown_names
from kadmcdm.partnership.coalition_costs import EXACT, CoalitionCosts, Costs, members_of, too_many
from kadmcdm.partnership.core_check import CoreCheck, checked
from kadmcdm.partnership.cost_shares import (
    RULE_WORDS,
    CostShares,
    digits_of,
    saved_shares,
    signed_percent,
)
from kadmcdm.partnership.cost_structure import CostStructure, cost_structure
from kadmcdm.partnership.nucleolus import MOST, least_core, nucleolus
from kadmcdm.partnership.sharing import proportional_shares, separable_costs, shapley


@dataclass(frozen=True, slots=True, eq=False, kw_only=True)
class CostComparison(Result, Display):
    """The shares of several rules, and how fair each is.

    Parameters
    ----------
    shares : tuple of CostShares
        By rule.
    checks : tuple of CoreCheck
        Of each: who would be better off alone.
    structure : CostStructure
        What is odd about the costs.
    left_out : mapping of str to str
        Rules that could not be computed, and why: ``"too many members"`` for the nucleolus,
        ``"no remaining benefits"`` for separable costs.

    Attributes
    ----------
    members : tuple of str
    total : float
    values : (k, n) array
        A row per rule, a column per member.
    ratios : (k, n) array
        Share over cost alone; NaN where that is 0.
    saving_shares : (k, n) array
        Each member's part of what all save together; NaN where that is nothing.
    spread : (k,) array
        Largest less smallest saving, as a share of the cost alone: 0 where all save alike.

    Examples
    --------
    >>> from kadmcdm.partnership import compare_cost_shares
    >>> costs = {frozenset("A"): 7, frozenset("B"): 8, frozenset("AB"): 12}
    >>> both = compare_cost_shares(costs, by={"population": {"A": 3, "B": 1}})
    >>> [rule for rule, inside in both.in_core.items() if not inside]
    ['proportional to population']
    >>> both["nucleolus"].shares
    {'A': 5.5, 'B': 6.5}
    """

    shares: tuple[CostShares, ...]
    checks: tuple[CoreCheck, ...]
    structure: CostStructure
    left_out: Mapping[str, str]

    _decoders = {
        "shares": lambda data: tuple(map(CostShares.from_dict, data)),
        "checks": lambda data: tuple(map(CoreCheck.from_dict, data)),
        "structure": CostStructure.from_dict,
    }

    def __post_init__(self) -> None:
        """Freeze the mapping."""
        Result.__post_init__(self)
        object.__setattr__(self, "left_out", ReadOnlyDict(self.left_out))

    @property
    def members(self) -> tuple[str, ...]:
        """Who shares the cost."""
        return self.structure.members

    @property
    def total(self) -> float:
        """The cost of all together."""
        return self.checks[0].total

    def __getitem__(self, rule: str) -> CostShares:
        """Return the shares by a rule, as `rules` names it."""
        raise_faults(list(unknown_names([rule], self.rules, "rule")))
        return self.shares[self.rules.index(rule)]

    @property
    def rules(self) -> tuple[str, ...]:
        """The rules' names; what proportional shares are proportional to is part of theirs."""
        return tuple(s.name("en") if s.rule == "proportional" else s.rule for s in self.shares)

    @property
    def in_core(self) -> dict[str, bool]:
        """By rule: whether nobody would be better off alone."""
        return {rule: c.in_core for rule, c in zip(self.rules, self.checks, strict=True)}

    @property
    def values(self) -> FloatArray:
        """(k, n) array of shares, a row per rule."""
        return np.array([item.values for item in self.shares])

    @property
    def ratios(self) -> FloatArray:
        """(k, n) array: share over cost alone; NaN where that is 0."""
        out = np.full(self.values.shape, np.nan)
        np.divide(self.values, self._alone, out=out, where=self._alone != 0)
        return out

    @property
    def saving_shares(self) -> FloatArray:
        """(k, n) array: each member's part of what all save; NaN where that is nothing."""
        if abs(self.structure.saved) <= 1e-9 * self.structure.unit:
            return np.full(self.values.shape, np.nan)
        parts: FloatArray = (self._alone - self.values) / self.structure.saved
        return parts

    @property
    def spread(self) -> FloatArray:
        """(k,) array: largest less smallest saving, as a share of the cost alone."""
        known = saved_shares(self.values, self._alone)[:, self._alone != 0]
        if known.shape[1] == 0:
            return np.full(len(self.shares), np.nan)
        return np.asarray(known.max(axis=1) - known.min(axis=1))

    @property
    def _alone(self) -> FloatArray:
        return self.shares[0].alone

    def describe(self, lang: Language = "en") -> tuple[str, ...]:
        """Return a sentence per rule: who would be better off alone, who saves most and least.

        Returns
        -------
        tuple of str
        """
        words = _WORDS[lang]
        out = []
        for item, check in zip(self.shares, self.checks, strict=True):
            saved = saved_shares(item.values, item.alone)
            text = f"{_capital(item.name(lang))}: {_lower(check.describe(lang))}"
            known = ~np.isnan(saved)
            if known.all() and np.ptp(saved) < 1e-9:
                text += " " + words["same"].format(signed_percent(float(saved[0]), lang))
            elif known.sum() > 1:
                most, least = int(np.nanargmax(saved)), int(np.nanargmin(saved))
                text += " " + words["saves"].format(
                    self.members[most], signed_percent(float(saved[most]), lang),
                    self.members[least], signed_percent(float(saved[least]), lang),
                )  # fmt: skip
            out.append(text)
        return tuple(out)

    def tables(self, lang: Language = "en") -> tuple[Table, ...]:
        """Return the shares, a column per rule; how fair each rule is; a sentence per rule."""
        words = _WORDS[lang]
        digits = digits_of(self.total, self._alone)

        def amount(value: float) -> str:
            return _text.number(value, digits, lang)

        names = [item.name(lang) for item in self.shares]
        rows = [
            (member, amount(float(self._alone[i])), *map(amount, self.values[:, i].tolist()))
            for i, member in enumerate(self.members)
        ]
        sums = [float(self._alone.sum()), *self.values.sum(axis=1).tolist()]
        rows.append((_text.say("total", lang), *map(amount, sums)))
        numeric = frozenset(range(1, len(names) + 2))
        heads = (words["member"], words["alone"], *names)
        paid = Table(heads, tuple(rows), numeric, words["title"], self._caption(lang))
        ratios = self.ratios
        fair = tuple(
            (
                name,
                words["yes" if check.in_core else "no"],
                _text.number(check.n_objections, 0, lang),
                _text.listed(check.worst, lang),
                amount(check.worst_excess),
                *(signed_percent(_extreme(row, most), lang) for most in (False, True)),
                signed_percent(float(spread), lang),
            )
            for name, check, row, spread in zip(
                names, self.checks, ratios, self.spread, strict=True
            )
        )
        heads = tuple(
            words[key]
            for key in ("rule", "core", "better", "worst", "complaint", "low", "high", "spread")
        )
        fairness = Table(heads, fair, frozenset({2, 4, 5, 6, 7}), words["fair"], words["key"])
        said = tuple((sentence,) for sentence in self.describe(lang))
        return (paid, fairness, Table((_text.say("note", lang),), said))

    def to_frame(self, *, backend: FrameBackend = "pandas") -> Any:
        """Return a row per rule and member: ``share``, ``alone``, ``ratio``, ``saving_share``.

        Parameters
        ----------
        backend : "pandas", "polars" or "pyarrow"
            Whose frame it is; rows are named by a pandas index, else by the first column.

        Returns
        -------
        data frame
            Columns ``rule``, ``member``, those, and ``in_core`` and ``worst_excess`` of the rule.
        """
        k, n = self.values.shape
        columns: dict[str, Any] = {
            "rule": np.repeat(np.array(self.rules, dtype=object), n),
            "member": np.tile(np.array(self.members, dtype=object), k),
            "share": self.values.ravel(),
            "alone": np.tile(self._alone, k),
            "ratio": self.ratios.ravel(),
            "saving_share": self.saving_shares.ravel(),
            "in_core": np.repeat([check.in_core for check in self.checks], n),
            "worst_excess": np.repeat([check.worst_excess for check in self.checks], n),
        }
        return _frames.to_frame(columns, backend=backend)

    def _caption(self, lang: Language) -> str:
        words = _WORDS[lang]
        lines = list(self.structure.sentences(lang))
        lines += [
            f"{words['left']}: {RULE_WORDS[lang][rule]} ({words[why]})"
            for rule, why in self.left_out.items()
        ]
        return "\n".join(lines)


def compare_cost_shares(
    costs: Costs,
    members: Sequence[str] | None = None,
    *,
    by: Mapping[str, Mapping[str, float]] | None = None,
    benefits: Mapping[str, float] | None = None,
    others: Sequence[CostShares] = (),
) -> CostComparison:
    """Share a cost by several rules, and say how fair each is.

    Parameters
    ----------
    costs, members
        As for `shapley`; 20 members at most. A function is asked once for each coalition.
    by : mapping of str to mapping, optional
        What to share in proportion to: ``{"population": {"A": 85000, ...}}``. The names
        ``"population"``, ``"use"``, ``"budget"`` and ``"demand"`` are known in both languages.
    benefits : mapping of str to float, optional
        For separable costs: what the service is worth to each member.
    others : sequence of CostShares
        More to compare with, of the same members.

    Returns
    -------
    CostComparison
        Shapley value, nucleolus (up to 12 members), separable costs, then each of `by` and
        `others`. A rule that these costs do not allow is left out, with the reason.

    Raises
    ------
    InputError
        As for `shapley` and `proportional_shares`; for others' members that are not the same.

    Examples
    --------
    >>> from kadmcdm.partnership import compare_cost_shares
    >>> costs = {frozenset("A"): 7, frozenset("B"): 8, frozenset("AB"): 12}
    >>> print(compare_cost_shares(costs, by={"population": {"A": 3, "B": 1}}).describe()[-1])
    Proportional to population: outside the core: A pays 2.00 more than the 7.00 it would pay alone.
    B saves most (62.5%), A least (-28.6%).
    """
    names = members_of(costs, members)
    raise_faults(too_many(names, EXACT, "comparing rules"))
    table = CoalitionCosts.of(costs, names)
    faults = [
        Fault(
            f"others: {item.rule}",
            "its members are others",
            brief(item.members),
            brief(names),
        )
        for item in others
        if item.members != names
    ]
    if by is not None and not isinstance(by, Mapping):
        faults.append(Fault("by", "no figures", brief(by), "{what: {member: figure}}"))
    raise_faults(faults)
    left_out: dict[str, str] = {}
    found = [shapley(table)]
    if len(names) <= MOST:
        found.append(nucleolus(table))
    else:
        left_out["nucleolus"] = "too many members"
    try:
        found.append(separable_costs(table, benefits=benefits))
    except InputError as error:
        if error.faults[0].where != "separable_costs":
            raise
        left_out["separable_costs"] = "no remaining benefits"
    for basis, figures in (by or {}).items():
        found.append(proportional_shares(table, figures, basis=basis))
    found += others
    least = least_core(table)
    return CostComparison(
        shares=tuple(found),
        checks=tuple(checked(table, item.values, least) for item in found),
        structure=cost_structure(table),
        left_out=left_out,
    )


def _extreme(row: FloatArray, most: bool) -> float:
    known = row[~np.isnan(row)]
    if not len(known):
        return float("nan")
    return float(known.max() if most else known.min())


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]


def _lower(text: str) -> str:
    return text[:1].lower() + text[1:]


_WORDS: Mapping[Language, Mapping[str, str]] = {
    "en": {
        "title": "Cost shares by rule", "member": "member", "alone": "alone", "rule": "rule",
        "fair": "How fair is each?", "core": "in the core", "better": "groups better off alone",
        "worst": "largest complaint of", "complaint": "complaint", "low": "lowest share/alone",
        "high": "highest share/alone", "spread": "spread of savings", "yes": "yes", "no": "no",
        "key": "complaint: paid more than without the others (negative: less). "
        "spread of savings: largest less smallest saving, in percent of the cost alone.",
        "too many members": f"more than {MOST} members",
        "no remaining benefits": "nobody has a remaining benefit to share the rest by",
        "left": "left out", "saves": "{} saves most ({}), {} least ({}).",
        "same": "All save the same share of their costs alone ({}).",
    },
    "id": {
        "title": "Pembagian beban menurut aturan", "member": "anggota", "alone": "bila sendiri",
        "rule": "aturan", "fair": "Seberapa adil masing-masing?", "core": "di dalam inti",
        "better": "kelompok yang lebih murah sendiri", "worst": "keberatan terbesar dari",
        "complaint": "keberatan", "low": "bagian/biaya sendiri terendah",
        "high": "bagian/biaya sendiri tertinggi", "spread": "rentang hemat", "yes": "ya",
        "no": "tidak", "key": "keberatan: kelebihan bayar dibanding tanpa yang lain (negatif: "
        "lebih murah). rentang hemat: hemat terbesar dikurangi terkecil, dalam persen biaya "
        "sendiri.",
        "too many members": f"lebih dari {MOST} anggota",
        "no remaining benefits": "tidak ada sisa manfaat untuk membagi sisa biaya",
        "left": "tidak dihitung", "saves": "{} paling hemat ({}), {} paling sedikit ({}).",
        "same": "Semua menghemat bagian yang sama dari biaya sendiri ({}).",
    },
}  # fmt: skip
