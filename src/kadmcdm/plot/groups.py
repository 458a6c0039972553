"""A picture of a group: what each assessor says, beside what the group does."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, get_args

import numpy as np

from kadmcdm import _text
from kadmcdm._typing import FloatArray, Label, Language
from kadmcdm.errors import Fault, brief, choice_fault, quiet, raise_faults
from kadmcdm.judgments import Aggregation, Consensus, GroupComparisons, GroupHierarchy
from kadmcdm.plot.style import (
    COLORS,
    argument_faults,
    bare,
    key_above,
    label_faults,
    new_axes,
    plain,
    use_comma,
)

if TYPE_CHECKING:
    from matplotlib.artist import Artist
    from matplotlib.axes import Axes

__all__ = ["consensus"]

MARKS = "osD^vP"
"""As many assessors have a mark and a color of their own."""

ALIKE = 1e-9
"""Distances from the mean that are nearer to each other, or to 0, are the same."""


def consensus(
    result: GroupComparisons | GroupHierarchy,
    ax: Axes | None = None,
    *,
    node: str | None = None,
    rule: Aggregation = "AIJ",
    labels: Mapping[str, Label] | None = None,
    lang: Language = "en",
) -> Axes:
    """Draw each assessor's priorities beside the group's, and how far they agree.

    A row per item, the one first that weighs most for the group: a mark per assessor, a black bar
    for the group. Up to six assessors have a mark of their own; of more, the one who is furthest
    from the mean is named.

    Parameters
    ----------
    result : GroupComparisons or GroupHierarchy
    ax : matplotlib Axes, optional
        A new figure is made when left out.
    node : str, optional
        Of a hierarchy: the node whose children to draw; the weights of all leaves when left out.
    rule : "AIJ" or "AIP"
        How the group's own weights come about; see `GroupComparisons.aggregate`.
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
        For an unknown node, rule or language, a node of what is no hierarchy, labels all for
        other names, nodes that nobody judged, and judgments that fall apart.

    Examples
    --------
    >>> import kadmcdm as kd
    >>> from kadmcdm import plot
    >>> group = kd.GroupComparisons({
    ...     "Ani": kd.PairwiseComparisons(["cost", "reach"], {("cost", "reach"): 3}),
    ...     "Budi": kd.PairwiseComparisons(["cost", "reach"], {("cost", "reach"): 4}),
    ... })
    >>> plot.consensus(group).get_label()
    'Priorities of 2 assessors and their group, consensus 99.4% (very high): cost 0.776 (0.750 to
    0.800), reach 0.224 (0.200 to 0.250). Furthest from the mean: Ani and Budi (0.025).'
    """
    hint = "give the group: kd.GroupComparisons or kd.GroupHierarchy"
    faults = argument_faults(result, (GroupComparisons, GroupHierarchy), hint, lang)
    faults += choice_fault("rule", rule, get_args(Aggregation))
    if isinstance(result, GroupHierarchy):
        children = [child for below in result.nodes.values() for child in below]
        faults += label_faults(labels, [result.goal, *children])
    elif isinstance(result, GroupComparisons):
        faults += label_faults(labels, result.names)
        if node is not None:
            hint = "only a GroupHierarchy has nodes"
            faults.append(Fault("node", "there is no tree", brief(node), hint=hint))
    raise_faults(faults)
    if isinstance(result, GroupHierarchy) and node is not None:
        result = result.group(node)
    found, weights = _agreement(result, rule)
    rows = np.argsort(-weights, kind="stable")
    names = [_text.label_of(labels or {}, found.names[i], lang) for i in rows]
    if ax is None:
        ax = new_axes(7.2, 1.9 + 0.4 * len(rows))
    words = _WORDS[lang]
    y = np.arange(len(rows))
    for row in y.tolist():
        ax.axhline(row, color="#E5E5E5", linewidth=0.8, zorder=1)
    handles: list[Artist] = [
        ax.vlines(weights[rows], y - 0.36, y + 0.36, color="black", linewidth=3, zorder=3)
    ]
    called = [words["group"].format(rule)]
    for name, members, look in _marks(found, lang):
        spots = [ax.plot(found.priorities[k, rows], y + off, linestyle="none", zorder=4, **look)
                 for k, off in members]  # fmt: skip
        handles.append(spots[0][0])
        called.append(name)
    ax.set_yticks(y, [plain(name) for name in names])
    ax.set_ylim(len(rows) - 0.4, -0.6)
    ax.set_xlim(0, None)
    ax.tick_params(axis="y", length=0)
    bare(ax)
    use_comma(ax, lang)
    said = f"{words['consensus']} {_text.percent(found.indicator, lang, 1)}"
    said += f" ({found.level(lang)})"
    ax.set_xlabel(f"{_text.say('weight', lang)}; {said}")
    key_above(ax, handles, called)
    ax.set_label(_said(found, weights[rows], names, rows, said, lang))
    return ax


def _agreement(
    result: GroupComparisons | GroupHierarchy, rule: Aggregation
) -> tuple[Consensus, FloatArray]:
    """Return what each assessor says, and the group's own weights in the same order."""
    with quiet():  # a picture is no question about consistency
        if isinstance(result, GroupHierarchy):
            found = result.overall_consensus()
            given = result.global_weights(rule)
            return found, np.array([given[leaf] for leaf in found.names])
        return result.consensus(), result.aggregate(rule).values


def _counted(found: Consensus) -> list[int]:
    """Return the assessors whose priorities are known."""
    return [k for k, distance in enumerate(found.distances) if not np.isnan(distance)]


def _furthest(found: Consensus) -> list[int]:
    """Return who is furthest from the mean; several where they are equally far, none at it."""
    counted = _counted(found)
    most = max((float(found.distances[k]) for k in counted), default=0.0)
    if most <= ALIKE:
        return []
    return [k for k in counted if found.distances[k] >= most - ALIKE]


def _marks(
    found: Consensus, lang: Language
) -> list[tuple[str, list[tuple[int, float]], dict[str, Any]]]:
    """Return what to call some assessors, their rows and places beside the line, and their look."""
    words, counted, furthest = _WORDS[lang], _counted(found), _furthest(found)
    spread = np.linspace(-0.24, 0.24, len(counted)) if len(counted) > 1 else np.zeros(1)
    place = dict(zip(counted, spread.tolist(), strict=False))
    alone = furthest if len(furthest) == 1 else []
    named = counted if len(counted) <= len(MARKS) else alone
    rest = [k for k in counted if k not in named]
    base = {"markeredgecolor": "white", "markeredgewidth": 0.7}
    marks = []
    if rest:
        grey = {"marker": "o", "markersize": 6, "color": "#888888", "alpha": 0.8, **base}
        marks.append((words["each"], [(k, place[k]) for k in rest], grey))
    for order, k in enumerate(named):
        name = plain(found.assessors[k])
        if k in alone:
            distance = _text.number(float(found.distances[k]), 3, lang)
            name += f" ({words['furthest']}: {distance})"
        one = order if not rest else 2
        look = {"marker": MARKS[one], "markersize": 8, "color": COLORS[one], **base}
        marks.append((name, [(k, place[k])], look))
    return marks


def _said(
    found: Consensus, weights: FloatArray, names: list[str], rows: Any, said: str, lang: Language
) -> str:
    words, counted = _WORDS[lang], _counted(found)
    listed = []
    for name, weight, values in zip(names, weights, found.priorities[:, rows].T, strict=True):
        text = f"{name} {_text.number(float(weight), 3, lang)}"
        if counted:
            ends = [float(end(values[counted])) for end in (np.min, np.max)]
            text += words["range"].format(*(_text.number(end, 3, lang) for end in ends))
        listed.append(text)
    text = words["alternative"].format(len(counted), said, ", ".join(listed))
    furthest = _furthest(found)
    if furthest:
        who = _text.listed([found.assessors[k] for k in furthest], lang)
        distance = _text.number(float(found.distances[furthest[0]]), 3, lang)
        text += f" {words['furthest'][0].upper()}{words['furthest'][1:]}: {who} ({distance})."
    unknown = [who for k, who in enumerate(found.assessors) if k not in counted]
    if unknown:
        text += f" {words['unknown']}: {_text.listed(unknown, lang)}."
    return text


_WORDS: dict[Language, dict[str, str]] = {
    "en": {
        "group": "the group ({})",
        "each": "each assessor",
        "furthest": "furthest from the mean",
        "consensus": "consensus",
        "range": " ({} to {})",
        "alternative": "Priorities of {} assessors and their group, {}: {}.",
        "unknown": "Not drawn, their answers don't connect all items",
    },
    "id": {
        "group": "kelompok ({})",
        "each": "setiap penilai",
        "furthest": "terjauh dari rerata",
        "consensus": "konsensus",
        "range": " ({} sampai {})",
        "alternative": "Prioritas {} penilai dan kelompoknya, {}: {}.",
        "unknown": "Tidak digambar, jawabannya tidak menghubungkan semua butir",
    },
}
