"""Array aliases and closed sets of words. Imports numpy only."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Literal, Protocol, TypeAlias

import numpy as np
import numpy.typing as npt

FloatArray: TypeAlias = npt.NDArray[np.float64]
IntArray: TypeAlias = npt.NDArray[np.int64]
BoolArray: TypeAlias = npt.NDArray[np.bool_]
ArrayLike: TypeAlias = npt.ArrayLike

Direction: TypeAlias = Literal["benefit", "cost"]
Language: TypeAlias = Literal["en", "id"]
Label: TypeAlias = str | Mapping[Language, str]
"""What people read: one text for every language, or a text per language."""

NormalizationRule: TypeAlias = Literal[
    "vector", "minmax", "max", "sum", "bounds", "none",
    "nonlinear", "enhanced_accuracy", "logarithmic", "z_score",
]  # fmt: skip
PreferenceFunction: TypeAlias = Literal[
    "usual", "u-shape", "v-shape", "level", "linear", "gaussian"
]
Prioritization: TypeAlias = Literal["eigenvector", "geometric_mean", "column_mean"]
RandomIndexTable: TypeAlias = Literal[
    "alonso-lamata-2006", "saaty-1980", "saaty-2005", "donegan-dodd-1991", "tummala-ling-1998"
]
Synthesis: TypeAlias = Literal["distributive", "ideal"]
RandomIndex: TypeAlias = RandomIndexTable | float | Mapping[int, float]
RankOrderRule: TypeAlias = Literal["centroid", "sum", "reciprocal", "exponent"]
CombinationRule: TypeAlias = Literal["multiplicative", "geometric", "convex"]
BestWorstModel: TypeAlias = Literal["linear", "nonlinear"]
MissingPolicy: TypeAlias = Literal["error", "drop_candidate", "drop_criterion", "worst", "median"]


class Frame(Protocol):
    """A table of pandas, polars or pyarrow."""

    @property
    def columns(self) -> Any:
        """Its columns."""


FrameBackend: TypeAlias = Literal["pandas", "polars", "pyarrow"]
Rng: TypeAlias = int | np.random.Generator | None

JSON: TypeAlias = dict[str, Any]
