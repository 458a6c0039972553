"""The study: a question, its data, criteria, weights and method in one file that can be run."""

from __future__ import annotations

from collections.abc import Mapping
from concurrent.futures import Executor
from pathlib import Path
from typing import Annotated, Any, get_type_hints

from pydantic import AfterValidator, BaseModel, Field, PrivateAttr

from kadmcdm import _text
from kadmcdm._files import as_path
from kadmcdm._provenance import jsonable
from kadmcdm._table import Display, Table
from kadmcdm._typing import JSON, Label, Language
from kadmcdm.errors import Fault, InputError, brief, warn
from kadmcdm.partnership import RegionTable, coverage_of, pair_facts, screen
from kadmcdm.problem import DecisionProblem
from kadmcdm.problem.criteria import LabelField
from kadmcdm.ranking import Ranking, rank
from kadmcdm.robustness import WeightSpace, smaa
from kadmcdm.study.forms import StudyForms
from kadmcdm.study.model import (
    Data,
    MethodSection,
    RegionData,
    RobustnessSection,
    StudyCriterion,
)
from kadmcdm.study.reading import Place, parse, read
from kadmcdm.study.result import StudyResult
from kadmcdm.study.schemes import WORDS, AHPScheme, WeightsSection
from kadmcdm.weighting import WeightingScheme

__all__ = ["Study"]


def _said(title: Label) -> Label:
    texts = [title] if isinstance(title, str) else list(title.values())
    if not texts or not all(text.strip() for text in texts):
        raise InputError([Fault("", "there is no text", brief(title), "text")])
    return title


class Study(Display, BaseModel, frozen=True, extra="forbid"):
    """A question that can be run again: everything a ranking needs, in one file.

    Written in TOML or JSON; ``kadmcdm schema`` prints the JSON Schema, and
    ``kadmcdm demo --save DIR`` writes an example to start from.

    Parameters
    ----------
    title : str or {"en": str, "id": str}
    question, object, form, decision_maker, notes : the same, optional
        What is asked; what is cooperated on and how; who decides; anything else.
    data : section
        ``source = "inline"``, ``"table"`` (a CSV beside the file) or ``"regions"`` (a table of
        regions, whose pair criteria are computed by operators).
    criteria : list of sections
        Name, direction, unit, label, bounds, ...; ``operator`` for pair criteria.
    weights : section
        ``scheme = "ahp"``, ``"swing"``, ``"entropy"``, ...: each weighting scheme by its name, with
        its parameters as keys; ``"combined"`` has others in ``schemes``. AHP takes ``comparisons``,
        or ``forms``: a folder of filled forms beside the study.
    method, robustness : section, optional

    Raises
    ------
    InputError
        From `load` and `from_dict`, listing every fault of the file with its path.

    Examples
    --------
    >>> import kadmcdm as kd
    >>> study = kd.Study.from_dict({
    ...     "title": "Where to go",
    ...     "data": {"source": "inline", "values": {"Tuban": {"km": 35}, "Ngawi": {"km": 55}}},
    ...     "criteria": [{"name": "km", "direction": "cost"}],
    ...     "weights": {"scheme": "equal"},
    ... })
    >>> study.run().ranking.best
    'Tuban'
    """

    title: Annotated[Label, AfterValidator(_said), Field(description="What it is about.")]
    question: Annotated[LabelField, Field(description="What is asked.")] = None
    object: Annotated[LabelField, Field(description="What is cooperated on.")] = None
    form: Annotated[LabelField, Field(description="How it is cooperated on.")] = None
    decision_maker: Annotated[LabelField, Field(description="Who decides.")] = None
    notes: Annotated[LabelField, Field(description="Anything else.")] = None
    data: Annotated[Data, Field(description="Where the figures are.")]
    criteria: Annotated[
        tuple[StudyCriterion, ...], Field(description="What candidates are judged by.")
    ]
    weights: Annotated[WeightsSection, Field(description="How much each criterion counts.")]
    method: Annotated[MethodSection, Field(description="What ranks.")] = MethodSection()
    robustness: Annotated[RobustnessSection, Field(description="What else is tried.")] = (
        RobustnessSection()
    )

    _folder: Path | None = PrivateAttr(default=None)
    _problem: DecisionProblem = PrivateAttr()
    _table: RegionTable | None = PrivateAttr(default=None)
    _forms: StudyForms | None = PrivateAttr(default=None)

    @classmethod
    def load(cls, path: str | Path, *, allow_outside: bool = False) -> Study:
        """Read a study file and the data beside it.

        Parameters
        ----------
        path : str or Path
            A ``.toml`` or ``.json`` file.
        allow_outside : bool
            Whether the study may name data files and forms outside its folder. Say so only for a
            study that you trust: what it names is read, and shows in what it prints.

        Returns
        -------
        Study

        Raises
        ------
        InputError
            When the file is missing or no TOML or JSON; else listing every fault in it and in its
            data, each with its path in the file.
        """
        path = as_path(path)
        return cls.from_dict(parse(path), folder=path.parent, allow_outside=allow_outside)

    @classmethod
    def from_dict(
        cls,
        data: Mapping[str, Any],
        *,
        folder: str | Path | None = None,
        allow_outside: bool = False,
    ) -> Study:
        """Read a study from plain data.

        Parameters
        ----------
        data : mapping
        folder : str or Path, optional
            Where the data files and forms lie; needed unless there are none.
        allow_outside : bool
            As for `load`.

        Returns
        -------
        Study

        Raises
        ------
        InputError
            Listing every fault, each with its path.
        """
        if not isinstance(data, Mapping):
            raise InputError([Fault("study", "no mapping", type(data).__name__)])
        content = {str(key): value for key, value in data.items() if key != "result"}
        place = None if folder is None else Place(as_path(folder, "folder"), allow_outside)
        return cls(place, **content)

    def __init__(self, place: Place | str | Path | None = None, /, **content: Any) -> None:
        if place is not None and not isinstance(place, Place):
            place = Place(as_path(place, "folder"))
        hints = get_type_hints(type(self), include_extras=True)
        kinds = {key: (hints[key], f.is_required()) for key, f in type(self).model_fields.items()}
        sections, problem, table, forms = read(kinds, content, place)
        super().__init__(**sections)
        self._folder = None if place is None else place.folder
        self._problem = problem
        self._table = table
        self._forms = forms

    def __eq__(self, other: Any) -> bool:
        """Compare what two studies say, wherever they were read from."""
        return isinstance(other, Study) and self.to_dict() == other.to_dict()

    def __hash__(self) -> int:
        """Hash what the study says."""
        return hash(repr(self.to_dict()))

    def tables(self, lang: Language = "en") -> tuple[Table, ...]:
        """Return what is asked of whom, how it is answered, and the criteria."""
        words = _WORDS[lang]
        given = {key: getattr(self, key) for key in ("question", "object", "form")}
        given["decision_maker"] = self.decision_maker
        rows = [(words[key], _text.label(said, "", lang)) for key, said in given.items() if said]
        runs = _text.number(self.robustness.n_samples, 0, lang)
        rows += [
            (_text.say("weights", lang), WORDS[lang][self.weights.scheme]),
            (_text.say("method", lang), self.method.said()),
            (words["robustness"], f"{runs} {_text.say('samples', lang)}"),
        ]
        title = _text.label(self.title, "", lang)
        return (
            Table((words["part"], words["said"]), tuple(rows), title=title),
            *self.problem.tables(lang),
        )

    @property
    def problem(self) -> DecisionProblem:
        """The decision problem that the study's data and criteria make."""
        return self._problem

    @property
    def regions(self) -> RegionTable | None:
        """The table of regions, where the candidates are partnerships."""
        return self._table

    @property
    def forms(self) -> StudyForms | None:
        """What the filled forms gave, where the weights are judged on forms."""
        return self._forms

    @property
    def weighting(self) -> WeightingScheme:
        """What weighs the criteria; raises `InputError` when nobody has judged yet."""
        weights = self.weights
        if not isinstance(weights, AHPScheme):
            return weights.build()
        if not weights.judged:
            hint = (
                "kadmcdm questionnaire writes the form; put the filled ones into a folder beside "
                "the study, and name it in [weights]: forms = 'FOLDER'"
            )
            raise InputError([Fault("weights", "nobody has judged the criteria yet", hint=hint)])
        return weights.build(None if self._forms is None else self._forms.group)

    def run(self, *, executor: Executor | None = None, progress: bool = False) -> StudyResult:
        """Weigh, rank, and try many weights.

        Parameters
        ----------
        executor : concurrent.futures.Executor, optional
            As for `smaa`, which tries the weights.
        progress : bool
            Show a bar on standard error.

        Returns
        -------
        StudyResult

        Raises
        ------
        InputError
            When nobody has judged the criteria yet.
        KadmcdmError
            When the executor fails, as for `smaa`.

        Warns
        -----
        KadmcdmWarning
            When a consistency ratio is above 0.10; when forms could not be used in full.
        """
        return _run(self, executor, progress)

    def to_dict(self) -> JSON:
        """Return plain JSON types that `from_dict` reads back."""
        content: JSON = jsonable(self.model_dump(exclude_none=True, exclude_defaults=False))
        return content

    @classmethod
    def json_schema(cls) -> JSON:
        """Return the JSON Schema of study files, for editors and other tools.

        Examples
        --------
        >>> import kadmcdm as kd
        >>> sorted(kd.Study.json_schema()["required"])
        ['criteria', 'data', 'title', 'weights']
        """
        schema: JSON = cls.model_json_schema()
        return {**schema, "description": (cls.__doc__ or "").partition("\n")[0]}


def _run(study: Study, executor: Executor | None, progress: bool) -> StudyResult:
    problem = study.problem
    method = study.method.build()
    ranking = rank(problem, study.weighting, method)
    if study.forms is not None and study.forms.faults:
        _warn(study.forms)
    setting = study.robustness
    space = None
    if setting.concentration is not None:
        space = WeightSpace(around=ranking.weights, concentration=setting.concentration)
    acceptability = smaa(
        problem,
        space,
        method,
        measures=("rank_acceptability", "expected_ranks", "central_weights", "pairwise_winning"),
        n_samples=setting.n_samples,
        rng=setting.seed,
        executor=executor,
        progress=progress,
    )
    weights = study.weights
    hierarchical = weights if isinstance(weights, AHPScheme) else None
    about: dict[str, Any] = {}
    if isinstance(study.data, RegionData) and study.regions is not None:
        about = _about_pairs(study, study.data, study.regions, ranking)
    return StudyResult(
        study=study.to_dict(),
        ranking=ranking,
        acceptability=acceptability,
        not_assessed=() if hierarchical is None else tuple(hierarchical.not_assessed),
        forms=study.forms,
        example=hierarchical is not None and hierarchical.example,
        **about,
    )


def _warn(forms: StudyForms) -> None:
    """Say once what was left out of the forms."""
    files = sum(who is not None for who in forms.files.values())
    lines = [
        f"{files} of {len(forms.files)} forms in {forms.folder!r} count; left out:",
        *(f"  {number}. {fault}" for number, fault in enumerate(forms.faults, 1)),
    ]
    warn("\n".join(lines), stacklevel=4)


def _about_pairs(
    study: Study, data: RegionData, table: RegionTable, ranking: Ranking
) -> dict[str, Any]:
    """Return what to show beside the scores of partnerships."""
    operators = [entry.pair_criterion().operator for entry in study.criteria]
    partners = [_partner(name, data.initiator) for name in ranking.problem.candidate_names]
    names = dict.fromkeys(name for operator in operators for name in operator.indicators)
    first = table.rows([data.initiator, _partner(ranking.best, data.initiator)])
    return {
        "partners": pair_facts(table, data.initiator, partners, coverage_of(operators)),
        "indicators": tuple(table.about(name) for name in names),
        "screens": screen(table, first),
        "dialect": table.dialect,
    }


def _partner(candidate: str, initiator: str) -> str:
    """Return the other code of a pair such as "35.21+35.22"."""
    return next(code for code in candidate.split("+") if code != initiator)


_WORDS: dict[Language, dict[str, str]] = {
    "en": {
        "part": "study", "said": "what it says", "question": "question", "object": "object",
        "form": "form", "decision_maker": "decision maker", "robustness": "robustness",
    },
    "id": {
        "part": "studi", "said": "isinya", "question": "pertanyaan", "object": "objek",
        "form": "bentuk", "decision_maker": "pengambil keputusan", "robustness": "ketahanan",
    },
}  # fmt: skip
