"""A mutual ranking in tables and a sentence, labelled a simulation where weights are assumed."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from kadmcdm import _text
from kadmcdm._table import Table
from kadmcdm._typing import BoolArray, IntArray, Language
from kadmcdm.core.two_sided import smaller
from kadmcdm.methods import method_label
from kadmcdm.partnership.mutual_words import WORDS, MutualRule, simulated
from kadmcdm.partnership.screens import failures

if TYPE_CHECKING:
    from kadmcdm.partnership.mutual_result import MutualRanking

SHOWN = 20
"""Pairs that the table shows."""


def partners(
    found: MutualRanking,
    row: int,
    others: IntArray,
    front: BoolArray,
    rule: MutualRule,
    lang: Language,
) -> Table:
    """Return the partners of the region in a row, the highest mutual score first.

    Parameters
    ----------
    others : (k,) array of int
        Rows of the partners.
    front : (k,) array of bool
        Of whom none is better for both sides.
    """
    words = WORDS[lang]
    mutual = found.mutual(rule)[row, others]
    rows = []
    for k in np.argsort(-mutual, kind="stable"):
        j = others[k]
        rows.append(
            (
                found.table[found.codes[j]].name,
                _text.number(float(found.scores[row, j]), 3, lang),
                str(found.ranks[row, j]),
                _text.percent(float(found.first_shares[row, j]), lang),
                _text.number(float(found.scores[j, row]), 3, lang),
                str(found.ranks[j, row]),
                _text.number(float(mutual[k]), 3, lang),
                words["yes"] if front[k] else "-",
            )
        )
    heads = (
        words["partner"], words["own_score"], words["own_rank"], words["own_first"],
        words["their_score"], words["their_rank"], words[rule], "Pareto",
    )  # fmt: skip
    title = words["partners"].format(found.table[found.codes[row]].name)
    return Table(heads, tuple(rows), frozenset(range(1, 7)), title, _caption(found, lang))


def pairs(
    found: MutualRanking, i: IntArray, j: IntArray, front: BoolArray, lang: Language
) -> Table:
    """Return the pairs that are best for the side that gains less, and who was left out.

    Parameters
    ----------
    i, j : (k,) arrays of int
        Rows of all pairs.
    front : (k,) array of bool
        Those that no other beats.
    """
    words = WORDS[lang]
    least = smaller(found.scores)[i, j]
    best = np.argsort(-least, kind="stable")[:SHOWN]
    rows = tuple(
        (
            _text.listed([found.table[found.codes[k]].name for k in (a, b)], lang),
            f"{found.ranks[a, b]} / {found.ranks[b, a]}",
            f"{_text.number(float(found.scores[a, b]), 3, lang)} / "
            f"{_text.number(float(found.scores[b, a]), 3, lang)}",
            _text.number(float(least[k]), 3, lang),
            words["yes"] if front[k] else "-",
        )
        for k, a, b in zip(best, i[best], j[best], strict=True)
    )
    heads = (words["pair"], words["ranks"], words["scores"], words["minimum"], "Pareto")
    counts = [_text.number(len(part), 0, lang) for part in (rows, i)]
    caption = f"{words['shown'].format(*counts)}\n{_caption(found, lang)}"
    if found.screened:
        failed = failures(found.screened).items()
        said = [f"{rule}: {_text.number(count, 0, lang)}" for rule, count in failed]
        caption += f"\n{words['screened']}: {', '.join(said)}"
    if found.unchecked:
        caption += f"\n{words['unchecked']}: {', '.join(found.unchecked)}"
    return Table(heads, rows, frozenset({1, 2, 3}), words["title"], caption)


def sentence(found: MutualRanking, i: IntArray, j: IntArray, lang: Language) -> str:
    """Say which of all pairs is best for the side that gains less."""
    k = int(np.argmax(smaller(found.scores)[i, j]))
    a, b = int(i[k]), int(j[k])
    names = [found.table[found.codes[row]].name for row in (a, b)]
    text = WORDS[lang]["best"].format(
        *names, _text.number(float(found.scores[a, b]), 3, lang), str(found.ranks[a, b]),
        _text.number(float(found.scores[b, a]), 3, lang), str(found.ranks[b, a]),
    )  # fmt: skip
    return f"{text} {_assumptions(found, lang)}." if found.simulated else text


def _caption(found: MutualRanking, lang: Language) -> str:
    words = WORDS[lang]
    method = f"{_text.say('method', lang)}: {method_label(found.method)}"
    text = f"{method}; {words['proxy']}\n{words['pareto']}"
    return f"{text}\n{_assumptions(found, lang)}" if found.simulated else text


def _assumptions(found: MutualRanking, lang: Language) -> str:
    said = WORDS[lang]["assumed"].format(
        _text.number(len(found.assumed), 0, lang), _text.number(len(found.codes), 0, lang),
        _text.number(found.n_samples, 0, lang), found.seed,
    )  # fmt: skip
    return f"{simulated(lang)}: {said}"
