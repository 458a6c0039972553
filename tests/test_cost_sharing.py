"""Cost sharing: published figures, closed forms, and oracles that work otherwise."""

from __future__ import annotations

import json
import pickle
from concurrent.futures import ThreadPoolExecutor
from itertools import chain, combinations, permutations
from math import ceil, inf
from typing import Any

import numpy as np
import pandas as pd
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st
from scipy.optimize import linprog

from helpers import assert_meets, golden
from kadmcdm import partnership as pt
from kadmcdm.core import cooperative as core
from messages import faults, message

(SKANE_CASE,) = (param.values[0] for param in golden("cost_sharing"))
SKANE = {frozenset(key): value for key, value in SKANE_CASE["inputs"]["costs"].items()}
POPULATION = SKANE_CASE["inputs"]["population_shares"]
ROUNDING = 1e-9  # of costs of at most some hundreds: what sums of 2^n doubles may lose


def groups(members):
    """Return all groups of members but the empty one, as sets."""
    sizes = (combinations(members, size) for size in range(1, len(members) + 1))
    return [frozenset(group) for group in chain.from_iterable(sizes)]


def game(values):
    """Return a mapping of the costs of 2^n - 1 coalitions of a, b, ..."""
    members = "abcdefgh"[: (len(values) + 1).bit_length() - 1]
    return dict(zip(groups(members), map(float, values), strict=True))


def games(most=4, low=-20, high=40):
    figures = st.integers(low, high)
    return st.integers(1, most).flatmap(
        lambda n: st.lists(figures, min_size=2**n - 1, max_size=2**n - 1).map(game)
    )


def airport(lengths):
    return lambda planes: float(max(lengths[plane] for plane in planes))


def excesses(costs, shares):
    """Return the complaints of all proper coalitions, the largest first."""
    everybody = frozenset(shares)
    return sorted(
        (sum(shares[m] for m in group) - cost for group, cost in costs.items()
         if group != everybody), reverse=True,
    )  # fmt: skip


def lexicographic_program(costs):
    """Return the prenucleolus by asking of every open coalition whether its complaint can fall."""
    members = sorted(frozenset().union(*costs))
    n = len(members)
    everybody = frozenset(members)
    row = {group: [float(m in group) for m in members] for group in costs}
    fixed, open_ = {everybody: costs[everybody]}, [g for g in costs if g != everybody]
    x = [costs[everybody]] * n
    free = [(None, None)] * (n + 1)
    while open_:

        def solve(objective, bound, settled=fixed, still=open_):  # fmt: skip
            limits = [costs[g] if bound is None else costs[g] + bound for g in still]
            level = -1.0 if bound is None else 0.0
            return linprog(
                objective,
                A_ub=[[*row[g], level] for g in still], b_ub=limits,
                A_eq=[[*row[g], 0.0] for g in settled], b_eq=list(settled.values()),
                bounds=free if bound is None else [*free[:n], (0, 0)],
            )  # fmt: skip

        least = solve([0.0] * n + [1.0], None)
        level, x = least.x[-1], least.x[:-1]
        for group in list(open_):
            if float(np.dot(row[group], x)) < costs[group] + level - 1e-6:
                continue  # it pays less already
            pays = solve([*row[group], 0.0], level + 1e-10).fun
            if pays > costs[group] + level - 1e-6:  # it can never pay less
                fixed[group] = costs[group] + level
                open_.remove(group)
    return dict(zip(members, x, strict=True))


def balanced(collection, members):
    """Tell whether positive weights of some groups sum to 1 at every member (Kohlberg 1971)."""
    rows = np.array([[float(m in group) for m in members] for group in collection]).T
    k = rows.shape[1]
    least = np.hstack([-np.eye(k), np.ones((k, 1))])
    found = linprog(
        [0.0] * k + [-1.0], A_ub=least, b_ub=np.zeros(k),
        A_eq=np.hstack([rows, np.zeros((len(members), 1))]), b_eq=np.ones(len(members)),
        bounds=[(0, None)] * k + [(0, 1)],
    )  # fmt: skip
    return found.status == 0 and -found.fun > 1e-7


# ---- published figures ---------------------------------------------------------------------------


def test_skane():
    found = {
        "shapley": pt.shapley(SKANE).shares,
        "separable_costs": pt.separable_costs(SKANE).shares,
        "nucleolus": pt.nucleolus(SKANE).shares,
    }
    assert_meets(SKANE_CASE, found)


def test_skane_nucleolus_by_another_program():
    # a second program, solved to 1e-7 or so, with 1e-6 for what counts as tight
    found = pt.nucleolus(SKANE)
    assert found.rule == "nucleolus"
    assert found.shares == pytest.approx(lexicographic_program(SKANE), abs=1e-4)
    assert found.shares["M"] == pytest.approx(18.32, abs=0.005)
    assert found.shares["T"] == pytest.approx(19.49, abs=0.005)


def test_skane_beats_its_print():
    ours = excesses(SKANE, pt.nucleolus(SKANE).shares)
    print_ = excesses(SKANE, SKANE_CASE["printed"]["nucleolus"])
    assert [round(v, 2) for v in ours] < [round(v, 2) for v in print_]


def test_skane_who_would_go_alone():
    compared = pt.compare_cost_shares(SKANE, by={"population": POPULATION})
    assert compared.in_core == {
        "shapley": False, "nucleolus": True, "separable_costs": False,
        "proportional to population": False,
    }  # fmt: skip
    assert compared["nucleolus"] is compared.shares[1]
    shapley, nucleolus, separable, people = compared.checks
    assert shapley.objections == (("H", "K", "L"),)
    assert shapley.excesses.tolist() == pytest.approx([0.43], abs=0.005)
    assert set(separable.objections) == {("A", "H", "L"), ("H", "K", "L"), ("A", "H", "K", "L")}
    assert nucleolus.worst_excess == pytest.approx(nucleolus.least_core, abs=ROUNDING)
    assert people.individuals == pytest.approx({"H": 3.92, "M": 13.41}, abs=0.01)  # as printed
    assert people.n_objections == 22
    assert not shapley.core_empty
    assert compared.structure.dearer[0][0] == (("A", "H", "L"), ("M", "T"))
    assert compared.structure.monotone
    assert "H, K and L together pay 0.43 more than the 27.26" in compared.describe()[0]
    assert "H, K, dan L bersama-sama membayar 0,43" in compared.describe("id")[0]


# ---- closed forms --------------------------------------------------------------------------------


def littlechild(lengths):
    """Return the nucleolus of an airport, costs ascending (Littlechild 1974)."""
    out: list[float] = []
    n = len(lengths)
    while len(out) < n:
        j, paid = len(out), sum(out)
        if j == n - 1:
            out.append(lengths[-1] - paid)
            break
        rates = [(lengths[i] - paid) / (i - j + 2) for i in range(j, n - 1)]
        rates.append((lengths[-1] - paid) / (n - j))
        rate = min(rates)
        last = max(k for k, value in enumerate(rates) if value <= rate + 1e-12)
        out += [rate] * (last + 1)
    return out


@given(st.lists(st.integers(1, 30), min_size=1, max_size=7).map(sorted))
def test_airport(lengths):
    """The Shapley value shares each stretch of runway among those who need it."""
    planes = {f"p{k}": length for k, length in enumerate(lengths)}
    stretches = np.diff([0, *lengths]) / np.arange(len(lengths), 0, -1)
    paid = pt.shapley(airport(planes), list(planes)).values
    np.testing.assert_allclose(paid, np.cumsum(stretches), atol=ROUNDING)
    nucleolus = pt.nucleolus(airport(planes), list(planes))
    np.testing.assert_allclose(nucleolus.values, littlechild(lengths), atol=1e-7)
    assert nucleolus.rule == "nucleolus"


@pytest.mark.parametrize(
    ("estate", "expected"),
    [(100, [100 / 3] * 3), (200, [50, 75, 75]), (300, [50, 100, 150])],
)
def test_talmud(estate, expected):
    """A bankrupt estate against claims of 100, 200, 300: negative costs are gains."""
    claims = {"a": 100, "b": 200, "c": 300}

    def cost(group):
        return -max(0, estate - sum(v for m, v in claims.items() if m not in group))

    np.testing.assert_allclose(pt.nucleolus(cost, list(claims)).values, [-v for v in expected])


def test_gloves():
    """One left glove, two right ones: a pair is worth 1."""

    def cost(group):  # fmt: skip
        return -float("left" in group and len(group) > 1)

    members = ["left", "right 1", "right 2"]
    np.testing.assert_allclose(pt.shapley(cost, members).values, [-2 / 3, -1 / 6, -1 / 6])
    found = pt.nucleolus(cost, members)
    np.testing.assert_allclose(found.values, [-1, 0, 0], atol=ROUNDING)
    assert pt.core_check(cost, found).in_core
    assert not pt.core_check(cost, pt.shapley(cost, members)).in_core


def test_empty_core():
    """Any two of three save as much as all: whoever is left out can bid one of them away."""
    costs = game([1, 1, 1, 1, 1, 1, 2])
    check = pt.core_check(costs, pt.nucleolus(costs))
    assert check.core_empty
    assert not check.in_core
    assert check.least_core == pytest.approx(1 / 3, abs=ROUNDING)
    assert "the core is empty" in check.describe()


def test_prenucleolus_is_called_so():
    dear = game([1, 1, 1, 5, 5, 5, 30])
    assert pt.nucleolus(dear).rule == "prenucleolus"
    assert "not the nucleolus" in str(pt.nucleolus(dear))
    # somebody pays more than alone, though all together would save: two halves quarrel over c
    odd = game([0, 0, 0, 0, 0, -10, 0])
    found = pt.nucleolus(odd)
    assert (found.rule == "prenucleolus") == bool((found.values > found.alone + 1e-9).any())


# ---- oracles and properties ----------------------------------------------------------------------


@given(games(5))
def test_shapley_is_the_mean_over_orders(costs):
    members = sorted(frozenset().union(*costs))
    paid = dict.fromkeys(members, 0.0)
    orders = list(permutations(members))
    for order in orders:
        before = 0.0
        for k, member in enumerate(order, 1):
            cost = costs[frozenset(order[:k])]
            paid[member] += (cost - before) / len(orders)
            before = cost
    found = pt.shapley(costs)
    assert found.shares == pytest.approx(paid, abs=ROUNDING)
    assert found.values.sum() == pytest.approx(found.total, abs=ROUNDING)


@settings(max_examples=25)
@given(games(), st.data())
def test_laws_of_the_shapley_value(costs, data):
    """Additivity, a dummy who adds what it costs alone, and twins who pay the same."""
    others = game(data.draw(st.lists(st.integers(-9, 9), min_size=len(costs), max_size=len(costs))))
    both = {group: cost + others[group] for group, cost in costs.items()}
    total = pt.shapley(costs).values + pt.shapley(others).values
    np.testing.assert_allclose(pt.shapley(both).values, total, atol=ROUNDING)
    members = sorted(frozenset().union(*costs))
    wider = {g | extra: costs.get(g, 0.0) + 3.0 * len(extra)
             for g in [frozenset(), *costs] for extra in (frozenset(), frozenset(["dummy"]))
             if g | extra}  # fmt: skip
    for rule in (pt.shapley, pt.nucleolus):
        shares = rule(wider).shares
        assert shares["dummy"] == pytest.approx(3.0, abs=1e-7)
        assert [shares[m] for m in members] == pytest.approx(list(rule(costs).values), abs=1e-7)

    def twins(group):
        kept = frozenset(m for m in group if m != "twin")
        return costs.get(kept | {"a"} if "twin" in group else kept, 0.0) + len(group)

    for rule in (pt.shapley, pt.nucleolus):
        shares = rule(twins, [*members, "twin"]).shares
        assert shares["twin"] == pytest.approx(shares["a"], abs=1e-7)


@settings(max_examples=30)
@given(games(), st.integers(1, 9), st.integers(-9, 9), st.randoms(use_true_random=False))
def test_scale_translation_and_names(costs, factor, shift, random):
    members = sorted(frozenset().union(*costs))
    moved = {g: factor * c + shift * len(g) for g, c in costs.items()}
    names = [m.upper() for m in members]
    random.shuffle(names)
    rename = dict(zip(members, names, strict=True))
    called = {frozenset(rename[m] for m in g): c for g, c in costs.items()}
    before = dict(costs)
    for rule in (pt.shapley, pt.nucleolus):
        plain = rule(costs)
        np.testing.assert_allclose(rule(moved).values, factor * plain.values + shift, atol=1e-6)
        other = rule(called).shares
        assert {m: other[rename[m]] for m in members} == pytest.approx(plain.shares, abs=1e-6)
    assert costs == before


@given(games(4))
@example(game([1, 1, 1, 1, 1, 1, 2]))
@example(game([0, 0, 0, 0, 0, 0, 0]))
@settings(max_examples=40)
def test_nucleolus_by_balanced_collections(costs):
    """Kohlberg's criterion: whoever complains most, down to any level, form a balanced collection.

    It holds for the prenucleolus and for no other shares.
    """
    found = pt.nucleolus(costs)
    members = list(found.members)
    assert found.values.sum() == pytest.approx(found.total, abs=ROUNDING)
    if len(members) == 1:
        return
    everybody = frozenset(members)
    complaint = {g: sum(found.shares[m] for m in g) - c for g, c in costs.items() if g != everybody}
    levels = sorted(complaint.values(), reverse=True)
    for level, below in zip(levels, [*levels[1:], -inf], strict=True):
        if level - below > 1e-6:
            assert balanced([g for g, e in complaint.items() if e > level - 1e-7], members)


@given(games(4, 0, 30), st.integers(0, 2**32 - 1))
def test_no_random_shares_are_better_than_the_nucleolus(costs, seed):
    found = pt.nucleolus(costs)
    ours = np.array(excesses(costs, found.shares))
    check = pt.core_check(costs, found)
    assert check.in_core is not check.core_empty  # it lies in the core whenever there is one
    if len(found.members) == 1:
        return
    assert check.worst_excess == pytest.approx(check.least_core, abs=1e-6)
    rng = np.random.default_rng(seed)
    for scale in (0.01, 1.0, 10.0):
        step = rng.normal(0, scale, len(found.members))
        other = dict(zip(found.members, found.values + step - step.mean(), strict=True))
        theirs = np.array(excesses(costs, other))
        differ = np.flatnonzero(np.abs(ours - theirs) > 1e-6)
        assert not differ.size or ours[differ[0]] < theirs[differ[0]]


def test_larger_nucleolus_by_balanced_collections():
    rng = np.random.default_rng(3)
    members = [f"m{k:02}" for k in range(9)]
    costs = pt.CoalitionCosts(
        members=tuple(members),
        values=np.append(0.0, rng.integers(0, 50, 2**9 - 1) + 0.0),
    )
    found = pt.nucleolus(costs)
    complaint = core.subset_sums(found.values) - costs.values
    order = np.argsort(-complaint[1:-1]) + 1
    for k in (*range(1, 40), len(order)):
        if k == len(order) or complaint[order[k - 1]] - complaint[order[k]] > 1e-7:
            sets = [{members[i] for i in range(9) if s >> i & 1} for s in order[:k].tolist()]
            assert balanced(sets, members)


@given(games(4))
def test_structure_by_looking_at_every_case(costs):
    found = pt.cost_structure(costs)
    cost = {frozenset(): 0.0, **costs}
    dear = [(a, b) for a, b in combinations(costs, 2)
            if not a & b and cost[a | b] > cost[a] + cost[b]]  # fmt: skip
    members = found.members
    falls = [(g, m) for g in cost for m in members if m not in g and cost[g | {m}] < cost[g]]
    concave = all(cost[g | {a}] + cost[g | {b}] >= cost[g | {a, b}] + cost[g]
                  for g in cost for a, b in combinations(members, 2)
                  if a not in g and b not in g)  # fmt: skip
    assert (found.n_dearer, found.n_falling, found.concave) == (len(dear), len(falls), concave)
    if dear:
        (a, b), much = found.dearer[0]
        worst = max(cost[a | b] - cost[a] - cost[b] for a, b in dear)
        assert (
            much
            == pytest.approx(worst)
            == cost[frozenset(a + b)] - cost[frozenset(a)] - cost[frozenset(b)]
        )
    if concave:
        assert pt.core_check(costs, pt.shapley(costs)).in_core


def test_many_members_are_looked_at_one_by_one():
    def cost(group):
        return float(len(group)) + 5.0 * ({"m00", "m12"} <= group)

    members = [f"m{k:02}" for k in range(13)]
    found = pt.cost_structure(cost, members)
    assert not found.every_pair
    assert found.dearer[0][1] == 5.0
    assert "only single members" in str(found)
    compared = pt.compare_cost_shares(cost, members)
    assert compared.left_out == {
        "nucleolus": "too many members", "separable_costs": "no remaining benefits",
    }  # fmt: skip
    assert "nukleolus (lebih dari 12 anggota)" in compared.tables("id")[0].caption


@given(games(4), games(4))
def test_kernels_are_batched(first, second):
    if len(first) != len(second):
        return
    a, b = (pt.CoalitionCosts.of(costs).values for costs in (first, second))
    both = np.stack([a, b])
    for kernel in (core.shapley_value, lambda costs: core.rises(costs, 0)):
        np.testing.assert_array_equal(kernel(both), [kernel(a), kernel(b)])


def test_who_saves_most_is_said_only_where_somebody_does():
    twins = {frozenset("A"): 4, frozenset("B"): 4, frozenset("AB"): 6}
    (shapley, *_) = pt.compare_cost_shares(twins).describe()
    assert shapley.endswith("others. All save the same share of their costs alone (25.0%).")
    assert "paling" not in pt.compare_cost_shares(twins).describe("id")[0]
    free = {frozenset("A"): 0, frozenset("B"): 4, frozenset("AB"): 3}  # what is a saving of 0?
    assert "save" not in pt.compare_cost_shares(free).describe()[0]


def test_a_basis_that_nobody_named_is_in_both_languages():
    shares = pt.proportional_shares({frozenset("A"): 2, frozenset("B"): 1, frozenset("AB"): 2},
                                    {"A": 1, "B": 1})  # fmt: skip
    assert shares.name("id") == "sebanding dengan angka yang diberikan"


# ---- sampling ------------------------------------------------------------------------------------

RUNWAY = {f"p{k:02}": 1.0 + k * k for k in range(25)}


class Runway:
    """An airport whose costs can be sent to other processes."""

    members = tuple(RUNWAY)

    def __call__(self, group):
        return max(map(RUNWAY.__getitem__, group))


def test_sampled_shares_are_within_their_errors():
    truth = np.cumsum(np.diff([0, *RUNWAY.values()]) / np.arange(25, 0, -1))
    found = pt.shapley(Runway(), n_samples=2500, rng=1)
    assert found.n_samples == 2500
    assert found.values.sum() == pytest.approx(found.total, rel=1e-12)
    deviation = (found.values - truth) / np.maximum(found.errors, 1e-9)
    assert np.abs(deviation).max() < 4.5  # 50 rounds, 25 members: t beyond 4.5 once in 900 runs
    assert np.sqrt((deviation**2).mean()) > 0.3  # and the errors are no wild overstatement
    more = pt.shapley(Runway(), n_samples=10_000, rng=1)
    assert more.errors.mean() < 0.65 * found.errors.mean()  # half, but for chance
    assert found.standard_error["p24"] == found.errors[-1]
    assert "2,500 sampled orders" in str(found)


def test_sampling_agrees_with_the_exact_value_and_saves_work():
    exact = pt.shapley(SKANE)
    found = pt.shapley(SKANE, n_samples=6000, rng=5)
    assert np.abs((found.values - exact.values) / found.errors).max() < 4.5
    rng = np.random.default_rng(0)  # as many orders, each on its own: their spread is larger
    added = []
    for _ in range(1000):
        order = rng.permutation(list("AHKLMT"))
        paid = [0.0, *(SKANE[frozenset(order[:k])] for k in range(1, 7))]
        added.append(np.diff(paid)[np.argsort(order)])
    plain = np.std(added, axis=0) / np.sqrt(found.n_samples)
    assert (found.errors < plain).all()


def test_same_bytes_on_any_executor(processes):
    alone = pt.shapley(Runway(), n_samples=4000, rng=7).to_json()
    with ThreadPoolExecutor(3) as pool:
        assert pt.shapley(Runway(), n_samples=4000, rng=7, executor=pool).to_json() == alone
    facility = pt.FacilityCosts(RUNWAY, 10, 1, 0.7)
    here = pt.shapley(facility, n_samples=4000, rng=7)
    there = pt.shapley(facility, n_samples=4000, rng=7, executor=processes)
    assert there.to_json() == here.to_json()
    assert here.to_json() != pt.shapley(facility, n_samples=4000, rng=8).to_json()


# ---- where costs come from -----------------------------------------------------------------------


def test_a_function_is_asked_once_for_each_coalition():
    asked = []

    def cost(group):
        asked.append(group)
        return float(len(group)) ** 0.5

    pt.compare_cost_shares(cost, list("abcd"), by={"use": dict.fromkeys("abcd", 1)})
    assert len(asked) == len(set(asked)) == 15
    asked.clear()
    pt.proportional_shares(cost, dict.fromkeys("abcd", 2.0), list("abcd"))
    assert len(asked) == 5


def test_frames_and_files_read_the_same(tmp_path):
    costs = pt.CoalitionCosts.of(SKANE)
    frame = costs.to_frame().reset_index()
    assert pt.CoalitionCosts.from_frame(frame).to_dict() == costs.to_dict()
    path = tmp_path / "biaya.csv"
    frame.to_csv(path, sep=";", decimal=",", index=False)
    assert pt.CoalitionCosts.from_csv(path).digest == costs.digest
    assert costs.alone == {m: SKANE[frozenset(m)] for m in "AHKLMT"}
    assert costs({"T", "A"}) == 43.93
    assert len(faults(costs, ["X"])) == 1
    short = frame.drop(index=[0, 61])
    said = message(pt.CoalitionCosts.from_frame, short)
    assert f"2 coalitions without a cost; got A, {frame['coalition'][61]}." in said
    odd = pd.DataFrame({"coalition": ["A", "B", "B+A", "A+B", "A+A", "+"], "cost": [1.0] * 6})
    found = [str(fault) for fault in faults(pt.CoalitionCosts.from_frame, odd)]
    assert found == [
        "row 4 (A+B): the coalition stands twice; got 'A+B'.",
        "row 5 (A+A): a member stands twice; got 'A+A'.",
        "row 6 (+): no coalition; got '+', expected names joined by '+'.",
    ]


def test_a_part_of_the_members_plays_its_own_game():
    part = pt.nucleolus(SKANE, ["K", "H", "L"])
    assert part.members == ("K", "H", "L")
    assert part.total == 27.26


@given(st.lists(st.integers(0, 9), min_size=2, max_size=4), st.data())
def test_facility_costs_by_hand(demand, data):
    members = "abcd"[: len(demand)]
    pairs = list(combinations(members, 2))
    km = dict(zip(pairs, data.draw(st.lists(st.integers(0, 9), min_size=len(pairs),
                                            max_size=len(pairs))), strict=True))  # fmt: skip
    capacity = data.draw(st.sampled_from([None, 2, 7]))
    facility = pt.FacilityCosts(
        dict(zip(members, demand, strict=True)), 5, 2, 0.6, capacity=capacity,
        connections={"b": 3}, distances=km, per_km=0.5,
    )  # fmt: skip

    def far(a, b):
        return km.get((a, b), km.get((b, a), 0))

    for group in groups(members):
        needed = sum(facility.demand[m] for m in group)
        plants = 1 if capacity is None else max(1, ceil(needed / capacity))
        pipes = 0.5 * min(sum(far(m, site) for m in group) for site in group)
        cost = 5 * plants + 2 * needed**0.6 + 3 * ("b" in group) + pipes
        assert facility(group) == pytest.approx(cost, rel=1e-12)
    assert facility([]) == 0
    again = pt.FacilityCosts.from_dict(json.loads(facility.to_json()))
    assert again == facility == pickle.loads(pickle.dumps(facility))
    alone = pt.shapley(lambda group: facility(group), list(members))  # one coalition at a time
    np.testing.assert_allclose(pt.shapley(facility).values, alone.values, rtol=1e-12)


def test_whole_plants_are_whole():
    """Three regions of 0.1 fill a plant of 0.3: rounding of the sum buys no second one."""
    facility = pt.FacilityCosts(dict.fromkeys("abc", 0.1), 1, 0, capacity=0.3)
    assert facility("abc") == 1


# ---- degenerate and bad input --------------------------------------------------------------------


@pytest.mark.parametrize("rule", [pt.shapley, pt.nucleolus, pt.separable_costs])
def test_a_single_member_pays_all(rule):
    assert rule({frozenset("a"): 5}).shares == {"a": 5.0}
    check = pt.core_check({frozenset("a"): 5}, {"a": 5.0})
    assert check.in_core
    assert not check.core_empty
    assert str(pt.compare_cost_shares({frozenset("a"): 5}))


@pytest.mark.parametrize("rule", [pt.shapley, pt.nucleolus, pt.separable_costs])
@pytest.mark.parametrize("unit", [1e-200, 1.0, 1e200])
def test_nobody_saves_anything(rule, unit):
    costs = {g: unit * sum({"a": 1, "b": 2, "c": 4}[m] for m in g) for g in groups("abc")}
    np.testing.assert_allclose(rule(costs).values, np.array([1, 2, 4]) * unit, rtol=1e-9)
    assert pt.core_check(costs, rule(costs)).in_core


def test_all_costs_zero():
    compared = pt.compare_cost_shares(dict.fromkeys(groups("abc"), 0))
    assert np.isnan(compared.ratios).all()
    assert np.isnan(compared.saving_shares).all()
    assert (compared.values == 0).all()
    for lang in ("en", "id"):
        assert all(table.to_text() for table in compared.tables(lang))


def test_separable_costs_that_leave_nothing_to_share_by():
    costs = game([1, 1, 1, 2, 2, 2, 9])
    assert "nobody has a remaining benefit" in message(pt.separable_costs, costs)
    assert "separable_costs" in pt.compare_cost_shares(costs).left_out
    benefits = {"A": 20, "H": 15, "K": 0, "L": 15, "M": 20, "T": 21}
    found = pt.separable_costs(SKANE, benefits=benefits)
    assert found.details["remaining"]["K"] == 0
    assert found.shares["K"] == pytest.approx(found.details["separable"]["K"])
    assert found.values.sum() == pytest.approx(83.82)


def test_missing_and_odd_costs_are_all_counted():
    costs: dict[Any, Any] = dict.fromkeys(groups("abcde"), 1.0)
    for group in list(costs)[:15]:
        del costs[group]
    costs[frozenset("abc")], costs[frozenset("abcde")] = float("nan"), "9"
    for rule in (pt.shapley, pt.nucleolus, pt.cost_structure):
        first, second = faults(rule, costs)
        assert first.what == "15 coalitions without a cost"
        assert first.got.startswith("a, b, a+b, c, ")
        assert first.got.endswith(" and 3 more")
        assert second.what == "2 coalitions whose cost is no finite number"
        assert "a+b+c: nan" in second.got
    one = dict.fromkeys(groups("ab"), 1.0)
    del one[frozenset("ab")]
    assert message(pt.shapley, one) == (
        "costs: 1 coalition without a cost; got a+b. Hint: there are 3 coalitions of 2 members; "
        "a function can work the costs out."
    )


@pytest.mark.parametrize(
    ("call", "said"),
    [
        (lambda: pt.shapley(len), "members: missing. Hint: a function does not say"),
        (lambda: pt.shapley(3), "costs: no costs of coalitions; got 3"),
        (lambda: pt.shapley({}), "costs: there are none"),
        (lambda: pt.shapley({"AB": 3.0}), "costs: 'AB': no set of names"),
        (lambda: pt.shapley({frozenset([1]): 3.0}), "costs: member 1: the name is no text"),
        (lambda: pt.shapley({frozenset(): 1, frozenset("a"): 2}), "nobody costs something"),
        (lambda: pt.shapley(SKANE, ["A", "X"]), "member 'X': unknown name"),
        (lambda: pt.shapley(SKANE, ["A", "A"]), "member 'A': the name stands more than once"),
        (lambda: pt.shapley(SKANE, "AH"), "members: no list; got 'AH', expected a list of names"),
        (lambda: pt.shapley(len, []), "members: there are none"),
        (lambda: pt.shapley(len, [f"m{k}" for k in range(21)]),
         "too many for the exact value; got 21, expected at most 20. Hint: n_samples=4200 samples"),
        (lambda: pt.nucleolus(len, [f"m{k}" for k in range(13)]),
         "too many for the nucleolus; got 13, expected at most 12"),
        (lambda: pt.shapley(SKANE, n_samples=23), "too few to tell an error; got 23"),
        (lambda: pt.shapley(SKANE, n_samples=2.5), "no number of orders; got 2.5"),
        (lambda: pt.shapley(SKANE, n_samples=99, rng=-1), "rng: no source of randomness"),
        (lambda: pt.proportional_shares(SKANE, {"A": 1}), "by: 'H': missing"),
        (lambda: pt.proportional_shares(SKANE, {**POPULATION, "A": -1}), "by: 'A': negative"),
        (lambda: pt.proportional_shares(SKANE, {**POPULATION, "X": 1}), "by: member 'X': unknown"),
        (lambda: pt.proportional_shares(SKANE, dict.fromkeys("AHKLMT", 0)), "by: all are 0"),
        (lambda: pt.proportional_shares(SKANE, POPULATION, basis=" "), "basis: no text"),
        (lambda: pt.separable_costs(SKANE, benefits={"A": 1}), "benefits: 'H': missing"),
        (lambda: pt.core_check(SKANE, {"A": inf}), "share of 'A': no finite number"),
        (lambda: pt.core_check(SKANE, [1]), "shares: no shares"),
        (lambda: pt.core_check(SKANE, POPULATION, tolerance=-1), "tolerance: out of range"),
        (lambda: pt.compare_cost_shares(SKANE, by=[1]), "by: no figures"),
        (lambda: pt.compare_cost_shares(SKANE, others=[pt.shapley(SKANE, ["A"])]),
         "others: shapley: its members are others"),
        (lambda: pt.compare_cost_shares({frozenset("a"): 5})["use"], "rule 'use': unknown name"),
        (lambda: pt.FacilityCosts({}, 1, 1), "FacilityCosts: demand: no demand"),
        (lambda: pt.FacilityCosts({"a": -1}, 1, 1), "FacilityCosts: demand of 'a': no amount"),
        (lambda: pt.FacilityCosts({"a": 1}, -1, 1), "FacilityCosts: fixed: no cost"),
        (lambda: pt.FacilityCosts({"a": 1}, 1, 1, 0), "FacilityCosts: exponent: out of range"),
        (lambda: pt.FacilityCosts({"a": 1}, 1, 1, capacity=0), "capacity: out of range"),
        (lambda: pt.FacilityCosts({"a": 1}, 1, 1, connections={"b": 1}), "connections of 'b'"),
        (lambda: pt.FacilityCosts({"a": 1, "b": 1}, 1, 1, per_km=2), "distances: missing"),
        (lambda: pt.FacilityCosts({"a": 1, "b": 1}, 1, 1, distances={("a", "a"): 2}, per_km=1),
         "no pair of members"),
        (lambda: pt.FacilityCosts(dict.fromkeys("abc", 1), 1, 1, distances={("a", "b"): 2},
                                  per_km=1), "distances ('a', 'c'): missing"),
        (lambda: pt.CoalitionCosts(members=("a",), values=np.array([1.0, 2.0])), "no costs"),
    ],
)  # fmt: skip
def test_bad_input(call, said):
    assert said in message(call)


def test_what_a_function_raises_comes_out_with_the_coalition():
    def cost(group):
        if group == {"a", "c"}:
            raise KeyError("no quote")
        return 1.0

    with pytest.raises(KeyError, match="no quote") as caught:
        pt.shapley(cost, list("abc"))
    assert caught.value.__notes__ == ["in the cost of a+c"]
    assert "3 coalitions whose" in message(pt.shapley, lambda group: [1], ["a", "b"])


# ---- results -------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "make",
    [
        lambda: pt.shapley(SKANE, n_samples=100, rng=1),
        lambda: pt.nucleolus(SKANE),
        lambda: pt.separable_costs(SKANE),
        lambda: pt.proportional_shares(SKANE, POPULATION, basis="population"),
        lambda: pt.core_check(SKANE, pt.separable_costs(SKANE)),
        lambda: pt.cost_structure(SKANE),
        lambda: pt.cost_structure(game([1, 2, 3, 9, 1, 1, 0])),
        lambda: pt.CoalitionCosts.of(SKANE),
        lambda: pt.compare_cost_shares(SKANE, by={"use": POPULATION}),
        lambda: pt.compare_cost_shares({frozenset("a"): 5}),
    ],
)
def test_results_travel_and_show(make):
    result = make()
    again = type(result).from_dict(json.loads(result.to_json()))
    assert again.to_dict() == result.to_dict() == pickle.loads(pickle.dumps(result)).to_dict()
    if hasattr(result, "tables"):
        assert result.tables("en")[0].headers != result.tables("id")[0].headers
        assert str(result) == str(again)
    for name in ("values", "alone", "excesses"):
        array = getattr(result, name, None)
        assert not isinstance(array, np.ndarray) or name == "values" or not array.flags.writeable


def test_broken_results_are_refused():
    data = pt.nucleolus(SKANE).to_dict()
    assert "not one a member" in message(pt.CostShares.from_dict, {**data, "values": [1.0]})
    assert "unknown choice" in message(pt.CostShares.from_dict, {**data, "rule": "fair"})


def test_frames():
    found = pt.shapley(SKANE, n_samples=100, rng=1).to_frame()
    assert list(found.columns) == ["share", "alone", "saving", "standard_error"]
    assert pt.core_check(SKANE, pt.shapley(SKANE)).to_frame().index.tolist() == ["H+K+L"]
    compared = pt.compare_cost_shares(SKANE, by={"use": POPULATION})
    frame = compared.to_frame()
    assert frame.groupby("rule", sort=False)["share"].sum().round(9).tolist() == [83.82] * 4
    np.testing.assert_allclose(compared.saving_shares.sum(axis=1), 1)
    assert compared.spread[0] == pytest.approx(0.394 - 0.088, abs=1e-3)  # K 39.4 %, A 8.8 %


def test_shares_agreed_at_a_table():
    agreed = {"A": 20.0, "H": 13.0, "K": 5.0, "L": 9.0, "M": 18.0, "T": 18.0}
    check = pt.core_check(SKANE, agreed)
    assert check.balance == pytest.approx(-0.82)
    assert "The shares sum to 83.00, the cost is 83.82" in check.describe()
    near = pt.core_check(SKANE, {**agreed, "A": 20.825}, tolerance=0.01)
    assert near.in_core
    assert not pt.core_check(SKANE, {**agreed, "A": 20.825}).in_core
