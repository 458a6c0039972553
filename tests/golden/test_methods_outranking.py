"""PROMETHEE II against print, and against a print whose sign is wrong."""

import numpy as np
import pytest

import kadmcdm as kd
from helpers import assert_meets, golden


@pytest.mark.parametrize("case", golden("promethee"))
def test_promethee(case):
    data = case["inputs"]
    directions = np.where(np.array(data["types"]) == 1, "benefit", "cost").tolist()
    problem = kd.DecisionProblem.from_arrays(data["matrix"], directions)
    ranking = kd.rank(problem, data["weights"], kd.PROMETHEE2(**case["params"]))
    assert_meets(case, {"phi": ranking.scores, "rank": ranking.ranks})
