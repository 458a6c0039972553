"""Standard scores against a fixed reference population, so that newcomers change no one's."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

import numpy as np

from kadmcdm import _text
from kadmcdm._arrays import items_of
from kadmcdm._provenance import jsonable
from kadmcdm._typing import JSON, ArrayLike, FloatArray, Label
from kadmcdm.errors import Fault, brief, prefixed, raise_faults, unknown_names
from kadmcdm.partnership.given import finite, frozen
from kadmcdm.partnership.lifts import OfOperator, operator_faults
from kadmcdm.partnership.members import rows_of
from kadmcdm.partnership.reductions import Reduction, reduction_of
from kadmcdm.partnership.region import Indicator
from kadmcdm.partnership.regions import RegionTable

if TYPE_CHECKING:
    from kadmcdm.partnership.operators import Operator

_UNIT: Label = {"en": "standard deviations from the mean", "id": "simpangan baku dari rata-rata"}


@dataclass(frozen=True, slots=True)
class Reference:
    """The means and standard deviations of a population of regions, by indicator.

    Take it once, of all regions, and keep it: scores against it stay the same whatever regions are
    compared.

    Parameters
    ----------
    means, deviations : mapping of str to float
        Of each indicator; the deviations positive (with the divisor N: it is the population).
    counts : mapping of str to int, optional
        Of how many regions the value was known.
    digest : str, optional
        SHA-256 of the table that it was taken of.

    Raises
    ------
    InputError
        Naming everything that is wrong.

    Examples
    --------
    >>> import kadmcdm as kd
    >>> from kadmcdm.partnership import Reference
    >>> reference = Reference.of(kd.datasets.east_java(), ["hdi"])
    >>> round(reference.means["hdi"], 2), round(reference.deviations["hdi"], 2)
    (72.11, 4.9)
    """

    means: Mapping[str, float]
    deviations: Mapping[str, float]
    counts: Mapping[str, int] | None = None
    digest: str | None = None

    def __post_init__(self) -> None:
        """Check the numbers, freeze the mappings."""
        faults = []
        for name in dict.fromkeys([*self.means, *self.deviations]):
            where = f"indicator {name!r}"
            if not finite(self.means.get(name)):
                faults.append(Fault(where, "no mean", brief(self.means.get(name)), "a number"))
            deviation = self.deviations.get(name)
            if not finite(deviation) or deviation <= 0:
                hint = "an indicator that is the same everywhere has no standard score"
                expected = "a number above 0"
                faults.append(Fault(where, "no deviation", brief(deviation), expected, hint))
        if not self.means:
            faults.append(Fault("means", "there are none"))
        raise_faults(list(prefixed("Reference", faults)))
        for name in ("means", "deviations", "counts"):
            given = getattr(self, name)
            object.__setattr__(self, name, None if given is None else frozen(given))

    @classmethod
    def of(cls, table: RegionTable, names: Iterable[str] | None = None) -> Reference:
        """Take the reference of a table; missing values don't count.

        Parameters
        ----------
        table : RegionTable
        names : iterable of str, optional
            Indicators; all of the table when left out.

        Returns
        -------
        Reference

        Raises
        ------
        InputError
            For unknown indicators, one that is nowhere known, or the same everywhere.
        """
        known = [indicator.name for indicator in table.indicators]
        wanted = known if names is None else list(items_of(names, "names", "indicators"))
        raise_faults(list(unknown_names(wanted, known, "indicator")))
        means, deviations, counts = {}, {}, {}
        for name in wanted:
            values = table.indicator(name)
            values = values[~np.isnan(values)]
            counts[name] = len(values)
            means[name] = float(values.mean()) if len(values) else float("nan")
            spread = float(values.std()) if len(values) else 0.0
            constant = spread <= 1e-12 * float(np.abs(values).max(initial=0.0))
            deviations[name] = 0.0 if constant else spread
        return cls(means, deviations, counts, table.digest)

    def to_dict(self) -> JSON:
        """Return plain JSON types; the keys are the parameters."""
        return {key: jsonable(getattr(self, key)) for key in self.__dataclass_fields__}


def standardized(
    table: RegionTable, names: Iterable[str] | None = None, *, reference: Reference | None = None
) -> RegionTable:
    """Return the table with standard scores z = (x - mean) / deviation in place of indicators.

    Parameters
    ----------
    table : RegionTable
    names : iterable of str, optional
        Indicators; all that the reference has when left out.
    reference : Reference, optional
        The table itself when left out.

    Returns
    -------
    RegionTable
        Missing values stay missing; the other indicators stay as they are.

    Raises
    ------
    InputError
        For indicators that the table or the reference doesn't have.

    Examples
    --------
    >>> import kadmcdm as kd
    >>> from kadmcdm.partnership import standardized
    >>> scores = standardized(kd.datasets.east_java(), ["hdi"])
    >>> round(float(scores.indicator("hdi")[scores.index("35.22")]), 2)
    -0.51
    """
    base = Reference.of(table, names) if reference is None else reference
    wanted = list(base.means if names is None else names)
    known = [indicator.name for indicator in table.indicators]
    raise_faults(
        [
            *unknown_names(wanted, known, "indicator"),
            *prefixed("reference", unknown_names(wanted, base.means, "indicator")),
        ]
    )
    scores = {
        name: (table.indicator(name) - base.means[name]) / base.deviations[name] for name in wanted
    }
    regions = []
    for row, region in enumerate(table.regions):
        own = {name: float(values[row]) for name, values in scores.items()}
        regions.append(replace(region, indicators={**region.indicators, **own}))
    about = [_scored(item) if item.name in scores else item for item in table.indicators]
    return RegionTable(regions, adjacency=table.adjacency, indicators=about, dialect=table.dialect)


@dataclass(frozen=True, slots=True)
class Standardized(OfOperator):
    """An operator on standard scores z = (x - mean) / deviation, in place of its indicators.

    Indicators of several units become comparable: a target of 0 is the population's mean, a gap of
    1 one standard deviation. Directed where the operator is; its unit is the operator's.

    Parameters
    ----------
    operator : Operator
    reference : Reference, or mapping with its parameters, optional
        Fix it where candidates come and go; without one the whole table is the population.

    Raises
    ------
    InputError
        For what is no operator or no reference, or a reference that lacks an indicator.

    Examples
    --------
    >>> import kadmcdm as kd
    >>> from kadmcdm.partnership import Difference, Reference, Standardized
    >>> table = kd.datasets.east_java()
    >>> gap = Standardized(Difference("hdi"), Reference.of(table, ["hdi"]))
    >>> round(float(gap(table, table.rows(["35.22", "35.78"]))), 2)
    2.6
    """

    operator: Operator
    reference: Reference | None = None

    def __post_init__(self) -> None:
        """Check the parameters."""
        faults = operator_faults(self.operator)
        given: Any = self.reference
        if isinstance(given, Mapping):
            unknown = list(unknown_names(given, list(Reference.__dataclass_fields__), "key"))
            faults += prefixed("reference", unknown)
            if not unknown:
                lacking = [name for name in ("means", "deviations") if name not in given]
                faults += [Fault(f"reference: {name}", "missing") for name in lacking]
                if not lacking:
                    object.__setattr__(self, "reference", Reference(**given))
        elif given is not None and not isinstance(given, Reference):
            faults.append(Fault("reference", "no Reference", brief(given), "Reference.of(table)"))
        if not faults and self.reference is not None:
            known = self.reference.means
            faults += prefixed("reference", unknown_names(self.indicators, known, "indicator"))
        raise_faults(list(prefixed("Standardized", faults)))

    @property
    def unit(self) -> str | None:
        """The unit of the value: standard deviations, where the operator has its indicator's."""
        keeps = getattr(self.operator, "keeps_unit", False)
        return "standard deviations" if keeps else self.operator.unit

    @property
    def keeps_unit(self) -> bool:
        """Whether the value is in the unit of the indicator."""
        return False

    def __call__(self, table: RegionTable, members: ArrayLike) -> FloatArray:
        """Return the operator's value on scores; raise `InputError` as it does."""
        rows = rows_of(table, members)
        scores = standardized(table, self.indicators, reference=self.reference)
        return np.asarray(self.operator(scores, rows), dtype=np.float64)

    def reduction(self, table: RegionTable, initiator: int | None, size: int) -> Reduction | None:
        """Return how the values come about, as the operator's do; see `Reduction`."""
        scores = standardized(table, self.indicators, reference=self.reference)
        return reduction_of(self.operator, scores, initiator, size)

    def note(self, table: RegionTable) -> str:
        """Say which population the scores refer to, for the criterion's source."""
        base = self.reference or Reference.of(table, self.indicators)
        counts = base.counts or {}
        each = [
            f"{name}: mean {base.means[name]:.6g}, sd {base.deviations[name]:.6g}"
            + (f", {counts[name]} regions" if name in counts else "")
            for name in self.indicators
        ]
        which = f" (digest {base.digest[:12]})" if base.digest else ""
        return f"standard scores against {_text.listed(each)}{which}"


def _scored(indicator: Indicator) -> Indicator:
    return replace(indicator, unit=_UNIT)
