"""Rank acceptability as a result: shares, expected ranks, central weights, pairwise winning."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Literal, TypeAlias

import numpy as np

from kadmcdm import _frames, _text
from kadmcdm._arrays import ReadOnlyDict, read_only
from kadmcdm._provenance import Result, floats
from kadmcdm._table import Display, Table
from kadmcdm._typing import FloatArray, Label, Language
from kadmcdm.errors import Fault, InputError, choice_fault, raise_faults, unknown_names

if TYPE_CHECKING:
    import pandas as pd

__all__ = ["DECISIVE", "Acceptability", "Measure", "expected_ranks"]

Measure: TypeAlias = Literal[
    "rank_acceptability", "expected_ranks", "central_weights", "pairwise_winning"
]

DECISIVE = 0.90
"""A pair whose better one stands above in this share of samples or more is called decisive."""


@dataclass(frozen=True, slots=True, eq=False, kw_only=True)
class Acceptability(Result, Display):
    """How often each candidate takes each rank, over many weight vectors.

    Parameters
    ----------
    candidate_names, criterion_names : tuple of str
    method : dict
        Name and parameters.
    weights : str
        Where the weights came from: ``"uniform"``, ``"dirichlet"`` or ``"given"``.
    n_samples : int
    seed : int or None
        Of `rng`; None where the weights were given.
    digest : str
        SHA-256 of the problem.
    measured : mapping of str to array
        The measures that were asked for.
    candidate_labels : mapping
        What people read instead of names.

    Attributes
    ----------
    rank_acceptability : (m, m) array
        [candidate, rank - 1]; rows and columns sum to 1.
    expected_ranks : (m,) array
        1 is best.
    central_weights : (m, n) array
        The mean of the weights that put a candidate first; NaN for one that is never first.
    confidence_factors : (m,) array
        The probability of being first under one's own central weights. While performances are
        certain this is 1 or 0 (1/k where k candidates tie); 0 for one that is never first.
    pairwise_winning : (m, m) array
        [a, b]: how often a stands above b; candidates always tied share, 0.5 each.
    first_shares : (m,) array
        The first column of `rank_acceptability`.

    Raises
    ------
    InputError
        On a measure that was not asked for.

    Examples
    --------
    >>> import kadmcdm as kd
    >>> problem = kd.DecisionProblem.from_arrays([[0, 1], [1, 0]], ["benefit", "benefit"])
    >>> result = kd.smaa(problem, method=kd.WeightedSum("none"), n_samples=1000, rng=7)
    >>> bool(abs(result.first_shares[0] - 0.5) < 4 * result.standard_error()[0, 0])
    True
    """

    candidate_names: tuple[str, ...]
    criterion_names: tuple[str, ...]
    method: dict[str, Any]
    weights: str
    n_samples: int
    seed: int | None
    digest: str
    measured: Mapping[str, FloatArray]
    candidate_labels: Mapping[str, Label] = field(default_factory=dict)

    _decoders = {
        "candidate_names": tuple,
        "criterion_names": tuple,
        "candidate_labels": ReadOnlyDict,
        "measured": lambda found: {name: floats(values) for name, values in found.items()},
    }

    def __post_init__(self) -> None:
        Result.__post_init__(self)
        frozen = {name: read_only(values) for name, values in self.measured.items()}
        object.__setattr__(self, "measured", ReadOnlyDict(frozen))

    def _asked(self, figure: str, measure: Measure) -> FloatArray:
        if figure not in self.measured:
            hint = f"smaa(..., measures=(..., {measure!r}))"
            if figure == "confidence_factors" and measure in self.measured:
                hint = "there are none for uncertain performances yet"
            elif figure == "expected_ranks" and "rank_acceptability" in self.measured:
                hint = "leave top out: they need all ranks"
            raise InputError([Fault(figure, "this measure was not asked for", hint=hint)])
        return self.measured[figure]

    @property
    def rank_acceptability(self) -> FloatArray:
        """(m, m) array [candidate, rank - 1]; (m, t) where only the top t ranks were counted."""
        return self._asked("rank_acceptability", "rank_acceptability")

    @property
    def first_shares(self) -> FloatArray:
        """(m,) array: the share of weight vectors that rank a candidate first."""
        return self.measured["first_shares"]

    @property
    def expected_ranks(self) -> FloatArray:
        """(m,) array: the mean rank, 1 is best."""
        return self._asked("expected_ranks", "expected_ranks")

    @property
    def central_weights(self) -> FloatArray:
        """(m, n) array: the mean of the weights that put a candidate first."""
        return self._asked("central_weights", "central_weights")

    @property
    def confidence_factors(self) -> FloatArray:
        """(m,) array: 1 where a candidate is first under its own central weights, else 0."""
        return self._asked("confidence_factors", "central_weights")

    @property
    def pairwise_winning(self) -> FloatArray:
        """(m, m) array: [a, b] how often a stands above b."""
        return self._asked("pairwise_winning", "pairwise_winning")

    def top_shares(self, t: int) -> FloatArray:
        """Return how often each candidate is among the first t.

        Parameters
        ----------
        t : int
            1 to m; more than m counts as m.

        Returns
        -------
        (m,) array
        """
        if isinstance(t, bool) or not isinstance(t, (int, np.integer)) or t < 1:
            raise InputError([Fault("t", "no number of ranks", repr(t), "a whole number >= 1")])
        shares: FloatArray = np.minimum(self.rank_acceptability[:, :t].sum(axis=1), 1.0)
        return shares

    def standard_error(self, measure: Measure = "rank_acceptability") -> FloatArray:
        """Return the Monte Carlo standard error of each figure of a measure.

        Parameters
        ----------
        measure : str
            ``"rank_acceptability"``, ``"expected_ranks"`` or ``"pairwise_winning"``.

        Returns
        -------
        array
            Of the measure's shape: sqrt(p (1 - p) / S) for shares.
        """
        choices = ("rank_acceptability", "expected_ranks", "pairwise_winning")
        raise_faults(list(choice_fault("measure", measure, choices)))
        if measure == "expected_ranks":
            place = np.arange(1.0, len(self.candidate_names) + 1.0)
            squares = self.rank_acceptability @ place**2
            variance = np.maximum(squares - self.expected_ranks**2, 0.0)
        else:
            share = getattr(self, measure)
            variance = share * (1.0 - share)
        error: FloatArray = np.sqrt(variance / self.n_samples)
        return error

    def winning(self, a: str, b: str) -> float:
        """Return the share of weight vectors under which a stands above b."""
        raise_faults(list(unknown_names([a, b], self.candidate_names, "candidate")))
        i, j = self.candidate_names.index(a), self.candidate_names.index(b)
        return float(self.pairwise_winning[i, j])

    def tables(self, lang: Language = "en") -> tuple[Table, ...]:
        """Return the shares of first and top-three ranks, the surest first."""
        shares = self.measured.get("rank_acceptability")
        complete = shares is not None and shares.shape[0] == shares.shape[1]
        keys: list[_text.PhraseKey] = ["candidate", "first_share"]
        columns = [[_text.percent(share, lang, 1) for share in self.first_shares.tolist()]]
        by_rank = np.argsort(-self.first_shares, kind="stable")
        if shares is not None and shares.shape[1] >= min(3, len(shares)):
            keys.append("top_three")
            columns.append([_text.percent(v, lang, 1) for v in self.top_shares(3).tolist()])
        if shares is not None and complete:
            mean_rank = expected_ranks(shares)
            by_rank = np.argsort(mean_rank, kind="stable")
            keys.append("expected_rank")
            columns.append([_text.number(value, 2, lang) for value in mean_rank.tolist()])
        names = [_text.label_of(self.candidate_labels, n, lang) for n in self.candidate_names]
        rows = tuple((names[i], *(column[i] for column in columns)) for i in by_rank)
        caption = f"{_text.say('samples', lang)}: {_text.number(self.n_samples, 0, lang)}"
        if self.seed is not None:
            caption += f"; {_text.say('seed', lang)}: {self.seed}"
        headers = tuple(_text.say(key, lang) for key in keys)
        return (Table(headers, rows, frozenset(range(1, len(headers))), caption=caption),)

    def to_frame(self) -> pd.DataFrame:
        """Return the rank acceptabilities as a pandas frame, a column per rank."""
        shares = self.rank_acceptability
        columns = {str(k + 1): shares[:, k] for k in range(shares.shape[1])}
        return _frames.to_pandas(columns, index=self.candidate_names, name="candidate")


def expected_ranks(shares: FloatArray) -> FloatArray:
    """Return the mean rank of each candidate."""
    mean: FloatArray = shares @ np.arange(1.0, len(shares) + 1.0)
    return mean
