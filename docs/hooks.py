"""What mkdocs does to a page of ours before it reads it."""

from __future__ import annotations

import logging
import re
from typing import Any

log = logging.getLogger("mkdocs.hooks")


def on_page_markdown(markdown: str, **_: Any) -> str:
    """Color sessions as sessions; they are written as ``python``, which is what Sybil runs."""
    return re.sub(r"^```python\n(?=>>> )", "```pycon\n", markdown, flags=re.MULTILINE)


def on_page_content(html: str, *, page: Any, **_: Any) -> str:
    """Take out the dash before a description that is not there; miss no notebook's pictures."""
    if page.file.src_uri.endswith(".py") and "data:image/png" not in html:
        log.warning("%s shows no picture: is MPLBACKEND set?", page.file.src_uri)
    return re.sub(r"\s+–\s+<div class=\"doc-md-description\">\s*</div>", "", html)
