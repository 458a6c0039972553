"""Why a candidate scores what it scores, and why it stands above another."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

import numpy as np

from kadmcdm import _text
from kadmcdm._arrays import ReadOnlyDict
from kadmcdm._provenance import Result, floats, optional_floats
from kadmcdm._table import Display, Table
from kadmcdm._typing import FloatArray, Label, Language

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
    """

    candidate: str
    rank: int
    score: float
    criterion_names: tuple[str, ...]
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
        keys: list[_text.PhraseKey] = ["criterion", "value"]
        columns = [[_text.significant(value, lang) for value in self.values]]
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
        whole = Table(headers, rows, frozenset(range(1, len(headers))), title=title)
        if not self.nodes:
            return (whole,)
        lines = tuple((node, _text.number(part, 3, lang)) for node, part in self.nodes.items())
        headers = (_text.say("node", lang), _text.say("contribution", lang))
        return (whole, Table(headers, lines, frozenset({1})))

    @classmethod
    def from_dict(cls, data: Mapping[str, Any]) -> Explanation:
        """Read back what `to_dict` wrote, and what kadmcdm 0.1.0 did, without nodes.

        Raises
        ------
        InputError
            For missing or unknown keys.
        """
        if isinstance(data, Mapping):
            data = {"nodes": {}, **data}
        return super(Explanation, cls).from_dict(data)


@dataclass(frozen=True, slots=True, eq=False, kw_only=True)
class Contrast(Result, Display):
    """Why one candidate stands above another.

    Parameters
    ----------
    a, b : str
        The candidates; `a` is the one asked about first.
    difference : float
        The score of a less that of b (for a weighted product: of the logarithms).
    criterion_names : tuple of str
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
    """

    a: str
    b: str
    difference: float
    criterion_names: tuple[str, ...]
    values_a: FloatArray
    values_b: FloatArray
    contributions: FloatArray
    logarithmic: bool = False
    candidate_labels: Mapping[str, Label] = field(default_factory=dict)
    criterion_labels: Mapping[str, Label] = field(default_factory=dict)

    _decoders = {
        "criterion_names": tuple,
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
