"""PROMETHEE II as a method."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any, TypeAlias

import numpy as np

from kadmcdm import core
from kadmcdm._numbers import as_number
from kadmcdm._typing import BoolArray, FloatArray, PreferenceFunction
from kadmcdm.core.outranking import PREFERENCE_FUNCTIONS
from kadmcdm.errors import Fault, brief, choice_fault, raise_faults
from kadmcdm.methods.method import Details
from kadmcdm.methods.terms import SumOfTerms, sum_parts

Threshold: TypeAlias = float | Sequence[float | None] | None
"""One for all criteria, or one for each, None (or NaN, as TOML has no None) where none is read."""

READS: dict[str, str] = {
    "usual": "", "u-shape": "q", "v-shape": "p", "level": "qp", "linear": "qp", "gaussian": "s",
}  # fmt: skip
"""The thresholds that each preference function reads."""


@dataclass(frozen=True, slots=True)
class PROMETHEE2(SumOfTerms):
    """Net outranking flow: how far a candidate is preferred to the others, minus they to it.

    Thresholds are in the criteria's own units. One value holds for all criteria; a sequence has one
    for each, in their order. `kadmcdm.partial_order` reads a ranking as PROMETHEE I does, which
    leaves candidates incomparable where the two flows disagree.

    Parameters
    ----------
    preference : str, or a sequence of them
        ``"usual"``, ``"u-shape"``, ``"v-shape"``, ``"level"``, ``"linear"`` or ``"gaussian"``; see
        `kadmcdm.core.preference_degree`.
    q : float, or a sequence, optional
        Indifference: a lead of up to q counts for nothing. Read by u-shape, level and linear.
    p : float, or a sequence, optional
        Strict preference: a lead above p counts in full. Read by v-shape, level and linear.
    s : float, or a sequence, optional
        Standard deviation of the Gaussian.

    Raises
    ------
    InputError
        For an unknown preference function, and for a threshold that is missing, that nothing reads,
        or that is no number of its range: q >= 0, p > 0, q <= p, s > 0.

    Examples
    --------
    >>> import kadmcdm as kd
    >>> problem = kd.DecisionProblem.from_arrays([[4, 30], [3, 20], [5, 60]], ["benefit", "cost"])
    >>> method = kd.PROMETHEE2(["usual", "linear"], q=[None, 5], p=[None, 25])
    >>> kd.rank(problem, [0.5, 0.5], method).scores.tolist()
    [0.1875, -0.1875, 0.0]

    References
    ----------
    .. [1] Brans, J.-P. and Vincke, P. (1985). A preference ranking organisation method: the
       PROMETHEE method for multiple criteria decision-making. Management Science 31(6), 647-656.
    """

    preference: PreferenceFunction | Sequence[PreferenceFunction] = "usual"
    q: Threshold = None
    p: Threshold = None
    s: Threshold = None

    def __post_init__(self) -> None:
        for key in ("preference", "q", "p", "s"):
            given = getattr(self, key)
            if isinstance(given, (list, tuple, np.ndarray)):
                object.__setattr__(self, key, tuple(map(_plain, given)))
        raise_faults(list(dict.fromkeys(self._faults())))

    def _faults(self) -> Iterator[Fault]:
        lengths = {key: len(row) for key, row in self._rows().items()}
        if len(set(lengths.values())) > 1:
            got = ", ".join(f"{key}: {length}" for key, length in lengths.items())
            yield Fault("PROMETHEE2", "sequences of different lengths", got, "one a criterion")
            return
        read = set()
        for j in range(next(iter(lengths.values()), 1)):
            where = {
                key: f"PROMETHEE2.{key}" + (f"[{j + 1}]" if key in lengths else "")
                for key in ("preference", "q", "p", "s")
            }
            function = self._of("preference", j)
            unknown = list(choice_fault(where["preference"], function, PREFERENCE_FUNCTIONS))
            yield from unknown
            reads = "qps" if unknown else READS[function]
            read |= set(reads)
            for key in "" if unknown else "qps":
                value = self._of(key, j)
                if key in reads:
                    yield from _threshold_faults(where[key], key, value, function)
                elif value is not None and key in lengths:
                    yield Fault(where[key], f"{function!r} reads no {key}", brief(value), "None")
            q, p = self._of("q", j), self._of("p", j)
            if "q" in reads and "p" in reads and _is_number(q) and _is_number(p) and q > p:
                yield Fault(
                    where["q"], "indifference beyond strict preference", f"{q:g}", f"<= {p:g}"
                )
        for key in sorted(set("qps") - read - lengths.keys()):
            if getattr(self, key) is not None:
                hint = "leave it out, or choose a preference function that reads it"
                yield Fault(f"PROMETHEE2.{key}", "no preference function reads it", hint=hint)

    def _rows(self) -> dict[str, tuple[Any, ...]]:
        """Return the parameters that have one value for each criterion."""
        given = {key: getattr(self, key) for key in ("preference", "q", "p", "s")}
        return {key: row for key, row in given.items() if isinstance(row, tuple)}

    def _of(self, key: str, j: int) -> Any:
        given = getattr(self, key)
        return given[j] if isinstance(given, tuple) else given

    def _flows(self, matrix: FloatArray, benefit: BoolArray) -> core.PreferenceFlows:
        n = matrix.shape[-1]
        faults = [
            Fault(f"PROMETHEE2.{key}", "not one for each criterion", str(len(row)), str(n))
            for key, row in self._rows().items()
            if len(row) != n
        ]
        raise_faults(faults)
        return core.preference_flows(
            matrix, benefit, preference=self.preference, q=self.q, p=self.p, s=self.s
        )

    def _terms(
        self, matrix: FloatArray, benefit: BoolArray, bounds: FloatArray | None
    ) -> tuple[FloatArray, FloatArray]:
        flows = self._flows(matrix, benefit)
        net = flows.plus - flows.minus
        return net, net

    def details(
        self,
        matrix: FloatArray,
        weights: FloatArray,
        benefit: BoolArray,
        *,
        bounds: FloatArray | None = None,
    ) -> Details:
        """Return ``phi_plus``, ``phi_minus``, and the net flows of each criterion.

        ``normalized`` has them before, ``contributions`` after weighting; these add up to
        ``total``.
        """
        flows = self._flows(matrix, benefit)
        net = flows.plus - flows.minus
        return {
            **sum_parts(net, net, weights),
            "phi_plus": core.dot(flows.plus, weights),
            "phi_minus": core.dot(flows.minus, weights),
        }


def _plain(value: Any) -> Any:
    """Return NumPy's numbers as Python's, so that methods compare and travel, and NaN as None."""
    value = value.item() if isinstance(value, np.generic) else value
    return None if isinstance(value, float) and np.isnan(value) else value


def _is_number(value: Any) -> bool:
    plain = isinstance(value, (int, float)) and not isinstance(value, bool)
    return plain and bool(np.isfinite(as_number(value)))


def _threshold_faults(where: str, key: str, value: Any, function: str) -> Iterator[Fault]:
    expected = "a number >= 0" if key == "q" else "a number > 0"
    if value is None:
        yield Fault(where, f"missing, and {function!r} reads it", expected=expected)
    elif not _is_number(value) or value < 0 or (key != "q" and value == 0):
        yield Fault(where, "no threshold", brief(value), expected)
