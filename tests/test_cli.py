"""The command line, mostly as a user meets it: in a process of its own."""

import json
import os
import subprocess
import sys
import tomllib
from dataclasses import replace

import pytest
from python_calamine import CalamineWorkbook
from typer.testing import CliRunner

import kadmcdm as kd
from forms import fill
from kadmcdm import cli
from kadmcdm.cli import app, main
from kadmcdm.datasets import data_folder
from messages import TEN_FAULTS

SHIPPED = data_folder("east_java")
# As bare as it gets; Windows does not start without the last one.
BARE = {"LC_ALL": "C", "PYTHONUTF8": "0", "PYTHONCOERCECLOCALE": "0"} | {
    key: os.environ[key] for key in ["SYSTEMROOT"] if key in os.environ
}
PNG = b"\x89PNG\r\n\x1a\n"

pytestmark = pytest.mark.usefixtures("dots")


def call(*args, env=None, cwd=None, stdout=subprocess.PIPE):
    """Run ``python -m kadmcdm``; output as bytes."""
    return subprocess.run(
        [sys.executable, "-m", "kadmcdm", *map(str, args)],
        stdout=stdout,
        stderr=subprocess.PIPE,
        env=env,
        cwd=cwd,
        timeout=60,
        check=False,
    )


@pytest.fixture
def here(monkeypatch, capsys):
    """Return a function that calls `main` in this process: exit code, output, errors."""

    def run(*args):
        monkeypatch.setattr(sys, "argv", ["kadmcdm", *map(str, args)])
        with pytest.raises(SystemExit) as caught:
            main()
        said = capsys.readouterr()
        return caught.value.code, said.out, said.err

    return run


def refused(answer):
    """Assert exit 2, words on standard error and nothing else; return the words."""
    code, out, err = answer
    assert code == 2
    assert out == ""
    assert err
    assert "Traceback" not in err
    return err


@pytest.fixture(scope="module")
def saved(tmp_path_factory):
    """Return the folder that ``demo --save`` makes."""
    folder = tmp_path_factory.mktemp("demo") / "my" / "study"
    outcome = CliRunner().invoke(app, ["demo", "--save", str(folder)])
    assert outcome.exit_code == 0
    assert f"kadmcdm run {folder / 'study.toml'}" in outcome.output
    return folder


# ---- in a process of its own ---------------------------------------------------------------------


def test_the_demo():
    done = call("demo")
    assert (done.returncode, done.stderr) == (0, b"")
    text = done.stdout.decode("utf-8")
    assert text.startswith("PARTNERS FOR KABUPATEN BOJONEGORO IN DRINKING WATER AND WASTEWATER\n")
    assert "   1  Kabupaten Ngawi      0.917  land" in text
    assert "The weights behind this are an EXAMPLE." in text
    assert text.endswith("kadmcdm demo --save DIR writes this study as files to edit.\n")


def test_the_demo_as_json_under_a_bare_locale():
    done = call("demo", "--lang", "id", "--format", "json", env=BARE)
    assert (done.returncode, done.stderr) == (0, b"")
    text = done.stdout.decode("utf-8")
    assert kd.StudyResult.from_json(text).ranking.best == "35.21+35.22"
    assert json.loads(text)["example"] is True


def test_ten_faults_of_a_file_and_nothing_on_standard_output(tmp_path):
    path = tmp_path / "study.toml"
    path.write_text(TEN_FAULTS, encoding="utf-8")
    done = call("run", path, "--out", tmp_path / "out")
    err = refused((done.returncode, done.stdout.decode(), done.stderr.decode("utf-8")))
    assert err.startswith("kadmcdm: 10 faults:")
    assert " 10. " in err
    assert not (tmp_path / "out").exists()


def test_a_name_that_the_locale_cannot_read_is_refused_in_words(tmp_path):
    (tmp_path / "étude.toml").write_text('title = "Où"\n', encoding="utf-8")
    done = call("check", "étude.tomi", env=BARE, cwd=tmp_path)
    err = refused((done.returncode, done.stdout.decode(), done.stderr.decode("utf-8")))
    assert "there is no such file. Hint: did you mean" in err


@pytest.mark.skipif(os.name != "posix", reason="pipes close differently")
def test_a_reader_that_goes_away_gets_no_traceback():
    read, write = os.pipe()
    os.close(read)
    try:
        done = call("schema", stdout=write)
    finally:
        os.close(write)
    assert done.stderr == b""


# ---- saving and running --------------------------------------------------------------------------


def test_the_saved_study_is_the_shipped_one(saved):
    names = sorted(item.name for item in saved.iterdir())
    assert names == sorted(item.name for item in SHIPPED.iterdir() if item.is_file())
    for name in names:
        assert (saved / name).read_bytes() == (SHIPPED / name).read_bytes()
        if os.name == "posix":
            assert os.access(saved / name, os.W_OK)  # to be edited


def test_saving_overwrites_nothing(here, tmp_path):
    (tmp_path / "study.toml").write_text("mine")
    err = refused(here("demo", "--save", tmp_path))
    assert "it holds files of these names; got study.toml. Hint: name another folder." in err
    assert [item.name for item in tmp_path.iterdir()] == ["study.toml"]
    assert (tmp_path / "study.toml").read_text() == "mine"


def test_saving_into_a_file_is_refused(here, tmp_path):
    (tmp_path / "taken").write_text("mine")
    err = refused(here("demo", "--save", tmp_path / "taken"))
    assert err.startswith(f"kadmcdm: {tmp_path / 'taken'}: no folder can be made there")
    assert (tmp_path / "taken").read_text() == "mine"


@pytest.mark.skipif(not os.path.isdir("/proc/self"), reason="no folder that takes no files")
@pytest.mark.parametrize("command", [["demo", "--save"], ["run", "STUDY", "--out"]])
def test_a_folder_that_takes_no_files_is_named(here, saved, command):
    args = [str(saved / "study.toml") if word == "STUDY" else word for word in command]
    assert "it cannot be written" in refused(here(*args, "/proc/self"))


@pytest.mark.parametrize("lang", ["en", "id"])
def test_running_writes_report_result_and_picture(here, saved, tmp_path, lang):
    out = tmp_path / "a" / "out"
    code, said, err = here("run", saved / "study.toml", "--out", out, "--lang", lang)
    assert (code, err) == (0, "")
    names = ["report.md", "result.json", "ranking.png"]
    assert said.splitlines() == [str(out / name) for name in names]
    assert sorted(item.name for item in out.iterdir()) == sorted(names)
    result = kd.StudyResult.from_json((out / "result.json").read_text(encoding="utf-8"))
    assert (out / "report.md").read_text(encoding="utf-8") == kd.report(result, lang=lang)
    assert (out / "ranking.png").read_bytes().startswith(PNG)


@pytest.mark.parametrize(("lang", "mark"), [("en", "EXAMPLE"), ("id", "CONTOH")])
def test_the_picture_of_an_example_says_so(lang, mark):
    result = kd.Study.load(data_folder("east_java") / "study.toml").run()
    assert cli._drawn(result, cli.Lang(lang), 5).get_title(loc="left") == mark
    plain = cli._drawn(replace(result, example=False), cli.Lang(lang), 5)
    assert plain.get_title(loc="left") == ""


@pytest.mark.parametrize("form", ["html", "docx"])
def test_running_writes_the_document_that_is_asked_for(here, saved, tmp_path, form):
    out = tmp_path / "out"
    code, said, err = here("run", saved / "study.toml", "--out", out, "--format", form)
    assert (code, err) == (0, "")
    names = [f"report.{form}", "result.json", "ranking.png"]
    assert said.splitlines() == [str(out / name) for name in names]
    assert sorted(item.name for item in out.iterdir()) == sorted(names)
    start = {"html": b"<!DOCTYPE html>", "docx": b"PK"}[form]
    assert (out / f"report.{form}").read_bytes().startswith(start)


@pytest.mark.parametrize("form", ["md", "docx"])
def test_recommending_writes_one_document_in_indonesian(here, saved, tmp_path, form):
    out = tmp_path / "out"
    code, said, err = here("recommend", saved / "study.toml", "--out", out, "--format", form)
    assert (code, err) == (0, "")
    assert said == f"{out / f'recommendation.{form}'}\n"
    assert [item.name for item in out.iterdir()] == [f"recommendation.{form}"]
    if form == "md":
        text = (out / "recommendation.md").read_text(encoding="utf-8")
        assert "Disarankan agar Kabupaten Bojonegoro menjajaki kerja sama" in text


def test_what_is_no_recommendation_is_refused(here, saved):
    err = refused(here("recommend", saved / "study.toml", "--format", "json"))
    assert "a recommendation is a document" in err
    err = refused(here("recommend", saved / "study.toml", "--format", "docx"))
    assert "kadmcdm recommend STUDY --format docx --out DIR" in err
    code, text, _ = here("recommend", saved / "study.toml", "--format", "text", "--lang", "en")
    assert code == 0
    assert "It is recommended that Kabupaten Bojonegoro explore cooperation" in text


def test_running_again_replaces_what_it_wrote(here, saved, tmp_path):
    (tmp_path / "report.md").write_text("old")
    (tmp_path / "mine.txt").write_text("mine")
    assert here("run", saved / "study.toml", "--out", tmp_path)[0] == 0
    assert (tmp_path / "report.md").read_text(encoding="utf-8") != "old"
    assert (tmp_path / "mine.txt").read_text() == "mine"
    assert len(list(tmp_path.iterdir())) == 4


def test_an_output_that_is_a_file_is_refused(here, saved, tmp_path):
    (tmp_path / "out").write_text("mine")
    err = refused(here("run", saved / "study.toml", "--out", tmp_path / "out"))
    assert err.startswith(f"kadmcdm: {tmp_path / 'out'}: no folder can be made there")
    assert [item.name for item in tmp_path.iterdir()] == ["out"]
    assert (tmp_path / "out").read_text() == "mine"


@pytest.mark.parametrize("name", ["report.md", "result.json", "ranking.png"])
def test_nothing_is_written_when_one_file_cannot_be(here, saved, tmp_path, name):
    (tmp_path / name).mkdir()
    err = refused(here("run", saved / "study.toml", "--out", tmp_path))
    assert err == f"kadmcdm: {tmp_path / name}: this is a folder.\n"
    assert [item.name for item in tmp_path.iterdir()] == [name]


def test_running_prints_what_is_asked_for(here, saved):
    path = saved / "study.toml"
    code, out, err = here("run", path, "--format", "md", "--lang", "id", "--top", 2)
    assert (code, err) == (0, "")
    assert out == kd.report(kd.Study.load(path).run(), lang="id", top=2)


def test_a_progress_bar_stays_off_standard_output(here, saved):
    plain = here("run", saved / "study.toml")
    code, out, _ = here("run", saved / "study.toml", "--progress")
    assert (code, out) == (0, plain[1])


# ---- checking ------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("lang", "words"),
    [
        ("en", ["lower is better", "EXAMPLE", "no faults. 39 candidates.", "0.500"]),
        ("id", ["makin kecil makin baik", "CONTOH", "tidak ada kesalahan. 39 calon.", "0,500"]),
    ],
)
def test_checking_says_what_was_understood(here, saved, lang, words):
    code, out, err = here("check", saved / "study.toml", "--lang", lang)
    assert (code, err) == (0, "")
    assert [word for word in words if word not in out] == []


def test_checking_lists_the_same_faults_as_running(here, tmp_path):
    path = tmp_path / "study.toml"
    path.write_text(TEN_FAULTS, encoding="utf-8")
    assert refused(here("check", path)) == refused(here("run", path))


def test_a_missing_file_and_a_folder(here, saved):
    err = refused(here("run", saved / "stduy.toml"))
    assert err.endswith("there is no such file. Hint: did you mean 'study.toml'?\n")
    assert "this is a folder" in refused(here("run", saved))


def test_an_inconsistent_study_warns_and_goes_on(here, tmp_path):
    path = tmp_path / "study.toml"
    path.write_text(
        """
        title = "Cycle"
        data = { source = "inline", values = { A = { x = 1, y = 2, z = 3 } } }
        criteria = [
          { name = "x", direction = "cost" },
          { name = "y", direction = "cost" },
          { name = "z", direction = "cost" },
        ]
        [weights]
        scheme = "ahp"
        tree = { x = {}, y = {}, z = {} }
        comparisons = { goal = [["x", "y", 5], ["y", "z", 5], ["z", "x", 5]] }
        """,
        encoding="utf-8",
    )
    code, out, err = here("run", path)
    assert code == 0
    assert out.startswith("CYCLE\n")
    assert err.startswith("kadmcdm: warning: ")
    assert err.count("warning") == 1
    assert "consistency ratio" in err


# ---- forms ---------------------------------------------------------------------------------------


def sheets_of(path):
    return CalamineWorkbook.from_path(path).sheet_names


def test_the_form_of_a_study(here, saved, tmp_path):
    form = tmp_path / "form.xlsx"
    code, out, err = here("questionnaire", saved / "study.toml", "--out", form)
    assert (code, err) == (0, "")
    assert out.startswith(f"Formulir ditulis ke {form}.")
    assert sheets_of(form)[0] == "Mulai di sini"
    study = kd.Study.load(saved / "study.toml")
    (distance,) = (item for item in study.problem.criteria if item.name == "distance")
    rows = CalamineWorkbook.from_path(form).get_sheet_by_name("3 challenges").to_python(False)
    assert rows[5][1] == distance.label_in("id")
    assert rows[5][2].startswith("terburuk: ")  # the study's data


def test_the_form_of_a_hierarchy(here, tmp_path):
    tree = {"goal": "partner", "tree": {"gain": {"water": {}, "scale": {}}, "cost": {}}}
    (tmp_path / "tree.json").write_text(json.dumps(tree), encoding="utf-8")
    form = tmp_path / "form.xlsx"
    code, out, _ = here("questionnaire", tmp_path / "tree.json", "--out", form, "--lang", "en")
    assert code == 0
    assert out.startswith(f"Wrote the form to {form}.")
    assert sheets_of(form) == ["Start here", "1 partner", "2 gain", "kadmcdm"]


@pytest.mark.parametrize(
    ("content", "said"),
    [
        ('goal = "g"\n[tree]\na = {}\n', "there is nothing to compare"),
        ('goal = "g"\n', "missing"),
        ('goal = "g"\n[tree]\na = 1\n', "no mapping"),
        ('goal = "g"\n[tree.a.a]\n', "the name stands more than once"),
        ('title = "t"\n', "criteria: missing"),
        ("goal = ", "no valid TOML"),
    ],
)
def test_a_form_of_bad_input_is_refused(here, tmp_path, content, said):
    (tmp_path / "tree.toml").write_text(content, encoding="utf-8")
    form = tmp_path / "form.xlsx"
    assert said in refused(here("questionnaire", tmp_path / "tree.toml", "--out", form))
    assert not form.exists()


def test_a_form_that_cannot_be_written_is_refused(here, saved, tmp_path):
    study = saved / "study.toml"
    assert "no name of a form" in refused(here("questionnaire", study, "--out", tmp_path / "f.xls"))
    assert "there is no folder" in refused(
        here("questionnaire", study, "--out", tmp_path / "no" / "form.xlsx")
    )


def test_a_study_without_hierarchy_has_no_form(here, saved, tmp_path):
    study = saved / "study.toml"
    content = tomllib.loads(study.read_text(encoding="utf-8"))
    content["weights"] = {"scheme": "equal"}
    equal = saved / "equal.json"
    equal.write_text(json.dumps(content), encoding="utf-8")
    err = refused(here("questionnaire", equal, "--out", tmp_path / "form.xlsx"))
    assert "weights.scheme: it has no hierarchy; got 'equal', expected 'ahp'" in err


# ---- from the form to the ranking ----------------------------------------------------------------

UNJUDGED = """
title = "Whom to ask"
data.source = "inline"
data.values = { Tuban = { gain = 5, km = 35 }, Ngawi = { gain = 2, km = 9 } }
criteria = [
  { name = "gain", direction = "benefit" },
  { name = "km", direction = "cost" },
]
robustness = { n_samples = 100 }

[weights]
scheme = "ahp"
goal = "partner"
tree = { gain = {}, km = {} }
"""


@pytest.fixture
def unjudged(tmp_path):
    path = tmp_path / "study.toml"
    path.write_text(UNJUDGED, encoding="utf-8")
    return path


@pytest.mark.parametrize(
    ("lang", "words"),
    [
        ("en", ["Nobody has judged the criteria yet", "Add the line  forms = ", "no faults."]),
        ("id", ["Belum ada yang menilai kriteria", "Tambahkan baris  forms = ", "2 calon."]),
    ],
)
def test_checking_a_study_that_nobody_has_judged_says_how_to_go_on(here, unjudged, lang, words):
    code, out, err = here("check", unjudged, "--lang", lang)
    assert (code, err) == (0, "")
    assert [word for word in words if word not in out] == []
    assert f"kadmcdm questionnaire {unjudged} --out form.xlsx" in out


def test_running_a_study_that_nobody_has_judged_is_refused(here, unjudged, tmp_path):
    err = refused(here("run", unjudged, "--out", tmp_path / "out"))
    assert err.startswith("kadmcdm: weights: nobody has judged the criteria yet. Hint: kadmcdm que")
    assert not (tmp_path / "out").exists()


@pytest.mark.parametrize("forms", ["", 'forms = "answers"\naggregation = "AIP"\n'])
def test_the_form_needs_no_answers(here, unjudged, forms):
    unjudged.write_text(UNJUDGED + forms, encoding="utf-8")  # the folder is not there yet
    form = unjudged.with_name("form.xlsx")
    code, out, err = here("questionnaire", unjudged, "--out", form)
    assert (code, err) == (0, "")
    assert f"lalu: kadmcdm run {unjudged}" in out
    assert sheets_of(form) == ["Mulai di sini", "1 partner", "kadmcdm"]


def test_from_the_form_to_the_report(here, unjudged, tmp_path):
    answers = tmp_path / "answers"
    answers.mkdir()
    for name, degree in (("Ani", 2), ("Budi", 8), ("Citra", None)):
        form = answers / f"{name.lower()}.xlsx"
        assert here("questionnaire", unjudged, "--out", form, "--lang", "id")[0] == 0
        fill(form, "Mulai di sini", {"C5": name})
        fill(form, "1 partner", {"F6": "A: gain", "G6": degree})
    unjudged.write_text(UNJUDGED + 'forms = "answers"\n', encoding="utf-8")

    code, out, err = here("check", unjudged)
    assert (code, err) == (0, "")
    assert "gain       higher is better   0.800" in out  # 4, the geometric mean of 2 and 8, to 1
    assert "citra.xlsx  -" in out
    assert "- citra.xlsx, sheet '1 partner', cell G6: A matters more" in out
    assert "- citra.xlsx: no answer in it can be read." in out

    code, out, err = here("run", unjudged, "--lang", "id", "--out", tmp_path / "out")
    assert code == 0
    assert err.startswith(
        "kadmcdm: warning: 2 of 3 forms in 'answers' count; left out:\n  1. citra"
    )
    assert err.count("warning") == 1
    text = (tmp_path / "out" / "report.md").read_text(encoding="utf-8")
    for said in (
        "gabungan penilaian 2 penilai (AIJ, vektor eigen utama)",
        "| ani.xlsx | Ani | 0 dari 1 | 0,000 |",
        "Sejauh mana para penilai sepakat",
        "- citra.xlsx: no answer in it can be read.",
    ):
        assert said in text
    result = kd.StudyResult.from_json((tmp_path / "out" / "result.json").read_text("utf-8"))
    assert result.forms.group.assessors == ("Ani", "Budi")
    assert result.weights["gain"] == pytest.approx(4 / 5, abs=1e-12)


def test_forms_of_another_study_end_with_2(here, unjudged, tmp_path):
    (tmp_path / "answers").mkdir()
    form = tmp_path / "answers" / "ani.xlsx"
    assert here("questionnaire", unjudged, "--out", form)[0] == 0
    fill(form, "1 partner", {"F6": "A: gain", "G6": 3})
    other = UNJUDGED.replace('"partner"', '"mitra"') + 'forms = "answers"\n'
    unjudged.write_text(other, encoding="utf-8")
    for command in ("check", "run"):
        assert "the forms have another goal; got 'partner'" in refused(here(command, unjudged))


# ---- the rest ------------------------------------------------------------------------------------


def test_the_schema_is_json(here):
    code, out, err = here("schema")
    assert (code, err) == (0, "")
    assert json.loads(out) == kd.Study.json_schema()


def test_the_version(here):
    assert here("--version") == (0, f"kadmcdm {kd.__version__}\n", "")


@pytest.mark.parametrize(
    "args",
    [
        ["demos"],
        ["run"],
        ["questionnaire", "study.toml"],
        ["demo", "--lang", "fr"],
        ["demo", "--format", "pdf"],
        ["demo", "--top", "0"],
        ["demo", "--colour"],
        ["check", "a.toml", "b.toml"],
    ],
    ids=" ".join,
)
def test_wrong_usage_is_exit_2(here, args):
    refused(here(*args))


def test_no_command_shows_the_help(here):
    code, out, err = here()
    assert code == 2
    for name in ("demo", "run", "check", "questionnaire", "schema"):
        assert name in out + err
    assert here("--help")[0] == 0


@pytest.mark.parametrize(
    ("args", "said"),
    [
        (
            ["demo", "--save", "new", "--format", "json"],
            "kadmcdm: --format: of no use with --save.",
        ),
        (["demo", "--save", "new", "--top", "3"], "kadmcdm: --top: of no use with --save."),
        (["run", "STUDY", "--out", "new", "--format", "json"], "--format: of no use with --out."),
        (["run", "STUDY", "--format", "docx"], "--format: a Word file is not printed; got docx."),
    ],
)
def test_an_option_that_would_be_ignored_is_refused(here, saved, tmp_path, args, said):
    words = {"STUDY": str(saved / "study.toml"), "new": str(tmp_path / "new")}
    assert said in refused(here(*(words.get(word, word) for word in args)))
    assert not (tmp_path / "new").exists()
