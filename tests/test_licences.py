"""The licences of what kadmcdm needs, as ``docs/reference/licences.md`` lists them.

``python tests/test_licences.py --write`` renews its tables from what is installed.
"""

from __future__ import annotations

import re
import sys
import tomllib
from collections.abc import Iterator
from importlib.metadata import distribution
from pathlib import Path

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

ROOT = Path(__file__).parent.parent
PAGE = ROOT / "docs" / "reference" / "licences.md"
RENEW = "python tests/test_licences.py --write"
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
USES = {"always": PROJECT["dependencies"]} | {
    f"extra `{extra}`": many for extra, many in PROJECT["optional-dependencies"].items()
}
DECLARED = {Requirement(one): use for use, many in USES.items() for one in many}
NAMES = [one.name for one in DECLARED]
MARKED = re.compile(r"(<!-- (direct|brought):[^\n]*-->\n).*?(<!-- end -->)", re.DOTALL)
FAMILY = re.compile(
    r"MIT|BSD|Apache|Python Software Foundation|PSF|ISC|Zlib|MPL|LGPL|AGPL|GPL|HPND"
)
STRONG = re.compile(r"\bA?GPL|Affero|(?<!Lesser )General Public License", re.IGNORECASE)
"""Copyleft that would reach who builds on kadmcdm; the lesser licence does not."""


def licence(name: str) -> str:
    """Return what a package's own metadata says: an SPDX expression, a class, or a short name."""
    metadata = distribution(name).metadata
    classes = metadata.get_all("Classifier") or []
    said = [one.rpartition(" :: ")[2] for one in classes if one.startswith("License ::")]
    short = (metadata.get("License") or "").strip()
    return (
        metadata.get("License-Expression")
        or ", ".join(one for one in said if one != "OSI Approved")
        or (short if 0 < len(short) < 60 else "")
        or "not said"
    )


def brought() -> dict[str, str]:
    """Return what the declared packages bring along, and which of them brings it first."""
    found: dict[str, str] = {}
    todo = [(one, one.name) for one in DECLARED]
    seen: set[tuple[str, frozenset[str]]] = set()
    while todo:
        one, root = todo.pop(0)
        step = (canonicalize_name(one.name), frozenset(one.extras))
        if step not in seen:
            seen.add(step)
            todo += [(each, root) for each in needs(one)]
            found.setdefault(step[0], root)
    return {name: root for name, root in found.items() if name not in NAMES}


def needs(one: Requirement) -> Iterator[Requirement]:
    """Yield what a package asks for, on this machine, with these extras."""
    for each in map(Requirement, distribution(one.name).requires or []):
        chosen = [{"extra": extra} for extra in ("", *one.extras)]
        if each.marker is None or any(each.marker.evaluate(extra) for extra in chosen):
            yield each


def tables() -> dict[str, list[str]]:
    """Return the rows of both tables."""
    direct = [
        f"| {one.name} | {licence(one.name)} | {distribution(one.name).version} | {use} |"
        for one, use in DECLARED.items()
    ]
    more = [
        f"| {name} | {licence(name)} | {distribution(name).version} | {root} |"
        for name, root in sorted(brought().items())
    ]
    head = ["| package | licence | read at version | {} |", "| --- | --- | --- | --- |"]
    return {
        "direct": [head[0].format("needed"), head[1], *direct],
        "brought": [head[0].format("brought by"), head[1], *more],
    }


def stored() -> dict[str, str]:
    """Return package and licence of each row of the page."""
    text = PAGE.read_text(encoding="utf-8")
    rows = re.findall(r"^\| ([\w.-]+) \| ([^|]+) \|", text, re.MULTILINE)
    return {name: said.strip() for name, said in rows}


@pytest.mark.parametrize("name", NAMES)
def test_each_dependency_is_listed_with_its_licence(name: str) -> None:
    """Its family: the words change with the packages' metadata, and say the same."""
    said = stored()[name]
    assert FAMILY.search(said), said
    assert FAMILY.findall(licence(name))[:1] == FAMILY.findall(said)[:1], f"renew: {RENEW}"


def test_none_is_strong_copyleft() -> None:
    said = {name: licence(name) for name in (*NAMES, *brought())}
    assert len(said) > 30
    assert {name: text for name, text in said.items() if STRONG.search(text)} == {}
    assert [name for name, text in said.items() if text == "not said"] == []


@pytest.mark.parametrize(
    ("text", "strong"),
    [
        ("GPL-3.0-only", True),
        ("AGPL-3.0-or-later", True),
        ("GNU General Public License v3 (GPLv3)", True),
        ("GNU Affero General Public License v3", True),
        ("GNU Lesser General Public License v2 (LGPLv2)", False),
        ("LGPL-2.1", False),
        ("BSD-3-Clause AND 0BSD AND MIT", False),
    ],
)
def test_what_strong_is(text: str, strong: bool) -> None:
    assert bool(STRONG.search(text)) is strong


def main(arguments: list[str]) -> int:
    """Write the tables."""
    if arguments != ["--write"]:
        print(f"usage: {RENEW}", file=sys.stderr)
        return 2
    rows = tables()
    text = PAGE.read_text(encoding="utf-8")
    new = MARKED.sub(lambda found: "\n".join([found[1], *rows[found[2]], "", found[3]]), text)
    PAGE.write_text(new, encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
