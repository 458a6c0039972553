"""How each cell of a decision matrix was obtained, and who may see it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Literal, TypeAlias, get_args

from kadmcdm import _text
from kadmcdm._arrays import ReadOnlyDict
from kadmcdm._provenance import Portable, check_keys, reading
from kadmcdm._table import Display, Table
from kadmcdm._typing import JSON, Language
from kadmcdm.errors import Fault, brief, choice_fault, prefixed, raise_faults

Origin: TypeAlias = Literal["data", "operator", "judged", "imputed"]
"""As it stands in a table, computed from one, judged by people, or filled in."""

Visibility: TypeAlias = Literal["public", "internal"]
"""Internal cells stay out of public reports unless they are asked for."""


@dataclass(frozen=True, slots=True)
class CellOrigin:
    """How one cell was obtained.

    Parameters
    ----------
    origin : "data", "operator", "judged" or "imputed"
    source : str
        The indicator, the operator, who judged, or the policy; empty where nobody said.
    visibility : "public" or "internal", optional
        Judgments are internal unless said otherwise: they are about a named neighbor.

    Raises
    ------
    InputError
        For another origin or visibility.

    Examples
    --------
    >>> from kadmcdm.partnership import CellOrigin
    >>> CellOrigin("judged", "TKKSD").visibility, CellOrigin("data", "hdi").visibility
    ('internal', 'public')
    """

    origin: Origin
    source: str = ""
    visibility: Visibility | None = None

    def __post_init__(self) -> None:
        """Check the words; fill in who may see it."""
        faults = list(choice_fault("origin", self.origin, get_args(Origin)))
        if self.visibility is not None:
            faults += choice_fault("visibility", self.visibility, get_args(Visibility))
        raise_faults(faults)
        if self.visibility is None:
            seen: Visibility = "internal" if self.origin == "judged" else "public"
            object.__setattr__(self, "visibility", seen)

    def describe(self, lang: Language = "en") -> str:
        """Return origin and source in a language: ``"judged: TKKSD"``."""
        word = _text.label(ORIGIN_WORDS[self.origin], self.origin, lang)
        return f"{word}: {self.source}" if self.source else word


@dataclass(frozen=True, slots=True, eq=False, repr=False)
class Origins(Portable, Display, Mapping[tuple[str, str], CellOrigin]):
    """A mapping of ``(candidate, criterion)`` to how that cell was obtained.

    Parameters
    ----------
    cells : mapping of (str, str) to CellOrigin or str
        A bare word, such as ``"data"``, is an origin without a source.

    Raises
    ------
    InputError
        Listing every cell whose origin is no such word.

    Examples
    --------
    >>> from kadmcdm.partnership import CellOrigin, Origins
    >>> origins = Origins({
    ...     ("35.22+35.23", "distance"): CellOrigin("operator", "HaversineKm"),
    ...     ("35.22+35.23", "dispute_risk"): "judged",
    ... })
    >>> origins["35.22+35.23", "distance"].origin, origins.counts()
    ('operator', {'data': 0, 'operator': 1, 'judged': 1, 'imputed': 0})
    >>> origins.internal
    (('35.22+35.23', 'dispute_risk'),)
    """

    cells: Mapping[tuple[str, str], CellOrigin | Origin]

    _json_fields = {"cells": tuple[tuple[str, str, str, str, str], ...]}

    def __post_init__(self) -> None:
        """Check every cell, freeze the mapping."""
        faults: list[Fault] = []
        kept: dict[tuple[str, str], CellOrigin] = {}
        if not isinstance(self.cells, Mapping):
            raise_faults(
                [Fault("cells", "no mapping", brief(self.cells), "{(candidate, criterion): ...}")]
            )
        for key, cell in self.cells.items():
            if not isinstance(key, tuple) or len(key) != 2:
                faults.append(Fault("cells", "no cell", brief(key), "(candidate, criterion)"))
                continue
            candidate, criterion = key
            if isinstance(cell, CellOrigin):
                kept[candidate, criterion] = cell
                continue
            wrong = list(choice_fault("origin", cell, get_args(Origin)))
            faults += prefixed(f"criterion {criterion!r} of candidate {candidate!r}", wrong)
            if not wrong:
                kept[candidate, criterion] = CellOrigin(cell)
        raise_faults(faults)
        object.__setattr__(self, "cells", ReadOnlyDict(kept))

    def __getitem__(self, key: tuple[str, str]) -> CellOrigin:
        """Return the origin of a cell."""
        cell = self.cells[key]
        return cell if isinstance(cell, CellOrigin) else CellOrigin(cell)

    def __iter__(self) -> Iterator[tuple[str, str]]:
        """Iterate over (candidate, criterion)."""
        return iter(self.cells)

    def __len__(self) -> int:
        """Return the number of cells."""
        return len(self.cells)

    def __repr__(self) -> str:
        """Return the counts."""
        said = ", ".join(f"{count} {word}" for word, count in self.counts().items() if count)
        return f"<Origins: {said or 'no cells'}>"

    @property
    def internal(self) -> tuple[tuple[str, str], ...]:
        """The cells that stay out of public reports."""
        return tuple(key for key, cell in self.items() if cell.visibility == "internal")

    def counts(self) -> dict[Origin, int]:
        """Return how many cells were obtained which way."""
        found = Counter(cell.origin for cell in self.values())
        return {word: found[word] for word in get_args(Origin)}

    def of_criterion(self, criterion: str) -> tuple[CellOrigin, ...]:
        """Return the different origins in one column, each once."""
        return tuple(dict.fromkeys(cell for (_, name), cell in self.items() if name == criterion))

    def tables(self, lang: Language = "en") -> tuple[Table, ...]:
        """Return, for each criterion, how its cells were obtained; no figure of any cell."""
        cells: dict[str, list[CellOrigin]] = {}
        for (_, criterion), cell in self.items():
            cells.setdefault(criterion, []).append(cell)
        rows = tuple(
            (name, origins_listed(found, lang), f"{len(found)}") for name, found in cells.items()
        )
        words = {"en": ("how obtained", "cells"), "id": ("cara memperoleh", "sel")}[lang]
        return (Table((_text.say("criterion", lang), *words), rows, frozenset({2})),)

    def to_dict(self) -> JSON:
        """Return plain JSON types that `from_dict` reads back, losslessly."""
        rows = [
            [candidate, criterion, cell.origin, cell.source, cell.visibility]
            for (candidate, criterion), cell in self.items()
        ]
        return {"result": "Origins", "cells": rows}

    @classmethod
    def from_dict(cls, data: Mapping[str, Any]) -> Origins:
        """Read back what `to_dict` wrote.

        Raises
        ------
        InputError
            When it is something else.
        """
        check_keys(data, "Origins", ["cells"])
        with reading("Origins.cells"):
            return cls({(who, what): CellOrigin(*cell) for who, what, *cell in data["cells"]})


def origins_listed(cells: Iterable[CellOrigin], lang: Language = "en") -> str:
    """Return the different origins as one phrase."""
    return _text.listed(list(dict.fromkeys(cell.describe(lang) for cell in cells)), lang)


ORIGIN_WORDS: Mapping[Origin, Mapping[Language, str]] = ReadOnlyDict(
    {
        "data": {"en": "data", "id": "data"},
        "operator": {"en": "computed", "id": "dihitung"},
        "judged": {"en": "judged", "id": "dinilai"},
        "imputed": {"en": "filled in", "id": "diisi"},
    }
)
"""What the origins are called."""
