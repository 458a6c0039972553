"""One ranking of several: brute force, laws of voting, degenerate and bad input."""

from itertools import combinations, permutations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra import numpy as npst
from pymcdm import correlations as peer
from scipy import stats

import kadmcdm as kd
from kadmcdm import core
from kadmcdm.core.aggregation import (
    borda_scores,
    copeland_scores,
    kemeny_orders,
    majority_groups,
    preference_counts,
)
from kadmcdm.robustness import kemeny as solver
from messages import faults, message

RULES = ("borda", "copeland", "kemeny")


@st.composite
def views(draw, most=6):
    """Draw competition ranks of k rankings, with ties."""
    m, k = draw(st.integers(1, most)), draw(st.integers(1, 6))
    scores = draw(npst.arrays(np.int64, (k, m), elements=st.integers(0, m)))
    return core.ranks(scores.astype(float))


def orders(ranks):
    """Return competition ranks as orders of names, equals in a list."""
    return [
        [[f"a{i}" for i in np.flatnonzero(row == rank)] for rank in np.unique(row)] for row in ranks
    ]


def aggregated(ranks, rule):
    """Return the aggregation, its candidates in the order of the columns."""
    first = [f"a{i}" for i in range(ranks.shape[1])]
    found = kd.aggregate_ranks(orders(ranks), rule)
    place = [found.candidate_names.index(name) for name in first]
    return found, found.ranks[place]


# ---- oracles -------------------------------------------------------------------------------------


def disagreement(order, ranks):
    """Count, pair by pair, the rankings that say the contrary."""
    return sum(row[b] < row[a] for row in ranks for a, b in combinations(order, 2))


@given(views())
def test_kemeny_is_the_best_of_all_permutations(ranks):
    m = ranks.shape[1]
    costs = {order: disagreement(order, ranks) for order in permutations(range(m))}
    least = min(costs.values())
    best = [order for order, cost in costs.items() if cost == least]
    found = kemeny_orders(preference_counts(ranks))
    assert (found.disagreement, found.optimal) == (least, len(best))
    assert tuple(found.order) == min(best)  # the one that keeps the input's order
    for a, b in combinations(range(m), 2):
        before = sum(order.index(a) < order.index(b) for order in best)
        assert (found.before[a, b], found.before[b, a]) == (before, len(best) - before)
    whole = solver.kemeny(preference_counts(ranks), 60.0)
    assert (whole.disagreement, whole.bound, whole.optimal) == (least, least, len(best))
    some = {(a, b) for a, b in permutations(range(m), 2)
            if any(order.index(a) < order.index(b) for order in best)
            and any(order.index(b) < order.index(a) for order in best)}  # fmt: skip
    assert set(zip(*np.nonzero(whole.unsettled), strict=True)) == some


@pytest.mark.parametrize("seed", range(4))
def test_the_integer_program_finds_what_dynamic_programming_finds(seed, monkeypatch):
    rng = np.random.default_rng(seed)
    ranks = np.argsort(rng.random((5, 9)), axis=1) + 1
    counts = preference_counts(ranks)
    exact = solver.kemeny(counts, 60.0)
    monkeypatch.setattr(solver, "EXACT", 2)
    program = solver.kemeny(counts, 60.0)
    assert (program.disagreement, program.bound) == (exact.disagreement, exact.bound)
    assert program.optimal is None or program.optimal == exact.optimal


@given(views())
def test_borda_is_the_mean_rank(ranks):
    found, by_rank = aggregated(ranks, "borda")
    m = ranks.shape[1]
    means = stats.rankdata(ranks, axis=1).mean(axis=0)
    scores = borda_scores(preference_counts(ranks), len(ranks))
    np.testing.assert_allclose(scores, m - means, atol=1e-12)
    np.testing.assert_array_equal(by_rank, core.ranks(np.round(m - means, 9)))
    assert found.status is None


@given(views())
def test_copeland_counts_majorities(ranks):
    counts = preference_counts(ranks)
    np.testing.assert_allclose(copeland_scores(counts), core.majority_scores(ranks), atol=1e-15)
    m = ranks.shape[1]
    net = [
        sum(np.sign(sum(np.sign(ranks[:, j] - ranks[:, i]))) for j in range(m)) for i in range(m)
    ]
    np.testing.assert_allclose(copeland_scores(counts) * max(m - 1, 1), net, atol=1e-12)


def test_majorities_of_many_rankings_do_not_overflow():
    ranks = np.array([[1, 2]] * 200 + [[2, 1]] * 50)
    assert core.majority_scores(ranks).tolist() == [1, -1]


@given(views(), views())
def test_distances_count_pairs(one, other):
    a, b = one[0], np.resize(other[0], one.shape[1])
    plain = sum(
        abs(np.sign(a[i] - a[j]) - np.sign(b[i] - b[j])) / 2
        for i, j in combinations(range(len(a)), 2)
    )
    assert core.kemeny_distance(a, b) == plain


# ---- laws of voting ------------------------------------------------------------------------------


@given(views(), st.sampled_from(RULES))
def test_unanimity(ranks, rule):
    """Whom everybody puts above another stands above."""
    found, by_rank = aggregated(ranks, rule)
    for a, b in permutations(range(ranks.shape[1]), 2):
        if (ranks[:, a] < ranks[:, b]).all():
            assert by_rank[a] < by_rank[b]
    assert found.total_distance == found.distances.sum()


@given(views(), st.sampled_from(["copeland", "kemeny"]))
def test_whoever_beats_everyone_is_first(ranks, rule):
    found, by_rank = aggregated(ranks, rule)
    winner = found.condorcet_winner
    beats = [
        i for i in range(ranks.shape[1])
        if all((ranks[:, i] < ranks[:, j]).sum() > (ranks[:, j] < ranks[:, i]).sum()
               for j in range(ranks.shape[1]) if j != i)
    ]  # fmt: skip
    assert [winner] == ([f"a{beats[0]}"] if beats else [None])
    if beats:
        assert found.winners == (winner,)
        assert by_rank[beats[0]] == 1


def test_borda_may_leave_the_majoritys_winner_second():
    votes = [["a", "b", "c"]] * 3 + [["b", "c", "a"]] * 2
    assert kd.aggregate_ranks(votes, "borda").winners == ("b",)
    assert kd.aggregate_ranks(votes, "copeland").winners == ("a",)
    assert kd.aggregate_ranks(votes, "kemeny").order == ("a", "b", "c")


@given(views(), st.sampled_from(RULES), st.randoms(use_true_random=False))
def test_neutral_and_anonymous(ranks, rule, random):
    """Other names and another order of the rankings: the same result under other names."""
    m = ranks.shape[1]
    columns, rows = random.sample(range(m), m), random.sample(range(len(ranks)), len(ranks))
    found, by_rank = aggregated(ranks, rule)
    other, other_rank = aggregated(ranks[rows][:, columns], rule)
    assert other.total_distance == found.total_distance
    assert other.n_optimal == found.n_optimal
    if found.n_optimal in (None, 1):  # of several orders, one has to be taken
        np.testing.assert_array_equal(other_rank, by_rank[columns])


@given(views())
def test_groups_that_majorities_set_apart(ranks):
    counts = preference_counts(ranks)
    groups = majority_groups(counts)
    assert sorted(np.concatenate(groups).tolist()) == list(range(ranks.shape[1]))
    for one, other in combinations(groups, 2):
        assert (counts[np.ix_(one, other)] > counts[np.ix_(other, one)].T).all()


def test_one_ranking_is_its_own_aggregate():
    for rule in RULES:
        found = kd.aggregate_ranks([["c", "a", "b"]], rule)
        assert found.order == ("c", "a", "b")
        assert found.total_distance == 0


def test_a_circle_leaves_everything_open():
    found = kd.aggregate_ranks([["a", "b", "c"], ["b", "c", "a"], ["c", "a", "b"]], "kemeny")
    assert (found.n_optimal, found.total_distance, found.condorcet_winner) == (3, 4, None)
    assert found.unsettled == (("a", "b"), ("a", "c"), ("b", "c"))
    assert found.order == ("a", "b", "c")
    assert found.describe() == (
        "a is first (Kemeny-Young order, 3 rankings). Nobody beats every other candidate by a "
        "majority. 3 orders contradict equally few pairs; they leave open: a / b, a / c, b / c."
    )
    tied = kd.aggregate_ranks([["a", "b", "c"], ["b", "c", "a"], ["c", "a", "b"]], "copeland")
    assert tied.winners == ("a", "b", "c")
    assert tied.describe("id").startswith("a, b, dan c sama-sama di peringkat pertama")


def test_forty_candidates_that_are_nearly_agreed_on():
    rng = np.random.default_rng(1)
    ranks = np.argsort(np.argsort(np.arange(40) + rng.normal(0, 6, (9, 40)), axis=1), axis=1) + 1
    found, _ = aggregated(ranks, "kemeny")
    assert (found.status, found.gap) == ("optimal", 0)
    for other in ("borda", "copeland"):
        assert found.total_distance <= aggregated(ranks, other)[0].total_distance


def test_a_search_that_is_stopped_says_so(monkeypatch):
    """As a program does that found nothing in its time."""
    import scipy.optimize

    class Nothing:
        x, mip_dual_bound = None, None

    monkeypatch.setattr(scipy.optimize, "milp", lambda *args, **kwargs: Nothing)
    monkeypatch.setattr(solver, "EXACT", 2)
    circle = [["a", "b", "c"], ["b", "c", "a"], ["c", "a", "b"]]
    found = kd.aggregate_ranks(circle, "kemeny", time_limit=0.5)
    assert (found.status, found.gap, found.n_optimal) == ("time_limit", 0.25, None)
    assert "may contradict up to 25.0% fewer pairs" in found.describe()
    assert "hingga 25,0%" in found.describe("id")


# ---- what is aggregated, and how it shows --------------------------------------------------------

PROBLEM = kd.DecisionProblem(
    [kd.Criterion("km", "cost"), kd.Criterion("gain", "benefit"), kd.Criterion("risk", "cost")],
    [kd.Candidate("a", label={"en": "Alpha", "id": "Alfa"}), "b", "c", "d"],
    [[34, 2, 3], [55, 7, 2], [20, 1, 5], [40, 6, 1]],
)
METHODS = [kd.TOPSIS(), kd.WeightedSum(), kd.WeightedProduct(), kd.TOPSIS("minmax")]


def test_of_a_comparison_of_methods_and_of_rankings():
    compared = kd.compare_methods(PROBLEM, [1, 1, 1], METHODS)
    rankings = [kd.rank(PROBLEM, [1, 1, 1], method) for method in METHODS]
    for rule in RULES:
        one, other = kd.aggregate_ranks(compared, rule), kd.aggregate_ranks(rankings, rule)
        assert one.labels == compared.method_labels
        np.testing.assert_array_equal(one.ranks, other.ranks)
        assert other.labels == ("ranking 1", "ranking 2", "ranking 3", "ranking 4")
        assert "Alpha" in str(one)
        assert "Alfa" in str(one.tables("id")[0])
    assert "Alpha" in str(other)


def test_of_a_multiverse():
    found = kd.multiverse(PROBLEM, METHODS, {"equal": kd.EqualWeights()}, n_samples=1, rng=1)
    ranking = kd.aggregate_ranks(found)
    assert ranking.labels[:3] == (
        "TOPSIS (vector), equal", "TOPSIS (vector), equal, 1", "TOPSIS (vector), equal, -km",
    )  # fmt: skip
    np.testing.assert_array_equal(ranking.rankings, found.ranks)
    means = stats.rankdata(found.ranks, axis=1).mean(axis=0)
    np.testing.assert_allclose(ranking.scores, 4 - means, atol=1e-12)


@pytest.mark.parametrize("rule", RULES)
def test_it_travels_and_is_a_frame(rule):
    found = kd.aggregate_ranks({"score": ["b", "a"], "Budi": [["a", "b"]]}, rule)
    twin = kd.AggregatedRanking.from_json(found.to_json())
    assert twin.to_dict() == found.to_dict()
    assert twin.unsettled == found.unsettled
    frame = found.to_frame()
    assert list(frame.columns) == ["rank", "score", "score (ranking)", "Budi"]
    assert frame.index.tolist() == list(found.order)
    assert frame["Budi"].tolist() == [1, 1]
    with pytest.raises(ValueError, match="read-only"):
        found.ranks[0] = 2


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"ranks": [1, 1]}, "AggregatedRanking.ranks: they contradict the scores."),
        ({"rankings": [[1, 2]]},
         "AggregatedRanking.rankings: wrong shape; got (1, 2), expected (2, 2)."),
    ],
)  # fmt: skip
def test_what_was_written_is_checked(change, said):
    found = kd.aggregate_ranks([["b", "a"], ["b", "a"]]).to_dict()
    assert message(kd.AggregatedRanking.from_dict, {**found, **change}) == said


REFUSED = [
    ([["a", "b"], ["a"]], {}, "ranking 'ranking 2': candidate 'b' is missing in it."),
    ([], {}, "rankings: there are none; expected one or more."),
    ("abc", {}, "rankings: no rankings; got str, expected a MethodComparison, a Multiverse, "
     "{label: order} or a list of orders."),
    ({"Ani": "abc"}, {}, "ranking 'Ani': no order of names; got 'abc', expected names, best "
     "first."),
    ([["a", "b"]], {"time_limit": 0}, "time_limit: no time; got 0, expected seconds > 0."),
    ([["a", "b"]], {"rule": "bordo"}, "rule: unknown choice; got 'bordo', expected one of 'borda', "
     "'copeland', 'kemeny'. Hint: did you mean 'borda'?"),
]  # fmt: skip


@pytest.mark.parametrize(("rankings", "options", "said"), REFUSED)
def test_refused(rankings, options, said):
    assert message(kd.aggregate_ranks, rankings, **options) == said


def test_all_faults_at_once():
    found = faults(kd.aggregate_ranks, {"Ani": ["a", "a"], "Budi": ["b", 3]}, "x", time_limit=-1)
    assert [str(fault).split(";")[0].rstrip(".") for fault in found] == [
        "rule: unknown choice",
        "time_limit: no time",
        "ranking 'Ani': candidate 'a': the name stands more than once",
        "ranking 'Budi': candidate number 2: the name is no text",
    ]


# ---- gamma and Pearson ---------------------------------------------------------------------------


def pairs_of(ranks):
    return ranks[0].astype(float), ranks[-1].astype(float)


@given(views())
def test_gamma_is_a_count_of_pairs(ranks):
    a, b = pairs_of(ranks)
    signs = [np.sign(a[i] - a[j]) * np.sign(b[i] - b[j]) for i, j in combinations(range(len(a)), 2)]
    both = sum(map(abs, signs))
    if both:
        assert core.goodman_kruskal(a, b) == pytest.approx(sum(signs) / both, abs=1e-15)
    else:
        alike = np.ptp(a) == np.ptp(b) == 0
        np.testing.assert_equal(float(core.goodman_kruskal(a, b)), 1.0 if alike else np.nan)
    if len(set(a)) == len(set(b)) == len(a) > 1:  # the peer's answer with ties is another
        assert core.goodman_kruskal(a, b) == pytest.approx(
            peer.goodman_kruskal_gamma(a, b), abs=1e-12
        )


@given(npst.arrays(float, (2, 6), elements=st.floats(-9, 9, width=16)), st.floats(1e-3, 1e3))
def test_pearson_is_scipys_in_any_unit(scores, unit):
    a, b = scores
    if np.ptp(a) < 1e-6 or np.ptp(b) < 1e-6:
        return
    expected = stats.pearsonr(a, b).statistic
    # The coefficient of small differences of large numbers loses digits in both.
    assert core.pearson(a, b) == pytest.approx(expected, abs=1e-9)
    assert core.pearson(a * unit - 3, b) == pytest.approx(expected, abs=1e-7)
    assert core.pearson(a, -b) == pytest.approx(-expected, abs=1e-9)


@pytest.mark.parametrize("scale", [1e-300, 1, 1e300])
def test_pearson_of_constants_and_extremes(scale):
    level, rising = np.full(3, 0.7) * scale, np.array([1.0, 2, 4]) * scale
    assert core.pearson(level, level + 1e-14 * scale) == 1
    assert np.isnan(core.pearson(level, rising))
    assert core.pearson(rising, rising) == pytest.approx(1, abs=1e-15)
    assert core.pearson(rising[:1], rising[:1]) == 1


def test_both_stand_beside_the_others():
    compared = kd.compare_methods(PROBLEM, [1, 1, 1], METHODS[:2])
    expected = stats.pearsonr(*compared.scores).statistic
    assert compared.similarity("pearson")[0, 1] == pytest.approx(expected, abs=1e-12)
    assert compared.to_frame("pearson").iloc[0, 0] == pytest.approx(1)
    assert compared.similarity("goodman_kruskal")[0, 1] == compared.similarity("kendall")[0, 1]
