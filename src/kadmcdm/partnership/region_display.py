"""What a table of regions, and the facts of a pair, show of themselves."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

import numpy as np

from kadmcdm import _text
from kadmcdm._table import Table
from kadmcdm._typing import Language

if TYPE_CHECKING:  # they show themselves through this module
    from kadmcdm.partnership.facts import PairFacts
    from kadmcdm.partnership.regions import RegionTable


def region_tables(table: RegionTable, lang: Language) -> tuple[Table, ...]:
    """Return a row per region; then, where there are indicators, a row per indicator."""
    words = _WORDS[lang]
    borders = Counter(code for pair in table.adjacency for code in pair)
    regions = tuple(
        (region.code, region.name, words[region.kind], f"{borders[region.code]}")
        for region in table
    )
    counts = (len(table), len(table.adjacency), len(table.indicators))
    title = words["title"].format(*(_text.number(count, 0, lang) for count in counts))
    heads = (words["code"], words["region"], words["type"], words["borders"])
    out = [Table(heads, regions, frozenset({3}), title)]
    if table.indicators:
        rows = []
        for item in table.indicators:
            values = table.indicator(item.name)
            known = values[~np.isnan(values)]
            ends = (known.min(), known.max()) if len(known) else (np.nan, np.nan)
            least, most = (_text.significant(float(end), lang) for end in ends)
            year = "-" if item.year is None else str(item.year)
            count = _text.number(len(known), 0, lang)
            rows.append((item.label_in(lang), item.unit_in(lang), year, count, least, most))
        said = (_text.say("least", lang), _text.say("most", lang))
        about = (words["indicator"], _text.say("unit", lang), words["year"], words["known"])
        out.append(Table((*about, *said), tuple(rows), frozenset({2, 3, 4, 5})))
    return tuple(out)


def pair_tables(facts: PairFacts, lang: Language) -> tuple[Table, ...]:
    """Return border, distance and coverage; then, where there is exchange, who can teach whom."""
    words = _WORDS[lang]
    rows = [
        (words["border"], "-" if facts.border is None else words[facts.border]),
        (words["distance"], _text.number(facts.distance_km, 1, lang)),
    ]
    if facts.gets is not None or facts.gives is not None:
        rows += [
            (words["covers"].format(facts.initiator_name), _text.percent(facts.gets, lang)),
            (words["covers"].format(facts.partner_name), _text.percent(facts.gives, lang)),
        ]
    title = f"{facts.initiator_name} - {facts.partner_name}"
    heads = (words["fact"], _text.say("value", lang))
    out = [Table(heads, tuple(rows), frozenset({1}), title)]
    if facts.exchange:
        lines = tuple(
            (
                item.indicator.label_in(lang),
                _text.significant(item.own, lang),
                _text.significant(item.partners, lang),
                words[item.side],
            )
            for item in facts.exchange
        )
        caption = words["seen"].format(facts.initiator_name)
        both = (facts.initiator_name, facts.partner_name)
        columns = (words["indicator"], *both, words["exchange"])
        out.append(Table(columns, lines, frozenset({1, 2}), caption=caption))
    return tuple(out)


_WORDS: dict[Language, dict[str, str]] = {
    "en": {
        "title": "{} regions, {} borders, {} indicators", "code": "code", "region": "region",
        "type": "type", "province": "province", "regency": "regency", "city": "city",
        "borders": "borders", "indicator": "indicator", "year": "year", "known": "known for",
        "fact": "fact", "border": "border", "distance": "distance (km)",
        "land": "land", "river": "river", "sea": "sea",
        "covers": "share of its deficit that {} can cover there", "exchange": "exchange",
        "gives": "gives", "gets": "gets", "neither": "neither",
        "seen": "Exchange as seen from {}.",
    },
    "id": {
        "title": "{} daerah, {} perbatasan, {} indikator", "code": "kode", "region": "daerah",
        "type": "jenis", "province": "provinsi", "regency": "kabupaten", "city": "kota",
        "borders": "perbatasan", "indicator": "indikator", "year": "tahun",
        "known": "diketahui untuk",
        "fact": "fakta", "border": "batas", "distance": "jarak (km)",
        "land": "darat", "river": "sungai", "sea": "laut",
        "covers": "bagian kekurangan {} yang dapat dipenuhi mitranya", "exchange": "pertukaran",
        "gives": "memberi", "gets": "menerima", "neither": "tidak keduanya",
        "seen": "Pertukaran dilihat dari {}.",
    },
}  # fmt: skip
