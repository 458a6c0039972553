"""What if: other weights, other methods, other figures; and what the figures show besides."""

from __future__ import annotations

from collections.abc import Iterator

from kadmcdm import _text
from kadmcdm._table import Table
from kadmcdm.methods import method_label
from kadmcdm.report.case import Case, Part, mark
from kadmcdm.report.document import Bullets, Heading, Paragraph
from kadmcdm.report.phrases import say
from kadmcdm.report.pictures import picture
from kadmcdm.robustness import (
    Diagnostics,
    Dominance,
    Improvements,
    JudgmentUncertainty,
    MethodComparison,
    Multiverse,
    PotentialWinners,
    RankReversal,
    SmallestChange,
    WeightStability,
    WeightSwings,
)


def sensitivity(case: Case) -> Iterator[Part]:
    """Yield how far weights may move, what moves the lead most, what other methods say."""
    if len(case.ranking.order) == 1:
        return
    lang, evidence = case.lang, case.evidence
    yield Heading(say("h_sensitivity", lang))
    if not case.hidden:
        yield from _weights(case)
    yield from by_methods(case)
    many = evidence.one(Multiverse)
    if many is not None:
        yield Paragraph(say("many_choices", lang))
        yield from many.tables(lang)
        yield from picture(case, "ranks_by_method", many)
        yield mark("methods")
    judged = evidence.one(JudgmentUncertainty)
    if judged is not None:
        yield Paragraph(say("judgments_uncertain", lang))
        yield from judged.tables(lang)
        yield mark("consistency")


def _weights(case: Case) -> Iterator[Part]:
    lang, evidence = case.lang, case.evidence
    stable = evidence.one(WeightStability)
    if stable is None:
        yield Paragraph(say("no_stability", lang))
    else:
        yield Paragraph(say("one_weight", lang))
        yield Bullets(tuple(f"{line}." for line in stable.describe(lang).splitlines()))
        yield from picture(case, "weight_stability", stable)
        yield mark("stability")
    swings = evidence.one(WeightSwings)
    if swings is None:
        yield Paragraph(say("no_swings", lang))
    else:
        yield Paragraph(_ended(swings.describe(lang)))
        yield from picture(case, "tornado", swings)
        yield mark("stability")
    smallest = evidence.one(SmallestChange)
    if smallest is None:
        yield Paragraph(say("no_smallest", lang))
    else:
        yield Paragraph(_ended(smallest.describe(lang)))
        yield mark("stability")
    potential = evidence.one(PotentialWinners)
    if potential is not None:
        yield from potential.tables(lang)


def _ended(text: str) -> str:
    """Return lines that have no full stop as one sentence; names keep their letters."""
    return "; ".join(line.rstrip(".") for line in text.splitlines() if line) + "."


def by_methods(case: Case, *, short: bool = False) -> Iterator[Part]:
    """Yield what other methods put first, and the ranks by each."""
    lang, compared = case.lang, case.evidence.one(MethodComparison)
    if compared is None:
        yield Paragraph(say("no_methods", lang))
        return
    winners = set(case.ranking.winners)
    alike, others = [], []
    for label, ranks in zip(compared.method_labels, compared.ranks, strict=True):
        first = [compared.candidate_names[i] for i in (ranks == 1).nonzero()[0]]
        if label == method_label(case.ranking.method):
            continue
        if set(first) == winners:
            alike.append(label)
        else:
            others.append(say("by_method", lang, first=case.labels(first), method=label))
    if others:
        yield Paragraph(say("methods_differ", lang, items="; ".join(others)))
    else:
        names = _text.listed(alike, lang)
        who = case.labels(case.ranking.winners)
        yield Paragraph(say("methods_agree", lang, first=who, methods=names))
    at = [case.problem.candidate_index(name) for name in case.ranking.order[: case.top]]
    rows = tuple(
        (case.label(case.problem.candidate_names[i]), *map(str, compared.ranks[:, i].tolist()))
        for i in at
    )
    heads = (_text.say("candidate", lang), *compared.method_labels)
    yield Table(heads, rows, frozenset(range(1, len(heads))), title=say("methods_table", lang))
    if not short:
        yield from picture(case, "ranks_by_method", compared, top=case.top)
    yield mark("methods")


def changes(case: Case) -> Iterator[Part]:
    """Yield what those next in rank would have to change, by what can be done."""
    if case.hidden or len(case.ranking.order) == 1:
        return
    lang = case.lang
    yield Heading(say("h_change", lang))
    found = case.evidence.all(Improvements)
    if not found:
        large = Improvements in case.evidence.too_large
        yield Paragraph(say("change_large" if large else "no_change", lang))
        return
    yield Paragraph(say("change", lang))
    for item in found:
        who = _text.label(item.candidate_label, item.candidate, lang)
        said = " ".join(item.describe(lang).splitlines())
        yield Paragraph(said if who in said else f"{who}: {said}")
        if any(item.levers.values()) and any(item.by_lever.values()):
            yield Paragraph(say("levers", lang, who=who))
            yield Bullets(tuple(_by_lever(item, case)))
    who = _text.label(found[0].candidate_label, found[0].candidate, lang)
    yield from picture(case, "improvements", found[0], words={"who": who})
    yield mark("improvements")


def _by_lever(item: Improvements, case: Case) -> Iterator[str]:
    lang = case.lang
    called = {
        _text.label(lever, "", "en"): _text.label(lever, "", lang)
        for lever in item.levers.values()
        if lever is not None
    }
    shown = dict(zip(item.order, item.tables(lang)[0].rows, strict=True))  # rounded to be enough
    for lever, made in item.by_lever.items():
        steps = []
        for one in made:
            label, old, new, *_ = shown[one.criterion]
            steps.append(say("one_lever", lang, label=label, old=old, new=new))
        if steps:
            name = say("no_lever", lang) if lever is None else called[lever]
            yield say("by_lever", lang, lever=name, items="; ".join(steps))


def checks(case: Case) -> Iterator[Part]:
    """Yield dominance, diagnostics and rank reversal, as sentences."""
    lang, evidence = case.lang, case.evidence
    said: list[str] = []
    marks: list[str] = []
    better, seen = evidence.one(Dominance), evidence.one(Diagnostics)
    whole = len(case.problem.candidate_names)
    if better is not None and whole > 1:
        beaten = better.dominated
        text = say("dominated" if beaten else "none_dominated", lang, n=len(beaten), all=whole)
        if case.ranking.best in beaten:
            text += " " + say("first_dominated", lang, first=case.label(case.ranking.best))
        said.append(text)
    if seen is not None:
        said += [_ended(text) for text in seen.sentences(lang)] or [say("nothing_odd", lang)]
        marks.append("diagnostics")
    if whole > 1:
        said.append(_reversal(case))
        if evidence.one(RankReversal) is not None:
            marks.append("reversal")
    if said:
        yield Heading(say("h_checks", lang))
        yield Bullets(tuple(said))
        yield mark(*marks)


def _reversal(case: Case) -> str:
    lang, found = case.lang, case.evidence.one(RankReversal)
    if found is None:
        large = RankReversal in case.evidence.too_large
        return say("reversal_large" if large else "reversal_refused", lang)
    if found.immune:
        return say("reversal_none", lang)
    tests = [test for name, test in found.tests.items() if name != "pair"]
    sums = {
        "changed": sum(test.changed for test in tests),
        "runs": sum(test.runs for test in tests),
        "first": sum(test.first_changed for test in tests),
    }
    if not sums["changed"]:
        pairs = found.tests["pair"].changed
        return say("reversal_pairs", lang, n=_text.number(pairs, 0, lang))
    shown = {key: _text.number(value, 0, lang) for key, value in sums.items()}
    return say("reversal_some", lang, **shown)
