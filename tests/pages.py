"""The pages of the docs as text: where they are, and their blocks."""

import re
from importlib.util import module_from_spec, spec_from_file_location
from pathlib import Path
from textwrap import dedent
from typing import Any

ROOT = Path(__file__).parent.parent
DOCS = ROOT / "docs"
PAGES = [ROOT / "README.md", *sorted(DOCS.glob("*.md")), *sorted(DOCS.glob("*/*.md"))]
PAGES = [page for page in PAGES if page.parent.name != "javascripts"]

MODULES = [
    "kadmcdm", "kadmcdm.core", "kadmcdm.partnership", "kadmcdm.datasets", "kadmcdm.plot",
    "kadmcdm.study", "kadmcdm.report",
]  # fmt: skip
"""Whose names the reference has."""

FENCE = re.compile(r"^ *(`{3,}|~{3,})(?P<info>[^\n]*)\n(?P<body>.*?)^ *\1 *$", re.MULTILINE | re.S)
HIDDEN = re.compile(r"<!---.*?-->\n?", re.S)
"""What the built page does not show: code that stands in for people, and marks for Sybil."""


def of_the_docs(name: str) -> Any:
    """Import a module that lies with the pages, and belongs to their build."""
    spec = spec_from_file_location(name, DOCS / f"{name}.py")
    assert spec is not None
    assert spec.loader is not None
    module = module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def page_id(page: Path) -> str:
    return page.relative_to(ROOT).as_posix()


def fences(page: Path) -> list[tuple[str, str]]:
    """Return language and text of each block."""
    return [(m["info"], m["body"]) for m in FENCE.finditer(page.read_text(encoding="utf-8"))]


def shown_blocks(page: Path) -> list[tuple[str, str, str]]:
    """Return the paragraph before, the language and the text of each block that a reader sees."""
    text = HIDDEN.sub("", page.read_text(encoding="utf-8"))
    found = []
    for match in FENCE.finditer(text):
        before = text[: match.start()].rstrip().rpartition("\n\n")[2]
        found.append((before, match["info"], dedent(match["body"])))
    return found
