"""Improvement paths: closed forms, a dense grid as oracle, properties, messages."""

import json
import pickle
from dataclasses import replace
from itertools import combinations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import kadmcdm as kd
from kadmcdm.core.improvement import real_roots
from kadmcdm.robustness.improvement_search import Search, change_of
from messages import message
from strategies import problems

NORMALIZATIONS = ("vector", "minmax", "max", "sum", "bounds", "none")
HIGH = 128.0
"""The upper bound of each criterion in the problems made here, whose values end at 100."""

METHODS = [
    *(kd.TOPSIS(name) for name in NORMALIZATIONS),
    *(kd.WeightedSum(name) for name in NORMALIZATIONS),
    *(kd.WeightedProduct(name) for name in ("vector", "max", "sum", "bounds")),
    kd.AHPSynthesis(),
    kd.AHPSynthesis("ideal"),
]


def labelled(method):
    how = getattr(method, "normalization", None) or method.synthesis
    return f"{method.name}-{how}"


def make(matrix, benefit, *, bounds=None, **criterion):
    """Return a problem of bare numbers; `bounds` for every criterion."""
    criteria = [
        kd.Criterion(f"c{j}", "benefit" if up else "cost", bounds=bounds, **criterion)
        for j, up in enumerate(benefit)
    ]
    return kd.DecisionProblem(criteria, [f"a{i}" for i in range(len(matrix))], matrix)


def changed(ranking, candidate, changes):
    """Rank the changed problem, as a user would."""
    problem = ranking.problem
    matrix = problem.matrix.copy()
    for item in changes:
        matrix[problem.candidate_index(candidate), problem.criterion_index(item.criterion)] = (
            item.new
        )
    again = kd.DecisionProblem(problem.criteria, problem.candidate_names, matrix)
    return kd.rank(again, ranking.weights, ranking.method, tie_tolerance=ranking.tie_tolerance)


def rank_after(ranking, candidate, changes):
    after = changed(ranking, candidate, changes)
    return int(after.ranks[after.problem.candidate_index(candidate)])


def surely_reached(ranking, i, target, values):
    """Tell at which of (g, k) values of k criteria the rank is reached by more than rounding.

    `values` maps columns to (g,) values; kernels score them, and a refused matrix counts as no.
    """
    problem = ranking.problem
    size = len(next(iter(values.values())))
    matrices = np.repeat(problem.matrix[None], size, axis=0)
    for j, column in values.items():
        matrices[:, i, j] = column
    bounds = None if np.isnan(problem.bounds).all() else problem.bounds
    weights = ranking.weights.values
    out = np.zeros(size, dtype=bool)
    try:
        scores = ranking.method.scores(matrices, weights, problem.benefit, bounds=bounds)
    except kd.InputError:
        if size == 1:
            return out
        half = size // 2
        parts = [{j: v[s] for j, v in values.items()} for s in (slice(half), slice(half, None))]
        return np.concatenate([surely_reached(ranking, i, target, part) for part in parts])
    margin = 1e-11 * np.abs(scores).max(axis=1)  # rounding of m n terms is 1e-14
    return (scores > (scores[:, i] - margin)[:, None]).sum(axis=1) - 1 < target


def assert_nearest(ranking, found, points):
    """Assert that no grid point before the found value reaches the rank, and that it does."""
    problem = ranking.problem
    i = problem.candidate_index(found.candidate)
    for name, item in found.single.items():
        j = problem.criterion_index(name)
        old, limit = found.values[name], found.limits[name]
        grid = np.linspace(old, limit, points)
        sure = surely_reached(ranking, i, found.target_rank, {j: grid})
        if item is None:
            assert not sure.any(), (name, grid[sure][:3])
            continue
        assert rank_after(ranking, found.candidate, [item]) <= found.target_rank
        assert min(old, limit) <= item.new <= max(old, limit)
        assert item.old == old
        # Roots are found to 1e-12 of the way, but where two scores touch to its square root.
        near = np.abs(grid - old) < abs(item.new - old) - 1e-9 * abs(limit - old)
        assert not (sure & near).any(), (name, item, grid[sure & near][:3])


@st.composite
def rankings(draw, methods=METHODS, candidates=(2, 6)):
    matrix, weights, benefit = draw(problems(candidates=candidates, criteria=(2, 4), zeros=True))
    method = draw(st.sampled_from(methods))
    if method.name == "TOPSIS" and draw(st.booleans()):
        beyond = draw(st.sampled_from([0.0, 8.0]))
        ideal = np.where(benefit, matrix.max(axis=0) + beyond, matrix.min(axis=0) / (1 + beyond))
        method = replace(method, ideal=ideal.tolist())
    if getattr(method, "normalization", "") == "none" and method.name == "WeightedProduct":
        benefit = np.full_like(benefit, True)
    scaled = getattr(method, "normalization", "") == "bounds" or draw(st.booleans())
    problem = make(matrix, benefit, bounds=(0.0, HIGH) if scaled else None)
    try:
        return kd.rank(problem, weights, method)
    except kd.InputError:  # a product of a zero; an ideal without a place on its scale
        return kd.rank(problem, weights)


def cheapest_on_grid(ranking, found, points):
    """Return the least cost of two changes on a grid that surely reach the rank."""
    problem = ranking.problem
    i = problem.candidate_index(found.candidate)
    best = np.inf
    for pair in combinations(found.single, 2):
        columns, prices, grids = [], [], []
        for name in pair:
            j = problem.criterion_index(name)
            old, limit = found.values[name], found.limits[name]
            low, high = problem.criteria[j].bounds or (
                problem.matrix[:, j].min(), problem.matrix[:, j].max(),
            )  # fmt: skip
            columns.append(j)
            grids.append(np.linspace(old, limit, points))
            prices.append(np.abs(grids[-1] - old) / ((high - low) or 1.0))
        a, b = (side.ravel() for side in np.meshgrid(*grids))
        price = np.add.outer(prices[1], prices[0]).ravel()
        sure = surely_reached(ranking, i, found.target_rank, {columns[0]: a, columns[1]: b})
        best = min(best, price[sure].min(initial=np.inf))
    return best


def assert_cheapest(ranking, found, points):
    """Assert that no pair on a grid is cheaper, and that the pair found does it."""
    best = cheapest_on_grid(ranking, found, points)
    alone = min((item.cost for item in found.single.values() if item), default=np.inf)
    if found.pair is None:
        assert best == alone == np.inf
        return
    cost = sum(item.cost for item in found.pair)
    assert rank_after(ranking, found.candidate, found.pair) <= found.target_rank
    assert cost <= alone
    assert cost <= best * (1 + 1e-6)


# ------------------------------------------------------------------------------- one criterion


@given(rankings(), st.data())
@settings(max_examples=24)
def test_single_changes_are_the_nearest(ranking, data):
    """The oracle is a grid, with the gaps between its points left to the exact roots."""
    i = data.draw(st.integers(0, len(ranking.ranks) - 1))
    target = data.draw(st.integers(1, len(ranking.ranks)))
    before = ranking.to_json()
    found = kd.improvements(ranking, f"a{i}", target)
    assert found.exact
    assert ranking.to_json() == before
    assert_nearest(ranking, found, 201)


@pytest.mark.parametrize("method", METHODS, ids=labelled)
def test_single_changes_on_a_fine_grid(method):
    rng = np.random.default_rng(5)
    problem = make(rng.uniform(1, 100, (5, 3)), [True, False, True], bounds=(0.5, HIGH))
    ranking = kd.rank(problem, [0.4, 0.3, 0.3], method)
    found = kd.improvements(ranking, ranking.order[-1], 3)
    assert any(found.single.values())
    assert_nearest(ranking, found, 4_001)


def gap_closed(method, matrix, weights, **criterion):
    problem = make(matrix, [True] * len(matrix[0]), **criterion)
    return kd.improvements(kd.rank(problem, weights, method), "a1")


def test_closed_forms():
    """Each by hand: x such that the scores of both candidates are equal."""
    matrix = [[4.0, 6.0], [2.0, 5.0]]
    item = gap_closed(kd.WeightedSum("none"), matrix, [0.5, 0.5]).single["c0"]
    assert item is None  # 5: more than the 4 of the best
    item = gap_closed(kd.WeightedSum("none"), matrix, [0.5, 0.5], bounds=(0, 10)).single["c0"]
    assert (item.new, item.change, item.cost) == (5.0, 3.0, pytest.approx(0.3, rel=1e-15))
    # x * 5 = 4 * 6
    item = gap_closed(kd.WeightedProduct("none"), matrix, [0.5, 0.5], bounds=(0, 10)).single["c0"]
    assert item.new == pytest.approx(4.8, abs=1e-12)
    # Whatever the norm: 4 x from (x, 5) to (4, 6): (x - 4) / |..| is as far ahead as 6 is of 5,
    # and each is the ideal of one, the anti-ideal of the other.
    item = gap_closed(kd.TOPSIS("none"), matrix, [0.5, 0.5], bounds=(0, 10)).single["c0"]
    assert item.new == pytest.approx(5.0, abs=1e-12)
    item = gap_closed(kd.TOPSIS("vector"), matrix, [0.5, 0.5], bounds=(0, 10)).single["c0"]
    gap = 1 / np.sqrt(61)  # (x - 4) / sqrt(x² + 16) = gap
    assert (item.new - 4) / np.hypot(item.new, 4) == pytest.approx(gap, abs=1e-12)
    item = gap_closed(kd.TOPSIS("max"), matrix, [0.5, 0.5], bounds=(0, 10)).single["c0"]
    assert (item.new - 4) / item.new == pytest.approx(1 / 6, abs=1e-12)


def test_a_cost_that_is_divided_by():
    """min / x: 1/2 + 4/6 against 2/x' + ... : both columns' minima move."""
    problem = make([[4.0, 6.0], [8.0, 6.0]], [False, False])
    found = kd.improvements(kd.rank(problem, [0.5, 0.5], kd.WeightedSum("max")), "a1")
    assert found.single["c0"].new == 4.0  # equal is enough
    assert found.limits == {"c0": 4.0, "c1": 6.0}
    problem = make([[4.0, 6.0], [8.0, 12.0]], [False, False], bounds=(0, 20))
    found = kd.improvements(kd.rank(problem, [0.5, 0.5], kd.WeightedSum("max")), "a1")
    assert found.limits == {"c0": 4e-12, "c1": 6e-12}  # not 0, which the rule refuses
    # x / 4 + 1 = 1 + 1/2
    assert found.single["c0"].new == pytest.approx(2.0, abs=1e-12)


MORE_IS_WORSE = ([[3, 11], [29, 14], [5, 13], [3, 5]], [True, True])
"""Under vector normalization the first candidate gains rank 2 on c0, and loses it again."""


def test_more_can_be_worse():
    """No bisection could find this: at the limit the rank is what it is now."""
    ranking = kd.rank(make(*MORE_IS_WORSE), [0.2, 0.8])
    found = kd.improvements(ranking, "a0", 2)
    item = found.single["c0"]
    at = {x: rank_after(ranking, "a0", [replace(item, new=x)])
          for x in (3.0, 22.3, 22.4, 28.2, 28.4, 29.0)}  # fmt: skip
    assert at == {3.0: 3, 22.3: 3, 22.4: 2, 28.2: 2, 28.4: 3, 29.0: 3}
    assert 22.3 < item.new < 22.4
    assert 28.2 < found.kept_to["c0"] < 28.4
    grid = np.linspace(3, 29, 20_001)
    sure = surely_reached(ranking, 0, 2, {0: grid})
    assert grid[sure][[0, -1]] == pytest.approx([item.new, found.kept_to["c0"]], abs=26 / 20_000)
    assert found.kept_to["c1"] == found.limits["c1"] == 14.0
    assert "beyond 28.3 the rank is lost again" in found.describe()
    assert "lost again beyond 28.3" in str(found)


@given(rankings(candidates=(3, 5)), st.data())
@settings(max_examples=8)
def test_the_rank_is_kept_as_far_as_said(ranking, data):
    i = data.draw(st.integers(0, len(ranking.ranks) - 1))
    found = kd.improvements(ranking, f"a{i}", data.draw(st.integers(1, len(ranking.ranks) - 1)))
    for name, kept in found.kept_to.items():
        item = found.single[name]
        for new in np.linspace(item.new, kept, 23).tolist():  # its ends are exact
            there = replace(item, new=new)
            assert rank_after(ranking, found.candidate, [there]) <= found.target_rank


def test_equal_is_enough_whatever_the_tolerance():
    """The last candidate can become a twin of the best, not better."""
    problem = make([[9.0, 5.0], [7.0, 5.0], [1.0, 5.0]], [True, True])
    for tolerance in (0.0, 1e-9):
        for method in (kd.TOPSIS(), kd.WeightedSum(), kd.WeightedProduct()):
            ranking = kd.rank(problem, [0.7, 0.3], method, tie_tolerance=tolerance)
            found = kd.improvements(ranking, "a2")
            assert found.single["c0"].new == 9.0
            assert rank_after(ranking, "a2", [found.single["c0"]]) == 1


@pytest.mark.parametrize("tolerance", [0.0, 1e-9, 0.01])
def test_rank_itself_agrees_under_any_tolerance(tolerance):
    rng = np.random.default_rng(3)
    for method in (kd.TOPSIS(), kd.TOPSIS("minmax"), kd.WeightedProduct()):
        problem = make(rng.uniform(1, 100, (6, 3)), [True, False, True])
        ranking = kd.rank(problem, [0.5, 0.2, 0.3], method, tie_tolerance=tolerance)
        for name in ranking.order[2:4]:
            found = kd.improvements(ranking, name, 2)
            for item in filter(None, found.single.values()):
                assert rank_after(ranking, name, [item]) <= 2


def test_a_tolerance_makes_nothing_easier():
    """Ends are equal scores, with 1% of tolerance too, while the rank is not reached by it."""
    problem = make([[9.0, 0.0], [7.0, 0.0], [6.87, 0.0]], [True, True])
    for tolerance in (0.0, 0.01):  # 0.09 of score; 0.065 is lacking half-way
        ranking = kd.rank(problem, [1, 0], kd.WeightedSum("none"), tie_tolerance=tolerance)
        assert kd.improvements(ranking, "a2", 2).single["c0"].new == pytest.approx(7, rel=1e-12)


@pytest.mark.parametrize("method", METHODS, ids=labelled)
def test_the_roots_themselves_are_found(method):
    """With the limit just behind it, no value in between and no bisection leads there."""
    rng = np.random.default_rng(4)
    seen = set()
    for _ in range(8):
        problem = make(rng.uniform(1, 100, (3, 2)), [True, False], bounds=(0.5, HIGH))
        ranking = kd.rank(problem, [0.5, 0.5], method)
        i = problem.candidate_index(ranking.order[1])
        search = Search(ranking, i, 1)
        for j in (0, 1):
            change = change_of(ranking, i, j, 1.0)
            for new in search.singles([change]).values():
                near = change._replace(limit=new + 0.01 * (new - change.old))
                assert search.singles([near])[j] == pytest.approx(new, rel=1e-10)
                seen.add(j)
    assert seen == {0, 1}


def test_within_a_given_ideal():
    problem = make([[4.0, 6.0], [2.0, 5.0]], [True, True], bounds=(0, 100))
    method = kd.TOPSIS("none", ideal=[4.5, 7.0], anti_ideal=[0.0, 0.0])
    found = kd.improvements(kd.rank(problem, [0.5, 0.5], method), "a1")
    assert found.limits == {"c0": 4.5, "c1": 7.0}
    costs = make([[4.0, 6.0], [5.0, 7.0]], [False, False])
    method = kd.TOPSIS("bounds", ideal=[3.0, 6.0])
    problem = make([[4.0, 6.0], [5.0, 7.0]], [False, False], bounds=(0, 10))
    assert kd.improvements(kd.rank(problem, [0.5, 0.5], method), "a1").limits == {
        "c0": 3.0, "c1": 6.0,
    }  # fmt: skip
    assert kd.improvements(kd.rank(costs, [0.5, 0.5]), "a1").limits == {"c0": 4.0, "c1": 6.0}


def test_ratings_by_the_top_of_their_scale():
    """AHPSynthesis with tops: what a rating is worth depends on nobody else."""
    problem = make([[4.0, 6.0], [2.0, 5.0]], [True, True], bounds=(0, 10))
    method = kd.AHPSynthesis("ideal", tops=[10.0, None])
    found = kd.improvements(kd.rank(problem, [0.5, 0.5], method), "a1")
    assert found.single["c0"].new == pytest.approx(4 + 10 / 6, abs=1e-12)
    assert found.exact


class OneAtATime:
    """A method of one's own that takes a single matrix, and has no closed form."""

    name = "worst"

    def scores(self, matrix, weights, benefit, *, bounds=None):
        if matrix.ndim > 2:
            return np.zeros(3)
        return np.minimum.reduce(np.where(benefit, matrix, -matrix), axis=1)


@pytest.mark.parametrize(
    "method", [kd.TOPSIS(p=1), kd.TOPSIS("minmax", p=np.inf), OneAtATime()], ids=lambda m: m.name
)
def test_other_methods_are_searched(method):
    rng = np.random.default_rng(8)
    ranking = kd.rank(make(rng.uniform(1, 9, (5, 3)), [True, True, False]), [3, 4, 3], method)
    found = kd.improvements(ranking, ranking.order[2], 2)
    assert not found.exact
    assert "by a search, not exactly" in str(found)
    assert any(found.single.values())
    i = ranking.problem.candidate_index(found.candidate)
    for j, item in enumerate(found.single.values()):
        if item is not None:
            assert rank_after(ranking, found.candidate, [item]) <= 2
            before = item.old + np.linspace(0, 1 - 1e-9, 300) * item.change
            if not isinstance(method, OneAtATime):
                assert not surely_reached(ranking, i, 2, {j: before}).any()
    if found.pair:
        assert rank_after(ranking, found.candidate, found.pair) <= 2


# -------------------------------------------------------------------------------- two criteria


@given(rankings(candidates=(2, 4)), st.data())
@settings(max_examples=10)
def test_pairs_are_the_cheapest(ranking, data):
    i = data.draw(st.integers(0, len(ranking.ranks) - 1))
    found = kd.improvements(ranking, f"a{i}", data.draw(st.integers(1, len(ranking.ranks) - 1)))
    assert_cheapest(ranking, found, 41)


def test_a_pair_by_hand():
    """0.5 d0 + 0.3 d1 = 2 is closed at least cost by c0 up to its limit, then by c1."""
    criteria = [kd.Criterion("c0", "benefit", bounds=(0, 10)),
                kd.Criterion("c1", "benefit", bounds=(0, 20)),
                kd.Criterion("c2", "benefit")]  # fmt: skip
    problem = kd.DecisionProblem(criteria, ["a0", "a1"], [[8.0, 5.0, 4.0], [8.0, 2.0, 0.0]])
    ranking = kd.rank(problem, [0.5, 0.3, 0.2], kd.WeightedSum("none"))
    # The lead is 0.9 + 0.8 = 1.7; a unit of score costs 0.2 on c0, 1/6 on c1, 1.25 on c2.
    found = kd.improvements(ranking, "a1")
    assert found.single["c0"] is None
    assert found.single["c1"].cost == pytest.approx(1.7 / 0.3 / 20)
    assert [item.criterion for item in found.pair] == ["c0", "c1"]
    assert [item.change for item in found.pair] == [0.0, found.single["c1"].change]
    assert "two" not in found.describe()
    # Three times as dear, c1 does only what c0 can't.
    found = kd.improvements(ranking, "a1", costs={"c1": 3})
    assert [item.new for item in found.pair] == pytest.approx([10.0, 2 + 0.7 / 0.3], rel=1e-6)
    assert sum(item.cost for item in found.pair) == pytest.approx(0.2 + 3 * 0.7 / 0.3 / 20)
    assert found.single["c1"].cost == pytest.approx(3 * 1.7 / 0.3 / 20)
    # The factors of all criteria at once change nothing but the cost.
    tenfold = kd.improvements(ranking, "a1", costs=dict.fromkeys(["c0", "c2"], 10) | {"c1": 30})
    assert [item.new for item in tenfold.pair] == pytest.approx([i.new for i in found.pair])


def test_a_pair_where_none_does_it_alone():
    rng = np.random.default_rng(11)
    ranking = kd.rank(make(rng.uniform(1, 10, (6, 3)), [True] * 3), [1, 1, 1])
    found = [kd.improvements(ranking, name) for name in ranking.order[1:]]
    assert any(not any(each.single.values()) and each.pair for each in found)
    assert any(each.pair and all(item.cost for item in each.pair) for each in found)
    for each in found:
        assert_cheapest(ranking, each, 61)


# ----------------------------------------------------------------------------------- properties


@given(rankings(candidates=(2, 4)), st.data())
@settings(max_examples=6)
def test_names_and_scales_do_not_matter(ranking, data):
    """Permuted rows and columns, and a unit changed by a power of two, which is exact."""
    problem = ranking.problem
    m, n = problem.matrix.shape
    rows = data.draw(st.permutations(range(m)))
    columns = data.draw(st.permutations(range(n)))
    permuted = problem.select(
        [problem.candidate_names[i] for i in rows], [problem.criterion_names[j] for j in columns]
    )
    method = ranking.method
    if getattr(method, "ideal", None) is not None:
        method = replace(method, ideal=[method.ideal[j] for j in columns])
    again = kd.rank(permuted, ranking.weights.values[columns], method)
    target = data.draw(st.integers(1, m))
    here, there = kd.improvements(ranking, "a0", target), kd.improvements(again, "a0", target)
    for name, item in here.single.items():
        assert (item is None) == (there.single[name] is None)
        if item is not None:  # where scores touch, a rounding moves the value by its root
            assert there.single[name].new == pytest.approx(item.new, rel=1e-5)
    assert (here.pair is None) == (there.pair is None)


@pytest.mark.parametrize("factor", [2.0**-900, 2.0**900])
@pytest.mark.parametrize("name", ["vector", "minmax", "max", "sum"])
def test_extreme_units(name, factor):
    matrix = np.random.default_rng(2).uniform(1, 10, (5, 2))  # a second pair would say no more
    methods = [kd.TOPSIS(name), kd.WeightedSum(name)]
    methods += [] if name == "minmax" else [kd.WeightedProduct(name)]
    for method in methods:
        plain = kd.rank(make(matrix, [True, False]), [4, 3], method)
        scaled = kd.rank(make(matrix * factor, [True, False]), [4, 3], method)
        here, there = (kd.improvements(r, plain.order[3], 3) for r in (plain, scaled))
        assert any(here.single.values())
        for item, other in zip(here.single.values(), there.single.values(), strict=True):
            assert (item is None) == (other is None)
            if item is not None:
                assert other.new / factor == pytest.approx(item.new, rel=1e-9)


@given(
    st.lists(st.floats(-2, 2), min_size=1, max_size=4),
    st.sampled_from([1.0, -3.0, 1e-200, 1e200]),
)
def test_real_roots_are_found(roots, factor):
    """Roots that are given, single or not; a small leading coefficient does no harm."""
    polynomial = factor * np.polynomial.polynomial.polyfromroots(roots)
    for coefficients in (polynomial, np.append(polynomial, polynomial[-1] * 1e-17)):
        found = real_roots(coefficients[None])[0]
        found = found[~np.isnan(found)]
        assert (np.abs(found) <= 1).all()
        inside = [root for root in roots if abs(root) < 1 - 1e-3]
        for root in inside:  # a root of multiplicity k is known to the k-th root of rounding
            close = sum(abs(root - other) < 0.05 for other in roots)
            assert np.abs(found - root).min() < (1e-9 if close == 1 else 1e-2)


# --------------------------------------------------------------------------- degenerate, wrong


def test_there_already():
    ranking = kd.rank(make([[9.0, 5.0], [7.0, 5.0]], [True, True]), [0.5, 0.5])
    found = kd.improvements(ranking, "a0")
    assert [(i.new, i.cost) for i in found.single.values()] == [(9.0, 0.0), (5.0, 0.0)]
    assert [(i.new, i.cost) for i in found.pair] == [(9.0, 0.0), (5.0, 0.0)]
    assert found.describe() == "a0 is there already: rank 1."
    alone = kd.rank(make([[9.0]], [True]), [1])
    assert kd.improvements(alone, "a0").pair is None
    tied = kd.rank(make([[9.0, 1.0], [9.0 + 1e-9, 1.0]], [True, True]), [0.5, 0.5],
                   kd.WeightedSum())  # fmt: skip
    assert kd.improvements(tied, "a0").single["c0"].change == 0.0


def test_constant_columns_and_nothing_to_change():
    problem = make([[5.0, 9.0], [5.0, 7.0], [5.0, 1.0]], [True, False])
    found = kd.improvements(kd.rank(problem, [0.5, 0.5]), "a0")
    assert found.single["c0"] is None
    assert found.limits["c0"] == 5.0
    assert found.single["c1"].new == 1.0
    fixed = make([[5.0, 9.0], [5.0, 7.0]], [True, False], changeable=False)
    found = kd.improvements(kd.rank(fixed, [0.5, 0.5]), "a0")
    assert (found.single, found.pair, found.by_lever) == ({}, None, {})
    assert found.describe() == "No change of one or two criteria would be enough."
    assert "cannot be changed" in str(found)


def test_bad_input_says_what_is_wrong():
    problem = make([[5.0, 9.0], [6.0, 7.0]], [True, False])
    ranking = kd.rank(problem, [0.5, 0.5])
    assert message(kd.improvements, ranking, "a3", 3, costs={"c0": 0, "c5": 1}) == (
        "4 faults:\n"
        "  1. candidate 'a3': unknown name. Hint: known names: 'a0', 'a1'.\n"
        "  2. target_rank: no rank to reach; got 3, expected a whole number, 1 to 2.\n"
        "  3. criterion 'c5': unknown name. Hint: known names: 'c0', 'c1'.\n"
        "  4. costs['c0']: no factor; got 0, expected a number above 0."
    )
    assert message(kd.improvements, problem, "a0") == (
        "ranking: no Ranking; got DecisionProblem, expected kd.rank(...)."
    )
    for wrong in (True, 1.0, 0):
        assert "target_rank: no rank to reach" in message(kd.improvements, ranking, "a0", wrong)
    for wrong in (float("nan"), float("inf"), True, "2", -1):
        assert "costs['c0']: no factor" in message(
            kd.improvements, ranking, "a0", costs={"c0": wrong}
        )
    assert "costs: no mapping" in message(kd.improvements, ranking, "a0", costs=[1])


# ------------------------------------------------------------------------------------ the result


def regions():
    """Return a ranking in which one change, another, and a pair count."""
    criteria = [
        kd.Criterion("water", "benefit", unit="%", bounds=(0, 100), lever="network"),
        kd.Criterion("people", "benefit", changeable=False),
        kd.Criterion("travel", "cost", unit={"en": "min", "id": "menit"}, lever="road",
                     label={"en": "travel time", "id": "waktu tempuh"}),
        kd.Criterion("staff", "benefit"),
    ]  # fmt: skip
    names = ["Tuban", "Blora", kd.Candidate("Ngawi", label="Kabupaten Ngawi"), "Jombang"]
    rows = [[96.4, 1266, 75, 6], [94.84, 928, 100, 4], [99.92, 907, 110, 5], [99.44, 1378, 118, 3]]
    return kd.rank(kd.DecisionProblem(criteria, names, rows), [0.3, 0.2, 0.25, 0.25])


def test_what_it_says():
    found = kd.improvements(regions(), "Blora", 2)
    assert found.describe() == (
        "To be among the first 2, Blora would have to raise staff from 4 to 4.719, "
        "nothing else changed.\n"
        "To be among the first 2, Blora would have to lower travel time from 100 to 79.6 min, "
        "nothing else changed.\n"
        "Not enough by itself: water."
    )
    assert found.describe("id").splitlines()[1] == (
        "Untuk masuk 2 besar, Blora harus menurunkan waktu tempuh dari 100 menjadi 79,6 menit, "
        "hal lain tetap."
    )
    assert str(found).splitlines()[3:] == [
        "staff                  4   4.719  +0.719  0.240",
        "travel time (min)    100    79.6   -20.4  0.473  road",
        "water (%)          94.84       -       -      -  network  not reachable, up to 100 %",
        "people               928       -       -      -           cannot be changed",
    ]
    assert found.by_lever.keys() == {"network", "road", None}
    assert found.by_lever["network"] == ()
    assert found.by_lever["road"] == (found.single["travel"],)
    assert found.by_lever[None] == (found.single["staff"],)
    pair = kd.improvements(regions(), "Jombang")
    assert str(pair).splitlines()[-6:] == [
        "the cheapest pair",
        "criterion          now  needed  change   cost",
        "-----------------  ---  ------  ------  -----",
        "travel time (min)  118    81.2   -36.8  0.854",
        "staff                3   5.731  +2.731  0.910",
        "together                                1.764",
    ]
    assert [table.title for table in pair.tables("id")] == [
        "Jombang: peringkat 4, menuju peringkat 1", "dua perubahan terkecil",
    ]  # fmt: skip
    assert kd.improvements(regions(), "Ngawi", 2).describe() == (
        "Kabupaten Ngawi is there already: rank 2."
    )


def test_shown_values_are_on_the_safe_side():
    """What a reader types in reaches the rank."""
    rng = np.random.default_rng(0)
    seen = 0
    for _ in range(4):
        ranking = kd.rank(make(rng.uniform(0, 100, (4, 3)), [True, False, True]), [3, 4, 3])
        for name in ranking.order[1:]:
            found = kd.improvements(ranking, name, 1)
            rows = {row[0]: row for row in found.tables()[0].rows}
            for item in filter(None, found.single.values()):
                if found.kept_to[item.criterion] == found.limits[item.criterion] != item.new:
                    shown = float(rows[item.criterion][2])
                    assert rank_after(ranking, name, [replace(item, new=shown)]) == 1
                    seen += 1
    assert seen > 5


def test_round_trip():
    for name in ("Blora", "Jombang", "Tuban"):
        found = kd.improvements(regions(), name)
        again = kd.Improvements.from_json(found.to_json())
        assert again.to_dict() == found.to_dict() == json.loads(found.to_json())
        assert again.single == found.single
        assert again.pair == found.pair
        assert again.by_lever == found.by_lever
        assert pickle.loads(pickle.dumps(found)).to_dict() == found.to_dict()
    with pytest.raises(TypeError):
        found.single["staff"] = None


def test_frame():
    frame = kd.improvements(regions(), "Jombang").to_frame()
    assert list(frame.index) == ["water", "people", "travel", "staff"]
    assert frame["old"].tolist() == [99.44, 1378, 118, 3]
    assert frame["new"].isna().all()
    assert frame["new_in_pair"].notna().tolist() == [False, False, True, True]
    assert frame["limit"].isna().tolist() == [False, True, False, False]
    assert frame["lever"].tolist()[2] == "road"
