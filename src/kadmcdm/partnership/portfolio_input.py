"""What a portfolio is asked for, checked: everything that is wrong, at once."""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from kadmcdm import _text
from kadmcdm._frames import is_missing
from kadmcdm._numbers import as_number
from kadmcdm._typing import FloatArray
from kadmcdm.errors import Fault, brief, did_you_mean, prefixed, raise_faults, unknown_names
from kadmcdm.methods import AHPSynthesis, WeightedSum, method_label
from kadmcdm.partnership.affairs import SECTORS
from kadmcdm.partnership.codes import code_fault
from kadmcdm.partnership.given import finite
from kadmcdm.partnership.option_cells import option_faults, option_names
from kadmcdm.partnership.options import PartnershipOption
from kadmcdm.partnership.portfolio_model import Model
from kadmcdm.partnership.portfolio_rows import (
    banned_by,
    fixed_faults,
    lower_rows,
    mandatory_of,
    sector_faults,
    upper_rows,
)
from kadmcdm.ranking import Ranking

Needs = Mapping[str, float | Mapping[str, float]]

NO_ZERO = "unknown is not zero"


@dataclass(frozen=True, slots=True)
class Question:
    """A portfolio's question, all of it good: rows over options, and what each is worth."""

    options: tuple[PartnershipOption, ...]
    names: tuple[str, ...]
    values: FloatArray
    scored: tuple[tuple[int, int], ...]  # option, candidate of the ranking
    values_from: str
    proxy: bool
    groups: tuple[tuple[int, ...], ...]
    model: Model


def read_question(
    options: Any,
    values: Any,
    *,
    budgets: Any,
    staff: Any,
    staff_needs: Any,
    must_include: Any,
    exclusive: Any,
    minimum_per_sector: Any,
    maximum_per_region: Any,
    allow_proxy: bool,
) -> Question:
    """Return what was asked, or raise everything that is wrong with it.

    Limits that the fixed options break by themselves are named once the rest is good.
    """
    one = isinstance(options, (str, PartnershipOption)) or not hasattr(options, "__iter__")
    items = (options,) if one else tuple(options)
    raise_faults(list(option_faults(items)))
    names = option_names(items)
    faults = list(_cost_faults(items, names))
    codes = tuple(sorted({code for item in items for code in item.members}))
    limits = _amounts("budget", budgets, codes, faults)
    posts = None if staff is None else _amounts("staff", staff, codes, faults)
    needs = _staff_needs(items, names, posts, staff_needs, faults)
    most = _maxima(maximum_per_region, codes, faults)
    groups = _groups(exclusive, names, faults)
    named = _named(must_include, items, names, faults)
    least = _minima(minimum_per_sector, items, faults)
    worth, scored = _values(values, items, names, allow_proxy, faults)
    fixed, choices = mandatory_of(items, groups, named)
    said = {fault.where for fault in faults}
    for i in np.flatnonzero(np.isnan(worth) & ~fixed).tolist():
        where = f"values: option {names[i]!r}"
        if not said & {where, "values"}:
            hint = "only what is mandatory, and no choice of forms, needs none"
            faults.append(Fault(where, "the value is missing", hint=hint))
    raise_faults(faults)
    upper = tuple(upper_rows(items, limits, posts, needs, most, groups, codes))
    raise_faults(list(fixed_faults(names, upper, fixed)))
    lower = tuple(lower_rows(items, names, least, choices))
    model = Model(upper, lower, fixed, banned_by(upper, fixed))
    raise_faults(list(sector_faults(model)))
    given = isinstance(values, Ranking)
    return Question(
        options=items,
        names=names,
        values=worth,
        scored=scored,
        values_from=_said(values) if given else "",
        proxy=given and not _additive(values),
        groups=groups,
        model=model,
    )


def exclusive_forms(options: Sequence[PartnershipOption]) -> tuple[tuple[str, ...], ...]:
    """Return the options that stand for each other: same members, same object, another form.

    Parameters
    ----------
    options : sequence of PartnershipOption

    Returns
    -------
    tuple of tuple of str
        Groups of names as `option_names` gives them, for ``portfolio(..., exclusive=...)``. Who
        initiates makes no difference.

    Raises
    ------
    InputError
        For what is no option, and options that stand twice.

    Examples
    --------
    >>> from kadmcdm.partnership import SECTORS, Issue, PartnershipOption, exclusive_forms
    >>> water = Issue(SECTORS["public_works"], "drinking water")
    >>> forms = ["joint_service", "purchase"]
    >>> exclusive_forms([PartnershipOption("35.22", {"35.23"}, water, form) for form in forms])
    (('35.22+35.23:joint_service', '35.22+35.23:purchase'),)
    """
    items = tuple(options)
    raise_faults(list(option_faults(items)))
    alike: dict[Any, list[str]] = {}
    for item, name in zip(items, option_names(items), strict=True):
        alike.setdefault((frozenset(item.members), item.issue), []).append(name)
    return tuple(tuple(group) for group in alike.values() if len(group) > 1)


# ---- what each argument says ---------------------------------------------------------------------


def _cost_faults(items: Sequence[PartnershipOption], names: Sequence[str]) -> Iterator[Fault]:
    for item, name in zip(items, names, strict=True):
        open_ = [code for code in item.members if code not in item.costs]
        if open_:
            where = f"option {name!r}: costs of {_text.listed(open_)}"
            hint = f"{NO_ZERO}: say what it costs, or leave the option out"
            yield Fault(where, "the value is missing", hint=hint)


def _amounts(
    what: str, given: Any, codes: Sequence[str], faults: list[Fault]
) -> Mapping[str, float]:
    if not isinstance(given, Mapping):
        where = f"{what}s" if what == "budget" else what
        faults.append(Fault(where, "no mapping", brief(given), "{code: amount}"))
        return {}
    for code, value in given.items():
        where = f"{what} of {code!r}"
        wrong = code_fault(code)
        if wrong is not None:
            faults += prefixed(where, [wrong])
        if is_missing(value):
            faults.append(Fault(where, "the value is missing", hint=NO_ZERO))
        elif as_number(value) != math.inf and (not finite(value) or value < 0):
            faults.append(Fault(where, "no amount", brief(value), "0 or more"))
    hint = f"{NO_ZERO}: where there is no limit, say float('inf')"
    faults += [
        Fault(f"{what} of {code!r}", "missing", hint=hint) for code in codes if code not in given
    ]
    return given


def _staff_needs(
    items: Sequence[PartnershipOption],
    names: Sequence[str],
    posts: Mapping[str, float] | None,
    given: Any,
    faults: list[Fault],
) -> list[Mapping[str, Any]]:
    """Return what each option asks of each of its members."""
    if posts is None:
        if given is not None:
            faults.append(Fault("staff", "missing", expected="the posts that each region has"))
        return []
    if not isinstance(given, Mapping):
        expected = "{option: posts of each member}, or {option: {code: posts}}"
        faults.append(Fault("staff_needs", "no mapping", brief(given), expected))
        return []
    faults += prefixed("staff_needs", unknown_names(given, names, "option"))
    out: list[Mapping[str, Any]] = []
    for item, name in zip(items, names, strict=True):
        where = f"staff_needs of {name!r}"
        need = given.get(name)
        if need is None:
            faults.append(Fault(where, "missing", hint=NO_ZERO))
            continue
        each = need if isinstance(need, Mapping) else dict.fromkeys(item.members, need)
        for code in (*item.members, *(code for code in each if code not in item.members)):
            value = each.get(code)
            if code not in item.members:
                faults.append(Fault(f"{where}: {code!r}", "the region is no member"))
            elif value is None or value != value:
                faults.append(Fault(f"{where}: {code!r}", "the value is missing", hint=NO_ZERO))
            elif not finite(value) or value < 0:
                faults.append(Fault(f"{where}: {code!r}", "no amount", brief(value), "0 or more"))
        out.append(each)
    return out


def _count(value: object) -> bool:
    whole = isinstance(value, (int, np.integer)) and not isinstance(value, bool)
    return whole and 0 <= as_number(value) < np.inf


def _maxima(given: Any, codes: Sequence[str], faults: list[Fault]) -> Mapping[str, float]:
    if given is None:
        return {}
    if isinstance(given, Mapping):
        known = set(codes)
        for code, value in given.items():
            if not _count(value):
                where = f"maximum_per_region of {code!r}"
                faults.append(Fault(where, "no count", brief(value), "0 or more"))
            wrong = code_fault(code)
            if wrong is not None:
                faults += prefixed("maximum_per_region", [wrong])
        return {code: value for code, value in given.items() if code in known}
    if not _count(given):
        expected = "a count, or {code: count}"
        faults.append(Fault("maximum_per_region", "no count", brief(given), expected))
        return {}
    return dict.fromkeys(codes, given)


def _minima(
    given: Any, items: Sequence[PartnershipOption], faults: list[Fault]
) -> Mapping[str, int]:
    if given is None:
        return {}
    if not isinstance(given, Mapping):
        expected = "{sector's code: count}"
        faults.append(Fault("minimum_per_sector", "no mapping", brief(given), expected))
        return {}
    known = {**dict.fromkeys(SECTORS), **{item.issue.sector.code: None for item in items}}
    for code, value in given.items():
        where = f"minimum_per_sector of {code!r}"
        if code not in known:
            faults.append(Fault(where, "unknown sector", hint=did_you_mean(code, known)))
        if not _count(value):
            faults.append(Fault(where, "no count", brief(value), "0 or more"))
    return given


def _groups(given: Any, names: Sequence[str], faults: list[Fault]) -> tuple[tuple[int, ...], ...]:
    place = {name: i for i, name in enumerate(names)}
    out = []
    whole = isinstance(given, str) or not hasattr(given, "__iter__")
    for number, group in enumerate([given] if whole else given, 1):
        where = f"exclusive: group {number}"
        if isinstance(group, str) or not hasattr(group, "__iter__"):
            faults.append(Fault(where, "no group", brief(group), "two or more options' names"))
            continue
        members = list(group)
        faults += prefixed(where, unknown_names(dict.fromkeys(members), place, "option"))
        if len(set(members)) < max(2, len(members)):
            faults.append(
                Fault(where, "no group", brief(members), "two or more options, each once")
            )
        out.append(tuple(sorted({place[name] for name in members if name in place})))
    return tuple(out)


def _named(
    given: Any, items: Sequence[PartnershipOption], names: Sequence[str], faults: list[Fault]
) -> set[int]:
    asked = [given] if isinstance(given, str) else list(given)
    place = {name: i for i, name in enumerate(names)}
    faults += prefixed("must_include", unknown_names(dict.fromkeys(asked), place, "option"))
    found = {place[name] for name in asked if name in place}
    for i in sorted(found):
        if not items[i].legal_basis:
            where, expected = f"must_include: option {names[i]!r}", "its legal_basis"
            hint = "only a decision that is cited fixes an option; without it give it a value"
            faults.append(Fault(where, "no decision is cited", expected=expected, hint=hint))
    return found


def _values(
    given: Any,
    items: Sequence[PartnershipOption],
    names: Sequence[str],
    allow_proxy: bool,
    faults: list[Fault],
) -> tuple[FloatArray, tuple[tuple[int, int], ...]]:
    """Return what each option is worth, NaN where nothing is said; and who it is in a ranking."""
    worth = np.full(len(items), np.nan)
    place = {name: i for i, name in enumerate(names)}
    if isinstance(given, Ranking):
        if not allow_proxy and not _additive(given):
            what = f"the scores of {given.method.name} don't add up over partnerships"
            hint = (
                "rank with kd.WeightedSum() or kd.AHP; or say allow_proxy=True, and every table "
                "says that the scores are a proxy"
            )
            faults.append(Fault("values", what, hint=hint))
        for kind in ("voluntary", "mandatory"):  # ranked apart, with names of their own
            at = [i for i, item in enumerate(items) if item.kind == kind]
            for i, name in zip(at, option_names([items[i] for i in at]), strict=True):
                place.setdefault(name, i)
        candidates = given.problem.candidate_names
        faults += prefixed("values", unknown_names(candidates, place, "option"))
        scored = tuple((place[name], k) for k, name in enumerate(candidates) if name in place)
        for i, k in scored:
            worth[i] = given.scores[k]
        return worth, scored
    if not isinstance(given, Mapping):
        expected = "a Ranking, or {option: value}"
        faults.append(Fault("values", "no values", brief(type(given).__name__), expected))
        return worth, ()
    faults += prefixed("values", unknown_names(given, place, "option"))
    for name, value in given.items():
        if not finite(value):
            where = f"values: option {name!r}"
            faults.append(Fault(where, "no finite number", brief(value), "a number"))
        elif name in place:
            worth[place[name]] = value
    return worth, ()


def _additive(ranking: Ranking) -> bool:
    return isinstance(ranking.method, (WeightedSum, AHPSynthesis))


def _said(ranking: Ranking) -> str:
    return f"{method_label(ranking.method)}, {ranking.weights.scheme}"
