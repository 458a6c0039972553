"""Pictures of a ranking."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from kadmcdm import _text
from kadmcdm._typing import FloatArray, Language
from kadmcdm.errors import raise_faults
from kadmcdm.plot.style import (
    COLORS,
    LONGEST_LABEL,
    argument_faults,
    bare,
    legend_below,
    new_axes,
    plain,
    use_comma,
    wrapped,
)
from kadmcdm.ranking import Ranking

if TYPE_CHECKING:
    from matplotlib.artist import Artist
    from matplotlib.axes import Axes

__all__ = ["ranking"]


def ranking(
    result: Ranking, ax: Axes | None = None, *, top: int | None = None, lang: Language = "en"
) -> Axes:
    """Draw a bar per candidate, best on top, split by what each criterion adds.

    A weighted sum's bar is split into its contributions. A TOPSIS bar is as long as the closeness,
    split by each criterion's share of the squared distance to the anti-ideal: what lifts the
    candidate. Methods without such parts get plain bars.

    Parameters
    ----------
    result : Ranking
    ax : matplotlib Axes, optional
        A new figure is made when left out.
    top : int, optional
        Draw the best so many only.
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
    >>> ax = plot.ranking(kd.rank(problem, [0.5, 0.5]))
    >>> ax.get_label()
    'Ranking by TOPSIS, 3 candidates: a3 1.000, a2 0.403, a1 0.000.'
    """
    hint = "give what kd.rank returned, or a study's result.ranking"
    raise_faults(argument_faults(result, Ranking, hint, lang, top))
    problem = result.problem
    shown = result.order[:top]
    rows = [problem.candidate_index(name) for name in shown]
    labels = [problem.candidate_label(name, lang) for name in shown]
    scores = result.scores[rows]
    own = None
    if ax is None:
        ax = new_axes(7.2, 1.0 + 0.34 * len(shown))
        own = ax.get_figure(root=True)
    parts = _parts(result, rows)
    y = np.arange(len(rows))
    bars: list[Artist] = []
    if parts is None:
        ax.barh(y, scores, color=COLORS[0], height=0.7)
    else:
        left = np.zeros(len(rows))
        for j in range(len(problem.criteria)):
            drawn = ax.barh(
                y,
                parts[:, j],
                left=left,
                height=0.7,
                color=COLORS[j % len(COLORS)],
                edgecolor="white",
                linewidth=0.8,
                hatch=None if j < len(COLORS) else "///",
                label=f"criterion {j}",  # not its own: matplotlib hides labels such as "_x"
            )
            bars.append(drawn.patches[0])
            left = left + parts[:, j]
    for position, score in enumerate(scores):
        text = _text.number(float(score), 3, lang)
        ax.annotate(
            text,
            (max(float(score), 0.0), position),
            (4, 0),
            textcoords="offset points",
            va="center",
        )
    ax.set_yticks(y, [wrapped(label, LONGEST_LABEL, 2) for label in labels])
    ax.set_ylim(len(rows) - 0.45, -0.55)
    ax.tick_params(axis="y", length=0)
    bare(ax)
    ax.margins(x=0.09)
    ax.set_xlabel(plain(f"{_text.say('score', lang)} ({result.method.name})"))
    use_comma(ax, lang)
    if parts is not None:
        names = [plain(criterion.label_in(lang)) for criterion in problem.criteria]
        columns = legend_below(ax, bars, names, _legend_title(result, lang))
        if own is not None:
            own.set_figheight(1.3 + 0.34 * len(shown) + 0.22 * -(-len(names) // columns))
    ax.set_label(_alternative_text(result, labels, scores, lang))
    return ax


def _parts(result: Ranking, rows: list[int]) -> FloatArray | None:
    """Return (rows, n) parts that add up to the scores, or None."""
    if not hasattr(result.method, "details"):
        return None
    details = result.details
    if "to_anti_ideal" in details:
        lifts = details["to_anti_ideal"][rows]
        total = lifts.sum(axis=1, keepdims=True)
        even = np.full_like(lifts, 1.0 / lifts.shape[1])
        share = np.where(total > 0, lifts / np.where(total > 0, total, 1.0), even)
        return share * result.scores[rows][:, None]
    if "contributions" in details:
        parts: FloatArray = details["contributions"][rows]
        whole = np.abs(parts.sum(axis=1) - result.scores[rows])
        positive = (parts >= 0).all() and (whole <= 1e-9 * np.abs(result.scores[rows])).all()
        return parts if positive else None  # a product's logarithms don't stack
    return None


def _legend_title(result: Ranking, lang: Language) -> str | None:
    if "to_anti_ideal" not in result.details:
        return None
    if getattr(result.method, "p", 2) != 2:
        return {
            "en": "split by share of distance to the anti-ideal",
            "id": "dibagi menurut bagian jarak ke anti-ideal",
        }[lang]
    return {
        "en": "split by share of squared distance to the anti-ideal",
        "id": "dibagi menurut bagian kuadrat jarak ke anti-ideal",
    }[lang]


def _alternative_text(
    result: Ranking, labels: list[str], scores: FloatArray, lang: Language
) -> str:
    listed = ", ".join(
        f"{label} {_text.number(float(score), 3, lang)}"
        for label, score in zip(labels, scores, strict=True)
    )
    if lang == "id":
        return f"Pemeringkatan dengan {result.method.name}, {len(labels)} calon: {listed}."
    noun = "candidate" if len(labels) == 1 else "candidates"
    return f"Ranking by {result.method.name}, {len(labels)} {noun}: {listed}."
