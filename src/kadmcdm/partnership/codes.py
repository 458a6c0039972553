"""Codes and names of Indonesian regions: the traps, each with its explanation."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from typing import Literal, TypeAlias

from kadmcdm.errors import Fault, brief, did_you_mean

RegionKind: TypeAlias = Literal["province", "regency", "city"]
BorderKind: TypeAlias = Literal["land", "river", "sea"]
Adjacency: TypeAlias = Mapping[tuple[str, str], BorderKind]

BORDER_KINDS: tuple[BorderKind, ...] = ("land", "river", "sea")
KINDS: Mapping[str, RegionKind] = {
    **dict.fromkeys(("regency", "kabupaten", "kab", "kab."), "regency"),
    **dict.fromkeys(("city", "kota"), "city"),
    **dict.fromkeys(("province", "provinsi"), "province"),
}
"""Words for the kind of a region, in English and Indonesian."""

JAKARTA = "31"
"""The province whose regency and cities are administrative units: they cannot sign."""

LATITUDES = (-11.5, 6.5)
LONGITUDES = (94.5, 141.5)
"""A box around Indonesia, in degrees."""

_FIRST_CITY = 71  # Kemendagri numbers regencies from 01, cities from 71
_TYPES: dict[RegionKind, str] = {"regency": "Kabupaten", "city": "Kota"}


def kind_of(code: str) -> RegionKind:
    """Return the kind that a Kemendagri code tells."""
    if len(code) == 2:
        return "province"
    return "city" if int(code[3:]) >= _FIRST_CITY else "regency"


def code_fault(code: object) -> Fault | None:
    """Say what is wrong with a region's code, if anything."""
    hint: str | None
    expected = "text of the Kemendagri form PP.KK, such as '35.22' (a province: PP)"
    if not isinstance(code, str):
        hint = (
            "a code read as a number loses its zeros (35.10 becomes 35.1): read the column as "
            "text, e.g. pandas.read_csv(path, dtype={'code': str})"
        )
        return Fault("", "the code is no text", brief(code), expected, hint)
    if re.fullmatch(r"\d\d(\.\d\d)?", code, flags=re.ASCII):
        return None
    hint = None
    if re.fullmatch(r"\d{4}", code):
        hint = (
            f"{code} looks like a BPS code. BPS and Kemendagri number regions differently (BPS "
            "1101 is Simeulue, Kemendagri 11.01 is Aceh Selatan), so never join on the digits: "
            "look the Kemendagri code up by name"
        )
    elif re.fullmatch(r"\d\d\.\d", code):
        hint = f"a spreadsheet has cut a zero off: write '{code}0', and keep codes as text"
    elif re.fullmatch(r"\d\.\d\d?|\d", code):
        hint = "a spreadsheet has cut a zero off: keep codes as text"
    return Fault("", "no Kemendagri code", brief(code), expected, hint)


def name_fault(name: str, kind: RegionKind) -> Fault | None:
    """Say what is wrong with a region's name, if anything: it must tell its type."""
    title = _TYPES.get(kind)
    if title is None or name.startswith(f"{title} "):
        return None
    other = next((k for k, word in _TYPES.items() if k != kind and name.startswith(f"{word} ")), "")
    if other:
        return Fault("name", f"the name says {other}, the kind says {kind}", brief(name))
    bare = re.sub(r"(?i)^(kab\.?|kabupaten|kota|city of)\s+|\s+(regency|city)$", "", name).strip()
    return Fault(
        "name",
        f"the name does not say that it is a {kind}",
        repr(name),
        repr(f"{title} {bare}"),
        "names such as Malang, Kediri or Bandung are both a kabupaten and a kota",
    )


def place_faults(lat: float | None, lon: float | None) -> Iterator[Fault]:
    """Yield what is wrong with a region's coordinates."""
    if (lat is None) != (lon is None):
        yield Fault("lat, lon", "one of the two is missing", f"{lat}, {lon}", "both, or neither")
    if lat is None or lon is None:
        return
    if _inside(lat, LATITUDES) and _inside(lon, LONGITUDES):
        return
    swapped = _inside(lon, LATITUDES) and _inside(lat, LONGITUDES)
    yield Fault(
        "lat, lon",
        "the place lies outside Indonesia",
        f"{lat}, {lon}",
        "latitude {} to {}, longitude {} to {}, in degrees".format(*LATITUDES, *LONGITUDES),
        "they look swapped" if swapped else None,
    )


def unknown_codes(codes: Iterable[object], names: Mapping[str, str]) -> Iterator[Fault]:
    """Yield a fault for each code that a table does not have; `names` maps its codes to names."""
    for code in codes:
        if isinstance(code, str) and code in names:
            continue
        bare = code.casefold() if isinstance(code, str) else ""
        meant = [
            f"{name} is {known!r}"
            for known, name in names.items()
            if bare in (name.casefold(), name.casefold().partition(" ")[2])
        ]
        wrong = code_fault(code)
        if meant:
            hint = "say the code: " + ", ".join(meant)
        elif wrong is None:
            hint = f"its codes run from {min(names)!r} to {max(names)!r}"
        else:
            hint = wrong.hint or did_you_mean(code, names.values()) or ""
        yield Fault(f"region {brief(code)}", "no such code in the table", hint=hint or None)


def _inside(value: float, bounds: tuple[float, float]) -> bool:
    return bounds[0] <= value <= bounds[1]
