"""Adapters to other packages: the scores of the same method, higher is better, or nothing."""

from __future__ import annotations

import importlib.util
import warnings
from collections.abc import Callable
from importlib.metadata import version
from typing import Any, TypeAlias

import numpy as np

Peer: TypeAlias = Callable[..., Any]
"""From (matrix, weights, benefit, bounds) to scores; higher is better."""

PACKAGES = {
    "pymcdm": "pymcdm",
    "scikit-criteria": "skcriteria",
    "pyDecision": "pyDecision",
    "pyrepo-mcda": "pyrepo_mcda",
}

NOT_COMPARED = {
    "pymcdm COPRAS": "adds costs where their reciprocals belong",
    "pyDecision CRADIS": "normalizes benefits as costs, for a score of which less is better",
    "pyDecision WASPAS": "takes 1 + min-max for the ratios to the best",
    "pyDecision CODAS, MAIRCA": "fail on words for directions",
    "pyrepo-mcda MABAC": "fails with this numpy",
    "MULTIMOORA of pyDecision, pyrepo-mcda, scikit-criteria": "join three ranks otherwise",
}
"""Why some peers that have a method are not asked."""


def versions() -> dict[str, str]:
    """Return the version of each peer, or that it is not installed."""
    return {
        name: version(name) if importlib.util.find_spec(module) else "not installed"
        for name, module in PACKAGES.items()
    }


def asked(peer: Peer, matrix: Any, weights: Any, benefit: Any, bounds: Any) -> Any:
    """Return a peer's scores, None where it fails or gives something that is no number."""
    with warnings.catch_warnings(), np.errstate(all="ignore"):
        warnings.simplefilter("ignore")
        try:
            found = np.asarray(peer(matrix.copy(), weights.copy(), benefit, bounds), dtype=float)
        except Exception:  # whatever it does on what it can't do
            return None
    return found if found.shape == (len(matrix),) and np.isfinite(found).all() else None


def signs(benefit: Any) -> Any:
    return np.where(benefit, 1, -1)


def peers() -> dict[str, dict[str, Peer]]:
    """Return the peers of each method of tests/method_cases.py, as far as they are installed."""
    found: dict[str, dict[str, Peer]] = {}
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        for package, adapters in (
            ("pymcdm", _pymcdm), ("scikit-criteria", _skcriteria),
            ("pyDecision", _pydecision), ("pyrepo-mcda", _pyrepo),
        ):  # fmt: skip
            if importlib.util.find_spec(PACKAGES[package]):
                for name, peer in adapters().items():
                    found.setdefault(name, {})[package] = peer
    return found


def _pymcdm() -> dict[str, Peer]:
    from pymcdm import methods
    from pymcdm import normalizations as rules

    def plain(method: Any, sign: int = 1) -> Peer:
        return lambda x, w, up, _: sign * method(x, w, signs(up), validation=False)

    def spotis(x: Any, w: Any, up: Any, bounds: Any) -> Any:
        return -methods.SPOTIS(bounds)(x, w, signs(up), validation=False)

    return {
        "TOPSIS": plain(methods.TOPSIS(rules.vector_normalization)),
        "WeightedSum": plain(methods.WSM(rules.minmax_normalization)),
        "WeightedProduct": plain(methods.WPM(rules.linear_normalization)),
        "AHPSynthesis": plain(methods.WSM(rules.sum_normalization)),
        "TOPSIS-enhanced": plain(methods.TOPSIS(rules.enhanced_accuracy_normalization)),
        "WeightedSum-nonlinear": plain(methods.WSM(rules.nonlinear_normalization)),
        "ARAS": plain(methods.ARAS()),
        "EDAS": plain(methods.EDAS()),
        "MABAC": plain(methods.MABAC()),
        "MARCOS": plain(methods.MARCOS()),
        "MOORA": plain(methods.MOORA()),
        "SPOTIS": spotis,
        "PROMETHEE2": plain(methods.PROMETHEE_II("usual")),
        "VIKOR": plain(methods.VIKOR(), -1),
        "VIKOR-regret": plain(methods.VIKOR(v=0), -1),
        "WASPAS": plain(methods.WASPAS(rules.linear_normalization)),
        "WASPAS-product": plain(methods.WASPAS(rules.linear_normalization, l=0)),
    }


def _ratios(x: Any, up: Any) -> Any:
    """Return x / max and min / x, for peers that leave the normalization to their callers."""
    return np.where(up, x / x.max(axis=0), x.min(axis=0) / x)


def _skcriteria() -> dict[str, Peer]:
    from skcriteria.agg import codas, copras, edas, mabac, moora, simple, topsis, waspas

    def by_vector(x: Any, w: Any, up: Any, _: Any) -> Any:
        return topsis.topsis(x / np.sqrt((x * x).sum(axis=0)), signs(up), w)[3]

    def places(x: Any, up: Any) -> Any:
        low, high = x.min(axis=0), x.max(axis=0)
        return np.where(up, x - low, high - x) / (high - low)

    return {
        "TOPSIS": by_vector,
        "WeightedSum": lambda x, w, up, _: simple.wsm(places(x, up), w)[1],
        "WeightedProduct": lambda x, w, up, _: 10 ** simple.wpm(_ratios(x, up), w)[1],
        "COPRAS": lambda x, w, up, _: copras.copras(x / x.sum(axis=0), w, signs(up))[1] / 100,
        "EDAS": lambda x, w, up, _: edas.edas(x, w, signs(up))[1],
        "MABAC": lambda x, w, up, _: mabac.mabac(places(x, up), w)[1],
        "MOORA": lambda x, w, up, _: moora.ratio(x / np.sqrt((x * x).sum(axis=0)), signs(up), w)[1],
        "WASPAS": lambda x, w, up, _: waspas.waspas(_ratios(x, up), w, 0.5)[3],
        "pymcdm-CODAS": lambda x, w, up, _: codas.codas(_ratios(x, up), w, 0.02)[1],
    }


def _pydecision() -> dict[str, Peer]:
    from pyDecision import algorithm as of

    quiet = {"graph": False, "verbose": False}

    def words(up: Any) -> list[str]:
        return ["max" if b else "min" for b in up]

    def first(method: Any, sign: int = 1) -> Peer:  # weights, then directions
        return lambda x, w, up, _: sign * _column(method(x, w, words(up), **quiet))

    def second(method: Any, sign: int = 1) -> Peer:  # directions, then weights
        return lambda x, w, up, _: sign * _column(method(x, words(up), w, **quiet))

    def spotis(x: Any, w: Any, up: Any, bounds: Any) -> Any:
        return -_column(of.spotis_method(x, words(up), w, *bounds.T, **quiet))

    return {
        "TOPSIS": first(of.topsis_method),
        "ARAS": first(of.aras_method),
        "COPRAS": first(of.copras_method),
        "EDAS": second(of.edas_method),
        "GRA": lambda x, w, up, _: len(x) * of.gra_method(x, words(up), w, **quiet),
        "MARCOS": first(of.marcos_method),
        "MOORA": first(of.moora_method),
        "MOOSRA": first(of.moosra_method),
        "PIV": first(of.piv_method, -1),
        "SPOTIS": spotis,
        "VIKOR": lambda x, w, up, _: -_column(of.vikor_method(x, w, words(up), 0.5, **quiet)[2]),
    }


def _column(found: Any) -> Any:
    """Return scores, which may stand in a column beside numbers of candidates."""
    found = np.asarray(found)
    return found if found.ndim == 1 else found[np.argsort(found[:, 0], kind="stable"), -1]


def _pyrepo() -> dict[str, Peer]:
    from pyrepo_mcda import mcda_methods as methods
    from pyrepo_mcda import normalizations as rules

    def plain(method: Any, sign: int = 1) -> Peer:
        return lambda x, w, up, _: sign * method(x, w, signs(up))

    def spotis(x: Any, w: Any, up: Any, bounds: Any) -> Any:
        return -methods.SPOTIS()(x, w, signs(up), bounds.T)

    return {
        "TOPSIS": plain(methods.TOPSIS(normalization_method=rules.vector_normalization)),
        "WeightedSum": plain(methods.SAW(normalization_method=rules.minmax_normalization)),
        "AHPSynthesis": plain(methods.SAW(normalization_method=rules.sum_normalization)),
        "ARAS": plain(methods.ARAS()),
        "COPRAS": plain(methods.COPRAS()),
        "CRADIS": plain(methods.CRADIS()),
        "EDAS": plain(methods.EDAS()),
        "MARCOS": plain(methods.MARCOS()),
        "SPOTIS": spotis,
        "PROMETHEE2": plain(methods.PROMETHEE_II()),
        "VIKOR": plain(methods.VIKOR(), -1),
        "VIKOR-regret": plain(methods.VIKOR(v=0), -1),
        "WASPAS": plain(methods.WASPAS()),
        "pymcdm-CODAS": plain(methods.CODAS()),
    }
