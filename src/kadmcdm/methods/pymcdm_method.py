"""Methods of pymcdm behind a typed door: checked before, turned the right way after."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Literal, TypeAlias, get_args

import numpy as np

from kadmcdm import core
from kadmcdm._arrays import ReadOnlyDict
from kadmcdm._typing import BoolArray, FloatArray
from kadmcdm.errors import Fault, InputError, brief, did_you_mean, raise_faults
from kadmcdm.methods.method import Details
from kadmcdm.methods.pymcdm_peers import OURS, PEERS, WRONG, Given, Peer

PymcdmName: TypeAlias = Literal[
    "BalancedSPOTIS", "CODAS", "COMET", "CoCoSo", "ERVD", "LMAW", "LoPM", "MAIRCA", "OCRA",
    "PROBID", "RAFSI", "RAM", "RIM", "SPROBID",
]  # fmt: skip
"""The methods of pymcdm that kadmcdm has no own version of."""


@dataclass(frozen=True, slots=True, init=False, repr=False)
class PymcdmMethod:
    """A method of pymcdm, with its parameters and its results checked.

    Weights and directions are passed on, lower-is-better results are turned around, ties are those
    of `rank`. pymcdm's own checks are off (they warn of what is no fault); values outside a
    method's domain, and results that are no numbers, are refused here. Each weight vector and each
    matrix is a call of its own: slow in `smaa`, so take few samples. `method` is its name.

    Parameters
    ----------
    name : str
        ``"BalancedSPOTIS"``, ``"CODAS"``, ``"COMET"``, ``"CoCoSo"``, ``"ERVD"``, ``"LMAW"``,
        ``"LoPM"``, ``"MAIRCA"``, ``"OCRA"``, ``"PROBID"``, ``"RAFSI"``, ``"RAM"``, ``"RIM"`` or
        ``"SPROBID"``. What kadmcdm has itself is refused, and so is what pymcdm gets wrong.
    **parameters
        As pymcdm calls them:

        ==============  ===========================================================================
        BalancedSPOTIS  ``esp`` (one value per criterion), ``bounds``, ``alpha`` in [0, 1]
        COMET           ``cvalues`` (rising values per criterion), ``expert`` (a method of kadmcdm
                        that judges the characteristic objects; TOPSIS with ``"minmax"``)
        CoCoSo          ``l`` in [0, 1]
        ERVD            ``ref_point`` (one value per criterion), ``lambd``, ``alpha``
        LoPM            ``property_limits`` with ``property_types`` (1, -1, or 0 for a target)
        RAFSI           ``ideal``, ``anti_ideal`` (one value per criterion), ``n1`` < ``n2k``
        RIM             ``bounds``, ``ref_ideal`` (low and high of the ideal per criterion)
        ==============  ===========================================================================

        What is left out of ``bounds``, ``cvalues``, ``ideal`` and ``anti_ideal`` comes from the
        criteria's bounds.

    Raises
    ------
    InputError
        For an unknown name or parameter. Ranking refuses values outside the method's domain, and
        data that it can't take.

    Examples
    --------
    >>> import kadmcdm as kd
    >>> problem = kd.DecisionProblem.from_arrays([[1, 9], [2, 8], [3, 4]], ["benefit", "cost"])
    >>> kd.rank(problem, [0.5, 0.5], kd.PymcdmMethod("MAIRCA")).scores.round(3).tolist()
    [-0.333, -0.217, 0.0]
    """

    method: PymcdmName
    parameters: Mapping[str, Any]

    def __init__(self, name: PymcdmName, **parameters: Any) -> None:
        raise_faults(list(_name_faults(name)))
        peer = PEERS[name]
        where = f"PymcdmMethod({name!r})"
        faults = []
        kept: dict[str, Any] = {}
        for key, value in parameters.items():
            if key not in peer.parameters:
                hint = did_you_mean(key, peer.parameters) or "it has no parameters"
                if key.startswith("normali"):
                    hint = "it normalizes as its paper does"
                faults.append(Fault(f"{where}.{key}", "unknown parameter", hint=hint))
            elif value is not None:
                try:
                    kept[key] = peer.parameters[key].read(value)
                except (OverflowError, TypeError, ValueError):
                    expected = peer.parameters[key].expected
                    faults.append(Fault(f"{where}.{key}", "no value of it", brief(value), expected))
        faults += [
            Fault(f"{where}.{key}", "missing", expected=given.expected)
            for key, given in peer.parameters.items()
            if given.needed and key not in parameters
        ]
        raise_faults(faults)
        raise_faults([Fault(where, what) for what in peer.contradictions(kept)])
        object.__setattr__(self, "method", name)
        object.__setattr__(self, "parameters", ReadOnlyDict(kept))

    def __repr__(self) -> str:
        """Return what makes it again."""
        given = "".join(f", {key}={value!r}" for key, value in self.parameters.items())
        return f"PymcdmMethod({self.method!r}{given})"

    @property
    def name(self) -> str:
        """``"CODAS (pymcdm)"``."""
        return f"{self.method} (pymcdm)"

    def scores(
        self,
        matrix: FloatArray,
        weights: FloatArray,
        benefit: BoolArray,
        *,
        bounds: FloatArray | None = None,
    ) -> FloatArray:
        """Return pymcdm's preferences, turned so that higher is better."""
        lead = np.broadcast_shapes(matrix.shape[:-2], weights.shape[:-1], benefit.shape[:-1])
        m, n = matrix.shape[-2:]
        matrices = np.broadcast_to(matrix, (*lead, m, n))
        many = np.broadcast_to(weights, (*lead, n))
        directions = np.broadcast_to(benefit, (*lead, n))
        ends = None if bounds is None else np.broadcast_to(bounds, (*lead, n, 2))
        scores = np.empty((*lead, m))
        for index in np.ndindex(lead):
            end = None if ends is None else ends[index]
            scores[index] = self._one(matrices[index], many[index], directions[index], end)
        return scores

    def details(
        self,
        matrix: FloatArray,
        weights: FloatArray,
        benefit: BoolArray,
        *,
        bounds: FloatArray | None = None,
    ) -> Details:
        """Return ``normalized`` (by min and max), and one problem's tables as pymcdm names them."""
        normalized = core.normalize(matrix, benefit, "minmax")
        given = self._given(matrix, weights, benefit, bounds)
        with np.errstate(all="ignore"):
            found = self._peer.make(given)(*_arguments(given), validation=False, verbose=True)
        tables = {table.desc.label: np.asarray(table.data, float) for table in found.results}
        finite = {key: part for key, part in tables.items() if np.isfinite(part).all()}
        return {"normalized": normalized, **finite}

    @property
    def _peer(self) -> Peer:
        return PEERS[self.method]

    def _given(
        self,
        matrix: FloatArray,
        weights: FloatArray,
        benefit: BoolArray,
        bounds: FloatArray | None,
    ) -> Given:
        """Return what the peer is given, or raise what it can't take."""
        given = Given(matrix, weights, benefit, bounds, self.parameters)
        raise_faults(list(self._peer.faults(given, self.method)))
        return given._replace(matrix=self._peer.prepared(given))

    def _one(
        self, matrix: FloatArray, weights: FloatArray, benefit: BoolArray, bounds: FloatArray | None
    ) -> FloatArray:
        """Score one problem under one weight vector."""
        given = self._given(matrix, weights, benefit, bounds)
        try:
            with np.errstate(all="ignore"):
                found = self._peer.make(given)(*_arguments(given), validation=False)
            scores = np.asarray(found, dtype=np.float64)
        except (ArithmeticError, LookupError, TypeError, ValueError):
            scores = np.full(len(matrix), np.nan)
        if scores.shape == (len(matrix),) and np.isfinite(scores).all():
            return 0.0 - scores if self._peer.lower_is_better else scores  # no -0.0
        if core.is_constant(matrix).all():
            return np.zeros(len(matrix))  # nobody differs, so all tie (law 7)
        what = f"it gives no finite scores on these data: {self._peer.cannot}"
        raise InputError([Fault(f"method {self.name!r}", what, hint="use TOPSIS(), or another")])


def _arguments(given: Given) -> tuple[FloatArray, FloatArray, Any]:
    """Return matrix, weights and types as pymcdm takes them."""
    return given.matrix, given.weights, np.where(given.benefit, 1, -1)


def _name_faults(name: object) -> Iterator[Fault]:
    """Yield what is wrong with a name, and what to use in its place."""
    if isinstance(name, str) and name in PEERS:
        return
    folded = name.casefold().replace(" ", "_") if isinstance(name, str) else ""
    known = get_args(PymcdmName)
    for kinds, what in ((WRONG, "pymcdm gets it wrong"), (OURS, "kadmcdm has it itself")):
        for other, instead in kinds.items():
            if folded == other.casefold():
                why, _, own = instead.rpartition("|")
                yield Fault("PymcdmMethod.name", f"{what}{why}", brief(name), hint=f"use {own}")
                return
    expected = "one of " + ", ".join(repr(each) for each in known)
    close = did_you_mean(name, known) if isinstance(name, str) else None
    yield Fault("PymcdmMethod.name", "unknown method", brief(name), expected, close)
