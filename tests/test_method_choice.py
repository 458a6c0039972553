"""The page that says which method to take: its table against what the methods do."""

import re
from dataclasses import fields
from pathlib import Path

import numpy as np
import pytest

import kadmcdm as kd
from kadmcdm.methods.naming import BY_NAME
from kadmcdm.report.limits import SAID
from kadmcdm.report.phrases import known
from kadmcdm.robustness.terms import closed_form_faults

PAGE = Path(__file__).parent.parent / "docs" / "methods" / "index.md"
OWN = {name: kind for name, kind in BY_NAME.items() if name != "pymcdm"}
ROWS = {
    re.sub(r"\[?`(\w+)`.*", r"\1", cells[0]): cells[1:]
    for line in PAGE.read_text(encoding="utf-8").splitlines()
    if len(cells := [cell.strip() for cell in line.strip("| ").split("|")]) == 7 and "`" in cells[0]
}
COMPENSATION = {
    "limit_compensation": "yes",
    "limit_product": "less, the poorer",
    "limit_waspas": "less, the poorer",
    "limit_majority": "by majority",
    "limit_regret": "in part",
}
RATED = {"AHP": "with rated leaves"}  # of the AHP object; tests/test_ahp.py has that

every = pytest.mark.parametrize("name", OWN)


def problem(rows, *, bounds):
    criteria = [
        kd.Criterion(name, direction, bounds=(-1000, 1000) if bounds else None)
        for name, direction in (("a", "benefit"), ("b", "cost"), ("c", "benefit"))
    ]
    return kd.DecisionProblem(criteria, [f"x{i}" for i in range(len(rows))], rows)


PLAIN = [[3.0, 4, 5], [5, 6, 3], [4, 2, 8], [2, 9, 2]]


def takes(method, value=3.0, column=0):
    """Return whether a method ranks with this value in this column."""
    rows = [list(row) for row in PLAIN]
    rows[0][column] = value
    try:
        kd.rank(problem(rows, bounds=needs_bounds(method)), [1, 1, 1], method)
    except kd.InputError:
        return False
    return True


def needs_bounds(method):
    try:
        kd.rank(problem(PLAIN, bounds=False), [1, 1, 1], method)
    except kd.InputError as error:
        return "bounds" in str(error)
    return False


def is_free(method, *, bounds):
    """Return whether scores stay when a candidate goes, in twenty problems."""
    rng = np.random.default_rng(0)
    for _ in range(20):
        x = rng.random((5, 3)) * 9 + 1
        whole = kd.rank(problem(x, bounds=bounds), [0.2, 0.3, 0.5], method).scores[:-1]
        less = kd.rank(problem(x[:-1], bounds=bounds), [0.2, 0.3, 0.5], method).scores
        if not np.allclose(whole, less, rtol=1e-12, atol=1e-12):
            return False
    return True


def test_every_own_method_has_a_row():
    assert sorted(ROWS) == sorted(OWN)


@every
def test_compensation_is_what_reports_say(name):
    compensation, *score = SAID[OWN[name]]
    assert ROWS[name][0] == COMPENSATION[compensation]
    assert all(map(known, (compensation, *score)))


@every
def test_freedom_from_rank_reversal(name):
    method, said = OWN[name](), ROWS[name][1]
    expected = "no"
    if needs_bounds(method):
        expected = "yes" if is_free(method, bounds=True) else "no"
    elif is_free(method, bounds=False):
        expected = "yes"
    elif "normalization" in {item.name for item in fields(method)}:
        try:
            given = OWN[name](normalization="bounds")
        except kd.InputError:
            given = None
        if given is not None and is_free(given, bounds=True):
            expected = "with bounds"
    assert said == RATED.get(name, expected)


@every
def test_thresholds_and_bounds(name):
    method = OWN[name]()
    thresholds = {"p", "q", "s"} <= {item.name for item in fields(method)}
    assert ROWS[name][2] == ("for most functions" if thresholds else "no")
    assert ROWS[name][3] == ("yes" if needs_bounds(method) else "no")


@every
def test_values(name):
    method = OWN[name]()
    if takes(method, -3, 0) and takes(method, -3, 1):
        expected = "all"
    elif takes(method, 0, 0):
        expected = "0 or more" if takes(method, 0, 1) else "0 or more, costs above 0"
    else:
        expected = "above 0"
    assert ROWS[name][4] == expected


def answers(question, *args, **options):
    """Return what a question about stability is answered, None where it is refused."""
    try:
        return question(*args, **options)
    except kd.InputError:
        return None


@every
def test_exact_stability_and_reasons(name):
    method, weights = OWN[name](), [0.2, 0.3, 0.5]
    case = problem(PLAIN, bounds=needs_bounds(method))
    one = answers(kd.weight_stability, case, weights, method) is not None
    all_together = answers(kd.smallest_change, case, weights, method) is not None
    winners = answers(kd.potential_winners, case, method, n_starts=1, rng=1)
    assert all_together == bool(winners and winners.exact)
    assert one == (not closed_form_faults(method))
    assert (winners is None) == (name == "MOOSRA")
    assert ROWS[name][5] == ("yes" if all_together else "of one weight" if one else "no")
    assert kd.rank(case, [1, 1, 1], method).explain("x0").candidate == "x0"
