"""What a study file says: the sections of it, as typed models."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Annotated, Any, Literal, Self, TypeAlias

import numpy as np
from pydantic import AfterValidator, BaseModel, BeforeValidator, Field, model_validator

from kadmcdm._typing import (
    BestWorstModel,
    Label,
    MissingPolicy,
    NormalizationRule,
    Prioritization,
    RandomIndexTable,
    RankOrderRule,
)
from kadmcdm.errors import Fault, InputError, raise_faults
from kadmcdm.judgments import (
    Aggregation,
    BestWorstComparisons,
    GroupHierarchy,
    Hierarchy,
    Mean,
)
from kadmcdm.methods import TOPSIS, Method, WeightedProduct, WeightedSum
from kadmcdm.partnership import OperatorCriterion, operator_from_dict
from kadmcdm.problem import Criterion
from kadmcdm.problem.criteria import (
    BoundsField,
    DirectionField,
    LabelField,
    NameField,
    NumberField,
)
from kadmcdm.weighting import (
    AHPWeights,
    AngleWeights,
    BestWorstWeights,
    CILOSWeights,
    CoefficientOfVariationWeights,
    CRITICWeights,
    DirectWeights,
    EntropyWeights,
    EqualWeights,
    GiniWeights,
    IDOCRIWWeights,
    LOPCOWWeights,
    MERECWeights,
    RankOrderWeights,
    StandardDeviationWeights,
    VarianceWeights,
    WeightingScheme,
)


class Section(BaseModel, frozen=True, extra="forbid"):
    """A part of a study file: unknown keys are faults, nothing changes after reading."""


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
    """A row per region, columns as in the bundled ``regions.csv``."""
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


Data: TypeAlias = Annotated[InlineData | TableData | RegionData, Field(discriminator="source")]


def _operator(value: Mapping[str, Any] | None) -> Mapping[str, Any] | None:
    if value is not None:
        operator_from_dict(value)  # raises what is wrong with it
    return value


class StudyCriterion(Section):
    """A criterion, and for partnerships the operator that computes it from the regions."""

    name: NameField
    direction: DirectionField
    unit: LabelField = None
    label: LabelField = None
    description: LabelField = None
    bounds: BoundsField = None
    group: str | None = None
    source: str | None = None
    lever: LabelField = None
    changeable: bool = True
    operator: Annotated[dict[str, Any] | None, AfterValidator(_operator)] = None
    """``{kind = "HaversineKm"}``; see the reference of partnership operators."""

    def criterion(self) -> Criterion:
        """Return the general criterion."""
        return Criterion(**self.model_dump(exclude={"operator"}))

    def pair_criterion(self) -> OperatorCriterion:
        """Return the criterion with its operator."""
        assert self.operator is not None
        return OperatorCriterion(self.criterion(), operator_from_dict(self.operator))


class EqualScheme(Section):
    """The same weight for every criterion."""

    scheme: Literal["equal"]

    def build(self) -> WeightingScheme:
        """Return the weighting scheme."""
        return EqualWeights()


class DirectScheme(Section):
    """Weights as numbers, by criterion."""

    scheme: Literal["direct"]
    values: Annotated[dict[str, NumberField], AfterValidator(lambda v: DirectWeights(v) and v)]

    def build(self) -> WeightingScheme:
        """Return the weighting scheme."""
        return DirectWeights(self.values)


class RankOrderScheme(Section):
    """Weights from the order of importance; a list within the list holds equals."""

    scheme: Literal["rank_order"]
    order: Annotated[list[str | list[str]], AfterValidator(lambda v: RankOrderWeights(v) and v)]
    rule: RankOrderRule = "centroid"

    def build(self) -> WeightingScheme:
        """Return the weighting scheme."""
        return RankOrderWeights(self.order, self.rule)


class AHPScheme(Section):
    """Weights from pairwise comparisons in a hierarchy: in the study itself, or on filled forms.

    With neither, nobody has judged yet: the study can be read, and asked about on forms.
    """

    scheme: Literal["ahp"]
    goal: str = "goal"
    tree: dict[str, Any]
    comparisons: dict[str, list[Any]] | None = None
    """``{node = [["a", "b", 3], ["a", "c", "1/2"]]}``: a is preferred three times to b."""
    forms: str | None = None
    """A folder of filled forms, relative to the study file, and within its folder."""
    aggregation: Aggregation | None = None
    """Of forms: "AIJ" pools judgments, which is so when left out; "AIP" averages priorities."""
    mean: Mean | None = None
    """Of forms: "geometric", which is so when left out; for AIP also "arithmetic"."""
    power: dict[str, NumberField] | None = None
    """Of forms: ``{Ani = 2, Budi = 1}``, all assessors; one vote each when left out."""
    not_assessed: list[str] = []
    """Leaves without data: their rows are removed, their nodes' priorities recomputed."""
    prioritization: Prioritization = "eigenvector"
    random_index: RandomIndexTable = "alonso-lamata-2006"
    example: bool = False
    """True labels the judgments EXAMPLE / CONTOH wherever they show."""

    @model_validator(mode="after")
    def _one_source(self) -> Self:
        faults = []
        if self.forms is None:
            faults = [
                Fault(key, "it is about forms, and the study names none", hint='forms = "FOLDER"')
                for key in ("aggregation", "mean", "power")
                if getattr(self, key) is not None
            ]
        elif self.comparisons is not None:
            what = "comparisons and forms are both given"
            faults = [Fault("forms", what, hint="keep those that count")]
        raise_faults(faults)
        return self

    @property
    def judged(self) -> bool:
        """Whether anybody has judged, or there is nothing to compare."""
        if self.comparisons is not None or self.forms is not None:
            return True
        return all(len(below) < 2 for below in self.hierarchy().nodes.values())

    def hierarchy(self) -> Hierarchy:
        """Return the hierarchy, without the leaves that are not assessed."""
        content = {"goal": self.goal, "tree": self.tree, "comparisons": self.comparisons}
        whole = Hierarchy.from_dict(content)
        return whole.without(*self.not_assessed) if self.not_assessed else whole

    def build(self, group: GroupHierarchy | None = None) -> AHPWeights:
        """Return the weighting scheme: of a group, where the forms have been read."""
        return AHPWeights(
            self.hierarchy() if group is None else group,
            self.prioritization,
            self.random_index,
            self.aggregation or "AIJ",
            self.mean or "geometric",
        )


class BestWorstScheme(Section):
    """Weights from comparisons with the best and the worst criterion."""

    scheme: Literal["best_worst"]
    best: str
    worst: str
    best_to_others: dict[str, Any]
    """``{reach = 2, risk = 8}``: the best is preferred twice to reach."""
    others_to_worst: dict[str, Any]
    """``{reach = 4, cost = 8}``: reach is preferred four times to the worst."""
    model: BestWorstModel = "linear"

    def build(self) -> WeightingScheme:
        """Return the weighting scheme."""
        said = BestWorstComparisons(
            self.best, self.worst, self.best_to_others, self.others_to_worst
        )
        return BestWorstWeights(said, self.model)


class DataScheme(Section):
    """Weights from the data: criteria that tell the candidates apart count more."""

    scheme: Literal[
        "entropy", "gini", "angle", "coefficient_of_variation", "merec", "cilos", "idocriw", "lopcow"
    ]

    def build(self) -> WeightingScheme:
        """Return the weighting scheme."""
        scheme: WeightingScheme = {
            "entropy": EntropyWeights, "gini": GiniWeights, "angle": AngleWeights,
            "coefficient_of_variation": CoefficientOfVariationWeights, "merec": MERECWeights,
            "cilos": CILOSWeights, "idocriw": IDOCRIWWeights, "lopcow": LOPCOWWeights,
        }[self.scheme]()  # fmt: skip
        return scheme


class NormalizedDataScheme(Section):
    """Weights from the data, normalized first."""

    scheme: Literal["standard_deviation", "variance", "critic"]
    normalization: NormalizationRule = "minmax"

    def build(self) -> WeightingScheme:
        """Return the weighting scheme."""
        scheme: WeightingScheme = {
            "standard_deviation": StandardDeviationWeights,
            "variance": VarianceWeights,
            "critic": CRITICWeights,
        }[self.scheme](self.normalization)
        return scheme


def _buildable(scheme: Any) -> Any:
    scheme.build()
    return scheme


WeightsSection: TypeAlias = Annotated[
    EqualScheme | DirectScheme | RankOrderScheme | AHPScheme | BestWorstScheme,
    Field(discriminator="scheme"),
    AfterValidator(_buildable),
]


def _metric(value: object) -> object:
    if isinstance(value, bool) or value not in (1, 2, "inf", np.inf):
        raise InputError([Fault("", "unknown metric", repr(value), "1, 2 or 'inf'")])
    return np.inf if value == "inf" else value


class MethodSection(Section):
    """The ranking method and its parameters."""

    name: Literal["TOPSIS", "WeightedSum", "WeightedProduct"] = "TOPSIS"
    normalization: NormalizationRule | None = None
    """The method's own default when left out."""
    p: Annotated[Any, BeforeValidator(_metric)] = 2
    """TOPSIS: 1, 2 or "inf"."""

    @model_validator(mode="after")
    def _metric_is_used(self) -> Self:
        if self.p != 2 and self.name != "TOPSIS":
            raise InputError([Fault("p", f"{self.name} has no metric", hint="take it out")])
        return self

    def build(self) -> Method:
        """Return the method."""
        rule: Any = {} if self.normalization is None else {"normalization": self.normalization}
        if self.name == "TOPSIS":
            return TOPSIS(p=self.p, **rule)
        return WeightedSum(**rule) if self.name == "WeightedSum" else WeightedProduct(**rule)


class RobustnessSection(Section):
    """How many weight vectors to try, and which."""

    n_samples: Annotated[int, Field(strict=True, ge=100, le=10_000_000)] = 10_000
    seed: Annotated[int, Field(strict=True, ge=0)] = 1
    concentration: Annotated[NumberField, Field(gt=0, allow_inf_nan=False)] | None = None
    """Draw around the study's weights this tightly; evenly over all weights when left out."""


KEYS: tuple[str, ...] = tuple(
    sorted(
        {
            name
            for model in (
                InlineData, TableData, RegionData, StudyCriterion, EqualScheme, DirectScheme,
                RankOrderScheme, AHPScheme, BestWorstScheme, MethodSection, RobustnessSection,
            )
            for name in model.model_fields
        }
    )
)  # fmt: skip
"""Every key that a section of a study may have."""
