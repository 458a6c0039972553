"""Operators of exchange: who can give what, how alike, how large together."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from kadmcdm._arrays import as_items
from kadmcdm._typing import ArrayLike, FloatArray
from kadmcdm.core import coalitions as core
from kadmcdm.core.coalitions import Exchange, Mean
from kadmcdm.errors import Fault, brief, choice_fault, name_faults, prefixed, raise_faults
from kadmcdm.partnership.members import (
    OneIndicator,
    Traits,
    columns_of,
    not_positive,
    per_name,
    rows_of,
    values_of,
)
from kadmcdm.partnership.regions import RegionTable

_EXCHANGES = ("knowledge", "resource")
_MEANS = ("min", "geometric", "harmonic")


@dataclass(frozen=True, slots=True)
class Gap(OneIndicator):
    """|ln(x_i/x_j)|; of more members, ln(max/min). Doubling is 0.69 whatever the unit.

    Parameters
    ----------
    indicator : str
        Positive.

    Examples
    --------
    >>> import kadmcdm as kd
    >>> from kadmcdm.partnership import Gap
    >>> table = kd.datasets.east_java()
    >>> round(float(Gap("hdi")(table, table.rows(["35.22", "35.78"]))), 4)
    0.1679
    """

    indicator: str

    def __call__(self, table: RegionTable, members: ArrayLike) -> FloatArray:
        """Return a value >= 0; raise `InputError` for missing values and for values <= 0."""
        rows = rows_of(table, members)
        return core.log_range(values_of(table, self.indicator, rows, least="positive"))


@dataclass(frozen=True, slots=True)
class Similarity(OneIndicator):
    """exp(-`Gap`): the smaller value as a share of the larger, x_min/x_max.

    Parameters
    ----------
    indicator : str
        Positive.

    Examples
    --------
    >>> import kadmcdm as kd
    >>> from kadmcdm.partnership import Similarity
    >>> table = kd.datasets.east_java()
    >>> round(float(Similarity("hdi")(table, table.rows(["35.22", "35.78"]))), 4)
    0.8455
    """

    indicator: str

    def __call__(self, table: RegionTable, members: ArrayLike) -> FloatArray:
        """Return a value in (0, 1]; raise `InputError` for missing values and for values <= 0."""
        return np.exp(-Gap(self.indicator)(table, members))


@dataclass(frozen=True, slots=True, init=False)
class Coverage(Traits):
    """The share of the initiator's deficit that its partners can cover (initiator <- partners).

    Σ_k w_k min(deficit_ik, surplus_k) / Σ_k w_k deficit_ik, where deficit_ik = (target_k - x_ik)⁺,
    and 0 when there is no deficit.

    Parameters
    ----------
    indicators : sequence of str
        On which more is better.
    target : number, sequence or mapping of numbers
        What counts as enough, in the indicators' units; one number serves for all.
    exchange : "knowledge" or "resource"
        Knowledge is not used up by giving: what a partner can teach is its lead over the initiator,
        (x_jk - x_ik)⁺, and the best partner counts. Resources are given from above the target,
        (x_jk - target_k)⁺, and add up.
    weights : sequence or mapping of numbers, optional
        Not negative, not all zero; equal when left out. They compare units: a weight per unit of
        each indicator.

    Raises
    ------
    InputError
        Naming everything that is wrong.

    Examples
    --------
    >>> import kadmcdm as kd
    >>> from kadmcdm.partnership import Coverage
    >>> table = kd.datasets.east_java()
    >>> learn = Coverage(["sanitation_access", "water_access"], 100, "knowledge")
    >>> [round(float(learn(table, table.rows(pair))), 3)
    ...  for pair in (["35.22", "33.16"], ["33.16", "35.22"])]
    [0.0, 0.195]
    """

    indicators: tuple[str, ...]
    target: tuple[float, ...]
    exchange: Exchange
    weights: tuple[float, ...]

    @property
    def directed(self) -> bool:
        """Whether the value depends on who comes first."""
        return True

    def __init__(
        self,
        indicators: Sequence[str],
        target: float | Sequence[float] | Mapping[str, float],
        exchange: Exchange,
        weights: Sequence[float] | Mapping[str, float] | None = None,
    ) -> None:
        names = (indicators,) if isinstance(indicators, str) else as_items(indicators) or ()
        faults = [] if names else [Fault("indicators", "there are none")]
        faults += [
            *name_faults(names, "indicator"),
            *choice_fault("exchange", exchange, _EXCHANGES),
        ]
        raise_faults(list(prefixed("Coverage", faults)))
        levels = per_name("target", target, names, faults)
        shares = per_name("weights", 1.0 if weights is None else weights, names, faults)
        if any(share < 0 for share in shares) or (shares and not any(shares)):
            faults.append(Fault("weights", "negative, or all zero", brief(shares)))
        raise_faults(list(prefixed("Coverage", faults)))
        object.__setattr__(self, "indicators", names)
        object.__setattr__(self, "target", levels)
        object.__setattr__(self, "exchange", exchange)
        object.__setattr__(self, "weights", shares)

    def __call__(self, table: RegionTable, members: ArrayLike) -> FloatArray:
        """Return a share in [0, 1]; raise `InputError` for missing values."""
        return self.of_each(table, members)[..., 0]

    def of_each(self, table: RegionTable, members: ArrayLike) -> FloatArray:
        """Return the share of every member's deficit that the others can cover.

        Parameters
        ----------
        table : RegionTable
        members : (..., k) array of int

        Returns
        -------
        (..., k) array

        Raises
        ------
        InputError
            For missing values, naming region and indicator.
        """
        rows = rows_of(table, members)
        values = columns_of(table, self.indicators, rows)
        target, weights = np.array(self.target), np.array(self.weights)
        return core.coverage(values, target, weights, self.exchange)


@dataclass(frozen=True, slots=True)
class Complementarity(Traits):
    """Mutual benefit (*saling menguntungkan*): the mean of what every member gets by `Coverage`.

    Parameters
    ----------
    coverage : Coverage
    mean : "min", "geometric" or "harmonic"
        Each is 0 as soon as one member gets nothing. ``"min"`` is the strictest.

    Raises
    ------
    InputError
        For another mean, or what is no Coverage.

    Examples
    --------
    >>> import kadmcdm as kd
    >>> from kadmcdm.partnership import Complementarity, Coverage
    >>> table = kd.datasets.east_java()
    >>> both = Complementarity(Coverage(["sanitation_access", "water_access"], 100, "knowledge"))
    >>> round(float(both(table, table.rows(["35.22", "35.25"]))), 4)
    0.0508
    """

    coverage: Coverage
    mean: Mean = "min"

    def __post_init__(self) -> None:
        """Check the parameters."""
        faults = [*choice_fault("Complementarity: mean", self.mean, _MEANS)]
        if not isinstance(self.coverage, Coverage):
            faults.append(Fault("Complementarity: coverage", "no Coverage", brief(self.coverage)))
        raise_faults(faults)

    @property
    def indicators(self) -> tuple[str, ...]:
        """The indicators that it reads."""
        return self.coverage.indicators

    def __call__(self, table: RegionTable, members: ArrayLike) -> FloatArray:
        """Return a share in [0, 1]; raise `InputError` for missing values."""
        return core.mean_of(self.coverage.of_each(table, members), self.mean)


@dataclass(frozen=True, slots=True)
class JointScale(OneIndicator):
    """What the members have together, or how near that comes to the efficient scale.

    Parameters
    ----------
    indicator : str
        A quantity that adds up, such as population; not negative.
    efficient_scale : float, optional
        Positive, in the indicator's unit. The value is then min(1, sum / efficient scale); without
        it the sum itself, in the indicator's unit.

    Raises
    ------
    InputError
        When the efficient scale is not positive.

    Examples
    --------
    >>> import kadmcdm as kd
    >>> from kadmcdm.partnership import JointScale
    >>> table = kd.datasets.east_java()
    >>> float(JointScale("population")(table, table.rows(["35.22", "35.23"])))
    2632623.0
    """

    indicator: str
    efficient_scale: float | None = None

    @property
    def keeps_unit(self) -> bool:
        """Whether the value is in the unit of the indicator."""
        return self.efficient_scale is None

    def __post_init__(self) -> None:
        """Check the parameters."""
        if self.efficient_scale is not None:
            raise_faults(
                list(not_positive("JointScale", {"efficient_scale": self.efficient_scale}))
            )

    def __call__(self, table: RegionTable, members: ArrayLike) -> FloatArray:
        """Return the joint scale; raise `InputError` for missing and for negative values."""
        values = values_of(table, self.indicator, rows_of(table, members), least="zero")
        return core.joint_scale(values, self.efficient_scale)


@dataclass(frozen=True, slots=True)
class ScaleGain(OneIndicator):
    """How much nearer the efficient scale the initiator comes by cooperating.

    Parameters
    ----------
    indicator : str
        A quantity that adds up; not negative.
    efficient_scale : float
        Positive, in the indicator's unit.

    Raises
    ------
    InputError
        When the efficient scale is not positive.

    Examples
    --------
    >>> import kadmcdm as kd
    >>> from kadmcdm.partnership import ScaleGain
    >>> table = kd.datasets.east_java()
    >>> round(float(ScaleGain("population", 2e6)(table, table.rows(["35.22", "35.23"]))), 3)
    0.317
    """

    indicator: str
    efficient_scale: float

    @property
    def directed(self) -> bool:
        """Whether the value depends on who comes first."""
        return True

    def __post_init__(self) -> None:
        """Check the parameters."""
        raise_faults(list(not_positive("ScaleGain", {"efficient_scale": self.efficient_scale})))

    def __call__(self, table: RegionTable, members: ArrayLike) -> FloatArray:
        """Return a gain in [0, 1]; raise `InputError` for missing and for negative values."""
        values = values_of(table, self.indicator, rows_of(table, members), least="zero")
        return core.scale_gain(values, self.efficient_scale)
