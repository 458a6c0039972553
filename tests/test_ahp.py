"""AHP as a ranking method: three kinds of leaves, two syntheses, parts of scores, rank reversal."""

import json
import math
import pickle
import warnings

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra import numpy as npst

import kadmcdm as kd
import strategies
from kadmcdm import core
from messages import faults, message

PC = kd.PairwiseComparisons
SYNTHESES = ("distributive", "ideal")
REGIONS = ("Tuban", "Ngawi", "Blora")
HIERARCHY = kd.Hierarchy.from_dict(
    {
        "goal": "partner",
        "tree": {"gain": {"water": {}, "will": {}}, "ease": {"distance": {}, "skill": {}}},
        "comparisons": {
            "partner": [["gain", "ease", 3]],
            "gain": [["water", "will", "3/2"]],
            "ease": [["distance", "skill", 4]],
        },
    }
)
PROBLEM = kd.DecisionProblem(
    [kd.Criterion("km", "cost", unit="km"), kd.Criterion("skill", "benefit", bounds=(0, 100))],
    [kd.Candidate("Tuban", label="Kabupaten Tuban"), "Ngawi", "Blora"],
    [[30.0, 60], [60, 80], [40, 20]],
)
WATER = PC(REGIONS, {("Tuban", "Ngawi"): 2, ("Tuban", "Blora"): 4, ("Ngawi", "Blora"): 2})
WILL = kd.RatedLeaf(
    {"firm": 10, "some": 5, "none": 0}, {"Tuban": "some", "Ngawi": "none", "Blora": "some"}
)
LEAVES = {"water": WATER, "will": WILL, "distance": kd.MeasuredLeaf("km")}


def mixed(synthesis="distributive", **change):
    return kd.AHP(HIERARCHY, {**LEAVES, **change}, synthesis=synthesis)


# ---- what comes out ------------------------------------------------------------------------------

VALUES = {
    "distributive": [
        [4 / 7, 2 / 7, 1 / 7],
        [1 / 2, 0, 1 / 2],
        [4 / 9, 2 / 9, 1 / 3],
        [6 / 16, 8 / 16, 2 / 16],
    ],
    "ideal": [[1, 1 / 2, 1 / 4], [1 / 2, 0, 1 / 2], [1, 1 / 2, 3 / 4], [6 / 8, 1, 2 / 8]],
}
GLOBAL = [0.45, 0.3, 0.2, 0.05]


@pytest.mark.parametrize("synthesis", SYNTHESES)
def test_three_kinds_of_leaves_by_hand(synthesis):
    ranking = mixed(synthesis).rank(PROBLEM)
    values = np.array(VALUES[synthesis])
    np.testing.assert_allclose(ranking.weights.values, GLOBAL, atol=1e-12)
    np.testing.assert_allclose(ranking.details["normalized"], values.T, atol=1e-12)
    np.testing.assert_allclose(ranking.scores, GLOBAL @ values, atol=1e-12)
    assert ranking.order == ("Tuban", "Blora", "Ngawi")
    assert (ranking.method.name, ranking.method.synthesis) == ("AHP", synthesis)


def test_the_problem_has_a_criterion_per_leaf():
    problem = mixed().rank(PROBLEM).problem
    assert problem.criterion_names == HIERARCHY.leaves == ("water", "will", "distance", "skill")
    assert problem.directions == ("benefit", "benefit", "cost", "benefit")
    assert [criterion.unit for criterion in problem.criteria] == [None, None, "km", None]
    assert problem.criteria[3] == PROBLEM.criteria[1]
    np.testing.assert_allclose(problem.matrix[:, 0], [4 / 7, 2 / 7, 1 / 7], atol=1e-12)
    assert problem.matrix[:, 1:].T.tolist() == [[5, 0, 5], [30, 60, 40], [60, 80, 20]]
    assert problem.title == "partner"
    assert problem.candidate_label("Tuban") == "Kabupaten Tuban"
    assert problem.to_dict()["candidates"][1:] == ["Ngawi", "Blora"]


def test_what_the_problem_says_of_itself_is_kept():
    said = {"title": "Where to go", "question": "With whom?", "notes": "A draft."}
    problem = kd.DecisionProblem(PROBLEM.criteria, PROBLEM.candidates, PROBLEM.matrix, **said)
    found = mixed().rank(problem).problem
    assert {key: getattr(found, key) for key in said} == said


def test_what_the_weights_say_of_nodes_and_leaves():
    weights = mixed(skill=WATER).rank(PROBLEM).weights
    own = kd.AHPWeights(HIERARCHY).weigh(mixed().rank(PROBLEM).problem)
    assert weights.scheme == "AHPWeights"
    assert own.details.items() <= weights.details.items()
    assert weights.details["leaves"] == {
        "water": "compared", "will": "rated", "distance": "measured", "skill": "compared",
    }  # fmt: skip
    ratios = weights.details["leaf_consistency_ratios"]
    assert ratios == pytest.approx({"water": 0, "skill": 0}, abs=1e-12)
    assert weights.details["unused_criteria"] == ("skill",)  # compared, so not measured
    assert mixed().rank(PROBLEM).weights.details["unused_criteria"] == ()


def test_without_a_problem_the_leaves_name_the_candidates():
    leaves = dict.fromkeys(HIERARCHY.leaves, WATER)
    turned = WATER.select(["Blora", "Tuban", "Ngawi"])  # the order of names is free
    ranking = kd.AHP(HIERARCHY, {**leaves, "skill": turned}).rank()
    assert ranking.problem.candidate_names == REGIONS
    np.testing.assert_allclose(ranking.scores, [4 / 7, 2 / 7, 1 / 7], atol=1e-12)
    assert ranking.weights.details["unused_criteria"] == ()


def test_leaves_called_like_criteria_need_no_word():
    problem = kd.DecisionProblem.from_arrays([[1, 4], [3, 2]], ["benefit", "cost"])
    hierarchy = kd.Hierarchy("g", {"c1": {}, "c2": {}}, {"g": PC(["c1", "c2"], {("c1", "c2"): 3})})
    ranking = kd.AHP(hierarchy).rank(problem)
    np.testing.assert_allclose(ranking.scores, [0.75 / 4 + 0.25 / 3, 0.75 * 3 / 4 + 0.25 * 2 / 3])
    same = kd.rank(problem, kd.AHPWeights(hierarchy), kd.WeightedSum("sum"))
    np.testing.assert_allclose(ranking.scores, same.scores, atol=1e-15)
    assert ranking.digest == problem.digest


def test_a_scale_of_compared_grades():
    scale = PC(["firm", "some", "none"], {("firm", "some"): 2, ("firm", "none"): 8,
                                          ("some", "none"): 4})  # fmt: skip
    rated = kd.RatedLeaf(scale, {"Tuban": "some", "Ngawi": "none", "Blora": "some"})
    ranking = mixed("ideal", will=rated).rank(PROBLEM)
    np.testing.assert_allclose(
        ranking.details["normalized"][:, 1], [1 / 2, 1 / 8, 1 / 2], atol=1e-12
    )
    np.testing.assert_allclose(ranking.problem.matrix[:, 1], [4 / 13, 1 / 13, 4 / 13], atol=1e-12)
    assert set(ranking.weights.details["leaf_consistency_ratios"]) == {"water", "will"}


@pytest.mark.parametrize("synthesis", SYNTHESES)
@pytest.mark.parametrize("column", [[0, 0, 0], [5, 5, 5]])
@pytest.mark.parametrize("direction", ["benefit", "cost"])
def test_a_measure_that_separates_nobody(synthesis, column, direction):
    matrix = np.column_stack([PROBLEM.matrix[:, 0], column])
    criteria = [PROBLEM.criteria[0], kd.Criterion("skill", direction)]
    ranking = mixed(synthesis).rank(kd.DecisionProblem(criteria, REGIONS, matrix))
    share = 1 / 3 if synthesis == "distributive" and any(column) else 1.0
    np.testing.assert_allclose(ranking.details["normalized"][:, 3], share, atol=1e-15)
    less = kd.AHP(HIERARCHY.without("skill"), LEAVES, synthesis=synthesis).rank(PROBLEM)
    assert ranking.order == less.order


def test_parameters_reach_the_hierarchy_and_the_leaves():
    judged = {("a", "b"): 2, ("a", "c"): 5, ("b", "c"): 5}
    hierarchy = kd.Hierarchy("g", {"a": {}, "b": {}, "c": {}}, {"g": PC(list("abc"), judged)})
    leaf = PC(["x", "y", "z"], {("x", "y"): 2, ("x", "z"): 5, ("y", "z"): 5})
    leaves = dict.fromkeys("abc", leaf)
    plain = kd.AHP(hierarchy, leaves).rank()
    rows = kd.AHP(hierarchy, leaves, prioritization="column_mean", random_index=0.5).rank()
    expected = core.priority_vector(leaf.matrix, "column_mean")
    np.testing.assert_allclose(rows.weights.values, expected, atol=1e-12)
    np.testing.assert_allclose(rows.scores, expected, atol=1e-12)
    assert np.abs(rows.scores - plain.scores).max() > 1e-4
    ratio = float(core.consistency_ratio(leaf.matrix, 0.5))
    assert rows.weights.details["leaf_consistency_ratios"] == pytest.approx(
        dict.fromkeys("abc", ratio)
    )
    assert rows.weights.details["consistency_ratios"] == pytest.approx({"g": ratio})


def test_ties_by_the_tolerance_given():
    leaves = dict.fromkeys(HIERARCHY.leaves, PC(["x", "y"], {("x", "y"): 1.01}))
    ahp = kd.AHP(HIERARCHY, leaves)
    assert ahp.rank().ranks.tolist() == [1, 2]
    assert ahp.rank(tie_tolerance=0.1).ranks.tolist() == [1, 1]


# ---- an oracle in plain loops --------------------------------------------------------------------


def by_loops(tree, local, leaves, synthesis):
    """Score each candidate: `leaves` has {candidate: value} and the top of a rated leaf."""
    scores = {}

    def walk(below, weight, node):
        for child, under in below.items():
            share = weight * (local[node][child] if len(below) > 1 else 1.0)
            if under:
                walk(under, share, child)
                continue
            values, top = leaves[child]
            whole = math.fsum(values.values()) if synthesis == "distributive" else top
            whole = max(values.values()) if whole is None else whole
            for name, value in values.items():
                part = share * (value / whole if whole else 1.0)
                scores[name] = scores.get(name, 0.0) + part

    walk(tree, 1.0, "goal")
    return scores


TREES = [
    {"a": {}},
    {"a": {"b": {"c": {}}}},
    {"a": {}, "b": {}, "c": {}},
    {"a": {"b": {}, "c": {}}, "d": {}},
    {"a": {"b": {"c": {}, "d": {}, "e": {}}, "f": {}}, "g": {"h": {}}},
]
FIGURES = st.integers(1, 40).map(lambda k: k / 4)


@st.composite
def processes(
    draw, *, candidates=(1, 5), consistent=False, kinds=("compared", "rated", "measured")
):
    """Draw (hierarchy, leaves, problem, {leaf: ({candidate: value}, top)})."""
    tree = draw(st.sampled_from(TREES))
    nodes = {"goal": tuple(tree)}
    stack = [tree]
    while stack:
        for name, under in stack.pop().items():
            if under:
                nodes[name] = tuple(under)
                stack.append(under)
    comparisons = {
        node: PC.from_matrix(names, draw(strategies.comparisons(orders=(len(names),) * 2)))
        for node, names in nodes.items()
        if len(names) > 1
    }
    hierarchy = kd.Hierarchy("goal", tree, comparisons)
    names = [f"r{k}" for k in range(draw(st.integers(*candidates)))]
    m = len(names)
    leaves, criteria, columns, values = {}, [], [], {}
    for leaf in hierarchy.leaves:
        kind = draw(st.sampled_from(kinds))
        if kind == "compared":
            if consistent:
                strength = draw(strategies.grid(m))
                matrix = strength[:, None] / strength
            else:
                matrix = draw(strategies.comparisons(orders=(m, m)))
            leaves[leaf] = PC.from_matrix(names, matrix)
            worth = core.priority_vector(matrix)
            values[leaf] = dict(zip(names, worth.tolist(), strict=True)), None
        elif kind == "rated":
            scale = dict(zip("uvw", draw(st.lists(FIGURES, min_size=3, max_size=3)), strict=True))
            grades = {name: draw(st.sampled_from("uvw")) for name in names}
            leaves[leaf] = kd.RatedLeaf(scale, grades)
            values[leaf] = {n: scale[g] for n, g in grades.items()}, max(scale.values())
        else:
            direction = draw(st.sampled_from(["benefit", "cost"]))
            column = draw(strategies.grid(m))
            criteria.append(kd.Criterion(f"of {leaf}", direction))
            columns.append(column)
            leaves[leaf] = kd.MeasuredLeaf(f"of {leaf}")
            counted = column if direction == "benefit" else 1 / column
            values[leaf] = dict(zip(names, counted.tolist(), strict=True)), None
    problem = kd.DecisionProblem(criteria, names, np.transpose(columns)) if criteria else None
    return hierarchy, leaves, problem, values


def quietly(ahp, problem, **options):
    """Rank; drawn judgments contradict one another."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", kd.KadmcdmWarning)
        return ahp.rank(problem, **options)


@given(processes(), st.sampled_from(SYNTHESES))
def test_scores_are_those_of_plain_loops(drawn, synthesis):
    hierarchy, leaves, problem, values = drawn
    ranking = quietly(kd.AHP(hierarchy, leaves, synthesis=synthesis), problem)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", kd.KadmcdmWarning)
        local = hierarchy.local_weights
    expected = by_loops(hierarchy.tree, local, values, synthesis)
    assert ranking.problem.candidate_names == tuple(expected)
    np.testing.assert_allclose(ranking.scores, [*expected.values()], rtol=1e-12, atol=1e-12)
    if synthesis == "distributive":
        assert ranking.scores.sum() == pytest.approx(1, abs=1e-12)


@given(processes(), st.sampled_from(SYNTHESES))
def test_parts_add_up_along_the_leaves_and_up_the_tree(drawn, synthesis):
    hierarchy, leaves, problem, _ = drawn
    ranking = quietly(kd.AHP(hierarchy, leaves, synthesis=synthesis), problem)
    names = ranking.problem.candidate_names
    for name in names:
        why = ranking.explain(name)
        leaf_parts = dict(zip(why.criterion_names, why.contributions.tolist(), strict=True))
        assert sum(leaf_parts.values()) == pytest.approx(why.score, abs=1e-12)
        parts = {**leaf_parts, **why.nodes}
        assert set(why.nodes) == set(hierarchy.nodes)
        assert why.nodes["goal"] == pytest.approx(why.score, abs=1e-12)
        for node, children in hierarchy.nodes.items():
            assert sum(parts[child] for child in children) == pytest.approx(parts[node], abs=1e-12)
    contrast = ranking.contrast(names[0], names[-1])
    assert contrast.contributions.sum() == pytest.approx(
        ranking.scores[0] - ranking.scores[-1], abs=1e-12
    )


@given(processes(), st.sampled_from(SYNTHESES), st.data())
def test_permuted_candidates_have_permuted_scores(drawn, synthesis, data):
    hierarchy, leaves, problem, _ = drawn
    ranking = quietly(kd.AHP(hierarchy, leaves, synthesis=synthesis), problem)
    names = ranking.problem.candidate_names
    turned = data.draw(st.permutations(names))
    moved = {
        leaf: how.select(turned)
        if isinstance(how, PC)
        else kd.RatedLeaf(how.scale, {name: how.grades[name] for name in turned})
        if isinstance(how, kd.RatedLeaf)
        else how
        for leaf, how in leaves.items()
    }
    again = quietly(
        kd.AHP(hierarchy, moved, synthesis=synthesis), problem and problem.select(turned)
    )
    assert again.problem.candidate_names == tuple(turned)
    scores = dict(zip(names, ranking.scores, strict=True))
    np.testing.assert_allclose(again.scores, [scores[n] for n in turned], rtol=1e-9)


@given(processes(kinds=("measured",)), st.sampled_from(SYNTHESES), st.floats(1e-6, 1e6))
def test_the_unit_of_a_measured_leaf_is_free(drawn, synthesis, factor):
    hierarchy, leaves, problem, _ = drawn
    ahp = kd.AHP(hierarchy, leaves, synthesis=synthesis)
    scaled = kd.DecisionProblem(problem.criteria, problem.candidate_names, problem.matrix * factor)
    np.testing.assert_allclose(
        quietly(ahp, scaled).scores, quietly(ahp, problem).scores, rtol=1e-12
    )


@given(processes(), st.sampled_from(SYNTHESES))
def test_any_ranking_travels_without_loss(drawn, synthesis):
    hierarchy, leaves, problem, _ = drawn
    ranking = quietly(kd.AHP(hierarchy, leaves, synthesis=synthesis), problem)
    back = kd.Ranking.from_json(ranking.to_json())
    assert back.to_dict() == ranking.to_dict()
    assert back.method == ranking.method
    assert hash(back.method) == hash(ranking.method)
    assert back.scores.tobytes() == ranking.scores.tobytes()
    why = ranking.explain("r0")
    assert back.explain("r0").to_dict() == why.to_dict()
    assert type(why).from_json(why.to_json()).to_dict() == why.to_dict()
    again = kd.rank(back.problem, back.weights, back.method)  # it is a method like any other
    np.testing.assert_array_equal(again.scores, ranking.scores)


# ---- rank reversal -------------------------------------------------------------------------------


def with_copy(leaves, problem, of, copy):
    """Return leaves and problem with one more candidate, in everything like another."""
    more = {}
    for leaf, how in leaves.items():
        if isinstance(how, PC):
            at = [*range(len(how.names)), how.names.index(of)]
            more[leaf] = PC.from_matrix([*how.names, copy], how.matrix[np.ix_(at, at)])
        elif isinstance(how, kd.RatedLeaf):
            more[leaf] = kd.RatedLeaf(how.scale, {**how.grades, copy: how.grades[of]})
        else:
            more[leaf] = how
    if problem is None:
        return more, None
    row = problem.matrix[problem.candidate_index(of)]
    names = [*problem.candidate_names, copy]
    return more, kd.DecisionProblem(problem.criteria, names, np.vstack([problem.matrix, row]))


@given(processes(consistent=True), st.data())
def test_a_copy_turns_no_order_in_ideal_synthesis(drawn, data):
    """Nor changes any score: where comparisons are consistent, ratings and measures anyway."""
    hierarchy, leaves, problem, values = drawn
    names = [*next(iter(values.values()))[0]]
    before = quietly(kd.AHP(hierarchy, leaves, synthesis="ideal"), problem)
    of = data.draw(st.sampled_from(names))
    more, longer = with_copy(leaves, problem, of, "copy")
    after = quietly(kd.AHP(hierarchy, more, synthesis="ideal"), longer)
    np.testing.assert_allclose(after.scores[:-1], before.scores, rtol=1e-9)
    assert after.scores[-1] == pytest.approx(after.scores[names.index(of)], rel=1e-12)
    np.testing.assert_array_equal(core.ranks(after.scores[:-1]), before.ranks)


@given(processes(kinds=("rated",)), st.data())
def test_a_newcomer_changes_no_score_of_absolute_measurement(drawn, data):
    """Even one who is better than anybody before: the top is the scale's, not the candidates'."""
    hierarchy, leaves, *_ = drawn
    before = quietly(kd.AHP(hierarchy, leaves, synthesis="ideal"), None)
    more = {
        leaf: kd.RatedLeaf(how.scale, {**how.grades, "new": data.draw(st.sampled_from("uvw"))})
        for leaf, how in leaves.items()
    }
    after = quietly(kd.AHP(hierarchy, more, synthesis="ideal"), None)
    np.testing.assert_allclose(after.scores[:-1], before.scores, rtol=1e-14)
    assert (after.scores <= 1 + 1e-12).all()


EQUAL = kd.Hierarchy(
    "g",
    {"a": {}, "b": {}, "c": {}},
    {"g": PC(["a", "b", "c"], {("a", "b"): 1, ("a", "c"): 1, ("b", "c"): 1})},
)
BELTON_GEAR = {
    "a": PC(["A", "B", "C"], {("A", "B"): "1/9", ("A", "C"): 1, ("B", "C"): 9}),
    "b": PC(["A", "B", "C"], {("A", "B"): 9, ("A", "C"): 9, ("B", "C"): 1}),
    "c": PC(["A", "B", "C"], {("A", "B"): "8/9", ("A", "C"): 8, ("B", "C"): 9}),
}


def test_belton_and_gear():
    """A copy of B turns the order of A and B in distributive synthesis, in ideal it doesn't."""
    more, _ = with_copy(BELTON_GEAR, None, "B", "D")
    before, after = kd.AHP(EQUAL, BELTON_GEAR).rank(), kd.AHP(EQUAL, more).rank()
    np.testing.assert_allclose(before.scores, [134 / 297, 31 / 66, 47 / 594], atol=1e-12)
    np.testing.assert_allclose(after.scores, [0.37, 0.29, 0.06, 0.29], atol=5e-3)  # as printed
    assert before.order == ("B", "A", "C")
    assert after.order == ("A", "B", "D", "C")
    assert kd.AHP(EQUAL, BELTON_GEAR, synthesis="ideal").rank().ranks.tolist() == [2, 1, 3]
    assert kd.AHP(EQUAL, more, synthesis="ideal").rank().ranks.tolist() == [3, 1, 4, 1]


def test_ideal_synthesis_can_reverse_too_where_comparisons_are_inconsistent():
    """No ratio is above 0.1, and a copy of the last turns the order of the first two."""
    hierarchy = kd.Hierarchy("g", {"a": {}, "b": {}}, {"g": PC(["a", "b"], {("a", "b"): 1})})
    leaves = {
        "a": PC(["A", "B", "C"], {("A", "B"): 1, ("A", "C"): 3, ("B", "C"): 7}),
        "b": PC(["A", "B", "C"], {("A", "B"): 2, ("A", "C"): 6, ("B", "C"): 7}),
    }
    more, _ = with_copy(leaves, None, "C", "D")
    before = kd.AHP(hierarchy, leaves, synthesis="ideal").rank()
    after = kd.AHP(hierarchy, more, synthesis="ideal").rank()
    np.testing.assert_allclose(before.scores, [0.877, 0.832, 0.158], atol=5e-4)
    np.testing.assert_allclose(after.scores, [0.830, 0.878, 0.153, 0.153], atol=5e-4)
    assert before.order == ("A", "B", "C")
    assert after.order == ("B", "A", "C", "D")
    for ranking in (before, after):
        ratios = ranking.weights.details["leaf_consistency_ratios"].values()
        assert all(0.01 < ratio < 0.1 for ratio in ratios)


# ---- the method by itself ------------------------------------------------------------------------


@given(strategies.problems(batched=True), st.sampled_from(SYNTHESES), st.data())
def test_a_batch_is_a_loop(drawn, synthesis, data):
    matrix, weights, benefit = drawn
    n = matrix.shape[-1]
    some = st.none() | FIGURES
    tops = data.draw(st.lists(some, min_size=n, max_size=n)) if synthesis == "ideal" else None
    method = kd.AHPSynthesis(synthesis, tops, {"goal": [*range(n)], "last": [n - 1]})
    lead = np.broadcast_shapes(matrix.shape[:-2], weights.shape[:-1], benefit.shape[:-1])
    scores = method.scores(matrix, weights, benefit)
    details = method.details(matrix, weights, benefit)
    rows = np.broadcast_to(matrix, (*lead, *matrix.shape[-2:]))
    shares = np.broadcast_to(weights, (*lead, n))
    ways = np.broadcast_to(benefit, (*lead, n))
    assert scores.shape == (*lead, matrix.shape[-2])
    assert details["node_contributions"].shape == (*scores.shape, 2)
    for at in np.ndindex(lead):
        one = method.details(rows[at], shares[at], ways[at])
        close = {"rtol": 1e-12, "atol": 1e-12}
        np.testing.assert_allclose(scores[at], one["total"], **close)
        expected = method.scores(rows[at], shares[at], ways[at])
        np.testing.assert_allclose(scores[at], expected, **close)
        nodes = details["node_contributions"][at]
        np.testing.assert_allclose(nodes, one["node_contributions"], **close)
        np.testing.assert_allclose(nodes[..., 0], expected, **close)


@given(strategies.problems(), st.sampled_from(SYNTHESES))
def test_losses_order_as_scores_do(drawn, synthesis):
    matrix, _, benefit = drawn
    m, n = matrix.shape
    method = kd.AHPSynthesis(synthesis)
    weights = core.sample_simplex(n, 20, np.random.default_rng(1))
    losses = np.empty((20, m))
    method.losses(matrix, benefit)(weights, losses)
    scores = method.scores(matrix, weights, benefit)
    assert (losses >= 0).all()
    gaps = losses - losses[:, :1]
    np.testing.assert_allclose(gaps, scores[:, :1] - scores, atol=1e-12)


@pytest.mark.parametrize("synthesis", SYNTHESES)
def test_smaa_takes_the_method_of_a_ranking(synthesis):
    ranking = mixed(synthesis).rank(PROBLEM)
    sure = kd.smaa(ranking.problem, None, ranking.method, n_samples=2000, rng=1)
    weights = core.sample_simplex(4, 2000, np.random.default_rng(2))
    scores = weights @ ranking.details["normalized"].T
    firsts = np.bincount(scores.argmax(axis=1), minlength=3) / 2000
    np.testing.assert_allclose(sure.first_shares, firsts, atol=0.05)


def test_every_parameter_counts():
    ranking = mixed("ideal").rank(PROBLEM)
    problem, weights, method = ranking.problem, ranking.weights, ranking.method
    for other in (
        kd.AHPSynthesis("distributive"),
        kd.AHPSynthesis("ideal"),
        kd.AHPSynthesis("ideal", [1, 20, None, None]),
    ):
        assert np.abs(kd.rank(problem, weights, other).scores - ranking.scores).max() > 1e-3
    assert method == kd.AHPSynthesis("ideal", [None, 10, None, None], {
        "partner": [0, 1, 2, 3], "gain": [0, 1], "ease": [2, 3],
    })  # fmt: skip
    assert "node_contributions" not in kd.rank(problem, weights, kd.AHPSynthesis()).details
    assert mixed("distributive").rank(PROBLEM).method.tops is None
    unrated = kd.AHP(HIERARCHY, dict.fromkeys(HIERARCHY.leaves, WATER), synthesis="ideal")
    assert unrated.rank().method.tops is None


@given(npst.arrays(np.float64, (3, 2), elements=st.sampled_from([1e-300, 1.0, 1e300])))
def test_extreme_scales_give_finite_scores(matrix):
    problem = kd.DecisionProblem.from_arrays(matrix, ["benefit", "cost"])
    for synthesis in SYNTHESES:
        assert np.isfinite(kd.rank(problem, [1, 1], kd.AHPSynthesis(synthesis)).scores).all()


METHODS = [
    (("idea",), "AHPSynthesis.synthesis: unknown choice; got 'idea', expected one of "
     "'distributive', 'ideal'. Hint: did you mean 'ideal'?"),
    (("distributive", [1]), "AHPSynthesis.tops: they count in ideal synthesis only."),
    *((("ideal", tops), f"AHPSynthesis.tops: no tops; got {tops!r}, expected a positive number or "
       "None for each column.") for tops in ("ab", 3, [0], [-1.0], [True], ["2"], [math.inf],
                                             [math.nan])),
    (("ideal", None, [1]), "AHPSynthesis.nodes: no mapping; got [1], expected {node: columns}."),
    *((("ideal", None, {"g": columns}), f"AHPSynthesis.nodes, node 'g': no columns; got "
       f"{columns!r}, expected their numbers, from 0.") for columns in ([], [-1], ["0"], 3, [True],
                                                                        [0.5])),
]  # fmt: skip


@pytest.mark.parametrize(("arguments", "said"), METHODS, ids=lambda value: str(value)[:30])
def test_parameters_that_are_refused(arguments, said):
    assert message(kd.AHPSynthesis, *arguments) == said


def test_a_method_of_another_problem_is_refused():
    method = kd.AHPSynthesis("ideal", [None, 2.0, 3.0], {"goal": [0, 2]})
    assert [str(fault) for fault in faults(kd.rank, PROBLEM, [1, 1], method)] == [
        "AHPSynthesis.nodes, node 'goal': no such column; got 2, expected 0 to 1.",
        "AHPSynthesis.tops: wrong length; got 3, expected 2.",
    ]
    bad = kd.DecisionProblem(PROBLEM.criteria, ["A", "B"], [[0, 1], [1, 0]])
    assert message(kd.rank, bad, [1, 1], kd.AHPSynthesis()) == (
        "criterion 'km': normalization 'sum' takes no 0 in a cost column: it divides by the value. "
        "Hint: compare or rate the candidates there."
    )


def test_ahp_is_a_method_that_files_may_name():
    content = json.loads(mixed("ideal").rank(PROBLEM).to_json())
    assert content["method"] == {
        "name": "AHP",
        "synthesis": "ideal",
        "tops": [None, 10.0, None, None],
        "nodes": {"partner": [0, 1, 2, 3], "gain": [0, 1], "ease": [2, 3]},
    }
    content["method"]["nodes"] = "all"
    assert message(kd.Ranking.from_dict, content) == (
        "AHPSynthesis.nodes: no mapping; got 'all', expected {node: columns}."
    )


# ---- what is shown -------------------------------------------------------------------------------


def test_rankings_and_explanations_print():
    ranking = mixed().rank(PROBLEM)
    assert str(ranking).splitlines() == [
        "partner",
        "rank  candidate        score",
        "----  ---------------  -----",
        "   1  Kabupaten Tuban  0.515",
        "   2  Blora            0.287",
        "   3  Ngawi            0.198",
        "method: AHP (distributive); weights: AHPWeights",
    ]
    why = ranking.explain("Tuban")
    parts, nodes = why.tables("id")
    assert parts.title == "Kabupaten Tuban: peringkat 1, skor 0,515"
    assert nodes.headers == ("simpul", "sumbangan")
    assert nodes.rows == (("partner", "0,515"), ("gain", "0,407"), ("ease", "0,108"))


def test_the_nodes_of_an_explanation_are_read_only():
    why = mixed().rank(PROBLEM).explain("Tuban")
    with pytest.raises(TypeError, match="read-only"):
        why.nodes["gain"] = 1


def test_comparisons_at_a_leaf_may_be_incomplete():
    some = PC(REGIONS, {("Tuban", "Ngawi"): 2, ("Ngawi", "Blora"): 2})
    ranking = mixed(water=some).rank(PROBLEM)
    np.testing.assert_allclose(ranking.scores, mixed().rank(PROBLEM).scores, atol=1e-9)
    details = ranking.weights.details
    assert details["leaf_consistency_ratios"] == {"water": None}  # nothing was said twice
    assert details["leaf_missing_pairs"] == {"water": 1}
    assert kd.Ranking.from_json(ranking.to_json()).to_dict() == ranking.to_dict()
    apart = faults(mixed(water=PC(REGIONS, {("Tuban", "Ngawi"): 2})).rank, PROBLEM)
    assert [fault.where.partition(":")[0] for fault in apart] == ["leaf 'water'"]


# ---- warnings ------------------------------------------------------------------------------------

CIRCLE = {("Tuban", "Ngawi"): 5, ("Ngawi", "Blora"): 5, ("Blora", "Tuban"): 5}


def test_inconsistent_leaves_are_named():
    with pytest.warns(kd.KadmcdmWarning, match="^'water': consistency ratio") as caught:
        ranking = mixed(water=PC(REGIONS, CIRCLE)).rank(PROBLEM)
    assert len(caught) == 1
    assert ranking.weights.details["leaf_consistency_ratios"]["water"] > 1
    scale = PC(["some", "none", "firm"], {("some", "none"): 5, ("none", "firm"): 5,
                                          ("firm", "some"): 5})  # fmt: skip
    with pytest.warns(kd.KadmcdmWarning, match="^'will': consistency ratio"):
        mixed(will=kd.RatedLeaf(scale, WILL.grades)).rank(PROBLEM)


# ---- what is refused -----------------------------------------------------------------------------

KINDS = "PairwiseComparisons, RatedLeaf or MeasuredLeaf"
RATED = [
    ((3, {"A": "u"}), ["RatedLeaf.scale: no scale; got int, expected {grade: value} or "
                       "PairwiseComparisons."]),
    (({"u": 1}, ["u"]), ["RatedLeaf.grades: no mapping; got list, expected {candidate: grade}."]),
    (({"u": 1}, {}), ["RatedLeaf.grades: nobody is graded; expected a grade for each candidate."]),
    (({"u": 0, "v": 0.0}, {"A": "u"}), ["RatedLeaf.scale: no grade is worth anything; expected one "
                                        "above 0."]),
    (({}, {"A": "u"}), ["RatedLeaf.scale: no grade is worth anything; expected one above 0.",
                        "candidate 'A': unknown grade; got 'u', expected a grade of the scale."]),
    (({"high": 5, "low": "1", "x": -1, "y": True, "z": math.nan}, {"A": "hihg", "B": 3}), [
        "grade 'low': no number; got '1', expected a number >= 0.",
        "grade 'x': no value; got -1, expected a finite number >= 0.",
        "grade 'y': no number; got True, expected a number >= 0.",
        "grade 'z': no value; got nan, expected a finite number >= 0.",
        "candidate 'A': unknown grade; got 'hihg', expected a grade of the scale. Hint: did you "
        "mean 'high'?",
        "candidate 'B': unknown grade; got 3, expected a grade of the scale. Hint: known names: "
        "'high', 'low', 'x', 'y', 'z'.",
    ]),
    (({" ": 1}, {"": " "}), ["grade number 1: the name is no text; got ' ', expected text.",
                             "candidate number 1: the name is no text; got '', expected text."]),
    ((PC(["u", "v"], {("u", "v"): 2}), {"A": "w"}), [
        "candidate 'A': unknown grade; got 'w', expected a grade of the scale. Hint: known names: "
        "'u', 'v'."]),
]  # fmt: skip


@pytest.mark.parametrize(("arguments", "said"), RATED, ids=range(len(RATED)))
def test_ratings_that_are_refused(arguments, said):
    assert [str(fault) for fault in faults(kd.RatedLeaf, *arguments)] == said


def test_a_measured_leaf_names_a_criterion():
    assert message(kd.MeasuredLeaf, 3) == "MeasuredLeaf.criterion: no name; got 3, expected text."


SETTINGS = [
    ({"synthesis": "idael"}, "AHP.synthesis: unknown choice; got 'idael', expected one of "
     "'distributive', 'ideal'. Hint: did you mean 'ideal'?"),
    ({"prioritization": "eigenvctor"}, "AHP.prioritization: unknown choice; got 'eigenvctor', "
     "expected one of 'eigenvector', 'geometric_mean', 'column_mean'. Hint: did you mean "
     "'eigenvector'?"),
    ({"hierarchy": WATER}, "AHP.hierarchy: no hierarchy; got PairwiseComparisons, expected "
     "kd.Hierarchy."),
    ({"leaves": [WATER]}, "AHP.leaves: no mapping; got list, expected {leaf: "
     f"{KINDS}}}."),
    ({"leaves": {"wter": WATER}}, "leaf 'wter': unknown name. Hint: did you mean 'water'?"),
    ({"leaves": {"gain": WATER}}, "leaf 'gain': unknown name. Hint: known names: 'water', 'will', "
     "'distance', 'skill'."),
    ({"leaves": {"water": "km"}}, f"leaf 'water': no measurement; got str, expected {KINDS}."),
    ({"leaves": {"water": kd.RatedLeaf}}, f"leaf 'water': no measurement; got type, expected "
     f"{KINDS}."),
    ({"leaves": {"water": [WATER]}}, f"leaf 'water': no measurement; got list, expected {KINDS}."),
    ({"leaves": {"water": (WATER, WILL)}}, "leaf 'water': it is measured in more than one way; got "
     "PairwiseComparisons and RatedLeaf, expected one of them."),
]  # fmt: skip


@pytest.mark.parametrize(("change", "said"), SETTINGS, ids=range(len(SETTINGS)))
def test_settings_that_are_refused(change, said):
    assert message(kd.AHP, **{"hierarchy": HIERARCHY, "leaves": LEAVES, **change}) == said


def test_all_faults_of_leaves_are_said_at_once():
    said = faults(
        kd.AHP,
        HIERARCHY,
        {
            "will": WILL,
            "wter": WATER,
            "distance": [kd.MeasuredLeaf("km"), WILL],
            "skill": PC(["Tuban", "Ngwai", "Pati"], {}),
        },
    )
    of_will = "expected the candidates of leaf 'will'."
    assert [str(fault) for fault in said] == [
        "leaf 'wter': unknown name. Hint: did you mean 'water'?",
        "leaf 'distance': it is measured in more than one way; got MeasuredLeaf and RatedLeaf, "
        "expected one of them.",
        f"leaf 'skill', candidate 'Ngwai': unknown name; {of_will} Hint: did you mean 'Ngawi'?",
        f"leaf 'skill', candidate 'Pati': unknown name; {of_will} Hint: known names: 'Tuban', "
        "'Ngawi', 'Blora'.",
        f"leaf 'skill', candidate 'Ngawi': neither compared nor rated; {of_will}",
        f"leaf 'skill', candidate 'Blora': neither compared nor rated; {of_will}",
    ]


def test_all_that_a_problem_lacks_is_said_at_once():
    problem = kd.DecisionProblem(
        [kd.Criterion("km", "cost"), kd.Criterion("skil", "benefit"), kd.Criterion("gap", "cost")],
        ["Tuban", "Ngawi", "Pati"],
        [[0, -3, 1], [4, 5, 2], [-2, 6, 3]],
    )
    leaves = {**LEAVES, "water": kd.MeasuredLeaf("gapp")}
    above = "AHP takes no value <= 0 of a cost: it divides by the value"
    rate = "Hint: compare or rate the candidates there."
    assert [str(fault) for fault in faults(kd.AHP(HIERARCHY, leaves).rank, problem)] == [
        "candidate 'Blora': it is compared or rated, but the problem does not have it. Hint: known "
        "names: 'Tuban', 'Ngawi', 'Pati'.",
        "candidate 'Pati': the problem has it, but it is neither compared nor rated. Hint: compare "
        "or rate it, or leave it out with problem.without('Pati').",
        "leaf 'water': criterion 'gapp': unknown name. Hint: did you mean 'gap'?",
        f"criterion 'km' of candidate 'Tuban': {above}; got 0, expected more than 0. {rate}",
        f"criterion 'km' of candidate 'Pati': {above}; got -2, expected more than 0. {rate}",
        "leaf 'skill': nothing says how the candidates do there; expected "
        f"{KINDS}. Hint: did you mean 'skil'?",
    ]
    measured = kd.AHP(HIERARCHY, {**LEAVES, "skill": kd.MeasuredLeaf("skil")})
    assert (
        "criterion 'skil' of candidate 'Tuban': AHP takes no negative value: it compares in "
        f"proportion; got -3, expected 0 or more. {rate}"
    ) in [str(fault) for fault in faults(measured.rank, problem)]


def test_measured_leaves_need_a_problem():
    assert [str(fault) for fault in faults(mixed().rank)] == [
        "leaf 'distance': there is no problem to measure it by. Hint: give the problem to "
        "rank(problem).",
        f"leaf 'skill': nothing says how the candidates do there; expected {KINDS}. Hint: compare "
        "or rate the candidates, or give a problem.",
    ]
    assert message(mixed().rank, [[1]]) == "problem: no DecisionProblem; got list."
    assert message(mixed().rank, PROBLEM, tie_tolerance=2) == (
        "tie_tolerance: no tolerance; got 2, expected 0 to 1."
    )


def test_what_priorities_refuse_is_said_with_the_leaf():
    ahp = kd.AHP(HIERARCHY, {**LEAVES, "water": WATER}, random_index={2: 0.5})
    said = faults(ahp.rank, PROBLEM)
    assert [fault.where.partition(":")[0] for fault in said] == ["leaf 'water'"]


# ---- laws of the house ---------------------------------------------------------------------------


def test_inputs_stay_as_they_were():
    scale, grades = {"u": 2.0, "v": 1.0}, dict.fromkeys(REGIONS, "u")
    leaves = {**LEAVES, "will": kd.RatedLeaf(scale, grades)}
    before = dict(leaves), dict(scale), dict(grades), PROBLEM.to_dict(), HIERARCHY.to_dict()
    ahp = kd.AHP(HIERARCHY, leaves, synthesis="ideal")
    ranking = ahp.rank(PROBLEM)
    ranking.explain("Tuban")
    assert (leaves, scale, grades, PROBLEM.to_dict(), HIERARCHY.to_dict()) == before
    scores = ranking.scores.tolist()
    leaves.clear(), scale.clear(), grades.clear()
    assert ahp.rank(PROBLEM).scores.tolist() == scores


def test_objects_are_frozen_and_travel_between_processes():
    ahp = mixed("ideal")
    for thing, key in ((ahp, "synthesis"), (WILL, "scale"), (LEAVES["distance"], "criterion")):
        with pytest.raises(AttributeError):
            setattr(thing, key, None)
    for mapping in (ahp.leaves, WILL.scale, WILL.grades, ahp.rank(PROBLEM).method.nodes):
        with pytest.raises(TypeError, match="read-only"):
            mapping["x"] = 1
    twin = pickle.loads(pickle.dumps(ahp))
    assert twin.rank(PROBLEM).to_dict() == ahp.rank(PROBLEM).to_dict()
    with pytest.raises(TypeError, match="read-only"):
        twin.leaves["x"] = 1


def test_ahp_weights_with_topsis_is_one_line():
    hierarchy = kd.Hierarchy("g", {"km": {}, "skill": {}}, {
        "g": PC(["km", "skill"], {("km", "skill"): 3}),
    })  # fmt: skip
    ranking = kd.rank(PROBLEM, kd.AHPWeights(hierarchy))
    assert ranking.method == kd.TOPSIS()
    assert ranking.weights.values.tolist() == [0.75, 0.25]
