"""Presets by sector: what is usually exchanged, weighed, and asked about authority. No weights.

A preset proposes questions. It changes no figure and decides nothing: whose authority an affair is
stays unknown until a provision is cited.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal, TypeAlias

from kadmcdm import _text
from kadmcdm._arrays import ReadOnlyDict
from kadmcdm._provenance import jsonable
from kadmcdm._typing import JSON, Language
from kadmcdm.partnership.affairs import CooperationForm
from kadmcdm.partnership.screen_types import unverified

Words: TypeAlias = Mapping[Language, str]
ExchangeKind: TypeAlias = Literal["resource", "knowledge", "technology"]


@dataclass(frozen=True, slots=True)
class SectorPreset:
    """What is typical of a sector, as a start for a team.

    Parameters
    ----------
    code : str
        ``"drinking_water"``.
    sector : str
        The government affair it belongs to: a key of `SECTORS`.
    label : {"en": str, "id": str}
    exchange : mapping of "resource", "knowledge" or "technology" to {"en": str, "id": str}
        What to measure under ``exchange`` (A3), a sub-leaf per kind.
    scale_unit : {"en": str, "id": str}
        What an efficient scale counts; how much is enough is for you to say.
    leaves : tuple of str
        The leaves that a team of this sector usually assesses.
    forms : tuple of str
        Usual forms of cooperation.
    authority : {"en": str, "id": str}
        What to check before anything else.
    province_party : bool
        Whether the province may have to be a party.

    Examples
    --------
    >>> from kadmcdm.partnership import PRESETS
    >>> preset = PRESETS["waste"]
    >>> preset.label_in("id"), preset.province_party
    ('persampahan', True)
    >>> print(preset.authority_in("en"))
    Check the authority first: where it crosses the borders of regencies and cities it may be a
    provincial affair, and then the province is a party: UU 23/2014, annex (to be checked against
    the official text).
    """

    code: str
    sector: str
    label: Words
    exchange: Mapping[ExchangeKind, Words]
    scale_unit: Words
    leaves: tuple[str, ...]
    forms: tuple[CooperationForm, ...]
    authority: Words
    province_party: bool = False

    def label_in(self, lang: Language) -> str:
        """Return the label in a language."""
        return _text.label(self.label, self.code, lang)

    def authority_in(self, lang: Language) -> str:
        """Return what to check about authority, in a language."""
        return _text.label(self.authority, "", lang)

    def to_dict(self) -> JSON:
        """Return plain JSON types."""
        return {key: jsonable(getattr(self, key)) for key in self.__dataclass_fields__}


def _words(en: str, id_: str) -> Words:
    return ReadOnlyDict({"en": en, "id": id_})


_ANNEX = unverified("UU 23/2014, annex", "UU 23/2014, lampiran")
_UNKNOWN = _words(
    "Check the authority first: it is unknown until a provision is cited.",
    "Periksa kewenangan lebih dahulu: belum diketahui sampai ada dasar hukum yang dirujuk.",
)
_PROVINCE = _words(
    "Check the authority first: where it crosses the borders of regencies and cities it may be a "
    f"provincial affair, and then the province is a party: {_ANNEX['en']}.",
    "Periksa kewenangan lebih dahulu: bila lintas kabupaten/kota dapat menjadi urusan provinsi, "
    f"dan provinsi menjadi pihak: {_ANNEX['id']}.",
)
_SCHOOLS = _words(
    "Check the authority first: upper secondary schools are a provincial affair, and then the "
    f"province is a party: {_ANNEX['en']}.",
    "Periksa kewenangan lebih dahulu: pendidikan menengah adalah urusan provinsi, dan provinsi "
    f"menjadi pihak: {_ANNEX['id']}.",
)
_CARRIED_OUT = ("bureaucracy", "dispute_risk", "commitment", "institutional_capacity")

_PRESETS: tuple[SectorPreset, ...] = (
    SectorPreset(
        "basic_education", "education", _words("basic education", "pendidikan dasar"),
        {
            "resource": _words("teachers and places", "guru dan daya tampung"),
            "knowledge": _words("literacy and numeracy results", "capaian literasi dan numerasi"),
        },
        _words("pupils", "peserta didik"),
        ("welfare", "exchange", "distance", "capacity_disparity", *_CARRIED_OUT),
        ("joint_service", "knowledge_exchange", "resource_exchange"), _SCHOOLS, True,
    ),
    SectorPreset(
        "health_referral", "health", _words("health referral", "rujukan kesehatan"),
        {
            "resource": _words("beds and specialists", "tempat tidur dan dokter spesialis"),
            "knowledge": _words("quality of service", "mutu pelayanan"),
            "technology": _words("diagnostic equipment", "alat diagnostik"),
        },
        _words("people covered", "penduduk terlayani"),
        ("welfare", "exchange", "synergy", "distance", *_CARRIED_OUT),
        ("service_contract", "joint_service", "joint_facility"), _UNKNOWN,
    ),
    SectorPreset(
        "drinking_water", "public_works", _words("drinking water", "air minum"),
        {
            "resource": _words("raw water and spare capacity", "air baku dan kapasitas lebih"),
            "knowledge": _words("access to water, water losses", "akses air, kehilangan air"),
            "technology": _words("treatment and metering", "pengolahan dan pengukuran"),
        },
        _words("people served", "penduduk terlayani"),
        ("welfare", "exchange", "synergy", "distance", "capacity_disparity", *_CARRIED_OUT),
        ("purchase", "joint_facility", "joint_service", "knowledge_exchange"), _PROVINCE, True,
    ),
    SectorPreset(
        "domestic_wastewater", "public_works",
        _words("domestic wastewater", "air limbah domestik"),
        {
            "resource": _words("spare treatment capacity", "kapasitas lebih pengolahan"),
            "knowledge": _words("access to sanitation", "akses sanitasi"),
            "technology": _words("sludge treatment", "pengolahan lumpur tinja"),
        },
        _words("people served", "penduduk terlayani"),
        ("welfare", "exchange", "synergy", "distance", "capacity_disparity", *_CARRIED_OUT),
        ("joint_facility", "joint_service", "knowledge_exchange"), _PROVINCE, True,
    ),
    SectorPreset(
        "waste", "public_works", _words("waste", "persampahan"),
        {
            "resource": _words("landfill capacity", "kapasitas TPA"),
            "knowledge": _words("share of waste handled", "persentase sampah tertangani"),
            "technology": _words("processing", "pengolahan sampah"),
        },
        _words("tons per day", "ton per hari"),
        ("welfare", "synergy", "autonomy", "distance", "coordination_burden", *_CARRIED_OUT),
        ("joint_facility", "service_contract", "joint_body"), _PROVINCE, True,
    ),
    SectorPreset(
        "transport", "transport", _words("transport and roads", "perhubungan dan jalan"),
        {
            "resource": _words("fleet and terminals", "armada dan terminal"),
            "knowledge": _words("route planning", "perencanaan trayek"),
        },
        _words("passengers per day", "penumpang per hari"),
        ("acceleration", "synergy", "competitiveness", "distance", "coordination_burden",
         *_CARRIED_OUT),
        ("joint_planning", "joint_service", "joint_body"), _UNKNOWN,
    ),
    SectorPreset(
        "disaster", "public_order", _words("disaster management", "penanggulangan bencana"),
        {
            "resource": _words("stocks, crews, equipment", "logistik, personel, peralatan"),
            "knowledge": _words("preparedness", "kesiapsiagaan"),
            "technology": _words("early warning", "peringatan dini"),
        },
        _words("people exposed", "penduduk terpapar"),
        ("welfare", "exchange", "distance", "coordination_burden", *_CARRIED_OUT),
        ("joint_planning", "resource_exchange", "knowledge_exchange"), _UNKNOWN,
    ),
    SectorPreset(
        "tourism", "tourism", _words("tourism", "pariwisata"),
        {
            "resource": _words("sights and rooms", "daya tarik dan kamar"),
            "knowledge": _words("length of stay, promotion", "lama tinggal, promosi"),
        },
        _words("visitors per year", "kunjungan per tahun"),
        ("acceleration", "synergy", "competitiveness", "distance", "vision_alignment",
         *_CARRIED_OUT),
        ("joint_promotion", "joint_planning"), _UNKNOWN,
    ),
    SectorPreset(
        "food_supply", "food", _words("food supply", "pasokan pangan"),
        {
            "resource": _words("surplus and deficit by crop", "surplus dan defisit per komoditas"),
            "knowledge": _words("yields", "produktivitas"),
            "technology": _words("storage and processing", "penyimpanan dan pengolahan"),
        },
        _words("tons per year", "ton per tahun"),
        ("welfare", "exchange", "synergy", "competitiveness", "distance", *_CARRIED_OUT),
        ("purchase", "resource_exchange", "joint_planning"), _UNKNOWN,
    ),
    SectorPreset(
        "job_training", "labor", _words("job training", "pelatihan kerja"),
        {
            "resource": _words("workshops and trainers", "bengkel dan instruktur"),
            "knowledge": _words("placement of graduates", "penempatan lulusan"),
        },
        _words("trainees per year", "peserta per tahun"),
        ("welfare", "exchange", "competitiveness", "capacity_disparity", *_CARRIED_OUT),
        ("service_contract", "knowledge_exchange", "joint_facility"), _UNKNOWN,
    ),
)  # fmt: skip

PRESETS: Mapping[str, SectorPreset] = ReadOnlyDict({preset.code: preset for preset in _PRESETS})
"""The ten presets, by code. They are proposals of this library, not of any regulation."""
