"""MARCOS, SPOTIS, GRA, CRADIS, the TOPSIS family, normalizations, value functions against print."""

import numpy as np
import pytest

from helpers import assert_meets, golden
from kadmcdm import core


def inputs(case):
    """Return matrix, weights as printed (whatever they sum to) and benefit."""
    data = case["inputs"]
    return (
        np.array(data["matrix"], dtype=float),
        np.array(data["weights"]),
        np.array(data["types"]) == 1,
    )


@pytest.mark.parametrize("case", golden("marcos"))
def test_marcos(case):
    assert_meets(case, {"scores": core.marcos_parts(*inputs(case)).scores})


@pytest.mark.parametrize("case", golden("spotis"))
def test_spotis(case):
    """Also where the paper prints .3707 for a distance of .3705."""
    scores = core.spotis(*inputs(case), np.array(case["params"]["bounds"], dtype=float))
    assert_meets(case, {"scores": -scores, "rank": core.ranks(scores)})


@pytest.mark.parametrize("case", golden("gra"))
def test_gra(case):
    scores = core.gra(*inputs(case), distinguishing=case["params"]["zeta"])
    assert_meets(case, {"scores": scores})


@pytest.mark.parametrize("case", golden("cradis"))
def test_cradis(case):
    assert_meets(case, {"scores": core.cradis_parts(*inputs(case)).scores})


@pytest.mark.parametrize("case", golden("mtopsis"))
def test_modified_topsis(case):
    """Its ``sum-raw`` divides by the sum; all criteria are benefits."""
    scores = core.topsis(*inputs(case), normalization="sum", weighting="distances")
    assert_meets(case, {"scores": scores})


@pytest.mark.parametrize("case", golden("further-normalization"))
def test_further_normalization(case):
    rule = case["params"]["normalisation"].replace("-", "_")
    data = case["inputs"]
    matrix, benefit = np.array(data["matrix"], dtype=float), np.array(data["types"]) == 1
    assert_meets(case, {"normalised": core.normalize(matrix, benefit, rule)})


@pytest.mark.parametrize("case", golden("fuzzy_topsis"))
def test_fuzzy_topsis(case):
    """Triangular numbers, and trapezoids."""
    parts = core.fuzzy_topsis_parts(*inputs(case), ideals=case["params"]["ideal"])
    got = {
        "scores": parts.closeness,
        "d_plus": parts.distance_to_ideal,
        "d_minus": parts.distance_to_anti_ideal,
    }
    assert_meets(case, got)


@pytest.mark.parametrize("case", golden("pvf"))
def test_piecewise_linear(case):
    """Its ``interpolate`` lets the outer pieces run on."""
    data = {key: np.array(part, dtype=float) for key, part in case["inputs"].items()}
    got = core.piecewise_linear(data["x"], data["cutoffs"], data["values"], extend=True)
    assert_meets(case, {"values": got})
