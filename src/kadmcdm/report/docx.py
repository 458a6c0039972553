"""A document as a Word file."""

from __future__ import annotations

import datetime as dt
import io
import re
import zipfile
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING
from xml.sax.saxutils import escape

from kadmcdm._table import Table, visible
from kadmcdm._typing import Language
from kadmcdm.errors import MissingExtraError
from kadmcdm.report.columns import MARGIN, laid_out
from kadmcdm.report.document import (
    Block,
    Bullets,
    Figure,
    Heading,
    Paragraph,
    is_short,
    listed_sections,
    title_of,
)
from kadmcdm.report.phrases import say

if TYPE_CHECKING:
    from docx.document import Document

LOCALES = {"en": "en-US", "id": "id-ID"}
FONT = "Arial"  # Word has it everywhere, and LibreOffice one of the same widths
EPOCH = dt.datetime(1980, 1, 1, tzinfo=dt.UTC)  # the first day that a zip file knows
LONG = 1000  # letters of a row from which on it may run over two pages
LONGEST = 255  # letters that the property "title" holds

_W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'


def to_docx(blocks: Sequence[Block], lang: Language) -> bytes:
    """Render as a Word file (.docx): the same bytes for the same blocks.

    What can't be seen, and what XML can't hold, is spelled out, as in Markdown.

    Raises
    ------
    MissingExtraError
        Without python-docx.
    """
    try:
        import docx
    except ImportError:
        raise MissingExtraError(
            "a Word document needs python-docx: pip install 'kadmcdm[office]'"
        ) from None
    document = docx.Document()
    _set_up(document, title_of(blocks, lang), lang)
    listed = listed_sections(blocks)
    section = 0
    for block in blocks:
        if isinstance(block, Heading):
            if block.level > 1:
                section += 1
                if section == 1 and listed:
                    _contents(document, listed, lang)
            _heading(document, block, section)
        elif isinstance(block, Paragraph):
            document.add_paragraph(_fit(block.text), "Warning" if block.strong else "Normal")
        elif isinstance(block, Bullets):
            _bullets(document, block)
        elif isinstance(block, Figure):
            _figure(document, block)
        else:
            for part, size, widths in laid_out(block, lang):
                _table(document, part, size, widths)
    content = io.BytesIO()
    document.save(content)
    return _undated(content.getvalue())


def _fit(text: str) -> str:
    """Return text that XML can hold, its lines kept."""
    return "\n".join(map(visible, re.split(r"\r\n?|\n", text)))


def _heading(document: Document, heading: Heading, section: int) -> None:
    from docx.oxml import parse_xml

    if heading.level == 1:
        document.add_paragraph(_fit(heading.text), "Title")
        return
    word = document.add_paragraph(_fit(heading.text), f"Heading {min(heading.level - 1, 9)}")
    name = f'w:id="{section}" {_W}'
    word._p.insert(1, parse_xml(f'<w:bookmarkStart w:name="_Toc{section:06}" {name}/>'))
    word._p.append(parse_xml(f"<w:bookmarkEnd {name}/>"))


def _contents(document: Document, sections: Sequence[Heading], lang: Language) -> None:
    """Add the table of contents: a field that Word can renew, filled in already.

    It holds links and no page numbers, which only Word can know.
    """
    from docx.oxml import parse_xml

    document.add_paragraph(say("contents", lang), "Contents")
    deepest = max(heading.level for heading in sections) - 1
    for number, heading in enumerate(sections, 1):
        word = document.add_paragraph(style=f"toc {min(heading.level - 1, 3)}")
        if number == 1:
            for part in _field_start(f'TOC \\o "1-{min(deepest, 9)}" \\h \\z \\n'):
                word._p.append(parse_xml(part))
        word._p.append(
            parse_xml(
                f'<w:hyperlink w:anchor="_Toc{number:06}" w:history="1" {_W}>'
                f"<w:r><w:t>{escape(visible(heading.text))}</w:t></w:r></w:hyperlink>"
            )
        )
        if number == len(sections):
            word._p.append(parse_xml(f'<w:r {_W}><w:fldChar w:fldCharType="end"/></w:r>'))


def _field_start(code: str) -> Iterator[str]:
    yield f'<w:r {_W}><w:fldChar w:fldCharType="begin"/></w:r>'
    yield f'<w:r {_W}><w:instrText xml:space="preserve"> {escape(code)} </w:instrText></w:r>'
    yield f'<w:r {_W}><w:fldChar w:fldCharType="separate"/></w:r>'


def _bullets(document: Document, bullets: Bullets) -> None:
    style = document.styles["List Number" if bullets.numbered else "List Bullet"]
    number = None
    if bullets.numbered:  # every list of steps begins at 1
        numbering = document.part.numbering_part.element
        (used,) = style.element.xpath("./w:pPr/w:numPr/w:numId/@w:val")
        abstract = numbering.num_having_numId(int(used)).abstractNumId.val
        number = numbering.add_num(abstract)
        number.add_lvlOverride(ilvl=0).add_startOverride(1)
    for item in bullets.items:
        word = document.add_paragraph(_fit(item), style)
        if number is not None:
            properties = word._p.get_or_add_pPr().get_or_add_numPr()
            properties.get_or_add_ilvl().val = 0
            properties.get_or_add_numId().val = number.numId


def _figure(document: Document, figure: Figure) -> None:
    from docx.shared import Emu, Mm

    word = document.add_paragraph(style="Figure")
    picture = word.add_run().add_picture(io.BytesIO(figure.png))
    scale = min(1.0, Mm(170) / picture.width, Mm(215) / picture.height)
    picture.width = Emu(round(picture.width * scale))
    picture.height = Emu(round(picture.height * scale))
    properties = picture._inline.docPr
    properties.set("descr", visible(figure.alternative))
    if figure.caption:
        word.paragraph_format.keep_with_next = True
        document.add_paragraph(_fit(figure.caption), "Caption")


def _table(document: Document, table: Table, size: float, widths: Sequence[int]) -> None:
    """Add a table; written as XML, since cell by cell a long one takes seconds."""
    from docx.oxml import parse_xml

    if table.title:
        title = document.add_paragraph(_fit(table.title), "Caption")
        title.paragraph_format.keep_with_next = True
        title.paragraph_format.space_before = 80_000
    grid = "".join(f'<w:gridCol w:w="{width}"/>' for width in widths)
    together = len(table.rows) if is_short(table) else 1  # with a row to follow the headers
    rows = [
        _row(row, table, size, widths, head=k == 0, kept=k < together)
        for k, row in enumerate((table.headers, *table.rows))
    ]
    properties = (
        '<w:tblPr><w:tblStyle w:val="TableGrid"/>'
        f'<w:tblW w:w="{sum(widths)}" w:type="dxa"/>'
        '<w:tblBorders><w:top w:val="single" w:sz="4" w:color="808080"/><w:left w:val="nil"/>'
        '<w:bottom w:val="single" w:sz="4" w:color="808080"/><w:right w:val="nil"/>'
        '<w:insideH w:val="single" w:sz="4" w:color="D0D0D0"/><w:insideV w:val="nil"/>'
        '</w:tblBorders><w:tblLayout w:type="fixed"/><w:tblCellMar>'
        f'<w:top w:w="30" w:type="dxa"/><w:left w:w="{MARGIN}" w:type="dxa"/>'
        f'<w:bottom w:w="30" w:type="dxa"/><w:right w:w="{MARGIN}" w:type="dxa"/></w:tblCellMar>'
        '<w:tblLook w:val="0020" w:firstRow="1" w:lastRow="0" w:firstColumn="0" '
        'w:lastColumn="0" w:noHBand="1" w:noVBand="1"/></w:tblPr>'
    )
    body = f"<w:tbl {_W}>{properties}<w:tblGrid>{grid}</w:tblGrid>{''.join(rows)}</w:tbl>"
    # What follows keeps its distance, and two tables stay two.
    after = document.add_paragraph(_fit(table.caption), "Note" if table.caption else "Gap")
    after._p.addprevious(parse_xml(body))


def _row(
    cells: Sequence[str],
    table: Table,
    size: float,
    widths: Sequence[int],
    *,
    head: bool,
    kept: bool,
) -> str:
    whole = "<w:cantSplit/>" if sum(map(len, cells)) < LONG else ""
    properties = f"<w:trPr>{whole}{'<w:tblHeader/>' if head else ''}</w:trPr>"
    look = f'{"<w:b/>" if head else ""}<w:sz w:val="{round(size * 2)}"/>'
    edge = (
        '<w:tcBorders><w:bottom w:val="single" w:sz="8" w:color="606060"/></w:tcBorders>'
        '<w:vAlign w:val="bottom"/>'
        if head
        else ""
    )
    out = []
    for k, text in enumerate(cells):
        side = ("<w:keepNext/>" if kept else "") + (
            '<w:jc w:val="right"/>' if k in table.numeric else ""
        )
        lines = "<w:br/>".join(
            f'<w:t xml:space="preserve">{escape(line)}</w:t>' for line in _fit(text).split("\n")
        )
        out.append(
            f'<w:tc><w:tcPr><w:tcW w:w="{widths[k]}" w:type="dxa"/>{edge}</w:tcPr><w:p><w:pPr>'
            f'<w:pStyle w:val="Cell"/>{side}</w:pPr><w:r><w:rPr>{look}</w:rPr>{lines}</w:r></w:p>'
            "</w:tc>"
        )
    return f"<w:tr>{properties}{''.join(out)}</w:tr>"


# ---- the document's looks ------------------------------------------------------------------------


def _set_up(document: Document, title: str, lang: Language) -> None:
    """Set page, styles, language, properties and the footer."""
    from docx.shared import Mm

    page = document.sections[0]
    page.page_width, page.page_height = Mm(210), Mm(297)
    page.left_margin = page.right_margin = page.top_margin = page.bottom_margin = Mm(20)
    page.header_distance = page.footer_distance = Mm(10)
    _styles(document, lang)
    properties = document.core_properties
    properties.title = visible(title)[:LONGEST]
    properties.author = properties.comments = properties.last_modified_by = ""
    properties.language = LOCALES[lang]
    properties.created = properties.modified = EPOCH
    package = document.part.package
    for key, relation in list(package.rels.items()):
        if relation.reltype.endswith("/thumbnail"):  # python-docx's own, of an empty page
            del package.rels[key]
    _footer(document, lang)


def _styles(document: Document, lang: Language) -> None:
    from docx.enum.style import WD_STYLE_TYPE
    from docx.enum.text import WD_ALIGN_PARAGRAPH
    from docx.oxml import parse_xml
    from docx.shared import Pt, RGBColor

    styles = document.styles
    (defaults,) = styles.element.xpath("./w:docDefaults/w:rPrDefault/w:rPr")
    (fonts,), (tongue,) = defaults.xpath("./w:rFonts"), defaults.xpath("./w:lang")
    fonts.getparent().replace(
        fonts,
        parse_xml(
            f'<w:rFonts w:ascii="{FONT}" w:hAnsi="{FONT}" w:eastAsia="{FONT}" w:cs="{FONT}" {_W}/>'
        ),
    )
    for key in [key for key in tongue.attrib if key.endswith("}val")]:
        tongue.set(key, LOCALES[lang])
    ink, soft = RGBColor(0x1B, 0x1B, 0x1B), RGBColor(0x50, 0x50, 0x50)
    looks = [
        # name, size, bold, color, space before and after, line spacing
        ("Normal", 10, False, None, 0, 6, 1.15),
        ("Title", 18, True, ink, 0, 10, 1.1),
        ("Heading 1", 13, True, ink, 16, 4, 1.1),
        ("Heading 2", 11, True, ink, 12, 4, 1.1),
        *((f"Heading {level}", 10, True, ink, 10, 4, 1.1) for level in range(3, 10)),
        ("Caption", 9, True, ink, 2, 4, 1.1),
        ("List Bullet", 10, False, None, 0, 3, 1.15),
        ("List Number", 10, False, None, 0, 3, 1.15),
        ("Footer", 8, False, soft, 0, 0, 1.0),
        ("Warning", 10, True, ink, 4, 8, 1.15),
        ("Note", 8.5, False, soft, 3, 6, 1.1),
        ("Gap", 4, False, None, 0, 0, 1.0),
        ("Figure", 10, False, None, 6, 4, 1.0),
        ("Cell", 9, False, None, 0, 0, 1.0),
        ("Contents", 10, True, ink, 8, 2, 1.1),
        *((f"toc {level}", 10, False, None, 0, 1, 1.1) for level in range(1, 4)),
    ]
    known = {style.name for style in styles}
    for name, size, bold, color, before, after, lines in looks:
        if name not in known:
            made = styles.add_style(name, WD_STYLE_TYPE.PARAGRAPH, builtin=name.startswith("toc"))
            made.base_style, made.quick_style = styles["Normal"], True
        style = styles[name]
        if style.element.rPr is not None:  # the template's colors and fonts
            style.element.remove(style.element.rPr)
        style.font.size, style.font.bold = Pt(size), bold
        if color is not None:
            style.font.color.rgb = color
        spacing = style.paragraph_format
        spacing.space_before, spacing.space_after = Pt(before), Pt(after)
        spacing.line_spacing = lines
    for border in styles["Title"].element.xpath("./w:pPr/w:pBdr"):
        border.getparent().remove(border)
    for level in range(1, 4):
        styles[f"toc {level}"].paragraph_format.left_indent = Pt(12 * (level - 1))
    styles["Footer"].paragraph_format.alignment = WD_ALIGN_PARAGRAPH.CENTER
    for kind in ("Contents", "Warning"):
        styles[kind].paragraph_format.keep_with_next = True
    warning = styles["Warning"].element.get_or_add_pPr()
    warning.insert_element_before(
        parse_xml(
            f'<w:pBdr {_W}><w:left w:val="single" w:sz="24" w:space="6" w:color="1B1B1B"/></w:pBdr>'
        ),
        "w:shd", "w:spacing", "w:ind",
    )  # fmt: skip
    warning.insert_element_before(
        parse_xml(f'<w:shd {_W} w:val="clear" w:color="auto" w:fill="F1F1EF"/>'),
        "w:spacing", "w:ind",
    )  # fmt: skip


def _footer(document: Document, lang: Language) -> None:
    from docx.oxml import parse_xml

    word = document.sections[0].footer.paragraphs[0]
    sentence = say("page_of", lang, page="{PAGE}", pages="{NUMPAGES}")
    for part in re.split(r"({[A-Z]+})", sentence):
        if part.startswith("{"):
            code = part.strip("{}")
            field = f'<w:fldSimple w:instr=" {code} " {_W}><w:r><w:t>1</w:t></w:r></w:fldSimple>'
            word._p.append(parse_xml(field))
        elif part:
            word.add_run(part)


def _undated(content: bytes) -> bytes:
    """Return a zip file without the time at which it was written."""
    out = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(content)) as given,
        zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as kept,
    ):
        for name in given.namelist():
            entry = zipfile.ZipInfo(name, EPOCH.timetuple()[:6])
            entry.compress_type = zipfile.ZIP_DEFLATED
            entry.create_system = 3  # the same on Windows
            kept.writestr(entry, given.read(name))
    return out.getvalue()
