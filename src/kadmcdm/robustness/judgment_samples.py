"""Weights under judgments that nobody means to the decimal: samples, intervals, ranks."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np

from kadmcdm import _text
from kadmcdm._provenance import Result, floats
from kadmcdm._table import Display, Table
from kadmcdm._typing import FloatArray, Language
from kadmcdm.errors import Fault, brief, raise_faults, unknown_names
from kadmcdm.problem import DecisionProblem
from kadmcdm.robustness.acceptability import Acceptability

__all__ = ["JudgmentUncertainty"]


@dataclass(frozen=True, slots=True, eq=False, kw_only=True)
class JudgmentUncertainty(Result, Display):
    """What weights may be when each judgment may have been a little different.

    Parameters
    ----------
    names : tuple of str
        The compared items, or the leaves of the hierarchy, n of them.
    values : (n,) array
        The weights of the judgments as they were said.
    samples : (S, n) array
        Weight vectors of the changed judgments; each sums to 1. ``smaa(problem, weights=result)``
        takes them, by name.
    rank_acceptability : (n, n) array
        [item, rank - 1]: how often each weight takes each rank, the largest being first.
    steps : float or str
        How far judgments moved on the scale; ``"given"`` for a distribution of one's own.
    prioritization : str
    seed : int
    candidates : Acceptability or None
        Of an `AHP`: how often each candidate takes each rank.

    Examples
    --------
    >>> import kadmcdm as kd
    >>> judged = kd.PairwiseComparisons.from_upper_triangle(["cost", "reach", "risk"], [2, 4, 3])
    >>> print(kd.judgment_uncertainty(judged, n_samples=2000, rng=1))
    criterion  weight  95% from     to   first
    ---------  ------  --------  -----  ------
    cost        0.558     0.514  0.594  100.0%
    reach       0.320     0.285  0.363    0.0%
    risk        0.122     0.111  0.135    0.0%
    samples: 2,000; seed: 1; judgments moved by up to 0.5 steps
    """

    names: tuple[str, ...]
    values: FloatArray
    samples: FloatArray
    rank_acceptability: FloatArray
    steps: float | str
    prioritization: str
    seed: int
    candidates: Acceptability | None = None

    _decoders = {
        "names": tuple,
        "values": floats,
        "samples": floats,
        "rank_acceptability": floats,
        "candidates": lambda data: None if data is None else Acceptability.from_dict(data),
    }

    def interval(self, name: str, level: float = 0.95) -> tuple[float, float]:
        """Return the central interval that holds a share of an item's weights.

        Parameters
        ----------
        name : str
        level : float
            Between 0 and 1.

        Raises
        ------
        InputError
            For an unknown name, or a level out of range.
        """
        faults = list(unknown_names([name], self.names, "item"))
        number = isinstance(level, (int, float)) and not isinstance(level, bool)
        if not number or not 0 < level < 1:
            faults.append(Fault("level", "no share", brief(level), "between 0 and 1"))
        raise_faults(faults)
        drawn = self.samples[:, self.names.index(name)]
        low, high = np.quantile(drawn, [(1 - level) / 2, (1 + level) / 2])
        return float(low), float(high)

    def samples_for(self, problem: DecisionProblem) -> FloatArray:
        """Return the samples in the order of a problem's criteria.

        Raises
        ------
        InputError
            When criteria and items are not the same.
        """
        names = problem.criterion_names
        faults = list(unknown_names(self.names, names, "judged item"))
        faults += [
            Fault(f"criterion {name!r}", "there are no judgments on it")
            for name in names
            if name not in self.names
        ]
        raise_faults(faults)
        return self.samples[:, [self.names.index(name) for name in names]]

    def tables(self, lang: Language = "en") -> tuple[Table, ...]:
        """Return weights, intervals and how often each comes first; then the candidates."""
        words: Mapping[Language, tuple[str, ...]] = {
            "en": ("95% from", "to", "first", "judgments moved by up to {} steps",
                   "judgments moved as given"),
            "id": ("95% dari", "sampai", "pertama", "penilaian digeser paling jauh {} langkah",
                   "menurut sebaran yang diberikan"),
        }  # fmt: skip
        start, end, first, moved, given = words[lang]
        rows = []
        for k, name in enumerate(self.names):
            figures: list[Any] = [float(self.values[k]), *self.interval(name)]
            shown = [_text.number(value, 3, lang) for value in figures]
            share = _text.percent(float(self.rank_acceptability[k, 0]), lang, 1)
            rows.append((name, *shown, share))
        how = (
            given
            if isinstance(self.steps, str)
            else moved.format(_text.significant(self.steps, lang))
        )
        caption = (
            f"{_text.say('samples', lang)}: {_text.number(len(self.samples), 0, lang)}; "
            f"{_text.say('seed', lang)}: {self.seed}; {how}"
        )
        headers = (_text.say("criterion", lang), _text.say("weight", lang), start, end, first)
        table = Table(headers, tuple(rows), frozenset({1, 2, 3, 4}), caption=caption)
        return (table, *(self.candidates.tables(lang) if self.candidates is not None else ()))
