"""A picture of what a candidate would have to change: paths from present to needed values."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from kadmcdm import _text
from kadmcdm._typing import Language
from kadmcdm.errors import raise_faults
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
from kadmcdm.robustness import Improvement, Improvements

if TYPE_CHECKING:
    from matplotlib.artist import Artist
    from matplotlib.axes import Axes

__all__ = ["improvements"]

_WORDS: dict[Language, dict[str, str]] = {
    "en": {
        "from_to": "{}: from rank {} to rank {}",
        "there": "{}: rank {} already",
        "value": "now",
        "needed": "needed",
        "kept": "rank reached",
        "up_to_limit": "not enough alone",
        "range": "value in the criterion's range, from worst (0) to best (1)",
        "no_lever": "no lever named",
        "pair": "The cheapest two together",
        "alone": "One alone",
    },
    "id": {
        "from_to": "{}: dari peringkat {} ke peringkat {}",
        "there": "{}: sudah peringkat {}",
        "value": "kini",
        "needed": "perlu",
        "kept": "peringkat tercapai",
        "up_to_limit": "tidak cukup sendirian",
        "range": "nilai dalam rentang kriteria, dari terburuk (0) ke terbaik (1)",
        "no_lever": "tanpa pengungkit",
        "pair": "Dua perubahan terkecil bersama",
        "alone": "Satu kriteria saja",
    },
}


class _Row(NamedTuple):
    """A row of the picture of improvements: a heading where there is no criterion."""

    heading: str
    criterion: str | None = None
    item: Improvement | None = None
    figures: str = ""


def improvements(result: Improvements, ax: Axes | None = None, *, lang: Language = "en") -> Axes:
    """Draw the paths from a candidate's present values to those that would reach the rank.

    A row per criterion, from its worst value to its best: a ring at the present value, a line to
    the diamond at the one needed if nothing else changes, and the stretch on which the rank is
    reached. A broken line ends in a cross where even the best value is not enough. Raw values stand
    at the right. Criteria are grouped by lever where levers are named; the cheapest pair comes
    last.

    Parameters
    ----------
    result : Improvements
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
        When `result` is none of `improvements`, or `lang` is unknown.

    Examples
    --------
    >>> import kadmcdm as kd
    >>> from kadmcdm import plot
    >>> problem = kd.DecisionProblem.from_arrays([[4, 2], [2, 3]], ["benefit", "benefit"])
    >>> ranking = kd.rank(problem, [0.5, 0.5], kd.WeightedSum("none"))
    >>> plot.improvements(kd.improvements(ranking, "a2")).get_label()
    'To come first, a2 would have to raise c1 from 2 to 3, nothing else changed.'
    """
    raise_faults(argument_faults(result, Improvements, "give what kd.improvements returned", lang))
    words = _WORDS[lang]
    rows = _rows(result, lang)
    if ax is None:
        ax = new_axes(7.8, 1.6 + 0.44 * len(rows))
    labels = []
    for y, row in enumerate(rows):
        if row.criterion is None:
            ax.text(0.0, y + 0.25, row.heading, weight="bold", fontsize=9, va="center_baseline")
            labels.append("")
            continue
        _path(ax, y, result, row.criterion, row.item)
        beside(ax, y, wrapped(row.figures, 30))
        labels.append(wrapped(row.heading, 26))
    ax.set_yticks(range(len(rows)), labels)
    ax.tick_params(axis="y", length=0)
    ax.set_xlim(-0.02, 1.02)
    ax.set_ylim(len(rows) - 0.4, -0.6 if rows[0].criterion else -0.2)
    ax.set_xlabel(words["range"])
    bare(ax)
    use_comma(ax, lang)
    reached = result.rank <= result.target_rank
    handles: list[Artist] = [mark("o", "black", "white")]
    names = [words["value"]]
    if any(row.item is not None and row.item.change for row in rows):
        handles += [mark("D", DARK, DARK), patch(PALE)]
        names += [words["needed"], words["kept"]]
    if not reached and any(_short(result, name) for name in result.single):
        handles.append(mark("x", FAINT))
        names.append(words["up_to_limit"])
    who = plain(_text.label(result.candidate_label, result.candidate, lang))
    title = words["there" if reached else "from_to"].format(who, result.rank, result.target_rank)
    key_above(ax, handles, names, title)
    ax.set_label(result.describe(lang))
    return ax


def _rows(result: Improvements, lang: Language) -> list[_Row]:
    """Return the rows, grouped by lever where one is named, the pair's last."""
    words = _WORDS[lang]
    tables = result.tables(lang)
    alone = {}
    for name, (label, old, new, *_, note) in zip(result.order, tables[0].rows, strict=True):
        figures = old if new in ("-", old) else f"{old} → {new}"
        item = result.single.get(name)
        alone[name] = _Row(label, name, item, f"{figures}; {note}" if note else figures)
    levers = {name: _text.label(result.levers.get(name), "", lang) for name in result.order}
    rows = []
    paired = len(tables) > 1
    if any(levers.values()):
        for lever in sorted(dict.fromkeys(levers.values()), key=lambda text: not text):
            rows.append(_Row(plain(lever or words["no_lever"])))  # those without come last
            rows += [alone[name] for name in result.order if levers[name] == lever]
    else:
        rows += [_Row(words["alone"])] if paired else []
        rows += alone.values()
    if paired and result.pair is not None:
        rows.append(_Row(words["pair"]))
        for item, (label, old, new, *_) in zip(result.pair, tables[1].rows, strict=False):
            rows.append(_Row(label, item.criterion, item, f"{old} → {new}"))
    return rows


def _path(ax: Axes, y: float, result: Improvements, name: str, item: Improvement | None) -> None:
    worst, best = result.ranges[name]

    def place(value: float) -> float:
        return (value - worst) / (best - worst) if best != worst else 1.0

    old = place(result.values[name])
    ax.barh(y, 1.0, height=0.12, color=TRACK)
    if item is not None and item.change:
        new = place(item.new)
        if item is result.single.get(name):
            kept = place(result.kept_to.get(name, result.limits[name]))
            ax.barh(y, kept - new, left=new, height=0.32, color=PALE)
        ax.plot([old, new], [y, y], color=DARK, linewidth=2.2)
        ax.plot(new, y, "D", color=DARK, markersize=6, clip_on=False, zorder=4)
    elif item is None and _short(result, name):
        limit = place(result.limits[name])
        ax.plot([old, limit], [y, y], color=FAINT, linewidth=1.4, ls="--")
        ax.plot(limit, y, "x", color=FAINT, markersize=7, mew=1.8, clip_on=False, zorder=4)
    ax.plot(
        old, y, "o", color="black", markerfacecolor="white", markersize=7, clip_on=False, zorder=5
    )


def _short(result: Improvements, name: str) -> bool:
    """Tell criteria whose best value is better than the present one, and not enough."""
    return (
        name in result.single
        and result.single[name] is None
        and result.limits[name] != result.values[name]
    )
