"""Published cases of `tests/golden/*.json`, and how a result is held against one of them."""

import json
from collections.abc import Mapping
from pathlib import Path

import numpy as np
import pytest

CASES = [
    case
    for name in ("cases.json", "methods.json")
    for case in json.loads((Path(__file__).parent / "golden" / name).read_text(encoding="utf-8"))
]


def golden(method):
    """Return the cases of a method, to parametrize a test with."""
    return [pytest.param(case, id=case["id"]) for case in CASES if case["method"] == method]


def number(value):
    """Read 3, "1/3" or "1/2.5"."""
    above, _, below = str(value).partition("/")
    return float(above) / float(below or 1)


def comparison_matrix(source):
    """Read rows of numbers, or `{n, upper}`: the upper triangle, row by row."""
    if not isinstance(source, Mapping):
        return np.array([[number(value) for value in row] for row in source])
    matrix = np.eye(source["n"])
    above = np.triu_indices(source["n"], 1)
    matrix[above] = [number(value) for value in source["upper"]]
    matrix.T[above] = 1 / matrix[above]
    return matrix


def random_index(case):
    """Return the case's random index, its table's keys as integers; the default if it has none."""
    table = case["params"].get("random_index", "alonso-lamata-2006")
    return {int(n): value for n, value in table.items()} if isinstance(table, dict) else table


def assert_meets(case, got):
    """Assert every expected figure within the case's tolerance, and none of the wrong print."""
    for name, expected in case["expected"].items():
        tolerance = case["tol"].get(name, case["tol"].get("*"))
        _assert_close(f"{case['id']}: {name}", got[name], expected, tolerance)
    for name, printed in case.get("printed", {}).items():
        tolerance = case["tol"].get(name, case["tol"].get("*"))
        assert _gap(got[name], printed) > tolerance, f"{case['id']}: {name} repeats a wrong print"


def _assert_close(where, got, expected, tolerance):
    if isinstance(expected, str):
        assert got == expected, where
        return
    if isinstance(expected, Mapping):
        for key, value in expected.items():
            _assert_close(f"{where} of {key}", got[key], value, tolerance)
        return
    gap = _gap(got, expected)
    assert gap <= tolerance, f"{where}: {got} is not {expected} within {tolerance} (off by {gap})"


def _gap(got, expected):
    if isinstance(expected, Mapping):
        return max(_gap(got[key], value) for key, value in expected.items())
    got, expected = np.asarray(got, dtype=float), np.asarray(expected, dtype=float)
    assert got.shape == expected.shape
    return float(np.abs(got - expected).max())
