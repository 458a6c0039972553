"""Who pays how much, by which rule."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Literal, TypeAlias, get_args

import numpy as np

from kadmcdm import _frames, _text
from kadmcdm._arrays import ReadOnlyDict
from kadmcdm._provenance import Result, floats, number, optional_floats
from kadmcdm._table import Display, Table
from kadmcdm._typing import FloatArray, FrameBackend, Language
from kadmcdm.errors import Fault, choice_fault, raise_faults

SharingRule: TypeAlias = Literal[
    "shapley", "nucleolus", "prenucleolus", "separable_costs", "proportional"
]
"""How a cost was shared."""

BASES: Mapping[str, Mapping[Language, str]] = {
    "population": {"en": "population", "id": "jumlah penduduk"},
    "use": {"en": "use", "id": "pemakaian"},
    "budget": {"en": "budget", "id": "anggaran"},
    "demand": {"en": "demand", "id": "kebutuhan"},
    "the figures given": {"en": "the figures given", "id": "angka yang diberikan"},
}
"""What people often share by, in both languages."""


@dataclass(frozen=True, slots=True, eq=False, kw_only=True)
class CostShares(Result, Display):
    """What each member pays by one rule, beside what it would pay alone.

    Parameters
    ----------
    rule : str
        ``"shapley"``, ``"nucleolus"``, ``"prenucleolus"``, ``"separable_costs"`` or
        ``"proportional"``.
    members : tuple of str
    values : (n,) array
        The shares, in the costs' unit; they sum to the total.
    alone : (n,) array
        What each would pay by itself.
    total : float
        The cost of all together.
    basis : str or None
        Of proportional shares: what they are proportional to.
    errors : (n,) array or None
        Standard errors of sampled shares.
    n_samples : int or None
        Orders of joining that were sampled.
    seed : int or None
    details : mapping
        Figures on the way, by name: ``separable``, ``remaining`` and ``rest`` of separable costs;
        ``levels`` of the nucleolus, the complaints that were made as small as possible, in turn.

    Attributes
    ----------
    shares, standard_error, savings : dict of str to float
        By member. `standard_error` is None for exact shares.

    Examples
    --------
    >>> from kadmcdm.partnership import shapley
    >>> pay = shapley({frozenset("A"): 7, frozenset("B"): 8, frozenset("AB"): 12})
    >>> pay.shares, pay.savings
    ({'A': 5.5, 'B': 6.5}, {'A': 1.5, 'B': 1.5})
    """

    rule: SharingRule
    members: tuple[str, ...]
    values: FloatArray
    alone: FloatArray
    total: float
    basis: str | None = None
    errors: FloatArray | None = None
    n_samples: int | None = None
    seed: int | None = None
    details: Mapping[str, Any] = field(default_factory=dict)

    _decoders = {
        "members": tuple,
        "values": floats,
        "alone": floats,
        "total": number,
        "errors": optional_floats,
    }

    def __post_init__(self) -> None:
        """Check the shape, freeze the mapping."""
        Result.__post_init__(self)
        shape = (len(self.members),)
        faults = list(choice_fault("CostShares.rule", self.rule, get_args(SharingRule)))
        for name in ("values", "alone", "errors"):
            array = getattr(self, name)
            if array is not None and array.shape != shape:
                where = f"CostShares.{name}"
                faults.append(Fault(where, "not one a member", str(array.shape), str(shape)))
        raise_faults(faults)
        object.__setattr__(self, "details", ReadOnlyDict(self.details))

    @property
    def shares(self) -> dict[str, float]:
        """What each member pays."""
        return dict(zip(self.members, self.values.tolist(), strict=True))

    @property
    def standard_error(self) -> dict[str, float] | None:
        """Of each sampled share; None for exact ones."""
        if self.errors is None:
            return None
        return dict(zip(self.members, self.errors.tolist(), strict=True))

    @property
    def savings(self) -> dict[str, float]:
        """What each member saves beside going alone; negative where it pays more."""
        return dict(zip(self.members, (self.alone - self.values).tolist(), strict=True))

    def name(self, lang: Language = "en") -> str:
        """Return what people call the rule.

        Returns
        -------
        str
        """
        basis = BASES.get(self.basis or "", {}).get(lang, self.basis or "")
        return RULE_WORDS[lang][self.rule].format(basis)

    def tables(self, lang: Language = "en") -> tuple[Table, ...]:
        """Return a row per member: its share, what it would pay alone, what it saves."""
        words = _WORDS[lang]
        digits = digits_of(self.total, self.alone)
        ratios = saved_shares(self.values, self.alone).tolist()
        rows = []
        for i, member in enumerate(self.members):
            pays, alone = float(self.values[i]), float(self.alone[i])
            part = pays / self.total if self.total else math.nan
            cells = [
                member,
                _text.number(pays, digits, lang),
                signed_percent(part, lang),
                _text.number(alone, digits, lang),
                _text.number(alone - pays, digits, lang),
                signed_percent(ratios[i], lang),
            ]
            if self.errors is not None:
                cells.insert(2, _text.number(float(self.errors[i]), digits + 1, lang))
            rows.append(tuple(cells))
        heads = [words[key] for key in ("member", "pays", "part", "alone", "saves", "saved")]
        caption = f"{_text.say('total', lang)}: {_text.number(self.total, digits, lang)}"
        if self.errors is not None:
            heads.insert(2, words["error"])
            samples = _text.number(self.n_samples, 0, lang)
            caption += f"; {words['orders'].format(samples)}; {_text.say('seed', lang)} {self.seed}"
        if self.rule == "prenucleolus":
            caption += f"\n{words['pre']}"
        numeric = frozenset(range(1, len(heads)))
        title = f"{words['title']}: {self.name(lang)}"
        return (Table(tuple(heads), tuple(rows), numeric, title, caption),)

    def to_frame(self, *, backend: FrameBackend = "pandas") -> Any:
        """Return a row per member: ``share``, ``alone``, ``saving``, ``standard_error`` if any.

        Parameters
        ----------
        backend : "pandas", "polars" or "pyarrow"
            Whose frame it is; rows are named by a pandas index, else by the first column.

        Returns
        -------
        data frame
            Indexed by ``member``.
        """
        columns: dict[str, Any] = {
            "share": self.values, "alone": self.alone, "saving": self.alone - self.values,
        }  # fmt: skip
        if self.errors is not None:
            columns["standard_error"] = self.errors
        return _frames.to_frame(columns, index=self.members, name="member", backend=backend)


def digits_of(total: float, alone: FloatArray) -> int:
    """Return the decimals that show amounts with four significant digits at their largest."""
    largest = max(abs(total), float(np.abs(alone).max()))
    if not largest:
        return 2
    return min(max(3 - math.floor(math.log10(largest)), 0), 6)


def saved_shares(values: FloatArray, alone: FloatArray) -> FloatArray:
    """Return the saving as a share of the cost alone, NaN where that cost is 0."""
    found: FloatArray = np.full(values.shape, np.nan)
    np.divide(
        alone - values, np.abs(alone), out=found, where=np.broadcast_to(alone != 0, values.shape)
    )
    return found


def signed_percent(share: float, lang: Language) -> str:
    """Format a share that may be negative, to a tenth of a percent."""
    return "-" if math.isnan(share) else f"{_text.number(100 * share, 1, lang)}%"


RULE_WORDS: Mapping[Language, Mapping[str, str]] = {
    "en": {
        "shapley": "Shapley value", "nucleolus": "nucleolus", "prenucleolus": "prenucleolus",
        "separable_costs": "separable costs, remaining benefits",
        "proportional": "proportional to {}",
    },
    "id": {
        "shapley": "nilai Shapley", "nucleolus": "nukleolus", "prenucleolus": "pranukleolus",
        "separable_costs": "biaya terpisah dan sisa manfaat (SCRB)",
        "proportional": "sebanding dengan {}",
    },
}  # fmt: skip

_WORDS: Mapping[Language, Mapping[str, str]] = {
    "en": {
        "title": "Cost shares", "member": "member", "pays": "pays", "part": "of the total",
        "alone": "alone", "saves": "saves", "saved": "saved", "error": "standard error",
        "orders": "{} sampled orders of joining",
        "pre": "somebody pays more than alone: it is the prenucleolus, not the nucleolus",
    },
    "id": {
        "title": "Pembagian beban pembiayaan", "member": "anggota", "pays": "membayar",
        "part": "bagian", "alone": "bila sendiri", "saves": "hemat", "saved": "hemat (%)",
        "error": "galat baku", "orders": "{} sampel urutan bergabung",
        "pre": "ada anggota yang membayar lebih dari biaya sendiri: ini pranukleolus, "
        "bukan nukleolus",
    },
}  # fmt: skip
