"""Pictures of comparisons, hierarchies and groups; what a group and its judgments print."""

import matplotlib as mpl
import matplotlib.pyplot as plt
import numpy as np
import pandas as pd
import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

import kadmcdm as kd
from kadmcdm import partnership as pt
from kadmcdm import plot
from kadmcdm.judgments.values import judgment_text, read_judgment
from messages import faults, message
from pictures import looks_as_stored

plt.switch_backend("agg")

HOSTILE = ["US$ 1 a $x^", "_hidden", "<b>|x_*`", "a\\alpha{", "kepanjangan " * 900]


@pytest.fixture(autouse=True)
def _closed():
    yield
    plt.close("all")


def drawn(ax):
    """Lay it out: what matplotlib cannot set shows only then."""
    ax.figure.draw_without_rendering()
    return ax


def texts(ax):
    return [text.get_text() for text in ax.texts]


def consistent(names, weights):
    w = np.array(weights, float)
    return kd.PairwiseComparisons.from_matrix(names, w[:, None] / w[None, :])


CONTRARY = kd.PairwiseComparisons.from_upper_triangle(
    ["cost", "reach", "risk", "trust"], [2, 4, 8, 2, "1/4", 2]
)
GAPS = kd.PairwiseComparisons(
    ["gain", "km", "council"], {("gain", "km"): 3, ("km", "council"): "2/5"}
)
LABELS = {"cost": {"en": "cost of travel", "id": "biaya perjalanan"}}
FRAMEWORK_LABELS = {**pt.GROUPS, **{leaf.name: leaf.label for leaf in pt.FRAMEWORK}}


# ---- comparisons ---------------------------------------------------------------------------------


@given(st.sampled_from([*range(1, 10), 2.8845, 1.25]), st.booleans(), st.sampled_from(["en", "id"]))
def test_judgments_are_written_as_they_are_read(value, turned, lang):
    value = 1 / value if turned else value
    again = read_judgment(judgment_text(value, lang)).value
    assert again == pytest.approx(value, rel=5e-3)  # three digits


@looks_as_stored
@pytest.mark.parametrize("lang", ["en", "id"])
def test_comparisons_look(lang):
    return plot.comparisons(CONTRARY, labels=LABELS, lang=lang).figure


@looks_as_stored
def test_comparisons_with_gaps_look():
    return plot.comparisons(GAPS, lang="id").figure


def test_the_worst_judgments_are_framed_with_what_would_fit():
    ax = drawn(plot.comparisons(CONTRARY))
    worst = CONTRARY.inconsistencies()
    arrows = [text for text in ax.texts if text.get_text().startswith("→")]
    fits = {(round(t.get_position()[0]), round(t.get_position()[1])): t.get_text() for t in arrows}
    at = CONTRARY.names.index
    assert fits == {
        (at(item.second), at(item.first)): f"→ {judgment_text(item.implied)}" for item in worst
    }
    frames = [p for p in ax.patches if not p.get_fill()]
    assert len(frames) == 2 * len(worst)
    assert len(arrows) == 3
    one = plot.comparisons(CONTRARY, top=1)
    assert sum(text.startswith("→") for text in texts(one)) == 1


def test_what_is_consistent_enough_is_not_framed():
    slightly = kd.PairwiseComparisons.from_upper_triangle(["a", "b", "c"], [2, 8, 3])
    assert 0 < slightly.consistency().consistency_ratio < 0.1
    ax = plot.comparisons(slightly)
    assert not any(text.startswith("→") for text in texts(ax))
    assert "framed" not in ax.get_xlabel()


@pytest.mark.parametrize(
    ("lang", "said", "below"),
    [
        (
            "en",
            "Judgments on gain, km and council, row against column: gain to km 3, "
            "km to council 1/2.5. Not compared: gain and council. "
            "No consistency ratio: no judgment can contradict another.",
            "hatched: not compared",
        ),
        (
            "id",
            "Penilaian atas gain, km, dan council, baris terhadap kolom: gain terhadap km 3, "
            "km terhadap council 1/2,5. Belum dibandingkan: gain dan council. "
            "Tanpa rasio konsistensi: tidak ada penilaian yang dapat saling bertentangan.",
            "arsiran: belum dibandingkan",
        ),
    ],
)
def test_gaps_are_hatched_and_said(lang, said, below):
    ax = drawn(plot.comparisons(GAPS, lang=lang))
    assert ax.get_label() == said
    assert below in ax.get_xlabel()
    assert sum(patch.get_hatch() is not None for patch in ax.patches) == 2


def test_what_the_picture_says_of_contradictions():
    said = plot.comparisons(CONTRARY, labels=LABELS, lang="id", top=1).get_label()
    assert said.startswith("Penilaian atas biaya perjalanan, reach, risk, dan trust, baris")
    assert "Rasio konsistensi 0,411 di atas 0,10." in said
    assert said.endswith("trust terhadap reach 4, padahal 1/4 cocok dengan yang lain.")


def test_darker_means_preferred():
    def light(value):
        judged = kd.PairwiseComparisons(["a", "b"], {("a", "b"): value})
        (cell,) = [p for p in plot.comparisons(judged).patches if p.get_xy() == (0.5, -0.5)]
        return float(np.dot(cell.get_facecolor()[:3], [0.299, 0.587, 0.114]))

    above = [light(value) for value in (1, 3, 5, 9)]
    assert above == sorted(above, reverse=True)
    assert light(9) < light(1 / 9) < light(1)
    assert light(900) == light(9)  # off the scale: the end of it


def test_judgments_that_fall_apart_have_no_ratio():
    apart = kd.PairwiseComparisons(["a", "b", "c", "d"], {("a", "b"): 2, ("c", "d"): 2})
    ax = drawn(plot.comparisons(apart))
    assert "no consistency ratio: the judgments fall apart" in ax.get_xlabel()


@pytest.mark.parametrize("n", [1, 2, 15])
def test_comparisons_of_any_size(n):
    names = [f"kriteria nomor {k}" for k in range(n)]
    ax = drawn(plot.comparisons(consistent(names, np.arange(1, n + 1))))
    assert len(ax.texts) == n * (n - 1)
    assert len(ax.get_xticks()) == len(ax.get_yticks()) == n


@pytest.mark.parametrize("name", HOSTILE)
def test_hostile_names_are_drawn(name):
    ax = drawn(plot.comparisons(kd.PairwiseComparisons([name, "b"], {(name, "b"): 2})))
    assert len(ax.get_yticklabels()[0].get_text()) <= 45
    assert name in ax.get_label()
    drawn(plot.hierarchy(kd.Hierarchy(name + "0", {name: {}, "b": {name + "1": {}}})))
    group = kd.GroupComparisons({name: consistent([name, "b"], [1, 3])})
    assert name in drawn(plot.consensus(group)).get_label()


def test_what_comparisons_refuse():
    found = faults(plot.comparisons, CONTRARY, top=0, labels={"kost": "x", "cost": 3}, lang="fr")
    assert [fault.where for fault in found] == ["lang", "top", "label of 'cost'"]
    assert "Hint: did you mean 'cost'?" in message(plot.comparisons, CONTRARY, labels={"kost": "x"})
    assert "group.pooled()" in message(plot.comparisons, kd.GroupComparisons({"A": CONTRARY}))
    assert message(plot.comparisons, CONTRARY, labels=["x"]).startswith("labels: no mapping")
    assert plt.get_fignums() == []  # no empty figure is left behind


# ---- hierarchies ---------------------------------------------------------------------------------

SMALL = kd.Hierarchy.from_dict(
    {
        "goal": "partner",
        "tree": {"gain": {"water": {}, "scale": {}}, "distance": {}},
        "comparisons": {
            "partner": [["gain", "distance", 3]],
            "gain": [["water", "scale", "3/2"]],
        },
    }
)


@looks_as_stored
@pytest.mark.parametrize("lang", ["en", "id"])
def test_hierarchy_looks(lang):
    names = [leaf.name for leaf in pt.FRAMEWORK[3:13]]
    return plot.hierarchy(pt.example_hierarchy(names), labels=FRAMEWORK_LABELS, lang=lang).figure


@looks_as_stored
def test_hierarchy_nobody_judged_looks():
    return plot.hierarchy(kd.Hierarchy(SMALL.goal, SMALL.tree)).figure


def test_branches_have_local_weights_and_leaves_global_ones():
    ax = drawn(plot.hierarchy(SMALL))
    assert sorted(texts(ax)) == sorted(
        ["partner", "gain", "water", "scale", "distance", "global weight",
         "0.750", "0.250", "0.600", "0.400",  # local
         "0.450", "0.300", "0.250"]
    )  # fmt: skip
    lengths = [patch.get_width() for patch in ax.patches]
    assert np.array(lengths) / sum(lengths) == pytest.approx([0.45, 0.3, 0.25])
    assert ax.get_label() == (
        "Hierarchy with global weights, goal: partner. Criteria: gain 0.750 (water 0.450, "
        "scale 0.300), distance 0.250."
    )
    assert ax.get_xlabel() == "on the branches: local weights"


def test_nothing_in_a_tree_overlaps():
    ax = drawn(plot.hierarchy(pt.example_hierarchy(), labels=FRAMEWORK_LABELS, lang="id"))
    boxes = [text.get_window_extent() for text in ax.texts]
    assert len(boxes) == 19 + 1 + 18 + 15
    whole = ax.figure.bbox
    for k, box in enumerate(boxes):
        assert whole.x0 <= box.x0
        assert box.x1 <= whole.x1
        assert not any(box.overlaps(other) for other in boxes[:k])


def test_a_tree_without_judgments_has_no_weights():
    ax = drawn(plot.hierarchy(kd.Hierarchy("g", SMALL.tree), lang="id"))
    assert sorted(texts(ax)) == ["distance", "g", "gain", "scale", "water"]
    assert ax.get_label() == (
        "Hierarki yang belum dinilai, tujuan: g. Kriteria: gain (water, scale), distance."
    )


def test_trees_of_any_depth():
    tree = {}
    for level in range(6, 0, -1):
        tree = {f"tingkat {level}": tree}
    ax = drawn(plot.hierarchy(kd.Hierarchy("g", tree)))
    assert texts(ax).count("1.000") == 6 + 1  # each branch, and the one leaf


def test_nodes_that_contradict_themselves_are_named():
    bad = kd.PairwiseComparisons.from_upper_triangle(["a", "b", "c"], [9, "1/5", 4])
    hierarchy = kd.Hierarchy("g", {"a": {}, "b": {}, "c": {}}, {"g": bad})
    with pytest.warns(kd.KadmcdmWarning):
        hierarchy.priorities()
    ax = plot.hierarchy(hierarchy, lang="id")  # no warning: the picture says it
    assert ax.get_xlabel().splitlines()[1].startswith("rasio konsistensi di atas 0,10: g ")


def test_what_hierarchies_refuse():
    found = faults(plot.hierarchy, SMALL, labels={"gian": "x"}, lang="fr")
    assert [fault.where for fault in found] == ["lang", "label of 'gian'"]
    assert "no Hierarchy; got PairwiseComparisons" in message(plot.hierarchy, CONTRARY)


# ---- groups --------------------------------------------------------------------------------------

NAMES = ["distance", "people", "gap"]


def group_of(count, seed=1):
    rng = np.random.default_rng(seed)
    weights = rng.dirichlet([10, 6, 4], count)
    return kd.GroupComparisons(
        {f"Penilai {k}": consistent(NAMES, w) for k, w in enumerate(weights, 1)}
    )


def tree_of(*values):
    judged = {
        f"P{k}": {
            "partner": kd.PairwiseComparisons(["gain", "distance"], {("gain", "distance"): value}),
            "gain": kd.PairwiseComparisons(["water", "scale"], {("water", "scale"): 1.5}),
        }
        for k, value in enumerate(values, 1)
    }
    return kd.GroupHierarchy(SMALL.goal, SMALL.tree, judged)


@looks_as_stored
@pytest.mark.parametrize("lang", ["en", "id"])
def test_consensus_looks(lang):
    return plot.consensus(group_of(5), lang=lang).figure


@looks_as_stored
def test_consensus_of_many_looks():
    return plot.consensus(group_of(30)).figure


def legend_texts(ax):
    return [text.get_text() for text in ax.get_legend().get_texts()]


def test_dots_are_the_priorities_of_each():
    group = group_of(4)
    found, own = group.consensus(), group.aggregate()
    ax = drawn(plot.consensus(group))
    rows = np.argsort(-own.values)
    lines = [line for line in ax.lines if line.get_marker() not in ("None", None, "")]
    for k, line in enumerate(lines):
        assert line.get_xdata() == pytest.approx(found.priorities[k, rows])
        assert np.round(line.get_ydata()).tolist() == [0, 1, 2]
    assert len(lines) == 4
    (bars,) = [c for c in ax.collections if isinstance(c, mpl.collections.LineCollection)]
    assert [path[0, 0] for path in bars.get_segments()] == pytest.approx(own.values[rows])
    assert [tick.get_text() for tick in ax.get_yticklabels()] == [NAMES[i] for i in rows]


def test_whoever_is_furthest_is_named():
    group = group_of(30)
    ((who, distance),) = group.consensus().furthest(1).items()
    ax = plot.consensus(group)
    assert legend_texts(ax) == [
        "the group (AIJ)",
        "each assessor",
        f"{who} (furthest from the mean: {distance:.3f})",
    ]
    assert ax.get_label().endswith(f"Furthest from the mean: {who} ({distance:.3f}).")
    few = legend_texts(plot.consensus(group_of(3), lang="id"))
    assert len(few) == 1 + 3
    assert sum("terjauh dari rerata: 0," in text for text in few) == 1


@pytest.mark.parametrize("count", [1, 2, 9])
def test_the_unanimous_have_no_furthest(count):
    same = consistent(NAMES, [5, 3, 2])
    ax = drawn(plot.consensus(kd.GroupComparisons({f"P{k}": same for k in range(count)})))
    assert "urthest" not in ax.get_label()
    assert "consensus 100.0% (very high)" in ax.get_xlabel()


def test_who_cannot_be_drawn_is_named():
    gaps = kd.PairwiseComparisons(NAMES, {("distance", "people"): 2})
    group = kd.GroupComparisons({"Ani": consistent(NAMES, [3, 2, 1]), "Budi": gaps})
    said = plot.consensus(group).get_label()
    assert said.startswith("Priorities of 1 assessors and their group")
    assert said.endswith("Not drawn, their answers don't connect all items: Budi.")


def test_a_tree_is_drawn_by_leaves_or_by_node():
    group = tree_of(3, 4, 9)
    whole = plot.consensus(group)
    assert {tick.get_text() for tick in whole.get_yticklabels()} == {"water", "scale", "distance"}
    node = plot.consensus(group, node="partner", labels={"gain": "keuntungan"}, lang="id")
    assert [tick.get_text() for tick in node.get_yticklabels()] == ["keuntungan", "distance"]
    average = plot.consensus(group, node="partner", rule="AIP").get_label()
    assert f"gain {group.group('partner').aggregate('AIP')['gain']:.3f}" in average


def test_what_consensus_refuses():
    group = tree_of(3, 4)
    found = faults(plot.consensus, group, rule="AJI", labels={"x": "y"}, lang="fr")
    assert [fault.where for fault in found] == ["lang", "rule", "label of 'x'"]
    assert message(plot.consensus, group, node="partnr").startswith("node 'partnr': unknown")
    said = message(plot.consensus, group_of(2), node="goal")
    assert said == "node: there is no tree; got 'goal'. Hint: only a GroupHierarchy has nodes."
    assert "no GroupComparisons or GroupHierarchy; got Consensus" in message(
        plot.consensus, group_of(2).consensus()
    )
    assert plt.get_fignums() == []


@pytest.mark.parametrize(
    "draw",
    [
        lambda ax: plot.comparisons(CONTRARY, ax),
        lambda ax: plot.hierarchy(SMALL, ax),
        lambda ax: plot.consensus(group_of(3), ax),
    ],
)
def test_axes_that_are_given_are_used(draw):
    before = dict(mpl.rcParams)
    fig, (left, right) = plt.subplots(1, 2, figsize=(9, 4), layout="constrained")
    assert draw(right) is right
    drawn(right)
    assert plt.get_fignums() == [fig.number]
    assert fig.get_size_inches().tolist() == [9, 4]
    assert (list(left.lines), fig.legends) == ([], [])
    assert dict(mpl.rcParams) == before


# ---- what they print -----------------------------------------------------------------------------


@pytest.mark.parametrize("make", [pd.DataFrame, pl.DataFrame], ids=["pandas", "polars"])
@pytest.mark.parametrize("judged", [CONTRARY, GAPS], ids=["complete", "gaps"])
def test_frames_of_comparisons_are_read_back(judged, make):
    frame = judged.to_frame(backend="pandas" if make is pd.DataFrame else "polars")
    assert isinstance(frame, make)
    again = kd.PairwiseComparisons.from_frame(frame)
    assert again.names == judged.names
    np.testing.assert_array_equal(again.matrix, judged.matrix)


def test_comparisons_print_as_a_matrix():
    assert str(GAPS) == (
        "criterion  gain   km  council\n"
        "---------  ----  ---  -------\n"
        "gain          1    3        -\n"
        "km          1/3    1    1/2.5\n"
        "council       -  2.5        1\n"
        "no consistency ratio: no judgment can contradict another"
    )
    typed = kd.PairwiseComparisons(["a", "b"], {("a", "b"): "0,33"})
    (table,) = typed.tables("id")
    assert table.caption.splitlines() == [
        "rasio konsistensi 0,000 (alonso-lamata-2006)",
        "catatan: judgment of 'a' against 'b': '0,33' read as 1/3",
    ]
    apart = kd.PairwiseComparisons(["a", "b"], {})
    assert apart.tables()[0].caption == "no consistency ratio: the judgments fall apart"


def test_groups_print_who_says_what_and_what_the_group_does():
    group = group_of(3)
    assessors, own = group.tables("id")
    assert assessors == group.consensus().tables("id")[0]
    assert own.title == "kelompok (AIJ)"
    assert own.rows == group.aggregate().tables("id")[0].rows
    assert "Penilai 2" in str(group)
    assert "<table" in group._repr_mimebundle_()["text/html"]


def test_groups_that_contradict_themselves_print_without_a_warning():
    assert "consistency ratio 0.411" in str(kd.GroupComparisons({"A": CONTRARY}))


def test_groups_that_fall_apart_print_the_assessors_only():
    gaps = kd.PairwiseComparisons(NAMES, {("distance", "people"): 2})
    (table,) = kd.GroupComparisons({"Ani": gaps}).tables()
    assert table.caption.endswith("their answers don't connect all items: Ani")


def test_trees_of_groups_print_weights_nodes_and_assessors():
    group = tree_of(3, 5)
    weights, nodes, assessors = group.tables()
    assert weights == group.pooled().tables()[0]
    assert [row[:2] for row in nodes.rows] == [("partner", "2 of 2"), ("gain", "2 of 2")]
    assert nodes.rows[1][2:] == ("100.0%", "very high")
    assert assessors == group.overall_consensus().tables()[0]


def test_trees_of_groups_print_what_is_not_judged_yet():
    some = {"P1": {"partner": tree_of(3).judgments["P1"]["partner"]}}
    weights, nodes = kd.GroupHierarchy(SMALL.goal, SMALL.tree, some).tables("id")
    assert {row[1] for row in weights.rows} == {"-"}
    assert nodes.rows[1] == ("gain", "0 dari 1", "-", "-")
