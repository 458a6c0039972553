"""Small tables as text, HTML and Markdown, everything escaped."""

from __future__ import annotations

import html
import re
import unicodedata
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from functools import wraps
from types import FunctionType
from typing import Any

from kadmcdm import _text
from kadmcdm._typing import Language
from kadmcdm.errors import spelled

WIDTH = 100
"""Columns of a terminal that a table keeps to, where its figures let it."""

LONGEST = 1000
"""Letters of a cell that a terminal shows; HTML and Markdown show them all."""

SHOWN = 60
"""Rows of a table that a notebook or `print` shows whole; of more, the `FIRST` and the `LAST`."""
FIRST, LAST = 20, 5

_NARROWEST = (16, 12)  # what a column of words is left with; the second where there are many

# Embeddings, overrides and isolates: each acts on all that follows it, up to its end.
_TURNING = frozenset("\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")


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
        """Return the table in a fixed-width layout, its words wrapped to 100 columns."""
        lines = [[_cut(visible(cell)) for cell in line] for line in (self.headers, *self.rows)]
        widths = self._widths(lines)
        out = _wrapped(self.title)
        for position, line in enumerate(lines):
            parts = [_wrap(cell, width) for cell, width in zip(line, widths, strict=True)]
            for row in range(max(map(len, parts), default=1)):
                cells = [
                    _pad(part[row] if row < len(part) else "", widths[k], right=k in self.numeric)
                    for k, part in enumerate(parts)
                ]
                out.append("  ".join(cells).rstrip())
            if position == 0:
                out.append("  ".join("-" * width for width in widths))
        return "\n".join(out + _wrapped(self.caption))

    def to_markdown(self) -> str:
        """Return a Markdown (GFM) table."""
        rule = ["---:" if k in self.numeric else "---" for k in range(len(self.headers))]
        lines = [_markdown_row(self.headers), "| " + " | ".join(rule) + " |"]
        lines += [_markdown_row(row) for row in self.rows]
        out = [f"**{markdown_escape(self.title)}**", ""] if self.title.strip() else []
        out += lines
        if self.caption:
            out += ["", "\\\n".join(map(markdown_line, self.caption.splitlines()))]
        return "\n".join(out)

    def to_html(self) -> str:
        """Return an HTML table without colors, so that it follows light and dark themes.

        The classes keep MathJax, which notebooks run, from reading "$" as the start of a formula.
        """
        numeric = [k in self.numeric for k in range(len(self.headers))]
        out = [f'<table class="{_NO_FORMULAS}" style="{_TABLE_STYLE}">']
        if self.title:
            out.append(f'<caption style="text-align:left">{html_escape(self.title)}</caption>')
        heads = [
            _cell("th", text, right) for text, right in zip(self.headers, numeric, strict=True)
        ]
        out.append("<thead><tr>" + "".join(heads) + "</tr></thead><tbody>")
        for row in self.rows:
            cells = [_cell("td", text, right) for text, right in zip(row, numeric, strict=True)]
            out.append("<tr>" + "".join(cells) + "</tr>")
        out.append("</tbody></table>")
        if self.caption:
            style = "white-space:pre-line;overflow-wrap:anywhere"
            out.append(f'<p class="{_NO_FORMULAS}" style="{style}">{html_escape(self.caption)}</p>')
        return "".join(out)

    def shortened(self) -> Table:
        """Return the first and the last rows of a long table, "…" and a count between them."""
        left = len(self.rows) - FIRST - LAST
        if len(self.rows) <= SHOWN:
            return self
        said = next((k for k in range(len(self.headers)) if k not in self.numeric), 0)
        gap = tuple(f"… ({left})" if k == said else "…" for k in range(len(self.headers)))
        return replace(self, rows=(*self.rows[:FIRST], gap, *self.rows[-LAST:]))

    def __str__(self) -> str:
        """Return the text layout, a long table shortened."""
        return self.shortened().to_text()

    def _repr_mimebundle_(self, include: Any = None, exclude: Any = None) -> dict[str, str]:
        return bundle([self])

    def _widths(self, lines: Sequence[Sequence[str]]) -> list[int]:
        """Return the columns' widths: as wide as their cells, or less where words can wrap."""
        columns = list(zip(*lines, strict=True))
        widths = [max(map(shown_width, column)) for column in columns]
        room = WIDTH - 2 * (len(widths) - 1)
        if sum(widths) <= room:
            return widths
        tries = (self._least(columns, widths, narrowest) for narrowest in _NARROWEST)
        least = min(tries, key=lambda found: sum(found) > room)  # the first that fits, if any
        for most in range(max(widths), 0, -1):
            fitted = [max(low, min(width, most)) for low, width in zip(least, widths, strict=True)]
            if sum(fitted) <= room:
                return fitted
        return least

    def _least(
        self, columns: Sequence[Sequence[str]], widths: Sequence[int], narrowest: int
    ) -> list[int]:
        """Return what each column needs: figures don't wrap, headers and words do."""
        found = []
        for k, (head, *cells) in enumerate(columns):
            word = min(max(map(shown_width, head.split()), default=0), narrowest)
            figures = max(map(shown_width, cells), default=0)
            found.append(max(word, figures if k in self.numeric else min(widths[k], narrowest)))
        return found


class Display:
    """What a result shows of itself: override `tables`, get str and Jupyter's display for it.

    Its public methods that take ``lang`` refuse another language than "en" and "id".
    """

    __slots__ = ()

    def __init_subclass__(cls, **options: Any) -> None:
        super().__init_subclass__(**options)
        for name, given in list(vars(cls).items()):
            if isinstance(given, FunctionType) and not name.startswith("_"):
                code = given.__code__
                names = code.co_varnames[: code.co_argcount + code.co_kwonlyargcount]
                if "lang" in names:
                    setattr(cls, name, _in_a_language(given, names.index("lang") - 1))

    def tables(self, lang: Language = "en") -> tuple[Table, ...]:
        """Return what to show, as tables with labels in this language.

        Returns
        -------
        tuple of Table
            Each prints as text and shows as HTML in Jupyter.

        Raises
        ------
        InputError
            For another language.
        """
        raise TypeError(f"{type(self).__name__} shows no tables")

    def __str__(self) -> str:
        """Return the tables as text, long ones shortened."""
        return "\n\n".join(map(str, self.tables()))

    def _repr_mimebundle_(self, include: Any = None, exclude: Any = None) -> dict[str, str]:
        return bundle(self.tables())


def bundle(tables: Sequence[Table]) -> dict[str, str]:
    """Return tables in the three forms that notebooks pick from, long ones shortened."""
    tables = [table.shortened() for table in tables]
    return {
        "text/plain": "\n\n".join(table.to_text() for table in tables),
        "text/html": "".join(table.to_html() for table in tables),
        "text/markdown": "\n\n".join(table.to_markdown() for table in tables),
    }


def html_escape(text: str) -> str:
    """Escape text for HTML, all of it kept.

    A character that turns the direction of what follows gets an element of its own, so that it
    can't reorder the figures beside it. Control characters, which HTML can't hold, are spelled out.
    """
    escaped = html.escape(text)
    return escaped if escaped.isprintable() else "".join(map(_html_letter, escaped))


def markdown_escape(text: str) -> str:
    """Escape what Markdown or HTML would take for markup; spell out what can't be seen."""
    text = html.escape(visible(text).replace("\\", "\\\\"), quote=False)
    for mark in "|*_`[]#~$":
        text = text.replace(mark, "\\" + mark)
    return text


def markdown_line(text: str) -> str:
    """Escape a line's text, and what would make it a list or a heading at its start: "1. ", "-"."""
    return re.sub(r"^(\d*)([-+.)=])", r"\1\\\2", markdown_escape(text))


_NO_FORMULAS = "tex2jax_ignore mathjax_ignore"
_TABLE_STYLE = "font-variant-numeric:tabular-nums;overflow-wrap:break-word"


def _cell(tag: str, text: str, right: bool) -> str:
    style = f"text-align:{'right' if right else 'left'}"
    shown = html_escape(text)
    if len(text) > WIDTH:
        style += ";max-width:40em"
        if len(text) > LONGEST:  # whole, but no wall of letters
            shown = f'<div style="max-height:9em;overflow:auto">{shown}</div>'
    elif right and tag == "td":
        style += ";white-space:nowrap"
    return f'<{tag} style="{style}">{shown}</{tag}>'


def _html_letter(letter: str) -> str:
    if letter in _TURNING:
        return f"<bdi>&#{ord(letter)};</bdi>"
    if letter == "\r":
        return "&#13;"  # a bare one would be read as a new line
    unfit = letter not in "\t\n" and unicodedata.category(letter) in {"Cc", "Cs"}
    return spelled(letter) if unfit else letter


def _markdown_row(cells: Sequence[str]) -> str:
    return "| " + " | ".join(markdown_escape(text) for text in cells) + " |"


def visible(text: str) -> str:
    """Return text on one line, what can't be seen or would steer a terminal spelled out."""
    if text.isprintable():
        return " ".join(text.split())
    return spelled(_BLANKS.sub(" ", text).strip(" "))


def shown_width(text: str) -> int:
    """Return how many columns a text takes: an emoji or a Chinese letter takes two."""
    return len(text) if text.isascii() else sum(map(_letter_width, text))


def _letter_width(letter: str) -> int:
    if unicodedata.category(letter) in {"Mn", "Me", "Cf"}:
        return 0
    return 2 if unicodedata.east_asian_width(letter) in "WF" else 1


def _cut(text: str) -> str:
    """Leave out the middle of what is too long for a terminal."""
    if len(text) > LONGEST:
        text = _without_middle(text, LONGEST)
    return text if len(text) <= WIDTH else _LONG_WORD.sub(_cut_word, text)


_BLANKS = re.compile(r"[^\S\x1c-\x1f\x85]+")  # separators of data are spelled out
_LONG_WORD = re.compile(rf"\S{{{WIDTH + 1},}}")


def _cut_word(found: re.Match[str]) -> str:
    return _without_middle(found.group(), WIDTH // 2)


def _without_middle(text: str, most: int) -> str:
    tail = most // 3
    return f"{text[: most - tail - 1]}…{text[-tail:]}"


def _wrapped(text: str) -> list[str]:
    """Return a title or a caption, whose lines are kept, wrapped."""
    lines = [_LONG_WORD.sub(_cut_word, visible(line)) for line in text.splitlines()]
    return [part for line in lines for part in _wrap(line, WIDTH)]


def _wrap(text: str, width: int) -> list[str]:
    """Break text between words, and words that are wider still, by what a terminal shows."""
    if shown_width(text) <= width:
        return [text]
    lines, line, used = [], "", 0
    for word in text.split():
        needed = shown_width(word)
        if line and used + 1 + needed > width:
            lines.append(line)
            line, used = "", 0
        if line:
            line, used = f"{line} {word}", used + 1 + needed
            continue
        for letter in word:
            wide = _letter_width(letter)
            if line and used + wide > width:
                lines.append(line)
                line, used = "", 0
            line, used = line + letter, used + wide
    return [*lines, line]


def _pad(text: str, width: int, *, right: bool) -> str:
    space = " " * (width - shown_width(text))
    return space + text if right else text + space


def _in_a_language(method: Callable[..., Any], position: int) -> Callable[..., Any]:
    """Return a method that refuses an unknown language before it looks for its words."""

    @wraps(method)
    def spoken(self: Any, *arguments: Any, **named: Any) -> Any:
        given = arguments[position] if len(arguments) > position else named.get("lang", "en")
        _text.check_language(given)
        return method(self, *arguments, **named)

    return spoken
