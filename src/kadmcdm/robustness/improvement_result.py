"""What one candidate would have to change to stand higher, as a result."""

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

__all__ = ["Improvement", "Improvements"]

_WORDS: Mapping[str, tuple[str, str]] = {
    "now": ("now", "sekarang"),
    "needed": ("needed", "perlu"),
    "change": ("change", "perubahan"),
    "lever": ("lever", "pengungkit"),
    "together": ("together", "bersama"),
    "cost": ("cost", "besar perubahan"),
    "to_rank": ("rank {}, to reach rank {}", "peringkat {}, menuju peringkat {}"),
    "best": ("has the best value already", "sudah bernilai terbaik"),
    "fixed": ("cannot be changed", "tidak dapat diubah"),
    "up_to": ("not reachable, up to {}", "tidak tercapai, sampai {}"),
    "down_to": ("not reachable, down to {}", "tidak tercapai, turun sampai {}"),
    "searched": (
        "by a search, not exactly: this method has no closed form",
        "dengan pencarian, tidak eksak: metode ini tidak punya rumus tertutup",
    ),
    "cheapest": ("the cheapest pair", "dua perubahan terkecil"),
    "come_first": ("To come first", "Untuk menjadi peringkat pertama"),
    "among": ("To be among the first {}", "Untuk masuk {} besar"),
    "would": (
        "{}, {} would have to {}, nothing else changed{}.",
        "{}, {} harus {}, hal lain tetap{}.",
    ),
    "lost": ("; beyond {} the rank is lost again", "; lewat {} peringkat itu hilang lagi"),
    "beyond": ("lost again beyond {}", "hilang lagi lewat {}"),
    "or_both": ("{}, at the least cost for two: {}.", "{}, dua perubahan terkecil: {}."),
    "raise": ("raise {} from {} to {}", "menaikkan {} dari {} menjadi {}"),
    "lower": ("lower {} from {} to {}", "menurunkan {} dari {} menjadi {}"),
    "not_alone": ("Not enough by itself: {}.", "Tidak cukup sendirian: {}."),
    "there": ("{} is there already: rank {}.", "{} sudah di sana: peringkat {}."),
    "never": ("No change of one or two criteria would be enough.",
              "Tidak ada perubahan satu atau dua kriteria yang cukup."),
}  # fmt: skip


def _say(key: str, lang: Language) -> str:
    return _WORDS[key][_text.LANGUAGES.index(lang)]


@dataclass(frozen=True, slots=True)
class Improvement:
    """A change of one value of one candidate.

    Parameters
    ----------
    criterion : str
    old, new : float
        In the criterion's unit; equal where nothing has to change.
    cost : float
        The change over the width of the criterion's bounds (or the range of its values), times
        the factor in ``costs=``.

    Examples
    --------
    >>> import kadmcdm as kd
    >>> kd.Improvement("distance", 61.0, 48.0, 0.3).change
    -13.0
    """

    criterion: str
    old: float
    new: float
    cost: float

    @property
    def change(self) -> float:
        """New less old."""
        return self.new - self.old

    def to_dict(self) -> dict[str, Any]:
        """Return plain JSON types."""
        return {key: getattr(self, key) for key in ("criterion", "old", "new", "cost")}


def _read(data: Mapping[str, Any] | None) -> Improvement | None:
    return None if data is None else Improvement(**data)


@dataclass(frozen=True, slots=True, eq=False, kw_only=True)
class Improvements(Result, Display):
    """What a candidate would have to change to reach a rank.

    Parameters
    ----------
    candidate : str
    rank, target_rank : int
        Its present rank, and the one to reach (or a better one).
    single : mapping of str to Improvement or None
        For each changeable criterion the smallest change that reaches the rank while nothing else
        changes; None where no value up to the limit does.
    pair : (Improvement, Improvement) or None
        The cheapest change of two criteria; None where no two reach the rank. Where one alone is
        cheapest, the other stays as it is, at no cost.
    values, limits : mapping of str to float
        The present value by criterion; for changeable ones the best value that was tried: the end
        of the criterion's bounds, else the best among the candidates.
    ranges : mapping of str to (float, float)
        The worst and the best value by criterion: the ends of its bounds, else of the candidates'
        values.
    kept_to : mapping of str to float
        For each single change the value up to which the rank is kept. Where that is short of the
        limit, *more* of the same would lose it again: norms and ideals move with the value. Empty
        where the rank is there already.
    levers : mapping of str to (str or mapping) or None
        What can be done about each changeable criterion, see `Criterion`.
    exact : bool
        True where every value at which the rank may change was computed; False where a dense
        search found them (see `improvements`).
    pair_step : float
        For the pair one criterion is tried at steps of this share of its way to the limit; around
        the best of them the cost is refined to one part in a million.
    method : dict
        Name and parameters.
    digest : str
        SHA-256 of the problem.
    candidate_label : str or mapping, optional
    criterion_labels, units : mapping
        What people read.

    Attributes
    ----------
    order : tuple of str
        Criteria: those that reach the rank alone, cheapest first; those that don't; the fixed ones.
    by_lever : mapping of str or None to tuple of Improvement
        What reaches the rank alone, by lever (in English), cheapest first; None for criteria
        without a lever.

    Examples
    --------
    >>> import kadmcdm as kd
    >>> problem = kd.DecisionProblem.from_arrays([[4, 2], [2, 3]], ["benefit", "benefit"])
    >>> ranking = kd.rank(problem, [0.5, 0.5], kd.WeightedSum("none"))
    >>> print(kd.improvements(ranking, "a2"))
    a2: rank 2, to reach rank 1
    criterion  now  needed  change   cost  note
    ---------  ---  ------  ------  -----  --------------------------
    c1           2       3      +1  0.500
    c2           3       -       -      -  has the best value already
    """

    candidate: str
    rank: int
    target_rank: int
    single: Mapping[str, Improvement | None]
    pair: tuple[Improvement, Improvement] | None
    values: Mapping[str, float]
    limits: Mapping[str, float]
    ranges: Mapping[str, tuple[float, float]]
    kept_to: Mapping[str, float]
    levers: Mapping[str, Label | None]
    exact: bool
    pair_step: float
    method: dict[str, Any]
    digest: str
    candidate_label: Label | None = None
    criterion_labels: Mapping[str, Label] = field(default_factory=dict)
    units: Mapping[str, Label] = field(default_factory=dict)

    _decoders = {
        "single": lambda data: ReadOnlyDict({name: _read(item) for name, item in data.items()}),
        "pair": lambda data: None if data is None else tuple(Improvement(**item) for item in data),
        "values": ReadOnlyDict,
        "limits": ReadOnlyDict,
        "ranges": lambda data: ReadOnlyDict({name: tuple(ends) for name, ends in data.items()}),
        "kept_to": ReadOnlyDict,
        "levers": ReadOnlyDict,
        "criterion_labels": ReadOnlyDict,
        "units": ReadOnlyDict,
    }

    @property
    def order(self) -> tuple[str, ...]:
        """Criteria: those that reach the rank alone, cheapest first; the others; the fixed ones."""
        reaching = [item for item in self.single.values() if item is not None]
        return (
            *(item.criterion for item in sorted(reaching, key=_cost)),
            *(name for name, item in self.single.items() if item is None),
            *(name for name in self.values if name not in self.single),
        )

    @property
    def by_lever(self) -> Mapping[str | None, tuple[Improvement, ...]]:
        """What reaches the rank alone, by lever, cheapest first."""
        grouped: dict[str | None, list[Improvement]] = {}
        for name, lever in self.levers.items():
            item = self.single[name]
            key = None if lever is None else _text.label(lever, "", "en")
            grouped.setdefault(key, []).extend([] if item is None else [item])
        return ReadOnlyDict(
            {lever: tuple(sorted(items, key=_cost)) for lever, items in grouped.items()}
        )

    def tables(self, lang: Language = "en") -> tuple[Table, ...]:
        """Return a row per criterion, cheapest first, and the cheapest pair."""
        named = any(self.levers.values())
        rows = []
        for name in self.order:
            item = self.single.get(name)
            lever = _text.label(self.levers.get(name), "", lang)
            note = self._reason(name, lang) if item is None else self._lost(name, "beyond", lang)
            rows.append((*self._cells(name, item, lang), *([lever] if named else []), note))
        keys = ("now", "needed", "change", "cost", *(["lever"] if named else []))
        headers = (_text.say("criterion", lang), *(_say(key, lang) for key in keys))
        numeric = frozenset({1, 2, 3, 4})
        who = _text.label(self.candidate_label, self.candidate, lang)
        title = f"{who}: {_say('to_rank', lang).format(self.rank, self.target_rank)}"
        caption = "" if self.exact else _say("searched", lang)
        alone = Table((*headers, _text.say("note", lang)), tuple(rows), numeric, title, caption)
        if self.pair is None or not all(item.cost for item in self.pair):
            return (alone,)
        lines = tuple(self._cells(item.criterion, item, lang) for item in self.pair)
        total = _text.number(sum(map(_cost, self.pair)), 3, lang)
        lines = (*lines, (_say("together", lang), "", "", "", total))
        return (alone, Table(headers[:5], lines, numeric, _say("cheapest", lang)))

    def describe(self, lang: Language = "en") -> str:
        """Say it in sentences, the cheapest change first.

        Parameters
        ----------
        lang : "en" or "id"

        Returns
        -------
        str
            A line per sentence. Shown values are rounded to the safe side.

        Examples
        --------
        >>> import kadmcdm as kd
        >>> problem = kd.DecisionProblem.from_arrays([[4, 2], [2, 3]], ["benefit", "benefit"])
        >>> ranking = kd.rank(problem, [0.5, 0.5], kd.WeightedSum("none"))
        >>> print(kd.improvements(ranking, "a2").describe())
        To come first, a2 would have to raise c1 from 2 to 3, nothing else changed.
        """
        who = _text.label(self.candidate_label, self.candidate, lang)
        if self.rank <= self.target_rank:
            return _say("there", lang).format(who, self.rank)
        goal = _say("come_first", lang)
        if self.target_rank > 1:
            goal = _say("among", lang).format(self.target_rank)
        lines = []
        for name in self.order:
            item = self.single.get(name)
            if item is not None:
                lost = self._lost(name, "lost", lang)
                lines.append(_say("would", lang).format(goal, who, self.step(item, lang), lost))
        if self.pair is not None and all(item.cost for item in self.pair):
            both = _text.listed([self.step(item, lang) for item in self.pair], lang)
            lines.append(_say("or_both", lang).format(goal, both))
        if not lines:
            return _say("never", lang)
        short = [
            _text.label_of(self.criterion_labels, name, lang)
            for name, item in self.single.items()
            if item is None and self.limits[name] != self.values[name]
        ]
        if short:
            lines.append(_say("not_alone", lang).format(_text.listed(short, lang)))
        return "\n".join(lines)

    def step(self, item: Improvement, lang: Language = "en") -> str:
        """Say one change in words: ``"raise gain from 0.06 to 0.1469"``.

        Parameters
        ----------
        item : Improvement
            One of `single` or `pair`.
        lang : "en" or "id"

        Returns
        -------
        str
            The value is rounded to the safe side: who reaches it reaches the rank.

        Examples
        --------
        >>> import kadmcdm as kd
        >>> problem = kd.DecisionProblem.from_arrays([[4, 2], [2, 3]], ["benefit", "benefit"])
        >>> found = kd.improvements(kd.rank(problem, [1, 1], kd.WeightedSum("none")), "a2")
        >>> found.step(found.single["c1"])
        'raise c1 from 2 to 3'
        """
        label = _text.label_of(self.criterion_labels, item.criterion, lang)
        unit = _text.label(self.units.get(item.criterion), "", lang)
        digits, rounded = self._rounded(item)
        old, new = (_text.significant(value, lang, digits) for value in (item.old, rounded))
        verb = _say("raise" if item.change > 0 else "lower", lang)
        return verb.format(label, old, f"{new} {unit}".rstrip())

    def to_frame(self, *, backend: FrameBackend = "pandas") -> Any:
        """Return a frame, a row per criterion; NaN where there is no change to tell.

        Parameters
        ----------
        backend : "pandas", "polars" or "pyarrow"
            Whose frame it is; rows are named by a pandas index, else by the first column.

        Examples
        --------
        >>> import kadmcdm as kd
        >>> problem = kd.DecisionProblem.from_arrays([[4, 2], [2, 3]], ["benefit", "benefit"])
        >>> ranking = kd.rank(problem, [0.5, 0.5], kd.WeightedSum("none"))
        >>> kd.improvements(ranking, "a2").to_frame()[["old", "new", "cost"]]
                   old  new  cost
        criterion
        c1         2.0  3.0   0.5
        c2         3.0  NaN   NaN
        """
        pair = {item.criterion: item for item in self.pair or ()}
        found = [self.single.get(name) for name in self.values]
        columns = {
            "old": list(self.values.values()),
            "new": [math.nan if item is None else item.new for item in found],
            "cost": [math.nan if item is None else item.cost for item in found],
            "new_in_pair": [pair[n].new if n in pair else math.nan for n in self.values],
            "cost_in_pair": [pair[n].cost if n in pair else math.nan for n in self.values],
            "limit": [self.limits.get(name, math.nan) for name in self.values],
            "lever": [_text.label(self.levers.get(n), "", "en") or None for n in self.values],
        }
        return _frames.to_frame(
            columns, index=tuple(self.values), name="criterion", backend=backend
        )

    def _cells(self, name: str, item: Improvement | None, lang: Language) -> tuple[str, ...]:
        label = _text.label_of(self.criterion_labels, name, lang)
        unit = _text.label(self.units.get(name), "", lang)
        head = f"{label} ({unit})" if unit else label
        if item is None:
            return (head, _text.significant(self.values[name], lang), "-", "-", "-")
        digits, new = self._rounded(item)
        shown = [_text.significant(v, lang, digits) for v in (item.old, new, new - item.old)]
        shown[2] = ("+" if item.change > 0 else "") + shown[2]
        return (head, *shown, _text.number(item.cost, 3, lang))

    def _rounded(self, item: Improvement) -> tuple[int, float]:
        """Return how many digits to show, and the new value rounded to the safe side.

        Up to the limit, and to as many digits as tell old and new apart.
        """
        limit = self.limits[item.criterion]
        if item.change == 0.0:
            return 4, item.new
        magnitude = math.floor(math.log10(max(abs(item.old), abs(item.new))))
        gap = math.floor(math.log10(abs(item.change)))
        digits = min(max(4, magnitude - gap + 2), 15)
        unit = 10.0 ** (magnitude - digits + 1)
        steps = item.new / unit
        if abs(steps - round(steps)) < 1e-6:
            return digits, round(steps) * unit
        if item.change > 0:
            return digits, min(math.ceil(steps) * unit, limit)
        return digits, max(math.floor(steps) * unit, limit)

    def _lost(self, name: str, key: str, lang: Language) -> str:
        """Say where a change goes too far; nothing where it doesn't."""
        kept, limit = self.kept_to.get(name, self.limits[name]), self.limits[name]
        return "" if kept == limit else _say(key, lang).format(self._figure(kept, name, lang))

    def _figure(self, value: float, name: str, lang: Language) -> str:
        unit = _text.label(self.units.get(name), "", lang)
        return f"{_text.significant(value, lang)} {unit}".rstrip()

    def _reason(self, name: str, lang: Language) -> str:
        if name not in self.single:
            return _say("fixed", lang)
        old, limit = self.values[name], self.limits[name]
        if limit == old:
            return _say("best", lang)
        key = "up_to" if limit > old else "down_to"
        return _say(key, lang).format(self._figure(limit, name, lang))


def _cost(item: Improvement) -> float:
    return item.cost
