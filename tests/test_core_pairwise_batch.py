"""Comparison matrices by the batch: certificates that hold, and iterations that end."""

import numpy as np
import pytest

from kadmcdm import core
from kadmcdm.core import pairwise


def reciprocal(count, n, spread, seed=0):
    logs = np.random.default_rng(seed).normal(0, spread, (count, n, n))
    return np.exp(logs - logs.swapaxes(1, 2))


@pytest.mark.parametrize("n", [1, 2, 3, 4, 7, 15])
@pytest.mark.parametrize("spread", [0.1, 0.5, 2.0])
def test_the_certificate_bounds_the_eigenvalue(n, spread):
    a = reciprocal(200, n, spread)
    found = core.principal(a)
    true = np.linalg.eigvals(a).real.max(axis=-1)
    # LAPACK's own error: a few units of the last place, times the order
    assert (np.abs(found.value - true) <= (found.width + 1e-13 * n) * true).all()
    assert (found.width <= pairwise.TOLERANCE * n).all()
    product = np.einsum("bij,bj->bi", a, found.vector)
    np.testing.assert_allclose(product, found.value[:, None] * found.vector, rtol=1e-10)


def test_what_can_hardly_be_consistent_ends_with_its_width():
    cyclic = np.array([[1, 9, 1 / 9], [1 / 9, 1, 9], [9, 1 / 9, 1]])
    wild = reciprocal(50, 3, 12.0)  # ratios of 1e10 and more
    found = core.principal(np.concatenate([cyclic[None], wild]))
    np.testing.assert_allclose(found.vector[0], 1 / 3)
    assert np.isfinite(found.vector).all()
    assert np.isfinite(found.width).all()
    true = np.linalg.eigvals(wild).real.max(axis=-1)
    np.testing.assert_allclose(found.value[1:], true, rtol=1e-9)


def test_lapack_takes_over_where_the_iteration_does_not_get_there(monkeypatch):
    a = reciprocal(20, 5, 0.8)
    expected = core.principal(a)
    monkeypatch.setattr(pairwise, "MAX_ITERATIONS", pairwise.CHECK_EVERY)
    found = core.principal(a)
    np.testing.assert_allclose(found.vector, expected.vector, rtol=1e-10)
    np.testing.assert_allclose(found.value, expected.value, rtol=1e-12)


@pytest.mark.parametrize("count", [1, 7, 8, 9, 16, 17])
def test_borders_of_blocks(count, monkeypatch):
    a = reciprocal(count, 4, 0.5)
    whole = core.principal(a)
    monkeypatch.setattr(pairwise, "BLOCK_BYTES", 8 * 8 * 4 * 4)  # 8 matrices
    blocks = core.principal(a)
    for one, other in zip(whole, blocks, strict=True):
        np.testing.assert_allclose(one, other, rtol=0, atol=1e-12)
    np.testing.assert_allclose(
        core.priority_vector(a, "geometric_mean"), whole.geometric_mean, rtol=1e-14
    )


def test_ratios_that_have_no_product():
    priorities = np.array([1e100, 1.0, 1e-100, 1e60, 1e-60])
    a = priorities[:, None] / priorities[None, :]
    expected = priorities / priorities.sum()
    np.testing.assert_allclose(core.priority_vector(a, "geometric_mean"), expected, rtol=1e-9)
    np.testing.assert_allclose(core.priority_vector(a), expected, rtol=1e-9)
    assert float(core.consistency_index(a)) == pytest.approx(0, abs=1e-9)


def log_uniform(count, n, decades, seed=0):
    logs = np.triu(np.random.default_rng(seed).uniform(-decades, decades, (count, n, n)), 1)
    return 10 ** (logs - logs.swapaxes(1, 2))


@pytest.mark.parametrize("n", [3, 4, 5, 8, 15])
@pytest.mark.parametrize("decades", [9, 50, 100])
def test_random_ratios_end_and_their_width_is_true(decades, n):
    """Collatz-Wielandt, from the vector that was returned: nothing is taken on trust."""
    a = log_uniform(60, n, decades)
    found = core.principal(a)
    assert (found.vector > 0).all()
    np.testing.assert_allclose(found.vector.sum(axis=1), 1)
    growth = np.einsum("bij,bj->bi", a, found.vector / found.vector.max(axis=1, keepdims=True))
    growth /= found.vector / found.vector.max(axis=1, keepdims=True)
    low, high = growth.min(axis=1), growth.max(axis=1)
    rounding = 1e-14 * n * found.value
    for end in (low, high):  # the eigenvalue lies between
        assert (np.abs(found.value - end) <= found.width * found.value + rounding).all()
    if decades < 100:
        assert (found.width <= pairwise.TOLERANCE * n).all()


@pytest.mark.parametrize("ratio", [9.0, 1e9, 1e100, 1e103, 1e150])
@pytest.mark.parametrize("n", [3, 5])
def test_circles_of_any_ratio(n, ratio):
    """Each beats the next: all are alike, and the eigenvalue is the sum of a row."""
    a = np.ones((n, n))
    i = np.arange(n)
    a[i, (i + 1) % n], a[(i + 1) % n, i] = ratio, 1 / ratio
    found = core.principal(a)
    np.testing.assert_allclose(found.vector, 1 / n, rtol=1e-9)
    assert float(found.value) == pytest.approx(n - 2 + ratio + 1 / ratio, rel=1e-12)
    assert found.width <= pairwise.TOLERANCE * n


def test_what_lapack_says_is_certified_too(monkeypatch):
    """Its value alone was not: small components of its vectors are noise."""
    a = log_uniform(40, 5, 50)
    monkeypatch.setattr(pairwise, "MAX_ITERATIONS", pairwise.CHECK_EVERY)
    found = core.principal(a)
    growth = np.einsum("bij,bj->bi", a, found.vector) / found.vector
    assert (np.ptp(growth, axis=1) <= 1e-12 * found.value).all()


def test_geometric_means_of_every_order():
    for n in (1, 2, 3, 9):
        a = reciprocal(30, n, 1.0)
        expected = np.exp(np.log(a).mean(axis=2))
        expected /= expected.sum(axis=1, keepdims=True)
        np.testing.assert_allclose(core.principal(a).geometric_mean, expected, rtol=1e-12)
