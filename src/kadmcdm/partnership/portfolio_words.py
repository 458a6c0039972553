"""What a portfolio says to people, in English and Indonesian."""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping, Sequence
from typing import TYPE_CHECKING

import numpy as np

from kadmcdm import _text
from kadmcdm._table import Table
from kadmcdm._typing import Language
from kadmcdm.partnership.affairs import FORMS, SECTORS
from kadmcdm.partnership.options import PartnershipOption

if TYPE_CHECKING:
    from kadmcdm.partnership.portfolio_result import Portfolio, Reason

CLOSED = 1.1e-4
"""The gap up to which the run of one weight sample counts as proven."""

NAMED = 5
"""Options that a sentence names."""

WAITING = 60
"""Left-out options that the table shows, the most valuable first."""


def option_label(option: PartnershipOption, lang: Language, names: Mapping[str, str]) -> str:
    """Return members, form and object: ``"35.22 and 35.23: joint service (drinking water)"``."""
    members = _text.listed([names.get(code, code) for code in option.members], lang)
    return f"{members}: {FORMS[option.form][lang]} ({option.issue.title_in(lang)})"


def gap_text(gap: float, lang: Language) -> str:
    """Return a gap as text, never 0% of what is none."""
    return _text.percent(gap, lang, 2) if math.isfinite(gap) else "-"


def sentences(found: Portfolio, lang: Language) -> Iterator[str]:
    """Yield what to know about the choice; under a proxy every sentence says so."""
    mark = _WORDS[lang]["proxy"]
    for text in _sentences(found, lang):
        yield text if not found.proxy or mark in text else f"{text[:-1]} ({mark})."


def _sentences(found: Portfolio, lang: Language) -> Iterator[str]:
    say = _WORDS[lang]
    worth = say["proxy" if found.proxy else "value"]
    if found.proxy:
        yield say["proxied"].format(found.values_from)
    counts = [_text.number(len(part), 0, lang) for part in (found.chosen, found.names)]
    yield say[found.status].format(
        *counts, worth, _figure(found.value, lang), _figure(found.bound, lang),
        gap_text(found.gap, lang), _text.significant(found.time_limit, lang),
    )  # fmt: skip
    if found.fixed:
        yield say["fixed"].format(_some(found, found.fixed, lang))
    unvalued = [n for n, v in zip(found.names, found.values, strict=True) if np.isnan(v)]
    if unvalued:
        yield say["unvalued"].format(_some(found, unvalued, lang), worth)
    if found.impossible:
        yield say["impossible"].format(_some(found, found.impossible, lang))
    tight = [_of(found, x.kind, x.of, lang) for x in found.binding if x.kind != "sector"]
    if tight:
        yield say["binding"].format(_capped(tight, lang))
    met = [_sector(found, x.of, lang) for x in found.binding if x.kind == "sector"]
    if met:
        yield say["met"].format(_capped(met, lang))
    yield _by_rank(found, lang, worth)
    yield _second(found, lang, worth)
    if found.shares is not None and found.sample_gaps is not None:
        always = [n for n, s in zip(found.names, found.shares, strict=True) if s == 1]
        gaps = found.sample_gaps
        yield say["samples"].format(
            _text.number(len(gaps), 0, lang),
            _some(found, always, lang) if always else say["nobody"],
            gap_text(float(np.median(gaps)), lang), gap_text(float(gaps.max()), lang),
            _text.number(int((gaps > CLOSED).sum()), 0, lang),
        )  # fmt: skip


def tables(found: Portfolio, lang: Language) -> tuple[Table, ...]:
    """Return the chosen set, the limits, what is left out and why, and the sentences."""
    say = _WORDS[lang]
    caution = say["proxied"].format(found.values_from) if found.proxy else ""
    value = say["proxy" if found.proxy else "value"]
    worth = dict(zip(found.names, found.values.tolist(), strict=True))
    shares = found.selection_shares
    options = dict(zip(found.names, found.options, strict=True))
    fixed = set(found.fixed)

    def cells(name: str) -> list[str]:
        label = option_label(options[name], lang, found.region_names)
        out = [label, _figure(worth[name], lang)]
        return out if shares is None else [*out, _text.percent(shares[name], lang)]

    heads = [say["option"], value] + ([] if shares is None else [say["share"]])
    figures = frozenset(range(1, len(heads)))
    rows = []
    for name in found.chosen:
        option = options[name]
        why = (option.legal_basis or "") if name in fixed or option.kind == "mandatory" else ""
        rows.append((*cells(name), _amount(option.total_cost, lang), why))
    total = [_text.say("total", lang), _figure(found.value, lang)]
    costs = sum(options[name].total_cost or 0.0 for name in found.chosen)
    rows.append((*total, *([] if shares is None else [""]), _amount(costs, lang), ""))
    counts = [_text.number(len(part), 0, lang) for part in (found.chosen, found.names)]
    quality = say[found.status].format(
        *counts, value, _figure(found.value, lang), _figure(found.bound, lang),
        gap_text(found.gap, lang), _text.significant(found.time_limit, lang),
    )  # fmt: skip
    caption = [quality, *([caution] if caution else [])]
    if found.values_from and not found.proxy:
        caption.append(f"{say['from']}: {found.values_from}")
    out = [
        Table(
            (*heads, say["cost"], say["basis"]), tuple(rows), figures | {len(heads)},
            say["title"], "\n".join(caption),
        )
    ]  # fmt: skip
    if found.limits:
        out.append(_limits(found, lang, caution))
    left = sorted(found.left_out, key=lambda name: -worth[name])
    if left:
        lines = tuple(
            (*cells(name), "; ".join(_reason(found, r, lang) for r in found.blocked_by[name])
             or say["less"])
            for name in left[:WAITING]
        )  # fmt: skip
        notes = [caution] if caution else []
        if len(left) > WAITING:
            rest = _text.number(len(left) - WAITING, 0, lang)
            notes.append(say["more"].format(rest))
        out.append(Table((*heads, say["why"]), lines, figures, say["left"], "\n".join(notes)))
    said = tuple((text,) for text in sentences(found, lang))
    out.append(Table((_text.say("note", lang),), said))
    return tuple(out)


def _limits(found: Portfolio, lang: Language, caution: str) -> Table:
    say = _WORDS[lang]
    rows = tuple(
        (
            _of(found, item.kind, item.of, lang),
            *(_amount(figure, lang) for figure in (item.limit, item.used, item.slack)),
            _text.number(item.waiting, 0, lang) if item.kind != "sector" else "-",
            _text.number(item.blocked, 0, lang) if item.kind != "sector" else "-",
            say["yes" if item.binding else "no"],
        )
        for item in found.limits
    )
    keys = ("limit", "amount", "used", "slack", "waiting", "blocked", "tight")
    caption = "\n".join([say["key"], *([caution] if caution else [])])
    heads = tuple(say[key] for key in keys)
    return Table(heads, rows, frozenset({1, 2, 3, 4, 5}), say["limits"], caption)


def _by_rank(found: Portfolio, lang: Language, worth: str) -> str:
    say = _WORDS[lang]
    greedy, lost = found.greedy, found.lost_by_rank
    if greedy.unmet:
        missed = [
            found.label(code, lang) if code in found.names else _sector(found, code, lang)
            for code in greedy.unmet
        ]
        return say["rank_unmet"].format(_capped(missed, lang))
    if found.ties(greedy) or lost is None:
        return say["rank_same"].format(worth)
    swap = _swap(found, greedy.chosen, lang)
    return say["rank_less"].format(
        worth, _figure(greedy.value, lang), _figure(lost, lang), _share(lost, found.value, lang),
        swap,
    )  # fmt: skip


def _second(found: Portfolio, lang: Language, worth: str) -> str:
    say = _WORDS[lang]
    second = found.second_best
    if second is None:
        return say["only" if found.second_status == "none" else "second_open"]
    swap = _swap(found, second.chosen, lang)
    if found.ties(second):
        return say["second_tie"].format(worth, swap)
    less = found.value - second.value
    text = say["second"].format(
        worth, _figure(second.value, lang), _figure(less, lang),
        _share(less, found.value, lang), swap,
    )  # fmt: skip
    return text if found.second_status == "optimal" else f"{text} {say['not_proven']}"


def _swap(found: Portfolio, other: Sequence[str], lang: Language) -> str:
    """Say what another set has more and less."""
    say = _WORDS[lang]
    mine, theirs = set(found.chosen), set(other)
    more = [name for name in found.names if name in theirs and name not in mine]
    less = [name for name in found.names if name in mine and name not in theirs]
    parts = [(say["with"], more), (say["without"], less)]
    return ", ".join(f"{word} {_some(found, names, lang)}" for word, names in parts if names)


def _reason(found: Portfolio, reason: Reason, lang: Language) -> str:
    say = _WORDS[lang]
    kind, of = reason
    if kind == "value":
        return say["worthless"]
    if kind == "exclusive":
        return say["instead"].format(found.label(of, lang))
    return _of(found, kind, of, lang)


def _of(found: Portfolio, kind: str, of: str, lang: Language) -> str:
    """Name a limit: ``"budget of 35.22"``."""
    name = _sector(found, of, lang) if kind == "sector" else found.region_names.get(of, of)
    return _WORDS[lang][kind].format(name)


def _sector(found: Portfolio, code: str, lang: Language) -> str:
    known = {**SECTORS, **{o.issue.sector.code: o.issue.sector for o in found.options}}
    return known[code].name_in(lang) if code in known else code


def _some(found: Portfolio, names: Sequence[str], lang: Language) -> str:
    first = [found.label(name, lang) for name in names[:NAMED]]
    return _capped(first, lang, len(names))


def _capped(texts: Sequence[str], lang: Language, count: int | None = None) -> str:
    """Join the first few with semicolons, since labels hold commas; say how many more."""
    shown = "; ".join(texts[:NAMED])
    rest = (len(texts) if count is None else count) - NAMED
    return shown if rest <= 0 else f"{shown}; {_WORDS[lang]['others'].format(rest)}"


def _figure(value: float, lang: Language) -> str:
    if math.isnan(value):
        return "-"
    return _text.significant(value, lang) if math.isfinite(value) else "∞"


def _amount(value: float | None, lang: Language) -> str:
    return "-" if value is None else _figure(value, lang)


def _share(part: float, whole: float, lang: Language) -> str:
    return _text.percent(part / abs(whole), lang, 2) if whole else "-"


_WORDS: Mapping[Language, Mapping[str, str]] = {
    "en": {
        "title": "The chosen partnerships", "option": "partnership", "value": "value",
        "proxy": "proxy value", "share": "chosen over weights", "cost": "cost (IDR)",
        "basis": "fixed in by", "from": "values from", "limits": "What limits the choice",
        "limit": "limit", "amount": "allowed", "used": "used", "slack": "left",
        "waiting": "waiting", "blocked": "without room", "tight": "binding", "yes": "yes",
        "no": "no", "key": "waiting: partnerships left out that would draw on it. binding: none of "
        "them has room; of a sector, its least number is just met.",
        "left": "Left out, and why", "why": "no room in", "less": "only in place of others",
        "more": "and {} more", "others": "and {} more", "nobody": "none",
        "budget": "budget of {}", "staff": "staff of {}",
        "partnerships": "number of partnerships of {}", "sector": "least number: {}",
        "worthless": "it is worth nothing", "instead": "chosen in its place: {}",
        "proxied": "Each proxy value is a score of {}: such scores do not add up over "
        "partnerships, so their sum only approximates what the set is worth.",
        "optimal": "{0} of {1} partnerships, {2} {3}: proven to be the best set.",
        "time_limit": "{0} of {1} partnerships, {2} {3}: the best found within {6} s; no set has "
        "more than {4} (a gap of {5}).",
        "fixed": "Fixed in by a cited decision: {}.",
        "unvalued": "Not counted in the {1}, since nobody valued it: {0}.",
        "impossible": "One alone exceeds a limit, beside what is fixed in: {}.",
        "binding": "No room for any that waits: {}.",
        "met": "No more than the least number that was asked for: {}.",
        "rank_same": "Choosing down the ranking gives the same {}.",
        "rank_less": "Choosing down the ranking gives {0} {1}: {2} ({3}) less, {4}.",
        "rank_unmet": "Choosing down the ranking misses a minimum: {}.",
        "only": "There is no other set that meets all limits.",
        "second_open": "No second best set was found within the time.",
        "second_tie": "Another set has the same {}: {}.",
        "second": "The second best set has {0} {1}: {2} ({3}) less, {4}.",
        "not_proven": "It is the best found within the time, not proven.",
        "with": "with", "without": "without",
        "samples": "Over {0} sampled weights, always chosen: {1}. Gap of these runs: median {2}, "
        "largest {3}; not proven to 0.01%: {4}.",
    },
    "id": {
        "title": "Kerja sama yang dipilih", "option": "kerja sama", "value": "nilai",
        "proxy": "nilai proksi", "share": "terpilih atas sampel bobot", "cost": "biaya (Rp)",
        "basis": "ditetapkan oleh", "from": "nilai dari", "limits": "Apa yang membatasi pilihan",
        "limit": "batasan", "amount": "tersedia", "used": "terpakai", "slack": "sisa",
        "waiting": "menunggu", "blocked": "tidak muat", "tight": "mengikat", "yes": "ya",
        "no": "tidak", "key": "menunggu: kerja sama yang tidak dipilih dan membutuhkannya. "
        "mengikat: tidak satu pun yang menunggu muat; untuk urusan, jumlah minimum tepat "
        "terpenuhi.",
        "left": "Tidak dipilih, dan sebabnya", "why": "tidak muat dalam",
        "less": "hanya bila menggantikan yang lain", "more": "dan {} lainnya",
        "others": "dan {} lainnya", "nobody": "tidak ada",
        "budget": "anggaran {}", "staff": "pegawai {}", "partnerships": "jumlah kerja sama {}",
        "sector": "jumlah minimum: {}", "worthless": "tidak bernilai",
        "instead": "dipilih sebagai gantinya: {}",
        "proxied": "Setiap nilai proksi adalah skor {}: skor ini tidak dapat dijumlahkan "
        "antarkerja sama, sehingga jumlahnya hanya mendekati nilai himpunan.",
        "optimal": "{0} dari {1} kerja sama, {2} {3}: terbukti himpunan terbaik.",
        "time_limit": "{0} dari {1} kerja sama, {2} {3}: yang terbaik yang ditemukan dalam {6} "
        "detik; tidak ada himpunan dengan lebih dari {4} (celah {5}).",
        "fixed": "Ditetapkan oleh keputusan yang dirujuk: {}.",
        "unvalued": "Tidak dihitung dalam {1} karena belum dinilai: {0}.",
        "impossible": "Satu saja sudah melampaui batasan, di samping yang ditetapkan: {}.",
        "binding": "Tidak muat lagi bagi semua yang menunggu: {}.",
        "met": "Tidak lebih dari jumlah minimum yang diminta: {}.",
        "rank_same": "Memilih menurut urutan peringkat memberi {} yang sama.",
        "rank_less": "Memilih menurut urutan peringkat memberi {0} {1}: kurang {2} ({3}), {4}.",
        "rank_unmet": "Memilih menurut urutan peringkat tidak memenuhi jumlah minimum: {}.",
        "only": "Tidak ada himpunan lain yang memenuhi semua batasan.",
        "second_open": "Himpunan terbaik kedua tidak ditemukan dalam waktu yang ada.",
        "second_tie": "Ada himpunan lain dengan {} yang sama: {}.",
        "second": "Himpunan terbaik kedua memiliki {0} {1}: kurang {2} ({3}), {4}.",
        "not_proven": "Ini yang terbaik yang ditemukan dalam waktu yang ada, belum terbukti.",
        "with": "dengan", "without": "tanpa",
        "samples": "Atas {0} sampel bobot, selalu terpilih: {1}. Celah hitungan ini: median {2}, "
        "terbesar {3}; belum terbukti sampai 0,01%: {4}.",
    },
}  # fmt: skip
