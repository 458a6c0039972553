"""What ``docs/reference/security.md`` promises that the library never does."""

from __future__ import annotations

import ast
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

import kadmcdm
from kadmcdm import _files
from kadmcdm.interop import forms, questionnaire_reading, unpacking

PAGE = Path(__file__).parents[1] / "docs" / "reference" / "security.md"
SOURCE = Path(kadmcdm.__file__).parent
MODULES = {  # they run what they read, start programs, or open the network
    "asyncio", "code", "codeop", "ctypes", "dill", "ftplib", "http", "httpx", "imaplib", "joblib",
    "marshal", "multiprocessing", "pickle", "poplib", "pty", "requests", "runpy", "shelve",
    "smtplib", "socket", "socketserver", "ssl", "subprocess", "telnetlib", "urllib", "urllib3",
    "webbrowser", "xmlrpc", "yaml",
}  # fmt: skip
CALLS = {"eval", "exec", "compile", "__import__", "breakpoint", "input"}
METHODS = {"system", "popen", "read_pickle", "to_pickle", "fork", "startfile", "execv", "spawnv"}


def never(source: str) -> Iterator[str]:
    """Yield what a module does that none may."""
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Import):
            yield from (one.name for one in node.names if one.name.split(".")[0] in MODULES)
        elif isinstance(node, ast.ImportFrom) and not node.level:
            if (node.module or "").split(".")[0] in MODULES:
                yield str(node.module)
        elif isinstance(node, ast.Call):
            name, method = getattr(node.func, "id", ""), getattr(node.func, "attr", "")
            if name in CALLS or method in METHODS:
                yield name or method
        elif isinstance(node, ast.keyword) and node.arg == "allow_pickle":
            yield node.arg


def test_no_module_runs_what_it_reads() -> None:
    paths = sorted(SOURCE.rglob("*.py"))
    assert len(paths) > 200
    found = {str(path): list(never(path.read_text(encoding="utf-8"))) for path in paths}
    assert {path: does for path, does in found.items() if does} == {}


@pytest.mark.parametrize(
    "source",
    [
        "import pickle",
        "def f():\n    from urllib.request import urlopen",
        "import os\nos.system('x')",
        "eval('1')",
        "import numpy as np\nnp.load('x', allow_pickle=True)",
        "import pandas as pd\npd.read_pickle('x')",
        "from concurrent import futures\nimport multiprocessing.pool",
    ],
)
def test_the_walk_catches(source: str) -> None:
    assert len(list(never(source))) == 1


WATCHED = """
import sys

def refuse(event, details):
    if event.split(".")[0] in {"socket", "urllib", "http", "ftplib", "smtplib"}:
        raise SystemExit(f"opened the network: {event}")

sys.addaudithook(refuse)
"""
RUN = """
import os, tempfile
os.environ["MPLBACKEND"] = "agg"
import kadmcdm as kd
from kadmcdm import datasets
result = kd.Study.load(datasets.data_folder("east_java") / "study.toml").run()
with tempfile.TemporaryDirectory() as folder:
    for ending in ("md", "html"):
        assert kd.report(result, f"{folder}/report.{ending}").stat().st_size
print("done")
"""


@pytest.mark.parametrize(
    ("code", "said"),
    [(RUN, "done"), ("import socket; socket.create_connection(('127.0.0.1', 9))", "socket.")],
    ids=["a study and its reports", "the watch catches"],
)
def test_a_study_opens_no_connection(code: str, said: str) -> None:
    """The interpreter itself is watched, so dependencies are too."""
    done = subprocess.run(
        [sys.executable, "-c", WATCHED + code], capture_output=True, encoding="utf-8"
    )
    assert said in done.stdout + done.stderr
    assert done.returncode == (0 if said == "done" else 1), done.stderr


@pytest.mark.parametrize(
    ("what", "bound"),
    [
        ("a delimited text, a study file or a JSON file", _files.MOST_BYTES),
        ("a workbook, a part of it unpacked, and the text of its cells", unpacking.MOST_BYTES),
        ("all parts of a workbook, unpacked", 2 * unpacking.MOST_BYTES),
        ("cells of a workbook, empty ones between them included", unpacking.MOST_CELLS),
        ("parts of a workbook; merged ranges", unpacking.MOST_PARTS),
        ("parts of a workbook; merged ranges", unpacking.MOST_MERGED),
        ("forms in a folder", questionnaire_reading.MOST_FORMS),
        ("pairs that a hierarchy of forms may ask for", forms.MOST_PAIRS),
    ],
)
def test_the_page_states_the_bounds(what: str, bound: int) -> None:
    assert f"| {what} | {bound:,} " in PAGE.read_text(encoding="utf-8")
