"""The exact best of all coalitions: by bounds, by looking at all, and by gathering and scoring.

``python benchmarks/coalitions.py`` prints what the issue asks for: CPU seconds of one thread, in
turns, memory in fresh processes, and how the search by bounds grows. The regions are generated.
"""

from __future__ import annotations

import os

os.environ["OPENBLAS_NUM_THREADS"] = "1"

import statistics
import subprocess
import sys
import time
from collections.abc import Callable
from dataclasses import dataclass
from math import comb
from pathlib import Path
from typing import Any

import numpy as np

import kadmcdm as kd
from kadmcdm import partnership as pt

WEIGHTS = (0.2, 0.15, 0.15, 0.1, 0.1, 0.1, 0.1, 0.1)
TOP = 100
SAMPLE = 1_000_000


@dataclass(frozen=True)
class Synergy:
    """The sum of the cosines of all pairs: an operator of a user's own, in ten lines."""

    indicators: tuple[str, ...]
    directed = False
    unit = None

    def cosines(self, table: pt.RegionTable) -> Any:
        x = np.stack([table.indicator(name) for name in self.indicators], axis=1)
        x = x / np.linalg.norm(x, axis=1, keepdims=True)
        found = x @ x.T
        return (found + found.T) / 2

    def __call__(self, table: pt.RegionTable, members: Any) -> Any:
        rows = np.asarray(members)
        a, b = np.triu_indices(rows.shape[-1], 1)
        return self.cosines(table)[rows[..., a], rows[..., b]].sum(axis=-1)

    def reduction(self, table: pt.RegionTable, initiator: int | None, size: int) -> pt.Reduction:
        return pt.Reduction("sum", self.cosines(table))


def regions(n: int, seed: int = 0, spread: str = "gamma") -> pt.RegionTable:
    """Return a table of n regions with six indicators."""
    rng = np.random.default_rng([seed, n])
    x = rng.gamma(2.0, 1.0, (n, 6)) + 0.01
    if spread == "uniform":
        x = rng.uniform(1.0, 2.0, (n, 6))
    elif spread == "ties":
        x = rng.integers(1, 12, (n, 6)).astype(float)
    rows = [
        pt.Region(
            f"{11 + k // 70}.{1 + k % 70:02d}", f"Kabupaten {k}", "regency", f"{11 + k // 70}",
            indicators={f"x{j}": float(v) for j, v in enumerate(row)},
        )
        for k, row in enumerate(x)
    ]  # fmt: skip
    return pt.RegionTable(rows)


def criteria() -> list[pt.OperatorCriterion]:
    """Return eight criteria: sums, minima, maximum and ranges of members, and a sum of pairs."""
    operators = [
        ("scale", "benefit", pt.JointScale("x0")),
        ("output", "benefit", pt.JointScale("x1")),
        ("weakest", "benefit", pt.Level("x2", "min")),
        ("strongest", "benefit", pt.Level("x3", "max")),
        ("gap", "cost", pt.Difference("x4")),
        ("distance", "cost", pt.Difference("x5")),
        ("floor", "benefit", pt.Level("x0", "min")),
        ("synergy", "benefit", Synergy(tuple(f"x{j}" for j in range(6)))),
    ]
    return [pt.OperatorCriterion(kd.Criterion(n, d), o) for n, d, o in operators]


SHARED = tuple(f"x{j}" for j in range(6))


def found(table: pt.RegionTable, size: int, search: Any) -> pt.CoalitionSearch:
    """Search."""
    return pt.search_coalitions(
        table, criteria(), WEIGHTS, size=size, top=TOP, search=search, allow_shared=SHARED
    )


def naive(table: pt.RegionTable, members: Any) -> Any:
    """Gather what each coalition's members have, and score all at once with TOPSIS."""
    x = np.stack([table.indicator(name) for name in SHARED], axis=1)
    cosines = Synergy(SHARED).cosines(table)
    v = x[members]
    a, b = np.triu_indices(members.shape[1], 1)
    matrix = np.stack(
        [
            v[..., 0].sum(axis=1), v[..., 1].sum(axis=1), v[..., 2].min(axis=1),
            v[..., 3].max(axis=1), np.ptp(v[..., 4], axis=1), np.ptp(v[..., 5], axis=1),
            v[..., 0].min(axis=1), cosines[members[:, a], members[:, b]].sum(axis=1),
        ],
        axis=1,
    )  # fmt: skip
    scaled = matrix / np.sqrt((matrix * matrix).sum(axis=0)) * WEIGHTS
    more = np.array([item.criterion.direction == "benefit" for item in criteria()])
    high, low = scaled.max(axis=0), scaled.min(axis=0)
    near = np.sqrt(((scaled - np.where(more, high, low)) ** 2).sum(axis=1))
    far = np.sqrt(((scaled - np.where(more, low, high)) ** 2).sum(axis=1))
    score = far / (near + far)
    order = np.argsort(-score)[:TOP]
    return members[order], score[order]


def every(n: int, size: int) -> Any:
    """Return all coalitions of a small table."""
    from itertools import combinations

    return np.array(list(combinations(range(n), size)))


def sample(n: int, size: int) -> Any:
    """Return coalitions at random."""
    rows = np.random.default_rng(1).integers(0, n, (SAMPLE, size))
    return np.sort(rows, axis=1)


def seconds(work: Callable[[], Any]) -> float:
    """Return CPU seconds."""
    start = time.process_time()
    work()
    return time.process_time() - start


def same(table: pt.RegionTable, size: int) -> None:
    """All three name the same coalitions, or there is nothing to compare."""
    bound, all_ = found(table, size, "bound"), found(table, size, "enumerate")
    assert bound.coalitions == all_.coalitions
    assert (bound.losses == all_.losses).all()
    if len(table) <= 60:
        members, scores = naive(table, every(len(table), size))
        np.testing.assert_allclose(bound.scores, scores, rtol=1e-9)
        codes = {tuple(table.codes[row] for row in rows) for rows in members.tolist()}
        assert len(codes - set(bound.coalitions)) <= 1  # ties at the end, but for rounding


PEAK = """
import sys
sys.path.insert(0, sys.argv[1])
import coalitions as c
from pathlib import Path
def status(key):
    line = next(l for l in Path("/proc/self/status").read_text().splitlines() if l.startswith(key))
    return int(line.split()[1]) / 1024
table = c.regions(514)
c.found(c.regions(30), 3, "bound")
Path("/proc/self/clear_refs").write_text("5")
before = status("VmRSS")
c.found(table, int(sys.argv[2]), sys.argv[3])
print(status("VmHWM") - before)
"""


def peak(size: int, search: str) -> float:
    """Return MiB of resident memory beyond the inputs, in a fresh process."""
    here = str(Path(__file__).parent)
    done = subprocess.run(
        [sys.executable, "-c", PEAK, here, str(size), search],
        capture_output=True, text=True, check=True,
    )  # fmt: skip
    return float(done.stdout)


def main() -> None:
    """Print all figures."""
    for n, size in ((40, 3), (40, 4), (60, 3)):
        same(regions(n), size)
    table = regions(514)
    members = sample(514, 3)
    triples, fours = comb(514, 3), comb(514, 4)
    times: dict[str, list[float]] = {"naive": [], "all": [], "bound 3": [], "bound 4": []}
    for _ in range(3):
        times["naive"].append(seconds(lambda: naive(table, members)) / SAMPLE * triples)
        times["all"].append(seconds(lambda: found(table, 3, "enumerate")))
        times["bound 3"].append(seconds(lambda: found(table, 3, "bound")))
        times["bound 4"].append(seconds(lambda: found(table, 4, "bound")))
    s = {name: statistics.median(values) for name, values in times.items()}
    same(table, 3)
    print(f"load {os.getloadavg()[0]:.1f}; CPU seconds", {k: round(v, 3) for k, v in s.items()})
    print(f"looking at all triples: {s['naive'] / s['all']:.0f} times faster than naive")
    print(f"bounds, triples: {s['naive'] / s['bound 3']:.0f} times faster than naive")
    print(f"bounds, size 4: {s['all'] / triples * fours / s['bound 4']:.0f} times faster than all")
    for spread in ("uniform", "ties"):
        other = regions(514, spread=spread)
        times_ = [seconds(lambda k=k, t=other: found(t, k, "bound")) for k in (3, 4)]
        print(f"{spread} values, sizes 3 and 4 by bounds: {[round(t, 3) for t in times_]} s")
    sizes = (128, 256, 512, 1024)
    tables = [regions(n) for n in sizes]
    grown = [
        statistics.median(seconds(lambda t=t: found(t, 3, "bound")) for _ in range(5))
        for t in tables
    ]
    slope = np.polyfit(np.log(sizes), np.log(grown), 1)[0]
    print(f"bounds, {sizes} regions: {[round(g, 4) for g in grown]} s; exponent {slope:.2f}")
    for size, search in ((3, "enumerate"), (3, "bound"), (4, "bound")):
        print(f"memory, size {size}, {search}: {peak(size, search):.0f} MiB")


if __name__ == "__main__":
    main()
