"""Threads, processes, copies, files, the state of the interpreter: no call disturbs another."""

import builtins
import contextlib
import copy
import decimal
import locale
import logging
import math
import multiprocessing
import os
import pickle
import random
import subprocess
import sys
import threading
import types
import warnings
from collections import UserDict
from collections.abc import Mapping
from concurrent.futures import ProcessPoolExecutor, ThreadPoolExecutor
from pathlib import Path

import matplotlib
import numpy as np
import pytest
from matplotlib import _pylab_helpers

import kadmcdm as kd
from displayed import FACTORIES, PLAIN, Made
from kadmcdm import _files, plot
from kadmcdm import partnership as pt
from kadmcdm.report.pictures import drawn

THREADS = 16


def problem(k=0):
    """Return a problem that nobody has looked at yet."""
    matrix = np.random.default_rng(k).random((6, 3)) + 0.1
    return kd.DecisionProblem.from_arrays(matrix, ["benefit", "cost", "benefit"])


HIERARCHY = kd.Hierarchy.from_dict(
    {
        "goal": "partner",
        "tree": {"c1": {}, "c2": {}, "c3": {}},
        "comparisons": {"partner": [["c1", "c2", 9], ["c2", "c3", 7], ["c1", "c3", "1/5"]]},
    }
)
CONTRADICTORY = pytest.mark.filterwarnings("ignore:.*consistency ratio:kadmcdm.KadmcdmWarning")
STUDY = {
    "title": "Partners",
    "data": {"source": "inline", "values": {f"a{k}": {"c1": k, "c2": 9.0 - k} for k in range(5)}},
    "criteria": [{"name": "c1", "direction": "benefit"}, {"name": "c2", "direction": "cost"}],
    "weights": {"scheme": "equal"},
    "robustness": {"n_samples": 100},
}


def partners():
    table = kd.datasets.east_java()
    criteria = [
        pt.OperatorCriterion(kd.Criterion("distance", "cost"), pt.HaversineKm()),
        pt.OperatorCriterion(kd.Criterion("size", "benefit"), pt.JointScale("population")),
    ]
    return pt.partners_of(table, "35.22", criteria, [1, 1]).to_json()


def filled_form(folder):
    """Write a form and read it back."""
    path = kd.questionnaire(HIERARCHY, folder / "form.xlsx")
    said = str(kd.read_questionnaires(folder))
    path.unlink()
    return said


def saved(folder):
    """Write a workbook and a table, and read them back."""
    ranking = kd.rank(problem(), [1, 1, 1])
    back = kd.read_workbook(kd.write_workbook(ranking, folder / "ranking.xlsx"))
    return back.digest, kd.write_csv(ranking, folder / "ranking.csv").read_bytes()


QUICK = {
    "rank": lambda _: kd.rank(problem(), [1, 2, 3]).to_json(),
    "smaa": lambda _: kd.smaa(problem(), n_samples=3000, rng=1).to_json(),
    "stability": lambda _: kd.weight_stability(problem(), [1, 2, 3]).to_json(),
    "ahp": lambda _: str(HIERARCHY) + kd.rank(problem(), kd.AHPWeights(HIERARCHY)).to_json(),
    "partners": lambda _: partners(),
    "form": filled_form,
    "saved": saved,
    "study": lambda _: kd.Study.from_dict(STUDY).run().to_json(),
}


def run(name, work, folder):
    folder.mkdir(exist_ok=True)
    return name, work(folder)


@CONTRADICTORY
def test_sixteen_threads_give_what_one_gives(tmp_path):
    works = [*QUICK.items()] * 2  # sixteen at a time, in two orders
    once = dict(run(name, work, tmp_path / "once") for name, work in QUICK.items())
    before = sys.getswitchinterval()
    sys.setswitchinterval(1e-5)
    try:
        with ThreadPoolExecutor(THREADS) as pool:
            futures = [
                pool.submit(run, name, work, tmp_path / str(k))
                for k, (name, work) in enumerate([*works, *works[::-1]])
            ]
            found = [future.result() for future in futures]
    finally:
        sys.setswitchinterval(before)
    assert len(found) == 32
    for name, said in found:
        assert said == once[name], name


def pictures(_=None):
    """Draw as documents do: where pyplot doesn't see it."""
    ranking = kd.rank(problem(), kd.AHPWeights(HIERARCHY))
    return [
        drawn("ranking", ranking, lang="id"),
        drawn("profile", ranking, "a1", lang="en"),
        drawn("comparisons", HIERARCHY.comparisons["partner"], lang="en"),
        drawn("hierarchy", HIERARCHY, lang="id"),
    ]


@CONTRADICTORY
def test_pictures_drawn_in_threads_are_the_same_bytes():
    once = pictures()
    filters = list(warnings.filters)
    with ThreadPoolExecutor(4) as pool:
        found = list(pool.map(pictures, range(4)))
    assert all(picture is not None for picture in once)
    assert all(each == once for each in found)
    assert warnings.filters == filters
    assert not _pylab_helpers.Gcf.figs


def test_what_is_computed_on_first_use_is_computed_alike_by_all():
    shared, table = problem(), Made(PLAIN).regions
    gate = threading.Barrier(THREADS)

    def look(_):
        gate.wait()
        return shared.digest, shared.criterion_names, str(shared.candidates), str(table.codes)

    with ThreadPoolExecutor(THREADS) as pool:
        found = set(pool.map(look, range(THREADS)))
    assert found == {
        (problem().digest, shared.criterion_names, str(problem().candidates), str(table.codes))
    }


def test_quiet_keeps_other_threads_talking():
    judged = kd.PairwiseComparisons.from_upper_triangle(["a", "b", "c"], [9, 1 / 5, 7])
    group = kd.GroupComparisons({"Ani": judged, "Budi": judged})
    stop = threading.Event()

    def show():
        while not stop.is_set():
            str(group)  # says nothing of consistency

    thread = threading.Thread(target=show)
    thread.start()
    try:
        for _ in range(20):
            with pytest.warns(kd.KadmcdmWarning, match="consistency ratio"):
                judged.priorities()
    finally:
        stop.set()
        thread.join()


def test_files_get_the_permissions_of_any_new_file_from_all_threads(tmp_path):
    mask = os.umask(0o027)
    try:
        with ThreadPoolExecutor(THREADS) as pool:
            paths = [tmp_path / f"{k}.txt" for k in range(200)]
            list(pool.map(lambda path: _files.write_text(path, "x"), paths))
        modes = {path.stat().st_mode & 0o777 for path in paths}
        assert (modes, os.umask(0o027)) == ({0o640}, 0o027)
    finally:
        os.umask(mask)


def shares(seed):
    return kd.smaa(problem(), n_samples=20_000, rng=seed).to_json()


@pytest.mark.filterwarnings("ignore:This process:DeprecationWarning")  # of Python 3.12 on forks
@pytest.mark.skipif(sys.platform != "linux", reason="fork is what Linux does")
def test_forked_and_spawned_processes_agree_after_threads_were_used(processes):
    with ThreadPoolExecutor(4) as pool:
        threads = list(pool.map(shares, range(2)))
    assert list(processes.map(shares, range(2))) == threads
    with ProcessPoolExecutor(2, multiprocessing.get_context("fork")) as forked:
        assert list(forked.map(shares, range(2))) == threads
        whole = kd.smaa(problem(), n_samples=20_000, rng=1, executor=forked).to_json()
    assert whole == threads[1]


# ---- copies --------------------------------------------------------------------------------------


def arrays(thing, seen):
    """Yield all arrays in a result, however deep."""
    if id(thing) in seen:
        return
    seen[id(thing)] = thing
    if isinstance(thing, np.ndarray):
        yield thing
        thing = thing.tolist() if thing.dtype == object else ()
    if isinstance(thing, Mapping):
        thing = [*thing, *thing.values()]
    if isinstance(thing, (list, tuple, set, frozenset)):
        for item in thing:
            yield from arrays(item, seen)
    elif type(thing).__module__.startswith("kadmcdm"):
        slots = [name for cls in type(thing).__mro__ for name in getattr(cls, "__slots__", ())]
        for name in [*slots, *getattr(thing, "__dict__", ())]:
            if hasattr(thing, name) and name != "__weakref__":
                yield from arrays(getattr(thing, name), seen)


MADE = Made(PLAIN)


@pytest.mark.parametrize("name", FACTORIES)
def test_copies_are_equal_and_as_frozen(name):
    made = MADE(name)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", kd.KadmcdmWarning)
        for other in (pickle.loads(pickle.dumps(made)), copy.deepcopy(made), made):
            assert type(other) is type(made)
            assert str(other) == str(made)
            if hasattr(made, "to_json"):
                assert other.to_json() == made.to_json()
            assert all(not array.flags.writeable for array in arrays(other, {}))
            field = next(iter(getattr(type(made), "model_fields", None) or made.__slots__ or ["x"]))
            with pytest.raises((AttributeError, TypeError, ValueError), match=r"frozen|assign|set"):
                setattr(other, field, 1)


# ---- the state of the interpreter ----------------------------------------------------------------


def state():
    """Return what a library could leave changed behind it, as text that can be compared."""
    context = decimal.getcontext()
    return {
        "numpy errors": np.geterr(),
        "numpy printing": str(np.get_printoptions()),
        "numpy random": str(np.random.get_state()),  # noqa: NPY002
        "random": random.getstate(),
        "warnings": list(warnings.filters),
        "showwarning": warnings.showwarning,
        "logging": (logging.root.level, list(logging.root.handlers)),
        "locale": locale.setlocale(locale.LC_ALL),
        "rcParams": str(dict(matplotlib.rcParams)),
        "figures": list(_pylab_helpers.Gcf.figs),
        "environment": dict(os.environ),
        "folder": os.getcwd(),
        "mask": _mask(),
        "decimal": (context.prec, context.rounding, str(context.traps)),
        "path": list(sys.path),
        "meta path": list(sys.meta_path),
        "hooks": (sys.excepthook, sys.displayhook, threading.excepthook, sys.unraisablehook),
        "limits": (sys.getrecursionlimit(), sys.get_int_max_str_digits(), sys.getswitchinterval()),
        "builtins": sorted(vars(builtins)),
        "threads": sorted(thread.name for thread in threading.enumerate()),
    }


def _mask():
    mask = os.umask(0)
    os.umask(mask)
    return mask


PYTHONS = ("__builtins__", "__cached__", "__warningregistry__")
CONTAINERS = (dict, list, set, bytearray, UserDict, np.ndarray)


def module_globals():
    """Return each module's names and, for what can change in place, what stands in it."""
    found = {}
    for module, names in sorted(sys.modules.items()):
        if module == "kadmcdm" or module.startswith("kadmcdm."):
            for name, value in vars(names).items():
                if name in PYTHONS or isinstance(value, types.ModuleType):
                    continue
                if isinstance(value, CONTAINERS) or (
                    type(value).__module__.startswith("kadmcdm") and not callable(value)
                ):
                    found[module, name] = repr(value)
                elif isinstance(value, type) and value.__module__ == module:
                    found[module, name] = class_state(value)
                elif not hasattr(value, "cache_info"):
                    found[module, name] = id(value)
    return found


def class_state(cls):
    """Return the containers that all instances of a class share."""
    own = {key: value for key, value in vars(cls).items() if not key.startswith("__")}
    return {key: repr(value) for key, value in own.items() if isinstance(value, CONTAINERS)}


def caches():
    """Return the caches of functions, which are all that a module may keep."""
    return {
        f"{module}.{name}": value.cache_info()
        for module, names in sorted(sys.modules.items())
        if module.startswith("kadmcdm")
        for name, value in vars(names).items()
        if hasattr(value, "cache_info") and value.__module__ == module
    }


def tour(folder):
    """Call a bit of everything, errors too."""
    for name in FACTORIES:
        made = Made(PLAIN)(name)
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", kd.KadmcdmWarning)
            str(made), made._repr_mimebundle_()
            made.tables("id")
    for work in QUICK.values():
        work(folder)
    figure = plot.ranking(kd.rank(problem(), [1, 1, 1])).get_figure()
    figure.savefig(folder / "ranking.png")
    matplotlib.pyplot.close(figure)
    kd.to_latex(kd.rank(problem(), [1, 1, 1]))
    kd.report(kd.rank(problem(), [1, 1, 1]), folder / "report.html")
    for call in (
        lambda: kd.rank(problem(), [-1, 0, math.nan]),
        lambda: kd.read_workbook(folder / "nowhere.xlsx"),
        lambda: kd.report(kd.rank(problem(), [1, 1, 1]), folder / "no" / "where.md"),
        lambda: kd.Study.from_dict({}),
        lambda: kd.DecisionProblem.from_arrays([["1e400"]], ["benefit"]),
    ):
        with pytest.raises(kd.InputError):
            call()


@CONTRADICTORY
def test_nothing_is_left_changed(tmp_path, dots):
    tour(tmp_path)  # imports what is imported later, and fills the caches
    pictures()
    before, names = state(), module_globals()
    tour(tmp_path)
    pictures()
    after = state()
    for what, was in before.items():
        assert after[what] == was, what
    assert module_globals() == names


def test_the_caches_are_few_and_bounded_by_what_they_are_asked():
    """One matrix a degree of polynomials, and the bundled tables, of which there is one."""
    assert set(caches()) == {"kadmcdm.core.improvement._bernstein", "kadmcdm.datasets.east_java"}


# ---- files ---------------------------------------------------------------------------------------

FULL = """
import resource, signal, sys
import kadmcdm as kd
signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
resource.setrlimit(resource.RLIMIT_FSIZE, (200, 200))
ranking = kd.rank(kd.DecisionProblem.from_arrays([[1, 2], [3, 4]], ["benefit"] * 2), [1, 1])
tree = kd.Hierarchy("g", {"a": {}, "b": {}})
for name, write in {
    "old.md": lambda path: kd.report(ranking.weights, path),
    "old.json": lambda path: kd.report(ranking, path),
    "old.csv": lambda path: kd.write_csv(ranking.problem, path),
    "old.xlsx": lambda path: kd.write_workbook(ranking, path),
    "new.xlsx": lambda path: kd.questionnaire(tree, path),
}.items():
    try:
        write(f"{sys.argv[1]}/{name}")
    except kd.InputError as error:
        print(error.faults[0].what, error.faults[0].got, sep="; ")
"""


def test_a_full_disk_leaves_the_old_files_and_nothing_else(tmp_path):
    for name in ("old.md", "old.json", "old.csv", "old.xlsx"):
        (tmp_path / name).write_text("as it was")
    command = [sys.executable, "-c", FULL, str(tmp_path)]
    done = subprocess.run(command, capture_output=True, text=True, check=False, timeout=60)
    assert done.returncode == 0, done.stderr
    said = done.stdout.splitlines()
    written = {path.name: path.read_text() for path in tmp_path.iterdir()}
    small = {name for name in ("old.md", "old.csv") if written.get(name) != "as it was"}
    assert len(said) == 5 - len(small)
    assert set(said) == {"it cannot be written; File too large"}
    assert set(written) == {"old.md", "old.json", "old.csv", "old.xlsx"}
    assert written["old.json"] == written["old.xlsx"] == "as it was"
    assert all(written[name].endswith("\n") for name in small)  # what fits, whole


def test_a_link_is_replaced_and_what_it_led_to_stays(tmp_path):
    target = tmp_path / "target.txt"
    target.write_text("as it was")
    link = tmp_path / "report.md"
    link.symlink_to(target)
    kd.report(kd.EqualWeights().weigh(problem()), link)
    assert target.read_text() == "as it was"
    assert not link.is_symlink()
    assert link.read_text().startswith("**EqualWeights**")


def test_no_device_is_replaced(tmp_path):
    pipe = tmp_path / "pipe.md"
    os.mkfifo(pipe)
    weights = kd.EqualWeights().weigh(problem())
    for place in (pipe, Path("/dev/null")):
        with pytest.raises(kd.InputError, match="a device or a pipe, no file"):
            kd.report(weights, place, format="md")
        assert not place.is_file()


def test_an_interruption_leaves_no_scratch_file(tmp_path, monkeypatch):
    def stop(*_):
        raise KeyboardInterrupt

    monkeypatch.setattr(os, "replace", stop)
    with contextlib.suppress(KeyboardInterrupt):
        _files.write_text(tmp_path / "a.txt", "x")
    assert list(tmp_path.iterdir()) == []


def test_a_place_that_cannot_be_written(tmp_path):
    folder = tmp_path / "closed"
    folder.mkdir(mode=0o555)
    too_long = tmp_path / ("x" * 300 + ".md")
    places = [too_long, Path("/proc/version.md")]
    if os.geteuid():  # nothing is closed to root
        places.append(folder / "report.md")
    for place in places:
        with pytest.raises(kd.InputError, match=r"it cannot be written|no name of a file"):
            kd.report(kd.EqualWeights().weigh(problem()), place)
