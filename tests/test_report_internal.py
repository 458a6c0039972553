"""Judgments about a named neighbor stay out of documents, unless they are asked for."""

import json
import re
import zipfile

import pytest

import kadmcdm as kd
from kadmcdm import partnership as pt
from kadmcdm.report import pictures
from messages import message

CODES = ["35.23", "33.16", "35.21", "35.20"]
JUDGED = {
    "commitment": dict(zip(CODES, [4.375, 3.125, 4.625, 2.875], strict=True)),
    "dispute_risk": dict(zip(CODES, [2.25, 3.75, 1.0625, 1.6875], strict=True)),
}
WORD = "SECRETARIS-X"
SECRETS = [
    *(f"{v:g}" for column in JUDGED.values() for v in column.values()),
    *(f"{v:g}".replace(".", ",") for column in JUDGED.values() for v in column.values()),
    WORD,
]


@pytest.fixture(scope="module")
def made():
    return pt.framework_problem(
        kd.datasets.east_java(), "35.22", partners=CODES,
        operators={"distance": pt.HaversineKm(), "capacity_disparity": pt.Gap("hdi")},
        judged=JUDGED, judged_by=WORD, title="Partners",
    )  # fmt: skip


@pytest.fixture(scope="module")
def ranking(made):
    return kd.rank(made.problem, kd.EqualWeights())


def content(path):
    """Return all text of a document; of a Word file, of every part of it."""
    if path.suffix != ".docx":
        text = path.read_text(encoding="utf-8")
        return re.sub(r"data:image/png;base64,[A-Za-z0-9+/=]+", "", text)
    with zipfile.ZipFile(path) as parts:
        names = [name for name in parts.namelist() if name.endswith((".xml", ".rels"))]
        return "".join(re.sub(r"<[^>]+>", " ", parts.read(name).decode()) for name in names)


def leaked(text):
    """Return the secrets that stand in a text as whole figures or words."""
    return [s for s in SECRETS if re.search(rf"(?<![\d.,]){re.escape(s)}(?![\d]|[.,]\d)", text)]


@pytest.mark.parametrize(("named", "lang"), [(True, "id"), (False, "en")])
@pytest.mark.parametrize("suffix", ["md", "html", "docx", "txt"])
def test_no_judgment_stands_anywhere(ranking, made, tmp_path, suffix, lang, named, dots):
    evidence = [made] if named else []
    path = kd.report(ranking, tmp_path / f"a.{suffix}", lang=lang, evidence=evidence)
    text = content(path)
    assert leaked(text) == []
    notice = {"en": "8 figures are judgments", "id": "Sebanyak 8 angka merupakan penilaian"}[lang]
    assert notice in " ".join(text.split())
    assert "Kabupaten Tuban" in text
    opened = kd.report(
        ranking, tmp_path / f"b.{suffix}", lang=lang, evidence=evidence, internal=True
    )
    if suffix != "txt":  # the short version shows the least and the most only
        assert set(leaked(content(opened))) >= {"4.375" if lang == "en" else "4,375"}


def test_no_picture_shows_them_either(ranking, made, monkeypatch):
    drawn = []
    monkeypatch.setattr(pictures, "drawn", lambda name, *_, **__: drawn.append(name))
    kd.report(ranking, evidence=[made])
    assert drawn == ["rank_acceptability", "ranks_by_method"]
    kd.report(ranking, evidence=[made], internal=True)
    assert {"ranking", "profile", "contrast", "improvements", "weight_stability"} <= set(drawn)


def test_evidence_that_speaks_of_single_criteria_is_left_out_too(ranking, dots):
    given = [
        kd.improvements(ranking, ranking.order[1]),
        kd.weight_stability(ranking.problem, ranking.weights, ranking.method),
        kd.weight_swings(ranking),
        kd.diagnostics(ranking.problem, ranking.weights),
        kd.dominance(ranking.problem),
    ]
    for lang in ("en", "id"):
        text = str(kd.report(ranking, lang=lang, evidence=given))
        assert leaked(text) == []
        assert text == kd.report(ranking, lang=lang)


def test_no_column_lets_them_be_worked_out(ranking, dots):
    closed, opened = (str(kd.report(ranking, internal=said)) for said in (False, True))
    assert "main criterion" in opened
    assert "main criterion" not in closed
    scaled = [text.split("**Normalized figures")[1].split("\n")[2] for text in (closed, opened)]
    assert ["commitment" in header for header in scaled] == [False, True]
    assert "distance and access" in scaled[0]


def test_who_sees_them_is_told(ranking, dots):
    text = str(kd.report(ranking, internal=True))
    assert "INTERNAL: this document holds 8 judgments" in text
    assert "| 4.375† |" in text
    assert "INTERNAL: dokumen ini memuat 8 penilaian" in str(
        kd.report(ranking, internal=True, lang="id")
    )
    assert "INTERNAL" not in str(kd.report(ranking))


def test_weights_made_of_them_are_not_given_to_the_last_digit(made, dots):
    by_data = kd.rank(made.problem, kd.EntropyWeights())
    assert "weights with all digits" not in str(kd.report(by_data))
    assert "weights with all digits" in str(kd.report(by_data, internal=True))


def test_only_true_opens_them(ranking):
    said = message(kd.report, ranking, format="text", internal="no")
    assert said == "internal: neither yes nor no; got 'no', expected True or False."


def test_the_checklist_does_not_tick_what_is_left_out(ranking, dots):
    text = str(kd.report(ranking))
    for item in ("3b", "8b", "8"):
        assert re.search(rf"^\| {item} \| .* \| not provided \|$", text, re.M), item
    assert re.search(
        r"^\| 3b \| .* \| ✓ The figures \|$", str(kd.report(ranking, internal=True)), re.M
    )


def test_json_and_tables_that_hold_them_are_refused(ranking, made):
    for item in (ranking, made, made.problem):
        said = message(kd.report, item, format="json")
        assert said.startswith("internal: JSON would hold judgments about named neighbors")
        held = json.loads(kd.report(item, format="json", internal=True))
        assert held == json.loads(item.to_json())
    said = message(kd.report, made.problem)
    assert said.startswith("internal: its tables rest on judgments about named neighbors")


def test_the_problem_itself_is_written_without_them(made):
    assert leaked(str(kd.report(made))) == ["SECRETARIS-X"]  # who judged, but not what
    assert "4.625" in str(kd.report(made, internal=True))


def test_it_is_known_wherever_the_ranking_comes_from(ranking, made, dots):
    read = kd.Ranking.from_json(ranking.to_json())
    assert leaked(str(kd.report(read))) == []
    hierarchy = made.hierarchy(
        {"challenges": [["distance", "capacity_disparity", 3], ["distance", "dispute_risk", 2],
                        ["capacity_disparity", "dispute_risk", 1]],
         pt.GOAL: [["challenges", "enablers", 2]]}
    )  # fmt: skip
    leaves = {name: kd.MeasuredLeaf(name) for name in made.problem.criterion_names}
    by_ahp = kd.AHP(hierarchy, leaves).rank(made.problem)
    assert leaked(str(kd.report(by_ahp))) == []
    assert set(by_ahp.problem.preparation.internal) == set(made.origins.internal)


def test_options(dots):
    water = pt.Issue(pt.SECTORS["public_works"], {"en": "drinking water", "id": "air minum"})
    options = [
        pt.PartnershipOption("35.22", {"35.23"}, water, form)
        for form in ("joint_service", "knowledge_exchange")
    ]
    cells = {(o.name, "commitment"): g for o, g in zip(options, [3.625, 4.875], strict=True)}
    cells |= {(o.name, "months"): pt.Given(v, "data") if hasattr(pt, "Given") else v
              for o, v in zip(options, [7, 9], strict=True)}  # fmt: skip
    found = pt.option_problem(
        options, [kd.Criterion("commitment", "benefit"), kd.Criterion("months", "cost")], cells
    )
    text = str(kd.report(kd.rank(found.problem, [1, 1])))
    assert "3.625" not in text
    assert "4.875" not in text
    assert "3.625" in str(kd.report(kd.rank(found.problem, [1, 1]), internal=True))
    assert "3.625" not in str(kd.report(found))


def test_dropping_the_judged_criteria_opens_the_document(ranking, dots):
    rest = ranking.problem.select(criteria=["distance", "capacity_disparity"])
    text = str(kd.report(kd.rank(rest, [1, 1])))
    assert "judgments about named" not in text
    assert "What would have to change" in text
