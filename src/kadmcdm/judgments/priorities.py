"""Priorities: what the comparisons of one node amount to."""

from __future__ import annotations

from dataclasses import dataclass

from kadmcdm import _text
from kadmcdm._provenance import Result, floats
from kadmcdm._table import Display, Table
from kadmcdm._typing import FloatArray, Language, Prioritization
from kadmcdm.errors import raise_faults, unknown_names

__all__ = ["Priorities"]

CR_LIMIT = 0.10
"""Saaty's rule of thumb: above it the judgments deserve another look. It never blocks."""


@dataclass(frozen=True, slots=True, eq=False, kw_only=True)
class Priorities(Result, Display):
    """The priorities of compared items, and how consistent the judgments are.

    Parameters
    ----------
    names : tuple of str
    values : (n,) array
        Positive, sums to 1.
    prioritization : str
    lambda_max, consistency_index, consistency_ratio : float
        From the principal eigenvalue, whatever the prioritization.
    random_index : float
    random_index_name : str
        The table that `random_index` was read from, or ``"given"``.

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
    consistency_ratio: float
    random_index: float
    random_index_name: str

    _decoders = {"names": tuple, "values": floats}

    def __getitem__(self, name: str) -> float:
        """Return one item's priority."""
        raise_faults(list(unknown_names([name], self.names, "item")))
        return float(self.values[self.names.index(name)])

    def tables(self, lang: Language = "en") -> tuple[Table, ...]:
        """Return the priorities, with the consistency ratio below."""
        rows = tuple(
            (name, _text.number(share, 3, lang))
            for name, share in zip(self.names, _text.shares(self.values.tolist()), strict=True)
        )
        ratio = _text.number(self.consistency_ratio, 3, lang)
        caption = f"{_text.say('ratio', lang)} {ratio} ({self.random_index_name})"
        headers = (_text.say("criterion", lang), _text.say("weight", lang))
        return (Table(headers, rows, frozenset({1}), caption=caption),)
