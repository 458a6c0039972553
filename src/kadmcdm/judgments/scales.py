"""Judgment scales: what a grade from 1 to 9 amounts to, decided after the fact."""

from __future__ import annotations

from collections.abc import Callable
from typing import Literal, TypeAlias

import numpy as np

from kadmcdm._typing import FloatArray

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
