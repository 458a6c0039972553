"""Pages in two languages: which belong together, and that each is served in its own.

A page that is named here on the right is in Indonesian, and so are its search box, its buttons and
its ``<html lang>``; all others are in English. Both pages of a pair link to each other at the top.
"""

from __future__ import annotations

from typing import Any

PAIRS = {
    "index.md": "mulai.md",
    "how-to/install.md": "how-to/pasang.md",
    "how-to/from-csv-to-report.md": "how-to/dari-csv-ke-laporan.md",
    "tutorials/first-ranking.md": "tutorials/peringkat-pertama.md",
    "tutorials/group-forms.md": "tutorials/formulir-kelompok.md",
    "tutorials/how-sure.md": "tutorials/seberapa-yakin.md",
    "tutorials/coalitions.md": "tutorials/koalisi.md",
    "tutorials/portfolio.md": "tutorials/portofolio.md",
}
OTHER = {**PAIRS, **{indonesian: english for english, indonesian in PAIRS.items()}}


def on_page_context(context: Any, *, page: Any, config: Any, nav: Any) -> Any:
    """Choose the language of what the theme says, and hand over the page's other half."""
    source = page.file.src_uri
    config.theme["language"] = "id" if source in PAIRS.values() else "en"
    pages = {item.file.src_uri: item for item in nav.pages}
    context["other"] = pages[OTHER[source]] if source in OTHER else None
    return context
