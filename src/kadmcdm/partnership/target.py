"""Differences in an indicator's own unit, and values that should be just right (O8)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from kadmcdm._typing import ArrayLike, FloatArray
from kadmcdm.core import relations as core
from kadmcdm.errors import Fault, brief, prefixed, raise_faults
from kadmcdm.partnership.given import finite
from kadmcdm.partnership.lifts import OfOperator, operator_faults
from kadmcdm.partnership.members import OneIndicator, not_positive, rows_of, values_of
from kadmcdm.partnership.regions import RegionTable

if TYPE_CHECKING:
    from kadmcdm.partnership.operators import Operator


@dataclass(frozen=True, slots=True)
class Difference(OneIndicator):
    """|x_i - x_j|; of more members, the most less the least. Symmetric, in the indicator's unit.

    For indicators that may be zero or negative, such as growth; `Gap` compares ratios. Within
    `Standardized` it is |z_i - z_j|.

    Parameters
    ----------
    indicator : str

    Examples
    --------
    >>> import kadmcdm as kd
    >>> from kadmcdm.partnership import Difference
    >>> table = kd.datasets.east_java()
    >>> round(float(Difference("hdi")(table, table.rows(["35.22", "35.78"]))), 2)
    12.72
    """

    indicator: str

    @property
    def keeps_unit(self) -> bool:
        """Whether the value is in the unit of the indicator."""
        return True

    def __call__(self, table: RegionTable, members: ArrayLike) -> FloatArray:
        """Return a value >= 0; raise `InputError` for missing values."""
        return core.reduced(values_of(table, self.indicator, rows_of(table, members)), "range")


@dataclass(frozen=True, slots=True)
class TargetGap(OfOperator):
    """1 - min(1, |value - target| / width): a benefit that is highest where a value is just right.

    A moderate gap in capacity helps to learn from one another, a huge one blocks it. With
    `Difference`, target 0 and the indicator's range as width, it is the linear similarity
    1 - |x_i - x_j| / range. Directed where the operator is; 0 to 1.

    Parameters
    ----------
    operator : Operator
        Whose value is judged: ``Gap("hdi")``.
    target : float
        The value that is best, in the operator's unit.
    width : float
        Positive: how far off the target nothing is left.

    Raises
    ------
    InputError
        Naming everything that is wrong.

    Examples
    --------
    >>> import kadmcdm as kd
    >>> from kadmcdm.partnership import Gap, TargetGap
    >>> table = kd.datasets.east_java()
    >>> moderate = TargetGap(Gap("hdi"), target=0.1, width=0.1)
    >>> pairs = [table.rows(["35.22", code]) for code in ("35.23", "35.25", "35.78")]
    >>> moderate(table, pairs).round(2).tolist()
    [0.1, 0.95, 0.32]
    """

    operator: Operator
    target: float
    width: float

    def __post_init__(self) -> None:
        """Check the parameters."""
        faults = operator_faults(self.operator)
        if not finite(self.target):
            faults.append(Fault("target", "no finite number", brief(self.target)))
        wrong = not_positive("TargetGap", {"width": self.width})
        raise_faults([*prefixed("TargetGap", faults), *wrong])

    @property
    def unit(self) -> str | None:
        """None: it is a share."""
        return None

    @property
    def keeps_unit(self) -> bool:
        """Whether the value is in the unit of the indicator."""
        return False

    def __call__(self, table: RegionTable, members: ArrayLike) -> FloatArray:
        """Return a value in [0, 1]; raise `InputError` as the operator does."""
        return core.target_gap(self.operator(table, members), self.target, self.width)
