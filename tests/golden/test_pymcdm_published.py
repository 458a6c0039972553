"""The methods that pymcdm computes, against print."""

import numpy as np
import pytest

import kadmcdm as kd
from helpers import assert_meets, golden
from kadmcdm import core

LOWER_IS_BETTER = {"mairca"}


def scored(case, method, bounds=None):
    """Return the printed figure and the ranks."""
    data = case["inputs"]
    weights = np.array(data["weights"])
    if case["params"].get("normalise_weights"):
        weights = weights / weights.sum()
    benefit = np.array(data.get("types", [1] * len(weights))) == 1
    matrix = np.array(data["matrix"], dtype=float)
    scores = method.scores(matrix, weights, benefit, bounds=bounds)
    printed = -scores if case["method"] in LOWER_IS_BETTER else scores
    details = method.details(matrix, weights, benefit, bounds=bounds)
    np.testing.assert_allclose(details["pref"], printed, rtol=1e-12, atol=1e-12)
    return {"scores": printed, "rank": core.ranks(scores), "i_minus": details.get("neg_var")}


@pytest.mark.parametrize("name", ["CoCoSo", "CODAS", "MAIRCA", "OCRA", "RAM"])
def test_without_parameters(name):
    for case in golden(name.lower()):
        assert_meets(case.values[0], scored(case.values[0], kd.PymcdmMethod(name)))


@pytest.mark.parametrize("case", golden("comet"))
def test_comet(case):
    """Scores of characteristic objects tie as `rank` ties them.

    Given to pymcdm as they are, objects that are equal but for rounding are different ones, and the
    scores are off by 0.09.
    """
    levels = case["params"]["cvalues"]
    expert = kd.TOPSIS(case["params"]["expert_normalisation"])
    assert_meets(case, scored(case, kd.PymcdmMethod("COMET", cvalues=levels, expert=expert)))
    assert_meets(case, scored(case, kd.PymcdmMethod("COMET"), np.array(levels)))


@pytest.mark.parametrize("case", golden("rafsi"))
def test_rafsi(case):
    best, worst = np.array(case["params"]["ideal"]), np.array(case["params"]["anti_ideal"])
    given = kd.PymcdmMethod("RAFSI", ideal=best, anti_ideal=worst)
    assert_meets(case, scored(case, given))
    ends = np.sort(np.stack([worst, best], axis=1), axis=1)
    assert_meets(case, scored(case, kd.PymcdmMethod("RAFSI"), ends))


@pytest.mark.parametrize("case", golden("rim"))
def test_rim(case):
    """The paper forgets square roots; its scores are not repeated."""
    params = case["params"]
    method = kd.PymcdmMethod("RIM", bounds=params["ranges"], ref_ideal=params["ideals"])
    assert_meets(case, scored(case, method))
    of_criteria = kd.PymcdmMethod("RIM", ref_ideal=params["ideals"])
    assert_meets(case, scored(case, of_criteria, np.array(params["ranges"])))
