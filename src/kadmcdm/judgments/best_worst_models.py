"""The best-worst method's two models in closed form; arrays only."""

from __future__ import annotations

from typing import Any

import numpy as np

from kadmcdm._typing import FloatArray


def consistency_index(span: float) -> float:
    """Return the xi of a criterion that is as far from the best, and the worst, as these are.

    The smaller root of (a - xi)² = a + xi; of a = 1, ..., 9 the printed table of Rezaei (2015).
    """
    return float(_deviation(span, span, span))


def _deviation(from_best: Any, to_worst: Any, span: float) -> Any:
    """Return the least xi that one criterion allows by itself.

    Of (a - xi)(b - xi) = c + xi when ab > c, of (a + xi)(b + xi) = c - xi when ab < c: the roots of
    one quadratic up to their sign, written so that nothing cancels.
    """
    root = np.sqrt((from_best - to_worst) ** 2 + 2 * (from_best + to_worst) + 1 + 4 * span)
    return 2 * abs(from_best * to_worst - span) / (from_best + to_worst + 1 + root)


def ratio(part: float, whole: float) -> float | None:
    """Return part / whole; 0/0 is 0, all else over 0 is nothing that could be said."""
    return 0.0 if part == 0 else part / whole if whole else None


def nonlinear(
    from_best: FloatArray, to_worst: FloatArray, span: float
) -> tuple[float, float, FloatArray, FloatArray]:
    """Return xi, then w_W, the least and the most w_j, all relative to w_B.

    With t = w_B / w_W criterion j is within xi of its judgments for some w_j if and only if
    (a_Bj - xi)(a_jW - xi) <= t <= (a_Bj + xi)(a_jW + xi), and the worst if a_BW - xi <= t <=
    a_BW + xi. Intervals on a line have a point in common when every two of them have, so the
    least xi is the largest that two intervals need; where these two touch is t. Given t no w_j
    binds another.
    """
    if not from_best.size:
        return 0.0, 1 / span, from_best, from_best
    products, sums = from_best * to_worst, from_best + to_worst
    alone = _deviation(from_best, to_worst, span)
    both = (products[:, None] - products) / (sums[:, None] + sums)
    k = int(alone.argmax())
    i = int(both.max(axis=1).argmax())
    if alone[k] >= both[i].max():
        xi = float(alone[k])
        t = span + np.sign(products[k] - span) * xi
    else:
        xi = float(both[i].max())
        t = (from_best[i] - xi) * (to_worst[i] - xi)
    low = np.maximum(1 / (from_best + xi), (to_worst - xi) / t)
    high = 1 / np.maximum(from_best - xi, t / (to_worst + xi))
    return xi, float(1 / t), np.minimum(low, high), np.maximum(low, high)


def linear(
    from_best: FloatArray, to_worst: FloatArray, span: float
) -> tuple[float, float, FloatArray]:
    """Return xi of weights that sum to 1, then w_W and w_j relative to w_B.

    In units of xi (xi = 1) the sum of the weights is to be as large as it gets. Given w_B and w_W
    each w_j is as large as its two judgments allow. What is left are lines in the plane of w_W and
    w_B, a slope for each criterion: w_B <= slope w_W + offset and w_B >= slope w_W - offset. The
    sum grows with both, so w_W grows until an upper line meets a lower one, and w_B is on the
    upper: one optimum.
    """
    slopes = np.append(from_best * to_worst, span)
    offsets = np.append(from_best + 1, 1.0)
    rise = slopes - slopes[:, None]
    if not rise.any():  # consistent: xi is 0, and no unit
        return 0.0, 1 / span, 1 / from_best
    meet = (offsets + offsets[:, None])[rise > 0] / rise[rise > 0]
    worst = float(meet.min())
    best = float((slopes * worst + offsets).min())
    others = np.minimum((best + 1) / from_best, to_worst * worst + 1)
    return float(1 / (best + worst + others.sum())), worst / best, others / best
