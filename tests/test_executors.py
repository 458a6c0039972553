"""Every long function on every engine: the same bytes, and clear errors where an engine fails."""

import importlib
import inspect
import json
import os
import pkgutil
import re
import signal
import subprocess
import sys
import threading
import time
from concurrent.futures import Executor, Future, ProcessPoolExecutor, ThreadPoolExecutor
from contextlib import ExitStack
from functools import cache
from multiprocessing import get_context
from types import SimpleNamespace

import numpy as np
import pytest

import kadmcdm as kd
from kadmcdm import partnership as pt
from kadmcdm._tiles import map_tiles

RNG = np.random.default_rng(5)
WIDE = kd.DecisionProblem.from_arrays(RNG.random((40, 4)) + 0.1, ["benefit", "cost"] * 2)
FEW = kd.DecisionProblem.from_arrays(RNG.random((6, 3)) + 0.1, ["benefit"] * 3)
GIVEN = RNG.dirichlet(np.ones(4), 15_000)
JUDGED = kd.PairwiseComparisons.from_upper_triangle(["a", "b", "c"], [2, 4, 3])
JAVA = kd.datasets.east_java()
KM = pt.OperatorCriterion(kd.Criterion("km", "cost"), pt.HaversineKm())
BORDER = pt.OperatorCriterion(kd.Criterion("border", "benefit"), pt.SharedBorder())
PEOPLE = pt.OperatorCriterion(kd.Criterion("people", "benefit"), pt.JointScale("population"))


def cost(group):
    return 10.0 + sum(map(ord, group)) / len(group)


def portfolio(**running):
    topic = pt.Issue(pt.SECTORS["public_works"], "drinking water")
    options = [
        pt.PartnershipOption("35.22", {code}, topic, "joint_service", costs={"35.22": 5, code: 5})
        for code in ("35.21", "35.23", "35.24")
    ]
    criteria = [kd.Criterion("gain", "benefit"), kd.Criterion("ease", "benefit")]
    cells = {
        (item.name, name): value
        for item, values in zip(options, [(3, 1), (1, 3), (2, 2)], strict=True)
        for name, value in zip(("gain", "ease"), values, strict=True)
    }
    ranking = kd.rank(pt.option_problem(options, criteria, cells).problem, [1, 1], kd.WeightedSum())
    budgets = dict.fromkeys(("35.21", "35.22", "35.23", "35.24"), 6)
    return pt.portfolio(options, ranking, budgets=budgets, n_samples=25, rng=1, **running)


CELLS = {("a1", "c1"): kd.Interval(0.1, 1.0), ("a3", "c2"): kd.Normal(0.5, 0.1)}
STUDY = {
    "title": "t",
    "data": {"source": "inline", "values": {f"a{k}": {"km": k, "cost": k % 7} for k in range(40)}},
    "criteria": [{"name": name, "direction": "cost"} for name in ("km", "cost")],
    "weights": {"scheme": "equal"},
    "robustness": {"n_samples": 20_000},
}
CASES = {
    "smaa": lambda **on: kd.smaa(WIDE, n_samples=30_000, rng=1, **on),
    "smaa, tiles together": lambda **on: kd.smaa(WIDE, n_samples=300_000, rng=1, **on),
    "smaa, Sobol points together": lambda **on: kd.smaa(
        WIDE, sampling="sobol", n_samples=131_072, rng=1, **on
    ),
    "smaa, chains": lambda **on: kd.smaa(
        WIDE, kd.WeightSpace(bounds={"c1": (0.2, 0.5)}), n_samples=15_000, rng=1, **on
    ),
    "smaa, given": lambda **on: kd.smaa(WIDE, GIVEN, **on),
    "smaa, cells": lambda **on: kd.smaa(
        WIDE, performance=CELLS, measures=("confidence_factors",), n_samples=15_000, rng=1, **on
    ),
    "multiverse": lambda **on: kd.multiverse(
        WIDE, [kd.TOPSIS()], [kd.EqualWeights()], drop=False, n_samples=700, rng=1, **on
    ),
    "potential_winners": lambda **on: kd.potential_winners(WIDE, rng=1, **on),
    "potential_winners, search": lambda **on: kd.potential_winners(
        WIDE.select(WIDE.candidate_names[:17]), kd.TOPSIS(), n_starts=5, rng=1, **on
    ),
    "judgment_uncertainty": lambda **on: kd.judgment_uncertainty(
        JUDGED, n_samples=3000, rng=1, **on
    ),
    "search_coalitions": lambda **on: pt.search_coalitions(
        JAVA, [KM, BORDER], [1, 1], size=3, top=5, **on
    ),
    "search_coalitions, folded": lambda **on: pt.search_coalitions(
        JAVA, [KM, PEOPLE], [1, 1], size=3, top=5, search="enumerate", **on
    ),
    "shapley": lambda **on: pt.shapley(cost, list("ABCDEFGHIJ"), n_samples=9_000, rng=1, **on),
    "mutual_ranking": lambda **on: pt.mutual_ranking(JAVA, [KM, PEOPLE], n_samples=50, rng=1, **on),
    "portfolio": portfolio,
    "run": lambda **on: kd.Study.from_dict(STUDY).run(**on),
}  # fmt: skip


@pytest.fixture
def small_tiles(monkeypatch):
    """Cut searches of coalitions small: real tiles are a quarter of a million coalitions."""
    scoring = sys.modules["kadmcdm.partnership.coalition_scoring"]
    monkeypatch.setattr(scoring, "CHUNK", 1000)
    monkeypatch.setattr(scoring, "CHUNKS_A_TILE", 2)
    monkeypatch.setattr(scoring, "SCANNED_A_TILE", 2500)


def written(result):
    return json.dumps(result.to_dict(), sort_keys=True)


@cache
def alone(name):
    return written(CASES[name]())


# ---- one table for all ---------------------------------------------------------------------------


def functions_with(parameter):
    """Return the names of public functions and methods that take a parameter."""
    found = set()
    for info in pkgutil.walk_packages(kd.__path__, "kadmcdm."):
        if info.name.endswith("__main__"):
            continue
        module = importlib.import_module(info.name)
        for name in getattr(module, "__all__", ()):
            given = getattr(module, name)
            inside = inspect.getmembers(given, callable) if inspect.isclass(given) else []
            for key, item in [(name, given), *inside]:
                if inspect.isfunction(item) and parameter in inspect.signature(item).parameters:
                    found.add(key)
    return found


def test_every_long_function_is_tried_here():
    assert functions_with("executor") == {name.partition(",")[0] for name in CASES}
    assert functions_with("progress") == functions_with("executor")


class Counting(ThreadPoolExecutor):
    """Two threads, and how often they were given something."""

    count = 0

    def submit(self, function, /, *arguments):
        self.count += 1
        return super().submit(function, *arguments)


@pytest.fixture(scope="module")
def client():
    """Give a client of two worker processes of Dask's, for all that is tried here."""
    from distributed import Client

    with Client(
        n_workers=2, threads_per_worker=1, processes=True, dashboard_address=":0"
    ) as client:
        yield client


def engine(kind, request, stack):
    if kind == "dask":
        return request.getfixturevalue("client").get_executor()
    if kind == "spawn":
        return request.getfixturevalue("processes")
    if kind == "threads":
        return stack.enter_context(Counting(2))
    return stack.enter_context(ProcessPoolExecutor(1, mp_context=get_context(kind)))


# Python 3.12 warns of a fork where there are threads, as any test may have left.
@pytest.mark.filterwarnings("ignore:This process .* is multi-threaded:DeprecationWarning")
@pytest.mark.usefixtures("small_tiles")
@pytest.mark.parametrize("kind", ["threads", "spawn", "fork", "dask"])
def test_the_same_bytes_on(kind, request):
    with ExitStack() as stack:
        pool = engine(kind, request, stack)
        for name, call in CASES.items():
            pool.count = 0
            assert written(call(executor=pool)) == alone(name), name
            assert kind != "threads" or pool.count > 1, f"{name} is no test of several"


# ---- what is no executor -------------------------------------------------------------------------


class LikeClient:
    """Has `submit` too, as Dask's client does."""

    def submit(self, function, *arguments):
        raise AssertionError

    def get_executor(self):
        raise AssertionError

    def __repr__(self):
        return "<Client>"


@pytest.mark.parametrize("name", sorted({name.partition(",")[0] for name in CASES}))
def test_what_is_no_executor_is_refused_everywhere(name):
    expected = "expected a concurrent.futures.Executor, or client.get_executor() of Dask's"
    wrong = {
        "3": 3,
        "<Client>": LikeClient(),
        "<class 'concurrent.futures.thread.ThreadPoolExecutor'>": ThreadPoolExecutor,
    }
    for got, executor in wrong.items():
        said = f"executor: no executor; got {got}, {expected}."
        if got == "<Client>":
            said += " Hint: give its get_executor()."
        with pytest.raises(kd.InputError) as caught:
            CASES[name](executor=executor)
        assert [str(fault) for fault in caught.value.faults] == [said]


# ---- engines that fail ---------------------------------------------------------------------------


def tasks(count):
    return ((k,) for k in range(count))


def slow(k):
    time.sleep(0.05)
    return k


def refusing(k):
    if k == 3:
        raise kd.InputError([kd.Fault("here", "no")])
    return k


def killed(k):
    if k == 3:
        os.kill(os.getpid(), signal.SIGKILL)
    return k


class KilledOnce:
    """Kills the worker that it first runs on, and leaves a mark that it did."""

    def __init__(self, mark):
        self.mark = mark

    def __call__(self, rng, count):
        try:
            self.mark.touch(exist_ok=False)
        except FileExistsError:
            return rng.random((6, 3, count)) + 0.1
        os.kill(os.getpid(), signal.SIGKILL)


def ended_by(call, seconds=20):
    """Return what a call raises, and fail where it is not over in time."""
    caught = []

    def run():
        try:
            call()
        except BaseException as error:
            caught.append(error)

    thread = threading.Thread(target=run, daemon=True)
    thread.start()
    thread.join(seconds)
    assert not thread.is_alive(), "it hangs"
    return caught[0] if caught else None


def test_a_fault_in_a_tile_is_the_same_on_dask(client):
    with pytest.raises(kd.InputError) as caught:
        list(map_tiles(refusing, tasks(9), 9, executor=client.get_executor(), batch=2))
    assert str(caught.value) == "here: no."
    assert caught.value.__notes__ == ["in tile 4 of 9"]


class FailsWhile:
    """Fails where there is a mark."""

    def __init__(self, mark):
        self.mark = mark

    def __call__(self, k):
        if self.mark.exists():
            raise ValueError("marked")
        return k


def test_the_error_of_a_run_is_not_that_of_the_next(client, tmp_path):
    """Dask would give it again, while anybody holds it: a notebook does."""
    mark = tmp_path / "mark"
    mark.touch()
    pool = client.get_executor()
    with pytest.raises(ValueError, match="marked") as held:
        list(map_tiles(FailsWhile(mark), tasks(3), 3, executor=pool))
    mark.unlink()
    assert list(map_tiles(FailsWhile(mark), tasks(3), 3, executor=pool)) == [0, 1, 2]
    assert held.value is not None


def test_dask_gives_the_tiles_of_a_dead_worker_to_another(client, tmp_path):
    mark = tmp_path / "killed"
    setting = {"n_samples": 100_000, "rng": 1}
    found = kd.smaa(FEW, performance=KilledOnce(mark), executor=client.get_executor(), **setting)
    assert mark.exists()
    assert written(found) == written(kd.smaa(FEW, performance=KilledOnce(mark), **setting))


def test_a_tile_that_kills_every_worker_of_dask(client, monkeypatch):
    monkeypatch.setattr(client.cluster.scheduler, "allowed_failures", 0)
    error = ended_by(lambda: list(map_tiles(killed, tasks(9), 9, executor=client.get_executor())))
    assert isinstance(error, kd.KadmcdmError)
    said = r"the executor failed at tile [1-4] of 9, or one after it: .* all those workers died"
    assert re.match(said, str(error))


def test_a_scheduler_that_goes_away(tmp_path):
    from distributed import Client

    known = ["--scheduler-file", str(tmp_path / "scheduler"), "--no-dashboard"]
    commands = {
        "scheduler": ["--host", "127.0.0.1", "--port", "0"],
        "worker": ["--nthreads", "1", "--no-nanny", "--death-timeout", "60"],
    }
    with ExitStack() as stack:
        started = {}
        for what, options in commands.items():
            command = [sys.executable, "-m", f"distributed.cli.dask_{what}", *known, *options]
            started[what] = subprocess.Popen(command, stderr=subprocess.DEVNULL)
            stack.callback(started[what].wait)
            stack.callback(started[what].kill)
        client = stack.enter_context(Client(scheduler_file=known[1], timeout=60))
        client.wait_for_workers(1, timeout=60)
        pauses = ((0.05,) for _ in range(100))
        parts = map_tiles(time.sleep, pauses, 100, executor=client.get_executor())
        next(parts)
        started["scheduler"].kill()
        error = ended_by(lambda: list(parts))
    assert isinstance(error, kd.KadmcdmError)
    assert re.match(r"the executor gave up tile \d+ of 100, or one after it: it was", str(error))


def test_a_client_that_was_closed(client):
    from distributed import Client

    with Client(client.scheduler.address) as other:
        pool = other.get_executor()
        assert list(map_tiles(slow, tasks(2), 2, executor=pool)) == [0, 1]
    with pytest.raises(kd.KadmcdmError, match=r"^the executor failed at tile 1 of 2.*losed"):
        list(map_tiles(slow, tasks(2), 2, executor=pool))


def test_what_dask_was_just_fetching_when_its_scheduler_went_away():
    """It never comes, and nobody says so but the client's status, or others that were cancelled."""

    class Cut(Executor):
        def __init__(self, status, cancelled):
            self._client = SimpleNamespace(status=status)
            self.cancelled = cancelled

        def submit(self, function, /, *arguments):
            future = Future()
            if self.cancelled and arguments[2] == 3:
                future.cancel()
            return future

    for pool in (Cut("connecting", False), Cut("closed", False), Cut("running", True)):
        error = ended_by(lambda pool=pool: list(map_tiles(slow, tasks(4), 4, executor=pool)))
        assert isinstance(error, kd.KadmcdmError)
        assert str(error).startswith("the executor gave up tile 1 of 4, or one after it: it was")
