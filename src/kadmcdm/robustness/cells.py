"""Decision matrices of which some cells are uncertain, also correlated."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import combinations
from typing import Any, NamedTuple, TypeAlias

import numpy as np

from kadmcdm._arrays import cell
from kadmcdm._typing import ArrayLike, FloatArray
from kadmcdm.errors import Fault, InputError, brief, raise_faults, unknown_names
from kadmcdm.problem import DecisionProblem
from kadmcdm.robustness.distributions import Distribution, is_number

__all__ = ["CellSampler", "Cells", "Correlation", "cell_sampler"]

LEAST = 2.0**-53
"""Shares are no nearer to 0 and 1: there the normal distribution ends nowhere."""

Cell: TypeAlias = tuple[str, str]
"""(candidate, criterion)."""


Cells: TypeAlias = Mapping[Cell, Distribution]
"""Distributions by (candidate, criterion)."""

Correlation: TypeAlias = Mapping[tuple[Cell, Cell], float] | ArrayLike
"""Of pairs of cells, or a matrix over the uncertain cells in their order."""


class CellSampler(NamedTuple):
    """Draws decision matrices of which some cells are uncertain."""

    matrix: FloatArray
    cells: tuple[tuple[int, int], ...]
    distributions: tuple[Distribution, ...]
    names: tuple[str, ...]
    loadings: FloatArray | None

    def said(self) -> tuple[str, ...]:
        """Return each cell and its distribution, in words."""
        texts = [repr(distribution) for distribution in self.distributions]
        texts = [text if len(text) <= 100 else text[:97] + "..." for text in texts]
        return tuple(f"{name}: {text}" for name, text in zip(self.names, texts, strict=True))

    def values(self, u: FloatArray) -> FloatArray:
        """Turn (k, c) independent uniform numbers into the values of the k cells.

        Raises
        ------
        InputError
            For a distribution that gives something else than finite numbers, as many as asked.
        """
        u = np.clip(u, LEAST, 1.0 - LEAST)  # 0 would be minus infinity
        if self.loadings is not None:
            from scipy.special import ndtr, ndtri

            u = ndtr(self.loadings @ ndtri(u))
        drawn = np.empty(u.shape)
        for k, (distribution, name) in enumerate(zip(self.distributions, self.names, strict=True)):
            found = np.asarray(distribution.quantile(u[k]), dtype=np.float64)
            kind = f"{type(distribution).__name__}.quantile gave"
            if found.shape != u[k].shape:
                what, expected = f"{kind} another shape", f"{u[k].shape}"
                raise InputError([Fault(name, what, f"{found.shape}", expected)])
            if not np.isfinite(found).all():
                what, expected = f"{kind} what is not finite", "finite numbers, about 1e308 at most"
                got = f"{found[~np.isfinite(found)][0]:g}"
                raise InputError([Fault(name, what, got, expected)])
            drawn[k] = found
        return drawn

    def matrices(self, values: FloatArray) -> FloatArray:
        """Return (m, n, c) matrices that hold the (k, c) values."""
        drawn = np.repeat(self.matrix[..., None], values.shape[1], axis=2)
        rows, columns = zip(*self.cells, strict=True)
        drawn[list(rows), list(columns)] = values
        return drawn


def cell_sampler(
    problem: DecisionProblem, performance: Cells, correlation: Correlation | None
) -> CellSampler:
    """Return the sampler of a problem's uncertain cells.

    Raises
    ------
    InputError
        For cells that the problem lacks, what is no distribution, and correlations that cannot be.
    """
    faults: list[Fault] = []
    for key, given in performance.items():
        if not _is_cell(key):
            faults.append(Fault("performance", "no cell", brief(key), "(candidate, criterion)"))
            continue
        faults += unknown_names(key[:1], problem.candidate_names, "candidate")
        faults += unknown_names(key[1:], problem.criterion_names, "criterion")
        if not isinstance(given, Distribution) or isinstance(given, type):
            expected = "a distribution such as kd.Interval(low, high)"
            faults.append(Fault(cell(*key), "no distribution", brief(given), expected))
    if not performance:
        faults.append(Fault("performance", "no uncertain cells", hint="leave it out"))
    raise_faults(faults)
    names = tuple(cell(*key) for key in performance)
    return CellSampler(
        problem.matrix,
        tuple(
            (problem.candidate_names.index(a), problem.criterion_names.index(c))
            for a, c in performance
        ),
        tuple(performance.values()),
        names,
        None if correlation is None else _loadings(correlation, list(performance), names),
    )


def _is_cell(key: object) -> bool:
    return isinstance(key, tuple) and len(key) == 2 and all(isinstance(k, str) for k in key)


def _loadings(given: Any, cells: Sequence[Cell], names: Sequence[str]) -> FloatArray:
    """Return L with L L' the correlation matrix, or say which cells contradict one another."""
    k = len(cells)
    faults: list[Fault] = []
    matrix = np.eye(k)
    if isinstance(given, Mapping):
        for pair, value in given.items():
            known = isinstance(pair, tuple) and len(pair) == 2 and all(c in cells for c in pair)
            if not known or pair[0] == pair[1]:
                expected = "((candidate, criterion), (candidate, criterion)), both uncertain"
                faults.append(Fault("correlation", "no pair of cells", brief(pair), expected))
                continue
            i, j = (cells.index(c) for c in pair)
            if not is_number(value):
                where = f"correlation of {names[i]} and {names[j]}"
                faults.append(Fault(where, "no finite number", brief(value)))
                continue
            matrix[i, j] = value
            if pair[::-1] not in given:
                matrix[j, i] = value
    else:
        try:
            matrix = np.asarray(given, dtype=np.float64)
        except (TypeError, ValueError):
            matrix = np.empty((0, 0))
        if matrix.shape != (k, k) or not np.isfinite(matrix).all():
            expected = f"({k}, {k}) finite numbers: the uncertain cells in their order"
            raise InputError([Fault("correlation", "no matrix", str(matrix.shape), expected)])
    for i in np.flatnonzero(np.abs(np.diag(matrix) - 1.0) > 1e-9).tolist():
        where = f"correlation of {names[i]} with itself"
        faults.append(Fault(where, "it is not 1", f"{matrix[i, i]:g}"))
    for i, j in combinations(range(k), 2):
        where = f"correlation of {names[i]} and {names[j]}"
        one, other = float(matrix[i, j]), float(matrix[j, i])
        if abs(one) > 1.0 + 1e-12:
            faults.append(Fault(where, "out of range", f"{one:g}", "a number from -1 to 1"))
        elif abs(one - other) > 1e-9:
            faults.append(Fault(where, "it differs the other way round", f"{one:g} and {other:g}"))
    raise_faults(faults)
    values, axes = np.linalg.eigh((matrix + matrix.T) / 2.0)
    if values[0] < -1e-9 * k:
        at_odds = [names[i] for i in np.flatnonzero(np.abs(axes[:, 0]) > 0.1).tolist()]
        raise InputError(
            [
                Fault(
                    "correlation",
                    "no values can be correlated like this: " + "; ".join(at_odds),
                    f"a smallest eigenvalue of {values[0]:.3g}",
                    "0 or more (positive semidefinite)",
                    "bring these correlations nearer to 0",
                )
            ]
        )
    loadings: FloatArray = axes * np.sqrt(np.maximum(values, 0.0))
    return loadings
