"""Hierarchies of criteria: a goal, groups, leaves, and the comparisons at every node."""

from __future__ import annotations

import tomllib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from kadmcdm import _frames, _text
from kadmcdm._arrays import ReadOnlyDict
from kadmcdm._files import read_file
from kadmcdm._provenance import Portable, check_keys, reading
from kadmcdm._table import Display, Table
from kadmcdm._typing import JSON, FrameBackend, Language, Prioritization, RandomIndex
from kadmcdm.errors import (
    Fault,
    InputError,
    prefixed,
    quiet,
    raise_faults,
    unknown_names,
)
from kadmcdm.judgments import trees
from kadmcdm.judgments.comparisons import PairwiseComparisons, pairs_of
from kadmcdm.judgments.layouts import table_rows
from kadmcdm.judgments.priorities import Priorities
from kadmcdm.judgments.scales import JudgmentScale
from kadmcdm.judgments.trees import Tree

__all__ = ["Hierarchy"]


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
    comparisons : mapping of str to PairwiseComparisons, optional
        One per node with two children or more, under the node's name (the goal's text for the
        root); pairs may be missing. None: nobody has judged yet, as for a questionnaire.

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
        nodes or of other names than the node's children, judgments that fall apart into groups.

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

    _json_fields = {
        "goal": str,
        "tree": Mapping[str, Any],
        "comparisons": Mapping[str, tuple[tuple[str, str, float], ...]] | None,
        "left_out": tuple[str, ...],
        "notes": Mapping[str, tuple[str, ...]],
    }

    def __init__(
        self,
        goal: str,
        tree: Tree,
        comparisons: Mapping[str, PairwiseComparisons] | None = None,
        *,
        left_out: Sequence[str] = (),
    ) -> None:
        faults: list[Fault] = []
        frozen = trees.freeze(tree, "tree", faults)
        if comparisons is not None and not isinstance(comparisons, Mapping):
            got = type(comparisons).__name__
            faults.append(Fault("comparisons", "no mapping", got, "{node: PairwiseComparisons}"))
        raise_faults(faults)
        if comparisons is None:
            raise_faults(list(trees.tree_faults(goal, frozen)))
            comparisons = {}
        else:
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
            times to b (optional: without it, nobody has judged yet). Also optional: ``"left_out"``,
            what `without` took away before it was written, and ``"notes"`` on the judgments,
            ``{node: [text, ...]}``.

        Returns
        -------
        Hierarchy

        Raises
        ------
        InputError
            Listing every fault with its node.
        """
        if isinstance(data, Mapping):
            data = {
                "result": cls.__name__, "comparisons": None, "left_out": [], "notes": {}, **data,
            }  # fmt: skip
        check_keys(data, cls.__name__, ["goal", "tree", "comparisons", "left_out", "notes"])
        faults: list[Fault] = []
        tree = trees.freeze(data["tree"], "tree", faults)
        given = data["comparisons"]
        if given is not None and not isinstance(given, Mapping):
            got = type(given).__name__
            faults.append(Fault("comparisons", "no mapping", got, "{node: [[a, b, value], ...]}"))
        raise_faults(faults)
        if given is None:
            with reading(cls.__name__):
                return cls(data["goal"], tree, left_out=data["left_out"])
        nodes = trees.plain_nodes(data["goal"], tree)
        comparisons: dict[str, PairwiseComparisons] = {}
        unread: list[str] = []
        for node, judged in given.items():
            if node not in nodes:
                unread.append(node)
                continue
            try:
                judgments = pairs_of(judged)
                comparisons[node] = PairwiseComparisons(nodes[node], judgments)
            except InputError as error:
                unread.append(node)
                faults += prefixed(f"node {node!r}", error.faults)
        faults = [*_faults(data["goal"], tree, comparisons, unread), *faults]
        raise_faults(faults)
        with reading(cls.__name__):
            comparisons |= {
                node: comparisons[node]._noted(texts) for node, texts in data["notes"].items()
            }
            return cls(data["goal"], tree, comparisons, left_out=data["left_out"])

    @classmethod
    def from_toml(cls, path: str | Path) -> Hierarchy:
        """Read a hierarchy from a TOML file with the keys of `from_dict`.

        Parameters
        ----------
        path : str or Path

        Returns
        -------
        Hierarchy

        Raises
        ------
        InputError
            For a file that can't be read or is no TOML, naming it, and all that `from_dict`
            refuses.
        """
        raw = read_file(path)
        try:
            data = tomllib.loads(raw.decode("utf-8"))
        except (RecursionError, ValueError) as error:  # not UTF-8 is a ValueError too
            raise InputError(
                [Fault(f"file {str(path)!r}", "it can't be read", str(error))]
            ) from None
        return cls.from_dict(data)

    @classmethod
    def from_frame(cls, tree: Any, comparisons: Any = None) -> Hierarchy:
        """Read a hierarchy from data frames: one of nodes, one of judgments.

        Parameters
        ----------
        tree : pandas, polars or pyarrow table
            Columns ``node`` and ``parent``, a row per node; the goal is the one without parent.
        comparisons : table, optional
            Columns ``node``, ``first``, ``second`` and ``judgment``, a row per pair: how many times
            the first is preferred to the second. Empty judgments are missing pairs.

        Returns
        -------
        Hierarchy

        Raises
        ------
        InputError
            Listing every fault: missing columns, nodes in a circle, orphans, and all that the class
            refuses.

        Examples
        --------
        >>> import pandas as pd
        >>> import kadmcdm as kd
        >>> nodes = [["goal", None], ["gain", "goal"], ["risk", "goal"]]
        >>> tree = pd.DataFrame(nodes, columns=["node", "parent"])
        >>> lines = [["goal", "gain", "risk", "1/3"]]
        >>> judged = pd.DataFrame(lines, columns=["node", "first", "second", "judgment"])
        >>> kd.Hierarchy.from_frame(tree, judged).global_weights
        {'gain': 0.25, 'risk': 0.75}
        """
        goal, grown, faults = trees.from_parents(table_rows(tree, ("node", "parent"), "tree"))
        raise_faults(faults)
        if comparisons is None:
            return cls(goal, grown)
        lines = table_rows(comparisons, ("node", "first", "second", "judgment"), "comparisons")
        judged: dict[str, list[list[Any]]] = {}
        for node, first, second, judgment in lines:
            if judgment is not None:
                judged.setdefault(node, []).append([first, second, judgment])
        return cls.from_dict({"goal": goal, "tree": grown, "comparisons": judged})

    @property
    def leaves(self) -> tuple[str, ...]:
        """The criteria, in the tree's order."""
        return tuple(trees.leaves(self.tree))

    @property
    def nodes(self) -> dict[str, tuple[str, ...]]:
        """Every node that has children, with their names; the goal comes first."""
        return dict(trees.nodes(self.goal, self.tree))

    def priorities(
        self,
        prioritization: Prioritization = "eigenvector",
        random_index: RandomIndex = "alonso-lamata-2006",
        *,
        missing_correction: bool = True,
    ) -> dict[str, Priorities]:
        """Return the priorities of every node's children.

        Parameters
        ----------
        prioritization, random_index, missing_correction
            See `PairwiseComparisons.priorities`.

        Returns
        -------
        dict of str to Priorities
            A node with one child gives it all.

        Raises
        ------
        InputError
            When nobody has judged yet, and for unknown options.

        Warns
        -----
        KadmcdmWarning
            For each node whose consistency ratio is above 0.10.
        """
        judged = self._judged()
        return {
            node: given.priorities(
                prioritization, random_index, missing_correction=missing_correction, node=node
            )
            for node, given in judged.items()
        }

    def _quiet_priorities(self) -> dict[str, Priorities]:
        """Return the eigenvector priorities where nobody asked how consistent they are."""
        with quiet():
            return self.priorities()

    def _judged(self) -> dict[str, PairwiseComparisons]:
        """Return the comparisons of every node; a single child needs none."""
        if not self.comparisons:
            raise_faults(
                [
                    Fault(f"node {node!r}", "nobody has judged it yet")
                    for node, children in self.nodes.items()
                    if len(children) > 1
                ]
            )
        alone = {
            node: PairwiseComparisons(children, {})
            for node, children in self.nodes.items()
            if len(children) == 1
        }
        return {node: alone.get(node) or self.comparisons[node] for node in self.nodes}

    @property
    def local_weights(self) -> dict[str, dict[str, float]]:
        """The eigenvector weights of every node's children: ``{node: {child: weight}}``."""
        return {node: given.to_mapping() for node, given in self.priorities().items()}

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
        weight = self._weights(priorities)
        return {leaf: weight[leaf] for leaf in self.leaves}

    def _weights(self, priorities: Mapping[str, Priorities]) -> dict[str, float]:
        """Return the global weight of every node."""
        weight = {self.goal: 1.0}
        for node, children in self.nodes.items():
            for child in children:
                weight[child] = weight[node] * priorities[node][child]
        return weight

    def consistency(
        self, random_index: RandomIndex = "alonso-lamata-2006"
    ) -> dict[str, float | None]:
        """Return the consistency ratio of every node, without a warning.

        Returns
        -------
        dict of str to float or None
            0 for nodes with one or two children; None where nothing can contradict, see
            `Priorities`.

        Raises
        ------
        InputError
            When nobody has judged yet, and for an unknown random index.
        """
        return {
            node: given.consistency(random_index).consistency_ratio
            for node, given in self._judged().items()
        }

    def overall_consistency(self, random_index: RandomIndex = "alonso-lamata-2006") -> float | None:
        """Return the consistency ratio of the whole hierarchy.

        The nodes' consistency indices, each times the node's global weight, over their random
        indices, weighted in the same way [1]_.

        Returns
        -------
        float or None
            None where nothing can contradict in any node of three children or more; 0 without such
            nodes.

        Raises
        ------
        InputError
            When nobody has judged yet, and for an unknown random index.

        Examples
        --------
        >>> import kadmcdm as kd
        >>> hierarchy = kd.Hierarchy("g", {"a": {}, "b": {}, "c": {}}, {
        ...     "g": kd.PairwiseComparisons.from_upper_triangle(["a", "b", "c"], [2, 6, 4])
        ... })
        >>> round(hierarchy.overall_consistency(), 4) == round(hierarchy.consistency()["g"], 4)
        True

        References
        ----------
        .. [1] Saaty, T. L. (1980). The Analytic Hierarchy Process. McGraw-Hill, chapter 4.
        """
        judged = self._judged()
        weight = self._weights(self._quiet_priorities())
        index = chance = 0.0
        for node, given in judged.items():
            found = given.consistency(random_index)
            index += weight[node] * found.consistency_index
            chance += weight[node] * found.random_index
        if chance > 0.0:
            return index / chance
        return None if any(len(given.names) > 2 for given in judged.values()) else 0.0

    def rescaled(self, scale: JudgmentScale) -> Hierarchy:
        """Put the grades of every node on another judgment scale, after the fact.

        Parameters
        ----------
        scale : str
            See `PairwiseComparisons.rescaled`.

        Returns
        -------
        Hierarchy

        Raises
        ------
        InputError
            For an unknown scale, or judgments off the scale from 1/9 to 9, by node.
        """
        faults: list[Fault] = []
        comparisons = {}
        for node, given in self.comparisons.items():
            try:
                comparisons[node] = given.rescaled(scale)
            except InputError as error:
                faults += prefixed(f"node {node!r}", error.faults)
        raise_faults(faults)
        return Hierarchy(self.goal, self.tree, comparisons or None, left_out=self.left_out)

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
        tree = trees.prune(self.tree, set(leaves))
        comparisons = (
            None
            if not self.comparisons
            else {
                node: self.comparisons[node].select(children)
                for node, children in trees.nodes(self.goal, tree)
                if len(children) > 1
            }
        )
        return Hierarchy(self.goal, tree, comparisons, left_out=(*self.left_out, *leaves))

    def tables(self, lang: Language = "en") -> tuple[Table, ...]:
        """Return the tree with local and global weights, and the consistency ratios."""
        words = {"en": ("local weight", "global weight"), "id": ("bobot lokal", "bobot global")}
        headers = (_text.say("criterion", lang), *words[lang])
        if not self.comparisons and any(len(below) > 1 for below in self.nodes.values()):
            names = [("· " * depth + name, "-", "-") for name, depth, _ in self._walk()]
            return (Table(headers, tuple(names), frozenset({1, 2}), title=self.goal),)
        found = self._quiet_priorities()
        whole = self._weights(found)
        rows = tuple(  # each rounded by itself: one weight may stand in both columns
            (
                "· " * depth + name,
                _text.number(found[node][name], 3, lang),
                _text.number(whole[name], 3, lang),
            )
            for name, depth, node in self._walk()
        )
        ratios = [
            f"{node} {_text.number(given.consistency_ratio, 3, lang)}"
            for node, given in found.items()
            if len(given.names) > 2
        ]
        if len(ratios) > 1:
            overall = {"en": "overall", "id": "keseluruhan"}[lang]
            ratios.append(f"{overall} {_text.number(self.overall_consistency(), 3, lang)}")
        caption = f"{_text.say('ratio', lang)}: {', '.join(ratios)}" if ratios else ""
        return (Table(headers, rows, frozenset({1, 2}), title=self.goal, caption=caption),)

    def _walk(self) -> Iterator[tuple[str, int, str]]:
        return trees.walk(self.goal, self.tree)

    def to_frame(self, *, backend: FrameBackend = "pandas") -> Any:
        """Return a frame, a row per node: its parent, depth, local and global weight.

        Parameters
        ----------
        backend : "pandas", "polars" or "pyarrow"
            Whose frame it is; rows are named by a pandas index, else by the first column.

        Examples
        --------
        >>> import kadmcdm as kd
        >>> kd.Hierarchy("g", {"a": {}, "b": {}}, {
        ...     "g": kd.PairwiseComparisons(["a", "b"], {("a", "b"): 4})
        ... }).to_frame()
             parent  depth  local  global
        node
        a         g      1    0.8     0.8
        b         g      1    0.2     0.2
        """
        found = self.priorities()
        whole = self._weights(found)
        rows = list(self._walk())
        columns = {
            "parent": [parent for _, _, parent in rows],
            "depth": [depth + 1 for _, depth, _ in rows],
            "local": [found[parent][name] for name, _, parent in rows],
            "global": [whole[name] for name, _, _ in rows],
        }
        return _frames.to_frame(
            columns, index=[name for name, _, _ in rows], name="node", backend=backend
        )

    def to_dict(self) -> JSON:
        """Return plain JSON types that `from_dict` reads back."""
        return {
            "result": "Hierarchy",
            "goal": self.goal,
            "tree": trees.plain(self.tree),
            "comparisons": {
                node: given.to_dict()["judgments"] for node, given in self.comparisons.items()
            }
            or None,
            "left_out": list(self.left_out),
            "notes": {
                node: list(given.notes) for node, given in self.comparisons.items() if given.notes
            },
        }

    def __repr__(self) -> str:
        """Say the goal and the number of leaves."""
        return f"Hierarchy({self.goal!r}, {len(self.leaves)} leaves)"


def _faults(
    goal: Any, tree: Tree, comparisons: Mapping[str, Any], unread: Sequence[str] = ()
) -> Iterator[Fault]:
    """Yield what is wrong with a hierarchy; comparisons of `unread` nodes are faulted already."""
    yield from trees.tree_faults(goal, tree)
    if not tree:
        return
    named = isinstance(goal, str) and bool(goal.strip())
    if named:
        nodes = dict(trees.nodes(goal, tree))
        yield from unknown_names([*comparisons, *unread], nodes, "comparisons of node")
    for node, below in trees.plain_nodes(goal, tree).items():
        given = comparisons.get(node)
        if node in unread or (node == goal and not named):
            continue
        if given is None or isinstance(given, PairwiseComparisons):
            yield from _comparison_faults(node, below, given)
        else:
            got = type(given).__name__
            yield Fault(f"node {node!r}", "no comparisons", got, "PairwiseComparisons")


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
    yield from faults
    if not faults:
        yield from prefixed(f"node {node!r}", given._connection_faults())
