"""Weighting schemes: each gives weights that sum to 1, or says what is wrong with its input."""

import dataclasses
import json
import pickle
from types import MappingProxyType

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

import kadmcdm as kd
from kadmcdm import core
from kadmcdm.weighting import as_weights
from messages import faults, message

NAMES = ("cost", "reach", "risk")
PROBLEM = kd.DecisionProblem(
    [kd.Criterion("cost", "cost"), kd.Criterion("reach", "benefit"), kd.Criterion("risk", "cost")],
    ["Tuban", "Ngawi"],
    [[12, 40, 3], [9, 35, 1]],
)
JUDGED = kd.PairwiseComparisons(
    NAMES, {("cost", "reach"): 2, ("cost", "risk"): 4, ("reach", "risk"): 2}
)
HIERARCHY = kd.Hierarchy.from_dict(
    {
        "goal": "partner",
        "tree": {"cost": {}, "gain": {"reach": {}, "risk": {}, "welfare": {}}},
        "comparisons": {
            "partner": [["gain", "cost", 3]],
            "gain": [["reach", "risk", 2], ["reach", "welfare", 1], ["risk", "welfare", "1/2"]],
        },
    }
)


def values(weights):
    return weights.values.tolist()


# ---- what each scheme gives ----------------------------------------------------------------------


def test_equal():
    weights = kd.EqualWeights().weigh(PROBLEM)
    assert values(weights) == [1 / 3, 1 / 3, 1 / 3]
    assert (weights.scheme, weights.criterion_names) == ("EqualWeights", NAMES)


@pytest.mark.parametrize(
    "numbers",
    [
        {"risk": 1, "cost": 5, "reach": 2},
        [5, 2, 1],
        (0.625, 0.25, 0.125),
        np.array([5, 2, 1]),
        pd.Series([5, 2, 1]),
        pd.Series({"reach": 2, "risk": 1, "cost": 5}),
        MappingProxyType({"risk": 1, "cost": 5, "reach": 2}),
    ],
    ids=lambda numbers: type(numbers).__name__,
)
def test_direct(numbers):
    weights = kd.DirectWeights(numbers).weigh(PROBLEM)
    assert values(weights) == [0.625, 0.25, 0.125]
    assert weights["reach"] == 0.25
    assert weights.scheme == "DirectWeights"


@pytest.mark.parametrize("numbers", [[0.7, 0.2, 0.1], [0.1, 0.3, 0.6], [1 / 3, 1 / 3, 1 / 3]])
def test_weights_that_sum_to_one_stay_as_they_are(numbers):
    assert values(kd.DirectWeights(numbers).weigh(PROBLEM)) == pytest.approx(numbers, rel=1.2e-16)


def test_a_weight_may_be_zero_and_a_scheme_is_frozen():
    given_numbers = {"cost": 1, "reach": 0, "risk": 3}
    scheme = kd.DirectWeights(given_numbers)
    given_numbers["cost"] = 99
    assert values(scheme.weigh(PROBLEM)) == [0.25, 0, 0.75]
    with pytest.raises(dataclasses.FrozenInstanceError):
        scheme.values = {}
    with pytest.raises(TypeError, match="read-only"):
        scheme.values["cost"] = 2


@pytest.mark.parametrize(
    "numbers",
    [
        [1e300, 1e300, 2e300],
        [1.7e308, 1.7e308, 1.7e308],
        [1e-300, 1e-300, 2e-300],
        [5e-324, 5e-324, 5e-324],
        [1e300, 1e-300, 0],
    ],
)
def test_huge_and_tiny_weights_still_sum_to_one(numbers):
    found = kd.DirectWeights(numbers).weigh(PROBLEM).values
    assert np.isfinite(found).all()
    assert found.sum() == pytest.approx(1, abs=1e-15)
    largest = max(numbers)
    expected = np.array([number / largest for number in numbers])
    np.testing.assert_allclose(found, expected / expected.sum(), rtol=1e-14)


@pytest.mark.parametrize("rule", ["centroid", "sum", "reciprocal"])
def test_rank_order(rule):
    by_place = core.rank_order_weights(3, rule)
    weights = kd.RankOrderWeights(["reach", "cost", "risk"], rule).weigh(PROBLEM)
    np.testing.assert_allclose(weights.values, by_place[[1, 0, 2]], rtol=1e-15)
    assert weights.details["rule"] == rule
    assert weights.scheme == "RankOrderWeights"


def test_rank_order_rules_differ():
    found = [
        kd.RankOrderWeights(NAMES, rule).weigh(PROBLEM).values
        for rule in ("centroid", "sum", "reciprocal")
    ]
    np.testing.assert_allclose(found[0], [11 / 18, 5 / 18, 2 / 18])
    np.testing.assert_allclose(found[1], [3 / 6, 2 / 6, 1 / 6])
    np.testing.assert_allclose(found[2], [6 / 11, 3 / 11, 2 / 11])


def test_equals_in_an_order_share_their_places():
    first, second, third = core.rank_order_weights(3, "centroid")
    weights = kd.RankOrderWeights([["risk", "reach"], "cost"]).weigh(PROBLEM)
    shared = (first + second) / 2
    np.testing.assert_allclose(weights.values, [third, shared, shared], rtol=1e-15)
    same = kd.RankOrderWeights([["risk", "reach", "cost"]]).weigh(PROBLEM)
    np.testing.assert_allclose(same.values, 1 / 3, rtol=1e-15)


def test_ahp_of_comparisons():
    weights = kd.AHPWeights(JUDGED).weigh(PROBLEM)
    np.testing.assert_allclose(weights.values, [4 / 7, 2 / 7, 1 / 7], atol=1e-12)
    assert weights.details["consistency_ratios"] == pytest.approx({"goal": 0}, abs=1e-12)
    assert weights.details["random_index"] == "alonso-lamata-2006"
    assert weights.details["prioritization"] == "eigenvector"


def test_what_weights_have_to_say_cannot_be_changed():
    weights = kd.AHPWeights(HIERARCHY.without("welfare")).weigh(PROBLEM)
    for twin in (weights, kd.Weights.from_json(weights.to_json())):
        assert twin.to_dict() == weights.to_dict()
        for changed in (twin.details, twin.details["local_weights"]["gain"]):
            with pytest.raises(TypeError, match="read-only"):
                changed["reach"] = 1.0
        assert twin.details["left_out"] == ("welfare",)


def test_ahp_of_a_hierarchy_in_the_order_of_the_criteria():
    weights = kd.AHPWeights(HIERARCHY.without("welfare")).weigh(PROBLEM)
    np.testing.assert_allclose(weights.values, [0.25, 0.5, 0.25], atol=1e-12)
    assert weights.details["left_out"] == ("welfare",)
    assert weights.details["local_weights"]["gain"] == pytest.approx(
        {"reach": 2 / 3, "risk": 1 / 3}
    )
    moved = PROBLEM.select(criteria=["risk", "reach", "cost"])
    again = kd.AHPWeights(HIERARCHY.without("welfare")).weigh(moved)
    np.testing.assert_allclose(again.values, [0.25, 0.5, 0.25], atol=1e-12)
    assert again["cost"] == pytest.approx(0.25)


def test_ahp_options_reach_every_node():
    unsure = kd.PairwiseComparisons(
        NAMES, {("cost", "reach"): 3, ("cost", "risk"): 3, ("reach", "risk"): 2}
    )
    for rule in ("eigenvector", "geometric_mean", "column_mean"):
        weights = kd.AHPWeights(unsure, rule, "saaty-1980").weigh(PROBLEM)
        np.testing.assert_array_equal(
            weights.values, as_weights(PROBLEM, core.priority_vector(unsure.matrix, rule)).values
        )
        assert weights.details["prioritization"] == rule
        ratio = weights.details["consistency_ratios"]["goal"]
        assert ratio == pytest.approx(0.02681079 / 0.58, abs=1e-7)


def test_ahp_warns_of_contradictions_and_keeps_the_weights():
    torn = kd.PairwiseComparisons(
        NAMES, {("cost", "reach"): 5, ("reach", "risk"): 5, ("cost", "risk"): 1}
    )
    with pytest.warns(kd.KadmcdmWarning, match="consistency ratio .* is above 0.10"):
        weights = kd.AHPWeights(torn).weigh(PROBLEM)
    np.testing.assert_allclose(weights.values, core.priority_vector(torn.matrix), rtol=1e-14)


# ---- what is refused -----------------------------------------------------------------------------

NEGATIVE = "a weight says how much a criterion counts; for lower-is-better use the direction 'cost'"
NUMBERS = [
    ({"cost": -1, "reach": 1, "risk": 1}, "weight of 'cost': no weight; got -1, expected a finite "
     f"number >= 0. Hint: {NEGATIVE}."),
    ([1, -0.5, 1], "weight number 2: no weight; got -0.5, expected a finite number >= 0. Hint: "
     f"{NEGATIVE}."),
    ({"cost": float("nan"), "reach": 1, "risk": 1}, "weight of 'cost': no weight; got nan, "
     "expected a finite number >= 0."),
    ([1, float("inf"), 1], "weight number 2: no weight; got inf, expected a finite number >= 0."),
    ([0, 0, 0], "weights: all weights are 0; expected at least one above 0."),
    ({"cost": 0}, "weights: all weights are 0; expected at least one above 0."),
    ([], "weights: there are none; expected one per criterion."),
    ({}, "weights: there are none; expected one per criterion."),
    (["1", 1, 1], "weight number 1: no number; got '1', expected a number >= 0."),
    ({"cost": None}, "weight of 'cost': no number; got None, expected a number >= 0."),
    ([True, 1, 1], "weight number 1: no number; got True, expected a number >= 0."),
    ([[1, 2, 3]], "weight number 1: no number; got [1, 2, 3], expected a number >= 0."),
    ("equal", "weights: no weights; got 'equal', expected {name: value} or a list."),
    (None, "weights: no weights; got None, expected {name: value} or a list."),
    (3, "weights: no weights; got 3, expected {name: value} or a list."),
    ({3}, "weights: no weights; got {3}, expected {name: value} or a list."),
    (JUDGED, "weights: no weights; got PairwiseComparisons(cost, reach, risk), expected {name: "
     "value} or a list. Hint: AHPWeights(...) turns judgments into weights."),
    (HIERARCHY, "weights: no weights; got Hierarchy('partner', 4 leaves), expected {name: value} "
     "or a list. Hint: AHPWeights(...) turns judgments into weights."),
]  # fmt: skip


@pytest.mark.parametrize(("numbers", "said"), NUMBERS)
def test_numbers_that_are_no_weights(numbers, said):
    assert message(kd.DirectWeights, numbers) == said
    assert message(kd.rank, PROBLEM, numbers) == said


MISFITS = [
    ([1, 2], "weights: not one per criterion; got 2 weights, expected 3, for cost, reach, risk."),
    ([1, 2, 3, 4], "weights: not one per criterion; got 4 weights, expected 3, for cost, reach, "
     "risk."),
    ({"cost": 1, "reach": 1}, "criterion 'risk': it has no weight. Hint: say 0 if it shall not "
     "count."),
    ({"cost": 1, "reach": 1, "risk": 1, "rik": 1}, "weight for criterion 'rik': unknown name. "
     "Hint: did you mean 'risk'?"),
    (pd.Series({"cost": 1, "reach": 1, "Risk": 1}), "2 faults:\n  1. weight for criterion 'Risk': "
     "unknown name. Hint: did you mean 'risk'?\n  2. criterion 'risk': it has no weight. Hint: say "
     "0 if it shall not count."),
    (kd.RankOrderWeights(["cost", "reach"]), "criterion 'risk': it stands nowhere in the order."),
    (kd.RankOrderWeights(["cost", ["reach", "risk"], "riks"]), "criterion 'riks': unknown name. "
     "Hint: did you mean 'risk'?"),
    (kd.AHPWeights(HIERARCHY), "leaf 'welfare': the problem has no such criterion. Hint: leave it "
     "out on purpose: hierarchy.without('welfare')."),
    (kd.AHPWeights(JUDGED.select(["cost", "reach"])), "criterion 'risk': there are no judgments on "
     "it. Hint: leave it out of the problem with select(criteria=...), or judge it."),
    (kd.EqualWeights, f"weights: no weights; got {kd.EqualWeights!r}, expected {{name: value}} or "
     "a list."),
]  # fmt: skip


@pytest.mark.parametrize(("weights", "said"), MISFITS)
def test_weights_that_do_not_fit_the_criteria(weights, said):
    assert message(kd.rank, PROBLEM, weights) == said


def test_all_faults_of_weights_are_said_at_once():
    said = faults(kd.DirectWeights, {"cost": -1, "reach": float("nan"), "risk": "x"})
    assert [fault.where[10:] for fault in said] == ["'cost'", "'reach'", "'risk'"]
    said = faults(kd.rank, PROBLEM, {"cst": 1, "reach": 1, "rsk": 1})
    assert [fault.where for fault in said] == [
        "weight for criterion 'cst'", "weight for criterion 'rsk'", "criterion 'cost'",
        "criterion 'risk'",
    ]  # fmt: skip
    said = faults(kd.AHPWeights(HIERARCHY).weigh, PROBLEM.select(criteria=["cost", "reach"]))
    assert [fault.where for fault in said] == ["leaf 'risk'", "leaf 'welfare'"]


SCHEMES = [
    (kd.RankOrderWeights, ["cost", "reach", "cost"], {}, "criterion 'cost': it stands twice in the "
     "order."),
    (kd.RankOrderWeights, ["cost", ["reach", "cost"]], {}, "criterion 'cost': it stands twice in "
     "the order."),
    (kd.RankOrderWeights, "cost", {}, "order: no list of names; got 'cost'."),
    (kd.RankOrderWeights, None, {}, "order: no list of names; got None."),
    (kd.RankOrderWeights, [1], {}, "order: no name; got 1, expected text."),
    (kd.RankOrderWeights, ["cost", ["reach", ["risk"]]], {}, "order: no name; got ['risk'], "
     "expected text."),
    (kd.RankOrderWeights, [], {}, "order: nothing stands in it; got [], expected names."),
    (kd.RankOrderWeights, [[], "cost"], {}, "order: nothing stands in it; got [[], 'cost'], "
     "expected names."),
    (kd.RankOrderWeights, ["cost"], {"rule": "centrod"}, "rule: unknown choice; got 'centrod', "
     "expected one of 'centroid', 'sum', 'reciprocal', 'exponent'. Hint: did you mean "
     "'centroid'?"),
    (kd.AHPWeights, JUDGED, {"prioritization": "eigen"}, "prioritization: unknown choice; got "
     "'eigen', expected one of 'eigenvector', 'geometric_mean', 'column_mean'. Hint: did you mean "
     "'eigenvector'?"),
    (kd.AHPWeights, JUDGED.matrix.tolist(), {}, "judgments: no judgments; got list, expected "
     "PairwiseComparisons, Hierarchy, GroupComparisons, GroupHierarchy."),
]  # fmt: skip


@pytest.mark.parametrize(("scheme", "given_input", "options", "said"), SCHEMES)
def test_schemes_that_are_refused(scheme, given_input, options, said):
    assert message(scheme, given_input, **options) == said


def test_ahp_names_judgments_that_nothing_connects():
    gaps = kd.PairwiseComparisons(NAMES, {("cost", "reach"): 2})
    (said,) = faults(kd.AHPWeights(gaps).weigh, PROBLEM)
    assert said.got == "'cost', 'reach' | 'risk'"


def test_ahp_takes_incomplete_judgments_and_says_so():
    gaps = kd.PairwiseComparisons(NAMES, {("cost", "reach"): 2, ("reach", "risk"): 3})
    weights = kd.AHPWeights(gaps).weigh(PROBLEM)
    np.testing.assert_allclose(weights.values, [0.6, 0.3, 0.1], atol=1e-12)  # 6 : 3 : 1
    assert weights.details["consistency_ratios"] == {"goal": None}
    assert weights.details["missing_pairs"] == {"goal": 1}
    assert kd.Weights.from_json(weights.to_json()).to_dict() == weights.to_dict()


# ---- weights as a result, and schemes of others --------------------------------------------------


def test_weights_follow_the_names_not_the_places():
    weights = kd.DirectWeights({"cost": 5, "reach": 2, "risk": 1}).weigh(PROBLEM)
    moved = PROBLEM.select(criteria=["risk", "cost", "reach"])
    again = as_weights(moved, weights)
    assert again.criterion_names == ("risk", "cost", "reach")
    assert values(again) == [0.125, 0.625, 0.25]
    assert (again.scheme, again.details) == (weights.scheme, weights.details)
    np.testing.assert_allclose(
        kd.rank(moved, weights).scores, kd.rank(PROBLEM, weights).scores, rtol=1e-14
    )
    assert as_weights(PROBLEM, weights) is weights


def test_weights_of_another_problem_are_refused():
    weights = kd.EqualWeights().weigh(PROBLEM.select(criteria=["cost", "reach"]))
    assert message(kd.rank, PROBLEM, weights) == (
        "criterion 'risk': it has no weight. Hint: say 0 if it shall not count."
    )


OWN = [
    ({"values": [-1, 1, 1]}, "weight of 'cost': no weight; got -1, expected a finite number >= 0."),
    ({"values": [np.nan, 0.5, 0.5]}, "weight of 'cost': no weight; got nan, expected a finite "
     "number >= 0."),
    ({"values": [1, 1, 1]}, "Weights.values: wrong sum; got 3, expected 1. Hint: DirectWeights "
     "brings numbers to sum 1."),
    ({"values": [0, 0, 0]}, "Weights.values: wrong sum; got 0, expected 1. Hint: DirectWeights "
     "brings numbers to sum 1."),
    ({"values": [0.5, 0.5]}, "Weights.values: not one number per criterion; got (2,), expected 3."),
    ({"values": "abc"}, "Weights.values: not one number per criterion; got (0,), expected 3."),
]  # fmt: skip


@pytest.mark.parametrize(("change", "said"), OWN)
def test_weights_are_checked_wherever_they_come_from(change, said):
    parts = {"values": [0.2, 0.3, 0.5], "criterion_names": NAMES, "scheme": "mine", **change}
    assert message(kd.Weights, **parts) == said
    written = {**kd.EqualWeights().weigh(PROBLEM).to_dict(), **change}
    with pytest.raises(kd.InputError):
        kd.Weights.from_dict(written)


class Mine:
    """A scheme of somebody else: no base class."""

    def __init__(self, answer):
        self.answer = answer

    def weigh(self, problem):
        return self.answer


def test_a_scheme_of_ones_own():
    weights = kd.Weights(values=[0.2, 0.3, 0.5], criterion_names=NAMES, scheme="Mine")
    ranking = kd.rank(PROBLEM, Mine(weights))
    assert ranking.weights is weights
    assert values(ranking.weights) == [0.2, 0.3, 0.5]
    assert "weights: Mine" in str(ranking)
    moved = kd.Weights(
        values=[0.5, 0.2, 0.3], criterion_names=("risk", "cost", "reach"), scheme="M"
    )
    assert values(kd.rank(PROBLEM, Mine(moved)).weights) == [0.2, 0.3, 0.5]


def test_a_scheme_that_gives_no_weights_is_named():
    assert message(kd.rank, PROBLEM, Mine([1, 2, 3])) == (
        "weighting scheme Mine: it gave no Weights; got list, expected kd.Weights(...)."
    )


def test_an_unknown_criterion_of_weights_is_named():
    weights = kd.EqualWeights().weigh(PROBLEM)
    assert message(weights.__getitem__, "rsk") == (
        "criterion 'rsk': unknown name. Hint: did you mean 'risk'?"
    )


def test_weights_are_frozen_and_read_only():
    mine = np.array([0.2, 0.3, 0.5])
    view = mine[:]
    view.setflags(write=False)
    weights = kd.Weights(values=view, criterion_names=list(NAMES), scheme="mine", details={"a": 1})
    mine[0] = 9
    assert values(weights) == [0.2, 0.3, 0.5]
    assert weights.criterion_names == NAMES
    with pytest.raises(ValueError, match="read-only"):
        weights.values[0] = 9
    with pytest.raises(dataclasses.FrozenInstanceError):
        weights.scheme = "other"
    with pytest.raises(TypeError, match="read-only"):
        weights.details["a"] = 2


def test_a_lone_number_is_no_weights():
    problem = kd.DecisionProblem.from_arrays(np.ones((2, 1)), ["cost"])
    with pytest.raises(kd.InputError, match="weights: no weights; got array"):
        kd.rank(problem, np.array(3.0))


def test_equal_weights_are_shown_equal():
    problem = kd.DecisionProblem.from_arrays(np.ones((1, 3)), ["cost"] * 3)
    table = kd.EqualWeights().weigh(problem).tables()[0]
    assert [row[1] for row in table.rows] == ["0.333", "0.333", "0.333"]
    assert kd.EqualWeights().weigh(problem).tables("id")[0].rows[0] == ("c1", "0,333")


ALL = [
    kd.EqualWeights(),
    kd.DirectWeights([3, 2, 1]),
    kd.DirectWeights({"cost": 3, "reach": 2, "risk": 1}),
    kd.RankOrderWeights(["cost", ["reach", "risk"]], "sum"),
    kd.AHPWeights(JUDGED),
    kd.AHPWeights(HIERARCHY.without("welfare"), "geometric_mean", {3: 0.5}),
    kd.BestWorstWeights(
        kd.BestWorstComparisons("reach", "risk", {"cost": 2, "risk": 8}, {"reach": 8, "cost": 5})
    ),
]


@pytest.mark.parametrize("scheme", ALL, ids=lambda scheme: type(scheme).__name__)
def test_weights_travel(scheme):
    assert isinstance(scheme, kd.WeightingScheme)
    weights = scheme.weigh(PROBLEM)
    assert weights.values.sum() == pytest.approx(1, abs=1e-15)
    content = json.loads(weights.to_json())
    assert content["result"] == "Weights"
    for twin in (kd.Weights.from_json(weights.to_json()), pickle.loads(pickle.dumps(weights))):
        assert twin.to_dict() == weights.to_dict()
        assert twin.values.tobytes() == weights.values.tobytes()
        assert not twin.values.flags.writeable
    again = pickle.loads(pickle.dumps(scheme)).weigh(PROBLEM)
    assert again.values.tobytes() == weights.values.tobytes()


@given(st.lists(st.floats(0, 1e300), min_size=3, max_size=3).filter(any))
def test_any_weights_become_weights(numbers):
    weights = kd.DirectWeights(numbers).weigh(PROBLEM)
    assert (weights.values >= 0).all()
    assert weights.values.sum() == pytest.approx(1, abs=1e-15)
    assert kd.Weights.from_json(weights.to_json()).values.tobytes() == weights.values.tobytes()
