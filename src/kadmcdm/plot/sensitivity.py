"""Pictures of what other weights would change: strips of stability, and the tornado."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kadmcdm import _text
from kadmcdm._typing import Language
from kadmcdm.errors import raise_faults
from kadmcdm.methods import method_label
from kadmcdm.plot.style import (
    DARK,
    FAINT,
    PALE,
    TRACK,
    argument_faults,
    bare,
    beside,
    key_above,
    mark,
    new_axes,
    patch,
    plain,
    use_comma,
    wrapped,
)
from kadmcdm.problem import DecisionProblem
from kadmcdm.robustness import WeightStability, WeightSwings
from kadmcdm.robustness.weight_swings import lead_text

if TYPE_CHECKING:
    from matplotlib.axes import Axes

__all__ = ["tornado", "weight_stability"]

_WORDS: dict[Language, dict[str, str]] = {
    "en": {
        "now": "weight now",
        "weight": "{}: now {}",
        "first": "{} first",
        "order": "whole order the same",
        "below": "first below",
        "above": "first above",
        "moves": "weight of the criterion; the others keep their proportions",
        "down": "weight {} lower",
        "up": "weight {} higher",
        "lead": "lead of {} over the best of the others",
        "another": "score of {}; below 0 another is first",
        "takes": "{}: {} first",
        "still": "does not move",
        "swings": "Lead of {} over the best of the others when each weight goes down and up by {}, "
        "now {}: {}.",
        "swing": "{} {} to {}",
    },
    "id": {
        "now": "bobot kini",
        "weight": "{}: kini {}",
        "first": "{} peringkat 1",
        "order": "seluruh urutan tetap",
        "below": "bila lebih rendah",
        "above": "bila lebih tinggi",
        "moves": "bobot kriteria; perbandingan bobot lainnya tetap",
        "down": "bobot turun {}",
        "up": "bobot naik {}",
        "lead": "keunggulan {} atas calon terbaik lainnya",
        "another": "skor {}; di bawah 0 calon lain di peringkat 1",
        "takes": "{}: {} peringkat 1",
        "still": "tidak berubah",
        "swings": "Keunggulan {} atas calon terbaik lainnya bila tiap bobot turun dan naik {}, "
        "kini {}: {}.",
        "swing": "{} {} dan {}",
    },
}


def weight_stability(
    result: WeightStability, ax: Axes | None = None, *, lang: Language = "en"
) -> Axes:
    """Draw how far each weight can move, the others in proportion, before the ranking changes.

    A strip from 0 to 1 per criterion: the stretch on which the winners stay first, within it the
    one on which the whole order stays, and a mark at the present weight. Left and right of the
    strip stands who is first below and above that stretch, where somebody takes over.

    Parameters
    ----------
    result : WeightStability
    ax : matplotlib Axes, optional
        A new figure is made when left out.
    lang : "en" or "id"

    Returns
    -------
    matplotlib Axes
        Its label (``ax.get_label()``) is a text that says what the picture shows.

    Raises
    ------
    InputError
        When `result` is none of `weight_stability`, or `lang` is unknown.

    Examples
    --------
    >>> import kadmcdm as kd
    >>> from kadmcdm import plot
    >>> problem = kd.DecisionProblem.from_arrays([[4, 1], [1, 4]], ["benefit", "benefit"])
    >>> stable = kd.weight_stability(problem, [0.7, 0.3], kd.WeightedSum("none"))
    >>> print(plot.weight_stability(stable).get_label())
    a1 stays first while the weight of c1 is at least 0.500 (now 0.700); below, a2 takes over.
    a1 stays first while the weight of c2 is at most 0.500 (now 0.300); above, a2 takes over.
    """
    hint = "give what kd.weight_stability returned"
    raise_faults(argument_faults(result, WeightStability, hint, lang))
    words, problem = _WORDS[lang], result.problem
    count = len(problem.criteria)
    if ax is None:
        ax = new_axes(7.6, 1.5 + 0.62 * count)
    below: list[str] = []
    for y, name in enumerate(problem.criterion_names):
        now = result.weights[name] / float(result.weights.values.sum())
        low, high = result.winner_interval(name)
        ax.barh(y, 1.0, height=0.14, color=TRACK)
        ax.barh(y, high - low, left=low, height=0.32, color=PALE)
        start, end = result.order_interval(name)
        ax.barh(y, end - start, left=start, height=0.32, color=DARK)
        ax.plot([now, now], [y - 0.25, y + 0.25], color="black", linewidth=2.4)
        label = plain(_text.label_of(problem.criterion_labels, name, lang))
        heading = words["weight"].format(label, _text.number(now, 3, lang))
        ax.text(0.0, y - 0.3, heading, va="bottom", fontsize=9)
        _ends(ax, y, low, high, lang)
        who = [_who(problem, names, lang) for names in result.takeovers(name)]
        below.append(wrapped(who[0], 20) or "–")
        beside(ax, y, wrapped(who[1], 20) or "–")
    ax.set_yticks(range(count), below, fontsize=9)
    ax.tick_params(axis="y", length=0, pad=6)
    ax.set_xlim(0.0, 1.0)
    ax.set_ylim(count - 0.4, -0.95)
    beside(ax, -0.75, words["above"])
    ax.annotate(
        words["below"], (0.0, -0.75), (-8, 0), xycoords=("axes fraction", "data"),
        textcoords="offset points", va="center", ha="right", fontsize=9, annotation_clip=False,
    )  # fmt: skip
    ax.set_xlabel(words["moves"])
    bare(ax)
    use_comma(ax, lang)
    winners = words["first"].format(plain(_who(problem, result.winners, lang)))
    key_above(
        ax,
        [patch(PALE), patch(DARK), mark("|", "black")],
        [winners, words["order"], words["now"]],
    )
    ax.set_label("\n".join(f"{line}." for line in result.describe(lang).splitlines()))
    return ax


def _ends(ax: Axes, y: float, low: float, high: float, lang: Language) -> None:
    """Write the ends of an interval below it, but for 0 and 1; never one upon the other."""
    wide = high - low > 0.22
    ends = []
    if low > 0.0:
        ends.append((low, "left" if low < 0.08 and (wide or high == 1.0) else "right"))
    if high < 1.0 and high > low:
        ends.append((high, "right" if high > 0.92 and (wide or low == 0.0) else "left"))
    for end, side in ends:
        ax.annotate(
            _text.number(end, 3, lang), (end, y + 0.2), (2 if side == "left" else -2, 0),
            textcoords="offset points", ha=side, va="top", fontsize=8, color="#444444",
        )  # fmt: skip


def tornado(
    result: WeightSwings, ax: Axes | None = None, *, top: int | None = None, lang: Language = "en"
) -> Axes:
    """Draw how the winner's lead moves when each weight goes down and up, the widest swing on top.

    Bars start at the present lead; the figures at their ends are the lead then. Where it is below
    0, somebody else is first: who it is stands at the right.

    Parameters
    ----------
    result : WeightSwings
    ax : matplotlib Axes, optional
        A new figure is made when left out.
    top : int, optional
        Draw the criteria that matter most only, so many.
    lang : "en" or "id"

    Returns
    -------
    matplotlib Axes
        Its label (``ax.get_label()``) is a text that says what the picture shows.

    Raises
    ------
    InputError
        When `result` is none of `weight_swings`, `top` is no whole number >= 1, or `lang` is
        unknown.

    Examples
    --------
    >>> import kadmcdm as kd
    >>> from kadmcdm import plot
    >>> problem = kd.DecisionProblem.from_arrays([[4, 1], [1, 3]], ["benefit", "benefit"])
    >>> swings = kd.weight_swings(kd.rank(problem, [0.5, 0.5], kd.WeightedSum("none")), 0.4)
    >>> print(plot.tornado(swings).get_label())
    Lead of a1 over the best of the others when each weight goes down and up by 40%, now 0.500: c1 -0.500 to 1.500 (-40%: a2 first); c2 1.500 to -0.500 (+40%: a2 first).
    """  # noqa: E501 - the doctest's line
    raise_faults(
        argument_faults(
            result, WeightSwings, "give kd.weight_swings(ranking)", lang, top, of="criteria"
        )
    )
    words, problem = _WORDS[lang], result.problem
    shown = result.order[:top]
    if ax is None:
        ax = new_axes(7.6, 1.7 + 0.46 * len(shown))
    share = _text.percent(result.change, lang)
    first = problem.candidate_label(result.winners[0], lang)
    labels, told = [], []
    for y, name in enumerate(shown):
        j = problem.criterion_names.index(name)
        leads = result.leads[j].tolist()
        sides = [lead - result.lead for lead in leads]
        split = sides[0] * sides[1] > 0.0  # both on one side: one above the other
        for k, (lead, side) in enumerate(zip(leads, sides, strict=True)):
            at = y + (k - 0.5) * 0.36 if split else y
            color = (PALE, DARK)[k]
            ax.barh(at, side, left=result.lead, height=0.36 if split else 0.6, color=color)
            if side:
                ax.annotate(
                    lead_text(lead, lang), (lead, at), (4 if side > 0 else -4, 0),
                    textcoords="offset points", va="center_baseline", fontsize=8,
                    ha="left" if side > 0 else "right", zorder=4,
                    bbox={"facecolor": "white", "edgecolor": "none", "pad": 0.8},
                )  # fmt: skip
        if not any(sides):
            ax.annotate(
                words["still"], (result.lead, y), (4, 0), textcoords="offset points",
                va="center_baseline", fontsize=8, color=FAINT,
            )  # fmt: skip
        takes = [
            words["takes"].format(f"{sign}{share}", _who(problem, who, lang))
            for sign, who in zip(("-", "+"), result.takeovers(name), strict=True)
            if who
        ]
        beside(ax, y, "\n".join(wrapped(text, 26) for text in takes))
        label = _text.label_of(problem.criterion_labels, name, lang)
        weight = _text.number(result.weights[name], 3, lang)
        labels.append(f"{wrapped(label, 26)} ({weight})")
        swing = words["swing"].format(label, *(lead_text(lead, lang) for lead in leads))
        told.append(swing + (f" ({', '.join(takes)})" if takes else ""))
    ax.axvline(0.0, color="black", linewidth=1.6)
    ax.plot([result.lead] * 2, [-0.5, len(shown) - 0.5], color="#444444", linewidth=1.0, ls=":")
    ax.set_yticks(range(len(shown)), labels)
    ax.tick_params(axis="y", length=0)
    ax.set_ylim(len(shown) - 0.4, -0.6)
    ax.margins(x=0.18)
    texts = (words["lead"].format(first), words["another"].format(method_label(result.method)))
    ax.set_xlabel("\n".join(wrapped(text, 60) for text in texts), fontsize=9)
    bare(ax)
    use_comma(ax, lang)
    key_above(ax, [patch(PALE), patch(DARK)], [words[key].format(share) for key in ("down", "up")])
    now = lead_text(result.lead, lang)
    ax.set_label(words["swings"].format(first, share, now, "; ".join(told)))
    return ax


def _who(problem: DecisionProblem, names: tuple[str, ...], lang: Language) -> str:
    return _text.listed([problem.candidate_label(name, lang) for name in names], lang)
