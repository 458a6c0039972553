"""The sentences of reports, in English and Indonesian."""

from __future__ import annotations

from typing import Any

from kadmcdm._text import LANGUAGES
from kadmcdm._typing import Language
from kadmcdm.report.phrases_methods import METHODS, SCHEMES
from kadmcdm.report.phrases_recommendation import RECOMMENDATION
from kadmcdm.report.phrases_whole import WHOLE

_SENTENCES: dict[str, tuple[str, str]] = {
    "object": ("Object of cooperation: {object}.", "Objek kerja sama: {object}."),
    "form": ("Form: {form}.", "Bentuk: {form}."),
    "decision_maker": ("Decided by: {who}.", "Pengambil keputusan: {who}."),
    "advice": (
        "This is advice to the regional cooperation coordination team (TKKSD), not a legal "
        "opinion.",
        "Ini saran untuk Tim Koordinasi Kerja Sama Daerah (TKKSD), bukan pendapat hukum.",
    ),
    "in_short": (
        "In short: {first} comes first with a score of {score}, and stays first under {share} of "
        "{samples} other weightings.",
        "Singkatnya: {first} berada di peringkat pertama dengan skor {score}, dan tetap pertama "
        "pada {share} dari {samples} pembobotan lain.",
    ),
    "in_short_tied": (
        "In short: {first} share the first rank with a score of {score}.",
        "Singkatnya: {first} sama-sama di peringkat pertama dengan skor {score}.",
    ),
    "example_short": (
        "The weights behind this are an EXAMPLE.",
        "Bobot di baliknya hanyalah CONTOH.",
    ),
    "h_compared": ("What is compared", "Apa yang dibandingkan"),
    "indicators": ("The figures behind the criteria:", "Angka di balik kriteria:"),
    "indicator": ("{label} ({unit}, {year}): {source}", "{label} ({unit}, {year}): {source}"),
    "no_year": ("year not stated", "tahun tidak disebutkan"),
    "dropped": (
        "Left out for want of a figure: {names}.",
        "Tidak diikutkan karena angkanya tidak ada: {names}.",
    ),
    "filled": (
        "Missing figures were filled in by the policy '{policy}': {cells}.",
        "Angka yang tidak ada diisi menurut kebijakan '{policy}': {cells}.",
    ),
    "h_weights": ("Weights", "Bobot"),
    "ahp_one": (
        "From pairwise comparisons ({prioritization})",
        "Dari perbandingan berpasangan ({prioritization})",
    ),
    "ahp_AIJ": (
        "From pairwise comparisons: pooled judgments of {count} (AIJ, {prioritization})",
        "Dari perbandingan berpasangan: gabungan penilaian {count} (AIJ, {prioritization})",
    ),
    "ahp_AIP": (
        "From pairwise comparisons: averaged priorities of {count} (AIP, {mean}, each by "
        "{prioritization})",
        "Dari perbandingan berpasangan: rata-rata prioritas {count} (AIP, {mean}, masing-masing "
        "dengan {prioritization})",
    ),
    "assessor": ("one assessor", "satu penilai"),
    "assessors": ("{n} assessors", "{n} penilai"),
    "mean_geometric": ("geometric mean", "rata-rata geometrik"),
    "mean_arithmetic": ("arithmetic mean", "rata-rata aritmetik"),
    "ratios": (
        "consistency ratios: {ratios} (random index {table}; above {limit} look at the judgments "
        "again).",
        "rasio konsistensi: {ratios} (indeks acak {table}; di atas {limit}, periksa kembali "
        "penilaiannya).",
    ),
    "ratios_AIP": (
        "averages have no consistency ratio, but each assessor's own judgments do.",
        "rata-rata tidak memiliki rasio konsistensi, tetapi penilaian tiap penilai memilikinya.",
    ),
    "no_ratio": (
        "A dash stands where no judgment can contradict another: no ratio, and no proof of "
        "consistency either.",
        "Tanda hubung berarti tidak ada penilaian yang dapat saling bertentangan: tidak ada rasio, "
        "dan konsistensinya pun tidak terbukti.",
    ),
    "missing_pairs": (
        "Pairs that nobody judged, by node: {pairs}. They follow from the other judgments.",
        "Pasangan yang tidak dinilai siapa pun, per simpul: {pairs}. Nilainya diturunkan dari "
        "penilaian lain.",
    ),
    "forms": ("The forms", "Formulir"),
    "consensus": (
        "How far the assessors agree (100% is full agreement): {nodes}.",
        "Sejauh mana para penilai sepakat (100% berarti sepakat penuh): {nodes}.",
    ),
    "contradicting": (
        "Answers that contradict one another (a ratio above {limit} at some node): {items}. They "
        "count all the same; ask again before anything is decided by them.",
        "Jawaban yang saling bertentangan (rasio di atas {limit} pada salah satu simpul): {items}. "
        "Jawaban itu tetap dihitung; tanyakan kembali sebelum dijadikan dasar keputusan.",
    ),
    "incomplete": (
        "Incomplete answers, with the number of pairs left out by node: {items}. Where they do not "
        "connect all that a node compares, they count in the weights, not in the agreement.",
        "Jawaban yang belum lengkap, dengan jumlah pasangan kosong per simpul: {items}. Bila tidak "
        "menghubungkan semua yang dibandingkan pada suatu simpul, jawaban itu ikut dihitung dalam "
        "bobot, tetapi tidak dalam kesepakatan.",
    ),
    "form_faults": (
        "Left out of the forms, because it could not be read or does not count:",
        "Tidak diikutkan dari formulir, karena tidak terbaca atau tidak dihitung:",
    ),
    "form_notes": (
        "Taken as it stands in the forms, though somebody should look at it:",
        "Diterima apa adanya dari formulir, tetapi perlu diperiksa:",
    ),
    "best_worst": (
        "From comparisons with the most important criterion, {best}, and the least important, "
        "{worst} (best-worst method, {model} model): xi {xi}, consistency ratio {ratio}; both are "
        "0 where the answers agree.",
        "Dari perbandingan dengan kriteria terpenting, {best}, dan yang paling kurang penting, "
        "{worst} (metode best-worst, model {model}): xi {xi}, rasio konsistensi {ratio}; keduanya "
        "0 bila jawabannya saling cocok.",
    ),
    "best_worst_range": (
        "The answers leave room; the weights are the middle of what fits them best: {ranges}.",
        "Jawabannya menyisakan ruang; bobot ini titik tengah dari yang paling sesuai: {ranges}.",
    ),
    "range": ("{name} {low} to {high}", "{name} {low} sampai {high}"),
    "goal": ("goal", "tujuan"),
    "eigenvector": ("principal eigenvector", "vektor eigen utama"),
    "geometric_mean": ("geometric mean", "rata-rata geometrik"),
    "column_mean": ("mean of normalized columns", "rata-rata kolom ternormalisasi"),
    "not_assessed": (
        "Not assessed, for want of data or judgments: {names}. Their rows were removed from the "
        "comparisons and the priorities of their nodes recomputed.",
        "Belum dinilai karena data atau penilaiannya belum ada: {names}. Barisnya dikeluarkan dari "
        "perbandingan dan prioritas simpulnya dihitung ulang.",
    ),
    "h_screens": ("Screens not checked yet", "Penapisan yang belum diperiksa"),
    "screens": (
        "Unknown is no pass. Before an offer goes out, somebody has to check for {first}:",
        "Belum diketahui bukan berarti lolos. Sebelum penawaran dikirim, untuk {first} harus "
        "diperiksa:",
    ),
    "screen_failed": ("{first} fails: {names}.", "{first} tidak lolos: {names}."),
    "h_ranking": ("Ranking", "Peringkat"),
    "rest": (
        "{n} more are not shown; --top {all} shows them all.",
        "{n} lainnya tidak ditampilkan; --top {all} menampilkan semuanya.",
    ),
    "method": (
        "Method: {method}. Shares: out of {samples} weight vectors, {source}.",
        "Metode: {method}. Persentase: dari {samples} vektor bobot, {source}.",
    ),
    "uniform": (
        "drawn evenly from all possible ones (seed {seed})",
        "diambil merata dari semua bobot yang mungkin (benih acak {seed})",
    ),
    "dirichlet": (
        "drawn around these weights (seed {seed})",
        "diambil di sekitar bobot ini (benih acak {seed})",
    ),
    "partner": ("partner", "mitra"),
    "border": ("border", "batas"),
    "land": ("land", "darat"),
    "river": ("river", "sungai"),
    "sea": ("sea", "laut"),
    "no_border": ("-", "-"),
    "main": ("main criterion", "kriteria utama"),
    "first": ("first", "ke-1"),
    "top_three": ("top 3", "3 besar"),
    "h_why": ("Why", "Mengapa"),
    "comes_first": (
        "{first} comes first with a score of {score} (1 would be best on every criterion, "
        "0 worst on every one).",
        "{first} berada di peringkat pertama dengan skor {score} (1 berarti terbaik pada semua "
        "kriteria, 0 terburuk pada semuanya).",
    ),
    "comes_first_plain": (
        "{first} comes first with a score of {score}.",
        "{first} berada di peringkat pertama dengan skor {score}.",
    ),
    "tied_first": (
        "{names} share the first rank with a score of {score}.",
        "{names} sama-sama di peringkat pertama dengan skor {score}.",
    ),
    "gives": (
        "What {own} can give: {items}. It could cover {share} of {partner}'s deficit.",
        "Yang dapat diberikan {own}: {items}. Hal itu dapat menutup {share} kekurangan {partner}.",
    ),
    "gets": (
        "What {own} gets: {items}. It could cover {share} of its own deficit.",
        "Yang diperoleh {own}: {items}. Hal itu dapat menutup {share} kekurangannya sendiri.",
    ),
    "gives_nothing": (
        "{own} leads {partner} on none of the exchanged indicators: it has nothing to give.",
        "{own} tidak unggul atas {partner} pada satu pun indikator yang dipertukarkan: tidak ada "
        "yang dapat diberikan.",
    ),
    "gets_nothing": (
        "{partner} leads {own} on none of the exchanged indicators: there is nothing to get.",
        "{partner} tidak unggul atas {own} pada satu pun indikator yang dipertukarkan: tidak ada "
        "yang dapat diperoleh.",
    ),
    "fact": (
        "{label}, {a} against {b} ({unit})",
        "{label}, {a} dibanding {b} ({unit})",
    ),
    "h_sure": ("How sure", "Seberapa yakin"),
    "sure": (
        "Over {samples} weight vectors {first} is first in {share} and among the first three in "
        "{top}. The Monte Carlo error of such a share is at most {error} percentage points.",
        "Dari {samples} vektor bobot, {first} berada di peringkat pertama pada {share} dan masuk "
        "tiga besar pada {top}. Galat Monte Carlo persentase ini paling besar {error} poin persen.",
    ),
    "pair_decisive": (
        "{a} above {b} in {share}: decisive.",
        "{a} di atas {b} pada {share}: tegas.",
    ),
    "others_first": (
        "Under other weights others come first: {names}.",
        "Dengan bobot lain, yang menjadi peringkat pertama adalah {names}.",
    ),
    "pair_tied": (
        "{a} and {b} share a rank; {a} above in {share}.",
        "{a} dan {b} seri; {a} di atas pada {share}.",
    ),
    "pair_behind": (
        "{a} above {b} in {share} only: not decisive; most other weights turn it around.",
        "{a} di atas {b} hanya pada {share}: belum tegas; kebanyakan bobot lain membaliknya.",
    ),
    "pair_open": (
        "{a} above {b} in {share}: not decisive; other weights turn it around.",
        "{a} di atas {b} pada {share}: belum tegas; bobot lain membalik urutannya.",
    ),
    "decisive_limit": (
        "A pair is called decisive from {limit} on, two standard errors taken off.",
        "Sebuah pasangan disebut tegas mulai dari {limit}, setelah dikurangi dua galat baku.",
    ),
    "h_next": ("Next steps", "Langkah berikutnya"),
    "next_judge": (
        "Let the TKKSD members make the pairwise comparisons.",
        "Mintalah anggota TKKSD membuat perbandingan berpasangan.",
    ),
    "next_forms": (
        "Ask the assessors whose forms could not be used in full once more.",
        "Mintalah sekali lagi formulir dari penilai yang isiannya belum dapat dipakai seluruhnya.",
    ),
    "next_assess": (
        "Let them also judge the criteria that are not assessed, for {names}.",
        "Mintalah mereka juga menilai kriteria yang belum dinilai, untuk {names}.",
    ),
    "next_authority": (
        "Check the authority over {object} on both sides (legal bureau).",
        "Periksa kewenangan atas {object} di kedua pihak (bagian hukum).",
    ),
    "next_screens": (
        "Check the other screens above.",
        "Periksa penapisan lain di atas.",
    ),
    "next_budget": (
        "Ask for the room in the budget (APBD) on both sides, and whether the council (DPRD) must "
        "approve.",
        "Tanyakan ruang anggaran (APBD) di kedua pihak, dan apakah diperlukan persetujuan DPRD.",
    ),
    "next_partner": (
        "Ask {first} how it sees the matter: this ranking shows one side only.",
        "Tanyakan pandangan {first}: peringkat ini hanya menunjukkan satu pihak.",
    ),
    # layout
    "contents": ("Contents", "Daftar isi"),
    "untitled": ("Report", "Laporan"),
    "page_of": ("Page {page} of {pages}", "Halaman {page} dari {pages}"),
    "continued": ("{title} (columns {n} of {all})", "{title} (bagian kolom {n} dari {all})"),
    "columns": ("Columns {n} of {all}", "Bagian kolom {n} dari {all}"),
}


_ALL = {**WHOLE, **RECOMMENDATION, **SCHEMES, **METHODS, **_SENTENCES}


def say(key: str, lang: Language, **values: Any) -> str:
    """Return a sentence with its values put in."""
    return _ALL[key][LANGUAGES.index(lang)].format(**values)


def known(key: str) -> bool:
    """Return whether there is such a sentence."""
    return key in _ALL
