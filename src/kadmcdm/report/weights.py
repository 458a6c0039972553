"""The part of a report about weights: where they come from, who judged, how far they agree."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import replace
from typing import Any

import numpy as np

from kadmcdm import _text
from kadmcdm._table import Table
from kadmcdm._typing import Language
from kadmcdm.judgments import GroupComparisons, GroupHierarchy, Hierarchy, PairwiseComparisons
from kadmcdm.judgments.consensus import level_of
from kadmcdm.judgments.consistency import CR_LIMIT
from kadmcdm.partnership import EXAMPLE, FRAMEWORK, GOAL, GROUPS
from kadmcdm.problem import DecisionProblem
from kadmcdm.report.case import Case, Part, mark
from kadmcdm.report.document import Block, Bullets, Heading, Paragraph
from kadmcdm.report.phrases import known, say
from kadmcdm.report.pictures import picture
from kadmcdm.study import StudyForms
from kadmcdm.weighting import Weights


def weights_parts(case: Case, *, short: bool) -> Iterator[Part]:
    """Yield the weights, where they come from, and who judged."""
    weights, lang = case.weights, case.lang
    yield Heading(say("h_weights", lang))
    if case.example:
        yield Paragraph(EXAMPLE[lang], strong=True)
    yield weights_table(case.problem, weights, lang, example=case.example)
    yield Paragraph(_origin(case.problem, weights.scheme, weights.details, lang))
    yield mark("weights_how")
    ratios = weights.details.get("consistency_ratios", {})
    if any(ratio is not None for ratio in ratios.values()) or "consensus" in weights.details:
        yield mark("consistency")
    if weights.scheme == "BestWorstWeights":
        yield mark("consistency")
    if case.forms is not None:
        yield from forms_blocks(case.forms, weights, lang)
    if case.not_assessed:
        yield Paragraph(say("not_assessed", lang, names="; ".join(unassessed(case))))
        yield mark("criteria_found")
    if not short:
        yield from _judged(case)


def unassessed(case: Case) -> tuple[str, ...]:
    """Return what people call the criteria that are not assessed."""
    labels = {leaf.name: leaf.label[case.lang] for leaf in FRAMEWORK}
    return tuple(labels.get(name, name) for name in case.not_assessed)


def _judged(case: Case) -> Iterator[Part]:
    """Yield the pictures of judgments, where these were given."""
    labels = {**GROUPS, **case.problem.criterion_labels}
    tree = case.evidence.one(Hierarchy)
    if tree is not None:
        yield from picture(case, "hierarchy", tree, labels=_of(labels, tree.nodes, tree.leaves))
        yield mark("tree")
    group = case.evidence.one(GroupHierarchy) or case.evidence.one(GroupComparisons)
    if group is None and case.forms is not None:
        group = case.forms.group
    if group is not None and len(group.assessors) > 1:
        leaves = group.leaves if isinstance(group, GroupHierarchy) else group.names
        nodes = group.nodes if isinstance(group, GroupHierarchy) else ()
        yield from picture(case, "consensus", group, labels=_of(labels, nodes, leaves))
        yield mark("consistency")
    for judged in case.evidence.all(PairwiseComparisons):
        yield from picture(case, "comparisons", judged, labels=_of(labels, judged.names, ()))
        yield mark("consistency")
    if "local_weights" in case.weights.details and len(case.weights.details["local_weights"]) > 1:
        yield mark("tree")


def _of(labels: Mapping[str, Any], *names: Iterable[str]) -> dict[str, Any]:
    """Return the labels of these names."""
    wanted = {name for some in names for name in some}
    return {name: label for name, label in labels.items() if name in wanted}


def weights_table(
    problem: DecisionProblem, weights: Weights, lang: Language, *, example: bool
) -> Table:
    """Return the weights, the largest first, under the criteria's labels."""
    shares = _text.shares(weights.values.tolist())
    rows = tuple(
        (
            problem.criteria[j].label_in(lang),
            _text.say(problem.criteria[j].direction, lang),
            _text.number(shares[j], 3, lang),
        )
        for j in np.argsort(-weights.values, kind="stable")
    )
    headers = tuple(_text.say(key, lang) for key in ("criterion", "direction", "weight"))
    label = _text.say("example", lang) if example else ""
    return Table(headers, rows, frozenset({2}), title=label)


def _origin(
    problem: DecisionProblem, scheme: str, details: Mapping[str, Any], lang: Language
) -> str:
    """Return where weights come from; of a combination, where each part does."""
    if scheme == "AHPWeights":
        return " ".join(_ahp(details, lang))
    if scheme == "BestWorstWeights":
        return _best_worst(problem, details, lang)
    if not known(scheme):
        return say("weighed_by", lang, scheme=scheme)
    parts = [
        f"{number}. {_origin(problem, part['scheme'], part['details'], lang)}"
        for number, part in enumerate(details.get("parts", ()), 1)
    ]
    rule = str(details.get("rule", ""))
    rule = say(f"by_{rule}", lang) if known(f"by_{rule}") else rule
    if "exponent" in details:
        rule += f" {_text.significant(details['exponent'], lang)}"
    shares = details.get("shares")
    if shares:
        rule += f" {' : '.join(_text.percent(share, lang) for share in shares)}"
    return say(
        scheme, lang, rule=rule, parts=" ".join(parts),
        total=_text.significant(details.get("total", 0.0), lang),
        deviation=_deviation(details, lang),
    )  # fmt: skip


def _deviation(details: Mapping[str, Any], lang: Language) -> str:
    """Return how far answers are from fitting together, where any could contradict another."""
    if details.get("skipped"):
        return say("fucom_deviation", lang, value=_text.number(details["deviation"], 3, lang))
    return say("fucom_alone", lang)


def _ahp(details: Mapping[str, Any], lang: Language) -> Iterator[str]:
    """Yield whose comparisons they are, how consistent, and what nobody compared."""
    rule, count = details.get("aggregation", "one"), len(details.get("assessors", ()))
    origin = say(
        f"ahp_{rule}", lang,
        count=say("assessor" if count == 1 else "assessors", lang, n=count),
        prioritization=say(details["prioritization"], lang),
        mean=say(f"mean_{details.get('mean', 'geometric')}", lang),
    )  # fmt: skip
    ratios = details["consistency_ratios"]
    consistency = say(
        "ratios_AIP" if rule == "AIP" else "ratios", lang,
        ratios=by_node(ratios, lambda ratio: _text.number(ratio, 3, lang), lang),
        table=details["random_index"], limit=_text.number(CR_LIMIT, 2, lang),
    )  # fmt: skip
    yield f"{origin}; {consistency}"
    if rule != "AIP" and None in ratios.values():
        yield say("no_ratio", lang)
    if details.get("missing_pairs"):
        yield say("missing_pairs", lang, pairs=by_node(details["missing_pairs"], str, lang))


def by_node(values: Mapping[str, Any], shown: Callable[[Any], str], lang: Language) -> str:
    """Return a value per node in a line: 'goal 0.012, opportunities 0.000'."""
    # The framework's goal is a sentence; here its node needs a name.
    # Comparisons without a tree have one node, which is called "goal".
    nodes = {node: words[lang] for node, words in GROUPS.items()}
    nodes |= dict.fromkeys((GOAL, "goal"), say("goal", lang))
    return ", ".join(f"{nodes.get(node, node)} {shown(value)}" for node, value in values.items())


def forms_blocks(forms: StudyForms, weights: Weights, lang: Language) -> Iterator[Block]:
    """Yield who judged on forms, how far they agree, and what could not be used."""
    (table,) = forms.tables(lang)
    yield replace(table, title=say("forms", lang), caption="")
    agreed = weights.details["consensus"]
    if len(forms.group.assessors) > 1:
        yield Paragraph(say("consensus", lang, nodes=by_node(agreed, _agreed(lang), lang)))
    above = [
        f"{who} ({_text.number(ratio, 3, lang)})"
        for who, ratio in forms.consistency_ratios.items()
        if ratio is not None and ratio > CR_LIMIT
    ]
    if above:
        limit = _text.number(CR_LIMIT, 2, lang)
        yield Paragraph(say("contradicting", lang, limit=limit, items=", ".join(above)))
    missing = forms.group.missing
    if missing:
        items = (f"{who} ({by_node(nodes, str, lang)})" for who, nodes in missing.items())
        yield Paragraph(say("incomplete", lang, items=", ".join(items)))
    for key, texts in (("form_faults", forms.faults), ("form_notes", forms.notes)):
        if texts:
            yield Paragraph(say(key, lang), strong=key == "form_faults")
            yield Bullets(texts)


def _agreed(lang: Language) -> Callable[[float | None], str]:
    """Return what says a consensus in a word and a percentage."""

    def said(indicator: float | None) -> str:
        if indicator is None or math.isnan(indicator):
            return "-"
        return f"{level_of(indicator, lang)} ({_text.percent(indicator, lang)})"

    return said


def _best_worst(problem: DecisionProblem, details: Mapping[str, Any], lang: Language) -> str:
    labels = problem.criterion_labels
    text = say(
        "best_worst", lang, model=details["model"],
        best=_text.label_of(labels, details["best"], lang),
        worst=_text.label_of(labels, details["worst"], lang),
        xi=_text.number(details["xi"], 3, lang),
        ratio=_text.number(details["consistency_ratio"], 3, lang),
    )  # fmt: skip
    if details["unique"]:
        return text
    ranges = "; ".join(
        say(
            "range", lang, name=_text.label_of(labels, name, lang),
            low=_text.number(low, 3, lang), high=_text.number(high, 3, lang),
        )
        for name, (low, high) in details["intervals"].items()
    )  # fmt: skip
    return f"{text} {say('best_worst_range', lang, ranges=ranges)}"
