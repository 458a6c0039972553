"""What SMAA samples: weights from a space, performances from samples, cells or a sampler."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Literal, NamedTuple, TypeAlias

import numpy as np

from kadmcdm._arrays import read_only
from kadmcdm._typing import ArrayLike, BoolArray, FloatArray
from kadmcdm.core.polytope import ChainSums, Polytope, hit_and_run
from kadmcdm.core.sampled import Sampler
from kadmcdm.core.simplex import ordered_vertices, sample_simplex, spacings
from kadmcdm.errors import Fault, InputError, raise_faults
from kadmcdm.problem import DecisionProblem
from kadmcdm.robustness.cells import Cells
from kadmcdm.robustness.judgment_samples import JudgmentUncertainty
from kadmcdm.robustness.weight_polytope import polytope_of, rows_of
from kadmcdm.robustness.weight_space import WeightSpace, constraints_of, order_groups
from kadmcdm.weighting import WeightingScheme, Weights, as_weights

__all__ = ["Performance", "SampledWeights", "WeightSource"]

Performance: TypeAlias = Cells | Sampler | ArrayLike
"""Distributions by cell, a sampler ``draw(rng, c) -> (m, n, c)``, or (S, m, n) samples."""

Kind: TypeAlias = Literal["uniform", "ordered", "constrained", "dirichlet", "given", "fixed"]

ACCEPTED = 0.01
"""Weights spread around some that meet the constraints: fewer are too few to wait for."""


SampledWeights: TypeAlias = (
    JudgmentUncertainty
    | WeightSpace
    | Weights
    | WeightingScheme
    | Mapping[str, float]
    | ArrayLike
    | None
)
"""What `kadmcdm.smaa` takes for weights."""


class WeightSource(NamedTuple):
    """Where a tile gets its weights: at most one of the arrays is there, but for `limits`.

    `alpha` is Dirichlet's; `limits` are the rows and ends of inequalities that its draws must meet.
    `corners` are those of a simplex. `said` holds the constraints in words.
    """

    kind: Kind
    alpha: FloatArray | None = None
    samples: FloatArray | None = None
    fixed: FloatArray | None = None
    corners: FloatArray | None = None
    polytope: Polytope | None = None
    limits: tuple[FloatArray, FloatArray] | None = None
    said: tuple[str, ...] = ()

    @property
    def random(self) -> bool:
        """Whether weights are drawn, not given."""
        return self.samples is None and self.fixed is None

    def part(self, at: slice) -> WeightSource:
        """Return the source for one tile of samples, with no more than it needs."""
        return self._replace(samples=None if self.samples is None else self.samples[at])

    def draw(
        self, n: int, size: int, rng: np.random.Generator, draws: int = 2
    ) -> tuple[FloatArray, ChainSums | None]:
        """Return (size, n) weights; of a polytope also what its chains add up to."""
        if self.samples is not None:
            return self.samples, None
        if self.fixed is not None:
            return np.tile(self.fixed, (size, 1)), None
        if self.polytope is not None:
            return hit_and_run(self.polytope, size, draws, rng)
        if self.corners is not None:
            return sample_simplex(len(self.corners), size, rng) @ self.corners, None
        if self.limits is None:
            return sample_simplex(n, size, rng, alpha=self.alpha), None
        kept = np.empty((0, n))
        while len(kept) < size:
            drawn = sample_simplex(n, size, rng, alpha=self.alpha)
            kept = np.concatenate([kept, drawn[self.meets(drawn)]])
        return kept[:size], None

    def meets(self, weights: FloatArray) -> BoolArray:
        """Return which of (S, n) weights meet the inequalities."""
        assert self.limits is not None
        rows, ends = self.limits
        return np.asarray((weights @ rows.T <= ends).all(axis=1))

    def dimensions(self, n: int) -> int:
        """Return how many uniform numbers make one weight vector."""
        if self.samples is not None or self.fixed is not None:
            return 0
        return n if self.corners is None else len(self.corners)

    def from_uniforms(self, u: FloatArray, n: int) -> FloatArray:
        """Return (size, n) weights of (size, dimensions) uniform numbers."""
        if self.fixed is not None:
            return np.tile(self.fixed, (len(u), 1))
        if self.alpha is not None:
            from scipy.special import gammaincinv, gammaln

            positive = self.alpha > 0
            alpha = self.alpha[positive]
            shares = np.maximum(u[:, positive], 2.0**-64)
            raw = gammaincinv(alpha, shares)
            # Of small alphas many are below any number, and yet one is the largest: logarithms.
            small = (np.log(shares) + gammaln(alpha + 1.0)) / alpha
            logs = np.where(raw > 1e-200, np.log(np.maximum(raw, 1e-200)), small)
            weights = np.zeros(u.shape)
            weights[:, positive] = np.exp(logs - logs.max(axis=1, keepdims=True))
            return np.asarray(weights / weights.sum(axis=1, keepdims=True))
        weights = spacings(u)
        return weights if self.corners is None else weights @ self.corners


def performance_samples(problem: DecisionProblem, performance: ArrayLike) -> FloatArray:
    """Return (S, m, n) samples, checked in one pass.

    Raises
    ------
    InputError
        For another shape, and naming candidate and criterion of cells that are not finite.
    """
    m, n = problem.matrix.shape
    found = _as_floats(performance)
    samples = np.empty(0) if found is None else found
    if samples.ndim != 3 or samples.shape[1:] != (m, n) or not len(samples):
        got, expected = str(samples.shape), f"(S, {m}, {n}), or draw(rng, c) -> ({m}, {n}, c)"
        raise InputError([Fault("performance", "no sampled matrices", got, expected)])
    finite = np.isfinite(samples)
    if not finite.all():
        raise InputError(
            Fault(
                f"criterion {problem.criterion_names[j]!r} of candidate "
                f"{problem.candidate_names[i]!r}",
                "a sample is not a finite number",
            )
            for i, j in np.argwhere(~finite.all(axis=0))
        )
    frozen: FloatArray = read_only(samples)
    return frozen


def _as_floats(given: Any) -> FloatArray | None:
    """Return real numbers, or None for anything else: text, ragged lists, complex numbers."""
    try:
        found = np.asarray(given)
        return None if found.dtype.kind == "c" else found.astype(np.float64, copy=False)
    except (TypeError, ValueError):
        return None


def drawn_matrices(
    draw: Sampler, rng: np.random.Generator, shape: tuple[int, int, int]
) -> FloatArray:
    """Return what a sampler draws, or raise `InputError` when it is not (m, n, c) numbers."""
    given = draw(rng, shape[-1])
    drawn = _as_floats(given)
    if drawn is None:
        got, expected = type(given).__name__, f"an array of {shape}"
        raise InputError([Fault("performance", "the sampler drew no real numbers", got, expected)])
    if drawn.shape != shape:
        got, expected = str(drawn.shape), str(shape)
        raise InputError([Fault("performance", "the sampler drew another shape", got, expected)])
    if not np.isfinite(drawn).all():
        what = "the sampler drew numbers that are not finite"
        raise InputError([Fault("performance", what)])
    return drawn


def _space_source(problem: DecisionProblem, space: WeightSpace) -> WeightSource:
    """Return the source of a weight space: exact draws where its shape allows, else chains."""
    names = problem.criterion_names
    constraints = constraints_of(space, names)
    said = tuple(item.words for item in constraints)
    shape = None
    if constraints and (space.bounds or space.ratios or space.linear or space.around is not None):
        shape = polytope_of(constraints, names)
    if space.around is not None:
        assert space.concentration is not None
        middle = as_weights(problem, space.around)
        source = WeightSource("dirichlet", middle.values * float(space.concentration), said=said)
        return source if shape is None else _limited(source, space, problem)
    if shape is not None:
        if isinstance(shape, Polytope):
            return WeightSource("constrained", polytope=shape, said=said)
        return WeightSource("constrained", corners=shape, said=said)
    if not constraints:
        return WeightSource("uniform")
    groups = [[names.index(name) for name in group] for group in order_groups(space)]
    return WeightSource("ordered", corners=ordered_vertices(groups, len(names)), said=said)


def _limited(source: WeightSource, space: WeightSpace, problem: DecisionProblem) -> WeightSource:
    """Return a spread around weights of which only those count that meet the constraints."""
    names = problem.criterion_names
    constraints = constraints_of(space, names)
    raise_faults(
        [
            Fault(
                "WeightSpace",
                "a spread around weights meets no equality",
                item.words,
                hint="give a range, or leave around out",
            )
            for item in constraints
            if item.equal
        ]
    )
    rows, ends, _ = rows_of(constraints, names)
    limited = source._replace(limits=(rows, ends))
    trial = sample_simplex(len(names), 10_000, np.random.default_rng(0), alpha=source.alpha)
    share = float(limited.meets(trial).mean())
    if share < ACCEPTED:
        what = f"fewer than {ACCEPTED:.0%} of the weights around these meet the constraints"
        hint = "lower the concentration, loosen the constraints, or leave around out"
        raise InputError([Fault("WeightSpace.around", what, f"{share:.2%}", hint=hint)])
    return limited


def weight_source(problem: DecisionProblem, weights: Any, *, fixed_allowed: bool) -> WeightSource:
    """Return where weights come from, or raise what is wrong with them."""
    if weights is None:
        return WeightSource("uniform")
    if isinstance(weights, JudgmentUncertainty):
        weights = weights.samples_for(problem)
    if isinstance(weights, WeightSpace):
        return _space_source(problem, weights)
    if fixed_allowed and (isinstance(weights, (Weights, Mapping)) or hasattr(weights, "weigh")):
        return WeightSource("fixed", fixed=as_weights(problem, weights).values)
    if isinstance(weights, (Weights, Mapping)) or hasattr(weights, "weigh"):
        raise InputError(
            [
                Fault(
                    "weights",
                    "one weight vector leaves nothing to sample",
                    type(weights).__name__,
                    "None, a WeightSpace, or (S, n) samples",
                    "spread around it: WeightSpace(around=weights, concentration=50)",
                )
            ]
        )
    n = len(problem.criteria)
    if hasattr(weights, "columns"):
        hint = "put its columns in the order of the criteria and give frame.to_numpy()"
        raise InputError([Fault("weights", "a frame's names would be lost", hint=hint)])
    try:
        samples = np.asarray(weights, dtype=np.float64)
    except (TypeError, ValueError):
        samples = np.empty((0, 0, 0))
    if samples.ndim != 2 or samples.shape[1] != n or not len(samples):
        raise InputError(
            [Fault("weights", "no weight vectors", str(samples.shape), f"(S, {n}), one a row")]
        )
    wrong = ~np.isfinite(samples).all(axis=1) | (samples < 0).any(axis=1)
    wrong |= (samples == 0).all(axis=1)
    if wrong.any():
        raise InputError(
            [
                Fault(
                    "weights",
                    "a weight vector has negative, NaN or infinite weights, or only zeros",
                    got="rows " + ", ".join(str(k + 1) for k in np.flatnonzero(wrong)[:10]),
                )
            ]
        )
    samples = samples / samples.max(axis=1, keepdims=True)  # first: huge weights have no sum
    return WeightSource("given", samples=samples / samples.sum(axis=1, keepdims=True))
