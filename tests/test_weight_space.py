"""Weights within constraints: uniform for sure, in words where there are none."""

import sys
from concurrent.futures import ThreadPoolExecutor
from itertools import combinations, pairwise, permutations

import numpy as np
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st
from scipy.optimize import linprog

import kadmcdm as kd
from kadmcdm.core import rank_order_weights
from kadmcdm.core.polytope import (
    ChainSums,
    chain_plan,
    chain_sums,
    effective_share,
    hit_and_run,
    split_r_hat,
)
from kadmcdm.core.simplex import sample_simplex
from kadmcdm.robustness.sampling import weight_source
from kadmcdm.robustness.weight_space import constraints_of
from messages import faults, message

S = 100_000
ALL = ("rank_acceptability", "expected_ranks", "central_weights", "pairwise_winning")
SUM = kd.WeightedSum("none")


def flat(n, rows=None):
    """A problem with n criteria, c1, c2, ..."""
    matrix = np.ones((1, n)) if rows is None else rows
    return kd.DecisionProblem.from_arrays(matrix, ["benefit"] * n)


def drawn(space, n, size=S, seed=1):
    """Return (size, n) weights, and what share of independent ones they are worth."""
    source = weight_source(flat(n), space, fixed_allowed=False)
    weights, chains = source.draw(n, size, np.random.default_rng(seed), 64)
    return weights, 1.0 if chains is None else effective_share(chains).min()


def rejected(space, n, size=S, seed=2):
    """Uniform weights of which those stay that meet the inequalities: an oracle."""
    found = constraints_of(space, [f"c{k}" for k in range(1, n + 1)])
    rows = np.array([[c.coefficients.get(f"c{k + 1}", 0.0) for k in range(n)] for c in found])
    ends = np.array([c.value for c in found])
    rng, kept = np.random.default_rng(seed), np.empty((0, n))
    while len(kept) < size:
        w = sample_simplex(n, 2**18, rng)
        kept = np.concatenate([kept, w[(w @ rows.T <= ends).all(axis=1)]])
    return kept[:size]


def same_distribution(found, worth, expected, times=3.0):
    """Assert equal means, mean products, and shares below the quartiles, within standard errors."""
    n = found.shape[1]
    middle = np.quantile(expected, [0.25, 0.5, 0.75], axis=0)

    def figures(w):
        products = [w[:, i] * w[:, j] for i in range(n) for j in range(i, n)]
        below = [(w < row).astype(float).T for row in middle]
        return np.concatenate([w.T, products, *below])

    a, b = figures(found), figures(expected)
    error = np.sqrt(a.var(axis=1) / (len(found) * worth) + b.var(axis=1) / len(expected))
    assert (np.abs(a.mean(axis=1) - b.mean(axis=1)) <= times * error + 1e-12).all()


# ---- orders: exact -------------------------------------------------------------------------------


def test_the_mean_of_twelve_ordered_weights_is_their_centroid():
    names = [f"c{k}" for k in (7, 2, 12, 1, 3, 11, 4, 10, 5, 9, 6, 8)]
    w, _ = drawn(kd.WeightSpace(names), 12)
    by_place = w[:, [int(name[1:]) - 1 for name in names]]
    error = by_place.std(axis=0) / np.sqrt(S)
    assert (np.abs(by_place.mean(axis=0) - rank_order_weights(12)) <= 3 * error).all()
    assert (np.diff(by_place, axis=1) <= 0).all()
    np.testing.assert_allclose(w.sum(axis=1), 1, rtol=1e-12)


@pytest.mark.parametrize("order", [["c2", "c1"], ["c4", "c1", "c3"], ["c1", "c2", "c3", "c4"]])
def test_orders_are_uniform(order):
    w = sample_simplex(4, S, np.random.default_rng(2))
    places = [int(name[1:]) - 1 for name in order]
    w[:, places] = -np.sort(-w[:, places], axis=1)  # every order is as likely
    same_distribution(*drawn(kd.WeightSpace(order), 4), w)


def test_a_name_alone_says_nothing():
    w, _ = drawn(kd.WeightSpace(["c2"]), 3, 100)
    np.testing.assert_array_equal(w, drawn(None, 3, 100)[0])


def test_equals_weigh_the_same_and_the_rest_is_uniform():
    """With 2a + b = 1 and a >= b, a is uniform between 1/3 and 1/2."""
    w, _ = drawn(kd.WeightSpace([["c1", "c3"], "c2"]), 3)
    np.testing.assert_array_equal(w[:, 0], w[:, 2])
    a = w[:, 0]
    assert a.min() >= 1 / 3 - 1e-12
    assert a.max() <= 1 / 2
    assert abs(a.mean() - 5 / 12) <= 3 * a.std() / np.sqrt(S)
    assert abs(a.std() - (1 / 6) / np.sqrt(12)) < 1e-3


def test_an_order_by_ratios_is_the_order():
    """Said with ratios it goes through hit-and-run, and comes out the same."""
    names = ["c3", "c1", "c4", "c2"]
    chain = dict.fromkeys(pairwise(names), (1, None))
    exact, _ = drawn(kd.WeightSpace(names), 4)
    same_distribution(*drawn(kd.WeightSpace(ratios=chain), 4), exact)


# ---- polytopes: hit-and-run ----------------------------------------------------------------------

RNG = np.random.default_rng(8)
COEFFICIENTS = RNG.normal(size=(4, 6)).round(2)
POLYTOPES = [
    (6, {"linear": [
        ({f"c{k + 1}": x for k, x in enumerate(row)}, "<=", round(row.mean() + 0.05, 3))
        for row in COEFFICIENTS
    ]}),
    (3, {"bounds": {"c1": (0.2, 0.5), "c3": (None, 0.4)}}),
    (4, {"ratios": {("c1", "c2"): (0.5, 2), ("c3", "c4"): (None, 3)}}),
    (4, {"order": ["c1", "c2", "c3"], "bounds": {"c1": (None, 0.5)}}),
    (5, {"order": ["c1", "c2"], "ratios": {("c3", "c4"): (1, 4)},
         "linear": [({"c1": 1, "c5": 1}, ">=", 0.4)]}),
]  # fmt: skip


@pytest.mark.parametrize(("n", "options"), POLYTOPES, ids=lambda value: str(value)[:30])
def test_polytopes_match_rejection_sampling(n, options):
    space = kd.WeightSpace(**options)
    w, worth = drawn(space, n)
    assert worth > 0.6
    same_distribution(w, worth, rejected(space, n, S // 2))


def test_the_first_draws_are_as_uniform_as_any():
    """Chains start too near the middle; what is thrown away must be enough."""
    n, options = POLYTOPES[0]
    space = kd.WeightSpace(**options)
    polytope = weight_source(flat(n), space, fixed_allowed=False).polytope
    w, _ = hit_and_run(polytope, 4 * 20_000, 4, np.random.default_rng(3))
    same_distribution(w[:20_000], 1.0, rejected(space, n, 40_000))


def test_a_uniform_simplex_by_chains_is_the_simplex():
    """Twelve dimensions, and a bound that cuts off next to nothing."""
    space = kd.WeightSpace(bounds={"c1": (None, 0.999)})
    w, worth = drawn(space, 12, S // 2)
    assert worth > 0.6
    same_distribution(w, worth, sample_simplex(12, S, np.random.default_rng(4)), times=3.5)


@given(st.data())
@settings(max_examples=25, deadline=None)
def test_every_draw_meets_every_constraint(data):
    """Constraints are made so that a point of ours meets them, now and then only just."""
    n = data.draw(st.integers(2, 5))
    parts = np.array(data.draw(st.lists(st.integers(1, 9), min_size=n, max_size=n)))
    point, names = parts / parts.sum(), [f"c{k}" for k in range(1, n + 1)]
    room = st.sampled_from([0.0, 0.01, 0.3])
    bounds, ratios, linear = {}, {}, []
    for k in data.draw(st.sets(st.integers(0, n - 1))):
        low, high = max(point[k] - data.draw(room), 0.0), point[k] + data.draw(room)
        bounds[names[k]] = (low, high) if data.draw(st.booleans()) else (None, high)
    for i, j in data.draw(st.sets(st.sampled_from(list(permutations(range(n), 2))), max_size=2)):
        ratio = point[i] / point[j]
        ratios[names[i], names[j]] = (ratio / (1 + data.draw(room)), ratio * (1 + data.draw(room)))
    if data.draw(st.booleans()):
        row = np.array(data.draw(st.lists(st.integers(-3, 3), min_size=n, max_size=n)), dtype=float)
        assume(row.any())
        named = dict(zip(names, row.tolist(), strict=True))
        linear.append((named, "==" if data.draw(st.booleans()) else "<=", float(row @ point)))
    space = kd.WeightSpace(bounds=bounds, ratios=ratios, linear=linear)
    w, _ = drawn(space, n, 300)
    assert (w >= 0).all()
    np.testing.assert_allclose(w.sum(axis=1), 1, rtol=1e-12)
    for item in constraints_of(space, names):
        row = np.array([item.coefficients.get(name, 0.0) for name in names])
        gap = (w @ row - item.value) / np.linalg.norm(row)
        # 1e-8 is what counts as flat: a set no wider is an equality.
        assert (np.abs(gap) <= 1e-7).all() if item.equal else (gap <= 1e-7).all(), item.words


DEGENERATE = [
    (3, {"bounds": {"c1": 0.5, "c2": 0.25}}, [[0.5, 0.25, 0.25]]),
    (2, {"ratios": {("c1", "c2"): 3}}, [[0.75, 0.25]]),
    (3, {"bounds": {"c1": (0.6, None), "c2": (0.4, None)}}, [[0.6, 0.4, 0.0]]),
    (3, {"order": ["c1", "c2", "c3"], "bounds": {"c1": (None, 1 / 3)}}, [[1 / 3] * 3]),
    (3, {"ratios": {("c1", "c2"): 1}}, [[0.5, 0.5, 0], [0, 0, 1]]),
    (3, {"linear": [({"c1": 1, "c2": 1}, "<=", 0.4), ({"c1": 1, "c2": 1}, ">=", 0.4)]},
     [[0.4, 0, 0.6], [0, 0.4, 0.6]]),
    (1, {"bounds": {"c1": (0.2, None)}}, [[1.0]]),
]  # fmt: skip


@pytest.mark.parametrize(("n", "options", "corners"), DEGENERATE)
def test_flat_spaces_are_drawn_between_their_corners(n, options, corners):
    """A point, or a line on which the place is uniform."""
    w, _ = drawn(kd.WeightSpace(**options), n, 20_000)
    corners = np.array(corners)
    if len(corners) == 1:
        np.testing.assert_allclose(w, np.tile(corners, (20_000, 1)), atol=1e-8)
        return
    way = corners[1] - corners[0]
    at = (w - corners[0]) @ way / (way @ way)
    np.testing.assert_allclose(w, corners[0] + at[:, None] * way, atol=1e-8)
    assert -1e-8 <= at.min() < 0.001
    assert 0.999 < at.max() <= 1 + 1e-8
    assert abs(at.mean() - 0.5) < 4 / np.sqrt(12 * 20_000)


@pytest.mark.parametrize("gap", [1e-12, 1e-10, 2e-9, 9e-9])
def test_ends_that_nearly_meet_are_no_contradiction(gap):
    """Narrower than what counts as flat, and yet there are such weights."""
    evenly = kd.WeightSpace(bounds={f"c{k}": (0.2 - gap, None) for k in range(1, 6)})
    np.testing.assert_allclose(drawn(evenly, 5, 50)[0], 0.2, atol=1e-7)
    box = kd.WeightSpace(bounds={"c1": (0.3, 0.3 + gap), "c2": (0.1, 0.1 + gap)})
    w = drawn(box, 4, 2000)[0]
    np.testing.assert_allclose(w[:, :2], [[0.3, 0.1]] * 2000, atol=1e-7)
    assert abs(w[:, 2].mean() - 0.3) < 4 * (0.6 / np.sqrt(12)) / np.sqrt(2000)


@pytest.mark.parametrize("size", [1e-200, 1e200])
def test_coefficients_of_any_magnitude(size):
    ordered = kd.WeightSpace(linear=[({"c1": size, "c2": -size}, "<=", 0.1 * size)])
    plain = kd.WeightSpace(linear=[({"c1": 1, "c2": -1}, "<=", 0.1)])
    np.testing.assert_allclose(drawn(ordered, 3, 100)[0], drawn(plain, 3, 100)[0], rtol=1e-9)


def test_an_equality_that_nobody_spelled_out():
    """c1 + c2 is 0.5, by two inequalities; the rest is a flat polytope of two dimensions."""
    space = kd.WeightSpace(
        linear=[({"c1": 1, "c2": 1}, ">=", 0.5), ({"c3": 1, "c4": 1}, ">=", 0.5)]
    )
    w, worth = drawn(space, 4)
    np.testing.assert_allclose(w[:, 0] + w[:, 1], 0.5, atol=1e-8)
    rng = np.random.default_rng(0)
    a, b = rng.uniform(0, 0.5, (2, S))
    same_distribution(w[:, [0, 2]], worth, np.column_stack([a, b]))


def test_a_thin_space_is_as_uniform_as_a_wide_one():
    """A box 1e-5 wide in one direction: its rounding leaves both directions as easy."""
    space = kd.WeightSpace(bounds={"c1": (0.3, 0.30001), "c2": (0.1, 0.6)})
    w, worth = drawn(space, 3)
    assert worth > 0.6
    rng = np.random.default_rng(0)
    expected = np.column_stack([rng.uniform(0.3, 0.30001, S), rng.uniform(0.1, 0.6, S)])
    same_distribution(w[:, :2], worth, expected)


# ---- chains --------------------------------------------------------------------------------------


def test_chains_are_diagnosed():
    rng = np.random.default_rng(0)
    n, chains, draws = 2, 300, 64

    free = chain_sums(rng.normal(size=(draws, n, chains)))
    assert (np.abs(split_r_hat(free) - 1) < 0.005).all()
    assert (effective_share(free) > 0.85).all()
    # An autoregression of 0.5 is worth (1 - 0.5) / (1 + 0.5) = 1/3.
    noise = rng.normal(size=(draws + 50, n, chains))
    for k in range(1, len(noise)):
        noise[k] = 0.5 * noise[k - 1] + np.sqrt(0.75) * noise[k]
    np.testing.assert_allclose(effective_share(chain_sums(noise[50:])), 1 / 3, rtol=0.2)
    assert (split_r_hat(chain_sums(noise[50:])) > 1.01).all()
    still = chain_sums(np.ones((draws, n, chains)))
    assert split_r_hat(still).tolist() == effective_share(still).tolist() == [1, 1]
    parts = [chain_sums(part) for part in np.split(noise, 3, axis=2)]
    merged = parts[0].added(parts[1]).added(parts[2])
    for one, other in zip(merged, chain_sums(noise), strict=True):
        np.testing.assert_allclose(one, other)
    assert isinstance(merged, ChainSums)


def test_chains_are_as_long_as_tiles_allow():
    assert [chain_plan(size) for size in (1, 1000, 3000, 2**18)] == [32, 32, 46, 64]


BOXED = kd.WeightSpace(bounds={"c1": (0.1, 0.6), "c2": (None, 0.5)}, ratios={("c1", "c3"): (1, 5)})
THREE = flat(3, [[1, 0, 0.2], [0, 1, 0.1], [0.5, 0.4, 0.3]])


def test_the_result_says_how_the_chains_did():
    found = kd.smaa(THREE, BOXED, SUM, n_samples=20_000, rng=1)
    assert found.weights == "constrained"
    assert found.assumptions == (
        "'c1' weighs at least 0.1 (bounds)", "'c1' weighs at most 0.6 (bounds)",
        "'c2' weighs at most 0.5 (bounds)", "'c1' weighs at least 1 times 'c3' (ratios)",
        "'c1' weighs at most 5 times 'c3' (ratios)",
    )  # fmt: skip
    assert (found.r_hat < 1.01).all()
    worth = found.effective_samples.min()
    assert 12_000 < worth <= 20_000
    p = found.first_shares
    np.testing.assert_allclose(found.standard_error("first_shares"), np.sqrt(p * (1 - p) / worth))
    errors = found.standard_error("central_weights")  # stored as of independent samples
    np.testing.assert_allclose(errors, found.errors["central_weights"] * np.sqrt(20_000 / worth))
    assert f"(worth {worth:,.0f} independent ones)" in str(found)
    assert "setara" in found.tables("id")[0].caption
    assert kd.Acceptability.from_json(found.to_json()).to_json() == found.to_json()


def test_chains_that_have_not_mixed_are_told_of(monkeypatch):
    sampling = sys.modules["kadmcdm.robustness.sampling"]
    ready = sampling.polytope_of
    monkeypatch.setattr(sampling, "polytope_of", lambda *a: ready(*a)._replace(thin=1))
    wide = flat(12, np.eye(12))
    space = kd.WeightSpace(bounds={"c1": (None, 0.9)})
    with pytest.warns(
        kd.KadmcdmWarning, match=r"have not mixed: split R-hat is 1\.\d+ for 'c"
    ) as w:
        kd.smaa(wide, space, SUM, n_samples=5_000, rng=1)
    assert w[0].filename == __file__


@pytest.mark.parametrize("figure", [*ALL, "first_shares", "choice_entropy", "rank_entropy"])
@pytest.mark.parametrize("case", ["chains", "random", "sobol"])
def test_standard_errors_are_what_repetition_shows(figure, case, repeated):
    """The spread over 40 seeds is known to 11 percent; errors from 16 replicates to 18."""
    runs = repeated[case]
    found = np.array([np.asarray(getattr(run, figure)) for run in runs])
    said = np.array([run.standard_error(figure) for run in runs])
    told = ~np.isnan(said).any(axis=0) & (found.std(axis=0) > 1e-9)
    ratio = np.sqrt((said**2).mean(axis=0))[told] / found.std(axis=0, ddof=1)[told]
    assert told.any()
    assert ((ratio > 0.65) & (ratio < 1.6)).all()


@pytest.fixture(scope="module")
def repeated():
    options = {"measures": ALL, "n_samples": 1000}
    return {
        "chains": [kd.smaa(THREE, BOXED, SUM, rng=seed, **options) for seed in range(40)],
        "random": [kd.smaa(THREE, None, SUM, rng=seed, **options) for seed in range(40)],
        "sobol": [
            kd.smaa(THREE, None, SUM, rng=seed, sampling="sobol", **options) for seed in range(40)
        ],
    }


# ---- the same bytes ------------------------------------------------------------------------------

SPACES = {
    "ordered": {"order": ["c2", "c1", "c3"]},
    "chains": {"bounds": {"c1": (0.1, 0.6)}, "ratios": {("c1", "c3"): (1, 5)}},
    "around": {"around": [1, 2, 3], "concentration": 5, "order": ["c3", "c1"]},
}


def test_executors_give_the_same_bytes(monkeypatch, processes):
    monkeypatch.setattr(sys.modules["kadmcdm.robustness.smaa"], "TILE_CELLS", 2**11)
    options = {"measures": ALL, "n_samples": 2500, "rng": 6}
    calls = [(kd.WeightSpace(**space), {}) for space in SPACES.values()]
    calls += [(None, {"sampling": "sobol"}), (calls[0][0], {"sampling": "sobol"})]
    with ThreadPoolExecutor(2) as threads:
        for space, more in calls:
            alone = kd.smaa(THREE, space, SUM, **options, **more).to_json()
            for pool in (threads, processes):
                found = kd.smaa(THREE, space, SUM, **options, **more, executor=pool)
                assert found.to_json() == alone


# ---- Sobol ---------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "space",
    [None, {"order": ["c3", ["c1", "c2"]]}, {"around": [3, 2, 0], "concentration": 8},
     {"bounds": {"c1": 0.5}}],
)  # fmt: skip
def test_sobol_points_say_the_same_and_more_surely(space):
    space = None if space is None else kd.WeightSpace(**space)
    random = kd.smaa(THREE, space, SUM, measures=ALL, n_samples=50_000, rng=1)
    sobol = kd.smaa(THREE, space, SUM, measures=ALL, sampling="sobol", n_samples=30_000, rng=2)
    assert (sobol.n_samples, sobol.sampling) == (2**15, "sobol")
    for figure in (*ALL, "first_shares", "choice_entropy", "rank_entropy"):
        error = np.hypot(random.standard_error(figure), sobol.standard_error(figure))
        gap = np.abs(np.asarray(getattr(random, figure)) - np.asarray(getattr(sobol, figure)))
        known = ~np.isnan(error)
        assert (gap[known] <= 4 * error[known] + 1e-9).all(), figure
    wide = random.standard_error("expected_ranks")
    assert sobol.standard_error("expected_ranks").sum() <= wide.sum() / 2


@pytest.mark.parametrize("concentration", [1e-4, 1e-2, 1.0])
def test_sobol_points_of_a_loose_spread(concentration):
    """Then one weight is nearly 1, as often as it is heavy: gamma variates underflow."""
    space = kd.WeightSpace(around=[0.5, 0.3, 0.2], concentration=concentration)
    three = flat(3, np.eye(3))
    options = {"n_samples": 16 * 1024, "rng": 1}
    found = kd.smaa(three, space, SUM, sampling="sobol", **options).first_shares
    assert np.abs(found - kd.smaa(three, space, SUM, **options).first_shares).max() < 0.02


@pytest.mark.parametrize(
    ("asked", "drawn_"), [(1, 16), (16, 16), (17, 32), (512, 512), (513, 1024)]
)
def test_sobol_points_come_in_powers_of_two(asked, drawn_):
    found = kd.smaa(THREE, None, SUM, sampling="sobol", n_samples=asked, rng=1)
    assert found.n_samples == drawn_
    assert found.first_shares.sum() == pytest.approx(1)


def test_sobol_points_do_not_depend_on_tiles(monkeypatch):
    """A tile goes on where the one before it ended."""
    options = {"sampling": "sobol", "n_samples": 4096, "rng": 1, "measures": ALL}
    cells = {("a1", "c1"): kd.Normal(1, 0.5)}
    whole = [kd.smaa(THREE, None, SUM, performance=p, **options) for p in (None, cells)]
    monkeypatch.setattr(sys.modules["kadmcdm.robustness.smaa"], "TILE_CELLS", 3 * 70)
    parts = [kd.smaa(THREE, None, SUM, performance=p, **options) for p in (None, cells)]
    for one, other in zip(whole, parts, strict=True):
        for figure in ("rank_acceptability", "pairwise_winning"):
            np.testing.assert_array_equal(getattr(one, figure), getattr(other, figure))
            np.testing.assert_array_equal(one.standard_error(figure), other.standard_error(figure))


@pytest.mark.parametrize(
    ("weights", "said"),
    [
        (BOXED, "sampling: these constraints are met by chains or by rejection, which take random "
         "numbers; got 'sobol'. Hint: sampling='random'."),
        (kd.WeightSpace(order=["c1", "c2"], around=[1, 1, 1], concentration=5), "sampling: these "
         "constraints are met by chains or by rejection, which take random numbers; got 'sobol'. "
         "Hint: sampling='random'."),
        ([[1, 2, 3]], "sampling: given samples and samplers are what they are; got 'sobol'. Hint: "
         "sampling='random'."),
    ],
)  # fmt: skip
def test_what_has_no_sobol_points(weights, said):
    assert message(kd.smaa, THREE, weights, SUM, sampling="sobol") == said


def test_sampling_that_is_none():
    assert message(kd.smaa, THREE, sampling="halton") == (
        "sampling: unknown choice; got 'halton', expected one of 'random', 'sobol'. Hint: known "
        "names: 'random', 'sobol'."
    )


# ---- around some, within constraints -------------------------------------------------------------


def test_a_spread_within_an_order():
    space = kd.WeightSpace(order=["c1", "c2"], around=[0.4, 0.4, 0.2], concentration=20)
    w, _ = drawn(space, 3)
    rng = np.random.default_rng(9)
    free = rng.dirichlet(20 * np.array([0.4, 0.4, 0.2]), 3 * S)
    same_distribution(w, 1.0, free[free[:, 0] >= free[:, 1]][:S])


@pytest.mark.parametrize(
    ("options", "said"),
    [
        ({"order": [["c1", "c2"]]}, "WeightSpace: a spread around weights meets no equality; got "
         "'c1' weighs as much as 'c2' (order). Hint: give a range, or leave around out."),
        ({"bounds": {"c3": (0.95, None)}}, "WeightSpace.around: fewer than 1% of the weights "
         "around these meet the constraints; got 0.00%. Hint: lower the concentration, loosen the "
         "constraints, or leave around out."),
        ({"bounds": {"c3": (1.5, None)}}, "WeightSpace: no weights (0 or more, sum 1) meet this; "
         "got 'c3' weighs at least 1.5 (bounds). Hint: it cannot be met by itself."),
    ],
)  # fmt: skip
def test_a_spread_that_hardly_meets_constraints(options, said):
    space = kd.WeightSpace(around=[0.4, 0.4, 0.2], concentration=50, **options)
    assert message(kd.smaa, THREE, space, SUM) == said


# ---- conflicts -----------------------------------------------------------------------------------

CONFLICTS = [
    (kd.WeightSpace(["c1", "c2"], bounds={"c1": (None, 0.2), "c2": (0.3, None), "c3": (0.1, 0.9)}),
     "these together; got 'c1' weighs no less than 'c2' (order); 'c1' weighs at most 0.2 (bounds); "
     "'c2' weighs at least 0.3 (bounds). Hint: loosen any one of them."),
    (kd.WeightSpace(bounds={"c1": (0.5, None), "c2": (0.6, None), "c3": (None, 0.2)}),
     "these together; got 'c1' weighs at least 0.5 (bounds); 'c2' weighs at least 0.6 (bounds). "
     "Hint: loosen any one of them."),
    (kd.WeightSpace(bounds=dict.fromkeys(("c1", "c2", "c3"), (None, 0.3))),
     "these together; got 'c1' weighs at most 0.3 (bounds); 'c2' weighs at most 0.3 (bounds); 'c3' "
     "weighs at most 0.3 (bounds). Hint: loosen any one of them."),
    (kd.WeightSpace(["c2", "c3"], ratios={("c3", "c1"): (1.5, None), ("c1", "c2"): 2}),
     "these together; got 'c2' weighs no less than 'c3' (order); 'c3' weighs at least 1.5 times "
     "'c1' (ratios); 'c1' weighs exactly 2 times 'c2' (ratios). Hint: loosen any one of them."),
    # Taking constraints away one by one ends at the three sums; two bounds are a smaller conflict.
    (kd.WeightSpace(bounds={"c1": (0.6, None), "c2": (0.6, None)},
                    linear=[({name: 1}, "<=", 0.3) for name in ("c1", "c2", "c3")]),
     "these together; got 'c1' weighs at least 0.6 (bounds); 'c2' weighs at least 0.6 (bounds). "
     "Hint: loosen any one of them."),
    (kd.WeightSpace(linear=[({"c1": 2, "c2": -1}, ">=", 3)]),
     "this; got 2 'c1' - 'c2' >= 3 (linear). Hint: it cannot be met by itself."),
]  # fmt: skip


@pytest.mark.parametrize(("space", "said"), CONFLICTS)
def test_conflicts_are_named(space, said):
    start = "WeightSpace: no weights (0 or more, sum 1) meet "
    assert message(kd.smaa, THREE, space, SUM) == start + said


@given(st.data())
@settings(max_examples=25, deadline=None)
def test_the_conflict_is_a_smallest_one(data):
    """Against all subsets, smallest first."""
    n, names = 3, ["c1", "c2", "c3"]
    tenth = st.integers(-10, 10).map(lambda k: k / 10)
    linear = [
        (dict(zip(names, row, strict=True)), relation, value)
        for row, relation, value in data.draw(
            st.lists(
                st.tuples(
                    st.lists(st.integers(-3, 3), min_size=n, max_size=n).filter(any),
                    st.sampled_from(["<=", ">=", "=="]),
                    tenth,
                ),
                min_size=2,
                max_size=6,
            )
        )
    ]
    space = kd.WeightSpace(linear=linear)
    items = constraints_of(space, names)

    def possible(some):
        rows = [[item.coefficients[name] for name in names] for item in some]
        even = [k for k, item in enumerate(some) if item.equal]
        rest = [k for k, item in enumerate(some) if not item.equal]
        return linprog(
            np.zeros(n),
            [rows[k] for k in rest] or None,
            [some[k].value for k in rest] or None,
            [[1.0] * n, *(rows[k] for k in even)],
            [1.0, *(some[k].value for k in even)],
        ).success

    assume(not possible(items))
    smallest = next(
        size
        for size in range(1, len(items) + 1)
        if not all(possible(some) for some in combinations(items, size))
    )
    [fault] = faults(kd.smaa, THREE, space, SUM)
    named = fault.got.split("; ")
    assert len(named) == smallest
    words = [item.words for item in items]
    assert not possible([items[words.index(text)] for text in named])


# ---- what is refused -----------------------------------------------------------------------------

REFUSED = [
    ({"order": "c1"}, "WeightSpace: order: no list of names; got 'c1'."),
    ({"order": [0.7, 0.3]}, "2 faults:\n  1. WeightSpace: order: no name; got 0.7, expected text.\n"
     "  2. WeightSpace: order: no name; got 0.3, expected text."),
    ({"order": ["a", "b", "a"]}, "WeightSpace: criterion 'a': it stands twice in the order."),
    ({"bounds": [("a", 1)]}, "WeightSpace.bounds: no mapping; got [('a', 1)]."),
    ({"bounds": {"a": (0.5, 0.2)}}, "WeightSpace.bounds of 'a': the low end is above the high one; "
     "got (0.5, 0.2), expected (low, high)."),
    ({"bounds": {"a": (-1, None)}}, "WeightSpace.bounds of 'a': a negative number; got (-1, None), "
     "expected (low, high)."),
    ({"bounds": {"a": "0.5"}}, "WeightSpace.bounds of 'a': no range; got '0.5', expected (low, "
     "high)."),
    ({"bounds": {"a": (0, float("nan"))}}, "WeightSpace.bounds of 'a': no range; got (0, nan), "
     "expected (low, high)."),
    ({"bounds": {3: 0.5}}, "WeightSpace.bounds: no name; got 3, expected text."),
    ({"ratios": {"ab": 2}}, "WeightSpace.ratios: no pair of criteria; got 'ab', expected (name, "
     "name)."),
    ({"ratios": {("a", "a"): 2}}, "WeightSpace.ratios: no pair of criteria; got ('a', 'a'), "
     "expected (name, name)."),
    ({"ratios": {("a", "b"): (2, 1)}}, "WeightSpace.ratios of ('a', 'b'): the low end is above the "
     "high one; got (2, 1), expected (low, high)."),
    ({"linear": {"a": 1}}, "WeightSpace.linear: no list; got {'a': 1}, expected a list of ({name: "
     'coefficient}, "<=", value).'),
    ({"linear": [({"a": 1}, "<", 1)]}, "WeightSpace.linear[1]: unknown choice; got '<', expected "
     "one of '<=', '>=', '=='. Hint: did you mean '<='?"),
    ({"linear": [({"a": 0}, "<=", 1)]}, "WeightSpace.linear[1]: it says nothing on any weight; got "
     "{'a': 0}."),
    ({"linear": [({"a": "x"}, "<=", 1)]}, "WeightSpace.linear[1]: no coefficient; got 'a': 'x'."),
    ({"linear": [({"a": 1}, "<=", None)]}, "WeightSpace.linear[1]: no finite number; got None."),
    ({"linear": ["a <= b"]}, "WeightSpace.linear[1]: no condition; got 'a <= b', expected ({name: "
     'coefficient}, "<=", value).'),
]  # fmt: skip


@pytest.mark.parametrize(("options", "said"), REFUSED)
def test_spaces_that_are_refused(options, said):
    assert message(kd.WeightSpace, **options) == said


def test_all_faults_of_a_space_come_at_once():
    found = faults(
        kd.WeightSpace, bounds={"a": (2, 1), "b": -1}, ratios={("a", "b"): "2"}, concentration=3
    )
    assert len(found) == 4


def test_unknown_names_are_named_once():
    space = kd.WeightSpace(["c1", "cost"], bounds={"cost": 0.2}, ratios={("c1", "c4"): 2})
    assert message(kd.smaa, THREE, space) == (
        "2 faults:\n  1. criterion 'cost': unknown name. Hint: known names: 'c1', 'c2', 'c3'.\n"
        "  2. criterion 'c4': unknown name. Hint: known names: 'c1', 'c2', 'c3'."
    )
    assert len(faults(kd.smaa, THREE, kd.WeightSpace(["cost"]))) == 1


def test_what_is_given_is_not_changed():
    bounds, ratios = {"c1": (0.1, 0.6)}, {("c1", "c2"): (1, 2)}
    linear = [({"c1": 1.0, "c3": -1.0}, ">=", 0.0)]
    order = ["c1", ["c2", "c3"]]
    space = kd.WeightSpace(order[:1], bounds, ratios, linear)
    kd.smaa(THREE, space, SUM, n_samples=100, rng=1)
    assert bounds == {"c1": (0.1, 0.6)}
    assert ratios == {("c1", "c2"): (1, 2)}
    assert linear == [({"c1": 1.0, "c3": -1.0}, ">=", 0.0)]
    bounds["c1"] = 0.9  # nor does the space change when what was given does
    assert space.bounds == {"c1": (0.1, 0.6)}


# ---- exact acceptabilities, by others ------------------------------------------------------------


def test_a_direct_draw_of_a_polytope_and_the_kernel_agree():
    source = weight_source(flat(3), BOXED, fixed_allowed=False)
    a, _ = hit_and_run(source.polytope, 500, 64, np.random.default_rng(3))
    b, _ = source.draw(3, 500, np.random.default_rng(3), 64)
    np.testing.assert_array_equal(a, b)


@pytest.mark.parametrize("constrained", [False, True])
def test_exact_acceptability_of_pysensmcda(constrained):
    peer = pytest.importorskip("pysensmcda.smaa")
    values = np.array([[0.9, 0.2, 0.4, 0.1], [0.1, 0.8, 0.3, 0.5], [0.5, 0.5, 0.6, 0.3],
                       [0.3, 0.4, 0.5, 0.95], [0.2, 0.2, 0.2, 0.2]])  # fmt: skip
    rows = np.array([[-1.0, 1.0, 0, 0], [0, 0, 1.0, -2.0]])
    options, space = {}, None
    if constrained:
        options = {"constraints": (rows, np.zeros(2))}
        space = kd.WeightSpace(["c1", "c2"], ratios={("c3", "c4"): (None, 2)})
    exact = peer.exact_acceptability(values, np.ones(4), scaling="none", **options)
    found = kd.smaa(flat(4, values), space, SUM, rng=5)
    gap = np.abs(found.first_shares - exact.acceptability)
    assert (gap <= 4 * found.standard_error("first_shares") + 1e-12).all()
    ever = found.first_shares > 0.01
    gap = np.abs(found.central_weights[ever] - exact.central_weights[ever])
    assert (gap <= 4 * found.standard_error("central_weights")[ever]).all()
