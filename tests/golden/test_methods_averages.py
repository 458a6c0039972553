"""EDAS and MABAC against print."""

import numpy as np
import pytest

from helpers import assert_meets, golden
from kadmcdm import core


def inputs(case):
    data = case["inputs"]
    return (
        np.array(data["matrix"], dtype=float),
        np.array(data["weights"]),
        np.array(data["types"]) == 1,
    )


@pytest.mark.parametrize("case", golden("edas"))
def test_edas(case):
    scores = core.edas_parts(*inputs(case)).scores
    assert_meets(case, {"scores": scores, "rank": core.ranks(scores)})


@pytest.mark.parametrize("case", golden("mabac"))
def test_mabac(case):
    assert_meets(case, {"scores": core.mabac(*inputs(case))})
