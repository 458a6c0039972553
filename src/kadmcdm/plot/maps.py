"""A map of regions: who asks, possible partners, and the best partnerships as links."""

from __future__ import annotations

import math
import textwrap
from collections.abc import Sequence
from typing import TYPE_CHECKING

import numpy as np

from kadmcdm import _text
from kadmcdm._typing import BoolArray, FloatArray, Language
from kadmcdm.core import coalitions as shapes
from kadmcdm.errors import Fault, raise_faults
from kadmcdm.partnership import CoalitionSearch, PartnershipRanking, RegionTable
from kadmcdm.plot.map_links import Link, draw_links, find_links, of_one
from kadmcdm.plot.placement import spread
from kadmcdm.plot.style import argument_faults, bare, key_above, new_axes, plain

if TYPE_CHECKING:
    from matplotlib.artist import Artist
    from matplotlib.axes import Axes

__all__ = ["partners"]

INITIATOR = "black"
TINTS = ("#D6E4F2", "#08306B")
"""From the lowest score to the highest: darker in grey, too."""

KM_PER_DEGREE = shapes.EARTH_RADIUS_KM * math.pi / 180.0
LEAST_SPAN = 0.3
"""Degrees that a map shows at least."""


def partners(
    result: PartnershipRanking | CoalitionSearch,
    ax: Axes | None = None,
    *,
    top: int = 5,
    lang: Language = "en",
) -> Axes:
    """Draw regions where they are, and link the best partnerships.

    Every region of the table is a point; no coasts or boundaries are drawn. Possible partners of
    one region are the larger and darker the higher their score, and the best are linked to it. Of
    pairs and coalitions, the members of the best are joined by the shortest links. A link is solid
    across a border on land, dashed across a river, dash-dotted across the sea, and dotted where
    there is no common border. Degrees are drawn as long as they are in the middle of the map.

    Parameters
    ----------
    result : PartnershipRanking or CoalitionSearch
        It brings its own table of regions.
    ax : matplotlib Axes, optional
        A new figure is made when left out.
    top : int
        How many partnerships are linked and named.
    lang : "en" or "id"

    Returns
    -------
    matplotlib Axes
        Its label (``ax.get_label()``) is a text that says what the picture shows. Regions without
        coordinates are not drawn, but named there and below the map.

    Raises
    ------
    InputError
        When `top` is no whole number >= 1, `lang` is unknown, or no region has coordinates.

    Examples
    --------
    >>> import kadmcdm as kd
    >>> from kadmcdm import partnership as pt, plot
    >>> near = pt.OperatorCriterion(kd.Criterion("distance", "cost"), pt.HaversineKm())
    >>> result = pt.partners_of(kd.datasets.east_java(), "35.22", [near], [1])
    >>> plot.partners(result, top=2).get_label()
    'Map of the partners of Kabupaten Bojonegoro, 39 ranked by TOPSIS: 1 Kabupaten Tuban 1.000 (land
    border), 2 Kabupaten Nganjuk 0.977 (land border).'
    """
    hint = "give what partners_of, rank_pairs or search_coalitions returned"
    faults = argument_faults(result, (PartnershipRanking, CoalitionSearch), hint, lang, top)
    if top is None:
        faults.append(Fault("top", "no number of candidates", "None", "a whole number >= 1"))
    raise_faults(faults)
    table = result.table
    known = ~np.isnan(table.lat)
    if not known.any():
        raise_faults([Fault("table", "no region has coordinates", expected="lat and lon")])
    links = find_links(result, top)
    words = _WORDS[lang]
    limits = _limits(table, known)
    if ax is None:
        ax = _new_map(limits)
    _frame(ax, limits, lang)
    handles: dict[str, Artist] = {}
    _draw_regions(ax, result, known, handles, lang)
    draw_links(ax, result, links, known, handles, words, lang)
    lost = [name for name, there in zip(table.names, known, strict=True) if not there]
    caption = _heading(result, lang)
    if lost:
        caption += f"\n{words['lost']}: {_text.listed(lost, lang)}"
    lines = [part for line in caption.split("\n") for part in textwrap.wrap(line, 90)]
    ax.set_xlabel("\n".join(lines).replace("$", r"\$"))
    names = sorted(handles, key=lambda name: name == words["others"])
    key_above(ax, [handles[name] for name in names], names, length=2.8)
    _name_regions(ax, result, links, known)
    ax.set_label(_said(result, links, lost, lang))
    return ax


def _limits(table: RegionTable, known: BoolArray) -> tuple[float, float, float, float]:
    """Return west, east, south and north, with a margin, and room for the scale bar below."""
    sides = []
    for values in (table.lon[known], table.lat[known]):
        low, high = float(values.min()), float(values.max())
        lack = max(LEAST_SPAN - (high - low), 0.0) / 2
        sides.append((low - lack, high + lack))
    (west, east), (south, north) = sides
    margin = 0.08 * max(east - west, north - south)
    return west - margin, east + margin, south - 1.7 * margin, north + margin


def _new_map(limits: tuple[float, float, float, float]) -> Axes:
    """Return axes of a figure as high as the map needs at a width of 7.2 inches, or narrower."""
    west, east, south, north = limits
    ratio = (north - south) / ((east - west) * math.cos(math.radians((south + north) / 2)))
    width = min(7.2, 7.5 / ratio)
    return new_axes(max(width, 4.8) + 0.2, width * ratio + 1.5)


def _frame(ax: Axes, limits: tuple[float, float, float, float], lang: Language) -> None:
    """Set the limits, the aspect of the middle latitude, and draw a scale bar."""
    west, east, south, north = limits
    shrink = math.cos(math.radians((south + north) / 2))
    ax.set_xlim(west, east)
    ax.set_ylim(south, north)
    ax.set_aspect(1 / shrink)
    ax.set_xticks([])
    ax.set_yticks([])
    ax.set_facecolor("#FAFAFA")
    bare(ax, keep=())
    wide = (east - west) * shrink * KM_PER_DEGREE
    power = 10 ** math.floor(math.log10(wide / 4))
    km = max(step * power for step in (1, 2, 5) if step * power <= wide / 4)
    start = west + 0.03 * (east - west)
    end, y = start + km / (KM_PER_DEGREE * shrink), south + 0.03 * (north - south)
    ax.plot([start, end], [y, y], color="black", linewidth=2.5, solid_capstyle="butt", zorder=2)
    ax.annotate(
        f"{_text.significant(km, lang)} km", ((start + end) / 2, y), (0, 3),
        textcoords="offset points", ha="center", va="bottom", fontsize=8,
    )  # fmt: skip


def _draw_regions(
    ax: Axes,
    result: PartnershipRanking | CoalitionSearch,
    known: BoolArray,
    handles: dict[str, Artist],
    lang: Language,
) -> None:
    from matplotlib.colors import LinearSegmentedColormap
    from matplotlib.lines import Line2D

    table, words = result.table, _WORDS[lang]
    others = known.copy()
    if isinstance(result, PartnershipRanking) and result.initiator is not None:
        ranking = result.ranking
        rows = np.array(
            [table.index(result.partners(n)[0]) for n in ranking.problem.candidate_names]
        )
        out = np.array([table.index(result.partners(name)[0]) for name in result.screened], int)
        others[[*rows, *out]] = False
        rising = np.argsort(ranking.scores, kind="stable")
        strength = _stretched(ranking.scores)
        tint = LinearSegmentedColormap.from_list("scores", TINTS)
        shown = [i for i in rising if known[rows[i]]]
        if shown:
            ax.scatter(
                table.lon[rows[shown]], table.lat[rows[shown]], s=30 + 110 * strength[shown],
                c=tint(0.15 + 0.85 * strength[shown]), edgecolors="white", linewidths=0.7, zorder=4,
            )  # fmt: skip
            handles[words["scored"]] = Line2D(
                [], [], marker="o", markersize=9, color=TINTS[1], linestyle="none"
            )
        out = out[known[out]]
        if len(out):
            handles[words["screened"]] = ax.scatter(
                table.lon[out], table.lat[out], s=32, c="#888888", marker="x", zorder=3
            )
    if result.initiator is not None:
        own = table.index(result.initiator)
        others[own] = False
        if known[own]:
            handles[words["initiator"]] = ax.scatter(
                table.lon[[own]], table.lat[[own]], s=210, c=INITIATOR, marker="*",
                edgecolors="white", linewidths=0.8, zorder=6,
            )  # fmt: skip
    if others.any():
        handles[words["others"]] = ax.scatter(
            table.lon[others], table.lat[others], s=14, c="#AAAAAA", linewidths=0, zorder=3
        )


def _stretched(scores: FloatArray) -> FloatArray:
    """Return scores from 0 to 1; all 1 where they are the same."""
    low, high = scores.min(), scores.max()
    return (scores - low) / (high - low) if high > low else np.ones_like(scores)


def _name_regions(
    ax: Axes, result: PartnershipRanking | CoalitionSearch, links: Sequence[Link], known: BoolArray
) -> None:
    """Write the names of the regions that are linked, each where it covers no other one."""
    table = result.table
    texts: dict[str, str] = {}
    if result.initiator is not None:
        texts[result.initiator] = table[result.initiator].name
    single = of_one(result)
    for link in links:
        for code in link.members:
            name = table[code].name
            texts.setdefault(code, f"{link.place} {name}" if single else name)
    named = {code: text for code, text in texts.items() if known[table.index(code)]}
    rows = table.rows(named)
    labels = [
        ax.annotate(
            plain(text), (table.lon[row], table.lat[row]), (0, 0), textcoords="offset points",
            fontsize=8.5, zorder=7, ha="center", va="center",
            weight="bold" if code == result.initiator else "normal",
            arrowprops={"arrowstyle": "-", "color": "#777777", "linewidth": 0.7, "shrinkA": 0,
                        "shrinkB": 4},
            bbox={"facecolor": "white", "alpha": 0.75, "edgecolor": "none", "pad": 0.8},
        )
        for (code, text), row in zip(named.items(), rows, strict=True)
    ]  # fmt: skip
    for label in labels:
        label.set_in_layout(False)  # the map keeps its size, wherever its labels go
    ax.figure.canvas.figure.draw_without_rendering()  # gives the labels their size
    there = [np.column_stack([table.lon[known], table.lat[known]])]
    for a, b in {pair for link in links for pair in link.joined}:
        ends = table.rows([a, b])
        share = np.linspace(0.0, 1.0, 24)[1:-1, None]
        ways = np.column_stack([table.lon[ends], table.lat[ends]])
        there.append(ways[0] + share * (ways[1] - ways[0]))
    weights = np.repeat([1.0, 0.3], [len(there[0]), sum(map(len, there[1:]))])
    spread(ax, labels, ax.transData.transform(np.concatenate(there)), weights)


def _heading(result: PartnershipRanking | CoalitionSearch, lang: Language) -> str:
    words = _WORDS[lang]
    if isinstance(result, CoalitionSearch):
        text = words["coalitions"].format(result.size)
    elif result.initiator is None:
        return words["pairs"]
    else:
        return words["partners"].format(result.table[result.initiator].name)
    if result.initiator is not None:
        text += words["with"].format(result.table[result.initiator].name)
    return text


def _said(
    result: PartnershipRanking | CoalitionSearch,
    links: Sequence[Link],
    lost: Sequence[str],
    lang: Language,
) -> str:
    words, table = _WORDS[lang], result.table
    listed = []
    for link in links:
        others = [code for code in link.members if code != result.initiator]
        names = _text.listed([table[code].name for code in others], lang)
        text = f"{link.place} {names} {_text.number(link.score, 3, lang)}"
        if len(link.members) == 2:
            border = table.border(*link.members)
            text += f" ({words['no border'] if border is None else words[border]})"
        listed.append(text)
    if isinstance(result, CoalitionSearch):
        count, method = result.total, "TOPSIS"
    else:
        count, method = len(result.ranking.order), result.ranking.method.name
    heading = _heading(result, lang)
    counted = words["ranked"].format(_text.number(count, 0, lang), method)
    text = words["map"].format(heading[0].lower() + heading[1:], counted, ", ".join(listed))
    if lost:
        text += f" {words['lost']}: {_text.listed(lost, lang)}."
    return text


_WORDS: dict[Language, dict[str, str]] = {
    "en": {
        "scored": "possible partner (darker: higher score)",
        "screened": "screened out",
        "initiator": "initiator",
        "others": "other region",
        "land": "land border",
        "river": "river border",
        "sea": "sea border",
        "no border": "no common border",
        "lost": "Not drawn, without coordinates",
        "partners": "The partners of {}",
        "pairs": "The best pairs",
        "coalitions": "The best coalitions of {}",
        "with": " with {}",
        "ranked": "{} ranked by {}",
        "map": "Map of {}, {}: {}.",
    },
    "id": {
        "scored": "calon mitra (makin gelap, makin tinggi skornya)",
        "screened": "tidak lolos penapisan",
        "initiator": "pemrakarsa",
        "others": "daerah lain",
        "land": "batas darat",
        "river": "batas sungai",
        "sea": "batas laut",
        "no border": "tidak berbatasan",
        "lost": "Tidak digambar, tanpa koordinat",
        "partners": "Mitra {}",
        "pairs": "Pasangan terbaik",
        "coalitions": "Koalisi terbaik beranggota {}",
        "with": " dengan {}",
        "ranked": "{} diperingkat dengan {}",
        "map": "Peta {}, {}: {}.",
    },
}
