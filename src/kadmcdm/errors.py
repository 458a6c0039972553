"""The error tree: every error names what is wrong, where, what was expected, and what to do."""

from __future__ import annotations

import difflib
import re
import unicodedata
import warnings
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from itertools import count, islice
from pathlib import Path
from typing import Any

from pydantic import ValidationError

__all__ = ["Fault", "InputError", "KadmcdmError", "KadmcdmWarning", "MissingExtraError"]


SHOWN = 50
"""How many faults a message lists; ``InputError.faults`` has all of them."""

LONGEST = 500
"""How many characters of a part of a fault a message shows."""


class KadmcdmError(Exception):
    """The root of all errors that kadmcdm raises on purpose.

    Examples
    --------
    >>> import kadmcdm as kd
    >>> issubclass(kd.InputError, kd.KadmcdmError)
    True
    """


class KadmcdmWarning(UserWarning):
    """Something that a person should look at, though the result stands.

    Examples
    --------
    >>> import kadmcdm as kd
    >>> issubclass(kd.KadmcdmWarning, UserWarning)
    True
    """


@dataclass(frozen=True, slots=True)
class Fault:
    """One thing that is wrong with an input.

    Parameters
    ----------
    where : str
        The place, by name: ``"criterion 'cost' of candidate 'Acme'"`` or a path in a file.
    what : str
        What is wrong there.
    got, expected, hint : str, optional
        What was found, what may stand there, and what to do about it.

    Examples
    --------
    >>> import kadmcdm as kd
    >>> print(kd.Fault("criterion 'cost'", "the direction is missing", hint="say 'cost'"))
    criterion 'cost': the direction is missing. Hint: say 'cost'.
    """

    where: str
    what: str
    got: str | None = None
    expected: str | None = None
    hint: str | None = None

    def __str__(self) -> str:
        """Return the fault as one sentence, with its hint; what is very long is cut."""
        where, what, hint = _cut(self.where), _cut(self.what), _cut(self.hint or "")
        text = f"{where}: {what}" if where else what
        if self.got is not None:
            text += f"; got {_cut(self.got)}"
        if self.expected is not None:
            text += f"{',' if self.got is not None else ';'} expected {_cut(self.expected)}"
        text += "."
        if hint:
            text += f" Hint: {hint}" + ("" if hint.endswith("?") else ".")
        return spelled(text)


class InputError(KadmcdmError, ValueError):
    """An input that cannot be used; `faults` lists everything wrong with it at once.

    The message shows the first fifty.

    Parameters
    ----------
    faults : iterable of Fault
        At least one.

    Examples
    --------
    >>> import kadmcdm as kd
    >>> try:
    ...     kd.DecisionProblem([kd.Criterion("cost", "cost")], ["A", "A"], [[1.0], [float("nan")]])
    ... except kd.InputError as error:
    ...     print(len(error.faults))
    ...     print(error.faults[0])
    2
    candidate 'A': the name stands more than once; got rows 1, 2, expected unique names.
    """

    def __init__(self, faults: Iterable[Fault]) -> None:
        self.faults: tuple[Fault, ...] = tuple(faults)
        super().__init__(self.faults)  # args hold the faults, so that the error survives pickling

    def __str__(self) -> str:
        """Return one line for one fault, a numbered list for several: the first `SHOWN` of them."""
        if len(self.faults) == 1:
            return str(self.faults[0])
        lines = [f"{len(self.faults):,} faults:"]
        lines += [f"  {number}. {fault}" for number, fault in enumerate(self.faults[:SHOWN], 1)]
        if len(self.faults) > SHOWN:
            lines.append(f"  ... and {len(self.faults) - SHOWN:,} more")
        return "\n".join(lines)


class MissingExtraError(KadmcdmError, ImportError):
    """A function needs a package that is not installed; the message says how to get it.

    Examples
    --------
    >>> import kadmcdm as kd
    >>> issubclass(kd.MissingExtraError, ImportError)
    True
    """


_QUIET: ContextVar[bool] = ContextVar("quiet", default=False)


@contextmanager
def quiet() -> Iterator[None]:
    """Let `warn` say nothing, here and not in other threads, as filters of warnings would."""
    before = _QUIET.set(True)
    try:
        yield
    finally:
        _QUIET.reset(before)


def warn(message: str, stacklevel: int = 1) -> None:
    """Issue a `KadmcdmWarning`; the level is counted as `warnings.warn` counts it."""
    if not _QUIET.get():
        text = "\n".join(map(spelled, message.split("\n")))
        warnings.warn(text, KadmcdmWarning, stacklevel=stacklevel + 1)


def spelled(text: str) -> str:
    """Spell out what can't be seen, steers a terminal, or turns the direction of a line."""
    return text if text.isprintable() else "".join(map(_spelled_letter, text))


def _spelled_letter(letter: str) -> str:
    kinds = {"Cc", "Cf", "Cs", "Zl", "Zp"}
    unseen = letter not in _JOINERS and unicodedata.category(letter) in kinds
    if unseen or letter in "\ufffe\uffff":
        return letter.encode("unicode_escape").decode("ascii")
    return letter


_JOINERS = frozenset("\u200c\u200d")  # letters of some scripts, parts of some emoji


def raise_faults(faults: Collection[Fault]) -> None:
    """Raise `InputError` when there are faults; do nothing otherwise."""
    if faults:
        raise InputError(faults)


def did_you_mean(name: object, options: Iterable[str]) -> str | None:
    """Return a hint that names the closest option, or the options when none is close."""
    known = [str(option) for option in islice(options, _OPTIONS)]
    text = name if isinstance(name, str) else brief(name)
    close = _closest(text.casefold(), {option.casefold(): option for option in reversed(known)})
    if close is not None:
        return f"did you mean {close!r}?"
    if not known:
        return None
    shown = ", ".join(map(brief, known[:12]))
    return f"known names: {shown}" + (", ..." if len(known) > 12 else "")


def close_to(options: Collection[str]) -> Callable[[object], str | None]:
    """Return `did_you_mean`, which after as many hints as are shown gives none: they take long."""
    asked = count()
    return lambda name: did_you_mean(name, options) if next(asked) < SHOWN else None


def _closest(name: str, options: Mapping[str, str], cutoff: float = 0.6) -> str | None:
    """Return the option that was meant; none of a thousand, nor of texts that are no names."""
    if len(name) > _NAME or len(options) >= _OPTIONS:
        return None
    likely = [option for option in options if len(option) <= _NAME]
    close = difflib.get_close_matches(name, likely, n=1, cutoff=cutoff)
    return options[close[0]] if close else None


_NAME, _OPTIONS = 100, 1000
"""Looking for the closest takes quadratic time in length, and linear in number."""


def similar_files(path: Path, *, folders: bool = False) -> str | None:
    """Return a hint that names the file, or folder, beside it that may have been meant, if any."""
    try:
        if not path.parent.is_dir():
            return f"there is no folder {path.parent}"
        others = sorted(
            item.name
            for item in path.parent.iterdir()
            if (item.is_dir() if folders else item.is_file())
        )
    except OSError:  # a folder that nobody may list
        return None
    close = _closest(path.name, {other: other for other in others}, cutoff=0.5)
    return f"did you mean {close!r}?" if close else None


def choice_fault(where: str, value: object, options: Collection[str]) -> Iterator[Fault]:
    """Yield a fault when `value` is none of `options`."""
    if not isinstance(value, str) or value not in options:
        yield Fault(
            where,
            "unknown choice",
            got=brief(value),
            expected="one of " + ", ".join(repr(option) for option in options),
            hint=did_you_mean(value, options) if isinstance(value, str) else None,
        )


def name_faults(names: Iterable[object], kind: str) -> Iterator[Fault]:
    """Yield a fault for each name that is empty, no text, or used twice (`kind`: 'candidate')."""
    names = list(names)
    if set(map(type, names)) <= {str} and not any(map(str.isspace, names)):  # type: ignore[arg-type]
        unique = set(names)
        if len(unique) == len(names) and "" not in unique:
            return  # a million good names at the speed of C
    seen: dict[str, list[int]] = {}
    for position, name in enumerate(names, 1):
        if not isinstance(name, str) or not name.strip():
            yield Fault(
                f"{kind} number {position}",
                "the name is no text",
                got=brief(name),
                expected="text",
            )
        else:
            seen.setdefault(name, []).append(position)
    for name, rows in seen.items():
        if len(rows) > 1:
            yield Fault(
                f"{kind} {name!r}",
                "the name stands more than once",
                got="rows " + ", ".join(map(str, rows)),
                expected="unique names",
            )


def unknown_names(names: Iterable[object], known: Collection[str], kind: str) -> Iterator[Fault]:
    """Yield a fault for each name that is not among the known ones."""
    texts = {name for name in known if isinstance(name, str)}
    meant = close_to(known)
    for name in names:
        if not isinstance(name, str) or name not in texts:
            yield Fault(f"{kind} {brief(name)}", "unknown name", hint=meant(name))


def prefixed(prefix: str, faults: Iterable[Fault]) -> Iterator[Fault]:
    """Yield the faults with a path put before where they are."""
    for fault in faults:
        where = f"{prefix}: {fault.where}" if fault.where else prefix
        yield Fault(where, fault.what, fault.got, fault.expected, fault.hint)


def named_columns(faults: Iterable[Fault], names: Sequence[str]) -> Iterator[Fault]:
    """Put the criterion's name where a kernel could only say "column 2"."""
    for fault in faults:
        found = re.fullmatch(r"column (\d+)", fault.where)
        where = f"criterion {names[int(found[1]) - 1]!r}" if found else fault.where
        yield Fault(where, fault.what, fault.got, fault.expected, fault.hint)


def faults_of(
    error: ValidationError, root: str = "", positional: Sequence[str] = ()
) -> list[Fault]:
    """Translate pydantic's errors; an `InputError` raised inside a validator keeps its words.

    `positional` names the arguments of a constructor, which pydantic knows by number.
    """
    faults: list[tuple[Fault, bool]] = []
    for item in error.errors(include_url=False):
        first, *rest = item["loc"] or ("",)
        if isinstance(first, int) and first < len(positional):
            first = positional[first]
        path = _path(root, (first, *rest))
        kind = item["type"]
        of_type = kind.endswith(("_type", "_parsing", "_from_float"))
        faults += [(fault, of_type) for fault in _translated(path, kind, item)]
    return list(_one_a_place(faults))


def _translated(path: str, kind: str, item: Any) -> Iterable[Fault]:
    context = item.get("ctx", {})
    cause = context.get("error")
    if isinstance(cause, InputError):
        return prefixed(path, cause.faults)
    if kind in ("missing", "missing_argument"):
        return [Fault(path, "missing")]
    if kind in ("extra_forbidden", "unexpected_keyword_argument"):
        return [Fault(path, "unknown key", hint="check the spelling, or take it out")]
    if kind == "literal_error":
        return choice_fault(path, item["input"], _quoted(context["expected"]))
    if kind == "union_tag_invalid":
        where = f"{path}.{context['discriminator'].strip(chr(39))}"
        return choice_fault(where, context["tag"], _quoted(context["expected_tags"]))
    if kind == "union_tag_not_found":
        return [Fault(f"{path}.{context['discriminator'].strip(chr(39))}", "missing")]
    if kind in _WORDS:
        what, expected = _WORDS[kind]
        return [Fault(path, what, brief(item["input"], 60), expected.format(**context))]
    what = item["msg"].removeprefix("Value error, ")
    return [Fault(path, what[:1].lower() + what[1:], got=brief(item["input"], 60))]


def _one_a_place(faults: Sequence[tuple[Fault, bool]]) -> Iterator[Fault]:
    """Keep what the first kind of a union says; the others say the same in other words."""
    kept: dict[Any, Fault] = {}
    for fault, of_type in faults:
        kept.setdefault((fault.where, None if of_type else fault.what), fault)
    above = {
        where[: dot.start()] for where, _ in kept for dot in re.finditer(r"\.", where[:LONGEST])
    }
    for (where, what), fault in kept.items():
        if what is not None or where not in above:
            yield fault


_WORDS = {
    "string_type": ("no text", "text"),
    "int_type": ("no whole number", "a whole number"),
    "int_parsing": ("no whole number", "a whole number"),
    "int_from_float": ("no whole number", "a whole number"),
    "float_type": ("no number", "a number"),
    "float_parsing": ("no number", "a number"),
    "bool_type": ("neither true nor false", "true or false"),
    "bool_parsing": ("neither true nor false", "true or false"),
    "list_type": ("no list", "a list"),
    "tuple_type": ("no list", "a list"),
    "dict_type": ("no table of names", "a table of names"),
    "mapping_type": ("no table of names", "a table of names"),
    "greater_than": ("too small", "more than {gt}"),
    "greater_than_equal": ("too small", "{ge} or more"),
    "less_than": ("too large", "less than {lt}"),
    "less_than_equal": ("too large", "{le} or less"),
    "too_long": ("too many of them", "at most {max_length}"),
    "too_short": ("too few of them", "at least {min_length}"),
}
"""What pydantic finds, in our words: what is wrong, and what may stand there."""

_BRANCHES = re.compile(r"(dict|list|tuple)\[.*|(function|tagged)-.*|str|\[key\]")
"""What pydantic puts into paths for the branches of a union."""


def _quoted(text: str) -> list[str]:
    """Return the choices of "'a', 'b' or 'c'"."""
    return text.split("'")[1::2]


def _path(root: str, parts: tuple[int | str, ...]) -> str:
    path = root
    for part in parts:
        if isinstance(part, int):
            path += f"[{part + 1}]"
        elif part and not _BRANCHES.fullmatch(part):
            path += f".{part}" if path else part
    return path


def _cut(text: str) -> str:
    return text if len(text) <= LONGEST else f"{text[: LONGEST - 3]}..."


def brief(value: object, width: int = 200) -> str:
    """Return what Python calls a value, cut to a width; what cannot be shown by its type's name."""
    try:
        text = repr(value)
    except Exception:  # nested a thousand deep, or of a class whose own fails
        return f"<{type(value).__name__}>"
    return text if len(text) <= width else text[: width - 3] + "..."
