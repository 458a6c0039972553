"""Weight stability as a result: intervals, who takes over, sentences, the whole sequence."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Literal, NamedTuple

import numpy as np

from kadmcdm import _frames, _text
from kadmcdm._provenance import Result, floats
from kadmcdm._table import Display, Table
from kadmcdm._typing import JSON, FloatArray, FrameBackend, IntArray, Language
from kadmcdm.core.stability import order_pieces, weight_paths, winner_pieces
from kadmcdm.errors import choice_fault, raise_faults, unknown_names
from kadmcdm.methods import Method, method_from_dict, method_label, method_to_dict
from kadmcdm.problem import DecisionProblem
from kadmcdm.robustness.terms import terms_of
from kadmcdm.weighting import Weights

__all__ = ["StablePiece", "WeightStability"]

_WORDS: Mapping[Language, Mapping[str, str]] = {
    "en": {
        "first": "{} first",
        "order": "same order",
        "below": "below",
        "above": "above",
        "range": "{} to {}",
        "always": "{} {} first whatever the weight of {}",
        "while": "{} {} first while the weight of {} is {} (now {})",
        "level": "{} are level only while the weight of {} is {}",
        "stay": "stays|stay",
        "between": "between {} and {}",
        "at_most": "at most {}",
        "at_least": "at least {}",
        "takes": "{} takes over|{} take over",
        "is": "{} is first|{} are first",
    },
    "id": {
        "first": "{} peringkat 1",
        "order": "urutan tetap",
        "below": "di bawah itu",
        "above": "di atas itu",
        "range": "{} s.d. {}",
        "always": "{} {} di peringkat 1 berapa pun bobot {}",
        "while": "{} {} di peringkat 1 selama bobot {} {} (kini {})",
        "level": "{} seri hanya selama bobot {} tepat {}",
        "stay": "tetap|tetap",
        "between": "antara {} dan {}",
        "at_most": "paling tinggi {}",
        "at_least": "paling rendah {}",
        "takes": "{} menggantikannya|{} menggantikannya",
        "is": "{} di peringkat 1|{} di peringkat 1",
    },
}


class StablePiece(NamedTuple):
    """A stretch of one weight on which nothing changes.

    Attributes
    ----------
    low, high : float
        Scores are equal at the ends, but for 0 and 1.
    winners : tuple of str
        Who is first in between; several only if they are level all along.
    order : tuple of str
        Everyone in between, best first; empty where only the winners were asked for.

    Examples
    --------
    >>> import kadmcdm as kd
    >>> kd.StablePiece(0.0, 0.5, ("Tuban",), ("Tuban", "Blora")).high
    0.5
    """

    low: float
    high: float
    winners: tuple[str, ...]
    order: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, eq=False, kw_only=True)
class WeightStability(Result, Display):
    """How far each weight can move, the others in proportion, before the ranking changes.

    Parameters
    ----------
    problem : DecisionProblem
    weights : Weights
    method : Method
    winners : tuple of str
        Who is first: whose scores equal the best, but for rounding.
    winner_intervals, order_intervals : (n, 2) array
        Low and high end of each weight.
    successors : tuple
        Per criterion: who is first below the low end, and above the high end.

    Attributes
    ----------
    digest : str
        SHA-256 of the problem.

    Examples
    --------
    >>> import kadmcdm as kd
    >>> problem = kd.DecisionProblem.from_arrays([[4, 1], [1, 4]], ["benefit", "benefit"])
    >>> stable = kd.weight_stability(problem, [0.7, 0.3], kd.WeightedSum("none"))
    >>> stable.winner_interval("c1"), stable.takeovers("c1")
    ((0.5, 1.0), (('a2',), ()))
    >>> print(stable.describe())
    a1 stays first while the weight of c1 is at least 0.500 (now 0.700); below, a2 takes over
    a1 stays first while the weight of c2 is at most 0.500 (now 0.300); above, a2 takes over
    """

    problem: DecisionProblem
    weights: Weights
    method: Method
    winners: tuple[str, ...]
    winner_intervals: FloatArray
    order_intervals: FloatArray
    successors: tuple[tuple[tuple[str, ...], tuple[str, ...]], ...]

    _decoders = {
        "problem": DecisionProblem.from_dict,
        "weights": Weights.from_dict,
        "method": method_from_dict,
        "winners": tuple,
        "winner_intervals": floats,
        "order_intervals": floats,
        "successors": lambda rows: tuple((tuple(low), tuple(high)) for low, high in rows),
    }

    @property
    def digest(self) -> str:
        """SHA-256 of the problem: names, directions, bounds, numbers."""
        return self.problem.digest

    def winner_interval(self, criterion: str) -> tuple[float, float]:
        """Return the stretch of one weight around the present one on which the winners stay.

        Parameters
        ----------
        criterion : str

        Returns
        -------
        tuple of float
            Low and high end. At an end scores are equal, unless it is 0 or 1. Both are the present
            weight where winners are level there, and only there.

        Raises
        ------
        InputError
            For an unknown criterion.
        """
        low, high = self.winner_intervals[self._index(criterion)].tolist()
        return low, high

    def order_interval(self, criterion: str) -> tuple[float, float]:
        """Return the stretch of one weight around the present one on which the order stays.

        Parameters
        ----------
        criterion : str

        Returns
        -------
        tuple of float

        Raises
        ------
        InputError
            For an unknown criterion.
        """
        low, high = self.order_intervals[self._index(criterion)].tolist()
        return low, high

    def takeovers(self, criterion: str) -> tuple[tuple[str, ...], tuple[str, ...]]:
        """Return who is first just below the winners' interval, and who just above it.

        Parameters
        ----------
        criterion : str

        Returns
        -------
        tuple of two tuples of str
            Empty where the interval ends at 0 or 1.

        Raises
        ------
        InputError
            For an unknown criterion.
        """
        return self.successors[self._index(criterion)]

    def sequence(
        self, criterion: str, *, of: Literal["order", "winners"] = "order"
    ) -> tuple[StablePiece, ...]:
        """Return all changes while one weight moves from 0 to 1; computed when asked for.

        Parameters
        ----------
        criterion : str
        of : "order" or "winners"
            Cut where any two candidates change places, or only where the winners change.

        Returns
        -------
        tuple of StablePiece
            From 0 to 1 without gaps. The same winners may come back. For the order there may be
            m (m - 1) + 1 pieces, each of 16 m bytes: winners alone are far fewer.

        Raises
        ------
        InputError
            For an unknown criterion or choice.

        Examples
        --------
        >>> import kadmcdm as kd
        >>> problem = kd.DecisionProblem.from_arrays([[4, 1], [1, 4], [3, 3]], ["benefit"] * 2)
        >>> stable = kd.weight_stability(problem, [0.5, 0.5], kd.WeightedSum("none"))
        >>> for piece in stable.sequence("c1", of="winners"):
        ...     print(f"{piece.low:.3f} {piece.high:.3f} {piece.winners}")
        0.000 0.333 ('a2',)
        0.333 0.667 ('a3',)
        0.667 1.000 ('a1',)
        """
        raise_faults(list(choice_fault("of", of, ("order", "winners"))))
        k = self._index(criterion)
        names = self.problem.candidate_names
        paths = weight_paths(terms_of(self.problem, self.method), self.weights.values)
        if of == "winners":
            at = np.array([names.index(name) for name in self.winners])
            return tuple(
                StablePiece(low, high, named(names, first))
                for low, high, first in winner_pieces(paths, k, at)
            )
        ends, ranks = order_pieces(paths, k)
        lows, highs = ends[:-1].tolist(), ends[1:].tolist()
        orders = np.argsort(ranks, axis=1, kind="stable")
        return tuple(
            StablePiece(low, high, named(names, np.flatnonzero(row == 1)), named(names, order))
            for low, high, row, order in zip(lows, highs, ranks, orders, strict=True)
        )

    def describe(self, lang: Language = "en") -> str:
        """Say for each criterion while what the winners stay first, and who takes over.

        Parameters
        ----------
        lang : "en" or "id"

        Returns
        -------
        str
            One sentence a line.
        """
        return "\n".join(self._sentence(name, lang) for name in self.problem.criterion_names)

    def _sentence(self, criterion: str, lang: Language) -> str:
        words = _WORDS[lang]
        what = _text.label_of(self.problem.criterion_labels, criterion, lang)
        low, high = self.winner_interval(criterion)
        now = _share(self._now(criterion), lang)
        who = self._labels(self.winners, lang)
        stay = _inflected(words["stay"], self.winners)
        if low == high:
            text, verb = words["level"].format(who, what, now), "is"
        elif low == 0.0 and high == 1.0:
            return words["always"].format(who, stay, what)
        else:
            if low == 0.0:
                where = words["at_most"].format(_share(high, lang))
            elif high == 1.0:
                where = words["at_least"].format(_share(low, lang))
            else:
                where = words["between"].format(_share(low, lang), _share(high, lang))
            text, verb = words["while"].format(who, stay, what, where, now), "takes"
        for side, names in zip(("below", "above"), self.takeovers(criterion), strict=True):
            if names:
                told = _inflected(words[verb], names).format(self._labels(names, lang))
                text += f"; {words[side]}, {told}"
        return text

    def tables(self, lang: Language = "en") -> tuple[Table, ...]:
        """Return a row per criterion: its weight, the winners' interval, who takes over."""
        words = _WORDS[lang]
        rows = []
        for name in self.problem.criterion_names:
            first, same = (
                words["range"].format(*(_share(end, lang) for end in ends))
                for ends in (self.winner_interval(name), self.order_interval(name))
            )
            below, above = (self._labels(who, lang) or "-" for who in self.takeovers(name))
            label = _text.label_of(self.problem.criterion_labels, name, lang)
            rows.append((label, _share(self._now(name), lang), first, below, above, same))
        headers = (
            _text.say("criterion", lang),
            _text.say("weight", lang),
            words["first"].format(self._labels(self.winners, lang)),
            words["below"],
            words["above"],
            words["order"],
        )
        caption = f"{_text.say('method', lang)}: {method_label(self.method)}; "
        caption += f"{_text.say('weights', lang)}: {self.weights.scheme}"
        title = self.problem.title or ""
        return (Table(headers, tuple(rows), frozenset({1}), title, caption),)

    def to_frame(self, criterion: str | None = None, *, backend: FrameBackend = "pandas") -> Any:
        """Return a row per criterion, or the sequence of winners along one weight.

        Parameters
        ----------
        criterion : str, optional
            Rows are then the pieces of its weight: low, high, winners.
        backend : "pandas", "polars" or "pyarrow"
            Whose frame it is; rows are named by a pandas index, else by the first column.

        Raises
        ------
        InputError
            For an unknown criterion.
        """
        if criterion is not None:
            pieces = self.sequence(criterion, of="winners")
            return _frames.to_frame(
                {
                    "low": [piece.low for piece in pieces],
                    "high": [piece.high for piece in pieces],
                    "winners": [", ".join(piece.winners) for piece in pieces],
                },
                backend=backend,
            )
        names = self.problem.criterion_names
        columns: dict[str, Any] = {
            "weight": [self._now(name) for name in names],
            "winner_low": self.winner_intervals[:, 0],
            "winner_high": self.winner_intervals[:, 1],
            "below": [", ".join(low) for low, _ in self.successors],
            "above": [", ".join(high) for _, high in self.successors],
            "order_low": self.order_intervals[:, 0],
            "order_high": self.order_intervals[:, 1],
        }
        return _frames.to_frame(columns, index=names, name="criterion", backend=backend)

    def to_dict(self) -> JSON:
        """Return plain JSON types that `from_dict` reads back, losslessly."""
        content = Result.to_dict(self)
        content["method"] = method_to_dict(self.method)
        return content

    def _index(self, criterion: str) -> int:
        names = self.problem.criterion_names
        raise_faults(list(unknown_names([criterion], names, "criterion")))
        return names.index(criterion)

    def _now(self, criterion: str) -> float:
        return self.weights[criterion] / float(self.weights.values.sum())

    def _labels(self, names: Sequence[str], lang: Language) -> str:
        return _text.listed([self.problem.candidate_label(name, lang) for name in names], lang)


def named(names: Sequence[str], rows: IntArray) -> tuple[str, ...]:
    """Return the names of rows."""
    return tuple(names[i] for i in rows.tolist())


def _inflected(forms: str, names: Sequence[str]) -> str:
    """Return the form of a verb for one, or for several."""
    return forms.split("|")[len(names) > 1]


def _share(value: float, lang: Language) -> str:
    """Format a weight; 0 and 1 are said of nothing else."""
    if value in (0.0, 1.0):
        return f"{value:.0f}"
    if value < 0.0005:
        return f"<{_text.number(0.001, 3, lang)}"
    return _text.number(value, 3, lang) if value < 0.9995 else f">{_text.number(0.999, 3, lang)}"
