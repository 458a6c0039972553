"""Push broken input through every door for minutes: ``make hostile``, or with ``--minutes 30``.

A door takes a random generator, makes one input of it, and tries it. Nothing but a `KadmcdmError`
may come out, and nothing may take long. A door that needs files has a folder to itself, which is
where the program stands while it runs.
"""

from __future__ import annotations

import argparse
import contextlib
import io
import json
import os
import random
import resource
import shutil
import signal
import sys
import tempfile
import time
import traceback
import warnings
from collections import Counter
from collections.abc import Callable
from functools import cache
from pathlib import Path
from typing import Any

import pandas as pd

sys.path[:0] = [str(Path(__file__).parent.parent), str(Path(__file__).parent)]

import garbage as made  # noqa: E402 - of this folder's parent
import kadmcdm as kd  # noqa: E402
import office_files as office  # noqa: E402
from kadmcdm import partnership as pt  # noqa: E402

Door = Callable[[random.Random], None]

SECONDS = 10
"""What takes longer counts as an escape."""


class Late(BaseException):
    """Raised by the alarm; no code of the library catches it."""


# ---- Files ---------------------------------------------------------------------------------------

REVIEWS = (
    "parties,sector,object,form,first_year,last_year,item,promised,realized,unit,disputes\n"
    "35.22+35.23,public_works,drinking water,knowledge_exchange,2022,2024,trainings,8,6,days,0\n"
    "35.22+35.21,public_works,waste,joint_service,2021,2022,visits,4,,visits,1\n"
)
LEVERS = "lever;action;responsible;months;cost;unit\nwells;drill two;office;6;1.500,5;IDR million\n"
CRITERIA = "nama;arah;satuan;batas_bawah;batas_atas\nkm;biaya;km;0;100\ngain;manfaat;;0;10,5\n"
VALUES = "name;km;gain\nTuban;34,8;1\nNgawi;55,4;9,5\n"
AFFAIRS = "sub_affair,indicator,direction,target,priority\ndrinking_water,x,benefit,90,0.4\n"
INLINE = """title = "Where to go"
[data]
source = "inline"
[data.values]
Tuban = { km = 35.0, gain = 1 }
Ngawi = { km = 55.0, gain = 2 }
[[criteria]]
name = "km"
direction = "cost"
bounds = [0, 100]
[[criteria]]
name = "gain"
direction = "benefit"
[weights]
scheme = "direct"
values = { km = 2, gain = 1 }
[method]
name = "TOPSIS"
[robustness]
n_samples = 100
"""


def _regions(rng: random.Random) -> dict[str, bytes]:
    """Return the bundled files, one of them spoiled."""
    folder = kd.datasets.data_folder("east_java")
    names = ("regions.csv", "indicators.csv", "borders.csv")
    files = {name: (folder / name).read_bytes() for name in names}
    name = rng.choice(names)
    return files | {name: made.spoiled_bytes(rng, files[name])}


def _written(name: str, raw: bytes) -> Path:
    path = Path(name)
    path.write_bytes(raw)
    return path


def regions_csv(rng: random.Random) -> None:
    """Read a table of regions, its indicators and its borders."""
    at = {name: _written(name, raw) for name, raw in _regions(rng).items()}
    more = {"indicators": at["indicators.csv"], "adjacency": at["borders.csv"]}
    pt.RegionTable.from_csv(at["regions.csv"], **more)


def problem_csv(rng: random.Random) -> None:
    """Read a table of values, by a table of criteria."""
    spoil = rng.random() < 0.5
    raw, about = VALUES.encode(), CRITERIA.encode()
    raw, about = (
        made.spoiled_bytes(rng, raw) if spoil else raw,
        about if spoil else made.spoiled_bytes(rng, about),
    )
    criteria = _written("criteria.csv", about)
    kd.DecisionProblem.from_csv(
        _written("values.csv", raw), criteria, missing=rng.choice(("error", "median", "worst"))
    )


def _one_csv(text: str, read: Callable[[Path], Any]) -> Door:
    def door(rng: random.Random) -> None:
        read(_written("one.csv", made.spoiled_bytes(rng, text.encode())))

    return door


# ---- Studies -------------------------------------------------------------------------------------


def study_toml(rng: random.Random) -> None:
    """Load a study file and the files beside it, the study spoiled or one of the others."""
    study = (kd.datasets.data_folder("east_java") / "study.toml").read_bytes()
    folder = kd.datasets.data_folder("east_java")
    files = {path.name: path.read_bytes() for path in folder.glob("*.csv")}
    if rng.random() < 0.3:
        study, files = INLINE.encode(), {}
    if files and rng.random() < 0.3:
        files = _regions(rng)
    else:
        study = made.spoiled_bytes(rng, study)
    for name, raw in files.items():
        _written(name, raw)
    kd.Study.load(_written("study.toml", study))


@cache
def _study_dict() -> dict[str, Any]:
    return json.loads(json.dumps(kd.Study.load(_written("inline.toml", INLINE.encode())).to_dict()))


def study_json(rng: random.Random) -> None:
    """Load a study in JSON, well formed or not."""
    data = made.broken(rng, _study_dict(), made.json_garbage)
    text = json.dumps(data).encode() if rng.random() < 0.8 else json.dumps(_study_dict()).encode()
    if rng.random() < 0.4:
        text = made.spoiled_bytes(rng, text)
    kd.Study.load(_written("study.json", text))


def study_dict(rng: random.Random) -> None:
    """Make a study of plain data."""
    kd.Study.from_dict(made.broken(rng, _study_dict()), folder=".")


def command_line(rng: random.Random) -> None:
    """Run or check a spoiled study: exit 0 or 2, and a message without a traceback."""
    from typer.testing import CliRunner

    from kadmcdm.cli import app

    _written("cli.toml", made.spoiled_bytes(rng, INLINE.encode()))
    command = rng.choice((["check", "cli.toml"], ["run", "cli.toml"], ["questionnaire", "cli.toml",
                          "--out", "form.xlsx"]))  # fmt: skip
    error = CliRunner().invoke(app, command).exception
    if error is not None and not isinstance(error, (SystemExit, kd.KadmcdmError)):
        raise error


# ---- Frames --------------------------------------------------------------------------------------


def _frame(rng: random.Random, columns: dict[str, list[Any]]) -> Any:
    """Return a frame of one of three libraries with something wrong in it, or the plain dict."""
    import polars
    import pyarrow

    columns = {
        key: [made.flat_garbage(rng) if rng.random() < 0.1 else cell for cell in cells]
        for key, cells in columns.items()
    }
    what = rng.random()
    if what < 0.15:
        columns.pop(rng.choice(list(columns)))
    elif what < 0.3:
        columns[rng.choice(made.TEXTS)] = next(iter(columns.values()))
    with contextlib.suppress(Exception):  # what a library itself refuses never gets to us
        make = (
            lambda: pd.DataFrame(columns),
            lambda: pd.DataFrame(columns).set_index(next(iter(columns))),
            lambda: pd.concat([pd.DataFrame(columns)] * 2, axis=rng.choice((0, 1))),
            lambda: polars.DataFrame(columns, strict=False),
            lambda: polars.LazyFrame(columns, strict=False),
            lambda: pyarrow.table(columns),
            lambda: pd.DataFrame(columns).astype("string"),
            lambda: pd.DataFrame(columns).iloc[:0],
            lambda: pd.Series(next(iter(columns.values()))),
        )
        return rng.choice(make)()
    return made.garbage(rng)


def frames(rng: random.Random) -> None:
    """Read a frame as a problem, criteria, regions, reviews, judgments or measures."""
    values = {"name": ["Tuban", "Ngawi"], "km": [34.8, 55.4], "gain": [1.0, 9.5]}
    criteria = [kd.Criterion("km", "cost"), kd.Criterion("gain", "benefit")]
    about = {"nama": ["km", "gain"], "arah": ["biaya", "manfaat"], "satuan": ["km", ""]}
    regions = {"code": ["35.22", "35.23"], "name": ["Kabupaten A", "Kabupaten B"], "x": [1, 2.5]}
    levers = {"lever": ["wells"], "months": [6]}
    pairs = {"first": ["a", "a"], "second": ["b", "c"], "judgment": [3, "1/5"]}
    tree = {"node": ["goal", "a", "b"], "parent": [None, "goal", "goal"]}
    ranking = kd.rank(kd.DecisionProblem.from_frame(pd.DataFrame(values), criteria), [1, 1])
    doors: tuple[Callable[[], Any], ...] = (
        lambda: kd.DecisionProblem.from_frame(
            _frame(rng, values), criteria, missing=rng.choice(("error", "median"))
        ),
        lambda: kd.DecisionProblem.from_frame(pd.DataFrame(values), _frame(rng, about)),
        lambda: pt.RegionTable.from_frame(_frame(rng, regions), indicators=["x"]),
        lambda: pt.read_lever_actions(_frame(rng, levers)),
        lambda: pt.read_reviews(_frame(rng, pd.read_csv(io.StringIO(REVIEWS)).to_dict("list"))),
        lambda: kd.PairwiseComparisons.from_frame(_frame(rng, pairs)),
        lambda: kd.Hierarchy.from_frame(_frame(rng, tree)),
        lambda: kd.add_scores(_frame(rng, values), ranking),
        lambda: pt.affairs_from_frame(_frame(rng, {"sub_affair": ["drinking_water"]})),
    )
    rng.choice(doors)()


# ---- Office files --------------------------------------------------------------------------------


@cache
def _books() -> tuple[bytes, bytes]:
    """Return the bytes of a form, and of a workbook with all its sheets."""
    with tempfile.TemporaryDirectory() as folder:
        tree = kd.Hierarchy("partner", {"gain": {"income": {}, "skill": {}}, "distance": {}})
        problem = kd.DecisionProblem.from_arrays([[1, 2.5], [3, 4]], ["benefit", "cost"])
        form = kd.questionnaire(tree, f"{folder}/form.xlsx")
        book = kd.write_workbook(kd.rank(problem, [1, 1]), f"{folder}/book.xlsx")
        return form.read_bytes(), book.read_bytes()


def workbook(rng: random.Random) -> None:
    """Read a spoiled workbook."""
    path = _written("t.xlsx", office.spoiled_book(rng, _books()[1]))
    if kd.read_workbook(path).matrix.size == 0:
        raise ValueError("a problem of nothing")


def forms(rng: random.Random) -> None:
    """Read a spoiled form beside a good one, whose fault must be said."""
    Path("forms").mkdir(exist_ok=True)
    _written("forms/a.xlsx", office.spoiled_book(rng, _books()[0]))
    _written("forms/b.xlsx", _books()[0])
    reading = kd.read_questionnaires("forms")
    if len({fault.where[:6] for fault in reading.faults}) < 2:
        raise ValueError("a fault is not said")


# ---- JSON of results, and calls ------------------------------------------------------------------


@cache
def _results() -> dict[str, tuple[type, dict[str, Any]]]:
    """Return one of each thing that travels as JSON, as plain data."""
    from displayed import FACTORIES, PLAIN, Made
    from kadmcdm._provenance import kinds

    found = {}
    names = {*FACTORIES} & {*kinds()}
    one = Made(PLAIN)
    for name in sorted(names):
        result = one(name)
        found[name] = type(result), json.loads(result.to_json())
    return found


def results_dict(rng: random.Random) -> None:
    """Read a result back from spoiled data, with what only Python can hold in it."""
    kind, data = rng.choice(list(_results().values()))
    kind.from_dict(made.broken(rng, data, rng.choice((made.garbage, made.json_garbage))))


def results_json(rng: random.Random) -> None:
    """Read a result back from spoiled text."""
    kind, data = rng.choice(list(_results().values()))
    text = json.dumps(made.broken(rng, data, made.json_garbage))
    if rng.random() < 0.3:
        text = made.spoiled_bytes(rng, text.encode()).decode("utf-8", "replace")
    kind.from_json(text)


def _calls(things: dict[str, Callable[..., Any]], *, spare: bool) -> Door:
    names = sorted(things)

    def door(rng: random.Random) -> None:
        name = rng.choice(names)
        calls = [call for call in made.example_calls(name) if call]
        if calls:
            made.called(things[name], made.spoiled_call(rng, calls, spare=spare))

    return door


def paths(rng: random.Random) -> None:
    """Give what is no path, or leads to no file, to whatever takes one."""
    study = _written("inline.toml", INLINE.encode())
    ranking = kd.Study.load(study).run().ranking
    places: tuple[Any, ...] = (
        made.garbage(rng), rng.choice(made.TEXTS), "/dev/zero", "/dev/null", "fifo", ".", "no/such",
        "x" * 300, b"bytes", "nul\0", "\ud800", "/proc/self/mem", "link", "/etc/../etc/shadow",
    )  # fmt: skip
    place = rng.choice(places)
    if not Path("fifo").exists():
        os.mkfifo("fifo")
    if not Path("link").is_symlink():
        Path("link").symlink_to("/dev/zero")
    section = {"source": "table", "path": place}
    doors: tuple[Callable[[], Any], ...] = (
        lambda: kd.Study.load(place),
        lambda: kd.Study.from_dict(_study_dict(), folder=place),
        lambda: kd.Study.from_dict({**_study_dict(), "data": section}, folder=".",
                                   allow_outside=rng.random() < 0.5),
        lambda: pt.RegionTable.from_csv(place),
        lambda: kd.DecisionProblem.from_csv(place, [kd.Criterion("km", "cost")]),
        lambda: kd.DecisionProblem.from_csv("values.csv", place),
        lambda: kd.Hierarchy.from_toml(place),
        lambda: pt.affairs_from_csv(place),
        lambda: kd.write_csv(ranking, place) if _harmless(place) else None,
        lambda: kd.report(ranking, place) if _harmless(place) else None,
        lambda: kd.read_questionnaires(place),
        lambda: kd.read_workbook(place),
    )  # fmt: skip
    rng.choice(doors)()


def _harmless(place: Any) -> bool:
    """Tell whether what is written there stays in the folder of this run, or nowhere at all."""
    text = str(place) if isinstance(place, (str, Path)) else ""
    return not text.startswith(("/", "..")) and text != "nowhere"


DOORS: dict[str, Door] = {
    "study file, TOML": study_toml,
    "study file, JSON": study_json,
    "study, plain data": study_dict,
    "command line": command_line,
    "CSV of regions": regions_csv,
    "CSV of values and criteria": problem_csv,
    "CSV of reviews": _one_csv(REVIEWS, pt.read_reviews),
    "CSV of levers": _one_csv(LEVERS, pt.read_lever_actions),
    "CSV of affairs": _one_csv(AFFAIRS, pt.affairs_from_csv),
    "workbooks": workbook,
    "forms": forms,
    "data frames": frames,
    "results, plain data": results_dict,
    "results, JSON": results_json,
    "paths": paths,
    "constructors": _calls(made.constructors(), spare=False),
    "class methods": _calls(made.loaders(), spare=False),
    "functions": _calls(made.functions(), spare=True),
}
"""By name: what takes one input from outside. An input that gets in must do so in bounded time."""


def tried(door: Door, seed: int, seconds: int = SECONDS) -> tuple[str | None, float]:
    """Try one input; return what came out that should not have, and the seconds it took."""
    escaped = None
    before = signal.signal(signal.SIGALRM, _late)
    start = time.perf_counter()
    signal.alarm(seconds)
    try:
        door(random.Random(seed))
    except (kd.KadmcdmError, kd.KadmcdmWarning) as error:
        if len(str(error)) > 200_000:
            escaped = f"a message of {len(str(error)):,} characters"
    except Late:
        escaped = f"more than {seconds} s"
    except Exception as error:
        own = [f for f in traceback.extract_tb(error.__traceback__) if "kadmcdm" in f.filename]
        place = f"{Path(own[-1].filename).name}:{own[-1].lineno}" if own else "outside"
        escaped = f"{type(error).__name__} at {place}: {str(error)[:150]}"
    finally:
        signal.alarm(0)
        signal.signal(signal.SIGALRM, before)
    return escaped, time.perf_counter() - start


def _late(*_: Any) -> None:
    raise Late


def main() -> int:
    """Try the doors in turn until the minutes are over; write what came of it."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--minutes", type=float, default=5, help="of all doors together")
    parser.add_argument("--seed", type=int, default=None, help="a run's own, to see it again")
    parser.add_argument("--door", choices=sorted(DOORS), default=None, help="this one only")
    given = parser.parse_args()
    seed = random.SystemRandom().randrange(2**32) if given.seed is None else given.seed
    doors = {given.door: DOORS[given.door]} if given.door else DOORS
    warnings.simplefilter("ignore")
    home, scratch = Path.cwd(), tempfile.mkdtemp()
    os.chdir(scratch)
    for name in (*made.constructors(), *made.loaders(), *made.functions()):
        made.example_calls(name)  # the examples run before the clocks do
    begun, figures, escapes = time.monotonic(), {}, Counter()
    try:
        for name, door in doors.items():
            figures[name] = _minutes(door, seed, 60 * given.minutes / len(doors), escapes, name)
    finally:
        os.chdir(home)
        shutil.rmtree(scratch, ignore_errors=True)
    for what, times in escapes.most_common():
        print(f"{times:6}  {what}")
    inputs = sum(item["inputs"] for item in figures.values())
    print(f"{inputs:,} inputs, {sum(escapes.values())} escapes, seed {seed}")
    if given.door is None:
        from record import record

        record(
            "hostile",
            seconds=time.monotonic() - begun,
            seed=seed,
            inputs=inputs,
            escapes=sum(escapes.values()),
            slowest_seconds=max(item["slowest_seconds"] for item in figures.values()),
            peak_memory_mb=round(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024),
            doors=figures,
        )
    return 1 if escapes else 0


def _minutes(
    door: Door, seed: int, seconds: float, escapes: Counter[str], name: str
) -> dict[str, Any]:
    """Try one door for so long; return its figures."""
    with contextlib.suppress(kd.KadmcdmError, kd.KadmcdmWarning, Exception):
        door(random.Random(0))  # what is made once is made before the clock runs
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    until, inputs, slowest = time.monotonic() + seconds, 0, 0.0
    while time.monotonic() < until:
        escaped, took = tried(door, seed + inputs)
        inputs, slowest = inputs + 1, max(slowest, took)
        if escaped:
            key = f"{name}: {escaped}"
            if not escapes[key]:
                print(f"{key}  (seed {seed + inputs - 1})", flush=True)
            escapes[key] += 1
    grown = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before
    return {
        "inputs": inputs,
        "escapes": sum(n for key, n in escapes.items() if key.startswith(f"{name}: ")),
        "slowest_seconds": round(slowest, 3),
        "memory_growth_mb": round(grown / 1024),
    }


if __name__ == "__main__":
    raise SystemExit(main())
