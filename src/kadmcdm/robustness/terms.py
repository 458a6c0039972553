"""What the scores of a problem are made of before the weights, for methods that can say so."""

from __future__ import annotations

import numpy as np

from kadmcdm import core
from kadmcdm._typing import FloatArray
from kadmcdm.core.closeness import TopsisTerms
from kadmcdm.errors import Fault
from kadmcdm.methods import (
    GRA,
    MABAC,
    MARCOS,
    MOORA,
    PIV,
    PROMETHEE2,
    SPOTIS,
    TOPSIS,
    AHPSynthesis,
    Method,
    WeightedProduct,
    WeightedSum,
    method_label,
)
from kadmcdm.problem import DecisionProblem

ADDITIVE = (
    WeightedSum,
    WeightedProduct,
    AHPSynthesis,
    MOORA,
    PIV,
    MABAC,
    PROMETHEE2,
    GRA,
    MARCOS,
    SPOTIS,
)
"""Their scores, or the logarithms of their scores, are weighted sums."""

NAMES = [kind.__name__ for kind in ADDITIVE]


def additive_faults(method: Method, what: str) -> list[Fault]:
    """Return a fault for a method that is not additive."""
    if isinstance(method, ADDITIVE):
        return []
    return [Fault(f"method {method_label(method)}", what, expected=_one_of(NAMES))]


def closed_form_faults(method: Method) -> list[Fault]:
    """Return a fault for a method whose comparisons are no polynomials of one weight."""
    if isinstance(method, ADDITIVE) or (isinstance(method, TOPSIS) and method.p in (1, 2)):
        return []
    where = f"method {method_label(method)}"
    if isinstance(method, TOPSIS):
        where += f" with p={method.p:g}"
    expected = _one_of(["TOPSIS with p=1 or p=2", *NAMES])
    hint = "smaa counts what many other weights say, for every method"
    return [Fault(where, "its ends have no closed form", expected=expected, hint=hint)]


def _one_of(names: list[str]) -> str:
    return f"{', '.join(names[:-1])} or {names[-1]}"


def additive_terms(problem: DecisionProblem, method: Method) -> FloatArray:
    """Return the (m, n) values whose weighted sums order the candidates."""
    given: FloatArray = method.details(  # type: ignore[attr-defined]
        problem.matrix, np.ones(len(problem.criteria)), problem.benefit, bounds=_bounds(problem)
    )["contributions"]
    return given


def terms_of(problem: DecisionProblem, method: Method) -> TopsisTerms | FloatArray:
    """Return what `core.stability.weight_paths` takes."""
    if not isinstance(method, TOPSIS):
        return additive_terms(problem, method)
    return core.topsis_terms(
        problem.matrix,
        problem.benefit,
        normalization=method.normalization,
        p=method.p,
        ideal=None if method.ideal is None else np.array(method.ideal),
        anti_ideal=None if method.anti_ideal is None else np.array(method.anti_ideal),
        bounds=_bounds(problem),
        weighting=method.weighting,
    )


def _bounds(problem: DecisionProblem) -> FloatArray | None:
    return None if np.isnan(problem.bounds).all() else problem.bounds
