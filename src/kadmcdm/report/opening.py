"""The first page of a document, and what is compared."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from kadmcdm import _text
from kadmcdm._typing import Language
from kadmcdm.methods import method_label
from kadmcdm.partnership import Indicator
from kadmcdm.report.case import Case, Part, mark
from kadmcdm.report.document import Bullets, Heading, Paragraph
from kadmcdm.report.phrases import say
from kadmcdm.robustness import DECISIVE, MethodComparison

MARKED = "†"
"""Stands behind figures that are not for others."""


def opening(case: Case, *, short: bool) -> Iterator[Part]:
    """Yield title, question, the answer in short and how sure it is, who decides."""
    lang, about = case.lang, case.about
    yield Heading(about.text("title", lang), 1)
    if case.internal:
        key = "withheld" if case.hidden else "confidential"
        yield Paragraph(say(key, lang, n=len(case.internal), mark=MARKED), strong=True)
    if about.question is not None:
        yield Paragraph(about.text("question", lang), strong=True)
        yield mark("question")
    said = _in_short(case)
    if not short and (sure := sureness_of(case)):
        said = f"{said} {sure}"
    yield Paragraph(said, strong=True)
    lines = [
        say(key, lang, **{name: about.text(key, lang)})
        for key, name in (("object", "object"), ("form", "form"), ("decision_maker", "who"))
        if about.text(key, lang)
    ]
    if about.stakeholders:
        names = _text.listed(about.points("stakeholders", lang), lang)
        lines.append(say("stakeholders", lang, names=names))
        yield mark("stakeholders")
    if about.prepared_by is not None:
        lines.append(say("prepared", lang, who=about.text("prepared_by", lang)))
    if about.date is not None:
        lines.append(say("date", lang, date=about.text("date", lang)))
    if lines:
        yield Paragraph(" ".join(lines))
    if about.decision_maker is not None:
        yield mark("decision_maker")
    if case.regional:
        yield Paragraph(say("advice", lang))
    if about.notes is not None:
        yield Paragraph(about.text("notes", lang))


def _in_short(case: Case) -> str:
    ranking, sure, lang = case.ranking, case.acceptability, case.lang
    words = {
        "first": case.labels(ranking.winners),
        "score": _text.number(float(ranking.scores.max()), 3, lang),
    }
    alone = len(ranking.order) == 1
    key = "in_short_plain" if len(ranking.winners) == 1 else "in_short_tied"
    if sure is not None and len(ranking.winners) == 1 and not alone:
        key = f"in_short{case.drawn}"
        share = float(sure.first_shares[case.problem.candidate_index(ranking.best)])
        words["share"] = _text.percent(share, lang)
        words["samples"] = _text.number(sure.n_samples, 0, lang)
        words["source"] = say(f"src_{sure.weights}", lang)
    text = say(key, lang, **words)
    if alone:
        text += " " + say("only_one", lang)
    return f"{text} {say('example_short', lang)}" if case.example else text


def sureness_of(case: Case) -> str:
    """Say in words how sure the first place is; nothing where several share it."""
    sure = case.acceptability
    if sure is None or len(case.ranking.winners) > 1 or len(case.ranking.order) == 1:
        return ""
    i = case.problem.candidate_index(case.ranking.best)
    share = float(sure.first_shares[i])
    error = float(sure.standard_error("first_shares")[i])
    key = "sure_some" if share >= 0.5 else "sure_low"
    key = "sure_high" if share - 2 * error >= DECISIVE else key
    text = say(f"{key}{case.drawn}", case.lang)
    return f"{text} {doubt}" if (doubt := _doubt(case)) and share >= 0.5 else text


def _doubt(case: Case) -> str:
    """Say by how many other methods somebody else comes first; nothing where none does so."""
    compared, best = case.evidence.one(MethodComparison), case.ranking.best
    if compared is None:
        return ""
    own = method_label(case.ranking.method)
    at = case.problem.candidate_index(best)
    others = [k for k, label in enumerate(compared.method_labels) if label != own]
    against = [k for k in others if compared.ranks[k, at] > 1]
    if not against:
        return ""
    first = (compared.ranks[against] == 1).any(axis=0)
    names = [name for name in case.ranking.order if first[case.problem.candidate_index(name)]]
    words = {"n": len(against), "all": len(others), "names": case.labels(names)}
    return say("sure_methods", case.lang, **words)


def compared(case: Case) -> Iterator[Part]:
    """Yield what each criterion says, the figures behind it, what was left out or filled in."""
    problem, lang = case.problem, case.lang
    yield Heading(say("h_compared", lang))
    described = problem.describe(lang)
    m, n = problem.matrix.shape
    rows = tuple(
        (*row[:3], *(say("internal", lang),) * 2, "") if name in case.closed else row
        for name, row in zip(problem.criterion_names, described.rows, strict=True)
    )
    yield replace(described, rows=rows, title=_text.size(m, n, lang))
    if case.indicators:
        yield Paragraph(say("indicators", lang))
        yield Bullets(tuple(_indicator(item, lang) for item in case.indicators))
        if all(item.source is not None for item in case.indicators):
            yield mark("sources")
    done = problem.preparation
    if done is not None and done.dropped_candidates + done.dropped_criteria:
        names = _text.listed([*done.dropped_candidates, *done.dropped_criteria], lang)
        yield Paragraph(say("dropped", lang, names=names))
    if done is not None and done.filled:
        open_ = [item for item in done.filled if item[:2] not in case.hidden]
        cells = "; ".join(
            f"{candidate}, {criterion}: {_text.significant(value, lang)}"
            for candidate, criterion, value in open_
        )
        if open_:
            yield Paragraph(say("filled", lang, policy=done.missing, cells=cells))
        closed = len(done.filled) - len(open_)
        if closed:
            yield Paragraph(say("filled_closed", lang, n=closed, policy=done.missing))
    if done is not None and (done.filled or done.dropped_candidates or done.dropped_criteria):
        yield mark("missing")


def _indicator(item: Indicator, lang: Language) -> str:
    year = str(item.year) if item.year is not None else say("no_year", lang)
    unit, source = item.unit_in(lang) or "-", item.source_in(lang) or "-"
    return say("indicator", lang, label=item.label_in(lang), unit=unit, year=year, source=source)
