"""What a study file says: the sections of it, as typed models."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Annotated, Any, Literal, Self, TypeAlias

from pydantic import AfterValidator, Field, model_validator

from kadmcdm._typing import Label, MissingPolicy
from kadmcdm.errors import InputError
from kadmcdm.methods import Method, method_from_dict, method_label
from kadmcdm.partnership import OperatorCriterion, operator_from_dict
from kadmcdm.problem import Criterion
from kadmcdm.problem.criteria import (
    BoundsField,
    DirectionField,
    LabelField,
    NameField,
    NumberField,
)
from kadmcdm.study.schemes import SCHEMES
from kadmcdm.study.section import Section


class InlineData(Section):
    """Data in the study file itself."""

    source: Literal["inline"]
    values: dict[str, dict[str, NumberField]]
    """Candidate, criterion, value: ``[data.values.Tuban]`` with ``distance = 34.8``."""
    labels: dict[str, Label] = {}
    """What people call the candidates."""


class TableData(Section):
    """A CSV file beside the study file: a row per candidate, a column per criterion."""

    source: Literal["table"]
    path: str
    """Relative to the study file, and within its folder."""
    names: str | None = None
    """The column of candidate names; the first column when left out."""
    decimal: Literal[".", ","] | None = None
    """The decimal mark, where the file leaves it open."""
    missing: MissingPolicy = "error"
    """What to do about empty cells."""


class RegionData(Section):
    """A table of regions beside the study file; candidates are partnerships with one of them."""

    source: Literal["regions"]
    path: str
    """A row per region, columns as in the bundled ``regions.csv``; within the study's folder."""
    indicators: str | None = None
    """What the indicators are: name, unit, year, source, label_en, label_id."""
    borders: str | None = None
    """Who borders on whom: code_a, code_b, kind (land, river or sea)."""
    decimal: Literal[".", ","] | None = None
    """The decimal mark, where the file leaves it open."""
    initiator: str
    """The code of the region that asks."""
    partners: list[str] | None = None
    """The codes of the regions it may choose from; all others when left out."""
    allow_shared: list[str] = []
    """Indicators that may feed more than one criterion."""


MethodName: TypeAlias = Literal[
    "TOPSIS", "WeightedSum", "WeightedProduct", "ARAS", "COPRAS", "CRADIS", "EDAS", "GRA", "MABAC",
    "MARCOS", "MOORA", "MOOSRA", "MULTIMOORA", "PIV", "PROMETHEE2", "SPOTIS", "VIKOR", "WASPAS",
    "pymcdm",
]  # fmt: skip
"""Methods of `kadmcdm`; pymcdm's by ``method = "CODAS"`` and ``parameters``."""

LABELED = ("normalization", "method")
"""Parameters that the label of a method says."""

Data: TypeAlias = Annotated[InlineData | TableData | RegionData, Field(discriminator="source")]


def _operator(value: Mapping[str, Any] | None) -> Mapping[str, Any] | None:
    if value is not None:
        operator_from_dict(value)  # raises what is wrong with it
    return value


class StudyCriterion(Section):
    """A criterion, and for partnerships the operator that computes it from the regions."""

    name: NameField
    """Unique in the study; comparisons and weights use it."""
    direction: DirectionField
    """Higher is better, or lower is. There is no default: a direction is never guessed."""
    unit: LabelField = None
    """Of its values."""
    label: LabelField = None
    """What people read instead of the name."""
    description: LabelField = None
    """What it means and how it is measured."""
    bounds: BoundsField = None
    """The whole scale in its unit; a value outside is a fault. Some normalizations need it."""
    group: str | None = None
    """What it belongs to, such as challenges; reports show it."""
    source: str | None = None
    """Where the values come from."""
    lever: LabelField = None
    """What can be done to change the value."""
    changeable: bool = True
    """False for what nobody can change, such as a distance."""
    operator: Annotated[dict[str, Any] | None, AfterValidator(_operator)] = None
    """``{kind = "HaversineKm"}``: how it is computed from the regions, needed where data are."""

    def criterion(self) -> Criterion:
        """Return the general criterion."""
        return Criterion(**self.model_dump(exclude={"operator"}))

    def pair_criterion(self) -> OperatorCriterion:
        """Return the criterion with its operator."""
        assert self.operator is not None
        return OperatorCriterion(self.criterion(), operator_from_dict(self.operator))


class MethodSection(Section, extra="allow"):
    """The ranking method, and its parameters by their names: ``name = "VIKOR"``, ``v = 0.7``."""

    name: MethodName = "TOPSIS"
    """Of kadmcdm's methods; ``pymcdm`` takes ``method = "CODAS"`` and a table ``parameters``."""

    @model_validator(mode="before")
    @classmethod
    def _nan_is_none(cls, content: Any) -> Any:
        """Read NaN in a list as None, for which TOML has no word."""
        if not isinstance(content, Mapping):
            return content
        return {
            key: [None if each != each else each for each in value]
            if isinstance(value, list) else value
            for key, value in content.items()
        }  # fmt: skip

    @model_validator(mode="after")
    def _parameters_are_known(self) -> Self:
        try:
            self.build()
        except InputError as error:  # "TOPSIS.p" and "method.p" are "p" here
            raise InputError(
                replace(fault, where=fault.where.rpartition(".")[2]) for fault in error.faults
            ) from None
        return self

    def build(self) -> Method:
        """Return the method."""
        return method_from_dict({"name": self.name, **(self.model_extra or {})})

    def said(self) -> str:
        """Return the method's label, and the parameters that the file gives it."""
        label = method_label(self.build())
        given = {k: v for k, v in (self.model_extra or {}).items() if k not in LABELED}
        return ", ".join([label, *(f"{key} = {value}" for key, value in given.items())])


class RobustnessSection(Section):
    """How many weight vectors to try, and which."""

    n_samples: Annotated[int, Field(strict=True, ge=100, le=10_000_000)] = 10_000
    """How many weight vectors are drawn."""
    seed: Annotated[int, Field(strict=True, ge=0)] = 1
    """The same seed draws the same vectors."""
    concentration: Annotated[NumberField, Field(gt=0, allow_inf_nan=False)] | None = None
    """Draw around the study's weights this tightly; evenly over all weights when left out."""


KEYS: tuple[str, ...] = tuple(
    sorted(
        {
            name
            for model in (
                InlineData, TableData, RegionData, StudyCriterion, MethodSection, RobustnessSection,
                *SCHEMES,
            )
            for name in model.model_fields
        }
    )
)  # fmt: skip
"""Every key that a section of a study may have."""
