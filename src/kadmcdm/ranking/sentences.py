"""Why, in words: phrases for explanations and contrasts, in English and Indonesian."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence

import numpy as np

from kadmcdm import _text
from kadmcdm._typing import FloatArray, Label, Language

MENTIONED = 3
"""Criteria that a sentence names at most."""

SLIGHT = 0.01
"""Parts smaller than this share of all are not worth a word."""

SAME = 1e-9
"""A difference smaller than this share of its parts is none."""

_WORDS: dict[str, tuple[str, str]] = {
    "rank": ("{who} has rank {rank} with a score of {score}.",
             "{who} menempati peringkat {rank} dengan skor {score}."),
    "from": ("Most of it comes from {parts}.", "Sebagian besar berasal dari {parts}."),
    "for": ("What speaks for it is {parts}.", "Yang mendukungnya ialah {parts}."),
    "against": ("What speaks against it is {parts}.", "Yang memberatkannya ialah {parts}."),
    "part": ("{label} ({part}; {value}{unit}, {direction})",
             "{label} ({part}; {value}{unit}, {direction})"),
    "share": ("{label} ({part} of the {distance}; {value}{unit}, {direction})",
              "{label} ({part} dari {distance}; {value}{unit}, {direction})"),
    "far": ("What keeps it from the ideal is {parts}.",
            "Yang menjauhkannya dari ideal ialah {parts}."),
    "near": ("What lifts it above the anti-ideal is {parts}.",
             "Yang mengangkatnya di atas anti-ideal ialah {parts}."),
    "squared": ("squared distance", "kuadrat jarak"),
    "distance": ("distance", "jarak"),
    "above": ("{a} stands above {b} ({score_a} to {score_b}) for {reasons}.",
              "{a} berada di atas {b} ({score_a} berbanding {score_b}) karena {reasons}."),
    "below": ("{a} stands below {b} ({score_a} to {score_b}), which is better on {reasons}.",
              "{a} berada di bawah {b} ({score_a} berbanding {score_b}), yang lebih baik pada "
              "{reasons}."),
    "but": ("{b} is better on {reasons}.", "{b} lebih baik pada {reasons}."),
    "equal": ("{a} and {b} score the same ({score_a}).", "{a} dan {b} berskor sama ({score_a})."),
    "reason": ("{label} ({a} against {b}{unit})", "{label} ({a} dibanding {b}{unit})"),
}  # fmt: skip


def say(key: str, lang: Language, **parts: object) -> str:
    """Return a phrase with its parts filled in."""
    return _WORDS[key][_text.LANGUAGES.index(lang)].format(**parts)


def unit_after(unit: Label | None, lang: Language) -> str:
    """Return a unit as it follows a figure, with its space."""
    return f" {_text.label(unit, '', lang)}".rstrip()


def largest(parts: FloatArray) -> list[int]:
    """Return the few places with the largest positive parts, the largest first."""
    least = SLIGHT * np.abs(parts).sum()
    return [int(j) for j in np.argsort(-parts, kind="stable") if parts[j] > least][:MENTIONED]


def contrast_sentences(
    parts: FloatArray,
    names: tuple[str, str],
    scores: tuple[str, str],
    reason: Callable[[int, bool], str],
    lang: Language,
) -> Iterator[str]:
    """Yield what puts one candidate above the other, and what speaks against it.

    `reason` names a criterion and both values, that of the one who is better there first: a's, or
    b's when its second argument is True.
    """
    a, b = names
    words = {"a": a, "b": b, "score_a": scores[0], "score_b": scores[1]}

    def reasons(columns: Sequence[int], turned: bool) -> str:
        return _text.listed([reason(j, turned) for j in columns], lang)

    ahead, behind = reasons(largest(parts), False), reasons(largest(-parts), True)
    difference = float(parts.sum())
    if abs(difference) <= SAME * np.abs(parts).sum():
        yield say("equal", lang, **words)
        if ahead:
            yield say("but", lang, b=a, reasons=ahead)
        if behind:
            yield say("but", lang, b=b, reasons=behind)
    elif difference > 0:
        if ahead:
            yield say("above", lang, reasons=ahead, **words)
        if behind:
            yield say("but", lang, b=b, reasons=behind)
    else:
        if behind:
            yield say("below", lang, reasons=behind, **words)
        if ahead:
            yield say("but", lang, b=a, reasons=ahead)
