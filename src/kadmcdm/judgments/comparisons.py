"""Pairwise comparisons of one node: judgments in, priorities and consistency out."""

from __future__ import annotations

import warnings
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from itertools import combinations
from typing import Any, TypeAlias

import numpy as np

from kadmcdm import _text, core
from kadmcdm._arrays import read_only
from kadmcdm._provenance import Portable, check_keys, reading
from kadmcdm._typing import JSON, FloatArray, Prioritization, RandomIndex
from kadmcdm.core.pairwise import PRIORITIZATIONS
from kadmcdm.errors import (
    Fault,
    KadmcdmWarning,
    choice_fault,
    name_faults,
    raise_faults,
    unknown_names,
)
from kadmcdm.judgments.priorities import CR_LIMIT, Priorities

__all__ = ["Judgment", "PairwiseComparisons"]

Judgment: TypeAlias = float | int | str | Fraction
"""How many times the first is preferred to the second: 3, 0.2, ``"1/5"``, ``Fraction(1, 5)``."""

RECIPROCAL_TOLERANCE = 1e-6
"""How far a[i, j] * a[j, i] of a full matrix may be from 1: the rounding of 7 printed digits."""


@dataclass(frozen=True, eq=False, init=False, slots=True)
class PairwiseComparisons(Portable):
    """How many times one thing is preferred to another, pair by pair. Row dominates column.

    Parameters
    ----------
    names : sequence of str
        What is compared, n >= 1.
    judgments : mapping of (str, str) to number or text
        ``{("a", "b"): 3}`` says that a is preferred three times to b; fractions may be written
        ``"1/5"``. Each pair once, in either direction; its reciprocal is filled in. Pairs left
        out are missing: they show in `missing`, and `priorities` names them.

    Attributes
    ----------
    names : tuple of str
    matrix : (n, n) array
        Read-only, reciprocal; NaN where a pair is missing.
    missing : tuple of (str, str)

    Raises
    ------
    InputError
        Listing every fault: unknown names (with the closest one), a thing compared with itself,
        a pair judged twice with contradicting values, what is no positive finite number.

    Examples
    --------
    >>> import kadmcdm as kd
    >>> judged = kd.PairwiseComparisons(
    ...     ["cost", "reach", "risk"],
    ...     {("cost", "reach"): "1/3", ("cost", "risk"): 5, ("reach", "risk"): 7},
    ... )
    >>> judged.priorities(random_index=0.52).consistency_ratio.__round__(4)
    0.0624
    """

    names: tuple[str, ...]
    matrix: FloatArray

    def __init__(self, names: Sequence[str], judgments: Mapping[tuple[str, str], Judgment]) -> None:
        faults: list[Fault] = []
        if isinstance(names, str) or not hasattr(names, "__iter__"):
            raise_faults([Fault("names", "no list", repr(names), "a list of names")])
        names = tuple(names)
        faults += name_faults(names, "item")
        if not names:
            faults.append(Fault("names", "there is nothing to compare", expected="at least one"))
        if not isinstance(judgments, Mapping):
            faults.append(Fault("judgments", "no mapping", repr(judgments), "{('a', 'b'): 3, ...}"))
        raise_faults(faults)
        at = {name: k for k, name in enumerate(names)}
        matrix = np.full((len(names), len(names)), np.nan)
        np.fill_diagonal(matrix, 1.0)
        for pair, said in judgments.items():
            if not isinstance(pair, tuple) or len(pair) != 2:
                faults.append(Fault("judgments", "no pair of names", repr(pair), "('a', 'b')"))
                continue
            wrong = list(_pair_faults(pair, names))
            value = _number(said, pair, wrong)
            if not wrong:
                i, j = at[pair[0]], at[pair[1]]
                before = matrix[i, j]
                if not np.isnan(before) and abs(before - value) > RECIPROCAL_TOLERANCE * value:
                    wrong.append(
                        Fault(
                            _named(pair),
                            "judged twice, with contradicting values",
                            got=f"{value:g} and {before:g}",
                        )
                    )
                matrix[i, j], matrix[j, i] = value, 1.0 / value
            faults += wrong
        raise_faults(faults)
        object.__setattr__(self, "names", names)
        object.__setattr__(self, "matrix", read_only(matrix))

    @classmethod
    def from_matrix(cls, names: Sequence[str], matrix: Any) -> PairwiseComparisons:
        """Read a full matrix of judgments; [i, j] says how many times i is preferred to j.

        Parameters
        ----------
        names : sequence of str
        matrix : (n, n) array-like
            Numbers or fractions as text; ones on the diagonal; reciprocal to 7 digits. ``None``
            stands for a missing pair.

        Returns
        -------
        PairwiseComparisons

        Raises
        ------
        InputError
            Listing every fault: wrong shape, wrong diagonal, non-reciprocal pairs, and what is no
            positive finite number.

        Examples
        --------
        >>> import kadmcdm as kd
        >>> kd.PairwiseComparisons.from_matrix(["a", "b"], [[1, "1/3"], [3, 1]]).matrix.tolist()
        [[1.0, 0.3333333333333333], [3.0, 1.0]]
        """
        if isinstance(names, str) or not hasattr(names, "__iter__"):
            raise_faults([Fault("names", "no list", repr(names), "a list of names")])
        names = tuple(names)
        faults = list(name_faults(names, "item"))
        rows = [list(row) for row in matrix] if _is_table(matrix) else None
        n = len(names)
        if rows is None or len(rows) != n or any(len(row) != n for row in rows):
            got = "no table" if rows is None else f"rows of {[len(row) for row in rows]}"
            faults.append(Fault("matrix", "wrong shape", got, f"({n}, {n}), a row per name"))
        raise_faults(faults)
        assert rows is not None
        values: dict[tuple[int, int], float] = {}
        for i, row in enumerate(rows):
            for j, said in enumerate(row):
                if said is not None:
                    values[i, j] = _number(said, (names[i], names[j]), faults)
        for i in range(n):
            diagonal = values.get((i, i), 1.0)
            if not abs(diagonal - 1.0) <= RECIPROCAL_TOLERANCE and not np.isnan(diagonal):
                where = _named((names[i], names[i]))
                faults.append(Fault(where, "the diagonal is not 1", f"{diagonal:g}", "1"))
        judgments: dict[tuple[str, str], Judgment] = {}
        for i, j in combinations(range(n), 2):
            pair = (names[i], names[j])
            forth, back = values.get((i, j)), values.get((j, i))
            if forth is not None and back is not None:
                if abs(forth * back - 1.0) > RECIPROCAL_TOLERANCE:
                    faults.append(_not_reciprocal(pair, forth, back))
                judgments[pair] = forth
            elif forth is not None:
                judgments[pair] = forth
            elif back is not None:
                judgments[pair[::-1]] = back
        raise_faults(faults)
        return cls(names, judgments)

    @property
    def missing(self) -> tuple[tuple[str, str], ...]:
        """The pairs that nobody judged."""
        return tuple(
            (self.names[i], self.names[j])
            for i, j in combinations(range(len(self.names)), 2)
            if np.isnan(self.matrix[i, j])
        )

    def priorities(
        self,
        prioritization: Prioritization = "eigenvector",
        random_index: RandomIndex = "alonso-lamata-2006",
        *,
        node: str | None = None,
    ) -> Priorities:
        """Return the priorities and their consistency.

        Parameters
        ----------
        prioritization : str
            ``"eigenvector"``, ``"geometric_mean"`` or ``"column_mean"``.
        random_index : str, float or mapping
            A table's name, the value itself, or ``{n: value}``.
        node : str, optional
            Where the comparisons stand in a hierarchy, for the warning.

        Returns
        -------
        Priorities

        Raises
        ------
        InputError
            Naming the missing pairs, an unknown prioritization or random index.

        Warns
        -----
        KadmcdmWarning
            When the consistency ratio is above 0.10. Nothing is changed or refused.

        Examples
        --------
        >>> import kadmcdm as kd
        >>> print(kd.PairwiseComparisons(["a", "b"], {("a", "b"): 4}).priorities())
        criterion  weight
        ---------  ------
        a           0.800
        b           0.200
        consistency ratio 0.000 (alonso-lamata-2006)
        """
        faults = list(choice_fault("prioritization", prioritization, PRIORITIZATIONS))
        faults += [Fault(_named(pair), "the judgment is missing") for pair in self.missing]
        raise_faults(faults)
        n = len(self.names)
        index = core.random_index(n, random_index)
        lambda_max = float(core.lambda_max(self.matrix))
        consistency = float(core.consistency_index(self.matrix))
        ratio = consistency / index if index else 0.0
        if ratio > CR_LIMIT:
            place = "" if node is None else f"{node!r}: "
            warnings.warn(
                f"{place}consistency ratio {ratio:.3f} is above {CR_LIMIT:.2f}: the judgments "
                f"on {_text.listed(self.names)} contradict one another more than a tenth of what "
                "random answers would. The weights stand as they are; look at the judgments again.",
                KadmcdmWarning,
                stacklevel=2,
            )
        return Priorities(
            names=self.names,
            values=core.priority_vector(self.matrix, prioritization),
            prioritization=prioritization,
            lambda_max=lambda_max,
            consistency_index=consistency,
            consistency_ratio=ratio,
            random_index=index,
            random_index_name=random_index if isinstance(random_index, str) else "given",
        )

    def select(self, names: Sequence[str]) -> PairwiseComparisons:
        """Return the comparisons among some of the names only.

        Raises
        ------
        InputError
            For unknown names.

        Examples
        --------
        >>> import kadmcdm as kd
        >>> rows = [[1, 2, 4], [0.5, 1, 2], [0.25, 0.5, 1]]
        >>> judged = kd.PairwiseComparisons.from_matrix(["a", "b", "c"], rows)
        >>> judged.select(["a", "c"]).matrix.tolist()
        [[1.0, 4.0], [0.25, 1.0]]
        """
        raise_faults(list(unknown_names(names, self.names, "item")))
        at = [self.names.index(name) for name in names]
        part = self.matrix[np.ix_(at, at)]
        rows = [[None if np.isnan(value) else float(value) for value in row] for row in part]
        return PairwiseComparisons.from_matrix(names, rows)

    def describe(self) -> str:
        """Return the judgments as sentences, so that whoever judged can check what was understood.

        Examples
        --------
        >>> import kadmcdm as kd
        >>> print(kd.PairwiseComparisons(["cost", "reach"], {("cost", "reach"): "1/3"}).describe())
        reach is preferred 3 times to cost
        """
        return "\n".join(self._sentences())

    def _sentences(self) -> Iterator[str]:
        for i, j in combinations(range(len(self.names)), 2):
            a, b, value = self.names[i], self.names[j], float(self.matrix[i, j])
            if np.isnan(value):
                yield f"{a} and {b} are not compared"
            elif abs(value - 1.0) <= RECIPROCAL_TOLERANCE:
                yield f"{a} and {b} are equally preferred"
            elif value > 1:
                yield f"{a} is preferred {value:g} times to {b}"
            else:
                yield f"{b} is preferred {1 / value:g} times to {a}"

    def to_dict(self) -> JSON:
        """Return plain JSON types that `from_dict` reads back, losslessly."""
        judgments = []
        for i, j in combinations(range(len(self.names)), 2):
            if np.isnan(self.matrix[i, j]):
                continue
            if 1.0 / self.matrix[i, j] != self.matrix[j, i]:  # it was given the other way around
                i, j = j, i
            judgments.append([self.names[i], self.names[j], float(self.matrix[i, j])])
        return {
            "result": "PairwiseComparisons",
            "names": list(self.names),
            "judgments": judgments,
        }

    @classmethod
    def from_dict(cls, data: Mapping[str, Any]) -> PairwiseComparisons:
        """Read back what `to_dict` wrote.

        Raises
        ------
        InputError
            For missing or unknown keys, and all that the class refuses.
        """
        check_keys(data, cls.__name__, ["names", "judgments"])
        with reading(cls.__name__):
            return cls(data["names"], pairs_of(data["judgments"]))

    def __repr__(self) -> str:
        """Say what is compared."""
        return f"PairwiseComparisons({', '.join(self.names)})"


def _named(pair: tuple[object, ...]) -> str:
    return f"judgment of {pair[0]!r} against {pair[1]!r}"


def pairs_of(judged: Any) -> dict[tuple[str, str], Judgment]:
    """Turn ``[[a, b, value], ...]`` into judgments; nothing said twice gets lost."""
    pairs: dict[tuple[str, str], Judgment] = {}
    faults = []
    for line in judged if isinstance(judged, (list, tuple)) else [judged]:
        if not isinstance(line, (list, tuple)) or len(line) != 3:
            faults.append(Fault("judgment", "no triple", repr(line), "[a, b, value]"))
            continue
        a, b, value = line
        if not (isinstance(a, str) and isinstance(b, str)):
            faults.append(Fault("judgment", "no pair of names", repr(line), "[a, b, value]"))
            continue
        if (a, b) in pairs:
            faults.append(Fault(_named((a, b)), "given twice", f"{pairs[a, b]!r} and {value!r}"))
        pairs[a, b] = value
    raise_faults(faults)
    return pairs


def _pair_faults(pair: tuple[str, str], names: tuple[str, ...]) -> Iterator[Fault]:
    yield from unknown_names(pair, names, "item")
    if pair[0] == pair[1]:
        yield Fault(_named(pair), "a thing is compared with itself", hint="leave it out")


def _number(said: object, pair: tuple[str, str], faults: list[Fault]) -> float:
    """Read a judgment: a positive finite number, or text such as "3", "0.2", "1/5"."""
    value = np.nan
    hint = None
    if isinstance(said, str):
        try:
            value = float(Fraction(said.replace(" ", "")))
        except (ValueError, ZeroDivisionError, OverflowError):
            above, slash, below = said.partition("/")
            try:  # "1/2.5": Fraction takes whole numbers only
                value = float(above) / float(below) if slash else np.nan
            except (ValueError, ZeroDivisionError):
                value = np.nan
            if "," in said:
                hint = "write decimals with a point, or as a fraction such as '1/4'"
    elif isinstance(said, (int, float, Fraction, np.number)) and not isinstance(said, bool):
        try:
            value = float(said)
        except (OverflowError, TypeError):  # 10**400, complex numbers
            value = np.nan
    if not (0.0 < value < np.inf and 1.0 / value < np.inf):
        faults.append(
            Fault(_named(pair), "no judgment", repr(said), "a positive number or '1/5'", hint)
        )
        return np.nan
    return value


def _is_table(matrix: object) -> bool:
    return isinstance(matrix, (list, tuple, np.ndarray)) and all(
        isinstance(row, (list, tuple, np.ndarray)) for row in matrix
    )


def _not_reciprocal(pair: tuple[str, str], forth: float, back: float) -> Fault:
    return Fault(
        _named(pair),
        f"not reciprocal: {forth:g} x {back:g} = {forth * back:.4g}",
        expected="a product of 1",
        hint="write fractions such as '1/3', or give each pair once",
    )
