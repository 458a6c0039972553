"""Criteria and candidates: what is judged, and by what."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import field
from typing import Annotated

import numpy as np
from pydantic import AfterValidator, BeforeValidator, ConfigDict, Field
from pydantic.dataclasses import dataclass as pydantic_dataclass

from kadmcdm import _text
from kadmcdm._arrays import ReadOnlyDict, taught
from kadmcdm._provenance import jsonable
from kadmcdm._typing import JSON, Direction, Label, Language
from kadmcdm.errors import Fault, InputError, brief, did_you_mean

__all__ = ["Candidate", "Criterion"]

_MEANT: dict[str, Direction] = {
    **dict.fromkeys(("max", "maximize", "maximise", "higher", "up", "+", "+1", "1"), "benefit"),
    **dict.fromkeys(("min", "minimize", "minimise", "lower", "down", "-", "-1"), "cost"),
}


def _direction(value: object) -> object:
    if isinstance(value, str) and value in ("benefit", "cost"):
        return value
    meant = _MEANT.get(value.casefold() if isinstance(value, str) else brief(value))
    hint = f"did you mean {meant!r}?" if meant else None
    if hint is None and isinstance(value, str):
        hint = did_you_mean(value, ["benefit", "cost"])
    raise InputError([Fault("", "unknown direction", brief(value), "'benefit' or 'cost'", hint)])


def _name(value: str) -> str:
    if not value.strip():
        raise InputError([Fault("", "the name is empty", expected="text")])
    return value


def _frozen_label(value: Label | None) -> Label | None:
    if isinstance(value, Mapping) and not value:
        raise InputError([Fault("", "there is no text", expected="text, or a text per language")])
    return ReadOnlyDict(value) if isinstance(value, Mapping) else value


def _bounds(value: tuple[float, float] | None) -> tuple[float, float] | None:
    if value is not None and not (np.isfinite(value).all() and value[0] < value[1]):
        raise InputError([Fault("", "no scale", brief(value), "two finite numbers, low < high")])
    return value


def _no_text(value: object) -> object:
    if isinstance(value, (str, bool)):
        what = "text where a number is due" if isinstance(value, str) else "no number"
        raise InputError([Fault("", what, brief(value), "a number")])
    return value


# The fields of study files are read by the same rules.
NumberField = Annotated[float, BeforeValidator(_no_text)]
NameField = Annotated[str, AfterValidator(_name)]
DirectionField = Annotated[Direction, BeforeValidator(_direction)]
LabelField = Annotated[Label | None, AfterValidator(_frozen_label)]
BoundsField = Annotated[tuple[NumberField, NumberField] | None, AfterValidator(_bounds)]
Scalar = str | bool | int | float | None
_CONFIG = ConfigDict(extra="forbid", strict=False, allow_inf_nan=True)


def criterion_faults(criteria: Sequence[object]) -> list[Fault]:
    """Return a fault for each item that is no `Criterion`, and one where there are none."""
    expected = "kd.Criterion(name, direction)"
    faults = [
        Fault(f"criterion number {k}", "no Criterion", brief(item), expected)
        for k, item in enumerate(criteria, 1)
        if not isinstance(item, Criterion)
    ]
    if not criteria:
        faults.append(Fault("criteria", "there are none", expected="at least one"))
    return faults


@taught
@pydantic_dataclass(frozen=True, config=_CONFIG)
class Criterion:
    """What candidates are judged by.

    Parameters
    ----------
    name : str
        Unique in its problem.
    direction : "benefit" or "cost"
        Higher is better, or lower is. There is no default: a direction is never guessed. A target
        is no direction; score the distance to it as a cost.
    unit : str or {"en": str, "id": str}, optional
    label : str or {"en": str, "id": str}, optional
        What people read instead of the name.
    description : str or {"en": str, "id": str}, optional
        What it means and how it is measured.
    bounds : (low, high), optional
        The whole scale of the criterion, in its unit; needed by ``normalization="bounds"``. A
        value outside of it is an error.
    group : str, optional
    source : str, optional
        Where the values come from.
    lever : str or {"en": str, "id": str}, optional
        What can be done to change the value.
    changeable : bool
        False for what nobody can change, such as a distance.

    Raises
    ------
    InputError
        Naming everything that is wrong.

    Examples
    --------
    >>> import kadmcdm as kd
    >>> kd.Criterion("distance", "cost", unit="km").direction
    'cost'
    >>> kd.Criterion("distance", "min")
    Traceback (most recent call last):
    kadmcdm.errors.InputError: Criterion 'distance'.direction: unknown direction; got 'min', ...
    """

    name: NameField
    direction: DirectionField
    unit: LabelField = field(default=None, kw_only=True)
    label: LabelField = field(default=None, kw_only=True)
    description: LabelField = field(default=None, kw_only=True)
    bounds: BoundsField = field(default=None, kw_only=True)
    group: str | None = field(default=None, kw_only=True)
    source: str | None = field(default=None, kw_only=True)
    lever: LabelField = field(default=None, kw_only=True)
    changeable: bool = field(default=True, kw_only=True)

    def label_in(self, lang: Language) -> str:
        """Return the label in a language, or the name."""
        return _text.label(self.label, self.name, lang)

    def unit_in(self, lang: Language) -> str:
        """Return the unit in a language, or nothing."""
        return _text.label(self.unit, "", lang)

    def description_in(self, lang: Language) -> str:
        """Return what it means in a language, or nothing."""
        return _text.label(self.description, "", lang)

    def lever_in(self, lang: Language) -> str:
        """Return what can be done about it in a language, or nothing."""
        return _text.label(self.lever, "", lang)

    def to_dict(self) -> JSON:
        """Return what is set, as plain JSON types."""
        content = {key: jsonable(getattr(self, key)) for key in self.__dataclass_fields__}
        return {
            key: value
            for key, value in content.items()
            if value is not None and (key, value) != ("changeable", True)
        }


@taught
@pydantic_dataclass(frozen=True, config=_CONFIG)
class Candidate:
    """What is ranked (the field's *alternative*).

    Parameters
    ----------
    name : str
        Unique in its problem.
    label : str or {"en": str, "id": str}, optional
    attributes : mapping of str to text or number
        Facts to show beside a candidate; they are not scored.

    Raises
    ------
    InputError
        Naming everything that is wrong.

    Examples
    --------
    >>> import kadmcdm as kd
    >>> kd.Candidate("35.23", label="Kabupaten Tuban").label_in("en")
    'Kabupaten Tuban'
    """

    name: NameField
    label: LabelField = field(default=None, kw_only=True)
    attributes: Annotated[Mapping[str, Scalar], AfterValidator(ReadOnlyDict)] = Field(
        default_factory=dict, kw_only=True
    )

    def label_in(self, lang: Language) -> str:
        """Return the label in a language, or the name."""
        return _text.label(self.label, self.name, lang)

    def to_dict(self) -> JSON:
        """Return what is set, as plain JSON types."""
        content: JSON = {"name": self.name}
        if self.label is not None:
            content["label"] = jsonable(self.label)
        if self.attributes:
            content["attributes"] = jsonable(self.attributes)
        return content
