"""Fuzzy numbers and intervals: formulas, exact values as a special case, what is refused."""

import math

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import kadmcdm as kd
from kadmcdm import core
from kadmcdm.imprecise import IMPORTANCE_WORDS, RATING_WORDS
from messages import message
from strategies import grid, problems

MANY = settings(max_examples=200)
CLOSE = {"rtol": 1e-10, "atol": 1e-10}
CRITERIA = [kd.Criterion("trust", "benefit"), kd.Criterion("effort", "cost")]
ROWS = [["good", kd.FuzzyNumber(2, 3, 4)], ["Fair", kd.FuzzyNumber(1, 2, 4)]]


@st.composite
def fuzzy_problems(draw, kinds=(3, 4)):
    """Draw (ratings, weights, benefit) with ascending points."""
    m, n, k = draw(st.integers(1, 5)), draw(st.integers(1, 4)), draw(st.sampled_from(kinds))
    ratings = np.sort(draw(grid((m, n, k), 1, 80)), axis=-1)
    weights = np.sort(draw(grid((n, k), 0, 4)), axis=-1)
    return ratings, weights, draw(st.lists(st.booleans(), min_size=n, max_size=n).map(np.array))


@MANY
@given(problem=fuzzy_problems())
def test_fuzzy_topsis_equals_the_formulas_written_out(problem):
    """Chen (2000) with ideals 1 and 0, and with those of the data; one number at a time."""
    ratings, weights, benefit = problem
    x, w = ratings.tolist(), weights.tolist()
    m, n, k = ratings.shape
    v = []
    for i in range(m):
        row = []
        for j in range(n):
            column = [point for other in x for point in other[j]]
            if benefit[j]:
                r = [point / max(column) for point in x[i][j]]
            else:
                r = [min(column) / point for point in reversed(x[i][j])]
            row.append([a * b for a, b in zip(r, w[j], strict=True)])
        v.append(row)

    def check(parts, up, down):
        for i, row in enumerate(v):
            far = sum(math.sqrt(sum((p - up[j]) ** 2 for p in row[j]) / k) for j in range(n))
            near = sum(math.sqrt(sum((p - down[j]) ** 2 for p in row[j]) / k) for j in range(n))
            closeness = 0.5 if far + near == 0 else near / (far + near)
            got = parts.distance_to_ideal[i], parts.distance_to_anti_ideal[i], parts.closeness[i]
            np.testing.assert_allclose(got, (far, near, closeness), **CLOSE)

    check(core.fuzzy_topsis_parts(*problem), [1] * n, [0] * n)
    tops = [max(p for row in v for p in row[j]) for j in range(n)]
    bottoms = [min(p for row in v for p in row[j]) for j in range(n)]
    check(core.fuzzy_topsis_parts(*problem, ideals="data"), tops, bottoms)


@given(problem=problems(candidates=(1, 5), criteria=(1, 4)))
def test_exact_values_give_the_ordinary_topsis(problem):
    """City-block, since Chen adds up a distance per criterion; intervals Euclidean."""
    matrix, weights, benefit = problem
    triples = np.repeat(matrix[..., None], 3, axis=-1)
    got = core.fuzzy_topsis_parts(
        triples, np.repeat(weights[:, None], 3, axis=-1), benefit, ideals="data"
    )
    plain = kd.TOPSIS("max", p=1).scores(*problem)
    np.testing.assert_allclose(got.closeness, plain, **CLOSE)
    got = core.interval_topsis_parts(matrix, matrix, weights, benefit)
    np.testing.assert_allclose(got.closeness, kd.TOPSIS().scores(*problem), **CLOSE)


@MANY
@given(problem=problems(candidates=(1, 5), criteria=(1, 4)), more=grid((5, 4), 0, 40))
def test_interval_topsis_equals_the_formulas_written_out(problem, more):
    low, weights, benefit = problem
    m, n = low.shape
    high = low + more[:m, :n]
    a, b, w = low.tolist(), high.tolist(), weights.tolist()
    norm = [math.sqrt(sum(a[i][j] ** 2 + b[i][j] ** 2 for i in range(m))) for j in range(n)]
    v_low = [[w[j] * a[i][j] / norm[j] for j in range(n)] for i in range(m)]
    v_high = [[w[j] * b[i][j] / norm[j] for j in range(n)] for i in range(m)]
    top = [max(row[j] for row in v_high) for j in range(n)]
    bottom = [min(row[j] for row in v_low) for j in range(n)]
    expected = []
    for i in range(m):
        far = near = 0.0
        for j in range(n):
            if benefit[j]:
                far += (v_low[i][j] - top[j]) ** 2
                near += (v_high[i][j] - bottom[j]) ** 2
            else:
                far += (v_high[i][j] - bottom[j]) ** 2
                near += (v_low[i][j] - top[j]) ** 2
        total = math.sqrt(far) + math.sqrt(near)
        expected.append(0.5 if total == 0 else math.sqrt(near) / total)
    got = core.interval_topsis_parts(low, high, weights, benefit).closeness
    np.testing.assert_allclose(got, expected, **CLOSE)


@given(problem=fuzzy_problems(), seed=st.integers(0, 99), factor=st.sampled_from([0.25, 8.0]))
def test_order_and_units_do_not_matter_and_better_is_never_behind(problem, seed, factor):
    ratings, weights, benefit = problem
    rng = np.random.default_rng(seed)
    rows, columns = rng.permutation(len(ratings)), rng.permutation(len(benefit))
    for ideals in ("unit", "data"):
        got = core.fuzzy_topsis_parts(*problem, ideals=ideals).closeness
        turned = core.fuzzy_topsis_parts(
            factor * ratings[rows][:, columns], weights[columns], benefit[columns], ideals=ideals
        ).closeness
        np.testing.assert_allclose(turned, got[rows], **CLOSE)
        copy = ratings[:1].copy()
        copy[:, benefit] += 1.0
        both = core.fuzzy_topsis_parts(
            np.concatenate([ratings, copy]), weights, benefit, ideals=ideals
        ).closeness
        assert both[-1] >= both[0] - 1e-12


def test_degenerate_ratings_have_an_answer():
    benefit = np.array([True, False])
    zeros = np.zeros((2, 2, 3))
    w = np.full((2, 3), 0.5)
    assert core.fuzzy_topsis_parts(zeros, w, benefit, ideals="data").closeness.tolist() == [0.5] * 2
    assert core.fuzzy_topsis_parts(zeros, w, benefit).closeness.tolist() == [0.5, 0.5]
    flat = np.zeros((2, 2))
    assert core.interval_topsis_parts(flat, flat, w[:, 0], benefit).closeness.tolist() == [0.5] * 2
    big = np.array([[1e300, 2.0], [3e300, 1.0]])
    found = core.interval_topsis_parts(big, 1.1 * big, np.array([0.5, 0.5]), benefit)
    assert found.closeness.argmax() == 1


def test_words_numbers_and_fuzzy_numbers_mix():
    found = kd.fuzzy_topsis(CRITERIA, ["A", "B"], ROWS, {"effort": "medium", "trust": "high"})
    points = [[[7, 9, 10], [2, 3, 4]], [[3, 5, 7], [1, 2, 4]]]
    assert found.ratings.tolist() == points
    assert found.weights.tolist() == [[0.7, 0.9, 1.0], [0.3, 0.5, 0.7]]
    indonesian = [["baik", kd.FuzzyNumber(2, 3, 4)], ["cukup", kd.FuzzyNumber(1, 2, 4)]]
    same = kd.fuzzy_topsis(CRITERIA, ["A", "B"], indonesian, ["tinggi", "sedang"])
    assert same.to_dict() == found.to_dict()
    wide = kd.fuzzy_topsis(CRITERIA, ["A"], [[kd.FuzzyNumber(1, 2, 3, 4), 5]], [0.5, "low"])
    assert wide.ratings.tolist() == [[[1, 2, 3, 4], [5, 5, 5, 5]]]
    assert wide.weights.tolist() == [[0.5] * 4, [0, 0.1, 0.1, 0.3]]
    own = {"so-so": kd.FuzzyNumber(4, 5, 6)}
    short = kd.fuzzy_topsis(CRITERIA[:1], ["A"], [["so-so"]], [1], rating_words=own)
    assert short.ratings.tolist() == [[[4, 5, 6]]]


def test_the_words_are_ordered_and_said_in_both_languages():
    for words, top in ((RATING_WORDS, 10), (IMPORTANCE_WORDS, 1)):
        rows = [number.points for number in words.values()]
        assert len(rows) == 14
        assert rows == sorted(rows)
        assert rows[::2] == rows[1::2]
        assert rows[-1][-1] == top
    with pytest.raises(TypeError, match="read-only"):
        RATING_WORDS["fine"] = kd.FuzzyNumber(1, 2, 3)


def test_a_result_travels_and_shows_itself():
    candidates = [kd.Candidate("A", label={"en": "Alpha", "id": "Alfa"}), "B", "C"]
    found = kd.fuzzy_topsis(CRITERIA, candidates, [*ROWS, ROWS[1]], ["high", "medium"])
    again = kd.ImpreciseRanking.from_json(found.to_json())
    assert again.to_dict() == found.to_dict()
    assert again.digest == found.digest
    assert found.order[0] == found.best
    assert found.winners == (found.best,)
    assert not found.closeness.flags.writeable
    frame = found.to_frame()
    assert list(frame.columns) == [
        "rank", "closeness", "distance_to_ideal", "distance_to_anti_ideal",
    ]  # fmt: skip
    assert frame.index.tolist() == ["A", "B", "C"]
    assert found.tables("id")[0].headers[:3] == ("peringkat", "calon", "kedekatan")
    assert "Alfa (" in found.describe("id")
    tied = kd.interval_topsis(CRITERIA, ["A", "B"], [[1, 2], [1, 2]], [1, 1])
    assert tied.ranks.tolist() == [1, 1]
    assert tied.describe() == "A (0.500) and B (0.500) come equally close to the ideal."
    assert tied.describe("id") == "A (0,500) dan B (0,500) sama dekatnya dengan ideal."
    broken = {**found.to_dict(), "ranks": [3, 3, 3]}
    assert message(kd.ImpreciseRanking.from_dict, broken) == (
        "ImpreciseRanking.ranks: they contradict the closeness."
    )
    broken = {**found.to_dict(), "closeness": [1.0]}
    assert "closeness: not one per candidate" in message(kd.ImpreciseRanking.from_dict, broken)


def test_all_faults_are_named_at_once():
    rows = [["god", kd.FuzzyNumber(2, 3, 4)], ["fair", None]]
    assert message(kd.fuzzy_topsis, CRITERIA, ["A", "B"], rows, ["high", "low"]) == (
        "2 faults:\n"
        "  1. criterion 'trust' of candidate 'A': unknown word; got 'god'. Hint: did you mean "
        "'good'?\n"
        "  2. criterion 'effort' of candidate 'B': no value; got None, expected "
        "kd.FuzzyNumber(...), a number, or a word."
    )
    rows = [[kd.FuzzyNumber(-1, 2, 3), 1], [2, kd.FuzzyNumber(0, 1, 2)]]
    assert message(kd.fuzzy_topsis, CRITERIA, ["A", "B"], rows, [1, 0.5]) == (
        "2 faults:\n"
        "  1. criterion 'trust': fuzzy TOPSIS takes no negative ratings. Hint: move the scale.\n"
        "  2. criterion 'effort': fuzzy TOPSIS takes no 0 in a cost column: it divides by the "
        "rating. Hint: make it a benefit, or move the scale."
    )
    good = [[2, 3], [3, 4]]
    assert message(kd.fuzzy_topsis, CRITERIA, ["A", "B"], good, [9, 0.5]) == (
        "criterion 'trust': its weight goes above 1, the ideal. Hint: ideals='data'."
    )
    for heavy, said in (
        ([1], "weights: wrong number of them; got 1, expected 2, one per criterion."),
        ([0, 0], "weights: all of them are 0; expected one above 0."),
        ({"trust": 1}, "weight of criterion 'effort': missing."),
        ([-1, 1], "criterion 'trust': its weight goes below 0."),
    ):
        assert message(kd.fuzzy_topsis, CRITERIA, ["A", "B"], good, heavy) == said
    assert message(kd.fuzzy_topsis, CRITERIA, ["A", "B"], [[1, 2]], [1, 1]) == (
        "ratings: wrong number of rows; got 1, expected 2, one per candidate."
    )
    assert message(kd.interval_topsis, CRITERIA, ["A"], [[1]], [1, 1]) == (
        "candidate 'A': wrong number of ratings; got 1, expected 2, one per criterion."
    )
    assert message(kd.interval_topsis, CRITERIA, ["A"], [[1, "2"]], [1, 1]) == (
        "criterion 'effort' of candidate 'A': no value; got '2', expected kd.Interval(low, high), "
        "or a number."
    )
    assert "unknown choice" in message(kd.fuzzy_topsis, CRITERIA, ["A"], good, [1, 1], ideals="x")


@pytest.mark.parametrize(
    ("points", "said"),
    [
        ((1, 2), "wrong number of points"),
        ((1, 3, 2), "its points descend"),
        ((1, 2, math.inf), "its points are no numbers"),
        ((1, 2, "3"), "its points are no numbers"),
    ],
)
def test_fuzzy_numbers_are_checked(points, said):
    assert said in message(kd.FuzzyNumber, *points)


def test_fuzzy_numbers_compare_and_average():
    number = kd.FuzzyNumber(1, 2, 4)
    assert number == kd.FuzzyNumber(1.0, 2.0, 4.0)
    assert (number.low, number.high) == (1.0, 4.0)
    assert kd.FuzzyNumber.mean([number, kd.FuzzyNumber(3, 4, 6)]) == kd.FuzzyNumber(2, 3, 5)
    assert "no mean" in message(kd.FuzzyNumber.mean, [])
    assert "no mean" in message(kd.FuzzyNumber.mean, [number, kd.FuzzyNumber(1, 2, 3, 4)])
