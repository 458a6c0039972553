"""Progress: a bar when asked for, in a terminal and in a notebook, and nothing otherwise."""

import inspect
import io
import re
import warnings

import numpy as np
import pytest

import kadmcdm as kd
from kadmcdm import _tiles
from kadmcdm import partnership as pt

PROBLEM = kd.DecisionProblem.from_arrays(
    np.random.default_rng(1).random((6, 3)) + 0.1, ["benefit"] * 3
)
JAVA = kd.datasets.east_java()
CRITERIA = [
    pt.OperatorCriterion(kd.Criterion("km", "cost"), pt.HaversineKm()),
    pt.OperatorCriterion(kd.Criterion("scale", "benefit"), pt.JointScale("population")),
]
STUDY = {
    "title": "t",
    "data": {"source": "inline", "values": {"a": {"km": 1}, "b": {"km": 2}}},
    "criteria": [{"name": "km", "direction": "cost"}],
    "weights": {"scheme": "equal"},
    "robustness": {"n_samples": 100},
}
JUDGED = kd.PairwiseComparisons.from_upper_triangle(["a", "b", "c"], [2, 4, 3])

LONG = {
    "smaa": lambda **shown: kd.smaa(PROBLEM, n_samples=300, rng=1, **shown),
    "multiverse": lambda **shown: kd.multiverse(
        PROBLEM, [kd.TOPSIS()], [kd.EqualWeights()], n_samples=10, rng=1, **shown
    ),
    "potential_winners": lambda **shown: kd.potential_winners(PROBLEM, rng=1, **shown),
    "judgment_uncertainty": lambda **shown: kd.judgment_uncertainty(
        JUDGED, n_samples=100, rng=1, **shown
    ),
    "search_coalitions": lambda **shown: pt.search_coalitions(
        JAVA, CRITERIA, [1, 1], size=2, initiator="35.22", **shown
    ),
    "shapley": lambda **shown: pt.shapley(
        lambda group: 10 + 5 * len(group), list("ABC"), n_samples=50, rng=1, **shown
    ),
    "mutual_ranking": lambda **shown: pt.mutual_ranking(
        JAVA, CRITERIA, n_samples=20, rng=1, **shown
    ),
    "portfolio": lambda **shown: portfolio(**shown),
    "run": lambda **shown: kd.Study.from_dict(STUDY).run(**shown),
}


def portfolio(**shown):
    """Choose one of two partnerships, under a few weightings."""
    topic = pt.Issue(pt.SECTORS["public_works"], "drinking water")
    options = [
        pt.PartnershipOption("35.22", {code}, topic, "joint_service", costs={"35.22": 5, code: 5})
        for code in ("35.21", "35.23")
    ]
    criteria = [kd.Criterion("gain", "benefit")]
    cells = {(item.name, "gain"): value for item, value in zip(options, (3, 2), strict=True)}
    ranking = kd.rank(pt.option_problem(options, criteria, cells).problem, [1], kd.WeightedSum())
    budgets = dict.fromkeys(("35.21", "35.22", "35.23"), 6)
    return pt.portfolio(options, ranking, budgets=budgets, n_samples=3, rng=1, **shown)


def functions_with_progress():
    """Return the names of public functions and methods that take `progress`."""
    found = set()
    for module in (kd, pt):
        for name in module.__all__:
            given = getattr(module, name)
            inside = inspect.getmembers(given, callable) if inspect.isclass(given) else []
            for key, item in [(name, given), *inside]:
                if inspect.isfunction(item) and "progress" in inspect.signature(item).parameters:
                    found.add(key)
    return found


def test_every_function_with_progress_is_tried_here():
    assert functions_with_progress() == set(LONG)


@pytest.mark.parametrize("name", LONG)
def test_nothing_is_shown_unless_asked_for(name, capfd):
    LONG[name]()
    LONG[name](progress=False)
    assert capfd.readouterr() == ("", "")


@pytest.mark.parametrize("name", LONG)
def test_a_bar_on_standard_error_that_ends_at_the_end(name, capfd):
    LONG[name](progress=True)
    out, err = capfd.readouterr()
    assert out == ""
    lines = err.strip().splitlines()
    assert lines
    assert all("100%" in line for line in lines)


def test_a_bar_in_a_terminal_is_one_line_that_is_drawn_anew(monkeypatch):
    """What a real terminal is sent: it ends at 100 % and shows the cursor again."""

    class Terminal(io.StringIO):
        def isatty(self):
            return True

    screen = Terminal()
    monkeypatch.setattr("sys.stderr", screen)
    monkeypatch.setenv("TERM", "xterm")
    parts = _tiles.map_tiles(int, ((k,) for k in range(5)), 5, progress=True, description="trying")
    assert list(parts) == [0, 1, 2, 3, 4]
    sent = screen.getvalue()
    assert sent.count("\n") == 1
    assert "trying" in sent.rsplit("\r", 1)[-1]
    assert "100%" in sent.rsplit("\r", 1)[-1]
    assert sent.rstrip().endswith("\x1b[?25h")


def test_the_bar_is_full_when_the_last_part_comes(capfd):
    """Also for whoever takes just as many parts as there are."""
    parts = _tiles.map_tiles(int, ((k,) for k in range(3)), 3, progress=True)
    assert [next(parts) for _ in range(3)] == [0, 1, 2]
    parts.close()
    assert "100%" in capfd.readouterr().err


def test_a_fault_leaves_the_bar_where_it_was(capfd):
    with pytest.raises(ValueError, match="invalid literal"):
        list(_tiles.map_tiles(int, iter([("1",), ("x",)]), 2, progress=True))
    assert "50%" in capfd.readouterr().err


# ---- a real kernel -------------------------------------------------------------------------------


CELLS = (
    "import numpy as np, kadmcdm as kd",
    "problem = kd.DecisionProblem.from_arrays(np.random.default_rng(1).random((40, 3)) + 0.1, "
    "['benefit'] * 3)",
    "sure = kd.smaa(problem, n_samples=200_000, rng=1, progress=True)",
    "quiet = kd.smaa(problem, n_samples=300, rng=1)",
    "kd.rank(problem, [1, 1, 1])",
    "failed = False\n"
    "try:\n"
    "    list(kd._tiles.map_tiles(int, iter([('1',), ('x',)]), 2, progress=True))\n"
    "except ValueError:\n"
    "    failed = True\n"
    "failed",
)


@pytest.fixture(scope="module")
def notebook(tmp_path_factory):
    """Run the cells in a real kernel; needs what the test group installs."""
    nbformat = pytest.importorskip("nbformat", reason="pip install --group test")
    nbclient = pytest.importorskip("nbclient", reason="pip install --group test")
    pytest.importorskip("ipykernel", reason="pip install --group test")
    book = nbformat.v4.new_notebook(cells=[nbformat.v4.new_code_cell(cell) for cell in CELLS])
    changes = []

    class Client(nbclient.NotebookClient):
        def process_message(self, message, cell, index):
            if message["msg_type"] == "update_display_data":
                changes.append(message["content"]["data"])
            return super().process_message(message, cell, index)

    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # of the client's own making
        client = Client(book, timeout=60, kernel_name="python3")
        client.execute(cwd=str(tmp_path_factory.mktemp("notebook")))
    return [cell.outputs for cell in book.cells], changes


def test_a_notebook_shows_one_bar_that_ends_full(notebook):
    (output,) = notebook[0][2]
    assert output.output_type == "display_data"
    assert set(output.data) == {"text/plain", "text/html"}
    assert output.data["text/plain"].startswith("smaa 100% ")
    found = re.search(r'<progress value="(\d+)" max="(\d+)">', output.data["text/html"])
    assert found[1] == found[2] != "0"


def test_a_notebook_is_told_a_few_times_only(notebook):
    """Ten times a second and at the end, not once for each of a million tiles."""
    changes = notebook[1]
    assert 1 <= len(changes) <= 100
    shares = [int(re.search(r"(\d+)%", data["text/plain"])[1]) for data in changes[:-1]]
    assert shares == sorted(shares)


def test_a_notebook_shows_nothing_that_was_not_asked_for(notebook):
    outputs = notebook[0]
    assert [len(outputs[k]) for k in (0, 1, 3)] == [0, 0, 0]


def test_a_notebook_shows_results_in_three_forms(notebook):
    (output,) = notebook[0][4]
    assert set(output.data) == {"text/plain", "text/html", "text/markdown"}
    assert output.data["text/html"].startswith("<table")


def test_a_fault_in_a_notebook_leaves_the_bar_where_it_was(notebook):
    bar, value = notebook[0][5]
    assert bar.data["text/plain"].startswith("50% ")
    assert value.data["text/plain"] == "True"
