"""JSON with a schema, CSV that Excel takes as it is meant, LaTeX with everything escaped."""

import csv
import io
import json
import math
import re

import numpy as np
import pandas as pd
import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from jsonschema import Draft202012Validator

import kadmcdm as kd
from displayed import FACTORIES, HOSTILE, PLAIN, Made
from kadmcdm._csv import plain, shielded
from kadmcdm._provenance import Portable, Result, kinds
from kadmcdm._table import Table
from kadmcdm.interop.latex import escaped
from kadmcdm.partnership import CoalitionCosts, RegionTable
from messages import message
from test_frames import problems
from test_workbooks import EXACT

DIALECTS = ("international", "indonesian")
FORMULAS = ("=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "\r=1", "'quoted", "''", "'", " blank ", "a\nb")


# ---- JSON with a schema ------------------------------------------------------------------------

MADE = {"plain": Made(PLAIN), "hostile": Made(HOSTILE)}
MORE = {
    "CoalitionCosts": lambda names: CoalitionCosts(
        members=names[:2], values=np.array([0.0, 7, 8, 12])
    ),
}


def test_every_result_has_an_instance_here():
    """A new result needs a line in tests/displayed.py, or in MORE where it shows no tables."""
    results = {name for name, kind in kinds().items() if issubclass(kind, Result)}
    assert results - set(FACTORIES) - set(MORE) == set()
    assert len(results) >= 25


@pytest.mark.parametrize("name", sorted({*FACTORIES, *MORE} & set(kinds())))
def test_what_a_result_writes_meets_its_schema(name):
    schema = kinds()[name].json_schema()
    Draft202012Validator.check_schema(schema)
    validator = Draft202012Validator(schema)
    made = MORE[name](HOSTILE) if name in MORE else MADE["hostile"](name)
    data = json.loads(made.to_json())
    assert [error.message for error in validator.iter_errors(data)] == []
    assert sorted(schema["$defs"][name]["required"]) == sorted(data)
    assert not validator.is_valid({"result": "Other"})
    assert schema["$defs"][name]["additionalProperties"] is False


def test_a_schema_says_types_and_not_just_keys():
    ranking = json.loads(MADE["plain"]("Ranking").to_json())
    validator = Draft202012Validator(kd.Ranking.json_schema())
    for path, wrong in [
        (["scores"], "high"),
        (["scores"], ["high"]),
        (["ranks"], [1.5]),
        (["ranks"], [None]),
        (["tie_tolerance"], "small"),
        (["problem", "criteria", 0, "direction"], "max"),
        (["problem", "criteria", 0], {"name": "x"}),
        (["problem", "candidates"], [7]),
        (["problem", "matrix"], {}),
        (["problem", "preparation"], {"missing": "guess"}),
        (["weights", "criterion_names"], "c1"),
        (["method"], {}),
    ]:
        data = json.loads(json.dumps(ranking))
        place = data
        for key in path[:-1]:
            place = place[key]
        place[path[-1]] = wrong
        assert not validator.is_valid(data), (path, wrong)


def test_null_and_infinity_are_numbers_that_are_not_known_or_have_no_end():
    validator = Draft202012Validator(kd.SmallestChange.json_schema())
    data = json.loads(MADE["plain"]("SmallestChange").to_json())
    data["distances"] = [None, "inf", "-inf", 1]
    assert validator.is_valid(data)
    data["distances"] = ["infinite"]
    assert not validator.is_valid(data)


# ---- CSV ---------------------------------------------------------------------------------------


@given(st.text() | st.sampled_from(FORMULAS))
def test_the_apostrophe_comes_off_again_and_no_formula_is_left(text):
    cell = shielded(text)
    assert plain(cell) == text
    assert cell[:1] not in {"=", "+", "-", "@", "\t", "\r"}


@pytest.mark.parametrize("dialect", DIALECTS)
def test_what_is_written_is_read_back(tmp_path, dialect):
    path, sheet = tmp_path / "t.csv", tmp_path / "criteria.csv"

    @settings(max_examples=30)
    @given(problems())
    def check(problem):
        kd.write_csv(problem, path, dialect=dialect)
        kd.write_csv(problem.criteria_frame(), sheet, dialect=dialect)
        back = kd.DecisionProblem.from_csv(path, sheet)
        assert back.digest == problem.digest
        assert [c.to_dict() for c in back.criteria] == [c.to_dict() for c in problem.criteria]
        assert kd.DecisionProblem.from_csv(path, problem.criteria).digest == problem.digest

    check()


@pytest.mark.parametrize("dialect", DIALECTS)
def test_hostile_names_are_kept(tmp_path, dialect):
    names = (*HOSTILE, *FORMULAS, "a;b;c", "a,b,c", 'say "no"', "sep=;", "1.234")
    matrix = np.random.default_rng(2).random((len(names), len(names)))
    problem = kd.DecisionProblem([kd.Criterion(n, "cost") for n in names], names, matrix)
    path = kd.write_csv(problem, tmp_path / "t.csv", dialect=dialect)
    assert kd.DecisionProblem.from_csv(path, problem.criteria).digest == problem.digest
    delimiter = ";" if dialect == "indonesian" else ","
    text = path.read_bytes().decode("utf-8-sig")
    rows = list(csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True))
    for cell in [*rows[0], *(row[0] for row in rows[1:])]:
        assert cell[:1] not in {"=", "+", "-", "@", "\t", "\r"}


@pytest.mark.parametrize("dialect", DIALECTS)
@pytest.mark.parametrize("value", [*EXACT, 1.234, -12.345, 999.001, 1234.567, 0.125, 1e-7, 1.5e300])
def test_every_number_has_one_reading(tmp_path, dialect, value):
    """Alone in its file, where nothing else could settle what its mark means."""
    problem = kd.DecisionProblem([kd.Criterion("x", "cost")], ["a"], [[value]])
    path = kd.write_csv(problem, tmp_path / "t.csv", dialect=dialect)
    back = kd.DecisionProblem.from_csv(path, problem.criteria).matrix[0, 0]
    assert back == value
    assert math.copysign(1, back) == math.copysign(1, value)


def test_how_each_dialect_is_written(tmp_path):
    problem = kd.DecisionProblem(
        [kd.Criterion("km", "cost"), kd.Criterion("jiwa", "benefit")], ["A"], [[34.5, 1366227]]
    )
    plain_file = kd.write_csv(problem, tmp_path / "a.csv").read_bytes()
    assert plain_file == b'"candidate","km","jiwa"\n"A",34.5,1366227\n'
    excel = kd.write_csv(problem, tmp_path / "b.csv", dialect="indonesian").read_bytes()
    assert excel == b'\xef\xbb\xbf"candidate";"km";"jiwa"\n"A";34,5;1366227\n'


def test_other_readers_take_it_too(tmp_path):
    ranking = kd.rank(
        kd.DecisionProblem.from_arrays([[1.25, 9], [3, 4]], ["benefit", "cost"]), [1, 1]
    )
    path = kd.write_csv(ranking, tmp_path / "t.csv")
    again = pd.read_csv(path, index_col=0)
    pd.testing.assert_frame_equal(again, ranking.to_frame(), check_dtype=False)
    assert pl.read_csv(path).columns == ["candidate", "rank", "score", "c1", "c2"]
    path = kd.write_csv(ranking, tmp_path / "t.csv", dialect="indonesian")
    again = pd.read_csv(path, index_col=0, sep=";", decimal=",")
    pd.testing.assert_frame_equal(again, ranking.to_frame(), check_dtype=False)


@pytest.mark.parametrize("dialect", DIALECTS)
def test_a_table_of_regions_goes_through(tmp_path, dialect):
    table = kd.datasets.east_java()
    path = kd.write_csv(table, tmp_path / "t.csv", dialect=dialect)
    back = RegionTable.from_csv(path, adjacency=table.adjacency, indicators=table.indicators)
    assert back.digest == table.digest


def test_frames_of_any_library_and_nulls(tmp_path):
    frame = pl.DataFrame({"name": ["A", None], "x": [None, 1.5], "ok": [True, False]})
    path = kd.write_csv(frame, tmp_path / "t.csv")
    assert path.read_text() == '"name","x","ok"\n"A",,"true"\n,1.5,"false"\n'


def test_what_cannot_be_written_leaves_nothing(tmp_path):
    problem = kd.DecisionProblem([kd.Criterion("x", "cost")], ["nul \0", "B"], [[1], [2]])
    assert message(kd.write_csv, problem, tmp_path / "t.csv") == (
        "column 'candidate': 'nul \\x00': it holds a character that no CSV file can hold."
    )
    half = kd.DecisionProblem([kd.Criterion("x", "cost")], ["half \ud800"], [[1]])
    # pandas 3 has no such text; pandas 2 has, and then the file cannot hold it.
    assert message(kd.write_csv, half, tmp_path / "t.csv")
    fine = kd.DecisionProblem.from_arrays([[1]], ["cost"])
    assert "unknown choice" in message(kd.write_csv, fine, tmp_path / "t.csv", dialect="german")
    assert "there is no folder" in message(kd.write_csv, fine, tmp_path / "no" / "t.csv")
    assert "this is a folder" in message(kd.write_csv, fine, tmp_path)
    assert "no data frame" in message(kd.write_csv, [1], tmp_path / "t.csv")
    assert "it has no columns" in message(kd.write_csv, pd.DataFrame(), tmp_path / "t.csv")
    assert list(tmp_path.iterdir()) == []


# ---- LaTeX -------------------------------------------------------------------------------------

ESCAPE = re.compile(
    r"\\[{}$&#_%]|\\text[a-z]+\{\}|\\char34\{\}|\{[\[\]*]\}|-\{\}(?=-)|\$(-|\\times|\\geq|\\leq)\$"
)


@pytest.mark.parametrize("text", [*'\\{}$&#^_~%<>|"`[]*', *HOSTILE, "--", "---", "\u202e"])
def test_nothing_of_a_text_is_a_command(text):
    left = ESCAPE.sub("", escaped(text))
    assert not set(left) & set('\\{}$&#^_~%<>|"`[]*\n\r\t')
    assert "--" not in escaped(text)
    assert all(letter.isprintable() for letter in escaped(text))


@given(st.text(st.characters(codec="ascii", categories=["L", "N", "P", "S"])))
def test_no_letter_is_lost(text):
    back = escaped(text)
    for spelled, letter in [
        ("-{}-", "--"), ("-{}-", "--"), (r"\textasciicircum{}", "^"), (r"\textasciitilde{}", "~"),
        (r"\textless{}", "<"), (r"\textgreater{}", ">"), (r"\textbar{}", "|"),
        (r"\char34{}", '"'), (r"\textasciigrave{}", "`"), ("{[}", "["), ("{]}", "]"), ("{*}", "*"),
    ]:  # fmt: skip
        back = back.replace(spelled, letter)
    back = re.sub(r"\\(textbackslash\{\}|[{}$&#_%])", lambda m: m[1][0].replace("t", "\\"), back)
    assert back == text


@pytest.mark.parametrize("lang", ["en", "id"])
def test_tables_of_every_result_are_whole(lang):
    for name in ("Ranking", "Acceptability", "Contrast", "DecisionProblem", "WeightStability"):
        text = kd.to_latex(MADE["hostile"](name), lang=lang)
        assert text.count(r"\begin{table}") == text.count(r"\end{table}") >= 1
        lines = text.split("\n")
        columns = 0
        for line in lines:
            if line.startswith(r"\begin{tabular}{"):
                columns = len(line.removeprefix(r"\begin{tabular}{").removesuffix("}"))
            elif line.endswith(r"\\"):
                assert len(re.findall(r"(?<!\\)&", line)) == columns - 1
        bare = ESCAPE.sub("", text)
        assert bare.count("{") == bare.count("}")
        assert "x" * 10_000 in text or name in ("Contrast", "WeightStability")


def test_a_table_in_latex_word_for_word():
    table = Table(("a_b", "x"), (("50%", "-1.5"), ("*", "-")), frozenset({1}), "T & t", "one\ntwo")
    assert kd.to_latex(table) == (
        "\\begin{table}\n\\centering\n\\caption{T \\& t}\n\\begin{tabular}{lr}\n\\toprule\n"
        "a\\_b & x \\\\\n\\midrule\n50\\% & $-$1.5 \\\\\n{*} & - \\\\\n\\bottomrule\n"
        "\\end{tabular}\n\\par\\footnotesize one\n\\par\\footnotesize two\n\\end{table}"
    )


def test_what_has_no_tables_is_refused():
    assert "it shows no tables" in message(kd.to_latex, [1])
    assert "lang" in message(kd.to_latex, MADE["plain"]("Ranking"), lang="fr")


def test_portable_things_all_have_a_schema():
    assert all("properties" in kind.json_schema()["$defs"][name] for name, kind in kinds().items())
    assert Portable not in kinds().values()
