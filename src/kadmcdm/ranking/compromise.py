"""The compromise solution of VIKOR: whether the first stands alone, and who stands with it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

import numpy as np

from kadmcdm import _frames, _text, core
from kadmcdm._arrays import ReadOnlyDict
from kadmcdm._provenance import Result, floats
from kadmcdm._table import Display, Table
from kadmcdm._typing import FloatArray, FrameBackend, IntArray, Label, Language
from kadmcdm.errors import Fault, raise_faults
from kadmcdm.methods import VIKOR
from kadmcdm.ranking.result import Ranking
from kadmcdm.weighting import Weights

__all__ = ["Compromise", "compromise"]

_WORDS: Mapping[Language, Mapping[str, str]] = {
    "en": {
        "member": "compromise", "yes": "yes", "no": "no",
        "lead": "C1, acceptable advantage: {met}; the second is {gap} behind, and at least {least} "
        "is asked for",
        "stable": "C2, acceptable stability: {met}; {first}: {by}",
        "SR": "best by S and by R", "S": "best by S", "R": "best by R",
        "each": "each best by S or by R", "": "best by neither S nor R",
        "one": "{} is the compromise by itself.", "many": "{} are the compromise together.",
        "caption": "Q, S, R: lower is better; v: {v}",
    },
    "id": {
        "member": "kompromi", "yes": "ya", "no": "tidak",
        "lead": "C1, keunggulan yang memadai: {met}; peringkat kedua tertinggal {gap}, sedangkan "
        "yang disyaratkan paling sedikit {least}",
        "stable": "C2, kestabilan yang memadai: {met}; {first}: {by}",
        "SR": "terbaik menurut S dan menurut R", "S": "terbaik menurut S",
        "R": "terbaik menurut R", "each": "masing-masing terbaik menurut S atau R",
        "": "bukan yang terbaik menurut S maupun R",
        "one": "{} menjadi solusi kompromi sendirian.",
        "many": "{} bersama-sama menjadi solusi kompromi.",
        "caption": "Q, S, R: makin kecil makin baik; v: {v}",
    },
}  # fmt: skip


@dataclass(frozen=True, slots=True, eq=False, kw_only=True)
class Compromise(Result, Display):
    """VIKOR's compromise solution, and the two conditions that decide who belongs to it.

    Parameters
    ----------
    candidate_names : tuple of str
    S, R, Q : (m,) array
        Group utility, individual regret and the index between them; lower is better.
    v : float
        Weight of the group utility in Q.
    weights : Weights
    tie_tolerance : float
        Figures this close, relative to the largest, are tied.
    digest : str
        SHA-256 of the problem.
    candidate_labels : mapping
        What people read instead of names.

    Attributes
    ----------
    members : tuple of str
        The compromise solution, best first.
    acceptable_advantage : bool
        C1: the second is at least `least_advantage` behind the first, in Q.
    acceptable_stability : bool
        C2: the first (each of them, where several tie) also leads by S or by R.
    advantage : float
        Q of the second minus Q of the first.
    least_advantage : float
        DQ = 1 / (m - 1).

    Examples
    --------
    >>> import kadmcdm as kd
    >>> rows = [[5, 8, 4], [7, 6, 8], [8, 8, 6], [7, 4, 6]]
    >>> problem = kd.DecisionProblem.from_arrays(rows, ["benefit"] * 3)
    >>> found = kd.compromise(kd.rank(problem, [0.3, 0.4, 0.3], kd.VIKOR()))
    >>> found.members, found.acceptable_advantage, found.acceptable_stability
    (('a3', 'a2'), False, True)
    """

    candidate_names: tuple[str, ...]
    S: FloatArray
    R: FloatArray
    Q: FloatArray
    v: float
    weights: Weights
    tie_tolerance: float
    digest: str
    candidate_labels: Mapping[str, Label] = field(default_factory=dict)

    _decoders = {
        "candidate_names": tuple,
        "S": floats,
        "R": floats,
        "Q": floats,
        "weights": Weights.from_dict,
        "candidate_labels": ReadOnlyDict,
    }

    @property
    def advantage(self) -> float:
        """Q of the second minus Q of the first."""
        first, second = np.sort(self.Q)[:2].tolist()
        return float(second - first)

    @property
    def least_advantage(self) -> float:
        """The advantage that C1 asks for: 1 / (m - 1)."""
        return 1.0 / (len(self.Q) - 1)

    @property
    def acceptable_advantage(self) -> bool:
        """C1: whether the advantage reaches `least_advantage`, up to the tie tolerance."""
        return self.advantage >= self._enough

    @property
    def acceptable_stability(self) -> bool:
        """C2: whether the first also leads by S or by R."""
        return bool(self._leads_by)

    @property
    def members(self) -> tuple[str, ...]:
        """The compromise solution, best first.

        With C1 and C2 the first alone; without C2 the second as well; without C1 everyone who is
        less than `least_advantage` behind the first.
        """
        places = self._places(self.Q)
        inside = places == 1
        if not self.acceptable_advantage:
            inside = self.Q - self.Q.min() < self._enough
        elif not self.acceptable_stability:
            inside = places <= 2
        by_place = np.argsort(places, kind="stable")
        return tuple(self.candidate_names[i] for i in by_place if inside[i])

    @property
    def _enough(self) -> float:
        return self.least_advantage - self.tie_tolerance * float(self.Q.max())

    @property
    def _leads_by(self) -> str:
        first = self._places(self.Q) == 1
        by_s, by_r = self._places(self.S) == 1, self._places(self.R) == 1
        if not (by_s | by_r)[first].all():
            return ""
        return "".join(key for key, by in (("S", by_s), ("R", by_r)) if by[first].all()) or "each"

    def _places(self, values: FloatArray) -> IntArray:
        return core.ranks(-values, tie_tolerance=self.tie_tolerance)

    def describe(self, lang: Language = "en") -> str:
        """Say who is the compromise, and which conditions are met.

        Parameters
        ----------
        lang : "en" or "id"

        Returns
        -------
        str
        """
        members = [_text.label_of(self.candidate_labels, name, lang) for name in self.members]
        said = _WORDS[lang]["one" if len(members) == 1 else "many"]
        return said.format(_text.listed(members, lang)) + "".join(
            f" {condition}." for condition in self._conditions(lang)
        )

    def _conditions(self, lang: Language) -> tuple[str, str]:
        words = _WORDS[lang]
        at = np.flatnonzero(self._places(self.Q) == 1)
        first = [_text.label_of(self.candidate_labels, self.candidate_names[i], lang) for i in at]
        lead = words["lead"].format(
            met=words["yes" if self.acceptable_advantage else "no"],
            gap=_text.number(self.advantage, 3, lang),
            least=_text.number(self.least_advantage, 3, lang),
        )
        stable = words["stable"].format(
            met=words["yes" if self.acceptable_stability else "no"],
            first=_text.listed(first, lang),
            by=words[self._leads_by],
        )
        return lead, stable

    def tables(self, lang: Language = "en") -> tuple[Table, ...]:
        """Return Q, S and R, best first, and who belongs to the compromise."""
        words, members = _WORDS[lang], set(self.members)
        places = self._places(self.Q)
        shown = _text.places(places.tolist())
        rows = tuple(
            (
                shown[i],
                _text.label_of(self.candidate_labels, self.candidate_names[i], lang),
                *(_text.number(float(row[i]), 3, lang) for row in (self.Q, self.S, self.R)),
                words["yes"] if self.candidate_names[i] in members else "-",
            )
            for i in np.argsort(places, kind="stable").tolist()
        )
        headers = (_text.say("rank", lang), _text.say("candidate", lang), "Q", "S", "R")
        lines = (
            *self._conditions(lang),
            words["caption"].format(v=_text.significant(self.v, lang)),
        )
        numeric = frozenset({0, 2, 3, 4})
        return (Table((*headers, words["member"]), rows, numeric, caption="\n".join(lines)),)

    def to_frame(self, *, backend: FrameBackend = "pandas") -> Any:
        """Return a row per candidate, in input order: rank, Q, S, R, and whether it belongs.

        Parameters
        ----------
        backend : "pandas", "polars" or "pyarrow"
            Whose frame it is; rows are named by a pandas index, else by the first column.
        """
        members = set(self.members)
        columns = {
            "rank": self._places(self.Q),
            "Q": self.Q,
            "S": self.S,
            "R": self.R,
            "compromise": np.array([name in members for name in self.candidate_names]),
        }
        names = self.candidate_names
        return _frames.to_frame(columns, index=names, name="candidate", backend=backend)


def compromise(ranking: Ranking) -> Compromise:
    """Read a ranking by VIKOR as its authors do: which candidates are the compromise solution.

    Parameters
    ----------
    ranking : Ranking
        By `VIKOR`, of two candidates or more.

    Returns
    -------
    Compromise

    Raises
    ------
    InputError
        For anything else.

    Examples
    --------
    >>> import kadmcdm as kd
    >>> rows = [[5, 8, 4], [7, 6, 8], [8, 8, 6], [7, 4, 6]]
    >>> problem = kd.DecisionProblem.from_arrays(rows, ["benefit"] * 3)
    >>> print(kd.compromise(kd.rank(problem, [0.3, 0.4, 0.3], kd.VIKOR())))
    rank  candidate      Q      S      R  compromise
    ----  ---------  -----  -----  -----  ----------
       1  a3         0.000  0.150  0.150  yes
       2  a2         0.250  0.300  0.200  yes
       3  a1         0.750  0.600  0.300  -
       4  a4         1.000  0.650  0.400  -
    C1, acceptable advantage: no; the second is 0.250 behind, and at least 0.333 is asked for
    C2, acceptable stability: yes; a3: best by S and by R
    Q, S, R: lower is better; v: 0.5

    References
    ----------
    .. [1] Opricovic, S. and Tzeng, G.-H. (2004). Compromise solution by MCDM methods: a
       comparative analysis of VIKOR and TOPSIS. European Journal of Operational Research 156(2),
       445-455, sec. 2, step (e).
    """
    if not isinstance(ranking, Ranking) or not isinstance(ranking.method, VIKOR):
        got = ranking.method.name if isinstance(ranking, Ranking) else type(ranking).__name__
        expected = "kd.rank(problem, weights, kd.VIKOR())"
        raise_faults([Fault("ranking", "no ranking by VIKOR", got, expected)])
    names = ranking.problem.candidate_names
    if len(names) < 2:
        raise_faults([Fault("ranking", "nobody to be ahead of", "1 candidate", "2 or more")])
    details = ranking.details
    return Compromise(
        candidate_names=names,
        S=details["S"],
        R=details["R"],
        Q=details["Q"],
        v=float(ranking.method.v),  # type: ignore[attr-defined]
        weights=ranking.weights,
        tie_tolerance=ranking.tie_tolerance,
        digest=ranking.digest,
        candidate_labels=ranking.problem.candidate_labels,
    )
