"""What only people can say about a decision: who decides, who was asked, what is not known."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Annotated, Any

from pydantic import BeforeValidator, ConfigDict
from pydantic.dataclasses import dataclass as pydantic_dataclass

from kadmcdm import _text
from kadmcdm._arrays import taught
from kadmcdm._typing import Label, Language
from kadmcdm.errors import Fault, InputError, brief
from kadmcdm.problem.criteria import LabelField

__all__ = ["About"]


def _several(value: object) -> object:
    """Let one text stand where several may."""
    return (value,) if isinstance(value, (str, Mapping)) else value


def _said(value: object) -> object:
    texts = list(value.values()) if isinstance(value, Mapping) else [value]
    if any(isinstance(text, str) and not text.strip() for text in texts):
        raise InputError([Fault("", "there is no text", brief(value), "text")])
    return value


TextField = Annotated[LabelField, BeforeValidator(_said)]
PointsField = Annotated[tuple[TextField, ...], BeforeValidator(_several)]


@taught
@pydantic_dataclass(frozen=True, kw_only=True, config=ConfigDict(extra="forbid"))
class About:
    """What a document says about the decision itself; each is a text, or one per language.

    What a study says of these is used where nothing is said here.

    Parameters
    ----------
    title, question : str or {"en": str, "id": str}, optional
    object, form : the same, optional
        What is cooperated on, and how.
    decision_maker, prepared_by, date : the same, optional
    stakeholders : the same, or a sequence of them
        Who was asked, one by one.
    limits, unknown, next_steps : the same, or a sequence of them
        They stand after those that the document knows by itself.
    notes : the same, optional

    Raises
    ------
    InputError
        For an unknown field, an empty text, or what is no text.

    Examples
    --------
    >>> import kadmcdm as kd
    >>> about = kd.About(title="Water", unknown=["who pays", {"en": "when", "id": "kapan"}])
    >>> about.title, len(about.unknown)
    ('Water', 2)
    """

    title: TextField = None
    question: TextField = None
    object: TextField = None
    form: TextField = None
    decision_maker: TextField = None
    prepared_by: TextField = None
    date: TextField = None
    stakeholders: PointsField = ()
    limits: PointsField = ()
    unknown: PointsField = ()
    next_steps: PointsField = ()
    notes: TextField = None

    def text(self, field: str, lang: Language) -> str:
        """Return what a field says in a language, or nothing."""
        return _text.label(getattr(self, field), "", lang)

    def points(self, field: str, lang: Language) -> tuple[str, ...]:
        """Return the points of a field in a language."""
        items: tuple[Label | None, ...] = getattr(self, field)
        return tuple(_text.label(item, "", lang) for item in items)

    def over(self, known: Mapping[str, Any]) -> About:
        """Return this, with what is known from elsewhere where nothing is said here."""
        own = {name: getattr(self, name) for name in type(self).__dataclass_fields__}
        return About(**{name: own[name] or known.get(name) or own[name] for name in own})
