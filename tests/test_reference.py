"""The reference that the build writes, and the words that pages in Indonesian use."""

from __future__ import annotations

import re
import shlex
from pathlib import Path
from typing import Any

import pytest

import kadmcdm
from kadmcdm import _text
from pages import DOCS, FENCE, PAGES, fences, of_the_docs

LANGUAGE_PAIRS: dict[str, str] = of_the_docs("languages").PAIRS


def commands() -> dict[str, Any]:
    from typer.main import get_command

    from kadmcdm.cli import app

    root: Any = get_command(app)
    return {"": root, **root.commands}


def test_the_command_line_page_has_every_command_option_and_default() -> None:
    """What the build writes, against what the program itself takes."""
    page = (DOCS / "reference" / "cli.md").read_text(encoding="utf-8")
    text = of_the_docs("reference_hook").on_page_markdown(page)
    assert "<!--" not in text
    sections = re.split(r"^## kadmcdm ", text, flags=re.MULTILINE)
    first, *others = [section.partition("\n") for section in sections]
    said = {"": first[0] + first[2], **{name: body for name, _, body in others}}
    assert set(said) == set(commands())
    for name, command in commands().items():
        rows = re.findall(r"^\| `(.*?)` \|(.*)\|(.*)\|$", said[name], re.MULTILINE)
        assert len(rows) == len(command.params)
        for (spelled, meaning, default), param in zip(rows, command.params, strict=True):
            wanted = param.opts[0] if param.opts[0].startswith("-") else param.metavar.strip("[]")
            assert spelled.split(" ")[0] == wanted
            assert meaning.strip() == param.help
            given = getattr(param.default, "value", param.default)
            must = "must be given" if param.required else ""
            assert default.strip().strip("`") == (f"{given}" if given else must)
        assert " ".join((command.help or "").split()) in " ".join(said[name].split()) or not name
        assert command.epilog.removeprefix("Example: ") in said[name]


def test_command_lines_on_the_pages_are_understood() -> None:
    """Each that a block shows can be typed; each that a sentence names has such options."""
    known, tried = commands(), 0
    for page in PAGES:
        shown = [line for info, body in fences(page) if info == "sh" for line in body.splitlines()]
        typed = [line.partition("#")[0] for line in shown if line.startswith("kadmcdm ")]
        spoken = re.findall(r"`(kadmcdm [^`\n]+)`", page.read_text(encoding="utf-8"))
        for line in [*typed, *spoken]:
            name, *words = shlex.split(line)[1:]
            if name in ("COMMAND", "--version", "--help"):
                continue
            options = {option for param in known[name].params for option in param.opts}
            assert {word for word in words if word[:1] == "-"} <= options | {"--help"}, line
            if line in typed:
                known[name].make_context(name, words)
            tried += 1
    assert tried > 30


def test_the_study_file_page_has_every_key_and_says_what_it_means() -> None:
    """What the build writes, against the JSON Schema, the operators and the methods."""
    from kadmcdm.methods import BY_NAME
    from kadmcdm.partnership import OPERATORS

    page = (DOCS / "reference" / "study-file.md").read_text(encoding="utf-8")
    text = of_the_docs("reference_hook").on_page_markdown(page)
    assert "<!--" not in text
    schema = kadmcdm.Study.json_schema()
    for name, part in [("", schema), *schema["$defs"].items()]:
        for key, field in part["properties"].items():
            meaning = field.get("description", "").replace("``", "`")
            if "const" in field:
                assert f'### `{key} = "{field["const"]}"`\n' in text, name
            else:
                assert meaning, f"{name}.{key}"
                assert f"\n| `{key}` | {meaning} | " in text, key
            assert all(f'`"{value}"`' in text for value in field.get("enum", ()))
    assert [kind for kind in OPERATORS if f"| [`{kind}`](" not in text] == []
    assert [kind for kind in BY_NAME if f"| [`{kind}`](" not in text] == ["AHP"]


def test_without_sources_the_schema_has_no_descriptions_and_is_whole(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    def gone(_: object) -> str:
        raise OSError

    described = kadmcdm.Study.json_schema()
    monkeypatch.setattr("inspect.getsource", gone)
    bare = kadmcdm.Study.json_schema()
    assert "description" not in bare["$defs"]["TableData"]["properties"]["path"]
    assert bare["$defs"].keys() == described["$defs"].keys()


def test_the_study_of_the_reference_says_what_the_page_prints(tmp_path: Path) -> None:
    blocks = dict(fences(DOCS / "reference" / "study-file.md"))
    path = tmp_path / "study.toml"
    path.write_text(blocks["toml"], encoding="utf-8")
    study = kadmcdm.Study.load(path)
    assert blocks["text"] in str(kadmcdm.report(study.run(), format="text"))
    assert {"data", "criteria", "weights", "method", "robustness"} <= study.model_fields_set


# ---- two languages -------------------------------------------------------------------------------


def glossary(*numbers: int) -> dict[str, str]:
    """Return the Indonesian term of each English one, in some of the glossary's tables."""
    text = (DOCS / "reference" / "glossary.md").read_text(encoding="utf-8")
    tables = text.split("| --- | --- | --- |\n")
    rows = [line.split("|")[1:3] for number in numbers for line in tables[number].splitlines()
            if line.startswith("| ") and "English" not in line]  # fmt: skip
    pairs: list[tuple[str, str]] = []
    for indonesian, english in rows:
        both = [[term.strip() for term in cell.split(" / ")] for cell in (english, indonesian)]
        pairs += zip(*both, strict=True)
    assert len({one for one, _ in pairs}) == len({other for _, other in pairs}) == len(pairs)
    return dict(pairs)


def prose(page: str) -> str:
    """Return what a page says in sentences: no code, no addresses."""
    text = FENCE.sub("", (DOCS / page).read_text(encoding="utf-8"))
    bare = re.sub(r"`[^`]*`|<!---.*?-->|\]\([^)]*\)", " ", text, flags=re.S)
    return " ".join(bare.casefold().split())


def test_each_term_has_one_word_in_the_other_language() -> None:
    """In the glossary, and in the tables that kadmcdm shows."""
    every = glossary(1, 2, 3)
    said = {key: phrase for key, phrase in _text._PHRASES.items() if "{" not in phrase[0]}
    told = {key: pair for key, pair in said.items() if every.get(pair[0], pair[1]) != pair[1]}
    assert told == {}
    assert sum(pair[0] in every for pair in said.values()) > 25


@pytest.mark.parametrize("english", LANGUAGE_PAIRS)
def test_pages_in_indonesian_use_the_words_of_the_glossary(english: str) -> None:
    """What the English page speaks of, its other half calls by the glossary's term."""
    one, other = prose(english), prose(LANGUAGE_PAIRS[english])
    unsaid = []
    for term, indonesian in glossary(1, 3).items():
        bare, wanted = (re.sub(r" ?\(.*?\) ?", "", text) for text in (term, indonesian))
        spoken = len(re.findall(rf"\b{re.escape(bare.casefold())}s?\b", one))
        if spoken > 1 and wanted.partition(",")[0].casefold() not in other:
            unsaid.append((term, indonesian, spoken))
    assert unsaid == []
    strange = r"\b(alternatif|kandidat|kerjasama|partner|rang?king|rangking|voting|scoring)\b"
    assert re.findall(strange, other) == []
