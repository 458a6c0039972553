"""How a study's criteria are weighed: a section of its file for each scheme."""

from __future__ import annotations

from collections.abc import Callable
from typing import Annotated, Any, Literal, Self, TypeAlias

from pydantic import AfterValidator, Field, model_validator

from kadmcdm._typing import (
    BestWorstModel,
    CombinationRule,
    Language,
    NormalizationRule,
    Prioritization,
    RandomIndexTable,
    RankOrderRule,
)
from kadmcdm.errors import Fault, raise_faults
from kadmcdm.judgments import (
    Aggregation,
    BestWorstComparisons,
    GroupHierarchy,
    Hierarchy,
    Mean,
)
from kadmcdm.problem.criteria import NumberField
from kadmcdm.study.section import Section
from kadmcdm.weighting import (
    AHPWeights,
    AngleWeights,
    BestWorstWeights,
    CILOSWeights,
    CoefficientOfVariationWeights,
    CombinedWeights,
    CRITICWeights,
    DirectWeights,
    EntropyWeights,
    EqualWeights,
    FUCOMWeights,
    GiniWeights,
    IDOCRIWWeights,
    LBWAWeights,
    LOPCOWWeights,
    MERECWeights,
    PointAllocationWeights,
    RankOrderWeights,
    SMARTWeights,
    StandardDeviationWeights,
    SWARAWeights,
    SwingWeights,
    VarianceWeights,
    WeightingScheme,
)


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
    """Criterion and weight, 0 or more; what they add up to does not matter."""

    def build(self) -> WeightingScheme:
        """Return the weighting scheme."""
        return DirectWeights(self.values)


class RankOrderScheme(Section):
    """Weights from the order of importance; a list within the list holds equals."""

    scheme: Literal["rank_order"]
    order: Annotated[list[str | list[str]], AfterValidator(lambda v: RankOrderWeights(v) and v)]
    """Every criterion, the most important first: ``["reach", ["cost", "risk"]]``."""
    rule: RankOrderRule = "centroid"
    """The formula that makes weights of places."""
    exponent: NumberField | None = None
    """For the rule "exponent", which needs it."""

    def build(self) -> WeightingScheme:
        """Return the weighting scheme."""
        return RankOrderWeights(self.order, self.rule, self.exponent)


class AHPScheme(Section):
    """Weights from pairwise comparisons in a hierarchy: in the study itself, or on filled forms.

    With neither, nobody has judged yet: the study can be read, and asked about on forms.
    """

    scheme: Literal["ahp"]
    goal: str = "goal"
    """The name of the root, which the comparisons use."""
    tree: dict[str, Any]
    """Nested tables, a leaf per criterion: ``{gain = {reach = {}, pay = {}}, cost = {}}``."""
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
    """How priorities are taken from a matrix of judgments."""
    random_index: RandomIndexTable = "alonso-lamata-2006"
    """The table against which consistency is measured."""
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
    """The most important criterion."""
    worst: str
    """The least important criterion."""
    best_to_others: dict[str, Any]
    """``{reach = 2, risk = 8}``: the best is preferred twice to reach."""
    others_to_worst: dict[str, Any]
    """``{reach = 4, cost = 8}``: reach is preferred four times to the worst."""
    model: BestWorstModel = "linear"
    """Linear has one optimum; nonlinear often has many, of which the middle is taken."""

    def build(self) -> WeightingScheme:
        """Return the weighting scheme."""
        said = BestWorstComparisons(
            self.best, self.worst, self.best_to_others, self.others_to_worst
        )
        return BestWorstWeights(said, self.model)


class DataScheme(Section):
    """Weights from the data: criteria that tell the candidates apart count more."""

    scheme: Literal[
        "entropy", "gini", "angle", "coefficient_of_variation", "merec",
        "cilos", "idocriw", "lopcow",
    ]  # fmt: skip
    """What is measured in each column."""

    def build(self) -> WeightingScheme:
        """Return the weighting scheme."""
        kinds: dict[str, Callable[[], WeightingScheme]] = {
            "entropy": EntropyWeights, "gini": GiniWeights, "angle": AngleWeights,
            "coefficient_of_variation": CoefficientOfVariationWeights, "merec": MERECWeights,
            "cilos": CILOSWeights, "idocriw": IDOCRIWWeights, "lopcow": LOPCOWWeights,
        }  # fmt: skip
        return kinds[self.scheme]()


class NormalizedDataScheme(Section):
    """Weights from the data, normalized first."""

    scheme: Literal["standard_deviation", "variance", "critic"]
    """What is measured in each column."""
    normalization: NormalizationRule = "minmax"
    """How columns are made comparable before they are measured."""

    def build(self) -> WeightingScheme:
        """Return the weighting scheme."""
        scheme: WeightingScheme = {
            "standard_deviation": StandardDeviationWeights,
            "variance": VarianceWeights,
            "critic": CRITICWeights,
        }[self.scheme](self.normalization)
        return scheme


class PointsScheme(Section):
    """Weights from points by criterion: the largest swing 100, or the least important 10."""

    scheme: Literal["swing", "smart"]
    """What the points are for: swings from worst to best, or importance."""
    points: dict[str, NumberField]
    """Criterion and points."""

    def build(self) -> WeightingScheme:
        """Return the weighting scheme."""
        return SwingWeights(self.points) if self.scheme == "swing" else SMARTWeights(self.points)


class PointAllocationScheme(Section):
    """Weights by handing out a number of points."""

    scheme: Literal["point_allocation"]
    points: dict[str, NumberField]
    """Criterion and points."""
    total: NumberField = 100
    """How many points there were to hand out."""

    def build(self) -> WeightingScheme:
        """Return the weighting scheme."""
        return PointAllocationWeights(self.points, self.total)


class SWARAScheme(Section):
    """Weights by steps down an order: by what share each is less important than the one before."""

    scheme: Literal["swara"]
    order: list[str]
    """Every criterion, the most important first."""
    importances: list[NumberField]
    """One fewer than criteria: 0.2 says that the next one is 20 percent less important."""

    def build(self) -> WeightingScheme:
        """Return the weighting scheme."""
        return SWARAWeights(self.order, self.importances)


class FUCOMScheme(Section):
    """Weights by how many times more important the first criterion is than each."""

    scheme: Literal["fucom"]
    order: list[str]
    """Every criterion, the most important first."""
    priorities: list[NumberField]
    """One for each: how many times more important the first is; 1 for the first itself."""
    skipped: list[NumberField] | None = None
    """How many times more important each is than the next but one; follows when left out."""

    def build(self) -> WeightingScheme:
        """Return the weighting scheme."""
        return FUCOMWeights(self.order, self.priorities, self.skipped)


class LBWAScheme(Section):
    """Weights by levels of importance and the influence within each."""

    scheme: Literal["lbwa"]
    levels: list[dict[str, NumberField]]
    """``[{cost = 0, reach = 2}, {risk = 1}]``: the most important level first."""
    elasticity: NumberField | None = None
    """More than the size of the largest level; that size plus 1 when left out."""

    def build(self) -> WeightingScheme:
        """Return the weighting scheme."""
        return LBWAWeights(self.levels, self.elasticity)


class CombinedScheme(Section):
    """Several weightings as one."""

    scheme: Literal["combined"]
    schemes: list[WeightsSection]
    """``[[weights.schemes]]`` each with its own ``scheme = ...``."""
    rule: CombinationRule = "multiplicative"
    """How weightings become one."""
    shares: list[NumberField] | None = None
    """How much each counts; equally when left out."""

    def build(self) -> WeightingScheme:
        """Return the weighting scheme."""
        return CombinedWeights([part.build() for part in self.schemes], self.rule, self.shares)

    @model_validator(mode="after")
    def _all_judged(self) -> Self:
        raise_faults(
            [
                Fault(
                    f"schemes[{number}]",
                    "in a combination, its comparisons stand in the study itself",
                    hint="give comparisons, or weigh by forms alone",
                )
                for number, part in enumerate(self.schemes, 1)
                if isinstance(part, AHPScheme) and (part.forms is not None or not part.judged)
            ]
        )
        return self


def _buildable(scheme: Any) -> Any:
    scheme.build()
    return scheme


WeightsSection: TypeAlias = Annotated[
    EqualScheme | DirectScheme | RankOrderScheme | PointsScheme | PointAllocationScheme
    | SWARAScheme | FUCOMScheme | LBWAScheme | AHPScheme | BestWorstScheme | DataScheme
    | NormalizedDataScheme | CombinedScheme,
    Field(discriminator="scheme"),
    AfterValidator(_buildable),
]  # fmt: skip
CombinedScheme.model_rebuild()

SCHEMES = (
    EqualScheme, DirectScheme, RankOrderScheme, PointsScheme, PointAllocationScheme, SWARAScheme,
    FUCOMScheme, LBWAScheme, AHPScheme, BestWorstScheme, DataScheme, NormalizedDataScheme,
    CombinedScheme,
)  # fmt: skip


FROM_DATA = (DataScheme, NormalizedDataScheme)
"""Schemes that name no criterion, and need the numbers."""


def leaves(weights: Any, path: str = "weights") -> list[tuple[str, Any]]:
    """Return what is combined, each with its path; the weights themselves where nothing is."""
    if not isinstance(weights, CombinedScheme):
        return [] if weights is None else [(path, weights)]
    return [
        leaf
        for number, part in enumerate(weights.schemes, 1)
        for leaf in leaves(part, f"{path}.schemes[{number}]")
    ]


WORDS: dict[Language, dict[str, str]] = {
    "en": {
        "equal": "equal weights", "direct": "given weights", "rank_order": "an order of importance",
        "ahp": "pairwise comparisons (AHP)", "best_worst": "best-worst comparisons",
        "swing": "points for swings (SWING)", "smart": "points for importance (SMART)",
        "point_allocation": "points handed out", "swara": "steps down an order (SWARA)",
        "fucom": "priorities against the first criterion (FUCOM)",
        "lbwa": "levels of importance (LBWA)", "combined": "several weightings as one",
        "entropy": "the data (entropy)", "gini": "the data (Gini)", "angle": "the data (angle)",
        "coefficient_of_variation": "the data (coefficient of variation)",
        "merec": "the data (MEREC)", "cilos": "the data (CILOS)", "idocriw": "the data (IDOCRIW)",
        "lopcow": "the data (LOPCOW)", "standard_deviation": "the data (standard deviation)",
        "variance": "the data (variance)", "critic": "the data (CRITIC)",
    },
    "id": {
        "equal": "bobot sama", "direct": "bobot yang ditetapkan",
        "rank_order": "urutan kepentingan", "ahp": "perbandingan berpasangan (AHP)",
        "best_worst": "perbandingan terbaik-terburuk",
        "swing": "poin untuk rentang nilai (SWING)", "smart": "poin kepentingan (SMART)",
        "point_allocation": "pembagian poin", "swara": "penurunan menurut urutan (SWARA)",
        "fucom": "prioritas terhadap kriteria pertama (FUCOM)",
        "lbwa": "tingkat kepentingan (LBWA)", "combined": "gabungan beberapa pembobotan",
        "entropy": "data (entropi)", "gini": "data (Gini)", "angle": "data (sudut)",
        "coefficient_of_variation": "data (koefisien variasi)",
        "merec": "data (MEREC)", "cilos": "data (CILOS)", "idocriw": "data (IDOCRIW)",
        "lopcow": "data (LOPCOW)", "standard_deviation": "data (simpangan baku)",
        "variance": "data (ragam)", "critic": "data (CRITIC)",
    },
}  # fmt: skip
"""Where weights come from, by the scheme's name in a file."""
