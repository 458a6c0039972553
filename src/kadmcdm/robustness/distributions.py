"""What a performance may be."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, fields
from typing import Any, Protocol, runtime_checkable

import numpy as np

from kadmcdm._arrays import as_items
from kadmcdm._numbers import as_number
from kadmcdm._typing import FloatArray
from kadmcdm.errors import Fault, brief, raise_faults

__all__ = [
    "Discrete",
    "Distribution",
    "Interval",
    "LogNormal",
    "Normal",
    "Samples",
    "Triangular",
    "is_number",
]


@runtime_checkable
class Distribution(Protocol):
    """Whatever says which value stands at a share of the way through; no base class is needed.

    Examples
    --------
    >>> import kadmcdm as kd
    >>> isinstance(kd.Interval(1, 3), kd.Distribution)
    True
    """

    def quantile(self, u: FloatArray) -> FloatArray:
        """Return the values below which the shares u, between 0 and 1, of all values lie."""


@dataclass(frozen=True, slots=True)
class Interval:
    """Anything between two ends, all equally likely.

    Parameters
    ----------
    low, high : float

    Raises
    ------
    InputError
        For ends that are no finite numbers, or the wrong way round.

    Examples
    --------
    >>> import kadmcdm as kd
    >>> float(kd.Interval(2, 4).quantile(0.25))
    2.5
    """

    low: float
    high: float

    def __post_init__(self) -> None:
        _raise(self, _ordered(self, "low", "high"))

    def quantile(self, u: FloatArray) -> FloatArray:
        """Return the value at a share of the way."""
        half = (self.high / 2 - self.low / 2) * np.asarray(u)  # halves: a range may overflow
        return self.low + half + half


@dataclass(frozen=True, slots=True)
class Normal:
    """A measured value with a symmetric error.

    Parameters
    ----------
    mean : float
    sd : float
        Standard deviation, 0 or more. Values go below 0 unless the mean is many of it away.

    Raises
    ------
    InputError
        For parameters that are none of these.

    Examples
    --------
    >>> import kadmcdm as kd
    >>> float(kd.Normal(10, 2).quantile(0.975).round(2))
    13.92
    """

    mean: float
    sd: float

    def __post_init__(self) -> None:
        _raise(self, _not_negative(self, "sd"))

    def quantile(self, u: FloatArray) -> FloatArray:
        """Return the value below which a share lies."""
        from scipy.special import ndtri

        with np.errstate(over="ignore"):
            found: FloatArray = self.mean + self.sd * ndtri(u)
        return found


@dataclass(frozen=True, slots=True)
class LogNormal:
    """A positive value whose error is a factor: its logarithm is normal.

    Parameters
    ----------
    mu, sigma : float
        Mean and standard deviation of the logarithm: the median is exp(mu), and about two thirds
        lie within a factor exp(sigma) of it.

    Raises
    ------
    InputError
        For parameters that are no finite numbers, or a negative sigma.

    Examples
    --------
    >>> import kadmcdm as kd
    >>> float(kd.LogNormal(0, 0.5).quantile(0.5))
    1.0
    """

    mu: float
    sigma: float

    def __post_init__(self) -> None:
        _raise(self, _not_negative(self, "sigma"))

    def quantile(self, u: FloatArray) -> FloatArray:
        """Return the value below which a share lies."""
        from scipy.special import ndtri

        with np.errstate(over="ignore"):
            found: FloatArray = np.exp(self.mu + self.sigma * ndtri(u))
        return found


@dataclass(frozen=True, slots=True)
class Triangular:
    """An estimate with a least, a likeliest and a greatest value.

    Parameters
    ----------
    low, mode, high : float

    Raises
    ------
    InputError
        For values that are no finite numbers, or out of order.

    Examples
    --------
    >>> import kadmcdm as kd
    >>> float(kd.Triangular(0, 5, 10).quantile(0.5))
    5.0
    """

    low: float
    mode: float
    high: float

    def __post_init__(self) -> None:
        _raise(self, _ordered(self, "low", "mode", "high"))

    def quantile(self, u: FloatArray) -> FloatArray:
        """Return the value below which a share lies."""
        u = np.asarray(u, dtype=np.float64)
        half = self.high / 2 - self.low / 2  # halves: a range may overflow
        left = (self.mode / 2 - self.low / 2) / half if half > 0.0 else 0.0
        # Shares of the width: products of widths may overflow, or vanish.
        rising = half * np.sqrt(u * left)
        falling = half * np.sqrt((1.0 - u) * (1.0 - left))
        return np.where(u < left, self.low + rising + rising, self.high - falling - falling)


@dataclass(frozen=True, slots=True)
class Discrete:
    """One of some values, with probabilities: scenarios, grades, votes.

    Parameters
    ----------
    values : sequence of float
    probabilities : sequence of float
        As many, not negative, sum 1.

    Raises
    ------
    InputError
        For values or probabilities that are none.

    Examples
    --------
    >>> import kadmcdm as kd
    >>> kd.Discrete([1, 2, 5], [0.5, 0.3, 0.2]).quantile([0.1, 0.6, 0.9]).tolist()
    [1.0, 2.0, 5.0]
    """

    values: Sequence[float]
    probabilities: Sequence[float]

    def __post_init__(self) -> None:
        faults = list(_listed(self, "values")) + list(_listed(self, "probabilities"))
        _raise(self, faults)
        values, shares = self.values, self.probabilities
        if len(values) != len(shares):
            got = f"{len(values)} and {len(shares)}"
            faults.append(Fault("", "not as many values as probabilities", got))
        if min(shares) < 0:
            faults.append(Fault("probabilities", "a negative number", f"{min(shares):g}"))
        if abs(sum(shares) - 1.0) > 1e-9:
            faults.append(Fault("probabilities", "wrong sum", f"{sum(shares):g}", "1"))
        _raise(self, faults)

    def quantile(self, u: FloatArray) -> FloatArray:
        """Return the value below which a share lies; values in ascending order."""
        order = np.argsort(self.values, kind="stable")
        steps = np.cumsum(np.asarray(self.probabilities)[order])
        possible = np.flatnonzero(np.asarray(self.probabilities)[order] > 0)
        at = np.searchsorted(steps, u, side="left")
        at = np.clip(at, possible[0], possible[-1])
        found: FloatArray = np.asarray(self.values, dtype=np.float64)[order][at]
        return found


@dataclass(frozen=True, slots=True)
class Samples:
    """What was measured again and again: each of the values is equally likely.

    Parameters
    ----------
    values : sequence of float
        At least one. Matrices sampled as wholes, with whatever binds their cells together, are
        given as an (S, m, n) array instead.

    Raises
    ------
    InputError
        For values that are no finite numbers, or none at all.

    Examples
    --------
    >>> import kadmcdm as kd
    >>> kd.Samples([3, 1, 2]).quantile([0.1, 0.5, 0.9]).tolist()
    [1.0, 2.0, 3.0]
    """

    values: Sequence[float]

    def __post_init__(self) -> None:
        _raise(self, _listed(self, "values"))

    def quantile(self, u: FloatArray) -> FloatArray:
        """Return the value below which a share lies."""
        values = np.sort(np.asarray(self.values, dtype=np.float64))
        at = np.ceil(np.asarray(u) * len(values)).astype(np.int64) - 1
        found: FloatArray = values[np.clip(at, 0, len(values) - 1)]
        return found


def is_number(value: Any) -> bool:
    """Tell a finite number from all else, True and False too."""
    return isinstance(value, (int, float, np.number)) and bool(np.isfinite(as_number(value)))


def _raise(distribution: Any, faults: Iterator[Fault] | list[Fault]) -> None:
    kind = type(distribution).__name__
    raise_faults(
        [
            Fault(f"{kind}.{fault.where}" if fault.where else kind, fault.what, fault.got,
                  fault.expected, fault.hint)
            for fault in faults
        ]
    )  # fmt: skip


def _ordered(distribution: Any, *names: str) -> Iterator[Fault]:
    values = [getattr(distribution, name) for name in names]
    wrong = [(name, v) for name, v in zip(names, values, strict=True) if not is_number(v)]
    yield from (Fault(name, "no finite number", brief(v)) for name, v in wrong)
    if not wrong and values != sorted(values):
        got = ", ".join(f"{v:g}" for v in values)
        yield Fault("", "the wrong way round", got, " <= ".join(names))


def _not_negative(distribution: Any, spread: str) -> Iterator[Fault]:
    for field in fields(distribution):
        value = getattr(distribution, field.name)
        if not is_number(value):
            yield Fault(field.name, "no finite number", brief(value))
        elif field.name == spread and value < 0:
            yield Fault(field.name, "a negative number", f"{value:g}", "0 or more")


def _listed(distribution: Any, name: str) -> Iterator[Fault]:
    """Keep a list of numbers as a tuple, or say that it is none."""
    given = getattr(distribution, name)
    values = as_items(given)
    if not values or not all(map(is_number, values)):
        yield Fault(name, "no list of finite numbers", brief(given, 60))
    else:
        object.__setattr__(distribution, name, tuple(float(value) for value in values))
