"""From counts to figures, and to the standard errors that do not follow from the figures."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from kadmcdm._typing import FloatArray
from kadmcdm.core.acceptability import share_positions
from kadmcdm.methods import Method
from kadmcdm.problem import DecisionProblem
from kadmcdm.ranking import scores_of
from kadmcdm.robustness.acceptability import Measure, entropy, expected_ranks
from kadmcdm.robustness.runs import Part

__all__ = ["coarse", "errors_of_centers", "errors_of_replicates", "measured", "spread_of"]


def measured(
    problem: DecisionProblem,
    method: Method,
    part: Part,
    n_samples: int,
    measures: Sequence[Measure],
    certain: bool,
) -> dict[str, FloatArray]:
    """Turn counts into the measures that were asked for."""
    counted, groups = part.tally, part.groups
    firsts = share_positions(counted.firsts[:, None], groups)[:, 0]
    found = {"first_shares": firsts / n_samples}
    if counted.counts.size:
        shares = share_positions(counted.counts, groups) / n_samples
        if "rank_acceptability" in measures:
            found["rank_acceptability"] = shares
        if "expected_ranks" in measures and shares.shape[0] == shares.shape[1]:
            found["expected_ranks"] = expected_ranks(shares)
    if "pairwise_winning" in measures:
        same = groups[:, None] == groups[None, :]
        np.fill_diagonal(same, False)
        found["pairwise_winning"] = np.where(same, 0.5, counted.wins / n_samples)
    if counted.weight_sums.size:
        sums = share_positions(counted.weight_sums, groups)
        central = np.full(sums.shape, np.nan)
        first = firsts > 0
        central[first] = sums[first] / sums[first].sum(axis=1, keepdims=True)
        found["central_weights"] = central
        if certain:
            found["confidence_factors"] = _confidence(problem, method, central)
    return found


def _confidence(problem: DecisionProblem, method: Method, central: FloatArray) -> FloatArray:
    """Return 1 for candidates that are first under their own central weights, 1/k in ties of k."""
    factors = np.zeros(len(central))
    for i in np.flatnonzero(~np.isnan(central[:, 0])):
        scores = scores_of(problem, central[i], method)
        above = scores >= scores.max() - 1e-9 * np.abs(scores).max()
        factors[i] = 1.0 / above.sum() if above[i] else 0.0
    return factors


def errors_of_replicates(
    replicates: Sequence[dict[str, FloatArray]], each: int
) -> dict[str, FloatArray]:
    """Return standard errors from the spread of independent replicates of so many samples.

    Sequences may well agree to the last point; what counts points is then as coarse as they are.
    """
    for replicate in replicates:
        replicate["choice_entropy"] = entropy(replicate["first_shares"])
        shares = replicate.get("rank_acceptability")
        if shares is not None and shares.shape[0] == shares.shape[1]:
            replicate["rank_entropy"] = entropy(shares)
    found = {name: spread_of([one[name] for one in replicates]) for name in replicates[0]}
    for name in set(found) & {"first_shares", "rank_acceptability", "pairwise_winning"}:
        found[name] = coarse(found[name], replicates[0][name], each)
    return found


def spread_of(values: Sequence[FloatArray]) -> FloatArray:
    """Return the standard error of the mean of independent estimates."""
    error: FloatArray = np.std(values, axis=0, ddof=1) / np.sqrt(len(values))
    return error


def coarse(error: FloatArray, shares: FloatArray, each: int) -> FloatArray:
    """Return errors that are not below the rounding of a share of so many samples."""
    least = 1.0 / (each * np.sqrt(12.0))
    return np.where((shares > 0.0) & (shares < 1.0), np.maximum(error, least), error)


def errors_of_centers(part: Part) -> FloatArray:
    """Return the standard errors of central weights; NaN where fewer than 10 samples show it."""
    spread = share_positions(part.tally.spread, part.groups)
    firsts = share_positions(part.tally.firsts[:, None], part.groups)
    count, sums, squares = spread[:, :1], *np.split(spread[:, 1:], 2, axis=1)
    with np.errstate(divide="ignore", invalid="ignore"):
        variance = np.maximum(squares / count - (sums / count) ** 2, 0.0) * count / (count - 1.0)
        error = np.sqrt(variance / firsts)
    return np.where(count < 10, np.nan, error)
