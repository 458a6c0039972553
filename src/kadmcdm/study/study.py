"""The study: a question, its data, criteria, weights and method in one file that can be run."""

from __future__ import annotations

import json
import tomllib
import warnings
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar, get_type_hints

from pydantic import BaseModel, PrivateAttr, TypeAdapter, ValidationError

from kadmcdm import _csv, _text
from kadmcdm._provenance import jsonable
from kadmcdm._typing import JSON, Label
from kadmcdm.errors import (
    Fault,
    InputError,
    KadmcdmWarning,
    did_you_mean,
    faults_of,
    name_faults,
    prefixed,
    raise_faults,
)
from kadmcdm.partnership import OperatorCriterion, RegionTable, pair_problem
from kadmcdm.problem import Candidate, Criterion, DecisionProblem
from kadmcdm.study.model import (
    AHPScheme,
    Data,
    DirectScheme,
    EqualScheme,
    InlineData,
    MethodSection,
    RankOrderScheme,
    RegionData,
    RobustnessSection,
    StudyCriterion,
    TableData,
    WeightsSection,
)

if TYPE_CHECKING:
    from kadmcdm.study.run import StudyResult

__all__ = ["Study"]

Model = TypeVar("Model", bound=BaseModel)


class Study(BaseModel, frozen=True, extra="forbid"):
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
        ``scheme = "equal"``, ``"direct"``, ``"rank_order"`` or ``"ahp"``.
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

    title: Label
    question: Label | None = None
    object: Label | None = None
    form: Label | None = None
    decision_maker: Label | None = None
    notes: Label | None = None
    data: Data
    criteria: tuple[StudyCriterion, ...]
    weights: WeightsSection
    method: MethodSection = MethodSection()
    robustness: RobustnessSection = RobustnessSection()

    _folder: Path | None = PrivateAttr(default=None)
    _problem: DecisionProblem = PrivateAttr()
    _table: RegionTable | None = PrivateAttr(default=None)

    @classmethod
    def load(cls, path: str | Path) -> Study:
        """Read a study file and the data beside it.

        Parameters
        ----------
        path : str or Path
            A ``.toml`` or ``.json`` file.

        Returns
        -------
        Study

        Raises
        ------
        InputError
            When the file is missing or no TOML or JSON; else listing every fault in it and in its
            data, each with its path in the file.
        """
        path = Path(path)
        return cls.from_dict(_parse(path), folder=path.parent)

    @classmethod
    def from_dict(cls, data: Mapping[str, Any], *, folder: str | Path | None = None) -> Study:
        """Read a study from plain data.

        Parameters
        ----------
        data : mapping
        folder : str or Path, optional
            Where the data files lie; needed unless the data are inline.

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
        content = {key: value for key, value in data.items() if key != "result"}
        faults: list[Fault] = []
        sections = _sections(cls, content, faults)
        faults += _across(content, sections)
        problem = table = None
        if "data" in sections and sections.get("criteria"):
            try:
                problem, table = _problem(sections, None if folder is None else Path(folder))
            except InputError as error:
                faults += prefixed("data", error.faults)
        raise_faults(faults)
        assert problem is not None
        study = cls(**sections)
        study._folder = None if folder is None else Path(folder)
        study._problem = problem
        study._table = table
        return study

    @property
    def problem(self) -> DecisionProblem:
        """The decision problem that the study's data and criteria make."""
        return self._problem

    @property
    def regions(self) -> RegionTable | None:
        """The table of regions, where the candidates are partnerships."""
        return self._table

    def run(self, *, progress: bool = False) -> StudyResult:
        """Weigh, rank, and try many weights.

        Parameters
        ----------
        progress : bool
            Show a bar on standard error.

        Returns
        -------
        StudyResult

        Warns
        -----
        KadmcdmWarning
            When a consistency ratio is above 0.10.
        """
        from kadmcdm.study.run import run

        return run(self, progress=progress)

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
        return cls.model_json_schema()


_MODELS: tuple[type[BaseModel], ...] = (
    Study, InlineData, TableData, RegionData, StudyCriterion, EqualScheme, DirectScheme,
    RankOrderScheme, AHPScheme, MethodSection, RobustnessSection,
)  # fmt: skip


def _parse(path: Path) -> dict[str, Any]:
    """Read TOML or JSON, or say where it breaks off."""
    if not path.is_file():
        siblings = []
        if path.parent.is_dir():
            siblings = [p.name for p in path.parent.iterdir() if p.suffix in (".toml", ".json")]
        what = "this is a folder" if path.is_dir() else "there is no such file"
        raise InputError([Fault(str(path), what, hint=did_you_mean(path.name, siblings))])
    try:
        text = path.read_bytes().decode("utf-8-sig")
        return json.loads(text) if path.suffix == ".json" else tomllib.loads(text)
    except UnicodeDecodeError:
        raise InputError([Fault(str(path), "no UTF-8 text")]) from None
    except (ValueError, RecursionError) as error:
        kind = "JSON" if path.suffix == ".json" else "TOML"
        raise InputError([Fault(str(path), f"no valid {kind}", got=str(error))]) from None


def _sections(cls: type[Study], content: Mapping[str, Any], faults: list[Fault]) -> dict[str, Any]:
    """Validate each section by itself, so that one bad section hides no fault of another."""
    fields, hints = cls.model_fields, get_type_hints(cls, include_extras=True)
    for key in content:
        if key not in fields:
            faults.append(Fault(str(key), "unknown key", hint=did_you_mean(key, fields)))
    sections: dict[str, Any] = {}
    for key, field in fields.items():
        if key not in content:
            if field.is_required():
                faults.append(Fault(key, "missing"))
            continue
        adapter: TypeAdapter[Any] = TypeAdapter(hints[key])
        try:
            sections[key] = adapter.validate_python(content[key])
        except ValidationError as error:
            placed = [_placed(fault, key, content[key]) for fault in faults_of(error, key)]
            faults += _one_a_place(placed)
    return sections


def _one_a_place(faults: list[Fault]) -> list[Fault]:
    """Keep what the first kind of a union says; the others say the same in other words."""
    kept: dict[Any, Fault] = {}
    for fault in faults:
        of_type = fault.what.startswith("input should be a valid")
        kept.setdefault((fault.where, None if of_type else fault.what), fault)
    return list(kept.values())


def _placed(fault: Fault, key: str, section: Any) -> Fault:
    """Drop what pydantic puts into paths for its unions; suggest the key that was meant."""
    where = fault.where
    tag_key = {"data": "source", "weights": "scheme"}.get(key)
    if tag_key and isinstance(section, Mapping):
        where = where.replace(f"{key}.{section.get(tag_key)}", key, 1)
    for union in (".str", ".dict[str,str]", ".dict[literal['en','id'],str]"):
        where = where.removesuffix(union)
    hint = fault.hint
    if fault.what == "unknown key":
        known = {name for model in _MODELS for name in model.model_fields}
        hint = did_you_mean(where.rpartition(".")[2], sorted(known))
    return Fault(where, fault.what, fault.got, fault.expected, hint)


def _across(content: Mapping[str, Any], sections: Mapping[str, Any]) -> Iterator[Fault]:
    """Yield faults between sections: names used twice, weights that fit no criterion."""
    raw = content.get("criteria")
    entries = [e for e in raw if isinstance(e, Mapping)] if isinstance(raw, list) else []
    names = [entry["name"] for entry in entries if isinstance(entry.get("name"), str)]
    if raw == []:
        yield Fault("criteria", "there are none", expected="at least one")
    yield from prefixed("criteria", name_faults(names, "criterion"))
    data, weights = sections.get("data"), sections.get("weights")
    for position, entry in enumerate(entries, 1):
        where = f"criteria[{position}] ({entry.get('name', '?')})"
        if isinstance(data, RegionData) and "operator" not in entry:
            yield Fault(where, "the data are regions, and this criterion has no operator")
        elif isinstance(data, (InlineData, TableData)) and "operator" in entry:
            yield Fault(where, "an operator needs regions", hint='data.source = "regions"')
    if weights is not None and names and len(set(names)) == len(names):
        criteria = [Criterion(name, "benefit") for name in names if name.strip()]
        stub = DecisionProblem(criteria, ["any"], [[1.0] * len(criteria)])
        try:
            with warnings.catch_warnings():
                warnings.simplefilter("ignore", KadmcdmWarning)  # said again when it is run
                weights.build().weigh(stub)
        except InputError as error:
            yield from (_in_study(fault) for fault in prefixed("weights", error.faults))


def _in_study(fault: Fault) -> Fault:
    """Say the study's way out where the library's hint speaks of Python."""
    if fault.hint and ".without(" in fault.hint:
        return Fault(fault.where, fault.what, hint="list it in weights.not_assessed")
    return fault


def _problem(
    sections: Mapping[str, Any], folder: Path | None
) -> tuple[DecisionProblem, RegionTable | None]:
    """Make the decision problem of the data and the criteria."""
    data, entries = sections["data"], sections["criteria"]
    raise_faults(list(name_faults([entry.name for entry in entries], "criterion")))
    plain: Any = {
        key: _text.label(sections[key], "", "en")
        for key in ("title", "question")
        if key in sections
    }
    if isinstance(data, InlineData):
        return _inline(data, [entry.criterion() for entry in entries], plain), None
    if isinstance(data, TableData):
        return _tabular(data, [entry.criterion() for entry in entries], folder, plain), None
    table = _regions(data, folder)
    pairs: list[OperatorCriterion] = [
        entry.pair_criterion() for entry in entries if entry.operator is not None
    ]
    if len(pairs) < len(entries):
        return _nothing_to_rank(), table
    problem = pair_problem(
        table, data.initiator, pairs, data.partners, allow_shared=data.allow_shared, **plain
    )
    return problem, table


def _nothing_to_rank() -> DecisionProblem:
    """Stand in for a problem whose faults are reported already."""
    return DecisionProblem([Criterion("none", "benefit")], ["none"], [[0.0]])


def _inline(
    data: InlineData, criteria: list[Criterion], texts: Mapping[str, Any]
) -> DecisionProblem:
    names = [criterion.name for criterion in criteria]
    faults = []
    for candidate, row in data.values.items():
        faults += [
            Fault(f"values.{candidate}", f"criterion {name!r} has no value")
            for name in names
            if name not in row
        ]
        faults += [
            Fault(f"values.{candidate}.{key}", "unknown criterion", hint=did_you_mean(key, names))
            for key in row
            if key not in names
        ]
    faults += [
        Fault(f"labels.{name}", "unknown candidate", hint=did_you_mean(name, data.values))
        for name in data.labels
        if name not in data.values
    ]
    raise_faults(faults)
    candidates: list[Candidate | str] = [
        Candidate(name, label=data.labels[name]) if name in data.labels else name
        for name in data.values
    ]
    matrix = [[row[name] for name in names] for row in data.values.values()]
    return DecisionProblem(criteria, candidates, matrix, **texts)


def _tabular(
    data: TableData, criteria: list[Criterion], folder: Path | None, texts: Mapping[str, Any]
) -> DecisionProblem:
    table = _csv.read_csv(_inside(data.path, folder, "path"), decimal=data.decimal)
    wanted = [criterion.name for criterion in criteria]
    names_column = data.names or table.headers[0]
    faults = [
        Fault(
            f"path: {table.name}: column {name!r}",
            "not there",
            hint=did_you_mean(name, table.headers),
        )
        for name in dict.fromkeys([names_column, *wanted])
        if name not in table.headers
    ]
    raise_faults(faults)
    values, _ = _csv.numbers(table, wanted)
    import pandas as pd

    frame = pd.DataFrame(values, columns=pd.Index(wanted), index=list(table.column(names_column)))
    return DecisionProblem.from_frame(frame, criteria, missing=data.missing, **texts)


def _regions(data: RegionData, folder: Path | None) -> RegionTable:
    faults: list[Fault] = []
    paths: dict[str, Path | None] = {}
    for key in ("path", "indicators", "borders"):
        name = getattr(data, key)
        try:
            paths[key] = None if name is None else _inside(name, folder, key)
        except InputError as error:
            faults += error.faults
    raise_faults(faults)
    path = paths["path"]
    assert path is not None
    return RegionTable.from_csv(
        path, adjacency=paths["borders"], indicators=paths["indicators"], decimal=data.decimal
    )


def _inside(name: str, folder: Path | None, key: str) -> Path:
    """Return a data file's path; a study reads from its own folder only."""
    if folder is None:
        raise InputError([Fault(key, "there is no folder to look in", hint="Study.load(path)")])
    path = (folder / name).resolve()
    if not path.is_relative_to(folder.resolve()):
        hint = "put the file beside the study"
        raise InputError([Fault(key, "outside the study's folder", repr(name), hint=hint)])
    if not path.is_file():
        nearby = [p.name for p in folder.iterdir() if p.is_file()]
        raise InputError([Fault(key, "no such file", repr(name), hint=did_you_mean(name, nearby))])
    return path
