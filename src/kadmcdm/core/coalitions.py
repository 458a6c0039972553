"""Coalitions: what regions are to each other, as arrays.

The last axis of every (..., k) input runs over the k members of a coalition, the initiator first;
of every (..., k, n) input the last axis runs over n indicators. Leading axes broadcast, so one
call values millions of coalitions. A pair is a coalition of two.
"""

from __future__ import annotations

from typing import Literal, TypeAlias

import numpy as np

from kadmcdm._typing import BoolArray, FloatArray, IntArray

EARTH_RADIUS_KM = 6371.0088
"""Mean radius of the Earth (IUGG, R1)."""

Exchange: TypeAlias = Literal["knowledge", "resource"]
Mean: TypeAlias = Literal["min", "geometric", "harmonic"]


def haversine(
    lat_a: FloatArray, lon_a: FloatArray, lat_b: FloatArray, lon_b: FloatArray
) -> FloatArray:
    """Return the great-circle distance: 2R asin sqrt(sin²(Δφ/2) + cos φa cos φb sin²(Δλ/2)).

    Parameters
    ----------
    lat_a, lon_a, lat_b, lon_b : (...) arrays
        Degrees; they broadcast.

    Returns
    -------
    (...) array
        km, on a sphere of radius 6371.0088 km.

    References
    ----------
    .. [1] Sinnott, R. W. (1984). Virtues of the haversine. Sky and Telescope 68(2), 159.

    Examples
    --------
    >>> point = [np.array([value]) for value in (-7.25543, 111.80984, -6.95314, 111.89151)]
    >>> haversine(*point).round(1).tolist()
    [34.8]
    """
    phi_a, phi_b = np.radians(lat_a), np.radians(lat_b)
    half_phi, half_lambda = (phi_b - phi_a) / 2, np.radians(lon_b - lon_a) / 2
    chord = np.sin(half_phi) ** 2 + np.cos(phi_a) * np.cos(phi_b) * np.sin(half_lambda) ** 2
    distance: FloatArray = 2 * EARTH_RADIUS_KM * np.arcsin(np.sqrt(np.minimum(chord, 1.0)))
    return distance


def pair_distances(lat: FloatArray, lon: FloatArray) -> FloatArray:
    """Return the distance of every pair of members.

    Parameters
    ----------
    lat, lon : (..., k) arrays
        Degrees.

    Returns
    -------
    (..., k(k-1)/2) array
        km; pairs in the order of `numpy.triu_indices`.

    Examples
    --------
    >>> pair_distances(np.array([0.0, 0.0, 1.0]), np.array([0.0, 1.0, 0.0])).round(1).tolist()
    [111.2, 111.2, 157.2]
    """
    a, b = _pairs(lat.shape[-1])
    return haversine(lat[..., a], lon[..., a], lat[..., b], lon[..., b])


def log_range(values: FloatArray) -> FloatArray:
    """Return ln(max/min) over the members: |ln(x_i/x_j)| for a pair, its maximum over pairs.

    Parameters
    ----------
    values : (..., k) array
        Positive.

    Returns
    -------
    (...) array
        Zero or more; it does not depend on the unit.

    Examples
    --------
    >>> log_range(np.array([[50.0, 100.0], [3.0, 3.0]])).round(4).tolist()
    [0.6931, 0.0]
    """
    gap: FloatArray = np.log(values.max(axis=-1)) - np.log(values.min(axis=-1))
    return gap


def log_gravity(
    masses: FloatArray, distances: FloatArray, mass_exponent: float, distance_exponent: float
) -> FloatArray:
    """Return the logarithm of M_i^a M_j^a / d_ij^g for the pair on which it is least.

    Parameters
    ----------
    masses : (..., k) array
        Positive.
    distances : (..., k(k-1)/2) array
        Positive, in km, from `pair_distances`.
    mass_exponent, distance_exponent : float

    Returns
    -------
    (...) array

    References
    ----------
    .. [1] Isard, W. (1960). Methods of Regional Analysis. MIT Press, ch. 11.

    Examples
    --------
    >>> log_gravity(np.array([4.0, 9.0]), np.array([6.0]), 1.0, 2.0).tolist()
    0.0
    """
    a, b = _pairs(masses.shape[-1])
    mass = np.log(masses)
    pull = mass_exponent * (mass[..., a] + mass[..., b]) - distance_exponent * np.log(distances)
    weakest: FloatArray = pull.min(axis=-1)
    return weakest


def coverage(
    values: FloatArray, target: FloatArray, weights: FloatArray, exchange: Exchange
) -> FloatArray:
    """Return the share of each member's deficit that the other members can cover.

    coverage(i <- rest) = Σ_k w_k min(deficit_ik, surplus_k) / Σ_k w_k deficit_ik, where
    deficit_ik = (target_k - x_ik)⁺, and 0/0 := 0. Knowledge is not used up by giving, so what i can
    learn is the lead of the best of the others, (max_j x_jk - x_ik)⁺; resources add up, and are
    given from above the target only, Σ_j (x_jk - target_k)⁺.

    Parameters
    ----------
    values : (..., k, n) array
        Members in rows, indicators in columns; higher is better.
    target : (n,) array
        In the indicators' units.
    weights : (n,) array
        Not negative.
    exchange : "knowledge" or "resource"

    Returns
    -------
    (..., k) array
        In [0, 1]; entry i has member i as the receiver.

    Examples
    --------
    >>> x = np.array([[90.0, 97.0], [95.0, 90.0]])
    >>> coverage(x, np.array([100.0, 100.0]), np.array([1.0, 1.0]), "knowledge").round(4).tolist()
    [0.3846, 0.4667]
    """
    deficit = np.maximum(target - values, 0.0)
    if exchange == "knowledge":
        supply = np.maximum(_best_of_others(values) - values, 0.0)
    else:
        above = np.maximum(values - target, 0.0)
        supply = np.maximum(above.sum(axis=-2, keepdims=True) - above, 0.0)
    covered = (weights * np.minimum(deficit, supply)).sum(axis=-1)
    needed = (weights * deficit).sum(axis=-1)
    share: FloatArray = np.divide(covered, needed, out=np.zeros_like(needed), where=needed > 0)
    return np.minimum(share, 1.0)


def mean_of(shares: FloatArray, mean: Mean) -> FloatArray:
    """Return one figure for what every member gets; nobody's nothing is made up for by others.

    Parameters
    ----------
    shares : (..., k) array
        Not negative.
    mean : "min", "geometric" or "harmonic"
        All three are 0 as soon as one member gets nothing.

    Returns
    -------
    (...) array

    Examples
    --------
    >>> [mean_of(np.array([0.2, 0.8]), mean).round(2).tolist()
    ...  for mean in ("min", "geometric", "harmonic")]
    [0.2, 0.4, 0.32]
    """
    least: FloatArray = shares.min(axis=-1)
    if mean == "min":
        return least
    safe = np.where(least[..., None] > 0, shares, 1.0)
    if mean == "geometric":
        value = np.exp(np.log(safe).mean(axis=-1))
    else:
        value = 1.0 / (1.0 / safe).mean(axis=-1)
    return np.where(least > 0, value, 0.0)


def joint_scale(quantities: FloatArray, efficient_scale: float | None = None) -> FloatArray:
    """Return Σ q_r over the members, or min(1, Σ q_r / efficient scale) when one is given.

    Parameters
    ----------
    quantities : (..., k) array
        Not negative.
    efficient_scale : float, optional
        Positive, in the same unit: from there on, more brings no more economy of scale.

    Returns
    -------
    (...) array

    Examples
    --------
    >>> joint_scale(np.array([2.0, 3.0])).tolist(), joint_scale(np.array([2.0, 3.0]), 10.0).tolist()
    (5.0, 0.5)
    """
    total: FloatArray = quantities.sum(axis=-1)
    return total if efficient_scale is None else np.minimum(total / efficient_scale, 1.0)


def scale_gain(quantities: FloatArray, efficient_scale: float) -> FloatArray:
    """Return how much nearer the efficient scale the first member comes by joining the others.

    Parameters
    ----------
    quantities : (..., k) array
        Not negative.
    efficient_scale : float
        Positive, in the same unit.

    Returns
    -------
    (...) array
        In [0, 1]: `joint_scale` of all less that of the first member alone.

    Examples
    --------
    >>> scale_gain(np.array([2.0, 9.0]), 10.0).tolist()
    0.8
    """
    alone = np.minimum(quantities[..., 0] / efficient_scale, 1.0)
    gain: FloatArray = joint_scale(quantities, efficient_scale) - alone
    return gain


def transaction_cost(provinces: IntArray, per_pair: float, per_province_line: float) -> FloatArray:
    """Return a k(k-1)/2 + b (pairs of members in different provinces).

    Parameters
    ----------
    provinces : (..., k) array of int
        A number per province.
    per_pair, per_province_line : float
        a and b.

    Returns
    -------
    (...) array

    Examples
    --------
    >>> transaction_cost(np.array([[35, 35, 33], [35, 35, 35]]), 1.0, 2.0).tolist()
    [7.0, 3.0]
    """
    a, b = _pairs(provinces.shape[-1])
    lines = (provinces[..., a] != provinces[..., b]).sum(axis=-1)
    cost: FloatArray = per_pair * a.size + per_province_line * lines
    return cost


def contiguous(borders: BoolArray) -> BoolArray:
    """Tell which coalitions form one connected territory.

    Parameters
    ----------
    borders : (..., k, k) array of bool
        Symmetric: [a, b] is True where members a and b share a border.

    Returns
    -------
    (...) array of bool

    Examples
    --------
    >>> chain = np.array([[0, 1, 0], [1, 0, 1], [0, 1, 0]], dtype=bool)
    >>> contiguous(chain).tolist(), contiguous(chain[:, [0, 2]][[0, 2]]).tolist()
    (True, False)
    """
    k = borders.shape[-1]
    reached = borders | np.eye(k, dtype=bool)
    for _ in range(max(k - 1, 1).bit_length()):  # every round doubles the length of the paths
        reached = reached @ reached
    return np.asarray(reached[..., 0, :].all(axis=-1))


def _pairs(k: int) -> tuple[IntArray, IntArray]:
    a, b = np.triu_indices(k, 1)
    return a, b


def _best_of_others(values: FloatArray) -> FloatArray:
    """Return, for each member and indicator, the largest value among the other members."""
    k = values.shape[-2]
    others = [np.delete(np.arange(k), i) for i in range(k)]
    best = [values[..., rows, :].max(axis=-2, initial=-np.inf) for rows in others]
    return np.stack(best, axis=-2)
