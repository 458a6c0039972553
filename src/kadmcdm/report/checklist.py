"""Two checklists of good practice, ticked by what a document really holds."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import NamedTuple

from kadmcdm._table import Table
from kadmcdm._typing import Language
from kadmcdm.report.document import Block, Heading, Paragraph
from kadmcdm.report.phrases import say

__all__ = ["ISPOR", "JRC", "Item", "checklist"]


class Item(NamedTuple):
    """An item of a checklist: its number there, what it asks, and the marks that it needs."""

    number: str
    en: str
    id: str
    needs: tuple[str, ...]


ISPOR = (
    Item("1a", "what is to be decided", "apa yang harus diputuskan", ("question",)),
    Item("1b", "who decides, and who was asked whether that is the question",
         "siapa yang memutuskan, dan siapa yang diminta memeriksa pertanyaannya",
         ("decision_maker", "stakeholders")),
    Item("2a", "how the criteria were found", "bagaimana kriteria ditentukan",
         ("criteria_found",)),
    Item("2b", "what each criterion means", "arti setiap kriteria", ("definitions",)),
    Item("2c", "how the criteria hang together (value tree)",
         "bagaimana kriteria tersusun (pohon nilai)", ("tree",)),
    Item("3a", "where the figures come from", "dari mana datanya", ("sources",)),
    Item("3b", "the figures themselves", "datanya sendiri", ("matrix",)),
    Item("4a", "how figures became comparable", "bagaimana angka dibuat sebanding",
         ("normalization",)),
    Item("4b", "the figures after that", "angka sesudahnya", ("normalized_matrix",)),
    Item("5a", "how the weights came about", "bagaimana bobot diperoleh", ("weights_how",)),
    Item("5b", "whether the judgments behind them hold together",
         "apakah penilaian di baliknya konsisten", ("consistency",)),
    Item("6a", "how all is put together, and what that allows",
         "bagaimana semuanya digabung, dan apa akibatnya", ("method_limits",)),
    Item("6b", "what came out", "hasilnya", ("ranking",)),
    Item("7a", "what is not certain", "apa yang tidak pasti", ("unknown",)),
    Item("7b", "how far the result hangs on it", "seberapa jauh hasil bergantung padanya",
         ("acceptability",)),
    Item("8a", "how it was done, for others to repeat", "cara kerjanya, agar dapat diulang",
         ("provenance",)),
    Item("8b", "why it came out so, and what it does not say",
         "mengapa hasilnya demikian, dan apa yang tidak dikatakannya", ("reasons", "limits")),
)  # fmt: skip
"""Numbers: the eight steps of Marsh et al. (2016), a and b within them; the words are ours."""

JRC = (
    Item("1", "a frame that says what is measured and how it divides",
         "kerangka yang menyatakan apa yang diukur dan bagaimana terbagi", ("question", "tree")),
    Item("2", "data chosen, with their sources", "pemilihan data, dengan sumbernya",
         ("sources",)),
    Item("3", "what was done about missing figures", "penanganan angka yang kosong",
         ("missing",)),
    Item("4", "how the criteria vary together", "bagaimana kriteria beragam bersama",
         ("diagnostics",)),
    Item("5", "normalization", "normalisasi", ("normalization",)),
    Item("6", "weighting and aggregation", "pembobotan dan penggabungan",
         ("weights_how", "method_limits")),
    Item("7", "uncertainty and sensitivity", "ketidakpastian dan kepekaan",
         ("acceptability", "stability")),
    Item("8", "back to the figures behind the scores", "kembali ke angka di balik skor",
         ("reasons",)),
    Item("9", "links to other measures", "kaitan dengan ukuran lain", ("links",)),
    Item("10", "pictures", "penyajian gambar", ("figures",)),
)  # fmt: skip
"""Numbers: the ten steps of OECD and JRC (2008); the words are ours."""


def checklist(places: Mapping[str, str], lang: Language) -> Iterator[Block]:
    """Yield both lists; `places` says under which heading each mark stands."""
    yield Heading(say("h_checklist", lang))
    yield Paragraph(say("checklist", lang))
    heads = tuple(say(key, lang) for key in ("step", "asked", "where"))
    for title, items in (("ispor", ISPOR), ("jrc", JRC)):
        rows = tuple(
            (item.number, getattr(item, lang), _where(item, places, lang)) for item in items
        )
        yield Table(heads, rows, title=say(title, lang))


def _where(item: Item, places: Mapping[str, str], lang: Language) -> str:
    if any(need not in places for need in item.needs):
        return say("not_provided", lang)
    return "✓ " + "; ".join(dict.fromkeys(places[need] for need in item.needs))
