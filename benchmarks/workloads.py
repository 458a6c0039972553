"""The workloads: what is computed, by us and by others, and what it costs at least.

Each builds seeded data, asserts that all answers are equal, and returns named candidates: a
function, and how many units of work (weight vectors, matrices, calls) one call of it does.
"""

from __future__ import annotations

import sys
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

import ceilings
import numpy as np
import peers

import kadmcdm as kd
from kadmcdm import core
from kadmcdm.core.acceptability import tally, weight_blocks
from kadmcdm.core.closeness import losses_of_topsis
from kadmcdm.core.sampled import normal_sampler, sampled_blocks, sampled_losses

TILE_CELLS = sys.modules["kadmcdm.robustness.smaa"].TILE_CELLS

Work = tuple[Callable[[], Any], float]
"""A function, and the units of work that one call does."""

OURS = "kadmcdm"


@dataclass(frozen=True)
class Case:
    """One workload at one size."""

    workload: str
    size: str
    unit: str
    candidates: dict[str, Work]
    ceiling: float | None = None
    """Seconds per unit of the kernels that nothing can do without."""
    peers: tuple[str, ...] = field(default_factory=tuple)
    """Those of the candidates that are other packages, or what people write without one."""


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
        slow = name in ("pymcdm", "pyrepo-mcda") and m > 10_000
        if not slow:
            others[name] = lambda score=score: score(x, w)
    for name, call in others.items():
        np.testing.assert_allclose(call(), ours, atol=1e-12)
        candidates[name] = repeated(call, max(1, times // 10))
    floor = ceilings.read(2 * 8 * m * n) + ceilings.read(8 * m) if m >= 100_000 else None
    return Case("W1", f"{m} x {n}", "call", candidates, floor, tuple(others))


def counted(x: Any, weights: Any, b: Any, **wanted: Any) -> Any:
    """Count positions tile by tile, as `kadmcdm.smaa` does."""
    m = len(x)
    terms = core.topsis_terms(x, b)
    size = max(m, TILE_CELLS // m)
    total: Any = 0
    for start in range(0, len(weights), size):
        part = weights[start : start + size]
        blocks = weight_blocks(losses_of_topsis(terms), part, m)
        found = tally(blocks, len(part), m, **wanted)
        total = total + (found.counts if found.counts.size else found.firsts)
    return total


def loop(score: Callable[[Any], Any], weights: Any, m: int) -> Any:
    """Count positions of one score vector after the other."""
    counts = np.zeros((m, m))
    places = np.arange(m)
    for w in weights:
        counts[np.argsort(-np.asarray(score(w)), kind="stable"), places] += 1
    return counts


def rank_acceptability(m: int, n: int, samples: int, looped: int) -> Case:
    """W2: how often each candidate takes each rank, over many weight vectors."""
    x, _, b = problem(m, n)
    weights = np.random.default_rng(1).dirichlet(np.ones(n), samples)
    few = weights[:looped]
    expected = counted(x, few, b)
    candidates = {OURS: (lambda: counted(x, weights, b), float(samples))}
    others: dict[str, Work] = {}
    scores = {"naive numpy loop": straight_numpy, **peers.topsis_scores()}
    for name, score in scores.items():
        take = few if name not in ("pymcdm", "pyrepo-mcda") else few[: max(3, looped // 20)]
        answer = loop(lambda w, score=score: score(x, w), take, m)
        wanted = expected if len(take) == len(few) else counted(x, take, b)
        assert np.abs(answer - wanted).sum() <= 2, name  # a near-tie may fall either way
        others[name] = (
            lambda score=score, take=take: loop(lambda w: score(x, w), take, m),
            float(len(take)),
        )
    return Case(
        "W2", f"{m} x {n}", "weight vector", candidates | others,
        ceilings.ranked(m, n) * m, tuple(others),
    )  # fmt: skip


def first_rank_only(m: int, n: int, samples: int, looped: int) -> Case:
    """W2, first ranks: how often each candidate is first."""
    whole = rank_acceptability(m, n, min(samples, looped), looped)
    x, _, b = problem(m, n)
    weights = np.random.default_rng(1).dirichlet(np.ones(n), samples)
    ours: Work = (lambda: counted(x, weights, b, ranks=False), float(samples))
    return Case(
        "W2 first", f"{m} x {n}", "weight vector", whole.candidates | {OURS: ours},
        ceilings.first(m, n) * m, whole.peers,
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
    ours = core.principal(matrices).vector
    candidates = {OURS: (lambda: core.principal(matrices), float(count))}
    others: dict[str, Work] = {}
    for name, weigh in peers.ahp_weights().items():
        take = matrices[: looped if name != "ahpy" else max(2, looped // 10)]
        tolerance = 1e-7  # what peers round and stop at
        few = take[:5]
        found = [weigh(a) for a in few]
        np.testing.assert_allclose(found, ours[: len(few)], atol=tolerance)
        others[name] = (
            lambda weigh=weigh, take=take: [weigh(a) for a in take],
            float(len(take)),
        )

    def lapack() -> Any:
        return np.linalg.eig(matrices[:2000])

    others["np.linalg.eig, batched"] = (lapack, float(min(count, 2000)))
    return Case(
        "W4", f"n = {n}", "matrix", candidates | others, ceilings.compared(n), tuple(others)
    )


def sampled_matrices(m: int, n: int, samples: int, looped: int) -> Case:
    """W5: positions over normally distributed performances, drawing included."""
    x, w, b = problem(m, n)

    def ours() -> Any:
        rng = np.random.Generator(np.random.SFC64(1))
        drawn = sampled_blocks(normal_sampler(x, 0.1 * x), samples, rng)
        return tally((sampled_losses(z, w, b) for z in drawn), samples, m)

    def looping(score: Callable[[Any, Any], Any]) -> Callable[[], Any]:
        def run() -> Any:
            rng = np.random.default_rng(0)
            counts, places = np.zeros((m, m)), np.arange(m)
            for _ in range(looped):
                z = x + 0.1 * x * rng.standard_normal(x.shape)
                counts[np.argsort(-np.asarray(score(z, w)), kind="stable"), places] += 1
            return counts

        return run

    rng = np.random.default_rng(3)
    z = normal_sampler(x, 0.1 * x)(rng, 20)
    order = np.argsort(sampled_losses(z, w, b), axis=1)
    assert (order == [np.argsort(-straight_numpy(z[..., k], w)) for k in range(20)]).all()
    candidates: dict[str, Work] = {OURS: (ours, float(samples))}
    scores = {"naive numpy loop": straight_numpy, **peers.topsis_scores()}
    names = [name for name in scores if name not in ("pymcdm", "pyrepo-mcda")]
    others = {name: (looping(scores[name]), float(looped)) for name in names}
    return Case(
        "W5", f"{m} x {n}", "matrix", candidates | others, ceilings.drawn(m, n), tuple(others)
    )


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
        None, tuple(name for name in candidates if name != OURS),
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
        None, tuple(name for name in candidates if name != OURS),
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
    found += [lambda a=a: first_rank_only(*a[:2], a[2] // k, a[3] // k + 3) for a in (w2[1], w2[3])]
    found += [lambda a=a: ahp(a[0], a[1] // k, a[2] // k + 5) for a in w4]
    found += [lambda a=a: sampled_matrices(*a[:2], a[2] // k, a[3] // k + 3) for a in w5]
    found += [lambda: whole_smaa(100, 8, 1_000_000 // k, 2000)]
    found += [lambda a=a: whole_rank(*a) for a in ((10, 8), (100_000, 12))]
    return found
