"""What holds a partnership back, which levers lift it, who pulls them: the result."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from kadmcdm import _frames, _text
from kadmcdm._arrays import ReadOnlyDict
from kadmcdm._provenance import Result
from kadmcdm._table import Display, Table
from kadmcdm._typing import FrameBackend, Label, Language
from kadmcdm.partnership.lever_actions import LeverAction
from kadmcdm.partnership.strategy_display import Told
from kadmcdm.partnership.strategy_parts import Lag, LeverLift, LeverPair, Reach, read_lift
from kadmcdm.robustness import Improvements


@dataclass(frozen=True, slots=True, eq=False, kw_only=True)
class Strategy(Result, Display):
    """What holds a partnership back, and which levers would lift it.

    Parameters
    ----------
    candidate : str
    rank, score : int, float
        As it stands.
    target_rank : int
    against : str or None
        The partnership that it is held against; None for the best values of all, criterion by
        criterion, where it is first itself.
    lags : tuple of Lag
        Where it loses, most first.
    unexplained : {"en": str, "id": str} or None
        Why there are no lags to tell, where the method does not split its scores.
    reach : mapping of str to Reach
        How far each changeable criterion can be brought.
    levers : tuple of LeverLift
        What lifts most first.
    pairs : tuple of LeverPair
        Every two levers, what lifts most first.
    all_rank, all_score : int, float
        With all levers together.
    unmeasured : tuple of LeverAction
        Filled in for levers of the framework that no criterion of the ranking measures.
    internal : tuple of str
        Criteria with judgments about a neighbor: tables and sentences leave their figures out.
    improvements : Improvements
        The smallest changes that reach the rank, criterion by criterion.
    labels : mapping of str to Label
        What people call the partnerships.

    Attributes
    ----------
    alone : tuple of LeverLift
        Levers that reach the rank alone.
    together : tuple of LeverPair
        Pairs that reach it, of levers that do not alone.
    order : tuple of LeverLift
        By months, then cost; what is not yet filled in comes last, what lifts more first.
    fixed : tuple of str
        Criteria that nobody can change.

    Examples
    --------
    >>> import kadmcdm as kd
    >>> from kadmcdm.partnership import LeverAction, strategy
    >>> problem = kd.DecisionProblem(
    ...     [
    ...         kd.Criterion("distance", "cost", unit="km", changeable=False),
    ...         kd.Criterion("forum", "benefit", lever="coordination"),
    ...     ],
    ...     ["Tuban", "Ngawi"], [[34.8, 4], [55.4, 1]],
    ... )
    >>> ranking = kd.rank(problem, {"distance": 1, "forum": 2})
    >>> plan = strategy(ranking, "Ngawi", reach={"forum": 12})
    >>> [(lift.lever, lift.rank) for lift in plan.alone], plan.order[0].action.open
    ([('coordination', 1)], ('action', 'responsible', 'months', 'cost'))
    """

    candidate: str
    rank: int
    score: float
    target_rank: int
    against: str | None
    lags: tuple[Lag, ...]
    unexplained: Mapping[Language, str] | None
    reach: Mapping[str, Reach]
    levers: tuple[LeverLift, ...]
    pairs: tuple[LeverPair, ...]
    all_rank: int
    all_score: float
    unmeasured: tuple[LeverAction, ...]
    internal: tuple[str, ...]
    improvements: Improvements
    labels: Mapping[str, Label] = field(default_factory=dict)

    _decoders = {
        "lags": lambda data: tuple(Lag(**item) for item in data),
        "reach": lambda data: ReadOnlyDict({name: Reach(**item) for name, item in data.items()}),
        "levers": lambda data: tuple(map(read_lift, data)),
        "pairs": lambda data: tuple(
            LeverPair(**{**item, "levers": tuple(item["levers"])}) for item in data
        ),
        "unmeasured": lambda data: tuple(LeverAction(**item) for item in data),
        "internal": tuple,
        "improvements": Improvements.from_dict,
        "labels": ReadOnlyDict,
    }

    @property
    def alone(self) -> tuple[LeverLift, ...]:
        """Levers that reach the rank alone."""
        return tuple(lift for lift in self.levers if self.reaches(lift))

    @property
    def together(self) -> tuple[LeverPair, ...]:
        """Pairs that reach the rank, of levers that do not alone."""
        single = {lift.lever for lift in self.alone}
        return tuple(
            pair
            for pair in self.pairs
            if pair.rank <= self.target_rank and not single & set(pair.levers)
        )

    @property
    def order(self) -> tuple[LeverLift, ...]:
        """By months, then cost, as far as filled in; then what lifts more first."""
        actions = [lift.action for lift in self.levers if lift.action is not None]
        units = [_text.label(a.unit, "", "en") for a in actions if a.cost is not None]
        one_unit = len(set(units)) == 1

        def key(lift: LeverLift) -> tuple[float, float]:
            months, cost = (getattr(lift.action, name, None) for name in ("months", "cost"))
            return (
                math.inf if months is None else months,
                math.inf if cost is None or not one_unit else cost,
            )

        return tuple(sorted(self.levers, key=key))

    @property
    def fixed(self) -> tuple[str, ...]:
        """Criteria that nobody can change."""
        return tuple(n for n in self.improvements.values if n not in self.improvements.single)

    def tables(self, lang: Language = "en", *, internal: bool = False) -> tuple[Table, ...]:
        """Return what holds it back, what each lever does, who does what, and pairs of levers.

        Parameters
        ----------
        lang : "en" or "id"
        internal : bool
            Whether to show criteria with internal judgments too: figures, and where it loses.

        Returns
        -------
        tuple of Table
        """
        return Told(self, lang, internal).tables()

    def describe(self, lang: Language = "en", *, internal: bool = False) -> str:
        """Say it in sentences for a memo, a line each.

        Parameters
        ----------
        lang : "en" or "id"
        internal : bool
            Whether to show criteria with internal judgments too: figures, and where it loses.

        Returns
        -------
        str
        """
        return "\n".join(Told(self, lang, internal).sentences())

    def to_frame(self, *, internal: bool = False, backend: FrameBackend = "pandas") -> Any:
        """Return a frame, a row per lever and criterion, what lifts most first.

        Parameters
        ----------
        internal : bool
            Whether to hold the figures of criteria with internal judgments, and the scores that
            follow from them; NaN otherwise.
        backend : "pandas", "polars" or "pyarrow"
            Whose frame it is.
        """
        shut = set() if internal else set(self.internal)
        rows = [(lift, name) for lift in self.levers for name in lift.criteria]
        actions = [lift.action or LeverAction("-") for lift, _ in rows]
        texts = {
            key: [_text.label(getattr(a, key), "", "en") or None for a in actions]
            for key in ("action", "responsible", "unit")
        }
        figures = {
            key: [math.nan if getattr(a, key) is None else getattr(a, key) for a in actions]
            for key in ("months", "cost")
        }
        value, reach = self.improvements.values, self.reach
        return _frames.to_frame(
            {
                "lever": [lift.lever for lift, _ in rows],
                "criterion": [name for _, name in rows],
                "value": [math.nan if name in shut else value[name] for _, name in rows],
                "reach": [math.nan if name in shut else reach[name].value for _, name in rows],
                "basis": [reach[name].basis for _, name in rows],
                "rank": [lift.rank for lift, _ in rows],
                "score": [
                    math.nan if shut & set(lift.criteria) else lift.score for lift, _ in rows
                ],
                "alone": [self.reaches(lift) for lift, _ in rows],
                "action": texts["action"],
                "responsible": texts["responsible"],
                **figures,
                "unit": texts["unit"],
            },
            backend=backend,
        )

    def reaches(self, lift: LeverLift) -> bool:
        """Tell whether a lever reaches the rank alone: pulled as far as it goes, or less far."""
        return lift.rank <= self.target_rank or lift.enough is not None
