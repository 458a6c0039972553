"""A little of ``make torture``: every nasty kind once, every method, and against 36 digits."""

from __future__ import annotations

from decimal import Decimal

import numpy as np
import pytest

from kadmcdm import core
from method_cases import CASES
from torture_cases import JUDGED, NASTY, Problem, incomplete, nasty, ordinary, tamed
from torture_checks import (
    JUMPS,
    TIE,
    best_worst_faults,
    completion_faults,
    costs_vanish,
    group_faults,
    judgment_faults,
    matching_faults,
    method_faults,
    rank_faults,
    repair_faults,
    robustness_faults,
    rule_faults,
    scores_of,
    search_faults,
    sharing_faults,
    taken,
)
from torture_references import REFERENCES, cancelled, exact_scores, relative_error

SMALL = {"m": 6, "n": 4}
KINDS = pytest.mark.parametrize("kind", NASTY)


def problem_of(kind, **size):
    return nasty(np.random.default_rng([20261124, *kind.encode()]), kind, **(size or SMALL))


@KINDS
def test_units_that_are_powers_of_two_change_no_bit_of_topsis_taken_apart(kind):
    p = problem_of(kind)
    power = 2.0 ** np.arange(-2, 2)
    found = [
        core.topsis_parts(x, p.weights, p.benefit).closeness for x in (p.matrix, p.matrix * power)
    ]
    if (p.matrix * power / power == p.matrix).all():  # no subnormal number lost its last bits
        assert np.array_equal(*found)


@KINDS
def test_methods_keep_their_promises(kind):
    p, rng = problem_of(kind), np.random.default_rng(0)
    broken = {
        name: found
        for name, case in CASES.items()
        if not name.startswith("pymcdm") and (found := method_faults(name, case, p, rng))
    }
    assert not broken


@KINDS
def test_scores_are_those_of_decimals(kind):
    """Off by less than tells a tie; the largest error seen in long runs is some hundred ulps."""
    p, compared = problem_of(kind), 0
    for name in REFERENCES:
        case = CASES[name]
        one = taken(case, p)
        vanish = name in ("COPRAS", "MOOSRA") and costs_vanish(one)
        if vanish or (name == "MULTIMOORA" and kind in JUMPS):
            continue
        bounds = one.bounds() if case.bounds else None
        try:
            scores = scores_of(case, one)
        except ValueError:  # whether it may is asked above
            continue
        exact = exact_scores(name, one.matrix, one.weights, one.benefit, bounds)
        if not cancelled(name, scores, exact, one.weights):
            assert relative_error(scores, exact) < TIE / 1e3, name
        compared += 1
    assert compared >= 8


@pytest.mark.parametrize("kind", ["far units", "nearly constant", "large offset", "zeros"])
def test_every_normalization(kind):
    p = problem_of(kind, m=5, n=3)
    assert not list(rule_faults(p, np.random.default_rng(0)))


@pytest.mark.parametrize("kind", JUDGED)
def test_judgments(kind):
    rng = np.random.default_rng(1)
    assert not list(judgment_faults(JUDGED[kind](rng, 1), rng))
    for n in (2, 5, 30):
        assert not list(judgment_faults(JUDGED[kind](rng, n), rng))
    whole = JUDGED[kind](rng, 6)
    assert not list(completion_faults(incomplete(rng, whole), whole))
    assert not list(repair_faults(tamed(JUDGED[kind](rng, 4))))
    group = np.stack([make(rng, 4) for make in JUDGED.values()])
    assert not list(group_faults(group, rng.random(len(group))))


def test_what_surrounds_the_kernels():
    rng = np.random.default_rng(2)
    for n in range(2, 7):
        assert not list(best_worst_faults(rng, n))
    for n in range(1, 5):
        assert not list(sharing_faults(rng, n))
    for _ in range(40):
        assert not list(matching_faults(rng))
    for _ in range(5):
        assert not list(search_faults(rng))
    for kind in ("near twins", "zero weights", "large offset", "one row"):
        assert not list(robustness_faults(problem_of(kind, m=4, n=3), rng))


# ---- the checks themselves: each must see what is broken -----------------------------------------


class Broken:
    """A weighted sum with a fault."""

    name = "broken"

    def __init__(self, fault):
        self.fault = fault

    def scores(self, matrix, weights, benefit, *, bounds=None):
        found = CASES["WeightedSum"].method.scores(matrix, weights, benefit)
        return self.fault(found, matrix)


@pytest.mark.parametrize(
    ("fault", "said"),
    [
        (lambda s, x: np.full_like(s, np.nan), "no numbers"),
        (lambda s, x: -s, "is behind"),
        (lambda s, x: s + 1e-6 * np.arange(s.shape[-1]), "rows in another order"),
        (lambda s, x: s + 1e-9 * (x.ndim > 2), "two matrices"),
        (lambda s, x: s + 1e-9 * (s.ndim > 1), "two weight vectors"),
        (lambda s, x: s + 1e-15 * x[..., 0], "powers of two"),
        (lambda s, x: s, ""),
    ],
)
def test_a_broken_method_is_seen(fault, said):
    case = type(CASES["TOPSIS"])(Broken(fault))
    p = ordinary(np.random.default_rng(3), 6, 3)
    found = method_faults("broken", case, p, np.random.default_rng(0))
    assert any(said in one for one in found) if said else not found


def test_a_changed_input_is_seen():
    def change(scores, matrix):
        matrix[..., 0, 0] += 1.0
        return scores

    case = type(CASES["TOPSIS"])(Broken(change))
    found = method_faults("x", case, ordinary(np.random.default_rng(3), 4, 2),
                          np.random.default_rng(0))  # fmt: skip
    assert "changed its input" in found


def test_wrong_figures_are_seen():
    rng = np.random.default_rng(4)
    whole = JUDGED["at random"](rng, 5)
    lopsided = whole.copy()
    lopsided[0, 1] *= 1.5
    lopsided[0, 4] = lopsided[4, 0] = np.nan
    assert list(judgment_faults(np.where(np.eye(5) > 0, 1.0, 0.5), rng))  # lambda_max is 3
    assert list(completion_faults(lopsided, whole))
    assert relative_error([1.0, 2.0], [Decimal(1), Decimal("2.1")]) == pytest.approx(0.1 / 2.1)
    assert cancelled("MOORA", [0.0, 1e-17], [Decimal(0), Decimal("2e-17")], [0.5, 0.5])
    assert not cancelled("MOORA", [0.0, 1e-14], [Decimal(0), Decimal("1e-14")], [0.5, 0.5])
    assert not list(rank_faults(np.array([0.3, 0.1 + 0.2, 0.5])))


@pytest.mark.parametrize("kind", ["subnormal", "zeros", "largest floats"])
def test_a_kept_problem_comes_back_to_the_last_bit(kind):
    p = problem_of(kind)
    again = Problem.from_dict(p.to_dict())
    assert again.kind == p.kind
    for one, other in zip(p[1:], again[1:], strict=True):
        np.testing.assert_array_equal(np.signbit(one), np.signbit(other))
        np.testing.assert_array_equal(one, other)
