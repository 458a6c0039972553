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
from concurrent.futures import ThreadPoolExecutor
from datetime import date
from pathlib import Path
from typing import Any

import ceilings
import numpy as np
import peers
import scipy
import workloads
from workloads import OURS, Case

import kadmcdm as kd
from kadmcdm._tiles import cores

RESULTS = Path(__file__).with_name("results.json")


ENOUGH = 10.0
"""CPU seconds after which a candidate takes no more turns; it has had at least one."""


def taking_turns(works: dict[str, workloads.Work], repeats: int) -> dict[str, float]:
    """Return the median CPU seconds per unit of each, measured in turns."""
    times: dict[str, list[float]] = {name: [] for name in works}
    spent = dict.fromkeys(works, 0.0)
    works[OURS][0]()  # warm; the others ran when their answers were compared
    for _ in range(repeats):
        for name, (work, units) in works.items():
            if spent[name] > ENOUGH:
                continue
            start = time.process_time()
            work()
            seconds = time.process_time() - start
            spent[name] += seconds
            times[name].append(seconds / units)
    return {name: statistics.median(values) for name, values in times.items()}


def measured(build: Callable[[], Case], repeats: int) -> dict[str, Any]:
    """Measure one case: our time, every peer's over it, the floor under it, and its stages."""
    case = build()
    seconds = taking_turns(case.candidates | case.stages, repeats)
    ours = seconds[OURS]
    ratios = {name: _short(seconds[name] / ours) for name in case.peers}
    packages = {name: r for name, r in ratios.items() if name.split(",")[0] in peers.PACKAGES}
    fastest = min(packages, key=lambda name: packages[name]) if packages else None
    found = {
        "workload": case.workload,
        "size": case.size,
        "unit": case.unit,
        "microseconds": _short(ours * 1e6),
        "ratios": ratios,
        "timed_units": {name: case.candidates[name][1] for name in case.peers},
        "fastest_peer": fastest,
        "ratio": None if fastest is None else packages[fastest],
        "ceiling": _short(sum(case.floor.values()) / ours) if case.floor else None,
        "floor_microseconds": {name: _short(t * 1e6) for name, t in case.floor.items()},
        "stages_microseconds": {name: _short(seconds[name] * 1e6) for name in case.stages},
    }
    shown = {key: found[key] for key in ("microseconds", "fastest_peer", "ratio", "ceiling")}
    print(case.workload, case.size, shown, flush=True)
    return found


def _short(value: float) -> float:
    return float(f"{value:.4g}")


Run = Callable[[], Any]


def growing() -> dict[str, tuple[list[int], Callable[[int], Run]]]:
    """Return, for each workload and each of its sizes, the sizes to try and what to run."""

    def topsis(m: int, n: int) -> Run:
        x, w, b = workloads.problem(m, n)
        return lambda: kd.core.topsis(x, w, b)

    def counted(m: int, n: int, samples: int) -> Run:
        x, _, b = workloads.problem(m, n)
        weights = np.random.default_rng(1).dirichlet(np.ones(n), samples)
        return lambda: workloads.counted(x, weights, b)

    def smaa(m: int, n: int, samples: int) -> Run:
        x, _, _ = workloads.problem(m, n)
        problem = kd.DecisionProblem.from_arrays(x, ["benefit"] * n)
        return lambda: kd.smaa(problem, n_samples=samples, rng=1)

    def principal(n: int, count: int) -> Run:
        matrices = workloads.saaty_matrices(count, n)
        return lambda: kd.core.principal(matrices)

    def sampled(m: int, n: int, samples: int) -> Run:
        return workloads.sampled_matrices(m, n, samples, 3).candidates[OURS][0]

    return {
        "W1 in candidates": ([50_000, 100_000, 200_000, 400_000], lambda m: topsis(m, 8)),
        "W1 in criteria": ([4, 8, 16, 32], lambda n: topsis(100_000, n)),
        "W2 in samples": ([10_000, 20_000, 40_000, 80_000], lambda s: counted(100, 8, s)),
        "W2 in candidates": ([50, 100, 200, 400], lambda m: counted(m, 8, 10_000)),
        "W2 in criteria": ([4, 8, 16, 32], lambda n: counted(100, n, 20_000)),
        "W4 in matrices": ([5000, 10_000, 20_000, 40_000], lambda b: principal(8, b)),
        "W4 in order n": ([4, 6, 9, 13], lambda n: principal(n, 10_000)),
        "W5 in samples": ([500, 1000, 2000, 4000], lambda s: sampled(50, 8, s)),
        "W5 in candidates": ([25, 50, 100, 200], lambda m: sampled(m, 8, 1000)),
        "W5 in criteria": ([4, 8, 16, 32], lambda n: sampled(50, n, 1000)),
        "smaa() in samples": ([25_000, 50_000, 100_000, 200_000], lambda s: smaa(100, 8, s)),
        "smaa() in candidates": ([50, 100, 200, 400], lambda m: smaa(m, 8, 20_000)),
        "smaa() in criteria": ([4, 8, 16, 32], lambda n: smaa(100, n, 50_000)),
    }


def exponents() -> dict[str, Any]:
    """Return the slope of a log-log fit, the slope of the last step, and the points."""
    found = {}
    for name, (sizes, build) in growing().items():
        runs = {size: build(size) for size in sizes}
        times: dict[int, list[float]] = {size: [] for size in sizes}
        for run in runs.values():
            run()
        for _ in range(5):  # in turns, so that a slow moment bends no line
            for size, run in runs.items():
                start = time.process_time()
                run()
                times[size].append(time.process_time() - start)
        seconds = [statistics.median(times[size]) for size in sizes]
        slopes = np.diff(np.log(seconds)) / np.diff(np.log(sizes))
        found[name] = {
            "exponent": round(float(np.polyfit(np.log(sizes), np.log(seconds), 1)[0]), 2),
            "last_step": round(float(slopes[-1]), 2),
            "sizes": sizes,
            "seconds": [_short(value) for value in seconds],
        }
        print(name, found[name]["exponent"], flush=True)
    return found


MEMORY = {
    "W1: topsis() kernel, 1,000,000 x 16": """
x, w, b = workloads.problem(1_000_000, 16)
start()
core.topsis(x, w, b)
""",
    "W2: counts, 1000 x 12": """
x, _, b = workloads.problem(1000, 12)
weights = np.random.default_rng(1).dirichlet(np.ones(12), 10_000)
start()
workloads.counted(x, weights, b)
""",
    "W4: principal(), 200,000 matrices of n = 5": """
a = workloads.saaty_matrices(200_000, 5)
start()
core.principal(a)
""",
    "W5: sampled matrices, 200 x 12": """
work = workloads.sampled_matrices(200, 12, 3000, 3).candidates[workloads.OURS][0]
start()
work()
""",
    "smaa(), 1000 x 12, S = {samples}": """
start()
x = np.random.default_rng(0).uniform(1, 10, (1000, 12))
kd.smaa(kd.DecisionProblem.from_arrays(x, ["benefit"] * 12), n_samples={samples}, rng=1)
""",
    "rank(), 1,000,000 x 16, beyond the problem": """
x = np.random.default_rng(0).uniform(1, 10, (1_000_000, 16))
problem = kd.DecisionProblem.from_arrays(x, ["benefit"] * 16)
weights = kd.EqualWeights().weigh(problem)
start()
kd.rank(problem, weights)
""",
}
"""Code that says when to start; what it holds by then does not count."""

PRELUDE = """
import sys, warnings
from pathlib import Path
sys.path.insert(0, sys.argv[1])
warnings.simplefilter("ignore")
import numpy as np, kadmcdm as kd, workloads
from kadmcdm import core
def status(key):
    line = next(l for l in Path("/proc/self/status").read_text().splitlines() if l.startswith(key))
    return int(line.split()[1]) / 1024
def start():
    global before
    Path("/proc/self/clear_refs").write_text("5")  # the peak starts anew
    before = status("VmRSS")
"""


def memory(samples: int) -> dict[str, float]:
    """Return the most MiB of resident memory beyond what was there, each in a fresh process."""
    found: dict[str, float] = {}
    if not Path("/proc/self/clear_refs").exists():
        print("memory is measured on Linux only")
        return found
    for name, body in MEMORY.items():
        name = name.replace("{samples}", f"{samples:,}")
        code = PRELUDE + body.replace("{samples}", str(samples)) + 'print(status("VmHWM") - before)'
        done = subprocess.run(
            [sys.executable, "-c", code, str(RESULTS.parent)],
            capture_output=True, text=True, check=True,
        )  # fmt: skip
        found[name] = round(float(done.stdout), 1)
        print(name, found[name], "MiB", flush=True)
    return found


def threads(scale: int) -> list[dict[str, Any]]:
    """Return the seconds by the clock that `smaa()` takes on executors of one and two threads."""
    found = []
    for m, n, samples in (
        (20, 8, 400_000),
        (100, 8, 150_000),
        (514, 12, 20_000),
        (1000, 12, 12_000),
    ):
        x, _, _ = workloads.problem(m, n)
        problem = kd.DecisionProblem.from_arrays(x, ["benefit"] * n)
        found.append(_one_and_two(f"smaa(), {m} x {n}", problem, samples // scale, None))
    for m, n, samples in ((50, 8, 40_000), (200, 12, 6000)):
        x, _, _ = workloads.problem(m, n)
        problem = kd.DecisionProblem.from_arrays(x, ["benefit"] * n)
        draw = workloads.normal_sampler(x, 0.1 * x)
        name = f"smaa(), {m} x {n}, sampled matrices"
        found.append(_one_and_two(name, problem, samples // scale, draw))
    return found


def _one_and_two(name: str, problem: Any, samples: int, draw: Any) -> dict[str, Any]:
    times: dict[int, list[float]] = {1: [], 2: []}
    for _ in range(6):
        for count in times:
            with ThreadPoolExecutor(count) as pool:
                start = time.perf_counter()
                kd.smaa(problem, n_samples=samples, performance=draw, rng=1, executor=pool)
                times[count].append(time.perf_counter() - start)
    one, two = (statistics.median(values[1:]) for values in times.values())  # the first warms
    print(name, "two threads:", round(one / two, 2), flush=True)
    return {"call": name, "seconds": [_short(one), _short(two)], "speedup": round(one / two, 2)}


def sorting() -> dict[str, dict[str, float | None]]:
    """Return nanoseconds per value of sorting, as numpy does it here and without AVX-512."""
    found = {}
    for m in (20, 100, 200, 514, 1000):
        narrow = ceilings.sort_without_avx512(m)
        found[str(m)] = {
            "as is": _short(ceilings.sort(m) * 1e9),
            "without AVX-512": None if narrow is None else _short(narrow * 1e9),
        }
    return found


def main() -> None:
    """Run all, print as it goes, write the results."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--quick", action="store_true", help="a tenth of the work; writes nothing")
    quick = parser.parse_args().quick
    warnings.simplefilter("ignore")  # peers warn
    began = time.perf_counter()
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
        "sort_nanoseconds": sorting(),
        "growth": exponents(),
        "memory_mib": memory(20_000 if quick else 1_000_000),
        "threads": threads(10 if quick else 1),
    }
    results["minutes"] = round((time.perf_counter() - began) / 60, 1)
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
