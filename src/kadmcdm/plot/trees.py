"""A picture of a hierarchy: its tree from left to right, with weights."""

from __future__ import annotations

import textwrap
from collections.abc import Mapping
from typing import TYPE_CHECKING, NamedTuple

from kadmcdm import _text
from kadmcdm._typing import Label, Language
from kadmcdm.errors import raise_faults
from kadmcdm.judgments import Hierarchy
from kadmcdm.judgments.consistency import CR_LIMIT
from kadmcdm.plot.style import COLORS, argument_faults, bare, label_faults, new_axes, wrapped

if TYPE_CHECKING:
    from matplotlib.axes import Axes

__all__ = ["hierarchy"]

LINE = "#999999"
LETTER, LINE_HEIGHT = 0.08, 0.17  # inches of a letter, and of a line of text
BRANCH, BAR = 0.75, 1.2  # inches between two levels, and of the longest bar
INNER, LEAF = 18, 26  # letters on a line of a label


def hierarchy(
    result: Hierarchy,
    ax: Axes | None = None,
    *,
    labels: Mapping[str, Label] | None = None,
    lang: Language = "en",
) -> Axes:
    """Draw a hierarchy from the goal on the left to the criteria on the right.

    Branches bear local weights, the thicker the heavier; criteria have their global weight as a bar
    at the right. A hierarchy that nobody has judged yet is drawn without weights.

    Parameters
    ----------
    result : Hierarchy
    ax : matplotlib Axes, optional
        A new figure is made when left out, of the size that the tree needs.
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
        When labels are all for other names, or `lang` is unknown.

    Examples
    --------
    >>> import kadmcdm as kd
    >>> from kadmcdm import plot
    >>> tree = {"gain": {"water": {}, "scale": {}}, "distance": {}}
    >>> plot.hierarchy(kd.Hierarchy("partner", tree)).get_label()
    'Hierarchy not judged yet, goal: partner. Criteria: gain (water, scale), distance.'
    """
    hint = "for a group, draw what group.pooled() returns"
    faults = argument_faults(result, Hierarchy, hint, lang)
    if isinstance(result, Hierarchy):
        known = [result.goal, *(name for name, _, _ in result._walk())]
        faults += label_faults(labels, known)
    raise_faults(faults)
    words, places = _WORDS[lang], _layout(result, labels or {}, lang)
    judged = bool(result.comparisons) or all(len(below) == 1 for below in result.nodes.values())
    right = max(place.x + place.width for place in places.values()) + 0.25
    height = sum(place.height for name, place in places.items() if name in result.leaves)
    if ax is None:
        ax = new_axes(right + (BAR + 0.6) * judged + 0.3, height + 0.9)
    local: dict[str, float] = {}
    whole: dict[str, float] = {}
    if judged:
        found = result._quiet_priorities()
        whole = result._weights(found)
        for node, children in result.nodes.items():
            local |= {child: found[node][child] for child in children}
        _bars(ax, result, places, whole, right, words["global"], lang)
    _branches(ax, result, places, local, lang)
    for name, place in places.items():
        inner = name not in result.leaves
        ax.text(
            place.x, place.y, place.text, va="center", ha="left", fontsize=9, zorder=4,
            bbox={"facecolor": "white", "edgecolor": LINE if inner else "none", "pad": 3.0,
                  "linewidth": 0.8},
        )  # fmt: skip
    ax.set_xlim(-0.1, right + (BAR + 0.6) * judged)
    ax.set_ylim(height, -0.35 * judged)
    ax.set_xticks([])
    ax.set_yticks([])
    bare(ax, keep=())
    if judged:
        ax.set_xlabel(_caption(result, labels or {}, lang))
    ax.set_label(_said(result, labels or {}, whole, lang))
    return ax


class Place(NamedTuple):
    """Where a node stands: inches from the left and from the top, and how large its text is."""

    x: float
    y: float
    width: float
    height: float
    text: str


def _layout(result: Hierarchy, labels: Mapping[str, Label], lang: Language) -> dict[str, Place]:
    """Return the place of each node: leaves below one another, inner nodes amid their children."""
    depth = {result.goal: 0} | {name: level + 1 for name, level, _ in result._walk()}
    texts = {
        name: wrapped(_text.label_of(labels, name, lang), LEAF if name in result.leaves else INNER)
        for name in depth
    }
    lines = {name: text.split("\n") for name, text in texts.items()}
    width = {name: LETTER * max(map(len, parts)) + 0.1 for name, parts in lines.items()}
    left, x = [], 0.0
    for level in range(max(depth.values()) + 1):
        left.append(x)
        inner = [width[n] for n in depth if depth[n] == level and n not in result.leaves]
        x += max(inner, default=0.0) + BRANCH
    tall = {name: max(LINE_HEIGHT * len(parts) + 0.16, 0.36) for name, parts in lines.items()}
    middle: dict[str, float] = {}
    y = 0.0
    for leaf in result.leaves:
        middle[leaf] = y + tall[leaf] / 2
        y += tall[leaf]
    for node, children in reversed(result.nodes.items()):
        middle[node] = (middle[children[0]] + middle[children[-1]]) / 2
    return {
        name: Place(left[depth[name]], middle[name], width[name], tall[name], texts[name])
        for name in depth
    }


def _branches(
    ax: Axes, result: Hierarchy, places: Mapping[str, Place], local: Mapping[str, float],
    lang: Language,
) -> None:  # fmt: skip
    for node, children in result.nodes.items():
        start = places[node]
        fork = places[children[0]].x - BRANCH + 0.12
        ends = [places[child].y for child in children]
        ax.plot([start.x + 0.1, fork], [start.y] * 2, color=LINE, linewidth=1, zorder=1)
        ax.plot([fork, fork], [min(ends), max(ends)], color=LINE, linewidth=1, zorder=1)
        for child in children:
            place, weight = places[child], local.get(child)
            wide = 1.0 if weight is None else 0.8 + 4.0 * weight
            ax.plot(
                [fork, place.x - 0.03], [place.y] * 2, color=LINE, linewidth=wide, zorder=1,
                solid_capstyle="butt",
            )  # fmt: skip
            if weight is not None:
                ax.annotate(
                    _text.number(weight, 3, lang), ((fork + place.x - 0.03) / 2, place.y),
                    (0, 2 + wide / 2), textcoords="offset points", ha="center", va="bottom",
                    fontsize=7.5, zorder=5,
                )  # fmt: skip


def _bars(
    ax: Axes, result: Hierarchy, places: Mapping[str, Place], whole: Mapping[str, float],
    left: float, title: str, lang: Language,
) -> None:  # fmt: skip
    """Draw the global weights of the leaves, a thin line leading to each."""
    largest = max(whole[leaf] for leaf in result.leaves)
    for leaf in result.leaves:
        place, weight = places[leaf], whole[leaf]
        ax.plot(
            [place.x + 0.1, left - 0.08], [place.y] * 2, color="#CCCCCC", linewidth=0.8,
            linestyle=":", zorder=0,
        )  # fmt: skip
        length = BAR * weight / largest
        ax.barh(place.y, length, left=left, height=0.2, color=COLORS[0])
        ax.annotate(
            _text.number(weight, 3, lang), (left + length, place.y), (4, 0),
            textcoords="offset points", va="center", fontsize=9,
        )  # fmt: skip
    ax.text(left, -0.12, title, fontsize=9, va="center", ha="left")


def _caption(result: Hierarchy, labels: Mapping[str, Label], lang: Language) -> str:
    """Return what stands below: what the figures are, and nodes that contradict themselves."""
    words = _WORDS[lang]
    high = {
        node: ratio
        for node, ratio in result.consistency().items()
        if ratio is not None and ratio > CR_LIMIT
    }
    text = words["local"]
    if high:
        listed = [
            f"{_text.label_of(labels, node, lang)} {_text.number(ratio, 3, lang)}"
            for node, ratio in high.items()
        ]
        above = words["above"].format(_text.number(CR_LIMIT, 2, lang), _text.listed(listed, lang))
        text += "\n" + "\n".join(textwrap.wrap(above, 80))
    return text.replace("$", r"\$")


def _said(
    result: Hierarchy,
    labels: Mapping[str, Label],
    whole: Mapping[str, float],
    lang: Language,
) -> str:
    words = _WORDS[lang]

    def told(tree: Mapping[str, Mapping[str, object]]) -> str:
        parts = []
        for name, below in tree.items():
            text = _text.label_of(labels, name, lang)
            if whole:
                text += f" {_text.number(whole[name], 3, lang)}"
            if below:
                text += f" ({told(below)})"  # type: ignore[arg-type]
            parts.append(text)
        return ", ".join(parts)

    opening = words["weights" if whole else "unjudged"]
    goal = _text.label_of(labels, result.goal, lang)
    return f"{opening.format(goal)}. {words['criteria']}: {told(result.tree)}."


_WORDS: dict[Language, dict[str, str]] = {
    "en": {
        "global": "global weight",
        "criteria": "Criteria",
        "local": "on the branches: local weights",
        "above": "consistency ratio above {}: {}",
        "weights": "Hierarchy with global weights, goal: {}",
        "unjudged": "Hierarchy not judged yet, goal: {}",
    },
    "id": {
        "global": "bobot global",
        "criteria": "Kriteria",
        "local": "pada cabang: bobot lokal",
        "above": "rasio konsistensi di atas {}: {}",
        "weights": "Hierarki dengan bobot global, tujuan: {}",
        "unjudged": "Hierarki yang belum dinilai, tujuan: {}",
    },
}
