"""A newcomer's ten tasks, from the start page, by copying what the pages say and nothing else.

Links are followed by their words. The blocks of the page are done in order, in a process of its own
that knows the installed package only, in an empty folder; sessions must print what the page prints.
"""

import json
import os
import re
import shutil
import subprocess
import sys
import sysconfig
from dataclasses import dataclass
from pathlib import Path

import pytest
from matplotlib.image import imread

from pages import DOCS, HIDDEN, ROOT, page_id, shown_blocks

docx = pytest.importorskip("docx")

READER = r"""
import doctest, json, os, subprocess, sys
from pathlib import Path

given = json.load(sys.stdin)
names = {"__name__": "__main__"}
flags = doctest.ELLIPSIS | doctest.NORMALIZE_WHITESPACE
SPEAK = "import json, os, sys; json.dump(dict(os.environ), open(sys.argv[1], 'w'))"


def terminal(commands):
    # One terminal for all blocks: what a block sets, such as PATH, the next one has.
    keep = f"'{sys.executable}' -c \"{SPEAK}\" '{given['kept']}'"
    subprocess.run(["sh", "-ec", f"{commands}\n{keep}"], check=True)
    os.environ.update(json.loads(Path(given["kept"]).read_text()))
    # What pip would fetch for a new environment is lent to it.
    for folder in Path().glob(".venv/lib/python*/site-packages"):
        (folder / "dependencies.pth").write_text(given["dependencies"])


def session(text, place):
    test = doctest.DocTestParser().get_doctest(text, {}, place, place, 0)
    test.globs = names
    if doctest.DocTestRunner(optionflags=flags).run(test, clear_globs=False).failed:
        sys.exit(f"{place}: the session prints something else")


for number, (file, language, text) in enumerate(given["blocks"], 1):
    place = f"{given['page']}, block {number}"
    if file:
        Path(file).write_text(text, encoding="utf-8")
    elif language == "sh":
        terminal(text)
    elif language == "python" and text.startswith(">>>"):
        session(text, place)
    elif language == "python":
        exec(compile(text, place, "exec"), names)
exec(given["check"], names)
"""
"""Does a page's blocks, then the check, in the names that the page has made."""


@dataclass(frozen=True)
class Task:
    """The words of the links from the start page, what must be true then, and the files there."""

    way: tuple[str, ...]
    check: str
    files: frozenset[str] = frozenset()


TASKS = {
    "install": Task(
        ("Install",),
        """
import os, subprocess
from pathlib import Path
own = Path(".venv").resolve()
assert os.environ["VIRTUAL_ENV"] == str(own)
show = ["python", "-c", "import kadmcdm; print(kadmcdm.__file__)"]
said = subprocess.run(show, check=True, capture_output=True, encoding="utf-8").stdout
assert Path(said.strip()).is_relative_to(own), said
""",
    ),
    "rank a CSV": Task(
        ("From a CSV to a Word report",),
        """
assert problem.matrix.tolist()[0] == [96.4, 1266, 34.8]
assert ranking.order == ("Tuban", "Jombang", "Blora", "Ngawi")
""",
        frozenset({"regions.csv", "report.docx", "robustness.png"}),
    ),
    "AHP weights": Task(
        ("Your first ranking",),
        """
weights = judged.priorities()
assert abs(weights.values - [0.6250, 0.1365, 0.2385]).max() < 1e-4
assert 0 < weights.consistency_ratio < 0.1
assert abs(ranking.weights.values - weights.values).max() < 1e-12
""",
        frozenset({"ranking.png", "ranking.json"}),
    ),
    "fix CR": Task(
        ("Your first ranking", "CR is above 0.1: what now?"),
        """
assert before.consistency_ratio > 0.2
assert (found[0].first, found[0].second) == ("funding", "need")
assert again.priorities().consistency_ratio < 0.1
""",
    ),
    "a group of three with forms": Task(
        ("A group decides, with forms",),
        """
assert group.assessors == ("Ani", "Budi", "Citra") and not reading.faults
assert sorted(path.stem for path in Path("filled").iterdir()) == ["Ani", "Budi", "Citra"]
assert ranking.best == "Tuban" and ranking.weights.details["aggregation"] == "AIJ"
""",
        frozenset({"form.xlsx", "filled", "consensus.png"}),
    ),
    "explain to a board": Task(
        ("Why is A above B?",),
        """
said = ranking.contrast("Tuban", "Jombang")
assert abs(said.contributions.sum() - said.difference) < 1e-12 and said.difference > 0.3
assert "karena jarak" in said.describe("id")
""",
    ),
    "how sure": Task(
        ("How sure is it?",),
        """
assert len(sentences) == 3 and "66%" in sentences[0] and "0.59" in sentences[1]
assert round(anything.first_shares[0], 2) == 0.66
""",
        frozenset({"ranks.png", "stability.png"}),
    ),
    "exact stability": Task(
        ("When would that change?",),
        """
assert (round(low, 3), round(high, 3)) == (0.195, 0.414)
assert (winner(low + 1e-9), winner(high + 1e-9)) == ("Ngawi", "Tuban")
""",
    ),
    "partners of a region": Task(
        ("Partners, pairs, coalitions",),
        """
assert partners.partners(partners.ranking.best) == ("35.21",)
assert len(partners.ranking.order) == 39
""",
    ),
    "a report in Indonesian": Task(
        ("Mulai di sini", "Dari CSV ke laporan Word"),
        """
assert problem.preparation.dialect["decimal"] == ","
assert path.name == "laporan.docx"
""",
        frozenset({"daerah.csv", "ketahanan.png", "laporan.docx"}),
    ),
}


def follow(page: Path, words: str) -> Path:
    """Return the page that a link of another leads to, as a reader finds it: by its words."""
    text = " ".join(HIDDEN.sub("", page.read_text(encoding="utf-8")).split())
    links = re.findall(r"(?<!!)\[([^\]]+)\]\(([^)#]+)[^)]*\)", text)
    targets = {target for said, target in links if said == words}
    assert len(targets) == 1, f"{page_id(page)}: {len(targets)} links say {words!r}"
    return (page.parent / targets.pop()).resolve(strict=True)


def blocks(page: Path) -> list[tuple[str | None, str, str]]:
    """Return file, language and text of each block; a file where the page says to save it."""
    found = []
    for before, language, text in shown_blocks(page):
        saved = re.search(r"\b(?:saved? as|simpan sebagai) `([\w.-]+)`", before, re.IGNORECASE)
        found.append((saved and saved[1], language, text))
    return found


def do(task: Task, folder: Path, kept: Path) -> str:
    """Go the way to the page, do what it says, and check the outcome; return what was printed."""
    page = DOCS / "index.md"
    for words in task.way:
        page = follow(page, words)
    given = {
        "page": page_id(page), "blocks": blocks(page), "check": task.check, "kept": str(kept),
        "dependencies": sysconfig.get_path("purelib"),
    }  # fmt: skip
    assert given["blocks"]
    clean = {key: text for key, text in os.environ.items() if not key.startswith("PYTHON")}
    clean["PATH"] = os.pathsep.join([sysconfig.get_path("scripts"), clean["PATH"]])
    # Nothing is fetched: pip builds with the hatchling that is lent. (That 0 says no to isolation.)
    clean |= {"PIP_NO_INDEX": "1", "PIP_NO_BUILD_ISOLATION": "0", "PIP_NO_COMPILE": "1"}
    clean |= {"MPLBACKEND": "agg"}
    done = subprocess.run(
        [sys.executable, "-I", "-W", "error", "-c", READER], cwd=folder, env=clean,
        input=json.dumps(given), capture_output=True, encoding="utf-8", timeout=300,
    )  # fmt: skip
    assert done.returncode == 0, f"{page_id(page)}:\n{done.stdout[-3000:]}\n{done.stderr[-3000:]}"
    return done.stdout


@pytest.mark.parametrize("name", [name for name in TASKS if name != "install"])
def test_task(name, tmp_path):
    folder = tmp_path / "empty"
    folder.mkdir()
    do(TASKS[name], folder, tmp_path / "environment.json")
    assert {path.name for path in folder.iterdir()} == TASKS[name].files
    for path in folder.glob("*.docx"):
        check_report(path)
    for path in folder.glob("*.png"):
        picture = imread(path)[..., :3]
        assert min(picture.shape[:2]) > 200
        assert 0.2 < (picture > 0.99).all(axis=-1).mean() < 0.95


def test_install(tmp_path):
    """Its own environment, made and filled as the page says; the demo is the installed one's."""
    folder = tmp_path / "kadmcdm"
    shutil.copytree(ROOT / "src", folder / "src", ignore=shutil.ignore_patterns("__pycache__"))
    for name in ("pyproject.toml", "README.md", "LICENSE"):
        shutil.copy(ROOT / name, folder)
    said = do(TASKS["install"], folder, tmp_path / "environment.json")
    assert "Kabupaten Ngawi" in said
    assert [path.suffix for path in (folder / "dist").iterdir()] == [".whl"]


def check_report(path):
    """A report of the four regions, in Indonesian."""
    document = docx.Document(path)
    text = "\n".join(paragraph.text for paragraph in document.paragraphs)
    assert "Tuban berada di peringkat pertama" in text
    for heading in ("Peringkat", "Seberapa yakin", "Bobot", "Keterbatasan"):
        assert re.search(rf"^{heading}$", text, re.MULTILINE), heading
    tables = [[[cell.text for cell in row.cells] for row in t.rows] for t in document.tables]
    (ranks,) = [table for table in tables if table[0][:2] == ["peringkat", "calon"]]
    assert [row[1:3] for row in ranks[1:]] == [
        ["Tuban", "0,854"], ["Jombang", "0,318"], ["Blora", "0,313"], ["Ngawi", "0,226"],
    ]  # fmt: skip
    for words in ("77%", "air minum layak", "penduduk", "jarak"):
        assert words in text + str(tables)
    assert len(document.inline_shapes) >= 3  # pictures are inside
    for shape in document.inline_shapes:
        assert shape._inline.docPr.get("descr")  # and have texts in their place
