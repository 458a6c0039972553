"""Rank acceptability: how often each candidate takes each rank."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from typing import Any, Literal, NamedTuple, Protocol, TypeAlias

import numpy as np

from kadmcdm._typing import BoolArray, FloatArray, IntArray
from kadmcdm.core.ordering import TIE_TOLERANCE, ranks

Losses: TypeAlias = Callable[[FloatArray, FloatArray], None]
"""``fill(weights (c, n), out (c, m))``: losses, not negative, lower is better, as scores order."""

Precision: TypeAlias = Literal["float64", "float32"]

SCORE_BLOCK = 2**18
"""Bytes of losses at a time, so that a block stays in the second-level cache."""

BLAS_BLOCK = 2**18
"""Multiplications in one matrix product: OpenBLAS starts threads of its own above this."""

PROBE = 64
"""Samples that show which candidates may be tied always."""


SPREAD = 1024
"""Samples of a block, at least, that say how far the weights spread which put a candidate first."""


class Scorer(Protocol):
    """Whatever scores a matrix under weights, batched by law 1."""

    def __call__(
        self, matrix: FloatArray, weights: FloatArray, benefit: BoolArray, /
    ) -> FloatArray:
        """Return (..., m) scores, higher is better."""


def rank_acceptability(
    matrix: FloatArray, weights: FloatArray, benefit: BoolArray, method: Scorer
) -> FloatArray:
    """Return the share of weight vectors that give each candidate each rank.

    Parameters
    ----------
    matrix : (m, n) array
    weights : (S, n) array
    benefit : (n,) array of bool
    method : callable
        ``method(matrix, weights, benefit)`` returns (S, m) scores, like `topsis`.

    Returns
    -------
    (m, m) array
        [candidate, rank - 1]; rows and columns sum to 1. Candidates whose scores are tied under
        every weight vector (equal rows, say) share their positions equally; a chance tie inside
        one sample goes to the candidate that stands first.

    Notes
    -----
    Memory grows with S m. `kadmcdm.smaa` goes tile by tile.

    Examples
    --------
    >>> from kadmcdm.core import weighted_sum
    >>> w = np.array([[0.9, 0.1], [0.6, 0.4], [0.2, 0.8]])
    >>> rank_acceptability(np.eye(2), w, np.array([True, True]), weighted_sum).round(3).tolist()
    [[0.667, 0.333], [0.333, 0.667]]

    References
    ----------
    .. [1] Lahdelma, R. and Salminen, P. (2001). SMAA-2: Stochastic multicriteria acceptability
       analysis for group decision making. Operations Research 49(3), 444-454.
    """
    m = matrix.shape[-2]
    probe = method(matrix, weights[:PROBE], benefit)
    always = always_tied(probe, np.zeros(m, dtype=np.int64))
    if len(np.unique(always)) < m:
        always = always_tied(method(matrix, weights, benefit), always)
    fill = losses_of(lambda w: method(matrix, w, benefit))
    counts = tally(weight_blocks(fill, weights, m), len(weights), m).counts
    shares: FloatArray = share_positions(counts, always) / weights.shape[-2]
    return shares


class Tally(NamedTuple):
    """What a block of samples counted; the parts not asked for are empty.

    `counts` (m, t) [candidate, position]; `firsts` (m,); `weight_sums` (m, n), the weights that
    put a candidate first, added up; `wins` (m, m), how often the row stands above the column;
    `spread` (m, 1 + 2 n), the count, sums and sums of squares of such weights in every few samples.
    """

    counts: IntArray
    firsts: IntArray
    weight_sums: FloatArray
    wins: IntArray
    spread: FloatArray


def tally(
    blocks: Iterable[FloatArray],
    size: int,
    m: int,
    *,
    weights: FloatArray | None = None,
    ranks: bool = True,
    pairs: bool = False,
    top: int | None = None,
    precision: Precision = "float64",
) -> Tally:
    """Rank m candidates in each sample and count.

    Parameters
    ----------
    blocks : iterable of (c, m) arrays
        Losses of the samples, c at a time: not negative, lower is better. They are overwritten.
    size : int
        Samples in all blocks together.
    m : int
        Candidates.
    weights : (size, n) array, optional
        To add up those that put a candidate first.
    ranks, pairs : bool
        What to count besides first ranks.
    top : int, optional
        Count the first so many positions only.
    precision : "float64" or "float32"
        The sort key: 64 bits, or 32 for losses in [0, 1]; see Notes.

    Returns
    -------
    Tally

    Notes
    -----
    Memory: 8 size t bytes for t positions (size m bytes more for `pairs`).
    A chance tie inside one sample goes to the lower index; so do losses that agree in all but the
    lowest b = ceil(log2 m) of their 52 bits. With ``"float32"`` losses are cut to 31 - b bits:
    neighbors closer than 2^(b-31) may change places (measured over 20,000 samples: 1e-5 of the
    places at 100 candidates, 2e-4 at 514, 3e-4 at 1000; no share moved by more than 1e-4).

    Examples
    --------
    >>> losses = np.array([[0.1, 0.9], [0.4, 0.6], [0.8, 0.2]])
    >>> tally([losses], 3, 2).counts.tolist()
    [[2, 1], [1, 2]]
    """
    t = m if top is None else min(top, m)
    keyed = ranks or pairs
    order = np.empty((size, t if keyed else 0), dtype=np.int64)
    firsts = np.empty(size, dtype=np.int64)
    key = _key64(m) if precision == "float64" else _key32(m)
    places = np.empty((0, t), dtype=np.int64)
    at = 0
    for losses in blocks:
        here = slice(at, at + len(losses))
        at += len(losses)
        if not keyed:
            np.argmin(losses, axis=1, out=firsts[here])
            continue
        values, bits, mask = key(losses)
        if t < m:
            values.partition(t - 1, axis=1)
            values[:, :t].sort(axis=1)
        else:
            values.sort(axis=1)
        if len(places) < len(losses):
            places = np.tile(np.arange(t, dtype=np.int64) * m, (len(losses), 1))
        # Place times m, plus candidate: one number to count.
        np.bitwise_and(bits[:, :t], mask, out=order[here])
        np.add(order[here], places[: len(losses)], out=order[here])
    wins = np.zeros((m, m) if pairs else (0, 0), dtype=np.int64)
    counts = np.zeros((m, t) if ranks else (0, 0), dtype=np.int64)
    if keyed:
        firsts[:] = order[:, 0]
    if ranks:  # one count for all samples: one for each block would cost more than it counts
        counts[:] = np.bincount(order.ravel(), minlength=t * m).reshape(t, m).T
    if pairs:
        order -= np.arange(m) * m
        _count_wins(order, wins)
    sums, spread = np.zeros((0, 0)), np.zeros((0, 0))
    if weights is not None:
        sums = _sums_by(firsts, weights, m)
        few = slice(None, None, max(1, size // SPREAD))
        some = weights[few]
        columns = np.column_stack([np.ones(len(some)), some, some * some])
        spread = _sums_by(firsts[few], columns, m)
    return Tally(counts, np.bincount(firsts, minlength=m), sums, wins, spread)


def _sums_by(firsts: IntArray, columns: FloatArray, m: int) -> FloatArray:
    """Add up (S, k) columns over the samples that put each candidate first: (m, k)."""
    return np.stack([np.bincount(firsts, weights=c, minlength=m) for c in columns.T], axis=1)


def weight_blocks(
    fill: Losses, weights: FloatArray, m: int, precision: Precision = "float64"
) -> Iterator[FloatArray]:
    """Yield the losses of m candidates under (S, n) weights, block by block, in one scratch.

    Parameters
    ----------
    fill : callable
        ``fill(weights, out)`` writes the losses of a few weight vectors into `out`.
    weights : (S, n) array
    m : int
    precision : "float64" or "float32"
        Of the losses.

    Yields
    ------
    (c, m) array
        Overwritten by the next.
    """
    size, n = weights.shape
    rows = max(1, min(size, max(16, min(SCORE_BLOCK // (16 * m), BLAS_BLOCK // (2 * m * n)))))
    scratch: Any = np.empty((rows, m), dtype=precision)
    for start in range(0, size, rows):
        part = weights[start : start + rows]
        losses = scratch[: len(part)]
        fill(part, losses)
        yield losses


Key: TypeAlias = Callable[[FloatArray], tuple[Any, Any, Any]]
"""From losses to (values to sort, their bits, the mask of the candidate's index)."""


def _key64(m: int) -> Key:
    """Sort values, not indices: 1.5 to 2.5 times as fast as argsort.

    Positive floats order as their bits do, so the lowest bits can carry the candidate's index
    through a plain sort.
    """
    mask = np.int64((1 << max(1, (m - 1).bit_length())) - 1)
    tags = np.empty((0, m), dtype=np.int64)

    def key(losses: FloatArray) -> tuple[Any, Any, Any]:
        nonlocal tags
        if len(tags) < len(losses):
            # Full-size: numpy runs one long loop over it, and m short ones when it broadcasts.
            tags = np.tile(np.arange(m, dtype=np.int64), (len(losses), 1))
        bits = losses.view(np.int64)
        np.bitwise_and(bits, ~mask, out=bits)
        np.bitwise_or(bits, tags[: len(losses)], out=bits)
        return losses, bits, mask

    return key


def _key32(m: int) -> Key:
    """Sort 32-bit whole numbers: the loss in fixed point above, the candidate's index below."""
    width = max(1, (m - 1).bit_length())
    mask = np.int32((1 << width) - 1)
    scale = 2.0 ** (31 - width) * (1 - 1e-6)
    tags = np.arange(m, dtype=np.int32)
    scratch = np.empty((0, m), dtype=np.int32)

    def key(losses: FloatArray) -> tuple[Any, Any, Any]:
        nonlocal scratch
        if len(scratch) < len(losses):
            scratch = np.empty(losses.shape, dtype=np.int32)
        bits = scratch[: len(losses)]
        np.multiply(losses, np.float32(scale), out=bits, casting="unsafe")
        np.left_shift(bits, width, out=bits)
        np.bitwise_or(bits, tags, out=bits)
        return bits, bits, mask

    return key


def _count_wins(order: IntArray, wins: IntArray) -> None:
    """Add up, for each pair, the samples in which the row stands above the column.

    Ranks are laid out candidate by candidate in one or two bytes, and eight comparisons are added
    at once: bools viewed as 64-bit words, at most 255 of them before a byte could overflow.
    """
    size, m = len(order), len(wins)
    place = np.empty((size, m), dtype=np.uint8 if m <= 255 else np.uint16)
    np.put_along_axis(place, order, np.arange(m, dtype=place.dtype)[None, :], axis=1)
    by_candidate = np.ascontiguousarray(place.T)
    words = size // 8
    above = np.empty((m, words * 8), dtype=bool)
    for i in range(m - 1):
        better = above[: m - 1 - i]
        np.less(by_candidate[i, : words * 8], by_candidate[i + 1 :, : words * 8], out=better)
        packed = better.view(np.uint64)
        for start in range(0, words, 255):
            added = np.add.reduce(packed[:, start : start + 255], axis=1)
            wins[i, i + 1 :] += added.view(np.uint8).reshape(-1, 8).sum(axis=1, dtype=np.int64)
        rest = by_candidate[:, words * 8 :]
        wins[i, i + 1 :] += (rest[i] < rest[i + 1 :]).sum(axis=1)
    lower = np.tril_indices(m, -1)
    wins[lower] = size - wins.T[lower]


def losses_of(scores: Callable[[FloatArray], FloatArray]) -> Losses:
    """Return the losses of any method: how far a score is below the best of its sample."""

    def fill(weights: FloatArray, out: FloatArray) -> None:
        found = scores(weights)
        best = found.max(axis=1, keepdims=True)
        if out.dtype == np.float64:
            np.subtract(best, found, out=out)
        else:  # 32-bit keys want [0, 1]
            spread = best - found.min(axis=1, keepdims=True)
            np.divide(best - found, np.where(spread == 0.0, 1.0, spread), out=out, casting="unsafe")

    return fill


def always_tied(scores: FloatArray, groups: IntArray) -> IntArray:
    """Refine groups of candidates: who is still tied with whom in every one of (S, m) scores.

    Parameters
    ----------
    scores : (S, m) array
    groups : (m,) array of int
        Labels so far (all 0 at the start); call again with the next tile of samples.

    Returns
    -------
    (m,) array of int
        Equal labels: tied in every sample so far.
    """
    allowed = TIE_TOLERANCE * np.abs(scores).max(axis=1, initial=0.0)
    first = ranks(scores[0]) if len(scores) else np.zeros_like(groups)
    labels, sizes = np.unique(
        groups * (groups.size + 1) + first, return_inverse=True, return_counts=True
    )[1:]
    todo = [np.flatnonzero(labels == label) for label in np.flatnonzero(sizes > 1)]
    refined = np.arange(groups.size)  # everyone alone, until shown to be tied with a lower index
    while todo:
        members = todo.pop()
        if members.size < 2:
            continue
        apart = np.abs(scores[:, members] - scores[:, members[:1]])
        tied = (apart <= allowed[:, None]).all(axis=0)
        refined[members[tied]] = members[0]
        todo.append(members[~tied])
    return refined


def share_positions(counts: FloatArray | IntArray, groups: IntArray) -> FloatArray:
    """Give the members of each always-tied group the mean of their counts."""
    shared = counts.astype(np.float64)
    labels, sizes = np.unique(groups, return_counts=True)
    for label in labels[sizes > 1]:
        members = groups == label
        shared[members] = counts[members].mean(axis=0)
    return shared
