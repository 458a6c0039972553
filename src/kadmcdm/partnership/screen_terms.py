"""S7 to S12: what it costs, who must approve, who objects, who gains."""

from __future__ import annotations

import math
from collections.abc import Mapping

from kadmcdm import _text
from kadmcdm._typing import Language
from kadmcdm.partnership.regions import RegionTable
from kadmcdm.partnership.screen_facts import OptionFacts, ScreenFacts
from kadmcdm.partnership.screen_rules import words
from kadmcdm.partnership.screen_types import Verdict


def budget(
    facts: ScreenFacts, option: OptionFacts, table: RegionTable, members: tuple[int, ...]
) -> Verdict:
    """S7: each share fits the room in its budget."""
    over: dict[Language, list[str]] = {"en": [], "id": []}
    unsaid: list[str] = []
    costs = option.costs or {}
    for row in members:
        code, name = table.codes[row], table.names[row]
        room = facts.region(code).room
        if not costs.get(code):  # no kind of spending is no share, not one of nothing
            unsaid.append(name)
            continue
        for kind, cost in costs[code].items():
            if cost > 0 and (room is None or kind not in room):
                unsaid.append(name)
            elif cost > 0 and room is not None and cost > facts.budget_cap * room[kind]:
                for lang in _text.LANGUAGES:
                    most = _text.number(facts.budget_cap * room[kind], 0, lang)
                    share = _text.number(cost, 0, lang)
                    over[lang].append(f"{name}: {_SPENDING[kind][lang]} {share} > {most}")
    if over["en"]:
        return "fail", words(
            f"beyond the room in the budget ({'; '.join(over['en'])} IDR)",
            f"melebihi ruang APBD ({'; '.join(over['id'])} rupiah)",
        )
    if unsaid:
        named = list(dict.fromkeys(unsaid))
        return "unknown", words(
            f"share or room not known of {_text.listed(named, 'en')}",
            f"bagian biaya atau ruang APBD belum diketahui: {_text.listed(named, 'id')}",
        )
    return "pass", words(
        "every share fits the room in its budget", "setiap bagian biaya muat dalam ruang APBD"
    )


_SPENDING: Mapping[str, Mapping[Language, str]] = {
    "operations": words("operations", "belanja operasi"),
    "capital": words("capital", "belanja modal"),
    "financial_aid": words("financial aid", "bantuan keuangan"),
}


def council(
    facts: ScreenFacts, option: OptionFacts, table: RegionTable, members: tuple[int, ...]
) -> Verdict:
    """S8: whether the councils must approve; a note with its consequence."""
    reasons = [
        text
        for text, holds in (
            (words("it burdens the public", "membebani masyarakat dan daerah"),
             option.burdens_public is True),
            (words("its funding is not in this year's budget", "dananya belum ada dalam APBD"),
             option.budgeted is False),
        )
        if holds
    ]  # fmt: skip
    if reasons:
        months = facts.council_months
        lead = {
            lang: "" if months is None else _text.significant(months, lang)
            for lang in _text.LANGUAGES
        }
        return (
            "pass",
            words(
                f"council approval is needed: {_text.listed([r['en'] for r in reasons], 'en')}",
                f"perlu persetujuan DPRD: {_text.listed([r['id'] for r in reasons], 'id')}",
            ),
            words(
                "adds a stage, the approval of the councils (DPRD); "
                + (
                    f"lead time {lead['en']} months" if lead["en"] else "its lead time is not known"
                ),
                "menambah satu tahap, persetujuan DPRD; "
                + (f"waktu {lead['id']} bulan" if lead["id"] else "lamanya belum diketahui"),
            ),
        )
    if option.burdens_public is None or option.budgeted is None:
        return "unknown", words(
            "not known whether it burdens the public, or whether it is budgeted",
            "belum diketahui apakah membebani masyarakat atau sudah dianggarkan",
        )
    return "pass", words(
        "neither burdens the public nor lacks a budget: no approval needed on these grounds",
        "tidak membebani masyarakat dan sudah dianggarkan: tidak perlu persetujuan karena alasan "
        "ini",
    )


def objections(
    facts: ScreenFacts, option: OptionFacts, table: RegionTable, members: tuple[int, ...]
) -> Verdict:
    """S9: no party objects to another."""
    said: dict[Language, list[str]] = {"en": [], "id": []}
    unasked = []
    for row in members:
        listed = facts.region(table.codes[row]).objections
        if listed is None:
            unasked.append(table.names[row])
            continue
        for other in members:
            if table.codes[other] in listed and other != row:
                a, b, why = table.names[row], table.names[other], listed[table.codes[other]]
                said["en"].append(f"{a} objects to {b}: {why}")
                said["id"].append(f"{a} berkeberatan terhadap {b}: {why}")
    if said["en"]:
        return "fail", words("; ".join(said["en"]), "; ".join(said["id"]))
    if unasked:
        return "unknown", words(
            f"not asked yet: {_text.listed(unasked, 'en')}",
            f"belum ditanyakan: {_text.listed(unasked, 'id')}",
        )
    return "pass", words("nobody objects", "tidak ada keberatan")


def quality(
    facts: ScreenFacts, option: OptionFacts, table: RegionTable, members: tuple[int, ...]
) -> Verdict:
    """S10: every member reaches the minimum, where one is set."""
    if not facts.at_least and not facts.at_most:
        return "pass", words("off: no minimum is set", "tidak dipakai: tidak ada ambang mutu")
    short: dict[Language, list[str]] = {"en": [], "id": []}
    missing: list[str] = []
    links: tuple[tuple[Language, str], ...] = (("en", " of "), ("id", " "))
    limits = [(name, limit, 1) for name, limit in facts.at_least.items()]
    limits += [(name, limit, -1) for name, limit in facts.at_most.items()]
    for name, limit, sign in limits:
        values = table.indicator(name)
        for row in members:
            value = float(values[row])
            if math.isnan(value):
                missing.append(f"{name}: {table.names[row]}")
            elif sign * value < sign * limit:
                mark = "<" if sign > 0 else ">"
                for lang, of in links:
                    got, least = (_text.significant(x, lang, 6) for x in (value, limit))
                    short[lang].append(f"{name}{of}{table.names[row]}: {got} {mark} {least}")
    if short["en"]:
        return "fail", words("; ".join(short["en"]), "; ".join(short["id"]))
    if missing:
        listed = "; ".join(missing)
        return "unknown", words(f"missing values ({listed})", f"nilai belum ada ({listed})")
    return "pass", words("every member reaches the minimum", "semua anggota memenuhi ambang mutu")


def nobody_loses(
    facts: ScreenFacts, option: OptionFacts, table: RegionTable, members: tuple[int, ...]
) -> Verdict:
    """S11: no party loses."""
    known = option.net_benefits or {}
    losers = [table.names[row] for row in members if known.get(table.codes[row], 0) < 0]
    if losers:
        return "fail", words(
            f"the cost exceeds the benefit for {_text.listed(losers, 'en')}",
            f"biaya melebihi manfaat bagi {_text.listed(losers, 'id')}",
        )
    unsaid = [table.names[row] for row in members if table.codes[row] not in known]
    if unsaid:
        return "unknown", words(
            f"net benefit not known of {_text.listed(unsaid, 'en')}",
            f"manfaat bersih belum diketahui: {_text.listed(unsaid, 'id')}",
        )
    return "pass", words("every party's benefit covers its cost", "manfaat menutup biaya semua "
                         "pihak")  # fmt: skip


def declared(
    facts: ScreenFacts, option: OptionFacts, table: RegionTable, members: tuple[int, ...]
) -> Verdict:
    """S12: no conflict of interest, as declared."""
    said = {table.names[row]: facts.region(table.codes[row]) for row in members}
    conflict = [name for name, region in said.items() if region.no_conflict_declared is False]
    if conflict:
        return "fail", words(
            f"a conflict of interest is declared in {_text.listed(conflict, 'en')}",
            f"ada benturan kepentingan yang dinyatakan di {_text.listed(conflict, 'id')}",
        )
    silent = [name for name, region in said.items() if region.no_conflict_declared is None]
    if silent:
        return "unknown", words(
            f"not declared yet in {_text.listed(silent, 'en')}",
            f"belum ada pernyataan dari {_text.listed(silent, 'id')}",
        )
    return "pass", words("declared by all parties", "sudah dinyatakan oleh semua pihak")
