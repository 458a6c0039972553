"""Bundled data: facts about real regions, with a card that says where each comes from."""

from __future__ import annotations

from functools import cache
from importlib import resources
from pathlib import Path

from kadmcdm.errors import choice_fault, raise_faults
from kadmcdm.partnership import RegionTable

__all__ = ["data_folder", "east_java", "east_java_card"]

_NAMES = ("east_java",)


def data_folder(name: str) -> Path:
    """Return the folder of a bundled data set.

    Parameters
    ----------
    name : str
        ``"east_java"``: ``regions.csv``, ``indicators.csv``, ``borders.csv``, ``card.md``, and
        ``study.toml``, the study that ``kadmcdm demo`` runs.

    Returns
    -------
    Path

    Raises
    ------
    InputError
        For an unknown name.

    Examples
    --------
    >>> from kadmcdm import datasets
    >>> sorted(file.name for file in datasets.data_folder("east_java").iterdir())
    ['borders.csv', 'card.md', 'indicators.csv', 'regions.csv', 'study.toml']
    """
    raise_faults(list(choice_fault("data set", name, _NAMES)))
    return Path(str(resources.files("kadmcdm") / "_data" / name))


@cache
def east_java() -> RegionTable:
    """Return the 38 regions of East Java, and Blora and Rembang of Central Java.

    Returns
    -------
    RegionTable
        Borders and ten indicators, each with its unit, year and source. The fiscal-capacity ratio
        is missing for Situbondo (35.12), Blora (33.16) and Rembang (33.17): NaN, never zero.
        See `east_java_card` for the gaps.

    Examples
    --------
    >>> from kadmcdm import datasets
    >>> table = datasets.east_java()
    >>> table
    RegionTable(40 regions, 74 borders, 10 indicators)
    >>> table["35.10"].name
    'Kabupaten Banyuwangi'
    >>> table.about("sanitation_access").unit_in("en")
    '% of households'
    """
    folder = data_folder("east_java")
    return RegionTable.from_csv(
        folder / "regions.csv",
        adjacency=folder / "borders.csv",
        indicators=folder / "indicators.csv",
    )


def east_java_card() -> str:
    """Return the data card of `east_java` in Markdown: units, years, sources, gaps, licences.

    Returns
    -------
    str

    Examples
    --------
    >>> from kadmcdm import datasets
    >>> print(datasets.east_java_card().splitlines()[0])
    # East Java and two neighbors: the data card
    """
    return (data_folder("east_java") / "card.md").read_text(encoding="utf-8")
