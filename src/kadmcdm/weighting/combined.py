"""Several weightings as one: what people say and what the data tell."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, get_args

import numpy as np

from kadmcdm import core
from kadmcdm._typing import CombinationRule, FloatArray
from kadmcdm.errors import Fault, InputError, brief, choice_fault, prefixed, raise_faults
from kadmcdm.problem import DecisionProblem
from kadmcdm.weighting.direct import as_weights
from kadmcdm.weighting.said import by_name, listed, number_faults
from kadmcdm.weighting.weights import WeightingScheme, Weights, weights_of

__all__ = ["CombinedWeights"]


@dataclass(frozen=True, slots=True, eq=False)
class CombinedWeights:
    r"""Several weightings as one, such as an objective and a subjective one.

    ``multiplicative`` :math:`w_j \propto \prod_k w_{kj}`,
    ``geometric`` :math:`w_j \propto \prod_k w_{kj}^{\lambda_k}`,
    ``convex`` :math:`w_j = \sum_k \lambda_k w_{kj}`.
    Under the first two, a criterion with weight 0 in one weighting (with a share above 0) has none
    in the end.

    Parameters
    ----------
    schemes : sequence of schemes, weights, mappings or sequences
        Two or more of what `kd.rank` takes.
    rule : str
    shares : sequence of float, optional
        Per scheme how much it counts, brought to sum 1; all alike when left out. The rule
        ``multiplicative`` takes none.

    Raises
    ------
    InputError
        For an unknown rule, fewer than two schemes, shares that do not fit; `weigh` names what each
        scheme refuses, and products that leave no weight to any criterion.

    Examples
    --------
    >>> import kadmcdm as kd
    >>> problem = kd.DecisionProblem.from_arrays([[1, 2], [4, 16]], ["benefit", "benefit"])
    >>> both = kd.CombinedWeights([kd.EntropyWeights(), {"c1": 3, "c2": 1}], "convex", [1, 3])
    >>> both.weigh(problem).values.round(3).tolist()
    [0.652, 0.348]

    References
    ----------
    .. [1] Hwang, C.-L. and Yoon, K. (1981). Multiple Attribute Decision Making. Springer.
    .. [2] Wang, Y.-M. and Luo, Y. (2010). Integration of correlations with standard deviations for
       determining attribute weights in multiple attribute decision making. Mathematical and
       Computer Modelling 51(1-2), 1-12.
    """

    schemes: Sequence[
        WeightingScheme | Weights | Mapping[str, float] | Sequence[float] | FloatArray
    ]
    rule: CombinationRule = "multiplicative"
    shares: Sequence[float] | FloatArray | None = None

    def __post_init__(self) -> None:
        faults = list(choice_fault("rule", self.rule, get_args(CombinationRule)))
        schemes = listed(self.schemes)
        if schemes is None or len(schemes) < 2:
            faults.append(
                Fault("schemes", "nothing to combine", brief(self.schemes), "two or more")
            )
        else:
            object.__setattr__(self, "schemes", tuple(map(_kept, schemes)))
        if self.shares is not None:
            faults += self._shares(len(schemes or ()))
        raise_faults(faults)

    def _shares(self, n: int) -> list[Fault]:
        given = listed(self.shares)
        if isinstance(self.rule, str) and self.rule == "multiplicative":
            hint = "rule='geometric' takes them"
            return [Fault("shares", "the rule 'multiplicative' takes none", hint=hint)]
        if given is None or len(given) != n:
            return [Fault("shares", "not one per scheme", brief(self.shares), f"{n} numbers")]
        items = [(f"shares[{k}]", value) for k, value in enumerate(given, 1)]
        faults = list(number_faults(items, "no share"))
        if not faults and not any(given):
            faults = [Fault("shares", "all shares are 0", expected="at least one above 0")]
        object.__setattr__(self, "shares", tuple(given))
        return faults

    def weigh(self, problem: DecisionProblem) -> Weights:
        """Return the combination; ``details["parts"]`` says what each weighting gave."""
        parts: list[Weights] = []
        faults: list[Fault] = []
        for number, scheme in enumerate(self.schemes, 1):
            try:
                parts.append(as_weights(problem, scheme))
            except InputError as error:
                called = type(scheme).__name__ if hasattr(scheme, "weigh") else "weights"
                faults += prefixed(f"schemes[{number}] ({called})", error.faults)
        raise_faults(faults)
        shares = np.ones(len(parts)) if self.shares is None else np.array(self.shares, dtype=float)
        shares = shares / shares.max()
        shares = shares / shares.sum()
        stacked = np.stack([part.values for part in parts])
        raw = core.combined_weights(stacked, self.rule, shares)
        if not raw.any():
            what = "nothing is left: each criterion has weight 0 in one of the schemes"
            raise InputError([Fault(f"rule {self.rule!r}", what, hint="rule='convex'")])
        details: dict[str, Any] = {
            "rule": self.rule,
            "parts": [
                {
                    "scheme": part.scheme,
                    "weights": dict(
                        zip(problem.criterion_names, part.values.tolist(), strict=True)
                    ),
                    "details": dict(part.details),
                }
                for part in parts
            ],
        }
        if self.rule != "multiplicative":
            details["shares"] = shares.tolist()
        return weights_of(problem, raw, self, details)


def _kept(part: Any) -> Any:
    """Return numbers as nobody can change them; schemes and weights are so already."""
    named, numbers = by_name(part), listed(part)
    if named is not None:
        return named
    return part if numbers is None else tuple(numbers)
