"""Diagnostics of criteria: figures against scipy and plain sums, limits, sentences."""

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy import stats

import kadmcdm as kd
from messages import message
from strategies import problems

METHODS = [kd.TOPSIS(), kd.WeightedSum("minmax"), kd.WeightedProduct(), kd.AHPSynthesis("ideal")]


def made(matrix, benefit, bounds=None):
    ways = ["benefit" if b else "cost" for b in benefit]
    criteria = [kd.Criterion(f"c{j}", way, bounds=bounds) for j, way in enumerate(ways, 1)]
    return kd.DecisionProblem(criteria, [f"a{i}" for i in range(1, len(matrix) + 1)], matrix)


# ---- figures -------------------------------------------------------------------------------------


@given(problems(candidates=(3, 8), criteria=(1, 4), values=(1, 12)))
def test_correlations_are_scipys(p):
    matrix, _, benefit = p
    found = kd.diagnostics(made(matrix, benefit))
    oriented = np.where(benefit, matrix, -matrix)
    for i, x in enumerate(oriented.T):
        for j, y in enumerate(oriented.T):
            got = found.pearson[i, j], found.spearman[i, j]
            if np.ptp(x) == 0 or np.ptp(y) == 0:
                assert np.isnan(got).all()
                continue
            expected = stats.pearsonr(x, y).statistic, stats.spearmanr(x, y).statistic
            assert got == pytest.approx(expected, abs=1e-12)
    assert kd.Diagnostics.from_json(found.to_json()).to_dict() == found.to_dict()


@pytest.mark.parametrize("method", METHODS, ids=lambda method: method.name)
@given(problems(candidates=(1, 7), criteria=(1, 4), values=(1, 40), zeros=True))
def test_effective_weights_are_covariance_shares(method, p):
    matrix, weights, benefit = p
    problem = made(matrix, benefit)
    shares = kd.diagnostics(problem, weights, method).effective_weights
    details = method.details(problem.matrix, weights, problem.benefit)
    parts = details["weighted" if isinstance(method, kd.TOPSIS) else "contributions"]
    total = parts.sum(axis=1)
    variance = total.var()
    if variance <= 1e-20 * max(parts.var(axis=0).max(), 1e-12):
        return  # rounding decides whether it varies at all
    expected = [np.mean((part - part.mean()) * (total - total.mean())) for part in parts.T]
    # as many digits as the cancellation in the sum leaves
    loss = parts.var(axis=0).sum() / variance
    np.testing.assert_allclose(shares, np.array(expected) / variance, atol=1e-13 * (1 + loss))
    assert shares.sum() == pytest.approx(1, abs=1e-12 * (1 + np.sqrt(loss)))


def test_effective_weights_by_hand():
    """Equal weights, one range ten times the other: with uncorrelated columns 100 to 1."""
    matrix = [[0, 0], [10, 0], [0, 1], [10, 1]]
    found = kd.diagnostics(made(matrix, [True, True]), [0.5, 0.5], kd.WeightedSum("none"))
    np.testing.assert_allclose(found.effective_weights, [100 / 101, 1 / 101], rtol=1e-12)
    # c2 = -c1 / 2: the score is c1 / 4, and c2 pulls against it with share -1
    against = kd.diagnostics(
        made([[0, 0], [2, -1], [4, -2]], [True, True]), [0.5, 0.5], kd.WeightedSum("none")
    )
    np.testing.assert_allclose(against.effective_weights, [2, -1], rtol=1e-12)


@given(problems(candidates=(3, 6), criteria=(2, 4), values=(1, 40)), st.randoms())
def test_places_and_units_do_not_count(p, random):
    matrix, weights, benefit = p
    a = kd.diagnostics(made(matrix, benefit), weights, kd.WeightedSum("minmax"))
    rows, columns = [*range(len(matrix))], [*range(len(weights))]
    random.shuffle(rows)
    random.shuffle(columns)
    # powers of two scale without rounding
    other = made(matrix[np.ix_(rows, columns)] * 2.0 ** np.arange(len(weights)), benefit[columns])
    b = kd.diagnostics(other, weights[columns], kd.WeightedSum("minmax"))
    for key in ("pearson", "spearman"):
        np.testing.assert_allclose(
            getattr(b, key), getattr(a, key)[np.ix_(columns, columns)], atol=1e-12
        )
    np.testing.assert_allclose(b.variation, a.variation[columns], rtol=1e-12)
    np.testing.assert_allclose(b.effective_weights, a.effective_weights[columns], atol=1e-9)


# ---- limits --------------------------------------------------------------------------------------


def test_a_cost_correlates_with_its_sign_changed():
    """Near and cheap go together: both are better at once."""
    found = kd.diagnostics(made([[1, 9], [2, 8], [4, 6]], [True, False]))
    assert found.pearson[0, 1] == pytest.approx(1)
    assert [pair[:2] for pair in found.correlated] == [("c1", "c2")]
    assert found.sentences() == (
        "c1 and c2 say nearly the same (Pearson 1.00, Spearman 1.00): possible double counting",
    )
    against = kd.diagnostics(made([[1, 9], [2, 8], [4, 6]], [True, True]))
    assert against.sentences() == (
        "c1 and c2 pull against each other (Pearson -1.00, Spearman -1.00): "
        "what one gains the other loses",
    )


def test_either_correlation_is_enough_and_the_strongest_comes_first():
    """One order and a curve: Spearman 1 where Pearson is 0.75."""
    x = np.array([1.0, 2, 3, 4, 5])
    curve = np.array([1.0, 2, 3, 4, 60])
    other = np.array([1.0, 2, 3, 5, 4.9])
    found = kd.diagnostics(made(np.column_stack([x, curve, other]), [True] * 3))
    assert [pair[:2] for pair in found.correlated] == [("c1", "c2"), ("c1", "c3")]
    first = found.correlated[0]
    assert first.pearson < 0.8
    assert first.spearman == pytest.approx(1)


def test_nine_tenths_are_not_above_nine_tenths():
    """Spearman's 1 - 6 * 2 / (5 * 24) is 0.9 but for rounding, Pearson's of ranks the same."""
    found = kd.diagnostics(made([[1, 1], [2, 2], [3, 3], [4, 5], [5, 4]], [True, True]))
    assert found.spearman[0, 1] == pytest.approx(0.9)
    assert found.correlated == ()


@pytest.mark.parametrize(
    ("column", "narrow"),
    [([10, 10.1], True), ([0.99, 1.0], True), ([99, 100], True), ([98.9, 100], False),
     ([-100, -99.5], True), ([-1, 1], False), ([5, 5], False), ([0, 0], False)],
)  # fmt: skip
def test_what_varies_by_at_most_one_percent(column, narrow):
    """0.99 and 1 differ by a little more than 0.01 in floats: that is one percent all the same."""
    found = kd.diagnostics(made([[column[0]], [column[1]]], [True]))
    assert found.narrow == (("c1",) if narrow else ())
    assert found.constant == (("c1",) if column[0] == column[1] else ())


def test_extreme_scales():
    matrix = np.array([[1e-300, 1e300], [2e-300, 3e300], [3e-300, 2e300]])
    found = kd.diagnostics(made(matrix, [True, False]), [0.5, 0.5])
    small = kd.diagnostics(made(matrix * [1e300, 1e-300], [True, False]), [0.5, 0.5])
    np.testing.assert_allclose(found.pearson, small.pearson, rtol=1e-12)
    np.testing.assert_allclose(found.effective_weights, small.effective_weights, rtol=1e-9)


# ---- sentences -----------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def poor():
    frame = pd.DataFrame(
        {
            "name": ["Tuban", "Ngawi", "Blora", "Rembang", "Pati"],
            "water": [96.0, 96.5, 96.9, 96.1, 96.0],
            "fiscal": [1.1, None, 0.7, None, 0.9],
            "same": [3, 3, 3, 3, 3],
        }
    )
    criteria = [
        kd.Criterion("water", "benefit", label={"en": "water access", "id": "akses air"}),
        kd.Criterion("fiscal", "benefit"),
        kd.Criterion("same", "cost"),
    ]
    return kd.DecisionProblem.from_frame(frame, criteria, missing="worst")


def test_every_sentence(poor):
    found = kd.diagnostics(poor, [0.2, 0.4, 0.4])
    assert found.sentences() == (
        "water access varies by 0.9% of its size, and would span the whole scale under minmax: "
        "say its bounds",
        "same is the same for all: it separates nobody",
        "fiscal: 2 of 5 values were missing and filled (policy worst)",
        "water access has a weight of 20% and explains -1% of the variance of the scores",
        "fiscal has a weight of 40% and explains 101% of the variance of the scores",
        "same has a weight of 40% and explains 0% of the variance of the scores",
    )
    assert found.sentences("id")[:3] == (
        "akses air beragam 0,9% dari besarnya, dan akan memenuhi seluruh skala pada minmax: "
        "tentukan batasnya",
        "same sama untuk semua: tidak membedakan",
        "fiscal: 2 dari 5 nilai kosong dan diisi (aturan worst)",
    )
    assert found.coverage.tolist() == [1, 0.6, 1]
    assert (found.missing, found.filled.tolist()) == ("worst", [0, 2, 0])
    table = found.tables()[0]
    assert table.headers == ("criterion", "varies by", "filled", "weight", "explains")
    assert table.rows[1][:4] == ("fiscal", "36%", "2", "40%")
    frame = found.to_frame()
    assert list(frame) == ["variation", "coverage", "weight", "effective_weight"]
    assert list(kd.diagnostics(poor).to_frame()) == ["variation", "coverage"]


def test_gaps_count_for_those_that_are_still_there(poor):
    less = poor.select(["Tuban", "Ngawi", "Blora"], ["fiscal"])
    found = kd.diagnostics(less)
    assert found.filled.tolist() == [1]
    assert found.coverage == pytest.approx([2 / 3])


@pytest.mark.parametrize(
    ("policy", "sentence"),
    [("drop_candidate", "left out for missing values: Ngawi and Pati"),
     ("drop_criterion", "left out for missing values: fiscal")],
)  # fmt: skip
def test_what_was_dropped_is_said(policy, sentence):
    frame = pd.DataFrame({
        "name": ["Tuban", "Ngawi", "Blora", "Rembang", "Pati"],
        "km": [3, 1, 2, 4, 1],
        "fiscal": [1.1, None, 0.7, 0.8, None],
    })  # fmt: skip
    criteria = [kd.Criterion("km", "cost"), kd.Criterion("fiscal", "benefit")]
    found = kd.diagnostics(kd.DecisionProblem.from_frame(frame, criteria, missing=policy))
    assert sentence in found.sentences()
    assert kd.Diagnostics.from_json(found.to_json()).to_dict() == found.to_dict()


def test_few_candidates_and_level_scores():
    two = kd.diagnostics(made([[1, 9], [2, 8]], [True, True]), [0.5, 0.5])
    assert np.isnan(two.pearson).all()
    assert two.correlated == ()
    assert "fewer than three candidates: correlations say nothing" in two.sentences()
    # every sum is 5
    level = kd.diagnostics(
        made([[1, 9], [4, 6], [2, 8]], [True, True]), [0.5, 0.5], kd.WeightedSum("none")
    )
    assert np.isnan(level.effective_weights).all()
    assert level.sentences("id")[-1] == (
        "skor tidak beragam: tidak ada bobot yang menjelaskan apa pun"
    )
    assert level.tables()[0].rows[0][-1] == "-"
    assert kd.Diagnostics.from_json(level.to_json()).to_dict() == level.to_dict()


def test_nothing_to_say():
    quiet = kd.diagnostics(made([[1, 5], [2, 9], [3, 4], [4, 8]], [True, True]))
    assert quiet.sentences() == ()
    assert len(quiet.tables()) == 1
    assert (quiet.weights, quiet.effective_weights, quiet.missing) == (None, None, None)


def test_bounds_are_not_asked_for_where_they_are():
    found = kd.diagnostics(made([[10.0], [10.1], [10.05]], [True], bounds=(0, 20)))
    assert found.sentences() == (
        "c1 varies by 1.0% of its size, and would span the whole scale under minmax",
    )


def test_weights_are_apart_by_more_than_ten_points():
    """Covariance shares of 100 : 1 at equal weights."""
    found = kd.diagnostics(
        made([[0, 0], [10, 0], [0, 1], [10, 1]], [True, True]), [0.5, 0.5], kd.WeightedSum("none")
    )
    assert found.sentences() == (
        "c1 has a weight of 50% and explains 99% of the variance of the scores",
        "c2 has a weight of 50% and explains 1% of the variance of the scores",
    )
    assert found.sentences("id")[0] == "c1 berbobot 50% dan menjelaskan 99% dari ragam skor"


def test_what_is_refused_and_nothing_is_changed():
    class Bare:
        name = "bare"

        def scores(self, matrix, weights, benefit, *, bounds=None):
            return matrix @ weights

    x = np.array([[1.0, 9], [2, 8], [4, 6]])
    kept = x.copy()
    problem = made(x, [True, True])
    assert kd.diagnostics(problem, method=Bare()).effective_weights is None
    assert message(kd.diagnostics, problem, [1, 1], Bare()) == (
        "method 'bare': it does not say its weighted values. Hint: WeightedSum, WeightedProduct, "
        "AHPSynthesis and TOPSIS do; or leave weights out."
    )
    assert message(kd.diagnostics, x, None, kd.TOPSIS) == (
        "2 faults:\n"
        "  1. problem: no DecisionProblem; got ndarray.\n"
        "  2. method: no method; got <class 'kadmcdm.methods.topsis.TOPSIS'>, expected an object "
        "such as kd.TOPSIS()."
    )
    assert message(kd.diagnostics, made(-x, [True, True]), [1, 1], kd.WeightedSum()).startswith(
        "2 faults:\n  1. criterion 'c1': normalization 'max' takes no negative values."
    )
    np.testing.assert_array_equal(x, kept)
    assert not kd.diagnostics(problem).pearson.flags.writeable
