"""Cut work into fixed tiles, run them on any executor, merge them in order."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import Executor, Future
from typing import Any, TypeVar

import numpy as np

from kadmcdm._typing import Rng
from kadmcdm.errors import Fault, InputError

Part = TypeVar("Part")


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
    progress: bool = False,
    description: str = "",
) -> Iterator[Part]:
    """Yield ``function(*task)`` in task order; at most a few tiles are in flight at once.

    `executor` is anything with ``submit(function, *arguments)`` returning futures: threads,
    processes, Dask's ``client.get_executor()``. With `progress` a bar is shown on standard error.
    """
    parts = _run(function, tasks, executor)
    if not progress:
        yield from parts
        return
    from rich.console import Console
    from rich.progress import track

    console = Console(stderr=True)
    yield from track(parts, description=description, total=count, console=console)


def _run(
    function: Callable[..., Part], tasks: Iterable[tuple[Any, ...]], executor: Executor | None
) -> Iterator[Part]:
    if executor is None:
        for task in tasks:
            yield function(*task)
        return
    window = 64  # bounds what waits in memory, whatever the number of tiles
    waiting: list[Future[Part]] = []
    for task in tasks:
        waiting.append(executor.submit(function, *task))
        if len(waiting) >= window:
            yield waiting.pop(0).result()
    for future in waiting:
        yield future.result()
