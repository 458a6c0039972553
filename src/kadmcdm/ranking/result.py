"""A problem plus weights gives scores and ranks."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from kadmcdm import _frames, _text, core
from kadmcdm._arrays import ReadOnlyDict
from kadmcdm._provenance import Result, floats, integers
from kadmcdm._table import Display, Table
from kadmcdm._typing import JSON, FloatArray, FrameBackend, IntArray, Language
from kadmcdm.core.ordering import TIE_TOLERANCE
from kadmcdm.errors import Fault, InputError, brief, named_columns, raise_faults
from kadmcdm.methods import (
    TOPSIS,
    Method,
    WeightedProduct,
    method_from_dict,
    method_label,
    method_to_dict,
)
from kadmcdm.problem import DecisionProblem
from kadmcdm.ranking.explanation import Contrast, Explanation
from kadmcdm.weighting import WeightingScheme, Weights, as_weights

__all__ = ["Ranking", "rank", "scores_of"]


@dataclass(frozen=True, slots=True, eq=False, kw_only=True)
class Ranking(Result, Display):
    """Who comes first, by how much, and how that came about.

    Parameters
    ----------
    problem : DecisionProblem
    weights : Weights
    method : Method
    scores : (m,) array
        Higher is better, in the candidates' input order.
    ranks : (m,) array of int
        Competition ranks (1, 2, 2, 4) in the candidates' input order.
    tie_tolerance : float
        Scores this close, relative to the largest, are tied.

    Attributes
    ----------
    order : tuple of str
        Names, best first; ties in input order.
    best : str
        ``order[0]``.
    winners : tuple of str
        Everyone of rank 1.
    digest : str
        SHA-256 of the problem.

    Examples
    --------
    >>> import kadmcdm as kd
    >>> problem = kd.DecisionProblem.from_arrays([[1, 9], [2, 8], [3, 4]], ["benefit", "cost"])
    >>> ranking = kd.rank(problem, {"c1": 0.6, "c2": 0.4})
    >>> ranking.best, ranking.ranks.tolist()
    ('a3', [3, 2, 1])
    >>> kd.Ranking.from_json(ranking.to_json()).to_dict() == ranking.to_dict()
    True
    """

    problem: DecisionProblem
    weights: Weights
    method: Method
    scores: FloatArray
    ranks: IntArray
    tie_tolerance: float = TIE_TOLERANCE

    _decoders = {
        "problem": DecisionProblem.from_dict,
        "weights": Weights.from_dict,
        "method": method_from_dict,
        "scores": floats,
        "ranks": integers,
    }

    @property
    def order(self) -> tuple[str, ...]:
        """Names, best first; ties in input order."""
        names = self.problem.candidate_names
        return tuple(names[i] for i in np.argsort(self.ranks, kind="stable"))

    @property
    def best(self) -> str:
        """The first of `order`."""
        return self.problem.candidate_names[int(np.argmin(self.ranks))]

    @property
    def winners(self) -> tuple[str, ...]:
        """Everyone of rank 1."""
        names = self.problem.candidate_names
        return tuple(names[i] for i in np.flatnonzero(self.ranks == 1))

    @property
    def digest(self) -> str:
        """SHA-256 of the problem: names, directions, bounds, numbers."""
        return self.problem.digest

    @property
    def details(self) -> Mapping[str, FloatArray]:
        """The method's intermediates by name, computed when asked for.

        Raises
        ------
        InputError
            When the method gives none.
        """
        compute = getattr(self.method, "details", None)
        if compute is None:
            raise InputError(
                [Fault(f"method {self.method.name!r}", "it gives no details to explain from")]
            )
        problem = self.problem
        found: Mapping[str, FloatArray] = compute(
            problem.matrix, self.weights.values, problem.benefit, bounds=_bounds(problem)
        )
        return found

    def explain(self, candidate: str) -> Explanation:
        """Say why a candidate scores what it scores.

        Parameters
        ----------
        candidate : str

        Returns
        -------
        Explanation

        Raises
        ------
        InputError
            For an unknown candidate, or a method without details.

        Examples
        --------
        >>> import kadmcdm as kd
        >>> problem = kd.DecisionProblem.from_arrays([[1, 9], [3, 4]], ["benefit", "cost"])
        >>> print(kd.rank(problem, [0.5, 0.5], kd.WeightedSum()).explain("a1"))
        a1: rank 2, score 0.389
        criterion  direction         value  normalized  weight  contribution
        ---------  ----------------  -----  ----------  ------  ------------
        c1         higher is better      1       0.333   0.500         0.167
        c2         lower is better       9       0.444   0.500         0.222
        """
        i = self.problem.candidate_index(candidate)
        details = self.details
        parts: dict[str, Any] = {}
        if "contributions" in details:
            parts["contributions"] = details["contributions"][i]
            parts["total"] = float(parts["contributions"].sum())
            if "total" in details:
                parts["total"] = float(details["total"][i])
        if "node_contributions" in details:
            names = getattr(self.method, "nodes", ())
            row = details["node_contributions"][i].tolist()
            parts["nodes"] = ReadOnlyDict(zip(names, row, strict=True))
        if "normalized" in details:
            parts["normalized"] = details["normalized"][i]
        for key in ("to_ideal", "to_anti_ideal"):
            if key in details:
                row = details[key][i]
                parts[key] = row / (row.sum() or 1.0)
                parts["p"] = getattr(self.method, "p", None)
        return Explanation(
            candidate=candidate,
            rank=int(self.ranks[i]),
            score=float(self.scores[i]),
            logarithmic=isinstance(self.method, WeightedProduct),
            criterion_names=self.problem.criterion_names,
            directions=self.problem.directions,
            units=tuple(criterion.unit for criterion in self.problem.criteria),
            values=self.problem.matrix[i],
            weights=self.weights.values,
            candidate_labels=self.problem.candidate_labels,
            criterion_labels=self.problem.criterion_labels,
            **parts,
        )

    def contrast(self, a: str, b: str) -> Contrast:
        """Say why `a` stands above (or below) `b`, in parts that add up.

        Parameters
        ----------
        a, b : str

        Returns
        -------
        Contrast

        Raises
        ------
        InputError
            For an unknown candidate, or a method without details.

        Examples
        --------
        >>> import kadmcdm as kd
        >>> problem = kd.DecisionProblem.from_arrays([[1, 9], [3, 4]], ["benefit", "cost"])
        >>> print(kd.rank(problem, [0.5, 0.5], kd.WeightedSum()).contrast("a2", "a1"))
        a2 - a1: 0.611
        criterion  a2  a1  difference
        ---------  --  --  ----------
        c1          3   1      +0.333
        c2          4   9      +0.278
        """
        i, j = self.problem.candidate_index(a), self.problem.candidate_index(b)
        details = self.details
        split = getattr(self.method, "contrast", None)
        if split is not None:
            parts = split(details, i, j)
        elif "contributions" in details:
            parts = details["contributions"][i] - details["contributions"][j]
        else:
            raise InputError(
                [Fault(f"method {self.method.name!r}", "its details have no contributions")]
            )
        return Contrast(
            a=a,
            b=b,
            difference=float(parts.sum()),
            score_a=float(self.scores[i]),
            score_b=float(self.scores[j]),
            criterion_names=self.problem.criterion_names,
            units=tuple(criterion.unit for criterion in self.problem.criteria),
            values_a=self.problem.matrix[i],
            values_b=self.problem.matrix[j],
            contributions=parts,
            logarithmic=isinstance(self.method, WeightedProduct),
            candidate_labels=self.problem.candidate_labels,
            criterion_labels=self.problem.criterion_labels,
        )

    def tables(self, lang: Language = "en") -> tuple[Table, ...]:
        """Return rank, candidate and score, best first."""
        problem = self.problem
        places = _text.places(self.ranks.tolist())
        rows = tuple(
            (
                places[row],
                problem.candidate_label(problem.candidate_names[row], lang),
                _text.number(float(self.scores[row]), 3, lang),
            )
            for row in np.argsort(self.ranks, kind="stable").tolist()
        )
        keys: tuple[_text.PhraseKey, ...] = ("rank", "candidate", "score")
        method = method_label(self.method)
        caption = (
            f"{_text.say('method', lang)}: {method}; {_text.say('weights', lang)}: "
            f"{self.weights.scheme}"
        )
        headers = tuple(_text.say(key, lang) for key in keys)
        return (Table(headers, rows, frozenset({0, 2}), problem.title or "", caption),)

    def to_frame(self, *, backend: FrameBackend = "pandas") -> Any:
        """Return a frame, best first: rank, score, and the raw values.

        Parameters
        ----------
        backend : "pandas", "polars" or "pyarrow"
            Whose frame it is; rows are named by a pandas index, else by the first column.

        Examples
        --------
        >>> import kadmcdm as kd
        >>> problem = kd.DecisionProblem.from_arrays([[1, 9], [3, 4]], ["benefit", "cost"])
        >>> kd.rank(problem, [0.5, 0.5]).to_frame()[["rank", "score"]]
                   rank  score
        candidate
        a2            1    1.0
        a1            2    0.0
        """
        by_rank = np.argsort(self.ranks, kind="stable")
        columns: dict[str, Any] = {"rank": self.ranks[by_rank], "score": self.scores[by_rank]}
        taken = {"rank": "rank (criterion)", "score": "score (criterion)"}
        for j, name in enumerate(self.problem.criterion_names):
            columns[taken.get(name, name)] = self.problem.matrix[by_rank, j]
        return _frames.to_frame(columns, index=self.order, name="candidate", backend=backend)

    def to_dict(self) -> JSON:
        """Return plain JSON types that `from_dict` reads back, losslessly."""
        content = Result.to_dict(self)
        content["method"] = method_to_dict(self.method)
        return content

    @classmethod
    def from_dict(cls, data: Mapping[str, Any]) -> Ranking:
        """Read back what `to_dict` wrote.

        Raises
        ------
        InputError
            For missing or unknown keys, or a method that is not kadmcdm's own.
        """
        found = super(Ranking, cls).from_dict(data)
        m = len(found.problem.candidate_names)
        raise_faults(
            [
                Fault(f"Ranking.{key}", "not one per candidate", str(array.shape), f"({m},)")
                for key, array in (("scores", found.scores), ("ranks", found.ranks))
                if array.shape != (m,)
            ]
        )
        if not np.array_equal(
            found.ranks, core.ranks(found.scores, tie_tolerance=found.tie_tolerance)
        ):
            raise InputError([Fault("Ranking.ranks", "they contradict the scores")])
        return found


def rank(
    problem: DecisionProblem,
    weights: Weights | WeightingScheme | Mapping[str, float] | Sequence[float] | FloatArray,
    method: Method = TOPSIS(),  # noqa: B008 - frozen
    *,
    tie_tolerance: float = TIE_TOLERANCE,
) -> Ranking:
    """Rank the candidates of a problem.

    Parameters
    ----------
    problem : DecisionProblem
    weights : Weights, weighting scheme, mapping or sequence
        Numbers are brought to sum 1.
    method : Method
        `TOPSIS`, `WeightedSum`, `WeightedProduct`, or any object with ``name`` and ``scores``.
    tie_tolerance : float
        Scores this close, relative to the largest absolute score, are tied.

    Returns
    -------
    Ranking

    Raises
    ------
    InputError
        For weights that do not fit the problem, and for data that the method refuses, by name.

    Examples
    --------
    >>> import kadmcdm as kd
    >>> problem = kd.DecisionProblem(
    ...     [kd.Criterion("distance", "cost", unit="km"), kd.Criterion("gain", "benefit")],
    ...     ["Tuban", "Ngawi", "Blora"],
    ...     [[34.8, 0.01], [55.4, 0.16], [50.7, 0.06]],
    ... )
    >>> print(kd.rank(problem, {"distance": 1, "gain": 2}))
    rank  candidate  score
    ----  ---------  -----
       1  Ngawi      0.876
       2  Blora      0.331
       3  Tuban      0.124
    method: TOPSIS (vector); weights: DirectWeights
    """
    faults = kind_faults(problem, method)
    number = isinstance(tie_tolerance, (int, float, np.number))
    if not number or isinstance(tie_tolerance, bool) or not 0 <= tie_tolerance < 1:
        faults.append(Fault("tie_tolerance", "no tolerance", brief(tie_tolerance), "0 to 1"))
    raise_faults(faults)
    weighed = as_weights(problem, weights)
    scores = scores_of(problem, weighed.values, method)
    return Ranking(
        problem=problem,
        weights=weighed,
        method=method,
        scores=scores,
        ranks=core.ranks(scores, tie_tolerance=tie_tolerance),
        tie_tolerance=float(tie_tolerance),
    )


def kind_faults(problem: object, method: object) -> list[Fault]:
    """Return faults for what is no problem, and for what is no method (a class, say)."""
    faults = []
    if not isinstance(problem, DecisionProblem):
        faults.append(Fault("problem", "no DecisionProblem", type(problem).__name__))
    if not isinstance(method, Method) or isinstance(method, type):
        expected = "an object such as kd.TOPSIS()"
        faults.append(Fault("method", "no method", brief(method), expected))
    return faults


def scores_of(problem: DecisionProblem, weights: FloatArray, method: Method) -> FloatArray:
    """Score a problem under (..., n) weights; a refused column is named by its criterion."""
    try:
        given = method.scores(problem.matrix, weights, problem.benefit, bounds=_bounds(problem))
    except InputError as error:
        raise InputError(named_columns(error.faults, problem.criterion_names)) from None
    return as_scores(given, (*weights.shape[:-1], len(problem.candidate_names)), method)


def as_scores(given: Any, shape: tuple[int, ...], method: Method) -> FloatArray:
    """Return what a method gave as scores of the shape that law 1 asks for, or raise."""
    scores: FloatArray = np.asarray(given, dtype=np.float64)
    where = f"method {method.name!r}"
    if scores.shape != shape:
        what = "not one score per candidate" + (" and weight vector" if len(shape) > 1 else "")
        raise InputError([Fault(where, what, f"{scores.shape}", f"{shape}")])
    if not np.isfinite(scores).all():
        raise InputError([Fault(where, "it gave scores that are no finite numbers")])
    return scores


def _bounds(problem: DecisionProblem) -> FloatArray | None:
    return None if np.isnan(problem.bounds).all() else problem.bounds
