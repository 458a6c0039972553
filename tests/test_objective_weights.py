"""Weights from the data: peers, formulas, what holds for all of them, and what they refuse."""

import functools
import json
import math

import numpy as np
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

import kadmcdm as kd
from kadmcdm import core
from messages import faults, message
from strategies import problems

CLOSE = {"rtol": 1e-10, "atol": 1e-10}
MANY = settings(max_examples=200)
FEW = settings(max_examples=15)  # of each of eleven schemes

OWN = {
    "entropy": kd.EntropyWeights(),
    "standard_deviation": kd.StandardDeviationWeights(),
    "variance": kd.VarianceWeights(),
    "critic": kd.CRITICWeights(),
    "merec": kd.MERECWeights(),
    "gini": kd.GiniWeights(),
    "angle": kd.AngleWeights(),
    "coefficient_of_variation": kd.CoefficientOfVariationWeights(),
}
SHIELDED = {
    "cilos": kd.CILOSWeights(),
    "idocriw": kd.IDOCRIWWeights(),
    "lopcow": kd.LOPCOWWeights(),
}
EVERY = {**OWN, **SHIELDED}
UNDECIDED = {"critic", "cilos", "idocriw", "lopcow"}
"""Data that vary do not always determine these weights."""
every = pytest.mark.parametrize("name", EVERY)
varied_problems = problems(candidates=(3, 7), criteria=(2, 5)).filter(
    lambda problem: not core.is_constant(problem[0]).any()
)


@functools.cache
def criteria_of(directions):
    return [kd.Criterion(f"c{j}", direction) for j, direction in enumerate(directions, 1)]


def problem_of(matrix, benefit=None):
    n = np.shape(matrix)[1]
    benefit = np.full(n, True) if benefit is None else benefit
    criteria = criteria_of(tuple("benefit" if better else "cost" for better in benefit))
    return kd.DecisionProblem(criteria, [f"a{i}" for i in range(len(matrix))], matrix)


def weighed(scheme, matrix, benefit=None):
    return scheme.weigh(problem_of(matrix, benefit)).values


def each_weighed(matrix, benefit):
    problem = problem_of(matrix, benefit)
    return lambda scheme: scheme.weigh(problem).values


def determined(name, problem):
    """Weigh, or draw another problem where the data do not determine the weights."""
    try:
        return EVERY[name].weigh(problem)
    except kd.InputError:
        assert name in UNDECIDED
        assume(False)


# ---- oracles -------------------------------------------------------------------------------------


@MANY
@given(problem=varied_problems)
def test_they_equal_pymcdm(problem):
    from pymcdm import weights as peer

    matrix, _, benefit = problem
    types = np.where(benefit, 1, -1)
    found_by = each_weighed(matrix, benefit)
    oriented = np.where(benefit, matrix, -matrix)  # its CRITIC knows no directions
    for scheme, got in (
        (kd.EntropyWeights(), peer.entropy_weights(matrix)),
        (kd.StandardDeviationWeights("none"), peer.standard_deviation_weights(matrix)),
        (kd.VarianceWeights(), peer.variance_weights(matrix)),
        (kd.MERECWeights(), peer.merec_weights(matrix, types)),
        (kd.GiniWeights(), peer.gini_weights(matrix)),
        (kd.AngleWeights(), peer.angle_weights(matrix)),
    ):
        found = found_by(scheme)
        np.testing.assert_allclose(found, got, err_msg=type(scheme).__name__, **CLOSE)
    parts = core.critic_parts(matrix, benefit)
    if parts.information.any():
        found = found_by(kd.CRITICWeights())
        np.testing.assert_allclose(found, peer.critic_weights(oriented), **CLOSE)


@MANY
@given(problem=varied_problems)
def test_they_equal_pyrepo(problem):
    peer = pytest.importorskip("pyrepo_mcda.weighting_methods")
    matrix, _, benefit = problem
    types = np.where(benefit, 1, -1)
    found_by = each_weighed(matrix, benefit)
    plain = np.ones(matrix.shape[1])  # its angles are of reciprocals where a criterion is a cost
    for scheme, got in (
        (kd.EntropyWeights(), peer.entropy_weighting(matrix)),
        (kd.StandardDeviationWeights("none"), peer.std_weighting(matrix)),
        (kd.VarianceWeights(), peer.stat_var_weighting(matrix)),
        (kd.MERECWeights(), peer.merec_weighting(matrix, types)),
        (kd.GiniWeights(), peer.gini_weighting(matrix)),
        (kd.AngleWeights(), peer.angle_weighting(matrix, plain)),
        (kd.CoefficientOfVariationWeights(), peer.coeff_var_weighting(matrix)),
    ):
        found = found_by(scheme)
        np.testing.assert_allclose(found, got, err_msg=type(scheme).__name__, **CLOSE)


@MANY
@given(problem=varied_problems)
def test_they_equal_the_formulas_written_out(problem):
    """The papers' formulas, one number at a time."""
    x, _, benefit = (part.tolist() for part in problem)
    m, n = len(x), len(x[0])
    columns = [[row[j] for row in x] for j in range(n)]

    def entropy(column):
        shares = [value / sum(column) for value in column]
        return 1 + sum(p * math.log(p) for p in shares) / math.log(m)

    def rating(value, column, better):
        low, high = min(column), max(column)
        return (value - low) / (high - low) if better else (high - value) / (high - low)

    def deviation(column):
        mean = sum(column) / m
        return math.sqrt(sum((value - mean) ** 2 for value in column) / m)

    def correlation(a, b):
        mean_a, mean_b = sum(a) / m, sum(b) / m
        above = sum((p - mean_a) * (q - mean_b) for p, q in zip(a, b, strict=True))
        return above / m / deviation(a) / deviation(b)

    def overall(row, without=None):
        logs = 0.0
        for j in range(n):
            if j != without:
                top, low = max(columns[j]), min(columns[j])
                logs += abs(math.log(low / row[j] if benefit[j] else row[j] / top))
        return math.log(1 + logs / n)

    rated = [[rating(v, c, better) for v in c] for c, better in zip(columns, benefit, strict=True)]
    spreads = [deviation(column) for column in rated]
    clash = [sum(1 - correlation(a, b) for b in rated if b is not a) for a in rated]
    expected = {
        "entropy": [entropy(column) for column in columns],
        "standard_deviation": spreads,
        "variance": [spread**2 for spread in spreads],
        "critic": [spread * conflict for spread, conflict in zip(spreads, clash, strict=True)],
        "merec": [sum(abs(overall(row, j) - overall(row)) for row in x) for j in range(n)],
        "gini": [
            sum(abs(p - q) for p in column for q in column) / (2 * m * sum(column))
            for column in columns
        ],
        "angle": [
            math.acos(min(sum(c) / math.sqrt(m * sum(v * v for v in c)), 1.0)) for c in columns
        ],
        "coefficient_of_variation": [deviation(c) / (sum(c) / m) for c in columns],
    }
    assert expected.keys() == OWN.keys()
    found_by = each_weighed(problem[0], problem[2])
    for name, information in expected.items():
        if name == "critic" and not core.critic_parts(*problem[::2]).information.any():
            continue
        shares = [value / sum(information) for value in information]
        found = found_by(OWN[name])
        np.testing.assert_allclose(found, shares, err_msg=name, **CLOSE)


@given(problem=varied_problems)
def test_the_shielded_ones_are_pymcdms_where_its_answer_is_one(problem):
    from pymcdm import weights as peer

    matrix, _, benefit = problem
    types = np.where(benefit, 1, -1)
    given_problem = problem_of(matrix, benefit)
    for name in SHIELDED:
        found = determined(name, given_problem).values
        with np.errstate(all="ignore"):
            got = getattr(peer, f"{name}_weights")(matrix, types)
        np.testing.assert_allclose(found, got, err_msg=name, rtol=1e-8, atol=1e-8)


@given(problem=varied_problems)
def test_the_shielded_ones_equal_pyrepo(problem):
    peer = pytest.importorskip("pyrepo_mcda.weighting_methods")
    matrix, _, benefit = problem
    types = np.where(benefit, 1, -1)
    given_problem = problem_of(matrix, benefit)
    for name in ("cilos", "idocriw"):  # it has no LOPCOW
        found = determined(name, given_problem).values
        got = getattr(peer, f"{name}_weighting")(matrix, types)
        np.testing.assert_allclose(found, got, err_msg=name, rtol=1e-8, atol=1e-8)


# ---- what holds for all --------------------------------------------------------------------------


@every
@FEW
@given(problem=varied_problems, seed=st.integers(0, 2**32 - 1))
def test_the_order_of_candidates_and_criteria_does_not_matter(name, problem, seed):
    matrix, _, benefit = problem
    rng = np.random.default_rng(seed)
    rows, columns = rng.permutation(matrix.shape[0]), rng.permutation(matrix.shape[1])
    found = determined(name, problem_of(matrix, benefit)).values
    turned = weighed(EVERY[name], matrix[np.ix_(rows, columns)], benefit[columns])
    # CILOS takes the first of several best candidates, whose losses elsewhere differ.
    tied = (matrix == np.where(benefit, matrix.max(axis=0), matrix.min(axis=0))).sum(axis=0) > 1
    if name in ("cilos", "idocriw") and tied.any():
        return
    np.testing.assert_allclose(turned, found[columns], rtol=1e-8, atol=1e-8)


@every
@FEW
@given(problem=varied_problems, factor=st.sampled_from([1e-6, 0.125, 1e6]))
def test_the_unit_of_a_criterion_does_not_matter(name, problem, factor):
    matrix, _, benefit = problem
    other = matrix.copy()
    other[:, 0] *= factor
    found = determined(name, problem_of(matrix, benefit)).values
    again = weighed(EVERY[name], other, benefit)
    np.testing.assert_allclose(again, found, rtol=1e-8, atol=1e-8)


@every
@FEW
@given(problem=varied_problems, value=st.sampled_from([0.25, 3.0, 1e9]))
def test_a_constant_criterion_gets_nothing_and_changes_nothing(name, problem, value):
    matrix, _, benefit = problem
    found = determined(name, problem_of(matrix, benefit)).values
    wider = np.insert(matrix, 1, value, axis=1)
    weights = EVERY[name].weigh(problem_of(wider, np.insert(benefit, 1, False)))
    assert weights.values[1] == 0.0
    assert weights.details["constant"] == ("c2",)
    others = np.delete(weights.values, 1)
    if name == "merec":  # its 1/n counts criteria, also those that tell nothing
        assert np.isfinite(others).all()
    else:
        np.testing.assert_allclose(others, found, rtol=1e-8, atol=1e-8)


@every
def test_a_column_constant_but_for_rounding_is_constant(name):
    rows = [[0.3, 1, 5], [0.1 + 0.2, 4, 9], [0.3, 5, 3], [0.3, 2, 2]]
    weights = EVERY[name].weigh(problem_of(rows))
    assert weights.values[0] == 0.0
    assert weights.values[1:].min() > 0


@every
def test_the_only_criterion_that_differs_gets_all(name):
    assert weighed(EVERY[name], [[1, 2, 2], [1, 3, 2]]).tolist() == [0, 1, 0]
    assert weighed(EVERY[name], [[5.0], [4.0]]).tolist() == [1]


@every
@pytest.mark.parametrize("rows", [[[1, 2], [1, 2]], [[3, 4]], [[0.1 + 0.2, 1], [0.3, 1]]])
def test_nothing_that_differs_is_an_error(name, rows):
    assert message(EVERY[name].weigh, problem_of(rows)) == (
        "weights from data: nothing tells the candidates apart: every criterion gives all of them "
        "one value. Hint: use EqualWeights()."
    )


@every
@pytest.mark.parametrize("scale", [1e-300, 2e307])  # 13 of these overflow
def test_huge_and_tiny_values_give_weights(name, scale):
    rows = np.array([[1, 4, 3], [2, 9, 5], [3, 2, 1], [7, 3, 8]])
    found = weighed(EVERY[name], rows * [scale, 1, 1], [True, False, True])
    plain = weighed(EVERY[name], rows, [True, False, True])
    np.testing.assert_allclose(found, plain, rtol=1e-9, atol=1e-12)


def test_squares_of_raw_values_do_not_overflow():
    rows = np.array([[1, 4], [2, 9], [3, 2], [7, 3]])
    scheme = kd.VarianceWeights("none")
    np.testing.assert_allclose(weighed(scheme, rows * 1e200), weighed(scheme, rows), rtol=1e-12)


@every
def test_weights_survive_files_and_name_their_scheme(name):
    problem = problem_of([[1, 4, 3], [2, 9, 5], [3, 2, 1], [7, 3, 8]])
    weights = EVERY[name].weigh(problem)
    assert weights.scheme == type(EVERY[name]).__name__
    again = kd.Weights.from_json(weights.to_json())
    assert again.to_dict() == weights.to_dict()
    assert weights.values.sum() == pytest.approx(1, abs=1e-15)
    assert kd.rank(problem, EVERY[name]).weights.scheme == weights.scheme


def test_what_they_say_beside_the_weights():
    problem = problem_of([[1, 4, 5], [2, 9, 5], [3, 2, 5]])
    said = {name: dict(scheme.weigh(problem).details) for name, scheme in OWN.items()}
    assert said["entropy"]["entropies"]["c3"] == 1.0
    assert said["standard_deviation"]["deviations"]["c1"] == pytest.approx(math.sqrt(1 / 6))
    assert set(said["critic"]) == {
        "deviations", "correlations", "conflicts", "information", "constant",
    }  # fmt: skip
    r = said["critic"]["correlations"]
    assert r["c1"]["c2"] == r["c2"]["c1"] == pytest.approx(-0.27735, abs=1e-5)
    assert (r["c1"]["c1"], r["c1"]["c3"], r["c3"]["c3"]) == (1.0, 0.0, 0.0)
    assert said["gini"]["gini_coefficients"]["c1"] == pytest.approx(2 / 9)
    assert all("constant" in details for details in said.values())


def test_many_matrices_at_once():
    """Of sampled performances, say: weights of each matrix, without a loop."""
    matrices = np.random.default_rng(1).uniform(1, 9, (500, 6, 4))
    weights = core.information_shares(core.entropy_divergences(matrices))
    assert weights.shape == (500, 4)
    one = kd.EntropyWeights().weigh(problem_of(matrices[7])).values
    np.testing.assert_allclose(weights[7], one, rtol=1e-12)


# ---- zeros, negative values, and what does not determine weights ---------------------------------


def test_a_zero_is_no_trouble_where_the_formula_has_a_limit():
    """0 ln 0 is 0; pymcdm 1.4 refuses it."""
    rows = [[0, 1], [1, 1], [1, 2]]
    assert kd.EntropyWeights().weigh(problem_of(rows)).details["entropies"]["c1"] == pytest.approx(
        math.log(2) / math.log(3)
    )
    for scheme in (kd.GiniWeights(), kd.AngleWeights(), kd.CoefficientOfVariationWeights()):
        assert np.isfinite(weighed(scheme, rows)).all()
    assert weighed(kd.EntropyWeights(), [[0, 1], [0, 2]]).tolist() == [0, 1]
    assert weighed(kd.EntropyWeights(), [[0, 0], [1, 0], [0, 2]]).tolist() == [0.5, 0.5]


@pytest.mark.parametrize(
    ("name", "value", "what"),
    [
        ("entropy", -1, "entropy takes no negative values"),
        ("gini", -1, "the Gini coefficient takes no negative values"),
        ("angle", -1, "the angle to equal values takes no negative values"),
        ("coefficient_of_variation", -1, "the coefficient of variation takes no negative values"),
        ("merec", 0, "MEREC takes positive values only: it takes their logarithms"),
        ("cilos", 0, "CILOSWeights takes positive values only: it divides by them"),
        ("idocriw", -1, "IDOCRIWWeights takes positive values only: it divides by them"),
    ],
)
def test_values_outside_the_domain_are_refused_by_name(name, value, what):
    rows = [[1, value, value], [2, 3, 1], [3, 1, 2]]
    found = faults(EVERY[name].weigh, problem_of(rows))
    assert [fault.where for fault in found] == ["criterion 'c2'", "criterion 'c3'"]
    assert {fault.what for fault in found} == {what}
    assert found[0].hint == "use CRITICWeights or StandardDeviationWeights"


@pytest.mark.parametrize("name", ["standard_deviation", "variance", "critic", "lopcow"])
def test_negative_values_are_welcome_elsewhere(name):
    rows = [[-1, 4, 3], [2, -9, 5], [-3, 2, 1], [7, 3, -8]]
    assert weighed(EVERY[name], rows).min() > 0


def test_critic_refuses_criteria_that_all_agree():
    rows = [[1, 2, 7], [2, 4, 7], [3, 6, 7]]
    assert message(kd.CRITICWeights().weigh, problem_of(rows)) == (
        "CRITICWeights: all criteria agree on every candidate: their correlations are 1. "
        "Hint: use StandardDeviationWeights(), or keep one of them."
    )


def test_critic_reads_directions():
    """A good that is large and a cost that is small agree; pymcdm and pyrepo call it conflict."""
    rows = [[1, 9, 4], [2, 8, 6], [3, 4, 6], [9, 4, 5]]
    costs = weighed(kd.CRITICWeights(), rows, [True, False, True])
    goods = weighed(kd.CRITICWeights(), rows, [True, True, True])
    assert np.abs(costs - goods).max() > 0.05


@pytest.mark.parametrize("scheme", [kd.CILOSWeights(), kd.IDOCRIWWeights()])
def test_impact_losses_that_do_not_determine_weights_are_refused(scheme):
    """One candidate is best everywhere: pymcdm gives n times n numbers."""
    assert message(scheme.weigh, problem_of([[3, 9], [1, 2]])) == (
        f"{type(scheme).__name__}: these data do not determine the weights. Hint: the best "
        "candidates of several criteria are the best of all the others too. Use CRITICWeights or "
        "EntropyWeights."
    )


@pytest.mark.parametrize(
    "rows", [[[1, 2], [3, 1]], [[0, 0], [0, 3], [4, 0]], [[1, 1], [1, 5], [2, 1]]]
)
def test_lopcow_refuses_columns_of_no_percentage(rows):
    """pymcdm gives NaN, or weighs what rounding left."""
    assert message(kd.LOPCOWWeights().weigh, problem_of(rows)) == (
        "LOPCOWWeights: every column's percentage value is 0: one candidate alone is above the "
        "worst. Hint: use CRITICWeights."
    )


@pytest.mark.parametrize(
    "kind", [kd.StandardDeviationWeights, kd.VarianceWeights, kd.CRITICWeights]
)
def test_normalizations(kind):
    found = message(kind, "minmx")
    assert found.startswith(f"{kind.__name__}.normalization: unknown choice; got 'minmx'")
    assert "did you mean 'minmax'?" in found
    assert faults(kind("bounds").weigh, problem_of([[1, 2], [2, 1]]))[0].where == "criterion 'c1'"
    rows = [[1, 4, 3], [2, 9, 5], [3, 2, 1], [7, 3, 8]]
    raw = weighed(kind("none"), rows)
    assert np.abs(raw - weighed(kind(), rows)).max() > 0.01


# ---- in studies ----------------------------------------------------------------------------------


@every
def test_a_study_may_name_it(name):
    rows = {"A": (1, 4, 3), "B": (2, 9, 5), "C": (3, 2, 1), "D": (7, 3, 8)}
    names = ("km", "gain", "risk")
    content = {
        "title": "t",
        "data": {
            "source": "inline",
            "values": {key: dict(zip(names, row, strict=True)) for key, row in rows.items()},
        },
        "criteria": [
            {"name": name, "direction": "cost" if name == "km" else "benefit"} for name in names
        ],
        "weights": {"scheme": name},
    }
    result = kd.Study.from_dict(content).run()
    expected = EVERY[name].weigh(result.ranking.problem)
    assert result.ranking.weights.to_dict() == expected.to_dict()
    assert json.dumps(result.to_dict())
    if name in ("standard_deviation", "variance", "critic"):
        content["weights"]["normalization"] = "max"
        weights = kd.Study.from_dict(content).run().ranking.weights
        assert np.abs(weights.values - expected.values).max() > 1e-3
    else:
        content["weights"]["normalization"] = "max"
        assert "normalization: unknown key" in message(kd.Study.from_dict, content)


def test_a_study_says_on_reading_what_its_scheme_refuses():
    content = {
        "title": "t",
        "data": {
            "source": "inline",
            "values": {"A": {"km": 0, "gain": 2}, "B": {"km": 3, "gain": 1}},
        },
        "criteria": [
            {"name": "km", "direction": "cost"},
            {"name": "gain", "direction": "benefit"},
        ],
        "weights": {"scheme": "merec"},
    }
    said = "criterion 'km': MEREC takes positive values only"
    assert message(kd.Study.from_dict, content).startswith(f"weights: {said}")
    content["weights"] = {
        "scheme": "combined",
        "schemes": [{"scheme": "equal"}, {"scheme": "merec"}],
    }
    assert message(kd.Study.from_dict, content).startswith(f"weights.schemes[2]: {said}")
