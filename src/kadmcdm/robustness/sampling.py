"""What SMAA samples: weights from a space, performances from samples or a sampler."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Literal, NamedTuple, TypeAlias

import numpy as np

from kadmcdm._arrays import read_only
from kadmcdm._typing import ArrayLike, FloatArray
from kadmcdm.core.sampled import Sampler
from kadmcdm.core.simplex import sample_simplex
from kadmcdm.errors import Fault, InputError
from kadmcdm.problem import DecisionProblem
from kadmcdm.robustness.judgment_samples import JudgmentUncertainty
from kadmcdm.weighting import WeightingScheme, Weights, as_weights

__all__ = ["Performance", "SampledWeights", "WeightSource", "WeightSpace"]

Performance: TypeAlias = Sampler | ArrayLike
"""A sampler ``draw(rng, c) -> (m, n, c)``, or (S, m, n) samples."""


@dataclass(frozen=True, slots=True, eq=False)
class WeightSpace:
    """Which weights are possible, and how likely.

    Parameters
    ----------
    around : weights, scheme, mapping or sequence, optional
        Weights to spread around; without them all weights are equally likely.
    concentration : float
        How tightly: Dirichlet with parameters concentration x weights, > 0. The standard deviation
        of a weight w is sqrt(w (1 - w) / (concentration + 1)). Only with `around`.

    Raises
    ------
    InputError
        For a concentration that is no positive number, or one without `around`.

    Examples
    --------
    >>> import kadmcdm as kd
    >>> problem = kd.DecisionProblem.from_arrays([[1, 9], [3, 4]], ["benefit", "cost"])
    >>> space = kd.WeightSpace(around={"c1": 0.7, "c2": 0.3}, concentration=50)
    >>> kd.smaa(problem, space, n_samples=100, rng=1).first_shares.tolist()
    [0.0, 1.0]
    """

    around: Any = None
    concentration: float | None = None

    def __post_init__(self) -> None:
        given = self.concentration
        if self.around is None and given is None:
            return
        if self.around is None:
            raise InputError([Fault("WeightSpace", "a concentration around nothing", repr(given))])
        if (
            isinstance(given, bool)
            or not isinstance(given, (int, float, np.number))
            or not 0 < given < np.inf
        ):
            raise InputError(
                [
                    Fault(
                        "WeightSpace.concentration",
                        "no concentration",
                        repr(given),
                        "a finite number > 0",
                        "10 is loose, 100 is tight",
                    )
                ]
            )


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
    """Where a tile gets its weights: only one of the arrays is there."""

    kind: Literal["uniform", "dirichlet", "given", "fixed"]
    alpha: FloatArray | None = None
    samples: FloatArray | None = None
    fixed: FloatArray | None = None

    def part(self, at: slice) -> WeightSource:
        """Return the source for one tile of samples, with no more than it needs."""
        return self._replace(samples=None if self.samples is None else self.samples[at])

    def draw(self, n: int, size: int, rng: np.random.Generator) -> FloatArray:
        """Return (size, n) weights."""
        if self.samples is not None:
            return self.samples
        if self.fixed is not None:
            return np.tile(self.fixed, (size, 1))
        return sample_simplex(n, size, rng, alpha=self.alpha)


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


def weight_source(problem: DecisionProblem, weights: Any, *, fixed_allowed: bool) -> WeightSource:
    """Return where weights come from, or raise what is wrong with them."""
    if weights is None:
        return WeightSource("uniform")
    if isinstance(weights, JudgmentUncertainty):
        weights = weights.samples_for(problem)
    if isinstance(weights, WeightSpace):
        if weights.around is None:
            return WeightSource("uniform")
        assert weights.concentration is not None
        middle = as_weights(problem, weights.around)
        return WeightSource("dirichlet", alpha=middle.values * float(weights.concentration))
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
