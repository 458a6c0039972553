"""Judgment scales: what a grade from 1 to 9 amounts to, decided after the fact."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Literal, TypeAlias

import numpy as np

from kadmcdm import _text
from kadmcdm._provenance import Result, floats
from kadmcdm._table import Display, Table
from kadmcdm._typing import FloatArray, Language

JudgmentScale: TypeAlias = Literal[
    "saaty", "balanced", "power", "geometric", "logarithmic", "root_square"
]

# x is the grade, 1 to 9; Ishizaka and Labib (2011), Expert Systems with Applications 38(11),
# 14336-14345, have the formulas side by side.
SCALES: dict[JudgmentScale, Callable[[FloatArray], FloatArray]] = {
    "saaty": lambda x: x,
    # Salo and Hämäläinen (1997), J. Multi-Crit. Decis. Anal. 6(6), 309-319: even local weights.
    "balanced": lambda x: (0.45 + 0.05 * x) / (0.55 - 0.05 * x),
    "power": lambda x: x**2,  # Harker and Vargas (1987), Management Science 33(11), 1383-1403
    "geometric": lambda x: np.asarray(2.0 ** (x - 1)),  # Lootsma (1989), Eur. J. Oper. Res. 40(1)
    "logarithmic": lambda x: np.asarray(np.log2(x + 1)),  # Ishizaka, Balkenborg, Kaplan (2011)
    "root_square": lambda x: np.asarray(np.sqrt(x)),  # Harker and Vargas (1987)
}


def rescaled_matrix(matrix: FloatArray, scale: JudgmentScale) -> FloatArray:
    """Return a matrix of grades, each put on a scale; below 1 their reciprocals are.

    Parameters
    ----------
    matrix : (..., n, n) array
        Of values from 1/9 to 9; NaN where a pair is missing.
    scale : str

    Returns
    -------
    (..., n, n) array

    Examples
    --------
    >>> rescaled_matrix(np.array([[1, 4], [1 / 4, 1]]), "power").tolist()
    [[1.0, 16.0], [0.0625, 1.0]]
    """
    turned = matrix < 1.0
    grades = SCALES[scale](np.where(turned, 1.0 / matrix, matrix))
    rescaled: FloatArray = np.where(turned, 1.0 / grades, grades)
    return rescaled


@dataclass(frozen=True, slots=True, eq=False, kw_only=True)
class ScaleComparison(Result, Display):
    """The same judgments read on several scales: what becomes of the weights.

    Parameters
    ----------
    names : tuple of str
        What was compared, n of it.
    scales : tuple of str
        k of them.
    values : (k, n) array
        The priorities on each scale.
    consistency_ratios : (k,) array
        NaN where nothing can contradict. Random indices are of Saaty's scale, so that ratios on
        others compare only roughly.

    Examples
    --------
    >>> import kadmcdm as kd
    >>> judged = kd.PairwiseComparisons.from_upper_triangle(["cost", "reach", "risk"], [2, 4, 3])
    >>> print(judged.compare_scales())
    scale         cost  reach   risk  consistency ratio
    -----------  -----  -----  -----  -----------------
    saaty        0.558  0.320  0.122              0.017
    balanced     0.425  0.346  0.230              0.000
    power        0.727  0.238  0.035              0.070
    geometric    0.615  0.308  0.077              0.000
    logarithmic  0.479  0.335  0.186              0.010
    root_square  0.450  0.340  0.210              0.004
    """

    names: tuple[str, ...]
    scales: tuple[JudgmentScale, ...]
    values: FloatArray
    consistency_ratios: FloatArray

    _decoders = {
        "names": tuple,
        "scales": tuple,
        "values": floats,
        "consistency_ratios": floats,
    }

    def tables(self, lang: Language = "en") -> tuple[Table, ...]:
        """Return a row per scale: weights and consistency ratio."""
        rows = tuple(
            (
                scale,
                *(_text.number(float(value), 3, lang) for value in self.values[k]),
                _text.number(float(self.consistency_ratios[k]), 3, lang),
            )
            for k, scale in enumerate(self.scales)
        )
        headers = ({"en": "scale", "id": "skala"}[lang], *self.names, _text.say("ratio", lang))
        return (Table(headers, rows, frozenset(range(1, len(headers)))),)
