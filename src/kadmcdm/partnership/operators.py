"""What regions are to each other: small frozen functions of a table and some of its rows.

An operator is called ``operator(table, members)``; `members` holds row indices, the initiator
first, on its last axis. Any frozen object with the attributes of `Operator` will do.
"""

from __future__ import annotations

import inspect
from collections.abc import Callable, Mapping
from dataclasses import fields
from typing import Any, Protocol, runtime_checkable

from kadmcdm._typing import JSON, ArrayLike, FloatArray
from kadmcdm.errors import (
    Fault,
    InputError,
    brief,
    choice_fault,
    did_you_mean,
    prefixed,
    raise_faults,
)
from kadmcdm.partnership.benefits import BurdenFairness, MutualBenefit
from kadmcdm.partnership.exchange import (
    Complementarity,
    Coverage,
    Gap,
    JointScale,
    ScaleGain,
    Similarity,
)
from kadmcdm.partnership.exposure import ExternalityExposure
from kadmcdm.partnership.geography import (
    Gravity,
    HaversineKm,
    Proximity,
    SharedBorder,
    TransactionCost,
)
from kadmcdm.partnership.lifts import Contiguous, DiameterKm, Level, Lift
from kadmcdm.partnership.priorities import Alignment
from kadmcdm.partnership.record import Agreement, TrackRecord
from kadmcdm.partnership.reference import Reference, Standardized
from kadmcdm.partnership.regions import RegionTable
from kadmcdm.partnership.target import Difference, TargetGap


@runtime_checkable
class Operator(Protocol):
    """What an operator must have; any object that has it is one.

    Attributes
    ----------
    directed : bool
        Whether the value depends on who comes first.
    unit : str or None
        None for a share, an index, or the indicator's own unit.
    indicators : tuple of str
        The indicators of the table that it reads.

    Examples
    --------
    >>> from kadmcdm.partnership import HaversineKm, Operator
    >>> isinstance(HaversineKm(), Operator)
    True
    """

    @property
    def directed(self) -> bool:
        """Whether the value depends on who comes first."""
        ...

    @property
    def unit(self) -> str | None:
        """The unit of the value."""
        ...

    @property
    def indicators(self) -> tuple[str, ...]:
        """The indicators that it reads."""
        ...

    def __call__(self, table: RegionTable, members: ArrayLike) -> FloatArray:
        """Return the value of each row of members."""
        ...


OPERATORS: Mapping[str, Callable[..., Any]] = {
    "Alignment": Alignment,
    "BurdenFairness": BurdenFairness,
    "Complementarity": Complementarity,
    "Contiguous": Contiguous,
    "Coverage": Coverage,
    "DiameterKm": DiameterKm,
    "Difference": Difference,
    "ExternalityExposure": ExternalityExposure,
    "Gap": Gap,
    "Gravity": Gravity,
    "HaversineKm": HaversineKm,
    "JointScale": JointScale,
    "Level": Level,
    "Lift": Lift,
    "MutualBenefit": MutualBenefit,
    "Proximity": Proximity,
    "ScaleGain": ScaleGain,
    "SharedBorder": SharedBorder,
    "Similarity": Similarity,
    "Standardized": Standardized,
    "TargetGap": TargetGap,
    "TrackRecord": TrackRecord,
    "TransactionCost": TransactionCost,
}
"""What ``kind`` may say in a study file."""


def operator_from_dict(data: Mapping[str, Any]) -> Operator:
    """Make an operator of plain data, as it stands in a study file.

    Parameters
    ----------
    data : mapping
        ``"kind"`` names the class; the other keys are its parameters. A parameter that is an
        operator, such as the one that a `Lift` lifts, is such a mapping too.

    Returns
    -------
    Operator

    Raises
    ------
    InputError
        Listing every fault: an unknown kind, unknown or missing keys, bad values.

    Examples
    --------
    >>> from kadmcdm.partnership import operator_from_dict
    >>> operator_from_dict({"kind": "Gap", "indicator": "hdi"})
    Gap(indicator='hdi')
    >>> operator_from_dict({"kind": "Gap", "indicater": "hdi"})
    Traceback (most recent call last):
    kadmcdm.errors.InputError: 2 faults:
      1. Gap: 'indicater': unknown key. Hint: did you mean 'indicator'?
      2. Gap: 'indicator': missing.
    """
    if not isinstance(data, Mapping):
        got = type(data).__name__
        raise InputError([Fault("operator", "no mapping", got, "{'kind': 'Gap', ...}")])
    kind = data.get("kind")
    if kind is None:
        hint = "one of " + ", ".join(repr(name) for name in OPERATORS)
        raise InputError([Fault("operator", "it has no kind", hint=hint)])
    raise_faults(list(choice_fault("operator: kind", kind, list(OPERATORS))))
    given = {key: value for key, value in data.items() if key != "kind"}
    known = inspect.signature(OPERATORS[kind]).parameters
    faults = [
        Fault(f"{kind}: {key!r}", "unknown key", hint=did_you_mean(key, known))
        for key in given
        if key not in known
    ]
    faults += [
        Fault(f"{kind}: {key!r}", "missing")
        for key, parameter in known.items()
        if parameter.default is parameter.empty and key not in given
    ]
    for key, implied in (("coverage", {"kind": "Coverage"}), ("operator", {})):
        if key in known and isinstance(given.get(key), Mapping):
            try:
                given[key] = operator_from_dict({**implied, **given[key]})
            except InputError as error:
                faults += prefixed(kind, error.faults)
    raise_faults(faults)
    operator: Operator = OPERATORS[kind](**given)
    return operator


def operator_to_dict(operator: Operator) -> JSON:
    """Return plain data that `operator_from_dict` reads back.

    Parameters
    ----------
    operator : Operator
        One of kadmcdm's own.

    Returns
    -------
    dict

    Raises
    ------
    InputError
        For an operator that has no name in study files.

    Examples
    --------
    >>> from kadmcdm.partnership import JointScale, operator_to_dict
    >>> operator_to_dict(JointScale("population"))
    {'kind': 'JointScale', 'indicator': 'population', 'efficient_scale': None}
    """
    kind = type(operator).__name__
    if OPERATORS.get(kind) is not type(operator):
        raise InputError([Fault(brief(operator), "no operator that a study file can name")])
    own: Any = operator
    return {
        "kind": kind,
        **{f.name: _plain(kind, f.name, getattr(own, f.name)) for f in fields(own)},
    }


def _plain(kind: str, name: str, value: Any) -> Any:
    """Return a parameter as plain JSON types."""
    if isinstance(value, (Agreement, Reference)):
        return value.to_dict()
    if isinstance(value, Mapping):
        return {key: _plain(kind, name, item) for key, item in value.items()}
    if isinstance(value, tuple):
        return [_plain(kind, name, item) for item in value]
    if isinstance(value, Operator):
        return operator_to_dict(value)
    if callable(value):
        hint = "give a number, or a number by partnership"
        raise InputError([Fault(f"{kind}: {name}", "a study file holds no function", hint=hint)])
    return value
