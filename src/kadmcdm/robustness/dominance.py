"""Dominance: who is beaten whatever the weights."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

import numpy as np

from kadmcdm import _frames, _text, core
from kadmcdm._arrays import ReadOnlyDict
from kadmcdm._provenance import Result, integers
from kadmcdm._table import Display, Table
from kadmcdm._typing import BoolArray, FrameBackend, IntArray, Label, Language
from kadmcdm.errors import raise_faults, unknown_names
from kadmcdm.methods import TOPSIS
from kadmcdm.problem import DecisionProblem
from kadmcdm.ranking import kind_faults

__all__ = ["Dominance", "dominance"]

SHOWN = 3
"""Dominators of one candidate that a table names."""


@dataclass(frozen=True, slots=True, eq=False, kw_only=True)
class Dominance(Result, Display):
    """Who is beaten by whom on every criterion, before any weight is known.

    Parameters
    ----------
    candidate_names, criterion_names : tuple of str
        m candidates, n criteria.
    pairs : (k, 2) array of int
        Rows of candidates: the first dominates the second.
    better : (k, n) array of bool
        On which criteria the first is better; on the others both are equal.
    duplicates : tuple of tuple of str
        Groups of candidates that are equal on every criterion.
    digest : str
        SHA-256 of the problem.
    candidate_labels, criterion_labels : mapping
        What people read instead of names.

    Attributes
    ----------
    pareto : tuple of str
        Candidates that nobody dominates, in input order.
    dominated : tuple of str
        The others.

    Examples
    --------
    >>> import kadmcdm as kd
    >>> problem = kd.DecisionProblem.from_arrays([[1, 9], [2, 8], [3, 8]], ["benefit", "cost"])
    >>> found = kd.dominance(problem)
    >>> found.pareto, found.dominators("a2")
    (('a3',), {'a3': ('c1',)})
    """

    candidate_names: tuple[str, ...]
    criterion_names: tuple[str, ...]
    pairs: IntArray
    better: BoolArray
    duplicates: tuple[tuple[str, ...], ...]
    digest: str
    candidate_labels: Mapping[str, Label] = field(default_factory=dict)
    criterion_labels: Mapping[str, Label] = field(default_factory=dict)

    _decoders = {
        "candidate_names": tuple,
        "criterion_names": tuple,
        "pairs": lambda rows: integers(rows).reshape(-1, 2),
        "better": lambda rows: np.array(rows, dtype=np.bool_),
        "duplicates": lambda groups: tuple(tuple(group) for group in groups),
        "candidate_labels": ReadOnlyDict,
        "criterion_labels": ReadOnlyDict,
    }

    @property
    def pareto(self) -> tuple[str, ...]:
        """Candidates that nobody dominates, in input order."""
        beaten = set(self.pairs[:, 1].tolist())
        return tuple(name for i, name in enumerate(self.candidate_names) if i not in beaten)

    @property
    def dominated(self) -> tuple[str, ...]:
        """Candidates that somebody dominates, in input order."""
        beaten = set(self.pairs[:, 1].tolist())
        return tuple(name for i, name in enumerate(self.candidate_names) if i in beaten)

    def dominators(self, candidate: str) -> dict[str, tuple[str, ...]]:
        """Return who dominates a candidate, and the criteria on which each is better.

        Parameters
        ----------
        candidate : str

        Returns
        -------
        dict of str to tuple of str
            Empty for a candidate of the Pareto set.

        Raises
        ------
        InputError
            For an unknown name.
        """
        raise_faults(list(unknown_names([candidate], self.candidate_names, "candidate")))
        rows = np.flatnonzero(self.pairs[:, 1] == self.candidate_names.index(candidate))
        return {self.candidate_names[self.pairs[row, 0]]: self._better(row) for row in rows}

    def _better(self, row: np.intp) -> tuple[str, ...]:
        return tuple(self.criterion_names[j] for j in np.flatnonzero(self.better[row]))

    def tables(self, lang: Language = "en") -> tuple[Table, ...]:
        """Return a row per dominated candidate; the Pareto set and duplicates below it."""
        words = {
            "en": ("dominated by", "better on", "and {} more", "not dominated", "the same"),
            "id": ("didominasi oleh", "lebih baik pada", "dan {} lagi", "tidak didominasi", "sama"),
        }
        by, on, more, free, same = words[lang]
        rows = []
        beaten, counts = np.unique(self.pairs[:, 1], return_counts=True)
        by_beaten = np.argsort(self.pairs[:, 1], kind="stable")
        starts = np.cumsum(counts) - counts
        each = (beaten.tolist(), starts.tolist(), counts.tolist())
        for i, start, count in zip(*each, strict=True):
            first = self._label(self.candidate_names[i], lang)
            for row in by_beaten[start : start + min(count, SHOWN)]:
                other = self._label(self.candidate_names[self.pairs[row, 0]], lang)
                named = [_text.label_of(self.criterion_labels, c, lang) for c in self._better(row)]
                rows.append((first, other, ", ".join(named)))
                first = ""
            if count > SHOWN:
                rows.append(("", more.format(count - SHOWN), ""))
        caption = f"{free}: " + ", ".join(self._label(name, lang) for name in self.pareto)
        for group in self.duplicates:
            joined = _text.listed([self._label(name, lang) for name in group], lang)
            caption += f"; {same}: {joined}"
        return (Table((_text.say("candidate", lang), by, on), tuple(rows), caption=caption),)

    def _label(self, name: str, lang: Language) -> str:
        return _text.label_of(self.candidate_labels, name, lang)

    def to_frame(self, *, backend: FrameBackend = "pandas") -> Any:
        """Return a row per dominated pair: who, whom, and per criterion whether it is better.

        Parameters
        ----------
        backend : "pandas", "polars" or "pyarrow"
            Whose frame it is; rows are named by a pandas index, else by the first column.
        """
        names = np.array(self.candidate_names, dtype=object)
        columns: dict[str, Any] = {
            "dominates": names[self.pairs[:, 0]],
            "dominated": names[self.pairs[:, 1]],
        }
        for j, name in enumerate(self.criterion_names):
            columns[f"{name} (criterion)" if name in columns else name] = self.better[:, j]
        return _frames.to_frame(columns, backend=backend)


def dominance(problem: DecisionProblem) -> Dominance:
    """Find who dominates whom: nowhere worse, somewhere better.

    Values are compared as they are, in the criteria's directions, with no tolerance.

    Parameters
    ----------
    problem : DecisionProblem

    Returns
    -------
    Dominance

    Raises
    ------
    InputError
        For what is no problem.

    Notes
    -----
    Memory: about 4 m² bytes for m candidates (1 MB for 514), and 30 + 17 n bytes for each dominated
    pair, of which there are at most m (m - 1) / 2.

    Examples
    --------
    >>> import kadmcdm as kd
    >>> problem = kd.DecisionProblem.from_arrays([[1, 9], [2, 8], [3, 8]], ["benefit", "cost"])
    >>> print(kd.dominance(problem))
    candidate  dominated by  better on
    ---------  ------------  ---------
    a1         a2            c1, c2
               a3            c1, c2
    a2         a3            c1
    not dominated: a3
    """
    raise_faults(kind_faults(problem, TOPSIS()))
    over, under = np.nonzero(core.dominates(problem.matrix, problem.benefit).T)[::-1]
    pairs = np.column_stack([over, under])
    names = problem.candidate_names
    groups: dict[tuple[float, ...], list[str]] = {}
    for name, row in zip(names, problem.matrix.tolist(), strict=True):
        groups.setdefault(tuple(row), []).append(name)
    return Dominance(
        candidate_names=names,
        criterion_names=problem.criterion_names,
        pairs=pairs,
        better=problem.matrix[over] != problem.matrix[under],
        duplicates=tuple(tuple(group) for group in groups.values() if len(group) > 1),
        digest=problem.digest,
        candidate_labels=problem.candidate_labels,
        criterion_labels=problem.criterion_labels,
    )
