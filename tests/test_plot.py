"""Figures: what the bars add up to, and what is written beside them."""

import io
import itertools
import warnings

import matplotlib as mpl
import matplotlib.pyplot as plt
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import kadmcdm as kd
from kadmcdm import _text, plot
from kadmcdm.plot.style import COLORS
from messages import faults, message
from pictures import DPI, differences, looks_as_stored

plt.switch_backend("agg")


@pytest.fixture(autouse=True)
def _closed():
    yield
    plt.close("all")


LABELS = {
    "km": {"en": "distance", "id": "jarak"},
    "gain": {"en": "mutual gain", "id": "saling untung"},
    "people": {"en": "people", "id": "penduduk"},
}


def problem_of(matrix=((34.8, 2, 30), (55.4, 7, 20), (50.7, 6, 25)), names="ABC"):
    criteria = [
        kd.Criterion("km", "cost", label=LABELS["km"]),
        kd.Criterion("gain", "benefit", label=LABELS["gain"]),
        kd.Criterion("people", "benefit", label=LABELS["people"]),
    ]
    candidates = [kd.Candidate(n, label={"en": f"{n} city", "id": f"Kota {n}"}) for n in names]
    return kd.DecisionProblem(criteria, candidates, matrix)


WEIGHTS = [0.5, 0.3, 0.2]
PROBLEM = problem_of()


def rows_of(ax):
    """Return the widths of the bars by row, best first."""
    rows = {}
    for patch in ax.patches:
        rows.setdefault(round(patch.get_y() + patch.get_height() / 2), []).append(patch)
    return [rows[k] for k in sorted(rows)]


def sums(ax):
    return [sum(patch.get_width() for patch in row) for row in rows_of(ax)]


def drawn(ax):
    """Lay it out: what matplotlib cannot set shows only then."""
    ax.figure.draw_without_rendering()
    return ax


def legend_of(ax):
    (legend,) = ax.figure.legends
    return legend


PARTS = [
    kd.TOPSIS(),
    kd.TOPSIS("minmax", p=1),
    kd.TOPSIS(p=np.inf),
    kd.WeightedSum(),
    kd.WeightedSum("minmax"),
]


@pytest.mark.parametrize("method", PARTS, ids=repr)
def test_the_parts_of_a_row_add_up_to_its_score(method):
    result = kd.rank(PROBLEM, WEIGHTS, method)
    ax = plot.ranking(result)
    assert isinstance(ax, mpl.axes.Axes)
    best_first = [result.scores[PROBLEM.candidate_index(name)] for name in result.order]
    assert [len(row) for row in rows_of(ax)] == [3, 3, 3]
    assert sums(ax) == pytest.approx(best_first, abs=1e-12)
    assert all(patch.get_width() >= 0 for patch in ax.patches)
    assert ax.yaxis_inverted()  # the best on top


@settings(max_examples=15)  # a figure takes 20 ms
@given(
    matrix=st.lists(
        st.lists(st.floats(0.1, 100), min_size=3, max_size=3), min_size=1, max_size=5, unique_by=str
    )
)
@pytest.mark.parametrize("method", PARTS[::3], ids=repr)
def test_the_parts_add_up_whatever_the_data(matrix, method):
    result = kd.rank(problem_of(matrix, "ABCDE"[: len(matrix)]), WEIGHTS, method)
    fig, ax = plt.subplots(layout="constrained")
    plot.ranking(result, ax)
    expected = np.sort(result.scores)[::-1]
    assert sums(ax) == pytest.approx(expected.tolist(), abs=1e-9)
    plt.close(fig)


def test_neighbors_in_a_row_join_without_gap():
    ax = plot.ranking(kd.rank(PROBLEM, WEIGHTS))
    for row in rows_of(ax):
        ends = [patch.get_x() + patch.get_width() for patch in row]
        starts = [patch.get_x() for patch in row]
        assert starts[0] == 0
        assert starts[1:] == pytest.approx(ends[:-1], abs=1e-12)


# ---- plain bars ----------------------------------------------------------------------------------


class Bare:
    """Somebody's own method, which gives no details."""

    name = "Bare"

    def scores(self, matrix, weights, benefit, *, bounds=None):
        return (np.where(benefit, matrix, -matrix) * weights[..., None, :]).sum(axis=-1)


class Odd(Bare):
    """A method whose details are of no use to a picture."""

    name = "Odd"

    def details(self, matrix, weights, benefit, *, bounds=None):
        return {"something": matrix}


PLAIN = [kd.WeightedProduct(), kd.WeightedSum("none"), Bare(), Odd()]


@pytest.mark.parametrize("method", PLAIN, ids=lambda method: method.name)
def test_what_has_no_parts_gets_plain_bars(method):
    result = kd.rank(PROBLEM, WEIGHTS, method)
    ax = drawn(plot.ranking(result))
    assert [len(row) for row in rows_of(ax)] == [1, 1, 1]
    best_first = [result.scores[PROBLEM.candidate_index(name)] for name in result.order]
    assert sums(ax) == pytest.approx(best_first, abs=1e-12)
    assert ax.figure.legends == []


# ---- words ---------------------------------------------------------------------------------------


@pytest.mark.parametrize("lang", ["en", "id"])
def test_the_alternative_text_says_what_the_picture_shows(lang):
    result = kd.rank(PROBLEM, WEIGHTS)
    ax = drawn(plot.ranking(result, lang=lang))
    scores = {
        name: _text.number(result.scores[PROBLEM.candidate_index(name)], 3, lang)
        for name in result.order
    }
    form, opening = {
        "en": ("{} city {}", "Ranking by TOPSIS, 3 candidates: "),
        "id": ("Kota {} {}", "Pemeringkatan dengan TOPSIS, 3 calon: "),
    }[lang]
    listed = ", ".join(form.format(name, score) for name, score in scores.items())
    assert ax.get_label() == f"{opening}{listed}."
    assert [text.get_text() for text in ax.texts] == list(scores.values())


@pytest.mark.parametrize(
    ("lang", "xlabel", "legend", "title"),
    [
        ("en", "score (TOPSIS)", ["distance", "mutual gain", "people"],
         "split by share of squared distance to the anti-ideal"),
        ("id", "skor (TOPSIS)", ["jarak", "saling untung", "penduduk"],
         "dibagi menurut bagian kuadrat jarak ke anti-ideal"),
    ],
)  # fmt: skip
def test_labels_are_in_the_language(lang, xlabel, legend, title):
    ax = drawn(plot.ranking(kd.rank(PROBLEM, WEIGHTS), lang=lang))
    assert ax.get_xlabel() == xlabel
    assert [text.get_text() for text in legend_of(ax).get_texts()] == legend
    assert legend_of(ax).get_title().get_text() == title
    ticks = [label.get_text() for label in ax.get_xticklabels()]
    assert any("," in tick for tick in ticks) == (lang == "id")
    names = [label.get_text() for label in ax.get_yticklabels()]
    assert all(("Kota" in name) == (lang == "id") for name in names)


def test_the_legend_says_how_the_bars_are_split():
    def title(method):
        return legend_of(plot.ranking(kd.rank(PROBLEM, WEIGHTS, method))).get_title().get_text()

    assert title(kd.TOPSIS(p=1)) == "split by share of distance to the anti-ideal"
    assert title(kd.WeightedSum()) == ""


def test_the_legend_shows_each_criterion_in_the_color_of_its_bars():
    ax = drawn(plot.ranking(kd.rank(PROBLEM, WEIGHTS)))
    first = rows_of(ax)[0]
    shown = [handle.get_facecolor() for handle in legend_of(ax).get_patches()]
    assert shown == [patch.get_facecolor() for patch in first]
    assert len(set(shown)) == 3


def test_more_criteria_than_colors_are_hatched():
    n = len(COLORS) + 2
    problem = kd.DecisionProblem.from_arrays(np.eye(n) + 1, ["benefit"] * n)
    ax = drawn(plot.ranking(kd.rank(problem, kd.EqualWeights())))
    looks = {(patch.get_facecolor(), patch.get_hatch()) for patch in rows_of(ax)[0]}
    assert len(looks) == n


LONG = "kesenjangan pembangunan manusia antardaerah"


@pytest.mark.parametrize(("label", "columns"), [("gap", 3), (LONG[:24], 2), (LONG + LONG[:15], 1)])
def test_a_legend_of_long_labels_stays_within_the_figure(label, columns):
    criteria = [kd.Criterion(f"{label} {k}", "benefit") for k in range(5)]
    problem = kd.DecisionProblem(criteria, ["A", "B"], np.eye(2, 5) + 1)
    ax = drawn(plot.ranking(kd.rank(problem, kd.EqualWeights())))
    box, whole = legend_of(ax).get_window_extent(), ax.figure.bbox
    assert whole.x0 <= box.x0
    assert box.x1 <= whole.x1
    assert len({round(text.get_window_extent().x0) for text in legend_of(ax).get_texts()}) == (
        columns
    )


HOSTILE = ["US$ 1 a $x^", "_hidden", "<b>|x_*`", "a\\alpha{", "100 %"]


@pytest.mark.parametrize("name", HOSTILE)
def test_names_are_drawn_as_they_are(name):
    criteria = [kd.Criterion(name, "benefit"), kd.Criterion("y", "benefit")]
    problem = kd.DecisionProblem(criteria, [name, "B"], [[1, 2], [3, 1]])
    ax = drawn(plot.ranking(kd.rank(problem, [0.5, 0.5])))
    shown = [text.get_text().replace(r"\$", "$") for text in legend_of(ax).get_texts()]
    assert shown == [name, "y"]
    names = [text.get_text().replace(r"\$", "$") for text in ax.get_yticklabels()]
    assert sorted(names) == sorted([name, "B"])
    assert name in ax.get_label()


def test_long_names_take_two_lines_of_their_own():
    long = "Kabupaten Nganjuk and Kabupaten Ngawi: joint facility: laboratory"
    problem = kd.DecisionProblem.from_arrays([[1, 2], [3, 1], [2, 2]], ["benefit", "cost"])
    named = kd.DecisionProblem(problem.criteria, [long, "B", f"{long}, {long}"], problem.matrix)
    ax = drawn(plot.ranking(kd.rank(named, [0.5, 0.5])))
    labels = {text.get_text(): text.get_window_extent() for text in ax.get_yticklabels()}
    lines = "Kabupaten Nganjuk and Kabupaten Ngawi:\njoint facility: laboratory"
    assert {lines, "B", f"{lines}, Kabupaten…"} == set(labels)
    boxes = sorted(labels.values(), key=lambda box: box.y0)
    assert all(low.y1 <= high.y0 for low, high in itertools.pairwise(boxes))


# ---- options -------------------------------------------------------------------------------------


@pytest.mark.parametrize("method", [kd.TOPSIS(), Bare()], ids=lambda method: method.name)
def test_the_best_so_many(method):
    result = kd.rank(PROBLEM, WEIGHTS, method)
    ax = drawn(plot.ranking(result, top=2))
    assert len(rows_of(ax)) == 2
    assert [text.get_text() for text in ax.get_yticklabels()] == [
        f"{name} city" for name in result.order[:2]
    ]
    assert "2 candidates" in ax.get_label()
    assert len(rows_of(plot.ranking(result, top=99))) == 3


@pytest.mark.parametrize("top", [0, -1, True, 1.5, "3"])
def test_what_is_no_number_of_candidates_is_refused(top):
    said = message(plot.ranking, kd.rank(PROBLEM, WEIGHTS), top=top)
    assert said == f"top: no number of candidates; got {top!r}, expected a whole number >= 1."
    assert plt.get_fignums() == []  # no empty figure is left behind


def test_an_unknown_language_is_refused():
    raised = faults(plot.ranking, kd.rank(PROBLEM, WEIGHTS), lang="fr", top=0)
    assert [fault.where for fault in raised] == ["lang", "top"]
    assert plt.get_fignums() == []


def test_axes_that_are_given_are_used():
    fig, (left, right) = plt.subplots(1, 2, layout="constrained")
    assert plot.ranking(kd.rank(PROBLEM, WEIGHTS), right) is right
    assert plt.get_fignums() == [fig.number]
    assert len(right.patches) == 9
    assert len(left.patches) == 0
    assert legend_of(drawn(right)).get_texts()


def test_a_new_figure_is_made_for_each():
    one, two = (plot.ranking(kd.rank(PROBLEM, WEIGHTS)) for _ in range(2))
    assert one.figure is not two.figure


def test_the_picture_of_forty_fits_without_a_warning():
    result = kd.rank(kd.DecisionProblem.from_arrays(np.arange(1.0, 121).reshape(40, 3),
                     ["benefit"] * 3), kd.EqualWeights())  # fmt: skip
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        drawn(plot.ranking(result))


def test_candidates_that_are_all_alike_share_evenly():
    result = kd.rank(problem_of([[1, 2, 3]] * 3), WEIGHTS)
    ax = plot.ranking(result)
    assert sums(ax) == pytest.approx([0.5] * 3)
    assert [patch.get_width() for patch in rows_of(ax)[0]] == pytest.approx([1 / 6] * 3)


@pytest.mark.parametrize("scale", [1.0, 1e-3, 1e6])
def test_the_axis_says_the_same_in_both_languages(scale):
    problem = kd.DecisionProblem.from_arrays([[1 * scale], [3 * scale]], ["benefit"])
    result = kd.rank(problem, [1], kd.WeightedSum("none"))
    ticks, powers = {}, []
    for lang in ("en", "id"):
        ax = plot.ranking(result, lang=lang)
        ax.figure.draw_without_rendering()
        ticks[lang] = [label.get_text() for label in ax.get_xticklabels()]
        powers.append(ax.xaxis.get_offset_text().get_text())
    assert powers[0] == powers[1]  # "1e6", say
    assert len(set(ticks["id"])) == len(ticks["id"]) > 2
    assert ticks["id"] == [text.replace(".", ",") for text in ticks["en"]]


def test_what_is_no_ranking_is_refused():
    with pytest.raises(kd.InputError, match=r"no Ranking; got Acceptability\. Hint: give"):
        plot.ranking(kd.smaa(PROBLEM, n_samples=10, rng=1))


# ---- looks ---------------------------------------------------------------------------------------


@looks_as_stored
@pytest.mark.parametrize("lang", ["en", "id"])
def test_ranking_looks(lang):
    return plot.ranking(kd.rank(PROBLEM, WEIGHTS), lang=lang).figure


@looks_as_stored
def test_ranking_with_ties_looks():
    tied = problem_of([[1, 2, 3], [2, 3, 4], [1, 2, 3], [4, 3, 2]], "ABCD")
    return plot.ranking(kd.rank(tied, WEIGHTS, kd.WeightedSum())).figure


def test_a_wrong_bar_is_seen():
    stored = drawn_pixels()
    assert list(differences(drawn_pixels(), stored)) == []
    longer = list(differences(drawn_pixels(longer=1.04), stored))
    assert len(longer) == 1
    assert longer[0].startswith("color: ")
    assert any(text.startswith("all: ") for text in differences(drawn_pixels(swap=True), stored))
    assert list(differences(stored[1:], stored)) == ["size (152, 432) instead of (153, 432)"]


def drawn_pixels(longer=1.0, swap=False):
    ax = plot.ranking(kd.rank(PROBLEM, WEIGHTS))
    ax.figure.set_size_inches(7.2, 2.56)
    row = rows_of(ax)[1]
    patch = max(row, key=lambda bar: bar.get_width())
    patch.set_width(patch.get_width() * longer)
    if swap:
        patch.set_facecolor(COLORS[4])
    file = io.BytesIO()
    ax.figure.savefig(file, format="png", dpi=DPI)
    plt.close(ax.figure)
    return plt.imread(io.BytesIO(file.getvalue()))[..., :3]


# ---- a candidate's profile -----------------------------------------------------------------------


def places_of(ax, marker="o"):
    (line,) = [line for line in ax.lines if line.get_marker() == marker]
    return np.asarray(line.get_xdata()).tolist()


# km (cost), gain, people of A: best, worst, best.
@pytest.mark.parametrize(
    ("method", "candidate", "expected"),
    [
        (kd.TOPSIS(), "C", [4.7 / 20.6, 0.8, 0.5]),  # affine in the value whatever the unit
        (kd.TOPSIS("minmax"), "A", [1, 0, 1]),
        (kd.WeightedSum("minmax"), "C", [4.7 / 20.6, 0.8, 0.5]),
        (kd.TOPSIS(ideal=(0, 10, 50)), "A", [20.6 / 55.4, 0, 10 / 30]),
        (kd.TOPSIS(ideal=(0, 10, 50), anti_ideal=(100, 0, 0)), "B", [0.446, 0.7, 0.4]),
        (kd.TOPSIS(anti_ideal=(100, 0, 0)), "B", [44.6 / 65.2, 1, 20 / 30]),
    ],
)
def test_a_profile_stands_between_anti_ideal_and_ideal(method, candidate, expected):
    ax = plot.profile(kd.rank(PROBLEM, [1, 0, 0], method), candidate)
    assert places_of(ax) == pytest.approx(expected, abs=1e-9)


@pytest.mark.parametrize("method", [kd.TOPSIS("bounds"), kd.WeightedSum("bounds")], ids=repr)
def test_a_profile_on_scales_with_bounds(method):
    criteria = [kd.Criterion("x", "cost", bounds=(0, 10), unit="km"),
                kd.Criterion("y", "benefit", bounds=(0, 10))]  # fmt: skip
    problem = kd.DecisionProblem(criteria, ["A", "B"], [[2, 4], [9, 5]])
    ax = drawn(plot.profile(kd.rank(problem, [1, 1], method), "A"))
    assert places_of(ax) == pytest.approx([0.8, 0.4])
    assert places_of(ax, "D") == pytest.approx([0.1, 0.5])
    assert [text.get_text() for text in ax.texts] == ["2 km", "10", "0", "4", "0", "10"]


def test_a_profile_marks_the_best_of_the_others_or_another():
    result = kd.rank(PROBLEM, WEIGHTS)
    assert places_of(plot.profile(result, "C"), "D") == pytest.approx([1, 1, 1])
    assert places_of(plot.profile(result, "C", against="B"), "D") == pytest.approx([0, 1, 0])


def test_what_is_the_same_for_all_stands_at_the_ideal():
    result = kd.rank(problem_of([[1, 2, 3], [1, 5, 3]], "AB"), WEIGHTS)
    assert places_of(plot.profile(result, "A")) == [1, 0, 1]
    alone = kd.rank(problem_of([[1, 2, 3]], "A"), WEIGHTS)
    ax = drawn(plot.profile(alone, "A"))
    assert places_of(ax) == [1, 1, 1]
    assert [line.get_marker() for line in ax.lines] == ["o"]


def test_the_alternative_text_of_a_profile():
    result = kd.rank(PROBLEM, WEIGHTS)
    assert plot.profile(result, "A", lang="id").get_label() == (
        "Kota A antara anti-ideal (0) dan ideal (1): jarak 1,00 (34,8), saling untung 0,00 (2), "
        "penduduk 1,00 (30)."
    )


def test_a_profile_refuses_all_at_once():
    raised = faults(plot.profile, kd.rank(PROBLEM, WEIGHTS, Bare()), "Z", against="Z")
    assert [(fault.where, fault.what) for fault in raised] == [
        ("candidate", "unknown candidate"),
        ("against", "unknown candidate"),
        ("against", "the candidate itself"),
        ("method 'Bare'", "it does not say how it normalizes, so there is no profile"),
    ]
    assert "no Ranking" in message(plot.profile, 3, "A", lang="en")
    assert plt.get_fignums() == []


@looks_as_stored
@pytest.mark.parametrize("lang", ["en", "id"])
def test_profile_looks(lang):
    return plot.profile(kd.rank(PROBLEM, WEIGHTS), "C", lang=lang).figure


# ---- one against another -------------------------------------------------------------------------


@pytest.mark.parametrize("method", [kd.TOPSIS(), kd.WeightedSum()], ids=repr)
@pytest.mark.parametrize("top", [None, 1])
def test_a_waterfall_goes_from_one_score_to_the_other(method, top):
    result = kd.rank(PROBLEM, WEIGHTS, method)
    ax = drawn(plot.contrast(result.contrast("C", "A"), top=top))
    scores = dict(zip("ABC", result.scores, strict=True))
    steps = [(bar.get_x(), bar.get_width()) for row in rows_of(ax)[:] for bar in row]
    assert len(steps) == (3 if top is None else 2)
    at = scores["A"]
    for x, width in steps:
        assert x == pytest.approx(at, abs=1e-12)
        at += width
    assert at == pytest.approx(scores["C"], abs=1e-12)
    assert [line.get_xdata()[0] for line in ax.lines] == pytest.approx([scores["A"], scores["C"]])
    assert ax.get_xlabel() == "score"


def test_parts_against_are_hatched_and_come_last():
    ax = plot.contrast(kd.rank(PROBLEM, WEIGHTS).contrast("C", "A"))
    bars = [bar for row in rows_of(ax) for bar in row]
    widths = [bar.get_width() for bar in bars]
    assert widths == sorted(widths, reverse=True)
    assert [bar.get_hatch() is not None for bar in bars] == [width < 0 for width in widths]
    assert {width < 0 for width in widths} == {True, False}


def test_logarithms_are_said_to_be_such():
    contrast = kd.rank(PROBLEM, WEIGHTS, kd.WeightedProduct()).contrast("C", "A")
    ax = drawn(plot.contrast(contrast))
    assert ax.get_xlabel() == "difference of logarithms of scores to A city"
    assert sums(ax)[0] == contrast.contributions.max()
    assert rows_of(ax)[0][0].get_x() == 0
    assert "in logarithms" in ax.get_label()
    ax = plot.contrast(contrast, lang="id")
    assert ax.get_xlabel() == "selisih logaritma skor terhadap Kota A"
    assert ax.get_label().startswith("Dari Kota A (skor ")


def test_a_waterfall_of_equals_is_drawn():
    result = kd.rank(problem_of([[1, 2, 3]] * 2, "AB"), WEIGHTS)
    ax = drawn(plot.contrast(result.contrast("A", "B")))
    assert ax.get_label() == (
        "From B city (score 0.500) to A city (score 0.500): distance 0.000, mutual gain 0.000, "
        "people 0.000."
    )


def test_a_waterfall_refuses_all_at_once():
    raised = faults(plot.contrast, 3, top=0, lang="fr")
    assert [fault.where for fault in raised] == ["lang", "result", "top"]


@looks_as_stored
@pytest.mark.parametrize("lang", ["en", "id"])
def test_contrast_looks(lang):
    return plot.contrast(kd.rank(PROBLEM, WEIGHTS).contrast("C", "A"), lang=lang).figure
