"""Workbooks: what is written is read back; what people do to sheets is read, or named by cell."""

import datetime
import io
import math
import sys
import zipfile

import numpy as np
import pandas as pd
import pytest
import xlsxwriter
from hypothesis import given, settings
from python_calamine import CalamineWorkbook

import kadmcdm as kd
from displayed import HOSTILE
from messages import faults, message
from test_frames import problems

CRITERIA = [["nama", "arah", "satuan"], ["km", "makin kecil makin baik", "km"], ["gain", "manfaat"]]
REGIONS = [["calon", "km", "gain"], ["Tuban", 34.8, 1200], ["Ngawi", 55.4, 900]]


def book(path, sheets, hidden=(), merged=None):
    """Write a workbook of plain sheets as a person might."""
    workbook = xlsxwriter.Workbook(str(path))
    for name, rows in sheets.items():
        sheet = workbook.add_worksheet(name)
        for i, row in enumerate(rows):
            for j, value in enumerate(row):
                if isinstance(value, datetime.date):
                    style = workbook.add_format({"num_format": "yyyy-mm-dd"})
                    sheet.write_datetime(i, j, value, style)
                elif isinstance(value, tuple):  # a formula, and what it gave
                    sheet.write_formula(i, j, *value[:1], None, value[1])
                elif isinstance(value, str):
                    sheet.write_string(i, j, value)
                elif value is not None:
                    sheet.write(i, j, value)
        if name in hidden:
            sheet.hide()
        for at, text in (merged or {}).get(name, ()):
            sheet.merge_range(at, text)
    workbook.close()
    return path


def test_what_is_written_is_read_back(tmp_path):
    path = tmp_path / "t.xlsx"

    @settings(max_examples=30)
    @given(problems())
    def check(problem):
        for lang in ("en", "id"):
            kd.write_workbook(problem, path, lang=lang)
            back = kd.read_workbook(path)
            assert back.digest == problem.digest
            assert [c.to_dict() for c in back.criteria] == [c.to_dict() for c in problem.criteria]

    check()


EXACT = [0.1 + 0.2, 1 / 3, -0.0, 5e-324, sys.float_info.max, 123456789012345680.0, 1e22]


def test_every_digit_of_a_number_is_kept(tmp_path):
    columns = [kd.Criterion("x", "benefit")]
    problem = kd.DecisionProblem(
        columns, [f"a{k}" for k in range(len(EXACT))], [[x] for x in EXACT]
    )
    back = kd.read_workbook(kd.write_workbook(problem, tmp_path / "t.xlsx"))
    assert [math.copysign(1, x) for x in back.matrix[:, 0]] == [math.copysign(1, x) for x in EXACT]
    assert back.matrix[:, 0].tolist() == EXACT


def test_labels_title_question_and_notes_come_back(tmp_path):
    problem = kd.DecisionProblem(
        [
            kd.Criterion("km", "cost"),
            kd.Criterion("label", "benefit"),
            kd.Criterion("calon", "cost"),
        ],
        [
            kd.Candidate("35.22", label={"en": "Bojonegoro Regency", "id": "Kabupaten Bojonegoro"}),
            kd.Candidate("35.23", label="Tuban", attributes={"island": "Java", "Label": 2}),
            "35.24",
        ],
        [[1, 2, 3], [3, 4, 5], [5, 6, 7]],
        title="T",
        question="Q?",
        notes="two\nlines",
    )
    for lang in ("en", "id"):
        back = kd.read_workbook(kd.write_workbook(problem, tmp_path / "t.xlsx", lang=lang))
        assert back.digest == problem.digest
        assert back.candidate_labels == problem.candidate_labels
        assert (back.title, back.question, back.notes) == ("T", "Q?", "two\nlines")
    plain = problem.select(criteria=["km"])
    back = kd.read_workbook(kd.write_workbook(plain, tmp_path / "t.xlsx"))
    assert back.candidate_labels == problem.candidate_labels
    assert back.preparation.ignored_columns == ("island", "Label (*)")
    assert kd.read_workbook(tmp_path / "t.xlsx", title="other").title == "other"


def test_a_ranking_has_its_own_sheets_and_numbers_are_numbers(tmp_path):
    problem = kd.DecisionProblem.from_arrays([[1, 9], [2, 8], [3, 4]], ["benefit", "cost"])
    ranking = kd.rank(problem, {"c1": 0.6, "c2": 0.4})
    path = kd.write_workbook(ranking, tmp_path / "r.xlsx", lang="id")
    assert kd.read_workbook(path).digest == problem.digest
    workbook = CalamineWorkbook.from_path(str(path))
    assert workbook.sheet_names == [
        "pemeringkatan", "calon", "kriteria", "bobot", "ternormalisasi", "tentang",
    ]  # fmt: skip
    rows = {name: workbook.get_sheet_by_name(name).to_python() for name in workbook.sheet_names}
    scores = dict(zip(problem.candidate_names, ranking.scores.tolist(), strict=True))
    assert rows["pemeringkatan"] == [
        ["peringkat", "calon", "skor"],
        *([k + 1.0, name, scores[name]] for k, name in enumerate(ranking.order)),
    ]
    assert rows["bobot"][1:] == [["c1", 0.6], ["c2", 0.4]]
    got = np.array([row[1:] for row in rows["ternormalisasi"][1:]])
    np.testing.assert_array_equal(got, ranking.details["normalized"])
    about = dict(rows["tentang"])
    assert about["metode"] == "TOPSIS (vector)"
    assert about["SHA-256"] == problem.digest
    assert about["toleransi seri"] == 1e-9


def test_a_method_without_details_has_no_sheet_of_them(tmp_path):
    class Plain:
        name = "plain"

        def scores(self, matrix, weights, benefit, *, bounds=None):
            return matrix @ weights

    problem = kd.DecisionProblem.from_arrays([[1], [2]], ["benefit"])
    path = kd.write_workbook(kd.rank(problem, [1], Plain()), tmp_path / "r.xlsx")
    assert "normalized" not in CalamineWorkbook.from_path(str(path)).sheet_names


def test_hostile_names_are_text_and_nothing_is_lost(tmp_path):
    odd = (*HOSTILE, " outer blanks ", "_x0041_", "http://x.y/z", "\t=1+1", "@SUM(A1)", "\x00\x1b")
    problem = kd.DecisionProblem(
        [kd.Criterion(name, "benefit", label=name, description=name) for name in odd],
        [kd.Candidate(name, label=name) for name in odd],
        np.random.default_rng(1).random((len(odd), len(odd))),
        title=HOSTILE[2],
    )
    path = kd.write_workbook(kd.rank(problem, kd.EqualWeights()), tmp_path / "h.xlsx")
    back = kd.read_workbook(path)
    assert back.digest == problem.digest
    assert back.title == problem.title
    assert back.criterion_labels == problem.criterion_labels
    with zipfile.ZipFile(path) as parts:
        sheets = [parts.read(name) for name in parts.namelist() if "worksheets/sheet" in name]
        assert not any(b"<f>" in sheet or b"hyperlink" in sheet for sheet in sheets)


@pytest.mark.parametrize("name", ["half \ud800", "no letter \uffff", "x" * 32_768])
def test_what_no_cell_can_hold_is_refused_and_the_old_file_stays(tmp_path, name):
    path = tmp_path / "t.xlsx"
    path.write_bytes(b"as it was")
    problem = kd.DecisionProblem([kd.Criterion("km", "cost")], [name], [[1]])
    said = message(kd.write_workbook, problem, path)
    assert "sheet 'candidates', column 'candidate'" in said
    assert path.read_bytes() == b"as it was"
    assert [item.name for item in tmp_path.iterdir()] == ["t.xlsx"]


def test_paths_that_cannot_be_written(tmp_path):
    problem = kd.DecisionProblem.from_arrays([[1]], ["cost"])
    assert "a name ending in .xlsx" in message(kd.write_workbook, problem, tmp_path / "t.csv")
    assert "there is no folder" in message(kd.write_workbook, problem, tmp_path / "no" / "t.xlsx")
    (tmp_path / "f.xlsx").mkdir()
    assert "this is a folder" in message(kd.write_workbook, problem, tmp_path / "f.xlsx")
    assert "nothing to write" in message(kd.write_workbook, [1], tmp_path / "t.xlsx")
    assert "lang" in message(kd.write_workbook, problem, tmp_path / "t.xlsx", lang="fr")
    assert [item.name for item in tmp_path.iterdir()] == ["f.xlsx"]


@pytest.mark.parametrize(
    ("package", "call"),
    [
        ("xlsxwriter", kd.write_workbook),
        ("python_calamine", lambda _, path: kd.read_workbook(path)),
    ],
)
def test_a_missing_extra_says_how_to_get_it(tmp_path, monkeypatch, package, call):
    path = book(tmp_path / "t.xlsx", {"a": REGIONS})
    monkeypatch.setitem(sys.modules, package, None)
    with pytest.raises(kd.MissingExtraError, match=r"kadmcdm\[office\]"):
        call(kd.DecisionProblem.from_arrays([[1]], ["cost"]), path)


# ---- what people make of a workbook ------------------------------------------------------------


@pytest.mark.parametrize(
    "titles", [("calon", "kriteria"), ("KRITERIA", " Alternatif "), ("A", "B")]
)
def test_sheets_are_found_by_name_or_order(tmp_path, titles):
    rows = {"calon": REGIONS, "A": REGIONS, " Alternatif ": REGIONS}
    sheets = {title: rows.get(title, CRITERIA) for title in titles}
    problem = kd.read_workbook(book(tmp_path / "t.xlsx", sheets))
    assert problem.candidate_names == ("Tuban", "Ngawi")
    assert problem.matrix.tolist() == [[34.8, 1200.0], [55.4, 900.0]]
    assert problem.directions == ("cost", "benefit")


def test_criteria_may_come_from_elsewhere(tmp_path):
    path = book(tmp_path / "t.xlsx", {"x": REGIONS})
    given = [kd.Criterion("gain", "benefit")]
    problem = kd.read_workbook(path, given)
    assert problem.preparation.ignored_columns == ("km",)
    assert problem.preparation.dialect == {"file": "t.xlsx", "sheet": "x"}
    sheet = pd.DataFrame({"name": ["gain"], "direction": ["benefit"]})
    assert kd.read_workbook(path, sheet).digest == problem.digest


def test_titles_empty_rows_formulas_and_text_that_is_a_number(tmp_path):
    rows = [
        ["Data mitra"],
        [],
        [None, "calon", "km", "gain", None],
        [],
        [None, 3522.0, "34,8", ("=600*2", 1200), None],
        [None, "Ngawi", "1.055,4", "−3"],
        [],
    ]
    path = book(
        tmp_path / "t.xlsx",
        {"calon": rows, "kriteria": CRITERIA},
        merged={"calon": [("A1:E1", "Data mitra")]},
    )
    problem = kd.read_workbook(path)
    assert problem.candidate_names == ("3522", "Ngawi")
    assert problem.matrix.tolist() == [[34.8, 1200.0], [1055.4, -3.0]]


def test_faults_are_named_by_sheet_and_cell_all_at_once(tmp_path):
    rows = [
        ["calon", "km", "gain"],
        ["Tuban", "1.234", datetime.date(2026, 1, 2)],
        [None, "far", True],
        [35.1, 2, 3],
    ]
    path = book(tmp_path / "t.xlsx", {"calon": rows, "kriteria": CRITERIA})
    said = [str(fault) for fault in faults(kd.read_workbook, path)]
    sheet = "t.xlsx, sheet 'calon', cell"
    assert said == [
        f"{sheet} A3: the candidate has no name.",
        f"{sheet} A4: a decimal number is no name; got 35.1, expected text. Hint: format the "
        "column as text: a code such as 35.10 has lost its zero.",
        f"{sheet} C2: a date or a time, no number; got '2026-01-02', expected a number. "
        "Hint: format the cell as a number.",
        f"{sheet} C3: true or false, no number; got 'True', expected a number.",
        f"{sheet} B2: it can be read in two ways: 1.234 (decimal point) or 1234 (decimal comma); "
        "got '1.234'. Hint: say decimal=',' or decimal='.'.",
        f"{sheet} B3: no number; got 'far', expected a number. Hint: leave the cell empty where "
        "the value is missing.",
    ]


def test_an_open_decimal_mark_is_settled_by_saying_it(tmp_path):
    rows = [["calon", "km", "gain"], ["Tuban", "1.234", 1]]
    path = book(tmp_path / "t.xlsx", {"calon": rows, "kriteria": CRITERIA})
    assert kd.read_workbook(path, decimal=",").matrix[0, 0] == 1234.0
    assert kd.read_workbook(path, decimal=".").matrix[0, 0] == 1.234
    assert "unknown choice" in message(kd.read_workbook, path, decimal=";")


def test_empty_cells_follow_the_policy(tmp_path):
    rows = [*REGIONS, ["Blora", None, "#N/A"]]
    path = book(tmp_path / "t.xlsx", {"calon": rows, "kriteria": CRITERIA})
    assert "criterion 'km' of candidate 'Blora': the value is missing" in message(
        kd.read_workbook, path
    )
    problem = kd.read_workbook(path, missing="drop_candidate")
    assert problem.preparation.dropped_candidates == ("Blora",)


def test_faults_in_the_criteria_are_named_by_their_cells(tmp_path):
    rows = [["kriteria", "arah", "batas_bawah", "batas_atas"], ["km", "max", "5,5", 1], ["gain"]]
    path = book(tmp_path / "t.xlsx", {"calon": REGIONS, "kriteria": rows})
    said = [str(fault) for fault in faults(kd.read_workbook, path)]
    sheet = "t.xlsx, sheet 'kriteria', cell"
    assert said[0].startswith(f"{sheet} B2: unknown direction; got 'max'")
    assert said[1].startswith(f"{sheet} C2: no scale; got (5.5, 1.0)")
    assert said[2].startswith(f"{sheet} B3: the direction is missing")
    assert len(said) == 3


@pytest.mark.parametrize(
    ("rows", "said"),
    [
        ([], "the sheet is empty"),
        ([["calon", "km", "gain"]], "there are headers, but no rows under them"),
        ([["calon", "km", "km"], ["A", 1, 2]], "cell C1: the header stands more than once"),
        ([["calon", None, "km"], ["A", 1, 2]], "cell B1: the column has no header"),
        ([["calon", "kmm", "gain"], ["A", 1, 2]], "column 'km': not there. Hint: did you"),
        ([["km", "gain"], [1, 2]], "no candidate names"),
    ],
)  # fmt: skip
def test_tables_that_are_none(tmp_path, rows, said):
    path = book(tmp_path / "t.xlsx", {"calon": rows, "kriteria": CRITERIA})
    assert said in message(kd.read_workbook, path)


def test_merged_cells_in_a_table_are_named(tmp_path):
    path = book(
        tmp_path / "t.xlsx",
        {"x": [*REGIONS, ["Blora", 1, 2]]},
        merged={"x": [("A2:A3", "Tuban")]},
    )
    assert message(kd.read_workbook, path, [kd.Criterion("km", "cost")]) == (
        "t.xlsx, sheet 'x', cells A2:A3: the cells are merged. Hint: unmerge them."
    )


def test_hidden_sheets_are_not_read(tmp_path):
    path = book(tmp_path / "t.xlsx", {"calon": REGIONS, "kriteria": CRITERIA}, hidden=["kriteria"])
    assert message(kd.read_workbook, path) == (
        "t.xlsx: there is no sheet of criteria; expected a sheet called 'criteria' or 'kriteria'. "
        "Hint: sheet 'kriteria' is hidden: show it first."
    )
    path = book(tmp_path / "u.xlsx", {"calon": REGIONS})
    assert "Hint: pass criteria=." in message(kd.read_workbook, path)


def test_files_that_are_no_workbooks(tmp_path):
    path = tmp_path / "t.xlsx"
    assert "the file is not there" in message(kd.read_workbook, path)
    path.write_text("calon;km\n")
    assert "no workbook" in message(kd.read_workbook, path)
    path.write_bytes(b"PK\x03\x04 broken")
    assert "damaged" in message(kd.read_workbook, path)
    path.write_bytes(b"")
    assert "the file is empty" in message(kd.read_workbook, path)
    assert "this is a folder" in message(kd.read_workbook, tmp_path)


def test_a_failure_while_writing_leaves_nothing(tmp_path, monkeypatch):
    problem = kd.DecisionProblem.from_arrays([[1]], ["cost"])

    def full(*_):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("os.replace", full)
    assert "No space left" in message(kd.write_workbook, problem, tmp_path / "t.xlsx")
    assert list(tmp_path.iterdir()) == []


def test_pandas_reads_the_ranking_too(tmp_path):
    """Others open the file as well; the first sheet is what they see."""
    problem = kd.DecisionProblem.from_arrays([[1], [3]], ["benefit"])
    content = kd.write_workbook(kd.rank(problem, [1]), tmp_path / "r.xlsx").read_bytes()
    frame = pd.read_excel(io.BytesIO(content), engine="calamine")
    assert frame["rank"].tolist() == [1, 2]
    assert frame["candidate"].tolist() == ["a2", "a1"]
