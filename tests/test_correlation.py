"""Rank correlations and analysis of variance: closed forms, oracles, laws, degenerate data."""

from itertools import combinations, product

import numpy as np
import pytest
from hypothesis import assume, given
from hypothesis import strategies as st
from hypothesis.extra import numpy as npst
from pymcdm import correlations as peer
from scipy import stats

from kadmcdm import core

CORRELATIONS = [
    core.kendall_tau, core.spearman, core.weighted_spearman, core.ws_coefficient,
    core.pair_agreement, core.goodman_kruskal,
]  # fmt: skip
SYMMETRIC = [f for f in CORRELATIONS if f is not core.ws_coefficient]

every = pytest.mark.parametrize("correlation", CORRELATIONS, ids=lambda f: f.__name__)


def places(m, *lead):
    """Whole numbers, so that ties are exact and common."""
    return npst.arrays(np.int64, (*lead, m), elements=st.integers(1, max(2, m - 1)))


@st.composite
def pairs(draw, least=1):
    m = draw(st.integers(least, 8))
    return draw(places(m)), draw(places(m))


# ---- average ranks -------------------------------------------------------------------------------


@given(places(7, 3))
def test_average_ranks_are_scipys(values):
    np.testing.assert_array_equal(core.average_ranks(values), stats.rankdata(values, axis=-1))


def test_average_ranks_of_nobody_and_of_one():
    assert core.average_ranks(np.empty((2, 0))).shape == (2, 0)
    assert core.average_ranks(np.array([7.0])).tolist() == [1]


# ---- oracles -------------------------------------------------------------------------------------


@given(pairs(least=2))
def test_kendall_and_spearman_are_scipys(both):
    a, b = both
    assume(np.ptp(a) > 0 and np.ptp(b) > 0)  # scipy warns of constants; ours have tests below
    # Both are exact but for the rounding of a few sums and one root.
    assert core.kendall_tau(a, b) == pytest.approx(stats.kendalltau(a, b).statistic, abs=1e-12)
    assert core.spearman(a, b) == pytest.approx(stats.spearmanr(a, b).statistic, abs=1e-12)


@given(pairs(least=2))
def test_weighted_spearman_and_ws_are_pymcdms_on_average_ranks(both):
    a, b = map(stats.rankdata, both)
    ours = [f(*both) for f in (core.weighted_spearman, core.ws_coefficient)]
    theirs = [f(a, b) for f in (peer.weighted_spearman, peer.rank_similarity_coef)]
    np.testing.assert_allclose(ours, theirs, atol=1e-12)  # the same sums in another order


@given(pairs(least=2))
def test_agreement_is_a_plain_count(both):
    a, b = both
    alike = [
        np.sign(a[i] - a[j]) == np.sign(b[i] - b[j]) for i, j in combinations(range(len(a)), 2)
    ]
    assert core.pair_agreement(a, b) == pytest.approx(np.mean(alike), abs=1e-15)


# ---- closed forms and laws -----------------------------------------------------------------------


@every
@given(st.integers(1, 8), st.randoms())
def test_equal_rankings_have_1(correlation, m, random):
    ranks = np.array(random.sample(range(1, m + 1), m))
    assert correlation(ranks, ranks) == pytest.approx(1, abs=1e-15)


@pytest.mark.parametrize("m", [2, 3, 8, 50])
def test_reversed_rankings(m):
    up, down = np.arange(1, m + 1), np.arange(m, 0, -1)
    for correlation in (core.kendall_tau, core.spearman, core.weighted_spearman):
        assert correlation(up, down) == pytest.approx(-1, abs=1e-12)
    assert core.pair_agreement(up, down) == 0
    farthest = np.maximum(up - 1, m - up)
    expected = 1 - (2.0**-up * np.abs(up - down) / farthest).sum()
    assert core.ws_coefficient(up, down) == pytest.approx(expected, abs=1e-12)
    assert core.ws_coefficient(up, down) > 0


@pytest.mark.parametrize("correlation", SYMMETRIC, ids=lambda f: f.__name__)
@given(pairs())
def test_symmetry(correlation, both):
    a, b = both
    np.testing.assert_allclose(correlation(a, b), correlation(b, a), atol=1e-15)


def test_ws_is_not_symmetric():
    a, b = np.array([1, 2, 3, 4]), np.array([3, 1, 2, 4])
    assert core.ws_coefficient(a, b) != pytest.approx(core.ws_coefficient(b, a), abs=0.01)


@every
@given(pairs(), st.randoms())
def test_permuting_candidates_changes_nothing(correlation, both, random):
    a, b = both
    at = random.sample(range(len(a)), len(a))
    np.testing.assert_allclose(correlation(a[at], b[at]), correlation(a, b), atol=1e-14)


@every
@given(pairs())
def test_competition_ranks_and_scores_say_the_same(correlation, both):
    """The kind of ranks does not matter: ties count as average ranks."""
    a, b = both
    other = core.ranks(-a.astype(float)), core.ranks(-b.astype(float))
    np.testing.assert_allclose(correlation(*other), correlation(a, b), atol=1e-15)


@every
@given(pairs())
def test_they_stay_in_their_range(correlation, both):
    value = float(correlation(*both))
    low = {core.pair_agreement: 0.0, core.ws_coefficient: 0.0}.get(correlation, -1.0)
    assert np.isnan(value) or low <= value <= 1


@every
@given(places(5, 2, 3), places(5, 3))
def test_a_batch_is_the_loop(correlation, a, b):
    whole = correlation(a, b)
    loop = [[correlation(a[i, j], b[j]) for j in range(3)] for i in range(2)]
    assert whole.shape == (2, 3)
    np.testing.assert_allclose(whole, loop, atol=1e-12)


@every
def test_inputs_stay_as_they_are(correlation):
    a, b = np.array([[3, 1, 1]]), np.array([2.0, 1.0, 3.0])
    correlation(a, b)
    assert (a.tolist(), b.tolist()) == ([[3, 1, 1]], [2, 1, 3])


@every
def test_huge_scores_do_not_overflow(correlation):
    huge = np.array([-1.7e308, 0.0, 1.7e308])
    assert correlation(huge, huge) == pytest.approx(1)


# ---- degenerate ----------------------------------------------------------------------------------


@every
@pytest.mark.parametrize("m", [1, 2, 5])
def test_two_rankings_that_tie_everybody_are_alike(correlation, m):
    assert correlation(np.ones(m), np.full(m, 3.0)) == 1


def test_one_ranking_that_ties_everybody():
    tied, apart = np.ones(3), np.array([1, 2, 3])
    for a, b in ((tied, apart), (apart, tied)):
        assert np.isnan(core.kendall_tau(a, b))
        assert np.isnan(core.spearman(a, b))
        assert core.pair_agreement(a, b) == 0
        # average ranks 2, 2, 2: 1 - 6 (1 * 5 + 1 * 3) / 96
        assert core.weighted_spearman(a, b) == pytest.approx(1 - 6 * 8 / 96, abs=1e-15)
    assert core.ws_coefficient(tied, apart) == pytest.approx(1 - 2 / 4, abs=1e-15)
    assert core.ws_coefficient(apart, tied) == pytest.approx(1 - (1 / 4 + 0 + 1 / 16), abs=1e-15)


# ---- analysis of variance ------------------------------------------------------------------------


def plain_sums(values, factors):
    """Sums of squares by their definition, one value after the other."""
    levels = [range(size) for size in values.shape[:factors]]
    mean = values.mean()
    total = sum((y - mean) ** 2 for y in values.ravel())
    main = []
    for axis in range(factors):
        per_level = [values.take(k, axis=axis) for k in levels[axis]]
        main.append(sum(part.size * (part.mean() - mean) ** 2 for part in per_level))
    within = sum((y - values[cell].mean()) ** 2 for cell in product(*levels) for y in values[cell])
    return [*main, total - sum(main) - within, within]


@given(npst.arrays(np.int64, (2, 3, 2, 4), elements=st.integers(1, 9)))
def test_sums_of_squares_are_the_plain_ones(values):
    # Values to 9, 48 of them: the sums reach 1000, and rounding 1e-12 of that.
    np.testing.assert_allclose(core.sums_of_squares(values, 3), plain_sums(values, 3), atol=1e-9)


@given(*[st.integers(-9, 9)] * 4)
def test_two_by_two_in_closed_form(a, b, c, d):
    """Sums of squares of a 2 x 2 table are squared contrasts over 4."""
    table = np.array([[[a], [b]], [[c], [d]]], dtype=float)
    expected = [
        (a + b - c - d) ** 2 / 4, (a - b + c - d) ** 2 / 4, (a - b - c + d) ** 2 / 4, 0,
    ]  # fmt: skip
    np.testing.assert_allclose(core.sums_of_squares(table, 2), expected, atol=1e-10)


def test_one_cause_at_a_time():
    """A figure that only one factor moves, or only both together, or only repetition."""
    zeros = np.zeros((2, 2, 2))
    sign = np.array([-1.0, 1.0])
    for moved, source in (
        (zeros + sign[:, None, None], 0),
        (zeros + sign[None, :, None], 1),
        (zeros + sign[:, None, None] * sign[None, :, None], 2),
        (zeros + sign[None, None, :], 3),
    ):
        shares = core.variance_shares(core.sums_of_squares(moved, 2))
        assert shares.tolist() == [float(k == source) for k in range(4)]


@given(npst.arrays(np.int64, (3, 2, 3, 1), elements=st.integers(1, 4)))
def test_shares_sum_to_one_or_are_all_zero(values):
    shares = core.variance_shares(core.sums_of_squares(values, 2))
    varies = np.ptp(values, axis=(1, 2, 3)) > 0
    np.testing.assert_allclose(shares.sum(axis=-1), varies, atol=1e-12)
    assert (shares >= 0).all()
    assert not shares[:, 3].any()  # one value a cell: nothing varies within


def test_variance_of_a_batch_is_the_loop():
    values = np.random.default_rng(1).integers(1, 9, (4, 3, 2, 3, 5))
    loop = [core.sums_of_squares(part, 3) for part in values]
    np.testing.assert_allclose(core.sums_of_squares(values, 3), loop, rtol=1e-12)


@pytest.mark.parametrize("value", [3, 0.1, 1e300])
def test_what_is_constant_has_no_variance(value):
    """The mean of three times 0.1 is not 0.1: rounding is no variance."""
    values = np.full((1, 3, 3, 3), value)
    assert core.variance_shares(core.sums_of_squares(values, 2)).tolist() == [[0, 0, 0, 0]]
