"""What stands at a leaf: candidates compared, rated on a scale, or measured by a criterion."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, TypeAlias

import numpy as np

from kadmcdm._arrays import ReadOnlyDict
from kadmcdm._numbers import as_number
from kadmcdm.errors import Fault, InputError, brief, did_you_mean, name_faults, raise_faults
from kadmcdm.judgments import PairwiseComparisons

__all__ = ["Leaf", "MeasuredLeaf", "RatedLeaf"]


@dataclass(frozen=True, slots=True, eq=False)
class RatedLeaf:
    """Candidates graded on a named scale, each by itself (absolute measurement).

    Parameters
    ----------
    scale : mapping of str to float, or PairwiseComparisons
        What each grade is worth, 0 or more; or how many times one grade is worth another.
    grades : mapping of str to str
        Each candidate's grade.

    Raises
    ------
    InputError
        Listing every fault: grades that the scale has not (with the closest one), values that are
        no number >= 0, a scale of nothing but zeros.

    Examples
    --------
    >>> import kadmcdm as kd
    >>> kd.RatedLeaf({"firm": 5, "vague": 1}, {"Tuban": "firm", "Ngawi": "vage"})
    Traceback (most recent call last):
    kadmcdm.errors.InputError: candidate 'Ngawi': unknown grade; got 'vage', expected a grade of ...
    """

    scale: Mapping[str, float] | PairwiseComparisons
    grades: Mapping[str, str]

    def __post_init__(self) -> None:
        raise_faults(list(_rating_faults(self.scale, self.grades)))
        if not isinstance(self.scale, PairwiseComparisons):
            object.__setattr__(self, "scale", ReadOnlyDict(self.scale))
        object.__setattr__(self, "grades", ReadOnlyDict(self.grades))


@dataclass(frozen=True, slots=True)
class MeasuredLeaf:
    """A leaf that a criterion of the problem measures: a benefit counts by x, a cost by 1/x.

    Parameters
    ----------
    criterion : str

    Raises
    ------
    InputError
        For what is no name.

    Examples
    --------
    >>> import kadmcdm as kd
    >>> kd.MeasuredLeaf("distance").criterion
    'distance'
    """

    criterion: str

    def __post_init__(self) -> None:
        if not isinstance(self.criterion, str):
            got = brief(self.criterion)
            raise InputError([Fault("MeasuredLeaf.criterion", "no name", got, "text")])


Leaf: TypeAlias = PairwiseComparisons | RatedLeaf | MeasuredLeaf
KINDS = "PairwiseComparisons, RatedLeaf or MeasuredLeaf"


def candidates_of(leaves: Mapping[str, Any]) -> dict[str, tuple[str, ...]]:
    """Return whom each compared or rated leaf knows."""
    known = {}
    for leaf, given in leaves.items():
        if isinstance(given, PairwiseComparisons):
            known[leaf] = given.names
        elif isinstance(given, RatedLeaf):
            known[leaf] = tuple(given.grades)
    return known


def kind_faults(leaf: str, given: object) -> Iterator[Fault]:
    if isinstance(given, (list, tuple)) and len(given) > 1:
        got = " and ".join(type(item).__name__ for item in given)
        yield Fault(f"leaf {leaf!r}", "it is measured in more than one way", got, "one of them")
    elif not isinstance(given, Leaf):
        yield Fault(f"leaf {leaf!r}", "no measurement", type(given).__name__, KINDS)


def candidate_faults(known: Mapping[str, Sequence[str]]) -> Iterator[Fault]:
    """Yield where a leaf does not know the candidates of the first one."""
    first, reference = next(iter(known.items()), ("", ()))
    expected = f"the candidates of leaf {first!r}"
    for leaf, names in known.items():
        for name in _less(names, reference):
            hint = did_you_mean(name, reference)
            yield Fault(_at(leaf, name), "unknown name", expected=expected, hint=hint)
        for name in _less(reference, names):
            yield Fault(_at(leaf, name), "neither compared nor rated", expected=expected)


def stranger_faults(known: Sequence[str], candidates: Sequence[str]) -> Iterator[Fault]:
    """Yield whom the compared and rated leaves know and the problem does not, or the reverse."""
    for name in _less(known, candidates):
        what = "it is compared or rated, but the problem does not have it"
        yield Fault(f"candidate {name!r}", what, hint=did_you_mean(name, candidates))
    for name in _less(candidates, known):
        what = "the problem has it, but it is neither compared nor rated"
        hint = f"compare or rate it, or leave it out with problem.without({name!r})"
        yield Fault(f"candidate {name!r}", what, hint=hint)


def _less(names: Sequence[str], others: Sequence[str]) -> list[str]:
    gone = set(others)
    return [name for name in names if name not in gone]


def _at(leaf: str, candidate: str) -> str:
    return f"leaf {leaf!r}, candidate {candidate!r}"


def _rating_faults(scale: object, grades: object) -> Iterator[Fault]:
    if not isinstance(grades, Mapping):
        got = type(grades).__name__
        yield Fault("RatedLeaf.grades", "no mapping", got, "{candidate: grade}")
    elif not grades:
        yield Fault("RatedLeaf.grades", "nobody is graded", expected="a grade for each candidate")
    if isinstance(scale, PairwiseComparisons):
        known: Collection[str] = scale.names
    elif isinstance(scale, Mapping):
        known = scale
        yield from _scale_faults(scale)
    else:
        got = type(scale).__name__
        yield Fault("RatedLeaf.scale", "no scale", got, "{grade: value} or PairwiseComparisons")
        return
    if isinstance(grades, Mapping):
        yield from name_faults(grades, "candidate")
        for name, grade in grades.items():
            if not isinstance(grade, str) or grade not in known:
                hint = did_you_mean(grade, known)
                expected = "a grade of the scale"
                yield Fault(f"candidate {name!r}", "unknown grade", brief(grade), expected, hint)


def _scale_faults(scale: Mapping[Any, Any]) -> Iterator[Fault]:
    yield from name_faults(scale, "grade")
    numbers = []
    for grade, value in scale.items():
        number = as_number(value)
        if np.isnan(number) and not isinstance(value, (float, np.floating)):
            yield Fault(f"grade {grade!r}", "no number", brief(value), "a number >= 0")
        elif not 0 <= number < np.inf:
            yield Fault(f"grade {grade!r}", "no value", f"{number:g}", "a finite number >= 0")
        else:
            numbers.append(number)
    if len(numbers) == len(scale) and not any(numbers):
        yield Fault("RatedLeaf.scale", "no grade is worth anything", expected="one above 0")
