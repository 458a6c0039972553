"""The sentences of recommendations, in English and Indonesian."""

from __future__ import annotations

from collections.abc import Mapping

from kadmcdm._arrays import ReadOnlyDict
from kadmcdm._typing import Language
from kadmcdm.partnership import Stage

RECOMMENDATION: dict[str, tuple[str, str]] = {
    # ---- first page ----
    "r_title": (
        "Recommendation on regional cooperation: {names}",
        "Rekomendasi kerja sama daerah: {names}",
    ),
    "r_kind": (
        "Recommendation to the regional cooperation coordination team (TKKSD): advice, not a "
        "legal opinion and not a decision.",
        "Rekomendasi untuk Tim Koordinasi Kerja Sama Daerah (TKKSD): berupa saran, bukan pendapat "
        "hukum dan bukan keputusan.",
    ),
    "r_example": (
        "EXAMPLE: the figures of these parts are made up, and nothing may be decided by them: "
        "{parts}.",
        "CONTOH: angka pada bahan berikut hanya rekaan dan tidak boleh dijadikan dasar keputusan: "
        "{parts}.",
    ),
    "r_example_part": (
        "EXAMPLE: what this section says rests on made-up figures.",
        "CONTOH: bagian ini memakai angka rekaan.",
    ),
    "r_summary": ("Summary: {text}", "Ringkasan: {text}"),
    "r_with": (
        "It is recommended that {own} explore cooperation with {first} on {object}{form}.",
        "Disarankan agar {own} menjajaki kerja sama dengan {first} mengenai {object}{form}.",
    ),
    "r_between": (
        "It is recommended that {names} explore cooperation on {object}{form}.",
        "Disarankan agar {names} menjajaki kerja sama mengenai {object}{form}.",
    ),
    "r_in_form": (", in this form: {form}", ", dalam bentuk {form}"),
    "r_no_form": (", in a form still to be chosen", ", dengan bentuk yang masih harus ditentukan"),
    "r_no_object": ("an object still to be named", "objek yang masih harus ditetapkan"),
    "r_tied": (
        "{names} share the first rank: this ranking alone cannot choose between them. What follows "
        "is about {first}, which stands first in the data.",
        "{names} sama-sama di peringkat pertama: peringkat ini saja tidak dapat memilih di "
        "antaranya. Uraian selanjutnya mengenai {first}, yang lebih dahulu tercantum dalam data.",
    ),
    "r_failed": (
        "{first} ranks first, but fails {rules}: it cannot be recommended until that is settled.",
        "{first} berada di peringkat pertama, tetapi tidak lolos {rules}: belum dapat "
        "direkomendasikan sampai hal itu diselesaikan.",
    ),
    "r_mandatory": (
        "The cooperation is mandatory by a cited decision ({basis}); the ranking only says with "
        "whom and how.",
        "Kerja sama ini wajib menurut keputusan yang disebutkan ({basis}); peringkat hanya "
        "menunjukkan dengan siapa dan bagaimana.",
    ),
    "r_place": (
        "{first} ranks first of {n} candidates, with a score of {score}",
        "{first} berada di peringkat pertama dari {n} calon, dengan skor {score}",
    ),
    "r_stays": (
        "{place}, and stays first under {share} of {samples} other weightings.",
        "{place}, dan tetap pertama pada {share} dari {samples} pembobotan lain.",
    ),
    "r_settle": ("First to be settled: {items}.", "Yang harus diselesaikan lebih dahulu: {items}."),
    "s_fails": ("what fails ({rules})", "penapisan yang tidak lolos ({rules})"),
    "s_unknown": (
        "{n} screens whose outcome is unknown ({rules})",
        "{n} penapisan yang hasilnya belum diketahui ({rules})",
    ),
    "s_no_screens": ("the screens S1 to S12", "penapisan S1 sampai S12"),
    "s_object": ("the object", "objek kerja sama"),
    "s_form": ("the form", "bentuk kerja sama"),
    "s_council": ("council approval (DPRD)", "persetujuan DPRD"),
    "s_partner": ("what {first} thinks of it", "pandangan {first}"),
    "s_leaves": ("criteria not yet assessed ({n})", "kriteria yang belum dinilai ({n})"),
    "s_weights": ("the weights, which are an EXAMPLE", "bobot, yang masih CONTOH"),
    "s_shares": ("how the cost is shared", "pembagian beban pembiayaan"),
    # ---- basis ----
    "h_r_basis": ("Basis", "Dasar"),
    "b_to": ("to", "kepada"),
    "b_team": ("regional cooperation coordination team (TKKSD){of}", "TKKSD{of}"),
    "b_of": (" of {own}", " {own}"),
    "b_from": ("prepared by", "disusun oleh"),
    "b_date": ("date", "tanggal"),
    "b_question": ("question", "pertanyaan"),
    "b_object": ("object of cooperation", "objek kerja sama"),
    "b_form": ("form", "bentuk"),
    "b_initiator": ("initiator", "pemrakarsa"),
    "b_partner": ("partner", "calon mitra"),
    "b_kind": ("kind", "jenis"),
    "b_stage": ("stage", "tahap"),
    "b_decides": ("decided by", "pengambil keputusan"),
    "b_asked": ("who was asked", "pihak yang dimintai pendapat"),
    "b_evidence": ("documents", "dokumen pendukung"),
    "voluntary": ("voluntary", "sukarela"),
    "mandatory": ("mandatory ({basis})", "wajib ({basis})"),
    "not_stated": ("not stated", "belum disebutkan"),
    "b_parts": ("What this recommendation holds", "Bahan rekomendasi"),
    "b_part": ("material", "bahan"),
    "b_held": ("held", "keterangan"),
    "included": ("included", "disertakan"),
    "left_out": ("not provided", "tidak disertakan"),
    "in_ranking": (
        "only as far as the ranking notes it",
        "hanya sejauh tercatat pada peringkat",
    ),
    "part_mapping": ("mapping of affairs", "pemetaan urusan"),
    "part_screens": ("screens", "penapisan"),
    "part_ranking": ("ranking and robustness", "peringkat dan ketahanannya"),
    "part_mutual": ("the other side", "pandangan pihak lain"),
    "part_strategy": ("levers", "pengungkit"),
    "part_cost_shares": ("cost shares", "pembagian beban pembiayaan"),
    "part_portfolio": ("portfolio of partnerships", "portofolio kerja sama"),
    "part_reviews": ("review of agreements in force", "evaluasi perjanjian yang berjalan"),
    "part_option": ("option", "rencana kerja sama"),
    "part_table": ("table of regions", "tabel daerah"),
    # ---- sections ----
    "h_r_mapping": ("Mapping of affairs", "Pemetaan urusan"),
    "r_more": (
        "{n} more are ranked; the mapping itself shows them all.",
        "{n} sub-urusan lainnya juga diperingkat; daftar lengkap ada pada pemetaan urusan.",
    ),
    "r_to_check": (
        "References that carry '{mark}' were not compared with the official text.",
        "Dasar yang bertanda '{mark}' belum dicocokkan dengan naskah resminya.",
    ),
    "h_r_mutual": ("The other side", "Pandangan pihak lain"),
    "r_both": (
        "For {own}, {other} has rank {theirs} of {n}; for {other}, {own} has rank {ours} of {m}.",
        "Bagi {own}, {other} berada di peringkat {theirs} dari {n}; bagi {other}, {own} berada di "
        "peringkat {ours} dari {m}.",
    ),
    "r_no_pair": (
        "{own} and {other} were screened out of the two-sided ranking.",
        "{own} dan {other} tidak lolos penapisan dalam pemeringkatan dua pihak.",
    ),
    "r_front": (
        "No other partner of {own} is better for one side without being worse for the other.",
        "Tidak ada mitra lain bagi {own} yang lebih baik untuk satu pihak tanpa lebih buruk untuk "
        "pihak lainnya.",
    ),
    "r_no_front": (
        "Better for one side, and not worse for the other, would be: {names}.",
        "Yang lebih baik untuk satu pihak dan tidak lebih buruk untuk pihak lainnya: {names}.",
    ),
    "r_other_criteria": (
        "It rests on other criteria or regions than the ranking above ({criteria}), so its ranks "
        "may differ.",
        "Kriteria atau daerah yang dibandingkan di sini tidak sama dengan peringkat di atas "
        "({criteria}), sehingga peringkatnya dapat berbeda.",
    ),
    "r_first_rows": ("The first {n} of {all} are shown.", "Dimuat {n} teratas dari {all}."),
    "h_r_strategy": ("What holds it back, and levers", "Hambatan dan pengungkit"),
    "r_other_candidate": (
        "This section is about {who}, not about the partner recommended.",
        "Bagian ini mengenai {who}, bukan mitra yang direkomendasikan.",
    ),
    "h_r_cost_shares": ("Cost shares", "Pembagian beban pembiayaan"),
    "r_unit": ("Amounts in {unit}.", "Angka dalam {unit}."),
    "r_no_unit": (
        "What the amounts are counted in was not stated.",
        "Satuan angka belum disebutkan.",
    ),
    "r_core": (
        "By these rules no region or group would pay less without the others: {rules}.",
        "Menurut aturan berikut, tidak ada daerah atau kelompok yang akan membayar lebih sedikit "
        "tanpa yang lain: {rules}.",
    ),
    "r_no_core": (
        "Under each of these rules some region or group would pay less without the others.",
        "Menurut setiap aturan ini ada daerah atau kelompok yang akan membayar lebih sedikit tanpa "
        "yang lain.",
    ),
    "r_worse": (
        "{names} would pay more than alone.",
        "{names} akan membayar lebih banyak daripada bila sendiri.",
    ),
    "r_nobody_worse": (
        "Nobody would pay more than alone; whether a group of several would, these figures do not "
        "say.",
        "Tidak ada yang membayar lebih banyak daripada bila sendiri; apakah ada kelompok beberapa "
        "daerah yang demikian, tidak terjawab oleh angka ini.",
    ),
    "r_more_members": (
        "These shares are among {names}: more than the partners recommended.",
        "Pembagian ini antara {names}: lebih banyak daripada pihak yang direkomendasikan.",
    ),
    "h_r_portfolio": ("Portfolio of partnerships", "Portofolio kerja sama"),
    "r_chosen": ("Chosen with {first}: {names}.", "Yang terpilih dengan {first}: {names}."),
    "r_not_chosen": (
        "Not chosen though {first} ranks first: {names}.",
        "Tidak terpilih meskipun {first} di peringkat pertama: {names}.",
    ),
    "r_no_option": (
        "No option of the portfolio is with {first} alone.",
        "Tidak ada pilihan dalam portofolio yang hanya dengan {first}.",
    ),
    "h_r_reviews": ("Agreements in force", "Perjanjian yang berjalan"),
    # ---- next steps ----
    "h_r_steps": ("Next steps", "Langkah berikutnya"),
    "r_own": ("What people added:", "Tambahan dari penyusun:"),
    "d_fails": (
        "Settle what fails, or choose another partner: {screen}.",
        "Selesaikan yang tidak lolos, atau pilih mitra lain: {screen}.",
    ),
    "d_unknown": (
        "Check {screen}.",
        "Periksa {screen}.",
    ),
    "d_no_screens": (
        "Check the screens S1 to S12 for {first}; none was provided.",
        "Periksa penapisan S1 sampai S12 untuk {first}; hasilnya belum disertakan.",
    ),
    "d_object": ("Name the object of cooperation.", "Tetapkan objek kerja sama."),
    "d_form": ("Choose the form of cooperation.", "Tentukan bentuk kerja sama."),
    "d_partner": (
        "Ask {first} how it sees the matter; nobody has asked it yet.",
        "Tanyakan pandangan {first}; pihak itu belum ditanya.",
    ),
    "d_leaves": (
        "Assess the criteria that are not assessed: {names}.",
        "Nilai kriteria yang belum dinilai: {names}.",
    ),
    "d_weights": (
        "Replace the EXAMPLE weights by judgments of the team.",
        "Ganti bobot CONTOH dengan penilaian anggota TKKSD.",
    ),
    "d_shares": (
        "Agree on how the cost is shared; nobody has provided shares.",
        "Sepakati pembagian beban pembiayaan; hitungannya belum disertakan.",
    ),
    "d_council": (
        "Prepare what the councils (DPRD) need ({why}).",
        "Siapkan bahan untuk DPRD ({why}).",
    ),
    "r_stages": ("Stages of the cooperation", "Tahapan kerja sama"),
    "t_stage": ("stage", "tahap"),
    "t_what": ("what it yields", "yang dihasilkan"),
    "t_who": ("responsible", "penanggung jawab"),
    "t_state": ("state", "keadaan"),
    "t_past": ("passed, as stated", "sudah dilalui, menurut isian"),
    "t_now": ("now", "sedang berjalan"),
    "t_later": ("still to come", "belum dimulai"),
    "t_unknown": ("not stated", "belum disebutkan"),
    "t_open_who": ("not yet named", "belum ditetapkan"),
    "c_needed": ("needed", "diperlukan"),
    "c_none": ("no ground for it is known", "tidak ada alasan yang mengharuskannya"),
    "c_unknown": ("whether it is needed is unknown", "belum diketahui apakah diperlukan"),
    "r_law": (
        "Stages after Permendagri 22/2020 ({mark}). Council approval follows from S8: the plan "
        "burdens the public and the region, or its funding is not in the budget (PP 28/2018).",
        "Tahapan menurut Permendagri 22/2020 ({mark}). Persetujuan DPRD mengikuti S8: rencana "
        "membebani masyarakat dan daerah, atau dananya belum ada dalam APBD (PP 28/2018).",
    ),
    # ---- unknown, limits, provenance ----
    "u_parts": ("Not provided: {names}.", "Tidak disertakan: {names}."),
    "u_screens": (
        "Whether {first} passes the screens: no outcome was provided.",
        "Apakah {first} lolos penapisan: hasilnya tidak disertakan.",
    ),
    "u_simulated": (
        "How {first} really sees it: its weights were drawn, not given.",
        "Sikap {first} yang sebenarnya: bobotnya diambil secara acak, bukan diberikan.",
    ),
    "u_council": (
        "Whether the councils (DPRD) must approve.",
        "Apakah persetujuan DPRD diperlukan.",
    ),
    "u_stage": ("At which stage the plan is.", "Sudah sampai tahap mana rencana ini."),
    "u_reviews": (
        "How {n} of the agreements in force run.",
        "Pelaksanaan {n} perjanjian yang berjalan.",
    ),
    "l_advice": (
        "The document weighs figures and judgments. Whether the plan meets the law is for the "
        "legal bureau to examine; to decide is for the authorized officials.",
        "Dokumen ini menimbang angka dan penilaian. Kesesuaian rencana dengan peraturan diperiksa "
        "oleh bagian hukum; keputusan ada pada pejabat yang berwenang.",
    ),
    "p_parts": ("Digests of the parts (SHA-256)", "Sidik setiap bahan (SHA-256)"),
    "p_digest_of": ("digest", "sidik"),
    "p_seed": ("seed", "benih acak"),
}

PRODUCTS: Mapping[Stage, Mapping[Language, str]] = ReadOnlyDict(
    {
        "preparation": {
            "en": "mapping of affairs, list of planned cooperation, terms of reference (KAK)",
            "id": "pemetaan urusan, daftar rencana kerja sama, kerangka acuan kerja (KAK)",
        },
        "offer": {"en": "letter of offer with the KAK", "id": "surat penawaran beserta KAK"},
        "agreement_draft": {
            "en": "draft of the joint agreement (KB)",
            "id": "rancangan kesepakatan bersama (KB)",
        },
        "agreement_signing": {"en": "signed KB", "id": "KB yang ditandatangani"},
        "council_approval": {"en": "approval of the councils", "id": "persetujuan DPRD"},
        "contract_draft": {
            "en": "draft of the cooperation agreement (PKS)",
            "id": "rancangan perjanjian kerja sama (PKS)",
        },
        "contract_signing": {"en": "signed PKS", "id": "PKS yang ditandatangani"},
        "implementation": {
            "en": "what the PKS says, funded in the budgets",
            "id": "pelaksanaan isi PKS dengan dana dalam APBD",
        },
        "record_keeping": {
            "en": "documents kept, entry in the register",
            "id": "dokumen tersimpan dan tercatat dalam daftar kerja sama",
        },
        "reporting": {
            "en": "reports, monitoring and evaluation",
            "id": "laporan, pemantauan, dan evaluasi",
        },
    }
)
"""What each stage yields (DPRD approval where S8 asks for it)."""

SIGNERS: Mapping[Stage, Mapping[Language, str]] = ReadOnlyDict(
    {
        "agreement_signing": {
            "en": "heads of the regions", "id": "kepala daerah para pihak",
        },
        "council_approval": {"en": "councils (DPRD)", "id": "DPRD para pihak"},
        "contract_signing": {
            "en": "heads of the regions, or officials they empower",
            "id": "kepala daerah atau pejabat yang diberi kuasa",
        },
    }
)  # fmt: skip
"""Who acts at a stage, where the rules say it; others are for the team to name."""
