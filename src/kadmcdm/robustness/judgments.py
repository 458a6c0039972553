"""Uncertain judgments: each one moved a little on its scale, many times."""

from __future__ import annotations

import sys
from collections.abc import Callable, Mapping
from concurrent.futures import Executor
from contextlib import closing
from typing import Any, NamedTuple, TypeAlias

import numpy as np

from kadmcdm import core
from kadmcdm._tiles import (
    batch_size,
    entropy_of,
    executor_faults,
    map_tiles,
    seeds,
    tile_sizes,
)
from kadmcdm._typing import FloatArray, Prioritization, Rng
from kadmcdm.ahp import AHP
from kadmcdm.core.pairwise import PRIORITIZATIONS
from kadmcdm.errors import Fault, InputError, brief, choice_fault, quiet, raise_faults
from kadmcdm.judgments import Hierarchy, PairwiseComparisons
from kadmcdm.problem import DecisionProblem
from kadmcdm.robustness.judgment_samples import JudgmentUncertainty
from kadmcdm.robustness.smaa import smaa

__all__ = ["judgment_uncertainty"]

Deviation: TypeAlias = Callable[[np.random.Generator, tuple[int, ...]], FloatArray]
"""``draw(rng, shape)`` returns how many steps of the scale each judgment moves."""

TILE = 1024
"""Samples in a tile: for 15 items 2 MiB of matrices."""

ENDS = 8.0
"""Steps from 1 to 9, and from 1 to 1/9: judgments stay on the scale."""


def judgment_uncertainty(
    judged: PairwiseComparisons | Hierarchy | AHP,
    problem: DecisionProblem | None = None,
    *,
    steps: float | Deviation = 0.5,
    prioritization: Prioritization | None = None,
    n_samples: int = 10_000,
    rng: Rng = None,
    executor: Executor | None = None,
    progress: bool = False,
) -> JudgmentUncertainty:
    """Move every judgment a little on its scale, many times, and see what becomes of the weights.

    Nobody who says 3 means neither 2.6 nor 3.4. The scale's grades 1, 2, ..., 9 are one step apart,
    and so are 1, 1/2, ..., 1/9: half a step around 3 is 2.5 to 3.5, around 1/3 it is 1/3.5 to
    1/2.5, and around 1 it is 1/1.5 to 1.5.

    Parameters
    ----------
    judged : PairwiseComparisons, Hierarchy or AHP
        Of an AHP the comparisons of candidates move too; ratings and measurements do not.
    problem : DecisionProblem, optional
        For an AHP with measured leaves.
    steps : float or callable
        Each judgment is uniform within so many steps around what was said: 0.5 is half a step, 1
        one step. Or ``draw(rng, shape)``, the deviations in steps. Either way judgments stay on the
        scale, between 1/9 and 9; those off it go no further off.
    prioritization : str, optional
        See `PairwiseComparisons.priorities`; an AHP has its own.
    n_samples : int
    rng : int, numpy Generator or None
        The seed; None draws a fresh one. It is recorded in the result either way.
    executor : concurrent.futures.Executor, optional
        Threads, processes, or Dask's; the answer is the same to the byte.
    progress : bool
        Show a bar on standard error.

    Returns
    -------
    JudgmentUncertainty
        ``smaa(problem, weights=result)`` says what it means for candidates ranked by any method; of
        an AHP, ``.candidates`` does.

    Raises
    ------
    InputError
        For what holds no judgments, steps that are not above 0, deviations of another shape.
    KadmcdmError
        When the executor fails, as for `smaa`.

    Notes
    -----
    Memory: 8 n n_samples bytes for the result, of an AHP with m candidates 8 m n n_samples more.

    Examples
    --------
    >>> import kadmcdm as kd
    >>> judged = kd.PairwiseComparisons.from_upper_triangle(["cost", "reach", "risk"], [2, 4, 3])
    >>> found = kd.judgment_uncertainty(judged, steps=1, n_samples=2000, rng=1)
    >>> [round(end, 2) for end in found.interval("cost")]
    [0.46, 0.62]

    References
    ----------
    .. [1] Goepel, K. D. (2019). Comparison of judgment scales of the analytical hierarchy process:
       A new approach. International Journal of Information Technology & Decision Making 18(2),
       445-463.
    """
    faults = [*_setting_faults(judged, steps, n_samples), *executor_faults(executor)]
    if prioritization is not None:
        faults += choice_fault("prioritization", prioritization, PRIORITIZATIONS)
        if isinstance(judged, AHP) and prioritization != judged.prioritization:
            faults.append(Fault("prioritization", "an AHP has its own", judged.prioritization))
    raise_faults(faults)
    ranking = None
    if isinstance(judged, AHP):
        ranking, plan = judged.rank(problem), _plan_of(judged.hierarchy, judged.prioritization)
        names = ranking.problem.criterion_names
        columns = [judged.leaves.get(leaf) for leaf in names]
        compared = {
            j: column.select(ranking.problem.candidate_names).matrix
            for j, column in enumerate(columns)
            if isinstance(column, PairwiseComparisons)
        }
        plan = plan._replace(leaves=compared)
        values = ranking.weights.values
    else:
        plan = _plan_of(judged, prioritization or "eigenvector")
        names, values = plan.names, _weights(plan, plan.matrices, 1)[0]
    seed = entropy_of(rng)
    sizes = tile_sizes(int(n_samples), TILE)
    tasks = (
        (plan, steps, size, child)
        for size, child in zip(sizes, seeds(seed, len(sizes)), strict=True)
    )
    parts = map_tiles(
        _tile, tasks, len(sizes), executor=executor, progress=progress, description="judgments",
        batch=batch_size(len(sizes)),
    )  # fmt: skip
    with closing(parts):
        drawn = list(parts)
    samples = np.concatenate([part.weights for part in drawn])
    candidates = None
    if ranking is not None:
        performance = np.repeat(ranking.problem.matrix[None], len(samples), axis=0)
        for j in plan.leaves:
            performance[:, :, j] = np.concatenate([part.leaves[j] for part in drawn])
        candidates = smaa(
            ranking.problem,
            samples,
            ranking.method,
            performance=performance,
            executor=executor,
            progress=progress,
        )
    order = np.argsort(-samples, axis=1, kind="stable")
    counts = np.stack([(order == k).sum(axis=0) for k in range(len(names))])
    return JudgmentUncertainty(
        names=names,
        values=values,
        samples=samples,
        rank_acceptability=counts / len(samples),
        steps=float(steps) if not callable(steps) else "given",
        prioritization=plan.prioritization,
        seed=seed,
        candidates=candidates,
    )


class _Plan(NamedTuple):
    """What every tile is told: nodes, their judgments, and those of candidates by leaf number."""

    names: tuple[str, ...]
    goal: str
    nodes: Mapping[str, tuple[str, ...]]
    matrices: Mapping[str, FloatArray]
    prioritization: Prioritization
    leaves: Mapping[int, FloatArray] = {}


class _Part(NamedTuple):
    """A tile's weights (S, n), and its priorities of the candidates by leaf number."""

    weights: FloatArray
    leaves: Mapping[int, FloatArray]


def _plan_of(judged: PairwiseComparisons | Hierarchy, how: Prioritization) -> _Plan:
    with quiet():  # consistency is not what is asked
        judged.priorities()  # says what nobody has judged yet, and what nothing connects
    if isinstance(judged, PairwiseComparisons):
        return _Plan(judged.names, "", {"": judged.names}, {"": judged.matrix}, how)
    nodes = judged.nodes
    matrices = {
        node: given.select(nodes[node]).matrix for node, given in judged.comparisons.items()
    }
    return _Plan(judged.leaves, judged.goal, nodes, matrices, how)


def _tile(plan: _Plan, steps: Any, size: int, seed: np.random.SeedSequence) -> _Part:
    rng = np.random.Generator(np.random.SFC64(seed))
    moved = {node: _moved(said, steps, size, rng) for node, said in plan.matrices.items()}
    leaves = {
        j: _priorities(_moved(said, steps, size, rng), plan.prioritization)
        for j, said in plan.leaves.items()
    }
    return _Part(_weights(plan, moved, size), leaves)


def _moved(said: FloatArray, steps: Any, size: int, rng: np.random.Generator) -> FloatArray:
    """Return (size, n, n) matrices, each judgment moved on the scale; missing ones stay missing."""
    i, j = np.nonzero(np.triu(~np.isnan(said), 1))
    value = said[i, j]
    place = np.where(value >= 1.0, value - 1.0, 1.0 - 1.0 / value)  # 0 is 1, 8 is 9, -8 is 1/9
    shape = (size, len(place))
    deviation = steps(rng, shape) if callable(steps) else rng.uniform(-steps, steps, shape)
    if np.shape(deviation) != shape or not np.isfinite(deviation).all():
        got, expected = str(np.shape(deviation)), f"{shape}, finite numbers"
        raise InputError([Fault("steps", "the distribution drew something else", got, expected)])
    ends = np.maximum(ENDS, np.abs(place))
    place = np.clip(place + deviation, -ends, ends)
    moved = np.broadcast_to(said, (size, *said.shape)).copy()
    moved[:, i, j] = np.where(place >= 0.0, 1.0 + place, 1.0 / (1.0 - np.minimum(place, 0.0)))
    moved[:, j, i] = 1.0 / moved[:, i, j]
    return moved


def _priorities(matrices: FloatArray, how: Prioritization) -> FloatArray:
    if how == "geometric_mean":
        return core.least_squares_vector(matrices)
    return core.priority_vector(core.complete(matrices), how)


def _weights(plan: _Plan, matrices: Mapping[str, FloatArray], size: int) -> FloatArray:
    """Return (size, n) weights of the leaves: local priorities multiplied down the tree."""
    weight = {plan.goal: np.ones(size)}
    for node, children in plan.nodes.items():
        own = np.ones((size, 1))
        if node in matrices:
            own = np.broadcast_to(
                _priorities(matrices[node], plan.prioritization), (size, len(children))
            )
        for child, values in zip(children, own.T, strict=True):
            weight[child] = weight[node] * values
    return np.stack([weight[name] for name in plan.names], axis=1)


def _setting_faults(judged: object, steps: object, n_samples: object) -> list[Fault]:
    faults = []
    if not isinstance(judged, (PairwiseComparisons, Hierarchy, AHP)):
        expected = "PairwiseComparisons, Hierarchy or AHP"
        hint = "group.pooled() is what a group says as one" if hasattr(judged, "pooled") else None
        faults.append(Fault("judged", "no judgments", type(judged).__name__, expected, hint))
    if not callable(steps) and not _is_distance(steps):
        faults.append(
            Fault("steps", "no distance", brief(steps), "a number above 0, or a function")
        )
    if isinstance(n_samples, bool) or not isinstance(n_samples, (int, np.integer)) or n_samples < 1:
        faults.append(Fault("n_samples", "no samples", brief(n_samples), "a whole number >= 1"))
    return faults


def _is_distance(steps: object) -> bool:
    if isinstance(steps, bool) or not isinstance(steps, (int, float)):
        return False
    return 0 < 2 * steps <= sys.float_info.max  # as far to either side
