"""Priorities: what the comparisons of one node amount to."""

from __future__ import annotations

from dataclasses import dataclass

from kadmcdm import _text
from kadmcdm._provenance import Result, floats, number
from kadmcdm._table import Display, Table
from kadmcdm._typing import FloatArray, Language, Prioritization
from kadmcdm.errors import raise_faults, unknown_names
from kadmcdm.judgments.consistency import ratio_in_words

__all__ = ["Priorities"]


@dataclass(frozen=True, slots=True, eq=False, kw_only=True)
class Priorities(Result, Display):
    """The priorities of compared items, and how consistent the judgments are.

    Parameters
    ----------
    names : tuple of str
    values : (n,) array
        Positive, sums to 1.
    prioritization : str
    lambda_max, consistency_index : float
        From the principal eigenvalue, whatever the prioritization; the least that a completion
        has, where pairs are missing.
    consistency_ratio : float or None
        None for a spanning tree of judgments on three items or more: nothing is said twice, so that
        nothing can contradict.
    random_index : float
        0 for a spanning tree.
    random_index_name : str
        The table that `random_index` was read from, or ``"given"``; and the correction for missing
        pairs, if there was one.
    missing : int
        How many pairs nobody judged.
    aggregation : str
        How a group's priorities were averaged; empty for one set of judgments. Averaged priorities
        have no lambda_max, consistency index or random index (NaN), and no ratio.

    Examples
    --------
    >>> import kadmcdm as kd
    >>> judged = kd.PairwiseComparisons(["a", "b"], {("a", "b"): 3})
    >>> judged.priorities()["a"]
    0.75
    """

    names: tuple[str, ...]
    values: FloatArray
    prioritization: Prioritization
    lambda_max: float
    consistency_index: float
    consistency_ratio: float | None
    random_index: float
    random_index_name: str
    missing: int = 0
    aggregation: str = ""

    _decoders = {
        "names": tuple,
        "values": floats,
        **dict.fromkeys(("lambda_max", "consistency_index", "random_index"), number),
    }

    def __getitem__(self, name: str) -> float:
        """Return one item's priority."""
        raise_faults(list(unknown_names([name], self.names, "item")))
        return float(self.values[self.names.index(name)])

    def to_mapping(self) -> dict[str, float]:
        """Return the priorities by name."""
        return dict(zip(self.names, map(float, self.values), strict=True))

    def tables(self, lang: Language = "en") -> tuple[Table, ...]:
        """Return the priorities, with the consistency ratio below."""
        rows = tuple(
            (name, _text.number(share, 3, lang))
            for name, share in zip(self.names, _text.shares(self.values.tolist()), strict=True)
        )
        caption = self.aggregation or ratio_in_words(self.consistency_ratio, lang)
        if not self.aggregation and self.consistency_ratio is not None:
            caption += f" ({self.random_index_name})"
        headers = (_text.say("criterion", lang), _text.say("weight", lang))
        return (Table(headers, rows, frozenset({1}), caption=caption),)
