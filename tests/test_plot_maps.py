"""Maps of partners, pairs and coalitions."""

import math

import matplotlib.pyplot as plt
import numpy as np
import pytest

import kadmcdm as kd
from kadmcdm import partnership as pt
from kadmcdm import plot
from messages import faults, message
from pictures import looks_as_stored

plt.switch_backend("agg")


@pytest.fixture(autouse=True)
def _closed():
    yield
    plt.close("all")


TABLE = kd.datasets.east_java()
NEAR = pt.OperatorCriterion(kd.Criterion("distance", "cost"), pt.HaversineKm())
PEOPLE = pt.OperatorCriterion(kd.Criterion("people", "benefit"), pt.JointScale("people"))
GIVEN = [
    pt.OperatorCriterion(kd.Criterion("distance", "cost"), pt.HaversineKm()),
    pt.OperatorCriterion(kd.Criterion("people", "benefit"), pt.JointScale("population")),
]
PARTNERS = pt.partners_of(TABLE, "35.22", GIVEN, [1, 1])
COALITIONS = pt.search_coalitions(TABLE, GIVEN, [1, 1], size=4, top=3)


def table_of(places, borders=None):
    """Return a small table: (name, lat, lon, people) by code."""
    regions = [
        pt.Region(code, name, "regency", code[:2], lat, lon, indicators={"people": people})
        for code, (name, lat, lon, people) in places.items()
    ]
    return pt.RegionTable(regions, adjacency=borders)


PLACES = {
    "35.01": ("Kabupaten Satu", -7.0, 112.0, 10.0),
    "35.02": ("Kabupaten Dua", -7.5, 112.0, 40.0),
    "35.03": ("Kabupaten Tiga", -7.0, 112.5, 30.0),
    "35.04": ("Kabupaten Empat", -7.5, 112.5, 20.0),
    "35.05": ("Kabupaten Lima", None, None, 5.0),
}
BORDERS = {("35.01", "35.02"): "land", ("35.01", "35.03"): "river", ("35.01", "35.04"): "sea"}
SMALL = pt.partners_of(table_of(PLACES, BORDERS), "35.01", [PEOPLE], [1])


def drawn(ax):
    ax.figure.draw_without_rendering()
    return ax


def links_of(ax):
    """Return the lines between two regions (the scale bar is none)."""
    return [line for line in ax.lines if line.get_color() != "black"]


def legend_of(ax):
    return [text.get_text().replace("\n", " ") for text in ax.get_legend().get_texts()]


@looks_as_stored
def test_map_of_partners_looks():
    return plot.partners(PARTNERS).figure


@looks_as_stored
def test_map_of_coalitions_looks():
    return plot.partners(COALITIONS).figure


@looks_as_stored
def test_map_of_a_small_table_looks():
    return plot.partners(SMALL, lang="id").figure


def test_the_best_are_linked_in_the_style_of_their_border():
    ax = drawn(plot.partners(SMALL, top=4))
    styles = {
        tuple(np.round(line.get_xydata()[1], 3)): line.get_linestyle() for line in links_of(ax)
    }
    assert styles == {(112.0, -7.5): "-", (112.5, -7.0): "--", (112.5, -7.5): "-."}
    assert legend_of(ax) == [
        "possible partner (darker: higher score)", "initiator",
        "land border", "river border", "sea border",
    ]  # fmt: skip
    assert len(links_of(plot.partners(SMALL, top=1))) == 1


def test_where_there_is_no_border_the_link_is_dotted():
    result = pt.partners_of(table_of(PLACES), "35.01", [PEOPLE], [1])
    ax = plot.partners(result)
    assert {line.get_linestyle() for line in links_of(ax)} == {":"}
    assert "no common border" in legend_of(ax)


@pytest.mark.parametrize(
    ("lang", "said", "below"),
    [
        (
            "en",
            "Map of the partners of Kabupaten Satu, 4 ranked by TOPSIS: "
            "1 Kabupaten Dua 1.000 (land border), 2 Kabupaten Tiga 0.714 (river border). "
            "Not drawn, without coordinates: Kabupaten Lima.",
            "Not drawn, without coordinates: Kabupaten Lima",
        ),
        (
            "id",
            "Peta mitra Kabupaten Satu, 4 diperingkat dengan TOPSIS: "
            "1 Kabupaten Dua 1,000 (batas darat), 2 Kabupaten Tiga 0,714 (batas sungai). "
            "Tidak digambar, tanpa koordinat: Kabupaten Lima.",
            "Tidak digambar, tanpa koordinat: Kabupaten Lima",
        ),
    ],
)
def test_what_the_map_says(lang, said, below):
    ax = plot.partners(SMALL, top=2, lang=lang)
    assert ax.get_label() == said
    assert ax.get_xlabel().splitlines()[1] == below


def test_the_higher_the_score_the_larger_and_darker():
    ax = plot.partners(PARTNERS)
    points = next(c for c in ax.collections if len(c.get_offsets()) == 39)
    sizes = points.get_sizes()
    assert (np.diff(sizes) >= 0).all()
    light = points.get_facecolors()[:, :3] @ [0.299, 0.587, 0.114]
    assert (np.diff(light) <= 1e-9).all()
    best = TABLE[PARTNERS.partners(PARTNERS.ranking.best)[0]]
    assert points.get_offsets()[-1].tolist() == [best.lon, best.lat]


def test_labels_cover_neither_one_another_nor_the_frame():
    for result in (PARTNERS, COALITIONS):
        ax = drawn(plot.partners(result, top=5 if result is PARTNERS else 3))
        labels = [text for text in ax.texts if "Ka" in text.get_text() or "Ko" in text.get_text()]
        boxes = [text.get_bbox_patch().get_window_extent() for text in labels]
        assert len(boxes) == 6
        frame = ax.get_window_extent()
        for k, box in enumerate(boxes):
            assert not any(box.overlaps(other) for other in boxes[:k])
            assert frame.x0 - 1 <= box.x0
            assert box.x1 <= frame.x1 + 1


def test_kilometers_are_as_long_north_as_east():
    ax = drawn(plot.partners(PARTNERS))
    south, north = ax.get_ylim()
    assert ax.get_aspect() == pytest.approx(1 / math.cos(math.radians((south + north) / 2)))
    (bar,) = [line for line in ax.lines if line.get_color() == "black"]
    (a, b), (y, _) = bar.get_xdata(), bar.get_ydata()
    (text,) = [text.get_text() for text in ax.texts if text.get_text().endswith(" km")]
    km = pt.HaversineKm()
    ends = pt.RegionTable(
        [
            pt.Region("35.01", "Kabupaten A", "regency", "35", (south + north) / 2, a),
            pt.Region("35.02", "Kabupaten B", "regency", "35", (south + north) / 2, b),
        ]
    )
    said = float(text.removesuffix(" km"))
    assert float(km(ends, [0, 1])) == pytest.approx(said, rel=1e-3)  # an arc, not a chord
    assert said == 100
    assert y > south


def test_members_of_coalitions_are_joined_once():
    ax = plot.partners(COALITIONS, lang="id")
    assert len(links_of(ax)) == 3 * 3  # four members, three links each
    shown = legend_of(ax)
    first = COALITIONS.coalitions[0]
    assert shown[0].startswith(f"1 {TABLE[first[0]].name}, ")
    assert shown[-1] == "daerah lain"
    assert ax.get_label().startswith("Peta koalisi terbaik beranggota 4, 91.390 diperingkat")


def test_coalitions_with_an_initiator_and_pairs():
    found = pt.search_coalitions(TABLE, GIVEN, [1, 1], size=3, top=2, initiator="35.22")
    ax = drawn(plot.partners(found))
    assert ax.get_xlabel() == "The best coalitions of 3 with Kabupaten Bojonegoro"
    assert "Bojonegoro and" not in ax.get_label().split(":")[1]
    pairs = drawn(plot.partners(pt.rank_pairs(table_of(PLACES, BORDERS), [PEOPLE], [1]), top=2))
    assert pairs.get_label().startswith("Map of the best pairs, 10 ranked by TOPSIS: 1 Kabupaten")
    assert len(links_of(pairs)) == 2


def test_what_is_screened_out_is_crossed():
    def test(table, members):
        return ("fail", "too far") if "35.04" in {table.codes[k] for k in members} else ("pass", "")

    far = pt.Screen("own", "near enough", "own rule", test)
    result = pt.partners_of(table_of(PLACES, BORDERS), "35.01", [PEOPLE], [1], screens=[far])
    assert "screened out" in legend_of(drawn(plot.partners(result)))


def test_an_initiator_without_coordinates_has_no_links():
    places = {**PLACES, "35.01": ("Kabupaten Satu", None, None, 10.0)}
    ax = drawn(plot.partners(pt.partners_of(table_of(places), "35.01", [PEOPLE], [1])))
    assert links_of(ax) == []
    assert "Kabupaten Satu" in ax.get_xlabel().splitlines()[1]


@pytest.mark.parametrize("apart", [0.0, 1e-9, 30.0])
def test_two_regions_near_and_far(apart):
    places = {
        "35.01": ("Kabupaten Satu", -7.0, 100.0, 1.0),
        "35.02": ("Kabupaten Dua", -7.0, 100.0 + apart, 1.0),
    }
    ax = drawn(plot.partners(pt.partners_of(table_of(places), "35.01", [PEOPLE], [1])))
    assert len(links_of(ax)) == 1


@pytest.mark.parametrize(
    "name", ["Kabupaten US$ 1 a $x^", "Kabupaten <b>|x_*`", "Kabupaten " * 999]
)
def test_hostile_names_are_drawn(name):
    places = {**PLACES, "35.02": (name.strip(), -7.5, 112.0, 40.0)}
    ax = drawn(plot.partners(pt.partners_of(table_of(places), "35.01", [PEOPLE], [1])))
    assert name.strip() in ax.get_label()
    assert max(len(text.get_text()) for text in ax.texts) < 50


def test_axes_that_are_given_are_used():
    fig, (left, right) = plt.subplots(1, 2, figsize=(9, 4), layout="constrained")
    assert drawn(plot.partners(SMALL, right)) is right
    assert plt.get_fignums() == [fig.number]
    assert fig.get_size_inches().tolist() == [9, 4]
    assert (list(left.lines), fig.legends) == ([], [])


def test_what_is_refused():
    found = faults(plot.partners, SMALL, top=0, lang="fr")
    assert [fault.where for fault in found] == ["lang", "top"]
    assert message(plot.partners, SMALL, top=None).startswith("top: no number of candidates")
    said = message(plot.partners, SMALL.ranking)
    assert said.startswith("result: no PartnershipRanking or CoalitionSearch; got Ranking.")
    nowhere = {code: (name, None, None, people) for code, (name, *_, people) in PLACES.items()}
    result = pt.partners_of(table_of(nowhere), "35.01", [PEOPLE], [1])
    assert message(plot.partners, result).startswith("table: no region has coordinates")
    assert plt.get_fignums() == []
