"""Who gains and who pays: mutual benefit (O12) and fairness of the burden (O13)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

import numpy as np

from kadmcdm._typing import ArrayLike, FloatArray, IntArray
from kadmcdm.core import relations as core
from kadmcdm.errors import Fault, choice_fault, prefixed, raise_faults
from kadmcdm.partnership.given import Amounts, amounts, amounts_of, listed_members
from kadmcdm.partnership.members import Traits, region_at, rows_of, rows_used
from kadmcdm.partnership.regions import RegionTable

_RULES = ("relative", "nash")
_POLICIES = ("refuse", "show")


@dataclass(frozen=True, slots=True)
class MutualBenefit(Traits):
    """What cooperating brings whoever gains least by it, v = benefit - cost being the net benefit.

    ``"relative"`` is min_r v_r / |standalone_r|, without unit; ``"nash"`` the Nash product
    (prod_r v_r)^(1/k), in the amounts' unit. Symmetric.

    Parameters
    ----------
    benefits, costs : str or mapping
        What each member gains and pays: the name of an indicator; or ``{code: value}``, whatever
        the partnership; or ``{"35.22+35.23": {code: value}}``, which holds for that partnership
        before the other.
    standalone : str or mapping, optional
        The net benefit of going alone; 0 tells nothing to compare with, so it counts as missing.
        For ``"relative"``, and only for it.
    rule : "relative" or "nash"
    losses : "refuse" or "show"
        What to do where someone loses (v < 0): refuse, with the names; or show the loss, so that
        the partnership stands below all that nobody loses by: v / |standalone|, or the largest loss
        in its own unit.

    Raises
    ------
    InputError
        Naming everything that is wrong.

    Examples
    --------
    >>> import kadmcdm as kd
    >>> from kadmcdm.partnership import MutualBenefit
    >>> table = kd.datasets.east_java()
    >>> gain = MutualBenefit(
    ...     benefits={"35.22": 9.0, "35.23": 6.0}, costs={"35.22": 3.0, "35.23": 2.0},
    ...     standalone={"35.22": 4.0, "35.23": 2.0},
    ... )
    >>> float(gain(table, table.rows(["35.22", "35.23"])))
    1.5
    """

    benefits: Amounts
    costs: Amounts
    standalone: Amounts | None = None
    rule: Literal["relative", "nash"] = "relative"
    losses: Literal["refuse", "show"] = "refuse"

    def __post_init__(self) -> None:
        """Check the parameters, freeze the mappings."""
        faults = [
            *choice_fault("rule", self.rule, _RULES),
            *choice_fault("losses", self.losses, _POLICIES),
        ]
        for name in ("benefits", "costs", "standalone"):
            given = getattr(self, name)
            if name != "standalone" or given is not None:
                object.__setattr__(self, name, amounts(name, given, faults))
        if self.rule == "relative" and self.standalone is None:
            faults.append(Fault("standalone", "missing", hint="give it, or say rule='nash'"))
        if self.rule == "nash" and self.standalone is not None:
            faults.append(Fault("standalone", "the Nash product does not use it", hint="leave out"))
        raise_faults(list(prefixed("MutualBenefit", faults)))

    @property
    def indicators(self) -> tuple[str, ...]:
        """The indicators that it reads."""
        given = (self.benefits, self.costs, self.standalone)
        return tuple(dict.fromkeys(name for item in given for name in listed_members(item)))

    def __call__(self, table: RegionTable, members: ArrayLike) -> FloatArray:
        """Return the value; raise `InputError` for what is missing, and for losses if refused."""
        rows = rows_of(table, members)
        net = self.net(table, rows)
        if self.losses == "refuse" and (net < 0).any():
            raise_faults(list(_losers(table, rows, net)))
        if self.rule == "nash":
            return core.nash(net)
        assert self.standalone is not None
        alone = amounts_of(table, "standalone", self.standalone, rows)
        raise_faults(
            [
                Fault(
                    f"standalone of {region_at(table, row)}",
                    "0, so there is nothing to compare with: it counts as missing",
                    hint="leave the region out, or say rule='nash'",
                )
                for row in rows_used(table, rows[alone == 0])
            ]
        )
        return core.worst_off(net, alone)

    def net(self, table: RegionTable, members: ArrayLike) -> FloatArray:
        """Return every member's benefit less its cost.

        Parameters
        ----------
        table : RegionTable
        members : (..., k) array of int

        Returns
        -------
        (..., k) array
            Below 0 where a member loses (screen S11).

        Raises
        ------
        InputError
            For missing amounts, naming region and partnership.
        """
        rows = rows_of(table, members)
        gained = amounts_of(table, "benefits", self.benefits, rows)
        return gained - amounts_of(table, "costs", self.costs, rows)


@dataclass(frozen=True, slots=True)
class BurdenFairness(Traits):
    """1 - 1/2 Σ_r |share of the cost - share of the benefit|: 1 where all pay as they gain.

    Symmetric, 0 to 1.

    Parameters
    ----------
    costs, benefits : str or mapping
        As in `MutualBenefit`; not negative, and not all zero within a partnership.

    Raises
    ------
    InputError
        Naming everything that is wrong.

    Examples
    --------
    >>> import kadmcdm as kd
    >>> from kadmcdm.partnership import BurdenFairness
    >>> table = kd.datasets.east_java()
    >>> halves = BurdenFairness({"35.22": 1, "35.23": 1}, {"35.22": 3, "35.23": 1})
    >>> float(halves(table, table.rows(["35.22", "35.23"])))
    0.75
    """

    costs: Amounts
    benefits: Amounts

    def __post_init__(self) -> None:
        """Check the parameters, freeze the mappings."""
        faults: list[Fault] = []
        for name in ("costs", "benefits"):
            object.__setattr__(self, name, amounts(name, getattr(self, name), faults))
        raise_faults(list(prefixed("BurdenFairness", faults)))

    @property
    def indicators(self) -> tuple[str, ...]:
        """The indicators that it reads."""
        both = (*listed_members(self.costs), *listed_members(self.benefits))
        return tuple(dict.fromkeys(both))

    def __call__(self, table: RegionTable, members: ArrayLike) -> FloatArray:
        """Return a share in [0, 1]; raise `InputError` for missing, negative, all-zero amounts."""
        rows = rows_of(table, members)
        paid = amounts_of(table, "costs", self.costs, rows)
        gained = amounts_of(table, "benefits", self.benefits, rows)
        faults: list[Fault] = []
        for what, values in (("costs", paid), ("benefits", gained)):
            faults += [
                Fault(f"{what} of {region_at(table, row)}", "negative", expected="0 or more")
                for row in rows_used(table, rows[values < 0])
            ]
            nothing = ~(values != 0).any(axis=-1)
            for name in dict.fromkeys(_name(table, row) for row in rows[nothing]):
                what_is = "all zero, so nobody has a share of them"
                faults.append(Fault(f"{what} of {name}", what_is))
        raise_faults(faults)
        return core.burden_fairness(paid, gained)


def _losers(table: RegionTable, rows: IntArray, net: FloatArray) -> list[Fault]:
    flat, values = rows.reshape(-1, rows.shape[-1]), net.reshape(-1, net.shape[-1])
    hint = "leave the partnership out (screen S11), or say losses='show'"
    return [
        Fault(
            f"{_name(table, flat[position])}: net benefit of {region_at(table, flat[position, m])}",
            "it loses",
            f"{values[position, m]:g}",
            "0 or more",
            hint,
        )
        for position, m in np.argwhere(values < 0).tolist()
    ]


def _name(table: RegionTable, row: IntArray) -> str:
    return "+".join(sorted(table.codes[member] for member in row))
