"""One ranking of several, and how far they are from it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any, Literal, TypeAlias

import numpy as np

from kadmcdm import _frames, _text, core
from kadmcdm._arrays import ReadOnlyDict
from kadmcdm._provenance import Result, floats, integers
from kadmcdm._table import Display, Table
from kadmcdm._typing import FloatArray, FrameBackend, IntArray, Label, Language
from kadmcdm.core.aggregation import preference_counts
from kadmcdm.errors import Fault, InputError, raise_faults

__all__ = ["AggregatedRanking", "AggregationRule"]

AggregationRule: TypeAlias = Literal["borda", "copeland", "kemeny"]


@dataclass(frozen=True, slots=True, eq=False, kw_only=True)
class AggregatedRanking(Result, Display):
    """One ranking of several.

    Parameters
    ----------
    candidate_names : tuple of str
    labels : tuple of str
        What each of the k rankings is called.
    rankings : (k, m) array of int
        Competition ranks (1, 2, 2, 4) in each.
    rule : str
        ``"borda"``, ``"copeland"`` or ``"kemeny"``.
    scores : (m,) array
        Borda: points per ranking, 0 to m - 1. Copeland: -1 to 1. Kemeny: candidates behind.
    ranks : (m,) array of int
        Competition ranks; Kemeny's are an order without ties.
    n_optimal : int or None
        Kemeny: how many orders are as good, where they were counted.
    unsettled : tuple of pairs of str
        Kemeny: candidates whose order those good ones do not agree on.
    status : str or None
        Kemeny: ``"optimal"``, or ``"time_limit"`` where better orders may exist.
    gap : float or None
        Kemeny: by what share of its disagreement the order may be worse than the best, 0 to 1.
    candidate_labels : mapping
        What people read instead of names.

    Attributes
    ----------
    order : tuple of str
        Best first, ties in input order.
    winners : tuple of str
        Everyone of rank 1.
    distances : (k,) array
        Pairs that each ranking orders the other way, and half of those that only one of the two
        ties.
    total_distance : float
        Their sum.
    condorcet_winner : str or None
        Who beats every other candidate by a majority of the rankings, if anybody does.

    Examples
    --------
    >>> import kadmcdm as kd
    >>> votes = {"Ani": ["a", "b", "c"], "Budi": ["a", "c", "b"], "Citra": ["b", "a", "c"]}
    >>> found = kd.aggregate_ranks(votes, "kemeny")
    >>> found.order, found.n_optimal, found.distances.tolist(), found.condorcet_winner
    (('a', 'b', 'c'), 1, [0.0, 1.0, 1.0], 'a')
    """

    candidate_names: tuple[str, ...]
    labels: tuple[str, ...]
    rankings: IntArray
    rule: AggregationRule
    scores: FloatArray
    ranks: IntArray
    n_optimal: int | None = None
    unsettled: tuple[tuple[str, str], ...] = ()
    status: Literal["optimal", "time_limit"] | None = None
    gap: float | None = None
    candidate_labels: Mapping[str, Label] = field(default_factory=dict)

    _decoders = {
        "candidate_names": tuple,
        "labels": tuple,
        "rankings": integers,
        "scores": floats,
        "ranks": integers,
        "unsettled": lambda pairs: tuple(map(tuple, pairs)),
        "candidate_labels": ReadOnlyDict,
    }

    @property
    def order(self) -> tuple[str, ...]:
        """Names, best first; ties in input order."""
        return tuple(self.candidate_names[i] for i in np.argsort(self.ranks, kind="stable"))

    @property
    def winners(self) -> tuple[str, ...]:
        """Everyone of rank 1."""
        return tuple(self.candidate_names[i] for i in np.flatnonzero(self.ranks == 1))

    @property
    def distances(self) -> FloatArray:
        """(k,) array: pairs that each ranking orders otherwise; a tie in one of both is half."""
        return core.kemeny_distance(self.rankings, self.ranks)

    @property
    def total_distance(self) -> float:
        """The sum of the distances."""
        return float(self.distances.sum())

    @property
    def condorcet_winner(self) -> str | None:
        """Who beats every other candidate by a majority of the rankings."""
        counts = preference_counts(self.rankings)
        beats = (counts > counts.T).sum(axis=1) == len(counts) - 1
        return self.candidate_names[int(np.argmax(beats))] if beats.any() else None

    def describe(self, lang: Language = "en") -> str:
        """Return who is first, by what rule, and how far the rankings are from it, in sentences."""
        words = _WORDS[lang]
        tied = len(self.winners) > 1
        first = _text.listed([self._label(name, lang) for name in self.winners], lang)
        said = [
            words["tied" if tied else "first"].format(
                first=first, rule=words[self.rule], k=_text.number(len(self.labels), 0, lang)
            )
        ]
        top = self.condorcet_winner
        said.append(
            words["no_majority"]
            if top is None
            else words["majority"].format(self._label(top, lang))
        )
        return " ".join([*said, *self._kemeny(lang)])

    def _kemeny(self, lang: Language) -> Iterator[str]:
        """Yield how good an order is, and who might stand otherwise in it."""
        words = _WORDS[lang]
        if self.status == "time_limit":
            yield words["stopped"].format(_text.percent(self.gap, lang, 1))
        elif self.status is not None and self.n_optimal is None:
            yield words["uncounted"]
        elif self.n_optimal == 1:
            yield words["only"]
        elif self.n_optimal is not None:
            n = _text.number(self.n_optimal, 0, lang)
            shown = [f"{self._label(a, lang)} / {self._label(b, lang)}" for a, b in self.unsettled]
            more = len(shown) - 5
            pairs = ", ".join(shown[:5]) + (f", ... (+{more})" if more > 0 else "")
            yield words["several"].format(n=n, pairs=pairs)

    def _label(self, name: str, lang: Language) -> str:
        return _text.label_of(self.candidate_labels, name, lang)

    def tables(self, lang: Language = "en") -> tuple[Table, ...]:
        """Return the ranking, with the range of each candidate's ranks; then the distances."""
        words = _WORDS[lang]
        low, high = self.rankings.min(axis=0).tolist(), self.rankings.max(axis=0).tolist()
        shown = _text.places(self.ranks.tolist())
        rows = tuple(
            (
                shown[i],
                self._label(self.candidate_names[i], lang),
                _text.number(float(self.scores[i]), 0 if self.rule == "kemeny" else 2, lang),
                f"{low[i]}" if low[i] == high[i] else f"{low[i]}-{high[i]}",
            )
            for i in np.argsort(self.ranks, kind="stable")
        )
        rank, candidate = _text.say("rank", lang), _text.say("candidate", lang)
        headers = (rank, candidate, words[f"{self.rule}_score"], words["range"])
        whole = Table(headers, rows, frozenset({0, 2, 3}), words[self.rule], self.describe(lang))
        lines: tuple[tuple[str, ...], ...] = tuple(
            (label, _text.number(float(distance), 1, lang))
            for label, distance in zip(self.labels, self.distances, strict=True)
        )
        m = len(self.candidate_names)
        pairs = words["pairs"].format(_text.number(m * (m - 1) // 2, 0, lang))
        named = (_text.say("ranking", lang), words["distance"])
        return (whole, Table(named, lines, frozenset({1}), words["distances"], pairs))

    def to_frame(self, *, backend: FrameBackend = "pandas") -> Any:
        """Return a row per candidate, best first: rank, score, then its rank in each ranking.

        Parameters
        ----------
        backend : "pandas", "polars" or "pyarrow"
            Whose frame it is; rows are named by a pandas index, else by the first column.

        Returns
        -------
        data frame
            Columns ``rank``, ``score``, and one per ranking.
        """
        by_rank = np.argsort(self.ranks, kind="stable")
        columns: dict[str, Any] = {"rank": self.ranks[by_rank], "score": self.scores[by_rank]}
        for label, view in zip(self.labels, self.rankings, strict=True):
            columns[f"{label} (ranking)" if label in columns else label] = view[by_rank]
        return _frames.to_frame(columns, index=self.order, name="candidate", backend=backend)

    @classmethod
    def from_dict(cls, data: Mapping[str, Any]) -> AggregatedRanking:
        """Read back what `to_dict` wrote.

        Raises
        ------
        InputError
            For missing or unknown keys, ranks that are not one per ranking and candidate, or that
            contradict the scores.
        """
        found = super(AggregatedRanking, cls).from_dict(data)
        m = len(found.candidate_names)
        shapes = {"rankings": (len(found.labels), m), "scores": (m,), "ranks": (m,)}
        raise_faults(
            [
                Fault(f"AggregatedRanking.{key}", "wrong shape", str(array.shape), str(shape))
                for key, shape in shapes.items()
                if (array := getattr(found, key)).shape != shape
            ]
        )
        if not np.array_equal(found.ranks, core.ranks(found.scores)):
            raise InputError([Fault("AggregatedRanking.ranks", "they contradict the scores")])
        return found


_WORDS: Mapping[Language, Mapping[str, str]] = {
    "en": {
        "borda": "Borda's rule", "copeland": "Copeland's rule", "kemeny": "Kemeny-Young order",
        "borda_score": "points per ranking", "copeland_score": "majorities won less lost",
        "kemeny_score": "candidates behind", "range": "ranks given",
        "distance": "distance", "distances": "how far each ranking is from it",
        "pairs": "pairs ordered the other way, of {}; a tie in one of the two counts half",
        "first": "{first} is first ({rule}, {k} rankings).",
        "tied": "{first} share the first rank ({rule}, {k} rankings).",
        "majority": "{} beats every other candidate by a majority.",
        "no_majority": "Nobody beats every other candidate by a majority.",
        "only": "No other order contradicts as few pairs.",
        "several": "{n} orders contradict equally few pairs; they leave open: {pairs}.",
        "uncounted": "No order contradicts fewer pairs; whether others do as well was not counted.",
        "stopped": "The search was stopped; the order may contradict up to {} fewer pairs.",
    },
    "id": {
        "borda": "Aturan Borda", "copeland": "Aturan Copeland", "kemeny": "Urutan Kemeny-Young",
        "borda_score": "poin per pemeringkatan", "copeland_score": "mayoritas menang kurang kalah",
        "kemeny_score": "calon di bawahnya", "range": "peringkat yang diberikan",
        "distance": "jarak", "distances": "jarak tiap pemeringkatan",
        "pairs": "pasangan yang urutannya terbalik, dari {}; seri pada salah satunya dihitung ½",
        "first": "{first} berada di peringkat pertama ({rule}, {k} pemeringkatan).",
        "tied": "{first} sama-sama di peringkat pertama ({rule}, {k} pemeringkatan).",
        "majority": "{} mengungguli setiap calon lain menurut suara terbanyak.",
        "no_majority": "Tidak ada yang mengungguli setiap calon lain menurut suara terbanyak.",
        "only": "Tidak ada urutan lain yang bertentangan dengan pasangan sesedikit itu.",
        "several": "{n} urutan sama baiknya; yang belum pasti: {pairs}.",
        "uncounted": "Tidak ada urutan yang lebih baik; apakah ada yang sama baik tidak dihitung.",
        "stopped": "Pencarian dihentikan; urutan ini mungkin masih dapat lebih baik hingga {}.",
    },
}  # fmt: skip
