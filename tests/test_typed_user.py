# pyright: strict
"""What a user's own typed code looks like: it runs here, and `make types` checks it strictly."""

import numpy as np
import pandas as pd

import kadmcdm as kd
from kadmcdm import core, datasets, plot
from kadmcdm import partnership as pt

FloatArray = np.ndarray[tuple[int, ...], np.dtype[np.float64]]
BoolArray = np.ndarray[tuple[int, ...], np.dtype[np.bool_]]

CRITERIA = [kd.Criterion("km", "cost", unit="km"), kd.Criterion("gain", "benefit")]
PROBLEM = kd.DecisionProblem(CRITERIA, ["Tuban", kd.Candidate("Ngawi")], [[34.8, 0.1], [55.4, 0.9]])


class Worst:
    """A method of one's own: the worst normalized value counts."""

    name = "Worst"

    def scores(
        self,
        matrix: FloatArray,
        weights: FloatArray,
        benefit: BoolArray,
        *,
        bounds: FloatArray | None = None,
    ) -> FloatArray:
        """Return the least of each row."""
        least: FloatArray = core.normalize(matrix, benefit, "minmax", bounds).min(axis=-1)
        return np.broadcast_to(least, (*weights.shape[:-1], least.size))


def test_problems_of_lists_arrays_and_frames() -> None:
    of_array = kd.DecisionProblem(CRITERIA, ["a", "b"], np.ones((2, 2)))
    frame = pd.DataFrame({"region": ["Tuban"], "km": [1.0], "gain": [2.0]})
    of_frame = kd.DecisionProblem.from_frame(frame, CRITERIA)
    assert of_array.matrix.shape == PROBLEM.matrix.shape
    assert of_frame.candidate_names == ("Tuban",)


def test_weights_of_every_kind() -> None:
    by_name: kd.Ranking = kd.rank(PROBLEM, {"km": 1, "gain": 2.5})
    by_list: kd.Ranking = kd.rank(PROBLEM, [1, 2.5])
    by_array: kd.Ranking = kd.rank(PROBLEM, np.array([1.0, 2.5]))
    assert by_name.scores.tolist() == by_list.scores.tolist() == by_array.scores.tolist()
    judged = kd.PairwiseComparisons(["km", "gain"], {("km", "gain"): "1/3"})
    by_judgment = kd.rank(PROBLEM, kd.AHPWeights(judged), kd.TOPSIS("minmax", ideal=[30.0, 1.0]))
    order: tuple[str, ...] = by_judgment.order
    best: str = by_judgment.best
    assert order[0] == best
    copied: kd.PairwiseComparisons = kd.PairwiseComparisons.from_json(judged.to_json())
    again: kd.Ranking = kd.Ranking.from_json(by_judgment.to_json())
    assert copied.matrix.tolist() == judged.matrix.tolist()
    assert again.order == order


def test_a_process_from_judgments_to_the_ranking() -> None:
    hierarchy = kd.Hierarchy.from_dict(
        {
            "goal": "partner",
            "tree": {"km": {}, "will": {}},
            "comparisons": {"partner": [["km", "will", 2]]},
        }
    )
    rated = kd.RatedLeaf({"firm": 5, "vague": 1.5}, {"Tuban": "firm", "Ngawi": "vague"})
    process = kd.AHP(hierarchy, {"km": kd.MeasuredLeaf("km"), "will": rated}, synthesis="ideal")
    ranking: kd.Ranking = process.rank(PROBLEM, tie_tolerance=0)
    part: float = ranking.explain("Tuban").nodes["partner"]
    assert abs(part - ranking.scores[0]) < 1e-12
    assert kd.AHPSynthesis("ideal", [1, None], {"partner": [0, 1]}).name == ranking.method.name


def test_a_method_and_samples_of_ones_own() -> None:
    own: kd.Ranking = kd.rank(PROBLEM, [1, 1], Worst())
    assert own.scores.tolist() == [0.0, 0.0]
    sure: kd.Acceptability = kd.smaa(PROBLEM, [[1.0, 1.0]] * 5, performance=np.ones((5, 2, 2)))
    assert sure.first_shares.sum() == 1.0


def test_partners_and_their_picture() -> None:
    table: pt.RegionTable = pt.RegionTable.from_json(datasets.east_java().to_json())
    near = pt.OperatorCriterion(kd.Criterion("distance", "cost"), pt.HaversineKm())
    found: pt.PartnershipRanking = pt.partners_of(table, "35.22", [near], [1])
    axes = plot.ranking(found.ranking, top=3, lang="id")
    assert axes.get_xlabel() == "skor (TOPSIS)"
