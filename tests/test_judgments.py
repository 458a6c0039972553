"""Judgments of people: what is taken, what is refused and in which words, what comes out."""

import copy
import dataclasses
import json
import pickle
import warnings
from fractions import Fraction
from itertools import combinations

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

import kadmcdm as kd
import strategies
from helpers import CASES, assert_meets, comparison_matrix
from kadmcdm import core
from kadmcdm.errors import brief
from messages import faults, message

PC = kd.PairwiseComparisons
ABC = ["a", "b", "c"]


def judged(value):
    return PC(["a", "b"], {("a", "b"): value})


# ---- judgments -----------------------------------------------------------------------------------

NO_JUDGMENTS = [
    0, -1, float("nan"), float("inf"), 1e-320, 10**400, 2j, None, True, [3],
    "0", "-1/3", "1/0", "3/1/2", "", "1e400",
]  # fmt: skip


@pytest.mark.parametrize("value", NO_JUDGMENTS, ids=lambda v: repr(v)[:12])
def test_a_judgment_is_a_positive_number(value):
    assert message(judged, value) == (
        f"judgment of 'a' against 'b': no judgment; got {brief(value)}, expected a positive number "
        "or '1/5'."
    )


@pytest.mark.parametrize("value", ["much", "nan", "inf", "lebih"])
def test_words_get_a_hint(value):
    assert message(judged, value) == (
        f"judgment of 'a' against 'b': no judgment; got {value!r}, expected a positive number or "
        "'1/5'. Hint: a term of the scale, such as 'strongly more important' or 'sedikit lebih "
        "penting'."
    )


@pytest.mark.parametrize(
    ("value", "number"),
    [
        (3, 3.0), (0.2, 0.2), (np.float64(7), 7.0), (np.int64(7), 7.0), (1e308, 1e308),
        (Fraction(1, 3), 1 / 3), ("1/3", 1 / 3), (" 1 / 3 ", 1 / 3), ("3", 3.0), ("0.2", 0.2),
        ("1/2.5", 0.4), ("1.5/2", 0.75), ("9/1", 9.0), ("2e1", 20.0),
        ("0,25", 0.25), ("1,5/2", 0.75), ("2,0", 2.0), ("0.33", 1 / 3), ("strongly", 5.0),
    ],
)  # fmt: skip
def test_the_ways_to_write_a_judgment(value, number):
    given_pair = judged(value).matrix
    assert given_pair.tolist() == [[1.0, number], [1.0 / number, 1.0]]


REFUSED = [
    (ABC, {("a", "b"): 3, ("b", "a"): 3}, "judgment of 'b' against 'a': judged twice, with "
     "contradicting values; got 3 and 0.333333."),
    (ABC, {("a", "a"): 1}, "judgment of 'a' against 'a': a thing is compared with itself. Hint: "
     "leave it out."),
    (["cost", "reach"], {("cst", "reach"): 2}, "item 'cst': unknown name. Hint: did you mean "
     "'cost'?"),
    (["cost", "reach"], {("cost", "x"): 2}, "item 'x': unknown name. Hint: known names: 'cost', "
     "'reach'."),
    (ABC, {"ab": 2}, "judgments: no pair of names; got 'ab', expected ('a', 'b')."),
    (ABC, {("a", "b", "c"): 2}, "judgments: no pair of names; got ('a', 'b', 'c'), expected ('a', "
     "'b')."),
    (ABC, [("a", "b", 2)], "judgments: no mapping; got [('a', 'b', 2)], expected {('a', 'b'): 3, "
     "...}."),
    ([], {}, "names: there is nothing to compare; expected at least one."),
    ("ab", {("a", "b"): 2}, "names: no list; got 'ab', expected a list of names."),
    (None, {}, "names: no list; got None, expected a list of names."),
    (["a", "a"], {}, "item 'a': the name stands more than once; got rows 1, 2, expected unique "
     "names."),
    (["a", ""], {}, "item number 2: the name is no text; got '', expected text."),
]  # fmt: skip


@pytest.mark.parametrize(("names", "judgments", "said"), REFUSED)
def test_judgments_that_are_refused(names, judgments, said):
    assert message(PC, names, judgments) == said


def test_all_faults_of_judgments_are_said_at_once():
    said = faults(PC, ABC, {("a", "b"): 0, ("a", "d"): -1, ("c", "c"): 2, ("b", "c"): "x"})
    assert [(fault.where, fault.what) for fault in said] == [
        ("judgment of 'a' against 'b'", "no judgment"),
        ("item 'd'", "unknown name"),
        ("judgment of 'a' against 'd'", "no judgment"),
        ("judgment of 'c' against 'c'", "a thing is compared with itself"),
        ("judgment of 'b' against 'c'", "no judgment"),
    ]


def test_a_pair_may_be_said_twice_when_both_agree():
    both = PC(["a", "b"], {("a", "b"): 3, ("b", "a"): "1/3"})
    assert both.matrix[0, 1] == pytest.approx(3, rel=1e-15)


def test_an_inverse_judgment_is_turned_around():
    assert PC(["a", "b"], {("b", "a"): 4}).matrix.tolist() == [[1, 0.25], [4, 1]]


# ---- matrices ------------------------------------------------------------------------------------

MATRICES = [
    ([[1, 3], [3, 1]], "judgment of 'a' against 'b': not reciprocal: 3 x 3 = 9; expected a product "
     "of 1. Hint: write fractions such as '1/3', or give each pair once."),
    ([[1, 3], [0.333, 1]], "judgment of 'a' against 'b': not reciprocal: 3 x 0.333 = 0.999; "
     "expected a product of 1. Hint: write fractions such as '1/3', or give each pair once."),
    ([[2, 3], ["1/3", 1]], "judgment of 'a' against 'a': the diagonal is not 1; got 2, "
     "expected 1."),
    ([[1, 3], ["1/3", 0]], "judgment of 'b' against 'b': no judgment; got 0, expected a positive "
     "number or '1/5'."),
    ([[1, float("nan")], ["1/3", 1]], "judgment of 'a' against 'b': no judgment; got nan, expected "
     "a positive number or '1/5'. Hint: None stands for a pair that nobody judged."),
    ([[1, -3], ["-1/3", 1]], "2 faults:\n  1. judgment of 'a' against 'b': no judgment; got -3, "
     "expected a positive number or '1/5'.\n  2. judgment of 'b' against 'a': no judgment; got "
     "'-1/3', expected a positive number or '1/5'."),
    ([[1, 3, 1], [1, 1, 1]], "matrix: wrong shape; got rows of [3, 3], expected (2, 2), a row per "
     "name."),
    ([[1, 3], [1]], "matrix: wrong shape; got rows of [2, 1], expected (2, 2), a row per name."),
    ([1, 3], "matrix: wrong shape; got no table, expected (2, 2), a row per name."),
    ("13", "matrix: wrong shape; got no table, expected (2, 2), a row per name."),
]  # fmt: skip


@pytest.mark.parametrize(("matrix", "said"), MATRICES)
def test_matrices_that_are_refused(matrix, said):
    assert message(PC.from_matrix, ["a", "b"], matrix) == said


def test_a_matrix_tells_all_its_faults():
    rows = [[2, 3, 5], [3, 1, 0], ["1/5", 1, 1]]
    said = faults(PC.from_matrix, ABC, rows)
    assert [(fault.where, fault.what[:14]) for fault in said] == [
        ("judgment of 'b' against 'c'", "no judgment"),
        ("judgment of 'a' against 'a'", "the diagonal i"),
        ("judgment of 'a' against 'b'", "not reciprocal"),
    ]


@pytest.mark.parametrize("printed", [0.3333333, 0.33333334, "1/3", "0.333333333"])
def test_seven_printed_digits_are_reciprocal_enough(printed):
    assert PC.from_matrix(["a", "b"], [[1, 3], [printed, 1]]).matrix.tolist() == [
        [1, 3],
        [1 / 3, 1],
    ]


def test_a_matrix_and_a_dict_say_the_same():
    rows = [[1, 2, "1/4"], ["1/2", 1, 3], [4, "1/3", 1]]
    by_pair = {("a", "b"): 2, ("c", "a"): 4, ("b", "c"): Fraction(3)}
    from_rows = PC.from_matrix(ABC, rows)
    assert from_rows.matrix.tolist() == PC(ABC, by_pair).matrix.tolist()
    array = np.array([[1, 2, 0.25], [0.5, 1, 3], [4, 1 / 3, 1]])
    assert PC.from_matrix(ABC, array).matrix.tolist() == from_rows.matrix.tolist()


def test_a_matrix_and_its_transpose_differ():
    """Row dominates column: the commonest silent mistake turns every priority around."""
    matrix = np.array([[1, 2, 6], [1 / 2, 1, 3], [1 / 6, 1 / 3, 1]])
    forth, back = PC.from_matrix(ABC, matrix), PC.from_matrix(ABC, matrix.T)
    np.testing.assert_allclose(forth.priorities().values, [0.6, 0.3, 0.1], atol=1e-12)
    np.testing.assert_allclose(back.priorities().values, [1 / 9, 2 / 9, 6 / 9], atol=1e-12)


def test_a_matrix_may_have_gaps():
    part = PC.from_matrix(ABC, [[1, 2, None], [None, 1, None], [None, "1/3", 1]])
    assert part.missing == (("a", "c"),)
    assert part.matrix[0, 1] == 2
    assert part.matrix[1, 0] == 0.5
    assert part.matrix[1, 2] == pytest.approx(3)


@given(strategies.comparisons(orders=(1, 6)))
def test_any_reciprocal_matrix_is_taken_as_it_is(matrix):
    names = [f"x{k}" for k in range(len(matrix))]
    taken = PC.from_matrix(names, matrix)
    np.testing.assert_allclose(taken.matrix, matrix, rtol=1e-15)
    assert not taken.matrix.flags.writeable
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", kd.KadmcdmWarning)
        found = taken.priorities()
    np.testing.assert_array_equal(found.values, core.priority_vector(taken.matrix))
    assert found.values.sum() == pytest.approx(1, abs=1e-12)


def test_a_matrix_is_copied():
    mine = np.array([[1.0, 2.0], [0.5, 1.0]])
    taken = PC.from_matrix(["a", "b"], mine)
    mine[0, 1] = 9.0
    assert taken.matrix[0, 1] == 2.0
    with pytest.raises(ValueError, match="read-only"):
        taken.matrix[0, 1] = 9.0
    with pytest.raises(dataclasses.FrozenInstanceError):
        taken.names = ("x", "y")


# ---- priorities ----------------------------------------------------------------------------------


def all_equal(n):
    names = [f"x{k}" for k in range(n)]
    return PC(names, dict.fromkeys(combinations(names, 2), 1))


@pytest.mark.parametrize("n", [1, 2, 16])
def test_few_and_many_items(n):
    found = all_equal(n).priorities()
    np.testing.assert_allclose(found.values, 1 / n, rtol=1e-12)
    assert found.lambda_max == pytest.approx(n)
    assert (found.consistency_index, found.consistency_ratio) == (0, 0)
    assert (found.random_index == 0) == (n <= 2)


def test_two_items_have_no_inconsistency():
    found = judged(9).priorities()
    assert found["a"] == pytest.approx(0.9, abs=1e-15)
    assert (found.lambda_max, found.consistency_ratio, found.random_index) == (2, 0, 0)


MILD = {("a", "b"): 3, ("a", "c"): 3, ("b", "c"): 2}


@pytest.mark.parametrize("rule", ["eigenvector", "geometric_mean", "column_mean"])
def test_each_prioritization_is_that_of_the_core(rule):
    compared = PC(ABC, MILD)
    found = compared.priorities(rule)
    np.testing.assert_array_equal(found.values, core.priority_vector(compared.matrix, rule))
    assert found.prioritization == rule
    # CR comes from lambda_max whatever the prioritization
    assert found.consistency_ratio == pytest.approx(0.02681079 / 0.5247, abs=1e-7)


def test_the_random_index_is_recorded():
    compared = PC(ABC, MILD)
    table = compared.priorities(random_index="saaty-1980")
    assert (table.random_index, table.random_index_name) == (0.58, "saaty-1980")
    for index in (0.52, {3: 0.52, 4: 0.9}):
        found = compared.priorities(random_index=index)
        assert (found.random_index, found.random_index_name) == (0.52, "given")
        assert found.consistency_ratio == pytest.approx(0.02681079 / 0.52, abs=1e-7)


PRIORITIES = [
    (PC(ABC, {("a", "b"): 2}), {}, "judgments: they fall apart into groups that nothing connects; "
     "got 'a', 'b' | 'c', expected judgments that lead from each item to each other. Hint: ask at "
     "least 'a' against 'c'."),
    (PC(ABC, MILD), {"prioritization": "eigen"}, "prioritization: unknown choice; got 'eigen', "
     "expected one of 'eigenvector', 'geometric_mean', 'column_mean'. Hint: did you mean "
     "'eigenvector'?"),
    (PC(ABC, MILD), {"random_index": "saaty-1981"}, "random_index: unknown choice; got "
     "'saaty-1981', expected one of 'alonso-lamata-2006', 'saaty-1980', 'saaty-2005', "
     "'donegan-dodd-1991', 'tummala-ling-1998'. Hint: did you mean 'saaty-1980'?"),
    (PC(ABC, MILD), {"random_index": {4: 0.9}}, "random_index: no value for n = 3; got None, "
     "expected a number > 0."),
    (PC(ABC, MILD), {"random_index": 0}, "random_index: no value for n = 3; got 0, expected a "
     "number > 0."),
    (PC(["a", "b"], {("a", "b"): 2}), {"random_index": "saaty-1981"}, "random_index: unknown "
     "choice; got 'saaty-1981', expected one of 'alonso-lamata-2006', 'saaty-1980', "
     "'saaty-2005', 'donegan-dodd-1991', 'tummala-ling-1998'. Hint: did you mean 'saaty-1980'?"),
    (PC(["a", "b"], {("a", "b"): 2}), {"random_index": -5}, "random_index: no value for n = 2; "
     "got -5, expected a number > 0."),
    (all_equal(16), {"random_index": "saaty-1980"}, "random_index: table 'saaty-1980' ends at n = "
     "15; got n = 16. Hint: use 'alonso-lamata-2006', which has a fit, or give a number."),
]  # fmt: skip


@pytest.mark.parametrize(("compared", "options", "said"), PRIORITIES)
def test_priorities_that_are_refused(compared, options, said):
    assert message(compared.priorities, **options) == said


CONTRADICTING = {("a", "b"): 5, ("b", "c"): 5, ("a", "c"): 1}


def test_contradictions_warn_and_change_nothing():
    compared = PC(ABC, CONTRADICTING)
    said = (
        r"^'gains': consistency ratio 1\.\d{3} is above 0\.10: the judgments on a, b and c "
        r"contradict one another more than a tenth of what random answers would\. The weights "
        r"stand as they are; look at the judgments again \(inconsistencies\(\) names those that "
        r"hurt most\)\.$"
    )
    with pytest.warns(kd.KadmcdmWarning, match=said):
        found = compared.priorities(node="gains")
    np.testing.assert_array_equal(found.values, core.priority_vector(compared.matrix))
    assert found.consistency_ratio == core.consistency_ratio(compared.matrix)


def test_a_tenth_exactly_does_not_warn():
    compared = PC(ABC, CONTRADICTING)
    index = float(core.consistency_index(compared.matrix))
    assert compared.priorities(random_index=index / 0.1).consistency_ratio <= 0.1 + 1e-12
    with pytest.warns(kd.KadmcdmWarning, match="^consistency ratio 0.100 is above"):
        compared.priorities(random_index=index / 0.1001)


def test_an_unknown_item_of_priorities_is_named():
    found = PC(["cost", "reach"], {("cost", "reach"): 4}).priorities()
    assert found["reach"] == 0.2
    assert message(found.__getitem__, "rech") == (
        "item 'rech': unknown name. Hint: did you mean 'reach'?"
    )


def test_priorities_show_in_both_languages():
    found = PC(ABC, MILD).priorities()
    assert str(found).splitlines() == [
        "criterion  weight",
        "---------  ------",
        "a           0.594",
        "b           0.249",
        "c           0.157",
        "consistency ratio 0.051 (alonso-lamata-2006)",
    ]
    assert found.tables("id")[0].rows[0] == ("a", "0,594")
    assert found.tables("id")[0].caption == "rasio konsistensi 0,051 (alonso-lamata-2006)"


def test_judgments_read_as_sentences():
    compared = PC(
        ["cost", "reach", "risk", "time"],
        {
            ("cost", "reach"): "1/3",
            ("cost", "risk"): 5,
            ("reach", "risk"): 1,
            ("time", "risk"): 2.5,
        },
    )
    assert compared.describe().splitlines() == [
        "reach is preferred 3 times to cost",
        "cost is preferred 5 times to risk",
        "cost and time are not compared",
        "reach and risk are equally preferred",
        "reach and time are not compared",
        "time is preferred 2.5 times to risk",
    ]
    assert repr(compared) == "PairwiseComparisons(cost, reach, risk, time)"


def test_select_keeps_judgments_and_gaps():
    compared = PC(ABC, {("a", "b"): 2, ("c", "b"): 7})
    part = compared.select(["c", "b"])
    assert part.names == ("c", "b")
    assert part.matrix.tolist() == [[1, 7], [1 / 7, 1]]
    assert compared.select(["a", "c"]).missing == (("a", "c"),)
    assert message(compared.select, ["a", "d"]).startswith("item 'd': unknown name.")


@given(strategies.comparisons(orders=(1, 5)), st.data())
def test_json_loses_no_judgment(matrix, data):
    names = [f"x{k}" for k in range(len(matrix))]
    pairs = {}
    for i, j in combinations(range(len(names)), 2):
        i, j = (i, j) if data.draw(st.booleans()) else (j, i)
        if data.draw(st.integers(0, 4)):  # one in five is missing
            factor = data.draw(st.floats(0.5, 2))
            pairs[names[i], names[j]] = matrix[i, j] * factor
    compared = PC(names, pairs)
    for twin in (
        PC.from_json(compared.to_json(indent=1)),
        pickle.loads(pickle.dumps(compared)),
        copy.deepcopy(compared),
    ):
        assert twin.matrix.tobytes() == compared.matrix.tobytes()
        assert twin.names == compared.names
        assert not twin.matrix.flags.writeable
        assert twin.to_dict() == compared.to_dict()


JSON_FAULTS = [
    ({"judgments": [3]}, "judgment: no triple; got 3, expected [a, b, value]."),
    ({"judgments": [[1, 2, 3]]}, "judgment: no pair of names; got [1, 2, 3], expected [a, b, "
     "value]."),
    ({"judgments": [["a", "b", 3], ["a", "b", 5]]}, "judgment of 'a' against 'b': given twice; got "
     "3 and 5."),
    ({"names": "ab"}, "names: no list; got 'ab', expected a list of names."),
    ({"extra": 1}, "PairwiseComparisons.extra: unknown key."),
    ({"result": "Hierarchy"}, "PairwiseComparisons: another kind of result; got 'Hierarchy', "
     "expected 'PairwiseComparisons'."),
]  # fmt: skip


@pytest.mark.parametrize(("change", "said"), JSON_FAULTS)
def test_json_that_holds_no_comparisons(change, said):
    content = judged(3).to_dict()
    assert message(PC.from_dict, {**content, **change}) == said


# ---- hierarchies ---------------------------------------------------------------------------------

TREE = {
    "goal": "partner",
    "tree": {"gain": {"water": {}, "scale": {}, "skill": {}}, "distance": {}},
    "comparisons": {
        "partner": [["gain", "distance", 3]],
        "gain": [["water", "scale", 2], ["water", "skill", 6], ["scale", "skill", 3]],
    },
}


def hierarchy(**change):
    return kd.Hierarchy.from_dict({**TREE, **change})


def test_weights_are_multiplied_down_the_tree():
    h = hierarchy()
    assert h.leaves == ("water", "scale", "skill", "distance")
    assert h.nodes == {"partner": ("gain", "distance"), "gain": ("water", "scale", "skill")}
    assert h.local_weights["partner"] == {"gain": 0.75, "distance": 0.25}
    assert h.local_weights["gain"] == pytest.approx({"water": 0.6, "scale": 0.3, "skill": 0.1})
    assert h.global_weights == pytest.approx(
        {"water": 0.45, "scale": 0.225, "skill": 0.075, "distance": 0.25}
    )
    assert h.consistency() == pytest.approx({"partner": 0, "gain": 0}, abs=1e-12)
    assert h.left_out == ()


NODE = "node 'gain': "
FAULTY = {
    "a name used twice": (
        {"tree": {**TREE["tree"], "water": {}}},
        ["node 'water': the name stands more than once; got rows 4, 5, expected unique names."],
    ),
    "a child called like the goal": (
        {"tree": {**TREE["tree"], "partner": {}}},
        ["node 'partner': the name stands more than once; got rows 1, 4, expected unique names."],
    ),
    "a node without comparisons": (
        {"comparisons": {"partner": TREE["comparisons"]["partner"]}},
        ["node 'gain': its children are not compared; expected comparisons of 'water', 'scale' and "
         "'skill'."],
    ),
    "comparisons of no node": (
        {"comparisons": {**TREE["comparisons"], "gian": []}},
        ["comparisons of node 'gian': unknown name. Hint: did you mean 'gain'?"],
    ),
    "a child that is none": (
        {"comparisons": {**TREE["comparisons"], "partner": [["gain", "distanse", 3]]}},
        ["node 'partner': item 'distanse': unknown name. Hint: did you mean 'distance'?"],
    ),
    "a pair not compared": (
        {"comparisons": {**TREE["comparisons"], "gain": [["water", "scale", 2]]}},
        [NODE + "judgments: they fall apart into groups that nothing connects; got 'water', "
         "'scale' | 'skill', expected judgments that lead from each item to each other. Hint: ask "
         "at least 'water' against 'skill'."],
    ),
    "a pair given twice": (
        {"comparisons": {**TREE["comparisons"], "partner": [["gain", "distance", 3]] * 2}},
        ["node 'partner': judgment of 'gain' against 'distance': given twice; got 3 and 3."],
    ),
    "no triple": (
        {"comparisons": {**TREE["comparisons"], "partner": [["gain", "distance"]]}},
        ["node 'partner': judgment: no triple; got ['gain', 'distance'], expected [a, b, value]."],
    ),
    "no list of triples": (
        {"comparisons": {**TREE["comparisons"], "partner": "gain"}},
        ["node 'partner': judgment: no triple; got 'gain', expected [a, b, value]."],
    ),
    "no goal": ({"goal": " "}, ["goal: the goal has no name; got ' ', expected text."]),
    "a goal that is no text": ({"goal": 3}, ["goal: the goal has no name; got 3, expected text."]),
    "no tree": ({"tree": {}}, ["tree: there are no criteria; expected at least one."]),
    "a list for a tree": (
        {"tree": ["gain"]},
        ["tree: no mapping of names to their children; got ['gain'], expected {name: {child: "
         "{}}}."],
    ),
    "a list in the tree": (
        {"tree": {"gain": {"water": ["x"]}}},
        ["tree.gain.water: no mapping of names to their children; got ['x'], expected {name: "
         "{child: {}}}."],
    ),
    "no mapping of comparisons": (
        {"comparisons": [1]},
        ["comparisons: no mapping; got list, expected {node: [[a, b, value], ...]}."],
    ),
    "a key that is none": ({"compairsons": 1}, ["Hierarchy.compairsons: unknown key."]),
    "a number for a name": (
        {"tree": {**TREE["tree"], 7: {}}},
        ["node number 4: the name is no text; got 7, expected text.",
         "node 'partner': item number 3: the name is no text; got 7, expected text."],
    ),
}  # fmt: skip


@pytest.mark.parametrize(("change", "said"), FAULTY.values(), ids=FAULTY)
def test_hierarchies_that_are_refused(change, said):
    found = [str(fault) for fault in faults(hierarchy, **change)]
    assert found[: len(said)] == said


def test_all_faults_of_a_hierarchy_are_said_at_once():
    said = faults(
        kd.Hierarchy.from_dict,
        {
            "goal": "g",
            "tree": {"a": {"x": {}, "y": {}, "z": {}}, "b": {"x": {}, "u": {}}, "c": {}},
            "comparisons": {
                "g": [["a", "b", 0], ["a", "d", 2]],
                "a": [["x", "y", "3"]],
                "zz": [],
            },
        },
    )
    assert [str(fault) for fault in said] == [
        "node 'x': the name stands more than once; got rows 5, 8, expected unique names.",
        "comparisons of node 'zz': unknown name. Hint: known names: 'g', 'a', 'b'.",
        "node 'a': judgments: they fall apart into groups that nothing connects; got 'x', 'y' | "
        "'z', expected judgments that lead from each item to each other. Hint: ask at least 'x' "
        "against 'z'.",
        "node 'b': its children are not compared; expected comparisons of 'x' and 'u'.",
        "node 'g': judgment of 'a' against 'b': no judgment; got 0, expected a positive number or "
        "'1/5'.",
        "node 'g': item 'd': unknown name. Hint: known names: 'a', 'b', 'c'.",
    ]


def test_the_constructor_says_the_same():
    said = faults(
        kd.Hierarchy,
        "g",
        {"a": {"x": {}, "y": {}}, "b": {}},
        {"g": PC(["a", "d"], {}), "a": {("x", "y"): 2}, "zz": PC(["q"], {})},
    )
    assert [str(fault) for fault in said] == [
        "comparisons of node 'zz': unknown name. Hint: known names: 'g', 'a'.",
        "node 'g', item 'd': unknown name. Hint: known names: 'a', 'b'.",
        "node 'g': child 'b' is not compared.",
        "node 'a': no comparisons; got dict, expected PairwiseComparisons.",
    ]
    assert message(kd.Hierarchy, "g", {"a": {}, "b": {}}, []) == (
        "comparisons: no mapping; got list, expected {node: PairwiseComparisons}."
    )


def test_no_dict_is_no_hierarchy():
    assert message(kd.Hierarchy.from_dict, []) == "Hierarchy: no dict; got list, expected a dict."
    said = faults(kd.Hierarchy.from_dict, {"goal": "g"})
    assert [str(f) for f in said] == ["Hierarchy.tree: missing."]
    assert message(kd.Hierarchy.from_json, "{").startswith("Hierarchy: no valid JSON; got ")


def test_a_single_leaf_and_single_children_take_it_all():
    alone = kd.Hierarchy("g", {"a": {"b": {"c": {}}}}, {})
    assert alone.global_weights == {"c": 1.0}
    assert alone.consistency() == {"g": 0, "a": 0, "b": 0}
    assert kd.Hierarchy("g", {"a": {}}, {"g": PC(["a"], {})}).global_weights == {"a": 1.0}


DEEP = {
    "goal": "g",
    "tree": {"a": {"b": {"c": {"d": {}, "e": {}}, "f": {}}, "h": {}}, "i": {}, "j": {"k": {}}},
    "comparisons": {
        "g": [["a", "i", 2], ["a", "j", 4], ["i", "j", 2]],
        "a": [["b", "h", 4]],
        "b": [["c", "f", "1/4"]],
        "c": [["d", "e", 1]],
    },
}


def test_any_depth_and_unequal_depth():
    """g 4:2:1; a 4:1; b 1:4; c 1:1; j has one child."""
    h = kd.Hierarchy.from_dict(DEEP)
    a = 4 / 7
    assert h.global_weights == pytest.approx(
        {
            "d": a * 0.8 * 0.2 * 0.5, "e": a * 0.8 * 0.2 * 0.5, "f": a * 0.8 * 0.8, "h": a * 0.2,
            "i": 2 / 7, "k": 1 / 7,
        },
        abs=1e-12,
    )  # fmt: skip
    assert sum(h.global_weights.values()) == pytest.approx(1, abs=1e-12)


def test_leaves_left_out_are_removed_and_their_node_recomputed():
    """water 6 : scale 3 : skill 1, less scale, leaves 6 : 1."""
    less = hierarchy().without("scale")
    assert less.global_weights == pytest.approx(
        {"water": 0.75 * 6 / 7, "skill": 0.75 / 7, "distance": 0.25}, abs=1e-12
    )
    assert less.left_out == ("scale",)
    assert hierarchy().leaves == ("water", "scale", "skill", "distance")


def test_recomputing_is_not_rescaling_when_judgments_contradict():
    """Priorities of the two that stay come from their own judgment alone: 4 to 1."""
    tree = {"goal": "g", "tree": {"a": {}, "b": {}, "c": {}}}
    h = kd.Hierarchy.from_dict(
        {**tree, "comparisons": {"g": [["a", "b", 2], ["b", "c", 3], ["a", "c", 4]]}}
    )
    before = h.global_weights
    assert before["a"] / before["c"] != pytest.approx(4, rel=1e-3)
    assert h.without("b").global_weights == pytest.approx({"a": 0.8, "c": 0.2}, abs=1e-12)


def test_a_group_that_loses_all_leaves_goes():
    less = hierarchy().without("water", "scale", "skill")
    assert less.tree == {"distance": {}}
    assert less.global_weights == {"distance": 1.0}
    deep = kd.Hierarchy.from_dict(DEEP).without("k", "d")
    assert deep.nodes == {"g": ("a", "i"), "a": ("b", "h"), "b": ("c", "f"), "c": ("e",)}
    assert deep.global_weights["i"] == pytest.approx(1 / 3)
    assert deep.left_out == ("k", "d")
    again = deep.without("i")
    assert again.left_out == ("k", "d", "i")
    assert sum(again.global_weights.values()) == pytest.approx(1, abs=1e-12)


@pytest.mark.parametrize(
    ("leaves", "said"),
    [
        (("scal",), "leaf 'scal': unknown name. Hint: did you mean 'scale'?"),
        (("gain",), "leaf 'gain': unknown name. Hint: known names: 'water', 'scale', 'skill', "
         "'distance'."),
        (("water", "scale", "skill", "distance"), "leaves: none would be left. Hint: keep at least "
         "one."),
    ],
)  # fmt: skip
def test_leaves_that_cannot_be_left_out(leaves, said):
    assert message(hierarchy().without, *leaves) == said


def test_a_contradicting_node_is_named_and_keeps_its_weights():
    h = hierarchy(
        comparisons={
            **TREE["comparisons"],
            "gain": [["water", "scale", 5], ["scale", "skill", 5], ["water", "skill", 1]],
        }
    )
    with pytest.warns(kd.KadmcdmWarning, match="^'gain': consistency ratio") as caught:
        weights = h.global_weights
    assert len(caught) == 1
    matrix = np.array([[1, 5, 1], [1 / 5, 1, 5], [1, 1 / 5, 1]])
    local = core.priority_vector(matrix)
    np.testing.assert_allclose(list(weights.values())[:3], 0.75 * local, rtol=1e-12)


@pytest.mark.parametrize("copied", [copy.deepcopy, lambda h: pickle.loads(pickle.dumps(h))])
def test_hierarchies_copy(copied):
    h = kd.Hierarchy.from_dict(DEEP).without("k")
    twin = copied(h)
    assert twin.to_dict() == h.to_dict()
    assert twin.global_weights == h.global_weights


def test_hierarchies_travel_as_json():
    h = kd.Hierarchy.from_dict(DEEP).without("k")
    content = json.loads(h.to_json(indent=2))
    assert content["result"] == "Hierarchy"
    assert content["left_out"] == ["k"]
    assert content["tree"]["a"]["b"]["f"] == {}
    twin = kd.Hierarchy.from_json(h.to_json())
    assert twin.to_dict() == h.to_dict()
    assert twin.global_weights == h.global_weights
    assert twin.left_out == ("k",)


def test_hierarchies_are_frozen():
    tree = {"a": {}, "b": {}}
    h = kd.Hierarchy("g", tree, {"g": judged(2)})
    tree["c"] = {}
    assert h.leaves == ("a", "b")
    with pytest.raises(dataclasses.FrozenInstanceError):
        h.goal = "other"
    with pytest.raises(TypeError, match="read-only"):
        h.tree["c"] = {}
    with pytest.raises(TypeError, match="read-only"):
        h.comparisons["g"] = judged(9)


def test_hierarchies_show_the_tree():
    h = kd.Hierarchy.from_dict(DEEP)
    lines = str(h).splitlines()
    assert lines[0] == "g"
    assert [line.split("  ")[0].rstrip() for line in lines[3:12]] == [
        "a", "· b", "· · c", "· · · d", "· · · e", "· · f", "· h", "i", "j",
    ]  # fmt: skip
    assert lines[3].split() == ["a", "0.571", "0.571"]
    assert lines[-1] == "consistency ratio: g 0.000"
    table = h.tables("id")[0]
    assert table.headers == ("kriteria", "bobot lokal", "bobot global")
    assert table.rows[2] == ("· · c", "0,200", "0,091")
    assert set(h._repr_mimebundle_()) == {"text/plain", "text/html", "text/markdown"}
    assert repr(h) == "Hierarchy('g', 6 leaves)"


# ---- published -----------------------------------------------------------------------------------


def printed_hierarchy(case):
    """Make a `Hierarchy` of a case's compared nodes; what has no children is a leaf."""
    nodes, root = case["inputs"]["nodes"], case["inputs"]["root"]

    def below(name):
        return {child: below(child) for child in nodes.get(name, {}).get("children", [])}

    comparisons = {
        name: PC.from_matrix(node["children"], comparison_matrix(node["pcm"]))
        for name, node in nodes.items()
        if node.get("children")
    }
    return kd.Hierarchy(root, below(root), comparisons)


def test_the_printed_transport_hierarchy_of_four_levels():
    """R AHPtools vignette, transport, respondent 1 (cran/AHPtools, inst/doc/AHPweights.html)."""
    case = next(c for c in CASES if c["id"] == "ahp-ahptools-transport-respondent1")
    h = kd.Hierarchy.from_dict(
        {
            "goal": "G",
            "tree": {
                "C1": {"C1.1": {}, "C1.2": {}},
                "C2": {
                    "C2.1": {"C2.1.1": {}, "C2.1.2": {}},
                    "C2.2": {},
                    "C2.3": {"C2.3.1": {}, "C2.3.2": {}},
                },
                "C3": {"C3.1": {}, "C3.2": {}},
            },
            "comparisons": {
                "G": [["C1", "C2", "1/3"], ["C1", "C3", 2], ["C2", "C3", 4]],
                "C1": [["C1.1", "C1.2", 2]],
                "C2": [["C2.1", "C2.2", 2], ["C2.1", "C2.3", "1/2"], ["C2.2", "C2.3", "1/3"]],
                "C3": [["C3.1", "C3.2", "1/3"]],
                "C2.1": [["C2.1.1", "C2.1.2", 3]],
                "C2.3": [["C2.3.1", "C2.3.2", "1/2"]],
            },
        }
    )
    printed = {
        "C1.1": 0.15899142, "C1.2": 0.07949571, "C2.1.1": 0.13920354, "C2.1.2": 0.04640118,
        "C2.2": 0.10214221, "C2.3.1": 0.11242205, "C2.3.2": 0.2248441, "C3.1": 0.03412495,
        "C3.2": 0.10237485,
    }  # fmt: skip
    assert h.global_weights == pytest.approx(printed, abs=1e-7)
    assert case["expected"]["global"] == printed
    assert sum(h.global_weights.values()) == pytest.approx(1, abs=1e-12)


def figures(case, h):
    """Return the case's figures that a hierarchy of criteria has: of its nodes and leaves."""
    expected = case["expected"]
    printed = {
        "global": {k: v for k, v in expected.get("global", {}).items() if k in h.leaves},
        "local": {k: v for k, v in expected.get("local", {}).items() if k in h.nodes},
        "cr": {k: v for k, v in expected.get("cr", {}).items() if k in h.nodes},
    }
    return {key: found for key, found in printed.items() if found}


TREES = [
    case
    for case in CASES
    if case["method"] == "ahp_tree"
    and "children" in case["inputs"]["nodes"][case["inputs"]["root"]]
    and figures(case, printed_hierarchy(case))
]


@pytest.mark.parametrize("case", TREES, ids=lambda case: case["id"])
@pytest.mark.filterwarnings("ignore::kadmcdm.KadmcdmWarning")
def test_printed_trees(case):
    h = printed_hierarchy(case)
    got = {
        "global": h.global_weights,
        "local": {node: list(weights.values()) for node, weights in h.local_weights.items()},
        "cr": h.consistency(case["params"].get("random_index", "alonso-lamata-2006")),
    }
    assert_meets({**case, "expected": figures(case, h), "printed": {}}, got)


def test_six_printed_trees_have_figures_for_a_hierarchy():
    assert len(TREES) >= 6


def test_frames_are_no_matrix_of_judgments():
    """Their labels might stand in another order than the names."""
    frame = pd.DataFrame([[1, 2], [0.5, 1]], index=["b", "a"], columns=["b", "a"])
    assert message(PC.from_matrix, ["a", "b"], frame).startswith(
        "matrix: wrong shape; got no table"
    )
