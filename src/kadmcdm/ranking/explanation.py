"""Why a candidate scores what it scores, and why it stands above another."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

import numpy as np

from kadmcdm import _text
from kadmcdm._arrays import ReadOnlyDict
from kadmcdm._provenance import Result, floats, optional_floats
from kadmcdm._table import Display, Table
from kadmcdm._typing import Direction, FloatArray, Label, Language
from kadmcdm.ranking.sentences import contrast_sentences, largest, say, unit_after

__all__ = ["Contrast", "Explanation"]


@dataclass(frozen=True, slots=True, eq=False, kw_only=True)
class Explanation(Result, Display):
    """Why a candidate scores what it scores, criterion by criterion.

    Parameters
    ----------
    candidate : str
    rank : int
    score : float
    criterion_names : tuple of str
    directions : tuple of str
    units : tuple
        What each criterion is measured in, None where nothing is said.
    values : (n,) array
        Raw, in the criteria's units.
    weights : (n,) array
    normalized : (n,) array or None
        None where the method does not say.
    contributions : (n,) array or None
        Parts that add up to `total`: the score of a weighted sum, the logarithm of a weighted
        product. None for TOPSIS, whose closeness is no sum.
    total : float or None
    logarithmic : bool
        True when contributions and total are logarithms (a weighted product's).
    candidate_labels, criterion_labels : mapping
        What people read instead of names.
    nodes : mapping of str to float
        A hierarchy only: each node's part of the score, the sum of its children's; the goal's is
        the whole score.
    to_ideal, to_anti_ideal : (n,) array or None
        TOPSIS only: each criterion's share of the squared distance (to the p-th power in general)
        to the ideal and to the anti-ideal. Each sums to 1, or is all 0 where the distance is 0.
    p : float or None
        TOPSIS only: its metric.

    Examples
    --------
    >>> import kadmcdm as kd
    >>> problem = kd.DecisionProblem.from_arrays([[1, 9], [2, 8], [3, 4]], ["benefit", "cost"])
    >>> why = kd.rank(problem, [0.5, 0.5], kd.WeightedSum()).explain("a2")
    >>> bool(abs(why.contributions.sum() - why.score) < 1e-12)
    True
    >>> print(why.describe())
    a2 has rank 2 with a score of 0.583. Most of it comes from c1 (0.333; 2, higher is better) and
    c2 (0.250; 8, lower is better).
    """

    candidate: str
    rank: int
    score: float
    criterion_names: tuple[str, ...]
    directions: tuple[Direction, ...]
    units: tuple[Label | None, ...]
    values: FloatArray
    weights: FloatArray
    normalized: FloatArray | None = None
    contributions: FloatArray | None = None
    total: float | None = None
    logarithmic: bool = False
    to_ideal: FloatArray | None = None
    to_anti_ideal: FloatArray | None = None
    p: float | None = None
    candidate_labels: Mapping[str, Label] = field(default_factory=dict)
    criterion_labels: Mapping[str, Label] = field(default_factory=dict)
    nodes: Mapping[str, float] = field(default_factory=dict)

    _decoders = {
        "nodes": ReadOnlyDict,
        "criterion_names": tuple,
        "directions": tuple,
        "units": tuple,
        "values": floats,
        "normalized": optional_floats,
        "weights": floats,
        "contributions": optional_floats,
        "to_ideal": optional_floats,
        "to_anti_ideal": optional_floats,
        "candidate_labels": ReadOnlyDict,
        "criterion_labels": ReadOnlyDict,
    }

    def tables(self, lang: Language = "en") -> tuple[Table, ...]:
        """Return one row per criterion; for a hierarchy, a second table with a row per node."""
        keys: list[_text.PhraseKey] = ["criterion", "direction", "value"]
        columns = [
            [_text.say(direction, lang) for direction in self.directions],
            [_text.significant(value, lang) for value in self.values],
        ]
        parts: tuple[tuple[_text.PhraseKey, FloatArray | None], ...] = (
            ("normalized", self.normalized),
            ("weight", np.array(_text.shares(self.weights.tolist()))),
            ("log_contribution" if self.logarithmic else "contribution", self.contributions),
            ("squared_to_ideal" if self.p == 2 else "share_to_ideal", self.to_ideal),
            ("squared_to_anti_ideal" if self.p == 2 else "share_to_anti_ideal", self.to_anti_ideal),
        )
        for key, part in parts:
            if part is not None:
                keys.append(key)
                columns.append([_text.number(value, 3, lang) for value in part])
        names = [_text.label_of(self.criterion_labels, n, lang) for n in self.criterion_names]
        rows = tuple(zip(names, *columns, strict=True))
        who = _text.label_of(self.candidate_labels, self.candidate, lang)
        score = f"{_text.say('score', lang)} {_text.number(self.score, 3, lang)}"
        title = f"{who}: {_text.say('rank', lang)} {self.rank}, {score}"
        headers = tuple(_text.say(key, lang) for key in keys)
        whole = Table(headers, rows, frozenset(range(2, len(headers))), title=title)
        if not self.nodes:
            return (whole,)
        lines = tuple((node, _text.number(part, 3, lang)) for node, part in self.nodes.items())
        headers = (_text.say("node", lang), _text.say("contribution", lang))
        return (whole, Table(headers, lines, frozenset({1})))

    def describe(self, lang: Language = "en") -> str:
        """Return the explanation in words: where the score comes from, criterion by criterion.

        Parameters
        ----------
        lang : "en" or "id"
        """
        who = _text.label_of(self.candidate_labels, self.candidate, lang)
        score = _text.number(self.score, 3, lang)
        said = [say("rank", lang, who=who, rank=self.rank, score=score)]
        if self.contributions is not None and not self.logarithmic:
            shown = [_text.number(part, 3, lang) for part in self.contributions.tolist()]
            if (self.contributions >= 0).all():
                said += self._of("from", "part", self.contributions, shown, lang)
            else:
                said += self._of("for", "part", self.contributions, shown, lang)
                said += self._of("against", "part", -self.contributions, shown, lang)
        for key, parts in (("far", self.to_ideal), ("near", self.to_anti_ideal)):
            if parts is not None:
                shown = [_text.percent(part, lang) for part in parts.tolist()]
                said += self._of(key, "share", parts, shown, lang)
        return " ".join(said)

    def _of(
        self, whole: str, one: str, parts: FloatArray, shown: list[str], lang: Language
    ) -> list[str]:
        """Return the sentence that names the largest parts, none when there are none."""
        listed = [
            say(
                one, lang,
                label=_text.label_of(self.criterion_labels, self.criterion_names[j], lang),
                part=shown[j],
                value=_text.significant(float(self.values[j]), lang),
                unit=unit_after(self.units[j], lang),
                direction=_text.say(self.directions[j], lang),
                distance=say("squared" if self.p == 2 else "distance", lang),
            )
            for j in largest(parts)
        ]  # fmt: skip
        return [say(whole, lang, parts=_text.listed(listed, lang))] if listed else []


@dataclass(frozen=True, slots=True, eq=False, kw_only=True)
class Contrast(Result, Display):
    """Why one candidate stands above another.

    Parameters
    ----------
    a, b : str
        The candidates; `a` is the one asked about first.
    difference : float
        The score of a less that of b (for a weighted product: of the logarithms).
    score_a, score_b : float
    criterion_names : tuple of str
    units : tuple
        What each criterion is measured in, None where nothing is said.
    values_a, values_b : (n,) array
        Raw, in the criteria's units.
    contributions : (n,) array
        Parts that add up to `difference`; positive speaks for a.
    logarithmic : bool
        True when difference and contributions are of logarithms (a weighted product's).
    candidate_labels, criterion_labels : mapping
        What people read instead of names.

    Examples
    --------
    >>> import kadmcdm as kd
    >>> problem = kd.DecisionProblem.from_arrays([[1, 9], [2, 8], [3, 4]], ["benefit", "cost"])
    >>> contrast = kd.rank(problem, [0.5, 0.5]).contrast("a3", "a1")
    >>> bool(abs(contrast.contributions.sum() - contrast.difference) < 1e-12)
    True
    >>> print(contrast.describe())
    a3 stands above a1 (1.000 to 0.000) for c1 (3 against 1) and c2 (4 against 9).
    """

    a: str
    b: str
    difference: float
    score_a: float
    score_b: float
    criterion_names: tuple[str, ...]
    units: tuple[Label | None, ...]
    values_a: FloatArray
    values_b: FloatArray
    contributions: FloatArray
    logarithmic: bool = False
    candidate_labels: Mapping[str, Label] = field(default_factory=dict)
    criterion_labels: Mapping[str, Label] = field(default_factory=dict)

    _decoders = {
        "criterion_names": tuple,
        "units": tuple,
        "values_a": floats,
        "values_b": floats,
        "contributions": floats,
        "candidate_labels": ReadOnlyDict,
        "criterion_labels": ReadOnlyDict,
    }

    def tables(self, lang: Language = "en") -> tuple[Table, ...]:
        """Return one row per criterion, those that speak for `a` first."""
        rows = tuple(
            (
                _text.label_of(self.criterion_labels, self.criterion_names[j], lang),
                _text.significant(float(self.values_a[j]), lang),
                _text.significant(float(self.values_b[j]), lang),
                ("+" if self.contributions[j] > 0 else "")
                + _text.number(float(self.contributions[j]), 3, lang),
            )
            for j in np.argsort(-self.contributions, kind="stable")
        )
        a, b = (_text.label_of(self.candidate_labels, name, lang) for name in (self.a, self.b))
        title = f"{a} - {b}: {_text.number(self.difference, 3, lang)}"
        title += f" ({_text.say('log_score', lang)})" if self.logarithmic else ""
        key: _text.PhraseKey = "log_contribution" if self.logarithmic else "difference"
        headers = (_text.say("criterion", lang), a, b, _text.say(key, lang))
        return (Table(headers, rows, frozenset({1, 2, 3}), title=title),)

    def describe(self, lang: Language = "en") -> str:
        """Return the contrast in words: what puts one above the other, and what speaks against it.

        Parameters
        ----------
        lang : "en" or "id"
        """

        def reason(j: int, turned: bool) -> str:
            better, worse = float(self.values_a[j]), float(self.values_b[j])
            if turned:
                better, worse = worse, better
            return say(
                "reason", lang,
                label=_text.label_of(self.criterion_labels, self.criterion_names[j], lang),
                a=_text.significant(better, lang),
                b=_text.significant(worse, lang),
                unit=unit_after(self.units[j], lang),
            )  # fmt: skip

        a, b = (_text.label_of(self.candidate_labels, name, lang) for name in (self.a, self.b))
        scores = (_text.number(self.score_a, 3, lang), _text.number(self.score_b, 3, lang))
        return " ".join(contrast_sentences(self.contributions, (a, b), scores, reason, lang))
