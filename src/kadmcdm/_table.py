"""Small tables as text, HTML and Markdown, everything escaped."""

from __future__ import annotations

import html
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from kadmcdm._typing import Language


@dataclass(frozen=True, slots=True)
class Table:
    """Rows of text under headers; numbers come already formatted.

    Columns named in `numeric` are set flush right.
    """

    headers: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    numeric: frozenset[int] = frozenset()
    title: str = ""
    caption: str = ""

    def to_text(self) -> str:
        """Return the table in a fixed-width layout."""
        lines = [self.headers, *self.rows]
        widths = [max(_width(line[k]) for line in lines) for k in range(len(self.headers))]
        out = [self.title] if self.title else []
        for position, line in enumerate(lines):
            cells = [_pad(text, widths[k], right=k in self.numeric) for k, text in enumerate(line)]
            out.append("  ".join(cells).rstrip())
            if position == 0:
                out.append("  ".join("-" * width for width in widths))
        if self.caption:
            out.append(self.caption)
        return "\n".join(out)

    def to_markdown(self) -> str:
        """Return a Markdown (GFM) table."""
        rule = ["---:" if k in self.numeric else "---" for k in range(len(self.headers))]
        lines = [_markdown_row(self.headers), "| " + " | ".join(rule) + " |"]
        lines += [_markdown_row(row) for row in self.rows]
        out = [f"**{markdown_escape(self.title)}**", ""] if self.title else []
        out += lines
        if self.caption:
            out += ["", markdown_escape(self.caption)]
        return "\n".join(out)

    def to_html(self) -> str:
        """Return an HTML table without colors, so that it follows light and dark themes."""
        out = ["<table>"]
        if self.title:
            out.append(f"<caption>{html.escape(self.title)}</caption>")
        out.append("<thead><tr>" + "".join(map(_th, self.headers)) + "</tr></thead><tbody>")
        for row in self.rows:
            cells = [
                f'<td style="text-align:{"right" if k in self.numeric else "left"}">'
                f"{html.escape(text)}</td>"
                for k, text in enumerate(row)
            ]
            out.append("<tr>" + "".join(cells) + "</tr>")
        out.append("</tbody></table>")
        if self.caption:
            out.append(f"<p>{html.escape(self.caption)}</p>")
        return "".join(out)

    def __str__(self) -> str:
        """Return the text layout."""
        return self.to_text()

    def _repr_mimebundle_(self, include: Any = None, exclude: Any = None) -> dict[str, str]:
        return bundle([self])


class Display:
    """What a result shows of itself: override `tables`, get str and Jupyter's display for it."""

    __slots__ = ()

    def tables(self, lang: Language = "en") -> tuple[Table, ...]:
        """Return what to show, as tables with labels in this language.

        Returns
        -------
        tuple of Table
            Each prints as text and shows as HTML in Jupyter.
        """
        raise TypeError(f"{type(self).__name__} shows no tables")

    def __str__(self) -> str:
        """Return the tables as text."""
        return "\n\n".join(table.to_text() for table in self.tables())

    def _repr_mimebundle_(self, include: Any = None, exclude: Any = None) -> dict[str, str]:
        return bundle(self.tables())


def bundle(tables: Sequence[Table]) -> dict[str, str]:
    """Return tables in the three forms that notebooks pick from."""
    return {
        "text/plain": "\n\n".join(table.to_text() for table in tables),
        "text/html": "".join(table.to_html() for table in tables),
        "text/markdown": "\n\n".join(table.to_markdown() for table in tables),
    }


def markdown_escape(text: str) -> str:
    """Escape what Markdown or HTML would take for markup."""
    text = html.escape(text.replace("\\", "\\\\"), quote=False)
    for mark in "|*_`[]#~":
        text = text.replace(mark, "\\" + mark)
    return " ".join(text.split())


def _markdown_row(cells: Sequence[str]) -> str:
    return "| " + " | ".join(markdown_escape(text) for text in cells) + " |"


def _th(text: str) -> str:
    return f"<th>{html.escape(text)}</th>"


def _width(text: str) -> int:
    wide = sum(unicodedata.east_asian_width(letter) in "WF" for letter in text)
    marks = sum(unicodedata.combining(letter) > 0 for letter in text)
    return len(text) + wide - marks


def _pad(text: str, width: int, *, right: bool) -> str:
    text = " ".join(text.split())
    space = " " * (width - _width(text))
    return space + text if right else text + space
