"""What is known of each sub-affair before partners are looked for, from code, frames and files."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import KW_ONLY, dataclass
from importlib import resources
from pathlib import Path
from typing import Any

from kadmcdm import _csv, _frames, _text
from kadmcdm._provenance import jsonable
from kadmcdm._typing import JSON, Direction, Label, Language
from kadmcdm.errors import (
    Fault,
    InputError,
    brief,
    choice_fault,
    did_you_mean,
    prefixed,
    raise_faults,
)
from kadmcdm.partnership.affairs import (
    FORMS,
    SECTORS,
    CooperationForm,
    Issue,
    SubAffair,
    range_faults,
)


@dataclass(frozen=True, slots=True)
class Affair:
    """A sub-affair as the region's planners know it: a line of the mapping of affairs.

    Parameters
    ----------
    sub_affair : SubAffair
    indicator : str, optional
        A column of the table of regions that measures the service.
    direction : "benefit" or "cost", optional
        Of the indicator, and needed with it: is more of it better, or less?
    target : float, optional
        Positive, in the indicator's unit; the median of the reference regions when left out.
    gap : float, optional
        The service gap as a share of its target, where you know it from elsewhere (0.2: a fifth
        is missing). It takes the place of the indicator's.
    priority : float, optional
        The plan's: the sector's share in RPJMD or RKPD, 0 to 1, or its rank there, from 1.
    externality : float, optional
        How far its effects cross the border, 0 to 1; the issue's own when left out.
    cheaper_together : bool, optional
        Is the service cheaper when it is managed jointly? None where nobody has studied it.
    issue : Issue, optional
        The object of cooperation.
    forms : sequence of str
        Forms that come into question, see `FORMS`.
    example : bool
        Whether figures are made up; tables then say EXAMPLE (*CONTOH*).

    Raises
    ------
    InputError
        Naming the sub-affair and everything that is wrong.

    Examples
    --------
    >>> from kadmcdm.partnership import SECTORS, Affair, SubAffair
    >>> water = SubAffair("drinking_water", SECTORS["public_works"], "drinking water")
    >>> Affair(water, indicator="water_access", direction="benefit", target=100).code
    'drinking_water'
    """

    sub_affair: SubAffair
    _: KW_ONLY
    indicator: str | None = None
    direction: Direction | None = None
    target: float | None = None
    gap: float | None = None
    priority: float | None = None
    externality: float | None = None
    cheaper_together: bool | None = None
    issue: Issue | None = None
    forms: Sequence[CooperationForm] = ()
    example: bool = False

    def __post_init__(self) -> None:
        """Check everything, take the issue's externality."""
        if not isinstance(self.sub_affair, SubAffair):
            got, expected = brief(self.sub_affair), "SubAffair(code, sector, name)"
            raise InputError([Fault("Affair: sub_affair", "no SubAffair", got, expected)])
        forms = (self.forms,) if isinstance(self.forms, str) else tuple(self.forms)
        faults = [fault for form in forms for fault in choice_fault("forms", form, FORMS)]
        faults += range_faults("target", self.target, above=True)
        faults += range_faults("gap", self.gap)
        faults += range_faults("priority", self.priority)
        faults += range_faults("externality", self.externality, high=1.0)
        if self.cheaper_together not in (None, True, False):
            got = brief(self.cheaper_together)
            faults.append(
                Fault("cheaper_together", "neither yes nor no", got, "True, False or None")
            )
        if self.direction is not None:
            faults += choice_fault("direction", self.direction, ("benefit", "cost"))
        faults += self._mismatches()
        raise_faults(list(prefixed(f"affair {self.code!r}", faults)))
        object.__setattr__(self, "forms", forms)
        if self.issue is not None and self.externality is None:
            object.__setattr__(self, "externality", self.issue.cross_border_externality)

    def _mismatches(self) -> list[Fault]:
        """Return what is said of an indicator that is not named, and what contradicts the issue."""
        faults = []
        if self.indicator is not None and self.direction is None:
            hint = "'benefit' where more of it is better, 'cost' where less is"
            faults.append(Fault("direction", "missing: it is never guessed", hint=hint))
        for name in ("direction", "target"):
            if self.indicator is None and getattr(self, name) is not None:
                faults.append(Fault(name, "of no indicator", hint="name the indicator too"))
        if self.issue is not None and not isinstance(self.issue, Issue):
            faults.append(Fault("issue", "no Issue", brief(self.issue), "Issue(sector, title)"))
        elif self.issue is not None and self.externality is not None:
            theirs = self.issue.cross_border_externality
            if theirs is not None and theirs != self.externality:
                got = f"{self.externality:g}"
                faults.append(Fault("externality", "the issue says another", got, f"{theirs:g}"))
        return faults

    @property
    def code(self) -> str:
        """The sub-affair's code."""
        return self.sub_affair.code

    def object_in(self, lang: Language) -> str:
        """Return the object of cooperation in a language, or nothing."""
        return self.issue.title_in(lang) if self.issue is not None else ""

    def to_dict(self) -> JSON:
        """Return plain JSON types that `from_dict` reads back."""
        names = [name for name in self.__dataclass_fields__ if name != "_"]
        return {name: jsonable(getattr(self, name)) for name in names}

    @classmethod
    def from_dict(cls, data: Mapping[str, Any]) -> Affair:
        """Read back what `to_dict` wrote."""
        issue = data["issue"]
        read = {
            "sub_affair": SubAffair(**data["sub_affair"]),
            "issue": None if issue is None else Issue(**issue),
        }
        return cls(**{**data, **read})


def affairs_from_csv(
    path: str | Path, *, decimal: _csv.Decimal | None = None, delimiter: str | None = None
) -> tuple[Affair, ...]:
    r"""Read affairs from delimited text in any dialect.

    Parameters
    ----------
    path : str or Path
        A row per sub-affair. Columns ``sub_affair`` (its code), ``sector`` (a key of `SECTORS`);
        optionally ``name`` and ``object`` (the issue's title), or ``name_en``, ``name_id``,
        ``object_en``, ``object_id``; ``authority``, ``citation``, ``citation_id``; what `Affair`
        takes; ``min_efficient_scale``, ``unit``. Several forms or authorities are joined by "+".
        An empty cell is unknown. Another column is refused, lest a misspelt one gets lost.
    decimal : "." or ",", optional
        The decimal mark, where the file cannot prove it.
    delimiter : str, optional

    Returns
    -------
    tuple of Affair

    Raises
    ------
    InputError
        With the line of every fault.

    Examples
    --------
    >>> import tempfile, pathlib
    >>> from kadmcdm.partnership import affairs_from_csv
    >>> with tempfile.TemporaryDirectory() as folder:
    ...     file = pathlib.Path(folder, "urusan.csv")
    ...     _ = file.write_text("sub_affair;sector;priority;forms\nair_minum;public_works;0,2;\n")
    ...     affairs = affairs_from_csv(file)
    >>> affairs[0].code, affairs[0].priority, affairs[0].externality
    ('air_minum', 0.2, None)
    """
    table = _csv.read_csv(path, decimal=decimal, delimiter=delimiter)
    raise_faults(_column_faults(table.headers, table.name))
    columns: dict[str, Sequence[Any]] = {name: table.column(name) for name in table.headers}
    faults: list[Fault] = []
    numeric = [name for name in table.headers if name in _NUMBERS]
    try:
        values, _ = _csv.numbers(table, numeric)
        columns |= {name: values[:, k].tolist() for k, name in enumerate(numeric)}
    except InputError as error:
        faults += error.faults
        columns |= {name: [None] * len(table.rows) for name in numeric}
    return _affairs(columns, table.where, faults)


def affairs_from_frame(frame: Any) -> tuple[Affair, ...]:
    """Read affairs from a pandas, polars or pyarrow table.

    Parameters
    ----------
    frame : data frame
        Columns as in `affairs_from_csv`; null is unknown.

    Returns
    -------
    tuple of Affair

    Raises
    ------
    InputError
        With the row of every fault.

    Examples
    --------
    >>> import pandas as pd
    >>> from kadmcdm.partnership import affairs_from_frame
    >>> frame = pd.DataFrame({"sub_affair": ["waste"], "sector": ["environment"], "gap": [0.2]})
    >>> affairs_from_frame(frame)[0].gap
    0.2
    """
    opened = _frames.opened(frame)
    raise_faults(_column_faults(opened.columns, "frame"))
    columns = {name: _frames.text_column(opened, name) for name in opened.columns}
    codes = columns["sub_affair"]

    def where(row: int) -> str:
        return f"row {row + 1}" + ("" if codes[row] is None else f" ({codes[row]})")

    return _affairs(columns, where, [])


def example_affairs() -> tuple[Affair, ...]:
    """Return an EXAMPLE (*CONTOH*): eight sub-affairs as Bojonegoro might list them.

    Indicators stand in the bundled table of regions. Priorities, externalities, declared gaps and
    what would be cheaper jointly are made up; every affair, and every table of them, says so.

    Returns
    -------
    tuple of Affair

    Examples
    --------
    >>> from kadmcdm.partnership import example_affairs
    >>> [affair.code for affair in example_affairs()][:3]
    ['drinking_water', 'domestic_wastewater', 'basic_education']
    >>> all(affair.example for affair in example_affairs())
    True
    """
    return affairs_from_csv(Path(str(resources.files("kadmcdm") / "_data" / "affairs.csv")))


_NUMBERS = ("target", "gap", "priority", "externality", "min_efficient_scale")
_PLAIN = ("indicator", "direction", "target", "gap", "priority", "externality")
_TEXTS = ("name", "name_en", "name_id", "object", "object_en", "object_id")
COLUMNS = (
    "sub_affair", "sector", *_TEXTS, "authority", "citation", "citation_id", *_PLAIN,
    "cheaper_together", "min_efficient_scale", "unit", "forms", "example",
)  # fmt: skip

TRUTH = {
    **dict.fromkeys(("true", "1", "1.0", "yes", "ya"), True),
    **dict.fromkeys(("false", "0", "0.0", "no", "tidak"), False),
}
"""What cells say for yes and no."""


def _column_faults(headers: Sequence[str], where: str) -> list[Fault]:
    faults = [
        Fault(f"{where}: column {name!r}", "unknown column", hint=did_you_mean(name, COLUMNS))
        for name in headers
        if name not in COLUMNS
    ]
    return faults + [
        Fault(f"{where}: column {name!r}", "not there", hint=did_you_mean(name, headers))
        for name in ("sub_affair", "sector")
        if name not in headers
    ]


def _affairs(
    columns: Mapping[str, Sequence[Any]], where: Callable[[int], str], faults: list[Fault]
) -> tuple[Affair, ...]:
    """Build the affairs of some columns, raising all that is wrong together."""
    affairs = []
    for row in range(len(columns["sub_affair"])):
        cells = {name: _cell(values[row]) for name, values in columns.items()}
        try:
            affairs.append(_affair({name: cell for name, cell in cells.items() if cell != ""}))
        except InputError as error:
            faults += prefixed(where(row), error.faults)
    raise_faults(faults)
    return tuple(affairs)


def _affair(cells: Mapping[str, Any]) -> Affair:
    faults = [
        Fault(f"column {name!r}", "empty", expected="text")
        for name in ("sub_affair", "sector")
        if name not in cells
    ]
    if "sector" in cells:
        faults += prefixed("column 'sector'", choice_fault("", cells["sector"], SECTORS))
    truths: dict[str, Any] = {}
    for name in ("cheaper_together", "example"):
        if name in cells:
            truths[name] = TRUTH.get(str(cells[name]).casefold())
            if truths[name] is None:
                got, expected = brief(cells[name]), "true, false (ya, tidak), or empty"
                faults.append(Fault(f"column {name!r}", "neither yes nor no", got, expected))
    title = _label(cells, "object")
    if title is None and ("min_efficient_scale" in cells or "unit" in cells):
        faults.append(Fault("column 'object'", "empty: the efficient scale is of no object"))
    raise_faults(faults)
    sector = SECTORS[cells["sector"]]
    issue = None
    if title is not None:
        scale, unit = cells.get("min_efficient_scale"), cells.get("unit")
        issue = Issue(sector, title, cells.get("externality"), scale, unit)
    citation: Any = cells.get("citation")
    if "citation_id" in cells:
        citation = {"en": citation or cells["citation_id"], "id": cells["citation_id"]}
    code = str(cells["sub_affair"])
    label: Label = _label(cells, "name") or code.replace("_", " ")
    return Affair(
        SubAffair(code, sector, label, _split(cells.get("authority")), citation),
        **{key: cells[key] for key in _PLAIN if key in cells},
        **truths,
        issue=issue,
        forms=_split(cells.get("forms")),
    )


def _label(cells: Mapping[str, Any], key: str) -> Label | None:
    """Return the text of a column, or of those of both languages."""
    texts: dict[Any, str] = {
        lang: cells[f"{key}_{lang}"] for lang in _text.LANGUAGES if f"{key}_{lang}" in cells
    }
    return texts or cells.get(key)


def _split(value: Any) -> Any:
    return tuple(part.strip() for part in str(value or "").split("+") if part.strip())


def _cell(value: Any) -> Any:
    """Return what a cell holds; "" where it is empty."""
    if _frames.is_missing(value):
        return ""
    return value.strip() if isinstance(value, str) else value
