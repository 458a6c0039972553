"""Documents: the same blocks as text, Markdown, HTML and Word, with nothing lost on the way."""

import base64
import io
import re
import struct
import sys
import unicodedata
import zipfile
import zlib
from html.parser import HTMLParser

import docx
import pytest
from docx.oxml.ns import qn
from hypothesis import given, settings
from hypothesis import strategies as st
from markdown_it import MarkdownIt

import kadmcdm as kd
from kadmcdm._table import Table, visible
from kadmcdm.report import columns
from kadmcdm.report.columns import PAGE, laid_out
from kadmcdm.report.document import (
    Bullets,
    Figure,
    Heading,
    Paragraph,
    title_of,
    to_markdown,
    to_text,
)
from kadmcdm.report.docx import to_docx
from kadmcdm.report.html import to_html

HOSTILE = (
    "<script>alert(1)</script>",
    "</style><b>&amp;",
    '" onerror="alert(1)',
    "=cmd|'/c calc'!A0",
    "x" * 10_000,
    "right \u202e to left",
    "bell \x07 null \x00 unit \x1f",
    "]]> --> \ufffe",
    "lone \ud800 half",
    "two\nlines",
    "pipe | star * under_score `tick` [link](http://example.org) ![x](y)",
)


def png(width=6, height=4):
    """Return a white picture."""

    def chunk(kind, data):
        check = zlib.crc32(kind + data)
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", check)

    rows = (b"\x00" + b"\xff" * 3 * width) * height
    return (
        b"\x89PNG\r\n\x1a\n"
        + chunk(b"IHDR", struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0))
        + chunk(b"IDAT", zlib.compress(rows))
        + chunk(b"IEND", b"")
    )


def everything(name, *, numbers=("1", "0.917")):
    """Return a document that has this name in every place a name can have."""
    return [
        Heading(f"title {name}", 1),
        Paragraph(f"verdict {name}", strong=True),
        Paragraph(f"sentence {name}"),
        Heading(f"section {name}"),
        Bullets((f"point {name}", "second point")),
        Heading(f"part {name}", 3),
        Table(
            ("rank", f"candidate {name}", "score"),
            ((numbers[0], f"cell {name}", numbers[1]), ("2", "other", "0.5")),
            frozenset({0, 2}),
            f"table {name}",
            f"note {name}",
        ),
        Heading("last section"),
        Bullets((f"step {name}", "second step"), numbered=True),
        Figure(png(), f"picture {name}", f"caption {name}"),
        Bullets(("other step",), numbered=True),
    ]


PLACES = (
    "title", "verdict", "sentence", "section", "point", "part", "candidate", "cell", "table",
    "note", "step", "caption",
)  # fmt: skip


class Page(HTMLParser):
    """What a browser makes of a page: elements, attributes and the text in them."""

    VOID = frozenset({"meta", "img", "br", "col"})

    def __init__(self, page):
        super().__init__(convert_charrefs=True)
        self.open, self.elements, self.texts, self.raw = [], [], [], ""
        self.feed(page)
        self.close()
        assert not self.open, self.open

    def handle_starttag(self, tag, attrs):
        assert len(dict(attrs)) == len(attrs), attrs
        self.elements.append((tag, dict(attrs)))
        if tag not in self.VOID:
            self.open.append([tag, ""])
            self.texts.append(self.open[-1])

    def handle_endtag(self, tag):
        assert self.open.pop()[0] == tag

    def handle_data(self, data):
        self.raw += data
        for entry in self.open:
            entry[1] += data

    def all(self, tag):
        return [attributes for name, attributes in self.elements if name == tag]


class Word:
    """What Word reads of a file."""

    def __init__(self, content):
        with zipfile.ZipFile(io.BytesIO(content)) as packed:
            assert packed.testzip() is None
            self.files = {name: packed.read(name) for name in packed.namelist()}
            self.dates = {entry.date_time for entry in packed.infolist()}
        self.document = docx.Document(io.BytesIO(content))
        self.paragraphs = [(p.style.name, p.text) for p in self.document.paragraphs]
        self.tables = [
            [[cell.text for cell in row.cells] for row in table.rows]
            for table in self.document.tables
        ]
        cells = [text for table in self.tables for row in table for text in row]
        self.text = "\n".join([text for _, text in self.paragraphs] + cells)

    def under(self, style):
        return [text for name, text in self.paragraphs if name == style]


def steering(text):
    """Return what a terminal would obey or not show at all; joiners make letters."""
    return {
        letter
        for letter in text
        if letter not in "\n\u200c\u200d" and unicodedata.category(letter) in ("Cc", "Cf", "Cs")
    }


# ---- nothing is lost, nothing gets in ------------------------------------------------------------


@pytest.mark.parametrize("name", HOSTILE, ids=lambda name: visible(name)[:12])
def test_hostile_names_stand_in_every_place_of_a_page(name):
    page = Page(to_html(everything(name), "id"))
    spelled = re.sub(
        "[\x00\x07\x1f\ud800]", lambda found: ascii(found.group())[1:-1].replace("'", ""), name
    )
    for place in PLACES:
        assert f"{place} {spelled}" in page.raw, place
    (image,) = page.all("img")
    assert image["alt"] == visible(f"picture {name}")
    assert set(image) == {"src", "width", "height", "alt"}
    assert {tag for tag, _ in page.elements} <= TAGS


TAGS = {
    "html", "head", "meta", "title", "style", "body", "main", "h1", "h2", "h3", "p", "strong",
    "nav", "ul", "ol", "li", "a", "div", "table", "caption", "thead", "tbody", "tr", "th", "td",
    "figure", "img", "figcaption", "bdi", "br",
    "colgroup", "col",
}  # fmt: skip


@pytest.mark.parametrize("name", HOSTILE, ids=lambda name: visible(name)[:12])
def test_hostile_names_stand_in_every_place_of_a_word_file(name):
    file = Word(to_docx(everything(name), "id"))
    text = file.text.replace("\n", " ")
    for place in PLACES:
        assert visible(f"{place} {name}") in text, place
    (picture,) = file.document.inline_shapes
    assert picture._inline.docPr.get("descr") == visible(f"picture {name}")
    assert file.document.core_properties.title == visible(f"title {name}")[:255]


@pytest.mark.parametrize("name", HOSTILE, ids=lambda name: visible(name)[:12])
def test_hostile_names_stand_in_every_place_of_markdown(name):
    page = MarkdownIt("commonmark").enable("table").render(to_markdown(everything(name)))
    read = Page(page.replace(" />", ">").replace("<hr>", ""))
    text = re.sub(r"\s+", " ", read.raw)
    for place in PLACES:
        assert visible(f"{place} {name}") in text, place
    assert {tag for tag, _ in read.elements} <= TAGS
    (image,) = read.all("img")
    assert base64.b64decode(image["src"].removeprefix("data:image/png;base64,")) == png()
    assert image["alt"] == visible(f"picture {name}")


@pytest.mark.parametrize("name", HOSTILE, ids=lambda name: visible(name)[:12])
def test_a_terminal_gets_nothing_that_steers_it(name):
    text = to_text(everything(name))
    assert not steering(text)
    if len(name) < 1000:
        flat = re.sub(r"\s+", " ", text).lower()
        for place in PLACES:
            assert visible(f"{place} {name}").lower() in flat, place


@settings(max_examples=15)  # a Word file takes 50 ms
@given(st.text(st.characters(), max_size=40))
def test_any_text_passes_through(name):
    blocks = [Heading(name, 1), Paragraph(name), Table((name,), ((name,),), title=name)]
    Page(to_html(blocks, "en"))
    text = Word(to_docx(blocks, "en")).text.replace("\n", " ")
    assert re.sub(" +", " ", text).count(visible(name)) >= 4 or not visible(name)
    assert to_markdown(blocks)
    assert not steering(to_text(blocks))


# ---- the page ------------------------------------------------------------------------------------


def test_a_page_is_whole_in_itself():
    source = to_html(everything("Ngawi"), "id")
    page = Page(source)
    assert source.startswith("<!DOCTYPE html>")
    assert page.all("html") == [{"lang": "id"}]
    policies = [m["content"] for m in page.all("meta") if "http-equiv" in m]
    assert len(policies) == 1
    assert "default-src 'none'" in policies[0]
    assert "script" not in policies[0]
    assert any(m.get("name") == "viewport" for m in page.all("meta"))
    for _, attributes in page.elements:
        assert not any(key.startswith("on") for key in attributes)
        for key in ("src", "href"):
            assert attributes.get(key, "#").startswith(("#", "data:image/png;base64,"))
    assert "url(" not in source
    assert "@import" not in source
    assert ["title", "title Ngawi"] in page.texts
    (image,) = page.all("img")
    assert (image["width"], image["height"]) == ("6", "4")


def test_the_contents_lead_to_every_section():
    page = Page(to_html(everything("Ngawi"), "en"))
    ids = [attributes["id"] for _, attributes in page.elements if "id" in attributes]
    assert len(ids) == len(set(ids)) == 3
    assert [a["href"] for a in page.all("a")] == [f"#{name}" for name in ids]
    links = [text for tag, text in page.texts if tag == "a"]
    heads = [text for tag, text in page.texts if tag in ("h2", "h3")]
    assert links == heads == ["section Ngawi", "part Ngawi", "last section"]
    assert page.all("nav") == [{"aria-label": "Contents"}]
    long = Page(to_html([Heading("x" * 10_000), Heading("b"), Heading("c")], "en"))
    assert [text for tag, text in long.texts if tag == "a"] == ["x" * 120 + "…", "b", "c"]
    few = [Heading("a", 1), Heading("b"), Heading("c")]
    assert not Page(to_html(few, "en")).all("nav")


def test_a_table_of_a_page_says_what_its_columns_are():
    page = Page(to_html(everything("Ngawi"), "en"))
    assert [th["scope"] for th in page.all("th")] == ["col"] * 3
    classes = [td.get("class", "") for td in page.all("td")]
    assert classes == ["n", "", "n"] * 2
    (around,) = [div for div in page.all("div") if div.get("role") == "region"]
    assert around["tabindex"] == "0"
    assert around["aria-label"] == "table Ngawi"


def test_what_turns_the_direction_is_held_in_place():
    source = to_html(everything("a\u202eb"), "en")
    assert "\u202e" not in source
    assert "cell a<bdi>&#8238;</bdi>b" in source


def test_a_document_without_headings_has_a_title_all_the_same():
    assert title_of([Paragraph("x")], "id") == "Laporan"
    assert title_of([Heading("b", 3), Heading("a", 2), Heading("c", 2)], "en") == "a"
    assert ["title", "Report"] in Page(to_html([Paragraph("x")], "en")).texts


# ---- the Word file -------------------------------------------------------------------------------


def test_a_word_file_uses_real_styles():
    file = Word(to_docx(everything("Ngawi"), "id"))
    assert file.under("Title") == ["title Ngawi"]
    assert file.under("Heading 1") == ["section Ngawi", "last section"]
    assert file.under("Heading 2") == ["part Ngawi"]
    assert file.under("List Bullet") == ["point Ngawi", "second point"]
    assert file.under("List Number") == ["step Ngawi", "second step", "other step"]
    assert file.under("Caption") == ["table Ngawi", "caption Ngawi"]
    assert file.under("Warning") == ["verdict Ngawi"]
    assert file.under("Contents") == ["Daftar isi"]
    assert file.under("toc 1") == ["section Ngawi", "last section"]
    assert file.under("toc 2") == ["part Ngawi"]
    order = [style for style, _ in file.paragraphs]
    assert order[:4] == ["Title", "Warning", "Normal", "Contents"]


def test_every_list_of_steps_begins_at_1():
    file = Word(to_docx(everything("Ngawi"), "en"))
    steps = [p for p in file.document.paragraphs if p.style.name == "List Number"]
    ids = [p._p.pPr.numPr.numId.val for p in steps]
    assert ids[0] == ids[1] != ids[2]
    numbering = file.document.part.numbering_part.element
    for number in set(ids):
        (restart,) = numbering.num_having_numId(number).xpath(".//w:startOverride/@w:val")
        assert restart == "1"


@pytest.mark.parametrize(("lang", "tongue"), [("en", "en-US"), ("id", "id-ID")])
def test_a_word_file_says_its_language_and_nothing_of_its_maker(lang, tongue):
    file = Word(to_docx(everything("Ngawi"), lang))
    (spoken,) = file.document.styles.element.xpath("./w:docDefaults//w:lang")
    assert spoken.get(qn("w:val")) == tongue
    properties = file.document.core_properties
    assert properties.language == tongue
    assert properties.title == "title Ngawi"
    assert properties.author == properties.comments == properties.last_modified_by == ""
    assert properties.created == properties.modified
    assert properties.created.year == 1980
    assert not any("thumbnail" in name for name in file.files)
    page = file.document.sections[0]
    assert (round(page.page_width.mm), round(page.page_height.mm)) == (210, 297)
    footer = page.footer.paragraphs[0]._p.xpath(".//w:fldSimple/@w:instr")
    assert [code.strip() for code in footer] == ["PAGE", "NUMPAGES"]
    assert b"updateFields" not in file.files["word/settings.xml"]  # Word would ask


def test_a_table_of_a_word_file():
    file = Word(to_docx(everything("Ngawi"), "en"))
    (table,) = file.document.tables
    assert file.tables[0][1] == ["1", "cell Ngawi", "0.917"]
    first, *rest = table.rows
    assert first._tr.xpath("./w:trPr/w:tblHeader")
    assert not any(row._tr.xpath("./w:trPr/w:tblHeader") for row in rest)
    for row in table.rows:
        assert row._tr.xpath("./w:trPr/w:cantSplit")
        sides = [cell.paragraphs[0].alignment for cell in row.cells]
        assert [side is not None and side.name for side in sides] == ["RIGHT", False, "RIGHT"]
    widths = [column.width.twips for column in table.columns]
    assert sum(widths) <= PAGE
    # Rows too long for one page may be cut, and no word is too long for a page.
    long = Word(to_docx([Table(("a", "b"), (("x" * 10_000, "y"),))], "en"))
    _, row = long.document.tables[0].rows
    assert not row._tr.xpath("./w:trPr/w:cantSplit")
    assert sum(column.width.twips for column in long.document.tables[0].columns) <= PAGE


def test_the_same_document_is_the_same_file():
    first, second = (to_docx(everything("Ngawi"), "en") for _ in range(2))
    assert first == second
    assert Word(first).dates == {(1980, 1, 1, 0, 0, 0)}


def test_a_picture_fits_the_page():
    for width, height in ((4000, 100), (100, 4000), (100, 100)):
        blocks = [Figure(png(width, height), "alone")]
        (picture,) = Word(to_docx(blocks, "en")).document.inline_shapes
        assert picture.width.mm <= 170.01
        assert picture.height.mm <= 215.01
        assert picture.width / picture.height == pytest.approx(width / height, rel=1e-3)


def test_without_python_docx_it_says_what_to_install(monkeypatch):
    monkeypatch.setitem(sys.modules, "docx", None)
    with pytest.raises(kd.MissingExtraError, match=r"kadmcdm\[office\]"):
        to_docx([Paragraph("x")], "en")


# ---- long and wide tables ------------------------------------------------------------------------


def wide(rows=3, count=60, leading=1):
    """Return a table of figures, its rows named after `leading` columns of figures."""
    headers = [f"criterion {k}" for k in range(count)]
    body = [[f"{row}.{k:03}" for k in range(count)] for row in range(rows)]
    headers.insert(leading, "candidate")
    for row, cells in enumerate(body):
        cells.insert(leading, f"Kabupaten {row}")
    numeric = frozenset(range(count + 1)) - {leading}
    return Table(tuple(headers), tuple(map(tuple, body)), numeric, "Figures", "Source: BPS")


@pytest.mark.parametrize("leading", [0, 1, 50])
def test_a_table_too_wide_for_the_page_is_cut_and_keeps_all(leading):
    table = wide(leading=leading)
    parts = list(laid_out(table, "en"))
    assert len(parts) > 1
    seen = set()
    for part, size, widths in parts:
        assert sum(widths) <= PAGE
        assert size in columns.SIZES
        assert len(widths) == len(part.headers)
        place = part.headers.index("candidate")
        assert place not in part.numeric
        assert [row[place] for row in part.rows] == [row[leading] for row in table.rows]
        assert part.numeric == frozenset(range(len(part.headers))) - {place}
        seen |= set(zip(part.headers, *part.rows, strict=True))
    assert seen == set(zip(table.headers, *table.rows, strict=True))
    assert [part.title for part, _, _ in parts][:1] == [f"Figures (columns 1 of {len(parts)})"]
    assert [part.caption for part, _, _ in parts if part.caption] == ["Source: BPS"]


def test_no_part_of_a_table_is_one_last_column():
    for count in range(9, 30):
        counts = [len(part.headers) for part, _, _ in laid_out(wide(count=count, leading=0), "en")]
        assert min(counts) >= max(counts) / 2, count


def test_a_table_that_fits_stays_one():
    table = wide(count=6)
    ((part, size, widths),) = laid_out(table, "id")
    assert part is table
    assert size == 9
    assert max(widths[2:]) == min(widths[2:])
    ((_, smaller, _),) = laid_out(wide(count=8), "id")
    assert smaller < 9


def test_words_get_the_room_that_figures_leave():
    table = Table(("no.", "claim"), (("1", "word " * 60), ("2", "short")), frozenset({0}))
    ((_, _, (number, claim)),) = laid_out(table, "en")
    assert number < PAGE / 8 < claim
    assert claim > PAGE / 2
    assert list(laid_out(Table((), ()), "en")) == [(Table((), ()), 9.0, [])]


def test_long_tables_are_whole_in_every_form():
    rows = tuple((str(k), f"Kabupaten {k}") for k in range(1, 515))
    blocks = [Table(("no.", "region"), rows, frozenset({0}))]
    file = Word(to_docx(blocks, "id"))
    assert [tuple(row) for row in file.tables[0][1:]] == list(rows)
    page = Page(to_html(blocks, "id"))
    cells = [text for tag, text in page.texts if tag == "td"]
    assert cells == [text for row in rows for text in row]
    assert all(f"Kabupaten {k}\n" in to_text(blocks) for k in (1, 514))
    assert to_markdown(blocks).count("\n| ") >= 515
