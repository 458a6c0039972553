"""The synthesis of AHP as a method."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any, cast, get_args

import numpy as np

from kadmcdm import core
from kadmcdm._arrays import ReadOnlyDict
from kadmcdm._numbers import as_number
from kadmcdm._typing import BoolArray, FloatArray, NormalizationRule, Synthesis
from kadmcdm.core.acceptability import Losses, Precision
from kadmcdm.core.scoring import losses_of_sums
from kadmcdm.errors import Fault, InputError, brief, choice_fault, raise_faults
from kadmcdm.methods.method import Details
from kadmcdm.methods.terms import sum_parts


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
                yield Fault("AHPSynthesis.tops", "no tops", brief(self.tops), expected)
        if not isinstance(self.nodes, Mapping):
            expected = "{node: columns}"
            yield Fault("AHPSynthesis.nodes", "no mapping", brief(self.nodes), expected)
            return
        for name, columns in self.nodes.items():
            if not _is_list(columns) or not columns or not all(map(_is_column, columns)):
                yield Fault(_node(name), "no columns", brief(columns), "their numbers, from 0")

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
        parts = sum_parts(values, values, weights)
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
    return value is None or 0 < as_number(value) < np.inf


def _is_column(value: object) -> bool:
    whole = isinstance(value, (int, np.integer)) and not isinstance(value, bool)
    return whole and int(cast(Any, value)) >= 0
