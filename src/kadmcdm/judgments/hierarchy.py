"""Hierarchies of criteria: a goal, groups, leaves, and the comparisons at every node."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from kadmcdm import _text
from kadmcdm._arrays import ReadOnlyDict
from kadmcdm._provenance import Portable, check_keys, reading
from kadmcdm._table import Display, Table
from kadmcdm._typing import JSON, Language, Prioritization, RandomIndex
from kadmcdm.errors import (
    Fault,
    InputError,
    name_faults,
    prefixed,
    raise_faults,
    unknown_names,
)
from kadmcdm.judgments.comparisons import PairwiseComparisons, pairs_of
from kadmcdm.judgments.priorities import Priorities

__all__ = ["Hierarchy"]

Tree = Mapping[str, Any]
"""``{name: {child: {}}}``: a node per key; a leaf has no children."""


@dataclass(frozen=True, eq=False, init=False)
class Hierarchy(Portable, Display):
    """A tree of criteria under one goal, its children compared pair by pair at every node.

    Parameters
    ----------
    goal : str
        The root's name.
    tree : nested mapping
        ``{"cost": {}, "quality": {"speed": {}, "range": {}}}``; any depth, names unique in the
        whole tree.
    comparisons : mapping of str to PairwiseComparisons
        One per node with two children or more, under the node's name (the goal's text for the
        root).

    Attributes
    ----------
    leaves : tuple of str
        The criteria, in the tree's order.
    left_out : tuple of str
        Leaves that `without` took away.

    Raises
    ------
    InputError
        Listing every fault: names used twice, nodes without comparisons, comparisons of unknown
        nodes or of other names than the node's children.

    Examples
    --------
    >>> import kadmcdm as kd
    >>> hierarchy = kd.Hierarchy.from_dict({
    ...     "goal": "partner",
    ...     "tree": {"gain": {"water": {}, "scale": {}}, "distance": {}},
    ...     "comparisons": {
    ...         "partner": [["gain", "distance", 3]],
    ...         "gain": [["water", "scale", "3/2"]],
    ...     },
    ... })
    >>> {leaf: round(weight, 2) for leaf, weight in hierarchy.global_weights.items()}
    {'water': 0.45, 'scale': 0.3, 'distance': 0.25}
    """

    goal: str
    tree: Mapping[str, Any]
    comparisons: Mapping[str, PairwiseComparisons]
    left_out: tuple[str, ...]

    def __init__(
        self,
        goal: str,
        tree: Tree,
        comparisons: Mapping[str, PairwiseComparisons],
        *,
        left_out: Sequence[str] = (),
    ) -> None:
        faults: list[Fault] = []
        frozen = _freeze(tree, "tree", faults)
        if not isinstance(comparisons, Mapping):
            got = type(comparisons).__name__
            faults.append(Fault("comparisons", "no mapping", got, "{node: PairwiseComparisons}"))
        raise_faults(faults)
        raise_faults(list(_faults(goal, frozen, comparisons)))
        object.__setattr__(self, "goal", goal)
        object.__setattr__(self, "tree", frozen)
        object.__setattr__(self, "comparisons", ReadOnlyDict(comparisons))
        object.__setattr__(self, "left_out", tuple(left_out))

    @classmethod
    def from_dict(cls, data: Mapping[str, Any]) -> Hierarchy:
        """Read a hierarchy from plain data, as it stands in a TOML or JSON file.

        Parameters
        ----------
        data : mapping
            ``"goal"``: text; ``"tree"``: nested dict; ``"comparisons"``:
            ``{node: [[a, b, value], ...]}``, where ``[a, b, 3]`` says that a is preferred three
            times to b. ``"left_out"`` (optional): what `without` took away before it was written.

        Returns
        -------
        Hierarchy

        Raises
        ------
        InputError
            Listing every fault with its node.
        """
        if isinstance(data, Mapping):
            data = {"result": cls.__name__, "left_out": [], **data}
        check_keys(data, cls.__name__, ["goal", "tree", "comparisons", "left_out"])
        faults: list[Fault] = []
        tree = _freeze(data["tree"], "tree", faults)
        if not isinstance(data["comparisons"], Mapping):
            got = type(data["comparisons"]).__name__
            faults.append(Fault("comparisons", "no mapping", got, "{node: [[a, b, value], ...]}"))
        raise_faults(faults)
        nodes = _plain_nodes(data["goal"], tree)
        comparisons: dict[str, PairwiseComparisons] = {}
        unread: list[str] = []
        for node, judged in data["comparisons"].items():
            if node not in nodes:
                unread.append(node)
                continue
            try:
                comparisons[node] = PairwiseComparisons(nodes[node], pairs_of(judged))
            except InputError as error:
                unread.append(node)
                faults += prefixed(f"node {node!r}", error.faults)
        faults = [*_faults(data["goal"], tree, comparisons, unread), *faults]
        raise_faults(faults)
        with reading(cls.__name__):
            return cls(data["goal"], tree, comparisons, left_out=data["left_out"])

    @property
    def leaves(self) -> tuple[str, ...]:
        """The criteria, in the tree's order."""
        return tuple(_leaves(self.tree))

    @property
    def nodes(self) -> dict[str, tuple[str, ...]]:
        """Every node that has children, with their names; the goal comes first."""
        return dict(_nodes(self.goal, self.tree))

    def priorities(
        self,
        prioritization: Prioritization = "eigenvector",
        random_index: RandomIndex = "alonso-lamata-2006",
    ) -> dict[str, Priorities]:
        """Return the priorities of every node's children.

        Parameters
        ----------
        prioritization, random_index
            See `PairwiseComparisons.priorities`.

        Returns
        -------
        dict of str to Priorities
            A node with one child gives it all.

        Warns
        -----
        KadmcdmWarning
            For each node whose consistency ratio is above 0.10.
        """
        alone = {
            node: PairwiseComparisons(children, {})
            for node, children in self.nodes.items()
            if len(children) == 1
        }
        return {
            node: (alone.get(node) or self.comparisons[node]).priorities(
                prioritization, random_index, node=node
            )
            for node in self.nodes
        }

    @property
    def local_weights(self) -> dict[str, dict[str, float]]:
        """The eigenvector weights of every node's children: ``{node: {child: weight}}``."""
        return {node: local(given) for node, given in self.priorities().items()}

    @property
    def global_weights(self) -> dict[str, float]:
        """The eigenvector weights of the leaves; they sum to 1."""
        return self.globalized(self.priorities())

    def globalized(self, priorities: Mapping[str, Priorities]) -> dict[str, float]:
        """Multiply local priorities down the tree.

        Parameters
        ----------
        priorities : mapping of str to Priorities
            Of `priorities`, by whatever prioritization.

        Returns
        -------
        dict of str to float
            A weight per leaf.
        """
        weight = {self.goal: 1.0}
        for node, children in self.nodes.items():
            for child in children:
                weight[child] = weight[node] * priorities[node][child]
        return {leaf: weight[leaf] for leaf in self.leaves}

    def consistency(self, random_index: RandomIndex = "alonso-lamata-2006") -> dict[str, float]:
        """Return the consistency ratio of every node.

        Returns
        -------
        dict of str to float
            0 for nodes with one or two children.
        """
        found = self.priorities(random_index=random_index)
        return {node: given.consistency_ratio for node, given in found.items()}

    def without(self, *leaves: str) -> Hierarchy:
        """Leave leaves out: their rows are removed and their nodes' priorities recomputed.

        A group that loses all its leaves goes too.

        Parameters
        ----------
        *leaves : str

        Returns
        -------
        Hierarchy
            ``left_out`` names what was taken away.

        Raises
        ------
        InputError
            For unknown leaves, or when none is left.

        Examples
        --------
        >>> import kadmcdm as kd
        >>> hierarchy = kd.Hierarchy("g", {"a": {}, "b": {}}, {
        ...     "g": kd.PairwiseComparisons(["a", "b"], {("a", "b"): 2})
        ... })
        >>> hierarchy.without("b").global_weights
        {'a': 1.0}
        """
        faults = list(unknown_names(leaves, self.leaves, "leaf"))
        if not faults and set(leaves) >= set(self.leaves):
            faults.append(Fault("leaves", "none would be left", hint="keep at least one"))
        raise_faults(faults)
        tree = _prune(self.tree, set(leaves))
        comparisons = {
            node: self.comparisons[node].select(children)
            for node, children in _nodes(self.goal, tree)
            if len(children) > 1
        }
        return Hierarchy(self.goal, tree, comparisons, left_out=(*self.left_out, *leaves))

    def tables(self, lang: Language = "en") -> tuple[Table, ...]:
        """Return the tree with local and global weights, and the consistency of each node."""
        found = self.priorities()
        whole = self.globalized(found)
        rows = []
        for name, depth, node in _walk(self.goal, self.tree):
            local_weight = _text.number(found[node][name], 3, lang)
            rows.append(("· " * depth + name, local_weight, _text.number(whole.get(name), 3, lang)))
        ratios = ", ".join(
            f"{node} {_text.number(given.consistency_ratio, 3, lang)}"
            for node, given in found.items()
            if len(given.names) > 2
        )
        caption = f"{_text.say('ratio', lang)}: {ratios}" if ratios else ""
        words = {"en": ("local weight", "global weight"), "id": ("bobot lokal", "bobot global")}
        headers = (_text.say("criterion", lang), *words[lang])
        return (Table(headers, tuple(rows), frozenset({1, 2}), title=self.goal, caption=caption),)

    def to_dict(self) -> JSON:
        """Return plain JSON types that `from_dict` reads back."""
        return {
            "result": "Hierarchy",
            "goal": self.goal,
            "tree": _plain(self.tree),
            "comparisons": {
                node: given.to_dict()["judgments"] for node, given in self.comparisons.items()
            },
            "left_out": list(self.left_out),
        }

    def __repr__(self) -> str:
        """Say the goal and the number of leaves."""
        return f"Hierarchy({self.goal!r}, {len(self.leaves)} leaves)"


def local(given: Priorities) -> dict[str, float]:
    """Return priorities as a dict."""
    return dict(zip(given.names, map(float, given.values), strict=True))


def _freeze(tree: Any, where: str, faults: list[Fault]) -> ReadOnlyDict:
    if not isinstance(tree, Mapping):
        faults.append(
            Fault(where, "no mapping of names to their children", repr(tree), "{name: {child: {}}}")
        )
        return ReadOnlyDict()
    return ReadOnlyDict(
        {name: _freeze(children, f"{where}.{name}", faults) for name, children in tree.items()}
    )


def _plain(tree: Tree) -> dict[str, Any]:
    return {name: _plain(children) for name, children in tree.items()}


def _nodes(name: str, tree: Tree) -> Iterator[tuple[str, tuple[str, ...]]]:
    """Yield every node that has children, parents first."""
    if tree:
        yield name, tuple(tree)
    for child, below in tree.items():
        yield from _nodes(child, below)


def _plain_nodes(goal: Any, tree: Tree) -> dict[str, tuple[str, ...]]:
    """Return the nodes with children whose name says which one is meant."""
    found = list(_nodes(goal, tree))
    every = [goal, *(child for _, children in found for child in children)]
    return {node: children for node, children in found if every.count(node) == 1}


def _faults(
    goal: Any, tree: Tree, comparisons: Mapping[str, Any], unread: Sequence[str] = ()
) -> Iterator[Fault]:
    """Yield what is wrong with a hierarchy; comparisons of `unread` nodes are faulted already."""
    named = isinstance(goal, str) and bool(goal.strip())
    if not named:
        yield Fault("goal", "the goal has no name", repr(goal), "text")
    if not tree:
        yield Fault("tree", "there are no criteria", expected="at least one")
        return
    nodes = dict(_nodes(goal, tree))
    children = [child for _, below in _nodes(goal, tree) for child in below]
    yield from name_faults([goal, *children] if named else children, "node")
    if named:
        yield from unknown_names([*comparisons, *unread], nodes, "comparisons of node")
    for node, below in _plain_nodes(goal, tree).items():
        given = comparisons.get(node)
        if node in unread or (node == goal and not named):
            continue
        if given is None or isinstance(given, PairwiseComparisons):
            yield from _comparison_faults(node, below, given)
        else:
            got = type(given).__name__
            yield Fault(f"node {node!r}", "no comparisons", got, "PairwiseComparisons")


def _leaves(tree: Tree) -> Iterator[str]:
    for name, below in tree.items():
        if below:
            yield from _leaves(below)
        else:
            yield name


def _walk(node: str, tree: Tree, depth: int = 0) -> Iterator[tuple[str, int, str]]:
    """Yield (name, depth, parent), in reading order."""
    for name, below in tree.items():
        yield name, depth, node
        yield from _walk(name, below, depth + 1)


def _prune(tree: Tree, leaves: set[str]) -> dict[str, Any]:
    kept: dict[str, Any] = {}
    for name, below in tree.items():
        if not below:
            if name not in leaves:
                kept[name] = {}
        elif pruned := _prune(below, leaves):
            kept[name] = pruned
    return kept


def _comparison_faults(
    node: str, children: tuple[str, ...], given: PairwiseComparisons | None
) -> Iterator[Fault]:
    if given is None:
        if len(children) > 1:
            yield Fault(
                f"node {node!r}",
                "its children are not compared",
                expected="comparisons of " + _text.listed([repr(child) for child in children]),
            )
        return
    faults = list(unknown_names(given.names, children, f"node {node!r}, item"))
    faults += [
        Fault(f"node {node!r}", f"child {child!r} is not compared")
        for child in children
        if child not in given.names
    ]
    faults += [
        Fault(f"node {node!r}", f"the judgment of {a!r} against {b!r} is missing")
        for a, b in given.missing
    ]
    yield from faults
