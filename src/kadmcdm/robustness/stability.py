"""Exact weight stability: how far one weight can move before the ranking changes."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np

from kadmcdm._typing import FloatArray, IntArray
from kadmcdm.core.stability import (
    Comparisons,
    WeightPaths,
    compare,
    crossing_at,
    next_winners,
    stable_intervals,
    standing,
    weight_paths,
)
from kadmcdm.errors import raise_faults
from kadmcdm.methods import TOPSIS, Method
from kadmcdm.problem import DecisionProblem
from kadmcdm.ranking import kind_faults, scores_of
from kadmcdm.robustness.stability_result import WeightStability, named
from kadmcdm.robustness.terms import closed_form_faults, terms_of
from kadmcdm.weighting import WeightingScheme, Weights, as_weights

__all__ = ["weight_stability"]


def weight_stability(
    problem: DecisionProblem,
    weights: Weights | WeightingScheme | Mapping[str, float] | Sequence[float] | FloatArray,
    method: Method = TOPSIS(),  # noqa: B008 - frozen
) -> WeightStability:
    r"""Find exactly how far each weight can move before the ranking changes.

    One weight is moved to t; the others share 1 - t in the proportions they have now (equally,
    where that one has all the weight).

    Parameters
    ----------
    problem : DecisionProblem
    weights : Weights, weighting scheme, mapping or sequence
    method : Method
        `TOPSIS` with p = 1 or 2, whatever its normalization and ideals; `WeightedSum`,
        `WeightedProduct`, `AHPSynthesis`.

    Returns
    -------
    WeightStability

    Raises
    ------
    InputError
        For weights that do not fit the problem, data that the method refuses, and methods whose
        ends have no closed form.

    Notes
    -----
    Ends are equal scores, without the tie tolerance of `rank`. With several winners, the interval
    is the one on which they, and nobody else, are first: it is the present weight alone where they
    are level only there. A weight at which somebody catches up without passing ends no interval.

    Euclidean TOPSIS: candidate i is above l where :math:`(s B_i + N_i)(s A_l + P_l) >
    (s B_l + N_l)(s A_i + P_i)` with :math:`s = (t/(1-t))^2`, A and B the squared gaps to ideal and
    anti-ideal on the criterion that moves, P and N those on the others: a quadratic in s. Weighted
    sums, and weighted products in logarithms, are linear in t [1]_. Coefficients below 1e-13 of
    what they are differences of are zero.

    Examples
    --------
    >>> import kadmcdm as kd
    >>> problem = kd.DecisionProblem(
    ...     [kd.Criterion("distance", "cost", unit="km"), kd.Criterion("gain", "benefit")],
    ...     ["Tuban", "Ngawi", "Blora"],
    ...     [[34.8, 0.01], [55.4, 0.16], [50.7, 0.06]],
    ... )
    >>> print(kd.weight_stability(problem, {"distance": 1, "gain": 2}))
    criterion  weight  Ngawi first  below  above  same order
    ---------  ------  -----------  -----  -----  ----------
    distance    0.333  0 to 0.779   -      Tuban  0 to 0.619
    gain        0.667  0.221 to 1   Tuban  -      0.381 to 1
    method: TOPSIS (vector); weights: DirectWeights

    References
    ----------
    .. [1] Triantaphyllou, E. and Sanchez, A. (1997). A sensitivity analysis approach for some
       deterministic multi-criteria decision-making methods. Decision Sciences 28(1), 151-194.
    """
    raise_faults(kind_faults(problem, method))
    raise_faults(closed_form_faults(method))
    weighed = as_weights(problem, weights)
    scores_of(problem, weighed.values, method)  # what the method refuses is named here
    names = problem.candidate_names
    paths = weight_paths(terms_of(problem, method), weighed.values)
    by_loss = np.argsort(standing(paths), kind="stable")
    rows = np.arange(len(names))
    # The order changes first between neighbors: one comparison each, and one with the winner.
    first = np.concatenate([np.full_like(rows, by_loss[0]), by_loss[:-1]])
    found = compare(paths, first, np.concatenate([rows, by_loss[1:]]))
    with_winner = slice(len(rows))
    rivals = Comparisons(
        found.start[:, with_winner], found.now[:, with_winner], found.roots[:, with_winner]
    )
    winners = np.flatnonzero(rivals.now[0] == 0)
    intervals = stable_intervals(paths, rivals)
    return WeightStability(
        problem=problem,
        weights=weighed,
        method=method,
        winners=named(names, winners),
        winner_intervals=intervals,
        order_intervals=stable_intervals(paths, found),
        successors=tuple(
            _successors(paths, k, winners, rivals, ends, names)
            for k, ends in enumerate(intervals.tolist())
        ),
    )


def _successors(
    paths: WeightPaths,
    k: int,
    winners: IntArray,
    rivals: Comparisons,
    ends: Sequence[float],
    names: Sequence[str],
) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Return who is first below and above the ends of the winners' interval."""
    found: list[tuple[str, ...]] = []
    for end, up in zip(ends, (False, True), strict=True):
        if end == (1.0 if up else 0.0):
            found.append(())
            continue
        crossing = crossing_at(rivals, k, end)
        found.append(named(names, next_winners(paths, k, winners, crossing, end, up=up)))
    return found[0], found[1]
