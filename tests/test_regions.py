"""Regions and tables of them: every trap of Indonesian region data is refused with a reason."""

from __future__ import annotations

import copy
import pickle
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import polars as pl
import pytest

import kadmcdm as kd
from kadmcdm.partnership import Indicator, Region, RegionTable

TUBAN = Region("35.23", "Kabupaten Tuban", "regency", "35", -6.95, 111.89, indicators={"x": 1.5})
MALANG = Region("35.73", "Kota Malang", "city", "35", -7.98, 112.64, indicators={"x": None})
BLORA = Region("33.16", "Kabupaten Blora", "regency", "33")


def refused(*args: Any, **kwargs: Any) -> str:
    with pytest.raises(kd.InputError) as caught:
        Region(*args, **kwargs)
    return str(caught.value)


def table() -> RegionTable:
    return RegionTable([TUBAN, MALANG, BLORA], adjacency={("35.23", "33.16"): "sea"})


# a region --------------------------------------------------------------------------------------


def test_a_code_read_as_a_number_is_refused() -> None:
    text = refused(35.1, "Kabupaten Banyuwangi", "regency", "35")
    assert "the code is no text; got 35.1" in text
    assert "35.10 becomes 35.1" in text


def test_a_code_that_lost_its_zero_is_refused() -> None:
    text = refused("35.1", "Kabupaten Banyuwangi", "regency", "35")
    assert "a spreadsheet has cut a zero off: write '35.10'" in text
    assert "cut a zero off" in refused("1.01", "Kabupaten X", "regency", "1")


def test_a_bps_code_is_refused_with_the_reason() -> None:
    text = refused("3522", "Kabupaten Bojonegoro", "regency", "35")
    assert "looks like a BPS code" in text
    assert "BPS 1101 is Simeulue, Kemendagri 11.01 is Aceh Selatan" in text
    assert "never join on the digits" in text


@pytest.mark.parametrize(
    ("name", "kind", "code", "hint"),
    [
        ("Bandung", "city", "32.73", "expected 'Kota Bandung'"),
        ("Bandung", "regency", "32.04", "expected 'Kabupaten Bandung'"),
        ("Kab. Malang", "regency", "35.07", "expected 'Kabupaten Malang'"),
        ("Malang Regency", "regency", "35.07", "expected 'Kabupaten Malang'"),
        ("Kota Malang", "regency", "35.07", "the name says city, the kind says regency"),
        (" ", "regency", "35.07", "it is empty"),
    ],
)
def test_a_name_tells_its_type(name: str, kind: str, code: str, hint: str) -> None:
    assert hint in refused(code, name, kind, code[:2])


def test_a_code_tells_kind_and_province() -> None:
    text = refused("35.73", "Kabupaten Malang", "regency", "33")
    assert "kind: another one than the code says; got 'regency', expected 'city'" in text
    assert "province_code: another one than in the code; got '33', expected '35'" in text
    assert Region("35", "Jawa Timur", "province", "35").kind == "province"


def test_a_place_lies_in_indonesia() -> None:
    assert "they look swapped" in refused("35.73", "Kota Malang", "city", "35", 112.6, -7.9)
    text = refused("35.73", "Kota Malang", "city", "35", 52.5, 13.4)
    assert "the place lies outside Indonesia; got 52.5, 13.4" in text
    assert "swapped" not in text
    assert "one of the two is missing" in refused("35.73", "Kota Malang", "city", "35", -7.9)


def test_jakartas_units_cannot_be_autonomous() -> None:
    name = "Kota Administrasi Jakarta Pusat"
    assert "say autonomous=False; the province, '31', signs" in refused("31.71", name, "city", "31")
    assert not Region("31.71", name, "city", "31", autonomous=False).autonomous
    assert Region("31", "DKI Jakarta", "province", "31").autonomous


def test_missing_is_none_and_infinite_is_refused() -> None:
    region = Region("35.73", "Kota Malang", "city", "35", indicators={"x": float("nan"), "y": None})
    assert dict(region.indicators) == {"x": None, "y": None}
    text = refused("35.73", "Kota Malang", "city", "35", indicators={"x": float("inf")})
    assert "indicator 'x': not a finite number; got inf" in text


def test_all_faults_of_a_region_come_at_once() -> None:
    with pytest.raises(kd.InputError) as caught:
        Region("3522", "Malang", "city", "35", 112.0, -7.0, indicators={"x": float("inf")})
    assert len(caught.value.faults) == 4
    assert "unknown key" in refused("35.73", "Kota Malang", "city", "35", population=3)


def test_a_region_is_frozen() -> None:
    with pytest.raises(AttributeError):
        TUBAN.name = "other"  # type: ignore[misc]
    with pytest.raises(TypeError, match="read-only"):
        TUBAN.indicators["x"] = 0.0  # type: ignore[index]


def test_an_indicator() -> None:
    label = {"en": "human development", "id": "pembangunan manusia"}
    hdi = Indicator("hdi", "index", 2021, "BPS", label)  # type: ignore[arg-type]
    assert (hdi.label_in("id"), Indicator("hdi").label_in("id")) == ("pembangunan manusia", "hdi")
    assert Indicator(**hdi.to_dict()) == hdi
    with pytest.raises(kd.InputError, match=r"Indicator 'hdi'\.year"):
        Indicator("hdi", year="last")  # type: ignore[arg-type]


# a table ---------------------------------------------------------------------------------------


def test_look_ups() -> None:
    regions = table()
    assert regions.codes == ("35.23", "35.73", "33.16")
    assert regions.names[1] == "Kota Malang"
    assert (len(regions), regions.index("35.73"), regions["33.16"]) == (3, 1, BLORA)
    assert "33.16" in regions
    assert "Tuban" not in regions
    assert [region.code for region in regions] == list(regions.codes)
    assert regions.rows(["33.16", "35.23"]).tolist() == [2, 0]
    assert regions.provinces.tolist() == [35, 35, 33]
    assert repr(regions) == "RegionTable(3 regions, 1 borders, 1 indicators)"


def test_indicators_are_read_only_and_missing_is_nan() -> None:
    x = table().indicator("x")
    np.testing.assert_array_equal(x, [1.5, np.nan, np.nan])
    np.testing.assert_array_equal(table().lat, [-6.95, -7.98, np.nan])
    for array in (x, table().lat, table().lon, table().borders, table().provinces):
        assert not array.flags.writeable
    with pytest.raises(kd.InputError, match="indicator 'y': unknown name"):
        table().indicator("y")


def test_borders_have_no_order() -> None:
    regions = table()
    assert regions.border("33.16", "35.23") == regions.border("35.23", "33.16") == "sea"
    assert regions.border("33.16", "35.73") is None
    assert dict(regions.adjacency) == {("33.16", "35.23"): "sea"}
    np.testing.assert_array_equal(regions.borders, [[0, 0, 3], [0, 0, 0], [3, 0, 0]])


def test_a_name_instead_of_a_code_is_explained() -> None:
    regions = kd_east_java()
    with pytest.raises(kd.InputError) as caught:
        regions["Malang"]
    assert "Kabupaten Malang is '35.07', Kota Malang is '35.73'" in str(caught.value)
    with pytest.raises(kd.InputError, match=r"say the code: Kabupaten Tuban is '35\.23'"):
        regions.index("Kabupaten Tuban")
    with pytest.raises(kd.InputError, match="looks like a BPS code"):
        regions.index("3522")
    with pytest.raises(kd.InputError, match=r"its codes run from '33\.16' to '35\.79'"):
        regions.index("35.99")
    with pytest.raises(kd.InputError, match="did you mean 'Kabupaten Bojonegoro'"):
        regions.index("Kabupaten Bojonegara")
    with pytest.raises(kd.InputError, match="2 faults"):
        regions.rows(["35.22", "99.01", "99.02"])


def kd_east_java() -> RegionTable:
    from kadmcdm import datasets

    return datasets.east_java()


def test_faults_of_a_table_come_at_once() -> None:
    adjacency: Any = {
        ("35.23", "35.23"): "land", ("35.23", "33.17"): "land", ("35.23", "33.16"): "bridge",
        ("35.73", "33.16"): "land", ("33.16", "35.73"): "sea", "35.23": "land",
    }  # fmt: skip
    with pytest.raises(kd.InputError) as caught:
        RegionTable([TUBAN, MALANG, BLORA, TUBAN], adjacency=adjacency, indicators=["y"])
    text = str(caught.value)
    for expected in (
        "region '35.23': the name stands more than once; got rows 1, 4",
        "region '35.23': indicator 'x': unknown name",
        "('35.23', '35.23'): a region does not border itself",
        "('35.23', '33.17'): region '33.17': no such code in the table",
        "('35.23', '33.16'): kind: unknown choice; got 'bridge'",
        "('33.16', '35.73'): the pair stands twice, with two kinds of border",
        "adjacency '35.23': no pair of codes",
    ):
        assert expected in text
    with pytest.raises(kd.InputError, match="regions: there are none"):
        RegionTable([])
    with pytest.raises(kd.InputError, match="region number 1: no Region; got 'x'"):
        RegionTable(["x"])  # type: ignore[list-item]


def test_round_trips() -> None:
    regions = kd_east_java()
    for again in (
        RegionTable.from_json(regions.to_json()),
        pickle.loads(pickle.dumps(regions)),
        copy.deepcopy(regions),
        RegionTable.from_frame(
            regions.to_frame(), indicators=regions.indicators, adjacency=regions.adjacency
        ),
        RegionTable.from_frame(
            pl.from_pandas(regions.to_frame()),
            indicators=regions.indicators,
            adjacency=regions.adjacency,
        ),
    ):
        assert again.to_dict() | {"dialect": None} == regions.to_dict() | {"dialect": None}
        assert again.dialect in (None, regions.dialect)  # a frame has none
        assert again.digest == regions.digest
    assert RegionTable.from_json(regions.to_json()).dialect == regions.dialect
    assert regions.dialect is not None
    with pytest.raises(kd.InputError, match=r"RegionTable\.regions: missing"):
        RegionTable.from_dict({"result": "RegionTable", "adjacency": [], "indicators": []})


def test_how_the_file_was_written_is_recorded(tmp_path: Path) -> None:
    path = tmp_path / "regions.csv"
    path.write_text("code;name;x\n35.22;Kabupaten Bojonegoro;1,5\n", encoding="utf-8-sig")
    regions = RegionTable.from_csv(path)
    assert regions.dialect == {"delimiter": ";", "decimal": ",", "encoding": "utf-8", "bom": True}
    assert regions.indicator("x").tolist() == [1.5]


def test_the_digest_tells_tables_apart() -> None:
    regions = table()
    zero = Region("35.73", "Kota Malang", "city", "35", -7.98, 112.64, indicators={"x": 0.0})
    assert RegionTable([TUBAN, zero, BLORA], adjacency=regions.adjacency).digest != regions.digest
    assert RegionTable([TUBAN, MALANG, BLORA]).digest != regions.digest
    assert table().digest == regions.digest


# frames ----------------------------------------------------------------------------------------


@pytest.mark.parametrize("library", [pd, pl])
def test_a_frame_with_codes_as_numbers_is_refused(library: Any) -> None:
    frame = library.DataFrame({"code": [35.1, 35.11], "name": ["Kabupaten A", "Kabupaten B"]})
    with pytest.raises(kd.InputError) as caught:
        RegionTable.from_frame(frame, indicators=[])
    assert len(caught.value.faults) == 1
    assert "dtype={'code': str}" in str(caught.value)


@pytest.mark.parametrize("library", [pd, pl])
def test_a_frame_needs_little_and_missing_is_never_zero(library: Any) -> None:
    frame = library.DataFrame(
        {
            "code": ["35.10", "35.79", "31.74", "35"],
            "name": ["Kabupaten Banyuwangi", "Kota Batu", "Kota Adm. X", "Jawa Timur"],
            "x": [1.5, None, 2.0, 0.0],
        }
    )
    regions = RegionTable.from_frame(frame, indicators=["x"])
    kinds = [region.kind for region in regions]
    assert kinds == ["regency", "city", "city", "province"]
    assert [region.autonomous for region in regions] == [True, True, False, True]
    np.testing.assert_array_equal(regions.indicator("x"), [1.5, np.nan, 2.0, 0.0])


def test_nullable_integers_and_indonesian_words() -> None:
    frame = pd.DataFrame(
        {
            "code": ["35.10", "35.79"],
            "name": ["Kabupaten Banyuwangi", "Kota Batu"],
            "kind": ["Kabupaten", "kota"],
            "autonomous": ["ya", "tidak"],
            "x": pd.array([1, None], dtype="Int64"),
        }
    )
    regions = RegionTable.from_frame(frame, indicators=[Indicator("x", "people")])
    assert [region.kind for region in regions] == ["regency", "city"]
    assert [region.autonomous for region in regions] == [True, False]
    np.testing.assert_array_equal(regions.indicator("x"), [1.0, np.nan])
    assert regions.about("x").unit == "people"


def test_faults_of_a_frame_come_at_once_by_region() -> None:
    frame = pd.DataFrame(
        {"code": ["35.10", "3511", None], "name": ["A", "Kabupaten B", "C"], "x": ["1,5", None, 1]}
    )
    with pytest.raises(kd.InputError) as caught:
        RegionTable.from_frame(frame, indicators=["x"])
    text = str(caught.value)
    assert "region '35.10', column 'x': no number; got '1,5'" in text
    assert "region '35.10': name: the name does not say that it is a regency" in text
    assert "region '3511': code: no Kemendagri code" in text
    assert "region None" in text
    with pytest.raises(kd.InputError, match="column 'name': not there"):
        RegionTable.from_frame(frame.rename(columns={"name": "nama"}), indicators=["y"])
    with pytest.raises(kd.InputError, match="no data frame; got dict"):
        RegionTable.from_frame({"code": []}, indicators=[])


# files -----------------------------------------------------------------------------------------


def test_a_file_in_indonesian_dialect(tmp_path: Path) -> None:
    path = tmp_path / "regions.csv"
    path.write_text(
        "code;name;kind;lat;lon;x;remark\n"
        "35.10;Kabupaten Banyuwangi;kabupaten;-8,36493;114,20552;1.791.789;-\n"
        "35.79;Kota Batu;kota;;;-;\n",
        encoding="utf-8-sig",
    )
    regions = RegionTable.from_csv(path, indicators=["x"])
    assert regions.codes == ("35.10", "35.79")
    np.testing.assert_array_equal(regions.indicator("x"), [1791789.0, np.nan])
    np.testing.assert_array_equal(regions.lat, [-8.36493, np.nan])


def test_faults_of_a_file_come_at_once_by_line(tmp_path: Path) -> None:
    path, borders = tmp_path / "regions.csv", tmp_path / "borders.csv"
    path.write_text(
        "code;name;x\n35.1;Kabupaten Banyuwangi;1.234\n35.73;Malang;abc\n", encoding="utf-8"
    )
    borders.write_text("code_a,code_b,kind\n35.10,35.73,land\n35.10,35.73,sea\n", encoding="utf-8")
    with pytest.raises(kd.InputError) as caught:
        RegionTable.from_csv(path, adjacency=borders)
    text = str(caught.value)
    for expected in (
        "regions.csv, line 2 (35.1), column 'x': it can be read in two ways",
        "regions.csv, line 3 (35.73), column 'x': no number; got 'abc'",
        "regions.csv, line 2 (35.1): code: no Kemendagri code",
        "regions.csv, line 3 (35.73): name: the name does not say that it is a city",
        "borders.csv, line 3 (35.10): the pair 35.10, 35.73 stands twice",
    ):
        assert expected in text
    assert len(caught.value.faults) == 5


def test_files_that_lack_columns(tmp_path: Path) -> None:
    path = tmp_path / "data.csv"
    path.write_text("kode,name\n35.10,Kabupaten Banyuwangi\n", encoding="utf-8")
    with pytest.raises(
        kd.InputError, match=r"column 'code': not there\. Hint: did you mean 'kode'"
    ):
        RegionTable.from_csv(path)
    good = tmp_path / "regions.csv"
    good.write_text("code,name\n35.10,Kabupaten Banyuwangi\n", encoding="utf-8")
    with pytest.raises(kd.InputError, match="column 'kind': not there"):
        RegionTable.from_csv(good, adjacency=path)
    with pytest.raises(kd.InputError, match="column 'hdi': not there"):
        RegionTable.from_csv(good, indicators=["hdi"])
    path.write_text("name,year\nx,last\n", encoding="utf-8")
    with pytest.raises(kd.InputError, match=r"line 2 \(x\).*year"):
        RegionTable.from_csv(good, indicators=path)
