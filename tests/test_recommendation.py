"""Recommendations: what they say of each part, what they leave out, what they never claim."""

import hashlib
import json
import re
import string
import zipfile
from dataclasses import replace

import numpy as np
import pytest

import kadmcdm as kd
from kadmcdm import partnership as pt
from kadmcdm.datasets import data_folder
from kadmcdm.report import pictures
from kadmcdm.report.phrases_recommendation import PRODUCTS, RECOMMENDATION
from messages import faults, message

pytestmark = pytest.mark.usefixtures("dots")

ME, NGAWI, TUBAN, BLORA, NGANJUK = "35.22", "35.21", "35.23", "33.16", "35.18"
CODES = [NGAWI, TUBAN, BLORA, NGANJUK]
WATER = pt.Issue(pt.SECTORS["public_works"], {"en": "drinking water", "id": "air minum"}, 0.6)
LEARNING = pt.Coverage(["sanitation_access", "water_access"], target=100, exchange="knowledge")
PARTS = ("mapping", "screens", "mutual", "strategy", "cost_shares", "portfolio", "reviews")


def flat(text):
    """Return text without its line breaks, which fall where the width says."""
    return " ".join(str(text).split())


def headings(markdown):
    return [line[3:] for line in markdown.splitlines() if line.startswith("## ")]


@pytest.fixture(scope="module")
def table():
    return kd.datasets.east_java()


@pytest.fixture(scope="module")
def facts():
    return pt.ScreenFacts(
        central_affair=False,
        regions={NGAWI: pt.RegionFacts(head="acting", objections={})},
        default=pt.OptionFacts(kind="voluntary", overlaps=[], budgeted=False),
        council_months=3,
    )


@pytest.fixture(scope="module")
def criteria():
    return [
        pt.OperatorCriterion(kd.Criterion("learning", "benefit"), pt.Complementarity(LEARNING)),
        pt.OperatorCriterion(
            kd.Criterion("distance", "cost", unit="km", changeable=False), pt.HaversineKm()
        ),
        pt.OperatorCriterion(
            kd.Criterion("gap", "cost", lever={"en": "training", "id": "pelatihan"}), pt.Gap("hdi")
        ),
    ]


@pytest.fixture(scope="module")
def found(table, facts, criteria):
    screens = pt.fact_screens(facts, table)
    weights = {"learning": 2, "distance": 1, "gap": 1}
    return pt.partners_of(table, ME, criteria, weights, partners=CODES, screens=screens)


def outcomes(table, facts, partner=NGAWI):
    return pt.screen(table, table.rows([ME, partner]), pt.fact_screens(facts, table))


@pytest.fixture(scope="module")
def parts(table, facts, criteria, found):
    """Return every part there can be, of the partner that ranks first."""
    assert found.partners(found.ranking.best) == (NGAWI,)
    weights = found.ranking.weights
    options = [
        pt.PartnershipOption(ME, {code}, WATER, form, costs={ME: a, code: b}, stage="offer")
        for code, form, a, b in [
            (NGAWI, "knowledge_exchange", 2e9, 1e9),
            (TUBAN, "joint_facility", 9e9, 9e9),
        ]
    ]
    promised = {"trainings": 8, "visits": 4}
    return {
        "option": options[0],
        "mapping": pt.map_affairs(ME, pt.example_affairs(), {"gap": 2, "priority": 1}, table=table),
        "screens": outcomes(table, facts),
        "mutual": pt.mutual_ranking(
            table, criteria, {ME: weights}, regions=[ME, *CODES], n_samples=50, rng=7
        ),
        "strategy": pt.strategy(
            found, NGAWI, levers=[pt.LeverAction("training", months=12)], target_rank=1
        ),
        "cost_shares": pt.compare_cost_shares(
            {frozenset([ME]): 7, frozenset([NGAWI]): 8, frozenset([ME, NGAWI]): 12},
            by={"population": {ME: 3, NGAWI: 1}},
        ),
        "portfolio": pt.portfolio(
            options,
            dict(zip(pt.option_names(options), [3, 2], strict=True)),
            budgets={ME: 9e9, NGAWI: 5e9, TUBAN: 9e9},
            table=table,
        ),
        "reviews": pt.review_table(
            [pt.AgreementReview(options[0], promised, {"trainings": 6}, (2022, 2024))], table=table
        ),
    }


@pytest.fixture(scope="module")
def whole(found, parts):
    """Return the recommendation of all parts, in both languages."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(pictures, "drawn", lambda *_, **__: None)
        return {lang: str(kd.recommendation(found, lang=lang, **parts)) for lang in ("en", "id")}


# ---- what stands in it ---------------------------------------------------------------------------

SECTIONS = {
    "en": [
        "Basis", "Mapping of affairs", "Screens", "Ranking", "Why", "Weights", "How sure",
        "The other side", "What holds it back, and levers", "Cost shares",
        "Portfolio of partnerships", "Agreements in force", "Next steps", "What is not known",
        "Limits", "How this came about",
    ],
    "id": [
        "Dasar", "Pemetaan urusan", "Penapisan", "Peringkat", "Mengapa", "Bobot",
        "Seberapa yakin", "Pandangan pihak lain", "Hambatan dan pengungkit",
        "Pembagian beban pembiayaan", "Portofolio kerja sama", "Perjanjian yang berjalan",
        "Langkah berikutnya", "Yang belum diketahui", "Keterbatasan", "Asal-usul hasil",
    ],
}  # fmt: skip
OPTIONAL = dict(zip(PARTS, [1, 2, 7, 8, 9, 10, 11], strict=True))


@pytest.mark.parametrize("lang", ["en", "id"])
def test_every_part_has_its_section(whole, lang):
    assert headings(whole[lang]) == SECTIONS[lang]
    word = {"en": "not provided", "id": "tidak disertakan"}[lang]
    assert word not in whole[lang]


def test_indonesian_is_what_it_speaks_by_itself(found, parts, whole):
    assert str(kd.recommendation(found, **parts))[:200] == whole["id"][:200]


@pytest.mark.parametrize("lang", ["en", "id"])
def test_what_was_not_given_is_said_so_and_has_no_section(found, lang):
    text = str(kd.recommendation(found, lang=lang))
    optional = {SECTIONS[lang][k] for name, k in OPTIONAL.items() if name != "screens"}
    assert headings(text) == [name for name in SECTIONS[lang] if name not in optional]
    word = {"en": "not provided", "id": "tidak disertakan"}[lang]
    assert text.count(f"| {word} |") == 6
    noted = {"en": "only as far as the ranking notes it", "id": "hanya sejauh tercatat"}[lang]
    assert noted in text


@pytest.mark.parametrize("part", PARTS)
def test_a_part_alone_brings_its_section(found, parts, part):
    text = str(kd.recommendation(found, lang="en", **{part: parts[part]}))
    given = [name for name, k in OPTIONAL.items() if SECTIONS["en"][k] in headings(text)]
    assert set(given) == {part, "screens"}  # the ranking itself says what was not checked
    assert text.count("| not provided |") == (6 if part == "screens" else 5)


SUMMARY = {
    "en": "Summary: It is recommended that Kabupaten Bojonegoro explore cooperation with Kabupaten "
    "Ngawi on drinking water, in this form: exchange of knowledge. Kabupaten Ngawi ranks first of "
    "4 candidates, with a score of ",
    "id": "Ringkasan: Disarankan agar Kabupaten Bojonegoro menjajaki kerja sama dengan Kabupaten "
    "Ngawi mengenai air minum, dalam bentuk pertukaran pengetahuan. Kabupaten Ngawi berada di "
    "peringkat pertama dari 4 calon, dengan skor 0,",
}
SETTLE = {
    "en": "First to be settled: 7 screens whose outcome is unknown (S1, S3, S5, S7, S9, S11 and "
    "S12); what Kabupaten Ngawi thinks of it; council approval (DPRD).",
    "id": "Yang harus diselesaikan lebih dahulu: 7 penapisan yang hasilnya belum diketahui (S1, "
    "S3, S5, S7, S9, S11, dan S12); pandangan Kabupaten Ngawi; persetujuan DPRD.",
}


@pytest.mark.parametrize("lang", ["en", "id"])
def test_the_summary_says_with_whom_on_what_how_sure_and_what_is_open(whole, lang):
    assert SUMMARY[lang] in whole[lang]
    assert SETTLE[lang] in whole[lang]
    kind = {"en": "advice, not a legal opinion", "id": "bukan pendapat hukum"}[lang]
    assert kind in whole[lang].split("\n## ")[0]


@pytest.mark.parametrize("lang", ["en", "id"])
def test_what_is_unknown_stands_first_among_screens_and_sources_are_flagged(whole, lang):
    section = whole[lang].split(f"## {SECTIONS[lang][2]}\n")[1].split("\n## ")[0]
    rules = re.findall(r"^\| (S\d+) \|", section, re.M)
    assert rules == ["S1", "S3", "S5", "S7", "S9", "S11", "S12", "S2", "S4", "S6", "S8", "S10"]
    assert f"'{pt.TO_BE_CHECKED[lang]}'" in section
    again = {"en": "Not checked for every", "id": "Belum diperiksa untuk setiap"}[lang]
    assert again not in section  # what the first-ranked one's own outcomes say already


def test_both_sides_are_labelled_a_simulation_until_all_are_asked(found, parts, criteria, table):
    mutual = parts["mutual"]
    text = flat(kd.recommendation(found, format="text", mutual=mutual))
    i, j = (mutual.codes.index(code) for code in (ME, NGAWI))
    assert "Simulasi, bukan sikap daerah mitra: bobot 4 dari 5 daerah" in text
    said = f"bagi Kabupaten Ngawi, Kabupaten Bojonegoro berada di peringkat {mutual.ranks[j, i]}"
    assert said in text
    assert "pandangan Kabupaten Ngawi" in text
    known = dict.fromkeys(mutual.codes, found.ranking.weights)
    asked = pt.mutual_ranking(table, criteria, known, regions=mutual.codes)
    text = flat(kd.recommendation(found, format="text", mutual=asked))
    assert "Simulasi" not in text
    assert "pandangan Kabupaten Ngawi" not in text
    assert "Pandangan pihak lain: belum ditanyakan" not in text


def test_a_better_partner_for_both_is_named(found, parts):
    mutual = parts["mutual"]
    i, j, k = (mutual.codes.index(code) for code in (ME, NGAWI, TUBAN))
    scores = mutual.scores.copy()
    scores[i, k], scores[k, i] = scores[i, j], scores[j, i] + 0.1
    better = replace(mutual, scores=scores)
    text = flat(kd.recommendation(found, lang="en", format="text", mutual=better))
    assert "not worse for the other, would be: Kabupaten Tuban" in text
    scores = scores.copy()
    scores[[i, j], [j, i]] = np.nan
    gone = replace(mutual, scores=scores)
    text = flat(kd.recommendation(found, lang="en", format="text", mutual=gone))
    assert "Kabupaten Bojonegoro and Kabupaten Ngawi were screened out of the two-sided" in text


def test_another_question_of_the_two_sided_ranking_is_said(found, parts, criteria, table):
    said = "It rests on other criteria or regions than the ranking above (distance)"
    other = pt.mutual_ranking(
        table, criteria[1:2], regions=[ME, *CODES], n_samples=5, rng=1
    )  # fmt: skip
    assert said in flat(kd.recommendation(found, lang="en", format="text", mutual=other))
    wider = pt.mutual_ranking(
        table, criteria, regions=[ME, *CODES, "35.24"], n_samples=5, rng=1
    )  # fmt: skip
    text = flat(kd.recommendation(found, lang="en", format="text", mutual=wider))
    assert "other criteria or regions than the ranking above (learning, distance and gap)" in text
    same = flat(kd.recommendation(found, lang="en", format="text", mutual=parts["mutual"]))
    assert "other criteria or regions" not in same


# ---- council approval, stages --------------------------------------------------------------------


def state(text, stage):
    row = next(line for line in text.splitlines() if line.startswith(f"| {stage} |"))
    return [cell.strip() for cell in row.strip("|").split("|")][1:]


def test_stages_follow_from_the_plan_and_nobody_is_made_up(found, parts):
    who = {"offer": {"en": "cooperation bureau", "id": "Bagian Kerja Sama"}}
    given = {key: parts[key] for key in ("option", "screens")}
    text = str(kd.recommendation(found, lang="en", responsible=who, **given))
    assert state(text, "preparation")[1:] == ["not yet named", "passed, as stated"]
    assert state(text, "offer")[1:] == ["cooperation bureau", "now"]
    assert state(text, "council approval")[1:] == ["councils (DPRD)", "needed; still to come"]
    assert state(text, "reporting")[1:] == ["not yet named", "still to come"]
    assert "lead time 3 months" in text
    bare = str(kd.recommendation(found, lang="en", screens=parts["screens"]))
    assert state(bare, "offer")[1:] == ["not yet named", "not stated"]
    assert state(bare, "council approval")[2] == "needed"
    assert list(PRODUCTS) == list(pt.STAGES)


@pytest.mark.parametrize(
    ("known", "said"),
    [
        ({"budgeted": True, "burdens_public": False}, "no ground for it is known"),
        ({"budgeted": True}, "whether it is needed is unknown"),
        ({"burdens_public": True}, "needed"),
    ],
)
@pytest.mark.parametrize("own", [True, False])
def test_council_approval_is_computed(table, facts, criteria, known, said, own):
    facts = kd.partnership.ScreenFacts(default=pt.OptionFacts(**known))
    screens = pt.fact_screens(facts, table)
    found = pt.partners_of(table, ME, criteria, [1, 1, 1], partners=CODES, screens=screens)
    partner = found.partners(found.ranking.best)[0]
    given = outcomes(table, facts, partner) if own else None
    text = str(kd.recommendation(found, lang="en", screens=given))
    assert state(text, "council approval")[2] == said
    open_ = "Whether the councils (DPRD) must approve." in text
    assert open_ == ("unknown" in said)


def test_a_mandatory_plan_cites_its_decision(found):
    plan = pt.PartnershipOption(
        ME, {NGAWI}, WATER, "joint_service", kind="mandatory", legal_basis="Perda 1/2024"
    )
    text = flat(kd.recommendation(found, lang="en", format="text", option=plan))
    assert "mandatory by a cited decision (Perda 1/2024)" in text


# ---- when it cannot recommend --------------------------------------------------------------------


@pytest.mark.parametrize("lang", ["en", "id"])
def test_who_fails_a_screen_is_not_recommended(found, parts, lang):
    fail = pt.ScreenResult("S9", "fail", {"en": "dispute", "id": "sengketa"}, "asked")
    given = [item for item in parts["screens"] if item.rule != "S9"]
    text = str(kd.recommendation(found, lang=lang, screens=[*given, fail]))
    said = {
        "en": "Kabupaten Ngawi ranks first, but fails S9: it cannot be recommended until",
        "id": "Kabupaten Ngawi berada di peringkat pertama, tetapi tidak lolos S9: belum dapat "
        "direkomendasikan",
    }[lang]
    assert said in text
    assert "It is recommended that" not in text
    assert "Disarankan agar" not in text
    assert re.findall(r"^\| (S\d+) \|", text, re.M)[0] == "S9"


def test_a_shared_first_rank_is_no_recommendation(found):
    ranking = found.ranking
    matrix = np.repeat(ranking.problem.matrix[:1], 4, axis=0)
    problem = ranking.problem
    tied = kd.rank(
        kd.DecisionProblem(problem.criteria, problem.candidates, matrix), ranking.weights
    )
    text = flat(kd.recommendation(tied, lang="en", format="text"))
    assert "share the first rank: this ranking alone cannot choose between them" in text
    assert "It is recommended that" not in text


def test_one_candidate_was_compared_with_nobody(table, criteria):
    alone = pt.partners_of(table, ME, criteria, [1, 1, 1], partners=[NGAWI])
    text = flat(kd.recommendation(alone, lang="en", format="text"))
    assert "There is no other candidate: nothing was compared." in text
    assert "ranks first of" not in text


def test_pairs_and_options_are_recommended_too(table, criteria):
    three = pt.RegionTable(
        [table[code] for code in (ME, NGAWI, TUBAN)], indicators=table.indicators
    )
    pairs = pt.rank_pairs(three, criteria, [1, 1, 1])
    a, b = (table[code].name for code in pairs.ranking.best.split("+"))
    text = flat(kd.recommendation(pairs, lang="en", format="text"))
    assert f"It is recommended that {a} and {b} explore cooperation" in text
    options = [pt.PartnershipOption(ME, {code}, WATER, "purchase") for code in CODES]
    cells = {(name, "gain"): k for k, name in enumerate(pt.option_names(options))}
    problem = pt.option_problem(
        options, [kd.Criterion("gain", "benefit")], cells, judged_by="TKKSD"
    ).problem
    text = flat(kd.recommendation(kd.rank(problem, [1]), lang="en", format="text"))
    assert (
        "explore cooperation with 35.18 on an object still to be named, in this form: purchase"
        in text
    )


# ---- costs, examples, judgments ------------------------------------------------------------------


def test_who_would_be_better_off_alone_is_said(found, parts):
    text = flat(kd.recommendation(found, lang="en", format="text", **{
        "cost_shares": parts["cost_shares"], "cost_unit": {"en": "billion IDR", "id": "miliar"},
    }))  # fmt: skip
    assert "Amounts in billion IDR. 35.21: Kabupaten Ngawi; 35.22: Kabupaten Bojonegoro." in text
    assert (
        "By these rules no region or group would pay less without the others: Shapley value; "
        "nucleolus; separable costs, remaining benefits." in text
    )
    assert "Proportional to population: outside the core: 35.22 pays 2.00 more" in text
    by_people = parts["cost_shares"].shares[-1]
    text = flat(kd.recommendation(found, lang="en", format="text", cost_shares=by_people))
    assert "Kabupaten Bojonegoro would pay more than alone." in text
    assert "What the amounts are counted in was not stated." in text
    shapley = parts["cost_shares"].shares[0]
    text = flat(kd.recommendation(found, lang="en", format="text", cost_shares=shapley))
    assert "Nobody would pay more than alone" in text


def test_members_may_be_named_and_be_more(found, table):
    names = [table[code].name for code in (ME, NGAWI, TUBAN)]
    shares = pt.compare_cost_shares(lambda group: 10 + len(group), names)
    text = flat(kd.recommendation(found, lang="en", format="text", cost_shares=shares))
    assert f"These shares are among {names[0]}, {names[1]} and {names[2]}: more than" in text


@pytest.mark.parametrize(("lang", "word"), [("en", "EXAMPLE"), ("id", "CONTOH")])
def test_made_up_parts_are_marked(found, parts, lang, word):
    marked = ["cost_shares", "portfolio", "screens", "ranking"]
    text = str(kd.recommendation(found, lang=lang, examples=marked, **parts))
    opening, *sections = text.split("\n## ")
    assert f"**{word}: " in opening
    for section in sections:
        title = section.split("\n")[0]
        wanted = title in [SECTIONS[lang][k] for k in (2, 3, 9, 10)]
        noted = {"en": f"**{word}: what this", "id": f"**{word}: bagian ini"}[lang]
        assert section.split("\n\n")[1].startswith(noted) == wanted, title
    assert {"en": "the weights, which are an EXAMPLE", "id": "bobot, yang masih CONTOH"}[
        lang
    ] in text


def test_judgments_about_a_neighbor_stay_out(table):
    judged = {"commitment": dict(zip(CODES, [4.375, 3.125, 2.625, 2.875], strict=True))}
    made = pt.framework_problem(
        table, ME, partners=CODES, operators={"distance": pt.HaversineKm()}, judged=judged,
        judged_by="SECRETARIS-X",
    )  # fmt: skip
    ranking = kd.rank(made.problem, kd.EqualWeights())
    plan = pt.strategy(ranking, ranking.order[1])
    given = {"strategy": plan, "evidence": [made]}
    secrets = ["SECRETARIS", *(f"{v:g}" for v in judged["commitment"].values())]
    secrets += [secret.replace(".", ",") for secret in secrets]
    for lang in ("en", "id"):
        text = str(kd.recommendation(ranking, lang=lang, **given))
        assert [secret for secret in secrets if secret in text] == []
        assert {"en": "4 figures are judgments", "id": "Sebanyak 4 angka"}[lang] in text
        opened = str(kd.recommendation(ranking, lang=lang, internal=True, **given))
        assert {"en": "4.375", "id": "4,375"}[lang] in opened
        assert "INTERNAL" in opened
    text = flat(kd.recommendation(ranking, lang="en", format="text", **given))
    assert "not about the partner recommended" in text


# ---- what it never claims ------------------------------------------------------------------------

NEVER = {
    "en": r"\b(legally|lawful\w*|legitimate|valid\w*|binding effect|complies|compliant|approved by "
    r"law|guarantee\w*|certif\w+)\b",
    "id": r"\b(sah|absah|keabsahan|disahkan|legal|legalitas|berkekuatan hukum|sesuai hukum|"
    r"memenuhi (syarat|ketentuan) hukum|dijamin|menjamin|mengikat secara hukum)\b",
}


@pytest.mark.parametrize("lang", ["en", "id"])
def test_it_recommends_and_claims_no_validity(whole, found, parts, lang):
    others = [item for item in parts["screens"] if item.consequence is None]
    fail = [replace(item, outcome="fail") for item in others]
    texts = [whole[lang], kd.recommendation(found, lang=lang)]
    texts.append(kd.recommendation(found, lang=lang, screens=fail))
    texts += [text[("en", "id").index(lang)] for text in RECOMMENDATION.values()]
    texts += [words[lang] for words in PRODUCTS.values()]
    for text in texts:
        assert re.findall(NEVER[lang], str(text), re.I) == []
    assert {"en": "It is recommended", "id": "Disarankan"}[lang] in whole[lang]


def test_both_languages_say_the_same_things():
    for key, texts in RECOMMENDATION.items():
        parsed = [string.Formatter().parse(text) for text in texts]
        english, indonesian = ({name for _, name, _, _ in part if name} for part in parsed)
        assert english == indonesian, key


def test_what_people_say_stands_in_it(found):
    about = kd.About(
        title="Mitra", unknown="siapa yang membayar", next_steps=["Hubungi Ngawi"],
        limits="hanya 2021", notes="Catatan kaki", prepared_by="Bagian Kerja Sama",
    )  # fmt: skip
    text = str(kd.recommendation(found, about=about))
    assert text.startswith("# Mitra\n")
    steps = text.split("## Langkah berikutnya\n")[1].split("\n## ")[0]
    assert "1. Periksa S1 (sub-urusan berada dalam kewenangan semua pihak)." in steps
    assert steps.index("1. Periksa") < steps.index("- Hubungi Ngawi")
    for said in ("- siapa yang membayar", "- hanya 2021", "Catatan kaki", "Bagian Kerja Sama"):
        assert said in text


# ---- formats, files, names -----------------------------------------------------------------------


def content(path):
    """Return the words of a document; of a Word file, of its body."""
    if path.suffix != ".docx":
        return path.read_text(encoding="utf-8")
    with zipfile.ZipFile(path) as parts:
        return re.sub(r"<[^>]+>", " ", parts.read("word/document.xml").decode())


@pytest.mark.parametrize("suffix", ["md", "html", "docx", "txt"])
def test_formats_hold_the_same_sections(found, parts, tmp_path, suffix):
    path = kd.recommendation(found, tmp_path / f"a.{suffix}", lang="id", **parts)
    assert [item.name for item in tmp_path.iterdir()] == [f"a.{suffix}"]
    text = content(path)
    places = [text.rindex(name) for name in SECTIONS["id"][-3:]]
    assert places == sorted(places)
    assert all(name in text for name in SECTIONS["id"])
    assert flat(SETTLE["id"]) in flat(text)


def test_a_fault_leaves_what_was_there(found, parts, tmp_path):
    path = tmp_path / "a.md"
    path.write_text("mine")
    with pytest.raises(kd.InputError):
        kd.recommendation(found, path, option=replace_partner(parts["option"], TUBAN))
    assert path.read_text() == "mine"
    assert len(list(tmp_path.iterdir())) == 1


def replace_partner(option, code):
    return pt.PartnershipOption(ME, {code}, option.issue, option.form)


def test_hostile_names_stay_text(table, tmp_path):
    evil = 'Kabupaten <script>alert(1)</script> | # *x* "\u202e'
    names = {ME: evil, NGAWI: "Kabupaten N | <b>", TUBAN: "Kabupaten =cmd()"}
    regions = pt.RegionTable([replace(table[code], name=name) for code, name in names.items()])
    near = [pt.OperatorCriterion(kd.Criterion("distance", "cost"), pt.HaversineKm())]
    ranked = pt.partners_of(regions, ME, near, [1])
    mutual = pt.mutual_ranking(regions, near, n_samples=3, rng=1)
    about = kd.About(object="<img src=x>", form="| --- |")
    for suffix in ("md", "html", "docx"):
        path = kd.recommendation(ranked, tmp_path / f"a.{suffix}", mutual=mutual, about=about)
        text = content(path)
        assert "<script>" not in text
        assert "<img src=x" not in text
        if suffix == "md":
            assert "\u202e" not in text
            basis = text.split("## Dasar\n")[1].split("\n\n")[0].split("\n")[1:]
            assert {len(re.findall(r"(?<!\\)\|", line)) for line in basis} == {3}


# ---- digests -------------------------------------------------------------------------------------


def test_every_part_is_named_by_its_digest(whole, found, parts):
    text = whole["en"]
    for name in ("mutual", "portfolio"):
        assert parts[name].digest in text
    assert found.table.digest in text
    assert found.ranking.problem.digest in text
    for name in ("mapping", "strategy", "reviews", "cost_shares"):
        made = json.dumps([parts[name].to_dict()], sort_keys=True, default=str)
        assert hashlib.sha256(made.encode()).hexdigest() in text
    changed = parts | {"screens": parts["screens"][:-1]}
    other = str(kd.recommendation(found, lang="en", **changed))
    row = next(line for line in text.splitlines() if re.match(r"\| screens \| [0-9a-f]{64}", line))
    assert row not in other


# ---- bad input -----------------------------------------------------------------------------------


def test_parts_about_others_are_refused_together(found, parts, table, criteria):
    elsewhere = pt.map_affairs(TUBAN, pt.example_affairs(), {"gap": 1}, table=table)
    strangers = pt.mutual_ranking(
        table, criteria, regions=[ME, TUBAN, BLORA], n_samples=3, rng=1
    )  # fmt: skip
    other = pt.partners_of(table, ME, criteria, [1, 1, 1], partners=CODES[:3])
    others = [pt.PartnershipOption(TUBAN, {BLORA}, WATER, "purchase", costs={TUBAN: 1, BLORA: 1})]
    given = faults(
        kd.recommendation, found,
        mapping=elsewhere,
        mutual=strangers,
        strategy=pt.strategy(other, NGAWI),
        option=replace_partner(parts["option"], BLORA),
        cost_shares=pt.shapley(lambda group: len(group), ["Kabupaten Tubann", ME]),
        portfolio=pt.portfolio(others, {pt.option_names(others)[0]: 1},
                               budgets={TUBAN: 5, BLORA: 5}),
        reviews=pt.review_table([pt.AgreementReview(others[0], {"a": 1}, {}, (2020, 2021))]),
    )  # fmt: skip
    said = {fault.where: str(fault) for fault in given}
    assert set(said) == {
        "mapping", "mutual", "strategy", "option", "cost_shares", "portfolio", "reviews"
    }  # fmt: skip
    assert said["mapping"] == (
        "mapping: it is about another region; got 35.23 Kabupaten Tuban, expected 35.22 Kabupaten "
        "Bojonegoro."
    )
    assert "35.21 Kabupaten Ngawi" in said["mutual"]
    assert "another problem" in said["strategy"]
    assert "another partnership" in said["option"]
    assert "'Kabupaten Tuban'?" in said["cost_shares"]
    assert "other regions only" in said["portfolio"]


def test_another_table_of_regions_is_refused(found, parts, table):
    regions = [replace(region, name=f"{region.name} Baru") for region in table.regions]
    other = pt.RegionTable(regions, adjacency=table.adjacency)
    near = [pt.OperatorCriterion(kd.Criterion("distance", "cost"), pt.HaversineKm())]
    mutual = pt.mutual_ranking(other, near, regions=[ME, *CODES], n_samples=3, rng=1)
    (fault,) = faults(kd.recommendation, found, mapping=parts["mapping"], mutual=mutual)
    assert (fault.where, fault.what) == ("mutual", "its table of regions is another")
    assert fault.got == f"digest {other.digest[:12]}"


def test_codes_that_the_table_lacks_are_named(found):
    options = [pt.PartnershipOption(ME, {"11.01"}, WATER, "purchase", costs={ME: 1, "11.01": 1})]
    chosen = pt.portfolio(options, {pt.option_names(options)[0]: 1}, budgets={ME: 5, "11.01": 5})
    said = message(kd.recommendation, found, portfolio=chosen)
    assert said == "portfolio: region '11.01' is not in the table of regions."


def test_weights_and_notes_of_another_run_are_refused(found, parts, table, facts, criteria):
    other = pt.partners_of(table, ME, criteria, [1, 3, 1], partners=CODES)
    said = message(kd.recommendation, found, strategy=pt.strategy(other, NGAWI))
    assert "strategy: it was made with another method or other weights" in said
    none = pt.ScreenFacts(default=pt.OptionFacts(burdens_public=False, budgeted=True))
    said = message(kd.recommendation, found, screens=outcomes(table, none))
    assert "screens: S8 differs from what the ranking noted of Kabupaten Ngawi" in said


def test_a_plan_of_another_initiator_or_form_is_refused(found):
    plan = pt.PartnershipOption(NGAWI, {ME}, WATER, "purchase")
    said = message(kd.recommendation, found, option=plan)
    assert said == "option: another region initiates it; got 35.21, expected 35.22."
    options = [pt.PartnershipOption(ME, {code}, WATER, "joint_body") for code in CODES]
    cells = {(name, "gain"): k for k, name in enumerate(pt.option_names(options))}
    gain = kd.Criterion("gain", "benefit")
    made = pt.option_problem(options, [gain], cells, judged_by="TKKSD").problem
    plan = pt.PartnershipOption(ME, {NGANJUK}, WATER, "purchase")
    said = message(kd.recommendation, kd.rank(made, [1]), option=plan)
    assert said == "option: another form ranks first; got purchase, expected joint_body."


def test_shares_must_hold_the_partner(found):
    said = message(
        kd.recommendation, found, cost_shares=pt.shapley(lambda group: len(group), [ME, TUBAN])
    )
    assert said.startswith("cost_shares: it does not hold 35.21 Kabupaten Ngawi; got 35.22, 35.23")


def test_what_is_no_partnership_is_refused(parts):
    problem = kd.DecisionProblem.from_arrays([[1, 9], [3, 4]], ["benefit", "cost"])
    said = message(kd.recommendation, kd.rank(problem, [1, 1]))
    assert "its candidates are no partnerships; got 'a2'" in said
    said = message(kd.recommendation, parts["mapping"])
    assert "Hint: give it as mapping=..." in said
    assert "no ranking of partnerships" in message(kd.recommendation, "found")


def test_wrong_settings_are_refused_together(found):
    given = faults(
        kd.recommendation, found, "a.json", lang="fr", top=0, about="x", evidence="y",
        internal="no", examples=["costs"], responsible={"offers": "x", "offer": ""},
    )  # fmt: skip
    assert {fault.where for fault in given} == {
        "lang", "format", "top", "about", "evidence", "internal", "examples", "responsible",
        "responsible['offers']", "responsible['offer']",
    } - {"responsible['offers']"}  # fmt: skip
    given = faults(kd.recommendation, found, mapping=1, screens=["S1"], portfolio="p", mutual=found)
    assert {fault.where for fault in given} == {"mapping", "screens", "portfolio", "mutual"}
    assert "a Word file is no text" in message(kd.recommendation, found, format="docx")


# ---- a study, the command line -------------------------------------------------------------------


def test_a_study_is_recommended_from_with_what_it_says():
    result = kd.Study.load(data_folder("east_java") / "study.toml").run()
    text = flat(kd.recommendation(result, format="text"))
    assert "menjajaki kerja sama dengan Kabupaten Ngawi mengenai air minum dan air limbah" in text
    assert "12 penapisan yang hasilnya belum diketahui" in text
    assert "penapisan disertakan" in text
    assert "kriteria yang belum dinilai (10)" in text
    assert "bobot, yang masih CONTOH" in text
