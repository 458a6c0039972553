"""Groups of assessors over a whole hierarchy."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np

from kadmcdm import _text, core
from kadmcdm._arrays import ReadOnlyDict
from kadmcdm._provenance import Portable, check_keys, reading
from kadmcdm._table import Display, Table
from kadmcdm._typing import JSON, FloatArray, Language, Prioritization, RandomIndex
from kadmcdm.errors import (
    Fault,
    InputError,
    brief,
    name_faults,
    prefixed,
    raise_faults,
    unknown_names,
)
from kadmcdm.judgments import trees
from kadmcdm.judgments.comparisons import PairwiseComparisons, pairs_of
from kadmcdm.judgments.consensus import Consensus
from kadmcdm.judgments.group import (
    Aggregation,
    GroupComparisons,
    Mean,
    Members,
    consensus_of,
    kept_assessors,
    power_faults,
    rule_faults,
)
from kadmcdm.judgments.hierarchy import Hierarchy
from kadmcdm.judgments.layouts import named, table_rows
from kadmcdm.judgments.priorities import Priorities

__all__ = ["GroupHierarchy"]


@dataclass(frozen=True, eq=False, init=False)
class GroupHierarchy(Portable, Display):
    """What several assessors said of a tree of criteria, node by node. Row dominates column.

    Parameters
    ----------
    goal : str
    tree : nested mapping
        See `Hierarchy`.
    judgments : mapping of str to (mapping of str to PairwiseComparisons)
        By assessor, then by node. Pairs and whole nodes may be missing.
    power : mapping of str to float, optional
        Voting power, one per assessor, not negative, not all 0; the same for all when left out.
    roles : mapping of str to str, optional
        What assessors are: "Bappeda", "Sekda".

    Attributes
    ----------
    assessors : tuple of str
    nodes : dict of str to tuple of str
        Every node that has children, with their names.
    leaves : tuple of str
    missing : dict of str to (dict of str to int)
        How many pairs assessors left out, by assessor and node, where they did.

    Raises
    ------
    InputError
        Listing every fault: unknown nodes, comparisons of other names than a node's children,
        assessors who said nothing at all, wrong power.

    Examples
    --------
    >>> import kadmcdm as kd
    >>> tree = {"gain": {}, "distance": {}}
    >>> said = {"Ani": 3, "Budi": 4}
    >>> group = kd.GroupHierarchy("partner", tree, {
    ...     who: {"partner": kd.PairwiseComparisons(list(tree), {("gain", "distance"): value})}
    ...     for who, value in said.items()
    ... })
    >>> {leaf: round(weight, 3) for leaf, weight in group.pooled().global_weights.items()}
    {'gain': 0.776, 'distance': 0.224}
    """

    goal: str
    tree: Mapping[str, Any]
    assessors: tuple[str, ...]
    judgments: Mapping[str, Mapping[str, PairwiseComparisons]]
    power: Mapping[str, float]
    roles: Mapping[str, str]

    _json_fields = {
        "goal": str,
        "tree": Mapping[str, Any],
        "judgments": Mapping[str, Mapping[str, tuple[tuple[str, str, float], ...]]],
        "notes": Mapping[str, Mapping[str, tuple[str, ...]]],
        "power": Mapping[str, float],
        "roles": Mapping[str, str],
    }

    def __init__(
        self,
        goal: str,
        tree: trees.Tree,
        judgments: Mapping[str, Mapping[str, PairwiseComparisons]],
        *,
        power: Mapping[str, float] | None = None,
        roles: Mapping[str, str] | None = None,
    ) -> None:
        skeleton = Hierarchy(goal, tree)
        if not isinstance(judgments, Mapping) or not judgments:
            got = brief(judgments) if not isinstance(judgments, Mapping) else "nobody"
            expected = "{assessor: {node: PairwiseComparisons}}"
            raise InputError([Fault("judgments", "no assessors", got, expected)])
        faults = list(name_faults(judgments, "assessor"))
        for who, said in judgments.items():
            faults += _judgment_faults(who, said, skeleton)
        faults += power_faults(judgments, power, roles)
        raise_faults(faults)
        object.__setattr__(self, "goal", goal)
        object.__setattr__(self, "tree", skeleton.tree)
        object.__setattr__(self, "assessors", tuple(judgments))
        given = {who: ReadOnlyDict(said) for who, said in judgments.items()}
        object.__setattr__(self, "judgments", ReadOnlyDict(given))
        votes = {who: 1.0 if power is None else float(power[who]) for who in judgments}
        object.__setattr__(self, "power", ReadOnlyDict(votes))
        object.__setattr__(self, "roles", ReadOnlyDict(roles or {}))

    @classmethod
    def from_frame(
        cls,
        hierarchy: Hierarchy,
        frame: Any,
        power: Mapping[str, float] | None = None,
        *,
        roles: Mapping[str, str] | None = None,
    ) -> GroupHierarchy:
        """Read a long frame, a row per assessor, node and pair; the first dominates the second.

        Parameters
        ----------
        hierarchy : Hierarchy
            Goal and tree; its own judgments are not used.
        frame : pandas, polars or pyarrow table
            Columns ``assessor``, ``node``, ``first``, ``second`` and ``judgment``: how many times
            the first is preferred to the second. Empty judgments are missing pairs.
        power, roles
            See the class.

        Returns
        -------
        GroupHierarchy

        Raises
        ------
        InputError
            For missing columns, and by assessor and node for whatever `PairwiseComparisons`
            refuses.
        """
        columns = ("assessor", "node", "first", "second", "judgment")
        said: dict[Any, dict[Any, dict[tuple[str, str], Any]]] = {}
        faults = []
        for who, node, a, b, judgment in table_rows(frame, columns, "frame"):
            pairs = said.setdefault(who, {}).setdefault(node, {})
            if (a, b) in pairs:
                where = f"assessor {who!r}, node {node!r}, {named((a, b))}"
                faults.append(Fault(where, "given twice"))
            if judgment is not None:
                pairs[a, b] = judgment
        judged, unread = _compared(hierarchy, said)
        raise_faults([*faults, *unread])
        return cls(hierarchy.goal, hierarchy.tree, judged, power=power, roles=roles)

    @property
    def hierarchy(self) -> Hierarchy:
        """Goal and tree, without judgments."""
        return Hierarchy(self.goal, self.tree)

    @property
    def nodes(self) -> dict[str, tuple[str, ...]]:
        """Every node that has children, with their names; the goal comes first."""
        return self.hierarchy.nodes

    @property
    def leaves(self) -> tuple[str, ...]:
        """The criteria, in the tree's order."""
        return self.hierarchy.leaves

    @property
    def missing(self) -> dict[str, dict[str, int]]:
        """How many pairs assessors left out, by assessor and node, where they did."""
        left_out: dict[str, dict[str, int]] = {}
        for who in self.assessors:
            for node, children in _compared_nodes(self.nodes).items():
                given = self.judgments[who].get(node)
                pairs = len(children) * (len(children) - 1) // 2
                count = pairs if given is None else len(given.missing)
                if count:
                    left_out.setdefault(who, {})[node] = count
        return left_out

    @property
    def _telling(self) -> list[str]:
        """The nodes whose ratios say something: a single pair cannot contradict itself."""
        compared = _compared_nodes(self.nodes)
        return [node for node, below in compared.items() if len(below) > 2] or list(compared)

    def globalized(self, priorities: Mapping[str, Priorities]) -> dict[str, float]:
        """Multiply local priorities down the tree; see `Hierarchy.globalized`."""
        return self.hierarchy.globalized(priorities)

    def group(self, node: str) -> GroupComparisons:
        """Return one node's group: those who judged any of its pairs.

        Raises
        ------
        InputError
            For an unknown node, one with a single child, or one that nobody judged.
        """
        nodes = _compared_nodes(self.nodes)
        raise_faults(list(unknown_names([node], nodes, "node")))
        pairs = len(nodes[node]) * (len(nodes[node]) - 1) // 2
        said = {
            who: given[node].select(nodes[node])
            for who, given in self.judgments.items()
            if node in given and len(given[node].missing) < pairs
        }
        if not any(self.power[who] for who in said):
            raise InputError([Fault(f"node {node!r}", "nobody with any voting power judged it")])
        return GroupComparisons(
            said,
            {who: self.power[who] for who in said},
            roles={who: role for who, role in self.roles.items() if who in said},
        )

    @property
    def groups(self) -> dict[str, GroupComparisons]:
        """The group of every node that has two children or more.

        Raises
        ------
        InputError
            Naming the nodes that nobody judged.
        """
        found: dict[str, GroupComparisons] = {}
        faults: list[Fault] = []
        for node in _compared_nodes(self.nodes):
            try:
                found[node] = self.group(node)
            except InputError as error:
                faults += error.faults
        raise_faults(faults)
        return found

    def pooled(self) -> Hierarchy:
        """Return the group's judgments: the geometric mean of each pair, weighted by power (AIJ).

        Returns
        -------
        Hierarchy

        Raises
        ------
        InputError
            Naming nodes that nobody judged, and those whose pooled judgments fall apart.
        """
        pooled = {node: group.pooled() for node, group in self.groups.items()}
        return Hierarchy(self.goal, self.tree, pooled)

    def aggregate(
        self,
        rule: Aggregation = "AIJ",
        *,
        mean: Mean = "geometric",
        prioritization: Prioritization = "eigenvector",
        random_index: RandomIndex = "alonso-lamata-2006",
    ) -> dict[str, Priorities]:
        """Return the group's priorities of every node's children.

        Parameters
        ----------
        rule, mean, prioritization, random_index
            See `GroupComparisons.aggregate`; priorities are averaged node by node.

        Returns
        -------
        dict of str to Priorities
            `globalized` turns them into the weights of the leaves.

        Raises
        ------
        InputError
            See `GroupComparisons.aggregate`, with the node; and for nodes that nobody judged.
        """
        raise_faults(rule_faults(rule, mean))
        if rule == "AIJ":
            return self.pooled().priorities(prioritization, random_index)
        groups = self.groups
        found: dict[str, Priorities] = {}
        faults: list[Fault] = []
        for node, children in self.nodes.items():
            if len(children) == 1:
                found[node] = PairwiseComparisons(children, {}).priorities(prioritization)
                continue
            try:
                found[node] = groups[node].aggregate(
                    rule, mean=mean, prioritization=prioritization, node=node
                )
            except InputError as error:
                faults += error.faults
        raise_faults(faults)
        return found

    def local_weights(
        self, rule: Aggregation = "AIJ", *, mean: Mean = "geometric"
    ) -> dict[str, dict[str, float]]:
        """Return the group's weights of every node's children, by eigenvector."""
        return {node: given.to_mapping() for node, given in self.aggregate(rule, mean=mean).items()}

    def global_weights(
        self, rule: Aggregation = "AIJ", *, mean: Mean = "geometric"
    ) -> dict[str, float]:
        """Return the group's weights of the leaves, by eigenvector; they sum to 1."""
        return self.globalized(self.aggregate(rule, mean=mean))

    def consensus(
        self,
        prioritization: Prioritization = "eigenvector",
        random_index: RandomIndex = "alonso-lamata-2006",
    ) -> dict[str, Consensus]:
        """Return how far the assessors agree at each node, among those who judged it.

        Parameters
        ----------
        prioritization, random_index
            See `PairwiseComparisons.priorities`.

        Returns
        -------
        dict of str to Consensus

        Raises
        ------
        InputError
            Naming nodes that nobody judged; for unknown options.
        """
        return {
            node: group.consensus(prioritization, random_index)
            for node, group in self.groups.items()
        }

    def overall_consensus(self, prioritization: Prioritization = "eigenvector") -> Consensus:
        """Return how far the assessors agree on the weights of the leaves.

        Consistency ratios are the largest of an assessor's nodes of three children or more, where
        there are such nodes. An assessor who left a node out, or whose judgments of one fall apart,
        has no weights of the leaves, and is not counted.

        Parameters
        ----------
        prioritization : str
            See `PairwiseComparisons.priorities`.

        Returns
        -------
        Consensus
        """
        groups, nodes, leaves = self.groups, self.nodes, self.leaves
        count = len(self.assessors)
        weight: dict[str, FloatArray] = {self.goal: np.ones(count)}
        ratios = np.full(count, np.nan)
        for node, children in nodes.items():
            own = np.full((count, len(children)), np.nan if len(children) > 1 else 1.0)
            if len(children) > 1:
                at = [self.assessors.index(who) for who in groups[node].assessors]
                own[at] = groups[node].priorities(prioritization)
                if node in self._telling:
                    ratios[at] = np.fmax(ratios[at], core.consistency_ratio(groups[node].matrices))
            for child, values in zip(children, own.T, strict=True):
                weight[child] = weight[node] * values
        left_out = self.missing
        members = Members(
            self.assessors,
            np.array([self.power[who] for who in self.assessors]),
            self.roles,
            [sum(left_out.get(who, {}).values()) for who in self.assessors],
        )
        values = np.stack([weight[leaf] for leaf in leaves], axis=1)
        return consensus_of(leaves, members, values, ratios)

    def of(self, assessor: str) -> Hierarchy:
        """Return one assessor's hierarchy.

        Raises
        ------
        InputError
            For an unknown assessor, and one who left nodes out or whose judgments fall apart.
        """
        raise_faults(list(unknown_names([assessor], self.assessors, "assessor")))
        try:
            return Hierarchy(self.goal, self.tree, self.judgments[assessor])
        except InputError as error:
            raise InputError(prefixed(f"assessor {assessor!r}", error.faults)) from None

    def tables(self, lang: Language = "en") -> tuple[Table, ...]:
        """Return the group's weights (AIJ), how far it agrees at each node, and who says what.

        Without weights as long as there are nodes that nobody judged, or judgments that fall apart.

        Examples
        --------
        >>> import kadmcdm as kd
        >>> tree = {"gain": {}, "distance": {}}
        >>> print(kd.GroupHierarchy("partner", tree, {
        ...     "Ani": {"partner": kd.PairwiseComparisons(list(tree), {("gain", "distance"): 3})},
        ... }))
        partner
        criterion  local weight  global weight
        ---------  ------------  -------------
        gain              0.750          0.750
        distance          0.250          0.250
        <BLANKLINE>
        node     assessors  consensus  level
        -------  ---------  ---------  ---------
        partner     1 of 1     100.0%  very high
        <BLANKLINE>
        assessor  votes  consistency ratio  missing  from the mean  gain  distance
        --------  -----  -----------------  -------  -------------  ----  --------
        Ani        100%              0.000        0          0.000  0.75      0.25
        consensus 100.0% (very high)
        """
        words = _WORDS[lang]
        rows = []
        whole = True
        for node in _compared_nodes(self.nodes):
            try:
                group = self.group(node)
            except InputError:
                rows.append((node, _count(0, len(self.assessors), lang), "-", "-"))
                whole = False
                continue
            found = group.consensus()
            answered = _count(len(group.assessors), len(self.assessors), lang)
            share = _text.percent(found.indicator, lang, 1)
            rows.append((node, answered, share, found.level(lang)))
        headers = (_text.say("node", lang), *words)
        nodes = Table(headers, tuple(rows), frozenset({1, 2}))
        try:
            hierarchy = self.pooled()
        except InputError:
            hierarchy = self.hierarchy
        trees_shown = hierarchy.tables(lang)
        if not rows:  # nothing to compare anywhere
            return trees_shown
        return (*trees_shown, nodes, *(self.overall_consensus().tables(lang) if whole else ()))

    def without(self, *assessors: str) -> GroupHierarchy:
        """Leave assessors out, on purpose.

        Raises
        ------
        InputError
            For unknown assessors, or when nobody is left.
        """
        kept = kept_assessors(self.assessors, assessors)
        return GroupHierarchy(
            self.goal,
            self.tree,
            {who: self.judgments[who] for who in kept},
            power={who: self.power[who] for who in kept},
            roles={who: role for who, role in self.roles.items() if who in kept},
        )

    def to_dict(self) -> JSON:
        """Return plain JSON types that `from_dict` reads back, losslessly."""
        return {
            "result": "GroupHierarchy",
            "goal": self.goal,
            "tree": trees.plain(self.tree),
            "judgments": {
                who: {node: given.to_dict()["judgments"] for node, given in said.items()}
                for who, said in self.judgments.items()
            },
            "notes": {
                who: {node: list(given.notes) for node, given in said.items() if given.notes}
                for who, said in self.judgments.items()
            },
            "power": dict(self.power),
            "roles": dict(self.roles),
        }

    @classmethod
    def from_dict(cls, data: Mapping[str, Any]) -> GroupHierarchy:
        """Read back what `to_dict` wrote.

        Raises
        ------
        InputError
            For missing or unknown keys, and all that the class refuses.
        """
        names = ["goal", "tree", "judgments", "notes", "power", "roles"]
        check_keys(data, cls.__name__, names)
        with reading(cls.__name__):
            said = {
                who: {node: pairs_of(lines) for node, lines in by_node.items()}
                for who, by_node in data["judgments"].items()
            }
            hierarchy = Hierarchy(data["goal"], data["tree"])
            judged, faults = _compared(hierarchy, said)
            raise_faults(faults)
            for who, by_node in data["notes"].items():
                for node, notes in by_node.items():
                    judged[who][node] = judged[who][node]._noted(notes)
            return cls(data["goal"], data["tree"], judged, power=data["power"], roles=data["roles"])

    def __repr__(self) -> str:
        """Say the goal, and how many assessors and leaves there are."""
        return (
            f"GroupHierarchy({self.goal!r}, {len(self.assessors)} assessors, "
            f"{len(self.leaves)} leaves)"
        )


_WORDS: dict[Language, tuple[str, str, str]] = {
    "en": ("assessors", "consensus", "level"),
    "id": ("penilai", "konsensus", "tingkat"),
}


def _count(some: int, every: int, lang: Language) -> str:
    return {"en": f"{some} of {every}", "id": f"{some} dari {every}"}[lang]


def _compared_nodes(nodes: Mapping[str, tuple[str, ...]]) -> dict[str, tuple[str, ...]]:
    """Return the nodes at which there is something to compare."""
    return {node: children for node, children in nodes.items() if len(children) > 1}


def _compared(
    hierarchy: Hierarchy, said: Mapping[str, Mapping[str, Mapping[tuple[str, str], Any]]]
) -> tuple[dict[str, dict[str, PairwiseComparisons]], list[Fault]]:
    """Return comparisons of what assessors said of each node, and what is wrong with it."""
    judged: dict[str, dict[str, PairwiseComparisons]] = {}
    faults: list[Fault] = []
    for who, by_node in said.items():
        judged[who] = {}
        faults += unknown_names(by_node, hierarchy.nodes, f"assessor {who!r}, node")
        for node, pairs in by_node.items():
            if node not in hierarchy.nodes:
                continue
            try:
                judged[who][node] = PairwiseComparisons(hierarchy.nodes[node], pairs)
            except InputError as error:
                faults += prefixed(f"assessor {who!r}, node {node!r}", error.faults)
    return judged, faults


def _judgment_faults(who: str, said: Any, hierarchy: Hierarchy) -> list[Fault]:
    where = f"assessor {who!r}"
    if not isinstance(said, Mapping):
        return [Fault(where, "no mapping", type(said).__name__, "{node: PairwiseComparisons}")]
    nodes = hierarchy.nodes
    faults = list(unknown_names(said, nodes, f"{where}, node"))
    for node, given in said.items():
        if node not in nodes:
            continue
        if not isinstance(given, PairwiseComparisons):
            got = type(given).__name__
            faults.append(
                Fault(f"{where}, node {node!r}", "no comparisons", got, "PairwiseComparisons")
            )
        elif set(given.names) != set(nodes[node]):
            faults.append(
                Fault(
                    f"{where}, node {node!r}",
                    "other things are compared than the node's children",
                    got=", ".join(given.names),
                    expected=", ".join(nodes[node]),
                )
            )
    if not faults and not any(len(g.names) > 1 and _said_any(g) for g in said.values()):
        hint = "leave the assessor out"
        faults.append(Fault(where, "there are no answers at all", hint=hint))
    return faults


def _said_any(given: PairwiseComparisons) -> bool:
    return len(given.missing) < len(given.names) * (len(given.names) - 1) // 2
