"""Ranks in every universe of choices, and which choice moves them."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass, field
from itertools import product
from typing import Any

import numpy as np

from kadmcdm import _frames, _text, core
from kadmcdm._arrays import ReadOnlyDict
from kadmcdm._provenance import Result, floats, integers
from kadmcdm._table import Display, Table
from kadmcdm._typing import FloatArray, FrameBackend, IntArray, Label, Language
from kadmcdm.errors import Fault, brief, raise_faults, unknown_names

__all__ = ["SOURCES", "Multiverse"]

SOURCES = ("method", "scheme", "dropped", "interactions", "draws")
"""What ranks vary by: the three choices, their interplay, and the drawn weights."""


@dataclass(frozen=True, slots=True, eq=False, kw_only=True)
class Multiverse(Result, Display):
    """Ranks under every combination of choices.

    Parameters
    ----------
    candidate_names, criterion_names : tuple of str
    method_labels : tuple of str
        The M methods that the data allow.
    methods : tuple of dict
        Names and parameters.
    refused : mapping of str to str
        The methods that were left out, and why.
    scheme_labels : tuple of str
        The S weightings.
    weights : (S, n) array
        What each of them says.
    dropped : tuple of str or None
        The D criteria that were left out in turn; None for none of them.
    n_samples : int
        Drawn weight vectors around each weighting, besides its own.
    concentration : float or None
        How tightly they lie around it; None without draws.
    seed : int or None
        Of `rng`; None without draws.
    ranks : (U, m) array of int
        Competition ranks (1, 2, 2, 4), a row per universe; U = M S D (1 + n_samples), in the
        order of `choices`: the method changes slowest, the draw fastest.
    digest : str
        SHA-256 of the problem.
    candidate_labels, criterion_labels : mapping
        What people read instead of names.

    Attributes
    ----------
    choices : list of dict
        What makes each universe: ``"method"``, ``"scheme"``, ``"dropped"``, ``"draw"`` (0 for the
        weights as they were said).
    mean_ranks : (m,) array
    rank_ranges : (m, 2) array of int
        Best and worst rank of each candidate.
    central_ranges : (m, 2) array of int
        The 5th and the 95th percentile of its ranks; at least 90 % lie between them.
    first_shares : (m,) array
        The share of universes in which a candidate is first, alone or tied.
    variance_shares : (m, 5) array
        The share of a candidate's rank variance that each of `SOURCES` explains: method, scheme,
        dropped, interactions, draws. Rows sum to 1, or are all 0 where the rank never changes.
    pooled_shares : (5,) array
        The same for all candidates together.

    Examples
    --------
    >>> import kadmcdm as kd
    >>> problem = kd.DecisionProblem.from_arrays([[1, 9], [2, 8], [3, 4]], ["benefit", "cost"])
    >>> found = kd.multiverse(problem, [kd.TOPSIS(), kd.WeightedSum()], [kd.EqualWeights()])
    >>> found.ranks.shape, found.choices[0]["method"], found.first_shares.tolist()
    ((6, 3), 'TOPSIS (vector)', [0.0, 0.0, 1.0])
    """

    candidate_names: tuple[str, ...]
    criterion_names: tuple[str, ...]
    method_labels: tuple[str, ...]
    methods: tuple[dict[str, Any], ...]
    refused: Mapping[str, str]
    scheme_labels: tuple[str, ...]
    weights: FloatArray
    dropped: tuple[str | None, ...]
    n_samples: int
    concentration: float | None
    seed: int | None
    ranks: IntArray
    digest: str
    candidate_labels: Mapping[str, Label] = field(default_factory=dict)
    criterion_labels: Mapping[str, Label] = field(default_factory=dict)

    _decoders = {
        "candidate_names": tuple,
        "criterion_names": tuple,
        "method_labels": tuple,
        "methods": tuple,
        "refused": ReadOnlyDict,
        "scheme_labels": tuple,
        "weights": floats,
        "dropped": tuple,
        "ranks": integers,
        "candidate_labels": ReadOnlyDict,
        "criterion_labels": ReadOnlyDict,
    }

    @property
    def shape(self) -> tuple[int, int, int, int]:
        """Methods, weightings, dropped criteria, and weight vectors: U is their product."""
        levels = (self.method_labels, self.scheme_labels, self.dropped)
        a, b, c = map(len, levels)
        return a, b, c, 1 + self.n_samples

    @property
    def choices(self) -> list[dict[str, Any]]:
        """What makes each universe, a dict per row of `ranks`."""
        levels = (self.method_labels, self.scheme_labels, self.dropped, range(1 + self.n_samples))
        keys = ("method", "scheme", "dropped", "draw")
        return [dict(zip(keys, each, strict=True)) for each in product(*levels)]

    @property
    def mean_ranks(self) -> FloatArray:
        """(m,) array: the mean over all universes."""
        mean: FloatArray = self.ranks.mean(axis=0)
        return mean

    @property
    def rank_ranges(self) -> IntArray:
        """(m, 2) array of int: best and worst rank of each candidate."""
        return np.stack([self.ranks.min(axis=0), self.ranks.max(axis=0)], axis=1)

    @property
    def central_ranges(self) -> IntArray:
        """(m, 2) array of int: the 5th and the 95th percentile of each candidate's ranks."""
        found = np.quantile(self.ranks, [0.05, 0.95], axis=0, method="inverted_cdf")
        return found.T.astype(np.int64)

    @property
    def first_shares(self) -> FloatArray:
        """(m,) array: the share of universes in which a candidate is first, alone or tied."""
        return self.top_shares(1)

    def top_shares(self, t: int) -> FloatArray:
        """Return the share of universes in which each candidate has rank t or better.

        Parameters
        ----------
        t : int
            1 or more.

        Returns
        -------
        (m,) array

        Raises
        ------
        InputError
            For what is no number of ranks.
        """
        if isinstance(t, bool) or not isinstance(t, (int, np.integer)) or t < 1:
            raise_faults([Fault("t", "no number of ranks", brief(t), "a whole number >= 1")])
        shares: FloatArray = (self.ranks <= t).mean(axis=0)
        return shares

    def winning(self, a: str, b: str) -> float:
        """Return the share of universes in which a stands above b.

        Raises
        ------
        InputError
            For an unknown candidate.
        """
        raise_faults(list(unknown_names([a, b], self.candidate_names, "candidate")))
        i, j = self.candidate_names.index(a), self.candidate_names.index(b)
        return float((self.ranks[:, i] < self.ranks[:, j]).mean())

    @property
    def variance_shares(self) -> FloatArray:
        """(m, 5) array: the share of a candidate's rank variance that each source explains."""
        return core.variance_shares(self._sums())

    @property
    def pooled_shares(self) -> FloatArray:
        """(5,) array: the share of all candidates' rank variance that each source explains."""
        return core.variance_shares(self._sums().sum(axis=0))

    def explained(self, candidate: str) -> dict[str, float]:
        """Return the share of a candidate's rank variance by source: ``{"method": 0.6, ...}``.

        Raises
        ------
        InputError
            For an unknown candidate.
        """
        raise_faults(list(unknown_names([candidate], self.candidate_names, "candidate")))
        shares = self.variance_shares[self.candidate_names.index(candidate)]
        return dict(zip(SOURCES, shares.tolist(), strict=True))

    def _sums(self) -> FloatArray:
        return core.sums_of_squares(self.ranks.T.reshape(-1, *self.shape), 3)

    def tables(self, lang: Language = "en") -> tuple[Table, ...]:
        """Return rank intervals, what explains them, and what was left out; best on average first.

        A rank that never changes has nothing to explain: a dash.
        """
        words = _WORDS[lang]
        names = [_text.label_of(self.candidate_labels, n, lang) for n in self.candidate_names]
        by_rank = np.argsort(self.mean_ranks, kind="stable")
        ranges, central = self.rank_ranges, self.central_ranges
        firsts, thirds = self.first_shares.tolist(), self.top_shares(3).tolist()
        rows = tuple(
            (
                names[i],
                _text.number(float(self.mean_ranks[i]), 2, lang),
                _range(ranges[i]),
                _range(central[i]),
                _text.percent(firsts[i], lang, 1),
                _text.percent(thirds[i], lang, 1),
            )
            for i in by_rank
        )
        first, top = _text.say("first_share", lang), _text.say("top_three", lang)
        headers = (_text.say("candidate", lang), *words["ranks"], first, top)
        counts = [
            f"{word}: {_text.number(count, 0, lang)}"
            for word, count in zip(words["counts"], self.shape, strict=True)
            if self.n_samples or word != words["counts"][-1]
        ]
        total = _text.number(math.prod(self.shape), 0, lang)
        caption = f"{words['universes'][0]}: {total} ({', '.join(counts)})"
        if self.seed is not None:
            caption += f"; {_text.say('seed', lang)}: {self.seed}"
        intervals = Table(headers, rows, frozenset(range(1, len(headers))), caption=caption)
        shown = len(SOURCES) if self.n_samples else len(SOURCES) - 1  # no draws, no column
        sources = [*self.variance_shares[by_rank, :shown], self.pooled_shares[:shown]]
        called = [*(names[i] for i in by_rank), words["all"][0]]
        lines = tuple(
            (name, *(_text.percent(share if row.any() else None, lang) for share in row.tolist()))
            for name, row in zip(called, sources, strict=True)
        )
        headers = (_text.say("candidate", lang), *words["sources"][:shown])
        numeric = frozenset(range(1, len(headers)))
        parts = [intervals, Table(headers, lines, numeric, title=words["title"][0])]
        if self.refused:
            headers = (_text.say("method", lang), words["reason"][0])
            parts.append(Table(headers, tuple(self.refused.items()), title=words["refused"][0]))
        return tuple(parts)

    def to_frame(self, *, backend: FrameBackend = "pandas") -> Any:
        """Return a row per universe: its choices, then the rank of each candidate.

        Parameters
        ----------
        backend : "pandas", "polars" or "pyarrow"
            Whose frame it is; rows are named by a pandas index, else by the first column.

        Returns
        -------
        data frame
            Columns ``method``, ``scheme``, ``dropped`` (empty text for none), ``draw``, and one
            per candidate.
        """
        columns: dict[str, Any] = {key: [] for key in ("method", "scheme", "dropped", "draw")}
        for choice in self.choices:
            for key, value in choice.items():
                columns[key].append("" if value is None else value)
        taken = {key: f"{key} (candidate)" for key in columns}
        for i, name in enumerate(self.candidate_names):
            columns[taken.get(name, name)] = self.ranks[:, i]
        return _frames.to_frame(columns, backend=backend)

    @classmethod
    def from_dict(cls, data: Mapping[str, Any]) -> Multiverse:
        """Read back what `to_dict` wrote.

        Raises
        ------
        InputError
            For missing or unknown keys, or ranks that are not one per universe and candidate.
        """
        found = super(Multiverse, cls).from_dict(data)
        expected = (math.prod(found.shape), len(found.candidate_names))
        if found.ranks.shape != expected:
            what, got = "not one per universe and candidate", str(found.ranks.shape)
            raise_faults([Fault("Multiverse.ranks", what, got, str(expected))])
        return found


_WORDS: Mapping[Language, Mapping[str, tuple[str, ...]]] = {
    "en": {
        "ranks": ("mean rank", "all ranks", "90% of ranks"),
        "universes": ("universes",),
        "counts": ("methods", "weightings", "sets of criteria", "weight vectors"),
        "title": ("what explains the variance of ranks",),
        "sources": ("method", "weighting", "dropped criterion", "interactions", "draws"),
        "all": ("all candidates",),
        "refused": ("methods left out",),
        "reason": ("reason",),
    },
    "id": {
        "ranks": ("peringkat rata-rata", "semua peringkat", "90% peringkat"),
        "universes": ("semesta",),
        "counts": ("metode", "pembobotan", "susunan kriteria", "vektor bobot"),
        "title": ("apa yang menjelaskan ragam peringkat",),
        "sources": ("metode", "pembobotan", "kriteria yang dibuang", "interaksi", "bobot acak"),
        "all": ("semua calon",),
        "refused": ("metode yang tidak dipakai",),
        "reason": ("alasan",),
    },
}


def _range(pair: IntArray) -> str:
    low, high = pair.tolist()
    return f"{low}" if low == high else f"{low}-{high}"
