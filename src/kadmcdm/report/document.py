"""A document as a list of blocks, and its renderings."""

from __future__ import annotations

import base64
import textwrap
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import TypeAlias

from kadmcdm._table import Table, markdown_escape, markdown_line, visible
from kadmcdm._typing import Language
from kadmcdm.report.phrases import say

WIDTH = 96
"""Columns of a terminal that sentences are wrapped to."""

FEWEST = 3
"""Headings below the title from which on a document has a table of contents."""


@dataclass(frozen=True, slots=True)
class Heading:
    """A heading; level 1 is the title."""

    text: str
    level: int = 2


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A paragraph; a strong one carries a warning or a verdict."""

    text: str
    strong: bool = False


@dataclass(frozen=True, slots=True)
class Bullets:
    """A list of points, or of numbered steps."""

    items: tuple[str, ...]
    numbered: bool = False


@dataclass(frozen=True, slots=True)
class Figure:
    """A picture as PNG, and the sentence that says what it shows to those who can't see it."""

    png: bytes
    alternative: str
    caption: str = ""


Block: TypeAlias = Heading | Paragraph | Bullets | Table | Figure


SHORT, FEW = 12, 1000
"""Rows and letters of a table up to which it is kept on one page."""

ENTRY = 120
"""Letters of a heading that the table of contents shows."""


def title_of(blocks: Sequence[Block], lang: Language) -> str:
    """Return the document's title: its highest heading, or a word for a document without any."""
    headings = [block for block in blocks if isinstance(block, Heading)]
    if not headings:
        return say("untitled", lang)
    return min(headings, key=lambda heading: heading.level).text


def listed_sections(blocks: Sequence[Block]) -> list[Heading]:
    """Return what the table of contents lists; nothing for a document too short to need one."""
    sections = [block for block in blocks if isinstance(block, Heading) and block.level > 1]
    if len(sections) < FEWEST:
        return []
    return [
        heading if len(heading.text) <= ENTRY else replace(heading, text=heading.text[:ENTRY] + "…")
        for heading in sections
    ]


def pixels(png: bytes) -> tuple[int, int]:
    """Return a PNG's width and height, which its first chunk says."""
    return int.from_bytes(png[16:20], "big"), int.from_bytes(png[20:24], "big")


def is_short(table: Table) -> bool:
    """Say whether a table had better stay on one page."""
    letters = sum(len(text) for row in table.rows for text in row)
    return len(table.rows) <= SHORT and letters <= FEW


def to_text(blocks: Sequence[Block]) -> str:
    """Render for a terminal."""
    out: list[str] = []
    for block in blocks:
        if isinstance(block, Heading):
            text = visible(block.text)
            line = ("=" if block.level == 1 else "-") * min(len(text), WIDTH)
            out.append(f"{text.upper() if block.level == 1 else text}\n{line}")
        elif isinstance(block, Paragraph):
            out.append(_filled(block.text))
        elif isinstance(block, Bullets):
            out.append("\n".join(_points(block)))
        elif isinstance(block, Figure):
            out.append(_filled(f"[{block.alternative}]"))
            if block.caption:
                out.append(_filled(block.caption))
        else:
            out.append(block.to_text())
    return "\n\n".join(out) + "\n"


def to_markdown(blocks: Sequence[Block]) -> str:
    """Render as GitHub-flavored Markdown, everything escaped."""
    out: list[str] = []
    for block in blocks:
        if isinstance(block, Heading):
            out.append("#" * block.level + " " + markdown_escape(block.text))
        elif isinstance(block, Paragraph):
            text = markdown_line(block.text)
            out.append(f"**{text}**" if block.strong and text else text)
        elif isinstance(block, Bullets):
            mark = "1." if block.numbered else "-"
            out.append("\n".join(f"{mark} {markdown_line(item)}" for item in block.items))
        elif isinstance(block, Figure):
            data = base64.b64encode(block.png).decode("ascii")
            out.append(f"![{markdown_escape(block.alternative)}](data:image/png;base64,{data})")
            if block.caption:
                out.append(markdown_line(block.caption))
        else:
            out.append(block.to_markdown())
    return "\n\n".join(out) + "\n"


def _points(block: Bullets) -> list[str]:
    lines = []
    for number, item in enumerate(block.items, 1):
        mark = f"{number}. " if block.numbered else "- "
        lines.append(_filled(item, mark))
    return lines


def _filled(text: str, mark: str = "") -> str:
    indent = " " * len(mark)
    return textwrap.fill(visible(text), WIDTH, initial_indent=mark, subsequent_indent=indent)
