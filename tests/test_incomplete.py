"""Incomplete comparisons: completions against other optimizers, graphs, what is kept."""

import warnings
from itertools import combinations

import networkx as nx
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.optimize import minimize

import kadmcdm as kd
from kadmcdm import core
from kadmcdm.core import completion
from kadmcdm.core.completion import log_lambda_slope
from messages import faults, message
from strategies import comparisons, incomplete

PC = kd.PairwiseComparisons
CLOSE = {"rtol": 1e-12, "atol": 1e-12}
few = settings(max_examples=30)


def lambda_max(matrix):
    return np.linalg.eigvals(matrix).real.max()


def random_incomplete(rng, n, missing, spread):
    """Return a connected matrix with so many pairs missing and log judgments of that spread."""
    while True:
        logs = np.triu(rng.normal(0, spread, (n, n)), 1)
        matrix = np.exp(logs - logs.T)
        pairs = list(combinations(range(n), 2))
        for k in rng.choice(len(pairs), missing, replace=False):
            i, j = pairs[k]
            matrix[i, j] = matrix[j, i] = np.nan
        if core.is_connected(matrix):
            return matrix


def compared(matrix):
    return PC._of([f"x{k}" for k in range(len(matrix))], matrix)


def quietly(call, *args, **kwargs):
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", kd.KadmcdmWarning)
        return call(*args, **kwargs)


# ---- the graph of judgments ----------------------------------------------------------------------


@given(incomplete(orders=(1, 9)))
def test_components_are_those_of_networkx(matrix):
    graph = nx.from_numpy_array((~np.isnan(matrix)).astype(int))
    expected = {item: min(group) for group in nx.connected_components(graph) for item in group}
    assert core.components(matrix).tolist() == [expected[k] for k in range(len(matrix))]
    assert core.is_connected(matrix) == nx.is_connected(graph)


@pytest.mark.parametrize("n", [2, 3, 4, 5, 8, 9, 16, 17, 33])
def test_long_chains_are_connected(n):
    """The longest way there is; broken in the middle, it falls into two."""
    matrix = np.full((n, n), np.nan)
    i = np.arange(n)
    matrix[i, i] = 1
    matrix[i[:-1], i[1:]], matrix[i[1:], i[:-1]] = 2, 0.5
    assert core.is_connected(matrix)
    half = n // 2
    matrix[half - 1, half] = matrix[half, half - 1] = np.nan
    assert core.components(matrix).tolist() == [0] * half + [half] * (n - half)


APART = {("a", "b"): 2, ("c", "d"): 3}


def test_judgments_that_fall_apart_are_named_with_the_fewest_questions():
    said = (
        "judgments: they fall apart into groups that nothing connects; got 'a', 'b' | 'c', 'd' | "
        "'e', expected judgments that lead from each item to each other. Hint: ask at least 'a' "
        "against 'c' and 'a' against 'e'."
    )
    judged = PC(list("abcde"), APART)
    for method in (
        judged.priorities, judged.completed, judged.consistency, judged.inconsistencies,
        judged.repaired,
    ):  # fmt: skip
        assert message(method) == said
    joined = PC(list("abcde"), {**APART, ("a", "c"): 1, ("a", "e"): 1})
    assert joined.priorities().consistency_ratio is None
    assert message(PC(["a", "b"], {}).priorities).endswith("Hint: ask at least 'a' against 'b'.")
    assert not PC(["a"], {})._connection_faults()


@given(incomplete(orders=(2, 7)))
def test_the_questions_asked_for_join_everything(matrix):
    judged = compared(matrix)
    found = judged._connection_faults()
    groups = len(set(core.components(matrix).tolist()))
    assert len(found) == (groups > 1)
    if not found:
        return
    questions = found[0].hint.removeprefix("ask at least ").replace(" and ", ", ").split(", ")
    assert len(questions) == groups - 1
    asked = [tuple(name.strip("'") for name in q.split(" against ")) for q in questions]
    pairs = dict.fromkeys(asked, 1)
    for i, j in zip(*np.nonzero(np.triu(~np.isnan(matrix), 1)), strict=True):
        pairs[judged.names[i], judged.names[j]] = float(matrix[i, j])
    assert not PC(judged.names, pairs)._connection_faults()


def test_faults_of_options_come_with_the_others():
    judged = PC(list("abcd"), APART)
    assert len(faults(judged.priorities, "eigen")) == 2
    assert len(faults(judged.completed, "llsm")) == 2
    assert message(PC(["a", "b"], {("a", "b"): 2}).completed, "llsm") == (
        "rule: unknown choice; got 'llsm', expected one of 'eigenvector', 'least_squares'. Hint: "
        "known names: 'eigenvector', 'least_squares'."
    )


# ---- completions against others ------------------------------------------------------------------


def least_lambda_max(matrix, rng, starts=2):
    """Minimize lambda_max of LAPACK over the logarithms of the missing, without a derivative."""
    i, j = np.nonzero(np.triu(np.isnan(matrix), 1))

    def value(logs):
        whole = matrix.copy()
        whole[i, j], whole[j, i] = np.exp(logs), np.exp(-logs)
        return lambda_max(whole)

    found = [
        minimize(value, rng.normal(0, 1, len(i)), method="BFGS", options={"gtol": 1e-9}).fun
        for _ in range(starts)
    ]
    return min(found)


@pytest.mark.parametrize("spread", [0.3, 1.0, 2.5])
@pytest.mark.parametrize(("n", "missing"), [(3, 1), (4, 2), (5, 1), (5, 6), (6, 5), (8, 12)])
def test_no_optimizer_finds_a_smaller_eigenvalue(n, missing, spread):
    rng = np.random.default_rng([n, missing, int(10 * spread)])
    for _ in range(2):
        matrix = random_incomplete(rng, n, missing, spread)
        whole = core.complete(matrix)
        found, least = lambda_max(whole), least_lambda_max(matrix, rng)
        assert found <= least * (1 + 1e-10)
        assert found == pytest.approx(least, rel=1e-8)


@few
@given(incomplete(orders=(3, 7), connected=True))
def test_the_slope_is_flat_at_the_completion(matrix):
    """log lambda_max is convex: where its slope is 0 in all that is missing, it is least."""
    whole = core.complete(matrix)
    slope = log_lambda_slope(whole)[1]
    assert np.abs(slope[np.isnan(matrix)]).max(initial=0) < 1e-12


def test_more_matrices_than_one_search_takes():
    rng = np.random.default_rng(7)
    some = np.array([random_incomplete(rng, 5, int(rng.integers(1, 6)), 1.0) for _ in range(40)])
    many = np.tile(some, (14, 1, 1))
    assert len(many) > completion.AT_A_TIME
    whole = core.complete(many)
    np.testing.assert_allclose(whole, np.tile(core.complete(some), (14, 1, 1)), rtol=1e-12)


@pytest.mark.parametrize("spread", [5.0, 10.0, 20.0])
def test_extreme_judgments_complete_too(spread):
    """Ratios up to 1e26 and more, all contradicting."""
    rng = np.random.default_rng(int(spread))
    for _ in range(10):
        matrix = random_incomplete(rng, 6, int(rng.integers(1, 11)), spread)
        slope = log_lambda_slope(core.complete(matrix))[1]
        assert np.abs(slope[np.isnan(matrix)]).max() < 1e-11


@few
@given(comparisons(orders=(2, 6)), st.integers(0, 2**32 - 1))
def test_the_slope_is_that_of_finite_differences(matrix, seed):
    value, slope = log_lambda_slope(matrix)
    assert value == pytest.approx(np.log(lambda_max(matrix)), abs=1e-12)
    np.testing.assert_array_equal(slope, -slope.T)
    rng = np.random.default_rng(seed)
    i, j = sorted(rng.choice(len(matrix), 2, replace=False))
    step = 1e-5
    around = []
    for sign in (1, -1):
        other = matrix.copy()
        other[i, j] *= np.exp(sign * step)
        other[j, i] = 1 / other[i, j]
        around.append(np.log(lambda_max(other)))
    assert slope[i, j] == pytest.approx((around[0] - around[1]) / (2 * step), abs=1e-8)


@given(incomplete(orders=(1, 7)))
def test_least_squares_are_those_of_numpy(matrix):
    """One equation log w_i - log w_j = log a_ij per judgment."""
    n = len(matrix)
    i, j = np.nonzero(np.triu(~np.isnan(matrix), 1))
    found = core.least_squares_vector(matrix)
    if not core.is_connected(matrix):
        assert np.isnan(found).all()
        return
    rows = np.eye(n)[i] - np.eye(n)[j]
    u = np.linalg.lstsq(rows, np.log(matrix[i, j]), rcond=None)[0] if len(i) else np.zeros(n)
    np.testing.assert_allclose(found, np.exp(u) / np.exp(u).sum(), **CLOSE)
    if len(i) == n * (n - 1) // 2:
        np.testing.assert_allclose(found, core.priority_vector(matrix, "geometric_mean"), **CLOSE)


@given(comparisons(orders=(1, 9)))
def test_least_squares_of_complete_matrices_are_geometric_means(matrix):
    means = np.exp(np.log(matrix).mean(axis=1))
    np.testing.assert_allclose(core.least_squares_vector(matrix), means / means.sum(), **CLOSE)


@given(incomplete(orders=(4, 4), connected=True))
def test_with_four_items_both_rules_agree(matrix):
    """Csató et al. (2024): the two completions coincide for n = 4."""
    both = [core.complete(matrix, rule) for rule in ("eigenvector", "least_squares")]
    np.testing.assert_allclose(*both, rtol=1e-9)


# ---- what a completion keeps ---------------------------------------------------------------------


@pytest.mark.parametrize("rule", ["eigenvector", "least_squares"])
@given(matrix=incomplete(orders=(1, 7), connected=True))
def test_judgments_stay_as_they_were(rule, matrix):
    before = matrix.copy()
    whole = core.complete(matrix, rule)
    np.testing.assert_array_equal(matrix, before)
    given_pairs = ~np.isnan(matrix)
    assert whole[given_pairs].tobytes() == matrix[given_pairs].tobytes()
    np.testing.assert_allclose(whole * whole.T, 1, rtol=1e-14)
    judged = compared(matrix)
    completed = judged.completed(rule)
    assert completed.matrix[given_pairs].tobytes() == matrix[given_pairs].tobytes()
    np.testing.assert_allclose(completed.matrix, whole, rtol=1e-14)
    assert not completed.missing
    assert completed.notes == tuple(
        f"judgment of {a!r} against {b!r}: completed ({rule})" for a, b in judged.missing
    )
    twin = PC.from_json(completed.to_json())
    assert twin.matrix.tobytes() == completed.matrix.tobytes(), "lossless"
    assert twin.notes == completed.notes


@given(incomplete(orders=(1, 7), connected=True))
def test_priorities_are_those_of_the_completed(matrix):
    judged = compared(matrix)
    for rule, prioritization in (
        ("eigenvector", "eigenvector"),
        ("eigenvector", "column_mean"),
        ("least_squares", "geometric_mean"),
    ):
        found = quietly(judged.priorities, prioritization)
        again = quietly(judged.completed(rule).priorities, prioritization)
        np.testing.assert_allclose(found.values, again.values, **CLOSE)
        assert found.values.sum() == pytest.approx(1, abs=1e-12)
        if rule == "eigenvector":
            assert found.lambda_max == pytest.approx(again.lambda_max, rel=1e-12)
    assert found.missing == np.isnan(matrix).sum() // 2


@few
@given(incomplete(orders=(2, 6), connected=True), st.integers(0, 2**32 - 1))
def test_the_order_of_items_does_not_matter(matrix, seed):
    p = np.random.default_rng(seed).permutation(len(matrix))
    shuffled = matrix[np.ix_(p, p)]
    for rule in ("eigenvector", "least_squares"):
        whole = core.complete(matrix, rule)
        np.testing.assert_allclose(core.complete(shuffled, rule), whole[np.ix_(p, p)], rtol=1e-9)
    np.testing.assert_allclose(
        core.least_squares_vector(shuffled), core.least_squares_vector(matrix)[p], **CLOSE
    )


@pytest.mark.parametrize("size", [1.0, 1e3, 1e9])
@given(n=st.integers(2, 8), seed=st.integers(0, 2**32 - 1))
def test_spanning_trees_say_it_all(size, n, seed):
    """Whatever the tree: its weights come back, and nothing can contradict."""
    rng = np.random.default_rng(seed)
    weights = np.exp(rng.uniform(-1, 1, n) * np.log(size) / 2 + rng.normal(0, 0.5, n))
    weights /= weights.sum()
    pairs = {}
    for k in range(1, n):
        other = int(rng.integers(k))
        a, b = (k, other) if rng.random() < 0.5 else (other, k)
        pairs[f"x{a}", f"x{b}"] = weights[a] / weights[b]
    judged = PC([f"x{k}" for k in range(n)], pairs)
    for prioritization in ("eigenvector", "geometric_mean", "column_mean"):
        found = judged.priorities(prioritization)
        np.testing.assert_allclose(found.values, weights, rtol=1e-9)
        assert found.consistency_ratio == (None if n > 2 else 0.0)
        assert found.lambda_max == pytest.approx(n, abs=1e-9)
    for rule in ("eigenvector", "least_squares"):
        whole = judged.completed(rule).matrix
        np.testing.assert_allclose(whole, weights[:, None] / weights, rtol=1e-9)
    assert judged.inconsistencies() == ()
    assert judged.repaired().changes == ()
    found = judged.consistency()
    assert (found.koczkodaj, found.worst_triad, found.cyclic_triads) == (0.0, (), 0)
    assert found.geometric_consistency_index == 0.0


def test_a_spanning_tree_says_so():
    found = PC(["a", "b", "c"], {("a", "b"): 2, ("b", "c"): 4}).priorities()
    assert (found.consistency_ratio, found.random_index, found.missing) == (None, 0.0, 1)
    caption = {lang: found.tables(lang)[0].caption for lang in ("en", "id")}
    assert caption["en"] == "no consistency ratio: no judgment can contradict another"
    assert caption["id"].startswith("tanpa rasio konsistensi")
    whole_table = PC(["a", "b", "c"], {("a", "b"): 2, ("b", "c"): 4}).priorities(
        missing_correction=False
    )
    assert (whole_table.consistency_ratio, whole_table.random_index) == (None, 0.5247)
    tree = np.array([[1, 2, np.nan], [0.5, 1, 4], [np.nan, 0.25, 1]])
    assert np.isnan(core.consistency_ratio(tree))
    assert np.isnan(core.consistency_ratio(tree, missing_correction=False))
    assert kd.Priorities.from_json(found.to_json()).consistency_ratio is None


# ---- the ratio of incomplete comparisons ---------------------------------------------------------


@pytest.mark.parametrize("table", ["alonso-lamata-2006", "saaty-1980", 1.5, {5: 2.0}])
def test_the_random_index_shrinks_with_every_missing_pair(table):
    """Ágoston and Csató (2022), equation 3."""
    whole = core.random_index(5, table)
    found = [core.random_index(5, table, missing=k) for k in range(7)]
    assert found == pytest.approx([whole * (1 - k / 6) for k in range(7)], abs=1e-15)
    assert core.random_index(2, missing=1) == core.random_index(1, missing=0) == 0


def test_what_is_missing_is_named_in_the_result():
    judged = PC(list("abcd"), {
        ("a", "b"): 2, ("b", "c"): 3, ("a", "c"): 4, ("c", "d"): 2, ("a", "d"): 9,
    })  # fmt: skip
    found, whole = judged.priorities(), judged.priorities(missing_correction=False)
    assert found.missing == whole.missing == 1
    assert found.random_index == pytest.approx(0.8816 * 2 / 3)
    assert found.random_index_name == "alonso-lamata-2006, 1 missing (agoston-csato-2022)"
    assert whole.random_index_name == "alonso-lamata-2006"
    assert found.consistency_ratio == pytest.approx(1.5 * whole.consistency_ratio)
    assert found.consistency_ratio == pytest.approx(float(core.consistency_ratio(judged.matrix)))
    np.testing.assert_array_equal(found.values, whole.values)
    assert judged.consistency().missing == 1
    assert judged.consistency().consistency_ratio == found.consistency_ratio
    uncorrected = judged.consistency(missing_correction=False)
    assert uncorrected.consistency_ratio == whole.consistency_ratio


@given(incomplete(orders=(1, 6)))
def test_the_kernel_and_the_object_say_the_same(matrix):
    judged, ratio = compared(matrix), core.consistency_ratio(matrix)
    if not core.is_connected(matrix):
        assert np.isnan(ratio)
        assert judged._connection_faults()
        return
    found = quietly(judged.priorities).consistency_ratio
    if found is None:
        assert np.isnan(ratio)
    else:
        assert ratio == pytest.approx(found, abs=1e-12)


def test_an_unknown_random_index_is_refused_for_two_items_too():
    for n in (1, 2, 3):
        said = message(core.consistency_ratio, np.ones((n, n)), "saaty")
        assert said.startswith("random_index: unknown choice; got 'saaty'")


@pytest.mark.parametrize("n", [20, 25, 30])
@pytest.mark.parametrize("spread", [0.3, 1.0])
def test_large_eigenvectors_are_those_of_lapack(n, spread):
    logs = np.random.default_rng(n).normal(0, spread, (10, n, n))
    for matrix in np.exp(logs - logs.swapaxes(1, 2)):
        values, vectors = np.linalg.eig(matrix)
        vector = abs(vectors[:, values.real.argmax()].real)
        np.testing.assert_allclose(
            core.priority_vector(matrix), vector / vector.sum(), rtol=0, atol=1e-10
        )
        assert core.lambda_max(matrix) == pytest.approx(values.real.max(), rel=1e-10)
