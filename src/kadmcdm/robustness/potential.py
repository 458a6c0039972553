"""Who can win under some weights: witnesses, and certificates that there are none."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

import numpy as np

from kadmcdm import _frames, _text
from kadmcdm._arrays import ReadOnlyDict
from kadmcdm._provenance import Result, floats
from kadmcdm._table import Display, Table
from kadmcdm._typing import FloatArray, FrameBackend, Label, Language
from kadmcdm.errors import Fault, InputError, raise_faults, unknown_names
from kadmcdm.weighting import Weights

__all__ = ["PotentialWinners"]

_WORDS: Mapping[Language, Mapping[str, str]] = {
    "en": {
        "head": "can be first",
        "first": "alone",
        "shared": "shared only",
        "never": "never",
        "not found": "not found",
        "lead": "lead",
        "proof": "{} is never first: {} at least as good on every criterion",
        "at_best": "{} is never first alone: {} at least as good on every criterion",
        "one": "{} is",
        "mix": "together, {}{} are",
        "log": " (in logarithms)",
        "exact": "by linear programs: exact",
        "search": "by a search from {} starts, seed {}: not found is no proof",
    },
    "id": {
        "head": "dapat peringkat 1",
        "first": "sendiri",
        "shared": "hanya bersama",
        "never": "tidak pernah",
        "not found": "tidak ditemukan",
        "lead": "keunggulan",
        "proof": "{} tidak pernah peringkat 1: {} tidak kalah di semua kriteria",
        "at_best": "{} tidak pernah peringkat 1 sendiri: {} tidak kalah di semua kriteria",
        "one": "{}",
        "mix": "gabungan {}{}",
        "log": " (dalam logaritma)",
        "exact": "dengan program linear: eksak",
        "search": "dengan pencarian dari {} titik awal, benih {}: tidak ditemukan bukan bukti",
    },
}


@dataclass(frozen=True, slots=True, eq=False, kw_only=True)
class PotentialWinners(Result, Display):
    """Who can come first under some weights, with the weights; who can't, with the proof.

    Parameters
    ----------
    candidate_names, criterion_names : tuple of str
        m candidates, n criteria.
    method : dict
        Name and parameters.
    status : tuple of str
        Per candidate: ``"first"`` (alone under some weights), ``"shared"`` (with others only),
        ``"never"`` (proved), ``"not found"`` (by the search). Found by the search, ``"shared"``
        means that no weights were found that put it first alone.
    witnesses : (m, n) array
        Weights that put the candidate first; NaN where there are none.
    leads : (m,) array
        By how much its score leads the next one's under its witness, 0 in a tie; NaN where there
        is no witness, or nobody to lead.
    certificates : mapping of str to mapping of str to float
        For linear programs: per candidate that is never first alone, shares of others that are
        together at least as good on every criterion, in the values that the method adds up.
    n_starts, seed : int or None
        Of the search; None for linear programs.
    digest : str
        SHA-256 of the problem.
    candidate_labels, criterion_labels : mapping
        What people read instead of names.

    Attributes
    ----------
    winners : tuple of str
        Candidates first under some weights, alone or shared.
    exact : bool
        True for linear programs, False for the search.

    Examples
    --------
    >>> import kadmcdm as kd
    >>> problem = kd.DecisionProblem.from_arrays([[9, 1], [4, 4], [1, 9]], ["benefit"] * 2)
    >>> found = kd.potential_winners(problem)
    >>> found.winners, found.certificate("a2")
    (('a1', 'a3'), {'a1': 0.5, 'a3': 0.5})
    >>> kd.rank(problem, found.witness("a1"), kd.WeightedSum()).best
    'a1'
    """

    candidate_names: tuple[str, ...]
    criterion_names: tuple[str, ...]
    method: dict[str, Any]
    status: tuple[str, ...]
    witnesses: FloatArray
    leads: FloatArray
    certificates: Mapping[str, Mapping[str, float]]
    n_starts: int | None
    seed: int | None
    digest: str
    candidate_labels: Mapping[str, Label] = field(default_factory=dict)
    criterion_labels: Mapping[str, Label] = field(default_factory=dict)

    _decoders = {
        "candidate_names": tuple,
        "criterion_names": tuple,
        "status": tuple,
        "witnesses": floats,
        "leads": floats,
        "candidate_labels": ReadOnlyDict,
        "criterion_labels": ReadOnlyDict,
    }

    def __post_init__(self) -> None:
        Result.__post_init__(self)
        frozen = {name: ReadOnlyDict(mix) for name, mix in self.certificates.items()}
        object.__setattr__(self, "certificates", ReadOnlyDict(frozen))

    @property
    def exact(self) -> bool:
        """True for linear programs, False for the search."""
        return self.n_starts is None

    @property
    def winners(self) -> tuple[str, ...]:
        """Candidates that are first under some weights, alone or shared."""
        both = zip(self.candidate_names, self.status, strict=True)
        return tuple(name for name, status in both if status in ("first", "shared"))

    def witness(self, candidate: str) -> Weights:
        """Return weights that put a candidate first, ready for `kadmcdm.rank`.

        Parameters
        ----------
        candidate : str

        Returns
        -------
        Weights

        Raises
        ------
        InputError
            For an unknown name, or a candidate that is never first, or was not found to be.
        """
        raise_faults(list(unknown_names([candidate], self.candidate_names, "candidate")))
        i = self.candidate_names.index(candidate)
        if np.isnan(self.witnesses[i]).any():
            what = "no weights put it first" if self.exact else "no weights found put it first"
            hint = f"certificate({candidate!r}) says why" if self.exact else "more n_starts"
            raise InputError([Fault(f"candidate {candidate!r}", what, hint=hint)])
        return Weights(
            values=self.witnesses[i],
            criterion_names=self.criterion_names,
            scheme="PotentialWinners",
            details={"candidate": candidate},
        )

    def certificate(self, candidate: str) -> dict[str, float]:
        """Return shares of others that are together at least as good on every criterion.

        Parameters
        ----------
        candidate : str

        Returns
        -------
        dict of str to float
            Sums to 1, the largest share first.

        Raises
        ------
        InputError
            For an unknown name, a candidate that can be first alone, and after a search.
        """
        raise_faults(list(unknown_names([candidate], self.candidate_names, "candidate")))
        if candidate not in self.certificates:
            what = "it can be first alone" if self.exact else "a search proves nothing"
            hint = f"witness({candidate!r})" if self.exact else "additive methods have certificates"
            raise InputError([Fault(f"candidate {candidate!r}", what, hint=hint)])
        return dict(self.certificates[candidate])

    def sentences(self, lang: Language = "en") -> tuple[str, ...]:
        """Return one sentence per certificate.

        Returns
        -------
        tuple of str
        """
        words = _WORDS[lang]
        out = []
        for name, mix in self.certificates.items():
            shared = self.status[self.candidate_names.index(name)] == "shared"
            shares = zip(mix, _text.shares(list(mix.values()), 2), strict=True)
            parts = [f"{_text.percent(v, lang)} {self._label(k, lang)}" for k, v in shares]
            logs = words["log"] if self.method["name"] == "WeightedProduct" else ""
            whole = words["mix"].format(_text.listed(parts, lang), logs)
            if len(mix) == 1:
                whole = words["one"].format(self._label(next(iter(mix)), lang))
            said = words["at_best" if shared else "proof"]
            out.append(said.format(self._label(name, lang), whole))
        return tuple(out)

    def tables(self, lang: Language = "en") -> tuple[Table, ...]:
        """Return a row per candidate: whether it can be first, by how much, with which weights."""
        words = _WORDS[lang]
        rows = []
        for i, name in enumerate(self.candidate_names):
            weights = [_text.number(value, 2, lang) for value in self.witnesses[i]]
            lead = _text.number(float(self.leads[i]), 3, lang)
            rows.append((self._label(name, lang), words[self.status[i]], lead, *weights))
        caption = words["exact"]
        if not self.exact:
            caption = words["search"].format(_text.number(self.n_starts, 0, lang), self.seed)
        lead_headers = (_text.say("candidate", lang), words["head"], words["lead"])
        criteria = [_text.label_of(self.criterion_labels, c, lang) for c in self.criterion_names]
        headers = (*lead_headers, *criteria)
        numeric = frozenset(range(2, len(headers)))
        table = Table(headers, tuple(rows), numeric, caption=caption)
        said = tuple((sentence,) for sentence in self.sentences(lang))
        return (table, Table((_text.say("note", lang),), said)) if said else (table,)

    def _label(self, name: str, lang: Language) -> str:
        return _text.label_of(self.candidate_labels, name, lang)

    def to_frame(self, *, backend: FrameBackend = "pandas") -> Any:
        """Return a row per candidate: status, lead, and a column per weight of its witness.

        Parameters
        ----------
        backend : "pandas", "polars" or "pyarrow"
            Whose frame it is; rows are named by a pandas index, else by the first column.
        """
        columns: dict[str, Any] = {"status": list(self.status), "lead": self.leads}
        for j, name in enumerate(self.criterion_names):
            columns[f"{name} (weight)" if name in columns else name] = self.witnesses[:, j]
        return _frames.to_frame(
            columns, index=self.candidate_names, name="candidate", backend=backend
        )
