"""How far a group agrees: its consensus, and each assessor beside the others."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from kadmcdm import _text
from kadmcdm._provenance import Result, floats, number
from kadmcdm._table import Display, Table
from kadmcdm._typing import FloatArray, Language
from kadmcdm.errors import Fault, brief, raise_faults

__all__ = ["Consensus"]

LEVELS: tuple[tuple[float, dict[Language, str]], ...] = (
    (0.50, {"en": "very low", "id": "sangat rendah"}),
    (0.65, {"en": "low", "id": "rendah"}),
    (0.75, {"en": "moderate", "id": "sedang"}),
    (0.85, {"en": "high", "id": "tinggi"}),
    (2.00, {"en": "very high", "id": "sangat tinggi"}),
)
"""Below which indicator what is said: words and limits of AHP-OS (classes/AhpGroup.php)."""


def level_of(indicator: float, lang: Language) -> str:
    """Return a consensus indicator in a word, "-" for NaN."""
    return next((words[lang] for limit, words in LEVELS if indicator < limit), "-")


@dataclass(frozen=True, slots=True, eq=False, kw_only=True)
class Consensus(Result, Display):
    """How far assessors agree, and what each of them says.

    Parameters
    ----------
    names : tuple of str
        What they compared, n of it.
    assessors : tuple of str
        K of them.
    roles : tuple of str
        Empty where nothing was said.
    power : (K,) array
        Shares of the votes; sums to 1.
    indicator : float
        Goepel's S*, at most 1, not clipped at 0: see `kadmcdm.core.consensus`. NaN when nobody's
        priorities are known.
    priorities : (K, n) array
        Each assessor's; NaN for one whose judgments don't connect all items, who is not counted in
        the indicator.
    mean : (n,) array
        The assessors' mean, by power: what each is compared with.
    distances : (K,) array
        How far each is from the mean: the share of the weight that would have to move, 0 to 1.
    consistency_ratios : (K,) array
        NaN where nothing can contradict.
    missing : tuple of int
        How many pairs each left out.

    Examples
    --------
    >>> import kadmcdm as kd
    >>> group = kd.GroupComparisons({
    ...     "Ani": kd.PairwiseComparisons(["cost", "reach"], {("cost", "reach"): 3}),
    ...     "Budi": kd.PairwiseComparisons(["cost", "reach"], {("cost", "reach"): 4}),
    ... })
    >>> print(group.consensus())
    assessor  votes  consistency ratio  missing  from the mean  cost  reach
    --------  -----  -----------------  -------  -------------  ----  -----
    Ani         50%              0.000        0          0.025  0.75   0.25
    Budi        50%              0.000        0          0.025  0.80   0.20
    consensus 99.4% (very high)
    """

    names: tuple[str, ...]
    assessors: tuple[str, ...]
    roles: tuple[str, ...]
    power: FloatArray
    indicator: float
    priorities: FloatArray
    mean: FloatArray
    distances: FloatArray
    consistency_ratios: FloatArray
    missing: tuple[int, ...]

    _decoders = {
        "names": tuple,
        "assessors": tuple,
        "roles": tuple,
        "missing": tuple,
        "indicator": number,
        **dict.fromkeys(("power", "priorities", "mean", "distances", "consistency_ratios"), floats),
    }

    def level(self, lang: Language = "en") -> str:
        """Return the indicator in a word, from very low (below 0.5) to very high (0.85 on)."""
        return level_of(self.indicator, lang)

    def furthest(self, top: int = 3) -> dict[str, float]:
        """Return the assessors furthest from the group, and how far; the furthest first.

        Parameters
        ----------
        top : int
            How many at most.

        Raises
        ------
        InputError
            For what is no number of assessors.
        """
        if isinstance(top, bool) or not isinstance(top, int) or top < 1:
            raise_faults([Fault("top", "no number of assessors", brief(top), "1, 2, ...")])
        by_distance = sorted(
            (-float(distance), k)
            for k, distance in enumerate(self.distances)
            if not np.isnan(distance)
        )
        return {self.assessors[k]: -d for d, k in by_distance[:top]}

    def tables(self, lang: Language = "en") -> tuple[Table, ...]:
        """Return a row per assessor, and the consensus below."""
        words = {
            "en": ("assessor", "role", "votes", "missing", "from the mean", "consensus"),
            "id": ("penilai", "peran", "suara", "kosong", "dari rerata", "konsensus"),
        }[lang]
        role = any(self.roles)
        rows = tuple(
            (
                name,
                *((self.roles[k],) if role else ()),
                _text.percent(float(self.power[k]), lang),
                _text.number(float(self.consistency_ratios[k]), 3, lang),
                str(self.missing[k]),
                _text.number(float(self.distances[k]), 3, lang),
                *(_text.number(float(value), 2, lang) for value in self.priorities[k]),
            )
            for k, name in enumerate(self.assessors)
        )
        headers = (
            words[0], *((words[1],) if role else ()), words[2], _text.say("ratio", lang), words[3],
            words[4], *self.names,
        )  # fmt: skip
        caption = f"{words[5]} {_text.percent(self.indicator, lang, 1)} ({self.level(lang)})"
        unknown = [name for k, name in enumerate(self.assessors) if np.isnan(self.distances[k])]
        if unknown:
            caption += {
                "en": f"; not counted, their answers don't connect all items: {', '.join(unknown)}",
                "id": "; tidak dihitung, jawabannya tidak menghubungkan semua butir: "
                + ", ".join(unknown),
            }[lang]
        numeric = frozenset(range(2 if role else 1, len(headers)))
        return (Table(headers, rows, numeric, caption=caption),)
