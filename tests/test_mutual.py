"""Both sides of every pair: the same scores as one region at a time, and pairs that none beats."""

from __future__ import annotations

import dataclasses
import pickle
from concurrent.futures import ThreadPoolExecutor
from itertools import combinations

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import kadmcdm as kd
from kadmcdm import partnership as pt
from kadmcdm.core.two_sided import mutual_scores, others, unbeaten
from messages import faults, message

TABLE = kd.datasets.east_java()
NEAR = ["35.22", "35.23", "33.16", "35.21", "35.17", "35.78"]
CRITERIA = [
    pt.OperatorCriterion(kd.Criterion("distance", "cost"), pt.HaversineKm()),
    pt.OperatorCriterion(
        kd.Criterion("gain", "benefit"), pt.Coverage(["water_access"], 100, "knowledge")
    ),
    pt.OperatorCriterion(kd.Criterion("gap", "cost"), pt.Gap("hdi")),
]
EQUAL = dict.fromkeys(("distance", "gain", "gap"), 1)
LABELS = {
    "en": "Simulation, not the partner's position",
    "id": "Simulasi, bukan sikap daerah mitra",
}


def small(values, seed=0):
    """Return a table of regions with one indicator, on a line."""
    rows = [
        pt.Region(f"35.{k:02}", f"Kabupaten {k}", "regency", "35", -7.0, 110 + k + seed / 10,
                  indicators={"x": float(value)})
        for k, value in enumerate(values, 1)
    ]  # fmt: skip
    return pt.RegionTable(rows)


def two_criteria():
    return [
        pt.OperatorCriterion(kd.Criterion("distance", "cost"), pt.HaversineKm()),
        pt.OperatorCriterion(
            kd.Criterion("gain", "benefit"), pt.Coverage(["x"], 10, "knowledge")
        ),
    ]  # fmt: skip


# ---- the same as one region at a time ---------------------------------------------------------


@settings(max_examples=30)
@given(
    st.lists(st.integers(0, 20), min_size=2, max_size=6),
    st.sampled_from([kd.TOPSIS(), kd.TOPSIS("minmax", 1), kd.WeightedSum("minmax")]),
    st.integers(0, 10**6),
)
def test_each_row_is_what_partners_of_says(values, method, seed):
    table, criteria = small(values), two_criteria()
    drawn = np.random.default_rng(seed).dirichlet([1, 1], len(values))
    weights = dict(zip(table.codes, drawn, strict=True))
    result = pt.mutual_ranking(table, criteria, weights, method=method)
    assert not result.simulated
    assert result.seed is None
    for row, code in enumerate(table.codes):
        alone = pt.partners_of(table, code, criteria, drawn[row], method=method)
        np.testing.assert_array_equal(np.delete(result.scores[row], row), alone.ranking.scores)
        np.testing.assert_array_equal(np.delete(result.ranks[row], row), alone.ranking.ranks)
        assert result.first_shares[row][result.ranks[row] == 1] == pytest.approx(
            1 / (alone.ranking.ranks == 1).sum()
        )
    assert np.isnan(np.diag(result.scores)).all()
    assert (np.diag(result.ranks) == 0).all()


def test_schemes_weigh_the_candidates_of_their_own_region():
    schemes = {code: kd.EqualWeights() for code in NEAR[1:]} | {NEAR[0]: Spread()}
    result = pt.mutual_ranking(TABLE, CRITERIA, schemes, regions=NEAR)
    alone = pt.partners_of(TABLE, NEAR[0], CRITERIA, Spread(), partners=NEAR[1:])
    assert result.weights[NEAR[0]].values.tolist() == alone.ranking.weights.values.tolist()
    np.testing.assert_array_equal(result.scores[0, 1:], alone.ranking.scores)


class Spread:
    """A scheme that reads the values: how far apart they are."""

    def weigh(self, problem):
        return kd.DirectWeights(np.ptp(problem.matrix, axis=0).tolist()).weigh(problem)


def test_drawn_weights_give_the_mean_score_and_the_share_of_firsts():
    """Against a loop over the samples, one ranking each."""
    own = {NEAR[0]: EQUAL}
    result = pt.mutual_ranking(TABLE, CRITERIA, own, regions=NEAR, n_samples=60, rng=5)
    assert result.simulated
    assert result.assumed == tuple(NEAR[1:])
    samples = kd.core.sample_simplex(3, 60, np.random.default_rng(5))
    for row in (1, 3):
        others_ = [code for code in NEAR if code != NEAR[row]]
        problem = pt.pair_problem(TABLE, NEAR[row], CRITERIA, others_)
        each = np.stack([kd.rank(problem, weights).scores for weights in samples])
        got = np.delete(result.scores[row], row)
        np.testing.assert_allclose(got, each.mean(axis=0), rtol=1e-12)  # sums of 60 in two orders
        firsts = np.bincount(each.argmax(axis=1), minlength=5) / 60
        np.testing.assert_allclose(np.delete(result.first_shares[row], row), firsts)


def test_equal_candidates_share_their_firsts():
    table = pt.RegionTable(
        [
            pt.Region(f"35.0{k}", f"Kabupaten {k}", "regency", "35", -7.0, lon,
                      indicators={"x": 3.0})
            for k, lon in enumerate((110, 109, 111), 1)
        ]
    )  # fmt: skip
    result = pt.mutual_ranking(table, two_criteria()[:1], rng=1, n_samples=10)
    assert result.first_shares[0].tolist()[1:] == [0.5, 0.5]
    assert result.ranks[0].tolist() == [0, 1, 1]


def test_the_answer_depends_on_the_seed_and_on_nobody_who_runs_it():
    ask = {"regions": NEAR, "n_samples": 50}
    plain = pt.mutual_ranking(TABLE, CRITERIA, rng=7, **ask)
    with ThreadPoolExecutor(2) as pool:
        pooled = pt.mutual_ranking(TABLE, CRITERIA, rng=7, executor=pool, **ask)
    assert plain.to_json() == pooled.to_json()
    other = pt.mutual_ranking(TABLE, CRITERIA, rng=8, **ask)
    assert other.scores.tobytes() != plain.scores.tobytes()
    # Whoever's weights are known, those of others are drawn the same.
    some = pt.mutual_ranking(TABLE, CRITERIA, {NEAR[0]: EQUAL}, rng=7, **ask)
    np.testing.assert_array_equal(some.scores[1:], plain.scores[1:])


def test_in_tiles_as_at_once(monkeypatch):
    import kadmcdm.partnership.mutual as module

    whole = pt.mutual_ranking(TABLE, CRITERIA, rng=1, n_samples=40)
    monkeypatch.setattr(module, "TILE", 7)
    monkeypatch.setattr(module, "BLAS_BLOCK", 2000)
    tiled = pt.mutual_ranking(TABLE, CRITERIA, rng=1, n_samples=40)
    # Sums of 40 scores in other blocks.
    np.testing.assert_allclose(tiled.scores, whole.scores, rtol=1e-12)
    np.testing.assert_array_equal(tiled.first_shares, whole.first_shares)


# ---- screens -----------------------------------------------------------------------------------


def apart(table, members):
    codes = {table.codes[row] for row in members}
    return ("fail", "dispute") if codes == {"35.22", "35.78"} else ("pass", "none")


def test_a_screened_pair_is_nobodys_candidate():
    rule = pt.Screen("S9", "no dispute", "asked of both", apart)
    weights = dict.fromkeys(NEAR, EQUAL)
    result = pt.mutual_ranking(TABLE, CRITERIA, weights, regions=NEAR, screens=[rule])
    for code in ("35.22", "35.23", "35.78"):
        row = NEAR.index(code)
        near = [other for other in NEAR if other != code]
        alone = pt.partners_of(TABLE, code, CRITERIA, EQUAL, partners=near, screens=[rule])
        known = result.scores[row][~np.isnan(result.scores[row])]
        np.testing.assert_array_equal(known, alone.ranking.scores)
        assert result.unchecked == alone.unchecked
    assert list(result.screened) == ["35.22+35.78"]
    assert np.isnan(result.scores[0, 5])
    assert result.ranks[0, 5] == 0
    assert ("35.22", "35.78") not in result.acceptable(0)
    assert "it was screened out" in message(result.pair, "35.22", "35.78")
    assert "screened out: S9: 1" in str(result)
    frame = result.to_frame()
    assert "35.22+35.78" not in frame.index
    assert len(frame) == 14


def test_a_region_may_be_left_without_any():
    alone = pt.Screen("Z", "", "", lambda t, m: ("fail", "no") if 0 in m else ("pass", ""))
    result = pt.mutual_ranking(small([1, 2, 3]), two_criteria(), rng=1, screens=[alone])
    assert np.isnan(result.scores[0]).all()
    assert result.pareto == (("35.02", "35.03"),)
    assert result.pareto_partners("35.01") == ()
    assert result.partners("35.01").rows == ()
    given = {"35.01": [1, 1]}
    known = pt.mutual_ranking(small([1, 2, 3]), two_criteria(), given, rng=1, screens=[alone])
    assert np.isnan(known.scores[0]).all()
    said = message(
        pt.mutual_ranking, small([1, 2, 3]), two_criteria(), {"35.01": Spread()}, screens=[alone]
    )
    assert "region '35.01': every partner fails a screen" in said
    none = pt.Screen("Z", "", "", lambda t, m: ("fail", "no"))
    assert "3 screened out (Z: 3)" in message(
        pt.mutual_ranking, small([1, 2, 3]), two_criteria(), screens=[none]
    )


# ---- both sides in one -------------------------------------------------------------------------


@given(st.integers(2, 6), st.integers(0, 10**6))
def test_mutual_scores(n, seed):
    u = np.random.default_rng(seed).random((n, n))
    u[np.diag_indices(n)] = np.nan
    least = np.random.default_rng(seed).random(n) / 2
    found = {rule: mutual_scores(u, rule, least) for rule in ("minimum", "geometric", "nash")}
    for i, j in combinations(range(n), 2):
        assert found["minimum"][i, j] == min(u[i, j], u[j, i])
        assert found["geometric"][i, j] == pytest.approx((u[i, j] * u[j, i]) ** 0.5)
        gains = max(u[i, j] - least[i], 0) * max(u[j, i] - least[j], 0)
        assert found["nash"][i, j] == pytest.approx(gains)
        assert all(m[i, j] == m[j, i] for m in found.values())
        assert found["minimum"][i, j] <= found["geometric"][i, j] + 1e-15  # one rounding


def test_kernels_of_pairs_broadcast():
    u = np.random.default_rng(0).random((3, 4, 4))
    least = np.random.default_rng(1).random((3, 4)) / 2
    for rule in ("minimum", "geometric", "nash"):
        looped = np.stack([mutual_scores(a, rule, b) for a, b in zip(u, least, strict=True)])
        np.testing.assert_allclose(mutual_scores(u, rule, least), looped, rtol=1e-12)
    assert others(1).shape == (1, 0)
    assert others(4).tolist() == [[j for j in range(4) if j != i] for i in range(4)]


@given(st.lists(st.tuples(st.integers(0, 4), st.integers(0, 4)), max_size=12))
def test_nobody_beats_those_on_the_front(points):
    def beats(a, b):
        return a[0] >= b[0] and a[1] >= b[1] and a != b

    x, y = (np.array([p[k] for p in points], dtype=float) for k in (0, 1))
    expected = [not any(beats(other, p) for other in points) for p in points]
    assert unbeaten(x, y).tolist() == expected
    # What differs by rounding alone is not larger.
    assert unbeaten(x * (1 + 1e-12 * np.arange(len(points))), y).tolist() == expected


@settings(max_examples=25)
@given(st.lists(st.integers(0, 20), min_size=2, max_size=6), st.integers(0, 100))
def test_pareto_and_acceptable_by_looking_at_all_pairs(values, seed):
    result = pt.mutual_ranking(small(values), two_criteria(), rng=seed, n_samples=5)
    u, codes = result.scores, result.codes
    pairs = list(combinations(range(len(codes)), 2))
    near = 1e-9 * np.nanmax(u)

    def beaten(p, points):
        return any(
            (q[0] > p[0] + near and q[1] >= p[1] - near)
            or (q[1] > p[1] + near and q[0] >= p[0] - near)
            for q in points
        )

    sides = {(i, j): (max(u[i, j], u[j, i]), min(u[i, j], u[j, i])) for i, j in pairs}
    front = {(codes[i], codes[j]) for (i, j), p in sides.items() if not beaten(p, sides.values())}
    assert set(result.pareto) == front
    least = [sides[codes.index(a), codes.index(b)][1] for a, b in result.pareto]
    assert least == sorted(least, reverse=True)
    for i, code in enumerate(codes):
        points = {codes[j]: (u[i, j], u[j, i]) for j in range(len(codes)) if j != i}
        mine = {other for other, p in points.items() if not beaten(p, points.values())}
        assert set(result.pareto_partners(code)) == mine
    wanted = {codes[0]: 0.6, codes[-1]: 0.3}
    kept = {
        (codes[i], codes[j])
        for i, j in pairs
        if u[i, j] >= wanted.get(codes[i], -1) and u[j, i] >= wanted.get(codes[j], -1)
    }
    assert set(result.acceptable(wanted)) == kept
    assert set(result.acceptable(0.5)) == {
        (codes[i], codes[j]) for i, j in pairs if min(u[i, j], u[j, i]) >= 0.5
    }


def test_pareto_asks_who_gains_more_and_not_whose_code_is_lower():
    """(0.9, 0.5) beats (0.4, 0.8): the side that gains more has more, and so has the other."""
    result = pt.mutual_ranking(small([1, 2, 3]), two_criteria(), rng=1, n_samples=2)
    scores = np.array([[np.nan, 0.9, 0.4], [0.5, np.nan, 0.1], [0.8, 0.1, np.nan]])
    told = dataclasses.replace(result, scores=scores)
    assert told.pareto == (("35.01", "35.02"),)
    assert told.pareto_partners("35.01") == ("35.02", "35.03")


# ---- shown -------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def result():
    return pt.mutual_ranking(TABLE, CRITERIA, {"35.22": EQUAL}, regions=NEAR, n_samples=50, rng=3)


def test_both_sides_of_a_pair(result):
    pair = result.pair("35.78", "35.22")
    turned = result.pair("35.22", "35.78", "geometric")
    assert pair.scores == turned.scores[::-1] == (result.scores[5, 0], result.scores[0, 5])
    assert pair.ranks == turned.ranks[::-1] == (result.ranks[5, 0], result.ranks[0, 5])
    assert pair.mutual == min(pair.scores)
    assert turned.mutual == pytest.approx(np.prod(pair.scores) ** 0.5)
    assert pair.simulated
    assert result.mutual("nash", thresholds={"35.22": 1.0})[0, 5] == 0.0


@pytest.mark.parametrize("lang", ["en", "id"])
def test_every_table_says_that_it_is_a_simulation(result, lang):
    shown = [*result.tables(lang), result.partners("35.22", lang)]
    assert all(LABELS[lang] in table.caption for table in shown)
    assert LABELS[lang] in result.describe(lang)
    known = pt.mutual_ranking(TABLE, CRITERIA, dict.fromkeys(NEAR, EQUAL), regions=NEAR)
    shown = [*known.tables(lang), known.partners("35.22", lang)]
    assert not any(LABELS[lang] in table.caption for table in shown)
    assert LABELS[lang] not in known.describe(lang)
    assert not known.to_frame()["simulated"].any()
    assert result.to_frame()["simulated"].all()


def test_partners_of_one_region_as_a_table(result):
    table = result.partners("35.22", rule="geometric")
    assert len(table.rows) == 5
    assert table.headers[-2] == "geometric mean"
    figures = [float(row[-2]) for row in table.rows]
    assert figures == sorted(figures, reverse=True)
    names = {TABLE[code].name: code for code in NEAR}
    for row in table.rows:
        pair = result.pair("35.22", names[row[0]])
        assert (row[2], row[5]) == tuple(map(str, pair.ranks))
        assert (row[-1] == "yes") == (names[row[0]] in result.pareto_partners("35.22"))


def test_the_frame_holds_both_directions(result):
    frame = result.to_frame()
    assert len(frame) == 15
    row = frame.loc["33.16+35.22"]
    assert (row["a"], row["b"]) == ("33.16", "35.22")
    pair = result.pair("33.16", "35.22")
    assert (row["a_scores_b"], row["b_scores_a"]) == pair.scores
    assert (row["a_ranks_b"], row["b_ranks_a"]) == pair.ranks
    assert row["rank_sum"] == sum(pair.ranks)
    assert set(frame.index[frame["pareto"]]) == {"+".join(pair) for pair in result.pareto}
    pd.testing.assert_frame_equal(
        frame.reset_index(), result.to_frame(backend="polars").to_pandas(), check_dtype=False
    )


def test_round_trips(result):
    back = pt.MutualRanking.from_json(result.to_json())
    assert back.to_dict() == result.to_dict()
    assert back.digest == result.digest
    assert pickle.loads(pickle.dumps(result)).to_dict() == result.to_dict()
    short = {**result.to_dict(), "ranks": [[0, 1], [1, 0]]}
    assert "MutualRanking.ranks" in message(pt.MutualRanking.from_dict, short)
    with pytest.raises(ValueError, match="read-only"):
        result.scores[0, 1] = 0


# ---- bad input ---------------------------------------------------------------------------------


def test_all_that_is_wrong_with_the_question_at_once():
    found = faults(
        pt.mutual_ranking, TABLE, CRITERIA, {"35.99": EQUAL, "35.24": EQUAL},
        regions=["35.22", "35.22", "99.01"], method=kd.TOPSIS, n_samples=0,
    )  # fmt: skip
    said = "\n".join(map(str, found))
    for part in (
        "region '99.01': no such code", "region '35.22': the name stands more than once",
        "weights: region '35.99': no such code", "weights: region '35.24': it is not among",
        "method: no method", "n_samples: no number of samples",
    ):  # fmt: skip
        assert part in said
    assert len(found) == 6


def test_weights_must_say_whose_they_are_and_fit():
    ask = pt.mutual_ranking
    assert "weights: not by region" in message(ask, TABLE, CRITERIA, [1, 1, 1])
    said = message(
        ask, TABLE, CRITERIA, {"35.22": {"distance": 1}, "35.23": [1, 2, float("nan")]},
        regions=NEAR,
    )  # fmt: skip
    assert "region '35.22': criterion 'gain': it has no weight" in said
    assert "region '35.22': criterion 'gap': it has no weight" in said
    assert "region '35.23': weight number 3: no weight; got nan" in said


def test_missing_values_and_refused_data_are_named():
    said = message(pt.mutual_ranking, small([1, float("nan"), 3]), two_criteria())
    assert "criterion 'gain': indicator 'x' of Kabupaten 2 (35.02): the value is missing" in said
    method = kd.WeightedSum()  # divides by the value of a cost column
    gap = [pt.OperatorCriterion(kd.Criterion("gap", "cost"), pt.Gap("x"))]
    said = message(pt.mutual_ranking, small([2, 2, 5]), gap, method=method, rng=1)
    assert "region '35.01': criterion 'gap': normalization 'max' takes no 0" in said
    assert "region '35.03'" not in said


def test_an_operator_that_gives_no_number_is_named():
    class Odd(pt.HaversineKm):
        def __call__(self, table, members):
            return np.where(np.asarray(members)[..., 0] == 0, np.inf, 1.0)

    odd = [pt.OperatorCriterion(kd.Criterion("odd", "cost"), Odd())]
    said = message(pt.mutual_ranking, small([1, 2]), odd)
    assert "criterion 'odd': the operator gave no finite number; got inf for 35.01, 35.02" in said


def test_regions_that_cannot_sign():
    rows = [
        *small([1, 2]),
        pt.Region("31.71", "Kota Jakarta Pusat", "city", "31", -6.2, 106.8, autonomous=False),
    ]
    table = pt.RegionTable(rows)
    result = pt.mutual_ranking(table, two_criteria(), rng=1, n_samples=3)
    assert result.codes == ("35.01", "35.02")
    said = message(pt.mutual_ranking, table, two_criteria(), regions=["35.01", "31.71"])
    assert "Kota Jakarta Pusat is not autonomous" in said
    assert "regions: too few" in message(
        pt.mutual_ranking, table, two_criteria(), regions=["35.01"]
    )


def test_questions_to_the_answer_that_make_no_sense(result):
    assert "region '99': unknown name" in message(result.pair, "35.22", "99")
    assert "no partner of itself" in message(result.pair, "35.22", "35.22")
    assert "region 'Tuban'" in message(result.partners, "Tuban")
    assert "region 'x'" in message(result.pareto_partners, "x")
    assert "rule: unknown choice" in message(result.mutual, "mean")
    assert "only rule='nash'" in message(result.mutual, thresholds=0.5)
    said = message(result.acceptable, {"35.22": float("nan"), "99": 1, "35.23": True})
    assert said.count("a finite number") == 2
    assert "threshold of region '99': unknown name" in said
    assert "thresholds: no number; got 'high'" in message(result.acceptable, "high")
    below = pt.mutual_ranking(
        TABLE, CRITERIA, regions=NEAR, method=kd.WeightedSum("none"), rng=1, n_samples=5
    )
    said = message(below.mutual, "geometric")
    assert "some are negative" in said
    assert said.endswith("Hint: use 'minimum', or scores that are not negative.")
    assert (below.mutual()[0, 1:] < 0).any()
