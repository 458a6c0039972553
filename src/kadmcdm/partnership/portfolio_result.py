"""The set of partnerships that was chosen: how good it is, what limits it, what comes next."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Literal, TypeAlias

from kadmcdm import _frames
from kadmcdm._arrays import ReadOnlyDict
from kadmcdm._provenance import Result, digest, floats, jsonable, number, optional_floats
from kadmcdm._table import Display, Table
from kadmcdm._typing import JSON, FloatArray, FrameBackend, Language
from kadmcdm.errors import raise_faults, unknown_names
from kadmcdm.partnership import portfolio_words as words
from kadmcdm.partnership.options import PartnershipOption
from kadmcdm.partnership.portfolio_model import LimitKind

PortfolioStatus: TypeAlias = Literal["optimal", "time_limit"]
"""Proven to be the best; or the best that was found before the time was over."""

Reason: TypeAlias = tuple[str, str]
"""What leaves an option out: ``("budget", "35.22")``, ``("exclusive", "the other's name")``."""

TIED = 1e-9
"""Values this close, relative to the larger, are equal."""


@dataclass(frozen=True, slots=True)
class PortfolioLimit:
    """One limit, what the chosen set draws on it, and whom it keeps out.

    Parameters
    ----------
    kind : "budget", "staff", "partnerships" or "sector"
        Money, posts, number of partnerships of a region; the least number of a sector.
    of : str
        The region's or the sector's code.
    limit, used : float
    waiting : int
        Options that are left out, are worth something, and would draw on it.
    blocked : int
        Those of them that there is no room for.

    Attributes
    ----------
    slack : float
        What is left; of a sector, how many more there are than its least number.
    binding : bool
        Nobody who waits fits in; of a sector, its least number is just met.

    Examples
    --------
    >>> from kadmcdm.partnership import PortfolioLimit
    >>> limit = PortfolioLimit("budget", "35.22", 100.0, 90.0, 2, 2)
    >>> limit.slack, limit.binding
    (10.0, True)
    """

    kind: LimitKind
    of: str
    limit: float
    used: float
    waiting: int
    blocked: int

    @property
    def slack(self) -> float:
        """What is left of it."""
        return self.used - self.limit if self.kind == "sector" else max(self.limit - self.used, 0.0)

    @property
    def binding(self) -> bool:
        """Whether nobody who waits fits in; of a sector, whether its least number is just met."""
        if self.kind == "sector":
            return self.slack <= 0 and self.limit > 0
        return 0 < self.waiting == self.blocked

    def to_dict(self) -> JSON:
        """Return plain JSON types; ``PortfolioLimit(**data)`` reads them back."""
        return {key: jsonable(getattr(self, key)) for key in self.__dataclass_fields__}


@dataclass(frozen=True, slots=True)
class PortfolioSet:
    """Another set of partnerships, beside the one that was chosen.

    Parameters
    ----------
    chosen : tuple of str
        In the order of the options.
    value : float
    bound : float or None
        No such set is worth more; None where nothing was proven, as for the choice by rank.
    unmet : tuple of str
        Sectors, and mandatory options, whose minimum it does not reach.

    Examples
    --------
    >>> from kadmcdm.partnership import PortfolioSet
    >>> PortfolioSet(("35.22+35.23:joint_service",), 0.8).unmet
    ()
    """

    chosen: tuple[str, ...]
    value: float
    bound: float | None = None
    unmet: tuple[str, ...] = ()

    def to_dict(self) -> JSON:
        """Return plain JSON types that `from_dict` reads back."""
        return {key: jsonable(getattr(self, key)) for key in self.__dataclass_fields__}

    @classmethod
    def from_dict(cls, data: Mapping[str, Any]) -> PortfolioSet:
        """Read back what `to_dict` wrote."""
        bound = data["bound"]
        return cls(
            tuple(data["chosen"]), float(data["value"]),
            None if bound is None else float(bound), tuple(data["unmet"]),
        )  # fmt: skip


@dataclass(frozen=True, slots=True, eq=False, kw_only=True)
class Portfolio(Result, Display):
    """The set of partnerships of the largest value that all budgets and limits allow.

    Parameters
    ----------
    options : tuple of PartnershipOption
    names : tuple of str
        As `option_names` gives them.
    values : (m,) array
        What each option is worth; NaN where nothing was said, of a mandatory one.
    values_from : str
        Method and weights of a ranking; empty for values that were given.
    proxy : bool
        The values are scores that don't add up, such as closeness; every table says so.
    chosen : tuple of str
        In the order of the options.
    value : float
        The sum of their values.
    bound : float
        No set is worth more.
    status : "optimal" or "time_limit"
    fixed : tuple of str
        What a cited decision fixes in.
    impossible : tuple of str
        Options that no set holds: beside what is fixed, one alone exceeds a limit.
    exclusive : tuple of tuple of str
        Groups of which one at most was allowed.
    limits : tuple of PortfolioLimit
    blocked_by : mapping of str to tuple of (str, str)
        For each option left out, what it does not fit into beside the chosen ones:
        ``("budget", code)``, ``("staff", code)``, ``("partnerships", code)``,
        ``("exclusive", the chosen option's name)``, or ``("value", "")`` where it is worth nothing.
    greedy : PortfolioSet
        What walking down the ranking would choose: the fixed ones, then those that minima ask for,
        then whatever still fits.
    second_best : PortfolioSet or None
        The best set but for the chosen one; None where there is none, or none was found in time.
    second_status : "optimal", "time_limit" or "none"
        Whether it is proven to be that; "none": there is no other set.
    time_limit : float
        Seconds.
    shares : (m,) array or None
        How often each option is chosen over sampled weights.
    sample_gaps : (S,) array or None
        The gap of each of these runs.
    seed : int or None
    region_names : mapping of str to str
        Of the codes, where a table was given.

    Attributes
    ----------
    gap : float
        By how much of its value the set may fall short of the best: bound less value over value.
    left_out : tuple of str
    binding : tuple of PortfolioLimit
    lost_by_rank : float or None
        How much less the choice by rank is worth; None where it does not meet all minima.
    selection_shares : dict of str to float, or None
    digest : str
        SHA-256 of options, values and limits.

    Examples
    --------
    >>> from kadmcdm.partnership import SECTORS, Issue, PartnershipOption, portfolio
    >>> options = [
    ...     PartnershipOption("35.22", {code}, Issue(SECTORS["health"], "referral"),
    ...                       "joint_service", costs={"35.22": cost, code: cost})
    ...     for code, cost in {"35.23": 60, "35.24": 50, "35.21": 50}.items()
    ... ]
    >>> worth = dict(zip([option.name for option in options], [7, 6, 5]))
    >>> found = portfolio(options, worth, budgets=dict.fromkeys(
    ...     ["35.21", "35.22", "35.23", "35.24"], 100))
    >>> found.chosen, found.value, found.greedy.value, found.status
    (('35.22+35.24:joint_service', '35.21+35.22:joint_service'), 11.0, 7.0, 'optimal')
    >>> [(limit.of, limit.slack) for limit in found.binding]
    [('35.22', 0.0)]
    """

    options: tuple[PartnershipOption, ...]
    names: tuple[str, ...]
    values: FloatArray
    values_from: str
    proxy: bool
    chosen: tuple[str, ...]
    value: float
    bound: float
    status: PortfolioStatus
    fixed: tuple[str, ...]
    impossible: tuple[str, ...]
    exclusive: tuple[tuple[str, ...], ...]
    limits: tuple[PortfolioLimit, ...]
    blocked_by: Mapping[str, tuple[Reason, ...]]
    greedy: PortfolioSet
    second_best: PortfolioSet | None
    second_status: Literal["optimal", "time_limit", "none"]
    time_limit: float
    shares: FloatArray | None = None
    sample_gaps: FloatArray | None = None
    seed: int | None = None
    region_names: Mapping[str, str] = ReadOnlyDict()

    _decoders = {
        "options": lambda data: tuple(map(PartnershipOption.from_dict, data)),
        "names": tuple,
        "values": floats,
        "chosen": tuple,
        "value": number,
        "bound": number,
        "fixed": tuple,
        "impossible": tuple,
        "exclusive": lambda data: tuple(map(tuple, data)),
        "limits": lambda data: tuple(PortfolioLimit(**item) for item in data),
        "blocked_by": lambda data: {key: tuple(map(tuple, item)) for key, item in data.items()},
        "greedy": PortfolioSet.from_dict,
        "second_best": lambda data: None if data is None else PortfolioSet.from_dict(data),
        "shares": optional_floats,
        "sample_gaps": lambda data: None if data is None else floats([float(x) for x in data]),
    }

    def __post_init__(self) -> None:
        """Freeze the mappings."""
        Result.__post_init__(self)
        object.__setattr__(self, "blocked_by", ReadOnlyDict(self.blocked_by))
        object.__setattr__(self, "region_names", ReadOnlyDict(self.region_names))

    @property
    def gap(self) -> float:
        """By how much of its value the set may fall short of the best."""
        return gap_of(self.value, self.bound)

    @property
    def left_out(self) -> tuple[str, ...]:
        """The options that were not chosen, in their order."""
        inside = set(self.chosen)
        return tuple(name for name in self.names if name not in inside)

    @property
    def binding(self) -> tuple[PortfolioLimit, ...]:
        """The limits that have no room for any option that waits for them."""
        return tuple(limit for limit in self.limits if limit.binding)

    @property
    def lost_by_rank(self) -> float | None:
        """How much less the choice by rank is worth; None where it misses a minimum."""
        return None if self.greedy.unmet else self.value - self.greedy.value

    @property
    def selection_shares(self) -> dict[str, float] | None:
        """How often each option is chosen over sampled weights; None without samples."""
        if self.shares is None:
            return None
        return dict(zip(self.names, self.shares.tolist(), strict=True))

    @property
    def n_samples(self) -> int:
        """How many weight vectors were sampled."""
        return 0 if self.sample_gaps is None else len(self.sample_gaps)

    @property
    def digest(self) -> str:
        """SHA-256 of options, values and limits."""
        said = [jsonable(item.to_dict()) for item in self.options]
        rows = [f"{item.kind} {item.of} {item.limit!r}" for item in self.limits]
        texts = [str(said), *rows, str(self.exclusive), str(self.fixed)]
        return digest(texts, [self.values])

    def option(self, name: str) -> PartnershipOption:
        """Return the option of a name.

        Returns
        -------
        PartnershipOption

        Raises
        ------
        InputError
            For an unknown name.
        """
        raise_faults(list(unknown_names([name], self.names, "option")))
        return self.options[self.names.index(name)]

    def label(self, name: str, lang: Language = "en") -> str:
        """Return what people call an option: its members, form and object.

        Returns
        -------
        str
        """
        return words.option_label(self.option(name), lang, self.region_names)

    def describe(self, lang: Language = "en") -> tuple[str, ...]:
        """Return what to know about the choice, a sentence each.

        Returns
        -------
        tuple of str
            How good it is, what is fixed in, what has no room, what the choice by rank loses, the
            second best set, and what the sampled weights say.
        """
        return tuple(words.sentences(self, lang))

    def tables(self, lang: Language = "en") -> tuple[Table, ...]:
        """Return the chosen set, the limits, what is left out and why; a sentence on each."""
        return words.tables(self, lang)

    def to_frame(self, *, backend: FrameBackend = "pandas") -> Any:
        """Return a row per option: its value, whether it is chosen, and what leaves it out.

        Returns
        -------
        data frame
            Indexed by ``option``; columns ``value``, ``chosen``, ``fixed``, ``by_rank``,
            ``second_best``, ``total_cost``, ``blocked_by``; ``share`` where weights were sampled.
        """

        def inside(names: Sequence[str]) -> list[bool]:
            found = set(names)
            return [name in found for name in self.names]

        second = self.second_best
        columns: dict[str, Any] = {
            "value": self.values,
            "chosen": inside(self.chosen),
            "fixed": inside(self.fixed),
            "by_rank": inside(self.greedy.chosen),
            "second_best": inside(second.chosen if second is not None else ()),
            "total_cost": [item.total_cost for item in self.options],
            "blocked_by": [
                "; ".join(" ".join(reason).strip() for reason in self.blocked_by.get(name, ()))
                for name in self.names
            ],
        }
        if self.shares is not None:
            columns["share"] = self.shares
        return _frames.to_frame(columns, index=self.names, name="option", backend=backend)

    def ties(self, other: PortfolioSet) -> bool:
        """Tell whether another set is worth as much, to the last digits.

        Returns
        -------
        bool
        """
        largest = max(abs(self.value), abs(other.value))
        return abs(self.value - other.value) <= TIED * largest


def gap_of(value: float, bound: float) -> float:
    """Return bound less value over value; 0 where they are equal to rounding."""
    if bound - value <= TIED * max(abs(value), abs(bound)):
        return 0.0
    return (bound - value) / abs(value) if value else math.inf
