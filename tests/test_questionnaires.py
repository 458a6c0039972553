"""The Excel forms: what is written, and what is read of what people made of it."""

import itertools
import os
import re
import shutil
import sys
import zipfile

import numpy as np
import pytest
from python_calamine import CalamineWorkbook

import kadmcdm as kd
from forms import edit, edit_sheet, fill, parts_of, xml_of
from kadmcdm.interop.answers import Answer, read_answer

TREE = {"gain": {"water": {}, "scale": {}, "learning": {}}, "distance": {}, "cost": {}}
HIERARCHY = kd.Hierarchy("partner", TREE)
TOP, GAIN = "1 partner", "2 gain"
NASTY = "=cmd|' /C calc'!A0"

PROBLEM = kd.DecisionProblem(
    [
        kd.Criterion("water", "benefit", unit="l/s", label={"en": "Raw water", "id": "Air baku"}),
        kd.Criterion("distance", "cost", unit="km"),
        kd.Criterion("cost", "cost", unit="bn", bounds=(0, 100), description="of building"),
        kd.Criterion("scale", "benefit"),
    ],
    ["Tuban", "Ngawi"],
    [[1200, 34.8, 12, 7], [40.25, 99, 80, 7]],
)

ANSWERS = {
    TOP: {
        "F6": "A: gain", "G6": "3 – moderately more important",
        "F7": "B: cost", "G7": "5 – strongly more important",
        "F8": "Equally important",
    },
    GAIN: {
        "F6": "A: water", "G6": "2 – between equally and moderately more important",
        "F7": "B: learning", "G7": "9 – extremely more important",
        "F8": "A: scale", "G8": "4 – between moderately and strongly more important",
    },
}  # fmt: skip
JUDGED = {
    "partner": {("gain", "distance"): 3, ("cost", "gain"): 5, ("distance", "cost"): 1},
    "gain": {("water", "scale"): 2, ("learning", "water"): 9, ("scale", "learning"): 4},
}


@pytest.fixture(scope="module")
def blank(tmp_path_factory):
    """Return an empty form in English."""
    return kd.questionnaire(HIERARCHY, tmp_path_factory.mktemp("blank") / "form.xlsx", lang="en")


@pytest.fixture
def hand_in(blank, tmp_path):
    """Return a function that puts a filled form into the folder; `cells` by sheet are added."""

    def put(name="budi.xlsx", assessor="Budi", role="Bappeda", answers=ANSWERS, **more):
        path = tmp_path / name
        shutil.copy(blank, path)
        fill(path, "Start here", {"C5": assessor, "C6": role})
        for title, cells in answers.items():
            fill(path, title, cells)
        for title, cells in more.items():
            fill(path, {"top": TOP, "gain": GAIN}[title], cells)
        return path

    return put


def rows_of(path, title):
    return CalamineWorkbook.from_path(path).get_sheet_by_name(title).to_python(False)


def matrices(reading, assessor="Budi"):
    return {node: judged.matrix for node, judged in reading.group.judgments[assessor].items()}


def assert_judged(reading, assessor="Budi", judged=JUDGED):
    """Assert that the assessor gave exactly these judgments."""
    got = matrices(reading, assessor)
    assert list(got) == list(judged)
    for node, pairs in judged.items():
        expected = kd.PairwiseComparisons(HIERARCHY.nodes[node], pairs).matrix
        np.testing.assert_array_equal(got[node], expected)


def only_fault(reading):
    (fault,) = reading.faults
    return str(fault)


# ---- writing -------------------------------------------------------------------------------------


def test_a_sheet_per_node_and_each_pair_once(blank):
    assert list(parts_of(blank)) == ["Start here", TOP, GAIN, "kadmcdm"]
    for title, node in ((TOP, "partner"), (GAIN, "gain")):
        pairs = [(row[1], row[3]) for row in rows_of(blank, title)[5:]]
        assert pairs == list(itertools.combinations(HIERARCHY.nodes[node], 2))


def test_answers_are_chosen_from_lists(blank):
    text = xml_of(blank, TOP)
    lists = re.findall(r'type="list"[^>]*sqref="([^"]*)"><formula1>([^<]*)<', text)
    assert lists == [
        ("F6", "$L6:$N6"), ("F7", "$L7:$N7"), ("F8", "$L8:$N8"), ("G6:G8", "$U$1:$U$8"),
    ]  # fmt: skip
    rows = rows_of(blank, TOP)
    assert rows[5][11:14] == ["A: gain", "Equally important", "B: distance"]
    assert [row[20] for row in rows[:8]][0::7] == [
        "2 – between equally and moderately more important",
        "9 – extremely more important",
    ]


def test_all_is_locked_but_the_answers(blank):
    with zipfile.ZipFile(blank) as book:
        styles = book.read("xl/styles.xml").decode().partition("<cellXfs")[2]
    free = {
        str(number)
        for number, style in enumerate(re.findall(r"<xf [^>]*/>|<xf .*?</xf>", styles))
        if 'locked="0"' in style
    }
    expected = {"Start here": ["C5", "C6"], TOP: ["F6", "G6", "F7", "G7", "F8", "G8"]}
    for title, cells in expected.items():
        text = xml_of(blank, title)
        assert "<sheetProtection " in text
        found = re.findall(r'<c r="([A-Z]+\d+)" s="(\d+)"', text)
        assert [cell for cell, style in found if style in free] == cells


def test_worst_and_best_stand_beside_each_pair(tmp_path):
    path = kd.questionnaire(HIERARCHY, tmp_path / "f.xlsx", problem=PROBLEM, lang="id")
    top, gain = rows_of(path, TOP), rows_of(path, GAIN)
    assert top[5][1:5] == [
        "gain", "meliputi: Air baku, scale, learning",
        "distance", "terburuk: 99 km\nterbaik: 34,8 km",
    ]  # fmt: skip
    assert top[6][4] == "terburuk: 100 bn\nterbaik: 0 bn\nof building"  # its bounds, not its data
    assert gain[5][1:5] == [
        "Air baku", "terburuk: 40,25 l/s\nterbaik: 1.200 l/s", "scale", "sama untuk semua: 7",
    ]  # fmt: skip
    assert gain[6][4] == ""  # learning is no criterion of the problem


def test_what_is_said_of_a_criterion_fits_its_cell(tmp_path):
    criteria = [
        kd.Criterion("water", "benefit", label="\ud800", description="long " * 9999),
        kd.Criterion("scale", "benefit", label="x" * 251, unit="m\ud800"),
    ]
    problem = kd.DecisionProblem(criteria, ["x", "y"], [[1, 2], [2, 3]])
    path = kd.questionnaire(HIERARCHY, tmp_path / "f.xlsx", problem=problem, lang="en")
    water, about, scale, other = rows_of(path, GAIN)[5][1:5]
    assert (water, scale, other) == ("water", "scale", "worst: 2 m\nbest: 3 m")
    assert about.startswith("worst: 1\nbest: 2\nlong long")
    assert len(about) == 500
    heights = re.findall(r' ht="([\d.]+)"', xml_of(path, GAIN))
    assert max(map(float, heights)) <= 409


def test_labels_that_cannot_be_told_apart_give_way_to_names(tmp_path):
    criteria = [kd.Criterion(name, "benefit", label="Water") for name in ("water", "scale")]
    problem = kd.DecisionProblem(criteria, ["x"], [[1, 2]])
    path = kd.questionnaire(HIERARCHY, tmp_path / "f.xlsx", problem=problem, lang="en")
    assert rows_of(path, GAIN)[5][1] == "water"


def test_the_consistency_ratio_is_live(blank):
    text = xml_of(blank, GAIN)
    (ratio,) = re.findall(r'<c r="D3"[^>]*><f>([^<]*)</f><v>([^<]*)', text)
    assert ratio == (
        'IF(COUNT($P$6:$P$8)=3,MAX(0,(1+2*SUMPRODUCT(COSH($R$6:$R$8))/3-3)/2/0.5247),"–")', "–",
    )  # fmt: skip
    assert rows_of(blank, GAIN)[2][4] == "not complete yet"
    cover = xml_of(blank, "Start here")
    assert "<f>COUNT('2 gain'!$P$6:$P$8)</f>" in cover
    assert "<f>'2 gain'!D3</f>" in cover


def test_two_children_cannot_contradict_themselves(tmp_path):
    path = kd.questionnaire(kd.Hierarchy("g", {"a": {}, "b": {}}), tmp_path / "f.xlsx", lang="en")
    assert rows_of(path, "1 g")[2][3:5] == ["–", "A single pair cannot contradict itself."]


def test_the_form_of_a_judged_hierarchy_is_empty(tmp_path):
    judged = kd.Hierarchy(
        "g", {"a": {}, "b": {}}, {"g": kd.PairwiseComparisons(["a", "b"], {("a", "b"): 3})}
    )
    path = kd.questionnaire(judged, tmp_path / "f.xlsx")
    assert rows_of(path, "1 g")[5][5:8] == ["", "", ""]


def test_names_are_text_and_come_back_unchanged(tmp_path):
    names = [
        NASTY,
        "+1",
        "-2",
        "@SUM(1)",
        "_x0041_",
        "a\nb",
        "é 国 😀",
        "<b>&amp;",
        "bell\x07",
        " x ",
        "x" * 250,
    ]
    hierarchy = kd.Hierarchy("=1+1", {name: {} for name in names})
    path = kd.questionnaire(hierarchy, tmp_path / "form.xlsx", lang="en")
    text = xml_of(path, "1 =1+1")
    formulas = re.findall(r"<f>([^<]*)</f>", text)
    assert formulas
    assert not any("cmd" in formula or "@" in formula for formula in formulas)
    fill(path, "1 =1+1", {"F6": f"A: {NASTY}", "G6": 3, "F7": "-2", "G7": 7, "F15": "B", "G15": 2})
    (judged,) = kd.read_questionnaires(tmp_path).group.judgments["form"].values()
    assert judged.names == tuple(names)
    row = judged.matrix[0]
    assert (row[1], row[2], row[10]) == (3, 1 / 7, 1 / 2)


def test_titles_that_excel_takes(tmp_path):
    long = "the same beginning of a very long name, "
    nodes = [f"{long}{k}" for k in range(12)]
    nodes += ["a/b:c*?[d]\\", "'quoted'", "History", "x" * 29 + "😀😀", "it's"]
    tree = {node: {f"{node} left": {}, f"{node} right": {}} for node in nodes}
    path = kd.questionnaire(kd.Hierarchy("goal", tree), tmp_path / "f.xlsx", lang="en")
    titles = list(parts_of(path))
    assert len(titles) == len(nodes) + 3
    assert len({title.casefold() for title in titles}) == len(titles)
    for title in titles:
        assert len(title.encode("utf-16-le")) <= 62
        assert not set(title) & set("[]:*?/\\")
        assert not title.endswith("'")
    assert titles[-2] == "18 it's"
    for title, node in zip(titles[2:-1], nodes, strict=True):
        fill(path, title, {"F6": "B", "G6": 2})
        assert rows_of(path, title)[0][0] == f"Compared for: {node}"
    (assessor,) = kd.read_questionnaires(tmp_path).group.judgments.values()
    assert list(assessor) == nodes


REFUSED = {
    "no name of a form": lambda folder: (HIERARCHY, folder / "form.xls", {}),
    "this is a folder": lambda folder: (HIERARCHY, folder / "there.xlsx", {}),
    "there is no folder": lambda folder: (HIERARCHY, folder / "no" / "form.xlsx", {}),
    "unknown choice": lambda folder: (HIERARCHY, folder / "f.xlsx", {"lang": "fr"}),
    "no hierarchy": lambda folder: (TREE, folder / "f.xlsx", {}),
    "no problem": lambda folder: (HIERARCHY, folder / "f.xlsx", {"problem": [1]}),
    "there is nothing to compare": lambda folder: (
        kd.Hierarchy("g", {"a": {"b": {}}}), folder / "f.xlsx", {},
    ),
    "the name is too long": lambda folder: (
        kd.Hierarchy("g", {"a" * 251: {}, "b": {}}), folder / "f.xlsx", {},
    ),
    "the name holds half a character": lambda folder: (
        kd.Hierarchy("g", {"\ud800": {}, "b": {}}), folder / "f.xlsx", {},
    ),
    "none of its criteria is a leaf of the hierarchy": lambda folder: (
        kd.Hierarchy("g", {"a": {}, "b": {}}), folder / "f.xlsx", {"problem": PROBLEM},
    ),
}  # fmt: skip


@pytest.mark.parametrize("what", REFUSED)
def test_refused(what, tmp_path):
    (tmp_path / "there.xlsx").mkdir()
    hierarchy, path, options = REFUSED[what](tmp_path)
    with pytest.raises(kd.InputError, match=what):
        kd.questionnaire(hierarchy, path, **options)
    assert [item.name for item in tmp_path.iterdir()] == ["there.xlsx"]


def test_all_that_is_refused_is_said_at_once(tmp_path):
    with pytest.raises(kd.InputError) as caught:
        kd.questionnaire(None, tmp_path, problem=3, lang="x")
    assert len(caught.value.faults) == 4


def test_a_form_is_written_whole_or_not_at_all(tmp_path, monkeypatch):
    path = kd.questionnaire(HIERARCHY, tmp_path / "form.xlsx")
    before = path.read_bytes()

    def full(*_):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "replace", full)
    with pytest.raises(kd.InputError, match="No space left"):
        kd.questionnaire(HIERARCHY, path)
    assert [item.name for item in tmp_path.iterdir()] == ["form.xlsx"]
    assert path.read_bytes() == before


def test_only_an_empty_form_is_replaced(hand_in, blank, tmp_path):
    empty = tmp_path / "empty.xlsx"
    shutil.copy(blank, empty)
    assert kd.questionnaire(HIERARCHY, empty, lang="id").read_bytes() != blank.read_bytes()
    other = tmp_path / "other.xlsx"
    other.write_bytes(b"somebody's work")
    for path in (hand_in(), other):
        before = path.read_bytes()
        with pytest.raises(kd.InputError, match="it is no empty form"):
            kd.questionnaire(HIERARCHY, path)
        assert path.read_bytes() == before


@pytest.mark.parametrize("module", ["xlsxwriter", "python_calamine"])
def test_without_the_extra(module, tmp_path, monkeypatch):
    monkeypatch.setitem(sys.modules, module, None)
    with pytest.raises(kd.MissingExtraError, match=r"pip install 'kadmcdm\[office\]'"):
        kd.questionnaire(HIERARCHY, tmp_path / "f.xlsx") and kd.read_questionnaires(tmp_path)


# ---- what people fill in -------------------------------------------------------------------------


def test_round_trip(hand_in, tmp_path):
    hand_in()
    hand_in("ani.xlsx", "Ani", "", {GAIN: ANSWERS[GAIN]}, top={"F8": "B: cost", "G8": 7})
    reading = kd.read_questionnaires(tmp_path)
    assert reading.faults == reading.notes == ()
    assert dict(reading.files) == {"ani.xlsx": "Ani", "budi.xlsx": "Budi"}
    assert (reading.group.goal, reading.group.tree) == ("partner", TREE)
    assert_judged(reading)
    assert_judged(reading, "Ani", {"partner": {("cost", "distance"): 7}, "gain": JUDGED["gain"]})
    assert dict(reading.group.roles)["Budi"] == "Bappeda"


def test_forms_in_both_languages_make_one_group(hand_in, tmp_path):
    hand_in()
    path = kd.questionnaire(HIERARCHY, tmp_path / "ani.xlsx", problem=PROBLEM)
    fill(path, "Mulai di sini", {"C5": "Ani"})
    fill(path, TOP, {"F6": "A: gain", "G6": "3 – sedikit lebih penting", "F8": "Sama penting"})
    fill(path, GAIN, {"F6": "B: scale", "G6": "Mutlak lebih penting", "F7": "Air baku", "G7": "2"})
    reading = kd.read_questionnaires(tmp_path)
    assert reading.faults == ()
    judged = {
        "partner": {("gain", "distance"): 3, ("distance", "cost"): 1},
        "gain": {("scale", "water"): 9, ("water", "learning"): 2},
    }
    assert_judged(reading, "Ani", judged)


@pytest.mark.parametrize(
    ("which", "degree", "value"),
    [
        ("A: gain", "3 – moderately more important", 3),
        ("A: gain", 3, 3),
        ("a", "3", 3),
        (" gain ", "Strongly more important", 5),
        ("B: distance", "9 – mutlak lebih penting", 1 / 9),
        ("b", 9.0, 1 / 9),
        ("DISTANCE", "antara sama dan sedikit lebih penting", 1 / 2),
        ("Equally important", None, 1),
        ("sama penting", "", 1),
        ("=", "1", 1),
        (None, 1, 1),
        ("A = B", "sama penting", 1),
        ("Sama", None, 1),
        ("equal", None, 1),
        ("A: gain", "5 - lebih penting", 5),
        ("A: gain", "5 lebih penting", 5),
        ("A: gain", "7: Very strongly more important", 7),
        ("sama", "1 - sama penting", 1),
    ],
)
def test_what_is_understood(hand_in, tmp_path, which, degree, value):
    hand_in(top={"F6": which, "G6": degree})
    reading = kd.read_questionnaires(tmp_path)
    assert reading.faults == reading.notes == ()
    assert matrices(reading)["partner"][0, 1] == value


def test_a_criterion_may_be_called_equal():
    row = (["A: equal", "B: cost"], lambda column: f"cell {column}")
    assert read_answer("equal", 3, *row) == Answer(0, 3.0)
    assert read_answer("sama", "", *row) == Answer(0, 1.0)


@pytest.mark.parametrize(("degree", "value"), [(12, 12), ("12", 12), (2.5, 2.5), ("2,5", 2.5)])
def test_an_answer_off_the_scale_is_taken_and_noted(hand_in, tmp_path, degree, value):
    hand_in(top={"G6": degree})
    reading = kd.read_questionnaires(tmp_path)
    assert reading.faults == ()
    assert matrices(reading)["partner"][0, 1] == value
    (note,) = reading.notes
    assert note.where == "budi.xlsx, sheet '1 partner', cell G6"
    assert note.what == "no grade of the scale from 1 to 9; taken as it stands"


@pytest.mark.parametrize(
    ("which", "degree", "cell", "what"),
    [
        ("A, B", 3, "F6", "both directions are chosen"),
        ("A dan B", 3, "F6", "both directions are chosen"),
        ("Equally important", 5, "G6", "equally important, and yet a degree"),
        ("A: gain", "1/3", "G6", "A matters more, and yet less important"),
        ("A: gain", "0,33", "G6", "A matters more, and yet less important"),
        ("B: distance", 1, "G6", "B matters more, and yet equally important"),
        ("A: gain", None, "G6", "A matters more, but it is not said how much"),
        (None, 5, "F6", "it is not said which one matters more"),
        (3, 5, "F6", "no choice; got 3"),
        ("gains", 5, "F6", "no choice; got 'gains'"),
        ("A: cost", 5, "F6", "no choice; got 'A: cost'"),
        ("A: gain", "many", "G6", "no degree; got 'many'"),
        ("A: gain", "3 apples", "G6", "no degree; got '3 apples'"),
        ("A: gain", "5 - sedikit lebih penting", "G6", "the number and the words differ"),
        ("A: gain", 0, "G6", "no degree; got 0"),
        ("A: gain", -3, "G6", "no degree; got -3"),
        ("A: gain", "#REF!", "G6", "no degree; got '#REF!'"),
        ("A: gain", "1e999", "G6", "no degree; got '1e999'"),
    ],
)
def test_a_bad_cell_is_named_and_the_rest_stands(hand_in, tmp_path, which, degree, cell, what):
    hand_in(top={"F6": which, "G6": degree})
    reading = kd.read_questionnaires(tmp_path)
    assert only_fault(reading).startswith(f"budi.xlsx, sheet '1 partner', cell {cell}: {what}")
    rest = {pair: value for pair, value in JUDGED["partner"].items() if "cost" in pair}
    assert_judged(reading, judged={**JUDGED, "partner": rest})


def test_a_date_says_where_it_came_from(hand_in, tmp_path):
    path = hand_in()
    edit_sheet(path, TOP, lambda text: re.sub(
        r'<c r="G6".*?</c>', '<c r="G6" t="d"><v>2026-03-01</v></c>', text))  # fmt: skip
    fault = only_fault(kd.read_questionnaires(tmp_path))
    assert "cell G6: no degree, but a date" in fault
    assert "the spreadsheet made a date of it" in fault


def test_merged_answers_are_not_guessed(hand_in, tmp_path):
    path = hand_in()
    merge = '<mergeCell ref="F6:G7"/>'
    edit_sheet(path, TOP, lambda text: re.sub("(<mergeCells[^>]*>)", rf"\1{merge}", text))
    reading = kd.read_questionnaires(tmp_path)
    assert only_fault(reading).startswith(  # of two rows, said once
        "budi.xlsx, sheet '1 partner', cell F6:G7: the cells are merged"
    )
    assert_judged(reading, judged={"partner": {("distance", "cost"): 1}, "gain": JUDGED["gain"]})


def test_faults_of_several_cells_come_at_once(hand_in, tmp_path):
    hand_in(top={"F6": 1, "G7": "x"}, gain={"F8": None})
    cells = [fault.where for fault in kd.read_questionnaires(tmp_path).faults]
    assert cells == [
        "budi.xlsx, sheet '1 partner', cell F6",
        "budi.xlsx, sheet '1 partner', cell G7",
        "budi.xlsx, sheet '2 gain', cell F8",
    ]


# ---- whose form it is ----------------------------------------------------------------------------


def test_a_form_without_a_name_gets_its_files(hand_in, tmp_path):
    hand_in("dinas pu.xlsx", assessor="  ")
    reading = kd.read_questionnaires(tmp_path)
    assert_judged(reading, "dinas pu")
    (note,) = reading.notes
    assert str(note).startswith("dinas pu.xlsx, sheet 'Start here': the form does not say whose it")


def test_a_code_may_be_a_number(hand_in, tmp_path):
    hand_in(assessor=7)
    assert list(kd.read_questionnaires(tmp_path).group.judgments) == ["7"]


def test_of_two_forms_of_one_assessor_the_later_is_refused(hand_in, tmp_path):
    hand_in("a.xlsx", "Budi")
    hand_in("b.xlsx", "BUDI ", top={"F6": "B: distance"})
    reading = kd.read_questionnaires(tmp_path)
    assert only_fault(reading).startswith("b.xlsx: assessor 'Budi' has given 'a.xlsx' already")
    assert dict(reading.files) == {"a.xlsx": "Budi", "b.xlsx": None}
    assert_judged(reading)


def test_a_form_without_answers(hand_in, tmp_path):
    hand_in("a.xlsx", "Ani", answers={})
    hand_in()
    reading = kd.read_questionnaires(tmp_path)
    assert only_fault(reading) == "a.xlsx: there are no answers in it."
    assert list(reading.group.judgments) == ["Budi"]


def test_a_form_with_nothing_but_bad_answers(hand_in, tmp_path):
    hand_in(answers={}, top={"F6": "A: gain"})
    reading = kd.read_questionnaires(tmp_path)
    assert [fault.what for fault in reading.faults] == [
        "A matters more, but it is not said how much", "no answer in it can be read",
    ]  # fmt: skip
    assert (reading.group, dict(reading.files)) == (None, {"budi.xlsx": None})


def test_forms_of_another_hierarchy_are_refused(hand_in, tmp_path):
    other = kd.questionnaire(kd.Hierarchy("other", TREE), tmp_path / "a.xlsx", lang="en")
    fill(other, "1 other", {"F6": "A: gain", "G6": 3})
    hand_in("b.xlsx", "Ani")
    hand_in("c.xlsx", "Budi")
    reading = kd.read_questionnaires(tmp_path)  # most forms decide, not the first one
    fault = only_fault(reading)
    assert fault.startswith("a.xlsx: a form of another hierarchy; got goal 'other' with 'gain',")
    assert "as in b.xlsx" in fault
    assert list(reading.group.judgments) == ["Ani", "Budi"]
    os.remove(tmp_path / "b.xlsx")
    reading = kd.read_questionnaires(tmp_path)  # one of each: the first one decides
    assert only_fault(reading).startswith("c.xlsx: a form of another hierarchy")


# ---- sheets that are not as they were ------------------------------------------------------------


def renamed(path, old, new):
    return edit(path, lambda name, text: text.replace(f'"{old}"', f'"{new}"')
                if name == "xl/workbook.xml" else text)  # fmt: skip


def test_titles_do_not_matter(hand_in, tmp_path):
    renamed(renamed(hand_in(), GAIN, "Manfaat"), TOP, "2 gain")
    reading = kd.read_questionnaires(tmp_path)
    assert reading.faults == reading.notes == ()
    assert_judged(reading)


def without_mark(text):
    return re.sub(r'<c r="V1".*?</c>', "", text)


def test_a_sheet_that_is_gone_is_named(hand_in, tmp_path):
    edit_sheet(hand_in(), TOP, without_mark)
    reading = kd.read_questionnaires(tmp_path)
    assert only_fault(reading).startswith("budi.xlsx: the sheet of node 'partner' is not there")
    (note,) = reading.notes
    assert str(note) == "budi.xlsx, sheet '1 partner': no sheet of the form: not read."
    assert_judged(reading, judged={"gain": JUDGED["gain"]})


def test_a_cover_that_is_gone(hand_in, tmp_path):
    edit_sheet(hand_in(), "Start here", without_mark)
    reading = kd.read_questionnaires(tmp_path)
    assert reading.faults == ()
    assert [note.what.partition(";")[0] for note in reading.notes] == [
        "no sheet of the form: not read", "the form does not say whose it is",
    ]  # fmt: skip
    assert_judged(reading, "budi")


def mark_to(path, title, change):
    """Change the mark of a sheet, which stands in cell V1."""
    mark = rows_of(path, title)[0][21]
    return fill(path, title, {"V1": change(mark)})


def test_a_sheet_of_another_form(hand_in, tmp_path):
    mark_to(hand_in(), GAIN, lambda mark: mark.replace(mark.split()[2], "0" * 16))
    reading = kd.read_questionnaires(tmp_path)
    assert [str(fault) for fault in reading.faults] == [
        "budi.xlsx, sheet '2 gain': a sheet of another form: not read.",
        "budi.xlsx: the sheet of node 'gain' is not there, or no longer as it was. "
        "Hint: fill in a fresh form.",
    ]


def test_of_a_sheet_and_its_copy_the_first_counts(hand_in, tmp_path):
    path = hand_in()
    mark_to(path, GAIN, lambda _: rows_of(path, TOP)[0][21])
    first, second = (str(fault) for fault in kd.read_questionnaires(tmp_path).faults)
    assert first.startswith("budi.xlsx, sheet '2 gain': a copy of sheet '1 partner': not read")
    assert second.startswith("budi.xlsx: the sheet of node 'gain' is not there")


def shifted(text, *, column=0, row=0, at=7):
    """Insert a column before C, or a row before row 7."""

    def cell(found):
        letter, number = found[1], int(found[2])
        letter = chr(ord(letter) + (column if letter > "B" else 0))
        return f'<c r="{letter}{number + (row if number >= at else 0)}"'

    text = re.sub(r'<c r="([A-Z])(\d+)"', cell, text)
    return re.sub(
        r'<row r="(\d+)"',
        lambda found: f'<row r="{int(found[1]) + (row if int(found[1]) >= at else 0)}"',
        text,
    )


def test_a_row_that_was_added_does_no_harm(hand_in, tmp_path):
    edit_sheet(hand_in(top={"G8": "many"}), TOP, lambda text: shifted(text, row=1))
    reading = kd.read_questionnaires(tmp_path)
    assert only_fault(reading).startswith("budi.xlsx, sheet '1 partner', cell G9: no degree; got")
    assert np.isnan(matrices(reading)["partner"]).sum() == 2


def test_a_column_that_was_added_is_named(hand_in, tmp_path):
    edit_sheet(hand_in(), TOP, lambda text: shifted(text, column=1))
    faults = [str(fault) for fault in kd.read_questionnaires(tmp_path).faults]
    assert faults[0].startswith("budi.xlsx, sheet '1 partner': columns were added or deleted")


def test_rows_that_are_gone_or_twice(hand_in, tmp_path):
    path = hand_in()
    fill(path, TOP, {"J8": 0, "K8": 1})  # the third row now says that it compares the first pair
    first, second = (str(fault) for fault in kd.read_questionnaires(tmp_path).faults)
    assert first.startswith("budi.xlsx, sheet '1 partner', cell B8: the row is a copy of row 6")
    assert second.startswith("budi.xlsx, sheet '1 partner': the row that compares 'distance' with")


# ---- files that are no forms ---------------------------------------------------------------------

OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"


def zipped(path, name, text="<w/>"):
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as book:
        book.writestr(name, text)


def spoiled(path):
    raw = bytearray(path.read_bytes())
    start = raw.index(b"xl/worksheets/sheet2.xml") + len("xl/worksheets/sheet2.xml")
    raw[start : start + 40] = b"\xff" * 40
    path.write_bytes(raw)


def half(path):
    path.write_bytes(path.read_bytes()[:-900])


BROKEN = {
    "the file is empty": lambda path: path.write_bytes(b""),
    "locked with a password": lambda path: path.write_bytes(
        OLE + bytes(500) + "EncryptedPackage".encode("utf-16-le")
    ),
    "an old .xls workbook, though its name ends in .xlsx": lambda path: path.write_bytes(OLE * 99),
    "no workbook, though its name ends in .xlsx": lambda path: path.write_text("a;b\n1;2\n"),
    "the file is damaged": half,
    "the file is damaged; got Error -3": spoiled,
    "the file is damaged; ": lambda path: zipped(path, "word/document.xml"),
    "far larger than any form; got 1,048,576 rows, 16,384 columns": lambda path: edit_sheet(
        path,
        TOP,
        lambda text: text.replace(
            "</sheetData>", '<row r="1048576"><c r="XFD1048576"><v>1</v></c></row></sheetData>'
        ),
    ),
    "far larger than any form; got 60,000,000 bytes": lambda path: zipped(
        path, "xl/styles.xml", " " * 60_000_000
    ),
    "a form of another version; got 2, expected version 1": lambda path: edit(
        path, lambda _, text: text.replace('"version": 1', '"version": 2')
    ),
    "what the form says of itself cannot be read": lambda path: edit(
        path, lambda _, text: text.replace('"version": 1', '"version": ')
    ),
    "tree: there are no criteria": lambda path: edit(
        path, lambda _, text: re.sub('"tree": .*?}}(?=<)', '"tree": {}}', text)
    ),
    "no form of kadmcdm": lambda path: edit(
        path, lambda _, text: text.replace("<t>kadmcdm</t>", "<t>others</t>")
    ),
}


@pytest.mark.parametrize("what", BROKEN)
def test_a_file_that_is_no_form_is_named_and_the_good_ones_kept(hand_in, tmp_path, what):
    BROKEN[what](hand_in("a.xlsx", "Ani"))
    hand_in()
    reading = kd.read_questionnaires(tmp_path)
    fault = only_fault(reading)
    assert fault.startswith("a.xlsx")
    assert what.strip("; ") in fault
    assert dict(reading.files) == {"a.xlsx": None, "budi.xlsx": "Budi"}
    assert_judged(reading)


def test_other_files_of_the_folder(hand_in, tmp_path):
    hand_in("Budi.XLSX")
    for name in ("~$Budi.XLSX", "ani.ods", "citra.csv", "notes.docx"):
        (tmp_path / name).write_bytes(b"?")
    (tmp_path / "older.xlsx").mkdir()
    reading = kd.read_questionnaires(str(tmp_path))
    assert dict(reading.files) == {"ani.ods": None, "Budi.XLSX": "Budi", "citra.csv": None}
    assert [str(fault).partition(".")[0] for fault in reading.faults] == ["ani", "citra"]
    assert [note.where for note in reading.notes] == ["~$Budi.XLSX"]


@pytest.mark.parametrize("name", ["nowhere", "file.txt"])
def test_no_folder(tmp_path, name):
    (tmp_path / "file.txt").touch()
    with pytest.raises(kd.InputError, match=r"no folder|no such folder"):
        kd.read_questionnaires(tmp_path / name)


def test_an_empty_folder(tmp_path):
    reading = kd.read_questionnaires(tmp_path)
    assert (reading.group, dict(reading.files)) == (None, {})
    assert "there is no form in it" in only_fault(reading)


def test_a_reading_shows_what_each_file_gave(hand_in, tmp_path):
    hand_in()
    hand_in("a.xlsx", "Ani", answers={})
    assert str(kd.read_questionnaires(tmp_path)) == (
        "file       assessor  faults  notes\n"
        "---------  --------  ------  -----\n"
        "a.xlsx     -              1      0\n"
        "budi.xlsx  Budi           0      0\n"
        "1. a.xlsx: there are no answers in it."
    )
