"""The report of a study: what was asked, what came out, why, how sure, what to do next."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import numpy as np

from kadmcdm import _text
from kadmcdm._table import Table
from kadmcdm._typing import Label, Language
from kadmcdm.methods import method_label
from kadmcdm.partnership import SCREENS, Indicator, PairFacts
from kadmcdm.problem import DecisionProblem
from kadmcdm.report.document import Block, Bullets, Heading, Paragraph
from kadmcdm.report.phrases import say
from kadmcdm.report.weights import weights_blocks
from kadmcdm.robustness import DECISIVE
from kadmcdm.study import StudyResult

SELDOM = 0.05
"""Those who come first under fewer weights than this are not named."""

OBJECT: Label = {"en": "the object of cooperation", "id": "objek kerja sama"}


def study_blocks(result: StudyResult, lang: Language = "en", *, top: int = 10) -> list[Block]:
    """Return the report of a study as blocks.

    Parameters
    ----------
    result : StudyResult
    lang : "en" or "id"
    top : int
        How many candidates the ranking table shows.

    Returns
    -------
    list of blocks
    """
    return [
        *_opening(result, lang),
        *_compared(result, lang),
        *weights_blocks(result, lang),
        *_screens(result, lang),
        *_ranking(result, lang, top),
        *_why(result, lang),
        *_sure(result, lang),
        *_next(result, lang),
    ]


def _opening(result: StudyResult, lang: Language) -> Iterator[Block]:
    study = result.study
    yield Heading(_text.label(study["title"], "", lang), 1)
    if study.get("question"):
        yield Paragraph(_text.label(study["question"], "", lang), strong=True)
    yield Paragraph(_in_short(result, lang), strong=True)
    lines = [
        say(key, lang, **{name: _text.label(study[key], "", lang)})
        for key, name in (("object", "object"), ("form", "form"), ("decision_maker", "who"))
        if study.get(key)
    ]
    if lines:
        yield Paragraph(" ".join(lines))
    if result.partners:
        yield Paragraph(say("advice", lang))
    if study.get("notes"):
        yield Paragraph(_text.label(study["notes"], "", lang))


def _in_short(result: StudyResult, lang: Language) -> str:
    ranking, sure, problem = result.ranking, result.acceptability, result.problem
    text = say(
        "in_short" if len(ranking.winners) == 1 else "in_short_tied", lang,
        first=_text.listed([problem.candidate_label(name, lang) for name in ranking.winners], lang),
        score=_text.number(float(ranking.scores.max()), 3, lang),
        share=_text.percent(float(sure.first_shares[problem.candidate_index(ranking.best)]), lang),
        samples=_text.number(sure.n_samples, 0, lang),
    )  # fmt: skip
    return f"{text} {say('example_short', lang)}" if result.example else text


def _compared(result: StudyResult, lang: Language) -> Iterator[Block]:
    problem = result.problem
    yield Heading(say("h_compared", lang))
    described = problem.describe(lang)
    m, n = problem.matrix.shape
    counts = {"en": f"{m} candidates, {n} criteria", "id": f"{m} calon, {n} kriteria"}
    yield Table(described.headers, described.rows, described.numeric, title=counts[lang])
    if result.indicators:
        yield Paragraph(say("indicators", lang))
        yield Bullets(tuple(_indicator(item, lang) for item in result.indicators))
    done = problem.preparation
    if done is not None and done.dropped_candidates + done.dropped_criteria:
        names = _text.listed([*done.dropped_candidates, *done.dropped_criteria], lang)
        yield Paragraph(say("dropped", lang, names=names))
    if done is not None and done.filled:
        cells = "; ".join(
            f"{candidate}, {criterion}: {_text.significant(value, lang)}"
            for candidate, criterion, value in done.filled
        )
        yield Paragraph(say("filled", lang, policy=done.missing, cells=cells))


def _indicator(item: Indicator, lang: Language) -> str:
    year = str(item.year) if item.year is not None else say("no_year", lang)
    unit, source = item.unit_in(lang) or "-", item.source_in(lang) or "-"
    return say("indicator", lang, label=item.label_in(lang), unit=unit, year=year, source=source)


def _screens(result: StudyResult, lang: Language) -> Iterator[Block]:
    if not result.screens:
        return
    first = result.problem.candidate_label(result.ranking.best, lang)
    labels = {item.rule: item.label_in(lang) for item in SCREENS}
    failed = [item for item in result.screens if item.outcome == "fail"]
    unknown = [item for item in result.screens if item.outcome == "unknown"]
    yield Heading(say("h_screens", lang))
    if failed:
        names = _text.listed([labels[item.rule] for item in failed], lang)
        yield Paragraph(say("screen_failed", lang, first=first, names=names), strong=True)
    if unknown:
        yield Paragraph(say("screens", lang, first=first))
        yield Bullets(tuple(f"{item.rule} {labels[item.rule]}" for item in unknown))


def _ranking(result: StudyResult, lang: Language, top: int) -> Iterator[Block]:
    ranking, sure, problem = result.ranking, result.acceptability, result.problem
    lifts = _lifts(result)
    facts = {item.candidate: item for item in result.partners}
    places = ranking.ranks.tolist()
    top_three = sure.top_shares(3)
    rows = []
    for name in ranking.order[:top]:
        i = problem.candidate_index(name)
        tied = "=" if places.count(places[i]) > 1 else ""
        row = [
            f"{places[i]}{tied}",
            problem.candidate_label(name, lang),
            _text.number(float(ranking.scores[i]), 3, lang),
        ]
        if facts:
            border = facts[name].border
            row.append(say(border or "no_border", lang))
            row.append(_text.number(facts[name].distance_km, 1, lang))
        if lifts is not None:
            row.append(_main(problem, lifts[i], lang))
        row.append(_text.percent(float(sure.first_shares[i]), lang))
        row.append(_text.percent(float(top_three[i]), lang))
        rows.append(tuple(row))
    headers = [
        _text.say("rank", lang),
        say("partner", lang) if facts else _text.say("candidate", lang),
        _text.say("score", lang),
    ]
    headers += [say("border", lang), "km"] if facts else []
    headers += [say("main", lang)] if lifts is not None else []
    headers += [say("first", lang), say("top_three", lang)]
    count = len(headers)
    numeric = {0, 2, count - 1, count - 2} | ({4} if facts else set())
    yield Heading(say("h_ranking", lang))
    yield Table(tuple(headers), tuple(rows), frozenset(numeric))
    rest = len(problem.candidate_names) - len(rows)
    lines = [say("rest", lang, n=rest, all=len(places))] if rest else []
    method = method_label(ranking.method)
    samples = _text.number(sure.n_samples, 0, lang)
    source = say(sure.weights, lang, seed=sure.seed)
    lines.append(say("method", lang, method=method, samples=samples, source=source))
    yield Paragraph(" ".join(lines))


def _lifts(result: StudyResult) -> Any:
    """Return (m, n): what lifts each candidate above the worst, for methods that say so."""
    if not hasattr(result.ranking.method, "details"):
        return None
    details = result.ranking.details
    if "to_anti_ideal" in details:
        return details["to_anti_ideal"]
    parts = details.get("contributions")
    return None if parts is None else parts - parts.min(axis=0)


def _main(problem: DecisionProblem, lifts: Any, lang: Language) -> str:
    """Name the criterion that lifts a candidate most; all of them, where several do equally."""
    most = lifts.max()
    if most <= 0:
        return "-"
    chief = np.flatnonzero(lifts >= most * (1 - 1e-9))
    return _text.listed([problem.criteria[j].label_in(lang) for j in chief], lang)


def _why(result: StudyResult, lang: Language) -> Iterator[Block]:
    ranking, problem = result.ranking, result.problem
    yield Heading(say("h_why", lang))
    labels = [problem.candidate_label(name, lang) for name in ranking.order]
    score = _text.number(float(ranking.scores.max()), 3, lang)
    if len(ranking.winners) > 1:
        names = _text.listed(labels[: len(ranking.winners)], lang)
        yield Paragraph(say("tied_first", lang, names=names, score=score))
    else:
        closeness = ranking.method.name == "TOPSIS"
        key = "comes_first" if closeness else "comes_first_plain"
        yield Paragraph(say(key, lang, first=labels[0], score=score))
    facts = {item.candidate: item for item in result.partners}
    if ranking.best in facts and facts[ranking.best].exchange:
        yield Paragraph(" ".join(_exchange(facts[ranking.best], lang)))
    if len(ranking.order) > len(ranking.winners) and hasattr(ranking.method, "details"):
        second = ranking.order[len(ranking.winners)]
        yield Paragraph(ranking.contrast(ranking.best, second).describe(lang))


def _exchange(facts: PairFacts, lang: Language) -> Iterator[str]:
    own, partner = facts.initiator_name, facts.partner_name
    for side, share in (("gives", facts.gives), ("gets", facts.gets)):
        items = [
            say(
                "fact", lang,
                label=fact.indicator.label_in(lang),
                a=_text.significant(fact.own, lang), b=_text.significant(fact.partners, lang),
                unit=fact.indicator.unit_in(lang) or "-",
            )
            for fact in facts.exchange
            if fact.side == side
        ]  # fmt: skip
        if items:
            share_text = _text.percent(share, lang)
            listed = "; ".join(items)
            yield say(side, lang, own=own, partner=partner, items=listed, share=share_text)
        else:
            yield say(f"{side}_nothing", lang, own=own, partner=partner)


def _sure(result: StudyResult, lang: Language) -> Iterator[Block]:
    ranking, sure, problem = result.ranking, result.acceptability, result.problem
    yield Heading(say("h_sure", lang))
    i = problem.candidate_index(ranking.best)
    yield Paragraph(
        say(
            "sure", lang,
            samples=_text.number(sure.n_samples, 0, lang),
            first=problem.candidate_label(ranking.best, lang),
            share=_text.percent(float(sure.first_shares[i]), lang),
            top=_text.percent(float(sure.top_shares(3)[i]), lang),
            error=_text.number(50 / sure.n_samples**0.5, 1, lang),
        )
    )  # fmt: skip
    shares = sure.first_shares
    others = [
        f"{problem.candidate_label(name, lang)} ({_text.percent(float(shares[k]), lang)})"
        for k, name in sorted(enumerate(problem.candidate_names), key=lambda kn: -shares[kn[0]])
        if shares[k] >= SELDOM and name not in ranking.winners
    ]
    if others:
        yield Paragraph(say("others_first", lang, names=_text.listed(others, lang)))
    verdicts = []
    for a, b in zip(ranking.order[:3], ranking.order[1:4], strict=False):
        share = sure.winning(a, b)
        key = "pair_decisive" if sure.decisive(a, b) else "pair_open"
        key = "pair_behind" if round(share, 2) < 0.5 else key  # as its figure says
        i, j = (problem.candidate_index(name) for name in (a, b))
        key = "pair_tied" if ranking.ranks[i] == ranking.ranks[j] else key
        label_a, label_b = (problem.candidate_label(name, lang) for name in (a, b))
        digits = (
            1 if round(share, 2) == DECISIVE else 0
        )  # so that it does not contradict its figure
        shown = _text.percent(share, lang, digits)
        verdicts.append(say(key, lang, a=label_a, b=label_b, share=shown))
    if verdicts:
        yield Bullets(tuple(verdicts))
        yield Paragraph(say("decisive_limit", lang, limit=_text.percent(DECISIVE, lang)))


def _next(result: StudyResult, lang: Language) -> Iterator[Block]:
    if not result.partners:
        return
    labels = [result.problem.candidate_label(name, lang) for name in result.ranking.order]
    subject = _text.label(result.study.get("object") or OBJECT, "", lang)
    steps = []
    if result.weights.scheme == "AHPWeights" and (result.forms is None or result.example):
        steps.append(say("next_judge", lang))
    if result.forms is not None and result.forms.faults:
        steps.append(say("next_forms", lang))
    if result.not_assessed:
        steps.append(say("next_assess", lang, names=_text.listed(labels[:3], lang)))
    steps.append(say("next_authority", lang, object=subject))
    if any(item.outcome == "unknown" for item in result.screens):
        steps.append(say("next_screens", lang))
    steps += [say("next_budget", lang), say("next_partner", lang, first=labels[0])]
    yield Heading(say("h_next", lang))
    yield Bullets(tuple(steps), numbered=True)
