"""Hypothesis strategies for arrays that kernels take.

Values lie on a grid of quarters, so that ties and constant columns are exact and common, and no
column is constant but for rounding (that case has tests of its own).
"""

from functools import cache
from itertools import pairwise

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra import numpy as npst

SAATY = [*range(1, 10), *(1 / k for k in range(2, 10))]
"""The 17 judgments of the fundamental scale."""


def grid(shape, low=1, high=400):
    """Arrays of the shape, in quarters: 0.25, 0.5, ..., 100 when nothing is said."""
    quarters = st.integers(low, high).map(lambda k: k / 4)
    return npst.arrays(np.float64, shape, elements=quarters, fill=st.nothing())


def simplex(shape, *, zeros=False):
    """Weights that sum to 1 over the last axis."""
    parts = grid(shape, 0 if zeros else 1, 40)
    return parts.filter(lambda w: w.any(axis=-1).all()).map(
        lambda w: w / w.sum(axis=-1, keepdims=True)
    )


@st.composite
def problems(
    draw, *, candidates=(1, 6), criteria=(1, 5), values=(1, 400), zeros=False, batched=False
):
    """Draw (matrix, weights, benefit); batched: with leading axes that broadcast together."""
    m, n = draw(st.integers(*candidates)), draw(st.integers(*criteria))
    leads = ((),) * 3
    if batched:
        shapes = npst.mutually_broadcastable_shapes(num_shapes=3, max_dims=2, max_side=3)
        leads = draw(shapes).input_shapes
    matrix = draw(grid((*leads[0], m, n), *values))
    weights = draw(simplex((*leads[1], n), zeros=zeros))
    return matrix, weights, draw(npst.arrays(np.bool_, (*leads[2], n)))


@cache
def drawn(count, candidates, criteria):
    """Draw that many problems of `problems` once, for all tests that read the same; read-only."""
    found = []

    @settings(max_examples=count)
    @given(problems(candidates=candidates, criteria=criteria))
    def collect(problem):
        for part in problem:
            part.flags.writeable = False
        found.append(problem)

    collect()
    return found


def on_many(candidates=(2, 7), criteria=(2, 5), count=200, **also):
    """Run a test on problems that are drawn once; `also` names further arguments and their values.

    A draw takes longer than most of what is tested on it.
    """

    def decorate(test):
        def run():
            for i, problem in enumerate(drawn(count, candidates, criteria)):
                more = {key: values[i % len(values)] for key, values in also.items()}
                try:
                    test(problem, **more)
                except AssertionError as error:
                    error.add_note(f"problem {i}: {problem}, {more}")
                    raise

        run.__name__, run.__doc__, run.__module__ = test.__name__, test.__doc__, test.__module__
        return run

    return decorate


@st.composite
def comparisons(draw, *, orders=(1, 8), batched=False):
    """Draw reciprocal matrices with judgments of the fundamental scale."""
    n = draw(st.integers(*orders))
    lead = draw(npst.array_shapes(min_dims=1, max_dims=2, max_side=3)) if batched else ()
    upper = np.triu_indices(n, 1)
    judgments = draw(
        npst.arrays(np.float64, (*lead, len(upper[0])), elements=st.sampled_from(SAATY))
    )
    matrix = np.ones((*lead, n, n))
    matrix[..., upper[0], upper[1]] = judgments
    matrix[..., upper[1], upper[0]] = 1 / judgments
    return matrix


@st.composite
def incomplete(draw, *, orders=(1, 6), batched=False, connected=False):
    """Draw comparisons with missing pairs (NaN); connected: judgments lead from each to each."""
    matrix = draw(comparisons(orders=orders, batched=batched))
    n, lead = matrix.shape[-1], matrix.shape[:-2]
    upper = np.triu_indices(n, 1)
    gone = draw(npst.arrays(np.bool_, (*lead, len(upper[0])), elements=st.booleans()))
    if connected:  # a chain in some order stays
        order = draw(st.permutations(range(n)))
        for a, b in pairwise(order):
            gone[..., (upper[0] == min(a, b)) & (upper[1] == max(a, b))] = False
    for i, j in (upper, upper[::-1]):
        matrix[..., i, j] = np.where(gone, np.nan, matrix[..., i, j])
    return matrix
