"""Uncertain performances: sampled matrices, ranked and counted as a loop would."""

import tracemalloc

import numpy as np
import pytest

import kadmcdm as kd
from kadmcdm import core
from kadmcdm.core.sampled import SAMPLES, normal_sampler, sampled_losses
from messages import message

M, N, S = 9, 4, 150
RNG = np.random.default_rng(11)
MEAN = RNG.uniform(2, 9, (M, N))
SAMPLED = MEAN * (1 + 0.1 * RNG.standard_normal((S, M, N)))
WEIGHTS = RNG.dirichlet(np.ones(N), S)
WAYS = ["benefit", "cost", "benefit", "cost"]
BENEFIT = np.array([way == "benefit" for way in WAYS])
PROBLEM = kd.DecisionProblem.from_arrays(MEAN, WAYS)
ALL = ("rank_acceptability", "expected_ranks", "central_weights", "pairwise_winning")


def looped(weights, method):
    counts = np.zeros((M, M))
    for x, w in zip(SAMPLED, weights, strict=True):
        counts[np.argsort(-method.scores(x, w, BENEFIT), kind="stable"), np.arange(M)] += 1
    return counts / S


METHODS = [
    kd.TOPSIS(),
    kd.TOPSIS("minmax"),
    kd.TOPSIS(p=1),
    kd.WeightedSum("minmax"),
    kd.WeightedProduct(),
]


@pytest.mark.parametrize("method", METHODS, ids=repr)
def test_samples_are_counted_as_the_loop_counts(method):
    paired = kd.smaa(PROBLEM, WEIGHTS, method, performance=SAMPLED, measures=ALL)
    np.testing.assert_allclose(paired.rank_acceptability, looped(WEIGHTS, method))
    assert (paired.n_samples, paired.seed) == (S, None)
    np.testing.assert_allclose(paired.pairwise_winning + paired.pairwise_winning.T, 1 - np.eye(M))
    fixed = kd.smaa(PROBLEM, kd.EqualWeights(), method, performance=SAMPLED)
    equal = np.full((S, N), 1 / N)
    np.testing.assert_allclose(fixed.rank_acceptability, looped(equal, method))
    assert fixed.weights == "fixed"
    first = fixed.first_shares > 0
    np.testing.assert_allclose(fixed.central_weights[first], 1 / N)


def test_a_sampler_draws_tile_by_tile_and_repeats_itself():
    draw = normal_sampler(MEAN, 0.1 * MEAN)
    one = kd.smaa(PROBLEM, performance=draw, n_samples=3000, rng=4)
    again = kd.smaa(PROBLEM, performance=draw, n_samples=3000, rng=4)
    assert one.to_json() == again.to_json()
    assert one.seed == 4
    sure = kd.smaa(PROBLEM, n_samples=3000, rng=4)
    assert np.abs(one.first_shares - sure.first_shares).max() > 0.005  # performances do matter


def test_blocks_hold_all_samples():
    asked = []

    def draw(rng, size):
        asked.append(size)
        return normal_sampler(MEAN, 0.1 * MEAN)(rng, size)

    found = kd.smaa(PROBLEM, performance=draw, n_samples=2 * SAMPLES + 5, rng=0)
    assert asked == [SAMPLES, SAMPLES, 5]
    assert found.first_shares.sum() == pytest.approx(1)


@pytest.mark.parametrize("rule", ["vector", "minmax"])
def test_losses_of_sampled_matrices_order_as_closeness(rule):
    z = np.moveaxis(SAMPLED, 0, -1)
    losses = sampled_losses(np.ascontiguousarray(z), WEIGHTS.T.copy(), BENEFIT, rule)
    for k in range(S):
        scores = core.topsis(SAMPLED[k], WEIGHTS[k], BENEFIT, normalization=rule)
        np.testing.assert_array_equal(np.argsort(losses[k]), np.argsort(-scores))


def test_magnitudes_out_of_range_take_the_general_way():
    z = np.moveaxis(SAMPLED, 0, -1) * 1e200
    assert sampled_losses(z, WEIGHTS.T, BENEFIT) is None
    large = kd.DecisionProblem.from_arrays(MEAN * 1e200, WAYS)
    found = kd.smaa(large, WEIGHTS, performance=SAMPLED * 1e200)
    np.testing.assert_allclose(found.rank_acceptability, looped(WEIGHTS, kd.TOPSIS()))


@pytest.mark.parametrize("rule", ["vector", "minmax"])
@pytest.mark.parametrize("power", [60, 90, 130])
def test_units_of_sampled_matrices_do_not_count(power, rule):
    units = np.array([10.0**-power, 1.0, 10.0**power, 1.0])
    near = np.ascontiguousarray(np.moveaxis(SAMPLED, 0, -1))
    apart = np.ascontiguousarray(np.moveaxis(SAMPLED * units, 0, -1))
    expected = sampled_losses(near, WEIGHTS.T.copy(), BENEFIT, rule)
    found = sampled_losses(apart, WEIGHTS.T.copy(), BENEFIT, rule)
    np.testing.assert_allclose(found, expected, rtol=1e-9)


def test_a_constant_criterion_of_sampled_matrices_separates_nobody():
    z = np.ascontiguousarray(np.moveaxis(SAMPLED, 0, -1))
    z[:, 1] = 3.0
    weights = np.tile([[1e-200], [1.0], [0.0], [0.0]], S)
    losses = sampled_losses(z, weights, BENEFIT)
    for k in range(S):
        np.testing.assert_array_equal(np.argsort(losses[k]), np.argsort(-z[:, 0, k]))
    weights = np.tile([[0.0], [1.0], [0.0], [0.0]], S)
    np.testing.assert_array_equal(sampled_losses(z, weights, BENEFIT), 1.0)


class Plain:
    """A method with scores alone."""

    name = "plain"

    def scores(self, matrix, weights, benefit, *, bounds=None):
        return (np.where(benefit, matrix, -matrix) * weights[..., None, :]).sum(axis=-1)


def test_a_method_of_ones_own_is_counted_as_the_loop_counts():
    found = kd.smaa(PROBLEM, WEIGHTS, Plain(), performance=SAMPLED)
    np.testing.assert_allclose(found.rank_acceptability, looped(WEIGHTS, Plain()))


def test_only_the_top_ranks():
    top = kd.smaa(PROBLEM, WEIGHTS, performance=SAMPLED, top=3)
    whole = kd.smaa(PROBLEM, WEIGHTS, performance=SAMPLED)
    np.testing.assert_array_equal(top.rank_acceptability, whole.rank_acceptability[:, :3])
    assert message(getattr, top, "expected_ranks") == (
        "expected_ranks: this measure was not asked for. Hint: leave top out: they need all ranks."
    )
    assert message(getattr, top, "confidence_factors").endswith(
        "Hint: smaa(..., measures=(..., 'confidence_factors'))."
    )
    assert str(top).splitlines()[0].split("  ")[0] == "candidate"


BROKEN = SAMPLED.copy()
BROKEN[3, 1, 2] = np.nan


@pytest.mark.parametrize(
    ("performance", "said"),
    [
        (SAMPLED[:, :5], f"performance: no sampled matrices; got ({S}, 5, {N}), expected (S, {M},"),
        ("text", "performance: no sampled matrices; got"),
        (BROKEN, "criterion 'c3' of candidate 'a2': a sample is not a finite number."),
        (SAMPLED[:9], f"performance: not as many samples as weights; got [9, {S}]."),
    ],
    ids=["shape", "text", "nan", "count"],
)
def test_samples_that_do_not_fit(performance, said):
    assert message(kd.smaa, PROBLEM, WEIGHTS, performance=performance).startswith(said)


@pytest.mark.parametrize(
    ("options", "said"),
    [
        ({"top": 0}, "top: no number of ranks; got 0, expected a whole number >= 1."),
        (
            {"top": 2, "measures": ["pairwise_winning"]},
            "top: pairwise winning needs all ranks. Hint: leave top out.",
        ),
        ({"precision": "float16"}, "precision: unknown choice; got 'float16', expected one of"),
    ],
)
def test_settings_that_are_refused(options, said):
    assert message(kd.smaa, PROBLEM, **options).startswith(said)


def test_a_sampler_that_draws_something_else_is_told():
    def wrong(rng, size):
        return np.ones((size, M, N))

    def holes(rng, size):
        return np.full((M, N, size), np.nan)

    assert message(kd.smaa, PROBLEM, performance=wrong, n_samples=10, rng=1) == (
        f"performance: the sampler drew another shape; got (10, {M}, {N}), expected ({M}, {N}, 10)."
    )
    assert message(kd.smaa, PROBLEM, performance=holes, n_samples=10, rng=1) == (
        "performance: the sampler drew numbers that are not finite."
    )


@pytest.mark.parametrize(
    ("drawn", "kind"),
    [
        ("text", "str"),
        ([[1, 2], [3]], "list"),
        ({}, "dict"),
        (np.ones((M, N, 10), dtype=complex), "ndarray"),
    ],
    ids=["text", "ragged", "mapping", "complex"],
)
def test_a_sampler_that_draws_no_numbers_is_told(drawn, kind):
    said = message(kd.smaa, PROBLEM, performance=lambda rng, size: drawn, n_samples=10, rng=1)
    assert said == (
        f"performance: the sampler drew no real numbers; got {kind}, expected an array of "
        f"({M}, {N}, 10)."
    )


def test_complex_samples_are_refused():
    said = message(kd.smaa, PROBLEM, performance=SAMPLED.astype(complex))
    assert said.startswith("performance: no sampled matrices; got")


def test_32_bits_keep_the_shares():
    exact = kd.smaa(PROBLEM, n_samples=20_000, rng=5)
    fast = kd.smaa(PROBLEM, n_samples=20_000, rng=5, precision="float32")
    assert np.abs(exact.rank_acceptability - fast.rank_acceptability).max() < 1e-3


def peak(samples):
    draw = normal_sampler(MEAN, 0.1 * MEAN)
    tracemalloc.start()
    kd.smaa(PROBLEM, performance=draw, n_samples=samples, rng=1)
    most = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    return most


def test_memory_does_not_grow_with_samples():
    peak(100)  # what is imported on the way is not what is measured
    assert peak(120_000) < 1.3 * peak(30_000)
