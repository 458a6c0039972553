"""One tile of samples: draw weights and matrices, rank, count."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, NamedTuple

import numpy as np

from kadmcdm._arrays import cell
from kadmcdm._typing import BoolArray, FloatArray, IntArray
from kadmcdm.core.acceptability import (
    PROBE,
    Precision,
    Tally,
    always_tied,
    losses_of,
    tally,
    weight_blocks,
)
from kadmcdm.core.polytope import ChainSums
from kadmcdm.core.sampled import SAMPLES
from kadmcdm.errors import Fault, InputError, named_columns
from kadmcdm.methods import Method
from kadmcdm.ranking import as_scores
from kadmcdm.robustness.cells import CellSampler
from kadmcdm.robustness.sampling import WeightSource, drawn_matrices

__all__ = ["Draw", "Known", "Part", "Wanted", "first_of_center", "tile"]

TIED = 1e-12
"""Losses of a sampled matrix that differ by a smaller share than this may be in either order."""

SMALLEST = float(np.finfo(np.float64).tiny)
"""Losses of 0 that are tied become as large at most."""

VALUES = 64 * SAMPLES
"""Samples whose uncertain cells are drawn at once: of 240 cells 8 MiB."""


class Wanted(NamedTuple):
    """What a tile counts."""

    ranks: bool
    central: bool
    pairs: bool
    top: int | None
    precision: Precision


class Known(NamedTuple):
    """What every tile is told of the problem."""

    matrix: FloatArray
    benefit: BoolArray
    bounds: FloatArray | None
    method: Method
    candidate_names: tuple[str, ...]
    criterion_names: tuple[str, ...]


class Draw(NamedTuple):
    """Where the randomness of a tile comes from.

    Scrambled Sobol points from `start` on where `quasi`; `draws` of each chain of hit-and-run.
    """

    seed: np.random.SeedSequence
    size: int
    draws: int
    quasi: bool = False
    start: int = 0

    def generator(self) -> np.random.Generator:
        """Return the tile's generator: normals a fifth faster than by PCG64."""
        return np.random.Generator(np.random.SFC64(self.seed))

    def lots(self) -> np.random.Generator:
        """Return another generator, which decides ties: they take nothing from what is drawn."""
        return np.random.Generator(np.random.SFC64(self.seed.generate_state(4, np.uint64)))

    def points(self, dimensions: int) -> FloatArray:
        """Return (size, dimensions) scrambled Sobol points."""
        from scipy.stats.qmc import Sobol

        # A number: the engine would spawn from a generator, and the next tile get other points.
        number = int(self.seed.generate_state(1, np.uint64)[0])
        engine = Sobol(dimensions, scramble=True, rng=number)
        if self.start:
            engine.fast_forward(self.start)
        return engine.random(self.size)


class Part(NamedTuple):
    """What one tile of samples counted, who was tied with whom in all of it, and its chains."""

    tally: Tally
    groups: IntArray
    chains: ChainSums | None = None

    def added(self, other: Part) -> Part:
        """Return the counts of both; candidates are always tied when they are in each."""
        both = self.groups * (len(self.groups) + 1) + other.groups
        chains = self.chains
        if chains is not None and other.chains is not None:
            chains = chains.added(other.chains)
        a, b = self.tally, other.tally
        counted = Tally(
            a.counts + b.counts,
            a.firsts + b.firsts,
            a.weight_sums + b.weight_sums,
            a.wins + b.wins,
            a.spread + b.spread,
        )
        return Part(counted, np.unique(both, return_inverse=True)[1], chains)


def tile(known: Known, source: WeightSource, performance: Any, draw: Draw, wanted: Wanted) -> Part:
    """Draw (or take) some samples, rank, and count; all arguments can be pickled."""
    m, n = known.matrix.shape
    rng = draw.generator()
    chains, points = None, None
    if draw.quasi:
        split = source.dimensions(n)
        cells = len(performance.cells) if performance is not None else 0
        points = draw.points(split + cells)
        weights = source.from_uniforms(points[:, :split], n)
        points = points[:, split:].T
    else:
        weights, chains = source.draw(n, draw.size, rng, draw.draws)
    if performance is None:
        blocks, groups = _weights_only(known, weights, wanted.precision)
    else:
        drawn = _drawn(known, performance, rng, draw.size, points)
        groups = np.zeros(m, dtype=np.int64)
        blocks = _losses(known, weights, drawn, groups, draw.lots())
    counted = tally(
        blocks,
        draw.size,
        m,
        weights=weights if wanted.central else None,
        ranks=wanted.ranks,
        pairs=wanted.pairs,
        top=wanted.top,
        precision=wanted.precision if performance is None else "float64",
    )
    return Part(counted, groups, chains)


def first_of_center(known: Known, central: FloatArray, performance: Any, draw: Draw) -> FloatArray:
    """Return (m,) counts: in how many matrices a candidate is first under its central weights.

    Those that tie share; a candidate whose central weights are NaN counts 0.
    """
    counts = np.zeros(len(central))
    points = draw.points(len(performance.cells)).T if draw.quasi else None
    ever = np.flatnonzero(~np.isnan(central[:, 0]))
    for z in _drawn(known, performance, draw.generator(), draw.size, points):
        for i in ever:
            losses = _block(known, np.tile(central[i], (z.shape[-1], 1)), z)
            least = losses.min(axis=1, keepdims=True)
            tied = losses <= least
            counts[i] += (tied[:, i] / tied.sum(axis=1)).sum()
    return counts


def _weights_only(
    known: Known, weights: FloatArray, precision: Precision
) -> tuple[Iterator[FloatArray], IntArray]:
    """Return blocks of losses under many weights, and who is always tied with whom."""
    m = len(known.matrix)

    def scores(some: FloatArray) -> FloatArray:
        found = known.method.scores(known.matrix, some, known.benefit, bounds=known.bounds)
        return as_scores(found, (len(some), m), known.method)

    groups = always_tied(scores(weights[:PROBE]), np.zeros(m, dtype=np.int64))
    if len(np.unique(groups)) < m:
        groups = always_tied(scores(weights), groups)
    prepare = getattr(known.method, "losses", None)
    fill = losses_of(scores)
    if prepare is not None:
        fill = prepare(known.matrix, known.benefit, bounds=known.bounds, precision=precision)
    return weight_blocks(fill, weights, m, precision), groups


def _drawn(
    known: Known,
    performance: Any,
    rng: np.random.Generator,
    size: int,
    points: FloatArray | None,
) -> Iterator[FloatArray]:
    """Yield (m, n, c) matrices, a block at a time, until there are `size`."""
    values = np.empty((0, 0))
    for start in range(0, size, SAMPLES):
        count = min(SAMPLES, size - start)
        if isinstance(performance, CellSampler):
            at = start % VALUES
            if at == 0:
                many = slice(start, min(start + VALUES, size))
                shape = (len(performance.cells), many.stop - start)
                values = performance.values(
                    rng.random(shape) if points is None else points[:, many]
                )
            yield performance.matrices(values[:, at : at + count])
        elif callable(performance):
            yield drawn_matrices(performance, rng, (*known.matrix.shape, count))
        else:
            yield np.moveaxis(performance[start : start + count], 0, -1)


def _losses(
    known: Known,
    weights: FloatArray,
    drawn: Iterator[FloatArray],
    groups: IntArray,
    lots: np.random.Generator,
) -> Iterator[FloatArray]:
    """Yield blocks of losses of sampled matrices, and keep in `groups` who never differs.

    Where values recur, as grades do, so do ties in a part of the samples: lots decide them.
    """
    start, recurring = 0, False
    used = (weights > 0.0).any(axis=0)
    for z in drawn:
        if start == 0:
            recurring = _recur(z)
        if start == 0 or len(np.unique(groups)) < len(groups):
            groups[:] = _alike(z[:, used], groups)
        losses = _block(known, weights[start : start + z.shape[-1]], z)
        if recurring:
            best = losses == 0.0
            best &= (best.sum(axis=1) > 1)[:, None]
            losses[best] = SMALLEST * lots.random(int(best.sum()))
            losses *= 1.0 + TIED * lots.random(losses.shape)
        yield losses
        start += z.shape[-1]


def _recur(z: FloatArray) -> bool:
    """Tell whether a cell of (m, n, c) matrices that varies has one of its values twice."""
    rising = np.sort(z, axis=-1)
    same = rising[..., 1:] == rising[..., :-1]
    return bool((same.any(axis=-1) & ~same.all(axis=-1)).any())


def _alike(z: FloatArray, groups: IntArray) -> IntArray:
    """Refine groups of candidates: who still has the same values in (m, n, c) matrices."""
    labels: dict[tuple[int, bytes], int] = {}
    keys = zip(groups.tolist(), ((row + 0.0).tobytes() for row in z), strict=True)
    return np.array([labels.setdefault(key, len(labels)) for key in keys])  # + 0.0: -0.0 is 0.0


def _block(known: Known, weights: FloatArray, z: FloatArray) -> FloatArray:
    """Return (c, m) losses of (m, n, c) matrices under (c, n) weights."""
    fast = getattr(known.method, "sampled_losses", None)
    losses: FloatArray | None = None
    if fast is not None:
        z = np.ascontiguousarray(z)
        losses = fast(z, np.ascontiguousarray(weights.T), known.benefit, bounds=known.bounds)
    if losses is not None:
        return losses
    matrices = np.ascontiguousarray(np.moveaxis(z, -1, 0))
    try:
        scores = known.method.scores(matrices, weights, known.benefit, bounds=known.bounds)
    except InputError as error:
        named = named_columns(error.faults, known.criterion_names)
        raise InputError(_refused(known, matrices) or named) from None
    scores = as_scores(scores, (len(weights), len(known.matrix)), known.method)
    return np.asarray(scores.max(axis=1, keepdims=True) - scores)


def _refused(known: Known, matrices: FloatArray) -> list[Fault]:
    """Name the cells whose sampled values the method refuses, each put alone into the problem."""
    equal = np.full(len(known.benefit), 1.0 / len(known.benefit))
    faults = []
    for i, j in np.argwhere((matrices != known.matrix).any(axis=0)):
        values = matrices[:, i, j]
        for value in (values.min(), values.max()):
            alone = known.matrix.copy()
            alone[i, j] = value
            try:
                known.method.scores(alone, equal, known.benefit, bounds=known.bounds)
            except InputError as error:
                what = f"method {known.method.name!r} refuses a sampled value: "
                faults.append(
                    Fault(
                        cell(known.candidate_names[i], known.criterion_names[j]),
                        what + error.faults[0].what,
                        f"{value:g}",
                        error.faults[0].expected,
                        "take a distribution that stays in range, or another normalization",
                    )
                )
                break
    return faults
