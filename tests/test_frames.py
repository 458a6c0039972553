"""Frames of three libraries, in and out; a table of criteria; scores beside the caller's rows."""

import numpy as np
import pandas as pd
import polars as pl
import pyarrow as pa
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import kadmcdm as kd
from displayed import FACTORIES, PLAIN, Made
from kadmcdm.problem.sheet import HEADERS, criteria_columns, criteria_of
from messages import faults, message

BACKENDS = ("pandas", "polars", "pyarrow")
MAKERS = {"pandas": pd.DataFrame, "polars": pl.DataFrame, "pyarrow": pa.table}
TYPES = {"pandas": pd.DataFrame, "polars": pl.DataFrame, "pyarrow": pa.Table}

texts = st.text(
    st.characters(exclude_categories=["Cs"], exclude_characters="\0"), min_size=1, max_size=12
).filter(lambda text: text.strip())
numbers = st.floats(allow_nan=False, allow_infinity=False)
labels = (
    st.none() | texts | st.fixed_dictionaries({"en": texts, "id": texts}) | st.builds(
        lambda text: {"id": text}, texts
    )
)  # fmt: skip


@st.composite
def criteria(draw, low=-1e300, high=1e300):
    names = draw(st.lists(texts, min_size=1, max_size=4, unique=True))
    made = []
    for name in names:
        ends = draw(st.none() | st.tuples(st.just(low), st.just(high)))
        made.append(
            kd.Criterion(
                name,
                draw(st.sampled_from(["benefit", "cost"])),
                unit=draw(labels), label=draw(labels), description=draw(labels), bounds=ends,
                group=draw(st.none() | texts), source=draw(st.none() | texts),
                lever=draw(labels), changeable=draw(st.booleans()),
            )
        )  # fmt: skip
    return made


@st.composite
def problems(draw):
    columns = draw(criteria())
    rows = draw(st.lists(texts, min_size=1, max_size=4, unique=True))
    cells = st.floats(-1e300, 1e300, allow_nan=False)
    line = st.lists(cells, min_size=len(columns), max_size=len(columns))
    matrix = draw(st.lists(line, min_size=len(rows), max_size=len(rows)))
    return kd.DecisionProblem(columns, rows, matrix)


@pytest.mark.parametrize("backend", BACKENDS)
@settings(max_examples=25)  # of each library
@given(problems())
def test_problem_and_criteria_round_trip(backend, problem):
    frame = problem.to_frame(backend=backend)
    sheet = problem.criteria_frame(backend=backend)
    assert isinstance(frame, TYPES[backend])
    assert isinstance(sheet, TYPES[backend])
    names = None if backend == "pandas" else str(frame.columns[0])
    if backend == "pyarrow":
        names = frame.column_names[0]
    back = kd.DecisionProblem.from_frame(frame, sheet, names=names)
    assert back.digest == problem.digest
    assert [c.to_dict() for c in back.criteria] == [c.to_dict() for c in problem.criteria]


@given(criteria())
def test_criteria_come_back_from_indonesian_headers_too(made):
    columns = criteria_columns(made, "id")
    back = criteria_of(columns, lambda row, header: f"{row} {header}", "sheet")
    assert [c.to_dict() for c in back] == [c.to_dict() for c in made]


@pytest.fixture(scope="module")
def results():
    made = Made(PLAIN)
    given = {name: made(name) for name in FACTORIES}
    return {name: result for name, result in given.items() if hasattr(result, "to_frame")}


@pytest.mark.parametrize("backend", BACKENDS)
def test_every_result_gives_the_same_frame_in_each_library(backend, results):
    assert len(results) >= 15
    for name, result in results.items():
        want, frame = result.to_frame(), result.to_frame(backend=backend)
        assert isinstance(frame, TYPES[backend]), name
        flat = want if list(want.index) == list(range(len(want))) else want.reset_index()
        got = frame if backend == "pandas" else frame.to_pandas()
        if backend == "pandas":
            got = flat
        assert [str(column) for column in got.columns] == [str(c) for c in flat.columns], name
        assert len(got) == len(flat), name
        for column in flat.columns:
            for a, b in zip(got[column], flat[column], strict=True):
                assert (pd.isna(a) and pd.isna(b)) or a == b, (name, column)


def test_nan_is_null_where_a_library_has_null():
    problem = kd.DecisionProblem.from_arrays([[4, 2], [2, 3]], ["benefit", "benefit"])
    found = kd.improvements(kd.rank(problem, [0.5, 0.5], kd.WeightedSum("none")), "a2")
    assert found.to_frame(backend="polars")["new"].null_count() == 1
    assert found.to_frame(backend="pyarrow")["new"].null_count == 1


def test_a_column_of_the_name_of_the_index_is_kept():
    problem = kd.DecisionProblem([kd.Criterion("candidate", "cost")], ["A"], [[1]])
    assert problem.to_frame(backend="polars").columns == ["candidate (name)", "candidate"]


def test_an_unknown_backend_is_refused():
    problem = kd.DecisionProblem.from_arrays([[1]], ["cost"])
    assert message(problem.to_frame, backend="panda") == (
        "backend: unknown choice; got 'panda', expected one of 'pandas', 'polars', 'pyarrow'. "
        "Hint: did you mean 'pandas'?"
    )


def test_a_library_that_is_not_there_is_named(monkeypatch):
    monkeypatch.setattr("kadmcdm._frames.find_spec", lambda name: None)
    problem = kd.DecisionProblem.from_arrays([[1]], ["cost"])
    with pytest.raises(kd.MissingExtraError, match="pip install polars"):
        problem.to_frame(backend="polars")


def test_half_a_character_is_named():
    problem = kd.DecisionProblem([kd.Criterion("x", "cost")], ["half \ud800"], [[1]])
    assert message(problem.to_frame, backend="pyarrow") == (
        "frame: half a character, which no frame can hold; got 'half \\ud800'."
    )


@pytest.mark.parametrize("backend", BACKENDS)
@pytest.mark.parametrize("null", [None, float("nan")])
def test_nulls_are_named_by_row_and_column(backend, null):
    frame = MAKERS[backend]({"name": ["A", "B"], "km": [1.0, null]})
    assert message(kd.DecisionProblem.from_frame, frame, [kd.Criterion("km", "cost")]) == (
        "criterion 'km' of candidate 'B': the value is missing; expected a number. "
        "Hint: say missing='drop_candidate', 'drop_criterion', 'worst' or 'median'."
    )


@pytest.mark.parametrize("null", [pd.NA, pd.NaT, None])
def test_pandas_has_more_kinds_of_null(null):
    frame = pd.DataFrame({"name": ["A", "B"], "km": pd.Series([1.0, null], dtype=object)})
    said = faults(kd.DecisionProblem.from_frame, frame, [kd.Criterion("km", "cost")])
    assert [fault.where for fault in said] == ["criterion 'km' of candidate 'B'"]


# ---- a table of criteria ---------------------------------------------------------------------

FRAME = pd.DataFrame({"km": [1.0, 2.0], "gain": [3.0, 4.0]}, index=["A", "B"])


@pytest.mark.parametrize("backend", BACKENDS)
def test_headers_and_directions_in_indonesian(backend):
    sheet = MAKERS[backend](
        {
            "Nama Kriteria": ["km", "gain"],
            "Arah": ["Makin kecil makin baik", "manfaat"],
            "Satuan": ["km", None],
            "Batas bawah": [None, 0.0],
            "batas-atas": [None, 10.0],
            "Dapat diubah": ["tidak", "ya"],
        }
    )
    problem = kd.DecisionProblem.from_frame(FRAME, sheet)
    assert problem.directions == ("cost", "benefit")
    assert [c.changeable for c in problem.criteria] == [False, True]
    assert [c.bounds for c in problem.criteria] == [None, (0.0, 10.0)]
    assert problem.criteria[0].unit == "km"


def test_names_may_stand_in_a_pandas_index():
    sheet = pd.DataFrame({"direction": ["cost", "benefit"]}, index=["km", "gain"])
    assert kd.DecisionProblem.from_frame(FRAME, sheet).criterion_names == ("km", "gain")


def test_criteria_from_a_file_with_decimal_commas(tmp_path):
    path = tmp_path / "kriteria.csv"
    path.write_text("nama;arah;batas_bawah;batas_atas\nkm;biaya;0;12,5\n", encoding="utf-8-sig")
    problem = kd.DecisionProblem.from_frame(FRAME, path)
    assert problem.criteria[0].bounds == (0.0, 12.5)
    assert kd.DecisionProblem.from_frame(FRAME, str(path)).digest == problem.digest


def test_all_faults_of_a_table_of_criteria_at_once():
    sheet = pd.DataFrame(
        {
            "name": ["km", "gain", None, "gain"],
            "direction": ["max", None, "cost", "benefit"],
            "low": [1.0, 5.0, None, "x"],
            "high": [None, 1.0, None, 2.0],
            "changeable": ["perhaps", "yes", "no", 1],
        }
    )
    said = [str(fault) for fault in faults(kd.DecisionProblem.from_frame, FRAME, sheet)]
    assert said == [
        "criteria, row 1, column 'low': a bound without the other one, 'high'.",
        "criteria, row 1, column 'changeable': neither yes nor no; got 'perhaps', "
        "expected yes or no.",
        "criteria, row 2, column 'direction': the direction is missing. Hint: say 'benefit' or "
        "'cost'; in Indonesian 'makin besar makin baik' or 'makin kecil makin baik'.",
        "criteria, row 3, column 'name': the criterion has no name.",
        "criteria, row 4, column 'low': no number; got 'x', expected a number.",
    ]


def test_an_unknown_direction_and_wrong_bounds_are_named_by_their_cells():
    sheet = pd.DataFrame(
        {"name": ["km", "gain"], "direction": ["max", "cost"], "low": [1, 5], "high": [2, 1]}
    )
    said = [str(fault) for fault in faults(kd.DecisionProblem.from_frame, FRAME, sheet)]
    assert said[0].startswith("criteria, row 1, column 'direction': unknown direction; got 'max'")
    assert said[1].startswith("criteria, row 2, column 'low': no scale; got (5.0, 1.0)")


def test_unknown_doubled_and_missing_columns():
    sheet = pd.DataFrame({"name": ["km"], "unti": ["km"], "kriteria": ["km"]})
    assert message(kd.DecisionProblem.from_frame, FRAME, sheet) == (
        "3 faults:\n"
        "  1. criteria: column 'unti': unknown column. Hint: did you mean 'unit'?\n"
        "  2. criteria: column 'kriteria': it says the same as column 'name'.\n"
        "  3. criteria: column 'direction': not there. Hint: known names: 'name', 'unti', "
        "'kriteria'."
    )


def test_an_empty_table_and_a_name_used_twice():
    empty = pd.DataFrame({"name": [], "direction": []})
    assert "there are no criteria" in message(kd.DecisionProblem.from_frame, FRAME, empty)
    twice = pd.DataFrame({"name": ["km", "km"], "direction": ["cost", "cost"]})
    assert "stands more than once" in message(kd.DecisionProblem.from_frame, FRAME, twice)


def test_a_code_that_lost_its_zero_is_no_name():
    sheet = pd.DataFrame({"name": [35.1], "direction": ["cost"]})
    assert "a decimal number is no name" in message(kd.DecisionProblem.from_frame, FRAME, sheet)


def test_headers_of_the_two_languages_never_contradict_each_other():
    heads = [(word, key) for key, words in HEADERS.items() for word in set(words)]
    assert len({word for word, _ in heads}) == len(heads)


# ---- scores beside the caller's rows ---------------------------------------------------------


@pytest.mark.parametrize("backend", BACKENDS)
def test_scores_stand_in_the_callers_own_frame(backend):
    frame = MAKERS[backend](
        {"name": ["A", "B", "C"], "km": [3.0, None, 1.0], "note": ["x", "y", "z"]}
    )
    problem = kd.DecisionProblem.from_frame(
        frame, [kd.Criterion("km", "cost")], missing="drop_candidate"
    )
    found = kd.add_scores(frame, kd.rank(problem, [1]))
    assert isinstance(found, TYPES[backend])
    data = found.to_pydict() if backend == "pyarrow" else found.to_dict()
    assert list(data) == ["name", "km", "note", "rank", "score"]
    table = found if backend == "pandas" else found.to_pandas()
    assert table["name"].tolist() == ["A", "B", "C"]
    np.testing.assert_array_equal(table["rank"], [2, np.nan, 1])
    np.testing.assert_array_equal(table["score"], [0.0, np.nan, 1.0])


def test_a_pandas_index_and_its_name_are_kept_and_the_frame_is_not_changed():
    frame = pd.DataFrame({"km": [3.0, 1.0]}, index=pd.Index(["A", "B"], name="region"))
    problem = kd.DecisionProblem.from_frame(frame, [kd.Criterion("km", "cost")])
    found = kd.add_scores(frame.iloc[::-1], kd.rank(problem, [1]))
    assert found.index.name == "region"
    assert found["rank"].to_dict() == {"B": 1, "A": 2}
    assert found["rank"].dtype == np.int64
    assert list(frame) == ["km"]


def test_rows_that_do_not_fit_the_ranking_are_named():
    problem = kd.DecisionProblem([kd.Criterion("km", "cost")], ["A", "B", "C"], [[1], [2], [3]])
    ranking = kd.rank(problem, [1])
    frame = pd.DataFrame({"name": ["A", "A", "b", None], "score": [1, 2, 3, 4]})
    said = [str(fault) for fault in faults(kd.add_scores, frame, ranking)]
    assert said == [
        "column 'score': it is there already. Hint: rename it first.",
        "candidate number 4: the name is no text; got None, expected text.",
        "candidate 'A': the name stands more than once; got rows 1, 2, expected unique names.",
        "row 3: nobody of that name was ranked; got 'b'. Hint: did you mean 'B'?",
        "candidate 'B': it has no row.",
        "candidate 'C': it has no row.",
    ]
    assert "not in the frame" in message(kd.add_scores, frame, ranking, names="nam")
    assert "no Ranking" in message(kd.add_scores, frame, problem)
    assert "no data frame" in message(kd.add_scores, [1], ranking)


@pytest.mark.parametrize("frame", [
    pd.DataFrame({"region": ["Tuban", "Ngawi"], "km": [2, 1]}).sort_values("km"),
    pd.DataFrame({"region": ["x", "Tuban", "Ngawi"], "km": [0, 2, 1]}).iloc[1:],
])  # fmt: skip
def test_an_index_that_sorting_left_behind_does_not_push_out_the_names(frame):
    criteria = [kd.Criterion("km", "cost")]
    said = message(kd.DecisionProblem.from_frame, frame, criteria)
    assert said.startswith("frame: either the index (1, ")
    assert said.endswith("Hint: say names='region', or give the index a name.")
    problem = kd.DecisionProblem.from_frame(frame, criteria, names="region")
    assert set(problem.candidate_names) == {"Tuban", "Ngawi"}
    ranking = kd.rank(problem, [1])
    assert message(kd.add_scores, frame, ranking) == said
    assert list(kd.add_scores(frame, ranking, names="region")["rank"])
    named = kd.DecisionProblem.from_frame(frame.rename_axis("code"), criteria)
    assert set(named.candidate_names) == set(map(str, frame.index))
