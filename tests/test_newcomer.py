"""A newcomer's path, as the docs print it: a CSV in, a picture and a Word report out."""

import re
from pathlib import Path

import pytest
from matplotlib.image import imread

docx = pytest.importorskip("docx")

PAGE = Path(__file__).parents[1] / "docs" / "how-to" / "from-csv-to-report.md"
TEXT = PAGE.read_text(encoding="utf-8")
(CSV,) = re.findall(r"^```text\n(.*?)^```", TEXT, re.MULTILINE | re.DOTALL)
(CODE,) = re.findall(r"^```python\n(?!>>>)(.*?)^```", TEXT, re.MULTILINE | re.DOTALL)


def test_it_is_short():
    assert len([line for line in CODE.splitlines() if line.strip()]) < 25


def test_from_a_csv_to_a_picture_and_a_report(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    Path("regions.csv").write_text(CSV, encoding="utf-8")
    made = {}
    exec(compile(CODE, PAGE.name, "exec"), made)
    assert sorted(path.name for path in tmp_path.iterdir()) == [
        "regions.csv", "report.docx", "robustness.png",
    ]  # fmt: skip
    ranking, sure = made["ranking"], made["sure"]

    picture = imread("robustness.png")[..., :3]
    assert picture.shape[0] > 200
    assert picture.shape[1] > 500
    assert picture.min() < 0.3  # dark: first ranks
    assert 0.2 < (picture > 0.99).all(axis=-1).mean() < 0.95

    document = docx.Document("report.docx")
    text = "\n".join(paragraph.text for paragraph in document.paragraphs)
    assert f"{ranking.best} berada di peringkat pertama" in text
    for heading in ("Peringkat", "Seberapa yakin", "Bobot", "Keterbatasan"):
        assert re.search(rf"^{heading}$", text, re.MULTILINE), heading
    tables = [[[cell.text for cell in row.cells] for row in t.rows] for t in document.tables]
    (ranks,) = [table for table in tables if table[0][:2] == ["peringkat", "calon"]]
    assert [row[1] for row in ranks[1:]] == list(ranking.order)
    assert [row[2] for row in ranks[1:]] == [
        f"{ranking.scores[ranking.problem.candidate_index(name)]:.3f}".replace(".", ",")
        for name in ranking.order
    ]
    words = text + str(tables)
    share = sure.first_shares[ranking.problem.candidate_index(ranking.best)]
    assert f"{share:.0%}" in words
    for label in ("air minum layak", "penduduk", "jarak"):
        assert label in words
    assert len(document.inline_shapes) >= 3  # pictures are inside
    for shape in document.inline_shapes:
        assert shape._inline.docPr.get("descr")  # and have texts in their place
