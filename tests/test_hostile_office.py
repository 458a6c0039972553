"""Office files nobody should be able to harm with: refused in bounded time and memory, or read."""

import datetime
import functools
import io
import os
import random
import re
import subprocess
import sys
import time
import zipfile
from contextlib import suppress
from pathlib import Path

import pytest
import xlsxwriter
from hypothesis import given
from hypothesis import strategies as st

import kadmcdm as kd
import office_files as office
from forms import edit
from kadmcdm import partnership as pt
from kadmcdm.interop import questionnaire_reading, sheets, unpacking

CRITERIA = [kd.Criterion("km", "cost")]
HIERARCHY = kd.Hierarchy("partner", {"gain": {"income": {}, "skill": {}}, "distance": {}})
TABLE = (
    '<row r="1"><c r="A1" t="str"><v>name</v></c><c r="B1" t="str"><v>km</v></c></row>'
    '<row r="2"><c r="A2" t="str"><v>Tuban</v></c><c r="B2"><v>3</v></c></row>'
)


def texts(k):
    """Return rows of which so many show the first shared text."""
    cells = "".join(f'<row r="{i}"><c r="A{i}" t="s"><v>0</v></c></row>' for i in range(1, k))
    return cells, f"<sst {office.MAIN}><si><t>{'x' * 1_000_000}</t></si></sst>"


def doubled():
    """Return a workbook with 300 sheets that are all the same part."""
    found = office.parts()
    entries = "".join(f'<sheet name="S{k}" sheetId="{k}" r:id="rId1"/>' for k in range(1, 300))
    name = "xl/workbook.xml"
    found[name] = re.sub("<sheets>.*</sheets>", f"<sheets>{entries}</sheets>", found[name])
    return office.packed(found)


def stretched():
    """Return a workbook whose sheets are two filled cells each, and a million together."""
    far = office.parts(*[[[""]]] * 60)
    for k in range(1, 61):
        cells = '<row><c r="A1"><v>1</v></c></row><row><c r="Z1000"><v>1</v></c></row>'
        text = f"<worksheet {office.MAIN}><sheetData>{cells}</sheetData></worksheet>"
        far[f"xl/worksheets/sheet{k}.xml"] = text
    return office.packed(far)


def twice():
    """Return a workbook in which a part stands twice."""
    content = io.BytesIO(office.packed(office.parts()))
    with pytest.warns(UserWarning, match="Duplicate"), zipfile.ZipFile(content, "a") as book:
        book.writestr(office.SHEET, "<worksheet/>")
    return content.getvalue()


def entities(declared, used):
    """Return a workbook that declares entities."""
    cell = f'<c r="A1" t="str"><v>&{used};</v></c>'
    text = f"<!DOCTYPE w [{declared}]><worksheet {office.MAIN}><sheetData><row>{cell}</row>"
    found = office.parts() | {office.SHEET: f"{text}</sheetData></worksheet>"}
    return office.packed(found)


LAUGHS = '<!ENTITY l0 "lol">' + "".join(
    f'<!ENTITY l{k} "{f"&l{k - 1};" * 10}">' for k in range(1, 12)
)

REFUSED = {
    "nothing": (lambda: b"", "the file is empty"),
    "garbage": (lambda: random.Random(1).randbytes(5000), "no workbook"),
    "garbage in a zip": (lambda: b"PK\3\4" + random.Random(2).randbytes(5000), "damaged"),
    "truncated": (lambda: office.packed(office.parts())[:-2000], "damaged"),
    "other zip": (lambda: office.packed({"a.txt": "a"}), "damaged"),
    "OpenDocument": (
        lambda: office.packed(
            {"mimetype": "application/vnd.oasis.opendocument.spreadsheet"}, zipfile.ZIP_STORED
        ),
        "an OpenDocument sheet",
    ),
    "an OpenDocument beside": (
        lambda: office.packed(
            {"[Content_Types].xml": "", "content.xml": "<a/>", "META-INF/manifest.xml": "<a/>",
             "mimetype": "application/vnd.oasis.opendocument.spreadsheet"}
        ),
        "damaged",
    ),
    "old": (lambda: sheets.OLE + bytes(5000), "an old .xls workbook"),
    "locked": (lambda: sheets.OLE + bytes(500) + sheets.ENCRYPTED, "locked with a password"),
    "part twice": (twice, "damaged; got xl/worksheets/sheet1.xml twice"),
    "packed otherwise": (
        lambda: office.packed(office.parts(), zipfile.ZIP_LZMA), "packed as in no workbook",
    ),
    "encrypted part": (
        lambda: office.packed(office.parts()).replace(
            b"PK\1\2\x14\x03\x14\0\0", b"PK\1\2\x14\x03\x14\0\1"
        ),
        "damaged; got File",
    ),
    "many parts": (
        lambda: office.packed({f"x{k}": "" for k in range(10_001)}), "more than 10,000 parts",
    ),
    "far": (
        lambda: office.with_rows(TABLE + '<row><c r="XFD1048576"><v>1</v></c></row>'),
        "1,048,576 rows, 16,384 columns in xl/worksheets/sheet1.xml",
    ),
    "far in other words": (
        lambda: office.with_rows(
            TABLE + "<x:row xmlns:x='a'><x:c  r = 'xfd1048576'><x:v>1</x:v></x:c></x:row>"
        ),
        "1,048,576 rows, 16,384 columns",
    ),
    "far without names": (
        lambda: office.with_rows(TABLE + '<row r="1048576"><c><v>1</v></c></row>'),
        "1,048,576 rows, 2 columns",
    ),
    "far in a row without names": (
        lambda: office.with_rows(f'<row r="1000">{"<c><v>1</v></c>" * 1001}</row>'),
        "1,000 rows, 1,001 columns",
    ),
    "a count that lies": (
        lambda: office.packed(
            office.parts()
            | {"xl/sharedStrings.xml": f'<sst {office.MAIN} uniqueCount="4294967296"/>'}
        ),
        "damaged; got sst says that it holds 4294967296 items",
    ),
    "a large file": (lambda: b"PK\3\4" + bytes(50_000_000), "far larger than any"),
    "a large part": (
        lambda: office.with_bomb(office.SHEET, megabytes=60),
        "60,000,000 bytes in xl/worksheets/sheet1.xml",
    ),
    "large together": (
        lambda: functools.reduce(
            lambda raw, k: office.lying(raw, f"xl/worksheets/sheet{k}.xml", 40_000_000),
            (1, 2, 3),
            office.packed(office.parts([], [], [])),
        ),
        "larger than any",
    ),
    "far on many sheets": (stretched, "1,000 rows, 26 columns"),
    "beyond all columns": (
        lambda: office.with_rows('<row><c r="ZZZZZZZZZZ1"><v>1</v></c></row>'), "damaged",
    ),
    "one sheet as many": (doubled, "damaged; got 'rId1' as two sheets"),
    "one text in many cells": (
        lambda: office.with_rows(texts(100)[0], xl_sharedStrings=texts(100)[1]),
        "99,000,000 letters in its cells",
    ),
    "merged": (
        lambda: office.with_rows(
            TABLE + "</sheetData><mergeCells>"
            + "".join(f'<mergeCell ref="A{k}:B{k}"/>' for k in range(3, 10_005))
            + "</mergeCells><sheetData>"
        ),
        "10,002 merged cells",
    ),
    "no text of that number": (
        lambda: office.with_rows('<row><c t="s"><v>77</v></c></row>'), "damaged",
    ),
    "a time beyond all": (
        lambda: office.with_rows(
            '<row><c s="1"><v>1e300</v></c></row>',
            xl_styles=f'<styleSheet {office.MAIN}><cellXfs><xf numFmtId="0"/><xf numFmtId="46"/>'
            "</cellXfs></styleSheet>",
        ),
        "damaged",
    ),
    "entities": (lambda: entities(LAUGHS, "l11"), "a document type, which no workbook declares"),
    "file entity": (
        lambda: entities('<!ENTITY e SYSTEM "file:///etc/passwd">', "e"), "a document type",
    ),
    "names of sheets": (
        lambda: office.packed({
            name: text.replace('"Sheet2"', '"Sheet1"')
            for name, text in office.parts([["a"]], [["b"]]).items()
        }),
        "two sheets of one name",
    ),
}  # fmt: skip


@pytest.fixture(scope="module")
def form(tmp_path_factory):
    """The bytes of a form with one answer."""
    path = tmp_path_factory.mktemp("form") / "form.xlsx"
    kd.questionnaire(HIERARCHY, path, lang="en")
    return edit(path, lambda _, text: text).read_bytes()


def written(path, raw):
    path.write_bytes(raw)
    return path


@pytest.mark.parametrize("what", REFUSED)
def test_a_workbook_that_harms_is_refused_by_name(what, tmp_path):
    make, said = REFUSED[what]
    path = written(tmp_path / "bad.xlsx", make())
    with pytest.raises(kd.InputError) as caught:
        kd.read_workbook(path, criteria=CRITERIA)
    assert str(caught.value).startswith("bad.xlsx: ")
    assert said in str(caught.value)
    reading = kd.read_questionnaires(tmp_path)
    assert dict(reading.files) == {"bad.xlsx": None}
    assert said in str(reading.faults[0])


def test_what_is_never_read_does_no_harm(tmp_path):
    raw = office.with_bomb("xl/media/image1.png", megabytes=200)
    path = written(tmp_path / "t.xlsx", raw)
    kept = kd.read_workbook(path, criteria=CRITERIA)
    assert kept.candidate_names == ("Tuban", "Blora")
    far = '<row r="1048576"><c r="XFD1048576" s="1"/></row>'  # a format, and nothing in it
    for more in (far, "<row><f>1</f></row>"):
        written(path, office.with_rows(TABLE + more))
        assert kd.read_workbook(path, criteria=CRITERIA).matrix.tolist() == [[3.0]]
    written(path, office.with_rows(f"<row><v>1</v></row>{TABLE}"))  # a value of no cell
    assert kd.read_workbook(path, criteria=CRITERIA).matrix.tolist() == [[3.0]]
    lies = office.with_rows(TABLE).replace(b"A1:B3", b"A1:ZZ9")
    assert kd.read_workbook(written(path, lies), criteria=CRITERIA).matrix.tolist() == [[3.0]]


def test_a_sheet_with_a_chart_only_is_passed_over(tmp_path):
    path = tmp_path / "t.xlsx"
    with xlsxwriter.Workbook(path) as book:
        sheet = book.add_worksheet("data")
        sheet.write_row(0, 0, ["name", "km"])
        sheet.write_row(1, 0, ["Tuban", 3])
        chart = book.add_chart({"type": "bar"})
        chart.add_series({"values": "=data!$B$2:$B$2"})
        book.add_chartsheet("picture").set_chart(chart)
    assert kd.read_workbook(path, criteria=CRITERIA).candidate_names == ("Tuban",)


BOMBS = {
    "many GB": lambda: office.with_bomb(office.SHEET),
    "many GB of text": lambda: office.with_bomb("xl/sharedStrings.xml"),
    "a header that lies": lambda: office.with_bomb("xl/sharedStrings.xml", declared=5000),
    "a sheet whose header lies": lambda: office.with_bomb(office.SHEET, declared=5000),
    "many parts": lambda: office.packed(
        office.parts() | {f"xl/worksheets/sheet{k}.xml": " " * 10_000_000 for k in range(1, 12)}
    ),
    "far": lambda: REFUSED["far in other words"][0](),
    "texts": lambda: office.with_rows(texts(50_000)[0], xl_sharedStrings=texts(1)[1]),
    "entities": lambda: entities(LAUGHS, "l11"),
}

READ_ALL = """
import resource, sys
import kadmcdm as kd
resource.setrlimit(resource.RLIMIT_AS, (int(sys.argv[2]),) * 2)
reading = kd.read_questionnaires(sys.argv[1])
print(*(f"{fault.where}: {fault.what}" for fault in reading.faults), sep="\\n")
# Not ru_maxrss, which counts what the process that started this one had.
print(open("/proc/self/status").read().partition("VmHWM:")[2].split()[0])
"""


def test_bombs_take_neither_time_nor_memory(tmp_path):
    for name, make in BOMBS.items():
        raw = make()
        assert len(raw) < 11_000_000
        written(tmp_path / f"{name}.xlsx", raw)
    command = [sys.executable, "-c", READ_ALL, str(tmp_path), str(1_500_000_000)]
    start = time.perf_counter()
    done = subprocess.run(
        command, capture_output=True, text=True, timeout=60, check=False,
        env={**os.environ, "OPENBLAS_NUM_THREADS": "1"},
    )  # fmt: skip
    assert done.returncode == 0, done.stderr[-2000:]
    *said, peak = done.stdout.splitlines()
    assert sorted(line.partition(".xlsx")[0] for line in said) == sorted(BOMBS)
    assert all("far larger than any form" in line or "damaged" in line for line in said)
    assert int(peak) < 400_000  # KiB, of which Python and the library are a quarter
    assert time.perf_counter() - start < 30


@given(st.integers(0, 2**32))
def test_spoiled_files_are_read_or_refused(form, tmp_path_factory, seed):
    rng = random.Random(seed)
    folder = tmp_path_factory.getbasetemp() / "spoiled"
    folder.mkdir(exist_ok=True)
    path = written(folder / "a.xlsx", office.spoiled_book(rng, form))
    written(folder / "b.xlsx", form)
    reading = kd.read_questionnaires(folder)
    assert any(fault.where.startswith("a.xlsx") for fault in reading.faults)
    assert [str(f) for f in reading.faults][-1] == "b.xlsx: there are no answers in it."
    written(path, office.spoiled_book(rng, office.packed(office.parts())))
    with suppress(kd.InputError):
        assert kd.read_workbook(path, criteria=CRITERIA).criterion_names == ("km",)


class PanicException(BaseException):
    """What Rust's panics are in Python: no `Exception`."""


@pytest.mark.parametrize("error", [PanicException("index out of bounds"), KeyboardInterrupt()])
def test_a_panic_of_the_reader_is_a_fault_and_an_interruption_is_none(error, tmp_path, monkeypatch):
    def fail(_):
        raise error

    monkeypatch.setattr(sheets, "_sheets", fail)
    path = written(tmp_path / "t.xlsx", office.packed(office.parts()))
    if isinstance(error, KeyboardInterrupt):
        with pytest.raises(KeyboardInterrupt):
            kd.read_workbook(path, criteria=CRITERIA)
    else:
        with pytest.raises(kd.InputError, match="damaged; got index out of bounds"):
            kd.read_workbook(path, criteria=CRITERIA)


def test_what_is_no_file_is_not_opened(tmp_path, form):
    os.mkfifo(tmp_path / "fifo.xlsx")
    (tmp_path / "zero.xlsx").symlink_to("/dev/zero")
    (tmp_path / "gone.xlsx").symlink_to("nowhere")
    (tmp_path / "folder.xlsx").mkdir()
    outside = written(tmp_path / "outside.txt", form)
    inside = tmp_path / "answers"
    inside.mkdir()
    (inside / "link.xlsx").symlink_to(outside)
    written(inside / "own.xlsx", form)
    (inside / "same.xlsx").symlink_to("own.xlsx")
    for name in ("~$own.xlsx", "._own.xlsx", ".hidden.xlsx"):
        written(inside / name, b"?")
    said = {fault.where: fault.what for fault in kd.read_questionnaires(tmp_path).faults}
    assert said == {
        "fifo.xlsx": "a device or a pipe, no file",
        "gone.xlsx": "there is no such file",
        "zero.xlsx": "a link that leads out of the folder",
    }
    reading = kd.read_questionnaires(inside)
    assert set(reading.files) == {"link.xlsx", "own.xlsx", "same.xlsx"}
    assert [fault.what for fault in reading.faults] == [
        "a link that leads out of the folder", *["there are no answers in it"] * 2,
    ]  # fmt: skip
    assert {note.where: note.what for note in reading.notes} == {
        "~$own.xlsx": "no form, but the lock of one that is open in Excel",
        "._own.xlsx": "a hidden file: not read",
        ".hidden.xlsx": "a hidden file: not read",
    }
    for path in (tmp_path / "fifo.xlsx", tmp_path / "zero.xlsx", Path("/dev/null")):
        with pytest.raises(kd.InputError, match=r"no file|not there|no such"):
            kd.read_workbook(path)


def test_a_folder_of_too_many_files(tmp_path, monkeypatch):
    monkeypatch.setattr(questionnaire_reading, "MOST_FORMS", 3)
    for k in range(4):
        (tmp_path / f"{k}.xlsx").touch()
        (tmp_path / f"{k}.txt").touch()
    with pytest.raises(kd.InputError, match="too many files; got 4, expected at most 3"):
        kd.read_questionnaires(tmp_path)


def test_more_comparisons_than_anybody_makes_are_neither_asked_nor_read(tmp_path, form):
    wide = kd.Hierarchy("partner", {f"c{k}": {} for k in range(142)})
    with pytest.raises(kd.InputError, match="too large for a form; got 10,011 comparisons"):
        kd.questionnaire(wide, tmp_path / "wide.xlsx")
    many = ", ".join(f'"c{k}": {{}}' for k in range(142))
    path = written(tmp_path / "a.xlsx", form)
    edit(path, lambda _, text: re.sub('"tree": .*?}}(?=<)', f'"tree": {{{many}}}}}', text))
    (fault,) = kd.read_questionnaires(tmp_path).faults
    assert str(fault).startswith("a.xlsx: hierarchy: too large for a form; got 10,011 comparisons")


def test_cells_that_are_no_numbers_are_named(tmp_path):
    path = tmp_path / "t.xlsx"
    with xlsxwriter.Workbook(path) as book:
        day = book.add_format({"num_format": "dd/mm/yyyy"})
        sheet = book.add_worksheet("\U0001f600 {x}'%s")
        sheet.write_row(0, 30, ["name", "km"])
        sheet.write_column(1, 30, ["a", "b", "c", "d", "e", "f", "g"])
        sheet.write_boolean(1, 31, True)
        sheet.write_datetime(2, 31, datetime.datetime(2026, 1, 1), day)
        sheet.write_string(3, 31, "#REF!")
        sheet.write_formula(4, 31, "=1/0", None, "#DIV/0!")
        sheet.write_formula(5, 31, "=AE1", None, "")
        sheet.write_string(6, 31, "=HYPERLINK(1)\x1b[31m\u202e")
        sheet.write_string(7, 31, "9" * 5000)
    with pytest.raises(kd.InputError) as caught:
        kd.read_workbook(path, criteria=CRITERIA)
    faults = caught.value.faults
    cells = [re.search("cell (AF[0-9]+)", fault.where) for fault in faults]
    assert {found[1] for found in cells if found} == {"AF2", "AF3", "AF4", "AF5", "AF7", "AF8"}
    assert "\x1b" not in str(caught.value)
    assert "\u202e" not in str(caught.value)


@pytest.mark.parametrize("read", [pt.read_reviews, pt.read_lever_actions])
def test_a_workbook_where_text_is_wanted_says_so(read, tmp_path):
    path = written(tmp_path / "t.csv", office.packed(office.parts()))
    with pytest.raises(kd.InputError, match="a workbook, no delimited text"):
        read(path)


def test_limits_are_those_that_the_documents_say():
    limits = unpacking.MOST_BYTES, unpacking.MOST_CELLS, unpacking.MOST_PARTS
    assert limits == (50_000_000, 1_000_000, 10_000)
