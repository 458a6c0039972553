"""Exact weight stability: ends against root finding on raw scores, and against ranking anew."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.optimize import brentq, linprog, minimize

import kadmcdm as kd
from kadmcdm import core
from kadmcdm.core.nearest import nearest_level_weights, onto_simplex
from kadmcdm.core.stability import compare, order_pieces, path, weight_paths
from kadmcdm.robustness.terms import terms_of
from messages import faults, message
from strategies import problems

SUM = kd.WeightedSum("none")
METHODS = [
    kd.TOPSIS(),
    kd.TOPSIS("minmax"),
    kd.TOPSIS("vector", p=1),
    kd.WeightedSum(),
    kd.WeightedProduct(),
    kd.AHPSynthesis(),
]

# Between the points lie the simple fractions at which roots of made problems fall.
GRID = np.linspace(1e-6, 1 - 1e-6, 400)
GRID[1:-1] += 1e-4 * np.sqrt(2)


def problem_of(matrix, benefit=None, **given):
    """A problem of numbers: criteria c1.., candidates a1.."""
    matrix = np.asarray(matrix, dtype=float)
    benefit = np.full(matrix.shape[1], True) if benefit is None else benefit
    directions = ["benefit" if up else "cost" for up in benefit]
    return kd.DecisionProblem.from_arrays(matrix, directions, **given)


def moved(weights, k, t):
    """The weights with weight k moved to t (or to each t), the others in proportion."""
    t = np.asarray(t, dtype=float)[..., None]
    rest = np.delete(np.asarray(weights, dtype=float), k)
    if rest.sum() == 0:
        rest = np.ones(len(rest))
    rest = (1 - t) * rest / max(rest.sum(), 1e-300)
    return np.concatenate([rest[..., :k], t, rest[..., k:]], axis=-1)


def scores_at(problem, weights, method, k, t):
    """Raw scores on path k, a row for each t; of a weighted product no logarithms."""
    return method.scores(problem.matrix, moved(weights, k, t), problem.benefit, bounds=None)


def oracle_changes(problem, weights, method, k, i, j):
    """Where candidates i and j change places on path k: (t, slope) by scanning and brentq."""

    def gap(t):
        row = scores_at(problem, weights, method, k, t)
        return row[i] - row[j]

    table = scores_at(problem, weights, method, k, GRID)
    gaps = table[:, i] - table[:, j]
    if np.abs(gaps).max() < 1e-13:
        return []
    brackets = [(GRID[p], GRID[p + 1]) for p in range(len(GRID) - 1) if gaps[p] * gaps[p + 1] < 0]
    for p in range(1, len(GRID) - 1):  # two roots between neighbors: a dip through zero
        near = np.abs(gaps[p - 1 : p + 2])
        dips = near[1] <= near[0] and near[1] <= near[2] and near[0] + near[2] > 2 * near[1] + 1e-12
        if dips and gaps[p - 1] * gaps[p + 1] > 0:
            low, high = ends = GRID[p - 1], GRID[p + 1]
            for _ in range(4):  # to a millionth of the gap: there a dip through zero shows
                fine = np.linspace(low, high, 41)
                row = scores_at(problem, weights, method, k, fine)
                at = int(np.argmin(np.sign(gaps[p]) * (row[:, i] - row[:, j])))
                low, high = fine[max(at - 1, 0)], fine[min(at + 1, 40)]
            if np.sign(gaps[p]) * gap(fine[at]) < -1e-15:
                brackets += [(ends[0], fine[at]), (fine[at], ends[1])]
    found = []
    for low, high in brackets:
        t = brentq(gap, low, high, xtol=1e-15, rtol=1e-15)
        step = 1e-6 * min(t, 1 - t)
        found.append((t, abs(gap(t + step) - gap(t - step)) / (2 * step)))
    return sorted(found)


def exact_changes(problem, weights, method, k, i, j):
    """The same by the kernel."""
    paths = weight_paths(terms_of(problem, method), np.asarray(weights, dtype=float))
    roots = compare(path(paths, k), np.array([i]), np.array([j])).roots.ravel()
    return roots[np.isfinite(roots)]


made = problems(candidates=(2, 4), criteria=(1, 4), values=(1, 24), zeros=True)


@given(made, st.sampled_from(METHODS), st.data())
def test_changes_agree_with_root_finding_on_raw_scores(made, method, data):
    matrix, weights, benefit = made
    problem = problem_of(matrix, benefit)
    k = data.draw(st.integers(0, matrix.shape[1] - 1))
    for i in range(1, len(matrix)):
        expected = oracle_changes(problem, weights, method, k, i - 1, i)
        found = exact_changes(problem, weights, method, k, i - 1, i)
        found = [t for t in found if GRID[0] < t < GRID[-1]]
        # Scores carry 1e-16; a slope of 1e-6 makes that 1e-10 of t, and flatter is nearly double.
        assert len(found) == len(expected)
        for t, (root, slope) in zip(found, expected, strict=True):
            assert abs(t - root) <= (1e-9 if slope > 1e-6 else 1e-6)


@given(made, st.sampled_from(METHODS))
def test_ranking_anew_beside_the_ends(made, method):
    """Just inside the winners and the order are the same; just outside they are not."""
    matrix, weights, benefit = made
    problem = problem_of(matrix, benefit)
    result = kd.weight_stability(problem, weights, method)

    def ranked(k, t):
        return kd.rank(problem, moved(weights, k, t), method, tie_tolerance=1e-13)

    for k, name in enumerate(problem.criterion_names):
        now = weights[k] / weights.sum()
        ends = {"winners": result.winner_interval(name), "order": result.order_interval(name)}
        for of, (low, high) in ends.items():
            assert 0 <= low <= now + 1e-12
            assert now - 1e-12 <= high <= 1
            pieces = result.sequence(name, of=of)
            assert pieces[0].low == 0
            assert pieces[-1].high == 1
            assert [p.high for p in pieces[:-1]] == [p.low for p in pieces[1:]]
            for piece in pieces:
                if piece.high - piece.low < 1e-5:
                    continue
                inside = np.linspace(piece.low, piece.high, 5)[1:-1]
                for again in (ranked(k, t) for t in inside):
                    assert again.winners == piece.winners
                    if of == "order":
                        assert piece.order == again.order
            if low < high:
                held = [p for p in pieces if p.low <= now <= p.high and p.high - p.low > 1e-9]
                assert any(abs(p.low - low) < 1e-9 and abs(p.high - high) < 1e-9 for p in held)
        below, above = result.takeovers(name)
        low, high = ends["winners"]
        for who, end, step in ((below, low, -1e-7), (above, high, 1e-7)):
            assert bool(who) == (end != (0.0 if step < 0 else 1.0))
            beside = [
                p for p in result.sequence(name, of="winners") if p.low <= end + step <= p.high
            ]
            if who and beside and beside[0].high - beside[0].low > 1e-6:
                assert ranked(k, end + step).winners == who
                assert who != result.winners


@given(made, st.sampled_from(METHODS), st.floats(0.05, 0.95))
def test_any_point_of_a_path_tells_the_same(made, method, t):
    """The path does not depend on where on it the weights are now."""
    matrix, weights, benefit = made
    if matrix.shape[1] == 1:
        return
    problem = problem_of(matrix, benefit)
    here = kd.weight_stability(problem, weights, method)
    there = kd.weight_stability(problem, moved(weights, 0, t), method)
    for of in ("order", "winners"):
        one, other = here.sequence("c1", of=of), there.sequence("c1", of=of)
        one, other = ([p for p in row if p.high - p.low > 1e-6] for row in (one, other))
        assert [p.winners for p in one] == [p.winners for p in other]
        ends = [np.array([p.low for p in row]) for row in (one, other)]
        np.testing.assert_allclose(ends[0], ends[1], atol=1e-6)  # nearly double roots: 1e-8


@given(made, st.sampled_from(METHODS), st.randoms(use_true_random=False))
def test_order_of_candidates_and_criteria_does_not_matter(made, method, random):
    matrix, weights, benefit = made
    m, n = matrix.shape
    rows, columns = random.sample(range(m), m), random.sample(range(n), n)
    one = kd.weight_stability(problem_of(matrix, benefit), weights, method)
    other = kd.weight_stability(
        problem_of(matrix[rows][:, columns], benefit[columns]), weights[columns], method
    )
    assert {rows[int(name[1:]) - 1] for name in other.winners} == {
        int(name[1:]) - 1 for name in one.winners
    }
    for name in ("winner_intervals", "order_intervals"):
        found, expected = getattr(other, name), getattr(one, name)[columns]
        np.testing.assert_allclose(found, expected, atol=1e-6)  # nearly double roots: 1e-8


@given(made)
def test_units_do_not_matter(made):
    """Vector normalization divides by the norm, so another unit is the same column."""
    matrix, weights, benefit = made
    factors = 2.0 ** np.arange(-2, matrix.shape[1] - 2)
    one = kd.weight_stability(problem_of(matrix, benefit), weights)
    other = kd.weight_stability(problem_of(matrix * factors, benefit), 8 * weights)
    np.testing.assert_allclose(other.winner_intervals, one.winner_intervals, atol=1e-6)
    assert other.successors == one.successors


@given(made)
def test_all_paths_at_once_are_each_path_by_itself(made):
    matrix, weights, benefit = made
    for terms in (core.topsis_terms(matrix, benefit), core.normalize(matrix, benefit, "minmax")):
        before = weights.copy()
        paths = weight_paths(terms, weights)
        assert weights.tolist() == before.tolist()
        i, j = np.triu_indices(len(matrix), 1)
        whole = compare(paths, i, j)
        for k in range(len(weights)):
            one = compare(path(paths, k), i, j)
            for part, row in zip(whole, one, strict=True):
                np.testing.assert_allclose(part[k], row[0], atol=1e-12)


# ---- by hand -------------------------------------------------------------------------------------


def test_two_candidates_by_hand():
    """4 w + 1 (1 - w) = 1 w + 4 (1 - w) at 0.5; with C's 3 at 1/3 and 2/3."""
    problem = problem_of([[4, 1], [1, 4], [3, 3]])
    result = kd.weight_stability(problem, [0.5, 0.5], SUM)
    assert result.winners == ("a3",)
    assert result.winner_interval("c1") == pytest.approx((1 / 3, 2 / 3), abs=1e-15)
    assert result.takeovers("c1") == (("a2",), ("a1",))
    # a1 and a2 are level at 0.5, and only there.
    assert result.order_interval("c1") == (0.5, 0.5)
    pieces = result.sequence("c1")
    assert [p.order for p in pieces] == [
        ("a2", "a3", "a1"),
        ("a3", "a2", "a1"),
        ("a3", "a1", "a2"),
        ("a1", "a3", "a2"),
    ]
    np.testing.assert_allclose([p.high for p in pieces], [1 / 3, 1 / 2, 2 / 3, 1], rtol=1e-14)


def test_topsis_by_hand():
    """Values 0 and 1: closeness is a2's own; level where s * 1 = 1 * 1 in squares: t = 1/2."""
    result = kd.weight_stability(problem_of([[1, 0], [0, 1]]), [0.8, 0.2])
    assert result.winner_interval("c1") == pytest.approx((0.5, 1), abs=1e-15)
    assert result.winner_interval("c2") == pytest.approx((0, 0.5), abs=1e-15)
    assert result.takeovers("c1") == (("a2",), ())


def test_published_formula():
    """Triantaphyllou and Sanchez (1997): the weight falls by (P_j - P_i) / (a_jk - a_ik), and all
    are brought to sum 1 again. Their formula is the oracle; the numbers are of no source."""
    a = np.array(
        [
            [0.3088, 0.2897, 0.3867, 0.1922],
            [0.2163, 0.3458, 0.1755, 0.6288],
            [0.4509, 0.2473, 0.1194, 0.0575],
            [0.0240, 0.1172, 0.3184, 0.1215],
        ]
    )
    w = np.array([0.3277, 0.3058, 0.2876, 0.0790])
    total = a @ w
    problem = problem_of(a)
    result = kd.weight_stability(problem, w, SUM)
    assert result.winners == ("a1",)
    checked = 0
    for k, name in enumerate(problem.criterion_names):
        ends = []
        for j in (1, 2, 3):
            fall = (total[j] - total[0]) / (a[j, k] - a[0, k])
            if fall <= w[k]:  # more is not feasible: the weight would be negative
                ends.append((w[k] - fall) / (w.sum() - fall))
        low = max([t for t in ends if t < w[k]], default=0)
        high = min([t for t in ends if t > w[k]], default=1)
        assert result.winner_interval(name) == pytest.approx((low, high), abs=1e-12)
        checked += (low > 0) + (high < 1)
    assert checked >= 4


def test_a_winner_may_come_back():
    result = kd.weight_stability(problem_of([[2, 1, 4], [7, 7, 1], [5, 6, 2]]), [1, 1, 1])
    pieces = result.sequence("c2", of="winners")
    assert [p.winners for p in pieces] == [("a1",), ("a2",), ("a3",), ("a2",)]
    assert all(p.order == () for p in pieces)
    low, high = result.winner_interval("c2")
    assert [p.high for p in pieces[:-1]] == pytest.approx([0.203, 0.248, 0.487], abs=5e-4)
    assert (low, high) == (pieces[2].low, pieces[2].high)


# In sixteenths: with equal weights both are level, and touch there along c1 without crossing.
TOUCH = [[3, 6, 15], [4, 10, 10]]


def touching(shift=0.0):
    criteria = [kd.Criterion(f"c{k}", "benefit", bounds=(0, 16)) for k in (1, 2, 3)]
    rows = [TOUCH[0], [4, 10 + shift, 10]]
    return kd.DecisionProblem(criteria, ["a1", "a2"], rows)


def test_a_double_root_is_no_change():
    method = kd.TOPSIS("bounds")
    result = kd.weight_stability(touching(), [0.2, 0.4, 0.4], method)
    assert len(result.sequence("c1")) == 1
    assert result.winner_interval("c1") == (0, 1)
    level = kd.rank(touching(), [1, 1, 1], method)
    assert level.winners == ("a1", "a2")
    there = kd.weight_stability(touching(), [1, 1, 1], method)
    assert there.winners == ("a1", "a2")
    assert there.winner_interval("c1") == (1 / 3, 1 / 3)
    assert there.takeovers("c1") == (result.winners, result.winners)


@pytest.mark.parametrize("shift", [1e-6, 1e-9])
def test_nearly_double_roots(shift):
    """A little more on c2 and the pair no longer meets; a little less, and it crosses twice."""
    method, weights = kd.TOPSIS("bounds"), [1, 8, 8]
    assert len(kd.weight_stability(touching(shift), weights, method).sequence("c1")) == 1
    problem = touching(-shift)
    pieces = kd.weight_stability(problem, weights, method).sequence("c1")
    assert [p.winners for p in pieces] == [("a2",), ("a1",), ("a2",)]

    def gap(t):
        row = method.scores(
            problem.matrix, moved(weights, 0, t), problem.benefit, bounds=problem.bounds
        )
        return row[0] - row[1]

    # 1e-6 at double roots: scores carry 1e-16, and the square root of that is 1e-8.
    assert abs(brentq(gap, 0.3, 1 / 3, xtol=1e-15) - pieces[1].low) < 1e-6
    assert abs(brentq(gap, 1 / 3, 0.4, xtol=1e-15) - pieces[1].high) < 1e-6


# ---- ties, constants, corners --------------------------------------------------------------------


def test_identical_winners_stay_together():
    result = kd.weight_stability(problem_of([[4, 1], [4, 1], [1, 4]]), [0.7, 0.3], SUM)
    assert result.winners == ("a1", "a2")
    assert result.winner_interval("c1") == pytest.approx((0.5, 1))
    assert result.order_interval("c1") == pytest.approx((0.5, 1))
    other = kd.weight_stability(problem_of([[4, 1], [4, 1], [1, 4]]), [0.3, 0.7], SUM)
    assert other.takeovers("c1") == ((), ("a1", "a2"))
    assert other.sequence("c1")[-1].winners == ("a1", "a2")


def test_winners_that_are_level_here_only():
    result = kd.weight_stability(problem_of([[4, 1], [1, 4]]), [0.5, 0.5], SUM)
    assert result.winners == ("a1", "a2")
    assert result.winner_interval("c1") == (0.5, 0.5)
    assert result.takeovers("c1") == (("a2",), ("a1",))
    assert [p.winners for p in result.sequence("c1", of="winners")] == [("a2",), ("a1",)]
    assert result.describe().splitlines()[0] == (
        "a1 and a2 are level only while the weight of c1 is 0.500; "
        "below, a2 is first; above, a1 is first"
    )


def test_three_take_over_at_once():
    """At 0.5 all are level; above, a2 and a3 have passed, and a3 has passed a2."""
    result = kd.weight_stability(problem_of([[0, 8], [3, 5], [8, 0]]), [0.2, 0.8], SUM)
    assert result.winner_interval("c1") == pytest.approx((0, 0.5))
    assert result.takeovers("c1") == ((), ("a3",))
    assert [p.order for p in result.sequence("c1")] == [("a1", "a2", "a3"), ("a3", "a2", "a1")]


@pytest.mark.parametrize("method", METHODS, ids=str)
def test_a_constant_column_changes_nothing(method):
    result = kd.weight_stability(problem_of([[4, 2, 1], [1, 2, 4]]), [0.6, 0.1, 0.3], method)
    assert result.winner_interval("c2") == (0, 1)
    assert result.order_interval("c2") == (0, 1)
    assert result.takeovers("c2") == ((), ())


@pytest.mark.parametrize("method", METHODS, ids=str)
def test_weights_of_zero_and_one(method):
    """When one has all the weight, the rest is scaled from equal."""
    problem = problem_of([[4, 1, 2], [1, 4, 3]])
    result = kd.weight_stability(problem, [1, 0, 0], method)
    assert result.winners == ("a1",)
    low, high = result.winner_interval("c1")
    assert 0 < low < high == 1
    near = kd.rank(problem, [low - 1e-6, (1 - low + 1e-6) / 2, (1 - low + 1e-6) / 2], method)
    assert near.winners == ("a2",) == result.takeovers("c1")[0]
    assert result.winner_interval("c2")[0] == 0 < result.winner_interval("c2")[1] < 1


def test_level_at_a_corner():
    """c2 has no weight, and a1 and a2 differ in c2 alone: level at 0, and only there."""
    result = kd.weight_stability(problem_of([[4, 1], [4, 2], [1, 3]]), [1, 0], SUM)
    assert result.winners == ("a1", "a2")
    assert result.winner_interval("c2") == (0, 0)
    assert result.takeovers("c2") == ((), ("a2",))
    assert result.takeovers("c1") == (("a2",), ())
    assert [p.winners for p in result.sequence("c2", of="winners")] == [("a2",), ("a3",)]


def test_one_candidate_and_one_criterion():
    alone = kd.weight_stability(problem_of([[4, 1]]), [0.5, 0.5])
    assert alone.winner_interval("c1") == alone.order_interval("c2") == (0, 1)
    assert alone.sequence("c1") == (kd.StablePiece(0.0, 1.0, ("a1",), ("a1",)),)
    single = kd.weight_stability(problem_of([[4], [1]]), [1])
    assert single.winner_interval("c1") == (0, 1)
    assert single.sequence("c1")[0].order == ("a1", "a2")


def test_nothing_separates_the_candidates():
    result = kd.weight_stability(problem_of([[2, 3], [2, 3]]), [0.5, 0.5])
    assert result.winners == ("a1", "a2")
    assert result.winner_interval("c1") == (0, 1)


@pytest.mark.parametrize("scale", [1e-200, 1e-9, 1e9, 1e200])
@pytest.mark.parametrize("method", [kd.TOPSIS("none"), SUM], ids=str)
def test_extreme_units(scale, method):
    """One column in another unit moves the end to where its weight makes up for it."""
    result = kd.weight_stability(problem_of([[4, scale], [1, 4 * scale]]), [1, 1], method)
    # 3 t = 3 scale (1 - t), in squares for TOPSIS, which is the same.
    t = scale / (1 + scale)
    end = 0.0 if t < 1e-13 else 1.0 if t > 1 - 1e-13 else t
    assert result.winners == (("a1",) if scale < 1 else ("a2",))
    low, high = result.winner_interval("c1")
    assert (low if scale < 1 else high) == pytest.approx(end, rel=1e-12)
    # A change within 1e-13 of 0 or 1 is none: the one piece is that of the inside.
    pieces = [p.winners for p in result.sequence("c1")]
    assert pieces == ([result.winners] if end in (0, 1) else [("a2",), ("a1",)])


def test_level_but_for_rounding_is_level():
    """The second is the first moved along the weights of c2 and c3: equal sums, rounded apart."""
    rng = np.random.default_rng(4)
    for _ in range(200):
        w = rng.integers(1, 60, 3) / 7
        one = rng.integers(1, 60, 3) / 10
        other = one + rng.integers(1, 9) / 3 * np.array([0, w[2], -w[1]])
        result = kd.weight_stability(problem_of([one, other, one - 500]), w, SUM)
        assert result.winners == ("a1", "a2")
        assert result.winner_interval("c1") == (0, 1)
        now = w[1] / w.sum()
        assert result.winner_interval("c2") == pytest.approx((now, now), rel=1e-14)


@given(made)
def test_given_ideals_and_bounds(made):
    """Ideals beyond the data: ranking anew beside the ends."""
    matrix, weights, benefit = made
    best = np.where(benefit, matrix.max(axis=0) + 1, matrix.min(axis=0) - 0.125)
    worst = np.where(benefit, matrix.min(axis=0) - 0.125, matrix.max(axis=0) + 1)
    method = kd.TOPSIS("none", ideal=best, anti_ideal=worst)
    problem = problem_of(matrix, benefit)
    result = kd.weight_stability(problem, weights, method)
    for k, name in enumerate(problem.criterion_names):
        for piece in result.sequence(name):
            if piece.high - piece.low > 1e-5:
                middle = moved(weights, k, 0.5 * (piece.low + piece.high))
                assert kd.rank(problem, middle, method, tie_tolerance=1e-13).order == piece.order


def test_a_hundred_candidates():
    """The pieces of the order against ranking anew in the middle of each wide one."""
    rng = np.random.default_rng(5)
    problem = problem_of(rng.uniform(1, 100, (60, 5)), rng.random(5) < 0.5)
    weights = core.sample_simplex(5, 1, rng)[0]
    result = kd.weight_stability(problem, weights)
    pieces = result.sequence("c1")
    wide = [p for p in pieces if p.high - p.low > 1e-7]
    middles = [0.5 * (p.low + p.high) for p in wide]
    scores = scores_at(problem, weights, result.method, 0, middles)
    places = np.argsort(-scores, axis=1)
    names = problem.candidate_names
    assert [p.order for p in wide] == [tuple(names[i] for i in row) for row in places]
    winners = [p.winners for p in pieces]
    cut = [p for p, q in zip(winners, [None, *winners[:-1]], strict=True) if p != q]
    assert cut == [p.winners for p in result.sequence("c1", of="winners")]
    now = result.weights["c1"]
    here = next(p for p in pieces if p.low < now < p.high)
    assert result.order_interval("c1") == pytest.approx((here.low, here.high), abs=1e-12)


def test_ranks_share_places():
    paths = weight_paths(np.array([[1.0, 0], [1, 0], [0, 1]]), np.array([0.5, 0.5]))
    ends, ranks = order_pieces(paths, 0)
    assert ends.tolist() == [0, 0.5, 1]
    assert ranks.tolist() == [[2, 2, 1], [1, 1, 3]]


# ---- what people see -----------------------------------------------------------------------------


TABLE = """\
criterion  weight  Tuban first  below    above    same order
---------  ------  -----------  -------  -------  --------------
water       0.500  0 to 0.815   -        Jombang  0 to 0.567
people      0.300  0 to 0.529   -        Jombang  0.115 to 0.529
distance    0.200  0.097 to 1   Jombang  -        0.160 to 0.413
method: TOPSIS (vector); weights: DirectWeights"""


@pytest.fixture(scope="module")
def shown():
    problem = kd.DecisionProblem(
        [
            kd.Criterion("water", "benefit", label={"en": "water", "id": "air"}),
            kd.Criterion("people", "benefit"),
            kd.Criterion("distance", "cost"),
        ],
        ["Tuban", "Blora", "Ngawi", "Jombang"],
        [[96.4, 1266, 34.8], [94.84, 928, 50.7], [99.92, 907, 55.4], [99.44, 1378, 59.6]],
    )
    return kd.weight_stability(problem, [0.5, 0.3, 0.2])


def test_table(shown):
    assert str(shown) == TABLE
    assert shown.tables("id")[0].headers == (
        "kriteria", "bobot", "Tuban peringkat 1", "di bawah itu", "di atas itu", "urutan tetap",
    )  # fmt: skip
    assert shown.tables("id")[0].rows[0][0] == "air"


def test_sentences(shown):
    takes_over = (
        "Tuban stays first while the weight of {} is at {} (now {}); {}, Jombang takes over"
    )
    assert shown.describe().splitlines() == [
        takes_over.format("water", "most 0.815", "0.500", "above"),
        takes_over.format("people", "most 0.529", "0.300", "above"),
        takes_over.format("distance", "least 0.097", "0.200", "below"),
    ]
    stays = (
        "Tuban tetap di peringkat 1 selama bobot {} (kini {}); di {} itu, Jombang menggantikannya"
    )
    assert shown.describe("id").splitlines() == [
        stays.format("air paling tinggi 0,815", "0,500", "atas"),
        stays.format("people paling tinggi 0,529", "0,300", "atas"),
        stays.format("distance paling rendah 0,097", "0,200", "bawah"),
    ]


def test_sentences_of_an_inner_interval_and_of_none():
    problem = problem_of([[4, 1, 2], [1, 4, 2], [3, 3, 2]])
    lines = kd.weight_stability(problem, [2, 2, 1], SUM).describe().splitlines()
    assert lines[0] == (
        "a3 stays first while the weight of c1 is between 0.250 and 0.571 (now 0.400); "
        "below, a2 takes over; above, a1 takes over"
    )
    assert lines[2] == "a3 stays first whatever the weight of c3"


def test_frames(shown):
    frame = shown.to_frame()
    assert frame.index.tolist() == ["water", "people", "distance"]
    assert frame.columns.tolist() == [
        "weight", "winner_low", "winner_high", "below", "above", "order_low", "order_high",
    ]  # fmt: skip
    assert frame.loc["people", "above"] == "Jombang"
    pieces = shown.to_frame("people")
    assert pieces["winners"].tolist() == ["Tuban", "Jombang"]
    assert pieces["low"].tolist()[0] == 0
    assert pieces["high"].tolist()[-1] == 1


def test_travels_as_json(shown):
    again = kd.WeightStability.from_json(shown.to_json())
    assert again.to_dict() == shown.to_dict()
    assert again.sequence("people") == shown.sequence("people")
    assert again.digest == shown.problem.digest
    with pytest.raises(ValueError, match="read-only"):
        again.winner_intervals[0, 0] = 1


def test_refusals(shown):
    problem = problem_of([[1, 2], [2, 1]])
    assert message(kd.weight_stability, problem, [1, 1], kd.TOPSIS(p=np.inf)) == (
        "method TOPSIS (vector) with p=inf: its ends have no closed form; expected TOPSIS with p=1 "
        "or p=2, WeightedSum, WeightedProduct, AHPSynthesis, MOORA, PIV, MABAC, PROMETHEE2, GRA, "
        "MARCOS or SPOTIS. "
        "Hint: smaa counts what many other weights say, for every method."
    )

    class Mine:
        name = "Mine"

        def scores(self, matrix, weights, benefit, *, bounds=None):
            return matrix @ weights

    assert "method Mine: its ends have no" in message(kd.weight_stability, problem, [1, 1], Mine())
    assert len(faults(kd.weight_stability, [[1]], [1], kd.TOPSIS)) == 2
    assert "negative" in message(
        kd.weight_stability, problem_of([[-1, 2], [2, 1]]), [1, 1], kd.WeightedSum()
    )
    assert message(shown.winner_interval, "watre") == (
        "criterion 'watre': unknown name. Hint: did you mean 'water'?"
    )
    assert "unknown choice" in message(shown.sequence, "water", of="ranks")


# ---- the smallest change of all weights ----------------------------------------------------------

ADDITIVE = [kd.WeightedSum(), kd.WeightedSum("minmax"), kd.WeightedProduct(), kd.AHPSynthesis()]


def l1_by_linear_program(d, w):
    """min sum u, -u <= v - w <= u, d v <= 0, v weights."""
    n = len(w)
    eye, none = np.eye(n), np.zeros(n)
    found = linprog(
        np.r_[none, np.ones(n)],
        A_ub=np.vstack([np.hstack([eye, -eye]), np.hstack([-eye, -eye]), np.r_[d, none][None]]),
        b_ub=np.r_[w, -w, 0.0],
        A_eq=np.r_[np.ones(n), none][None],
        b_eq=[1.0],
    )
    return found.fun if found.success else np.nan


@given(problems(candidates=(2, 5), criteria=(1, 5), zeros=True), st.sampled_from(ADDITIVE))
def test_smallest_change_agrees_with_linear_programs(made, method):
    matrix, weights, benefit = made
    problem = problem_of(matrix, benefit)
    found = kd.smallest_change(problem, weights, method)
    far = kd.smallest_change(problem, weights, method, norm="euclidean")
    details = method.details(matrix, np.ones(len(weights)), benefit)
    terms = details["contributions"]
    a = problem.candidate_index(found.winner)
    assert np.isnan(found.distances[a])
    for i in range(len(matrix)):
        d = terms[a] - terms[i]
        d[np.abs(d) < 1e-13] = 0
        if i == a or np.isnan(found.distances[i]):
            assert i == a or d.min() >= 0
            continue
        # The program is solved to 1e-9 or so; the greedy rule is exact.
        assert found.distances[i] == pytest.approx(
            max(l1_by_linear_program(d, weights), 0), abs=1e-8
        )
        for result in (found, far):
            v = result.level_weights[i]
            assert v.sum() == pytest.approx(1, abs=1e-12)
            assert v.min() >= 0
            assert d @ v <= 1e-12
            if (
                result.distances[i] > 1e-9
            ):  # the nearest lie on the boundary, and past it i is above
                assert abs(d @ v) <= 1e-12
                past = np.zeros(len(v))
                past[d.argmin()] = 1
                past = 0.999 * v + 0.001 * past
                scores = kd.rank(problem, past, method).scores
                assert scores[i] > scores[a]
    assert (
        far.distances[~np.isnan(far.distances)] <= found.distances[~np.isnan(far.distances)] + 1e-12
    ).all()


@given(problems(candidates=(2, 4), criteria=(2, 5), zeros=True))
def test_euclidean_change_is_the_nearest(made):
    """Optimality itself: no feasible weights lie nearer (the angle to each corner is obtuse)."""
    matrix, w, benefit = made
    problem = problem_of(matrix, benefit)
    method = kd.WeightedSum()
    found = kd.smallest_change(problem, w, method, norm="euclidean")
    terms = core.normalize(matrix, benefit, "max")
    a = problem.candidate_index(found.winner)
    for i in np.flatnonzero(~np.isnan(found.distances)):
        d, v = terms[a] - terms[i], found.level_weights[i]
        if found.distances[i] == 0:
            continue
        # Corners of {simplex, d v <= 0}: unit vectors with d <= 0, and edges cut at d v = 0.
        eye = np.eye(len(w))
        corners = [eye[j] for j in range(len(w)) if d[j] <= 0]
        for j in np.flatnonzero(d > 0):
            for k in np.flatnonzero(d < 0):
                share = -d[k] / (d[j] - d[k])
                corners.append(share * eye[j] + (1 - share) * eye[k])
        assert max((w - v) @ (corner - v) for corner in corners) <= 1e-10


def test_euclidean_change_by_another_solver():
    rng = np.random.default_rng(11)
    for _ in range(20):
        n = int(rng.integers(2, 7))
        d, w = rng.normal(size=n), rng.dirichlet(np.ones(n))
        d = d if d @ w > 0 else -d
        v = nearest_level_weights(d[None], w, "euclidean")[0]
        if np.isnan(v).any():
            continue
        other = minimize(
            lambda x, w=w: ((x - w) ** 2).sum(), np.eye(n)[d.argmin()], method="SLSQP",
            bounds=[(0, 1)] * n, options={"ftol": 1e-14, "maxiter": 500},
            constraints=[
                {"type": "eq", "fun": lambda x: x.sum() - 1},
                {"type": "ineq", "fun": lambda x, d=d: -(d @ x)},
            ],
        )  # fmt: skip
        assert np.linalg.norm(v - w) == pytest.approx(np.sqrt(other.fun), abs=1e-5)


def test_smallest_change_by_hand():
    """A leads by 3 w1 - 3 w2 = 2.4; moving m from c1 to c2 costs 6 m: m = 0.4, a change of 0.8."""
    problem = problem_of([[4, 1], [1, 4], [3, 3], [1, 1]])
    found = kd.smallest_change(problem, [0.9, 0.1], SUM)
    assert found.winner == "a1"
    np.testing.assert_allclose(found.distances, [np.nan, 0.8, 7 / 15, np.nan], rtol=1e-14)
    assert (found.challenger, found.distance) == ("a3", pytest.approx(7 / 15))
    far = kd.smallest_change(problem, [0.9, 0.1], SUM, norm="euclidean")
    assert far.distance == pytest.approx(7 / 15 / np.sqrt(2))  # two weights move as much
    assert message(found.weights_for, "a4") == "candidate 'a4': no weights put it above 'a1'."
    assert message(found.weights_for, "a1") == "candidate 'a1': it is the winner."
    assert "unknown name" in message(found.weights_for, "a9")


def test_smallest_change_of_a_tie_is_none():
    problem = problem_of([[4, 1], [1, 4], [4, 1]])
    found = kd.smallest_change(problem, [0.5, 0.5], SUM)
    assert found.distances[1] == 0
    assert np.isnan(found.distances[2])  # identical: level whatever the weights, never above
    assert found.weights_for("a2") == {"c1": 0.5, "c2": 0.5}


def test_nobody_can_catch_up():
    found = kd.smallest_change(problem_of([[4, 4], [1, 2]]), [0.5, 0.5], SUM)
    assert found.challenger is None
    assert np.isnan(found.distance)
    assert found.describe() == "a1 stays first whatever the weights"
    assert found.describe("id") == "a1 tetap di peringkat 1 berapa pun bobotnya"


def test_smallest_change_is_no_larger_than_one_weight_alone():
    """Moving one weight is one way to change them all."""
    rng = np.random.default_rng(8)
    problem = problem_of(rng.uniform(1, 9, (12, 4)))
    weights = rng.dirichlet(np.ones(4))
    found = kd.smallest_change(problem, weights, kd.WeightedSum())
    stable = kd.weight_stability(problem, weights, kd.WeightedSum())
    for k, name in enumerate(problem.criterion_names):
        for end in stable.winner_interval(name):
            if 0 < end < 1:
                change = np.abs(moved(weights, k, end) - weights).sum()
                assert found.distance <= change + 1e-12


def test_smallest_change_shows_and_travels():
    problem = problem_of([[4, 1], [1, 4], [3, 3]])
    found = kd.smallest_change(problem, [0.9, 0.1], SUM)
    assert found.describe() == (
        "a3 catches up with a1 when the weights change by 0.467 (sum of the changes of all "
        "weights): c1 from 0.900 to 0.667 and c2 from 0.100 to 0.333"
    )
    assert found.describe("id") == (
        "a3 menyusul a1 bila bobot berubah sebesar 0,467 (jumlah perubahan semua bobot): "
        "c1 dari 0,900 menjadi 0,667 dan c2 dari 0,100 menjadi 0,333"
    )
    frame = found.to_frame()
    assert frame.index.tolist() == ["a3", "a2"]
    assert frame.columns.tolist() == ["change", "c1", "c2"]
    again = kd.SmallestChange.from_json(found.to_json())
    assert again.to_dict() == found.to_dict()
    assert str(again) == str(found)
    assert found.tables("id")[0].headers == ("calon", "perubahan", "c1", "c2")


def test_smallest_change_refuses():
    problem = problem_of([[4, 1], [1, 4]])
    assert message(kd.smallest_change, problem, [1, 1], kd.TOPSIS()) == (
        "method TOPSIS (vector): the smallest change is known for additive methods only; "
        "expected WeightedSum, WeightedProduct, AHPSynthesis, MOORA, PIV, MABAC, PROMETHEE2, GRA, "
        "MARCOS or SPOTIS."
    )
    assert "unknown choice" in message(kd.smallest_change, problem, [1, 1], SUM, norm="l2")


def test_nearest_on_the_simplex():
    points = np.array([[0.2, 0.8], [2.0, 0.0], [-1.0, -1.0]])
    np.testing.assert_allclose(onto_simplex(points), [[0.2, 0.8], [1, 0], [0.5, 0.5]], atol=1e-15)
