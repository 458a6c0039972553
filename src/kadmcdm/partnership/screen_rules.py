"""The built-in screens S1 to S12, and what the table of regions alone can say to them."""

from __future__ import annotations

from collections.abc import Mapping

from kadmcdm import _text
from kadmcdm._typing import Label, Language
from kadmcdm.partnership.regions import RegionTable
from kadmcdm.partnership.screen_types import Screen, Test, Verdict, unverified


def words(en: str, id_: str) -> Mapping[Language, str]:
    """Return a text in both languages."""
    return {"en": en, "id": id_}


def not_autonomous(table: RegionTable, members: tuple[int, ...]) -> Verdict | None:
    """Return the failure of S5 where a member is no autonomous region."""
    bound = [table.names[row] for row in members if not table.regions[row].autonomous]
    if not bound:
        return None
    return "fail", words(
        f"no autonomous region: {_text.listed(bound, 'en')}; its province signs",
        f"bukan daerah otonom: {_text.listed(bound, 'id')}; provinsinya yang berwenang",
    )


def border_words(table: RegionTable, members: tuple[int, ...]) -> Mapping[Language, str]:
    """Return which members the initiator borders on, where the table knows borders."""
    if not table.adjacency:
        return words("borders are not known", "batas daerah belum diketahui")
    near = table.borders[members[0]]
    touching = [table.names[row] for row in members[1:] if near[row]]
    if not touching:
        return words("no shared border", "tidak berbatasan")
    return words(
        f"borders on {_text.listed(touching, 'en')}",
        f"berbatasan dengan {_text.listed(touching, 'id')}",
    )


def _mandatory_open(table: RegionTable, members: tuple[int, ...]) -> Verdict:
    border = border_words(table, members)
    return "unknown", words(
        f"{border['en']}; externality and joint cost are not known",
        f"{border['id']}; eksternalitas dan biaya bersama belum diketahui",
    )


def _heads_open(table: RegionTable, members: tuple[int, ...]) -> Verdict:
    return not_autonomous(table, members) or (
        "unknown",
        words(
            "all are autonomous regions; who heads them (definitive, Pj or Plt) is not known",
            "semua daerah otonom; status kepala daerah (definitif, Pj, atau Plt) belum diketahui",
        ),
    )


def _built_in(rule: str, en: str, id_: str, citation: Label, test: Test | None = None) -> Screen:
    return Screen(rule, words(en, id_), citation, test)


SCREENS: tuple[Screen, ...] = (
    _built_in(
        "S1",
        "the sub-affair is within the authority of all parties",
        "sub-urusan berada dalam kewenangan semua pihak",
        unverified("UU 23/2014, annex", "UU 23/2014, lampiran"),
    ),
    _built_in(
        "S2",
        "no affair of the central government alone",
        "bukan urusan pemerintahan absolut",
        unverified("UU 23/2014; PP 28/2018", "UU 23/2014; PP 28/2018"),
    ),
    _built_in(
        "S3",
        "indication of mandatory cooperation (a note, never a verdict)",
        "indikasi kerja sama wajib (catatan, bukan keputusan)",
        words("PP 28/2018, art. 3", "PP 28/2018, pasal 3"),
        _mandatory_open,
    ),
    _built_in(
        "S4",
        "a mandatory cooperation joins bordering regions",
        "kerja sama wajib dilakukan oleh daerah yang berbatasan",
        words("PP 28/2018, art. 3", "PP 28/2018, pasal 3"),
    ),
    _built_in(
        "S5",
        "the counterpart is an autonomous region whose head can sign",
        "mitra adalah daerah otonom dan kepala daerahnya berwenang menandatangani",
        unverified("UU 23/2014; PP 28/2018", "UU 23/2014; PP 28/2018"),
        _heads_open,
    ),
    _built_in(
        "S6",
        "no duplicate of, or conflict with, an agreement in force",
        "tidak tumpang tindih dengan perjanjian yang masih berlaku",
        words("register of agreements", "daftar perjanjian kerja sama"),
    ),
    _built_in(
        "S7",
        "each party's share fits its budget",
        "bagian biaya setiap pihak sesuai dengan ruang APBD",
        words("APBD of each party", "APBD setiap pihak"),
    ),
    _built_in(
        "S8",
        "council approval, where it burdens the public or is not yet budgeted",
        "persetujuan DPRD, bila membebani masyarakat atau belum dianggarkan",
        words("PP 28/2018", "PP 28/2018"),
    ),
    _built_in(
        "S9",
        "no dispute or unresolved case that either party vetoes on",
        "tidak ada perselisihan atau perkara yang menjadi keberatan salah satu pihak",
        words("asked of both parties", "ditanyakan kepada para pihak"),
    ),
    _built_in(
        "S10",
        "the minimum quality that the team asks for",
        "mutu minimum yang ditetapkan tim",
        words("threshold of the user", "ambang dari pengguna"),
    ),
    _built_in(
        "S11",
        "nobody loses: every party's benefit covers its cost",
        "saling menguntungkan: manfaat setiap pihak menutup biayanya",
        words("PP 28/2018, art. 1(1)", "PP 28/2018, pasal 1 angka 1"),
    ),
    _built_in(
        "S12",
        "the deciding officials declare that they have no conflict of interest",
        "pernyataan bebas benturan kepentingan dari pejabat yang memutuskan",
        words("declaration of each official", "pernyataan setiap pejabat"),
    ),
)
"""The built-in screens. Of these, data decide only that a non-autonomous region fails S5;
`fact_screens` checks the others against what a team knows."""
