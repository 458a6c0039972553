"""What nobody means to pass in: values, text and bytes that break readers; where to put them."""

import contextlib
import datetime
import doctest
import inspect
import io
import random
import warnings
from collections import UserDict
from fractions import Fraction
from functools import cache
from pathlib import Path

import numpy as np

import kadmcdm as kd
from kadmcdm import partnership as pt

HUGE = 10**400
TEXTS = (
    "", " ", "nul\0byte", "half \ud800 character", "right\u202eto left", "zero\u200bwidth",
    "e\u0301", "١٢٣", "∞", "nan", "1e999", "0x10", "1_000", "--5", "=1+1", "x" * 5000, "a\nb\r\tc",
    "../../etc/passwd", "/dev/zero", "C:\\x", "\\\\host\\share", "\ufeff", "{x}", "%s", "'", '"',
)  # fmt: skip


class _Unreadable:
    """An object whose conversion to an array, a number, text or a list fails."""

    def _refuse(self, *_, **__):
        raise RuntimeError("cannot be read")

    __array__ = __float__ = __int__ = __iter__ = __len__ = _refuse


class _Dict(dict):
    """A dict of another type."""


def _recursive_list():
    inner = []
    inner.append(inner)
    return inner


def _recursive_dict():
    inner = {}
    inner["a"] = inner
    return inner


def _deep():
    inner = 1
    for _ in range(100_000):
        inner = [inner]
    return inner


MAKERS = (
    *(lambda text=text: text for text in TEXTS),
    *(
        lambda value=value: value
        for value in (
            None, True, False, 0, -1, 1, 2, 2**31, 2**63, 2**64, HUGE, -HUGE, 0.5, -0.0, 5e-324,
            1e308, float("nan"), float("inf"), float("-inf"), 1j, b"bytes", bytearray(b"x"),
            (), [], {}, set(), frozenset({"a"}), [None], [[]], [[1, 2], [3]], {"a": 1}, {1: "a"},
            {None: None}, {"": float("nan")}, ["a", "a"], ["a", 1], [1, "2"], [float("nan")] * 3,
            Ellipsis, NotImplemented, object(), range(3), slice(1),
            Fraction(1, 3), datetime.date(2026, 1, 1), datetime.datetime(2026, 1, 1),
            datetime.time(1), datetime.timedelta(1), Path("nowhere"), Path("/dev/zero"), Path("/"),
            np.float64("nan"), np.int64(3), np.bool_(True), np.datetime64("2026-01-01"),
            np.datetime64("NaT"), kd, kd.EqualWeights(),
        )
    ),
    *(
        lambda make=make: make()
        for make in (
            _Unreadable, lambda: (k for k in range(3)),
            lambda: iter([]), lambda: _Dict(a=1), lambda: UserDict(a=1), lambda: np.array(3.0),
            lambda: np.array([]), lambda: np.empty((0, 3)), lambda: np.ones((2, 3, 4)),
            lambda: np.array([None, "a", 1], dtype=object), lambda: np.array(["a", "b"]),
            lambda: np.array([1j]), lambda: np.array(["2026-01-01"], dtype="M8[D]"),
            lambda: np.array([HUGE], dtype=object), lambda: np.full((3, 3), np.nan),
            lambda: np.ma.masked_array([1.0, 2.0], [True, False]), lambda: memoryview(b"abc"),
        )
    ),
)  # fmt: skip


BOMBS = (_recursive_list, _recursive_dict, _deep)
"""Nested without an end, or very deep; frame libraries crash on them by themselves."""


def garbage(rng: random.Random):
    """Return one thing that fits nowhere, made anew."""
    return rng.choice(MAKERS + BOMBS)()


def flat_garbage(rng: random.Random):
    """Return one thing that fits nowhere, and is not nested."""
    return rng.choice(MAKERS)()


JSON_GARBAGE = (
    None, True, 0, -1, 2**70, HUGE, 0.5, 1e308, -1e308, float("nan"), float("inf"), [], {}, [[]],
    [None], {"a": 1}, {"": {}}, [1, "2"], ["a", "a"], "inf", "-inf", *TEXTS,
)  # fmt: skip
"""What can stand in JSON and TOML, or nearly so."""


def broken(rng: random.Random, data, make=garbage):
    """Return nested data with one or a few places spoiled; what was given stays as it is."""
    for _ in range(rng.choice((1, 1, 1, 2, 4))):
        data = _spoiled(rng, data, make)
    return data


def _spoiled(rng, data, make):
    if isinstance(data, dict) and data and rng.random() < 0.9:
        key = rng.choice(list(data))
        out = dict(data)
        what = rng.random()
        if what < 0.08:
            del out[key]
        elif what < 0.16:
            extra = make(rng)
            out[extra if isinstance(extra, str) else str(type(extra))] = make(rng)
        else:
            out[key] = _spoiled(rng, data[key], make)
        return out
    if isinstance(data, (list, tuple)) and data and rng.random() < 0.9:
        out = list(data)
        k = rng.randrange(len(out))
        what = rng.random()
        if what < 0.08:
            del out[k]
        elif what < 0.16:
            out.insert(k, out[k])
        else:
            out[k] = _spoiled(rng, out[k], make)
        return type(data)(out) if type(data) in (list, tuple) else out
    return make(rng)


def json_garbage(rng: random.Random):
    """Return one thing that JSON can hold."""
    return rng.choice(JSON_GARBAGE)


SNIPPETS = (
     b"\0", b"\xff", b"\xfe\xff", b"\xef\xbb\xbf", b"\xed\xa0\x80", b'"', b"'", b"\n",
    b"\r", b"\r\n", b";", b",", b"\t", b"|", b"sep=;\n", b"=", b"[", b"]", b"{", b"}", b"#",
    b"1e999", b"nan", b"inf",     b"0x10", b"1_000", b"--5", b"\xd9\xa1", "∞".encode(),
    "é".encode("latin-1"), b"x" * 3000, b"[" * 3000, b'{"a":' * 2000, b"1" * 5000,
    b"1979-05-27T07:32:00Z", b"1.234", b"1,5", b"\x1a", "\u2028".encode(),
    "\u202e".encode(), "\u200b".encode(), b"\\ud800", b"\\u0000", b"-", b"%",
)  # fmt: skip


def spoiled_bytes(rng: random.Random, raw: bytes) -> bytes:
    """Return bytes with a few places overwritten, cut out, doubled, or in another encoding."""
    for _ in range(rng.choice((1, 1, 2, 3, 8))):
        at = rng.randrange(len(raw) + 1)
        upto = min(len(raw), at + rng.choice((0, 0, 1, 2, 10, 200)))
        what = rng.random()
        if what < 0.65:
            raw = raw[:at] + rng.choice(SNIPPETS) + raw[upto:]
        elif what < 0.75:
            raw = raw[:at]
        elif what < 0.9:
            lines = raw.splitlines(keepends=True) or [b""]
            k = rng.randrange(len(lines))
            lines.insert(rng.randrange(len(lines) + 1), lines[k])
            raw = b"".join(lines)
        else:
            text = raw.decode("utf-8", "replace")
            raw = text.encode(rng.choice(("utf-16", "utf-8-sig", "utf-16-le")), "replace")
    return raw


# ---- Calls worth spoiling: those of the docstrings -----------------------------------------------


def constructors():
    """Return the public classes that people make themselves, by name; results are made for them."""
    from kadmcdm._provenance import Result

    return {
        name: thing
        for module in (kd, pt)
        for name in module.__all__
        if inspect.isclass(thing := getattr(module, name))
        and not issubclass(thing, (Result, Exception))
        and not getattr(thing, "_is_protocol", False)
    }


def functions():
    """Return the public functions by name."""
    return {
        name: thing
        for module in (kd, pt)
        for name in module.__all__
        if inspect.isfunction(thing := getattr(module, name))
    }


def loaders():
    """Return each public class method that makes an instance of plain data, by its full name."""
    found = {}
    for module in (kd, pt):
        for name in module.__all__:
            cls = getattr(module, name)
            for method in LOADERS if inspect.isclass(cls) else ():
                if inspect.ismethod(getattr(cls, method, None)):
                    found[f"{name}.{method}"] = getattr(cls, method)
    return found


LOADERS = (
    "from_dict", "from_json", "from_frame", "from_csv", "from_arrays", "from_matrix",
    "from_matrices", "from_upper_triangle", "load",
)  # fmt: skip


@cache
def example_calls(name: str) -> tuple[dict, ...]:
    """Return the arguments of the calls to a public thing in its own docstring, by parameter."""
    first, _, method = name.partition(".")
    owner = pt if hasattr(pt, first) and first in pt.__all__ else kd
    thing = getattr(owner, first)
    place, key = (thing, method) if method else (owner, first)
    real = getattr(place, key)
    calls = []

    def noted(*args, **kwargs):
        calls.append((args, kwargs))
        return real(*args, **kwargs)

    finder = doctest.DocTestFinder(recurse=False)
    docs = [real, thing] if method else [real]
    original = inspect.getattr_static(place, key)
    try:
        setattr(place, key, staticmethod(noted) if method else noted)
        for doc in docs:
            _run(finder.find(doc, name, globs={}))
    finally:
        setattr(place, key, original)
    signature = inspect.signature(real)
    found = []
    for args, kwargs in calls:
        try:
            found.append(dict(signature.bind(*args, **kwargs).arguments))
        except TypeError:
            continue
    return tuple(found)


def _run(tests):
    for test in tests:
        names = {"kd": kd, "pt": pt, "np": np}
        with contextlib.redirect_stdout(io.StringIO()), warnings.catch_warnings():
            warnings.simplefilter("ignore")
            for example in test.examples:
                with contextlib.suppress(Exception):
                    exec(compile(example.source, "docstring", "single"), names)


def called(thing, arguments):
    """Call with arguments by parameter; what cannot be passed at all is left out."""
    args, kwargs = [], {}
    for parameter in inspect.signature(thing).parameters.values():
        if parameter.name not in arguments:
            continue
        value = arguments[parameter.name]
        if parameter.kind is parameter.VAR_POSITIONAL:
            args += list(value) if isinstance(value, (list, tuple)) else [value]
        elif parameter.kind is parameter.VAR_KEYWORD:
            kwargs |= value if isinstance(value, dict) and all(map(_is_text, value)) else {}
        elif parameter.kind is parameter.POSITIONAL_ONLY:
            args.append(value)
        else:
            kwargs[parameter.name] = value
    return thing(*args, **kwargs)


def _is_text(value):
    return isinstance(value, str)


LONG = ("n_samples", "executor", "progress", "n_starts", "time_limit", "target", "path")
"""What makes a call take long, or write somewhere: those have doors of their own."""


def spoiled_call(rng: random.Random, calls, *, spare: bool):
    """Return the arguments of one of the calls, with one or two of them spoiled.

    With `spare`, objects of the library stay: in the place of one a function takes no data, so that
    another thing there is an error of the program, which Python reports in its own words.
    """
    arguments = dict(rng.choice(calls))
    if any(map(inspect.isfunction, arguments.values())):
        return (
            arguments  # what a caller's own function does with names it never heard of is its own
        )
    able = [
        key for key, value in arguments.items()
        if key not in LONG and not (spare and _has_own(value))
    ]  # fmt: skip
    for key in rng.sample(able, min(len(able), rng.choice((1, 1, 2)))):
        arguments[key] = broken(rng, arguments[key])
    return arguments


def _has_own(value, depth=0) -> bool:
    """Tell whether a value is of the library, or holds something that is."""
    if type(value).__module__.startswith("kadmcdm") and not isinstance(value, dict):
        return True
    inner = value.values() if isinstance(value, dict) else value
    nested = isinstance(value, (dict, list, tuple, set, frozenset))
    return nested and depth < 5 and any(_has_own(item, depth + 1) for item in inner)
