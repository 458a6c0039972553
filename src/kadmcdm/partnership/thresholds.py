"""Below what score a region would rather not cooperate."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TypeAlias

import numpy as np

from kadmcdm._typing import FloatArray
from kadmcdm.errors import Fault, brief, raise_faults, unknown_names
from kadmcdm.partnership.given import finite

Thresholds: TypeAlias = float | Mapping[str, float]
"""One for all regions, or by region."""


def thresholds_of(
    given: Thresholds | None,
    codes: Sequence[str],
    otherwise: float,
    faults: list[Fault] | None = None,
) -> FloatArray:
    """Return a threshold a region, `otherwise` for those not named; raise, or add to `faults`."""
    found: list[Fault] = []
    out = np.full(len(codes), otherwise)
    if isinstance(given, Mapping):
        found += unknown_names(given, codes, "threshold of region")
        for k, code in enumerate(codes):
            if code in given and not finite(given[code]):
                where = f"threshold of region {code!r}"
                found.append(Fault(where, "no number", brief(given[code]), "a finite number"))
            elif code in given:
                out[k] = given[code]
    elif finite(given):
        out[:] = given
    elif given is not None:
        expected = "a finite number, or {code: number}"
        found.append(Fault("thresholds", "no number", brief(given), expected))
    if faults is None:
        raise_faults(found)
    else:
        faults += found
    return out
