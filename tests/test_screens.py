"""Screens: data decide little, and what is unknown never passes silently."""

from __future__ import annotations

from typing import Any

import pytest

import kadmcdm as kd
from kadmcdm.datasets import east_java
from kadmcdm.partnership import (
    SCREENS,
    Region,
    RegionTable,
    Screen,
    ScreenResult,
    screen,
    unchecked,
)

JAVA = east_java()
PAIR = JAVA.rows(["35.22", "35.23"])
RULES = tuple(f"S{k}" for k in range(1, 13))


def with_jakarta() -> RegionTable:
    unit = Region("31.73", "Kota Administrasi Jakarta Barat", "city", "31", autonomous=False)
    return RegionTable([*JAVA.regions, unit], adjacency=JAVA.adjacency)


def test_twelve_rules_in_two_languages_with_citations() -> None:
    assert tuple(item.rule for item in SCREENS) == RULES
    for item in SCREENS:
        assert item.label_in("en") != item.label_in("id")
        assert item.citation


def test_nothing_passes_silently() -> None:
    results = screen(JAVA, PAIR)
    assert unchecked(results) == RULES
    notes = {item.rule: item for item in results}
    assert notes["S3"].note_in("en").startswith("borders on Kabupaten Tuban")
    assert notes["S3"].note_in("id").startswith("berbatasan dengan Kabupaten Tuban")
    assert notes["S5"].note_in("en").startswith("all are autonomous regions")
    assert notes["S1"].note_in("id") == "belum diperiksa: tidak ada data"
    far = {item.rule: item for item in screen(JAVA, JAVA.rows(["35.22", "35.78"]))}
    assert far["S3"].note_in("en").startswith("no shared border")


def test_a_non_autonomous_region_fails() -> None:
    table = with_jakarta()
    for codes in (["35.22", "31.73"], ["31.73", "35.22"], ["35.22", "35.23", "31.73"]):
        failed = [item for item in screen(table, table.rows(codes)) if item.outcome == "fail"]
        assert [item.rule for item in failed] == ["S5"]
        assert "Kota Administrasi Jakarta Barat" in failed[0].note_in("en")
        assert "provinsinya yang berwenang" in failed[0].note_in("id")


def test_own_tests_replace_and_follow_the_built_in_ones() -> None:
    def dispute(table: RegionTable, members: tuple[int, ...]) -> Any:
        pending = table.codes[members[1]] == "35.23"
        return ("fail", "boundary dispute pending") if pending else ("pass", "none")

    own = [
        Screen("own", "visited", "our rule"),
        Screen("S9", "no boundary dispute", "asked of both", dispute),
    ]
    results = screen(JAVA, PAIR, own)
    assert [item.rule for item in results] == [*RULES, "own"]
    assert results[8] == ScreenResult("S9", "fail", "boundary dispute pending", "asked of both")
    assert results[12].outcome == "unknown"
    passed = screen(JAVA, JAVA.rows(["35.22", "35.21"]), own)
    assert passed[8].outcome == "pass"
    assert unchecked(passed) == (*RULES[:8], *RULES[9:], "own")


def test_results_travel_and_are_frozen() -> None:
    for item in screen(JAVA, PAIR):
        assert ScreenResult.from_dict(item.to_dict()) == item
        assert len({item, ScreenResult.from_dict(item.to_dict())}) == 1
    with pytest.raises(AttributeError):
        screen(JAVA, PAIR)[0].outcome = "pass"  # type: ignore[misc]
    with pytest.raises(kd.InputError, match=r"ScreenResult\.note: missing"):
        ScreenResult.from_dict({"result": "ScreenResult", "rule": "S1", "outcome": "pass",
                                "citation": ""})  # fmt: skip


def test_refusals() -> None:
    with pytest.raises(kd.InputError, match="did you mean 'pass'"):
        ScreenResult("S1", "passed", "", "")  # type: ignore[arg-type]
    with pytest.raises(kd.InputError, match="screen number 1: the name is no text"):
        Screen("", "x", "y")
    with pytest.raises(kd.InputError, match="more than one partnership"):
        screen(JAVA, [[0, 1], [0, 2]])
    with pytest.raises(kd.InputError, match="screen 'S9': the name stands more than once"):
        screen(JAVA, PAIR, [Screen("S9", "x", "y"), Screen("S9", "x", "y")])
    with pytest.raises(kd.InputError, match="screens: no Screen; got 'S9'"):
        screen(JAVA, PAIR, ["S9"])  # type: ignore[list-item]
