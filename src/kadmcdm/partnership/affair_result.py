"""The mapping of affairs as a result: ranked, and shown as a list of planned cooperation."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Literal

from kadmcdm import _frames, _text
from kadmcdm._provenance import Result
from kadmcdm._table import Display, Table
from kadmcdm._typing import FrameBackend, Language
from kadmcdm.errors import raise_faults, unknown_names
from kadmcdm.partnership.affair_entries import CAUTION, AffairEntry, Indication, PlanPriority
from kadmcdm.partnership.affairs import FORMS
from kadmcdm.ranking import Ranking

CRITERIA = ("gap", "priority", "externality", "partners")
"""What a sub-affair can be ranked by."""

_SHOWN = 3  # possible partners named in a table; the frame names all


@dataclass(frozen=True, slots=True, eq=False, kw_only=True)
class AffairMap(Result, Display):
    """Sub-affairs, the most urgent first: a list of planned cooperation to discuss.

    Parameters
    ----------
    region, region_name : str
    ranking : Ranking
        Its candidates are the codes of the sub-affairs.
    entries : tuple of AffairEntry
        In the order of the affairs, those that were set aside too.
    threshold : float
        From which externality on a cooperation may be mandatory.
    priority : "share" or "rank"
        What the plan's priority is.
    missing : "error" or "drop_candidate"
        What was done about unknown values of the criteria.
    table_digest, reference_digest : str
        SHA-256 of the region's table, and of the one that the medians are of.

    Attributes
    ----------
    indications : mapping of str to "mandatory", "voluntary" or "unknown"
        By sub-affair. Never a verdict.
    partners : mapping of str to tuple of str
        The codes of possible partners by sub-affair: those that border and do better first.
    set_aside : mapping of str to {"en": str, "id": str}
        Why a sub-affair is not ranked.
    unchecked : tuple of str
        The ranked sub-affairs of which nobody has cited whose authority they are within.

    Examples
    --------
    >>> import kadmcdm as kd
    >>> from kadmcdm.partnership import example_affairs, map_affairs
    >>> table = kd.datasets.east_java()
    >>> found = map_affairs("35.22", example_affairs(), {"gap": 2, "priority": 1}, table=table)
    >>> found.ranking.order[:2], found.indications["disaster"]
    (('disaster', 'poverty'), 'mandatory')
    >>> list(found.set_aside)
    ['waste']
    """

    region: str
    region_name: str
    ranking: Ranking
    entries: tuple[AffairEntry, ...]
    threshold: float
    priority: PlanPriority
    missing: Literal["error", "drop_candidate"]
    table_digest: str
    reference_digest: str

    _decoders = {
        "ranking": Ranking.from_dict,
        "entries": lambda items: tuple(map(AffairEntry.from_dict, items)),
    }

    @property
    def indications(self) -> Mapping[str, Indication]:
        """The indication of each sub-affair."""
        return {entry.affair.code: entry.indication for entry in self.entries}

    @property
    def partners(self) -> Mapping[str, tuple[str, ...]]:
        """The codes of possible partners of each sub-affair."""
        return {
            entry.affair.code: tuple(partner.code for partner in entry.partners)
            for entry in self.entries
        }

    @property
    def set_aside(self) -> Mapping[str, Mapping[Language, str]]:
        """Why sub-affairs are not ranked."""
        return {e.affair.code: e.set_aside for e in self.entries if e.set_aside is not None}

    @property
    def unchecked(self) -> tuple[str, ...]:
        """The ranked sub-affairs without a cited authority."""
        ranked = [entry.affair.sub_affair for entry in self.entries if entry.set_aside is None]
        return tuple(p.code for p in ranked if not p.authority or p.citation is None)

    def entry(self, sub_affair: str) -> AffairEntry:
        """Return what is known of a sub-affair.

        Raises
        ------
        InputError
            For an unknown one.
        """
        known = {entry.affair.code: entry for entry in self.entries}
        raise_faults(list(unknown_names([sub_affair], known, "sub-affair")))
        return known[sub_affair]

    def tables(self, lang: Language = "en") -> tuple[Table, ...]:
        """Return the list of planned cooperation, and what was set aside."""
        say = _WORDS[lang]
        rows = tuple(
            (f"{place}", *self._cells(entry, lang, _SHOWN), _text.number(score, 3, lang))
            for place, score, entry in self._ranked()
        )
        headers = (_text.say("rank", lang), *say["list"].split("|"), _text.say("score", lang))
        caption = f"{self.ranking.tables(lang)[0].caption}.\n{CAUTION[lang]}"
        if self.unchecked:
            labels = [self.entry(code).affair.sub_affair.name_in(lang) for code in self.unchecked]
            caption += f"\n{say['unchecked'].format(', '.join(labels))}"
        title = f"{say['title']} {self.region_name}"
        if any(entry.affair.example for entry in self.entries):
            title = f"{_text.say('example', lang)}: {title}"
            caption += f"\n{say['example']}"
        out = [Table(headers, rows, frozenset({0, len(headers) - 1}), title, caption)]
        aside = tuple(
            (entry.affair.sub_affair.name_in(lang), entry.set_aside[lang])
            for entry in self.entries
            if entry.set_aside is not None
        )
        if aside:
            columns = say["list"].split("|")
            out.append(Table((columns[1], columns[-1]), aside, title=say["aside"]))
        return tuple(out)

    def to_markdown(self, lang: Language = "en") -> str:
        """Return the list of planned cooperation (*daftar rencana kerja sama*) in Markdown.

        Parameters
        ----------
        lang : "en" or "id"

        Returns
        -------
        str
        """
        return "\n\n".join(table.to_markdown() for table in self.tables(lang)) + "\n"

    def to_frame(self, lang: Language = "en", *, backend: FrameBackend = "pandas") -> Any:
        """Return the list as a frame, a row per ranked sub-affair, best first.

        Parameters
        ----------
        lang : "en" or "id"
            Of headers and texts.
        backend : "pandas", "polars" or "pyarrow"
            Whose frame it is; rows are named by a pandas index, else by the first column.

        Returns
        -------
        data frame
            The columns of the list with every possible partner, and the figures behind it; NaN
            where a figure is not known. A column EXAMPLE (*CONTOH*) where figures are made up.

        Examples
        --------
        >>> import kadmcdm as kd
        >>> from kadmcdm.partnership import example_affairs, map_affairs
        >>> table = kd.datasets.east_java()
        >>> found = map_affairs("35.22", example_affairs(), {"gap": 2, "priority": 1}, table=table)
        >>> found.to_frame("id").loc["disaster", ["sub-urusan", "indikasi"]].tolist()
        ['penanggulangan bencana (banjir)', 'wajib (indikasi)']
        """
        ranked = self._ranked()
        say = _WORDS[lang]
        cells = [self._cells(entry, lang, None) for *_, entry in ranked]
        columns: dict[str, Any] = {_text.say("rank", lang): [place for place, *_ in ranked]}
        for k, header in enumerate(say["list"].split("|")):
            columns[header] = [row[k] for row in cells]
        for header, name in zip(say["figures"].split("|"), CRITERIA[:3], strict=True):
            values = [value_of(entry, name) for *_, entry in ranked]
            columns[header] = [float("nan") if value is None else value for value in values]
        columns[_text.say("score", lang)] = [score for _, score, _ in ranked]
        if any(entry.affair.example for *_, entry in ranked):
            columns[_text.say("example", lang)] = [entry.affair.example for *_, entry in ranked]
        return _frames.to_frame(
            columns,
            index=[entry.affair.code for *_, entry in ranked],
            name="sub_affair",
            backend=backend,
        )

    def _ranked(self) -> list[tuple[int, float, AffairEntry]]:
        """Return rank, score and entry, best first."""
        at = {name: row for row, name in enumerate(self.ranking.problem.candidate_names)}
        return [
            (
                int(self.ranking.ranks[at[name]]),
                float(self.ranking.scores[at[name]]),
                self.entry(name),
            )
            for name in self.ranking.order
        ]

    def _cells(self, entry: AffairEntry, lang: Language, shown: int | None) -> tuple[str, ...]:
        """Return one line of the list: affair, sub-affair, object, ..., reasons."""
        say, affair = _WORDS[lang], entry.affair
        names = [partner.name for partner in entry.partners]
        more = len(names) - len(names[:shown])
        partners = ", ".join(names[:shown]) or say["nobody"]
        return (
            affair.sub_affair.sector.name_in(lang),
            affair.sub_affair.name_in(lang),
            affair.object_in(lang) or say["open"],
            partners + (f" {say['more'].format(more)}" if more else ""),
            ", ".join(FORMS[form][lang] for form in affair.forms) or say["open"],
            say[entry.indication],
            entry.reasons(self.priority, lang),
        )


def value_of(entry: AffairEntry, criterion: str) -> float | None:
    """Return an entry's figure for a criterion, None where it is not known."""
    if criterion == "gap":
        return entry.gap
    if criterion == "partners":  # without an indicator nobody knows who does better
        return float(len(entry.partners)) if entry.own is not None else None
    found: float | None = getattr(entry.affair, criterion)
    return found


_WORDS: Mapping[Language, Mapping[str, str]] = {
    "en": {
        "title": "List of planned cooperation of",
        "list": "affair|sub-affair|object|possible partners|form|indication|reasons",
        "figures": "gap|priority|externality",
        "aside": "Set aside, not ranked",
        "unchecked": "Whose authority it is was not cited for: {}.",
        "example": "EXAMPLE: priorities, externalities, declared gaps and joint costs are made up.",
        "more": "and {} more", "nobody": "none found", "open": "not decided yet",
        "mandatory": "mandatory (indication)", "voluntary": "voluntary", "unknown": "unknown",
    },
    "id": {
        "title": "Daftar rencana kerja sama",
        "list": "urusan|sub-urusan|objek|calon mitra|bentuk|indikasi|alasan",
        "figures": "kesenjangan|prioritas|eksternalitas",
        "aside": "Disisihkan, tidak diperingkat",
        "unchecked": "Dasar kewenangan belum disebutkan untuk: {}.",
        "example": "CONTOH: angka prioritas, eksternalitas, kesenjangan isian, dan biaya "
        "bersama hanya rekaan.",
        "more": "dan {} lainnya", "nobody": "belum ditemukan", "open": "belum ditentukan",
        "mandatory": "wajib (indikasi)", "voluntary": "sukarela", "unknown": "belum diketahui",
    },
}  # fmt: skip
