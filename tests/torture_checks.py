"""What must hold whatever the data: each check says in words what is broken, and else nothing."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import combinations
from typing import Any

import numpy as np

import kadmcdm as kd
from kadmcdm import core
from method_cases import MethodCase
from torture_cases import Problem

LAW = 1e-12
"""Law 1: what may differ between a batched call and the loop, as a share of the largest score."""

TIE = 1e-9
"""Law 6."""

JUMPS = ("near twins", "chain of near-ties")
"""MULTIMOORA adds up ranks, which jump where a difference is the tie tolerance to the last bit."""

RANGES = {
    **dict.fromkeys(
        ("TOPSIS", "TOPSIS-bounds", "TOPSIS-distances", "TOPSIS-enhanced", "TOPSIS-z-score", "EDAS",
         "COPRAS", "CRADIS", "MARCOS", "ARAS", "GRA", "WeightedProduct"), (0, 1)),
    **dict.fromkeys(("VIKOR", "VIKOR-regret", "SPOTIS"), (-1, 0)),
    **dict.fromkeys(("PROMETHEE2", "PROMETHEE2-linear", "MULTIMOORA"), (-1, 1)),
}  # fmt: skip
"""Between what scores lie."""

INFINITE = ("anti_ideal_degree",)
"""Of MARCOS, where a sum of 0 divides, as it says."""

LOGS = ("WeightedProduct", "WASPAS", "WASPAS-product", "MULTIMOORA")
"""Logarithms: powers of two are exact in products, and round in sums."""

TWO_WAYS = ("TOPSIS",)
"""Faster where squares stay in range, rounding otherwise: units decide which way is taken."""


def taken(case: MethodCase, p: Problem) -> Problem:
    """Return the problem as the method takes it."""
    if not case.needs_cost:
        return p
    benefit = p.benefit.copy()
    benefit[-1] = False
    return p._replace(benefit=benefit)


def scores_of(case: MethodCase, p: Problem, *, bounds: Any = None) -> Any:
    """Score a problem, on bounds of its own where the method reads bounds."""
    if case.bounds and bounds is None:
        bounds = p.bounds()
    return case.method.scores(
        p.matrix, p.weights, p.benefit, bounds=bounds if case.bounds else None
    )


def may_refuse(name: str, p: Problem) -> bool:
    """Tell whether a method has a documented reason not to take positive data."""
    if name == "MOOSRA":
        return costs_vanish(p)
    return name == "pymcdm-CODAS"  # divides 0 by 0, and says so


def costs_vanish(p: Problem) -> bool:
    """Tell whether somebody's weighted costs are 0, or as good as that beside their columns."""
    x = p.matrix / np.abs(p.matrix).max(axis=0, initial=5e-324)
    return bool(((x * ~p.benefit * p.weights).max(axis=1) < 1e-290).any())


def method_faults(name: str, case: MethodCase, p: Problem, rng: np.random.Generator) -> list[str]:
    """Return which promises a method breaks on a problem; warnings are the caller's."""
    p = taken(case, p)
    before = [part.copy() for part in p[1:]]
    try:
        scores = scores_of(case, p)
    except kd.InputError as error:
        refusable = not p.positive or may_refuse(name, p)
        return [] if refusable else [f"refused: {error}"]
    faults = list(_score_faults(name, case, p, scores))
    if not faults:
        faults += _again_faults(name, case, p, scores, rng)
        faults += _fast_faults(case, p, scores)
    if any(not np.array_equal(a, b) for a, b in zip(before, p[1:], strict=True)):
        faults.append("changed its input")
    return faults


def _score_faults(name: str, case: MethodCase, p: Problem, scores: Any) -> Iterator[str]:
    if scores.shape != (len(p.matrix),) or not np.isfinite(scores).all():
        yield f"scores are no numbers: {scores[:5]}"
        return
    if name in RANGES:
        low, high = RANGES[name]
        slack = 0.0 if name.startswith("TOPSIS") else LAW
        if scores.min() < low - slack or scores.max() > high + slack:
            yield f"scores from {scores.min()!r} to {scores.max()!r}"
    yield from rank_faults(scores)
    if case.dominance:
        ranks = core.ranks(scores)
        over = core.dominates(p.matrix, p.benefit)
        for i, k in np.argwhere(over & (ranks[:, None] > ranks))[:1]:
            yield f"{i} dominates {k} and is behind: {scores[i]!r}, {scores[k]!r}"
    alike = (p.matrix[:, None] == p.matrix).all(axis=-1)
    ranks = core.ranks(scores)
    if (alike & (ranks[:, None] != ranks)).any():
        yield "identical candidates do not tie"


def rank_faults(scores: Any) -> Iterator[str]:
    """Compare ranks and order with law 6 written out."""
    values = [float(s) for s in scores]
    allowed = TIE * max(map(abs, values))
    order = sorted(range(len(values)), key=lambda i: -values[i])
    ranks, first = [0] * len(values), 0
    for k, i in enumerate(order):
        if values[order[k - 1]] - values[i] > allowed or values[order[first]] - values[i] > allowed:
            first = k
        ranks[i] = first + 1
    if core.ranks(scores).tolist() != ranks:
        yield f"ranks {core.ranks(scores).tolist()}, by law 6 {ranks}"
    if core.order(scores).tolist() != sorted(range(len(values)), key=lambda i: (ranks[i], i)):
        yield "order is not that of the ranks, ties in input order"


def _apart(scores: Any, others: Any) -> float:
    size = max(1.0, float(np.abs(scores).max()))
    return float(np.abs(np.asarray(others) - scores).max()) / size


def _again_faults(
    name: str, case: MethodCase, p: Problem, scores: Any, rng: np.random.Generator
) -> Iterator[str]:
    """Score again what must score the same."""
    bounds = p.bounds() if case.bounds else None
    jumps = name == "MULTIMOORA" and p.kind in JUMPS
    rows, columns = rng.permutation(len(p.matrix)), rng.permutation(len(p.weights))
    turned = p._replace(
        matrix=p.matrix[:, columns], weights=p.weights[columns], benefit=p.benefit[columns]
    )
    variants = {
        "two weight vectors": p._replace(weights=np.stack([p.weights, p.weights])),
        "two matrices": p._replace(matrix=np.stack([p.matrix, p.matrix])),
        "rows in another order": p._replace(matrix=p.matrix[rows]),
        "columns in another order": turned,
    }
    for what, other in variants.items():
        scale = bounds[columns] if other is turned and bounds is not None else bounds
        again = scores_of(case, other, bounds=scale)
        if what.startswith("rows"):
            again = again[np.argsort(rows)]
        if not jumps and (gap := _apart(scores, again)) > LAW:
            yield f"{what}: {gap:.2e} apart"
    power = 2.0 ** rng.integers(-60, 60, len(p.weights))
    with np.errstate(over="ignore", under="ignore"):
        scaled = p.matrix * power
        ends = None if bounds is None else bounds * power[:, None]
    same = np.isfinite(scaled).all() and (scaled / power == p.matrix).all()
    same &= ends is None or np.isfinite(ends).all()
    normal = np.abs(scaled[scaled != 0]).min(initial=1.0) > 1e-290
    if same and normal and (case.units or case.bounds) and not name.startswith("pymcdm"):
        again = scores_of(case, p._replace(matrix=scaled), bounds=ends)
        near = name in (*LOGS, *TWO_WAYS) and _apart(scores, again) <= LAW
        if not jumps and not near and not np.array_equal(scores, again):
            yield f"columns times powers of two: {_apart(scores, again):.2e} apart"


def _fast_faults(case: MethodCase, p: Problem, scores: Any) -> Iterator[str]:
    """Losses order as scores do; intermediates are numbers."""
    bounds = p.bounds() if case.bounds else None
    ahead = scores[:, None] - scores > TIE * np.abs(scores).max()
    method = case.method
    found = {}
    if hasattr(method, "losses"):
        out = np.empty((1, len(scores)))
        method.losses(p.matrix, p.benefit, bounds=bounds)(p.weights[None], out)
        found["losses"] = out
    if hasattr(method, "sampled_losses"):
        sampled = method.sampled_losses(p.matrix[..., None], p.weights, p.benefit, bounds=bounds)
        if sampled is not None:
            found["sampled losses"] = sampled
    for what, losses in found.items():
        if not np.isfinite(losses).all():
            yield f"{what} are no numbers"
        elif (ahead & (losses[0][:, None] > losses[0])).any():
            yield f"{what} order otherwise than scores"
    if hasattr(method, "details"):
        for key, part in method.details(p.matrix, p.weights, p.benefit, bounds=bounds).items():
            if np.isnan(part).any() or (key not in INFINITE and np.isinf(part).any()):
                yield f"details {key!r} are no numbers"


RULES = ("vector", "minmax", "max", "sum", "none", "nonlinear", "enhanced_accuracy", "z_score")
"""Not ``logarithmic``: its shares of 1e9 + 1 and 1e9 + 2 differ by little more than rounding."""

METHODS = [kd.TOPSIS(rule, p=p) for rule in RULES for p in (1, 2, np.inf)]
METHODS += [kd.WeightedSum(rule) for rule in RULES]
METHODS += [kd.WeightedProduct("max"), kd.WeightedProduct("sum")]


def rule_faults(p: Problem, rng: np.random.Generator) -> Iterator[str]:
    """Check every normalization and metric: numbers, law 1, and no order of rows or columns."""
    rows, columns = rng.permutation(len(p.matrix)), rng.permutation(len(p.weights))
    for method in METHODS:
        try:
            scores = method.scores(p.matrix, p.weights, p.benefit)
        except kd.InputError as error:
            # A product of values that may be 0 or below, and a range of more than all floats.
            if p.positive:
                yield f"{method} refused: {error}"
            continue
        if not np.isfinite(scores).all():
            yield f"{method}: scores are no numbers"
            continue
        again = {
            "two weight vectors": method.scores(
                p.matrix, np.stack([p.weights, p.weights]), p.benefit
            )[1],
            "two matrices": method.scores(np.stack([p.matrix] * 2), p.weights, p.benefit)[1],
            "rows in another order": method.scores(p.matrix[rows], p.weights, p.benefit)[
                np.argsort(rows)
            ],
            "columns in another order": method.scores(
                p.matrix[:, columns], p.weights[columns], p.benefit[columns]
            ),
        }
        size = float(np.abs(scores).max()) or 1.0
        for what, other in again.items():
            if (gap := float(np.abs(other - scores).max()) / size) > LAW:
                yield f"{method}, {what}: {gap:.2e} apart"


# ---- judgments -----------------------------------------------------------------------------------


def judgment_faults(a: Any, rng: np.random.Generator) -> Iterator[str]:
    """Check priorities and consistency of a complete matrix."""
    n = len(a)
    found = core.principal(a)
    x, value = found.vector, float(found.value)
    if not (x > 0).all() or abs(x.sum() - 1) > LAW:
        yield f"priorities {x.min()!r} to {x.max()!r}, sum {x.sum()!r}"
    if value < n * (1 - LAW):
        yield f"lambda_max {value!r} below n = {n}"
    if not found.width <= 1e-13 * n:
        yield f"the eigenvalue is certain to {float(found.width):.1e} only"
    if (residual := float(np.abs(a @ x / (value * x) - 1).max())) > 1e-11:
        yield f"A x differs from lambda x by {residual:.1e}"
    index, ratio = float(core.consistency_index(a)), float(core.consistency_ratio(a))
    if not (index >= 0 and ratio >= 0 and core.geometric_consistency_index(a) >= 0):
        yield f"consistency index {index!r}, ratio {ratio!r}"
    beside = core.principal(np.stack([a, np.ones((n, n))]))
    if _apart(x, beside.vector[0]) > LAW or abs(float(beside.value[0]) / value - 1) > LAW:
        yield "another matrix beside it changes its priorities"
    p = rng.permutation(n)
    for rule in ("eigenvector", "geometric_mean", "column_mean"):
        vector = core.priority_vector(a, rule)
        if not (vector > 0).all() or abs(vector.sum() - 1) > LAW:
            yield f"{rule}: priorities sum to {vector.sum()!r}"
        if _apart(vector[p], core.priority_vector(a[np.ix_(p, p)], rule)) > LAW:
            yield f"{rule}: the order of the items matters"
    if not 0 <= core.triads(a).koczkodaj <= 1:
        yield "Koczkodaj's index outside [0, 1]"


def completion_faults(a: Any, whole: Any) -> Iterator[str]:
    """Check what is completed: `a` is `whole` with judgments missing, which connect all."""
    known = ~np.isnan(a)
    least = {}
    for rule in ("eigenvector", "least_squares"):
        full = core.complete(a, rule)
        least[rule] = float(core.lambda_max(full))
        if not np.array_equal(full[known], a[known]):
            yield f"{rule}: changed a judgment"
        if not np.abs(full * full.T - 1).max() <= LAW:
            yield f"{rule}: not reciprocal"
    if least["eigenvector"] > least["least_squares"] * (1 + TIE):
        yield "least squares has a smaller lambda_max than the completion that makes it least"
    full = core.complete(a)
    for i, j in np.argwhere(np.triu(~known, 1))[:5]:
        for factor in (0.99, 1.01):
            other = full.copy()
            other[i, j] *= factor
            other[j, i] = 1 / other[i, j]
            if core.lambda_max(other) < least["eigenvector"] * (1 - 1e-10):
                yield f"lambda_max is not least at {i}, {j}"
    index, most = float(core.consistency_index(a)), float(core.consistency_index(whole))
    if not 0 <= index <= most + TIE * max(1.0, most):
        yield f"index {index!r} with judgments missing, {most!r} with all"


def group_faults(matrices: Any, power: Any) -> Iterator[str]:
    """Check what assessors' judgments amount to."""
    pooled = core.pooled(matrices, power)
    if not np.abs(pooled * pooled.T - 1).max() <= LAW:
        yield "pooled judgments are not reciprocal"
    heard = matrices[power > 0]
    if (pooled > heard.max(axis=0) * (1 + LAW)).any():
        yield "a pooled judgment is above all that were made"
    if not core.consensus(core.principal(matrices).vector, power) <= 1 + LAW:
        yield "consensus above 1"
    same = np.repeat(matrices[:1], 3, axis=0)
    if not np.abs(core.pooled(same, np.ones(3)) / matrices[0] - 1).max() <= LAW:
        yield "three of one mind are of another together"


def repair_faults(a: Any) -> Iterator[str]:
    """Check that repaired judgments are consistent enough, and the others as they were."""
    names = [f"i{k}" for k in range(len(a))]
    said = kd.PairwiseComparisons.from_matrix(names, a)
    repaired = said.repaired()
    after = repaired.comparisons.matrix if hasattr(repaired, "comparisons") else repaired.matrix
    if not core.consistency_ratio(after) <= 0.10 + LAW:
        yield f"CR {float(core.consistency_ratio(after))!r} after repair"
    if not np.abs(after * after.T - 1).max() <= LAW:
        yield "repaired judgments are not reciprocal"


def best_worst_faults(rng: np.random.Generator, n: int) -> Iterator[str]:
    """Check both models on adversarial judgments; the linear one against its linear program."""
    names = [f"c{k}" for k in range(n)]
    top = float(rng.choice([9.0, 1.0, 2.0, 1e6]))
    draw = lambda: {name: float(rng.uniform(1.0, top)) for name in names[1:-1]}  # noqa: E731
    said = kd.BestWorstComparisons(
        best=names[0], worst=names[-1],
        best_to_others={**draw(), names[-1]: top}, others_to_worst={names[0]: top, **draw()},
    )  # fmt: skip
    for model in ("linear", "nonlinear"):
        found = said.solve(model)
        if not (found.values > 0).all() or abs(found.values.sum() - 1) > LAW or not found.xi >= 0:
            yield f"{model}: weights {found.values}, xi {found.xi!r}"
        w = found.values
        b, o = said.best_to_others, said.others_to_worst
        if model == "linear":
            worst = max(
                max(abs(w[0] - b.get(name, 1.0) * w[k]) for k, name in enumerate(names) if k),
                max(abs(w[k] - o[name] * w[-1]) for k, name in enumerate(names[:-1])),
            )
            if worst > found.xi + 1e-9:
                yield f"linear: a judgment is {worst!r} off, xi says {found.xi!r}"
            if abs(_best_worst_program(names, b, o) - found.xi) > 1e-8:
                yield f"linear: xi {found.xi!r}, the linear program says otherwise"


def _best_worst_program(names: list[str], b: Any, o: Any) -> float:
    from scipy.optimize import linprog

    n = len(names)
    rows = []
    for k, name in enumerate(names):
        for pair, factor in (((0, k), b.get(name)), ((k, n - 1), o.get(name))):
            if pair[0] == pair[1] or factor is None:
                continue
            row = np.zeros(n)
            row[pair[0]], row[pair[1]] = 1.0, -factor
            rows += [np.append(row, -1.0), np.append(-row, -1.0)]
    target = np.append(np.zeros(n), 1.0)
    found = linprog(target, A_ub=np.array(rows), b_ub=np.zeros(len(rows)),
                    A_eq=[np.append(np.ones(n), 0.0)], b_eq=[1.0])  # fmt: skip
    return float(found.fun)


# ---- the shell around the kernels ----------------------------------------------------------------


def robustness_faults(p: Problem, rng: np.random.Generator) -> Iterator[str]:
    """Check exact intervals, counts and improvements by ranking anew."""
    names = ["benefit" if up else "cost" for up in p.benefit]
    problem = kd.DecisionProblem.from_arrays(p.matrix, names)
    method = [kd.TOPSIS(), kd.WeightedSum("minmax"), kd.TOPSIS("minmax", p=1)][rng.integers(3)]
    ranking = kd.rank(problem, p.weights, method)
    yield from _interval_faults(problem, ranking)
    samples = int(rng.integers(1, 200))
    found = kd.smaa(problem, None, method, n_samples=samples, rng=1)
    counts = found.rank_acceptability * samples
    whole = np.abs(counts.sum(axis=0) - samples).max() + np.abs(counts.sum(axis=1) - samples).max()
    if not whole <= 1e-9 * samples or not np.isfinite(found.expected_ranks).all():
        yield f"counts of {samples} samples add up to {counts.sum(axis=0)}"
    last = ranking.order[-1]
    better = kd.improvements(ranking, last)
    for item in better.single.values():
        if item is None:
            continue
        matrix = p.matrix.copy()
        row, column = (
            problem.candidate_index(last), problem.criterion_index(item.criterion)
        )  # fmt: skip
        matrix[row, column] = item.new
        after = kd.rank(kd.DecisionProblem.from_arrays(matrix, names), p.weights, method)
        if after.ranks[row] != 1:
            yield f"{last} with {item.criterion} = {item.new!r} has rank {after.ranks[row]}"


def _interval_faults(problem: Any, ranking: Any) -> Iterator[str]:
    """Rank just inside and just outside of the winner's interval on each criterion."""
    stability = kd.weight_stability(problem, ranking.weights, ranking.method)
    now = ranking.weights.values
    first = problem.candidate_index(stability.winners[0])  # ends know no tie tolerance
    for k, name in enumerate(problem.criterion_names):
        low, high = stability.winner_interval(name)
        rest = np.delete(now, k)
        rest = rest / rest.sum() if rest.sum() > 0 else np.full(len(rest), 1 / max(len(rest), 1))

        def lead(t: float) -> tuple[float, float]:
            weights = np.insert((1 - t) * rest, k, t)  # noqa: B023
            scores = ranking.method.scores(problem.matrix, weights, problem.benefit, bounds=None)
            others = np.delete(scores, first)
            ahead = scores[first] - others.max() if len(others) else 1.0
            return float(ahead), 1e-11 * float(np.abs(scores).max())

        step = 1e-7
        inside = [t for t in (low + step, (low + high) / 2, high - step) if low < t < high]
        for t in inside:
            ahead, slack = lead(t)
            if ahead < -slack:
                yield f"{name} at {t!r}, within {low!r} to {high!r}: beaten by {-ahead:.1e}"
        for t in (low - step, high + step):
            if not (0 <= t <= 1) or len(now) == 1 or low == high:
                continue
            ahead, slack = lead(t)
            if ahead > slack + 1e-6:  # ahead by more than a step brings
                yield f"{name} at {t!r}, beyond {low!r} to {high!r}: still ahead by {ahead:.1e}"


def sharing_faults(rng: np.random.Generator, n: int) -> Iterator[str]:
    """Check that all is shared, whatever it costs."""
    from kadmcdm import partnership as pt

    names = list("abcdef"[:n])
    scale = 10.0 ** rng.uniform(-6, 9)
    groups = [frozenset(g) for size in range(1, n + 1) for g in combinations(names, size)]
    figures = rng.integers(-20, 60, len(groups)) * scale
    if rng.random() < 0.3:
        figures = np.full(len(groups), scale)  # one facility for everybody
    costs = dict(zip(groups, figures.tolist(), strict=True))
    whole, size = costs[frozenset(names)], float(np.abs(figures).max()) or 1.0
    for what, rule in (("shapley", pt.shapley), ("nucleolus", pt.nucleolus)):
        shares = rule(costs, names).shares
        if abs(sum(shares.values()) - whole) > 1e-9 * size:
            yield f"{what}: shares add up to {sum(shares.values())!r}, not {whole!r}"
        turned = rule(costs, names[::-1]).shares
        if max(abs(shares[m] - turned[m]) for m in names) > 1e-7 * size:
            yield f"{what}: the order of the members matters"


def matching_faults(rng: np.random.Generator) -> Iterator[str]:
    """Look for blocking pairs one by one, and for all matchings of a small pool."""
    from kadmcdm.core.matching import deferred_acceptance, stable_pairs

    n, m = (int(k) for k in rng.integers(1, 9, 2))
    left, right = _lists(rng, n, m), _lists(rng, m, n)
    quotas = rng.integers(1, 4, n), rng.integers(1, 4, m)
    matched = deferred_acceptance(left, right, *quotas)
    if (matched.sum(axis=1) > quotas[0]).any() or (matched.sum(axis=0) > quotas[1]).any():
        yield "more partners than places"
    for i in range(n):
        for j in range(m):
            if not (left[i, j] and right[j, i]):
                if matched[i, j]:
                    yield "somebody unacceptable is matched"
            elif not matched[i, j]:
                mine = [left[i, k] for k in range(m) if matched[i, k]]
                theirs = [right[j, k] for k in range(n) if matched[k, j]]
                wants = len(mine) < quotas[0][i] or left[i, j] < max(mine)
                wanted = len(theirs) < quotas[1][j] or right[j, i] < max(theirs)
                if wants and wanted:
                    yield f"{i} and {j} would rather have each other"
    n = int(rng.integers(2, 7))
    ranks = np.zeros((n, n), dtype=int)
    for i in range(n):
        others = [k for k in rng.permutation(n) if k != i][: int(rng.integers(1, n))]
        ranks[i, others] = np.arange(1, len(others) + 1)
    pairs = stable_pairs(ranks)
    stable = [found for found in _matchings(list(range(n))) if _is_stable(ranks, found)]
    if pairs is None:
        if stable:
            yield f"no matching found of {ranks.tolist()}, where {stable[0]} is stable"
    elif not _is_stable(ranks, {i: int(k) for i, k in enumerate(pairs) if k >= 0}):
        yield f"{pairs.tolist()} is not stable of {ranks.tolist()}"


def _lists(rng: np.random.Generator, n: int, m: int) -> Any:
    ranks = np.argsort(np.argsort(rng.random((n, m)), axis=1), axis=1) + 1
    return np.where(rng.random((n, m)) < 0.8, ranks, 0)


def _matchings(pool: list[int]) -> Iterator[dict[int, int]]:
    if not pool:
        yield {}
        return
    first, rest = pool[0], pool[1:]
    yield from _matchings(rest)
    for k in rest:
        for found in _matchings([i for i in rest if i != k]):
            yield {**found, first: k, k: first}


def _is_stable(ranks: Any, found: dict[int, int]) -> bool:
    def rather(i: int, k: int) -> bool:
        return bool(ranks[i, k]) and (i not in found or ranks[i, k] < ranks[i, found[i]])

    if any(not ranks[i, k] for i, k in found.items()):
        return False
    return not any(rather(i, k) and rather(k, i) for i, k in combinations(range(len(ranks)), 2))


def search_faults(rng: np.random.Generator) -> Iterator[str]:
    """List every coalition, and compare the best of them with what the search finds."""
    from kadmcdm import partnership as pt

    n, size, top = int(rng.integers(5, 12)), int(rng.integers(2, 5)), 5
    kind = rng.integers(4)
    x = [
        rng.integers(1, 9, (n, 2)).astype(float),
        10.0 ** rng.uniform(-100, 100, (n, 2)),
        1e9 + rng.integers(0, 10, (n, 2)),  # whose sums are exact in whatever order
        1 + rng.integers(0, 50, (n, 2)) * 2.0**-26,
    ][kind]
    codes = [f"33.{k + 1:02d}" for k in range(n)]
    regions = [
        pt.Region(code, f"Kabupaten {code}", "regency", "33", lat=-7.0, lon=111.0 + 0.1 * k,
                  indicators={"x": float(x[k, 0]), "y": float(x[k, 1])})
        for k, code in enumerate(codes)
    ]  # fmt: skip
    table = pt.RegionTable(regions)
    items = [
        pt.OperatorCriterion(kd.Criterion("x", "benefit"), pt.JointScale("x")),
        pt.OperatorCriterion(kd.Criterion("y", "cost"), pt.Level("y", "max")),
    ]
    weights = rng.dirichlet([1.0, 1.0])
    sets = list(combinations(codes, size))
    rows = np.array([table.rows(s) for s in sets])
    matrix = np.stack([item.operator(table, rows) for item in items], axis=-1)
    scores = core.topsis(matrix, weights, np.array([True, False]))
    best = np.sort(scores)[::-1][:top]
    listed = dict(zip(sets, scores.tolist(), strict=True))
    for search in ("bound", "enumerate"):
        if search == "bound" and size < 3:
            continue
        found = pt.search_coalitions(table, items, weights, size=size, top=top, search=search)
        own = [listed[coalition] for coalition in found.coalitions]
        if np.abs(found.scores - best[: len(own)]).max() > TIE or len(own) != len(best):
            yield f"{search}: best {found.scores.tolist()}, listed {best.tolist()}"
        if np.abs(found.scores - own).max() > TIE:
            yield f"{search}: a score is not that of its coalition"
