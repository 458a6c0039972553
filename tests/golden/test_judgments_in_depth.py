"""Incomplete and group judgments, and indices of consistency, against printed figures."""

import numpy as np
import pytest

import kadmcdm as kd
from helpers import CASES, assert_meets, comparison_matrix, golden, number, random_index
from kadmcdm import core

PC = kd.PairwiseComparisons


def printed(source):
    """Return the comparisons of a printed matrix; null where a pair is missing."""
    return PC.from_matrix([str(k) for k in range(len(source))], source)


@pytest.mark.parametrize("case", golden("ahp_incomplete"))
def test_printed_completions(case):
    compared = printed(case["inputs"]["matrix"])
    rule = case["params"]["rule"]
    completed = compared.completed(rule)
    prioritization = {"eigenvector": "eigenvector", "least_squares": "geometric_mean"}[rule]
    found = compared.priorities(prioritization, random_index(case), missing_correction=False)
    holes = {f"{i},{j}": completed.matrix[i, j] for i, j in np.ndindex(completed.matrix.shape)}
    got = {"missing": holes, "weights": found.values, "cr": found.consistency_ratio}
    assert_meets(case, got)
    again = completed.priorities(prioritization, random_index(case))
    np.testing.assert_allclose(again.values, found.values, rtol=1e-12)


@pytest.mark.parametrize("case", golden("ahp_group"))
def test_printed_group_judgments(case):
    said = {f"assessor {k}": printed(m) for k, m in enumerate(case["inputs"]["matrices"])}
    assert_meets(case, {"matrix": kd.GroupComparisons(said).pooled().matrix})


def alternatives_of(node):
    """Return how one of the printed trees weighs the alternatives at a leaf."""
    if "pcm" in node:
        return core.priority_vector(comparison_matrix(node["pcm"]))
    scores = np.array([number(score) for score in node.get("priorities", node.get("scores"))])
    return scores / scores.sum()


@pytest.mark.parametrize("case", golden("ahp_group_tree"))
@pytest.mark.filterwarnings("ignore::kadmcdm.KadmcdmWarning")
def test_printed_group_tree(case):
    inputs, mean = case["inputs"], case["params"]["mean"]
    root, children = inputs["root"], inputs["children"]
    who = [f"dm {k}" for k in range(len(inputs["trees"]))]
    power = dict(zip(who, inputs["power"], strict=True))
    group = kd.GroupHierarchy(
        root,
        {child: {} for child in children},
        {
            name: {root: PC.from_matrix(children, comparison_matrix(tree[root]["pcm"]))}
            for name, tree in zip(who, inputs["trees"], strict=True)
        },
        power=power,
    )
    weights = group.global_weights("AIP", mean=mean)
    scores = sum(
        weights[child]
        * np.average(
            [alternatives_of(tree[child]) for tree in inputs["trees"]],
            axis=0,
            weights=inputs["power"],
        )
        for child in children
    )
    local = group.aggregate("AIP", mean=mean)
    assert_meets(case, {"alternatives": scores, "local": {root: local[root].values}})
    other = group.aggregate("AIP", mean="geometric")[root].values
    assert np.abs(other - case["expected"]["local"][root]).max() > 0.04, (
        "the print tells them apart"
    )
    np.testing.assert_allclose(
        group.group(root).aggregate("AIP", mean=mean).values, local[root].values, rtol=1e-15
    )


@pytest.mark.parametrize("case", golden("ahp_consistency"))
def test_printed_indices(case):
    found = printed(case["inputs"]["matrix"]).consistency()
    assert_meets(case, {"cr": found.consistency_ratio, "koczkodaj": found.koczkodaj})


@pytest.mark.parametrize("case", golden("gci_limits"))
def test_printed_limits_of_the_geometric_index(case):
    def limit(n):
        return printed(np.ones((n, n)).tolist()).consistency().geometric_limit

    assert_meets(case, {n: limit(int(n)) for n in case["expected"]})


@pytest.mark.parametrize("n", [3, 4])
def test_the_limit_is_what_a_ratio_of_a_tenth_amounts_to(n):
    """Near consistency lambda_max - n is the sum of squared log errors over n."""
    limit = printed(np.ones((n, n)).tolist()).consistency().geometric_limit
    assert limit == pytest.approx(0.10 * core.random_index(n) * 2 * n / (n - 2), abs=5e-4)
    rng = np.random.default_rng(n)
    logs = rng.normal(0, 1e-3, (n, n))
    slightly = np.exp(logs - logs.T)
    ratio = core.consistency_ratio(slightly)
    assert core.geometric_consistency_index(slightly) / ratio * 0.10 == pytest.approx(
        limit, rel=1e-3
    )


def test_the_case_of_north_sumatra():
    """The thesis takes column means; the eigenvector is what LAPACK says of its matrix."""
    by_id = {case["id"]: case for case in CASES}
    thesis = by_id["ahp-sumut-infrastructure"]
    judged = PC.from_matrix(thesis["inputs"]["items"], thesis["inputs"]["matrix"])
    assert not judged.missing
    column_mean = judged.priorities("column_mean")
    np.testing.assert_allclose(
        column_mean.values, thesis["expected"]["column_mean"], atol=thesis["tol"]["column_mean"]
    )
    recomputed = by_id["ahp-sumut-infrastructure-recomputed"]["expected"]
    eigenvector = judged.priorities()
    np.testing.assert_allclose(eigenvector.values, recomputed["eigenvector"], atol=1e-9)
    assert eigenvector.lambda_max == pytest.approx(recomputed["lambda_max"], abs=1e-9)
    assert column_mean.consistency_ratio == eigenvector.consistency_ratio
    assert judged.priorities(random_index=1.32).consistency_ratio == pytest.approx(0.012, abs=5e-4)
