"""AHP hierarchies: local and global weights, and the distributive synthesis, down a printed tree.

Made of `core.priority_vector` alone; the hierarchy classes are held against the same cases where
they live.
"""

import numpy as np
import pytest

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


@pytest.mark.parametrize("case", golden("ahp_tree"))
def test_printed_tree(case):
    nodes, root = case["inputs"]["nodes"], case["inputs"]["root"]
    local = {name: local_weights(node) for name, node in nodes.items()}
    weights = global_weights(nodes, root, local)
    leaves = [name for name in nodes if "children" not in nodes[name]]
    assert sum(weights[name] for name in leaves) == pytest.approx(1, abs=1e-12)
    alternatives = sum(weights[name] * local[name] for name in leaves)
    assert_meets(
        case,
        {
            "local": local,
            "global": weights,
            "alternatives": alternatives,
            "best": case["inputs"]["alternatives"][int(alternatives.argmax())],
            "cr": {
                name: core.consistency_ratio(comparison_matrix(node["pcm"]), random_index(case))
                for name, node in nodes.items()
                if "pcm" in node
            },
        },
    )
