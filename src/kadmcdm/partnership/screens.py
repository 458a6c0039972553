"""Screens: what must hold before any score counts. Reasons, not verdicts.

Data can decide little of this. What it cannot decide is ``"unknown"``, and unknown never passes
silently: results list it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Literal, TypeAlias, get_args

from kadmcdm import _text
from kadmcdm._arrays import ReadOnlyDict
from kadmcdm._provenance import check_keys, jsonable
from kadmcdm._typing import JSON, ArrayLike, Label, Language
from kadmcdm.errors import Fault, InputError, choice_fault, name_faults, raise_faults
from kadmcdm.partnership.members import rows_of
from kadmcdm.partnership.regions import RegionTable

Outcome: TypeAlias = Literal["pass", "fail", "unknown"]
Test: TypeAlias = Callable[[RegionTable, tuple[int, ...]], tuple[Outcome, Label]]
"""From a table and row indices, the initiator first, to an outcome and a note."""


@dataclass(frozen=True, slots=True)
class Screen:
    """A condition that nothing can make up for.

    Parameters
    ----------
    rule : str
        ``"S5"``; a rule of your own may have any name.
    label : str or {"en": str, "id": str}
        What must hold.
    citation : str
        The provision, or why it is asked.
    test : callable, optional
        ``test(table, members) -> (outcome, note)``. Without it the outcome is ``"unknown"``.

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
    citation: str
    test: Test | None = field(default=None, compare=False, repr=False)

    def __post_init__(self) -> None:
        """Check the rule, freeze the label."""
        raise_faults(list(name_faults([self.rule], "screen")))
        object.__setattr__(self, "label", _frozen(self.label))

    def label_in(self, lang: Language) -> str:
        """Return what must hold, in a language."""
        return _text.label(self.label, self.rule, lang)

    def __call__(self, table: RegionTable, members: tuple[int, ...]) -> ScreenResult:
        """Apply the screen to one partnership."""
        if self.test is None:
            note: Label = {"en": "not checked: no data", "id": "belum diperiksa: tidak ada data"}
            return ScreenResult(self.rule, "unknown", note, self.citation)
        outcome, note = self.test(table, members)
        return ScreenResult(self.rule, outcome, note, self.citation)


@dataclass(frozen=True, slots=True)
class ScreenResult:
    """What a screen said of one partnership.

    Parameters
    ----------
    rule : str
    outcome : "pass", "fail" or "unknown"
    note : str or {"en": str, "id": str}
        Why.
    citation : str

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
    citation: str

    def __post_init__(self) -> None:
        """Check the outcome, freeze the note."""
        where = f"screen {self.rule!r}: outcome"
        raise_faults(list(choice_fault(where, self.outcome, get_args(Outcome))))
        object.__setattr__(self, "note", _frozen(self.note))

    def note_in(self, lang: Language) -> str:
        """Return why, in a language."""
        return _text.label(self.note, self.outcome, lang)

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
        check_keys(data, cls.__name__, names)
        return cls(**{name: data[name] for name in names})


def screen(
    table: RegionTable, members: ArrayLike, screens: Sequence[Screen] = ()
) -> tuple[ScreenResult, ...]:
    """Apply all screens to one partnership.

    Parameters
    ----------
    table : RegionTable
    members : (k,) array of int
        Row indices, the initiator first.
    screens : sequence of Screen
        Your own, with tests; one of the rule S1 to S12 takes the place of the built-in one.

    Returns
    -------
    tuple of ScreenResult
        One per rule, S1 to S12 first.

    Raises
    ------
    InputError
        For members that are no rows, or a rule that is given twice.

    Examples
    --------
    >>> import kadmcdm as kd
    >>> from kadmcdm.partnership import screen
    >>> table = kd.datasets.east_java()
    >>> results = screen(table, table.rows(["35.22", "35.23"]))
    >>> len(results), {result.outcome for result in results}
    (12, {'unknown'})
    """
    rows = rows_of(table, members)
    if rows.ndim != 1:
        got = str(rows.shape)
        raise InputError([Fault("members", "more than one partnership", got, "(k,) row indices")])
    chosen = merged(screens)
    return tuple(item(table, tuple(rows.tolist())) for item in chosen)


def merged(screens: Iterable[Screen]) -> tuple[Screen, ...]:
    """Return the built-in screens, those of the same rule replaced, and the further ones."""
    given = list(screens)
    raise_faults(
        [Fault("screens", "no Screen", repr(s)) for s in given if not isinstance(s, Screen)]
    )
    raise_faults(list(name_faults([item.rule for item in given], "screen")))
    own = {item.rule: item for item in given}
    kept = [own.pop(item.rule, item) for item in SCREENS]
    return (*kept, *own.values())


def unchecked(results: Iterable[ScreenResult]) -> tuple[str, ...]:
    """Return the rules whose outcome is unknown, each once.

    Parameters
    ----------
    results : iterable of ScreenResult

    Returns
    -------
    tuple of str

    Examples
    --------
    >>> import kadmcdm as kd
    >>> from kadmcdm.partnership import screen, unchecked
    >>> table = kd.datasets.east_java()
    >>> unchecked(screen(table, table.rows(["35.22", "35.23"])))[:3]
    ('S1', 'S2', 'S3')
    """
    return tuple(dict.fromkeys(item.rule for item in results if item.outcome == "unknown"))


def _autonomous(table: RegionTable, members: tuple[int, ...]) -> tuple[Outcome, Label]:
    bound = [table.names[row] for row in members if not table.regions[row].autonomous]
    if bound:
        return "fail", {
            "en": f"no autonomous region: {_text.listed(bound, 'en')}; its province signs",
            "id": f"bukan daerah otonom: {_text.listed(bound, 'id')}; provinsinya yang berwenang",
        }
    return "unknown", {
        "en": "all are autonomous regions; who heads them (definitive, Pj or Plt) is not known",
        "id": "semua daerah otonom; status kepala daerah (definitif, Pj, atau Plt) belum diketahui",
    }


def _border_note(table: RegionTable, members: tuple[int, ...]) -> tuple[Outcome, Label]:
    first, others = table.codes[members[0]], [table.codes[row] for row in members[1:]]
    kinds = {code: table.border(first, code) for code in others}
    touching = [table[code].name for code, kind in kinds.items() if kind]
    en = f"borders on {_text.listed(touching, 'en')}" if touching else "no shared border"
    id_ = f"berbatasan dengan {_text.listed(touching, 'id')}" if touching else "tidak berbatasan"
    return "unknown", {
        "en": f"{en}; externality and joint cost are not known",
        "id": f"{id_}; eksternalitas dan biaya bersama belum diketahui",
    }


def _frozen(text: Label) -> Label:
    return ReadOnlyDict(text) if isinstance(text, Mapping) else text


_LAW = "UU 23/2014; PP 28/2018"

SCREENS: tuple[Screen, ...] = (
    Screen(
        "S1",
        {
            "en": "the sub-affair is within the authority of all parties",
            "id": "sub-urusan berada dalam kewenangan semua pihak",
        },
        "UU 23/2014, annex",
    ),
    Screen(
        "S2",
        {
            "en": "no affair of the central government alone",
            "id": "bukan urusan pemerintahan absolut",
        },
        _LAW,
    ),
    Screen(
        "S3",
        {
            "en": "indication of mandatory cooperation (a note, never a verdict)",
            "id": "indikasi kerja sama wajib (catatan, bukan keputusan)",
        },
        "PP 28/2018, art. 3",
        _border_note,
    ),
    Screen(
        "S4",
        {
            "en": "a mandatory cooperation joins bordering regions",
            "id": "kerja sama wajib dilakukan oleh daerah yang berbatasan",
        },
        "PP 28/2018, art. 3",
    ),
    Screen(
        "S5",
        {
            "en": "the counterpart is an autonomous region whose head can sign",
            "id": "mitra adalah daerah otonom dan kepala daerahnya berwenang menandatangani",
        },
        _LAW,
        _autonomous,
    ),
    Screen(
        "S6",
        {
            "en": "no duplicate of, or conflict with, an agreement in force",
            "id": "tidak tumpang tindih dengan perjanjian yang masih berlaku",
        },
        "register of agreements",
    ),
    Screen(
        "S7",
        {
            "en": "each party's share fits its budget",
            "id": "bagian biaya setiap pihak sesuai dengan ruang APBD",
        },
        "APBD of each party",
    ),
    Screen(
        "S8",
        {
            "en": "council approval, where it burdens the public or is not yet budgeted",
            "id": "persetujuan DPRD, bila membebani masyarakat atau belum dianggarkan",
        },
        "PP 28/2018",
    ),
    Screen(
        "S9",
        {
            "en": "no dispute or unresolved case that either party vetoes on",
            "id": "tidak ada perselisihan atau perkara yang menjadi keberatan salah satu pihak",
        },
        "asked of both parties",
    ),
    Screen(
        "S10",
        {
            "en": "the minimum quality that the team asks for",
            "id": "mutu minimum yang ditetapkan tim",
        },
        "threshold of the user",
    ),
    Screen(
        "S11",
        {
            "en": "nobody loses: every party's benefit covers its cost",
            "id": "saling menguntungkan: manfaat setiap pihak menutup biayanya",
        },
        "PP 28/2018, art. 1(1)",
    ),
    Screen(
        "S12",
        {
            "en": "the deciding officials declare that they have no conflict of interest",
            "id": "pernyataan bebas benturan kepentingan dari pejabat yang memutuskan",
        },
        "declaration of each official",
    ),
)
"""The built-in screens. Of these, data decide only that a non-autonomous region fails S5."""
