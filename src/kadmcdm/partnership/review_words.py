"""What is said of agreements in force, in English and Indonesian."""

from __future__ import annotations

from collections.abc import Mapping

from kadmcdm._typing import Language

COLUMNS = ("agreement", "period", "share", "disputes", "renewal", "verdict")
"""The columns of the table of agreements."""

WORDS: Mapping[Language, Mapping[str, str]] = {
    "en": {
        "title": "Agreements in force", "agreement": "agreement", "period": "period",
        "share": "realized share", "disputes": "disputes", "renewal": "renewal",
        "verdict": "verdict",
        "on_track": "on track", "behind": "behind", "failing": "failing", "unknown": "unknown",
        "caption": "On track from {} of what was promised, failing below {}, behind in between: "
        "thresholds of this table, not of a regulation. The share is the mean over the items, none "
        "above 100%; where one is not known it lies between two figures. Unknown is not failing. A "
        "dispute changes no verdict.",
        "items": "Promised and realized", "item": "item", "promised": "promised",
        "realized": "realized", "not_known": "not known", "ask": "What to ask next",
        "question": "question", "renewed": "renewed", "not_renewed": "not renewed",
        "renewal_open": "renewal not known", "ends": "ends in {}", "end_open": "end not known",
        "ask_open": "What has come of {}?", "ask_late": "What holds back {}?",
        "ask_disputes": "Were there disputes?",
        "ask_settled": "Disputes: {}. Are they settled, and how?",
        "ask_end": "When does it end?",
        "ask_renewal": "It ends in {}: is it to be renewed, changed, or ended?",
        "said": "Of {} agreement(s): {}.", "disputed": "With disputes: {}.",
    },
    "id": {
        "title": "Perjanjian yang berjalan", "agreement": "perjanjian", "period": "periode",
        "share": "bagian terealisasi", "disputes": "perselisihan", "renewal": "perpanjangan",
        "verdict": "kesimpulan",
        "on_track": "sesuai rencana", "behind": "tertinggal", "failing": "gagal memenuhi",
        "unknown": "belum diketahui",
        "caption": "Sesuai rencana mulai {} dari yang dijanjikan, gagal memenuhi bila di bawah {}, "
        "di antaranya tertinggal: batas tabel ini, bukan batas peraturan. Bagian terealisasi ialah "
        "rata-rata semua butir, masing-masing paling tinggi 100%; bila ada butir yang belum "
        "diketahui, nilainya di antara dua angka. Belum diketahui bukan berarti gagal. "
        "Perselisihan tidak mengubah kesimpulan.",
        "items": "Yang dijanjikan dan yang terealisasi", "item": "butir", "promised": "dijanjikan",
        "realized": "terealisasi", "not_known": "belum diketahui",
        "ask": "Yang perlu ditanyakan", "question": "pertanyaan", "renewed": "diperpanjang",
        "not_renewed": "tidak diperpanjang", "renewal_open": "perpanjangan belum diketahui",
        "ends": "berakhir {}", "end_open": "akhir belum diketahui",
        "ask_open": "Berapa realisasi {}?", "ask_late": "Apa yang menghambat {}?",
        "ask_disputes": "Adakah perselisihan?",
        "ask_settled": "Perselisihan: {}. Sudahkah diselesaikan, dan bagaimana?",
        "ask_end": "Kapan berakhir?",
        "ask_renewal": "Berakhir {}: diperpanjang, diubah, atau diakhiri?",
        "said": "Dari {} perjanjian: {}.", "disputed": "Dengan perselisihan: {}.",
    },
}  # fmt: skip
