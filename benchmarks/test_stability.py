"""Exact weight stability beside a scan of 1,000 weights a criterion with pymcdm.

Both must name the same winners at the points of the scan before either is timed.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
import pytest

import kadmcdm as kd
from kadmcdm import core

M, N, POINTS = 100, 10, 1_000
GRID = (np.arange(POINTS) + 0.5) / POINTS
MATRIX = np.random.default_rng([M, N]).uniform(1.0, 100.0, (M, N))
WEIGHTS = core.sample_simplex(N, 1, np.random.default_rng(7))[0]
PROBLEM = kd.DecisionProblem.from_arrays(MATRIX, ["benefit", "cost"] * (N // 2))


def exact() -> kd.WeightStability:
    """Find all ends, and who takes over."""
    return kd.weight_stability(PROBLEM, WEIGHTS)


def whole() -> list[tuple[kd.StablePiece, ...]]:
    """Find all ends and the whole sequence of winners along each weight, which a scan shows."""
    result = exact()
    return [result.sequence(name, of="winners") for name in PROBLEM.criterion_names]


def scanned() -> Any:
    """Return the (N, POINTS) winners along each weight by pymcdm, its checks off."""
    from pymcdm.methods import TOPSIS
    from pymcdm.normalizations import vector_normalization

    method, types = TOPSIS(vector_normalization), np.where(PROBLEM.benefit, 1, -1)
    winners = np.empty((N, POINTS), dtype=np.int64)
    for k in range(N):
        rest = np.where(np.arange(N) == k, 0.0, WEIGHTS)
        rest /= rest.sum()
        for p, t in enumerate(GRID):
            weights = (1.0 - t) * rest
            weights[k] = t
            winners[k, p] = np.argmax(method(MATRIX, weights, types, validation=False))
    return winners


@pytest.fixture(scope="module")
def same_winners() -> None:
    """Both name the same winners, or there is nothing to compare."""
    seen = scanned()
    result = exact()
    names = np.array(PROBLEM.candidate_names)
    for k, (criterion, pieces) in enumerate(zip(PROBLEM.criterion_names, whole(), strict=True)):
        at = np.searchsorted([piece.high for piece in pieces], GRID)
        expected = [pieces[p].winners for p in at]
        assert expected == [(name,) for name in names[seen[k]]]
        low, high = result.winner_interval(criterion)
        inside = (low < GRID) & (high > GRID)
        assert {(name,) for name in names[seen[k, inside]]} <= {result.winners}


@pytest.mark.usefixtures("same_winners")
@pytest.mark.parametrize(
    "find", [exact, whole, scanned], ids=["kadmcdm", "kadmcdm, sequences", "pymcdm scan"]
)
def test_weight_stability(benchmark: Any, find: Callable[[], Any]) -> None:
    benchmark.group = f"weight stability by TOPSIS, {M}x{N}, {POINTS} points a weight"
    assert benchmark(find) is not None


@pytest.mark.parametrize("norm", ["l1", "euclidean"])
def test_smallest_change(benchmark: Any, norm: Any) -> None:
    benchmark.group = f"smallest change of a weighted sum, {M}x{N}"
    found = benchmark(kd.smallest_change, PROBLEM, WEIGHTS, kd.WeightedSum(), norm=norm)
    assert found.distance > 0.0
