"""Judgments moved on their scale: what the samples are, what they feed, what is refused."""

import warnings
from concurrent.futures import ProcessPoolExecutor, ThreadPoolExecutor

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

import kadmcdm as kd
from kadmcdm import core
from messages import message

PC = kd.PairwiseComparisons
NAMES = ["cost", "reach", "risk"]
JUDGED = PC.from_upper_triangle(NAMES, [2, 4, 3])
TREE = {
    "goal": "partner",
    "tree": {"gain": {"water": {}, "will": {}}, "distance": {}},
    "comparisons": {"partner": [["gain", "distance", 3]], "gain": [["water", "will", "3/2"]]},
}
REGIONS = ["Tuban", "Ngawi", "Blora"]


def pair(value):
    return PC(["a", "b"], {("a", "b"): value})


@pytest.mark.parametrize(
    ("said", "low", "high"),
    [(3, 2.5, 3.5), ("1/3", 1 / 3.5, 1 / 2.5), (1, 1 / 1.5, 1.5), (9, 8.5, 9.0),
     ("1/9", 1 / 9, 1 / 8.5)],
)  # fmt: skip
def test_half_a_step_on_the_scale(said, low, high):
    found = kd.judgment_uncertainty(pair(said), n_samples=4000, rng=1)
    ratio = found.samples[:, 0] / found.samples[:, 1]
    assert low - 1e-12 <= ratio.min() < low + 0.01
    assert high - 0.01 < ratio.max() <= high + 1e-12


def test_quantiles_are_those_of_the_uniform_grade():
    # a/b is uniform on [2, 4], so the weight's quantile is x / (1 + x) of the ratio's; the standard
    # error of a quantile q of a uniform variable is width sqrt(q (1 - q) / S): 4 of them.
    found = kd.judgment_uncertainty(pair(3), steps=1, n_samples=40_000, rng=2)
    for end, q in zip(found.interval("a", 0.9), (0.05, 0.95), strict=True):
        ratio = end / (1 - end)
        assert abs(ratio - (2 + 2 * q)) < 4 * 2 * np.sqrt(q * (1 - q) / 40_000)


def test_values_are_the_priorities_as_said():
    found = kd.judgment_uncertainty(JUDGED, n_samples=10, rng=0)
    np.testing.assert_array_equal(found.values, JUDGED.priorities().values)
    by_means = kd.judgment_uncertainty(JUDGED, prioritization="geometric_mean", n_samples=9, rng=0)
    expected = JUDGED.priorities("geometric_mean").values
    np.testing.assert_allclose(by_means.values, expected, rtol=1e-14)
    assert by_means.prioritization == "geometric_mean"


def test_samples_equal_a_loop_over_moved_judgments():
    steps = []

    def draw(rng, shape):
        steps.append(rng.normal(0, 0.3, shape))
        return steps[-1]

    found = kd.judgment_uncertainty(JUDGED, steps=draw, n_samples=50, rng=4)
    assert found.steps == "given"
    places = np.array([1.0, 3.0, 2.0])  # of 2, 4 and 3
    for deviation, sample in zip(steps[0], found.samples, strict=True):
        moved = np.clip(places + deviation, -8, 8)
        judged = PC.from_upper_triangle(NAMES, (1 + moved).tolist())
        np.testing.assert_allclose(sample, judged.priorities().values, rtol=1e-11)


def test_a_hierarchy_multiplies_down_the_tree_by_name():
    hierarchy = kd.Hierarchy.from_dict(TREE)
    found = kd.judgment_uncertainty(hierarchy, n_samples=3000, rng=1)
    assert found.names == ("water", "will", "distance")
    np.testing.assert_allclose(found.values, list(hierarchy.global_weights.values()), rtol=1e-14)
    np.testing.assert_allclose(found.samples.sum(axis=1), 1.0, rtol=1e-14)
    gain = found.samples[:, 0] + found.samples[:, 1]
    assert 2.5 <= (gain / found.samples[:, 2]).min() <= (gain / found.samples[:, 2]).max() <= 3.5
    turned = {
        node: PC(given.names[::-1], {given.names: given.matrix[0, 1]})
        for node, given in hierarchy.comparisons.items()
    }
    again = kd.judgment_uncertainty(
        kd.Hierarchy("partner", TREE["tree"], turned), n_samples=10, rng=1
    )
    np.testing.assert_allclose(again.values, found.values, rtol=1e-14)


def test_missing_judgments_stay_missing():
    gaps = PC(["a", "b", "c"], {("a", "b"): 2, ("b", "c"): 3})
    found = kd.judgment_uncertainty(gaps, n_samples=500, rng=1)
    np.testing.assert_allclose(found.values, [0.6, 0.3, 0.1], atol=1e-12)
    ratio = found.samples[:, 0] / found.samples[:, 1]
    assert ratio.min() >= 1.5
    assert ratio.max() <= 2.5


def test_a_judgment_off_the_scale_goes_no_further():
    found = kd.judgment_uncertainty(pair(12), n_samples=500, rng=1)
    ratio = found.samples[:, 0] / found.samples[:, 1]
    assert ratio.min() < 11.6
    assert ratio.max() == pytest.approx(12, rel=1e-12)


@given(st.integers(0, 2**32), st.integers(1, 2500))
def test_rank_acceptability_counts_the_samples(seed, n_samples):
    found = kd.judgment_uncertainty(JUDGED, steps=4, n_samples=n_samples, rng=seed)
    shares = found.rank_acceptability
    np.testing.assert_allclose(shares.sum(axis=0), 1.0, rtol=1e-12)
    np.testing.assert_allclose(shares.sum(axis=1), 1.0, rtol=1e-12)
    ranks = core.ranks(found.samples, tie_tolerance=0.0)
    np.testing.assert_allclose(shares[:, 0], (ranks == 1).mean(axis=0), rtol=1e-12)


def test_the_same_seed_gives_the_same_bytes_whoever_works():
    alone = kd.judgment_uncertainty(JUDGED, n_samples=3000, rng=7)
    with ThreadPoolExecutor(2) as threads, ProcessPoolExecutor(1) as processes:
        for executor in (threads, processes):
            found = kd.judgment_uncertainty(JUDGED, n_samples=3000, rng=7, executor=executor)
            assert found.samples.tobytes() == alone.samples.tobytes()
    other = kd.judgment_uncertainty(JUDGED, n_samples=3000, rng=8)
    assert other.samples.tobytes() != alone.samples.tobytes()


def test_smaa_takes_the_samples_by_name():
    criteria = [kd.Criterion(name, "benefit") for name in ("risk", "cost", "reach")]
    matrix = [[9, 1, 5], [1, 9, 5], [5, 5, 6]]
    problem = kd.DecisionProblem(criteria, REGIONS, matrix)
    found = kd.judgment_uncertainty(JUDGED, steps=1, n_samples=800, rng=3)
    by_name = kd.smaa(problem, found)
    by_hand = kd.smaa(problem, found.samples[:, [2, 0, 1]])
    assert by_name.to_dict() == by_hand.to_dict()
    assert by_name.n_samples == 800
    strangers = kd.DecisionProblem.from_arrays([[1, 2, 3]], ["benefit"] * 3)
    assert "judged item 'cost': unknown name" in message(kd.smaa, strangers, found)


def test_an_ahp_moves_its_leaves_too():
    hierarchy = kd.Hierarchy.from_dict(TREE)
    ahp = kd.AHP(
        hierarchy,
        {
            "water": PC.from_upper_triangle(REGIONS, [2, 3, 2]),
            "will": kd.RatedLeaf({"firm": 5, "vague": 1}, dict.fromkeys(REGIONS, "firm")),
        },
    )
    problem = kd.DecisionProblem([kd.Criterion("distance", "cost")], REGIONS, [[35], [36], [37]])
    found = kd.judgment_uncertainty(ahp, problem, steps=1, n_samples=400, rng=1)
    ranking = ahp.rank(problem)
    np.testing.assert_array_equal(found.values, ranking.weights.values)
    shares = found.candidates.rank_acceptability
    np.testing.assert_allclose(shares.sum(axis=0), 1.0, rtol=1e-12)
    assert found.candidates.n_samples == 400
    assert 0.5 < shares[0, 0] <= 1.0
    fixed = kd.smaa(ranking.problem, found.samples, ranking.method)
    assert not np.array_equal(fixed.rank_acceptability, shares)  # the leaf moved as well
    assert len(found.tables()) == 2


def test_it_travels_and_shows_itself():
    found = kd.judgment_uncertainty(JUDGED, n_samples=200, rng=1)
    again = kd.JudgmentUncertainty.from_json(found.to_json())
    assert again.to_dict() == found.to_dict()
    assert not found.samples.flags.writeable
    (table,) = found.tables("id")
    assert table.headers == ("kriteria", "bobot", "95% dari", "sampai", "pertama")
    assert table.caption == "sampel: 200; benih acak: 1; penilaian digeser paling jauh 0,5 langkah"


def test_contradicting_judgments_do_not_warn_here():
    contradicting = PC.from_upper_triangle(NAMES, [9, "1/9", 9])
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        kd.judgment_uncertainty(contradicting, n_samples=20, rng=1)


@pytest.mark.parametrize(
    ("args", "options", "said"),
    [
        (([[1, 2], [0.5, 1]],), {}, "judged: no judgments; got list, expected PairwiseComparisons, "
         "Hierarchy or AHP."),
        ((JUDGED,), {"steps": 0}, "steps: no distance; got 0, expected a number above 0, or a "
         "function."),
        ((JUDGED,), {"steps": "half"}, "steps: no distance; got 'half', expected a number above 0, "
         "or a function."),
        ((JUDGED,), {"n_samples": 0}, "n_samples: no samples; got 0, expected a whole number "
         ">= 1."),
        ((JUDGED,), {"prioritization": "mean"}, "prioritization: unknown choice; got 'mean', "
         "expected one of 'eigenvector', 'geometric_mean', 'column_mean'. Hint: known names: "
         "'eigenvector', 'geometric_mean', 'column_mean'."),
        ((JUDGED,), {"steps": lambda rng, shape: rng.random(3), "n_samples": 5}, "steps: the "
         "distribution drew something else; got (3,), expected (5, 3), finite numbers."),
        ((kd.Hierarchy("g", {"a": {}, "b": {}}),), {}, "node 'g': nobody has judged it yet."),
        ((PC(NAMES, {("cost", "risk"): 2}),), {}, "judgments: they fall apart into groups that "
         "nothing connects; got 'cost', 'risk' | 'reach', expected judgments that lead from each "
         "item to each other. Hint: ask at least 'cost' against 'reach'."),
    ],
)  # fmt: skip
def test_what_is_refused(args, options, said):
    assert message(kd.judgment_uncertainty, *args, **options) == said


def test_intervals_are_asked_for_by_name_and_level():
    found = kd.judgment_uncertainty(JUDGED, n_samples=20, rng=1)
    assert "item 'cots': unknown name. Hint: did you mean 'cost'?" in message(
        found.interval, "cots"
    )
    assert message(found.interval, "cost", 95) == (
        "level: no share; got 95, expected between 0 and 1."
    )
