"""What each coalition would pay alone: from a mapping, a function, a frame or a file."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import compress
from pathlib import Path
from typing import Any, TypeAlias

import numpy as np

from kadmcdm import _csv, _frames
from kadmcdm._arrays import items_of
from kadmcdm._provenance import Result, digest, floats
from kadmcdm._typing import BoolArray, FloatArray, FrameBackend
from kadmcdm.core import cooperative as core
from kadmcdm.errors import Fault, InputError, brief, name_faults, raise_faults, unknown_names
from kadmcdm.partnership.coalition_gaps import NAMED, Gaps
from kadmcdm.partnership.given import finite
from kadmcdm.partnership.reading import absent, number_in

Costs: TypeAlias = Mapping[frozenset[str], float] | Callable[[frozenset[str]], float]
"""The cost of each coalition: ``{frozenset({"A", "B"}): 34.69, ...}``, or a function of it.

Functions that know their members (``.members``), as `CoalitionCosts` and `FacilityCosts` do, need
no list of them.
"""

EXACT = 20
"""Members up to which all coalitions are looked at."""

_ROWS = 1 << 14  # coalitions looked at in one go


@dataclass(frozen=True, slots=True, eq=False, kw_only=True)
class CoalitionCosts(Result):
    """The cost of every coalition; called with one, it says what that costs.

    `CoalitionCosts.of` makes it, and so do `from_frame` and `from_csv`: a function is then asked
    once for each coalition, whatever rules are tried.

    Parameters
    ----------
    members : tuple of str
        n of them.
    values : (2^n,) array
        Coalition s holds member i where bit i of s is set. The first is 0: nobody costs nothing.

    Raises
    ------
    InputError
        For names that stand twice, and values that are no finite number or not 2^n.

    Examples
    --------
    >>> from kadmcdm.partnership import CoalitionCosts
    >>> costs = CoalitionCosts.of(lambda group: 10 + 5 * len(group), ["Blora", "Tuban"])
    >>> costs({"Blora", "Tuban"}), costs({"Blora"})
    (20.0, 15.0)
    """

    members: tuple[str, ...]
    values: FloatArray

    _decoders = {"members": tuple, "values": floats}

    def __post_init__(self) -> None:
        """Check the table."""
        Result.__post_init__(self)
        raise_faults(member_faults(self.members))
        shape = (1 << len(self.members),)
        if self.values.shape != shape or not np.isfinite(self.values).all() or self.values[0] != 0:
            expected = f"{shape[0]} finite numbers, the first 0"
            raise InputError([Fault("CoalitionCosts.values", "no costs", expected=expected)])

    def __call__(self, coalition: Iterable[str]) -> float:
        """Return what some members would pay together without the others.

        Raises
        ------
        InputError
            For unknown members.
        """
        names = list(coalition)
        raise_faults(list(unknown_names(names, self.members, "member")))
        return float(self.values[sum(1 << self.members.index(name) for name in set(names))])

    def costs_of(self, inside: BoolArray) -> FloatArray:
        """Return the cost of coalitions given as (..., n) truth values, one a member."""
        sets = inside @ (1 << np.arange(len(self.members), dtype=np.int64))
        return self.values[sets]

    @property
    def total(self) -> float:
        """The cost of all together."""
        return float(self.values[-1])

    @property
    def alone(self) -> dict[str, float]:
        """The cost of each member by itself."""
        return dict(zip(self.members, self.values[_singles(self.members)].tolist(), strict=True))

    @property
    def digest(self) -> str:
        """SHA-256 of the members and the costs."""
        return digest(list(self.members), [self.values])

    @classmethod
    def of(cls, costs: Costs, members: Sequence[str] | None = None) -> CoalitionCosts:
        """Ask for the cost of every coalition, once.

        Parameters
        ----------
        costs : mapping or callable
            See `shapley`.
        members : sequence of str, optional
            At most 20. Those of the mapping, or of the function if it says, when left out.

        Returns
        -------
        CoalitionCosts

        Raises
        ------
        InputError
            For coalitions without a cost, or with one that is not finite: counted, the first named.

        Notes
        -----
        Memory: 2^n costs of 8 bytes (8 MB for 20 members), and 10 MB while they are asked for.
        """
        names = members_of(costs, members)
        raise_faults(too_many(names, EXACT, "the table"))
        if isinstance(costs, cls) and costs.members == names:
            return costs
        n, last = len(names), 1 << len(names)
        values = np.empty(last)
        gaps = Gaps(names)
        for start in range(0, last, _ROWS):
            inside = core.membership(n, start, min(start + _ROWS, last))
            values[start : start + len(inside)] = _asked(costs, names, inside, gaps)
        gaps.raise_if_any()
        return cls(members=names, values=values)

    @classmethod
    def from_frame(
        cls, frame: Any, *, coalition: str = "coalition", cost: str = "cost"
    ) -> CoalitionCosts:
        """Read a pandas, polars or pyarrow table with a row per coalition.

        Parameters
        ----------
        frame : data frame
        coalition, cost : str
            Its columns: names joined by "+", and the cost. Other columns are passed over.

        Returns
        -------
        CoalitionCosts

        Raises
        ------
        InputError
            For missing columns, coalitions that stand twice or are missing, and cells without a
            finite number.

        Examples
        --------
        >>> import pandas as pd
        >>> from kadmcdm.partnership import CoalitionCosts
        >>> frame = pd.DataFrame({"coalition": ["A", "B", "A+B"], "cost": [7, 8, 12]})
        >>> CoalitionCosts.from_frame(frame).total
        12.0
        """
        opened = _frames.opened(frame)
        raise_faults(list(absent([coalition, cost], opened.columns, "frame")))
        names = _frames.text_column(opened, coalition)
        faults: list[Fault] = []
        places = [f"row {k} ({name})" for k, name in enumerate(names, 1)]
        cells = zip(_frames.text_column(opened, cost), places, strict=True)
        values = [number_in(value, f"{place}, column {cost!r}", faults) for value, place in cells]
        return cls._read(names, values, places, faults)

    @classmethod
    def from_csv(
        cls,
        path: str | Path,
        *,
        coalition: str = "coalition",
        cost: str = "cost",
        decimal: _csv.Decimal | None = None,
        delimiter: str | None = None,
    ) -> CoalitionCosts:
        r"""Read delimited text in any dialect, with a row per coalition.

        Parameters
        ----------
        path : str or Path
        coalition, cost : str
            Its columns: names joined by "+", and the cost. Other columns are passed over.
        decimal : "." or ",", optional
            The decimal mark, where the file cannot prove it.
        delimiter : str, optional

        Returns
        -------
        CoalitionCosts

        Raises
        ------
        InputError
            As for `from_frame`, with the line of every fault.

        Examples
        --------
        >>> import tempfile, pathlib
        >>> from kadmcdm.partnership import CoalitionCosts
        >>> with tempfile.TemporaryDirectory() as folder:
        ...     file = pathlib.Path(folder, "biaya.csv")
        ...     _ = file.write_text("coalition;cost\nA;7,5\nB;8\nA+B;12\n")
        ...     costs = CoalitionCosts.from_csv(file)
        >>> costs.alone
        {'A': 7.5, 'B': 8.0}
        """
        table = _csv.read_csv(path, decimal=decimal, delimiter=delimiter)
        raise_faults(list(absent([coalition, cost], table.headers, table.name)))
        column, _ = _csv.numbers(table, [cost])
        values = [None if np.isnan(value) else value for value in column[:, 0].tolist()]
        places = [table.where(row) for row in range(len(table.rows))]
        return cls._read(table.column(coalition), values, places, [])

    def to_frame(self, *, backend: FrameBackend = "pandas") -> Any:
        """Return a row per coalition, small ones first: its cost, and how many it has.

        Parameters
        ----------
        backend : "pandas", "polars" or "pyarrow"
            Whose frame it is; rows are named by a pandas index, else by the first column.

        Returns
        -------
        data frame
            Indexed by ``coalition``, names joined by "+"; `from_frame` reads it back after
            ``reset_index()``.
        """
        inside = core.membership(len(self.members))
        size = inside.sum(axis=1)
        order = np.argsort(size, kind="stable")[1:]
        names = ["+".join(compress(self.members, row)) for row in inside[order].tolist()]
        columns = {"cost": self.values[order], "size": size[order]}
        return _frames.to_frame(columns, index=names, name="coalition", backend=backend)

    @classmethod
    def _read(
        cls,
        names: Sequence[object],
        values: Sequence[float | None],
        places: Sequence[str],
        faults: list[Fault],
    ) -> CoalitionCosts:
        known: dict[frozenset[str], float] = {}
        for name, value, place in zip(names, values, places, strict=True):
            parts = [part.strip() for part in name.split("+")] if isinstance(name, str) else []
            group = frozenset(parts)
            if not parts or "" in group:
                faults.append(Fault(place, "no coalition", brief(name), "names joined by '+'"))
            elif len(group) < len(parts):
                faults.append(Fault(place, "a member stands twice", brief(name)))
            elif group in known:
                faults.append(Fault(place, "the coalition stands twice", brief(name)))
            elif value is not None:
                known[group] = value
        raise_faults(faults)
        return cls.of(known)


def members_of(costs: Costs, members: Sequence[str] | None) -> tuple[str, ...]:
    """Return the members, ascending where a mapping alone tells them, or raise `InputError`."""
    if not isinstance(costs, Mapping) and not callable(costs):
        expected = "{frozenset({'A', 'B'}): cost, ...} or a function of a frozenset"
        raise InputError([Fault("costs", "no costs of coalitions", brief(costs), expected)])
    known: Sequence[str] | None = getattr(costs, "members", None)
    if isinstance(costs, Mapping):
        raise_faults(list(_key_faults(costs)))
        known = sorted({name for group in costs for name in group})
    if members is None:
        if known is None:
            hint = "a function does not say who they are: members=['Blora', 'Tuban']"
            raise InputError([Fault("members", "missing", hint=hint)])
        members = known
    names = items_of(members, "members", "a list of names")
    faults = member_faults(names)
    if known is not None and not faults:
        faults += unknown_names(names, known, "member")
    raise_faults(faults)
    return names


def member_faults(names: Sequence[object]) -> list[Fault]:
    """Return what is wrong with the names of members."""
    if not names:
        return [Fault("members", "there are none", expected="one or more names")]
    return list(name_faults(names, "member"))


def too_many(names: Sequence[str], most: int, what: str, hint: str | None = None) -> list[Fault]:
    """Return a fault where there are more members than `what` can have."""
    if len(names) <= most:
        return []
    return [Fault("members", f"too many for {what}", str(len(names)), f"at most {most}", hint)]


def costs_of(costs: Costs, members: tuple[str, ...], inside: BoolArray) -> FloatArray:
    """Return the costs of (c, n) coalitions, or raise `InputError` that names those without."""
    gaps = Gaps(members)
    values = _asked(costs, members, inside, gaps)
    gaps.raise_if_any()
    return values


def _asked(costs: Costs, members: tuple[str, ...], inside: BoolArray, gaps: Gaps) -> FloatArray:
    """Return the costs of (c, n) coalitions, NaN and a note in `gaps` where there is none."""
    whole = getattr(costs, "costs_of", None)
    if whole is not None:  # arrays in one go
        own: tuple[str, ...] = costs.members  # type: ignore[union-attr]
        wide = np.zeros((len(inside), len(own)), dtype=np.bool_)
        wide[:, [own.index(name) for name in members]] = inside
        values: FloatArray = whole(wide)
        for row in np.flatnonzero(~np.isfinite(values)).tolist():
            gaps.add("odd", inside[row].tolist(), float(values[row]))
        return values
    values = np.full(len(inside), np.nan)
    ask = costs.get if isinstance(costs, Mapping) else costs
    for k, row in enumerate(inside.tolist()):
        group = frozenset(compress(members, row))
        if not group:
            values[k] = 0.0
            continue
        try:
            cost = ask(group)
        except Exception as error:
            error.add_note(f"in the cost of {'+'.join(compress(members, row))}")
            raise
        if finite(cost):
            values[k] = cost
        elif cost is None:
            gaps.add("missing", row)
        else:
            gaps.add("odd", row, cost)
    return values


def _key_faults(costs: Mapping[Any, Any]) -> Iterator[Fault]:
    hint = "frozenset({'A', 'B'}); names joined by '+' can be read by CoalitionCosts.from_frame"
    wrong = [key for key in costs if not isinstance(key, frozenset)]
    for key in wrong[:NAMED]:
        yield Fault(f"costs: {key!r}", "no set of names", expected="a frozenset", hint=hint)
    nameless = [key for key in costs if isinstance(key, frozenset)]
    bare = {name for key in nameless for name in key if not isinstance(name, str)}
    for name in sorted(map(repr, bare))[:NAMED]:
        yield Fault(f"costs: member {name}", "the name is no text")
    if not wrong and costs.get(frozenset(), 0) != 0:
        yield Fault("costs: frozenset()", "nobody costs something", brief(costs[frozenset()]), "0")
    if not costs:
        yield Fault("costs", "there are none")


def _singles(members: Sequence[str]) -> list[int]:
    return [1 << i for i in range(len(members))]
