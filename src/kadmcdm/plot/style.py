"""What all pictures share: colors, an Axes to draw on, labels, numbers in two languages."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from typing import TYPE_CHECKING

from kadmcdm import _text
from kadmcdm._table import shown_width, visible
from kadmcdm._typing import Language
from kadmcdm.errors import Fault, brief, choice_fault, unknown_names
from kadmcdm.plot.canvas import drawable
from kadmcdm.plot.canvas import new_axes as new_axes

if TYPE_CHECKING:
    from matplotlib.artist import Artist
    from matplotlib.axes import Axes
    from matplotlib.ticker import Formatter

# Paul Tol's "bright" scheme, ordered so that neighbors differ in grey too.
COLORS = ("#4477AA", "#CCBB44", "#AA3377", "#66CCEE", "#228833", "#EE6677", "#BBBBBB")

TRACK, PALE, DARK, FAINT = "#E4E4E4", "#A9C1DC", COLORS[0], "#777777"
"""Of strips: all of it, a stretch, the stretch within that matters most; and what is of no use."""

LONGEST_LABEL = 40
"""Letters of a label that a picture shows; tables show all of it."""


def argument_faults(
    result: object,
    kinds: type | tuple[type, ...],
    hint: str,
    lang: object,
    top: object = None,
    *,
    of: str = "candidates",
) -> list[Fault]:
    """Return what is wrong with the arguments that every picture takes."""
    faults = list(choice_fault("lang", lang, _text.LANGUAGES))
    if not isinstance(result, kinds):
        known = kinds if isinstance(kinds, tuple) else (kinds,)
        what = f"no {' or '.join(kind.__name__ for kind in known)}"
        faults.append(Fault("result", what, type(result).__name__, hint=hint))
    if top is not None and (isinstance(top, bool) or not isinstance(top, int) or top < 1):
        faults.append(Fault("top", f"no number of {of}", brief(top), "a whole number >= 1"))
    return faults


def label_faults(labels: object, names: Collection[str]) -> list[Fault]:
    """Return what is wrong with labels for names; they may hold others, but not others only."""
    if labels is None:
        return []
    if not isinstance(labels, Mapping):
        expected = "{name: label}, a label being text or {'en': ..., 'id': ...}"
        return [Fault("labels", "no mapping", type(labels).__name__, expected)]
    faults: list[Fault] = []
    if labels and not set(labels) & set(names):
        faults += unknown_names(labels, names, "label of")
    for name, label in labels.items():
        texts = label.values() if isinstance(label, Mapping) else [label]
        if not all(isinstance(text, str) for text in texts):
            faults.append(Fault(f"label of {name!r}", "no label", brief(label), "text"))
    return faults


def plain(text: str) -> str:
    """Return a label on one line, cut if it is long; what matplotlib takes for formulas escaped.

    What can't be seen, or would turn the direction of the line, is spelled out.
    """
    text = visible(text)
    if shown_width(text) > LONGEST_LABEL:
        text = text[: LONGEST_LABEL - 1]
        while shown_width(text) >= LONGEST_LABEL:
            text = text[:-1]
        text = text.rstrip() + "…"
    return drawable(text).replace("$", r"\$")


def wrapped(text: str, width: int, lines: int = 3) -> str:
    """Return a label on several lines of so many letters, cut and escaped as `plain` does."""
    import textwrap

    if shown_width(text) > len(text):  # letters of two columns
        width //= 2
    parts = textwrap.wrap(
        visible(text), width, max_lines=lines, placeholder="…", break_on_hyphens=False
    )  # fmt: skip
    return "\n".join(drawable(part).replace("$", r"\$") for part in parts)


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


def legend_below(ax: Axes, handles: list[Artist], names: list[str], title: str | None) -> int:
    """Put a legend under the axes, in as many columns as fit side by side; return how many."""
    for columns in range(min(3, len(names)), 0, -1):
        legend = ax.figure.legend(
            handles, names, loc="outside lower center", ncols=columns, frameon=False, title=title
        )
        if columns == 1 or legend.get_window_extent().width <= ax.figure.bbox.width:
            return columns
        legend.remove()
    return 1


def key_above(
    ax: Axes,
    handles: Sequence[Artist],
    names: Sequence[str],
    title: str | None = None,
    *,
    length: float = 1.4,
) -> None:
    """Put a legend on top of the axes, in as many columns as fit side by side."""
    for columns in range(len(names), 0, -1):
        legend = ax.legend(
            handles, names, loc="lower left", bbox_to_anchor=(0.0, 1.0), ncols=columns,
            frameon=False, title=title, alignment="left", borderpad=0.0, borderaxespad=0.5,
            handlelength=length, columnspacing=1.4, fontsize=9,
        )  # fmt: skip
        if legend.get_window_extent().width <= 0.7 * ax.figure.bbox.width:
            break


def beside(ax: Axes, y: float, text: str) -> None:
    """Write a text to the right of the axes, level with a row."""
    ax.annotate(
        text, (1.0, y), (8, 0), xycoords=("axes fraction", "data"),
        textcoords="offset points", va="center", fontsize=9, annotation_clip=False,
    )  # fmt: skip


def patch(color: str) -> Artist:
    """Return a colored field for a key."""
    from matplotlib.patches import Patch

    return Patch(color=color)


def mark(marker: str, color: str, fill: str | None = None) -> Artist:
    """Return a marker for a key."""
    from matplotlib.lines import Line2D

    upright = marker == "|"
    return Line2D(
        [], [], color=color, marker=marker, linestyle="none", markersize=9 if upright else 6,
        markerfacecolor=fill or color, markeredgewidth=2.4 if upright else 1.4,
    )  # fmt: skip


def ink_on(color: str) -> str:
    """Return black or white, whichever reads better on this color."""
    from matplotlib.colors import to_rgb

    red, green, blue = (
        c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in to_rgb(color)
    )
    light = 0.2126 * red + 0.7152 * green + 0.0722 * blue  # WCAG 2.2, relative luminance
    return "black" if light > 0.18 else "white"
