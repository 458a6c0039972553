"""Agreements in force, side by side: realized shares, disputes, renewal, what to ask next."""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any, Literal, TypeAlias

from kadmcdm import _frames, _text
from kadmcdm._arrays import ReadOnlyDict
from kadmcdm._provenance import Result, number
from kadmcdm._table import Display, Table
from kadmcdm._typing import FrameBackend, Language
from kadmcdm.errors import Fault, brief, raise_faults
from kadmcdm.partnership.affairs import FORMS
from kadmcdm.partnership.given import finite
from kadmcdm.partnership.options import AgreementReview
from kadmcdm.partnership.regions import RegionTable
from kadmcdm.partnership.review_words import COLUMNS, WORDS

Verdict: TypeAlias = Literal["on_track", "behind", "failing", "unknown"]
"""How an agreement runs; unknown where what is not known could change it."""

_SLACK = 1e-9  # a mean of shares that was to be 0.8 may be a rounding below it


@dataclass(frozen=True, slots=True, eq=False, kw_only=True)
class AgreementReviews(Result, Display):
    """Reviews of agreements in force, side by side.

    Iterates over the reviews, so that `TrackRecord` takes it.

    Parameters
    ----------
    reviews : tuple of AgreementReview
    on_track, failing : float
        Realized shares: from the first on an agreement is on track, below the second it fails; in
        between it is behind.
    names : mapping of str to str
        What regions are called, by code.

    Attributes
    ----------
    verdicts : tuple of "on_track", "behind", "failing" or "unknown"
        One per review. A dispute changes no verdict; it stands beside it.
    known : tuple of AgreementReview
        Those of which all is known that a `TrackRecord` counts.

    Examples
    --------
    >>> from kadmcdm.partnership import (
    ...     SECTORS, AgreementReview, Issue, PartnershipOption, review_table,
    ... )
    >>> water = Issue(SECTORS["public_works"], "drinking water")
    >>> option = PartnershipOption("35.22", {"35.23"}, water, "knowledge_exchange")
    >>> given = [
    ...     AgreementReview(option, {"trainings": 8}, {"trainings": 6}, (2022, 2024)),
    ...     AgreementReview(option, {"trainings": 8}, {}, (2025, 2025)),
    ... ]
    >>> review_table(given).verdicts
    ('behind', 'unknown')
    """

    reviews: tuple[AgreementReview, ...]
    on_track: float
    failing: float
    names: Mapping[str, str] = field(default_factory=dict)

    _decoders = {
        "reviews": lambda data: tuple(map(AgreementReview.from_dict, data)),
        "on_track": number,
        "failing": number,
        "names": ReadOnlyDict,
    }

    def __iter__(self) -> Iterator[AgreementReview]:
        """Iterate over the reviews."""
        return iter(self.reviews)

    def __len__(self) -> int:
        """Return how many there are."""
        return len(self.reviews)

    @property
    def verdicts(self) -> tuple[Verdict, ...]:
        """How each agreement runs."""
        return tuple(map(self._verdict, self.reviews))

    @property
    def known(self) -> tuple[AgreementReview, ...]:
        """Those of which all is known that a `TrackRecord` counts."""
        return tuple(
            review
            for review in self.reviews
            if review.disputes or (review.disputes == 0 and review.share is not None)
        )

    def _verdict(self, review: AgreementReview) -> Verdict:
        if review.least >= self.on_track - _SLACK:
            return "on_track"
        if review.most < self.failing - _SLACK:
            return "failing"
        between = self.failing - _SLACK <= review.least and review.most < self.on_track - _SLACK
        return "behind" if between else "unknown"

    def tables(self, lang: Language = "en") -> tuple[Table, ...]:
        """Return a row per agreement; a row per promise; what to ask next.

        Parameters
        ----------
        lang : "en" or "id"

        Returns
        -------
        tuple of Table
        """
        words = WORDS[lang]
        rows = tuple(
            (
                self._called(review, lang),
                _years(review),
                _share(review, lang),
                "-" if review.disputes is None else str(review.disputes),
                _renewal(review, lang),
                words[verdict],
            )
            for review, verdict in zip(self.reviews, self.verdicts, strict=True)
        )
        heads = tuple(words[key] for key in COLUMNS)
        caption = words["caption"].format(
            _text.percent(self.on_track, lang), _text.percent(self.failing, lang)
        )
        whole = Table(heads, rows, frozenset({2, 3}), words["title"], caption)
        asked = tuple(
            (self._called(review, lang), question)
            for review, questions in zip(self.reviews, self.questions(lang), strict=True)
            for question in questions
        )
        tables = [whole, self._items(lang)]
        if asked:
            tables.append(Table((words["agreement"], words["question"]), asked, title=words["ask"]))
        return tuple(tables)

    def questions(self, lang: Language = "en") -> tuple[tuple[str, ...], ...]:
        """Return what to ask next: of each agreement what is not known, late, or disputed.

        Parameters
        ----------
        lang : "en" or "id"

        Returns
        -------
        tuple of tuple of str
            One per review; empty where there is nothing to ask.
        """
        return tuple(tuple(self._asked(review, lang)) for review in self.reviews)

    def describe(self, lang: Language = "en") -> str:
        """Return a sentence: how many are on track, behind, failing, and not known.

        Parameters
        ----------
        lang : "en" or "id"

        Returns
        -------
        str
        """
        words, verdicts = WORDS[lang], self.verdicts
        parts = [
            f"{verdicts.count(verdict)} {words[verdict]}"
            for verdict in ("on_track", "behind", "failing", "unknown")
            if verdict in verdicts
        ]
        disputed = sum(bool(review.disputes) for review in self.reviews)
        said = words["said"].format(len(self), _text.listed(parts, lang))
        return f"{said} {words['disputed'].format(disputed)}" if disputed else said

    def to_frame(self, *, backend: FrameBackend = "pandas") -> Any:
        """Return a frame, a row per promise of each agreement; NaN where nothing is known.

        Parameters
        ----------
        backend : "pandas", "polars" or "pyarrow"
            Whose frame it is.
        """
        rows = [
            (review, verdict, item)
            for review, verdict in zip(self.reviews, self.verdicts, strict=True)
            for item in review.promised
        ]
        return _frames.to_frame(
            {
                "parties": ["+".join(review.option.members) for review, _, _ in rows],
                "sector": [review.option.issue.sector.code for review, _, _ in rows],
                "object": [review.option.issue.title_in("en") for review, _, _ in rows],
                "form": [review.option.form for review, _, _ in rows],
                "first_year": [review.period[0] for review, _, _ in rows],
                "last_year": [review.period[1] for review, _, _ in rows],
                "item": [item for _, _, item in rows],
                "unit": [_text.label(r.units.get(item), "", "en") or None for r, _, item in rows],
                "promised": [float(review.promised[item]) for review, _, item in rows],
                "realized": [float(r.realized.get(item, math.nan)) for r, _, item in rows],
                "share": [_open(review.realization[item]) for review, _, item in rows],
                "disputes": [_open(review.disputes) for review, _, _ in rows],
                "renewed": [review.renewed for review, _, _ in rows],
                "expires": [_open(review.expires) for review, _, _ in rows],
                "verdict": [verdict for _, verdict, _ in rows],
            },
            backend=backend,
        )

    def _asked(self, review: AgreementReview, lang: Language) -> Iterator[str]:
        words = WORDS[lang]
        shares = review.realization
        open_ = [item for item, share in shares.items() if share is None]
        late = [
            f"{item} ({_text.percent(share, lang)})"
            for item, share in shares.items()
            if share is not None and share < self.on_track - _SLACK
        ]
        if open_:
            yield words["ask_open"].format(_text.listed(open_, lang))
        if late:
            yield words["ask_late"].format(_text.listed(late, lang))
        if review.disputes is None:
            yield words["ask_disputes"]
        elif review.disputes:
            yield words["ask_settled"].format(review.disputes)
        if review.expires is None:
            yield words["ask_end"]
        elif review.renewed is None and review.expires <= review.period[1] + 1:
            yield words["ask_renewal"].format(review.expires)

    def _items(self, lang: Language) -> Table:
        words = WORDS[lang]
        rows = tuple(
            (
                self._called(review, lang),
                item,
                _text.label(review.units.get(item), "-", lang),
                _text.significant(float(promised), lang),
                _text.significant(float(review.realized[item]), lang)
                if item in review.realized
                else words["not_known"],
                _text.percent(review.realization[item], lang),
            )
            for review in self.reviews
            for item, promised in review.promised.items()
        )
        heads = (
            words["agreement"], words["item"], _text.say("unit", lang), words["promised"],
            words["realized"], words["share"],
        )  # fmt: skip
        return Table(heads, rows, frozenset({3, 4, 5}), words["items"])

    def _called(self, review: AgreementReview, lang: Language) -> str:
        option = review.option
        parties = " + ".join(self.names.get(code, code) for code in option.members)
        form = _text.label(FORMS[option.form], option.form, lang)
        return f"{parties}: {option.issue.title_in(lang)} ({form})"


def review_table(
    reviews: Iterable[AgreementReview],
    *,
    on_track: float = 0.8,
    failing: float = 0.5,
    table: RegionTable | None = None,
) -> AgreementReviews:
    """Put reviews of agreements in force side by side.

    Parameters
    ----------
    reviews : iterable of AgreementReview
    on_track, failing : float
        Realized shares, ``0 < failing <= on_track <= 1``. Conventions of the table, said in its
        caption; no rule prescribes them.
    table : RegionTable, optional
        Names the regions; codes stand where it doesn't.

    Returns
    -------
    AgreementReviews

    Raises
    ------
    InputError
        For what is no review, none at all, an agreement reviewed twice for the same years, and
        thresholds out of order.

    Notes
    -----
    An agreement's realized share is the mean of its items' shares, none counted above 1. Where an
    item is not known, the share lies between what it is if nothing came of the item, and if all
    did; a verdict is given only if both ends have it. Unknown is not failing.

    Examples
    --------
    >>> import kadmcdm as kd
    >>> from kadmcdm.partnership import (
    ...     SECTORS, AgreementReview, Issue, PartnershipOption, review_table,
    ... )
    >>> water = Issue(SECTORS["public_works"], "drinking water")
    >>> option = PartnershipOption("35.22", {"35.23"}, water, "knowledge_exchange")
    >>> given = AgreementReview(
    ...     option, {"trainings": 8, "visits": 4}, {"trainings": 6, "visits": 5}, (2022, 2024),
    ...     expires=2025,
    ... )
    >>> print(review_table([given], table=kd.datasets.east_java()).describe())
    Of 1 agreement(s): 1 on track.
    """
    given = (reviews,) if isinstance(reviews, AgreementReview) else tuple(reviews)
    faults: list[Fault] = []
    seen = set()
    for position, review in enumerate(given, 1):
        if not isinstance(review, AgreementReview):
            where, expected = f"review number {position}", "AgreementReview(option, ...)"
            faults.append(Fault(where, "no AgreementReview", brief(review), expected))
            continue
        key = review.option.identity, review.period
        if key in seen:
            where = f"review of {review.option.name}, {_years(review)}"
            faults.append(Fault(where, "it stands more than once"))
        seen.add(key)
    if not given:
        faults.append(Fault("reviews", "there are none", expected="at least one"))
    for name, share in (("on_track", on_track), ("failing", failing)):
        if not finite(share) or not 0 < share <= 1:
            faults.append(Fault(name, "no share", brief(share), "above 0, up to 1"))
    if not faults and failing > on_track:
        faults.append(Fault("failing", "above on_track", f"{failing:g}", f"at most {on_track:g}"))
    if table is not None and not isinstance(table, RegionTable):
        faults.append(Fault("table", "no RegionTable", type(table).__name__))
    raise_faults(faults)
    codes = [code for review in given for code in review.option.members]
    named = {code: table[code].name for code in codes if code in table} if table else {}
    return AgreementReviews(
        reviews=given, on_track=float(on_track), failing=float(failing), names=ReadOnlyDict(named)
    )


def _years(review: AgreementReview) -> str:
    first, last = review.period
    return f"{first}" if first == last else f"{first}-{last}"


def _share(review: AgreementReview, lang: Language) -> str:
    """Return the realized share, or between what it lies."""
    ends = [_text.percent(value, lang) for value in (review.least, review.most)]
    return ends[0] if review.share is not None else f"{ends[0]} - {ends[1]}"


def _renewal(review: AgreementReview, lang: Language) -> str:
    words = WORDS[lang]
    parts = [words[{True: "renewed", False: "not_renewed", None: "renewal_open"}[review.renewed]]]
    end = review.expires
    parts.append(words["end_open"] if end is None else words["ends"].format(end))
    return "; ".join(parts)


def _open(value: float | None) -> float:
    return math.nan if value is None else value
