"""Documents in the format that was asked for, as text or as a file that appears whole."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Literal, TypeAlias, get_args

from kadmcdm._files import place_faults, write_bytes, write_text
from kadmcdm._typing import Language
from kadmcdm.errors import Fault, brief, choice_fault
from kadmcdm.report.document import Block, to_markdown, to_text

__all__ = ["SUFFIXES", "ReportFormat", "format_of", "written", "written_blocks"]

ReportFormat: TypeAlias = Literal["md", "html", "docx", "text", "json"]

SUFFIXES: dict[str, ReportFormat] = {
    ".md": "md",
    ".html": "html",
    ".docx": "docx",
    ".txt": "text",
    ".json": "json",
}
"""What a file's name says of its format."""


def format_of(
    format: ReportFormat | None, target: Path | None, faults: list[Fault], call: str
) -> ReportFormat:
    """Return the format that is meant; add what is wrong with it, and with the place."""
    said = None if target is None else SUFFIXES.get(target.suffix.lower())
    if format is None:
        if said is None and target is not None and target.suffix:
            hint = "say format=..."
            known = ", ".join(SUFFIXES)
            faults.append(Fault("path", "no known suffix", brief(target.suffix), known, hint))
        form: ReportFormat = said or "md"
    else:
        faults += choice_fault("format", format, get_args(ReportFormat))
        known_form = isinstance(format, str) and format in get_args(ReportFormat)
        form = format if known_form else "md"
        contradicts = known_form and said not in (None, format)
        if contradicts and target is not None:
            what = "the path's suffix says another format"
            faults.append(Fault("format", what, brief(format), brief(target.suffix)))
    if form == "docx" and target is None:
        what = "a Word file is no text: it needs a path"
        faults.append(Fault("path", what, expected=call))
    faults += () if target is None else place_faults(target)
    return form


def written(text: str, target: Path | None) -> str | Path:
    """Return a text, or the path that it was written to."""
    return text if target is None else write_text(target, text)


def written_blocks(
    blocks: Sequence[Block], form: ReportFormat, lang: Language, target: Path | None
) -> str | Path:
    """Return a document as text, or the path that it was written to."""
    if form == "docx":
        from kadmcdm.report.docx import to_docx

        assert target is not None
        return write_bytes(target, to_docx(blocks, lang))
    if form == "html":
        from kadmcdm.report.html import to_html

        return written(to_html(blocks, lang), target)
    return written(to_markdown(blocks) if form == "md" else to_text(blocks), target)
