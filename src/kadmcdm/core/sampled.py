"""Sampled matrices: one ranking per matrix, samples on the last axis."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeAlias

import numpy as np

from kadmcdm._typing import BoolArray, FloatArray, NormalizationRule
from kadmcdm.core.closeness import TINY
from kadmcdm.core.normalization import CONSTANT
from kadmcdm.core.streaming import LARGEST

Sampler: TypeAlias = Callable[[np.random.Generator, int], FloatArray]
"""``draw(rng, c)`` returns (m, n, c) matrices, samples last."""

SAMPLES = 64
"""Matrices at a time: a block of them stays in cache, and runs in long vector operations."""


def normal_sampler(mean: FloatArray, deviation: FloatArray) -> Sampler:
    """Return a sampler of independent normal performances.

    Parameters
    ----------
    mean, deviation : (m, n) array

    Returns
    -------
    callable
        ``draw(rng, c)`` returns an (m, n, c) array.

    Examples
    --------
    >>> draw = normal_sampler(np.ones((2, 3)), np.full((2, 3), 0.1))
    >>> draw(np.random.default_rng(0), 5).shape
    (2, 3, 5)
    """
    middle, spread = mean[..., None], deviation[..., None]

    def draw(rng: np.random.Generator, size: int) -> FloatArray:
        drawn = rng.standard_normal((*mean.shape, size))
        drawn *= spread
        drawn += middle
        return drawn

    return draw


def sampled_losses(
    matrices: FloatArray,
    weights: FloatArray,
    benefit: BoolArray,
    normalization: NormalizationRule = "vector",
) -> FloatArray | None:
    """Return losses that order candidates as TOPSIS does in each sampled matrix.

    Parameters
    ----------
    matrices : (m, n, c) array
    weights : (n,) or (n, c) array
        One vector for all samples, or one each; they sum to 1.
    benefit : (n,) array of bool
    normalization : "vector" or "minmax"

    Returns
    -------
    (c, m) array or None
        D+ / D-, see `kadmcdm.core.closeness.losses_of_topsis`; None where magnitudes leave the
        range in which squares are exact enough.

    Examples
    --------
    >>> x = np.array([[[1.0], [2.0]], [[3.0], [1.0]]])
    >>> sampled_losses(x, np.array([0.5, 0.5]), np.array([True, True])).round(3).tolist()
    [[2.0, 0.5]]
    """
    high, low = matrices.max(axis=0), matrices.min(axis=0)
    spread = high - low
    largest = np.maximum(high, -low)
    constant = spread <= CONSTANT * largest
    if not (largest.max() < LARGEST and np.where(constant, 1.0, spread).min() > 1.0 / LARGEST):
        return None
    if normalization == "vector":
        below = np.einsum("ijc,ijc->jc", matrices, matrices)
    else:
        below = spread * spread
    w = weights if weights.ndim == 2 else weights[:, None]
    if constant.any():
        w = np.where(constant, 0.0, w)
        w /= np.maximum(w.max(axis=0), TINY)
    k2 = w * w / np.where(constant, 1.0, below)  # not scaled: gaps bring the inverse
    better = benefit[:, None]
    gap = matrices - np.where(better, high, low)
    gap *= gap
    near = np.einsum("ijc,jc->ic", gap, k2)
    np.subtract(matrices, np.where(better, low, high), out=gap)
    gap *= gap
    far = np.einsum("ijc,jc->ic", gap, k2)
    near += TINY
    far += TINY
    near /= far
    return np.ascontiguousarray(near.T)
