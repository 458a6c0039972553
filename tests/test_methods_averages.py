"""EDAS and MABAC against peers and the papers' formulas; degenerate data; what is refused."""

import math

import numpy as np
import pytest
from hypothesis import given

import kadmcdm as kd
from kadmcdm import core
from messages import message
from strategies import on_many, problems

CLOSE = {"rtol": 1e-10, "atol": 1e-10}


def types_of(benefit):
    return np.where(benefit, 1, -1)


def varies(matrix):
    """No constant column: there peers divide 0 by 0, or count what separates nobody."""
    return not core.is_constant(matrix).any()


@on_many()
def test_equal_pymcdm(problem):
    import pymcdm.methods as peers

    matrix, weights, benefit = problem
    if not varies(matrix):
        return
    for name, method in (("EDAS", kd.EDAS()), ("MABAC", kd.MABAC())):
        got = getattr(peers, name)()(matrix, weights, types_of(benefit), validation=False)
        np.testing.assert_allclose(method.scores(*problem), got, err_msg=name, **CLOSE)


@on_many()
def test_edas_equals_pyrepo(problem):
    peer = pytest.importorskip("pyrepo_mcda.mcda_methods")
    matrix, weights, benefit = problem
    if varies(matrix):
        got = peer.EDAS()(matrix, weights, types_of(benefit))
        np.testing.assert_allclose(kd.EDAS().scores(*problem), got, **CLOSE)


@on_many()
def test_mabac_equals_scikit_criteria(problem):
    peer = pytest.importorskip("skcriteria.agg.mabac")
    matrix, weights, benefit = problem
    if varies(matrix):
        normalized = core.normalize(matrix, benefit, "minmax")  # it leaves that to the caller
        _, got, _ = peer.mabac(normalized, weights)
        np.testing.assert_allclose(kd.MABAC().scores(*problem), got, **CLOSE)


@on_many(criteria=(1, 5))
def test_equal_the_formulas_written_out(problem):
    """The papers' formulas, one number at a time; 0/0 is 1."""
    x, w, benefit = (part.tolist() for part in problem)
    m, n = len(x), len(w)
    above, below, mabac = [0.0] * m, [0.0] * m, [0.0] * m
    for j in range(n):
        column = [row[j] for row in x]
        average, low, high = sum(column) / m, min(column), max(column)
        if low == high:
            continue
        for i in range(m):
            away = (x[i][j] - average) / average * (1 if benefit[j] else -1)
            above[i] += w[j] * max(0.0, away)
            below[i] += w[j] * max(0.0, -away)
        r = [(v - low if benefit[j] else high - v) / (high - low) for v in column]
        border = math.prod(w[j] * (1 + v) for v in r) ** (1 / m)
        for i in range(m):
            mabac[i] += w[j] * (1 + r[i]) - border
    edas = [
        ((above[i] / max(above) if max(above) else 1) + 1 - (below[i] / (max(below) or 1))) / 2
        for i in range(m)
    ]
    np.testing.assert_allclose(kd.EDAS().scores(*problem), edas, **CLOSE)
    np.testing.assert_allclose(kd.MABAC().scores(*problem), mabac, **CLOSE)


def test_nobody_is_away_from_a_constant_column():
    rows = np.array([[5.0, 0.1], [7.0, 0.1], [8.0, 0.1]])
    both = np.full(2, True)
    for method in (kd.EDAS(), kd.MABAC()):
        got = method.scores(rows, np.array([0.25, 0.75]), both)
        alone = method.scores(rows[:, :1], np.array([0.25]), both[:1])
        np.testing.assert_allclose(got, alone, rtol=1e-15)
        assert np.ptp(method.scores(rows[:1].repeat(3, axis=0), np.array([0.25, 0.75]), both)) == 0
    parts = core.edas_parts(rows[:1], np.array([0.25, 0.75]), both)
    assert parts.scores.tolist() == [1.0]
    assert parts.SP.tolist() == parts.SN.tolist() == [0.0]


def test_gains_that_cancel_losses_but_for_rounding_tie():
    """0.1 + 0.2 - 0.3 is not 0, and the largest score is no more than that."""
    rows = np.array([[1.0, 1.0, 0.0], [0.0, 0.0, 1.0]])
    weights, benefit = np.array([0.1, 0.2, 0.3]), np.full(3, True)
    assert core.promethee_parts(rows, weights, benefit).scores.tolist() == [0.0, 0.0]
    assert core.ranks(kd.PROMETHEE2().scores(rows, weights, benefit)).tolist() == [1, 1]
    swapped = np.array([[1.0, 1.0, 1.0]])
    cancelled = kd.MOORA().scores(swapped, weights, np.array([True, True, False]))
    assert cancelled.tolist() == [0.0]


def test_a_sum_is_taken_for_0_only_where_rounding_explains_it():
    terms = np.array([[1.0, -1.0], [1.0, 1.0]])
    assert core.signed_sum(terms, np.array([0.5, 0.5 - 1e-12]))[0] != 0.0


@given(problem=problems(candidates=(2, 6), criteria=(1, 5)))
def test_a_contrast_of_edas_adds_up_to_the_difference(problem):
    matrix, weights, benefit = problem
    directions = np.where(benefit, "benefit", "cost").tolist()
    ranking = kd.rank(kd.DecisionProblem.from_arrays(matrix, directions), weights, kd.EDAS())
    gap = ranking.contrast("a1", "a2").contributions.sum()
    np.testing.assert_allclose(gap, ranking.scores[0] - ranking.scores[1], atol=1e-12)


def test_exact_stability_reaches_mabac_and_promethee():
    """The ends hold: just inside the winner is the same, just outside another."""
    rows = [[3, 9, 4], [5, 20, 1], [4, 12, 6]]
    problem = kd.DecisionProblem.from_arrays(rows, ["benefit", "cost", "benefit"])
    for method in (kd.MABAC(), kd.PROMETHEE2(), kd.PROMETHEE2("linear", q=0, p=10)):
        ranking = kd.rank(problem, [0.5, 0.3, 0.2], method)
        low, high = kd.weight_stability(problem, [0.5, 0.3, 0.2], method).winner_interval("c1")
        for end, step in ((low, -1e-6), (high, 1e-6)):
            if not 0 < end < 1:
                continue
            for side, same in ((end - step, True), (end + step, False)):
                rest = (1 - side) / 0.5
                found = kd.rank(problem, [side, 0.3 * rest, 0.2 * rest], method)
                assert (found.best == ranking.best) is same, method
        assert kd.smallest_change(problem, [0.5, 0.3, 0.2], method).winner == ranking.best
        assert ranking.best in kd.potential_winners(problem, method).winners


def test_edas_refuses_an_average_that_is_not_positive():
    criteria = [kd.Criterion("growth", "benefit"), kd.Criterion("km", "cost")]
    problem = kd.DecisionProblem(criteria, ["A", "B"], [[-3, 5], [3, 2]])
    assert message(kd.rank, problem, [0.5, 0.5], kd.EDAS()) == (
        "criterion 'growth': EDAS divides by the average, and this one is not above 0. Hint: use "
        "VIKOR or TOPSIS, which take any values."
    )
    constant = kd.DecisionProblem(criteria, ["A", "B"], [[-3, 5], [-3, 2]])
    assert kd.rank(constant, [0.5, 0.5], kd.EDAS()).best == "B"


def test_edas_refuses_an_average_of_nothing_but_rounding():
    """The average of these is 0, and 3.7e-17 as floats: no number to divide by."""
    rows = np.array([[-0.1], [-0.7], [0.8]])
    assert message(kd.EDAS().scores, rows, np.ones(1), np.full(1, True)).startswith(
        "column 1: EDAS divides by the average, and this one is not above 0."
    )


@given(problem=problems(candidates=(2, 6), criteria=(1, 5)))
def test_mabac_orders_as_the_weighted_sum_of_ranges(problem):
    apart = kd.MABAC().scores(*problem) - kd.WeightedSum("minmax").scores(*problem)
    np.testing.assert_allclose(apart, apart[0], rtol=0, atol=1e-12)


def test_a_column_that_differs_by_rounding_only_moves_nobody():
    rows = np.array([[0.1 + 0.2, 5.0], [0.3, 5.0]])
    for method, score in ((kd.EDAS(), 1.0), (kd.MABAC(), 0.0)):
        assert method.scores(rows, np.array([0.5, 0.5]), np.full(2, True)).tolist() == [score] * 2


def test_small_differences_of_large_values_count_in_edas():
    """1e9 + 1 and 1e9 + 2 score as 1 and 2 do beside an average of 1e9, in whatever order."""
    rows = np.array([[1.0, 4.0], [2.0, 9.0], [4.0, 5.0], [9.0, 1.0], [3.0, 3.0]])
    weights, benefit = np.array([0.6, 0.4]), np.array([True, False])
    got = kd.EDAS().scores(1e9 + rows, weights, benefit)
    away = (rows - rows.mean(axis=0)) * [1, -1] / (1e9 + rows.mean(axis=0))
    above, below = np.maximum(away, 0) @ weights, np.maximum(-away, 0) @ weights
    expected = (above / above.max() + 1 - below / below.max()) / 2
    np.testing.assert_allclose(got, expected, rtol=0, atol=1e-12)
    turned = [3, 1, 4, 0, 2]
    again = kd.EDAS().scores(1e9 + rows[turned], weights, benefit)
    np.testing.assert_allclose(again, got[turned], rtol=0, atol=1e-12)
