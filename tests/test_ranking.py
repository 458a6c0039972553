"""From a problem and weights to a ranking, and why it came out so."""

import dataclasses
import json
import pickle

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

import kadmcdm as kd
import strategies
from kadmcdm import core
from kadmcdm.core.normalization import RULES as EVERY_RULE
from kadmcdm.methods import BY_NAME
from messages import faults, message

PROBLEM = kd.DecisionProblem(
    [
        kd.Criterion("cost", "cost", bounds=(0, 10), unit="IDR bn"),
        kd.Criterion("reach", "benefit", bounds=(0, 50)),
        kd.Criterion("risk", "cost", bounds=(0, 5)),
    ],
    ["Tuban", "Ngawi", "Blora", "Jombang"],
    [[2, 40, 3], [4, 35, 1], [7, 44, 4], [3, 12, 2]],
    title="Where to go",
)
WEIGHTS = [5, 3, 2]
W = np.array([0.5, 0.3, 0.2])
RULES = ("vector", "minmax", "max", "sum", "bounds", "none")

METHODS = [
    kd.TOPSIS(),
    kd.TOPSIS("minmax", 1),
    kd.TOPSIS("vector", np.inf),
    kd.TOPSIS("bounds"),
    kd.TOPSIS("none", ideal=[0, 50, 0], anti_ideal=[10, 0, 5]),
    kd.WeightedSum(),
    kd.WeightedSum("bounds"),
    kd.WeightedProduct(),
    kd.WeightedProduct("sum"),
]
KERNELS = {
    "TOPSIS": core.topsis,
    "WeightedSum": core.weighted_sum,
    "WeightedProduct": core.weighted_product,
}


def named(method):
    return repr(method)[:40]


def parameters(method):
    content = {field.name: getattr(method, field.name) for field in dataclasses.fields(method)}
    return {
        key: np.array(value) if key.endswith("ideal") and value is not None else value
        for key, value in content.items()
    }


# ---- scores and ranks ----------------------------------------------------------------------------


@pytest.mark.parametrize("method", METHODS, ids=named)
def test_scores_are_those_of_the_kernel(method):
    ranking = kd.rank(PROBLEM, WEIGHTS, method)
    kernel = KERNELS[method.name]
    expected = kernel(
        PROBLEM.matrix, W, PROBLEM.benefit, bounds=PROBLEM.bounds, **parameters(method)
    )
    np.testing.assert_array_equal(ranking.scores, expected)
    np.testing.assert_array_equal(ranking.ranks, core.ranks(expected))
    assert ranking.method is method
    assert isinstance(method, kd.Method)


def test_what_a_ranking_says():
    ranking = kd.rank(PROBLEM, WEIGHTS, kd.WeightedSum("none"))
    np.testing.assert_allclose(ranking.scores, [10.4, 8.3, 8.9, 1.7], atol=1e-12)
    assert ranking.ranks.tolist() == [1, 3, 2, 4]
    assert ranking.order == ("Tuban", "Blora", "Ngawi", "Jombang")
    assert (ranking.best, ranking.winners) == ("Tuban", ("Tuban",))
    assert ranking.problem is PROBLEM
    assert ranking.digest == PROBLEM.digest
    assert ranking.weights.values.tolist() == W.tolist()
    assert ranking.tie_tolerance == 1e-9
    assert ranking.version == kd.__version__


@pytest.mark.parametrize(
    ("base", "other"),
    [
        *((kd.TOPSIS("vector"), kd.TOPSIS(rule)) for rule in RULES[1:]),
        *((kd.WeightedSum("max"), kd.WeightedSum(rule)) for rule in RULES if rule != "max"),
        (kd.WeightedProduct("max"), kd.WeightedProduct("sum")),
        (kd.WeightedProduct("max"), kd.WeightedProduct("vector")),
        (kd.WeightedProduct("max"), kd.WeightedProduct("bounds")),
        (kd.TOPSIS(p=2), kd.TOPSIS(p=1)),
        (kd.TOPSIS(p=2), kd.TOPSIS(p=np.inf)),
        (kd.TOPSIS(), kd.TOPSIS(ideal=[1, 50, 0.5])),
        (kd.TOPSIS(), kd.TOPSIS(anti_ideal=[9, 1, 5])),
    ],
    ids=lambda method: named(method),
)
def test_every_parameter_counts(base, other):
    a, b = kd.rank(PROBLEM, WEIGHTS, base).scores, kd.rank(PROBLEM, WEIGHTS, other).scores
    assert np.abs(a - b).max() > 1e-3


def test_the_defaults():
    assert kd.TOPSIS() == kd.TOPSIS("vector", 2, None, None)
    assert kd.WeightedSum() == kd.WeightedSum("max")
    assert kd.WeightedProduct() == kd.WeightedProduct("max")
    assert kd.rank(PROBLEM, WEIGHTS).method == kd.TOPSIS()


# ---- ties ----------------------------------------------------------------------------------------

TIED = kd.DecisionProblem(
    [kd.Criterion("gain", "benefit")], ["A", "B", "C", "D"], [[2], [3], [2], [1]]
)


def test_ties_share_the_rank_and_keep_the_input_order():
    ranking = kd.rank(TIED, [1], kd.WeightedSum("none"))
    assert ranking.ranks.tolist() == [2, 1, 2, 4]
    assert ranking.order == ("B", "A", "C", "D")
    assert [row[0] for row in ranking.tables()[0].rows] == ["1", "2=", "2=", "4"]
    assert list(ranking.to_frame()["rank"]) == [1, 2, 2, 4]


def test_all_who_come_first_are_winners():
    ranking = kd.rank(TIED.without("B"), [1], kd.WeightedSum("none"))
    assert ranking.winners == ("A", "C")
    assert ranking.best == "A"
    assert [row[0] for row in ranking.tables()[0].rows] == ["1=", "1=", "3"]


@pytest.mark.parametrize(
    ("tolerance", "ranks"), [(0, [3, 1, 2]), (1e-9, [3, 1, 2]), (1e-4, [2, 1, 2]), (0.5, [1, 1, 1])]
)
def test_the_tolerance_is_relative_to_the_largest_score(tolerance, ranks):
    problem = kd.DecisionProblem.from_arrays([[60.0], [100.0], [60.005]], ["benefit"])
    ranking = kd.rank(problem, [1], kd.WeightedSum("none"), tie_tolerance=tolerance)
    assert ranking.ranks.tolist() == ranks
    assert ranking.tie_tolerance == tolerance


# ---- what is refused -----------------------------------------------------------------------------

BAD_DATA = kd.DecisionProblem(
    [kd.Criterion("cost", "cost"), kd.Criterion("gain", "benefit"), kd.Criterion("risk", "cost")],
    ["A", "B"],
    [[0, -8, 1], [2, 9, 2]],
)
DATA = [
    ("max", "criterion 'gain': normalization 'max' takes no negative values. Hint: use 'minmax' or "
     "'bounds'."),
    ("max", "criterion 'cost': normalization 'max' takes no 0 in a cost column: it divides by the "
     "value. Hint: use 'minmax', 'vector' or 'bounds'."),
    ("sum", "criterion 'gain': normalization 'sum' takes no negative values. Hint: use 'minmax' or "
     "'bounds'."),
    ("bounds", "criterion 'risk': normalization 'bounds' needs its bounds; expected (low, high)."),
]  # fmt: skip


@pytest.mark.parametrize("method", [kd.TOPSIS, kd.WeightedSum, kd.WeightedProduct])
@pytest.mark.parametrize(("rule", "said"), DATA)
def test_a_refused_column_is_named_by_its_criterion(method, rule, said):
    found = [str(fault) for fault in faults(kd.rank, BAD_DATA, WEIGHTS, method(rule))]
    assert said in found
    assert not any("column" in fault.split(":")[0] for fault in found)


def test_a_weighted_product_of_what_is_not_positive():
    said = faults(kd.rank, BAD_DATA, WEIGHTS, kd.WeightedProduct("minmax"))
    assert [fault.where for fault in said] == [
        "criterion 'cost'", "criterion 'gain'", "criterion 'risk'",
    ]  # fmt: skip
    assert str(said[0]) == (
        "criterion 'cost': the weighted product takes no value <= 0 after normalization 'minmax'. "
        "Hint: use normalization 'max' or 'sum' on positive data, or WeightedSum."
    )
    said = faults(kd.rank, PROBLEM, WEIGHTS, kd.WeightedProduct("none"))
    assert [fault.where for fault in said] == ["criterion 'cost'", "criterion 'risk'"]


GIVEN = [
    ({"ideal": [3, 50, 0]}, [
        "criterion 'cost': a value lies beyond the given ideal; got 2, expected 3 or worse.",
    ]),
    ({"anti_ideal": [10, 20, 3]}, [
        "criterion 'reach': a value lies beyond the given anti-ideal; got 12, expected 20 or "
        "better.",
        "criterion 'risk': a value lies beyond the given anti-ideal; got 4, expected 3 or better.",
    ]),
    ({"ideal": [1, 50]}, ["TOPSIS.ideal: wrong length; got 2, expected 3."]),
    ({"normalization": "bounds", "ideal": [-1, 50, 0]}, [
        "criterion 'cost': a value lies outside its bounds.",
    ]),
]  # fmt: skip


@pytest.mark.parametrize(("options", "said"), GIVEN)
def test_given_ideals_that_the_data_pass(options, said):
    options = {"normalization": "none", **options}
    found = faults(kd.rank, PROBLEM, WEIGHTS, kd.TOPSIS(**options))
    assert [str(fault) for fault in found] == said


RULE_NAMES = ", ".join(map(repr, EVERY_RULE))
PARAMETERS = [
    (kd.TOPSIS, {"normalization": "vektor"}, "TOPSIS.normalization: unknown choice; got 'vektor', "
     f"expected one of {RULE_NAMES}. Hint: did you mean 'vector'?"),
    (kd.TOPSIS, {"p": 3}, "TOPSIS.p: unknown metric; got 3, expected 1, 2 or inf."),
    (kd.TOPSIS, {"ideal": 5}, "TOPSIS.ideal: no list of finite numbers; got 5, expected one a "
     "criterion."),
    (kd.TOPSIS, {"anti_ideal": [1, float("nan")]}, "TOPSIS.anti_ideal: no list of finite numbers; "
     "got [1, nan], expected one a criterion."),
    (kd.WeightedSum, {"normalization": "best"}, "WeightedSum.normalization: unknown choice; got "
     f"'best', expected one of {RULE_NAMES}. Hint: known names: {RULE_NAMES}."),
    (kd.WeightedProduct, {"normalization": None}, "WeightedProduct.normalization: unknown choice; "
     f"got None, expected one of {RULE_NAMES}."),
]  # fmt: skip


@pytest.mark.parametrize(("method", "options", "said"), PARAMETERS)
def test_parameters_that_are_refused(method, options, said):
    assert message(method, **options) == said


def test_all_wrong_parameters_are_said_at_once():
    said = faults(kd.TOPSIS, "vektor", 3, "ab", [np.inf])
    assert [fault.where for fault in said] == [
        "TOPSIS.normalization", "TOPSIS.p", "TOPSIS.ideal", "TOPSIS.anti_ideal",
    ]  # fmt: skip


KINDS = [
    ({"method": kd.TOPSIS}, f"method: no method; got {kd.TOPSIS!r}, expected an object such as "
     "kd.TOPSIS()."),
    ({"method": "TOPSIS"}, "method: no method; got 'TOPSIS', expected an object such as "
     "kd.TOPSIS()."),
    ({"method": core.topsis}, f"method: no method; got {core.topsis!r}, expected an object such as "
     "kd.TOPSIS()."),
    ({"problem": [[1, 2]]}, "problem: no DecisionProblem; got list."),
    ({"tie_tolerance": -1e-9}, "tie_tolerance: no tolerance; got -1e-09, expected 0 to 1."),
    ({"tie_tolerance": float("nan")}, "tie_tolerance: no tolerance; got nan, expected 0 to 1."),
    ({"tie_tolerance": True}, "tie_tolerance: no tolerance; got True, expected 0 to 1."),
    ({"tie_tolerance": "0"}, "tie_tolerance: no tolerance; got '0', expected 0 to 1."),
]  # fmt: skip


@pytest.mark.parametrize(("change", "said"), KINDS, ids=range(len(KINDS)))
def test_rank_takes_objects_of_the_right_kind(change, said):
    assert message(kd.rank, **{"problem": PROBLEM, "weights": WEIGHTS, **change}) == said


def test_wrong_kinds_are_said_at_once():
    said = faults(kd.rank, 1, 2, 3, tie_tolerance=4)
    assert [fault.where for fault in said] == ["problem", "method", "tie_tolerance"]


# ---- methods of others ---------------------------------------------------------------------------


class Plain:
    """Scores and nothing else; no base class."""

    name = "Plain"

    def scores(self, matrix, weights, benefit, *, bounds=None):
        return (np.where(benefit, matrix, -matrix) * weights[..., None, :]).sum(axis=-1)


class Explaining(Plain):
    def details(self, matrix, weights, benefit, *, bounds=None):
        parts = np.where(benefit, matrix, -matrix) * weights[..., None, :]
        return {"contributions": parts}


class Mute(Plain):
    def details(self, matrix, weights, benefit, *, bounds=None):
        return {"normalized": matrix}


def returning(scores):
    method = Plain()
    method.scores = lambda *args, **options: scores
    return method


def test_a_method_of_ones_own_ranks():
    ranking = kd.rank(PROBLEM, WEIGHTS, Plain())
    np.testing.assert_array_equal(
        ranking.scores, kd.rank(PROBLEM, WEIGHTS, kd.WeightedSum("none")).scores
    )
    assert json.loads(ranking.to_json())["method"] == {"name": "Plain"}
    assert "method: Plain; weights: DirectWeights" in str(ranking)
    names = ", ".join(map(repr, BY_NAME))
    assert message(kd.Ranking.from_json, ranking.to_json()).startswith(
        f"method.name: unknown choice; got 'Plain', expected one of {names}. Hint: known names: "
    )


def test_a_method_without_details_cannot_be_explained():
    ranking = kd.rank(PROBLEM, WEIGHTS, Plain())
    said = "method 'Plain': it gives no details to explain from."
    assert message(ranking.explain, "Tuban") == said
    assert message(ranking.contrast, "Tuban", "Ngawi") == said
    assert message(lambda: ranking.details) == said
    mute = kd.rank(PROBLEM, WEIGHTS, Mute())
    assert message(mute.contrast, "Tuban", "Ngawi") == (
        "method 'Plain': its details have no contributions."
    )


def test_details_need_no_more_than_contributions():
    ranking = kd.rank(PROBLEM, WEIGHTS, Explaining())
    why = ranking.explain("Ngawi")
    np.testing.assert_allclose(why.contributions, [-2, 10.5, -0.2], atol=1e-12)
    assert why.total == pytest.approx(8.3)
    assert why.normalized is None
    assert why.tables()[0].headers == ("criterion", "direction", "value", "weight", "contribution")
    assert ranking.contrast("Tuban", "Ngawi").difference == pytest.approx(2.1)


@pytest.mark.parametrize("scores", [[4, 3, 2, 1], np.array([4, 3, 2, 1], dtype=np.float32)])
def test_scores_may_be_any_numbers(scores):
    ranking = kd.rank(PROBLEM, WEIGHTS, returning(scores))
    assert ranking.scores.tolist() == [4, 3, 2, 1]
    assert (ranking.scores.dtype, ranking.scores.flags.writeable) == (np.float64, False)


@pytest.mark.parametrize(
    ("scores", "said"),
    [
        ([1, 2], "method 'Plain': not one score per candidate; got (2,), expected (4,)."),
        (np.ones((4, 3)), "method 'Plain': not one score per candidate; got (4, 3), expected "
         "(4,)."),
        (3.0, "method 'Plain': not one score per candidate; got (), expected (4,)."),
        ([1, np.nan, 3, 4], "method 'Plain': it gave scores that are no finite numbers."),
        ([1, np.inf, 3, 4], "method 'Plain': it gave scores that are no finite numbers."),
    ],
)  # fmt: skip
def test_scores_that_are_none_are_refused(scores, said):
    assert message(kd.rank, PROBLEM, WEIGHTS, returning(scores)) == said


class Vandal(Plain):
    def scores(self, matrix, weights, benefit, *, bounds=None):
        matrix[0, 0] = 0.0


def test_a_method_cannot_change_the_problem():
    with pytest.raises(ValueError, match="read-only"):
        kd.rank(PROBLEM, WEIGHTS, Vandal())


# ---- explanations --------------------------------------------------------------------------------

REAL = strategies.problems(candidates=(1, 5), criteria=(1, 4))


def ranked(drawn, method):
    matrix, weights, benefit = drawn
    directions = ["benefit" if up else "cost" for up in benefit]
    return kd.rank(kd.DecisionProblem.from_arrays(matrix, directions), weights, method)


@given(REAL, st.sampled_from(["vector", "minmax", "max", "sum", "none"]))
def test_contributions_of_a_weighted_sum_add_up_to_the_score(drawn, rule):
    ranking = ranked(drawn, kd.WeightedSum(rule))
    for i, name in enumerate(ranking.problem.candidate_names):
        why = ranking.explain(name)
        assert why.contributions.sum() == pytest.approx(why.score, rel=1e-12, abs=1e-12)
        assert why.total == pytest.approx(why.score, rel=1e-12, abs=1e-12)
        assert (why.candidate, why.rank, why.score) == (name, ranking.ranks[i], ranking.scores[i])
        np.testing.assert_array_equal(why.values, ranking.problem.matrix[i])
        np.testing.assert_allclose(why.contributions, why.normalized * why.weights, rtol=1e-15)


@given(REAL, st.sampled_from(["max", "sum"]))
def test_contributions_of_a_weighted_product_add_up_to_its_logarithm(drawn, rule):
    ranking = ranked(drawn, kd.WeightedProduct(rule))
    for name in ranking.problem.candidate_names:
        why = ranking.explain(name)
        assert why.contributions.sum() == pytest.approx(np.log(why.score), abs=1e-12)
        assert why.total == pytest.approx(np.log(why.score), abs=1e-12)


TOPSIS = st.builds(
    kd.TOPSIS, st.sampled_from(["vector", "minmax", "max"]), st.sampled_from([1, 2, np.inf])
)


@given(REAL, TOPSIS)
def test_shares_of_topsis_add_up_to_one(drawn, method):
    ranking = ranked(drawn, method)
    details = ranking.details
    for i, name in enumerate(ranking.problem.candidate_names):
        why = ranking.explain(name)
        assert why.contributions is None
        assert why.total is None
        for shares, distance in (
            (why.to_ideal, details["distance_to_ideal"][i]),
            (why.to_anti_ideal, details["distance_to_anti_ideal"][i]),
        ):
            assert (shares >= 0).all()
            assert shares.sum() == pytest.approx(1 if distance > 0 else 0, abs=1e-12)


def test_shares_of_topsis_are_those_of_the_squared_distance():
    ranking = kd.rank(PROBLEM, WEIGHTS)
    why = ranking.explain("Ngawi")
    v = PROBLEM.matrix / np.sqrt((PROBLEM.matrix**2).sum(axis=0))
    v = np.where(PROBLEM.benefit, v, 1 - v) * W
    squares = (v[1] - v.min(axis=0)) ** 2
    np.testing.assert_allclose(why.to_anti_ideal, squares / squares.sum(), rtol=1e-12)
    squares = (v[1] - v.max(axis=0)) ** 2
    np.testing.assert_allclose(why.to_ideal, squares / squares.sum(), rtol=1e-12)
    np.testing.assert_allclose(ranking.details["weighted"], v, rtol=1e-12)


@given(
    REAL, st.one_of(TOPSIS, st.sampled_from([kd.WeightedSum(), kd.WeightedProduct()])), st.data()
)
def test_a_contrast_adds_up_and_turns_around(drawn, method, data):
    ranking = ranked(drawn, method)
    names = ranking.problem.candidate_names
    i, j = (data.draw(st.integers(0, len(names) - 1)) for _ in "ab")
    forth, back = ranking.contrast(names[i], names[j]), ranking.contrast(names[j], names[i])
    scores = np.log(ranking.scores) if method.name == "WeightedProduct" else ranking.scores
    gap = scores[i] - scores[j]
    assert forth.difference == pytest.approx(gap, abs=1e-9)
    assert forth.contributions.sum() == pytest.approx(gap, abs=1e-9)
    np.testing.assert_allclose(forth.contributions, -back.contributions, atol=1e-12)
    assert (forth.a, forth.b) == (names[i], names[j])
    np.testing.assert_array_equal(forth.values_a, ranking.problem.matrix[i])
    np.testing.assert_array_equal(forth.values_b, ranking.problem.matrix[j])


def test_a_contrast_speaks_for_whoever_is_better():
    contrast = kd.rank(PROBLEM, WEIGHTS).contrast("Tuban", "Ngawi")
    assert (contrast.contributions > 0).tolist() == [True, True, False]
    same = kd.rank(PROBLEM, WEIGHTS).contrast("Tuban", "Tuban")
    assert same.difference == 0
    assert not same.contributions.any()


@pytest.mark.parametrize(
    ("call", "said"),
    [
        (lambda r: r.explain("Tubn"), "candidate 'Tubn': unknown name. Hint: did you mean "
         "'Tuban'?"),
        (lambda r: r.contrast("Tuban", "Blra"), "candidate 'Blra': unknown name. Hint: did you "
         "mean 'Blora'?"),
    ],
)  # fmt: skip
def test_an_unknown_candidate_is_named(call, said):
    assert message(call, kd.rank(PROBLEM, WEIGHTS)) == said


# ---- what is shown -------------------------------------------------------------------------------


def test_a_ranking_prints():
    assert str(kd.rank(PROBLEM, WEIGHTS, kd.WeightedSum("none"))).splitlines() == [
        "Where to go",
        "rank  candidate   score",
        "----  ---------  ------",
        "   1  Tuban      10.400",
        "   2  Blora       8.900",
        "   3  Ngawi       8.300",
        "   4  Jombang     1.700",
        "method: WeightedSum (none); weights: DirectWeights",
    ]


def test_indonesian_numbers_and_words():
    big = kd.DecisionProblem(
        [kd.Criterion("gain", "benefit", label={"id": "manfaat"})],
        [kd.Candidate("A", label={"en": "Region A", "id": "Daerah A"}), "B"],
        [[1234.5], [0.25]],
    )
    ranking = kd.rank(big, [1], kd.WeightedSum("none"))
    table = ranking.tables("id")[0]
    assert table.headers == ("peringkat", "calon", "skor")
    assert table.rows == (("1", "Daerah A", "1.234,500"), ("2", "B", "0,250"))
    assert table.caption == "metode: WeightedSum (none); bobot: DirectWeights"
    assert ranking.tables("en")[0].rows[0] == ("1", "Region A", "1,234.500")
    why = ranking.explain("B").tables("id")[0]
    assert why.title == "B: peringkat 2, skor 0,250"
    assert why.headers == ("kriteria", "arah", "nilai", "ternormalisasi", "bobot", "sumbangan")
    assert why.rows[0][2:] == ("0,25", "0,250", "1,000", "0,250")
    contrast = ranking.contrast("A", "B").tables("id")[0]
    assert contrast.rows[0][1:] == ("1.234", "0,25", "+1.234,250")


def test_explanations_in_words():
    problem = kd.DecisionProblem(
        [
            kd.Criterion("distance", "cost", unit="km", label={"en": "distance", "id": "jarak"}),
            kd.Criterion("gain", "benefit", label={"en": "gain", "id": "manfaat"}),
        ],
        [kd.Candidate("A", label="Region A"), "B", "C", "D"],
        [[10, 5], [20, 8], [40, 1], [10, 5]],
    )
    plain = kd.rank(problem, [0.5, 0.5], kd.WeightedSum())
    assert plain.explain("A").describe() == (
        "Region A has rank 1 with a score of 0.812. Most of it comes from distance (0.500; 10 km, "
        "lower is better) and gain (0.312; 5, higher is better)."
    )
    assert plain.explain("C").describe("id") == (
        "C menempati peringkat 4 dengan skor 0,188. Sebagian besar berasal dari jarak (0,125; 40 "
        "km, makin kecil makin baik) dan manfaat (0,062; 1, makin besar makin baik)."
    )
    close = kd.rank(problem, [0.5, 0.5])
    assert close.explain("B").describe() == (  # 20² / 2200 against 7² / 115: 30 and 70 %
        "B has rank 1 with a score of 0.785. What keeps it from the ideal is distance (100% of the "
        "squared distance; 20 km, lower is better). What lifts it above the anti-ideal is gain "
        "(70% of the squared distance; 8, higher is better) and distance (30% of the squared "
        "distance; 20 km, lower is better)."
    )
    by_logs = kd.rank(problem, [0.5, 0.5], kd.WeightedProduct())
    assert by_logs.explain("A").describe() == "Region A has rank 1 with a score of 0.791."


def test_contrasts_in_words():
    problem = kd.DecisionProblem(
        [kd.Criterion("distance", "cost", unit="km"), kd.Criterion("gain", "benefit")],
        ["A", "B", "C", "D"],
        [[10, 5], [20, 8], [40, 1], [10, 5]],
    )
    ranking = kd.rank(problem, [0.5, 0.5], kd.WeightedSum())
    assert ranking.contrast("A", "B").describe() == (
        "A stands above B (0.812 to 0.750) for distance (10 against 20 km). B is better on gain (8 "
        "against 5)."
    )
    assert ranking.contrast("B", "A").describe() == (
        "B stands below A (0.750 to 0.812), which is better on distance (10 against 20 km). B is "
        "better on gain (8 against 5)."
    )
    assert ranking.contrast("C", "A").describe("id") == (
        "C berada di bawah A (0,188 berbanding 0,812), yang lebih baik pada distance (10 dibanding "
        "40 km) dan gain (5 dibanding 1)."
    )
    assert ranking.contrast("A", "D").describe() == "A and D score the same (0.812)."
    assert ranking.contrast("A", "B").describe("id") == (
        "A berada di atas B (0,812 berbanding 0,750) karena distance (10 dibanding 20 km). B lebih "
        "baik pada gain (8 dibanding 5)."
    )
    other = ranking.contrast("B", "A").describe("id")
    assert other.endswith("distance (10 dibanding 20 km). B lebih baik pada gain (8 dibanding 5).")
    level = kd.DecisionProblem.from_arrays([[4, 1], [1, 4]], ["benefit"] * 2)
    assert kd.rank(level, [0.5, 0.5], kd.WeightedSum()).contrast("a1", "a2").describe("id") == (
        "a1 dan a2 berskor sama (0,625). a1 lebih baik pada c1 (4 dibanding 1). a2 lebih baik pada "
        "c2 (4 dibanding 1)."
    )


def test_explanations_print_what_they_hold():
    ranking = kd.rank(PROBLEM, WEIGHTS)
    assert str(ranking.explain("Tuban")).splitlines()[:3] == [  # headers wrap, figures don't
        "Tuban: rank 1, score 0.805",
        "criterion  direction         value  normalized  weight       share of squared"
        "       share of squared",
        " " * 60 + "distance to ideal            distance to",
    ]
    city_block = kd.rank(PROBLEM, WEIGHTS, kd.TOPSIS(p=1)).explain("Tuban").tables("id")[0]
    assert city_block.headers[-1] == "bagian jarak ke anti-ideal"
    lines = str(ranking.contrast("Tuban", "Ngawi")).splitlines()
    assert lines[0] == "Tuban - Ngawi: 0.152"
    assert [line.split()[0] for line in lines[3:]] == ["cost", "reach", "risk"]
    assert lines[3].split()[1:3] == ["2", "4"]
    assert lines[3].split()[3].startswith("+0.")
    assert lines[5].split()[3].startswith("-0.")


NASTY = "<b>|x_*"


def test_names_are_escaped():
    problem = kd.DecisionProblem(
        [kd.Criterion(NASTY, "benefit")], [NASTY, "B"], [[2], [1]], title=NASTY
    )
    ranking = kd.rank(problem, [1], kd.WeightedSum())
    for result in (
        ranking,
        ranking.weights,
        ranking.explain(NASTY),
        ranking.contrast(NASTY, "B"),
        kd.smaa(problem, n_samples=10, rng=1),
    ):
        bundle = result._repr_mimebundle_()
        assert set(bundle) == {"text/plain", "text/html", "text/markdown"}
        assert "&lt;b&gt;|x_*" in bundle["text/html"]
        assert "<b>" not in bundle["text/html"]
        assert "&lt;b&gt;\\|x\\_\\*" in bundle["text/markdown"]
        assert "<b>" not in bundle["text/markdown"]
        assert NASTY in bundle["text/plain"]
        assert bundle["text/plain"] == str(result)


def test_a_frame_best_first():
    frame = kd.rank(PROBLEM, WEIGHTS, kd.WeightedSum("none")).to_frame()
    assert list(frame.index) == ["Tuban", "Blora", "Ngawi", "Jombang"]
    assert list(frame.columns) == ["rank", "score", "cost", "reach", "risk"]
    assert list(frame["rank"]) == [1, 2, 3, 4]
    assert frame.loc["Blora", "reach"] == 44
    taken = kd.DecisionProblem(
        [kd.Criterion("score", "benefit"), kd.Criterion("rank", "cost")], ["A"], [[1, 2]]
    )
    columns = list(kd.rank(taken, [1, 1]).to_frame().columns)
    assert columns == ["rank", "score", "score (criterion)", "rank (criterion)"]


# ---- frozen, unchanged, and back -----------------------------------------------------------------


def results():
    ranking = kd.rank(PROBLEM, WEIGHTS)
    judged = kd.PairwiseComparisons(["a", "b"], {("a", "b"): 3})
    measures = ("expected_ranks", "central_weights", "pairwise_winning")
    return [
        ranking,
        kd.rank(PROBLEM, kd.EqualWeights(), kd.TOPSIS("none", np.inf, [0, 50, 0], [10, 0, 5])),
        kd.rank(PROBLEM, WEIGHTS, kd.WeightedProduct("sum"), tie_tolerance=0),
        ranking.weights,
        ranking.explain("Ngawi"),
        kd.rank(PROBLEM, WEIGHTS, kd.WeightedSum()).explain("Ngawi"),
        ranking.contrast("Ngawi", "Tuban"),
        judged.priorities(),
        judged.priorities("geometric_mean", 0.5),
        kd.smaa(PROBLEM, n_samples=50, rng=1, measures=measures),
        kd.smaa(PROBLEM, np.eye(3), kd.WeightedSum(), measures=()),
        PROBLEM,
    ]


RESULTS = results()


@pytest.mark.parametrize("result", RESULTS, ids=lambda result: type(result).__name__)
def test_results_travel_as_json(result):
    content = result.to_dict()
    assert content["result"] == type(result).__name__
    text = result.to_json(indent=2)
    assert json.loads(text) == json.loads(result.to_json())
    assert "NaN" not in text
    assert "Infinity" not in text
    back = type(result).from_json(text)
    assert back.to_dict() == content
    assert back.to_json() == result.to_json()


@pytest.mark.parametrize("result", RESULTS, ids=lambda result: type(result).__name__)
def test_results_are_frozen_and_their_arrays_read_only(result):
    twin = pickle.loads(pickle.dumps(result))
    assert twin.to_dict() == result.to_dict()
    for item in (result, twin):
        for field in dataclasses.fields(item):
            with pytest.raises(dataclasses.FrozenInstanceError):
                setattr(item, field.name, None)
            value = getattr(item, field.name)
            if isinstance(value, np.ndarray):
                with pytest.raises(ValueError, match="read-only"):
                    value[...] = 0
    if not isinstance(result, kd.DecisionProblem):
        assert not hasattr(result, "__dict__")  # slots


@pytest.mark.parametrize("result", RESULTS[:-1], ids=lambda result: type(result).__name__)
def test_json_of_another_kind_is_refused(result):
    kind = type(result)
    content = result.to_dict()
    assert message(kind.from_dict, {**content, "result": "Other"}) == (
        f"{kind.__name__}: another kind of result; got 'Other', expected '{kind.__name__}'."
    )
    said = faults(kind.from_dict, {**content, "one": 1, "two": 2})
    assert [str(f) for f in said] == [
        f"{kind.__name__}.one: unknown key.", f"{kind.__name__}.two: unknown key.",
    ]  # fmt: skip
    for key in content:
        if key not in ("result", "nodes"):  # kadmcdm 0.1.0 had no nodes
            less = {name: value for name, value in content.items() if name != key}
            assert message(kind.from_dict, less) == f"{kind.__name__}.{key}: missing."
    assert message(kind.from_json, "[]") == f"{kind.__name__}: no JSON object; got list."
    assert message(kind.from_json, "{,}").startswith(f"{kind.__name__}: no valid JSON; got ")
    assert message(kind.from_dict, None) == (
        f"{kind.__name__}: no dict; got NoneType, expected a dict."
    )


UNREADABLE = [
    ({"scores": "high"}, "Ranking.scores: it cannot be read back; got could not convert"),
    ({"ranks": [["a"]]}, "Ranking.ranks: it cannot be read back; got "),
    ({"method": 3}, "Ranking.method: it cannot be read back; got "),
    ({"method": {"name": "TOPSS"}}, "method.name: unknown choice; got 'TOPSS'"),
    ({"method": {"name": "TOPSIS", "q": 1}}, "method.q: unknown parameter. Hint: known names: "),
    ({"method": {"name": "WeightedSum", "normalisation": "max"}}, "method.normalisation: unknown "
     "parameter. Hint: did you mean 'normalization'?"),
    ({"weights": {}}, "6 faults:\n  1. Weights: another kind of result; got None, expected "
     "'Weights'.\n  2. Weights.version: missing.\n"),
    ({"ranks": [1, 1, 1, 1]}, "Ranking.ranks: they contradict the scores."),
    ({"scores": [0.1, 0.2, 0.3, 0.4]}, "Ranking.ranks: they contradict the scores."),
    ({"problem": 4}, "DecisionProblem: no dict; got int, expected a dict."),
]  # fmt: skip


@pytest.mark.parametrize(("change", "said"), UNREADABLE)
def test_rankings_that_cannot_be_read_back(change, said):
    content = kd.rank(PROBLEM, WEIGHTS).to_dict()
    assert message(kd.Ranking.from_dict, {**content, **change}).startswith(said)


@given(REAL, st.sampled_from([*METHODS[:3], kd.WeightedSum(), kd.WeightedProduct()]))
def test_any_ranking_travels_without_loss(drawn, method):
    ranking = ranked(drawn, method)
    back = kd.Ranking.from_json(ranking.to_json())
    assert back.to_dict() == ranking.to_dict()
    assert back.scores.tobytes() == ranking.scores.tobytes()
    assert back.ranks.tolist() == ranking.ranks.tolist()
    assert back.method == ranking.method
    assert back.digest == ranking.digest
    name = ranking.problem.candidate_names[-1]
    assert back.explain(name).to_dict() == ranking.explain(name).to_dict()
    why = ranking.explain(name)
    assert type(why).from_json(why.to_json()).to_dict() == why.to_dict()


def test_inputs_stay_as_they_were():
    """Every public call, on a matrix and weights that the caller still holds."""
    matrix = np.array([[2.0, 40], [4, 35], [7, 44]])
    weights = {"c1": 2.0, "c2": 3.0}
    samples = np.array([[0.5, 1.5], [1.0, 0.0]])
    before = matrix.copy(), dict(weights), samples.copy()
    problem = kd.DecisionProblem.from_arrays(matrix, ["cost", "benefit"])
    content = problem.to_dict()
    for method in (kd.TOPSIS(), kd.WeightedSum(), kd.WeightedProduct()):
        ranking = kd.rank(problem, weights, method)
        ranking.explain("a1")
        ranking.contrast("a1", "a2")
        ranking.to_frame()
        str(ranking)
        kd.smaa(problem, samples, method)
    problem.select(["a2"])
    problem.without("a1")
    problem.describe()
    np.testing.assert_array_equal(matrix, before[0])
    assert weights == before[1]
    np.testing.assert_array_equal(samples, before[2])
    assert problem.to_dict() == content


def test_names_of_many_candidates_stay_strings():
    matrix = np.random.default_rng(0).random((20_000, 3)) + 0.1
    problem = kd.DecisionProblem.from_arrays(matrix, ["benefit", "cost", "benefit"])
    found = kd.rank(problem, [0.5, 0.3, 0.2])
    assert {type(name) for name in found.order} == {str}
    assert len(set(found.order)) == 20_000
    assert found.best == problem.candidate_names[int(found.scores.argmax())]
    assert found.ranks[problem.candidate_names.index(found.order[-1])] == found.ranks.max()


def test_sentences_name_three_criteria_at_most():
    problem = kd.DecisionProblem.from_arrays([[5, 4, 3, 2], [1, 1, 1, 1]], ["benefit"] * 4)
    ranking = kd.rank(problem, [1, 1, 1, 1], kd.WeightedSum("none"))
    assert ranking.contrast("a1", "a2").describe() == (
        "a1 stands above a2 (3.500 to 1.000) for c1 (5 against 1), c2 (4 against 1) and c3 (3 "
        "against 1)."
    )
