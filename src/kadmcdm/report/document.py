"""A document as a list of blocks, and its renderings."""

from __future__ import annotations

import base64
import re
import textwrap
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TypeAlias

from kadmcdm._table import Table, markdown_escape

WIDTH = 96


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


def to_text(blocks: Sequence[Block]) -> str:
    """Render for a terminal."""
    out: list[str] = []
    for block in blocks:
        if isinstance(block, Heading):
            text = " ".join(block.text.split())
            line = ("=" if block.level == 1 else "-") * min(len(text), WIDTH)
            out.append(f"{text.upper() if block.level == 1 else text}\n{line}")
        elif isinstance(block, Paragraph):
            out.append(textwrap.fill(block.text, WIDTH))
        elif isinstance(block, Bullets):
            out.append("\n".join(_points(block)))
        elif isinstance(block, Figure):
            out.append(textwrap.fill(f"[{block.alternative}]", WIDTH))
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
            text = _inline(block.text)
            out.append(f"**{text}**" if block.strong else text)
        elif isinstance(block, Bullets):
            mark = "1." if block.numbered else "-"
            out.append("\n".join(f"{mark} {_inline(item)}" for item in block.items))
        elif isinstance(block, Figure):
            data = base64.b64encode(block.png).decode("ascii")
            out.append(f"![{markdown_escape(block.alternative)}](data:image/png;base64,{data})")
            if block.caption:
                out.append(_inline(block.caption))
        else:
            out.append(block.to_markdown())
    return "\n\n".join(out) + "\n"


def _inline(text: str) -> str:
    """Escape a line's text, and what would make it a list at its start: "- ", "1. "."""
    return re.sub(r"^(\d*)([-+.)])", r"\1\\\2", markdown_escape(text))


def _points(block: Bullets) -> list[str]:
    lines = []
    for number, item in enumerate(block.items, 1):
        mark = f"{number}. " if block.numbered else "- "
        lines.append(
            textwrap.fill(item, WIDTH, initial_indent=mark, subsequent_indent=" " * len(mark))
        )
    return lines
