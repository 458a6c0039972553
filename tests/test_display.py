"""What results show of themselves: in a terminal, in a notebook, whatever they are called."""

import importlib
import inspect
import itertools
import pkgutil
import re
import unicodedata
from dataclasses import replace
from html.parser import HTMLParser

import numpy as np
import pytest
from markdown_it import MarkdownIt

import kadmcdm as kd
from displayed import FACTORIES, HOSTILE, PLAIN, Made
from kadmcdm import partnership as pt
from kadmcdm._table import FIRST, LAST, SHOWN, WIDTH, Display, Table, html_escape, markdown_escape

MADE = {"plain": Made(PLAIN), "hostile": Made(HOSTILE)}
MARKDOWN = MarkdownIt("commonmark").enable("table")

# Public classes that show themselves by their repr, which is what one types to get them; methods,
# weighting schemes, operators, distributions and errors are known by what they are.
VALUES = {
    "inputs": """Affair AffairEntry AffairPartner Agreement AgreementReview Candidate CellOrigin
        Criterion Indicator Issue Leaf MeasuredLeaf OperatorCriterion OptionFacts
        PartnershipOption RatedLeaf Reduction Reference Region RegionFacts ScreenFacts Sector
        SectorPreset SubAffair FrameworkWord LeverAction CoalitionCosts FacilityCosts About
        FuzzyNumber PiecewiseLinear""",
    "parts of results": """CorrelatedPair ExchangeFact Improvement Inconsistency JudgmentChange
        Lag LeverLift LeverPair MutualPair PortfolioLimit PortfolioSet Preparation Reach
        ReversalTest ReversedPair StablePiece""",
    "protocols": "Distribution Method Operator WeightingScheme",
    "else": "AHP Fault Samples",
}
SAID = {name for names in VALUES.values() for name in names.split()}


def is_a_tool(kind):
    """Tell whether a class is a method, a scheme, a distribution, an operator, or an error."""
    if issubclass(kind, BaseException) or kind in pt.OPERATORS.values():
        return True
    return any(hasattr(kind, verb) for verb in ("scores", "weigh", "quantile"))


def public_classes():
    """Return the public classes, and whatever else shows itself, by name."""
    for module in pkgutil.walk_packages(kd.__path__, "kadmcdm."):
        if not module.name.endswith("__main__"):
            importlib.import_module(module.name)
    found = {
        name: given
        for module in (kd, pt)
        for name in module.__all__
        if inspect.isclass(given := getattr(module, name))
    }
    todo = [Display]
    while todo:
        todo += (below := todo.pop().__subclasses__())
        found |= {kind.__name__: kind for kind in below if kind.__module__.startswith("kadmcdm.")}
    return found


CLASSES = public_classes()
KNOWN = {name for name, kind in CLASSES.items() if issubclass(kind, Display)}
SHOWING = sorted(KNOWN & set(FACTORIES))


def test_every_public_class_is_shown_or_is_a_value():
    """A new result needs a line in tests/displayed.py, or this fails and says so."""
    assert sorted(KNOWN ^ set(FACTORIES)) == []
    plain = {name for name, kind in CLASSES.items() if name not in FACTORIES}
    assert sorted(name for name in plain - SAID if not is_a_tool(CLASSES[name])) == []
    assert sorted(SAID & KNOWN) == []


class Read(HTMLParser):
    """Reads tables back, and asserts that tags nest and say nothing unexpected."""

    TAGS = frozenset(
        ["table", "caption", "thead", "tbody", "tr", "th", "td", "p", "bdi", "strong", "br", "div"]
    )

    def __init__(self, text):
        super().__init__(convert_charrefs=True)
        self.open, self.rows, self.captions = [], [], []
        self.feed(text)
        self.close()
        assert self.open == []

    def handle_starttag(self, tag, attributes):
        assert tag in self.TAGS
        assert {key for key, _ in attributes} <= {"class", "style"}
        assert all('"' not in value and "<" not in value for _, value in attributes)
        if tag == "br":
            return
        self.open.append(tag)
        if tag == "tr":
            self.rows.append([])
        elif tag in ("th", "td"):
            self.rows[-1].append("")
        elif tag in ("caption", "p"):
            self.captions.append("")

    def handle_startendtag(self, tag, attributes):
        assert tag == "br"

    def handle_endtag(self, tag):
        assert self.open.pop() == tag

    def handle_data(self, data):
        if "td" in self.open or "th" in self.open:
            self.rows[-1][-1] += data
        elif "caption" in self.open or "p" in self.open:
            self.captions[-1] += data
        else:
            assert data.strip() == ""

    def handle_comment(self, data):
        raise AssertionError(data)

    handle_decl = handle_pi = unknown_decl = handle_comment


def spelled(text):
    """Return text as HTML must hold it: control characters have no form there."""
    return "".join(
        letter.encode("unicode_escape").decode()
        if unicodedata.category(letter) == "Cc" and letter not in "\n\t\r"
        else letter
        for letter in text
    )


def seen(text):
    """Return text as a terminal and Markdown must show it."""
    return "".join(
        letter.encode("unicode_escape").decode()
        if unicodedata.category(letter) in ("Cc", "Cf")
        else letter
        for letter in " ".join(text.split())
    )


@pytest.mark.parametrize("names", MADE)
@pytest.mark.parametrize("name", SHOWING)
def test_three_forms_that_lose_nothing(name, names):
    shown = MADE[names](name)
    tables = [table.shortened() for table in shown.tables()]
    found = shown._repr_mimebundle_()
    assert list(found) == ["text/plain", "text/html", "text/markdown"]
    assert found["text/plain"] == str(shown)
    cells = [list(line) for table in tables for line in (table.headers, *table.rows)]
    assert all(len(line) == len(table.headers) for table in tables for line in table.rows)

    read = Read(found["text/html"])
    assert read.rows == [[spelled(cell) for cell in line] for line in cells]
    said = [text for table in tables for text in (table.title, table.caption) if text]
    assert read.captions == [spelled(text) for text in said]

    marked = Read(MARKDOWN.render(found["text/markdown"]))
    assert marked.rows == [[seen(cell) for cell in line] for line in cells]
    lines = ["\n".join(map(seen, text.splitlines())) for text in said if text.strip()]
    assert marked.captions == lines


@pytest.mark.parametrize("names", MADE)
@pytest.mark.parametrize("name", SHOWING)
def test_columns_of_text_stand_in_line(name, names):
    for table in MADE[names](name).tables("id"):
        text = replace(table, title="", caption="").to_text()
        assert text.isprintable() or set(text) - {"\n"} == {c for c in text if c.isprintable()}
        head, _, body = re.split(r"(?m)^(-[- ]*)$", text, maxsplit=1)
        rule = next(line for line in text.splitlines() if line.strip("- ") == "" and line)
        ends = [found.span() for found in re.finditer("-+", rule)]
        assert len(ends) == len(table.headers)
        for line in [*head.splitlines(), *body.splitlines()]:
            padded = line.ljust(len(rule))
            assert len(padded) == len(rule)
            for (_, end), (start, _) in itertools.pairwise(ends):
                assert padded[end:start] == "  "
            for k in table.numeric:
                cell = padded[slice(*ends[k])]
                assert cell == cell.strip().rjust(len(cell))


@pytest.mark.parametrize("name", sorted(set(SHOWING) - {"AffairMap"}))  # nine columns of words
def test_text_keeps_to_a_hundred_columns(name):
    assert max(map(len, str(MADE["plain"](name)).splitlines())) <= WIDTH


def test_names_are_whole_in_html_and_json_and_cut_in_a_terminal_only():
    ranking = MADE["hostile"]("Ranking")
    cells = {cell for row in Read(ranking.tables()[0].to_html()).rows for cell in row}
    assert {spelled(name) for name in HOSTILE} <= cells
    assert kd.Ranking.from_json(ranking.to_json()).problem.candidate_names == HOSTILE
    text = str(ranking)
    assert max(map(len, text.splitlines())) < WIDTH
    for name in HOSTILE:
        assert (seen(name) in text) == (len(name) < 1000)
    assert f"{'x' * 33}…{'x' * 16}" in text
    assert "\x1b" not in text
    assert "\u202e" not in text


def test_what_turns_the_direction_turns_nothing_but_itself():
    assert html_escape("a\u202eb\u2066c") == "a<bdi>&#8238;</bdi>b<bdi>&#8294;</bdi>c"
    assert html_escape("a\u200eb\u200c") == "a\u200eb\u200c"  # marks that turn nothing stay
    assert markdown_escape("a\u202eb") == r"a\\u202eb"
    assert html_escape("\x00\x1b\x85\r\t\n") == r"\x00\x1b\x85&#13;" + "\t\n"
    assert html_escape("\ud800") == r"\ud800"  # half a letter, which no file can hold
    assert markdown_escape("\ud800") == r"\\ud800"


def test_joined_wide_and_combined_letters_take_the_room_they_take():
    family, wide, accent = "\U0001f468\u200d\U0001f469", "東京", "e\u0301"
    lines = Table(("a", "b"), ((family, "1"), (wide, "2"), (accent, "3"))).to_text().splitlines()
    assert lines[1:] == ["----  -", f"{family}  1", f"{wide}  2", f"{accent}     3"]


def test_words_wrap_and_figures_do_not():
    words = "one two three four five six seven eight nine ten " * 3
    table = Table(("figure", "note", "more"), (("1,234.5", words, words),), frozenset({0}))
    lines = table.to_text().splitlines()
    assert max(map(len, lines)) <= WIDTH
    assert [line[:7] for line in lines[2:4]] == ["1,234.5", " " * 7]
    assert " ".join(" ".join(line[9:53].split()) for line in lines[2:]).split() == words.split()
    long = Table(("a", "b"), (("1 2 3 " * 30, "y" * 90),), frozenset({0})).to_text()
    assert "1 2 3 1 2 3 " in long.splitlines()[2]  # wider than the terminal, but in one piece


def test_long_captions_wrap_and_keep_their_lines():
    text = Table(("a",), (("1",),), title="t " * 80, caption="c " * 80 + "\nlast").to_text()
    assert max(map(len, text.splitlines())) <= WIDTH
    assert text.splitlines()[-1] == "last"


def ranking_of(m):
    matrix = np.random.default_rng(0).random((m, 4))
    problem = kd.DecisionProblem.from_arrays(matrix, ["benefit"] * 4)
    return kd.rank(problem, [1, 1, 1, 1])


def test_a_long_ranking_shows_its_head_and_its_tail():
    ranking = ranking_of(500)
    found = ranking._repr_mimebundle_()
    rows = Read(found["text/html"]).rows[1:]
    assert len(rows) == FIRST + 1 + LAST
    assert [row[0] for row in rows[:FIRST]] == [str(k + 1) for k in range(FIRST)]
    assert rows[FIRST] == ["…", "… (475)", "…"]
    assert [row[0] for row in rows[-LAST:]] == ["496", "497", "498", "499", "500"]
    assert found["text/plain"] == str(ranking)
    assert str(ranking).count("\n") == found["text/markdown"].split("\n\n")[0].count("\n") + 1
    assert len(ranking.tables()[0].rows) == 500  # the table itself, and so every report, is whole
    assert ranking.tables()[0].to_text().count("\n") == 502


def test_sixty_rows_are_shown_whole():
    assert len(Read(ranking_of(SHOWN)._repr_mimebundle_()["text/html"]).rows) == SHOWN + 1
    assert len(Read(ranking_of(SHOWN + 1)._repr_mimebundle_()["text/html"]).rows) == 27


def test_html_has_no_colors_and_figures_of_one_width():
    found = MADE["plain"]("Ranking")._repr_mimebundle_()["text/html"]
    assert "color" not in found
    assert "background" not in found
    assert "font-variant-numeric:tabular-nums" in found
    assert found.count("<script") == 0
    row = found.split("<tr>")[2]
    styles = re.findall(r'style="([^"]*)"', row)
    assert styles == [
        "text-align:right;white-space:nowrap", "text-align:left",
        "text-align:right;white-space:nowrap",
    ]  # fmt: skip


def in_a_language():
    """Yield every public method that takes `lang`, with an instance of its class."""
    extra = {
        "Criterion": lambda: kd.Criterion("c", "cost"),
        "About": lambda: kd.About(limits=["l"]),
        "Candidate": lambda: kd.Candidate("a"),
        "CellOrigin": lambda: pt.CellOrigin("data"),
        "Indicator": lambda: pt.Indicator("i"),
        "Sector": lambda: pt.SECTORS["health"],
        "SectorPreset": lambda: next(iter(pt.PRESETS.values())),
        "Affair": lambda: pt.example_affairs()[0],
        "SubAffair": lambda: pt.example_affairs()[0].sub_affair,
        "Issue": lambda: pt.Issue(pt.SECTORS["health"], "x"),
        "Inconsistency": lambda: MADE["plain"].comparisons.inconsistencies()[0],
        "AffairEntry": lambda: MADE["plain"]("AffairMap").entries[0],
    }
    for name, kind in CLASSES.items():
        for method, given in inspect.getmembers(kind, inspect.isfunction):
            unknown = name in KNOWN and name not in FACTORIES  # the walk says so
            if (
                not (unknown or method.startswith("_"))
                and "lang" in inspect.signature(given).parameters
            ):
                shown = name in FACTORIES
                yield pytest.param(
                    lambda name=name, shown=shown: MADE["plain"](name) if shown else extra[name](),
                    method,
                    id=f"{name}.{method}",
                )


ARGUMENTS = {
    "candidate_label": ("name 0",),
    "label": ("35.01+35.02:joint_service:name 0",),
    "partners": ("35.01",),
    "points": ("limits",),
    "reasons": ("share",),
    "step": (kd.Improvement("name 0", 1.0, 1.5, 0.1),),
    "text": ("title",),
    "verdict": ("name 0", "name 1"),
}


@pytest.mark.parametrize(("make", "method"), list(in_a_language()))
def test_an_unknown_language_is_a_fault(make, method):
    call = getattr(make(), method)
    arguments = ARGUMENTS.get(method, ())
    for lang in ("fr", "EN", None, 3):
        with pytest.raises(kd.InputError) as caught:
            call(*arguments, lang=lang)
        assert caught.value.faults[0].where == "lang"
    with pytest.raises(kd.InputError, match="lang: unknown choice; got 'fr', expected one of 'en'"):
        call(*arguments, "fr")
    call(*arguments, lang="id")


def test_functions_refuse_an_unknown_language_too():
    with pytest.raises(kd.InputError, match="lang: unknown choice"):
        pt.framework_words_table("fr")
