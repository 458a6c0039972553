"""Trees from frames and files: circles, orphans, names used twice; what a hierarchy adds up to."""

import pandas as pd
import polars as pl
import pyarrow as pa
import pytest

import kadmcdm as kd
from kadmcdm import core
from messages import faults, message

PC = kd.PairwiseComparisons
NODES = [
    ("goal", None), ("gain", "goal"), ("risk", "goal"), ("water", "gain"), ("scale", "gain"),
    ("skill", "gain"),
]  # fmt: skip
LINES = [
    ("goal", "gain", "risk", "3"), ("gain", "water", "scale", "2"), ("gain", "scale", "skill", "3"),
    ("gain", "water", "skill", None),
]  # fmt: skip
LIBRARIES = [pd.DataFrame, pl.DataFrame, pa.table]


def columns(rows, *names):
    return {name: [row[k] for row in rows] for k, name in enumerate(names)}


def tree(rows, make=pd.DataFrame):
    return make(columns(rows, "node", "parent"))


def lines(rows, make=pd.DataFrame):
    return make(columns(rows, "node", "first", "second", "judgment"))


@pytest.mark.parametrize("make", LIBRARIES)
def test_a_hierarchy_of_frames(make):
    h = kd.Hierarchy.from_frame(tree(NODES, make), lines(LINES, make))
    assert h.nodes == {"goal": ("gain", "risk"), "gain": ("water", "scale", "skill")}
    assert h.global_weights == pytest.approx(
        {"water": 0.45, "scale": 0.225, "skill": 0.075, "risk": 0.25}
    )
    assert h.comparisons["gain"].missing == (("water", "skill"),)
    assert h.consistency() == {"goal": 0.0, "gain": None}
    bare = kd.Hierarchy.from_frame(tree(NODES, make))
    assert bare.comparisons == {}
    assert message(lambda: bare.global_weights) == (
        "2 faults:\n  1. node 'goal': nobody has judged it yet.\n  2. node 'gain': nobody has "
        "judged it yet."
    )


def test_the_order_of_rows_is_the_order_of_children_only():
    shuffled = [NODES[k] for k in (5, 3, 1, 0, 4, 2)]
    h = kd.Hierarchy.from_frame(tree(shuffled), lines(LINES[::-1]))
    assert h.nodes == {"goal": ("gain", "risk"), "gain": ("skill", "water", "scale")}
    assert h.global_weights["water"] == pytest.approx(0.45)


@pytest.mark.parametrize("empty", [None, float("nan"), "", " ", pd.NA])
def test_what_stands_for_no_parent(empty):
    assert kd.Hierarchy.from_frame(tree([("g", empty), ("a", "g")])).goal == "g"


ROOTLESS = "tree: there is no goal; expected one node without parent."
FAULTY = {
    "a circle": (
        [("g", None), ("a", "g"), ("b", "c"), ("c", "d"), ("d", "b")],
        ["tree: nodes stand under one another in a circle; got 'b' -> 'c' -> 'd' -> 'b'."],
    ),
    "a node under itself": (
        [("g", None), ("a", "a")],
        ["tree: nodes stand under one another in a circle; got 'a' -> 'a'."],
    ),
    "a circle and nothing else": (
        [("a", "b"), ("b", "a")],
        ["tree: nodes stand under one another in a circle; got 'a' -> 'b' -> 'a'."],
    ),
    "a tail on a circle": (
        [("g", None), ("t", "a"), ("a", "b"), ("b", "a")],
        ["tree: nodes stand under one another in a circle; got 'a' -> 'b' -> 'a'."],
    ),
    "an orphan": (
        [("g", None), ("a", "g"), ("b", "x")],
        ["node 'b': an orphan: its parent is no node; got 'x'. Hint: give the parent a row of its "
         "own."],
    ),
    "only orphans": (
        [("a", "x"), ("b", "x")],
        ["node 'a': an orphan: its parent is no node; got 'x'. Hint: give the parent a row of its "
         "own.", "node 'b': an orphan: its parent is no node; got 'x'. Hint: give the parent a row "
         "of its own.", ROOTLESS],
    ),
    "two goals": (
        [("g", None), ("h", None), ("a", "g")],
        ["tree: several nodes have no parent; got 'g' and 'h', expected one: the goal."],
    ),
    "a node twice": (
        [("g", None), ("a", "g"), ("b", "g"), ("a", "b")],
        ["node 'a': it stands in two rows."],
    ),
    "no name": (
        [("g", None), (None, "g"), ("", "g")],
        ["row 2: the node has no name; got None, expected text.",
         "row 3: the node has no name; got '', expected text."],
    ),
    "nothing": ([], [ROOTLESS]),
    "several at once": (
        [("g", None), ("h", None), ("a", "x"), ("b", "b")],
        ["tree: several nodes have no parent; got 'g' and 'h', expected one: the goal.",
         "node 'a': an orphan: its parent is no node; got 'x'. Hint: give the parent a row of its "
         "own.", "tree: nodes stand under one another in a circle; got 'b' -> 'b'."],
    ),
    "a goal alone": ([("g", None)], ["tree: there are no criteria; expected at least one."]),
}  # fmt: skip


@pytest.mark.parametrize(("rows", "said"), FAULTY.values(), ids=FAULTY)
def test_trees_that_are_refused(rows, said):
    found = [str(fault) for fault in faults(kd.Hierarchy.from_frame, tree(rows))]
    assert found == said


LINES_REFUSED = [
    ([("gaol", "a", "b", 2)], "comparisons of node 'gaol': unknown name. Hint: did you mean "
     "'goal'?"),
    ([(None, "a", "b", 2)], "comparisons of node None: unknown name."),
    ([("goal", "gain", None, 2)], "node 'goal': judgment: no pair of names; got ['gain', None, 2], "
     "expected [a, b, value]."),
    ([("goal", "gain", "risk", 2)] * 2, "node 'goal': judgment of 'gain' against 'risk': given "
     "twice; got 2 and 2."),
    ([("goal", "gain", "risk", "x")], "node 'goal': judgment of 'gain' against 'risk': no "
     "judgment; got 'x', expected a positive number or '1/5'. Hint: a term of the scale, such "
     "as 'strongly more important' or 'sedikit lebih penting'."),
    ([("goal", "gain", "risk", None)], "node 'goal': its children are not compared; expected "
     "comparisons of 'gain' and 'risk'."),
]  # fmt: skip


@pytest.mark.parametrize(("rows", "said"), LINES_REFUSED, ids=range(len(LINES_REFUSED)))
def test_judgments_that_are_refused(rows, said):
    found = [str(f) for f in faults(kd.Hierarchy.from_frame, tree(NODES), lines(rows))]
    assert any(text.startswith(said) for text in found), found


def test_missing_columns_are_named():
    assert message(kd.Hierarchy.from_frame, pd.DataFrame({"node": ["g"], "parents": [None]})) == (
        "tree, column 'parent': it is missing. Hint: did you mean 'parents'?"
    )
    assert message(kd.Hierarchy.from_frame, tree(NODES), pd.DataFrame({"node": []})).startswith(
        "3 faults:\n  1. comparisons, column 'first': it is missing."
    )


# ---- files ---------------------------------------------------------------------------------------

TOML = """\
goal = "partner"

[tree.gain]
water = {}
scale = {}

[tree.distance]

[comparisons]
partner = [["gain", "distance", "0,33"]]
gain = [["water", "scale", "lebih penting"]]
"""


def test_a_hierarchy_of_toml(tmp_path):
    path = tmp_path / "tree.toml"
    path.write_text(TOML, encoding="utf-8")
    h = kd.Hierarchy.from_toml(path)
    assert h.global_weights == pytest.approx(
        {"water": 0.25 * 5 / 6, "scale": 0.25 / 6, "distance": 0.75}
    )
    assert h.comparisons["partner"].notes == (
        "judgment of 'gain' against 'distance': '0,33' read as 1/3",
    )
    twin = kd.Hierarchy.from_json(h.to_json())
    assert twin.to_dict() == h.to_dict()
    assert twin.comparisons["partner"].notes == h.comparisons["partner"].notes
    path.write_text("goal = ", encoding="utf-8")
    assert message(kd.Hierarchy.from_toml, path).startswith(f"file {str(path)!r}: it can't be read")
    path.write_bytes(b"goal = '\xff'")
    assert "it can't be read" in message(kd.Hierarchy.from_toml, str(path))
    assert "there is no such file" in message(kd.Hierarchy.from_toml, tmp_path / "none.toml")
    assert "no path" in message(kd.Hierarchy.from_toml, None)


# ---- tables and consistency ----------------------------------------------------------------------

DEEP = {
    "goal": "g",
    "tree": {"a": {"x": {}, "y": {}, "z": {}}, "b": {}, "c": {"only": {}}},
    "comparisons": {
        "g": [["a", "b", 3], ["b", "c", 2], ["a", "c", 4]],
        "a": [["x", "y", 2], ["y", "z", 2], ["x", "z", 2]],
    },
}


def test_a_row_per_node():
    h = kd.Hierarchy.from_dict(DEEP)
    frame = h.to_frame()
    assert list(frame.index) == ["a", "x", "y", "z", "b", "c", "only"]
    assert list(frame["parent"]) == ["g", "a", "a", "a", "g", "g", "c"]
    assert list(frame["depth"]) == [1, 2, 2, 2, 1, 1, 2]
    assert frame.loc["x", "global"] == pytest.approx(frame.loc["a", "global"] * frame["local"]["x"])
    leaves = frame.loc[list(h.leaves), "global"]
    assert dict(leaves) == pytest.approx(h.global_weights)
    assert leaves.sum() == pytest.approx(1, abs=1e-12)


def test_the_overall_ratio_weighs_nodes_by_their_weight():
    """Saaty (1980): sum of weight times CI over sum of weight times RI."""
    h = kd.Hierarchy.from_dict(DEEP)
    g, a = (h.comparisons[node].matrix for node in ("g", "a"))
    weight = h.local_weights["g"]["a"]
    index = core.consistency_index(g) + weight * core.consistency_index(a)
    assert h.overall_consistency() == pytest.approx(index / (0.5247 * (1 + weight)), abs=1e-12)
    assert h.overall_consistency(0.58) == pytest.approx(index / (0.58 * (1 + weight)), abs=1e-12)
    pair = kd.Hierarchy("g", {"a": {}, "b": {}}, {"g": PC(["a", "b"], {("a", "b"): 2})})
    assert pair.overall_consistency() == 0.0
    chain = PC(["a", "b", "c"], {("a", "b"): 2, ("b", "c"): 2})
    assert (
        kd.Hierarchy("g", {"a": {}, "b": {}, "c": {}}, {"g": chain}).overall_consistency() is None
    )


def test_every_node_on_another_scale():
    h = kd.Hierarchy.from_dict(DEEP).without("only")
    power = h.rescaled("power")
    for node, given in h.comparisons.items():
        assert power.comparisons[node].to_dict() == given.rescaled("power").to_dict()
    assert h.rescaled("saaty").global_weights == h.global_weights
    assert power.left_out == ("only",)
    twin = kd.Hierarchy.from_json(power.to_json())
    assert twin.to_dict() == power.to_dict()
    bare = kd.Hierarchy("g", {"a": {}, "b": {}})
    assert bare.rescaled("power").to_dict() == bare.to_dict()
    off = {"g": PC(["a", "b"], {("a", "b"): 10}), "b": PC(["x", "y"], {("x", "y"): 0.1})}
    wide = kd.Hierarchy("g", {"a": {}, "b": {"x": {}, "y": {}}}, off)
    assert [fault.where for fault in faults(wide.rescaled, "power")] == [
        "node 'g': judgment of 'a' against 'b'", "node 'b': judgment of 'x' against 'y'",
    ]  # fmt: skip
    assert "unknown choice; got 'log'" in message(h.rescaled, "log")


def test_a_leaf_that_held_the_others_together_cannot_go():
    chain = PC(["a", "b", "c"], {("a", "b"): 2, ("b", "c"): 2})
    h = kd.Hierarchy("g", {"a": {}, "b": {}, "c": {}}, {"g": chain})
    assert message(h.without, "b").startswith("node 'g': judgments: they fall apart into groups")
    assert h.without("c").global_weights == pytest.approx({"a": 2 / 3, "b": 1 / 3})


def test_trees_in_indonesian():
    table = kd.Hierarchy.from_dict(DEEP).tables("id")[0]
    assert table.headers == ("kriteria", "bobot lokal", "bobot global")
    assert table.caption.startswith("rasio konsistensi: g 0,")
    assert ", keseluruhan 0," in table.caption
