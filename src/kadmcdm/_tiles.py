"""Cut work into fixed tiles, run them on any executor, merge them in order."""

from __future__ import annotations

import os
from collections import deque
from collections.abc import Callable, Generator, Iterable, Iterator
from concurrent.futures import BrokenExecutor, Executor, Future, ThreadPoolExecutor
from contextlib import closing
from typing import Any, TypeVar

import numpy as np

from kadmcdm._typing import Rng
from kadmcdm.errors import Fault, InputError, KadmcdmError

Part = TypeVar("Part")

WINDOW = 64
"""Tiles under way or waiting to be merged at once: bounds the memory they hold."""


def entropy_of(rng: Rng) -> int:
    """Return the seed to record: the given one, one drawn from the generator, or a fresh one."""
    if rng is None:
        entropy = np.random.SeedSequence().entropy
        assert isinstance(entropy, int)
        return entropy
    if isinstance(rng, np.random.Generator):
        return int(rng.integers(0, 2**63))
    if isinstance(rng, bool) or not isinstance(rng, (int, np.integer)) or rng < 0:
        raise InputError(
            [
                Fault(
                    "rng",
                    "no source of randomness",
                    got=repr(rng),
                    expected="a whole number >= 0, a numpy Generator, or None",
                )
            ]
        )
    return int(rng)


def tile_sizes(total: int, size: int) -> list[int]:
    """Cut `total` into tiles of `size`, the last one shorter."""
    return [min(size, total - start) for start in range(0, total, size)]


def seeds(entropy: int, count: int) -> list[np.random.SeedSequence]:
    """Return one independent seed per tile; the answer cannot depend on who runs which."""
    return np.random.SeedSequence(entropy).spawn(count)


def map_tiles(
    function: Callable[..., Part],
    tasks: Iterable[tuple[Any, ...]],
    count: int,
    *,
    executor: Executor | None = None,
    threads: bool = False,
    progress: bool = False,
    description: str = "",
) -> Generator[Part]:
    """Yield ``function(*task)`` in task order; a bounded number of tiles waits at once.

    Parameters
    ----------
    function : callable
    tasks : iterable of tuple
        Its arguments, tile by tile.
    count : int
        How many there are.
    executor : concurrent.futures.Executor, optional
        Anything with ``submit(function, *arguments)`` that returns futures: threads, processes,
        Dask's ``client.get_executor()``.
    threads : bool
        Without an executor: use a thread a core, for work that lets go of the interpreter.
    progress : bool
        Show a bar on standard error.
    description : str

    Yields
    ------
    Part

    Raises
    ------
    KadmcdmError
        When a worker process dies, naming the tile. Whatever a tile raises comes out as it is,
        with a note that names the tile; the tiles that wait are cancelled.
    """
    with closing(_run(function, tasks, count, executor, threads)) as parts:
        if not progress:
            yield from parts
            return
        from rich.console import Console
        from rich.progress import track

        console = Console(stderr=True)
        yield from track(parts, description=description, total=count, console=console)


def cores() -> int:
    """Return how many cores this process may use."""
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1


def _run(
    function: Callable[..., Part],
    tasks: Iterable[tuple[Any, ...]],
    count: int,
    executor: Executor | None,
    threads: bool,
) -> Generator[Part]:
    if executor is not None:
        yield from _submitted(function, tasks, count, executor)
    elif threads and count > 1 and cores() > 1:
        pool = ThreadPoolExecutor(min(cores(), count))
        try:
            yield from _submitted(function, tasks, count, pool)
        finally:  # also on KeyboardInterrupt: no thread is left behind
            pool.shutdown(wait=True, cancel_futures=True)
    else:
        for number, task in enumerate(tasks, 1):
            try:
                part = function(*task)
            except Exception as error:
                error.add_note(f"in tile {number} of {count}")
                raise
            yield part


def _submitted(
    function: Callable[..., Part],
    tasks: Iterable[tuple[Any, ...]],
    count: int,
    executor: Executor,
) -> Iterator[Part]:
    waiting: deque[Future[Part]] = deque()
    number = 0
    try:
        for task in tasks:
            try:
                future = executor.submit(function, *task)
            except BrokenExecutor as error:  # those under way still say which tile broke first
                future = Future()
                future.set_exception(error)
            waiting.append(future)
            if len(waiting) >= WINDOW:
                number += 1
                yield waiting.popleft().result()
        while waiting:
            number += 1
            yield waiting.popleft().result()
    except BrokenExecutor as error:
        raise KadmcdmError(
            f"a worker died in tile {number} of {count}, or in one after it: {error}"
        ) from error
    except Exception as error:
        error.add_note(f"in tile {number or 1} of {count}")
        raise
    finally:
        for future in waiting:
            future.cancel()
