"""Studies judged on forms: from the form that nobody has filled in yet to the report."""

import copy
import json
import os
import shutil
import warnings

import numpy as np
import pytest

import kadmcdm as kd
from forms import fill
from kadmcdm.study import StudyForms
from messages import faults, message

TREE = {"gain": {"water": {}, "scale": {}, "risk": {}}, "km": {}, "cost": {}}
TOP, GAIN = "1 partner", "2 gain"
CELLS = ["F6", "G6", "F7", "G7", "F8", "G8"]

CONTENT = {
    "title": {"en": "Whom to ask", "id": "Siapa mitranya"},
    "data": {
        "source": "inline",
        "values": {
            "Tuban": {"water": 5, "scale": 3, "risk": 2, "km": 30, "cost": 12},
            "Ngawi": {"water": 2, "scale": 6, "risk": 4, "km": 60, "cost": 8},
        },
    },
    "criteria": [
        {"name": "water", "direction": "benefit"},
        {"name": "scale", "direction": "benefit"},
        {"name": "risk", "direction": "cost"},
        {"name": "km", "direction": "cost"},
        {"name": "cost", "direction": "cost"},
    ],
    "weights": {"scheme": "ahp", "goal": "partner", "tree": TREE},
    "robustness": {"n_samples": 100},
}

# gain : km, gain : cost, km : cost; water : scale, water : risk, scale : risk
ANI = (["A", 3, "A", 5, "A", 3], ["A", 2, "A", 4, "A", 3])
BUDI = (["A", 2, "A", 4, "A", 2], ["=", None, "A", 3, "A", 2])
NOTHING = ([None] * 6, [None] * 6)
PAIRS = {
    "partner": [("gain", "km"), ("gain", "cost"), ("km", "cost")],
    "gain": [("water", "scale"), ("water", "risk"), ("scale", "risk")],
}


def study_of(folder=None, criteria=None, **weights):
    """Make the study, its weights changed; a change to None leaves the key out."""
    content = copy.deepcopy(CONTENT)
    content["weights"] |= weights
    content["weights"] = {key: v for key, v in content["weights"].items() if v is not None}
    if criteria is not None:
        content["criteria"] = [item for item in content["criteria"] if item["name"] in criteria]
        for row in content["data"]["values"].values():
            for name in row.keys() - set(criteria):
                del row[name]
    return kd.Study.from_dict(content, folder=folder)


def judged(answers):
    """Return what an assessor's answers amount to, by node."""
    said = {}
    for node, cells in zip(PAIRS, answers, strict=True):
        pairs = {}
        for (a, b), which, degree in zip(PAIRS[node], cells[::2], cells[1::2], strict=True):
            if which is not None:
                pairs[(b, a) if which == "B" else (a, b)] = degree or 1
        if pairs:
            children = list(TREE) if node == "partner" else list(TREE["gain"])
            said[node] = kd.PairwiseComparisons(children, pairs)
    return said


@pytest.fixture(scope="module")
def blank(tmp_path_factory):
    """Return the empty form of the study."""
    study = study_of()
    path = tmp_path_factory.mktemp("blank") / "form.xlsx"
    return kd.questionnaire(study.weights.hierarchy(), path, problem=study.problem)


@pytest.fixture
def hand_in(blank, tmp_path):
    """Return a function that puts a filled form into the study's folder of answers."""
    (tmp_path / "answers").mkdir()

    def put(name, answers, role="Bappeda", form=blank):
        path = tmp_path / "answers" / f"{name.lower()}.xlsx"
        shutil.copy(form, path)
        fill(path, "Mulai di sini", {"C5": name, "C6": role})
        for title, cells in zip((TOP, GAIN), answers, strict=True):
            fill(path, title, dict(zip(CELLS, cells, strict=True)))
        return path

    return put


@pytest.fixture
def answered(hand_in, tmp_path):
    """Return the study's folder with the forms of two assessors."""
    hand_in("Ani", ANI)
    hand_in("Budi", BUDI, "Dinas PU")
    return tmp_path


# ---- nobody has judged yet -----------------------------------------------------------------------


def test_a_study_that_nobody_has_judged_can_be_read_but_not_run():
    study = study_of()
    assert study.problem.candidate_names == ("Tuban", "Ngawi")
    assert study.weights.hierarchy().leaves == ("water", "scale", "risk", "km", "cost")
    assert study.forms is None
    said = message(study.run)
    assert said.startswith("weights: nobody has judged the criteria yet. Hint: kadmcdm question")
    assert "forms = 'FOLDER'" in said
    assert kd.Study.from_dict(study.to_dict()) == study
    assert "comparisons" not in study.to_dict()["weights"]


def test_its_tree_is_held_against_the_criteria_all_the_same():
    raised = {fault.where: fault.hint for fault in faults(study_of, criteria=["water", "km"])}
    assert raised == {
        f"weights: leaf {name!r}": "list it in weights.not_assessed"
        for name in ("scale", "risk", "cost")
    }
    said = message(study_of, tree={"water": {}, "scale": {}, "risk": {}, "km": {}})
    assert said == (
        "weights: criterion 'cost': there are no judgments on it. "
        "Hint: name it in weights.tree, or take the criterion out."
    )


def test_where_there_is_nothing_to_compare_nobody_has_to_judge():
    study = study_of(tree={"gain": {"water": {}}}, criteria=["water"])
    assert study.run().weights.values.tolist() == [1.0]


ALONE = [
    ({"forms": "answers", "comparisons": {}},
     "weights: forms: comparisons and forms are both given. Hint: keep those that count."),
    ({"aggregation": "AIP"}, "weights: aggregation: it is about forms, and the study names none. "
     "Hint: forms = \"FOLDER\"."),
    ({"mean": "arithmetic", "comparisons": {}}, "weights: mean: it is about forms, and the study "
     "names none. Hint: forms = \"FOLDER\"."),
    ({"power": {"Ani": 2}}, "weights: power: it is about forms, and the study names none. "
     "Hint: forms = \"FOLDER\"."),
    ({"forms": "answers", "aggregation": "AIPP"}, "weights.aggregation: unknown choice; got "
     "'AIPP', expected one of 'AIJ', 'AIP'. Hint: did you mean 'AIP'?"),
    ({"forms": "answers", "mean": "arithmetic"}, "weights: mean: arithmetic means of judgments are "
     "not reciprocal: 9 and 1/9 give 4.56 both ways; expected 'geometric'."),
    ({"forms": "answers"},
     "weights.forms: there is no folder to look in. Hint: Study.load(path)."),
    ({"forms": 3}, "weights.forms: no text; got 3, expected text."),
]  # fmt: skip


@pytest.mark.parametrize(("weights", "said"), ALONE, ids=lambda value: str(value)[:40])
def test_forms_and_what_is_about_them_go_together(weights, said):
    assert message(study_of, **weights) == said


# ---- judged --------------------------------------------------------------------------------------


def group_of(**said):
    return kd.GroupHierarchy("partner", TREE, {who: judged(given) for who, given in said.items()})


def test_forms_are_pooled(answered):
    study = study_of(answered, forms="answers")
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        result = study.run()
    expected = kd.AHPWeights(group_of(Ani=ANI, Budi=BUDI)).weigh(study.problem)
    np.testing.assert_array_equal(result.weights.values, expected.values)
    assert result.weights.details["aggregation"] == "AIJ"
    # gain : km is the root of 3 x 2, by hand
    pooled = result.forms.group.pooled().comparisons["partner"].matrix
    assert pooled[0, 1] == pytest.approx(6**0.5, abs=1e-12)
    assert dict(result.forms.files) == {"ani.xlsx": "Ani", "budi.xlsx": "Budi"}
    assert dict(result.forms.group.roles) == {"Ani": "Bappeda", "Budi": "Dinas PU"}
    assert result.forms.faults == result.forms.notes == ()


@pytest.mark.parametrize("mean", ["geometric", "arithmetic"])
def test_priorities_are_averaged_with_power_where_the_study_says_so(answered, mean):
    study = study_of(
        answered, forms="answers", aggregation="AIP", mean=mean, power={"Ani": 3, "Budi": 1}
    )
    values = study.run().weights.values
    group = kd.GroupHierarchy(
        "partner", TREE, {"Ani": judged(ANI), "Budi": judged(BUDI)}, power={"Ani": 3, "Budi": 1}
    )
    own = group.global_weights("AIP", mean=mean)
    assert values == pytest.approx([own[name] for name in study.problem.criterion_names], abs=1e-12)
    equal = study_of(answered, forms="answers", aggregation="AIP", mean=mean).run()
    assert np.abs(values - equal.weights.values).max() > 1e-3


def test_a_result_of_forms_comes_back(answered):
    study = study_of(answered, forms="answers", power={"Ani": 2, "Budi": 1})
    result = study.run()
    assert result.study["weights"]["forms"] == "answers"
    text = result.to_json()
    back = kd.StudyResult.from_json(text)
    assert back.to_json() == text
    assert back.forms.group.power == {"Ani": 2.0, "Budi": 1.0}
    for lang in ("en", "id"):
        assert kd.report(back, lang=lang) == kd.report(result, lang=lang)
    assert kd.Study.from_dict(back.study, folder=answered).run().to_json() == text
    assert "no folder to look in" in message(kd.Study.from_dict, back.study)
    assert str(result.forms) in str(result)


def test_power_is_for_all_who_judged_by_name(answered, hand_in):
    raised = faults(study_of, answered, forms="answers", power={"Anni": 2, "Budi": -1})
    assert [(fault.where, fault.what) for fault in raised] == [
        ("weights.forms: power of assessor 'Anni'", "unknown name"),
        ("weights.forms: power of 'Ani'", "it is missing"),
        ("weights.forms: power of 'Budi'", "no voting power"),
    ]
    assert raised[0].hint == "did you mean 'Ani'?"
    hand_in("Citra", NOTHING)
    study = study_of(answered, forms="answers", power={"Ani": 1, "Budi": 1, "Citra": 2})
    assert study.forms.faults == (
        "citra.xlsx: there are no answers in it.",
        "power of 'Citra': no form of this assessor counts, so that the votes do not.",
    )


# ---- leaves that are not assessed ----------------------------------------------------------------


def test_leaves_that_are_not_assessed_are_left_out_of_the_forms(answered):
    kept = ["water", "scale", "km", "cost"]
    study = study_of(answered, kept, forms="answers", not_assessed=["risk"])
    result = study.run()
    local = result.weights.details["local_weights"]["gain"]
    # water : scale is 2 and 1; pooled the root of 2
    assert local["water"] / local["scale"] == pytest.approx(2**0.5, abs=1e-12)
    assert (result.not_assessed, result.forms.group.leaves) == (("risk",), tuple(kept))


def test_forms_may_have_been_made_without_them(tmp_path):
    kept = ["water", "scale", "km", "cost"]
    (tmp_path / "answers").mkdir()
    study = study_of(criteria=kept, not_assessed=["risk"])
    form = tmp_path / "answers" / "ani.xlsx"
    kd.questionnaire(study.weights.hierarchy(), form, lang="en")
    fill(form, "Start here", {"C5": "Ani"})
    fill(form, TOP, dict(zip(CELLS, ANI[0], strict=True)))
    fill(form, GAIN, {"F6": "B", "G6": 4})
    result = study_of(tmp_path, kept, forms="answers", not_assessed=["risk"]).run()
    local = result.weights.details["local_weights"]["gain"]
    assert local == pytest.approx({"water": 1 / 5, "scale": 4 / 5}, abs=1e-12)
    assert "pooled judgments of one assessor" in kd.report(result)
    assert "How far the assessors agree" not in kd.report(result)


def test_whoever_judged_nothing_else_is_named(answered, hand_in):
    only_risk = ([None] * 6, [None, None, "A", 3, "A", 3])
    hand_in("Citra", only_risk)
    kept = ["water", "scale", "km", "cost"]
    study = study_of(
        answered, kept, forms="answers", not_assessed=["risk"], power={"Ani": 1, "Budi": 1}
    )
    assert study.forms.files["citra.xlsx"] is None
    assert study.forms.faults == ("citra.xlsx: assessor 'Citra' judged only what is not assessed.",)
    for name in ("ani.xlsx", "budi.xlsx"):
        (answered / "answers" / name).unlink()
    said = message(study_of, answered, kept, forms="answers", not_assessed=["risk"])
    assert "weights.forms: nobody judged what is assessed." in said


# ---- forms of another hierarchy ------------------------------------------------------------------


def told(folder, **weights):
    return [str(fault) for fault in faults(study_of, folder, forms="answers", **weights)]


def test_another_goal_is_named(answered):
    (said,) = told(answered, goal="mitra")
    assert said.startswith(
        "weights.forms: the forms have another goal; got 'partner', expected 'mitra'. "
        "Hint: send out fresh forms"
    )


def test_another_tree_is_named_by_its_differences(answered):
    tree = {"gain": {"water": {}, "scale": {}, "km": {}}, "cost": {}, "time": {}, "risk": {}}
    criteria = ["water", "scale", "km", "cost", "risk"]
    said = told(answered, criteria=criteria, tree=tree, not_assessed=None)
    assert [line.partition(" Hint")[0] for line in said[:3]] == [
        "weights.forms: 'km' stands under another node; got 'partner', expected 'gain'.",
        "weights.forms: the study's tree has 'time', which the forms do not compare.",
        "weights.forms: 'risk' stands under another node; got 'gain', expected 'partner'.",
    ]
    said = told(answered, criteria=["water", "scale", "km", "cost"],
                tree={"gain": {"water": {}, "scale": {}}, "km": {}, "cost": {}})  # fmt: skip
    assert said == [
        "weights.forms: the forms compare 'risk', which is not in the study's tree. Hint: send out "
        "fresh forms: kadmcdm questionnaire; or add it to weights.tree."
    ]


def test_the_order_of_the_tree_does_not_matter(answered):
    tree = {"cost": {}, "gain": {"risk": {}, "scale": {}, "water": {}}, "km": {}}
    values = study_of(answered, forms="answers", tree=tree).run().weights.values
    expected = study_of(answered, forms="answers").run().weights.values
    assert values == pytest.approx(expected, abs=1e-12)


# ---- forms that cannot be used -------------------------------------------------------------------


def test_no_usable_form_is_a_fault(hand_in, tmp_path):
    said = message(study_of, tmp_path, forms="answers")
    assert "weights.forms: no form in it can be used; got 'answers'. Hint: kadmcdm quest" in said
    assert "there is no form in it" in said
    hand_in("Ani", NOTHING)
    assert "weights.forms: ani.xlsx: there are no answers in it." in message(
        study_of, tmp_path, forms="answers"
    )


def test_faults_of_single_forms_are_kept_and_said_once(answered, hand_in):
    hand_in("Citra", (["B", 2, "A", None, None, None], ["A", 2.5, None, None, None, None]))
    (answered / "answers" / "dewi.xlsx").write_bytes(b"")
    study = study_of(answered, forms="answers")
    with pytest.warns(kd.KadmcdmWarning) as caught:
        result = study.run()
    assert len(caught) == 1
    text = str(caught[0].message)
    assert text.startswith("3 of 4 forms in 'answers' count; left out:\n  1. citra.xlsx, sheet '1")
    assert text.endswith("  2. dewi.xlsx: the file is empty.")
    assert "test_study_forms" in caught[0].filename
    (half, empty), (odd,) = result.forms.faults, result.forms.notes
    assert "cell G7: A matters more, but it is not said how much" in half
    assert empty == "dewi.xlsx: the file is empty."
    assert "got 2.5" in odd
    assert result.forms.group.missing == {"Citra": {"partner": 2, "gain": 2}}


def test_a_node_that_nobody_judged_and_judgments_that_fall_apart(hand_in, tmp_path):
    hand_in("Ani", (ANI[0], [None] * 6))
    assert message(study_of, tmp_path, forms="answers") == (
        "weights: node 'gain': nobody with any voting power judged it."
    )
    hand_in("Budi", ([None] * 6, ["A", 3, None, None, None, None]))
    said = message(study_of, tmp_path, forms="answers")
    assert said.startswith("weights: node 'gain': judgments: they fall apart")
    hand_in("Citra", BUDI)
    study_of(tmp_path, forms="answers").run()
    (fault,) = faults(study_of, tmp_path, forms="answers", aggregation="AIP")
    assert fault.where == "weights: node 'gain': assessor 'Budi'"
    assert fault.hint == ("take the form out of the folder, or pool judgments: aggregation = 'AIJ'")


FOLDERS = [
    ("../answers", "outside the study's folder; got '../answers'. Hint: put the folder beside"),
    ("/etc", "outside the study's folder"),
    ("answer", "no such folder; got 'answer'. Hint: did you mean 'answers'?"),
    ("study.toml", "no such folder; got 'study.toml'"),
    ("", "no such folder; got ''"),
    ("a\0b", "no name of a folder"),
]


@pytest.mark.parametrize(("name", "said"), FOLDERS, ids=repr)
def test_the_folder_lies_in_the_study_s_own(answered, name, said):
    (answered / "study.toml").touch()
    assert f"weights.forms: {said}" in message(study_of, answered, forms=name)


@pytest.mark.skipif(os.name != "posix", reason="links need rights there")
def test_a_link_does_not_lead_out_of_the_folder(answered, tmp_path_factory):
    elsewhere = tmp_path_factory.mktemp("elsewhere")
    shutil.move(answered / "answers" / "budi.xlsx", elsewhere)
    (answered / "answers" / "budi.xlsx").symlink_to(elsewhere / "budi.xlsx")
    (answered / "answers" / "round.xlsx").symlink_to("round.xlsx")
    (answered / "linked").symlink_to(elsewhere)
    said = "weights.forms: outside the study's folder; got 'budi.xlsx'"
    assert message(study_of, answered, forms="answers").startswith(said)
    assert "got 'linked'" in message(study_of, answered, forms="linked")


# ---- reports -------------------------------------------------------------------------------------


@pytest.fixture
def reported(answered, hand_in):
    """Return a function that gives the report of four forms, two of them good."""
    hand_in("Citra", (["B", 2, "A", None, None, None], ["A", 2.5, None, None, None, None]))
    (answered / "answers" / "dewi.xlsx").write_bytes(b"")

    def report(lang, **weights):
        study = study_of(answered, forms="answers", **weights)
        with pytest.warns(kd.KadmcdmWarning, match="left out"):
            text = kd.report(study.run(), lang=lang, format="text")
        return " ".join(text.split())

    return report


SAID = {
    "en": [
        "pooled judgments of 3 assessors (AIJ, principal eigenvector); consistency ratios: "
        "partner 0.0",
        "The forms form assessor role pairs left out consistency ratio",
        "citra.xlsx Citra Bappeda 4 of 6 -",
        "dewi.xlsx - - - -",
        "How far the assessors agree (100% is full agreement): partner very high (9",
        "Incomplete answers, with the number of pairs left out by node: Citra (partner 2, gain 2). "
        "Where they do not connect",
        "because it could not be read or does not count: - citra.xlsx, sheet",
        "- dewi.xlsx: the file is empty.",
        "though somebody should look at it: - citra.xlsx",
    ],
    "id": [
        "gabungan penilaian 3 penilai (AIJ, vektor eigen utama); rasio konsistensi: partner 0,0",
        "Formulir formulir penilai jabatan pasangan kosong rasio konsistensi",
        "citra.xlsx Citra Bappeda 4 dari 6 -",
        "Sejauh mana para penilai sepakat (100% berarti sepakat penuh): partner sangat tinggi (9",
        "jumlah pasangan kosong per simpul: Citra (partner 2, gain 2). Bila tidak menghubungkan",
        "karena tidak terbaca atau tidak dihitung: - citra.xlsx, sheet",
        "tetapi perlu diperiksa: - citra.xlsx",
    ],
}


@pytest.mark.parametrize("lang", ["en", "id"])
def test_the_report_says_who_judged_and_what_was_left_out(reported, lang):
    text = reported(lang)
    assert [part for part in SAID[lang] if part not in text] == []


@pytest.mark.parametrize(
    ("lang", "said"),
    [
        ("en", "averaged priorities of 2 assessors (AIP, arithmetic mean, each by principal "
               "eigenvector); averages have no consistency ratio, but each assessor's own"),
        ("id", "rata-rata prioritas 2 penilai (AIP, rata-rata aritmetik, masing-masing dengan "
               "vektor eigen utama); rata-rata tidak memiliki rasio konsistensi"),
    ],
)  # fmt: skip
def test_the_report_of_averaged_priorities(answered, lang, said):
    study = study_of(answered, forms="answers", aggregation="AIP", mean="arithmetic")
    assert said in kd.report(study.run(), lang=lang)


def test_pairs_that_nobody_judged_and_ratios_that_there_are_none_of(hand_in, tmp_path):
    tree = (["A", 3, "A", 5, None, None], ANI[1])
    hand_in("Ani", tree)
    result = study_of(tmp_path, forms="answers").run()
    assert result.weights.details["consistency_ratios"]["partner"] is None
    for lang, said in (
        ("en", ["ratios: partner -, gain 0.0", "A dash stands where no judgment can contradict",
                "Pairs that nobody judged, by node: partner 1. They follow from the other"]),
        ("id", ["konsistensi: partner -, gain 0,0", "Tanda hubung berarti tidak ada penilaian",
                "Pasangan yang tidak dinilai siapa pun, per simpul: partner 1."]),
    ):  # fmt: skip
        text = kd.report(result, lang=lang)
        assert [part for part in said if part not in text] == []


def test_the_report_names_whose_answers_contradict_one_another(answered, hand_in):
    calm = kd.report(study_of(answered, forms="answers").run(), lang="id")
    assert "bertentangan (" not in calm
    hand_in("Citra", (["A", 3, "B", 5, "A", 7], ANI[1]))
    study = study_of(answered, forms="answers")
    (ratio,) = [r for who, r in study.forms.consistency_ratios.items() if who == "Citra"]
    assert ratio > 1
    with pytest.warns(kd.KadmcdmWarning, match=r"consistency ratio|ratio"):
        result = study.run()
    shown = f"{ratio:.3f}".replace(".", ",")
    assert (
        f"Jawaban yang saling bertentangan (rasio di atas 0,10 pada salah satu simpul): Citra "
        f"({shown}). Jawaban itu tetap dihitung"
    ) in kd.report(result, lang="id")
    assert f"(a ratio above 0.10 at some node): Citra ({ratio:.3f})." in kd.report(result)


def test_votes_show_where_they_differ(answered):
    same = study_of(answered, forms="answers", power={"Ani": 2, "Budi": 2}).forms
    assert "votes" not in str(same)
    other = study_of(answered, forms="answers", power={"Ani": 2.5, "Budi": 1}).forms
    (table,) = other.tables("id")
    assert table.headers[3] == "suara"
    assert [row[3] for row in table.rows] == ["2,5", "1"]
    assert StudyForms.from_json(json.dumps(other.to_dict())).to_dict() == other.to_dict()
