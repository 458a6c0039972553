"""The searches: by bounds, by looking at all, or among connected coalitions alone."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial
from typing import TypeAlias

import numpy as np

from kadmcdm._typing import BoolArray, IntArray
from kadmcdm.core import coalitions as shapes
from kadmcdm.core.coalition_scale import coalitions, connected
from kadmcdm.core.coalition_search import Best, best_first, keep, nothing, ranges, scan
from kadmcdm.errors import Fault, InputError, brief
from kadmcdm.partnership.coalition_result import SearchUsed
from kadmcdm.partnership.coalition_scoring import (
    Column,
    Frame,
    Mapper,
    chunks,
    losses_of,
    spans,
    tile_count,
)

Answers: TypeAlias = Callable[[int], Best]

CONNECTED = 1_000_000
"""Connected coalitions that are grown and held at most."""


def _allow(frame: Frame, contiguous: bool, members: IntArray) -> BoolArray:
    rows = frame.rows(members)
    borders = frame.table.borders > 0
    together = shapes.contiguous(borders[rows[:, :, None], rows[:, None, :]])
    return together if contiguous else ~together


def searcher(
    frame: Frame,
    columns: Sequence[Column],
    search: str,
    contiguous: bool | None,
    map_: Mapper,
) -> tuple[SearchUsed, Answers]:
    """Return the search to use, and the function that does it for a number of answers."""
    n, others = len(frame.pool), frame.others
    folded = bool(columns) and all(column.folded for column in columns)
    features = [column.feature for column in columns]
    allow = None if contiguous is None else partial(_allow, frame, contiguous)
    if search == "auto" and contiguous:
        grown = _connected(frame)
        if grown is not None:
            return "connected", partial(_given, frame, columns, grown)
    if search == "bound" and not (folded and others >= 3):
        what = "it leaves fewer than three members to choose, so there is nothing to bound"
        if not columns:
            what = "no criterion separates the coalitions, so there is nothing to bound"
        raise InputError([Fault("search", what, brief(search), "'enumerate' or 'auto'")])
    if folded and others >= 3 and search != "enumerate":
        return "bound", lambda top: best_first(features, n, others, top, allow)
    if folded and others >= 3:
        parts = ranges(n, others, tile_count(frame.total))

        def scanned(top: int) -> Best:
            tasks = [(features, n, others, part, top, allow) for part in parts]
            return keep(map_(scan, tasks, "coalitions"), top)

        return "enumerate", scanned

    def enumerated(top: int) -> Best:
        tasks = [(frame, columns, span, top, allow) for span in spans(frame.total)]
        return keep(map_(_enumerate, tasks, "coalitions"), top)

    return "enumerate", enumerated


def _connected(frame: Frame) -> IntArray | None:
    """Return the connected coalitions as places in the pool, or None when there are too many."""
    rows = frame.pool if frame.initiator is None else np.append(frame.pool, frame.initiator)
    borders = frame.table.borders[np.ix_(rows, rows)] > 0
    if frame.initiator is None:
        return connected(borders, frame.others, None, CONNECTED)
    grown = connected(borders, frame.others + 1, len(frame.pool), CONNECTED)
    return None if grown is None else grown[:, :-1]  # the initiator has the last place


def _given(frame: Frame, columns: Sequence[Column], members: IntArray, top: int) -> Best:
    parts = [nothing(frame.others)]
    for begin, end in chunks(0, len(members)):
        part = members[begin:end]
        parts.append(Best(losses_of(frame, columns, part), part, len(part)))
        parts = [keep(parts, top)]
    return parts[0]


def _enumerate(
    frame: Frame,
    columns: Sequence[Column],
    span: tuple[int, int],
    top: int,
    allow: Callable[[IntArray], BoolArray] | None,
) -> Best:
    parts = [nothing(frame.others)]
    for begin, end in chunks(*span):
        members = coalitions(len(frame.pool), frame.others, begin, end)
        losses = losses_of(frame, columns, members)
        if allow is not None:
            allowed = allow(members)
            members, losses = members[allowed], losses[allowed]
        parts = [keep([*parts, Best(losses, members, end - begin)], top)]
    return parts[0]
