"""VIKOR against print: S, R, Q and the two conditions."""

import numpy as np
import pytest

import kadmcdm as kd
from helpers import assert_meets, golden


@pytest.mark.parametrize("case", golden("vikor"))
def test_vikor(case):
    data = case["inputs"]
    directions = np.where(np.array(data["types"]) == 1, "benefit", "cost").tolist()
    problem = kd.DecisionProblem.from_arrays(data["matrix"], directions)
    # rank() brings weights to sum 1, as the paper of case opricovic2007 does.
    ranking = kd.rank(problem, data["weights"], kd.VIKOR(case["params"]["v"]))
    found = kd.compromise(ranking)
    got = {
        **{name: ranking.details[name] for name in "SRQ"},
        "rank": ranking.ranks,
        "acceptable_advantage": found.acceptable_advantage,
        "acceptable_stability": found.acceptable_stability,
    }
    assert_meets(case, got)


def test_the_compromise_of_two():
    (case,) = (param.values[0] for param in golden("vikor") if "tzeng" in param.id)
    data = case["inputs"]
    problem = kd.DecisionProblem.from_arrays(data["matrix"], ["benefit"] * 3)
    ranking = kd.rank(problem, data["weights"], kd.VIKOR())
    assert kd.compromise(ranking).members == ("a3", "a2")
