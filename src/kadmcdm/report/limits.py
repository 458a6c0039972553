"""What is not known, what the method cannot say, and how the result came about."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from kadmcdm import _text
from kadmcdm._table import Table
from kadmcdm._typing import Language
from kadmcdm._version import __version__
from kadmcdm.methods import (
    ARAS,
    COPRAS,
    CRADIS,
    EDAS,
    GRA,
    MABAC,
    MARCOS,
    MOORA,
    MOOSRA,
    MULTIMOORA,
    PIV,
    PROMETHEE2,
    SPOTIS,
    TOPSIS,
    VIKOR,
    WASPAS,
    AHPSynthesis,
    Method,
    WeightedProduct,
    WeightedSum,
    method_label,
    method_to_dict,
)
from kadmcdm.report.case import Case, Part, mark
from kadmcdm.report.document import Bullets, Heading, Paragraph
from kadmcdm.report.phrases import say


def unknown(case: Case) -> Iterator[Part]:
    """Yield what nobody has said yet."""
    lang = case.lang
    said: list[str] = []
    rules = [item.rule for item in case.screens if item.outcome == "unknown"]
    rules = rules or list(case.unchecked)
    if rules:
        first = case.label(case.ranking.best)
        said.append(say("unknown_screens", lang, first=first, rules=_text.listed(rules, lang)))
    if case.not_assessed:
        said.append(say("unknown_leaves", lang, n=len(case.not_assessed)))
    if case.regional:
        said.append(say("unknown_partner", lang))
    done = case.problem.preparation
    if done is not None and done.dropped_candidates:
        said.append(say("unknown_dropped", lang))
    said += case.about.points("unknown", lang)
    yield Heading(say("h_unknown", lang))
    if not said:
        yield Paragraph(say("unknown_none", lang))
        return
    yield Bullets(tuple(said))
    yield mark("unknown")


def limits(case: Case) -> Iterator[Part]:
    """Yield what a reader must not read into the result; only what is true of this one."""
    lang = case.lang
    said = [say("limit_criteria", lang), *_of_method(case.ranking.method, lang)]
    if case.acceptability is not None and case.acceptability.weights != "fixed":
        said.append(say("limit_shares", lang))
    years = sorted({item.year for item in case.indicators if item.year is not None})
    if len(years) > 1:
        said.append(say("limit_years", lang, years=_text.listed(list(map(str, years)), lang)))
    if any(item.year is None for item in case.indicators):
        said.append(say("limit_no_year", lang))
    if case.example:
        said.append(say("limit_example", lang))
    done = case.problem.preparation
    if done is not None and done.filled:
        said.append(say("limit_filled", lang))
    if case.regional:
        said.append(say("limit_side", lang))
    own = case.about.points("limits", lang)
    yield Heading(say("h_limits", lang))
    yield Bullets((*said, *own))
    yield mark("limits")
    if type(case.ranking.method) in SAID:
        yield mark("method_limits")


_COMPENSATES = "limit_compensation"
SAID: Mapping[type, tuple[str, ...]] = {
    TOPSIS: (_COMPENSATES, "limit_closeness"),
    WeightedSum: (_COMPENSATES,),
    WeightedProduct: ("limit_product",),
    AHPSynthesis: (_COMPENSATES,),
    ARAS: (_COMPENSATES, "limit_aras"),
    COPRAS: (_COMPENSATES, "limit_copras"),
    CRADIS: (_COMPENSATES, "limit_cradis"),
    EDAS: (_COMPENSATES, "limit_average"),
    GRA: (_COMPENSATES, "limit_grey"),
    MABAC: (_COMPENSATES, "limit_border"),
    MARCOS: (_COMPENSATES, "limit_marcos"),
    MOORA: (_COMPENSATES,),
    MOOSRA: (_COMPENSATES, "limit_ratio"),
    MULTIMOORA: ("limit_majority",),
    PIV: (_COMPENSATES,),
    PROMETHEE2: (_COMPENSATES, "limit_flow"),
    SPOTIS: (_COMPENSATES, "limit_spotis"),
    VIKOR: ("limit_regret",),
    WASPAS: ("limit_waspas",),
}
"""What each method lets make up for what, and what its score is."""


def _of_method(method: Method, lang: Language) -> Iterator[str]:
    """Yield what a method lets make up for what, and on whom its scores depend."""
    if type(method) not in SAID:
        yield say("limit_method", lang)
        return
    compensation, *score = SAID[type(method)]
    yield say(compensation, lang)
    yield say("limit_free" if _free(method) else "limit_set", lang)
    for key in score:
        yield say(key, lang)


def _free(method: Method) -> bool:
    """Return whether a candidate's score is the same whoever else is compared."""
    if isinstance(method, SPOTIS):
        return True
    if isinstance(method, AHPSynthesis):
        return method.synthesis == "ideal" and method.tops is not None and None not in method.tops
    rule = getattr(method, "normalization", None)
    if isinstance(method, TOPSIS):
        given = method.ideal is not None and method.anti_ideal is not None
        return rule == "bounds" or (given and rule == "none")
    return rule in ("bounds", "none")


def provenance(case: Case) -> Iterator[Part]:
    """Yield how the result came about, and how to get the same again."""
    lang, ranking, sure = case.lang, case.ranking, case.acceptability
    method = method_to_dict(ranking.method)
    method.pop("nodes", None)
    tolerance = f"{ranking.tie_tolerance:.0e}".replace(".", "," if lang == "id" else ".")
    rows = [(say("p_method", lang), method_label(ranking.method))]
    rule = getattr(ranking.method, "normalization", None)
    if rule is not None:
        rows.append((say("p_normalization", lang), str(rule)))
    others = {k: v for k, v in method.items() if k not in ("name", "normalization")}
    if others:
        rows.append((say("p_parameters", lang), _pairs(others, lang)))
    rows.append((say("p_weights", lang), _weighting(case)))
    if not case.hidden:  # made of the figures, they would tell something of what is left out
        rows.append((say("p_exact", lang), _exact(case)))
    rows.append((say("p_ties", lang), say("p_ties_value", lang, value=tolerance)))
    if sure is not None:
        words = {
            "n": _text.number(sure.n_samples, 0, lang),
            "source": say(f"src_{sure.weights}", lang),
            "sampling": say(f"samp_{sure.sampling}", lang),
            "seed": "-" if sure.seed is None else str(sure.seed),
        }
        rows.append((say("p_samples", lang), say("p_samples_value", lang, **words)))
        if sure.assumptions:
            rows.append((say("p_assumptions", lang), "; ".join(sure.assumptions)))
    done = case.problem.preparation
    if done is not None and (done.filled or done.dropped_candidates or done.dropped_criteria):
        rows.append((say("p_missing", lang), done.missing))
    written = case.dialect or (None if done is None else done.dialect)
    if written:
        rows.append((say("p_file", lang), _pairs(written, lang)))
    rows.append((say("p_version", lang), _programs(case)))
    if case.partners_found is not None:
        rows.append((say("p_table", lang), case.partners_found.table.digest))
    rows.append((say("p_digest", lang), case.problem.digest))
    yield Heading(say("h_provenance", lang))
    yield Table((say("item", lang), say("content", lang)), tuple(rows))
    yield Paragraph(say("again_study" if case.study is not None else "again", lang))
    yield mark("provenance")


def _weighting(case: Case) -> str:
    scheme, details = case.weights.scheme, case.weights.details
    said = {
        key: details[key]
        for key in (
            "rule",
            "exponent",
            "shares",
            "total",
            "elasticity",
            "model",
            "prioritization",
            "random_index",
            "aggregation",
            "mean",
        )
        if details.get(key)
    }
    return f"{scheme} ({_pairs(said, case.lang)})" if said else scheme


def _exact(case: Case) -> str:
    values = case.weights.values.tolist()
    texts = [
        repr(value) if case.lang == "en" else repr(value).replace(".", ",") for value in values
    ]
    labels = [criterion.label_in(case.lang) for criterion in case.problem.criteria]
    return "; ".join(f"{label} {text}" for label, text in zip(labels, texts, strict=True))


def _programs(case: Case) -> str:
    """Name the version that writes, and the one that ranked where it is another."""
    made = case.ranking.version
    return f"kadmcdm {__version__}" + (f" ({made})" if made != __version__ else "")


def _pairs(values: Mapping[str, Any], lang: Language) -> str:
    return ", ".join(f"{key}: {_value(value, lang)}" for key, value in values.items())


def _value(value: Any, lang: Language) -> str:
    if isinstance(value, bool) or not isinstance(value, (int, float)):
        text = "-" if value is None else str(value)
        return text if any(map(str.isalnum, text)) or value is None else f'"{text}"'
    return _text.significant(float(value), lang)
