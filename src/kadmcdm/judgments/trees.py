"""Trees of names: ``{name: {child: {}}}``, a node per key; a leaf has no children."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from kadmcdm import _text
from kadmcdm._arrays import ReadOnlyDict
from kadmcdm.errors import Fault, brief, name_faults

Tree = Mapping[str, Any]


DEEPEST = 100
"""How many levels a tree may have."""


def freeze(tree: Any, where: str, faults: list[Fault], depth: int = 1) -> Tree:
    """Return the tree as nobody can change it; what is no tree goes to `faults`."""
    if depth > DEEPEST:
        faults.append(Fault(where, "the tree is too deep", expected=f"{DEEPEST} levels or fewer"))
        return ReadOnlyDict()
    if not isinstance(tree, Mapping):
        faults.append(
            Fault(
                where,
                "no mapping of names to their children",
                brief(tree),
                "{name: {child: {}}}",
            )
        )
        return ReadOnlyDict()
    return ReadOnlyDict(
        {
            name: freeze(children, f"{where}.{name}", faults, depth + 1)
            for name, children in tree.items()
        }
    )


def plain(tree: Tree) -> dict[str, Any]:
    """Return the tree as plain dicts."""
    return {name: plain(children) for name, children in tree.items()}


def nodes(name: str, tree: Tree) -> Iterator[tuple[str, tuple[str, ...]]]:
    """Yield every node that has children, parents first."""
    if tree:
        yield name, tuple(tree)
    for child, below in tree.items():
        yield from nodes(child, below)


def plain_nodes(goal: Any, tree: Tree) -> dict[str, tuple[str, ...]]:
    """Return the nodes with children whose name says which one is meant."""
    found = list(nodes(goal, tree))
    every = Counter([goal, *(child for _, children in found for child in children)])
    return {node: children for node, children in found if every[node] == 1}


def leaves(tree: Tree) -> Iterator[str]:
    """Yield the names without children, in reading order."""
    for name, below in tree.items():
        if below:
            yield from leaves(below)
        else:
            yield name


def walk(node: str, tree: Tree, depth: int = 0) -> Iterator[tuple[str, int, str]]:
    """Yield (name, depth, parent), in reading order."""
    for name, below in tree.items():
        yield name, depth, node
        yield from walk(name, below, depth + 1)


def prune(tree: Tree, gone: set[str]) -> dict[str, Any]:
    """Return the tree without some leaves, and without nodes that have lost all of theirs."""
    kept: dict[str, Any] = {}
    for name, below in tree.items():
        if not below:
            if name not in gone:
                kept[name] = {}
        elif pruned := prune(below, gone):
            kept[name] = pruned
    return kept


def tree_faults(goal: Any, tree: Tree) -> Iterator[Fault]:
    """Yield what is wrong with the names of a tree."""
    named = isinstance(goal, str) and bool(goal.strip())
    if not named:
        yield Fault("goal", "the goal has no name", brief(goal), "text")
    if not tree:
        yield Fault("tree", "there are no criteria", expected="at least one")
        return
    children = [child for _, below in nodes(goal, tree) for child in below]
    yield from name_faults([goal, *children] if named else children, "node")


def from_parents(parents: Iterable[tuple[Any, Any]]) -> tuple[str, dict[str, Any], list[Fault]]:
    """Return goal and tree of (node, parent) lines, and what is wrong with them.

    The one node without parent is the goal.
    """
    faults: list[Fault] = []
    parent_of: dict[str, str | None] = {}
    for number, (node, parent) in enumerate(parents, 1):
        if not isinstance(node, str) or not node.strip():
            faults.append(Fault(f"row {number}", "the node has no name", brief(node), "text"))
        elif node in parent_of:
            faults.append(Fault(f"node {node!r}", "it stands in two rows"))
        else:
            parent_of[node] = parent if isinstance(parent, str) and parent.strip() else None
    roots = [node for node, parent in parent_of.items() if parent is None]
    if len(roots) > 1:
        got = _text.listed([repr(root) for root in roots])
        faults.append(Fault("tree", "several nodes have no parent", got, "one: the goal"))
    below: dict[str, list[str]] = {}
    for node, parent in parent_of.items():
        if parent is None:
            continue
        if parent not in parent_of:
            faults.append(
                Fault(
                    f"node {node!r}",
                    "an orphan: its parent is no node",
                    brief(parent),
                    hint="give the parent a row of its own",
                )
            )
        below.setdefault(parent, []).append(node)
    circle = _circle(parent_of)
    if circle:
        around = " -> ".join(repr(node) for node in circle)
        faults.append(Fault("tree", "nodes stand under one another in a circle", around))
    if not roots and not circle:
        faults.append(Fault("tree", "there is no goal", expected="one node without parent"))
    if faults:
        return "", {}, faults

    def grown(node: str) -> dict[str, Any]:
        return {child: grown(child) for child in below.get(node, [])}

    return roots[0], grown(roots[0]), []


def _circle(parent_of: Mapping[str, str | None]) -> list[str]:
    """Return nodes that lead back to themselves, the first one twice; empty if there are none."""
    for start in parent_of:
        path = [start]
        while (parent := parent_of.get(path[-1])) is not None:
            if parent in path:
                return [*path[path.index(parent) :], parent]
            path.append(parent)
    return []
