"""Labels of points that cover neither one another nor, where it can be helped, other points."""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import TYPE_CHECKING

import numpy as np

from kadmcdm._typing import FloatArray

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.text import Annotation

SPOTS = [(reach, angle) for reach in (0.0, 10.0, 22.0, 36.0, 52.0) for angle in range(0, 360, 30)]
"""Where a label may stand: points between it and its region, and degrees around it; near first."""

LETTER = 0.66
"""Width of a letter by its font size, a little more than the usual: labels keep their places where
another version of matplotlib sets letters wider."""

RADIUS = 4.0
"""Pixels around a point that belong to it."""


def spread(ax: Axes, labels: Sequence[Annotation], points: FloatArray, weights: FloatArray) -> None:
    """Put each label at the first spot that is free, or where it covers least.

    Parameters
    ----------
    labels : sequence of Annotation
        With a box, in points from their `xy`; the figure must have been laid out.
    points : (k, 2) array
        What labels had better not cover, in pixels.
    weights : (k,) array
        How much it counts if they do.
    """
    frame = np.array(ax.get_window_extent().extents)
    scale = ax.figure.dpi / 72.0
    taken: list[FloatArray] = []
    for label in labels:
        size = label.get_bbox_patch().get_window_extent()  # type: ignore[union-attr]
        wide = max(size.width, len(label.get_text()) * LETTER * float(label.get_fontsize()) * scale)
        half = np.array([wide, size.height]) / 2 + 1.5 * scale
        center = ax.transData.transform(label.xy)
        best, least = (np.zeros(2), np.zeros(4)), math.inf
        for step, (reach, angle) in enumerate(SPOTS):
            way = np.array([math.cos(math.radians(angle)), math.sin(math.radians(angle))])
            away = np.clip(1.5 * way, -1.0, 1.0) * (half + 8.0 * scale) + way * reach * scale
            box = np.concatenate([center + away - half, center + away + half])
            cost = 0.02 * step + _covered(box, taken, points, weights, frame)
            if cost < least - 1e-9:
                best, least = (away, box), cost
        taken.append(best[1])
        label.xyann = tuple(best[0] / scale)


def _covered(
    box: FloatArray,
    taken: Sequence[FloatArray],
    points: FloatArray,
    weights: FloatArray,
    frame: FloatArray,
) -> float:
    """Return how bad a spot is: other labels under it count most, then sticking out, then points.

    Boxes are left, low, right, high.
    """
    over = sum(bool((box[:2] < b[2:]).all() and (b[:2] < box[2:]).all()) for b in taken)
    near = (box[:2] - RADIUS < points) & (points < box[2:] + RADIUS)
    hidden = weights[near.all(axis=1)].sum()
    outside = bool((box[:2] < frame[:2]).any() or (box[2:] > frame[2:]).any())
    return 10.0 * over + 5.0 * outside + float(hidden)
