"""Weight swings: the lead by hand, against ranking anew one weight vector at a time, and words."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

import kadmcdm as kd
from messages import faults, message
from strategies import problems

SUM = kd.WeightedSum("none")
METHODS = [
    kd.TOPSIS(),
    kd.TOPSIS("minmax", p=1),
    kd.TOPSIS(p=np.inf),
    kd.WeightedSum(),
    kd.WeightedProduct(),
    kd.AHPSynthesis(),
]


def problem_of(matrix, benefit=None):
    matrix = np.asarray(matrix, dtype=float)
    benefit = np.full(matrix.shape[1], True) if benefit is None else benefit
    directions = ["benefit" if up else "cost" for up in benefit]
    return kd.DecisionProblem.from_arrays(matrix, directions)


def ranked(matrix, weights, method=SUM):
    return kd.rank(problem_of(matrix), weights, method)


# ---- by hand -------------------------------------------------------------------------------------


def test_a_weighted_sum_by_hand():
    """a1 = (4, 2, 1), a2 = (1, 3, 2): a1 leads by 3 w1 - w2 - w3."""
    swings = kd.weight_swings(ranked([[4, 2, 1], [1, 3, 2]], [0.5, 0.3, 0.2]), 0.5)
    assert swings.winners == ("a1",)
    assert swings.runner_up == "a2"
    # The weight of c1 becomes t; the others share 1 - t, which the lead takes whole: 4 t - 1.
    # That of c2 becomes t; c1 gets 5/7 and c3 2/7 of 1 - t: (13/7) (1 - t) - t.
    # That of c3 becomes t; c1 gets 5/8 and c2 3/8 of 1 - t: (12/8) (1 - t) - t.
    expected = [
        [4 * 0.25 - 1, 4 * 0.75 - 1],
        [13 / 7 * 0.85 - 0.15, 13 / 7 * 0.55 - 0.45],
        [1.5 * 0.9 - 0.1, 1.5 * 0.7 - 0.3],
    ]
    # 1e-12: a handful of additions of numbers of size 4
    assert swings.lead == pytest.approx(1.0, abs=1e-12)
    np.testing.assert_allclose(swings.leads, expected, atol=1e-12)
    np.testing.assert_allclose(
        swings.moved_weights, [[0.25, 0.75], [0.15, 0.45], [0.1, 0.3]], atol=1e-15
    )
    assert swings.leads[0, 0] == 0.0  # level: no -1e-17
    assert swings.leaders[0] == (("a1", "a2"), ("a1",))
    assert swings.order == ("c1", "c2", "c3")
    np.testing.assert_allclose(swings.spreads, [2.0, 1.42857142857 - 0.57142857143, 0.5], atol=1e-9)


def test_the_lead_is_over_the_best_of_the_others_whoever_that_is_then():
    """a3 passes both a1 and a2 when c1 counts less: first less second would not show it."""
    swings = kd.weight_swings(ranked([[4, 2], [3.9, 2], [0, 6]], [0.6, 0.4]), 0.5)
    assert (swings.winners, swings.runner_up) == (("a1",), "a2")
    assert swings.leaders[0][0] == ("a3",)
    assert swings.leads[0, 0] == pytest.approx(4 * 0.3 + 2 * 0.7 - 6 * 0.7, abs=1e-12)
    assert swings.takeovers("c1") == (("a3",), ())
    assert swings.takeovers("c2") == ((), ("a3",))


# ---- against ranking anew ------------------------------------------------------------------------


@given(
    method=st.sampled_from(METHODS),
    made=problems(candidates=(2, 5), criteria=(1, 5), zeros=True),
    change=st.sampled_from([0.1, 0.25, 0.5, 1.0]),
)
def test_leads_are_what_ranking_anew_says(method, made, change):
    matrix, weights, benefit = made
    ranking = kd.rank(problem_of(matrix, benefit), weights, method)
    swings = kd.weight_swings(ranking, change)
    first = ranking.problem.candidate_index(ranking.best)
    for j, now in enumerate(weights):
        for side, factor in enumerate((1 - change, 1 + change)):
            target = min(now * factor, 1.0)
            if target == now:  # 0, or the only criterion going up
                moved = weights.copy()
            elif now == 1.0:
                moved = np.full(len(weights), (1 - target) / max(len(weights) - 1, 1))
                moved[j] = target
            else:
                moved = weights * (1 - target) / (1 - now)
                moved[j] = target
            if len(weights) == 1:
                moved = np.ones(1)
            anew = kd.rank(ranking.problem, moved, method)
            # 1e-9 is the tie tolerance, within which leads are 0; scores are at most 100 or so
            lead = anew.scores[first] - np.delete(anew.scores, first).max()
            assert swings.leads[j, side] == pytest.approx(
                lead, abs=2e-9 * np.abs(anew.scores).max()
            )
            # a tie but for rounding may fall on either side where weights differ in the last bit
            if (
                np.ptp(anew.scores) > 0
                and abs(abs(lead) / np.abs(anew.scores).max() - 1e-9) > 1e-12
            ):
                assert (swings.leads[j, side] < 0) == (ranking.best not in anew.winners)


@given(made=problems(candidates=(2, 4), criteria=(2, 4)), change=st.floats(0.01, 1.0))
def test_weights_stay_weights_and_signs_tell_who_is_first(made, change):
    matrix, weights, benefit = made
    ranking = kd.rank(problem_of(matrix, benefit), weights)
    swings = kd.weight_swings(ranking, change)
    assert ((swings.moved_weights >= 0) & (swings.moved_weights <= 1)).all()
    assert (swings.moved_weights[:, 0] < weights).all()
    for row, leaders in zip(swings.leads, swings.leaders, strict=True):
        for lead, who in zip(row, leaders, strict=True):
            assert (lead < 0) == (ranking.best not in who)
            assert (lead == 0) == (ranking.best in who and len(who) > 1)


class Counting:
    """Somebody's own method, which counts its calls."""

    name = "Counting"

    def __init__(self):
        self.shapes = []

    def scores(self, matrix, weights, benefit, *, bounds=None):
        self.shapes.append(weights.shape)
        return (matrix * weights[..., None, :]).sum(axis=-1)


def test_all_weights_are_scored_in_one_call():
    method = Counting()
    ranking = ranked([[4, 2, 1], [1, 3, 2]], [0.5, 0.3, 0.2], method)
    method.shapes.clear()
    swings = kd.weight_swings(ranking)
    assert method.shapes == [(3, 2, 3)]
    assert swings.change == 0.25
    assert "Counting" in str(swings)


def test_a_weight_of_zero_leaves_the_others_as_they_are_to_the_bit():
    weighed = []

    class Recording(Counting):
        def scores(self, matrix, weights, benefit, *, bounds=None):
            weighed.append(weights)
            return super().scores(matrix, weights, benefit, bounds=bounds)

    matrix = np.random.default_rng(1).uniform(size=(3, 5))
    ranking = ranked(matrix, [0.8, 0.6, 0.5, 0.3, 0], Recording())  # adds up to 1 - 1e-16
    now = ranking.weights.values
    kd.weight_swings(ranking)
    np.testing.assert_array_equal(weighed[-1][4], [now / now.sum()] * 2)
    np.testing.assert_allclose(weighed[-1].sum(axis=-1), 1, atol=1e-15)


def test_ties_are_those_of_the_ranking_s_tolerance():
    problem = problem_of([[4, 2], [2, 3.9]])
    ranking = kd.rank(problem, [0.5, 0.5], SUM, tie_tolerance=0.1)
    assert ranking.winners == ("a1", "a2")
    swings = kd.weight_swings(ranking, 0.1)  # at 0.45 of c1: 2.9 and 3.045
    assert swings.lead == 0.0
    assert swings.leads[0, 0] == 0.0
    assert swings.leaders[0] == (("a1", "a2"), ("a1", "a2"))
    exact = kd.weight_swings(kd.rank(problem, [0.5, 0.5], SUM), 0.1)
    assert exact.leads[0, 0] == pytest.approx(2.9 - 3.045)
    assert exact.leaders[0] == (("a2",), ("a1",))


# ---- edges ---------------------------------------------------------------------------------------


def test_a_weight_of_one_goes_down_only_and_the_others_share_alike():
    swings = kd.weight_swings(ranked([[2, 0, 0], [1, 3, 1]], [1, 0, 0]), 0.5)
    np.testing.assert_array_equal(swings.moved_weights, [[0.5, 1], [0, 0], [0, 0]])
    np.testing.assert_allclose(swings.leads, [[1 - 0.5 - 1, 1], [1, 1], [1, 1]], atol=1e-15)
    assert swings.leads[1:].tolist() == [[1, 1], [1, 1]]  # zero weights do not move, to the bit


def test_a_change_of_all_of_it_takes_a_criterion_away():
    swings = kd.weight_swings(ranked([[4, 0], [1, 3]], [0.6, 0.4]), 1)
    assert swings.moved_weights.tolist() == [[0, 1], [0, 0.8]]
    np.testing.assert_allclose(swings.leads, [[-3, 3], [3, 3 * 0.2 - 3 * 0.8]], atol=1e-12)


def test_the_only_criterion_moves_nothing():
    swings = kd.weight_swings(ranked([[2], [1]], [1]), 0.5)
    assert swings.leads.tolist() == [[1, 1]]
    assert swings.describe().splitlines() == [
        "a1 leads a2 by 1.000",
        "a1 stays first when any one weight goes down or up by 50% of itself",
        "no weight moves the lead",
    ]


def test_ties_for_first_are_told_as_such():
    swings = kd.weight_swings(ranked([[1, 0], [0, 1], [0, 0]], [0.5, 0.5]), 0.2)
    assert swings.winners == ("a1", "a2")
    assert swings.runner_up == "a2"
    assert swings.lead == 0.0
    assert swings.leaders == ((("a2",), ("a1",)), (("a1",), ("a2",)))
    assert swings.describe().startswith("a1 and a2 are level\n")
    assert "stays first" not in swings.describe()


def test_candidates_that_are_all_alike_stay_level():
    swings = kd.weight_swings(ranked([[1, 2]] * 3, [0.5, 0.5], kd.TOPSIS()))
    assert swings.leads.tolist() == [[0, 0], [0, 0]]
    assert swings.takeovers("c1") == ((), ())
    assert swings.describe() == "a1, a2 and a3 are level\nno weight moves the lead"


def test_extreme_scales():
    for scale in (1e-300, 1e300):
        swings = kd.weight_swings(ranked(np.array([[4, 1], [1, 3.0]]) * scale, [0.5, 0.5]), 0.4)
        np.testing.assert_allclose(swings.leads / scale, [[-0.5, 1.5], [1.5, -0.5]], rtol=1e-12)


# ---- words ---------------------------------------------------------------------------------------

LABELED = kd.DecisionProblem(
    [
        kd.Criterion("km", "cost", label={"en": "distance", "id": "jarak"}),
        kd.Criterion("gain", "benefit", label={"en": "mutual gain", "id": "saling untung"}),
    ],
    [kd.Candidate(n, label={"en": f"{n} city", "id": f"Kota {n}"}) for n in "AB"],
    [[34.8, 2], [55.4, 7]],
)
SWINGS = kd.weight_swings(kd.rank(LABELED, [0.55, 0.45], kd.WeightedSum("minmax")), 0.4)


def test_sentences():
    assert SWINGS.describe().splitlines() == [
        "A city leads B city by 0.100",
        "B city comes first when the weight of distance goes down by 40% (from 0.550 to 0.330)",
        "B city comes first when the weight of mutual gain goes up by 40% (from 0.450 to 0.630)",
        "the weight of distance moves the lead most: to -0.340 when it goes down, 0.540 when it "
        "goes up",
    ]
    assert SWINGS.describe("id").splitlines() == [
        "Kota A unggul atas Kota B sebesar 0,100",
        "Kota B menjadi peringkat 1 bila bobot jarak turun 40% (dari 0,550 menjadi 0,330)",
        "Kota B menjadi peringkat 1 bila bobot saling untung naik 40% (dari 0,450 menjadi 0,630)",
        "bobot jarak paling mengubah keunggulan: menjadi -0,340 bila turun, 0,540 bila naik",
    ]


def test_a_lead_too_small_for_three_decimals_is_no_zero():
    swings = kd.weight_swings(ranked([[1.0005, 1], [1, 1]], [0.5, 0.5]), 0.5)
    assert swings.describe().splitlines()[0] == "a1 leads a2 by 0.00025"


def test_the_table_lists_the_widest_swing_first():
    ranking = ranked([[4, 2, 1], [1, 3, 2]], [0.2, 0.5, 0.3])
    table = kd.weight_swings(ranking).tables()[0]
    assert [row[0] for row in table.rows] == list(kd.weight_swings(ranking).order)
    assert SWINGS.tables("id")[0].headers == (
        "kriteria", "bobot", "keunggulan pada -40%", "peringkat 1 pada -40%",
        "keunggulan pada +40%", "peringkat 1 pada +40%",
    )  # fmt: skip
    assert SWINGS.tables()[0].rows[0] == (
        "distance", "0.550", "-0.340", "B city", "0.540", "A city",
    )  # fmt: skip
    assert SWINGS.tables()[0].caption == (
        "lead: of A city over the best of the others, now 0.100; method: WeightedSum (minmax); "
        "weights: DirectWeights"
    )


def test_frame():
    frame = SWINGS.to_frame()
    assert list(frame.index) == ["km", "gain"]
    assert frame.index.name == "criterion"
    assert frame["weight_up"].tolist() == pytest.approx([0.77, 0.63])
    assert frame["lead_down"].tolist() == pytest.approx([-0.34, 0.46])
    assert frame["first_down"].tolist() == ["B", "A"]
    assert SWINGS.to_frame(backend="polars")["criterion"].to_list() == ["km", "gain"]


@pytest.mark.parametrize("method", METHODS, ids=repr)
def test_round_trip(method):
    swings = kd.weight_swings(ranked([[4, 2, 1], [1, 3, 2]], [0.5, 0.3, 0.2], method))
    again = kd.WeightSwings.from_json(swings.to_json())
    assert again.to_dict() == swings.to_dict()
    assert again.describe("id") == swings.describe("id")
    assert again.digest == swings.problem.digest
    assert not again.leads.flags.writeable


# ---- what is refused -----------------------------------------------------------------------------


def test_a_single_candidate_leads_nobody():
    said = message(kd.weight_swings, ranked([[1, 2]], [0.5, 0.5]))
    assert said == (
        "ranking: its only candidate is 'a1', who leads nobody; expected two candidates or more."
    )


SWINGS_RANKING = kd.rank(LABELED, [0.5, 0.5])


@pytest.mark.parametrize("change", [0, -0.1, 1.0001, np.nan, np.inf, True, "0.25", None])
def test_what_is_no_share_is_refused(change):
    said = message(kd.weight_swings, SWINGS_RANKING, change)
    assert said == (
        f"change: no share of a weight; got {change!r}, expected a share above 0 and up to 1. "
        "Hint: 0.25 is a quarter."
    )


def test_all_faults_at_once():
    assert [f.where for f in faults(kd.weight_swings, LABELED, 2)] == ["ranking", "change"]


def test_unknown_names_and_languages():
    assert "'kmm'" in message(SWINGS.takeovers, "kmm")
    assert "lang" in message(SWINGS.describe, "fr")
    assert "lang" in message(SWINGS.tables, "fr")
