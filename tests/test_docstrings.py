"""What the reference is made of: docstrings that say all a reader needs, by their sections."""

from __future__ import annotations

import ast
import dataclasses
import importlib
import inspect
import re
import textwrap
from collections.abc import Iterator
from inspect import isclass, isfunction, ismodule
from typing import Any

import pytest

from kadmcdm.methods import BY_NAME
from pages import MODULES

SECTION = re.compile(r"^([A-Z][A-Za-z ]+)\n-{3,}$", re.MULTILINE)
RAISES = {"raise_faults", "choice_fault", "check_language"}


def public() -> dict[str, Any]:
    """Return each public function and class once, with the path it is known by."""
    found: dict[int, tuple[str, Any]] = {}
    for module in MODULES:
        here = importlib.import_module(module)
        for name in here.__all__:
            thing = inspect.unwrap(getattr(here, name))  # a cached function is a function
            if not ismodule(thing) and (isfunction(thing) or isclass(thing)):
                found.setdefault(id(thing), (f"{module}.{name}", thing))
    return dict(found.values())


PUBLIC = public()
FUNCTIONS = {path: thing for path, thing in PUBLIC.items() if isfunction(thing)}
CLASSES = {path: thing for path, thing in PUBLIC.items() if isclass(thing)}


def sections(thing: Any) -> dict[str, str]:
    """Return the sections of a docstring; the summary's is named by nothing."""
    parts = SECTION.split(inspect.cleandoc(thing.__doc__ or ""))
    return dict(zip(["", *parts[1::2]], parts[::2], strict=True))


def said_names(section: str) -> list[str]:
    """Return what a section of parameters or attributes describes."""
    heads = [line.split(" : ")[0] for line in section.splitlines() if line[:1].strip()]
    return [name.strip().lstrip("*") for head in heads for name in head.split(",")]


def raises(function: Any) -> bool:
    """Tell whether a function itself raises `InputError`, without looking into what it calls."""
    tree = ast.parse(textwrap.dedent(inspect.getsource(function)))
    calls = {node.func.id for node in ast.walk(tree)
             if isinstance(node, ast.Call) and isinstance(node.func, ast.Name)}  # fmt: skip
    return bool(calls & (RAISES | {"InputError"}))


def gaps(function: Any, *, method: bool) -> Iterator[str]:
    """Yield what a docstring leaves unsaid; a method may be said in one line."""
    said = sections(function)
    if not said[""].strip():
        yield "no summary"
    takes = [name for name in inspect.signature(function).parameters if name not in ("self", "cls")]
    if "Parameters" in said or not method:
        named = said_names(said.get("Parameters", ""))
        if sorted(named) != sorted(takes):
            yield f"parameters {set(named) ^ set(takes)}"
        told = method and said[""].startswith("Return ")
        if not told and not {"Returns", "Yields"} & said.keys():
            yield "no Returns"
        if raises(function) and "Raises" not in said:
            yield "no Raises"
    if not method and ">>>" not in said.get("Examples", ""):
        yield "no example"


def methods(cls: type) -> Iterator[tuple[str, Any]]:
    """Yield the public methods that a class defines itself, and its properties' getters."""
    for name, thing in vars(cls).items():
        made = thing.__func__ if isinstance(thing, (classmethod, staticmethod)) else thing
        made = made.fget if isinstance(made, property) else inspect.unwrap(made)
        if not name.startswith(("_", "model_")) and isfunction(made):
            yield name, made


def fields(cls: Any) -> list[str]:
    """Return the names of what an object of a class is made of."""
    if dataclasses.is_dataclass(cls):
        names = [field.name for field in dataclasses.fields(cls)]
    else:
        names = [*getattr(cls, "model_fields", getattr(cls, "_fields", ()))]
    return [name for name in names if not name.startswith("_") and name != "version"]


@pytest.mark.parametrize("path", FUNCTIONS)
def test_a_function_says_parameters_result_errors_and_an_example(path: str) -> None:
    assert list(gaps(FUNCTIONS[path], method=False)) == []


@pytest.mark.parametrize("path", CLASSES)
def test_a_class_says_its_fields_its_methods_and_an_example(path: str) -> None:
    cls = CLASSES[path]
    said = sections(cls)
    text = inspect.cleandoc(cls.__doc__ or "")
    assert said[""].strip()
    assert ">>>" in said.get("Examples", "")
    named = said_names(said.get("Parameters", "") + said.get("Attributes", ""))
    assert [name for name in fields(cls) if name not in named and f"`{name}`" not in text] == []
    found = {name: list(gaps(made, method=True)) for name, made in methods(cls)}
    assert {name: gap for name, gap in found.items() if gap} == {}


@pytest.mark.parametrize("name", sorted(set(BY_NAME) - {"pymcdm", "AHP"}))
def test_a_method_cites_who_proposed_it(name: str) -> None:
    cites = " ".join(sections(BY_NAME[name]).get("References", "").split())
    assert re.match(r"\.\. \[1\] .+ \(\d{4}\)\. ", cites)


def test_the_check_finds_what_is_left_unsaid() -> None:
    def bare(a: int, b: int) -> int:
        """Add.

        Parameters
        ----------
        a, c : int
        """
        if a < 0:
            raise_faults([])
        return a + b

    wanted = ["parameters {'b', 'c'}", "no Returns", "no Raises", "no example"]
    assert [gap.replace("{'c', 'b'}", "{'b', 'c'}") for gap in gaps(bare, method=False)] == wanted


def raise_faults(_: object) -> None:
    """Stand in for that of `kadmcdm.errors`."""
