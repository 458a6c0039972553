"""JSON Schemas of results, made from the types of their fields."""

from __future__ import annotations

import inspect
import types
from collections.abc import Mapping, Sequence, Set
from dataclasses import MISSING, dataclass, field, fields, is_dataclass
from typing import Annotated, Any, Literal, Union, get_args, get_origin, get_type_hints

import numpy as np

from kadmcdm._typing import JSON

DRAFT = "https://json-schema.org/draft/2020-12/schema"


def _nested(name: str, item: JSON) -> JSON:
    """Return the schema of an array of any number of axes."""
    return {"type": "array", "items": {"anyOf": [item, {"$ref": f"#/$defs/{name}"}]}}


_DEFS: dict[str, JSON] = {
    "number": {
        "description": "null is NaN: not known, or not defined",
        "anyOf": [{"type": ["number", "null"]}, {"enum": ["inf", "-inf"]}],
    },
    "numbers": _nested("numbers", {"$ref": "#/$defs/number"}),
    "integers": _nested("integers", {"type": "integer"}),
    "booleans": _nested("booleans", {"type": "boolean"}),
}
_ARRAYS = {"f": "numbers", "i": "integers", "b": "booleans"}
_PLAIN: dict[Any, JSON] = {
    Any: {},
    object: {},
    type(None): {"type": "null"},
    str: {"type": "string"},
    bool: {"type": "boolean"},
    int: {"type": "integer"},
}


def schema_of(cls: type, known: Mapping[str, type]) -> JSON:
    """Return the schema of what a class's `to_dict` gives.

    Parameters
    ----------
    cls : type
        Where it has ``_json_fields``, they say which types stand under which keys, in place of the
        fields' own.
    known : mapping of str to type
        The classes whose `to_dict` names them under ``"result"``; annotations may name them
        without an import.
    """
    builder = _Builder(known)
    return {"$schema": DRAFT, "title": cls.__name__, **builder.of(cls), "$defs": builder.defs}


@dataclass(frozen=True, slots=True)
class _Builder:
    known: Mapping[str, type]
    defs: dict[str, JSON] = field(default_factory=dict)

    def of(self, kind: Any) -> JSON:
        """Return the schema of a type; classes and arrays are defined once, and referred to."""
        if kind in _PLAIN:
            return dict(_PLAIN[kind])
        if kind is float:
            return self.refer("number")
        origin, args = get_origin(kind), get_args(kind)
        if origin is Annotated:
            return self.of(args[0])
        if origin is Literal:
            return {"enum": list(args)}
        if origin in (Union, types.UnionType):
            return {"anyOf": [self.of(one) for one in args]}
        if origin is np.ndarray:
            kind_of_number = np.dtype(get_args(args[1])[0]).kind
            self.refer("number")
            return self.refer(_ARRAYS[kind_of_number])
        if origin is tuple and Ellipsis not in args:
            return self.row([self.of(one) for one in args])
        if inspect.isclass(origin) and issubclass(origin, Mapping):
            return {"type": "object", "additionalProperties": self.of(args[1])}
        if inspect.isclass(origin) and issubclass(origin, (Sequence, Set)):
            return {"type": "array", "items": self.of(args[0])}
        if not inspect.isclass(kind):
            return {}
        if issubclass(kind, tuple):  # a named one
            return self.row([self.of(one) for one in self.hints(kind).values()])
        if kind.__name__ not in self.defs:
            self.defs[kind.__name__] = {}  # it may hold others of its kind
            self.defs[kind.__name__] = self.body(kind)
        return self.refer(kind.__name__)

    def refer(self, name: str) -> JSON:
        """Return a reference to a definition."""
        if name in _DEFS:
            self.defs.setdefault(name, _DEFS[name])
        return {"$ref": f"#/$defs/{name}"}

    @staticmethod
    def row(parts: list[JSON]) -> JSON:
        """Return the schema of a list of so many parts."""
        whole: JSON = {"type": "array", "minItems": len(parts), "maxItems": len(parts)}
        return whole | ({"prefixItems": parts} if parts else {})

    def body(self, kind: type) -> JSON:
        """Return the schema of an object: its keys and their types, as far as they are said."""
        said = (inspect.getdoc(kind) or "").split("\n\n")[0].replace("\n", " ")
        schema: JSON = {"type": "object", **({"description": said} if said else {})}
        named = self.known.get(kind.__name__) is not None
        own = getattr(kind, "_json_fields", {})
        keys = dict(self.fields(kind)) | {key: (self.of(one), True) for key, one in own.items()}
        properties = {"result": {"const": kind.__name__}} if named else {}
        properties |= {key: one for key, (one, _) in keys.items()}
        needed = (["result"] if named else []) + [key for key, (_, must) in keys.items() if must]
        schema |= {"properties": properties, "required": needed} if properties else {}
        return schema | ({"additionalProperties": False} if named and keys else {})

    def fields(self, kind: type) -> list[tuple[str, tuple[JSON, bool]]]:
        """Return the schema of each field, and whether it always stands there."""
        own = getattr(kind, "_json_fields", {})
        always = kind.__name__ in self.known
        if getattr(kind, "_is_protocol", False) and hasattr(kind, "name"):
            return [("name", ({"type": "string"}, True))]  # a method, and its parameters
        if not is_dataclass(kind) or (not always and "to_dict" not in vars(kind)):
            return []
        if always and "to_dict" in vars(kind) and not hasattr(kind, "_decoders"):
            return []  # no result, and its keys are not its fields
        hints = self.hints(kind)
        return [
            (item.name, (self.of(hints[item.name]), always or _without_default(item)))
            for item in fields(kind)
            if item.name not in own
        ]

    def hints(self, kind: type) -> dict[str, Any]:
        """Return the types of a class's fields."""
        return get_type_hints(kind, localns=dict(self.known), include_extras=True)


def _without_default(item: Any) -> bool:
    return item.default is MISSING and item.default_factory is MISSING
