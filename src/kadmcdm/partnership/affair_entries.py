"""One line of the mapping of affairs: gap, possible partners, indication, and why, in words."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Literal, TypeAlias

import numpy as np

from kadmcdm import _text
from kadmcdm._arrays import ReadOnlyDict
from kadmcdm._provenance import jsonable
from kadmcdm._typing import JSON, Language
from kadmcdm.partnership.affair_list import Affair
from kadmcdm.partnership.codes import BorderKind
from kadmcdm.partnership.facts import distance_km
from kadmcdm.partnership.region import Indicator
from kadmcdm.partnership.regions import RegionTable
from kadmcdm.partnership.screen_types import TO_BE_CHECKED

Indication: TypeAlias = Literal["mandatory", "voluntary", "unknown"]
"""What facts hint at; only a cited decision makes a cooperation mandatory."""

PlanPriority: TypeAlias = Literal["share", "rank"]
"""What the plan's priority is: a share (more matters more), or a rank (1 matters most)."""


Other: TypeAlias = tuple[int, BorderKind | None, float | None]
"""A row of the table, its border with the region that asks, and its distance in km."""


@dataclass(frozen=True, slots=True)
class AffairPartner:
    """A region that may be a partner in a sub-affair: it borders, or it does better.

    Parameters
    ----------
    code, name : str
    border : "land", "river", "sea" or None
    leads : bool or None
        Whether its indicator is better while the region that asks is short of the level; None
        where there is no indicator, or no value.
    distance_km : float or None

    Examples
    --------
    >>> import kadmcdm as kd
    >>> from kadmcdm.partnership import SECTORS, Affair, SubAffair, map_affairs
    >>> water = Affair(
    ...     SubAffair("water", SECTORS["public_works"], "drinking water"),
    ...     indicator="water_access", direction="benefit", target=100, externality=0.6,
    ... )
    >>> found = map_affairs("35.22", [water], {"gap": 1}, table=kd.datasets.east_java())
    >>> first = found.entry("water").partners[0]
    >>> first.name, first.border, first.leads
    ('Kabupaten Nganjuk', 'land', True)
    """

    code: str
    name: str
    border: BorderKind | None
    leads: bool | None
    distance_km: float | None

    def to_dict(self) -> JSON:
        """Return plain JSON types."""
        return {key: jsonable(getattr(self, key)) for key in self.__dataclass_fields__}


@dataclass(frozen=True, slots=True)
class AffairEntry:
    """What the mapping says of one sub-affair.

    Parameters
    ----------
    affair : Affair
    gap : float or None
        The service gap as a share of the level; None where nobody knows.
    own, level : float or None
        The region's value and what it is held against, in the indicator's unit.
    indicator : Indicator or None
    partners : tuple of AffairPartner
        Those that border and do better first, then the nearer ones.
    indication : "mandatory", "voluntary" or "unknown"
    why : {"en": str, "id": str}
        What the indication rests on, or what is not known.
    set_aside : {"en": str, "id": str} or None
        Why it is not ranked, where it is not.

    Examples
    --------
    >>> import kadmcdm as kd
    >>> from kadmcdm.partnership import SECTORS, Affair, SubAffair, map_affairs
    >>> water = Affair(
    ...     SubAffair("water", SECTORS["public_works"], "drinking water"),
    ...     indicator="water_access", direction="benefit", target=100, externality=0.6,
    ... )
    >>> found = map_affairs("35.22", [water], {"gap": 1}, table=kd.datasets.east_java())
    >>> entry = found.entry("water")
    >>> round(entry.gap, 3), entry.indication, entry.set_aside
    (0.028, 'unknown', None)
    """

    affair: Affair
    gap: float | None
    own: float | None
    level: float | None
    indicator: Indicator | None
    partners: tuple[AffairPartner, ...]
    indication: Indication
    why: Mapping[Language, str]
    set_aside: Mapping[Language, str] | None = None

    def reasons(self, priority: PlanPriority, lang: Language = "en") -> str:
        """Return gap, priority, partners, and what the indication rests on, as one line."""
        _text.check_language(lang)
        say, affair = _SAID[lang], self.affair
        parts = [self._gap_words(lang)]
        if affair.priority is not None and priority == "share":
            parts.append(say["share"].format(_text.percent(affair.priority, lang, 1)))
        elif affair.priority is not None:
            parts.append(say["rank"].format(_text.significant(affair.priority, lang)))
        near = sum(partner.border is not None for partner in self.partners)
        parts.append(say["border"].format(near) if near else say["no border"])
        if self.indicator is not None:
            parts.append(say["better"].format(sum(p.leads is True for p in self.partners)))
        return "; ".join([*parts, f"{say['basis']}: {self.why[lang]}"])

    def _gap_words(self, lang: Language) -> str:
        say = _SAID[lang]
        if self.gap is None:
            return say["no gap known"]
        share = _text.percent(self.gap, lang, 1)
        if self.own is None or self.level is None or self.indicator is None:
            return say["declared"].format(share)
        own = f"{_text.significant(self.own, lang)} {self.indicator.unit_in(lang)}".rstrip()
        against = say["target" if self.affair.target is not None else "median"]
        against = against.format(_text.significant(self.level, lang))
        short = say["short" if self.gap else "level"].format(share, against)
        return f"{self.indicator.label_in(lang)}: {own}, {short}"

    def to_dict(self) -> JSON:
        """Return plain JSON types that `from_dict` reads back."""
        return {key: jsonable(getattr(self, key)) for key in self.__dataclass_fields__}

    @classmethod
    def from_dict(cls, data: Mapping[str, Any]) -> AffairEntry:
        """Read back what `to_dict` wrote."""
        about, aside = data["indicator"], data["set_aside"]
        read = {
            "affair": Affair.from_dict(data["affair"]),
            "indicator": None if about is None else Indicator(**about),
            "partners": tuple(AffairPartner(**item) for item in data["partners"]),
            "why": ReadOnlyDict(data["why"]),
            "set_aside": None if aside is None else ReadOnlyDict(aside),
        }
        return cls(**{**data, **read})


def others_of(region: str, table: RegionTable) -> list[Other]:
    """Return who may be a partner at all: each other autonomous region, its border and distance."""
    return [
        (row, table.border(region, other.code), distance_km(table, region, other.code))
        for row, other in enumerate(table.regions)
        if other.code != region and other.autonomous
    ]


def entry_of(
    affair: Affair,
    region: str,
    others: Sequence[Other],
    table: RegionTable,
    reference: RegionTable,
    threshold: float,
) -> AffairEntry:
    """Return what tables and declarations say of one sub-affair; all names are known to be."""
    own = level = None
    gap = affair.gap
    sign = -1.0 if affair.direction == "cost" else 1.0
    values = np.full(len(table), math.nan)
    if affair.indicator is not None:
        values = table.indicator(affair.indicator)
        own = _known(float(values[table.index(region)]))
        known = reference.indicator(affair.indicator)
        level = affair.target
        if level is None and not np.isnan(known).all():
            level = float(np.nanmedian(known))
        if gap is None and own is not None and level is not None and level > 0:
            gap = max(0.0, sign * (level - own) / level)
    short = own is not None and level is not None and sign * (level - own) > 0
    partners = []
    for row, border, km in others:
        other = table.regions[row]
        if affair.sub_affair.held_by(other.kind) is False:
            continue
        leads = None
        if own is not None and not math.isnan(values[row]):
            leads = bool(short and sign * (values[row] - own) > 0)
        if border is not None or leads:
            partners.append(AffairPartner(other.code, other.name, border, leads, km))
    partners.sort(key=_nearness)
    touching = any(partner.border is not None for partner in partners)
    borders = touching if table.adjacency else None
    indication, why = indication_of(borders, affair.externality, affair.cheaper_together, threshold)
    return AffairEntry(
        affair=affair,
        gap=gap,
        own=own,
        level=level,
        indicator=None if affair.indicator is None else table.about(affair.indicator),
        partners=tuple(partners),
        indication=indication,
        why=why,
        set_aside=_not_held(affair, table, region),
    )


def indication_of(
    borders: bool | None, externality: float | None, cheaper_together: bool | None, threshold: float
) -> tuple[Indication, Mapping[Language, str]]:
    """Return the indication of mandatory cooperation (screen S3), and what it rests on.

    One test that fails settles it, since all three are asked for; otherwise one that nobody can
    answer leaves it unknown.
    """
    crosses = None if externality is None else externality >= threshold
    tests = ("border", borders), ("externality", crosses), ("cost", cheaper_together)
    outcomes = [outcome for _, outcome in tests]
    indication: Indication = "mandatory"
    decisive: bool | None = True
    if False in outcomes:
        indication, decisive = "voluntary", False
    elif None in outcomes:
        indication, decisive = "unknown", None
    why: dict[Language, str] = {}
    for lang in _text.LANGUAGES:
        figures = [_text.significant(value or 0.0, lang) for value in (externality, threshold)]
        words = [
            _TESTS[lang][name, outcome].format(*figures)
            for name, outcome in tests
            if outcome is decisive
        ]
        why[lang] = _text.listed(words, lang)
        if decisive is None:
            why[lang] = f"{_SAID[lang]['not known']}: {why[lang]}"
    return indication, ReadOnlyDict(why)


def _not_held(affair: Affair, table: RegionTable, region: str) -> Mapping[Language, str] | None:
    """Return why an affair is out of the region's hands (screen S1), where that is cited."""
    kind, part = table[region].kind, affair.sub_affair
    if part.held_by(kind) is not False:
        return None
    text: dict[Language, str] = {}
    for lang in _text.LANGUAGES:
        holder = _SAID[lang]["regency_city" if kind == "province" else "province"]
        text[lang] = _SAID[lang]["not held"].format(holder, part.citation_in(lang))
    return ReadOnlyDict(text)


def _nearness(partner: AffairPartner) -> tuple[int, float, str]:
    merits = (partner.border is not None) + (partner.leads is True)
    far = math.inf if partner.distance_km is None else partner.distance_km
    return -merits, far, partner.code


def _known(value: float) -> float | None:
    return None if math.isnan(value) else value


CAUTION: Mapping[Language, str] = ReadOnlyDict(
    {
        "en": "An indication is no decision: a cooperation is mandatory only by a decision that is "
        f"cited. PP 28/2018, art. 3 ({TO_BE_CHECKED['en']}).",
        "id": "Indikasi bukan keputusan: kerja sama menjadi wajib hanya bila ada keputusan yang "
        f"dirujuk. PP 28/2018, pasal 3 ({TO_BE_CHECKED['id']}).",
    }
)
"""Stands under every list."""

_SAID: Mapping[Language, Mapping[str, str]] = {
    "en": {
        "no gap known": "service gap not known",
        "declared": "service gap of {} (declared)",
        "target": "the target of {}", "median": "the reference regions' median of {}",
        "short": "a gap of {} to {}", "level": "no gap to {1}",
        "share": "{} of the plan", "rank": "priority {} in the plan",
        "border": "bordering regions: {}", "no border": "no bordering region",
        "better": "regions that do better: {}",
        "basis": "indication", "not known": "not known",
        "province": "the province", "regency_city": "regencies and cities",
        "not held": "within the authority of {}: {}",
    },
    "id": {
        "no gap known": "kesenjangan layanan belum diketahui",
        "declared": "kesenjangan layanan {} (isian)",
        "target": "target {}", "median": "median daerah acuan {}",
        "short": "kesenjangan {} terhadap {}", "level": "tanpa kesenjangan terhadap {1}",
        "share": "porsi {} dalam rencana", "rank": "prioritas ke-{} dalam rencana",
        "border": "daerah berbatasan: {}", "no border": "tidak ada daerah berbatasan",
        "better": "daerah dengan capaian lebih baik: {}",
        "basis": "dasar indikasi", "not known": "belum diketahui",
        "province": "provinsi", "regency_city": "kabupaten/kota",
        "not held": "kewenangan {}: {}",
    },
}  # fmt: skip

_TESTS: Mapping[Language, Mapping[tuple[str, bool | None], str]] = {
    "en": {
        ("border", True): "shared border",
        ("border", False): "no shared border",
        ("border", None): "borders",
        ("externality", True): "externality {} reaches the threshold of {}",
        ("externality", False): "externality {} is below the threshold of {}",
        ("externality", None): "externality",
        ("cost", True): "cheaper together",
        ("cost", False): "not cheaper together",
        ("cost", None): "joint cost",
    },
    "id": {
        ("border", True): "berbatasan",
        ("border", False): "tidak berbatasan",
        ("border", None): "batas daerah",
        ("externality", True): "eksternalitas {} mencapai ambang {}",
        ("externality", False): "eksternalitas {} di bawah ambang {}",
        ("externality", None): "eksternalitas",
        ("cost", True): "lebih hemat bersama",
        ("cost", False): "tidak lebih hemat bersama",
        ("cost", None): "biaya bersama",
    },
}
"""What each test of the indication says, by its outcome."""
