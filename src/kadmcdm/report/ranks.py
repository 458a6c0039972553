"""Screens, ranking, reasons, how sure, next steps: what every document about a ranking says."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import numpy as np

from kadmcdm import _text
from kadmcdm._table import Table
from kadmcdm._typing import Label, Language
from kadmcdm.methods import method_label
from kadmcdm.partnership import SCREENS, PairFacts
from kadmcdm.problem import DecisionProblem
from kadmcdm.report.case import Case, Part, mark
from kadmcdm.report.document import Bullets, Heading, Paragraph
from kadmcdm.report.phrases import known, say
from kadmcdm.report.pictures import picture
from kadmcdm.robustness import DECISIVE

SELDOM = 0.05
"""Those who come first under fewer weights than this are not named."""

OBJECT: Label = {"en": "the object of cooperation", "id": "objek kerja sama"}


def screens(case: Case, *, short: bool) -> Iterator[Part]:
    """Yield what must hold before any score counts, and what of it nobody has checked."""
    lang = case.lang
    if short and case.screens:
        yield from _open_screens(case)
    if short or not (case.screens or case.unchecked or case.lists):
        return
    listed = not (case.regional or case.screens)
    yield Heading(say("h_lists" if listed else "h_screens_whole", lang))
    first = case.label(case.ranking.best)
    labels = {item.rule: item.label_in(lang) for item in SCREENS}
    failed = [item for item in case.screens if item.outcome == "fail"]
    if failed:
        names = _text.listed([labels.get(item.rule, item.rule) for item in failed], lang)
        yield Paragraph(say("screen_failed", lang, first=first, names=names), strong=True)
    if case.screens:
        yield Paragraph(say("screens_whole", lang, first=first))
        rows = tuple(
            (
                item.rule,
                labels.get(item.rule, "-"),
                say(item.outcome, lang),
                "; ".join(filter(None, (item.note_in(lang), item.consequence_in(lang)))),
                item.citation_in(lang),
            )
            for item in case.screens
        )
        note = _text.say("note", lang)
        heads = (
            say("screen", lang), say("must_hold", lang), say("outcome", lang), note,
            say("legal", lang),
        )  # fmt: skip
        yield Table(heads, rows)
    if case.unchecked:
        rules = "; ".join(f"{rule} {labels.get(rule, '')}".strip() for rule in case.unchecked)
        yield Paragraph(say("unchecked", lang, rules=rules))
    yield from case.lists
    if case.screens or case.unchecked:
        yield mark("screens")


def _open_screens(case: Case) -> Iterator[Part]:
    lang = case.lang
    first = case.label(case.ranking.best)
    labels = {item.rule: item.label_in(lang) for item in SCREENS}
    failed = [item for item in case.screens if item.outcome == "fail"]
    unknown = [item for item in case.screens if item.outcome == "unknown"]
    yield Heading(say("h_screens", lang))
    if failed:
        names = _text.listed([labels.get(item.rule, item.rule) for item in failed], lang)
        yield Paragraph(say("screen_failed", lang, first=first, names=names), strong=True)
    if unknown:
        yield Paragraph(say("screens", lang, first=first))
        yield Bullets(tuple(f"{item.rule} {labels.get(item.rule, '')}".strip() for item in unknown))


def ranked(case: Case, *, short: bool) -> Iterator[Part]:
    """Yield the ranking with ties, how often each comes first, and its picture."""
    ranking, sure, problem, lang = case.ranking, case.acceptability, case.problem, case.lang
    lifts = _lifts(case)
    about = {item.name: item.attributes for item in problem.candidates} if case.regional else {}
    places = _text.places(ranking.ranks.tolist())
    rows = []
    for name in ranking.order[: case.top]:
        i = problem.candidate_index(name)
        row = [places[i], case.label(name), _text.number(float(ranking.scores[i]), 3, lang)]
        if about:
            border, km = about[name].get("border"), about[name].get("distance_km")
            row.append(say(str(border) if border and known(str(border)) else "no_border", lang))
            row.append(_text.number(km if isinstance(km, float) else None, 1, lang))
        if lifts is not None:
            row.append(_main(problem, lifts[i], lang))
        if sure is not None:
            row.append(_text.percent(float(sure.first_shares[i]), lang))
            row.append(_text.percent(float(sure.top_shares(3)[i]), lang))
        rows.append(tuple(row))
    headers = [
        _text.say("rank", lang),
        say("partner", lang) if about else _text.say("candidate", lang),
        _text.say("score", lang),
    ]
    headers += [say("border", lang), "km"] if about else []
    headers += [say("main", lang)] if lifts is not None else []
    headers += [say("first", lang), say("top_three", lang)] if sure is not None else []
    count = len(headers)
    numeric = {0, 2} | ({4} if about else set())
    numeric |= {count - 1, count - 2} if sure is not None else set()
    yield Heading(say("h_ranking", lang))
    yield Table(tuple(headers), tuple(rows), frozenset(numeric))
    rest, whole = len(problem.candidate_names) - len(rows), len(places)
    lines = []
    if rest and short:
        lines.append(say("rest", lang, n=rest, all=whole))
    elif rest:
        lines.append(say("shown_of", lang, shown=len(rows), all=whole))
    method = method_label(ranking.method)
    if sure is None:
        lines += [f"{_text.say('method', lang)}: {method}.", say("not_sampled", lang)]
    else:
        samples = _text.number(sure.n_samples, 0, lang)
        source = say(_source(sure.weights), lang, seed=sure.seed)
        lines.append(say("method", lang, method=method, samples=samples, source=source))
    yield Paragraph(" ".join(lines))
    yield mark("ranking")
    if not short:
        if not case.hidden:
            yield from picture(case, "ranking", ranking, top=case.top)
        yield from _map(case)


def _source(weights: str) -> str:
    return weights if known(weights) and weights in ("uniform", "dirichlet") else f"src_{weights}"


def _map(case: Case) -> Iterator[Part]:
    """Yield where the partners lie, where the table of regions is at hand."""
    if case.partners_found is not None:
        yield from picture(case, "partners", case.partners_found)


def _lifts(case: Case) -> Any:
    """Return (m, n): what lifts each candidate above the worst, for methods that say so."""
    if not case.explained:
        return None
    details = case.ranking.details
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


def why(case: Case, *, short: bool) -> Iterator[Part]:
    """Yield what puts the first above the second, and what its score is made of."""
    ranking, lang = case.ranking, case.lang
    yield Heading(say("h_why", lang))
    winners = len(ranking.winners)
    score = _text.number(float(ranking.scores.max()), 3, lang)
    if winners > 1:
        names = case.labels(ranking.winners)
        yield Paragraph(say("tied_first", lang, names=names, score=score))
    else:
        closeness = ranking.method.name == "TOPSIS"
        key = "comes_first" if closeness else "comes_first_plain"
        yield Paragraph(say(key, lang, first=case.label(ranking.best), score=score))
    facts = {item.candidate: item for item in case.partners}
    if ranking.best in facts and facts[ranking.best].exchange:
        yield Paragraph(" ".join(_exchange(facts[ranking.best], lang)))
    if case.hidden:
        yield Paragraph(say("reasons_closed", lang))
        return
    if not case.explained:
        yield Paragraph(say("not_explained", lang))
        return
    if not case.split:
        yield Paragraph(say("not_split", lang))
    elif len(ranking.order) > winners:
        second = ranking.order[winners]
        contrast = ranking.contrast(ranking.best, second)
        yield Paragraph(contrast.describe(lang))
        yield mark("reasons")
        if not short:
            both = {"a": case.label(ranking.best), "b": case.label(second)}
            yield from picture(case, "contrast", contrast, words=both)
    if not short:
        if case.split:
            yield Paragraph(ranking.explain(ranking.best).describe(lang))
            if len(ranking.order) > 1:
                yield mark("reasons")
        first = {"first": case.label(ranking.best)}
        yield from picture(case, "profile", ranking, ranking.best, words=first)


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


def sureness(case: Case, *, short: bool) -> Iterator[Part]:
    """Yield how often each claim holds over many weights, and which are not decisive."""
    ranking, sure, problem, lang = case.ranking, case.acceptability, case.problem, case.lang
    yield Heading(say("h_sure", lang))
    if sure is None or len(ranking.order) == 1:
        yield Paragraph(say("not_sampled" if sure is None else "only_one", lang))
        return
    i = problem.candidate_index(ranking.best)
    yield Paragraph(
        say(
            f"sure{case.drawn}", lang,
            samples=_text.number(sure.n_samples, 0, lang),
            first=case.label(ranking.best),
            share=_text.percent(float(sure.first_shares[i]), lang),
            top=_text.percent(float(sure.top_shares(3)[i]), lang),
            error=_text.number(50 / sure.n_samples**0.5, 1, lang),
        )
    )  # fmt: skip
    shares = sure.first_shares
    others = [
        f"{case.label(name)} ({_text.percent(float(shares[k]), lang)})"
        for k, name in sorted(enumerate(problem.candidate_names), key=lambda kn: -shares[kn[0]])
        if shares[k] >= SELDOM and name not in ranking.winners
    ]
    if others:
        yield Paragraph(say(f"others_first{case.drawn}", lang, names=_text.listed(others, lang)))
    verdicts = tuple(_verdicts(case)) if "pairwise_winning" in sure.measured else ()
    if verdicts:
        yield Bullets(verdicts)
        yield Paragraph(say("decisive_limit", lang, limit=_text.percent(DECISIVE, lang)))
    yield mark("acceptability")
    if not short:
        if "rank_acceptability" in sure.measured:
            yield from picture(case, "rank_acceptability", sure, top=case.top)
        if "central_weights" in sure.measured and not case.hidden:
            yield from picture(
                case, "central_weights", sure, weights=case.weights, top=min(case.top, 6)
            )


def _verdicts(case: Case) -> Iterator[str]:
    ranking, sure, problem, lang = case.ranking, case.acceptability, case.problem, case.lang
    assert sure is not None
    for a, b in zip(ranking.order[:3], ranking.order[1:4], strict=False):
        share = sure.winning(a, b)
        key = "pair_decisive" if sure.decisive(a, b) else "pair_open"
        key = "pair_behind" if round(share, 2) < 0.5 else key  # as its figure says
        i, j = (problem.candidate_index(name) for name in (a, b))
        key += case.drawn if key != "pair_decisive" else ""
        key = "pair_tied" if ranking.ranks[i] == ranking.ranks[j] else key
        # A decimal more where two would contradict the verdict.
        digits = 1 if round(share, 2) == DECISIVE else 0
        shown = _text.percent(share, lang, digits)
        yield say(key, lang, a=case.label(a), b=case.label(b), share=shown)


def next_steps(case: Case, *, short: bool) -> Iterator[Part]:
    """Yield what to do next: what a partnership needs, and what people said."""
    lang, own = case.lang, case.about.points("next_steps", case.lang)
    steps: list[str] = []
    if case.partners or (case.regional and not short):
        steps += _of_partnership(case)
    steps += own
    if steps:
        yield Heading(say("h_next", lang))
        yield Bullets(tuple(steps), numbered=True)


def _of_partnership(case: Case) -> Iterator[str]:
    lang = case.lang
    labels = [case.label(name) for name in case.ranking.order]
    subject = case.about.text("object", lang) or _text.label(OBJECT, "", lang)
    if case.weights.scheme == "AHPWeights" and case.study is not None:
        if case.forms is None or case.example:
            yield say("next_judge", lang)
        if case.forms is not None and case.forms.faults:
            yield say("next_forms", lang)
    if case.not_assessed:
        yield say("next_assess", lang, names=_text.listed(labels[:3], lang))
    yield say("next_authority", lang, object=subject)
    if case.unchecked or any(item.outcome == "unknown" for item in case.screens):
        yield say("next_screens", lang)
    yield say("next_budget", lang)
    yield say("next_partner", lang, first=labels[0])
