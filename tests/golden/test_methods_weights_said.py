"""SWARA and LBWA against print, by the schemes that people use."""

import pytest

import kadmcdm as kd
from helpers import assert_meets, golden


def problem(n):
    return kd.DecisionProblem.from_arrays([[1.0] * n], ["benefit"] * n)


@pytest.mark.parametrize("case", golden("weights-swara"))
def test_swara(case):
    steps = case["inputs"]["s"]
    some = problem(len(steps) + 1)
    weights = kd.SWARAWeights(some.criterion_names, steps).weigh(some)
    assert_meets(case, {"weights": weights.values})


@pytest.mark.parametrize("case", golden("weights-lbwa"))
def test_lbwa(case):
    """The second case has empty levels, which count."""
    levels = [
        {f"c{j + 1}": influence for j, influence in zip(*both, strict=True)}
        for both in zip(case["inputs"]["levels"], case["inputs"]["influence"], strict=True)
    ]
    weights = kd.LBWAWeights(levels).weigh(problem(sum(map(len, levels))))
    assert_meets(case, {"weights": weights.values})
