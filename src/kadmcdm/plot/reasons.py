"""Pictures of why: a candidate between anti-ideal and ideal, and one candidate against another."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from kadmcdm import _text
from kadmcdm._typing import FloatArray, Language
from kadmcdm.core.normalization import is_constant
from kadmcdm.errors import Fault, brief, did_you_mean, raise_faults
from kadmcdm.methods import TOPSIS
from kadmcdm.plot.style import (
    DARK,
    FAINT,
    TRACK,
    argument_faults,
    bare,
    key_above,
    mark,
    new_axes,
    plain,
    use_comma,
    wrapped,
)
from kadmcdm.ranking import Contrast, Ranking

if TYPE_CHECKING:
    from matplotlib.axes import Axes

__all__ = ["contrast", "profile"]

AGAINST = "#EE6677"

_WORDS: dict[Language, dict[str, str]] = {
    "en": {
        "anti": "anti-ideal",
        "ideal": "ideal",
        "others": "best of the others",
        "profile": "{} between anti-ideal (0) and ideal (1): {}.",
        "difference": "difference to {}",
        "log": "difference of logarithms of scores to {}",
        "rest": "{} other criteria",
        "contrast": "From {b} (score {score_b}) to {a} (score {score_a}): {parts}.",
        "contrast_log": "From {b} (score {score_b}) to {a} (score {score_a}), "
        "in logarithms: {parts}.",
    },
    "id": {
        "anti": "anti-ideal",
        "ideal": "ideal",
        "others": "terbaik dari calon lain",
        "profile": "{} antara anti-ideal (0) dan ideal (1): {}.",
        "difference": "selisih terhadap {}",
        "log": "selisih logaritma skor terhadap {}",
        "rest": "{} kriteria lain",
        "contrast": "Dari {b} (skor {score_b}) ke {a} (skor {score_a}): {parts}.",
        "contrast_log": "Dari {b} (skor {score_b}) ke {a} (skor {score_a}), "
        "dalam logaritma: {parts}.",
    },
}


def profile(
    result: Ranking,
    candidate: str,
    ax: Axes | None = None,
    *,
    against: str | None = None,
    lang: Language = "en",
) -> Axes:
    """Draw where a candidate stands between the anti-ideal and the ideal, criterion by criterion.

    A dot on the left is the worst, one on the right the best, whichever way a criterion points;
    the figures beside it are raw, in the criterion's unit. Ideals are the method's own for TOPSIS,
    the ends of the scales under ``normalization="bounds"``, and else the best and the worst of the
    candidates. What is the same for all stands at the ideal.

    Parameters
    ----------
    result : Ranking
    candidate : str
    ax : matplotlib Axes, optional
        A new figure is made when left out.
    against : str, optional
        Another candidate to mark; the best of all others, criterion by criterion, when left out.
    lang : "en" or "id"

    Returns
    -------
    matplotlib Axes
        Its label (``ax.get_label()``) is a text that says what the picture shows.

    Raises
    ------
    InputError
        For an unknown candidate, `against` the same one, and a method that does not say how it
        normalizes.

    Examples
    --------
    >>> import kadmcdm as kd
    >>> from kadmcdm import plot
    >>> problem = kd.DecisionProblem.from_arrays([[1, 9], [2, 8], [3, 4]], ["benefit", "cost"])
    >>> plot.profile(kd.rank(problem, [0.5, 0.5]), "a2").get_label()
    'a2 between anti-ideal (0) and ideal (1): c1 0.50 (2), c2 0.20 (8).'
    """
    hint = "give what kd.rank returned, or a study's result.ranking"
    raise_faults(argument_faults(result, Ranking, hint, lang))
    raise_faults(_candidate_faults(result, candidate, against))
    problem, words = result.problem, _WORDS[lang]
    scale = _scale(result)
    n = len(problem.criteria)
    i = problem.candidate_index(candidate)
    who = problem.candidate_label(candidate, lang)
    if against is not None:
        other = np.full(n, problem.candidate_index(against))
        rival = plain(problem.candidate_label(against, lang))
    else:
        rest = scale.places.copy()
        rest[i] = -np.inf
        other = rest.argmax(axis=0)
        rival = words["others"]
    y = np.arange(n)
    if ax is None:
        ax = new_axes(7.2, 1.1 + 0.52 * n)
    ax.hlines(y, 0, 1, color=TRACK, linewidth=7, zorder=1)
    ax.hlines(y, 0, scale.places[i], color=DARK, linewidth=2.5, zorder=2)
    if len(problem.candidates) > 1:
        shown = scale.places[other, y]
        ax.plot(shown, y, "D", color="black", markerfacecolor="white", markersize=6, zorder=4)
    ax.plot(scale.places[i], y, "o", color=DARK, markersize=9, zorder=3)
    said, longest = [], 0
    for j, criterion in enumerate(problem.criteria):
        value = _text.significant(float(problem.matrix[i, j]), lang)
        place = float(scale.places[i, j])
        unit = _text.label(criterion.unit, "", lang)
        with_unit = f"{value} {unit}".rstrip()
        # At an end the text turns inwards, away from what is written beside the track.
        side = "left" if place < 0.15 else "right" if place > 0.85 else "center"
        ax.annotate(
            plain(with_unit), (place, j), (0, 7), textcoords="offset points", ha=side,
            fontsize=9, color=DARK, weight="bold",
        )  # fmt: skip
        ends = [_text.significant(float(raw[j]), lang) for raw in (scale.worst, scale.best)]
        longest = max(longest, len(ends[0]))
        for end, text, away in zip((0.0, 1.0), ends, (-1, 1), strict=True):
            ax.annotate(
                text, (end, j), (8 * away, 0), textcoords="offset points",
                ha="right" if away < 0 else "left", va="center", fontsize=9, color="#555555",
            )  # fmt: skip
        label = criterion.label_in(lang)
        said.append(f"{label} {_text.number(place, 2, lang)} ({with_unit})")
    ax.set_yticks(y, [wrapped(criterion.label_in(lang), 28, 2) for criterion in problem.criteria])
    ax.set_ylim(n - 0.5, -0.7)
    ax.set_xlim(-0.02, 1.02)
    ax.set_xticks([0, 1], [words["anti"], words["ideal"]])
    ax.tick_params(length=0)
    ax.tick_params(axis="y", pad=14 + 6 * longest)  # left of the worst values; a digit is 6 pt wide
    bare(ax, keep=())
    handles, names = [mark("o", DARK)], [plain(who)]
    if len(problem.candidates) > 1:
        handles.append(mark("D", "black", "white"))
        names.append(rival)
    key_above(ax, handles, names)
    ax.set_label(words["profile"].format(who, ", ".join(said)))
    return ax


class _Scale(NamedTuple):
    """Where everybody stands from anti-ideal (0) to ideal (1), and both ends in raw units."""

    places: FloatArray
    worst: FloatArray
    best: FloatArray


def _candidate_faults(result: Ranking, candidate: str, against: str | None) -> list[Fault]:
    names = result.problem.candidate_names
    faults = [
        Fault(where, "unknown candidate", brief(name), hint=did_you_mean(name, names))
        for where, name in (("candidate", candidate), ("against", against))
        if not (where == "against" and name is None) and name not in names
    ]
    if against == candidate:
        faults.append(Fault("against", "the candidate itself", brief(against), "another candidate"))
    explains = hasattr(result.method, "details") and "normalized" in result.details
    if not explains:
        where = f"method {result.method.name!r}"
        faults.append(Fault(where, "it does not say how it normalizes, so there is no profile"))
    return faults


def _scale(result: Ranking) -> _Scale:
    problem, method = result.problem, result.method
    matrix, benefit = problem.matrix, problem.benefit
    worst = np.where(benefit, matrix.min(axis=0), matrix.max(axis=0))
    best = np.where(benefit, matrix.max(axis=0), matrix.min(axis=0))
    details = result.details
    r = details["normalized"]
    low, high = r.min(axis=0), r.max(axis=0)
    given = False
    if getattr(method, "normalization", None) == "bounds":
        low, high = np.zeros_like(low), np.ones_like(high)
        ends = problem.bounds
        worst = np.where(benefit, ends[:, 0], ends[:, 1])
        best = np.where(benefit, ends[:, 1], ends[:, 0])
        given = True
    if isinstance(method, TOPSIS) and (method.ideal or method.anti_ideal):
        # Weights of 1: a criterion of weight 0 has a place too.
        bounds = None if np.isnan(problem.bounds).all() else problem.bounds
        parts = method.details(matrix, np.ones(len(best)), benefit, bounds=bounds)
        low, high = parts["anti_ideal"], parts["ideal"]
        worst = worst if method.anti_ideal is None else np.array(method.anti_ideal)
        best = best if method.ideal is None else np.array(method.ideal)
        given = True
    span = high - low
    alike = span <= 0 if given else is_constant(matrix)
    alike = alike | (span <= 0)
    places = np.where(alike, 1.0, (r - low) / np.where(alike, 1.0, span))
    return _Scale(places.clip(0.0, 1.0), worst, best)


def contrast(
    result: Contrast, ax: Axes | None = None, *, top: int | None = None, lang: Language = "en"
) -> Axes:
    """Draw the steps from the score of one candidate to that of another: a waterfall.

    It starts on top at b's score; each criterion moves it by its part, those that speak for a
    first; below it arrives at a's. Parts against a are hatched. A weighted product's parts add up
    in logarithms: they are drawn from 0, and the axis says so.

    Parameters
    ----------
    result : Contrast
        What ``ranking.contrast(a, b)`` returned.
    ax : matplotlib Axes, optional
        A new figure is made when left out.
    top : int, optional
        Draw the largest so many parts only, and the rest as one.
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
    >>> problem = kd.DecisionProblem.from_arrays([[1, 9], [2, 8], [3, 4]], ["benefit", "cost"])
    >>> plot.contrast(kd.rank(problem, [0.5, 0.5]).contrast("a3", "a2")).get_label()
    'From a2 (score 0.403) to a3 (score 1.000): c2 +0.305, c1 +0.292.'
    """
    hint = "give what ranking.contrast(a, b) returned"
    raise_faults(argument_faults(result, Contrast, hint, lang, top, of="criteria"))
    words = _WORDS[lang]
    labels, parts = _steps(result, top, lang)
    a, b = (_text.label_of(result.candidate_labels, name, lang) for name in (result.a, result.b))
    scores = [_text.number(score, 3, lang) for score in (result.score_a, result.score_b)]
    gap = result.score_a - result.score_b
    absolute = not result.logarithmic and abs(result.difference - gap) <= 1e-9 * max(
        abs(result.score_a), abs(result.score_b), 1e-300
    )
    start = result.score_b if absolute else 0.0
    ends = start + np.cumsum(parts)
    starts = np.concatenate([[start], ends[:-1]])
    k = len(parts)
    if ax is None:
        ax = new_axes(7.2, 1.2 + 0.36 * (k + 2))
    for row, (x0, step) in enumerate(zip(starts, parts, strict=True), start=1):
        speaks = step >= 0
        ax.barh(
            row, step, left=x0, height=0.62, color=DARK if speaks else AGAINST,
            hatch=None if speaks else "////", edgecolor="white", linewidth=0.8,
        )  # fmt: skip
        ax.annotate(
            _signed(float(step), lang), (max(x0, x0 + step), row), (4, 0),
            textcoords="offset points", va="center",
        )  # fmt: skip
    # From each end to the next start; scores are marks, so that the axis need not start at 0.
    ax.vlines([start, *ends], np.arange(k + 1), np.arange(1, k + 2), color=FAINT, linewidth=0.8)
    for row, x, score in ((0, start, scores[1]), (k + 1, float(ends[-1]), scores[0])):
        ax.plot([x], [row], "D", color="black", markersize=7)
        ax.annotate(score, (x, row), (8, 0), textcoords="offset points", va="center", weight="bold")
    ax.set_yticks(np.arange(k + 2), [plain(label) for label in (b, *labels, a)])
    for tick in (ax.get_yticklabels()[0], ax.get_yticklabels()[-1]):
        tick.set_fontweight("bold")
    ax.invert_yaxis()
    ax.tick_params(axis="y", length=0)
    low, high = min(start, *ends), max(start, *ends)
    room = (high - low) or 1.0
    ax.set_xlim(low - 0.05 * room, high + 0.15 * room)
    bare(ax)
    key = "log" if result.logarithmic else "difference"
    ax.set_xlabel(plain(_text.say("score", lang)) if absolute else words[key].format(plain(b)))
    ax.locator_params(axis="x", nbins=4)  # labels of near scores have many digits
    use_comma(ax, lang)
    listed = ", ".join(
        f"{label} {_signed(float(part), lang)}" for label, part in zip(labels, parts, strict=True)
    )
    ax.set_label(
        words["contrast_log" if result.logarithmic else "contrast"].format(
            a=a, b=b, score_a=scores[0], score_b=scores[1], parts=listed
        )
    )
    return ax


def _signed(part: float, lang: Language) -> str:
    text = _text.number(part, 3, lang)
    return text.replace("-", "−") if part <= 0 or not text.strip("0.,") else f"+{text}"


def _steps(result: Contrast, top: int | None, lang: Language) -> tuple[list[str], FloatArray]:
    """Return labels and parts, those for a first; beyond `top` the small ones as one, last."""
    parts = result.contributions
    large = np.argsort(-np.abs(parts), kind="stable")
    kept = large if top is None or len(parts) <= top + 1 else large[:top]
    kept = kept[np.argsort(-parts[kept], kind="stable")]
    labels = [
        _text.label_of(result.criterion_labels, result.criterion_names[j], lang) for j in kept
    ]
    if len(kept) == len(parts):
        return labels, parts[kept]
    labels.append(_WORDS[lang]["rest"].format(len(parts) - len(kept)))
    rest = parts.sum() - parts[kept].sum()
    return labels, np.append(parts[kept], rest)
