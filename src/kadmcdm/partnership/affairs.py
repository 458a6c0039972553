"""What is cooperated on: sectors, sub-affairs, objects of cooperation, and the forms it takes.

What the law says of them is cited or unknown. Citations from memory carry `TO_BE_CHECKED`, in both
languages, wherever they show.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping
from numbers import Real
from typing import Annotated, Any, Literal, TypeAlias, get_args

from pydantic import AfterValidator, BeforeValidator, ConfigDict, Field, model_validator
from pydantic.dataclasses import dataclass as pydantic_dataclass

from kadmcdm import _text
from kadmcdm._arrays import ReadOnlyDict, as_items, taught
from kadmcdm._numbers import as_number
from kadmcdm._provenance import jsonable
from kadmcdm._typing import JSON, Label, Language
from kadmcdm.errors import Fault, InputError, brief, choice_fault, did_you_mean, raise_faults
from kadmcdm.partnership.codes import RegionKind
from kadmcdm.partnership.screen_types import unverified
from kadmcdm.problem.criteria import LabelField, NameField, NumberField

Authority: TypeAlias = Literal["province", "regency_city"]
"""Whose affair it is: the province's, or that of regencies and cities (*kabupaten/kota*)."""

CooperationForm: TypeAlias = Literal[
    "joint_service",
    "joint_facility",
    "service_contract",
    "purchase",
    "resource_exchange",
    "knowledge_exchange",
    "technology_exchange",
    "joint_planning",
    "joint_promotion",
    "joint_body",
]
"""How regions may cooperate; `FORMS` says what each is called."""

SectorGroup: TypeAlias = Literal["basic", "non_basic", "optional"]


def _words(en: str, id_: str) -> Mapping[Language, str]:
    return ReadOnlyDict({"en": en, "id": id_})


FORMS: Mapping[CooperationForm, Mapping[Language, str]] = ReadOnlyDict(
    {
        "joint_service": _words("joint service", "pelayanan bersama"),
        "joint_facility": _words("joint facility", "penyediaan sarana dan prasarana bersama"),
        "service_contract": _words(
            "service by one region for another", "pelayanan oleh satu daerah untuk daerah lain"
        ),
        "purchase": _words("purchase", "pembelian layanan atau barang"),
        "resource_exchange": _words("exchange of resources", "pertukaran sumber daya"),
        "knowledge_exchange": _words("exchange of knowledge", "pertukaran pengetahuan"),
        "technology_exchange": _words("exchange of technology", "pertukaran teknologi"),
        "joint_planning": _words("joint planning", "perencanaan bersama"),
        "joint_promotion": _words("joint promotion", "promosi bersama"),
        "joint_body": _words("joint body", "lembaga bersama"),
    }
)
"""What the forms of cooperation are called, by code."""

_CONFIG = ConfigDict(extra="forbid")


def frozen_label(value: Label) -> Label:
    """Return a label that nobody can change; refuse an empty one."""
    texts = list(value.values()) if isinstance(value, Mapping) else [value]
    if not texts or not all(isinstance(text, str) and text.strip() for text in texts):
        raise InputError([Fault("", "there is no text", expected="text, or a text per language")])
    return ReadOnlyDict(value) if isinstance(value, Mapping) else value


def _authority(value: Any) -> Any:
    """Take one word or several; None is unknown."""
    if value is None:
        return frozenset()
    words = (value,) if isinstance(value, str) else as_items(value)
    if words is None:
        raise InputError([Fault("", "no authority", brief(value), "a word, or several")])
    raise_faults([fault for word in words for fault in choice_fault("", word, get_args(Authority))])
    return frozenset(words)


def _sector(value: Any) -> Any:
    if isinstance(value, (Sector, Mapping)):
        return value
    known = isinstance(value, str) and value in SECTORS
    hint = f"say SECTORS[{value!r}]" if known else did_you_mean(value, SECTORS)
    raise InputError([Fault("", "no Sector", brief(value), "one of SECTORS, or a Sector", hint)])


def range_faults(
    where: str, value: object, low: float = 0.0, high: float = math.inf, *, above: bool = False
) -> Iterator[Fault]:
    """Yield a fault unless the value is None or a number in [low, high] (above: not low itself)."""
    if value is None:
        return
    expected = f"{low:g} to {high:g}" if high < math.inf else f"{low:g} or more"
    if above:
        expected = f"a number above {low:g}"
    if isinstance(value, bool) or not isinstance(value, Real):
        yield Fault(where, "no number", brief(value), expected)
        return
    number = as_number(value)
    if not math.isfinite(number) or not low <= number <= high or (above and number == low):
        yield Fault(where, "out of range", f"{number:g}", expected)


TextLabel = Annotated[Label, AfterValidator(frozen_label)]


@taught
@pydantic_dataclass(frozen=True, config=_CONFIG)
class Sector:
    """A government affair (*urusan pemerintahan*).

    Parameters
    ----------
    code : str
    name : str or {"en": str, "id": str}
    group : "basic", "non_basic" or "optional"
        Mandatory with basic service (*wajib pelayanan dasar*), mandatory without, or optional
        (*pilihan*).
    citation : str or {"en": str, "id": str}, optional

    Raises
    ------
    InputError
        Naming everything that is wrong.

    Examples
    --------
    >>> from kadmcdm.partnership import SECTORS
    >>> SECTORS["public_works"].name_in("id"), SECTORS["public_works"].group
    ('pekerjaan umum dan penataan ruang', 'basic')
    """

    code: NameField
    name: TextLabel
    group: SectorGroup
    citation: LabelField = None

    def name_in(self, lang: Language) -> str:
        """Return the name in a language."""
        return _text.label(self.name, self.code, lang)

    def to_dict(self) -> JSON:
        """Return plain JSON types; ``Sector(**data)`` reads them back."""
        return {key: jsonable(getattr(self, key)) for key in self.__dataclass_fields__}


@taught
@pydantic_dataclass(frozen=True, config=_CONFIG)
class SubAffair:
    """A part of an affair (*sub-urusan*), and whose authority it is within.

    Parameters
    ----------
    code : str
    sector : Sector
        One of `SECTORS`, or your own.
    name : str or {"en": str, "id": str}
    authority : "province", "regency_city", or a frozenset of both, optional
        Unknown when left out, and unknown as long as no provision is cited.
    citation : str or {"en": str, "id": str}, optional
        The provision that says so.

    Raises
    ------
    InputError
        Naming everything that is wrong.

    Examples
    --------
    >>> from kadmcdm.partnership import SECTORS, SubAffair
    >>> schools = SubAffair(
    ...     "upper_secondary", SECTORS["education"], "upper secondary schools", "province",
    ...     "UU 23/2014, annex (to be checked against the official text)",
    ... )
    >>> schools.held_by("regency"), schools.held_by("province")
    (False, True)
    >>> SubAffair("water", SECTORS["public_works"], "drinking water").held_by("regency") is None
    True
    """

    code: NameField
    sector: Annotated[Sector, BeforeValidator(_sector)]
    name: TextLabel
    authority: Annotated[frozenset[Authority] | Authority | None, BeforeValidator(_authority)] = (
        Field(default_factory=frozenset)
    )
    citation: LabelField = None

    def held_by(self, kind: RegionKind) -> bool | None:
        """Tell whether regions of a kind have the authority; None where nobody has cited it.

        Parameters
        ----------
        kind : "province", "regency" or "city"

        Returns
        -------
        bool or None
        """
        if not self.authority or self.citation is None:
            return None
        level: Authority = "province" if kind == "province" else "regency_city"
        return level in self.authority

    def name_in(self, lang: Language) -> str:
        """Return the name in a language."""
        return _text.label(self.name, self.code, lang)

    def citation_in(self, lang: Language) -> str:
        """Return the provision in a language, or nothing."""
        return _text.label(self.citation, "", lang)

    def to_dict(self) -> JSON:
        """Return plain JSON types; ``SubAffair(**data)`` reads them back."""
        content = {key: jsonable(getattr(self, key)) for key in self.__dataclass_fields__}
        return {**content, "authority": sorted(self.authority or ())}


@taught
@pydantic_dataclass(frozen=True, config=_CONFIG)
class Issue:
    """The object of a cooperation (*objek kerja sama*).

    Parameters
    ----------
    sector : Sector
    title : str or {"en": str, "id": str}
    cross_border_externality : float, optional
        0 (its effects end at the border) to 1; None where nobody has assessed it.
    min_efficient_scale : float, optional
        Positive, in `unit`: from here on the service is no longer cheaper by being larger.
    unit : str or {"en": str, "id": str}, optional
        Of the efficient scale.

    Raises
    ------
    InputError
        Naming everything that is wrong.

    Examples
    --------
    >>> from kadmcdm.partnership import SECTORS, Issue
    >>> issue = Issue(SECTORS["public_works"], "joint drinking water", 0.6, 2e6, "people")
    >>> issue.title_in("en"), issue.cross_border_externality
    ('joint drinking water', 0.6)
    """

    sector: Annotated[Sector, BeforeValidator(_sector)]
    title: TextLabel
    cross_border_externality: NumberField | None = None
    min_efficient_scale: NumberField | None = None
    unit: LabelField = None

    @model_validator(mode="after")
    def _checked(self) -> Issue:
        external, scale = self.cross_border_externality, self.min_efficient_scale
        faults = [*range_faults("cross_border_externality", external, high=1.0)]
        faults += range_faults("min_efficient_scale", scale, above=True)
        if scale is not None and self.unit is None:
            faults.append(Fault("unit", "missing", expected="what the efficient scale counts"))
        raise_faults(faults)
        return self

    def title_in(self, lang: Language) -> str:
        """Return the title in a language."""
        return _text.label(self.title, "", lang)

    def to_dict(self) -> JSON:
        """Return plain JSON types; ``Issue(**data)`` reads them back."""
        return {key: jsonable(getattr(self, key)) for key in self.__dataclass_fields__}


_SEEN = "UU 23/2014"
_MEMORY = unverified(_SEEN, _SEEN)

_NAMES: Mapping[SectorGroup, Mapping[str, tuple[str, str]]] = {
    "basic": {
        "education": ("education", "pendidikan"),
        "health": ("health", "kesehatan"),
        "public_works": (
            "public works and spatial planning", "pekerjaan umum dan penataan ruang",
        ),
        "housing": ("housing and settlements", "perumahan rakyat dan kawasan permukiman"),
        "public_order": (
            "peace, public order and community protection",
            "ketenteraman, ketertiban umum, dan pelindungan masyarakat",
        ),
        "social": ("social affairs", "sosial"),
    },
    "non_basic": {
        "labor": ("labor", "tenaga kerja"),
        "women_children": (
            "women's empowerment and child protection",
            "pemberdayaan perempuan dan pelindungan anak",
        ),
        "food": ("food", "pangan"),
        "land": ("land", "pertanahan"),
        "environment": ("environment", "lingkungan hidup"),
        "population_administration": (
            "population administration", "administrasi kependudukan dan pencatatan sipil",
        ),
        "villages": ("village empowerment", "pemberdayaan masyarakat dan desa"),
        "family_planning": (
            "population control and family planning",
            "pengendalian penduduk dan keluarga berencana",
        ),
        "transport": ("transport", "perhubungan"),
        "communication": ("communication and informatics", "komunikasi dan informatika"),
        "cooperatives": (
            "cooperatives and small business", "koperasi, usaha kecil, dan menengah",
        ),
        "investment": ("investment", "penanaman modal"),
        "youth_sport": ("youth and sport", "kepemudaan dan olahraga"),
        "statistics": ("statistics", "statistik"),
        "cryptography": ("cryptography", "persandian"),
        "culture": ("culture", "kebudayaan"),
        "libraries": ("libraries", "perpustakaan"),
        "archives": ("archives", "kearsipan"),
    },
    "optional": {
        "marine": ("marine affairs and fisheries", "kelautan dan perikanan"),
        "tourism": ("tourism", "pariwisata"),
        "agriculture": ("agriculture", "pertanian"),
        "forestry": ("forestry", "kehutanan"),
        "energy": ("energy and minerals", "energi dan sumber daya mineral"),
        "trade": ("trade", "perdagangan"),
        "industry": ("industry", "perindustrian"),
        "transmigration": ("transmigration", "transmigrasi"),
    },
}  # fmt: skip

SECTORS: Mapping[str, Sector] = ReadOnlyDict(
    {
        code: Sector(code, _words(*names), group, _SEEN if group == "basic" else _MEMORY)
        for group, sectors in _NAMES.items()
        for code, names in sectors.items()
    }
)
"""The 32 affairs that regions share with the center, by code: 6 basic, 18 others, 8 optional."""
