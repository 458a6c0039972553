"""Weights of criteria known by their order only."""

import numpy as np
import pytest

from helpers import assert_meets, golden
from kadmcdm import core

CASES = golden("rank_order")


@pytest.mark.parametrize("case", [p for p in CASES if "n" in p.values[0]["inputs"]])
def test_printed_weights(case):
    weights = core.rank_order_weights(case["inputs"]["n"], case["params"]["rule"])
    assert_meets(case, {"weights": weights})


@pytest.mark.parametrize("case", [p for p in CASES if "ranks" in p.values[0]["inputs"]])
def test_tied_ranks_of_a_peer_are_the_untied_weights_unnormalized(case):
    """Ranks 1, 1, 1, 2, 4, ... : the peer gives each the weight of its rank and stops there.

    The figures are met rank by rank, but weights that sum to 1.4 and more are none: whoever
    takes ties must share the tied places' weights and normalize.
    """
    ranks = np.array(case["inputs"]["ranks"])
    per_rank = core.rank_order_weights(len(ranks), case["params"]["rule"])
    assert per_rank.sum() == pytest.approx(1, abs=1e-12)
    assert_meets(case, {"weights": per_rank[ranks - 1]})
    assert sum(case["expected"]["weights"]) > 1.4
