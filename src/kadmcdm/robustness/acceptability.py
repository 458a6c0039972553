"""Rank acceptability as a result: shares, expected ranks, central weights, pairwise winning."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from itertools import combinations
from typing import Any, Literal, TypeAlias, get_args

import numpy as np

from kadmcdm import _frames, _text
from kadmcdm._arrays import ReadOnlyDict, read_only
from kadmcdm._provenance import Result, floats, optional_floats
from kadmcdm._table import Display, Table
from kadmcdm._typing import FloatArray, FrameBackend, Label, Language
from kadmcdm.errors import Fault, InputError, brief, choice_fault, raise_faults, unknown_names

__all__ = ["DECISIVE", "Acceptability", "Figure", "Measure", "entropy", "expected_ranks"]

Measure: TypeAlias = Literal[
    "rank_acceptability",
    "expected_ranks",
    "central_weights",
    "pairwise_winning",
    "confidence_factors",
]

Figure: TypeAlias = Measure | Literal["first_shares", "choice_entropy", "rank_entropy"]

_DERIVED = ("first_shares", "choice_entropy", "rank_entropy")

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
        Where the weights came from: ``"uniform"``, ``"ordered"``, ``"constrained"``,
        ``"dirichlet"``, ``"given"`` or ``"fixed"``.
    n_samples : int
    seed : int or None
        Of `rng`; None where the weights were given.
    digest : str
        SHA-256 of the problem.
    measured : mapping of str to array
        The measures that were asked for.
    candidate_labels, criterion_labels : mapping
        What people read instead of names.
    sampling : str
        ``"random"`` or ``"sobol"``.
    performance : str
        ``"certain"``, ``"cells"`` with distributions, a ``"sampler"``, or samples ``"given"``.
    assumptions : tuple of str
        The constraints on weights and the distributions of cells, in words.
    errors : mapping of str to array
        Standard errors that do not follow from the figures; see `standard_error`.
    r_hat, effective_samples : (n,) array or None
        Of each weight where hit-and-run drew them: split R-hat, 1 when its chains agree, and how
        many independent samples they are worth.

    Attributes
    ----------
    rank_acceptability : (m, m) array
        [candidate, rank - 1]; rows and columns sum to 1.
    expected_ranks : (m,) array
        1 is best.
    central_weights : (m, n) array
        The mean of the weights that put a candidate first; NaN for one that is never first.
    confidence_factors : (m,) array
        The probability of being first under one's own central weights, whatever the performances.
        While these are certain it is 1 or 0 (1/k where k candidates tie); 0 for one that is never
        first.
    pairwise_winning : (m, m) array
        [a, b]: how often a stands above b; candidates always tied share, 0.5 each. Lots decide
        ties in some samples of uncertain performances, such as grades; those under some weights
        only go to the candidate that stands first.
    first_shares : (m,) array
        The first column of `rank_acceptability`.
    choice_entropy : float
        Of who is first, in bits: 0 when it is always the same, log2(m) when all are as likely.
    rank_entropy : (m,) array
        Of each candidate's rank, in bits.

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
    criterion_labels: Mapping[str, Label] = field(default_factory=dict)
    sampling: str = "random"
    performance: str = "certain"
    assumptions: tuple[str, ...] = ()
    errors: Mapping[str, FloatArray] = field(default_factory=dict)
    r_hat: FloatArray | None = None
    effective_samples: FloatArray | None = None

    _decoders = {
        "candidate_names": tuple,
        "criterion_names": tuple,
        "candidate_labels": ReadOnlyDict,
        "criterion_labels": ReadOnlyDict,
        "measured": lambda found: {name: floats(values) for name, values in found.items()},
        "assumptions": tuple,
        "errors": lambda found: {name: floats(values) for name, values in found.items()},
        "r_hat": optional_floats,
        "effective_samples": optional_floats,
    }

    def __post_init__(self) -> None:
        Result.__post_init__(self)
        for name in ("measured", "errors"):
            frozen = {key: read_only(values) for key, values in getattr(self, name).items()}
            object.__setattr__(self, name, ReadOnlyDict(frozen))

    def _asked(self, figure: str, measure: Measure) -> FloatArray:
        if figure not in self.measured:
            hint = f"smaa(..., measures=(..., {measure!r}))"
            if figure == "expected_ranks" and "rank_acceptability" in self.measured:
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
        """(m,) array: how often a candidate is first under its own central weights."""
        certain = self.performance == "certain"
        return self._asked(
            "confidence_factors", "central_weights" if certain else "confidence_factors"
        )

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

        Raises
        ------
        InputError
            For anything but a whole number from 1 on.
        """
        if isinstance(t, bool) or not isinstance(t, (int, np.integer)) or t < 1:
            raise InputError([Fault("t", "no number of ranks", brief(t), "a whole number >= 1")])
        shares: FloatArray = np.minimum(self.rank_acceptability[:, :t].sum(axis=1), 1.0)
        return shares

    @property
    def choice_entropy(self) -> float:
        """The entropy of who is first, in bits."""
        return float(entropy(self.first_shares))

    @property
    def rank_entropy(self) -> FloatArray:
        """(m,) array: the entropy of each candidate's rank, in bits."""
        return entropy(self._all_ranks())

    def _all_ranks(self) -> FloatArray:
        shares = self.rank_acceptability
        if shares.shape[0] != shares.shape[1]:
            hint = "leave top out"
            raise InputError([Fault("rank_acceptability", "this needs all ranks", hint=hint)])
        return shares

    def rank_interval(self, candidate: str, level: float = 0.9) -> tuple[int, int]:
        """Return the central interval of ranks that holds a share of the samples.

        Parameters
        ----------
        candidate : str
        level : float
            Between 0 and 1. The candidate is above the interval in at most (1 - level) / 2 of the
            samples, and below it in at most as many.

        Returns
        -------
        (int, int)
            The best and the worst rank.

        Raises
        ------
        InputError
            For an unknown candidate, and a level that is not between 0 and 1.
        """
        faults = list(unknown_names([candidate], self.candidate_names, "candidate"))
        number = isinstance(level, (int, float)) and not isinstance(level, bool)
        if not number or not 0 < level < 1:
            faults.append(Fault("level", "no share", brief(level), "between 0 and 1"))
        raise_faults(faults)
        row = self._all_ranks()[self.candidate_names.index(candidate)]
        aside = (1.0 - level) / 2.0 + 1e-12
        best = int((np.cumsum(row) <= aside).sum()) + 1
        worst = len(row) - int((np.cumsum(row[::-1]) <= aside).sum())
        return best, worst

    def standard_error(self, measure: Figure = "rank_acceptability") -> FloatArray:
        """Return the Monte Carlo standard error of each figure of a measure.

        Parameters
        ----------
        measure : str
            ``"first_shares"``, ``"choice_entropy"``, ``"rank_entropy"``, or a measure.

        Returns
        -------
        array
            Of the measure's shape. Random samples: sqrt(p (1 - p) / S) for shares, the same way for
            ranks, by linearization for entropies; S is the number of samples, of hit-and-run what
            they are worth (the least of `effective_samples`). Central weights: from the spread of
            the weights that put a candidate first; NaN where fewer than 10 samples show it. Sobol:
            from the spread of 16 independent sequences, a share no surer than they are fine; NaN
            where one lacks the figure. Confidence factors under certain performances have none;
            under uncertain ones it is that of the count at the central weights found, and does
            not say how sure these are.

        Raises
        ------
        InputError
            For an unknown measure.
        """
        raise_faults(list(choice_fault("measure", measure, get_args(Measure) + _DERIVED)))
        value = np.asarray(getattr(self, measure))
        worth = float(self.n_samples)
        if self.effective_samples is not None:
            worth = min(worth, float(self.effective_samples.min()))
        if measure in self.errors:
            kept = self.errors[measure]
            return kept if self.sampling == "sobol" else kept * np.sqrt(self.n_samples / worth)
        if measure == "expected_ranks":
            place = np.arange(1.0, len(self.candidate_names) + 1.0)
            squares = self.rank_acceptability @ place**2
            variance = np.maximum(squares - value**2, 0.0)
        elif measure in ("choice_entropy", "rank_entropy"):
            shares = self.first_shares if measure == "choice_entropy" else self._all_ranks()
            bits = np.log2(np.where(shares > 0, shares, 1.0))
            variance = np.maximum((shares * bits**2).sum(axis=-1) - value**2, 0.0)
        elif measure == "confidence_factors" and self.performance == "certain":
            variance = np.zeros(value.shape)
        else:
            variance = value * (1.0 - value)
        error: FloatArray = np.asarray(np.sqrt(variance / worth))
        return error

    def winning(self, a: str, b: str) -> float:
        """Return the share of samples in which a stands above b."""
        return float(self.pairwise_winning[self._pair(a, b)])

    def decisive(self, a: str, b: str) -> bool:
        """Return whether the order of two candidates can be told.

        It can when one stands above the other in `DECISIVE` of the samples or more, and that is not
        for lack of samples: the share less two standard errors is still as much.
        """
        at = self._pair(a, b)
        share = float(self.pairwise_winning[at])
        error = float(self.standard_error("pairwise_winning")[at])
        return max(share, 1.0 - share) - 2.0 * error >= DECISIVE

    def verdict(self, a: str, b: str, lang: Language = "en") -> str:
        """Say of two candidates which stands above, how often, and if that is not decisive.

        Parameters
        ----------
        a, b : str
        lang : "en" or "id"

        Returns
        -------
        str
            The one that stands above more often comes first.
        """
        share = self.winning(a, b)
        if share < 0.5:
            a, b, share = b, a, 1.0 - share
        key: _text.PhraseKey = "above" if self.decisive(a, b) else "above_open"
        one, other = (_text.label_of(self.candidate_labels, name, lang) for name in (a, b))
        shown = round(share, 2)  # a decimal more where two would contradict the verdict
        close = shown in (DECISIVE, 1.0) and share < 1.0
        digits = 1 if close else 0
        return _text.say(key, lang).format(one, other, _text.percent(share, lang, digits))

    def verdicts(self, lang: Language = "en") -> tuple[str, ...]:
        """Return the verdicts on all pairs, the best candidates first."""
        wins = self.pairwise_winning.sum(axis=1)
        order = [self.candidate_names[i] for i in np.argsort(-wins, kind="stable")]
        return tuple(self.verdict(a, b, lang) for a, b in combinations(order, 2))

    def _pair(self, a: str, b: str) -> tuple[int, int]:
        raise_faults(list(unknown_names([a, b], self.candidate_names, "candidate")))
        return self.candidate_names.index(a), self.candidate_names.index(b)

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
        if self.effective_samples is not None:
            worth = _text.number(float(self.effective_samples.min()), 0, lang)
            caption += f" ({_text.say('worth', lang).format(worth)})"
        if self.seed is not None:
            caption += f"; {_text.say('seed', lang)}: {self.seed}"
        headers = tuple(_text.say(key, lang) for key in keys)
        return (Table(headers, rows, frozenset(range(1, len(headers))), caption=caption),)

    def to_frame(self, *, backend: FrameBackend = "pandas") -> Any:
        """Return the rank acceptabilities as a frame, a column per rank.

        Parameters
        ----------
        backend : "pandas", "polars" or "pyarrow"
            Whose frame it is; rows are named by a pandas index, else by the first column.
        """
        shares = self.rank_acceptability
        columns = {str(k + 1): shares[:, k] for k in range(shares.shape[1])}
        return _frames.to_frame(
            columns, index=self.candidate_names, name="candidate", backend=backend
        )


def expected_ranks(shares: FloatArray) -> FloatArray:
    """Return the mean rank of each candidate."""
    mean: FloatArray = shares @ np.arange(1.0, len(shares) + 1.0)
    return mean


def entropy(shares: FloatArray) -> FloatArray:
    """Return the entropy of the last axis, in bits."""
    bits = np.log2(np.where(shares > 0, shares, 1.0))
    found: FloatArray = np.maximum(-(shares * bits).sum(axis=-1), 0.0)
    return found
