"""Normalizations against printed matrices; further ones in test_methods_reference_points.py."""

import numpy as np
import pytest

from helpers import assert_meets, golden
from kadmcdm import core


@pytest.mark.parametrize("case", golden("normalization"))
def test_printed_matrix(case):
    matrix = np.array(case["inputs"]["matrix"], dtype=float)
    benefit = np.array(case["inputs"]["types"]) == 1
    got = core.normalize(matrix, benefit, case["params"]["normalization"])
    assert_meets(case, {"normalised": got})
