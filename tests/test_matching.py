"""Matchings: published cases, and all matchings of small instances tried one by one."""

from __future__ import annotations

import pickle
from itertools import combinations, permutations

import numpy as np
import pandas as pd
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from helpers import golden
from kadmcdm import partnership as pt
from kadmcdm.core.matching import blocking, deferred_acceptance, stable_pairs
from messages import faults, message
from test_mutual import CRITERIA, EQUAL, LABELS, NEAR, TABLE


def read(text):
    """Return "aA bB" as a set of pairs."""
    return {tuple(pair) for pair in text.split()}


def two_sided(matched, left, right, left_quotas, right_quotas):
    """Tell by the definition whether a set of pairs is a stable matching; ranks are by position."""
    mine = {a: [y for x, y in matched if x == a] for a in left}
    theirs = {b: [x for x, y in matched if y == b] for b in right}
    if any(len(mine[a]) > left_quotas[a] for a in left):
        return False
    if any(len(theirs[b]) > right_quotas[b] for b in right):
        return False
    if any(b not in left[a] or a not in right[b] for a, b in matched):
        return False

    def wants(who, whom, held, quota):
        if whom not in who:
            return False
        return len(held) < quota or any(who.index(whom) < who.index(other) for other in held)

    return not any(
        (a, b) not in matched
        and wants(left[a], b, mine[a], left_quotas[a])
        and wants(right[b], a, theirs[b], right_quotas[b])
        for a in left
        for b in right
    )


def all_stable(left, right, left_quotas, right_quotas):
    """Return all stable matchings, found by trying every set of pairs that both accept."""
    pairs = [(a, b) for a in left for b in left[a] if a in right[b]]
    return [
        set(chosen)
        for size in range(len(pairs) + 1)
        for chosen in combinations(pairs, size)
        if two_sided(set(chosen), left, right, left_quotas, right_quotas)
    ]


def lists(of, among):
    return st.fixed_dictionaries(
        {name: st.permutations(among).flatmap(
            lambda order: st.integers(0, len(order)).map(lambda k: list(order[:k]))
        ) for name in of}
    )  # fmt: skip


@st.composite
def instances(draw, most=3):
    a = list("abc"[: draw(st.integers(1, most))])
    b = list("XYZ"[: draw(st.integers(1, most))])
    left, right = draw(lists(a, b)), draw(lists(b, a))
    quotas = {name: draw(st.integers(1, 2)) for name in (*a, *b)}
    return left, right, quotas


# ---- two sides ---------------------------------------------------------------------------------


@pytest.mark.parametrize("case", golden("stable_matching"))
def test_published_cases_of_two_sides(case):
    left, right = ({k: list(v) for k, v in case["inputs"][side].items()} for side in
                   ("left", "right"))  # fmt: skip
    found = pt.stable_matching(left, right)
    assert set(found.left_optimal) == read(case["expected"]["left_optimal"])
    assert set(found.right_optimal) == read(case["expected"]["right_optimal"])
    assert not found.unique
    one = dict.fromkeys((*left, *right), 1)
    stable = all_stable(left, right, one, one)
    assert sorted(map(sorted, stable)) == sorted(
        sorted(read(text)) for text in case["expected"]["stable"]
    )
    for text in case["expected"]["stable"]:  # and no other complete matching is
        assert two_sided(read(text), left, right, one, one)
    complete = [set(zip(left, order, strict=True)) for order in permutations(right)]
    assert sum(two_sided(m, left, right, one, one) for m in complete) == len(stable)


@given(instances())
def test_both_extremes_by_trying_all(instance):
    """Stable; the best for each proposer and the worst for each receiver; same who stays out."""
    left, right, quotas = instance
    found = pt.stable_matching(left, right, quotas=quotas)
    stable = all_stable(left, right, quotas, quotas)
    assert set(found.left_optimal) in stable
    assert set(found.right_optimal) in stable
    assert found.unique == (len(stable) == 1)
    assert found.blocking_pairs == ()

    def places(side, matched, name):
        """Return the places of a region's partners, ascending: fewer and lower are better."""
        mine = [b if a == name else a for a, b in matched if name in (a, b)]
        return sorted(side[name].index(other) for other in mine)

    counts = {name: len(found.partners(name)) for name in quotas}
    for other in stable:
        for side, best, worst in (
            (left, found.left_optimal, found.right_optimal),
            (right, found.right_optimal, found.left_optimal),
        ):
            for name in side:
                at = [places(side, matched, name) for matched in (best, other, worst)]
                # Rural hospitals: everybody fills as many places in every stable matching.
                assert len(at[0]) == len(at[1]) == len(at[2]) == counts[name]
                assert at[0] <= at[1] <= at[2]
                assert all(x <= y <= z for x, y, z in zip(*at, strict=True))
                if counts[name] < quotas[name]:  # and with the same partners, if places are free
                    assert at[0] == at[1] == at[2]
    free = {name: quotas[name] - count for name, count in counts.items() if count < quotas[name]}
    assert found.free_places == free
    assert set(found.unmatched) == {name for name, count in counts.items() if not count}


@given(instances())
def test_who_asks_is_a_matter_of_names(instance):
    left, right, quotas = instance
    one = pt.stable_matching(left, right, quotas=quotas)
    two = pt.stable_matching(right, left, quotas=quotas, proposers="right")
    assert set(one.pairs) == {(a, b) for b, a in two.pairs}
    assert set(one.right_optimal) == {(a, b) for b, a in two.left_optimal}
    asked = pt.stable_matching(left, right, quotas=quotas, proposers="right")
    assert asked.pairs == one.right_optimal


@given(instances(), st.sampled_from(["input_order", "random"]), st.integers(0, 5))
def test_stable_with_ties_broken_is_stable_with_ties(instance, ties, seed):
    """Scores of two values, so that most are tied."""
    left, right, quotas = instance
    coarse = [
        {name: {other: float(k < 1) for k, other in enumerate(said)} for name, said in side.items()}
        for side in (left, right)
    ]
    found = pt.stable_matching(*coarse, quotas=quotas, ties=ties, rng=seed)
    ranks = []
    for one, other in (coarse, coarse[::-1]):
        row = np.zeros((len(one), len(other)), dtype=np.int64)
        for i, said in enumerate(one.values()):
            for j, name in enumerate(other):
                row[i, j] = 0 if name not in said else 1 if said[name] else 2
        ranks.append(row)
    limits = [np.array([quotas[name] for name in side]) for side in coarse]
    for pairs in (found.left_optimal, found.right_optimal):
        matched = np.zeros(ranks[0].shape, dtype=bool)
        for a, b in pairs:
            matched[list(left).index(a), list(right).index(b)] = True
        assert not blocking(*ranks, matched, *limits).any()
    assert (found.seed is not None) == (ties == "random")


def test_ties_are_refused_by_name_or_broken_as_said():
    left = {"a": {"X": 1, "Y": 1}, "b": {"X": 2, "Y": 2}}
    right = {"X": ["a", "b"], "Y": ["a", "b"]}
    said = message(pt.stable_matching, left, right)
    assert "region 'a': it ranks some alike; got 'X', 'Y'" in said
    assert "region 'b': it ranks some alike" in said
    found = pt.stable_matching(left, right, ties="input_order")
    assert found.pairs == (("a", "X"), ("b", "Y"))
    assert found.ties_broken == 2
    assert "ties broken by the order given: 2" in str(found)
    drawn = {pt.stable_matching(left, right, ties="random", rng=k).pairs for k in range(20)}
    assert drawn == {(("a", "X"), ("b", "Y")), (("a", "Y"), ("b", "X"))}
    again = pt.stable_matching(left, right, ties="random", rng=3)
    assert again.to_json() == pt.stable_matching(left, right, ties="random", rng=3).to_json()
    assert "one lottery: 2; seed 3" in str(again)
    close = {"a": {"X": 0.3, "Y": 0.1 + 0.2}}
    assert "alike" in message(pt.stable_matching, close, {"X": ["a"], "Y": ["a"]})


@pytest.fixture(scope="module")
def ranking():
    return pt.mutual_ranking(TABLE, CRITERIA, {"35.22": EQUAL}, regions=NEAR, n_samples=50, rng=3)


def test_sides_of_a_mutual_ranking(ranking):
    left, right = NEAR[:3], NEAR[3:]
    found = pt.stable_matching(left, right, ranking, ties="input_order")
    lists_ = [
        {a: sorted(theirs, key=lambda b, a=a: ranking.pair(a, b).ranks[0]) for a in mine}
        for mine, theirs in ((left, right), (right, left))
    ]
    plain = pt.stable_matching(*lists_)
    assert (found.left_optimal, found.right_optimal) == (plain.left_optimal, plain.right_optimal)
    assert found.labels["35.22"] == "Kabupaten Bojonegoro"
    assert found.simulated
    for lang, label in LABELS.items():
        assert all(label in table.caption for table in found.tables(lang))
        assert label in found.describe(lang)
        assert label not in str(plain) + plain.describe(lang)
    assert found.to_frame()["simulated"].all()
    high = dict.fromkeys(NEAR, 0.6)
    some = pt.stable_matching(left, right, ranking, ties="input_order", thresholds=high)
    assert all(min(ranking.pair(*pair).scores) >= 0.6 for pair in some.pairs)
    none = pt.stable_matching(left, right, ranking, ties="input_order", thresholds=1.1)
    assert none.pairs == ()
    assert none.unmatched == (*left, *right)
    assert none.unique


def test_quotas_of_both_sides():
    """One center that takes two, and two regions that take two partners each."""
    left = {"a": ["X", "Y"], "b": ["X", "Y"], "c": ["X"]}
    right = {"X": ["c", "b", "a"], "Y": ["a"]}
    found = pt.stable_matching(left, right, quotas={"X": 2, "a": 2})
    assert found.pairs == (("a", "Y"), ("b", "X"), ("c", "X"))
    assert found.free_places == {"a": 1}
    assert found.unmatched == ()
    assert found.partners("X") == ("b", "c")
    alone = pt.stable_matching(left, right)
    assert alone.pairs == (("a", "Y"), ("c", "X"))
    assert alone.unmatched == ("b",)
    assert "Without a partner: b." in alone.describe()
    assert "Tanpa mitra: b." in alone.describe("id")


def test_a_matching_shows_both_ranks_and_the_other_way():
    (case,) = (param.values[0] for param in golden("stable_matching"))
    left, right = ({k: list(v) for k, v in case["inputs"][side].items()} for side in
                   ("left", "right"))  # fmt: skip
    asked = pt.stable_matching(left, right, proposers="right")
    (table,) = asked.tables()
    assert table.rows[0] == ("A", "b", "1", "3", "a")
    assert "The right side asks: 3 pairs" in table.caption
    frame = asked.to_frame()
    assert len(frame) == 6
    assert frame.loc["a+A", ["left_rank", "right_rank"]].tolist() == [1, 3]
    assert frame["left_optimal"].sum() == frame["right_optimal"].sum() == 3
    pd.testing.assert_frame_equal(
        frame.reset_index(), asked.to_frame(backend="polars").to_pandas(), check_dtype=False
    )


def test_all_that_is_wrong_with_two_sides_at_once():
    found = faults(
        pt.stable_matching,
        {"a": ["X", "Q", "X"], "b": "X", "c": ["c"], "X": []},
        {"X": {"a": float("nan"), "b": "high"}, "Y": [7]},
        quotas={"a": 0, "b": -1, "c": 1.5, "X": True, "Z": 1},
        proposers="both", ties="first",
    )  # fmt: skip
    said = "\n".join(map(str, found))
    for part in (
        "proposers: unknown choice", "ties: unknown choice", "region 'X': it stands on both sides",
        "left: preferences of 'a': unknown region; got 'Q'",
        "left: preferences of 'a': it stands more than once; got 'X'",
        "left: preferences of 'b': no preferences; got 'X'",
        "left: preferences of 'c': a region is no partner of itself",
        "right: preferences of 'X': no score of 'a'; got nan",
        "right: preferences of 'X': no score of 'b'; got 'high'",
        "right: preferences of 'Y': no code; got 7",
        "quota of region 'a': no quota; got 0", "quota of region 'b': no quota; got -1",
        "quota of region 'c': no quota; got 1.5", "quota of region 'X': no quota; got True",
        "quota of region 'Z': unknown name",
    ):  # fmt: skip
        assert part in said
    assert len(found) == 15


def test_sides_that_cannot_be_read(ranking):
    ask = pt.stable_matching
    assert "left: there are no regions" in message(ask, [], ["35.22"], ranking)
    assert "left: no list of codes; got '35.22'" in message(ask, "35.22", ["35.23"], ranking)
    said = message(ask, ["35.22", "35.22"], ["35.99"], ranking)
    assert "left: region '35.22': the name stands more than once" in said
    assert "region '35.99': unknown name" in said
    assert "codes without preferences" in message(ask, ["a"], {"b": ["a"]})
    assert "preferences beside a ranking" in message(ask, {"35.22": []}, ["35.23"], ranking)
    assert "ranking: no MutualRanking; got dict" in message(ask, ["a"], ["b"], {})
    assert "a list has no scores" in message(ask, {"a": ["b"]}, {"b": {"a": 1}}, thresholds=1)
    assert "quotas: no quota; got 0" in message(ask, {"a": ["b"]}, {"b": ["a"]}, quotas=0)
    found = pt.stable_matching({"a": ["b"]}, {"b": ["a"]})
    assert "region 'c'" in message(found.partners, "c")
    assert "rng: no source" in message(ask, {"a": ["b"]}, {"b": ["a"]}, ties="random", rng=-1)


# ---- one pool ----------------------------------------------------------------------------------


def all_matchings(people):
    if not people:
        yield set()
        return
    first, *rest = people
    yield from all_matchings(rest)
    for other in rest:
        for more in all_matchings([p for p in rest if p != other]):
            yield {(first, other)} | more


def pool_stable(matched, wants):
    """Tell by the definition; `wants` maps each to a score by name."""
    mine = dict.fromkeys(wants) | dict(matched) | {b: a for a, b in matched}

    def rather(p, q):
        return q in wants[p] and (mine[p] is None or wants[p][q] > wants[p][mine[p]])

    accepted = all(b in wants[a] and a in wants[b] for a, b in matched)
    return accepted and not any(
        (p, q) not in matched and rather(p, q) and rather(q, p) for p, q in combinations(wants, 2)
    )


def from_lists(preferences):
    return {
        name: {other: float(len(said) - k) for k, other in enumerate(said)}
        for name, said in preferences.items()
    }


@pytest.mark.parametrize("case", golden("stable_roommates"))
def test_published_cases_of_one_pool(case):
    wants = from_lists(case["inputs"]["preferences"])
    found = pt.pool_matching(wants)
    stable = [m for m in all_matchings(list(wants)) if pool_stable(m, wants)]
    assert stable == [read(text) for text in case["expected"]["stable"]]
    assert (found.stable is None) == (not stable)
    if stable:
        assert set(found.stable) == stable[0]
    assert found.blocking_pairs == tuple(
        (a, b) for a, b in combinations(wants, 2)
        if (a, b) in pool_blocking(set(found.pairs), wants)
    )  # fmt: skip


def pool_blocking(matched, wants):
    """Return the pairs that a matching leaves unsatisfied, by adding them to what is allowed."""
    mine = dict(matched) | {b: a for a, b in matched}

    def rather(p, q):
        return q in wants[p] and (p not in mine or wants[p][q] > wants[p][mine[p]])

    return {
        (p, q) for p, q in combinations(wants, 2)
        if (p, q) not in matched and rather(p, q) and rather(q, p)
    }  # fmt: skip


@st.composite
def pools(draw, most=6, distinct=True):
    names = list("abcdef"[: draw(st.integers(2, most))])
    if distinct:
        return from_lists({
            name: draw(lists([name], [n for n in names if n != name]))[name] for name in names
        })  # fmt: skip
    return {
        name: {n: draw(st.integers(0, 4)) for n in names if n != name and draw(st.booleans())}
        for name in names
    }


@given(pools(), st.booleans())
def test_the_largest_sum_and_the_stable_one_by_trying_all(wants, most):
    found = pt.pool_matching(wants, max_cardinality=most)
    ok = {
        (a, b): min(wants[a][b], wants[b][a])
        for a, b in combinations(wants, 2)
        if b in wants[a] and a in wants[b]
    }
    possible = [m for m in all_matchings(list(wants)) if m <= set(ok)]
    size = max(map(len, possible)) if most else 0
    best = max(sum(ok[pair] for pair in m) for m in possible if len(m) >= size)
    assert found.total == sum(ok[pair] for pair in found.pairs) == best
    assert found.values.tolist() == [ok[pair] for pair in found.pairs]
    assert len(found.pairs) >= size
    assert set(found.blocking_pairs) == pool_blocking(set(found.pairs), wants)
    stable = [m for m in possible if pool_stable(m, wants)]
    assert (found.stable is None) == (not stable)
    assert found.stable is None or set(found.stable) in stable
    matched = {name for pair in found.pairs for name in pair}
    assert set(found.unmatched) == set(wants) - matched


def test_as_many_as_possible_may_cost_some_of_the_sum():
    path = {"a": {"b": 1}, "b": {"a": 1, "c": 5}, "c": {"b": 5, "d": 1}, "d": {"c": 1}}
    assert pt.pool_matching(path).pairs == (("b", "c"),)
    most = pt.pool_matching(path, max_cardinality=True)
    assert most.pairs == (("a", "b"), ("c", "d"))
    assert (most.total, most.blocking_pairs) == (2.0, (("b", "c"),))


@given(pools(5, distinct=False), st.sampled_from(["input_order", "random"]))
def test_pools_with_ties(wants, ties):
    found = pt.pool_matching(wants, ties=ties, rng=1)
    assert set(found.blocking_pairs) == pool_blocking(set(found.pairs), wants)
    if found.stable is not None:
        assert pool_stable(set(found.stable), wants)


def test_a_pool_of_a_mutual_ranking(ranking):
    found = pt.pool_matching(ranking, ties="input_order")
    mutual = ranking.mutual()
    best = max(sum(mutual[NEAR.index(a), NEAR.index(b)] for a, b in m) for m in all_matchings(NEAR))
    assert found.total == pytest.approx(best, rel=1e-12)  # of sums in two orders
    assert found.simulated
    for lang, label in LABELS.items():
        assert all(label in table.caption for table in found.tables(lang))
        assert label in found.describe(lang)
    four = pt.pool_matching(ranking, regions=NEAR[:4], rule="nash", thresholds=0.3,
                            ties="input_order")  # fmt: skip
    assert set(four.codes) == set(NEAR[:4])
    for (a, b), value in zip(four.pairs, four.values, strict=True):
        assert value == pytest.approx(np.prod(np.array(ranking.pair(a, b).scores) - 0.3))
    above = pt.pool_matching(ranking, thresholds={"35.22": 2.0}, ties="input_order")
    assert "35.22" in above.unmatched
    assert pt.pool_matching(ranking, thresholds=2.0).pairs == ()


def test_what_a_pool_says():
    cycle = {"a": {"b": 3, "c": 2}, "b": {"c": 3, "a": 2}, "c": {"a": 3, "b": 2}}
    found = pt.pool_matching(cycle)
    assert "No matching of this pool is stable." in found.describe()
    assert "1 pair would rather have each other." in found.describe()
    assert "Tidak ada pencocokan yang stabil" in found.describe("id")
    assert found.tables()[1].title == "Would rather have each other"
    plain = pt.pool_matching({"a": {"b": 1}, "b": {"a": 1}})
    assert "It is stable" in plain.describe()
    frame = found.to_frame()
    assert frame["matched"].tolist() == [True, False]
    assert frame["blocking"].tolist() == [False, True]
    assert np.isnan(frame["mutual"].iloc[1])


def test_all_that_is_wrong_with_a_pool():
    said = message(
        pt.pool_matching, {"a": {"b": float("inf"), "Q": 1}, "b": ["a"]}, rule="mean",
        regions=["a", "c"], max_cardinality=1, ties="x", thresholds={"z": 1},
    )  # fmt: skip
    for part in (
        "rule: unknown choice", "max_cardinality: neither", "ties: unknown choice",
        "region 'c': unknown name", "no score of 'b'; got inf", "unknown region; got 'Q'",
        "preferences of 'b': a list has no scores", "threshold of region 'z': unknown name",
    ):  # fmt: skip
        assert part in said
    assert "preferences: no preferences; got list" in message(pt.pool_matching, [1])
    assert "regions: too few" in message(pt.pool_matching, {"a": {}})
    assert "some are negative" in message(
        pt.pool_matching, {"a": {"b": -1}, "b": {"a": 1}}, rule="geometric"
    )


# ---- kernels, and round trips ------------------------------------------------------------------


def test_matchings_at_size_are_stable_and_in_time():
    rng = np.random.default_rng(4)
    n = 200
    ranks = np.zeros((n, n), dtype=np.int64)
    for row in range(n):
        order = rng.permutation([k for k in range(n) if k != row])
        ranks[row, order] = np.arange(1, n)
    one, two = np.ones(n // 2, dtype=np.int64), np.full(n // 2, 2)
    left, right = ranks[: n // 2, n // 2 :], ranks[n // 2 :, : n // 2]
    matched = deferred_acceptance(left, right, two, one)
    assert not blocking(left, right, matched, two, one).any()
    assert (matched.sum(axis=1) <= 2).all()
    assert (matched.sum(axis=0) <= 1).all()
    partner = stable_pairs(ranks)
    if partner is not None:
        both = np.zeros((n, n), dtype=bool)
        both[np.flatnonzero(partner >= 0), partner[partner >= 0]] = True
        every = np.ones(n, dtype=np.int64)
        assert not blocking(ranks, ranks, both, every, every).any()


def test_a_stable_pool_at_size_is_found():
    """Scores that are the same from both sides always leave one."""
    rng = np.random.default_rng(5)
    u = rng.random((60, 60))
    u = (u + u.T) / 2
    ranks = np.zeros((60, 60), dtype=np.int64)
    for row in range(60):
        order = [k for k in np.argsort(-u[row]) if k != row]
        ranks[row, order] = np.arange(1, 60)
    partner = stable_pairs(ranks)
    assert partner is not None
    assert (partner[partner] == np.arange(60)).all()
    both = np.zeros((60, 60), dtype=bool)
    both[np.arange(60), partner] = True
    one = np.ones(60, dtype=np.int64)
    assert not blocking(ranks, ranks, both, one, one).any()


@settings(max_examples=20)
@given(instances(), pools())
def test_round_trips(instance, wants):
    left, right, quotas = instance
    assume(left and right)
    for made in (pt.stable_matching(left, right, quotas=quotas), pt.pool_matching(wants)):
        kind = type(made)
        assert kind.from_json(made.to_json()).to_dict() == made.to_dict()
        assert pickle.loads(pickle.dumps(made)).to_dict() == made.to_dict()
        for lang in ("en", "id"):
            assert made.tables(lang)
            assert made.describe(lang)
