"""A region, and what an indicator of it is."""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping
from dataclasses import field
from typing import Annotated

from pydantic import AfterValidator, BeforeValidator, ConfigDict, Field, model_validator
from pydantic.dataclasses import dataclass as pydantic_dataclass

from kadmcdm import _text
from kadmcdm._arrays import ReadOnlyDict, taught
from kadmcdm._provenance import jsonable
from kadmcdm._typing import JSON, Language
from kadmcdm.errors import Fault, InputError, brief, prefixed, raise_faults
from kadmcdm.partnership.codes import (
    JAKARTA,
    RegionKind,
    code_fault,
    kind_of,
    name_fault,
    place_faults,
)
from kadmcdm.problem.criteria import LabelField

_CONFIG = ConfigDict(extra="forbid", allow_inf_nan=True)


def _code_text(value: object) -> object:
    fault = None if isinstance(value, str) else code_fault(value)
    raise_faults([fault] if fault else [])
    return value


def _text_or_none(value: str | None) -> str | None:
    if value is not None and not value.strip():
        raise InputError([Fault("", "it is empty", expected="text")])
    return value


def _known(values: Mapping[str, float | None]) -> Mapping[str, float | None]:
    return ReadOnlyDict(
        {name: None if value is None or value != value else value for name, value in values.items()}
    )


Name = Annotated[str, AfterValidator(_text_or_none)]


@taught
@pydantic_dataclass(frozen=True, config=_CONFIG)
class Indicator:
    """A fact that is known about regions: its unit, its year, and who says so.

    Parameters
    ----------
    name : str
    unit : str or {"en": str, "id": str}, optional
    year : int, optional
        None where the source does not say.
    source : str or {"en": str, "id": str}, optional
    label : str or {"en": str, "id": str}, optional

    Raises
    ------
    InputError
        Naming everything that is wrong.

    Examples
    --------
    >>> from kadmcdm.partnership import Indicator
    >>> Indicator("hdi", "index, 0-100", 2021, "BPS").year
    2021
    """

    name: Name
    unit: LabelField = None
    year: int | None = None
    source: LabelField = None
    label: LabelField = None

    def label_in(self, lang: Language) -> str:
        """Return the label in a language, or the name."""
        return _text.label(self.label, self.name, lang)

    def unit_in(self, lang: Language) -> str:
        """Return the unit in a language, or nothing."""
        return _text.label(self.unit, "", lang)

    def source_in(self, lang: Language) -> str:
        """Return the source in a language, or nothing."""
        return _text.label(self.source, "", lang)

    def to_dict(self) -> JSON:
        """Return what is set, as plain JSON types."""
        content = {key: jsonable(getattr(self, key)) for key in self.__dataclass_fields__}
        return {key: value for key, value in content.items() if value is not None}


@taught
@pydantic_dataclass(frozen=True, config=_CONFIG)
class Region:
    """A province, regency (kabupaten) or city (kota).

    Parameters
    ----------
    code : str
        The Kemendagri code as text: ``"35.10"``; of a province ``"35"``. BPS codes are refused.
    name : str
        With its type: ``"Kabupaten Malang"`` and ``"Kota Malang"`` are two regions.
    kind : "province", "regency" or "city"
    province_code : str
    lat, lon : float, optional
        Degrees (WGS84); both, or neither.
    province : str, optional
        The province's name.
    autonomous : bool
        False for Jakarta's administrative regency and cities, which cannot sign an agreement.
    indicators : mapping of str to float or None
        None, or NaN, where a value is missing; missing is never zero.

    Raises
    ------
    InputError
        Naming everything that is wrong.

    Examples
    --------
    >>> from kadmcdm.partnership import Region
    >>> Region("35.23", "Kabupaten Tuban", "regency", "35", -6.95314, 111.89151).kind
    'regency'
    >>> Region("3523", "Kabupaten Tuban", "regency", "35")
    Traceback (most recent call last):
    kadmcdm.errors.InputError: Region '3523': code: no Kemendagri code; got '3523', expected text...
    """

    code: Annotated[str, BeforeValidator(_code_text)]
    name: Name
    kind: RegionKind
    province_code: str
    lat: float | None = None
    lon: float | None = None
    province: str | None = field(default=None, kw_only=True)
    autonomous: bool = field(default=True, kw_only=True)
    indicators: Annotated[Mapping[str, float | None], AfterValidator(_known)] = Field(
        default_factory=dict, kw_only=True
    )

    @model_validator(mode="after")
    def _checked(self) -> Region:
        faults = [*place_faults(self.lat, self.lon)]
        faults += [
            Fault(
                f"indicator {name!r}",
                "not a finite number",
                brief(value),
                "None where missing",
            )
            for name, value in self.indicators.items()
            if value is not None and math.isinf(value)
        ]
        wrong = code_fault(self.code)
        if wrong:
            faults += prefixed("code", [wrong])
        else:
            faults += _mismatches(self)
        fault = name_fault(self.name, self.kind)
        faults += [fault] if fault else []
        raise_faults(faults)
        return self

    def to_dict(self) -> JSON:
        """Return plain JSON types; a missing value stands as ``None``."""
        return {key: jsonable(getattr(self, key)) for key in self.__dataclass_fields__}


def _mismatches(region: Region) -> Iterator[Fault]:
    """Yield what a region says otherwise than its code."""
    code = region.code
    if region.province_code != code[:2]:
        got, expected = brief(region.province_code), repr(code[:2])
        yield Fault("province_code", "another one than in the code", got, expected)
    if region.kind != kind_of(code):
        hint = "Kemendagri numbers regencies from 01 and cities from 71"
        got, expected = brief(region.kind), repr(kind_of(code))
        yield Fault("kind", "another one than the code says", got, expected, hint)
    if region.autonomous and code.startswith(f"{JAKARTA}."):
        yield Fault(
            "autonomous",
            "the regency and cities of Jakarta are administrative units and cannot sign",
            hint=f"say autonomous=False; the province, {JAKARTA!r}, signs",
        )
