"""The sentences of reports about schemes and methods, by name, in English and Indonesian."""

from __future__ import annotations

SCHEMES: dict[str, tuple[str, str]] = {
    "EqualWeights": (
        "Every criterion counts the same.",
        "Semua kriteria berbobot sama.",
    ),
    "DirectWeights": (
        "Given as numbers.",
        "Diberikan sebagai angka.",
    ),
    "RankOrderWeights": (
        "From the order of importance ({rule}).",
        "Dari urutan kepentingan ({rule}).",
    ),
    "SwingWeights": (
        "From points for going from worst to best on one criterion alone, 100 for the largest "
        "swing (SWING). They hold for each criterion's range: its bounds, or these data where it "
        "has none.",
        "Dari poin untuk beralih dari nilai terburuk ke terbaik pada satu kriteria saja, 100 "
        "untuk yang terbesar (SWING). Poin ini berlaku untuk rentang tiap kriteria: batas "
        "nilainya, atau data ini bila tidak ada batas.",
    ),
    "SMARTWeights": (
        "From points for importance, 10 for the least important criterion (SMART).",
        "Dari poin kepentingan, 10 untuk kriteria yang paling kurang penting (SMART).",
    ),
    "PointAllocationWeights": (
        "From handing out {total} points.",
        "Dari pembagian {total} poin.",
    ),
    "SWARAWeights": (
        "From the order of importance and by what share each criterion falls behind the one "
        "before (SWARA).",
        "Dari urutan kepentingan dan seberapa besar selisih tiap kriteria dari kriteria "
        "sebelumnya (SWARA).",
    ),
    "FUCOMWeights": (
        "From the order of importance and how many times more important the first criterion is "
        "(FUCOM); {deviation}.",
        "Dari urutan kepentingan dan berapa kali lebih penting kriteria pertama (FUCOM); "
        "{deviation}.",
    ),
    "fucom_deviation": (
        "deviation from full consistency: {value}",
        "penyimpangan dari konsistensi penuh: {value}",
    ),
    "fucom_alone": (
        "no answer could contradict another, so nothing proves them consistent",
        "tidak ada jawaban yang dapat saling bertentangan, sehingga konsistensinya tidak terbukti",
    ),
    "LBWAWeights": (
        "From levels of importance and the criteria's place within each (LBWA).",
        "Dari tingkat kepentingan dan kedudukan kriteria di tiap tingkat (LBWA).",
    ),
    "CombinedWeights": (
        "Several weightings as one ({rule}): {parts}",
        "Gabungan beberapa pembobotan ({rule}): {parts}",
    ),
    "EntropyWeights": (
        "From the data: the more unequal a criterion's figures are, the more it counts (entropy)."
        " Nobody's preferences are in this.",
        "Dari data: makin timpang angka suatu kriteria, makin besar bobotnya (entropi). "
        "Preferensi siapa pun tidak ikut dihitung.",
    ),
    "StandardDeviationWeights": (
        "From the data: the wider a criterion's normalized figures are spread, the more it counts"
        " (standard deviation). Nobody's preferences are in this.",
        "Dari data: makin tersebar angka ternormalisasi suatu kriteria, makin besar bobotnya "
        "(simpangan baku). Preferensi siapa pun tidak ikut dihitung.",
    ),
    "VarianceWeights": (
        "From the data: the wider a criterion's normalized figures are spread, the more it counts"
        " (variance). Nobody's preferences are in this.",
        "Dari data: makin tersebar angka ternormalisasi suatu kriteria, makin besar bobotnya "
        "(ragam). Preferensi siapa pun tidak ikut dihitung.",
    ),
    "GiniWeights": (
        "From the data: the more unequally a criterion's figures are shared out, the more it "
        "counts (Gini coefficient). Nobody's preferences are in this.",
        "Dari data: makin tidak merata angka suatu kriteria, makin besar bobotnya (koefisien "
        "Gini). Preferensi siapa pun tidak ikut dihitung.",
    ),
    "CRITICWeights": (
        "From the data: a criterion counts more, the wider its figures are spread and the less it"
        " goes along with the others (CRITIC). Nobody's preferences are in this.",
        "Dari data: bobot kriteria makin besar bila angkanya makin tersebar dan makin tidak "
        "sejalan dengan kriteria lain (CRITIC). Preferensi siapa pun tidak ikut dihitung.",
    ),
    "MERECWeights": (
        "From the data: a criterion counts more, the more its removal would change the "
        "candidates' performance (MEREC). Nobody's preferences are in this.",
        "Dari data: bobot kriteria makin besar bila kinerja calon makin berubah tanpa kriteria "
        "itu (MEREC). Preferensi siapa pun tidak ikut dihitung.",
    ),
    "AngleWeights": (
        "From the data: the farther a criterion's figures point away from equal ones, the more it"
        " counts (angle). Nobody's preferences are in this.",
        "Dari data: makin jauh arah angka suatu kriteria dari angka yang sama rata, makin besar "
        "bobotnya (sudut). Preferensi siapa pun tidak ikut dihitung.",
    ),
    "CoefficientOfVariationWeights": (
        "From the data: the wider a criterion's figures are spread beside their mean, the more it"
        " counts (coefficient of variation). Nobody's preferences are in this.",
        "Dari data: makin tersebar angka suatu kriteria dibanding rata-ratanya, makin besar "
        "bobotnya (koefisien variasi). Preferensi siapa pun tidak ikut dihitung.",
    ),
    "CILOSWeights": (
        "From the data: a criterion counts more, the less it loses when others are at their best "
        "(CILOS). Nobody's preferences are in this.",
        "Dari data: bobot kriteria makin besar bila kerugiannya makin kecil saat kriteria lain "
        "mencapai nilai terbaik (CILOS). Preferensi siapa pun tidak ikut dihitung.",
    ),
    "IDOCRIWWeights": (
        "From the data: the weights by entropy and those by losses (CILOS) multiplied (IDOCRIW). "
        "Nobody's preferences are in this.",
        "Dari data: perkalian bobot entropi dan bobot kerugian (CILOS), yaitu IDOCRIW. Preferensi "
        "siapa pun tidak ikut dihitung.",
    ),
    "LOPCOWWeights": (
        "From the data: a criterion counts more, the farther its normalized figures lie above the "
        "worst beside their spread (logarithm of root mean square over standard deviation, "
        "LOPCOW). Nobody's preferences are in this.",
        "Dari data: bobot kriteria makin besar bila angka ternormalisasinya makin jauh di atas "
        "yang terburuk dibanding sebarannya (logaritma akar rata-rata kuadrat dibagi simpangan "
        "baku, LOPCOW). Preferensi siapa pun tidak ikut dihitung.",
    ),
    "by_centroid": ("centroid", "sentroid"),
    "by_sum": ("sum of places", "jumlah urutan"),
    "by_reciprocal": ("reciprocals of places", "kebalikan urutan"),
    "by_exponent": ("power of places, exponent", "pangkat urutan, eksponen"),
    "by_multiplicative": ("products", "hasil kali"),
    "by_geometric": ("products of powers", "hasil kali pangkat"),
    "by_convex": ("weighted mean", "rata-rata tertimbang"),
}

METHODS: dict[str, tuple[str, str]] = {
    "not_split": (
        "The method does not say what each criterion adds to the score.",
        "Metode ini tidak merinci sumbangan tiap kriteria terhadap skor.",
    ),
    "limit_aras": (
        "The score is a share of what an ideal candidate, made of the best figures, would have.",
        "Skor adalah bagian dari nilai calon ideal yang tersusun dari angka-angka terbaik.",
    ),
    "limit_copras": (
        "What low costs are worth depends on everybody's costs together.",
        "Nilai dari biaya yang rendah bergantung pada biaya semua calon bersama-sama.",
    ),
    "limit_cradis": (
        "Distances are counted from the single largest and smallest weighted figures of all "
        "criteria, so one extreme figure moves everybody's score.",
        "Jarak dihitung dari satu angka berbobot terbesar dan terkecil di semua kriteria, "
        "sehingga satu angka ekstrem menggeser skor semua calon.",
    ),
    "limit_average": (
        "Figures are measured against the average candidate; whoever joins moves it.",
        "Angka diukur terhadap calon rata-rata; calon yang masuk akan menggesernya.",
    ),
    "limit_border": (
        "Figures are measured against a border through the middle of the field; whoever joins "
        "moves it.",
        "Angka diukur terhadap batas di tengah semua calon; calon yang masuk akan menggesernya.",
    ),
    "limit_grey": (
        "A figure near the best counts much, one far from it little: differences among poor "
        "figures matter less than those among good ones.",
        "Angka yang dekat dengan yang terbaik bernilai tinggi, yang jauh bernilai rendah: selisih"
        " di antara angka yang buruk kurang berpengaruh dibanding di antara angka yang baik.",
    ),
    "limit_marcos": (
        "The score joins the ratios to the best and to the worst figures. It is no percentage and"
        " no probability.",
        "Skor menggabungkan rasio terhadap angka terbaik dan terburuk. Skor bukan persentase dan "
        "bukan peluang.",
    ),
    "limit_ratio": (
        "The score is benefits divided by costs: small costs make a large score.",
        "Skor adalah manfaat dibagi biaya: biaya yang kecil membuat skor besar.",
    ),
    "limit_majority": (
        "Three views of the figures vote on each pair. How far one is ahead does not count, only "
        "that it is.",
        "Tiga sudut pandang atas angka memberi suara untuk tiap pasangan. Yang dihitung hanya "
        "siapa yang unggul, bukan seberapa jauh.",
    ),
    "limit_flow": (
        "The score is by how much a candidate is preferred to the others less they to it, on "
        "average. It rests on the preference functions and their thresholds.",
        "Skor adalah seberapa besar calon ini lebih disukai daripada calon lain dikurangi "
        "sebaliknya, secara rata-rata. Skor ini bertumpu pada fungsi preferensi dan ambangnya.",
    ),
    "limit_spotis": (
        "The score is minus the distance to the best ends of the bounds: 0 is the best. Other "
        "bounds would give other scores.",
        "Skor adalah jarak ke ujung terbaik dari batas nilai dengan tanda minus: 0 yang terbaik. "
        "Batas lain memberi skor lain.",
    ),
    "limit_regret": (
        "A poor figure on one criterion is made up for in part only: a candidate's worst "
        "criterion also counts by itself.",
        "Nilai buruk pada satu kriteria hanya tertutup sebagian: kriteria terburuk suatu calon "
        "juga dihitung tersendiri.",
    ),
    "limit_waspas": (
        "The score is part sum, part product: a poor figure is made up for by good ones, the less"
        " so the larger the part of the product.",
        "Skor sebagian berupa jumlah dan sebagian hasil kali: nilai buruk dapat ditutup nilai "
        "baik, tetapi makin sulit bila bagian hasil kalinya makin besar.",
    ),
}
