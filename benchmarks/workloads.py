"""The workloads: what is computed, by us and by others, and what it costs at least.

Each builds seeded data, asserts that all answers are equal, and returns named candidates: a
function, and how many units of work (weight vectors, matrices, calls) one call of it does.
"""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import Any

import ceilings
import numpy as np
import peers

import kadmcdm as kd
from kadmcdm import core
from kadmcdm.core.acceptability import tally, weight_blocks
from kadmcdm.core.closeness import losses_of_topsis
from kadmcdm.core.sampled import SAMPLES, normal_sampler, sampled_losses
from kadmcdm.core.streaming import _statistics as column_statistics

TILE_CELLS = sys.modules["kadmcdm.robustness.smaa"].TILE_CELLS

Work = tuple[Callable[[], Any], float]
"""A function, and the units of work that one call does."""

OURS = "kadmcdm"

SLOW = ("pymcdm", "pyrepo-mcda")
"""Peers that check every row in Python at every call: they get less to do."""


@dataclass(frozen=True)
class Case:
    """One workload at one size."""

    workload: str
    size: str
    unit: str
    candidates: dict[str, Work]
    floor: ceilings.Floor = field(default_factory=dict)
    """Seconds per unit of the kernels that nothing can do without."""
    peers: tuple[str, ...] = ()
    """Those of the candidates that are other packages, or what people write without one."""
    stages: dict[str, Work] = field(default_factory=dict)
    """Parts of our own work, timed alone: a profile."""


def problem(m: int, n: int) -> tuple[Any, Any, Any]:
    """Return a seeded matrix, one weight vector, and all-benefit directions."""
    rng = np.random.default_rng([m, n])
    return rng.uniform(1, 10, (m, n)), rng.dirichlet(np.ones(n)), np.ones(n, dtype=bool)


def repeated(function: Callable[[], Any], times: int) -> Work:
    """Call something often enough to be measured."""

    def run() -> None:
        for _ in range(times):
            function()

    return run, times


def straight_numpy(x: Any, w: Any) -> Any:
    """What most people write."""
    r = x / np.sqrt((x * x).sum(axis=0))
    v = r * w
    near = np.sqrt(((v - v.max(axis=0)) ** 2).sum(axis=1))
    far = np.sqrt(((v - v.min(axis=0)) ** 2).sum(axis=1))
    return far / (near + far)


def one_weight_vector(m: int, n: int) -> Case:
    """W1: TOPSIS of m candidates under one weight vector."""
    x, w, b = problem(m, n)
    times = 1 if m >= 100_000 else 50 if m >= 1000 else 300
    ours = core.topsis(x, w, b)
    candidates = {OURS: repeated(lambda: core.topsis(x, w, b), times)}
    others: dict[str, Callable[[], Any]] = {"straight numpy": lambda: straight_numpy(x, w)}
    for name, score in peers.topsis_scores().items():
        if m <= 100_000 or name not in SLOW:  # they would take minutes
            others[name] = lambda score=score: score(x, w)
    for name, call in others.items():
        np.testing.assert_allclose(call(), ours, atol=1e-12)
        candidates[name] = repeated(call, max(1, times // 10))
    large = m >= 100_000
    return Case(
        "W1", f"{m} x {n}", "call", candidates, ceilings.streamed(m, n) if large else {},
        tuple(others), {"first pass": (lambda: column_statistics(x), 1)} if large else {},
    )  # fmt: skip


def counted(x: Any, weights: Any, b: Any, **wanted: Any) -> Any:
    """Count positions (or first ranks alone) tile by tile, as `kadmcdm.smaa` does."""
    m = len(x)
    terms = core.topsis_terms(x, b)
    size = max(m, TILE_CELLS // m)
    total: Any = 0
    for start in range(0, len(weights), size):
        part = weights[start : start + size]
        blocks = weight_blocks(losses_of_topsis(terms), part, m)
        found = tally(blocks, len(part), m, **wanted)
        total = total + (found.counts if found.counts.size else found.firsts[:, None])
    return total


def loop(add: peers.Add, x: Any, weights: Any, positions: int) -> Any:
    """Count positions, one weight vector after the other."""
    counts = np.zeros((len(x), positions))
    for w in weights:
        add(counts, x, w)
    return counts


def rank_acceptability(
    m: int, n: int, samples: int, looped: int, *, firsts_only: bool = False
) -> Case:
    """W2: how often each candidate takes each rank (or the first), over many weight vectors."""
    x, _, b = problem(m, n)
    weights = np.random.default_rng(1).dirichlet(np.ones(n), samples)
    positions, wanted = (1, {"ranks": False}) if firsts_only else (m, {})
    candidates: dict[str, Work] = {OURS: (lambda: counted(x, weights, b, **wanted), samples)}
    adders = {
        "naive numpy loop": peers.by_scores(straight_numpy),
        **peers.topsis_adders(x / np.sqrt((x * x).sum(axis=0))),
    }
    for name, add in adders.items():
        take = weights[: max(3, looped // 20) if name in SLOW else looped]
        apart = np.abs(loop(add, x, take, positions) - counted(x, take, b, **wanted)).sum()
        assert apart <= 4, name  # one near-tie may fall either way
        candidates[name] = (
            lambda add=add, take=take: loop(add, x, take, positions), len(take),
        )  # fmt: skip

    def losses() -> None:
        for _ in weight_blocks(losses_of_topsis(core.topsis_terms(x, b)), weights, m):
            pass

    floor = ceilings.first(m, n) if firsts_only else ceilings.ranked(m, n)
    return Case(
        "W2 first" if firsts_only else "W2", f"{m} x {n}", "weight vector", candidates,
        floor, tuple(adders), {"losses": (losses, samples)},
    )  # fmt: skip


def saaty_matrices(count: int, n: int) -> Any:
    """Return seeded reciprocal matrices on the 1-9 scale, most of them fairly consistent."""
    rng = np.random.default_rng([count, n])
    priorities = np.exp(rng.normal(0, 0.7, (count, n)))
    raw = (
        priorities[:, :, None] / priorities[:, None, :] * np.exp(rng.normal(0, 0.3, (count, n, n)))
    )
    scale = np.where(raw >= 1, np.clip(np.rint(raw), 1, 9), 1 / np.clip(np.rint(1 / raw), 1, 9))
    upper = np.triu(np.ones((n, n), dtype=bool), 1)
    return np.where(upper, scale, np.where(upper.T, 1 / scale.swapaxes(1, 2), 1.0))


def ahp(n: int, count: int, looped: int) -> Case:
    """W4: eigenvector, geometric mean and lambda_max of many comparison matrices."""
    matrices = saaty_matrices(count, n)
    ours = core.principal(matrices)
    some = matrices[:500]
    np.testing.assert_allclose(
        ours.value[:500], np.linalg.eigvals(some).real.max(axis=1), rtol=1e-11
    )
    means = np.exp(np.log(some).mean(axis=2))
    means /= means.sum(axis=1, keepdims=True)
    np.testing.assert_allclose(ours.geometric_mean[:500], means, atol=1e-12)
    candidates: dict[str, Work] = {OURS: (lambda: core.principal(matrices), count)}
    for name, weigh in peers.ahp_weights().items():
        take = matrices[: looped if name != "ahpy" else max(2, looped // 10)]
        found = [weigh(a) for a in take]
        np.testing.assert_allclose(found, ours.vector[: len(take)], atol=1e-7)  # peers round
        candidates[name] = (lambda weigh=weigh, take=take: [weigh(a) for a in take], len(take))
    batch = matrices[:2000]
    candidates["np.linalg.eig, batched"] = (lambda: np.linalg.eig(batch), len(batch))
    return Case(
        "W4", f"n = {n}", "matrix", candidates, ceilings.compared(n),
        tuple(name for name in candidates if name != OURS),
        {"layout and geometric mean": (
            lambda: core.priority_vector(matrices, "geometric_mean"), count,
        )},
    )  # fmt: skip


def sampled_matrices(m: int, n: int, samples: int, looped: int) -> Case:
    """W5: positions over normally distributed performances, drawing included."""
    x, w, b = problem(m, n)
    draw = normal_sampler(x, 0.1 * x)

    def drawn() -> Iterator[Any]:
        rng = np.random.Generator(np.random.SFC64(1))
        return (draw(rng, min(SAMPLES, samples - k)) for k in range(0, samples, SAMPLES))

    def ours() -> Any:
        return tally((sampled_losses(z, w, b) for z in drawn()), samples, m)

    def draws_alone() -> None:
        for _ in drawn():
            pass

    def losses_too() -> None:
        for z in drawn():
            sampled_losses(z, w, b)

    adders = {"naive numpy loop": peers.by_scores(straight_numpy), **peers.topsis_adders()}
    few = draw(np.random.default_rng(3), 5)
    expected = tally([sampled_losses(few, w, b)], 5, m).counts
    candidates: dict[str, Work] = {OURS: (ours, samples)}
    for name, add in adders.items():
        found = np.zeros((m, m))
        for k in range(5):
            add(found, few[..., k], w)
        assert np.abs(found - expected).sum() <= 4, name
        times = max(3, looped // 10) if name in SLOW else looped

        def run(add: peers.Add = add, times: int = times) -> Any:
            rng = np.random.default_rng(0)
            counts = np.zeros((m, m))
            for _ in range(times):
                add(counts, x + 0.1 * x * rng.standard_normal(x.shape), w)
            return counts

        candidates[name] = (run, times)
    return Case(
        "W5", f"{m} x {n}", "matrix", candidates, ceilings.drawn(m, n), tuple(adders),
        {"draws": (draws_alone, samples), "draws and losses": (losses_too, samples)},
    )  # fmt: skip


def whole_smaa(m: int, n: int, samples: int, looped: int) -> Case:
    """The whole call of `kadmcdm.smaa`, drawing, checking and summing up included."""
    x, _, _ = problem(m, n)
    built = kd.DecisionProblem.from_arrays(x, ["benefit"] * n)
    ours: Work = (lambda: kd.smaa(built, n_samples=samples, rng=1), float(samples))
    candidates = {OURS: ours}
    peer = peers.pysensmcda_smaa()
    if peer is not None:
        mine = kd.smaa(built, n_samples=looped, rng=1).first_shares
        theirs = np.asarray(peer(x, looped).rank_acceptability)[:, 0]
        assert np.abs(mine - theirs).max() < 6 * np.sqrt(0.5 / looped), "not the same question"
        candidates["pysensmcda"] = (lambda: peer(x, looped), float(looped))
    return Case(
        "smaa()", f"{m} x {n}, S = {samples}", "weight vector", candidates,
        peers=tuple(name for name in candidates if name != OURS),
    )  # fmt: skip


def whole_rank(m: int, n: int) -> Case:
    """The whole call of `kadmcdm.rank` on a built problem, against pymcdm's default call."""
    x, w, _ = problem(m, n)
    built = kd.DecisionProblem.from_arrays(x, ["benefit"] * n)
    weights = kd.DirectWeights(w).weigh(built)
    candidates = {OURS: repeated(lambda: kd.rank(built, weights), 1 if m > 1000 else 100)}
    scores = peers.topsis_scores()
    if "pymcdm" in scores:
        score = scores["pymcdm"]
        np.testing.assert_allclose(score(x, w), kd.rank(built, weights).scores, atol=1e-12)
        candidates["pymcdm"] = repeated(lambda: score(x, w), 1 if m > 1000 else 50)
    return Case(
        "rank()", f"{m} x {n}", "call", candidates,
        peers=tuple(name for name in candidates if name != OURS),
    )  # fmt: skip


def cases(*, quick: bool) -> list[Callable[[], Case]]:
    """Return the builders of all cases; built one at a time, so that memory stays bounded."""
    k = 10 if quick else 1
    w1 = [(10, 8), (1000, 8), (100_000, 12)] + ([] if quick else [(1_000_000, 16)])
    w2 = [(20, 8, 200_000, 300), (100, 8, 50_000, 200), (514, 12, 8000, 60), (1000, 12, 6000, 30)]
    w4 = [(3, 200_000, 200), (5, 100_000, 200), (8, 50_000, 100), (15, 10_000, 60)]
    w5 = [(50, 8, 4000, 100), (200, 12, 1500, 60)]
    found: list[Callable[[], Case]] = [lambda a=a: one_weight_vector(*a) for a in w1]
    found += [lambda a=a: rank_acceptability(*a[:2], a[2] // k, a[3] // k + 3) for a in w2]
    found += [
        lambda a=a: rank_acceptability(*a[:2], a[2] // k, a[3] // k + 3, firsts_only=True)
        for a in (w2[1], w2[3])
    ]
    found += [lambda a=a: ahp(a[0], a[1] // k, a[2] // k + 5) for a in w4]
    found += [lambda a=a: sampled_matrices(*a[:2], a[2] // k, a[3] // k + 3) for a in w5]
    found += [lambda: whole_smaa(100, 8, 1_000_000 // k, 2000)]
    found += [lambda a=a: whole_rank(*a) for a in ((10, 8), (100_000, 12))]
    return found
