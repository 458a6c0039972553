"""TOPSIS, weighted sum and weighted product against printed scores and ranks."""

import numpy as np
import pytest
from scipy.stats import rankdata

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


def meet_with_ranks(case, got):
    """Add the ranks; the print shares tied ranks (1.5, 1.5), kadmcdm competes (1, 1)."""
    if "rank" in case["expected"]:
        ranks = rankdata(case["expected"]["rank"], method="min")
        case = {**case, "expected": {**case["expected"], "rank": ranks}}
    assert_meets(case, {**got, "rank": core.ranks(got["scores"])})


@pytest.mark.parametrize("case", golden("topsis"))
def test_topsis(case):
    matrix, weights, benefit = inputs(case)
    parts = core.topsis_parts(matrix, weights, benefit, **case["params"])
    # The print keeps x / |x| for a cost column, kadmcdm turns it to 1 - x / |x|.
    as_printed = {
        "ideal": np.where(benefit, parts.ideal, weights - parts.ideal),
        "anti_ideal": np.where(benefit, parts.anti_ideal, weights - parts.anti_ideal),
    }
    meet_with_ranks(case, {"scores": parts.closeness, **as_printed})


@pytest.mark.parametrize("case", golden("wsm"))
def test_weighted_sum(case):
    meet_with_ranks(case, {"scores": core.weighted_sum(*inputs(case), **case["params"])})


@pytest.mark.parametrize("case", golden("wpm"))
def test_weighted_product(case):
    scores = core.weighted_product(*inputs(case), **case["params"])
    ratios = {f"{a},{b}": scores[a] / scores[b] for a in range(3) for b in range(a + 1, 3)}
    got = {"scores": scores, "log10_scores": np.log10(scores), "ratios": ratios}
    meet_with_ranks(case, got)
