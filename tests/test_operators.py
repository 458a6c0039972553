"""Operators and their kernels: hand-computed numbers, laws, and refusals by name."""

from __future__ import annotations

import math
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra import numpy as hnp

import kadmcdm as kd
from kadmcdm.core import coalitions as core
from kadmcdm.datasets import east_java
from kadmcdm.partnership import (
    OPERATORS,
    Complementarity,
    Coverage,
    Gap,
    Gravity,
    HaversineKm,
    JointScale,
    Operator,
    Proximity,
    Region,
    RegionTable,
    ScaleGain,
    SharedBorder,
    Similarity,
    TransactionCost,
    operator_from_dict,
    operator_to_dict,
)

JAVA = east_java()
BOJONEGORO = "35.22"
ACCESS = ("sanitation_access", "water_access")
LEARN = Coverage(ACCESS, 100, "knowledge")

EVERY: tuple[Any, ...] = (
    HaversineKm(),
    Proximity(100),
    SharedBorder(),
    Gap("hdi"),
    Similarity("hdi"),
    LEARN,
    Coverage(ACCESS, {"sanitation_access": 90, "water_access": 95}, "resource", [2, 1]),
    Complementarity(LEARN),
    Complementarity(LEARN, "geometric"),
    Complementarity(LEARN, "harmonic"),
    JointScale("population"),
    JointScale("population", 5e6),
    ScaleGain("population", 2e6),
    TransactionCost(2.0, 0.5),
    Gravity("population"),
    Gravity("population", 0.5, 1.0, log=False),
)
SHARES = (Proximity, SharedBorder, Similarity, Coverage, Complementarity, ScaleGain)


def made(*values: dict[str, float | None], provinces: str = "") -> RegionTable:
    """Return a table of cities with these indicators, on a line 1 degree apart."""
    heads = provinces.split() or ["35"] * len(values)
    regions = [
        Region(f"{p}.{71 + k}", f"Kota {k}", "city", p, -5.0, 110.0 + k, indicators=row)
        for k, (p, row) in enumerate(zip(heads, values, strict=True))
    ]
    return RegionTable(regions)


def coalitions(k: int) -> st.SearchStrategy[np.ndarray]:
    rows = st.permutations(range(len(JAVA))).map(lambda order: order[:k])
    return st.lists(rows, min_size=1, max_size=4).map(np.array)


# hand-computed numbers -------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("partner", "km", "border"),
    [
        ("35.23", 34.8, 1.0),  # Tuban
        ("33.16", 50.7, 1.0),  # Blora
        ("35.21", 55.4, 1.0),  # Ngawi
        ("35.17", 59.6, 1.0),  # Jombang
        ("35.78", 100.8, 0.0),  # Surabaya
    ],
)
def test_distances_and_borders_of_bojonegoro(partner: str, km: float, border: float) -> None:
    members = JAVA.rows([BOJONEGORO, partner])
    assert round(float(HaversineKm()(JAVA, members)), 1) == km
    assert SharedBorder()(JAVA, members) == border


def test_haversine_on_quarter_circles() -> None:
    quarter = core.EARTH_RADIUS_KM * math.pi / 2
    points = np.array([[0.0, 0.0, 0.0, 90.0], [0.0, 0.0, 90.0, 0.0], [0.0, 0.0, 0.0, 180.0]])
    found = core.haversine(*points.T)
    np.testing.assert_allclose(found, [quarter, quarter, 2 * quarter], rtol=1e-12)


def test_distance_of_three_is_that_of_the_farthest_two() -> None:
    table = made({}, {}, {})
    degree = float(HaversineKm()(table, [0, 1]))
    assert degree == pytest.approx(111.195 * math.cos(math.radians(5)), abs=0.01)
    assert float(HaversineKm()(table, [1, 0, 2])) == pytest.approx(2 * degree, rel=1e-4)
    assert float(Proximity(degree)(table, [0, 1])) == pytest.approx(math.exp(-1))


def test_gap_and_similarity() -> None:
    table = made({"x": 2.0}, {"x": 8.0}, {"x": 4.0})
    assert float(Gap("x")(table, [0, 1])) == pytest.approx(math.log(4))
    assert float(Gap("x")(table, [2, 0, 1])) == pytest.approx(math.log(4))
    assert float(Similarity("x")(table, [0, 1])) == pytest.approx(0.25)


def test_the_gap_in_output_per_head_of_the_domain_page() -> None:
    table = made({"x": 48190.8}, {"x": 34732.2}, {"x": 19533.6}, {"x": 15240.8}, {"x": 20720.9})
    found = Gap("x")(table, [[0, k] for k in range(1, 5)])
    np.testing.assert_allclose(found, [0.33, 0.90, 1.15, 0.84], atol=0.005)


def test_gravity_of_the_domain_page() -> None:
    output = {
        BOJONEGORO: 65.839509, "35.23": 43.984689, "33.16": 18.126447, "35.21": 13.823456,
        "35.17": 28.553448, "35.78": 407.726799,
    }  # fmt: skip
    regions = [
        Region(r.code, r.name, r.kind, r.province_code, r.lat, r.lon, indicators={"x": trillion})
        for r, trillion in ((JAVA[code], value) for code, value in output.items())
    ]
    pull = Gravity("x", log=False)(RegionTable(regions), [[0, k] for k in range(1, 6)])
    np.testing.assert_allclose(pull, [2.39, 0.46, 0.30, 0.53, 2.64], atol=0.005)


def test_coverage_of_knowledge_by_hand() -> None:
    # deficits of 0: 10, 3; leads of 1: 5, none; so 5/13. Deficits of 1: 5, 10; lead of 0: 7.
    table = made({"a": 90.0, "b": 97.0}, {"a": 95.0, "b": 90.0}, {"a": 99.0, "b": 80.0})
    learn = Coverage(["a", "b"], 100, "knowledge")
    assert float(learn(table, [0, 1])) == pytest.approx(5 / 13)
    assert float(learn(table, [1, 0])) == pytest.approx(7 / 15)
    assert float(learn(table, [0, 1, 2])) == pytest.approx(9 / 13)  # the best teacher counts
    assert float(Complementarity(learn)(table, [0, 1])) == pytest.approx(5 / 13)
    product = 5 / 13 * 7 / 15
    geometric = Complementarity(learn, "geometric")(table, [0, 1])
    assert float(geometric) == pytest.approx(math.sqrt(product))
    harmonic = Complementarity(learn, "harmonic")(table, [0, 1])
    assert float(harmonic) == pytest.approx(2 * product / (5 / 13 + 7 / 15))


def test_coverage_of_resources_by_hand() -> None:
    # target 100: deficit of 0 is 30; surplus of 1 is 10, of 2 is 15: given away, they add up.
    table = made({"a": 70.0}, {"a": 110.0}, {"a": 115.0})
    give = Coverage("a", 100, "resource")
    assert float(give(table, [0, 1])) == pytest.approx(10 / 30)
    assert float(give(table, [0, 1, 2])) == pytest.approx(25 / 30)
    assert float(give(table, [1, 0])) == 0.0  # no deficit: 0/0 is 0
    assert float(Coverage("a", 100, "knowledge")(table, [0, 1])) == 1.0  # a lead of 40 covers 30


def test_weights_and_targets_of_a_coverage() -> None:
    table = made({"a": 90.0, "b": 40.0}, {"a": 95.0, "b": 40.0})
    by_name = Coverage(["a", "b"], {"b": 50, "a": 100}, "knowledge", {"b": 1, "a": 3})
    assert by_name == Coverage(["a", "b"], [100, 50], "knowledge", [3, 1])
    assert float(by_name(table, [0, 1])) == pytest.approx(3 * 5 / (3 * 10 + 1 * 10))


def test_scale() -> None:
    table = made({"q": 4.0}, {"q": 9.0}, {"q": 2.0})
    assert float(JointScale("q")(table, [0, 1, 2])) == 15.0
    assert float(JointScale("q", 20)(table, [0, 1])) == pytest.approx(0.65)
    assert float(JointScale("q", 10)(table, [0, 1])) == 1.0
    assert float(ScaleGain("q", 10)(table, [0, 1])) == pytest.approx(0.6)
    assert float(ScaleGain("q", 10)(table, [1, 0])) == pytest.approx(0.1)
    assert float(ScaleGain("q", 3)(table, [1, 0])) == 0.0


def test_transaction_cost() -> None:
    table = made({}, {}, {}, {}, provinces="35 35 33 34")
    cost = TransactionCost(per_pair=2.0, per_province_line=10.0)
    assert cost(table, [[0, 1], [0, 2]]).tolist() == [2.0, 12.0]
    assert float(cost(table, [0, 1, 2, 3])) == 2.0 * 6 + 10.0 * 5
    assert TransactionCost(per_pair=0)(JAVA, JAVA.rows([BOJONEGORO, "33.16"])) == 1.0


def test_more_than_two_share_a_border_where_they_hang_together() -> None:
    rows = JAVA.rows(["33.16", "35.22", "35.17", "35.26"])
    assert SharedBorder()(JAVA, rows[[0, 2]]) == 0.0
    assert SharedBorder()(JAVA, rows[[0, 1, 2]]) == 1.0
    assert SharedBorder()(JAVA, rows[[0, 2, 1]]) == 1.0
    assert SharedBorder()(JAVA, rows) == 0.0


def test_a_long_chain_is_contiguous() -> None:
    for k in range(2, 12):
        chain = np.eye(k, k=1, dtype=bool) | np.eye(k, k=-1, dtype=bool)
        broken = chain.copy()
        broken[-2, -1] = broken[-1, -2] = False
        assert core.contiguous(np.stack([chain, broken])).tolist() == [True, False]


# laws ------------------------------------------------------------------------------------------


@pytest.mark.parametrize("operator", EVERY, ids=repr)
@given(data=st.data(), k=st.integers(2, 5))
def test_laws_of_operators(operator: Any, data: st.DataObject, k: int) -> None:
    members = data.draw(coalitions(k))
    before = members.copy()
    values = operator(JAVA, members)
    assert values.shape == members.shape[:-1]
    assert values.dtype == np.float64
    assert np.isfinite(values).all()
    loop = np.stack([operator(JAVA, row) for row in members])
    np.testing.assert_allclose(values, loop, rtol=1e-12, atol=1e-12)
    nested = operator(JAVA, members[None, :, None, :])
    np.testing.assert_array_equal(nested[0, :, 0], values)
    np.testing.assert_array_equal(members, before)
    if not operator.directed:
        shuffled = members[:, data.draw(st.permutations(range(k)))]
        np.testing.assert_allclose(operator(JAVA, shuffled), values, rtol=1e-12, atol=1e-12)
    partners = np.concatenate([members[:, :1], members[:, :0:-1]], axis=1)
    np.testing.assert_allclose(operator(JAVA, partners), values, rtol=1e-12, atol=1e-12)
    if isinstance(operator, SHARES):
        assert ((values >= 0) & (values <= 1)).all()
    if isinstance(operator, (Gap, HaversineKm, TransactionCost, JointScale)):
        assert (values >= 0).all()


@pytest.mark.parametrize("operator", EVERY, ids=repr)
def test_operators_are_frozen_hashable_and_travel(operator: Any) -> None:
    assert isinstance(operator, Operator)
    assert operator_from_dict(operator_to_dict(operator)) == operator
    assert hash(operator_from_dict(operator_to_dict(operator))) == hash(operator)
    for name in (*operator_to_dict(operator), "other"):
        with pytest.raises((AttributeError, TypeError)):
            setattr(operator, name, 1)
    assert all(name in {i.name for i in JAVA.indicators} for name in operator.indicators)


def test_directed_operators_say_so() -> None:
    pair = JAVA.rows([BOJONEGORO, "35.26"])
    for operator in EVERY:
        same = math.isclose(operator(JAVA, pair), operator(JAVA, pair[::-1]), abs_tol=1e-12)
        assert same is not operator.directed


shapes = st.tuples(st.integers(1, 4), st.integers(2, 5), st.integers(1, 3))
matrices = hnp.arrays(np.float64, shapes, elements=st.floats(0.0, 1e6))


@given(values=matrices, exchange=st.sampled_from(["knowledge", "resource"]), data=st.data())
def test_coverage_is_a_share_and_batched(
    values: np.ndarray, exchange: Any, data: st.DataObject
) -> None:
    n = values.shape[-1]
    target = data.draw(hnp.arrays(np.float64, n, elements=st.floats(0.0, 1e6)))
    weights = data.draw(hnp.arrays(np.float64, n, elements=st.floats(0.0, 10.0)))
    shares = core.coverage(values, target, weights, exchange)
    assert ((shares >= 0) & (shares <= 1)).all()
    loop = np.stack([core.coverage(one, target, weights, exchange) for one in values])
    np.testing.assert_allclose(shares, loop, rtol=1e-12, atol=1e-12)
    means = [core.mean_of(shares, mean) for mean in ("harmonic", "geometric")]
    least, most = core.mean_of(shares, "min"), shares.max(axis=-1)
    assert (least <= means[0] * (1 + 1e-9)).all()
    assert (means[0] <= means[1] * (1 + 1e-9)).all()
    assert (means[1] <= most * (1 + 1e-9)).all()
    assert all((mean[least == 0] == 0).all() for mean in means)


@given(
    lat=hnp.arrays(np.float64, 3, elements=st.floats(-89, 89)),
    lon=hnp.arrays(np.float64, 3, elements=st.floats(-180, 180)),
)
def test_haversine_is_a_metric(lat: np.ndarray, lon: np.ndarray) -> None:
    ab, ac, bc = core.pair_distances(lat, lon)
    assert 0 <= ab <= math.pi * core.EARTH_RADIUS_KM + 1e-6
    assert ac <= ab + bc + 1e-4
    assert core.haversine(lat[0], lon[0], lat[0], lon[0]) == 0


# refusals --------------------------------------------------------------------------------------


def message(call: Any) -> str:
    with pytest.raises(kd.InputError) as caught:
        call()
    return str(caught.value)


@pytest.mark.parametrize(
    ("members", "expected"),
    [
        (["35.22", "35.23"], "members: no row indices"),
        ([0.0, 1.0], "hint: turn codes into rows with table.rows"),
        ([0], "members: too few members; got (1,)"),
        (3, "members: too few members; got ()"),
        ([0, 40], "members: no such row in the table; got 0 to 40, expected 0 to 39"),
        ([0, -1], "members: no such row in the table; got -1 to 0"),
        ([[0, 1], [1, 1]], "Kabupaten Rembang (33.17): a region is no partner of itself"),
    ],
)
def test_members_are_rows(members: Any, expected: str) -> None:
    assert expected.casefold() in message(lambda: HaversineKm()(JAVA, members)).casefold()


@pytest.mark.parametrize(
    "operator",
    [
        Gap("fiscal_capacity_ratio"),
        Similarity("fiscal_capacity_ratio"),
        JointScale("fiscal_capacity_ratio"),
        Gravity("fiscal_capacity_ratio"),
        Complementarity(Coverage("fiscal_capacity_ratio", 2, "resource")),
    ],
    ids=repr,
)
def test_missing_values_are_named_all_at_once_and_only_where_used(operator: Any) -> None:
    rows = JAVA.rows([BOJONEGORO, "35.12", "33.16"])
    text = message(lambda: operator(JAVA, [[rows[0], rows[1]], [rows[0], rows[2]]]))
    assert "2 faults" in text
    for name in ("Kabupaten Situbondo (35.12)", "Kabupaten Blora (33.16)"):
        assert f"indicator 'fiscal_capacity_ratio' of {name}: the value is missing" in text
    assert np.isfinite(operator(JAVA, JAVA.rows([BOJONEGORO, "35.23"])))


@pytest.mark.parametrize("operator", [Gap("x"), Similarity("x"), Gravity("x")], ids=repr)
def test_logarithms_need_positive_values(operator: Any) -> None:
    table = made({"x": 0.0}, {"x": 3.0})
    text = message(lambda: operator(table, [0, 1]))
    assert (
        "'x' of Kota 0 (35.71): out of the operator's domain; got 0, expected more than 0" in text
    )


@pytest.mark.parametrize("operator", [JointScale("x"), ScaleGain("x", 2)], ids=repr)
def test_quantities_are_not_negative(operator: Any) -> None:
    text = message(lambda: operator(made({"x": -1.0}, {"x": 3.0}), [0, 1]))
    assert "got -1, expected 0 or more" in text


def test_unknown_indicators_coordinates_and_borders() -> None:
    assert "did you mean 'hdi'" in message(lambda: Gap("HDI")(JAVA, [0, 1]))
    lost = RegionTable([Region("35.73", "Kota Malang", "city", "35"), JAVA["35.23"]])
    for operator in (HaversineKm(), Proximity(10), Gravity("hdi")):
        if not operator.indicators:
            text = message(lambda operator=operator: operator(lost, [0, 1]))
            assert "Kota Malang (35.73): its coordinates are missing" in text
    assert "the table knows no borders" in message(lambda: SharedBorder()(lost, [0, 1]))
    one = JAVA["35.23"]
    twin = Region("35.73", "Kota Malang", "city", "35", one.lat, one.lon, indicators={"hdi": 70.0})
    text = message(lambda: Gravity("hdi")(RegionTable([twin, one]), [0, 1]))
    assert "Gravity of Kota Malang, Kabupaten Tuban: two of them are at the same place" in text


@pytest.mark.parametrize(
    ("make", "expected"),
    [
        (lambda: Proximity(0), "Proximity: d0_km: out of range; got 0, expected a number above 0"),
        (lambda: Proximity("100"), "Proximity: d0_km: out of range; got '100'"),  # type: ignore[arg-type]
        (lambda: JointScale("q", -1), "JointScale: efficient_scale: out of range"),
        (lambda: ScaleGain("q", math.nan), "ScaleGain: efficient_scale: out of range"),
        (lambda: TransactionCost(-1, math.inf), "2 faults"),
        (lambda: Gravity("q", 0), "Gravity: mass_exponent: out of range"),
        (lambda: Coverage([], 1, "knowledge"), "Coverage: indicators: there are none"),
        (lambda: Coverage(["a", "a"], 1, "knowledge"), "the name stands more than once"),
        (lambda: Coverage("a", 1, "knowlege"), "did you mean 'knowledge'"),  # type: ignore[arg-type]
        (lambda: Coverage(["a", "b"], [1], "resource"), "got 1, expected 2, one per indicator"),
        (lambda: Coverage("a", {"b": 1}, "resource"), "target 'a': missing"),
        (lambda: Coverage("a", math.nan, "resource"), "target: no finite number; got nan"),
        (lambda: Coverage("a", "high", "resource"), "target: no number; got 'high'"),  # type: ignore[arg-type]
        (lambda: Coverage("a", 1, "resource", [-1]), "weights: negative, or all zero"),
        (lambda: Coverage("a", 1, "resource", [0]), "weights: negative, or all zero"),
        (lambda: Complementarity(LEARN, "mean"), "mean: unknown choice; got 'mean'"),  # type: ignore[arg-type]
        (lambda: Complementarity(Gap("a")), "coverage: no Coverage"),  # type: ignore[arg-type]
    ],
)
def test_parameters_are_checked(make: Any, expected: str) -> None:
    assert expected in message(make)


@pytest.mark.parametrize(
    ("data", "expected"),
    [
        ({"kind": "Gapp", "indicator": "hdi"}, "did you mean 'Gap'?"),
        ({"indicator": "hdi"}, "operator: it has no kind. Hint: one of 'Alignment'"),
        ("Gap", "operator: no mapping; got str"),
        ({"kind": "HaversineKm", "unit": "mi"}, "HaversineKm: 'unit': unknown key"),
        ({"kind": "Proximity", "d0": 5, "x": 1}, "3 faults"),
        ({"kind": "Proximity", "d0_km": -5}, "Proximity: d0_km: out of range"),
        (
            {"kind": "Complementarity", "coverage": {"indicators": ["a"], "targets": 1}},
            "Complementarity: Coverage: 'targets': unknown key. Hint: did you mean 'target'?",
        ),
    ],
)
def test_operators_of_study_files_are_checked(data: Any, expected: str) -> None:
    assert expected in message(lambda: operator_from_dict(data))


def test_operators_of_study_files() -> None:
    data = {
        "kind": "Complementarity",
        "mean": "harmonic",
        "coverage": {"indicators": list(ACCESS), "target": 100, "exchange": "knowledge"},
    }
    assert operator_from_dict(data) == Complementarity(LEARN, "harmonic")
    assert set(OPERATORS) > {type(operator).__name__ for operator in EVERY}

    class Own:
        directed, unit, indicators = False, None, ()

        def __call__(self, table: Any, members: Any) -> np.ndarray:
            return np.zeros(np.shape(members)[:-1])

    assert isinstance(Own(), Operator)
    assert "no operator that a study file can name" in message(lambda: operator_to_dict(Own()))
