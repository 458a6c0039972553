"""VIKOR against peers and the paper's formulas; its compromise solution; what is refused."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

import kadmcdm as kd
from kadmcdm import core
from messages import message
from strategies import on_many, problems

CLOSE = {"rtol": 1e-10, "atol": 1e-10}
SHARES = (0.0, 0.25, 0.5, 1.0)


def types_of(benefit):
    return np.where(benefit, 1, -1)


def is_open(problem):
    """S, R and every column differ: where peers divide 0 by 0, we have an answer of our own."""
    parts = core.vikor_parts(*problem)
    flat = core.is_constant(problem[0]).any()
    return not flat and all(np.ptp(row) > 1e-9 for row in (parts.S, parts.R))


@on_many(v=SHARES)
def test_equals_pymcdm(problem, v):
    import pymcdm

    if not is_open(problem):
        return
    matrix, weights, benefit = problem
    got = pymcdm.methods.VIKOR(v=v)(matrix, weights, types_of(benefit), validation=False)
    np.testing.assert_allclose(kd.VIKOR(v).scores(*problem), -got, **CLOSE)


@on_many(v=SHARES)
def test_equals_pyrepo(problem, v):
    peer = pytest.importorskip("pyrepo_mcda.mcda_methods")
    if not is_open(problem):
        return
    matrix, weights, benefit = problem
    got = peer.VIKOR(v=v)(matrix, weights, types_of(benefit))
    np.testing.assert_allclose(kd.VIKOR(v).scores(*problem), -got, **CLOSE)


@on_many(criteria=(1, 5), v=SHARES)
def test_equals_the_formulas_written_out(problem, v):
    """Opricovic and Tzeng (2004), sec. 2, one number at a time; 0/0 is 0."""
    x, w, benefit = (part.tolist() for part in problem)
    m, n = len(x), len(w)
    s, r = [], []
    for i in range(m):
        lacks = []
        for j in range(n):
            column = [row[j] for row in x]
            best, worst = (max(column), min(column)) if benefit[j] else (min(column), max(column))
            lacks.append(w[j] * (best - x[i][j]) / (best - worst) if best != worst else 0.0)
        s.append(sum(lacks))
        r.append(max(lacks))

    def place(value, values):
        width = max(values) - min(values)
        return (value - min(values)) / width if width > 1e-12 * max(values) else 0.0

    q = [v * place(s[i], s) + (1 - v) * place(r[i], r) for i in range(m)]
    parts = core.vikor_parts(*problem, v=v)
    np.testing.assert_allclose(parts.S, s, **CLOSE)
    np.testing.assert_allclose(parts.R, r, **CLOSE)
    # Differences of S are divided by their range, and rounding with them.
    slack = 1e-14 / min([np.ptp(row) for row in (s, r) if np.ptp(row) > 1e-12] or [1.0])
    np.testing.assert_allclose(parts.Q, q, rtol=0, atol=max(1e-10, slack))


def by_the_paper(q, s, r, *, tolerance):
    """Opricovic and Tzeng's step (e), with ties."""
    m = len(q)
    order = sorted(range(m), key=lambda i: (core.ranks(-q)[i], i))
    enough = 1 / (m - 1) - tolerance
    first, second = sorted(q)[:2]
    advantage = second - first >= enough
    winners = np.flatnonzero(core.ranks(-q) == 1)
    stable = all(core.ranks(-s)[i] == 1 or core.ranks(-r)[i] == 1 for i in winners)
    if not advantage:
        return advantage, stable, [i for i in order if q[i] - first < enough]
    if not stable:
        return advantage, stable, [i for i in order if core.ranks(-q)[i] <= 2]
    return advantage, stable, order[:1]


@on_many(criteria=(1, 5), v=SHARES)
def test_the_compromise_follows_the_paper(problem, v):
    matrix, weights, benefit = problem
    directions = np.where(benefit, "benefit", "cost").tolist()
    data = kd.DecisionProblem.from_arrays(matrix, directions)
    found = kd.compromise(kd.rank(data, weights, kd.VIKOR(v)))
    advantage, stable, members = by_the_paper(
        found.Q, found.S, found.R, tolerance=1e-9 * found.Q.max()
    )
    assert (found.acceptable_advantage, found.acceptable_stability) == (advantage, stable)
    assert found.members == tuple(data.candidate_names[i] for i in members)
    assert kd.Compromise.from_json(found.to_json()).to_dict() == found.to_dict()


def ranked(rows, weights, v=0.5):
    problem = kd.DecisionProblem.from_arrays(rows, ["benefit"] * len(rows[0]))
    return kd.rank(problem, weights, kd.VIKOR(v))


STABLE = ranked([[9, 9, 8], [2, 3, 1], [1, 4, 2], [3, 1, 3], [0, 0, 0]], [0.4, 0.3, 0.3])


def test_a_winner_that_stands_alone():
    found = kd.compromise(STABLE)
    assert found.members == ("a1",)
    assert found.acceptable_advantage
    assert found.acceptable_stability
    assert found.least_advantage == 0.25
    assert found.describe() == (
        "a1 is the compromise by itself. C1, acceptable advantage: yes; the second is "
        f"{found.advantage:.3f} behind, and at least 0.250 is asked for. C2, acceptable "
        "stability: yes; a1: best by S and by R."
    )


def test_the_words_in_indonesian():
    found = kd.compromise(STABLE)
    said = found.describe("id")
    assert said.startswith("a1 menjadi solusi kompromi sendirian. C1, keunggulan yang memadai: ya;")
    assert said.endswith("C2, kestabilan yang memadai: ya; a1: terbaik menurut S dan menurut R.")
    (table,) = found.tables("id")
    assert table.headers == ("peringkat", "calon", "Q", "S", "R", "kompromi")
    assert [row[-1] for row in table.rows] == ["ya", "-", "-", "-", "-"]
    assert "lang" in message(found.describe, "fr")


def test_no_advantage_puts_those_close_behind_into_the_compromise():
    found = kd.compromise(ranked([[5, 8, 4], [7, 6, 8], [8, 8, 6], [7, 4, 6]], [0.3, 0.4, 0.3]))
    assert not found.acceptable_advantage
    assert found.members == ("a3", "a2")
    assert found.describe().startswith("a3 and a2 are the compromise together. C1, ")
    frame = found.to_frame()
    assert frame["compromise"].tolist() == [False, True, True, False]
    assert frame["rank"].tolist() == [3, 2, 1, 4]


def test_without_stability_the_second_belongs_too():
    found = kd.Compromise(
        candidate_names=("a", "b", "c"),
        S=np.array([0.2, 0.1, 0.9]),
        R=np.array([0.2, 0.3, 0.1]),
        Q=np.array([0.0, 0.5, 1.0]),
        v=0.5,
        weights=STABLE.weights,
        tie_tolerance=1e-9,
        digest="",
    )
    assert found.acceptable_advantage  # 0.5 is just what 1 / (3 - 1) asks for
    assert not found.acceptable_stability
    assert found.members == ("a", "b")
    assert "C2, acceptable stability: no; a: best by neither S nor R" in str(found)


def test_tied_winners_belong_together():
    found = kd.compromise(ranked([[4, 1], [1, 4], [0, 0]], [0.5, 0.5]))
    assert not found.acceptable_advantage
    assert found.members == ("a1", "a2")
    assert "a1 and a2: best by S and by R" in found.describe()
    assert "a1 dan a2: terbaik menurut S dan menurut R" in found.describe("id")
    each = kd.Compromise(
        candidate_names=("a", "b", "c"),
        S=np.array([0.1, 0.2, 0.9]),
        R=np.array([0.2, 0.1, 0.9]),
        Q=np.array([0.0, 0.0, 1.0]),
        v=0.5,
        weights=STABLE.weights,
        tie_tolerance=1e-9,
        digest="",
    )
    assert each.acceptable_stability
    assert "a and b: each best by S or by R" in each.describe()


def test_equal_s_or_r_leave_the_other_to_decide():
    """S is 0.5 for both; a1 loses 0.5 on one criterion, a2 0.25 on two."""
    weights, benefit = np.array([0.5, 0.25, 0.25]), np.full(3, True)
    parts = core.vikor_parts(np.array([[0.0, 1, 1], [1, 0, 0]]), weights, benefit)
    assert parts.S.tolist() == [0.5, 0.5]
    assert parts.Q.tolist() == [0.5, 0.0]
    assert core.vikor_parts(np.ones((3, 3)), weights, benefit).Q.tolist() == [0.0, 0.0, 0.0]


def test_s_that_differs_by_rounding_only_is_equal():
    """0.1 + 0.2 and 0.3: a range of rounding is not stretched to [0, 1]."""
    weights = np.array([0.1, 0.2, 0.3])
    parts = core.vikor_parts(np.array([[1.0, 1, 0], [0, 0, 1]]), weights, np.full(3, True))
    assert parts.S[0] != parts.S[1]
    assert core.vikor_parts(
        np.array([[1.0, 1, 0], [0, 0, 1]]), weights, np.full(3, True), v=1.0
    ).Q.tolist() == [0.0, 0.0]


def test_a_constant_column_changes_nothing():
    rows = np.array([[5.0, 8, 4], [7, 6, 8], [8, 8, 6]])
    with_one = np.column_stack([rows, np.full(3, 0.1)])
    weights, benefit = np.array([0.3, 0.4, 0.2, 0.1]), np.full(4, True)
    np.testing.assert_array_equal(
        core.vikor_parts(with_one, weights, benefit).Q,
        core.vikor_parts(rows, weights[:3], benefit[:3]).Q,
    )


@given(problem=problems(candidates=(2, 6), criteria=(1, 5)), v=st.sampled_from(SHARES))
def test_a_contrast_adds_up_to_the_difference(problem, v):
    matrix, weights, benefit = problem
    directions = np.where(benefit, "benefit", "cost").tolist()
    ranking = kd.rank(kd.DecisionProblem.from_arrays(matrix, directions), weights, kd.VIKOR(v))
    gap = ranking.contrast("a1", "a2").contributions.sum()
    scale = 1e-14 / min(
        [np.ptp(ranking.details[k]) for k in "SR" if np.ptp(ranking.details[k]) > 1e-12] or [1.0]
    )
    np.testing.assert_allclose(gap, ranking.scores[0] - ranking.scores[1], atol=max(1e-10, scale))


def test_what_is_refused():
    assert message(kd.VIKOR, 1.5) == "VIKOR.v: no share; got 1.5, expected a number in [0, 1]."
    assert message(kd.VIKOR, True) == "VIKOR.v: no share; got True, expected a number in [0, 1]."
    problem = kd.DecisionProblem.from_arrays([[1, 2], [2, 1]], ["benefit"] * 2)
    assert message(kd.compromise, kd.rank(problem, [0.5, 0.5])) == (
        "ranking: no ranking by VIKOR; got TOPSIS, expected kd.rank(problem, weights, kd.VIKOR())."
    )
    assert "got DecisionProblem" in message(kd.compromise, problem)
    alone = kd.rank(problem.select(candidates=["a1"]), [0.5, 0.5], kd.VIKOR())
    assert message(kd.compromise, alone) == (
        "ranking: nobody to be ahead of; got 1 candidate, expected 2 or more."
    )


def test_pyrepo_counts_a_constant_column():
    """Why it is held against ours only where every column varies."""
    peer = pytest.importorskip("pyrepo_mcda.mcda_methods")
    rows = np.array([[1.0, 9, 0.1], [2, 5, 0.1], [3, 1, 0.1]])
    weights, benefit = np.array([0.3, 0.2, 0.5]), np.full(3, True)
    theirs = peer.VIKOR()(rows, weights, types_of(benefit))
    without = peer.VIKOR()(rows[:, :2], weights[:2], types_of(benefit[:2]))
    assert np.abs(theirs - without).max() > 0.1
    np.testing.assert_allclose(-kd.VIKOR().scores(rows, weights, benefit), without, **CLOSE)


def test_whoever_is_just_the_least_advantage_behind_is_outside():
    found = kd.Compromise(
        candidate_names=("a", "b", "c", "d"),
        S=np.array([0.1, 0.2, 0.3, 0.9]),
        R=np.array([0.1, 0.2, 0.3, 0.9]),
        Q=np.array([0.0, 0.1, 1 / 3, 1.0]),
        v=0.5,
        weights=STABLE.weights,
        tie_tolerance=1e-9,
        digest="",
    )
    assert found.members == ("a", "b")
