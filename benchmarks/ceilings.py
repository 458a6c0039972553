"""What the machine can do: the kernels that a workload can't avoid, each at its measured best.

Seconds of CPU time, one thread, measured in the same process as what they are held against. Sorting
is measured a second time with numpy's AVX-512 code turned off, in a process of its own: on some
processors it is the slower one by far, and then the ceiling is the other.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
import time
from collections.abc import Callable
from functools import cache
from typing import Any

import numpy as np


def best(function: Callable[[], Any], repeats: int = 7) -> float:
    """Return the least CPU time of a call."""
    function()
    times = []
    for _ in range(repeats):
        start = time.process_time()
        function()
        times.append(time.process_time() - start)
    return min(times)


@cache
def flop() -> float:
    """Seconds per floating-point operation of a large matrix product."""
    a = np.random.default_rng(0).random((1024, 1024))
    return best(lambda: a @ a) / (2 * 1024**3)


@cache
def _byte() -> float:
    big = np.random.default_rng(0).random(20_000_000)
    return best(lambda: big.max()) / big.nbytes


def read(size: float) -> float:
    """Seconds to stream `size` bytes from memory."""
    return size * _byte()


@cache
def divide(m: int) -> float:
    """Seconds per division within the cache."""
    a = np.random.default_rng(0).random((max(16, 16_384 // m), m)) + 0.1
    out = np.empty_like(a)
    return best(lambda: [np.divide(a, a, out=out) for _ in range(50)]) / 50 / a.size


@cache
def sort(m: int) -> float:
    """Seconds per value of sorting rows of m values."""
    values = np.random.default_rng(0).random((max(64, 100_000 // m), m))
    scratch = values.copy()

    def sorting() -> None:
        scratch[...] = values
        scratch.sort(axis=1)

    def copying() -> None:
        scratch[...] = values

    return (best(sorting) - best(copying)) / values.size


@cache
def wide_features() -> tuple[str, ...]:
    """Return the AVX-512 features that numpy found here."""
    found = np.show_config("dicts")["SIMD Extensions"].get("found", [])
    return tuple(name for name in found if name.startswith(("X86_V4", "AVX512")))


@cache
def sort_without_avx512(m: int) -> float | None:
    """Seconds per value of the same sort by numpy's narrower code, None where it is the same."""
    if not wide_features():
        return None
    environment = os.environ | {"NPY_DISABLE_CPU_FEATURES": " ".join(wide_features())}
    done = subprocess.run(
        [sys.executable, __file__, str(m)],
        env=environment, capture_output=True, text=True, check=False,
    )  # fmt: skip
    return float(json.loads(done.stdout)) if done.returncode == 0 else None


def quickest_sort(m: int) -> float:
    """Seconds per value of the faster of both."""
    return min(sort(m), sort_without_avx512(m) or np.inf)


@cache
def count(m: int) -> float:
    """Seconds per index of counting into an m x m table."""
    rng = np.random.default_rng(0)
    rows = max(64, 2 * m)
    index = np.argsort(rng.random((rows, m)), axis=1) * m + np.arange(m)
    flat = index.ravel()
    return best(lambda: np.bincount(flat, minlength=m * m)) / flat.size


@cache
def least(m: int) -> float:
    """Seconds per value of finding the least of each row."""
    values = np.random.default_rng(0).random((max(64, 100_000 // m), m))
    return best(lambda: values.argmin(axis=1)) / values.size


@cache
def normal() -> float:
    """Seconds per standard normal draw."""
    rng = np.random.Generator(np.random.SFC64(0))
    out = np.empty(51_200)
    return best(lambda: [rng.standard_normal(out=out) for _ in range(20)]) / 20 / out.size


@cache
def transpose(n: int) -> float:
    """Seconds per n x n matrix of laying a block out batch-last."""
    size = max(64, 2**20 // (8 * n * n))
    a = np.random.default_rng(0).random((size, n * n))
    out = np.empty((n * n, size))

    def laying() -> None:
        out[...] = a.T

    return best(lambda: [laying() for _ in range(10)]) / 10 / size


Floor = dict[str, float]
"""Seconds per unit of work, by kernel."""


def streamed(m: int, n: int) -> Floor:
    """Per call: read the matrix twice, write the scores."""
    return {"read twice": read(2 * 8 * m * n), "write": read(8 * m)}


def ranked(m: int, n: int) -> Floor:
    """Per sample: two products of n, a division, a sort, a count for each candidate."""
    each = {"products": 4 * n * flop(), "division": divide(m), "sort": quickest_sort(m)}
    return {name: m * seconds for name, seconds in (each | {"count": count(m)}).items()}


def first(m: int, n: int) -> Floor:
    """Per sample: two products of n, a division, a search for the least."""
    return {
        "products": m * 4 * n * flop(),
        "division": m * divide(m),
        "search for the least": m * least(m),
    }


def compared(n: int) -> Floor:
    """Per matrix: read it, lay it out, nine products with a vector."""
    return {
        "read": read(8 * n * n),
        "layout": transpose(n),
        "products": 9 * 2 * n * n * flop(),
    }


def drawn(m: int, n: int) -> Floor:
    """Per matrix: draw it, sort and count its candidates."""
    return {"draws": m * n * normal(), "sort": m * quickest_sort(m), "count": m * count(m)}


if __name__ == "__main__":
    print(json.dumps(sort(int(sys.argv[1]))))
