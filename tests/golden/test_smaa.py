"""Published and closed-form acceptabilities.

Left out: the two cases of R's smaa whose 10,000 samples are a file of that package.
"""

import numpy as np
import pytest
from scipy.stats import norm

import kadmcdm as kd
from helpers import CASES, assert_meets

BY_ID = {case["id"]: case for case in CASES if case["method"] == "smaa"}


class LinearValues:
    """Values that are linear between two ends of each criterion, and go on beyond them."""

    name = "LinearValues"

    def __init__(self, low, high):
        self.low, self.high = low, high

    def scores(self, matrix, weights, benefit, *, bounds=None):
        values = (matrix - self.low) / (self.high - self.low)
        return (np.where(benefit, values, 1 - values) @ weights[..., None])[..., 0]


@pytest.mark.parametrize("sampling", ["random", "sobol"])
def test_uncertain_performances_of_antidepressants(sampling):
    case = BY_ID["smaa-jsmaa-antidepressants"]
    inputs = case["inputs"]
    kinds = {"normal": kd.Normal, "lognormal": kd.LogNormal}
    cells = [[kinds[kind](*rest) for kind, *rest in row] for row in inputs["distributions"]]
    ends = np.array([[c.quantile(norm.cdf([-1.96, 1.96])) for c in row] for row in cells])
    ways = ["benefit" if way > 0 else "cost" for way in inputs["types"]]
    problem = kd.DecisionProblem(
        [kd.Criterion(*pair) for pair in zip(inputs["criteria"], ways, strict=True)],
        inputs["alternatives"],
        [[float(c.quantile(0.5)) for c in row] for row in cells],
    )
    named = {
        (a, c): cells[i][j]
        for i, a in enumerate(problem.candidate_names)
        for j, c in enumerate(problem.criterion_names)
    }
    found = kd.smaa(
        problem,
        method=LinearValues(ends[..., 0].min(axis=0), ends[..., 1].max(axis=0)),
        performance=named,
        measures=("rank_acceptability", "central_weights", "confidence_factors"),
        sampling=sampling,
        n_samples=50_000,
        rng=1,
    )
    assert_meets(case, {name: getattr(found, name) for name in case["expected"]})


def test_linear():
    case = BY_ID["smaa-linear-2x2-exact"]
    problem = kd.DecisionProblem.from_arrays(case["inputs"]["values"], ["benefit"] * 2)
    found = kd.smaa(problem, method=kd.WeightedSum("none"), n_samples=400_000, rng=1)
    assert_meets(case, {name: getattr(found, name) for name in case["expected"]})


def test_ordinal():
    case = BY_ID["smaa-ordinal-weights-mean-is-roc"]
    problem = kd.DecisionProblem.from_arrays(case["inputs"]["values"], ["benefit"] * 3)
    space = kd.WeightSpace(order=problem.criterion_names)
    found = kd.smaa(problem, space, kd.WeightedSum("none"), n_samples=200_000, rng=1)
    assert_meets(
        case,
        {
            "rank_acceptability": found.rank_acceptability,
            "central_weights": found.central_weights[:1],
        },
    )
    assert np.isnan(found.central_weights[1]).all()


def test_pairs():
    case = BY_ID["smaa-pwi-90-10"]
    samples = np.array(case["inputs"]["meas_samples"], dtype=float)
    problem = kd.DecisionProblem.from_arrays(samples[0], ["benefit"])
    found = kd.smaa(
        problem,
        case["inputs"]["pref_samples"],
        kd.WeightedSum("none"),
        performance=samples,
        measures=("rank_acceptability", "pairwise_winning"),
    )
    assert_meets(case, {name: getattr(found, name) for name in case["expected"]})
    # Of ten samples nobody can tell 0.9 from less.
    assert found.verdict("a1", "a2") == "a1 above a2 in 90.0% of runs: not decisive"
