"""The parts of the reference that nobody types: what the code says of itself, as Markdown.

A page has a marker, ``<!-- generated: NAME -->``, and the build puts the text of that name there.
"""

from __future__ import annotations

import inspect
import re
from collections.abc import Iterator, Sequence
from enum import Enum
from typing import Any, get_type_hints

MARKER = re.compile(r"^<!-- generated: ([\w ]+) -->$", re.MULTILINE)


def on_page_markdown(markdown: str, **_: Any) -> str:
    """Put what is generated in the place of its marker."""
    return MARKER.sub(lambda match: PARTS[match[1]](), markdown)


# ---- the command line ----------------------------------------------------------------------------


def command_line() -> str:
    """Return a section per command: what it does, an example, its arguments and options."""
    from kadmcdm.cli import app

    root = app.info
    assert app.registered_callback is not None
    parts = [f"{root.epilog}\n", _parameters(app.registered_callback.callback)]
    for command in app.registered_commands:
        function: Any = command.callback
        name = command.name or function.__name__
        example = str(command.epilog).removeprefix("Example: ")
        parts += [
            f"## kadmcdm {name}\n",
            f"{inspect.getdoc(function)}\n",
            f"```sh\n{example}\n```\n",
            _parameters(function),
        ]
    return "\n".join(parts)


def _parameters(function: Any) -> str:
    hints = get_type_hints(function, include_extras=True)
    rows = []
    for name, parameter in inspect.signature(function).parameters.items():
        if not hasattr(hints[name], "__metadata__"):
            continue  # typer's own context
        kind, (info, *_) = hints[name].__origin__, hints[name].__metadata__
        spelled = next(iter(info.param_decls or ()), f"--{name.replace('_', '-')}")
        if type(info).__name__ == "ArgumentInfo":
            spelled = info.metavar.strip("[]")
        elif info.metavar:
            spelled += f" {info.metavar}"
        elif isinstance(kind, type) and issubclass(kind, Enum):
            spelled += f" {'|'.join(item.value for item in kind)}"
        elif kind is not bool:
            spelled += " N"
        rows.append((_code(spelled), info.help, _default(parameter.default)))
    return _table(("argument or option", "what it says", "when left out"), rows)


def _default(value: object) -> str:
    if value is inspect.Parameter.empty:
        return "must be given"
    if value is None or value is False:
        return ""
    return _code(value.value if isinstance(value, Enum) else str(value))


# ---- the study file ------------------------------------------------------------------------------


def study_file() -> str:
    """Return a section per table of a study file: keys, types, defaults, what they mean."""
    import kadmcdm as kd

    schema = kd.Study.json_schema()
    parts = ["## The file\n", _keys(schema)]
    for key, head in (("data", "[data]"), ("criteria", "[[criteria]]"), ("weights", "[weights]"),
                      ("method", "[method]"), ("robustness", "[robustness]")):  # fmt: skip
        parts.append(f"## `{head}`\n")
        field = schema["properties"][key]
        sections = [schema["$defs"][name] for name in dict.fromkeys(_refs(field))]
        tag = field.get("discriminator", {}).get("propertyName")
        for section in sections:
            if tag is not None:
                first, *others = _choices(section["properties"][tag])
                two = len(others) == 1
                more = f" or {_code(_toml(others[0]))}" if two else " and others" * bool(others)
                parts.append(f"### `{tag} = {_toml(first)}`{more}\n")
            parts += [f"{_said(section)}\n", _keys(section, tag), *_known(section["title"])]
    return "\n".join(parts)


def _known(name: str) -> Iterator[str]:
    """Yield the tables of what has keys of its own: operators and methods."""
    from kadmcdm.methods import BY_NAME
    from kadmcdm.partnership import OPERATORS

    if name == "StudyCriterion":
        yield "### `operator`\n"
        yield "Its keys are `kind` and what that kind takes.\n"
        links = {kind: f"partnership.md#kadmcdm.partnership.{kind}" for kind in OPERATORS}
        yield _callables("kind", OPERATORS, links)
    if name == "MethodSection":
        yield "### Parameters of methods\n"
        yield "In a list for the criteria, `nan` stands where there is no value.\n"
        methods = {kind: cls for kind, cls in BY_NAME.items() if kind != "AHP"}
        links = {kind: f"rankings.md#kadmcdm.{cls.__name__}" for kind, cls in methods.items()}
        yield _callables("name", methods, links)


def _callables(head: str, known: Any, links: dict[str, str]) -> str:
    rows = []
    for name, made in known.items():
        takes = [
            f"{_code(key)} (optional)" if p.default is None or p.kind is p.VAR_KEYWORD
            else _code(key if p.default is p.empty else f"{key} = {_toml(p.default)}")
            for key, p in inspect.signature(made).parameters.items()
        ]  # fmt: skip
        if name == "pymcdm":  # whose own name the file has for something else
            takes[0] = _code("method")
        rows.append((f"[{_code(name)}]({links[name]})", ", ".join(takes)))
    return _table((head, "keys, and what they are when left out"), rows)


def _toml(value: object) -> str:
    if isinstance(value, (str, bool)):
        return f'"{value}"' if isinstance(value, str) else str(value).lower()
    if isinstance(value, (int, float)):
        return f"{value:g}"
    if isinstance(value, (tuple, list)):
        return f"[{', '.join(map(_toml, value))}]"
    raise TypeError(f"no word for {value!r}")


def _keys(section: dict[str, Any], tag: str | None = None) -> str:
    required = section.get("required", [])
    rows = []
    for key, field in section["properties"].items():
        if key == tag and "const" in field:
            continue  # the heading says it
        empty = field.get("default") in (None, [], {}) or isinstance(field.get("default"), dict)
        default = "" if empty else _code(_toml(field["default"]))
        given = "must be given" if key in required else default
        rows.append((_code(key), _said(field), _type(field), given))
    return _table(("key", "what it says", "type", "when left out"), rows) if rows else ""


def _refs(field: dict[str, Any]) -> list[str]:
    items = field.get("oneOf") or [field.get("items") or field]
    return [item["$ref"].rpartition("/")[2] for item in items]


def _choices(field: dict[str, Any]) -> list[Any]:
    return field.get("enum") or [field["const"]]


def _type(field: dict[str, Any]) -> str:
    """Say in words what a part of a JSON Schema lets in."""
    if "anyOf" in field:
        kinds = [_type(item) for item in field["anyOf"] if item.get("type") != "null"]
        return " or ".join(kinds)
    if "enum" in field or "const" in field:
        *all_but_last, last = [_code(_toml(value)) for value in _choices(field)]
        return f"{', '.join(all_but_last)} or {last}" if all_but_last else last
    if "oneOf" in field or "$ref" in field:
        return "table"
    kind = field.get("type")
    if kind == "array":
        if "prefixItems" in field:
            return f"list of {len(field['prefixItems'])} numbers"
        inner = _type(field["items"])
        return "list" if inner == "anything" else f"list of {_many(inner)}"
    if kind == "object":
        if "propertyNames" in field:
            return _code(f"{{ {', '.join(field['propertyNames']['enum'])} }}")
        inner = field.get("additionalProperties")
        return "table" if inner in (True, False) else f"table of {_many(_type(inner))}"
    if kind in ("integer", "number"):
        word = "whole number" if kind == "integer" else "number"
        low, high, above = (field.get(k) for k in ("minimum", "maximum", "exclusiveMinimum"))
        above = field.get("gt", above)
        said = [f"above {above}"] if above is not None else []
        said += [f"{low} or more"] if low is not None and high is None else []
        said += [f"{low} to {high}"] if high is not None else []
        return ", ".join([word, *said])
    return {"string": "text", "boolean": "true or false"}.get(str(kind), "anything")


def _many(word: str) -> str:
    for one in ("text", "number", "table", "list"):
        word = re.sub(rf"\b{one}\b(?! of)", f"{one}s", word)
    return word.replace("table of", "tables of").replace("list of", "lists of")


def _said(part: dict[str, Any]) -> str:
    """Return a description as Markdown."""
    return str(part.get("description", "")).replace("``", "`")


# ---- Markdown ------------------------------------------------------------------------------------


def _code(text: str) -> str:
    return f"`{text}`"


def _table(head: Sequence[str], rows: Sequence[Sequence[str]]) -> str:
    lines = [head, ["---"] * len(head), *rows]
    shown = [[" ".join(cell.split()) for cell in line] for line in lines]
    assert not any("|" in re.sub("`.*?`", "", cell) for line in shown for cell in line)
    return "".join(f"| {' | '.join(line)} |\n" for line in shown)


PARTS = {"command line": command_line, "study file": study_file}
