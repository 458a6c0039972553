"""The sentences that only whole documents have, in English and Indonesian."""

from __future__ import annotations

WHOLE: dict[str, tuple[str, str]] = {
    "title": ("Ranking of {n} candidates", "Pemeringkatan {n} calon"),
    "title_one": ("Ranking of 1 candidate", "Pemeringkatan 1 calon"),
    "only_one": (
        "There is no other candidate: nothing was compared.",
        "Tidak ada calon lain: tidak ada yang dibandingkan.",
    ),
    "prepared": ("Prepared by: {who}.", "Disusun oleh: {who}."),
    "date": ("Date: {date}.", "Tanggal: {date}."),
    "stakeholders": ("Who was asked: {names}.", "Pihak yang dimintai pendapat: {names}."),
    "opening": ("first page", "halaman pertama"),
    "sure_high": (
        "That first place is sure: weights hardly change it.",
        "Peringkat pertama ini kuat: bobot hampir tidak mengubahnya.",
    ),
    "sure_some": (
        "That first place is likely, not sure: under the other weights somebody else comes first.",
        "Peringkat pertama ini cukup kuat, tetapi belum pasti: dengan bobot selebihnya, calon lain "
        "yang pertama.",
    ),
    "sure_low": (
        "That first place is not sure: under most other weights somebody else comes first.",
        "Peringkat pertama ini belum kuat: dengan kebanyakan bobot lain, calon lain yang pertama.",
    ),
    # Where not all weights count alike, or the figures vary too, less is claimed.
    "sure_high_drawn": (
        "In these samples that first place is sure.",
        "Dalam sampel ini peringkat pertama itu kuat.",
    ),
    "sure_some_drawn": (
        "In these samples that first place is likely, not sure: in the others somebody else comes "
        "first.",
        "Dalam sampel ini peringkat pertama itu cukup kuat, tetapi belum pasti: pada selebihnya, "
        "calon lain yang pertama.",
    ),
    "sure_low_drawn": (
        "That first place is not sure: in most of these samples somebody else comes first.",
        "Peringkat pertama itu belum kuat: pada kebanyakan sampel ini, calon lain yang pertama.",
    ),
    "in_short_drawn": (
        "In short: {first} comes first with a score of {score}, and in {share} of {samples} "
        "samples (weights: {source}).",
        "Singkatnya: {first} berada di peringkat pertama dengan skor {score}, dan pertama pada "
        "{share} dari {samples} sampel (bobot: {source}).",
    ),
    "sure_drawn": (
        "Over {samples} samples {first} is first in {share} and among the first three in {top}. "
        "The Monte Carlo error of such a share is at most {error} percentage points.",
        "Dari {samples} sampel, {first} berada di peringkat pertama pada {share} dan masuk tiga "
        "besar pada {top}. Galat Monte Carlo persentase ini paling besar {error} poin persen.",
    ),
    "others_first_drawn": (
        "In other samples others come first: {names}.",
        "Pada sampel lain, yang menjadi peringkat pertama adalah {names}.",
    ),
    "pair_open_drawn": (
        "{a} above {b} in {share}: not decisive.",
        "{a} di atas {b} pada {share}: belum tegas.",
    ),
    "pair_behind_drawn": (
        "{a} above {b} in {share} only: not decisive.",
        "{a} di atas {b} hanya pada {share}: belum tegas.",
    ),
    "sure_methods": (
        "That is by this method: {n} of {all} other methods put somebody else first ({names}).",
        "Ini menurut metode ini: {n} dari {all} metode lain menempatkan calon lain di peringkat "
        "pertama ({names}).",
    ),
    "in_short_plain": (
        "In short: {first} comes first with a score of {score}.",
        "Singkatnya: {first} berada di peringkat pertama dengan skor {score}.",
    ),
    "withheld": (
        "{n} figures are judgments about named neighbors. They count in the ranking, and are left "
        "out of this document, with all that would let a reader work back to them: what the scores "
        "are made of, what would have to change, how the order follows single weights.",
        "Sebanyak {n} angka merupakan penilaian tentang daerah tetangga yang disebut namanya. "
        "Angka itu ikut dihitung dalam peringkat, tetapi tidak dimuat dalam dokumen ini, begitu "
        "pula semua yang dapat mengungkapnya: rincian skor, apa yang harus berubah, dan pengaruh "
        "bobot satu per satu.",
    ),
    "confidential": (
        "INTERNAL: this document holds {n} judgments about named neighbors, marked {mark}. Do not "
        "pass it on.",
        "INTERNAL: dokumen ini memuat {n} penilaian tentang daerah tetangga yang disebut namanya, "
        "ditandai {mark}. Jangan diteruskan ke pihak lain.",
    ),
    "internal": ("internal", "internal"),
    # ---- the figures ----
    "h_data": ("The figures", "Data yang dipakai"),
    "definitions": ("What each criterion means", "Arti setiap kriteria"),
    "definition": ("definition", "definisi"),
    "scale": ("scale", "skala"),
    "source": ("source", "sumber"),
    "lever": ("can be changed through", "dapat diubah melalui"),
    "fixed": ("cannot be changed", "tidak dapat diubah"),
    "from_to": ("{low} to {high}", "{low} s.d. {high}"),
    "raw": ("Raw figures", "Angka asli"),
    "scaled": ("Normalized figures ({method})", "Angka ternormalisasi ({method})"),
    "part": ("{title}, part {k} of {n}", "{title}, bagian {k} dari {n}"),
    "some": (
        "The tables show the first {shown} of {all} candidates, in the order of the ranking.",
        "Tabel memuat {shown} calon teratas dari {all} calon, menurut urutan peringkat.",
    ),
    "complete": (
        "No figure is missing: all {n} are there.",
        "Tidak ada angka yang kosong: seluruh {n} angka tersedia.",
    ),
    "filled_closed": (
        "{n} missing figures were filled in by the policy '{policy}'; they are internal.",
        "{n} angka yang kosong diisi menurut kebijakan '{policy}'; angka itu internal.",
    ),
    "scaling": (
        "How figures become comparable: {rule}.",
        "Cara angka dibuat sebanding: {rule}.",
    ),
    "rule_vector": (
        "each is divided by the length of its column, the root of the sum of squares, and taken "
        "from 1 where lower is better (vector)",
        "setiap angka dibagi panjang kolomnya, yaitu akar jumlah kuadrat, lalu dikurangkan dari 1 "
        "bila makin kecil makin baik (vector)",
    ),
    "rule_minmax": (
        "the worst of the candidates counts 0, the best 1 (minmax)",
        "yang terburuk di antara calon bernilai 0, yang terbaik 1 (minmax)",
    ),
    "rule_max": (
        "each as a share of the best of the candidates (max)",
        "setiap angka sebagai bagian dari yang terbaik di antara calon (max)",
    ),
    "rule_sum": (
        "each as a share of the sum over the candidates (sum)",
        "setiap angka sebagai bagian dari jumlah seluruh calon (sum)",
    ),
    "rule_bounds": (
        "the ends of each criterion's own scale count 0 and 1 (bounds)",
        "ujung skala tiap kriteria bernilai 0 dan 1 (bounds)",
    ),
    "rule_none": ("they are taken as they are (none)", "angka dipakai apa adanya (none)"),
    "rule_distributive": (
        "each as a share of the sum over the candidates (distributive)",
        "setiap angka sebagai bagian dari jumlah seluruh calon (distributive)",
    ),
    "rule_ideal": (
        "each as a share of the best (ideal)",
        "setiap angka sebagai bagian dari yang terbaik (ideal)",
    ),
    "weighed_by": ("Weighed by {scheme}.", "Dibobot dengan {scheme}."),
    "group_agreement": ("How far the assessors agree", "Sejauh mana para penilai sepakat"),
    # ---- screens ----
    "h_screens_whole": ("Screens", "Penapisan"),
    "screens_whole": (
        "What must hold before any score counts, for {first}. Unknown is no pass.",
        "Hal yang harus dipenuhi sebelum skor berlaku, untuk {first}. Belum diketahui bukan "
        "berarti lolos.",
    ),
    "screen": ("screen", "penapisan"),
    "must_hold": ("what must hold", "yang harus dipenuhi"),
    "h_lists": ("The whole list", "Daftar lengkap"),
    "outcome": ("outcome", "hasil"),
    "legal": ("reference", "dasar"),
    "pass": ("pass", "lolos"),
    "fail": ("FAIL", "TIDAK LOLOS"),
    "unknown": ("unknown", "belum diketahui"),
    "unchecked": (
        "Not checked for every ranked partnership, and so unknown: {rules}.",
        "Belum diperiksa untuk setiap mitra yang diperingkat, jadi belum diketahui: {rules}.",
    ),
    "shown_of": (
        "The first {shown} of {all} candidates are shown.",
        "Yang dimuat adalah {shown} calon teratas dari {all} calon.",
    ),
    "not_sampled": (
        "How sure this is could not be counted: the method does not take every weighting.",
        "Ketahanannya belum dapat dihitung: metode ini tidak menerima semua pembobotan.",
    ),
    "not_explained": (
        "The method says no more than the score: what it is made of cannot be shown.",
        "Metode ini hanya memberikan skor: rinciannya tidak dapat ditunjukkan.",
    ),
    "reasons_closed": (
        "What the score is made of is left out: it would show the judgments.",
        "Rincian skor tidak dimuat karena akan memperlihatkan penilaian internal.",
    ),
    # ---- what if ----
    "h_sensitivity": (
        "If the weights or the method were others",
        "Bila bobot atau metodenya lain",
    ),
    "one_weight": (
        "One weight at a time, the others in proportion:",
        "Satu bobot diubah, yang lain mengikuti secara sebanding:",
    ),
    "no_stability": (
        "How far one weight may move has no exact answer for this method.",
        "Untuk metode ini, sejauh mana satu bobot boleh berubah tidak dapat dihitung secara eksak.",
    ),
    "no_swings": (
        "How the lead moves with single weights could not be computed.",
        "Pengaruh tiap bobot terhadap keunggulan tidak dapat dihitung.",
    ),
    "no_smallest": (
        "The smallest change of all weights together is known for sums and products only.",
        "Perubahan terkecil semua bobot sekaligus hanya dapat dihitung untuk metode jumlah dan "
        "perkalian terbobot.",
    ),
    "methods_agree": (
        "Every other method that was tried puts {first} first too: {methods}.",
        "Dengan setiap metode lain yang dicoba, {first} juga peringkat pertama: {methods}.",
    ),
    "methods_differ": (
        "Another method would put somebody else first: {items}.",
        "Metode lain menempatkan calon lain di peringkat pertama: {items}.",
    ),
    "by_method": ("{first} by {method}", "{first} menurut {method}"),
    "methods_table": ("Ranks by method", "Peringkat menurut metode"),
    "no_methods": (
        "No other method was tried: none of the usual ones takes these figures.",
        "Metode lain tidak dicoba: tidak ada metode yang lazim yang dapat memakai angka ini.",
    ),
    "judgments_uncertain": (
        "What the weights may be if each judgment had been a little different:",
        "Kemungkinan bobot bila setiap penilaian sedikit berbeda:",
    ),
    "many_choices": ("Over many choices at once", "Dengan banyak pilihan sekaligus"),
    # ---- what would have to change ----
    "h_change": ("What would have to change", "Apa yang harus berubah"),
    "change": (
        "What those next in rank would have to do to come first, nothing else changed.",
        "Apa yang perlu dilakukan calon berikutnya agar menjadi yang pertama, bila hal lain tetap.",
    ),
    "by_lever": ("{lever}: {items}.", "{lever}: {items}."),
    "one_lever": ("{label} from {old} to {new}", "{label} dari {old} menjadi {new}"),
    "levers": ("{who}, by what it can be done through:", "{who}, menurut jalan yang tersedia:"),
    "no_lever": ("no way named", "jalannya belum ditentukan"),
    "no_change": (
        "Nobody is left to improve: all share the first rank.",
        "Tidak ada calon lain: semua berada di peringkat pertama.",
    ),
    "change_large": (
        "Not computed for so many candidates; give evidence=[kd.improvements(ranking, name)].",
        "Tidak dihitung untuk calon sebanyak ini; berikan evidence=[kd.improvements(ranking, nama)]"
        ".",
    ),
    # ---- checks ----
    "h_checks": ("What else the figures show", "Hal lain yang terlihat dari data"),
    "dominated": (
        "{n} of {all} candidates are matched or beaten on every criterion by somebody else, "
        "whatever the weights.",
        "Sebanyak {n} dari {all} calon disamai atau dikalahkan calon lain pada setiap kriteria, "
        "berapa pun bobotnya.",
    ),
    "first_dominated": ("{first} is one of them.", "{first} termasuk di antaranya."),
    "none_dominated": (
        "Nobody has a rival that is at least as good on every criterion and better on one.",
        "Tidak ada calon yang dikalahkan: tidak ada calon lain yang setidaknya sama baik pada "
        "setiap kriteria dan lebih baik pada salah satunya.",
    ),
    "nothing_odd": (
        "No two criteria say nearly the same, and none is nearly constant.",
        "Tidak ada dua kriteria yang hampir sama isinya, dan tidak ada yang hampir tetap.",
    ),
    "reversal_none": (
        "No order of two changed when others were dropped, copied or added.",
        "Tidak ada urutan dua calon yang berubah ketika calon lain dikeluarkan, digandakan, atau "
        "ditambahkan.",
    ),
    "reversal_some": (
        "The order depends on who is compared: when others were dropped, copied or added, the "
        "order of some two changed in {changed} of {runs} trials, and the first place in {first}.",
        "Urutan bergantung pada siapa yang dibandingkan: ketika calon lain dikeluarkan, "
        "digandakan, atau ditambahkan, ada dua calon yang bertukar urutan pada {changed} dari "
        "{runs} percobaan, dan peringkat pertama berganti pada {first} percobaan.",
    ),
    "reversal_pairs": (
        "No order of two changed when others were dropped, copied or added; taken alone, {n} pairs "
        "would stand otherwise.",
        "Tidak ada urutan dua calon yang berubah ketika calon lain dikeluarkan, digandakan, atau "
        "ditambahkan; bila dinilai berdua saja, {n} pasangan akan berurutan lain.",
    ),
    "reversal_large": (
        "Whether the order holds when others come or go was not tried for so many candidates.",
        "Ketahanan urutan terhadap keluar-masuknya calon tidak diuji untuk calon sebanyak ini.",
    ),
    "reversal_refused": (
        "Whether the order holds when others come or go could not be tried.",
        "Ketahanan urutan terhadap keluar-masuknya calon tidak dapat diuji.",
    ),
    # ---- unknown, limits ----
    "h_unknown": ("What is not known", "Yang belum diketahui"),
    "unknown_screens": (
        "Whether {first} passes {rules}.",
        "Apakah {first} lolos penapisan {rules}.",
    ),
    "unknown_leaves": (
        "How the candidates stand on {n} criteria that are not assessed yet.",
        "Posisi para calon pada {n} kriteria yang belum dinilai.",
    ),
    "unknown_partner": (
        "How the other side sees it: it was not asked.",
        "Pandangan pihak lain: belum ditanyakan.",
    ),
    "unknown_dropped": (
        "How those would rank whose figures are missing.",
        "Peringkat calon yang angkanya tidak ada.",
    ),
    "unknown_none": (
        "Nothing was named. That does not mean that all is known.",
        "Tidak ada yang dicatat. Itu tidak berarti semuanya sudah diketahui.",
    ),
    "h_limits": ("Limits", "Keterbatasan"),
    "limit_criteria": (
        "Only these criteria count. What is not among them does not, however much it matters.",
        "Hanya kriteria ini yang dihitung. Yang tidak termasuk di dalamnya tidak berpengaruh, "
        "sepenting apa pun.",
    ),
    "limit_compensation": (
        "A poor figure on one criterion is made up for by good ones on others.",
        "Nilai buruk pada satu kriteria dapat ditutup oleh nilai baik pada kriteria lain.",
    ),
    "limit_product": (
        "A poor figure on one criterion is made up for by good ones on others, the less so the "
        "poorer it is.",
        "Nilai buruk pada satu kriteria dapat ditutup oleh nilai baik pada kriteria lain, tetapi "
        "makin buruk nilainya makin sulit.",
    ),
    "limit_set": (
        "Scores depend on who is compared: when candidates come or go, the order of the others may "
        "change.",
        "Skor bergantung pada siapa yang dibandingkan: bila ada calon yang masuk atau keluar, "
        "urutan calon lainnya dapat berubah.",
    ),
    "limit_free": (
        "Scores do not depend on who else is compared.",
        "Skor tidak bergantung pada calon lain yang dibandingkan.",
    ),
    "limit_closeness": (
        "The score is a closeness to the best of all figures. It is no percentage and no "
        "probability; twice the score is not twice as good.",
        "Skor ini adalah nilai kedekatan dengan angka-angka terbaik. Skor bukan persentase dan "
        "bukan peluang; skor dua kali lipat tidak berarti dua kali lebih baik.",
    ),
    "limit_method": (
        "What the method lets make up for what is not known to this document.",
        "Sejauh mana metode ini membolehkan nilai buruk ditutup nilai baik tidak diketahui dokumen "
        "ini.",
    ),
    "limit_shares": (
        "The shares count weightings, not chances: they say how far the result hangs on the "
        "weights, not how likely success is.",
        "Persentase menghitung pembobotan, bukan peluang: yang ditunjukkan adalah seberapa jauh "
        "hasil bergantung pada bobot, bukan kemungkinan berhasil.",
    ),
    "limit_years": (
        "The figures are of different years: {years}.",
        "Data berasal dari tahun yang berbeda: {years}.",
    ),
    "limit_no_year": (
        "The year is not stated for some of the figures.",
        "Tahun sebagian data tidak disebutkan.",
    ),
    "limit_example": (
        "The weights are an EXAMPLE: nobody decided them.",
        "Bobotnya hanyalah CONTOH: belum ditetapkan siapa pun.",
    ),
    "limit_filled": (
        "Some figures were missing and were filled in.",
        "Sebagian angka tidak ada dan diisi menurut aturan.",
    ),
    "limit_side": (
        "The ranking shows one side's view.",
        "Peringkat ini menunjukkan pandangan satu pihak saja.",
    ),
    # ---- provenance ----
    "h_provenance": ("How this came about", "Asal-usul hasil"),
    "item": ("item", "hal"),
    "content": ("content", "isi"),
    "p_method": ("method", "metode"),
    "p_parameters": ("parameters", "parameter"),
    "p_normalization": ("normalization", "normalisasi"),
    "p_weights": ("weighting", "pembobotan"),
    "p_exact": ("weights with all digits", "bobot dengan semua angkanya"),
    "p_ties": ("tied where scores differ by at most", "seri bila selisih skor paling besar"),
    "p_ties_value": ("{value} of the largest score", "{value} dari skor terbesar"),
    "p_samples": ("weight vectors drawn", "vektor bobot yang diambil"),
    "p_samples_value": (
        "{n}, {source}, {sampling}, seed {seed}",
        "{n}, {source}, {sampling}, benih acak {seed}",
    ),
    "src_uniform": ("evenly from all possible ones", "merata dari semua yang mungkin"),
    "src_dirichlet": ("around these weights", "di sekitar bobot ini"),
    "src_ordered": ("in a given order", "menurut urutan tertentu"),
    "src_constrained": ("within constraints", "dalam batas tertentu"),
    "src_given": ("given", "diberikan"),
    "src_fixed": ("these weights", "bobot ini"),
    "samp_random": ("random", "acak"),
    "samp_sobol": ("Sobol points", "titik Sobol"),
    "p_assumptions": ("assumptions", "asumsi"),
    "p_version": ("program", "program"),
    "p_digest": ("digest of the problem (SHA-256)", "sidik data (SHA-256)"),
    "p_table": ("digest of the table of regions", "sidik tabel daerah (SHA-256)"),
    "p_file": ("file as read", "berkas sebagaimana dibaca"),
    "p_missing": ("missing figures", "angka yang kosong"),
    "again_study": (
        "To get the same again: kadmcdm run with the same study file and the same version. The "
        "digest is the same if and only if names, directions, bounds and figures are.",
        "Untuk mengulang hasil yang sama: jalankan kadmcdm run dengan berkas studi dan versi yang "
        "sama. Sidik data sama hanya bila nama, arah, batas, dan angkanya sama.",
    ),
    "again": (
        "To get the same again: rank the same problem with the same weights, method and version. "
        "The digest is the same if and only if names, directions, bounds and figures are.",
        "Untuk mengulang hasil yang sama: peringkatkan masalah yang sama dengan bobot, metode, dan "
        "versi yang sama. Sidik data sama hanya bila nama, arah, batas, dan angkanya sama.",
    ),
    # ---- figures ----
    "figure": ("Figure {n}. {text}", "Gambar {n}. {text}"),
    "f_ranking": ("Scores, and what they are made of.", "Skor dan unsur pembentuknya."),
    "f_profile": (
        "{first} between the worst and the best of all figures.",
        "{first} di antara angka terburuk dan terbaik.",
    ),
    "f_contrast": ("What puts {a} above {b}.", "Yang membuat {a} berada di atas {b}."),
    "f_rank_acceptability": (
        "How often each candidate takes each rank.",
        "Seberapa sering setiap calon menempati setiap peringkat.",
    ),
    "f_central_weights": (
        "The typical weights that would put each candidate first.",
        "Bobot khas yang menempatkan setiap calon di peringkat pertama.",
    ),
    "f_weight_stability": (
        "How far each weight may move before the first place changes.",
        "Sejauh mana setiap bobot boleh berubah sebelum peringkat pertama berganti.",
    ),
    "f_tornado": (
        "How the lead moves when one weight goes down or up.",
        "Perubahan keunggulan bila satu bobot turun atau naik.",
    ),
    "f_ranks_by_method": (
        "Ranks by different methods.",
        "Peringkat menurut berbagai metode.",
    ),
    "f_improvements": (
        "What {who} would have to change.",
        "Apa yang harus diubah {who}.",
    ),
    "f_hierarchy": ("The hierarchy and its weights.", "Hierarki dan bobotnya."),
    "f_consensus": ("How far the assessors agree.", "Sejauh mana para penilai sepakat."),
    "f_comparisons": ("The pairwise comparisons.", "Perbandingan berpasangan."),
    "f_partners": ("Where the best partners lie.", "Letak mitra teratas."),
    # ---- checklist ----
    "h_checklist": ("Checklist", "Daftar periksa"),
    "checklist": (
        "What good practice asks of such a document, in our own words, and where it stands here. "
        "The program ticks what is really there.",
        "Hal yang diminta praktik yang baik dari dokumen seperti ini, dengan kata-kata kami "
        "sendiri, dan letaknya di sini. Tanda centang diberikan program hanya untuk yang "
        "benar-benar ada.",
    ),
    "step": ("no.", "no."),
    "asked": ("what is asked", "yang diminta"),
    "where": ("where", "letak"),
    "not_provided": ("not provided", "tidak tersedia"),
    "ispor": (
        "Good practice of multi-criteria decision analysis (after Marsh et al. 2016, Value in "
        "Health 19(2), 125-137, second report of the ISPOR task force)",
        "Praktik baik analisis keputusan multikriteria (menurut Marsh dkk. 2016, Value in Health "
        "19(2), 125-137, laporan kedua gugus tugas ISPOR)",
    ),
    "jrc": (
        "Steps of composite indicators (after OECD and JRC 2008, Handbook on Constructing "
        "Composite Indicators)",
        "Langkah penyusunan indikator komposit (menurut OECD dan JRC 2008, Handbook on "
        "Constructing Composite Indicators)",
    ),
}
