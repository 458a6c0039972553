"""Rules that need no optimization: Shapley, separable costs, proportional shares."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from concurrent.futures import Executor
from numbers import Integral

import numpy as np

from kadmcdm._tiles import entropy_of, executor_faults, map_tiles, seeds, tile_sizes
from kadmcdm._typing import FloatArray, Rng
from kadmcdm.core import cooperative as core
from kadmcdm.errors import Fault, InputError, brief, raise_faults, unknown_names
from kadmcdm.partnership.coalition_costs import (
    EXACT,
    CoalitionCosts,
    Costs,
    costs_of,
    members_of,
    too_many,
)
from kadmcdm.partnership.cost_shares import CostShares
from kadmcdm.partnership.given import finite

_ASKED = 20_000  # coalitions that a tile of samples asks for


def shapley(
    costs: Costs,
    members: Sequence[str] | None = None,
    *,
    n_samples: int | None = None,
    rng: Rng = None,
    executor: Executor | None = None,
    progress: bool = False,
) -> CostShares:
    """Share a cost by what each member adds to it, averaged over all orders of joining.

    It is the only rule by which members who add the same pay the same, who adds nothing pays
    nothing, and the shares of two services sum to the shares of both. It can ask some members to
    pay more than they would without the others: see `core_check`.

    Parameters
    ----------
    costs : mapping or callable
        ``{frozenset({"A", "B"}): 34.69, ...}`` or a function of a frozenset; nobody costs 0. Any
        finite costs will do: what is odd about them, `cost_structure` reports.
    members : sequence of str, optional
        Those of the mapping, ascending, or of a function that says (``costs.members``), when left
        out. Of some of them only: their own game.
    n_samples : int, optional
        Sample so many orders instead, rounded up to rounds of 2n; 4n or more. Needed beyond 20
        members. Each round is a random order, its rotations and their reverses, for which
        n(n - 1) coalitions are asked; so every member joins groups of every size equally often.
    rng : int, numpy Generator or None
    executor : concurrent.futures.Executor, optional
        The same seed gives the same bytes on any.
    progress : bool

    Returns
    -------
    CostShares
        Sampled shares have standard errors, from the spread of the rounds.

    Raises
    ------
    InputError
        For coalitions without a cost or with one that is not finite, all counted and the first
        named; unknown or doubled members; more than 20 without `n_samples`.
    KadmcdmError
        When the executor fails, as for `smaa`.

    Notes
    -----
    Exact: each coalition is asked for once, 2^n in all; 35 MB for 20 members. Sampled: 8 bytes per
    two orders, and n + 9 bytes for each of 20,000 coalitions (or n², if more) a worker.

    References
    ----------
    .. [1] Shapley, L. S. (1953). A value for n-person games. In: Contributions to the Theory of
       Games II, Princeton University Press, 307-317.
    .. [2] Castro, J., Gómez, D., Molina, E. and Tejada, J. (2017). Improving polynomial estimation
       of the Shapley value by stratified random sampling. Computers & Operations Research 82,
       180-188.

    Examples
    --------
    >>> from kadmcdm.partnership import shapley
    >>> runway = {"small": 1, "medium": 2, "large": 4}
    >>> pay = shapley(lambda planes: max(runway[plane] for plane in planes), list(runway))
    >>> {plane: round(share, 3) for plane, share in pay.shares.items()}
    {'small': 0.333, 'medium': 0.833, 'large': 2.833}
    """
    raise_faults(list(executor_faults(executor)))
    names = members_of(costs, members)
    if n_samples is not None:
        return _sampled(costs, names, n_samples, rng, executor, progress)
    hint = f"n_samples={200 * len(names)} samples orders of joining, with standard errors"
    raise_faults(too_many(names, EXACT, "the exact value", hint))
    table = CoalitionCosts.of(costs, names)
    return CostShares(
        rule="shapley",
        members=names,
        values=core.shapley_value(table.values),
        alone=np.array(list(table.alone.values())),
        total=table.total,
    )


def separable_costs(
    costs: Costs,
    members: Sequence[str] | None = None,
    *,
    benefits: Mapping[str, float] | None = None,
) -> CostShares:
    """Share a cost by separable costs and remaining benefits (SCRB).

    Each member pays what it adds when it joins last; the rest is shared in proportion to what is
    left of the cost of going alone, or of the benefit where that is less.

    Parameters
    ----------
    costs, members
        As for `shapley`; 2n + 1 coalitions are asked for, however many members there are.
    benefits : mapping of str to float, optional
        What the service is worth to each member.

    Returns
    -------
    CostShares
        ``details`` holds ``separable``, ``remaining`` (0 where the difference is negative) and
        ``rest``.

    Raises
    ------
    InputError
        As for `shapley`; where nobody has a remaining benefit though there is a rest to share.

    References
    ----------
    .. [1] Young, H. P., Okada, N. and Hashimoto, T. (1982). Cost allocation in water resources
       development. Water Resources Research 18(3), 463-475.

    Examples
    --------
    >>> from kadmcdm.partnership import separable_costs
    >>> pay = separable_costs({frozenset("A"): 7, frozenset("B"): 8, frozenset("AB"): 12})
    >>> pay.shares, pay.details["rest"]
    ({'A': 5.5, 'B': 6.5}, 3.0)
    """
    names = members_of(costs, members)
    worth = None if benefits is None else _figures("benefits", benefits, names)
    n = len(names)
    single = np.eye(n, dtype=np.bool_)
    found = costs_of(costs, names, np.vstack([single, ~single, np.ones((1, n), dtype=np.bool_)]))
    alone, without, total = found[:n], found[n : 2 * n], found[-1]
    if worth is None:
        worth = alone
    separable, remaining, rest = core.separable_shares(total, without, np.minimum(alone, worth))
    base = float(remaining.sum())
    scale = float(np.abs(found).max())
    values = np.array(separable)
    if base > 1e-12 * scale:
        values += float(rest) * remaining / base
    elif abs(float(rest)) > 1e-12 * scale:  # more than rounding is left
        what = "nobody has a remaining benefit, but there is a rest of the cost to share"
        hint = "going together saves nobody anything: another rule, such as shapley"
        raise InputError([Fault("separable_costs", what, f"{float(rest):g}", hint=hint)])
    else:
        values += float(rest) / n
    details = {
        "separable": dict(zip(names, separable.tolist(), strict=True)),
        "remaining": dict(zip(names, remaining.tolist(), strict=True)),
        "rest": float(rest),
    }
    return CostShares(
        rule="separable_costs", members=names, values=values, alone=alone, total=float(total),
        details=details,
    )  # fmt: skip


def proportional_shares(
    costs: Costs,
    by: Mapping[str, float],
    members: Sequence[str] | None = None,
    *,
    basis: str = "the figures given",
) -> CostShares:
    """Share a cost in proportion to some figures: people, use, budgets.

    Simple, and blind to what anybody costs: see `core_check` for who would rather go alone.

    Parameters
    ----------
    costs, members
        As for `shapley`; n + 1 coalitions are asked for.
    by : mapping of str to float
        Zero or more for each member, and not all zero.
    basis : str
        What the figures are: ``"population"``, ``"use"``, ``"budget"`` and ``"demand"`` are known
        in both languages.

    Returns
    -------
    CostShares

    Raises
    ------
    InputError
        As for `shapley`; for figures that are missing, negative or not finite.

    Examples
    --------
    >>> from kadmcdm.partnership import proportional_shares
    >>> costs = {frozenset("A"): 7, frozenset("B"): 8, frozenset("AB"): 12}
    >>> proportional_shares(costs, {"A": 3, "B": 1}, basis="population").shares
    {'A': 9.0, 'B': 3.0}
    """
    names = members_of(costs, members)
    if not isinstance(basis, str) or not basis.strip():
        raise InputError([Fault("basis", "no text", brief(basis))])
    amounts = _figures("by", by, names)
    raise_faults(
        [
            Fault(f"by: {name!r}", "negative", brief(by[name]), "0 or more")
            for name in names
            if by[name] < 0
        ]
    )
    if not amounts.any():
        raise InputError([Fault("by", "all are 0", expected="one figure above 0 at least")])
    n = len(names)
    inside = np.vstack([np.eye(n, dtype=np.bool_), np.ones((1, n), dtype=np.bool_)])
    found = costs_of(costs, names, inside)
    amounts = amounts / amounts.max()  # so that no sum overflows
    return CostShares(
        rule="proportional",
        members=names,
        values=found[-1] * (amounts / amounts.sum()),
        alone=found[:-1],
        total=float(found[-1]),
        basis=basis,
    )


def _figures(what: str, given: Mapping[str, float], names: tuple[str, ...]) -> FloatArray:
    """Return a figure per member, or raise `InputError` that names what is missing or odd."""
    if not isinstance(given, Mapping):
        raise InputError([Fault(what, "no figures", brief(given), "{member: figure}")])
    faults = list(unknown_names(given, names, f"{what}: member"))
    for name in names:
        if name not in given:
            faults.append(Fault(f"{what}: {name!r}", "missing"))
        elif not finite(given[name]):
            faults.append(Fault(f"{what}: {name!r}", "no finite number", brief(given[name])))
    raise_faults(faults)
    return np.array([float(given[name]) for name in names])


def _sampled(
    costs: Costs,
    names: tuple[str, ...],
    n_samples: int,
    rng: Rng,
    executor: Executor | None,
    progress: bool,
) -> CostShares:
    n = len(names)
    whole = isinstance(n_samples, Integral) and not isinstance(n_samples, bool)
    if not whole or n_samples < 4 * n:
        what = "too few to tell an error" if whole else "no number of orders"
        expected = f"a whole number of {4 * n} or more: two rounds of {2 * n}"
        raise InputError([Fault("n_samples", what, brief(n_samples), expected)])
    seed = entropy_of(rng)
    inside = np.vstack([np.eye(n, dtype=np.bool_), np.ones((1, n), dtype=np.bool_)])
    known = costs_of(costs, names, inside)
    rounds = -(-int(n_samples) // (2 * n))
    sizes = tile_sizes(rounds, max(1, _ASKED // (n * n)))
    total = float(known[-1])
    tasks = (
        (costs, names, total, child, size)
        for child, size in zip(seeds(seed, len(sizes)), sizes, strict=True)
    )
    parts = list(
        map_tiles(
            _rounds, tasks, len(sizes), executor=executor, progress=progress, description="Shapley"
        )
    )
    means = np.concatenate(parts)
    return CostShares(
        rule="shapley",
        members=names,
        values=means.mean(axis=0),
        alone=known[:-1],
        total=total,
        errors=means.std(axis=0, ddof=1) / np.sqrt(rounds),
        n_samples=2 * n * rounds,
        seed=seed,
    )


def _rounds(
    costs: Costs, names: tuple[str, ...], total: float, seed: np.random.SeedSequence, size: int
) -> FloatArray:
    """Return the mean of each of some rounds: what each member adds; (size, n)."""
    n = len(names)
    orders = np.random.default_rng(seed).permuted(np.tile(np.arange(n), (size, 1)), axis=1)
    out = np.empty((size, n))
    step = max(1, _ASKED // (n * n))
    for start in range(0, size, step):
        some = orders[start : start + step]
        arcs = core.circular_coalitions(some)
        values = costs_of(costs, names, arcs.reshape(-1, n)).reshape(arcs.shape[:-1])
        out[start : start + step] = core.circular_shapley(some, values, total)
    return out
