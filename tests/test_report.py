"""Reports: what they say, in which language and form, and how they are written."""

import json
import math
import os
import re
from dataclasses import replace
from itertools import combinations, pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

import kadmcdm as kd
from kadmcdm import _text
from kadmcdm._table import Display, Table
from kadmcdm.datasets import data_folder
from kadmcdm.partnership import SCREENS
from kadmcdm.report.document import Heading, Paragraph, to_text
from messages import faults, message

pytestmark = pytest.mark.usefixtures("dots")


@pytest.fixture(scope="module")
def result():
    return kd.Study.load(data_folder("east_java") / "study.toml").run()


def small(values, *, n_samples=200, weights=None, **sections):
    """Return the result of a study with criteria x and y, higher is better."""
    rows = {name: dict(zip("xy", row, strict=True)) for name, row in values.items()}
    return kd.Study.from_dict(
        {
            "title": "Small",
            "data": {"source": "inline", "values": rows},
            "criteria": [{"name": name, "direction": "benefit"} for name in "xy"],
            "weights": weights or {"scheme": "equal"},
            "robustness": {"n_samples": n_samples},
            **sections,
        }
    ).run()


def flat(text):
    """Return text without its line breaks, which fall where the width says."""
    return " ".join(str(text).split())


# ---- what the bundled report says ----------------------------------------------------------------

SAID = {
    "en": [
        "With which region should Kabupaten Bojonegoro cooperate on drinking water and domestic "
        "wastewater, by exchange of knowledge?",
        "Kabupaten Ngawi comes first with a score of 0.917",
        "of 10,000 other weightings. The weights behind this are an EXAMPLE.",
        "Object of cooperation: drinking water and domestic wastewater.",
        "Form: exchange of knowledge.",
        "This is advice to the regional cooperation coordination team (TKKSD), not a legal "
        "opinion.",
        "39 candidates, 5 criteria",
        "access to improved sanitation (% of households, 2021): BPS",
        "population (people, 2025): Kemendagri",
        "EXAMPLE: these judgments are made up",
        "From pairwise comparisons (principal eigenvector); consistency ratios: goal 0.000, "
        "opportunities 0.000, challenges 0.009 (random index alonso-lamata-2006; above 0.10 look "
        "at the judgments again).",
        "Not assessed, for want of data or judgments: welfare gain;",
        "transparency and accountability. Their rows were removed from the comparisons and the "
        "priorities of their nodes recomputed.",
        "Unknown is no pass. Before an offer goes out, somebody has to check for Kabupaten Ngawi:",
        "- S1 the sub-affair is within the authority of all parties",
        "- S12 the deciding officials declare that they have no conflict of interest",
        "What Kabupaten Bojonegoro can give: access to improved sanitation, 90.96 against 79.35 "
        "(% of households).",
        "What Kabupaten Bojonegoro gets: access to improved drinking water, 97.24 against 99.92 "
        "(% of households).",
        "Kabupaten Ngawi stands above Kabupaten Magetan (0.917 to 0.897) for mutual learning",
        "Over 10,000 weight vectors Kabupaten Ngawi is first in 72%",
        "Monte Carlo error of such a share is at most 0.5 percentage points",
        "Kabupaten Ngawi above Kabupaten Magetan in 100%: decisive.",
        "only: not decisive; most other weights turn it around.",
        "1. Let the TKKSD members make the pairwise comparisons.",
        "this ranking shows one side only",
    ],
    "id": [
        "Dengan daerah mana Kabupaten Bojonegoro sebaiknya bekerja sama di bidang air minum dan "
        "air limbah domestik, melalui pertukaran pengetahuan?",
        "Kabupaten Ngawi berada di peringkat pertama dengan skor 0,917",
        "dari 10.000 pembobotan lain. Bobot di baliknya hanyalah CONTOH.",
        "Objek kerja sama: air minum dan air limbah domestik.",
        "Bentuk: pertukaran pengetahuan.",
        "Ini saran untuk Tim Koordinasi Kerja Sama Daerah (TKKSD), bukan pendapat hukum.",
        "39 calon, 5 kriteria",
        "akses sanitasi layak (% rumah tangga, 2021): BPS - ",
        "jumlah penduduk (jiwa, 2025): Kemendagri, Keputusan Mendagri Nomor",
        "CONTOH: penilaian ini dibuat hanya untuk menunjukkan cara kerjanya.",
        "Dari perbandingan berpasangan (vektor eigen utama); rasio konsistensi: ",
        "peluang 0,000, tantangan 0,009 (indeks acak alonso-lamata-2006; di atas 0,10, periksa",
        "Belum dinilai karena data atau penilaiannya belum ada: peningkatan kesejahteraan;",
        "Barisnya dikeluarkan dari perbandingan dan prioritas simpulnya dihitung ulang.",
        "Belum diketahui bukan berarti lolos.",
        "- S1 sub-urusan berada dalam kewenangan semua pihak",
        "- S12 pernyataan bebas benturan kepentingan dari pejabat yang memutuskan",
        "Yang dapat diberikan Kabupaten Bojonegoro: akses sanitasi layak, 90,96 dibanding 79,35 "
        "(% rumah tangga).",
        "Yang diperoleh Kabupaten Bojonegoro: akses air minum layak, 97,24 dibanding 99,92 "
        "(% rumah tangga).",
        "Kabupaten Ngawi berada di atas Kabupaten Magetan (0,917 berbanding 0,897) karena saling "
        "belajar",
        "Dari 10.000 vektor bobot, Kabupaten Ngawi berada di peringkat pertama pada 72%",
        "Galat Monte Carlo persentase ini paling besar 0,5 poin persen.",
        "Kabupaten Ngawi di atas Kabupaten Magetan pada 100%: tegas.",
        ": belum tegas; kebanyakan bobot lain membaliknya.",
        "1. Mintalah anggota TKKSD membuat perbandingan berpasangan.",
        "peringkat ini hanya menunjukkan satu pihak",
    ],
}


@pytest.mark.parametrize("lang", ["en", "id"])
def test_the_report_says_all_that_a_board_asks(result, lang):
    text = flat(kd.report(result, lang=lang, format="text"))
    assert [part for part in SAID[lang] if part not in text] == []


@pytest.mark.parametrize("lang", ["en", "id"])
def test_the_parts_stand_in_their_order(result, lang):
    heads = {
        "en": ["What is compared", "Weights", "Screens not checked yet", "Ranking", "Why",
               "How sure", "Next steps"],
        "id": ["Apa yang dibandingkan", "Bobot", "Penapisan yang belum diperiksa", "Peringkat",
               "Mengapa", "Seberapa yakin", "Langkah berikutnya"],
    }[lang]  # fmt: skip
    lines = str(kd.report(result, lang=lang, format="text")).splitlines()
    assert [a for a, b in pairwise(lines) if b and b == "-" * len(a)] == heads
    title = {"en": "PARTNERS FOR KABUPATEN BOJONEGORO", "id": "CALON MITRA KABUPATEN BOJ"}
    assert lines[0].startswith(title[lang])


HEADERS = {
    "en": ["rank", "partner", "score", "border", "km", "main criterion", "first", "top 3"],
    "id": ["peringkat", "mitra", "skor", "batas", "km", "kriteria utama", "ke-1", "3 besar"],
}
FIRST = {
    "en": ["1", "Kabupaten Ngawi", "0.917", "land", "55.4", "mutual learning", "72%", "83%"],
    "id": ["1", "Kabupaten Ngawi", "0,917", "darat", "55,4", "saling belajar", "72%", "83%"],
}


def table_of(text, header):
    """Return the rows of the Markdown table with these headers."""
    lines = text.splitlines()
    start = lines.index("| " + " | ".join(header) + " |")
    rows = []
    for line in lines[start + 2 :]:
        if not line.startswith("|"):
            break
        rows.append(line.strip("| ").split(" | "))
    return rows


@pytest.mark.parametrize("lang", ["en", "id"])
def test_the_ranking_table(result, lang):
    text = kd.report(result, lang=lang, top=3)
    rows = table_of(text, HEADERS[lang])
    assert rows[0] == FIRST[lang]
    assert [row[1] for row in rows] == ["Kabupaten Ngawi", "Kabupaten Magetan", "Kota Malang"]
    left = {"en": "The first 3 of 39 candidates", "id": "3 calon teratas dari 39 calon"}[lang]
    assert left in text
    left = {"en": "36 more are not shown; --top 39", "id": "36 lainnya tidak ditampilkan"}[lang]
    assert left in flat(kd.report(result, lang=lang, top=3, format="text"))
    whole = kd.report(result, lang=lang, top=39)
    assert len(table_of(whole, HEADERS[lang])) == 39
    assert whole == kd.report(result, lang=lang, top=1000)
    for absent in ("not shown", "tidak ditampilkan", "39 candidates are shown", "dari 39 calon,"):
        assert absent not in whole


@pytest.mark.parametrize("lang", ["en", "id"])
def test_shown_weights_add_up(result, lang):
    header = {"en": ["criterion", "direction", "weight"], "id": ["kriteria", "arah", "bobot"]}
    rows = table_of(kd.report(result, lang=lang), header[lang])
    shown = [float(row[-1].replace(",", ".")) for row in rows]
    assert sum(shown) == pytest.approx(1, abs=1e-9)
    assert shown == sorted(shown, reverse=True)


def test_indonesian_has_no_decimal_points_and_no_english(result):
    text = kd.report(result, lang="id", format="text")
    figures = text.replace("300.2.2-2138", "")  # a decree, no figure
    assert not re.search(r"\d\.\d{1,2}(?!\d)", figures)
    assert "1.508.499" in figures
    words = ("rank", "score", "weights", "decisive", "EXAMPLE", "against", "first")
    for word in (*words, "Statistics", "Ministry", "decree"):
        assert not re.search(rf"\b{word}\b", text), word


# ---- how sure ------------------------------------------------------------------------------------


def verdicts(text):
    return [line for line in text.splitlines() if line.startswith("- ")]


def test_a_pair_that_the_weights_turn_around_is_not_decisive():
    # Under a weighted sum A wins where w < 2/3: about two thirds of the weights.
    method = {"name": "WeightedSum", "normalization": "none"}
    got = small({"A": [1, 3], "B": [2, 1]}, method=method)
    (line,) = verdicts(kd.report(got, format="text"))
    assert re.fullmatch(r"- A above B in \d\d%: not decisive; other weights turn it around\.", line)
    (line,) = verdicts(kd.report(got, format="text", lang="id"))
    assert re.fullmatch(
        r"- A di atas B pada \d\d%: belum tegas; bobot lain membalik urutannya\.", line
    )


def test_a_pair_that_nothing_turns_around_is_decisive():
    got = small({"A": [2, 3], "B": [1, 1]})
    assert verdicts(kd.report(got, format="text")) == ["- A above B in 100%: decisive."]
    assert verdicts(kd.report(got, format="text", lang="id")) == ["- A di atas B pada 100%: tegas."]


def test_those_who_share_the_first_rank_are_named_together():
    got = small({"A": [2, 3], "B": [2, 3], "C": [1, 1]})
    text = flat(kd.report(got, format="text"))
    assert "In short: A and B share the first rank with a score of 1.000." in text
    assert "A stands above C (1.000 to 0.000)" in text
    assert "- A and B share a rank; A above in 50%." in text
    rows = table_of(kd.report(got), ["rank", "candidate", "score", "main criterion", "first",
                                     "top 3"])  # fmt: skip
    assert [row[0] for row in rows] == ["1=", "1=", "3"]
    assert [row[-2] for row in rows] == ["50%", "50%", "0%"]
    text = flat(kd.report(got, format="text", lang="id"))
    assert "A dan B sama-sama di peringkat pertama dengan skor 1,000." in text


def test_whoever_else_is_first_under_other_weights_is_named_even_if_not_shown(result):
    assert (
        "Under other weights others come first: Kabupaten Malang (11%), Kabupaten Nganjuk (6%) "
        "and Kabupaten Tuban (6%)."
    ) in flat(kd.report(result, format="text", top=3))
    assert (
        "Dengan bobot lain, yang menjadi peringkat pertama adalah Kabupaten Malang (11%)"
        in flat(kd.report(result, format="text", lang="id", top=3))
    )
    assert "others come first" not in kd.report(small({"A": [2, 3], "B": [1, 1]}), format="text")


def test_no_verdict_contradicts_its_figure(result):
    measured = result.acceptability.measured
    wins = measured["pairwise_winning"].copy()
    a, b, c = (result.problem.candidate_index(name) for name in result.ranking.order[:3])
    wins[a, b], wins[b, c] = 0.496, 0.896
    changed = {**measured, "pairwise_winning": wins}
    got = replace(result, acceptability=replace(result.acceptability, measured=changed))
    text = kd.report(got, format="text")
    assert "Magetan in 50%: not decisive; other weights turn it around." in flat(text)
    assert "Malang in 89.6%: not decisive; other weights turn it around." in flat(text)
    wins[b, c] = 0.91  # two standard errors of 10,000 samples are 0.006
    got = replace(result, acceptability=replace(result.acceptability, measured=changed))
    assert "Malang in 91%: decisive." in flat(kd.report(got, format="text"))


MAIN = ["rank", "candidate", "score", "main criterion", "first", "top 3"]


@pytest.mark.parametrize(
    ("values", "weights", "method", "main"),
    [
        ({"A": [3, 3], "C": [1, 1]}, [1, 2], "TOPSIS", {"A": "y", "C": "-"}),
        ({"A": [2, 1], "B": [1, 5]}, [1, 0], "WeightedProduct", {"A": "x", "B": "-"}),
        ({"A": [2, 1], "B": [1, 5]}, [1, 0], "WeightedSum", {"A": "x", "B": "-"}),
        ({"A": [4, 4], "B": [2, 2]}, [1, 1], "WeightedSum", {"A": "x and y", "B": "-"}),
    ],
)
def test_the_main_criterion_is_one_that_lifts(values, weights, method, main):
    scheme = {"scheme": "direct", "values": dict(zip("xy", weights, strict=True))}
    got = small(values, weights=scheme, method={"name": method})
    assert {row[1]: row[3] for row in table_of(kd.report(got), MAIN)} == main


def test_what_speaks_for_the_second_is_said():
    method = {"name": "WeightedSum", "normalization": "none"}
    got = small({"A": [1, 3], "B": [2, 1]}, method=method)
    assert "B is better on x (2 against 1)." in flat(kd.report(got, format="text"))
    assert "B lebih baik pada x (2 dibanding 1)." in flat(kd.report(got, format="text", lang="id"))


def test_a_failed_screen_is_said_first(result):
    failed = [replace(result.screens[0], outcome="fail"), *result.screens[1:]]
    text = flat(kd.report(replace(result, screens=tuple(failed)), format="text"))
    label = SCREENS[0].label_in("en")
    assert f"Kabupaten Ngawi fails: {label}." in text
    assert "fails" not in kd.report(result, format="text")


def test_next_steps_ask_only_for_what_is_missing(result):
    study = {key: value for key, value in result.study.items() if key != "object"}
    weights = kd.EqualWeights().weigh(result.problem)
    ranking = kd.rank(result.problem, weights)
    bare = replace(result, study=study, ranking=ranking, not_assessed=(), screens=())
    for lang, subject, absent in (
        ("en", "authority over the object of cooperation on", ["pairwise", "judge", "screens"]),
        ("id", "kewenangan atas objek kerja sama di", ["berpasangan", "menilai", "penapisan"]),
    ):
        whole, text = (
            flat(kd.report(item, format="text", lang=lang)).lower() for item in (result, bare)
        )
        assert subject in text
        for word in absent:
            assert word in whole
            assert word not in text


def test_a_single_candidate_is_compared_with_nobody():
    text = kd.report(small({"A": [2, 3]}), format="text")
    assert "A comes first" in text
    assert "above" not in text
    assert verdicts(text) == []


@pytest.mark.parametrize("name", ["TOPSIS", "WeightedSum", "WeightedProduct"])
@pytest.mark.parametrize("lang", ["en", "id"])
def test_every_method_and_language_gets_a_report(name, lang):
    got = small({"A": [2, 3], "B": [3, 1], "C": [1, 2]}, method={"name": name})
    text = kd.report(got, lang=lang)
    assert f": {name} (" in text
    closeness = {"en": "1 would be best", "id": "1 berarti terbaik"}[lang]
    assert (closeness in text) == (name == "TOPSIS")  # a product's 1 says something else


@pytest.mark.parametrize(
    ("weights", "said"),
    [
        ({"scheme": "equal"}, "Every criterion counts the same."),
        ({"scheme": "direct", "values": {"x": 1, "y": 2}}, "Given as numbers."),
        ({"scheme": "rank_order", "order": ["x", "y"]}, "From the order of importance (centroid)."),
    ],
)
def test_the_report_says_where_the_weights_come_from(weights, said):
    text = kd.report(small({"A": [2, 3], "B": [3, 1]}, weights=weights), format="text")
    assert said in text
    assert "EXAMPLE" not in text
    assert "legal" not in text  # no partnership, no coordination team
    assert "Next steps" not in text


BEST_WORST = {
    "scheme": "best_worst",
    "best": "a",
    "worst": "d",
    "best_to_others": {"b": 2, "c": 4, "d": 8},
    "others_to_worst": {"a": 8, "b": 3, "c": 2},
    "model": "nonlinear",
}


def test_the_report_says_how_far_best_worst_weights_may_reach():
    names = {"a": "Cost", "b": "b", "c": "c", "d": "d"}
    content = {
        "title": "Where to go",
        "data": {"source": "inline", "values": {"X": dict.fromkeys(names, 1)}},
        "criteria": [
            {"name": name, "direction": "cost", "label": label} for name, label in names.items()
        ],
        "weights": BEST_WORST,
        "robustness": {"n_samples": 100},
    }
    result = kd.Study.from_dict(content).run()
    text = flat(kd.report(result, format="text"))
    assert "most important criterion, Cost, and the least important, d (best-worst method, " in text
    assert "nonlinear model): xi 0.317" in text
    low, high = result.weights.details["intervals"]["c"]
    assert f"c {low:.3f} to {high:.3f}; d " in text
    assert "titik tengah" in kd.report(result, format="text", lang="id").replace("\n", " ")
    content["weights"] = BEST_WORST | {"model": "linear"}
    text = flat(kd.report(kd.Study.from_dict(content).run(), format="text"))
    assert "linear model): xi 0.0" in text
    assert "leave room" not in text


# ---- hostile names -------------------------------------------------------------------------------

HOSTILE = "<b>|x_*`"
ESCAPED = r"&lt;b&gt;\|x\_\*\`"


@pytest.fixture(scope="module")
def hostile():
    return kd.Study.from_dict(
        {
            "title": f"{HOSTILE}\n# second",
            "question": f"# q {HOSTILE}",
            "object": f"[link](http://example.org) {HOSTILE}",
            "notes": f"- {HOSTILE}\n\n1. <script>alert(1)</script>",
            "data": {
                "source": "inline",
                "values": {HOSTILE: {"x": 1, HOSTILE: 2}, "B\n|": {"x": 3, HOSTILE: 1}},
            },
            "criteria": [
                {"name": "x", "direction": "benefit", "unit": HOSTILE, "label": HOSTILE},
                {"name": HOSTILE, "direction": "cost"},
            ],
            "weights": {"scheme": "equal"},
            "robustness": {"n_samples": 100},
        }
    ).run()


@pytest.mark.parametrize("lang", ["en", "id"])
def test_markdown_escapes_hostile_names(hostile, lang):
    text = kd.report(hostile, lang=lang)
    assert HOSTILE not in text
    assert ESCAPED in text
    assert "<" not in text
    assert f"# {ESCAPED} \\# second\n" in text  # one heading, on one line
    assert f"**\\# q {ESCAPED}**" in text
    assert r"\[link\](http://example.org)" in text
    assert f"\n\\- {ESCAPED} 1. &lt;script&gt;" in text  # a paragraph, no list
    for line in text.splitlines():
        if line.startswith("|"):
            cells = re.sub(r"\\.", "", line).count("|") - 1
            # weights, checklist, figures; provenance, definitions; criteria and ranking; methods
            assert cells in (2, 3, 4, 6), line


def test_a_paragraph_that_looks_like_a_list_is_none():
    for notes in ("- one", "+ one", "1. one", "12) one"):
        text = kd.report(small({"A": [1, 2], "B": [2, 1]}, notes=notes))
        mark, rest = notes.split(" ")
        assert f"\n{mark[:-1]}\\{mark[-1]} {rest}\n" in text


def test_text_keeps_names_and_lines_under_headings(hostile):
    text = kd.report(hostile, format="text")
    assert text.startswith(f"{HOSTILE.upper()} # SECOND\n" + "=" * len(f"{HOSTILE} # second"))
    assert to_text([Heading("a\n b"), Paragraph("c\nd")]) == "a b\n---\n\nc d\n"


def test_html_escapes_hostile_names(hostile):
    for shown in (hostile, hostile.ranking, hostile.ranking.explain(HOSTILE)):
        page = shown._repr_mimebundle_()["text/html"]
        assert "<b>" not in page
        assert "&lt;b&gt;" in page
        assert set(re.findall(r"</?(\w+)", page)) <= {
            "table", "caption", "thead", "tbody", "tr", "th", "td", "p",
        }  # fmt: skip


def test_json_keeps_hostile_names(hostile):
    text = kd.report(hostile, format="json")
    assert json.loads(text)["acceptability"]["candidate_names"] == [HOSTILE, "B\n|"]
    assert kd.StudyResult.from_json(text).to_dict() == hostile.to_dict()


# ---- formats -------------------------------------------------------------------------------------


def test_json_is_the_result_itself_whatever_the_language(result):
    text = kd.report(result, format="json", lang="id")
    assert json.loads(text) == result.to_dict()
    assert kd.StudyResult.from_json(text).to_json() == result.to_json()
    assert text == kd.report(result, format="json", top=1)


def test_the_default_is_english_markdown(result):
    assert kd.report(result) == kd.report(result, lang="en", format="md", top=10)


@pytest.mark.parametrize(
    ("options", "said"),
    [
        ({"lang": "fr"}, "lang: unknown choice; got 'fr', expected one of 'en', 'id'."),
        ({"format": "htm"}, "format: unknown choice; got 'htm', expected one of 'md', 'html', "
         "'docx', 'text', 'json'."),
        ({"top": 0}, "top: no number of candidates; got 0, expected a whole number >= 1."),
        ({"top": True}, "top: no number of candidates; got True, expected a whole number >= 1."),
        ({"top": 2.0}, "top: no number of candidates; got 2.0, expected a whole number >= 1."),
    ],
)  # fmt: skip
def test_an_unknown_option_is_refused(result, options, said):
    assert message(kd.report, result, **options).startswith(said)


def test_what_is_no_result_is_refused_with_the_rest():
    where = [fault.where for fault in faults(kd.report, [1, 2], lang="fr", format="x", top=0)]
    assert where == ["lang", "format", "result", "top"]


def test_a_result_without_json_says_so():
    class Shown(Display):
        def tables(self, lang="en"):
            return (Table(("a",), (("1",),)),)

    assert kd.report(Shown()) == "| a |\n| --- |\n| 1 |\n"
    said = "result: it has no JSON form; got Shown."
    assert message(kd.report, Shown(), format="json") == said


def test_a_ranking_gets_the_whole_document_and_others_their_tables(result):
    ranking = kd.report(result.ranking, lang="id")
    assert table_of(ranking, HEADERS["id"])[0][:3] == ["1", "Kabupaten Ngawi", "0,917"]
    assert "Metode: TOPSIS (vector)" in ranking
    weights = kd.report(result.weights, format="text")
    assert weights.startswith("AHPWeights\ncriterion")
    assert "0.500" in weights
    for item in (result.ranking, result.weights, result.acceptability):
        read = type(item).from_json(kd.report(item, format="json"))
        assert read.to_dict() == item.to_dict()
    explained = kd.report(result.ranking.explain("35.21+35.22"))
    assert "rank 1, score 0.917" in explained


# ---- writing -------------------------------------------------------------------------------------


def test_the_file_holds_what_would_be_returned(result, tmp_path):
    path = tmp_path / "report.md"
    assert kd.report(result, path, lang="id") == path
    assert path.read_bytes().decode("utf-8") == kd.report(result, lang="id")
    path.write_text("old")
    assert kd.report(result, str(path)) == path  # what was there is replaced
    assert path.read_bytes().decode("utf-8") == kd.report(result)
    assert [item.name for item in tmp_path.iterdir()] == ["report.md"]


def test_the_file_gets_the_usual_permissions(result, tmp_path):
    before = os.umask(0o027)
    try:
        path = kd.report(result.weights, tmp_path / "weights.md")
    finally:
        os.umask(before)
    if os.name == "posix":
        assert path.stat().st_mode & 0o777 == 0o640


def test_a_folder_is_not_written_over(result, tmp_path):
    path = tmp_path / "report.md"
    path.mkdir()
    said = message(kd.report, result, path)
    assert said == f"{path}: this is a folder. Hint: name a file in it."
    assert [item.name for item in tmp_path.rglob("*")] == ["report.md"]


def test_a_missing_folder_is_not_made(result, tmp_path):
    path = tmp_path / "nowhere" / "report.md"
    said = message(kd.report, result, path)  # before anything is computed
    assert said == f"{path}: there is no folder {path.parent}. Hint: make it first."
    assert list(tmp_path.iterdir()) == []


def test_a_failure_halfway_leaves_the_old_file(result, tmp_path, monkeypatch):
    path = tmp_path / "report.md"
    path.write_text("old")

    def full(*_):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "replace", full)
    said = message(kd.report, result, path)
    assert said == f"{path}: it cannot be written; got No space left on device."
    assert path.read_text() == "old"
    assert [item.name for item in tmp_path.iterdir()] == ["report.md"]


def test_a_bad_option_writes_nothing(result, tmp_path):
    message(kd.report, result, tmp_path / "report.md", format="pdf")
    assert list(tmp_path.iterdir()) == []


# ---- numbers and words for people ----------------------------------------------------------------


@given(share=st.floats(0, 1, exclude_min=True, exclude_max=True), digits=st.integers(0, 3))
@pytest.mark.parametrize("lang", ["en", "id"])
def test_a_percentage_is_never_0_or_100_of_what_is_neither(lang, share, digits):
    text = _text.percent(share, lang, digits).removesuffix("%").replace(",", ".")
    shown = float(text.strip("<>"))
    assert 0 < shown < 100
    if text[0] == "<":
        assert share * 100 < shown
    elif text[0] == ">":
        assert share * 100 > shown
    else:
        assert share * 100 == pytest.approx(shown, abs=0.5001 * 10**-digits)


@pytest.mark.parametrize(
    ("share", "en", "tenths"),
    [
        (0, "0%", "0,0%"),
        (1, "100%", "100,0%"),
        (0.005, "<1%", "0,5%"),  # halves round to even: 0.5 would be shown as 0
        (0.995, ">99%", "99,5%"),  # and 99.5 as 100
        (0.0004, "<1%", "<0,1%"),
        (0.9996, ">99%", ">99,9%"),
        (0.256, "26%", "25,6%"),
        (None, "-", "-"),
        (float("nan"), "-", "-"),
    ],
)
def test_percentages(share, en, tenths):
    assert _text.percent(share) == en
    assert _text.percent(share, "id", 1) == tenths


@given(
    values=st.lists(st.floats(0, 1e6), min_size=1, max_size=12).filter(lambda v: sum(v) > 0),
    digits=st.integers(1, 4),
)
def test_shown_shares_add_up_unless_equal_ones_would_differ(values, digits):
    total = sum(values)
    exact = [value / total for value in values]
    shown = _text.shares(exact, digits)
    unit = 10.0**-digits
    plain = [round(value, digits) for value in exact]
    assert sum(shown) == pytest.approx(1, abs=1e-9) or shown == plain
    for a, b in combinations(range(len(exact)), 2):
        if exact[a] == exact[b]:
            assert shown[a] == shown[b]
    assert all(abs(a - b) < unit * (1 + 1e-6) for a, b in zip(shown, exact, strict=True))
    assert all(value >= 0 for value in shown)


@given(value=st.floats(-1e12, 1e12), digits=st.integers(0, 6))
def test_indonesian_numbers_swap_comma_and_point(value, digits):
    en, indonesian = _text.number(value, digits), _text.number(value, digits, "id")
    assert indonesian == en.replace(",", "_").replace(".", ",").replace("_", ".")
    assert float(indonesian.replace(".", "").replace(",", ".")) == pytest.approx(
        value, abs=0.5001 * 10**-digits, rel=1e-15
    )
    assert not re.fullmatch(r"-[0,.]*", en)


@pytest.mark.parametrize(
    ("value", "digits", "text"),
    [
        (1234567.891, 2, "1.234.567,89"),
        (0.5, 3, "0,500"),
        (-0.0004, 3, "0,000"),
        (1000, 0, "1.000"),
        (None, 3, "-"),
        (float("nan"), 3, "-"),
    ],
)
def test_indonesian_numbers(value, digits, text):
    assert _text.number(value, digits, "id") == text


@pytest.mark.parametrize(
    ("value", "en", "indonesian"),
    [
        (0, "0", "0"),
        (90.96, "90.96", "90,96"),
        (2273229, "2,273,229", "2.273.229"),
        (0.0206249, "0.02062", "0,02062"),
        (999.96, "1,000", "1.000"),
        (-34.8, "-34.8", "-34,8"),
        (1.5e-9, "1.500e-09", "1,500e-09"),
        (1.5e20, "1.500e+20", "1,500e+20"),
    ],
)
def test_raw_figures_keep_four_digits(value, en, indonesian):
    assert (_text.significant(value), _text.significant(value, "id")) == (en, indonesian)


def test_lists_in_both_languages():
    assert [_text.listed(list("abc"[:k])) for k in range(4)] == ["", "a", "a and b", "a, b and c"]
    assert _text.listed(list("ab"), "id") == "a dan b"
    assert _text.listed(list("abc"), "id") == "a, b, dan c"


def test_parts_of_a_product_say_that_they_are_logarithms():
    problem = kd.DecisionProblem.from_arrays([[1, 9], [3, 4]], ["benefit", "cost"])
    ranking = kd.rank(problem, [0.5, 0.5], kd.WeightedProduct())
    contrast = ranking.contrast("a2", "a1")
    said = {
        "en": ("(log score)", "log contribution"),
        "id": ("(skor log)", "sumbangan (log)"),
    }
    for lang, (scale, part) in said.items():
        (table,) = contrast.tables(lang)
        assert table.title.endswith(scale)
        assert table.headers[-1] == part
        assert part in ranking.explain("a1").tables(lang)[0].headers
    assert contrast.difference == pytest.approx(math.log(ranking.scores[1] / ranking.scores[0]))
    plain = kd.rank(problem, [0.5, 0.5], kd.WeightedSum()).contrast("a2", "a1")
    assert "log" not in str(plain)
