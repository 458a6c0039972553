"""Diagnostics of criteria as a result: figures, and sentences for people."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any, NamedTuple

import numpy as np

from kadmcdm import _frames, _text
from kadmcdm._arrays import ReadOnlyDict
from kadmcdm._provenance import Result, floats, integers, optional_floats
from kadmcdm._table import Display, Table
from kadmcdm._typing import BoolArray, FloatArray, FrameBackend, IntArray, Label, Language

__all__ = ["CorrelatedPair", "Diagnostics"]

HIGH = 0.9
"""A correlation above this, in size, may be double counting."""

NARROW = 0.01
"""A criterion that varies by no more than this share of its largest size."""

APART = 0.10
"""An effective weight that differs by more than this from the nominal one gets a sentence."""

ROUNDING = 1e-9
"""A relative allowance at the limits above, for figures such as (1 - 0.99) / 1."""

_WORDS: Mapping[Language, Mapping[str, str]] = {
    "en": {
        "varies": "varies by", "filled": "filled", "explains": "explains",
        "same": "{} and {} say nearly the same (Pearson {}, Spearman {}): possible double counting",
        "opposite": "{} and {} pull against each other (Pearson {}, Spearman {}): what one gains "
        "the other loses",
        "narrow": "{} varies by {} of its size, and would span the whole scale under minmax{}",
        "bounds": ": say its bounds",
        "constant": "{} is the same for all: it separates nobody",
        "few": "fewer than three candidates: correlations say nothing",
        "gaps": "{}: {} of {} values were missing and filled (policy {})",
        "without": "left out for missing values: {}",
        "apart": "{} has a weight of {} and explains {} of the variance of the scores",
        "level": "the scores do not vary: no weight explains anything",
    },
    "id": {
        "varies": "beragam", "filled": "diisi", "explains": "menjelaskan",
        "same": "{} dan {} mengatakan hal yang hampir sama (Pearson {}, Spearman {}): mungkin "
        "terhitung ganda",
        "opposite": "{} dan {} saling berlawanan (Pearson {}, Spearman {}): yang satu naik, yang "
        "lain turun",
        "narrow": "{} beragam {} dari besarnya, dan akan memenuhi seluruh skala pada minmax{}",
        "bounds": ": tentukan batasnya",
        "constant": "{} sama untuk semua: tidak membedakan",
        "few": "kurang dari tiga calon: korelasi tidak bermakna",
        "gaps": "{}: {} dari {} nilai kosong dan diisi (aturan {})",
        "without": "tidak diikutkan karena nilai kosong: {}",
        "apart": "{} berbobot {} dan menjelaskan {} dari ragam skor",
        "level": "skor tidak beragam: tidak ada bobot yang menjelaskan apa pun",
    },
}  # fmt: skip


class CorrelatedPair(NamedTuple):
    """Two criteria that put candidates in nearly the same order, or in the opposite one.

    Attributes
    ----------
    a, b : str
    pearson, spearman : float
        Of oriented values: 1 is the same, -1 the opposite.

    Examples
    --------
    >>> import kadmcdm as kd
    >>> problem = kd.DecisionProblem.from_arrays([[1, 9], [2, 8], [4, 6]], ["benefit", "cost"])
    >>> [(pair.a, pair.b, round(pair.pearson, 3)) for pair in kd.diagnostics(problem).correlated]
    [('c1', 'c2', 1.0)]
    """

    a: str
    b: str
    pearson: float
    spearman: float


@dataclass(frozen=True, slots=True, eq=False, kw_only=True)
class Diagnostics(Result, Display):
    """What a table of performances says about its criteria, before they are weighed.

    Parameters
    ----------
    criterion_names : tuple of str
        n of them.
    n_candidates : int
    pearson, spearman : (n, n) array
        Correlations of oriented values; NaN for constant criteria, and for fewer than three
        candidates.
    variation : (n,) array
        (largest - smallest) / largest size; 0 for constant criteria, at most 2.
    bounded : (n,) array of bool
        Criteria that have bounds.
    missing : str or None
        The policy for missing cells; None where the problem was not read from a table.
    filled : (n,) array of int
        Cells that were filled under that policy.
    dropped_candidates, dropped_criteria : tuple of str
        Left out under that policy.
    weights, effective_weights : (n,) array or None
        As given, and the share of the scores' variance that each criterion explains; the latter
        sum to 1, may be negative, and are NaN where scores do not vary. None without weights.
    method : dict
        Name and parameters.
    digest : str
        SHA-256 of the problem.
    criterion_labels : mapping
        What people read instead of names.

    Attributes
    ----------
    correlated : tuple of CorrelatedPair
        Pairs with either correlation above 0.9 in size.
    narrow : tuple of str
        Criteria that vary by at most 1 % of their largest size, but are not constant.
    constant : tuple of str
        Criteria that are the same for all.
    coverage : (n,) array
        The share of the values that was there, not filled.

    Examples
    --------
    >>> import kadmcdm as kd
    >>> problem = kd.DecisionProblem.from_arrays([[1, 10], [2, 10.1]], ["benefit", "benefit"])
    >>> kd.diagnostics(problem).narrow
    ('c2',)
    """

    criterion_names: tuple[str, ...]
    n_candidates: int
    pearson: FloatArray
    spearman: FloatArray
    variation: FloatArray
    bounded: BoolArray
    missing: str | None
    filled: IntArray
    dropped_candidates: tuple[str, ...]
    dropped_criteria: tuple[str, ...]
    weights: FloatArray | None
    effective_weights: FloatArray | None
    method: dict[str, Any]
    digest: str
    criterion_labels: Mapping[str, Label] = field(default_factory=dict)

    _decoders = {
        "criterion_names": tuple,
        "pearson": floats,
        "spearman": floats,
        "variation": floats,
        "bounded": lambda flags: np.array(flags, dtype=np.bool_),
        "filled": integers,
        "dropped_candidates": tuple,
        "dropped_criteria": tuple,
        "weights": optional_floats,
        "effective_weights": optional_floats,
        "criterion_labels": ReadOnlyDict,
    }

    @property
    def correlated(self) -> tuple[CorrelatedPair, ...]:
        """Pairs with either correlation above 0.9 in size, the strongest first."""
        size = np.fmax(np.abs(self.pearson), np.abs(self.spearman))
        pairs = [
            (-size[i, j], i, j)
            for i, j in np.argwhere(np.triu(size > HIGH * (1 + ROUNDING), 1)).tolist()
        ]
        names = self.criterion_names
        return tuple(
            CorrelatedPair(
                names[i], names[j], float(self.pearson[i, j]), float(self.spearman[i, j])
            )
            for _, i, j in sorted(pairs)
        )

    @property
    def narrow(self) -> tuple[str, ...]:
        """Criteria that vary by at most 1 % of their largest size, but are not constant."""
        few = (self.variation > 0.0) & (self.variation <= NARROW * (1 + ROUNDING))
        return tuple(self.criterion_names[j] for j in np.flatnonzero(few))

    @property
    def constant(self) -> tuple[str, ...]:
        """Criteria that are the same for all."""
        return tuple(self.criterion_names[j] for j in np.flatnonzero(self.variation == 0.0))

    @property
    def coverage(self) -> FloatArray:
        """(n,) array: the share of the values that was there, not filled."""
        share: FloatArray = 1.0 - self.filled / self.n_candidates
        return share

    def sentences(self, lang: Language = "en") -> tuple[str, ...]:
        """Return what deserves a look, one sentence each; nothing where nothing does.

        Returns
        -------
        tuple of str
        """
        return tuple(self._sentences(lang))

    def _sentences(self, lang: Language) -> Iterator[str]:
        words = _WORDS[lang]
        for pair in self.correlated:
            a, b = self._label(pair.a, lang), self._label(pair.b, lang)
            figures = [_text.number(value, 2, lang) for value in (pair.pearson, pair.spearman)]
            same = pair.pearson + pair.spearman > 0
            yield words["same" if same else "opposite"].format(a, b, *figures)
        if self.n_candidates < 3:
            yield words["few"]
        for name in self.narrow:
            j = self.criterion_names.index(name)
            by = _text.percent(float(self.variation[j]), lang, 1)
            hint = "" if self.bounded[j] else words["bounds"]
            yield words["narrow"].format(self._label(name, lang), by, hint)
        for name in self.constant:
            yield words["constant"].format(self._label(name, lang))
        for j in np.flatnonzero(self.filled).tolist():
            name = self._label(self.criterion_names[j], lang)
            yield words["gaps"].format(name, self.filled[j], self.n_candidates, self.missing)
        for names in (self.dropped_candidates, self.dropped_criteria):
            if names:
                yield words["without"].format(_text.listed(names, lang))
        if self.weights is None or self.effective_weights is None:
            return
        if np.isnan(self.effective_weights).any():
            yield words["level"]
        apart = np.abs(self.effective_weights - self.weights)
        for j in np.flatnonzero(apart > APART * (1 + ROUNDING)).tolist():
            both = (self.weights[j], self.effective_weights[j])
            shown = [_text.percent(float(value), lang) for value in both]
            yield words["apart"].format(self._label(self.criterion_names[j], lang), *shown)

    def tables(self, lang: Language = "en") -> tuple[Table, ...]:
        """Return a row per criterion, then the sentences."""
        words = _WORDS[lang]
        headers = [_text.say("criterion", lang), words["varies"], words["filled"]]
        columns = [
            [_text.percent(float(value), lang) for value in self.variation],
            [_text.number(float(value), 0, lang) for value in self.filled],
        ]
        if self.weights is not None and self.effective_weights is not None:
            headers += [_text.say("weight", lang), words["explains"]]
            for values in (self.weights, self.effective_weights):
                columns.append([_text.percent(float(value), lang) for value in values])
        names = [self._label(name, lang) for name in self.criterion_names]
        rows = tuple(zip(names, *columns, strict=True))
        table = Table(tuple(headers), rows, frozenset(range(1, len(headers))))
        said = tuple((sentence,) for sentence in self.sentences(lang))
        return (table, Table((_text.say("note", lang),), said)) if said else (table,)

    def _label(self, name: str, lang: Language) -> str:
        return _text.label_of(self.criterion_labels, name, lang)

    def to_frame(self, *, backend: FrameBackend = "pandas") -> Any:
        """Return a row per criterion: variation, coverage, weight and effective weight.

        Parameters
        ----------
        backend : "pandas", "polars" or "pyarrow"
            Whose frame it is; rows are named by a pandas index, else by the first column.
        """
        columns: dict[str, Any] = {"variation": self.variation, "coverage": self.coverage}
        if self.weights is not None:
            columns |= {"weight": self.weights, "effective_weight": self.effective_weights}
        return _frames.to_frame(
            columns, index=self.criterion_names, name="criterion", backend=backend
        )
