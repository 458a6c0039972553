"""The whole path in small, with nothing but the installed package and pytest.

``check_release.py`` runs this file against the built wheel, on each Python, on the newest and on
the lowest declared versions of what it depends on, with warnings as errors. So: no helpers, no
fixtures of ours, no file of the working tree. What an extra brings must be refused by name where
that extra is missing.
"""

from __future__ import annotations

import json
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from contextlib import AbstractContextManager, nullcontext
from importlib.metadata import version
from importlib.util import find_spec
from pathlib import Path

import numpy as np
import pytest

import kadmcdm as kd
from kadmcdm import core, datasets, plot
from kadmcdm import partnership as pt

NAMES = ["Tuban", "Blora", "Ngawi", "Jombang"]
MATRIX = [[96.40, 1266, 34.8], [94.84, 928, 50.7], [99.92, 907, 55.4], [99.44, 1378, 59.6]]
CRITERIA = [
    kd.Criterion("water", "benefit", unit="%", label={"en": "water", "id": "air minum"}),
    kd.Criterion("people", "benefit", unit="thousand"),
    kd.Criterion("distance", "cost", unit="km"),
]
PROBLEM = kd.DecisionProblem(CRITERIA, NAMES, MATRIX)
JUDGED = kd.PairwiseComparisons(
    ["water", "people", "distance"],
    {("water", "people"): 4, ("water", "distance"): 2, ("distance", "people"): 2},
)


def needs(package: str) -> AbstractContextManager[object]:
    """Return what happens with an extra's package: all goes well, or it is named as missing."""
    return nullcontext() if find_spec(package) else pytest.raises(kd.MissingExtraError)


def command(folder: Path, *arguments: str) -> str:
    """Run the command line elsewhere, where a warning ends it, and return what it prints."""
    strict = [f"-W{action}" for action in sys.warnoptions or ["error"]]
    whole = [sys.executable, *strict, "-I", "-m", "kadmcdm", *arguments]
    done = subprocess.run(whole, cwd=folder, capture_output=True, encoding="utf-8")
    assert done.returncode == 0, done.stderr
    return done.stdout


def test_version() -> None:
    assert kd.__version__ == version("kadmcdm")


def test_command_line(tmp_path: Path) -> None:
    assert command(tmp_path, "--version") == f"kadmcdm {kd.__version__}\n"
    assert "Kabupaten Ngawi" in command(tmp_path, "demo", "--lang", "id")
    command(tmp_path, "demo", "--save", "saved")
    command(tmp_path, "run", "saved/study.toml", "--out", "out", "--format", "html")
    assert {path.name for path in (tmp_path / "out").iterdir()} == {
        "report.html", "result.json", "ranking.png",
    }  # fmt: skip
    assert {path.name for path in tmp_path.iterdir()} == {"saved", "out"}
    assert json.loads(command(tmp_path, "schema"))["title"]


@pytest.mark.parametrize(
    "method",
    [
        kd.TOPSIS(), kd.WeightedSum(), kd.WeightedProduct(), kd.ARAS(), kd.COPRAS(), kd.CRADIS(),
        kd.EDAS(), kd.GRA(), kd.MABAC(), kd.MARCOS(), kd.MOORA(), kd.MULTIMOORA(), kd.PIV(),
        kd.PROMETHEE2(), kd.VIKOR(), kd.WASPAS(), kd.PymcdmMethod("CODAS"),
    ],
    ids=lambda method: method.name,
)  # fmt: skip
def test_rank(method: kd.Method) -> None:
    """Only water counts: whoever has most of it is first, by every method."""
    ranking = kd.rank(PROBLEM, {"water": 1, "people": 0, "distance": 0}, method)
    assert ranking.best == "Ngawi"
    assert np.isfinite(ranking.scores).all()
    assert kd.Ranking.from_json(ranking.to_json()).to_dict() == ranking.to_dict()


@pytest.mark.parametrize(
    "scheme",
    [
        kd.EqualWeights(), kd.EntropyWeights(), kd.CRITICWeights(), kd.MERECWeights(),
        kd.IDOCRIWWeights(), kd.RankOrderWeights(["water", "people", "distance"]),
        kd.AHPWeights(JUDGED), kd.SwingWeights({"water": 100, "people": 50, "distance": 20}),
    ],
    ids=lambda scheme: type(scheme).__name__,
)  # fmt: skip
def test_weights(scheme: kd.WeightingScheme) -> None:
    weights = scheme.weigh(PROBLEM)
    assert weights.values.sum() == pytest.approx(1)
    assert (weights.values >= 0).all()


def test_ahp() -> None:
    """4, 2, 2 agree with one another, so the weights are 4 : 1 : 2."""
    priorities = JUDGED.priorities()
    assert priorities.values == pytest.approx(np.array([4, 1, 2]) / 7)
    assert priorities.consistency_ratio == pytest.approx(0, abs=1e-12)


def test_refusals() -> None:
    with pytest.raises(kd.InputError) as caught:
        kd.DecisionProblem(CRITERIA, NAMES, [[float("nan"), 1, 1]] * 4)
    assert len(caught.value.faults) == 4
    with pytest.raises(kd.InputError, match="watr"):
        kd.rank(PROBLEM, {"watr": 1, "people": 1, "distance": 1})


def test_robustness() -> None:
    ranking = kd.rank(PROBLEM, kd.AHPWeights(JUDGED), kd.WeightedSum())
    alone = kd.smaa(PROBLEM, n_samples=4_000, rng=1)
    with ThreadPoolExecutor(2) as executor:
        together = kd.smaa(PROBLEM, n_samples=4_000, rng=1, executor=executor)
    assert alone.to_dict() == together.to_dict()
    assert alone.first_shares.sum() == pytest.approx(1)
    low, high = kd.weight_stability(PROBLEM, ranking.weights, ranking.method).winner_interval(
        "distance"
    )
    assert low <= ranking.weights["distance"] <= high
    assert kd.rank_reversal(PROBLEM, ranking.weights).to_dict()
    assert kd.improvements(ranking, ranking.order[1]).single
    assert kd.aggregate_ranks([ranking, kd.rank(PROBLEM, ranking.weights)]).order


def test_frames() -> None:
    frame = kd.rank(PROBLEM, kd.EqualWeights()).to_frame()
    assert sorted(frame["rank"]) == [1, 2, 3, 4]
    again = kd.DecisionProblem.from_frame(PROBLEM.to_frame(), CRITERIA)
    assert again.to_dict()["matrix"] == PROBLEM.to_dict()["matrix"]
    assert datasets.east_java().to_frame().shape[0] == 40


def test_partners() -> None:
    table = datasets.east_java()
    learning = pt.Coverage(["water_access", "sanitation_access"], target=100, exchange="knowledge")
    criteria = [
        pt.OperatorCriterion(kd.Criterion("learning", "benefit"), pt.Complementarity(learning)),
        pt.OperatorCriterion(kd.Criterion("distance", "cost"), pt.HaversineKm()),
    ]
    near = [code for code in table.codes if table.border("35.22", code)]
    result = pt.partners_of(table, "35.22", criteria, [2, 1], partners=near)
    assert result.ranking.best == "35.21+35.22"
    found = pt.search_coalitions(
        table, criteria, [2, 1], size=3, top=5, initiator="35.22", contiguous="land"
    )
    assert len(found.coalitions) == 5
    assert (np.diff(found.scores) <= 0).all()


def test_cost_shares() -> None:
    """Three who may all save the same pay the same."""
    shares = pt.shapley(lambda group: 10.0 * min(len(group), 1), ["a", "b", "c"])
    assert dict(shares.shares) == pytest.approx({"a": 10 / 3, "b": 10 / 3, "c": 10 / 3})


def test_pictures(tmp_path: Path) -> None:
    ranking = kd.rank(PROBLEM, kd.AHPWeights(JUDGED))
    figure = plot.ranking(ranking).figure
    figure.savefig(tmp_path / "ranking.png")
    assert (tmp_path / "ranking.png").read_bytes().startswith(b"\x89PNG")
    assert plot.rank_acceptability(kd.smaa(PROBLEM, n_samples=500, rng=1)).patches


@pytest.mark.parametrize("format", ["md", "html"])
@pytest.mark.parametrize("lang", ["en", "id"])
def test_report(tmp_path: Path, format: kd.report.ReportFormat, lang: str) -> None:
    ranking = kd.rank(PROBLEM, kd.AHPWeights(JUDGED))
    kd.report(ranking, tmp_path / f"report.{format}", lang=lang, evidence=[JUDGED])
    text = (tmp_path / f"report.{format}").read_text(encoding="utf-8")
    assert ranking.best in text
    assert ("Peringkat" if lang == "id" else "Ranking") in text


def test_word_report(tmp_path: Path) -> None:
    with needs("docx"):
        kd.report(kd.rank(PROBLEM, kd.EqualWeights()), tmp_path / "report.docx", lang="id")
        assert (tmp_path / "report.docx").read_bytes().startswith(b"PK")


def test_csv(tmp_path: Path) -> None:
    kd.write_csv(PROBLEM, tmp_path / "table.csv", dialect="indonesian")
    assert "96,4" in (tmp_path / "table.csv").read_text(encoding="utf-8-sig")
    again = kd.DecisionProblem.from_csv(tmp_path / "table.csv", CRITERIA)
    assert again.to_dict()["matrix"] == PROBLEM.to_dict()["matrix"]


def test_workbook(tmp_path: Path) -> None:
    """Nothing is lost, though a cell can't hold every sign as it is."""
    odd = kd.DecisionProblem(CRITERIA, ["=1+1", "\x1b", "_x0041_", " a\tb\n"], MATRIX)
    with needs("xlsxwriter"):
        kd.write_workbook(odd, tmp_path / "table.xlsx")
        with needs("python_calamine"):
            assert kd.read_workbook(tmp_path / "table.xlsx").digest == odd.digest


def test_forms(tmp_path: Path) -> None:
    tree: dict[str, dict[str, object]] = {"water": {}, "people": {}, "distance": {}}
    said = {
        "partner": [["water", "people", 4], ["water", "distance", 2], ["distance", "people", 2]]
    }
    hierarchy = kd.Hierarchy.from_dict({"goal": "partner", "tree": tree, "comparisons": said})
    with needs("xlsxwriter"):
        kd.questionnaire(hierarchy, tmp_path / "form.xlsx", lang="id")
        reading = kd.read_questionnaires(tmp_path)
        assert reading.faults  # nobody has filled it in


def test_core() -> None:
    scores = core.topsis(np.array(MATRIX), np.full(3, 1 / 3), np.array([True, True, False]))
    assert scores.shape == (4,)
    assert sorted(core.ranks(scores)) == [1, 2, 3, 4]


def test_dask() -> None:
    """The executor of a Dask client gives the figures of one process."""
    pytest.importorskip("distributed")  # the library itself imports nothing of it
    from dask.distributed import Client

    with Client(
        processes=False, n_workers=1, threads_per_worker=1, dashboard_address="127.0.0.1:0"
    ) as client:
        found = kd.smaa(PROBLEM, n_samples=2_000, rng=1, executor=client.get_executor())
    assert found.to_dict() == kd.smaa(PROBLEM, n_samples=2_000, rng=1).to_dict()
