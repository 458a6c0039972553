"""Checks of what people say about criteria: names once each, numbers that are numbers."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping
from typing import Any

import numpy as np

from kadmcdm import _frames
from kadmcdm._arrays import ReadOnlyDict
from kadmcdm._numbers import as_number
from kadmcdm.errors import Fault, brief, unknown_names


def number_faults(
    items: Iterable[tuple[str, Any]], what: str, least: float = 0.0, hint: str | None = None
) -> Iterator[Fault]:
    """Yield a fault for whatever is no finite number of at least `least`; `hint` if it is less."""
    for where, value in items:
        number = as_number(value)
        plain = isinstance(value, (int, float, np.number))
        if not plain or (np.isnan(number) and not isinstance(value, (float, np.floating))):
            yield Fault(where, "no number", brief(value), f"a number >= {least:g}")
        elif not least <= number < np.inf:
            low = hint if number < least else None
            yield Fault(where, what, f"{number:g}", f"a finite number >= {least:g}", low)


def by_name(given: Any) -> Mapping[str, Any] | None:
    """Return a mapping, or a pandas Series with names, as a mapping that nobody can change."""
    labels = _frames.index_names(given) if getattr(given, "ndim", 0) == 1 else None
    if labels is not None:
        given = dict(zip(labels, given, strict=True))
    return ReadOnlyDict(given) if isinstance(given, Mapping) else None


def named_faults(names: Iterable[object]) -> list[Fault]:
    """Return a fault for each name in an order that is no text, or stands twice."""
    names = list(names)
    faults = [
        Fault("order", "no name", brief(name), "text")
        for name in names
        if not isinstance(name, str) or not name.strip()
    ]
    return faults or [
        Fault(f"criterion {name!r}", "it stands twice in the order")
        for name in dict.fromkeys(names)
        if names.count(name) > 1
    ]


def listed(given: Any) -> list[Any] | None:
    """Return a list, tuple or array of one axis as a list; None for anything else."""
    if isinstance(given, np.ndarray) and given.ndim == 1:
        return list(given.tolist())
    return list(given) if isinstance(given, (list, tuple)) else None


def fit_faults(
    given: Collection[str], names: Collection[str], kind: str, missing: str, hint: str | None = None
) -> list[Fault]:
    """Return a fault for each name that the problem lacks, and for each of its own left out."""
    return [
        *unknown_names(given, names, kind),
        *(Fault(f"criterion {name!r}", missing, hint=hint) for name in names if name not in given),
    ]
