"""Options as candidates: with whom, on what, and in which form, each of them can be what varies."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any, TypeAlias, cast, get_args

import numpy as np

from kadmcdm import _text
from kadmcdm._arrays import cell as cell_name
from kadmcdm._arrays import items_of
from kadmcdm._typing import FloatArray, Language
from kadmcdm.errors import (
    Fault,
    InputError,
    brief,
    did_you_mean,
    name_faults,
    prefixed,
    raise_faults,
    unknown_names,
)
from kadmcdm.partnership.affairs import FORMS
from kadmcdm.partnership.codes import unknown_codes
from kadmcdm.partnership.given import finite
from kadmcdm.partnership.option_result import OptionProblem
from kadmcdm.partnership.options import PartnershipOption
from kadmcdm.partnership.origins import CellOrigin, Origin, Origins
from kadmcdm.partnership.pairs import OperatorCriterion, check_indicators, described
from kadmcdm.partnership.regions import RegionTable
from kadmcdm.problem import Candidate, Criterion, DecisionProblem, Preparation

OptionCell: TypeAlias = float | tuple[float, CellOrigin | Origin]
"""A value that people judged; or a value and how it was obtained."""


def option_names(options: Sequence[PartnershipOption]) -> tuple[str, ...]:
    """Return a name for each option that tells it from the others.

    Parameters
    ----------
    options : sequence of PartnershipOption

    Returns
    -------
    tuple of str
        ``"35.22+35.23:joint_service"``; where the options have several objects, or several
        initiators, with that too: ``"35.22+35.23:joint_service:drinking water:by 35.22"``.

    Examples
    --------
    >>> from kadmcdm.partnership import SECTORS, Issue, PartnershipOption, option_names
    >>> issues = [Issue(SECTORS["public_works"], title) for title in ("water", "roads")]
    >>> option_names([PartnershipOption("35.22", {"35.23"}, i, "joint_planning") for i in issues])
    ('35.22+35.23:joint_planning:water', '35.22+35.23:joint_planning:roads')
    """
    parts: list[Callable[[PartnershipOption], str]] = [lambda option: option.name]
    if len({option.issue for option in options}) > 1:
        parts.append(lambda option: option.issue.title_in("en"))
    if len({option.initiator for option in options}) > 1:
        parts.append(lambda option: f"by {option.initiator}")
    return tuple(":".join(part(option) for part in parts) for option in options)


def option_problem(
    options: Sequence[PartnershipOption],
    criteria: Sequence[OperatorCriterion | Criterion],
    cells: Mapping[tuple[str, str], OptionCell] | None = None,
    *,
    table: RegionTable | None = None,
    judged_by: str = "",
    allow_shared: Sequence[str] = (),
    title: str | None = None,
    question: str | None = None,
    notes: str | None = None,
) -> OptionProblem:
    """Measure options: by operators over their members where there are any, else as declared.

    Parameters
    ----------
    options : sequence of PartnershipOption
        All voluntary, or all mandatory: one is never ranked against the other.
    criteria : sequence of OperatorCriterion or Criterion
        A bare criterion takes its values from `cells`.
    cells : mapping of (candidate, criterion) to number or (number, origin), optional
        Candidates as `option_names` names them. A bare number was judged; with
        ``"data"``, ``"imputed"`` or a `CellOrigin` beside it, it was obtained that way. A cell of
        an operator's criterion takes the place of what the operator would give.
    table : RegionTable, optional
        Needed by operators; with it labels say names instead of codes.
    judged_by : str
        Who judged; kept with the judged cells.
    allow_shared : sequence of str
        Indicators that may feed more than one criterion; see `check_indicators`.
    title, question, notes : str, optional

    Returns
    -------
    OptionProblem

    Raises
    ------
    InputError
        Listing every fault: an option that stands twice, mandatory beside voluntary ones, unknown
        regions, candidates or criteria, cells that are missing or no numbers, values an operator
        lacks.

    Examples
    --------
    >>> import kadmcdm as kd
    >>> from kadmcdm.partnership import (
    ...     SECTORS, HaversineKm, Issue, OperatorCriterion, PartnershipOption, option_problem,
    ... )
    >>> water = Issue(SECTORS["public_works"], "drinking water")
    >>> options = [
    ...     PartnershipOption("35.22", {"35.23"}, water, "joint_service"),
    ...     PartnershipOption("35.22", {"35.23", "35.24"}, water, "joint_body"),
    ... ]
    >>> made = option_problem(
    ...     options,
    ...     [OperatorCriterion(kd.Criterion("distance", "cost"), HaversineKm()),
    ...      kd.Criterion("months", "cost")],
    ...     {(options[0].name, "months"): (6, "data"), (options[1].name, "months"): 18},
    ...     table=kd.datasets.east_java(),
    ... )
    >>> made.problem.matrix.round(1).tolist(), made.origins.counts()
    ([[34.8, 6.0], [55.9, 18.0]], {'data': 1, 'operator': 2, 'judged': 1, 'imputed': 0})
    """
    if not isinstance(cells, Mapping | None):
        raise InputError([Fault("cells", "no mapping", brief(cells), "{(option, criterion): ...}")])
    given = dict(cells or {})
    items = items_of(options, "options", "a list of PartnershipOption")
    wanted = items_of(criteria, "criteria", "a list of them")
    raise_faults([*_option_faults(items, table), *_criterion_faults(wanted, table)])
    measured = [item for item in wanted if isinstance(item, OperatorCriterion)]
    names = option_names(items)
    known = [item.criterion if isinstance(item, OperatorCriterion) else item for item in wanted]
    columns = [criterion.name for criterion in known]
    faults = list(_cell_faults(given, names, columns))
    try:
        check_indicators(measured, allow_shared=allow_shared)
    except InputError as error:
        faults += error.faults
    matrix = np.zeros((len(names), len(wanted)))
    origins: dict[tuple[str, str], CellOrigin] = {}
    for j, item in enumerate(wanted):
        operated = isinstance(item, OperatorCriterion)
        open_ = []
        for i, name in enumerate(names):
            if (name, columns[j]) in given:
                value, origin = _read(given[name, columns[j]], judged_by)
                if finite(value) and origin is not None:  # else among the faults already
                    matrix[i, j], origins[name, columns[j]] = value, origin
            elif operated:
                open_.append(i)
            else:
                hint = "give it in cells"
                where = cell_name(name, columns[j])
                faults.append(Fault(where, "the value is missing", hint=hint))
        if isinstance(item, OperatorCriterion) and table is not None and open_:
            matrix[open_, j] = _computed(item, [items[i] for i in open_], table, faults)
            kind = CellOrigin("operator", type(item.operator).__name__)
            origins |= {(names[i], columns[j]): kind for i in open_}
    raise_faults(faults)
    found = Origins({(who, what): origins[who, what] for who in names for what in columns})
    return OptionProblem(
        problem=DecisionProblem(
            [
                described(item, table)
                if isinstance(item, OperatorCriterion) and table is not None
                else criterion
                for item, criterion in zip(wanted, known, strict=True)
            ],
            list(_candidates(items, names, table)),
            matrix,
            title=title,
            question=question,
            notes=notes,
            preparation=Preparation(internal=found.internal) if found.internal else None,
        ),
        origins=found,
        options=items,
    )


def option_faults(items: Sequence[Any]) -> Iterator[Fault]:
    """Yield what is no option, that there are none, and options that stand twice."""
    wrong = [item for item in items if not isinstance(item, PartnershipOption)]
    for item in wrong:
        expected = "PartnershipOption(initiator, partners, issue, form)"
        yield Fault("options", "no PartnershipOption", brief(item), expected)
    if not items:
        yield Fault("options", "there are none", expected="at least one")
    if wrong or not items:
        return
    seen: dict[Any, list[int]] = {}
    for position, item in enumerate(items, 1):
        seen.setdefault(item.identity, []).append(position)
    for positions in seen.values():
        if len(positions) > 1:
            got = "numbers " + ", ".join(map(str, positions))
            hint = "initiator, partners, issue and form make an option"
            yield Fault(f"option {items[positions[0] - 1].name}", "it stands twice", got, hint=hint)


def _option_faults(items: Sequence[Any], table: RegionTable | None) -> Iterator[Fault]:
    yield from option_faults(items)
    if not all(isinstance(item, PartnershipOption) for item in items):
        return
    if len({item.kind for item in items}) > 1:
        fixed = ", ".join(item.name for item in items if item.kind == "mandatory")
        hint = "mandatory cooperation is fixed in; rank how it is done apart from the others"
        yield Fault("options", "mandatory ones beside voluntary ones", fixed, "one kind", hint)
    if table is None:
        return
    codes = dict.fromkeys(code for item in items for code in item.members)
    yield from unknown_codes(codes, dict(zip(table.codes, table.names, strict=True)))
    for code in codes:
        if code in table and not table[code].autonomous:
            yield Fault(f"region {code!r}", f"{table[code].name} is not autonomous and cannot sign")


def _criterion_faults(items: Sequence[Any], table: RegionTable | None) -> Iterator[Fault]:
    expected = "OperatorCriterion(criterion, operator), or kd.Criterion(name, direction)"
    good = [item for item in items if isinstance(item, (OperatorCriterion, Criterion))]
    for item in items:
        if item not in good:
            yield Fault("criteria", "neither a Criterion nor of an operator", brief(item), expected)
    if not items:
        yield Fault("criteria", "there are none", expected="at least one")
    names = [item.criterion.name if isinstance(item, OperatorCriterion) else item.name
             for item in good]  # fmt: skip
    yield from name_faults(names, "criterion")
    operated = [item.criterion.name for item in good if isinstance(item, OperatorCriterion)]
    if table is None and operated:
        listed = _text.listed([repr(name) for name in operated])
        yield Fault("table", "missing", expected=f"the regions, for the operators of {listed}")


def _cell_faults(
    cells: Mapping[Any, Any], names: Sequence[str], columns: Sequence[str]
) -> Iterator[Fault]:
    for key, value in cells.items():
        if not isinstance(key, tuple) or len(key) != 2:
            yield Fault(f"cell {key!r}", "no key", expected="(candidate, criterion)")
            continue
        if key[0] not in names:
            yield Fault(f"cell {key!r}", "no such candidate", hint=did_you_mean(key[0], names))
        yield from prefixed(f"cell {key!r}", unknown_names([key[1]], columns, "criterion"))
        number, origin = _read(value, "")
        if not finite(number):
            yield Fault(cell_name(*key), "no number", brief(number), "a finite number")
        if origin is None:
            expected = "'data', 'operator', 'judged', 'imputed', or a CellOrigin"
            yield Fault(cell_name(*key), "no origin", brief(value[1]), expected)


def _read(value: Any, judged_by: str) -> tuple[Any, CellOrigin | None]:
    """Return a cell's number and origin; None where the origin is none."""
    pair: tuple[Any, Any] = (value, "judged")
    if isinstance(value, tuple) and len(value) == 2:
        pair = value
    number, origin = pair
    if isinstance(origin, CellOrigin):
        return number, origin
    if not isinstance(origin, str) or origin not in get_args(Origin):
        return number, None
    return number, CellOrigin(cast(Origin, origin), judged_by if origin == "judged" else "")


def _computed(
    item: OperatorCriterion,
    options: Sequence[PartnershipOption],
    table: RegionTable,
    faults: list[Fault],
) -> FloatArray:
    """Return an operator's value of each option; options may differ in size."""
    values = np.zeros(len(options))
    found: list[Fault] = []
    for size in sorted({len(option.members) for option in options}):
        at = [i for i, option in enumerate(options) if len(option.members) == size]
        rows = np.stack([table.rows(options[i].members) for i in at])
        try:
            values[at] = item.operator(table, rows)
        except InputError as error:
            found += error.faults
    faults += prefixed(f"criterion {item.criterion.name!r}", dict.fromkeys(found))
    return values


def _candidates(
    items: Sequence[PartnershipOption], names: Sequence[str], table: RegionTable | None
) -> Iterator[Candidate]:
    several = len({item.issue for item in items}) > 1
    for item, name in zip(items, names, strict=True):
        label: dict[Language, str] = {}
        for lang in _text.LANGUAGES:
            partners = [table[c].name if table is not None else c for c in sorted(item.partners)]
            parts = [_text.listed(partners, lang), FORMS[item.form][lang]]
            if several:
                parts.append(item.issue.title_in(lang))
            label[lang] = ": ".join(parts)
        facts: dict[str, Any] = {
            "initiator": item.initiator,
            "partners": "+".join(sorted(item.partners)),
            "form": item.form,
            "kind": item.kind,
        }
        optional = {
            "stage": item.stage,
            "existing_agreement": item.existing_agreement,
            "total_cost": item.total_cost,
            "duration": item.duration,
        }
        facts |= {key: value for key, value in optional.items() if value is not None}
        yield Candidate(name, label=label, attributes=facts)
