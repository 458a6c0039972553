"""Partnership options as candidates: identity, cells and how each was obtained, refusals."""

from __future__ import annotations

import itertools
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

import kadmcdm as kd
from kadmcdm import partnership as pt
from kadmcdm.datasets import east_java
from messages import message

JAVA = east_java()
WATER = pt.Issue(pt.SECTORS["public_works"], {"en": "drinking water", "id": "air minum"}, 0.6)
ROADS = pt.Issue(pt.SECTORS["public_works"], "roads")
NEAR = pt.OperatorCriterion(kd.Criterion("distance", "cost"), pt.HaversineKm())
SCALE = pt.OperatorCriterion(kd.Criterion("scale", "benefit"), pt.JointScale("population"))
GRADE = kd.Criterion("grade", "benefit")


def option(*partners: str, form: Any = "joint_service", **about: Any) -> pt.PartnershipOption:
    settings = {"initiator": "35.22", "issue": WATER, **about}
    initiator, issue = settings.pop("initiator"), settings.pop("issue")
    return pt.PartnershipOption(initiator, set(partners), issue, form, **settings)


# Options


def test_identity_is_initiator_partners_issue_and_form() -> None:
    base = option("35.23", "35.21")
    assert base.identity == option("35.21", "35.23", duration=5).identity
    others = [
        option("35.23"),
        option("35.23", "35.21", form="joint_body"),
        option("35.23", "35.21", issue=ROADS),
        option("35.22", "35.21", initiator="35.23"),
    ]
    assert base.identity not in [other.identity for other in others]
    assert len({other.identity for other in others}) == 4
    assert base.name == "35.21+35.22+35.23:joint_service"
    assert base.members == ("35.22", "35.21", "35.23")


def test_options_travel_frozen() -> None:
    full = option(
        "35.23", kind="mandatory", legal_basis="Kepgub 1/2024", stage="offer",
        existing_agreement="PKS 12/2023", costs={"35.22": 2e9, "35.23": 1e9},
        budget_source="APBD 2026", duration=3, evidence=["minutes"],
    )  # fmt: skip
    again = pt.PartnershipOption.from_dict(full.to_dict())
    assert again == full
    assert len({full, again}) == 1
    assert full.total_cost == 3e9
    assert option("35.23", costs={"35.22": 2e9}).total_cost is None  # a share is not known
    with pytest.raises(TypeError):
        full.costs["35.22"] = 0  # type: ignore[index]


def test_all_faults_of_an_option_at_once() -> None:
    said = message(
        option, "3523", "35.22", form="joint_servise", kind="mandatory", stage="offers",
        costs={"35.21": -1}, duration=0, evidence=[""],
    )  # fmt: skip
    lines = said.splitlines()
    assert lines[0] == "9 faults:"
    for part in (
        "partner: no Kemendagri code; got '3523'",
        "partners: a region is no partner of itself; got '35.22'.",
        "form: unknown choice; got 'joint_servise'",
        "legal_basis: missing; expected the decision that makes it mandatory. Hint: without a "
        "decision there is only an indication: say kind='voluntary'.",
        "stage: unknown choice; got 'offers'",
        "costs of '35.21': the region is no member.",
        "costs of '35.21': out of range; got -1, expected 0 or more.",
        "duration: out of range; got 0, expected a number above 0.",
        "evidence: no text; got '', expected text.",
    ):
        assert part in said
    assert all("option 35.22+" in line for line in lines[1:])
    assert "partners: there are none" in message(option)
    assert "issue: no Issue; got 'water'" in message(option, "35.23", issue="water")
    assert "costs of '35.22': the value is missing" in message(
        option, "35.23", costs={"35.22": None}
    )


def test_a_review_holds_what_came_against_what_was_promised() -> None:
    review = pt.AgreementReview(option("35.23"), {"a": 8, "b": 4}, {"a": 10}, (2022, 2024), 1)
    assert dict(review.realization) == {"a": 1.25, "b": None}  # not reported is not zero
    assert pt.AgreementReview.from_dict(review.to_dict()) == review
    said = message(pt.AgreementReview, option("35.23"), {"a": 0}, {"c": -1}, (2024, 2022), -1)
    assert said.splitlines() == [
        "5 faults:",
        "  1. review of 35.22+35.23:joint_service: promised 'a': out of range; got 0, expected a "
        "number above 0.",
        "  2. review of 35.22+35.23:joint_service: realized 'c': out of range; got -1, expected 0 "
        "or more.",
        "  3. review of 35.22+35.23:joint_service: realized 'c': it was not promised.",
        "  4. review of 35.22+35.23:joint_service: period: no period; got (2024, 2022), expected "
        "(first year, last year).",
        "  5. review of 35.22+35.23:joint_service: disputes: no count; got -1, expected 0 or more.",
    ]
    assert "no option" in message(pt.AgreementReview, "x", {"a": 1}, {}, (2022, 2024))


# As candidates


def test_names_say_what_varies() -> None:
    forms = [option("35.23"), option("35.23", form="joint_body")]
    assert pt.option_names(forms) == ("35.22+35.23:joint_service", "35.22+35.23:joint_body")
    mixed = [option("35.23"), option("35.22", initiator="35.23", issue=ROADS)]
    assert pt.option_names(mixed) == (
        "35.22+35.23:joint_service:drinking water:by 35.22",
        "35.22+35.23:joint_service:roads:by 35.23",
    )


def test_operators_give_what_pair_problem_gives() -> None:
    codes = [code for code in JAVA.codes if code != "35.22"]
    pairs = pt.pair_problem(JAVA, "35.22", [NEAR, SCALE], codes)
    made = pt.option_problem([option(code) for code in codes], [NEAR, SCALE], table=JAVA)
    assert np.array_equal(made.problem.matrix, pairs.matrix)
    assert made.problem.criteria == pairs.criteria  # units and sources filled in alike
    assert set(made.origins.values()) == {
        pt.CellOrigin("operator", "HaversineKm"), pt.CellOrigin("operator", "JointScale"),
    }  # fmt: skip


def test_options_of_several_sizes_in_one_problem() -> None:
    options = [option("35.23"), option("35.23", "35.24"), option("35.21")]
    made = pt.option_problem(options, [NEAR, SCALE], table=JAVA)
    for row, item in zip(made.problem.matrix, options, strict=True):
        rows = JAVA.rows(item.members)
        assert row.tolist() == [float(c.operator(JAVA, rows)) for c in (NEAR, SCALE)]


def test_a_directed_operator_sees_the_initiator_first() -> None:
    learn = pt.OperatorCriterion(
        kd.Criterion("learn", "benefit"), pt.Coverage(["sanitation_access"], 100, "knowledge")
    )
    there, back = option("33.16"), option("35.22", initiator="33.16")
    made = pt.option_problem([there, back], [learn], table=JAVA)
    assert made.problem.matrix[0, 0] == 0.0 < made.problem.matrix[1, 0]


def test_every_cell_says_how_it_was_obtained() -> None:
    a, b = option("35.23"), option("35.23", form="joint_body")
    cost = kd.Criterion("cost", "cost")
    made = pt.option_problem(
        [a, b], [NEAR, GRADE, cost],
        {
            (b.name, "distance"): (50.0, "data"),
            (a.name, "grade"): 4,
            (b.name, "grade"): (3, pt.CellOrigin("judged", "Sekda", "public")),
            (a.name, "cost"): (2e9, "data"), (b.name, "cost"): (3e9, "imputed"),
        },
        table=JAVA, judged_by="TKKSD",
    )  # fmt: skip
    assert {key: cell.describe() for key, cell in made.origins.items()} == {
        (a.name, "distance"): "computed: HaversineKm",
        (a.name, "grade"): "judged: TKKSD",
        (a.name, "cost"): "data",
        (b.name, "distance"): "data",
        (b.name, "grade"): "judged: Sekda",
        (b.name, "cost"): "filled in",
    }
    assert made.problem.matrix[1].tolist() == [50.0, 3.0, 3e9]
    assert made.origins.internal == ((a.name, "grade"),)
    shown = made.tables("id")[0].rows
    assert shown[0][2] == "internal"
    assert shown[1][2] == "3"
    assert made.tables("id", internal=True)[0].rows[0][2] == "4"
    assert shown[0][0] == "Kabupaten Tuban: pelayanan bersama"
    assert made.tables("en")[1].rows[1] == (
        "grade", "higher is better", "judged: TKKSD, judged: Sekda",
    )  # fmt: skip
    assert made.to_frame()["origin"].tolist() == [cell.origin for cell in made.origins.values()]
    assert pt.OptionProblem.from_json(made.to_json()).to_dict() == made.to_dict()
    assert made.option(b.name) is b
    facts = {c.name: c.attributes for c in made.problem.candidates}[a.name]
    assert facts == {
        "initiator": "35.22", "partners": "35.23", "form": "joint_service", "kind": "voluntary",
    }  # fmt: skip


def test_without_a_table_labels_are_codes() -> None:
    made = pt.option_problem([option("35.23", "35.24")], [GRADE], {
        ("35.22+35.23+35.24:joint_service", "grade"): 1})  # fmt: skip
    assert made.problem.candidate_label(made.problem.candidate_names[0], "id") == (
        "35.23 dan 35.24: pelayanan bersama"
    )


def test_mandatory_options_are_not_ranked_against_voluntary_ones() -> None:
    fixed = option("35.23", kind="mandatory", legal_basis="Kepgub 1/2024")
    assert message(pt.option_problem, [fixed, option("35.21")], [NEAR], table=JAVA) == (
        "options: mandatory ones beside voluntary ones; got 35.22+35.23:joint_service, expected "
        "one kind. Hint: mandatory cooperation is fixed in; rank how it is done apart from the "
        "others."
    )
    other = option("35.23", form="joint_body", kind="mandatory", legal_basis="Kepgub 1/2024")
    assert len(pt.option_problem([fixed, other], [NEAR], table=JAVA).options) == 2


def test_all_faults_of_cells_at_once() -> None:
    a, b = option("35.23"), option("35.21")
    said = message(
        pt.option_problem, [a, b], [NEAR, GRADE],
        {
            ("35.22+35.24:joint_service", "grade"): 1,
            (a.name, "grades"): 1,
            (a.name, "grade"): "4",
            (b.name, "distance"): (3, "guessed"),
            "grade": 1,
        },
        table=JAVA,
    )  # fmt: skip
    assert said.splitlines() == [
        "6 faults:",
        "  1. cell ('35.22+35.24:joint_service', 'grade'): no such candidate. Hint: did you mean "
        "'35.22+35.23:joint_service'?",
        "  2. cell ('35.22+35.23:joint_service', 'grades'): criterion 'grades': unknown name. "
        "Hint: did you mean 'grade'?",
        "  3. criterion 'grade' of candidate '35.22+35.23:joint_service': no number; got '4', "
        "expected a finite number.",
        "  4. criterion 'distance' of candidate '35.21+35.22:joint_service': no origin; got "
        "'guessed', expected 'data', 'operator', 'judged', 'imputed', or a CellOrigin.",
        "  5. cell 'grade': no key; expected (candidate, criterion).",
        "  6. criterion 'grade' of candidate '35.21+35.22:joint_service': the value is missing. "
        "Hint: give it in cells.",
    ]


def test_refusals() -> None:
    unit = pt.Region("31.73", "Kota Administrasi Jakarta Barat", "city", "31", autonomous=False)
    table = pt.RegionTable([*JAVA.regions, unit], indicators=JAVA.indicators)
    twice = [option("35.23"), option("35.23", duration=2), option("31.73"), option("35.99")]
    said = message(pt.option_problem, twice, [NEAR, NEAR, "x"], table=table)
    for part in (
        "option 35.22+35.23:joint_service: it stands twice; got numbers 1, 2.",
        "region '35.99': no such code in the table",
        "region '31.73': Kota Administrasi Jakarta Barat is not autonomous and cannot sign",
        "criteria: neither a Criterion nor of an operator; got 'x'",
        "criterion 'distance': the name stands more than once",
    ):
        assert part in said
    assert "table: missing; expected the regions, for the operators of 'distance'" in message(
        pt.option_problem, [option("35.23")], [NEAR]
    )
    assert "options: there are none" in message(pt.option_problem, [], [GRADE])
    assert "criteria: there are none" in message(pt.option_problem, [option("35.23")], [])
    assert "no PartnershipOption; got 'x'" in message(pt.option_problem, ["x"], [GRADE])
    fiscal = pt.OperatorCriterion(kd.Criterion("gap", "cost"), pt.Gap("fiscal_capacity_ratio"))
    options = [option("33.16"), option("35.12"), option("33.16", form="joint_body")]
    lines = message(pt.option_problem, options, [fiscal], table=JAVA).splitlines()
    assert lines[0] == "2 faults:"  # each region once, whatever the number of its options
    assert "criterion 'gap': indicator 'fiscal_capacity_ratio' of Kabupaten Blora" in lines[1]
    shared = pt.OperatorCriterion(kd.Criterion("pull", "benefit"), pt.Gravity("population"))
    assert "it would count twice" in message(
        pt.option_problem, [option("35.23")], [NEAR, shared], table=JAVA
    )
    made = pt.option_problem(
        [option("35.23")], [NEAR, shared], table=JAVA, allow_shared=["coordinates"]
    )
    assert made.problem.criterion_names == ("distance", "pull")


CODES = [code for code in JAVA.codes if code != "35.22"]


@given(
    st.lists(
        st.tuples(
            st.frozensets(st.sampled_from(CODES), min_size=1, max_size=3),
            st.sampled_from(list(pt.FORMS)),
        ),
        min_size=1, max_size=6, unique=True,
    ),
    st.randoms(use_true_random=False),
)  # fmt: skip
def test_order_does_not_matter_and_names_are_unique(drawn: Any, random: Any) -> None:
    options = [option(*partners, form=form) for partners, form in drawn]
    names = pt.option_names(options)
    assert len(set(names)) == len(names)
    first = pt.option_problem(options, [NEAR, SCALE], table=JAVA)
    order = list(range(len(options)))
    random.shuffle(order)
    second = pt.option_problem([options[k] for k in order], [NEAR, SCALE], table=JAVA)
    assert np.array_equal(second.problem.matrix, first.problem.matrix[order])
    for (a, x), (b, y) in itertools.combinations(
        zip(options, first.problem.matrix, strict=False), 2
    ):
        if a.partners == b.partners:  # forms alone don't move what the members are
            assert np.array_equal(x, y)
