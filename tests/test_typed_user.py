# pyright: strict
"""What a user's own typed code looks like: it runs here, and `make types` checks it strictly."""

from pathlib import Path

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


ABOVE_KM = kd.PairwiseComparisons(["km", "gain"], {("km", "gain"): "1/3"})
TREE: dict[str, dict[str, object]] = {"km": {}, "gain": {}}


def test_honest_consistency() -> None:
    names = ["a", "b", "c"]
    judged = kd.PairwiseComparisons.from_upper_triangle(names, [2, "1/3", None])
    missing: tuple[tuple[str, str], ...] = judged.missing
    assert missing == (("b", "c"),)
    assert judged.priorities().consistency_ratio is None
    whole = kd.PairwiseComparisons.from_matrix(names, [[1, 9, 1], ["1/9", 1, 2], [1, "1/2", 1]])
    found: kd.Consistency = whole.consistency()
    triad: tuple[str, ...] = found.worst_triad
    hurting: tuple[kd.Inconsistency, ...] = whole.inconsistencies(top=1)
    repair: kd.Repair = whole.repaired(threshold=0.10)
    changes: tuple[kd.JudgmentChange, ...] = repair.changes
    mended: kd.PairwiseComparisons = repair.comparisons
    assert triad == tuple(mended.names)
    assert hurting[0].ratio_if_changed < (found.consistency_ratio or 0)
    assert repair.exact
    assert changes[0].after != changes[0].before
    scales: kd.ScaleComparison = judged.completed("least_squares").compare_scales("geometric_mean")
    assert scales.values.shape == (len(scales.scales), 3)
    assert judged.rescaled("power").matrix[0, 1] == 4


def test_groups_at_a_node_and_over_a_tree() -> None:
    said = {"Ani": ABOVE_KM, "Budi": kd.PairwiseComparisons(["km", "gain"], {("km", "gain"): 2})}
    group = kd.GroupComparisons(said, {"Ani": 2, "Budi": 1}, roles={"Ani": "Bappeda"})
    pooled: kd.PairwiseComparisons = group.pooled()
    averaged: kd.Priorities = group.aggregate("AIP", mean="arithmetic")
    agreed: kd.Consensus = group.consensus()
    furthest: dict[str, float] = agreed.furthest(1)
    assert averaged["gain"] > averaged["km"]
    assert pooled.matrix[0, 1] < 1
    assert list(furthest) == ["Budi"]
    assert agreed.level("id") == "sedang"
    many = kd.GroupComparisons.from_matrices(["km", "gain"], np.ones((3, 2, 2)), power=[1, 2, 3])
    assert many.priorities().shape == (3, 2)
    team = kd.GroupHierarchy("partner", TREE, {who: {"partner": one} for who, one in said.items()})
    hierarchy: kd.Hierarchy = team.pooled()
    weights: dict[str, float] = team.global_weights("AIP", mean="geometric")
    by_node: dict[str, kd.Consensus] = team.consensus()
    assert hierarchy.rescaled("balanced").goal == "partner"
    assert hierarchy.overall_consistency() == 0
    assert list(hierarchy.to_frame().index) == list(weights) == ["km", "gain"]
    assert by_node["partner"].indicator == team.overall_consensus().indicator
    assert kd.rank(PROBLEM, kd.AHPWeights(team, aggregation="AIP")).best == "Ngawi"


def test_the_best_and_the_worst() -> None:
    said = kd.BestWorstComparisons("gain", "km", {"km": 4}, {"gain": "4"})
    solved: kd.BestWorstPriorities = said.solve("nonlinear")
    interval: list[float] = solved.lower.tolist()
    assert solved.unique
    assert interval == solved.upper.tolist()
    assert kd.BestWorstWeights(said, model="linear").weigh(PROBLEM)["gain"] == 0.8


def test_uncertain_judgments() -> None:
    about: kd.JudgmentUncertainty = kd.judgment_uncertainty(ABOVE_KM, n_samples=50, rng=1)
    low, high = about.interval("gain")
    assert low < 0.75 < high
    assert kd.smaa(PROBLEM, about).first_shares.sum() == 1


def test_forms_out_and_back(tmp_path: Path) -> None:
    form: Path = kd.questionnaire(
        kd.Hierarchy("partner", TREE), tmp_path / "form.xlsx", problem=PROBLEM, lang="en"
    )
    reading: kd.QuestionnaireReading = kd.read_questionnaires(str(form.parent))
    faults: tuple[kd.Fault, ...] = reading.faults
    group: kd.GroupHierarchy | None = reading.group
    assert group is None
    assert [fault.where for fault in faults] == list(reading.files) == ["form.xlsx"]


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
