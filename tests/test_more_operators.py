"""Operators O5, O8, O12 to O17, standard scores, templates: closed forms, laws, refusals."""

from __future__ import annotations

import itertools
import json
import math
import shutil
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra import numpy as hnp

import kadmcdm as kd
import test_operators
from kadmcdm import partnership as pt
from kadmcdm.core import relations as core
from kadmcdm.datasets import east_java
from test_operators import BOJONEGORO, made, message

JAVA = east_java()
CODES = JAVA.codes
ONES = {code: 1.0 + k for k, code in enumerate(CODES)}
HALF = {code: (1.0 + k) / 50 for k, code in enumerate(CODES)}
PLANS = {
    code: {"water": w / 100, "roads": 0.2, "schools": 0.8 - w / 100}
    for code, w in zip(CODES, range(10, 70), strict=False)
}
REGISTER = (
    pt.Agreement(["35.22", "35.23"], 2024, realized=0.9),
    pt.Agreement(["35.22", "35.23", "35.21"], 2014, realized=0.5),
    pt.Agreement(["35.22", "35.17"], 2019, dispute=True),
)
REFERENCE = pt.Reference.of(JAVA, ["hdi", "poverty_rate"])
GIVE = pt.Coverage(["hdi", "poverty_rate"], 0, "resource")

MORE: tuple[Any, ...] = (
    pt.Alignment(PLANS),
    pt.Alignment(PLANS, "overlap"),
    pt.Alignment({code: list(plan) for code, plan in PLANS.items()}, "jaccard"),
    pt.BurdenFairness(ONES, {code: 50 - value for code, value in ONES.items()}),
    pt.Contiguous(),
    pt.Contiguous(["land"]),
    pt.DiameterKm(),
    pt.Difference("hdi"),
    pt.ExternalityExposure(0.7, HALF),
    pt.Level("hdi", "min"),
    pt.Level("hdi", "range"),
    pt.Lift(pt.HaversineKm(), "mean"),
    pt.Lift(pt.Gap("hdi"), "range"),
    pt.Lift(test_operators.LEARN, "min"),
    pt.Lift(test_operators.LEARN, "max", "initiator"),
    pt.MutualBenefit(ONES, HALF, HALF),
    pt.MutualBenefit(HALF, ONES, rule="nash", losses="show"),
    pt.Standardized(pt.Difference("hdi")),
    pt.Standardized(pt.Complementarity(GIVE), REFERENCE),
    pt.TargetGap(pt.Gap("hdi"), 0.1, 0.1),
    pt.TargetGap(pt.Standardized(pt.Difference("hdi"), REFERENCE), 1.0, 2.0),
    pt.TrackRecord(REGISTER, 2024, 5),
    pt.TransactionCost(1.0, 2.0, 0.5, 3),
    pt.TransactionCost(stages=lambda codes: float(len(codes[0]))),
)  # fmt: skip
NAMED = tuple(op for op in MORE if not (isinstance(op, pt.TransactionCost) and callable(op.stages)))
SHARES = (pt.Alignment, pt.BurdenFairness, pt.Contiguous, pt.ExternalityExposure, pt.TargetGap)


def coalitions(k: int) -> st.SearchStrategy[np.ndarray]:
    rows = st.permutations(range(len(JAVA))).map(lambda order: order[:k])
    return st.lists(rows, min_size=1, max_size=4).map(np.array)


def value(operator: Any, table: pt.RegionTable, *codes: str) -> float:
    return float(operator(table, table.rows(codes)))


# every operator of the domain page, and what each keeps -------------------------------------------


def test_every_operator_of_the_domain_page_is_there_and_tested() -> None:
    tested = {type(operator).__name__ for operator in (*test_operators.EVERY, *MORE)}
    assert set(pt.OPERATORS) == tested
    by_number = (
        "HaversineKm Proximity SharedBorder Gravity Alignment Similarity Gap TargetGap Coverage "
        "Complementarity JointScale ScaleGain MutualBenefit BurdenFairness TransactionCost "
        "TrackRecord Lift DiameterKm Contiguous ExternalityExposure"
    )
    assert set(by_number.split()) <= set(pt.OPERATORS)
    assert all(hasattr(pt, name) for name in pt.OPERATORS)


@pytest.mark.parametrize("operator", MORE, ids=lambda op: type(op).__name__)
@given(data=st.data(), k=st.integers(2, 5))
def test_laws_of_more_operators(operator: Any, data: st.DataObject, k: int) -> None:
    members = data.draw(coalitions(k))
    before = members.copy()
    values = operator(JAVA, members)
    assert values.shape == members.shape[:-1]
    assert values.dtype == np.float64
    assert np.isfinite(values).all()
    loop = np.stack([operator(JAVA, row) for row in members])
    np.testing.assert_allclose(values, loop, rtol=1e-12, atol=1e-12)
    nested = operator(JAVA, members[None, :, None, :])
    np.testing.assert_array_equal(nested[0, :, 0], values)
    np.testing.assert_array_equal(members, before)
    if not operator.directed:
        shuffled = members[:, data.draw(st.permutations(range(k)))]
        np.testing.assert_allclose(operator(JAVA, shuffled), values, rtol=1e-12, atol=1e-12)
    partners = np.concatenate([members[:, :1], members[:, :0:-1]], axis=1)
    np.testing.assert_allclose(operator(JAVA, partners), values, rtol=1e-12, atol=1e-12)
    if isinstance(operator, SHARES):
        assert ((values >= 0) & (values <= 1)).all()


@pytest.mark.parametrize("operator", NAMED, ids=repr)
def test_more_operators_are_frozen_hashable_and_travel(operator: Any) -> None:
    assert isinstance(operator, pt.Operator)
    plain = json.loads(json.dumps(pt.operator_to_dict(operator)))
    back = pt.operator_from_dict(plain)
    assert back == operator
    assert hash(back) == hash(operator)
    with pytest.raises((AttributeError, TypeError)):
        operator.other = 1
    rows = JAVA.rows([BOJONEGORO, "35.23", "35.21"])
    assert back(JAVA, rows) == operator(JAVA, rows)
    assert all(name in {i.name for i in JAVA.indicators} for name in operator.indicators)
    assert operator.unit is None or isinstance(operator.unit, str)
    assert all(isinstance(fact, str) for fact in operator.facts)


def test_what_is_given_to_an_operator_is_copied_and_read_only() -> None:
    plans = {"35.22": {"a": 0.5, "b": 0.5}, "35.23": {"a": 1.0}}
    operator = pt.Alignment(plans)
    plans["35.22"]["a"] = 0.0
    assert operator.priorities["35.22"]["a"] == 0.5  # type: ignore[index]
    with pytest.raises(TypeError, match="read-only"):
        operator.priorities["35.22"]["a"] = 1.0  # type: ignore[index,call-overload]


# O5 alignment ------------------------------------------------------------------------------------


def test_alignment_by_hand() -> None:
    table = made({}, {}, {})
    plans = {
        "35.71": {"a": 0.6, "b": 0.4},
        "35.72": {"b": 0.4, "c": 0.6},
        "35.73": {"a": 0.3, "b": 0.7},
    }
    cosine = pt.Alignment(plans)
    assert value(cosine, table, "35.71", "35.72") == pytest.approx(0.16 / 0.52)
    third = 0.46 / math.sqrt(0.52 * 0.58)
    assert value(cosine, table, "35.71", "35.73") == pytest.approx(third)
    assert value(cosine, table, "35.71", "35.73", "35.72") == pytest.approx(
        min(0.16 / 0.52, 0.28 / math.sqrt(0.52 * 0.58))
    )
    overlap = pt.Alignment(plans, "overlap")
    assert value(overlap, table, "35.71", "35.72") == pytest.approx(0.4)
    assert value(overlap, table, "35.71", "35.73") == pytest.approx(0.7)
    jaccard = pt.Alignment(plans, "jaccard")
    assert value(jaccard, table, "35.71", "35.72") == pytest.approx(1 / 3)
    assert value(jaccard, table, "35.71", "35.73") == 1.0


def test_alignment_reads_indicators_or_a_mapping_alike() -> None:
    rows = ({"a": 0.6, "b": 0.4, "c": 0.0}, {"a": 0.0, "b": 0.4, "c": 0.6})
    table = made(*rows)
    plans = dict(zip(table.codes, rows, strict=True))
    for how in ("cosine", "overlap", "jaccard"):
        by_name = pt.Alignment(["a", "b", "c"], how)  # type: ignore[arg-type]
        given_ = pt.Alignment(plans, how)  # type: ignore[arg-type]
        assert by_name(table, [0, 1]) == given_(table, [0, 1])
        assert by_name.indicators == ("a", "b", "c")
        assert given_.facts == ("priorities",)
    sets = pt.Alignment({"35.71": ["a", "b"], "35.72": ("b", "c")}, "jaccard")
    assert value(sets, table, "35.71", "35.72") == pytest.approx(1 / 3)


def test_missing_priorities_are_refused_by_name() -> None:
    table = made(
        {"a": 0.5, "b": 0.5}, {"a": 0.0, "b": 0.0}, {"a": None, "b": 1.0}, {"a": 50.0, "b": 50.0}
    )
    vectors = pt.Alignment(["a", "b"])
    assert message(lambda: vectors(table, [0, 1])) == (
        "priorities of Kota 1 (35.72): all zero, so they are missing. "
        "Hint: leave the region out, or say empty='zero'."
    )
    assert float(pt.Alignment(["a", "b"], empty="zero")(table, [0, 1])) == 0.0
    assert float(pt.Alignment(["a", "b"], "jaccard", "zero")(table, [0, 1])) == 0.0
    assert "indicator 'a' of Kota 2 (35.73): the value is missing" in message(
        lambda: vectors(table, [0, 2])
    )
    assert message(lambda: vectors(table, [0, 3])) == (
        "priorities of Kota 3 (35.74): the shares do not sum to 1; got 100, expected 1. "
        "Hint: they look like percent: divide them by 100."
    )
    given_ = pt.Alignment({"35.71": {"a": 1.0}})
    text = message(lambda: given_(table, [0, 1, 2]))
    assert "2 faults" in text
    assert "priorities of Kota 1 (35.72): they are missing" in text
    near = made({"a": 0.503, "b": 0.505}, {"a": 0.5, "b": 0.5})
    assert float(pt.Alignment(["a", "b"])(near, [0, 1])) == pytest.approx(1.0, abs=1e-5)
    strict = pt.Alignment(["a", "b"], tolerance=0.001)
    assert "the shares do not sum to 1; got 1.008" in message(lambda: strict(near, [0, 1]))


# O8 target, differences --------------------------------------------------------------------------


def test_target_gap_and_linear_similarity() -> None:
    table = made({"x": -1.0}, {"x": 1.0}, {"x": 9.0})
    far = pt.Difference("x")
    assert far(table, [[0, 1], [2, 0]]).tolist() == [2.0, 10.0]
    best = pt.TargetGap(far, 2.0, 4.0)
    assert best(table, [[0, 1], [0, 2], [1, 2]]).tolist() == [1.0, 0.0, 0.0]
    alike = pt.TargetGap(far, 0.0, 10.0)  # 1 - |x_i - x_j| / range
    np.testing.assert_allclose(alike(table, [[0, 1], [1, 2]]), [0.8, 0.2], rtol=1e-12)
    gap = pt.TargetGap(pt.Coverage("x", 5, "knowledge"), 1.0, 1.0)
    assert gap.directed
    assert gap(table, [[0, 2], [2, 0]]).tolist() == [1.0, 0.0]


# O12, O13 benefits and burdens -------------------------------------------------------------------


def test_mutual_benefit_by_hand() -> None:
    table = made({"b": 9.0, "c": 3.0, "s": 4.0}, {"b": 6.0, "c": 2.0, "s": -2.0})
    relative = pt.MutualBenefit("b", "c", "s")
    assert float(relative(table, [0, 1])) == pytest.approx(min(6 / 4, 4 / 2))
    assert relative.net(table, [0, 1]).tolist() == [6.0, 4.0]
    assert relative.indicators == ("b", "c", "s")
    nash = pt.MutualBenefit("b", "c", rule="nash")
    assert float(nash(table, [0, 1])) == pytest.approx(math.sqrt(24))


def test_amounts_of_a_partnership_hold_before_those_of_a_region() -> None:
    table = made({}, {}, {})
    benefits = {"35.71": 5.0, "35.72": 5.0, "35.72+35.71": {"35.71": 8.0}, "35.73": 5.0}
    gain = pt.MutualBenefit(benefits, dict.fromkeys(table.codes, 1.0), rule="nash")  # type: ignore[arg-type]
    assert gain.net(table, [[0, 1], [1, 0], [0, 2]]).tolist() == [[7, 4], [4, 7], [4, 4]]
    assert gain.net(table, [0, 1, 2]).tolist() == [4, 4, 4]


def test_losses_are_refused_or_shown_below_all_others() -> None:
    table = made(
        {"b": 5.0, "c": 1.0, "s": 2.0},
        {"b": 1.0, "c": 3.0, "s": 4.0},
        {"b": 3.0, "c": 3.0, "s": 1.0},
    )
    refuse = pt.MutualBenefit("b", "c", "s")
    assert message(lambda: refuse(table, [0, 1])) == (
        "35.71+35.72: net benefit of Kota 1 (35.72): it loses; got -2, expected 0 or more. "
        "Hint: leave the partnership out (screen S11), or say losses='show'."
    )
    show = pt.MutualBenefit("b", "c", "s", losses="show")
    assert show(table, [[0, 1], [0, 2]]).tolist() == [-0.5, 0.0]
    nash = pt.MutualBenefit("b", "c", rule="nash", losses="show")
    assert nash(table, [[0, 1], [0, 2]]).tolist() == [-2.0, 0.0]


def test_a_standalone_of_zero_is_missing() -> None:
    table = made({"b": 5.0, "c": 1.0, "s": 0.0}, {"b": 4.0, "c": 3.0, "s": 4.0})
    text = message(lambda: pt.MutualBenefit("b", "c", "s")(table, [0, 1]))
    assert "standalone of Kota 0 (35.71): 0, so there is nothing to compare with" in text


def test_missing_amounts_are_named() -> None:
    table = made({}, {}, {})
    by_region = pt.BurdenFairness({"35.71": 1.0}, {"35.71": 1.0, "35.72": 2.0})
    text = message(lambda: by_region(table, [0, 1]))
    assert text == "costs of Kota 1 (35.72): the value is missing."
    by_pair = pt.BurdenFairness(
        {"35.71+35.72": {"35.71": 1.0, "35.72": 1.0}}, dict.fromkeys(table.codes, 1.0)
    )  # type: ignore[arg-type]
    assert float(by_pair(table, [1, 0])) == 1.0
    text = message(lambda: by_pair(table, [[0, 1], [0, 2], [2, 0]]))
    assert "2 faults" in text
    assert "costs of Kota 2 (35.73) in 35.71+35.73: the value is missing" in text


def test_burden_fairness_by_hand() -> None:
    table = made({"c": 2.0, "b": 1.0}, {"c": 2.0, "b": 3.0}, {"c": 0.0, "b": 0.0})
    fair = pt.BurdenFairness("c", "b")
    assert float(fair(table, [0, 1])) == pytest.approx(0.75)
    assert float(fair(table, [0, 1, 2])) == pytest.approx(0.75)
    assert float(fair(table, [0, 2])) == 1.0
    nothing = made({"c": 0.0, "b": 1.0}, {"c": 0.0, "b": 3.0}, {"c": -1.0, "b": 3.0})
    assert message(lambda: fair(nothing, [0, 1])) == (
        "costs of 35.71+35.72: all zero, so nobody has a share of them."
    )
    assert "costs of Kota 2 (35.73): negative" in message(lambda: fair(nothing, [0, 2]))


@given(
    costs=hnp.arrays(np.float64, (3, 4), elements=st.floats(0.001, 1e6)),
    factor=st.floats(1e-6, 1e6),
)
def test_fairness_is_a_share_and_has_no_unit(costs: np.ndarray, factor: float) -> None:
    benefits = costs[::-1]
    fair = core.burden_fairness(costs, benefits)
    assert ((fair >= 0) & (fair <= 1)).all()
    np.testing.assert_allclose(core.burden_fairness(costs * factor, benefits), fair, atol=1e-12)
    np.testing.assert_allclose(core.burden_fairness(costs, costs * factor), 1.0, atol=1e-12)
    shares = costs / costs.sum(axis=-1, keepdims=True)
    other = benefits / benefits.sum(axis=-1, keepdims=True)
    same = np.diagonal(core.overlaps(np.stack([shares, other], axis=-2)), 1, -2, -1)[..., 0]
    np.testing.assert_allclose(fair, same, atol=1e-12)  # 1 - half the distance, both


# O14 stages --------------------------------------------------------------------------------------


def test_stages_of_approval() -> None:
    table = made({}, {}, {}, provinces="35 35 33")
    assert pt.TransactionCost(1, 1, 2, 3)(table, [[0, 1], [0, 2]]).tolist() == [7.0, 8.0]
    by_name = pt.TransactionCost(0, 0, 2, {"35.72+35.71": 1, "33.73+35.71": 3})
    assert by_name(table, [[0, 1], [1, 0], [2, 0]]).tolist() == [2.0, 2.0, 6.0]
    assert message(lambda: by_name(table, [1, 2])) == (
        "TransactionCost: stages of 33.73+35.72: out of range; "
        "got None, expected a number, 0 or more."
    )
    own = pt.TransactionCost(0, 0, 1, lambda codes: 5 if "33.73" in codes else 1)
    assert own(table, [[0, 1], [2, 1]]).tolist() == [1.0, 5.0]
    assert "a study file holds no function" in message(lambda: pt.operator_to_dict(own))
    for bad in (-1, math.nan, {"35.71+35.72": -1}, {"35.71": 1}, {"3571+35.72": 1}):
        assert "TransactionCost: stages" in message(lambda bad=bad: pt.TransactionCost(stages=bad))
    twice = {"35.71+35.72": 1, "35.72+35.71": 2}
    assert "the partnership stands twice" in message(lambda: pt.TransactionCost(stages=twice))


# O15 record --------------------------------------------------------------------------------------


def test_track_record_by_hand() -> None:
    record = pt.TrackRecord(REGISTER, 2024, 5)
    assert value(record, JAVA, "35.22", "35.23") == pytest.approx(0.9 + 0.5 * math.exp(-2))
    assert value(record, JAVA, "35.23", "35.21") == pytest.approx(0.5 * math.exp(-2))
    assert value(record, JAVA, "35.22", "35.17") == pytest.approx(-math.exp(-1))
    assert value(record, JAVA, "35.22", "35.78") == 0.0
    assert value(record, JAVA, "35.22", "35.23", "35.17") == pytest.approx(-math.exp(-1))
    assert pt.Agreement(["35.22", "35.17"], 2019, 0.9, dispute=True).quality == -1.0
    plain = [item.to_dict() for item in REGISTER]
    assert pt.TrackRecord(plain, 2024, 5) == record


def test_regions_out_of_the_register_are_missing_not_zero() -> None:
    record = pt.TrackRecord(REGISTER, 2024, 5, registered=["35.22", "35.23"])
    assert value(record, JAVA, "35.22", "35.23") > 0.9
    assert message(lambda: value(record, JAVA, "35.22", "35.78")) == (
        "Kota Surabaya (35.78): its agreements are not registered. "
        "Hint: leave the region out, or ask for its register."
    )


# O16 lifts ---------------------------------------------------------------------------------------


@given(data=st.data(), k=st.integers(2, 5))
def test_lifts_equal_a_loop_over_pairs(data: st.DataObject, k: int) -> None:
    members = data.draw(coalitions(k))[0]
    both = list(itertools.permutations(members, 2))
    for operator in (pt.HaversineKm(), test_operators.LEARN):
        each = [float(operator(JAVA, list(pair))) for pair in both]
        expected = {
            "mean": sum(each) / len(each), "min": min(each), "max": max(each),
            "range": max(each) - min(each),
        }  # fmt: skip
        own = [float(operator(JAVA, [members[0], other])) for other in members[1:]]
        for how, figure in expected.items():
            found = pt.Lift(operator, how)(JAVA, members)  # type: ignore[arg-type]
            assert float(found) == pytest.approx(figure, rel=1e-12, abs=1e-12)
        star = pt.Lift(operator, "mean", "initiator")
        assert star.directed
        assert float(star(JAVA, members)) == pytest.approx(sum(own) / len(own))
    farthest = pt.Lift(pt.HaversineKm(), "max")(JAVA, members)
    assert pt.DiameterKm()(JAVA, members) == farthest == pt.HaversineKm()(JAVA, members)
    assert pt.Contiguous()(JAVA, members) == pt.SharedBorder()(JAVA, members)


def test_contiguous_by_some_borders() -> None:
    regions = [pt.Region(f"35.7{k}", f"Kota {k}", "city", "35") for k in (1, 2, 3)]
    borders = {("35.71", "35.72"): "land", ("35.72", "35.73"): "sea"}
    table = pt.RegionTable(regions, adjacency=borders)  # type: ignore[arg-type]
    assert float(pt.Contiguous()(table, [0, 2, 1])) == 1.0
    assert float(pt.Contiguous(["land", "river"])(table, [0, 1, 2])) == 0.0
    assert pt.Contiguous("sea")(table, [[1, 2], [0, 1]]).tolist() == [1.0, 0.0]  # type: ignore[arg-type]
    assert "the table knows no borders" in message(
        lambda: pt.Contiguous()(pt.RegionTable(regions), [0, 1])
    )


def test_levels() -> None:
    table = made({"x": 1.0}, {"x": 4.0}, {"x": 7.0}, {"x": None})
    found = [float(pt.Level("x", how)(table, [0, 1, 2])) for how in ("mean", "min", "max", "range")]  # type: ignore[arg-type]
    assert found == [4.0, 1.0, 7.0, 6.0]
    assert "indicator 'x' of Kota 3" in message(lambda: pt.Level("x", "min")(table, [0, 3]))


# O17 exposure ------------------------------------------------------------------------------------


def test_exposure_is_the_initiators_where_it_touches_a_partner() -> None:
    exposed = pt.ExternalityExposure(0.5, {"35.22": 0.8, "35.78": 1.0})
    assert value(exposed, JAVA, "35.22", "35.23") == pytest.approx(0.4)
    assert value(exposed, JAVA, "35.22", "35.78") == 0.0
    assert value(exposed, JAVA, "35.22", "35.78", "35.23") == pytest.approx(0.4)
    text = message(lambda: value(exposed, JAVA, "35.23", "35.22"))
    assert "pressure of Kabupaten Tuban (35.23): the value is missing" in text
    by_name = pt.ExternalityExposure(0.5, "hdi")
    text = message(lambda: value(by_name, JAVA, "35.22", "35.23"))
    assert "pressure of Kabupaten Bojonegoro (35.22): out of range; got 69.59" in text
    assert by_name.indicators == ("hdi",)


# standard scores ---------------------------------------------------------------------------------


def test_standard_scores_against_scipy_and_pandas() -> None:
    from scipy import stats

    scores = pt.standardized(JAVA, ["hdi", "fiscal_capacity_ratio"])
    expected = stats.zscore(JAVA.indicator("hdi"))
    np.testing.assert_allclose(scores.indicator("hdi"), expected, rtol=1e-10)
    fiscal = pd.Series(JAVA.indicator("fiscal_capacity_ratio"))
    again = (fiscal - fiscal.mean()) / fiscal.std(ddof=0)
    np.testing.assert_allclose(scores.indicator("fiscal_capacity_ratio"), again, rtol=1e-10)
    assert np.isnan(scores.indicator("fiscal_capacity_ratio")).sum() == fiscal.isna().sum() == 3
    np.testing.assert_array_equal(scores.indicator("population"), JAVA.indicator("population"))
    assert scores.about("hdi").unit_in("id") == "simpangan baku dari rata-rata"
    assert scores.adjacency == JAVA.adjacency


def test_a_fixed_reference_keeps_scores_when_regions_come_and_go() -> None:
    fewer = pt.RegionTable([r for r in JAVA if r.code != "35.78"])
    pair = ("35.22", "35.77")
    free, fixed = (
        pt.Standardized(pt.Difference("hdi")),
        pt.Standardized(pt.Difference("hdi"), REFERENCE),
    )
    assert value(fixed, fewer, *pair) == value(fixed, JAVA, *pair) == value(free, JAVA, *pair)
    assert value(free, fewer, *pair) != value(free, JAVA, *pair)
    gap = abs(np.diff(JAVA.indicator("hdi")[JAVA.rows(pair)])[0]) / JAVA.indicator("hdi").std()
    assert value(free, JAVA, *pair) == pytest.approx(gap)
    np.testing.assert_allclose(
        pt.standardized(fewer, reference=REFERENCE).indicator("hdi"),
        pt.standardized(JAVA, ["hdi"]).indicator("hdi")[fewer_rows(fewer)],
        rtol=1e-12,
    )


def fewer_rows(table: pt.RegionTable) -> np.ndarray:
    return JAVA.rows(table.codes)


SIX = {
    "hdi": 1, "poverty_rate": -1, "mean_years_schooling": 1, "life_expectancy": 1,
    "sanitation_access": 1, "unemployment_rate": -1,
}  # fmt: skip


@pytest.mark.parametrize(
    ("partner", "give", "get"),
    [
        ("35.23", 0.26, 0.01),  # Tuban
        ("33.16", 0.06, 0.35),  # Blora
        ("35.21", 0.25, 0.16),  # Ngawi
        ("35.17", 0.19, 0.44),  # Jombang
        ("35.78", 0.41, 1.32),  # Surabaya
    ],
)
def test_give_and_get_of_the_domain_page(partner: str, give: float, get: float) -> None:
    """Mean positive difference of scores each way; the page prints two digits."""
    scores = pt.standardized(JAVA, SIX)
    rows = JAVA.rows([BOJONEGORO, partner])
    own, other = np.array([scores.indicator(n)[rows] * sign for n, sign in SIX.items()]).T
    assert round(float(np.maximum(own - other, 0).mean()), 2) == give
    assert round(float(np.maximum(other - own, 0).mean()), 2) == get


def test_coverage_and_complementarity_on_scores() -> None:
    names = ["hdi", "life_expectancy"]
    scores = pt.standardized(JAVA, names)
    rows = JAVA.rows([BOJONEGORO, "35.78"])
    own, other = np.array([scores.indicator(n)[rows] for n in names]).T
    get = np.minimum(np.maximum(0 - own, 0), np.maximum(other, 0)).sum()
    give = pt.Coverage(names, 0, "resource")
    share = get / np.maximum(0 - own, 0).sum()
    assert float(pt.Standardized(give)(JAVA, rows)) == pytest.approx(share)
    both = pt.Standardized(pt.Complementarity(give))
    assert float(both(JAVA, rows)) == 0.0  # Surabaya lies above the mean in both
    assert pt.Standardized(give).directed
    assert not both.directed


def test_the_reference_is_recorded_in_the_result() -> None:
    gap = pt.Standardized(pt.Difference("hdi"), REFERENCE)
    item = pt.OperatorCriterion(kd.Criterion("gap", "cost", source="ours"), gap)
    result = pt.partners_of(JAVA, BOJONEGORO, [item], [1])
    criterion, hdi = result.ranking.problem.criteria[0], JAVA.indicator("hdi")
    expected = (
        f"ours; standard scores against hdi: mean {hdi.mean():.6g}, sd {hdi.std():.6g}, "
        f"40 regions (digest {JAVA.digest[:12]})"
    )
    assert criterion.source == expected
    assert criterion.unit == "standard deviations"
    again = type(result).from_json(result.to_json())
    assert again.ranking.problem.criteria[0].source == expected
    lifted = pt.OperatorCriterion(kd.Criterion("gap", "cost"), pt.TargetGap(gap, 1, 1))
    problem = pt.pair_problem(JAVA, BOJONEGORO, [lifted])
    assert "standard scores against hdi" in str(problem.criteria[0].source)
    assert problem.criteria[0].unit is None
    plain = pt.OperatorCriterion(
        kd.Criterion("gap", "cost"), pt.Lift(pt.Level("population", "min"), "min")
    )
    assert pt.pair_problem(JAVA, BOJONEGORO, [plain]).criteria[0].unit == {
        "en": "people",
        "id": "jiwa",
    }


def test_standard_scores_are_searched_by_bounds() -> None:
    criteria = [
        pt.OperatorCriterion(kd.Criterion("gap", "cost"), pt.Standardized(pt.Difference("hdi"))),
        pt.OperatorCriterion(
            kd.Criterion("least", "benefit"), pt.Standardized(pt.Level("poverty_rate", "min"))
        ),
    ]
    found, expected = (
        pt.search_coalitions(JAVA, criteria, [2, 1], size=3, top=5, search=how)
        for how in ("bound", "enumerate")
    )
    assert found.coalitions == expected.coalitions
    assert pt.Standardized(pt.TargetGap(pt.Gap("hdi"), 1, 1)).reduction(JAVA, None, 3) is None
    own = pt.Standardized(pt.Level("hdi", "min"), REFERENCE).reduction(JAVA, None, 3)
    assert own is not None
    np.testing.assert_array_equal(own.values, pt.standardized(JAVA, ["hdi"]).indicator("hdi"))


def test_references_are_checked() -> None:
    flat = made({"x": 0.1, "y": None}, {"x": 0.1, "y": None})
    text = message(lambda: pt.Reference.of(flat))
    assert "2 faults" not in text  # y has neither mean nor deviation
    assert "Reference: indicator 'x': no deviation; got 0.0" in text
    assert "Reference: indicator 'y': no mean" in text
    assert "did you mean 'hdi'" in message(lambda: pt.Reference.of(JAVA, ["HDI"]))
    assert "reference: indicator 'population': unknown name" in message(
        lambda: pt.Standardized(pt.Difference("population"), REFERENCE)
    )
    assert "reference: deviations: missing" in message(
        lambda: pt.Standardized(pt.Difference("x"), {"means": {"x": 1}})  # type: ignore[arg-type]
    )
    assert "reference: key 'mean': unknown name" in message(
        lambda: pt.Standardized(pt.Difference("x"), {"mean": {"x": 1}})  # type: ignore[arg-type]
    )
    with pytest.raises(kd.InputError, match="reference: indicator 'population'"):
        pt.standardized(JAVA, ["population"], reference=REFERENCE)


# kernels -----------------------------------------------------------------------------------------

shapes = st.tuples(st.integers(1, 3), st.integers(2, 5), st.integers(1, 4))
vectors = hnp.arrays(np.float64, shapes, elements=st.one_of(st.just(0.0), st.floats(1e-3, 1e3)))


@given(values=vectors, factor=st.floats(1e-200, 1e200), data=st.data())
def test_likeness_of_vectors(values: np.ndarray, factor: float, data: st.DataObject) -> None:
    order = data.draw(st.permutations(range(values.shape[-1])))
    for kernel in (core.cosines, core.overlaps, lambda v: core.jaccards(v > 0)):
        found = kernel(values)
        assert ((found >= 0) & (found <= 1)).all()
        np.testing.assert_allclose(found, np.swapaxes(found, -1, -2), atol=1e-12)
        loop = np.stack([kernel(one) for one in values])
        np.testing.assert_allclose(found, loop, rtol=1e-12, atol=1e-12)
        np.testing.assert_allclose(kernel(values * factor), found, rtol=1e-9, atol=1e-12)
        np.testing.assert_allclose(kernel(values[..., order]), found, rtol=1e-9, atol=1e-12)
        known = values.any(axis=-1)
        own = np.diagonal(found, axis1=-2, axis2=-1)
        np.testing.assert_allclose(own, known.astype(float), atol=1e-12)


@given(values=hnp.arrays(np.float64, (3, 4), elements=st.floats(-10, 1e3)))
def test_kernels_of_benefits_are_batched(values: np.ndarray) -> None:
    alone = np.where(np.abs(values[::-1]) < 1, 1.0, values[::-1])
    for kernel in (
        core.nash,
        lambda v: core.worst_off(v, np.broadcast_to(alone[0], v.shape)),
        lambda v: core.target_gap(v, 3.0, 5.0).sum(axis=-1),
        lambda v: core.faded(v, np.abs(v), 2.0).sum(axis=-1),
        lambda v: core.exposure(0.5, v > 0, np.ones(v.shape[:-1])),
        *(lambda v, how=how: core.reduced(v, how) for how in ("mean", "min", "max", "range")),
    ):
        loop = np.stack([kernel(one) for one in values])
        np.testing.assert_allclose(kernel(values), loop, rtol=1e-12, atol=1e-12)
    products = np.where(
        values.min(axis=-1) > 0,
        np.prod(np.maximum(values, 0) ** 0.25, axis=-1),
        values.min(axis=-1),
    )
    np.testing.assert_allclose(core.nash(values), products, rtol=1e-9, atol=1e-12)


# bad parameters ----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("make", "expected"),
    [
        (lambda: pt.Alignment("hdi"), "Alignment: priorities: no vectors; got 'hdi'"),
        (lambda: pt.Alignment(["hdi"]), "Alignment: priorities: too few to be shares; got 1"),
        (lambda: pt.Alignment({}), "Alignment: priorities: there are none"),
        (lambda: pt.Alignment({"3522": {"a": 1}}), "looks like a BPS code"),
        (lambda: pt.Alignment({"35.22": {"a": -1}}), "'35.22': 'a': out of range; got -1"),
        (lambda: pt.Alignment({"35.22": ["a"]}), "a list of programmes goes with measure="),
        (lambda: pt.Alignment({"35.22": ["a", "a"]}, "jaccard"), "the name stands more than once"),
        (lambda: pt.Alignment(["a", "b"], "cos"), "did you mean 'cosine'"),
        (lambda: pt.Alignment(["a", "b"], empty="skip"), "Alignment: empty: unknown choice"),
        (lambda: pt.Alignment(["a", "b"], tolerance=-1), "Alignment: tolerance: out of range"),
        (lambda: pt.TargetGap("Gap", 1, 0), "2 faults"),
        (lambda: pt.TargetGap(pt.Gap("x"), math.nan, 1), "TargetGap: target: no finite number"),
        (lambda: pt.Lift(pt.Gap, "min"), "Lift: operator: no operator"),
        (lambda: pt.Lift(pt.Gap("x"), "median"), "Lift: reduction: unknown choice"),
        (lambda: pt.Lift(pt.Gap("x"), "min", "some"), "Lift: pairs: unknown choice"),
        (lambda: pt.Level("x", "sum"), "Level: reduction: unknown choice"),
        (lambda: pt.Contiguous([]), "Contiguous: borders: there are none"),
        (lambda: pt.Contiguous(["air"]), "Contiguous: borders: unknown choice; got 'air'"),
        (lambda: pt.MutualBenefit("b", "c"), "standalone: missing. Hint: give it, or say rule="),
        (lambda: pt.MutualBenefit("b", "c", "s", "nash"), "the Nash product does not use it"),
        (lambda: pt.MutualBenefit("", {}, 3, "best", "hide"), "5 faults"),
        (lambda: pt.BurdenFairness({"35.22": None}, "b"), "costs '35.22': no finite number"),
        (lambda: pt.BurdenFairness({"35.22+35.23": 1}, "b"), "one amount for a whole partnership"),
        (
            lambda: pt.BurdenFairness({"35.22+35.23": {"35.21": 1}}, "b"),
            "'35.22+35.23': '35.21': it is no member of that partnership",
        ),
        (lambda: pt.BurdenFairness({"35.22+35.22": {}}, "b"), "a region is no partner of itself"),
        (lambda: pt.Agreement(["35.22"], 2020, 1), "parties: they make no agreement"),
        (lambda: pt.Agreement(["35.22", "35.23"], 2020), "realized: missing"),
        (lambda: pt.Agreement(["35.22", "35.23"], 2020, 85), "it looks like percent"),
        (lambda: pt.Agreement(["35.22", "35.23"], "2020", 1), "year: no year; got '2020'"),
        (lambda: pt.TrackRecord(REGISTER, 2020, 5), "later than the year from which one looks"),
        (lambda: pt.TrackRecord(REGISTER, 2024, 0), "TrackRecord: tau: out of range"),
        (lambda: pt.TrackRecord(["x"], 2024, 5), "agreement number 1: no Agreement; got 'x'"),
        (lambda: pt.TrackRecord([{"partys": 1}], 2024, 5), "did you mean 'parties'?"),
        (lambda: pt.TrackRecord([], 2024, 5, ["3522"]), "looks like a BPS code"),
        (lambda: pt.ExternalityExposure(2, {}), "2 faults"),
        (lambda: pt.ExternalityExposure(1, {"35.22": 1.1}), "pressure '35.22': out of range"),
    ],
)  # fmt: skip
def test_bad_parameters_are_named(make: Any, expected: str) -> None:
    assert expected in message(make)


@pytest.mark.parametrize(
    ("data", "expected"),
    [
        ({"kind": "Lift", "operator": {"kind": "Gapp"}, "reduction": "min"}, "did you mean 'Gap'?"),
        ({"kind": "Lift", "operator": {"indicator": "x"}, "reduction": "min"}, "it has no kind"),
        ({"kind": "TrackRecord", "agreements": [], "year": 2024}, "TrackRecord: 'tau': missing"),
    ],
)
def test_more_operators_of_study_files_are_checked(data: Any, expected: str) -> None:
    assert expected in message(lambda: pt.operator_from_dict(data))


def test_a_study_file_names_them(tmp_path: Path) -> None:
    from kadmcdm.datasets import data_folder

    for name in ("regions.csv", "borders.csv"):
        shutil.copy(data_folder("east_java") / name, tmp_path)
    text = """
title = "more operators"
[data]
source = "regions"
path = "regions.csv"
borders = "borders.csv"
initiator = "35.22"
partners = ["35.23", "35.21"]
[[criteria]]
name = "plans"
direction = "benefit"
[criteria.operator]
kind = "Alignment"
[criteria.operator.priorities]
"35.22" = { a = 1.0 }
"35.23" = { a = 0.5, b = 0.5 }
"35.21" = { b = 1.0 }
[[criteria]]
name = "gap"
direction = "benefit"
[criteria.operator]
kind = "TargetGap"
target = 0.5
width = 1
operator = { kind = "Standardized", operator = { kind = "Difference", indicator = "hdi" } }
[weights]
scheme = "equal"
"""
    file = tmp_path / "study.toml"
    file.write_text(text, encoding="utf-8")
    ranking = kd.Study.load(file).run().ranking
    assert ranking.best == "35.22+35.23"
    np.testing.assert_allclose(ranking.problem.matrix[:, 0], [math.sqrt(0.5), 0.0], atol=1e-12)


# templates ---------------------------------------------------------------------------------------


@pytest.mark.parametrize("decimal", [".", ","])
def test_a_template_is_read_back(tmp_path: Path, decimal: Any) -> None:
    file, about = pt.region_template(tmp_path / "regions.csv", decimal=decimal)
    table = pt.RegionTable.from_csv(file, indicators=about)
    assert table.codes == ("35.22",)
    region, own = table["35.22"], JAVA["35.22"]
    assert (region.name, region.lat, region.lon, region.province) == (
        own.name, own.lat, own.lon, own.province,
    )  # fmt: skip
    assert all(value is None for value in region.indicators.values())  # missing, not zero
    assert set(region.indicators) <= {i.name for i in JAVA.indicators}
    assert table.about("population").unit == {"en": "people", "id": "jiwa"}
    assert file.read_bytes().startswith(b"\xef\xbb\xbf") == (decimal == ",")


def test_a_template_of_ones_own(tmp_path: Path) -> None:
    rows = [
        pt.Region(
            "31.71",
            "Kota Administrasi Jakarta Pusat",
            "city",
            "31",
            -6.18,
            106.835,
            autonomous=False,
        ),
        pt.Region("35", "Jawa Timur", "province", "35"),
    ]
    file, about = pt.region_template(
        tmp_path / "a.csv", rows, indicators=JAVA.indicators, decimal=","
    )
    table = pt.RegionTable.from_csv(file, indicators=about)
    assert [r.to_dict() | {"indicators": None} for r in table] == [
        r.to_dict() | {"indicators": None} for r in rows
    ]
    assert [i.to_dict() for i in table.indicators] == [i.to_dict() for i in JAVA.indicators]
    assert ";-6,18000;106,83500;false;" in file.read_text(encoding="utf-8-sig")
    filled = file.read_text(encoding="utf-8-sig").replace("true;", "true;12,5", 1)
    file.write_text(filled, encoding="utf-8-sig")
    assert pt.RegionTable.from_csv(file, indicators=about)["35"].indicators["area_km2"] == 12.5


def test_a_template_writes_nothing_over(tmp_path: Path) -> None:
    file, about = pt.region_template(tmp_path / "regions.csv")
    before = file.read_bytes(), about.read_bytes()
    text = message(lambda: pt.region_template(file))
    assert "2 faults" in text
    assert "it is there already. Hint: choose another name, or move it away" in text
    assert (file.read_bytes(), about.read_bytes()) == before
    text = message(
        lambda: pt.region_template(tmp_path / "b.csv", [], indicators=["code", "x", "x"])
    )
    assert "3 faults" in text
    assert "indicator 'code': the name of another column" in text
    assert not (tmp_path / "b.csv").exists()
    assert "there is no folder" in message(lambda: pt.region_template(tmp_path / "no" / "c.csv"))


# joins -------------------------------------------------------------------------------------------


def join(codes: Any, values: Any = (3.0, 2.0), **given_: Any) -> pt.RegionTable:
    frame = pd.DataFrame({"kode": codes, "spbe": values})
    content = {"on": "kode", "system": "kemendagri", "indicators": ["spbe"], **given_}
    return pt.joined(JAVA, frame, **content)


def test_indicators_are_joined_by_code() -> None:
    about = pt.Indicator("spbe", "index, 1-5", 2023, "KemenPANRB")
    table = join(["35.23", "11.01"], indicators=[about])
    assert table["35.23"].indicators["spbe"] == 3.0
    assert table["35.22"].indicators["spbe"] is None  # no row: missing, not zero
    assert table.about("spbe") == about
    assert table.codes == JAVA.codes
    assert table.adjacency == JAVA.adjacency
    np.testing.assert_array_equal(table.indicator("hdi"), JAVA.indicator("hdi"))
    assert "spbe" not in {i.name for i in JAVA.indicators}
    listed = {"3523": "35.23", "1101": "11.09"}
    assert join(["3523", "1101"], system="bps", kemendagri_codes=listed).to_dict() == (
        join(["35.23", "11.09"]).to_dict()
    )
    assert join(["35.22", "35.23"], [float("nan"), 1.0])["35.22"].indicators["spbe"] is None


@pytest.mark.parametrize(
    ("codes", "given_", "expected"),
    [
        (["3522", "3523"], {}, "looks like a BPS code"),
        ([35.1, 35.2], {}, "column 'kode': the code is no text; got 35.1"),
        (["35.22", "35.22"], {}, "column 'kode': code '35.22': the name stands more than once"),
        (["11.01", "11.02"], {}, "none of its codes is one of the table's; got '11.01', '11.02'"),
        (["35.22", "35.23"], {"system": "BPS"}, "system: unknown choice; got 'BPS'"),
        (["3522", "3523"], {"system": "bps"}, "BPS codes need a list of the Kemendagri codes"),
        (["35.22", "35.23"], {"kemendagri_codes": {}}, "only BPS codes need it"),
        (
            ["3522", "3523"],
            {"system": "bps", "kemendagri_codes": {"3522": "35.22"}},
            "kemendagri_codes does not say which region '3523' is",
        ),
        (
            ["35.22", "35.23"],
            {"system": "bps", "kemendagri_codes": {"3522": "35.22"}},
            "column 'kode': no BPS code; got '35.22'",
        ),
        (["35.22", "35.23"], {"indicators": ["hdi"]}, "2 faults"),
        (["35.22", "35.23"], {"indicators": []}, "indicators: there are none"),
        (["35.22", "35.23"], {"on": "code"}, "frame: column 'code': not there"),
    ],
)
def test_joins_on_the_wrong_codes_are_refused(codes: Any, given_: Any, expected: str) -> None:
    assert expected in message(lambda: join(codes, **given_))


def test_a_joined_cell_holds_a_number() -> None:
    text = message(lambda: join(["35.22", "35.23"], ["3,1", "2,0"]))
    assert "region '35.22', column 'spbe': no number; got '3,1'" in text
    assert "2 faults" in text
