"""Several methods side by side: what each is called, and one method in every normalization."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import is_dataclass, replace
from typing import Any, TypeVar, cast

from kadmcdm.core.normalization import USUAL
from kadmcdm.errors import Fault, InputError, brief, prefixed, raise_faults
from kadmcdm.methods import TOPSIS, Method, method_label, method_to_dict
from kadmcdm.ranking import kind_faults

__all__ = ["every_normalization", "labels_of", "refusals", "setting_faults"]

M = TypeVar("M", bound=Method)


def every_normalization(method: M) -> tuple[M, ...]:
    """Return a method once per normalization, its other settings as they are.

    Parameters
    ----------
    method : Method
        One with a ``normalization``, such as ``kd.TOPSIS(p=1)``.

    Returns
    -------
    tuple of Method
        With vector, minmax, max, sum and bounds. Not with none, which adds up whatever units the
        data have, nor with the rarer rules: name them yourself where they are meant. Which of
        these the data allow is for `multiverse` to find out: it leaves out the others, and says
        why.

    Raises
    ------
    InputError
        For what is no method, or has no normalization.

    Examples
    --------
    >>> import kadmcdm as kd
    >>> [method.normalization for method in kd.every_normalization(kd.WeightedSum())]
    ['vector', 'minmax', 'max', 'sum', 'bounds']
    """
    raise_faults(_method_faults(method))
    if not is_dataclass(method) or not hasattr(method, "normalization"):
        hint = "give it to multiverse() as it is"
        where = f"method {method.name!r}"
        raise InputError([Fault(where, "it has no normalization to vary", hint=hint)])
    return tuple(cast(M, replace(cast(Any, method), normalization=rule)) for rule in USUAL)


def labels_of(methods: Sequence[Method]) -> tuple[str, ...]:
    """Return a name for each method: its own, its normalization, and what else tells it apart.

    Raises
    ------
    InputError
        For methods that nothing tells apart.
    """
    plain = [method_label(method) for method in methods]
    settings = [method_to_dict(method) for method in methods]
    labels = []
    for label, setting in zip(plain, settings, strict=True):
        alike = [other for other, name in zip(settings, plain, strict=True) if name == label]
        differing = [
            f"{key}={value}"
            for key, value in setting.items()
            if any(other.get(key) != value for other in alike)
        ]
        if differing:
            known = label.removesuffix(")") + ", " if label.endswith(")") else f"{label} ("
            label = known + ", ".join(differing) + ")"
        labels.append(label)
    twice = dict.fromkeys(label for label in labels if labels.count(label) > 1)
    raise_faults(
        [
            Fault(
                f"method {label!r}",
                "it stands more than once, and no parameter tells one from the other",
                got="numbers "
                + ", ".join(str(k) for k, found in enumerate(labels, 1) if found == label),
                expected="methods that differ in name or parameters",
            )
            for label in twice
        ]
    )
    return tuple(labels)


def setting_faults(problem: object, methods: object) -> list[Fault]:
    """Return faults for what is no problem, no list of methods, or no method in the list."""
    faults = kind_faults(problem, TOPSIS())
    if not isinstance(methods, (list, tuple)):
        expected = "a list, such as [kd.TOPSIS(), kd.WeightedSum()]"
        return [*faults, Fault("methods", "no list of methods", brief(methods), expected)]
    if not methods:
        faults.append(Fault("methods", "there are none", expected="at least one"))
    for number, method in enumerate(methods, 1):
        faults += prefixed(f"methods, number {number}", _method_faults(method))
    return faults


def refusals(label: str, method: Method, faults: Iterable[Fault]) -> Iterator[Fault]:
    """Yield what a method refuses, under its label."""
    for fault in faults:
        own = fault.where == f"method {method.name!r}"
        where = f"method {label!r}" + ("" if own else f": {fault.where}")
        yield replace(fault, where=where)


def _method_faults(method: object) -> list[Fault]:
    return [fault for fault in kind_faults(None, method) if fault.where == "method"]
