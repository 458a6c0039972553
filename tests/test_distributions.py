"""Uncertain performances, cell by cell: distributions, correlation, and what methods refuse."""

import sys

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy import stats
from scipy.stats import qmc

import kadmcdm as kd
from kadmcdm.robustness.cells import cell_sampler
from messages import faults, message

U = (np.arange(2000) + 0.5) / 2000
SUM = kd.WeightedSum("none")
ALL = (
    "rank_acceptability", "expected_ranks", "central_weights", "pairwise_winning",
    "confidence_factors",
)  # fmt: skip
TWO = kd.DecisionProblem.from_arrays([[1.0], [2.0]], ["benefit"])
FOUR = kd.DecisionProblem.from_arrays([[1.0, 2], [2, 1], [1.5, 1.5], [0.5, 0.5]], ["benefit"] * 2)


# ---- distributions -------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("ours", "theirs"),
    [
        (kd.Interval(-2, 5), stats.uniform(-2, 7)),
        (kd.Normal(3, 2), stats.norm(3, 2)),
        (kd.LogNormal(0.5, 0.8), stats.lognorm(0.8, scale=np.exp(0.5))),
        (kd.Triangular(1, 2, 6), stats.triang(0.2, 1, 5)),
        (kd.Triangular(1, 1, 6), stats.triang(0, 1, 5)),
        (kd.Triangular(1, 6, 6), stats.triang(1, 1, 5)),
        (kd.Discrete([3, 1, 2], [0.2, 0.5, 0.3]),
         stats.rv_discrete(values=([1, 2, 3], [0.5, 0.3, 0.2]))),
    ],
    ids=lambda value: str(value)[:40],
)  # fmt: skip
def test_quantiles_are_scipys(ours, theirs):
    np.testing.assert_allclose(ours.quantile(U), theirs.ppf(U), rtol=1e-9, atol=1e-12)


@pytest.mark.parametrize(
    "point", [kd.Interval(2, 2), kd.Normal(2, 0), kd.LogNormal(np.log(2), 0),
              kd.Triangular(2, 2, 2), kd.Discrete([2], [1]), kd.Samples([2])], ids=repr,
)  # fmt: skip
def test_a_point_is_a_distribution(point):
    np.testing.assert_allclose(point.quantile(U), 2, rtol=1e-12)
    assert isinstance(point, kd.Distribution)


def test_what_has_no_probability_is_never_drawn():
    dice = kd.Discrete([9, 1, 2, 7], [0, 0.5, 0.5, 0])
    assert set(dice.quantile(np.array([0.0, 0.5, 1.0])).tolist()) == {1, 2}


@given(st.lists(st.integers(-5, 5), min_size=1, max_size=9))
def test_samples_are_drawn_as_often_as_they_stand(values):
    u = (np.arange(len(values) * 10) + 0.5) / (len(values) * 10)
    found = kd.Samples(values).quantile(u)
    np.testing.assert_array_equal(found, np.repeat(sorted(values), 10))
    shares = [1 / len(values)] * len(values)
    np.testing.assert_array_equal(kd.Discrete(values, shares).quantile(u), found)


REFUSED = [
    (kd.Interval, (3, 2), "Interval: the wrong way round; got 3, 2, expected low <= high."),
    (kd.Interval, (3, "4"), "Interval.high: no finite number; got '4'."),
    (kd.Interval, (np.nan, np.inf), "2 faults:\n  1. Interval.low: no finite number; got nan.\n"
     "  2. Interval.high: no finite number; got inf."),
    (kd.Normal, (3, -1), "Normal.sd: a negative number; got -1, expected 0 or more."),
    (kd.Normal, (True, 1), "Normal.mean: no finite number; got True."),
    (kd.LogNormal, (0, -0.5), "LogNormal.sigma: a negative number; got -0.5, expected 0 or more."),
    (kd.Triangular, (1, 5, 3), "Triangular: the wrong way round; got 1, 5, 3, expected low <= mode "
     "<= high."),
    (kd.Discrete, ([1, 2], [1]), "Discrete: not as many values as probabilities; got 2 and 1."),
    (kd.Discrete, ([1, 2], [0.5, 0.6]), "Discrete.probabilities: wrong sum; got 1.1, expected 1."),
    (kd.Discrete, ([1, 2], [-0.5, 1.5]), "Discrete.probabilities: a negative number; got -0.5."),
    (kd.Discrete, ([], []), "2 faults:\n  1. Discrete.values: no list of finite numbers; got [].\n"
     "  2. Discrete.probabilities: no list of finite numbers; got []."),
    (kd.Samples, ("12",), "Samples.values: no list of finite numbers; got '12'."),
    (kd.Samples, (3,), "Samples.values: no list of finite numbers; got 3."),
    (kd.Samples, ([1, np.nan],), "Samples.values: no list of finite numbers; got [1, nan]."),
]  # fmt: skip


@pytest.mark.parametrize(("kind", "given_", "said"), REFUSED)
def test_distributions_that_are_refused(kind, given_, said):
    assert message(kind, *given_) == said


# ---- in smaa: closed forms -----------------------------------------------------------------------


def winning(cells, *, problem=TWO, n_samples=20_000, rng=3, **options):
    """Return how often a1 is first, and the standard error."""
    found = kd.smaa(
        problem, kd.EqualWeights(), SUM, performance=cells, n_samples=n_samples, rng=rng, **options
    )
    return found.first_shares[0], found.standard_error("first_shares")[0]


CLOSED = [
    # a1 ~ N(1, 1) above 2: 1 - Phi(1)
    ({("a1", "c1"): kd.Normal(1, 1)}, stats.norm.sf(1)),
    # N(1, 3) - N(2, 4) is N(-1, 5)
    ({("a1", "c1"): kd.Normal(1, 3), ("a2", "c1"): kd.Normal(2, 4)}, stats.norm.sf(0.2)),
    ({("a1", "c1"): kd.LogNormal(0, 1)}, stats.norm.sf(np.log(2))),
    ({("a1", "c1"): kd.Interval(0, 5)}, 0.6),
    ({("a1", "c1"): kd.Triangular(0, 3, 4)}, 1 - 4 / 12),
    ({("a1", "c1"): kd.Discrete([1, 3, 4], [0.7, 0.2, 0.1])}, 0.3),
    ({("a1", "c1"): kd.Samples([1, 1, 1, 5])}, 0.25),
]


@pytest.mark.parametrize(("cells", "exact"), CLOSED, ids=lambda value: str(value)[:60])
@pytest.mark.parametrize("sampling", ["random", "sobol"])
def test_shares_of_two_candidates(cells, exact, sampling):
    share, error = winning(cells, sampling=sampling)
    assert abs(share - exact) <= 4 * error + 1e-9


@pytest.mark.parametrize("rho", [-1, -0.6, 0, 0.6, 0.9])
@pytest.mark.parametrize("as_matrix", [False, True])
def test_correlated_normals_have_a_closed_form(rho, as_matrix):
    cells = {("a1", "c1"): kd.Normal(1.5, 1), ("a2", "c1"): kd.Normal(2, 1)}
    given_ = [[1, rho], [rho, 1]] if as_matrix else {tuple(cells): rho}
    share, error = winning(cells, correlation=given_)
    exact = stats.norm.sf(0.5 / np.sqrt(2 - 2 * rho))
    assert abs(share - exact) <= 4 * error


def test_full_correlation_leaves_no_doubt():
    cells = {("a1", "c1"): kd.Interval(0, 1), ("a2", "c1"): kd.Interval(0.1, 1.1)}
    assert winning(cells, correlation={tuple(cells): 1})[0] == 0
    assert winning(cells)[0] > 0.3


def test_a_copula_changes_no_distribution():
    cells = {
        ("a1", "c1"): kd.Interval(0, 1),
        ("a2", "c2"): kd.LogNormal(0, 1),
        ("a3", "c1"): kd.Samples([1, 2, 3]),
    }
    a, b, c = cells
    sampler = cell_sampler(FOUR, cells, {(a, b): 0.8, (b, c): -0.5})
    values = sampler.values(np.random.default_rng(1).random((3, 40_000)))
    assert stats.kstest(values[0], "uniform").pvalue > 0.01
    assert stats.kstest(np.log(values[1]), "norm").pvalue > 0.01
    np.testing.assert_allclose(np.bincount(values[2].astype(int))[1:] / 40_000, 1 / 3, atol=0.01)
    # Gaussian copula: Spearman's rho is 6 / pi asin(rho / 2)
    spearman = stats.spearmanr(values[0], values[1]).statistic
    assert spearman == pytest.approx(6 / np.pi * np.arcsin(0.4), abs=0.015)
    z = sampler.matrices(values)
    assert z.shape == (4, 2, 40_000)
    np.testing.assert_array_equal(z[1, 1], values[1])
    np.testing.assert_array_equal(z[3], np.full((2, 40_000), 0.5))


def test_weights_and_performances_at_once():
    """w x + (1 - w) 2 above 1.5 for a weight w and an x, both uniform on [0, 1]."""
    problem = kd.DecisionProblem.from_arrays([[0, 2], [1.5, 1.5]], ["benefit"] * 2)
    found = kd.smaa(
        problem, None, SUM, performance={("a1", "c1"): kd.Interval(0, 1)}, measures=ALL, rng=2
    )
    w, x = np.meshgrid(U, U)
    exact = (w * x + (1 - w) * 2 > 1.5).mean()
    assert abs(found.first_shares[0] - exact) <= 4 * found.standard_error("first_shares")[0] + 1e-3
    first = w[w * x + (1 - w) * 2 > 1.5].mean()
    assert found.central_weights[0, 0] == pytest.approx(first, abs=0.005)
    assert (found.performance, found.weights) == ("cells", "uniform")
    assert found.assumptions == ("criterion 'c1' of candidate 'a1': Interval(low=0, high=1)",)
    assert kd.Acceptability.from_json(found.to_json()).to_json() == found.to_json()


# ---- confidence factors --------------------------------------------------------------------------


@pytest.mark.parametrize("method", [kd.TOPSIS(), SUM, kd.WeightedProduct()], ids=repr)
def test_confidence_factors_are_what_a_loop_counts(method):
    rng = np.random.default_rng(5)
    samples = rng.uniform(1, 3, (300, 4, 2))
    weights = rng.dirichlet([1, 1], 300)
    found = kd.smaa(FOUR, weights, method, performance=samples, measures=ALL)
    for i, central in enumerate(found.central_weights):
        if np.isnan(central).any():
            assert found.confidence_factors[i] == 0
            continue
        best = [kd.rank(with_matrix(FOUR, x), central, method).ranks[i] == 1 for x in samples]
        assert found.confidence_factors[i] == pytest.approx(np.mean(best))
    p = found.confidence_factors
    np.testing.assert_allclose(
        found.standard_error("confidence_factors"), np.sqrt(p * (1 - p) / 300)
    )
    alone = kd.smaa(FOUR, weights, method, performance=samples, measures=["confidence_factors"])
    np.testing.assert_array_equal(alone.confidence_factors, p)
    assert message(getattr, alone, "central_weights").startswith("central_weights: this measure")


def with_matrix(problem, matrix):
    return kd.DecisionProblem(problem.criteria, problem.candidate_names, matrix)


def test_confidence_under_fixed_weights_is_the_share_of_first_ranks():
    cells = {("a1", "c1"): kd.Normal(1, 3), ("a2", "c1"): kd.Normal(2, 4)}
    found = kd.smaa(TWO, kd.EqualWeights(), SUM, performance=cells, measures=ALL, rng=1)
    error = 2 * found.standard_error("first_shares")
    assert (np.abs(found.confidence_factors - found.first_shares) <= 4 * error).all()


def test_twins_share_their_confidence():
    problem = kd.DecisionProblem.from_arrays([[1.0], [1.0]], ["benefit"])
    samples = np.array([[[2.0], [2.0]], [[3.0], [2.0]]])
    found = kd.smaa(problem, kd.EqualWeights(), SUM, performance=samples, measures=ALL)
    assert found.confidence_factors.tolist() == [0.75, 0]  # a chance tie goes to the first


@pytest.mark.parametrize("method", [kd.TOPSIS(), SUM, kd.TOPSIS("max")], ids=str)
@pytest.mark.parametrize("sampling", ["random", "sobol"])
def test_twins_tie_while_others_are_uncertain(method, sampling):
    """They stand still: neither is above the other, whoever is listed first."""
    problem = kd.DecisionProblem.from_arrays([[3.0, 2], [3, 2], [1, 4]], ["benefit"] * 2)
    options = {"measures": ALL, "n_samples": 500, "sampling": sampling, "rng": 1}
    cells = {("a3", "c1"): kd.Interval(0.5, 2)}
    found = kd.smaa(problem, None, method, performance=cells, **options)
    assert found.winning("a1", "a2") == 0.5
    assert not found.decisive("a1", "a2")
    np.testing.assert_array_equal(found.rank_acceptability[0], found.rank_acceptability[1])
    apart = with_matrix(problem, [[3.0, 2], [3, 9], [1, 4]])  # where nothing weighs
    weights = {"c1": 1, "c2": 0}
    if sampling == "random":
        found = kd.smaa(apart, weights, method, performance=cells, **options)
        assert found.winning("a1", "a2") == 0.5


@pytest.mark.parametrize("method", [kd.TOPSIS(), SUM, kd.TOPSIS("max")], ids=str)
def test_grades_that_tie_share_whoever_is_listed_first(method):
    problem = kd.DecisionProblem.from_arrays([[3.0, 2], [3, 2], [1, 4]], ["benefit"] * 2)
    grades = np.random.default_rng(0).choice([3.0, 2.0], 4000)
    for name, other in (("a1", "a2"), ("a2", "a1")):
        given = np.repeat(problem.matrix[None], len(grades), axis=0)
        given[:, problem.candidate_index(name), 0] = grades
        cells = {(name, "c1"): kd.Discrete([3, 2], [0.5, 0.5])}
        for performance in (cells, given):  # half the time level, half the time behind
            found = kd.smaa(
                problem,
                {"c1": 0.6, "c2": 0.4},
                method,
                performance=performance,
                measures=ALL,
                n_samples=4000,
                rng=1,
            )
            error = found.standard_error("pairwise_winning")[0, 1]
            assert abs(found.winning(other, name) - 0.75) <= 4 * error


# ---- the same bytes ------------------------------------------------------------------------------


def test_processes_give_the_same_bytes(monkeypatch, processes):
    monkeypatch.setattr(sys.modules["kadmcdm.robustness.smaa"], "TILE_CELLS", 2**11)
    cells = {("a1", "c1"): kd.Normal(1, 1), ("a2", "c2"): kd.Discrete([1, 2], [0.5, 0.5])}
    options = {"performance": cells, "correlation": {tuple(cells): 0.5}, "measures": ALL}
    options |= {"n_samples": 1500, "rng": 1}
    for sampling in ("random", "sobol"):
        options["sampling"] = sampling
        alone = kd.smaa(FOUR, None, SUM, **options)
        assert kd.smaa(FOUR, None, SUM, **options, executor=processes).to_json() == alone.to_json()


def test_cells_are_drawn_in_blocks_without_a_seam(monkeypatch):
    """More samples than are drawn at once: each is drawn once, and all are other ones."""
    runs = sys.modules["kadmcdm.robustness.runs"]
    seen = []
    monkeypatch.setattr(runs, "VALUES", 2 * runs.SAMPLES)
    plain = runs._block

    def block(known, weights, z):
        seen.append(z[0, 0].copy())
        return plain(known, weights, z)

    monkeypatch.setattr(runs, "_block", block)
    cells = {("a1", "c1"): kd.Normal(1, 1)}
    kd.smaa(TWO, None, SUM, performance=cells, n_samples=300, rng=1)
    drawn = np.concatenate(seen)
    assert [len(part) for part in seen] == [64, 64, 64, 64, 44]
    assert len(np.unique(drawn)) == 300


def test_what_is_given_is_not_changed():
    cells = {("a1", "c1"): kd.Normal(1, 1)}
    matrix = np.array([[1.0]])
    before = FOUR.matrix.copy()
    kd.smaa(FOUR, performance=cells, correlation=matrix, n_samples=50, rng=1)
    assert cells == {("a1", "c1"): kd.Normal(1, 1)}
    assert matrix.tolist() == [[1.0]]
    np.testing.assert_array_equal(FOUR.matrix, before)


class Halves:
    """A distribution of one's own."""

    def quantile(self, u):
        return np.where(np.asarray(u) < 0.5, 1.0, 3.0)


class Broken:
    def quantile(self, u):
        return np.full(3, np.nan)


def test_a_distribution_of_ones_own():
    share, error = winning({("a1", "c1"): Halves()})
    assert abs(share - 0.5) <= 4 * error
    said = message(kd.smaa, TWO, performance={("a1", "c1"): Broken()}, n_samples=50)
    assert said == (
        "criterion 'c1' of candidate 'a1': Broken.quantile gave another shape; got (3,), "
        "expected (50,)."
    )
    said = message(kd.smaa, TWO, performance={("a1", "c1"): kd.LogNormal(705, 3)}, rng=1)
    assert said == (
        "criterion 'c1' of candidate 'a1': LogNormal.quantile gave what is not finite; got inf, "
        "expected finite numbers, about 1e308 at most."
    )


@pytest.mark.parametrize("scale", [1e-300, 1e-200, 1e200, 1e300])
def test_distributions_of_any_magnitude(scale):
    u = np.array([0.1, 0.5, 0.9])
    for kind, *ends in [(kd.Triangular, -1, 1, 4), (kd.Interval, -1, 4), (kd.Normal, 3, 1)]:
        found = kind(*(scale * end for end in ends)).quantile(u)
        np.testing.assert_allclose(found / scale, kind(*ends).quantile(u), rtol=1e-12)
    assert kd.Interval(-1.7e308, 1.7e308).quantile(u)[1] == 0.0
    assert kd.Triangular(-1.7e308, 0, 1.7e308).quantile(u)[1] == 0.0


# ---- what methods refuse -------------------------------------------------------------------------


def test_a_refused_value_is_named_by_its_cell():
    problem = kd.DecisionProblem.from_arrays([[1.0, 2], [2, 1]], ["benefit", "cost"])
    cells = {("a1", "c1"): kd.Interval(1, 2), ("a2", "c2"): kd.Interval(-0.5, -0.5)}
    said = message(kd.smaa, problem, None, kd.WeightedSum(), performance=cells, rng=1)
    assert said == (
        "criterion 'c2' of candidate 'a2': method 'WeightedSum' refuses a sampled value: "
        "normalization 'max' takes no negative values; got -0.5. Hint: take a distribution that "
        "stays in range, or another normalization."
    )


def test_values_beyond_bounds_are_named():
    criteria = [
        kd.Criterion("x", "benefit", bounds=(0, 10)),
        kd.Criterion("y", "cost", bounds=(0, 9)),
    ]
    problem = kd.DecisionProblem(criteria, ["A", "B"], [[1, 2], [2, 1]])
    cells = {("A", "x"): kd.Interval(9, 9.5), ("B", "y"): kd.Interval(12, 12)}
    [fault] = faults(kd.smaa, problem, None, kd.TOPSIS("bounds"), performance=cells, rng=1)
    assert fault.where == "criterion 'y' of candidate 'B'"
    assert fault.what.startswith("method 'TOPSIS' refuses a sampled value: ")
    assert fault.got == "12"
    samples = np.tile(problem.matrix, (5, 1, 1))
    samples[3, 0, 0] = -1
    [fault] = faults(kd.smaa, problem, [[1, 1]] * 5, kd.TOPSIS("bounds"), performance=samples)
    assert fault.where == "criterion 'x' of candidate 'A'"


# ---- what is refused -----------------------------------------------------------------------------

A, B, C = ("a1", "c1"), ("a2", "c1"), ("a3", "c2")
CELLS = {A: kd.Normal(1, 1), B: kd.Normal(2, 1), C: kd.Normal(1, 2)}
NAMED = [f"criterion {c!r} of candidate {a!r}" for a, c in CELLS]


@pytest.mark.parametrize(
    ("cells", "said"),
    [
        ({}, "performance: no uncertain cells. Hint: leave it out."),
        ({"a1": kd.Normal(1, 1)}, "performance: no cell; got 'a1', expected (candidate, "
         "criterion)."),
        ({("c1", "a1"): kd.Normal(1, 1)}, "2 faults:\n  1. candidate 'c1': unknown name. Hint: "
         "known names: 'a1', 'a2', 'a3', 'a4'.\n  2. criterion 'a1': unknown name. Hint: known "
         "names: 'c1', 'c2'."),
        ({A: 3.0}, "criterion 'c1' of candidate 'a1': no distribution; got 3.0, expected a "
         "distribution such as kd.Interval(low, high)."),
    ],
)  # fmt: skip
def test_cells_that_are_refused(cells, said):
    assert message(kd.smaa, FOUR, performance=cells) == said


@pytest.mark.parametrize(
    ("given_", "said"),
    [
        ({(A, A): 1}, f"correlation: no pair of cells; got {(A, A)!r}, expected ((candidate, "
         "criterion), (candidate, criterion)), both uncertain."),
        ({(A, ("a4", "c1")): 1}, f"correlation: no pair of cells; got {(A, ('a4', 'c1'))!r}, "
         "expected ((candidate, criterion), (candidate, criterion)), both uncertain."),
        ({(A, B): 1.5}, f"correlation of {NAMED[0]} and {NAMED[1]}: out of range; got 1.5, "
         "expected a number from -1 to 1."),
        ({(A, B): "high"}, f"correlation of {NAMED[0]} and {NAMED[1]}: no finite number; got "
         "'high'."),
        ({(A, B): 0.5, (B, A): 0.4}, f"correlation of {NAMED[0]} and {NAMED[1]}: it differs the "
         "other way round; got 0.5 and 0.4."),
        ([[1, 0], [0, 1]], "correlation: no matrix; got (2, 2), expected (3, 3) finite numbers: "
         "the uncertain cells in their order."),
        ("high", "correlation: no matrix; got (0, 0), expected (3, 3) finite numbers: the "
         "uncertain cells in their order."),
        (np.diag([1, 1, 2]), f"correlation of {NAMED[2]} with itself: it is not 1; got 2."),
        ({(A, B): 0.9, (B, C): 0.9, (A, C): -0.9}, "correlation: no values can be correlated like "
         f"this: {'; '.join(NAMED)}; got a smallest eigenvalue of -0.8, expected 0 or more "
         "(positive semidefinite). Hint: bring these correlations nearer to 0."),
    ],
    ids=lambda value: str(value)[:50],
)  # fmt: skip
def test_correlations_that_are_refused(given_, said):
    assert message(kd.smaa, FOUR, performance=CELLS, correlation=given_) == said


def test_a_correlation_of_nothing():
    said = "correlation: it is of cells, and none has a distribution."
    assert message(kd.smaa, FOUR, correlation={}) == said
    samples = np.tile(FOUR.matrix, (5, 1, 1))
    assert message(kd.smaa, FOUR, performance=samples, correlation={}) == said


def test_only_cells_at_odds_are_named():
    """The fourth is independent of the three that cannot be."""
    cells = CELLS | {("a4", "c2"): kd.Normal(0, 1)}
    given_ = {(A, B): 0.9, (B, C): 0.9, (A, C): -0.9}
    [fault] = faults(kd.smaa, FOUR, performance=cells, correlation=given_)
    assert "a4" not in fault.what


def test_sobol_points_have_so_many_dimensions(monkeypatch):
    smaa = sys.modules["kadmcdm.robustness.smaa"]
    assert smaa.SOBOL == qmc.Sobol.MAXDIM
    monkeypatch.setattr(smaa, "SOBOL", 5)
    cells = {(a, c): kd.Interval(0, 1) for a in ("a1", "a2") for c in ("c1", "c2")}
    assert message(kd.smaa, FOUR, performance=cells, sampling="sobol") == (
        "sampling: too many numbers a sample for Sobol points; got 6, expected 5 at most. "
        "Hint: sampling='random'."
    )


class Joint:
    """Refuses two columns that are the same, and says so by number."""

    name = "Joint"

    def scores(self, matrix, weights, benefit, *, bounds=None):
        if (matrix[..., 0] + matrix[..., 1] > 9).any():
            raise kd.InputError([kd.Fault("column 2", "too much with the other")])
        return (matrix @ weights[..., None])[..., 0]


def test_what_no_cell_alone_is_to_blame_for_is_named_by_criterion():
    cells = {("a1", "c1"): kd.Interval(5, 5), ("a1", "c2"): kd.Interval(5, 5)}
    assert message(kd.smaa, FOUR, None, Joint(), performance=cells, n_samples=10) == (
        "criterion 'c2': too much with the other."
    )


def test_sobol_for_a_sampler_is_refused():
    def draw(rng, size):
        return np.repeat(FOUR.matrix[..., None], size, axis=2)

    assert message(kd.smaa, FOUR, performance=draw, sampling="sobol") == (
        "sampling: given samples and samplers are what they are; got 'sobol'. Hint: "
        "sampling='random'."
    )
