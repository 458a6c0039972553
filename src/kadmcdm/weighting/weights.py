"""Weights, what makes them, and how numbers become weights."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Protocol, runtime_checkable

import numpy as np

from kadmcdm import _text
from kadmcdm._arrays import ReadOnlyDict, read_only
from kadmcdm._provenance import Result, floats
from kadmcdm._table import Display, Table
from kadmcdm._typing import FloatArray, Language
from kadmcdm.errors import Fault, InputError, raise_faults, unknown_names
from kadmcdm.problem import DecisionProblem

__all__ = ["WeightingScheme", "Weights"]


@dataclass(frozen=True, slots=True, eq=False, kw_only=True)
class Weights(Result, Display):
    """Weights of criteria, and where they come from.

    Parameters
    ----------
    values : (n,) array
        Not negative, sum to 1.
    criterion_names : tuple of str
    scheme : str
        What made them: ``"AHPWeights"``.
    details : mapping
        What the scheme has to say: the input, priorities, consistency ratios.

    Examples
    --------
    >>> import kadmcdm as kd
    >>> problem = kd.DecisionProblem.from_arrays([[1, 2], [3, 4]], ["benefit", "cost"])
    >>> weights = kd.DirectWeights({"c1": 3, "c2": 1}).weigh(problem)
    >>> weights["c1"], weights.scheme
    (0.75, 'DirectWeights')
    """

    values: FloatArray
    criterion_names: tuple[str, ...]
    scheme: str
    details: Mapping[str, Any] = field(default_factory=dict)

    _decoders = {"values": floats, "criterion_names": tuple}

    def __post_init__(self) -> None:
        object.__setattr__(self, "criterion_names", tuple(self.criterion_names))
        object.__setattr__(self, "details", _frozen(self.details))
        try:
            values = read_only(self.values, np.float64)
        except (TypeError, ValueError):
            values = np.empty(0)
        n = len(self.criterion_names)
        if values.shape != (n,) or not n:
            got = str(values.shape)
            raise InputError([Fault("Weights.values", "not one number per criterion", got, f"{n}")])
        faults = [
            Fault(f"weight of {name!r}", "no weight", f"{value:g}", "a finite number >= 0")
            for name, value in zip(self.criterion_names, values, strict=True)
            if not 0 <= value < np.inf
        ]
        if not faults and abs(values.sum() - 1.0) > 1e-6:
            hint = "DirectWeights brings numbers to sum 1"
            faults.append(Fault("Weights.values", "wrong sum", f"{values.sum():g}", "1", hint))
        raise_faults(faults)
        object.__setattr__(self, "values", values)

    def __getitem__(self, criterion: str) -> float:
        """Return one criterion's weight."""
        raise_faults(list(unknown_names([criterion], self.criterion_names, "criterion")))
        return float(self.values[self.criterion_names.index(criterion)])

    def tables(self, lang: Language = "en") -> tuple[Table, ...]:
        """Return the weights, rounded so that they add up."""
        rows = tuple(
            (name, _text.number(share, 3, lang))
            for name, share in zip(
                self.criterion_names, _text.shares(self.values.tolist()), strict=True
            )
        )
        headers = (_text.say("criterion", lang), _text.say("weight", lang))
        return (Table(headers, rows, frozenset({1}), title=self.scheme),)


def _frozen(content: Any) -> Any:
    """Return nested mappings and lists as nobody can change them."""
    if isinstance(content, Mapping):
        return ReadOnlyDict({key: _frozen(value) for key, value in content.items()})
    return tuple(map(_frozen, content)) if isinstance(content, (list, tuple)) else content


@runtime_checkable
class WeightingScheme(Protocol):
    """Whatever weighs the criteria of a problem.

    Examples
    --------
    >>> import kadmcdm as kd
    >>> isinstance(kd.EqualWeights(), kd.WeightingScheme)
    True
    """

    def weigh(self, problem: DecisionProblem) -> Weights:
        """Return one weight per criterion of the problem."""


def weights_of(
    problem: DecisionProblem, raw: FloatArray, scheme: object, details: Mapping[str, Any]
) -> Weights:
    """Return `raw`, one number per criterion of the problem, as weights of this scheme."""
    # First, so that sums of huge or tiny weights stay finite; by a power of two, which is exact.
    scaled = np.ldexp(raw, -np.frexp(raw.max())[1])
    return Weights(
        values=scaled / scaled.sum(),
        criterion_names=problem.criterion_names,
        scheme=type(scheme).__name__,
        details=details,
    )
