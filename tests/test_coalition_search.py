"""The exact best of all coalitions, held against listing every one of them."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from itertools import combinations
from math import comb
from typing import Any

import numpy as np
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

import kadmcdm as kd
from kadmcdm import core
from kadmcdm import partnership as pt
from kadmcdm.core import coalition_features as features
from kadmcdm.core import coalition_search as kernels
from kadmcdm.core.coalition_features import Feature
from kadmcdm.core.coalition_scale import coalitions, connected, extremes
from kadmcdm.core.coalitions import contiguous
from kadmcdm.partnership.reductions import reduction_of
from messages import faults, message

JAVA = kd.datasets.east_java()
BOJONEGORO = "35.22"
SHARED = ("x", "y", "z", "coordinates", "adjacency", "province")
LEARN = pt.Coverage(["sanitation_access", "water_access"], 100, "knowledge")


def criterion(operator: Any, direction: str = "benefit", name: str = "") -> pt.OperatorCriterion:
    return pt.OperatorCriterion(kd.Criterion(name or repr(operator), direction), operator)


FOLDED = [
    criterion(pt.JointScale("x")),
    criterion(pt.Level("y", "min")),
    criterion(pt.Level("z", "max"), "cost"),
    criterion(pt.Difference("y"), "cost"),
    criterion(pt.Gap("z"), "benefit"),
    criterion(pt.Level("z", "mean"), "cost"),
    criterion(pt.TransactionCost(), "cost"),
    criterion(pt.HaversineKm(), "cost"),
    criterion(pt.Proximity(100)),
    criterion(pt.JointScale("y", 40.0)),
    criterion(pt.Similarity("x"), "cost"),
    criterion(pt.Lift(pt.HaversineKm(), "mean"), "benefit"),
]
"""Operators whose reduction is known: over members and pairs, capped, with and without norms."""

MEASURED = [criterion(pt.SharedBorder()), criterion(pt.TargetGap(pt.Gap("x"), 0.5, 1.0))]
"""Operators that can only be called."""


def table_of(x: Any, links: Any = (), *, order: Any = None) -> pt.RegionTable:
    """Return regions with the indicators x, y, z of the (n, 3) array, their rows in any order."""
    n = len(x)
    codes = [f"{33 + k % 3}.{1 + k // 3:02d}" for k in range(n)]
    regions = [
        pt.Region(
            code, f"Kabupaten {code}", "regency", code[:2],
            lat=-7.0 - 0.05 * float(row[0] % 7), lon=111.0 + 0.1 * float(row[1] % 5),
            indicators=dict(zip("xyz", map(float, row), strict=True)),
        )
        for code, row in zip(codes, x, strict=True)
    ]  # fmt: skip
    borders = {(codes[a], codes[b]): "land" for a, b in links if a < b < n}
    if order is not None:
        regions = [regions[k] for k in order]
    return pt.RegionTable(regions, adjacency=borders)  # type: ignore[arg-type]


def listed(table: Any, items: Any, weights: Any, size: int, initiator: Any = None) -> Any:
    """Measure and score every coalition: {codes: score}, and the scores, best first."""
    codes = sorted(table.codes)
    sets = [c for c in combinations(codes, size) if initiator is None or initiator in c]
    ordered = [(initiator, *(c for c in s if c != initiator)) if initiator else s for s in sets]
    rows = np.array([table.rows(s) for s in ordered])
    matrix = np.stack([item.operator(table, rows) for item in items], axis=-1)
    benefit = np.array([item.criterion.direction == "benefit" for item in items])
    scores = core.topsis(matrix, np.asarray(weights, dtype=float), benefit)
    return dict(zip(sets, scores.tolist(), strict=True))


def together(table: Any, codes: Any) -> bool:
    """Tell whether regions hang together, by walking."""
    seen, todo = {codes[0]}, [codes[0]]
    while todo:
        here = todo.pop()
        new = [c for c in codes if c not in seen and table.border(here, c)]
        seen.update(new)
        todo += new
    return len(seen) == len(codes)


def assert_best(found: Any, scores: Any, top: int) -> None:
    """The answers are the best of the listed ones, each with its score, each once."""
    best = sorted(scores.values(), reverse=True)[:top]
    assert len(set(found.coalitions)) == len(found.coalitions) == len(best)
    # Sums over the same terms in another order: 1e-9 is far above rounding, and below any gap
    # that the grid of quarters makes.
    np.testing.assert_allclose(found.scores, best, atol=1e-9)
    own = [scores[coalition] for coalition in found.coalitions]
    np.testing.assert_allclose(found.scores, own, atol=1e-9)
    pairs = list(zip(found.losses.tolist(), found.coalitions, strict=True))
    assert pairs == sorted(pairs)


# exactness -------------------------------------------------------------------------------------


@st.composite
def questions(draw: Any) -> Any:
    n, size = draw(st.sampled_from([(5, 3), (6, 4), (8, 3), (9, 4), (7, 2), (10, 3)]))
    values = st.integers(1, draw(st.sampled_from([2, 9, 400]))).map(lambda q: q / 4)
    x = draw(st.lists(st.tuples(values, values, values), min_size=n, max_size=n))
    links = draw(st.lists(st.tuples(st.integers(0, n - 1), st.integers(0, n - 1)), max_size=12))
    items = draw(st.lists(st.sampled_from(FOLDED), min_size=1, max_size=5, unique=True))
    weights = draw(
        st.lists(st.sampled_from([1e-6, 0.0, 1.0, 3.0]), min_size=5, max_size=5)
        .map(lambda w: w[: len(items)]).filter(any)
    )  # fmt: skip
    order = draw(st.permutations(range(n)))
    table = table_of(x, links, order=order)
    initiator = draw(st.sampled_from([None, *table.codes]))
    return table, items, weights, size, initiator, draw(st.sampled_from([1, 3, 1000]))


@settings(max_examples=200, deadline=None)
@given(questions())
def test_all_searches_give_the_best_of_all(question: Any) -> None:
    table, items, weights, size, initiator, top = question
    setting = {"size": size, "top": top, "initiator": initiator, "allow_shared": SHARED}
    found = pt.search_coalitions(table, items, weights, search="enumerate", **setting)
    scores = listed(table, items, weights, size, initiator)
    assert (found.total, found.scored) == (len(scores), len(scores))
    assert_best(found, scores, top)
    other = pt.search_coalitions(table, items, weights, **setting)
    assert other.coalitions == found.coalitions
    assert other.losses.tobytes() == found.losses.tobytes()  # bit by bit
    if table.adjacency:
        for whole in (True, False):
            wanted = {s: v for s, v in scores.items() if together(table, s) is whole}
            results = []
            for search in ("enumerate", "auto"):
                call = {**setting, "search": search, "contiguous": whole}
                if not wanted:
                    text = message(pt.search_coalitions, table, items, weights, **call)
                    assert text.startswith("contiguous: no coalition is left")
                else:
                    results.append(pt.search_coalitions(table, items, weights, **call))
                    assert_best(results[-1], wanted, top)
            assert len({result.coalitions for result in results}) <= 1


@settings(max_examples=15, deadline=None)
@given(st.integers(0, 10**6), st.sampled_from([(40, 3), (24, 4), (18, 5)]), st.booleans())
@example(1, (40, 4), True)
def test_bounds_on_larger_tables(seed: int, shape: Any, coarse: bool) -> None:
    n, size = shape
    rng = np.random.default_rng(seed)
    x = rng.integers(1, 5, (n, 3)) if coarse else rng.gamma(2.0, 1.0, (n, 3)) + 0.1
    items = [FOLDED[k] for k in rng.choice(len(FOLDED), 5, replace=False)]
    weights = rng.dirichlet(np.full(5, 0.3))
    table = table_of(x)
    results = [
        pt.search_coalitions(
            table, items, weights, size=size, top=25, search=search, allow_shared=SHARED
        )
        for search in ("bound", "enumerate")
    ]
    assert [result.search for result in results] == ["bound", "enumerate"]
    assert results[0].coalitions == results[1].coalitions
    assert results[0].losses.tobytes() == results[1].losses.tobytes()
    assert results[0].scored <= results[1].scored == comb(n, size)
    if not coarse and comb(n, size) < 12_000:
        assert_best(results[0], listed(table, items, weights, size), 25)


def test_operators_that_can_only_be_called() -> None:
    rng = np.random.default_rng(3)
    table = table_of(rng.uniform(1, 9, (12, 3)), [(0, 1), (1, 2), (4, 7), (3, 9), (2, 3)])
    items = [*MEASURED, FOLDED[0], FOLDED[7]]
    found = pt.search_coalitions(table, items, [1, 2, 3, 1], size=3, top=30, allow_shared=SHARED)
    assert (found.search, found.share_scored) == ("enumerate", 1.0)
    assert_best(found, listed(table, items, [1, 2, 3, 1], 3), 30)


def test_directed_operators_of_an_initiator() -> None:
    items = [
        criterion(LEARN),
        criterion(pt.ScaleGain("population", 9e6)),
        criterion(pt.HaversineKm(), "cost"),
    ]
    for chosen, search in ((items, "enumerate"), (items[1:], "bound")):
        weights = range(1, 1 + len(chosen))
        found = pt.search_coalitions(JAVA, chosen, list(weights), size=4, initiator=BOJONEGORO)
        assert found.search == search
        assert all(BOJONEGORO in coalition for coalition in found.coalitions)
        assert_best(found, listed(JAVA, chosen, list(weights), 4, BOJONEGORO), 100)


@pytest.mark.parametrize("item", FOLDED, ids=lambda item: item.criterion.name)
@pytest.mark.parametrize("size", [2, 3, 4])
@pytest.mark.parametrize("initiator", [None, 4])
def test_reductions_are_the_operators(item: Any, size: int, initiator: Any) -> None:
    """Values, sums of squares and extremes by closed forms, against every coalition."""
    table = table_of(np.random.default_rng(size).uniform(1, 90, (9, 3)))
    pool = np.array([k for k in range(9) if k != initiator])
    others = size - (initiator is not None)
    reduction = reduction_of(item.operator, table, initiator, size)
    assert reduction is not None
    cap = np.inf if reduction.cap is None else reduction.cap
    whole = Feature(reduction.kind, reduction.values, cap=cap)
    part = features.bound_to(whole, pool, initiator, others)
    members = coalitions(len(pool), others, 0, comb(len(pool), others))
    rows = pool[members]
    if initiator is not None:
        rows = np.column_stack([np.full(len(rows), initiator), rows])
    values = features.values_of(part, members)
    np.testing.assert_allclose(values, item.operator(table, rows), rtol=1e-12)
    squares = features.sum_of_squares(part, others)
    if squares is not None:
        assert squares == pytest.approx(values @ values, rel=1e-12)
    elif others >= 3:
        assert kernels.squares(part, 9 - (initiator is not None), others, (0, 9)) == pytest.approx(
            values @ values, rel=1e-12
        )
    ends = features.ends(part, others)
    ends = ends or extremes(part, len(pool), others)
    np.testing.assert_allclose(ends, [values.min(), values.max()], rtol=1e-12)
    assert ends[0] <= values.min() <= values.max() <= ends[1]  # none lies outside, to the bit


def test_bounds_hold_for_every_completion() -> None:
    rng = np.random.default_rng(8)
    x = rng.normal(0, 3, 8)
    pairs = rng.normal(0, 3, (8, 8))
    for kind in ("sum", "min", "max", "range"):
        for values in (x, pairs + pairs.T):
            if kind == "range" and values.ndim == 2:
                continue
            for benefit in (True, False):
                feature = Feature(
                    kind, values, benefit=benefit, best=np.inf if benefit else -np.inf
                )
                ahead = features.reach(feature)
                sets = np.array(list(combinations(range(8), 4)))
                known = [sets[:, 3], sets[:, 2]]
                state = features.grown(feature, None, known[0], ())
                state = features.grown(feature, state, known[1], known[:1])
                bound = features.optimistic(feature, ahead, state, known, 2)
                own = features.values_of(feature, sets)
                assert (own <= bound).all() if benefit else (own >= bound).all()


@pytest.mark.parametrize("size", [3, 4, 5])
def test_ties_at_the_limit_are_settled_by_codes(size: int, monkeypatch: pytest.MonkeyPatch) -> None:
    """Values of 0, 1 and 2 tie everywhere; one node at a time, every limit is put to use."""
    monkeypatch.setattr(kernels, "NODES", 1)
    monkeypatch.setattr(kernels, "SORTED", 3)
    monkeypatch.setattr(kernels, "EXPANDED", 5)
    monkeypatch.setattr(kernels, "TILE", 6)
    n = 8
    every = np.array(list(combinations(range(n), size)))
    for seed in range(60):
        rng = np.random.default_rng([seed, size])
        some = []
        for kind in rng.choice(["sum", "min", "max", "range"], 3):
            pairs = kind != "range" and rng.random() < 0.6
            x = rng.integers(0, 3, (n, n) if pairs else n).astype(float)
            x = np.triu(x, 1) + np.triu(x, 1).T if pairs else x
            cap = 2.0 if kind == "sum" and rng.random() < 0.5 else np.inf
            benefit = bool(rng.random() < 0.5)
            feature = Feature(kind, x, cap=cap, benefit=benefit)
            own = features.values_of(feature, every)
            best, worst = (own.max(), own.min()) if benefit else (own.min(), own.max())
            some.append(feature._replace(best=float(best), worst=float(worst)))
        losses = kernels.ratio(some, [features.values_of(f, every) for f in some])
        for top in (1, 4):
            order = np.lexsort((*every.T[::-1], losses))[:top]
            for allow in (None, lambda members: members.sum(axis=1) % 3 > 0):
                if allow is not None:
                    kept = np.flatnonzero(allow(every))
                    order = kept[np.lexsort((*every[kept].T[::-1], losses[kept]))[:top]]
                for found in (
                    kernels.best_first(some, n, size, top, allow),
                    kernels.scan(some, n, size, (0, n), top, allow),
                ):
                    np.testing.assert_array_equal(found.members, every[order])
                    np.testing.assert_array_equal(found.losses, losses[order])


def test_the_ball_keeps_what_the_ratio_keeps() -> None:
    rng = np.random.default_rng(0)
    some = [
        Feature("sum", np.empty(0), best=1.0, worst=0.25),
        Feature("sum", np.empty(0), best=-3.0, worst=2.0),
    ]
    values = [rng.uniform(0.25, 1.0, 4000), rng.uniform(-3.0, 2.0, 4000)]
    ratio = kernels.ratio(some, values)
    for limit in (0.0, 1e-6, 0.1, 0.7, 1.5, 40.0, *ratio[:50].tolist()):
        kept = kernels.within(some, values, limit)
        assert set(np.flatnonzero(ratio <= limit)) <= set(kept)
        assert len(kept) <= (ratio <= limit * (1 + 1e-9) + 1e-9).sum()


def test_a_scale_of_ones_does_not_matter() -> None:
    x = np.random.default_rng(5).uniform(1, 9, (11, 3))
    items = [FOLDED[k] for k in (0, 1, 3, 5)]
    one, other = (
        pt.search_coalitions(table_of(x * unit), items, [1, 2, 3, 4], size=3, allow_shared=SHARED)
        for unit in (1.0, 1e200)
    )
    assert one.coalitions == other.coalitions
    np.testing.assert_allclose(one.scores, other.scores, rtol=1e-9)


# ties, constants, order ------------------------------------------------------------------------


def test_where_nothing_differs_the_codes_decide() -> None:
    table = table_of(np.ones((9, 3)), order=[4, 0, 8, 2, 1, 7, 6, 3, 5])
    expected = tuple(list(combinations(sorted(table.codes), 3))[:4])
    found = pt.search_coalitions(table, [FOLDED[0]], [1], size=3, top=4)
    assert (found.coalitions, found.scores.tolist()) == (expected, [0.5] * 4)
    some = np.ones((9, 3))
    some[:, 0] = 5, 5, 1, 1, 1, 1, 1, 1, 1  # many sums tie
    for search in ("bound", "enumerate"):
        table = table_of(some, order=[4, 0, 8, 2, 1, 7, 6, 3, 5])
        found = pt.search_coalitions(table, [FOLDED[0]], [1], size=3, top=5, search=search)  # type: ignore[arg-type]
        first, second = sorted(table.codes, key=lambda c: -table.indicator("x")[table.index(c)])[:2]
        best = [s for s in combinations(sorted(table.codes), 3) if {first, second} <= set(s)]
        assert found.coalitions == tuple(best[:5])


def test_the_order_of_rows_and_of_criteria_does_not_matter() -> None:
    x = np.random.default_rng(6).uniform(1, 9, (10, 3))
    items = [FOLDED[k] for k in (0, 1, 7)]
    setting: Any = {"size": 3, "top": 20, "allow_shared": SHARED}
    plain = pt.search_coalitions(table_of(x), items, [1, 2, 3], **setting)
    rows = table_of(x, order=np.random.default_rng(1).permutation(10))
    assert pt.search_coalitions(rows, items, [1, 2, 3], **setting).coalitions == plain.coalitions
    turned = pt.search_coalitions(table_of(x), items[::-1], [3, 2, 1], **setting)
    assert turned.coalitions == plain.coalitions


def test_tiles_and_workers_do_not_matter(monkeypatch: pytest.MonkeyPatch) -> None:
    x = np.random.default_rng(7).integers(1, 6, (16, 3))
    items = [FOLDED[k] for k in (0, 4, 7, 8)]
    setting: Any = {"size": 4, "top": 40, "search": "enumerate", "allow_shared": SHARED}
    plain = pt.search_coalitions(table_of(x), items, [1, 2, 3, 1], **setting)
    assert plain.total == plain.scored == 1820
    monkeypatch.setattr(kernels, "TILE", 7)
    monkeypatch.setattr("kadmcdm.partnership.coalition_scoring.SCANNED_A_TILE", 100)
    monkeypatch.setattr("kadmcdm.partnership.coalition_scoring.CHUNK", 13)
    with ThreadPoolExecutor(3) as pool:
        small = pt.search_coalitions(table_of(x), items, [1, 2, 3, 1], executor=pool, **setting)
    # The norms of distances are sums over tiles, which rounds in another order.
    np.testing.assert_allclose(small.losses, plain.losses, rtol=1e-12)
    assert small.scored == plain.scored
    with ThreadPoolExecutor(3) as pool:
        again = pt.search_coalitions(table_of(x), items, [1, 2, 3, 1], executor=pool, **setting)
    alone = pt.search_coalitions(table_of(x), items, [1, 2, 3, 1], **setting)
    assert again.to_json() == alone.to_json()  # workers change nothing, bit by bit


def test_inputs_are_left_alone() -> None:
    table = table_of(np.random.default_rng(9).uniform(1, 9, (8, 3)))
    before, weights = table.to_json(), np.array([1.0, 2.0])
    pt.search_coalitions(table, FOLDED[:2], weights, size=3)
    assert table.to_json() == before
    assert weights.tolist() == [1.0, 2.0]


# kernels ---------------------------------------------------------------------------------------


@pytest.mark.parametrize(("n", "size"), [(5, 1), (6, 3), (7, 7), (9, 4)])
def test_coalitions_by_number(n: int, size: int) -> None:
    every = coalitions(n, size, 0, comb(n, size))
    assert sorted(map(tuple, every.tolist())) == list(combinations(range(n), size))
    np.testing.assert_array_equal(coalitions(n, size, 1, max(1, len(every) - 1)), every[1:-1])


def test_connected_coalitions() -> None:
    rng = np.random.default_rng(2)
    half = np.triu(rng.random((9, 9)) < 0.25, 1)
    borders = half | half.T
    for first in (None, 3):
        every = [s for s in combinations(range(9), 4) if first is None or first in s]
        rows = np.array(every)
        whole = contiguous(borders[rows[:, :, None], rows[:, None, :]])
        got = connected(borders, 4, first, 10_000)
        assert got is not None
        assert list(map(tuple, got.tolist())) == [tuple(row) for row in rows[whole].tolist()]
    assert connected(np.ones((30, 30), dtype=bool), 4, None, 10) is None


# screens ---------------------------------------------------------------------------------------


def without(code: str, rule: str = "S9") -> pt.Screen:
    def test(table: pt.RegionTable, members: tuple[int, ...]) -> Any:
        out = code in {table.codes[row] for row in members}
        return ("fail" if out else "pass", "told")

    return pt.Screen(rule, "told", "told", test)


def test_screens_remove_answers_and_nothing_else() -> None:
    items = [criterion(pt.JointScale("population")), criterion(pt.HaversineKm(), "cost")]
    plain = pt.search_coalitions(JAVA, items, [1, 1], size=3, top=400)
    gone = plain.coalitions[0][0]
    found = pt.search_coalitions(JAVA, items, [1, 1], size=3, top=10, screens=[without(gone)])
    left = [k for k, coalition in enumerate(plain.coalitions) if gone not in coalition][:10]
    assert found.coalitions == tuple(plain.coalitions[k] for k in left)
    np.testing.assert_array_equal(found.losses, plain.losses[left])  # the norms are those of all
    assert dict(found.screened) == {"S9": left[-1] - 9}
    assert "S9" not in found.unchecked
    assert "S1" in found.unchecked
    assert f"screened out among the best: S9: {left[-1] - 9}" in str(found)


def test_screens_that_remove_everything_say_so_with_counts() -> None:
    items = [criterion(pt.JointScale("population")), criterion(pt.HaversineKm(), "cost")]
    rules = [without(BOJONEGORO), without("35.78", "own")]
    text = message(
        pt.search_coalitions, JAVA, items, [1, 1],
        size=3, initiator=BOJONEGORO, screens=rules,
    )  # fmt: skip
    assert text == (
        "screens: all 741 coalitions fail a screen; got removed by rule: S9: 741, own: 38."
    )
    text = message(pt.rank_pairs, table_of(np.ones((2, 3))), FOLDED[:1], [1],
                   screens=[without("33.01")])  # fmt: skip
    assert "every partnership fails a screen; got 1 screened out (S9: 1)" in text


def test_screens_look_at_a_bounded_number(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("kadmcdm.partnership.search.LOOKED_AT", 500)
    items = [criterion(pt.JointScale("population"))]
    few = pt.Screen("S10", "told", "told", lambda t, m: ("fail" if sum(m) % 40 else "pass", "told"))
    text = message(pt.search_coalitions, JAVA, items, [1], size=3, screens=[few])
    assert "screens: of the best 500 coalitions only " in text
    assert text.endswith("Hint: ask for a smaller top.")
    never = pt.Screen("S10", "told", "told", lambda t, m: ("fail", "told"))
    text = message(pt.search_coalitions, JAVA, items, [1], size=3, screens=[never])
    assert "screens: the best 500 coalitions fail a screen" in text
    assert "S10: 500" in text


def test_regions_that_cannot_sign_are_screened_out() -> None:
    regions = list(table_of(np.random.default_rng(2).uniform(1, 9, (8, 3))))
    regions[0] = replace(regions[0], autonomous=False)
    table = pt.RegionTable(regions)
    found = pt.search_coalitions(table, FOLDED[:1], [1], size=3, top=200)
    assert found.screened["S5"] == comb(7, 2)
    assert len(found.coalitions) == comb(7, 3)
    text = message(pt.search_coalitions, table, FOLDED[:1], [1], size=3, initiator=regions[0].code)
    assert "screens: all 21 coalitions fail a screen; got removed by rule: S5: 21" in text
    assert len(pt.rank_pairs(table, FOLDED[:1], [1]).ranking.scores) == comb(7, 2)


# what each member adds -------------------------------------------------------------------------


def test_marginal_values_are_scores_with_and_without() -> None:
    x = np.random.default_rng(4).uniform(1, 9, (10, 3))
    table = table_of(x)
    items = [FOLDED[0], FOLDED[1], FOLDED[3]]
    weights = np.array([0.5, 0.2, 0.3])
    found = pt.search_coalitions(table, items, weights, size=3, top=5, allow_shared=SHARED)
    every = np.array(list(combinations(range(10), 3)))
    matrix = np.stack([item.operator(table, every) for item in items], axis=-1)
    norm = np.sqrt((matrix**2).sum(axis=0))
    benefit = np.array([True, True, False])
    high, low = matrix.max(axis=0), matrix.min(axis=0)
    best, worst = np.where(benefit, high, low), np.where(benefit, low, high)

    def score(rows: Any) -> float:
        v = np.clip([float(item.operator(table, np.array(rows))) for item in items], low, high)
        near, far = (np.linalg.norm(weights * (v - end) / norm) for end in (best, worst))
        return float(far / (near + far))

    for codes, added in zip(found.coalitions, found.marginal_values, strict=True):
        rows = table.rows(codes).tolist()
        expected = [score(rows) - score([r for r in rows if r != gone]) for gone in rows]
        np.testing.assert_allclose(added, expected, atol=1e-12)
    name = "+".join(found.coalitions[1])
    assert found.marginal(name) == dict(
        zip(found.coalitions[1], found.marginal_values[1].tolist(), strict=True)
    )


def test_marginal_values_that_mean_nothing_are_nan() -> None:
    near = [criterion(pt.HaversineKm(), "cost")]
    assert np.isnan(pt.search_coalitions(JAVA, near, [1], size=2).marginal_values).all()
    gain = [criterion(pt.ScaleGain("population", 9e6))]
    found = pt.search_coalitions(JAVA, gain, [1], size=3, initiator="35.78", top=4)
    own = np.array([row.index("35.78") for row in found.coalitions])
    assert np.isnan(found.marginal_values[np.arange(4), own]).all()
    assert np.isnan(found.marginal_values).sum() == 4
    assert len(found.tables()) == 2


# the result ------------------------------------------------------------------------------------


def result() -> pt.CoalitionSearch:
    items = [
        criterion(pt.HaversineKm(), "cost", "distance"),
        criterion(pt.JointScale("population"), name="people"),
    ]
    return pt.search_coalitions(
        JAVA, items, {"people": 1, "distance": 3}, size=3, top=25, initiator=BOJONEGORO,
        contiguous=True,
    )  # fmt: skip


def test_the_result_travels_and_shows() -> None:
    found = result()
    assert found.search == "connected"
    again = pt.CoalitionSearch.from_json(found.to_json())
    assert again.to_dict() == found.to_dict()
    assert again.digest == found.digest
    assert not found.scores.flags.writeable
    frame = found.to_frame()
    assert list(frame.columns) == [
        "rank", "score", "loss", "distance", "people",
        "member_1", "member_2", "member_3", "adds_1", "adds_2", "adds_3",
    ]  # fmt: skip
    assert frame.index[0] == "+".join(found.coalitions[0])
    text = str(found)
    assert "Best coalitions of 3, with Kabupaten Bojonegoro" in text
    assert "the best 20 of 741 coalitions; exact, grown along borders, 5% of them scored" in text
    assert "connected territories only" in text
    assert "What each member of the first adds" in text
    indonesian = "\n".join(table.to_text() for table in found.tables("id"))
    assert "Koalisi terbaik beranggota 3, dengan Kabupaten Bojonegoro" in indonesian
    assert "hanya wilayah yang bersambung" in indonesian
    assert "belum diperiksa" in indonesian


def test_the_digest_knows_the_question() -> None:
    items = [criterion(pt.HaversineKm(), "cost")]
    digests = {
        pt.search_coalitions(JAVA, items, [1], size=size, top=top, initiator=first).digest
        for size, top, first in ((3, 5, None), (3, 6, None), (4, 5, None), (3, 5, BOJONEGORO))
    }
    assert len(digests) == 4


def test_all_pairs() -> None:
    items = [criterion(pt.HaversineKm(), "cost"), criterion(pt.JointScale("population"))]
    ranked = pt.rank_pairs(JAVA, items, [1, 2])
    assert (ranked.initiator, len(ranked.ranking.scores)) == (None, 780)
    scores = listed(JAVA, items, [1, 2], 2)
    for name, score in zip(ranked.ranking.problem.candidate_names, ranked.ranking.scores,
                           strict=True):  # fmt: skip
        assert score == pytest.approx(scores[tuple(name.split("+"))], abs=1e-12)
    found = pt.search_coalitions(JAVA, items, [1, 2], size=2, top=5)
    assert tuple("+".join(c) for c in found.coalitions) == ranked.ranking.order[:5]
    assert pt.PartnershipRanking.from_json(ranked.to_json()).to_dict() == ranked.to_dict()
    assert "All pairs" in str(ranked)
    assert ranked.tables("id")[0].title == "Semua pasangan"
    best = ranked.ranking.problem.candidates[0]
    assert best.attributes["distance_km"] == pytest.approx(ranked.ranking.problem.matrix[0, 0])
    sums = pt.rank_pairs(JAVA, items, [1, 2], method=kd.WeightedSum("minmax"))
    assert sums.ranking.method.name == "WeightedSum"


# bad input -------------------------------------------------------------------------------------

NEAR = [criterion(pt.HaversineKm(), "cost", "distance")]


@pytest.mark.parametrize(
    ("setting", "expected"),
    [
        ({"size": 41}, "size: larger than the table; got 41, expected at most 40, the regions"),
        ({"size": 1}, "size: no size of a coalition; got 1, expected a whole number, 2 or more."),
        ({"size": True}, "size: no size of a coalition; got True"),
        ({"size": 2.0}, "size: no size of a coalition; got 2.0"),
        ({"size": 3, "top": 0}, "top: no number of answers; got 0, expected a whole number"),
        ({"size": 3, "initiator": "35.99"}, "region '35.99': no such code in the table"),
        ({"size": 3, "search": "fast"}, "search: unknown choice 'fast'"),
        ({"size": 2, "search": "bound"}, "it leaves fewer than three members to choose"),
    ],
)
def test_bad_settings(setting: Any, expected: str) -> None:
    text = message(pt.search_coalitions, JAVA, NEAR, [1], **setting)
    assert expected.replace("unknown choice 'fast'", "") in text


def test_all_faults_come_at_once() -> None:
    gain = [*NEAR, criterion(LEARN, name="gain")]
    got = faults(
        pt.search_coalitions, table_of(np.ones((3, 3))), gain, [1, 1],
        size=9, top=0, contiguous=True,
    )  # fmt: skip
    assert [fault.where for fault in got] == ["size", "top", "criterion 'gain'", "contiguous"]
    assert got[2].what == "Coverage depends on who asks"
    text = message(pt.rank_pairs, JAVA, gain, [1, 1])
    assert text == ("criterion 'gain': Coverage depends on who asks. Hint: say initiator=code.")


def test_missing_values_are_named() -> None:
    gap = criterion(pt.Gap("fiscal_capacity_ratio"), "cost", "gap")
    text = message(pt.search_coalitions, JAVA, [gap], [1], size=3)
    assert "3 faults" in text
    assert (
        "criterion 'gap': indicator 'fiscal_capacity_ratio' of Kabupaten Blora (33.16): "
        "the value is missing" in text
    )
    pull = criterion(pt.TargetGap(pt.Gap("fiscal_capacity_ratio"), 0.5, 1.0), "cost", "pull")
    assert "criterion 'pull': indicator" in message(pt.search_coalitions, JAVA, [pull], [1], size=3)


def test_weights_must_match_the_criteria() -> None:
    assert "distance" in message(pt.search_coalitions, JAVA, NEAR, {"far": 1}, size=3)
    assert message(pt.search_coalitions, JAVA, NEAR, [1, 2], size=3)
    assert message(pt.search_coalitions, JAVA, [], [], size=3).startswith(
        "criteria: there are none"
    )

    class Reads:
        """A scheme that looks at the values."""

        def weigh(self, problem: kd.DecisionProblem) -> kd.Weights:
            return kd.DirectWeights(problem.matrix[0]).weigh(problem)

    two = [*NEAR, criterion(pt.JointScale("population"))]
    text = message(pt.search_coalitions, JAVA, two, Reads(), size=3)
    assert text.startswith("weighting scheme Reads: it reads the decision matrix")
    equal = pt.search_coalitions(JAVA, two, kd.EqualWeights(), size=3, top=1)
    assert equal.weights.values.tolist() == [0.5, 0.5]


def test_too_many_to_measure_one_by_one(monkeypatch: pytest.MonkeyPatch) -> None:
    borders = criterion(pt.SharedBorder(), name="border")
    monkeypatch.setattr("kadmcdm.partnership.coalition_scoring.MEASURED", 9000)
    text = message(pt.search_coalitions, JAVA, [borders], [1], size=3)
    assert "criteria 'border': 9,880 coalitions would have to be measured one by one" in text
    assert "expected at most 9,000" in text
    monkeypatch.undo()
    text = message(pt.search_coalitions, JAVA, [borders], [1], size=3, search="bound")
    assert "expected search='enumerate' or 'auto'" in text


def test_reductions_are_checked() -> None:
    with pytest.raises(kd.InputError, match="not symmetric"):
        pt.Reduction("sum", np.arange(9.0).reshape(3, 3))
    with pytest.raises(kd.InputError, match="pairs have no range"):
        pt.Reduction("range", np.zeros((3, 3)))
    with pytest.raises(kd.InputError, match="not all finite"):
        pt.Reduction("min", [1.0, np.inf])
    with pytest.raises(kd.InputError, match="only a sum has one"):
        pt.Reduction("min", [1.0, 2.0], cap=3.0)
    with pytest.raises(kd.InputError, match="wrong shape"):
        pt.Reduction("min", np.zeros((2, 3)))


def test_operators_must_give_finite_numbers() -> None:
    class Odd:
        """Not a number of one coalition."""

        directed, unit, indicators = False, None, ()

        def __call__(self, table: Any, members: Any) -> Any:
            return np.where(np.asarray(members)[..., 0] == 3, np.nan, 1.0)

    text = message(pt.search_coalitions, JAVA, [criterion(Odd(), name="odd")], [1], size=3)
    assert text == "criterion 'odd': its operator gives values that are no finite numbers."


@pytest.mark.parametrize("search", ["bound", "enumerate"])
@pytest.mark.parametrize("initiator", [False, True])
def test_small_differences_of_large_indicators_count(search: Any, initiator: bool) -> None:
    """Sums of whole numbers are exact in any order, and so must their distances be."""
    x = 1e12 + np.random.default_rng(3).integers(0, 10, (9, 3))
    table = table_of(x)
    items = [
        criterion(pt.JointScale("x")),
        criterion(pt.Level("y", "max"), "cost"),
        criterion(pt.Difference("z"), "cost"),
    ]
    first = sorted(table.codes)[0] if initiator else None
    scores = listed(table, items, [0.5, 0.3, 0.2], 4, first)
    found = pt.search_coalitions(
        table, items, [0.5, 0.3, 0.2], size=4, top=10, search=search, initiator=first
    )
    assert_best(found, scores, 10)
