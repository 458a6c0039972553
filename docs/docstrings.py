"""What mkdocstrings must know of our code: loaded by griffe, as mkdocs.yml says.

Docstrings are numpydoc, because that is what editors and notebooks show; the pages are Markdown.
Four constructs differ: formulas, citations, references, and simple tables.
"""

from __future__ import annotations

import re
from typing import Any

from griffe import Attribute, Class, ExprSubscript, Extension, Module, Object

MATH = re.compile(r"^( *)\.\. math:: *(.*(?:\n\1 +\S.*)*)", re.MULTILINE)
INLINE_MATH = re.compile(r":math:`([^`]+)`")
REFERENCE = re.compile(r"^( *)\.\. \[(\d+)\] (.*(?:\n\1 +\S.*)*)", re.MULTILINE)
CITATION = re.compile(r"\[(\d+)\]_")
RULE = r" *=+(?: +=+)+ *"
TABLE = re.compile(rf"^{RULE}\n(.*)\n{RULE}\n((?:.*\n)+?){RULE}$", re.MULTILINE)


def to_markdown(text: str) -> str:
    """Return the docstring with Markdown in place of reStructuredText."""
    text = TABLE.sub(_table, text)
    text = MATH.sub(lambda m: f"{m[1]}$$\n{m[1]}{_joined(m[2])}\n{m[1]}$$", text)
    text = INLINE_MATH.sub(r"$\1$", text)
    text = REFERENCE.sub(lambda m: f"{m[1]}[{m[2]}] {_joined(m[3])}\n", text)
    return CITATION.sub(r"[\1]", text)


def _joined(text: str) -> str:
    return " ".join(line.strip() for line in text.splitlines())


def _table(match: re.Match[str]) -> str:
    rule = match[0].splitlines()[0]
    spans = [found.span() for found in re.finditer("=+", rule)]
    ends = [start for start, _ in spans[1:]] + [None]

    def row(line: str) -> str:
        cells = [line[start:end].strip() for (start, _), end in zip(spans, ends, strict=True)]
        return "| " + " | ".join(cell.replace("|", "\\|") for cell in cells) + " |"

    lines = [row(match[1]), "| " + " | ".join("---" for _ in spans) + " |"]
    return "\n".join(lines + [row(line) for line in match[2].splitlines()])


class KadmcdmDocs(Extension):
    """Griffe's hooks: docstrings in Markdown; constructors of pydantic dataclasses."""

    def on_instance(self, *, obj: Object, **_: Any) -> None:
        """Rewrite one object's docstring, once it is loaded."""
        if obj.docstring is not None:
            obj.docstring.value = to_markdown(obj.docstring.value)

    def on_class_instance(self, *, cls: Class, **_: Any) -> None:
        """Show a pydantic model's fields as attributes: no signature of it can be read."""
        bases = {getattr(base, "canonical_path", None) for base in cls.bases}
        if cls.docstring is not None and "pydantic.BaseModel" in bases:
            text = cls.docstring.value
            cls.docstring.value = text.replace("Parameters\n----------", "Attributes\n----------")

    def on_module_members(self, *, mod: Module, **_: Any) -> None:
        """Let griffe read pydantic's dataclasses as it reads the standard ones."""
        for member in mod.members.values():
            if member.is_alias and member.target_path == "pydantic.dataclasses.dataclass":
                member.target_path = "dataclasses.dataclass"

    def on_attribute_instance(self, *, attr: Attribute, **_: Any) -> None:
        """Show a field's type without the validators that are annotated to it."""
        given = attr.annotation
        if isinstance(given, ExprSubscript) and given.canonical_path == "typing.Annotated":
            attr.annotation = given.slice.elements[0]
