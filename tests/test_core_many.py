"""Many weight vectors, many candidates: the fast ways give what the plain way gives."""

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from kadmcdm import core
from kadmcdm.core.acceptability import losses_of, tally, weight_blocks
from kadmcdm.core.closeness import losses_of_topsis
from kadmcdm.core.scoring import losses_of_sums
from kadmcdm.core.streaming import ROWS, WIDE, closeness_in_two_passes
from strategies import problems

RULES = ("vector", "minmax", "max", "sum", "none")
METRICS = (1, 2, np.inf)


def made(m, n, samples, seed=0):
    rng = np.random.default_rng(seed)
    matrix = rng.uniform(0.1, 9, (m, n))
    weights = rng.dirichlet(np.ones(n), samples)
    return matrix, weights, rng.random(n) < 0.6


@pytest.mark.parametrize("p", METRICS)
@pytest.mark.parametrize("rule", RULES)
def test_many_weights_score_as_one_by_one(rule, p):
    matrix, weights, benefit = made(13, 5, 60)
    many = core.topsis(matrix, weights, benefit, normalization=rule, p=p)
    single = [core.topsis(matrix, w, benefit, normalization=rule, p=p) for w in weights]
    np.testing.assert_allclose(many, single, rtol=0, atol=1e-12)  # law 1


def test_many_weights_with_given_ideals_and_bounds():
    matrix, weights, benefit = made(7, 3, 40)
    best, worst = np.where(benefit, 10.0, 0.05), np.where(benefit, 0.05, 10.0)
    settings = [
        {"ideal": best, "anti_ideal": worst},
        {"normalization": "bounds", "bounds": np.array([[0.0, 10.0]] * 3)},
    ]
    for setting in settings:
        many = core.topsis(matrix, weights, benefit, **setting)
        single = [core.topsis_parts(matrix, w, benefit, **setting).closeness for w in weights]
        np.testing.assert_allclose(many, single, rtol=0, atol=1e-12)


@pytest.mark.parametrize("p", METRICS)
@pytest.mark.parametrize("given", [("ideal",), ("anti_ideal",), ("ideal", "anti_ideal")])
@pytest.mark.parametrize("rule", RULES)
def test_many_weights_with_either_ideal(rule, given, p):
    matrix, weights, benefit = made(7, 3, 20)
    rows = {"ideal": np.where(benefit, 10.0, 0.05), "anti_ideal": np.where(benefit, 0.05, 10.0)}
    setting = {"normalization": rule, "p": p} | {name: rows[name] for name in given}
    many = core.topsis(matrix, weights, benefit, **setting)
    single = [core.topsis_parts(matrix, w, benefit, **setting).closeness for w in weights]
    np.testing.assert_allclose(many, single, rtol=0, atol=1e-12)
    if "ideal" in given:
        assert many.max() < 1  # the ideal is beyond all of them: it was heeded


@given(problems(candidates=(1, 8), zeros=True), st.sampled_from([*RULES, "bounds"]))
def test_many_sums_and_products_score_as_one_by_one(problem, rule):
    matrix, weights, benefit = problem
    rolled = np.stack([np.roll(weights, k) for k in range(5)])
    bounds = np.stack([matrix.min(axis=0) - 1, matrix.max(axis=0) + 1], axis=1)
    setting = {"normalization": rule, "bounds": bounds}
    many = core.weighted_sum(matrix, rolled, benefit, **setting)
    values = core.normalize(matrix, benefit, rule, bounds)
    np.testing.assert_allclose(
        many, [[np.dot(row, w) for row in values] for w in rolled], rtol=1e-12, atol=1e-12
    )
    if (values > 0).all():
        many = core.weighted_product(matrix, rolled, benefit, **setting)
        single = [(values**w).prod(axis=1) for w in rolled]
        np.testing.assert_allclose(many, single, rtol=1e-12)


@pytest.mark.parametrize("p", METRICS)
def test_many_weights_with_bounds(p):
    matrix, weights, benefit = made(7, 3, 20)
    setting = {"normalization": "bounds", "bounds": np.array([[0.0, 10.0]] * 3), "p": p}
    many = core.topsis(matrix, weights, benefit, **setting)
    single = [core.topsis_parts(matrix, w, benefit, **setting).closeness for w in weights]
    np.testing.assert_allclose(many, single, rtol=0, atol=1e-12)


@pytest.mark.parametrize("m", [6, 2 * WIDE + 3])
@pytest.mark.parametrize("rule", ["vector", "minmax"])
@pytest.mark.parametrize("power", [60, 79, 90, 130, 139, 150, 300])
def test_units_do_not_count_however_far_apart(power, rule, m):
    """A column of 1e130 beside one of 1e-130: the product of scales is in range, the ratio not."""
    matrix, weights, benefit = made(m, 3, 4)
    weights[0, 1] = 0
    apart = matrix * np.array([10.0**-power, 1.0, 10.0**power])
    for w in weights:
        plain = core.topsis_parts(matrix, w, benefit, normalization=rule).closeness
        found = core.topsis(apart, w, benefit, normalization=rule)
        np.testing.assert_allclose(found, plain, rtol=0, atol=1e-12)


@pytest.mark.parametrize("m", [3, 200])
def test_values_from_the_least_to_the_largest_in_one_column(m):
    matrix = np.column_stack([np.logspace(-300, 300, m), np.full(m, 4.0)])
    both = np.array([[1.0, 0.0], [0.5, 0.5]])
    for benefit in (np.array([True, True]), np.array([False, True])):
        step = 1 if benefit[0] else -1
        for scores in (core.topsis(matrix, both, benefit), core.topsis(matrix, both[0], benefit)):
            top = np.atleast_2d(scores)[:, ::step][:, -1]
            assert (top == 1.0).all()
            assert (np.diff(np.atleast_2d(scores)[:, ::step], axis=1) >= 0).all()
        products = core.weighted_product(matrix, both, benefit, normalization="max")
        assert (np.diff(products[:, ::step], axis=1) >= 0).all()


@pytest.mark.parametrize("tiny", [1e-100, 1e-160, 1e-200, 1e-300])
@pytest.mark.parametrize("m", [3, 200])
def test_the_least_weight_decides_where_the_others_are_on_constants(m, tiny):
    matrix = np.column_stack([np.linspace(1, 2, m), np.full(m, 5.0)])
    weights, benefit = np.array([tiny, 1.0]), np.array([True, True])
    expected = np.linspace(0, 1, m)
    np.testing.assert_allclose(core.topsis(matrix, weights, benefit), expected, atol=1e-12)
    np.testing.assert_allclose(core.topsis(matrix, weights[None], benefit)[0], expected, atol=1e-12)


@pytest.mark.parametrize("m", [1, 2, 200])
def test_no_weight_on_what_differs_is_half_for_all(m):
    matrix = np.column_stack([np.linspace(1, 2, m), np.full(m, 5.0), np.zeros(m)])
    weights, benefit = np.array([0.0, 0.5, 0.5]), np.array([True, False, True])
    np.testing.assert_array_equal(core.topsis(matrix, weights, benefit), 0.5)
    np.testing.assert_array_equal(core.topsis(matrix, np.stack([weights] * 3), benefit), 0.5)
    losses = np.empty((1, m))
    losses_of_topsis(core.topsis_terms(matrix, benefit))(weights[None], losses)
    assert len(np.unique(losses)) == 1


def test_criteria_of_units_a_world_apart():
    matrix, weights, benefit = made(9, 4, 50)
    weights[:5, 0] = 0  # some vectors leave out the largest unit
    far_apart = matrix * np.array([1e300, 1.0, 1e-300, 1e120])
    many = core.topsis(far_apart, weights, benefit, normalization="none")
    single = [
        core.topsis_parts(far_apart, w, benefit, normalization="none").closeness for w in weights
    ]
    np.testing.assert_allclose(many, single, rtol=0, atol=1e-12)
    vector = core.topsis(far_apart, weights, benefit)
    np.testing.assert_allclose(vector, core.topsis(matrix, weights, benefit), rtol=0, atol=1e-12)


def test_weight_on_constant_criteria_only_ties_all():
    matrix = np.array([[1.0, 5.0], [2.0, 5.0]])
    weights = np.array([[0.0, 1.0], [1.0, 0.0]])
    closeness = core.topsis(matrix, weights, np.array([True, True]))
    np.testing.assert_array_equal(closeness, [[0.5, 0.5], [0.0, 1.0]])


# ---- two passes over one problem -----------------------------------------------------------------

SIZES = [1, 2, WIDE * 2 - 1, WIDE * 2, ROWS - 1, ROWS, ROWS + 1, 2 * ROWS + 77]


@pytest.mark.parametrize("layout", ["C", "F"])
@pytest.mark.parametrize("rule", ["vector", "minmax"])
@pytest.mark.parametrize("m", SIZES)
def test_two_passes_score_as_the_parts_do(m, rule, layout):
    matrix, weights, benefit = made(m, 5, 1)
    matrix[:, 3] = 7.0  # a constant criterion
    matrix = np.asarray(matrix, order=layout)
    fast = closeness_in_two_passes(matrix, weights[0], benefit, rule)
    parts = core.topsis_parts(matrix, weights[0], benefit, normalization=rule)
    np.testing.assert_allclose(fast, parts.closeness, rtol=0, atol=1e-12)


def test_two_passes_of_identical_candidates_tie():
    matrix = np.full((500, 3), 2.0)
    fast = closeness_in_two_passes(matrix, np.full(3, 1 / 3), np.full(3, True), "vector")
    np.testing.assert_array_equal(fast, 0.5)


@given(problems(candidates=(1, 5), zeros=True), st.sampled_from([2, 127, 128, 129, 200]))
def test_two_passes_of_any_grid_score_as_the_parts_do(problem, m):
    """Ties, zero weights, costs, constant columns, on both sides of the widened view."""
    matrix, weights, benefit = problem
    matrix = np.resize(matrix, (m, matrix.shape[1]))
    for rule in ("vector", "minmax"):
        fast = closeness_in_two_passes(matrix, weights, benefit, rule)
        parts = core.topsis_parts(matrix, weights, benefit, normalization=rule)
        np.testing.assert_allclose(fast, parts.closeness, rtol=0, atol=1e-12)


@pytest.mark.parametrize("scale", [1e-200, 1e160])
def test_magnitudes_out_of_range_take_the_general_way(scale):
    matrix, weights, benefit = made(300, 4, 1)
    assert closeness_in_two_passes(matrix * scale, weights[0], benefit, "vector") is None
    np.testing.assert_allclose(
        core.topsis(matrix * scale, weights[0], benefit),
        core.topsis(matrix, weights[0], benefit),
        rtol=0,
        atol=1e-12,
    )


# ---- losses order as scores do -------------------------------------------------------------------


def assert_same_order(losses, scores):
    """Wherever two scores differ by more than law 6's tolerance, their losses do, the other way."""
    for loss, score in zip(losses, scores, strict=True):
        apart = score[:, None] - score[None, :] > 1e-9 * np.abs(score).max()
        assert (loss[:, None] < loss[None, :])[apart].all()


@pytest.mark.parametrize("p", METRICS)
def test_losses_of_topsis_order_as_closeness(p):
    matrix, weights, benefit = made(40, 4, 50)
    matrix[0] = np.where(benefit, 9.0, 0.1)  # the ideal itself, and all but the ideal
    matrix[1] = matrix[0] * (1 + np.where(benefit, -1e-7, 1e-7))
    matrix[2] = np.where(benefit, 0.1, 9.0)
    matrix[3] = matrix[2] * (1 + np.where(benefit, 1e-7, -1e-7))
    terms = core.topsis_terms(matrix, benefit, p=p)
    losses = np.empty((50, 40))
    losses_of_topsis(terms)(weights, losses)
    assert (losses >= 0).all()
    assert_same_order(losses, core.topsis(matrix, weights, benefit, p=p))


@given(problems(candidates=(2, 12), zeros=True), st.sampled_from(RULES), st.sampled_from(METRICS))
def test_losses_of_any_grid_order_as_closeness(problem, rule, p):
    matrix, weights, benefit = problem
    terms = core.topsis_terms(matrix, benefit, normalization=rule, p=p)
    losses = np.empty((1, len(matrix)))
    losses_of_topsis(terms)(weights[None], losses)
    assert (losses >= 0).all()
    assert_same_order(losses, core.topsis(matrix, weights[None], benefit, normalization=rule, p=p))


@pytest.mark.parametrize("precision", ["float64", "float32"])
@pytest.mark.parametrize("p", METRICS)
def test_losses_are_equal_where_nothing_separates_the_candidates(p, precision):
    terms = core.topsis_terms(np.full((3, 2), 0.25), np.array([True, False]), p=p)
    losses = np.empty((2, 3), dtype=precision)
    losses_of_topsis(terms, precision)(np.array([[0.5, 0.5], [1.0, 0.0]]), losses)
    assert np.ptp(losses) == 0  # a number, and no warning


def test_losses_of_uneven_units_order_as_closeness():
    matrix, weights, benefit = made(12, 3, 30)
    matrix = matrix * np.array([1e150, 1.0, 1e-40])
    weights[:10] = [0, 0, 1]  # the least unit alone decides
    weights[10:20, 0] = 0
    terms = core.topsis_terms(matrix, benefit, normalization="none")
    losses = np.empty((30, 12))
    losses_of_topsis(terms)(weights, losses)
    assert_same_order(losses, core.topsis(matrix, weights, benefit, normalization="none"))


def test_losses_of_sums_order_as_sums():
    matrix, weights, _ = made(30, 4, 50)
    losses = np.empty((50, 30))
    losses_of_sums(matrix)(weights, losses)
    assert (losses >= 0).all()
    assert_same_order(losses, weights @ matrix.T)


# ---- counting ------------------------------------------------------------------------------------


def counted(scores, **wanted):
    fill = losses_of(lambda part: part)
    blocks = weight_blocks(fill, scores, scores.shape[1])
    return tally(blocks, len(scores), scores.shape[1], **wanted)


def looped(scores):
    counts = np.zeros((scores.shape[1],) * 2, dtype=int)
    for row in scores:
        counts[np.argsort(-row, kind="stable"), np.arange(row.size)] += 1
    return counts


@given(st.integers(1, 40), st.integers(1, 60), st.integers(0, 2**32 - 1))
def test_positions_are_counted_as_the_loop_counts(m, samples, seed):
    scores = np.random.default_rng(seed).random((samples, m))
    found = counted(scores)
    np.testing.assert_array_equal(found.counts, looped(scores))
    np.testing.assert_array_equal(found.firsts, looped(scores)[:, 0])
    only = counted(scores, ranks=False)
    np.testing.assert_array_equal(only.firsts, found.firsts)
    assert only.counts.size == 0
    top = min(3, m)
    np.testing.assert_array_equal(counted(scores, top=top).counts, found.counts[:, :top])


@pytest.mark.parametrize("m", [2, 255, 256, 300])
@pytest.mark.parametrize("samples", [7, 2043])
def test_wins_are_counted_as_pairs_are_compared(m, samples):
    scores = np.random.default_rng(m).random((samples, m))
    wins = counted(scores, pairs=True).wins
    for i in (0, 1, m // 2, m - 1):
        np.testing.assert_array_equal(wins[i], (scores[:, i : i + 1] > scores).sum(axis=0))


def test_the_weights_of_first_ranks_are_added_up():
    scores = np.random.default_rng(0).random((100, 5))
    weights = np.random.default_rng(1).dirichlet(np.ones(3), 100)
    found = counted(scores, weights=weights)
    for i in range(5):
        first = scores.argmax(axis=1) == i
        np.testing.assert_allclose(found.weight_sums[i], weights[first].sum(axis=0))


def test_a_tie_inside_a_sample_goes_to_the_lower_index():
    scores = np.array([[1.0, 2.0, 2.0, 1.0]])
    np.testing.assert_array_equal(counted(scores).counts, looped(scores))
    assert counted(scores).counts[1, 0] == 1


def test_32_bits_misplace_few():
    matrix, weights, benefit = made(514, 12, 400)
    terms = core.topsis_terms(matrix, benefit)

    def places(precision):
        fill = losses_of_topsis(terms, precision)
        blocks = weight_blocks(fill, weights, 514, precision)
        return tally(blocks, 400, 514, precision=precision).counts

    exact, fast = places("float64"), places("float32")
    np.testing.assert_array_equal(fast.sum(axis=1), 400)
    misplaced = np.abs(exact - fast).sum() / 2 / exact.sum()
    assert 0 < misplaced < 1e-3  # the docstring of smaa() says 2e-4 of all places, measured so


@pytest.mark.parametrize("fill", ["sums", "any"])
def test_32_bits_of_other_methods(fill):
    matrix, weights, _ = made(20, 4, 500)
    make = (
        losses_of_sums(matrix, "float32") if fill == "sums" else losses_of(lambda w: w @ matrix.T)
    )
    blocks = weight_blocks(make, weights, 20, "float32")
    found = tally(blocks, 500, 20, precision="float32").counts
    exact = looped(weights @ matrix.T)
    assert np.abs(found - exact).sum() / 2 / exact.sum() < 1e-3


@pytest.mark.parametrize("n", [500, 2000])
def test_32_bits_hold_the_sums_of_many_criteria(n):
    """Who is worst everywhere loses 1 in all: a little more, rounded, would come out first."""
    rng = np.random.default_rng(0)
    matrix = rng.random((10, n))
    matrix[0], matrix[-1] = 1, 0
    weights = rng.dirichlet(np.ones(n), 400)
    blocks = weight_blocks(losses_of_sums(matrix, "float32"), weights, 10, "float32")
    counts = tally(blocks, 400, 10, precision="float32").counts
    assert counts[0, 0] == counts[-1, -1] == 400


# ---- ranks of many -------------------------------------------------------------------------------


def test_ranks_of_many_are_those_of_scipy():
    from scipy.stats import rankdata

    scores = np.random.default_rng(0).permutation(np.linspace(0, 1, 100_000))
    np.testing.assert_array_equal(core.ranks(scores), rankdata(-scores, method="min"))
    np.testing.assert_array_equal(core.order(scores), np.argsort(-scores))


@pytest.mark.parametrize("gap", [0.4, 0.9, 1.1])
def test_chains_are_cut_as_a_walk_cuts_them(gap):
    rng = np.random.default_rng(3)
    chain = 1.0 - np.arange(300) * gap * 1e-9
    scores = rng.permutation(np.concatenate([chain, 0.5 - np.arange(50) * 0.3e-9, rng.random(50)]))
    best_first = np.sort(scores)[::-1]
    allowed, expected, start = 1e-9 * scores.max(), np.empty(scores.size, int), 0
    for k, score in enumerate(best_first):
        start = start if best_first[start] - score <= allowed else k
        expected[k] = start + 1
    found = core.ranks(scores)
    np.testing.assert_array_equal(np.sort(found), expected)
    assert (np.diff(found[np.argsort(-scores)]) >= 0).all()


def walked(scores, tolerance):
    """Law 6, candidate by candidate."""
    best_first = sorted(range(len(scores)), key=lambda i: -scores[i])
    allowed, found, start = tolerance * max(map(abs, scores)), [0] * len(scores), 0
    for k, i in enumerate(best_first):
        if scores[best_first[start]] - scores[i] > allowed:
            start = k
        found[i] = start + 1
    return found


@given(
    st.lists(st.integers(0, 12), min_size=2, max_size=40),
    st.sampled_from([1e-9, 1e-3, 0.1]),
    st.sampled_from([0.25, 1 / 3, 0.5, 0.9, 1.0]),
)
def test_scores_on_the_very_border_of_a_tie(steps, tolerance, gap):
    """Gaps of whole parts of the tolerance, whose sums and differences round differently."""
    scores = [1.0, *(1 - k * gap * tolerance for k in steps)]
    assert core.ranks(np.array(scores), tie_tolerance=tolerance).tolist() == walked(
        scores, tolerance
    )


def test_a_border_that_rounds_one_way_only():
    """Below a power of two floats lie closer: the sum falls short where the difference does not."""
    t = 2.0**-30
    scores = [0.4 * 2.0**-82, -t, -1.5 * t, -1.0]
    assert (
        core.ranks(np.array(scores), tie_tolerance=t).tolist() == walked(scores, t) == [1, 1, 3, 4]
    )


# ---- small differences of large values -----------------------------------------------------------

OFFSETS = (1e6, 1e9, 1e12)


@pytest.mark.parametrize("offset", OFFSETS)
@pytest.mark.parametrize("rule", ["vector", "sum", "max", "minmax", "z_score"])
def test_small_differences_of_large_values_are_not_rounded_away(rule, offset):
    """Shares of 1e12 + 1 and 1e12 + 2 are all but equal, their distances are not."""
    rng = np.random.default_rng(1)
    matrix = offset + rng.integers(0, 100, (9, 3))
    weights, benefit = np.array([0.5, 0.2, 0.3]), np.array([True, False, True])
    single = core.topsis(matrix, weights, benefit, normalization=rule)
    many = core.topsis(matrix, np.stack([weights, weights]), benefit, normalization=rule)[1]
    parts = core.topsis_parts(matrix, weights, benefit, normalization=rule).closeness
    turned = rng.permutation(9)
    again = core.topsis(matrix[turned], weights, benefit, normalization=rule)
    for other in (many, parts, again[np.argsort(turned)]):
        np.testing.assert_allclose(other, single, rtol=0, atol=1e-12)


@pytest.mark.parametrize("offset", OFFSETS)
def test_distances_of_large_values_are_those_of_their_differences(offset):
    """Values over nearly equal norms: closeness of the values less the offset, weighted so."""
    rows = np.random.default_rng(2).integers(0, 100, (9, 3)).astype(float)
    norms = [math.sqrt(sum(int(offset + v) ** 2 for v in column)) for column in rows.T]
    weights, benefit = np.array([0.5, 0.2, 0.3]), np.array([True, False, True])
    gaps = [(rows - end) * weights / norms for end in (rows.max(axis=0), rows.min(axis=0))]
    high, low = ((gap * gap) for gap in gaps)
    near, far = np.where(benefit, high, low), np.where(benefit, low, high)
    near, far = np.sqrt(near.sum(axis=1)), np.sqrt(far.sum(axis=1))
    samples = np.stack([weights, weights])
    for got in (core.topsis(offset + rows, samples, benefit)[0], core.topsis_parts(
        offset + rows, weights, benefit).closeness):  # fmt: skip
        np.testing.assert_allclose(got, far / (near + far), rtol=0, atol=1e-12)
    index = core.piv(offset + rows, weights, benefit)
    behind = np.where(benefit, -gaps[0], gaps[1]).sum(axis=1)
    np.testing.assert_allclose(-index, behind, rtol=1e-12)
