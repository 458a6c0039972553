"""The workloads at small sizes: each asserts equal answers as it is built, and each work runs."""

from __future__ import annotations

from typing import Any

import page
import pytest
import workloads

SMALL = {
    "one weight vector": lambda: workloads.one_weight_vector(40, 5),
    "rank acceptability": lambda: workloads.rank_acceptability(12, 4, 300, 40),
    "first rank only": lambda: workloads.rank_acceptability(12, 4, 300, 40, firsts_only=True),
    "comparison matrices": lambda: workloads.ahp(5, 50, 20),
    "sampled matrices": lambda: workloads.sampled_matrices(12, 4, 100, 5),
    "smaa()": lambda: workloads.whole_smaa(12, 4, 2000, 500),
    "rank()": lambda: workloads.whole_rank(12, 4),
}


@pytest.mark.filterwarnings("ignore")  # peers warn
@pytest.mark.parametrize("name", SMALL)
def test_answers_are_equal_and_works_run(name: str) -> None:
    case = SMALL[name]()
    assert workloads.OURS in case.candidates
    for work, units in case.candidates.values():
        work()
        assert units > 0
    for work, _ in case.stages.values():
        work()
    assert all(seconds > 0 for seconds in case.floor.values())


def test_the_page_says_what_was_measured() -> None:
    cases: list[dict[str, Any]] = [
        {
            "workload": "W2",
            "size": "20 x 8",
            "unit": "weight vector",
            "microseconds": 0.25,
            "ratios": {"pymcdm": 700.0, "straight numpy": 20.0},
            "fastest_peer": "pymcdm",
            "ratio": 700.0,
            "ceiling": 0.5,
            "floor_microseconds": {"sort": 0.125},
            "stages_microseconds": {"losses": 0.0625},
        }
    ]
    results = {
        "date": "2026-01-01",
        "machine": {"cores": 2},
        "peers": {"pymcdm": "1"},
        "cases": cases,
        "sort_nanoseconds": {"20": {"as is": 2.5, "without AVX-512": None}},
        "growth": {
            "smaa() in samples": {
                "exponent": 1.0,
                "last_step": 1.1,
                "sizes": [1, 2],
                "seconds": [1.0, 2.0],
            }
        },
        "memory_mib": {"smaa()": 80.0},
        "threads": [{"call": "smaa()", "seconds": [3.0, 2.0], "speedup": 1.5}],
        "minutes": 3.0,
    }
    text = page.page(results)
    assert "| 20 x 8 | 0.25 | pymcdm | **700.0** | 0.50 | 650; 0.75 |" in text
    assert "| straight numpy | 20.0 |" in text
    assert "| W2, 20 x 8 | - | 0.50 of 0.75 | 1,400 |" in text
    assert "| smaa() | **80** | 286 |" in text
    assert "| smaa() in samples | 1 to 2 | **1.00** | 1.10 | 0.95 to 1.05 |" in text


def test_the_docs_page_is_the_one_that_the_results_give() -> None:
    import json

    results = json.loads((page.HERE / "results.json").read_text(encoding="utf-8"))
    assert page.PAGE.read_text(encoding="utf-8") == page.page(results)
