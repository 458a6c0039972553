"""What a ranking method is."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Protocol, TypeAlias, runtime_checkable

from kadmcdm._typing import BoolArray, FloatArray

Details: TypeAlias = Mapping[str, FloatArray]


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
