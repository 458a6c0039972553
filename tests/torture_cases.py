"""Nasty problems: extreme scales, near-ties, near-constants, subnormals; and nasty judgments.

Every generator takes a random generator and gives arrays; tests/test_torture.py reads a few of
each, tests/trials/torture.py ten thousand.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, NamedTuple

import numpy as np

from strategies import SAATY

SMALLEST = 5e-324
ULP = float(np.finfo(np.float64).eps)


class Problem(NamedTuple):
    """Arrays that a method takes, and what was done to them."""

    kind: str
    matrix: Any
    weights: Any
    benefit: Any

    def bounds(self) -> Any:
        """Return a scale for each criterion that holds its values; never of equal ends."""
        low, high = self.matrix.min(axis=0), self.matrix.max(axis=0)
        flat = high / 2 - low / 2 <= 0
        high = np.where(flat & (high <= 0), low / 2 + (low == 0), high)
        low = np.where(flat & (high > 0) & (low > 0), low / 2, low)
        low, high = np.minimum(low, high), np.maximum(low, high)
        return np.stack([low, np.where(high / 2 - low / 2 <= 0, low + 1.0, high)], axis=1)

    @property
    def positive(self) -> bool:
        """Whether every method must take it."""
        return bool((self.matrix > 0).all())

    def to_dict(self) -> dict[str, Any]:
        """Return what JSON keeps to the last bit."""
        return {
            "kind": self.kind,
            "matrix": [[float(x).hex() for x in row] for row in self.matrix],
            "weights": [float(w).hex() for w in self.weights],
            "benefit": self.benefit.tolist(),
        }

    @classmethod
    def from_dict(cls, kept: dict[str, Any]) -> Problem:
        """Return what `to_dict` kept."""
        return cls(
            kept["kind"],
            np.array([[float.fromhex(x) for x in row] for row in kept["matrix"]]),
            np.array([float.fromhex(w) for w in kept["weights"]]),
            np.array(kept["benefit"]),
        )


def ordinary(rng: np.random.Generator, m: int | None = None, n: int | None = None) -> Problem:
    """Return values of one magnitude, weights of one magnitude, directions at random."""
    m = int(rng.integers(2, 31)) if m is None else m
    n = int(rng.integers(1, 13)) if n is None else n
    matrix = rng.uniform(0.5, 100.0, (m, n))
    if rng.random() < 0.3:
        matrix = np.ceil(matrix / 20)  # few different values: ties
    return Problem("ordinary", matrix, rng.dirichlet(np.ones(n)), rng.random(n) < 0.6)


def _column(rng: np.random.Generator, x: Any) -> int:
    return int(rng.integers(x.shape[1]))


def _far_units(rng: np.random.Generator, p: Problem) -> Problem:
    powers = rng.uniform(-300.0, 300.0, p.matrix.shape[1])
    return p._replace(matrix=p.matrix / 100.0 * 10.0**powers)


def _far_values(rng: np.random.Generator, p: Problem) -> Problem:
    x = p.matrix.copy()
    x[:, _column(rng, x)] = 10.0 ** rng.uniform(-300.0, 300.0, len(x))
    return p._replace(matrix=x)


def _all_far(rng: np.random.Generator, p: Problem) -> Problem:
    return p._replace(matrix=10.0 ** rng.uniform(-300.0, 300.0, p.matrix.shape))


def _subnormal(rng: np.random.Generator, p: Problem) -> Problem:
    x = p.matrix.copy()
    x[:, _column(rng, x)] = SMALLEST * rng.integers(1, 2 ** int(rng.integers(2, 50)), len(x))
    return p._replace(matrix=x)


def _largest(rng: np.random.Generator, p: Problem) -> Problem:
    x = p.matrix.copy()
    x[:, _column(rng, x)] = np.finfo(np.float64).max * rng.uniform(0.3, 1.0, len(x))
    return p._replace(matrix=x)


def _near_twins(rng: np.random.Generator, p: Problem) -> Problem:
    """Two rows that differ by 1 to 4 units in the last place, or about the tie tolerance."""
    x = p.matrix.copy()
    step = rng.choice([ULP, 2 * ULP, 4 * ULP, 9e-10, 1e-9, 1.1e-9, 1e-8])
    x[-1] = x[0] * (1 + step * rng.choice([-1, 0, 1], x.shape[1]))
    return p._replace(matrix=x)


def _chain(rng: np.random.Generator, p: Problem) -> Problem:
    """Rows that each lie half a tolerance from the next: no end of near-ties."""
    steps = np.arange(len(p.matrix))[:, None] * rng.choice([4e-10, 6e-10, 1e-9])
    return p._replace(matrix=p.matrix[:1] * (1 + steps))


def _near_constant(rng: np.random.Generator, p: Problem) -> Problem:
    """Columns about the limit of what counts as constant, 1e-12 of the magnitude."""
    x = p.matrix.copy()
    for j in rng.choice(x.shape[1], int(rng.integers(1, x.shape[1] + 1)), replace=False):
        spread = rng.choice([5e-13, 9.9e-13, 1.01e-12, 2e-12, 1e-11, 1e-9, 1e-6])
        x[:, j] = x[0, j] * (1 + spread * rng.uniform(0, 1, len(x)))
    return p._replace(matrix=x)


def _constant(rng: np.random.Generator, p: Problem) -> Problem:
    x = p.matrix.copy()
    x[:, _column(rng, x)] = rng.choice([1.0, 0.1, 1e300, 1e-300, SMALLEST])
    return p._replace(matrix=x)


def _all_constant(_: np.random.Generator, p: Problem) -> Problem:
    return p._replace(matrix=np.repeat(p.matrix[:1], len(p.matrix), axis=0))


def _zeros(rng: np.random.Generator, p: Problem) -> Problem:
    """Zero columns, zero cells, and zeros with a sign."""
    x = p.matrix.copy()
    x[:, _column(rng, x)] = rng.choice([0.0, -0.0], len(x))
    x[rng.random(x.shape) < 0.1] = rng.choice([0.0, -0.0])
    return p._replace(matrix=x)


def _negative(rng: np.random.Generator, p: Problem) -> Problem:
    x = p.matrix.copy()
    x[:, _column(rng, x)] -= rng.choice([50.0, 200.0, 1e16])
    return p._replace(matrix=x)


def _dominating(rng: np.random.Generator, p: Problem) -> Problem:
    """One better than everyone everywhere, and one worse."""
    x = p.matrix.copy()
    far = rng.choice([1 + 4 * ULP, 1.5, 1e10, 1e250])
    high, low = x.max(axis=0) * far, x.min(axis=0) / far
    x[0], x[-1] = np.where(p.benefit, high, low), np.where(p.benefit, low, high)
    return p._replace(matrix=x)


def _twins(rng: np.random.Generator, p: Problem) -> Problem:
    rows = rng.integers(0, max(len(p.matrix) // 3, 1), len(p.matrix))
    return p._replace(matrix=p.matrix[rows])


def _permuted(rng: np.random.Generator, p: Problem) -> Problem:
    """Rows that are permutations of one row, equal weights: scores equal but for rounding."""
    m, n = p.matrix.shape
    x = np.array([rng.permutation(p.matrix[0]) for _ in range(m)])
    return p._replace(matrix=x, weights=np.full(n, 1 / n), benefit=np.full(n, True))


def _one_row(_: np.random.Generator, p: Problem) -> Problem:
    return p._replace(matrix=p.matrix[:1])


def _one_column(_: np.random.Generator, p: Problem) -> Problem:
    return Problem(p.kind, p.matrix[:, :1].copy(), np.ones(1), p.benefit[:1])


def _tiny_weights(rng: np.random.Generator, p: Problem) -> Problem:
    w = p.weights.copy()
    tiny = rng.random(len(w)) < 0.5
    tiny[w.argmax()] = False
    w[tiny] = rng.choice([1e-300, SMALLEST, 1e-160, 1e-20])
    return p._replace(weights=w)


def _zero_weights(rng: np.random.Generator, p: Problem) -> Problem:
    w = np.where(rng.random(len(p.weights)) < 0.7, 0.0, p.weights)
    w[_column(rng, p.matrix)] = 1.0
    return p._replace(weights=w / w.sum())


def _one_weight(rng: np.random.Generator, p: Problem) -> Problem:
    w = np.zeros(len(p.weights))
    w[_column(rng, p.matrix)] = 1.0
    return p._replace(weights=w)


def _many_rows(rng: np.random.Generator, p: Problem) -> Problem:
    """More rows than a block of the two passes, a last one unlike the others."""
    m = int(rng.choice([127, 128, 129, 200]))
    x = np.resize(p.matrix, (m, p.matrix.shape[1]))
    x[-1] *= rng.choice([1.0, 1e-200, 1e200])
    return p._replace(matrix=x)


def _large_offset(rng: np.random.Generator, p: Problem) -> Problem:
    """Years, or tons in grams: small differences of large values."""
    return p._replace(matrix=p.matrix + rng.choice([1e4, 1e8, 1e12]))


NASTY: dict[str, Callable[[np.random.Generator, Problem], Problem]] = {
    "far units": _far_units,
    "far values": _far_values,
    "everything far": _all_far,
    "subnormal": _subnormal,
    "largest floats": _largest,
    "near twins": _near_twins,
    "chain of near-ties": _chain,
    "nearly constant": _near_constant,
    "constant": _constant,
    "all constant": _all_constant,
    "zeros": _zeros,
    "negative": _negative,
    "one dominating": _dominating,
    "twins": _twins,
    "permuted rows": _permuted,
    "one row": _one_row,
    "one column": _one_column,
    "tiny weights": _tiny_weights,
    "zero weights": _zero_weights,
    "one weight": _one_weight,
    "many rows": _many_rows,
    "large offset": _large_offset,
}


def nasty(
    rng: np.random.Generator, kind: str, m: int | None = None, n: int | None = None
) -> Problem:
    """Return a problem of the kind."""
    return NASTY[kind](rng, ordinary(rng, m, n)._replace(kind=kind))


# ---- judgments -----------------------------------------------------------------------------------


def reciprocal(upper: Any, n: int) -> Any:
    """Return the (n, n) matrix of the judgments above its diagonal."""
    matrix = np.ones((n, n))
    i, j = np.triu_indices(n, 1)
    matrix[i, j], matrix[j, i] = upper, 1.0 / upper
    return matrix


def _pairs(n: int) -> int:
    return n * (n - 1) // 2


def _saaty(rng: np.random.Generator, n: int) -> Any:
    return reciprocal(rng.choice(SAATY, _pairs(n)), n)


def _extreme(rng: np.random.Generator, n: int) -> Any:
    return reciprocal(10.0 ** rng.uniform(-6.0, 6.0, _pairs(n)), n)


def _ends(rng: np.random.Generator, n: int) -> Any:
    return reciprocal(rng.choice([1e-6, 1e6, 1.0], _pairs(n)), n)


def _circle(rng: np.random.Generator, n: int) -> Any:
    """Each preferred to the next, and the last to the first."""
    matrix = np.ones((n, n))
    for i in range(n):
        if (j := (i + 1) % n) != i:
            matrix[i, j] = rng.choice([2.0, 9.0, 1e6])
            matrix[j, i] = 1 / matrix[i, j]
    return matrix


def _consistent(rng: np.random.Generator, n: int) -> Any:
    """Ratios of priorities, as good as singular: of rank one but for a unit in the last place."""
    w = 10.0 ** rng.uniform(-3.0, 3.0, n)
    noise = 1 + rng.choice([0.0, ULP, 1e-12]) * rng.integers(-2, 3, _pairs(n))
    i, j = np.triu_indices(n, 1)
    return reciprocal(w[i] / w[j] * noise, n)


def _outlier(rng: np.random.Generator, n: int) -> Any:
    """Consistent, with one judgment the wrong way round, and far."""
    matrix = _consistent(rng, n)
    if n > 1:
        i, j = np.sort(rng.choice(n, 2, replace=False))
        matrix[i, j] = 1e6 if matrix[i, j] < 1 else 1e-6
        matrix[j, i] = 1 / matrix[i, j]
    return matrix


def _alike(rng: np.random.Generator, n: int) -> Any:
    return reciprocal(1 + rng.integers(-4, 5, _pairs(n)) * ULP, n)


JUDGED: dict[str, Callable[[np.random.Generator, int], Any]] = {
    "at random": _saaty,
    "extreme": _extreme,
    "at the ends": _ends,
    "circle": _circle,
    "consistent": _consistent,
    "one outlier": _outlier,
    "all alike": _alike,
}


def tamed(matrix: Any) -> Any:
    """Return the judgments within the scale of 1/9 to 9."""
    n = len(matrix)
    return reciprocal(np.clip(matrix[np.triu_indices(n, 1)], 1 / 9, 9.0), n)


def incomplete(rng: np.random.Generator, matrix: Any) -> Any:
    """Take judgments away, down to a tree in the worst case; what is left connects all."""
    n = len(matrix)
    left = rng.random((n, n)) < rng.choice([0.0, 0.3, 0.8])
    order = rng.permutation(n)
    for k in range(1, n):  # a random tree
        left[order[k], order[int(rng.integers(k))]] = True
    left |= left.T | np.eye(n, dtype=bool)
    return np.where(left, matrix, np.nan)
