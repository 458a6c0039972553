"""Weights from the data against print."""

import numpy as np
import pytest

import kadmcdm as kd
from helpers import assert_meets, golden


def problem_of(case):
    """Return the case's problem; where it names no directions, none matters."""
    data = case["inputs"]
    types = data.get("types", [1] * len(data["matrix"][0]))
    directions = ["benefit" if kind == 1 else "cost" for kind in types]
    return kd.DecisionProblem.from_arrays(data["matrix"], directions)


def meets(case, scheme):
    assert_meets(case, {"weights": scheme.weigh(problem_of(case)).values})


@pytest.mark.parametrize("case", golden("weights-entropy"))
def test_entropy(case):
    meets(case, kd.EntropyWeights())


@pytest.mark.parametrize("case", golden("weights-std"))
def test_standard_deviation(case):
    """Their columns are normalized already; ddof (1 in some peers) changes no weight."""
    meets(case, kd.StandardDeviationWeights("none"))


@pytest.mark.parametrize("case", golden("weights-critic"))
def test_critic(case):
    """One is min-max normalized with a cost, one takes raw columns."""
    meets(case, kd.CRITICWeights("none" if case["params"].get("scale") is False else "minmax"))


@pytest.mark.parametrize("case", golden("weights-gini"))
def test_gini(case):
    meets(case, kd.GiniWeights())


@pytest.mark.parametrize("case", golden("weights-angle"))
def test_angle(case):
    meets(case, kd.AngleWeights())


@pytest.mark.parametrize("case", golden("weights-coefvar"))
def test_coefficient_of_variation(case):
    meets(case, kd.CoefficientOfVariationWeights())


@pytest.mark.parametrize("case", golden("weights-cilos"))
def test_cilos(case):
    meets(case, kd.CILOSWeights())


def test_merec():
    """The numerical example of Keshavarz-Ghorabaee et al. (2021), Symmetry 13(4) 525."""
    rows = [
        [450, 8000, 54, 145], [10, 9100, 2, 160], [100, 8200, 31, 153],
        [220, 9300, 1, 162], [5, 8400, 23, 158],
    ]  # fmt: skip
    problem = kd.DecisionProblem.from_arrays(rows, ["benefit", "benefit", "cost", "cost"])
    found = kd.MERECWeights().weigh(problem).values
    np.testing.assert_allclose(found, [0.5752, 0.0141, 0.4016, 0.0091], rtol=0, atol=5e-5)
