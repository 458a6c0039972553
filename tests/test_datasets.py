"""The bundled regions: a test for each trap that data about them has."""

from __future__ import annotations

import csv

import numpy as np
import pytest

import kadmcdm as kd
from kadmcdm.datasets import data_folder, east_java, east_java_card
from kadmcdm.partnership import RegionTable

TABLE = east_java()
BOTH = ("Malang", "Kediri", "Blitar", "Madiun", "Mojokerto", "Pasuruan", "Probolinggo")


def test_forty_autonomous_regions() -> None:
    assert len(TABLE) == 40
    assert sum(code.startswith("35.") for code in TABLE.codes) == 38
    assert {code for code in TABLE.codes if code.startswith("33.")} == {"33.16", "33.17"}
    assert all(region.autonomous for region in TABLE)
    assert [region.kind for region in TABLE].count("city") == 9
    assert list(TABLE.codes) == sorted(TABLE.codes)


def test_codes_are_text_with_their_zeros() -> None:
    assert TABLE["35.10"].name == "Kabupaten Banyuwangi"
    assert TABLE["35.20"].name == "Kabupaten Magetan"
    assert TABLE["35.01"].name == "Kabupaten Pacitan"
    with pytest.raises(kd.InputError, match=r"write '35\.10'"):
        TABLE.index("35.1")
    frame = TABLE.to_frame()
    with pytest.raises(kd.InputError, match="read as a number loses its zeros"):
        RegionTable.from_frame(frame.assign(code=frame["code"].astype(float)), indicators=[])


@pytest.mark.parametrize("name", BOTH)
def test_a_kabupaten_and_a_kota_of_one_name_are_two_regions(name: str) -> None:
    codes = [r.code for r in TABLE if r.name.partition(" ")[2] == name]
    assert [TABLE[code].kind for code in codes] == ["regency", "city"]
    with pytest.raises(kd.InputError) as caught:
        TABLE.index(name)
    assert all(code in str(caught.value) for code in codes)


def test_no_other_names_are_double() -> None:
    bare = [region.name.partition(" ")[2] for region in TABLE]
    assert sorted({name for name in bare if bare.count(name) > 1}) == sorted(BOTH)


def test_a_join_on_bps_codes_is_refused() -> None:
    frame = TABLE.to_frame()
    digits = frame["code"].str.replace(".", "", regex=False)
    with pytest.raises(kd.InputError) as caught:
        RegionTable.from_frame(frame.assign(code=digits), indicators=["hdi"])
    assert len(caught.value.faults) == 40
    assert "never join on the digits" in str(caught.value.faults[0])


def test_missing_fiscal_capacity_is_nan_never_zero() -> None:
    ratio = TABLE.indicator("fiscal_capacity_ratio")
    missing = [TABLE.codes[k] for k in np.flatnonzero(np.isnan(ratio))]
    assert missing == ["33.16", "33.17", "35.12"]
    assert np.nanmin(ratio) > 0.8
    assert TABLE["35.12"].indicators["fiscal_capacity_ratio"] is None


def test_everything_else_is_complete_and_within_its_scale() -> None:
    scales = {
        "area_km2": (20, 4000),
        "population": (1e5, 4e6),
        "hdi": (60, 85),
        "poverty_rate": (3, 25),
        "mean_years_schooling": (4, 12),
        "life_expectancy": (65, 75),
        "sanitation_access": (39, 100),
        "water_access": (75, 100),
        "unemployment_rate": (1, 12),
        "fiscal_capacity_ratio": (0.8, 3.6),
    }
    assert [i.name for i in TABLE.indicators] == list(scales)
    for name, (low, high) in scales.items():
        values = TABLE.indicator(name)
        assert np.isnan(values).sum() == (3 if name == "fiscal_capacity_ratio" else 0)
        assert np.nanmin(values) >= low
        assert np.nanmax(values) <= high
    assert not np.isnan(TABLE.lat).any()
    assert not np.isnan(TABLE.lon).any()


def test_known_figures() -> None:
    bojonegoro = TABLE["35.22"].indicators
    assert bojonegoro["population"] == 1366227
    assert bojonegoro["sanitation_access"] == 90.96
    assert bojonegoro["water_access"] == 97.24
    assert bojonegoro["fiscal_capacity_ratio"] == 3.532
    assert TABLE["35.78"].indicators["hdi"] == 82.31


def test_output_per_head_is_left_out() -> None:
    assert not any("grdp" in i.name or "gdp" in i.name for i in TABLE.indicators)


def test_every_indicator_says_unit_and_source() -> None:
    for indicator in TABLE.indicators:
        assert indicator.unit
        assert indicator.source
        assert indicator.label_in("id") != indicator.label_in("en")
    years = {i.name: i.year for i in TABLE.indicators}
    assert years["hdi"] == 2021
    assert years["population"] == 2025
    assert years["fiscal_capacity_ratio"] is None  # the source does not say


def neighbors(code: str) -> set[str]:
    return {other for other in TABLE.codes if TABLE.border(code, other)}


def test_neighbors_of_bojonegoro() -> None:
    expected = {"33.16", "35.17", "35.18", "35.19", "35.21", "35.23", "35.24"}
    assert neighbors("35.22") == expected


def test_enclaves_have_borders() -> None:
    enclaves = {
        "35.76": "35.16", "35.71": "35.06", "35.72": "35.05", "35.73": "35.07", "35.74": "35.13",
        "35.75": "35.14",
    }  # fmt: skip
    for city, regency in enclaves.items():
        assert neighbors(city) == {regency}
        assert TABLE.border(city, regency) == "land"


def test_madura_is_an_island_without_a_border_across_the_strait() -> None:
    assert neighbors("35.26") == {"35.27"}
    assert neighbors("35.27") == {"35.26", "35.28"}
    assert neighbors("35.29") == {"35.28"}
    assert TABLE.border("35.26", "35.78") is None


def test_borders_are_whole() -> None:
    assert len(TABLE.adjacency) == 74
    assert all(neighbors(code) for code in TABLE.codes)
    np.testing.assert_array_equal(TABLE.borders, TABLE.borders.T)


def test_two_provinces() -> None:
    assert {region.province for region in TABLE} == {"Jawa Timur", "Jawa Tengah"}
    assert all(region.province_code == region.code[:2] for region in TABLE)


def test_the_card_covers_every_column() -> None:
    card = east_java_card()
    with (data_folder("east_java") / "regions.csv").open(encoding="utf-8", newline="") as file:
        headers = next(csv.reader(file))
    assert all(f"`{header}`" in card for header in headers)
    for word in ("Statistics Indonesia (BPS)", "Ministry of Finance", "Ministry of Home Affairs",
                 "Situbondo", "inferred", "none seen"):  # fmt: skip
        assert word in card


def test_files_are_plain_and_complete() -> None:
    folder = data_folder("east_java")
    for name in ("regions.csv", "borders.csv", "indicators.csv", "card.md"):
        raw = (folder / name).read_bytes()
        assert raw.decode("utf-8")
        assert b"\r" not in raw
        assert raw.endswith(b"\n")


def test_the_loader_returns_one_table() -> None:
    assert east_java() is east_java()
    with pytest.raises(kd.InputError, match=r"data set: unknown choice.*did you mean 'east_java'"):
        data_folder("eastjava")
