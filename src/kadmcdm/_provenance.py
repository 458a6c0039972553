"""How a result came about, and how it travels: JSON both ways, digests, pickling."""

from __future__ import annotations

import functools
import hashlib
import json
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, fields
from typing import Any, ClassVar, Self

import numpy as np

from kadmcdm._schema import schema_of
from kadmcdm._typing import JSON, FloatArray
from kadmcdm._version import __version__
from kadmcdm.errors import Fault, InputError, KadmcdmError, KadmcdmWarning, brief


def _guarded(read: Callable[..., Any]) -> Callable[..., Any]:
    @functools.wraps(read)
    def from_dict(cls: type, *args: Any, **kwargs: Any) -> Any:
        with reading(cls.__name__):
            return read(cls, *args, **kwargs)

    return from_dict


@contextmanager
def reading(where: str) -> Iterator[None]:
    """Raise `InputError` that says where, when something of the wrong type cannot be decoded."""
    try:
        yield
    except (KadmcdmError, KadmcdmWarning, MemoryError):
        raise
    except Exception as error:  # data of every wrong kind fail in ways of their own
        raise InputError([Fault(where, "it cannot be read back", got=str(error))]) from None


class Portable:
    """What travels as JSON text, between processes too: `to_dict` and `from_dict` say how."""

    __slots__ = ()

    def __init_subclass__(cls, **kwargs: Any) -> None:
        """See to it that whatever `from_dict` cannot read raises `InputError`."""
        super().__init_subclass__(**kwargs)
        own = cls.__dict__.get("from_dict")
        if isinstance(own, classmethod) and not hasattr(own.__func__, "__wrapped__"):
            setattr(cls, "from_dict", classmethod(_guarded(own.__func__)))  # noqa: B010 - for mypy

    # What stands under a key of `to_dict`, where that is not the field's own type.
    _json_fields: ClassVar[Mapping[str, Any]] = {}

    def to_dict(self) -> JSON:
        """Return plain JSON types that `from_dict` reads back, losslessly."""
        raise NotImplementedError

    @classmethod
    def from_dict(cls, data: Mapping[str, Any]) -> Self:
        """Read back what `to_dict` wrote."""
        raise NotImplementedError

    def to_json(self, *, indent: int | None = None) -> str:
        """Return `to_dict` as JSON text (RFC 8259: no NaN, no Infinity)."""
        return json.dumps(self.to_dict(), indent=indent, ensure_ascii=False, allow_nan=False)

    @classmethod
    def from_json(cls, text: str) -> Self:
        """Read back what `to_json` wrote."""
        return cls.from_dict(parse_json(text, cls.__name__))

    @classmethod
    def json_schema(cls) -> JSON:
        """Return the JSON Schema (draft 2020-12) of what `to_json` writes.

        Returns
        -------
        dict
            NaN stands as null, and infinity as ``"inf"`` or ``"-inf"``.
        """
        return schema_of(cls, kinds())

    def __reduce__(self) -> Any:
        """Rebuild through the constructor, so that unpickled arrays are read-only too."""
        return type(self).from_dict, (self.to_dict(),)


def kinds() -> dict[str, type[Portable]]:
    """Return all that travels as JSON text, by name."""
    found: dict[str, type[Portable]] = {}
    left: list[type[Portable]] = [Portable]
    while left:
        below = left.pop().__subclasses__()
        found |= {cls.__name__: cls for cls in below if cls.__name__ != "Result"}
        left += below
    return found


@dataclass(frozen=True, slots=True, eq=False, kw_only=True)
class Result(Portable):
    """The base of all results: frozen, read-only arrays, a lossless JSON round trip.

    Equality is by identity, since `==` on arrays is elementwise; compare ``to_dict()``.

    Parameters
    ----------
    version : str
        The version of kadmcdm that made the result.
    """

    version: str = __version__

    _decoders: ClassVar[Mapping[str, Callable[[Any], Any]]] = {}

    def __post_init__(self) -> None:
        for field in fields(self):
            value = getattr(self, field.name)
            if isinstance(value, np.ndarray) and value.flags.writeable:
                value = value.copy()
                value.setflags(write=False)
                object.__setattr__(self, field.name, value)

    def __reduce__(self) -> Any:
        """Rebuild through the constructor, so that unpickled arrays are read-only too."""
        return _rebuild, (type(self), {f.name: getattr(self, f.name) for f in fields(self)})

    def to_dict(self) -> JSON:
        """Return plain dicts, lists, numbers and strings that `from_dict` reads back.

        Returns
        -------
        dict
            ``"result"`` names the class; NaN stands as ``None``.
        """
        content = {field.name: jsonable(getattr(self, field.name)) for field in fields(self)}
        return {"result": type(self).__name__, **content}

    @classmethod
    def from_dict(cls, data: Mapping[str, Any]) -> Self:
        """Read back what `to_dict` wrote.

        Raises
        ------
        InputError
            When `data` holds another kind of result, misses a field, or has an unknown one.
        """
        names = [field.name for field in fields(cls)]
        check_keys(data, cls.__name__, names)
        content = {}
        for name in names:
            decode = cls._decoders.get(name)
            with reading(f"{cls.__name__}.{name}"):
                content[name] = data[name] if decode is None else decode(data[name])
        with reading(cls.__name__):
            return cls(**content)


def _rebuild(kind: type[Result], content: dict[str, Any]) -> Result:
    return kind(**content)


def check_keys(data: Any, kind: str, names: list[str]) -> None:
    """Raise `InputError` unless `data` is a dict of exactly these names that says its kind."""
    if not isinstance(data, Mapping):
        raise InputError([Fault(kind, "no dict", got=type(data).__name__, expected="a dict")])
    faults = []
    if data.get("result") != kind:
        faults.append(
            Fault(
                kind,
                "another kind of result",
                got=brief(data.get("result")),
                expected=brief(kind),
            )
        )
    faults += [Fault(f"{kind}.{name}", "missing") for name in names if name not in data]
    faults += [
        Fault(f"{kind}.{name}", "unknown key")
        for name in data
        if name not in names and name != "result"
    ]
    if faults:
        raise InputError(faults)


def parse_json(text: str, where: str) -> JSON:
    """Parse JSON text to a dict, or raise `InputError` with line and column."""
    if not isinstance(text, (str, bytes, bytearray)):
        raise InputError([Fault(where, "no JSON text", brief(text), "text")])
    try:
        data = json.loads(text, object_pairs_hook=_no_key_twice, parse_constant=_no_number)
    except (RecursionError, ValueError) as error:
        raise InputError([Fault(where, "no valid JSON", got=str(error))]) from None
    if not isinstance(data, dict):
        raise InputError([Fault(where, "no JSON object", got=type(data).__name__)])
    return data


def _no_number(text: str) -> float:
    """Refuse NaN and Infinity, which Python's reader takes and JSON does not have."""
    raise ValueError(f"{text} is no number in JSON")


def _no_key_twice(pairs: list[tuple[str, Any]]) -> JSON:
    """Make a dict, or refuse it: of a key given twice JSON would keep the last in silence."""
    content = dict(pairs)
    if len(content) < len(pairs):
        seen = Counter(key for key, _ in pairs)
        twice = [repr(key) for key, times in seen.items() if times > 1]
        raise ValueError("given twice: " + ", ".join(twice))
    return content


def jsonable(value: Any) -> Any:
    """Turn arrays, tuples, mappings and results into JSON's own types, losslessly."""
    if hasattr(value, "to_dict"):
        return value.to_dict()
    if isinstance(value, np.ndarray):
        return jsonable(value.tolist())
    if isinstance(value, np.generic):
        return jsonable(value.item())
    if isinstance(value, float) and not np.isfinite(value):
        if np.isnan(value):
            return None
        return "inf" if value > 0 else "-inf"
    if isinstance(value, Mapping):
        return {str(key): jsonable(item) for key, item in value.items()}
    if isinstance(value, (list, tuple)):
        return [jsonable(item) for item in value]
    return value


def floats(value: Any) -> FloatArray:
    """Decode a JSON array of numbers (``None`` is NaN) to a float64 array."""
    return np.array(value, dtype=np.float64)


def number(value: Any) -> float:
    """Decode a JSON number; null is NaN."""
    return float("nan") if value is None else float(value)


def optional_floats(value: Any) -> FloatArray | None:
    """Decode a JSON array or null."""
    return None if value is None else floats(value)


def integers(value: Any) -> Any:
    """Decode a JSON array of whole numbers."""
    return np.array(value, dtype=np.int64)


def digest(texts: list[str], arrays: list[FloatArray]) -> str:
    """Return the SHA-256 of a canonical form: texts as JSON, arrays as little-endian float64."""
    state = hashlib.sha256(json.dumps(texts, ensure_ascii=False).encode("utf-8", "surrogatepass"))
    for array in arrays:
        state.update(repr(array.shape).encode())
        state.update(np.ascontiguousarray(array, dtype="<f8").tobytes())
    return state.hexdigest()
