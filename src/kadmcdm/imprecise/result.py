"""What a ranking of imprecise values says."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Literal

import numpy as np

from kadmcdm import _frames, _text, core
from kadmcdm._arrays import ReadOnlyDict
from kadmcdm._provenance import Result, digest, floats, integers
from kadmcdm._table import Display, Table
from kadmcdm._typing import Direction, FloatArray, FrameBackend, IntArray, Label, Language
from kadmcdm.core.fuzzy import Ideals
from kadmcdm.errors import Fault, InputError, raise_faults

__all__ = ["ImpreciseRanking"]


@dataclass(frozen=True, slots=True, eq=False, kw_only=True)
class ImpreciseRanking(Result, Display):
    """Candidates in order of their closeness to the ideal, from fuzzy numbers or intervals.

    Parameters
    ----------
    method : "fuzzy TOPSIS" or "interval TOPSIS"
    ideals : "unit" or "data"
        What the distances were measured to.
    criterion_names, directions, candidate_names : tuple of str
    ratings : (m, n, k) array
        Points of the values: 2 of an interval, 3 of a triangular number, 4 of a trapezoid.
    weights : (n, k) array
        Points of the weights; one for those of intervals, which sum to 1.
    distance_to_ideal, distance_to_anti_ideal, closeness : (m,) array
    ranks : (m,) array of int
        Competition ranks (1, 2, 2, 4).
    tie_tolerance : float
    candidate_labels : mapping
        What people read instead of names.

    Attributes
    ----------
    order : tuple of str
        Names, best first; ties in the given order.
    best : str
    winners : tuple of str
        Everyone of rank 1.
    digest : str
        SHA-256 of names, directions, ratings and weights.

    Examples
    --------
    >>> import kadmcdm as kd
    >>> found = kd.fuzzy_topsis(
    ...     [kd.Criterion("trust", "benefit"), kd.Criterion("effort", "cost")],
    ...     ["Tuban", "Ngawi"],
    ...     [["good", kd.FuzzyNumber(2, 3, 4)], ["fair", kd.FuzzyNumber(1, 2, 4)]],
    ...     ["high", "medium"],
    ... )
    >>> found.order
    ('Tuban', 'Ngawi')
    """

    method: Literal["fuzzy TOPSIS", "interval TOPSIS"]
    ideals: Ideals
    criterion_names: tuple[str, ...]
    directions: tuple[Direction, ...]
    candidate_names: tuple[str, ...]
    ratings: FloatArray
    weights: FloatArray
    distance_to_ideal: FloatArray
    distance_to_anti_ideal: FloatArray
    closeness: FloatArray
    ranks: IntArray
    tie_tolerance: float = 1e-9
    candidate_labels: Mapping[str, Label] = field(default_factory=dict)

    _decoders = {
        "criterion_names": tuple,
        "directions": tuple,
        "candidate_names": tuple,
        "ratings": floats,
        "weights": floats,
        "distance_to_ideal": floats,
        "distance_to_anti_ideal": floats,
        "closeness": floats,
        "ranks": integers,
        "candidate_labels": ReadOnlyDict,
    }

    @property
    def order(self) -> tuple[str, ...]:
        """Names, best first."""
        rows = np.argsort(self.ranks, kind="stable")
        return tuple(self.candidate_names[i] for i in rows)

    @property
    def best(self) -> str:
        """The first of `order`."""
        return self.order[0]

    @property
    def winners(self) -> tuple[str, ...]:
        """Everyone of rank 1."""
        return tuple(self.candidate_names[i] for i in np.flatnonzero(self.ranks == 1))

    @property
    def digest(self) -> str:
        """SHA-256 over names, directions, ratings and weights."""
        texts = [*self.criterion_names, *self.directions, *self.candidate_names]
        return digest(texts, [self.ratings, self.weights])

    def tables(self, lang: Language = "en") -> tuple[Table, ...]:
        """Return rank, closeness and both distances, a row per candidate, best first."""
        far, near, closeness = _COLUMNS[lang]
        headers = (_text.say("rank", lang), _text.say("candidate", lang), closeness, far, near)
        places = _text.places(self.ranks.tolist())
        rows = tuple(
            (
                places[i],
                _text.label_of(self.candidate_labels, self.candidate_names[i], lang),
                *(
                    _text.number(float(column[i]), 3, lang)
                    for column in (
                        self.closeness, self.distance_to_ideal, self.distance_to_anti_ideal,
                    )
                ),
            )
            for i in np.argsort(self.ranks, kind="stable")
        )  # fmt: skip
        return (Table(headers, rows, frozenset({0, 2, 3, 4}), caption=self._how(lang)),)

    def describe(self, lang: Language = "en") -> str:
        """Return in words who comes first and who follows.

        Parameters
        ----------
        lang : "en" or "id"
        """
        named = [
            f"{_text.label_of(self.candidate_labels, self.candidate_names[i], lang)} "
            f"({_text.number(float(self.closeness[i]), 3, lang)})"
            for i in np.argsort(self.ranks, kind="stable")
        ]
        count = len(self.winners)
        first, rest = _text.listed(named[:count], lang), _text.listed(named[count:], lang)
        said = _WORDS[lang][count > 1].format(first)
        return said + (_THEN[lang].format(rest) if rest else "") + "."

    def to_frame(self, *, backend: FrameBackend = "pandas") -> Any:
        """Return a row per candidate, in the given order.

        Parameters
        ----------
        backend : "pandas", "polars" or "pyarrow"
            Whose frame it is; the candidates are a pandas index, else the first column.

        Returns
        -------
        data frame
            Columns ``rank``, ``closeness``, ``distance_to_ideal``, ``distance_to_anti_ideal``.
        """
        columns = {
            "rank": self.ranks,
            "closeness": self.closeness,
            "distance_to_ideal": self.distance_to_ideal,
            "distance_to_anti_ideal": self.distance_to_anti_ideal,
        }
        return _frames.to_frame(
            columns, index=self.candidate_names, name="candidate", backend=backend
        )

    @classmethod
    def from_dict(cls, data: Mapping[str, Any]) -> ImpreciseRanking:
        """Read back what `to_dict` wrote.

        Raises
        ------
        InputError
            For missing or unknown keys, figures that are not one per candidate, or ranks that
            contradict the closeness.
        """
        found = super(ImpreciseRanking, cls).from_dict(data)
        m = len(found.candidate_names)
        raise_faults(
            [
                Fault(f"ImpreciseRanking.{key}", "not one per candidate", str(shape), str((m,)))
                for key in ("distance_to_ideal", "distance_to_anti_ideal", "closeness", "ranks")
                if (shape := getattr(found, key).shape) != (m,)
            ]
        )
        expected = core.ranks(found.closeness, tie_tolerance=found.tie_tolerance)
        if not np.array_equal(found.ranks, expected):
            raise InputError([Fault("ImpreciseRanking.ranks", "they contradict the closeness")])
        return found

    def _how(self, lang: Language) -> str:
        """Say what the values were, and what distances were measured to."""
        values = _VALUES[lang][self.ratings.shape[-1]]
        return f"{values}; {_IDEALS[lang][self.ideals]}"


_COLUMNS: Mapping[Language, tuple[str, str, str]] = {
    "en": ("distance to ideal", "distance to anti-ideal", "closeness"),
    "id": ("jarak ke ideal", "jarak ke anti-ideal", "kedekatan"),
}
_WORDS: Mapping[Language, tuple[str, str]] = {
    "en": ("{} comes closest to the ideal", "{} come equally close to the ideal"),
    "id": ("{} paling dekat dengan ideal", "{} sama dekatnya dengan ideal"),
}
_THEN: Mapping[Language, str] = {"en": ", followed by {}", "id": ", disusul {}"}
_VALUES: Mapping[Language, Mapping[int, str]] = {
    "en": {
        2: "TOPSIS of intervals",
        3: "fuzzy TOPSIS of triangular numbers",
        4: "fuzzy TOPSIS of trapezoidal numbers",
    },
    "id": {
        2: "TOPSIS dengan nilai selang",
        3: "TOPSIS fuzzy dengan bilangan segitiga",
        4: "TOPSIS fuzzy dengan bilangan trapesium",
    },
}
_IDEALS: Mapping[Language, Mapping[Ideals, str]] = {
    "en": {"unit": "ideal 1, anti-ideal 0", "data": "ideal and anti-ideal from the data"},
    "id": {"unit": "ideal 1, anti-ideal 0", "data": "ideal dan anti-ideal dari data"},
}
