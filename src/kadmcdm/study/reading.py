"""Reading a study: every section by itself, then what is between them, then the data."""

from __future__ import annotations

import json
import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal

import numpy as np
from pydantic import TypeAdapter, ValidationError

from kadmcdm import _text
from kadmcdm._files import read_file
from kadmcdm._provenance import parse_json
from kadmcdm.errors import (
    Fault,
    InputError,
    brief,
    close_to,
    did_you_mean,
    faults_of,
    name_faults,
    prefixed,
    quiet,
    raise_faults,
    similar_files,
)
from kadmcdm.judgments import Hierarchy, PairwiseComparisons
from kadmcdm.partnership import OperatorCriterion, RegionTable, pair_problem
from kadmcdm.problem import Candidate, Criterion, DecisionProblem
from kadmcdm.ranking import scores_of
from kadmcdm.study.forms import StudyForms, check_links, read_forms
from kadmcdm.study.model import (
    KEYS,
    InlineData,
    MethodSection,
    RegionData,
    TableData,
)
from kadmcdm.study.schemes import FROM_DATA, AHPScheme, EqualScheme, leaves
from kadmcdm.weighting import AHPWeights, WeightingScheme

Kinds = Mapping[str, tuple[Any, bool]]
"""A study's keys: the type of each, and whether it must be there."""


@dataclass(frozen=True, slots=True)
class Place:
    """Where a study's files lie, and whether it may name files elsewhere too."""

    folder: Path
    outside: bool = False


def read(
    kinds: Kinds, content: Mapping[str, Any], place: Place | None
) -> tuple[dict[str, Any], DecisionProblem, RegionTable | None, StudyForms | None]:
    """Return the sections of a study, its problem, regions and forms; raise all faults at once."""
    faults: list[Fault] = []
    sections = _sections(kinds, content, faults)
    forms = _forms(sections.get("weights"), place, faults)
    faults += _across(content, sections, forms)
    problem = table = None
    if "data" in sections and sections.get("criteria"):
        try:
            problem, table = _problem(sections, place)
        except InputError as error:
            faults += prefixed("data", error.faults)
        else:
            faults += _dropped(problem, sections.get("weights"))
            faults += _refused(problem, sections.get("method", MethodSection()))
            faults += _unweighed(problem, sections.get("weights"))
    raise_faults(faults)
    assert problem is not None
    return sections, problem, table, forms


def _forms(weights: Any, place: Place | None, faults: list[Fault]) -> StudyForms | None:
    """Return what the study's forms gave, if it has any."""
    if not isinstance(weights, AHPScheme) or weights.forms is None:
        return None
    try:
        forms, place = _found(weights.forms, place, "", "folder")
        if not place.outside:
            check_links(forms, place.folder.resolve())
        return read_forms(forms, weights)
    except InputError as error:
        faults += prefixed("weights.forms", error.faults)
        return None


def _refused(problem: DecisionProblem, method: MethodSection) -> Iterator[Fault]:
    """Yield what the method refuses in the data, so that it shows before the study is run."""
    n = len(problem.criteria)
    try:
        scores_of(problem, np.full(n, 1.0 / n), method.build())
    except InputError as error:
        yield from prefixed("method", error.faults)


def _unweighed(problem: DecisionProblem, weights: Any) -> Iterator[Fault]:
    """Yield what a scheme that reads the data refuses in them."""
    for path, part in leaves(weights):
        if isinstance(part, FROM_DATA):
            try:
                part.build().weigh(problem)
            except InputError as error:
                yield from prefixed(path, error.faults)


def parse(path: Path) -> dict[str, Any]:
    """Read TOML or JSON, or say where it breaks off."""
    raw = read_file(path, hint="name the file in it, such as study.toml")
    try:
        text = raw.decode("utf-8-sig")
    except UnicodeDecodeError:
        raise InputError([Fault(str(path), "no UTF-8 text")]) from None
    if path.suffix.lower() == ".json":
        content = parse_json(text, str(path))
        try:
            json.dumps(content, ensure_ascii=False).encode()
        except ValueError as error:  # half a character, which JSON can spell: "\\ud800"
            raise InputError([Fault(str(path), "no valid JSON", got=str(error))]) from None
        return content
    try:
        return tomllib.loads(text)
    except (ValueError, RecursionError) as error:
        raise InputError([Fault(str(path), "no valid TOML", got=str(error))]) from None


def _sections(kinds: Kinds, content: Mapping[str, Any], faults: list[Fault]) -> dict[str, Any]:
    """Validate each section by itself, so that one bad section hides no fault of another."""
    meant = close_to(kinds)
    faults += [Fault(key, "unknown key", hint=meant(key)) for key in content if key not in kinds]
    sections: dict[str, Any] = {}
    for key, (kind, required) in kinds.items():
        if key not in content:
            if required:
                faults.append(Fault(key, "missing"))
            continue
        adapter: TypeAdapter[Any] = TypeAdapter(kind)
        try:
            sections[key] = adapter.validate_python(content[key])
        except ValidationError as error:
            faults += [_placed(fault, key, content[key]) for fault in faults_of(error, key)]
        except RecursionError:
            faults.append(Fault(key, "nested far deeper than any study"))
    return sections


def _placed(fault: Fault, key: str, section: Any) -> Fault:
    """Drop the tag of a section from the path; suggest the key that was meant."""
    where = fault.where
    tag_key = {"data": "source", "weights": "scheme"}.get(key)
    if tag_key and isinstance(section, Mapping):
        tag = section.get(tag_key)
        where = where.replace(f"{key}.{tag}", key, 1) if isinstance(tag, str) else where
    hint = fault.hint
    if fault.what == "unknown key":
        name = where.rpartition(".")[2]
        meant = did_you_mean(name, KEYS) or ""
        hint = meant if meant.endswith("?") else hint
        hint = "it belongs to another kind of section: take it out" if name in KEYS else hint
    return Fault(where, fault.what, fault.got, fault.expected, hint)


def _across(
    content: Mapping[str, Any], sections: Mapping[str, Any], forms: StudyForms | None
) -> Iterator[Fault]:
    """Yield faults between sections: names used twice, weights that fit no criterion."""
    raw = content.get("criteria")
    entries = [e for e in raw if isinstance(e, Mapping)] if isinstance(raw, (list, tuple)) else []
    names = [entry["name"] for entry in entries if isinstance(entry.get("name"), str)]
    if "criteria" in sections and not sections["criteria"]:
        yield Fault("criteria", "there are none", expected="at least one")
    yield from prefixed("criteria", name_faults(names, "criterion"))
    data, weights = sections.get("data"), sections.get("weights")
    for position, entry in enumerate(entries, 1):
        name = entry.get("name")
        where = f"criteria[{position}] ({name if isinstance(name, str) else '?'})"
        if isinstance(data, RegionData) and entry.get("operator") is None:
            yield Fault(where, "the data are regions, and this criterion has no operator")
        elif isinstance(data, (InlineData, TableData)) and entry.get("operator") is not None:
            yield Fault(where, "an operator needs regions", hint='data.source = "regions"')
    if names and len(set(names)) == len(names):
        criteria = [Criterion(name, "benefit") for name in names if name.strip()]
        stub = DecisionProblem(criteria, ["any"], [[1.0] * len(criteria)])
        for path, part in leaves(weights):
            if isinstance(part, FROM_DATA):
                continue
            try:
                with quiet():  # said again when it is run
                    _stand_in(part, forms).weigh(stub)
            except InputError as error:
                yield from (_in_study(fault, part) for fault in prefixed(path, error.faults))


def _stand_in(weights: Any, forms: StudyForms | None) -> WeightingScheme:
    """Return the study's weighting; equal judgments stand in for those that are not there."""
    if not isinstance(weights, AHPScheme):
        scheme: WeightingScheme = weights.build()
        return scheme
    if forms is not None:
        return weights.build(forms.group)
    if weights.comparisons is not None:
        return weights.build()
    own = weights.hierarchy()
    equal = {
        node: PairwiseComparisons.from_matrix(below, np.ones((len(below), len(below))))
        for node, below in own.nodes.items()
    }
    return AHPWeights(Hierarchy(own.goal, own.tree, equal))


def _in_study(fault: Fault, weights: Any) -> Fault:
    """Say the study's way out where the library's hint speaks of Python."""
    hint = fault.hint or ""
    if ".without(" in hint:
        return Fault(fault.where, fault.what, hint="list it in weights.not_assessed")
    if "without(" in hint:
        hint = "take the form out of the folder, or pool judgments: aggregation = 'AIJ'"
        return Fault(fault.where, fault.what, fault.got, hint=hint)
    if "select(" in hint:
        hint = "judge it in weights, or take the criterion out"
        if isinstance(weights, AHPScheme):
            asked = weights.comparisons is None
            hint = f"{'name it in weights.tree' if asked else 'judge it in weights.comparisons'}"
            hint += ", or take the criterion out"
        return Fault(fault.where, fault.what, hint=hint)
    return fault


def _dropped(problem: DecisionProblem, weights: Any) -> Iterator[Fault]:
    """Yield a fault when a criterion is gone for want of data, and the weights name it."""
    gone = () if problem.preparation is None else problem.preparation.dropped_criteria
    unnamed = (EqualScheme, *FROM_DATA)
    if gone and not all(isinstance(part, unnamed) for _, part in leaves(weights)):
        yield Fault(
            "data.missing",
            f"'drop_criterion' drops {_text.listed([repr(name) for name in gone])}, "
            "which the weights are about",
            hint="take it out of the criteria and the weights, or name another policy",
        )


def _problem(
    sections: Mapping[str, Any], place: Place | None
) -> tuple[DecisionProblem, RegionTable | None]:
    """Make the decision problem of the data and the criteria."""
    data, entries = sections["data"], sections["criteria"]
    if len({entry.name for entry in entries}) < len(entries):
        return _nothing_to_rank(), None
    plain: Any = {
        key: _text.label(sections[key], "", "en")
        for key in ("title", "question")
        if key in sections
    }
    if isinstance(data, InlineData):
        return _inline(data, [entry.criterion() for entry in entries], plain), None
    if isinstance(data, TableData):
        return _tabular(data, [entry.criterion() for entry in entries], place, plain), None
    table = _regions(data, place)
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
    data: TableData, criteria: list[Criterion], place: Place | None, texts: Mapping[str, Any]
) -> DecisionProblem:
    path, _ = _found(data.path, place, "path")
    return DecisionProblem.from_csv(
        path, criteria, names=data.names, missing=data.missing, decimal=data.decimal, **texts
    )


def _regions(data: RegionData, place: Place | None) -> RegionTable:
    faults: list[Fault] = []
    paths: dict[str, Path | None] = {}
    for key in ("path", "indicators", "borders"):
        name = getattr(data, key)
        try:
            paths[key] = None if name is None else _found(name, place, key)[0]
        except InputError as error:
            faults += error.faults
    raise_faults(faults)
    path = paths["path"]
    assert path is not None
    return RegionTable.from_csv(
        path, adjacency=paths["borders"], indicators=paths["indicators"], decimal=data.decimal
    )


def _found(
    name: str, place: Place | None, key: str, kind: Literal["file", "folder"] = "file"
) -> tuple[Path, Place]:
    """Return the path of a file or folder that a study may read, and the place it looked in."""
    if place is None:
        raise InputError([Fault(key, "there is no folder to look in", hint="Study.load(path)")])
    try:
        path = (place.folder / name).resolve()
        there = path.is_file() if kind == "file" else path.is_dir() and bool(name.strip())
    except (OSError, ValueError) as error:  # too long, say, or with a zero byte in it
        why = getattr(error, "strerror", None) or str(error)
        got = brief(name[:60])
        raise InputError([Fault(key, f"no name of a {kind}", got, hint=why)]) from None
    if not place.outside and not path.is_relative_to(place.folder.resolve()):
        hint: str | None = f"put the {kind} beside the study, or allow it: --allow-outside"
        raise InputError([Fault(key, "outside the study's folder", brief(name), hint=hint)])
    if not there:
        hint = similar_files(path, folders=kind == "folder")
        raise InputError([Fault(key, f"no such {kind}", brief(name), hint=hint)])
    return path, place
