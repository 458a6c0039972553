"""Rank reversal as a result: which pairs changed their order, and by which test."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Literal, NamedTuple, TypeAlias, get_args

import numpy as np

from kadmcdm import _frames, _text
from kadmcdm._arrays import ReadOnlyDict
from kadmcdm._provenance import Result, integers
from kadmcdm._table import Display, Table
from kadmcdm._typing import FrameBackend, IntArray, Label, Language
from kadmcdm.errors import choice_fault, raise_faults
from kadmcdm.weighting import Weights

__all__ = ["RankReversal", "ReversalTest", "ReversedPair"]

TestName: TypeAlias = Literal["drop", "copy", "worse copy", "worst", "pair"]
Relation: TypeAlias = Literal["above", "tied", "below"]

TESTS: tuple[TestName, ...] = get_args(TestName)
RELATIONS: dict[int, Relation] = {1: "above", 0: "tied", -1: "below"}

SHOWN = 10
"""Changed pairs that a table names."""

_WORDS: Mapping[Language, Mapping[str, str]] = {
    "en": {
        "test": "test", "runs": "runs", "changed": "changed", "first": "first place changed",
        "refused": "refused", "drop": "one dropped", "copy": "one copied",
        "worse copy": "a worse copy", "worst": "a worst one added", "pair": "pairs alone",
        "with": "with", "before": "before", "after": "after",
        "above": "{a} above {b}", "tied": "{a} tied with {b}", "below": "{b} above {a}",
        "more": "and {} more",
        "none": "no pair changed its order",
        "cycles": "pairs alone contradict one another {} times: {} above {} above {}, "
        "but not {} above {}",
    },
    "id": {
        "test": "uji", "runs": "ulangan", "changed": "berubah", "first": "peringkat 1 berubah",
        "refused": "ditolak", "drop": "satu dibuang", "copy": "satu digandakan",
        "worse copy": "salinan lebih buruk", "worst": "yang terburuk ditambah",
        "pair": "tiap pasangan tersendiri",
        "with": "dengan", "before": "sebelum", "after": "sesudah",
        "above": "{a} di atas {b}", "tied": "{a} seri dengan {b}", "below": "{b} di atas {a}",
        "more": "dan {} lagi",
        "none": "tidak ada pasangan yang berubah urutan",
        "cycles": "pasangan yang dinilai tersendiri saling bertentangan {} kali: "
        "{} di atas {} di atas {}, "
        "tetapi {} tidak di atas {}",
    },
}  # fmt: skip


class ReversalTest(NamedTuple):
    """How often a test was run, and what it changed.

    Attributes
    ----------
    runs : int
        Changed problems that were ranked; for ``"pair"`` the pairs.
    changed : int
        Runs in which at least one pair changed its order.
    first_changed : int
        Runs in which others stand first, among those that stayed; for ``"pair"``, pairs in which
        one that was first stands below the other.
    refused : int
        Changed problems that the method refuses: a given ideal, say, has no place on the scale of
        a pair that is constant on its criterion.

    Examples
    --------
    >>> import kadmcdm as kd
    >>> kd.ReversalTest(runs=4, changed=1, first_changed=0, refused=0).changed
    1
    """

    runs: int
    changed: int
    first_changed: int
    refused: int


class ReversedPair(NamedTuple):
    """Two candidates whose order a change of the others has changed.

    Attributes
    ----------
    test : str
    subject : str or None
        Who was dropped or copied; None for ``"worst"`` and ``"pair"``.
    a, b : str
        a stood above b, or tied with it.
    before, after : "above", "tied" or "below"
        Where a stands, seen from b.

    Examples
    --------
    >>> import kadmcdm as kd
    >>> kd.ReversedPair("drop", "C", "A", "B", "above", "below").after
    'below'
    """

    test: TestName
    subject: str | None
    a: str
    b: str
    before: Relation
    after: Relation


@dataclass(frozen=True, slots=True, eq=False, kw_only=True)
class RankReversal(Result, Display):
    """Which pairs of candidates change their order when others come or go.

    Parameters
    ----------
    candidate_names : tuple of str
    method : dict
        Name and parameters.
    weights : Weights
        The same in all runs.
    tie_tolerance : float
    tests : mapping of str to ReversalTest
        By ``"drop"``, ``"copy"``, ``"worse copy"``, ``"worst"`` and ``"pair"``.
    changed : (k, 6) array of int
        Test, subject (-1: nobody), a, b, before and after (1 a above b, 0 tied, -1 below).
    n_cycles : int
        How often pairs that stand alone contradict one another: a above b, b above c, but a not
        above c. A cycle counts once.
    cycles : tuple of (str, str, str)
        The first hundred of them.
    digest : str
        SHA-256 of the problem.
    candidate_labels : mapping
        What people read instead of names.

    Attributes
    ----------
    immune : bool
        No pair changed its order in any test, and no pairs contradict one another.

    Examples
    --------
    >>> import kadmcdm as kd
    >>> problem = kd.DecisionProblem.from_arrays([[9, 1], [4, 5], [1, 9]], ["benefit"] * 2)
    >>> kd.rank_reversal(problem, [0.5, 0.5], kd.WeightedSum("none")).immune
    True
    """

    candidate_names: tuple[str, ...]
    method: dict[str, Any]
    weights: Weights
    tie_tolerance: float
    tests: Mapping[str, ReversalTest]
    changed: IntArray
    n_cycles: int
    cycles: tuple[tuple[str, str, str], ...]
    digest: str
    candidate_labels: Mapping[str, Label] = field(default_factory=dict)

    _decoders = {
        "candidate_names": tuple,
        "weights": Weights.from_dict,
        "tests": lambda found: {name: ReversalTest(*counts) for name, counts in found.items()},
        "changed": lambda rows: integers(rows).reshape(-1, 6),
        "cycles": lambda found: tuple(tuple(names) for names in found),
        "candidate_labels": ReadOnlyDict,
    }

    def __post_init__(self) -> None:
        Result.__post_init__(self)
        object.__setattr__(self, "tests", ReadOnlyDict(self.tests))

    @property
    def immune(self) -> bool:
        """No pair changed its order in any test, and no pairs contradict one another."""
        return not len(self.changed) and not self.n_cycles

    def changes(self, test: TestName | None = None) -> tuple[ReversedPair, ...]:
        """Return the pairs whose order has changed.

        Parameters
        ----------
        test : str, optional
            One of them; all when left out.

        Returns
        -------
        tuple of ReversedPair

        Raises
        ------
        InputError
            For an unknown test.
        """
        rows = self.changed
        if test is not None:
            raise_faults(list(choice_fault("test", test, TESTS)))
            rows = rows[rows[:, 0] == TESTS.index(test)]
        return tuple(self._pair(row) for row in rows.tolist())

    def _pair(self, row: list[int]) -> ReversedPair:
        test, subject, a, b, before, after = row
        names = self.candidate_names
        who = None if subject < 0 else names[subject]
        return ReversedPair(
            TESTS[test], who, names[a], names[b], RELATIONS[before], RELATIONS[after]
        )

    def tables(self, lang: Language = "en") -> tuple[Table, ...]:
        """Return a row per test, then the first changed pairs."""
        words = _WORDS[lang]
        keys = ("runs", "changed", "first", "refused")
        counts = tuple(
            (words[name], *(_text.number(value, 0, lang) for value in self.tests[name]))
            for name in TESTS
        )
        caption = "" if len(self.changed) else words["none"]
        if self.n_cycles:
            a, b, c = (self._label(name, lang) for name in self.cycles[0])
            times = _text.number(self.n_cycles, 0, lang)
            caption += ("; " if caption else "") + words["cycles"].format(times, a, b, c, a, c)
        headers = (words["test"], *(words[key] for key in keys))
        tables = [Table(headers, counts, frozenset(range(1, 5)), caption=caption)]
        if len(self.changed):
            rows = tuple(self._said(row, lang) for row in self.changed[:SHOWN].tolist())
            left = len(self.changed) - SHOWN
            more = words["more"].format(_text.number(left, 0, lang)) if left > 0 else ""
            headers = (words["test"], words["with"], words["before"], words["after"])
            tables.append(Table(headers, rows, caption=more))
        return tuple(tables)

    def _said(self, row: list[int], lang: Language) -> tuple[str, ...]:
        words, pair = _WORDS[lang], self._pair(row)
        a, b = self._label(pair.a, lang), self._label(pair.b, lang)
        subject = "" if pair.subject is None else self._label(pair.subject, lang)
        before, after = (words[key].format(a=a, b=b) for key in (pair.before, pair.after))
        return words[pair.test], subject, before, after

    def _label(self, name: str, lang: Language) -> str:
        return _text.label_of(self.candidate_labels, name, lang)

    def to_frame(self, *, backend: FrameBackend = "pandas") -> Any:
        """Return a row per changed pair: test, subject, a, b, before, after.

        Parameters
        ----------
        backend : "pandas", "polars" or "pyarrow"
            Whose frame it is; rows are named by a pandas index, else by the first column.
        """
        names = np.array([*self.candidate_names, None], dtype=object)
        columns: dict[str, Any] = {"test": [TESTS[k] for k in self.changed[:, 0]]}
        for k, key in enumerate(("subject", "a", "b"), 1):
            columns[key] = names[self.changed[:, k]]
        for k, key in enumerate(("before", "after"), 4):
            columns[key] = [RELATIONS[value] for value in self.changed[:, k].tolist()]
        return _frames.to_frame(columns, backend=backend)
