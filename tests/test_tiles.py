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
from kadmcdm._tiles import BATCHES, WINDOW, batch_size, map_tiles, seeds


def squared(k):
    return k * k


def late_first(k):
    time.sleep(0.02 if k == 0 else 0)
    return k


def failing(k):
    if k == 3:
        raise ValueError("no")
    return k


def alone(k):
    return (k,)


def joined(a, b):
    return a + b


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


@pytest.mark.parametrize("kind", [ThreadPoolExecutor, ProcessPoolExecutor])
def test_an_executor_that_was_shut_down(kind):
    pool = kind(1)
    pool.shutdown()
    said = "the executor failed at tile 1 of 9, or one after it: cannot schedule new futures after"
    with pytest.raises(kd.KadmcdmError, match=said) as caught:
        list(map_tiles(squared, tasks(9), 9, executor=pool))
    assert isinstance(caught.value.__cause__, RuntimeError)


def test_what_was_handed_in_before_a_shutdown_comes_in():
    with ThreadPoolExecutor(1) as pool:
        parts = map_tiles(squared, tasks(2 * WINDOW), 2 * WINDOW, executor=pool)
        next(parts)
        pool.shutdown(wait=False)
        found = [next(parts) for _ in range(WINDOW - 1)]
        with pytest.raises(kd.KadmcdmError, match=f"at tile {WINDOW + 1} of {2 * WINDOW}"):
            next(parts)
    assert found == [k * k for k in range(1, WINDOW)]


def test_an_executor_that_cancels_what_waits():
    gate = threading.Event()

    def task(k):
        gate.wait(10)
        return k

    with ThreadPoolExecutor(1) as pool:
        parts = map_tiles(task, tasks(9), 9, executor=pool)
        threading.Timer(
            0.1, lambda: (pool.shutdown(False, cancel_futures=True), gate.set())
        ).start()
        with pytest.raises(
            kd.KadmcdmError, match=r"the executor gave up tile . of 9, or one after"
        ):
            list(parts)


def test_what_cannot_be_sent_names_its_tile():
    with (
        ProcessPoolExecutor(1, mp_context=get_context("spawn")) as pool,
        pytest.raises(kd.KadmcdmError, match=r"failed at tile 1 of 2, or one after it: .*pickle"),
    ):
        list(map_tiles(lambda k: k, tasks(2), 2, executor=pool))


# ---- tiles that travel together ------------------------------------------------------------------


def test_short_tiles_travel_together_where_there_are_many():
    sizes = {count: batch_size(count) for count in (0, 1, 31, 32, 63, 64, 1000, 1024, 10**6)}
    assert list(sizes.values()) == [1, 1, 1, 2, 2, 4, 32, 64, 256]
    assert all(count // size >= BATCHES for count, size in sizes.items() if size > 1)


@pytest.mark.parametrize("pool", [None, "threads", "processes"])
def test_parts_of_batches_come_in_task_order(pool, processes):
    with ThreadPoolExecutor(3) as threads:
        executor = {"threads": threads, "processes": processes}.get(pool)
        parts = list(map_tiles(late_first, tasks(11), 11, executor=executor, batch=4))
        together = list(map_tiles(alone, tasks(11), 11, executor=executor, batch=4, merge=joined))
    assert parts == list(range(11))
    assert together == [(0, 1, 2, 3), (4, 5, 6, 7), (8, 9, 10)]


@pytest.mark.parametrize("pool", [False, True])
def test_a_fault_in_a_batch_names_its_tile(pool, processes):
    executor = processes if pool else None
    parts = map_tiles(failing, tasks(9), 9, executor=executor, batch=4, merge=joined)
    with pytest.raises(ValueError, match="no") as caught:
        list(parts)
    assert caught.value.__notes__ == ["in tile 4 of 9"]


def test_a_worker_that_dies_names_the_first_tile_of_its_batch():
    said = "a worker died in tile 1 of 9, or in one after it"
    with (
        ProcessPoolExecutor(1, mp_context=get_context("spawn")) as pool,
        pytest.raises(kd.KadmcdmError, match=said),
    ):
        list(map_tiles(dying, tasks(9), 9, executor=pool, batch=4))


def test_tiles_that_are_not_merged_are_held_one_by_one_at_home():
    begun = []
    parts = map_tiles(begun.append, tasks(9), 9, batch=4)
    next(parts)
    assert begun == [0]


def test_a_bar_of_merged_batches_ends_full(capfd):
    list(map_tiles(squared, tasks(9), 9, batch=4, merge=max, progress=True))
    assert "100%" in capfd.readouterr().err


def test_an_interrupt_leaves_no_thread_behind(monkeypatch):
    monkeypatch.setattr(_tiles, "cores", lambda: 2)
    before = set(threading.enumerate())
    parts = map_tiles(squared, tasks(500), 500, threads=True)
    next(parts)
    with pytest.raises(KeyboardInterrupt):
        parts.throw(KeyboardInterrupt)
    assert not set(threading.enumerate()) - before


def interrupted(k):
    if k == 5:
        raise KeyboardInterrupt
    return k


def test_an_interrupt_in_a_tile_leaves_no_thread_behind(monkeypatch):
    monkeypatch.setattr(_tiles, "cores", lambda: 2)
    before = set(threading.enumerate())
    with pytest.raises(KeyboardInterrupt):
        list(map_tiles(interrupted, tasks(500), 500, threads=True))
    assert not set(threading.enumerate()) - before


@pytest.mark.parametrize("progress", [False, True])
def test_an_interrupt_while_merging_leaves_no_thread_behind(monkeypatch, progress):
    """Even while the error is held, and with it the frames that hold the tiles."""
    import sys

    def merge(added, parts):
        next(parts)
        raise KeyboardInterrupt

    monkeypatch.setattr(_tiles, "cores", lambda: 2)
    monkeypatch.setattr(sys.modules["kadmcdm.robustness.smaa"], "reduce", merge)
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
    before = set(threading.enumerate())
    parts = map_tiles(squared, tasks(500), 500, threads=True)
    next(parts)
    parts.close()
    assert not set(threading.enumerate()) - before


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
