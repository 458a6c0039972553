"""Cut work into fixed tiles, run them on any executor, merge them in order."""

from __future__ import annotations

import html
import os
import sys
import time
from collections import deque
from collections.abc import Callable, Generator, Iterable, Iterator
from concurrent.futures import BrokenExecutor, Executor, Future, ThreadPoolExecutor
from contextlib import closing, contextmanager
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
        Show a bar: on standard error, or in a notebook as an output of the cell.
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
        with _bar(description, count) as advance:
            for part in parts:
                advance()
                yield part


@contextmanager
def _bar(description: str, count: int) -> Iterator[Callable[[], None]]:
    """Show a bar while the tiles come in; what it gives is called once per tile.

    rich's bar needs ipywidgets in a notebook; an output that is updated needs nothing.
    """
    shell = sys.modules["IPython"].get_ipython() if "IPython" in sys.modules else None
    if getattr(shell, "kernel", None) is not None:
        bar = _NotebookBar(description, count)
        try:
            yield bar.advance
        finally:  # where a fault stopped it
            bar.draw()
        return
    from rich.console import Console
    from rich.progress import Progress

    with Progress(console=Console(stderr=True)) as progress:
        task = progress.add_task(description, total=count)
        yield lambda: progress.advance(task)


class _NotebookBar:
    """A bar in one output of the cell, drawn anew ten times a second at most."""

    def __init__(self, description: str, count: int) -> None:
        import IPython.display

        display: Any = IPython.display.display
        self.description, self.count = description, count
        self.done, self.shown = 0, 0
        self.drawn = self.started = time.monotonic()
        self.handle = display(self, display_id=True)

    def advance(self) -> None:
        self.done += 1
        if self.done == self.count or time.monotonic() - self.drawn >= 0.1:
            self.draw()

    def draw(self) -> None:
        if self.done != self.shown:
            self.shown, self.drawn = self.done, time.monotonic()
            self.handle.update(self)

    def _repr_mimebundle_(self, include: Any = None, exclude: Any = None) -> dict[str, str]:
        share = f"{100 * self.done // max(self.count, 1)}%"
        seconds = f"{time.monotonic() - self.started:.0f} s"
        return {
            "text/plain": f"{self.description} {share} {seconds}".lstrip(),
            "text/html": (
                f'{html.escape(self.description)} <progress value="{self.done}" '
                f'max="{max(self.count, 1)}"></progress> {share} {seconds}'
            ),
        }


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
