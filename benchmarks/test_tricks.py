"""Each trick of the core beside what it replaces: it stays only while it pays."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
import pytest
import workloads

from kadmcdm import core
from kadmcdm.core.acceptability import _count_wins, tally, weight_blocks
from kadmcdm.core.closeness import losses_of_topsis
from kadmcdm.core.streaming import closeness_in_two_passes

M, N, S = 100, 8, 2000
MATRIX, _, BENEFIT = workloads.problem(M, N)
WEIGHTS = np.random.default_rng(1).dirichlet(np.ones(N), S)
SCORES = core.topsis(MATRIX, WEIGHTS, BENEFIT)
LARGE, ONE, UP = workloads.problem(100_000, N)
COMPARED = workloads.saaty_matrices(5000, 5)


def whole_array() -> Any:
    """(S, m, n) at once."""
    v = (MATRIX / np.sqrt((MATRIX**2).sum(axis=0))) * WEIGHTS[:, None, :]
    near = np.sqrt(((v - v.max(axis=1, keepdims=True)) ** 2).sum(axis=2))
    far = np.sqrt(((v - v.min(axis=1, keepdims=True)) ** 2).sum(axis=2))
    return far / (near + far)


def matrix_products() -> Any:
    return core.topsis(MATRIX, WEIGHTS, BENEFIT)


def argsort_and_count() -> Any:
    order = np.argsort(-SCORES, axis=1)
    return np.bincount((order * M + np.arange(M)).ravel(), minlength=M * M).reshape(M, M)


def packed_keys() -> Any:
    def fill(part: Any, out: Any) -> None:
        np.subtract(1.0, part, out=out)

    return tally(weight_blocks(fill, SCORES, M), S, M).counts


def losses_by_square_roots() -> Any:
    return 1.0 - core.topsis(MATRIX, WEIGHTS, BENEFIT)


def losses_without_roots() -> Any:
    out = np.empty((S, M))
    fill = losses_of_topsis(core.topsis_terms(MATRIX, BENEFIT))
    for start in range(0, S, 163):
        fill(WEIGHTS[start : start + 163], out[start : start + 163])
    return out


ORDER = np.argsort(-SCORES, axis=1)


def compare_floats() -> Any:
    wins = np.zeros((M, M), dtype=np.int64)
    for i in range(M):
        wins[i] = (SCORES[:, i : i + 1] > SCORES).sum(axis=0)
    return wins


def compare_bytes() -> Any:
    wins = np.zeros((M, M), dtype=np.int64)
    _count_wins(ORDER.copy(), wins)
    return wins


def one_after_the_other() -> Any:
    x = np.full(COMPARED.shape[:2], 0.2)
    change = 1.0
    while change > 1e-13:
        y = np.matmul(COMPARED, x[..., None])[..., 0]
        y /= y.sum(axis=1, keepdims=True)
        change, x = float(np.abs(y - x).max()), y
    return x


def batch_last() -> Any:
    return core.principal(COMPARED).vector


def normalized_copy() -> Any:
    return core.topsis_parts(LARGE, ONE, UP).closeness


def two_passes() -> Any:
    return closeness_in_two_passes(LARGE, ONE, UP, "vector")


PAIRS: dict[str, tuple[Callable[[], Any], Callable[[], Any]]] = {
    "scores of many weights": (whole_array, matrix_products),
    "positions": (argsort_and_count, packed_keys),
    "losses": (losses_by_square_roots, losses_without_roots),
    "pairwise winning": (compare_floats, compare_bytes),
    "eigenvectors": (one_after_the_other, batch_last),
    "one problem, many candidates": (normalized_copy, two_passes),
}


@pytest.mark.parametrize("way", [0, 1], ids=["plain", "trick"])
@pytest.mark.parametrize("name", PAIRS)
def test_trick(benchmark: Any, name: str, way: int) -> None:
    benchmark.group = name
    found, plain = benchmark(PAIRS[name][way]), PAIRS[name][0]()
    if name == "losses":  # they order alike
        found, plain = (np.argsort(losses, axis=1) for losses in (found, plain))
    if name == "positions":
        plain, found = plain.sum(axis=0), found.sum(axis=1)  # every candidate once a sample
    np.testing.assert_allclose(found, plain, rtol=0, atol=1e-12)
