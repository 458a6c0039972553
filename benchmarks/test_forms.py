"""How long Excel forms take: twenty assessors, fifteen leaves, a hundred and five pairs each."""

from __future__ import annotations

import shutil
from itertools import combinations
from pathlib import Path
from typing import Any

import pytest

import kadmcdm as kd
from forms import fill

ASSESSORS = 20
LEAVES = [f"leaf {k}" for k in range(1, 16)]
HIERARCHY = kd.Hierarchy("goal", {leaf: {} for leaf in LEAVES})
PAIRS = list(combinations(LEAVES, 2))


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a folder of twenty complete forms."""
    folder = tmp_path_factory.mktemp("forms")
    first = kd.questionnaire(HIERARCHY, folder / "1.xlsx", lang="en")
    answers: dict[str, Any] = {}
    for row, (a, _) in enumerate(PAIRS, 6):
        answers |= {f"F{row}": f"A: {a}", f"G{row}": 2 + row % 8}
    fill(first, "1 goal", answers)
    for k in range(2, ASSESSORS + 1):
        shutil.copy(first, folder / f"{k}.xlsx")
    return folder


def test_write(benchmark: Any, tmp_path: Path) -> None:
    benchmark.group = f"{ASSESSORS} forms, {len(LEAVES)} leaves"

    def write() -> list[Path]:
        return [kd.questionnaire(HIERARCHY, tmp_path / f"{k}.xlsx") for k in range(ASSESSORS)]

    assert all(path.stat().st_size for path in benchmark(write))


def test_read(benchmark: Any, folder: Path) -> None:
    benchmark.group = f"{ASSESSORS} forms, {len(LEAVES)} leaves"
    reading = benchmark(kd.read_questionnaires, folder)
    assert reading.faults == ()
    assert len(reading.group.judgments) == ASSESSORS
    assert not any(judged["goal"].missing for judged in reading.group.judgments.values())
