"""What must be settled, the stages that follow, what is not known, and where it all comes from."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator
from typing import Any, Literal

from kadmcdm import _text
from kadmcdm._table import Table
from kadmcdm.partnership import SCREENS, STAGES, TO_BE_CHECKED, Stage
from kadmcdm.report.case import Part
from kadmcdm.report.document import Bullets, Heading, Paragraph
from kadmcdm.report.limits import limits, provenance
from kadmcdm.report.phrases import say
from kadmcdm.report.phrases_recommendation import PRODUCTS, SIGNERS
from kadmcdm.report.recommendation_parts import SECTIONS, Advice
from kadmcdm.report.weights import unassessed

Council = Literal["needed", "none", "unknown"]
"""Whether the councils must approve, as far as S8 tells."""


def council(advice: Advice) -> tuple[Council, str]:
    """Return whether the councils (DPRD) must approve, and why."""
    found = [item for item in (*advice.case.screens, *advice.notes) if item.rule == "S8"]
    if found:
        item, lang = found[0], advice.lang
        if item.outcome == "pass" and item.consequence is not None:
            return "needed", f"{item.note_in(lang)}; {item.consequence_in(lang)}"
        return ("none" if item.outcome == "pass" else "unknown"), item.note_in(lang)
    whole = advice.case.partners_found
    if whole is not None and "S8" not in whole.unchecked:
        return "none", ""  # it passed for every ranked partnership, and follows for none
    return "unknown", ""


def settled_first(advice: Advice) -> Iterator[tuple[str, tuple[str, ...]]]:
    """Yield what must be settled first: in short, and as steps to take."""
    case, lang, first = advice.case, advice.lang, advice.first
    fails, unknown = advice.outcome("fail"), advice.outcome("unknown")
    if fails:
        yield (
            say("s_fails", lang, rules=_text.listed(fails, lang)),
            tuple(say("d_fails", lang, screen=_ruled(advice, rule)) for rule in fails),
        )
    if not case.screens and not case.unchecked:
        yield say("s_no_screens", lang), (say("d_no_screens", lang, first=first),)
    elif unknown:
        yield (
            say("s_unknown", lang, n=len(unknown), rules=_text.listed(unknown, lang)),
            tuple(say("d_unknown", lang, screen=_ruled(advice, rule)) for rule in unknown),
        )
    for field in ("object", "form"):
        if not case.about.text(field, lang):
            yield say(f"s_{field}", lang), (say(f"d_{field}", lang),)
    if _unasked(advice):
        yield say("s_partner", lang, first=first), (say("d_partner", lang, first=first),)
    if case.not_assessed:
        names = unassessed(case)
        yield (
            say("s_leaves", lang, n=len(case.not_assessed)),
            (say("d_leaves", lang, names="; ".join(names)),),
        )
    if case.example or "ranking" in advice.examples:
        yield say("s_weights", lang), (say("d_weights", lang),)
    if advice.parts.cost_shares is None:
        yield say("s_shares", lang), (say("d_shares", lang),)
    needed, why = council(advice)
    if needed == "needed":
        yield say("s_council", lang), (say("d_council", lang, why=why),)


def _unasked(advice: Advice) -> bool:
    """Tell whether the other side has not said how it weighs."""
    mutual, members = advice.parts.mutual, advice.subject.members
    return mutual is None or any(code in mutual.assumed for code in members[1:])


def _ruled(advice: Advice, rule: str) -> str:
    """Return a rule, what must hold, and what was said: ``"S9 (no dispute): not asked"``."""
    labels = {item.rule: item.label_in(advice.lang) for item in SCREENS}
    notes = [item.note_in(advice.lang) for item in advice.case.screens if item.rule == rule]
    named = f"{rule} ({labels[rule]})" if rule in labels else rule
    return ": ".join([named, *notes])


def steps(advice: Advice) -> Iterator[Part]:
    """Yield what to settle, what people said, and the stages with who is responsible."""
    lang = advice.lang
    own = advice.case.about.points("next_steps", lang)
    todo = tuple(step for _, several in settled_first(advice) for step in several)
    yield Heading(say("h_r_steps", lang))
    if todo:
        yield Bullets(todo, numbered=True)
    if own:
        yield Paragraph(say("r_own", lang))
        yield Bullets(own)
    yield _stages(advice)


def _stages(advice: Advice) -> Table:
    lang, option = advice.lang, advice.parts.option
    rows = []
    for stage, label in STAGES.items():
        who = advice.responsible.get(stage) or SIGNERS.get(stage)
        state = _state(stage, None if option is None else option.stage)
        said = [say(state, lang)]
        if stage == "council_approval":
            needed, _ = council(advice)
            said.insert(0, say(f"c_{needed}", lang))
            if needed != "needed" or state == "t_unknown":
                said = said[:1]
        rows.append(
            (
                label[lang],
                PRODUCTS[stage][lang],
                _text.label(who, say("t_open_who", lang), lang),
                "; ".join(said),
            )
        )
    heads = tuple(say(key, lang) for key in ("t_stage", "t_what", "t_who", "t_state"))
    caption = say("r_law", lang, mark=TO_BE_CHECKED[lang])
    return Table(heads, tuple(rows), title=say("r_stages", lang), caption=caption)


def _state(stage: Stage, now: Stage | None) -> str:
    if now is None:
        return "t_unknown"
    order = list(STAGES)
    place, here = order.index(stage), order.index(now)
    return "t_past" if place < here else "t_now" if place == here else "t_later"


def open_questions(advice: Advice) -> Iterator[Part]:
    """Yield what nobody has said, and what was not provided."""
    case, lang, parts = advice.case, advice.lang, advice.parts
    first = advice.first
    said: list[str] = []
    rules = advice.outcome("unknown")
    if rules:
        said.append(say("unknown_screens", lang, first=first, rules=_text.listed(rules, lang)))
    elif not case.screens and case.partners_found is None:
        said.append(say("u_screens", lang, first=first))
    if council(advice)[0] == "unknown":
        said.append(say("u_council", lang))
    if case.not_assessed:
        said.append(say("unknown_leaves", lang, n=len(case.not_assessed)))
    if parts.mutual is None:
        said.append(say("unknown_partner", lang))
    elif _unasked(advice):
        said.append(say("u_simulated", lang, first=first))
    if parts.option is None or parts.option.stage is None:
        said.append(say("u_stage", lang))
    if parts.reviews is not None:
        open_ = parts.reviews.verdicts.count("unknown")
        if open_:
            said.append(say("u_reviews", lang, n=open_))
    done = case.problem.preparation
    if done is not None and done.dropped_candidates:
        said.append(say("unknown_dropped", lang))
    lacking = [say(f"part_{name}", lang) for name in SECTIONS if name not in parts.held]
    if lacking:
        said.append(say("u_parts", lang, names="; ".join(lacking)))
    said += case.about.points("unknown", lang)
    yield Heading(say("h_unknown", lang))
    yield Bullets(tuple(said)) if said else Paragraph(say("unknown_none", lang))


def bounds(advice: Advice) -> Iterator[Part]:
    """Yield what a reader must not read into it."""
    yield from limits(advice.case)
    yield Paragraph(say("l_advice", advice.lang))


def sources(advice: Advice) -> Iterator[Part]:
    """Yield how the ranking came about, and the digest of every part."""
    lang, parts = advice.lang, advice.parts
    yield from provenance(advice.case)
    rows = [
        (say(f"part_{name}", lang), _digest(part), _seed(part))
        for name in (*SECTIONS, "option")
        if name != "ranking" and (part := getattr(parts, name))
    ]
    table = advice.subject.table
    if table is not None and advice.case.partners_found is None:  # there it is named already
        rows.append((say("part_table", lang), table.digest, "-"))
    if rows:
        heads = (say("b_part", lang), say("p_digest_of", lang), say("p_seed", lang))
        yield Table(heads, tuple(rows), title=say("p_parts", lang))


def _digest(part: Any) -> str:
    """Return a part's own digest, or that of its JSON."""
    own = getattr(part, "digest", None)
    if isinstance(own, str):
        return own
    several = part if isinstance(part, tuple) else (part,)
    content = json.dumps([item.to_dict() for item in several], sort_keys=True, default=str)
    return hashlib.sha256(content.encode()).hexdigest()


def _seed(part: Any) -> str:
    seed = getattr(part, "seed", None)
    return "-" if seed is None else str(seed)
