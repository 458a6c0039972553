"""Pictures that must look as they are stored under tests/images/; see CONTRIBUTING.md."""

import functools
import inspect
import re
from pathlib import Path

import matplotlib.pyplot as plt
import numpy as np
import pytest
from matplotlib.image import imread
from scipy.ndimage import maximum_filter, minimum_filter

IMAGES = Path(__file__).parent / "images"
DPI = 60

REACH = 5
"""Pixels that a thing may lie off: matplotlib 3.10 and 3.11 measure text, and so lay out, anew."""

COLOR = (0.2, 0.0012)
"""How far a color (channels 0 to 1, less their mean) may lie outside what is within reach, and the
share of pixels that may lie farther. 3.10 against 3.11: 0.1 % in the worst of 29 pictures, most 0;
a bar that is 3 % of the width too long, in the smallest: 0.16 %."""

ALL = (0.3, 0.004)
"""The same for all channels as they are. Letters drift along a line of text: 0.3 % at worst."""


def outside(one, other, shade):
    """Return the share of pixels for which the other picture has nothing alike within reach."""
    size = (2 * REACH + 1, 2 * REACH + 1, 1)
    off = np.zeros(one.shape[:2], dtype=bool)
    for a, b in ((one, other), (other, one)):
        off |= ((a > maximum_filter(b, size) + shade) | (a < minimum_filter(b, size) - shade)).any(
            axis=-1
        )
    return off.mean()


def differences(one, other):
    """Yield in words what two pictures differ in."""
    if one.shape != other.shape:
        yield f"size {one.shape[:2]} instead of {other.shape[:2]}"
        return
    if np.array_equal(one, other):
        return
    colors = [picture - picture.mean(axis=-1, keepdims=True) for picture in (one, other)]
    for what, pair, (shade, allowed) in (("color", colors, COLOR), ("all", (one, other), ALL)):
        share = outside(*pair, shade)
        if share > allowed:
            yield f"{what}: {share:.2%} of the pixels"


def looks_as_stored(test):
    """Compare the figure that a test returns with the picture named after the test.

    A picture that is missing is stored, and the test fails once: look at it first.
    """
    signature = inspect.signature(test)

    @functools.wraps(test)
    def compared(*, request, tmp_path, **arguments):
        with plt.style.context("default", after_reset=True):
            figure = test(**arguments)
            name = re.sub(r"\W+", "_", request.node.name).strip("_") + ".png"
            drawn, stored = tmp_path / name, IMAGES / name
            figure.savefig(drawn, dpi=DPI)
        plt.close(figure)
        if not stored.exists():
            IMAGES.mkdir(exist_ok=True)
            stored.write_bytes(drawn.read_bytes())
            pytest.fail(f"{stored} was missing: it is stored now; look at it, run again")
        found = list(differences(imread(drawn)[..., :3], imread(stored)[..., :3]))
        assert not found, f"{drawn} differs from {stored}: {', '.join(found)}"

    added = [
        inspect.Parameter(name, inspect.Parameter.KEYWORD_ONLY)
        for name in ("request", "tmp_path")
        if name not in signature.parameters
    ]
    compared.__signature__ = signature.replace(parameters=[*signature.parameters.values(), *added])
    return compared
