"""AHP hierarchies down a printed tree: local and global weights, synthesis, rank reversal.

The weights are made of `core.priority_vector` alone, the candidates' scores by `kd.AHP`; the
hierarchy classes are held against the same cases where they live.
"""

import numpy as np
import pytest
from scipy.stats import rankdata

import kadmcdm as kd
from helpers import assert_meets, comparison_matrix, golden, number, random_index
from kadmcdm import core


def local_weights(node):
    """Return a node's priorities: compared, given, or scores divided by their sum."""
    if "pcm" in node:
        return core.priority_vector(comparison_matrix(node["pcm"]))
    values = np.array([number(x) for x in node.get("priorities", node.get("scores"))])
    return values / values.sum()


def global_weights(nodes, name, local, weight=1.0):
    """Return the weight of a node and of all below it."""
    weights = {name: weight}
    for child, share in zip(nodes[name].get("children", []), local[name], strict=False):
        weights |= global_weights(nodes, child, local, weight * share)
    return weights


def compared(names, source):
    """Return the comparisons of a matrix in print."""
    return kd.PairwiseComparisons.from_matrix(names, comparison_matrix(source))


def ranked(inputs, synthesis="distributive"):
    """Rank the alternatives of a printed tree: compared, or measured by figures in print."""
    nodes, root, names = inputs["nodes"], inputs["root"], inputs["alternatives"]

    def below(name):
        return {child: below(child) for child in nodes[name].get("children", [])}

    inner = {name: node["children"] for name, node in nodes.items() if "children" in node}
    comparisons = {name: compared(under, nodes[name]["pcm"]) for name, under in inner.items()}
    if inner:
        hierarchy = kd.Hierarchy(root, below(root), comparisons)
    else:  # the print compares the alternatives and nothing else
        hierarchy = kd.Hierarchy("goal", {root: {}}, {})
    leaves = {name: nodes[name] for name in hierarchy.leaves}
    measured = {name: node for name, node in leaves.items() if "pcm" not in node}
    problem = None
    if measured:
        printed = [node.get("priorities", node.get("scores")) for node in measured.values()]
        columns = [[number(value) for value in values] for values in printed]
        criteria = [kd.Criterion(name, "benefit") for name in measured]
        problem = kd.DecisionProblem(criteria, names, np.transpose(columns))
    said = {name: compared(names, node["pcm"]) for name, node in leaves.items() if "pcm" in node}
    return kd.AHP(hierarchy, said, synthesis=synthesis).rank(problem)


@pytest.mark.filterwarnings("ignore::kadmcdm.KadmcdmWarning")
@pytest.mark.parametrize("case", golden("ahp_tree"))
def test_printed_tree(case):
    nodes, root = case["inputs"]["nodes"], case["inputs"]["root"]
    local = {name: local_weights(node) for name, node in nodes.items()}
    weights = global_weights(nodes, root, local)
    leaves = [name for name in nodes if "children" not in nodes[name]]
    assert sum(weights[name] for name in leaves) == pytest.approx(1, abs=1e-12)
    ranking = ranked(case["inputs"])
    by_hand = sum(weights[name] * local[name] for name in leaves)
    np.testing.assert_allclose(ranking.scores, by_hand, rtol=0, atol=1e-12)
    assert_meets(
        case,
        {
            "local": local,
            "global": weights,
            "alternatives": ranking.scores,
            "best": ranking.best,
            "cr": {
                name: core.consistency_ratio(comparison_matrix(node["pcm"]), random_index(case))
                for name, node in nodes.items()
                if "pcm" in node
            },
        },
    )


def scores_by_print(case, inputs):
    """Return the scores by the method that the case names; AHP's brought to sum 1, as printed."""
    if case["params"]["method"] == "ahp_tree":
        scores = ranked(inputs, **case["params"]["params"]).scores
        return scores / scores.sum()
    matrix, weights = np.array(inputs["matrix"], dtype=float), np.array(inputs["weights"])
    return core.topsis(matrix, weights, np.array(inputs["types"]) == 1, **case["params"]["params"])


@pytest.mark.parametrize("case", golden("rank_reversal"))
def test_rank_reversal(case):
    got = {}
    for when, inputs in case["inputs"].items():
        got[f"{when}_scores"] = scores_by_print(case, inputs)
        # The print shares tied ranks (1.5, 1.5), kadmcdm competes (1, 1).
        got[f"{when}_rank"] = rankdata(core.ranks(got[f"{when}_scores"]), method="average")
    assert_meets(case, got)
