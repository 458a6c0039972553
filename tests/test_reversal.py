"""Rank reversal: found where it is, not where rounding is, and never under fixed scales."""

from itertools import permutations

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import kadmcdm as kd
from helpers import CASES
from messages import message
from strategies import problems

TESTS = ("drop", "copy", "worse copy", "worst", "pair")
GARCIA_LAMATA = next(case for case in CASES if case["id"] == "rankrev-topsis-garcia-lamata-max")


def made(matrix, benefit, bounds=None):
    ways = ["benefit" if b else "cost" for b in benefit]
    criteria = [kd.Criterion(f"c{j}", way, bounds=bounds) for j, way in enumerate(ways, 1)]
    return kd.DecisionProblem(criteria, [f"a{i}" for i in range(1, len(matrix) + 1)], matrix)


# ---- published, and by hand ----------------------------------------------------------------------


def test_garcia_cascales_and_lamata():
    """With (5, 1) all four are tied; without it the order is 2, 3, 1."""
    before, after = (GARCIA_LAMATA["inputs"][key] for key in ("before", "after"))
    problem = made(after["matrix"], [True, True])
    found = kd.rank_reversal(problem, after["weights"], kd.TOPSIS("max"))
    dropped = [pair[2:] for pair in found.changes("drop") if pair.subject == "a4"]
    assert dropped == [
        ("a1", "a2", "tied", "below"), ("a1", "a3", "tied", "below"), ("a2", "a3", "tied", "above"),
    ]  # fmt: skip
    small = kd.rank(made(before["matrix"], [True, True]), before["weights"], kd.TOPSIS("max"))
    assert small.ranks.tolist() == GARCIA_LAMATA["expected"]["before_rank"]
    assert not found.immune


NOT_IMMUNE = [
    kd.TOPSIS("vector"), kd.TOPSIS("max"), kd.TOPSIS("sum"), kd.TOPSIS("minmax"),
    kd.WeightedSum("vector"), kd.WeightedSum("max"), kd.WeightedSum("sum"),
    kd.WeightedSum("minmax"), kd.AHPSynthesis(),
]  # fmt: skip


@pytest.mark.parametrize("method", NOT_IMMUNE, ids=repr)
def test_scales_from_the_data_are_not_immune(method):
    """For each of them a table where dropping one candidate turns the order of two others."""
    rng = np.random.default_rng(11)
    for _ in range(40):
        problem = made(rng.uniform(1, 9, (8, 3)), [True, False, True])
        found = kd.rank_reversal(problem, [0.5, 0.3, 0.2], method)
        turned = [p for p in found.changes("drop") if (p.before, p.after) == ("above", "below")]
        if turned:
            break
    test, subject, a, b, *_ = turned[0]
    whole = kd.rank(problem, [0.5, 0.3, 0.2], method).order
    less = kd.rank(problem.without(subject), [0.5, 0.3, 0.2], method).order
    assert test == "drop"
    assert whole.index(a) < whole.index(b)
    assert less.index(a) > less.index(b)


# ---- an independent loop -------------------------------------------------------------------------


def sign(scores, a, b):
    """Where a stands, seen from b, by the definition in the docstring."""
    gap = scores[a] - scores[b]
    tied = abs(gap) <= 1e-9 * np.abs(list(scores.values())).max()
    return "tied" if tied else "above" if gap > 0 else "below"


def expected_changes(problem, weights, method):
    """Every test as a plain loop over `kd.rank`: the changes, and runs in which others lead."""
    names, matrix = problem.candidate_names, problem.matrix

    def scores(names, rows):
        less = kd.DecisionProblem(problem.criteria, names, rows)
        return dict(zip(names, kd.rank(less, weights, method).scores, strict=True))

    low, high = matrix.min(axis=0), matrix.max(axis=0)
    worst = np.where(problem.benefit, low, high)
    sets = []
    for i, name in enumerate(names):
        rest = [other for other in names if other != name]
        if rest:
            sets.append(("drop", name, rest, np.delete(matrix, i, axis=0)))
        sets.append(("copy", name, [*names, "new"], np.vstack([matrix, matrix[i]])))
        step = np.where(problem.benefit, -1, 1) * 0.01 * (high - low)
        weaker = np.clip(matrix[i] + step, low, high)
        if (weaker != matrix[i]).any():
            sets.append(("worse copy", name, [*names, "new"], np.vstack([matrix, weaker])))
    sets.append(("worst", None, [*names, "new"], np.vstack([matrix, worst])))
    pairs = [(a, b) for k, a in enumerate(names) for b in names[k + 1 :]]
    for a, b in pairs:
        sets.append(("pair", None, [a, b], matrix[[names.index(a), names.index(b)]]))
    whole = scores(names, matrix)
    found, firsts = set(), dict.fromkeys(TESTS, 0)

    def first(scores, some):
        return {a for a in some if all(sign(scores, a, b) != "below" for b in some)}

    for test, subject, some, rows in sets:
        new = scores(some, rows)
        old = [name for name in some if name in names]
        if test == "pair":
            firsts[test] += bool((first(whole, names) & set(old)) - first(new, old))
        else:
            firsts[test] += first(whole, old) != first(new, old)
        for a, b in pairs:
            if a not in some or b not in some:
                continue
            before, after = sign(whole, a, b), sign(new, a, b)
            if before == "below":
                a, b = b, a
                before, after = sign(whole, a, b), sign(new, a, b)
            if before != after:
                found.add((test, subject, a, b, before, after))
    return found, firsts


METHODS = [kd.TOPSIS(), kd.TOPSIS("minmax"), kd.WeightedSum(), kd.WeightedProduct("sum")]


@pytest.mark.parametrize("method", METHODS, ids=repr)
@settings(max_examples=25)  # times several methods
@given(problems(candidates=(1, 5), criteria=(1, 3), values=(1, 40), zeros=True))
def test_the_changes_are_those_of_a_plain_loop(method, p):
    matrix, weights, benefit = p
    problem = made(matrix, benefit)
    found = kd.rank_reversal(problem, weights, method)
    changes, firsts = expected_changes(problem, weights, method)
    assert {tuple(pair) for pair in found.changes()} == changes
    assert {name: test.first_changed for name, test in found.tests.items()} == firsts
    assert len(found.changes()) == len(set(found.changes()))
    assert kd.RankReversal.from_json(found.to_json()).to_dict() == found.to_dict()


@given(problems(candidates=(2, 7), criteria=(2, 3), values=(1, 60)))
def test_contradictions_of_pairs_are_those_of_a_plain_loop(p):
    matrix, weights, benefit = p
    problem = made(matrix, benefit)
    names = problem.candidate_names
    above = set()
    for a, b in permutations(names, 2):
        scores = kd.rank(problem.select([a, b]), weights).scores
        if sign(dict(zip([a, b], scores, strict=True)), a, b) == "above":
            above.add((a, b))
    expected = set()
    for a, b, c in permutations(names, 3):
        if {(a, b), (b, c)} <= above and (a, c) not in above:
            start = [a, b, c].index(min(a, b, c)) if (c, a) in above else 0
            expected.add(((a, b, c) * 2)[start : start + 3])
    found = kd.rank_reversal(problem, weights)
    assert set(found.cycles) == expected
    assert found.n_cycles == len(expected)


def test_a_cycle_counts_once():
    """Condorcet: alone, minmax counts the criteria that are won; each wins two against the next."""
    problem = made([[1, 2, 3], [2, 3, 1], [3, 1, 2]], [True] * 3)
    found = kd.rank_reversal(problem, [1, 1, 1], kd.WeightedSum("minmax"))
    assert (found.n_cycles, found.cycles) == (1, (("a1", "a3", "a2"),))


# ---- no false alarm ------------------------------------------------------------------------------


FIXED = [
    (kd.TOPSIS("bounds"), (0, 10)),
    (kd.TOPSIS("bounds", p=1), (0, 10)),
    (kd.TOPSIS("none", ideal=None, anti_ideal=None), "given"),
    (kd.WeightedSum("bounds"), (0, 10)),
    (kd.WeightedSum("none"), None),
    (kd.WeightedProduct("max"), None),  # proportions of two are nobody else's business
    (kd.WeightedProduct("sum"), None),
]


@pytest.mark.parametrize(("method", "bounds"), FIXED, ids=str)
@settings(max_examples=25)  # times several methods
@given(problems(candidates=(1, 7), criteria=(1, 4), values=(1, 40)))
def test_fixed_scales_are_immune(method, bounds, p):
    """Law 4: bounds, or given ideals with a normalization that does not read the data."""
    matrix, weights, benefit = p
    if bounds == "given":
        best, worst = np.where(benefit, 11.0, -1.0), np.where(benefit, -1.0, 11.0)
        method, bounds = kd.TOPSIS("none", ideal=best, anti_ideal=worst), None
    found = kd.rank_reversal(made(matrix, benefit, bounds), weights, method)
    assert found.immune, str(found)


@given(
    problems(candidates=(2, 4), criteria=(2, 4), values=(1, 40)),
    st.randoms(),
    st.sampled_from([kd.WeightedSum("bounds"), kd.TOPSIS("bounds")]),
)
def test_permuted_duplicates_give_no_alarm(p, random, method):
    """Every row stands twice, in any order, and the columns in any order: nothing but rounding
    can tell twins apart, and other sums of the same numbers are other floats."""
    matrix, weights, benefit = p
    rows = [*range(len(matrix))] * 2
    columns = [*range(len(weights))]
    random.shuffle(rows)
    random.shuffle(columns)
    problem = made(matrix[np.ix_(rows, columns)] * 0.1, benefit[columns], (0, 10))
    assert kd.rank_reversal(problem, weights[columns], method).immune


@pytest.mark.parametrize("method", [kd.TOPSIS(), kd.WeightedSum("vector")], ids=repr)
@settings(max_examples=25)  # times several methods
@given(problems(candidates=(2, 4), criteria=(2, 4), values=(1, 40)), st.randoms())
def test_twins_never_part(method, p, random):
    """Scales from the data move, and move twins alike."""
    matrix, weights, benefit = p
    rows = [*range(len(matrix))] * 2
    random.shuffle(rows)
    problem = made(matrix[rows] * 0.1, benefit)
    for pair in kd.rank_reversal(problem, weights, method).changes():
        a, b = (problem.candidate_index(name) for name in (pair.a, pair.b))
        assert rows[a] != rows[b]


@pytest.mark.parametrize("order", [*permutations(range(3))], ids=str)
def test_rounding_is_a_tie(order):
    """0.1 + 0.2 and 0.3 are two floats and one score, in whatever order they are added up."""
    rows = np.array([[0.1, 0.2, 0.3], [0.3, 0.1, 0.2], [0.2, 0.3, 0.1]])[:, list(order)]
    found = kd.rank_reversal(made(rows, [True] * 3, (0, 1)), [1, 1, 1], kd.WeightedSum("bounds"))
    assert found.immune


# ---- what was run, and what is shown -------------------------------------------------------------


def test_what_was_run():
    """Three candidates: the third is worst in all, so that a worse copy of it is a copy."""
    found = kd.rank_reversal(made([[3, 2], [2, 3], [1, 1]], [True, True]), [0.5, 0.5])
    assert {name: test.runs for name, test in found.tests.items()} == {
        "drop": 3, "copy": 3, "worse copy": 2, "worst": 1, "pair": 3,
    }  # fmt: skip
    assert tuple(found.tests) == TESTS
    assert not any(test.refused for test in found.tests.values())
    assert found.weights.values.tolist() == [0.5, 0.5]


def test_first_places_that_change():
    """a1, a2, a3 of Garcia-Cascales and Lamata: all four first, then a2 alone."""
    problem = made(GARCIA_LAMATA["inputs"]["after"]["matrix"], [True, True])
    found = kd.rank_reversal(problem, [0.5, 0.5], kd.TOPSIS("max"))
    assert found.tests["drop"] == kd.ReversalTest(4, 2, 2, 0)
    assert found.tests["copy"] == kd.ReversalTest(4, 0, 0, 0)
    assert found.tests["pair"] == kd.ReversalTest(6, 5, 5, 0)


def test_a_changed_problem_that_the_method_refuses_is_counted():
    """Under minmax a given ideal has no place in a pair that is constant."""
    problem = made([[1, 2], [1, 5], [3, 3]], [True, True])
    found = kd.rank_reversal(problem, [0.5, 0.5], kd.TOPSIS("minmax", ideal=[4, 6]))
    assert found.tests["pair"].refused == 1
    assert found.tests["pair"].runs == 2
    assert found.tests["drop"].refused == 1
    assert {(p.a, p.b) for p in found.changes("pair")} & {("a1", "a2"), ("a2", "a1")} == set()


def test_weights_that_read_the_data_are_asked_once():
    class FromData:
        asked = 0

        def weigh(self, problem):
            self.asked += 1
            spread = problem.matrix.std(axis=0)
            return kd.DirectWeights(spread).weigh(problem)

    scheme = FromData()
    kd.rank_reversal(made([[1, 2], [1, 5], [3, 3]], [True, True]), scheme)
    assert scheme.asked == 1


def test_the_tables():
    problem = kd.DecisionProblem(
        [kd.Criterion("water", "benefit"), kd.Criterion("will", "benefit")],
        [kd.Candidate("T", label="Tuban"), "Ngawi", "Blora", "Rembang"],
        GARCIA_LAMATA["inputs"]["after"]["matrix"],
    )
    found = kd.rank_reversal(problem, [0.5, 0.5], kd.TOPSIS("max"))
    tests, changes = found.tables()
    assert tests.headers == ("test", "runs", "changed", "first place changed", "refused")
    assert tests.rows[0] == ("one dropped", "4", "2", "2", "0")
    assert changes.rows[0] == (
        "one dropped", "Tuban", "Ngawi tied with Blora", "Blora above Ngawi",
    )  # fmt: skip
    assert len(changes.rows) == 10
    assert changes.caption == "and 1 more"
    tests, changes = found.tables("id")
    assert tests.rows[4] == ("tiap pasangan tersendiri", "6", "5", "5", "0")
    assert changes.rows[0][2:] == ("Ngawi seri dengan Blora", "Blora di atas Ngawi")
    frame = found.to_frame()
    assert len(frame) == 11
    assert frame.iloc[0].tolist() == ["drop", "T", "Ngawi", "Blora", "tied", "below"]
    assert pd.isna(frame.iloc[-1]["subject"])  # None or NaN, as the version of pandas has it
    calm = kd.rank_reversal(problem, [0.5, 0.5], kd.WeightedSum("none"))
    assert [table.caption for table in calm.tables()] == ["no pair changed its order"]


def test_contradictions_are_said():
    """Three candidates, each above the next when two of them stand alone."""
    rng = np.random.default_rng(1)
    for _ in range(200):
        problem = made(rng.integers(1, 10, (4, 3)), [True, False, True])
        found = kd.rank_reversal(problem, [1, 1, 1])
        if found.n_cycles == 1:
            break
    a, b, c = found.cycles[0]
    assert (
        str(found)
        .split("\n\n")[0]
        .endswith(
            f"pairs alone contradict one another 1 times: {a} above {b} above {c}, "
            f"but not {a} above {c}"
        )
    )


def test_a_single_candidate_has_no_pairs():
    found = kd.rank_reversal(made([[1, 2]], [True, True]), [1, 1])
    assert found.immune
    assert {name: test.runs for name, test in found.tests.items()} == {
        "drop": 0, "copy": 1, "worse copy": 0, "worst": 1, "pair": 0,
    }  # fmt: skip


def test_inputs_stay_as_they_are():
    x = np.array([[9.0, 1], [4, 4], [1, 9]])
    kept = x.copy()
    found = kd.rank_reversal(made(x, [True, False]), [1, 2])
    np.testing.assert_array_equal(x, kept)
    assert not found.changed.flags.writeable


def test_what_is_refused():
    problem = made([[9, 0], [4, 4]], [True, False])
    assert message(kd.rank_reversal, [[1]], [1], "TOPSIS", tie_tolerance=2) == (
        "3 faults:\n"
        "  1. problem: no DecisionProblem; got list.\n"
        "  2. method: no method; got 'TOPSIS', expected an object such as kd.TOPSIS().\n"
        "  3. tie_tolerance: no tolerance; got 2, expected 0 to 1."
    )
    assert message(kd.rank_reversal, problem, [1, 1], kd.WeightedSum()) == (
        "criterion 'c2': normalization 'max' takes no 0 in a cost column: it divides by the value. "
        "Hint: use 'minmax', 'vector' or 'bounds'."
    )
    assert message(kd.rank_reversal(problem, [1, 1]).changes, "dropp") == (
        "test: unknown choice; got 'dropp', expected one of 'drop', 'copy', 'worse copy', 'worst', "
        "'pair'. Hint: did you mean 'drop'?"
    )
