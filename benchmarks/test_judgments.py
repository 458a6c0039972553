"""Incomplete judgments completed, inconsistent ones repaired, partners improved."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
import workloads

import kadmcdm as kd
from kadmcdm import core
from kadmcdm.core.completion import log_lambda_slope

COMPLETED, ORDER, GAPS = 2000, 9, 8


def with_gaps() -> Any:
    """Return comparison matrices that lack eight pairs each, all of them still connected."""
    rng = np.random.default_rng(1)
    matrices = workloads.saaty_matrices(COMPLETED, ORDER).copy()
    i, j = np.triu_indices(ORDER, 1)
    loose = np.flatnonzero(j > i + 1)  # a chain of judgments stays
    for matrix in matrices:
        k = rng.choice(loose, GAPS, replace=False)
        matrix[i[k], j[k]] = matrix[j[k], i[k]] = np.nan
    return matrices


def test_completion(benchmark: Any) -> None:
    benchmark.group = f"{COMPLETED} matrices of {ORDER}, {GAPS} pairs missing"
    matrices = with_gaps()
    whole = benchmark(core.complete, matrices)
    slope = log_lambda_slope(whole)[1]
    assert np.abs(slope[np.isnan(matrices)]).max() < 1e-12  # the least lambda_max has no slope


@pytest.mark.parametrize("n", [5, 9, 12])
def test_repair(benchmark: Any, n: int) -> None:
    benchmark.group = "repaired() of one contradicting assessor"
    rng = np.random.default_rng(n)
    grades = rng.choice([1, 2, 3, 5, 7, 9], n * (n - 1) // 2) ** rng.choice(
        [-1.0, 1.0], n * (n - 1) // 2
    )
    said = kd.PairwiseComparisons.from_upper_triangle([f"c{k}" for k in range(n)], grades.tolist())
    repair = benchmark.pedantic(said.repaired, rounds=3)
    assert repair.ratio_before > 0.3
    assert repair.ratio_after <= 0.10


@pytest.mark.parametrize("method", [kd.TOPSIS(), kd.WeightedSum()], ids=["TOPSIS", "WeightedSum"])
def test_improvements(benchmark: Any, method: Any) -> None:
    benchmark.group = "improvements(), 20 candidates, 8 criteria"
    matrix, weights, benefit = workloads.problem(20, 8)
    directions = ["benefit" if up else "cost" for up in benefit]
    ranking = kd.rank(kd.DecisionProblem.from_arrays(matrix, directions), weights, method)
    found = benchmark.pedantic(kd.improvements, args=(ranking, ranking.order[-1], 3), rounds=3)
    assert found.exact
