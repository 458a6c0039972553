"""The order of a document: the answer first, then what it rests on."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace

from kadmcdm._typing import Language
from kadmcdm.report.case import Case, Mark, Part
from kadmcdm.report.checklist import checklist
from kadmcdm.report.document import Block, Figure, Heading
from kadmcdm.report.figures import data_parts
from kadmcdm.report.limits import limits, provenance, unknown
from kadmcdm.report.opening import compared, opening
from kadmcdm.report.phrases import say
from kadmcdm.report.ranks import next_steps, ranked, screens, sureness, why
from kadmcdm.report.sensitivity import changes, checks, sensitivity
from kadmcdm.report.weights import weights_parts

__all__ = ["numbered", "short_blocks", "whole_blocks"]


def short_blocks(case: Case) -> list[Block]:
    """Return what fits a terminal: no pictures, no tables of figures."""
    parts = (
        *opening(case, short=True),
        *compared(case),
        *weights_parts(case, short=True),
        *screens(case, short=True),
        *ranked(case, short=True),
        *why(case, short=True),
        *sureness(case, short=True),
        *next_steps(case, short=True),
    )
    return [part for part in parts if not isinstance(part, Mark)]


def whole_blocks(case: Case) -> list[Block]:
    """Return the whole document; the checklist says where things are."""
    blocks, places = numbered(_parts(case), case.lang)
    return [*blocks, *checklist(places, case.lang)]


def numbered(parts: Iterable[Part], lang: Language) -> tuple[list[Block], dict[str, str]]:
    """Return blocks with their figures numbered, and the heading that each mark stands under."""
    blocks: list[Block] = []
    places: dict[str, str] = {}
    heading, figures = say("opening", lang), 0
    for part in parts:
        if isinstance(part, Mark):
            for key in part.keys:
                places.setdefault(key, heading)
            continue
        if isinstance(part, Heading) and part.level == 2:
            heading = part.text
        if isinstance(part, Figure):
            figures += 1
            part = replace(part, caption=say("figure", lang, n=figures, text=part.caption))
        blocks.append(part)
    return blocks, places


def _parts(case: Case) -> Iterator[Part]:
    yield from opening(case, short=False)
    yield from ranked(case, short=False)
    yield from why(case, short=False)
    yield from sureness(case, short=False)
    yield from compared(case)
    yield from data_parts(case)
    yield from weights_parts(case, short=False)
    yield from screens(case, short=False)
    yield from sensitivity(case)
    yield from changes(case)
    yield from checks(case)
    yield from unknown(case)
    yield from limits(case)
    yield from next_steps(case, short=False)
    yield from provenance(case)
