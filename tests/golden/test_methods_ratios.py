"""WASPAS, ARAS, COPRAS, MOORA, MOOSRA and PIV against print."""

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


@pytest.mark.parametrize("case", golden("waspas"))
def test_waspas(case):
    share = case["params"].get("lambda", 0.5)
    scores = core.waspas_parts(*inputs(case), share_of_sum=share).scores
    assert_meets(case, {"scores": scores, "rank": core.ranks(scores)})


@pytest.mark.parametrize("case", golden("aras"))
def test_aras(case):
    assert_meets(case, {"utility": core.aras_parts(*inputs(case)).scores})


@pytest.mark.parametrize("case", golden("copras"))
def test_copras(case):
    """Also the road case, where pymcdm adds up the costs and its own tests assert that."""
    assert_meets(case, {"utility": core.copras_parts(*inputs(case)).scores})


@pytest.mark.parametrize("case", golden("moora"))
def test_moora(case):
    assert_meets(case, {"ratio": core.moora(*inputs(case))})


@pytest.mark.parametrize("case", golden("moosra"))
def test_moosra(case):
    assert_meets(case, {"scores": core.moosra(*inputs(case), normalize_columns=False)})


@pytest.mark.parametrize("case", golden("piv"))
def test_piv(case):
    assert_meets(case, {"scores": -core.piv(*inputs(case))})
