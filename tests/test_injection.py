"""Names that are commands elsewhere: in HTML, Markdown, LaTeX, workbooks, terminals, pictures."""

import io
import re
import sys
import unicodedata
import warnings
import zipfile
from html.parser import HTMLParser
from xml.etree import ElementTree

import matplotlib.pyplot as plt
import numpy as np
import pytest
from markdown_it import MarkdownIt
from matplotlib.text import Text

import kadmcdm as kd
from displayed import FACTORIES, Made
from kadmcdm import _tiles, cli, plot
from kadmcdm._table import visible
from kadmcdm.report.pictures import drawn

PAYLOADS = (
    '=HYPERLINK("http://evil.example","x")',
    "<img src=x onerror=alert(1)>",
    '" onload="alert(1)',
    "[x](javascript:alert(1)) ![y](http://evil.example/p.png)",
    "\x1b]0;owned\x07\x1b[2J\x9b31m",
    "\u202egnp.exe\u2066 \u200bzero",
    "[red]x[/red][/] :bomb: [link=http://evil.example]y",
    r"\input{/etc/passwd} $\frac{1}{0$ % & # _ ~ ^^41",
    "</script><script>alert(1)</script><!--",
    "-2+3+cmd|' /C calc'!A0",
    "\t@SUM(1+1)\r\n",
    "| a | `b` | ```\n# heading\n* * *",
    "javascript:alert(1)",
    "{{7*7}} ${jndi:ldap://x} %s {0.__class__}",
    "']];$x$\\begin{tabular}",
    "&#106;avascript&colon;alert(1) &lt;script&gt;",
)
SETS = {"one": Made(PAYLOADS[:8]), "other": Made(PAYLOADS[8:])}
TURNING = set("\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069\u200e\u200f")


def steers(text, allowed="\n"):
    """Return the characters of a text that would steer a terminal or turn its lines."""
    kinds = {"Cc", "Cs", "Zl", "Zp"}
    return {
        c for c in text if c not in allowed and (unicodedata.category(c) in kinds or c in TURNING)
    }


def shown(name, made):
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", kd.KadmcdmWarning)
        return made(name)


class Tags(HTMLParser):
    """The elements and attributes of a page, and its text."""

    def __init__(self):
        super().__init__(convert_charrefs=True)
        self.tags, self.attributes, self.comments, self.text = set(), set(), [], []

    def handle_starttag(self, tag, attrs):
        self.tags.add(tag)
        self.attributes |= {(tag, name, value) for name, value in attrs}

    def handle_comment(self, data):
        self.comments.append(data)

    handle_pi = handle_comment

    def handle_data(self, data):
        self.text.append(data)


def tags_of(page):
    found = Tags()
    found.feed(page)
    found.close()
    return found


ELEMENTS = {"table", "caption", "thead", "tbody", "tr", "th", "td", "p", "div", "bdi"}


@pytest.mark.parametrize("which", SETS)
@pytest.mark.parametrize("name", FACTORIES)
def test_no_display_holds_more_than_is_ours(name, which):
    result = shown(name, SETS[which])
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", kd.KadmcdmWarning)
        forms = result._repr_mimebundle_()
        texts = [str(result), forms["text/plain"], *(t.to_text() for t in result.tables("id"))]
        latex = kd.to_latex(result)
    assert steers("".join(texts)) == set()
    found = tags_of(forms["text/html"])
    assert found.tags <= ELEMENTS
    assert {attribute for _, attribute, _ in found.attributes} <= {"class", "style"}
    styles = " ".join(value for _, _, value in found.attributes)
    assert not re.search(r"url|expression|javascript|@import", styles)
    assert found.comments == []
    assert steers(forms["text/markdown"]) == set()
    kinds = tokens(forms["text/markdown"])
    assert kinds <= {"text", "softbreak", "hardbreak", "strong_open", "strong_close"}
    assert not re.search(r"\\(input|frac|begin\{(?!table|tabular)|write|catcode)", latex)
    assert steers(latex) == set()
    assert not re.search(r"(?<!\\)[%#_~^]", latex)


MARKDOWN = MarkdownIt("commonmark", {"html": True}).enable(["table", "strikethrough"])


def tokens(text):
    """Return the kinds of what a reader of Markdown makes of the words in it."""
    blocks = MARKDOWN.parse(text)
    assert {block.type for block in blocks} & {"html_block", "fence", "code_block", "hr"} == set()
    return {child.type for block in blocks for child in block.children or ()}


@pytest.fixture(scope="module", params=SETS)
def study(request):
    """A result all words of which are payloads."""
    names = SETS[request.param].names
    criteria = [
        {"name": names[k], "direction": "benefit", "label": names[k + 1], "unit": names[k + 2],
         "description": names[k + 3], "source": names[k + 4], "lever": names[k + 1],
         "group": names[k]}
        for k in (0, 3)
    ]  # fmt: skip
    return kd.Study.from_dict(
        {
            "title": names[1], "question": names[2], "notes": names[4], "object": names[5],
            "form": names[6], "decision_maker": names[7],
            "data": {
                "source": "inline",
                "values": {n: {names[0]: k + 1, names[3]: k * k} for k, n in enumerate(names)},
            },
            "criteria": criteria,
            "weights": {"scheme": "equal"},
            "robustness": {"n_samples": 100},
        }
    ).run()  # fmt: skip


PAGE = ELEMENTS | {
    "html", "head", "meta", "title", "style", "body", "main", "h1", "h2", "h3", "h4", "strong",
    "ul", "ol", "li", "nav", "a", "figure", "img", "figcaption", "colgroup", "col",
}  # fmt: skip
ATTRIBUTES = {
    "lang", "charset", "http-equiv", "content", "name", "id", "class", "style", "href", "src",
    "width", "height", "alt", "role", "tabindex", "aria-label", "scope",
}  # fmt: skip


@pytest.mark.parametrize("lang", ["en", "id"])
def test_a_page_holds_no_script_no_link_outside_and_no_foreign_element(study, lang, dots):
    page = kd.report(study, lang=lang, format="html")
    found = tags_of(page)
    assert found.tags <= PAGE
    assert {attribute for _, attribute, _ in found.attributes} <= ATTRIBUTES
    for tag, attribute, value in found.attributes:
        if attribute in ("href", "src"):
            assert re.match(r"#s\d+$|data:image/png;base64,[A-Za-z0-9+/=]+$", value), (tag, value)
        if attribute == "style":
            assert re.fullmatch(r"--(size|width):[0-9.]+pt|width:[0-9.]+%?", value), value
    assert found.comments == []
    assert "default-src 'none'" in page
    assert "<img src=x" in "".join(found.text) or "</script>" in "".join(found.text)  # as text


def test_a_markdown_document_holds_no_link_and_no_html(study, dots):
    text = str(kd.report(study, format="md"))
    assert steers(text) == set()
    kinds = tokens(text)
    assert kinds <= {"text", "softbreak", "hardbreak", "strong_open", "strong_close", "image"}
    pictures = re.findall(r"(?<!\\)!\[.*?(?<!\\)\]\((.*?)\)", text)
    assert pictures
    assert all(source.startswith("data:image/png;base64,") for source in pictures)
    short = str(kd.report(study, format="text"))
    assert steers(short) == set()


def test_a_word_document_holds_no_link_outside_and_no_field_of_theirs(study, tmp_path, dots):
    path = kd.report(study, tmp_path / "a.docx")
    with zipfile.ZipFile(path) as book:
        parts = {name: book.read(name) for name in book.namelist()}
    for name, content in parts.items():
        if name.endswith((".xml", ".rels")):
            ElementTree.fromstring(content)  # well-formed, whatever stands in it
        assert b'TargetMode="External"' not in content
    fields = re.findall(r"<w:instrText[^>]*>([^<]*)", parts["word/document.xml"].decode())
    assert all(re.match(r"\s*(TOC|PAGEREF|PAGE|NUMPAGES|SEQ|REF)\b", field) for field in fields)
    assert not {name for name in parts if "vba" in name.lower() or "embed" in name.lower()}


def test_workbooks_hold_text_where_names_are(study, tmp_path):
    made = kd.write_workbook(study.ranking, tmp_path / "ranking.xlsx")
    tree = kd.Hierarchy(PAYLOADS[0], {name: {} for name in PAYLOADS[1:5]})
    form = kd.questionnaire(tree, tmp_path / "form.xlsx", lang="en")
    for path in (made, form):
        with zipfile.ZipFile(path) as book:
            sheets = {n: book.read(n).decode() for n in book.namelist() if "worksheets/" in n}
            others = "".join(
                book.read(n).decode() for n in book.namelist() if n.endswith((".xml", ".rels"))
            )
        formulas = re.findall(r"<(?:f|formula1|formula2)[^>]*>([^<]*)", "".join(sheets.values()))
        assert (formulas != []) == (path == form)
        for formula in formulas:
            bare = re.sub(r'"(?:[^"]|"")*"|&quot;.*?&quot;|\'(?:[^\']|\'\')*\'', "", formula)
            assert not re.search(r"HYPERLINK|cmd|SUM\(1\+1|evil|javascript", bare)
        assert 'TargetMode="External"' not in others
        assert "ddeLink" not in others


# ---- pictures ------------------------------------------------------------------------------------


PICTURES = (
    lambda made: plot.ranking(made.ranking),
    lambda made: plot.profile(made.ranking, made.names[0]),
    lambda made: plot.contrast(made.ranking.contrast(*made.names[:2])),
    lambda made: plot.rank_acceptability(shown("Acceptability", made)),
    lambda made: plot.weight_stability(shown("WeightStability", made)),
    lambda made: plot.tornado(shown("WeightSwings", made)),
    lambda made: plot.improvements(shown("Improvements", made)),
    lambda made: plot.ranks_by_method(shown("MethodComparison", made)),
    lambda made: plot.hierarchy(made.hierarchy),
    lambda made: plot.comparisons(made.comparisons),
    lambda made: plot.consensus(made.group),
)


@pytest.mark.filterwarnings("ignore:Glyph")  # a box where the font lacks a letter
@pytest.mark.parametrize("k", range(len(PICTURES)))
def test_pictures_show_names_and_no_formulas_of_theirs(k):
    made = SETS["one" if k % 2 else "other"]
    ax = PICTURES[k](made)
    figure = ax.get_figure(root=True)
    figure.draw_without_rendering()
    texts = [text.get_text() for text in figure.findobj(Text)]
    drawn_names = re.sub(r"[\s\\]", "", "".join(texts))
    assert any(re.sub(r"[\s\\]", "", visible(name))[:6] in drawn_names for name in made.names)
    for text in texts:
        assert steers(text) == set(), text
        bare = re.sub(r"\$\\mathdefault\{[^$]*\}\$", "", text)  # matplotlib's own ticks
        assert not re.search(r"(?<!\\)\$", bare), text
    plt.close(figure)


def test_letters_that_the_font_lacks_are_boxes_in_documents_and_no_warnings():
    names = ["\U0001f600 smile", "\u4e2d\u6587", "plain"]
    problem = kd.DecisionProblem(
        [kd.Criterion(name, "benefit") for name in names], names, np.eye(3) + 1
    )
    ranking = kd.rank(problem, [1, 1, 1])
    for picture in (
        drawn("ranking", ranking),
        drawn("profile", ranking, names[0]),
        drawn("comparisons", kd.PairwiseComparisons.from_upper_triangle(names, [2, 3, 2])),
    ):
        assert picture is not None
        assert picture[0].startswith(b"\x89PNG")


# ---- terminals -----------------------------------------------------------------------------------


@pytest.mark.parametrize("name", [PAYLOADS[4], PAYLOADS[5], PAYLOADS[6], PAYLOADS[10]])
def test_messages_steer_no_terminal(name, tmp_path):
    odd = tmp_path / (re.sub("[/\0]", "", name) + ".xlsx")
    odd.write_bytes(b"?")
    messages = [str(fault) for fault in kd.read_questionnaires(tmp_path).faults]
    for call in (
        lambda: kd.DecisionProblem([kd.Criterion("c", "cost")], [name, name], [[1], [2]]),
        lambda: kd.rank(SETS["one"].problem, {name: 1, "c": 2}),
        lambda: kd.Criterion("c", name),
        lambda: kd.read_workbook(odd),
        lambda: kd.Study.load(odd),
        lambda: kd.report(SETS["one"].ranking, odd / "x.md"),
        lambda: kd.PairwiseComparisons([name, "b"], {(name, "b"): name}),
        lambda: kd.Study.from_dict({name: 1}),
    ):
        with pytest.raises(kd.KadmcdmError) as caught:
            call()
        messages.append(str(caught.value))
    judged = kd.PairwiseComparisons.from_upper_triangle([name, "b", "c"], [9, 1 / 5, 7])
    with pytest.warns(kd.KadmcdmWarning) as said:
        judged.priorities()
    messages += [str(warning.message) for warning in said]
    assert steers("".join(messages)) == set()
    assert len(messages) == 10


def test_the_bar_shows_words_and_no_markup(monkeypatch):
    said = io.StringIO()
    monkeypatch.setattr(sys, "stderr", said)
    parts = _tiles.map_tiles(int, [(1,)], 1, progress=True, description=PAYLOADS[6])
    assert list(parts) == [1]
    assert "[red]x[/red][/]" in said.getvalue()


TOML = """
title = {0}
[data]
source = "inline"
[data.values]
{0} = {{c = 1, d = 2}}
{1} = {{c = 2, d = 1}}
[[criteria]]
name = "c"
direction = "benefit"
unit = {0}
[[criteria]]
name = "d"
direction = {2}
[weights]
scheme = "equal"
"""


def test_the_command_line_steers_no_terminal(tmp_path, monkeypatch, capsys):
    good, bad = tmp_path / "\x1b[31m\u202e.toml", tmp_path / "bad\x1b[2J.toml"
    quoted = [f'"{"".join(f"{chr(92)}u{ord(c):04x}" for c in PAYLOADS[k])}"' for k in (4, 5)]
    good.write_text(TOML.format(*quoted, '"cost"'), encoding="utf-8")
    bad.write_text(TOML.format(*quoted, quoted[0]), encoding="utf-8")
    said = []
    for code, *arguments in (
        (0, "check", good),
        (2, "run", bad),
        (2, "check", tmp_path / "no\x1b[31m.toml"),
        (2, "run", good, "--out", bad / "x"),
    ):
        monkeypatch.setattr(sys, "argv", ["kadmcdm", *map(str, arguments)])
        with pytest.raises(SystemExit) as caught:
            cli.main()
        assert caught.value.code == code
        said.append("".join(capsys.readouterr()))
    assert steers("".join(said)) == set()
    assert all("\\x1b" in each for each in said)
