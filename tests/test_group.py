"""Groups of assessors: judgments pooled, priorities averaged, consensus; nobody is lost."""

import copy
import dataclasses
import pickle
import warnings

import numpy as np
import pandas as pd
import polars as pl
import pyarrow as pa
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import kadmcdm as kd
from kadmcdm import core
from kadmcdm.judgments.consensus import level_of
from messages import faults, message
from strategies import comparisons, incomplete, simplex

PC = kd.PairwiseComparisons
ABC = ["a", "b", "c"]
CLOSE = {"rtol": 1e-12, "atol": 1e-12}
RULES = [("AIJ", "geometric"), ("AIP", "geometric"), ("AIP", "arithmetic")]
few = settings(max_examples=30)


@pytest.fixture(autouse=True)
def quiet():
    """Random answers contradict one another: no warning is looked at unless a test says so."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", kd.KadmcdmWarning)
        yield


def names_of(matrix):
    return [f"x{k}" for k in range(matrix.shape[-1])]


@st.composite
def groups(draw, *, members=(1, 5), orders=(1, 5), holes=False):
    """Draw a group with random judgments and voting power."""
    count = draw(st.integers(*members))
    n = draw(st.integers(*orders))
    kind = incomplete(orders=(n, n), connected=True) if holes else comparisons(orders=(n, n))
    matrices = np.array([draw(kind) for _ in range(count)])
    power = [draw(st.sampled_from([0.5, 1, 2, 3])) for _ in range(count)]
    return kd.GroupComparisons.from_matrices(names_of(matrices), matrices, power=power)


def with_power(group, power):
    return kd.GroupComparisons.from_matrices(
        group.names, group.matrices, group.assessors, power=power
    )


# ---- kernels by plain formulas -------------------------------------------------------------------


@given(groups(holes=True))
def test_pooled_judgments_are_weighted_geometric_means(group):
    found = core.pooled(group.matrices, group.power)
    n = len(group.names)
    for i, j in np.ndindex(n, n):
        said = group.matrices[:, i, j]
        judged = ~np.isnan(said)
        if not judged.any():
            assert np.isnan(found[i, j])
            continue
        logs = (group.power[judged] * np.log(said[judged])).sum() / group.power[judged].sum()
        assert found[i, j] == pytest.approx(np.exp(logs), rel=1e-12)
    both = ~np.isnan(found)
    np.testing.assert_allclose((found * found.T)[both], 1, rtol=1e-14)


def indicator(priorities, power):
    """Goepel's S*, step by step."""
    n = len(priorities[0])
    share = [p / sum(power) for p in power]

    def entropy(x):
        return -sum(p * np.log(p) for p in x if p > 0)

    alpha = sum(s * entropy(x) for s, x in zip(share, priorities, strict=True))
    mean = [sum(s * x[k] for s, x in zip(share, priorities, strict=True)) for k in range(n)]
    homogeneity = 1 / np.exp(entropy(mean) - alpha)
    extreme = [9 / (n + 8)] + [1 / (n + 8)] * (n - 1)  # one item 9 times every other
    low = np.exp(entropy(extreme)) / np.exp(np.log(n))
    return (homogeneity - low) / (1 - low)


@given(st.data())
def test_consensus_is_goepels_indicator(data):
    n, count = data.draw(st.integers(2, 6)), data.draw(st.integers(1, 6))
    priorities = data.draw(simplex((count, n), zeros=True))
    power = np.array(data.draw(st.lists(st.integers(1, 5), min_size=count, max_size=count)), float)
    found = core.consensus(priorities, power)
    assert found == pytest.approx(min(indicator(priorities, power), 1), abs=1e-12)
    assert found <= 1


@pytest.mark.parametrize("n", [2, 3, 5, 9])
def test_consensus_is_0_when_each_gives_all_to_another_item(n):
    """As many assessors as items, each with one item 9 times every other."""
    priorities = (np.ones((n, n)) + 8 * np.eye(n)) / (n + 8)
    assert core.consensus(priorities, np.ones(n)) == pytest.approx(0, abs=1e-12)
    if n > 2:  # two of them can't get there
        assert core.consensus(priorities[:2], np.ones(2)) > 0.1
    extreme = np.eye(n)  # off the scale: below 0, not clipped
    assert core.consensus(extreme, np.ones(n)) < 0
    assert core.consensus(np.ones((3, 1)), np.ones((2, 3))).tolist() == [1, 1]


# ---- laws ----------------------------------------------------------------------------------------


@few
@given(matrix=comparisons(orders=(1, 6)), count=st.integers(1, 5), data=st.data())
def test_the_unanimous_agree_and_say_what_one_says(matrix, count, data):
    power = data.draw(st.lists(st.sampled_from([0, 1, 2.5]), min_size=count, max_size=count))
    power[0] = 1
    names = names_of(matrix)
    group = kd.GroupComparisons.from_matrices(names, [matrix] * count, power=power)
    np.testing.assert_allclose(group.pooled().matrix, matrix, **CLOSE)
    one = PC.from_matrix(names, matrix).priorities().values
    for rule, mean in RULES:
        np.testing.assert_allclose(group.aggregate(rule, mean=mean).values, one, **CLOSE)
    found = group.consensus()
    assert found.indicator == pytest.approx(1, abs=1e-12)
    np.testing.assert_allclose(found.distances, 0, atol=1e-12)
    np.testing.assert_allclose(found.mean, one, **CLOSE)


@few
@given(groups(holes=True), st.integers(0, 2**32 - 1))
def test_the_order_of_assessors_changes_their_order_only(group, seed):
    p = np.random.default_rng(seed).permutation(len(group.assessors))
    who = [group.assessors[k] for k in p]
    other = kd.GroupComparisons.from_matrices(
        group.names, group.matrices[p], who, power=group.power[p].tolist()
    )
    np.testing.assert_allclose(other.pooled().matrix, group.pooled().matrix, **CLOSE)
    for rule, mean in RULES:
        forth, back = (g.aggregate(rule, mean=mean).values for g in (group, other))
        np.testing.assert_allclose(forth, back, **CLOSE)
    found, again = group.consensus(), other.consensus()
    assert again.indicator == pytest.approx(found.indicator, abs=1e-12)
    assert again.assessors == tuple(who)
    np.testing.assert_allclose(again.priorities, found.priorities[p], **CLOSE)
    np.testing.assert_allclose(again.distances, found.distances[p], **CLOSE)
    np.testing.assert_allclose(again.consistency_ratios, found.consistency_ratios[p], **CLOSE)
    assert again.missing == tuple(found.missing[k] for k in p)


@few
@given(groups(holes=True), st.sampled_from([0.1, 3.0]))
def test_what_changes_nothing(group, factor):
    """Everybody twice; all power times a factor; one without power, whoever it is."""
    n = len(group.names)
    twice = kd.GroupComparisons.from_matrices(
        group.names, np.tile(group.matrices, (2, 1, 1)), power=[*group.power, *group.power]
    )
    stronger = with_power(group, (group.power * factor).tolist())
    silent = np.exp(np.subtract.outer(np.arange(n), np.arange(n)))
    listener = kd.GroupComparisons.from_matrices(
        group.names, [*group.matrices, silent], power=[*group.power, 0]
    )
    without = listener.without(listener.assessors[-1])
    for other in (twice, stronger, listener, without):
        for rule, mean in RULES:
            forth, back = (g.aggregate(rule, mean=mean).values for g in (group, other))
            np.testing.assert_allclose(forth, back, **CLOSE)
        assert other.consensus().indicator == pytest.approx(group.consensus().indicator, abs=1e-12)
    assert listener.consensus().distances[-1] >= 0, "the silent one is seen, not counted"


@few
@given(groups())
def test_aij_and_aip_agree_by_geometric_means(group):
    """Geometric means of rows commute with geometric means over assessors."""
    aij = group.aggregate("AIJ", prioritization="geometric_mean")
    aip = group.aggregate("AIP", prioritization="geometric_mean")
    np.testing.assert_allclose(aij.values, aip.values, **CLOSE)
    assert (aij.aggregation, aip.aggregation) == ("", "AIP, geometric mean")


@few
@given(groups(holes=True))
def test_priorities_are_each_ones_own(group):
    for prioritization in ("eigenvector", "geometric_mean", "column_mean"):
        own = group.priorities(prioritization)
        for who, values in zip(group.assessors, own, strict=True):
            alone = group.comparisons[who].priorities(prioritization)
            np.testing.assert_allclose(values, alone.values, **CLOSE)
    arithmetic = group.power @ own / group.power.sum()
    found = group.aggregate("AIP", mean="arithmetic", prioritization="column_mean")
    np.testing.assert_allclose(found.values, arithmetic, **CLOSE)


# ---- partial answers -----------------------------------------------------------------------------


def partial():
    """Ani answered all, Budi one pair, Citra nothing."""
    return kd.GroupComparisons(
        {
            "Ani": PC(ABC, {("a", "b"): 2, ("b", "c"): 2, ("a", "c"): 4}),
            "Budi": PC(ABC, {("a", "b"): 8}),
            "Citra": PC(["c", "b", "a"], {}),
        },
        roles={"Ani": "Bappeda"},
    )


def test_partial_answers_count_where_they_were_given():
    group = partial()
    assert group.pooled().matrix[0].tolist() == pytest.approx([1, 4, 4])
    found = group.consensus()
    assert found.missing == (0, 2, 3)
    assert np.isnan(found.priorities[1:]).all()
    assert np.isnan(found.consistency_ratios).tolist() == [False, True, True]
    assert found.indicator == 1, "only Ani is counted"
    assert found.furthest() == {"Ani": 0.0}
    assert found.tables()[0].caption == (
        "consensus 100.0% (very high); not counted, their answers don't connect all items: Budi, "
        "Citra"
    )
    assert found.tables("id")[0].headers[:3] == ("penilai", "peran", "suara")
    rows = found.tables()[0].rows
    assert rows[0][:2] == ("Ani", "Bappeda")
    assert rows[1][3] == "-", "no ratio, and none that is infinite"


def test_aip_names_who_has_no_priorities():
    group = partial()
    assert message(group.aggregate, "AIP", node="goal") == (
        "2 faults:\n  1. node 'goal': assessor 'Budi': the judgments don't connect all items, so "
        "that there are no own priorities; got 'a', 'b' | 'c'. Hint: leave out on purpose with "
        "without('Budi'), or aggregate judgments (AIJ).\n  2. node 'goal': assessor 'Citra': the "
        "judgments don't connect all items, so that there are no own priorities; got 'a' | 'b' | "
        "'c'. Hint: leave out on purpose with without('Citra'), or aggregate judgments (AIJ)."
    )
    heard = with_power(group, [1, 0, 0])
    assert heard.aggregate("AIP")["a"] == pytest.approx(4 / 7)
    assert group.without("Budi", "Citra").aggregate("AIP")["a"] == pytest.approx(4 / 7)


def test_aij_refuses_what_nobody_connects():
    group = kd.GroupComparisons({"Ani": PC(ABC, {("a", "b"): 2}), "Budi": PC(ABC, {("b", "a"): 3})})
    assert message(group.aggregate).startswith("judgments: they fall apart into groups")
    found = group.consensus()
    assert np.isnan(found.indicator)
    assert found.level() == "-"
    assert kd.Consensus.from_json(found.to_json()).to_dict() == found.to_dict()
    assert "consensus -" in str(found)


def test_who_knows_has_no_vote():
    """Nobody with a vote has priorities: there is no mean, and no consensus."""
    found = with_power(partial(), [0, 1, 1]).consensus()
    assert np.isnan(found.indicator)
    assert np.isnan(found.mean).all()
    assert np.isfinite(found.priorities[0]).all()
    assert found.furthest() == {}


def test_a_pair_of_items_that_one_left_out():
    group = kd.GroupComparisons(
        {"Ani": PC(["a", "b"], {("a", "b"): 2}), "Budi": PC(["a", "b"], {})}
    )
    found = group.consensus()
    assert np.isnan(found.consistency_ratios).tolist() == [False, True]
    assert found.missing == (0, 1)


# ---- reading -------------------------------------------------------------------------------------

GOOD = {"Ani": PC(["a", "b"], {("a", "b"): 2}), "Budi": PC(["b", "a"], {("a", "b"): 8})}

REFUSED = [
    (({},), {}, "comparisons: no assessors; got nobody, expected {assessor: PairwiseComparisons}."),
    (([],), {}, "comparisons: no assessors; got [], expected {assessor: PairwiseComparisons}."),
    (({"Ani": 3},), {}, "assessor 'Ani': no comparisons; got int, expected PairwiseComparisons."),
    (({**GOOD, "Citra": PC(["a", "c"], {})},), {}, "assessor 'Citra': other things are compared "
     "than by the first assessor; got a, c, expected a, b."),
    (({**GOOD, " ": PC(["a", "b"], {})},), {}, "assessor number 3: the name is no text; got ' ', "
     "expected text."),
    ((GOOD, {"Ani": 1}), {}, "power of 'Budi': it is missing. Hint: say 0 for no vote."),
    ((GOOD, {"Ani": 1, "Budy": 1, "Budi": 1}), {}, "power of assessor 'Budy': unknown name. Hint: "
     "did you mean 'Budi'?"),
    ((GOOD, {"Ani": -1, "Budi": 1}), {}, "power of 'Ani': no voting power; got -1, expected a "
     "finite number >= 0."),
    ((GOOD, {"Ani": float("nan"), "Budi": 1}), {}, "power of 'Ani': no voting power; got nan, "
     "expected a finite number >= 0."),
    ((GOOD, {"Ani": "2", "Budi": True}), {}, "2 faults:\n  1. power of 'Ani': no number; got '2', "
     "expected a number >= 0.\n  2. power of 'Budi': no number; got True, expected a number >= 0."),
    ((GOOD, {"Ani": 0, "Budi": 0}), {}, "power: nobody has any; expected at least one above 0."),
    ((GOOD, [1, 2]), {}, "power: no mapping; got [1, 2], expected {assessor: votes}."),
    ((GOOD,), {"roles": {"Anu": "Sekda"}}, "role of assessor 'Anu': unknown name. Hint: did you "
     "mean 'Ani'?"),
]  # fmt: skip


@pytest.mark.parametrize(("args", "options", "said"), REFUSED, ids=range(len(REFUSED)))
def test_groups_that_are_refused(args, options, said):
    assert message(kd.GroupComparisons, *args, **options) == said


@pytest.mark.parametrize(
    ("rule", "mean", "said"),
    [
        ("AIX", "geometric", "rule: unknown choice; got 'AIX', expected one of 'AIJ', 'AIP'. Hint: "
         "did you mean 'AIP'?"),
        ("AIP", "median", "mean: unknown choice; got 'median', expected one of 'geometric', "
         "'arithmetic'. Hint: known names: 'geometric', 'arithmetic'."),
        ("AIJ", "arithmetic", "mean: arithmetic means of judgments are not reciprocal: 9 and 1/9 "
         "give 4.56 both ways; expected 'geometric'."),
    ],
)  # fmt: skip
def test_rules_that_are_refused(rule, mean, said):
    group = kd.GroupComparisons(GOOD)
    assert message(group.aggregate, rule, mean=mean) == said
    tree = kd.GroupHierarchy("g", {"a": {}, "b": {}}, {who: {"g": pc} for who, pc in GOOD.items()})
    assert message(tree.aggregate, rule, mean=mean) == said
    weights = said.replace("rule:", "aggregation:")
    assert message(kd.AHPWeights, group, aggregation=rule, mean=mean) == weights


def test_arithmetic_means_of_judgments_are_what_the_message_says():
    assert f"{(9 + 1 / 9) / 2:.2f}" == "4.56"


MATRICES = [
    ([[[1, 2], [0.5, 1]], [[1, 3], [3, 1]]], "assessor 'assessor 2', judgment of 'a' against 'b': "
     "not reciprocal: 3 x 3 = 9; expected a product of 1."),
    ([[[1, -2], [-0.5, 1]]], "2 faults:\n  1. assessor 'assessor 1', judgment of 'a' against 'b': "
     "no judgment; got -2, expected a positive number.\n  2. assessor 'assessor 1', judgment of "
     "'b' against 'a': no judgment; got -0.5, expected a positive number."),
    ([[[1, np.nan], [0.5, 1]]], "assessor 'assessor 1', judgment of 'a' against 'b': it is "
     "missing, its reciprocal is not. Hint: a pair that was not judged has NaN at both places."),
    ([[[2, 2], [0.5, 1]]], "assessor 'assessor 1', judgment of 'a' against 'a': the diagonal is "
     "not 1; got 2, expected 1."),
    ([[[1, 1e200], [1e200, 1]]], "assessor 'assessor 1', judgment of 'a' against 'b': not "
     "reciprocal: 1e+200 x 1e+200 = inf; expected a product of 1."),
    ([[[1, 0], [np.inf, 1]]], "2 faults:\n  1. assessor 'assessor 1', judgment of 'a' against 'b': "
     "no judgment; got 0, expected a positive number.\n  2. assessor 'assessor 1', judgment of 'b' "
     "against 'a': no judgment; got inf, expected a positive number."),
    ([[1, 2], [0.5, 1]], "matrices: wrong shape; got (2, 2), expected (K, 2, 2): a matrix per "
     "assessor."),
    (np.empty((0, 2, 2)), "matrices: wrong shape; got (0, 2, 2), expected (K, 2, 2): a matrix per "
     "assessor."),
    ([[[1, "3"], ["1/3", 1]]], "matrices: no array of numbers; expected numbers, no text."),
    ([[[1, 2], [0.5]]], "matrices: no array of numbers; expected numbers, no text."),
]  # fmt: skip


@pytest.mark.parametrize(("matrices", "said"), MATRICES, ids=range(len(MATRICES)))
def test_matrices_that_are_refused(matrices, said):
    assert message(kd.GroupComparisons.from_matrices, ["a", "b"], matrices) == said


def test_the_rest_of_from_matrices():
    two = np.ones((2, 2, 2))
    make = kd.GroupComparisons.from_matrices
    assert message(make, ["a", "b"], two, ["Ani"]) == (
        "assessors: not one per matrix; got 1, expected 2."
    )
    assert (
        message(make, ["a", "b"], two, power=[1]) == "power: not one per matrix; got 1, expected 2."
    )
    assert message(make, ["a", "b"], two, ["Ani", "Ani"]).startswith("assessor 'Ani': the name")
    assert message(make, "ab", two).startswith("names: no list; got 'ab'")
    many = np.ones((300, 2, 2))
    many[:, 0, 1] = -1
    assert len(faults(make, ["a", "b"], many)) == 100
    mine = np.array([[[1.0, 12.0], [1 / 12, 1.0]]])
    group = make(["a", "b"], mine, ["Ani"], roles={"Ani": "Sekda"})
    mine[:] = 5
    assert group.matrices[0, 0, 1] == 12
    assert not group.matrices.flags.writeable
    assert group.notes == {
        "Ani": ("judgment of 'a' against 'b': 12 is off the scale from 1/9 to 9",)
    }
    with pytest.raises(dataclasses.FrozenInstanceError):
        group.power = np.ones(1)
    with pytest.raises(TypeError, match="read-only"):
        group.roles["Ani"] = "other"


LONG = {
    "assessor": ["Ani", "Ani", "Budi", "Budi"],
    "first": ["a", "b", "b", "b"],
    "second": ["b", "c", "a", "c"],
    "judgment": ["3", "0,33", "sedikit lebih penting", None],
}


@pytest.mark.parametrize("make", [pd.DataFrame, pl.DataFrame, pa.table])
def test_frames_of_a_group(make):
    group = kd.GroupComparisons.from_frame(
        make(LONG), {"Ani": 2, "Budi": 1}, roles={"Budi": "Sekda"}
    )
    assert (group.names, group.assessors) == (("a", "b", "c"), ("Ani", "Budi"))
    assert group.matrices[:, 0, 1].tolist() == [3, 1 / 3]
    assert np.isnan(group.matrices[1, 1, 2])
    assert group.power.tolist() == [2, 1]
    assert group.notes == {"Ani": ("judgment of 'b' against 'c': '0,33' read as 1/3",)}
    assert group.comparisons["Ani"].notes == group.notes["Ani"]
    assert group.without("Budi").notes == group.notes
    assert group.without("Ani").notes == {}
    ordered = kd.GroupComparisons.from_frame(make(LONG), names=["c", "b", "a"])
    assert ordered.matrices[0, 2, 1] == 3


def test_frames_of_a_group_that_are_refused():
    frame = pd.DataFrame(LONG)
    read = kd.GroupComparisons.from_frame
    assert message(read, frame.rename(columns={"judgment": "judgement"})) == (
        "frame, column 'judgment': it is missing. Hint: did you mean 'judgement'?"
    )
    twice = pd.concat([frame, frame.iloc[:1]])
    assert message(read, twice) == "assessor 'Ani', judgment of 'a' against 'b': given twice."
    wrong = frame.assign(judgment=["x", "1", "1", None])
    assert message(read, wrong).startswith(
        "assessor 'Ani': judgment of 'a' against 'b': no judgment"
    )
    assert message(read, frame.iloc[:0]).startswith("comparisons: no assessors; got nobody")
    assert message(read, frame, names=["a", "b"]).startswith("assessor 'Ani': item 'c': unknown")
    nobody = frame.assign(assessor=[None, "Ani", "Ani", "Budi"])
    assert message(read, nobody).startswith("assessor number 1: the name is no text; got None")


def test_leaving_out():
    group = kd.GroupComparisons(GOOD, {"Ani": 0, "Budi": 1})
    assert (
        message(group.without, "Any") == "assessor 'Any': unknown name. Hint: did you mean 'Ani'?"
    )
    assert message(group.without, "Ani", "Budi") == (
        "assessors: nobody would be left. Hint: keep at least one."
    )
    assert message(group.without, "Budi") == "power: nobody has any; expected at least one above 0."
    assert group.without().assessors == group.assessors


@few
@given(groups(holes=True))
def test_groups_travel(group):
    for twin in (
        kd.GroupComparisons.from_json(group.to_json()),
        pickle.loads(pickle.dumps(group)),
        copy.deepcopy(group),
    ):
        assert twin.to_dict() == group.to_dict()
        assert twin.matrices.tobytes() == group.matrices.tobytes()
        assert not twin.matrices.flags.writeable
    found = group.consensus()
    for twin in (kd.Consensus.from_json(found.to_json()), pickle.loads(pickle.dumps(found))):
        assert twin.to_dict() == found.to_dict()
        assert str(twin) == str(found)
    aip = group.aggregate("AIP")
    twin = kd.Priorities.from_json(aip.to_json())
    assert twin.to_dict() == aip.to_dict()
    assert np.isnan(twin.lambda_max)
    pooled = group.pooled()
    assert PC.from_json(pooled.to_json()).matrix.tobytes() == pooled.matrix.tobytes()


def test_nothing_said_twice_gets_lost_in_json():
    content = kd.GroupComparisons(GOOD).to_dict()
    content["judgments"]["Ani"] = [["a", "b", 2.0], ["a", "b", 3.0]]
    assert message(kd.GroupComparisons.from_dict, content) == (
        "judgment of 'a' against 'b': given twice; got 2.0 and 3.0."
    )


def test_consensus_in_words():
    levels = {0.2: "very low", 0.5: "low", 0.65: "moderate", 0.75: "high", 0.85: "very high", 1: ""}
    found = kd.GroupComparisons(GOOD).consensus()
    for value, word in levels.items():
        said = dataclasses.replace(found, indicator=value).level()
        assert said == (word or "very high")
    assert dataclasses.replace(found, indicator=-0.3).level("id") == "sangat rendah"
    assert dataclasses.replace(found, indicator=0.7).level("id") == "sedang"
    assert list(found.furthest(1)) == ["Ani"]
    for top in (0, -1, True, "2", 1.0):
        assert message(found.furthest, top) == (
            f"top: no number of assessors; got {top!r}, expected 1, 2, ...."
        )
    assert found.distances.tolist() == pytest.approx([1 / 9, 1 / 9])


# ---- hierarchies ---------------------------------------------------------------------------------

TREE = {"gain": {"water": {}, "scale": {}, "skill": {}}, "distance": {}, "more": {"alone": {}}}
TOP, GAIN = ["gain", "distance", "more"], ["water", "scale", "skill"]


def assessor(seed, nodes=("goal", "gain")):
    rng = np.random.default_rng(seed)
    said = {}
    for node, names in (("goal", TOP), ("gain", GAIN)):
        if node in nodes:
            said[node] = PC.from_upper_triangle(names, rng.integers(1, 10, 3).tolist())
    return said


def hierarchy(**change):
    judgments = {"Ani": assessor(1), "Budi": assessor(2), "Citra": assessor(3)}
    options = {"power": {"Ani": 1, "Budi": 2, "Citra": 1}, "roles": {"Budi": "Sekda"}, **change}
    return kd.GroupHierarchy("goal", TREE, judgments, **options)


def test_weights_of_a_tree_are_multiplied_node_by_node():
    group = hierarchy()
    assert group.leaves == ("water", "scale", "skill", "distance", "alone")
    assert group.missing == {}
    for rule, mean in RULES:
        local, whole = group.local_weights(rule, mean=mean), group.global_weights(rule, mean=mean)
        assert sum(whole.values()) == pytest.approx(1, abs=1e-12)
        assert whole["water"] == pytest.approx(local["goal"]["gain"] * local["gain"]["water"])
        assert whole["alone"] == pytest.approx(local["goal"]["more"])
        node = group.group("gain").aggregate(rule, mean=mean)
        assert local["gain"] == pytest.approx(node.to_mapping(), abs=1e-15)
    assert group.pooled().global_weights == pytest.approx(group.global_weights(), abs=1e-15)
    one = group.of("Ani").global_weights
    alone = group.without("Budi", "Citra")
    for rule, mean in RULES:
        assert alone.global_weights(rule, mean=mean) == pytest.approx(one, abs=1e-12)


def test_the_order_in_which_one_was_asked_does_not_matter():
    said = {who: dict(judged) for who, judged in hierarchy().judgments.items()}
    said["Ani"] = {node: given.select(given.names[::-1]) for node, given in said["Ani"].items()}
    group = kd.GroupHierarchy("goal", TREE, said, power=hierarchy().power)
    assert group.group("gain").names == tuple(GAIN)
    for rule, mean in RULES:
        found, expected = (g.global_weights(rule, mean=mean) for g in (group, hierarchy()))
        assert found == pytest.approx(expected, abs=1e-12)
    np.testing.assert_allclose(
        group.overall_consensus().priorities, hierarchy().overall_consensus().priorities, **CLOSE
    )


def test_consensus_of_a_tree():
    group = hierarchy()
    nodes = group.consensus()
    assert list(nodes) == ["goal", "gain"]
    overall = group.overall_consensus()
    assert overall.names == group.leaves
    for k, who in enumerate(group.assessors):
        own = list(group.of(who).global_weights.values())
        np.testing.assert_allclose(overall.priorities[k], own, **CLOSE)
        ratios = [ratio for ratio in group.of(who).consistency().values() if ratio is not None]
        assert overall.consistency_ratios[k] == pytest.approx(max(ratios), abs=1e-12)
    assert overall.indicator == pytest.approx(indicator(overall.priorities, [1, 2, 1]), abs=1e-12)
    assert overall.power.tolist() == [0.25, 0.5, 0.25]
    assert overall.roles == ("", "Sekda", "")


def test_those_who_left_a_node_out():
    group = kd.GroupHierarchy(
        "goal", TREE, {"Ani": assessor(1), "Budi": assessor(2, ["goal"]), "Citra": {
            "gain": PC(GAIN, {("water", "scale"): 2}), "goal": PC(TOP, {}),
        }},
    )  # fmt: skip
    assert group.missing == {"Budi": {"gain": 3}, "Citra": {"goal": 3, "gain": 2}}
    assert group.group("gain").assessors == ("Ani", "Citra")
    assert group.groups["goal"].assessors == ("Ani", "Budi")
    assert group.pooled().comparisons["gain"].missing == ()
    overall = group.overall_consensus()
    assert np.isnan(overall.priorities).any(axis=1).tolist() == [False, True, True]
    assert overall.missing == (0, 3, 5)
    assert np.isfinite(overall.consistency_ratios[:2]).all()
    assert np.isnan(overall.consistency_ratios[2])
    assert message(group.aggregate, "AIP") == (
        "node 'gain': assessor 'Citra': the judgments don't connect all items, so that there are "
        "no own priorities; got 'water', 'scale' | 'skill'. Hint: leave out on purpose with "
        "without('Citra'), or aggregate judgments (AIJ)."
    )
    assert message(group.of, "Budi").startswith("assessor 'Budi': node 'gain': its children are")
    assert message(group.of, "Bud").startswith("assessor 'Bud': unknown name")
    unheard = group.without("Ani").without("Citra")
    assert message(unheard.pooled) == "node 'gain': nobody with any voting power judged it."
    assert (
        message(unheard.aggregate, "AIP") == message(unheard.consensus) == message(unheard.pooled)
    )
    assert message(group.group, "more").startswith("node 'more': unknown name")


def test_a_single_pair_says_nothing_about_consistency():
    tree = {"a": {"x": {}, "y": {}}, "b": {}, "c": {}}
    said = {
        "g": PC(["a", "b", "c"], {("a", "b"): 2, ("b", "c"): 3}),
        "a": PC(["x", "y"], {("x", "y"): 3}),
    }
    group = kd.GroupHierarchy("g", tree, {"Ani": said})
    assert np.isnan(group.overall_consensus().consistency_ratios).all()
    pair = kd.GroupHierarchy("g", {"x": {}, "y": {}}, {"Ani": {"g": said["a"]}})
    assert pair.overall_consensus().consistency_ratios.tolist() == [0.0]


TREES = [
    (({},), {}, "judgments: no assessors; got nobody, expected {assessor: {node: "
     "PairwiseComparisons}}."),
    (({"Ani": []},), {}, "assessor 'Ani': no mapping; got list, expected {node: "
     "PairwiseComparisons}."),
    (({"Ani": {}},), {}, "assessor 'Ani': there are no answers at all. Hint: leave the assessor "
     "out."),
    (({"Ani": {"goal": PC(TOP, {})}},), {}, "assessor 'Ani': there are no answers at all. Hint: "
     "leave the assessor out."),
    (({"Ani": {**assessor(1), "gian": PC(GAIN, {})}},), {}, "assessor 'Ani', node 'gian': unknown "
     "name. Hint: did you mean 'gain'?"),
    (({"Ani": {**assessor(1), "gain": PC(TOP, {})}},), {}, "assessor 'Ani', node 'gain': other "
     "things are compared than the node's children; got gain, distance, more, expected water, "
     "scale, skill."),
    (({"Ani": {**assessor(1), "gain": 3}},), {}, "assessor 'Ani', node 'gain': no comparisons; got "
     "int, expected PairwiseComparisons."),
    (({"Ani": assessor(1)},), {"power": {"Anu": 1}}, "2 faults:\n  1. power of assessor 'Anu': "
     "unknown name. Hint: did you mean 'Ani'?\n  2. power of 'Ani': it is missing. Hint: say 0 for "
     "no vote."),
]  # fmt: skip


@pytest.mark.parametrize(("args", "options", "said"), TREES, ids=range(len(TREES)))
def test_trees_that_are_refused(args, options, said):
    assert message(kd.GroupHierarchy, "goal", TREE, *args, **options) == said


def test_frames_of_a_tree():
    lines = [
        (who, node, a, b, judged.matrix[judged.names.index(a), judged.names.index(b)])
        for who, said in hierarchy().judgments.items()
        for node, judged in said.items()
        for a, b in (judged.names[:2], judged.names[1:], judged.names[::2])
    ]
    lines.append(("Citra", "gain", "skill", "water", None))
    columns = ["assessor", "node", "first", "second", "judgment"]
    skeleton = kd.Hierarchy("goal", TREE)
    frame = pd.DataFrame(lines, columns=columns)
    options = {"power": {"Ani": 1, "Budi": 2, "Citra": 1}, "roles": {"Budi": "Sekda"}}
    for table in (frame, pl.DataFrame(frame), pa.Table.from_pandas(frame)):
        group = kd.GroupHierarchy.from_frame(skeleton, table, **options)
        assert group.to_dict() == hierarchy().to_dict()
    wrong = frame.assign(node=["gaol", *frame["node"][1:]], judgment=["1", "x", *[1.0] * 17])
    assert [fault.where for fault in faults(kd.GroupHierarchy.from_frame, skeleton, wrong)] == [
        "assessor 'Ani', node 'gaol'",
        "assessor 'Ani', node 'goal': judgment of 'distance' against 'more'",
    ]
    assert message(kd.GroupHierarchy.from_frame, skeleton, pd.concat([frame, frame[:1]])) == (
        "assessor 'Ani', node 'goal', judgment of 'gain' against 'distance': given twice."
    )


def test_trees_travel():
    judgments = {"Ani": {**assessor(1), "goal": PC(TOP, {("gain", "more"): "0,33"})}}
    noted = kd.GroupHierarchy("goal", TREE, judgments)
    for group in (hierarchy(), noted):
        for twin in (
            kd.GroupHierarchy.from_json(group.to_json()),
            pickle.loads(pickle.dumps(group)),
            copy.deepcopy(group),
        ):
            assert twin.to_dict() == group.to_dict()
    twin = kd.GroupHierarchy.from_json(noted.to_json())
    assert twin.judgments["Ani"]["goal"].notes == (
        "judgment of 'gain' against 'more': '0,33' read as 1/3",
    )
    with pytest.raises(TypeError, match="read-only"):
        twin.power["Ani"] = 3


def test_a_group_gives_weights():
    problem = kd.DecisionProblem.from_frame(
        pd.DataFrame(np.ones((2, 5)), columns=hierarchy().leaves, index=["p", "q"]),
        [kd.Criterion(leaf, "benefit") for leaf in hierarchy().leaves],
    )
    for rule, mean in RULES:
        found = kd.AHPWeights(hierarchy(), aggregation=rule, mean=mean).weigh(problem)
        expected = list(hierarchy().global_weights(rule, mean=mean).values())
        np.testing.assert_allclose(found.values, expected, **CLOSE)
        assert found.details["aggregation"] == rule
        assert found.details["assessors"] == ("Ani", "Budi", "Citra")
        assert found.details["consensus"] == {
            node: agreed.indicator for node, agreed in hierarchy().consensus().items()
        }


def test_a_group_that_contradicts_itself_warns_with_its_node():
    circle = PC(TOP, {("gain", "distance"): 5, ("distance", "more"): 5, ("more", "gain"): 5})
    group = kd.GroupHierarchy("goal", TREE, {"Ani": {**assessor(1), "goal": circle}})
    with pytest.warns(kd.KadmcdmWarning, match="^'goal': consistency ratio"):
        group.aggregate()


@pytest.mark.parametrize(
    ("indicator", "word", "kata"),
    [
        (-0.2, "very low", "sangat rendah"), (0.49, "very low", "sangat rendah"),
        (0.5, "low", "rendah"), (0.64, "low", "rendah"), (0.65, "moderate", "sedang"),
        (0.74, "moderate", "sedang"), (0.75, "high", "tinggi"), (0.84, "high", "tinggi"),
        (0.85, "very high", "sangat tinggi"), (1.0, "very high", "sangat tinggi"),
        (float("nan"), "-", "-"),
    ],
)  # fmt: skip
def test_the_words_of_consensus_begin_at_their_limits(indicator, word, kata):
    assert (level_of(indicator, "en"), level_of(indicator, "id")) == (word, kata)
