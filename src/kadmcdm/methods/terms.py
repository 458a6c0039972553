"""Methods whose scores are weighted sums of terms that no weight enters."""

from __future__ import annotations

from dataclasses import dataclass

from kadmcdm._typing import BoolArray, FloatArray
from kadmcdm.core.acceptability import Losses, Precision
from kadmcdm.core.scoring import losses_of_sums, signed_sum
from kadmcdm.methods.method import Details


@dataclass(frozen=True, slots=True)
class SumOfTerms:
    """What such methods share: whoever says its terms has scores, losses and details."""

    @property
    def name(self) -> str:
        """The name of the class."""
        return type(self).__name__

    def _terms(
        self, matrix: FloatArray, benefit: BoolArray, bounds: FloatArray | None
    ) -> tuple[FloatArray, FloatArray]:
        """Return the normalized values, and the (..., m, n) terms that are weighted and added."""
        raise NotImplementedError

    def scores(
        self,
        matrix: FloatArray,
        weights: FloatArray,
        benefit: BoolArray,
        *,
        bounds: FloatArray | None = None,
    ) -> FloatArray:
        """Return the weighted sums of the terms."""
        return signed_sum(self._terms(matrix, benefit, bounds)[1], weights)

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
        return sum_parts(*self._terms(matrix, benefit, bounds), weights)


def sum_parts(
    normalized: FloatArray, terms: FloatArray, weights: FloatArray
) -> dict[str, FloatArray]:
    """Return what `details` of a sum are: its terms are weighted and added up."""
    contributions = terms * weights[..., None, :]
    return {
        "normalized": normalized,
        "contributions": contributions,
        "total": contributions.sum(axis=-1),
    }
