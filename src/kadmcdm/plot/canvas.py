"""Where pictures are drawn: a figure of pyplot's, or one that pyplot doesn't know."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from matplotlib.axes import Axes

_OFFSCREEN: ContextVar[bool] = ContextVar("offscreen", default=False)


@contextmanager
def offscreen() -> Iterator[None]:
    """Make new figures that pyplot doesn't know: no window, no backend, none left open."""
    before = _OFFSCREEN.set(True)
    try:
        yield
    finally:
        _OFFSCREEN.reset(before)


def drawable(text: str) -> str:
    """Return text for a picture; offscreen, with a box for each letter that the font lacks.

    matplotlib draws such a box too, and warns, which can only be kept quiet for all threads at
    once. Who draws on the screen sees the warning, and can set another font.
    """
    if not _OFFSCREEN.get() or text.isascii():
        return text
    from matplotlib.font_manager import FontProperties, findfont, get_font

    families = FontProperties().get_family()
    fonts = (get_font(findfont(FontProperties(family=[family]))) for family in families)
    known = {chr(code) for font in fonts for code in font.get_charmap()}
    return "".join(letter if letter in known else "\N{WHITE SQUARE}" for letter in text)


def new_axes(width: float, height: float) -> Axes:
    """Return the Axes of a new figure, whose layout makes room for labels; sizes in inches."""
    if _OFFSCREEN.get():
        from matplotlib.backends.backend_agg import FigureCanvasAgg
        from matplotlib.figure import Figure

        figure = Figure(figsize=(width, height), layout="constrained")
        FigureCanvasAgg(figure)
        axes: Axes = figure.subplots()
        return axes
    import matplotlib.pyplot as plt

    axes = plt.subplots(figsize=(width, height), layout="constrained")[1]
    return axes
