"""Choosing the set of partnerships that all budgets can carry."""

from __future__ import annotations

import time
from collections.abc import Iterable, Iterator, Mapping, Sequence
from concurrent.futures import Executor
from itertools import pairwise
from typing import Any, NamedTuple

import numpy as np

from kadmcdm._tiles import entropy_of, executor_faults, map_tiles, seeds, tile_sizes
from kadmcdm._typing import BoolArray, FloatArray, Rng
from kadmcdm.errors import Fault, InputError, KadmcdmError, brief, raise_faults
from kadmcdm.partnership.codes import unknown_codes
from kadmcdm.partnership.given import finite
from kadmcdm.partnership.options import PartnershipOption
from kadmcdm.partnership.portfolio_input import Needs, Question, read_question
from kadmcdm.partnership.portfolio_model import ROUNDING, Model, Row, by_rank, value_of
from kadmcdm.partnership.portfolio_result import (
    Portfolio,
    PortfolioLimit,
    PortfolioSet,
    Reason,
    gap_of,
)
from kadmcdm.partnership.portfolio_rows import unreachable
from kadmcdm.partnership.portfolio_solver import Solved, filled, nearest, solve
from kadmcdm.partnership.regions import RegionTable
from kadmcdm.ranking import Ranking, scores_of
from kadmcdm.robustness.sampling import SampledWeights, weight_source

MOST_SAMPLES = 200
"""Weight vectors for which the choice is made anew, at most."""

_TILE = 10  # runs a tile: what one leaves of its time, the next ones may use
_GAP = 1e-4  # within which the run of a sample may stop
_FIRST, _SECOND = 0.6, 0.5  # parts of the time, of what is left of it; both are often over at once


def portfolio(
    options: Sequence[PartnershipOption],
    values: Ranking | Mapping[str, float],
    *,
    budgets: Mapping[str, float],
    staff: Mapping[str, float] | None = None,
    staff_needs: Needs | None = None,
    must_include: Iterable[str] = (),
    exclusive: Iterable[Sequence[str]] = (),
    minimum_per_sector: Mapping[str, int] | None = None,
    maximum_per_region: int | Mapping[str, int] | None = None,
    allow_proxy: bool = False,
    table: RegionTable | None = None,
    time_limit: float = 60.0,
    weights: SampledWeights = None,
    n_samples: int = 0,
    rng: Rng = None,
    executor: Executor | None = None,
    progress: bool = False,
) -> Portfolio:
    """Choose the set of partnerships of the largest total value that every budget allows.

    Parameters
    ----------
    options : sequence of PartnershipOption
        Each says what it costs each of its members; a cost that is not known is refused, since it
        is not zero.
    values : Ranking or mapping of str to float
        What each is worth: a ranking by `WeightedSum` or `AHP`, whose scores add up, or a value by
        name as `option_names` gives them. Negative ones are chosen only where they must be.
        Options that are fixed in may have none; they then count nothing.
    budgets : mapping of str to float
        IDR that each member of any option has; ``float("inf")`` for no limit.
    staff : mapping of str to float, optional
        Posts (or slots) that each region has.
    staff_needs : mapping, optional
        With `staff`: by option the posts that each member gives, ``{option: 2}``, or
        ``{option: {code: 2, ...}}``.
    must_include : iterable of str
        Voluntary options to fix in, each with its `legal_basis`. Mandatory ones are fixed in by
        themselves; where several mandatory forms exclude each other, one of them is.
    exclusive : iterable of groups of str
        Of each group at most one is chosen; `exclusive_forms` makes the groups.
    minimum_per_sector : mapping of str to int, optional
        By a sector's code, how many must be chosen.
    maximum_per_region : int or mapping of str to int, optional
        How many partnerships a region takes part in, for all or by code.
    allow_proxy : bool
        Take scores that don't add up, such as the closeness of TOPSIS; every table and sentence
        then calls them a proxy.
    table : RegionTable, optional
        With it, tables say names instead of codes.
    time_limit : float
        Seconds for all of it: three fifths for the set, half of the rest for the second best, the
        remainder for the samples; what one leaves the next may use. Reading the input and writing
        the answer come on top.
    weights : None, WeightSpace, JudgmentUncertainty, or (S, n) array-like
        What samples are drawn from, as for `smaa`; weight vectors themselves need no `n_samples`.
    n_samples : int
        Up to 200 weight vectors for each of which the choice is made anew; needs a ranking. The
        standard error of a share p is sqrt(p (1 - p) / n_samples). Each run stops within 0.01 %
        of its best set.
    rng, executor, progress
        As for `smaa`. The answer is the same whoever computes it, unless time cuts a run off.

    Returns
    -------
    Portfolio

    Raises
    ------
    InputError
        Listing every fault: costs, budgets and values that are missing or no numbers, unknown
        options, mandatory ones that do not fit (the region, by how much, and which they are), those
        that exclude each other, minima that cannot be met.
    KadmcdmError
        When no set that meets all minima was found in time; when the executor fails.

    Notes
    -----
    A mixed-integer linear program, solved by HiGHS (Huangfu and Hall, Math. Prog. Comp. 10, 2018)
    through `scipy.optimize.milp`. A budget may be exceeded by a billionth of itself, for
    rounding, and by no more. Memory: a few hundred bytes per option, and the solver's own.

    HiGHS 1.12, which scipy 1.17 brings, may write a line about ``tmpSolver.run()`` to standard
    output in long runs, whatever it is asked. It means nothing, and nothing here can keep it in:
    to send the process's output elsewhere meanwhile would take that of other threads along.

    Examples
    --------
    >>> from kadmcdm.partnership import SECTORS, Issue, PartnershipOption, portfolio
    >>> water = Issue(SECTORS["public_works"], "drinking water")
    >>> options = [
    ...     PartnershipOption("35.22", {code}, water, "joint_service", costs={"35.22": 40, code: c})
    ...     for code, c in {"35.23": 50, "35.24": 20, "35.21": 30}.items()
    ... ]
    >>> worth = dict(zip([option.name for option in options], [9, 5, 5]))
    >>> found = portfolio(options, worth, budgets=dict.fromkeys(
    ...     ["35.21", "35.22", "35.23", "35.24"], 80))
    >>> found.chosen, found.status, found.gap
    (('35.22+35.23:joint_service', '35.22+35.24:joint_service'), 'optimal', 0.0)
    >>> print(found.describe()[-1])
    Another set has the same value: with 35.22 and 35.21: joint service (drinking water), without
    35.22 and 35.24: joint service (drinking water).
    """
    faults = list(executor_faults(executor))
    if not finite(time_limit) or time_limit <= 0:
        faults.append(Fault("time_limit", "no time", brief(time_limit), "seconds, more than 0"))
    whole = isinstance(n_samples, (int, np.integer)) and not isinstance(n_samples, bool)
    if not whole or not 0 <= n_samples <= MOST_SAMPLES:
        expected = f"a whole number, 0 to {MOST_SAMPLES}"
        faults.append(Fault("n_samples", "no number of samples", brief(n_samples), expected))
    try:
        question = read_question(
            options, values, budgets=budgets, staff=staff, staff_needs=staff_needs,
            must_include=must_include, exclusive=exclusive,
            minimum_per_sector=minimum_per_sector, maximum_per_region=maximum_per_region,
            allow_proxy=allow_proxy,
        )  # fmt: skip
    except InputError as error:
        raise InputError([*faults, *error.faults]) from None
    regions: dict[str, str] = {}
    if table is not None:
        codes = dict.fromkeys(code for item in question.options for code in item.members)
        faults += unknown_codes(codes, dict(zip(table.codes, table.names, strict=True)))
        regions = {code: table[code].name for code in codes if code in table}
    raise_faults(faults)
    drawn = _drawn(values, weights, int(n_samples), rng)
    start = time.monotonic()
    model = question.model
    worth = np.where(np.isnan(question.values), 0.0, question.values)
    best, second = _best_two(question, worth, float(time_limit), drawn is not None)
    left = max(time_limit - (time.monotonic() - start), 0.0)
    chosen = best.chosen
    assert chosen is not None
    sampled = _sampled(question, worth, chosen, drawn, left, executor, progress)
    value = value_of(worth, chosen)
    ranked = by_rank(model, worth)
    return Portfolio(
        options=question.options,
        names=question.names,
        values=question.values,
        values_from=question.values_from,
        proxy=question.proxy,
        chosen=_names(question, chosen),
        value=value,
        bound=best.bound,
        status="optimal" if best.proven or not gap_of(value, best.bound) else "time_limit",
        fixed=_names(question, model.fixed),
        impossible=_names(question, model.banned),
        exclusive=tuple(tuple(question.names[i] for i in group) for group in question.groups),
        limits=tuple(_limits(model, worth, chosen)),
        blocked_by=_blocked_by(question, worth, chosen),
        greedy=PortfolioSet(
            _names(question, ranked),
            value_of(worth, ranked),
            unmet=tuple(row.of for row in model.unmet(ranked)),
        ),
        second_best=None
        if second.chosen is None
        else PortfolioSet(_names(question, second.chosen), value_of(worth, second.chosen),
                          second.bound),
        second_status=_second_status(second),
        time_limit=float(time_limit),
        shares=None if sampled is None else sampled.shares,
        sample_gaps=None if sampled is None else sampled.gaps,
        seed=None if drawn is None else drawn.seed,
        region_names=regions,
    )  # fmt: skip


def _best_two(
    question: Question, worth: FloatArray, seconds: float, samples: bool
) -> tuple[Solved, Solved]:
    """Return the best set, and the best but for it."""
    start = time.monotonic()
    model = question.model
    best = solve(model, worth, seconds * _FIRST)
    chosen = best.chosen
    if chosen is None:
        left = max(seconds - (time.monotonic() - start), 1.0)
        chosen = _meeting(model, worth, left, best.proven, seconds)
        best = best._replace(chosen=chosen)
    left = max(seconds - (time.monotonic() - start), 0.0)
    second = solve(model, worth, left * (_SECOND if samples else 1.0), other_than=chosen)
    value = value_of(worth, chosen)
    if second.chosen is None:
        bound = value if second.proven else best.bound
        return best._replace(bound=bound), second
    # The second run proves something of the first, and may even find the better set.
    bound = min(best.bound, max(value, second.bound))
    other = value_of(worth, second.chosen)
    if other <= value:
        return best._replace(bound=bound), second
    swapped = second._replace(chosen=chosen, bound=max(second.bound, value))
    return best._replace(chosen=second.chosen, bound=max(bound, other)), swapped


def _meeting(model: Model, worth: FloatArray, left: float, none: bool, seconds: float) -> BoolArray:
    """Return some set that meets all minima, or raise what is known of why there is none."""
    near = nearest(model, left)
    if not none and near.chosen is not None and not near.missed and model.fits(near.chosen):
        return filled(model, worth, near.chosen)
    if none or near.proven:
        hint = "raise a budget, or ask for fewer"
        raise_faults([unreachable(row, reached, hint, near.exact) for row, reached in near.missed])
    raise KadmcdmError(
        f"no set that meets all minima was found within {seconds:g} s: give it more time"
    )


def _second_status(second: Solved) -> Any:
    if second.proven:
        return "none" if second.chosen is None else "optimal"
    return "time_limit"


def _names(question: Question, chosen: BoolArray) -> tuple[str, ...]:
    return tuple(question.names[i] for i in np.flatnonzero(chosen))


# ---- what limits the choice ----------------------------------------------------------------------


def _limits(model: Model, worth: FloatArray, chosen: BoolArray) -> Iterator[PortfolioLimit]:
    waiting = ~chosen & (worth > 0)
    for row in (*model.upper, *model.lower):
        if row.kind in ("exclusive", "mandatory"):
            continue
        used = row.used(chosen)
        waits = waiting[row.at] & (row.needs > 0)
        blocked = 0 if row.kind == "sector" else int((waits & _no_room(row, used)).sum())
        count = 0 if row.kind == "sector" else int(waits.sum())
        yield PortfolioLimit(row.kind, row.of, row.limit, used, count, blocked)


def _no_room(row: Row, used: float) -> BoolArray:
    """Return which options of a row don't fit beside what is used."""
    found: BoolArray = row.needs > row.limit * (1 + ROUNDING) - used
    return found & (row.needs > 0)


def _blocked_by(
    question: Question, worth: FloatArray, chosen: BoolArray
) -> dict[str, tuple[Reason, ...]]:
    reasons: list[list[Reason]] = [[] for _ in chosen]
    for i in np.flatnonzero(~chosen & (worth <= 0)):
        reasons[i].append(("value", ""))
    for row in question.model.upper:
        for i in row.at[_no_room(row, row.used(chosen))].tolist():
            if row.kind == "exclusive":
                rival = next(k for k in row.at.tolist() if chosen[k])
                reasons[i].append(("exclusive", question.names[rival]))
            else:
                reasons[i].append((row.kind, row.of))
    return {question.names[i]: tuple(reasons[i]) for i in np.flatnonzero(~chosen)}


# ---- samples of weights --------------------------------------------------------------------------


class _Drawn(NamedTuple):
    """Scores under (S, n) sampled weights, and the seed."""

    scores: FloatArray
    seed: int


class _Sampled(NamedTuple):
    shares: FloatArray
    gaps: FloatArray


def _drawn(values: Any, weights: Any, n_samples: int, rng: Rng) -> _Drawn | None:
    if not n_samples and weights is None:
        return None
    if not isinstance(values, Ranking):
        hint = "give a Ranking as values"
        raise_faults([Fault("n_samples", "values that are given have no weights", hint=hint)])
    source = weight_source(values.problem, weights, fixed_allowed=False)
    entropy = entropy_of(rng)
    count = n_samples if source.samples is None else len(source.samples)
    if not 0 < count <= MOST_SAMPLES:
        expected = f"1 to {MOST_SAMPLES}"
        raise_faults([Fault("n_samples", "no number of samples", str(count), expected)])
    generator = np.random.default_rng(seeds(entropy, 1)[0])
    drawn, _ = source.draw(len(values.problem.criteria), count, generator)
    return _Drawn(scores_of(values.problem, drawn, values.method), entropy)


def _sampled(
    question: Question,
    worth: FloatArray,
    known: BoolArray,
    drawn: _Drawn | None,
    seconds: float,
    executor: Executor | None,
    progress: bool,
) -> _Sampled | None:
    if drawn is None:
        return None
    each = np.tile(worth, (len(drawn.scores), 1))
    for option, candidate in question.scored:
        each[:, option] = drawn.scores[:, candidate]
    sizes = tile_sizes(len(each), _TILE)
    ends = np.cumsum([0, *sizes])
    tasks = [
        (question.model, known, each[a:b], seconds * (b - a) / len(each))
        for a, b in pairwise(ends.tolist())
    ]
    counts = np.zeros(len(worth))
    gaps: list[float] = []
    parts = map_tiles(
        _runs, tasks, len(tasks), executor=executor, progress=progress, description="portfolios"
    )
    for chosen, found in parts:
        counts += chosen
        gaps += found
    return _Sampled(counts / len(each), np.array(gaps))


def _runs(
    model: Model, known: BoolArray, values: FloatArray, seconds: float
) -> tuple[FloatArray, list[float]]:
    """Return how often each option is chosen, and the gap of each run.

    `known` is a set that keeps all limits, whatever the weights: what is left where time is short.
    """
    end = time.monotonic() + seconds
    counts = np.zeros(values.shape[1])
    gaps = []
    for k, row in enumerate(values):
        left = max(end - time.monotonic(), 0.0) / (len(values) - k)
        found = solve(model, row, left, relative_gap=_GAP)
        chosen = known if found.chosen is None else found.chosen
        counts += chosen
        gaps.append(gap_of(value_of(row, chosen), found.bound))
    return counts, gaps
