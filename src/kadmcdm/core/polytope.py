"""Points of a polytope: hit-and-run by many chains at once, and how well the chains agree."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from kadmcdm._typing import FloatArray

CHAINS = 64
"""Chains at least, so that what lies between them can be measured."""

DRAWS = 64
"""Draws of a chain at most: a short chain of many says more than a long one of few."""

BURN_IN = 20
"""Draws that are thrown away: chains start apart, and have forgotten where by then."""

TINY = 1e-300
"""Slack is never less: a point on a face divides by no zero."""


class Polytope(NamedTuple):
    """Weights ``origin + basis @ y`` with ``normals @ y <= limits``: bounded, and not flat.

    `normals` (q, d), `limits` (q,), `origin` (n,); `basis` (n, d) makes y about as wide in every
    direction; `corners` (k, d) are some that span all dimensions; a draw is made each `thin` steps.
    """

    normals: FloatArray
    limits: FloatArray
    origin: FloatArray
    basis: FloatArray
    corners: FloatArray
    thin: int


class ChainSums(NamedTuple):
    """What the chains of a tile add up to; sums of tiles are sums (`added`).

    `chains` and `draws` of each; over chains, the sums of means (n,), of squared means, of squared
    means of half chains, and of variances within half chains; positions from the origin.
    """

    chains: int
    draws: int
    means: FloatArray
    squares: FloatArray
    half_squares: FloatArray
    variances: FloatArray

    def added(self, other: ChainSums) -> ChainSums:
        """Return the sums of both; the draws of a chain are as many in each."""
        return ChainSums(
            self.chains + other.chains,
            self.draws,
            self.means + other.means,
            self.squares + other.squares,
            self.half_squares + other.half_squares,
            self.variances + other.variances,
        )


def chain_plan(tile: int) -> int:
    """Return how many draws a chain makes in tiles of this many samples; an even number."""
    return int(np.clip(tile // CHAINS, DRAWS // 2, DRAWS)) // 2 * 2


def hit_and_run(
    polytope: Polytope, size: int, draws: int, rng: np.random.Generator
) -> tuple[FloatArray, ChainSums]:
    """Draw weights that are uniform over a polytope.

    All chains step at once: along a random ray, each to a uniform point of its own chord. Rays go
    from corner to corner, and along the axes; they mix in far fewer steps than rays in any
    direction do. Chains share rays, and are no less independent in their means for it.

    Parameters
    ----------
    polytope : Polytope
    size : int
        Weight vectors.
    draws : int
        Of each chain; there are size / draws chains, but at least `CHAINS`.
    rng : numpy.random.Generator

    Returns
    -------
    (size, n) array
        Rows sum to 1.
    ChainSums
        Of all that was drawn, for `split_r_hat` and `effective_share`.

    Examples
    --------
    >>> basis = np.array([[0.2, 0], [-0.2, 0.2], [0, -0.2]])
    >>> corners = np.array([[1.0, 1], [-1, 1], [0, -1]])
    >>> normals = np.vstack([np.eye(2), -np.eye(2)])
    >>> square = Polytope(normals, np.ones(4), np.full(3, 1 / 3), basis, corners, thin=8)
    >>> drawn, sums = hit_and_run(square, 100, 32, np.random.default_rng(0))
    >>> drawn.shape, bool((abs(drawn - 1 / 3) <= 0.4).all())
    ((100, 3), True)

    References
    ----------
    .. [1] Smith, R. L. (1984). Efficient Monte Carlo procedures for generating points uniformly
       distributed over bounded regions. Operations Research 32(6), 1296-1308.
    .. [2] Tervonen, T., van Valkenhoef, G., Basturk, N. and Postmus, D. (2013). Hit-and-run enables
       efficient weight generation for simulation-based multiple criteria decision analysis.
       European Journal of Operational Research 224(3), 552-559.
    """
    normals, limits = polytope.normals, polytope.limits[:, None]
    rays = _rays(polytope.corners)
    slopes = rays @ normals.T
    chains = max(CHAINS, -(-size // draws))
    mixed = rng.standard_exponential((chains, len(polytope.corners)))
    mixed /= mixed.sum(axis=1, keepdims=True)
    y = np.ascontiguousarray((mixed @ polytope.corners).T)
    kept = np.empty((draws, len(polytope.origin), chains))
    for draw in range(-BURN_IN, draws):
        slack = np.maximum(limits - normals @ y, TINY)
        for k in rng.integers(len(rays), size=polytope.thin):
            slope = slopes[k][:, None]
            pace = slope / slack
            ahead, behind = 1.0 / pace.max(axis=0), 1.0 / pace.min(axis=0)
            step = behind + (ahead - behind) * rng.random(chains)
            y += rays[k][:, None] * step
            slack -= slope * step
            np.maximum(slack, TINY, out=slack)
        if draw >= 0:
            kept[draw] = polytope.basis @ y
    weights = kept.transpose(0, 2, 1).reshape(draws * chains, -1)[:size] + polytope.origin
    np.maximum(weights, 0.0, out=weights)  # a face at 0 is met to rounding
    weights /= weights.sum(axis=1, keepdims=True)
    return weights, chain_sums(kept)


def _rays(corners: FloatArray) -> FloatArray:
    """Return the differences of corners, and the axes."""
    first, second = np.triu_indices(len(corners), 1)
    return np.concatenate([corners[first] - corners[second], np.eye(corners.shape[1])])


def chain_sums(kept: FloatArray) -> ChainSums:
    """Add up (draws, n, chains)."""
    draws, n, chains = kept.shape
    halves = kept.reshape(2, draws // 2, n, chains)
    half_means = halves.mean(axis=1)
    means = half_means.mean(axis=0)
    return ChainSums(
        chains,
        draws,
        means.sum(axis=1),
        (means**2).sum(axis=1),
        (half_means**2).sum(axis=(0, 2)),
        halves.var(axis=1, ddof=1).sum(axis=(0, 2)),
    )


def split_r_hat(sums: ChainSums) -> FloatArray:
    """Return split R-hat of each weight: 1 when chains, and their halves, agree.

    Parameters
    ----------
    sums : ChainSums

    Returns
    -------
    (n,) array
        1 for a weight that does not vary.

    Examples
    --------
    >>> rng = np.random.default_rng(0)
    >>> agreeing = chain_sums(rng.random((32, 1, 500)))
    >>> apart = chain_sums(rng.random((32, 1, 500)) + rng.random(500))
    >>> bool(split_r_hat(agreeing)[0] < 1.01), bool(split_r_hat(apart)[0] > 1.3)
    (True, True)

    References
    ----------
    .. [1] Gelman, A. et al. (2013). Bayesian Data Analysis, third edition, section 11.4.
    """
    halves, length = 2 * sums.chains, sums.draws // 2
    within, between = _spread(sums, halves, sums.half_squares)
    varying = within > 0
    ratio = np.ones(len(within))
    ratio[varying] = (length - 1) / length + between[varying] / within[varying]
    r_hat: FloatArray = np.sqrt(ratio)
    return r_hat


def effective_share(sums: ChainSums) -> FloatArray:
    """Return what share of as many independent draws the draws are worth, for each weight.

    The chains are independent, so the spread of their means says what a mean is worth.

    Parameters
    ----------
    sums : ChainSums

    Returns
    -------
    (n,) array
        In (0, 1]; 1 for a weight that does not vary.

    Examples
    --------
    >>> rng = np.random.default_rng(0)
    >>> twice = np.repeat(rng.random((32, 1, 2000)), 2, axis=0)
    >>> effective_share(chain_sums(twice)).round(1).tolist()
    [0.5]
    """
    within, between = _spread(sums, sums.chains, sums.squares)
    half = sums.draws // 2
    half_between = _spread(sums, 2 * sums.chains, sums.half_squares)[1]
    total = within * (half - 1) / half + half_between
    share = np.ones(len(within))
    varying = between > 0
    share[varying] = np.minimum(1.0, total[varying] / (sums.draws * between[varying]))
    return share


def _spread(sums: ChainSums, groups: int, squares: FloatArray) -> tuple[FloatArray, FloatArray]:
    """Return the mean variance within half chains, and the variance of the groups' means."""
    within = sums.variances / (2 * sums.chains)
    mean = sums.means / sums.chains
    between = np.maximum(squares - groups * mean**2, 0.0) / (groups - 1)
    return within, between
