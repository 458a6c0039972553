"""How the winner's lead moves when one weight goes down or up by some share of itself."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any, cast

import numpy as np

from kadmcdm import _frames, _text, core
from kadmcdm._provenance import Result, floats
from kadmcdm._table import Display, Table
from kadmcdm._typing import JSON, FloatArray, FrameBackend, Language
from kadmcdm.errors import Fault, brief, raise_faults, unknown_names
from kadmcdm.methods import Method, method_from_dict, method_label, method_to_dict
from kadmcdm.problem import DecisionProblem
from kadmcdm.ranking import Ranking, scores_of
from kadmcdm.robustness.stability_result import named
from kadmcdm.weighting import Weights

__all__ = ["WeightSwings", "weight_swings"]

_WORDS: Mapping[Language, Mapping[str, str]] = {
    "en": {
        "lead": "lead",
        "lead_at": "lead at {}",
        "first_at": "first at {}",
        "of": "lead: of {} over the best of the others, now {}",
        "ahead": "{} leads {} by {}",
        "level": "{} are level",
        "stays": "{} stays first when any one weight goes down or up by {} of itself",
        "takes": "{} comes first when the weight of {} goes {} by {} (from {} to {})",
        "ties": "{} are first together when the weight of {} goes {} by {} (from {} to {})",
        "down": "down",
        "up": "up",
        "most": "the weight of {} moves the lead most: to {} when it goes down, {} when it goes up",
        "none": "no weight moves the lead",
    },
    "id": {
        "lead": "keunggulan",
        "lead_at": "keunggulan pada {}",
        "first_at": "peringkat 1 pada {}",
        "of": "keunggulan: {} atas calon terbaik lainnya, kini {}",
        "ahead": "{} unggul atas {} sebesar {}",
        "level": "{} seri",
        "stays": "{} tetap di peringkat 1 bila salah satu bobot turun atau naik {} dari nilainya",
        "takes": "{} menjadi peringkat 1 bila bobot {} {} {} (dari {} menjadi {})",
        "ties": "{} seri di peringkat 1 bila bobot {} {} {} (dari {} menjadi {})",
        "down": "turun",
        "up": "naik",
        "most": "bobot {} paling mengubah keunggulan: menjadi {} bila turun, {} bila naik",
        "none": "tidak ada bobot yang mengubah keunggulan",
    },
}

UNMOVED = 1e-12
"""Leads that differ by less than this share of the largest score are the same, but for rounding."""


@dataclass(frozen=True, slots=True, eq=False, kw_only=True)
class WeightSwings(Result, Display):
    """How the winner's lead moves when each weight goes down and up by some share of itself.

    Parameters
    ----------
    problem : DecisionProblem
    weights : Weights
    method : Method
    change : float
        The share of itself by which each weight goes down and up, in (0, 1].
    winners : tuple of str
        Who is first now.
    runner_up : str
        Who is next; another winner where several are first.
    lead : float
        The score of ``winners[0]`` less the best score of the others, now.
    moved_weights : (n, 2) array
        What each weight becomes, down and up; at most 1.
    leads : (n, 2) array
        The lead of ``winners[0]`` over the best of the others then. Where it is negative, somebody
        else is first.
    leaders : tuple
        Per criterion: who is first when its weight is down, and when it is up.

    Attributes
    ----------
    spreads : (n,) array
        From the least to the largest lead by criterion, the present one among them.
    order : tuple of str
        Criteria, the widest spread first.
    digest : str
        SHA-256 of the problem.

    Examples
    --------
    >>> import kadmcdm as kd
    >>> problem = kd.DecisionProblem.from_arrays([[4, 1], [1, 3]], ["benefit", "benefit"])
    >>> ranking = kd.rank(problem, [0.5, 0.5], kd.WeightedSum("none"))
    >>> swings = kd.weight_swings(ranking, 0.4)
    >>> swings.lead, swings.leads.round(3).tolist()
    (0.5, [[-0.5, 1.5], [1.5, -0.5]])
    >>> kd.WeightSwings.from_json(swings.to_json()).to_dict() == swings.to_dict()
    True
    """

    problem: DecisionProblem
    weights: Weights
    method: Method
    change: float
    winners: tuple[str, ...]
    runner_up: str
    lead: float
    moved_weights: FloatArray
    leads: FloatArray
    leaders: tuple[tuple[tuple[str, ...], tuple[str, ...]], ...]

    _decoders = {
        "problem": DecisionProblem.from_dict,
        "weights": Weights.from_dict,
        "method": method_from_dict,
        "winners": tuple,
        "moved_weights": floats,
        "leads": floats,
        "leaders": lambda rows: tuple((tuple(down), tuple(up)) for down, up in rows),
    }

    @property
    def digest(self) -> str:
        """SHA-256 of the problem: names, directions, bounds, numbers."""
        return self.problem.digest

    @property
    def spreads(self) -> FloatArray:
        """(n,) array: from the least to the largest lead, the present one among them."""
        leads = np.column_stack([self.leads, np.full(len(self.leads), self.lead)])
        spreads: FloatArray = np.ptp(leads, axis=1)
        return spreads

    @property
    def order(self) -> tuple[str, ...]:
        """Criteria, the widest spread first."""
        return named(self.problem.criterion_names, np.argsort(-self.spreads, kind="stable"))

    def takeovers(self, criterion: str) -> tuple[tuple[str, ...], tuple[str, ...]]:
        """Return who is first in place of the present winners, the weight down and up.

        Parameters
        ----------
        criterion : str

        Returns
        -------
        tuple of two tuples of str
            Empty where the same are first as now.

        Raises
        ------
        InputError
            For an unknown criterion.
        """
        names = self.problem.criterion_names
        raise_faults(list(unknown_names([criterion], names, "criterion")))
        down, up = self.leaders[names.index(criterion)]
        return () if down == self.winners else down, () if up == self.winners else up

    def describe(self, lang: Language = "en") -> str:
        """Say who leads by how much, what would change that, and which weight matters most.

        Parameters
        ----------
        lang : "en" or "id"

        Returns
        -------
        str
            One sentence a line.
        """
        _text.check_language(lang)
        words = _WORDS[lang]
        first = self._labels(self.winners, lang)
        share = _text.percent(self.change, lang)
        if len(self.winners) > 1:
            lines = [words["level"].format(first)]
        else:
            second = self.problem.candidate_label(self.runner_up, lang)
            lines = [words["ahead"].format(first, second, lead_text(self.lead, lang))]
        lost = []
        for name in self.order:
            j = self.problem.criterion_names.index(name)
            label = _text.label_of(self.problem.criterion_labels, name, lang)
            for side, who in enumerate(self.takeovers(name)):
                if who:
                    form = words["ties" if len(who) > 1 else "takes"]
                    way = words["up" if side else "down"]
                    ends = (self._now(j), float(self.moved_weights[j, side]))
                    shown = (_text.number(value, 3, lang) for value in ends)
                    lost.append(form.format(self._labels(who, lang), label, way, share, *shown))
        lines += lost or ([words["stays"].format(first, share)] if len(self.winners) == 1 else [])
        widest = self.problem.criterion_names.index(self.order[0])
        if self.spreads[widest] > 0.0:
            label = _text.label_of(self.problem.criterion_labels, self.order[0], lang)
            ends_of_lead = (lead_text(value, lang) for value in self.leads[widest].tolist())
            lines.append(words["most"].format(label, *ends_of_lead))
        else:
            lines.append(words["none"])
        return "\n".join(lines)

    def tables(self, lang: Language = "en") -> tuple[Table, ...]:
        """Return a row per criterion, the one that moves the lead most first."""
        _text.check_language(lang)
        words = _WORDS[lang]
        rows = []
        for name in self.order:
            j = self.problem.criterion_names.index(name)
            cells = [_text.label_of(self.problem.criterion_labels, name, lang)]
            cells.append(_text.number(self._now(j), 3, lang))
            for lead, who in zip(self.leads[j].tolist(), self.leaders[j], strict=True):
                cells += [lead_text(lead, lang), self._labels(who, lang)]
            rows.append(tuple(cells))
        share = _text.percent(self.change, lang)
        headers = [_text.say("criterion", lang), _text.say("weight", lang)]
        for sign in ("-", "+"):
            headers += [words[key].format(f"{sign}{share}") for key in ("lead_at", "first_at")]
        first = self.problem.candidate_label(self.winners[0], lang)
        caption = words["of"].format(first, lead_text(self.lead, lang))
        caption += f"; {_text.say('method', lang)}: {method_label(self.method)}; "
        caption += f"{_text.say('weights', lang)}: {self.weights.scheme}"
        title = self.problem.title or ""
        return (Table(tuple(headers), tuple(rows), frozenset({1, 2, 4}), title, caption),)

    def to_frame(self, *, backend: FrameBackend = "pandas") -> Any:
        """Return a row per criterion: its weight now, down and up; the lead, and who is first.

        Parameters
        ----------
        backend : "pandas", "polars" or "pyarrow"
            Whose frame it is; rows are named by a pandas index, else by the first column.
        """
        names = self.problem.criterion_names
        columns: dict[str, Any] = {
            "weight": [self._now(j) for j in range(len(names))],
            "weight_down": self.moved_weights[:, 0],
            "weight_up": self.moved_weights[:, 1],
            "lead_down": self.leads[:, 0],
            "lead_up": self.leads[:, 1],
            "first_down": [", ".join(down) for down, _ in self.leaders],
            "first_up": [", ".join(up) for _, up in self.leaders],
        }
        return _frames.to_frame(columns, index=names, name="criterion", backend=backend)

    def to_dict(self) -> JSON:
        """Return plain JSON types that `from_dict` reads back, losslessly."""
        content = Result.to_dict(self)
        content["method"] = method_to_dict(self.method)
        return content

    def _now(self, j: int) -> float:
        return float(self.weights.values[j] / self.weights.values.sum())

    def _labels(self, names: tuple[str, ...], lang: Language) -> str:
        return _text.listed([self.problem.candidate_label(name, lang) for name in names], lang)


def weight_swings(ranking: Ranking, change: float = 0.25) -> WeightSwings:
    """Find how the winner's lead moves when each weight goes down and up by some share of itself.

    One weight moves from w to w (1 - change) and to w (1 + change), at most 1; the others share
    what is left in the proportions they have now (equally, where that one has all the weight). The
    only criterion of a problem keeps all of it.

    Parameters
    ----------
    ranking : Ranking
        By any method, of two candidates or more.
    change : float
        A share of the weight itself, in (0, 1]; 0.25 is a quarter less and a quarter more.

    Returns
    -------
    WeightSwings

    Raises
    ------
    InputError
        For what is no ranking, a single candidate, or no share.

    Notes
    -----
    The lead is the winner's score less the best of the others', whoever that is then. It is thus
    negative where, and only where, somebody else is first, and 0 where scores are tied by the
    ranking's tolerance. A weight of 0 does not move. All 2 n weight vectors are scored in one call,
    whose memory grows with 2 n times the matrix for most methods.

    Where each weight would have to be for the winner to change says `weight_stability`.

    Examples
    --------
    >>> import kadmcdm as kd
    >>> problem = kd.DecisionProblem(
    ...     [kd.Criterion("distance", "cost", unit="km"), kd.Criterion("gain", "benefit")],
    ...     ["Tuban", "Ngawi", "Blora"],
    ...     [[34.8, 0.01], [55.4, 0.16], [50.7, 0.06]],
    ... )
    >>> ranking = kd.rank(problem, {"distance": 1, "gain": 1}, kd.WeightedSum("minmax"))
    >>> print(kd.weight_swings(ranking, 0.5).describe())
    Tuban and Ngawi are level
    Ngawi comes first when the weight of distance goes down by 50% (from 0.500 to 0.250)
    Tuban comes first when the weight of distance goes up by 50% (from 0.500 to 0.750)
    Tuban comes first when the weight of gain goes down by 50% (from 0.500 to 0.250)
    Ngawi comes first when the weight of gain goes up by 50% (from 0.500 to 0.750)
    the weight of distance moves the lead most: to -0.500 when it goes down, 0.496 when it goes up
    """
    raise_faults(list(_faults(ranking, change)))
    problem, share = ranking.problem, float(change)
    now = ranking.weights.values / ranking.weights.values.sum()
    moved = np.stack([now * (1.0 - share), np.minimum(now * (1.0 + share), 1.0)], axis=1)
    if len(now) == 1:
        moved = np.ones((1, 2))  # nobody is there to take what it loses
    scores = scores_of(problem, _swung(now, moved), ranking.method)
    places = core.ranks(scores, tie_tolerance=ranking.tie_tolerance)
    first = problem.candidate_index(ranking.best)
    lead = float(_lead_of(first, ranking.scores, ranking.tie_tolerance))
    leads = _lead_of(first, scores, ranking.tie_tolerance)
    largest = max(float(np.abs(ranking.scores).max()), float(np.abs(scores).max()))
    leads = np.where(np.abs(leads - lead) <= UNMOVED * largest, lead, leads)
    others = np.where(np.arange(len(ranking.scores)) == first, -np.inf, ranking.scores)
    names = problem.candidate_names
    return WeightSwings(
        problem=problem,
        weights=ranking.weights,
        method=ranking.method,
        change=share,
        winners=ranking.winners,
        runner_up=names[int(np.argmax(others))],
        lead=lead,
        moved_weights=moved,
        leads=leads,
        leaders=tuple(
            (named(names, np.flatnonzero(down == 1)), named(names, np.flatnonzero(up == 1)))
            for down, up in places
        ),
    )


def _swung(now: FloatArray, moved: FloatArray) -> FloatArray:
    """Return (n, 2, n) weights: one moved, the others in proportion."""
    n = len(now)
    others = ~np.eye(n, dtype=bool)
    rest = np.where(others, now, 0.0)
    left = rest.sum(axis=1, keepdims=True)
    rest = np.where(left > 0.0, rest, others / max(n - 1, 1))
    rest = rest / np.where(left > 0.0, left, 1.0)
    weights = (1.0 - moved)[..., None] * rest[:, None, :] + moved[..., None] * np.eye(n)[:, None, :]
    still = moved == now[:, None]
    swung: FloatArray = np.where(still[..., None], now, weights)
    return swung


def _lead_of(first: int, scores: FloatArray, tie_tolerance: float) -> FloatArray:
    """Return one candidate's scores less the best of the others'; 0 where they are tied."""
    leads = scores[..., first] - np.delete(scores, first, axis=-1).max(axis=-1)
    tied = np.abs(leads) <= tie_tolerance * np.abs(scores).max(axis=-1)
    lead: FloatArray = np.where(tied, 0.0, leads)
    return lead


def _faults(ranking: object, change: object) -> Iterator[Fault]:
    if not isinstance(ranking, Ranking):
        yield Fault("ranking", "no Ranking", type(ranking).__name__, "kd.rank(...)")
    elif len(ranking.scores) < 2:
        what = f"its only candidate is {ranking.best!r}, who leads nobody"
        yield Fault("ranking", what, expected="two candidates or more")
    number = isinstance(change, (int, float, np.number)) and not isinstance(change, bool)
    if not number or not 0 < cast(float, change) <= 1:
        expected = "a share above 0 and up to 1"
        yield Fault("change", "no share of a weight", brief(change), expected, "0.25 is a quarter")


def lead_text(value: float, lang: Language) -> str:
    """Format a lead; a small one with its digits, since 0 would say that all are level."""
    if 0.0 < abs(value) < 0.0005:
        return _text.significant(value, lang, 2)
    return _text.number(value, 3, lang)
