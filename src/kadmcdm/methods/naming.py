"""Methods by name, for files and for people."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import fields, replace
from typing import Any, cast

import numpy as np

from kadmcdm._provenance import jsonable
from kadmcdm._typing import JSON
from kadmcdm.errors import Fault, InputError, brief, choice_fault, did_you_mean, raise_faults
from kadmcdm.methods.additive import WeightedProduct, WeightedSum
from kadmcdm.methods.averages import EDAS, MABAC
from kadmcdm.methods.method import Method
from kadmcdm.methods.moora import MOORA, MOOSRA, MULTIMOORA, PIV
from kadmcdm.methods.outranking import PROMETHEE2
from kadmcdm.methods.pymcdm_method import PymcdmMethod
from kadmcdm.methods.ratios import ARAS, COPRAS, WASPAS
from kadmcdm.methods.reference_points import CRADIS, GRA, MARCOS, SPOTIS
from kadmcdm.methods.synthesis import AHPSynthesis
from kadmcdm.methods.topsis import TOPSIS
from kadmcdm.methods.vikor import VIKOR

BY_NAME: dict[str, type[Any]] = {
    "TOPSIS": TOPSIS,
    "WeightedSum": WeightedSum,
    "WeightedProduct": WeightedProduct,
    "AHP": AHPSynthesis,
    "ARAS": ARAS,
    "COPRAS": COPRAS,
    "CRADIS": CRADIS,
    "EDAS": EDAS,
    "GRA": GRA,
    "MABAC": MABAC,
    "MARCOS": MARCOS,
    "MOORA": MOORA,
    "MOOSRA": MOOSRA,
    "MULTIMOORA": MULTIMOORA,
    "PIV": PIV,
    "PROMETHEE2": PROMETHEE2,
    "SPOTIS": SPOTIS,
    "VIKOR": VIKOR,
    "WASPAS": WASPAS,
    "pymcdm": PymcdmMethod,
}
"""What files may name."""


def method_label(method: Method) -> str:
    """Return what a reader needs to know of a method: ``"TOPSIS (vector)"``."""
    how = getattr(method, "normalization", None) or getattr(method, "synthesis", None)
    return method.name + (f" ({how})" if how else "")


def method_to_dict(method: Method) -> JSON:
    """Return a method's name and parameters as JSON types."""
    name = "pymcdm" if isinstance(method, PymcdmMethod) else method.name
    content: JSON = {"name": name}
    if hasattr(method, "__dataclass_fields__"):
        for item in fields(cast(Any, method)):
            content[item.name] = _jsonable(getattr(method, item.name))
    return content


def _jsonable(value: Any) -> Any:
    """Return a parameter as JSON types; one may be a method, such as COMET's expert."""
    if isinstance(value, Method):
        return method_to_dict(value)
    if isinstance(value, Mapping):
        return {str(key): _jsonable(item) for key, item in value.items()}
    return jsonable(value)


def method_from_dict(data: Mapping[str, Any]) -> Method:
    """Make a method of its name and parameters.

    Raises
    ------
    InputError
        For an unknown name or parameter.
    """
    content = dict(data)
    name = content.pop("name", None)
    faults = list(choice_fault("method.name", name, list(BY_NAME)))
    raise_faults(faults)
    kind = BY_NAME[str(name)]
    known = [item.name for item in fields(kind)]
    faults = [
        Fault(f"method.{key}", "unknown parameter", hint=did_you_mean(key, known))
        for key in content
        if key not in known
    ]
    raise_faults(faults)
    if content.get("p") == "inf":
        content["p"] = np.inf
    if kind is PymcdmMethod:
        return _pymcdm_method(**content)
    method: Method = kind(**content)
    return method


def _pymcdm_method(method: Any = None, parameters: Any = None) -> PymcdmMethod:
    if not isinstance(parameters, (Mapping, type(None))):
        got, expected = brief(parameters), "{name: value}"
        raise_faults([Fault("method.parameters", "no parameters", got, expected)])
    given = dict(parameters or {})
    if isinstance(given.get("expert"), Mapping):
        given["expert"] = method_from_dict(given["expert"])
    try:
        return PymcdmMethod(method, **given)
    except InputError as error:  # its name is the key "method" here
        here = {"PymcdmMethod.name": "method.method"}
        raise InputError(
            replace(fault, where=here.get(fault.where, fault.where)) for fault in error.faults
        ) from None
