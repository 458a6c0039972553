"""Every method, weighting and dropped criterion: kadmcdm beside a loop over pymcdm."""

from __future__ import annotations

from itertools import product
from typing import Any

import numpy as np
import pymcdm.methods
import pymcdm.normalizations as scales
import pytest

import kadmcdm as kd

M, N, S = 20, 8, 3
RNG = np.random.default_rng(5)
PROBLEM = kd.DecisionProblem.from_arrays(RNG.uniform(1, 9, (M, N)), ["benefit", "cost"] * (N // 2))
SCHEMES = {f"scheme {k}": RNG.dirichlet(np.ones(N)) for k in range(S)}

# pymcdm's max normalization of a cost is 1 - x / max; what divides min by x is its linear one.
VARIANTS = [
    (kd.TOPSIS("vector"), pymcdm.methods.TOPSIS, scales.vector_normalization),
    (kd.TOPSIS("minmax"), pymcdm.methods.TOPSIS, scales.minmax_normalization),
    (kd.TOPSIS("max"), pymcdm.methods.TOPSIS, scales.linear_normalization),
    (kd.TOPSIS("sum"), pymcdm.methods.TOPSIS, scales.sum_normalization),
    (kd.WeightedSum("vector"), pymcdm.methods.WSM, scales.vector_normalization),
    (kd.WeightedSum("minmax"), pymcdm.methods.WSM, scales.minmax_normalization),
    (kd.WeightedSum("max"), pymcdm.methods.WSM, scales.linear_normalization),
    (kd.WeightedSum("sum"), pymcdm.methods.WSM, scales.sum_normalization),
]


def ours() -> kd.Multiverse:
    return kd.multiverse(PROBLEM, [method for method, _, _ in VARIANTS], SCHEMES)


def theirs() -> Any:
    """Rank universe by universe, the dropped column really gone."""
    types = np.where(PROBLEM.benefit, 1, -1)
    rows = []
    for (_, method, scale), weights, gone in product(VARIANTS, SCHEMES.values(), (None, *range(N))):
        left = [j for j in range(N) if j != gone]
        w = weights[left] / weights[left].sum()
        score = method(scale)(PROBLEM.matrix[:, left], w, types[left])
        rows.append(np.argsort(np.argsort(-score)) + 1)  # no ties here
    return np.array(rows)


@pytest.mark.parametrize("who", [ours, theirs], ids=["kadmcdm", "a loop over pymcdm"])
def test_multiverse(benchmark: Any, who: Any) -> None:
    np.testing.assert_array_equal(ours().ranks, theirs())
    benchmark.group = f"{len(VARIANTS)} methods x {S} weightings x {N + 1} sets, {M} x {N}"
    benchmark(who)


def test_variance_shares(benchmark: Any) -> None:
    benchmark.group = "what explains the ranks of 216,216 universes"
    methods = [method for method, _, _ in VARIANTS]
    found = kd.multiverse(PROBLEM, methods, SCHEMES, n_samples=1000, rng=1)
    np.testing.assert_allclose(benchmark(lambda: found.variance_shares).sum(axis=1), 1)


def test_drawn_weights(benchmark: Any) -> None:
    benchmark.group = "216,216 universes"
    methods = [method for method, _, _ in VARIANTS]
    benchmark(lambda: kd.multiverse(PROBLEM, methods, SCHEMES, n_samples=1000, rng=1))
