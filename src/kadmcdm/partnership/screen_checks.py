"""The screens S1 to S12, checked against what a team knows."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from kadmcdm.partnership import screen_law, screen_terms
from kadmcdm.partnership.regions import RegionTable
from kadmcdm.partnership.screen_facts import OptionFacts, ScreenFacts
from kadmcdm.partnership.screen_rules import SCREENS
from kadmcdm.partnership.screen_types import Screen, Test, Verdict

_Check = Callable[[ScreenFacts, OptionFacts, RegionTable, tuple[int, ...]], Verdict]


def fact_screens(facts: ScreenFacts, table: RegionTable) -> tuple[Screen, ...]:
    """Return the screens S1 to S12 with tests that read what a team knows.

    Parameters
    ----------
    facts : ScreenFacts
    table : RegionTable
        The regions; codes that it does not have are refused.

    Returns
    -------
    tuple of Screen
        For ``screens=`` of `partners_of`, and of `screen`. What was not given is ``"unknown"``.

    Raises
    ------
    InputError
        Naming codes, candidates and indicators that the table does not have.

    Examples
    --------
    >>> import kadmcdm as kd
    >>> from kadmcdm.partnership import RegionFacts, ScreenFacts, fact_screens, screen, unchecked
    >>> table = kd.datasets.east_java()
    >>> facts = ScreenFacts(
    ...     central_affair=False,
    ...     regions={"35.22": RegionFacts(objections={"35.23": "boundary dispute"})},
    ... )
    >>> results = screen(table, table.rows(["35.22", "35.23"]), fact_screens(facts, table))
    >>> [(item.rule, item.note_in("en")) for item in results if item.outcome == "fail"]
    [('S9', 'Kabupaten Bojonegoro objects to Kabupaten Tuban: boundary dispute')]
    >>> unchecked(results)
    ('S1', 'S3', 'S4', 'S5', 'S6', 'S7', 'S8', 'S11', 'S12')
    """
    facts.check(table)
    return tuple(
        Screen(item.rule, item.label, item.citation, _bound(_CHECKS[item.rule], facts))
        for item in SCREENS
    )


def _bound(check: _Check, facts: ScreenFacts) -> Test:
    def test(table: RegionTable, members: tuple[int, ...]) -> Verdict:
        option = facts.option("+".join(sorted(table.codes[row] for row in members)))
        return check(facts, option, table, members)

    return test


_CHECKS: Mapping[str, _Check] = {
    "S1": screen_law.authority,
    "S2": screen_law.central,
    "S3": screen_law.mandatory,
    "S4": screen_law.bordering,
    "S5": screen_law.can_sign,
    "S6": screen_law.duplicate,
    "S7": screen_terms.budget,
    "S8": screen_terms.council,
    "S9": screen_terms.objections,
    "S10": screen_terms.quality,
    "S11": screen_terms.nobody_loses,
    "S12": screen_terms.declared,
}
