"""A strategy in tables and sentences; figures of internal criteria only where asked for."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from kadmcdm import _text
from kadmcdm._table import Table
from kadmcdm._typing import Language
from kadmcdm.partnership.lever_actions import FIELDS, LeverAction
from kadmcdm.partnership.strategy_parts import Lag, LeverLift
from kadmcdm.partnership.strategy_words import WORDS, group_in

if TYPE_CHECKING:
    from kadmcdm.partnership.strategy_result import Strategy


@dataclass(frozen=True, slots=True)
class Told:
    """A strategy as it is told in a language, to insiders or to others."""

    plan: Strategy
    lang: Language
    internal: bool

    @property
    def words(self) -> Mapping[str, str]:
        """The phrases of the language."""
        return WORDS[self.lang]

    @property
    def closed(self) -> tuple[str, ...]:
        """The criteria whose figures stay out."""
        return () if self.internal else self.plan.internal

    def tables(self) -> tuple[Table, ...]:
        """Return what holds it back, what each lever does, who does what, and pairs of levers."""
        tables = [self._held_back(), self._lifts(), self._who()]
        if self.plan.together and self.plan.rank > self.plan.target_rank:
            tables.append(self._pairs())
        return tuple(tables)

    def sentences(self) -> Iterator[str]:
        """Yield the lines of a memo."""
        plan, words = self.plan, self.words
        there = plan.rank <= plan.target_rank
        yield words["there" if there else "stands"].format(
            self._who_is(plan.candidate), plan.rank, self._score(plan.score), plan.target_rank
        )
        yield from self._said_lags()
        if not plan.levers:
            yield words["no_levers"]
        for lift in plan.levers:
            yield self._said_lift(lift)
        if plan.levers and not there:
            yield self._said_enough()
            yield from self._said_least()
        yield from self._said_plan()
        if plan.fixed:
            yield words["fixed"].format(self._criteria(plan.fixed))
        if self.closed:
            yield f"{words['closed'].format(self._criteria(self.closed))}."

    # tables --------------------------------------------------------------------------------------

    def _held_back(self) -> Table:
        plan, words = self.plan, self.words
        total = sum(lag.loss for lag in plan.lags)
        rows = []
        open_shares = not self.closed  # what is left out could be told from the others' shares
        for lag in self._lags:
            name = lag.criterion
            lever = _text.label(plan.improvements.levers.get(name), words["no_lever"], self.lang)
            group = group_in(lag.group, self.lang)
            rows.append(
                (
                    self._criteria([name]),
                    group or (words["challenge"] if lag.challenge else "-"),
                    self._figure(name, lag.value),
                    self._figure(name, lag.other),
                    _text.percent(lag.loss / total, self.lang) if open_shares else "-",
                    words["unchangeable"] if name in plan.fixed else lever,
                )
            )
        caption = "" if rows else words["no_lag"]
        if plan.unexplained is not None:
            caption = plan.unexplained[self.lang]
        if self.closed:
            closed = words["closed"].format(self._criteria(self.closed))
            caption = f"{caption}\n{closed}" if plan.unexplained is not None else closed
        who = self._who_is(plan.candidate)
        heads = (*self._said("criterion", "group"), who, self._other, words["loss"], words["lever"])
        return Table(
            heads, tuple(rows), frozenset({2, 3, 4}), words["held_back"].format(who), caption
        )

    def _lifts(self) -> Table:
        plan, words = self.plan, self.words
        rows = tuple(
            (
                self._named(lift),
                "; ".join(map(self._brought, lift.criteria)),
                f"{lift.rank}",
                self._after(lift.score, lift.criteria),
                self._note(lift),
            )
            for lift in plan.levers
        )
        caption = [words["caption"].format(plan.rank, self._score(plan.score))]
        if plan.levers:
            score = self._after(plan.all_score, tuple(plan.reach))
            caption.append(words["all"].format(plan.all_rank, score))
        if not plan.improvements.exact:
            caption.append(words["searched"])
        heads = (words["lever"], words["brought"], *self._said("rank", "score", "note"))
        title = words["lifts"].format(plan.target_rank)
        return Table(heads, rows, frozenset({2, 3}), title, "\n".join(caption))

    def _who(self) -> Table:
        words = self.words
        acting = [(self._named(lift), lift.action) for lift in self.plan.order if lift.action]
        acting += [
            (f"{_text.label(action.lever, '', self.lang)} ({words['unmeasured']})", action)
            for action in self.plan.unmeasured
        ]
        rows = tuple((name, *(self._filled(action, k) for k in FIELDS)) for name, action in acting)
        heads = (words["lever"], *(words[key] for key in FIELDS))
        return Table(heads, rows, frozenset({3, 4}), words["who"], words["ordered"])

    def _pairs(self) -> Table:
        words = self.words
        rows = []
        for pair in self.plan.together:
            lifts = self._lifts_of(pair.levers)
            actions = [lift.action for lift in lifts if lift.action is not None]
            months = [action.months for action in actions if action.months is not None]
            costs = [action.cost for action in actions if action.cost is not None]
            units = {_text.label(action.unit, "", self.lang) for action in actions}
            cost = "-"
            if len(costs) == 2 and len(units) == 1:
                cost = f"{_text.significant(sum(costs), self.lang)} {units.pop()}".rstrip()
            rows.append(
                (
                    " + ".join(map(self._named, lifts)),
                    f"{pair.rank}",
                    self._after(pair.score, [n for lift in lifts for n in lift.criteria]),
                    _text.significant(max(months), self.lang) if len(months) == 2 else "-",
                    cost,
                )
            )
        heads = (words["levers"], *self._said("rank", "score"), words["months"], words["cost"])
        return Table(
            heads, tuple(rows), frozenset({1, 2, 3, 4}), words["two"], words["side_by_side"]
        )

    def _note(self, lift: LeverLift) -> str:
        plan, words, notes = self.plan, self.words, []
        if plan.rank > plan.target_rank and plan.reaches(lift):
            notes.append(words["enough"])
            if lift.enough is not None and lift.enough.criterion not in self.closed:
                notes.append(plan.improvements.step(lift.enough, self.lang))
        if self._spent(lift):
            notes.append(words["nothing"])
        elif self._lowers(lift) and not set(lift.criteria) & set(self.closed):
            notes.append(words["lowers"])
        return "; ".join(notes)

    # sentences -----------------------------------------------------------------------------------

    def _said_lags(self) -> Iterator[str]:
        plan, words = self.plan, self.words
        if plan.unexplained is not None:
            yield plan.unexplained[self.lang]
        for key, challenge in (("challenges", True), ("others", False)):
            parts = []
            for lag in self._lags:
                if lag.challenge is challenge:
                    name, own = lag.criterion, _text.significant(lag.value, self.lang)
                    said = words["to"].format(own, self._figure(name, lag.other))
                    said += f", {words['unchangeable']}" if name in plan.fixed else ""
                    parts.append(f"{self._criteria([name])} ({said})")
            if parts:
                yield words[key].format(self._other, "; ".join(parts))

    def _said_lift(self, lift: LeverLift) -> str:
        words, name = self.words, self._named(lift)
        name = name[:1].upper() + name[1:]
        if self._spent(lift):
            return words["lever_nothing"].format(name, self._criteria(lift.criteria))
        values, reach = self.plan.improvements.values, self.plan.reach
        moved = [n for n in lift.criteria if n in self.closed or values[n] != reach[n].value]
        parts = "; ".join(map(self._brought, moved))
        if set(moved) & set(self.closed):
            return words["lever_ranks"].format(name, parts, lift.rank)
        said = words["lever_lifts"].format(name, parts, lift.rank, self._score(lift.score))
        return f"{said} {words['lowers_long']}" if self._lowers(lift) else said

    def _said_enough(self) -> str:
        plan, words = self.plan, self.words
        if plan.alone:
            return words["alone"].format(plan.target_rank, "; ".join(map(self._named, plan.alone)))
        if plan.together:
            pairs = [
                " + ".join(map(self._named, self._lifts_of(pair.levers))) for pair in plan.together
            ]
            return words["pair"].format(plan.target_rank, "; ".join(pairs))
        if plan.all_rank <= plan.target_rank:
            return words["only_all"].format(plan.target_rank)
        return words["out"].format(plan.target_rank, plan.all_rank)

    def _said_least(self) -> Iterator[str]:
        """Yield the smallest changes: of one criterion, and the cheapest of two."""
        plan, words = self.plan, self.words
        pair = plan.improvements.pair or ()
        single = [lift.enough for lift in plan.levers if lift.enough is not None]
        both = [item for item in pair if all(other.cost for other in pair)]
        for key, changes in (("least", single), ("least_two", both)):
            said = [
                plan.improvements.step(item, self.lang)
                for item in changes
                if item.criterion not in self.closed and plan.reach[item.criterion].covers(item)
            ]
            if said and (key == "least" or len(said) == 2):
                yield words[key].format("; ".join(said))

    def _said_plan(self) -> Iterator[str]:
        words = self.words
        acting = [(lift, lift.action) for lift in self.plan.order if lift.action is not None]
        steps = [
            f"{self._named(lift)} ({'; '.join(self._known(action))})"
            for lift, action in acting
            if action.months is not None
        ]
        if steps:
            yield words["plan"].format("; ".join(steps))
        lacking: dict[str, list[str]] = {}
        for lift, action in acting:
            if action.open:
                fields = ", ".join(words[key] for key in action.open)
                lacking.setdefault(fields, []).append(self._named(lift))
        for fields, names in lacking.items():
            yield words["open"].format(fields, "; ".join(names))

    def _known(self, action: LeverAction) -> Iterator[str]:
        """Yield what was filled in about a lever."""
        for key in FIELDS:
            if key not in action.open:
                filled = self._filled(action, key)
                yield f"{self.words[key]}: {filled}" if key in ("months", "cost") else filled

    # words ---------------------------------------------------------------------------------------

    @property
    def _other(self) -> str:
        """Whom the partnership is held against."""
        against = self.plan.against
        return self.words["best"] if against is None else self._who_is(against)

    def _said(self, *keys: _text.PhraseKey) -> tuple[str, ...]:
        return tuple(_text.say(key, self.lang) for key in keys)

    @property
    def _lags(self) -> list[Lag]:
        """Where it loses, as far as that may be told: a judgment about a neighbor may not."""
        return [lag for lag in self.plan.lags if lag.criterion not in self.closed]

    def _after(self, score: float, criteria: Sequence[str]) -> str:
        """Return a score after a change, from which a judgment could be told."""
        return self.words["internal"] if set(criteria) & set(self.closed) else self._score(score)

    def _score(self, value: float) -> str:
        return _text.number(value, 3, self.lang)

    def _who_is(self, name: str) -> str:
        return _text.label_of(self.plan.labels, name, self.lang)

    def _criteria(self, names: Sequence[str]) -> str:
        labels = self.plan.improvements.criterion_labels
        return "; ".join(_text.label_of(labels, name, self.lang) for name in names)

    def _figure(self, name: str, value: float) -> str:
        unit = _text.label(self.plan.improvements.units.get(name), "", self.lang)
        return f"{_text.significant(value, self.lang)} {unit}".rstrip()

    def _named(self, lift: LeverLift) -> str:
        return _text.label(lift.label, self.words["no_lever"], self.lang)

    def _lifts_of(self, names: Sequence[str | None]) -> list[LeverLift]:
        by_name = {lift.lever: lift for lift in self.plan.levers}
        return [by_name[name] for name in names]

    def _spent(self, lift: LeverLift) -> bool:
        """Tell whether its criteria are as good as they can be, as far as that may be told."""
        values = self.plan.improvements.values
        return all(
            name not in self.closed and values[name] == self.plan.reach[name].value
            for name in lift.criteria
        )

    def _lowers(self, lift: LeverLift) -> bool:
        plan = self.plan
        lower = lift.score < plan.score - 1e-12 * abs(plan.score)  # less is rounding
        return lift.rank > plan.rank or (lift.rank == plan.rank and lower)

    def _brought(self, name: str) -> str:
        """Say how far a criterion is brought: ``"forum from 1 to 4 (the best of all)"``."""
        words, reach = self.words, self.plan.reach[name]
        label, now = self._criteria([name]), self.plan.improvements.values[name]
        basis = words[f"basis_{reach.basis}"]
        if name in self.closed:
            return words["brought_closed"].format(label, basis)
        if now == reach.value:
            return words["as_is"].format(label, self._figure(name, now))
        old, new = _text.significant(now, self.lang), self._figure(name, reach.value)
        return words["from_to"].format(label, old, new, basis)

    def _filled(self, action: LeverAction, key: str) -> str:
        """Return what was filled in, or that nothing was."""
        value = getattr(action, key)
        if value is None:
            return self.words["not_filled"]
        if key in ("action", "responsible"):
            return _text.label(value, "", self.lang)
        unit = _text.label(action.unit, "", self.lang) if key == "cost" else ""
        return f"{_text.significant(value, self.lang)} {unit}".rstrip()
