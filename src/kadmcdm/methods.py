"""Ranking methods: small frozen objects that say their parameters and call the kernels."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, fields, replace
from typing import Any, Protocol, cast, get_args, runtime_checkable

import numpy as np

from kadmcdm import core
from kadmcdm._arrays import ReadOnlyDict
from kadmcdm._provenance import jsonable
from kadmcdm._typing import JSON, BoolArray, FloatArray, NormalizationRule, Synthesis
from kadmcdm.core.acceptability import Losses, Precision
from kadmcdm.core.closeness import losses_of_topsis
from kadmcdm.core.normalization import RULES
from kadmcdm.core.sampled import sampled_losses
from kadmcdm.core.scoring import log_normalized, losses_of_sums
from kadmcdm.errors import Fault, InputError, choice_fault, did_you_mean, raise_faults

__all__ = ["TOPSIS", "AHPSynthesis", "Method", "WeightedProduct", "WeightedSum"]

Details = Mapping[str, FloatArray]


@runtime_checkable
class Method(Protocol):
    """Whatever scores candidates; no base class is needed.

    `scores` is batched by the one law: matrix (..., m, n), weights (..., n), benefit (n,) give
    (..., m) scores, higher is better. A method may also have ``details(matrix, weights, benefit,
    *, bounds=None)``, a mapping of named intermediates; `Ranking.explain` reads
    ``"contributions"`` (m, n), whose rows add up to ``"total"`` (m,). And it may have
    ``losses(matrix, benefit, *, bounds=None, precision="float64")``, for speed alone: a function
    ``fill(weights, out)`` that writes (c, m) losses of (c, n) weights, not negative, lower is
    better, ordered as the scores are (in [0, 1] for ``"float32"``); and, for uncertain
    performances, ``sampled_losses(matrices, weights, benefit, *, bounds=None)``: the (c, m) losses
    of (m, n, c) matrices, or None where only `scores` will do. A method whose contributions add
    up to no difference of scores has ``contrast(details, a, b)``: (n,) parts of it.

    Examples
    --------
    >>> import kadmcdm as kd
    >>> isinstance(kd.TOPSIS(), kd.Method)
    True
    """

    @property
    def name(self) -> str:
        """What the method is called."""

    def scores(
        self,
        matrix: FloatArray,
        weights: FloatArray,
        benefit: BoolArray,
        *,
        bounds: FloatArray | None = None,
    ) -> FloatArray:
        """Return (..., m) scores."""


@dataclass(frozen=True, slots=True)
class TOPSIS:
    """Technique for Order of Preference by Similarity to Ideal Solution.

    Parameters
    ----------
    normalization : str
        ``"vector"``, ``"minmax"``, ``"max"``, ``"sum"``, ``"bounds"`` or ``"none"``; see
        `kadmcdm.core.normalize`. With ``"bounds"`` the ideals are the ends of the criteria's
        scales, so that adding or dropping candidates changes no score.
    p : 1, 2 or inf
        City-block, Euclidean or Chebyshev distance.
    ideal, anti_ideal : sequence of float, optional
        One value per criterion, in its own unit; from the data when left out.

    Raises
    ------
    InputError
        For a parameter that is none of these.

    Examples
    --------
    >>> import kadmcdm as kd
    >>> problem = kd.DecisionProblem.from_arrays([[1, 9], [2, 8], [3, 4]], ["benefit", "cost"])
    >>> kd.rank(problem, [0.5, 0.5], kd.TOPSIS(normalization="minmax")).order
    ('a3', 'a2', 'a1')

    References
    ----------
    .. [1] Hwang, C.-L. and Yoon, K. (1981). Multiple Attribute Decision Making. Springer.
    """

    normalization: NormalizationRule = "vector"
    p: float = 2
    ideal: Sequence[float] | None = None
    anti_ideal: Sequence[float] | None = None

    @property
    def name(self) -> str:
        """``"TOPSIS"``."""
        return "TOPSIS"

    def __post_init__(self) -> None:
        faults = list(choice_fault("TOPSIS.normalization", self.normalization, RULES))
        if self.p not in (1, 2, np.inf):
            faults.append(Fault("TOPSIS.p", "unknown metric", repr(self.p), "1, 2 or inf"))
        for key in ("ideal", "anti_ideal"):
            row = getattr(self, key)
            if row is None:
                continue
            try:
                values = tuple(float(value) for value in row)
            except (TypeError, ValueError):
                values = (np.nan,)
            if not np.isfinite(values).all():
                faults.append(
                    Fault(
                        f"TOPSIS.{key}", "no list of finite numbers", repr(row), "one a criterion"
                    )
                )
            object.__setattr__(self, key, values)
        raise_faults(faults)

    def scores(
        self,
        matrix: FloatArray,
        weights: FloatArray,
        benefit: BoolArray,
        *,
        bounds: FloatArray | None = None,
    ) -> FloatArray:
        """Return the closeness of each candidate, in [0, 1]."""
        return core.topsis(matrix, weights, benefit, **self._setting(matrix, bounds))

    def details(
        self,
        matrix: FloatArray,
        weights: FloatArray,
        benefit: BoolArray,
        *,
        bounds: FloatArray | None = None,
    ) -> Details:
        """Return every intermediate by name; see `kadmcdm.core.TopsisParts`."""
        return core.topsis_parts(
            matrix, weights, benefit, **self._setting(matrix, bounds)
        )._asdict()

    def losses(
        self,
        matrix: FloatArray,
        benefit: BoolArray,
        *,
        bounds: FloatArray | None = None,
        precision: Precision = "float64",
    ) -> Losses:
        """Return a function that ranks fast under many weights; see `Method`."""
        terms = core.topsis_terms(matrix, benefit, **self._setting(matrix, bounds))
        return losses_of_topsis(terms, precision)

    def sampled_losses(
        self,
        matrices: FloatArray,
        weights: FloatArray,
        benefit: BoolArray,
        *,
        bounds: FloatArray | None = None,
    ) -> FloatArray | None:
        """Return (c, m) losses of (m, n, c) matrices; None where only `scores` will do."""
        given = self.ideal is not None or self.anti_ideal is not None
        if given or self.p != 2 or self.normalization not in ("vector", "minmax"):
            return None
        return sampled_losses(matrices, weights, benefit, self.normalization)

    def contrast(self, details: Details, a: int, b: int) -> FloatArray:
        """Return each criterion's part in the difference of two closenesses."""
        return core.closeness_contrast(
            details["to_ideal"], details["to_anti_ideal"], details["closeness"], a, b
        )

    def _setting(self, matrix: FloatArray, bounds: FloatArray | None) -> dict[str, Any]:
        """Return what the kernels take by name."""
        setting: dict[str, Any] = {
            "normalization": self.normalization, "p": self.p, "bounds": bounds,
        }  # fmt: skip
        n = matrix.shape[-1]
        for key in ("ideal", "anti_ideal"):
            row = getattr(self, key)
            if row is not None and len(row) != n:
                raise InputError([Fault(f"TOPSIS.{key}", "wrong length", str(len(row)), str(n))])
            setting[key] = None if row is None else np.array(row)
        return setting


@dataclass(frozen=True, slots=True)
class _Additive:
    """What weighted sums and products share: both add up, one of them logarithms."""

    normalization: NormalizationRule = "max"

    @property
    def name(self) -> str:
        """The name of the class."""
        return type(self).__name__

    def __post_init__(self) -> None:
        raise_faults(list(choice_fault(f"{self.name}.normalization", self.normalization, RULES)))

    def _terms(
        self, matrix: FloatArray, benefit: BoolArray, bounds: FloatArray | None
    ) -> tuple[FloatArray, FloatArray]:
        """Return the normalized values, and what is weighted and added up."""
        raise NotImplementedError

    def losses(
        self,
        matrix: FloatArray,
        benefit: BoolArray,
        *,
        bounds: FloatArray | None = None,
        precision: Precision = "float64",
    ) -> Losses:
        """Return a function that ranks fast under many weights; see `Method`."""
        return losses_of_sums(self._terms(matrix, benefit, bounds)[1], precision)

    def details(
        self,
        matrix: FloatArray,
        weights: FloatArray,
        benefit: BoolArray,
        *,
        bounds: FloatArray | None = None,
    ) -> Details:
        """Return ``normalized``, ``contributions``, and ``total``, which they add up to.

        The contributions to a weighted product are w log r; they add up to its logarithm.
        """
        return _parts(*self._terms(matrix, benefit, bounds), weights)


@dataclass(frozen=True, slots=True)
class WeightedSum(_Additive):
    """Weighted sum of normalized values (simple additive weighting).

    Parameters
    ----------
    normalization : str
        See `TOPSIS`.

    Raises
    ------
    InputError
        For an unknown normalization.

    Examples
    --------
    >>> import kadmcdm as kd
    >>> problem = kd.DecisionProblem.from_arrays([[1, 9], [2, 8], [3, 4]], ["benefit", "cost"])
    >>> kd.rank(problem, [0.5, 0.5], kd.WeightedSum()).scores.round(3).tolist()
    [0.389, 0.583, 1.0]
    """

    def scores(
        self,
        matrix: FloatArray,
        weights: FloatArray,
        benefit: BoolArray,
        *,
        bounds: FloatArray | None = None,
    ) -> FloatArray:
        """Return the weighted sums."""
        return core.weighted_sum(
            matrix, weights, benefit, normalization=self.normalization, bounds=bounds
        )

    def _terms(
        self, matrix: FloatArray, benefit: BoolArray, bounds: FloatArray | None
    ) -> tuple[FloatArray, FloatArray]:
        values = core.normalize(matrix, benefit, self.normalization, bounds)
        return values, values


@dataclass(frozen=True, slots=True)
class WeightedProduct(_Additive):
    """Weighted product of normalized values: a weakness can't be bought off.

    Parameters
    ----------
    normalization : str
        See `TOPSIS`; every normalized value must be > 0.

    Raises
    ------
    InputError
        For an unknown normalization.

    Examples
    --------
    >>> import kadmcdm as kd
    >>> problem = kd.DecisionProblem.from_arrays([[1, 9], [2, 8], [3, 4]], ["benefit", "cost"])
    >>> kd.rank(problem, [0.5, 0.5], kd.WeightedProduct()).scores.round(3).tolist()
    [0.385, 0.577, 1.0]
    """

    def scores(
        self,
        matrix: FloatArray,
        weights: FloatArray,
        benefit: BoolArray,
        *,
        bounds: FloatArray | None = None,
    ) -> FloatArray:
        """Return the weighted products."""
        return core.weighted_product(
            matrix, weights, benefit, normalization=self.normalization, bounds=bounds
        )

    def _terms(
        self, matrix: FloatArray, benefit: BoolArray, bounds: FloatArray | None
    ) -> tuple[FloatArray, FloatArray]:
        logs = log_normalized(matrix, benefit, self.normalization, bounds)
        return np.exp(logs), logs


@dataclass(frozen=True, slots=True)
class AHPSynthesis:
    """The synthesis of the Analytic Hierarchy Process: shares of leaves, weighted and added up.

    `AHP.rank` ranks by it; ``ranking.method`` is one, ready for `smaa` or another problem.

    Parameters
    ----------
    synthesis : str
        ``"distributive"`` divides each column by its sum over the candidates, ``"ideal"`` by its
        largest value; a cost counts by 1/x.
    tops : sequence of float or None, optional
        Ideal synthesis only. The best value of a column's scale, to divide by in place of the
        largest value: what a rating of absolute measurement is worth depends on nobody else. None
        for columns without such a scale.
    nodes : mapping of str to sequence of int, optional
        The columns under each node of the hierarchy, whose contributions are to be added up.

    Raises
    ------
    InputError
        For an unknown synthesis, a top that is not positive, or a node of no columns.

    Examples
    --------
    >>> import kadmcdm as kd
    >>> problem = kd.DecisionProblem.from_arrays([[1, 9], [2, 6], [3, 4]], ["benefit", "cost"])
    >>> kd.rank(problem, [0.5, 0.5], kd.AHPSynthesis("ideal")).scores.round(3).tolist()
    [0.389, 0.667, 1.0]

    References
    ----------
    .. [1] Saaty, T. L. (1980). The Analytic Hierarchy Process. McGraw-Hill.
    .. [2] Belton, V. and Gear, T. (1983). On a short-coming of Saaty's method of analytic
       hierarchies. Omega 11(3), 228-230.
    .. [3] Forman, E. H. (1993). Ideal and distributed synthesis modes for the Analytic Hierarchy
       Process. International Federation of Operations Research, Lisbon.
    """

    synthesis: Synthesis = "distributive"
    tops: Sequence[float | None] | None = None
    nodes: Mapping[str, Sequence[int]] = field(default_factory=dict)

    @property
    def name(self) -> str:
        """``"AHP"``."""
        return "AHP"

    def __post_init__(self) -> None:
        raise_faults(list(self._faults()))
        nodes = {name: tuple(map(int, columns)) for name, columns in self.nodes.items()}
        object.__setattr__(self, "nodes", ReadOnlyDict(nodes))
        if self.tops is not None:
            tops = tuple(None if top is None else float(top) for top in self.tops)
            object.__setattr__(self, "tops", tops)

    def _faults(self) -> Iterator[Fault]:
        yield from choice_fault("AHPSynthesis.synthesis", self.synthesis, get_args(Synthesis))
        if self.tops is not None:
            if self.synthesis == "distributive":
                yield Fault("AHPSynthesis.tops", "they count in ideal synthesis only")
            if not _is_list(self.tops) or not all(map(_is_top, self.tops)):
                expected = "a positive number or None for each column"
                yield Fault("AHPSynthesis.tops", "no tops", repr(self.tops), expected)
        if not isinstance(self.nodes, Mapping):
            expected = "{node: columns}"
            yield Fault("AHPSynthesis.nodes", "no mapping", repr(self.nodes), expected)
            return
        for name, columns in self.nodes.items():
            if not _is_list(columns) or not columns or not all(map(_is_column, columns)):
                yield Fault(_node(name), "no columns", repr(columns), "their numbers, from 0")

    def scores(
        self,
        matrix: FloatArray,
        weights: FloatArray,
        benefit: BoolArray,
        *,
        bounds: FloatArray | None = None,
    ) -> FloatArray:
        """Return the weighted sums of the leaves' values."""
        values = self._values(matrix, benefit)
        oriented = np.full(values.shape[-1], True)
        return core.weighted_sum(values, weights, oriented, normalization="none")

    def details(
        self,
        matrix: FloatArray,
        weights: FloatArray,
        benefit: BoolArray,
        *,
        bounds: FloatArray | None = None,
    ) -> Details:
        """Return ``normalized``, ``contributions``, and ``total``, which they add up to.

        With `nodes` also ``node_contributions``, (..., m, k) in the order of the nodes: the parts
        of a node are those of its children, and the goal's is the score.
        """
        values = self._values(matrix, benefit)
        parts = _parts(values, values, weights)
        if self.nodes:
            sums = [parts["contributions"][..., list(c)].sum(axis=-1) for c in self.nodes.values()]
            parts["node_contributions"] = np.stack(sums, axis=-1)
        return parts

    def losses(
        self,
        matrix: FloatArray,
        benefit: BoolArray,
        *,
        bounds: FloatArray | None = None,
        precision: Precision = "float64",
    ) -> Losses:
        """Return a function that ranks fast under many weights; see `Method`."""
        return losses_of_sums(self._values(matrix, benefit), precision)

    def _values(self, matrix: FloatArray, benefit: BoolArray) -> FloatArray:
        """Return each leaf's values, divided by its sum, its largest value, or its scale's top."""
        n = matrix.shape[-1]
        faults = [
            Fault(_node(name), "no such column", str(max(at)), f"0 to {n - 1}")
            for name, at in self.nodes.items()
            if max(at) >= n
        ]
        if self.tops is not None and len(self.tops) != n:
            faults.append(Fault("AHPSynthesis.tops", "wrong length", str(len(self.tops)), str(n)))
        raise_faults(faults)
        rule: NormalizationRule = "sum" if self.synthesis == "distributive" else "max"
        try:
            values = core.normalize(matrix, benefit, rule)
        except InputError as error:
            hint = "compare or rate the candidates there"
            raise InputError(replace(fault, hint=hint) for fault in error.faults) from None
        if self.tops is None:
            return values
        tops = np.array([np.nan if top is None else top for top in self.tops])
        return np.where(np.isnan(tops), values, matrix / tops)


def _node(name: object) -> str:
    return f"AHPSynthesis.nodes, node {name!r}"


def _is_list(value: object) -> bool:
    return isinstance(value, (list, tuple, np.ndarray))


def _is_top(value: object) -> bool:
    if value is None:
        return True
    number = isinstance(value, (int, float, np.number)) and not isinstance(value, bool)
    return number and 0 < float(cast(Any, value)) < np.inf


def _is_column(value: object) -> bool:
    whole = isinstance(value, (int, np.integer)) and not isinstance(value, bool)
    return whole and int(cast(Any, value)) >= 0


def _parts(normalized: FloatArray, terms: FloatArray, weights: FloatArray) -> dict[str, FloatArray]:
    """Return what `details` of a sum are: its terms are weighted and added up."""
    contributions = terms * weights[..., None, :]
    return {
        "normalized": normalized,
        "contributions": contributions,
        "total": contributions.sum(axis=-1),
    }


BY_NAME: dict[str, type[TOPSIS | WeightedSum | WeightedProduct | AHPSynthesis]] = {
    "TOPSIS": TOPSIS,
    "WeightedSum": WeightedSum,
    "WeightedProduct": WeightedProduct,
    "AHP": AHPSynthesis,
}
"""What files may name."""


def method_label(method: Method) -> str:
    """Return what a reader needs to know of a method: ``"TOPSIS (vector)"``."""
    how = getattr(method, "normalization", None) or getattr(method, "synthesis", None)
    return method.name + (f" ({how})" if how else "")


def method_to_dict(method: Method) -> JSON:
    """Return a method's name and parameters as JSON types."""
    content: JSON = {"name": method.name}
    if hasattr(method, "__dataclass_fields__"):
        for item in fields(cast(Any, method)):
            content[item.name] = jsonable(getattr(method, item.name))
    return content


def method_from_dict(data: Mapping[str, Any]) -> Method:
    """Make a method of its name and parameters.

    Raises
    ------
    InputError
        For an unknown name or parameter.
    """
    content = dict(data)
    name = content.pop("name", None)
    faults = list(choice_fault("method.name", name, list(BY_NAME)))
    raise_faults(faults)
    kind = BY_NAME[str(name)]
    known = [item.name for item in fields(kind)]
    faults = [
        Fault(f"method.{key}", "unknown parameter", hint=did_you_mean(key, known))
        for key in content
        if key not in known
    ]
    raise_faults(faults)
    if content.get("p") == "inf":
        content["p"] = np.inf
    return kind(**content)
