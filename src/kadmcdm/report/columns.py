"""The columns of a table on paper: how wide each is, and where a table too wide is cut."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from kadmcdm._table import Table, visible
from kadmcdm._typing import Language
from kadmcdm.report.phrases import say

PAGE = 9638
"""What A4 leaves between margins of 2 cm, in twentieths of a point."""

SIZES = (9.0, 8.0, 7.0)
"""Sizes of letters that a table is tried in, in points."""

MARGIN = 85
"""Left and right of a cell, in twentieths of a point."""

_LETTER = 0.56  # a digit of Arial, by its size; most small letters are narrower
_BOLD = 1.2  # headers, against other words; "menunggu" needs it
_WORD = 18  # letters of a word or a figure that stay on one line
_NAME = 22  # letters of a row's name that do
_MOST = 80  # letters of a line, where there is room


def laid_out(table: Table, lang: Language) -> Iterator[tuple[Table, float, list[int]]]:
    """Yield a table, or its parts, with the size of its letters and its columns' widths.

    A table that no size fits on the page is cut between columns; each part begins with the columns
    that name the rows, and nothing is left out.
    """
    letters = [_letters(table, column) for column in range(len(table.headers))]
    for size in SIZES:
        widths = _widths(letters, size)
        if sum(widths) <= PAGE:
            yield table, size, widths
            return
    groups = _groups(table, [_twips(least, size) for least, _ in letters])
    cut = [[letters[k] for k in columns] for columns in groups]
    size = next(size for size in SIZES if all(sum(_widths(part, size)) <= PAGE for part in cut))
    for number, columns in enumerate(groups, 1):
        place = {"n": number, "all": len(groups)}
        titled = say("continued", lang, title=table.title, **place)
        part = Table(
            tuple(table.headers[k] for k in columns),
            tuple(tuple(row[k] for k in columns) for row in table.rows),
            frozenset(place for place, k in enumerate(columns) if k in table.numeric),
            title=titled if table.title else say("columns", lang, **place),
            caption=table.caption if number == len(groups) else "",
        )
        yield part, size, _widths(cut[number - 1], size)


def _letters(table: Table, column: int) -> tuple[int, int]:
    """Return the letters that a column needs, so that little breaks, and those it would like."""
    head = visible(table.headers[column])
    cells = [visible(row[column]) for row in table.rows]
    longest = max(map(len, cells), default=0)
    word = max((len(word) for cell in cells for word in cell.split()), default=0)
    title = max((round(len(word) * _BOLD) for word in head.split()), default=0)
    body = min(longest, _WORD) if column in table.numeric else min(word, _WORD)
    if column == _naming(table):
        body = min(longest, _NAME)
    least = max(body, min(title, _WORD), 2)
    return least, max(least, min(_MOST, max(longest, round(len(head) * _BOLD))))


def _naming(table: Table) -> int:
    """Return the column that names the rows: the first with words."""
    return next((k for k in range(len(table.headers)) if k not in table.numeric), 0)


def _twips(letters: float, size: float) -> int:
    return round(letters * size * 20 * _LETTER) + 2 * MARGIN


def _widths(letters: Sequence[tuple[int, int]], size: float) -> list[int]:
    """Return what columns need, and of what they would like as much as the page has room for."""
    least = [_twips(low, size) for low, _ in letters]
    most = [_twips(high, size) for _, high in letters]
    room, wish = PAGE - sum(least), sum(most) - sum(least)
    share = max(0.0, min(1.0, room / wish)) if wish else 0.0
    return [int(low + (high - low) * share) for low, high in zip(least, most, strict=True)]


def _groups(table: Table, widths: Sequence[int]) -> list[list[int]]:
    """Cut columns into as few parts as fit the page, of about the same width."""
    naming = _naming(table)
    lead = [*range(naming + 1)]
    if sum(widths[k] for k in lead) > PAGE / 2:
        lead = [naming]
    others = [k for k in range(len(widths)) if k not in lead]
    room = PAGE - sum(widths[k] for k in lead)
    parts = _filled(others, widths, room)
    for less in range(room, 0, -100):
        tighter = _filled(others, widths, less)
        if len(tighter) > len(parts):
            break
        parts = tighter
    return [[*lead, *part] for part in parts]


def _filled(columns: Sequence[int], widths: Sequence[int], room: int) -> list[list[int]]:
    parts: list[list[int]] = [[]]
    for k in columns:
        if parts[-1] and sum(widths[j] for j in parts[-1]) + widths[k] > room:
            parts.append([])
        parts[-1].append(k)
    return parts
