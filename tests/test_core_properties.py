"""What every kernel keeps, whatever the data."""

from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from kadmcdm import core
from kadmcdm.core.outranking import PREFERENCE_FUNCTIONS
from kadmcdm.errors import InputError
from strategies import comparisons, grid, incomplete, problems, simplex

DATA_RULES = ("vector", "minmax", "max", "sum")
RULES = (*DATA_RULES, "none")
METRICS = (1, 2, np.inf)
PRIORITIZATIONS = ("eigenvector", "geometric_mean", "column_mean")
CLOSE = {"rtol": 1e-12, "atol": 1e-12}

seeds = st.integers(0, 2**32 - 1)
factors = st.floats(1e-6, 1e6)


def close(got, expected):
    np.testing.assert_allclose(got, expected, **CLOSE)


def every_score(matrix, weights, benefit):
    """Return the scores of every method and parameter that needs no more than positive data."""
    scores = {}
    for rule in RULES:
        for p in METRICS:
            key = ("topsis", rule, p)
            scores[key] = core.topsis(matrix, weights, benefit, normalization=rule, p=p)
        key = ("weighted_sum", rule)
        scores[key] = core.weighted_sum(matrix, weights, benefit, normalization=rule)
    for rule in ("max", "sum"):
        key = ("weighted_product", rule)
        scores[key] = core.weighted_product(matrix, weights, benefit, normalization=rule)
    return scores


def contrast(matrix, weights, benefit, a=0, b=-1, p=2):
    parts = core.topsis_parts(matrix, weights, benefit, p=p)
    return core.closeness_contrast(parts.to_ideal, parts.to_anti_ideal, parts.closeness, a, b)


BOUNDS = (0.0, 128.0)  # around every value of the grid


def bounds_for(matrix):
    return np.broadcast_to(BOUNDS, (matrix.shape[-1], 2))


def points(x):
    """Return triangular numbers around values."""
    return np.stack([x, 1.5 * x, 3.0 * x], axis=-1)


# Law 1: a batched call equals the stacked loop -----------------------------------------------

ON_PROBLEMS = {
    "normalize": lambda x, w, b: (
        *(core.normalize(x, b, rule) for rule in RULES),
        core.normalize(x, b, "bounds", bounds_for(x)),
        *(core.normalize(x, b, rule) for rule in ("nonlinear", "enhanced_accuracy", "z_score")),
        core.normalize(x + 1.0, b, "logarithmic"),
    ),
    "is_constant": lambda x, w, b: core.is_constant(x),
    "dominates": lambda x, w, b: core.dominates(x, b),
    "ranks": lambda x, w, b: core.ranks(x[..., 0]),
    "order": lambda x, w, b: core.order(x[..., 0]),
    "topsis": lambda x, w, b: (
        *(core.topsis(x, w, b, normalization=rule, p=p) for rule in RULES for p in METRICS),
        core.topsis(x, w, b, normalization="bounds", bounds=bounds_for(x)),
        *(core.topsis(x, w, b, weighting="distances", p=p) for p in (1, 2)),
    ),
    "topsis_parts": lambda x, w, b: core.topsis_parts(x, w, b),
    "weighted_sum": lambda x, w, b: tuple(
        core.weighted_sum(x, w, b, normalization=rule) for rule in RULES
    ),
    "weighted_product": lambda x, w, b: tuple(
        core.weighted_product(x, w, b, normalization=rule) for rule in ("max", "sum")
    ),
    "aras_parts": core.aras_parts,
    "cradis_parts": core.cradis_parts,
    "gra": core.gra,
    "grey_coefficients": lambda x, w, b: core.grey_coefficients(x, b),
    "piecewise_linear": lambda x, w, b: core.piecewise_linear(
        x, np.array([2.0, 9.0, 50.0]), np.array([0.0, 1.0, 0.4]), extend=True
    ),
    "marcos": core.marcos,
    "marcos_parts": core.marcos_parts,
    "fuzzy_topsis_parts": lambda x, w, b: (
        *core.fuzzy_topsis_parts(points(x), points(w) / 3.0, b),
        *core.fuzzy_topsis_parts(points(x), points(w), b, ideals="data"),
    ),
    "interval_topsis_parts": lambda x, w, b: core.interval_topsis_parts(x, 1.5 * x, w, b),
    "spotis": lambda x, w, b: core.spotis(x, w, b, bounds_for(x)),
    "copras_parts": core.copras_parts,
    "dot": lambda x, w, b: core.dot(x, w),
    "majority_scores": lambda x, w, b: core.majority_scores(
        np.stack([core.ranks(x[..., 0]), core.ranks(x[..., -1])])
    ),
    "moora": core.moora,
    "moosra": lambda x, w, b: core.moosra(
        np.append(x, x[..., :1], -1),
        np.append(w, w[..., :1] + 1, -1),
        np.append(b, b[..., :1] & False, -1),
    ),
    "multimoora_parts": core.multimoora_parts,
    "piv": core.piv,
    "edas_parts": lambda x, w, b: core.edas_parts(x + 1, w, b),
    "mabac": core.mabac,
    "preference_degree": lambda x, w, b: tuple(
        core.preference_degree(x, name, q=1.0, p=3.0, s=2.0) for name in PREFERENCE_FUNCTIONS
    ),
    "preference_flows": lambda x, w, b: core.preference_flows(x, b, preference="linear", q=1, p=9),
    "promethee_parts": core.promethee_parts,
    "signed_sum": lambda x, w, b: core.signed_sum(x / 128, w),
    "vikor": core.vikor,
    "vikor_parts": core.vikor_parts,
    "waspas_parts": core.waspas_parts,
    "column_deviations": lambda x, w, b: tuple(
        core.column_deviations(x, b, rule) for rule in RULES
    ),
    "critic_parts": lambda x, w, b: core.critic_parts(x, b),
    "entropy_divergences": lambda x, w, b: core.entropy_divergences(x),
    "equality_angles": lambda x, w, b: core.equality_angles(x),
    "gini_coefficients": lambda x, w, b: core.gini_coefficients(x),
    "information_shares": lambda x, w, b: core.information_shares(x[..., 0, :]),
    "removal_effects": lambda x, w, b: core.removal_effects(x, b),
    "variation_coefficients": lambda x, w, b: core.variation_coefficients(x),
    "closeness_contrast": contrast,
    "combined_weights": lambda x, w, b: tuple(
        core.combined_weights(np.stack([w, w[..., ::-1]]), rule)
        for rule in ("multiplicative", "geometric", "convex")
    ),
    "full_consistency": lambda x, w, b: (
        *core.full_consistency(np.cumsum(w + 0.1, -1)),
        *core.full_consistency(np.cumsum(w + 0.1, -1), np.cumsum(w + 1.0, -1)[..., 2:]),
    ),
    "level_weights": lambda x, w, b: core.level_weights(b + 1.0, w, 9.0),
    "stepwise_weights": lambda x, w, b: core.stepwise_weights(w),
    "average_ranks": lambda x, w, b: core.average_ranks(x[..., 0]),
    "sums_of_squares": lambda x, w, b: core.sums_of_squares(x, 1),
    "variance_shares": lambda x, w, b: core.variance_shares(core.sums_of_squares(x, 1)),
    **{
        kernel.__name__: lambda x, w, b, kernel=kernel: kernel(
            core.ranks(x[..., 0]), core.ranks(x[..., -1])
        )
        for kernel in (
            core.goodman_kruskal, core.kemeny_distance, core.kendall_tau, core.pair_agreement,
            core.pearson, core.spearman, core.weighted_spearman, core.ws_coefficient,
        )
    },
}  # fmt: skip
ON_COMPARISONS = {
    "priority_vector": lambda a: tuple(core.priority_vector(a, name) for name in PRIORITIZATIONS),
    "lambda_max": core.lambda_max,
    "principal": lambda a: core.principal(a)[:3],
}
ON_INCOMPLETE = {
    "complete": lambda a: tuple(
        core.complete(a, rule) for rule in ("eigenvector", "least_squares")
    ),
    "components": core.components,
    "consistency_index": core.consistency_index,
    "consistency_ratio": lambda a: (
        core.consistency_ratio(a),
        core.consistency_ratio(a, "saaty-1980", missing_correction=False),
    ),
    "geometric_consistency_index": core.geometric_consistency_index,
    "is_connected": core.is_connected,
    "least_squares_vector": core.least_squares_vector,
    "triads": core.triads,
}
ON_GROUPS = {
    "consensus": lambda a, power: core.consensus(core.priority_vector(a), power),
    "pooled": core.pooled,
}
# Their leading axis is the one that they sum over, or prepare for.
OVER_SAMPLES = {"rank_acceptability", "sampled_losses", "topsis_terms"}
NO_ARRAYS = {"normal_sampler", "random_index", "rank_order_weights", "sample_simplex"}
NO_KERNELS = {"PreferenceFlows", "Principal", "TopsisTerms", "Triads"}
NO_KERNELS |= {name for name in core.__all__ if name.endswith("Parts")}


def test_every_kernel_is_held_against_law_1():
    covered = ON_PROBLEMS.keys() | ON_COMPARISONS.keys() | ON_INCOMPLETE.keys() | ON_GROUPS.keys()
    covered |= OVER_SAMPLES | NO_ARRAYS | NO_KERNELS
    assert covered == set(core.__all__)


def assert_batch_equals_loop(kernel, *arguments):
    """Each argument: an array and how many of its axes are no leading axes."""
    lead = np.broadcast_shapes(*(x.shape[: x.ndim - axes] for x, axes in arguments))
    whole = kernel(*(x for x, _ in arguments))
    full = [np.broadcast_to(x, (*lead, *x.shape[x.ndim - axes :])) for x, axes in arguments]
    for index in np.ndindex(lead):
        one = kernel(*(x[index] for x in full))
        pairs = zip(whole, one, strict=True) if isinstance(one, tuple) else [(whole, one)]
        for got, expected in pairs:
            close(np.broadcast_to(got, lead + np.shape(expected))[index], expected)


@pytest.mark.parametrize("name", ON_PROBLEMS)
@given(problem=problems(batched=True, zeros=True))
def test_batched_problems_equal_the_loop(name, problem):
    matrix, weights, benefit = problem
    assert_batch_equals_loop(ON_PROBLEMS[name], (matrix, 2), (weights, 1), (benefit, 1))


ODD = np.array([
    [[3.0, 1, 20], [1, 4, 7], [2, 9, 9], [5, 2, 11]],
    [[3.0, 1, 20], [3, 4, 7], [3, 9, 9], [3, 2, 11]],  # a constant column
    [[1.0, 2, 8], [1, 2, 8], [1, 2, 8], [1, 2, 8]],  # nothing tells anybody from anybody
    [[2.0, 4, 6], [2, 4, 6], [5, 1, 6], [1, 1, 6]],  # two alike
    [[1.0, 0, 5], [3, 0, 4], [2, 0, 6], [4, 0, 1]],  # a column of zeros
    [[0.0, 2, 5], [3, 0, 4], [2, 7, 0], [4, 1, 1]],  # a zero in each
    [[1e-30, 1, 1e30], [2e30, 2, 1], [1e-20, 9, 1e-30], [1, 3, 7]],
])  # fmt: skip


@pytest.mark.parametrize("name", ON_PROBLEMS)
def test_odd_problems_in_one_stack_equal_the_loop(name):
    """What is degenerate in one problem is none of the others' business."""
    weights = np.array([0.5, 0.3, 0.2])

    def defined(x, benefit):
        try:
            ON_PROBLEMS[name](x, weights, benefit)
        except InputError:
            return False
        return True

    for benefit in np.array([[True, True, True], [True, False, True], [False, True, False]]):
        stack = ODD[[defined(x, benefit) for x in ODD]]
        assert len(stack) >= 4
        assert_batch_equals_loop(ON_PROBLEMS[name], (stack, 2), (weights, 1), (benefit, 1))


@given(problem=problems(criteria=(3, 3)), samples=simplex((4, 3)))
def test_one_matrix_takes_many_weights(problem, samples):
    """The commonest batch: (m, n) with (S, n)."""
    matrix, _, benefit = problem
    whole = every_score(matrix, samples, benefit)
    for s, weights in enumerate(samples):
        for key, one in every_score(matrix, weights, benefit).items():
            close(whole[key][s], one)


@given(problem=problems(batched=True), top=st.floats(101, 1e4))
def test_batched_problems_with_given_ideals_equal_the_loop(problem, top):
    matrix, weights, benefit = problem
    benefit = benefit.reshape(-1, matrix.shape[-1])[0]
    ideal = np.where(benefit, top, 0.125)
    anti_ideal = np.where(benefit, 0.125, top)

    def kernel(x, w):
        both = {"ideal": ideal, "anti_ideal": anti_ideal}
        for rule in ("vector", "max", "sum", "none"):
            yield core.topsis(x, w, benefit, normalization=rule, **both)
            yield core.topsis(x, w, benefit, normalization=rule, ideal=ideal)
            yield core.topsis(x, w, benefit, normalization=rule, anti_ideal=anti_ideal)

    assert_batch_equals_loop(lambda x, w: tuple(kernel(x, w)), (matrix, 2), (weights, 1))


@pytest.mark.parametrize("name", ON_COMPARISONS)
@given(matrix=comparisons(batched=True))
def test_batched_comparisons_equal_the_loop(name, matrix):
    assert_batch_equals_loop(ON_COMPARISONS[name], (matrix, 2))


@pytest.mark.parametrize("name", ON_INCOMPLETE)
@given(matrix=st.one_of(comparisons(batched=True), incomplete(batched=True)))
def test_batched_incomplete_comparisons_equal_the_loop(name, matrix):
    before = matrix.copy()
    assert_batch_equals_loop(ON_INCOMPLETE[name], (matrix, 2))
    np.testing.assert_array_equal(matrix, before)


@pytest.mark.parametrize("name", ON_GROUPS)
@given(matrix=comparisons(batched=True, orders=(1, 5)), lead=st.booleans(), seed=seeds)
def test_batched_groups_equal_the_loop(name, matrix, lead, seed):
    """The last of the leading axes are the assessors; power has leading axes of its own."""
    members = matrix.shape[-3]
    power = np.random.default_rng(seed).integers(0, 4, (2, 1, members) if lead else members) + 0.5
    assert_batch_equals_loop(ON_GROUPS[name], (matrix, 3), (power, 1))


@pytest.mark.parametrize("shape", [(0, 3, 3), (2, 0, 4, 4), (0, 1, 1), (0, 2, 2)])
def test_no_matrices_at_all(shape):
    empty = np.ones(shape)
    for kernel in (ON_COMPARISONS | ON_INCOMPLETE).values():
        found = kernel(empty)
        for part in found if isinstance(found, tuple) else [found]:
            assert part.shape[: len(shape) - 2] == shape[:-2]


@given(problem=problems(criteria=(3, 3)), samples=simplex((5, 3)), seed=seeds)
def test_acceptability_is_the_mean_over_samples(problem, samples, seed):
    matrix, _, benefit = problem
    matrix = matrix + np.random.default_rng(seed).uniform(0, 0.2, matrix.shape)  # no chance ties
    whole = core.rank_acceptability(matrix, samples, benefit, core.topsis)
    singles = [core.rank_acceptability(matrix, w[None], benefit, core.topsis) for w in samples]
    close(whole, np.mean(singles, axis=0))


# Symmetries of the scores ---------------------------------------------------------------------


@given(problem=problems(), seed=seeds)
def test_permuting_candidates_permutes_scores(problem, seed):
    matrix, weights, benefit = problem
    shuffled = np.random.default_rng(seed).permutation(len(matrix))
    permuted = every_score(matrix[shuffled], weights, benefit)
    for key, scores in every_score(matrix, weights, benefit).items():
        close(permuted[key], scores[shuffled])


@given(problem=problems(), seed=seeds)
def test_permuting_criteria_changes_nothing(problem, seed):
    matrix, weights, benefit = problem
    shuffled = np.random.default_rng(seed).permutation(matrix.shape[1])
    permuted = every_score(matrix[:, shuffled], weights[shuffled], benefit[shuffled])
    for key, scores in every_score(matrix, weights, benefit).items():
        close(permuted[key], scores)


@given(problem=problems(), factor=factors, column=st.integers(0, 4))
def test_the_unit_of_a_criterion_does_not_matter(problem, factor, column):
    matrix, weights, benefit = problem
    scaled = matrix.copy()
    scaled[:, column % matrix.shape[1]] *= factor
    for rule in DATA_RULES:
        close(core.normalize(scaled, benefit, rule), core.normalize(matrix, benefit, rule))
    in_other_units = every_score(scaled, weights, benefit)
    for key, scores in every_score(matrix, weights, benefit).items():
        if key[1] != "none":
            close(in_other_units[key], scores)


@given(problem=problems(), factor=factors)
def test_the_scale_of_weights_changes_no_closeness_and_no_order(problem, factor):
    matrix, weights, benefit = problem
    scaled = every_score(matrix, factor * weights, benefit)
    for key, scores in every_score(matrix, weights, benefit).items():
        if key[0] == "topsis":
            close(scaled[key], scores)
        elif key[0] == "weighted_sum":
            close(scaled[key], factor * scores)
            assert core.ranks(scaled[key]).tolist() == core.ranks(scores).tolist()


@given(problem=problems(), factor=st.floats(0.1, 10))
def test_the_scale_of_weights_is_a_power_of_the_weighted_product(problem, factor):
    matrix, weights, benefit = problem
    scores = core.weighted_product(matrix, weights, benefit)
    scaled = core.weighted_product(matrix, factor * weights, benefit)
    np.testing.assert_allclose(scaled, scores**factor, rtol=1e-12)
    better = scores[:, None] > scores * (1 + 1e-9)
    assert (scaled[:, None] > scaled)[better].all()


@given(problem=problems(zeros=True), data=st.data())
def test_a_criterion_without_weight_changes_nothing(problem, data):
    matrix, weights, benefit = problem
    more = np.column_stack([matrix, data.draw(grid(len(matrix)))])
    extended = every_score(
        more, np.append(weights, 0.0), np.append(benefit, data.draw(st.booleans()))
    )
    for key, scores in every_score(matrix, weights, benefit).items():
        close(extended[key], scores)


@given(problem=problems(), share=st.floats(0, 1), column=st.integers(0, 4))
def test_splitting_a_criterion_leaves_the_weighted_sum(problem, share, column):
    """And the weighted product; TOPSIS is not split-invariant."""
    matrix, weights, benefit = problem
    j = column % len(weights)
    split = np.append(weights, weights[j] * (1 - share))
    split[j] *= share
    twice = every_score(
        np.column_stack([matrix, matrix[:, j]]), split, np.append(benefit, benefit[j])
    )
    for key, scores in every_score(matrix, weights, benefit).items():
        if key[0] != "topsis":
            close(twice[key], scores)


def test_topsis_is_not_split_invariant():
    """Halving a criterion into two copies halves its squared distance: documented, not desired."""
    matrix, weights = np.array([[1.0, 9.0], [5.0, 4.0], [9.0, 1.0]]), np.array([0.6, 0.4])
    whole = core.topsis(matrix, weights, np.full(2, True))
    halves = core.topsis(matrix[:, [0, 0, 1]], np.array([0.3, 0.3, 0.4]), np.full(3, True))
    assert abs(whole - halves).max() > 0.01


# Order ----------------------------------------------------------------------------------------


@given(problem=problems(values=(1, 6), zeros=True))
def test_a_dominated_candidate_is_never_ahead(problem):
    matrix, weights, benefit = problem
    dominates = core.dominates(matrix, benefit)
    for key, scores in every_score(matrix, weights, benefit).items():
        margin = 1e-12 * max(1.0, abs(scores).max())
        assert (scores[:, None] >= scores - margin)[dominates].all(), key


@given(problem=problems(values=(1, 6)))
def test_dominance_is_nowhere_worse_and_somewhere_better(problem):
    matrix, _, benefit = problem
    x = np.where(benefit, matrix, -matrix)
    naive = [[bool((a >= b).all() and (a > b).any()) for b in x] for a in x]
    assert core.dominates(matrix, benefit).tolist() == naive


@given(problem=problems(values=(-400, 400), zeros=True))
def test_closeness_is_between_0_and_1(problem):
    matrix, weights, benefit = problem
    for rule in ("vector", "minmax", "none"):
        for p in METRICS:
            closeness = core.topsis(matrix, weights, benefit, normalization=rule, p=p)
            assert (closeness >= 0).all()
            assert (closeness <= 1).all()


@given(scores=st.lists(st.integers(-50, 50), min_size=1, max_size=12), scale=factors)
def test_a_rank_is_one_more_than_the_number_of_better_ones(scores, scale):
    better = [1 + sum(other > score for other in scores) for score in scores]
    assert core.ranks(np.array(scores) * scale).tolist() == better


@given(
    steps=st.lists(st.floats(0, 1.5), min_size=1, max_size=12),
    tolerance=st.sampled_from([1e-9, 1e-6, 0.01]),
    seed=seeds,
)
def test_no_tie_group_spans_more_than_the_tolerance(steps, tolerance, seed):
    """A chain of near-ties is cut: a group is what lies within the tolerance of its first."""
    scores = 1 - tolerance * np.cumsum([0, *steps])
    rng = np.random.default_rng(seed)
    scores = scores[rng.permutation(len(scores))]
    allowed, slack = tolerance * abs(scores).max(), 1e-15  # of the rounding of the scores
    ranks = core.ranks(scores, tie_tolerance=tolerance)
    firsts = {rank: scores[ranks == rank].max() for rank in ranks}
    for rank, first in firsts.items():
        group = scores[ranks == rank]
        assert first - group.min() <= allowed + slack
        assert rank == 1 + (scores > first).sum()
    in_order = sorted(firsts.values(), reverse=True)
    for first, following in pairwise(in_order):
        assert first - following > allowed - slack  # no group is cut without need


@given(scores=grid(8, -8, 8))
def test_order_lists_the_best_first_and_ties_as_they_come(scores):
    order, ranks = core.order(scores), core.ranks(scores)
    assert order.tolist() == sorted(range(8), key=lambda i: (ranks[i], i))


# Pairwise comparisons -------------------------------------------------------------------------


@pytest.mark.parametrize("n", range(1, 17))
@given(seed=seeds)
def test_a_consistent_matrix_gives_back_its_weights(n, seed):
    weights = np.random.default_rng(seed).uniform(0.01, 1, n)
    weights /= weights.sum()
    matrix = weights[:, None] / weights
    for name in PRIORITIZATIONS:
        close(core.priority_vector(matrix, name), weights)
    close(core.lambda_max(matrix), n)
    assert 0 <= core.consistency_index(matrix) <= 1e-12
    assert 0 <= core.consistency_ratio(matrix) <= 1e-12


@given(matrix=comparisons())
def test_geometric_mean_priorities_of_the_transpose_are_the_reciprocals(matrix):
    reciprocals = 1 / core.priority_vector(matrix, "geometric_mean")
    transposed = core.priority_vector(matrix.T, "geometric_mean")
    close(transposed, reciprocals / reciprocals.sum())


@given(matrix=comparisons(orders=(3, 9)), seed=seeds)
def test_priorities_do_not_depend_on_the_order_of_the_items(matrix, seed):
    shuffled = np.random.default_rng(seed).permutation(len(matrix))
    permuted = matrix[np.ix_(shuffled, shuffled)]
    for name in PRIORITIZATIONS:
        priorities = core.priority_vector(matrix, name)
        close(core.priority_vector(permuted, name), priorities[shuffled])
        assert (priorities > 0).all()
        close(priorities.sum(), 1)
    close(core.consistency_ratio(permuted), core.consistency_ratio(matrix))


@given(matrix=comparisons(orders=(1, 3)))
def test_up_to_three_items_eigenvector_and_geometric_mean_agree(matrix):
    close(core.priority_vector(matrix), core.priority_vector(matrix, "geometric_mean"))


@pytest.mark.parametrize("rule", ["centroid", "sum", "reciprocal"])
@pytest.mark.parametrize("n", [1, 2, 5, 40])
def test_rank_order_weights_fall_and_sum_to_one(n, rule):
    weights = core.rank_order_weights(n, rule)
    assert weights.shape == (n,)
    assert (np.diff(weights) < 0).all()
    assert (weights > 0).all()
    close(weights.sum(), 1)


# Acceptability --------------------------------------------------------------------------------


def naive_acceptability(scores):
    """Count positions sample by sample, sorting in Python; the always-tied share theirs."""
    m = scores.shape[1]
    table = np.zeros((m, m))
    ranks = [core.ranks(row).tolist() for row in scores]
    for row in scores:
        for position, i in enumerate(sorted(range(m), key=lambda i: (-row[i], i))):
            table[i, position] += 1 / len(scores)
    shared = [[all(r[i] == r[j] for r in ranks) for j in range(m)] for i in range(m)]
    return np.array([table[row].mean(axis=0) for row in shared])


@given(
    problem=problems(candidates=(1, 5), criteria=(3, 3), values=(1, 6)),
    samples=simplex((20, 3)),
    method=st.sampled_from([core.topsis, core.weighted_sum, core.weighted_product]),
    copies=st.booleans(),
)
def test_acceptability_equals_the_naive_count(problem, samples, method, copies):
    matrix, _, benefit = problem
    if copies:  # two equal candidates: structurally tied
        matrix = matrix[[0, *range(len(matrix))]]
    table = core.rank_acceptability(matrix, samples, benefit, method)
    close(table.sum(axis=0), 1)
    close(table.sum(axis=1), 1)
    close(table, naive_acceptability(method(matrix, samples, benefit)))
    if copies:
        close(table[0], table[1])


def test_acceptability_of_two_opposite_candidates_is_a_half():
    samples = core.sample_simplex(2, 40_000, np.random.default_rng(3))
    table = core.rank_acceptability(np.eye(2), samples, np.full(2, True), core.weighted_sum)
    assert abs(table - 0.5).max() <= 4 * np.sqrt(0.25 / 40_000)


# The simplex ----------------------------------------------------------------------------------


@given(n=st.integers(1, 12), size=st.integers(0, 50), seed=seeds)
def test_samples_lie_on_the_simplex(n, size, seed):
    samples = core.sample_simplex(n, size, np.random.default_rng(seed))
    assert samples.shape == (size, n)
    assert (samples >= 0).all()
    close(samples.sum(axis=1), 1)
    again = core.sample_simplex(n, size, np.random.default_rng(seed))
    assert (samples == again).all()


@pytest.mark.parametrize("n", [2, 3, 5, 8])
def test_samples_are_uniform(n):
    """P(w_j > t) = (1 - t)^(n - 1); over 1/2 only one weight can be, so P(max > 1/2) = n / 2^(n-1).

    Normalized uniform variates, the common mistake, give 0.04 and not 0.3125 at n = 5.
    """
    size = 50_000
    samples = core.sample_simplex(n, size, np.random.default_rng(n))
    expected = n * 0.5 ** (n - 1)
    share = (samples.max(axis=1) > 0.5).mean()
    assert abs(share - expected) <= 4 * np.sqrt(expected * (1 - expected) / size)
    for threshold in (0.1, 0.3, 0.6):
        expected = (1 - threshold) ** (n - 1)
        shares = (samples > threshold).mean(axis=0)
        assert (abs(shares - expected) <= 4 * np.sqrt(expected * (1 - expected) / size)).all()


def test_a_concentration_moves_the_mean_and_zero_fixes_a_weight():
    alpha = np.array([2.0, 0.0, 6.0])
    samples = core.sample_simplex(3, 50_000, np.random.default_rng(0), alpha=alpha)
    assert (samples[:, 1] == 0).all()
    close(samples.sum(axis=1), 1)
    # Beta(2, 6): mean 1/4, variance 12 / (64 * 9)
    assert abs(samples[:, 0].mean() - 0.25) <= 4 * np.sqrt(12 / 576 / 50_000)


def test_tiny_concentrations_give_corners_in_proportion():
    alpha = np.array([1e-4, 3e-4])
    samples = core.sample_simplex(2, 20_000, np.random.default_rng(0), alpha=alpha)
    close(samples.sum(axis=1), 1)
    assert abs((samples[:, 1] > 0.5).mean() - 0.75) <= 4 * np.sqrt(0.1875 / 20_000)


# Explanation ----------------------------------------------------------------------------------


@pytest.mark.parametrize("p", METRICS)
@given(problem=problems(zeros=True, values=(1, 40)), seed=seeds)
def test_the_parts_of_a_contrast_add_up_and_are_antisymmetric(p, problem, seed):
    matrix, weights, benefit = problem
    a, b = np.random.default_rng(seed).integers(0, len(matrix), 2)
    closeness = core.topsis(matrix, weights, benefit, p=p)
    step = contrast(matrix, weights, benefit, a, b, p)
    close(step.sum(), closeness[a] - closeness[b])
    close(contrast(matrix, weights, benefit, b, a, p), -step)


@pytest.mark.parametrize("p", [1, 2])
@given(problem=problems(candidates=(2, 6), values=(1, 8)))
def test_a_contrast_credits_each_criterion_to_the_better_one(p, problem):
    matrix, weights, benefit = problem
    step = contrast(matrix, weights, benefit, 0, 1, p)
    lead = np.where(benefit, matrix[0] - matrix[1], matrix[1] - matrix[0])
    assert (step[lead > 0] >= 0).all()
    assert (step[lead < 0] <= 0).all()
    assert (step[lead == 0] == 0).all()


def test_the_parts_of_a_near_tie_keep_their_signs():
    """Rows that are permutations of each other but for rounding, which must turn no part around."""
    rng = np.random.default_rng(0)
    weights, benefit = np.full(6, 1 / 6), np.full(6, True)
    for _ in range(500):
        row = rng.uniform(1, 9, 6)
        matrix = np.array([row, rng.permutation(row), np.full(6, 10.0), np.zeros(6)])
        matrix[0, 0] *= 1 + rng.uniform(-1e-14, 1e-14)
        parts = core.topsis_parts(matrix, weights, benefit, normalization="none")
        step = core.closeness_contrast(parts.to_ideal, parts.to_anti_ideal, parts.closeness, 0, 1)
        lead = matrix[0] - matrix[1]
        assert (step[lead > 1e-9] > 0).all()
        assert (step[lead < -1e-9] < 0).all()
        close(step.sum(), parts.closeness[0] - parts.closeness[1])


@pytest.mark.parametrize("p", METRICS)
@given(problem=problems(values=(1, 8)))
def test_the_parts_of_a_distance_add_up_to_it(p, problem):
    """To its p-th power, on one scale for both distances; the maximum metric has no power."""
    parts = core.topsis_parts(*problem, p=p)
    power = 1 if p == np.inf else p
    totals = np.concatenate([parts.to_ideal.sum(axis=1), parts.to_anti_ideal.sum(axis=1)])
    distances = np.concatenate([parts.distance_to_ideal, parts.distance_to_anti_ideal]) ** power
    close(totals * distances.max(), distances * totals.max())


# Inputs ---------------------------------------------------------------------------------------


def read_only(*arrays):
    for array in arrays:
        array.setflags(write=False)
    return [array.copy() for array in arrays]


@given(problem=problems(), samples=simplex((3, 5)))
def test_inputs_are_not_changed(problem, samples):
    matrix, weights, benefit = problem
    bounds = np.array(bounds_for(matrix))
    ideal = np.where(benefit, 101.0, 0.125)
    arguments = (matrix, weights, benefit, samples, bounds, ideal)
    before = read_only(*arguments)  # writing would raise
    for kernel in ON_PROBLEMS.values():
        kernel(matrix, weights, benefit)
    core.topsis(matrix, weights, benefit, ideal=ideal)
    core.topsis(matrix, weights, benefit, normalization="bounds", bounds=bounds)
    core.rank_acceptability(matrix, samples[:, : len(weights)], benefit, core.weighted_sum)
    alpha = weights + 1.0
    read_only(alpha)
    core.sample_simplex(len(alpha), 2, np.random.default_rng(0), alpha=alpha)
    for then, now in zip(before, arguments, strict=True):
        assert (then == now).all()


@given(matrix=comparisons())
def test_comparisons_are_not_changed(matrix):
    (before,) = read_only(matrix)
    for kernel in ON_COMPARISONS.values():
        kernel(matrix)
    assert (before == matrix).all()


@given(problem=problems(values=(4, 400)))
def test_integers_and_other_memory_layouts_score_the_same(problem):
    matrix, weights, benefit = problem
    matrix = np.floor(matrix)
    strided = np.repeat(matrix, 2, axis=0)[::2]
    expected = every_score(matrix, weights, benefit)
    for other in (matrix.astype(np.int64), np.asfortranarray(matrix), strided):
        for key, scores in every_score(other, weights, benefit).items():
            close(scores, expected[key])
