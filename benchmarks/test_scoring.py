"""How long the kernels take; each answer is checked before it is timed.

``make bench`` prints the table. Nothing here asserts a time: machines differ.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
import pytest

import kadmcdm as kd
from kadmcdm import core

SIZES = {"8x6": (8, 6), "100x10": (100, 10), "100000x10": (100_000, 10)}
BATCHES = {"8x6 S=10000": (8, 6, 10_000), "50x10 S=1000": (50, 10, 1_000)}


def case(m: int, n: int, samples: int | None = None) -> tuple[Any, Any, Any]:
    """Return a seeded matrix, weights (one vector, or `samples` of them) and directions."""
    rng = np.random.default_rng([m, n, samples or 0])
    matrix = rng.uniform(1.0, 100.0, (m, n))
    weights = core.sample_simplex(n, samples or 1, rng)
    return matrix, weights if samples else weights[0], np.arange(n) % 2 == 0


@pytest.mark.parametrize("size", SIZES)
@pytest.mark.parametrize("kernel", [core.topsis, core.weighted_sum, core.weighted_product])
def test_one_weight_vector(benchmark: Any, kernel: Callable[..., Any], size: str) -> None:
    benchmark.group = f"one weight vector, {size}"
    matrix, weights, benefit = case(*SIZES[size])
    scores = benchmark(kernel, matrix, weights, benefit)
    assert scores.shape == matrix.shape[:1]
    assert np.isfinite(scores).all()


@pytest.mark.parametrize("size", BATCHES)
@pytest.mark.parametrize("kernel", [core.topsis, core.weighted_sum, core.weighted_product])
def test_many_weight_vectors(benchmark: Any, kernel: Callable[..., Any], size: str) -> None:
    benchmark.group = f"many weight vectors, {size}"
    matrix, weights, benefit = case(*BATCHES[size])
    scores = benchmark(kernel, matrix, weights, benefit)
    np.testing.assert_allclose(scores[0], kernel(matrix, weights[0], benefit), atol=1e-12)


@pytest.mark.parametrize("shape", [(100_000,), (10_000, 8)], ids=["100000", "10000x8"])
def test_ranks(benchmark: Any, shape: tuple[int, ...]) -> None:
    benchmark.group = "ranks"
    scores = np.random.default_rng(0).uniform(size=shape)
    ranks = benchmark(core.ranks, scores)
    assert (np.sort(ranks, axis=-1)[..., 0] == 1).all()


def test_priority_vectors(benchmark: Any) -> None:
    benchmark.group = "1000 comparison matrices of order 7"
    rng = np.random.default_rng(7)
    logs = rng.normal(size=(1000, 7, 7))
    vectors = benchmark(core.priority_vector, np.exp(logs - logs.swapaxes(-1, -2)))
    np.testing.assert_allclose(vectors.sum(axis=-1), 1.0)


M, N, S = 8, 6, 10_000


def counted() -> Any:
    """Count ranks by our batched kernel."""
    matrix, weights, benefit = case(M, N, S)
    return core.rank_acceptability(matrix, weights, benefit, core.topsis) * S


def looped() -> Any:
    """Count ranks by pymcdm, one weight vector after the other, its checks off."""
    from pymcdm.methods import TOPSIS
    from pymcdm.normalizations import vector_normalization

    matrix, weights, benefit = case(M, N, S)
    method, types = TOPSIS(normalization_function=vector_normalization), np.where(benefit, 1, -1)
    counts = np.zeros((M, M))
    for row in weights:
        order = np.argsort(-method(matrix, row, types, validation=False), kind="stable")
        counts[order, np.arange(M)] += 1
    return counts


@pytest.fixture(scope="module")
def same_counts() -> None:
    """Both count the same, or there is nothing to compare."""
    np.testing.assert_allclose(counted(), looped(), atol=1e-6)


@pytest.mark.usefixtures("same_counts")
@pytest.mark.parametrize("count", [counted, looped], ids=["kadmcdm", "pymcdm loop"])
def test_rank_counts(benchmark: Any, count: Callable[[], Any]) -> None:
    benchmark.group = f"rank counts by TOPSIS, {M}x{N} S={S}"
    counts = benchmark(count)
    np.testing.assert_allclose(counts.sum(), M * S)


def test_smaa(benchmark: Any) -> None:
    benchmark.group = f"rank counts by TOPSIS, {M}x{N} S={S}"
    matrix, _, benefit = case(M, N, S)
    directions = ["benefit" if up else "cost" for up in benefit]
    problem = kd.DecisionProblem.from_arrays(matrix, directions)
    result = benchmark(kd.smaa, problem, n_samples=S, rng=0)
    np.testing.assert_allclose(result.rank_acceptability.sum(axis=1), 1.0)
