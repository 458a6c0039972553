"""WASPAS, ARAS, COPRAS and the MOORA family against peers and formulas; what is refused."""

import math

import numpy as np
import pytest
from hypothesis import given

import kadmcdm as kd
from kadmcdm import core
from messages import message
from strategies import on_many, problems

CLOSE = {"rtol": 1e-10, "atol": 1e-10}


def types_of(benefit):
    return np.where(benefit, 1, -1)


def pymcdm_scores(name, problem):
    """Score with pymcdm, without its checks, which warn of dominating candidates."""
    import pymcdm

    matrix, weights, benefit = problem
    return getattr(pymcdm.methods, name)()(matrix, weights, types_of(benefit), validation=False)


@on_many()
def test_waspas_moora_and_aras_equal_pymcdm(problem):
    for method in (kd.WASPAS(), kd.MOORA(), kd.ARAS()):
        if method.name == "MOORA" and problem[2].all():
            continue  # pymcdm wants a cost
        got = pymcdm_scores(method.name, problem)
        np.testing.assert_allclose(method.scores(*problem), got, err_msg=method.name, **CLOSE)


@on_many()
def test_all_equal_the_formulas_written_out(problem):
    """The papers' formulas, one number at a time; the second oracle where CI has one peer only."""
    x, w, benefit = (part.tolist() for part in problem)
    m, n = len(x), len(w)
    norm = [math.sqrt(sum(x[i][j] ** 2 for i in range(m))) for j in range(n)]
    total = [sum(x[i][j] for i in range(m)) for j in range(n)]
    best = [(max if benefit[j] else min)(x[i][j] for i in range(m)) for j in range(n)]

    waspas, moora, piv, aras, s_plus, s_minus = ([] for _ in range(6))
    for row in x:
        ratios = [row[j] / best[j] if benefit[j] else best[j] / row[j] for j in range(n)]
        summed = sum(w[j] * ratios[j] for j in range(n))
        waspas.append((summed + math.prod(ratios[j] ** w[j] for j in range(n))) / 2)
        signed = [(1 if benefit[j] else -1) * w[j] * row[j] / norm[j] for j in range(n)]
        moora.append(sum(signed))
        piv.append(-sum(w[j] * abs(best[j] - row[j]) / norm[j] for j in range(n)))
        s_plus.append(sum(w[j] * row[j] / total[j] for j in range(n) if benefit[j]))
        s_minus.append(sum(w[j] * row[j] / total[j] for j in range(n) if not benefit[j]))

    def optimality(row):
        terms = []
        for j in range(n):
            column = [best[j], *(x[i][j] for i in range(m))]
            if benefit[j]:
                terms.append(w[j] * row[j] / sum(column))
            else:
                terms.append(w[j] / row[j] / sum(1 / value for value in column))
        return sum(terms)

    aras = [optimality(row) / optimality(best) for row in x]
    if any(not b for b in benefit):
        share = sum(1 / s for s in s_minus)
        q = [p + sum(s_minus) / (s * share) for p, s in zip(s_plus, s_minus, strict=True)]
    else:
        q = s_plus
    copras = [value / max(q) for value in q]
    for method, expected in (
        (kd.WASPAS(), waspas), (kd.MOORA(), moora), (kd.PIV(), piv), (kd.ARAS(), aras),
        (kd.COPRAS(), copras),
    ):  # fmt: skip
        np.testing.assert_allclose(method.scores(*problem), expected, **CLOSE)
    if any(not b for b in benefit):
        simple = [
            sum(w[j] * row[j] / norm[j] for j in range(n) if benefit[j])
            / sum(w[j] * row[j] / norm[j] for j in range(n) if not benefit[j])
            for row in x
        ]
        np.testing.assert_allclose(kd.MOOSRA().scores(*problem), simple, **CLOSE)


@on_many()
def test_copras_and_aras_equal_pyrepo(problem):
    peer = pytest.importorskip("pyrepo_mcda.mcda_methods")
    matrix, weights, benefit = problem
    if not benefit.all():  # without costs it divides 0 by 0
        got = peer.COPRAS()(matrix, weights, types_of(benefit))
        np.testing.assert_allclose(kd.COPRAS().scores(*problem), got, **CLOSE)
    got = peer.ARAS()(matrix, weights, types_of(benefit))
    np.testing.assert_allclose(kd.ARAS().scores(*problem), got, **CLOSE)


def test_pymcdm_rewards_costs_in_copras():
    """Why COPRAS is not held against pymcdm: twice the cost, the better score."""
    problem = np.array([[1.0, 1.0], [1.0, 2.0]]), np.array([0.5, 0.5]), np.array([True, False])
    cheap, dear = pymcdm_scores("COPRAS", problem)
    assert dear > cheap
    cheap, dear = kd.COPRAS().scores(*problem)
    assert cheap > dear


@on_many()
def test_multimoora_counts_majorities_of_its_three_views(problem):
    matrix, weights, benefit = problem
    parts = core.multimoora_parts(*problem)
    scale = np.abs(parts.log_multiplicative).max() or 1.0
    x, w = matrix.tolist(), weights.tolist()
    product = [
        math.prod(row[j] ** (w[j] if benefit[j] else -w[j]) for j in range(len(w))) for row in x
    ]
    # Up to a factor that is the same for every candidate.
    logs = np.log(product) - np.log(product[0])
    got = parts.log_multiplicative - parts.log_multiplicative[0]
    np.testing.assert_allclose(got, logs, atol=1e-10 * max(scale, 1.0))
    views = [core.ranks(parts.ratio), core.ranks(-parts.reference_point)]
    views.append(core.ranks(parts.log_multiplicative))
    m = len(x)
    for i in range(m):
        score = 0
        for k in range(m):
            ahead = sum(int(v[i] < v[k]) - int(v[i] > v[k]) for v in views)
            score += (ahead > 0) - (ahead < 0)
        assert parts.scores[i] == score / (m - 1)


@given(problem=problems(candidates=(2, 6), criteria=(1, 5)))
def test_moora_and_piv_order_as_the_weighted_sum_of_vectors(problem):
    plain = kd.WeightedSum("vector").scores(*problem)
    for method in (kd.MOORA(), kd.PIV()):
        apart = method.scores(*problem) - plain
        np.testing.assert_allclose(apart, apart[0], rtol=0, atol=1e-12)


def test_copras_shares_the_costs_among_those_without_any():
    """The limit of costs that go to 0 together."""
    weights, benefit = np.array([0.5, 0.5]), np.array([True, False])

    def scores(least):
        return kd.COPRAS().scores(np.array([[1, least], [2, least], [3, 5.0]]), weights, benefit)

    np.testing.assert_allclose(scores(0.0), scores(1e-12), rtol=1e-10)


def test_what_they_refuse_is_named():
    criteria = [kd.Criterion("gain", "benefit"), kd.Criterion("km", "cost")]

    def problem(*rows):
        return kd.DecisionProblem(criteria, [f"a{i}" for i in range(len(rows))], rows)

    zero, negative = problem([1, 0], [2, 3]), problem([-1, 2], [2, 3])
    half = [0.5, 0.5]
    for method in (kd.WASPAS(), kd.ARAS(), kd.MULTIMOORA()):
        assert "criterion 'km'" in message(kd.rank, zero, half, method)
    for method in (kd.WASPAS(), kd.ARAS(), kd.COPRAS(), kd.MOOSRA(), kd.MULTIMOORA()):
        assert "criterion 'gain'" in message(kd.rank, negative, half, method)
    assert message(kd.rank, zero, half, kd.MOOSRA()) == (
        "method 'MOOSRA': a candidate's weighted costs are 0, and nothing divides by 0; expected a "
        "cost criterion with a weight, on which no candidate has 0. Hint: use MOORA, which "
        "subtracts the costs."
    )
    assert message(kd.WASPAS, 1.5) == (
        "WASPAS.share_of_sum: no share; got 1.5, expected a number in [0, 1]."
    )
    assert "MOOSRA.normalization: unknown rule" in message(kd.MOOSRA, "minmax")


def test_explanations_of_sums_have_contributions_and_others_say_so():
    problem = kd.DecisionProblem.from_arrays([[3, 1], [4, 2]], ["benefit", "cost"])
    for method in (kd.MOORA(), kd.PIV(), kd.ARAS()):
        ranking = kd.rank(problem, [0.5, 0.5], method)
        contrast = ranking.contrast(*ranking.order)
        gap = ranking.scores.max() - ranking.scores.min()
        np.testing.assert_allclose(contrast.contributions.sum(), gap, rtol=1e-12)
    ranking = kd.rank(problem, [0.5, 0.5], kd.COPRAS())
    assert "have no contributions" in message(ranking.contrast, "a1", "a2")


def test_exact_stability_reaches_moora_and_piv():
    problem = kd.DecisionProblem.from_arrays([[3, 9], [5, 20], [4, 12]], ["benefit", "cost"])
    plain = kd.weight_stability(problem, [0.6, 0.4], kd.WeightedSum("vector"))
    for method in (kd.MOORA(), kd.PIV()):
        got = kd.weight_stability(problem, [0.6, 0.4], method)
        for name in problem.criterion_names:
            np.testing.assert_allclose(
                got.winner_interval(name), plain.winner_interval(name), atol=1e-12
            )


def test_costs_that_are_as_good_as_none_are_refused():
    """1e-320 of the largest costs: the ratio would be no float."""
    rows, weights = np.array([[1.0, 1e-20], [1.0, 1e300]]), np.array([0.5, 0.5])
    text = message(kd.MOOSRA().scores, rows, weights, np.array([True, False]))
    assert text.startswith("method 'MOOSRA': a candidate's weighted costs are 0")
