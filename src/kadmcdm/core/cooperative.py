"""Cooperative games of cost: arrays over all coalitions.

The last axis of every (..., 2^n) array runs over the coalitions of n members, coalition s holding
member i where bit i of s is set: 0 is nobody, 2^n - 1 is everybody. Costs of nobody are 0. The last
axis of every (..., n) array runs over members. Leading axes broadcast.
"""

from __future__ import annotations

from math import comb

import numpy as np

from kadmcdm._typing import BoolArray, FloatArray, IntArray


def membership(n: int, start: int = 0, stop: int | None = None) -> BoolArray:
    """Return who belongs to each coalition.

    Parameters
    ----------
    n : int
        Members.
    start, stop : int
        The coalitions from `start` up to but without `stop`; all when left out.

    Returns
    -------
    (stop - start, n) array of bool

    Examples
    --------
    >>> membership(2).astype(int).tolist()
    [[0, 0], [1, 0], [0, 1], [1, 1]]
    """
    sets = np.arange(start, 1 << n if stop is None else stop, dtype=np.int64)
    inside: BoolArray = (sets[:, None] >> np.arange(n)) & 1 != 0
    return inside


def subset_sums(values: FloatArray) -> FloatArray:
    """Return what the members of each coalition have together.

    Parameters
    ----------
    values : (..., n) array

    Returns
    -------
    (..., 2^n) array

    Examples
    --------
    >>> subset_sums(np.array([1.0, 2.0, 4.0])).tolist()
    [0.0, 1.0, 2.0, 3.0, 4.0, 5.0, 6.0, 7.0]
    """
    n = values.shape[-1]
    out = np.zeros((*values.shape[:-1], 1 << n))
    for i in range(n):
        half = 1 << i
        np.add(out[..., :half], values[..., i, None], out=out[..., half : 2 * half])
    return out


def shapley_value(costs: FloatArray) -> FloatArray:
    """Return what each member adds to the cost, averaged over all orders of joining.

    phi_i = sum over S without i of s!(n - 1 - s)!/n! (c(S + i) - c(S)), s being the size of S.

    Parameters
    ----------
    costs : (..., 2^n) array

    Returns
    -------
    (..., n) array
        Sums to the cost of everybody.

    Notes
    -----
    Each coalition is read twice, not n times: its cost enters with one weight for members and
    another for the rest, so the sums over "all with member i" come from folding the array in half,
    member by member. Time and memory grow with 2^n: 20 members take 25 MB beside the costs.

    References
    ----------
    .. [1] Shapley, L. S. (1953). A value for n-person games. In: Contributions to the Theory of
       Games II, Princeton University Press, 307-317.

    Examples
    --------
    A runway for planes that need 1, 2 and 4: each part is shared by those who need it.

    >>> need = np.array([0.0, 1.0, 2.0, 2.0, 4.0, 4.0, 4.0, 4.0])
    >>> shapley_value(need).round(4).tolist()
    [0.3333, 0.8333, 2.8333]
    """
    n = costs.shape[-1].bit_length() - 1
    chances = np.array([1.0 / (n * comb(n - 1, s)) for s in range(n)])
    size = subset_sums(np.ones(n)).astype(np.int64)
    joined, apart = np.append(0.0, chances), np.append(chances, 0.0)
    without = (costs * apart[size]).sum(axis=-1)
    folded = costs * (joined + apart)[size]
    value = np.empty((*costs.shape[:-1], n))
    for i in reversed(range(n)):
        lower, upper = folded[..., : 1 << i], folded[..., 1 << i :]
        value[..., i] = upper.sum(axis=-1) - without
        folded = lower + upper
    return value


def circular_coalitions(orders: IntArray) -> BoolArray:
    """Return the members of each arc of members seated in a circle.

    The arcs are all that stand before somebody in one of the n rotations of the order, or in the
    reverse of one: n(n - 1) coalitions serve 2n orders.

    Parameters
    ----------
    orders : (..., n) array of int
        Permutations of 0 to n - 1.

    Returns
    -------
    (..., n, n - 1, n) array of bool
        [seat on which the arc starts, its length less 1, member].

    Examples
    --------
    >>> circular_coalitions(np.array([2, 0, 1]))[0].astype(int).tolist()
    [[0, 0, 1], [1, 0, 1]]
    """
    n = orders.shape[-1]
    start, length, seat = np.ogrid[:n, 1:n, :n]
    on_arc = (seat - start) % n < length
    seats = np.argsort(orders, axis=-1)
    return np.moveaxis(on_arc[:, :, seats], (0, 1), (-3, -2))


def circular_shapley(orders: IntArray, arcs: FloatArray, total: float) -> FloatArray:
    """Return what each member adds, averaged over the rotations of an order and their reverses.

    Every member joins coalitions of every size from 0 to n - 1, on either side: the mean is
    stratified by size and antithetic, and its expectation over random orders is the Shapley value.

    Parameters
    ----------
    orders : (..., n) array of int
    arcs : (..., n, n - 1) array
        Costs of `circular_coalitions(orders)`.
    total : float
        The cost of everybody.

    Returns
    -------
    (..., n) array
        By member; sums to `total`.

    References
    ----------
    .. [1] Castro, J., Gómez, D., Molina, E. and Tejada, J. (2017). Improving polynomial estimation
       of the Shapley value by stratified random sampling. Computers & Operations Research 82,
       180-188.

    Examples
    --------
    >>> costs = np.array([[1.0, 3.0], [2.0, 4.0], [3.0, 4.0]])
    >>> circular_shapley(np.array([0, 1, 2]), costs, 5.0).round(4).tolist()
    [1.0, 1.5, 2.5]
    """
    n = orders.shape[-1]
    whole = np.zeros((*arcs.shape[:-2], n, n + 1))
    whole[..., 1:n] = arcs
    whole[..., n] = total
    seat, size = np.ogrid[:n, :n]
    before, after = (seat - size) % n, (seat + 1) % n
    added = whole[..., before, size + 1] - whole[..., before, size]
    added += whole[..., seat, size + 1] - whole[..., after, size]
    by_seat = added.mean(axis=-1) / 2
    value: FloatArray = np.take_along_axis(by_seat, np.argsort(orders, axis=-1), axis=-1)
    return value


def separable_shares(
    total: FloatArray, without: FloatArray, worth: FloatArray
) -> tuple[FloatArray, FloatArray, FloatArray]:
    """Split a cost: each pays what it adds at the end, the rest goes by remaining benefits.

    Parameters
    ----------
    total : (...) array
        The cost of everybody.
    without : (..., n) array
        The cost of all but the member.
    worth : (..., n) array
        What the member would pay at most: the cost of going alone, or its benefit if that is less.

    Returns
    -------
    separable, remaining : (..., n) array
        What the member adds; its worth less that, 0 where that is negative.
    rest : (...) array
        The cost that nobody's adding explains. A member's share is its separable cost plus
        ``rest * remaining / remaining.sum()``.

    Examples
    --------
    >>> total, without, worth = np.array(10.0), np.array([6.0, 7.0]), np.array([7.0, 6.0])
    >>> [part.tolist() for part in separable_shares(total, without, worth)]
    [[4.0, 3.0], [3.0, 3.0], 3.0]
    """
    separable = total[..., None] - without
    remaining = np.maximum(worth - separable, 0.0)
    return separable, remaining, total - separable.sum(axis=-1)


def rises(costs: FloatArray, member: int) -> FloatArray:
    """Return what a member adds to each group of the others.

    Parameters
    ----------
    costs : (..., 2^n) array
    member : int

    Returns
    -------
    (..., 2^(n-1)) array
        By coalition, as `without` numbers them.

    Examples
    --------
    >>> rises(np.array([0.0, 2.0, 3.0, 4.0]), 1).tolist()
    [3.0, 2.0]
    """
    cube = costs.reshape(*costs.shape[:-1], -1, 2, 1 << member)
    added: FloatArray = cube[..., 1, :] - cube[..., 0, :]
    return added.reshape(*costs.shape[:-1], -1)


def without(n: int, member: int) -> IntArray:
    """Return the coalitions that a member is not in, ascending.

    Parameters
    ----------
    n, member : int

    Returns
    -------
    (2^(n-1),) array of int

    Examples
    --------
    >>> without(3, 1).tolist()
    [0, 1, 4, 5]
    """
    return np.arange(1 << n).reshape(-1, 2, 1 << member)[:, 0].reshape(-1)


def disjoint_pairs(n: int) -> IntArray:
    """Return all pairs of coalitions, neither empty, that have no member in common.

    Parameters
    ----------
    n : int
        Members; there are (3^n - 2^(n+1) + 1) / 2 pairs.

    Returns
    -------
    (p, 2) array of int
        The smaller number first.

    Examples
    --------
    >>> disjoint_pairs(3).tolist()
    [[1, 2], [1, 4], [2, 4], [3, 4], [2, 5], [1, 6]]
    """
    a = b = np.zeros(1, dtype=np.int64)
    for i in range(n):  # a member is in neither, in a, or in b
        a, b = np.concatenate([a, a | 1 << i, a]), np.concatenate([b, b, b | 1 << i])
    kept = (a > 0) & (a < b)
    pairs = np.stack([a[kept], b[kept]], axis=1)
    return pairs[np.lexsort((pairs[:, 0], pairs.max(axis=1)))]


def facility_costs(
    members: BoolArray,
    demand: FloatArray,
    fixed: float,
    unit: float,
    exponent: float,
    capacity: float,
    connections: FloatArray,
    pipes: FloatArray,
) -> FloatArray:
    """Return the cost of one facility for each coalition.

    c(S) = fixed ceil(Q/capacity) + unit Q^exponent + its connections + the pipes to the member
    where they cost least; Q is the demand of its members.

    Parameters
    ----------
    members : (..., n) array of bool
    demand : (n,) array
        Zero or more.
    fixed, unit, exponent, capacity : float
        A capacity of infinity: one facility, however much is needed.
    connections : (n,) array
        What each member pays whoever else joins.
    pipes : (n, n) array
        The cost of a pipe between two members, 0 on the diagonal.

    Returns
    -------
    (...) array
        0 for nobody.

    Examples
    --------
    >>> both = np.array([[True, False], [True, True]])
    >>> demand, none, pipes = np.array([4.0, 5.0]), np.zeros(2), np.zeros((2, 2))
    >>> facility_costs(both, demand, 2, 1, 0.5, np.inf, none, pipes).tolist()
    [4.0, 5.0]
    """
    inside = members.astype(np.float64)
    together = inside @ demand
    plants = np.ones_like(together)
    if np.isfinite(capacity):  # 3 * 0.1 needs three plants of 0.1, not four
        plants = np.maximum(np.ceil(together / capacity * (1 - 1e-12)), 1.0)
    laid = np.where(members, inside @ pipes, np.inf).min(axis=-1)
    cost = fixed * plants + unit * together**exponent + inside @ connections + laid
    found: FloatArray = np.where(members.any(axis=-1), cost, 0.0)
    return found
