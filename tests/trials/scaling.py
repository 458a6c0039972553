"""Long functions on every engine: seconds, what handing out costs, what travels, the same bytes.

``make scaling`` writes scaling.json. What handing out costs is processor time beyond that of the
tiles themselves: other work on the machine changes it little. Seconds by the clock it does change;
they are medians of runs that take turns. ``N=5`` takes so many runs, instead of three.
"""

from __future__ import annotations

import argparse
import gc
import os
import pickle
import statistics
import threading
import time
from collections.abc import Callable, Iterator
from concurrent.futures import Executor, Future, ProcessPoolExecutor, ThreadPoolExecutor
from contextlib import ExitStack, contextmanager
from itertools import combinations
from multiprocessing import get_context
from pathlib import Path
from typing import Any

import numpy as np
import psutil
from record import record

import kadmcdm as kd
from kadmcdm import partnership as pt

PROMISED = 5.0  # percent
TRAVELS = "smaa, 514 candidates, given samples"


def main() -> None:
    asked = argparse.ArgumentParser(description=__doc__)
    asked.add_argument("--runs", type=int, default=3)
    runs = asked.parse_args().runs
    began = time.perf_counter()
    with ExitStack() as stack:
        engines = dict(started(stack))
        for engine in engines.values():
            engine.rests()
        found = {}
        for name, call in CASES.items():
            found[name] = measured(call, engines, runs)
            print(name, found[name]["handing_out_percent"], found[name]["seconds"], flush=True)
    kept = {name: case for name, case in found.items() if name != TRAVELS}
    shares = {
        kind: max(case["handing_out_percent"][kind] for case in kept.values())
        for kind in ("processes 1", "processes 2", "dask 1", "dask 2")
    }
    path = record(
        "scaling",
        command=f"make scaling N={runs}",
        seconds=time.perf_counter() - began,
        definition={
            "seconds": f"by the clock, median of {runs} runs; engines take turns",
            "handing_out_percent": "processor time at home and in workers (for Dask, of its "
            "scheduler too) beyond that of the tiles, of the function at home, and of the engine "
            f"at rest, as a share of the tiles' own; median of {runs} runs",
            "handing_out_ms": "the same for one submission",
            "bytes_sent, bytes_back": "pickled, mean of the submissions",
            "peak_mib": "of one worker process, all that Python and numpy take included",
        },
        promised_percent=PROMISED,
        largest_handing_out_percent=shares,
        all_the_same_bytes=all(case["same_bytes"] for case in found.values()),
        cases=found,
    )
    same = {name: case["same_bytes"] for name, case in found.items()}
    print(f"{path.name}: the same bytes: {same}; most handing out, percent: {shares}")


# ---- what is measured ----------------------------------------------------------------------------


def measured(call: Callable[..., Any], engines: dict[str, Engine], runs: int) -> dict[str, Any]:
    """Run on every engine in turn, and see what it costs."""
    alone = bytes_of(call())
    inline = Inline()
    processor = time.thread_time()  # of this thread alone: Dask's look around meanwhile
    call(executor=inline)
    at_home = max(time.thread_time() - processor - inline.tiles - inline.counting, 0.0)
    seconds: dict[str, list[float]] = {"alone": []}
    shares: dict[str, list[float]] = {}
    peaks = []
    same = True
    for _ in range(runs):
        gc.collect()
        clock = time.perf_counter()
        same &= bytes_of(call()) == alone
        seconds["alone"].append(time.perf_counter() - clock)
        for kind, engine in engines.items():
            with engine.watched() as watched:
                found = call(executor=Timed(engine.pool, watched))
            same &= bytes_of(found) == alone
            seconds.setdefault(kind, []).append(watched["seconds"])
            rest = engine.idle * watched["seconds"]
            beyond = watched["processor"] - watched["tiles"] - at_home - rest
            shares.setdefault(kind, []).append(beyond / watched["tiles"])
            if kind == "processes 1":
                peaks.append(watched["peak"])
    handed = {kind: statistics.median(found) for kind, found in shares.items()}
    return {
        "submissions": inline.count,
        "ms_a_submission": round(1e3 * inline.tiles / inline.count, 1),
        "bytes_sent": round(inline.sent / inline.count),
        "bytes_back": round(inline.back / inline.count),
        "seconds": {kind: round(statistics.median(s), 2) for kind, s in seconds.items()},
        "handing_out_percent": {kind: round(100 * share, 1) for kind, share in handed.items()},
        "handing_out_ms": {
            kind: round(1e3 * share * inline.tiles / inline.count, 2)
            for kind, share in handed.items()
        },
        "peak_mib": round(max(peaks)),
        "same_bytes": bool(same),
    }


def bytes_of(result: Any) -> bytes:
    """Return a result as JSON, or of a large one the array that makes it large."""
    for large in ("ranks", "samples"):
        if len(getattr(result, large, ())) > 10_000:
            return bytes(getattr(result, large).tobytes())
    return str(result.to_json()).encode()


def timed(function: Callable[..., Any], *arguments: Any) -> tuple[float, Any]:
    """Return the processor time of a submission, and what it gave."""
    began = time.thread_time()
    found = function(*arguments)
    return time.thread_time() - began, found


class Inline(Executor):
    """Runs what it is given at once, and counts it, what travels, and its time."""

    def __init__(self) -> None:
        self.count, self.sent, self.back = 0, 0, 0
        self.tiles, self.counting = 0.0, 0.0

    def submit(self, function: Any, /, *arguments: Any, **_: Any) -> Future[Any]:
        began = time.thread_time()
        self.sent += len(pickle.dumps((function, arguments), pickle.HIGHEST_PROTOCOL))
        self.counting += time.thread_time() - began
        spent, found = timed(function, *arguments)
        began = time.thread_time()
        self.back += len(pickle.dumps(found, pickle.HIGHEST_PROTOCOL))
        self.counting += time.thread_time() - began
        self.tiles += spent
        self.count += 1
        future: Future[Any] = Future()
        future.set_result(found)
        return future


class Timed(Executor):
    """Passes everything on, and adds up the processor time of the tiles."""

    def __init__(self, pool: Executor, watched: dict[str, float]) -> None:
        self.pool, self.watched = pool, watched
        self.lock = threading.Lock()

    def submit(self, function: Any, /, *arguments: Any, **_: Any) -> Future[Any]:
        outer: Future[Any] = Future()

        def came(inner: Future[Any]) -> None:
            try:
                spent, found = inner.result()
            except BaseException as error:
                outer.set_exception(error)
            else:
                with self.lock:
                    self.watched["tiles"] += spent
                outer.set_result(found)

        self.pool.submit(timed, function, *arguments).add_done_callback(came)
        return outer


class Engine:
    """An executor and the processes behind it, this one left out."""

    def __init__(self, pool: Executor, workers: list[int]) -> None:
        self.pool = pool
        self.workers = [psutil.Process(pid) for pid in workers]
        self.idle = 0.0

    def rests(self, seconds: float = 2.0) -> None:
        """Measure what it takes while nothing runs; Dask's processes look around all the time."""
        before = self._processor()
        time.sleep(seconds)
        self.idle = (self._processor() - before) / seconds

    @contextmanager
    def watched(self) -> Iterator[dict[str, float]]:
        """Give what a run takes: filled in when it is over."""
        found = {"tiles": 0.0}
        for worker in self.workers:
            Path(f"/proc/{worker.pid}/clear_refs").write_text("5", encoding="ascii")
        clock, processor = time.perf_counter(), self._processor()
        yield found
        found["seconds"] = time.perf_counter() - clock
        time.sleep(0.05)  # what a worker does after it answered
        found["processor"] = self._processor() - processor
        found["peak"] = max([_peak_mib(worker.pid) for worker in self.workers], default=0.0)

    def _processor(self) -> float:
        took = time.process_time()
        for worker in self.workers:
            times = worker.cpu_times()
            took += times.user + times.system
        return took


def _peak_mib(pid: int) -> float:
    status = Path(f"/proc/{pid}/status").read_text(encoding="ascii")
    (line,) = (line for line in status.splitlines() if line.startswith("VmHWM"))
    return int(line.split()[1]) / 1024


def started(stack: ExitStack) -> Iterator[tuple[str, Engine]]:
    """Start every engine, its workers awake and everything imported."""
    from distributed import Client

    yield "threads 2", Engine(stack.enter_context(ThreadPoolExecutor(2)), [])
    for workers in (1, 2):
        pool = stack.enter_context(ProcessPoolExecutor(workers, get_context("spawn")))
        yield f"processes {workers}", Engine(pool, awake(pool, workers))
    for workers in (1, 2):
        client = stack.enter_context(
            Client(n_workers=workers, threads_per_worker=1, dashboard_address=":0")
        )
        dask = client.get_executor()
        yield f"dask {workers}", Engine(dask, awake(dask, workers))


def awake(pool: Executor, workers: int) -> list[int]:
    """Return the process ids of all workers, once each has the library loaded."""
    pids: set[int] = set()
    for k in range(100):
        futures = [pool.submit(_loaded, 100 * k + i) for i in range(2 * workers)]
        pids |= {future.result() for future in futures}
        if len(pids) == workers:
            return sorted(pids)
    raise RuntimeError(f"{len(pids)} of {workers} workers came")


def _loaded(_: int) -> int:
    import scipy.optimize  # noqa: F401

    time.sleep(0.05)
    return os.getpid()


# ---- the long functions --------------------------------------------------------------------------

RNG = np.random.default_rng(3)
HUNDRED = kd.DecisionProblem.from_arrays(RNG.random((100, 8)) + 0.1, ["benefit"] * 8)
MANY = kd.DecisionProblem.from_arrays(RNG.random((514, 12)) + 0.1, ["benefit"] * 12)
TWENTY = kd.DecisionProblem.from_arrays(RNG.random((20, 8)) + 0.1, ["benefit", "cost"] * 4)
GIVEN = RNG.dirichlet(np.ones(12), 100_000)
JUDGED = kd.PairwiseComparisons.from_upper_triangle(
    [f"c{k}" for k in range(8)], RNG.integers(1, 10, 28).tolist()
)
JAVA = kd.datasets.east_java()
KM = pt.OperatorCriterion(kd.Criterion("km", "cost"), pt.HaversineKm())
PEOPLE = pt.OperatorCriterion(kd.Criterion("people", "benefit"), pt.JointScale("population"))
BORDER = pt.OperatorCriterion(kd.Criterion("border", "benefit"), pt.SharedBorder())
REGIONS = pt.RegionTable(
    [
        pt.Region(
            f"{32 + k // 60}.{k % 60 + 1:02d}", f"Kabupaten {k}", "regency", str(32 + k // 60),
            lat=-7.0 - float(south), lon=111.0 + float(east),
            indicators={"population": 1e5 * float(people)},
        )
        for k, (south, east, people) in enumerate(RNG.uniform(0.1, 3, (300, 3)))
    ]
)  # fmt: skip


def saved(group: frozenset[str]) -> float:
    """Return a cost that takes a while, as those of real facilities do."""
    return float(sum(sorted(int(name[1:]) ** 0.7 for name in group)))


def choice(**on: Any) -> Any:
    """Choose among 66 partnerships of 12 regions under 20 weightings."""
    topic = pt.Issue(pt.SECTORS["public_works"], "drinking water")
    codes = [f"35.{k:02d}" for k in range(1, 13)]
    groups = [(*codes[:1], *rest) for k in (1, 2) for rest in combinations(codes[1:], k)]
    rng = np.random.default_rng(4)
    options = [
        pt.PartnershipOption(
            group[0], set(group[1:]), topic, "joint_service",
            costs=dict(zip(group, rng.integers(1, 40, len(group)).tolist(), strict=True)),
        )
        for group in groups
    ]  # fmt: skip
    criteria = [kd.Criterion("gain", "benefit"), kd.Criterion("ease", "benefit")]
    cells = {
        (item.name, name): value
        for item, row in zip(options, rng.integers(1, 50, (len(options), 2)), strict=True)
        for name, value in zip(("gain", "ease"), row.tolist(), strict=True)
    }
    problem = pt.option_problem(options, criteria, cells).problem
    ranking = kd.rank(problem, [1, 1], kd.WeightedSum())
    budgets = {**dict.fromkeys(codes, 60), codes[0]: 300}
    return pt.portfolio(
        options, ranking, budgets=budgets, n_samples=20, time_limit=600, rng=1, **on
    )


CASES: dict[str, Callable[..., Any]] = {
    "smaa, 100 candidates": lambda **on: kd.smaa(HUNDRED, n_samples=8_400_000, rng=1, **on),
    "smaa, 514 candidates": lambda **on: kd.smaa(MANY, n_samples=150_000, rng=1, **on),
    TRAVELS: lambda **on: kd.smaa(MANY, GIVEN, **on),
    "multiverse": lambda **on: kd.multiverse(
        TWENTY, [kd.TOPSIS(), kd.TOPSIS("minmax"), kd.WeightedSum()],
        [kd.EqualWeights(), kd.EntropyWeights()], n_samples=20_000, rng=1, **on,
    ),
    "judgment_uncertainty": lambda **on: kd.judgment_uncertainty(
        JUDGED, n_samples=500_000, rng=1, **on
    ),
    "potential_winners": lambda **on: kd.potential_winners(HUNDRED, kd.TOPSIS(), rng=1, **on),
    "search_coalitions": lambda **on: pt.search_coalitions(
        JAVA, [KM, BORDER], [1, 1], size=5, top=10, **on
    ),
    "shapley": lambda **on: pt.shapley(
        saved, [f"R{k}" for k in range(30)], n_samples=12_000, rng=1, **on
    ),
    "mutual_ranking": lambda **on: pt.mutual_ranking(
        REGIONS, [KM, PEOPLE], n_samples=1000, rng=1, **on
    ),
    "portfolio": choice,
}  # fmt: skip
"""Of a second or two each: what is shorter needs no second machine."""


if __name__ == "__main__":
    main()
