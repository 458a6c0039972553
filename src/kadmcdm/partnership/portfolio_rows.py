"""The rows of a portfolio's program: maxima, minima, and what these leave no room for."""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping, Sequence

import numpy as np

from kadmcdm import _text
from kadmcdm._typing import BoolArray
from kadmcdm.errors import Fault
from kadmcdm.partnership.options import PartnershipOption
from kadmcdm.partnership.portfolio_model import ROUNDING, LimitKind, Model, Row


def mandatory_of(
    items: Sequence[PartnershipOption], groups: Sequence[tuple[int, ...]], named: set[int]
) -> tuple[BoolArray, dict[int, set[int]]]:
    """Return what is fixed in, and mandatory options with those that may stand for each.

    A decision fixes a cooperation; where several forms of it are mandatory and exclude each
    other, one of them is enough.
    """
    decided = {i for i, item in enumerate(items) if item.kind == "mandatory"}
    others: dict[int, set[int]] = {i: set() for i in decided}
    for group in groups:
        for i in decided & set(group):
            others[i] |= (decided & set(group)) - {i}
    fixed = np.zeros(len(items), dtype=bool)
    fixed[sorted(named | {i for i in decided if not others[i]})] = True
    return fixed, {
        i: {i, *others[i]}
        for i in sorted(decided)
        if others[i] and not fixed[[i, *others[i]]].any()
    }


def upper_rows(
    items: Sequence[PartnershipOption],
    budgets: Mapping[str, float],
    posts: Mapping[str, float] | None,
    needs: Sequence[Mapping[str, float]],
    most: Mapping[str, float],
    groups: Sequence[tuple[int, ...]],
    codes: Sequence[str],
) -> Iterator[Row]:
    """Yield the maxima: budgets, staff, counts of a region, groups of which one is chosen."""
    of: dict[str, list[int]] = {code: [] for code in codes}
    for i, item in enumerate(items):
        for code in item.members:
            of[code].append(i)

    def row(kind: LimitKind, code: str, limit: float, figures: list[float]) -> Row:
        return Row(kind, code, float(limit), np.array(of[code]), np.array(figures, dtype=float))

    for code in codes:
        if budgets[code] < math.inf:
            yield row("budget", code, budgets[code], [items[i].costs[code] for i in of[code]])
    for code in codes:
        if posts is not None and posts[code] < math.inf:
            yield row("staff", code, posts[code], [needs[i][code] for i in of[code]])
    for code in codes:
        if code in most:
            yield row("partnerships", code, most[code], [1.0] * len(of[code]))
    for number, group in enumerate(groups, 1):
        yield Row("exclusive", str(number), 1.0, np.array(group), np.ones(len(group)))


def lower_rows(
    items: Sequence[PartnershipOption],
    names: Sequence[str],
    least: Mapping[str, int],
    choices: Mapping[int, set[int]],
) -> Iterator[Row]:
    """Yield the minima: mandatory options with several forms, then sectors."""
    for i, able in choices.items():
        yield Row("mandatory", names[i], 1.0, np.array(sorted(able)), np.ones(len(able)))
    for code, count in least.items():
        at = [i for i, item in enumerate(items) if item.issue.sector.code == code]
        yield Row("sector", code, float(count), np.array(at, dtype=int), np.ones(len(at)))


def fixed_faults(names: Sequence[str], upper: Sequence[Row], fixed: BoolArray) -> Iterator[Fault]:
    """Yield the maxima that what is fixed exceeds by itself."""
    for row in upper:
        used = row.used(fixed)
        if row.allows(used):
            continue
        who = _text.listed([names[i] for i, need in zip(row.at, row.needs, strict=True)
                            if fixed[i] and need > 0])  # fmt: skip
        if row.kind == "exclusive":
            where = f"must_include and exclusive group {row.of}"
            yield Fault(where, "they exclude each other and are all fixed in", who, "one of them")
            continue
        over = f"{used:,.10g} for {who}: {used - row.limit:,.10g} more than there is"
        what = "what is mandatory does not fit"
        yield Fault(f"{_WHERE[row.kind]} of {row.of!r}", what, over, f"{row.limit:,.10g}")


_WHERE: Mapping[str, str] = {
    "budget": "budget", "staff": "staff", "partnerships": "maximum_per_region",
}  # fmt: skip


def banned_by(upper: Sequence[Row], fixed: BoolArray) -> BoolArray:
    """Return options that no set holds: beside what is fixed, one alone is too much for a limit."""
    out = np.zeros(len(fixed), dtype=bool)
    for row in upper:
        used = row.used(fixed)
        room = row.limit * (1 + ROUNDING) - used
        out[row.at[row.needs > room]] = True
    return out & ~fixed


def sector_faults(model: Model) -> Iterator[Fault]:
    """Yield the minima that too few options are left for."""
    for row in model.lower:
        able = int((~model.banned[row.at]).sum())
        if able < row.limit:
            yield unreachable(row, float(able), "more do not fit even alone, or do not exist")


def unreachable(row: Row, reached: float, hint: str, most: bool = True) -> Fault:
    """Return the fault of a minimum that cannot be met; `most`: no set reaches more."""
    if row.kind == "mandatory":
        where = f"mandatory option {row.of!r}"
        return Fault(where, "neither it nor another form of it fits into the limits")
    where = f"minimum_per_sector of {row.of!r}"
    what = "the minimum cannot be met within the other limits"
    got = f"{reached:g} at most" if most else f"{reached:g} found in time"
    return Fault(where, what, got, f"{row.limit:g}", hint)
