"""Measure all workloads and write `results.json`.

``make bench`` (15 minutes at most) and ``make bench-quick`` (2). CPU time of one thread, candidates
taking turns, medians; then the library's own threads by the clock.
"""

from __future__ import annotations

import os

os.environ["OPENBLAS_NUM_THREADS"] = "1"
for name in ("OPENBLAS_CORETYPE", "OPENBLAS_L2_SIZE"):  # set for other builds of OpenBLAS
    os.environ.pop(name, None)

import argparse
import json
import platform
import statistics
import subprocess
import sys
import time
import warnings
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import numpy as np
import peers
import scipy
import workloads
from workloads import OURS, Case

import kadmcdm as kd
from kadmcdm._tiles import cores

RESULTS = Path(__file__).with_name("results.json")


def taking_turns(case: Case, repeats: int) -> dict[str, float]:
    """Return the median CPU seconds per unit of each candidate, measured in turns."""
    times: dict[str, list[float]] = {name: [] for name in case.candidates}
    for name, (work, _) in case.candidates.items():
        if name == OURS:
            work()  # warm
    for _ in range(repeats):
        for name, (work, units) in case.candidates.items():
            start = time.process_time()
            work()
            times[name].append((time.process_time() - start) / units)
    return {name: statistics.median(values) for name, values in times.items()}


def measured(build: Callable[[], Case], repeats: int) -> dict[str, Any]:
    """Measure one case."""
    case = build()
    seconds = taking_turns(case, repeats)
    ours = seconds[OURS]
    ratios = {name: round(seconds[name] / ours, 2) for name in case.peers}
    packages = {
        name: ratio for name, ratio in ratios.items() if name.split(",")[0] in peers.PACKAGES
    }
    fastest = min(packages, key=lambda name: packages[name]) if packages else None
    found = {
        "workload": case.workload,
        "size": case.size,
        "unit": case.unit,
        "microseconds": round(ours * 1e6, 4),
        "ratios": ratios,
        "fastest_peer": fastest,
        "ratio": None if fastest is None else packages[fastest],
        "ceiling": None if case.ceiling is None else round(case.ceiling / ours, 3),
    }
    shown = {key: found[key] for key in ("microseconds", "fastest_peer", "ratio", "ceiling")}
    print(case.workload, case.size, shown, flush=True)
    return found


def growth(sizes: list[int], run: Callable[[int], Callable[[], Any]]) -> float:
    """Return the exponent of CPU time in a size: the slope of a log-log fit."""
    seconds = []
    for size in sizes:
        work = run(size)
        work()
        times = []
        for _ in range(3):
            start = time.process_time()
            work()
            times.append(time.process_time() - start)
        seconds.append(min(times))
    return round(float(np.polyfit(np.log(sizes), np.log(seconds), 1)[0]), 2)


def exponents() -> dict[str, float]:
    """Return how time grows with samples, candidates and criteria."""

    def problem(m: int, n: int) -> kd.DecisionProblem:
        return kd.DecisionProblem.from_arrays(workloads.problem(m, n)[0], ["benefit"] * n)

    hundred = problem(100, 8)
    return {
        "smaa() in samples": growth(
            [25_000, 50_000, 100_000, 200_000],
            lambda s: lambda: kd.smaa(hundred, n_samples=s, rng=1),
        ),
        "smaa() in candidates": growth(
            [50, 100, 200, 400],
            lambda m: (lambda p: lambda: kd.smaa(p, n_samples=20_000, rng=1))(problem(m, 8)),
        ),
        "smaa() in criteria": growth(
            [4, 8, 16, 32],
            lambda n: (lambda p: lambda: kd.smaa(p, n_samples=50_000, rng=1))(problem(100, n)),
        ),
        "principal() in matrices": growth(
            [5000, 10_000, 20_000, 40_000],
            lambda b: (lambda a: lambda: kd.core.principal(a))(workloads.saaty_matrices(b, 8)),
        ),
        "topsis() in candidates": growth(
            [100_000, 200_000, 400_000, 800_000],
            lambda m: (lambda x, w, b: lambda: kd.core.topsis(x, w, b))(*workloads.problem(m, 8)),
        ),
    }


MEMORY = {
    "smaa(), 1000 candidates, 12 criteria": """
x = np.random.default_rng(0).uniform(1, 10, (1000, 12))
problem = kd.DecisionProblem.from_arrays(x, ["benefit"] * 12)
def call():
    kd.smaa(problem, n_samples={samples}, rng=1)
""",
    "rank(), 1,000,000 candidates, 16 criteria": """
x = np.random.default_rng(0).uniform(1, 10, (1_000_000, 16))
problem = kd.DecisionProblem.from_arrays(x, ["benefit"] * 16)
weights = kd.EqualWeights().weigh(problem)
def call():
    kd.rank(problem, weights)
""",
}

PRELUDE = """
import numpy as np
import kadmcdm as kd
"""

POSTLUDE = """
from pathlib import Path
def status(key):
    line = next(l for l in Path("/proc/self/status").read_text().splitlines() if l.startswith(key))
    return int(line.split()[1]) / 1024
Path("/proc/self/clear_refs").write_text("5")  # the peak starts anew
before = status("VmRSS")
call()
print(status("VmHWM") - before)
"""


def memory(samples: int) -> dict[str, float]:
    """Return the most MiB that a call held beyond what was there before, in a fresh process."""
    found = {}
    for name, body in MEMORY.items():
        code = PRELUDE + body.replace("{samples}", str(samples)) + POSTLUDE
        done = subprocess.run(
            [sys.executable, "-c", code], capture_output=True, text=True, check=True
        )
        found[name] = round(float(done.stdout), 1)
        print(name, found[name], "MiB", flush=True)
    return found


def threads(samples: int) -> dict[str, float]:
    """Return how much faster the clock is with the library's own threads than with one core."""
    x, _, _ = workloads.problem(1000, 12)
    problem = kd.DecisionProblem.from_arrays(x, ["benefit"] * 12)

    def clock() -> float:
        times = []
        for _ in range(3):
            start = time.perf_counter()
            kd.smaa(problem, n_samples=samples, rng=1)
            times.append(time.perf_counter() - start)
        return min(times)

    every = os.sched_getaffinity(0)
    two = clock()
    os.sched_setaffinity(0, {min(every)})
    one = clock()
    os.sched_setaffinity(0, every)
    return {"cores": cores(), "speedup": round(one / two, 2)}


def main() -> None:
    """Run all, print as it goes, write the results."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--quick", action="store_true", help="a tenth of the work; writes nothing")
    quick = parser.parse_args().quick
    warnings.simplefilter("ignore")  # peers warn
    builders = workloads.cases(quick=quick)
    results: dict[str, Any] = {
        "date": date.today().isoformat(),
        "machine": {
            "processor": _processor(),
            "cores": cores(),
            "system": platform.system(),
            "python": platform.python_version(),
            "numpy": np.__version__,
            "scipy": scipy.__version__,
            "kadmcdm": kd.__version__,
        },
        "peers": peers.versions(),
        "cases": [measured(build, 3 if quick else 5) for build in builders],
        "growth": exponents(),
        "memory_mib": memory(20_000 if quick else 1_000_000),
        "threads": threads(5_000 if quick else 30_000),
    }
    print(json.dumps({key: results[key] for key in ("growth", "memory_mib", "threads")}, indent=1))
    if not quick:
        RESULTS.write_text(json.dumps(results, indent=1) + "\n", encoding="utf-8")
        print(f"wrote {RESULTS.name}; now: python benchmarks/page.py")


def _processor() -> str:
    info = Path("/proc/cpuinfo")
    if info.exists():
        for line in info.read_text().splitlines():
            if line.startswith("model name"):
                return line.partition(":")[2].strip()
    return platform.processor() or platform.machine()


if __name__ == "__main__":
    main()
