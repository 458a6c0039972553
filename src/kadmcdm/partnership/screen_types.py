"""What a screen is, and what it says: an outcome, a reason, a legal reference."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any, Literal, TypeAlias, get_args

from kadmcdm import _text
from kadmcdm._arrays import ReadOnlyDict
from kadmcdm._provenance import check_keys, jsonable
from kadmcdm._table import Display, Table
from kadmcdm._typing import JSON, Label, Language
from kadmcdm.errors import brief, choice_fault, name_faults, raise_faults
from kadmcdm.partnership.regions import RegionTable

Outcome: TypeAlias = Literal["pass", "fail", "unknown"]
"""What a screen may say; unknown never passes in silence."""

Verdict: TypeAlias = tuple[Outcome, Label] | tuple[Outcome, Label, Label | None]
"""An outcome and why; also what follows from it, where something does."""

Test: TypeAlias = Callable[[RegionTable, tuple[int, ...]], Verdict]
"""From a table and row indices, the initiator first, to an outcome, a note, a consequence."""


TO_BE_CHECKED: Mapping[Language, str] = ReadOnlyDict(
    {"en": "to be checked against the official text", "id": "perlu dicek pada naskah resmi"}
)
"""Stands behind every legal reference that was not seen in its official text."""


def unverified(en: str, id_: str) -> Mapping[Language, str]:
    """Return a legal reference with the words that say it is not verified."""
    return {
        "en": f"{en} ({TO_BE_CHECKED['en']})",
        "id": f"{id_} ({TO_BE_CHECKED['id']})",
    }


@dataclass(frozen=True, slots=True)
class Screen(Display):
    """A condition that nothing can make up for.

    Parameters
    ----------
    rule : str
        ``"S5"``; a rule of your own may have any name.
    label : str or {"en": str, "id": str}
        What must hold.
    citation : str or {"en": str, "id": str}
        The provision, or why it is asked.
    test : callable, optional
        ``test(table, members) -> (outcome, note)`` or ``(outcome, note, consequence)``. Without
        it the outcome is ``"unknown"``.

    Raises
    ------
    InputError
        For an empty rule.

    Examples
    --------
    >>> from kadmcdm.partnership import Screen
    >>> Screen("S9", "no boundary dispute", "asked of both", lambda t, m: ("pass", "none")).rule
    'S9'
    """

    rule: str
    label: Label
    citation: Label
    test: Test | None = field(default=None, compare=False, repr=False)
    _open: ScreenResult = field(init=False, compare=False, repr=False)

    def __post_init__(self) -> None:
        """Check the rule, freeze the texts."""
        raise_faults(list(name_faults([self.rule], "screen")))
        object.__setattr__(self, "label", _frozen(self.label))
        object.__setattr__(self, "citation", _frozen(self.citation))
        note: Label = {"en": "not checked: no data", "id": "belum diperiksa: tidak ada data"}
        object.__setattr__(self, "_open", ScreenResult(self.rule, "unknown", note, self.citation))

    def label_in(self, lang: Language) -> str:
        """Return what must hold, in a language."""
        return _text.label(self.label, self.rule, lang)

    def citation_in(self, lang: Language) -> str:
        """Return the legal reference, in a language."""
        return _text.label(self.citation, "", lang)

    def tables(self, lang: Language = "en") -> tuple[Table, ...]:
        """Return what must hold, and the provision."""
        row = (self.rule, self.label_in(lang), self.citation_in(lang))
        words = _SHOWN[lang]
        return (Table((words["rule"], words["holds"], words["basis"]), (row,)),)

    def __call__(self, table: RegionTable, members: tuple[int, ...]) -> ScreenResult:
        """Apply the screen to one partnership."""
        if self.test is None:
            return self._open
        outcome, note, *rest = self.test(table, members)
        return ScreenResult(self.rule, outcome, note, self.citation, *rest)


@dataclass(frozen=True, slots=True)
class ScreenResult(Display):
    """What a screen said of one partnership.

    Parameters
    ----------
    rule : str
    outcome : "pass", "fail" or "unknown"
    note : str or {"en": str, "id": str}
        Why.
    citation : str or {"en": str, "id": str}
        The legal reference, or who was asked.
    consequence : str or {"en": str, "id": str}, optional
        What follows without being a failure: the approval of the councils adds a stage.

    Raises
    ------
    InputError
        For another outcome.

    Examples
    --------
    >>> from kadmcdm.partnership import ScreenResult
    >>> ScreenResult("S9", "fail", "boundary dispute pending", "asked of both").outcome
    'fail'
    """

    rule: str
    outcome: Outcome
    note: Label
    citation: Label
    consequence: Label | None = None

    def __post_init__(self) -> None:
        """Check the outcome, freeze the texts."""
        if not isinstance(self.outcome, str) or self.outcome not in _OUTCOMES:
            where = f"screen {brief(self.rule)}: outcome"
            raise_faults(list(choice_fault(where, self.outcome, _OUTCOMES)))
        for name in ("note", "citation", "consequence"):
            object.__setattr__(self, name, _frozen(getattr(self, name)))

    def tables(self, lang: Language = "en") -> tuple[Table, ...]:
        """Return the outcome, why, the provision, and what follows."""
        words = _SHOWN[lang]
        row = (self.rule, words[self.outcome], self.note_in(lang), self.citation_in(lang))
        heads = (words["rule"], words["outcome"], _text.say("note", lang), words["basis"])
        if self.consequence is None:
            return (Table(heads, (row,)),)
        return (Table((*heads, words["follows"]), ((*row, self.consequence_in(lang)),)),)

    def note_in(self, lang: Language) -> str:
        """Return why, in a language."""
        return _text.label(self.note, self.outcome, lang)

    def citation_in(self, lang: Language) -> str:
        """Return the legal reference, in a language."""
        return _text.label(self.citation, "", lang)

    def consequence_in(self, lang: Language) -> str:
        """Return what follows, in a language, or nothing."""
        return _text.label(self.consequence, "", lang)

    def to_dict(self) -> JSON:
        """Return plain JSON types that `from_dict` reads back."""
        content = {key: jsonable(getattr(self, key)) for key in self.__dataclass_fields__}
        return {"result": "ScreenResult", **content}

    @classmethod
    def from_dict(cls, data: Mapping[str, Any]) -> ScreenResult:
        """Read back what `to_dict` wrote.

        Raises
        ------
        InputError
            For missing or unknown keys, or another outcome.
        """
        names = list(cls.__dataclass_fields__)
        if isinstance(data, Mapping):
            data = {"consequence": None, **data}
        check_keys(data, cls.__name__, names)
        return cls(**{name: data[name] for name in names})


_OUTCOMES: tuple[Outcome, ...] = get_args(Outcome)


def _frozen(text: Any) -> Any:
    if isinstance(text, ReadOnlyDict) or not isinstance(text, Mapping):
        return text
    return ReadOnlyDict(text)


_SHOWN: Mapping[Language, Mapping[str, str]] = ReadOnlyDict(
    {
        "en": {
            "rule": "screen", "holds": "what must hold", "basis": "basis", "outcome": "outcome",
            "follows": "what follows", "pass": "passed", "fail": "failed", "unknown": "unknown",
        },
        "id": {
            "rule": "penapisan", "holds": "yang harus dipenuhi", "basis": "dasar",
            "outcome": "hasil", "follows": "akibat", "pass": "lolos", "fail": "tidak lolos",
            "unknown": "belum diketahui",
        },
    }
)  # fmt: skip
