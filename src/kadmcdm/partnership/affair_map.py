"""Mapping of affairs (*pemetaan urusan*): on what a region should seek cooperation, and where."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from typing import Any, Literal

import numpy as np

from kadmcdm import _text
from kadmcdm._arrays import ReadOnlyDict
from kadmcdm.errors import (
    Fault,
    InputError,
    brief,
    choice_fault,
    name_faults,
    prefixed,
    raise_faults,
    unknown_names,
)
from kadmcdm.methods import TOPSIS, Method
from kadmcdm.partnership.affair_entries import AffairEntry, PlanPriority, entry_of, others_of
from kadmcdm.partnership.affair_list import Affair
from kadmcdm.partnership.affair_result import CRITERIA, AffairMap, value_of
from kadmcdm.partnership.affairs import range_faults
from kadmcdm.partnership.codes import unknown_codes
from kadmcdm.partnership.partners import AnyWeights
from kadmcdm.partnership.regions import RegionTable
from kadmcdm.problem import Candidate, Criterion, DecisionProblem
from kadmcdm.ranking import rank
from kadmcdm.weighting import Weights


def map_affairs(
    region: str,
    affairs: Sequence[Affair],
    weights: AnyWeights,
    *,
    table: RegionTable,
    method: Method = TOPSIS(),  # noqa: B008 - frozen
    criteria: Sequence[str] | None = None,
    priority: PlanPriority = "share",
    threshold: float = 0.5,
    reference: RegionTable | None = None,
    missing: Literal["error", "drop_candidate"] = "error",
) -> AffairMap:
    """Rank a region's sub-affairs by how much they call for cooperation, and say with whom.

    The gap of an indicator is its shortfall as a share of the target, or of the median of the
    reference regions. A possible partner borders, or does better on the indicator; it is
    autonomous, and has the authority as far as that is cited. A sub-affair that by citation is not
    within the region's own authority is set aside (screen S1). The indication is mandatory where a
    region borders, the externality reaches the threshold, and the service is cheaper together
    (S3); voluntary where one of these fails; otherwise unknown.

    Parameters
    ----------
    region : str
        A code of the table.
    affairs : sequence of Affair
        One per sub-affair.
    weights : Weights, weighting scheme, mapping or sequence
        Of the criteria.
    table : RegionTable
        The region, its possible partners, and the indicators.
    method : Method
    criteria : sequence of str, optional
        Among ``"gap"``, ``"priority"``, ``"externality"``, ``"partners"`` (how many are possible);
        when left out, those that the weights name, or else the first three.
    priority : "share" or "rank"
        What the affairs' priority is: a share of the plan, or a rank in it (1 is the highest).
    threshold : float
        The externality from which on cooperation may be mandatory, 0 to 1.
    reference : RegionTable, optional
        Whose medians stand in for targets; the table itself when left out.
    missing : "error" or "drop_candidate"
        Whether a sub-affair of which a criterion is not known is refused, or set aside by name.

    Returns
    -------
    AffairMap

    Raises
    ------
    InputError
        Listing every fault: an unknown or non-autonomous region, sub-affairs that stand twice,
        unknown indicators, criteria that are not known of a sub-affair, no sub-affair left.

    Examples
    --------
    >>> import kadmcdm as kd
    >>> from kadmcdm.partnership import SECTORS, Affair, SubAffair, map_affairs
    >>> works = SECTORS["public_works"]
    >>> water = Affair(
    ...     SubAffair("water", works, "drinking water"), indicator="water_access",
    ...     direction="benefit", target=100, externality=0.6, cheaper_together=True,
    ... )
    >>> roads = Affair(SubAffair("roads", works, "roads"), gap=0.2, externality=0.3)
    >>> found = map_affairs(
    ...     "35.22", [water, roads], {"gap": 1}, table=kd.datasets.east_java()
    ... )
    >>> found.ranking.order, dict(found.indications)
    (('roads', 'water'), {'water': 'mandatory', 'roads': 'voluntary'})
    """
    items = tuple(affairs)
    names = _names(weights, criteria)
    whole = table if reference is None else reference
    raise_faults(_faults(region, items, names, table, whole, priority, threshold, missing))
    others = others_of(region, table)
    found = [entry_of(item, region, others, table, whole, threshold) for item in items]
    entries, faults = _complete(found, names, table[region].name, missing)
    raise_faults(faults)
    kept = [entry for entry in entries if entry.set_aside is None]
    if not kept:
        reasons = [
            Fault(f"affair {entry.affair.code!r}", f"set aside: {entry.set_aside['en']}")
            for entry in entries
            if entry.set_aside is not None
        ]
        raise InputError([Fault("affairs", "no affair is left to rank"), *reasons])
    return AffairMap(
        region=region,
        region_name=table[region].name,
        ranking=rank(_problem(kept, names, priority, table[region].name), weights, method),
        entries=tuple(entries),
        threshold=float(threshold),
        priority=priority,
        missing=missing,
        table_digest=table.digest,
        reference_digest=whole.digest,
    )


def _names(weights: Any, criteria: Sequence[str] | None) -> tuple[str, ...]:
    """Return the criteria: those given, or that the weights name, or the first three."""
    if criteria is not None:
        return (criteria,) if isinstance(criteria, str) else tuple(criteria)
    if isinstance(weights, Weights):
        return weights.criterion_names
    return tuple(weights) if isinstance(weights, Mapping) else CRITERIA[:3]


def _faults(
    region: str,
    items: Sequence[Any],
    names: Sequence[str],
    table: RegionTable,
    reference: RegionTable,
    priority: str,
    threshold: float,
    missing: str,
) -> list[Fault]:
    """Return everything that is wrong before anything is measured."""
    raise_faults(
        [
            Fault(f"affair number {k}", "no Affair", brief(item), "Affair(sub_affair, ...)")
            for k, item in enumerate(items, 1)
            if not isinstance(item, Affair)
        ]
    )
    faults = [] if items else [Fault("affairs", "there are none", expected="at least one")]
    faults += unknown_codes([region], dict(zip(table.codes, table.names, strict=True)))
    if not faults and not table[region].autonomous:
        what = f"{table[region].name} is not autonomous and cannot sign"
        faults.append(Fault(f"region {region!r}", what))
    faults += name_faults([item.code for item in items], "affair")
    if not names:
        faults.append(Fault("criteria", "there are none", expected="at least one"))
    faults += [*name_faults(names, "criterion"), *unknown_names(names, CRITERIA, "criterion")]
    faults += choice_fault("priority", priority, ("share", "rank"))
    faults += choice_fault("missing", missing, ("error", "drop_candidate"))
    faults += range_faults("threshold", threshold, high=1.0)
    for item in items:
        faults += prefixed(f"affair {item.code!r}", _affair_faults(item, table, reference))
        if priority == "share":
            faults += range_faults(f"affair {item.code!r}: priority", item.priority, high=1.0)
        elif priority == "rank":
            faults += range_faults(f"affair {item.code!r}: priority", item.priority, low=1.0)
    return faults


def _affair_faults(item: Affair, table: RegionTable, reference: RegionTable) -> Iterator[Fault]:
    """Yield what the tables do not have of an affair's indicator."""
    if item.indicator is None:
        return
    both = [table] if reference is table else [table, reference]
    for place in both:
        known = [indicator.name for indicator in place.indicators]
        yield from unknown_names([item.indicator], known, "indicator")


def _complete(
    entries: Sequence[AffairEntry], names: Sequence[str], region: str, missing: str
) -> tuple[list[AffairEntry], list[Fault]]:
    """Set aside, or find fault with, the entries of which a criterion is not known."""
    kept: list[AffairEntry] = []
    faults: list[Fault] = []
    for entry in entries:
        unknown = [name for name in names if value_of(entry, name) is None]
        if entry.set_aside is not None or not unknown:
            kept.append(entry)
        elif missing == "error":
            kept.append(entry)
            faults += [_unknown(entry, name, region) for name in unknown]
        else:
            text = {
                "en": "not known: " + ", ".join(_LABELS[name]["en"] for name in unknown),
                "id": "belum diketahui: " + ", ".join(_LABELS[name]["id"] for name in unknown),
            }
            kept.append(replace(entry, set_aside=ReadOnlyDict(text)))
    return kept, faults


def _unknown(entry: AffairEntry, name: str, region: str) -> Fault:
    affair = entry.affair
    what, hint = "not known", "say it, weigh something else, or say missing='drop_candidate'"
    if name in ("gap", "partners") and affair.indicator is not None:
        what = f"indicator {affair.indicator!r} of {region} is missing"
        if entry.own is not None:
            what = f"the level of {affair.indicator!r} to hold it against is missing or not above 0"
    elif name in ("gap", "partners"):
        hint = f"name an indicator{', or say the gap' if name == 'gap' else ''}; or {hint}"
    return Fault(f"affair {affair.code!r}: {name}", what, hint=hint)


def _problem(
    entries: Sequence[AffairEntry], names: Sequence[str], priority: PlanPriority, region: str
) -> DecisionProblem:
    """Return the sub-affairs as candidates; what calls for cooperation is a benefit."""
    criteria = [
        Criterion(
            name,
            "cost" if name == "priority" and priority == "rank" else "benefit",
            label=_LABELS[name],
            unit=_RANK if name == "priority" and priority == "rank" else _UNITS[name],
        )
        for name in names
    ]
    candidates = [
        Candidate(
            entry.affair.code,
            label=entry.affair.sub_affair.name,
            attributes={
                "sector": entry.affair.sub_affair.sector.code,
                "indication": entry.indication,
                "example": entry.affair.example,
            },
        )
        for entry in entries
    ]
    matrix = np.array([[value_of(entry, name) for name in names] for entry in entries], dtype=float)
    title = f"pemetaan urusan / mapping of affairs: {region}"
    if any(entry.affair.example for entry in entries):
        title = f"{_text.say('example', 'id')} / {_text.say('example', 'en')}: {title}"
    return DecisionProblem(criteria, candidates, matrix, title=title)


_LABELS: Mapping[str, Mapping[Any, str]] = {
    "gap": {"en": "service gap", "id": "kesenjangan layanan"},
    "priority": {"en": "priority in the plan", "id": "prioritas rencana"},
    "externality": {"en": "cross-border externality", "id": "eksternalitas lintas daerah"},
    "partners": {"en": "possible partners", "id": "calon mitra"},
}

_UNITS: Mapping[str, Mapping[Any, str]] = {
    "gap": {"en": "share of the level", "id": "bagian dari acuan"},
    "priority": {"en": "share of the plan", "id": "porsi rencana"},
    "externality": {"en": "0-1", "id": "0-1"},
    "partners": {"en": "regions", "id": "daerah"},
}
_RANK: Mapping[Any, str] = {"en": "rank, 1 is highest", "id": "peringkat, 1 tertinggi"}
