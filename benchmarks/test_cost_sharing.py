"""Cost sharing beside loops over dicts and sets; all must agree before any is timed.

The costs are a facility's, with economies of scale and pipes between its members.
"""

from __future__ import annotations

import tracemalloc
from math import factorial
from typing import Any

import numpy as np
import pytest

from kadmcdm import partnership as pt

LOOPED = 14
"""Members for whom the loop is run: at 20 it would take minutes."""


def facility(n: int) -> pt.FacilityCosts:
    rng = np.random.default_rng(n)
    names = [f"m{k:02}" for k in range(n)]
    place = rng.random((n, 2)) * 50
    km = {
        (names[i], names[j]): float(np.hypot(*(place[i] - place[j])))
        for i in range(n)
        for j in range(i + 1, n)
    }
    demand = dict(zip(names, rng.lognormal(3, 1, n).tolist(), strict=True))
    return pt.FacilityCosts(demand, 50, 8, 0.7, distances=km, per_km=1.5)


def as_dict(n: int) -> dict[frozenset[str], float]:
    table = pt.CoalitionCosts.of(facility(n))
    sets = [frozenset[str]()]
    for name in table.members:
        sets += [group | {name} for group in sets]
    return dict(zip(sets, table.values.tolist(), strict=True))


def looped(costs: dict[frozenset[str], float]) -> dict[str, float]:
    """Walk over every member of every coalition, as the textbook has it."""
    members = sorted(frozenset().union(*costs))
    n = len(members)
    paid = dict.fromkeys(members, 0.0)
    for group, cost in costs.items():
        s = len(group)
        for member in members:
            if member not in group:
                weight = factorial(s) * factorial(n - 1 - s) / factorial(n)
                paid[member] += weight * (costs[group | {member}] - cost)
    return paid


@pytest.fixture(scope="module")
def same_answers() -> None:
    costs = as_dict(10)
    theirs, ours = looped(costs), pt.shapley(costs).shares
    assert theirs == pytest.approx(ours, rel=1e-10)
    sampled = pt.shapley(facility(10), n_samples=4000, rng=1)
    assert np.abs(sampled.values - list(ours.values())).max() < 5 * sampled.errors.max()


def test_exact_20_from_a_facility(benchmark: Any, same_answers: None) -> None:
    """All 1,048,576 coalitions, from the facility's demand and distances to the shares."""
    benchmark.group = "Shapley, 20 members: costs and shares"
    costs = facility(20)
    tracemalloc.start()
    pt.shapley(costs)
    benchmark.extra_info["MB"] = tracemalloc.get_traced_memory()[1] / 1e6
    tracemalloc.stop()
    assert benchmark.extra_info["MB"] < 100
    benchmark.pedantic(pt.shapley, (costs,), rounds=3)


def test_exact_20_from_a_table(benchmark: Any, same_answers: None) -> None:
    benchmark.group = "Shapley, 20 members: shares alone"
    benchmark.pedantic(pt.shapley, (pt.CoalitionCosts.of(facility(20)),), rounds=5)


def test_exact_14(benchmark: Any, same_answers: None) -> None:
    benchmark.group = f"Shapley, {LOOPED} members, from a dict"
    benchmark.pedantic(pt.shapley, (as_dict(LOOPED),), rounds=3)


def test_loop_14(benchmark: Any) -> None:
    benchmark.group = f"Shapley, {LOOPED} members, from a dict"
    benchmark.pedantic(looped, (as_dict(LOOPED),), rounds=1)


def test_sampled_50(benchmark: Any, same_answers: None) -> None:
    benchmark.group = "Shapley, 50 members, 10,000 orders"
    found = benchmark.pedantic(
        pt.shapley, (facility(50),), kwargs={"n_samples": 10_000, "rng": 1}, rounds=3
    )
    benchmark.extra_info["error, % of the share"] = float((found.errors / found.values).max() * 100)


@pytest.mark.parametrize("n", [10, 11, 12])
def test_nucleolus(benchmark: Any, n: int) -> None:
    benchmark.group = f"nucleolus, {n} members"
    table = pt.CoalitionCosts.of(facility(n))
    found = benchmark.pedantic(pt.nucleolus, (table,), rounds=3)
    check = pt.core_check(table, found)
    assert check.worst_excess == pytest.approx(check.least_core, abs=1e-7 * found.total)
