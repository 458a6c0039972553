"""The command line: demo, run, recommend, check, questionnaire, schema."""

from __future__ import annotations

import io
import json
import sys
import tempfile
import warnings
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from kadmcdm import _text, datasets, interop
from kadmcdm._files import write_bytes
from kadmcdm._provenance import kinds
from kadmcdm._text import LANGUAGES
from kadmcdm._typing import Language
from kadmcdm._version import __version__
from kadmcdm.errors import (
    Fault,
    InputError,
    KadmcdmError,
    KadmcdmWarning,
    brief,
    choice_fault,
    raise_faults,
    spelled,
)
from kadmcdm.judgments import Hierarchy
from kadmcdm.problem import DecisionProblem
from kadmcdm.report import ReportFormat, recommendation, report
from kadmcdm.report.document import to_text
from kadmcdm.report.weights import forms_blocks, weights_table
from kadmcdm.study import Study, StudyResult
from kadmcdm.study.reading import parse
from kadmcdm.study.schemes import AHPScheme

if TYPE_CHECKING:
    from matplotlib.axes import Axes

__all__ = ["app", "main"]

app: typer.Typer = typer.Typer(
    help="Rank partnership options between regions, and anything else with several criteria.",
    epilog="Ends with 0 when all went well, with 2 and a list of every fault when input is bad.",
    no_args_is_help=True,
    add_completion=False,
    rich_markup_mode=None,
    pretty_exceptions_enable=False,
)

DEMO = "study.toml"


class Lang(StrEnum):
    """The language of what is printed."""

    en = "en"
    id = "id"


class Format(StrEnum):
    """The form of what is printed."""

    text = "text"
    md = "md"
    html = "html"
    docx = "docx"
    json = "json"


LangOption = Annotated[Lang, typer.Option("--lang", help="English or Indonesian.")]
FormatOption = Annotated[
    Format, typer.Option("--format", help="Text, Markdown, HTML, Word (with --out) or JSON.")
]
TopOption = Annotated[int, typer.Option("--top", min=1, help="How many candidates to show.")]
ProgressOption = Annotated[bool, typer.Option("--progress", help="Show a progress bar.")]
StudyArgument = Annotated[Path, typer.Argument(metavar="STUDY", help="A .toml or .json file.")]
OutsideOption = Annotated[
    bool, typer.Option("--allow-outside", help="Let the study read files outside its folder.")
]


def _version(wanted: bool) -> None:
    if wanted:
        typer.echo(f"kadmcdm {__version__}")
        raise typer.Exit


@app.callback()
def _options(
    version: Annotated[
        bool, typer.Option("--version", callback=_version, is_eager=True, help="Print the version.")
    ] = False,
) -> None:
    """Rank partnership options between regions, and anything else with several criteria."""


@app.command(epilog="Example: kadmcdm demo --lang id")
def demo(
    context: typer.Context,
    save: Annotated[
        Path | None, typer.Option(metavar="DIR", help="Write the study and its data to start from.")
    ] = None,
    lang: LangOption = Lang.en,
    format: FormatOption = Format.text,
    top: TopOption = 10,
) -> None:
    """Rank real partner regions for a real question, with bundled data."""
    folder = datasets.data_folder("east_java")
    if save is not None:
        _no_use(context, "--save", ("format", "top"))
        _save(folder, save)
        said = {
            "en": f"Wrote the study to {save}. Now: kadmcdm run {save / DEMO}",
            "id": f"Studi ditulis ke {save}. Berikutnya: kadmcdm run {save / DEMO}",
        }
        _say(said[_lang(lang)])
        return
    _word_needs_a_folder(format)
    _print(Study.load(folder / DEMO).run(), lang, format, top)
    if format is Format.text:
        said = {
            "en": "To work on your own data: kadmcdm demo --save DIR writes this study as files "
            "to edit.",
            "id": "Untuk memakai data Anda sendiri: kadmcdm demo --save DIR menuliskan studi ini "
            "sebagai berkas\nyang dapat diubah.",
        }
        _say("\n" + said[_lang(lang)])


@app.command(epilog="Example: kadmcdm run study.toml --out report --format docx")
def run(
    context: typer.Context,
    study: StudyArgument,
    out: Annotated[
        Path | None,
        typer.Option(
            metavar="DIR", help="Write report.md (or .html, .docx), result.json, ranking.png there."
        ),
    ] = None,
    lang: LangOption = Lang.en,
    format: FormatOption = Format.text,
    top: TopOption = 10,
    progress: ProgressOption = False,
    allow_outside: OutsideOption = False,
) -> None:
    """Run a study file and print what it finds."""
    if out is not None and format in (Format.text, Format.json):
        _no_use(context, "--out", ("format",))
    if out is None:
        _word_needs_a_folder(format)
    result = Study.load(study, allow_outside=allow_outside).run(progress=progress)
    if out is not None:
        document = f"report.{format.value if format in (Format.html, Format.docx) else 'md'}"
        _write(result, out, document, lang, top)
        _say("\n".join(str(out / name) for name in (document, "result.json", "ranking.png")))
        return
    _print(result, lang, format, top)


@app.command(epilog="Example: kadmcdm recommend study.toml --out report --format docx")
def recommend(
    study: StudyArgument,
    out: Annotated[
        Path | None,
        typer.Option(metavar="DIR", help="Write recommendation.md (or .html, .docx) there."),
    ] = None,
    lang: LangOption = Lang.id,
    format: FormatOption = Format.md,
    top: Annotated[int, typer.Option("--top", min=1, help="How many rows tables show.")] = 5,
    progress: ProgressOption = False,
    allow_outside: OutsideOption = False,
) -> None:
    """Run a study of partners and write a recommendation to the coordination team (TKKSD)."""
    if out is None:
        _word_needs_a_folder(format, "recommend")
    result = Study.load(study, allow_outside=allow_outside).run(progress=progress)
    wanted: ReportFormat = format.value
    with tempfile.TemporaryDirectory() as scratch:
        name = f"recommendation.{'txt' if format is Format.text else format.value}"
        made = recommendation(
            result, Path(scratch) / name, lang=_lang(lang), format=wanted, top=top
        )
        content = Path(made).read_bytes()
    if out is None:
        typer.echo(content.decode(), nl=False)
        return
    _folder(out)
    _say(str(write_bytes(out / name, content)))


@app.command(epilog="Example: kadmcdm check study.toml")
def check(
    study: StudyArgument, lang: LangOption = Lang.en, allow_outside: OutsideOption = False
) -> None:
    """Check a study file and say what was understood, without running it."""
    read = Study.load(study, allow_outside=allow_outside)
    typer.echo(read.tables(_lang(lang))[0].to_text())
    typer.echo("\n" + read.problem.describe(_lang(lang)).to_text())
    _say("\n" + _judged(study, read, _lang(lang)))
    said = {
        "en": f"{study}: no faults. {len(read.problem.candidate_names)} candidates.",
        "id": f"{study}: tidak ada kesalahan. {len(read.problem.candidate_names)} calon.",
    }
    _say("\n" + said[_lang(lang)])


def _judged(path: Path, study: Study, lang: Language) -> str:
    """Return the weights and who judged them, or how to go on where nobody has."""
    section = study.weights
    if isinstance(section, AHPScheme) and not section.judged:
        return _how_to_go_on(path, lang)
    weights = study.weighting.weigh(study.problem)
    example = getattr(section, "example", False)
    table = weights_table(study.problem, weights, lang, example=example)
    forms = () if study.forms is None else forms_blocks(study.forms, weights, lang)
    return to_text([table, *forms]).rstrip("\n")


def _how_to_go_on(path: Path, lang: Language) -> str:
    """Say that nobody has judged yet, and the steps from here to a ranking."""
    return {
        "en": "Nobody has judged the criteria yet, so that there are no weights. To go on:\n"
        f"  1. kadmcdm questionnaire {path} --out form.xlsx --lang en  writes the form.\n"
        "  2. Put the filled forms into a folder beside the study, such as answers.\n"
        '  3. Add the line  forms = "answers"  to [weights] in the study.\n'
        f"  4. kadmcdm run {path}",
        "id": "Belum ada yang menilai kriteria, sehingga belum ada bobot. Langkah berikutnya:\n"
        f"  1. kadmcdm questionnaire {path} --out form.xlsx  menulis formulir.\n"
        "  2. Kumpulkan formulir yang sudah diisi dalam folder di samping studi, misalnya "
        "jawaban.\n"
        '  3. Tambahkan baris  forms = "jawaban"  pada [weights] di dalam studi.\n'
        f"  4. kadmcdm run {path}",
    }[lang]


@app.command(epilog="Example: kadmcdm questionnaire study.toml --out form.xlsx")
def questionnaire(
    source: Annotated[
        Path,
        typer.Argument(
            metavar="STUDY_OR_HIERARCHY",
            help="A study whose weights are by AHP, or a .toml or .json file of goal and tree.",
        ),
    ],
    out: Annotated[Path, typer.Option(metavar="FORM", help="Where to write it: form.xlsx.")],
    lang: LangOption = Lang.id,
    allow_outside: OutsideOption = False,
) -> None:
    """Write the Excel form on which assessors compare the criteria, in Indonesian by default."""
    hierarchy, problem = _to_ask(source, allow_outside)
    form = interop.questionnaire(hierarchy, out, problem=problem, lang=_lang(lang))
    then = {
        "en": "Put the filled ones into one folder, and read them by kd.read_questionnaires.",
        "id": "Kumpulkan yang sudah diisi dalam satu folder, lalu baca dengan "
        "kd.read_questionnaires.",
    }
    if problem is not None:
        then = {
            "en": "Put the filled ones into a folder beside the study, name it in [weights] as "
            f'forms = "FOLDER", and: kadmcdm run {source}',
            "id": "Kumpulkan yang sudah diisi dalam folder di samping studi, sebutkan di [weights] "
            f'sebagai forms = "FOLDER", lalu: kadmcdm run {source}',
        }
    said = {"en": f"Wrote the form to {form}.", "id": f"Formulir ditulis ke {form}."}
    _say(f"{said[_lang(lang)]} {then[_lang(lang)]}")


@app.command(epilog="Example: kadmcdm schema ranking")
def schema(
    kind: Annotated[
        str,
        typer.Argument(metavar="[KIND]", help="study, or a result such as ranking."),
    ] = "study",
) -> None:
    """Print the JSON Schema of study files, or of a result."""
    known = {name.casefold(): cls for name, cls in kinds().items()}
    name = kind.casefold().replace("-", "").replace("_", "")
    raise_faults(list(choice_fault("KIND", name, ["study", *sorted(known)])))
    content = Study.json_schema() if name == "study" else known[name].json_schema()
    typer.echo(json.dumps(content, indent=2, ensure_ascii=False))


def main() -> None:
    """Run the command line: exit 0 on success, 2 with a message on bad input."""
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            # Whatever the locale of the terminal says, and whatever bytes a file name is made of.
            stream.reconfigure(encoding="utf-8", errors="backslashreplace")
    with warnings.catch_warnings():
        warnings.showwarning = _say_warning
        warnings.simplefilter("always", KadmcdmWarning)
        try:
            app()
        except KadmcdmError as error:
            _say(f"kadmcdm: {error}", err=True)
            raise SystemExit(2) from None
        except OSError as error:  # a full disk, say
            _say(f"kadmcdm: {error}", err=True)
            raise SystemExit(2) from None


def _no_use(context: typer.Context, option: str, others: tuple[str, ...]) -> None:
    """Refuse options that another one makes useless, rather than ignore them."""
    sources = {name: context.get_parameter_source(name) for name in others}
    raise_faults(
        [
            Fault(f"--{name}", f"of no use with {option}")
            for name, source in sources.items()
            if source is not None and source.name == "COMMANDLINE"
        ]
    )


def _word_needs_a_folder(format: Format, command: str = "run") -> None:
    if format is Format.docx:
        hint = f"kadmcdm {command} STUDY --format docx --out DIR"
        raise InputError([Fault("--format", "a Word file is not printed", "docx", hint=hint)])


def _say(text: str, *, err: bool = False) -> None:
    """Print lines, with what would steer a terminal spelled out: a path may hold it too."""
    typer.echo("\n".join(map(spelled, text.split("\n"))), err=err)


def _say_warning(message: Warning | str, *_: object, **__: object) -> None:
    _say(f"kadmcdm: warning: {message}", err=True)


def _lang(lang: Lang) -> Language:
    return LANGUAGES[[str(item) for item in LANGUAGES].index(lang.value)]


def _print(result: StudyResult, lang: Lang, format: Format, top: int) -> None:
    wanted: dict[Format, ReportFormat] = {item: item.value for item in Format}
    text = str(report(result, lang=_lang(lang), format=wanted[format], top=top))
    typer.echo(text, nl=False)


def _save(folder: Path, target: Path) -> None:
    """Copy the demo's files; nothing that is there already is overwritten."""
    files = sorted(item for item in folder.iterdir() if item.is_file())
    taken = [item.name for item in files if (target / item.name).exists()]
    if taken:
        hint = "name another folder"
        raise InputError(
            [Fault(str(target), "it holds files of these names", ", ".join(taken), hint=hint)]
        )
    _folder(target)
    for item in files:
        write_bytes(target / item.name, item.read_bytes())


def _write(result: StudyResult, out: Path, document: str, lang: Lang, top: int) -> None:
    """Make everything first, then write it, so that a failure leaves nothing half-done."""
    with tempfile.TemporaryDirectory() as scratch:
        made = report(result, Path(scratch) / document, lang=_lang(lang), top=top)
        content = Path(made).read_bytes()
    files = {
        document: content,
        "result.json": str(report(result, format="json")).encode(),
        "ranking.png": _picture(result, lang, top),
    }
    _folder(out)
    taken = [Fault(str(out / name), "this is a folder") for name in files if (out / name).is_dir()]
    raise_faults(taken)
    for name, item in files.items():
        write_bytes(out / name, item)


def _picture(result: StudyResult, lang: Lang, top: int) -> bytes:
    from kadmcdm.plot.canvas import offscreen

    with offscreen():
        ax = _drawn(result, lang, top)
    figure = ax.get_figure(root=True)
    assert figure is not None
    picture = io.BytesIO()
    figure.savefig(picture, format="png", dpi=150)
    return picture.getvalue()


def _drawn(result: StudyResult, lang: Lang, top: int) -> Axes:
    from kadmcdm import plot

    ax = plot.ranking(result.ranking, top=top, lang=_lang(lang))
    if result.example:
        ax.set_title(_text.say("example", _lang(lang)), loc="left")
    return ax


def _to_ask(source: Path, allow_outside: bool) -> tuple[Hierarchy, DecisionProblem | None]:
    """Return the hierarchy of a file, and the problem that it weighs where the file has one."""
    content = parse(source)
    if isinstance(content, dict) and {"goal", "tree"} & set(content):
        return Hierarchy.from_dict(content), None
    study = Study.from_dict(_unasked(content), folder=source.parent, allow_outside=allow_outside)
    if not isinstance(study.weights, AHPScheme):
        hint = "name a file of goal and tree instead"
        got = brief(study.weights.scheme)
        raise InputError([Fault("weights.scheme", "it has no hierarchy", got, "'ahp'", hint)])
    return study.weights.hierarchy(), study.problem


def _unasked(content: Any) -> Any:
    """Leave a study's forms out, which need not be there before the form is written."""
    weights = content.get("weights") if isinstance(content, dict) else None
    if not isinstance(weights, dict) or weights.get("scheme") != "ahp" or "forms" not in weights:
        return content
    about = ("forms", "aggregation", "mean", "power")
    kept = {key: value for key, value in weights.items() if key not in about}
    return {**content, "weights": kept}


def _folder(path: Path) -> None:
    try:
        path.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        why = error.strerror or str(error)
        raise InputError([Fault(str(path), "no folder can be made there", why)]) from None
