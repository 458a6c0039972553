"""Broken and hostile input at every door: an `InputError` in bounded time, or what was meant."""

import ast
import contextlib
import importlib.util
import json
import os
import random
import sys
import time
import warnings
from pathlib import Path

import numpy as np
import pandas as pd
import polars as pl
import pyarrow as pa
import pytest
from typer.testing import CliRunner

import garbage
import kadmcdm as kd
from kadmcdm import _csv, _files, errors
from kadmcdm import partnership as pt
from kadmcdm.cli import app
from messages import message

SOURCE = Path(kd.__file__).parent
spec = importlib.util.spec_from_file_location(
    "trials_hostile", Path(__file__).parent / "trials" / "hostile.py"
)
trial = importlib.util.module_from_spec(spec)
before = list(sys.path)
spec.loader.exec_module(trial)
sys.path[:] = before

KM = [kd.Criterion("km", "cost")]
STUDY = {
    "title": "Where to go",
    "data": {"source": "inline", "values": {"Tuban": {"km": 35}, "Ngawi": {"km": 55}}},
    "criteria": [{"name": "km", "direction": "cost"}],
    "weights": {"scheme": "equal"},
}


@contextlib.contextmanager
def within(seconds):
    """Assert that something takes less CPU time than that."""
    start = time.process_time()
    yield
    assert time.process_time() - start < seconds


def fails(call, *args, **kwargs):
    """Return the `InputError` that a call raises; its message must be short."""
    with pytest.raises(kd.InputError) as caught:
        call(*args, **kwargs)
    assert len(str(caught.value)) < 100_000
    return caught.value


# ---- Every door, a few inputs each; `make hostile` tries for minutes ----------------------------

INPUTS = {"functions": 15, "constructors": 80, "command line": 8, "paths": 15}


@pytest.mark.parametrize("name", sorted(trial.DOORS))
def test_nothing_but_our_own_errors_comes_out_of_a_door(name, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        for seed in range(INPUTS.get(name, 25)):
            escaped, _ = trial.tried(trial.DOORS[name], seed, seconds=60)
            assert escaped is None, f"seed {seed}: {escaped}"


def test_a_trial_counts_what_escapes():
    def door(rng):
        raise TypeError("no")

    def slow(rng):
        time.sleep(5)

    assert trial.tried(slow, 1, seconds=1)[0] == "more than 1 s"

    said, seconds = trial.tried(door, 1)
    assert said.startswith("TypeError at outside: no")
    assert seconds < 1
    assert trial.tried(lambda rng: kd.Criterion("", "cost"), 1)[0] is None


# ---- Paths ---------------------------------------------------------------------------------------

NO_PATHS = (None, 7, b"x.csv", ["x.csv"], 1.5, object())
READERS = {
    "from_csv": lambda path: kd.DecisionProblem.from_csv(path, KM),
    "regions": pt.RegionTable.from_csv,
    "affairs": pt.affairs_from_csv,
    "study": kd.Study.load,
    "toml": kd.Hierarchy.from_toml,
}


@pytest.mark.parametrize("read", READERS)
def test_a_reader_refuses_what_is_no_path(read, tmp_path):
    for path in NO_PATHS:
        assert fails(READERS[read], path).faults[0].what == "no path"
    for path in ("nul\0.csv", "half\ud800.csv", "x" * 300):
        assert fails(READERS[read], path).faults[0].what == "no name of a file"
    assert "there is no such file" in message(READERS[read], tmp_path / "no.csv")
    assert "this is a folder" in message(READERS[read], tmp_path)


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="no pipes here")
@pytest.mark.parametrize("read", READERS)
def test_a_reader_opens_no_device_and_waits_at_no_pipe(read, tmp_path):
    os.mkfifo(tmp_path / "pipe")
    (tmp_path / "link").symlink_to("/dev/zero")
    for path in ("/dev/zero", tmp_path / "pipe", tmp_path / "link"):
        assert "a device or a pipe, no file" in message(READERS[read], path)


def test_writers_refuse_what_is_no_path(tmp_path):
    problem = kd.DecisionProblem(KM, ["a", "b"], [[1], [2]])
    writers = (
        lambda path: kd.write_csv(problem, path),
        lambda path: kd.report(kd.rank(problem, [1]), path),
        pt.lever_template,
        pt.region_template,
    )
    for write in writers:
        for path in (7, b"x.md", ["x"], "nul\0.csv", "x" * 300 + ".csv"):
            assert fails(write, path).faults[0].where == "path"


def test_a_file_beyond_the_bound_is_not_read(tmp_path, monkeypatch):
    path = tmp_path / "d.csv"
    path.write_text("name,km\nTuban,1\n")
    monkeypatch.setattr(_files, "MOST_BYTES", 10)
    said = message(kd.DecisionProblem.from_csv, path, KM)
    assert f"{path}: the file is too large; got 16 bytes, expected 10 bytes or less" in said
    monkeypatch.setattr(_files, "MOST_BYTES", 16)
    assert kd.DecisionProblem.from_csv(path, KM).candidate_names == ("Tuban",)


# ---- What a study may read -----------------------------------------------------------------------


def table_study(folder, path):
    study = {**STUDY, "data": {"source": "table", "path": str(path)}}
    file = folder / "study.json"
    file.write_text(json.dumps(study))
    return file


def test_a_study_reads_elsewhere_only_where_that_is_allowed(tmp_path):
    (tmp_path / "d.csv").write_text("name,km\nTuban,1\nNgawi,2\n")
    folder = tmp_path / "study"
    folder.mkdir()
    (folder / "link.csv").symlink_to(tmp_path / "d.csv")
    (folder / "linked").symlink_to(tmp_path)
    for path in ("../d.csv", tmp_path / "d.csv", "link.csv", "linked/d.csv", "x/../../d.csv"):
        file = table_study(folder, path)
        assert "outside the study's folder" in message(kd.Study.load, file)
        assert kd.Study.load(file, allow_outside=True).problem.candidate_names[0] == "Tuban"
        content = json.loads(file.read_text())
        assert "outside" in message(kd.Study.from_dict, content, folder=folder)
        kd.Study.from_dict(content, folder=folder, allow_outside=True)


@pytest.mark.parametrize("path", ["/dev/zero", "/dev/stdin", "pipe", "C:\\x.csv", "\\\\a\\b.csv"])
def test_a_study_reads_no_device_even_where_all_is_allowed(path, tmp_path):
    os.mkfifo(tmp_path / "pipe")
    assert "no such file" in message(kd.Study.load, table_study(tmp_path, path), allow_outside=True)


def test_the_command_line_says_how_to_allow_it(tmp_path):
    (tmp_path / "d.csv").write_text("name,km\nTuban,1\nNgawi,2\n")
    folder = tmp_path / "study"
    folder.mkdir()
    file = str(table_study(folder, "../d.csv"))
    refused = CliRunner().invoke(app, ["check", file]).exception
    assert "or allow it: --allow-outside" in str(refused)
    for command, said in (("check", "2 candidates"), ("run", "Tuban"), ("recommend", "codes")):
        done = CliRunner().invoke(app, [command, file, "--allow-outside"])
        assert said in done.output + str(done.exception)


# ---- Study files and JSON ------------------------------------------------------------------------


def json_study(tmp_path, text):
    file = tmp_path / "study.json"
    file.write_text(text, encoding="utf-8")
    return file


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("[" * 100_000, "no valid JSON"),
        ('{"a":' * 100_000, "no valid JSON"),
        ('{"title": "x", "title": "y"}', "given twice: 'title'"),
        ('{"title": NaN}', "NaN is no number in JSON"),
        ('{"title": -Infinity}', "-Infinity is no number in JSON"),
        ('{"title": ' + "9" * 5000 + "}", "no valid JSON"),
        ("7", "no JSON object"),
        ("", "no valid JSON"),
    ],
    ids=range(8),
)
def test_json_that_is_none(text, said, tmp_path):
    assert said in message(kd.Study.load, json_study(tmp_path, text))
    assert said in message(kd.Ranking.from_json, text)


def test_json_text_is_text():
    for text in (None, 7, {"a": 1}, ["x"]):
        assert "no JSON text" in message(kd.Ranking.from_json, text)


def test_a_study_nested_without_end_is_refused():
    deep = 1
    for _ in range(100_000):
        deep = [deep]
    for key in STUDY:
        fails(kd.Study.from_dict, {**STUDY, key: deep})
    tree = {}
    for _ in range(3000):
        tree = {"a": tree}
    assert "the tree is too deep" in message(kd.Hierarchy.from_dict, {"goal": "g", "tree": tree})
    assert fails(kd.Criterion, "a", deep).faults[0].got == "<list>"


def test_toml_with_dates_and_without_end(tmp_path):
    file = tmp_path / "study.toml"
    file.write_text("title = 1979-05-27T07:32:00Z\n")
    assert "title" in message(kd.Study.load, file)
    file.write_text("a = " + "[" * 100_000)
    assert "no valid TOML" in message(kd.Study.load, file)
    file.write_bytes("title = 'x'".encode("utf-16"))
    assert "no UTF-8 text" in message(kd.Study.load, file)


def test_empty_criteria_of_any_kind_are_said():
    for none in ([], (), set()):
        assert "criteria" in message(kd.Study.from_dict, {**STUDY, "criteria": none})


# ---- Many, long ----------------------------------------------------------------------------------

WIDE = 100_000


def wide(twice=0, last="last"):
    return [*(f"c{k}" for k in range(WIDE)), *(f"c{k}" for k in range(twice)), last]


def wide_csv(tmp_path, heads):
    path = tmp_path / "wide.csv"
    path.write_text(",".join(heads) + "\n" + ",".join(["1"] * len(heads)) + "\n")
    return path


def test_a_hundred_thousand_headers_take_no_time(tmp_path):
    twice = wide_csv(tmp_path, wide(WIDE))
    with within(4):
        error = fails(kd.DecisionProblem.from_csv, twice, KM)
    assert len(error.faults) == WIDE
    assert str(error).splitlines()[0] == "100,000 faults:"
    assert str(error).splitlines()[-1] == f"  ... and {WIDE - errors.SHOWN:,} more"
    once = wide_csv(tmp_path, wide())
    with within(4):
        fails(kd.DecisionProblem.from_csv, once, KM)
        problem = kd.DecisionProblem.from_csv(once, [kd.Criterion("last", "cost")])
    assert len(problem.preparation.ignored_columns) == WIDE - 1


def test_a_sheet_of_criteria_with_many_columns(tmp_path):
    path = wide_csv(tmp_path, wide()[:30_000])
    with within(4):
        error = fails(kd.DecisionProblem.from_csv, path, path)
    assert len(error.faults) > 30_000


@pytest.mark.parametrize("make", [pd.DataFrame, pl.DataFrame, pa.table])
def test_frames_with_many_columns(make):
    frame = make({name: [1.0] for name in wide()[:4000]})
    with within(4):
        fails(kd.DecisionProblem.from_frame, frame, KM)
        fails(kd.DecisionProblem.from_frame, frame, frame)
        fails(pt.RegionTable.from_frame, frame, indicators=wide()[:4000])


def test_twice_named_columns_of_a_frame():
    frame = pd.DataFrame([[1.0] * 10_000], columns=[f"c{k}" for k in range(5000)] * 2)
    with within(4):
        assert len(fails(kd.DecisionProblem.from_frame, frame, KM).faults) == 5000


def test_a_study_with_many_unknown_keys():
    with within(4):
        fails(kd.Study.from_dict, {**STUDY, **{f"key {k}": k for k in range(20_000)}})
        values = {f"n{k}": {"km": "far"} for k in range(5000)}
        fails(kd.Study.from_dict, {**STUDY, "data": {"source": "inline", "values": values}})


def test_long_names_are_cut_in_messages():
    name = "x" * 1_000_000
    error = fails(kd.DecisionProblem, KM, [name, name], [[1], [2]])
    assert error.faults[0].where == f"candidate {name!r}"
    assert len(str(error)) < 2000
    assert len(fails(kd.Criterion, name, name).faults[0].got) == 200


def test_the_closest_of_long_or_many_names_is_not_looked_for():
    with within(1):
        assert errors.did_you_mean("y" * 10_000, ["y" * 9999] * 500).startswith("known names: ")
        assert errors.did_you_mean("c5x", wide()).endswith(", ...")
    assert errors.did_you_mean("distanse", ["distance", "cost"]) == "did you mean 'distance'?"


# ---- CSV -----------------------------------------------------------------------------------------


def csv_file(tmp_path, raw):
    path = tmp_path / "d.csv"
    path.write_bytes(raw if isinstance(raw, bytes) else raw.encode())
    return path


@pytest.mark.parametrize(
    ("raw", "said"),
    [
        ("name,km\nTuban," + "9" * 200_000 + "\n", "field larger than field limit"),
        ('name,km\n"Tuban,1\nNgawi,2\n', "no well-formed rows"),
        ('name,km\n"Tuban"x,1\n', "no well-formed rows"),
        (b"name,km\nTu\0ban,1\n", "no text"),
        ("name,km\nTuban,1\n".encode("utf-16-le"), "no text"),
        ("name,km\nTuban\nNgawi,1,2\n", "wrong number of cells"),
        ("name,km,km\nTuban,1,2\n", "the header stands more than once"),
        (b"\xff\xfe\x00", "no text"),
        ("", "the file is empty"),
        ("name,km\n", "no rows under them"),
        ("sep=;", "there are headers, but no rows"),
    ],
    ids=range(11),
)
def test_a_broken_csv_says_how(raw, said, tmp_path):
    assert said in message(kd.DecisionProblem.from_csv, csv_file(tmp_path, raw), KM)


def test_encodings_and_line_ends_that_are_read(tmp_path):
    text = "name,km\r\nMalé,1\rNgawi,2\nBlora,3\n"
    for raw in (text.encode("utf-8-sig"), text.encode("latin-1"), text.encode("utf-16")):
        problem = kd.DecisionProblem.from_csv(csv_file(tmp_path, raw), KM)
        assert problem.candidate_names == ("Malé", "Ngawi", "Blora")
        assert problem.matrix.ravel().tolist() == [1, 2, 3]


NO_NUMBERS = ("1e999", "0x10", "1_000", "١٢٣", "1٢", "∞", "inf", "--5", "1e", "²", "1 2", "9" * 400)


@pytest.mark.parametrize("text", NO_NUMBERS)
def test_what_only_looks_like_a_number_is_none(text, tmp_path):
    path = csv_file(tmp_path, f"name;km\nTuban;{text}\nNgawi;2\n")
    assert "no number" in message(kd.DecisionProblem.from_csv, path, KM)


def test_one_line_of_megabytes_takes_no_more_than_it_must(tmp_path):
    path = csv_file(tmp_path, "name,km\nTuban," + "1," * 1_000_000)
    with within(6):
        assert "wrong number of cells" in message(kd.DecisionProblem.from_csv, path, KM)


def test_the_delimiter_is_found_out_from_the_first_rows(tmp_path):
    rows = "".join(f"n{k};1,{k}\n" for k in range(_csv.SAMPLE + 5))
    table = _csv.read_csv(csv_file(tmp_path, "name;km\n" + rows))
    assert (table.dialect.delimiter, len(table.rows)) == (";", _csv.SAMPLE + 5)


# ---- Names that look alike -----------------------------------------------------------------------


def test_names_that_differ_in_what_nobody_sees_stay_apart_or_are_refused(tmp_path):
    for a, b in [("Malé", "Male\u0301"), ("a", "a\u200b"), ("fi", "\ufb01"), ("a", "\u0430")]:
        raw = f"name,km\n{a},1\n{b},2\n"
        try:
            problem = kd.DecisionProblem.from_csv(csv_file(tmp_path, raw), KM)
        except kd.InputError:
            continue
        assert problem.candidate_names == (a, b)
        assert problem.matrix.ravel().tolist() == [1, 2]


# ---- Constructors --------------------------------------------------------------------------------

HUGE = 10**400


@pytest.mark.parametrize(
    "call",
    [
        lambda: kd.FuzzyNumber(1, 2, HUGE),
        lambda: kd.DirectWeights({"a": HUGE}),
        lambda: kd.Normal(HUGE, 1),
        lambda: kd.PiecewiseLinear({0: 0, HUGE: 1}),
        lambda: kd.RatedLeaf({"good": HUGE}, {"a": "good"}),
        lambda: kd.PROMETHEE2("linear", q=HUGE, p=HUGE),
        lambda: kd.WeightSpace(concentration=HUGE, around=[1]),
        lambda: pt.Proximity(HUGE),
        lambda: pt.Agreement(["35.22", "35.23"], 2020, HUGE),
        lambda: kd.DecisionProblem(KM, ["a"], [[HUGE]]),
        lambda: pt.RegionTable.from_frame(
            pd.DataFrame(
                {"code": ["35.22"], "name": ["Kabupaten A"], "x": pd.Series([HUGE], dtype=object)}
            ),
            indicators=["x"],
        ),
        lambda: pt.Agreement([["35.22"], ["35.23"]], 2020, 1),
        lambda: pt.PartnershipOption("35.22", 7, None, "joint_service"),
        lambda: pt.Origins({"a": "judged"}),
        lambda: pt.Contiguous(3),
        lambda: pt.Coverage(None, 1, "knowledge"),
        lambda: kd.GroupComparisons.from_matrices(["a"], [[[1]]], 3),
    ],
    ids=range(17),
)
def test_constructors_refuse_what_fits_no_float_or_no_list(call):
    fails(call)


JUDGED = kd.PairwiseComparisons(["a", "b"], {("a", "b"): 3})
RANKING = kd.rank(kd.DecisionProblem.from_arrays([[1, 2], [3, 1]], ["benefit"] * 2), [1, 1])
OF_REGIONS = (kd.datasets.east_java(), [pt.OperatorCriterion(KM[0], pt.HaversineKm())])
LIST = np.array(["35.22", "35.23"])
WATER = pt.Issue(pt.SECTORS["public_works"], "drinking water")
OPTION = pt.PartnershipOption("35.22", {"35.23"}, WATER, "joint_service")


@pytest.mark.parametrize(
    ("call", "said"),
    [
        (lambda: kd.judgment_uncertainty(JUDGED, steps=1.7e308, rng=1), "steps: no distance"),
        (lambda: kd.judgment_uncertainty(JUDGED, steps=10**400, rng=1), "steps: no distance"),
        (lambda: kd.report(RANKING, format=np.zeros(2)), "format: unknown choice"),
        (
            lambda: pt.mutual_ranking(*OF_REGIONS, {"35.22": [1]}, regions=[LIST, "35.23"]),
            "weights: region '35.22': it is not among",
        ),
        (
            lambda: pt.framework_problem(OF_REGIONS[0], "35.22", data=(x for x in "ab")),
            "data: no mapping",
        ),
        (lambda: kd.interval_topsis(KM, ["a"], [[10**400]], [1]), "no value"),
        (
            lambda: pt.stable_matching([["35.78"]], {"35.25": {"35.78": 1}}),
            "left: region number 1: the name is no text",
        ),
        (
            lambda: kd.RankOrderWeights(["a", "b"], rule="exponent", exponent=10**400),
            "exponent: no exponent",
        ),
        (
            lambda: pt.portfolio([OPTION], {}, budgets={}, maximum_per_region=10**400),
            "maximum_per_region: no count",
        ),
        (lambda: pt.stable_matching(np.array("x"), ["35.25"]), "left: no list of codes"),
        (lambda: kd.DecisionProblem(KM, ["a"], np.array("x")), "matrix: no table of numbers"),
        (
            lambda: kd.DecisionProblem(KM, ["a"], [np.array("x")]),
            "candidate 'a': its row is no list of numbers",
        ),
    ],
    ids=range(12),
)
def test_functions_refuse_what_is_no_choice_list_or_distance(call, said):
    assert said in message(call)


def test_a_study_whose_names_never_end_is_refused():
    name = {}
    for _ in range(100_000):
        name = {"a": name}
    data = {"source": "regions"}
    said = message(kd.Study.from_dict, {"title": "x", "criteria": [{"name": name}], "data": data})
    assert "criteria[1]" in said


def test_half_a_character_in_a_template_is_written_as_json_escapes_it(tmp_path):
    region = pt.Region("35.22", "Kabupaten \ud800", "regency", "35", lat=-7.1, lon=111.8)
    path, _ = pt.region_template(tmp_path / "t.csv", [region])
    assert r"Kabupaten \ud800" in path.read_text(encoding="utf-8")


def test_results_read_back_from_anything_raise_our_error():
    rng = random.Random(5)
    data = kd.rank(kd.DecisionProblem(KM, ["a", "b"], [[1], [2]]), [1]).to_dict()
    for _ in range(100):
        with contextlib.suppress(kd.InputError):
            kd.Ranking.from_dict(garbage.broken(rng, data))
    assert kd.Ranking.from_dict(data).to_dict() == data


# ---- What the code never does --------------------------------------------------------------------

BANNED_NAMES = {"eval", "exec", "compile", "__import__", "breakpoint", "input"}
BANNED_MODULES = {
    "pickle", "marshal", "shelve", "yaml", "subprocess", "runpy", "code", "ctypes", "socket",
    "urllib", "http", "dill", "joblib", "cloudpickle",
}  # fmt: skip


def dangers(text):
    """Return what a module does that could run what stands in a file, or reach the network."""
    found = []
    for node in ast.walk(ast.parse(text)):
        if isinstance(node, ast.Call):
            name = getattr(node.func, "id", getattr(node.func, "attr", ""))
            bare = isinstance(node.func, ast.Name)
            if (bare and name in BANNED_NAMES) or name in ("system", "popen", "read_pickle"):
                found.append(name)
            if name == "import_module" and not isinstance(node.args[0], ast.Constant):
                found.append(name)
            found += [k.arg for k in node.keywords if k.arg == "allow_pickle"]
        elif isinstance(node, ast.Import):
            found += [n.name for n in node.names if n.name.partition(".")[0] in BANNED_MODULES]
        elif isinstance(node, ast.ImportFrom):
            found += (
                [node.module] if (node.module or "").partition(".")[0] in BANNED_MODULES else []
            )
    return found


def test_dangers_are_seen():
    for line in ("eval('1')", "import pickle", "from yaml import load", "os.system('x')",
                 "importlib.import_module(name)", "np.load(x, allow_pickle=True)"):  # fmt: skip
        assert dangers(line)
    assert dangers("importlib.import_module('json')\nre.compile('x')") == []


@pytest.mark.parametrize("path", sorted(SOURCE.rglob("*.py")), ids=lambda path: path.stem)
def test_nothing_from_a_file_is_run(path):
    assert dangers(path.read_text(encoding="utf-8")) == []
