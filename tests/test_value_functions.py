"""Partial values: what amounts are worth, their shapes, and problems of values."""

from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

import kadmcdm as kd
from kadmcdm import core
from messages import message

POINTS = st.lists(
    st.tuples(st.integers(-20, 20), st.integers(0, 8)),
    min_size=2, max_size=6, unique_by=lambda pair: pair[0],
).map(lambda pairs: {x: y / 8 for x, y in sorted(pairs)})  # fmt: skip


def piece(points, x):
    """The line between the neighbors of x, by hand."""
    pairs = list(pairwise(sorted(points)))
    left, right = next((pair for pair in pairs if x <= pair[1]), pairs[-1])
    share = (x - left) / (right - left)
    return points[left] * (1 - share) + points[right] * share


@given(points=POINTS, x=st.integers(-80, 80).map(lambda k: k / 4))
def test_the_function_runs_straight_between_its_points(points, x):
    at, values = np.array(list(points), dtype=float), np.array(list(points.values()))
    got = core.piecewise_linear(np.array(x), at, values, extend=True)
    np.testing.assert_allclose(got, piece(points, x), rtol=0, atol=1e-12)
    kept = core.piecewise_linear(np.array(x), at, values)
    np.testing.assert_allclose(kept, piece(points, min(max(x, at[0]), at[-1])), atol=1e-12)


@given(points=POINTS)
def test_only_monotone_and_single_peaked_functions_are_made(points):
    values = list(points.values())
    steps = np.diff(values)
    steps = steps[steps != 0]
    top = int(np.argmax(values))
    rises, falls = (np.diff(values[: top + 1]) >= 0).all(), (np.diff(values[top:]) <= 0).all()
    if len(steps) and rises and falls:
        shape = kd.PiecewiseLinear(points).shape
        assert (shape == "rising") == (steps > 0).all()
        assert (shape == "falling") == (steps < 0).all()
    else:
        said = message(kd.PiecewiseLinear, points)
        assert ("fall and rise again" if len(steps) else "same everywhere") in said


def test_points_are_sorted_and_amounts_beyond_them_have_a_policy():
    worth = kd.PiecewiseLinear({100: 0, 50: 1, 75: 0.8})
    assert list(worth.points) == [50.0, 75.0, 100.0]
    assert worth([50, 75, 100, 60]).round(12).tolist() == [1, 0.8, 0, 0.92]
    assert message(worth, [[40, 110], [40, 60]]) == (
        "2 faults:\n"
        "  1. beyond the points of its value function; got 40, expected 50 to 100. Hint: add a "
        "point, or set outside='constant'.\n"
        "  2. beyond the points of its value function; got 110, expected 50 to 100. Hint: add a "
        "point, or set outside='constant'."
    )
    assert kd.PiecewiseLinear(worth.points, "constant")([40, 110]).tolist() == [1, 0]
    assert kd.PiecewiseLinear(worth.points, "extend")([40, 110]).round(3).tolist() == [1.08, -0.32]


@pytest.mark.parametrize(
    ("given", "said"),
    [
        ({1: 0}, "too few of them; got 1, expected at least 2"),
        ([1, 2], "no mapping"),
        ({1: 0, 2: 1.5}, "at 2: no value; got 1.5, expected a number in [0, 1]"),
        ({1: 0, np.inf: 1}, "no amount; got inf"),
        ({"1": 0, 2: 1}, "no amount; got '1'"),
        ({1: 0.5, 2: 0.5}, "same everywhere"),
    ],
)
def test_points_are_checked(given, said):
    assert said in message(kd.PiecewiseLinear, given)


def test_all_faults_of_points_come_together():
    said = message(kd.PiecewiseLinear, {"a": 2}, "clip")
    assert said.startswith("4 faults")


def made():
    criteria = [
        kd.Criterion("age", "cost", unit="years", source="register"),
        kd.Criterion("share", "benefit"),
        kd.Criterion("size", "benefit", bounds=(0, 10)),
    ]
    return kd.DecisionProblem(
        criteria, [kd.Candidate("A", label="Alpha"), "B"], [[20, 0.3, 4], [60, 0.6, 8]], title="T"
    )


def test_a_problem_of_values_keeps_all_else():
    problem = made()
    target = kd.PiecewiseLinear({0: 0, 0.5: 1, 1: 0})
    valued = problem.valued({"age": kd.PiecewiseLinear({0: 1, 80: 0}), "share": target})
    np.testing.assert_allclose(valued.matrix, [[0.75, 0.6, 4], [0.25, 0.8, 8]], rtol=1e-15)
    assert valued.directions == ("benefit", "benefit", "benefit")
    assert [c.bounds for c in valued.criteria] == [(0, 1), (0, 1), (0, 10)]
    assert valued.criteria[0].unit is None
    assert valued.criteria[0].source == (
        "register; partial values, piecewise linear: 0 is worth 1, 80 is worth 0 (years)"
    )
    assert valued.criteria[2] == problem.criteria[2]
    assert valued.candidate_label("A") == "Alpha"
    assert valued.title == "T"
    assert problem.matrix.tolist() == made().matrix.tolist()
    assert kd.DecisionProblem.from_json(valued.to_json()).to_dict() == valued.to_dict()
    scores = kd.rank(valued, [0.5, 0.3, 0.2], kd.WeightedSum("bounds")).scores
    np.testing.assert_allclose(
        scores, [0.5 * 0.75 + 0.3 * 0.6 + 0.08, 0.5 * 0.25 + 0.24 + 0.16], rtol=1e-12
    )


def test_extended_values_have_no_bounds():
    worth = kd.PiecewiseLinear({30: 1, 50: 0}, "extend")
    valued = made().valued({"age": worth})
    assert valued.criteria[0].bounds is None
    assert valued.matrix[:, 0].tolist() == [1.5, -0.5]


def test_all_faults_of_a_valued_problem_come_together():
    up = kd.PiecewiseLinear({0: 0, 80: 1})
    down = kd.PiecewiseLinear({0.4: 1, 1: 0})
    assert message(made().valued, {"age": up, "share": down, "sise": up, "size": 3}) == (
        "4 faults:\n"
        "  1. criterion 'sise': unknown name. Hint: did you mean 'size'?\n"
        "  2. criterion 'age': its values are rising, and it is a cost. Hint: turn the direction "
        "or the values around.\n"
        "  3. criterion 'share': its values are falling, and it is a benefit. Hint: turn the "
        "direction or the values around.\n"
        "  4. criterion 'size': no value function; got 3, expected kd.PiecewiseLinear({...})."
    )
    short = kd.PiecewiseLinear({0: 1, 40: 0})
    assert message(made().valued, {"age": short}) == (
        "criterion 'age': beyond the points of its value function; got 60, expected 0 to 40. Hint: "
        "add a point, or set outside='constant'."
    )
    assert "no mapping" in message(made().valued, [up])
