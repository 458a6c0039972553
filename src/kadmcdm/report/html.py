"""A document as one HTML file: no script, nothing fetched, readable on a phone and on paper."""

from __future__ import annotations

import base64
import html
from collections.abc import Iterator, Sequence

from kadmcdm._table import Table, html_escape, visible
from kadmcdm._typing import Language
from kadmcdm.report.columns import laid_out
from kadmcdm.report.document import (
    Block,
    Bullets,
    Figure,
    Heading,
    Paragraph,
    is_short,
    listed_sections,
    pixels,
    title_of,
)
from kadmcdm.report.phrases import say

MIDDLING, LONG = 16, 40
"""Letters of a cell beyond which its column keeps some width, beyond which words may break."""

POLICY = "default-src 'none'; img-src data:; style-src 'unsafe-inline'; base-uri 'none'"


def to_html(blocks: Sequence[Block], lang: Language) -> str:
    """Render as a whole HTML document, everything escaped."""
    title = html.escape(visible(title_of(blocks, lang)))
    return (
        f'<!DOCTYPE html>\n<html lang="{lang}">\n<head>\n<meta charset="utf-8">\n'
        f'<meta http-equiv="Content-Security-Policy" content="{POLICY}">\n'
        '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
        '<meta name="color-scheme" content="light dark">\n'
        f"<title>{title}</title>\n<style>\n{STYLE}</style>\n</head>\n<body>\n<main>\n"
        + "\n".join(_body(blocks, lang))
        + "\n</main>\n</body>\n</html>\n"
    )


def _body(blocks: Sequence[Block], lang: Language) -> Iterator[str]:
    listed = listed_sections(blocks)
    section = 0
    for block in blocks:
        if isinstance(block, Heading):
            anchor = ""
            if block.level > 1:
                section += 1
                anchor = f' id="s{section}"'
                if section == 1 and listed:
                    yield _contents(listed, lang)
            tag = f"h{min(block.level, 6)}"
            yield f"<{tag}{anchor}>{html_escape(block.text)}</{tag}>"
        elif isinstance(block, Paragraph):
            text = html_escape(block.text)
            yield (
                f'<p class="strong"><strong>{text}</strong></p>'
                if block.strong
                else f"<p>{text}</p>"
            )
        elif isinstance(block, Bullets):
            tag = "ol" if block.numbered else "ul"
            items = "".join(f"<li>{html_escape(item)}</li>" for item in block.items)
            yield f"<{tag}>{items}</{tag}>"
        elif isinstance(block, Figure):
            yield _figure(block)
        else:
            for part, size, widths in laid_out(block, lang):  # on paper nothing scrolls
                yield _table(part, size, widths)


def _contents(sections: Sequence[Heading], lang: Language) -> str:
    label = say("contents", lang)
    items = "".join(
        f'<li class="l{min(heading.level, 6)}"><a href="#s{number}">'
        f"{html_escape(heading.text)}</a></li>"
        for number, heading in enumerate(sections, 1)
    )
    return f'<nav aria-label="{label}"><p><strong>{label}</strong></p><ul>{items}</ul></nav>'


def _figure(figure: Figure) -> str:
    data = base64.b64encode(figure.png).decode("ascii")
    width, height = pixels(figure.png)
    caption = f"<figcaption>{html_escape(figure.caption)}</figcaption>" if figure.caption else ""
    return (
        f'<figure><img src="data:image/png;base64,{data}" width="{width}" height="{height}" '
        f'alt="{html.escape(visible(figure.alternative))}">{caption}</figure>'
    )


def _table(table: Table, size: float, widths: Sequence[int]) -> str:
    name = html.escape(visible(table.title or " ".join(table.headers)))
    # Wider than the screen, it scrolls by itself: by keyboard too, so it takes the focus.
    kind = "table short" if is_short(table) else "table"
    out = [f'<div class="{kind}" role="region" tabindex="0" aria-label="{name}">']
    out.append(f'<table style="--size:{size:g}pt">')
    if table.title:
        out.append(f"<caption>{html_escape(table.title)}</caption>")
    columns = "".join(f'<col style="--width:{width / 20:g}pt">' for width in widths)
    out.append(f"<colgroup>{columns}</colgroup>")
    heads = (_cell('th scope="col"', text, table, k) for k, text in enumerate(table.headers))
    out.append(f"<thead><tr>{''.join(heads)}</tr></thead>\n<tbody>")
    for row in table.rows:
        cells = (_cell("td", text, table, k) for k, text in enumerate(row))
        out.append(f"<tr>{''.join(cells)}</tr>")
    out.append("</tbody></table></div>")
    note = f'\n<p class="small">{html_escape(table.caption)}</p>' if table.caption else ""
    return "\n".join(out) + note


def _cell(tag: str, text: str, table: Table, column: int) -> str:
    kinds = ["n"] if column in table.numeric else []
    if len(text) > MIDDLING:
        kinds.append("w" if len(text) > LONG else "t")
    name = f' class="{" ".join(kinds)}"' if kinds else ""
    return f"<{tag}{name}>{html_escape(text)}</{tag[:2]}>"


STYLE = """\
:root{color-scheme:light dark;--ink:#1b1b1b;--soft:#5a5a5a;--line:#c9c9c9;--pale:#f3f3f1;
--paper:#fff;--link:#0b5394;--shade:#0004}
@media (prefers-color-scheme:dark){:root{--ink:#e6e6e3;--soft:#a9a9a5;--line:#4a4a48;
--pale:#262625;--paper:#181817;--link:#8ab8e6;--shade:#fff5}}
*{box-sizing:border-box}
html{-webkit-text-size-adjust:100%;text-size-adjust:100%}
body{margin:0;background:var(--paper);color:var(--ink);line-height:1.5;
font-family:system-ui,-apple-system,"Segoe UI",Roboto,"Noto Sans","Liberation Sans",Arial,
sans-serif}
main{max-width:52rem;margin:0 auto;padding:1.5rem 1rem 4rem}
h1,h2,h3,h4,h5,h6{line-height:1.25;margin:2rem 0 .6rem;text-wrap:balance}
h1{font-size:1.7rem;margin-top:.5rem}
h2{font-size:1.3rem;padding-top:.6rem;border-top:1px solid var(--line)}
h3{font-size:1.08rem}
h1,h2,h3,h4,h5,h6,p,li,figcaption,caption{overflow-wrap:anywhere}
p,ul,ol{margin:.6rem 0}
p,li,figcaption{max-width:44rem;white-space:pre-line}
li{margin:.2rem 0}
a{color:var(--link)}
.strong{background:var(--pale);border-left:4px solid var(--ink);padding:.5rem .8rem}
.small,figcaption{font-size:.88rem;color:var(--soft)}
nav{background:var(--pale);padding:.4rem 1rem;margin:1.2rem 0;font-size:.95rem}
nav ul{list-style:none;padding:0;columns:18rem;column-gap:2rem}
nav li{break-inside:avoid;margin:0;padding:.1rem 0}
nav .l3{padding-left:1.2rem}
nav .l4,nav .l5,nav .l6{padding-left:2.4rem}
figure{margin:1.2rem 0}
img{display:block;max-width:100%;height:auto;background:#fff}
@media (prefers-color-scheme:dark){img{padding:.4rem;border-radius:4px}}
.table{overflow-x:auto;margin:1rem 0 .6rem;
background:linear-gradient(90deg,var(--paper) 50%,transparent) 0 0/2.4rem 100% no-repeat local,
linear-gradient(270deg,var(--paper) 50%,transparent) 100% 0/2.4rem 100% no-repeat local,
linear-gradient(90deg,var(--shade),transparent) 0 0/.7rem 100% no-repeat scroll,
linear-gradient(270deg,var(--shade),transparent) 100% 0/.7rem 100% no-repeat scroll}
table{border-collapse:collapse;font-size:.9rem;font-variant-numeric:tabular-nums;min-width:50%}
caption{text-align:left;font-weight:600;padding:.2rem 0 .4rem}
th,td{padding:.28rem .6rem;text-align:left;vertical-align:top;border-bottom:1px solid var(--line);
unicode-bidi:plaintext}
th{vertical-align:bottom;border-bottom:2px solid var(--soft);line-height:1.25}
.n{text-align:right}
td.n:not(.w){white-space:nowrap}
.t{min-width:7.5rem}
.w{min-width:10.5rem;max-width:36rem;overflow-wrap:anywhere}
@page{size:A4;margin:18mm 16mm 20mm;@bottom-center{content:counter(page) " / " counter(pages);
font:9pt sans-serif;color:#555}}
@media print{
:root{color-scheme:light;--ink:#000;--soft:#444;--line:#bbb;--pale:#f3f3f1;--paper:#fff;--link:#000}
body{font:10pt/1.4 Arial,"Liberation Sans",sans-serif}
main{max-width:none;padding:0}
p,li,figcaption{max-width:none;orphans:3;widows:3}
a{text-decoration:none}
h1,h2,h3,h4,h5,h6,caption{break-after:avoid}
h2{margin-top:1.4rem}
.table{overflow:visible;background:none}
table{font-size:var(--size);min-width:0}
col{width:var(--width)}
thead{display:table-header-group;break-after:avoid}
tbody tr:first-child{break-before:avoid}
tr,figure,nav,.strong,.short{break-inside:avoid}
th,td{padding:.15rem .4rem}
.t{min-width:0}
.w{min-width:4rem;max-width:none}
img{padding:0;max-height:225mm;width:auto}
.strong,nav{print-color-adjust:exact;-webkit-print-color-adjust:exact}
}
"""
