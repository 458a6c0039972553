"""Tiles: order kept, few in flight, faults that name the tile, nothing left behind."""

import os
import threading
import time
from concurrent.futures import BrokenExecutor, Future, ProcessPoolExecutor, ThreadPoolExecutor
from multiprocessing import get_context

import numpy as np
import pytest

import kadmcdm as kd
from kadmcdm import _tiles
from kadmcdm._tiles import WINDOW, map_tiles, seeds


def squared(k):
    return k * k


def late_first(k):
    time.sleep(0.02 if k == 0 else 0)
    return k


def failing(k):
    if k == 3:
        raise ValueError("no")
    return k


def dying(k):
    if k == 2:
        os._exit(7)
    return k


class Counting(ThreadPoolExecutor):
    """Counts how many tiles wait at once."""

    waiting, most = 0, 0

    def submit(self, function, *arguments):
        self.waiting += 1
        self.most = max(self.most, self.waiting)
        return super().submit(function, *arguments)


def tasks(count):
    return ((k,) for k in range(count))


@pytest.mark.parametrize("executor", ["none", "threads", "pool"])
def test_parts_come_in_task_order(executor):
    if executor == "pool":
        with ThreadPoolExecutor(3) as pool:
            parts = list(map_tiles(late_first, tasks(9), 9, executor=pool))
    else:
        parts = list(map_tiles(late_first, tasks(9), 9, threads=executor == "threads"))
    assert parts == list(range(9))


def test_no_more_than_the_window_waits():
    with Counting(2) as pool:
        for part in map_tiles(squared, tasks(3 * WINDOW), 3 * WINDOW, executor=pool):
            assert part >= 0
            pool.waiting -= 1
    assert 1 < pool.most <= WINDOW


@pytest.mark.parametrize("threads", [False, True])
def test_a_fault_names_its_tile(threads, monkeypatch):
    monkeypatch.setattr(_tiles, "cores", lambda: 2)
    with pytest.raises(ValueError, match="no") as caught:
        list(map_tiles(failing, tasks(9), 9, threads=threads))
    assert caught.value.__notes__ == ["in tile 4 of 9"]


def test_a_fault_cancels_what_waits():
    class Lazy:
        """Runs the first few at once, and never the others."""

        def __init__(self):
            self.futures = []

        def submit(self, function, *arguments):
            future = Future()
            self.futures.append(future)
            if len(self.futures) <= 4:
                try:
                    future.set_result(function(*arguments))
                except ValueError as error:
                    future.set_exception(error)
            return future

    pool = Lazy()
    with pytest.raises(ValueError, match="no"):
        list(map_tiles(failing, tasks(9), 9, executor=pool))
    assert [future.cancelled() for future in pool.futures[4:]] == [True] * 5


@pytest.mark.parametrize("count", [6, WINDOW + 6])
def test_a_worker_that_dies_is_an_error_that_names_the_tile(count):
    """One worker takes the tiles in turn, so that the third is the one that dies."""
    said = f"a worker died in tile 3 of {count}, or in one after it"
    with (
        ProcessPoolExecutor(1, mp_context=get_context("spawn")) as pool,
        pytest.raises(kd.KadmcdmError, match=said),
    ):
        list(map_tiles(dying, tasks(count), count, executor=pool))


def test_a_pool_that_breaks_while_tiles_are_handed_in():
    """The first tile that broke is named, not the last one that came back."""

    class Breaking:
        handed = 0

        def submit(self, function, *arguments):
            self.handed += 1
            if self.handed > 5:
                raise BrokenExecutor("gone")
            future = Future()
            if self.handed < 4:
                future.set_result(function(*arguments))
            else:
                future.set_exception(BrokenExecutor("gone"))
            return future

    parts = map_tiles(squared, tasks(9), 9, executor=Breaking())
    assert [next(parts) for _ in range(3)] == [0, 1, 4]
    with pytest.raises(kd.KadmcdmError, match="in tile 4 of 9, or in one after it: gone"):
        next(parts)


def test_a_fault_cancels_what_a_real_pool_has_not_begun():
    gate, begun = threading.Event(), []

    def task(k):
        begun.append(k)
        if k == 0:
            raise ValueError("no")
        gate.wait(10)
        return k

    with ThreadPoolExecutor(1) as pool:
        with pytest.raises(ValueError, match="no") as caught:
            list(map_tiles(task, tasks(30), 30, executor=pool))
        gate.set()
    assert caught.value.__notes__ == ["in tile 1 of 30"]
    assert len(begun) <= 2  # the one that failed, and the one taken up meanwhile


def test_an_interrupt_leaves_no_thread_behind(monkeypatch):
    monkeypatch.setattr(_tiles, "cores", lambda: 2)
    before = threading.active_count()
    parts = map_tiles(squared, tasks(500), 500, threads=True)
    next(parts)
    with pytest.raises(KeyboardInterrupt):
        parts.throw(KeyboardInterrupt)
    assert threading.active_count() == before


def interrupted(k):
    if k == 5:
        raise KeyboardInterrupt
    return k


def test_an_interrupt_in_a_tile_leaves_no_thread_behind(monkeypatch):
    monkeypatch.setattr(_tiles, "cores", lambda: 2)
    before = threading.active_count()
    with pytest.raises(KeyboardInterrupt):
        list(map_tiles(interrupted, tasks(500), 500, threads=True))
    assert threading.active_count() == before


@pytest.mark.parametrize("progress", [False, True])
def test_an_interrupt_while_merging_leaves_no_thread_behind(monkeypatch, progress):
    """Even while the error is held, and with it the frames that hold the tiles."""
    import sys

    def merge(parts, m):
        next(parts)
        raise KeyboardInterrupt

    monkeypatch.setattr(_tiles, "cores", lambda: 2)
    monkeypatch.setattr(sys.modules["kadmcdm.robustness.smaa"], "_merge", merge)
    matrix = np.random.default_rng(0).random((300, 4)) + 0.1
    problem = kd.DecisionProblem.from_arrays(matrix, ["benefit"] * 4)
    before = set(threading.enumerate())
    with pytest.raises(KeyboardInterrupt) as held:
        kd.smaa(problem, n_samples=20_000, rng=1, progress=progress)
    assert held.value is not None
    left = set(threading.enumerate()) - before
    assert not [thread.name for thread in left if "ThreadPoolExecutor" in thread.name]


def test_dropping_the_iterator_leaves_no_thread_behind(monkeypatch):
    monkeypatch.setattr(_tiles, "cores", lambda: 2)
    before = threading.active_count()
    parts = map_tiles(squared, tasks(500), 500, threads=True)
    next(parts)
    parts.close()
    assert threading.active_count() == before


def test_seeds_are_children_of_one():
    first, again = seeds(5, 3), seeds(5, 4)
    for k in range(3):
        assert first[k].generate_state(4).tolist() == again[k].generate_state(4).tolist()
    assert len({tuple(seed.generate_state(4)) for seed in again}) == 4


def test_own_threads_give_the_same_bytes(monkeypatch):
    matrix = np.random.default_rng(0).random((300, 4)) + 0.1
    problem = kd.DecisionProblem.from_arrays(matrix, ["benefit"] * 4)
    options = {"n_samples": 4000, "rng": 3}
    found = set()
    for cores in (1, 2, 3):
        monkeypatch.setattr(_tiles, "cores", lambda cores=cores: cores)
        found.add(kd.smaa(problem, **options).to_json())
    with ProcessPoolExecutor(2, mp_context=get_context("spawn")) as pool:
        found.add(kd.smaa(problem, **options, executor=pool).to_json())
    assert len(found) == 1
