"""Comparisons with the best and the worst alone: 2n - 3 answers, and the weights they imply."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any, get_args

import numpy as np

from kadmcdm import _text
from kadmcdm._arrays import ReadOnlyDict
from kadmcdm._provenance import Portable, Result, check_keys, floats, reading
from kadmcdm._table import Display, Table
from kadmcdm._typing import JSON, BestWorstModel, FloatArray, Language
from kadmcdm.errors import (
    Fault,
    brief,
    choice_fault,
    name_faults,
    raise_faults,
    unknown_names,
    warn,
)
from kadmcdm.judgments.best_worst_models import consistency_index, linear, nonlinear, ratio
from kadmcdm.judgments.values import Judgment, read_judgment

__all__ = ["BestWorstComparisons", "BestWorstPriorities"]

AGREEMENT = 1e-6
"""How far apart, relatively, what both vectors say of the best against the worst may be."""

LARGEST = 1e100
"""The largest judgment: products of two of them, and their squares, stay finite."""

SAME = 1e-9
"""Optimal weights that differ by no more are one."""


@dataclass(frozen=True, slots=True, eq=False, kw_only=True)
class BestWorstPriorities(Result, Display):
    """What comparisons with the best and the worst amount to: weights and consistency.

    Parameters
    ----------
    names : tuple of str
    values : (n,) array
        Positive, sums to 1. Where several weightings are optimal, the centres of `lower` and
        `upper`, brought to sum 1; they are optimal themselves.
    model : str
        ``"linear"`` or ``"nonlinear"``.
    xi : float
        The largest deviation, which the model makes least. Of the linear model it is itself the
        indicator: 0 is consistent, and no table scales it.
    consistency_ratio : float or None
        The nonlinear model's xi over `consistency_index`: a property of the judgments, the same
        whatever the model. Above 1 it can be, since the index knows one criterion between the ends
        only. None when the best counts as much as the worst while others do not.
    consistency_index : float
        The xi of a criterion as far from the best, and from the worst, as these are from each
        other.
    input_consistency_ratio : float or None
        From the judgments alone: the largest distance of a_Bj a_jW from a_BW, over
        (a_BW² - a_BW).
    lower, upper : (n,) array
        The least and the largest optimal weight of each; the linear model has one optimum only.

    Examples
    --------
    >>> import kadmcdm as kd
    >>> said = kd.BestWorstComparisons("a", "c", {"b": 2, "c": 8}, {"a": 8, "b": 5})
    >>> found = said.solve("nonlinear")
    >>> round(found["a"], 3), round(found.xi, 3), found.unique
    (0.59, 0.258, True)
    """

    names: tuple[str, ...]
    values: FloatArray
    model: BestWorstModel
    xi: float
    consistency_ratio: float | None
    consistency_index: float
    input_consistency_ratio: float | None
    lower: FloatArray
    upper: FloatArray

    _decoders = {"names": tuple, "values": floats, "lower": floats, "upper": floats}

    def __getitem__(self, name: str) -> float:
        """Return one criterion's weight."""
        raise_faults(list(unknown_names([name], self.names, "criterion")))
        return float(self.values[self.names.index(name)])

    @property
    def unique(self) -> bool:
        """Whether there is one optimal weighting only."""
        return bool((self.upper - self.lower <= SAME).all())

    def tables(self, lang: Language = "en") -> tuple[Table, ...]:
        """Return the weights, their intervals where there are several, and the consistency."""
        columns = [_text.shares(self.values.tolist())]
        headers = [_text.say("criterion", lang), _text.say("weight", lang)]
        if not self.unique:
            columns += [self.lower.tolist(), self.upper.tolist()]
            headers += {"en": ["from", "to"], "id": ["dari", "sampai"]}[lang]
        rows = tuple(
            (name, *(_text.number(value, 3, lang) for value in row))
            for name, *row in zip(self.names, *columns, strict=True)
        )
        caption = (
            f"{self.model}: xi {_text.number(self.xi, 3, lang)}, {_text.say('ratio', lang)} "
            f"{_text.number(self.consistency_ratio, 3, lang)}"
        )
        return (Table(tuple(headers), rows, frozenset(range(1, len(headers))), caption=caption),)


@dataclass(frozen=True, eq=False, init=False, slots=True)
class BestWorstComparisons(Portable, Display):
    """How many times the best is preferred to each criterion, and each to the worst.

    Parameters
    ----------
    best, worst : str
        The most and the least important criterion.
    best_to_others : mapping of str to number or text
        ``{"reach": 2}`` says that the best is preferred twice to reach; one for each other
        criterion. From 1 (equal) to 9 (extremely more); whatever else is 1 or more is taken too.
    others_to_worst : mapping of str to number or text
        ``{"reach": 4}`` says that reach is preferred four times to the worst. What it says of the
        best must be what `best_to_others` says of the worst.

    Attributes
    ----------
    names : tuple of str
        In the order of `best_to_others`; the best first if it does not stand there.

    Raises
    ------
    InputError
        Listing every fault: the best is the worst, judgments missing, contradicting or below 1.

    Examples
    --------
    >>> import kadmcdm as kd
    >>> said = kd.BestWorstComparisons(
    ...     best="price",
    ...     worst="style",
    ...     best_to_others={"quality": 2, "comfort": 4, "safety": 3, "style": 8},
    ...     others_to_worst={"price": 8, "quality": 4, "comfort": 2, "safety": 2},
    ... )
    >>> print(said.solve("nonlinear"))
    criterion  weight   from     to
    ---------  ------  -----  -----
    price       0.454  0.442  0.467
    quality     0.236  0.220  0.252
    comfort     0.114  0.104  0.124
    safety      0.137  0.133  0.141
    style       0.059  0.057  0.061
    nonlinear: xi 0.317, consistency ratio 0.071

    References
    ----------
    .. [1] Rezaei, J. (2015). Best-worst multi-criteria decision-making method. Omega 53, 49-57.
    .. [2] Rezaei, J. (2016). Best-worst multi-criteria decision-making method: some properties and
       a linear model. Omega 64, 126-130.
    .. [3] Liang, F., Brunelli, M. and Rezaei, J. (2020). Consistency issues in the best worst
       method: measurements and thresholds. Omega 96, 102175.
    """

    names: tuple[str, ...]
    best: str
    worst: str
    best_to_others: Mapping[str, float]
    others_to_worst: Mapping[str, float]

    _json_fields = {
        "best": str,
        "worst": str,
        "best_to_others": Mapping[str, float],
        "others_to_worst": Mapping[str, float],
    }

    def __init__(
        self,
        best: str,
        worst: str,
        best_to_others: Mapping[str, Judgment],
        others_to_worst: Mapping[str, Judgment],
    ) -> None:
        raise_faults(list(_shape_faults(best, worst, best_to_others, others_to_worst)))
        first = () if best in best_to_others else (best,)
        names = tuple(dict.fromkeys([*first, *best_to_others, *others_to_worst, worst]))
        faults = list(name_faults(names, "criterion"))
        from_best, to_worst = {}, {}
        for name in names:
            from_best[name] = _judgment(best_to_others, name, (best, name), "best", faults)
            to_worst[name] = _judgment(others_to_worst, name, (name, worst), "worst", faults)
        forth, back = from_best[worst], to_worst[best]
        if abs(forth - back) > AGREEMENT * forth:
            got = f"{forth:g} in best_to_others and {back:g} in others_to_worst"
            faults.append(Fault(_named((best, worst)), "contradicting values", got))
        raise_faults(faults)
        to_worst[best] = forth
        object.__setattr__(self, "names", names)
        object.__setattr__(self, "best", best)
        object.__setattr__(self, "worst", worst)
        object.__setattr__(self, "best_to_others", ReadOnlyDict(from_best))
        object.__setattr__(self, "others_to_worst", ReadOnlyDict(to_worst))

    def solve(self, model: BestWorstModel = "linear") -> BestWorstPriorities:
        """Return the weights whose largest deviation from the judgments is least.

        Parameters
        ----------
        model : str
            ``"linear"``: deviations of w_B from a_Bj w_j and of w_j from a_jW w_W; always one
            optimum. ``"nonlinear"``: deviations of w_B / w_j from a_Bj and of w_j / w_W from a_jW;
            often an interval of optimal weights.

        Returns
        -------
        BestWorstPriorities

        Raises
        ------
        InputError
            For an unknown model.

        Warns
        -----
        KadmcdmWarning
            When the best is preferred more to some criterion than to the worst, or some criterion
            more to the worst than the best is. Nothing is changed or refused.

        Notes
        -----
        Both models are solved in closed form, exactly; no optimizer decides how near is near.

        Examples
        --------
        >>> import kadmcdm as kd
        >>> said = kd.BestWorstComparisons("a", "c", {"b": 2, "c": 6}, {"a": 6, "b": 3})
        >>> said.solve().values.round(6).tolist(), said.solve().xi
        ([0.6, 0.3, 0.1], 0.0)
        """
        raise_faults(list(choice_fault("model", model, get_args(BestWorstModel))))
        self._warn()
        span = self.best_to_others[self.worst]
        others = [name for name in self.names if name not in (self.best, self.worst)]
        from_best = np.array([self.best_to_others[name] for name in others])
        to_worst = np.array([self.others_to_worst[name] for name in others])
        by_ratios = nonlinear(from_best, to_worst, span)
        index = consistency_index(span)
        gap = float(abs(from_best * to_worst - span).max(initial=0.0))
        xi, worst, low, high = by_ratios
        if model == "linear":
            xi, worst, low = linear(from_best, to_worst, span)
            high = low
        least, most = np.ones((2, len(self.names)))  # relative to the best, which is 1
        at_worst, middle = self.names.index(self.worst), [self.names.index(n) for n in others]
        least[at_worst] = most[at_worst] = worst
        least[middle], most[middle] = low, high
        lower = least / (least + (most.sum() - most))
        upper = most / (most + (least.sum() - least))
        centre = (lower + upper) / 2
        return BestWorstPriorities(
            names=self.names,
            values=centre / centre.sum(),
            model=model,
            xi=xi,
            consistency_ratio=ratio(by_ratios[0], index),
            consistency_index=index,
            input_consistency_ratio=ratio(gap, span * span - span),
            lower=lower,
            upper=upper,
        )

    def describe(self) -> str:
        """Return the judgments as sentences, so that whoever judged can check what was understood.

        Examples
        --------
        >>> import kadmcdm as kd
        >>> print(kd.BestWorstComparisons("cost", "risk", {"risk": 3}, {"cost": 3}).describe())
        cost is the best, risk the worst
        cost is preferred 3 times to risk
        """
        return "\n".join(self._sentences())

    def _sentences(self) -> Iterator[str]:
        yield f"{self.best} is the best, {self.worst} the worst"
        pairs = [(self.best, name, value) for name, value in self.best_to_others.items()]
        pairs += [(name, self.worst, value) for name, value in self.others_to_worst.items()]
        for a, b, value in dict.fromkeys(pairs):
            if a != b and value == 1:
                yield f"{a} and {b} are equally preferred"
            elif a != b:
                yield f"{a} is preferred {value:g} times to {b}"

    def _warn(self) -> None:
        span = self.best_to_others[self.worst]
        beyond = [
            name
            for name in self.names
            if max(self.best_to_others[name], self.others_to_worst[name]) > span * (1 + AGREEMENT)
        ]
        if beyond:
            warn(
                f"{_text.listed(beyond)}: judged further from {self.best!r} or from "
                f"{self.worst!r} than these are from each other, so that they are not the best and "
                "the worst. The weights stand as they are; look at the judgments again.",
                stacklevel=3,
            )

    def to_dict(self) -> JSON:
        """Return plain JSON types that `from_dict` reads back, losslessly."""
        return {
            "result": "BestWorstComparisons",
            "best": self.best,
            "worst": self.worst,
            "best_to_others": dict(self.best_to_others),
            "others_to_worst": dict(self.others_to_worst),
        }

    @classmethod
    def from_dict(cls, data: Mapping[str, Any]) -> BestWorstComparisons:
        """Read back what `to_dict` wrote.

        Raises
        ------
        InputError
            For missing or unknown keys, and all that the class refuses.
        """
        keys = ["best", "worst", "best_to_others", "others_to_worst"]
        check_keys(data, cls.__name__, keys)
        with reading(cls.__name__):
            return cls(*(data[key] for key in keys))

    def tables(self, lang: Language = "en") -> tuple[Table, ...]:
        """Return a row per criterion: the best against it, and it against the worst."""
        words = {"en": ("{} against it", "it against {}"), "id": ("{} terhadapnya", "terhadap {}")}
        ends = zip(words[lang], (self.best, self.worst), strict=True)
        rows = tuple(
            (
                name,
                _text.significant(self.best_to_others.get(name, 1.0), lang),
                _text.significant(self.others_to_worst.get(name, 1.0), lang),
            )
            for name in self.names
        )
        heads = (_text.say("criterion", lang), *(word.format(name) for word, name in ends))
        return (Table(heads, rows, frozenset({1, 2})),)

    def __repr__(self) -> str:
        """Say what is compared."""
        return f"BestWorstComparisons({', '.join(self.names)})"


def _named(pair: tuple[str, str]) -> str:
    return f"judgment of {pair[0]!r} against {pair[1]!r}"


def _shape_faults(
    best: object, worst: object, best_to_others: object, others_to_worst: object
) -> Iterator[Fault]:
    """Yield what keeps the judgments from being read at all."""
    for where, name in (("best", best), ("worst", worst)):
        if not isinstance(name, str) or not name.strip():
            yield Fault(where, "no name", brief(name), "the name of a criterion")
    if isinstance(best, str) and isinstance(worst, str) and best == worst:
        hint = "with one criterion there is nothing to compare; with equals, name any two"
        yield Fault("worst", "the best and the worst are the same", brief(worst), hint=hint)
    for where, given in (("best_to_others", best_to_others), ("others_to_worst", others_to_worst)):
        if not isinstance(given, Mapping):
            yield Fault(where, "no mapping", brief(given), "{name: 3, ...}")


def _judgment(
    given: Mapping[str, object],
    name: str,
    pair: tuple[str, str],
    end: str,
    faults: list[Fault],
) -> float:
    """Read what is said of a pair; of a criterion against itself nothing need be said."""
    itself = pair[0] == pair[1]
    if name not in given:
        if not itself:
            faults.append(Fault(_named(pair), "the judgment is missing"))
        return 1.0 if itself else np.nan
    said = given[name]
    value, _, hint = read_judgment(said)
    if value < 1:
        hint = f"below 1 it would be {name!r} that is the {end}"
    if not 1 <= value <= LARGEST:
        expected = "a number from 1 (equal) to 9 (extremely more)"
        faults.append(Fault(_named(pair), "no judgment", brief(said), expected, hint))
        value = np.nan
    elif itself and value != 1:
        faults.append(Fault(_named(pair), "compared with itself", f"{value:g}", "1, or nothing"))
    return value
