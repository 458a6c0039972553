"""Screens: what must hold before any score counts. Reasons, not verdicts.

Data can decide little of this. What it cannot decide is ``"unknown"``, and unknown never passes
silently: results list it.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence

from kadmcdm._typing import ArrayLike
from kadmcdm.errors import Fault, InputError, brief, name_faults, raise_faults
from kadmcdm.partnership.members import rows_of
from kadmcdm.partnership.regions import RegionTable
from kadmcdm.partnership.screen_rules import SCREENS
from kadmcdm.partnership.screen_types import Screen, ScreenResult

__all__ = ["SCREENS", "Screen", "ScreenResult", "failures", "merged", "screen", "unchecked"]


def screen(
    table: RegionTable, members: ArrayLike, screens: Sequence[Screen] = ()
) -> tuple[ScreenResult, ...]:
    """Apply all screens to one partnership.

    Parameters
    ----------
    table : RegionTable
    members : (k,) array of int
        Row indices, the initiator first.
    screens : sequence of Screen
        Your own, with tests; one of the rule S1 to S12 takes the place of the built-in one.

    Returns
    -------
    tuple of ScreenResult
        One per rule, S1 to S12 first.

    Raises
    ------
    InputError
        For members that are no rows, or a rule that is given twice.

    Examples
    --------
    >>> import kadmcdm as kd
    >>> from kadmcdm.partnership import screen
    >>> table = kd.datasets.east_java()
    >>> results = screen(table, table.rows(["35.22", "35.23"]))
    >>> len(results), {result.outcome for result in results}
    (12, {'unknown'})
    """
    rows = rows_of(table, members)
    if rows.ndim != 1:
        got = str(rows.shape)
        raise InputError([Fault("members", "more than one partnership", got, "(k,) row indices")])
    chosen = merged(screens)
    return tuple(item(table, tuple(rows.tolist())) for item in chosen)


def merged(screens: Iterable[Screen]) -> tuple[Screen, ...]:
    """Return the built-in screens, those of the same rule replaced, and the further ones."""
    given = list(screens)
    raise_faults(
        [Fault("screens", "no Screen", brief(s)) for s in given if not isinstance(s, Screen)]
    )
    raise_faults(list(name_faults([item.rule for item in given], "screen")))
    own = {item.rule: item for item in given}
    kept = [own.pop(item.rule, item) for item in SCREENS]
    return (*kept, *own.values())


def unchecked(results: Iterable[ScreenResult]) -> tuple[str, ...]:
    """Return the rules whose outcome is unknown, each once.

    Parameters
    ----------
    results : iterable of ScreenResult

    Returns
    -------
    tuple of str

    Examples
    --------
    >>> import kadmcdm as kd
    >>> from kadmcdm.partnership import screen, unchecked
    >>> table = kd.datasets.east_java()
    >>> unchecked(screen(table, table.rows(["35.22", "35.23"])))[:3]
    ('S1', 'S2', 'S3')
    """
    return tuple(dict.fromkeys(item.rule for item in results if item.outcome == "unknown"))


def failures(screened: Mapping[str, Iterable[ScreenResult]]) -> dict[str, int]:
    """Count how many partnerships fail each rule.

    Parameters
    ----------
    screened : mapping of str to ScreenResults
        By partnership, as `PartnershipRanking.screened` has it.

    Returns
    -------
    dict of str to int
        The rule that removes most first.

    Examples
    --------
    >>> from kadmcdm.partnership import ScreenResult, failures
    >>> dispute = ScreenResult("S9", "fail", "boundary dispute", "asked of both")
    >>> failures({"35.22+35.23": [dispute], "35.21+35.22": [dispute]})
    {'S9': 2}
    """
    counts = Counter(
        rule
        for results in screened.values()
        for rule in {item.rule for item in results if item.outcome == "fail"}
    )
    return dict(sorted(counts.items(), key=lambda item: (-item[1], item[0])))


def nothing_left(screened: Mapping[str, Iterable[ScreenResult]]) -> Fault:
    """Return the fault that screens removed every partnership, with the counts per rule."""
    said = ", ".join(f"{rule}: {count}" for rule, count in failures(screened).items())
    return Fault(
        "screens",
        "every partnership fails a screen",
        got=f"{len(screened)} screened out ({said})",
        expected="at least one that fails none",
    )
