"""Pictures of ranks by several methods, and in many universes of choices."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

import numpy as np

from kadmcdm import _text
from kadmcdm._typing import IntArray, Language
from kadmcdm.errors import raise_faults
from kadmcdm.plot.style import COLORS, argument_faults, bare, ink_on, new_axes, plain, wrapped
from kadmcdm.robustness import MethodComparison, Multiverse

if TYPE_CHECKING:
    from matplotlib.axes import Axes

__all__ = ["ranks_by_method"]

COLORED = COLORS[:6]
"""For the best on average; all others are grey, since every line has its name at both ends."""


def ranks_by_method(
    result: MethodComparison | Multiverse,
    ax: Axes | None = None,
    *,
    top: int | None = None,
    lang: Language = "en",
) -> Axes:
    """Draw the ranks that candidates have by several methods.

    A comparison of methods becomes a bump chart: a line per candidate from method to method, ranks
    in the circles, tied candidates side by side in one capsule and marked "=". A multiverse has
    far more rankings than lines could show: it becomes an interval of ranks per candidate (all of
    them thin, the central 90 % thick, the mean a dot) with the share of universes in which it is
    first. Best on average first.

    Parameters
    ----------
    result : MethodComparison or Multiverse
    ax : matplotlib Axes, optional
        A new figure is made when left out.
    top : int, optional
        Draw the best so many on average only; their ranks stay those among all.
    lang : "en" or "id"

    Returns
    -------
    matplotlib Axes
        Its label (``ax.get_label()``) is a text that says what the picture shows.

    Raises
    ------
    InputError
        When `top` is no whole number >= 1, or `lang` is unknown.

    Examples
    --------
    >>> import kadmcdm as kd
    >>> from kadmcdm import plot
    >>> problem = kd.DecisionProblem.from_arrays([[7, 9], [9, 16], [2, 4]], ["benefit", "cost"])
    >>> both = kd.compare_methods(problem, [0.6, 0.4], [kd.TOPSIS(), kd.WeightedSum()])
    >>> plot.ranks_by_method(both).get_label()
    'Ranks of 3 candidates by TOPSIS (vector) and WeightedSum (max): a1 1, 2; a2 2, 1; a3 3, 3.'
    """
    hint = "give what kd.compare_methods or kd.multiverse returned"
    raise_faults(argument_faults(result, (MethodComparison, Multiverse), hint, lang, top))
    labels = [_text.label_of(result.candidate_labels, n, lang) for n in result.candidate_names]
    if isinstance(result, MethodComparison):
        shown = np.argsort(result.ranks.mean(axis=0), kind="stable")[:top]
        return _bumps(result, ax, shown, labels, lang)
    shown = np.argsort(result.mean_ranks, kind="stable")[:top]
    return _intervals(result, ax, shown, labels, lang)


def _bumps(
    result: MethodComparison,
    ax: Axes | None,
    shown: IntArray,
    labels: list[str],
    lang: Language,
) -> Axes:
    ranks, count = result.ranks, len(result.method_labels)
    places = _places(ranks)
    texts = [_text.places(row) for row in ranks.tolist()]
    lowest = int(places[:, shown].max())
    if ax is None:
        longest = max(len(plain(labels[i])) for i in shown)
        sides = 2 if count > 1 else 1
        ax = new_axes(1.5 * count + 0.2 + 0.085 * sides * longest, 0.9 + 0.42 * lowest)
    x = np.arange(count)
    for k, row in enumerate(ranks):
        for rank in np.unique(row[shown]):
            held = places[k, shown[row[shown] == rank]]
            if len(held) > 1:  # a capsule behind those who share a rank
                ax.plot(
                    [k, k], [held.min(), held.max()], color="#DDDDDD", linewidth=23,
                    solid_capstyle="round", zorder=1,
                )  # fmt: skip
    for position, i in enumerate(shown):
        color = COLORED[position] if position < len(COLORED) else COLORS[-1]
        ax.plot(
            x, places[:, i], color=color, linewidth=2.4, marker="o", markersize=16,
            markeredgecolor="white", zorder=3 + 1 / (1 + position),
        )  # fmt: skip
        for k in x.tolist():
            ax.text(
                k, places[k, i], texts[k][i], color=ink_on(color), fontsize=8, ha="center",
                va="center_baseline", zorder=5,
            )  # fmt: skip
        if count > 1:
            ax.annotate(
                plain(labels[i]), (count - 1, places[-1, i]), (14, 0),
                textcoords="offset points", va="center_baseline",
            )  # fmt: skip
    ax.set_yticks(places[0, shown], [plain(labels[i]) for i in shown])
    ax.set_xticks(x, [wrapped(label, 15) for label in result.method_labels])
    ax.xaxis.tick_top()
    ax.tick_params(axis="both", length=0)
    ax.tick_params(axis="y", pad=10)
    ax.set_xlim(-0.15, count - 0.85)
    ax.set_ylim(lowest + 0.6, 0.4)
    bare(ax, keep=())
    key = {"en": "number: rank", "id": "angka: peringkat"}[lang]
    if any(line[i].endswith("=") for line in texts for i in shown):
        key += f"; =: {_text.say('tied', lang)}"
    ax.set_xlabel(key)
    listed = "; ".join(f"{labels[i]} {', '.join(line[i] for line in texts)}" for i in shown)
    methods = _text.listed(result.method_labels, lang)
    ax.set_label(
        {
            "en": f"Ranks of {len(shown)} candidates by {methods}: {listed}.",
            "id": f"Peringkat {len(shown)} calon menurut {methods}: {listed}.",
        }[lang]
    )
    return ax


def _places(ranks: IntArray) -> IntArray:
    """Return (k, m) places 1..m down each column: by rank, the tied as they stood just before."""
    places = np.empty_like(ranks)
    before = np.argsort(np.argsort(ranks.mean(axis=0), kind="stable"))
    for k, row in enumerate(ranks):
        order = np.lexsort((before, row))
        places[k, order] = np.arange(1, len(row) + 1)
        before = places[k]
    return places


def _intervals(
    result: Multiverse, ax: Axes | None, shown: IntArray, labels: list[str], lang: Language
) -> Axes:
    from matplotlib.ticker import MaxNLocator

    ranges, central = result.rank_ranges[shown], result.central_ranges[shown]
    means, firsts = result.mean_ranks[shown], result.first_shares[shown]
    if ax is None:
        ax = new_axes(7.2, 1.3 + 0.34 * len(shown))
    y = np.arange(len(shown))
    ax.hlines(y, ranges[:, 0], ranges[:, 1], color="#999999", linewidth=1.5, zorder=2)
    for at in (0, 1):
        ax.plot(ranges[:, at], y, "|", color="#999999", markersize=8, zorder=2)
    ax.hlines(y, central[:, 0], central[:, 1], color=COLORS[0], linewidth=7, zorder=3)
    ax.plot(
        means, y, "o", color="white", markeredgecolor="black", markersize=7, zorder=4,
    )  # fmt: skip
    words = _WORDS[lang]
    across = ax.get_yaxis_transform()
    ax.annotate(
        words["first"], (1.0, 1.0), (6, 4), xycoords="axes fraction",
        textcoords="offset points", va="bottom", ha="left",
    )  # fmt: skip
    for position, share in enumerate(firsts):
        ax.annotate(
            _text.percent(float(share), lang, 1), (1.0, position), (6, 0), xycoords=across,
            textcoords="offset points", va="center", ha="left",
        )  # fmt: skip
    ax.set_yticks(y, [plain(labels[i]) for i in shown])
    ax.set_ylim(len(shown) - 0.4, -0.6)
    ax.set_xlim(0.5, len(labels) + 0.5)
    ax.xaxis.set_major_locator(MaxNLocator("auto", integer=True, min_n_ticks=1))
    ax.tick_params(axis="y", length=0)
    ax.grid(axis="x", color="#E5E5E5", linewidth=0.8)
    ax.set_axisbelow(True)
    bare(ax)
    universes = _text.number(math.prod(result.shape), 0, lang)
    ax.set_xlabel(words["axis"].format(universes))
    listed = "; ".join(
        words["row"].format(
            labels[i],
            _text.number(float(means[k]), 2, lang),
            *map(int, central[k]),
            *map(int, ranges[k]),
            _text.percent(float(firsts[k]), lang, 1),
        )
        for k, i in enumerate(shown)
    )
    ax.set_label(words["alternative"].format(len(shown), universes, listed))
    return ax


_WORDS: dict[Language, dict[str, str]] = {
    "en": {
        "first": "ranked first",
        "axis": "rank (dot: mean; thick: 90% of {} universes; thin: all of them)",
        "row": "{} mean rank {}, 90% from {} to {}, all from {} to {}, ranked first in {}",
        "alternative": "Ranks of {} candidates in {} universes of choices: {}.",
    },
    "id": {
        "first": "peringkat 1",
        "axis": "peringkat (titik: rata-rata; tebal: 90% dari {} semesta; tipis: semuanya)",
        "row": "{} peringkat rata-rata {}, 90% dari {} sampai {}, semua dari {} sampai {}, "
        "peringkat 1 pada {}",
        "alternative": "Peringkat {} calon dalam {} semesta pilihan: {}.",
    },
}
