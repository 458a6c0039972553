"""Law 7: degenerate data has a defined answer. Warnings are errors here, numpy's too."""

import numpy as np
import pytest

from kadmcdm import core
from kadmcdm.errors import InputError

DATA_RULES = ("vector", "minmax", "max", "sum")
METRICS = (1, 2, np.inf)
BOTH = pytest.mark.parametrize("direction", ["benefit", "cost"])


def one_column(values, direction, rule, **more):
    matrix = np.array(values, dtype=float)[:, None]
    return core.normalize(matrix, np.array([direction == "benefit"]), rule, **more)[:, 0]


def scorings(matrix, weights, benefit):
    """Yield a name and scores for every method over the data's own scale."""
    for rule in DATA_RULES:
        for p in METRICS:
            yield (
                f"topsis {rule} {p}",
                core.topsis(matrix, weights, benefit, normalization=rule, p=p),
            )
        yield rule, core.weighted_sum(matrix, weights, benefit, normalization=rule)
    for rule in ("max", "sum"):
        scores = core.weighted_product(matrix, weights, benefit, normalization=rule)
        yield f"product {rule}", scores


# Constant and zero columns --------------------------------------------------------------------


@BOTH
def test_a_constant_column_gives_everyone_1_under_minmax(direction):
    assert one_column([5, 5, 5], direction, "minmax").tolist() == [1, 1, 1]
    assert one_column([-5, -5], direction, "minmax").tolist() == [1, 1]
    assert one_column([5, 5 + 4e-12], direction, "minmax").tolist() == [1, 1]  # but for rounding


@BOTH
@pytest.mark.parametrize("rule", DATA_RULES)
def test_an_all_zero_column_gives_everyone_1(direction, rule):
    assert one_column([0, 0, 0], direction, rule).tolist() == [1, 1, 1]
    assert one_column([-0.0, 0.0], direction, rule).tolist() == [1, 1]


@BOTH
@pytest.mark.parametrize("rule", DATA_RULES)
@pytest.mark.parametrize("values", [[5, 5, 5], [7, 7 * (1 + 4e-13), 7 * (1 - 4e-13)]])
def test_a_constant_column_is_constant_to_the_last_bit_afterwards(direction, rule, values):
    """Also when it is constant but for rounding (within 1e-12 of its magnitude)."""
    normalized = one_column(values, direction, rule)
    assert (normalized == normalized[0]).all()
    assert np.isfinite(normalized).all()


def test_constant_is_within_1e_12_of_the_magnitude():
    columns = [[5, 5], [5, 5 + 4e-12], [5, 5 + 6e-12], [0, 0], [-5, -5 - 4e-12], [1e300, 1e300]]
    expected = [True, True, False, True, True, True]
    assert core.is_constant(np.array(columns, dtype=float).T).tolist() == expected
    assert core.is_constant(np.array([[1e-300, 0], [1e-300, 5e-324]])).tolist() == [True, False]
    assert core.is_constant(np.ones((1, 3))).all()


@BOTH
@pytest.mark.parametrize("constant", [5.0, 0.0])
def test_a_constant_column_changes_no_order(direction, constant):
    matrix = np.array([[3.0, 7.0], [4.0, 6.0], [5.0, 8.0], [4.5, 1.0]])
    weights, benefit = np.array([0.6, 0.4]), np.array([True, False])
    more = np.column_stack([matrix, np.full(4, constant)])
    with_it = dict(
        scorings(more, np.array([0.3, 0.2, 0.5]), np.append(benefit, direction == "benefit"))
    )
    for name, scores in scorings(matrix, weights, benefit):
        assert core.ranks(with_it[name]).tolist() == core.ranks(scores).tolist(), name
        if name.startswith("topsis"):
            np.testing.assert_allclose(with_it[name], scores, rtol=1e-12)


def test_a_nearly_constant_column_does_not_swing():
    """100 and 100.00000000001 are no reason: minmax would stretch them over the whole scale."""
    matrix = np.array([[100.0, 1.0], [100.0 + 5e-11, 0.0]])
    scores = core.topsis(matrix, np.array([0.9, 0.1]), np.full(2, True), normalization="minmax")
    assert scores.tolist() == [1, 0]


# Too few candidates to tell apart ---------------------------------------------------------------


@pytest.mark.parametrize("candidates", [1, 2, 5])
@pytest.mark.parametrize("row", [[3.0, 4.0], [0.1, 1e9], [1e-300, 1e300]])
def test_identical_candidates_tie_at_closeness_one_half(candidates, row):
    matrix = np.array([row] * candidates)
    benefit = np.array([True, False])
    for name, scores in scorings(matrix, np.array([0.7, 0.3]), benefit):
        assert core.ranks(scores).tolist() == [1] * candidates, name
        if name.startswith("topsis"):
            assert scores.tolist() == [0.5] * candidates, name
    parts = core.topsis_parts(matrix, np.array([0.7, 0.3]), benefit)
    step = core.closeness_contrast(parts.to_ideal, parts.to_anti_ideal, parts.closeness, 0, -1)
    assert step.tolist() == [0, 0]


def test_candidates_that_differ_only_where_no_weight_is_tie():
    matrix = np.array([[1.0, 5.0], [1.0, 9.0]])
    scores = core.topsis(matrix, np.array([1.0, 0.0]), np.full(2, True))
    assert scores.tolist() == [0.5, 0.5]


def test_one_criterion_ranks_by_itself():
    matrix = np.array([[3.0], [9.0], [5.0]])
    for better, expected in ((True, [3, 1, 2]), (False, [1, 3, 2])):
        for name, scores in scorings(matrix, np.array([1.0]), np.array([better])):
            assert core.ranks(scores).tolist() == expected, name


def test_one_candidate_has_rank_1_and_all_of_it():
    assert core.ranks(np.array([0.0])).tolist() == [1]
    samples = core.sample_simplex(2, 10, np.random.default_rng(0))
    table = core.rank_acceptability(np.ones((1, 2)), samples, np.full(2, True), core.topsis)
    assert table.tolist() == [[1.0]]


def test_scores_that_are_all_zero_tie():
    assert core.ranks(np.zeros(3)).tolist() == [1, 1, 1]
    assert core.ranks(np.zeros((0, 3))).shape == (0, 3)


def test_float_noise_does_not_split_a_tie():
    """0.1 + 0.6 + 0.3 + 0.4 and 0.1 + 0.2 + 0.3 + 0.8 differ in the last bit."""
    matrix = np.array([[1.0, 1, 1, 2], [1, 3, 1, 1]])
    weights = np.array([0.1, 0.2, 0.3, 0.4])
    scores = core.weighted_sum(matrix, weights, np.full(4, True), normalization="none")
    assert core.ranks(scores).tolist() == [1, 1]


# Extreme scales ---------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "scales", [(1e-300, 1e300), (1e300, 1e-300), (1e-300, 1e-300), (1e300,) * 2]
)
def test_columns_of_extreme_scale_score_as_ordinary_ones(scales):
    matrix = np.array([[3.0, 7.0], [4.0, 6.0], [5.0, 8.0], [4.5, 1.0]])
    weights, benefit = np.array([0.6, 0.4]), np.array([True, False])
    extreme = dict(scorings(matrix * scales, weights, benefit))
    for name, scores in scorings(matrix, weights, benefit):
        np.testing.assert_allclose(extreme[name], scores, rtol=1e-12, err_msg=name)
    bounds = np.array([(0.0, 10.0)] * 2)
    fixed = core.normalize(matrix, benefit, "bounds", bounds)
    scaled = core.normalize(matrix * scales, benefit, "bounds", bounds * np.array(scales)[:, None])
    np.testing.assert_allclose(scaled, fixed, rtol=1e-12)


WIDE = [1e-300, 3e-300, 1e-3, 1.0, 1e150, 1e300]


@BOTH
def test_a_column_from_1e_300_to_1e300_ranks_right(direction):
    """As far as a share of the largest can tell; nothing is ahead of a better one."""
    matrix, benefit = np.array(WIDE)[:, None], np.array([direction == "benefit"])
    best_first = np.arange(len(WIDE)) if direction == "cost" else np.arange(len(WIDE))[::-1]
    named = dict(scorings(matrix, np.array([1.0]), benefit))
    named["topsis none"] = core.topsis(matrix, np.array([1.0]), benefit, normalization="none")
    named["none"] = core.weighted_sum(matrix, np.array([1.0]), benefit, normalization="none")
    for name, scores in named.items():
        assert (np.diff(scores[best_first]) <= 0).all(), name
        assert core.order(scores)[0] == best_first[0], name


def test_the_smallest_costs_are_told_apart_beside_the_largest():
    matrix = np.array(WIDE)[:, None]
    cost = np.array([False])
    expected = [1, 1 / 3, 1e-297, 1e-300, 0, 0]
    got = core.normalize(matrix, cost, "max")[:, 0]
    np.testing.assert_allclose(got, expected, rtol=1e-12, atol=1e-310)
    got = core.normalize(matrix, cost, "sum")[:, 0]
    np.testing.assert_allclose(got[:2], [0.75, 0.25], rtol=1e-12)


def test_the_weighted_product_takes_ratios_that_are_no_floats():
    """1e-300 / 1e300 is 0 in floats, yet its square root is 1e-300: the logarithm knows."""
    matrix = np.array([[1e-300, 1e300], [1e300, 1e-300], [1e-300, 1e-300], [1.0, 1.0]])
    weights, benefit = np.array([0.4, 0.6]), np.full(2, True)
    got = core.weighted_product(matrix, weights, benefit)
    np.testing.assert_allclose(got, [1e-240, 0, 0, 1e-300], rtol=1e-9, atol=1e-310)
    got = core.weighted_product(matrix, np.array([0.2, 0.3]), benefit)
    np.testing.assert_allclose(got, [1e-120, 1e-180, 1e-300, 1e-150], rtol=1e-9)
    shares = core.weighted_product(matrix, np.array([0.2, 0.3]), benefit, normalization="sum")
    np.testing.assert_allclose(shares, got, rtol=1e-9)
    costs = core.weighted_product(matrix, np.array([0.2, 0.3]), ~benefit)
    np.testing.assert_allclose(costs, [1e-180, 1e-120, 1, 1e-150], rtol=1e-9)


def test_extreme_weights_score_as_ordinary_ones():
    matrix, benefit = np.array([[3.0, 7.0], [4.0, 6.0], [5.0, 8.0]]), np.array([True, False])
    weights = np.array([0.6, 0.4])
    expected = core.topsis(matrix, weights, benefit)
    for scale in (1e-300, 1e300):
        np.testing.assert_allclose(
            core.topsis(matrix, scale * weights, benefit), expected, rtol=1e-12
        )


def test_ranks_of_extreme_scores():
    assert core.ranks(np.array([1e-300, 3e-300, 2e-300])).tolist() == [3, 1, 2]
    assert core.ranks(np.array([1e300, -1e300, 0.0])).tolist() == [1, 3, 2]


def test_subnormal_columns_do_not_vanish():
    assert core.ranks(one_column([5e-324, 1e-323, 0], "benefit", "vector")).tolist() == [2, 1, 3]
    assert one_column([5e-324, 1e-323], "cost", "max").tolist() == [1, 0.5]


# Pairwise comparisons ---------------------------------------------------------------------------


def test_one_item_has_all_the_weight():
    matrix = np.ones((1, 1))
    for name in ("eigenvector", "geometric_mean", "column_mean"):
        assert core.priority_vector(matrix, name).tolist() == [1]
    assert core.lambda_max(matrix) == 1
    assert core.consistency_index(matrix) == core.consistency_ratio(matrix) == 0


@pytest.mark.parametrize("judgment", [1, 9, 1 / 7, 1e6])
def test_two_items_are_always_consistent(judgment):
    matrix = np.array([[1, judgment], [1 / judgment, 1]])
    for name in ("eigenvector", "geometric_mean", "column_mean"):
        expected = [judgment / (1 + judgment), 1 / (1 + judgment)]
        np.testing.assert_allclose(core.priority_vector(matrix, name), expected, rtol=1e-14)
    assert core.lambda_max(matrix) == 2
    for table in ("alonso-lamata-2006", "saaty-1980", 0.58, {3: 0.58}):
        assert core.consistency_ratio(matrix, table) == 0
    assert core.random_index(1) == core.random_index(2) == 0


def test_sixteen_items_take_the_fit_and_other_tables_end():
    matrix = np.ones((16, 16))
    matrix[0, 1], matrix[1, 0] = 3, 1 / 3
    expected = (core.lambda_max(matrix) - 16) / 15 / ((1.7699 * 16 - 4.3513) / 15)
    np.testing.assert_allclose(core.consistency_ratio(matrix), expected, rtol=1e-12)
    assert core.consistency_ratio(matrix) > 0
    for table in ("saaty-1980", "saaty-2005", "donegan-dodd-1991", "tummala-ling-1998"):
        with pytest.raises(InputError, match=f"table '{table}' ends at n = 15; got n = 16"):
            core.consistency_ratio(matrix, table)
    assert core.consistency_ratio(matrix, {16: 1.6}) > 0


@pytest.mark.parametrize("table", [0, -1.0, float("nan"), float("inf"), {4: 0.9}, True, None])
def test_a_random_index_without_a_value_is_refused(table):
    with pytest.raises(InputError, match="no value for n = 3"):
        core.random_index(3, table)


def test_a_misspelt_table_is_refused():
    with pytest.raises(InputError, match="did you mean 'saaty-1980'"):
        core.random_index(3, "saaty1980")


@pytest.mark.parametrize("n", [3, 5, 9, 16])
@pytest.mark.parametrize("decades", [1, 3, 9])
def test_wildly_inconsistent_matrices_still_end(n, decades):
    """Judgments from 10^-9 to 10^9: where the iteration is slow, LAPACK takes over."""
    rng = np.random.default_rng(n)
    above = np.triu_indices(n, 1)
    matrices = np.ones((40, n, n))
    judgments = 10 ** rng.uniform(-decades, decades, (40, len(above[0])))
    matrices[:, above[0], above[1]] = judgments
    matrices[:, above[1], above[0]] = 1 / judgments
    priorities, values = core.priority_vector(matrices), core.lambda_max(matrices)
    np.testing.assert_allclose(priorities.sum(axis=1), 1, rtol=1e-12)
    assert (priorities > 0).all()
    largest = np.linalg.eigvals(matrices).real.max(axis=1)
    np.testing.assert_allclose(values, largest, rtol=1e-9)
    residual = np.matmul(matrices, priorities[..., None])[..., 0] - values[:, None] * priorities
    assert (abs(residual).max(axis=1) <= 1e-9 * values).all()
    assert (core.consistency_ratio(matrices) > 0.1).mean() > 0.5


# What a kernel refuses, and how it says so ------------------------------------------------------


@BOTH
@pytest.mark.parametrize("rule", ["max", "sum"])
def test_max_and_sum_refuse_negative_values(direction, rule):
    matrix = np.array([[1.0, 2.0, 3.0], [1.0, -2.0, 3.0]])
    benefit = np.array([True, direction == "benefit", False])
    with pytest.raises(InputError, match=f"column 2: normalization '{rule}' takes no negative"):
        core.normalize(matrix, benefit, rule)


@pytest.mark.parametrize("rule", ["max", "sum"])
def test_max_and_sum_refuse_zero_costs(rule):
    matrix = np.array([[0.0, 0.0, 1.0], [1.0, 3.0, 0.0]])
    with pytest.raises(InputError) as caught:
        core.normalize(matrix, np.array([True, False, False]), rule)
    where = [fault.where for fault in caught.value.faults]
    assert where == ["column 2", "column 3"]
    assert "takes no 0 in a cost column" in str(caught.value)
    assert core.normalize(matrix, np.full(3, True), rule).min() == 0  # a benefit of 0 is legal


def test_all_columns_at_fault_are_named_together():
    matrix = np.array([[-1.0, 2.0, 0.0], [1.0, -2.0, 3.0]])
    with pytest.raises(InputError) as caught:
        core.normalize(matrix, np.array([True, True, False]), "max")
    assert [fault.where for fault in caught.value.faults] == ["column 1", "column 2", "column 3"]


def test_a_batch_is_refused_for_any_of_its_matrices():
    matrices = np.array([[[1.0, 2.0], [3.0, 4.0]], [[1.0, 2.0], [3.0, -4.0]]])
    with pytest.raises(InputError, match="column 2"):
        core.normalize(matrices, np.full(2, True), "sum")


@pytest.mark.parametrize(
    ("matrix", "benefit", "rule", "columns"),
    [
        ([[1.0, 0.0], [2.0, 3.0]], [True, True], "max", ["column 2"]),
        ([[1.0, 5.0], [2.0, 3.0]], [True, True], "minmax", ["column 1", "column 2"]),
        ([[1.0, 5.0], [2.0, 3.0]], [True, False], "none", ["column 2"]),
        ([[1.0, -5.0], [2.0, 3.0]], [True, True], "vector", ["column 2"]),
    ],
)
def test_the_weighted_product_refuses_values_up_to_zero(matrix, benefit, rule, columns):
    with pytest.raises(InputError, match="takes no value <= 0") as caught:
        core.weighted_product(
            np.array(matrix), np.array([0.5, 0.5]), np.array(benefit), normalization=rule
        )
    assert [fault.where for fault in caught.value.faults] == columns


def test_the_weighted_product_takes_all_zero_columns():
    """They are 1.0 for all under max and sum, and 1 to any power is 1."""
    matrix = np.array([[0.0, 1.0], [0.0, 4.0]])
    scores = core.weighted_product(matrix, np.array([0.5, 0.5]), np.full(2, True))
    assert scores.tolist() == [0.5, 1.0]


@pytest.mark.parametrize(
    ("kernel", "choice"),
    [
        (lambda: core.normalize(np.ones((2, 1)), np.array([True]), "linear"), "normalization"),
        (lambda: core.topsis(np.ones((2, 1)), np.ones(1), np.array([True]), normalization=""), ""),
        (lambda: core.priority_vector(np.ones((3, 3)), "eigen"), "prioritization"),
        (lambda: core.rank_order_weights(3, "centriod"), "did you mean 'centroid'"),
    ],
)
def test_a_misspelt_choice_is_never_taken_for_another(kernel, choice):
    with pytest.raises(InputError, match="unknown choice") as caught:
        kernel()
    assert choice in str(caught.value)


# Bounds and given ideals ------------------------------------------------------------------------

MATRIX = np.array([[3.0, 7.0], [4.0, 6.0], [5.0, 8.0], [4.5, 1.0]])
WEIGHTS = np.array([0.6, 0.4])
BENEFIT = np.array([True, False])
BOUNDS = np.array([[0.0, 10.0], [1.0, 9.0]])


def test_missing_bounds_are_named():
    with pytest.raises(InputError, match="'bounds' needs its bounds") as caught:
        core.normalize(MATRIX, BENEFIT, "bounds")
    assert [fault.where for fault in caught.value.faults] == ["column 1", "column 2"]
    with pytest.raises(InputError, match="column 2: normalization 'bounds' needs its bounds"):
        core.normalize(MATRIX, BENEFIT, "bounds", np.array([[0.0, 10.0], [np.nan, np.nan]]))


@pytest.mark.parametrize("column", [0, 1])
@pytest.mark.parametrize("end", [0, 1])
def test_a_value_outside_its_bounds_is_named(column, end):
    bounds = BOUNDS.copy()
    bounds[column, end] = np.median(MATRIX[:, column])
    with pytest.raises(InputError, match=f"column {column + 1}: a value lies outside its bounds"):
        core.topsis(MATRIX, WEIGHTS, BENEFIT, normalization="bounds", bounds=bounds)


@BOTH
def test_equal_bounds_are_refused(direction):
    with pytest.raises(InputError, match="column 1: its bounds are equal"):
        one_column([5, 5], direction, "bounds", bounds=np.array([[5.0, 5.0]]))


def test_bounds_reach_from_0_to_1():
    assert one_column([2, 4, 10], "benefit", "bounds", bounds=np.array([[2.0, 10.0]])).tolist() == [
        0,
        0.25,
        1,
    ]
    widest = np.array([[-1.7e308, 1.7e308]])
    assert one_column([-1.7e308, 0, 1.7e308], "cost", "bounds", bounds=widest).tolist() == [
        1,
        0.5,
        0,
    ]


@pytest.mark.parametrize("rule", ["vector", "minmax", "max", "sum", "none"])
@pytest.mark.parametrize("p", METRICS)
def test_ideals_as_the_data_has_them_change_nothing(rule, p):
    best = np.where(BENEFIT, MATRIX.max(axis=0), MATRIX.min(axis=0))
    worst = np.where(BENEFIT, MATRIX.min(axis=0), MATRIX.max(axis=0))
    expected = core.topsis(MATRIX, WEIGHTS, BENEFIT, normalization=rule, p=p)
    for given in ({"ideal": best}, {"anti_ideal": worst}, {"ideal": best, "anti_ideal": worst}):
        got = core.topsis(MATRIX, WEIGHTS, BENEFIT, normalization=rule, p=p, **given)
        np.testing.assert_allclose(got, expected, rtol=1e-12)


def test_ideals_at_the_bounds_are_the_bounds():
    expected = core.topsis(MATRIX, WEIGHTS, BENEFIT, normalization="bounds", bounds=BOUNDS)
    got = core.topsis(
        MATRIX,
        WEIGHTS,
        BENEFIT,
        normalization="bounds",
        bounds=BOUNDS,
        ideal=np.array([10.0, 1.0]),
        anti_ideal=np.array([0.0, 9.0]),
    )
    np.testing.assert_allclose(got, expected, rtol=1e-12)


def test_a_far_ideal_brings_everyone_down():
    near = core.topsis(MATRIX, WEIGHTS, BENEFIT)
    far = core.topsis(MATRIX, WEIGHTS, BENEFIT, ideal=np.array([50.0, 0.1]))
    assert (far < near).all()
    assert far.max() < 0.5


def test_values_beyond_a_given_ideal_are_named():
    with pytest.raises(InputError) as caught:
        core.topsis(
            MATRIX, WEIGHTS, BENEFIT, ideal=np.array([4.9, 1.5]), anti_ideal=np.array([3.5, 9.0])
        )
    assert [str(fault) for fault in caught.value.faults] == [
        "column 1: a value lies beyond the given ideal; got 5, expected 4.9 or worse.",
        "column 2: a value lies beyond the given ideal; got 1, expected 1.5 or worse.",
        "column 1: a value lies beyond the given anti-ideal; got 3, expected 3.5 or better.",
    ]


def test_an_ideal_that_is_the_anti_ideal_is_refused():
    with pytest.raises(InputError, match="column 2: the ideal equals the anti-ideal"):
        core.topsis(
            np.array([[3.0, 7.0], [4.0, 7.0]]),
            WEIGHTS,
            BENEFIT,
            ideal=np.array([5.0, 7.0]),
            anti_ideal=np.array([1.0, 7.0]),
        )


@pytest.mark.parametrize(
    ("column", "rule", "better", "ideal"),
    [
        ([5.0, 5.0], "minmax", True, 10.0),  # no span to measure the ideal by
        ([5.0, 5.0 + 1e-13], "minmax", True, 10.0),  # a span of rounding
        ([0.0, 0.0], "vector", True, 10.0),
        ([1.0, 2.0], "max", False, 0.0),  # min / 0
        ([1.0, 2.0], "max", False, -1.0),  # below what max may take
        ([1.0, 2.0], "sum", False, -1.0),
        ([1e-300, 2e-300], "vector", True, 1e300),
    ],
)
def test_an_ideal_without_a_place_on_the_scale_is_refused(column, rule, better, ideal):
    with pytest.raises(InputError, match="column 1: a given ideal has no place on the scale"):
        core.topsis(
            np.array(column)[:, None],
            np.array([1.0]),
            np.array([better]),
            normalization=rule,
            ideal=np.array([ideal]),
        )


IMMUNE = {
    "bounds": {"normalization": "bounds", "bounds": BOUNDS},
    "given ideals, no normalization": {
        "normalization": "none",
        "ideal": np.array([10.0, 1.0]),
        "anti_ideal": np.array([0.0, 9.0]),
    },
}


@pytest.mark.parametrize("settings", IMMUNE.values(), ids=IMMUNE)
@pytest.mark.parametrize("p", METRICS)
def test_fixed_scales_are_immune_to_rank_reversal(settings, p):
    """Whoever leaves or joins, the others keep their scores."""
    scores = core.topsis(MATRIX, WEIGHTS, BENEFIT, p=p, **settings)
    for gone in range(len(MATRIX)):
        rest = np.delete(MATRIX, gone, axis=0)
        got = core.topsis(rest, WEIGHTS, BENEFIT, p=p, **settings)
        np.testing.assert_allclose(got, np.delete(scores, gone), rtol=1e-12)
    alone = [core.topsis(row[None], WEIGHTS, BENEFIT, p=p, **settings)[0] for row in MATRIX]
    np.testing.assert_allclose(alone, scores, rtol=1e-12)


def test_data_ideals_are_not_immune():
    """Leave out the last of the ranking, and the order of the others changes now and then."""
    rng = np.random.default_rng(0)
    reversed_orders = 0
    for matrix in rng.uniform(1, 10, (200, 4, 3)):
        weights, benefit = rng.dirichlet(np.ones(3)), np.full(3, True)
        order = core.order(core.topsis(matrix, weights, benefit))
        rest = np.sort(order[:-1])
        again = rest[core.order(core.topsis(matrix[rest], weights, benefit))]
        reversed_orders += again.tolist() != order[:-1].tolist()
    assert reversed_orders > 10


# Found by torture --------------------------------------------------------------------------------


def test_weights_of_the_smallest_floats_score_as_ordinary_ones():
    """5e-324 times half is 0, or again 5e-324; their proportions are what counts."""
    matrix, benefit = np.array([[3.0, 7.0], [4.0, 6.0], [5.0, 8.0]]), np.array([True, False])
    for p in METRICS:
        expected = core.topsis(matrix, np.array([0.5, 0.5]), benefit, p=p)
        tiny = np.array([5e-324, 5e-324])
        for weights in (tiny, np.stack([tiny, tiny])):
            got = core.topsis(matrix, weights, benefit, p=p)
            np.testing.assert_allclose(np.atleast_2d(got)[0], expected, rtol=1e-12)


def test_bounds_of_the_smallest_floats_have_a_middle():
    """Half of 5e-324 is 0: nothing is halved."""
    bounds = np.array([[0.0, 2e-323]])
    got = core.normalize(np.array([[5e-324], [1.5e-323]]), np.array([True]), "bounds", bounds)
    assert got.ravel().tolist() == [0.25, 0.75]
    wide = np.array([[-1.7e308, 1.7e308]])
    got = core.normalize(np.array([[0.0], [1.7e308]]), np.array([False]), "bounds", wide)
    assert got.ravel().tolist() == [0.5, 0.0]


@pytest.mark.parametrize(
    ("rule", "row"), [("z_score", [3.8, 3.1, 1.6, 1.9, 0.3]), ("none", [0.1, 0.2, -0.3])]
)
def test_gains_and_losses_that_cancel_tie(rule, row):
    """Sums that are nothing but rounding would rank by it, each relative to the largest of them."""
    n = len(row)
    matrix = np.array([np.roll(row, k) for k in range(n)])
    weights, benefit = np.full(n, 1 / n), np.full(n, True)
    scores = core.weighted_sum(matrix, weights, benefit, normalization=rule)
    assert core.ranks(scores).tolist() == [1] * n
    behind = np.append(matrix, [[-9.0] * n], axis=0)
    scores = core.weighted_sum(behind, weights, benefit, normalization=rule)
    assert core.ranks(scores)[-1] == n + 1


def test_a_large_value_without_weight_takes_no_small_one_for_rounding():
    matrix, weights = np.array([[1e300, 2.0], [-1e300, 1.0]]), np.array([0.0, 1.0])
    scores = core.weighted_sum(matrix, weights, np.full(2, True), normalization="none")
    assert scores.tolist() == [2.0, 1.0]
