"""Adapters to other packages: the same question in each one's words, or None when not installed."""

from __future__ import annotations

import importlib.util
import warnings
from collections.abc import Callable
from importlib.metadata import version
from typing import Any

import numpy as np

Score = Callable[[np.ndarray, np.ndarray], np.ndarray]
"""From an all-benefit matrix and weights to TOPSIS closeness under vector normalization."""

PACKAGES = {
    "pymcdm": "pymcdm",
    "scikit-criteria": "skcriteria",
    "pyDecision": "pyDecision",
    "pyrepo-mcda": "pyrepo_mcda",
    "pysensmcda": "pysensmcda",
    "ahpy": "ahpy",
}


def installed(package: str) -> bool:
    """Tell whether a peer can be compared here."""
    return importlib.util.find_spec(PACKAGES[package]) is not None


def versions() -> dict[str, str]:
    """Return what is compared, and what is not."""
    return {name: version(name) if installed(name) else "not compared" for name in PACKAGES}


def topsis_scores() -> dict[str, Score]:
    """Return each installed peer's TOPSIS."""
    found: dict[str, Score] = {}
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        if installed("pymcdm"):
            import pymcdm.methods
            import pymcdm.normalizations

            one = pymcdm.methods.TOPSIS(pymcdm.normalizations.vector_normalization)
            found["pymcdm, validation off"] = lambda x, w: one(
                x, w, np.ones(len(w)), validation=False
            )
            found["pymcdm"] = lambda x, w: one(x, w, np.ones(len(w)))
        if installed("pyDecision"):
            from pyDecision.algorithm import topsis_method

            found["pyDecision"] = lambda x, w: topsis_method(
                x, w, ["max"] * len(w), graph=False, verbose=False
            )
        if installed("scikit-criteria"):
            from skcriteria.agg.topsis import topsis

            found["scikit-criteria"] = lambda x, w: topsis(
                x / np.sqrt((x * x).sum(axis=0)), np.ones(len(w), dtype=int), w
            )[3]
        if installed("pyrepo-mcda"):
            from pyrepo_mcda.mcda_methods import TOPSIS
            from pyrepo_mcda.normalizations import vector_normalization

            other = TOPSIS(normalization_method=vector_normalization)
            found["pyrepo-mcda"] = lambda x, w: other(x, w, np.ones(len(w)))
    return found


Add = Callable[[np.ndarray, np.ndarray, np.ndarray], None]
"""Add one sample to counts [candidate, position], or to [candidate, 0] if first ranks will do."""


def by_scores(score: Score) -> Add:
    """Order scores by numpy, which is faster than what most peers rank with."""

    def add(counts: np.ndarray, x: np.ndarray, w: np.ndarray) -> None:
        scores = np.asarray(score(x, w))
        if counts.shape[1] == 1:
            counts[np.argmax(scores), 0] += 1
        else:
            counts[np.argsort(-scores, kind="stable"), np.arange(len(x))] += 1

    return add


def by_ranks(rank: Score) -> Add:
    """Take the ranks that a peer gives."""

    def add(counts: np.ndarray, x: np.ndarray, w: np.ndarray) -> None:
        ranks = np.asarray(rank(x, w)).astype(int)
        if counts.shape[1] == 1:
            counts[np.argmin(ranks), 0] += 1
        else:
            counts[np.arange(len(x)), ranks - 1] += 1

    return add


def topsis_adders(scaled: np.ndarray | None = None) -> dict[str, Add]:
    """Return each installed peer's way to rank one sample: the fastest, and its own where slower.

    `scaled`, the normalized matrix, is for peers that would otherwise normalize it again under
    every weight vector.
    """
    scores = topsis_scores()
    found = {name: by_scores(score) for name, score in scores.items()}
    if "pymcdm" in scores:
        from pymcdm.helpers import rrankdata

        quick = scores["pymcdm, validation off"]
        found["pymcdm, validation off, its own ranks"] = by_ranks(
            lambda x, w: rrankdata(quick(x, w))
        )
    if "scikit-criteria" in scores:  # it always ranks: to sort again would not be fair
        from skcriteria.agg.topsis import topsis

        def ranks(x: np.ndarray, w: np.ndarray) -> np.ndarray:
            r = x / np.sqrt((x * x).sum(axis=0)) if scaled is None else scaled
            return topsis(r, np.ones(len(w), dtype=int), w)[0]

        found["scikit-criteria"] = by_ranks(ranks)
    return found


def ahp_weights() -> dict[str, Callable[[np.ndarray], Any]]:
    """Return each installed peer's eigenvector weights and consistency of one matrix."""
    found: dict[str, Callable[[np.ndarray], Any]] = {}
    if installed("pymcdm"):
        from pymcdm.weights.subjective import AHP

        def pymcdm_ahp(matrix: np.ndarray) -> Any:
            judged = AHP(matrix=matrix)
            weights = judged()
            judged.get_cr()
            return weights

        found["pymcdm"] = pymcdm_ahp
    if installed("pyDecision"):
        from pyDecision.algorithm import ahp_method

        found["pyDecision"] = lambda matrix: ahp_method(matrix, wd="me")[0]
    if installed("ahpy"):
        import ahpy

        def ahpy_weights(matrix: np.ndarray) -> Any:
            n = len(matrix)
            pairs = {
                (str(i), str(j)): float(matrix[i, j]) for i in range(n) for j in range(i + 1, n)
            }
            compared = ahpy.Compare("c", pairs, precision=9, random_index="saaty")
            return np.array([compared.local_weights[str(i)] for i in range(n)])

        found["ahpy"] = ahpy_weights
    return found


def pysensmcda_smaa() -> Callable[[np.ndarray, int], np.ndarray] | None:
    """Return pysensmcda's SMAA around pymcdm's TOPSIS, or None."""
    if not (installed("pysensmcda") and installed("pymcdm")):
        return None
    import pymcdm.methods
    import pymcdm.normalizations
    from pysensmcda.smaa import smaa2

    one = pymcdm.methods.TOPSIS(pymcdm.normalizations.vector_normalization)

    def unchecked(matrix: np.ndarray, weights: np.ndarray, types: np.ndarray) -> Any:
        return one(matrix, weights, types, validation=False)

    def run(matrix: np.ndarray, size: int) -> Any:
        types = np.ones(matrix.shape[1])
        return smaa2(unchecked, matrix, types, num_samples=size, seed=1, reverse_ranking=True)

    return run
