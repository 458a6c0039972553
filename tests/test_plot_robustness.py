"""Pictures of robustness: what is drawn where, what is written, and how it looks."""

import re

import matplotlib.pyplot as plt
import numpy as np
import pytest

import kadmcdm as kd
from kadmcdm import datasets, plot
from kadmcdm import partnership as pt
from kadmcdm._table import visible
from kadmcdm.plot.style import DARK, PALE
from messages import faults, message
from pictures import looks_as_stored

plt.switch_backend("agg")


@pytest.fixture(autouse=True)
def _closed():
    yield
    plt.close("all")


def criterion(name, direction, en, other, **given):
    return kd.Criterion(name, direction, label={"en": en, "id": other}, **given)


PROBLEM = kd.DecisionProblem(
    [
        criterion("water", "benefit", "safe water", "air minum", unit="%", bounds=(0, 100)),
        criterion("people", "benefit", "people", "penduduk", unit="thousand", changeable=False),
        criterion("km", "cost", "distance", "jarak", unit="km", lever="a new bridge"),
    ],
    [
        kd.Candidate(n, label={"en": f"{n} regency", "id": f"Kab. {n}"})
        for n in ("Tuban", "Blora", "Ngawi", "Jombang")
    ],
    [[96.40, 1266, 34.8], [94.84, 928, 50.7], [99.92, 907, 55.4], [99.44, 1378, 59.6]],
)
WEIGHTS = [0.62, 0.14, 0.24]
METHOD = kd.TOPSIS("minmax")
RANKING = kd.rank(PROBLEM, WEIGHTS, METHOD)
SURE = kd.smaa(PROBLEM, method=METHOD, n_samples=500, rng=1)
STABLE = kd.weight_stability(PROBLEM, WEIGHTS, METHOD)
SWINGS = kd.weight_swings(RANKING)
PATHS = kd.improvements(RANKING, "Blora")

PICTURES = {
    "stack": lambda **given: plot.rank_acceptability(SURE, **given),
    "heat_map": lambda **given: plot.rank_acceptability(SURE, kind="heat_map", **given),
    "central_weights": lambda **given: plot.central_weights(SURE, **given),
    "weight_stability": lambda **given: plot.weight_stability(STABLE, **given),
    "tornado": lambda **given: plot.tornado(SWINGS, **given),
    "improvements": lambda **given: plot.improvements(PATHS, **given),
}
every_picture = pytest.mark.parametrize("draw", PICTURES.values(), ids=PICTURES)


def texts(ax):
    """Return all that is written, ticks and key too, as people read it."""
    found = [text.get_text() for text in ax.texts]
    found += [tick.get_text() for tick in (*ax.get_yticklabels(), *ax.get_xticklabels())]
    found += [ax.get_xlabel(), ax.get_title(), ax.get_title("left")]
    if ax.get_legend() is not None:
        found += [text.get_text() for text in ax.get_legend().get_texts()]
        found.append(ax.get_legend().get_title().get_text())
    return [text.replace("\\$", "$") for text in found if text]


def overlaps(ax):
    """Return pairs of texts that lie on each other, and texts that leave the figure."""
    figure = ax.figure
    figure.draw_without_rendering()
    low, high = ax.get_xlim()
    ticks = [tick for tick in ax.get_xticklabels() if low <= tick.get_position()[0] <= high]
    shown = [*ax.texts, *ax.get_yticklabels(), *ticks, ax.xaxis.label, ax.title]
    if ax.get_legend() is not None:
        shown += [*ax.get_legend().get_texts(), ax.get_legend().get_title()]
    boxes = [(t.get_text(), t.get_window_extent()) for t in shown if t.get_text().strip()]
    whole = figure.bbox
    bad = [
        (a, "leaves the figure")
        for a, box in boxes
        if box.x0 < -1 or box.y0 < -1 or box.x1 > whole.x1 + 1 or box.y1 > whole.y1 + 1
    ]
    for k, (a, one) in enumerate(boxes):
        for b, other in boxes[k + 1 :]:
            wide = min(one.x1, other.x1) - max(one.x0, other.x0)
            high = min(one.y1, other.y1) - max(one.y0, other.y0)
            if wide > 1 and high > 2:  # pixels at 100 dpi: boxes are a little larger than letters
                bad.append((a, b))
    return bad


# ---- all of them ---------------------------------------------------------------------------------


@every_picture
@pytest.mark.parametrize("lang", ["en", "id"])
def test_nothing_is_cut_and_nothing_overlaps(draw, lang):
    assert overlaps(draw(lang=lang)) == []


@every_picture
def test_words_are_in_the_language(draw):
    axes = {lang: draw(lang=lang) for lang in ("en", "id")}
    english, indonesian = (" ".join(texts(ax)) for ax in axes.values())
    for word in ("regency", " first", "rank", "weight", "lower", "worst", "samples"):
        assert word not in indonesian
    for word in ("Kab.", "peringkat", "bobot", "jarak", "calon", "sampel"):
        assert word not in english
    label = axes["id"].get_label()
    assert "Kab." in label
    assert "regency" not in label
    assert "regency" in axes["en"].get_label()


@every_picture
def test_axes_that_are_given_are_drawn_on_and_nothing_else(draw):
    figure, (left, right) = plt.subplots(1, 2, figsize=(16, 6))
    before = (figure.get_size_inches().tolist(), figure.get_layout_engine(), list(figure.legends))
    defaults = plt.rcParams.copy()
    assert draw(ax=right) is right
    assert right.patches or right.collections
    assert (left.patches, list(left.texts), left.get_legend()) == ([], [], None) or not left.patches
    after = (figure.get_size_inches().tolist(), figure.get_layout_engine(), list(figure.legends))
    assert after == before
    assert figure.axes == [left, right]
    assert plt.get_fignums() == [figure.number]
    assert plt.rcParams == defaults


@every_picture
def test_languages_and_results_of_another_kind_are_refused(draw):
    assert [fault.where for fault in faults(draw, lang="fr")] == ["lang"]
    assert plt.get_fignums() == []  # no empty figure is left behind


@pytest.mark.parametrize(
    ("picture", "kind"),
    [
        (plot.rank_acceptability, "Acceptability"),
        (plot.central_weights, "Acceptability"),
        (plot.weight_stability, "WeightStability"),
        (plot.tornado, "WeightSwings"),
        (plot.improvements, "Improvements"),
    ],
)
def test_another_result_is_refused_by_name(picture, kind):
    said = message(picture, RANKING)
    assert said.startswith(f"result: no {kind}; got Ranking. Hint: give ")


HOSTILE = ["US$ 1 a $x^", "_hidden", "<b>|x_*`", "a\\alpha{", "100 %", "x" * 300, "é \u202etxt"]


@pytest.mark.filterwarnings("ignore:Glyph")
def test_names_are_drawn_as_they_are():
    n = len(HOSTILE)
    criteria = [kd.Criterion(name, "benefit", lever=name, unit=name) for name in HOSTILE]
    matrix = np.random.default_rng(1).uniform(1, 9, (n, n)).round(2)
    problem = kd.DecisionProblem(criteria, HOSTILE, matrix)
    ranking = kd.rank(problem, kd.EqualWeights())
    sure = kd.smaa(problem, n_samples=300, rng=1)
    for ax, candidates, names in (
        (plot.rank_acceptability(sure), HOSTILE, []),
        (plot.rank_acceptability(sure, kind="heat_map"), HOSTILE, []),
        (plot.central_weights(sure), [], HOSTILE),
        (plot.weight_stability(kd.weight_stability(problem, kd.EqualWeights())), [], HOSTILE),
        (plot.tornado(kd.weight_swings(ranking)), [], HOSTILE),
        (plot.improvements(kd.improvements(ranking, ranking.order[2])), [], HOSTILE),
    ):
        ax.figure.draw_without_rendering()  # what cannot be set shows only now
        shown = re.sub(r"\s", "", "".join(texts(ax)))
        for name in (*candidates, *names):
            assert re.sub(r"\s", "", visible(name)[:20]) in shown
        assert any(name in ax.get_label() for name in HOSTILE)


def test_long_labels_leave_room_for_each_other():
    long = "Kerja sama pengelolaan air minum regional Bojonegoro dan Tuban"
    criteria = [kd.Criterion(f"{long} {k}", "benefit", unit="Rp billion a year") for k in range(3)]
    matrix = [[1, 2, 4], [3, 1, 2], [2, 2, 2]]
    problem = kd.DecisionProblem(criteria, [f"{k} {long}" for k in range(3)], matrix)
    ranking = kd.rank(problem, [0.5, 0.3, 0.2])
    sure = kd.smaa(problem, n_samples=200, rng=1)
    stable = kd.weight_stability(problem, [0.5, 0.3, 0.2])
    paths = kd.improvements(ranking, ranking.order[-1])
    for ax in (
        plot.rank_acceptability(sure, lang="id"),
        plot.rank_acceptability(sure, kind="heat_map", lang="id"),
        plot.central_weights(sure, lang="id"),
        plot.weight_stability(stable, lang="id"),
        plot.tornado(kd.weight_swings(ranking, 1), lang="id"),
        plot.improvements(paths, lang="id"),
    ):
        assert overlaps(ax) == []


def test_one_candidate():
    problem = kd.DecisionProblem.from_arrays([[1, 2]], ["benefit", "cost"])
    ranking = kd.rank(problem, [0.5, 0.5])
    sure = kd.smaa(problem, n_samples=10, rng=1)
    assert plot.rank_acceptability(sure).get_label() == (
        "Shares of ranks in 10 samples (1 shown); first are a1 100%."
    )
    assert overlaps(plot.rank_acceptability(sure, kind="heat_map")) == []
    assert overlaps(plot.central_weights(sure)) == []
    assert overlaps(plot.weight_stability(kd.weight_stability(problem, [0.5, 0.5]))) == []
    ax = plot.improvements(kd.improvements(ranking, "a1"))
    assert "a1: rank 1 already" in texts(ax)
    assert overlaps(ax) == []


def test_thirty_nine_candidates():
    table = datasets.east_java()
    criteria = [
        pt.OperatorCriterion(pt.framework_criterion("synergy"), pt.JointScale("population")),
        pt.OperatorCriterion(pt.framework_criterion("distance"), pt.HaversineKm()),
        pt.OperatorCriterion(pt.framework_criterion("capacity_disparity"), pt.Gap("hdi")),
    ]
    problem = pt.pair_problem(table, "35.22", criteria)
    sure = kd.smaa(problem, n_samples=300, rng=1)
    assert overlaps(plot.rank_acceptability(sure, lang="id")) == []
    assert overlaps(plot.rank_acceptability(sure, kind="heat_map", lang="id")) == []
    ax = plot.central_weights(sure, lang="id")
    assert overlaps(ax) == []
    never = 39 - np.count_nonzero(sure.first_shares)
    note = ax.get_xlabel().replace("\n", " ")
    assert note.endswith(f"tanpa bobot sentral: {never} calon")


# ---- rank acceptability --------------------------------------------------------------------------


def widths(ax):
    rows = {}
    for patch in ax.patches:
        rows.setdefault(round(patch.get_y() + patch.get_height() / 2), []).append(patch.get_width())
    return np.array([rows[k] for k in sorted(rows)])


def by_rank(result):
    return np.argsort(result.expected_ranks, kind="stable")


def test_a_stack_is_the_shares_of_ranks_and_adds_up():
    drawn = widths(plot.rank_acceptability(SURE))
    np.testing.assert_allclose(drawn, SURE.rank_acceptability[by_rank(SURE)], atol=1e-12)
    np.testing.assert_allclose(drawn.sum(axis=1), 1, atol=1e-12)


def test_ranks_beyond_are_one():
    ax = plot.rank_acceptability(SURE, ranks=2)
    drawn, shares = widths(ax), SURE.rank_acceptability[by_rank(SURE)]
    np.testing.assert_allclose(drawn[:, :2], shares[:, :2], atol=1e-12)
    np.testing.assert_allclose(drawn[:, 2], shares[:, 2:].sum(axis=1), atol=1e-12)
    assert [t.get_text() for t in ax.get_legend().get_texts()] == ["1", "2", "3 or worse"]
    heads = plot.rank_acceptability(SURE, ranks=3, lang="id").get_legend().get_texts()
    assert [t.get_text() for t in heads] == ["1", "2", "3", "4"]  # one rank is no "or worse"


def test_where_top_ranks_alone_were_counted_the_others_are_one():
    some = kd.smaa(PROBLEM, n_samples=200, rng=1, top=2)
    ax = plot.rank_acceptability(some)
    assert widths(ax).shape == (4, 3)
    np.testing.assert_allclose(widths(ax).sum(axis=1), 1, atol=1e-12)
    first = np.argsort(-some.first_shares, kind="stable")
    np.testing.assert_allclose(widths(ax)[:, 0], some.first_shares[first], atol=1e-12)


def test_a_heat_map_writes_its_figures():
    ax = plot.rank_acceptability(SURE, kind="heat_map")
    (mesh,) = ax.collections
    shares = SURE.rank_acceptability[by_rank(SURE)]
    np.testing.assert_allclose(np.asarray(mesh.get_array()).reshape(4, 4), shares, atol=1e-12)
    assert len(ax.texts) == np.count_nonzero(shares)


def test_the_best_so_many_and_the_alternative_text():
    ax = plot.rank_acceptability(SURE, top=2)
    assert len(widths(ax)) == 2
    best = [SURE.candidate_names[i] for i in by_rank(SURE)[:2]]
    assert [t.get_text() for t in ax.get_yticklabels()] == [f"{name} regency" for name in best]
    assert ax.get_label().startswith("Shares of ranks in 500 samples (2 shown); first are ")


def test_wrong_arguments_all_at_once():
    given = {"kind": "pie", "ranks": 0, "top": True, "lang": "fr"}
    found = faults(plot.rank_acceptability, SURE, **given)
    assert sorted(fault.where for fault in found) == ["kind", "lang", "ranks", "top"]
    assert "'stack'" in message(plot.rank_acceptability, SURE, kind="stak")
    bare = kd.smaa(PROBLEM, n_samples=10, rng=1, measures=("expected_ranks",))
    assert "was not asked for" in message(plot.central_weights, bare)
    assert plt.get_fignums() == []


# ---- central weights -----------------------------------------------------------------------------


def test_central_weights_are_as_long_as_they_are():
    ax = plot.central_weights(SURE)
    order = np.argsort(-SURE.first_shares, kind="stable")
    shown = [i for i in order if SURE.first_shares[i] > 0]
    drawn = widths(ax)
    assert drawn.shape == (len(shown), 3)
    ratio = drawn / SURE.central_weights[shown]
    np.testing.assert_allclose(ratio, ratio[0, 0], rtol=1e-9)  # one scale for all
    assert max(drawn.ravel()) < 1  # within its column


def test_bars_are_dark_where_they_pass_the_line():
    ax = plot.central_weights(SURE, weights=RANKING.weights)
    order = np.argsort(-SURE.first_shares, kind="stable")
    shown = [i for i in order if SURE.first_shares[i] > 0]
    more = SURE.central_weights[shown] > RANKING.weights.values
    for patch in ax.patches:
        row = round(patch.get_y() + patch.get_height() / 2)
        dark = plt.matplotlib.colors.to_hex(patch.get_facecolor()) == DARK.lower()
        assert dark == more[row, int(patch.get_x())]
    assert "line: the weights given" in ax.get_xlabel()
    assert "beside the weights given" in ax.get_label()


def test_who_is_never_first_is_said():
    problem = kd.DecisionProblem.from_arrays([[4, 1], [1, 2], [0, 0]], ["benefit"] * 2)
    ax = plot.central_weights(kd.smaa(problem, method=kd.WeightedSum("none"), n_samples=50, rng=1))
    assert "never first, so without central weights: a3" in ax.get_xlabel()
    assert ax.get_label().endswith("Never first, so without central weights: a3.")
    assert len(ax.get_yticklabels()) == 2


def test_weights_of_other_criteria_are_refused():
    other = kd.DirectWeights({"c1": 1}).weigh(kd.DecisionProblem.from_arrays([[1]], ["cost"]))
    said = message(plot.central_weights, SURE, weights=other)
    assert said == (
        "weights: not of these criteria, in this order; got 'c1', expected 'water', 'people', 'km'."
    )
    assert "Hint: give ranking.weights" in message(plot.central_weights, SURE, weights=[1, 2, 3])


# ---- stability -----------------------------------------------------------------------------------


def of_color(ax, color):
    to_hex = plt.matplotlib.colors.to_hex
    return [p for p in ax.patches if to_hex(p.get_facecolor()) == color.lower()]


def test_strips_stand_where_the_intervals_are():
    ax = plot.weight_stability(STABLE)
    for color, intervals in ((PALE, STABLE.winner_intervals), (DARK, STABLE.order_intervals)):
        ends = [(p.get_x(), p.get_x() + p.get_width()) for p in of_color(ax, color)]
        np.testing.assert_allclose(ends, intervals, atol=1e-12)
    marks = [line.get_xdata()[0] for line in ax.lines]
    np.testing.assert_allclose(marks, WEIGHTS, atol=1e-12)


def test_who_takes_over_stands_at_the_ends():
    ax = plot.weight_stability(STABLE)
    below = [tick.get_text().replace("\n", " ") for tick in ax.get_yticklabels()]
    assert below == ["Jombang regency", "–", "Jombang regency"]
    right = {round(t.xy[1], 2): t.get_text() for t in ax.texts if getattr(t, "xy", (0,))[0] == 1.0}
    assert right == {0: "–", 1: "Jombang regency", 2: "Tuban regency", -0.75: "first above"}
    assert ax.get_label() == "\n".join(f"{line}." for line in STABLE.describe().splitlines())


def test_winners_that_are_level_only_here():
    tie = kd.DecisionProblem.from_arrays([[1, 2], [2, 1]], ["benefit"] * 2)
    stable = kd.weight_stability(tie, [0.5, 0.5], kd.WeightedSum("none"))
    ax = plot.weight_stability(stable)
    assert overlaps(ax) == []
    assert "a1 and a2 first" in texts(ax)


# ---- tornado -------------------------------------------------------------------------------------


def test_bars_run_from_the_lead_to_the_leads():
    ax = plot.tornado(SWINGS)
    at = [PROBLEM.criterion_names.index(name) for name in SWINGS.order]
    for color, side in ((PALE, 0), (DARK, 1)):
        drawn = [(p.get_x(), p.get_width()) for p in of_color(ax, color)]
        ends = [start + width for start, width in drawn]
        np.testing.assert_allclose(ends, SWINGS.leads[at, side], atol=1e-12)
        assert all(start == SWINGS.lead for start, _ in drawn)
    assert len(of_color(plot.tornado(SWINGS, top=1), PALE)) == 1


def test_who_is_first_then_stands_beside():
    ax = plot.tornado(SWINGS, lang="id")
    assert ("-25%: Kab. Jombang peringkat 1" in " ".join(texts(ax)).replace("\n", " ")) == (
        ("Jombang",) in [down for down, _ in SWINGS.leaders]
    )
    assert any(SWINGS.takeovers(name) != ((), ()) for name in PROBLEM.criterion_names)


def test_what_does_not_move_is_said_and_ties_too():
    still = kd.rank(kd.DecisionProblem.from_arrays([[2, 1], [1, 1]], ["benefit"] * 2), [1, 0])
    assert "does not move" in texts(plot.tornado(kd.weight_swings(still)))
    tie = kd.DecisionProblem.from_arrays([[1, 2], [2, 1]], ["benefit"] * 2)
    ax = plot.tornado(kd.weight_swings(kd.rank(tie, [0.5, 0.5], kd.WeightedSum("none"))))
    assert "-25%: a2 first\n+25%: a1 first" in texts(ax)
    assert overlaps(ax) == []


def test_swings_to_one_side_do_not_hide_each_other():
    """z helps neither way: both bars lie left of the lead, one above the other."""
    matrix = np.array([[4.0, 0, 3], [0, 4, 3.1], [3, 3, 0]])
    problem = kd.DecisionProblem.from_arrays(matrix, ["benefit"] * 3)
    ranking = kd.rank(problem, [0.34, 0.33, 0.33])
    swings = kd.weight_swings(ranking, 1.0)
    both = (np.sign(swings.leads - swings.lead).prod(axis=1) > 0).any()
    heights = {round(p.get_height(), 2) for p in plot.tornado(swings).patches}
    assert (0.36 in heights) == both
    assert both


def test_top_counts_criteria():
    assert message(plot.tornado, SWINGS, top=0) == (
        "top: no number of criteria; got 0, expected a whole number >= 1."
    )


# ---- improvements --------------------------------------------------------------------------------


def test_paths_run_in_the_criterion_s_range():
    matrix = [[4, 2], [2, 3]]
    problem = kd.DecisionProblem(
        [kd.Criterion("gain", "benefit", unit="points", bounds=(0, 10)), kd.Criterion("y", "cost")],
        ["A", "B"], matrix,
    )  # fmt: skip
    ranking = kd.rank(problem, [0.5, 0.5], kd.WeightedSum("none"))
    found = kd.improvements(ranking, "B")
    ax = plot.improvements(found)
    assert found.ranges == {"gain": (0.0, 10.0), "y": (3.0, 2.0)}
    paths = [line.get_xdata() for line in ax.lines if len(line.get_xdata()) == 2]
    new = found.single["gain"].new
    np.testing.assert_allclose(paths[0], [0.2, new / 10], atol=1e-12)
    (kept,) = of_color(ax, PALE)
    assert kept.get_x() == pytest.approx(new / 10)
    assert kept.get_x() + kept.get_width() == pytest.approx(1.0)
    assert f"2 → {new:g}" in texts(ax)
    assert "gain (points)" in texts(ax)
    assert ax.get_label() == found.describe()


def test_criteria_that_cannot_do_it_are_listed_as_such():
    found = " ".join(texts(plot.improvements(PATHS))).replace("\n", " ")
    assert "928; cannot be changed" in found
    unreached = [n for n, item in PATHS.single.items() if item is None]
    assert found.count("not reachable") == len(unreached)


def test_rows_are_grouped_by_lever():
    bold = [t.get_text() for t in plot.improvements(PATHS, lang="id").texts
            if t.get_weight() == "bold"]  # fmt: skip
    assert bold[:2] == ["a new bridge", "tanpa pengungkit"]
    back = kd.Improvements.from_json(PATHS.to_json())
    again = plot.improvements(back, lang="id")
    assert texts(again) == texts(plot.improvements(PATHS, lang="id"))


def test_the_order_of_criteria_is_that_of_the_table():
    assert PATHS.order == (*[n for n in PATHS.order if n in PATHS.single], "people")
    costs = [PATHS.single[n].cost for n in PATHS.order if PATHS.single.get(n) is not None]
    assert costs == sorted(costs)


# ---- looks ---------------------------------------------------------------------------------------


@looks_as_stored
@pytest.mark.parametrize("name", PICTURES)
def test_robustness_looks(name):
    return PICTURES[name]().figure


@looks_as_stored
@pytest.mark.parametrize("name", ["stack", "weight_stability", "improvements"])
def test_robustness_looks_in_indonesian(name):
    return PICTURES[name](lang="id").figure
