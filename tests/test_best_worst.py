"""The best-worst method: exact weights, held against linear programs; what is refused and how."""

import dataclasses
import json
import pickle
import warnings
from fractions import Fraction
from itertools import product

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.optimize import linprog

import kadmcdm as kd
from messages import faults, message

BW = kd.BestWorstComparisons
CAR = BW(
    "price",
    "style",
    {"quality": 2, "comfort": 4, "safety": 3, "style": 8},
    {"price": 8, "quality": 4, "comfort": 2, "safety": 2},
)
CARS = kd.DecisionProblem(
    [kd.Criterion(name, "benefit") for name in ("style", "price", "quality", "comfort", "safety")],
    ["Kancil", "Gajah"],
    [[1, 2, 3, 4, 5], [5, 4, 3, 2, 1]],
)


def comparisons(from_best, to_worst, names=None):
    """The first is the best, the last the worst."""
    names = names or [f"n{k}" for k in range(len(from_best))]
    return BW(
        names[0],
        names[-1],
        dict(zip(names, from_best, strict=True)),
        dict(zip(names, to_worst, strict=True)),
    )


def quietly(said, model="linear"):
    """Solve; what the judgments contradict is another test's matter."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", kd.KadmcdmWarning)
        return said.solve(model)


def deviations(said, xi):
    """Rows r with r @ w <= 0 where weights w keep the nonlinear model's deviations within xi."""
    n = len(said.names)
    best, worst = said.names.index(said.best), said.names.index(said.worst)
    rows = []
    for j, name in enumerate(said.names):
        for above, below, value in (
            (best, j, said.best_to_others[name]),
            (j, worst, said.others_to_worst[name]),
        ):
            for sign in (1, -1):
                if above != below:
                    row = np.zeros(n)
                    row[above] += sign
                    row[below] -= sign * value + xi
                    rows.append(row)
    return np.array(rows)


def optimize(objective, rows, slack=0.0):
    """Minimize over weights that sum to 1, and over how much they may miss, if that counts."""
    total = np.ones((1, len(objective)))
    if len(objective) > len(rows[0]):
        rows = np.column_stack([rows, -np.ones(len(rows))])
        total[0, -1] = 0
    return linprog(objective, rows, np.full(len(rows), slack), total, [1.0])


@st.composite
def judged(draw, largest=9, orders=(2, 7), sure=False):
    """Draw answers: any, or (sure) such that nobody is beyond the best or the worst."""
    n = draw(st.integers(*orders))
    span = draw(st.integers(1, largest))
    value = st.integers(1, span if sure else largest)
    others = st.lists(value, min_size=n - 2, max_size=n - 2)
    return comparisons([1, *draw(others), span], [span, *draw(others), 1])


# ---- what comes out ------------------------------------------------------------------------------


@given(judged())
def test_the_linear_model_is_the_linear_programs_one_optimum(said):
    found = quietly(said)
    rows, n = deviations(said, 0.0), len(said.names)
    best = optimize([0.0] * n + [1.0], rows)
    assert found.xi == pytest.approx(best.fun, abs=1e-9)
    assert (rows @ found.values).max() <= found.xi + 1e-14
    near = np.column_stack([rows, -np.ones(len(rows))])
    for j, sign in product(range(n), (1, -1)):
        objective = np.zeros(n + 1)
        objective[j] = sign
        bounds = [(0, 1)] * n + [(0, found.xi + 1e-12)]
        total = [[1.0] * n + [0.0]]
        end = linprog(objective, near, np.full(len(rows), 1e-12), total, [1.0], bounds)
        assert end.x[j] == pytest.approx(found.values[j], abs=1e-7)
    assert found.unique
    assert found.lower.tolist() == pytest.approx(found.values.tolist(), abs=1e-15)
    assert found.upper.tolist() == found.lower.tolist()


@given(judged())
def test_the_nonlinear_xi_is_the_least_that_any_weights_reach(said):
    """A linear program says by how much the best weights miss a given xi."""
    found = quietly(said, "nonlinear")
    miss = [0.0] * len(said.names) + [1.0]
    assert optimize(miss, deviations(said, found.xi)).fun <= 1e-9
    if found.xi > 1e-4:
        assert optimize(miss, deviations(said, found.xi - 1e-4)).fun > 1e-8
    assert (deviations(said, found.xi) @ found.values).max() <= 1e-13  # the weights reach it


@given(judged())
def test_the_nonlinear_intervals_are_those_of_linear_programs(said):
    found = quietly(said, "nonlinear")
    rows = deviations(said, found.xi + 1e-9)
    for j, (sign, ends) in product(range(len(said.names)), ((1, found.lower), (-1, found.upper))):
        objective = np.zeros(len(said.names))
        objective[j] = sign
        assert optimize(objective, rows, 1e-12).x[j] == pytest.approx(ends[j], abs=1e-7)
    centre = (found.lower + found.upper) / 2
    np.testing.assert_allclose(found.values, centre / centre.sum(), rtol=1e-15)


def test_weights_found_by_trying_them_all():
    """A grid over the simplex: nothing of the derivation, nothing of linear programs."""
    said = comparisons([1, 2, 8], [8, 5, 1])
    steps = np.arange(1, 1000) / 1000
    best, middle = (axis.ravel() for axis in np.meshgrid(steps, steps))
    worst = 1 - best - middle
    best, middle, worst = (part[worst > 5e-4] for part in (best, middle, worst))
    apart = {
        "linear": [best - 2 * middle, best - 8 * worst, middle - 5 * worst],
        "nonlinear": [best / middle - 2, best / worst - 8, middle / worst - 5],
    }
    for model, parts in apart.items():
        xi = np.abs(parts).max(axis=0)
        found = said.solve(model)
        k = xi.argmin()
        assert xi[k] == pytest.approx(found.xi, abs=0.05 if model == "nonlinear" else 0.005)
        assert xi[k] >= found.xi
        np.testing.assert_allclose(found.values, [best[k], middle[k], worst[k]], atol=2e-3)


@pytest.mark.parametrize("model", ["linear", "nonlinear"])
@given(to_worst=st.lists(st.integers(1, 6), min_size=0, max_size=5), times=st.integers(1, 3))
def test_consistent_answers_give_their_weights(model, to_worst, times):
    whole = np.lcm.reduce([1, *to_worst]) * times
    said = comparisons([1, *(whole / np.array(to_worst)), whole], [whole, *to_worst, 1])
    found = said.solve(model)
    weights = np.array([whole, *to_worst, 1.0])
    assert (found.xi, found.consistency_ratio, found.input_consistency_ratio) == (0, 0, 0)
    np.testing.assert_allclose(found.values, weights / weights.sum(), rtol=1e-14)
    assert found.unique


@pytest.mark.parametrize("model", ["linear", "nonlinear"])
@given(said=judged(), data=st.data())
def test_the_order_of_the_criteria_changes_nothing(model, said, data):
    order = data.draw(st.permutations(said.names))
    moved = BW(
        said.best,
        said.worst,
        {name: said.best_to_others[name] for name in order},
        {name: said.others_to_worst[name] for name in order},
    )
    a, b = quietly(said, model), quietly(moved, model)
    assert b.names == tuple(order)
    assert b.xi == pytest.approx(a.xi, abs=1e-13)
    for name in order:
        assert b[name] == pytest.approx(a[name], rel=1e-12)


@given(judged(sure=True, orders=(2, 3)))
def test_up_to_three_criteria_have_one_optimum(said):
    assert said.solve("nonlinear").unique


@given(judged(sure=True))
def test_ratios_where_nobody_is_beyond_the_ends(said):
    for model in ("linear", "nonlinear"):
        found = said.solve(model)
        assert 0 <= found.input_consistency_ratio <= 1
        assert 0 <= found.consistency_ratio <= (1 + 1e-14 if len(said.names) < 4 else 2)
        assert (found.values > 0).all()
        assert found.values.sum() == pytest.approx(1, abs=1e-15)


def test_the_printed_index_is_no_bound_for_four_criteria():
    """Ratandhara and Kumar (arXiv:2508.06048) say so: two criteria can be further apart."""
    found = comparisons([1, 2, 1, 2], [2, 2, 1, 1]).solve("nonlinear")
    assert found.xi == pytest.approx(1 / 2, rel=1e-15)  # (4 - 1) / (4 + 2)
    assert found.consistency_ratio == pytest.approx(0.5 / ((5 - 17**0.5) / 2), rel=1e-14)
    assert found.consistency_ratio > 1


def test_the_worst_that_can_be_said_has_ratio_one():
    found = comparisons([1, 8, 8], [8, 8, 1]).solve("nonlinear")
    assert found.consistency_ratio == pytest.approx(1, abs=1e-14)
    assert found.xi == found.consistency_index
    assert found.input_consistency_ratio == 1


def test_the_input_based_ratio():
    # products 8, 8, 6 against 8: the largest distance is 2, over 64 - 8
    assert CAR.solve().input_consistency_ratio == pytest.approx(2 / 56, rel=1e-15)


def test_the_consistency_ratio_is_of_the_judgments_whatever_the_model():
    linear, nonlinear = CAR.solve(), CAR.solve("nonlinear")
    assert linear.consistency_ratio == nonlinear.consistency_ratio
    assert nonlinear.consistency_ratio == nonlinear.xi / nonlinear.consistency_index
    assert linear.xi != nonlinear.xi


def test_two_far_apart_criteria_bind_each_other():
    """Neither contradicts the best against the worst as much as they contradict one another."""
    found = comparisons([1, 9, 2, 9], [9, 2, 2, 1])
    alone = [comparisons([1, a, 9], [9, b, 1]).solve("nonlinear").xi for a, b in ((9, 2), (2, 2))]
    assert found.solve("nonlinear").xi == pytest.approx((18 - 4) / (11 + 4), rel=1e-15)
    assert found.solve("nonlinear").xi > max(alone)


def test_two_criteria():
    for model in ("linear", "nonlinear"):
        found = BW("a", "b", {"b": 4}, {"a": 4}).solve(model)
        assert found.values.tolist() == pytest.approx([0.8, 0.2], rel=1e-15)
        assert (found.xi, found.consistency_ratio, found.unique) == (0, 0, True)


def test_all_equal():
    found = comparisons([1, 1, 1], [1, 1, 1]).solve("nonlinear")
    assert found.values.tolist() == pytest.approx([1 / 3] * 3, rel=1e-15)
    assert (found.xi, found.consistency_ratio, found.input_consistency_ratio) == (0, 0, 0)


@pytest.mark.parametrize("model", ["linear", "nonlinear"])
@pytest.mark.parametrize(
    ("from_best", "to_worst"),
    [
        ([1, 1e100, 1e100], [1e100, 1e100, 1]),
        ([1, 1e100, 1, 1e100], [1e100, 1, 1e100, 1]),
        ([1, 1 + 1e-15, 2, 3], [3, 3, 1.5, 1]),
        ([1, 1e100, 1, 1], [1, 1e100, 1, 1]),
    ],
)
def test_extreme_judgments_give_finite_weights(model, from_best, to_worst):
    found = quietly(comparisons(from_best, to_worst), model)
    for values in (found.values, found.lower, found.upper):
        assert np.isfinite(values).all()
        assert (values >= 0).all()
    assert (found.lower <= found.upper).all()
    assert np.isfinite(found.xi)


def test_who_is_beyond_the_ends_is_named():
    said = comparisons([1, 9, 2, 1], [1, 1, 1, 1])
    with pytest.warns(kd.KadmcdmWarning, match="^n1 and n2: judged further from 'n0' or from"):
        found = said.solve()
    assert found.consistency_ratio is None  # the index of a_BW = 1 is 0
    assert found.input_consistency_ratio is None
    assert "ratio -" in str(found)
    assert kd.BestWorstPriorities.from_json(found.to_json()).to_dict() == found.to_dict()


# ---- what is taken -------------------------------------------------------------------------------


@pytest.mark.parametrize("three", [3, 3.0, "3", " 3 ", "3,0", "6/2", Fraction(3), np.int64(3)])
def test_what_people_type(three):
    assert BW("a", "b", {"b": three}, {"a": 3}).best_to_others == {"a": 1, "b": 3}


def test_what_is_compared_with_itself_may_be_said():
    said = BW("a", "c", {"c": 4, "b": 2, "a": 1}, {"a": "4", "b": 2, "c": "1"})
    assert said.names == ("c", "b", "a")
    assert BW("a", "c", {"c": 4, "b": 2}, {"a": 4, "b": 2}).names == ("a", "c", "b")


def test_one_judgment_said_twice_may_differ_by_rounding():
    assert BW("a", "b", {"b": 10 / 3}, {"a": 3.333333}).others_to_worst["a"] == 10 / 3


def test_inputs_stay_as_they_are():
    from_best, to_worst = {"b": "2", "c": 4}, {"a": 4, "b": 2}
    said = BW("a", "c", from_best, to_worst)
    assert (from_best, to_worst) == ({"b": "2", "c": 4}, {"a": 4, "b": 2})
    from_best["b"] = 9
    assert said.best_to_others["b"] == 2
    with pytest.raises(TypeError, match="read-only"):
        said.best_to_others["b"] = 3
    with pytest.raises(dataclasses.FrozenInstanceError):
        said.best = "b"
    with pytest.raises(ValueError, match="read-only"):
        said.solve().values[0] = 1


def test_describe_reads_them_back():
    said = BW("a", "c", {"b": 1, "c": 2.5}, {"a": 2.5, "b": 2})
    assert said.describe() == (
        "a is the best, c the worst\n"
        "a and b are equally preferred\n"
        "a is preferred 2.5 times to c\n"
        "b is preferred 2 times to c"
    )
    assert repr(said) == "BestWorstComparisons(a, b, c)"


def test_tables_show_intervals_where_there_are_some():
    many, one = CAR.solve("nonlinear").tables("id")[0], CAR.solve().tables()[0]
    assert many.headers == ("kriteria", "bobot", "dari", "sampai")
    assert many.rows[0] == ("price", "0,454", "0,442", "0,467")
    assert many.caption == "nonlinear: xi 0,317, rasio konsistensi 0,071"
    assert one.headers == ("criterion", "weight")
    assert one.caption.startswith("linear: xi ")


@given(judged(), st.sampled_from(["linear", "nonlinear"]))
def test_judgments_and_priorities_travel(said, model):
    found = quietly(said, model)
    json.loads(said.to_json())
    for twin in (BW.from_json(said.to_json()), pickle.loads(pickle.dumps(said))):
        assert twin.to_dict() == said.to_dict()
        assert twin.names == said.names
    kind = kd.BestWorstPriorities
    for twin in (kind.from_json(found.to_json()), pickle.loads(pickle.dumps(found))):
        assert twin.to_dict() == found.to_dict()
        assert twin.values.tobytes() == found.values.tobytes()
        assert not twin.lower.flags.writeable


# ---- what is refused -----------------------------------------------------------------------------

SCALE = "expected a number from 1 (equal) to 9 (extremely more)"
REFUSED = [
    (("a", "a", {"b": 2}, {"b": 2}), "worst: the best and the worst are the same; got 'a'. Hint: "
     "with one criterion there is nothing to compare; with equals, name any two."),
    (("a", " ", {}, {}), "worst: no name; got ' ', expected the name of a criterion."),
    (("a", 3, {}, {}), "worst: no name; got 3, expected the name of a criterion."),
    (("a", "b", [3], {"a": 3}),
     "best_to_others: no mapping; got [3], expected {name: 3, ...}."),
    (("a", "b", {"b": 3}, None),
     "others_to_worst: no mapping; got None, expected {name: 3, ...}."),
    (("a", "b", {}, {"a": 3}), "judgment of 'a' against 'b': the judgment is missing."),
    (("a", "c", {"b": 2, "c": 4}, {"a": 4}),
     "judgment of 'b' against 'c': the judgment is missing."),
    (("a", "c", {"c": 4}, {"a": 4, "b": 2}),
     "judgment of 'a' against 'b': the judgment is missing."),
    (("a", "b", {"b": 3}, {"a": 4}), "judgment of 'a' against 'b': contradicting values; got 3 in "
     "best_to_others and 4 in others_to_worst."),
    (("a", "b", {"a": 2, "b": 3}, {"a": 3}),
     "judgment of 'a' against 'a': compared with itself; got 2, expected 1, or nothing."),
    (("a", "c", {"b": "1/2", "c": 3}, {"a": 3, "b": 2}),
     f"judgment of 'a' against 'b': no judgment; got '1/2', {SCALE}. Hint: below 1 it would be "
     "'b' that is the best."),
    (("a", "c", {"b": 2, "c": 3}, {"a": 3, "b": 0.5}),
     f"judgment of 'b' against 'c': no judgment; got 0.5, {SCALE}. Hint: below 1 it would be "
     "'b' that is the worst."),
    (("a", "c", {"b": 0, "c": 3}, {"a": 3, "b": 1}),
     f"judgment of 'a' against 'b': no judgment; got 0, {SCALE}."),
    (("a", "c", {"b": float("nan"), "c": 3}, {"a": 3, "b": 1}),
     f"judgment of 'a' against 'b': no judgment; got nan, {SCALE}."),
    (("a", "c", {"b": 1e101, "c": 3}, {"a": 3, "b": 1}),
     f"judgment of 'a' against 'b': no judgment; got 1e+101, {SCALE}."),
    (("a", "c", {"b": True, "c": 3}, {"a": 3, "b": 1}),
     f"judgment of 'a' against 'b': no judgment; got True, {SCALE}."),
    (("a", "c", {"b": None, "c": 3}, {"a": 3, "b": 1}),
     f"judgment of 'a' against 'b': no judgment; got None, {SCALE}."),
]  # fmt: skip


@pytest.mark.parametrize(("given_input", "said"), REFUSED)
def test_comparisons_that_are_refused(given_input, said):
    assert message(BW, *given_input) == said


def test_a_misspelt_best_is_found_out():
    where = [fault.where for fault in faults(BW, "prise", "b", {"price": 1, "b": 3}, {"price": 3})]
    assert where == ["judgment of 'prise' against 'b'"]


def test_all_faults_at_once():
    found = faults(BW, "a", "d", {"b": -1, "c": 2, "d": 4, 7: 2}, {"a": 5, "b": "two", "d": 3})
    assert [(fault.where, fault.what) for fault in found] == [
        ("criterion number 5", "the name is no text"),
        ("judgment of 'a' against 'b'", "no judgment"),
        ("judgment of 'b' against 'd'", "no judgment"),
        ("judgment of 'c' against 'd'", "the judgment is missing"),
        ("judgment of 'd' against 'd'", "compared with itself"),
        ("judgment of 7 against 'd'", "the judgment is missing"),
        ("judgment of 'a' against 'd'", "contradicting values"),
    ]


def test_options_and_names_that_are_unknown():
    assert message(CAR.solve, "liner") == (
        "model: unknown choice; got 'liner', expected one of 'linear', 'nonlinear'. "
        "Hint: did you mean 'linear'?"
    )
    assert message(CAR.solve().__getitem__, "prise") == (
        "criterion 'prise': unknown name. Hint: did you mean 'price'?"
    )
    broken = CAR.to_dict() | {"best": "style"}
    assert "the best and the worst are the same" in message(BW.from_dict, broken)
    assert message(BW.from_dict, {"result": "BestWorstComparisons"}).startswith("4 faults")


# ---- the weighting scheme ------------------------------------------------------------------------


@pytest.mark.parametrize("model", ["linear", "nonlinear"])
def test_the_scheme_weighs_in_the_order_of_the_criteria(model):
    weights = kd.BestWorstWeights(CAR, model).weigh(CARS)
    found = CAR.solve(model)
    assert weights.scheme == "BestWorstWeights"
    for name in CARS.criterion_names:
        assert weights[name] == pytest.approx(found[name], rel=1e-15)
    details = weights.details
    assert (details["model"], details["best"], details["worst"]) == (model, "price", "style")
    assert details["xi"] == found.xi
    assert details["consistency_ratio"] == found.consistency_ratio
    assert details["consistency_index"] == found.consistency_index
    assert details["input_consistency_ratio"] == found.input_consistency_ratio
    assert details["unique"] == (model == "linear")
    low, high = details["intervals"]["comfort"]
    assert low <= found["comfort"] <= high
    assert kd.rank(CARS, kd.BestWorstWeights(CAR, model)).weights.to_dict() == weights.to_dict()


def test_the_scheme_names_what_fits_not():
    scheme = kd.BestWorstWeights(CAR)
    assert message(
        scheme.weigh, CARS.select(criteria=["style", "price", "quality", "comfort"])
    ) == (
        "judgments on 'safety': the problem has no such criterion. Hint: leave it out of the "
        "comparisons."
    )
    fewer = BW("price", "style", {"quality": 2, "comfort": 4, "style": 8},
               {"price": 8, "quality": 4, "comfort": 2})  # fmt: skip
    assert message(kd.BestWorstWeights(fewer).weigh, CARS) == (
        "criterion 'safety': there are no judgments on it. Hint: leave it out of the problem with "
        "select(criteria=...), or judge it."
    )
    assert [fault.where for fault in faults(kd.BestWorstWeights, {"a": 1}, "best")] == [
        "model",
        "comparisons",
    ]
