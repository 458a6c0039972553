"""Pictures of robustness under many weights: shares of ranks, central weights."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any, Literal, get_args

import numpy as np

from kadmcdm import _text
from kadmcdm._typing import FloatArray, IntArray, Language
from kadmcdm.errors import Fault, brief, choice_fault, raise_faults
from kadmcdm.plot.style import (
    COLORS,
    argument_faults,
    bare,
    ink_on,
    key_above,
    new_axes,
    plain,
    wrapped,
)
from kadmcdm.robustness import Acceptability
from kadmcdm.weighting import Weights

if TYPE_CHECKING:
    from matplotlib.artist import Artist
    from matplotlib.axes import Axes

__all__ = ["central_weights", "rank_acceptability"]

Kind = Literal["stack", "heat_map"]

SHADES = ("#1B3A5C", "#E3EBF4")
"""Of the first rank and of the last one told apart; ranks beyond are white."""

HINT = "give what kd.smaa returned, or a study's result.acceptability"

_WORDS: dict[Language, dict[str, str]] = {
    "en": {
        "worse": "{} or worse",
        "rank": "rank",
        "share": "share of {} samples",
        "shown": "Shares of ranks in {1} samples ({0} shown); first are {2}.",
        "never": "never first, so without central weights: {}",
        "others": "{} candidates",
        "key": "bar: mean weight under which the candidate comes first"
        "\n%: share of {} samples in which it does\nline: {}",
        "equal": "equal weights",
        "given": "the weights given",
        "central": "Central weights ({0} shown), beside {1}: {2}.",
    },
    "id": {
        "worse": "{} ke bawah",
        "rank": "peringkat",
        "share": "bagian dari {} sampel",
        "shown": "Peluang peringkat {0} calon dalam {1} sampel; peringkat 1: {2}.",
        "never": "tidak pernah di peringkat 1, jadi tanpa bobot sentral: {}",
        "others": "{} calon",
        "key": "batang: bobot rata-rata yang membuat calon di peringkat 1"
        "\n%: bagian dari {} sampel dengan hasil itu\ngaris: {}",
        "equal": "bobot sama rata",
        "given": "bobot yang diberikan",
        "central": "Bobot sentral {} calon, di samping {}: {}.",
    },
}


def rank_acceptability(
    result: Acceptability,
    ax: Axes | None = None,
    *,
    kind: Kind = "stack",
    ranks: int | None = None,
    top: int | None = None,
    lang: Language = "en",
) -> Axes:
    """Draw how often each candidate takes each rank.

    Parameters
    ----------
    result : Acceptability
    ax : matplotlib Axes, optional
        A new figure is made when left out.
    kind : "stack" or "heat_map"
        A bar of 100 % per candidate, darkest for the first rank; or a table of candidates and ranks
        with the figures in its cells, which are dark where they are large.
    ranks : int, optional
        Tell so many ranks apart, and show those beyond as one ("6 or worse"); 5 in a stack and 10
        in a heat map when left out.
    top : int, optional
        Draw the best so many candidates only.
    lang : "en" or "id"

    Returns
    -------
    matplotlib Axes
        Its label (``ax.get_label()``) is a text that says what the picture shows. Candidates are
        ordered by expected rank; where `smaa` counted top ranks only, by how often they are first.

    Raises
    ------
    InputError
        When `kind` or `lang` is unknown, `ranks` or `top` is no whole number >= 1, or `smaa` was
        not asked for rank acceptabilities.

    Examples
    --------
    >>> import kadmcdm as kd
    >>> from kadmcdm import plot
    >>> problem = kd.DecisionProblem.from_arrays([[4, 1], [1, 2], [0, 0]], ["benefit"] * 2)
    >>> weights = [[0.9, 0.1], [0.8, 0.2], [0.5, 0.5], [0.1, 0.9]]
    >>> found = kd.smaa(problem, weights, kd.WeightedSum("none"))
    >>> plot.rank_acceptability(found).get_label()
    'Shares of ranks in 4 samples (3 shown); first are a1 75%, a2 25%.'
    """
    faults = argument_faults(result, Acceptability, HINT, lang, top)
    faults += choice_fault("kind", kind, get_args(Kind))
    if ranks is not None and (isinstance(ranks, bool) or not isinstance(ranks, int) or ranks < 1):
        faults.append(Fault("ranks", "no number of ranks", brief(ranks), "a whole number >= 1"))
    raise_faults(faults)
    words = _WORDS[lang]
    ranks = ranks or {"stack": 5, "heat_map": 10}[kind]
    columns, heads = _columns(result.rank_acceptability, ranks, words)
    shown = _by_rank(result)[:top]
    columns = columns[shown]
    labels = [_label(result, i, lang) for i in shown]
    if ax is None:
        longest = max(len(plain(label)) for label in labels)
        wide = 0.5 * len(heads) if kind == "heat_map" else 5.2
        ax = new_axes(max(0.6 + 0.09 * longest + wide, 4.2), 1.2 + 0.3 * len(shown))
    samples = _text.number(result.n_samples, 0, lang)
    (_stack if kind == "stack" else _heat_map)(ax, columns, heads, lang)
    ax.set_xlabel(words["share"].format(samples))
    ax.set_yticks(range(len(shown)), [plain(label) for label in labels])
    ax.set_ylim(len(shown) - 0.5, -0.5)
    ax.tick_params(axis="y", length=0)
    ax.set_label(
        words["shown"].format(len(shown), samples, ", ".join(_firsts(result, shown, lang)))
    )
    return ax


def _columns(shares: FloatArray, ranks: int, words: dict[str, str]) -> tuple[FloatArray, list[str]]:
    """Return the shares of the ranks told apart, and of those beyond, with what each is called."""
    m, counted = shares.shape
    apart = min(ranks, counted)
    columns, heads = shares[:, :apart], [str(k + 1) for k in range(apart)]
    if apart < m:
        rest = np.maximum(1.0 - columns.sum(axis=1, keepdims=True), 0.0)
        rest[rest < 1e-9] = 0.0  # what rounding leaves
        columns = np.concatenate([columns, rest], axis=1)
        heads.append(str(m) if apart + 1 == m else words["worse"].format(apart + 1))
    return columns, heads


def _by_rank(result: Acceptability) -> IntArray:
    """Return the candidates, best first, in the order of the result's own table."""
    shares = result.rank_acceptability
    if shares.shape[0] == shares.shape[1]:
        return np.argsort(shares @ np.arange(1.0, len(shares) + 1.0), kind="stable")
    return np.argsort(-result.first_shares, kind="stable")


def _firsts(result: Acceptability, shown: IntArray, lang: Language) -> Iterator[str]:
    for i in shown:
        if result.first_shares[i] > 0.0:
            share = _text.percent(float(result.first_shares[i]), lang)
            yield f"{_label(result, i, lang)} {share}"


def _label(result: Acceptability, i: int, lang: Language) -> str:
    return _text.label_of(result.candidate_labels, result.candidate_names[i], lang)


def _stack(ax: Axes, columns: FloatArray, heads: list[str], lang: Language) -> None:
    from matplotlib.ticker import PercentFormatter

    y = np.arange(len(columns))
    left = np.zeros(len(columns))
    bars: list[Artist] = []
    shades = _shades(len(heads))
    for column, shade in zip(columns.T, shades, strict=True):
        drawn = ax.barh(
            y, column, left=left, height=0.74, color=shade, edgecolor="#8899AA", linewidth=0.5
        )
        bars.append(drawn.patches[0])
        for row, share in enumerate(column.tolist()):
            if share >= 0.055:  # narrower ones have no room for it
                ax.text(
                    left[row] + share / 2, row, _text.percent(share, lang), ha="center",
                    va="center_baseline", fontsize=8, color=ink_on(shade),
                )  # fmt: skip
        left = left + column
    ax.set_xlim(0.0, 1.0)
    ax.xaxis.set_major_formatter(PercentFormatter(1.0))
    bare(ax)
    key_above(ax, bars, heads, _WORDS[lang]["rank"])


def _shades(count: int) -> list[str]:
    """Return colors from dark to light, which keep their order in grey."""
    from matplotlib.colors import to_hex, to_rgb

    dark, light = (np.array(to_rgb(color)) for color in SHADES)
    steps = np.arange(count - 1) / max(count - 2, 4)  # a few ranks stay as far apart as many
    shades = [to_hex(dark + step * (light - dark)) for step in steps.tolist()]
    return [*shades, "#FFFFFF"] if shades else [SHADES[0]]


def _heat_map(ax: Axes, columns: FloatArray, heads: list[str], lang: Language) -> None:
    from matplotlib.colors import LinearSegmentedColormap, to_hex

    colors = LinearSegmentedColormap.from_list("shares", ["#FFFFFF", SHADES[0]])
    largest = float(columns.max())
    ax.pcolormesh(
        np.arange(len(heads) + 1) - 0.5, np.arange(len(columns) + 1) - 0.5, columns,
        cmap=colors, vmin=0.0, vmax=largest, edgecolors="white", linewidth=1.0,
    )  # fmt: skip
    for (row, k), share in np.ndenumerate(columns):
        if share > 0.0:
            ink = ink_on(to_hex(colors(share / largest)))
            ax.text(
                k, row, _text.percent(float(share), lang), ha="center", va="center_baseline",
                fontsize=8, color=ink,
            )  # fmt: skip
    ax.set_xticks(range(len(heads)), [wrapped(head, 8) for head in heads])
    ax.xaxis.tick_top()
    ax.tick_params(axis="x", length=0)
    ax.set_title(_WORDS[lang]["rank"], fontsize=10)
    bare(ax, keep=())


def central_weights(
    result: Acceptability,
    ax: Axes | None = None,
    *,
    weights: Weights | None = None,
    top: int | None = None,
    lang: Language = "en",
) -> Axes:
    """Draw the weights under which each candidate comes first.

    A row per candidate, a column of bars per criterion: the mean of the weights that put it first.
    Bars beyond the line are dark: who comes first by giving this criterion more than it has there.
    Candidates that are never first have no such weights; they are named, or counted, below.

    Parameters
    ----------
    result : Acceptability
    ax : matplotlib Axes, optional
        A new figure is made when left out.
    weights : Weights, optional
        Where the line stands, such as a ranking's weights; equal weights when left out, which are
        the middle of all that are possible.
    top : int, optional
        Draw those that are first most often, so many.
    lang : "en" or "id"

    Returns
    -------
    matplotlib Axes
        Its label (``ax.get_label()``) is a text that says what the picture shows.

    Raises
    ------
    InputError
        When `top` is no whole number >= 1, `lang` is unknown, `weights` are of other criteria, or
        `smaa` was not asked for central weights.

    Examples
    --------
    >>> import kadmcdm as kd
    >>> from kadmcdm import plot
    >>> problem = kd.DecisionProblem.from_arrays([[4, 1], [1, 2], [0, 0]], ["benefit"] * 2)
    >>> weights = [[0.9, 0.1], [0.7, 0.3], [0.1, 0.9]]
    >>> found = kd.smaa(problem, weights, kd.WeightedSum("none"))
    >>> plot.central_weights(found).get_label()
    'Central weights (2 shown), beside equal weights: a1 (c1 0.80, c2 0.20); a2 (c1 0.10, c2 0.90). Never first, so without central weights: a3.'
    """  # noqa: E501 - the doctest's line
    faults = argument_faults(result, Acceptability, HINT, lang, top)
    faults += _weights_faults(result, weights)
    raise_faults(faults)
    words = _WORDS[lang]
    found, n = result.central_weights, len(result.criterion_names)
    by_share = np.argsort(-result.first_shares, kind="stable")
    first = ~np.isnan(found[by_share]).any(axis=1)
    shown, never = by_share[first][:top], by_share[~first]
    line = np.full(n, 1.0 / n) if weights is None else weights.values
    labels = [_label(result, i, lang) for i in shown]
    criteria = [_text.label_of(result.criterion_labels, c, lang) for c in result.criterion_names]
    if ax is None:
        longest = max(len(plain(label)) for label in labels)
        ax = new_axes(1.1 + 0.09 * longest + max(0.95 * n, 4.0), 2.0 + 0.36 * len(shown))
    scale = 0.66 / max(float(found[shown].max()), float(line.max()))
    for j in range(n):
        values = found[shown, j]
        fills = [COLORS[0] if more else COLORS[-1] for more in values > line[j] + 1e-12]
        ax.barh(np.arange(len(shown)), values * scale, left=j, height=0.6, color=fills)
        ax.plot([j, j], [-0.5, len(shown) - 0.5], color="#888888", linewidth=0.8)
        mark = j + line[j] * scale
        ax.plot([mark, mark], [-0.5, len(shown) - 0.5], color="black", linewidth=1.4, ls=":")
        for row, value in enumerate(values.tolist()):
            ax.annotate(
                _text.number(value, 2, lang), (j + max(value, line[j]) * scale, row), (4, 0),
                textcoords="offset points", va="center_baseline", fontsize=8,
            )  # fmt: skip
    ax.set_xlim(-0.02, n)
    ax.set_ylim(len(shown) - 0.5, -0.5)
    ax.set_xticks(range(n), [wrapped(label, 12, 4) for label in criteria], ha="left")
    ax.xaxis.tick_top()
    shares = [_text.percent(float(result.first_shares[i]), lang) for i in shown]
    named = [f"{plain(label)}  {share}" for label, share in zip(labels, shares, strict=True)]
    ax.set_yticks(range(len(shown)), named)
    ax.tick_params(axis="both", length=0)
    ax.tick_params(axis="x", labelsize=9)
    bare(ax, keep=())
    other = words["equal" if weights is None else "given"]
    notes = words["key"].format(_text.number(result.n_samples, 0, lang), other).splitlines()
    left_out = words["never"].format(_listed(result, never, lang))
    if len(never):
        notes.append(left_out)
    ax.set_xlabel("\n".join(wrapped(x, max(13 * n, 58), 8) for x in notes), loc="left", fontsize=9)
    figures = (", ".join(
        f"{criterion} {_text.number(value, 2, lang)}"
        for criterion, value in zip(criteria, found[i].tolist(), strict=True)
    ) for i in shown)  # fmt: skip
    listed = "; ".join(f"{label} ({text})" for label, text in zip(labels, figures, strict=True))
    text = words["central"].format(len(shown), other, listed)
    if len(never):
        text += f" {left_out[0].upper()}{left_out[1:]}."
    ax.set_label(text)
    return ax


def _listed(result: Acceptability, rows: IntArray, lang: Language) -> str:
    """Name a few candidates, and count many."""
    if len(rows) > 6:
        return _WORDS[lang]["others"].format(len(rows))
    return _text.listed([_label(result, i, lang) for i in rows], lang)


def _weights_faults(result: Any, weights: object) -> Iterator[Fault]:
    if weights is None:
        return
    if not isinstance(weights, Weights):
        yield Fault("weights", "no Weights", type(weights).__name__, hint="give ranking.weights")
    elif isinstance(result, Acceptability) and weights.criterion_names != result.criterion_names:
        got, expected = (", ".join(map(repr, x.criterion_names)) for x in (weights, result))
        yield Fault("weights", "not of these criteria, in this order", got, expected)
