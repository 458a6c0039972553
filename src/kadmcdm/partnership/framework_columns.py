"""Columns of a framework's problem: what was computed, what stands in the table, what was said."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from kadmcdm import _text
from kadmcdm._typing import ArrayLike, FloatArray, IntArray
from kadmcdm.errors import Fault, InputError, brief, did_you_mean, prefixed, unknown_names
from kadmcdm.partnership.framework import FRAMEWORK, Leaf
from kadmcdm.partnership.members import OneIndicator, rows_of, values_of
from kadmcdm.partnership.operators import Operator
from kadmcdm.partnership.pairs import OperatorCriterion, pair_name
from kadmcdm.partnership.regions import RegionTable

Cells = Mapping[str, float | None]
"""Values by candidate or by the partner's code; None, or left out, is missing."""

LEAVES: Mapping[str, Leaf] = {leaf.name: leaf for leaf in FRAMEWORK}
WEAKEST = ("institutional_capacity", "transparency")
"""The leaves for which a partnership is as good as its weakest member."""


@dataclass(frozen=True, slots=True)
class AsItStands(OneIndicator):
    """An indicator as it stands in the table: the partner's, or the weakest member's."""

    indicator: str
    weakest: bool

    def __call__(self, table: RegionTable, members: ArrayLike) -> FloatArray:
        """Return the value of each row of members."""
        rows = rows_of(table, members)
        if not self.weakest:
            return values_of(table, self.indicator, rows[..., -1])
        least: FloatArray = values_of(table, self.indicator, rows).min(axis=-1)
        return least


def leaf_faults(ways: Mapping[str, Mapping[str, Any]], about: Mapping[str, Any]) -> Iterator[Fault]:
    """Yield a fault for what is no leaf, given twice, or given in a form that cannot be read."""
    for way in [way for way, given in ways.items() if not isinstance(given, Mapping)]:
        yield Fault(way, "no mapping", brief(ways[way]), "{leaf: how it is measured}")
    ways = {way: given for way, given in ways.items() if isinstance(given, Mapping)}
    for way, given in ways.items():
        yield from prefixed(way, unknown_names(given, LEAVES, "leaf"))
        for name, value in given.items():
            if way == "judged" and not isinstance(value, Mapping):
                expected = "{partner's code: value}"
                yield Fault(f"judged {name!r}", "no values", brief(value), expected)
            if way == "data" and not isinstance(value, (str, Mapping)):
                expected = "the name of an indicator, or {partner's code: value}"
                yield Fault(f"data {name!r}", "no data", brief(value), expected)
            if way == "operators" and (not isinstance(value, Operator) or isinstance(value, type)):
                expected = "an object such as HaversineKm()"
                yield Fault(f"operators {name!r}", "no operator", brief(value), expected)
    for name in LEAVES:
        used = [way for way, given in ways.items() if name in given]
        if len(used) > 1:
            hint = "keep one of them"
            yield Fault(f"leaf {name!r}", f"given by {_text.listed(used)}", hint=hint)
    if not any(ways.values()):
        hint = "give operators, data or judged for at least one leaf"
        yield Fault("leaves", "none is assessed", hint=hint)
    yield from prefixed("about", unknown_names(about, LEAVES, "leaf"))
    for name, said in about.items():
        if not isinstance(said, Mapping) or "name" in said:
            expected = "{'unit': ..., 'source': ..., ...}; the name is the leaf's own"
            yield Fault(f"about {name!r}", "nothing that a criterion takes", brief(said), expected)


def given_column(
    values: Cells, initiator: str, codes: Sequence[str], where: str, faults: list[Fault]
) -> FloatArray:
    """Return figures by partner's code or candidate as a column, NaN where there is none."""
    at = {code: k for k, code in enumerate(codes)}
    at |= {pair_name(initiator, code): k for k, code in enumerate(codes)}
    column = np.full(len(codes), np.nan)
    taken: dict[int, str] = {}
    for key, value in values.items():
        if key not in at:
            hint = did_you_mean(key, codes)
            faults.append(
                Fault(f"{where}: {key!r}", "neither a partner nor a candidate", hint=hint)
            )
            continue
        if at[key] in taken:
            faults.append(Fault(f"{where}: {key!r}", "given twice", brief(taken[at[key]])))
        taken[at[key]] = key
        if value is None:
            continue
        number = isinstance(value, (int, float, np.number)) and not isinstance(value, bool)
        if not number or np.isinf(value):
            expected = "a finite number, or None where missing"
            faults.append(Fault(f"{where}: {key!r}", "no number", brief(value), expected))
            continue
        column[at[key]] = value
    return column


def measured_column(
    item: OperatorCriterion, table: RegionTable, rows: IntArray, tolerant: bool, faults: list[Fault]
) -> FloatArray:
    """Return an operator's column; under a policy a pair that cannot be measured is NaN."""
    try:
        return np.asarray(item.operator(table, rows), dtype=np.float64)
    except InputError as error:
        found = list(prefixed(f"criterion {item.criterion.name!r}", error.faults))
    column = np.full(len(rows), np.nan)
    for k, row in enumerate(rows if tolerant else ()):
        try:
            column[k] = float(item.operator(table, row))
        except InputError:
            continue
    if np.isnan(column).all():  # no policy, or nothing that a policy could start from
        faults += found
        return np.zeros(len(rows))
    return column


def source_of(operator: Any) -> str:
    """Return what to call an operator as a source: its class and what it reads."""
    if isinstance(operator, AsItStands):
        return operator.indicator
    reads = ", ".join(operator.indicators)
    return f"{type(operator).__name__} ({reads})" if reads else type(operator).__name__
