"""The best-worst method against printed weights and the printed consistency index."""

import pytest

import kadmcdm as kd
from helpers import assert_meets, golden


@pytest.mark.parametrize("case", golden("best_worst"))
def test_printed_weights(case):
    from_best, to_worst = case["inputs"]["best_to_others"], case["inputs"]["others_to_worst"]
    names = [f"c{k}" for k in range(len(from_best))]
    said = kd.BestWorstComparisons(
        names[from_best.index(1)],
        names[to_worst.index(1)],
        dict(zip(names, from_best, strict=True)),
        dict(zip(names, to_worst, strict=True)),
    )
    found = said.solve(case["params"]["model"])
    assert_meets(case, {"weights": found.values, "xi": found.xi})
    assert found.unique


@pytest.mark.parametrize("case", golden("best_worst_index"))
def test_printed_consistency_index(case):
    found = [
        kd.BestWorstComparisons("b", "w", {"w": value}, {"b": value}).solve().consistency_index
        for value in case["inputs"]["best_to_worst"]
    ]
    assert_meets(case, {"consistency_index": found})
