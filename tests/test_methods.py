"""What every ranking method keeps; tests/method_cases.py lists them."""

import inspect
import warnings
from dataclasses import fields

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import kadmcdm as kd
from kadmcdm import core
from kadmcdm.methods import BY_NAME, method_from_dict, method_to_dict
from method_cases import CASES, small_problem
from strategies import problems, simplex

CLOSE = {"rtol": 1e-12, "atol": 1e-12}
EVERY = pytest.mark.parametrize("case", CASES.values(), ids=CASES)
FEW = settings(max_examples=10)  # of each of many methods; their own tests draw 200
seeds = st.integers(0, 2**32 - 1)
WEIGHTS = [0.5, 0.3, 0.2]


def ranked(case, matrix, weights, benefit):
    """Scores and ranks, with a tolerance for rounding that units and order bring."""
    scores = case.scores(matrix, weights, benefit)
    return scores, core.ranks(scores)


def same_order(scores, others, tolerance=1e-9):
    """No pair is turned around by more than rounding."""
    scale = max(np.abs(scores).max(), np.abs(others).max(), 1e-300)
    a = np.sign(np.where(np.abs(g := scores[:, None] - scores) > tolerance * scale, g, 0))
    b = np.sign(np.where(np.abs(g := others[:, None] - others) > tolerance * scale, g, 0))
    assert not (a * b < 0).any()


def test_every_method_stands_in_the_list():
    listed = {type(case.method) for case in CASES.values()}
    assert set(BY_NAME.values()) <= listed
    exported = {
        thing
        for name in kd.__all__
        if inspect.isclass(thing := getattr(kd, name))
        and hasattr(thing, "scores")
        and callable(getattr(thing, "scores", None))
        and thing is not kd.Method
    }
    assert exported <= listed


@EVERY
@FEW
@given(problem=problems(batched=True, candidates=(1, 5)))
def test_batched_equals_the_loop(case, problem):
    matrix, weights, benefit = problem
    whole = case.scores(matrix, weights, benefit)
    lead = np.broadcast_shapes(matrix.shape[:-2], weights.shape[:-1], benefit.shape[:-1])
    assert whole.shape == (*lead, matrix.shape[-2])
    matrices = np.broadcast_to(matrix, (*lead, *matrix.shape[-2:]))
    many = np.broadcast_to(weights, (*lead, weights.shape[-1]))
    directions = np.broadcast_to(benefit, (*lead, benefit.shape[-1]))
    for index in np.ndindex(lead):
        one = case.scores(matrices[index], many[index], directions[index])
        np.testing.assert_allclose(whole[index], one, **CLOSE)


@EVERY
@FEW
@given(problem=problems(criteria=(3, 3)), samples=simplex((4, 3)))
def test_one_matrix_takes_many_weights(case, problem, samples):
    matrix, _, benefit = problem
    whole = case.scores(matrix, samples, benefit)
    for s, weights in enumerate(samples):
        np.testing.assert_allclose(whole[s], case.scores(matrix, weights, benefit), **CLOSE)


@EVERY
def test_weights_are_taken_some_at_a_time(case, monkeypatch):
    problem, samples = small_problem(case), np.random.default_rng(1).dirichlet(np.ones(3), (3, 3))
    given = problem.matrix, problem.benefit
    each = [[case.scores(given[0], w, given[1]) for w in row] for row in samples]
    monkeypatch.setattr("kadmcdm.core.scoring.BLOCK", 2 * 4)  # two vectors of four candidates
    monkeypatch.setattr("kadmcdm.core.scoring.BLAS_BLOCK", 2 * 4 * 3)
    np.testing.assert_allclose(case.scores(given[0], samples, given[1]), each, **CLOSE)


@EVERY
@FEW
@given(problem=problems(), seed=seeds)
def test_the_order_of_candidates_and_criteria_does_not_matter(case, problem, seed):
    matrix, weights, benefit = problem
    if case.needs_cost:
        benefit = benefit.copy()
        benefit[-1] = False
    rng = np.random.default_rng(seed)
    rows, columns = rng.permutation(matrix.shape[0]), rng.permutation(matrix.shape[1])
    _, _, bounds = case.problem(matrix, benefit)
    got = case.method.scores(matrix, weights, benefit, bounds=bounds)
    turned = case.method.scores(
        matrix[np.ix_(rows, columns)], weights[columns], benefit[columns], bounds=bounds
    )
    np.testing.assert_allclose(turned, got[rows], rtol=1e-9, atol=1e-9)


@EVERY
@FEW
@given(problem=problems(), factor=st.sampled_from([1e-6, 0.125, 8.0, 1e6]), column=seeds)
def test_the_unit_of_a_criterion_does_not_matter(case, problem, factor, column):
    if not case.units:
        pytest.skip("reads given bounds")
    matrix, weights, benefit = problem
    other = matrix.copy()
    other[:, column % matrix.shape[1]] *= factor
    got, again = case.scores(matrix, weights, benefit), case.scores(other, weights, benefit)
    np.testing.assert_allclose(again, got, rtol=1e-9, atol=1e-9)


@EVERY
@FEW
@given(problem=problems(), factor=st.sampled_from([0.25, 4.0, 100.0]))
def test_the_scale_of_weights_changes_no_order(case, problem, factor):
    if not case.weights_scale:
        pytest.skip("a mixture of a sum and a product; kd.rank gives weights that sum to 1")
    matrix, weights, benefit = problem
    same_order(
        case.scores(matrix, weights, benefit), case.scores(matrix, weights * factor, benefit)
    )


@EVERY
@FEW
@given(problem=problems(candidates=(2, 6)))
def test_a_dominated_candidate_is_never_ahead(case, problem):
    if not case.dominance:
        pytest.skip("not promised")
    matrix, weights, benefit = problem
    _, benefit, _ = case.problem(matrix, benefit)
    scores, places = ranked(case, matrix, weights, benefit)
    over = core.dominates(matrix, benefit)
    ahead = places[:, None] > places  # the row behind the column
    assert not (over & ahead).any(), scores


@EVERY
@FEW
@given(problem=problems(zeros=True))
def test_inputs_are_not_changed(case, problem):
    before = [part.copy() for part in problem]
    case.scores(*problem)
    for part, old in zip(problem, before, strict=True):
        np.testing.assert_array_equal(part, old)


@EVERY
@FEW
@given(problem=problems(candidates=(1, 4)), copies=st.integers(2, 4))
def test_identical_candidates_tie_and_scores_are_finite(case, problem, copies):
    matrix, weights, benefit = problem
    alone = case.scores(matrix[:1], weights, benefit)
    twins = case.scores(np.repeat(matrix[:1], copies, axis=0), weights, benefit)
    assert np.isfinite(alone).all()
    assert (core.ranks(twins) == 1).all()
    mixed = case.scores(np.concatenate([matrix, matrix]), weights, benefit)
    assert np.isfinite(mixed).all()
    places = core.ranks(mixed)
    np.testing.assert_array_equal(places[: len(matrix)], places[len(matrix) :])


@EVERY
@FEW
@given(problem=problems(values=(0, 8), candidates=(2, 5), zeros=True))
def test_zeros_and_constant_columns_give_no_nan(case, problem):
    matrix, weights, benefit = problem
    try:
        scores = case.scores(matrix, weights, benefit)
    except kd.InputError:
        assert not case.zeros
        return
    assert np.isfinite(scores).all()


@EVERY
def test_extreme_scales_rank_right(case):
    if not case.extremes:
        pytest.skip("reads given bounds")
    for low, high in ((1e-300, 3e-300), (1e300, 3e300)):
        matrix = np.array([[low, 2.0], [high, 1.0], [2 * low, 3.0]])
        scores = case.scores(matrix, np.array([0.9, 0.1]), np.array([True, False]))
        assert np.isfinite(scores).all()
        assert scores.argmax() == 1


@EVERY
@FEW
@given(problem=problems(candidates=(2, 6), criteria=(3, 3)), samples=simplex((5, 3)))
def test_losses_order_as_scores_do(case, problem, samples):
    if not hasattr(case.method, "losses"):
        pytest.skip("no fast way")
    matrix, _, benefit = problem
    matrix, benefit, bounds = case.problem(matrix, benefit)
    out = np.empty((len(samples), len(matrix)))
    case.method.losses(matrix, benefit, bounds=bounds)(samples, out)
    assert (out >= 0).all()
    for loss, weights in zip(out, samples, strict=True):
        same_order(-loss, case.scores(matrix, weights, benefit))


@EVERY
@FEW
@given(problem=problems(criteria=(2, 4)))
def test_contributions_add_up(case, problem):
    matrix, weights, benefit = problem
    matrix, benefit, bounds = case.problem(matrix, benefit)
    details = case.method.details(matrix, weights, benefit, bounds=bounds)
    assert details["normalized"].shape == matrix.shape
    if "contributions" in details:
        np.testing.assert_allclose(details["contributions"].sum(axis=-1), details["total"], **CLOSE)
    for part in details.values():
        assert np.isfinite(part).all()


@EVERY
def test_a_method_survives_files(case):
    again = method_from_dict(method_to_dict(case.method))
    assert again == case.method
    problem = small_problem(case)
    ranking = kd.rank(problem, WEIGHTS, case.method)
    assert kd.Ranking.from_json(ranking.to_json()).to_dict() == ranking.to_dict()


@pytest.mark.parametrize("lang", ["en", "id"])
@EVERY
def test_a_report_says_why_or_that_it_cannot(case, lang):
    from kadmcdm.report.phrases import say

    problem = small_problem(case)
    ranking = kd.rank(problem, WEIGHTS, case.method)
    sure = kd.smaa(problem, None, case.method, n_samples=16, rng=1)
    text = " ".join(kd.report(ranking, lang=lang, format="text", evidence=[sure]).split())
    split = hasattr(case.method, "contrast") or "contributions" in ranking.details
    assert (say("not_split", lang) in text) is not split
    if split:
        why = ranking.contrast(ranking.best, ranking.order[len(ranking.winners)])
        assert " ".join(why.describe(lang).split()) in text


@EVERY
def test_a_method_runs_wherever_methods_run(case):
    problem = small_problem(case)
    ranking = kd.rank(problem, WEIGHTS, case.method)
    shares = kd.smaa(problem, None, case.method, n_samples=64, rng=1).rank_acceptability
    np.testing.assert_allclose(shares.sum(axis=1), 1.0, rtol=1e-12)
    both = kd.compare_methods(problem, WEIGHTS, [case.method, kd.TOPSIS("sum")])
    assert both.ranks[0].tolist() == ranking.ranks.tolist()
    found = kd.multiverse(
        problem, [case.method], [kd.EqualWeights()], drop=False, n_samples=4, rng=1
    )
    assert found.tables()
    explained = ranking.explain(ranking.best)
    assert ranking.best in str(explained)
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        assert kd.rank_reversal(problem, WEIGHTS, case.method) is not None


@EVERY
def test_unknown_parameters_of_files_are_named(case):
    content = {**method_to_dict(case.method), "lamda": 1}
    with pytest.raises(kd.InputError, match=r"method\.lamda: unknown parameter"):
        method_from_dict(content)


@EVERY
def test_every_parameter_is_checked(case):
    for item in fields(case.method):
        if item.name in ("nodes", "tops", "method", "parameters"):
            continue  # of their own tests
        with pytest.raises(kd.InputError, match=item.name):
            type(case.method)(**{item.name: "nonsense"})
