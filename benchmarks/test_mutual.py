"""Both sides of all pairs of 514 regions, beside a loop of one region at a time.

The loop must say the same, bit for bit, before anything is timed. ``python
benchmarks/test_mutual.py`` prints CPU seconds in turns, the ratio, and the memory beyond the inputs
in a fresh process; and how long matchings take. The regions are generated.
"""

from __future__ import annotations

import os

os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")

import statistics
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import coalitions
import numpy as np
import pytest

from kadmcdm import partnership as pt

TABLE = coalitions.regions(514)
CRITERIA = coalitions.criteria()
SAMPLES = 1000
LOOPED = 40
"""Regions for which the loop is timed: a thirteenth of it."""


def own_weights(table: pt.RegionTable) -> dict[str, Any]:
    """Return weights of each region's own."""
    drawn = np.random.default_rng(2).dirichlet(np.ones(len(CRITERIA)), len(table))
    return dict(zip(table.codes, drawn, strict=True))


WEIGHTS = own_weights(TABLE)


def batched() -> pt.MutualRanking:
    """Score all pairs from both sides in one call."""
    return pt.mutual_ranking(TABLE, CRITERIA, WEIGHTS, allow_shared=coalitions.SHARED)


def drawn(n_samples: int = SAMPLES) -> pt.MutualRanking:
    """The same with weights drawn for all."""
    return pt.mutual_ranking(
        TABLE, CRITERIA, allow_shared=coalitions.SHARED, n_samples=n_samples, rng=1
    )


def looped(codes: Any) -> list[pt.PartnershipRanking]:
    """Ask one region at a time."""
    return [
        pt.partners_of(TABLE, code, CRITERIA, WEIGHTS[code], allow_shared=coalitions.SHARED)
        for code in codes
    ]


def same(codes: Any) -> None:
    """Both say the same of these regions, or there is nothing to compare."""
    result = batched()
    assert not result.simulated
    for code, alone in zip(codes, looped(codes), strict=True):
        row = result.codes.index(code)
        assert (np.delete(result.scores[row], row) == alone.ranking.scores).all()
        assert (np.delete(result.ranks[row], row) == alone.ranking.ranks).all()


@pytest.fixture(scope="module")
def same_answers() -> None:
    same(TABLE.codes[::50])


def test_all_514_own_weights(benchmark: Any, same_answers: None) -> None:
    benchmark.group = "263,682 directed scores of 514 regions, 8 criteria, own weights"
    benchmark.pedantic(batched, rounds=3)


def test_loop_over_partners_of(benchmark: Any, same_answers: None) -> None:
    benchmark.group = f"{LOOPED} of 514 regions, one at a time"
    benchmark.pedantic(looped, (TABLE.codes[:LOOPED],), rounds=2)


def test_all_514_drawn_weights(benchmark: Any) -> None:
    benchmark.group = f"514 regions, {SAMPLES} drawn weights each"
    benchmark.pedantic(drawn, (10 if benchmark.disabled else SAMPLES,), rounds=2)


PEAK = """
import sys
sys.path.insert(0, sys.argv[1])
import test_mutual as t
from pathlib import Path
t.pt.mutual_ranking(t.coalitions.regions(30), t.CRITERIA, rng=1, allow_shared=t.coalitions.SHARED)
Path("/proc/self/clear_refs").write_text("5")
def status(key):
    line = next(l for l in Path("/proc/self/status").read_text().splitlines() if l.startswith(key))
    return int(line.split()[1]) / 1024
before = status("VmRSS")
getattr(t, sys.argv[2])()
print(status("VmHWM") - before)
"""


def peak(which: str) -> float:
    """Return MiB of resident memory beyond the inputs, in a fresh process."""
    here = str(Path(__file__).parent)
    command = [sys.executable, "-c", PEAK, here, which]
    return float(subprocess.run(command, capture_output=True, text=True, check=True).stdout)


def seconds(work: Callable[[], Any], clock: Callable[[], float] = time.process_time) -> float:
    """Return CPU seconds, or those of another clock."""
    start = clock()
    work()
    return clock() - start


def main() -> None:
    """Print all figures."""
    same(TABLE.codes[::50])
    cpu: dict[str, list[float]] = {"batched": [], "loop": [], "drawn": []}
    walls = []
    for _ in range(3):
        cpu["batched"].append(seconds(batched))
        walls.append(seconds(batched, time.perf_counter))
        some = TABLE.codes[:LOOPED]
        cpu["loop"].append(seconds(lambda s=some: looped(s)) / LOOPED * len(TABLE))
        cpu["drawn"].append(seconds(drawn))
    found = {name: statistics.median(values) for name, values in cpu.items()}
    print(f"load {os.getloadavg()[0]:.1f}; CPU seconds", {k: round(v, 2) for k, v in found.items()})
    print(f"wall seconds of the batched call: {min(walls):.2f}; it is ", end="")
    print(f"{found['loop'] / found['batched']:.0f} times faster than the loop")
    for which in ("batched", "drawn"):
        print(f"memory, {which}: {peak(which):.0f} MiB")
    result = batched()
    left, right = TABLE.codes[:257], TABLE.codes[257:]

    def sides() -> Any:
        return pt.stable_matching(left, right, result, quotas=2, ties="input_order")

    print(f"stable matching, 257 x 257, quotas of 2: {seconds(sides):.2f} s")
    for n in (60, 120, 240):

        def pool(n: int = n) -> Any:
            return pt.pool_matching(result, regions=TABLE.codes[:n], ties="input_order")

        print(f"pool of {n}: {seconds(pool):.2f} s")


if __name__ == "__main__":
    main()
