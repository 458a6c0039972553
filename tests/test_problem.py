"""The decision problem: what it takes, what it refuses and in which words, what it keeps."""

import copy
import dataclasses
import json
import pickle
from fractions import Fraction

import numpy as np
import pandas as pd
import polars as pl
import pyarrow as pa
import pytest
from hypothesis import given
from hypothesis import strategies as st

import kadmcdm as kd
from messages import faults, message

COST, GAIN = kd.Criterion("cost", "cost"), kd.Criterion("gain", "benefit")
NAMES = ["Tuban", "Ngawi"]


def problem_of(matrix, criteria=(COST, GAIN), candidates=NAMES, **texts):
    return kd.DecisionProblem(criteria, candidates, matrix, **texts)


# ---- one fault, one sentence ---------------------------------------------------------------------

CELLS = [
    (np.nan, "not a finite number; got nan, expected a finite number"),
    (np.inf, "not a finite number; got inf, expected a finite number"),
    (-np.inf, "not a finite number; got -inf, expected a finite number"),
    (10**400, "not a finite number; got inf, expected a finite number"),
    ("much", "text where a number is due; got 'much', expected a finite number"),
    ("3.5", "text where a number is due; got '3.5', expected a finite number"),
    ("1.234", "text where a number is due; got '1.234', expected a finite number"),
    (None, "the value is missing; expected a finite number"),
    (1j, "no number; got 1j, expected a finite number"),
]


@pytest.mark.parametrize(("value", "said"), CELLS, ids=lambda v: repr(v)[:12])
def test_a_cell_that_is_no_number_is_named(value, said):
    text = message(problem_of, [[1, 2], [3, value]])
    assert text.startswith(f"criterion 'gain' of candidate 'Ngawi': {said}.")


def test_a_cell_without_a_number_gets_the_way_out():
    text = message(problem_of, [[1, 2], [3, np.nan]])
    assert text.endswith(
        "Hint: leave the candidate out, or name a policy for missing cells "
        "(DecisionProblem.from_frame(..., missing=...))."
    )


def test_what_lies_under_a_mask_is_missing():
    masked = np.ma.masked_array([[1.0, 2.0], [3.0, 4.0]], mask=[[0, 0], [1, 0]])
    text = message(problem_of, masked)
    assert text.startswith("criterion 'cost' of candidate 'Ngawi': not a finite number; got nan")
    unmasked = np.ma.masked_array([[1, 2], [3, 4]], mask=False)
    assert problem_of(unmasked).matrix.tolist() == [[1, 2], [3, 4]]


SHAPES = [
    ([[1, 2]], "matrix: wrong shape; got (1, 2), expected (2, 2): a row per candidate, a column "
     "per criterion."),
    (np.ones((2, 3)), "matrix: wrong shape; got (2, 3), expected (2, 2): a row per candidate, a "
     "column per criterion."),
    (np.ones(4), "matrix: wrong shape; got (4,), expected (2, 2): a row per candidate, a column "
     "per criterion."),
    (np.ones((1, 2, 2)), "matrix: wrong shape; got (1, 2, 2), expected (2, 2): a row per "
     "candidate, a column per criterion."),
    ([[1, 2], [3]], "candidate 'Ngawi': wrong number of values in its row; got 1, expected 2."),
    ([[1, 2], 3], "candidate 'Ngawi': its row is no list of numbers."),
    ("12", "matrix: no table of numbers; got 'str'."),
    (None, "matrix: no table of numbers; got 'NoneType'."),
]  # fmt: skip


@pytest.mark.parametrize(("matrix", "said"), SHAPES)
def test_a_wrong_shape_says_both_shapes(matrix, said):
    assert message(problem_of, matrix) == said


@pytest.mark.parametrize("make", [pd.DataFrame, pl.DataFrame, pa.table])
def test_a_frame_is_no_matrix(make):
    """Its columns may stand in another order than the criteria."""
    frame = make({"gain": [2.0, 4.0], "cost": [1.0, 3.0]})
    assert message(problem_of, frame) == (
        "matrix: a frame's names would be lost. Hint: DecisionProblem.from_frame(frame, criteria) "
        "reads it by its names."
    )


def test_a_transposed_matrix_is_recognized():
    text = message(problem_of, np.ones((2, 3)), candidates=["A", "B", "C"])
    assert text.endswith("Hint: the matrix looks transposed.")
    square = message(problem_of, np.ones((2, 3)))
    assert "transposed" not in square


def test_ragged_rows_are_named_together():
    text = message(problem_of, [[1], [1, 2, 3]])
    assert "candidate 'Tuban': wrong number of values in its row; got 1, expected 2." in text
    assert "candidate 'Ngawi': wrong number of values in its row; got 3, expected 2." in text


EMPTY = [
    ([], NAMES, [[], []], "criteria: there are none; expected at least one."),
    ([COST], [], [], "candidates: there are none; expected at least one."),
]


@pytest.mark.parametrize(("criteria", "candidates", "matrix", "said"), EMPTY)
def test_an_empty_problem_is_refused(criteria, candidates, matrix, said):
    assert message(problem_of, matrix, criteria, candidates) == said


NAMED = [
    ([COST, COST], NAMES, "criterion 'cost': the name stands more than once; got rows 1, 2, "
     "expected unique names."),
    ([COST, GAIN], ["A", "A"], "candidate 'A': the name stands more than once; got rows 1, 2, "
     "expected unique names."),
    ([COST, GAIN], ["A", kd.Candidate("A")], "candidate 'A': the name stands more than once; got "
     "rows 1, 2, expected unique names."),
    ([COST, GAIN], ["A", ""], "candidate number 2: the name is no text; got '', expected text."),
    ([COST, GAIN], ["A", 3], "candidate number 2: the name is no text; got 3, expected text."),
    ([COST, "gain"], NAMES, "criterion number 2: no Criterion; got 'gain', expected "
     "kd.Criterion(name, direction)."),
]  # fmt: skip


@pytest.mark.parametrize(("criteria", "candidates", "said"), NAMED)
def test_a_wrong_name_is_named(criteria, candidates, said):
    assert message(problem_of, [[1, 2], [3, 4]], criteria, candidates) == said


@pytest.mark.parametrize(
    ("criteria", "candidates"), [("cost", NAMES), ([COST, GAIN], "Tuban"), (3, NAMES)]
)
def test_a_bare_string_is_no_list(criteria, candidates):
    text = message(problem_of, [[1, 2], [3, 4]], criteria, candidates)
    assert "no list; got " in text
    assert "expected a list of them" in text


def test_a_value_outside_its_bounds_is_named():
    scale = kd.Criterion("index", "benefit", bounds=(0, 100))
    said = faults(problem_of, [[1, 100.5], [1, -2]], [COST, scale])
    assert [str(fault) for fault in said] == [
        "criterion 'index' of candidate 'Tuban': the value lies outside its bounds; got 100.5, "
        "expected 0 to 100.",
        "criterion 'index' of candidate 'Ngawi': the value lies outside its bounds; got -2.0, "
        "expected 0 to 100.",
    ]
    assert problem_of([[1, 0], [1, 100]], [COST, scale]).bounds[1].tolist() == [0, 100]


def test_all_faults_are_said_at_once():
    said = faults(
        problem_of,
        [[1, np.nan], ["x", None], [5]],
        [COST, COST],
        ["A", "A", " "],
    )
    assert [(fault.where, fault.what) for fault in said] == [
        ("criterion 'cost'", "the name stands more than once"),
        ("candidate number 3", "the name is no text"),
        ("candidate 'A'", "the name stands more than once"),
        ("criterion 'cost' of candidate 'A'", "text where a number is due"),
        ("criterion 'cost' of candidate 'A'", "the value is missing"),
        ("candidate ' '", "wrong number of values in its row"),
    ]


def test_several_faults_are_numbered():
    text = message(problem_of, [[np.nan, 1], [2, np.nan]])
    assert text.splitlines()[0] == "2 faults:"
    assert [line[:5] for line in text.splitlines()[1:]] == ["  1. ", "  2. "]


# ---- criteria and candidates ---------------------------------------------------------------------

DIRECTIONS = [
    ("max", "did you mean 'benefit'?"),
    ("Maximize", "did you mean 'benefit'?"),
    ("+", "did you mean 'benefit'?"),
    (1, "did you mean 'benefit'?"),
    ("min", "did you mean 'cost'?"),
    (-1, "did you mean 'cost'?"),
    ("bennefit", "did you mean 'benefit'?"),
    ("COST", "did you mean 'cost'?"),
    ("target", "known names: 'benefit', 'cost'."),
]


@pytest.mark.parametrize(("direction", "hint"), DIRECTIONS)
def test_a_direction_is_never_guessed(direction, hint):
    assert message(kd.Criterion, "km", direction) == (
        f"Criterion 'km'.direction: unknown direction; got {direction!r}, expected 'benefit' or "
        f"'cost'. Hint: {hint}"
    )


@pytest.mark.parametrize("direction", [None, True, []])
def test_a_direction_without_a_likely_meaning_gets_no_hint(direction):
    text = message(kd.Criterion, "km", direction)
    assert text.endswith("expected 'benefit' or 'cost'.")


CRITERIA = [
    (("km",), {}, "Criterion 'km'.direction: missing."),
    ((), {"direction": "cost"}, "Criterion.name: missing."),
    (("", "cost"), {}, "Criterion ''.name: the name is empty; expected text."),
    ((3, "cost"), {}, "Criterion.name: no text; got 3, expected text."),
    (("km", "cost"), {"untt": "km"}, "Criterion 'km'.untt: unknown key. Hint: check the spelling, "
     "or take it out."),
    (("km", "cost", "km"), {}, "Criterion 'km'.unit: unexpected positional argument; got 'km'."),
    (("km", "cost"), {"bounds": (9, 1)}, "Criterion 'km'.bounds: no scale; got (9.0, 1.0), "
     "expected two finite numbers, low < high."),
    (("km", "cost"), {"bounds": (1, 1)}, "Criterion 'km'.bounds: no scale; got (1.0, 1.0), "
     "expected two finite numbers, low < high."),
    (("km", "cost"), {"bounds": (0, np.inf)}, "Criterion 'km'.bounds: no scale; got (0.0, inf), "
     "expected two finite numbers, low < high."),
    (("km", "cost"), {"bounds": (0, "10")}, "Criterion 'km'.bounds[2]: text where a number is "
     "due; got '10', expected a number."),
    (("km", "cost"), {"bounds": (0, 1, 2)}, "Criterion 'km'.bounds: too many of them; got "
     "(0, 1, 2), expected at most 2."),
    (("km", "cost"), {"label": {"fr": "x"}}, "Criterion 'km'.label.fr: unknown choice; got 'fr', "
     "expected one of 'en', 'id'. Hint: known names: 'en', 'id'."),
    (("km", "cost"), {"label": 3}, "Criterion 'km'.label: no text; got 3, expected text."),
    (("km", "cost"), {"changeable": "so"}, "Criterion 'km'.changeable: neither true nor false; got "
     "'so', expected true or false."),
]  # fmt: skip


@pytest.mark.parametrize(("args", "options", "said"), CRITERIA)
def test_a_wrong_criterion_is_told_what(args, options, said):
    assert message(kd.Criterion, *args, **options) == said


def test_a_criterion_tells_all_its_faults():
    said = faults(kd.Criterion, " ", "up", bounds=(3, 2), level=1)
    assert {fault.where for fault in said} == {
        "Criterion ' '.name", "Criterion ' '.direction", "Criterion ' '.bounds",
        "Criterion ' '.level",
    }  # fmt: skip


def test_a_label_in_an_unknown_language_is_refused():
    text = message(kd.Criterion, "km", "cost", label={"fr": "distance"})
    assert "Criterion 'km'.label" in text
    assert "'en'" in text
    assert "'id'" in text


def test_labels_and_units_speak_both_languages():
    km = kd.Criterion("km", "cost", label={"en": "distance", "id": "jarak"}, unit={"id": "km"})
    assert (km.label_in("en"), km.label_in("id")) == ("distance", "jarak")
    assert km.unit_in("en") == "km"  # the other language, where one is not said
    assert kd.Criterion("km", "cost").label_in("id") == "km"
    assert kd.Candidate("35.23", label="Tuban").label_in("id") == "Tuban"


FROZEN = [
    kd.Criterion("km", "cost", label={"en": "distance"}, bounds=(0, 9), unit={"id": "km"}),
    kd.Candidate("35.23", label={"en": "Tuban"}, attributes={"border": "land", "km": 34.8}),
]


@pytest.mark.parametrize("item", FROZEN, ids=lambda item: type(item).__name__)
def test_criteria_and_candidates_are_frozen_and_hashable(item):
    with pytest.raises(dataclasses.FrozenInstanceError):
        item.name = "other"
    with pytest.raises(TypeError, match="read-only"):
        item.label["en"] = "other"
    twin = pickle.loads(pickle.dumps(item))
    assert (twin, hash(twin)) == (item, hash(item))
    assert copy.deepcopy(item) == item
    assert type(item)(**json.loads(json.dumps(item.to_dict()))) == item
    assert len({item, twin, dataclasses.replace(item, name="other")}) == 2


def test_attributes_cannot_be_changed():
    given_facts = {"km": 34.8}
    tuban = kd.Candidate("Tuban", attributes=given_facts)
    given_facts["km"] = 0.0
    assert tuban.attributes["km"] == 34.8
    with pytest.raises(TypeError, match="read-only"):
        tuban.attributes["km"] = 0.0


# ---- what comes in -------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "matrix",
    [
        [[1, 2.5], [True, 4]],
        ((1, 2.5), (1, 4)),
        [[Fraction(1), Fraction(5, 2)], [np.float32(1), np.int8(4)]],
        np.array([[1, 2.5], [1, 4]], dtype=np.float32),
        np.array([[1, 2.5], [1, 4]], dtype=np.float16),
        np.array([[1, 2.5], [1, 4]], dtype=object),
        np.asfortranarray([[1, 2.5], [1, 4]]),
        np.array([[1, 2.5, 0], [1, 4, 0]])[:, :2],
    ],
    ids=lambda matrix: type(matrix).__name__,
)
def test_array_likes_are_taken(matrix):
    problem = problem_of(matrix)
    assert problem.matrix.tolist() == [[1.0, 2.5], [1.0, 4.0]]
    assert (problem.matrix.dtype, problem.matrix.flags.c_contiguous) == (np.float64, True)


def test_the_matrix_is_a_read_only_copy():
    mine = np.array([[1.0, 2.0], [3.0, 4.0]])
    problem = problem_of(mine)
    assert not np.shares_memory(problem.matrix, mine)
    mine[0, 0] = 99.0
    assert problem.matrix[0, 0] == 1.0
    assert mine.flags.writeable
    for array in (problem.matrix, problem.benefit, problem.bounds):
        with pytest.raises(ValueError, match="read-only"):
            array[0] = 0


def test_a_read_only_view_of_writable_numbers_is_copied():
    mine = np.array([[1.0, 2.0], [3.0, 4.0]])
    view = mine[:]
    view.setflags(write=False)
    problem = problem_of(view)
    mine[0, 0] = 99.0
    assert problem.matrix[0, 0] == 1.0


def test_a_problem_is_frozen():
    problem = problem_of([[1, 2], [3, 4]])
    for name in ("matrix", "criteria", "title", "anything"):
        with pytest.raises(dataclasses.FrozenInstanceError):
            setattr(problem, name, None)
    assert len({problem, problem}) == 1


@pytest.mark.parametrize(
    "copied", [copy.copy, copy.deepcopy, lambda p: pickle.loads(pickle.dumps(p))]
)
def test_a_copy_is_equal_and_read_only(copied):
    problem = kd.DecisionProblem(
        [COST, kd.Criterion("gain", "benefit", bounds=(0, 9))],
        [kd.Candidate("Tuban", label={"id": "Tuban"}, attributes={"km": 34.8}), "Ngawi"],
        [[0.1 + 0.2, 2], [3, 4]],
        title="Where",
    )
    twin = copied(problem)
    assert twin.to_dict() == problem.to_dict()
    assert twin.digest == problem.digest
    assert twin.candidates == problem.candidates
    assert not twin.matrix.flags.writeable


def test_names_directions_and_objects():
    tuban = kd.Candidate("Tuban", label="Kabupaten Tuban")
    problem = kd.DecisionProblem([COST, GAIN], [tuban, "Ngawi"], [[1, 2], [3, 4]])
    assert problem.criterion_names == ("cost", "gain")
    assert problem.directions == ("cost", "benefit")
    assert problem.benefit.tolist() == [False, True]
    assert problem.candidate_names == ("Tuban", "Ngawi")
    assert problem.candidates == (tuban, kd.Candidate("Ngawi"))
    assert problem.candidate_label("Tuban") == "Kabupaten Tuban"
    assert problem.candidate_label("Ngawi", "id") == "Ngawi"
    assert np.isnan(problem.bounds).all()
    assert (problem.candidate_index("Ngawi"), problem.criterion_index("gain")) == (1, 1)


def test_from_arrays_names_rows_and_columns():
    problem = kd.DecisionProblem.from_arrays([[1, 2, 3], [4, 5, 6]], ["cost", "benefit", "cost"])
    assert problem.criterion_names == ("c1", "c2", "c3")
    assert problem.candidate_names == ("a1", "a2")
    assert problem.directions == ("cost", "benefit", "cost")


@pytest.mark.parametrize(
    ("matrix", "directions", "said"),
    [
        ([[1, 2]], "cost", "no list; got 'cost', expected a list of them."),
        ([[1, 2]], ["cost", "max"], "Criterion 'c2'.direction: unknown direction; got 'max', "
         "expected 'benefit' or 'cost'. Hint: did you mean 'benefit'?"),
        ([[1, 2]], ["cost"], "matrix: wrong shape; got (1, 2), expected (1, 1): a row per "
         "candidate, a column per criterion."),
        (None, ["cost"], "candidates: there are none; expected at least one."),
    ],
)  # fmt: skip
def test_from_arrays_refuses(matrix, directions, said):
    assert message(kd.DecisionProblem.from_arrays, matrix, directions) == said


# ---- smaller problems ----------------------------------------------------------------------------


def three():
    return kd.DecisionProblem(
        [COST, GAIN],
        [kd.Candidate("Tuban", label="T"), "Ngawi", "Blora"],
        [[1, 2], [3, 4], [5, 6]],
        title="Where",
        question="With whom?",
        notes="n",
    )


def test_select_takes_the_given_order_and_keeps_the_rest():
    small = three().select(candidates=["Blora", "Tuban"], criteria=["gain"])
    assert small.candidate_names == ("Blora", "Tuban")
    assert small.criteria == (GAIN,)
    assert small.matrix.tolist() == [[6], [2]]
    assert (small.title, small.question, small.notes) == ("Where", "With whom?", "n")
    assert small.candidate_label("Tuban") == "T"


def test_without_leaves_out():
    assert three().without("Ngawi").candidate_names == ("Tuban", "Blora")
    assert three().without().to_dict() == three().to_dict()


UNKNOWN = [
    (lambda p: p.select(["Tubn"]), "candidate 'Tubn': unknown name. Hint: did you mean 'Tuban'?"),
    (lambda p: p.select(["tuban"]), "candidate 'tuban': unknown name. Hint: did you mean 'Tuban'?"),
    (lambda p: p.select(criteria=["gian"]), "criterion 'gian': unknown name. Hint: did you mean "
     "'gain'?"),
    (lambda p: p.without("Blra"), "candidate 'Blra': unknown name. Hint: did you mean 'Blora'?"),
    (lambda p: p.candidate_index("Xyz"), "candidate 'Xyz': unknown name. Hint: known names: "
     "'Tuban', 'Ngawi', 'Blora'."),
    (lambda p: p.criterion_index("costs"), "criterion 'costs': unknown name. Hint: did you mean "
     "'cost'?"),
    (lambda p: p.select("Tuban"), "no list; got 'Tuban', expected a list of them."),
    (lambda p: p.select([]), "candidates: there are none; expected at least one."),
    (lambda p: p.select(criteria=[]), "criteria: there are none; expected at least one."),
    (lambda p: p.without("Tuban", "Ngawi", "Blora"), "candidates: there are none; expected at "
     "least one."),
    (lambda p: p.select(["Tuban", "Tuban"]), "candidate 'Tuban': the name stands more than once; "
     "got rows 1, 2, expected unique names."),
]  # fmt: skip


@pytest.mark.parametrize(("call", "said"), UNKNOWN)
def test_names_that_fit_nothing(call, said):
    assert message(call, three()) == said


def test_unknown_names_are_said_together():
    said = faults(three().select, ["Tubn", "Blora", "X"], ["gian"])
    assert [fault.where for fault in said] == ["candidate 'Tubn'", "candidate 'X'",
                                               "criterion 'gian'"]  # fmt: skip


def test_many_known_names_are_cut():
    problem = kd.DecisionProblem.from_arrays(np.ones((13, 1)), ["cost"])
    assert message(problem.without, "Zzz").endswith("'a11', 'a12', ....")


# ---- frames --------------------------------------------------------------------------------------

FRAMES = pytest.mark.parametrize(
    "make", [pd.DataFrame, pl.DataFrame, pa.table], ids=lambda f: f.__module__
)
KM = kd.Criterion("km", "cost")
ROWS = {"region": ["Tuban", "Ngawi"], "note": ["x", "y"], "gain": [0.1, 0.2], "km": [34, 55]}


@FRAMES
def test_a_frame_becomes_a_problem(make):
    problem = kd.DecisionProblem.from_frame(
        make(ROWS), [KM, GAIN], title="Where", question="?", notes="n"
    )
    assert problem.candidate_names == ("Tuban", "Ngawi")
    assert problem.criterion_names == ("km", "gain")
    assert problem.matrix.tolist() == [[34.0, 0.1], [55.0, 0.2]]
    assert problem.preparation == kd.Preparation(ignored_columns=("note",))
    assert (problem.title, problem.question, problem.notes) == ("Where", "?", "n")


@FRAMES
def test_names_come_from_the_column_that_is_said(make):
    problem = kd.DecisionProblem.from_frame(make(ROWS), [KM], names="note")
    assert problem.candidate_names == ("x", "y")
    assert problem.preparation.ignored_columns == ("region", "gain")


def test_names_come_from_a_pandas_index():
    frame = pd.DataFrame({"km": [34, 55], "gain": [1, 2]}, index=["Tuban", "Ngawi"])
    problem = kd.DecisionProblem.from_frame(frame, [KM])
    assert problem.candidate_names == ("Tuban", "Ngawi")
    assert problem.preparation.ignored_columns == ("gain",)


def test_the_default_index_names_nobody():
    frame = pd.DataFrame({"km": [34, 55]})
    said = message(kd.DecisionProblem.from_frame, frame, [KM])
    assert said == (
        "frame: no candidate names. Hint: say names='column', or set the frame's index."
    )
    moved = kd.DecisionProblem.from_frame(pd.DataFrame({"km": [34, 55]}, index=[7, 9]), [KM])
    assert moved.candidate_names == ("7", "9")


@FRAMES
def test_whole_numbers_are_names(make):
    problem = kd.DecisionProblem.from_frame(make({"code": [3510, 3522], "km": [1, 2]}), [KM])
    assert problem.candidate_names == ("3510", "3522")


@FRAMES
def test_decimal_numbers_are_no_names(make):
    """35.10 read as a number is 35.1, which is another region, or none."""
    frame = make({"code": [35.10, 35.22], "km": [1, 2]})
    said = faults(kd.DecisionProblem.from_frame, frame, [KM])
    assert str(said[0]) == (
        "row 1: a decimal number is no name; got 35.1, expected text. Hint: read the column as "
        "text: a code such as 35.10 has lost its zero."
    )
    assert len(said) == 2


@FRAMES
def test_missing_columns_are_named_with_the_closest(make):
    said = faults(
        kd.DecisionProblem.from_frame, make(ROWS), [kd.Criterion("kms", "cost"), GAIN],
        names="Region",
    )  # fmt: skip
    assert [str(fault) for fault in said] == [
        "column 'kms': not in the frame. Hint: did you mean 'km'?",
        "column 'Region': not in the frame. Hint: did you mean 'region'?",
    ]


@FRAMES
def test_gaps_are_named_by_row_and_column(make):
    frame = make(
        {"region": ["Tuban", "Ngawi", "Blora"], "km": [1, None, 3], "gain": [None, 0.5, None]}
    )
    said = faults(kd.DecisionProblem.from_frame, frame, [KM, GAIN])
    assert [fault.where for fault in said] == [
        "criterion 'gain' of candidate 'Tuban'",
        "criterion 'km' of candidate 'Ngawi'",
        "criterion 'gain' of candidate 'Blora'",
    ]
    assert str(said[1]) == (
        "criterion 'km' of candidate 'Ngawi': the value is missing; expected a number. Hint: say "
        "missing='drop_candidate', 'drop_criterion', 'worst' or 'median'."
    )


POLICIES = [
    ("drop_candidate", ["B", "D"], ["km", "gain"], [[4, 20], [8, 40]],
     kd.Preparation((), "drop_candidate", dropped_candidates=("A", "C"))),
    ("drop_criterion", ["A", "B", "C", "D"], ["gain"], [[10], [20], [30], [40]],
     kd.Preparation((), "drop_criterion", dropped_criteria=("km",))),
    ("worst", ["A", "B", "C", "D"], ["km", "gain"], [[8, 10], [4, 20], [8, 30], [8, 40]],
     kd.Preparation((), "worst", filled=(("A", "km", 8.0), ("C", "km", 8.0)))),
    ("median", ["A", "B", "C", "D"], ["km", "gain"], [[6, 10], [4, 20], [6, 30], [8, 40]],
     kd.Preparation((), "median", filled=(("A", "km", 6.0), ("C", "km", 6.0)))),
]  # fmt: skip


@FRAMES
@pytest.mark.parametrize(("policy", "names", "criteria", "matrix", "done"), POLICIES)
def test_each_policy_does_what_it_says_and_is_recorded(make, policy, names, criteria, matrix, done):
    frame = make({"name": list("ABCD"), "km": [None, 4, None, 8], "gain": [10, 20, 30, 40]})
    problem = kd.DecisionProblem.from_frame(frame, [KM, GAIN], missing=policy)
    assert list(problem.candidate_names) == names
    assert list(problem.criterion_names) == criteria
    assert problem.matrix.tolist() == matrix
    assert problem.preparation == done
    assert kd.DecisionProblem.from_json(problem.to_json()).preparation == done
    assert problem.select(names[:1]).preparation == done


def test_the_worst_of_a_benefit_is_the_least():
    frame = pd.DataFrame({"name": list("ABC"), "gain": [None, 4, 8]})
    problem = kd.DecisionProblem.from_frame(frame, [GAIN], missing="worst")
    assert problem.matrix[0, 0] == 4.0


NOTHING_LEFT = [
    ("median", "criterion 'km': every value is missing. Hint: leave it out."),
    ("worst", "criterion 'km': every value is missing. Hint: leave it out."),
    ("drop_candidate", "candidates: there are none; expected at least one."),
    ("drop_criterion", "criteria: there are none; expected at least one."),
]


@pytest.mark.parametrize(("policy", "said"), NOTHING_LEFT)
def test_a_policy_that_leaves_nothing_is_an_error(policy, said):
    frame = pd.DataFrame({"name": ["A", "B"], "km": [None, None]})
    assert message(kd.DecisionProblem.from_frame, frame, [KM], missing=policy) == said


def test_a_misspelt_policy_is_corrected():
    said = message(kd.DecisionProblem.from_frame, pd.DataFrame(ROWS), [KM], missing="medain")
    assert said.startswith("missing: unknown choice; got 'medain', expected one of 'error', ")
    assert said.endswith("Hint: did you mean 'median'?")


@FRAMES
def test_text_in_a_column_of_numbers(make):
    frame = make({"region": ["Tuban", "Ngawi"], "km": ["34,8", "55"]})
    said = faults(kd.DecisionProblem.from_frame, frame, [KM])
    assert str(said[0]) == (
        "criterion 'km' of candidate 'Tuban': text where a number is due; got '34,8', expected a "
        "number. Hint: read the file with its decimal mark, e.g. pandas.read_csv(decimal=',')."
    )
    assert len(said) == 2


@FRAMES
def test_a_candidate_without_a_name(make):
    frame = make({"region": ["Tuban", None], "km": [1, 2]})
    assert message(kd.DecisionProblem.from_frame, frame, [KM]) == (
        "row 2: the candidate has no name."
    )


@pytest.mark.parametrize("gap", [None, float("nan"), pd.NA])
def test_a_gap_in_the_index_is_no_name(gap):
    frame = pd.DataFrame({"km": [1, 2]}, index=["Tuban", gap])
    assert "row 2: the candidate has no name" in message(kd.DecisionProblem.from_frame, frame, [KM])


def test_nullable_columns_of_pandas():
    frame = pd.DataFrame(
        {
            "name": pd.array(["A", "B"], dtype="string"),
            "km": pd.array([1, None], dtype="Int64"),
            "gain": pd.array([True, None], dtype="boolean"),
        }
    )
    problem = kd.DecisionProblem.from_frame(frame, [KM, GAIN], missing="worst")
    assert problem.matrix.tolist() == [[1, 1], [1, 1]]
    assert problem.preparation.filled == (("B", "km", 1.0), ("B", "gain", 1.0))


def test_infinite_cells_of_a_frame_are_no_gaps():
    frame = pd.DataFrame({"name": ["A", "B"], "km": [1, np.inf]})
    said = message(kd.DecisionProblem.from_frame, frame, [KM], missing="median")
    assert said.startswith("criterion 'km' of candidate 'B': not a finite number; got inf")


NO_FRAMES = [
    ([[1, 2]], "frame: no data frame; got list, expected a pandas, polars or pyarrow table in "
     "memory. Hint: collect a lazy frame first."),
    (pl.LazyFrame(ROWS), "frame: no data frame; got LazyFrame, expected a pandas, polars or "
     "pyarrow table in memory. Hint: collect a lazy frame first."),
    (pd.DataFrame([["A", 1, 2]], columns=["name", "km", "km"]), "column 'km': the name stands more "
     "than once; expected unique names."),
    (pd.DataFrame([["A", 1]]), "column 'km': not in the frame. Hint: known names: '0', '1'."),
    (pd.DataFrame({"name": [], "km": []}), "candidates: there are none; expected at least one."),
    (pd.DataFrame({"name": ["A", "A"], "km": [1, 2]}), "candidate 'A': the name stands more than "
     "once; got rows 1, 2, expected unique names."),
]  # fmt: skip


@pytest.mark.parametrize(("frame", "said"), NO_FRAMES)
def test_frames_that_are_refused(frame, said):
    assert message(kd.DecisionProblem.from_frame, frame, [KM]) == said


@pytest.mark.parametrize(
    ("criteria", "said"),
    [
        (["km"], "criterion number 1: no Criterion; got 'km', expected kd.Criterion(name, "
         "direction)."),
        ([], "criteria: there are none; expected at least one."),
        ("km", "no list; got 'km', expected a list of them."),
        (KM, "no list; got " + repr(KM) + ", expected a list of them."),
    ],
)  # fmt: skip
def test_from_frame_takes_criteria_only(criteria, said):
    assert message(kd.DecisionProblem.from_frame, pd.DataFrame(ROWS), criteria) == said


def test_a_frame_is_left_as_it_was():
    frame = pd.DataFrame({"name": ["A", "B"], "km": [1.0, np.nan]})
    before = frame.copy()
    kd.DecisionProblem.from_frame(frame, [KM], missing="worst")
    pd.testing.assert_frame_equal(frame, before)


def test_to_frame_and_back():
    problem = problem_of([[1, 2.5], [3, 4]])
    frame = problem.to_frame()
    assert (list(frame.index), frame.index.name) == (["Tuban", "Ngawi"], "candidate")
    back = kd.DecisionProblem.from_frame(frame, [COST, GAIN])
    assert back.digest == problem.digest
    frame.iloc[0, 0] = 99.0
    assert problem.matrix[0, 0] == 1.0


# ---- files ---------------------------------------------------------------------------------------

PEOPLE = kd.Criterion("people", "benefit")
EXCEL = "region;km;people;note\r\nTuban;34,8;1.266.396;a\r\nNgawi;55,4;907.002;b\r\n"


def from_csv(folder, text, encoding="utf-8", **options):
    path = folder / "regions.csv"
    path.write_bytes(text.encode(encoding))
    return kd.DecisionProblem.from_csv(path, [KM, PEOPLE], **options)


def test_what_excel_writes_in_indonesia_becomes_a_problem(tmp_path):
    problem = from_csv(tmp_path, EXCEL, "utf-8-sig", title="Where")
    assert problem.matrix.tolist() == [[34.8, 1266396], [55.4, 907002]]
    assert (problem.candidate_names, problem.title) == (("Tuban", "Ngawi"), "Where")
    done = problem.preparation
    assert done.ignored_columns == ("note",)
    assert dict(done.dialect) == {
        "delimiter": ";", "decimal": ",", "encoding": "utf-8", "bom": True,
    }  # fmt: skip
    back = kd.DecisionProblem.from_json(problem.to_json())
    assert back.preparation == done
    plain = from_csv(tmp_path, "region,km,people\nTuban,34.8,1266396\nNgawi,55.4,907002\n")
    assert plain.digest == problem.digest


def test_gaps_of_a_file_follow_the_policy(tmp_path):
    text = "region;km;people\nTuban;;5\nNgawi;2,5;6\n"
    problem = from_csv(tmp_path, text, missing="worst")
    assert problem.matrix.tolist() == [[2.5, 5], [2.5, 6]]
    assert problem.preparation.filled == (("Tuban", "km", 2.5),)
    assert message(from_csv, tmp_path, text).startswith(
        "criterion 'km' of candidate 'Tuban': the value is missing; expected a number."
    )


AMBIGUOUS = "region;km;people\nTuban;1.234;5\n"
FILES = [
    (AMBIGUOUS, {}, "regions.csv, line 2 (Tuban), column 'km': it can be read in two ways: 1.234 "
     "(decimal point) or 1234 (decimal comma); got '1.234'. Hint: say decimal=',' or decimal='.'."),
    ("region;kms;people\nA;1;5\n", {}, "regions.csv: column 'km': not there. Hint: did you mean "
     "'kms'?"),
    (EXCEL, {"names": "Region"}, "regions.csv: column 'Region': not there. Hint: did you mean "
     "'region'?"),
    ("km;people\n1;5\n", {}, "regions.csv: no candidate names. Hint: say names='column'."),
    ("region;km;people\nA;1;5\n;1;2\n", {}, "regions.csv, line 3: the candidate has no name."),
    ("region;km;people\nA;1;5\nA;1;2\n", {}, "candidate 'A': the name stands more than once; got "
     "rows 1, 2, expected unique names."),
    (EXCEL, {"missing": "wrst"}, "missing: unknown choice; got 'wrst', expected one of 'error', "
     "'drop_candidate', 'drop_criterion', 'worst', 'median'. Hint: did you mean 'worst'?"),
]  # fmt: skip


@pytest.mark.parametrize(("text", "options", "said"), FILES)
def test_files_that_are_refused(tmp_path, text, options, said):
    assert message(from_csv, tmp_path, text, **options) == said


def test_a_number_with_two_readings_is_read_as_it_is_said(tmp_path):
    assert from_csv(tmp_path, AMBIGUOUS, decimal=",").matrix[0, 0] == 1234
    assert from_csv(tmp_path, AMBIGUOUS, decimal=".").matrix[0, 0] == 1.234


def test_a_file_that_is_not_there(tmp_path):
    from_csv(tmp_path, EXCEL)
    said = message(kd.DecisionProblem.from_csv, tmp_path / "region.csv", [KM])
    assert "there is no such file" in said
    assert "regions.csv" in said
    said = message(kd.DecisionProblem.from_csv, tmp_path / "regions.csv", ["km"])
    assert said.startswith("criterion number 1: no Criterion; got 'km'")


# ---- description ---------------------------------------------------------------------------------


def test_describe_says_what_will_be_scored():
    problem = problem_of(
        [[1234.5, 7], [0.25, 7]],
        [kd.Criterion("km", "cost", unit="km", label={"en": "distance", "id": "jarak"}), GAIN],
    )
    assert str(problem).splitlines() == [
        "2 candidates, 2 criteria",
        "criterion  direction         unit  least   most  note",
        "---------  ----------------  ----  -----  -----  ----------------------------------------",
        "distance   lower is better   km     0.25  1,234",
        "gain       higher is better            7      7  the same for all: does not separate them",
    ]
    assert problem.describe("id").rows[0] == (
        "jarak", "makin kecil makin baik", "km", "0,25", "1.234", "",
    )  # fmt: skip
    assert problem.describe("id").title == "2 calon, 2 kriteria"
    assert repr(problem) == "DecisionProblem(2 candidates, 2 criteria)"


def test_a_problem_shows_in_notebooks_escaped():
    problem = problem_of([[1, 2], [3, 4]], [kd.Criterion("<b>|x", "cost"), GAIN])
    bundle = problem._repr_mimebundle_()
    assert set(bundle) == {"text/plain", "text/html", "text/markdown"}
    assert "&lt;b&gt;|x" in bundle["text/html"]
    assert "<b>" not in bundle["text/html"]
    assert "&lt;b&gt;\\|x" in bundle["text/markdown"]


# ---- JSON and digest -----------------------------------------------------------------------------

TEXT = st.text(min_size=1, max_size=8).filter(lambda text: text.strip())
LABELS = st.none() | TEXT | st.dictionaries(st.sampled_from(["en", "id"]), TEXT, min_size=1)
FINITE = st.floats(allow_nan=False, allow_infinity=False)
SCALARS = st.none() | st.booleans() | st.integers() | FINITE | TEXT


@st.composite
def decision_problems(draw):
    """Draw problems with anything in them that a problem may hold."""
    columns = draw(st.lists(TEXT, min_size=1, max_size=3, unique=True))
    rows = draw(st.lists(TEXT, min_size=1, max_size=4, unique=True))
    matrix = [[draw(FINITE) for _ in columns] for _ in rows]
    criteria = []
    for j, name in enumerate(columns):
        column = [row[j] for row in matrix]
        bounds = draw(st.none() | st.just((min(column), max(column))))
        if bounds is not None and bounds[0] >= bounds[1]:
            bounds = None
        criteria.append(
            kd.Criterion(
                name,
                draw(st.sampled_from(["benefit", "cost"])),
                unit=draw(LABELS),
                label=draw(LABELS),
                bounds=bounds,
                lever=draw(st.none() | TEXT),
                changeable=draw(st.booleans()),
            )
        )
    candidates = [
        draw(
            st.just(name)
            | st.builds(
                kd.Candidate,
                st.just(name),
                label=LABELS,
                attributes=st.dictionaries(TEXT, SCALARS, max_size=2),
            )
        )
        for name in rows
    ]
    return kd.DecisionProblem(criteria, candidates, matrix, title=draw(st.none() | TEXT))


@given(decision_problems())
def test_json_loses_nothing(problem):
    back = kd.DecisionProblem.from_json(problem.to_json())
    assert back.to_dict() == problem.to_dict()
    assert back.matrix.tobytes() == problem.matrix.tobytes()
    assert back.criteria == problem.criteria
    assert back.candidates == problem.candidates
    assert back.title == problem.title
    assert back.digest == problem.digest


@given(decision_problems())
def test_pickles_lose_nothing(problem):
    back = pickle.loads(pickle.dumps(problem))
    assert back.matrix.tobytes() == problem.matrix.tobytes()
    assert back.criteria == problem.criteria
    assert back.candidates == problem.candidates


def test_json_is_plain_and_names_its_kind():
    content = json.loads(problem_of([[1, 2], [3, 4]], title="Where").to_json(indent=2))
    assert content["result"] == "DecisionProblem"
    assert content["matrix"] == [[1, 2], [3, 4]]
    assert content["candidates"] == NAMES
    assert content["title"] == "Where"


UNREADABLE = [
    ({"result": "Ranking"}, "DecisionProblem: another kind of result; got 'Ranking', expected "
     "'DecisionProblem'."),
    ({"extra": 1}, "DecisionProblem.extra: unknown key."),
    ({"criteria": [1]}, "DecisionProblem: it cannot be read back; got "),
    ({"criteria": None}, "DecisionProblem: it cannot be read back; got "),
    ({"candidates": [3]}, "DecisionProblem: it cannot be read back; got "),
    ({"criteria": [{"name": "km", "direction": "max"}]}, "Criterion 'km'.direction: unknown "
     "direction; got 'max'"),
    ({"preparation": {"filled": 3}}, "DecisionProblem: it cannot be read back; got "),
    ({"matrix": [[1, None], [3, 4]]}, "criterion 'gain' of candidate 'Tuban': the value is "
     "missing"),
]  # fmt: skip


@pytest.mark.parametrize(("change", "said"), UNREADABLE)
def test_json_that_holds_no_problem(change, said):
    content = problem_of([[1, 2], [3, 4]]).to_dict()
    assert message(kd.DecisionProblem.from_dict, {**content, **change}).startswith(said)


def test_json_with_a_key_missing_or_no_json():
    content = problem_of([[1, 2], [3, 4]]).to_dict()
    del content["matrix"]
    assert message(kd.DecisionProblem.from_dict, content) == "DecisionProblem.matrix: missing."
    assert message(kd.DecisionProblem.from_json, "{").startswith(
        "DecisionProblem: no valid JSON; got Expecting property name"
    )
    assert message(kd.DecisionProblem.from_json, "[1]") == (
        "DecisionProblem: no JSON object; got list."
    )
    assert message(kd.DecisionProblem.from_dict, 3) == (
        "DecisionProblem: no dict; got int, expected a dict."
    )


def base(**change):
    parts = {
        "criteria": [kd.Criterion("cost", "cost", bounds=(0, 9)), GAIN],
        "candidates": NAMES,
        "matrix": [[1, 2], [3, 4]],
    }
    return kd.DecisionProblem(**{**parts, **change})


CHANGES = {
    "a number": {"matrix": [[1, 2], [3, np.nextafter(4, 5)]]},
    "a candidate's name": {"candidates": ["Tuban", "Blora"]},
    "the candidates' order": {"candidates": ["Ngawi", "Tuban"]},
    "a criterion's name": {"criteria": [kd.Criterion("price", "cost", bounds=(0, 9)), GAIN]},
    "a direction": {"criteria": [kd.Criterion("cost", "benefit", bounds=(0, 9)), GAIN]},
    "bounds": {"criteria": [kd.Criterion("cost", "cost", bounds=(0, 10)), GAIN]},
    "no bounds": {"criteria": [COST, GAIN]},
}
KEPT = {
    "a title": {"title": "Where"},
    "notes": {"notes": "n", "question": "?"},
    "a label": {"criteria": [kd.Criterion("cost", "cost", bounds=(0, 9), label="c"), GAIN]},
    "a unit": {"criteria": [kd.Criterion("cost", "cost", bounds=(0, 9), unit="km"), GAIN]},
    "candidates as objects": {"candidates": [kd.Candidate("Tuban", label="T"), "Ngawi"]},
}


@pytest.mark.parametrize("change", CHANGES.values(), ids=CHANGES)
def test_the_digest_changes_with_what_is_ranked(change):
    assert base(**change).digest != base().digest


@pytest.mark.parametrize("change", KEPT.values(), ids=KEPT)
def test_the_digest_keeps_with_what_is_only_shown(change):
    assert base(**change).digest == base().digest


def test_the_digest_is_the_same_on_every_machine():
    """SHA-256 of names, directions and little-endian float64; one that was computed elsewhere."""
    problem = kd.DecisionProblem.from_arrays([[1, 2]], ["benefit", "cost"])
    assert problem.digest == ("324121c8fa1f6f9eb48bb557c7a6a07cc15dbd099657e9bcc5597304c36d1fc6")
