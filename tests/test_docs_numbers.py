"""Every figure that a page states stands in code of that page, which the tests run.

What is a figure: decimals, percentages, and numbers of two digits or more. It may be a rounding of
what the code says or prints, and a percentage of a share. Not asked are years, laws, versions, what
a paragraph quotes with its source, inline code, and what `CONSTANTS` and `EXCUSED` name.
"""

import re
from contextlib import suppress
from pathlib import Path

import pytest

from pages import DOCS, FENCE, HIDDEN, ROOT, page_id

PAGES = [
    ROOT / "README.md",
    *(
        page
        for folder in (".", "tutorials", "how-to", "coming-from", "methods", "explanation")
        for page in sorted((DOCS / folder).glob("*.md"))
        if page.name not in ("performance.md", "trust.md")  # written, and compared, by scripts
    ),
]
INDONESIAN = {
    "mulai", "pasang", "dari-csv-ke-laporan", "peringkat-pertama", "koalisi", "portofolio",
    "formulir-kelompok", "seberapa-yakin",
}  # fmt: skip

CONSTANTS = {
    0.1: "the limit of the consistency ratio",
    100.0: "all of it, in percent",
    514.0: "regencies and cities of Indonesia",
}
EXCUSED = {
    ("how-to/why.md", "0.6"): "a closeness made up for a sentence",
    ("explanation/topsis.md", "0.6"): "the same sentence",
    ("explanation/choices.md", "60"): "an index made up for a sentence",
    ("explanation/choices.md", "80"): "an index made up for a sentence",
    ("explanation/shares.md", "0.05"): "a convention of statistics",
    ("explanation/architecture.md", "10"): "a row of the layers, which test_architecture.py reads",
    ("explanation/architecture.md", "11"): "the same",
    ("how-to/cluster.md", "0.5"): "measured, by what is in the problem",
    ("how-to/cluster.md", "10"): "a setting of Dask",
    ("how-to/cluster.md", "200"): "measured",
    ("how-to/cluster.md", "24"): "three times the 8 m² bytes that the docstring of smaa tells",
    ("how-to/portfolio.md", "5,000"): "measured, not computed: benchmarks/test_portfolio.py",
    ("methods/pymcdm.md", "0.5"): "the default of pymcdm, at which test_pymcdm_method.py tries it",
}
"""Page of the docs and number: why no code of the page says it."""

NUMBER = re.compile(r"(?<![\w.,/#-])\d+(?:[.,_]\d+)*(?:e-?\d+)?(?![\w/])(?= ?%)?")
IN_CODE = re.compile(r"\d+(?:[.,_]\d+)*(?:e-?\d+)?")
QUOTED = re.compile(r"https?://|\((?:19|20)\d\d\)|[\w,] (?:19|20)\d\d[):;,.]")
PERCENT = re.compile(r"(?: (?:to|and|sampai|dan) [\d.,]+)? ?(?:%|percent|persen)")
NO_FIGURE = re.compile(
    r"`[^`]*`|\$[^$]*\$|!\[[^]]*\]|\]\([^)]*\)|^#+ \d+\.|\[\d+\](?=\(#)"
    r"|\b\d+(?:\.\d+){2,}|\b\w+ \d+/(?:19|20)\d\d|\barts?\. \d+(?:-\d+)?|\b(?:19|20)\d\d\b"
    r"|\b(?:Python|numpy|pandas|scipy|pymcdm|HiGHS|version) \d+\.\d+|\bRFC \d+|\bSHA-256",
    re.MULTILINE,
)


def readings(text: str) -> set[float]:
    """Return what a number in code or output may mean: with decimal points, or as in Indonesian."""
    found = set()
    bare = text.replace("_", "")
    for one in (bare, bare.replace(",", ""), bare.replace(".", "").replace(",", ".")):
        with suppress(ValueError):
            found.add(float(one))
    return found or {float(part) for part in re.split("[.,]", bare)}  # a list: 1,2,3


def is_among(value: float, decimals: int, known: set[float]) -> bool:
    """Whether a known number rounds to the value."""
    return any(abs(one - value) <= 0.5 * 10.0**-decimals + 1e-12 for one in known)


def unfounded(page: Path) -> list[str]:
    """Return the figures of a page that nothing on it produces, each with the words around it."""
    text = page.read_text(encoding="utf-8")
    code = "\n".join([m["body"] for m in FENCE.finditer(text)] + HIDDEN.findall(text))
    known = {value for number in IN_CODE.findall(code) for value in readings(number)}
    prose = FENCE.sub("", HIDDEN.sub("", text))
    prose = re.split(r"^## (?:Sources?|Sumber)$", prose, flags=re.MULTILINE)[0]
    thousands, point = (".", ",") if page.stem in INDONESIAN else (",", ".")
    found = []
    for paragraph in re.split(r"\n\s*\n|\n(?=- )", prose):
        if QUOTED.search(paragraph):
            continue
        said = " ".join(NO_FIGURE.sub(" ", paragraph).split())
        for match in NUMBER.finditer(said):
            groups = match.group().partition(point)[0].split(thousands)
            number = match.group().replace(thousands, "").replace(point, ".")
            percent = PERCENT.match(said, match.end())
            value, decimals = float(number), len(number.partition(".")[2])
            well_written = len(groups) == 1 or (groups[0] != "0" and {*map(len, groups[1:])} == {3})
            if well_written and (
                (len(number) < 2 and not percent)
                or value in CONSTANTS
                or (page_id(page).removeprefix("docs/"), match.group()) in EXCUSED
                or value in known
                or ((decimals or percent) and is_among(value, decimals, known))
                or (percent and is_among(value / 100, decimals + 2, known))
            ):
                continue
            found.append(
                f"{match.group()} in: {said[max(0, match.start() - 40) : match.end() + 25]}"
            )
    return found


@pytest.mark.parametrize("page", PAGES, ids=page_id)
def test_every_figure_of_a_page_comes_from_its_code(page: Path) -> None:
    assert unfounded(page) == []


def test_every_excuse_is_needed(monkeypatch: pytest.MonkeyPatch) -> None:
    excused = dict(EXCUSED)
    monkeypatch.setattr(f"{__name__}.EXCUSED", {})
    for page, number in excused:
        assert any(one.startswith(f"{number} in: ") for one in unfounded(DOCS / page)), page


def test_a_figure_that_nothing_produces_is_found(tmp_path: Path) -> None:
    page = DOCS / "tutorials" / "seberapa-yakin.md"
    text = page.read_text(encoding="utf-8")
    wrong = {"unggul 0,032": "unggul 0,033", "hanya 0,009": "hanya 0.009", "85% untuk": "72% untuk"}
    for right, other in wrong.items():
        assert text.count(right) == 1
        text = text.replace(right, other)
    copy = tmp_path / page.name
    copy.write_text(text, encoding="utf-8")
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(f"{__name__}.page_id", lambda page: page.name)
        assert [one.partition(" ")[0] for one in unfounded(copy)] == ["0,033", "72", "0.009"]
