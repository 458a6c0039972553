"""Ten thousand assessors at one node of nine criteria, beside a loop over ahpy."""

from __future__ import annotations

from typing import Any

import numpy as np
import peers
import pytest
import workloads

import kadmcdm as kd

ASSESSORS, N, LOOPED = 10_000, 9, 50
NAMES = [f"c{k}" for k in range(N)]
MATRICES = workloads.saaty_matrices(ASSESSORS, N)


def whole_group() -> tuple[Any, Any, Any]:
    """Check the judgments, pool them (AIJ), average priorities (AIP), each one's CR, consensus."""
    group = kd.GroupComparisons.from_matrices(NAMES, MATRICES)
    return group.pooled(), group.aggregate("AIP"), group.consensus()


def test_group(benchmark: Any) -> None:
    benchmark.group = f"{ASSESSORS} assessors, {N} criteria"
    _, _, consensus = benchmark(whole_group)
    assert consensus.priorities.shape == (ASSESSORS, N)


@pytest.mark.skipif(not peers.installed("ahpy"), reason="ahpy is compared where it is installed")
def test_ahpy(benchmark: Any) -> None:
    """The same judgments one assessor after the other, a two-hundredth of them."""
    benchmark.group = f"{ASSESSORS} assessors, {N} criteria"
    benchmark.name += f"[{LOOPED} of them]"
    weigh = peers.ahp_weights()["ahpy"]

    def loop() -> list[Any]:
        return [weigh(matrix) for matrix in MATRICES[:LOOPED]]

    theirs = benchmark(loop)
    ours = whole_group()[2].priorities[:LOOPED]
    np.testing.assert_allclose(np.array(theirs), ours, atol=2e-8)  # it rounds to 9 digits
