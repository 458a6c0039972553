"""A picture of one node's judgments."""

from __future__ import annotations

import textwrap
from collections.abc import Mapping
from itertools import product
from typing import TYPE_CHECKING, Any

import numpy as np

from kadmcdm import _text
from kadmcdm._typing import FloatArray, Label, Language
from kadmcdm.errors import Fault, brief, raise_faults
from kadmcdm.judgments import Inconsistency, PairwiseComparisons
from kadmcdm.judgments.consistency import CR_LIMIT, ratio_in_words
from kadmcdm.judgments.values import judgment_text
from kadmcdm.plot.style import (
    COLORS,
    argument_faults,
    bare,
    ink_on,
    label_faults,
    new_axes,
    plain,
)

if TYPE_CHECKING:
    from matplotlib.axes import Axes

__all__ = ["comparisons"]

PREFERRED, EQUAL, DOMINATED = "#2B5C8A", "#FFFFFF", "#F0B27A"
"""The ends of the scale differ in lightness too: in grey, dark still means "preferred"."""

FRAME = COLORS[2]


def comparisons(
    result: PairwiseComparisons,
    ax: Axes | None = None,
    *,
    top: int = 3,
    labels: Mapping[str, Label] | None = None,
    lang: Language = "en",
) -> Axes:
    """Draw the judgments of one node as a matrix; a row dominates a column.

    Cells are colored by the logarithm of the judgment: the darker, the more the row is preferred to
    the column. Pairs that nobody judged are hatched. Where the consistency ratio is above 0.10, the
    judgments that hurt most are framed, each with the value that would fit all others.

    Parameters
    ----------
    result : PairwiseComparisons
    ax : matplotlib Axes, optional
        A new figure is made when left out.
    top : int
        How many judgments are framed at most.
    labels : mapping of str to label, optional
        What people read instead of names: text, or ``{"en": ..., "id": ...}``. Labels of other
        names are ignored, as long as there are some of these.
    lang : "en" or "id"

    Returns
    -------
    matplotlib Axes
        Its label (``ax.get_label()``) is a text that says what the picture shows.

    Raises
    ------
    InputError
        When `top` is no whole number >= 1, labels are all for other names, or `lang` is unknown.

    Examples
    --------
    >>> import kadmcdm as kd
    >>> from kadmcdm import plot
    >>> judged = kd.PairwiseComparisons.from_upper_triangle(["cost", "reach", "risk"], [2, 8, 4])
    >>> plot.comparisons(judged).get_label()
    'Judgments on cost, reach and risk, row against column: cost to reach 2, cost to risk 8, reach
    to risk 4. Consistency ratio 0.000.'
    """
    hint = "for a group, draw what group.pooled() returns; for a hierarchy, one of its comparisons"
    faults = argument_faults(result, PairwiseComparisons, hint, lang)
    if isinstance(top, bool) or not isinstance(top, int) or top < 1:
        faults.append(Fault("top", "no number of judgments", brief(top), "a whole number >= 1"))
    if isinstance(result, PairwiseComparisons):
        faults += label_faults(labels, result.names)
    raise_faults(faults)
    names = [_text.label_of(labels or {}, name, lang) for name in result.names]
    shown = dict(zip(result.names, names, strict=True))
    n, matrix = len(names), result.matrix
    ratio, worst = _verdict(result, top)
    if ax is None:
        longest = 0.085 * max(len(plain(name)) for name in names)
        ax = new_axes(1.0 + longest + max(0.62 * n, 3.6), 1.3 + longest * 0.6 + 0.5 * n)
    _fill(ax, matrix)
    size = 9.0 if n <= 9 else 8.0
    framed = {(item.first, item.second): item for item in worst}
    for (i, a), (j, b) in product(enumerate(result.names), repeat=2):
        value = float(matrix[i, j])
        if (a, b) in framed:
            _frame(ax, i, j, value, framed[a, b].implied, size, lang)
        elif a != b and not np.isnan(value):
            ink, text = ink_on(_color(value)), judgment_text(value, lang)
            ax.text(j, i, text, ha="center", va="center", color=ink, fontsize=size)
    ax.set_xticks(range(n), [plain(name) for name in names], rotation=45, ha="left")
    ax.xaxis.tick_top()
    ax.tick_params(axis="x", labelrotation=45)
    ax.set_yticks(range(n), [plain(name) for name in names])
    ax.tick_params(axis="both", length=0)
    ax.set_xlim(-0.5, n - 0.5)
    ax.set_ylim(n - 0.5, -0.5)
    bare(ax, keep=())
    said, words = _ratio_said(ratio, lang), _WORDS[lang]
    key = [words["dark"], said]
    if result.missing:
        key.insert(1, words["hatched"])
    if worst:
        key.append(words["framed"])
    ax.set_xlabel("\n".join(part for line in key for part in textwrap.wrap(line, 52)))
    ax.set_label(_comparisons_said(result, shown, said, worst, lang))
    return ax


def _verdict(
    result: PairwiseComparisons, top: int
) -> tuple[float | None, tuple[Inconsistency, ...]]:
    """Return the consistency ratio, NaN of judgments that fall apart, and what hurts most."""
    if result._connection_faults():
        return np.nan, ()
    ratio = result.consistency().consistency_ratio
    if ratio is None or ratio <= CR_LIMIT:
        return ratio, ()
    return ratio, result.inconsistencies(top)


def _color(value: float) -> str:
    from matplotlib.colors import LinearSegmentedColormap, to_hex

    scale = LinearSegmentedColormap.from_list("judgments", [DOMINATED, EQUAL, PREFERRED])
    strength = float(np.clip(np.log(value) / np.log(9.0), -1.0, 1.0))
    return to_hex(scale(0.5 + strength / 2.0))


def _fill(ax: Axes, matrix: FloatArray) -> None:
    from matplotlib.patches import Rectangle

    for i, j in np.ndindex(*matrix.shape):
        value = float(matrix[i, j])
        style: dict[str, Any] = {"facecolor": "#E5E5E5"}
        if np.isnan(value):
            style = {"facecolor": "white", "hatch": "///", "edgecolor": "#BBBBBB"}
        elif i != j:
            style = {"facecolor": _color(value)}
        ax.add_patch(Rectangle((j - 0.5, i - 0.5), 1, 1, linewidth=0, **style))
    for edge in np.arange(-0.5, len(matrix) + 0.5):
        ax.axhline(edge, color="white", linewidth=1.2)
        ax.axvline(edge, color="white", linewidth=1.2)


def _frame(
    ax: Axes, i: int, j: int, value: float, implied: float, size: float, lang: Language
) -> None:
    """Frame a judgment, with what would fit the others below it."""
    from matplotlib.patches import Rectangle

    ink = ink_on(_color(value))
    for color, width in (("white", 4.5), (FRAME, 2.2)):  # seen on dark cells too
        frame = Rectangle((j - 0.44, i - 0.43), 0.88, 0.86, fill=False, edgecolor=color)
        frame.set(linewidth=width, zorder=3)
        ax.add_patch(frame)
    said, fits = judgment_text(value, lang), judgment_text(implied, lang)
    ax.text(j, i - 0.17, said, ha="center", va="center", fontsize=size, color=ink)
    ax.text(
        j, i + 0.19, f"→ {fits}", ha="center", va="center", fontsize=size, color=ink, weight="bold"
    )


def _ratio_said(ratio: float | None, lang: Language) -> str:
    text = ratio_in_words(ratio, lang)
    if ratio is not None and ratio > CR_LIMIT:
        text += _WORDS[lang]["above"].format(_text.number(CR_LIMIT, 2, lang))
    return text


def _comparisons_said(
    result: PairwiseComparisons,
    shown: Mapping[str, str],
    ratio: str,
    worst: tuple[Inconsistency, ...],
    lang: Language,
) -> str:
    words, n = _WORDS[lang], len(result.names)
    labels = list(shown.values())
    judged = [
        words["pair"].format(labels[i], labels[j], judgment_text(float(result.matrix[i, j]), lang))
        for i in range(n)
        for j in range(i + 1, n)
        if not np.isnan(result.matrix[i, j])
    ]
    text = words["judgments"].format(_text.listed(labels, lang))
    parts = [f"{text}: {', '.join(judged)}" if judged else text]
    if result.missing:
        pairs = [words["against"].format(shown[a], shown[b]) for a, b in result.missing]
        parts.append(f"{words['missing']}: {', '.join(pairs)}")
    parts.append(ratio[0].upper() + ratio[1:])
    parts += [
        words["fits"].format(
            words["pair"].format(
                shown[item.first], shown[item.second], judgment_text(item.said, lang)
            ),
            judgment_text(item.implied, lang),
        )
        for item in worst
    ]
    return ". ".join(parts) + "."


_WORDS: dict[Language, dict[str, str]] = {
    "en": {
        "dark": "dark blue: the row is preferred",
        "hatched": "hatched: not compared",
        "framed": "framed: contradicts most; arrow: what would fit",
        "above": " is above {}",
        "judgments": "Judgments on {}, row against column",
        "pair": "{} to {} {}",
        "against": "{} and {}",
        "missing": "Not compared",
        "fits": "{}, where {} would fit the others",
    },
    "id": {
        "dark": "biru tua: baris lebih penting",
        "hatched": "arsiran: belum dibandingkan",
        "framed": "berbingkai: paling bertentangan; panah: yang cocok",
        "above": " di atas {}",
        "judgments": "Penilaian atas {}, baris terhadap kolom",
        "pair": "{} terhadap {} {}",
        "against": "{} dan {}",
        "missing": "Belum dibandingkan",
        "fits": "{}, padahal {} cocok dengan yang lain",
    },
}
