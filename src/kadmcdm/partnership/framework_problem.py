"""A decision problem of whatever leaves of the default framework have data or judgments."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple, get_args

import numpy as np

from kadmcdm._typing import FloatArray, MissingPolicy
from kadmcdm.errors import (
    Fault,
    InputError,
    choice_fault,
    raise_faults,
    unknown_names,
)
from kadmcdm.partnership.framework import FRAMEWORK, framework_criterion, not_assessed
from kadmcdm.partnership.framework_columns import (
    WEAKEST,
    AsItStands,
    Cells,
    given_column,
    leaf_faults,
    measured_column,
    source_of,
)
from kadmcdm.partnership.framework_result import FrameworkProblem
from kadmcdm.partnership.operators import Operator
from kadmcdm.partnership.origins import CellOrigin, Origins
from kadmcdm.partnership.pairs import (
    OperatorCriterion,
    check_indicators,
    described,
    pair_candidate,
    pair_name,
    partner_codes,
)
from kadmcdm.partnership.presets import PRESETS
from kadmcdm.partnership.regions import RegionTable
from kadmcdm.problem import Criterion, DecisionProblem, Preparation
from kadmcdm.problem.preparation import Done, fill


def framework_problem(
    table: RegionTable,
    initiator: str,
    *,
    operators: Mapping[str, Operator] | None = None,
    data: Mapping[str, str | Cells] | None = None,
    judged: Mapping[str, Cells] | None = None,
    judged_by: str = "",
    judged_scale: tuple[float, float] | None = None,
    about: Mapping[str, Mapping[str, Any]] | None = None,
    partners: Sequence[str] | None = None,
    sector: str | None = None,
    missing: MissingPolicy = "error",
    allow_shared: Sequence[str] = (),
    title: str | None = None,
    question: str | None = None,
    notes: str | None = None,
) -> FrameworkProblem:
    """Build the problem of the leaves that have data or judgments, and name the others.

    Parameters
    ----------
    table : RegionTable
    initiator : str
        The code of the region that asks.
    operators : mapping of leaf to Operator, optional
        What is computed from the regions.
    data : mapping of leaf to str or mapping, optional
        An indicator of the table (the partner's value; for institutional capacity and transparency
        the weakest member's), or figures of your own by partner's code, such as travel times.
    judged : mapping of leaf to mapping, optional
        What people judged, by partner's code or by candidate.
    judged_by : str
        Who judged; kept with every such cell.
    judged_scale : (low, high), optional
        The scale of the judgments, such as ``(1, 9)``; a judgment off it is an error.
    about : mapping of leaf to mapping, optional
        What else to say of a criterion: ``{"distance": {"unit": "hours", "source": "..."}}``.
    partners : sequence of str, optional
        Codes; all other autonomous regions of the table when left out.
    sector : str, optional
        One of `PRESETS`; it changes no figure, only what is said of the leaves that are missing.
    missing : str
        What to do about missing cells: ``"error"``, ``"drop_candidate"``, ``"drop_criterion"``,
        ``"worst"`` or ``"median"``, as `kadmcdm.DecisionProblem.from_frame` has it.
    allow_shared : sequence of str
        Indicators that may feed more than one leaf; see `check_indicators`.
    title, question, notes : str, optional

    Returns
    -------
    FrameworkProblem

    Raises
    ------
    InputError
        Listing every fault: unknown leaves, codes, indicators or sectors, a leaf that is given
        twice, one indicator that feeds two leaves, missing cells without a policy, judgments off
        their scale.

    Examples
    --------
    >>> import kadmcdm as kd
    >>> from kadmcdm.partnership import Gap, HaversineKm, framework_problem
    >>> made = framework_problem(
    ...     kd.datasets.east_java(), "35.22", partners=["35.23", "33.16", "35.21"],
    ...     operators={"distance": HaversineKm(), "capacity_disparity": Gap("hdi")},
    ...     judged={"commitment": {"35.23": 4, "33.16": 3, "35.21": 4}}, judged_by="TKKSD",
    ...     judged_scale=(1, 5), sector="drinking_water",
    ... )
    >>> made.origins.counts()
    {'data': 0, 'operator': 6, 'judged': 3, 'imputed': 0}
    >>> [row[3] for row in made.tables()[0].rows]
    ['computed: HaversineKm', 'computed: Gap (hdi)', 'judged: TKKSD']
    """
    given = {"operators": operators, "data": data, "judged": judged}
    ways = {key: {} if way is None else way for key, way in given.items()}
    faults = list(leaf_faults(ways, {} if about is None else about))
    faults += choice_fault("missing", missing, get_args(MissingPolicy))
    if sector is not None:
        faults += unknown_names([sector], PRESETS, "sector")
    raise_faults(faults)
    codes = _partners(table, initiator, partners)
    units = {indicator.name: indicator.unit for indicator in table.indicators}
    columns: list[_Column] = []
    for leaf in FRAMEWORK:
        way = next((word for word, given in ways.items() if leaf.name in given), None)
        if way is None:
            continue
        said = dict((about or {}).get(leaf.name, {}))
        if way == "judged" and judged_scale is not None:
            said = {"bounds": judged_scale, **said}
        value: Any = ways[way][leaf.name]
        if way == "data" and isinstance(value, str) and value in units:
            said = {"unit": units[value], **said}
        criterion = framework_criterion(leaf.name, **said)
        if isinstance(value, Mapping):
            values = given_column(value, initiator, codes, f"{way} {leaf.name!r}", faults)
            word = judged_by if way == "judged" else criterion.source or ""
            origin = CellOrigin("judged" if way == "judged" else "data", word)
            columns.append(_Column(criterion, values, origin))
            continue
        operator = AsItStands(value, leaf.name in WEAKEST) if way == "data" else value
        item = OperatorCriterion(criterion, operator)
        rows = np.stack([table.rows([initiator, code]) for code in codes])
        values = measured_column(item, table, rows, missing != "error", faults)
        origin = CellOrigin("data" if way == "data" else "operator", source_of(operator))
        columns.append(_Column(criterion, values, origin, item))
    measured = [column.item for column in columns if column.item is not None]
    try:
        check_indicators(measured, allow_shared=allow_shared)
    except InputError as error:
        faults += error.faults
    names = {pair_name(initiator, code): code for code in codes}
    matrix = np.column_stack([column.values for column in columns])
    leaves = tuple(column.criterion for column in columns)
    try:
        matrix, kept, left, done = fill(matrix, list(names), leaves, missing)
    except InputError as error:
        raise InputError([*faults, *error.faults]) from None
    if not faults and not (kept and left):
        what = "leaf" if kept else "candidate"
        faults.append(Fault(f"missing={missing!r}", f"it leaves no {what}"))
    raise_faults(faults)
    of_leaf = {column.criterion.name: column.origin for column in columns}
    kept_leaves = [criterion.name for criterion in left]
    origins = _origins(kept, kept_leaves, done, of_leaf)
    preparation = Preparation((), *done, internal=origins.internal)
    about_leaf = {
        column.criterion.name: column.criterion
        if column.item is None
        else described(column.item, table)
        for column in columns
    }
    problem = DecisionProblem(
        [about_leaf[criterion.name] for criterion in left],
        [pair_candidate(table, initiator, names[name]) for name in kept],
        matrix,
        title=title,
        question=question,
        notes=notes,
        preparation=preparation,
    )
    return FrameworkProblem(
        problem=problem,
        origins=origins,
        initiator=initiator,
        not_assessed=not_assessed(problem.criterion_names),
        sector=sector,
    )


class _Column(NamedTuple):
    """A leaf that is assessed; `item` where the table of regions gave its values."""

    criterion: Criterion
    values: FloatArray
    origin: CellOrigin
    item: OperatorCriterion | None = None


def _partners(table: RegionTable, initiator: str, partners: Sequence[str] | None) -> list[str]:
    """Return the partners' codes; refuse parties that cannot sign."""
    codes = partner_codes(table, initiator, partners)
    if partners is None:
        codes = [code for code in codes if table[code].autonomous]
    faults = [
        Fault(f"region {code!r}", f"{table[code].name} is not autonomous and cannot sign")
        for code in (initiator, *codes)
        if not table[code].autonomous
    ]
    if not codes:
        faults.append(Fault("partners", "no other region is autonomous"))
    raise_faults(faults)
    return codes


def _origins(
    candidates: Sequence[str],
    leaves: Sequence[str],
    done: Done,
    of_leaf: Mapping[str, CellOrigin],
) -> Origins:
    """Return how each cell was obtained; what a policy filled in is imputed."""
    policy, *_, filled = done
    cells: dict[tuple[str, str], CellOrigin] = {
        (candidate, leaf): of_leaf[leaf] for candidate in candidates for leaf in leaves
    }
    for candidate, leaf, _ in filled:
        cells[candidate, leaf] = CellOrigin("imputed", policy, of_leaf[leaf].visibility)
    return Origins(cells)
