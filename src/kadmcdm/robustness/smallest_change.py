"""The smallest change of all weights together that costs the winner the first place."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, get_args

import numpy as np

from kadmcdm import _frames, _text
from kadmcdm._provenance import Result, floats
from kadmcdm._table import Display, Table
from kadmcdm._typing import JSON, FloatArray, FrameBackend, Language
from kadmcdm.core.nearest import Norm, nearest_level_weights
from kadmcdm.core.stability import NEGLIGIBLE
from kadmcdm.errors import Fault, InputError, choice_fault, raise_faults, unknown_names
from kadmcdm.methods import Method, method_from_dict, method_label, method_to_dict
from kadmcdm.problem import DecisionProblem
from kadmcdm.ranking import kind_faults, rank
from kadmcdm.robustness.terms import additive_faults, additive_terms
from kadmcdm.weighting import WeightingScheme, Weights

__all__ = ["SmallestChange", "smallest_change"]

_WORDS: Mapping[Language, Mapping[str, str]] = {
    "en": {
        "change": "change",
        "l1": "sum of the changes of all weights",
        "euclidean": "Euclidean distance of the weights",
        "now": "now",
        "none": "{} stays first whatever the weights",
        "nearest": "{} catches up with {} when the weights change by {} ({}): {}",
        "item": "{} from {} to {}",
    },
    "id": {
        "change": "perubahan",
        "l1": "jumlah perubahan semua bobot",
        "euclidean": "jarak Euklides antarbobot",
        "now": "kini",
        "none": "{} tetap di peringkat 1 berapa pun bobotnya",
        "nearest": "{} menyusul {} bila bobot berubah sebesar {} ({}): {}",
        "item": "{} dari {} menjadi {}",
    },
}

SHOWN = 0.0005
"""A sentence names the weights that change by more than this."""


@dataclass(frozen=True, slots=True, eq=False, kw_only=True)
class SmallestChange(Result, Display):
    """The nearest weights at which each candidate catches up with the winner.

    Parameters
    ----------
    problem : DecisionProblem
    weights : Weights
    method : Method
    winner : str
    norm : "l1" or "euclidean"
    distances : (m,) array
        How far the weights must move until the candidate is level with the winner, beyond which it
        is above. NaN for the winner itself, and for candidates that no weights put above it.
    level_weights : (m, n) array
        The weights at which it is level; NaN in the same rows.

    Attributes
    ----------
    challenger : str or None
        Whom the smallest change of all puts level with the winner; None where nobody can.
    distance : float
        The smallest change that costs the winner the first place; NaN where none does.

    Examples
    --------
    >>> import kadmcdm as kd
    >>> problem = kd.DecisionProblem.from_arrays([[4, 1], [1, 4], [3, 3]], ["benefit", "benefit"])
    >>> found = kd.smallest_change(problem, [0.9, 0.1], kd.WeightedSum("none"))
    >>> found.challenger, round(found.distance, 3)
    ('a3', 0.467)
    >>> {name: round(value, 3) for name, value in found.weights_for("a3").items()}
    {'c1': 0.667, 'c2': 0.333}
    """

    problem: DecisionProblem
    weights: Weights
    method: Method
    winner: str
    norm: Norm
    distances: FloatArray
    level_weights: FloatArray

    _decoders = {
        "problem": DecisionProblem.from_dict,
        "weights": Weights.from_dict,
        "method": method_from_dict,
        "distances": floats,
        "level_weights": floats,
    }

    @property
    def digest(self) -> str:
        """SHA-256 of the problem: names, directions, bounds, numbers."""
        return self.problem.digest

    @property
    def challenger(self) -> str | None:
        """Whom the smallest change of all puts level with the winner; None where nobody can."""
        if np.isnan(self.distances).all():
            return None
        return self.problem.candidate_names[int(np.nanargmin(self.distances))]

    @property
    def distance(self) -> float:
        """The smallest change that costs the winner the first place; NaN where none does."""
        name = self.challenger
        at = None if name is None else self.problem.candidate_index(name)
        return float("nan") if at is None else float(self.distances[at])

    def weights_for(self, candidate: str) -> dict[str, float]:
        """Return the nearest weights at which a candidate is level with the winner.

        Parameters
        ----------
        candidate : str

        Returns
        -------
        dict of str to float
            By criterion.

        Raises
        ------
        InputError
            For an unknown name, the winner, and a candidate that no weights put above it.
        """
        raise_faults(list(unknown_names([candidate], self.problem.candidate_names, "candidate")))
        row = self.level_weights[self.problem.candidate_index(candidate)]
        if np.isnan(row).any():
            what = f"no weights put it above {self.winner!r}"
            if candidate == self.winner:
                what = "it is the winner"
            raise InputError([Fault(f"candidate {candidate!r}", what)])
        return dict(zip(self.problem.criterion_names, row.tolist(), strict=True))

    def describe(self, lang: Language = "en") -> str:
        """Say in a sentence who is nearest to the winner, and which weights would do.

        Parameters
        ----------
        lang : "en" or "id"

        Returns
        -------
        str
        """
        words = _WORDS[lang]
        winner = self.problem.candidate_label(self.winner, lang)
        if self.challenger is None:
            return words["none"].format(winner)
        items = []
        for name, new in self.weights_for(self.challenger).items():
            old = self.weights[name]
            if abs(new - old) > SHOWN:
                label = _text.label_of(self.problem.criterion_labels, name, lang)
                figures = (_text.number(value, 3, lang) for value in (old, new))
                items.append(words["item"].format(label, *figures))
        return words["nearest"].format(
            self.problem.candidate_label(self.challenger, lang),
            winner,
            _text.number(self.distance, 3, lang),
            words[self.norm],
            _text.listed(items, lang) or "-",
        )

    def tables(self, lang: Language = "en") -> tuple[Table, ...]:
        """Return a row per candidate, the nearest first, with the weights that make it level."""
        words = _WORDS[lang]
        problem = self.problem
        labels = [_text.label_of(problem.criterion_labels, c, lang) for c in self._criteria]
        shown = [_text.number(value, 3, lang) for value in self.weights.values.tolist()]
        winner = problem.candidate_label(self.winner, lang)
        rows = [(f"{winner} ({words['now']})", "-", *shown)]
        for i in self._by_distance():
            figures = (self.distances[i], *self.level_weights[i].tolist())
            rows.append(
                (
                    problem.candidate_label(problem.candidate_names[i], lang),
                    *(_text.number(value, 3, lang) for value in figures),
                )
            )
        caption = f"{words['change']}: {words[self.norm]}; "
        caption += f"{_text.say('method', lang)}: {method_label(self.method)}"
        headers = (_text.say("candidate", lang), words["change"], *labels)
        numeric = frozenset(range(1, len(headers)))
        return (Table(headers, tuple(rows), numeric, problem.title or "", caption),)

    def to_frame(self, *, backend: FrameBackend = "pandas") -> Any:
        """Return a row per candidate, the nearest first: the change, and the weights it takes.

        Parameters
        ----------
        backend : "pandas", "polars" or "pyarrow"
            Whose frame it is; rows are named by a pandas index, else by the first column.
        """
        at = self._by_distance()
        columns: dict[str, Any] = {"change": self.distances[at]}
        for j, name in enumerate(self._criteria):
            columns[f"{name} (criterion)" if name == "change" else name] = self.level_weights[at, j]
        names = self.problem.candidate_names
        return _frames.to_frame(
            columns, index=[names[i] for i in at], name="candidate", backend=backend
        )

    def to_dict(self) -> JSON:
        """Return plain JSON types that `from_dict` reads back, losslessly."""
        content = Result.to_dict(self)
        content["method"] = method_to_dict(self.method)
        return content

    @property
    def _criteria(self) -> tuple[str, ...]:
        return self.problem.criterion_names

    def _by_distance(self) -> list[int]:
        """Return the rows of all but the winner, the nearest first, those out of reach last."""
        winner = self.problem.candidate_index(self.winner)
        return [i for i in np.argsort(self.distances, kind="stable").tolist() if i != winner]


def smallest_change(
    problem: DecisionProblem,
    weights: Weights | WeightingScheme | Mapping[str, float] | Sequence[float] | FloatArray,
    method: Method,
    *,
    norm: Norm = "l1",
) -> SmallestChange:
    r"""Find the smallest change of all weights together that costs the winner the first place.

    For each other candidate, the weights nearest to the present ones at which it is level with the
    winner; they stay weights, not negative and of sum 1. The nearest of all is exact.

    Parameters
    ----------
    problem : DecisionProblem
    weights : Weights, weighting scheme, mapping or sequence
    method : Method
        One whose scores are sums over the criteria (or products: `WeightedProduct`), such as
        `WeightedSum`, `AHPSynthesis`, `PROMETHEE2` or `SPOTIS`. Others, TOPSIS among them, compare
        candidates by no linear function of the weights, and are refused.
    norm : "l1" or "euclidean"
        The sum of the absolute changes, of which half is the weight that moves; or the root of the
        sum of squares, which spreads the change over all criteria.

    Returns
    -------
    SmallestChange

    Raises
    ------
    InputError
        For weights that do not fit the problem, data or a method that is refused, an unknown norm.

    Notes
    -----
    The winner is ``rank(...).best``. Whoever ties with it needs no change. With ``"l1"`` the
    distance is unique, the weights may not be: weight is taken first from where the winner is
    furthest ahead.

    Examples
    --------
    >>> import kadmcdm as kd
    >>> problem = kd.DecisionProblem.from_arrays([[4, 1], [1, 4], [3, 3]], ["benefit", "benefit"])
    >>> print(kd.smallest_change(problem, [0.9, 0.1], kd.WeightedSum("none")))
    candidate  change     c1     c2
    ---------  ------  -----  -----
    a1 (now)        -  0.900  0.100
    a3          0.467  0.667  0.333
    a2          0.800  0.500  0.500
    change: sum of the changes of all weights; method: WeightedSum (none)

    References
    ----------
    .. [1] Wolters, W. T. M. and Mareschal, B. (1995). Novel types of sensitivity analysis for
       additive MCDM methods. European Journal of Operational Research 81(2), 281-290.
    """
    faults = kind_faults(problem, method)
    faults += list(choice_fault("norm", norm, get_args(Norm)))
    raise_faults(faults)
    what = "the smallest change is known for additive methods only"
    raise_faults(additive_faults(method, what))
    ranking = rank(problem, weights, method)
    winner = problem.candidate_index(ranking.best)
    terms = additive_terms(problem, method)
    leads = terms[winner] - terms
    rounding = NEGLIGIBLE * (np.abs(terms[winner]) + np.abs(terms))
    leads[np.abs(leads) <= rounding] = 0.0
    present = ranking.weights.values / ranking.weights.values.sum()
    level = nearest_level_weights(leads, present, norm)
    moved = level - present
    distances = np.abs(moved).sum(axis=1) if norm == "l1" else np.sqrt((moved**2).sum(axis=1))
    return SmallestChange(
        problem=problem,
        weights=ranking.weights,
        method=method,
        winner=ranking.best,
        norm=norm,
        distances=distances,
        level_weights=level,
    )
