"""Completions of incomplete comparisons, a thousand at once, beside a loop over ahpy."""

from __future__ import annotations

from itertools import combinations
from typing import Any

import numpy as np
import peers
import pytest
import workloads

from kadmcdm import core

COUNT, N, MISSING, LOOPED = 1000, 6, 4, 5


def gaps() -> np.ndarray:
    """Return random judgments with four pairs missing each, all connected."""
    rng = np.random.default_rng(4)
    pairs = list(combinations(range(N), 2))
    matrices = workloads.saaty_matrices(COUNT, N).copy()
    for matrix in matrices:
        while True:
            gone = rng.choice(len(pairs), MISSING, replace=False)
            holed = matrix.copy()
            for k in gone:
                i, j = pairs[k]
                holed[i, j] = holed[j, i] = np.nan
            if core.is_connected(holed):
                matrix[:] = holed
                break
    return matrices


MATRICES = gaps()


def test_completions(benchmark: Any) -> None:
    benchmark.group = f"{COUNT} matrices of {N} with {MISSING} pairs missing"
    assert not np.isnan(benchmark(core.complete, MATRICES)).any()


@pytest.mark.skipif(not peers.installed("ahpy"), reason="ahpy is compared where it is installed")
def test_ahpy(benchmark: Any) -> None:
    """The same, one after the other, a two-hundredth of them; it stops by a tolerance."""
    import ahpy

    benchmark.group = f"{COUNT} matrices of {N} with {MISSING} pairs missing"
    benchmark.name += f"[{LOOPED} of them]"

    def complete(matrix: np.ndarray) -> tuple[float, list[float]]:
        said = {
            (str(i), str(j)): float(matrix[i, j])
            for i, j in combinations(range(N), 2)
            if not np.isnan(matrix[i, j])
        }
        found = ahpy.Compare("c", said, precision=9, iterations=1000, tolerance=1e-8)
        return found.consistency_ratio, [found.local_weights[str(i)] for i in range(N)]

    theirs = benchmark(lambda: [complete(matrix) for matrix in MATRICES[:LOOPED]])
    part = MATRICES[:LOOPED]
    ratios = core.consistency_ratio(part, "donegan-dodd-1991", missing_correction=False)
    np.testing.assert_allclose([ratio for ratio, _ in theirs], ratios, atol=1e-6)
    ours = core.priority_vector(core.complete(part))
    np.testing.assert_allclose([weights for _, weights in theirs], ours, atol=1e-5)
