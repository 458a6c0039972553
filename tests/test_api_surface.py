"""What is public, one line each, as ``tests/api.txt`` has it: nothing changes there unseen.

``python tests/test_api_surface.py --write`` renews the file. It refuses when names, parameters or
fields changed and the section [Unreleased] of CHANGELOG.md still says what it said at the last
writing: the file's first lines hold that section's digest. So no history of commits is needed.
"""

from __future__ import annotations

import hashlib
import inspect
import re
import sys
from collections.abc import Iterable, Iterator, Mapping
from difflib import unified_diff
from importlib import import_module
from pathlib import Path
from pkgutil import walk_packages
from typing import Any, ForwardRef, Literal, get_args, get_origin

import pytest

import kadmcdm

ROOT = Path(__file__).parent.parent
STORED = ROOT / "tests" / "api.txt"
MODULES = [
    "kadmcdm", "kadmcdm.core", "kadmcdm.partnership", "kadmcdm.datasets", "kadmcdm.plot",
    "kadmcdm.study", "kadmcdm.report",
]  # fmt: skip
RENEW = "python tests/test_api_surface.py --write"
PLAIN = (str, int, float, bool, type(None))


def surface() -> list[str]:
    """Return every public name, with its parameters, fields and members, and every command."""
    seen: dict[int, str] = {}
    lines: list[str] = []
    for module in map(import_module, MODULES):
        for name in sorted(module.__all__):
            thing, path = getattr(module, name), f"{module.__name__}.{name}"
            if id(thing) in seen and callable(thing):
                lines.append(f"{path} is {seen[id(thing)]}")
            elif not inspect.ismodule(thing):
                seen[id(thing)] = path
                lines += described(path, thing)
    for base in inherited(map(named, seen.values())):
        lines += described(base.__qualname__, base)
    return [*lines, *choices(), *commands()]


def named(path: str) -> Any:
    """Return the thing of a dotted name."""
    module, _, name = path.rpartition(".")
    return getattr(import_module(module), name)


def described(path: str, thing: Any) -> Iterator[str]:
    """Yield the lines of one name."""
    if inspect.isclass(thing):
        bases = ", ".join(base.__name__ for base in thing.__bases__ if base is not object)
        yield f"class {path}({bases})" if bases else f"class {path}"
        yield from members(path, thing)
    elif callable(thing) and hasattr(thing, "__name__"):
        yield path + signature(thing, hints(thing))
    elif isinstance(thing, Mapping):
        yield f"{path}: {type(thing).__name__} of {', '.join(sorted(map(str, thing)))}"
    else:
        yield f"{path}: {type(thing).__name__}"


def members(path: str, kind: type) -> Iterator[str]:
    """Yield how a class is called, and what it adds to its bases."""
    fields: dict[str, Any] = {}
    for one in reversed(kind.__mro__):
        fields |= hints(one)
    asked: set[str] = set()
    if kind.__init__ is not object.__init__ or kind.__new__ is not object.__new__:
        try:
            asked = set(inspect.signature(kind).parameters)
            yield path + signature(kind, fields)
        except ValueError:  # of an exception that adds nothing
            pass
    own = {name: value for name, value in vars(kind).items() if not name.startswith("_")}
    for name in sorted({*own, *hints(kind)}):
        value = inspect.unwrap(getattr(own.get(name), "__func__", own.get(name)))
        if name.startswith("_") or name in asked:
            continue
        if inspect.isfunction(value):
            yield f"{path}.{name}{signature(value, hints(value))}"
        elif got := getattr(value, "fget", None) or getattr(value, "func", None):
            yield f"{path}.{name}: {text(hints(got).get('return'))}"
        elif name in fields:
            yield f"{path}.{name}: {text(fields[name])}"


def hints(thing: Any) -> dict[str, Any]:
    """Return the annotations as they are written, those of a class without its bases'."""
    found = vars(thing).get("__annotations__", {}) if isinstance(thing, type) else None
    return dict(getattr(thing, "__annotations__", {}) if found is None else found)


def text(annotation: Any) -> str:
    """Return an annotation as written; what was evaluated differs between versions of Python."""
    if isinstance(annotation, ForwardRef):
        annotation = annotation.__forward_arg__
    return annotation.strip("'\"") if isinstance(annotation, str) else "..."


def signature(thing: Any, written: Mapping[str, Any]) -> str:
    """Return parameters with their types and defaults, and what comes back."""
    found = inspect.signature(thing)
    parameters = []
    for one in found.parameters.values():
        kind = one.annotation if isinstance(one.annotation, str) else written.get(one.name, "")
        default = one.empty if one.default is one.empty else shown(one.default)
        kept = Raw(text(kind)) if kind else one.empty
        parameters.append(one.replace(annotation=kept, default=default))
    returned = "" if inspect.isclass(thing) else f" -> {text(written.get('return'))}"
    return str(inspect.Signature(parameters)) + returned


class Raw(str):
    """Text that ``inspect`` prints without quotes."""

    def __repr__(self) -> str:
        return str(self)


def shown(default: Any) -> Raw:
    """Return a default as people write it; a version, a factory or an array as ``...``."""
    plain = isinstance(default, PLAIN) or (
        isinstance(default, tuple) and all(isinstance(part, PLAIN) for part in default)
    )
    method = type(default).__module__.startswith("kadmcdm.methods")
    return Raw(repr(default) if (plain or method) and default != kadmcdm.__version__ else "...")


def inherited(things: Iterable[Any]) -> list[type]:
    """Return the classes of ours that public ones build on and that are not public themselves."""
    classes = {thing for thing in things if inspect.isclass(thing)}
    bases = {base for kind in classes for base in kind.__mro__ if "kadmcdm" in base.__module__}
    return sorted(bases - classes, key=lambda base: base.__qualname__)


def choices() -> list[str]:
    """Return the closed choices by name: the values that a parameter of that type takes."""
    within = walk_packages(kadmcdm.__path__, "kadmcdm.")
    modules = [import_module(one.name) for one in within if not one.name.endswith("__main__")]
    return sorted(
        {
            f"{name} = {' | '.join(map(repr, get_args(alias)))}"
            for module in modules
            for name, alias in vars(module).items()
            if get_origin(alias) is Literal and name != "PhraseKey"  # the keys of our own words
        }
    )


def commands() -> Iterator[str]:
    """Yield each command with its arguments and options."""
    from typer.main import get_command

    from kadmcdm.cli import app

    root: Any = get_command(app)
    for name, command in sorted(root.commands.items()):
        said = [*(one.opts[0] if one.opts[0].startswith("-") else one.name.upper()
                  for one in command.params)]  # fmt: skip
        yield " ".join(["$ kadmcdm", name, *said])


def unreleased() -> str:
    """Return what CHANGELOG.md says under [Unreleased]."""
    changes = (ROOT / "CHANGELOG.md").read_text(encoding="utf-8")
    found = re.search(r"^## \[Unreleased\]\n(.*?)(?=^## |\Z)", changes, re.MULTILINE | re.DOTALL)
    return found.group(1).strip() if found else ""


def page(lines: list[str], changes: str) -> str:
    """Return the file's text."""
    digest = hashlib.sha256(changes.encode()).hexdigest()
    head = [f"# Renew with: {RENEW}", f"# [Unreleased] when last written: {digest}"]
    return "\n".join([*head, *lines]) + "\n"


def renewed(stored: str, lines: list[str], changes: str) -> str:
    """Return the new text, or refuse a change that CHANGELOG.md does not speak of."""
    new = page(lines, changes)
    (was, *old), (now, *_) = stored.splitlines()[1:] or [""], new.splitlines()[1:]
    if old != lines and (was == now or not changes):
        raise SystemExit(
            "Refused: say under [Unreleased] of CHANGELOG.md what changed, then again."
        )
    return new


def test_the_surface_is_as_stored() -> None:
    stored = STORED.read_text(encoding="utf-8").splitlines()[2:]
    changed = "\n".join(unified_diff(stored, surface(), "tests/api.txt", "now", lineterm="", n=0))
    assert not changed, f"public names changed:\n{changed}\nMeant? CHANGELOG.md, then: {RENEW}"


def test_the_surface_has_every_public_name() -> None:
    names = {re.split(r"[(: ]", line.removeprefix("class "))[0] for line in surface()}
    said = {f"{module}.{name}" for module in MODULES for name in import_module(module).__all__}
    assert said - {path for path in said if inspect.ismodule(named(path))} <= names
    assert not any(" at 0x" in line for line in surface())


def test_a_change_that_nobody_speaks_of_is_refused() -> None:
    before = page(["f(x)"], "- `f`.")
    assert renewed(before, ["f(x)"], "- `f`.") == before
    assert renewed(before, ["f(x, y)"], "- `f` takes y.") == page(["f(x, y)"], "- `f` takes y.")
    for changes in ("- `f`.", ""):
        with pytest.raises(SystemExit, match="CHANGELOG"):
            renewed(before, ["f(x, y)"], changes)


def main(arguments: list[str]) -> int:
    """Print the surface, or write it down."""
    if arguments not in ([], ["--write"]):
        print(f"usage: {RENEW}", file=sys.stderr)
        return 2
    lines = surface()
    if arguments:
        stored = STORED.read_text(encoding="utf-8") if STORED.exists() else page([], "")
        STORED.write_text(renewed(stored, lines, unreleased()), encoding="utf-8")
    else:
        print("\n".join(lines))
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
