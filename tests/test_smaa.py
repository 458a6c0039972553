"""SMAA: shares against closed forms, the same bytes from everybody, and what is refused."""

import json
import sys
from concurrent.futures import ThreadPoolExecutor

import numpy as np
import pandas as pd
import pytest
from scipy.stats import beta

import kadmcdm as kd
from kadmcdm._tiles import map_tiles
from kadmcdm.core.simplex import sample_simplex
from messages import faults, message

MEASURES = ("rank_acceptability", "expected_ranks", "central_weights", "pairwise_winning")
SUM = kd.WeightedSum("none")


def linear(rows, n=2):
    """A problem whose weighted sum is linear in the weights: no scaling."""
    names = [f"c{k}" for k in range(1, n + 1)]
    criteria = [kd.Criterion(name, "benefit") for name in names]
    return kd.DecisionProblem(criteria, list("ABCDEF")[: len(rows)], rows)


# With the weights (w, 1 - w), w uniform on [0, 1], the scores are w, 1 - w and 0.6.
# w > 0.6: A C B; 0.5 < w < 0.6: C A B; 0.4 < w < 0.5: C B A; w < 0.4: B C A. D is always last.
EXACT = linear([[1, 0], [0, 1], [0.6, 0.6], [-1, -1]])
SHARES = np.array([[0.4, 0.1, 0.5, 0], [0.4, 0.1, 0.5, 0], [0.2, 0.8, 0, 0], [0, 0, 0, 1]])
WINNING = np.array([[0, 0.5, 0.4, 1], [0.5, 0, 0.4, 1], [0.6, 0.6, 0, 1], [0, 0, 0, 0]])


@pytest.fixture(scope="module")
def exact():
    return kd.smaa(EXACT, None, SUM, measures=MEASURES, n_samples=20_000, rng=7)


def within(found, expected, error, times=4):
    """Assert a Monte Carlo estimate within some standard errors, exactly where the error is 0."""
    assert (np.abs(found - expected) <= times * error + 1e-12).all()


def test_shares_of_a_linear_problem(exact):
    within(exact.rank_acceptability, SHARES, np.sqrt(SHARES * (1 - SHARES) / 20_000))
    within(exact.pairwise_winning, WINNING, np.sqrt(WINNING * (1 - WINNING) / 20_000))
    assert exact.first_shares.tolist() == exact.rank_acceptability[:, 0].tolist()
    assert exact.winning("C", "A") == exact.pairwise_winning[2, 0]


def test_expected_ranks_of_a_linear_problem(exact):
    mean = SHARES @ [1, 2, 3, 4]
    variance = SHARES @ [1, 4, 9, 16] - mean**2
    within(exact.expected_ranks, mean, np.sqrt(variance / 20_000))
    np.testing.assert_allclose(
        exact.expected_ranks, exact.rank_acceptability @ [1, 2, 3, 4], rtol=1e-12
    )


def test_central_weights_of_a_linear_problem(exact):
    """A is first for w > 0.6, whose mean is 0.8; C between 0.4 and 0.6; D never."""
    expected = np.array([[0.8, 0.2], [0.2, 0.8], [0.5, 0.5]])
    spread = np.array([0.4, 0.4, 0.2]) / np.sqrt(12)  # of a uniform variable of that width
    counts = 20_000 * SHARES[:3, 0]
    within(exact.central_weights[:3], expected, (spread / np.sqrt(counts))[:, None])
    np.testing.assert_allclose(exact.central_weights[:3].sum(axis=1), 1, rtol=1e-12)
    assert np.isnan(exact.central_weights[3]).all()
    assert exact.confidence_factors.tolist() == [1, 1, 1, 0]


def test_rows_and_columns_sum_to_one(exact):
    np.testing.assert_allclose(exact.rank_acceptability.sum(axis=0), 1, rtol=1e-12)
    np.testing.assert_allclose(exact.rank_acceptability.sum(axis=1), 1, rtol=1e-12)
    off = ~np.eye(4, dtype=bool)
    both = exact.pairwise_winning + exact.pairwise_winning.T
    np.testing.assert_allclose(both[off], 1, rtol=1e-12)


def test_top_shares_add_up(exact):
    shares = exact.rank_acceptability
    np.testing.assert_allclose(exact.top_shares(2), shares[:, :2].sum(axis=1), rtol=1e-12)
    np.testing.assert_allclose(exact.top_shares(4), 1, rtol=1e-12)
    np.testing.assert_allclose(exact.top_shares(99), 1, rtol=1e-12)


def test_standard_errors(exact):
    p = exact.rank_acceptability
    np.testing.assert_allclose(exact.standard_error(), np.sqrt(p * (1 - p) / 20_000), rtol=1e-12)
    q = exact.pairwise_winning
    np.testing.assert_allclose(
        exact.standard_error("pairwise_winning"), np.sqrt(q * (1 - q) / 20_000), rtol=1e-12
    )
    variance = p @ [1, 4, 9, 16] - (p @ [1, 2, 3, 4]) ** 2
    np.testing.assert_allclose(
        exact.standard_error("expected_ranks"), np.sqrt(variance / 20_000), atol=1e-12
    )
    assert exact.standard_error()[0, 0] == pytest.approx(np.sqrt(0.24 / 20_000), rel=0.02)


def test_three_criteria_by_symmetry():
    result = kd.smaa(linear(np.eye(3), 3), None, SUM, n_samples=9_000, rng=11)
    within(result.rank_acceptability, np.full((3, 3), 1 / 3), np.sqrt(2 / 9 / 9_000))


def test_weights_around_some_are_a_dirichlet():
    """(w, 1 - w) around (0.7, 0.3) with concentration 10 is Beta(7, 3)."""
    space = kd.WeightSpace(around={"c1": 0.7, "c2": 0.3}, concentration=10)
    result = kd.smaa(EXACT, space, SUM, n_samples=20_000, rng=3)
    below, above = beta.cdf([0.4, 0.6], 7, 3)
    first = np.array([1 - above, below, above - below, 0])
    within(result.first_shares, first, np.sqrt(first * (1 - first) / 20_000))
    assert result.weights == "dirichlet"


def test_the_spread_of_a_dirichlet_is_as_documented():
    middle = np.array([0.6, 0.3, 0.1, 0.0])
    drawn = sample_simplex(4, 40_000, np.random.default_rng(5), alpha=50 * middle)
    std = np.sqrt(middle * (1 - middle) / 51)
    within(drawn.mean(axis=0), middle, std / 200)
    np.testing.assert_allclose(drawn.std(axis=0), std, rtol=0.03)
    np.testing.assert_allclose(drawn.sum(axis=1), 1, rtol=1e-12)
    assert not drawn[:, 3].any()


@pytest.mark.parametrize(
    "around",
    [
        {"c1": 7, "c2": 3},
        [7, 3],
        kd.DirectWeights([7, 3]),
        kd.DirectWeights([7, 3]).weigh(EXACT),
        kd.AHPWeights(kd.PairwiseComparisons(["c1", "c2"], {("c1", "c2"): "7/3"})),
    ],
    ids=lambda around: type(around).__name__,
)
def test_whatever_says_weights_may_be_spread_around(around):
    space = kd.WeightSpace(around=around, concentration=10)
    result = kd.smaa(EXACT, space, SUM, n_samples=500, rng=3)
    expected = kd.smaa(
        EXACT, kd.WeightSpace(around=[0.7, 0.3], concentration=10), SUM, n_samples=500, rng=3
    )
    np.testing.assert_allclose(result.rank_acceptability, expected.rank_acceptability, atol=0.01)


def test_an_empty_space_is_uniform():
    a = kd.smaa(EXACT, kd.WeightSpace(), SUM, n_samples=500, rng=3)
    assert a.to_json() == kd.smaa(EXACT, None, SUM, n_samples=500, rng=3).to_json()


# ---- given samples -------------------------------------------------------------------------------

REAL = kd.DecisionProblem.from_arrays(
    [[2, 40, 3], [4, 35, 1], [7, 44, 4], [3, 12, 2], [5, 30, 2]], ["cost", "benefit", "cost"]
)


@pytest.mark.parametrize("method", [kd.TOPSIS(), kd.WeightedSum(), kd.WeightedProduct()])
def test_given_samples_equal_a_plain_loop(method):
    samples = np.random.default_rng(2).uniform(0, 9, (400, 3))
    result = kd.smaa(REAL, samples, method, measures=MEASURES)
    counts, wins, firsts = np.zeros((5, 5)), np.zeros((5, 5)), [[] for _ in range(5)]
    for row in samples:
        ranks = kd.rank(REAL, row, method).ranks
        for i in range(5):
            counts[i, ranks[i] - 1] += 1
            wins[i] += ranks[i] < ranks
        firsts[int(np.argmin(ranks))].append(row / row.sum())
    np.testing.assert_allclose(result.rank_acceptability, counts / 400, rtol=1e-12)
    np.testing.assert_allclose(result.pairwise_winning, wins / 400, rtol=1e-12)
    for i, first in enumerate(firsts):
        if first:
            np.testing.assert_allclose(result.central_weights[i], np.mean(first, axis=0))
            best = kd.rank(REAL, result.central_weights[i], method).winners
            named = REAL.candidate_names[i]
            assert result.confidence_factors[i] == (named in best) / len(best)
    assert (result.weights, result.seed, result.n_samples) == ("given", None, 400)


def test_given_samples_in_many_tiles():
    samples = np.random.default_rng(2).dirichlet([1, 1], 20_000)
    result = kd.smaa(EXACT, samples, SUM, measures=MEASURES)
    w = samples[:, 0]
    middle = ((w >= 0.4) & (w <= 0.6)).mean()
    shares = [(w > 0.6).mean(), (w < 0.4).mean(), middle, 0]
    np.testing.assert_allclose(result.first_shares, shares, rtol=1e-12)
    np.testing.assert_allclose(result.central_weights[0, 0], w[w > 0.6].mean(), rtol=1e-12)


@pytest.mark.parametrize("scale", [1e308, 1e-308, 1.0])
def test_the_scale_of_samples_does_not_count(scale):
    samples = np.array([[1.0, 0.5], [0.25, 1.0], [1.0, 1.0]])
    result = kd.smaa(EXACT, samples * scale, SUM)
    assert result.first_shares.tolist() == [1 / 3, 1 / 3, 1 / 3, 0]


def test_one_sample_is_a_ranking():
    result = kd.smaa(REAL, [[0.2, 0.5, 0.3]])
    ranking = kd.rank(REAL, [0.2, 0.5, 0.3])
    np.testing.assert_array_equal(result.expected_ranks, ranking.ranks)


# ---- ties ----------------------------------------------------------------------------------------


def test_identical_candidates_share_their_positions():
    """A and B are the same; C is above both for w < 0.5."""
    samples = [[0.9, 0.1], [0.7, 0.3], [0.2, 0.8], [0.4, 0.6]]
    twins = linear([[1, 0], [1, 0], [0, 1]])
    result = kd.smaa(twins, samples, SUM, measures=MEASURES)
    half, quarter = 0.5, 0.25
    assert result.rank_acceptability.tolist() == [
        [quarter, half, quarter], [quarter, half, quarter], [half, 0, half],
    ]  # fmt: skip
    assert result.expected_ranks.tolist() == [2, 2, 2]
    assert result.winning("A", "B") == result.winning("B", "A") == 0.5
    np.testing.assert_allclose(result.central_weights, [[0.8, 0.2], [0.8, 0.2], [0.3, 0.7]])
    assert result.confidence_factors.tolist() == [0.5, 0.5, 1]


def test_identical_candidates_in_many_tiles():
    twins = linear([[1, 0], [0, 1], [1, 0], [0, 1]])
    result = kd.smaa(twins, None, SUM, measures=MEASURES, n_samples=20_000, rng=1)
    np.testing.assert_allclose(result.rank_acceptability[0], result.rank_acceptability[2])
    np.testing.assert_allclose(result.rank_acceptability.sum(axis=0), 1)
    assert (result.winning("A", "C"), result.winning("B", "D")) == (0.5, 0.5)
    np.testing.assert_allclose(np.diag(result.pairwise_winning), 0)


@pytest.mark.parametrize("tied_first", [True, False])
def test_who_is_tied_in_one_tile_only_is_not_tied(tied_first):
    """A chance tie goes to whoever stands first: A, in the tile where all weights are equal."""
    tie, apart = np.full((8192, 2), 0.5), np.tile([0.1, 0.9], (8192, 1))
    samples = np.concatenate([tie, apart] if tied_first else [apart, tie])
    result = kd.smaa(linear([[1, 0], [0, 1]]), samples, SUM, measures=MEASURES)
    assert result.first_shares.tolist() == [0.5, 0.5]
    np.testing.assert_allclose(result.central_weights, [[0.5, 0.5], [0.1, 0.9]], atol=1e-10)
    more = np.concatenate([samples, apart])
    assert kd.smaa(linear([[1, 0], [0, 1]]), more, SUM).first_shares[1] == pytest.approx(2 / 3)


def test_all_alike_and_alone():
    same = kd.smaa(linear([[1, 1]] * 3), measures=MEASURES, n_samples=50, rng=1)
    np.testing.assert_allclose(same.rank_acceptability, 1 / 3)
    np.testing.assert_allclose(same.confidence_factors, 1 / 3)
    alone = kd.smaa(linear([[1, 1]]), measures=MEASURES, n_samples=50, rng=1)
    assert alone.rank_acceptability.tolist() == [[1]]
    assert alone.expected_ranks.tolist() == [1]
    assert alone.pairwise_winning.tolist() == [[0]]


# ---- randomness ----------------------------------------------------------------------------------

SETTING = {"measures": MEASURES, "n_samples": 20_000, "rng": 2026}


@pytest.fixture(scope="module")
def alone():
    """The bytes that one thread makes, in three tiles."""
    return kd.smaa(REAL, **SETTING).to_json()


def test_the_same_seed_gives_the_same_bytes(alone):
    assert kd.smaa(REAL, **SETTING).to_json() == alone
    assert kd.smaa(REAL, **{**SETTING, "rng": np.int64(2026)}).to_json() == alone
    assert kd.smaa(REAL, **{**SETTING, "rng": 2027}).to_json() != alone


@pytest.mark.parametrize("workers", [1, 2])
def test_threads_give_the_same_bytes(alone, workers):
    with ThreadPoolExecutor(workers) as pool:
        assert kd.smaa(REAL, **SETTING, executor=pool).to_json() == alone


def test_processes_give_the_same_bytes(alone, processes):
    assert kd.smaa(REAL, **SETTING, executor=processes).to_json() == alone
    space = kd.WeightSpace(around=[1, 2, 3], concentration=20)
    options = {"n_samples": 9_000, "rng": 5}
    spread = kd.smaa(REAL, space, **options, executor=processes)
    assert spread.to_json() == kd.smaa(REAL, space, **options).to_json()


def test_more_samples_than_the_window_of_tiles(monkeypatch):
    """With 64 tiles in flight and 70 to do, none is lost and the order is kept."""
    monkeypatch.setattr(sys.modules["kadmcdm.robustness.smaa"], "TILE_CELLS", 1)
    wide = kd.DecisionProblem.from_arrays(np.random.default_rng(0).random((8, 3)), ["cost"] * 3)
    options = {"measures": ("rank_acceptability",), "n_samples": 70 * 16, "rng": 4}
    with ThreadPoolExecutor(2) as pool:
        result = kd.smaa(wide, None, SUM, **options, executor=pool)
    assert result.to_json() == kd.smaa(wide, None, SUM, **options).to_json()
    np.testing.assert_allclose(result.rank_acceptability.sum(axis=1), 1)


def test_tiles_come_back_in_their_order():
    with ThreadPoolExecutor(2) as pool:
        tasks = ((k,) for k in range(200))
        assert list(map_tiles(abs, tasks, 200, executor=pool)) == list(range(200))


def test_a_generator_is_consumed_and_its_draw_recorded():
    rng = np.random.default_rng(5)
    first, second = (kd.smaa(EXACT, n_samples=200, rng=rng) for _ in range(2))
    assert first.seed != second.seed
    assert first.seed == np.random.default_rng(5).integers(0, 2**63)
    assert kd.smaa(EXACT, n_samples=200, rng=first.seed).to_json() == first.to_json()


def test_without_a_seed_one_is_drawn_and_recorded():
    first, second = (kd.smaa(EXACT, n_samples=200) for _ in range(2))
    assert first.seed != second.seed
    assert kd.smaa(EXACT, n_samples=200, rng=first.seed).to_json() == first.to_json()
    back = kd.Acceptability.from_json(first.to_json())
    assert back.seed == first.seed  # 128 bits survive JSON


@pytest.mark.parametrize(
    "rng", ["1", -1, 1.5, True, np.random.RandomState(1)], ids=lambda rng: type(rng).__name__
)
def test_sources_of_randomness_that_are_none(rng):
    assert message(kd.smaa, EXACT, n_samples=10, rng=rng) == (
        f"rng: no source of randomness; got {rng!r}, expected a whole number >= 0, a numpy "
        "Generator, or None."
    )


def test_progress_is_shown_on_standard_error_only(capsys):
    shown = kd.smaa(EXACT, n_samples=200, rng=1, progress=True)
    out, err = capsys.readouterr()
    assert out == ""
    assert "smaa" in err
    assert shown.to_json() == kd.smaa(EXACT, n_samples=200, rng=1).to_json()
    assert capsys.readouterr() == ("", "")


# ---- what it says of itself ----------------------------------------------------------------------


def test_provenance(exact):
    assert exact.method == {"name": "WeightedSum", "normalization": "none"}
    assert (exact.weights, exact.seed, exact.n_samples) == ("uniform", 7, 20_000)
    assert exact.digest == EXACT.digest
    assert exact.candidate_names == tuple("ABCD")
    assert exact.criterion_names == ("c1", "c2")


def test_measures_that_were_not_asked_for():
    result = kd.smaa(EXACT, n_samples=10, rng=1, measures=[])
    assert result.first_shares.shape == (4,)
    for figure, measure in (
        ("rank_acceptability", "rank_acceptability"),
        ("expected_ranks", "expected_ranks"),
        ("central_weights", "central_weights"),
        ("confidence_factors", "central_weights"),
        ("pairwise_winning", "pairwise_winning"),
    ):
        assert message(getattr, result, figure) == (
            f"{figure}: this measure was not asked for. Hint: smaa(..., measures=(..., "
            f"{measure!r}))."
        )
    assert message(result.winning, "A", "B").startswith("pairwise_winning: this measure was not")
    assert message(result.standard_error, "pairwise_winning").startswith("pairwise_winning: this ")
    assert str(result).splitlines()[-1] == "samples: 10; seed: 1"  # shown whatever was asked for


def test_tables_and_frames(exact):
    lines = str(exact).splitlines()
    assert lines[0] == "candidate  ranked first  in the top three  expected rank"
    assert [line.split()[0] for line in lines[2:6]][::3] == ["C", "D"]
    assert lines[5].split() == ["D", "0.0%", "0.0%", "4.00"]
    assert lines[6] == "samples: 20,000; seed: 7"
    table = exact.tables("id")[0]
    assert table.headers == ("calon", "peringkat 1", "tiga besar", "peringkat harapan")
    assert table.rows[3] == ("D", "0,0%", "0,0%", "4,00")
    assert table.caption == "sampel: 20.000; benih acak: 7"
    frame = exact.to_frame()
    assert list(frame.columns) == ["1", "2", "3", "4"]
    assert frame.loc["D", "4"] == 1.0


def test_read_only(exact):
    for array in (
        exact.rank_acceptability, exact.first_shares, exact.expected_ranks, exact.central_weights,
        exact.confidence_factors, exact.pairwise_winning,
    ):  # fmt: skip
        with pytest.raises(ValueError, match="read-only"):
            array[0] = 0
    with pytest.raises(TypeError, match="read-only"):
        exact.measured["expected_ranks"] = 0


def test_json_keeps_what_is_not_a_number(exact):
    content = json.loads(exact.to_json())
    assert content["measured"]["central_weights"][3] == [None, None]
    back = kd.Acceptability.from_json(exact.to_json())
    assert np.isnan(back.central_weights[3]).all()
    assert back.rank_acceptability.tobytes() == exact.rank_acceptability.tobytes()


# ---- verdicts ------------------------------------------------------------------------------------


def test_verdicts():
    rows = [[1, 0.9], [0, 1], [0.05, 0.5], [0, 0.5]]
    found = kd.smaa(linear(rows), None, SUM, measures=MEASURES, n_samples=20_000, rng=7)
    # A beats B where w > 1/11; C beats B where 0.05 w + 0.5 (1 - w) > 1 - w, that is w > 10/11.
    assert found.winning("A", "B") == pytest.approx(10 / 11, abs=0.01)
    assert found.verdict("A", "B") == found.verdict("B", "A") == "A above B in 91% of runs"
    assert found.verdict("D", "A") == "A above D in 100% of runs"
    assert found.verdict("A", "D", "id") == "A di atas D pada 100% percobaan"
    assert found.decisive("A", "B")
    assert found.decisive("B", "A")
    few = kd.smaa(linear(rows), None, SUM, measures=MEASURES, n_samples=200, rng=7)
    assert few.verdict("A", "B") == "A above B in 92% of runs: not decisive"  # one error is 0.02
    even = kd.smaa(linear([[1, 0], [0, 1]]), None, SUM, measures=MEASURES, n_samples=999, rng=1)
    assert even.verdict("A", "B", "id").endswith("percobaan: belum tegas")
    assert [text.partition(" in ")[0] for text in found.verdicts()] == [
        "A above B", "A above C", "A above D", "B above C", "B above D", "C above D",
    ]  # fmt: skip


def test_labels_stand_in_verdicts():
    problem = kd.DecisionProblem(
        [kd.Criterion("x", "benefit")],
        [kd.Candidate("tuban", label={"en": "Tuban Regency", "id": "Kabupaten Tuban"}), "blora"],
        [[2], [1]],
    )
    found = kd.smaa(problem, n_samples=100, rng=1, measures=["pairwise_winning"])
    assert found.verdicts("id") == ("Kabupaten Tuban di atas blora pada 100% percobaan",)


def test_a_verdict_needs_pairs():
    found = kd.smaa(EXACT, n_samples=10, rng=1)
    assert message(found.verdict, "A", "B") == (
        "pairwise_winning: this measure was not asked for. Hint: smaa(..., measures=(..., "
        "'pairwise_winning'))."
    )


def test_rank_intervals(exact):
    """A: first 0.4, second 0.1, third 0.5; C: first 0.2, second 0.8; D always last."""
    assert exact.rank_interval("A") == (1, 3)
    assert exact.rank_interval("D") == (4, 4)
    assert exact.rank_interval("C") == (1, 2)
    assert exact.rank_interval("C", 0.5) == (2, 2)  # at most a quarter aside: the first place is
    assert exact.rank_interval("A", 0.1) == (2, 3)
    shares = kd.smaa(EXACT, [[1, 0]] * 5 + [[0, 1]] * 95, SUM)
    assert shares.rank_interval("A", 0.9) == (3, 3)
    assert shares.rank_interval("A", 0.91) == (1, 3)
    top = kd.smaa(EXACT, n_samples=10, rng=1, top=2)
    assert message(top.rank_interval, "A") == (
        "rank_acceptability: this needs all ranks. Hint: leave top out."
    )


def test_entropies(exact):
    def bits(p):
        return -sum(x * np.log2(x) for x in p if x > 0)

    error = exact.standard_error("choice_entropy")
    assert abs(exact.choice_entropy - bits([0.4, 0.4, 0.2])) <= 4 * error + 1e-4  # a bias of 1/2S
    expected = np.array([bits(row) for row in SHARES])
    within(exact.rank_entropy, expected, exact.standard_error("rank_entropy") + 1e-4)
    assert exact.rank_entropy[3] == 0
    sure = kd.smaa(linear([[1, 1], [0, 0]]), None, SUM, n_samples=100, rng=1)
    assert (sure.choice_entropy, sure.rank_entropy.tolist()) == (0, [0, 0])
    even = kd.smaa(linear([[1, 1]] * 4), None, SUM, n_samples=100, rng=1)
    assert even.choice_entropy == pytest.approx(2)


def test_standard_errors_of_central_weights(exact):
    error = exact.standard_error("central_weights")
    counts = 20_000 * SHARES[:3, 0]
    expected = np.array([0.4, 0.4, 0.2]) / np.sqrt(12 * counts)
    np.testing.assert_allclose(error[:3], np.column_stack([expected] * 2), rtol=0.1)
    assert np.isnan(error[3]).all()
    assert not exact.standard_error("confidence_factors").any()


# ---- what is refused -----------------------------------------------------------------------------

WEIGHTS = [
    ([0.5, 0.5], "weights: no weight vectors; got (2,), expected (S, 2), one a row."),
    ([[1, 2, 3]], "weights: no weight vectors; got (1, 3), expected (S, 2), one a row."),
    (np.empty((0, 2)), "weights: no weight vectors; got (0, 2), expected (S, 2), one a row."),
    ([[1, 2], [3, -1], [np.nan, 1], [0, 0], [np.inf, 1]], "weights: a weight vector has negative, "
     "NaN or infinite weights, or only zeros; got rows 2, 3, 4, 5."),
    (pd.DataFrame({"c2": [1], "c1": [2]}), "weights: a frame's names would be lost. Hint: put its "
     "columns in the order of the criteria and give frame.to_numpy()."),
    (kd.EqualWeights(), "weights: one weight vector leaves nothing to sample; got EqualWeights, "
     "expected None, a WeightSpace, or (S, n) samples. Hint: spread around it: "
     "WeightSpace(around=weights, concentration=50)."),
    (kd.EqualWeights().weigh(EXACT), "weights: one weight vector leaves nothing to sample; got "
     "Weights, expected None, a WeightSpace, or (S, n) samples. Hint: spread around it: "
     "WeightSpace(around=weights, concentration=50)."),
    (kd.WeightSpace(around={"c1": 1, "c3": 1}, concentration=10), "2 faults:\n  1. weight for "
     "criterion 'c3': unknown name. Hint: known names: 'c1', 'c2'.\n  2. criterion 'c2': it has no "
     "weight. Hint: say 0 if it shall not count."),
]  # fmt: skip


@pytest.mark.parametrize(("weights", "said"), WEIGHTS)
def test_weights_that_are_refused(weights, said):
    assert message(kd.smaa, EXACT, weights, n_samples=10, rng=1) == said


def test_text_is_no_weight_vector():
    said = message(kd.smaa, EXACT, [["a", "b"]])
    assert said.startswith("weights: no weight vectors")


SPACES = [
    ({"concentration": 10}, "WeightSpace: a concentration around nothing; got 10."),
    ({"around": [1, 2]}, "WeightSpace.concentration: no concentration; got None, expected a finite "
     "number > 0. Hint: 10 is loose, 100 is tight."),
    *(
        ({"around": [1, 2], "concentration": value}, "WeightSpace.concentration: no concentration; "
         f"got {value!r}, expected a finite number > 0. Hint: 10 is loose, 100 is tight.")
        for value in (0, -1, float("inf"), float("nan"), "50", True)
    ),
]  # fmt: skip


@pytest.mark.parametrize(("options", "said"), SPACES)
def test_spaces_that_are_refused(options, said):
    assert message(kd.WeightSpace, **options) == said


OPTIONS = [
    ({"n_samples": 0}, "n_samples: no samples; got 0, expected at least 1."),
    ({"n_samples": -5}, "n_samples: no samples; got -5, expected at least 1."),
    ({"n_samples": True}, "n_samples: no whole number; got True."),
    ({"n_samples": 1e3}, "n_samples: no whole number; got 1000.0."),
    ({"measures": ["expected_rank"]}, "measures: unknown choice; got 'expected_rank', expected one "
     "of 'rank_acceptability', 'expected_ranks', 'central_weights', 'pairwise_winning', "
     "'confidence_factors'. Hint: did you mean 'expected_ranks'?"),
    ({"measures": "expected_ranks"}, "measures: no list; got 'expected_ranks', expected a list of "
     "them, such as ['rank_acceptability']."),
    ({"measures": None}, "measures: no list; got None, expected a list of them, such as "
     "['rank_acceptability']."),
    ({"method": kd.TOPSIS}, f"method: no method; got {kd.TOPSIS!r}, expected an object such as "
     "kd.TOPSIS()."),
    ({"problem": [[1, 2]]}, "problem: no DecisionProblem; got list."),
    ({"method": kd.WeightedProduct()}, "criterion 'c1': normalization 'max' takes no negative "
     "values. Hint: use 'minmax' or 'bounds'."),
]  # fmt: skip


@pytest.mark.parametrize(("options", "said"), OPTIONS)
def test_options_that_are_refused(options, said):
    found = faults(kd.smaa, **{"problem": EXACT, "n_samples": 10, "rng": 1, **options})
    assert str(found[0]) == said


def test_wrong_options_are_said_at_once():
    said = faults(kd.smaa, 1, None, 2, measures=["a", "b"])
    assert [fault.where for fault in said] == ["problem", "method", "measures", "measures"]


@pytest.mark.parametrize(
    ("call", "said"),
    [
        (lambda r: r.top_shares(0), "t: no number of ranks; got 0, expected a whole number >= 1."),
        (lambda r: r.top_shares(1.0), "t: no number of ranks; got 1.0, expected a whole number >= "
         "1."),
        (lambda r: r.winning("A", "X"), "candidate 'X': unknown name. Hint: known names: 'A', "
         "'B', 'C', 'D'."),
        (lambda r: r.standard_error("central"), "measure: unknown choice; got 'central', expected "
         "one of 'rank_acceptability', 'expected_ranks', 'central_weights', 'pairwise_winning', "
         "'confidence_factors', 'first_shares', 'choice_entropy', 'rank_entropy'. Hint: did you "
         "mean 'central_weights'?"),
        (lambda r: r.rank_interval("X"), "candidate 'X': unknown name. Hint: known names: 'A', "
         "'B', 'C', 'D'."),
        (lambda r: r.rank_interval("A", 90), "level: no share; got 90, expected between 0 and 1."),
        (lambda r: r.verdict("A", "X"), "candidate 'X': unknown name. Hint: known names: 'A', 'B', "
         "'C', 'D'."),
    ],
)  # fmt: skip
def test_questions_that_are_refused(exact, call, said):
    assert message(call, exact) == said


# ---- methods of others ---------------------------------------------------------------------------


class Own:
    """Batched by law 1, as a plain list of lists."""

    name = "Own"

    def scores(self, matrix, weights, benefit, *, bounds=None):
        return (matrix @ weights[..., None])[..., 0].tolist()


class OneByOne(Own):
    """Takes one weight vector only."""

    def scores(self, matrix, weights, benefit, *, bounds=None):
        return matrix @ weights.reshape(-1)[:2]


class Failing(Own):
    """Fine in the middle, but not everywhere."""

    def scores(self, matrix, weights, benefit, *, bounds=None):
        scores = (matrix @ weights[..., None])[..., 0]
        return np.where(weights[..., :1] == 0.5, scores, np.nan)


def test_a_method_of_ones_own():
    result = kd.smaa(EXACT, None, Own(), measures=MEASURES, n_samples=500, rng=1)
    expected = kd.smaa(EXACT, None, SUM, measures=MEASURES, n_samples=500, rng=1)
    np.testing.assert_array_equal(result.rank_acceptability, expected.rank_acceptability)
    assert result.method == {"name": "Own"}


def test_a_method_that_takes_one_vector_only_is_told():
    assert message(kd.smaa, EXACT, None, OneByOne(), n_samples=500, rng=1) == (
        "method 'Own': not one score per candidate and weight vector; got (4,), expected (64, 4)."
    )


def test_scores_that_fail_under_some_weights_are_no_ranking():
    assert message(kd.smaa, EXACT, None, Failing(), n_samples=50, rng=1) == (
        "method 'Own': it gave scores that are no finite numbers."
    )


def test_what_is_no_executor_is_refused():
    assert message(kd.smaa, REAL, executor=3) == (
        "executor: no executor; got 3, expected a concurrent.futures.Executor, or "
        "client.get_executor() of Dask's."
    )
