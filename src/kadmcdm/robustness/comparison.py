"""What several methods say of the same data and weights, and how alike that is."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Literal, TypeAlias, get_args

import numpy as np

from kadmcdm import _frames, _text, core
from kadmcdm._arrays import ReadOnlyDict
from kadmcdm._provenance import Result, floats, integers
from kadmcdm._table import Display, Table
from kadmcdm._typing import FloatArray, FrameBackend, IntArray, Label, Language
from kadmcdm.errors import Fault, InputError, choice_fault, raise_faults, unknown_names
from kadmcdm.methods import Method, method_to_dict
from kadmcdm.problem import DecisionProblem
from kadmcdm.ranking import scores_of
from kadmcdm.robustness.variants import labels_of, refusals, setting_faults
from kadmcdm.weighting import WeightingScheme, Weights, as_weights

__all__ = ["MethodComparison", "Similarity", "compare_methods"]

Similarity: TypeAlias = Literal[
    "kendall", "spearman", "weighted_spearman", "ws", "agreement", "goodman_kruskal", "pearson"
]

_KERNELS: Mapping[str, Callable[..., FloatArray]] = {
    "kendall": core.kendall_tau,
    "spearman": core.spearman,
    "weighted_spearman": core.weighted_spearman,
    "ws": core.ws_coefficient,
    "agreement": core.pair_agreement,
    "goodman_kruskal": core.goodman_kruskal,
    "pearson": core.pearson,
}


@dataclass(frozen=True, slots=True, eq=False, kw_only=True)
class MethodComparison(Result, Display):
    """Scores and ranks by several methods, and how alike the rankings are.

    Parameters
    ----------
    candidate_names : tuple of str
    method_labels : tuple of str
        Name and normalization of each method, and what else tells it from the others.
    methods : tuple of dict
        Names and parameters.
    weights : Weights
    scores : (k, m) array
        A row per method; higher is better. Scores of different methods don't compare.
    ranks : (k, m) array of int
        Competition ranks (1, 2, 2, 4).
    digest : str
        SHA-256 of the problem.
    candidate_labels : mapping
        What people read instead of names.

    Attributes
    ----------
    rank_ranges : (m, 2) array of int
        Best and worst rank of each candidate.

    Examples
    --------
    >>> import kadmcdm as kd
    >>> problem = kd.DecisionProblem.from_arrays([[1, 9], [2, 8], [3, 4]], ["benefit", "cost"])
    >>> both = kd.compare_methods(problem, [0.5, 0.5], [kd.TOPSIS(), kd.WeightedSum()])
    >>> both.similarity("kendall").tolist()
    [[1.0, 1.0], [1.0, 1.0]]
    """

    candidate_names: tuple[str, ...]
    method_labels: tuple[str, ...]
    methods: tuple[dict[str, Any], ...]
    weights: Weights
    scores: FloatArray
    ranks: IntArray
    digest: str
    candidate_labels: Mapping[str, Label] = field(default_factory=dict)

    _decoders = {
        "candidate_names": tuple,
        "method_labels": tuple,
        "methods": tuple,
        "weights": Weights.from_dict,
        "scores": floats,
        "ranks": integers,
        "candidate_labels": ReadOnlyDict,
    }

    @property
    def rank_ranges(self) -> IntArray:
        """(m, 2) array of int: best and worst rank of each candidate."""
        return np.stack([self.ranks.min(axis=0), self.ranks.max(axis=0)], axis=1)

    def rank_range(self, candidate: str) -> tuple[int, int]:
        """Return a candidate's best and worst rank over the methods.

        Raises
        ------
        InputError
            For an unknown candidate.
        """
        raise_faults(list(unknown_names([candidate], self.candidate_names, "candidate")))
        best, worst = self.rank_ranges[self.candidate_names.index(candidate)].tolist()
        return best, worst

    def similarity(self, measure: Similarity = "kendall") -> FloatArray:
        """Return how alike each method's ranking is to each other's.

        Parameters
        ----------
        measure : str
            ``"kendall"`` (tau-b), ``"spearman"`` (average ranks for ties),
            ``"weighted_spearman"`` and ``"ws"`` (the top counts more; for WS the row is the
            ranking of reference, so that the matrix is not symmetric), ``"agreement"``, the
            share of pairs of candidates that both order alike, ``"goodman_kruskal"`` (gamma: pairs
            that either ties do not count), or ``"pearson"``, the only one of the scores.

        Returns
        -------
        (k, k) array
            1 on the diagonal. NaN where a method ties everybody and the other does not, for
            Kendall, Spearman, Goodman-Kruskal and Pearson only; see `kadmcdm.core.kendall_tau` and
            its neighbors.

        Raises
        ------
        InputError
            For an unknown measure.
        """
        raise_faults(list(choice_fault("measure", measure, get_args(Similarity))))
        of = self.scores if measure == "pearson" else self.ranks
        return _KERNELS[measure](of[:, None, :], of[None, :, :])

    def tables(self, lang: Language = "en") -> tuple[Table, ...]:
        """Return the ranks, a row per candidate, best on average first; then Kendall's tau-b."""
        words: Mapping[Language, tuple[str, ...]] = {
            "en": ("best", "worst", "Kendall's tau-b"),
            "id": ("terbaik", "terburuk", "tau-b Kendall"),
        }
        best, worst, tau = words[lang]
        names = [_text.label_of(self.candidate_labels, n, lang) for n in self.candidate_names]
        ranges = self.rank_ranges
        rows = tuple(
            (names[i], *map(str, self.ranks[:, i].tolist()), *map(str, ranges[i]))
            for i in np.argsort(self.ranks.mean(axis=0), kind="stable")
        )
        headers = (_text.say("candidate", lang), *self.method_labels, best, worst)
        caption = f"{_text.say('weights', lang)}: {self.weights.scheme}"
        ranks = Table(headers, rows, frozenset(range(1, len(headers))), caption=caption)
        if len(self.method_labels) == 1:
            return (ranks,)
        rows = tuple(
            (label, *(_text.number(value, 2, lang) for value in line))
            for label, line in zip(self.method_labels, self.similarity().tolist(), strict=True)
        )
        headers = (_text.say("method", lang), *self.method_labels)
        numeric = frozenset(range(1, len(headers)))
        return (ranks, Table(headers, rows, numeric, title=tau))

    def to_frame(
        self,
        content: Literal["ranks", "scores"] | Similarity = "ranks",
        *,
        backend: FrameBackend = "pandas",
    ) -> Any:
        """Return ranks or scores (a row per candidate), or a similarity (a row per method).

        Parameters
        ----------
        content : str
            ``"ranks"``, ``"scores"``, or what `similarity` takes.
        backend : "pandas", "polars" or "pyarrow"
            Whose frame it is; rows are named by a pandas index, else by the first column.

        Returns
        -------
        data frame
            A column per method.

        Raises
        ------
        InputError
            For unknown content.
        """
        choices = ("ranks", "scores", *get_args(Similarity))
        raise_faults(list(choice_fault("content", content, choices)))
        rows, index, name = self.ranks.T, self.candidate_names, "candidate"
        table: FloatArray | IntArray = rows
        if content == "scores":
            table = self.scores.T
        elif content != "ranks":
            table, index, name = self.similarity(content), self.method_labels, "method"
        columns = {label: table[:, k] for k, label in enumerate(self.method_labels)}
        return _frames.to_frame(columns, index=index, name=name, backend=backend)

    @classmethod
    def from_dict(cls, data: Mapping[str, Any]) -> MethodComparison:
        """Read back what `to_dict` wrote.

        Raises
        ------
        InputError
            For missing or unknown keys, scores or ranks that are not one per method and
            candidate, or ranks that contradict the scores.
        """
        found = super(MethodComparison, cls).from_dict(data)
        shape = (len(found.method_labels), len(found.candidate_names))
        raise_faults(
            [
                Fault(
                    f"MethodComparison.{key}",
                    "not one per method and candidate",
                    str(array.shape),
                    str(shape),
                )
                for key, array in (("scores", found.scores), ("ranks", found.ranks))
                if array.shape != shape
            ]
        )
        if not np.array_equal(found.ranks, core.ranks(found.scores)):
            raise InputError([Fault("MethodComparison.ranks", "they contradict the scores")])
        return found


def compare_methods(
    problem: DecisionProblem,
    weights: Weights | WeightingScheme | Mapping[str, float] | Sequence[float] | FloatArray,
    methods: Sequence[Method],
) -> MethodComparison:
    """Rank the same candidates by several methods, under the same weights.

    Parameters
    ----------
    problem : DecisionProblem
    weights : Weights, weighting scheme, mapping or sequence
        Numbers are brought to sum 1.
    methods : sequence of Method
        They must differ in name or parameters.

    Returns
    -------
    MethodComparison

    Raises
    ------
    InputError
        For weights that do not fit, methods that nothing tells apart, and data that a method
        refuses, naming each such method.

    Notes
    -----
    Memory: k m ranks and scores, and k² m for the similarity of k methods. For many schemes and
    left-out criteria at once, see `multiverse`.

    Examples
    --------
    >>> import kadmcdm as kd
    >>> problem = kd.DecisionProblem.from_arrays([[7, 9], [9, 16], [2, 4]], ["benefit", "cost"])
    >>> print(kd.compare_methods(problem, [0.6, 0.4], [kd.TOPSIS(), kd.WeightedSum()]))
    candidate  TOPSIS (vector)  WeightedSum (max)  best  worst
    ---------  ---------------  -----------------  ----  -----
    a1                       1                  2     1      2
    a2                       2                  1     1      2
    a3                       3                  3     3      3
    weights: DirectWeights
    <BLANKLINE>
    Kendall's tau-b
    method             TOPSIS (vector)  WeightedSum (max)
    -----------------  ---------------  -----------------
    TOPSIS (vector)               1.00               0.33
    WeightedSum (max)             0.33               1.00

    References
    ----------
    .. [1] Sałabun, W., Wątróbski, J. and Shekhovtsov, A. (2020). Are MCDA methods benchmarkable?
       A comparative study of TOPSIS, VIKOR, COPRAS, and PROMETHEE II methods. Symmetry 12(9), 1549.
    """
    raise_faults(setting_faults(problem, methods))
    labels = labels_of(methods)
    weighed = as_weights(problem, weights)
    scores = np.empty((len(methods), len(problem.candidate_names)))
    faults: list[Fault] = []
    for k, (label, method) in enumerate(zip(labels, methods, strict=True)):
        try:
            scores[k] = scores_of(problem, weighed.values, method)
        except InputError as error:
            faults += refusals(label, method, error.faults)
    raise_faults(faults)
    return MethodComparison(
        candidate_names=problem.candidate_names,
        method_labels=labels,
        methods=tuple(map(method_to_dict, methods)),
        weights=weighed,
        scores=scores,
        ranks=core.ranks(scores),
        digest=problem.digest,
        candidate_labels=problem.candidate_labels,
    )
