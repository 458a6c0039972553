"""Ranks and scores beside the rows of the caller's own frame."""

from __future__ import annotations

from typing import Any, TypeVar, cast

from kadmcdm import _frames
from kadmcdm.errors import Fault, brief, did_you_mean, name_faults, raise_faults
from kadmcdm.ranking.result import Ranking

__all__ = ["add_scores"]

FrameT = TypeVar("FrameT")


def add_scores(frame: FrameT, ranking: Ranking, *, names: str | None = None) -> FrameT:
    """Return the frame with each candidate's rank and score, in a library's own kind of frame.

    Parameters
    ----------
    frame : data frame
        pandas, polars or pyarrow; it is not changed. Rows may stand in any order.
    ranking : Ranking
    names : str, optional
        As in `DecisionProblem.from_frame`; else the first column.

    Returns
    -------
    data frame
        Of the same library, its rows, columns and index kept, and at the end the columns ``rank``
        and ``score``: null for candidates that were left out when the problem was made.

    Raises
    ------
    InputError
        For rows that name nobody who was ranked, a name used twice, a ranked candidate without a
        row, and columns that are called ``rank`` or ``score`` already.

    Examples
    --------
    >>> import kadmcdm as kd, pandas as pd
    >>> frame = pd.DataFrame({"km": [34.8, 55.4]}, index=["Tuban", "Ngawi"])
    >>> problem = kd.DecisionProblem.from_frame(frame, [kd.Criterion("km", "cost")])
    >>> kd.add_scores(frame, kd.rank(problem, [1]))
             km  rank  score
    Tuban  34.8     1    1.0
    Ngawi  55.4     2    0.0
    """
    import narwhals.stable.v2 as nw

    if not isinstance(ranking, Ranking):
        raise_faults([Fault("ranking", "no Ranking", type(ranking).__name__, "kd.rank(...)")])
    table = _frames.opened(frame)
    columns = list(table.columns)
    labels = _frames.index_names(frame) if names is None else None
    column = names if names is not None else next(iter(columns), None)
    if labels is not None and column is not None and column not in ranking.problem.criterion_names:
        doubt = _frames.naming_fault(frame, column, _frames.text_column(table, column))
        raise_faults([] if doubt is None else [doubt])
    if labels is None:
        if column not in columns:
            hint = did_you_mean(names, columns)
            raise_faults([Fault(f"column {names!r}", "not in the frame", hint=hint)])
        labels = _frames.text_column(table, cast(str, column))
    rows = [label if label is None else str(label) for label in labels]
    problem = ranking.problem
    at = {name: k for k, name in enumerate(problem.candidate_names)}
    dropped = () if problem.preparation is None else problem.preparation.dropped_candidates
    faults = [
        Fault(f"column {name!r}", "it is there already", hint="rename it first")
        for name in ("rank", "score")
        if name in columns
    ]
    faults += name_faults(rows, "candidate")
    known = {*at, *dropped}
    faults += [
        Fault(
            f"row {k}",
            "nobody of that name was ranked",
            brief(row),
            hint=did_you_mean(row, at),
        )
        for k, row in enumerate(rows, 1)
        if row is not None and row not in known
    ]
    there = set(rows)
    faults += [Fault(f"candidate {name!r}", "it has no row") for name in at if name not in there]
    raise_faults(faults)
    found = [at.get(cast(str, row)) for row in rows]
    ranks = [None if k is None else int(ranking.ranks[k]) for k in found]
    scores = [None if k is None else float(ranking.scores[k]) for k in found]
    made: list[Any] = [
        nw.new_series(name, values, kind, backend=table.implementation)
        for name, values, kind in (
            ("rank", ranks, _whole(table, ranks)), ("score", scores, nw.Float64),
        )
    ]  # fmt: skip
    return cast(FrameT, table.with_columns(*made).to_native())


def _whole(table: Any, ranks: list[int | None]) -> Any:
    """Return the type of ranks: pandas' plain integers have no null, and become floats."""
    import narwhals.stable.v2 as nw

    return nw.Float64 if table.implementation.is_pandas() and None in ranks else nw.Int64
