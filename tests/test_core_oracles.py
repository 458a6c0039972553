"""Kernels against other people's code: pymcdm, scipy, LAPACK, and formulas written out plainly."""

import numpy as np
import pytest
from hypothesis import assume, given
from hypothesis import strategies as st
from scipy.stats import rankdata

from kadmcdm import core
from strategies import SAATY, comparisons, problems

CLOSE = {"rtol": 1e-12, "atol": 1e-12}


@pytest.fixture(scope="module")
def pymcdm():
    """Import pymcdm here alone: it is slow, and brings matplotlib."""
    import pymcdm

    return pymcdm


def peer_scores(pymcdm, method, normalization, problem):
    """Score with pymcdm; it has no "max", its "linear" is kadmcdm's."""
    matrix, weights, benefit = problem
    name = {"max": "linear"}.get(normalization, normalization)
    rule = getattr(pymcdm.normalizations, f"{name}_normalization")
    types = np.where(benefit, 1, -1)
    return getattr(pymcdm.methods, method)(rule)(matrix, weights, types, validation=False)


@pytest.mark.parametrize("normalization", ["minmax", "vector", "max", "sum"])
@given(problem=problems(candidates=(2, 8), criteria=(1, 6)))
def test_topsis_equals_pymcdm(pymcdm, normalization, problem):
    assume(not core.is_constant(problem[0]).all())  # pymcdm divides 0 by 0
    peer = peer_scores(pymcdm, "TOPSIS", normalization, problem)
    got = core.topsis(*problem, normalization=normalization)
    np.testing.assert_allclose(got, peer, **CLOSE)


@pytest.mark.parametrize("normalization", ["minmax", "vector"])
@given(problem=problems(candidates=(2, 8), criteria=(1, 6), values=(-400, 400)))
def test_topsis_of_negative_values_equals_pymcdm(pymcdm, normalization, problem):
    assume(problem[0].any(axis=0).all() and not core.is_constant(problem[0]).all())
    peer = peer_scores(pymcdm, "TOPSIS", normalization, problem)
    got = core.topsis(*problem, normalization=normalization)
    np.testing.assert_allclose(got, peer, **CLOSE)


@pytest.mark.parametrize("normalization", ["max", "sum", "minmax", "vector"])
@given(problem=problems())
def test_weighted_sum_equals_pymcdm(pymcdm, normalization, problem):
    peer = peer_scores(pymcdm, "WSM", normalization, problem)
    got = core.weighted_sum(*problem, normalization=normalization)
    np.testing.assert_allclose(got, peer, **CLOSE)


@pytest.mark.parametrize("normalization", ["max", "sum"])
@given(problem=problems())
def test_weighted_product_equals_pymcdm(pymcdm, normalization, problem):
    peer = peer_scores(pymcdm, "WPM", normalization, problem)
    got = core.weighted_product(*problem, normalization=normalization)
    np.testing.assert_allclose(got, peer, **CLOSE)


@pytest.mark.parametrize("p", [1, 2, np.inf])
@given(problem=problems(candidates=(2, 6)))
def test_topsis_by_hand(p, problem):
    """Hwang and Yoon's steps, in their words; the metric is numpy's norm."""
    matrix, weights, benefit = problem
    assume(not core.is_constant(matrix).all())
    v = weights * matrix / np.linalg.norm(matrix, axis=0)
    best = np.where(benefit, v.max(axis=0), v.min(axis=0))
    worst = np.where(benefit, v.min(axis=0), v.max(axis=0))
    to_best = np.linalg.norm(v - best, ord=p, axis=1)
    to_worst = np.linalg.norm(v - worst, ord=p, axis=1)
    parts = core.topsis_parts(matrix, weights, benefit, p=p)
    np.testing.assert_allclose(parts.distance_to_ideal, to_best, **CLOSE)
    np.testing.assert_allclose(parts.distance_to_anti_ideal, to_worst, **CLOSE)
    np.testing.assert_allclose(parts.closeness, to_worst / (to_best + to_worst), **CLOSE)


@given(
    scores=st.lists(st.integers(-1000, 1000), min_size=1, max_size=30), scale=st.floats(1e-9, 1e9)
)
def test_ranks_equal_scipy_on_scores_without_near_ties(scores, scale):
    scores = np.array(scores) * scale
    assert core.ranks(scores).tolist() == rankdata(-scores, method="min").tolist()


@given(matrix=comparisons(orders=(3, 16)))
def test_the_eigenvector_equals_lapack(matrix):
    values, vectors = np.linalg.eig(matrix)
    principal = values.real.argmax()
    vector = abs(vectors[:, principal].real)
    np.testing.assert_allclose(core.lambda_max(matrix), values[principal].real, rtol=1e-12)
    np.testing.assert_allclose(core.priority_vector(matrix), vector / vector.sum(), **CLOSE)


@given(matrix=comparisons(orders=(3, 16)))
def test_the_eigenvector_is_one(matrix):
    """A x = lambda x in every row: the certificate that the iteration stops at."""
    x, value = core.priority_vector(matrix), core.lambda_max(matrix)
    np.testing.assert_allclose(matrix @ x, value * x, rtol=1e-12)


@pytest.mark.parametrize("n", [3, 4, 5, 16])
def test_the_random_index_is_the_mean_index_of_random_matrices(n):
    """Judgments uniform over the 17 of the scale, as in Alonso and Lamata (2006).

    Allowed: 4 standard errors of this simulation, and 0.0021 by which their table (from another
    one) was seen to differ from 200,000 matrices; beyond n = 15 it is their fit.
    """
    size, rng = 8_000, np.random.default_rng(n)
    above = np.triu_indices(n, 1)
    matrices = np.ones((size, n, n))
    judgments = rng.choice(SAATY, size=(size, len(above[0])))
    matrices[:, above[0], above[1]] = judgments
    matrices[:, above[1], above[0]] = 1 / judgments
    indices = core.consistency_index(matrices)
    allowed = 4 * indices.std() / np.sqrt(size) + 0.0021
    assert abs(indices.mean() - core.random_index(n)) <= allowed
    assert core.consistency_ratio(matrices).mean() == pytest.approx(1, abs=allowed / indices.mean())


def test_the_fit_goes_on_where_the_table_ends():
    """1.7699 n - 4.3513 over n - 1 is the limit of lambda_max: close to the table at its end."""
    fit = [(1.7699 * n - 4.3513) / (n - 1) for n in range(13, 16)]
    table = [core.random_index(n) for n in range(13, 16)]
    np.testing.assert_allclose(table, fit, atol=0.003)
    assert core.random_index(15) < core.random_index(16) < core.random_index(40) < 1.7699
