"""The best coalitions: which, how good, what each member adds, and how they were found."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Literal, TypeAlias

import numpy as np

from kadmcdm import _frames, _text, core
from kadmcdm._arrays import ReadOnlyDict
from kadmcdm._provenance import Result, digest, floats
from kadmcdm._table import Display, Table
from kadmcdm._typing import FloatArray, FrameBackend, Language
from kadmcdm.errors import raise_faults, unknown_names
from kadmcdm.partnership.regions import RegionTable
from kadmcdm.problem import DecisionProblem
from kadmcdm.weighting import Weights

SearchUsed: TypeAlias = Literal["bound", "enumerate", "connected"]

SHOWN = 20
"""Coalitions that the table shows."""


@dataclass(frozen=True, slots=True, eq=False, kw_only=True)
class CoalitionSearch(Result, Display):
    """The exact best of all coalitions of one size, best first.

    Parameters
    ----------
    table : RegionTable
    problem : DecisionProblem
        The r coalitions that were found, measured by each criterion. Ranking it gives other scores:
        its norms and ideals are those of the answers alone.
    weights : Weights
    operators : tuple of str
        What measured each criterion.
    size : int
    initiator : str or None
    contiguous : bool or None
    top : int
        How many were asked for.
    coalitions : tuple of tuple of str
        Codes, ascending; ordered by loss, then by codes.
    scores : (r,) array
        Closeness among all coalitions of the size, in [0, 1].
    losses : (r,) array
        Squared distance to the ideal over that to the anti-ideal.
    marginal_values : (r, size) array
        For each member, in the order of the codes: the score of the coalition less that of the
        others without it, on the same norms and ideals (a value beyond an ideal counts as the
        ideal). NaN for pairs, since a region alone is no coalition; for the initiator, where an
        operator depends on who asks; and where an operator knows nothing of the smaller coalition.
    screened : mapping of str to int
        How many coalitions each rule removed among those that are as good as the answers or
        better (all, where fewer than `top` are left).
    unchecked : tuple of str
        Rules that could not be checked for every answer.
    search : "bound", "enumerate" or "connected"
        What found them.
    total, scored : int
        How many coalitions there are, and how many losses were computed.

    Attributes
    ----------
    share_scored : float
    digest : str
        SHA-256 of the table, the criteria and their operators, the weights, and the question.

    Examples
    --------
    >>> import kadmcdm as kd
    >>> from kadmcdm.partnership import HaversineKm, OperatorCriterion, search_coalitions
    >>> near = OperatorCriterion(kd.Criterion("distance", "cost"), HaversineKm())
    >>> found = search_coalitions(kd.datasets.east_java(), [near], [1], size=3, initiator="35.22")
    >>> found.coalitions[0], found.total
    (('35.18', '35.19', '35.22'), 741)
    """

    table: RegionTable
    problem: DecisionProblem
    weights: Weights
    operators: tuple[str, ...]
    size: int
    initiator: str | None
    contiguous: bool | None
    top: int
    coalitions: tuple[tuple[str, ...], ...]
    scores: FloatArray
    losses: FloatArray
    marginal_values: FloatArray
    screened: Mapping[str, int]
    unchecked: tuple[str, ...]
    search: SearchUsed
    total: int
    scored: int

    _decoders = {
        "table": RegionTable.from_dict,
        "problem": DecisionProblem.from_dict,
        "weights": Weights.from_dict,
        "operators": tuple,
        "coalitions": lambda data: tuple(map(tuple, data)),
        "scores": floats,
        "losses": lambda data: floats([float(value) for value in data]),
        "marginal_values": floats,
        "unchecked": tuple,
    }

    def __post_init__(self) -> None:
        """Freeze the mapping."""
        Result.__post_init__(self)
        object.__setattr__(self, "screened", ReadOnlyDict(self.screened))

    @property
    def share_scored(self) -> float:
        """The share of all coalitions whose loss was computed."""
        return self.scored / self.total

    @property
    def digest(self) -> str:
        """SHA-256 of the table, the criteria and their operators, the weights, and the question."""
        criteria = [f"{c.name} {c.direction}" for c in self.problem.criteria]
        question = f"{self.size} {self.initiator} {self.contiguous} {self.top}"
        texts = [self.table.digest, *criteria, *self.operators, question]
        return digest(texts, [self.weights.values])

    def marginal(self, coalition: str) -> dict[str, float]:
        """Return what each member adds to a coalition.

        Parameters
        ----------
        coalition : str
            Codes, ascending, joined by "+".

        Returns
        -------
        dict of str to float

        Raises
        ------
        InputError
            For one that is no answer.

        Examples
        --------
        >>> import kadmcdm as kd
        >>> from kadmcdm.partnership import JointScale, OperatorCriterion, search_coalitions
        >>> people = OperatorCriterion(kd.Criterion("people", "benefit"), JointScale("population"))
        >>> found = search_coalitions(kd.datasets.east_java(), [people], [1], size=3, top=2)
        >>> {code: round(v, 3) for code, v in found.marginal("35.07+35.09+35.78").items()}
        {'35.07': 0.348, '35.09': 0.333, '35.78': 0.384}
        """
        names = self.problem.candidate_names
        raise_faults(list(unknown_names([coalition], names, "coalition")))
        row = names.index(coalition)
        return dict(zip(self.coalitions[row], self.marginal_values[row].tolist(), strict=True))

    def tables(self, lang: Language = "en") -> tuple[Table, ...]:
        """Return the best coalitions, and what each member adds to the first."""
        words = _WORDS[lang]
        places = _text.places(core.ranks(self.scores).tolist())
        rows = tuple(
            (
                place,
                self._named(row, lang),
                _text.number(float(score), 3, lang),
            )
            for place, row, score in zip(places, self.coalitions, self.scores, strict=True)
        )
        heads = (_text.say("rank", lang), words["members"], _text.say("score", lang))
        title = words["title"].format(self.size)
        if self.initiator is not None:
            title += f", {words['with']} {self.table[self.initiator].name}"
        shown = _text.number(min(SHOWN, len(rows)), 0, lang)
        caption = [
            words["found"].format(
                shown, _text.number(self.total, 0, lang), words[self.search],
                _text.percent(self.share_scored, lang),
            ),
            f"{_text.say('method', lang)}: TOPSIS (vector); "
            f"{_text.say('weights', lang)}: {self.weights.scheme}",
        ]  # fmt: skip
        if self.contiguous is not None:
            caption.append(words["together" if self.contiguous else "apart"])
        if self.screened:
            counts = [f"{k}: {_text.number(v, 0, lang)}" for k, v in self.screened.items()]
            caption.append(f"{words['screened']}: {', '.join(counts)}")
        if self.unchecked:
            caption.append(f"{words['unchecked']}: {', '.join(self.unchecked)}")
        out = [Table(heads, rows[:SHOWN], frozenset({0, 2}), title, "\n".join(caption))]
        added = self.marginal_values[0]
        if not np.isnan(added).all():
            lines = tuple(
                (self.table[code].name, _text.number(float(value), 3, lang))
                for code, value in zip(self.coalitions[0], added, strict=True)
            )
            columns = (words["member"], words["adds"])
            out.append(Table(columns, lines, frozenset({1}), words["marginal"]))
        return tuple(out)

    def to_frame(self, *, backend: FrameBackend = "pandas") -> Any:
        """Return a frame: a row per coalition, its score, criteria, members and their part.

        Parameters
        ----------
        backend : "pandas", "polars" or "pyarrow"
            Whose frame it is; rows are named by a pandas index, else by the first column.

        Returns
        -------
        data frame
            Indexed by coalition; columns ``rank``, ``score``, ``loss``, the criteria,
            ``member_1`` and so on (codes), ``adds_1`` and so on.
        """
        columns: dict[str, Any] = {
            "rank": core.ranks(self.scores), "score": self.scores, "loss": self.losses,
        }  # fmt: skip
        columns |= dict(zip(self.problem.criterion_names, self.problem.matrix.T, strict=True))
        for k in range(self.size):
            columns[f"member_{k + 1}"] = [row[k] for row in self.coalitions]
        for k in range(self.size):
            columns[f"adds_{k + 1}"] = self.marginal_values[:, k]
        return _frames.to_frame(
            columns, index=self.problem.candidate_names, name="coalition", backend=backend
        )

    def _named(self, codes: tuple[str, ...], lang: Language) -> str:
        return _text.listed([self.table[code].name for code in codes], lang)


_WORDS: dict[Language, dict[str, str]] = {
    "en": {
        "title": "Best coalitions of {}", "with": "with", "members": "members",
        "member": "member", "adds": "adds to the score", "marginal": "What each member of the "
        "first adds", "found": "the best {} of {} coalitions; {}, {} of them scored",
        "bound": "exact, by bounds", "enumerate": "exact, by looking at all",
        "connected": "exact, grown along borders", "together": "connected territories only",
        "apart": "without connected territories", "screened": "screened out among the best",
        "unchecked": "not checked yet",
    },
    "id": {
        "title": "Koalisi terbaik beranggota {}", "with": "dengan", "members": "anggota",
        "member": "anggota", "adds": "menambah skor", "marginal": "Sumbangan setiap anggota "
        "koalisi pertama", "found": "{} terbaik dari {} koalisi; {}, {} di antaranya dinilai",
        "bound": "eksak, dengan batas", "enumerate": "eksak, semua diperiksa",
        "connected": "eksak, ditelusuri menurut batas wilayah",
        "together": "hanya wilayah yang bersambung", "apart": "tanpa wilayah yang bersambung",
        "screened": "tidak lolos penapisan di antara yang terbaik",
        "unchecked": "belum diperiksa",
    },
}  # fmt: skip
