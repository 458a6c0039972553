"""What mkdocs does to a page of ours before it reads it."""

from __future__ import annotations

import re
from typing import Any


def on_page_markdown(markdown: str, **_: Any) -> str:
    """Color sessions as sessions. Sybil runs ``python`` fences only, so they are written as such."""
    return re.sub(r"^```python\n(?=>>> )", "```pycon\n", markdown, flags=re.MULTILINE)
