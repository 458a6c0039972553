"""What mkdocs does to a page of ours before it reads it."""

from __future__ import annotations

import logging
import os
import re
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Any

log = logging.getLogger("mkdocs.hooks")


def on_files(files: Any, *, config: Any, **_: Any) -> Any:
    """Show the pictures as the pages draw them now; that stored ones differ is a fault."""
    from mkdocs.structure.files import File

    script = Path(__file__).with_name("make_images.py")
    with tempfile.TemporaryDirectory() as folder:
        done = subprocess.run(
            [sys.executable, "-W", "error", str(script), folder],
            env=os.environ | {"MPLBACKEND": "agg"}, capture_output=True, encoding="utf-8",
        )  # fmt: skip
        for fault in (done.stdout + done.stderr).splitlines() if done.returncode else ():
            log.warning("%s", fault)
        for drawn in Path(folder).glob("*.png"):
            name = f"images/{drawn.name}"
            if old := files.get_file_from_path(name):
                files.remove(old)
            files.append(File.generated(config, name, content=drawn.read_bytes()))
    return files


def on_page_markdown(markdown: str, **_: Any) -> str:
    """Color sessions as sessions; they are written as ``python``, which is what Sybil runs."""
    return re.sub(r"^```python\n(?=>>> )", "```pycon\n", markdown, flags=re.MULTILINE)


def on_page_content(html: str, *, page: Any, **_: Any) -> str:
    """Take out the dash before a description that is not there; miss no notebook's pictures."""
    if page.file.src_uri.endswith(".py") and "data:image/png" not in html:
        log.warning("%s shows no picture: is MPLBACKEND set?", page.file.src_uri)
    return re.sub(r"\s+–\s+<div class=\"doc-md-description\">\s*</div>", "", html)
