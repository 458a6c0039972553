"""Details of kernels that whole problems hardly show; `make mutants` found each of them."""

from itertools import combinations

import numpy as np
import pytest

from kadmcdm import core
from kadmcdm.core.acceptability import SPREAD, always_tied, tally
from kadmcdm.core.aggregation import preference_counts
from kadmcdm.core.coalition_features import Feature, ends, values_of
from kadmcdm.core.coalition_scale import evened
from kadmcdm.core.coalitions import coverage
from kadmcdm.errors import InputError


def test_first_ranks_alone_are_counted_in_every_block():
    """Block after block, of samples, and of candidates or samples the other way round."""
    losses = np.random.default_rng(5).random((90, 4))
    for some in (losses, losses[:, ::-1], losses[::-1]):
        blocks = [some[k : k + 20].copy() for k in range(0, 90, 20)]
        found = tally(blocks, 90, 4, ranks=False).firsts
        assert found.tolist() == np.bincount(some.argmin(axis=1), minlength=4).tolist()


def test_stacked_products_of_extreme_scales_are_those_of_each_problem():
    """Ratios that are no floats, in a stack: problems of three candidates and two criteria."""
    stack = np.array([
        [[1e-300, 2.0], [1e300, 3.0], [1e290, 1.0]],
        [[1e300, 2.0], [1e-300, 5.0], [1.0, 1.0]],
        [[1e-300, 1e300], [1e10, 1.0], [1e9, 2.0]],
    ])  # fmt: skip
    weights, benefit = np.array([0.5, 0.5]), np.array([True, False])
    found = core.weighted_product(stack, weights, benefit)
    alone = [core.weighted_product(one, weights, benefit) for one in stack]
    np.testing.assert_array_equal(found, alone)
    by_hand = [
        [0.5**0.5 * 1e-300, 3**-0.5, 1e-5],
        [0.5**0.5, 0.2**0.5 * 1e-300, 1e-150],
        [1e-305, 1.0, 0.05**0.5],
    ]
    np.testing.assert_allclose(found, by_hand, rtol=1e-12)


def test_copras_divides_a_column_of_zeros_evenly():
    """Shares of 0 in 0 are 1/m, as of any other constant: S+ by hand."""
    parts = core.copras_parts(np.array([[1.0, 0], [3, 0]]), np.array([0.5, 0.5]), np.full(2, True))
    np.testing.assert_allclose(parts[0], [0.5 * 0.25 + 0.5 * 0.5, 0.5 * 0.75 + 0.5 * 0.5])


@pytest.mark.parametrize("better", [True, False])
def test_logarithms_of_a_column_of_ones_tell_nothing_whatever_stands_beside(better):
    """Law 7: 0 of 0 is 1 for all; log 2 and log 4 of log 8 are a third and two."""
    found = core.normalize(np.array([[1.0, 2], [1, 4]]), np.array([better, True]), "logarithmic")
    np.testing.assert_allclose(found, [[1, 1 / 3], [1, 2 / 3]], rtol=1e-14)


def test_an_ideal_without_a_scale_is_refused_by_the_column_it_stands_in():
    x, ideal = np.array([[1.0, 5, 2], [3, 5, 4]]), np.array([3.0, 6, 4])
    with pytest.raises(InputError) as caught:
        core.topsis(x, np.ones(3), np.full(3, True), normalization="minmax", ideal=ideal)
    assert [fault.where for fault in caught.value.faults] == ["column 2"]


def test_one_sample_ties_those_whom_its_ranks_tie():
    """Law 6: a chain of near scores is cut from the best on, whatever stands first."""
    scores = np.array([0.0, 0.8e-9, 1.6e-9, 1.0])
    assert core.ranks(scores).tolist() == [4, 2, 2, 1]
    assert always_tied(scores[None], np.zeros(4, dtype=np.int64)).tolist() == [0, 1, 1, 3]


def test_who_stands_alone_is_covered_by_nobody():
    for exchange in ("knowledge", "resource"):
        found = coverage(np.array([[3.0, 9.0]]), np.array([5.0, 5.0]), np.ones(2), exchange)
        assert found.tolist() == [0.0]


def test_spreads_are_taken_from_a_thousand_samples_of_many():
    losses = np.random.default_rng(2).random((5 * SPREAD, 3))
    weights = np.full((5 * SPREAD, 2), 0.5)
    found = tally([losses], len(losses), 3, weights=weights, pairs=True)
    assert found.counts.dtype == found.wins.dtype == np.int64
    assert found.weight_sums.sum(axis=0).tolist() == [2.5 * SPREAD] * 2
    assert found.spread.sum(axis=0).tolist() == [SPREAD, *[0.5 * SPREAD] * 2, *[0.25 * SPREAD] * 2]


def test_the_widest_scale_is_brought_to_about_one_by_a_power_of_two():
    """Widths 2000 (around 0) and 2: the first one decides."""
    scales = {"a": (-1000.0, 1000.0), "b": (3.0, 1.0)}
    given = [Feature("sum", np.empty(0), best=best, worst=worst) for best, worst in scales.values()]
    found, unit = evened(given)
    assert np.log2(unit) == round(np.log2(unit))
    assert 0.5 <= found[0].worst - found[0].best <= 2.0
    assert [f.best / unit for f in found] == [-1000.0, 3.0]


def test_no_correlation_of_critic_leaves_its_range():
    """Columns and their negatives, whose products sum to more than 1 by rounding here and there."""
    x = np.random.default_rng(4).random((200, 7, 1))
    found = core.critic_parts(np.concatenate([x, -x, x], axis=-1), np.full(3, True)).correlations
    np.testing.assert_allclose(np.abs(found), 1.0, rtol=1e-12)
    assert np.abs(found).max() == 1.0


def test_means_of_weight_vectors_count_each_once_when_nothing_is_said():
    """Geometric: roots of 0.8 * 0.5 and 0.2 * 0.5, 2 to 1; convex: the plain mean."""
    weights = np.array([[0.8, 0.2], [0.5, 0.5]])
    np.testing.assert_allclose(core.combined_weights(weights, "geometric"), [2 / 3, 1 / 3])
    np.testing.assert_allclose(core.combined_weights(weights, "convex"), [0.65, 0.35])


def test_z_scores_are_in_standard_deviations():
    """Of 1, 2, 3, whose squares off the mean are 1, 0, 1: a deviation of sqrt(2/3)."""
    x = np.array([[1.0, 101], [2, 102], [3, 103]])
    found = core.normalize(x, np.array([True, False]), "z_score")
    one = 1.5**0.5
    np.testing.assert_allclose(found, [[-one, one], [0, 0], [one, -one]], atol=1e-12)


def test_preferences_are_counted_in_each_problem_of_a_stack():
    """Two rankings in each of three problems of four candidates, against plain comparisons."""
    views = np.random.default_rng(6).integers(1, 5, (2, 3, 4))
    counts = preference_counts(views)
    assert counts.dtype == np.int64
    for k, i, j in np.ndindex(3, 4, 4):
        assert counts[k, i, j] == sum(int(view[k, i] < view[k, j]) for view in views)


def test_weights_from_data_name_the_column_in_a_stack_too():
    stack = np.ones((2, 3, 4))
    stack[1, 0, 3] = -1.0
    with pytest.raises(InputError) as caught:
        core.entropy_divergences(stack)
    assert [fault.where for fault in caught.value.faults] == ["column 4"]


def test_what_cancels_in_one_problem_of_a_stack_is_0_there():
    """0.1 + 0.2 - 0.3 is rounding where all cancel, and a small score where somebody's do not."""
    terms = np.array([[[1.0, 1, -1], [-1, -1, 1]], [[1, 1, -1], [1, 1, 1]]])
    found = core.signed_sum(terms, np.array([0.1, 0.2, 0.3]))
    assert found[0].tolist() == [0.0, 0.0]
    assert found[1, 0] != 0.0
    np.testing.assert_allclose(found[1], [0.0, 0.6], atol=1e-15)


def test_distances_of_topsis_are_minkowskis_for_any_power():
    """To the third: gaps of 1, 2 and 2 of equal weight make the root of 17, not of 9."""
    x, whole = np.array([[4.0, 3, 3], [5, 5, 5]]), np.full(3, True)
    parts = core.topsis_parts(x, np.ones(3), whole, normalization="none", p=3)
    np.testing.assert_allclose(parts.distance_to_ideal, [17 ** (1 / 3), 0.0], rtol=1e-14)


def test_products_keep_the_precision_of_what_is_multiplied():
    r = np.random.default_rng(7).random((5, 3)).astype(np.float32)
    assert core.dot(r, r[:4]).dtype == np.float32
    np.testing.assert_allclose(core.dot(r, r[:4]), r[:4] @ r.T, rtol=1e-6)


@pytest.mark.parametrize("size", [1, 2, 3, 5])
def test_no_sum_lies_outside_the_ends_to_the_bit(size):
    """Sums are taken in another order than the ends, and round otherwise; single values do not."""
    rng = np.random.default_rng(size)
    members = np.array(list(combinations(range(7), size)))
    for _ in range(50):
        feature = Feature("sum", rng.normal(0.1, 3.0, 7))
        low, high = ends(feature, size)
        values = values_of(feature, members)
        assert low <= values.min() <= values.max() <= high
        if size == 1:
            assert (low, high) == (values.min(), values.max())
