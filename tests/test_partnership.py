"""Ranking a region's partners, and the default framework of criteria."""

from __future__ import annotations

import copy
import pickle
from dataclasses import replace
from typing import Any

import numpy as np
import pytest

import kadmcdm as kd
from kadmcdm.datasets import east_java
from kadmcdm.partnership import (
    EXAMPLE,
    FRAMEWORK,
    GOAL,
    GROUPS,
    Complementarity,
    Coverage,
    Gap,
    Gravity,
    HaversineKm,
    JointScale,
    OperatorCriterion,
    PartnershipRanking,
    Proximity,
    Region,
    RegionTable,
    Screen,
    TransactionCost,
    check_indicators,
    example_hierarchy,
    framework_criteria,
    framework_criterion,
    framework_tree,
    not_assessed,
    pair_problem,
    partners_of,
)

JAVA = east_java()
BOJONEGORO = "35.22"
LEARN = Coverage(["sanitation_access", "water_access"], 100, "knowledge")
CRITERIA = [
    OperatorCriterion(framework_criterion("exchange"), Complementarity(LEARN)),
    OperatorCriterion(framework_criterion("synergy"), JointScale("population")),
    OperatorCriterion(framework_criterion("distance"), HaversineKm()),
    OperatorCriterion(framework_criterion("bureaucracy"), TransactionCost(per_pair=0)),
    OperatorCriterion(framework_criterion("capacity_disparity"), Gap("hdi")),
]
NAMES = [item.criterion.name for item in CRITERIA]
NEAR = [OperatorCriterion(kd.Criterion("distance", "cost"), HaversineKm())]


def bundled() -> PartnershipRanking:
    return partners_of(JAVA, BOJONEGORO, CRITERIA, kd.AHPWeights(example_hierarchy(NAMES)))


def message(call: Any) -> str:
    with pytest.raises(kd.InputError) as caught:
        call()
    return str(caught.value)


# pairs -----------------------------------------------------------------------------------------


def test_candidates_are_codes_ascending() -> None:
    problem = pair_problem(JAVA, BOJONEGORO, NEAR, ["35.23", "33.16", "35.21"], title="t")
    assert problem.candidate_names == ("35.22+35.23", "33.16+35.22", "35.21+35.22")
    assert problem.candidate_label("33.16+35.22") == "Kabupaten Blora"
    assert dict(problem.candidates[1].attributes) == {
        "partner": "33.16", "border": "land", "province": "Jawa Tengah",
        "distance_km": problem.matrix[1, 0],
    }  # fmt: skip
    assert problem.title == "t"
    assert problem.without("33.16+35.22").select().candidates[1].label == "Kabupaten Ngawi"


def test_values_are_the_operators() -> None:
    problem = pair_problem(JAVA, BOJONEGORO, CRITERIA)
    assert problem.matrix.shape == (39, 5)
    partners = [str(candidate.attributes["partner"]) for candidate in problem.candidates]
    for j, item in enumerate(CRITERIA):
        loop = [float(item.operator(JAVA, JAVA.rows([BOJONEGORO, code]))) for code in partners]
        np.testing.assert_allclose(problem.matrix[:, j], loop, rtol=1e-12)
    ngawi = problem.candidate_index("35.21+35.22")
    expected = [0.2271, 907002 + 1366227, 55.38, 0.0, np.log(71.04 / 69.59)]
    np.testing.assert_allclose(problem.matrix[ngawi], expected, rtol=1e-3)


def test_the_initiator_comes_first_for_directed_operators() -> None:
    gain = [OperatorCriterion(kd.Criterion("gain", "benefit"), LEARN)]
    to_blora = pair_problem(JAVA, BOJONEGORO, gain, ["33.16"]).matrix[0, 0]
    from_blora = pair_problem(JAVA, "33.16", gain, [BOJONEGORO]).matrix[0, 0]
    assert to_blora == 0.0  # Blora leads in nothing
    assert from_blora == pytest.approx((0.45 + 2.40) / (9.49 + 5.16))


def test_units_and_sources_are_filled_in_not_overwritten() -> None:
    own = OperatorCriterion(kd.Criterion("km", "cost", unit="miles", source="me"), Gap("hdi"))
    criteria = pair_problem(JAVA, BOJONEGORO, [*CRITERIA[:4], own]).criteria
    units = [criterion.unit_in("en") for criterion in criteria]
    assert units == ["", "people", "km", "", "miles"]
    assert criteria[0].source == "BPS (Statistics Indonesia), 2021"
    assert criteria[4].source == "me"
    assert criteria[2].label_in("id") == "jarak dan aksesibilitas"
    assert criteria[2].changeable is False


def test_missing_values_are_named_by_criterion_region_and_indicator() -> None:
    gap = OperatorCriterion(kd.Criterion("gap", "cost"), Gap("fiscal_capacity_ratio"))
    typo = OperatorCriterion(kd.Criterion("scale", "benefit"), JointScale("populaton"))
    text = message(lambda: pair_problem(JAVA, BOJONEGORO, [gap, typo]))
    assert "4 faults" in text
    for name in ("Kabupaten Situbondo (35.12)", "Kabupaten Blora (33.16)"):
        assert f"criterion 'gap': indicator 'fiscal_capacity_ratio' of {name}" in text
    assert "criterion 'scale': indicator 'populaton': unknown name" in text
    assert "did you mean 'population'" in text
    known = [code for code in JAVA.codes if code not in ("33.16", "33.17", "35.12", BOJONEGORO)]
    assert pair_problem(JAVA, BOJONEGORO, [gap], known).matrix.shape == (36, 1)


@pytest.mark.parametrize(
    ("initiator", "partners", "expected"),
    [
        ("Bojonegoro", None, "say the code: Kabupaten Bojonegoro is '35.22'"),
        ("3522", None, "looks like a BPS code"),
        (BOJONEGORO, ["35.23", "Tuban"], "say the code: Kabupaten Tuban is '35.23'"),
        (BOJONEGORO, [BOJONEGORO, "35.23"], "a region is no partner of itself"),
        (BOJONEGORO, ["35.23", "35.23"], "partner '35.23': the name stands more than once"),
        (BOJONEGORO, [], "partners: there are none"),
    ],
)
def test_partners_are_checked(initiator: str, partners: Any, expected: str) -> None:
    assert expected in message(lambda: pair_problem(JAVA, initiator, NEAR, partners))
    assert expected in message(lambda: partners_of(JAVA, initiator, NEAR, [1], partners=partners))


def test_criteria_are_checked() -> None:
    assert "criteria: there are none" in message(lambda: pair_problem(JAVA, BOJONEGORO, []))
    plain: Any = [kd.Criterion("distance", "cost")]
    assert "criteria: no OperatorCriterion" in message(
        lambda: pair_problem(JAVA, BOJONEGORO, plain)
    )
    wrong: Any = OperatorCriterion
    text = message(lambda: wrong("distance", HaversineKm))
    assert "OperatorCriterion: criterion: no Criterion; got 'distance'" in text
    assert "OperatorCriterion: operator: no operator" in text
    assert "criterion 'distance': the name stands more than once" in message(
        lambda: pair_problem(JAVA, BOJONEGORO, NEAR * 2, allow_shared=["coordinates"])
    )


def test_one_indicator_feeds_one_criterion_unless_allowed_by_name() -> None:
    pull = OperatorCriterion(kd.Criterion("pull", "benefit"), Gravity("population"))
    near = OperatorCriterion(kd.Criterion("near", "benefit"), Proximity(100))
    text = message(lambda: check_indicators([*CRITERIA, pull, near]))
    assert "indicator 'population': it feeds 'synergy' and 'pull', so it would count twice" in text
    assert "indicator 'coordinates': it feeds 'distance', 'pull' and 'near'" in text
    assert "say allow_shared=['coordinates']" in text
    assert "count twice" in message(lambda: pair_problem(JAVA, BOJONEGORO, [*NEAR, pull]))
    problem = pair_problem(JAVA, BOJONEGORO, [*NEAR, pull], allow_shared=["coordinates"])
    assert problem.criterion_names == ("distance", "pull")
    assert "count twice" in message(lambda: partners_of(JAVA, BOJONEGORO, [*NEAR, pull], [1, 1]))


# the ranking -----------------------------------------------------------------------------------


def test_the_bundled_question() -> None:
    result = bundled()
    best = result.ranking.order[:5]
    assert [JAVA[result.partners(name)[0]].name for name in best] == [
        "Kabupaten Ngawi", "Kabupaten Magetan", "Kota Malang", "Kabupaten Nganjuk",
        "Kabupaten Situbondo",
    ]  # fmt: skip
    np.testing.assert_allclose(
        np.sort(result.ranking.scores)[::-1][:3], [0.917, 0.897, 0.880], atol=5e-4
    )
    assert len(result.ranking.order) == 39
    assert result.screened == {}
    assert result.unchecked == tuple(f"S{k}" for k in range(1, 13))


def test_the_ranking_is_that_of_the_pair_problem() -> None:
    scheme = kd.AHPWeights(example_hierarchy(NAMES))
    method = kd.WeightedSum(normalization="minmax")
    result = partners_of(JAVA, BOJONEGORO, CRITERIA, scheme, method=method)
    alone = kd.rank(pair_problem(JAVA, BOJONEGORO, CRITERIA), scheme, method)
    assert result.ranking.to_dict() == alone.to_dict()


def test_a_partnership_ranking_travels() -> None:
    result = partners_of(
        JAVA, BOJONEGORO, NEAR, [1], partners=["35.23", "33.16"],
        screens=[Screen("S9", "no dispute", "asked", no_blora)],
    )  # fmt: skip
    again = PartnershipRanking.from_json(result.to_json())
    assert again.to_dict() == result.to_dict()
    assert again.screened == result.screened
    assert str(again) == str(result)
    for other in (pickle.loads(pickle.dumps(result)), copy.deepcopy(result)):
        assert other.to_dict() == result.to_dict()
    with pytest.raises(AttributeError):
        result.initiator = "35.23"  # type: ignore[misc]
    with pytest.raises(TypeError, match="read-only"):
        result.screened["x"] = ()  # type: ignore[index]


def no_blora(table: RegionTable, members: tuple[int, ...]) -> Any:
    return ("fail", {"en": "dispute", "id": "sengketa"}) if 0 in members else ("pass", "none")


def test_failed_screens_are_reported_and_left_out() -> None:
    own = [Screen("S9", "no dispute", "asked", no_blora)]
    result = partners_of(JAVA, BOJONEGORO, NEAR, [1], partners=["35.23", "33.16"], screens=own)
    assert result.ranking.order == ("35.22+35.23",)
    assert [item.rule for item in result.screened["33.16+35.22"]] == ["S9"]
    assert "S9" not in result.unchecked
    english, indonesian = str(result), "\n".join(map(str, result.tables("id")))
    assert "Screened out" in english
    assert "dispute" in english
    assert "Tidak lolos penapisan" in indonesian
    assert "sengketa" in indonesian
    assert "every partnership fails a screen" in message(
        lambda: partners_of(JAVA, BOJONEGORO, NEAR, [1], partners=["33.16"], screens=own)
    )


def test_a_non_autonomous_region_is_no_partner() -> None:
    name = "Kota Administrasi Jakarta Barat"
    unit = Region("31.73", name, "city", "31", -6.17, 106.76, autonomous=False)
    table = RegionTable([*JAVA.regions, unit], adjacency=JAVA.adjacency)
    result = partners_of(table, BOJONEGORO, NEAR, [1])
    assert "31.73+35.22" not in result.ranking.order
    assert [item.rule for item in result.screened["31.73+35.22"]] == ["S5"]
    assert len(pair_problem(table, BOJONEGORO, NEAR, ["35.23"]).candidates) == 1
    text = message(lambda: pair_problem(table, BOJONEGORO, NEAR, ["35.23", "31.73"]))
    assert f"region '31.73': {name} is not autonomous and cannot sign" in text
    assert "not autonomous" in message(lambda: pair_problem(table, "31.73", NEAR))
    assert "every partnership fails" in message(lambda: partners_of(table, "31.73", NEAR, [1]))


def test_tables_in_two_languages() -> None:
    result = bundled()
    english, indonesian = result.tables("en")[0], result.tables("id")[0]
    assert english.headers == ("rank", "partner", "score", "border", "km")
    assert english.rows[0] == ("1", "Kabupaten Ngawi", "0.917", "land", "55.4")
    assert indonesian.rows[0] == ("1", "Kabupaten Ngawi", "0,917", "darat", "55,4")
    assert "belum diperiksa: S1, S2" in indonesian.caption
    assert "<table " in result._repr_mimebundle_()["text/html"]


def test_inputs_are_not_changed() -> None:
    before = JAVA.to_dict()
    bundled()
    assert JAVA.to_dict() == before
    assert replace(CRITERIA[0]) == CRITERIA[0]
    assert CRITERIA[1].criterion.unit is None


# the framework ---------------------------------------------------------------------------------


def test_fifteen_leaves_in_three_groups() -> None:
    assert [leaf.code for leaf in FRAMEWORK] == [
        *(f"A{k}" for k in range(1, 7)), *(f"B{k}" for k in range(1, 6)),
        *(f"C{k}" for k in range(1, 5)),
    ]  # fmt: skip
    groups = {"A": "opportunities", "B": "challenges", "C": "enablers"}
    assert all(leaf.group == groups[leaf.code[0]] for leaf in FRAMEWORK)
    assert set(GROUPS) == {GOAL, *groups.values()}
    assert all((leaf.direction == "cost") == (leaf.code[0] == "B") for leaf in FRAMEWORK)
    assert [leaf.name for leaf in FRAMEWORK if not leaf.changeable] == ["distance"]
    for words in (*GROUPS.values(), *(leaf.label for leaf in FRAMEWORK), EXAMPLE):
        assert words["en"] != words["id"]


def test_framework_criteria() -> None:
    criteria = framework_criteria()
    assert [criterion.name for criterion in criteria] == [leaf.name for leaf in FRAMEWORK]
    assert framework_criteria(["distance", "exchange"]) == (criteria[2], criteria[6])
    assert criteria[2].lever_in("en") == "capacity and competence"
    assert criteria[2].lever_in("id") == "kapasitas dan kompetensi"
    own = framework_criterion("exchange", unit="%", label="ours")
    assert (own.unit, own.label, own.direction) == ("%", "ours", "benefit")
    assert "did you mean 'distance'" in message(lambda: framework_criterion("distanse"))
    assert "leaf 'x': unknown name" in message(lambda: framework_tree(["x"]))


def test_example_judgments_are_labelled_and_consistent() -> None:
    whole = example_hierarchy()
    assert whole.leaves == tuple(leaf.name for leaf in FRAMEWORK)
    assert set(whole.nodes) == {GOAL, "opportunities", "challenges", "enablers"}
    ratios = whole.consistency()
    assert set(ratios) == set(whole.nodes)
    assert all(0 <= ratio < 0.10 for ratio in ratios.values())
    assert sum(whole.global_weights.values()) == pytest.approx(1.0)
    assert EXAMPLE["en"].startswith("EXAMPLE")
    assert EXAMPLE["id"].startswith("CONTOH")


def test_leaves_without_data_are_named_and_priorities_recomputed() -> None:
    some = example_hierarchy(NAMES)
    assert some.left_out == not_assessed(NAMES)
    assert len(some.left_out) == 10
    assert set(some.leaves) == set(NAMES)
    assert set(some.nodes) == {GOAL, "opportunities", "challenges"}
    assert sum(some.global_weights.values()) == pytest.approx(1.0)
    local = some.local_weights["opportunities"]
    assert local["exchange"] / local["synergy"] == pytest.approx(3.0)  # as judged
    assert not_assessed(leaf.name for leaf in FRAMEWORK) == ()
    assert "unknown name" in message(lambda: example_hierarchy(["x"]))
    assert "none would be left" in message(lambda: example_hierarchy([]))


@pytest.mark.parametrize("leaf", [leaf.name for leaf in FRAMEWORK])
def test_any_single_leaf_may_be_left_out(leaf: str) -> None:
    rest = [other.name for other in FRAMEWORK if other.name != leaf]
    assert set(example_hierarchy(rest).leaves) == set(rest)
    assert framework_tree(rest) == {
        group: {name: {} for name in children}
        for group, children in example_hierarchy(rest).nodes.items()
        if group != GOAL
    }
