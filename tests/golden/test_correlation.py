"""Published rank correlations."""

import numpy as np
import pytest

from helpers import assert_meets, golden
from kadmcdm import core


@pytest.mark.parametrize("case", golden("rankcorr"))
def test_printed_correlations(case):
    x, y = (np.array(case["inputs"][key]) for key in "xy")
    got = {
        "kendall_tau": core.kendall_tau(x, y),
        "spearman": core.spearman(x, y),
        "pearson": core.pearson(x, y),
        "weighted_spearman": core.weighted_spearman(x, y),
        "ws": core.ws_coefficient(x, y),
    }
    assert_meets(case, got)
