"""Cut work into fixed tiles, run them on any executor, merge them in order."""

from __future__ import annotations

import html
import os
import sys
import time
from collections import deque
from collections.abc import Callable, Generator, Iterable, Iterator
from concurrent.futures import (
    BrokenExecutor,
    CancelledError,
    Executor,
    Future,
    ThreadPoolExecutor,
    wait,
)
from contextlib import closing, contextmanager
from itertools import islice
from typing import Any, NamedTuple, TypeVar

import numpy as np

from kadmcdm._typing import Rng
from kadmcdm.errors import Fault, InputError, KadmcdmError, brief

Part = TypeVar("Part")

WINDOW = 64
"""Batches under way or waiting to be merged at once: bounds the memory they hold."""

BATCHES, LARGEST = 16, 256
"""Short tiles are handed in together where that leaves so many batches, and at most so many."""

NOTICE = 0.5
"""Seconds after which to look whether what is waited for can still come."""


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
                    got=brief(rng),
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


def executor_faults(executor: object) -> Iterator[Fault]:
    """Yield a fault for what is no executor; Dask's, loky's and mpi4py's are."""
    if executor is None or isinstance(executor, Executor):
        return
    expected = "a concurrent.futures.Executor, or client.get_executor() of Dask's"
    hint = "give its get_executor()" if hasattr(executor, "get_executor") else None
    yield Fault("executor", "no executor", brief(executor), expected, hint)


def batch_size(count: int) -> int:
    """Return how many of `count` short tiles to hand in at once: a power of two.

    Processes take a millisecond for whatever they are given, Dask some ten. The size depends on the
    number of tiles alone, so that what is merged where they are computed is the same everywhere.
    """
    return min(LARGEST, 1 << max(0, (count // BATCHES).bit_length() - 1))


def map_tiles(
    function: Callable[..., Part],
    tasks: Iterable[tuple[Any, ...]],
    count: int,
    *,
    executor: Executor | None = None,
    threads: bool = False,
    progress: bool = False,
    description: str = "",
    batch: int = 1,
    merge: Callable[[Part, Part], Part] | None = None,
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
    batch : int
        Tiles that are handed in, and come back, together: `batch_size` of those that are short.
    merge : callable, optional
        ``merge(part, next)`` of a batch's parts, where they are computed: one part a batch comes
        back, with or without an executor.

    Yields
    ------
    Part

    Raises
    ------
    KadmcdmError
        When the executor fails, naming the tile: a worker died, its scheduler went away, it was
        shut down. Whatever a tile raises comes out as it is, with a note that names the tile. The
        tiles that wait are cancelled.
    """
    apart = merge is None and executor is None and not threads
    batches = _batches(function, tasks, count, 1 if apart else batch, merge)
    with closing(_run(batches, count, executor, threads)) as parts:
        if not progress:
            yield from parts
            return
        with _bar(description, count if merge is None else -(-count // batch)) as advance:
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
    from rich.markup import escape
    from rich.progress import Progress

    with Progress(console=Console(stderr=True)) as progress:
        task = progress.add_task(escape(description), total=count)
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


class _Batch(NamedTuple):
    """Tiles that are computed together, the number of the first, and of all.

    A run has a name, since Dask knows work by what it is handed: it would answer the next run with
    the error of the last, for as long as a notebook keeps that.
    """

    function: Callable[..., Any]
    tasks: list[tuple[Any, ...]]
    first: int
    of: int
    merge: Callable[[Any, Any], Any] | None
    run: str


def _batches(
    function: Callable[..., Part],
    tasks: Iterable[tuple[Any, ...]],
    count: int,
    size: int,
    merge: Callable[[Part, Part], Part] | None,
) -> Iterator[_Batch]:
    given, first, run = iter(tasks), 1, os.urandom(8).hex()
    while some := list(islice(given, size)):
        yield _Batch(function, some, first, count, merge, run)
        first += len(some)


def _computed(
    function: Callable[..., Any],
    tasks: list[tuple[Any, ...]],
    first: int,
    count: int,
    merge: Callable[[Any, Any], Any] | None,
    run: str,
) -> list[Any]:
    """Return the parts of a batch, or the one that they merge to."""
    parts: list[Any] = []
    for number, task in enumerate(tasks, first):
        try:
            part = function(*task)
        except Exception as error:
            error.add_note(f"{_TILE} {number} of {count}")
            raise
        if merge is not None and parts:
            parts[0] = merge(parts[0], part)
        else:
            parts.append(part)
    return parts


_TILE = "in tile"
"""How a tile's own errors are noted, which tells them from those of the executor."""


def _run(
    batches: Iterator[_Batch], count: int, executor: Executor | None, threads: bool
) -> Generator[Any]:
    if executor is not None:
        yield from _submitted(batches, executor)
    elif threads and count > 1 and cores() > 1:
        pool = ThreadPoolExecutor(min(cores(), count))
        try:
            yield from _submitted(batches, pool)
        finally:  # also on KeyboardInterrupt: no thread is left behind
            pool.shutdown(wait=True, cancel_futures=True)
    else:
        for batch in batches:
            yield from _computed(*batch)


def _submitted(batches: Iterator[_Batch], executor: Executor) -> Iterator[Any]:
    waiting: deque[tuple[_Batch, Future[list[Any]]]] = deque()
    try:
        for batch in batches:
            try:
                future = executor.submit(_computed, *batch)
            except Exception as error:  # those under way still say which tile broke first
                future = Future()
                future.set_exception(error)
            waiting.append((batch._replace(tasks=[]), future))
            if len(waiting) >= WINDOW:
                yield from _come_in(executor, waiting)
        while waiting:
            yield from _come_in(executor, waiting)
    finally:
        for _, future in waiting:
            future.cancel()


def _come_in(executor: Executor, waiting: deque[tuple[_Batch, Future[list[Any]]]]) -> list[Any]:
    """Return the parts of the first batch, or raise what became of it."""
    batch, future = waiting[0]
    which = f"tile {batch.first} of {batch.of}"
    while not future.done():
        wait([future], NOTICE)
        if not future.done() and _cut_off(executor, waiting):
            raise KadmcdmError(f"the executor gave up {which}, or one after it: {_GONE}")
    try:
        parts = future.result()
    except BrokenExecutor as error:
        raise KadmcdmError(f"a worker died in {which}, or in one after it: {error}") from error
    except CancelledError as error:
        said = f"the executor gave up {which}, or one after it: {_GONE}"
        raise KadmcdmError(said) from error
    except Exception as error:
        if any(note.startswith(_TILE) for note in getattr(error, "__notes__", ())):
            raise
        if isinstance(error, KadmcdmError):  # an engine that drops notes on the way
            error.add_note(f"in {which}, or in one after it")
            raise
        said = str(error) or type(error).__name__
        raise KadmcdmError(f"the executor failed at {which}, or one after it: {said}") from error
    waiting.popleft()
    return parts


_GONE = "it was cancelled, by a scheduler that went away or a client or executor that was closed"


def _cut_off(executor: Executor, waiting: Iterable[tuple[_Batch, Future[list[Any]]]]) -> bool:
    """Tell whether tiles will never come: Dask's client lost its scheduler, or was closed.

    It then cancels what waits, all but the tiles that were just being fetched.
    """
    if any(future.cancelled() for _, future in waiting):
        return True
    return getattr(getattr(executor, "_client", None), "status", "running") != "running"
