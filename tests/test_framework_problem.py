"""The default framework as a problem: what is assessed, how, and what is not."""

from __future__ import annotations

import math
import pickle
from pathlib import Path
from typing import Any, get_args

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

import kadmcdm as kd
from kadmcdm.datasets import east_java
from kadmcdm.partnership import (
    FORMS,
    FRAMEWORK,
    FRAMEWORK_WORDS,
    PRESETS,
    SCREENS,
    SECTORS,
    TO_BE_CHECKED,
    CellOrigin,
    Complementarity,
    Coverage,
    FrameworkProblem,
    Gap,
    Gravity,
    HaversineKm,
    JointScale,
    Operator,
    Origin,
    Origins,
    Region,
    RegionTable,
    Similarity,
    TransactionCost,
    example_hierarchy,
    framework_problem,
    framework_words_table,
    pair_problem,
)
from messages import faults, message

JAVA = east_java()
HOME = "35.22"
NEAR = ["35.23", "33.16", "35.21"]
LEAVES = tuple(leaf.name for leaf in FRAMEWORK)
COVERAGE = Coverage(["sanitation_access", "water_access"], target=100, exchange="knowledge")
BUNDLED: dict[str, Operator] = {
    "exchange": Complementarity(COVERAGE, mean="min"),
    "synergy": JointScale("population"),
    "distance": HaversineKm(),
    "bureaucracy": TransactionCost(per_pair=0, per_province_line=1),
    "capacity_disparity": Gap("hdi"),
}


def near(**given: Any) -> FrameworkProblem:
    """Three partners of Bojonegoro."""
    return framework_problem(JAVA, HOME, **{"partners": NEAR, **given})


def judged() -> FrameworkProblem:
    """One leaf of each way: computed, from the table, own figures, judged."""
    return near(
        operators={"distance": HaversineKm()},
        data={
            "institutional_capacity": "hdi",
            "acceleration": {"35.23": 2, "33.16": 1, "35.21": 0},
        },
        judged={"dispute_risk": dict(zip(NEAR, (2, 4, 3), strict=True))},
        judged_by="TKKSD",
        judged_scale=(1, 5),
    )  # fmt: skip


def test_the_bundled_question_is_what_pair_problem_says() -> None:
    made = framework_problem(JAVA, HOME, operators=BUNDLED)
    criteria = [
        kd.partnership.OperatorCriterion(kd.partnership.framework_criterion(name), BUNDLED[name])
        for name in LEAVES
        if name in BUNDLED
    ]
    alone = pair_problem(JAVA, HOME, criteria)
    assert made.problem.criteria == alone.criteria
    assert made.problem.candidates == alone.candidates
    assert made.problem.matrix.tolist() == alone.matrix.tolist()
    assert len(made.not_assessed) == 10
    assert {*made.not_assessed, *BUNDLED} == set(LEAVES)
    assert made.origins.counts() == {"data": 0, "operator": 5 * 39, "judged": 0, "imputed": 0}


def test_every_cell_says_how_it_was_obtained() -> None:
    made = judged()
    problem = made.problem
    assert problem.criterion_names == (
        "acceleration", "distance", "dispute_risk", "institutional_capacity",
    )  # fmt: skip
    assert set(made.origins) == {
        (who, what) for who in problem.candidate_names for what in problem.criterion_names
    }
    tuban = "35.22+35.23"
    assert made.origins[tuban, "distance"] == CellOrigin("operator", "HaversineKm")
    assert made.origins[tuban, "institutional_capacity"] == CellOrigin("data", "hdi")
    assert made.origins[tuban, "acceleration"] == CellOrigin("data")
    assert made.origins[tuban, "dispute_risk"] == CellOrigin("judged", "TKKSD", "internal")
    assert made.origins.internal == tuple(
        (name, "dispute_risk") for name in problem.candidate_names
    )
    hdi = JAVA.indicator("hdi")
    home = hdi[JAVA.index(HOME)]
    weakest = [min(home, hdi[JAVA.index(code)]) for code in NEAR]
    assert problem.matrix[:, 3].tolist() == weakest
    assert problem.matrix[:, 0].tolist() == [2, 1, 0]
    assert problem.criteria[2].bounds == (1, 5)
    assert problem.criteria[3].unit == JAVA.about("hdi").unit


def test_an_indicator_is_the_partners_where_no_weakest_member_counts() -> None:
    made = near(data={"competitiveness": "hdi"})
    expected = [JAVA.indicator("hdi")[JAVA.index(code)] for code in NEAR]
    assert made.problem.matrix[:, 0].tolist() == expected


def test_candidates_may_be_named_either_way() -> None:
    by_code = near(judged={"commitment": {"35.23": 1, "33.16": 2, "35.21": 3}})
    by_name = near(judged={"commitment": {"35.22+35.23": 1, "33.16+35.22": 2, "35.21+35.22": 3}})
    assert by_code.to_dict() == by_name.to_dict()


@given(st.permutations(NEAR), st.sets(st.sampled_from(LEAVES), min_size=1))
def test_order_does_not_matter(partners: list[str], leaves: set[str]) -> None:
    values = {leaf: {code: len(leaf) + k for k, code in enumerate(NEAR)} for leaf in leaves}
    before = {leaf: dict(cells) for leaf, cells in values.items()}
    one = near(judged=values)
    other = near(judged=dict(reversed(list(values.items()))), partners=partners)
    assert values == before
    assert one.problem.criterion_names == tuple(name for name in LEAVES if name in leaves)
    assert set(one.not_assessed) | leaves == set(LEAVES)
    names = one.problem.candidate_names
    again = other.problem.select(names)
    assert again.matrix.tolist() == one.problem.matrix.tolist()
    assert dict(one.origins) == dict(other.origins)


MISSING = {"capacity_disparity": Gap("fiscal_capacity_ratio")}  # not known of Blora, 33.16


def test_missing_is_refused_by_name_or_treated_by_a_named_policy() -> None:
    text = message(near, operators=MISSING)
    assert "Kabupaten Blora (33.16): the value is missing" in text
    given = {"operators": {**MISSING, "distance": HaversineKm()}}
    dropped = near(**given, missing="drop_candidate")
    assert dropped.problem.candidate_names == ("35.22+35.23", "35.21+35.22")
    assert dropped.problem.preparation is not None
    assert dropped.problem.preparation.dropped_candidates == ("33.16+35.22",)
    thin = near(**given, missing="drop_criterion")
    assert thin.problem.criterion_names == ("distance",)
    assert "capacity_disparity" in thin.not_assessed
    for policy, rule in (("median", np.median), ("worst", np.max)):
        filled = near(**given, missing=policy)
        column = filled.problem.matrix[:, filled.problem.criterion_index("capacity_disparity")]
        assert column[1] == rule(column[[0, 2]])
        cell = filled.origins["33.16+35.22", "capacity_disparity"]
        assert cell == CellOrigin("imputed", policy, "public")
        assert filled.origins.counts()["imputed"] == 1


def test_a_judgment_that_is_filled_in_stays_internal() -> None:
    made = near(judged={"commitment": {"35.23": 4, "33.16": None}}, missing="worst")
    assert made.problem.matrix.ravel().tolist() == [4, 4, 4]
    cells = [made.origins[name, "commitment"] for name in made.problem.candidate_names]
    assert [cell.origin for cell in cells] == ["judged", "imputed", "imputed"]
    assert {cell.visibility for cell in cells} == {"internal"}


def test_a_policy_does_not_hide_what_is_missing_of_all() -> None:
    # The initiator's own value is missing: there is nothing that a median could start from.
    text = message(
        framework_problem, JAVA, "33.16", partners=["35.23"], operators=MISSING, missing="median"
    )
    assert "Kabupaten Blora (33.16): the value is missing" in text
    text = message(near, judged={"commitment": {}}, missing="worst")
    assert text == "criterion 'commitment': every value is missing. Hint: leave it out."
    text = message(near, judged={"commitment": {}}, missing="drop_criterion")
    assert text == "missing='drop_criterion': it leaves no leaf."
    text = message(near, judged={"commitment": {}}, missing="drop_candidate")
    assert text == "missing='drop_candidate': it leaves no candidate."


def test_all_faults_at_once() -> None:
    found = faults(
        near,
        operators={"distanse": HaversineKm(), "bureaucracy": HaversineKm},
        data={"welfare": 3, "synergy": "hdi"},
        judged={"synergy": {"35.23": 1}, "commitment": 4},
        about={"transparancy": {}, "welfare": {"name": "x"}},
        sector="water",
        missing="zero",
    )
    said = [str(fault) for fault in found]
    for start in (
        "operators: leaf 'distanse': unknown name. Hint: did you mean 'distance'?",
        "operators 'bureaucracy': no operator;",
        "data 'welfare': no data; got 3, expected the name of an indicator, or {partner's code:",
        "judged 'commitment': no values; got 4, expected {partner's code: value}.",
        "leaf 'synergy': given by data and judged. Hint: keep one of them.",
        "about: leaf 'transparancy': unknown name. Hint: did you mean 'transparency'?",
        "about 'welfare': nothing that a criterion takes;",
        "missing: unknown choice; got 'zero'",
        "sector 'water': unknown name.",
    ):
        assert any(line.startswith(start) for line in said), (start, said)
    assert len(said) == 9


def test_faults_of_cells_come_together() -> None:
    found = [
        str(fault)
        for fault in faults(
            near,
            operators=MISSING,
            data={"welfare": "hdy", "autonomy": {"35.23": "2", "33.16": math.inf, "35.21": True}},
            judged={"commitment": {"35.32": 1, "35.23": 1, "35.22+35.23": 2, "33.16": 3}},
        )
    ]
    for start in (
        "data 'autonomy': '35.23': no number; got '2', expected a finite number, or None where",
        "data 'autonomy': '33.16': no number; got inf",
        "data 'autonomy': '35.21': no number; got True",
        "judged 'commitment': '35.32': neither a partner nor a candidate. Hint: did you mean '35.2",
        "judged 'commitment': '35.22+35.23': given twice; got '35.23'.",
        "criterion 'welfare': indicator 'hdy': unknown name. Hint: did you mean 'hdi'?",
        "criterion 'capacity_disparity': indicator 'fiscal_capacity_ratio' of Kabupaten Blora",
        "criterion 'commitment' of candidate '35.21+35.22': the value is missing",
    ):
        assert any(line.startswith(start) for line in found), (start, found)


def test_further_refusals() -> None:
    assert "none is assessed" in message(near)
    assert "it feeds 'capacity_disparity' and 'institutional_capacity'" in message(
        near, operators={"capacity_disparity": Gap("hdi")}, data={"institutional_capacity": "hdi"}
    )
    near(
        operators={"capacity_disparity": Gap("hdi")}, data={"institutional_capacity": "hdi"},
        allow_shared=["hdi"],
    )  # fmt: skip
    assert "it feeds 'synergy' and 'distance'" in message(
        near, operators={"synergy": Gravity("population"), "distance": HaversineKm()}
    )
    assert "a region is no partner of itself" in message(
        near, operators={"distance": HaversineKm()}, partners=[HOME]
    )
    assert "the value lies outside its bounds; got 7.0, expected 1 to 5" in message(
        near, judged={"commitment": dict.fromkeys(NEAR, 7)}, judged_scale=(1, 5)
    )
    units = [
        Region(f"31.7{k}", f"Kota Administrasi {k}", "city", "31", -6.2, 106.8, autonomous=False)
        for k in (3, 4)
    ]
    table = RegionTable([JAVA[HOME], *units])
    text = message(framework_problem, table, HOME, operators={"distance": HaversineKm()})
    assert text == "partners: no other region is autonomous."
    text = message(
        framework_problem, table, HOME, partners=["31.73"], operators={"distance": HaversineKm()}
    )
    assert text == "region '31.73': Kota Administrasi 3 is not autonomous and cannot sign."


def test_weights_connect_by_the_hierarchy() -> None:
    made = judged()
    names = made.problem.criterion_names
    whole = example_hierarchy()
    weights = example_hierarchy(names).global_weights
    assert made.hierarchy(whole).global_weights == weights
    again = made.hierarchy(whole.to_dict()["comparisons"])
    assert again.global_weights == pytest.approx(weights, abs=1e-12)  # the same arithmetic
    assert set(again.left_out) == set(made.not_assessed)
    small = made.hierarchy(
        {
            "cooperation": [
                ["opportunities", "challenges", 2], ["opportunities", "enablers", 4],
                ["challenges", "enablers", 2],
            ],
            "challenges": [["distance", "dispute_risk", 3]],
        }
    )  # fmt: skip
    assert small.global_weights["distance"] == pytest.approx(2 / 7 * 3 / 4)  # a consistent tree
    assert set(small.left_out) == set(made.not_assessed)
    assert not made.hierarchy().comparisons
    assert set(made.hierarchy().leaves) == set(names)
    ranking = kd.rank(made.problem, kd.AHPWeights(small))
    assert ranking.best in made.problem.candidate_names
    lacking = kd.Hierarchy("g", {"distance": {}, "x": {}})
    assert "leaf 'dispute_risk': not in the hierarchy" in message(made.hierarchy, lacking)
    assert "unknown" in message(made.hierarchy, {"challenges": [["distance", "dispute", 3]]})


def test_it_travels() -> None:
    made = judged()
    for other in (
        FrameworkProblem.from_json(made.to_json()), pickle.loads(pickle.dumps(made)),
    ):  # fmt: skip
        assert other.to_dict() == made.to_dict()
        assert dict(other.origins) == dict(made.origins)
        assert str(other) == str(made)
    with pytest.raises(AttributeError):
        made.sector = "waste"  # type: ignore[misc]
    frame = made.to_frame()
    assert list(frame.columns) == [
        "candidate", "criterion", "value", "origin", "source", "visibility",
    ]  # fmt: skip
    assert len(frame) == 12
    assert frame.loc[frame["origin"] == "judged", "value"].tolist() == [2, 4, 3]


def test_tables_keep_judgments_internal_unless_asked() -> None:
    made = judged()
    english, indonesian = made.tables("en"), made.tables("id")
    row = next(row for row in english[0].rows if row[0] == "B5")
    assert row[3:] == ("judged: TKKSD", "-", "-", "internal")
    open_ = made.tables("en", internal=True)[0]
    assert next(r for r in open_.rows if r[0] == "B5")[3:6] == ("judged: TKKSD", "2", "4")
    assert next(r for r in indonesian[0].rows if r[0] == "B5")[3] == "dinilai: TKKSD"
    assert [table.title for table in english] == ["Leaves that are assessed", "Not assessed"]
    assert [table.title for table in indonesian] == ["Kriteria yang dinilai", "Belum dinilai"]
    assert len(english[0].rows) + len(english[1].rows) == 15
    full = near(judged={name: dict(zip(NEAR, (1, 2, 3), strict=True)) for name in LEAVES})
    assert len(full.tables()) == 1
    assert full.not_assessed == ()


def test_a_sector_names_what_it_usually_needs() -> None:
    made = near(operators=BUNDLED, sector="drinking_water")
    caption = made.tables("en")[1].caption
    assert "Sector: drinking water" in caption
    assert TO_BE_CHECKED["en"] in caption
    assert "typical of the sector: welfare gain, differing interests" in caption
    assert "synergy" not in caption  # it is assessed
    assert TO_BE_CHECKED["id"] in made.tables("id")[1].caption
    assert near(operators=BUNDLED).problem.to_dict() == made.problem.to_dict()


def test_every_word_leads_to_a_leaf() -> None:
    reached = set()
    for item in FRAMEWORK_WORDS:
        assert item.leaves
        assert set(item.leaves) <= set(LEAVES)
        assert set(item.screens) <= {screen.rule for screen in SCREENS}
        assert item.word["en"] != item.word["id"]
        reached |= set(item.leaves)
    assert set(LEAVES) - reached == {"distance"}  # nobody can pull it
    kinds = {(item.kind, item.word["en"]) for item in FRAMEWORK_WORDS}
    assert len(kinds) == len(FRAMEWORK_WORDS)
    levers = {leaf.lever["en"] for leaf in FRAMEWORK if leaf.lever is not None}
    assert levers == {item.word["en"] for item in FRAMEWORK_WORDS if item.kind == "lever"}
    assert all(leaf.lever is None for leaf in FRAMEWORK if not leaf.changeable)
    for lang in ("en", "id"):
        table = framework_words_table(lang)
        assert len(table.rows) == len(FRAMEWORK_WORDS)
    page = Path(__file__).parent.parent / "docs" / "how-to" / "framework.md"
    assert framework_words_table("en").to_markdown() in page.read_text(encoding="utf-8")
    assert ("konflik kepentingan dan politik", "tantangan", "B5 perbedaan kepentingan dan risiko "
            "perselisihan; penapisan S12") in framework_words_table("id").rows  # fmt: skip


@pytest.mark.parametrize("code", PRESETS)
def test_presets_propose_and_decide_nothing(code: str) -> None:
    preset = PRESETS[code]
    assert preset.code == code
    assert preset.sector in SECTORS
    assert set(preset.forms) <= set(FORMS)
    assert set(preset.leaves) <= set(LEAVES)
    assert len(set(preset.leaves)) == len(preset.leaves)
    assert set(preset.exchange) <= {"resource", "knowledge", "technology"}
    assert preset.label_in("en") != preset.label_in("id")
    assert preset.province_party == (TO_BE_CHECKED["en"] in preset.authority_in("en"))
    assert preset.province_party == (TO_BE_CHECKED["id"] in preset.authority_in("id"))
    assert "weight" not in str(preset.to_dict())


def test_origins_are_a_frozen_mapping_that_travels() -> None:
    origins = Origins({("a+b", "x"): "data", ("a+b", "y"): CellOrigin("judged", "we", "public")})
    assert origins["a+b", "x"] == CellOrigin("data", "", "public")
    assert origins.internal == ()
    assert repr(origins) == "<Origins: 1 data, 1 judged>"
    assert repr(Origins({})) == "<Origins: no cells>"
    assert Origins.from_json(origins.to_json()) == origins
    assert pickle.loads(pickle.dumps(origins)) == origins
    assert [cell.describe("id") for cell in origins.values()] == ["data", "dinilai: we"]
    assert set(get_args(Origin)) == set(origins.counts())
    with pytest.raises(TypeError, match="read-only"):
        origins.cells["c", "d"] = "data"  # type: ignore[index]
    text = message(Origins, {("a+b", "x"): "date", ("a+b", "y"): 3})
    assert "criterion 'x' of candidate 'a+b': origin: unknown choice; got 'date'" in text
    assert "criterion 'y' of candidate 'a+b': origin: unknown choice; got 3" in text
    assert "visibility: unknown choice" in message(CellOrigin, "data", "", "secret")
    assert "it cannot be read back" in message(
        Origins.from_dict, {"result": "Origins", "cells": [["a"]]}
    )


def test_operators_without_indicators_of_the_table() -> None:
    made = near(operators={"vision_alignment": Similarity("hdi")})
    assert made.origins["35.22+35.23", "vision_alignment"].source == "Similarity (hdi)"
