"""The pages of the documentation: nothing in them goes untested, no public name goes unsaid."""

from __future__ import annotations

import ast
import importlib
import re
import unicodedata
from inspect import ismodule
from pathlib import Path

import pytest
import trust_page
from sybil.document import Document
from sybil.parsers.markdown import PythonCodeBlockParser

from pages import DOCS, MODULES, PAGES, ROOT, fences, of_the_docs, page_id

LANGUAGES = {"python", "text", "sh", "toml", "csv", "json"}
RUNNING = {"tutorials", "how-to", "coming-from", "methods"}
MUST_RUN = {"README.md", "docs/index.md", "docs/mulai.md", "docs/tour.md", "docs/embedding.md"}


@pytest.mark.parametrize("page", PAGES, ids=page_id)
def test_no_fence_is_skipped_unseen(page: Path) -> None:
    """Sybil runs plain ``python`` fences only; any other spelling would never be run."""
    assert {info for info, _ in fences(page)} <= LANGUAGES
    said = [body for info, body in fences(page) if info == "python"]
    assert not [body for info, body in fences(page) if info != "python" and ">>>" in body]
    parsed = list(Document.parse(str(page), PythonCodeBlockParser()).examples())
    plain = [body for body in said if not body.startswith(">>>")]
    prompts = sum(line.startswith(">>>") for body in said for line in body.splitlines())
    # What readers do by hand, such as filling in a form, is done out of sight.
    by_hand = page.read_text(encoding="utf-8").count("<!--- invisible-code-block: python\n")
    assert len(parsed) == len(plain) + prompts + by_hand
    must = page.parent.name in RUNNING and page.name != "index.md"
    if page_id(page) in MUST_RUN or must:
        assert parsed


def test_no_page_is_left_out() -> None:
    assert {page.parent.name for page in PAGES} == {
        ROOT.name, "docs", "explanation", "reference", *RUNNING,
    }  # fmt: skip


LANGUAGE_PAIRS: dict[str, str] = of_the_docs("languages").PAIRS


@pytest.mark.parametrize("english", sorted({*LANGUAGE_PAIRS} - {"index.md"}))
def test_pages_in_both_languages_match_block_for_block(english: str) -> None:
    """Each block of one assigns and imports what the same block of the other does."""
    both = [fences(DOCS / page) for page in (english, LANGUAGE_PAIRS[english])]
    shapes = [
        [(info, _assigned(body) if info == "python" else []) for info, body in blocks]
        for blocks in both
    ]
    assert shapes[0] == shapes[1]


def _assigned(body: str) -> list[str]:
    """Return the names that a block makes; for a doctest, those of its prompts."""
    if body.startswith(">>>"):
        code = [line[4:] for line in body.splitlines() if line[:4] in (">>> ", "... ")]
        body = "\n".join(code)
    return [
        node.id
        for node in ast.walk(ast.parse(body))
        if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Store)
    ]


def test_the_page_on_trust_is_what_its_script_writes_from_the_trials() -> None:
    assert trust_page.PAGE.read_text(encoding="utf-8") == trust_page.current()


def test_every_page_stands_in_the_navigation_once() -> None:
    text = (ROOT / "mkdocs.yml").read_text(encoding="utf-8")
    shown = re.findall(r": ([\w/-]+\.md)$", text, re.MULTILINE)
    assert sorted(shown) == sorted(
        page.relative_to(DOCS).as_posix() for page in PAGES if page.is_relative_to(DOCS)
    )


def test_bibliography_has_every_citation_once_by_author() -> None:
    """Of docstrings to the title's first words, of pages by first author and year."""
    page = DOCS / "reference" / "bibliography.md"
    items = re.split(r"^- ", page.read_text(encoding="utf-8"), flags=re.MULTILINE)[1:]
    entries = [" ".join(item.split()) for item in items]
    assert entries == sorted(set(entries), key=alphabetical)
    cited = [cite for path in ROOT.glob("src/**/*.py") for cite in docstring_citations(path)]
    assert len(cited) > 100
    assert [cite for cite in cited if not any(entry.startswith(cite) for entry in entries)] == []
    known = {(alphabetical(e).split(",")[0].split()[-1], *re.findall(r"\((\d{4})\)", e)[:1])
             for e in entries}  # fmt: skip
    for other in PAGES:
        text = " ".join(other.read_text(encoding="utf-8").replace("*", "").split())
        said = re.findall(PAGE_CITATION, text)
        assert {(alphabetical(name), year) for name, year in said} <= known, other.name


def alphabetical(entry: str) -> str:
    """Return the letters to sort by: no accents, no case, nobody's *von*."""
    bare = unicodedata.normalize("NFKD", entry.replace("ł", "l").replace("ı", "i"))
    kept = "".join(letter for letter in bare if not unicodedata.combining(letter))
    return kept.casefold().removeprefix("von ")


def docstring_citations(path: Path) -> list[str]:
    """Return authors, year and the first words of the title of each reference in a file."""
    text = " ".join(path.read_text(encoding="utf-8").split())
    return re.findall(r"\.\. \[\d+\] (\D{5,200}? \(\d{4}\)\. [^.,:?(]+)", text)


PAGE_CITATION = r"([^\W\d_][\w'’-]+), (?:[^\W\d_]\.[-. ]?)+[^()<>]{0,200}?\((\d{4})\)"
"""First author and year of what stands in a list of sources, such as *Saaty, T. L. (1980)*."""


def test_reference_names_everything_public() -> None:
    """Each name of each ``__all__`` stands on a reference page, once, and no other does."""
    text = "\n".join(page.read_text(encoding="utf-8") for page in DOCS.glob("reference/*.md"))
    documented = {}
    for path in re.findall(r"^::: ([\w.]+)", text, re.MULTILINE):
        module, _, name = path.rpartition(".")
        documented[path] = id(getattr(importlib.import_module(module), name))
    public = {}
    for module in MODULES:
        here = importlib.import_module(module)
        for name in here.__all__:
            if name != "__version__" and not ismodule(getattr(here, name)):
                public[f"{module}.{name}"] = id(getattr(here, name))
    unsaid = [path for path, thing in public.items() if thing not in documented.values()]
    private = [path for path, thing in documented.items() if thing not in public.values()]
    assert (unsaid, private) == ([], [])
    assert len(set(documented.values())) == len(documented)


def test_site_check_finds_what_is_wrong(tmp_path: Path) -> None:
    """The checker that `make docs` ends with: each kind of fault, and a page that has none."""
    checker = of_the_docs("check_offline")
    good = '<h1 id="a">A</h1><a href="https://example.org">web</a><a href="index.html#a">here</a>'
    (tmp_path / "index.html").write_text(good, encoding="utf-8")
    assert checker.check(tmp_path) == []
    bad = (
        '<script src="https://cdn.jsdelivr.net/x.js"></script><img src="//example.org/x.png">'
        '<link rel="stylesheet" href="https://fonts.googleapis.com/css">'
        '<a href="gone.html">x</a><a href="index.html#b">x</a><a href="/index.html">x</a>'
        '<style>@import "https://example.org/x.css"</style>See [1]_<pre class="mermaid"></pre>'
        '<script>fetch("https://unpkg.com/y")</script>'
    )
    (tmp_path / "bad.html").write_text(bad, encoding="utf-8")
    (tmp_path / "x.css").write_text("a{background:url(https://example.org/x.png)}")
    assert [fault.partition(": ")[2] for fault in checker.check(tmp_path)] == [
        "loads from outside: https://cdn.jsdelivr.net/x.js",
        "loads from outside: //example.org/x.png",
        "loads from outside: https://fonts.googleapis.com/css",
        "loads from outside: https://unpkg.com/mermaid@11/dist/mermaid.min.js",
        "a style loads from outside: https://example.org/x.css",
        "markup left over: [1]_",
        "leads nowhere: gone.html",
        "no such anchor: index.html#b",
        "a link from the server's root, dead in a folder: /index.html",
        "names a CDN: https://unpkg.com/y",
        "loads from outside: https://example.org/x.png",
    ]
