"""What people type for a judgment: what it becomes, what is noted, what is refused."""

from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction

import numpy as np
import pandas as pd
import polars as pl
import pyarrow as pa
import pytest
from hypothesis import given
from hypothesis import strategies as st

import kadmcdm as kd
from kadmcdm.judgments.values import LESS, SCALE_TERMS, SYNONYMS, read_judgment
from messages import faults, message

PC = kd.PairwiseComparisons
ABC = ["a", "b", "c"]

# what was typed, what it becomes, whether that is noted
TYPED = [
    ("3", 3, False), ("3,0", 3, False), (" 3 ", 3, False), ("3.5", 3.5, False), ("9", 9, False),
    ("1/3", 1 / 3, False), ("1 / 3", 1 / 3, False), ("1/ 3", 1 / 3, False), ("1,5/2", 0.75, False),
    ("0.33", 1 / 3, True), ("0,33", 1 / 3, True), (".33", 1 / 3, True), ("0.333", 1 / 3, True),
    ("0.3", 0.3, False), ("0.33333333", 1 / 3, True), ("0.34", 0.34, False),
    ("0.3333333333333333", 1 / 3, False), ("0.330", 0.33, False),
    ("0.13", 1 / 8, True), ("0.12", 0.12, False), ("0.125", 1 / 8, False), ("0,125", 1 / 8, False),
    ("0.14", 1 / 7, True), ("0.143", 1 / 7, True), ("0.1429", 1 / 7, True), ("0.142", 0.142, False),
    ("0.17", 1 / 6, True), ("0.167", 1 / 6, True), ("0.16", 0.16, False), ("0.166", 0.166, False),
    ("0.11", 1 / 9, True), ("0.111", 1 / 9, True), ("0.5", 0.5, False), ("0,5", 0.5, False),
    ("0.25", 0.25, False), ("0.2", 0.2, False), ("0.20", 0.2, False), ("0.6", 0.6, False),
    ("1,000", 1, False), ("1,5", 1.5, False), ("2e0", 2, False), ("+3", 3, False), ("٣", 3, False),
    ("3\u00a0", 3, False), ("03", 3, False), ("1.0", 1, False),
]  # fmt: skip


@pytest.mark.parametrize(("typed", "value", "noted"), TYPED, ids=lambda v: repr(v)[:20])
def test_what_is_typed(typed, value, noted):
    read = read_judgment(typed)
    assert read.value == value
    shown = f"{typed!r} read as 1/{round(1 / value)}"
    assert read.note == (shown if noted else None)
    assert read.hint is None


FRACTIONS = "write one number, or a fraction such as '3/2'"
TERMS = "a term of the scale, such as 'strongly more important' or 'sedikit lebih penting'"
REFUSED = [
    ("", None), ("   ", None), ("-3", None), ("0", None), ("0.0", None), ("1/0", None),
    ("-1/-3", None), ("1/-3", None), ("1/3/4", None), ("1/", None), ("/3", None), ("½", None),
    ("1:3", None), ("1_0", None), ("3-", None), ("1e400", None), ("1e-400", None), ("?", None),
    ("1.234,5", "write one decimal sign, or a fraction such as '1/4'"),
    ("1,234.5", "write one decimal sign, or a fraction such as '1/4'"),
    ("1 1/2", FRACTIONS), ("3 5", FRACTIONS), ("1 000", FRACTIONS),
    ("3x", TERMS), ("inf", TERMS), ("nan", TERMS), ("tiga", TERMS), ("more", TERMS),
    ("equally less important than", TERMS), ("less less important", TERMS),
    ("slightly more important", TERMS), ("weakly more important", TERMS), ("0x3", TERMS),
    (None, None), (True, None), (np.True_, None), ([3], None), (2j, None), (-3, None), (0, None),
    (float("nan"), None), (float("inf"), None), (5e-324, None), (b"3", None), (10**400, None),
]  # fmt: skip


@pytest.mark.parametrize(("typed", "hint"), REFUSED, ids=lambda v: repr(v)[:20])
def test_what_is_refused(typed, hint):
    read = read_judgment(typed)
    assert np.isnan(read.value)
    assert (read.note, read.hint) == (None, hint)


@pytest.mark.parametrize(
    "number", [0.33, 0.333, 0.13, 0.14, np.float64(0.17), np.float32(0.5), 1 / 3]
)
def test_numbers_never_snap(number):
    read = read_judgment(number)
    assert read.value == float(number)
    assert read.note is None


@pytest.mark.parametrize("number", [3, 3.0, np.int8(3), np.float32(3), Fraction(3), Fraction(9, 3)])
def test_the_kinds_of_numbers(number):
    assert read_judgment(number).value == 3.0


@given(k=st.integers(2, 9), digits=st.integers(1, 12))
def test_reciprocals_as_a_spreadsheet_shows_them(k, digits):
    """They come back as what they were, unless another one looks the same."""
    unit = Decimal(1).scaleb(-digits)

    def shown(k):
        return (Decimal(1) / k).quantize(unit, ROUND_HALF_UP)

    for text in (f"{shown(k):f}", f"{shown(k):f}".replace(".", ",")):
        alone = sum(shown(other) == shown(k) for other in range(2, 10)) == 1
        read = read_judgment(text)
        assert read.value == (1 / k if alone else float(shown(k)))
        assert (read.note == f"{text!r} read as 1/{k}") == (alone and float(shown(k)) != 1 / k)


@given(st.text(max_size=12))
def test_any_text_is_read_or_refused(text):
    read = read_judgment(text)
    assert np.isnan(read.value) or 0 < read.value < np.inf


@given(st.decimals("0.1", "9", places=2))
def test_two_digits_move_by_less_than_their_rounding(number):
    assert abs(read_judgment(str(number)).value - float(number)) <= 0.005 + 1e-12


@pytest.mark.parametrize("off", [10, "10", "12,5", 0.1, "0.1", "1/10", Fraction(1, 12), 1e9, 1e-9])
def test_off_the_scale_is_taken_and_noted(off):
    read = read_judgment(off)
    assert read.value > 9 or read.value < 1 / 9
    assert read.note == f"{read.value:g} is off the scale from 1/9 to 9"
    assert PC(["a", "b"], {("a", "b"): off}).notes == (f"judgment of 'a' against 'b': {read.note}",)


@pytest.mark.parametrize("on", [9, 1 / 9, "1/9", 9.0000000001, 0.1111111111])
def test_the_ends_of_the_scale_are_on_it(on):
    assert read_judgment(on).note is None


# ---- words ---------------------------------------------------------------------------------------

WORDS = [(grade, term) for grade, by in SCALE_TERMS.items() for term in by.values()]


@pytest.mark.parametrize(("grade", "term"), WORDS)
def test_the_scale_in_words(grade, term):
    for written in (term, term.upper(), term.capitalize(), f"  {term.replace(' ', '  ')} "):
        assert read_judgment(written) == (grade, None, None)
    assert read_judgment(term.replace("important", "preferred")).value == grade
    assert read_judgment(term.replace(" ", "-")).value == grade


@pytest.mark.parametrize(("grade", "term"), [(g, t) for g, t in WORDS if g > 1])
def test_the_scale_the_other_way(grade, term):
    less = term
    for fewer, more in LESS.items():
        less = less.replace(f"{more} ", f"{fewer} ")
    assert less != term
    assert read_judgment(less).value == 1 / grade


@pytest.mark.parametrize(
    ("term", "value"),
    [
        ("moderately less important", 1 / 3), ("strongly less preferred", 1 / 5),
        ("between strongly and very strongly less important", 1 / 6),
        ("extremely less important", 1 / 9), ("less important", 1 / 5),
        ("sedikit kurang penting", 1 / 3), ("kurang penting", 1 / 5),
        ("sangat kurang penting", 1 / 7), ("mutlak kurang penting", 1 / 9),
        ("antara sedikit kurang dan kurang penting", 1 / 4),
        ("antara sama dan sedikit kurang penting", 1 / 2), ("jauh kurang penting", 1 / 7),
        ("jelas lebih mutlak penting", 7),
        ("SAMA PENTING", 1), ("Equal", 1), ("very strongly", 7), ("lebih penting", 5),
    ],
)  # fmt: skip
def test_words_as_people_write_them(term, value):
    assert read_judgment(term).value == value


def test_words_are_of_one_grade():
    said = [term for by in SCALE_TERMS.values() for term in by.values()]
    assert len(said) == len(set(said)) == 18
    assert not set(said) & set(SYNONYMS)
    assert all(read_judgment(term).value == grade for term, grade in SYNONYMS.items())


# ---- both directions -----------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("forth", "back", "agree"),
    [
        (3, "1/3", True), (3, 1 / 3, True), ("0.33", 3, True), (0.3333333, 3, True),
        (0.333, 3, False), (3, 3, False), (1, 1, True), (1, "1,00", True), (9, 0.111, False),
        ("sedikit lebih penting", "moderately less important", True),
    ],
)  # fmt: skip
def test_both_directions_must_agree(forth, back, agree):
    both = {("a", "b"): forth, ("b", "a"): back}
    rows = [[1, forth], [back, 1]]
    if agree:
        for judged in (PC(["a", "b"], both), PC.from_matrix(["a", "b"], rows)):
            assert judged.matrix[0, 1] == read_judgment(forth).value, "the first one stands"
            assert judged.matrix[1, 0] == 1 / judged.matrix[0, 1]
    else:
        assert "judged twice, with contradicting values" in message(PC, ["a", "b"], both)
        assert "not reciprocal" in message(PC.from_matrix, ["a", "b"], rows)


def test_how_far_they_may_disagree_is_a_parameter():
    both, rows = {("a", "b"): 3, ("b", "a"): 0.32}, [[1, 3], [0.32, 1]]  # 0.96
    for tolerance, agree in ((0.05, True), (0.03, False), (0, False)):
        for call, said in ((PC, both), (PC.from_matrix, rows)):
            if agree:
                judged = call(["a", "b"], said, reciprocal_tolerance=tolerance)
                assert judged.matrix.tolist() == [[1, 3], [1 / 3, 1]]
            else:
                assert len(faults(call, ["a", "b"], said, reciprocal_tolerance=tolerance)) == 1
    assert (
        PC(["a", "b"], {("a", "b"): 4, ("b", "a"): 0.25}, reciprocal_tolerance=0).matrix[0, 1] == 4
    )


@pytest.mark.parametrize("tolerance", [-1, float("nan"), float("inf"), "1e-6", None, True])
def test_what_is_no_tolerance(tolerance):
    said = f"reciprocal_tolerance: no tolerance; got {tolerance!r}, expected a number >= 0."
    options = {"reciprocal_tolerance": tolerance}
    assert message(PC, ["a"], {}, **options) == said
    assert message(PC.from_matrix, ["a"], [[1]], **options) == said
    assert message(kd.GroupComparisons.from_matrices, ["a"], [[[1]]], **options) == said


# ---- layouts -------------------------------------------------------------------------------------


def test_the_upper_triangle():
    judged = PC.from_upper_triangle(ABC, ["3", None, "0,5"])
    assert judged.matrix[0, 1] == 3
    assert judged.missing == (("a", "c"),)
    assert judged.matrix[1, 2] == 0.5
    assert PC.from_upper_triangle(ABC, np.array([2, 3, 4])).matrix[1, 2] == 4
    assert PC.from_upper_triangle(["a"], []).names == ("a",)
    assert message(PC.from_upper_triangle, ABC, [1, 2]) == (
        "values: not one judgment per pair; got 2 values, expected 3, row by row above the "
        "diagonal."
    )
    assert message(PC.from_upper_triangle, ABC, "123").startswith("values: not one judgment")
    assert message(PC.from_upper_triangle, "abc", [1, 2, 3]).startswith("names: no list")


@pytest.mark.parametrize(
    "matrix", [np.array(1.0), np.ones(1), np.ones((1, 1, 1)), [1.0], 5, None, {"a": 1}], ids=repr
)
def test_what_is_no_matrix(matrix):
    assert message(PC.from_matrix, ["a"], matrix) == (
        "matrix: wrong shape; got no table, expected (1, 1), a row per name."
    )


@pytest.mark.parametrize("make", [pd.DataFrame, pl.DataFrame])
def test_a_frame_has_a_reader_of_its_own(make):
    assert message(PC.from_matrix, ["a"], make({"a": [1.0]})) == (
        "matrix: wrong shape; got no table, expected (1, 1), a row per name. Hint: "
        "from_frame(frame) reads it by its names."
    )


LONG = {
    "first": ["a", "b", "a", "a"],
    "second": ["b", "c", "c", "d"],
    "judgment": ["3", "0,33", None, None],
}
WIDE = {"": ["a", "b", "c"], "a": [1.0, None, None], "b": [3.0, 1.0, 4.0], "c": [None, None, 1.0]}
LIBRARIES = [pd.DataFrame, pl.DataFrame, pa.table]


@pytest.mark.parametrize("make", LIBRARIES)
def test_long_frames(make):
    judged = PC.from_frame(make(LONG))
    assert judged.names == ("a", "b", "c", "d"), "d stands in a line without judgment"
    assert judged.matrix[0, 1] == 3
    assert judged.matrix[1, 2] == 1 / 3
    assert judged.missing == (("a", "c"), ("a", "d"), ("b", "d"), ("c", "d"))
    assert judged.notes == ("judgment of 'b' against 'c': '0,33' read as 1/3",)
    assert PC.from_frame(make(LONG), names=["d", "c", "b", "a"]).matrix[3, 2] == 3
    assert message(PC.from_frame, make(LONG), names=["a", "b"]) == (
        "item 'c': unknown name. Hint: known names: 'a', 'b'."
    )


@pytest.mark.parametrize("make", LIBRARIES)
def test_wide_frames(make):
    judged = PC.from_frame(make(WIDE))
    assert judged.names == ("a", "b", "c")
    assert judged.matrix[0, 1] == 3
    assert judged.matrix[2, 1] == 4
    assert judged.missing == (("a", "c"),)
    part = PC.from_frame(make(WIDE), names=["c", "b"])
    assert part.matrix.tolist() == [[1, 4], [0.25, 1]]
    assert message(PC.from_frame, make(WIDE), names=["a", "x"]) == "item 'x': not in the frame."


def test_wide_frames_of_pandas_have_names_down_the_index():
    frame = pd.DataFrame([[1, "1/4"], [4, 1]], index=["b", "a"], columns=["b", "a"])
    assert PC.from_frame(frame).matrix[0, 1] == 0.25
    rows_in_another_order = frame.loc[["a", "b"]]
    assert PC.from_frame(rows_in_another_order).matrix.tolist() == [[1, 0.25], [4, 1]]
    long = pd.DataFrame(LONG).iloc[1:]  # an index that is 1, 2, 3
    assert PC.from_frame(long).names == ("b", "c", "a", "d")


FRAMES = [
    (pd.DataFrame({"x": [1]}), "frame: neither a wide nor a long table of judgments; got columns "
     "['x'], expected a column per name and the same names in the rows; or three columns: first "
     "name, second name, judgment."),
    (pd.DataFrame({"a": ["x", 1], "b": ["y", "z"], "c": [1, 2]}), "row 2: no pair of names; got 1 "
     "and 'z', expected two names."),
    (pd.DataFrame({"a": ["x", None], "b": ["y", "z"], "c": [1, 2]}), "row 2: no pair of names; got "
     "None and 'z', expected two names."),
    (pd.DataFrame({"a": ["x", "x"], "b": ["y", "y"], "c": [1, 2]}), "judgment of 'x' against 'y': "
     "given twice."),
    (pd.DataFrame({"a": ["x", "y"], "b": ["y", "x"], "c": [2, 2]}), "judgment of 'y' against 'x': "
     "judged twice, with contradicting values; got 2 and 0.5."),
    (pd.DataFrame({"a": ["x"], "b": ["x"], "c": [1]}), "judgment of 'x' against 'x': a thing is "
     "compared with itself. Hint: leave it out."),
    (pd.DataFrame({"a": [], "b": [], "c": []}), "names: there is nothing to compare; expected at "
     "least one."),
    ([[1, 2], [3, 4]], "frame: no data frame; got list, expected a pandas, polars or pyarrow table "
     "in memory. Hint: collect a lazy frame first."),
]  # fmt: skip


@pytest.mark.parametrize(("frame", "said"), FRAMES, ids=range(len(FRAMES)))
def test_frames_that_are_refused(frame, said):
    assert message(PC.from_frame, frame) == said
