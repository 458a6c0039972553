"""The record of past agreements (O15): what became of what was signed."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from numbers import Integral
from typing import Any

import numpy as np

from kadmcdm._arrays import as_items
from kadmcdm._typing import JSON, ArrayLike, FloatArray, IntArray
from kadmcdm.core import relations as core
from kadmcdm.errors import Fault, InputError, brief, did_you_mean, prefixed, raise_faults
from kadmcdm.partnership.given import code_faults, finite
from kadmcdm.partnership.members import (
    NoIndicators,
    not_positive,
    region_at,
    rows_of,
    rows_used,
)
from kadmcdm.partnership.options import AgreementReview
from kadmcdm.partnership.regions import RegionTable


@dataclass(frozen=True, slots=True, init=False)
class Agreement:
    """A past agreement (PKS) of the register, and what became of it.

    Parameters
    ----------
    parties : sequence of str
        Codes, two or more.
    year : int
        In which it ended, or was last reviewed.
    realized : float, optional
        The share of what was promised that was done, 0 to 1; needed unless there is a dispute.
    dispute : bool
        Whether it ended in a dispute: it counts -1 then, whatever was realized.

    Raises
    ------
    InputError
        Naming everything that is wrong.

    Examples
    --------
    >>> from kadmcdm.partnership import Agreement
    >>> Agreement(["35.22", "35.23"], 2021, realized=0.8).quality
    0.8
    """

    parties: tuple[str, ...]
    year: int
    realized: float | None
    dispute: bool

    def __init__(
        self,
        parties: Sequence[str],
        year: int,
        realized: float | None = None,
        dispute: bool = False,
    ) -> None:
        codes = (parties,) if isinstance(parties, str) else as_items(parties) or ()
        faults: list[Fault] = []
        for code in codes:
            faults += code_faults(f"party {brief(code)}", code)
        if not faults and (len(set(codes)) < len(codes) or len(codes) < 2):
            expected = "two or more codes, each once"
            faults.append(Fault("parties", "they make no agreement", brief(codes), expected))
        if not isinstance(year, Integral) or isinstance(year, bool):
            faults.append(Fault("year", "no year", brief(year), "a whole number"))
        if not isinstance(dispute, bool):
            faults.append(Fault("dispute", "neither true nor false", brief(dispute)))
        if realized is None:
            if dispute is False:
                hint = "leave the agreement out until it is known"
                faults.append(Fault("realized", "missing", expected="0 to 1", hint=hint))
        elif not finite(realized) or not 0 <= realized <= 1:
            percent = finite(realized) and 1 < realized <= 100
            hint = "it looks like percent" if percent else ""
            faults.append(
                Fault("realized", "out of range", brief(realized), "0 to 1", hint or None)
            )
        named = " + ".join(code if isinstance(code, str) else brief(code) for code in codes)
        raise_faults(list(prefixed(f"Agreement {named}, {brief(year)}", faults)))
        object.__setattr__(self, "parties", tuple(sorted(codes)))
        object.__setattr__(self, "year", int(year))
        object.__setattr__(self, "realized", None if realized is None else float(realized))
        object.__setattr__(self, "dispute", dispute)

    @property
    def quality(self) -> float:
        """The realized share; -1 for a dispute."""
        return -1.0 if self.dispute or self.realized is None else self.realized

    def to_dict(self) -> JSON:
        """Return plain JSON types; the keys are the parameters."""
        return {
            "parties": list(self.parties),
            "year": self.year,
            "realized": self.realized,
            "dispute": self.dispute,
        }


@dataclass(frozen=True, slots=True, init=False)
class TrackRecord(NoIndicators):
    """Σ_t q_t exp(-(T - t) / tau) over the agreements of a pair; of more, the weakest pair's.

    q is the realized share, -1 for a dispute. Symmetric; any real number. A pair without an
    agreement has 0, since the register holds them all: name in `registered` the regions of which
    that is true, if it is not true of all.

    Parameters
    ----------
    agreements : sequence of Agreement, of AgreementReview, or of mappings with its parameters
        An agreement of three parties counts for each pair of them. Parties that a table lacks are
        passed over. A review counts with its realized share in the last year of its period, and
        -1 where there was a dispute; one whose share is not known is refused.
    year : int
        T, the year from which one looks back; later agreements are refused.
    tau : float
        Positive: the years after which an agreement counts for 37 % of a new one.
    registered : sequence of str, optional
        Codes of the regions whose agreements are all in the register; all regions when left out.
        Others are missing, not 0, and refused.

    Raises
    ------
    InputError
        Naming everything that is wrong.

    Examples
    --------
    >>> import kadmcdm as kd
    >>> from kadmcdm.partnership import Agreement, TrackRecord
    >>> table = kd.datasets.east_java()
    >>> register = [
    ...     Agreement(["35.22", "35.23"], 2024, realized=0.9),
    ...     Agreement(["35.22", "35.23"], 2019, dispute=True),
    ... ]
    >>> record = TrackRecord(register, year=2024, tau=5)
    >>> round(float(record(table, table.rows(["35.22", "35.23"]))), 3)
    0.532
    """

    agreements: tuple[Agreement, ...]
    year: int
    tau: float
    registered: tuple[str, ...] | None

    def __init__(
        self,
        agreements: Iterable[Agreement | AgreementReview | Mapping[str, Any]],
        year: int,
        tau: float,
        registered: Sequence[str] | None = None,
    ) -> None:
        faults: list[Fault] = []
        known: list[Agreement] = []
        items = as_items(agreements)
        if items is None:
            faults.append(Fault("agreements", "no list of them", brief(agreements)))
        for number, item in enumerate(items or (), 1):
            known += _agreement(number, item, faults)
        if not isinstance(year, Integral) or isinstance(year, bool):
            faults.append(Fault("year", "no year", brief(year), "a whole number"))
        else:
            late = [item for item in known if item.year > year]
            faults += [
                Fault(
                    f"agreement {' + '.join(item.parties)}",
                    "later than the year from which one looks back",
                    str(item.year),
                    f"{year} or before",
                )
                for item in late
            ]
        if registered is not None:
            listed = as_items(registered)
            if listed is None:
                faults.append(Fault("registered", "no list of codes", brief(registered)))
            for code in listed or ():
                faults += code_faults(f"registered {brief(code)}", code)
        wrong = not_positive("TrackRecord", {"tau": tau})
        raise_faults([*prefixed("TrackRecord", faults), *wrong])
        object.__setattr__(self, "agreements", tuple(known))
        object.__setattr__(self, "year", int(year))
        object.__setattr__(self, "tau", tau)
        object.__setattr__(self, "registered", None if registered is None else tuple(registered))

    @property
    def facts(self) -> tuple[str, ...]:
        """What it reads beside indicators."""
        return ("agreements",)

    def __call__(self, table: RegionTable, members: ArrayLike) -> FloatArray:
        """Return the record; raise `InputError` for regions that are not registered."""
        rows = rows_of(table, members)
        used = rows_used(table, rows)
        if self.registered is not None:
            hint = "leave the region out, or ask for its register"
            raise_faults(
                [
                    Fault(region_at(table, row), "its agreements are not registered", hint=hint)
                    for row in used
                    if table.codes[row] not in self.registered
                ]
            )
        return core.over_pairs(self._records(table, used), np.searchsorted(used, rows), "min")

    def _records(self, table: RegionTable, used: IntArray) -> FloatArray:
        """Return the record of every two of some regions."""
        place = {table.codes[row]: position for position, row in enumerate(used)}
        quality = np.array([item.quality for item in self.agreements], dtype=np.float64)
        ages = np.array([self.year - item.year for item in self.agreements], dtype=np.float64)
        records = np.zeros((len(used), len(used)))
        for item, worth in zip(self.agreements, core.faded(quality, ages, self.tau), strict=True):
            own = [place[code] for code in item.parties if code in place]
            records[np.ix_(own, own)] += worth
        return records


def _open(review: AgreementReview) -> Iterator[Fault]:
    """Yield what is not known of an agreement, and would count in its record."""
    hint = "leave the review out until it is known"
    if review.disputes is None:
        yield Fault("disputes", "not known", hint=hint)
    elif not review.disputes:  # a dispute counts -1, whatever was realized
        for item, share in review.realization.items():
            if share is None:
                yield Fault(f"realized {item!r}", "not known", hint=hint)


def _agreement(number: int, item: object, faults: list[Fault]) -> Iterator[Agreement]:
    where = f"agreement number {number}"
    if isinstance(item, Agreement):
        yield item
        return
    if isinstance(item, AgreementReview):
        open_ = list(_open(item))
        faults += prefixed(f"review of {item.option.name}", open_)
        if not open_:
            disputed = bool(item.disputes)
            yield Agreement(item.option.members, item.period[1], item.share, disputed)
        return
    if not isinstance(item, Mapping):
        expected = "Agreement(parties, year, realized)"
        faults.append(Fault(where, "no Agreement", brief(item), expected))
        return
    names = list(Agreement.__dataclass_fields__)
    wrong = [
        Fault(f"{where}: {key!r}", "unknown key", hint=did_you_mean(key, names))
        for key in item
        if key not in names
    ]
    wrong += [Fault(f"{where}: {key!r}", "missing") for key in names[:2] if key not in item]
    if wrong:
        faults += wrong
        return
    try:
        yield Agreement(**item)
    except InputError as error:
        faults += error.faults
