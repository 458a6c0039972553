"""A part of a study file, and what its JSON Schema says of each key."""

from __future__ import annotations

import ast
import inspect
import textwrap
from itertools import pairwise
from typing import TYPE_CHECKING, Any

from pydantic import BaseModel
from pydantic.json_schema import JsonSchemaValue

if TYPE_CHECKING:
    from pydantic_core import CoreSchema


def docs_of_fields(cls: type) -> dict[str, str]:
    """Return what stands below each field of a class in its source, if that is there."""
    try:
        source = inspect.getsource(cls)
    except OSError:  # a program that was packed without sources
        return {}
    (body,) = ast.parse(textwrap.dedent(source)).body
    assert isinstance(body, ast.ClassDef)
    return {
        field.target.id: " ".join(inspect.cleandoc(text.value.value).split())
        for field, text in pairwise(body.body)
        if isinstance(field, ast.AnnAssign) and isinstance(field.target, ast.Name)
        and isinstance(text, ast.Expr) and isinstance(text.value, ast.Constant)
        and isinstance(text.value.value, str)
    }  # fmt: skip


class Section(BaseModel, frozen=True, extra="forbid"):
    """A part of a study file: unknown keys are faults, nothing changes after reading.

    What stands below a field is its description in the JSON Schema, and in the reference.
    """

    @classmethod
    def __get_pydantic_json_schema__(cls, core: CoreSchema, handler: Any) -> JsonSchemaValue:
        """Describe each field when asked: pydantic would read the sources on every import."""
        schema: JsonSchemaValue = handler(core)
        fields = handler.resolve_ref_schema(schema)["properties"]
        for name, text in docs_of_fields(cls).items():
            fields[name]["description"] = text
        return schema
