"""Many choices at once: comparison of methods and the multiverse, held against plain loops."""

import time
import tracemalloc
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from itertools import product

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy import stats
from scipy.stats import beta

import kadmcdm as kd
from kadmcdm.robustness.universes import SOURCES
from messages import faults, message
from strategies import grid, simplex

REAL = kd.DecisionProblem(
    [
        kd.Criterion("water", "benefit", unit="% of households"),
        kd.Criterion("people", "benefit", unit="thousand"),
        kd.Criterion("distance", "cost", unit="km"),
    ],
    [
        kd.Candidate("Tuban", label={"en": "Tuban Regency", "id": "Kabupaten Tuban"}),
        "Blora", "Ngawi", "Jombang",
    ],
    [[96.40, 1266, 34.8], [94.84, 928, 50.7], [99.92, 907, 55.4], [99.44, 1378, 59.6]],
)  # fmt: skip
METHODS = [kd.TOPSIS(), kd.TOPSIS("minmax"), kd.WeightedSum(), kd.WeightedProduct()]
SCHEMES = {"equal": kd.EqualWeights(), "experts": {"water": 5, "people": 2, "distance": 3}}
SUM = kd.WeightedSum("none")


@dataclass(frozen=True)
class Last:
    """A foreign method: the value of the last criterion that counts; only name and scores."""

    name: str = "Last"

    def scores(self, matrix, weights, benefit, *, bounds=None):
        signed = np.where(benefit, matrix, -matrix)
        last = weights.shape[-1] - 1 - np.argmax(weights[..., ::-1] > 0, axis=-1)
        return np.moveaxis(signed[:, last], 0, -1)


class Unnamed:
    """What other people bring: no dataclass."""

    name = "Mine"

    def scores(self, matrix, weights, benefit, *, bounds=None):
        return weights @ np.where(benefit, matrix, -matrix).T


@st.composite
def drawn(draw, candidates=(1, 5), criteria=(1, 4)):
    m, n = draw(st.integers(*candidates)), draw(st.integers(*criteria))
    directions = draw(st.lists(st.sampled_from(["benefit", "cost"]), min_size=n, max_size=n))
    problem = kd.DecisionProblem.from_arrays(draw(grid((m, n))), directions)
    return problem, draw(simplex((2, n), zeros=True))


# ---- labels and variants -------------------------------------------------------------------------


def test_every_normalization_keeps_the_other_settings():
    variants = kd.every_normalization(kd.TOPSIS(p=1))
    assert [v.normalization for v in variants] == [
        "vector", "minmax", "max", "sum", "bounds",
    ]  # fmt: skip
    assert {v.p for v in variants} == {1}


@pytest.mark.parametrize(
    ("method", "text"),
    [
        (kd.AHPSynthesis(), "method 'AHP': it has no normalization to vary. Hint: give it to "
         "multiverse() as it is."),
        (Unnamed(), "method 'Mine': it has no normalization to vary. Hint: give it to "
         "multiverse() as it is."),
        ("TOPSIS", "method: no method; got 'TOPSIS', expected an object such as kd.TOPSIS()."),
    ],
)  # fmt: skip
def test_what_has_no_normalization(method, text):
    assert message(kd.every_normalization, method) == text


def labels(*methods):
    return kd.compare_methods(REAL, [1, 1, 1], methods).method_labels


def test_labels_say_what_differs():
    assert labels(kd.TOPSIS(), kd.WeightedSum()) == ("TOPSIS (vector)", "WeightedSum (max)")
    assert labels(kd.TOPSIS(), kd.TOPSIS(p=np.inf), kd.TOPSIS("minmax", p=1)) == (
        "TOPSIS (vector, p=2)", "TOPSIS (vector, p=inf)", "TOPSIS (minmax)",
    )  # fmt: skip
    assert labels(kd.TOPSIS("max"), kd.TOPSIS("max", ideal=(100, 2000, 30))) == (
        "TOPSIS (max, ideal=None)", "TOPSIS (max, ideal=[100.0, 2000.0, 30.0])",
    )  # fmt: skip
    assert labels(Last(), Last("Other")) == ("Last", "Other")


def test_methods_that_nothing_tells_apart():
    expected = (
        "method 'TOPSIS (vector)': it stands more than once, and no parameter tells one from the "
        "other; got numbers 1, 3, expected methods that differ in name or parameters."
    )
    methods = [kd.TOPSIS(), kd.WeightedSum(), kd.TOPSIS()]
    assert message(kd.compare_methods, REAL, [1, 1, 1], methods) == expected
    assert message(kd.multiverse, REAL, methods, SCHEMES) == expected
    twins = message(kd.compare_methods, REAL, [1, 1, 1], [Unnamed(), Unnamed()])
    assert twins.startswith("method 'Mine': it stands more than once")


@pytest.mark.parametrize("call", [kd.compare_methods, kd.multiverse])
def test_what_is_no_list_of_methods(call):
    def said(methods):
        order = (methods, [[1, 1, 1]]) if call is kd.multiverse else ([1, 1, 1], methods)
        return message(call, REAL, *order)

    expected = "expected a list, such as [kd.TOPSIS(), kd.WeightedSum()]."
    assert said(kd.TOPSIS()).endswith(expected)
    assert said([]) == "methods: there are none; expected at least one."
    assert said([kd.TOPSIS, kd.WeightedSum(), "x"]) == (
        "2 faults:\n"
        "  1. methods, number 1: method: no method; got <class 'kadmcdm.methods.topsis.TOPSIS'>, "
        "expected an object such as kd.TOPSIS().\n"
        "  2. methods, number 3: method: no method; got 'x', expected an object such as "
        "kd.TOPSIS()."
    )


def test_what_is_no_problem():
    assert faults(kd.compare_methods, [[1]], [1], [kd.TOPSIS()])[0].where == "problem"
    assert faults(kd.multiverse, [[1]], [kd.TOPSIS()], [[1]])[0].where == "problem"


# ---- comparison of methods -----------------------------------------------------------------------


@pytest.fixture(scope="module")
def compared():
    return kd.compare_methods(REAL, SCHEMES["experts"], [*METHODS, Last()])


def test_a_comparison_is_a_loop_over_rank(compared):
    for k, method in enumerate([*METHODS, Last()]):
        ranking = kd.rank(REAL, SCHEMES["experts"], method)
        np.testing.assert_array_equal(compared.ranks[k], ranking.ranks)
        np.testing.assert_array_equal(compared.scores[k], ranking.scores)
    assert compared.digest == REAL.digest
    assert compared.methods[1] == {
        "name": "TOPSIS", "normalization": "minmax", "p": 2, "ideal": None, "anti_ideal": None,
        "weighting": "values",
    }  # fmt: skip


def test_similarities_are_scipys(compared):
    tau, rho = compared.similarity(), compared.similarity("spearman")
    for a, b in product(range(5), repeat=2):
        x, y = compared.ranks[a], compared.ranks[b]
        # no tie among these ranks; both sides round a few operations
        assert tau[a, b] == pytest.approx(stats.kendalltau(x, y).statistic, abs=1e-12)
        assert rho[a, b] == pytest.approx(stats.spearmanr(x, y).statistic, abs=1e-12)
        ws = kd.core.ws_coefficient(x, y)
        assert compared.similarity("ws")[a, b] == pytest.approx(ws, abs=1e-12)
    agreement = compared.similarity("agreement")
    np.testing.assert_allclose(agreement, (tau + 1) / 2, atol=1e-12)  # without ties
    assert np.diag(compared.similarity("weighted_spearman")).tolist() == [1] * 5


def test_rank_ranges(compared):
    assert compared.rank_range("Tuban") == (
        compared.ranks[:, 0].min(), compared.ranks[:, 0].max(),
    )  # fmt: skip
    assert compared.rank_ranges.shape == (4, 2)
    assert message(compared.rank_range, "Tubann").endswith("did you mean 'Tuban'?")


def test_a_comparison_travels(compared):
    again = kd.MethodComparison.from_json(compared.to_json())
    assert again.to_dict() == compared.to_dict()
    assert not again.ranks.flags.writeable
    np.testing.assert_array_equal(again.similarity("ws"), compared.similarity("ws"))
    changed = compared.to_dict()
    changed["ranks"] = [[1, 2, 3, 4]] * 5
    expected = "MethodComparison.ranks: they contradict the scores."
    assert message(kd.MethodComparison.from_dict, changed) == expected
    changed["ranks"] = [[1, 2, 3]] * 5
    expected = "MethodComparison.ranks: not one per method and candidate; got (5, 3), "
    assert message(kd.MethodComparison.from_dict, changed) == expected + "expected (5, 4)."


def test_frames_of_a_comparison(compared):
    ranks = compared.to_frame()
    assert ranks.index.tolist() == list(REAL.candidate_names)
    assert ranks.columns.tolist() == list(compared.method_labels)
    np.testing.assert_array_equal(ranks.to_numpy(), compared.ranks.T)
    np.testing.assert_array_equal(compared.to_frame("scores").to_numpy(), compared.scores.T)
    ws = compared.to_frame("ws")
    assert ws.index.tolist() == ws.columns.tolist()
    np.testing.assert_array_equal(ws.to_numpy(), compared.similarity("ws"))  # rows are reference
    assert faults(compared.to_frame, "rank")[0].hint == "did you mean 'ranks'?"
    assert faults(compared.similarity, "cosine")[0].what == "unknown choice"


def test_tables_of_a_comparison():
    found = kd.compare_methods(REAL, SCHEMES["experts"], [kd.TOPSIS(), kd.TOPSIS("minmax")])
    ranks, tau = found.tables("id")
    assert ranks.headers == ("calon", "TOPSIS (vector)", "TOPSIS (minmax)", "terbaik", "terburuk")
    assert [row[0] for row in ranks.rows] == ["Jombang", "Kabupaten Tuban", "Ngawi", "Blora"]
    assert ranks.caption == "bobot: DirectWeights"
    assert (tau.title, tau.headers[0]) == ("tau-b Kendall", "metode")
    assert len(kd.compare_methods(REAL, [1, 1, 1], [SUM]).tables()) == 1


def test_methods_that_refuse_the_data_are_all_named():
    problem = kd.DecisionProblem(
        [kd.Criterion("growth", "benefit"), kd.Criterion("debt", "cost")],
        ["A", "B"], [[-1, 0], [2, 3]],
    )  # fmt: skip
    methods = [kd.TOPSIS(), kd.WeightedSum("max"), kd.TOPSIS("bounds"), Broken()]
    assert message(kd.compare_methods, problem, [1, 1], methods) == (
        "5 faults:\n"
        "  1. method 'WeightedSum (max)': criterion 'growth': normalization 'max' takes no "
        "negative values. Hint: use 'minmax' or 'bounds'.\n"
        "  2. method 'WeightedSum (max)': criterion 'debt': normalization 'max' takes no 0 in a "
        "cost column: it divides by the value. Hint: use 'minmax', 'vector' or 'bounds'.\n"
        "  3. method 'TOPSIS (bounds)': criterion 'growth': normalization 'bounds' needs its "
        "bounds; expected (low, high).\n"
        "  4. method 'TOPSIS (bounds)': criterion 'debt': normalization 'bounds' needs its "
        "bounds; expected (low, high).\n"
        "  5. method 'Broken': it gave scores that are no finite numbers."
    )


class Broken:
    name = "Broken"

    def scores(self, matrix, weights, benefit, *, bounds=None):
        return np.full((*weights.shape[:-1], len(matrix)), np.nan)


def test_a_method_that_ties_everybody():
    tied = kd.DecisionProblem.from_arrays([[1, 5], [1, 7]], ["benefit", "cost"])
    found = kd.compare_methods(tied, [1, 0], [kd.TOPSIS(), Last()])
    assert found.ranks.tolist() == [[1, 1], [1, 1]]
    assert (found.similarity() == 1).all()
    found = kd.compare_methods(tied, [1, 0], [kd.TOPSIS(), Reversed()])
    assert np.isnan(found.similarity()[0, 1])
    assert "-" in found.tables()[1].rows[0]
    assert kd.MethodComparison.from_json(found.to_json()).to_dict() == found.to_dict()


class Reversed:
    name = "Reversed"

    def scores(self, matrix, weights, benefit, *, bounds=None):
        last = np.arange(len(matrix), dtype=float)
        return np.broadcast_to(last, (*weights.shape[:-1], len(matrix)))


# ---- multiverse: against plain loops -------------------------------------------------------------


def plain_ranks(problem, methods, schemes, drops):
    """Rank each universe by itself, with the dropped criterion really gone."""
    rows = []
    for method, weights, gone in product(methods, schemes, drops):
        names = [name for name in problem.criterion_names if name != gone]
        left = {
            name: float(w)
            for name, w in zip(problem.criterion_names, weights, strict=True)
            if name != gone
        }
        if not any(left.values()):
            left = dict.fromkeys(left, 1.0)
        rows.append(kd.rank(problem.select(criteria=names), left, method).ranks)
    return np.array(rows)


@pytest.fixture(scope="module")
def whole():
    return kd.multiverse(REAL, METHODS, SCHEMES)


def test_universes_are_a_loop_over_rank(whole):
    drops = [None, *REAL.criterion_names]
    expected = plain_ranks(REAL, METHODS, [[1, 1, 1], [5, 2, 3]], drops)
    np.testing.assert_array_equal(whole.ranks, expected)
    assert whole.shape == (4, 2, 4, 1)
    assert whole.choices == [
        {"method": method, "scheme": scheme, "dropped": gone, "draw": 0}
        for method, scheme, gone in product(whole.method_labels, SCHEMES, drops)
    ]
    np.testing.assert_allclose(whole.weights, [[1 / 3] * 3, [0.5, 0.2, 0.3]], rtol=1e-15)
    assert (whole.seed, whole.concentration, whole.refused) == (None, None, {})


@settings(max_examples=15)
@given(drawn())
def test_universes_of_any_problem_are_a_loop_over_rank(made):
    problem, weights = made
    found = kd.multiverse(problem, METHODS, {"a": weights[0], "b": weights[1]})
    drops = [None, *problem.criterion_names] if len(problem.criteria) > 1 else [None]
    np.testing.assert_array_equal(found.ranks, plain_ranks(problem, METHODS, weights, drops))


def test_a_foreign_method_and_given_ideals(whole):
    ideal = kd.TOPSIS("bounds", ideal=(100, 2000, 0), anti_ideal=(90, 500, 90))
    bounded = kd.DecisionProblem(
        [
            kd.Criterion("water", "benefit", bounds=(90, 100)),
            kd.Criterion("people", "benefit", bounds=(500, 2000)),
            kd.Criterion("distance", "cost", bounds=(0, 90)),
        ],
        REAL.candidate_names, REAL.matrix,
    )  # fmt: skip
    found = kd.multiverse(bounded, [Unnamed(), ideal], SCHEMES, n_samples=3, rng=1)
    assert found.method_labels == ("Mine", "TOPSIS (bounds)")
    cube = found.ranks.reshape(*found.shape, 4)
    for s, scheme in enumerate(SCHEMES.values()):
        np.testing.assert_array_equal(cube[0, s, 0, 0], kd.rank(bounded, scheme, Unnamed()).ranks)
        np.testing.assert_array_equal(cube[1, s, 0, 0], kd.rank(bounded, scheme, ideal).ranks)


def test_figures_are_those_of_the_ranks(whole):
    ranks = whole.ranks
    np.testing.assert_array_equal(whole.rank_ranges[:, 0], ranks.min(axis=0))
    np.testing.assert_array_equal(whole.rank_ranges[:, 1], ranks.max(axis=0))
    np.testing.assert_allclose(whole.mean_ranks, ranks.mean(axis=0))
    for i in range(4):
        counts = np.bincount(ranks[:, i], minlength=5) / len(ranks)
        np.testing.assert_allclose(whole.first_shares[i], counts[1])
        np.testing.assert_allclose(whole.top_shares(2)[i], counts[1] + counts[2])
        low, high = whole.central_ranges[i]
        assert counts[low : high + 1].sum() >= 0.9
        assert counts[:low].sum() < 0.05
        assert counts[high + 1 :].sum() <= 0.05
    above = np.mean(ranks[:, 0] < ranks[:, 3])
    assert whole.winning("Tuban", "Jombang") == above
    assert whole.top_shares(4).tolist() == [1] * 4
    assert message(whole.winning, "Tuban", "Jomban").endswith("did you mean 'Jombang'?")
    assert faults(whole.top_shares, 0)[0].what == "no number of ranks"


def test_central_ranges_of_known_ranks(whole):
    """One rank of 32 lies outside of the middle 90 %, two don't."""
    data = whole.to_dict()
    data["ranks"] = [[2, 1, 3, 4]] * 29 + [[1, 2, 3, 4]] * 2 + [[4, 1, 2, 3]]
    found = kd.Multiverse.from_dict(data)
    assert found.central_ranges.tolist() == [[1, 2], [1, 2], [3, 3], [4, 4]]
    assert found.rank_ranges.tolist() == [[1, 4], [1, 2], [2, 3], [3, 4]]
    assert found.tables()[0].rows[1][:4] == ("Tuban Regency", "2.00", "1-4", "1-2")


def test_variance_shares_are_plain_sums_of_squares(whole):
    cube = whole.ranks.reshape(4, 2, 4, 4)
    everything = np.zeros(4)
    for i, name in enumerate(REAL.candidate_names):
        y = cube[..., i].astype(float)
        total = ((y - y.mean()) ** 2).sum()
        main = [
            sum(part.size * (part.mean() - y.mean()) ** 2 for part in np.moveaxis(y, axis, 0))
            for axis in range(3)
        ]
        parts = np.array([*main, total - sum(main)])
        everything += parts
        expected = parts / total if total else parts
        np.testing.assert_allclose(whole.variance_shares[i, :4], expected, atol=1e-12)
        assert list(whole.explained(name)) == list(SOURCES)
    np.testing.assert_allclose(whole.pooled_shares[:4], everything / everything.sum(), atol=1e-12)
    assert not whole.variance_shares[:, 4].any()
    assert faults(whole.explained, "x")[0].what == "unknown name"


def test_two_by_two_in_closed_form():
    """Two schemes and two methods; A and B change places in one universe of four."""
    problem = kd.DecisionProblem.from_arrays([[1, 0], [0, 1]], ["benefit", "benefit"])
    schemes = {"first": [0.7, 0.3], "second": [0.3, 0.7]}
    found = kd.multiverse(problem, [SUM, Always()], schemes, drop=False)
    assert found.ranks[:, 0].tolist() == [1, 2, 1, 1]
    # Each contrast of the ranks (1, 2, 1, 1) is 1 in size: 1 - 2 + 1 - 1 and its like. Thirds.
    np.testing.assert_allclose(found.variance_shares, [[1 / 3, 1 / 3, 0, 1 / 3, 0]] * 2)


class Always:
    name = "Always"

    def scores(self, matrix, weights, benefit, *, bounds=None):
        falling = -np.arange(len(matrix), dtype=float)
        return np.broadcast_to(falling, (*weights.shape[:-1], len(matrix)))


def test_a_constant_rank_has_no_shares():
    problem = kd.DecisionProblem.from_arrays([[9, 9], [5, 1], [1, 5]], ["benefit", "benefit"])
    found = kd.multiverse(problem, METHODS[:1] + METHODS[2:], [[0.6, 0.4]], n_samples=20, rng=1)
    assert found.rank_ranges[0].tolist() == [1, 1]
    assert found.variance_shares[0].tolist() == [0] * 5
    np.testing.assert_allclose(found.variance_shares[1:].sum(axis=1), 1, atol=1e-12)
    # What never changes has a dash for every source.
    assert found.tables()[1].rows[0] == ("a1", "-", "-", "-", "-", "-")


# ---- multiverse: properties ----------------------------------------------------------------------


@given(drawn(candidates=(2, 5), criteria=(2, 3)), st.randoms())
def test_permuting_candidates_permutes(made, random):
    problem, weights = made
    at = random.sample(range(len(problem.candidate_names)), len(problem.candidate_names))
    shuffled = problem.select([problem.candidate_names[i] for i in at])
    one = kd.multiverse(problem, METHODS, {"a": weights[0]}, n_samples=5, rng=3)
    two = kd.multiverse(shuffled, METHODS, {"a": weights[0]}, n_samples=5, rng=3)
    np.testing.assert_array_equal(two.ranks, one.ranks[:, at])
    np.testing.assert_allclose(two.variance_shares, one.variance_shares[at], atol=1e-12)


def test_permuting_methods_and_schemes_permutes():
    one = kd.multiverse(REAL, METHODS, SCHEMES, n_samples=30, rng=3)
    two = kd.multiverse(REAL, METHODS[::-1], dict(reversed(SCHEMES.items())), n_samples=30, rng=3)
    flipped = two.ranks.reshape(*two.shape, 4)[::-1, ::-1]
    np.testing.assert_array_equal(flipped, one.ranks.reshape(*one.shape, 4))
    np.testing.assert_allclose(two.variance_shares, one.variance_shares, atol=1e-12)


@dataclass(frozen=True)
class Renamed:
    """Another method under a name of its own."""

    method: object
    name: str

    def scores(self, matrix, weights, benefit, *, bounds=None):
        return self.method.scores(matrix, weights, benefit, bounds=bounds)


def test_duplicates_of_a_method_change_no_interval():
    one = kd.multiverse(REAL, METHODS[:2], SCHEMES, n_samples=30, rng=3)
    twins = [Renamed(method, f"twin {k}") for k, method in enumerate(METHODS[:2])]
    two = kd.multiverse(REAL, [*METHODS[:2], *twins], SCHEMES, n_samples=30, rng=3)
    np.testing.assert_array_equal(two.rank_ranges, one.rank_ranges)
    np.testing.assert_array_equal(two.central_ranges, one.central_ranges)
    np.testing.assert_allclose(two.first_shares, one.first_shares)
    np.testing.assert_allclose(two.variance_shares, one.variance_shares, atol=1e-12)


def test_the_same_weights_twice_draw_the_same_and_explain_nothing():
    schemes = {"ours": [5, 2, 3], "theirs": [0.5, 0.2, 0.3]}
    found = kd.multiverse(REAL, METHODS, schemes, n_samples=30, rng=3)
    cube = found.ranks.reshape(*found.shape, 4)
    np.testing.assert_array_equal(cube[:, 0], cube[:, 1])
    assert not found.variance_shares[:, 1].any()


def test_scaling_a_criterion_changes_nothing():
    scaled = kd.DecisionProblem(
        REAL.criteria, REAL.candidate_names, REAL.matrix * [1e-9, 1e3, 1e12]
    )
    one = kd.multiverse(REAL, METHODS, SCHEMES, n_samples=30, rng=3)
    two = kd.multiverse(scaled, METHODS, SCHEMES, n_samples=30, rng=3)
    np.testing.assert_array_equal(two.ranks, one.ranks)


def test_inputs_stay_as_they_are():
    matrix, weights = REAL.matrix.copy(), np.array([5.0, 2.0, 3.0])
    kd.multiverse(REAL, METHODS, [weights], n_samples=3, rng=1)
    kd.compare_methods(REAL, weights, METHODS)
    np.testing.assert_array_equal(REAL.matrix, matrix)
    assert weights.tolist() == [5, 2, 3]


# ---- multiverse: Monte Carlo ---------------------------------------------------------------------

LINEAR = kd.DecisionProblem.from_arrays([[1, 0], [0, 1]], ["benefit", "benefit"])


def test_draws_are_a_dirichlet_around_each_scheme():
    """(w, 1 - w) around (0.6, 0.4) with concentration 10 is Beta(6, 4); a1 is first for w > 0.5."""
    schemes = {"a": [0.6, 0.4], "b": [0.2, 0.8]}
    found = kd.multiverse(
        LINEAR, [SUM], schemes, drop=False, concentration=10, n_samples=20_000, rng=5
    )
    first = (found.ranks.reshape(2, 20_001, 2)[:, 1:, 0] == 1).mean(axis=1)
    p = 1 - beta.cdf(0.5, [6, 2], [4, 8])
    assert (np.abs(first - p) <= 4 * np.sqrt(p * (1 - p) / 20_000)).all()
    assert found.ranks[[0, 20_001], 0].tolist() == [1, 2]  # the first of each: as it was said
    assert (found.concentration, found.seed) == (10, 5)


def test_draws_in_closed_form():
    """One scheme alone: all variance is within; of 1 - w and w, a share p(1 - p)."""
    found = kd.multiverse(LINEAR, [SUM], [[0.6, 0.4]], drop=False, n_samples=500, rng=5)
    assert found.variance_shares.tolist() == [[0, 0, 0, 0, 1]] * 2
    found = kd.multiverse(LINEAR, [SUM, Always()], [[0.6, 0.4]], drop=False, n_samples=500, rng=5)
    p = np.mean(found.ranks[:501, 0] == 2)
    # ranks: 1 + Bernoulli(p) in one method, 1 in the other; between: p²/4, within: p(1 - p)/2
    between, within = p * p / 4, p * (1 - p) / 2
    expected = np.array([between, 0, 0, 0, within]) / (between + within)
    np.testing.assert_allclose(found.variance_shares[0], expected, atol=1e-12)


def test_more_draws_start_with_the_fewer():
    few = kd.multiverse(REAL, METHODS, SCHEMES, n_samples=0)
    many = kd.multiverse(REAL, METHODS, SCHEMES, n_samples=10, rng=1)
    np.testing.assert_array_equal(many.ranks[::11], few.ranks)


def big(executor=None):
    r = np.random.default_rng(4)
    problem = kd.DecisionProblem.from_arrays(r.uniform(1, 9, (60, 20)), ["benefit", "cost"] * 10)
    schemes = {"equal": kd.EqualWeights(), "other": r.dirichlet(np.ones(20))}
    methods = [kd.TOPSIS(), kd.WeightedSum()]
    return kd.multiverse(problem, methods, schemes, n_samples=150, rng=8, executor=executor)


def test_whoever_works_the_bytes_are_the_same(processes):
    """10 draws a tile here: fifteen a scheme."""
    found = big()
    tiles = found.ranks.reshape(*found.shape, 60)[:, :, :, 1:151].reshape(2, 2, 21, 15, 10, 60)
    assert (tiles[:, :, :, 0] != tiles[:, :, :, 1]).any()  # each draws its own
    alone = found.to_json()
    with ThreadPoolExecutor(3) as threads:
        assert big(threads).to_json() == alone
    assert big(processes).to_json() == alone


def test_memory_is_the_ranks_and_a_tile():
    """The ranks (29 MiB) are there once; the docstring says 10 MiB a tile."""
    tracemalloc.start()
    found = kd.multiverse(REAL, METHODS[:2], SCHEMES, drop=False, n_samples=240_000, rng=1)
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert found.ranks.nbytes < peak < found.ranks.nbytes + 10 * 2**20


def test_a_generator_is_consumed_and_no_seed_is_drawn_without_samples():
    rng = np.random.default_rng(1)
    one, two = (kd.multiverse(REAL, METHODS, SCHEMES, n_samples=4, rng=rng) for _ in range(2))
    assert one.seed != two.seed
    fresh = kd.multiverse(REAL, METHODS, SCHEMES, n_samples=4)
    again = kd.multiverse(REAL, METHODS, SCHEMES, n_samples=4, rng=fresh.seed)
    assert again.to_json() == fresh.to_json()


def test_progress_shows_a_bar_on_standard_error(capsys):
    kd.multiverse(REAL, METHODS, SCHEMES, n_samples=4, rng=1, progress=True)
    shown = capsys.readouterr()
    assert "multiverse" in shown.err
    assert shown.out == ""


# ---- multiverse: what is left out, degenerate, refused -------------------------------------------


def test_a_weight_of_1_leaves_the_rest_equal():
    problem = kd.DecisionProblem.from_arrays([[1, 5, 1], [2, 1, 3]], ["benefit"] * 3)
    found = kd.multiverse(problem, [SUM], {"one": [1, 0, 0]}, n_samples=2, rng=1)
    cube = found.ranks.reshape(4, 3, 2)
    assert (cube[1] == [1, 2]).all()  # without c1: 5 + 1 against 1 + 3
    assert (cube[[0, 2, 3]] == [2, 1]).all()


def test_one_criterion_is_never_dropped_and_one_candidate_never_moves():
    found = kd.multiverse(kd.DecisionProblem.from_arrays([[3], [4]], ["benefit"]), [SUM], [[1]])
    assert (found.dropped, found.ranks.tolist()) == ((None,), [[2, 1]])
    alone = kd.multiverse(
        kd.DecisionProblem.from_arrays([[3, 4]], ["benefit"] * 2), [SUM], [[1, 1]]
    )
    assert (alone.ranks == 1).all()
    assert alone.variance_shares.tolist() == [[0] * 5]


def test_identical_candidates_are_both_first():
    twins = kd.DecisionProblem.from_arrays([[3, 4], [3, 4]], ["benefit", "cost"])
    found = kd.multiverse(twins, METHODS, [[1, 1]])
    assert found.first_shares.tolist() == [1, 1]
    assert found.winning("a1", "a2") == 0


def test_what_the_data_do_not_allow_is_left_out_and_named():
    problem = kd.DecisionProblem(
        [kd.Criterion(name, "benefit") for name in ("growth", "jobs", "trade", "trust")],
        ["A", "B"], [[-1, 2, 3, -4], [2, 3, 1, 1]],
    )  # fmt: skip
    found = kd.multiverse(problem, kd.every_normalization(kd.WeightedSum()), [[1, 1, 1, 1]])
    assert found.method_labels == tuple(f"WeightedSum ({r})" for r in ("vector", "minmax"))
    assert dict(found.refused) == {
        "WeightedSum (max)": "criterion 'growth' and criterion 'trust': normalization 'max' takes "
        "no negative values",
        "WeightedSum (sum)": "criterion 'growth' and criterion 'trust': normalization 'sum' takes "
        "no negative values",
        "WeightedSum (bounds)": "criterion 'growth', criterion 'jobs', criterion 'trade' and 1 "
        "more: normalization 'bounds' needs its bounds",
    }
    left_out = found.tables("id")[2]
    assert (left_out.title, left_out.headers) == ("metode yang tidak dipakai", ("metode", "alasan"))
    assert [row[0] for row in left_out.rows] == list(found.refused)
    alone = [kd.TOPSIS("bounds"), kd.WeightedProduct()]
    text = message(kd.multiverse, problem, alone, [[1, 1, 1, 1]])
    assert text.startswith("6 faults:\n  1. method 'TOPSIS (bounds)': criterion 'growth': norm")
    assert "method 'WeightedProduct (max)': criterion 'trust': normalization 'max'" in text


def test_all_faults_of_keywords_at_once():
    keywords = {"drop": 1, "concentration": 0, "n_samples": -1, "executor": 2}
    assert message(kd.multiverse, REAL, [kd.TOPSIS], SCHEMES, **keywords) == (
        "5 faults:\n"
        "  1. methods, number 1: method: no method; got <class 'kadmcdm.methods.topsis.TOPSIS'>, "
        "expected an object such as kd.TOPSIS().\n"
        "  2. drop: neither true nor false; got 1, expected True or False.\n"
        "  3. concentration: no concentration; got 0, expected a finite number > 0. Hint: 10 is "
        "loose, 100 is tight.\n"
        "  4. n_samples: no number of samples; got -1, expected a whole number >= 0.\n"
        "  5. executor: no executor; got 2, expected a concurrent.futures.Executor, or "
        "client.get_executor() of Dask's."
    )
    assert faults(kd.multiverse, REAL, METHODS, SCHEMES, n_samples=1, rng=-1)[0].where == "rng"


def test_schemes_that_are_none():
    def said(schemes):
        return message(kd.multiverse, REAL, METHODS, schemes)

    assert said(kd.EqualWeights()) == (
        "schemes: no weightings; got EqualWeights(), expected {label: weights}, or a list of them."
    )
    assert said({}) == "schemes: there are none; expected at least one."
    assert said([[1, 1, 1], [1, 2, 3]]) == (
        "scheme 'DirectWeights': it stands more than once. Hint: give a mapping: "
        "{'experts': ..., 'equal': ...}."
    )
    assert said({"a": [1, 1], 3: [1, 1, 1], "b": {"water": 1, "people": -1, "distance": 1}}) == (
        "3 faults:\n"
        "  1. scheme 'a': weights: not one per criterion; got 2 weights, expected 3, for water, "
        "people, distance.\n"
        "  2. scheme 3: its label is no text; got 3, expected text.\n"
        "  3. scheme 'b': weight of 'people': no weight; got -1, expected a finite number >= 0. "
        "Hint: a weight says how much a criterion counts; for lower-is-better use the direction "
        "'cost'."
    )
    assert said({"water": 2, "people": 1, "distance": 1}).startswith(
        "3 faults:\n  1. scheme 'water': weights: no weights; got 2, expected {name: value} or"
    )


def test_schemes_of_a_list_are_called_by_their_class():
    weights = kd.DirectWeights([1, 2, 3]).weigh(REAL)
    order = kd.RankOrderWeights(["water", "distance", "people"])
    found = kd.multiverse(REAL, METHODS, [kd.EqualWeights(), weights, order])
    assert found.scheme_labels == ("EqualWeights", "DirectWeights", "RankOrderWeights")


# ---- multiverse: how it travels ------------------------------------------------------------------


@pytest.mark.parametrize("n_samples", [0, 3])
def test_a_multiverse_travels(n_samples):
    methods = [*METHODS, kd.TOPSIS("bounds")]
    found = kd.multiverse(REAL, methods, SCHEMES, n_samples=n_samples, rng=1)
    again = kd.Multiverse.from_json(found.to_json())
    assert again.to_dict() == found.to_dict()
    assert again.choices == found.choices
    assert str(again) == str(found)
    assert not again.ranks.flags.writeable
    assert not found.ranks.flags.writeable
    data = found.to_dict()
    data["ranks"] = data["ranks"][1:]
    assert "not one per universe and candidate" in message(kd.Multiverse.from_dict, data)


def test_frame_has_a_row_per_universe():
    found = kd.multiverse(REAL, METHODS, SCHEMES, n_samples=2, rng=1)
    frame = found.to_frame()
    assert frame.columns.tolist() == [
        "method", "scheme", "dropped", "draw", *REAL.candidate_names,
    ]  # fmt: skip
    np.testing.assert_array_equal(frame[list(REAL.candidate_names)].to_numpy(), found.ranks)
    row = frame[(frame.method == "WeightedSum (max)") & (frame.dropped == "water")].iloc[0]
    assert (row.scheme, row.draw) == ("equal", 0)
    assert isinstance(frame, pd.DataFrame)
    named = kd.DecisionProblem([kd.Criterion("c", "benefit")], ["method", "draw"], [[1], [2]])
    columns = kd.multiverse(named, [SUM], [[1]]).to_frame().columns.tolist()
    assert columns[4:] == ["method (candidate)", "draw (candidate)"]


def test_tables_in_two_languages():
    found = kd.multiverse(REAL, METHODS, SCHEMES, n_samples=9, rng=1)
    ranks, causes = found.tables("en")
    assert ranks.caption == (
        "universes: 320 (methods: 4, weightings: 2, sets of criteria: 4, weight vectors: 10); "
        "seed: 1"
    )
    assert causes.headers[1:] == (
        "method", "weighting", "dropped criterion", "interactions", "draws",
    )  # fmt: skip
    assert causes.rows[-1][0] == "all candidates"
    means = [float(row[1]) for row in ranks.rows]
    assert means == sorted(means)
    ranks, causes = found.tables("id")
    assert "Kabupaten Tuban" in [row[0] for row in ranks.rows]
    assert ranks.caption.startswith("semesta: 320 (metode: 4, pembobotan: 2, susunan kriteria: 4")
    assert causes.headers[-1] == "bobot acak"
    plain = kd.multiverse(REAL, METHODS, SCHEMES).tables()
    assert plain[1].headers[-1] == "interactions"
    assert plain[0].caption == "universes: 32 (methods: 4, weightings: 2, sets of criteria: 4)"


def test_it_is_fast():
    """20 candidates x 8 criteria, 8 variants x 3 schemes x 9 sets of criteria: under a second."""
    r = np.random.default_rng(1)
    problem = kd.DecisionProblem.from_arrays(r.uniform(1, 9, (20, 8)), ["benefit", "cost"] * 4)
    variants = [
        kind(rule)
        for kind in (kd.TOPSIS, kd.WeightedSum)
        for rule in ("vector", "minmax", "max", "sum")
    ]
    schemes = {str(k): r.dirichlet(np.ones(8)) for k in range(3)}
    start = time.perf_counter()
    assert kd.multiverse(problem, variants, schemes).shape == (8, 3, 9, 1)
    assert time.perf_counter() - start < 1
