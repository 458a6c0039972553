"""S1 to S6: who may cooperate, on what, beside which agreements."""

from __future__ import annotations

from collections.abc import Mapping

from kadmcdm import _text
from kadmcdm._typing import Language
from kadmcdm.partnership.regions import RegionTable
from kadmcdm.partnership.screen_facts import OptionFacts, ScreenFacts
from kadmcdm.partnership.screen_rules import border_words, not_autonomous, words
from kadmcdm.partnership.screen_types import TO_BE_CHECKED, Verdict


def authority(
    facts: ScreenFacts, option: OptionFacts, table: RegionTable, members: tuple[int, ...]
) -> Verdict:
    """S1: the sub-affair is within the authority of all."""
    affair = facts.sub_affair
    if affair is None:
        return "unknown", words("the sub-affair was not said", "sub-urusan belum disebut")
    held = {row: affair.held_by(table.regions[row].kind) for row in members}
    name = words(affair.name_in("en"), affair.name_in("id"))
    if None in held.values():
        return "unknown", words(
            f"whose authority {name['en']} is within was not cited",
            f"kewenangan atas {name['id']} belum dirujuk",
        )
    cited = words(affair.citation_in("en"), affair.citation_in("id"))
    others = [table.names[row] for row in members if not held[row]]
    if others:
        return "fail", words(
            f"{name['en']} is not within the authority of {_text.listed(others, 'en')} "
            f"({cited['en']})",
            f"{name['id']} bukan kewenangan {_text.listed(others, 'id')} ({cited['id']})",
        )
    return "pass", words(
        f"{name['en']} is within the authority of all ({cited['en']})",
        f"{name['id']} adalah kewenangan semua pihak ({cited['id']})",
    )


def central(
    facts: ScreenFacts, option: OptionFacts, table: RegionTable, members: tuple[int, ...]
) -> Verdict:
    """S2: it is no affair of the central government alone."""
    if facts.central_affair is None:
        return "unknown", words(
            "not said whether it is a central affair",
            "belum disebut apakah urusan pemerintahan absolut",
        )
    if facts.central_affair:
        return "fail", words(
            "an affair of the central government alone", "urusan pemerintahan absolut"
        )
    return "pass", words("a regional affair", "urusan pemerintahan daerah")


def mandatory(
    facts: ScreenFacts, option: OptionFacts, table: RegionTable, members: tuple[int, ...]
) -> Verdict:
    """S3: an indication of mandatory cooperation; a note, never a failure."""
    border = border_words(table, members)
    if option.decision is not None:
        note = words(f"mandatory by {option.decision}", f"wajib menurut {option.decision}")
        return (
            "pass",
            note,
            words(
                "it is fixed in, not ranked against voluntary cooperation",
                "ditetapkan sebagai keharusan, tidak diperingkat bersama kerja sama sukarela",
            ),
        )
    if not connected(table, members) and table.adjacency:
        if len(members) > 2:
            border = words(
                "not all are joined by borders", "tidak semuanya terhubung oleh batas daerah"
            )
        return "pass", words(
            f"no indication: {border['en']}", f"tidak ada indikasi: {border['id']}"
        )
    threshold = facts.externality_at_least
    low = option.externality is not None and option.externality < threshold
    if low or option.cheaper_together is False:
        return "pass", words(
            "no indication: " + ("little externality" if low else "not cheaper together"),
            "tidak ada indikasi: "
            + ("eksternalitas kecil" if low else "tidak lebih hemat bersama"),
        )
    missing = [
        text
        for text, value in (
            (words("externality", "eksternalitas"), option.externality),
            (words("joint cost", "biaya bersama"), option.cheaper_together),
        )
        if value is None
    ]
    if missing:
        return "unknown", _lacking(missing, border)
    if not table.adjacency:
        return "unknown", border
    return (
        "pass",
        words(
            f"indication of mandatory cooperation: {border['en']}, with an externality of "
            f"{_text.significant(option.externality or 0, 'en')}, cheaper together",
            f"indikasi kerja sama wajib: {border['id']}, eksternalitas "
            f"{_text.significant(option.externality or 0, 'id')}, lebih hemat bersama",
        ),
        words(
            "an indication only: cite the decision before you treat it as mandatory "
            f"({TO_BE_CHECKED['en']})",
            "hanya indikasi: rujuk keputusannya sebelum diperlakukan sebagai wajib "
            f"({TO_BE_CHECKED['id']})",
        ),
    )


def _lacking(
    missing: list[Mapping[Language, str]], border: Mapping[Language, str]
) -> Mapping[Language, str]:
    en, id_ = [item["en"] for item in missing], [item["id"] for item in missing]
    verb = "are" if len(missing) > 1 else "is"
    return words(
        f"{border['en']}; {_text.listed(en, 'en')} {verb} not known",
        f"{border['id']}; {_text.listed(id_, 'id')} belum diketahui",
    )


def bordering(
    facts: ScreenFacts, option: OptionFacts, table: RegionTable, members: tuple[int, ...]
) -> Verdict:
    """S4: what is mandatory joins bordering regions."""
    kind = "mandatory" if option.decision is not None else option.kind
    if kind is None:
        return "unknown", words(
            "not said whether it is voluntary or mandatory",
            "belum disebut apakah sukarela atau wajib",
        )
    if kind == "voluntary":
        return "pass", words(
            "voluntary: a border is not needed", "sukarela: tidak harus berbatasan"
        )
    if not table.adjacency:
        return "unknown", words("the table has no borders", "tabel tidak memuat batas daerah")
    if connected(table, members):
        return "pass", words("mandatory, and all are joined by borders",
                             "wajib, dan semuanya terhubung oleh batas daerah")  # fmt: skip
    border = border_words(table, members)
    return "fail", words(
        f"mandatory, but not all are joined by borders: {border['en']}",
        f"wajib, tetapi tidak semuanya terhubung oleh batas daerah: {border['id']}",
    )


def connected(table: RegionTable, members: tuple[int, ...]) -> bool:
    """Tell whether borders of any kind join all members."""
    reached, rest = {members[0]}, set(members[1:])
    while True:
        near = {row for row in rest if table.borders[row, list(reached)].any()}
        if not near:
            return not rest
        reached |= near
        rest -= near


def can_sign(
    facts: ScreenFacts, option: OptionFacts, table: RegionTable, members: tuple[int, ...]
) -> Verdict:
    """S5: all are autonomous regions whose heads can sign."""
    failed = not_autonomous(table, members)
    if failed:
        return failed
    known = {row: facts.region(table.codes[row]) for row in members}
    unsaid = [table.names[row] for row, region in known.items() if region.head is None]
    if unsaid:
        return "unknown", words(
            f"who heads {_text.listed(unsaid, 'en')} (definitive, Pj or Plt) is not known",
            f"status kepala daerah {_text.listed(unsaid, 'id')} (definitif, Pj, atau Plt) belum "
            "diketahui",
        )
    open_ = [
        row
        for row, region in known.items()
        if region.head != "definitive" and region.signing_basis is None
    ]
    if open_:
        heads = {
            lang: _text.listed(
                [f"{table.names[row]} ({_HEADS[known[row].head or ''][lang]})" for row in open_],
                lang,
            )
            for lang in _text.LANGUAGES
        }
        return "unknown", words(
            f"whether the head can sign is not shown for {heads['en']}; what an acting or "
            f"temporary head may sign is {TO_BE_CHECKED['en']}",
            f"kewenangan menandatangani belum ditunjukkan untuk {heads['id']}; batas kewenangan "
            f"Pj dan Plt {TO_BE_CHECKED['id']}",
        )
    based = [
        f"{table.names[row]}: {region.signing_basis}"
        for row, region in known.items()
        if region.head != "definitive"
    ]
    if based:
        listed = "; ".join(based)
        return "pass", words(
            f"acting or temporary heads sign on a stated basis ({listed})",
            f"Pj atau Plt menandatangani dengan dasar yang disebut ({listed})",
        )
    return "pass", words("all have definitive heads", "semua kepala daerah definitif")


_HEADS: Mapping[str, Mapping[Language, str]] = {
    "acting": words("acting head, Pj", "penjabat, Pj"),
    "temporary": words("temporary head, Plt", "pelaksana tugas, Plt"),
}


def duplicate(
    facts: ScreenFacts, option: OptionFacts, table: RegionTable, members: tuple[int, ...]
) -> Verdict:
    """S6: no agreement in force is doubled or contradicted."""
    if option.overlaps is None:
        return "unknown", words(
            "the register of agreements was not looked up", "daftar perjanjian belum diperiksa"
        )
    if option.overlaps:
        return "fail", words(
            f"doubles or contradicts {_text.listed(option.overlaps, 'en')}",
            f"tumpang tindih dengan {_text.listed(option.overlaps, 'id')}",
        )
    return "pass", words("no such agreement in force", "tidak ada perjanjian yang tumpang tindih")
