"""Which weights are possible: an order, bounds, ratios, sums, a spread around some; in words."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Any, Literal, NamedTuple, TypeAlias

from kadmcdm import _text
from kadmcdm._arrays import ReadOnlyDict
from kadmcdm._table import Display, Table
from kadmcdm._typing import Language
from kadmcdm.errors import (
    Fault,
    InputError,
    brief,
    choice_fault,
    prefixed,
    raise_faults,
    unknown_names,
)
from kadmcdm.robustness.distributions import is_number
from kadmcdm.weighting import RankOrderWeights

__all__ = ["Constraint", "WeightSpace", "constraints_of"]

Range: TypeAlias = tuple[float | None, float | None] | float
"""(least, most), either of them None for open; or one exact number."""

Relation: TypeAlias = Literal["<=", ">=", "=="]

Linear: TypeAlias = tuple[Mapping[str, float], Relation, float]
"""({name: coefficient}, relation, value)."""


@dataclass(frozen=True, slots=True, eq=False)
class WeightSpace(Display):
    """Which weights are possible, and how likely.

    Weights are never negative and sum to 1. All those that meet every constraint are equally
    likely; with `around`, those near it are likelier.

    Parameters
    ----------
    order : sequence of str, or of lists of str, optional
        Criteria, most important first: each weighs no less than the next. A list inside holds
        criteria that weigh the same, as for `RankOrderWeights`. Criteria left out are free. Where
        two stand before a third in either order, say so with `ratios`.
    bounds : mapping of str to (low, high), optional
        The least and the most that a criterion weighs; None is open, one number exact.
    ratios : mapping of (str, str) to (low, high), optional
        How many times as much the first weighs as the second; None is open, one number exact.
    linear : sequence of (mapping, relation, value), optional
        ``({name: coefficient, ...}, "<=", value)``; the relation is ``"<="``, ``">="`` or
        ``"=="``.
    around : weights, scheme, mapping or sequence, optional
        Weights to spread around; without them all weights are equally likely.
    concentration : float
        How tightly: Dirichlet with parameters concentration x weights, > 0. The standard deviation
        of a weight w is sqrt(w (1 - w) / (concentration + 1)). Only with `around`. With
        constraints, those of the Dirichlet's draws count that meet them; equalities leave none.

    Raises
    ------
    InputError
        For names given twice, ranges that are none, relations that are none, and a concentration
        that is no positive number, or one without `around`; all at once. Unknown names, and
        constraints that no weights meet, are named by `smaa`.

    Examples
    --------
    >>> import kadmcdm as kd
    >>> problem = kd.DecisionProblem.from_arrays([[1, 9], [3, 4]], ["benefit", "cost"])
    >>> space = kd.WeightSpace(around={"c1": 0.7, "c2": 0.3}, concentration=50)
    >>> kd.smaa(problem, space, n_samples=100, rng=1).first_shares.tolist()
    [0.0, 1.0]
    >>> space = kd.WeightSpace(["c2", "c1"], bounds={"c1": (0.2, None)}, ratios={("c2", "c1"): 2})
    >>> kd.smaa(problem, space, n_samples=100, rng=1).central_weights[1].round(3).tolist()
    [0.333, 0.667]
    """

    order: Sequence[str | Sequence[str]] | None = None
    bounds: Mapping[str, Range] | None = None
    ratios: Mapping[tuple[str, str], Range] | None = None
    linear: Sequence[Linear] | None = None
    around: Any = None
    concentration: float | None = None

    def __post_init__(self) -> None:
        faults: list[Fault] = []
        if self.order is not None:
            try:
                object.__setattr__(self, "order", RankOrderWeights(self.order).order)
            except InputError as error:
                faults += prefixed("WeightSpace", error.faults)
        for name in ("bounds", "ratios"):
            given = getattr(self, name)
            if given is not None and not isinstance(given, Mapping):
                faults.append(Fault(f"WeightSpace.{name}", "no mapping", brief(given)))
            elif given is not None:
                object.__setattr__(self, name, ReadOnlyDict(given))
        if self.linear is not None:
            listed = isinstance(self.linear, (list, tuple))
            if not listed:
                expected = 'a list of ({name: coefficient}, "<=", value)'
                faults.append(Fault("WeightSpace.linear", "no list", brief(self.linear), expected))
            object.__setattr__(self, "linear", tuple(self.linear) if listed else ())
        if not faults:
            faults += (item for item in _read(self) if isinstance(item, Fault))
        raise_faults(faults + list(_spread_faults(self.around, self.concentration)))

    def tables(self, lang: Language = "en") -> tuple[Table, ...]:
        """Return a row per condition, in signs."""
        words = _WORDS[lang]
        rows = [(words["any"], "-")]
        if self.order is not None:
            rows.append((words["order"], " ≥ ".join(map(" = ".join, order_groups(self)))))
        rows += [(name, _range(given, lang)) for name, given in (self.bounds or {}).items()]
        ratios = (self.ratios or {}).items()
        rows += [(f"{a} / {b}", _range(given, lang)) for (a, b), given in ratios]
        for coefficients, relation, value in self.linear or ():
            rows.append((_sum(coefficients), f"{relation} {_text.significant(value, lang)}"))
        if self.around is not None and self.concentration is not None:
            spread = _text.significant(float(self.concentration), lang)
            rows.append((words["around"], words["spread"].format(spread)))
        heads = (_text.say("weights", lang), words["condition"])
        return (Table(heads, tuple(rows[1:] or rows)),)


class Constraint(NamedTuple):
    """One condition, ``coefficients . weights <= value`` or ``==``, and how it reads."""

    words: str
    coefficients: Mapping[str, float]
    equal: bool
    value: float


def constraints_of(space: WeightSpace, names: Sequence[str]) -> list[Constraint]:
    """Return the conditions that a space puts on the weights of these criteria.

    Raises
    ------
    InputError
        For each unknown name, once.
    """
    found = [item for item in _read(space) if isinstance(item, Constraint)]
    used = [name for item in found for name in item.coefficients]
    alone = [] if space.order is None or len(space.order) > 1 else _groups(space.order)[0]
    raise_faults(list(unknown_names(dict.fromkeys([*used, *alone]), names, "criterion")))
    return found


def order_groups(space: WeightSpace) -> list[tuple[str, ...]]:
    """Return the order as groups of names that weigh the same."""
    return _groups(space.order or ())


def _groups(order: Sequence[str | Sequence[str]]) -> list[tuple[str, ...]]:
    return [(item,) if isinstance(item, str) else tuple(item) for item in order]


def _read(space: WeightSpace) -> Iterator[Constraint | Fault]:
    """Yield every condition, or what is wrong with it."""
    groups = order_groups(space)
    for group in groups:
        for other in group[1:]:
            words = f"{group[0]!r} weighs as much as {other!r} (order)"
            yield Constraint(words, {group[0]: 1.0, other: -1.0}, True, 0.0)
    for (a, *_), (b, *_) in pairwise(groups):
        yield Constraint(f"{a!r} weighs no less than {b!r} (order)", {b: 1.0, a: -1.0}, False, 0.0)
    for name, given in (space.bounds or {}).items():
        if not isinstance(name, str):
            yield Fault("WeightSpace.bounds", "no name", brief(name), "text")
            continue
        ends = _ends(given)
        if isinstance(ends, str):
            yield Fault(f"WeightSpace.bounds of {name!r}", ends, brief(given), "(low, high)")
            continue
        for sign, value, how in ends:
            words = f"{name!r} weighs {how} {value:g} (bounds)"
            yield Constraint(words, {name: sign}, how == "exactly", sign * value)
    for pair, given in (space.ratios or {}).items():
        if (
            not isinstance(pair, tuple)
            or len(pair) != 2
            or not all(isinstance(name, str) for name in pair)
            or pair[0] == pair[1]
        ):
            yield Fault("WeightSpace.ratios", "no pair of criteria", brief(pair), "(name, name)")
            continue
        ends = _ends(given)
        if isinstance(ends, str):
            yield Fault(f"WeightSpace.ratios of {pair!r}", ends, brief(given), "(low, high)")
            continue
        a, b = pair
        for sign, value, how in ends:
            words = f"{a!r} weighs {how} {value:g} times {b!r} (ratios)"
            yield Constraint(words, {a: sign, b: -sign * value}, how == "exactly", 0.0)
    for number, item in enumerate(space.linear or (), 1):
        yield from _linear(f"WeightSpace.linear[{number}]", item)


def _ends(given: Any) -> list[tuple[float, float, str]] | str:
    """Return (sign, value, how) of each end, "at least" being a "<=" with sign -1; or a fault."""
    if is_number(given):
        return [(1.0, float(given), "exactly")] if given >= 0 else "a negative number"
    if not isinstance(given, (tuple, list)) or len(given) != 2:
        return "no range"
    low, high = given
    if not all(end is None or is_number(end) for end in given):
        return "no range"
    if any(end is not None and end < 0 for end in given):
        return "a negative number"
    if low is not None and high is not None:
        if low > high:
            return "the low end is above the high one"
        if low == high:
            return [(1.0, float(low), "exactly")]
    found = []
    if low:  # at least 0 is nothing new
        found.append((-1.0, float(low), "at least"))
    if high is not None:
        found.append((1.0, float(high), "at most"))
    return found


def _linear(where: str, item: Any) -> Iterator[Constraint | Fault]:
    expected = '({name: coefficient}, "<=", value)'
    if not isinstance(item, (tuple, list)) or len(item) != 3 or not isinstance(item[0], Mapping):
        yield Fault(where, "no condition", brief(item), expected)
        return
    coefficients, relation, value = item
    faults = list(choice_fault(where, relation, ("<=", ">=", "==")))
    if not is_number(value):
        faults.append(Fault(where, "no finite number", brief(value)))
    wrong = [
        (name, k)
        for name, k in coefficients.items()
        if not isinstance(name, str) or not is_number(k)
    ]
    faults += [Fault(where, "no coefficient", f"{name!r}: {k!r}") for name, k in wrong]
    if not wrong and not any(coefficients.values()):
        faults.append(Fault(where, "it says nothing on any weight", brief(dict(coefficients))))
    if faults:
        yield from faults
        return
    sign = -1.0 if relation == ">=" else 1.0
    scaled = {name: sign * float(k) for name, k in coefficients.items()}
    words = f"{_sum(coefficients)} {relation} {value:g} (linear)"
    yield Constraint(words, scaled, relation == "==", sign * float(value))


def _sum(coefficients: Mapping[str, float]) -> str:
    """Write 2 'a' - 'b'."""
    text = ""
    for name, k in coefficients.items():
        size = "" if abs(k) == 1 else f"{abs(k):g} "
        joint = (" - " if k < 0 else " + ") if text else ("-" if k < 0 else "")
        text += f"{joint}{size}{name!r}"
    return text


def _spread_faults(around: Any, given: Any) -> Iterator[Fault]:
    if around is None and given is None:
        return
    if around is None:
        yield Fault("WeightSpace", "a concentration around nothing", brief(given))
    elif not is_number(given) or given <= 0:
        yield Fault(
            "WeightSpace.concentration",
            "no concentration",
            brief(given),
            "a finite number > 0",
            "10 is loose, 100 is tight",
        )


def _range(given: Range, lang: Language) -> str:
    """Return "0.2 - 0.4", "≥ 0.2", "≤ 0.4" or "= 0.3"."""
    low, high = given if isinstance(given, (tuple, list)) else (given, given)
    if low is None and high is None:
        return "-"
    if low is None or high is None or low == high:
        sign, end = ("≤", high) if low is None else ("≥" if high is None else "=", low)
        return f"{sign} {_text.significant(float(end or 0.0), lang)}"
    return f"{_text.significant(float(low), lang)} - {_text.significant(float(high), lang)}"


_WORDS: dict[Language, dict[str, str]] = {
    "en": {
        "any": "all possible weights", "order": "in this order", "condition": "condition",
        "around": "spread around given weights", "spread": "concentration {}",
    },
    "id": {
        "any": "semua bobot yang mungkin", "order": "menurut urutan", "condition": "syarat",
        "around": "tersebar di sekitar bobot yang diberikan", "spread": "konsentrasi {}",
    },
}  # fmt: skip
