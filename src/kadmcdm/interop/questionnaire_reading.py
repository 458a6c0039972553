"""Reading a folder of filled forms into the judgments of a group."""

from __future__ import annotations

import os
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from kadmcdm import _text
from kadmcdm._arrays import ReadOnlyDict
from kadmcdm._files import as_path
from kadmcdm._table import Display, Table
from kadmcdm._typing import Language
from kadmcdm.errors import Fault, InputError, MissingExtraError
from kadmcdm.interop.form_reading import FilledForm, read_form
from kadmcdm.judgments import GroupHierarchy, PairwiseComparisons

__all__ = ["QuestionnaireReading", "read_questionnaires"]

OTHER_FORMATS = frozenset({".xls", ".xlsm", ".xlsb", ".ods", ".csv", ".numbers"})
"""What people save a form as by mistake."""

MOST_FORMS = 10_000
"""In a folder; each is read in turn."""


@dataclass(frozen=True, slots=True, eq=False, kw_only=True)
class QuestionnaireReading(Display):
    """What a folder of filled forms gave.

    Parameters
    ----------
    group : GroupHierarchy or None
        The judgments of all assessors whose forms could be read; None when no form could.
    faults : tuple of Fault
        What was left out, by file, sheet and cell: the rest of that form stands.
    notes : tuple of Fault
        What was taken as it stands, though somebody should look at it: an answer off the scale, a
        form without a name.
    files : mapping of str to (str or None)
        Each file with the assessor it gave, None when it gave nothing.

    Examples
    --------
    >>> import tempfile
    >>> import kadmcdm as kd
    >>> hierarchy = kd.Hierarchy("partner", {"gain": {}, "distance": {}})
    >>> with tempfile.TemporaryDirectory() as folder:
    ...     form = kd.questionnaire(hierarchy, f"{folder}/budi.xlsx")
    ...     reading = kd.read_questionnaires(folder)
    >>> print(reading)
    file       assessor  faults  notes
    ---------  --------  ------  -----
    budi.xlsx  -              1      0
    1. budi.xlsx: there are no answers in it.
    """

    group: GroupHierarchy | None
    faults: tuple[Fault, ...]
    notes: tuple[Fault, ...]
    files: Mapping[str, str | None]

    def tables(self, lang: Language = "en") -> tuple[Table, ...]:
        """Return a row per file; faults and notes, which are in English, stand below."""
        words = {
            "en": ("file", "assessor", "faults", "notes"),
            "id": ("berkas", "penilai", "kesalahan", "catatan"),
        }
        rows = tuple(
            (file, assessor or "-", _count(self.faults, file), _count(self.notes, file))
            for file, assessor in self.files.items()
        )
        said = [f"{k}. {fault}" for k, fault in enumerate([*self.faults, *self.notes], 1)]
        return (Table(words[lang], rows, frozenset({2, 3}), caption="\n".join(said)),)


def read_questionnaires(folder: str | Path) -> QuestionnaireReading:
    """Read all filled forms of a folder that `questionnaire` made.

    Nothing is guessed, and nothing is lost unsaid. A pair whose answer cannot be read is left out,
    and named by file, sheet and cell; the other answers of its form stand. A form is left out as
    a whole when it is damaged, locked, empty, of another hierarchy than most, or of an assessor
    that another form has given already.

    Parameters
    ----------
    folder : str or Path
        Every ``.xlsx`` in it is read, by name, 10,000 at most; those in folders within it, hidden
        ones, and links that lead out of it are not.

    Returns
    -------
    QuestionnaireReading

    Raises
    ------
    InputError
        When the folder is not there.
    MissingExtraError
        Without python-calamine, which the extra ``office`` brings.

    Notes
    -----
    A choice may be typed as its letter, A or B; how much, as a number, a fraction, or a term of
    the scale in English or Indonesian. What is off the scale of 1 to 9 is taken, and noted. A form
    without a name gets its file's.

    Nothing is unpacked of a file that would take more than 50 MB; its sheets may span a million
    cells together. Formulas are not computed, and links in a file are not followed.

    Examples
    --------
    >>> import tempfile
    >>> import kadmcdm as kd
    >>> with tempfile.TemporaryDirectory() as folder:
    ...     print(kd.read_questionnaires(folder).group)
    None
    """
    try:
        import python_calamine  # noqa: F401 - only whether it is there
    except ImportError:
        raise MissingExtraError(
            "read_questionnaires() needs python-calamine: pip install 'kadmcdm[office]'"
        ) from None
    place = as_path(folder, "folder")
    paths, notes = [], []
    for path in _spreadsheets(place):
        if path.name.startswith("~$"):
            notes.append(Fault(path.name, "no form, but the lock of one that is open in Excel"))
        elif path.name.startswith("."):
            notes.append(Fault(path.name, "a hidden file: not read"))
        else:
            paths.append(path)
    faults: dict[str, list[Fault]] = {path.name: [] for path in paths}
    read = _of_one_hierarchy(list(_read(paths, faults)), faults)
    kept: dict[str, FilledForm] = {}
    for form in read:
        faults[form.file] += form.faults
        notes += form.notes
        refusal = _refusal(form, kept)
        if refusal is None:
            kept[form.assessor] = form
        else:
            faults[form.file].append(refusal)
    if not paths:
        faults[""] = [Fault(str(place), "there is no form in it", expected=".xlsx files")]
    given = {form.file: assessor for assessor, form in kept.items()}
    return QuestionnaireReading(
        group=_group(kept),
        faults=tuple(fault for found in faults.values() for fault in found),
        notes=tuple(notes),
        files=ReadOnlyDict({path.name: given.get(path.name) for path in paths}),
    )


def _read(paths: list[Path], faults: dict[str, list[Fault]]) -> Iterator[FilledForm]:
    """Yield the forms that can be trusted as a whole."""
    for path in paths:
        if path.is_symlink() and not _is_within(path, path.parent):
            hint = "put the file itself there"
            faults[path.name] = [Fault(path.name, "a link that leads out of the folder", hint=hint)]
            continue
        if path.suffix.lower() != ".xlsx":
            hint = "open it, and save it as .xlsx"
            faults[path.name] = [Fault(path.name, "not read", path.suffix, "an .xlsx file", hint)]
            continue
        try:
            yield read_form(path)
        except InputError as error:
            faults[path.name] += error.faults


def _refusal(form: FilledForm, kept: Mapping[str, FilledForm]) -> Fault | None:
    """Return why a form gives no assessor, if it gives none."""
    if not any(form.answers.values()):
        what = "no answer in it can be read" if form.faults else "there are no answers in it"
        return Fault(form.file, what)
    for assessor, other in kept.items():
        if assessor.casefold() == form.assessor.casefold():
            hint = "delete the one that is out of date, or give the other assessor another name"
            what = f"assessor {assessor!r} has given {other.file!r} already"
            return Fault(form.file, what, hint=hint)
    return None


def _spreadsheets(folder: Path) -> list[Path]:
    """Return the spreadsheets of a folder, by name."""
    try:
        wanted = {".xlsx", *OTHER_FORMATS}
        named = [path for path in folder.iterdir() if path.suffix.lower() in wanted]
        found = [path for path in named if not path.is_dir()]
    except FileNotFoundError:
        raise InputError([Fault(str(folder), "there is no such folder")]) from None
    except OSError as error:
        what = "a file, no folder" if folder.is_file() else "the folder cannot be read"
        raise InputError([Fault(str(folder), what, got=error.strerror)]) from None
    if len(found) > MOST_FORMS:
        got, expected = f"{len(found):,}", f"at most {MOST_FORMS:,}"
        raise InputError([Fault(str(folder), "too many files", got, expected)])
    return sorted(found, key=_by_name)


def _is_within(path: Path, folder: Path) -> bool:
    """Say whether a path leads to a place in the folder, all links followed."""
    return Path(os.path.realpath(path)).is_relative_to(os.path.realpath(folder))


def _by_name(path: Path) -> tuple[str, str]:
    return path.name.casefold(), path.name


def _of_one_hierarchy(forms: list[FilledForm], faults: dict[str, list[Fault]]) -> list[FilledForm]:
    """Return the forms of the hierarchy that most forms have; the first one's on a tie."""
    if not forms:
        return []
    digest, _ = Counter(form.digest for form in forms).most_common(1)[0]
    same = [form for form in forms if form.digest == digest]
    expected = f"goal {same[0].goal!r} with {_text.listed(_named(same[0]))}, as in {same[0].file}"
    for form in forms:
        if form.digest != digest:
            got = f"goal {form.goal!r} with {_text.listed(_named(form))}"
            hint = "read the forms of each hierarchy from a folder of its own"
            fault = Fault(form.file, "a form of another hierarchy", got, expected, hint)
            faults[form.file].append(fault)
    return same


def _named(form: FilledForm) -> list[str]:
    return [repr(child) for children in form.nodes.values() for child in children]


def _group(forms: Mapping[str, FilledForm]) -> GroupHierarchy | None:
    if not forms:
        return None
    first = next(iter(forms.values()))
    judgments = {
        assessor: {
            node: PairwiseComparisons(first.nodes[node], answers)
            for node, answers in form.answers.items()
            if answers
        }
        for assessor, form in forms.items()
    }
    roles = {assessor: form.role for assessor, form in forms.items() if form.role}
    return GroupHierarchy(first.goal, first.tree, judgments, roles=roles)


def _count(faults: tuple[Fault, ...], file: str) -> str:
    at = (fault.where.removeprefix(file) for fault in faults if fault.where.startswith(file))
    return str(sum(rest == "" or rest.startswith(", ") for rest in at))
