"""Break engines in mid-run, at random moments: the right answer or a clear error, and nothing left.

``make faults`` writes faults.json. ``N=20`` tries each fault so often, ``SEED=3`` at other moments.
"""

from __future__ import annotations

import argparse
import logging
import os
import random
import signal
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Callable
from concurrent.futures import Executor, ProcessPoolExecutor, ThreadPoolExecutor, wait
from contextlib import ExitStack
from multiprocessing import get_context
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np
import psutil
from record import record

import kadmcdm as kd

BOUND = 90.0
"""Seconds after which a run counts as hanging."""

LASTS = 1.5
"""Seconds that a run takes on two workers, more or less: faults come within them."""

PROBLEM = kd.DecisionProblem.from_arrays(
    np.random.default_rng(2).random((60, 5)) + 0.1, ["benefit"] * 5
)


class Slow:
    """Matrices that take a while to draw, so that a run is long enough to be hit.

    Where it `kills`, it ends its process in some tiles, and in the same ones every time.
    """

    def __init__(self, kills: bool = False) -> None:
        self.kills = kills

    def __call__(self, rng: np.random.Generator, count: int) -> Any:
        time.sleep(0.002)
        if self.kills and rng.random() < 0.002:
            os.kill(os.getpid(), signal.SIGKILL)
        return rng.random((60, 5, count)) + 0.1


def run(executor: Executor | None, draw: Slow | None = None) -> str:
    """Do what is broken into: 17 tiles of 69 draws each."""
    options: dict[str, Any] = {"performance": draw or Slow(), "n_samples": 70_000, "rng": 1}
    return kd.smaa(PROBLEM, executor=executor, **options).to_json()


# ---- engines, and how to break them --------------------------------------------------------------


class Engine(NamedTuple):
    """An executor, and what breaks it."""

    pool: Executor
    breaks: Callable[[], object]


def dask_worker_killed(stack: ExitStack, rng: random.Random) -> Engine:
    client = local_client(stack)
    workers = sorted(client.run(os.getpid).values())
    return Engine(client.get_executor(), lambda: os.kill(rng.choice(workers), signal.SIGKILL))


def client_closed(stack: ExitStack, rng: random.Random) -> Engine:
    client = local_client(stack)
    return Engine(client.get_executor(), client.close)


def cluster_closed(stack: ExitStack, rng: random.Random) -> Engine:
    client = local_client(stack)
    return Engine(client.get_executor(), client.cluster.close)


def untouched_dask(stack: ExitStack, rng: random.Random) -> Engine:
    return Engine(local_client(stack).get_executor(), lambda: None)


def scheduler_killed(stack: ExitStack, rng: random.Random) -> Engine:
    from distributed import Client

    known = ["--scheduler-file", str(Path.cwd() / f"scheduler-{rng.random()}"), "--no-dashboard"]
    worker = [*known, "--nthreads", "1", "--no-nanny", "--death-timeout", "60"]
    scheduler = dask_process(stack, "scheduler", [*known, "--host", "127.0.0.1", "--port", "0"])
    for _ in range(2):
        dask_process(stack, "worker", worker)
    client = stack.enter_context(Client(scheduler_file=known[1], timeout=60))
    client.wait_for_workers(2, timeout=60)
    return Engine(client.get_executor(), scheduler.kill)


def pool_worker_killed(stack: ExitStack, rng: random.Random) -> Engine:
    pool = processes(stack)
    workers = sorted(pool._processes)
    return Engine(pool, lambda: os.kill(rng.choice(workers), signal.SIGKILL))


def threads_shut_down(stack: ExitStack, rng: random.Random) -> Engine:
    pool = stack.enter_context(ThreadPoolExecutor(2))
    return Engine(pool, lambda: pool.shutdown(wait=False, cancel_futures=True))


def processes_shut_down(stack: ExitStack, rng: random.Random) -> Engine:
    pool = processes(stack)
    return Engine(pool, lambda: pool.shutdown(wait=False, cancel_futures=True))


def interrupt(make: Callable[[ExitStack], Executor]) -> Callable[..., Engine]:
    """Return an engine that stays whole, and is interrupted as by Ctrl-C."""
    home = threading.main_thread()
    return lambda stack, rng: Engine(
        make(stack), lambda: signal.pthread_kill(home.ident or 0, signal.SIGINT)
    )


def local_client(stack: ExitStack) -> Any:
    from distributed import Client

    return stack.enter_context(Client(n_workers=2, threads_per_worker=1, dashboard_address=":0"))


def processes(stack: ExitStack) -> ProcessPoolExecutor:
    """Start two processes and wait until they are awake: they know nothing of a shutdown before."""
    pool = stack.enter_context(ProcessPoolExecutor(2, get_context("spawn")))
    wait([pool.submit(time.sleep, 0.2) for _ in range(2)])
    return pool


def dask_process(stack: ExitStack, what: str, options: list[str]) -> subprocess.Popen[bytes]:
    command = [sys.executable, "-m", f"distributed.cli.dask_{what}", *options]
    started = subprocess.Popen(command, stderr=subprocess.DEVNULL)
    stack.callback(started.wait)
    stack.callback(started.kill)
    return started


class Trial(NamedTuple):
    """A fault: how the engine is made, how a run may end, and when it comes."""

    make: Callable[[ExitStack, random.Random], Engine]
    may: tuple[str, ...]
    before: bool = False
    draw: Slow = Slow()


SURVIVES, SAYS, STOPS = "right answer", "clear error", "KeyboardInterrupt"

FAULTS: dict[str, Trial] = {
    "Dask: a worker killed": Trial(dask_worker_killed, (SURVIVES,)),
    "Dask: the same tile kills every worker": Trial(untouched_dask, (SAYS,), draw=Slow(kills=True)),
    "Dask: the scheduler killed": Trial(scheduler_killed, (SAYS, SURVIVES)),
    "Dask: the cluster closed": Trial(cluster_closed, (SAYS, SURVIVES)),
    "Dask: the client closed": Trial(client_closed, (SAYS, SURVIVES)),
    "Dask: the client closed before": Trial(client_closed, (SAYS,), before=True),
    "Dask: interrupted": Trial(
        interrupt(lambda stack: local_client(stack).get_executor()), (STOPS, SURVIVES)
    ),
    "processes: a worker killed": Trial(pool_worker_killed, (SAYS, SURVIVES)),
    "processes: the pool shut down": Trial(processes_shut_down, (SAYS, SURVIVES)),
    "processes: the pool shut down before": Trial(processes_shut_down, (SAYS,), before=True),
    "processes: interrupted": Trial(interrupt(processes), (STOPS, SURVIVES)),
    "threads: the pool shut down": Trial(threads_shut_down, (SAYS, SURVIVES)),
    "threads: the pool shut down before": Trial(threads_shut_down, (SAYS,), before=True),
    "threads: interrupted": Trial(
        interrupt(lambda stack: stack.enter_context(ThreadPoolExecutor(2))), (STOPS, SURVIVES)
    ),
}
"""A run that is over when the fault comes has the right answer."""


# ---- one try -------------------------------------------------------------------------------------


class Ended(NamedTuple):
    """How a run ended, what was said, and how long after the fault."""

    how: str
    said: str
    seconds: float


def tried(trial: Trial, alone: str, rng: random.Random) -> Ended:
    """Run once, and break the engine meanwhile."""
    with ExitStack() as stack:
        engine = trial.make(stack, rng)
        broken = threading.Event()
        at = [0.0]

        def break_it() -> None:
            at[0] = time.perf_counter()
            broken.set()
            engine.breaks()

        timer = threading.Timer(rng.uniform(0.05, LASTS), break_it)
        if trial.before:
            break_it()
        else:
            timer.start()
        alarm = threading.Timer(BOUND, hung)
        alarm.start()
        try:
            found = run(engine.pool, trial.draw)
            how, said = (SURVIVES, "") if found == alone else ("WRONG ANSWER", "")
        except KeyboardInterrupt:
            how, said = STOPS, ""
        except kd.KadmcdmError as error:
            how, said = (SAYS if "tile " in str(error) else "UNCLEAR ERROR"), str(error)
        except BaseException as error:
            how, said = type(error).__name__, str(error)
        over = time.perf_counter()
        try:
            broken.wait(BOUND)  # an interrupt that comes after the end belongs to this try
            if timer.ident is not None:
                timer.join()
        except KeyboardInterrupt:
            pass
        alarm.cancel()
    return Ended(how, said, max(over - at[0], 0.0))


def hung() -> None:
    """End it all where a run hangs: nothing else would."""
    print(f"*** A RUN HANGS FOR {BOUND:g} s ***", file=sys.stderr)
    for child in psutil.Process().children(recursive=True):
        child.kill()
    os._exit(1)


def left_behind(before: set[int], threads: int) -> dict[str, int]:
    """Return what is still there a while after the end: processes, and threads of pools."""
    for _ in range(300):
        children = {child.pid for child in psutil.Process().children(recursive=True)} - before
        more = pool_threads() - threads
        if not children and more <= 0:
            break
        time.sleep(0.1)
    return {"processes": len(children), "threads": max(more, 0)}


def pool_threads() -> int:
    return sum("ThreadPoolExecutor" in thread.name for thread in threading.enumerate())


def tracker() -> set[int]:
    """Return the processes that Python keeps for itself: its resource tracker, once started."""
    with ProcessPoolExecutor(1, get_context("spawn")) as pool:
        pool.submit(os.getpid).result()
    return {child.pid for child in psutil.Process().children(recursive=True)}


def main() -> None:
    asked = argparse.ArgumentParser(description=__doc__)
    asked.add_argument("--times", type=int, default=5)
    asked.add_argument("--seed", type=int, default=1)
    asked.add_argument("--only", help="faults whose name has this in it; nothing is written")
    given = asked.parse_args()
    began = time.perf_counter()
    logging.disable(logging.CRITICAL)  # what Dask says of what was broken on purpose
    os.environ["DASK_LOGGING__DISTRIBUTED"] = "critical"
    alone = run(None)
    found: dict[str, Any] = {}
    wrong = []
    home = Path.cwd()
    with tempfile.TemporaryDirectory() as folder:
        os.chdir(folder)  # where files that are left would lie
        os.environ["DASK_TEMPORARY_DIRECTORY"] = str(Path(folder) / "dask")
        keeps = tracker()
        for name, trial in FAULTS.items():
            if given.only and given.only not in name:
                continue
            rng = random.Random(f"{name} {given.seed}")
            endings = []
            left = {"processes": 0, "threads": 0, "files": 0}
            for _ in range(given.times):
                threads = pool_threads()
                endings.append(tried(trial, alone, rng))
                for what, count in left_behind(keeps, threads).items():
                    left[what] += count
            files = [path for path in Path(folder).iterdir() if not path.name.startswith("dask")]
            left["files"] = sum(not path.name.startswith("scheduler-") for path in files)
            bad = [one for one in endings if one.how not in trial.may]
            wrong += [f"{name}: {one.how} {one.said}" for one in bad]
            wrong += [f"{name}: {count} {what} left" for what, count in left.items() if count]
            found[name] = {
                "tried": len(endings),
                "ended": {
                    how: count
                    for how in (SURVIVES, SAYS, STOPS, "other")
                    if (count := sum((one.how if one not in bad else "other") == how
                                     for one in endings))
                },
                "slowest_seconds_after_the_fault": round(max(one.seconds for one in endings), 2),
                "said": next((one.said[:160] for one in endings if one.said), ""),
                "left": left,
            }  # fmt: skip
            print(name, found[name]["ended"], found[name]["slowest_seconds_after_the_fault"],
                  found[name]["said"], left, flush=True)  # fmt: skip
        os.chdir(home)
    if not given.only:
        record(
            "faults",
            command=f"make faults N={given.times} SEED={given.seed}",
            seconds=time.perf_counter() - began,
            tried=sum(one["tried"] for one in found.values()),
            hung=0,
            wrong=wrong,
            bound_seconds=BOUND,
            work="smaa of 60 candidates, sampled matrices: 17 tiles, some 1.5 s on two workers",
            faults=found,
        )
    for line in wrong:
        print("***", line)
    sys.exit(bool(wrong))


if __name__ == "__main__":
    main()
