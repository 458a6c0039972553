"""Pictures of ranks by several methods and in many universes."""

import matplotlib as mpl
import matplotlib.pyplot as plt
import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

import kadmcdm as kd
from kadmcdm import core, plot
from kadmcdm.plot.methods import _places
from messages import faults, message
from pictures import looks_as_stored

plt.switch_backend("agg")


@pytest.fixture(autouse=True)
def _closed():
    yield
    plt.close("all")


METHODS = [kd.TOPSIS(), kd.TOPSIS("minmax"), kd.WeightedSum()]


def problem_of(matrix, names="ABCDEFGHIJ"):
    criteria = [kd.Criterion(f"c{j}", "benefit") for j in range(len(matrix[0]))]
    candidates = [
        kd.Candidate(name, label={"en": f"{name} city", "id": f"Kota {name}"})
        for name, _ in zip(names, matrix, strict=False)
    ]
    return kd.DecisionProblem(criteria, candidates, matrix)


PROBLEM = problem_of([[7, 1, 3], [4, 5, 4], [2, 8, 3], [5, 3, 5], [1, 2, 8], [5, 3, 5]])
COMPARED = kd.compare_methods(PROBLEM, [0.5, 0.3, 0.2], METHODS)
UNIVERSES = kd.multiverse(
    PROBLEM, METHODS, {"equal": kd.EqualWeights(), "experts": [0.5, 0.3, 0.2]}
)


def drawn(ax):
    ax.figure.draw_without_rendering()
    return ax


def lines_of(ax):
    """Return the lines of candidates: those with circles."""
    return [line for line in ax.lines if line.get_marker() == "o"]


@looks_as_stored
@pytest.mark.parametrize("lang", ["en", "id"])
def test_ranks_by_method_look(lang):
    return plot.ranks_by_method(COMPARED, lang=lang).figure


@looks_as_stored
@pytest.mark.parametrize("lang", ["en", "id"])
def test_ranks_in_universes_look(lang):
    return plot.ranks_by_method(UNIVERSES, lang=lang).figure


@given(
    arrays(np.float64, st.tuples(st.integers(1, 4), st.integers(1, 7)), elements=st.sampled_from(
        [0.0, 1.0, 2.0, 3.0]))
)  # fmt: skip
def test_places_are_in_the_order_of_ranks_and_never_shared(scores):
    ranks = core.ranks(scores)
    for row, places in zip(ranks, _places(ranks), strict=True):
        assert sorted(places) == list(range(1, len(row) + 1))
        assert (np.diff(row[np.argsort(places)]) >= 0).all()
        assert (places >= row).all()


def test_every_line_goes_from_rank_to_rank():
    ax = drawn(plot.ranks_by_method(COMPARED))
    best_first = np.argsort(COMPARED.ranks.mean(axis=0), kind="stable")
    places = _places(COMPARED.ranks)
    assert [line.get_ydata().tolist() for line in lines_of(ax)] == [
        places[:, i].tolist() for i in best_first
    ]
    names = [f"{PROBLEM.candidate_names[i]} city" for i in best_first]
    assert [tick.get_text() for tick in ax.get_yticklabels()] == names
    shown = [text.get_text() for text in ax.texts]
    assert [text for text in shown if "city" in text] == names  # at the right end
    assert [text.get_text().replace("\n", " ") for text in ax.get_xticklabels()] == list(
        COMPARED.method_labels
    )
    assert ax.yaxis_inverted()


def test_ties_are_marked_and_joined():
    ax = drawn(plot.ranks_by_method(COMPARED))
    twins = [COMPARED.ranks[:, i].tolist() for i in (3, 5)]
    assert twins[0] == twins[1]
    said = ", ".join(f"{rank}=" for rank in twins[0])
    assert f"D city {said};" in ax.get_label()
    assert ax.get_xlabel() == "number: rank; =: tied"
    capsules = [line for line in ax.lines if line.get_marker() == "None"]
    assert len(capsules) == 3
    assert all(np.ptp(line.get_ydata()) == 1 for line in capsules)
    alone = plot.ranks_by_method(
        kd.compare_methods(problem_of([[1, 2], [2, 3]]), [0.5, 0.5], METHODS)
    )
    assert alone.get_xlabel() == "number: rank"


def test_what_bumps_say():
    said = plot.ranks_by_method(COMPARED, top=2, lang="id").get_label()
    best = COMPARED.candidate_names[int(np.argmin(COMPARED.ranks.mean(axis=0)))]
    assert said.startswith(
        "Peringkat 2 calon menurut TOPSIS (vector), TOPSIS (minmax), dan WeightedSum (max): "
        f"Kota {best} "
    )


def test_what_universes_say():
    ax = drawn(plot.ranks_by_method(UNIVERSES, top=2))
    i, j = np.argsort(UNIVERSES.mean_ranks, kind="stable")[:2]
    low, high = UNIVERSES.central_ranges[i]
    least, most = UNIVERSES.rank_ranges[i]
    share = ax.texts[1].get_text()
    assert ax.get_label().startswith(
        f"Ranks of 2 candidates in 24 universes of choices: {UNIVERSES.candidate_names[i]} city "
        f"mean rank {UNIVERSES.mean_ranks[i]:.2f}, 90% from {low} to {high}, all from {least} to "
        f"{most}, ranked first in {share}; {UNIVERSES.candidate_names[j]} city"
    )
    assert share == f"{UNIVERSES.first_shares[i] * 100:.1f}%"
    assert next(text.get_text() for text in ax.texts) == "ranked first"
    thin, thick = (c for c in ax.collections if isinstance(c, mpl.collections.LineCollection))
    assert next(s[:, 0].tolist() for s in thin.get_segments()) == [least, most]
    assert next(s[:, 0].tolist() for s in thick.get_segments()) == [low, high]
    (dots,) = lines_of(ax)
    assert dots.get_xdata() == pytest.approx(UNIVERSES.mean_ranks[[i, j]])


def test_the_axis_of_universes_is_in_the_language():
    ax = plot.ranks_by_method(UNIVERSES, lang="id")
    assert ax.get_xlabel() == "peringkat (titik: rata-rata; tebal: 90% dari 24 semesta; " + (
        "tipis: semuanya)"
    )
    assert all(text.get_text().count(".") == 0 for text in ax.texts)


@pytest.mark.parametrize(
    ("methods", "matrix"),
    [
        (METHODS[:1], [[1, 2]]),
        (METHODS, [[1, 2]]),
        (METHODS[:1], [[1, 2], [2, 1]]),
        (METHODS, [[1, 2]] * 5),
        (METHODS, np.arange(1, 41).reshape(20, 2).tolist()),
    ],
)
def test_any_number_of_methods_and_candidates(matrix, methods):
    names = [f"a{k}" for k in range(len(matrix))]
    problem = kd.DecisionProblem.from_arrays(matrix, ["benefit"] * 2)
    ax = drawn(plot.ranks_by_method(kd.compare_methods(problem, [0.5, 0.5], methods)))
    assert len(lines_of(ax)) == len(names)
    universes = kd.multiverse(problem, methods, [kd.EqualWeights()])
    assert len(drawn(plot.ranks_by_method(universes)).get_yticks()) == len(names)


@pytest.mark.parametrize("name", ["US$ 1 a $x^", "_hidden", "<b>|x_*`", "panjang " * 1300])
def test_hostile_names_are_drawn(name):
    problem = kd.DecisionProblem([kd.Criterion("c", "benefit")], [name, "B"], [[2], [1]])
    ax = drawn(plot.ranks_by_method(kd.compare_methods(problem, [1], METHODS)))
    assert name.strip() in ax.get_label()
    assert max(len(tick.get_text()) for tick in ax.get_yticklabels()) <= 45
    drawn(plot.ranks_by_method(kd.multiverse(problem, METHODS, [kd.EqualWeights()])))


def test_labels_stay_within_the_figure():
    ax = drawn(plot.ranks_by_method(COMPARED))
    whole = ax.figure.bbox
    for text in [*ax.texts, *ax.get_yticklabels(), *ax.get_xticklabels()]:
        box = text.get_window_extent()
        assert whole.x0 <= box.x0
        assert box.x1 <= whole.x1


@pytest.mark.parametrize("result", [COMPARED, UNIVERSES])
def test_axes_that_are_given_are_used(result):
    fig, (left, right) = plt.subplots(1, 2, figsize=(9, 4), layout="constrained")
    assert drawn(plot.ranks_by_method(result, right)) is right
    assert plt.get_fignums() == [fig.number]
    assert fig.get_size_inches().tolist() == [9, 4]
    assert (list(left.lines), fig.legends) == ([], [])


def test_what_is_refused():
    found = faults(plot.ranks_by_method, COMPARED, top=0, lang="fr")
    assert [fault.where for fault in found] == ["lang", "top"]
    assert message(plot.ranks_by_method, kd.rank(PROBLEM, [1, 1, 1])) == (
        "result: no MethodComparison or Multiverse; got Ranking. Hint: give what "
        "kd.compare_methods or kd.multiverse returned."
    )
    assert plt.get_fignums() == []
