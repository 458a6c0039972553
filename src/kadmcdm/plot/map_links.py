"""Links of a map: who is joined to whom, and how that is drawn."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Literal, NamedTuple

import numpy as np

from kadmcdm import _text, core
from kadmcdm._typing import BoolArray, Language
from kadmcdm.core import coalitions as shapes
from kadmcdm.partnership import CoalitionSearch, PartnershipRanking, RegionTable
from kadmcdm.partnership.codes import BorderKind
from kadmcdm.plot.style import COLORS, ink_on, wrapped

if TYPE_CHECKING:
    from matplotlib.artist import Artist
    from matplotlib.axes import Axes

STYLES: dict[BorderKind | None, Literal["-", "--", "-.", ":"]] = {
    "land": "-",
    "river": "--",
    "sea": "-.",
    None: ":",
}
"""Links by the border that they cross; dotted where there is none."""

LINK = "#555555"


class Link(NamedTuple):
    """A partnership that is drawn: its place, score, members, and who is joined to whom."""

    place: str
    score: float
    members: tuple[str, ...]
    joined: tuple[tuple[str, str], ...]


def find_links(result: PartnershipRanking | CoalitionSearch, top: int) -> list[Link]:
    """Return the best partnerships, the best first."""
    if isinstance(result, CoalitionSearch):
        places = _text.places(core.ranks(result.scores).tolist())
        rows = zip(places, result.scores.tolist(), result.coalitions, strict=True)
        groups = [(place, score, tuple(members)) for place, score, members in rows][:top]
    else:
        ranking = result.ranking
        places = _text.places(ranking.ranks.tolist())
        at = [ranking.problem.candidate_index(name) for name in ranking.order[:top]]
        names = [tuple(name.split("+")) for name in ranking.order[:top]]
        groups = [
            (places[row], float(ranking.scores[row]), members)
            for row, members in zip(at, names, strict=True)
        ]
    return [
        Link(place, score, members, _joined(result.table, members, result.initiator))
        for place, score, members in groups
    ]


def _joined(
    table: RegionTable, members: tuple[str, ...], initiator: str | None
) -> tuple[tuple[str, str], ...]:
    """Return the shortest links that join the members that have coordinates (Prim's algorithm)."""
    first = [code for code in members if code == initiator] or list(members[:1])
    order = [*first, *(code for code in members if code not in first)]
    rows = table.rows(order)
    there = ~np.isnan(table.lat[rows])
    order = [code for code, drawn in zip(order, there, strict=True) if drawn]
    lat, lon = table.lat[rows][there], table.lon[rows][there]
    if len(order) < 2:
        return ()
    km = shapes.haversine(lat[:, None], lon[:, None], lat[None, :], lon[None, :])
    reached, joined = [0], []
    while len(reached) < len(order):
        rest = [k for k in range(len(order)) if k not in reached]
        near = km[np.ix_(reached, rest)]
        a, b = np.unravel_index(int(near.argmin()), near.shape)
        joined.append((order[reached[int(a)]], order[rest[int(b)]]))
        reached.append(rest[int(b)])
    return tuple(joined)


def draw_links(
    ax: Axes,
    result: PartnershipRanking | CoalitionSearch,
    links: Sequence[Link],
    known: BoolArray,
    handles: dict[str, Artist],
    words: Mapping[str, str],
    lang: Language,
) -> None:
    """Draw the links; several along one way run side by side, each with its place on it."""
    from matplotlib.lines import Line2D
    from matplotlib.transforms import ScaledTranslation

    table, seen = result.table, set()
    single = of_one(result)
    along: dict[tuple[str, str], list[int]] = {}
    longest = []
    for order, link in enumerate(links):
        for a, b in link.joined:
            along.setdefault((min(a, b), max(a, b)), []).append(order)
        longest.append(_longest(table, link))
    for (a, b), orders in along.items():
        rows = table.rows([a, b])
        border = table.border(a, b)
        seen.add(border)
        lon, lat = table.lon[rows], table.lat[rows]
        right = (lon[1] - lon[0]) * math.cos(math.radians(lat.mean()))
        up = lat[1] - lat[0]
        for lane, order in enumerate(orders):
            aside = 4.0 * (lane - (len(orders) - 1) / 2) / (math.hypot(right, up) or 1.0) / 72.0
            shift = ScaledTranslation(-up * aside, right * aside, ax.figure.dpi_scale_trans)
            color = LINK if single else COLORS[order % len(COLORS)]
            ax.plot(
                lon, lat, color=color, linewidth=1.6 if single else 2.4, linestyle=STYLES[border],
                transform=ax.transData + shift, zorder=2,
            )  # fmt: skip
            if not single and longest[order] == (a, b):
                at = (lane + 1) / (len(orders) + 1)
                ax.text(
                    lon[0] + at * (lon[1] - lon[0]), lat[0] + at * up, links[order].place,
                    transform=ax.transData + shift, ha="center", va="center", fontsize=7.5,
                    color=ink_on(color), zorder=5,
                    bbox={"boxstyle": "circle,pad=0.2", "facecolor": color, "edgecolor": "white"},
                )  # fmt: skip
    if not single:
        members = dict.fromkeys(code for link in links for code in link.members)
        rows = np.array([row for row in table.rows(members) if known[row]], dtype=np.int64)
        ax.scatter(table.lon[rows], table.lat[rows], s=45, c="black", linewidths=0, zorder=4)
        for order, link in enumerate(links):
            names = _text.listed([table[code].name for code in link.members], lang)
            color = COLORS[order % len(COLORS)]
            text = wrapped(f"{link.place} {names}", 72)
            handles[text] = Line2D([], [], color=color, linewidth=3)
    for kind, style in STYLES.items():
        if kind in seen:
            name = words["no border" if kind is None else kind]
            handles[name] = Line2D([], [], color=LINK, linewidth=1.6, linestyle=style)


def _longest(table: RegionTable, link: Link) -> tuple[str, str] | None:
    """Return the longest of a partnership's links, its smaller code first."""
    pairs = [(min(a, b), max(a, b)) for a, b in link.joined]
    if not pairs:
        return None
    rows = np.stack([table.rows(pair) for pair in pairs])
    km = shapes.pair_distances(table.lat[rows], table.lon[rows])[:, 0]
    return pairs[int(km.argmax())]


def of_one(result: PartnershipRanking | CoalitionSearch) -> bool:
    """Tell whether each partnership is the initiator's with one partner."""
    return isinstance(result, PartnershipRanking) and result.initiator is not None
