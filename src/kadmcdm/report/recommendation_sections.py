"""The sections of a recommendation: what each part says, in the words of that part."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

import numpy as np

from kadmcdm import _text
from kadmcdm._table import Table
from kadmcdm.partnership import STAGES, TO_BE_CHECKED, CostComparison, MutualRanking
from kadmcdm.report.case import Part
from kadmcdm.report.document import Bullets, Heading, Paragraph
from kadmcdm.report.opening import MARKED, sureness_of
from kadmcdm.report.phrases import say
from kadmcdm.report.ranks import ranked, screens, sureness, why
from kadmcdm.report.recommendation_parts import SECTIONS, Advice, member_codes
from kadmcdm.report.recommendation_steps import settled_first
from kadmcdm.report.sensitivity import by_methods
from kadmcdm.report.weights import weights_parts

ROWS = 20
"""Rows of a table of another result that are shown."""


def first_page(advice: Advice) -> Iterator[Part]:
    """Yield what this is, and in one paragraph: with whom, on what, how sure, what is open."""
    case, lang = advice.case, advice.lang
    yield Heading(case.about.text("title", lang), 1)
    yield Paragraph(say("r_kind", lang), strong=True)
    if advice.examples:
        names = [say(f"part_{name}", lang) for name in SECTIONS if name in advice.examples]
        parts = _text.listed(names, lang)
        yield Paragraph(say("r_example", lang, parts=parts), strong=True)
    if case.internal:
        key = "withheld" if case.hidden else "confidential"
        yield Paragraph(say(key, lang, n=len(case.internal), mark=MARKED), strong=True)
    yield Paragraph(say("r_summary", lang, text=" ".join(filter(None, _summary(advice)))))


def _summary(advice: Advice) -> Iterator[str]:
    case, lang, subject = advice.case, advice.lang, advice.subject
    ranking, option, about = case.ranking, advice.parts.option, case.about
    fails = advice.outcome("fail")
    if fails:
        rules = _text.listed(fails, lang)
        yield say("r_failed", lang, first=advice.first, rules=rules)
    elif len(ranking.winners) > 1:
        yield say("r_tied", lang, names=case.labels(ranking.winners), first=advice.first)
    else:
        form = about.text("form", lang)
        words = {
            "object": about.text("object", lang) or say("r_no_object", lang),
            "form": say("r_in_form", lang, form=form) if form else say("r_no_form", lang),
        }
        names = [subject.name(code) for code in subject.members]
        if subject.initiator is None:
            yield say("r_between", lang, names=_text.listed(names, lang), **words)
        else:
            others = _text.listed(names[1:], lang)
            yield say("r_with", lang, own=names[0], first=others, **words)
    if option is not None and option.kind == "mandatory":
        yield say("r_mandatory", lang, basis=option.legal_basis)
    yield _how_sure(advice)
    items = [short for short, _ in settled_first(advice)]
    if items:
        yield say("r_settle", lang, items="; ".join(items))


def _how_sure(advice: Advice) -> str:
    case, lang, sure = advice.case, advice.lang, advice.case.acceptability
    ranking, problem = case.ranking, case.problem
    if len(problem.candidate_names) == 1:
        return say("only_one", lang)
    score = _text.number(float(ranking.scores.max()), 3, lang)
    n = len(problem.candidate_names)
    place = say("r_place", lang, first=advice.first, n=n, score=score)
    if len(ranking.winners) > 1:
        return ""
    if sure is None:
        return f"{place}. {say('not_sampled', lang)}"
    share = float(sure.first_shares[problem.candidate_index(ranking.best)])
    words = {"share": _text.percent(share, lang), "samples": _text.number(sure.n_samples, 0, lang)}
    return f"{say('r_stays', lang, place=place, **words)} {sureness_of(case)}".rstrip()


def basis(advice: Advice) -> Iterator[Part]:
    """Yield the head of a staff review: for whom, on what; and what was provided."""
    case, lang, subject = advice.case, advice.lang, advice.subject
    about, option, unsaid = case.about, advice.parts.option, say("not_stated", advice.lang)
    own = [] if subject.initiator is None else [subject.name(subject.initiator)]
    of = say("b_of", lang, own=own[0]) if own else ""
    kind = unsaid
    if option is not None:
        kind = say(option.kind, lang, basis=option.legal_basis)
    stage = None if option is None else option.stage
    members = [subject.name(code) for code in subject.members if code != subject.initiator]
    rows = {
        "b_to": say("b_team", lang, of=of),
        "b_from": about.text("prepared_by", lang),
        "b_date": about.text("date", lang),
        "b_question": about.text("question", lang),
        "b_object": about.text("object", lang),
        "b_form": about.text("form", lang),
        "b_initiator": _text.listed(own, lang),
        "b_partner": _text.listed(members, lang),
        "b_kind": kind,
        "b_stage": "" if stage is None else STAGES[stage][lang],
        "b_decides": about.text("decision_maker", lang),
        "b_asked": _text.listed(about.points("stakeholders", lang), lang),
        "b_evidence": "" if option is None else "; ".join(option.evidence),
    }
    yield Heading(say("h_r_basis", lang))
    cells = tuple((say(key, lang), said or unsaid) for key, said in rows.items())
    yield Table((say("item", lang), say("content", lang)), cells)
    if about.notes is not None:
        yield Paragraph(about.text("notes", lang))
    lines = tuple((say(f"part_{name}", lang), _held(advice, name)) for name in SECTIONS)
    heads = (say("b_part", lang), say("b_held", lang))
    yield Table(heads, lines, title=say("b_parts", lang))


def _held(advice: Advice, part: str) -> str:
    if part in advice.parts.held:
        return say("included", advice.lang)
    noted = part == "screens" and advice.case.partners_found is not None
    return say("in_ranking" if noted else "left_out", advice.lang)


def _head(advice: Advice, part: str) -> Iterator[Part]:
    yield Heading(say(f"h_r_{part}", advice.lang))
    yield from _example(advice, part)


def _example(advice: Advice, part: str) -> Iterator[Part]:
    if part in advice.examples:
        yield Paragraph(say("r_example_part", advice.lang), strong=True)


def _first_rows(advice: Advice, table: Table, n: int = ROWS) -> Table:
    """Return the first rows of a table, and say in its caption where there are more."""
    if len(table.rows) <= n:
        return table
    note = say("r_first_rows", advice.lang, n=n, all=len(table.rows))
    return replace(table, rows=table.rows[:n], caption=f"{note}\n{table.caption}".rstrip())


def affairs(advice: Advice) -> Iterator[Part]:
    """Yield the mapping of affairs as a short list."""
    mapping, lang, top = advice.parts.mapping, advice.lang, advice.case.top
    if mapping is None:
        return
    yield from _head(advice, "mapping")
    whole, *aside = mapping.tables(lang)
    columns = [0, 2, 4, 6, 8]  # rank, sub-affair, possible partners, indication, score
    rows = tuple(tuple(row[k] for k in columns) for row in whole.rows[:top])
    heads = tuple(whole.headers[k] for k in columns)
    yield replace(whole, headers=heads, rows=rows, numeric=frozenset({0, 4}))
    more = len(whole.rows) - len(rows)
    if more:
        yield Paragraph(say("r_more", lang, n=more))
    yield from aside


def screened(advice: Advice) -> Iterator[Part]:
    """Yield the outcomes of the screens: what fails, what is unknown, then what passes."""
    order = ("fail", "unknown", "pass")
    case = advice.case
    outcomes = tuple(sorted(case.screens, key=lambda item: order.index(item.outcome)))
    whole = case.partners_found
    # Of what the ranking shows, who was left out; the first-ranked's own outcomes say the rest.
    lists = case.lists[:1] if whole is not None and whole.screened else ()
    shown = replace(
        case,
        screens=outcomes,
        unchecked=() if outcomes else case.unchecked,
        lists=tuple(_first_rows(advice, table) for table in lists),
    )
    parts = list(screens(shown, short=False))
    if not parts:
        return
    yield parts[0]
    yield from _example(advice, "screens")
    yield from parts[1:]
    mark = TO_BE_CHECKED[advice.lang]
    if any(mark in item.citation_in(advice.lang) for item in outcomes):
        yield Paragraph(say("r_to_check", advice.lang, mark=mark))


def ranking_section(advice: Advice) -> Iterator[Part]:
    """Yield the ranking, its reasons, and how sure each claim is."""
    head, *rest = ranked(advice.case, short=advice.short)
    yield head
    yield from _example(advice, "ranking")
    yield from rest
    yield from why(advice.case, short=True)
    yield from weights_parts(advice.case, short=True)
    yield from sureness(advice.case, short=True)
    if len(advice.case.problem.candidate_names) > 1:
        yield from by_methods(advice.case, short=True)


def other_side(advice: Advice) -> Iterator[Part]:
    """Yield what the others would think of it, labelled as the simulation that it is."""
    mutual, lang, subject = advice.parts.mutual, advice.lang, advice.subject
    if mutual is None:
        return
    yield from _head(advice, "mutual")
    own, *others = subject.members
    partners = mutual.partners(own, lang)
    if mutual.simulated:
        yield Paragraph(partners.caption.splitlines()[-1], strong=True)
    for other in others:
        yield Paragraph(" ".join(_both(advice, mutual, own, other)))
    if _other_question(advice, mutual):
        labels = [criterion.label_in(lang) for criterion in mutual.criteria]
        listed = _text.listed(labels, lang)
        yield Paragraph(say("r_other_criteria", lang, criteria=listed))
    yield _first_rows(advice, partners, advice.case.top)


def _both(advice: Advice, mutual: MutualRanking, own: str, other: str) -> Iterator[str]:
    lang, name = advice.lang, advice.subject.name
    i, j = mutual.codes.index(own), mutual.codes.index(other)
    names = {"own": name(own), "other": name(other)}
    if np.isnan(mutual.scores[i, j]):
        yield say("r_no_pair", lang, **names)
        return
    counts = (~np.isnan(mutual.scores)).sum(axis=1)
    yield say(
        "r_both", lang, **names, theirs=mutual.ranks[i, j], n=counts[i], ours=mutual.ranks[j, i],
        m=counts[j],
    )  # fmt: skip
    ours, theirs = mutual.scores[i], mutual.scores[:, i]
    better = (ours >= ours[j]) & (theirs >= theirs[j])
    better &= (ours > ours[j]) | (theirs > theirs[j])
    found = [name(mutual.codes[k]) for k in np.flatnonzero(better)]
    shown = _text.listed(found, lang)
    yield say("r_no_front", lang, names=shown) if found else say("r_front", lang, **names)


def _other_question(advice: Advice, mutual: MutualRanking) -> bool:
    """Tell whether the two-sided ranking asks by other criteria, or among other regions."""
    problem, subject = advice.case.problem, advice.subject
    if {item.name for item in mutual.criteria} != set(problem.criterion_names):
        return True
    compared = {code for name in problem.candidate_names for code in name.split("+")}
    scored = ~np.isnan(mutual.scores[mutual.codes.index(subject.members[0])])
    partners = {mutual.codes[k] for k in np.flatnonzero(scored)}
    return partners != compared - {subject.members[0]}


def levers(advice: Advice) -> Iterator[Part]:
    """Yield what holds the partnership back, and who pulls which lever."""
    plan, lang = advice.parts.strategy, advice.lang
    if plan is None:
        return
    yield from _head(advice, "strategy")
    if plan.candidate != advice.subject.candidate:
        who = advice.case.label(plan.candidate)
        yield Paragraph(say("r_other_candidate", lang, who=who), strong=True)
    yield from plan.tables(lang, internal=advice.internal)


def costs(advice: Advice) -> Iterator[Part]:
    """Yield who pays how much by each rule, how fair that is, who would be better off alone."""
    shares, lang, subject = advice.parts.cost_shares, advice.lang, advice.subject
    if shares is None:
        return
    yield from _head(advice, "cost_shares")
    unit = _text.label(advice.cost_unit, "", lang)
    said = [say("r_unit", lang, unit=unit) if unit else say("r_no_unit", lang)]
    codes = member_codes(shares.members, subject)
    named = [
        f"{member}: {subject.name(code)}"
        for member, code in codes.items()
        if member == code and code in subject.names
    ]
    said += ["; ".join(named) + "."] if named else []
    if set(codes.values()) != set(subject.members):
        names = [subject.name(code or member) for member, code in codes.items()]
        said.append(say("r_more_members", lang, names=_text.listed(names, lang)))
    yield Paragraph(" ".join(said))
    if isinstance(shares, CostComparison):
        inside = [
            item.name(lang)
            for item, check in zip(shares.shares, shares.checks, strict=True)
            if check.in_core
        ]
        rules = "; ".join(inside)
        text = say("r_core", lang, rules=rules) if inside else say("r_no_core", lang)
        yield Paragraph(text, strong=True)
        yield from shares.tables(lang)[:2]
        yield Bullets(shares.describe(lang))
        return
    worse = [member for member, saved in shares.savings.items() if saved < 0]
    names = [subject.name(codes[member] or member) for member in worse]
    key = "r_worse" if worse else "r_nobody_worse"
    yield Paragraph(say(key, lang, names=_text.listed(names, lang)), strong=True)
    yield from shares.tables(lang)


def portfolio_section(advice: Advice) -> Iterator[Part]:
    """Yield the chosen set, what is left of each budget, the second best, and its status."""
    found, lang, subject = advice.parts.portfolio, advice.lang, advice.subject
    if found is None:
        return
    yield from _head(advice, "portfolio")
    with_first = [
        name
        for name, option in zip(found.names, found.options, strict=True)
        if set(option.members) == set(subject.members)
    ]
    chosen = [name for name in with_first if name in found.chosen]
    key = "r_chosen" if chosen else "r_not_chosen" if with_first else "r_no_option"
    labels = [found.label(name, lang) for name in chosen or with_first]
    yield Paragraph(say(key, lang, first=advice.first, names="; ".join(labels)), strong=True)
    yield Bullets(found.describe(lang))
    for table in found.tables(lang)[: 1 + bool(found.limits)]:
        yield _first_rows(advice, table)


def agreements(advice: Advice) -> Iterator[Part]:
    """Yield how the agreements in force run, and what to ask about them."""
    reviews, lang = advice.parts.reviews, advice.lang
    if reviews is None:
        return
    yield from _head(advice, "reviews")
    yield Paragraph(reviews.describe(lang))
    for table in reviews.tables(lang):
        yield _first_rows(advice, table)
