"""10,000 weight vectors by each method: kadmcdm in one call beside a loop over pymcdm.

The loop is timed over 100 vectors, by a benchmark of its own: a hundred times its time is what
10,000 take. ``python benchmarks/test_methods.py`` prints the ratios.
"""

from __future__ import annotations

from collections.abc import Callable
from time import perf_counter
from typing import Any

import numpy as np
import pymcdm.methods as peers
import pytest
from pymcdm import normalizations as normalization

import kadmcdm as kd
from kadmcdm.core import ranks

M, N, S, LOOP = 50, 8, 10_000, 100
RNG = np.random.default_rng(9)
X = RNG.uniform(1, 9, (M, N))
BENEFIT = np.arange(N) % 2 == 0
TYPES = np.where(BENEFIT, 1, -1)
W = RNG.dirichlet(np.ones(N), S)
BOUNDS = np.broadcast_to((0.0, 10.0), (N, 2))

CASES: dict[str, tuple[Any, Callable[[], Any] | None]] = {
    "ARAS": (kd.ARAS(), lambda: peers.ARAS()),
    "COPRAS": (kd.COPRAS(), None),  # pymcdm's rewards costs
    "CRADIS": (kd.CRADIS(), None),  # pymcdm has none
    "EDAS": (kd.EDAS(), lambda: peers.EDAS()),
    "GRA": (kd.GRA(), None),
    "MABAC": (kd.MABAC(), lambda: peers.MABAC()),
    "MARCOS": (kd.MARCOS(), lambda: peers.MARCOS()),
    "MOORA": (kd.MOORA(), lambda: peers.MOORA()),
    "MOOSRA": (kd.MOOSRA(), None),
    "MULTIMOORA": (kd.MULTIMOORA(), None),
    "PIV": (kd.PIV(), None),
    "PROMETHEE2": (kd.PROMETHEE2(), lambda: peers.PROMETHEE_II("usual")),
    "SPOTIS": (kd.SPOTIS(), lambda: peers.SPOTIS(BOUNDS)),
    "TOPSIS": (kd.TOPSIS(), lambda: peers.TOPSIS(normalization.vector_normalization)),
    "TOPSIS (distances)": (kd.TOPSIS(weighting="distances"), None),
    "VIKOR": (kd.VIKOR(), lambda: peers.VIKOR()),
    "WASPAS": (kd.WASPAS(), lambda: peers.WASPAS()),
}
"""Our method, and what makes the peer; None where pymcdm has none that is right."""


def ours(name: str) -> Any:
    return CASES[name][0].scores(X, W, BENEFIT, bounds=BOUNDS)


def theirs(name: str, vectors: np.ndarray) -> np.ndarray:
    """Score in the peer's way, or else in ours, one weight vector at a time."""
    method, make = CASES[name]
    if make is None:
        return np.array([method.scores(X, w, BENEFIT, bounds=BOUNDS) for w in vectors])
    peer = make()
    return np.array([peer(X, w, TYPES, validation=False) for w in vectors])


def assert_equal(name: str) -> None:
    expected = _higher_is_better(name, theirs(name, W[:LOOP]))
    np.testing.assert_array_equal(ranks(ours(name)[:LOOP]), ranks(expected))


def _higher_is_better(name: str, scores: np.ndarray) -> np.ndarray:
    """Turn what a peer prints lower-is-better."""
    return -scores if name in LOWER_IS_BETTER else scores


LOWER_IS_BETTER: set[str] = {"VIKOR", "SPOTIS"}


@pytest.mark.parametrize("name", CASES)
def test_many_weights(benchmark: Any, name: str) -> None:
    assert_equal(name)
    benchmark.group = f"{name}: {S:,} weight vectors, {M} x {N}"
    benchmark(ours, name)


@pytest.mark.parametrize("name", CASES)
def test_a_loop(benchmark: Any, name: str) -> None:
    benchmark.group = f"{name}: {LOOP} weight vectors in a loop, {M} x {N}"
    benchmark(theirs, name, W[:LOOP])


def ratio(name: str) -> tuple[float, float]:
    """Return the seconds of our call, and how many times as long the peer's loop takes."""

    def best(call: Callable[[], Any], times: int) -> float:
        spans = []
        for _ in range(times):
            start = perf_counter()
            call()
            spans.append(perf_counter() - start)
        return min(spans)

    assert_equal(name)
    mine = best(lambda: ours(name), 5)
    return mine, best(lambda: theirs(name, W[:LOOP]), 3) * S / LOOP / mine


if __name__ == "__main__":
    print(f"{S:,} weight vectors, {M} x {N}: milliseconds, times a loop")
    for name, (_, make) in CASES.items():
        seconds, times = ratio(name)
        print(f"{name:12} {seconds * 1e3:8.1f} {times:8.0f}   {'pymcdm' if make else 'own loop'}")
