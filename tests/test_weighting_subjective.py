"""Weights that people say: points, steps, levels, priorities, and several weightings as one."""

import itertools
from typing import get_args

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.optimize import linprog

import kadmcdm as kd
from kadmcdm import core
from kadmcdm._typing import CombinationRule, RankOrderRule
from messages import faults, message

NAMES = ("cost", "reach", "risk")
PROBLEM = kd.DecisionProblem(
    [
        kd.Criterion("cost", "cost"),
        kd.Criterion("reach", "benefit", bounds=(0, 100)),
        kd.Criterion("risk", "cost"),
    ],
    ["Tuban", "Ngawi"],
    [[12, 40, 3], [9, 35, 1]],
)


def values(scheme):
    return scheme.weigh(PROBLEM).values


# ---- points --------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("scheme", "expected"),
    [
        (kd.SwingWeights({"reach": 100, "cost": 60, "risk": 40}), [0.3, 0.5, 0.2]),
        (kd.SwingWeights({"reach": 100, "cost": 100, "risk": 0}), [0.5, 0.5, 0]),
        (kd.SMARTWeights({"risk": 10, "reach": 50, "cost": 40}), [0.4, 0.5, 0.1]),
        (kd.PointAllocationWeights({"cost": 30, "reach": 50, "risk": 20}), [0.3, 0.5, 0.2]),
        (kd.PointAllocationWeights({"cost": 3, "reach": 5, "risk": 2}, 10), [0.3, 0.5, 0.2]),
        (kd.SwingWeights(pd.Series({"reach": 100, "cost": 60, "risk": 40})), [0.3, 0.5, 0.2]),
    ],
)
def test_points_are_shared_out(scheme, expected):
    np.testing.assert_allclose(values(scheme), expected, rtol=1e-15)
    weights = scheme.weigh(PROBLEM)
    assert weights.scheme == type(scheme).__name__
    assert list(weights.details["points"]) == list(NAMES)
    assert kd.Weights.from_json(weights.to_json()).to_dict() == weights.to_dict()


def test_swings_say_which_range_they_are_about():
    swings = kd.SwingWeights(dict.fromkeys(NAMES, 100)).weigh(PROBLEM).details["swings"]
    assert swings == {"cost": (12.0, 9.0), "reach": (0.0, 100.0), "risk": (3.0, 1.0)}


def test_points_that_add_up_but_for_rounding():
    assert values(kd.PointAllocationWeights({"cost": 0.1, "reach": 0.2, "risk": 0.7}, 1)).sum() == 1


def test_what_was_given_cannot_be_changed():
    given_points = {"reach": 100, "cost": 60, "risk": 40}
    scheme = kd.SwingWeights(given_points)
    given_points["risk"] = 99
    np.testing.assert_allclose(values(scheme), [0.3, 0.5, 0.2])
    with pytest.raises(TypeError, match="read-only"):
        scheme.points["risk"] = 5


# ---- steps, priorities, levels -------------------------------------------------------------------


@given(st.lists(st.floats(0, 5), min_size=1, max_size=7))
def test_swara_is_the_paper_written_out(steps):
    q = [1.0]
    for s in steps:
        q.append(q[-1] / (1 + s))
    expected = [each / sum(q) for each in q]
    np.testing.assert_allclose(core.stepwise_weights(np.array(steps)), expected, rtol=1e-13)


def test_swara_in_the_order_of_the_problem():
    weights = kd.SWARAWeights(["risk", "cost", "reach"], [0.5, 1]).weigh(PROBLEM)
    np.testing.assert_allclose(weights.values, np.array([2 / 3, 1 / 3, 1]) / 2, rtol=1e-15)
    assert weights.details["importances"] == {"cost": 0.5, "reach": 1.0}


def test_fucom_of_the_reference():
    """Eight criteria, 1 1 1 2 4 4 4 4: exactly 2/9 three times, 1/9, and 1/18 four times."""
    found = core.full_consistency(np.array([1.0, 1, 1, 2, 4, 4, 4, 4]))
    np.testing.assert_allclose(found.weights * 18, [4, 4, 4, 2, 1, 1, 1, 1], rtol=1e-15)
    assert found.deviation == 0


def least_deviation(priorities, skipped):
    """Return the least chi: for one chi the constraints on the weights are linear."""
    n = len(priorities)
    said = [(k, k + 1, priorities[k + 1] / priorities[k]) for k in range(n - 1)]
    said += [(k, k + 2, ratio) for k, ratio in enumerate(skipped)]

    def fits(chi):
        rows = []
        for a, b, ratio in said:  # (ratio - chi) w_b <= w_a <= (ratio + chi) w_b
            for sign in (1, -1):
                row = np.zeros(n)
                row[a], row[b] = sign, -sign * (ratio + sign * chi)
                rows.append(row)
        one = np.ones((1, n))
        return linprog(
            np.zeros(n), A_ub=rows, b_ub=np.zeros(len(rows)), A_eq=one, b_eq=[1], bounds=(1e-9, 1)
        ).success

    low, high = 0.0, 20.0
    for _ in range(28):
        middle = (low + high) / 2
        low, high = (low, middle) if fits(middle) else (middle, high)
    return high


@pytest.mark.parametrize(
    ("priorities", "skipped"),
    [
        ([1, 2, 4], [6]),
        ([1, 2, 4], [2]),
        ([1, 1.5, 3, 5], [3.5, 2]),
        ([1, 1, 1, 2, 4], [1, 3, 3]),
        ([1, 2, 3, 4, 9], [3, 2, 3]),
    ],
)
def test_fucom_deviates_as_little_as_can_be(priorities, skipped):
    """Against linear programs, which know nothing of chains; HiGHS is exact to some 1e-7."""
    found = core.full_consistency(np.array(priorities, float), np.array(skipped, float))
    assert found.deviation == pytest.approx(least_deviation(priorities, skipped), abs=1e-5)
    w = found.weights
    off = [w[k] / w[k + 1] - priorities[k + 1] / priorities[k] for k in range(len(w) - 1)]
    off += [w[k] / w[k + 2] - ratio for k, ratio in enumerate(skipped)]
    assert np.abs(off).max() == pytest.approx(found.deviation, rel=1e-9)
    assert w.sum() == pytest.approx(1, abs=1e-15)


@given(st.lists(st.floats(1, 3), min_size=2, max_size=6))
def test_fucom_of_answers_that_fit_deviates_nowhere(ratios):
    priorities = np.cumprod([1.0, *ratios])
    plain = core.full_consistency(priorities)
    judged = core.full_consistency(priorities, priorities[2:] / priorities[:-2])
    np.testing.assert_allclose(judged.weights, plain.weights, rtol=1e-11)
    assert judged.deviation <= 1e-12 * max(ratios) ** 2
    np.testing.assert_allclose(plain.weights[0] / plain.weights, priorities, rtol=1e-12)


def test_fucom_says_what_it_was_told():
    weights = kd.FUCOMWeights(["reach", "cost", "risk"], [1, 2, 4], [6]).weigh(PROBLEM)
    assert weights.details["priorities"] == {"reach": 1, "cost": 2, "risk": 4}
    assert weights.details["skipped"] == (6.0,)
    # a (2 + x): w1/w2 = w2/w3 = 2 + x and (2 + x)^2 = 6 - x
    assert weights.details["deviation"] == pytest.approx((33**0.5 - 5) / 2, abs=1e-12)


@given(
    st.lists(st.lists(st.floats(0, 1), max_size=4), min_size=1, max_size=4).filter(
        lambda levels: any(levels)
    ),
    st.floats(0.01, 5),
)
def test_lbwa_levels_do_not_overlap(levels, more):
    size = max(map(len, levels))
    place = np.repeat(np.arange(1, len(levels) + 1), [len(level) for level in levels])
    influence = size * np.array([share for level in levels for share in level])
    weights = core.level_weights(place, influence, size + more)
    for one, other in itertools.pairwise(np.unique(place)):
        assert weights[place == one].min() > weights[place == other].max()
    assert weights.sum() == pytest.approx(1, abs=1e-12)


def test_lbwa_with_an_elasticity_and_an_empty_level():
    weights = kd.LBWAWeights([{"reach": 0, "risk": 1}, {}, {"cost": 0}], 3).weigh(PROBLEM)
    np.testing.assert_allclose(weights.values, np.array([1 / 3, 1, 3 / 4]) / (25 / 12), rtol=1e-14)
    assert weights.details["levels"] == {"reach": 1, "risk": 1, "cost": 3}
    assert weights.details["elasticity"] == 3


@pytest.mark.parametrize("exponent", [0, 0.5, 1, 3, np.float64(2)])
def test_rank_exponent(exponent):
    raw = np.array([3.0, 2, 1]) ** exponent
    weights = kd.RankOrderWeights(NAMES, "exponent", exponent).weigh(PROBLEM)
    np.testing.assert_allclose(weights.values, raw / raw.sum(), rtol=1e-14)
    assert weights.details == {"rule": "exponent", "exponent": float(exponent)}
    by_sum = core.rank_order_weights(7, "sum")
    np.testing.assert_allclose(core.rank_order_weights(7, "exponent", 1), by_sum, rtol=1e-15)


# ---- combined ------------------------------------------------------------------------------------

BOTH = ({"cost": 0.5, "reach": 0.3, "risk": 0.2}, [0.1, 0.3, 0.6])


@pytest.mark.parametrize(
    ("rule", "shares", "raw"),
    [
        ("multiplicative", None, [0.05, 0.09, 0.12]),
        ("geometric", None, [0.05**0.5, 0.09**0.5, 0.12**0.5]),
        ("geometric", [3, 1], [0.5**0.75 * 0.1**0.25, 0.3, 0.2**0.75 * 0.6**0.25]),
        ("convex", None, [0.3, 0.3, 0.4]),
        ("convex", [1, 3], [0.2, 0.3, 0.5]),
        ("convex", [1, 0], [0.5, 0.3, 0.2]),
        ("geometric", [0, 1e-300], [0.1, 0.3, 0.6]),
    ],
)
def test_combined(rule, shares, raw):
    weights = kd.CombinedWeights(BOTH, rule, shares).weigh(PROBLEM)
    np.testing.assert_allclose(weights.values, np.array(raw) / sum(raw), rtol=1e-14)
    assert weights.details["rule"] == rule
    assert [part["scheme"] for part in weights.details["parts"]] == ["DirectWeights"] * 2
    assert kd.Weights.from_json(weights.to_json()).to_dict() == weights.to_dict()


def test_combined_of_data_and_people_and_of_combinations():
    said = kd.SwingWeights({"reach": 100, "cost": 60, "risk": 40})
    once = kd.CombinedWeights([kd.EntropyWeights(), said]).weigh(PROBLEM)
    product = values(kd.EntropyWeights()) * values(said)
    np.testing.assert_allclose(once.values, product / product.sum(), rtol=1e-12)
    both = kd.CombinedWeights([kd.CombinedWeights([kd.EntropyWeights(), said]), said], "convex")
    np.testing.assert_allclose(values(both), (once.values + values(said)) / 2, rtol=1e-12)


def test_what_is_combined_cannot_be_changed():
    named, numbers, array = {"cost": 1, "reach": 2, "risk": 3}, [1, 2, 3], np.array([1.0, 2, 3])
    scheme = kd.CombinedWeights([named, numbers, array], "convex")
    before = values(scheme)
    named["cost"] = numbers[0] = array[0] = 50
    np.testing.assert_array_equal(values(scheme), before)


@pytest.mark.parametrize("skipped", [[1e200], [1.0], [1e308]])
def test_fucom_of_extreme_answers(skipped):
    found = values(kd.FUCOMWeights(["cost", "reach", "risk"], [1, 2, 1e300], skipped))
    assert np.isfinite(found).all()


def test_tiny_weights_multiply_without_vanishing():
    found = core.combined_weights(np.array([[1e-300, 1 - 1e-300], [1 - 1e-300, 1e-300]]))
    np.testing.assert_allclose(found, [0.5, 0.5], rtol=1e-12)


# ---- what is refused -----------------------------------------------------------------------------

REFUSED = [
    (lambda: kd.SwingWeights({"cost": 90, "reach": 50}),
     "points: the largest swing is missing; got 90, expected 100 at the top. Hint: the criterion "
     "whose swing from worst to best matters most gets 100."),
    (lambda: kd.SwingWeights([100, 50]),
     "points: no points by name; got [100, 50], expected {name: points}."),
    (lambda: kd.SwingWeights({}), "points: there are none; expected one per criterion."),
    (lambda: kd.SwingWeights({"cost": 120}),
     "points of 'cost': more than the largest swing; got 120, expected 0 to 100."),
    (lambda: kd.SMARTWeights({"cost": 20, "reach": 30}),
     "points: nothing to start from; got 20, expected 10 at the bottom. Hint: divide, so that the "
     "least important has 10."),
    (lambda: kd.SMARTWeights({"cost": 5, "reach": 30}),
     "points of 'cost': fewer than the least important criterion has; got 5, expected 10 or more."),
    (lambda: kd.PointAllocationWeights({"cost": 60, "reach": 37}),
     "points: they do not add up; got 97 (3 too few), expected 100. Hint: DirectWeights takes any "
     "numbers."),
    (lambda: kd.PointAllocationWeights({"cost": 6, "reach": 5}, 10),
     "points: they do not add up; got 11 (1 too many), expected 10. Hint: DirectWeights takes any "
     "numbers."),
    (lambda: kd.PointAllocationWeights({"cost": 0}, 0),
     "total: nothing to hand out; got 0, expected a number > 0."),
    (lambda: kd.SWARAWeights(NAMES, [0.1]),
     "importances: not 1 fewer than the criteria; got 1, expected 2."),
    (lambda: kd.SWARAWeights("cost", [0.1]), "order: no list of names; got 'cost'."),
    (lambda: kd.SWARAWeights(NAMES, 0.1), "importances: no list of numbers; got 0.1."),
    (lambda: kd.FUCOMWeights(NAMES, [2, 3, 3]),
     "priorities[1]: no start; got 2, expected 1. Hint: the first criterion is compared with "
     "itself."),
    (lambda: kd.FUCOMWeights(NAMES, [1, 3, 2]),
     "priorities[3]: it contradicts the order; got 2, expected 3 or more. Hint: the order says "
     "that it is no more important than the one before."),
    (lambda: kd.FUCOMWeights(NAMES, [1, 3, 4], [0.5]),
     "skipped[1]: out of range; got 0.5, expected a finite number >= 1."),
    (lambda: kd.LBWAWeights([]),
     "levels: no levels; got [], expected a mapping of names to influences per level."),
    (lambda: kd.LBWAWeights([{"cost": 1, "reach": 2}]),
     "levels[1]: the most important criterion is missing. Hint: the most important criterion "
     "stands in the first level, with influence 0."),
    (lambda: kd.LBWAWeights([{"cost": 0, "reach": 3}]),
     "influence of 'reach': too large; got 3, expected at most 2, the size of the largest level."),
    (lambda: kd.LBWAWeights([{"cost": 0, "reach": 1}], 2),
     "elasticity: too small; got 2, expected more than 2, the largest level. Hint: smaller ones "
     "let a level reach into the next."),
    (lambda: kd.RankOrderWeights(NAMES, "exponent"),
     "exponent: no exponent; got None, expected a finite number >= 0. Hint: 0 weighs all alike, 1 "
     "is the rule 'sum'."),
    (lambda: kd.RankOrderWeights(NAMES, "sum", 2),
     "exponent: the rule 'sum' takes none. Hint: rule='exponent'."),
    (lambda: kd.CombinedWeights([kd.EqualWeights()]),
     "schemes: nothing to combine; got [EqualWeights()], expected two or more."),
    (lambda: kd.CombinedWeights(BOTH, shares=[1, 1]),
     "shares: the rule 'multiplicative' takes none. Hint: rule='geometric' takes them."),
    (lambda: kd.CombinedWeights(BOTH, "convex", [1]),
     "shares: not one per scheme; got [1], expected 2 numbers."),
    (lambda: kd.CombinedWeights(BOTH, "convex", [0, 0]),
     "shares: all shares are 0; expected at least one above 0."),
    (lambda: kd.CombinedWeights(BOTH, "mean"),
     "rule: unknown choice; got 'mean', expected one of 'multiplicative', 'geometric', 'convex'. "
     "Hint: known names: 'multiplicative', 'geometric', 'convex'."),
    (lambda: kd.CombinedWeights([[1, 0, 0], [0, 1, 0]]).weigh(PROBLEM),
     "rule 'multiplicative': nothing is left: each criterion has weight 0 in one of the schemes. "
     "Hint: rule='convex'."),
]  # fmt: skip


@pytest.mark.parametrize(("call", "said"), REFUSED)
def test_refused(call, said):
    assert message(call) == said


def test_all_faults_at_once():
    found = faults(kd.SwingWeights, {"cost": -1, "reach": float("nan"), "risk": "much", "x": True})
    assert [str(fault) for fault in found] == [
        "points of 'cost': no points; got -1, expected a finite number >= 0.",
        "points of 'reach': no points; got nan, expected a finite number >= 0.",
        "points of 'risk': no number; got 'much', expected a number >= 0.",
        "points of 'x': no number; got True, expected a number >= 0.",
    ]
    found = faults(kd.FUCOMWeights, ["a", "a", "b"], [0.5, 2], [float("inf"), 2])
    assert [str(fault) for fault in found] == [
        "criterion 'a': it stands twice in the order.",
        "priorities[1]: out of range; got 0.5, expected a finite number >= 1.",
        "priorities: not one for each; got 2, expected 3.",
        "skipped[1]: out of range; got inf, expected a finite number >= 1.",
        "skipped: not 2 fewer than the criteria; got 2, expected 1.",
    ]


@pytest.mark.parametrize(
    "scheme",
    [
        kd.SwingWeights({"cost": 100, "reech": 40}),
        kd.SMARTWeights({"cost": 10, "reech": 40}),
        kd.PointAllocationWeights({"cost": 60, "reech": 40}),
        kd.SWARAWeights(["cost", "reech"], [0]),
        kd.FUCOMWeights(["cost", "reech"], [1, 2]),
        kd.LBWAWeights([{"cost": 0}, {"reech": 1}]),
        kd.RankOrderWeights(["cost", "reech"], "exponent", 2),
        kd.CombinedWeights([{"cost": 1, "reech": 1}, kd.EqualWeights()]),
    ],
    ids=lambda scheme: type(scheme).__name__,
)
def test_unknown_and_forgotten_criteria_are_named(scheme):
    text = message(scheme.weigh, PROBLEM)
    assert "'reech': unknown name. Hint: did you mean 'reach'?" in text
    assert "criterion 'reach': it " in text
    assert "criterion 'risk': it " in text


def test_what_each_part_refuses_is_said_with_its_place():
    mixed = kd.CombinedWeights([kd.SwingWeights({"cost": 100}), [1, 2], kd.EqualWeights()])
    assert [fault.where for fault in faults(mixed.weigh, PROBLEM)] == [
        "schemes[1] (SwingWeights): criterion 'reach'",
        "schemes[1] (SwingWeights): criterion 'risk'",
        "schemes[2] (weights): weights",
    ]


# ---- study files and reports ---------------------------------------------------------------------

TOML = """\
title = "Where to go"

[data]
source = "inline"
values = {{ Tuban = {{ km = 34.8, gain = 2 }}, Ngawi = {{ km = 55.4, gain = 7 }} }}

[[criteria]]
name = "km"
direction = "cost"

[[criteria]]
name = "gain"
direction = "benefit"

[weights]
{}

[robustness]
n_samples = 100
"""
IN_FILES = {
    "swing": ('scheme = "swing"\npoints = { km = 100, gain = 60 }', 0.625),
    "smart": ('scheme = "smart"\npoints = { km = 30, gain = 10 }', 0.75),
    "point_allocation": (
        'scheme = "point_allocation"\npoints = { km = 12, gain = 8 }\ntotal = 20', 0.6,
    ),
    "swara": ('scheme = "swara"\norder = ["km", "gain"]\nimportances = [1]', 2 / 3),
    "fucom": ('scheme = "fucom"\norder = ["km", "gain"]\npriorities = [1, 3]', 0.75),
    "lbwa": ('scheme = "lbwa"\nlevels = [{ km = 0 }, { gain = 0 }]', 2 / 3),
    "exponent": (
        'scheme = "rank_order"\norder = ["km", "gain"]\nrule = "exponent"\nexponent = 2', 0.8,
    ),
    "combined": (
        'scheme = "combined"\nrule = "convex"\nshares = [1, 3]\n'
        'schemes = [{ scheme = "equal" }, { scheme = "combined", schemes = ['
        '{ scheme = "entropy" }, { scheme = "swing", points = { km = 100, gain = 0 } }] }]',
        0.875,
    ),
}  # fmt: skip


def study(tmp_path, weights):
    path = tmp_path / "study.toml"
    path.write_text(TOML.format(weights), encoding="utf-8")
    return kd.Study.load(path)


@pytest.mark.parametrize("name", IN_FILES)
def test_in_a_study_file(tmp_path, name):
    text, expected = IN_FILES[name]
    read = study(tmp_path, text)
    assert read.run().weights["km"] == pytest.approx(expected, abs=1e-12)
    assert kd.Study.from_dict(read.to_dict()) == read
    for lang in ("en", "id"):
        assert read.tables(lang)[0].rows


@pytest.mark.parametrize(
    ("weights", "said"),
    [
        ('scheme = "swing"\npoints = { km = 90, gain = 2 }', "weights: points: the largest swing"),
        ('scheme = "swing"\npoints = { km = 100, gian = 2 }', "for criterion 'gian': unknown"),
        ('scheme = "fucom"\norder = ["km", "gain"]\nprioritys = [1, 2]', "mean 'priorities'?"),
        ('scheme = "combined"\nschemes = [{ scheme = "equal" }, '
         '{ scheme = "smart", points = { km = 10, gian = 20 } }]',
         "weights.schemes[2]: points for criterion 'gian': unknown name"),
        ('scheme = "combined"\nschemes = [{ scheme = "equal" }, '
         '{ scheme = "ahp", tree = { km = {}, gain = {} } }]',
         "in a combination, its comparisons stand in the study itself"),
    ],
)  # fmt: skip
def test_faults_of_a_study_file(tmp_path, weights, said):
    assert said in message(study, tmp_path, weights)


@pytest.mark.parametrize("lang", ["en", "id"])
@pytest.mark.parametrize("name", IN_FILES)
def test_reports_say_where_weights_come_from(tmp_path, name, lang):
    from kadmcdm.report.phrases import say

    result = study(tmp_path, IN_FILES[name][0]).run()
    text = kd.report(result, lang=lang, format="text")
    flat = " ".join(text.split())
    sentence = say(result.weights.scheme, lang, rule="@", parts="@", total="@", deviation="@")
    for piece in sentence.split("@"):
        assert piece.strip() in flat, flat
    if name == "combined":
        how = {"en": "weighted mean", "id": "rata-rata tertimbang"}[lang]
        assert f"{how} 25% : 75%" in flat
        assert say("EntropyWeights", lang) in flat


@pytest.mark.parametrize(("lang", "zero"), [("en", "0.000"), ("id", "0,000")])
def test_reports_measure_answers_only_where_they_could_contradict(lang, zero):
    from kadmcdm.report.phrases import say

    order, priorities = ["cost", "reach", "risk"], [1, 2, 4]
    for skipped, said in (
        (None, say("fucom_alone", lang)),
        ([4], say("fucom_deviation", lang, value=zero)),
    ):
        weights = kd.FUCOMWeights(order, priorities, skipped).weigh(PROBLEM)
        text = kd.report(kd.rank(PROBLEM, weights), lang=lang, format="text")
        assert said in " ".join(text.split())


@pytest.mark.parametrize("rule", ["centroid", "sum", "reciprocal"])
def test_reports_say_rules_in_words(rule):
    weights = kd.RankOrderWeights(["cost", "reach", "risk"], rule).weigh(PROBLEM)
    text = kd.report(kd.rank(PROBLEM, weights), lang="id", format="text")
    assert "Dari urutan kepentingan (" in text
    assert f"({rule})" not in text


def test_every_scheme_has_a_sentence():
    from kadmcdm import weighting
    from kadmcdm.report.phrases import known

    for rule in (*get_args(RankOrderRule), *get_args(CombinationRule)):
        assert known(f"by_{rule}"), rule
    own = {"AHPWeights", "BestWorstWeights", "Weights"}  # sentences made of their details
    schemes = {name for name in weighting.__all__ if name.endswith("Weights")}
    assert [name for name in sorted(schemes - own) if not known(name)] == []
