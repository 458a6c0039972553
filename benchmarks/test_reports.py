"""Reports: the whole document with its pictures, of the demo study and of a plain ranking."""

import time

import pytest

import kadmcdm as kd
from kadmcdm.datasets import data_folder

LIMIT = 10.0
"""Seconds that a report with eight pictures may take (issue 7)."""


@pytest.fixture(scope="module")
def study():
    return kd.Study.load(data_folder("east_java") / "study.toml").run()


@pytest.mark.parametrize("suffix", ["md", "html", "docx"])
@pytest.mark.parametrize("what", ["study", "ranking"])
def test_a_report(benchmark, study, tmp_path, what, suffix):
    result = study if what == "study" else study.ranking
    path = tmp_path / f"report.{suffix}"
    took = []

    def write():
        start = time.perf_counter()
        kd.report(result, path)
        took.append(time.perf_counter() - start)

    benchmark.pedantic(write, rounds=3, warmup_rounds=0)
    if suffix == "md":
        assert path.read_text(encoding="utf-8").count("data:image/png;base64,") >= 8
    assert max(took) < LIMIT
