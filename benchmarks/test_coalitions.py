"""The exact best of all coalitions, beside gathering and scoring them.

All must name the same coalitions before any is timed. ``python benchmarks/coalitions.py`` prints
the ratios, the memory, and how the search by bounds grows.
"""

from __future__ import annotations

from typing import Any

import coalitions
import pytest

TABLE = coalitions.regions(514)


@pytest.fixture(scope="module")
def same_answers() -> None:
    for n, size in ((40, 3), (40, 4), (60, 3)):
        coalitions.same(coalitions.regions(n), size)
    coalitions.same(TABLE, 3)


@pytest.mark.parametrize("search", ["bound", "enumerate"])
def test_triples(benchmark: Any, same_answers: None, search: str) -> None:
    benchmark.group = "the best 100 of 22.5 million triples, 8 criteria"
    benchmark.pedantic(coalitions.found, (TABLE, 3, search), rounds=3)


def test_size_4(benchmark: Any, same_answers: None) -> None:
    benchmark.group = "the best 100 of 2.9 billion coalitions of four, 8 criteria"
    benchmark.pedantic(coalitions.found, (TABLE, 4, "bound"), rounds=3)


def test_naive(benchmark: Any) -> None:
    benchmark.group = "a million triples gathered and scored"
    members = coalitions.sample(514, 3)
    benchmark.pedantic(coalitions.naive, (TABLE, members), rounds=3)
