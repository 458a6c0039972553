"""PROMETHEE II and I against peers and the paper's formulas; thresholds; the partial order."""

import math

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import kadmcdm as kd
from kadmcdm import core
from kadmcdm.core.outranking import PREFERENCE_FUNCTIONS
from messages import faults, message
from strategies import problems

CLOSE = {"rtol": 1e-10, "atol": 1e-10}
MANY = settings(max_examples=200)
READS = {"u-shape": "q", "v-shape": "p", "level": "qp", "linear": "qp", "gaussian": "s"}


@st.composite
def methods(draw, n):
    """A preference function for each of n criteria, with the thresholds that it reads."""
    functions = draw(st.lists(st.sampled_from(PREFERENCE_FUNCTIONS), min_size=n, max_size=n))
    given = {}
    for key, least in (("q", 0), ("p", 41), ("s", 1)):  # quarters; q below p
        row = [draw(st.integers(least, least + 40)) / 4 for _ in range(n)]
        row = [
            value if key in READS.get(function, "") else None
            for value, function in zip(row, functions, strict=True)
        ]
        given[key] = row if any(value is not None for value in row) else None
    return kd.PROMETHEE2(functions, **given)


@st.composite
def problems_and_methods(draw):
    problem = draw(problems(candidates=(2, 6), criteria=(1, 4)))
    return problem, draw(methods(problem[0].shape[1]))


def strength(function, d, q, p, s):
    """Brans and Vincke (1985), one difference at a time."""
    if d <= 0:
        return 0.0
    if function == "usual":
        return 1.0
    if function == "u-shape":
        return 1.0 if d > q else 0.0
    if function == "v-shape":
        return d / p if d <= p else 1.0
    if function == "level":
        return 0.0 if d <= q else 0.5 if d <= p else 1.0
    if function == "linear":
        return 0.0 if d <= q else (d - q) / (p - q) if d <= p else 1.0
    return 1.0 - math.exp(-(d**2) / (2 * s**2))


@MANY
@given(both=problems_and_methods())
def test_equals_the_formulas_written_out(both):
    (matrix, weights, benefit), method = both
    x, w = matrix.tolist(), weights.tolist()
    m, n = len(x), len(w)
    read = [[None] * n if row is None else row for row in (method.q, method.p, method.s)]

    def index(a, b):
        total = 0.0
        for j in range(n):
            d = x[a][j] - x[b][j] if benefit[j] else x[b][j] - x[a][j]
            total += w[j] * strength(method.preference[j], d, *(row[j] for row in read))
        return total

    plus = [sum(index(a, b) for b in range(m) if b != a) / (m - 1) for a in range(m)]
    minus = [sum(index(b, a) for b in range(m) if b != a) / (m - 1) for a in range(m)]
    details = method.details(matrix, weights, benefit)
    np.testing.assert_allclose(details["phi_plus"], plus, **CLOSE)
    np.testing.assert_allclose(details["phi_minus"], minus, **CLOSE)
    np.testing.assert_allclose(
        method.scores(matrix, weights, benefit), np.subtract(plus, minus), **CLOSE
    )


PYMCDM = {
    "usual": "usual",
    "u-shape": "ushape",
    "v-shape": "vshape",
    "level": "level",
    "linear": "vshape_2",
}


@MANY
@given(
    problem=problems(candidates=(2, 6), criteria=(1, 4)),
    function=st.sampled_from(sorted(PYMCDM)),
    q=st.integers(0, 40),
    wider=st.integers(1, 40),
)
def test_equals_pymcdm(problem, function, q, wider):
    import pymcdm.methods as peers

    matrix, weights, benefit = problem
    n = len(weights)
    thresholds = {"q": q / 4, "p": (q + wider) / 4}
    read = {key: thresholds[key] for key in READS.get(function, "")}
    peer = peers.PROMETHEE_II(PYMCDM[function], **{key: [v] * n for key, v in read.items()})
    got = peer(matrix, weights, np.where(benefit, 1, -1), validation=False)
    method = kd.PROMETHEE2(function, **read)
    np.testing.assert_allclose(method.scores(*problem), got, **CLOSE)


@MANY
@given(both=problems_and_methods())
def test_equals_pyrepo(both):
    peer = pytest.importorskip("pyrepo_mcda.mcda_methods")
    (matrix, weights, benefit), method = both
    own = peer.PROMETHEE_II()
    table = {
        "usual": own._usual_function,
        "u-shape": own._ushape_function,
        "v-shape": own._vshape_function,
        "level": own._level_function,
        "linear": own._linear_function,
        "gaussian": own._gaussian_function,
    }
    n = len(weights)
    q, p, s = (row or (None,) * n for row in (method.q, method.p, method.s))
    # Its Gaussian reads s as (p + q) / 2.
    q = [value if at is None else at for value, at in zip(q, s, strict=True)]
    p = [value if at is None else at for value, at in zip(p, s, strict=True)]
    functions = [table[name] for name in method.preference]
    got = own(matrix, weights, np.where(benefit, 1, -1), functions, p=p, q=q)
    np.testing.assert_allclose(method.scores(matrix, weights, benefit), got, **CLOSE)


def test_net_flows_add_up_to_nothing_and_identical_candidates_have_none():
    rng = np.random.default_rng(9)
    matrix = rng.integers(0, 9, (6, 3)).astype(float)
    weights, benefit = np.array([0.5, 0.3, 0.2]), np.array([True, False, True])
    parts = core.promethee_parts(matrix, weights, benefit, preference="gaussian", s=2.0)
    assert abs(parts.scores.sum()) < 1e-15
    same = core.promethee_parts(matrix[:1].repeat(3, axis=0), weights, benefit)
    assert same.phi_plus.tolist() == same.phi_minus.tolist() == [0.0, 0.0, 0.0]
    assert core.promethee_parts(matrix[:1], weights, benefit).scores.tolist() == [0.0]


def test_a_column_that_is_constant_but_for_rounding_prefers_nobody():
    rows = np.array([[0.1 + 0.2, 1.0], [0.3, 2.0]])
    flows = core.preference_flows(rows, np.full(2, True))
    assert flows.plus.tolist() == [[0.0, 0.0], [0.0, 1.0]]


def test_equal_thresholds_make_linear_a_step_and_wide_differences_count_in_full():
    d = np.array([-np.inf, 0.0, 2.0, 2.5, np.inf])
    assert core.preference_degree(d, "linear", q=2, p=2).tolist() == [0, 0, 0, 1, 1]
    assert core.preference_degree(d, "level", q=2, p=2).tolist() == [0, 0, 0, 1, 1]
    for name in PREFERENCE_FUNCTIONS:
        assert core.preference_degree(d, name, q=1e-300, p=2e-300, s=1e-300)[-1] == 1.0
    far = np.array([[-1.7e308, 1.0], [1.7e308, 1.0]])
    assert core.preference_flows(far, np.full(2, True), preference="linear", q=1, p=2).plus[
        :, 0
    ].tolist() == [0.0, 1.0]


@pytest.mark.parametrize(("function", "p"), [("u-shape", None), ("level", 0.5), ("linear", 0.1)])
def test_a_difference_that_is_a_threshold_but_for_rounding_is_no_more(function, p):
    """As floats 1.1 - 1.0 is more than 0.1, and 0.3 - 0.2 less."""
    for a, b in ((1.1, 1.0), (0.3, 0.2), (0.8, 0.7)):
        flows = core.preference_flows(
            np.array([[a], [b]]), np.array([True]), preference=function, q=0.1, p=p
        )
        assert flows.plus.ravel().tolist() == [0.0, 0.0], (a, b)
    above = core.preference_flows(
        np.array([[1.1 + 1e-12], [1.0]]), np.array([True]), preference=function, q=0.1, p=p
    )
    assert above.plus[0, 0] > 0


@given(problem=problems(candidates=(2, 6), criteria=(1, 4), batched=True))
def test_many_pairs_are_compared_some_at_a_time(problem):
    matrix, _, benefit = problem
    whole = core.preference_flows(matrix, benefit, preference="linear", q=1, p=20)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("kadmcdm.core.outranking.BLOCK", 2 * matrix[..., 0].size)
        parts = core.preference_flows(matrix, benefit, preference="linear", q=1, p=20)
    for one, other in zip(whole, parts, strict=True):
        np.testing.assert_allclose(one, other, rtol=1e-14, atol=1e-15)


def test_nan_is_a_threshold_that_is_not_read():
    given = kd.PROMETHEE2(["usual", "v-shape"], p=np.array([np.nan, 2]))
    assert given == kd.PROMETHEE2(["usual", "v-shape"], p=[None, 2])
    assert message(kd.PROMETHEE2, "v-shape", p=[np.nan]) == (
        "PROMETHEE2.p[1]: missing, and 'v-shape' reads it; expected a number > 0."
    )


def test_every_fault_of_the_thresholds_is_named_at_once():
    got = faults(
        kd.PROMETHEE2,
        ["linear", "vshape", "usual", "gaussian", "level"],
        q=[2, None, 1, None, 5],
        p=[1, None, None, None, 0],
        s=[None] * 5,
    )
    assert [str(fault) for fault in got] == [
        "PROMETHEE2.q[1]: indifference beyond strict preference; got 2, expected <= 1.",
        "PROMETHEE2.preference[2]: unknown choice; got 'vshape', expected one of 'usual', "
        "'u-shape', 'v-shape', 'level', 'linear', 'gaussian'. Hint: did you mean 'v-shape'?",
        "PROMETHEE2.q[3]: 'usual' reads no q; got 1, expected None.",
        "PROMETHEE2.s[4]: missing, and 'gaussian' reads it; expected a number > 0.",
        "PROMETHEE2.p[5]: no threshold; got 0, expected a number > 0.",
        "PROMETHEE2.q[5]: indifference beyond strict preference; got 5, expected <= 0.",
    ]


def test_thresholds_for_all_criteria_are_checked_once():
    assert message(kd.PROMETHEE2, q=3) == (
        "PROMETHEE2.q: no preference function reads it. Hint: leave it out, or choose a preference "
        "function that reads it."
    )
    assert message(kd.PROMETHEE2, ["linear"] * 3, p=5) == (
        "PROMETHEE2.q: missing, and 'linear' reads it; expected a number >= 0."
    )
    assert message(kd.PROMETHEE2, "linear", q=-1, p=True) == (
        "2 faults:\n  1. PROMETHEE2.q: no threshold; got -1, expected a number >= 0.\n"
        "  2. PROMETHEE2.p: no threshold; got True, expected a number > 0."
    )
    assert message(kd.PROMETHEE2, ["usual"], q=[1, 2]) == (
        "PROMETHEE2: sequences of different lengths; got preference: 1, q: 2, expected one a "
        "criterion."
    )
    mixed = kd.PROMETHEE2(["usual", "u-shape"], q=np.array([None, np.float64(3)], dtype=object))
    assert mixed == kd.PROMETHEE2(["usual", "u-shape"], q=[None, 3])
    assert kd.PROMETHEE2(["usual", "u-shape"], q=3).q == 3  # for those that read it


def test_a_sequence_that_does_not_fit_the_criteria_is_refused():
    problem = kd.DecisionProblem.from_arrays([[1, 2], [2, 1]], ["benefit", "benefit"])
    method = kd.PROMETHEE2(["usual", "linear", "usual"], q=[None, 1, None], p=3)
    assert message(kd.rank, problem, [0.5, 0.5], method) == (
        "2 faults:\n"
        "  1. PROMETHEE2.preference: not one for each criterion; got 3, expected 2.\n"
        "  2. PROMETHEE2.q: not one for each criterion; got 3, expected 2."
    )


@given(both=problems_and_methods())
def test_the_partial_order_is_what_both_flows_say(both):
    (matrix, weights, benefit), method = both
    directions = np.where(benefit, "benefit", "cost").tolist()
    data = kd.DecisionProblem.from_arrays(matrix, directions)
    ranking = kd.rank(data, weights, method)
    found = kd.partial_order(ranking)
    m = len(matrix)
    p, i, r = found.preferred, found.indifferent, found.incomparable
    off = ~np.eye(m, dtype=bool)
    np.testing.assert_array_equal(p.astype(int) + p.T + i + r, off.astype(int))
    plus, minus = found.phi_plus, found.phi_minus
    near = 1e-9 * max(plus.max(), minus.max())
    for a in range(m):
        for b in range(m):
            gain, loss = plus[a] - plus[b], minus[a] - minus[b]
            if min(abs(gain), abs(loss)) <= 2 * near:
                continue  # ties have their own tests
            assert p[a, b] == (gain > 0 > loss)
            assert r[a, b] == (gain * loss > 0)
            assert not i[a, b]
            if p[a, b]:  # the net flow never contradicts it
                assert ranking.ranks[a] < ranking.ranks[b]
    assert kd.PartialOrder.from_json(found.to_json()).to_dict() == found.to_dict()


ROWS = [[10, 2, 1], [6, 6, 4], [1, 9, 9], [2, 3, 3], [6, 6, 4]]
PROBLEM = kd.DecisionProblem.from_arrays(ROWS, ["benefit"] * 3)
FOUND = kd.partial_order(kd.rank(PROBLEM, [0.5, 0.25, 0.25], kd.PROMETHEE2("linear", q=1, p=6)))


def test_relations_have_names():
    assert FOUND.relation("a2", "a5") == "indifferent"
    assert FOUND.relation("a1", "a2") == "incomparable"
    assert FOUND.relation("a2", "a4") == "preferred"
    assert FOUND.relation("a4", "a2") == "outranked"
    assert "unknown name" in message(FOUND.relation, "a1", "a9")
    assert ("a1", "a2") in FOUND.incomparable_pairs
    assert "a4" not in FOUND.unbeaten
    frame = FOUND.to_frame()
    assert len(frame) == 20
    row = frame[(frame["a"] == "a1") & (frame["b"] == "a2")]
    assert row["relation"].tolist() == ["incomparable"]
    row = frame[(frame["a"] == "a4") & (frame["b"] == "a2")]
    assert row["relation"].tolist() == ["outranked"]


def test_what_it_shows_in_both_languages():
    flows, relations = FOUND.tables()
    assert flows.headers == ("candidate", "leaving flow φ+", "entering flow φ-", "net flow φ")
    assert flows.numeric == {1, 2, 3}
    assert ": a1, a2, a5; incomparable: a1 with a2" in flows.caption
    assert relations.caption.startswith("P: the row is preferred to the column")
    at = {row[1]: k for k, row in enumerate(relations.rows)}
    assert relations.rows[at["a1"]][2 + at["a2"]] == "R"
    assert relations.rows[at["a2"]][2 + at["a5"]] == "I"
    assert relations.rows[at["a2"]][2 + at["a4"]] == "P"
    assert relations.rows[at["a4"]][2 + at["a2"]] == "-"
    assert relations.rows[0][2] == ""
    flows, relations = FOUND.tables("id")
    assert flows.headers[1] == "arus keluar φ+"
    assert "tidak terbandingkan: a1 dengan a2" in flows.caption
    assert FOUND.describe("id").startswith("Tidak ada yang mengungguli a1, a2, dan a5.")


def test_long_orders_show_flows_alone_and_name_ten_pairs():
    rng = np.random.default_rng(3)
    many = kd.DecisionProblem.from_arrays(rng.uniform(0, 9, (21, 4)), ["benefit"] * 4)
    found = kd.partial_order(kd.rank(many, kd.EqualWeights(), kd.PROMETHEE2("v-shape", p=9)))
    (table,) = found.tables()
    left = len(found.incomparable_pairs) - 10
    assert left > 0
    assert table.caption.endswith(f"and {left} more")


def test_a_complete_order_says_so():
    problem = kd.DecisionProblem.from_arrays([[3, 3], [2, 2], [1, 1]], ["benefit"] * 2)
    found = kd.partial_order(kd.rank(problem, [0.5, 0.5], kd.PROMETHEE2()))
    assert found.describe() == "Nobody outranks a1. Every two candidates can be compared."
    assert found.incomparable_pairs == ()


def test_only_a_ranking_by_promethee_has_a_partial_order():
    assert message(kd.partial_order, kd.rank(PROBLEM, [0.5, 0.25, 0.25])) == (
        "ranking: no ranking by PROMETHEE2; got TOPSIS, expected kd.rank(problem, weights, "
        "kd.PROMETHEE2(...))."
    )
    assert "ranking: no ranking by PROMETHEE2; got int, " in message(kd.partial_order, 3)


def test_an_explanation_tells_what_speaks_for_and_against():
    problem = kd.DecisionProblem.from_arrays([[3, 9], [4, 12], [5, 20]], ["benefit", "cost"])
    why = kd.rank(problem, [0.5, 0.5], kd.PROMETHEE2()).explain("a1")
    assert why.describe() == (
        "a1 has rank 1 with a score of 0.000. What speaks for it is c2 (0.500; 9, lower is "
        "better). What speaks against it is c1 (-0.500; 3, higher is better)."
    )
    assert "Yang memberatkannya ialah c1 (-0,500;" in why.describe("id")
