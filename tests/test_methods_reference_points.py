"""MARCOS, SPOTIS, GRA, CRADIS, modified TOPSIS, further normalizations: peers, formulas, laws."""

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

import kadmcdm as kd
from kadmcdm import core
from messages import message
from method_cases import BOUNDS
from strategies import on_many, problems

CLOSE = {"rtol": 1e-10, "atol": 1e-10}
FURTHER = ("nonlinear", "enhanced_accuracy", "logarithmic", "z_score")


def types_of(benefit):
    return np.where(benefit, 1, -1)


def scale_of(matrix):
    return np.broadcast_to(BOUNDS, (matrix.shape[1], 2)).astype(float)


@on_many()
def test_marcos_and_spotis_equal_pymcdm(problem):
    from pymcdm.methods import MARCOS, SPOTIS

    matrix, weights, benefit = problem
    types = types_of(benefit)
    got = MARCOS()(matrix, weights, types, validation=False)
    np.testing.assert_allclose(kd.MARCOS().scores(*problem), got, **CLOSE)
    got = SPOTIS(scale_of(matrix))(matrix, weights, types, validation=False)
    ours = kd.SPOTIS().scores(*problem, bounds=scale_of(matrix))
    np.testing.assert_allclose(-ours, got, **CLOSE)


@on_many()
def test_marcos_spotis_and_cradis_equal_pyrepo(problem):
    peer = pytest.importorskip("pyrepo_mcda.mcda_methods")
    matrix, weights, benefit = problem
    types = types_of(benefit)
    np.testing.assert_allclose(
        kd.MARCOS().scores(*problem), peer.MARCOS()(matrix, weights, types), **CLOSE
    )
    got = peer.SPOTIS()(matrix, weights, types, scale_of(matrix).T)
    ours = kd.SPOTIS().scores(*problem, bounds=scale_of(matrix))
    np.testing.assert_allclose(-ours, got, **CLOSE)
    parts = core.cradis_parts(*problem)
    if (parts.ideal_deviation > 1e-9).all() and (parts.optimal_anti_ideal_deviation > 0).all():
        got = peer.CRADIS()(matrix, weights, types)  # else it divides 0 by 0
        np.testing.assert_allclose(parts.scores, got, **CLOSE)


@on_many()
def test_gra_equals_pydecision(problem):
    """Times the number of candidates, by which it divides; constant columns it takes as worst."""
    peer = pytest.importorskip("pyDecision.algorithm")
    matrix, weights, benefit = problem
    if core.is_constant(matrix).any():
        return
    kinds = ["max" if up else "min" for up in benefit]
    got = peer.gra_method(matrix, kinds, weights, graph=False, verbose=False)
    np.testing.assert_allclose(kd.GRA().scores(*problem), got * len(matrix), **CLOSE)


@on_many(zeta=(0.1, 0.5, 1.0))
def test_all_equal_the_formulas_written_out(problem, zeta):
    """The papers' formulas, one number at a time."""
    x, w, benefit = (part.tolist() for part in problem)
    m, n = len(x), len(w)
    low = [min(row[j] for row in x) for j in range(n)]
    high = [max(row[j] for row in x) for j in range(n)]

    # MARCOS, eqs. 5-14
    def weighed(row):
        return sum(w[j] * (row[j] / high[j] if benefit[j] else low[j] / row[j]) for j in range(n))

    ideal = weighed([high[j] if benefit[j] else low[j] for j in range(n)])
    anti = weighed([low[j] if benefit[j] else high[j] for j in range(n)])
    marcos = []
    for row in x:
        plus, minus = weighed(row) / ideal, weighed(row) / anti
        f_minus, f_plus = plus / (plus + minus), minus / (plus + minus)
        below = 1 + (1 - f_plus) / f_plus + (1 - f_minus) / f_minus
        marcos.append((plus + minus) / below)
    np.testing.assert_allclose(kd.MARCOS().scores(*problem), marcos, **CLOSE)

    # SPOTIS
    best = [BOUNDS[1] if up else BOUNDS[0] for up in benefit]
    spotis = [
        -sum(w[j] * abs(row[j] - best[j]) / (BOUNDS[1] - BOUNDS[0]) for j in range(n)) for row in x
    ]
    got = kd.SPOTIS().scores(*problem, bounds=scale_of(problem[0]))
    np.testing.assert_allclose(got, spotis, **CLOSE)

    # GRA: the reference series is 1
    series = [
        [
            1.0
            if high[j] == low[j]
            else (row[j] - low[j] if benefit[j] else high[j] - row[j]) / (high[j] - low[j])
            for j in range(n)
        ]
        for row in x
    ]
    gaps = [[1 - value for value in row] for row in series]
    least, most = min(map(min, gaps)), max(map(max, gaps))
    grades = [1.0] * m
    if most > 0:
        grades = [
            sum(w[j] * (least + zeta * most) / (row[j] + zeta * most) for j in range(n))
            for row in gaps
        ]
    np.testing.assert_allclose(kd.GRA(zeta).scores(*problem), grades, **CLOSE)

    # CRADIS
    v = [
        [w[j] * (row[j] / high[j] if benefit[j] else low[j] / row[j]) for j in range(n)]
        for row in x
    ]
    top, bottom = max(map(max, v)), min(map(min, v))
    best_row = [max(row[j] for row in v) for j in range(n)]
    plus = [sum(top - value for value in row) for row in v]
    minus = [sum(value - bottom for value in row) for row in v]
    plus_0, minus_0 = sum(top - value for value in best_row), sum(b - bottom for b in best_row)
    if min(plus) > 1e-9 and minus_0 > 1e-9:
        cradis = [(plus_0 / plus[i] + minus[i] / minus_0) / 2 for i in range(m)]
        np.testing.assert_allclose(kd.CRADIS().scores(*problem), cradis, **CLOSE)

    # modified TOPSIS
    norm = [math.sqrt(sum(row[j] ** 2 for row in x)) for j in range(n)]
    closeness = []
    for row in x:
        near = far = 0.0
        for j in range(n):
            up, down = (high[j], low[j]) if benefit[j] else (low[j], high[j])
            near += w[j] * ((row[j] - up) / norm[j]) ** 2
            far += w[j] * ((row[j] - down) / norm[j]) ** 2
        total = math.sqrt(near) + math.sqrt(far)
        closeness.append(0.5 if total == 0 else math.sqrt(far) / total)
    method = kd.TOPSIS(weighting="distances")
    np.testing.assert_allclose(method.scores(*problem), closeness, **CLOSE)


@given(problem=problems(candidates=(2, 7), criteria=(2, 5)))
def test_marcos_and_cradis_order_as_the_weighted_sum(problem):
    plain = kd.WeightedSum("max").scores(*problem)
    for method in (kd.MARCOS(), kd.CRADIS()):
        scores = method.scores(*problem)
        for i, j in np.argwhere(plain[:, None] > plain + 1e-9):
            assert scores[i] > scores[j], method.name


@given(problem=problems(candidates=(3, 7), criteria=(1, 5)), gone=st.integers(0, 6))
def test_spotis_knows_no_rank_reversal(problem, gone):
    """Whoever leaves changes no score of the others, to the last bit."""
    matrix, weights, benefit = problem
    method, scale = kd.SPOTIS(), scale_of(matrix)
    kept = np.delete(np.arange(len(matrix)), gone % len(matrix))
    whole = method.scores(matrix, weights, benefit, bounds=scale)
    fewer = method.scores(matrix[kept], weights, benefit, bounds=scale)
    np.testing.assert_array_equal(fewer, whole[kept])


@given(problem=problems(candidates=(2, 5), criteria=(1, 4)))
def test_spotis_orders_as_the_weighted_sum_of_bounds(problem):
    matrix, weights, _ = problem
    scale = scale_of(matrix)
    plain = kd.WeightedSum("bounds").scores(*problem, bounds=scale)
    got = kd.SPOTIS().scores(*problem, bounds=scale)
    np.testing.assert_allclose(got, plain - weights.sum(), rtol=0, atol=1e-12)


@given(problem=problems(candidates=(1, 6), criteria=(1, 4)))
def test_modified_topsis_is_the_same_by_city_block_and_under_even_weights(problem):
    matrix, weights, benefit = problem
    one = kd.TOPSIS(p=1, weighting="distances").scores(*problem)
    np.testing.assert_allclose(one, kd.TOPSIS(p=1).scores(*problem), rtol=1e-12, atol=1e-12)
    even = np.full(len(weights), 0.5)
    two = kd.TOPSIS(weighting="distances").scores(matrix, even, benefit)
    plain = kd.TOPSIS().scores(matrix, even, benefit)
    np.testing.assert_allclose(two, plain, rtol=1e-12, atol=1e-12)


def test_modified_topsis_is_topsis_with_the_roots_of_the_weights():
    """Wherever weights are used: improvements too, and what has a faster way for values only."""
    rows = [[3, 9, 4], [5, 20, 1], [4, 12, 2], [2, 30, 5]]
    problem = kd.DecisionProblem.from_arrays(rows, ["benefit", "cost", "benefit"])
    weights = np.array([0.7, 0.2, 0.1])
    modified = kd.rank(problem, weights, kd.TOPSIS(weighting="distances"))
    plain = kd.rank(problem, np.sqrt(weights), kd.TOPSIS())
    np.testing.assert_allclose(modified.scores, plain.scores, rtol=1e-12)
    for name in modified.order[1:]:
        got, expected = kd.improvements(modified, name), kd.improvements(plain, name)
        for criterion, change in expected.single.items():
            found = got.single[criterion]
            assert (found is None) == (change is None), (name, criterion)
            if change is not None:
                np.testing.assert_allclose(found.new, change.new, rtol=1e-6)
    cube, many = np.ones((4, 3, 2)), np.ones((2, 3))
    method = kd.TOPSIS(weighting="distances")
    assert method.sampled_losses(cube, many, problem.benefit) is None


def test_marcos_has_a_limit_where_the_anti_ideal_is_worth_nothing():
    """Zeros in every benefit column: what a small value in their place tends to."""
    weights, benefit = np.array([0.5, 0.5]), np.array([True, True])

    def scores(least):
        return kd.MARCOS().scores(np.array([[least, 2.0], [3.0, least]]), weights, benefit)

    np.testing.assert_allclose(scores(0.0), scores(1e-12), rtol=1e-10)
    details = kd.MARCOS().details(np.array([[0.0, 2.0], [3.0, 0.0]]), weights, benefit)
    assert np.isinf(details["anti_ideal_degree"]).all()


def test_the_degrees_of_marcos_divide_by_an_anti_ideal_of_0_without_a_word():
    """Warnings are errors here: 1/0 is infinite, and 0/0 is 1."""
    rows = np.array([[0.0, 1.0], [1.0, 0.0]])
    parts = core.marcos_parts(rows, np.array([1.0, 0.0]), np.full(2, True))
    assert parts.anti_ideal_degree.tolist() == [1.0, np.inf]


@pytest.mark.parametrize("units", [(1e-300, 1.0), (1e300, 1.0), (1e300, 1e-300)])
def test_modified_topsis_takes_values_of_any_size_as_they_are(units):
    rows, benefit = np.array([[1.0, 3.0], [2.0, 1.0], [3.0, 2.0]]) * units, np.full(2, True)
    for weights in ([1.0, 0.0], [0.0, 1.0], [0.5, 0.5]):
        w = np.array(weights)
        given = {"normalization": "none", "weighting": "distances"}
        many = core.topsis(rows, w[None], benefit, **given)[0]
        one = core.topsis(rows, w, benefit, **given)
        np.testing.assert_allclose(many, one, rtol=1e-12, atol=1e-100)  # 1e-145 is what vanishes
        out = np.empty((1, 3))
        kd.TOPSIS(**given).losses(rows, benefit)(w[None], out)
        assert out[0].argmin() == many.argmax()


@pytest.mark.parametrize("kind", [np.float32, np.int64])
def test_topsis_of_numbers_whose_squares_are_none_of_their_kind(kind):
    rows = np.array([[5e9, 2.0], [3e9, 4.0], [4e9, 1.0]])
    weights, benefit = np.array([0.5, 0.5]), np.array([True, False])
    got = core.topsis(rows.astype(kind), weights, benefit)
    np.testing.assert_allclose(got, core.topsis(rows, weights, benefit), rtol=1e-6)  # of 32 bits


def test_cradis_under_even_weights_and_for_a_candidate_best_on_everything():
    even, benefit = np.array([0.5, 0.5]), np.array([True, False])
    parts = core.cradis_parts(np.array([[4.0, 2.0], [1.0, 4.0], [4.0, 4.0]]), even, benefit)
    assert parts.scores[0] == 1.0
    assert parts.ideal_utility.tolist() == [1.0, 0.0, 0.0]
    one = core.cradis_parts(np.array([[4.0, 2.0], [4.0, 2.0]]), even, benefit)
    assert one.scores.tolist() == [1.0, 1.0]


def test_what_they_refuse_is_named():
    criteria = [kd.Criterion("gain", "benefit"), kd.Criterion("km", "cost")]

    def problem(*rows):
        return kd.DecisionProblem(criteria, [f"a{i}" for i in range(len(rows))], rows)

    half = [0.5, 0.5]
    for method in (kd.MARCOS(), kd.CRADIS()):
        assert "criterion 'km'" in message(kd.rank, problem([1, 0], [2, 3]), half, method)
        assert "criterion 'gain'" in message(kd.rank, problem([-1, 2], [2, 3]), half, method)
    assert message(kd.rank, problem([1, 2], [2, 3]), half, kd.SPOTIS()) == (
        "2 faults:\n"
        "  1. criterion 'gain': SPOTIS needs its bounds; expected (low, high).\n"
        "  2. criterion 'km': SPOTIS needs its bounds; expected (low, high)."
    )
    assert message(kd.GRA, 0) == (
        "GRA.distinguishing: no coefficient; got 0, expected a number in (0, 1]."
    )
    assert message(kd.TOPSIS, p=np.inf, weighting="distances") == (
        "TOPSIS.p: weights that stand in the distance have no part in the largest; got inf, "
        "expected 1 or 2 with weighting='distances'."
    )
    with pytest.raises(kd.InputError, match="no part in the largest"):
        core.topsis(np.eye(2), np.ones(2), np.full(2, True), p=np.inf, weighting="distances")


def test_exact_stability_reaches_them():
    criteria = [
        kd.Criterion("gain", "benefit", bounds=(0, 10)),
        kd.Criterion("km", "cost", bounds=(0, 40)),
    ]
    problem = kd.DecisionProblem(criteria, ["a", "b", "c"], [[3, 9], [5, 20], [4, 12]])
    weights = [0.6, 0.4]
    for method, same in (
        (kd.MARCOS(), kd.WeightedSum("max")), (kd.SPOTIS(), kd.WeightedSum("bounds")),
    ):  # fmt: skip
        plain = kd.weight_stability(problem, weights, same)
        got = kd.weight_stability(problem, weights, method)
        for name in problem.criterion_names:
            np.testing.assert_allclose(
                got.winner_interval(name), plain.winner_interval(name), atol=1e-12
            )
    for method in (kd.GRA(), kd.TOPSIS(weighting="distances")):
        got = kd.weight_stability(problem, weights, method)
        winner = kd.rank(problem, weights, method).best
        low, high = got.winner_interval("gain")
        for share in np.linspace(0.01, 0.99, 99):
            best = kd.rank(problem, [share, 1 - share], method).best
            if min(abs(share - low), abs(share - high)) > 1e-9:
                assert (best == winner) == (low < share < high), (method, share)


def test_contributions_of_sums_explain_their_scores():
    problem = kd.DecisionProblem.from_arrays([[3, 1], [4, 2], [3, 2]], ["benefit", "cost"])
    for method in (kd.MARCOS(), kd.GRA(), kd.TOPSIS(weighting="distances")):
        ranking = kd.rank(problem, [0.6, 0.4], method)
        contrast = ranking.contrast(ranking.order[0], ranking.order[-1])
        gap = ranking.scores.max() - ranking.scores.min()
        np.testing.assert_allclose(contrast.contributions.sum(), gap, rtol=1e-12)


# Further normalizations -----------------------------------------------------------------------


@on_many(criteria=(1, 4))
def test_further_normalizations_equal_the_peer_and_the_formulas(problem):
    from pymcdm import normalizations as peer

    x, _, benefit = problem
    x = x + 1.0  # the logarithmic one takes 1 and more
    constant = np.ptp(x, axis=0) == 0
    found = {rule: core.normalize(x, benefit, rule) for rule in FURTHER}
    for j, up in enumerate(benefit):
        column = x[:, j]
        got = peer.nonlinear_normalization(column, cost=not up)
        np.testing.assert_allclose(found["nonlinear"][:, j], got, **CLOSE)
        got = peer.logarithmic_normalization(column, cost=not up)
        np.testing.assert_allclose(found["logarithmic"][:, j], got, **CLOSE)
        if constant[j]:
            assert (found["enhanced_accuracy"][:, j] == 1.0).all()
            assert (found["z_score"][:, j] == 1.0).all()
            continue
        got = peer.enhanced_accuracy_normalization(column, cost=not up)
        np.testing.assert_allclose(found["enhanced_accuracy"][:, j], got, **CLOSE)
        values = column.tolist()
        mean = sum(values) / len(values)
        deviation = math.sqrt(sum((v - mean) ** 2 for v in values) / len(values))
        got = [(v - mean) / deviation * (1 if up else -1) for v in values]
        np.testing.assert_allclose(found["z_score"][:, j], got, **CLOSE)


@pytest.mark.parametrize("rule", FURTHER)
@given(problem=problems(candidates=(2, 6), criteria=(1, 3), values=(4, 400)))
def test_higher_is_better_after_each(rule, problem):
    x, _, benefit = problem
    r = core.normalize(x, benefit, rule)
    assert np.isfinite(r).all()
    for j, up in enumerate(benefit):
        order = np.argsort(x[:, j] if up else -x[:, j], kind="stable")
        assert (np.diff(r[order, j]) >= -1e-12).all()
    if rule != "z_score":
        assert ((r >= 0) & (r <= 1 + 1e-12)).all()


@pytest.mark.parametrize("rule", FURTHER)
@pytest.mark.parametrize("up", [True, False])
def test_degenerate_columns_have_an_answer(rule, up):
    def one(*values):
        matrix = np.array(values, dtype=float)[:, None]
        return core.normalize(matrix, np.array([up]), rule)[:, 0]

    constant = one(5, 5 * (1 + 4e-13), 5)
    assert (constant == constant[0]).all()
    assert np.isfinite(one(5)).all()
    if rule == "logarithmic":
        assert one(1, 1).tolist() == [1, 1]
        assert one(5).tolist() == [1]  # nobody else to share with
    else:
        assert one(0, 0).tolist() == [1, 1]
        assert np.isfinite(one(1e300, 3e300, 2e300)).all()
        assert np.isfinite(one(1e-300, 3e-300)).all()


@pytest.mark.parametrize("rule", FURTHER)
def test_given_ideals_come_onto_the_scale(rule):
    x = np.array([[2.0, 4.0], [3.0, 8.0], [5.0, 6.0]])
    benefit = np.array([True, False])
    ends = np.array([[5.0, 4.0], [2.0, 8.0]])
    r = core.normalize(x, benefit, rule)
    onto = core.normalize(x, benefit, rule, rows=ends)
    np.testing.assert_allclose(onto, [r.max(axis=0), r.min(axis=0)], rtol=1e-12, atol=1e-12)


def test_values_outside_the_domain_are_refused_by_name():
    criteria = [kd.Criterion("gain", "benefit"), kd.Criterion("km", "cost")]
    problem = kd.DecisionProblem(criteria, ["a", "b"], [[0.5, 0], [2, 3]])
    half = [0.5, 0.5]
    assert message(kd.rank, problem, half, kd.WeightedSum("logarithmic")) == (
        "2 faults:\n"
        "  1. criterion 'gain': normalization 'logarithmic' takes no value below 1: its logarithm "
        "is negative. Hint: use a smaller unit, or 'minmax'.\n"
        "  2. criterion 'km': normalization 'logarithmic' takes no value below 1: its logarithm "
        "is negative. Hint: use a smaller unit, or 'minmax'."
    )
    assert "'nonlinear' takes no 0 in a cost column" in message(
        kd.rank, problem, half, kd.WeightedSum("nonlinear")
    )
    with pytest.raises(kd.InputError, match="no place on the scale"):
        core.normalize(np.ones((2, 1)), np.array([True]), "z_score", rows=np.ones((1, 1)))


def test_improvements_search_where_there_is_no_closed_form():
    problem = kd.DecisionProblem.from_arrays([[3, 9], [5, 20], [4, 12]], ["benefit", "cost"])
    for method in (
        kd.TOPSIS(weighting="distances"), kd.TOPSIS("z_score"), kd.WeightedSum("logarithmic"),
        kd.GRA(), kd.MARCOS(), kd.CRADIS(),
    ):  # fmt: skip
        ranking = kd.rank(problem, [0.6, 0.4], method)
        found = kd.improvements(ranking, ranking.order[-1], target_rank=2)
        for change in found.single.values():
            if change is None:
                continue
            matrix = problem.matrix.copy()
            i = problem.candidate_index(ranking.order[-1])
            matrix[i, problem.criterion_index(change.criterion)] = change.new
            again = kd.rank(
                kd.DecisionProblem(problem.criteria, problem.candidate_names, matrix),
                [0.6, 0.4], method,
            )  # fmt: skip
            assert again.ranks[i] <= 2, (method, change)


def test_small_differences_of_large_values_count_in_cradis():
    """On one criterion K- is how far a value is from the worst, as a share of the range."""
    rows, weight, up = 1e9 + np.array([[1.0], [2.0], [4.0]]), np.ones(1), np.array([True])
    found = core.cradis_parts(rows, weight, up)
    np.testing.assert_allclose(found.anti_ideal_utility, [0, 1 / 3, 1], rtol=0, atol=1e-14)
