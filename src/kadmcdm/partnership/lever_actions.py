"""Levers, and what people fill in about each: the action, who is responsible, months, cost."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import Annotated, Any

from pydantic import AfterValidator, ConfigDict, model_validator
from pydantic.dataclasses import dataclass as pydantic_dataclass

from kadmcdm import _csv, _text
from kadmcdm._arrays import ReadOnlyDict, taught
from kadmcdm._csv import Decimal
from kadmcdm._files import as_path, write_bytes
from kadmcdm._provenance import jsonable
from kadmcdm._typing import JSON, Label, Language
from kadmcdm.errors import (
    Fault,
    InputError,
    brief,
    choice_fault,
    did_you_mean,
    name_faults,
    prefixed,
    raise_faults,
)
from kadmcdm.partnership.affairs import TextLabel, frozen_label, range_faults
from kadmcdm.partnership.filled import columns_of
from kadmcdm.partnership.framework import FRAMEWORK, Words
from kadmcdm.partnership.template import delimited
from kadmcdm.problem.criteria import NumberField


def lever_name(lever: Label) -> str:
    """Return what a lever goes by: its text in English, or the only one it has."""
    return _text.label(lever, "", "en").strip()


LEVERS: Mapping[str, Words] = ReadOnlyDict(
    {lever_name(leaf.lever): leaf.lever for leaf in FRAMEWORK if leaf.lever is not None}
)
"""The levers of the default framework, by their English texts."""

FIELDS = ("action", "responsible", "months", "cost")
"""What is filled in about a lever."""

_OPTIONAL_TEXT = Annotated[
    Label | None, AfterValidator(lambda text: None if text is None else frozen_label(text))
]


@taught
@pydantic_dataclass(frozen=True, config=ConfigDict(extra="forbid"))
class LeverAction:
    """What is to be done about a lever, as far as the team has decided; nothing is filled in.

    Parameters
    ----------
    lever : str or {"en": str, "id": str}
        As the criteria name it (`kadmcdm.Criterion`), in either language; the default framework's
        are `LEVERS`.
    action : str or {"en": str, "id": str}, optional
        What is done.
    responsible : str or {"en": str, "id": str}, optional
        By whom: the regional apparatus (*perangkat daerah*).
    months : float, optional
        How long it takes until it works.
    cost : float, optional
    unit : str or {"en": str, "id": str}, optional
        What the cost counts: ``"million IDR"``. Costs in different units are not compared.

    Raises
    ------
    InputError
        Naming everything that is wrong.

    Examples
    --------
    >>> from kadmcdm.partnership import LeverAction
    >>> forum = LeverAction("coordination and communication", "a joint forum", months=3)
    >>> forum.open
    ('responsible', 'cost')
    """

    lever: TextLabel
    action: _OPTIONAL_TEXT = None
    responsible: _OPTIONAL_TEXT = None
    months: NumberField | None = None
    cost: NumberField | None = None
    unit: _OPTIONAL_TEXT = None

    @model_validator(mode="after")
    def _checked(self) -> LeverAction:
        faults = [*range_faults("months", self.months), *range_faults("cost", self.cost)]
        raise_faults(list(prefixed(f"lever {lever_name(self.lever)!r}", faults)))
        return self

    @property
    def open(self) -> tuple[str, ...]:
        """What is not yet filled in (*belum diisi*), of action, responsible, months and cost."""
        return tuple(name for name in FIELDS if getattr(self, name) is None)

    def to_dict(self) -> JSON:
        """Return plain JSON types; ``LeverAction(**data)`` reads them back."""
        return {key: jsonable(getattr(self, key)) for key in self.__dataclass_fields__}


_HEADERS: Mapping[Language, Mapping[str, str]] = {
    "en": {name: name for name in ("lever", *FIELDS, "unit")},
    "id": {
        "lever": "pengungkit", "action": "tindakan", "responsible": "perangkat_daerah",
        "months": "bulan", "cost": "biaya", "unit": "satuan",
    },
}  # fmt: skip
_FIELD_OF = {header: name for headers in _HEADERS.values() for name, header in headers.items()}


def lever_template(
    path: str | Path,
    lang: Language = "en",
    *,
    levers: Iterable[Label] | None = None,
    decimal: Decimal | None = None,
) -> Path:
    """Write a table of levers to fill in: action, responsible apparatus, months, cost, its unit.

    Parameters
    ----------
    path : str or Path
    lang : "en" or "id"
        Of the headers and the levers.
    levers : iterable of (str or {"en": str, "id": str}), optional
        As your criteria name them; those of the default framework when left out.
    decimal : "." or ",", optional
        With ``","``, which Indonesian has when left out, cells are parted by semicolons, as Excel
        expects it in Indonesia.

    Returns
    -------
    Path
        What `read_lever_actions` reads.

    Raises
    ------
    InputError
        When the file is there already: nothing is written over. For levers without a text, or
        named twice.

    Examples
    --------
    >>> import tempfile
    >>> from pathlib import Path
    >>> from kadmcdm.partnership import lever_template
    >>> with tempfile.TemporaryDirectory() as folder:
    ...     print(lever_template(Path(folder) / "levers.csv").read_text()[:62])
    lever,action,responsible,months,cost,unit
    capacity and compete
    """
    _text.check_language(lang)
    mark = decimal if decimal is not None else ("," if lang == "id" else ".")
    given = list(LEVERS.values()) if levers is None else list(levers)
    names = [_text.label(lever, "", lang) for lever in given]
    faults = [*choice_fault("decimal", mark, (".", ",")), *name_faults(names, "lever")]
    if not names:
        faults.append(Fault("levers", "there are none", expected="at least one"))
    target = as_path(path)
    if target.exists():
        hint = "choose another name, or move it away"
        faults.append(Fault(str(target), "it is there already", hint=hint))
    raise_faults(faults)
    heads = list(_HEADERS[lang].values())
    rows = [[_csv.shielded(name), *("" for _ in heads[1:])] for name in names]
    return write_bytes(target, delimited([heads, *rows], mark))


def read_lever_actions(
    source: Any, *, decimal: Decimal | None = None, delimiter: str | None = None
) -> tuple[LeverAction, ...]:
    """Read what was filled in about levers, from a file or a frame.

    Parameters
    ----------
    source : str, Path or data frame
        Delimited text in any dialect, or a table of pandas, polars or pyarrow: a row per lever,
        columns as `lever_template` writes them, in English or Indonesian. An empty cell is not yet
        filled in. Another column is refused, lest a misspelt one gets lost.
    decimal : "." or ",", optional
        The decimal mark of a file, where it cannot prove it.
    delimiter : str, optional
        Of a file.

    Returns
    -------
    tuple of LeverAction

    Raises
    ------
    InputError
        With the line or row of every fault, all of them at once.

    Examples
    --------
    >>> import pandas as pd
    >>> from kadmcdm.partnership import read_lever_actions
    >>> frame = pd.DataFrame({"lever": ["commitment and synergy"], "months": [6]})
    >>> read_lever_actions(frame)[0].months
    6.0
    """
    faults: list[Fault] = []
    columns, where = columns_of(
        source, _FIELD_OF, ("lever",), ("months", "cost"), decimal, delimiter, faults
    )
    actions = []
    seen: dict[str, str] = {}
    for row in range(len(columns["lever"])):
        cells = {name: values[row] for name, values in columns.items() if values[row] is not None}
        if "lever" not in cells:
            if cells:
                faults.append(Fault(where(row), "the lever is missing", expected="its name"))
            continue
        name = str(cells["lever"])
        if name.casefold() in seen:
            got = f"also {seen[name.casefold()]}"
            faults.append(Fault(where(row), "the lever stands more than once", got=got))
        seen.setdefault(name.casefold(), where(row))
        try:
            actions.append(LeverAction(**cells))
        except InputError as error:
            faults += prefixed(where(row), error.faults)
    raise_faults(faults)
    return tuple(actions)


def actions_by_lever(
    given: Iterable[Any], known: Mapping[str, Label], faults: list[Fault]
) -> Iterator[tuple[str, LeverAction]]:
    """Yield each action with the name its lever goes by, or add to `faults`.

    Parameters
    ----------
    known : mapping of str to Label
        The levers of the ranking's criteria; those of the framework are known too.
    """
    names: dict[str, str] = {}
    for name, lever in {**LEVERS, **known}.items():
        texts = lever.values() if isinstance(lever, Mapping) else [lever]
        names |= {text.strip().casefold(): name for text in (name, *texts)}
    seen: set[str] = set()
    for number, item in enumerate(given, 1):
        if not isinstance(item, LeverAction):
            expected = "LeverAction(lever, action, ...)"
            faults.append(Fault(f"lever number {number}", "no LeverAction", brief(item), expected))
            continue
        texts = item.lever.values() if isinstance(item.lever, Mapping) else [item.lever]
        folded = [text.strip().casefold() for text in texts]
        found = {names[text] for text in folded if text in names}
        said = lever_name(item.lever)
        if len(found) != 1:
            what = "two levers under one name" if found else "no criterion has this lever"
            hint = did_you_mean(said, [*known, *(name for name in LEVERS if name not in known)])
            faults.append(Fault(f"lever {said!r}", what, hint=hint))
            continue
        name = found.pop()
        if name in seen:
            faults.append(Fault(f"lever {name!r}", "it stands more than once"))
            continue
        seen.add(name)
        yield name, item
