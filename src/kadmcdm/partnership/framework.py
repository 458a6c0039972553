"""The default framework of criteria: three groups, fifteen leaves, and EXAMPLE judgments.

A framework is a list of questions, not of answers: there are no default weights. Leaves for which
nobody has data or judgments are named as not assessed; their rows are removed from the comparisons
and the priorities recomputed.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any, Literal

from kadmcdm._arrays import ReadOnlyDict, items_of
from kadmcdm._typing import Direction, Language
from kadmcdm.errors import raise_faults, unknown_names
from kadmcdm.judgments import Hierarchy
from kadmcdm.problem import Criterion

Words = Mapping[Language, str]
Scope = Literal["option", "pair", "coalition"]


def _words(en: str, id_: str) -> Words:
    return ReadOnlyDict({"en": en, "id": id_})


@dataclass(frozen=True, slots=True)
class Leaf:
    """A criterion of the default framework.

    Parameters
    ----------
    code : str
        Group letter and number: ``"A3"``.
    name : str
        The criterion's name in a problem: ``"exchange"``.
    group : str
        ``"opportunities"``, ``"challenges"`` or ``"enablers"``.
    direction : "benefit" or "cost"
    scope : "option", "pair" or "coalition"
        What it is a property of.
    label, measure : {"en": str, "id": str}
        What it is called, and how it may be measured.
    lever : {"en": str, "id": str}, optional
        What can be pulled to change it.
    changeable : bool
        False for what nobody can change.

    Examples
    --------
    >>> from kadmcdm.partnership import FRAMEWORK
    >>> FRAMEWORK[2].code, FRAMEWORK[2].name, FRAMEWORK[2].label["id"]
    ('A3', 'exchange', 'pertukaran sumber daya, pengetahuan, dan teknologi')
    """

    code: str
    name: str
    group: str
    direction: Direction
    scope: Scope
    label: Words
    measure: Words
    lever: Words | None = None
    changeable: bool = True


GOAL = "cooperation"
"""The root of the hierarchy; what it stands for is said by `GROUPS`."""

GROUPS: Mapping[str, Words] = ReadOnlyDict(
    {
        GOAL: _words(
            "choose the cooperation plan that benefits all parties most and can best be carried "
            "out",
            "memilih rencana kerja sama daerah yang paling bermanfaat bagi semua pihak dan paling "
            "layak dilaksanakan",
        ),
        "opportunities": _words("opportunities", "peluang"),
        "challenges": _words("challenges", "tantangan"),
        "enablers": _words("enablers", "faktor pendukung"),
    }
)
"""What the goal and the three groups are called."""

_COMMITMENT = _words("commitment and synergy", "komitmen dan sinergi")
_COORDINATION = _words("coordination and communication", "koordinasi dan komunikasi")
_CAPACITY = _words("capacity and competence", "kapasitas dan kompetensi")
_TRANSPARENCY = _words("transparency and accountability", "transparansi dan akuntabilitas")
_VISION = _words("aligning vision and mission", "penyelarasan visi dan misi")
_CONFLICTS = _words(
    "resolving conflicts of interest and political issues",
    "penyelesaian konflik kepentingan dan isu politis",
)

FRAMEWORK: tuple[Leaf, ...] = (
    Leaf(
        "A1", "welfare", "opportunities", "benefit", "option",
        _words("welfare gain", "peningkatan kesejahteraan"),
        _words(
            "people served times the need (poverty) of both, or judged",
            "penduduk terlayani kali tingkat kebutuhan (kemiskinan) kedua daerah, atau dinilai",
        ),
    ),
    Leaf(
        "A2", "acceleration", "opportunities", "benefit", "option",
        _words("faster development", "percepatan pembangunan"),
        _words(
            "years brought forward against the medium-term plan's target, or judged",
            "tahun percepatan terhadap target RPJMD, atau dinilai",
        ),
    ),
    Leaf(
        "A3", "exchange", "opportunities", "benefit", "pair",
        _words(
            "complementarity of resources, knowledge and technology",
            "pertukaran sumber daya, pengetahuan, dan teknologi",
        ),
        _words(
            "Complementarity over Coverage: what each can give and needs",
            "Complementarity atas Coverage: apa yang dapat diberi dan dibutuhkan setiap pihak",
        ),
        _CAPACITY,
    ),
    Leaf(
        "A4", "synergy", "opportunities", "benefit", "coalition",
        _words("synergy and scale", "sinergi dan skala ekonomi"),
        _words("JointScale or ScaleGain", "JointScale atau ScaleGain"),
        _COMMITMENT,
    ),
    Leaf(
        "A5", "autonomy", "opportunities", "benefit", "option",
        _words("stronger regional autonomy", "penguatan otonomi daerah"),
        _words(
            "change in the own-revenue share, or service kept under own control, or judged",
            "perubahan porsi PAD, atau layanan tetap di bawah kendali sendiri, atau dinilai",
        ),
    ),
    Leaf(
        "A6", "competitiveness", "opportunities", "benefit", "option",
        _words("regional competitiveness", "daya saing daerah"),
        _words(
            "location quotient of the shared sector, or judged",
            "location quotient sektor bersama, atau dinilai",
        ),
    ),
    Leaf(
        "B1", "distance", "challenges", "cost", "coalition",
        _words("distance and access", "jarak dan aksesibilitas"),
        _words("HaversineKm, or your own travel time", "HaversineKm, atau waktu tempuh sendiri"),
        changeable=False,
    ),
    Leaf(
        "B2", "coordination_burden", "challenges", "cost", "pair",
        _words(
            "burden of coordination and communication", "beban koordinasi dan komunikasi"
        ),
        _words("meetings or a forum that are missing; judged", "forum yang belum ada; dinilai"),
        _COORDINATION,
    ),
    Leaf(
        "B3", "bureaucracy", "challenges", "cost", "option",
        _words("bureaucratic barriers", "hambatan birokrasi"),
        _words(
            "TransactionCost: province lines, number of members, approvals",
            "TransactionCost: lintas provinsi, jumlah anggota, persetujuan",
        ),
        _COORDINATION,
    ),
    Leaf(
        "B4", "capacity_disparity", "challenges", "cost", "pair",
        _words("gap in capacity and resources", "kesenjangan kapasitas dan sumber daya"),
        _words("Gap of a capacity indicator", "Gap atas indikator kapasitas"),
        _CAPACITY,
    ),
    Leaf(
        "B5", "dispute_risk", "challenges", "cost", "pair",
        _words(
            "differing interests and risk of dispute",
            "perbedaan kepentingan dan risiko perselisihan",
        ),
        _words("judged", "dinilai"),
        _CONFLICTS,
    ),
    Leaf(
        "C1", "vision_alignment", "enablers", "benefit", "pair",
        _words("alignment of vision and mission", "keselarasan visi dan misi"),
        _words("likeness of the plans' priorities", "kemiripan prioritas RPJMD"),
        _VISION,
    ),
    Leaf(
        "C2", "commitment", "enablers", "benefit", "pair",
        _words("commitment", "komitmen"),
        _words(
            "record of past agreements; funds in the budget; joint secretariat",
            "rekam jejak perjanjian; dana dalam APBD; sekretariat bersama",
        ),
        _COMMITMENT,
    ),
    Leaf(
        "C3", "institutional_capacity", "enablers", "benefit", "coalition",
        _words(
            "capacity and competence of the regional apparatus",
            "kapasitas dan kompetensi perangkat daerah",
        ),
        _words(
            "SAKIP, SPBE or EPPD of the weakest member",
            "SAKIP, SPBE, atau EPPD anggota terlemah",
        ),
        _CAPACITY,
    ),
    Leaf(
        "C4", "transparency", "enablers", "benefit", "coalition",
        _words("transparency and accountability", "transparansi dan akuntabilitas"),
        _words(
            "prevention score (MCP) and audit opinion of the weakest member",
            "skor MCP dan opini BPK anggota terlemah",
        ),
        _TRANSPARENCY,
    ),
)  # fmt: skip
"""The fifteen leaves, in order."""

EXAMPLE: Words = _words(
    "EXAMPLE: these judgments are made up to show how it works. Put your team's own in their "
    "place before you use the ranking.",
    "CONTOH: penilaian ini dibuat hanya untuk menunjukkan cara kerjanya. Gantilah dengan "
    "penilaian tim Anda sendiri sebelum hasilnya dipakai.",
)
"""The label of the example judgments, wherever they show."""

_EXAMPLE_LEVELS: Mapping[str, Mapping[str, int]] = {
    GOAL: {"opportunities": 3, "challenges": 2, "enablers": 1},
    "opportunities": {
        "welfare": 4, "acceleration": 2, "exchange": 5, "synergy": 3,
        "autonomy": 1, "competitiveness": 1,
    },
    "challenges": {
        "distance": 3, "coordination_burden": 2, "bureaucracy": 2, "capacity_disparity": 1,
        "dispute_risk": 3,
    },
    "enablers": {
        "vision_alignment": 3, "commitment": 4, "institutional_capacity": 2, "transparency": 2,
    },
}  # fmt: skip
"""One step apart is judged 2, two steps 3, and so on."""


def framework_criterion(name: str, **given: Any) -> Criterion:
    """Return a leaf of the default framework as a criterion.

    Parameters
    ----------
    name : str
        A leaf: ``"exchange"``.
    **given
        Whatever else `kadmcdm.Criterion` takes, or shall have otherwise: ``unit``, ``source``,
        ``bounds``, ``description``.

    Returns
    -------
    Criterion

    Raises
    ------
    InputError
        For an unknown leaf.

    Examples
    --------
    >>> from kadmcdm.partnership import framework_criterion
    >>> distance = framework_criterion("distance", unit="km")
    >>> distance.direction, distance.group, distance.changeable
    ('cost', 'challenges', False)
    """
    leaf = _leaves([name])[0]
    own: dict[str, Any] = {
        "direction": leaf.direction,
        "label": leaf.label,
        "group": leaf.group,
        "description": leaf.measure,
        "lever": leaf.lever,
        "changeable": leaf.changeable,
    }
    return Criterion(leaf.name, **{**own, **given})


def framework_criteria(names: Iterable[str] | None = None) -> tuple[Criterion, ...]:
    """Return leaves of the default framework as criteria.

    Parameters
    ----------
    names : iterable of str, optional
        All fifteen when left out.

    Returns
    -------
    tuple of Criterion
        In the framework's order.

    Raises
    ------
    InputError
        For unknown leaves.

    Examples
    --------
    >>> from kadmcdm.partnership import framework_criteria
    >>> len(framework_criteria())
    15
    """
    return tuple(framework_criterion(leaf.name) for leaf in _leaves(names))


def framework_tree(names: Iterable[str] | None = None) -> dict[str, dict[str, dict[str, Any]]]:
    """Return the default framework as a tree for `kadmcdm.Hierarchy`.

    Parameters
    ----------
    names : iterable of str, optional
        The leaves to keep; all fifteen when left out. A group without leaves goes too.

    Returns
    -------
    dict
        ``{group: {leaf: {}}}``.

    Raises
    ------
    InputError
        For unknown leaves.

    Examples
    --------
    >>> from kadmcdm.partnership import framework_tree
    >>> framework_tree(["distance", "exchange"])
    {'opportunities': {'exchange': {}}, 'challenges': {'distance': {}}}
    """
    tree: dict[str, dict[str, dict[str, Any]]] = {}
    for leaf in _leaves(names):
        tree.setdefault(leaf.group, {})[leaf.name] = {}
    return tree


def not_assessed(names: Iterable[str]) -> tuple[str, ...]:
    """Return the leaves of the framework that are not among these.

    Parameters
    ----------
    names : iterable of str
        The leaves for which there are data or judgments.

    Returns
    -------
    tuple of str

    Raises
    ------
    InputError
        For unknown leaves.

    Examples
    --------
    >>> from kadmcdm.partnership import not_assessed
    >>> len(not_assessed(["exchange", "synergy", "distance", "bureaucracy", "capacity_disparity"]))
    10
    """
    assessed = {leaf.name for leaf in _leaves(names)}
    return tuple(leaf.name for leaf in FRAMEWORK if leaf.name not in assessed)


def example_hierarchy(names: Iterable[str] | None = None) -> Hierarchy:
    """Return the framework with EXAMPLE judgments (*CONTOH*): they are nobody's, replace them.

    Parameters
    ----------
    names : iterable of str, optional
        The leaves that are assessed; the rows of the others are removed and the priorities
        recomputed. All fifteen when left out.

    Returns
    -------
    Hierarchy
        ``left_out`` names the leaves that are not assessed. Show `EXAMPLE` beside its weights.

    Raises
    ------
    InputError
        For unknown leaves, or none.

    Examples
    --------
    >>> from kadmcdm.partnership import example_hierarchy
    >>> weights = example_hierarchy(["exchange", "distance"]).global_weights
    >>> {leaf: round(weight, 3) for leaf, weight in weights.items()}
    {'exchange': 0.667, 'distance': 0.333}
    """
    whole = Hierarchy.from_dict(
        {
            "goal": GOAL,
            "tree": framework_tree(),
            "comparisons": {node: _judged(levels) for node, levels in _EXAMPLE_LEVELS.items()},
        }
    )
    left_out = () if names is None else not_assessed(names)
    return whole.without(*left_out) if left_out else whole


def _judged(levels: Mapping[str, int]) -> list[list[Any]]:
    items = sorted(levels.items(), key=lambda item: -item[1])
    return [
        [a, b, 1 + high - low] for k, (a, high) in enumerate(items) for b, low in items[k + 1 :]
    ]


def _leaves(names: Iterable[str] | None) -> tuple[Leaf, ...]:
    if names is None:
        return FRAMEWORK
    wanted = items_of(names, "names", "names of leaves")
    known = {leaf.name: leaf for leaf in FRAMEWORK}
    raise_faults(list(unknown_names(wanted, known, "leaf")))
    return tuple(leaf for leaf in FRAMEWORK if leaf.name in wanted)
