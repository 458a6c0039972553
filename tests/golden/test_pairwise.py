"""Pairwise comparison matrices against printed priorities, eigenvalues and consistency ratios."""

import numpy as np
import pytest

from helpers import CASES, assert_meets, comparison_matrix, golden, random_index
from kadmcdm import core


@pytest.mark.parametrize("case", golden("ahp_pcm"))
def test_printed_weights_and_consistency(case):
    matrix = comparison_matrix(case["inputs"]["matrix"])
    prioritization = case["params"].get("prioritization", "eigenvector")
    assert_meets(
        case,
        {
            "weights": core.priority_vector(matrix, prioritization),
            "lambda_max": core.lambda_max(matrix),
            "ci": core.consistency_index(matrix),
            "cr": core.consistency_ratio(matrix, random_index(case)),
        },
    )


@pytest.mark.parametrize("case", golden("prioritization"))
def test_each_prioritization(case):
    matrix = comparison_matrix(case["inputs"]["matrix"])
    column_mean = core.priority_vector(matrix, "column_mean")
    assert_meets(
        case,
        {
            "eigenvector": core.priority_vector(matrix),
            "geometric_mean": core.priority_vector(matrix, "geometric_mean"),
            "column_mean": column_mean,
            "lambda_max": core.lambda_max(matrix),
            "column_sums": matrix.sum(axis=0),
            "lambda_max_by_column_sums": matrix.sum(axis=0) @ column_mean,
        },
    )


@pytest.mark.parametrize("case", golden("winner"))
def test_eigenvector_and_geometric_mean_can_name_other_winners(case):
    matrix = comparison_matrix(case["inputs"]["matrix"])
    priorities = {
        name: core.priority_vector(matrix, name) for name in ("eigenvector", "geometric_mean")
    }
    expected = dict(case["expected"])
    for name, winner in expected.pop("winner").items():
        assert priorities[name].argmax() == winner
    got = {name: {str(i): x for i, x in enumerate(row)} for name, row in priorities.items()}
    ratio = core.consistency_ratio(matrix)
    assert_meets({**case, "expected": expected}, {**got, "cr": ratio})
    assert ratio < 0.10  # consistent enough by the rule of thumb


def test_a_cycle_has_equal_weights_and_a_loud_ratio():
    """a >> b >> c >> a: lambda_max = 1 + 9 + 1/9, since all rows sum to that."""
    matrix = np.array([[1, 9, 1 / 9], [1 / 9, 1, 9], [9, 1 / 9, 1]])
    for name in ("eigenvector", "geometric_mean", "column_mean"):
        np.testing.assert_allclose(core.priority_vector(matrix, name), 1 / 3, rtol=1e-14)
    assert float(core.lambda_max(matrix)) == pytest.approx(1 + 9 + 1 / 9, rel=1e-14)
    assert core.consistency_ratio(matrix) > 6


def test_the_transpose_gives_other_priorities():
    """Rows dominate columns: whoever types columns as rows gets another answer (gluc/ahp#4)."""
    case = next(case for case in CASES if case["id"] == "ahp-ahpsurvey-city1")
    matrix = comparison_matrix(case["inputs"]["matrix"])
    transposed = core.priority_vector(matrix.T)
    assert abs(transposed - case["expected"]["weights"]).max() > 0.3
    assert transposed.argmin() == 1  # the family, first in the print, becomes the last


@pytest.mark.parametrize("case", golden("random_index"))
def test_random_index_tables(case):
    first, table = case["inputs"]["first_n"], case["params"]["table"]
    values = case["expected"]["values"]
    assert [core.random_index(first + k, table) for k in range(len(values))] == values


@pytest.mark.parametrize("case", golden("random_index_simulated"))
def test_the_default_random_index_agrees_with_a_simulation(case):
    values, allowed = np.array(case["expected"]["values"]), np.array(case["tol"]["values"])
    table = [core.random_index(case["inputs"]["first_n"] + k) for k in range(len(values))]
    assert (abs(table - values) <= allowed).all()
