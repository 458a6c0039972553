"""Coalitions without a usable cost: the first are named, all are counted."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import compress

from kadmcdm.errors import Fault, brief, raise_faults

NAMED = 12
"""Coalitions that a fault names; it counts the others."""


class Gaps:
    """Collects coalitions without a usable cost, to name the first and count them all."""

    def __init__(self, members: tuple[str, ...]) -> None:
        self.members = members
        self.missing: list[str] = []
        self.odd: list[str] = []
        self.counts: dict[str, int] = {"missing": 0, "odd": 0}

    def add(self, kind: str, row: Sequence[bool], value: object = None) -> None:
        """Note one coalition, given as truth values."""
        self.counts[kind] += 1
        if self.counts[kind] <= NAMED:
            name = "+".join(compress(self.members, row))
            getattr(self, kind).append(name if kind == "missing" else f"{name}: {brief(value)}")

    def raise_if_any(self) -> None:
        """Raise `InputError` with one fault for all that are missing, one for all others."""
        faults = []
        needed = f"{2 ** len(self.members) - 1:,} coalitions of {len(self.members)} members"
        if self.missing:
            hint = f"there are {needed}; a function can work the costs out"
            what = f"{_count(self.counts['missing'])} without a cost"
            faults.append(Fault("costs", what, self._shown("missing"), hint=hint))
        if self.odd:
            what = f"{_count(self.counts['odd'])} whose cost is no finite number"
            faults.append(Fault("costs", what, self._shown("odd"), "finite numbers"))
        raise_faults(faults)

    def _shown(self, kind: str) -> str:
        left = self.counts[kind] - len(getattr(self, kind))
        return ", ".join(getattr(self, kind)) + (f" and {left:,} more" if left else "")


def _count(count: int) -> str:
    return "1 coalition" if count == 1 else f"{count:,} coalitions"
