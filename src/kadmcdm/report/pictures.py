"""Pictures of a document: drawn where pyplot doesn't see them, and kept as PNG."""

from __future__ import annotations

import io
from collections.abc import Iterator, Mapping
from typing import Any

from kadmcdm import _text
from kadmcdm.errors import InputError
from kadmcdm.report.case import Case, Part, mark
from kadmcdm.report.document import Figure
from kadmcdm.report.phrases import say

DPI = 150
"""Dots per inch: sharp on paper, and small enough to send."""


def picture(
    case: Case, name: str, *results: Any, words: Mapping[str, str] | None = None, **options: Any
) -> Iterator[Part]:
    """Yield a picture by the name of its function in `kadmcdm.plot`, and its mark.

    Yields nothing where there is nothing to draw, as of one candidate alone.
    """
    png = drawn(name, *results, lang=case.lang, **options)
    if png is None:
        return
    image, alternative = png
    caption = say(f"f_{name}", case.lang, **(words or {}))
    if case.example:
        caption = f"{_text.say('example', case.lang)}. {caption}"
    yield Figure(image, alternative, caption)
    yield mark("figures", name)


def drawn(name: str, *results: Any, **options: Any) -> tuple[bytes, str] | None:
    """Return a picture as PNG, and what it shows in a sentence."""
    from kadmcdm import plot
    from kadmcdm.plot.canvas import offscreen

    with offscreen():
        try:
            ax = getattr(plot, name)(*results, **options)
        except InputError:
            return None
        figure = ax.get_figure(root=True)
        content = io.BytesIO()
        figure.savefig(content, format="png", dpi=DPI)
    return content.getvalue(), str(ax.get_label())
