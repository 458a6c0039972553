"""Partial values: what an amount of a criterion is worth, on a scale from 0 to 1."""

from __future__ import annotations

import numpy as np

from kadmcdm._typing import FloatArray


def piecewise_linear(
    x: FloatArray, at: FloatArray, values: FloatArray, *, extend: bool = False
) -> FloatArray:
    """Return the values of a function that runs straight between its points.

    Parameters
    ----------
    x : (...) array
    at : (k,) array
        Where the points stand, rising, k >= 2.
    values : (k,) array
        The function's values there.
    extend : bool
        Beyond the ends the outer pieces run on; else the end's value stays.

    Returns
    -------
    (...) array

    Examples
    --------
    >>> at, values = np.array([50.0, 75, 100]), np.array([1.0, 0.8, 0])
    >>> piecewise_linear(np.array([60.0, 110]), at, values).round(3).tolist()
    [0.92, 0.0]
    >>> piecewise_linear(np.array([60.0, 110]), at, values, extend=True).round(3).tolist()
    [0.92, -0.32]
    """
    found: FloatArray = np.interp(x, at, values)
    if not extend:
        return found
    first = (values[1] - values[0]) / (at[1] - at[0])
    last = (values[-1] - values[-2]) / (at[-1] - at[-2])
    beyond: FloatArray = np.minimum(x - at[0], 0.0) * first + np.maximum(x - at[-1], 0.0) * last
    return found + beyond
