"""Delimited text in any dialect; only a number with two readings is refused."""

from __future__ import annotations

import csv
from pathlib import Path

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

import kadmcdm as kd
from kadmcdm._csv import CsvTable, Dialect, numbers, read_csv


def written(folder: Path, text: str, encoding: str = "utf-8") -> Path:
    path = folder / "data.csv"
    path.write_bytes(text.encode(encoding))
    return path


def column(folder: Path, text: str, encoding: str = "utf-8", **options: object) -> list[float]:
    table = read_csv(written(folder, text, encoding), **options)  # type: ignore[arg-type]
    return numbers(table, ["x"])[0][:, 0].tolist()


def message(folder: Path, text: str, encoding: str = "utf-8", **options: object) -> str:
    with pytest.raises(kd.InputError) as caught:
        column(folder, text, encoding, **options)
    return str(caught.value)


def test_what_excel_writes_in_indonesia_is_read(tmp_path: Path) -> None:
    text = "kode;nama;x;y\r\n35.10;Banyuwangi;71,38;1.791.789\r\n35.22;Bojonegoro;69,59;-\r\n"
    table = read_csv(written(tmp_path, text, "utf-8-sig"))
    values, dialect = numbers(table, ["x", "y"])
    assert table.column("kode") == ("35.10", "35.22")
    np.testing.assert_array_equal(values, [[71.38, 1791789.0], [69.59, np.nan]])
    assert dialect == Dialect(delimiter=";", decimal=",", encoding="utf-8", bom=True)


@pytest.mark.parametrize("delimiter", [";", ",", "\t", "|"])
def test_the_delimiter_is_found(tmp_path: Path, delimiter: str) -> None:
    text = delimiter.join(["name", "x"]) + "\n" + delimiter.join(["A", "12.5"]) + "\n"
    table = read_csv(written(tmp_path, text))
    assert table.dialect.delimiter == delimiter
    assert numbers(table, ["x"])[0].tolist() == [[12.5]]


def test_a_comma_in_the_headers_of_a_semicolon_file_misleads_nobody(tmp_path: Path) -> None:
    table = read_csv(written(tmp_path, "Nama;Luas, km2;x\nA;1,5;2,5\n"))
    assert table.headers == ("Nama", "Luas, km2", "x")


def test_a_single_column_of_decimal_commas(tmp_path: Path) -> None:
    assert column(tmp_path, "x\n1,5\n2,5\n") == [1.5, 2.5]


def test_excels_own_line_about_the_delimiter_is_obeyed_and_lines_are_counted(
    tmp_path: Path,
) -> None:
    table = read_csv(written(tmp_path, "sep=|\r\nname|x\r\nA|1\r\n"))
    assert (table.headers, table.lines) == (("name", "x"), (3,))


@pytest.mark.parametrize(
    ("encoding", "recorded", "bom"),
    [("utf-8", "utf-8", False), ("cp1252", "cp1252", False), ("utf-16", "utf-16-le", True)],
)
def test_encodings(tmp_path: Path, encoding: str, recorded: str, bom: bool) -> None:
    table = read_csv(written(tmp_path, "name;x\nCafé;1,5\n", encoding))
    assert table.rows == (("Café", "1,5"),)
    assert (table.dialect.encoding, table.dialect.bom) == (recorded, bom)


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("12.5", 12.5), ("0.234", 0.234), ("1.2345", 1.2345), ("1234.567", 1234.567),
        (".5", 0.5), ("-7.25543", -7.25543), ("−4.5", -4.5), ("1.5e3", 1500.0), ("0", 0.0),
        ("1.234,5", 1234.5), ("1,234.5", 1234.5), ("1.234.567", 1234567.0), ("12,5", 12.5),
        ("0,234", 0.234), ("1,234,567", 1234567.0), ("1,234,567.8", 1234567.8), ("42", 42.0),
    ],
)  # fmt: skip
def test_a_number_with_one_reading_is_read_so(tmp_path: Path, text: str, value: float) -> None:
    assert column(tmp_path, f"name;x\nA;{text}\n") == [value]


def test_an_ambiguous_number_shows_both_readings(tmp_path: Path) -> None:
    text = message(tmp_path, "name;x\nTuban;1.234\n")
    assert text == (
        "data.csv, line 2 (Tuban), column 'x': it can be read in two ways: "
        "1.234 (decimal point) or 1234 (decimal comma); got '1.234'. "
        "Hint: say decimal=',' or decimal='.'."
    )


@pytest.mark.parametrize(("decimal", "value"), [(",", 1234.0), (".", 1.234)])
def test_saying_the_decimal_mark_settles_it(tmp_path: Path, decimal: str, value: float) -> None:
    assert column(tmp_path, "name;x\nA;1.234\n", decimal=decimal) == [value]


def test_proof_of_a_decimal_comma_settles_the_comma_but_not_the_point(tmp_path: Path) -> None:
    assert column(tmp_path, "name;x\nA;2,5\nB;1,234\n") == [2.5, 1.234]
    assert "1.234 (decimal point) or 1234" in message(tmp_path, "name;x\nA;2,5\nB;1.234\n")


def test_proof_of_a_decimal_point_settles_the_point_but_not_the_comma(tmp_path: Path) -> None:
    assert column(tmp_path, "name;x\nA;2.5\nB;1.234\n") == [2.5, 1.234]
    assert "1234 (decimal point) or 1.234" in message(tmp_path, "name;x\nA;2.5\nB;1,234\n")


def test_a_file_that_mixes_marks_proves_nothing(tmp_path: Path) -> None:
    assert column(tmp_path, "name;x\nA;2.5\nB;3,5\n") == [2.5, 3.5]
    assert "two ways" in message(tmp_path, "name;x\nA;2.5\nB;3,5\nC;1.234\n")


def test_a_grouped_number_proves_its_own_column(tmp_path: Path) -> None:
    text = "name;x;y\nA;1.366.227;0,5\nB;588.718;1.234\n"
    table = read_csv(written(tmp_path, text))
    assert numbers(table, ["x"])[0][:, 0].tolist() == [1366227.0, 588718.0]
    with pytest.raises(kd.InputError, match="column 'y': it can be read in two ways"):
        numbers(table, ["x", "y"])


def test_in_a_comma_file_the_point_is_the_decimal_mark_unless_a_number_proves_otherwise(
    tmp_path: Path,
) -> None:
    assert column(tmp_path, "name,x\nA,1.234\n") == [1.234]
    assert "two ways" in message(tmp_path, 'name,x\nA,"1,234"\n')
    assert "two ways" in message(tmp_path, 'name,x\nA,1.234\nB,"12,5"\n')


def test_a_code_column_proves_nothing_about_numbers(tmp_path: Path) -> None:
    assert "two ways" in message(tmp_path, "code;x\n35.1;1.234\n")


def test_whole_numbers_prove_no_decimal_mark(tmp_path: Path) -> None:
    assert numbers(read_csv(written(tmp_path, "n;x\nA;12\n")), ["x"])[1].decimal is None


@pytest.mark.parametrize("cell", ["", "-", "–", "NA", "n/a", "N/A", "NaN", "..."])
def test_missing_is_nan_never_zero(tmp_path: Path, cell: str) -> None:
    values = column(tmp_path, f"name;x\nA;{cell}\nB;0\n")
    assert np.isnan(values[0])
    assert values[1] == 0.0


def test_all_faults_at_once_with_line_and_column(tmp_path: Path) -> None:
    with pytest.raises(kd.InputError) as caught:
        column(tmp_path, "n;x\nA;abc\nB;12,5 %\nC;1.234\nD;12.34.56\nE;1e999\nF;inf\nG;1.5\n")
    assert [fault.where.split(",")[1] for fault in caught.value.faults] == [
        " line 2 (A)", " line 3 (B)", " line 5 (D)", " line 6 (E)", " line 7 (F)",
    ]  # fmt: skip
    assert "take the % off" not in str(caught.value.faults[0])
    assert "take the % off" in str(caught.value.faults[1])
    assert "leave the cell empty" in str(caught.value.faults[0])


def test_a_cell_that_contradicts_the_given_decimal_mark(tmp_path: Path) -> None:
    text = message(tmp_path, "n;x\nA;12.5\n", decimal=",")
    assert "a decimal point, though decimal=',' was given; got '12.5'" in text


def test_padding_of_spreadsheets_is_cut_off(tmp_path: Path) -> None:
    table = read_csv(written(tmp_path, "name;x;;\nA;1;;\n;;;\nB;2;;\n"))
    assert (table.headers, table.rows) == (("name", "x"), (("A", "1"), ("B", "2")))
    assert table.lines == (2, 4)


def test_quoted_cells_may_hold_delimiters_and_line_breaks(tmp_path: Path) -> None:
    table = read_csv(written(tmp_path, 'name,x\n"a, ""b""\nc",1\nd,2\n'))
    assert table.column("name") == ('a, "b"\nc', "d")
    assert table.lines == (2, 4)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("", "data.csv: the file is empty; expected a row of headers."),
        ("\n \n", "data.csv: the file is empty"),
        ("name,x\n", "data.csv: there are headers, but no rows under them."),
        ("name,x,x\nA,1,2\n", "column 'x': the header stands more than once"),
        ("name,,x\nA,1,2\n", "column number 2: it has no header"),
        ("name,x\nA,1\nB\n", "line 3 (B): wrong number of cells; got 1, expected 2"),
        ("name,x\nA,1\nB,2,3\n", "Hint: put a cell that holds ',' in quotation marks"),
        ('name,x\nA,"1\n', "no well-formed rows"),
    ],
)
def test_malformed_files(tmp_path: Path, text: str, expected: str) -> None:
    assert expected in message(tmp_path, text)


def test_header_and_row_faults_come_together(tmp_path: Path) -> None:
    with pytest.raises(kd.InputError) as caught:
        read_csv(written(tmp_path, "a,a,b\n1,2\n1,2,3\n1\n"))
    assert len(caught.value.faults) == 3


def test_a_missing_file_names_its_neighbors(tmp_path: Path) -> None:
    written(tmp_path, "x\n1\n").rename(tmp_path / "regions.csv")
    with pytest.raises(
        kd.InputError, match=r"there is no such file\. Hint: did you mean 'regions\.csv'"
    ):
        read_csv(tmp_path / "region.csv")
    with pytest.raises(kd.InputError, match="there is no folder"):
        read_csv(tmp_path / "no" / "region.csv")
    with pytest.raises(kd.InputError, match="this is a folder"):
        read_csv(tmp_path)


def test_a_workbook_and_bytes_are_refused(tmp_path: Path) -> None:
    path = tmp_path / "data.csv"
    path.write_bytes(b"PK\x03\x04 zip")
    with pytest.raises(kd.InputError, match=r"a workbook.*save the sheet as CSV"):
        read_csv(path)
    path.write_bytes(b"x\n\x81\x00\n")
    with pytest.raises(kd.InputError, match="no text; expected UTF-8 or cp1252"):
        read_csv(path)


def test_unknown_columns_and_options(tmp_path: Path) -> None:
    table = read_csv(written(tmp_path, "name,population\nA,1\n"))
    with pytest.raises(kd.InputError, match="did you mean 'population'"):
        table.column("populaton")
    with pytest.raises(kd.InputError, match="did you mean 'population'"):
        numbers(table, ["populatio"])
    with pytest.raises(kd.InputError, match="unknown choice; got 'comma'"):
        read_csv(tmp_path / "data.csv", decimal="comma")  # type: ignore[arg-type]
    with pytest.raises(kd.InputError, match="no delimiter; got ';;'"):
        read_csv(tmp_path / "data.csv", delimiter=";;")


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    values=st.lists(st.floats(allow_infinity=False), min_size=1, max_size=8),
    dialect=st.sampled_from([(",", "."), (";", ","), (";", "."), ("\t", ",")]),
    bom=st.booleans(),
)
def test_what_is_written_reads_back_exactly(
    tmp_path: Path, values: list[float], dialect: tuple[str, str], bom: bool
) -> None:
    delimiter, decimal = dialect
    rows = [(f"row; {k},", value) for k, value in enumerate(values)]
    path = tmp_path / "out.csv"
    with path.open("w", encoding="utf-8-sig" if bom else "utf-8", newline="") as file:
        writer = csv.writer(file, delimiter=delimiter)
        writer.writerow(["name", "x"])
        for name, value in rows:
            shown = "" if value != value else repr(value).replace(".", decimal)
            writer.writerow([name, shown])
    table = read_csv(path, decimal=decimal, delimiter=delimiter)  # type: ignore[arg-type]
    assert table.dialect.bom is bom
    assert table.column("name") == tuple(f"row; {k}," for k in range(len(values)))
    np.testing.assert_array_equal(numbers(table, ["x"])[0][:, 0], values)


def test_a_table_is_frozen(tmp_path: Path) -> None:
    table = read_csv(written(tmp_path, "x\n1\n"))
    assert isinstance(table, CsvTable)
    with pytest.raises(AttributeError):
        table.name = "other"  # type: ignore[misc]
