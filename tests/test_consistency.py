"""What judgments say against one another: indices, the ones that hurt, the least repair."""

import pickle
import warnings
from itertools import combinations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.optimize import minimize

import kadmcdm as kd
from kadmcdm import core
from kadmcdm.judgments import repair
from messages import message
from strategies import SAATY, comparisons, incomplete

PC = kd.PairwiseComparisons
CLOSE = {"rtol": 1e-12, "atol": 1e-12}
ABC = ["a", "b", "c"]
few = settings(max_examples=25)


def compared(matrix):
    return PC._of([f"x{k}" for k in range(len(matrix))], matrix)


def random_matrix(rng, n, missing=0.0):
    """Return random answers of the scale, connected."""
    while True:
        matrix = np.ones((n, n))
        for i, j in combinations(range(n), 2):
            matrix[i, j] = np.nan if rng.random() < missing else rng.choice(SAATY)
            matrix[j, i] = 1 / matrix[i, j]
        if core.is_connected(matrix):
            return matrix


# ---- indices by plain loops ----------------------------------------------------------------------


@given(incomplete(orders=(1, 7)))
def test_the_geometric_index_is_the_mean_squared_error(matrix):
    n = len(matrix)
    found = core.geometric_consistency_index(matrix)
    if not core.is_connected(matrix):
        assert np.isnan(found)
        return
    w = core.least_squares_vector(matrix)
    judged = [(i, j) for i, j in combinations(range(n), 2) if not np.isnan(matrix[i, j])]
    errors = [np.log(matrix[i, j] * w[j] / w[i]) ** 2 for i, j in judged]
    redundant = len(judged) - (n - 1)
    assert found == pytest.approx(sum(errors) / redundant if redundant else 0, abs=1e-12)


@given(comparisons(orders=(3, 8)))
def test_the_geometric_index_of_complete_matrices(matrix):
    """Aguarón and Moreno-Jiménez (2003), equation 5."""
    n, w = len(matrix), np.exp(np.log(matrix).mean(axis=1))
    errors = sum(np.log(matrix[i, j] * w[j] / w[i]) ** 2 for i, j in combinations(range(n), 2))
    expected = 2 / ((n - 1) * (n - 2)) * errors
    assert core.geometric_consistency_index(matrix) == pytest.approx(expected, abs=1e-12)


@given(incomplete(orders=(1, 7)))
def test_triads_are_those_of_plain_loops(matrix):
    """Koczkodaj: min(|1 - b/(ac)|, |1 - ac/b|); a circle: each is preferred to the next."""
    worst, where, circles = 0.0, None, 0
    for i, j, k in combinations(range(len(matrix)), 3):
        a, b, c = matrix[i, j], matrix[i, k], matrix[j, k]
        if np.isnan([a, b, c]).any():
            continue
        index = min(abs(1 - b / (a * c)), abs(1 - a * c / b))
        if where is None or index > worst + 1e-9:
            worst, where = index, (i, j, k)
        circles += (a > 1 and c > 1 and b < 1) or (a < 1 and c < 1 and b > 1)
    found = core.triads(matrix)
    assert found.koczkodaj == pytest.approx(worst, abs=1e-12)
    assert found.cyclic == circles
    if where is None:
        assert found.worst.tolist() == [-1, -1, -1]
    else:
        i, j, k = found.worst
        index = abs(np.log(matrix[i, j] * matrix[j, k] * matrix[k, i]))
        assert 1 - np.exp(-index) == pytest.approx(worst, abs=1e-12)
    said = compared(matrix)
    if not said._connection_faults():
        names = said.consistency()
        assert (names.koczkodaj, names.cyclic_triads) == (found.koczkodaj, circles)
        assert names.worst_triad == tuple(said.names[k] for k in found.worst if k >= 0)


@pytest.mark.parametrize("near", [1.0, 1 + 1e-13, 1 / (1 + 1e-13)])
def test_the_rounding_of_1_is_no_preference(near):
    circle = np.array([[1, 2, 0.5], [0.5, 1, near], [2, 1 / near, 1]])
    assert core.triads(circle).cyclic == 0


@given(st.integers(1, 8), st.integers(0, 2**32 - 1), st.sampled_from([1.0, 4.0, 9.0]))
def test_consistent_judgments_have_no_inconsistency(n, seed, spread):
    w = np.exp(np.random.default_rng(seed).uniform(0, spread, n))
    judged = compared(w[:, None] / w)
    found = judged.consistency()
    assert found.consistency_ratio == pytest.approx(0, abs=1e-12)
    assert found.geometric_consistency_index == pytest.approx(0, abs=1e-20)
    assert found.koczkodaj == pytest.approx(0, abs=1e-12)
    assert found.cyclic_triads == 0
    assert judged.inconsistencies(top=None) == ()
    mended = judged.repaired()
    assert mended.changes == ()
    assert mended.comparisons is judged
    assert mended.exact


def test_indices_show_in_both_languages():
    found = PC(ABC, {("a", "b"): 2, ("b", "c"): 2, ("c", "a"): 2}).consistency()
    assert str(found).splitlines()[2:] == [
        "consistency ratio            0.476  0.100",
        "geometric consistency index  1.441  0.315",
        "Koczkodaj's index (a, b, c)  0.875",
        "cyclic triads                    1",
        "random index 0.525 (alonso-lamata-2006)",
    ]
    table = found.tables("id")[0]
    assert table.headers == ("indeks", "nilai", "batas")
    assert table.rows[0] == ("rasio konsistensi", "0,476", "0,100")
    part = PC(list("abcd"), {("a", "b"): 2, ("b", "c"): 2, ("c", "a"): 2, ("a", "d"): 1})
    assert part.consistency().geometric_limit is None
    assert part.consistency().tables()[0].rows[-1] == ("missing pairs", "2", "")
    two = PC(["a", "b"], {("a", "b"): 2}).consistency()
    assert (two.geometric_limit, two.worst_triad, two.consistency_ratio) == (None, (), 0.0)
    assert PC(["a"], {}).consistency().lambda_max == 1.0


# ---- the judgments that hurt ---------------------------------------------------------------------


@few
@given(incomplete(orders=(3, 6), connected=True))
def test_each_names_what_the_others_imply(matrix):
    judged = compared(matrix)
    found = judged.inconsistencies(top=None)
    ratio = judged.consistency().consistency_ratio
    at = {name: k for k, name in enumerate(judged.names)}
    for item in found:
        i, j = at[item.first], at[item.second]
        assert matrix[i, j] == pytest.approx(item.said, rel=1e-15)
        assert item.said >= 1
        assert item.consistency_ratio == ratio
        assert item.ratio_if_changed < ratio
        without = matrix.copy()
        without[i, j] = without[j, i] = np.nan
        assert core.complete(without)[i, j] == pytest.approx(item.implied, rel=1e-9)
        changed = matrix.copy()
        changed[i, j], changed[j, i] = item.implied, 1 / item.implied
        after = float(core.consistency_ratio(changed))
        assert after == pytest.approx(item.ratio_if_changed, abs=1e-9)
    ratios = [item.ratio_if_changed for item in found]
    assert ratios == sorted(ratios, key=lambda r: round(r, 9))
    assert judged.inconsistencies() == found[:3]
    assert judged.inconsistencies(top=1) == found[:1]


SENTENCES = [
    (("cost is", "reach", 5.0, 1.25, 0.18, 0.04), "cost is was preferred 5 times to reach; the "
     "other judgments imply 1.25 times. With that, the consistency ratio falls from 0.180 to "
     "0.040.", "cost is 5 kali lebih penting daripada reach; penilaian lain menyiratkan 1,25 kali. "
     "Dengan nilai itu rasio konsistensi turun dari 0,180 menjadi 0,040."),
    (("a", "b", 4.0, 0.25, 0.4, 0.0), "a was preferred 4 times to b; the other judgments imply the "
     "contrary: b, 4 times. With that, the consistency ratio falls from 0.400 to 0.000.",
     "a 4 kali lebih penting daripada b; penilaian lain menyiratkan sebaliknya: b, 4 kali. Dengan "
     "nilai itu rasio konsistensi turun dari 0,400 menjadi 0,000."),
    (("a", "b", 1.0, 3.0, 0.4, 0.0), "a and b were equally preferred; the other judgments imply a, "
     "3 times. With that, the consistency ratio falls from 0.400 to 0.000.", "a dan b sama "
     "penting; penilaian lain menyiratkan a, 3 kali. Dengan nilai itu rasio konsistensi turun dari "
     "0,400 menjadi 0,000."),
    (("a", "b", 1.0, 1 / 3, 0.4, 0.0), "a and b were equally preferred; the other judgments imply "
     "b, 3 times. With that, the consistency ratio falls from 0.400 to 0.000.", "a dan b sama "
     "penting; penilaian lain menyiratkan b, 3 kali. Dengan nilai itu rasio konsistensi turun dari "
     "0,400 menjadi 0,000."),
    (("a", "b", 3.0, 1.0, 0.4, 0.0), "a was preferred 3 times to b; the other judgments imply that "
     "they are equal. With that, the consistency ratio falls from 0.400 to 0.000.", "a 3 kali "
     "lebih penting daripada b; penilaian lain menyiratkan bahwa keduanya sama. Dengan nilai itu "
     "rasio konsistensi turun dari 0,400 menjadi 0,000."),
]  # fmt: skip


@pytest.mark.parametrize(("fields", "en", "indonesian"), SENTENCES)
def test_sentences(fields, en, indonesian):
    item = kd.Inconsistency(*fields)
    assert item.sentence() == en
    assert item.sentence("id") == indonesian


@pytest.mark.parametrize("top", [0, -1, 1.5, True, "3"])
def test_what_is_no_number_of_judgments(top):
    said = f"top: no number of judgments; got {top!r}, expected 1, 2, ... or None."
    assert message(PC(ABC, {("a", "b"): 2, ("b", "c"): 2}).inconsistencies, top) == said


def test_a_turned_judgment_is_found():
    """Ten items, one answer upside down: it is the first one named."""
    w = np.exp(np.linspace(0, 2, 10))
    matrix = w[:, None] / w
    matrix[2, 7], matrix[7, 2] = matrix[7, 2], matrix[2, 7]
    found = compared(matrix).inconsistencies()[0]
    assert (found.first, found.second) == ("x2", "x7")
    assert found.implied == pytest.approx(1 / found.said, rel=1e-9)
    assert found.ratio_if_changed == pytest.approx(0, abs=1e-12)
    mended = compared(matrix).repaired(0.001)
    assert [(c.first, c.second) for c in mended.changes] == [("x2", "x7")]


# ---- repair --------------------------------------------------------------------------------------


def total(mended):
    return sum(abs(np.log(change.after / change.before)) for change in mended.changes)


@pytest.mark.parametrize("n", [3, 4, 5, 6, 7])
def test_repair_keeps_its_promises(n):
    rng = np.random.default_rng(n)
    for _ in range(4 if n < 6 else 2):
        matrix = random_matrix(rng, n, 0.1 if n > 3 else 0.0)
        judged, before = compared(matrix), matrix.copy()
        mended = judged.repaired()
        np.testing.assert_array_equal(judged.matrix, before)
        assert mended.ratio_before == judged.consistency().consistency_ratio
        assert mended.ratio_after == mended.comparisons.consistency().consistency_ratio
        assert mended.ratio_after is None or mended.ratio_after <= 0.10 + 1e-12
        touched = np.zeros((n, n), dtype=bool)
        at = {name: k for k, name in enumerate(judged.names)}
        for change in mended.changes:
            i, j = at[change.first], at[change.second]
            touched[i, j] = touched[j, i] = True
            assert change.before == matrix[i, j]
            assert change.after == mended.comparisons.matrix[i, j]
            assert 1 / 9 <= change.after <= 9
            assert abs(np.log(change.after / change.before)) > 1e-9, "no change is none"
        assert mended.comparisons.matrix[~touched].tobytes() == matrix[~touched].tobytes()
        assert mended.exact == (len(mended.changes) <= 3)
        assert len(mended.comparisons.notes) == len(mended.changes)
        again = mended.comparisons.repaired(0.1 + 1e-9)
        assert again.changes == ()


def least_change(matrix, pairs, goal, rng):
    """Return the least total |log change| of some judgments by SLSQP from several starts."""
    i, j = np.array(pairs).T
    said, k, scale = np.log(matrix[i, j]), len(pairs), np.log(9)

    def value(z):
        whole = matrix.copy()
        whole[i, j] = np.exp(said + z[:k] - z[k:])
        whole[j, i] = 1 / whole[i, j]
        return np.log(np.linalg.eigvals(whole).real.max())

    bounds = [(0, scale - s) for s in said] + [(0, scale + s) for s in said]
    best = np.inf
    for _ in range(3):
        start = [rng.uniform(0, max(high, 0)) for _, high in bounds]
        found = minimize(
            np.sum, start, method="SLSQP", bounds=bounds, options={"ftol": 1e-10, "maxiter": 60},
            constraints={"type": "ineq", "fun": lambda z: goal - value(z)},
        ).x  # fmt: skip
        if value(found) <= goal + 1e-8:
            best = min(best, np.abs(found[:k] - found[k:]).sum())
    return best


@pytest.mark.parametrize("seed", range(5))
def test_no_optimizer_changes_less(seed):
    """Every set of one, then of two judgments, by brute force."""
    rng = np.random.default_rng(seed)
    judged = compared(random_matrix(rng, 4))
    mended = judged.repaired()
    limit = 4 + 0.10 * core.random_index(4) * 3
    known = list(combinations(range(4), 2))
    for size in (1, 2):
        sets = combinations(known, size)
        least = min(least_change(judged.matrix, pairs, np.log(limit), rng) for pairs in sets)
        if np.isfinite(least):
            assert len(mended.changes) == size
            assert mended.exact
            assert total(mended) == pytest.approx(least, abs=1e-5)
            assert total(mended) <= least + 1e-6
            return
    assert len(mended.changes) > 2


@pytest.mark.parametrize(
    ("n", "missing", "seed"), [(4, 0.0, 11), (4, 0.0, 51), (4, 0.0, 91), (5, 0.0, 2)]
)
def test_no_set_of_judgments_is_passed_over_wrongly(n, missing, seed):
    """Every set up to three, each solved on its own, without bounds or shortcuts."""
    rng = np.random.default_rng(seed)
    for _ in range(2):
        matrix = random_matrix(rng, n, missing)
        lost = np.isnan(matrix).sum() // 2
        limit = n + 0.10 * core.random_index(n, missing=lost) * (n - 1)
        known = [p for p in combinations(range(n), 2) if not np.isnan(matrix[p])]
        found = repair.repaired_matrix(matrix, limit)
        change = sum(abs(np.log(found.matrix[p] / matrix[p])) for p in found.pairs)
        for size in range(1, 4):
            solved = [
                repair._least_change(matrix, pairs, np.log(limit), np.inf)
                for pairs in combinations(known, size)
            ]
            least = min((each[0] for each in solved if each is not None), default=None)
            if least is not None:
                assert (len(found.pairs), found.exact) == (size, True)
                assert change == pytest.approx(least, abs=1e-7)
                break
        else:
            assert not found.exact


def test_what_hardly_changed_stays():
    matrix = np.array([[1, 9, 2], [1 / 9, 1, 3], [1 / 2, 1 / 3, 1]])
    changed = np.array([[1, 9 * (1 + 1e-12), 4], [1 / 9, 1, 3], [1 / 4, 1 / 3, 1]])
    kept = repair._without_idle(matrix, changed, ((0, 1), (0, 2)), np.log(10.0))
    assert kept.pairs == ((0, 2),)
    assert kept.matrix[0].tolist() == [1, 9, 4]
    tight = np.log(np.linalg.eigvals(changed).real.max()) - 1e-6
    assert repair._without_idle(matrix, changed, ((0, 1), (0, 2)), tight).pairs == ((0, 1), (0, 2))


@few
@given(comparisons(orders=(3, 3)))
def test_repair_of_three_items_by_a_fine_grid(matrix):
    """One judgment moved along a grid, the two others in turn: nothing nearer does."""
    mended = compared(matrix).repaired()
    if len(mended.changes) != 1:
        return
    logs = np.linspace(-np.log(9), np.log(9), 4001)
    nearest = np.inf
    for i, j in combinations(range(3), 2):
        moved = np.repeat(matrix[None], len(logs), axis=0)
        moved[:, i, j], moved[:, j, i] = np.exp(logs), np.exp(-logs)
        good = core.consistency_ratio(moved) <= 0.10
        nearest = min(nearest, np.abs(logs[good] - np.log(matrix[i, j])).min(initial=np.inf))
    assert total(mended) <= nearest + 1e-6
    assert total(mended) >= nearest - 2 * (logs[1] - logs[0])


@pytest.mark.parametrize("threshold", [1e-6, 0.001, 0.05, 0.2, 5.0])
def test_any_threshold(threshold):
    judged = PC(list("abcd"), {
        ("a", "b"): 9, ("b", "c"): 9, ("a", "c"): "1/9", ("a", "d"): 5, ("b", "d"): 3,
        ("c", "d"): 7,
    })  # fmt: skip
    mended = judged.repaired(threshold)
    assert mended.ratio_after <= max(threshold, 1e-12) * (1 + 1e-9)
    assert mended.threshold == threshold


@pytest.mark.parametrize(
    "threshold", [0, -0.1, 1e-9, float("nan"), float("inf"), "0.1", None, True]
)
def test_what_is_no_threshold(threshold):
    said = f"threshold: no ratio to get to; got {threshold!r}, expected 1e-06 or more."
    assert message(PC(ABC, {("a", "b"): 2, ("b", "c"): 2}).repaired, threshold) == said


def test_a_judgment_that_nothing_bears_on_stays():
    """A tail on a bad triad has no slope at all: it divided by 0."""
    judged = PC(list("abcde"), {
        ("a", "b"): 9, ("b", "c"): 9, ("a", "c"): "1/9", ("a", "d"): 1, ("d", "e"): 1,
    })  # fmt: skip
    mended = judged.repaired()
    assert {(c.first, c.second) for c in mended.changes} <= {("a", "b"), ("b", "c"), ("a", "c")}
    assert mended.ratio_after <= 0.10 + 1e-12


@pytest.mark.parametrize(
    "pairs",
    [
        {("a", "b"): 1e9, ("b", "c"): 1e9, ("a", "c"): 1e-9},
        {("a", "b"): 100, ("b", "c"): 100, ("a", "c"): 9},
        {
            ("a", "b"): 1e9, ("b", "c"): 1e9, ("a", "c"): 1e-9, ("a", "d"): 1e5, ("b", "d"): 1e-5,
            ("c", "d"): 1,
        },
    ],
    ids=["circle", "steep", "four"],
)  # fmt: skip
def test_new_values_are_on_the_scale_whatever_was_said(pairs):
    judged = PC(sorted({name for pair in pairs for name in pair}), pairs)
    mended = judged.repaired()
    assert all(1 / 9 <= change.after <= 9 for change in mended.changes)
    assert mended.ratio_after <= 0.10 + 1e-12


@pytest.mark.parametrize("order", [(0, 1, 2), (2, 1, 0), (1, 2, 0)])
def test_where_all_tie_the_most_extreme_judgment_changes(order):
    """In a triad each of the three does as well as the others."""
    matrix = np.array([[1, 2, 9], [1 / 2, 1, 1 / 2], [1 / 9, 2, 1]])[np.ix_(order, order)]
    change = PC.from_matrix([ABC[k] for k in order], matrix).repaired().changes[0]
    assert {change.first, change.second} == {"a", "c"}
    assert max(change.after, 1 / change.after) == pytest.approx(2.63, abs=0.005)


def test_the_last_resort_is_consistent():
    """Where the search gives up, the nearest consistent judgments within the scale do."""
    matrix = random_matrix(np.random.default_rng(0), 5)
    found = repair.repaired_matrix(matrix, 5 * (1 + 1e-15))
    assert not found.exact
    assert np.linalg.eigvals(found.matrix).real.max() == pytest.approx(5, abs=1e-12)
    assert found.matrix.max() <= 9


def test_repairs_are_proposals_with_their_changes():
    judged = PC(ABC, {("a", "b"): "0,2", ("b", "c"): 5, ("c", "a"): 5})
    mended = judged.repaired()
    change = mended.changes[0]
    assert mended.comparisons.notes == (
        f"judgment of {change.first!r} against {change.second!r}: {change.before:.4g} changed to "
        f"{change.after:.4g} (repaired)",
    )
    assert judged.notes == ()
    table = mended.tables("id")[0]
    assert table.headers == ("penilaian", "semula", "menjadi")
    assert table.caption.startswith("rasio konsistensi 0,281")
    greedy = compared(random_matrix(np.random.default_rng(3), 7)).repaired()
    assert not greedy.exact
    assert greedy.tables()[0].caption.endswith("chosen one by one: fewer or smaller changes may do")


def test_results_travel_as_json():
    judged = compared(random_matrix(np.random.default_rng(1), 5, 0.2))
    for result in (judged.consistency(), judged.repaired(), judged.repaired(100.0)):
        twins = [
            type(result).from_json(result.to_json()),
            type(result).from_dict(result.to_dict()),
            pickle.loads(pickle.dumps(result)),
        ]
        for twin in twins:
            assert twin.to_dict() == result.to_dict()
            assert str(twin) == str(result)
    mended = judged.repaired()
    twin = kd.Repair.from_json(mended.to_json())
    assert twin.changes == mended.changes
    assert twin.comparisons.matrix.tobytes() == mended.comparisons.matrix.tobytes()


# ---- scales --------------------------------------------------------------------------------------

SCALES = {
    "saaty": {1: 1, 3: 3, 9: 9},
    "balanced": {1: 1, 3: 1.5, 5: 14 / 6, 9: 9},  # (9 + x) / (11 - x)
    "power": {1: 1, 3: 9, 9: 81},
    "geometric": {1: 1, 3: 4, 9: 256},
    "logarithmic": {1: 1, 3: 2, 7: 3, 9: np.log2(10)},
    "root_square": {1: 1, 4: 2, 9: 3},
}


@pytest.mark.parametrize("scale", SCALES)
def test_grades_on_another_scale(scale):
    for grade, value in SCALES[scale].items():
        for pair, expected in ((("a", "b"), value), (("b", "a"), 1 / value)):
            rescaled = PC(["a", "b"], {pair: grade}).rescaled(scale)
            assert rescaled.matrix[0, 1] == pytest.approx(expected, rel=1e-14)
            assert rescaled.notes == (f"grades on the scale {scale!r}",)
            assert PC.from_json(rescaled.to_json()).matrix.tobytes() == rescaled.matrix.tobytes()
    part = PC(ABC, {("a", "b"): 3})
    assert part.rescaled(scale).missing == part.missing


def test_grades_off_the_scale_have_no_other():
    judged = PC(ABC, {("a", "b"): 10, ("b", "c"): 0.1, ("a", "c"): 9})
    assert message(judged.rescaled, "power") == (
        "2 faults:\n  1. judgment of 'a' against 'b': off the scale; got 10, expected a value from "
        "1/9 to 9.\n  2. judgment of 'b' against 'c': off the scale; got 0.1, expected a value "
        "from 1/9 to 9."
    )
    assert message(PC(["a"], {}).rescaled, "log").startswith("scale: unknown choice; got 'log'")


@pytest.mark.parametrize("prioritization", ["eigenvector", "geometric_mean", "column_mean"])
@pytest.mark.parametrize("missing", [0.0, 0.3])
@pytest.mark.filterwarnings("ignore::kadmcdm.KadmcdmWarning")
def test_scales_side_by_side_are_those_one_after_the_other(prioritization, missing):
    judged = compared(random_matrix(np.random.default_rng(2), 5, missing))
    found = judged.compare_scales(prioritization)
    assert found.scales == tuple(SCALES)
    assert found.names == judged.names
    for scale, values, ratio in zip(
        found.scales, found.values, found.consistency_ratios, strict=True
    ):
        alone = judged.rescaled(scale).priorities(prioritization)
        np.testing.assert_allclose(values, alone.values, rtol=1e-9)
        assert ratio == pytest.approx(alone.consistency_ratio, abs=1e-9)
    twin = kd.ScaleComparison.from_json(found.to_json())
    assert twin.to_dict() == found.to_dict()
    assert str(pickle.loads(pickle.dumps(found))) == str(found)
    assert found.tables("id")[0].headers[0] == "skala"


def test_scales_of_what_nothing_can_contradict():
    chain = PC(ABC, {("a", "b"): 3, ("b", "c"): 2}).compare_scales()
    assert np.isnan(chain.consistency_ratios).all()
    assert kd.ScaleComparison.from_json(chain.to_json()).to_dict() == chain.to_dict()
    assert str(chain).splitlines()[2].split()[-1] == "-"
    judged = PC(ABC, {("a", "b"): 10})
    assert message(judged.compare_scales).startswith("judgments: they fall apart")
    assert message(judged.compare_scales, "best").startswith("2 faults:\n  1. prioritization: unk")
    assert message(PC(ABC, {("a", "b"): 10, ("b", "c"): 1}).compare_scales).startswith(
        "judgment of 'a' against 'b': off the scale; got 10"
    )


# ---- the rest ------------------------------------------------------------------------------------

SELECTIONS = [
    (["a", "a"], "item 'a': the name stands more than once; got rows 1, 2, expected unique names."),
    ([], "names: there is nothing to compare; expected at least one."),
    ("ab", "names: no list; got 'ab', expected a list of names."),
    (["x"], "item 'x': unknown name. Hint: known names: 'a', 'b', 'c'."),
]


@pytest.mark.parametrize(("names", "said"), SELECTIONS)
def test_selections_that_are_refused(names, said):
    assert message(PC(ABC, {("a", "b"): 2}).select, names) == said


@given(comparisons(orders=(2, 5)), st.integers(0, 2**32 - 1))
def test_whatever_is_made_is_reciprocal_to_the_last_bit(matrix, seed):
    logs = np.log(matrix) * np.random.default_rng(seed).uniform(0.5, 1)
    made = compared(np.exp(logs)).matrix
    forth, back = np.triu_indices(len(matrix), 1)
    a, b = made[forth, back], made[back, forth]
    assert ((1 / a == b) | (a == 1 / b)).all()
    np.testing.assert_allclose(made, np.exp(logs), rtol=1e-14)


def test_a_warning_names_the_way_out():
    judged = PC(ABC, {("a", "b"): 5, ("b", "c"): 5, ("a", "c"): 1})
    with pytest.warns(kd.KadmcdmWarning, match=r"inconsistencies\(\) names those that hurt most"):
        judged.priorities()
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        judged.consistency()
        judged.inconsistencies()
        judged.repaired().comparisons.priorities()
