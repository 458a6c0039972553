"""Details of kernels that whole problems hardly show; `make mutants` found each of them."""

import numpy as np

from kadmcdm import core
from kadmcdm.core.acceptability import tally


def test_first_ranks_alone_are_counted_in_every_block():
    """Block after block, of samples, and of candidates or samples the other way round."""
    losses = np.random.default_rng(5).random((90, 4))
    for some in (losses, losses[:, ::-1], losses[::-1]):
        blocks = [some[k : k + 20].copy() for k in range(0, 90, 20)]
        found = tally(blocks, 90, 4, ranks=False).firsts
        assert found.tolist() == np.bincount(some.argmin(axis=1), minlength=4).tolist()


def test_stacked_products_of_extreme_scales_are_those_of_each_problem():
    """Ratios that are no floats, in a stack: two problems of three candidates, two criteria."""
    stack = np.array(
        [
            [[1e-300, 2.0], [1e300, 3.0], [1e290, 1.0]],
            [[1e300, 2.0], [1e-300, 5.0], [1.0, 1.0]],
        ]
    )
    weights, benefit = np.array([0.5, 0.5]), np.array([True, False])
    found = core.weighted_product(stack, weights, benefit)
    alone = [core.weighted_product(one, weights, benefit) for one in stack]
    np.testing.assert_array_equal(found, alone)
    by_hand = [[0.5**0.5 * 1e-300, 3**-0.5, 1e-5], [0.5**0.5, 0.2**0.5 * 1e-300, 1e-150]]
    np.testing.assert_allclose(found, by_hand, rtol=1e-12)


def test_copras_divides_a_column_of_zeros_evenly():
    """Shares of 0 in 0 are 1/m, as of any other constant: S+ by hand."""
    parts = core.copras_parts(np.array([[1.0, 0], [3, 0]]), np.array([0.5, 0.5]), np.full(2, True))
    np.testing.assert_allclose(parts[0], [0.5 * 0.25 + 0.5 * 0.5, 0.5 * 0.75 + 0.5 * 0.5])
