"""What all pictures share: colors, an Axes to draw on, labels, numbers in two languages."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kadmcdm import _text
from kadmcdm._typing import Language
from kadmcdm.errors import Fault, choice_fault

if TYPE_CHECKING:
    from matplotlib.artist import Artist
    from matplotlib.axes import Axes
    from matplotlib.ticker import Formatter

# Paul Tol's "bright" scheme, ordered so that neighbors differ in grey too.
COLORS = ("#4477AA", "#CCBB44", "#AA3377", "#66CCEE", "#228833", "#EE6677", "#BBBBBB")

LONGEST_LABEL = 40
"""Letters of a label that a picture shows; tables show all of it."""


def argument_faults(
    result: object, kinds: type | tuple[type, ...], hint: str, lang: object, top: object = None
) -> list[Fault]:
    """Return what is wrong with the arguments that every picture takes."""
    faults = list(choice_fault("lang", lang, _text.LANGUAGES))
    if not isinstance(result, kinds):
        known = kinds if isinstance(kinds, tuple) else (kinds,)
        what = f"no {' or '.join(kind.__name__ for kind in known)}"
        faults.append(Fault("result", what, type(result).__name__, hint=hint))
    if top is not None and (isinstance(top, bool) or not isinstance(top, int) or top < 1):
        faults.append(Fault("top", "no number of candidates", repr(top), "a whole number >= 1"))
    return faults


def new_axes(width: float, height: float) -> Axes:
    """Return the Axes of a new figure, whose layout makes room for labels; sizes in inches."""
    import matplotlib.pyplot as plt

    axes: Axes = plt.subplots(figsize=(width, height), layout="constrained")[1]
    return axes


def plain(text: str) -> str:
    """Return a label on one line, cut if it is long; what matplotlib takes for formulas escaped."""
    text = " ".join(text.split())
    if len(text) > LONGEST_LABEL:
        text = text[: LONGEST_LABEL - 1].rstrip() + "…"
    return text.replace("$", r"\$")


def bare(ax: Axes, *, keep: tuple[str, ...] = ("bottom",)) -> None:
    """Take away the frame but for the sides named."""
    for side in ("top", "right", "left", "bottom"):
        ax.spines[side].set_visible(side in keep)


def use_comma(ax: Axes, lang: Language, *, x: bool = True, y: bool = False) -> None:
    """Write the ticks of numbers with a decimal comma in Indonesian."""
    if lang == "id":
        if x:
            ax.xaxis.set_major_formatter(_with_comma())
        if y:
            ax.yaxis.set_major_formatter(_with_comma())


def _with_comma() -> Formatter:
    """Return matplotlib's own labels of ticks, with a decimal comma."""
    from matplotlib.ticker import ScalarFormatter

    class WithComma(ScalarFormatter):
        def __call__(self, value: float, pos: int | None = None) -> str:
            return super().__call__(value, pos).replace(".", ",")

    return WithComma()


def legend_below(ax: Axes, handles: list[Artist], names: list[str], title: str | None) -> None:
    """Put a legend under the axes, in as many columns as fit side by side."""
    for columns in range(min(3, len(names)), 0, -1):
        legend = ax.figure.legend(
            handles, names, loc="outside lower center", ncols=columns, frameon=False, title=title
        )
        if columns == 1 or legend.get_window_extent().width <= ax.figure.bbox.width:
            break
        legend.remove()


def ink_on(color: str) -> str:
    """Return black or white, whichever reads better on this color."""
    from matplotlib.colors import to_rgb

    red, green, blue = (
        c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in to_rgb(color)
    )
    light = 0.2126 * red + 0.7152 * green + 0.0722 * blue  # WCAG 2.2, relative luminance
    return "black" if light > 0.18 else "white"
