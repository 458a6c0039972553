"""The documentation as tests: python fences of README.md and docs/ run, page by page.

Names carry down a page. Each page runs in a folder of its own, so that snippets which write files
leave nothing behind. A fence that starts with ``>>>`` is a doctest; ``<!--- skip: next -->`` skips.
"""

import os
import sys
import tempfile
from doctest import ELLIPSIS, NORMALIZE_WHITESPACE
from pathlib import Path
from typing import Any

import pytest
from sybil import Sybil
from sybil.parsers.markdown import PythonCodeBlockParser, SkipParser

os.environ["MPLBACKEND"] = "agg"

# Notebooks and scripts of the docs are run by `make docs`; they are no test modules.
collect_ignore_glob = ["docs/*.py", "docs/**/*.py"]


def _enter(namespace: dict[str, Any]) -> None:
    namespace["_back"] = Path.cwd()
    namespace["_folder"] = tempfile.TemporaryDirectory()
    os.chdir(namespace["_folder"].name)


def _leave(namespace: dict[str, Any]) -> None:
    if "matplotlib.pyplot" in sys.modules:
        sys.modules["matplotlib.pyplot"].close("all")
    os.chdir(namespace["_back"])
    namespace["_folder"].cleanup()


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_make_scheduler(config: pytest.Config, log: Any) -> Any:
    """Keep the fences of a page on one worker under ``-n``: each builds on those above it."""
    if config.getoption("dist") != "load":
        return None
    from xdist.scheduler import LoadScopeScheduling

    class PageByPage(LoadScopeScheduling):
        def _split_scope(self, nodeid: str) -> str:
            path = nodeid.partition("::")[0]
            return path if path.endswith(".md") else nodeid

    return PageByPage(config, log)


pytest_collect_file = Sybil(
    parsers=[
        PythonCodeBlockParser(doctest_optionflags=ELLIPSIS | NORMALIZE_WHITESPACE),
        SkipParser(),
    ],
    patterns=["README.md", "docs/*.md", "docs/*/*.md"],
    setup=_enter,
    teardown=_leave,
).pytest()
