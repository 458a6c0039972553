"""What kadmcdm knows of pymcdm's methods: parameters, domains, orientation, and what to refuse."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any, NamedTuple

import numpy as np

from kadmcdm import core
from kadmcdm._typing import BoolArray, FloatArray
from kadmcdm.errors import Fault
from kadmcdm.methods.method import Method
from kadmcdm.methods.topsis import TOPSIS

OURS = {
    "ARAS": "kd.ARAS()",
    "EDAS": "kd.EDAS()",
    "MABAC": "kd.MABAC()",
    "MARCOS": "kd.MARCOS()",
    "MOORA": "kd.MOORA()",
    "PROMETHEE_II": "kd.PROMETHEE2()",
    "SPOTIS": "kd.SPOTIS()",
    "TOPSIS": "kd.TOPSIS('minmax')",
    "VIKOR": "kd.VIKOR()",
    "WASPAS": "kd.WASPAS()",
    "WPM": "kd.WeightedProduct('sum')",
    "WSM": "kd.WeightedSum('sum')",
}
"""What kadmcdm has itself, batched and explained."""

WRONG = {
    "AROMAN": ": its formula adds costs to benefits, and so rewards them|kd.MOORA()",
    "COPRAS": ": it adds costs where their reciprocals belong, and so rewards costs|kd.COPRAS()",
}
"""What pymcdm 1.4 gets wrong."""

MOST_OBJECTS = 20_000
"""Characteristic objects of COMET: above this an answer takes minutes."""


class Given(NamedTuple):
    """One decision problem and the parameters of a method."""

    matrix: FloatArray
    weights: FloatArray
    benefit: BoolArray
    bounds: FloatArray | None
    parameters: Mapping[str, Any]

    def ends(self) -> FloatArray:
        """Return (n, 2) bounds: the parameter's, else the criteria's; NaN where there are none."""
        if "bounds" in self.parameters:
            return np.array(self.parameters["bounds"])
        return np.full((len(self.benefit), 2), np.nan) if self.bounds is None else self.bounds


@dataclass(frozen=True)
class Parameter:
    """How a parameter is read, and what may stand there."""

    read: Callable[[Any], Any]
    expected: str
    needed: bool = False


@dataclass(frozen=True)
class Peer:
    """One method of pymcdm."""

    kind: str  # the class in pymcdm.methods
    cannot: str = "it divides 0 by 0"
    parameters: Mapping[str, Parameter] = field(default_factory=dict)
    positive: bool = False  # takes positive values only
    relative: bool = True  # no unit of a criterion matters, unless a parameter is in that unit
    lower_is_better: bool = False
    span: Callable[[Given], FloatArray] | None = None  # values must lie within these bounds
    refuses: Callable[[Given], Iterator[tuple[str, str]]] | None = None  # (parameter or "", what)
    arguments: Callable[[Given], dict[str, Any]] | None = None

    def contradictions(self, kept: Mapping[str, Any]) -> Iterator[str]:
        """Yield what is wrong with parameters together."""
        if "n2k" in self.parameters and not kept.get("n1", 1.0) < kept.get("n2k", 6.0):
            yield "n1 must be smaller than n2k"
        for one, other in (("property_limits", "property_types"), ("ideal", "anti_ideal")):
            if (one in kept) != (other in kept):
                yield f"{one} and {other} go together"
            elif one in kept and len(kept[one]) != len(kept[other]):
                yield f"{one} and {other} must be of one length"

    def faults(self, given: Given, name: str) -> Iterator[Fault]:
        """Yield what the method can't take."""
        n = given.matrix.shape[-1]
        where = f"PymcdmMethod({name!r})"
        wrong = [
            Fault(f"{where}.{key}", "wrong length", str(len(value)), str(n))
            for key, value in given.parameters.items()
            if isinstance(value, tuple) and len(value) != n
        ]
        yield from wrong
        if self.positive:
            for j in np.flatnonzero((given.matrix <= 0.0).any(axis=0)):
                hint = "use another method, such as TOPSIS('minmax')"
                yield Fault(f"column {j + 1}", f"{name} takes positive values only", hint=hint)
        if wrong:
            return
        for key, what in self.refuses(given) if self.refuses else ():
            at = key if key.startswith("column") else f"{where}.{key}".removesuffix(".")
            yield Fault(at, what)
        if self.span is None:
            return
        low, high = self.span(given).T
        for k, column in enumerate(given.matrix.T):
            at = f"column {k + 1}"
            if np.isnan([low[k], high[k]]).any():
                hint = "say Criterion(..., bounds=(low, high)), or give it as a parameter"
                yield Fault(at, f"{name} needs its bounds", expected="(low, high)", hint=hint)
            elif not low[k] < high[k]:
                yield Fault(at, "its bounds are equal or turned around", expected="low < high")
            elif column.min() < low[k] or column.max() > high[k]:
                expected = f"{low[k]:g} to {high[k]:g}"
                yield Fault(at, "a value lies outside its bounds", expected=expected)

    def prepared(self, given: Given) -> FloatArray:
        """Return the matrix with columns exactly constant that are so but for rounding.

        Where no unit matters, columns are scaled by a power of two, which is exact, so that huge
        and tiny values neither overflow nor vanish.
        """
        matrix = given.matrix
        top = matrix.max(axis=0)
        matrix = np.where(core.is_constant(matrix), top, matrix)
        if not self.relative or given.parameters.keys() & {"property_limits"}:
            return matrix
        largest = np.abs(matrix).max(axis=0)
        scaled = np.ldexp(matrix, -np.frexp(largest)[1])
        return np.where(largest == 0.0, 1.0, scaled)

    def make(self, given: Given) -> Any:
        """Return pymcdm's object."""
        from pymcdm import methods

        content = dict(given.parameters) if self.arguments is None else self.arguments(given)
        return getattr(methods, self.kind)(**content)


# ---- parameters ----------------------------------------------------------------------------------


def _number(value: Any) -> float:
    if isinstance(value, (bool, str)) or not math.isfinite(float(value)):
        raise TypeError
    return float(value)


def _share(value: Any) -> float:
    if not 0.0 <= _number(value) <= 1.0:
        raise ValueError
    return float(value)


def _above_zero(value: Any) -> float:
    if not _number(value) > 0.0:
        raise ValueError
    return float(value)


def _values(value: Any) -> tuple[float, ...]:
    if isinstance(value, (str, Mapping)) or not len(value):
        raise TypeError
    return tuple(map(_number, value))


def _types(value: Any) -> tuple[float, ...]:
    if not set(_values(value)) <= {-1.0, 0.0, 1.0}:
        raise ValueError
    return _values(value)


def _pairs(value: Any) -> tuple[tuple[float, ...], ...]:
    pairs = tuple(map(_values, value))
    if not pairs or any(len(pair) != 2 or pair[0] > pair[1] for pair in pairs):
        raise ValueError
    return pairs


def _rising(value: Any) -> tuple[tuple[float, ...], ...]:
    rows = tuple(map(_values, value))
    if not rows or any(len(row) < 2 or (np.diff(row) <= 0).any() for row in rows):
        raise ValueError
    return rows


def _method(value: Any) -> Method:
    if not isinstance(value, Method) or isinstance(value, type):
        raise TypeError
    return value


SHARE = Parameter(_share, "a number from 0 to 1")
ABOVE_ZERO = Parameter(_above_zero, "a number above 0")
VALUES = Parameter(_values, "one number a criterion")
POINT = Parameter(_values, "one number a criterion", needed=True)
PAIRS = Parameter(_pairs, "(low, high) a criterion")

# ---- what single methods need --------------------------------------------------------------------


def _without_bounds(given: Given) -> dict[str, Any]:
    """Return the parameters with the bounds as an array, whoever gave them."""
    return {**given.parameters, "bounds": given.ends()}


def _rim_refuses(given: Given) -> Iterator[tuple[str, str]]:
    if "ref_ideal" in given.parameters:
        ends, ideal = given.ends(), np.array(given.parameters["ref_ideal"])
        for j in np.flatnonzero((ideal[:, 0] < ends[:, 0]) | (ideal[:, 1] > ends[:, 1])):
            yield f"column {j + 1}", "its reference ideal lies outside its bounds"


def _ideals(given: Given) -> FloatArray:
    """Return RAFSI's (n, 2) anti-ideal and ideal."""
    if "ideal" in given.parameters:
        return np.array([given.parameters["anti_ideal"], given.parameters["ideal"]]).T
    ends = given.ends()
    return np.where(given.benefit[:, None], ends, ends[:, ::-1])


def _rafsi_span(given: Given) -> FloatArray:
    return np.where(given.benefit[:, None], _ideals(given), _ideals(given)[:, ::-1])


def _rafsi(given: Given) -> dict[str, Any]:
    anti_ideal, ideal = _ideals(given).T
    return {**given.parameters, "anti_ideal": anti_ideal, "ideal": ideal}


def _levels(given: Given) -> list[list[float]]:
    """Return COMET's characteristic values."""
    levels = given.parameters.get("cvalues")
    return given.ends().tolist() if levels is None else [list(row) for row in levels]


def _comet_refuses(given: Given) -> Iterator[tuple[str, str]]:
    objects = math.prod(map(len, _levels(given)))
    if objects > MOST_OBJECTS:
        yield "cvalues", f"they make {objects} characteristic objects, {MOST_OBJECTS} at most"


def _comet(given: Given) -> dict[str, Any]:
    expert: Method = given.parameters.get("expert", TOPSIS("minmax"))

    def judged(objects: FloatArray) -> tuple[FloatArray, None]:
        # By rank, not by score: pymcdm takes scores that differ by rounding for different.
        scores = expert.scores(objects, given.weights, given.benefit, bounds=given.bounds)
        return -core.ranks(scores).astype(np.float64), None

    return {"cvalues": _levels(given), "expert_function": judged}


def _lopm_refuses(given: Given) -> Iterator[tuple[str, str]]:
    types = given.parameters.get("property_types")
    if types is not None:
        for j in np.flatnonzero(np.array(types) == np.where(given.benefit, -1, 1)):
            yield f"column {j + 1}", "its property type contradicts its direction"
        if 0.0 in given.parameters["property_limits"]:
            yield "property_limits", "LoPM divides by them; none may be 0"


def _lmaw_refuses(given: Given) -> Iterator[tuple[str, str]]:
    if len(given.matrix) > 1000:
        yield "", "its products overflow beyond 1000 candidates"


def _sprobid_refuses(given: Given) -> Iterator[tuple[str, str]]:
    if len(given.matrix) < 4:
        yield (
            "",
            "it looks at quarters of the candidates, and needs four of them",
        )


PEERS: dict[str, Peer] = {
    "BalancedSPOTIS": Peer(
        "BalancedSPOTIS",
        parameters={"esp": POINT, "bounds": PAIRS, "alpha": SHARE},
        relative=False,
        lower_is_better=True,
        span=Given.ends,
        arguments=_without_bounds,
    ),
    "CODAS": Peer("CODAS", positive=True),
    "COMET": Peer(
        "COMET",
        "the expert finds all characteristic objects equal",
        {
            "cvalues": Parameter(_rising, "rising numbers for each criterion"),
            "expert": Parameter(_method, "a method such as kd.TOPSIS('minmax')"),
        },
        relative=False,
        span=lambda given: np.array([[row[0], row[-1]] for row in _levels(given)]),
        refuses=_comet_refuses,
        arguments=_comet,
    ),
    "CoCoSo": Peer(
        "COCOSO", "a candidate is worst on every criterion, and it divides by that", {"l": SHARE}
    ),
    "ERVD": Peer(
        "ERVD",
        parameters={"ref_point": POINT, "lambd": ABOVE_ZERO, "alpha": ABOVE_ZERO},
        positive=True,
        relative=False,
    ),
    "LMAW": Peer("LMAW", positive=True, refuses=_lmaw_refuses),
    "LoPM": Peer(
        "LoPM",
        parameters={
            "property_limits": VALUES,
            "property_types": Parameter(_types, "1, -1 or 0 a criterion"),
        },
        positive=True,
        lower_is_better=True,
        refuses=_lopm_refuses,
    ),
    "MAIRCA": Peer("MAIRCA", lower_is_better=True),
    "OCRA": Peer("OCRA", positive=True),
    "PROBID": Peer("PROBID"),
    "RAFSI": Peer(
        "RAFSI",
        parameters={"ideal": VALUES, "anti_ideal": VALUES, "n1": ABOVE_ZERO, "n2k": ABOVE_ZERO},
        relative=False,
        span=_rafsi_span,
        arguments=_rafsi,
    ),
    "RAM": Peer("RAM", positive=True),
    "RIM": Peer(
        "RIM",
        parameters={"bounds": PAIRS, "ref_ideal": PAIRS},
        relative=False,
        span=Given.ends,
        refuses=_rim_refuses,
        arguments=_without_bounds,
    ),
    "SPROBID": Peer(
        "SPROBID",
        "a candidate is the ideal itself, and it divides by the distance",
        refuses=_sprobid_refuses,
    ),
}
"""Every method that `PymcdmMethod` exposes."""
