"""Dominance against brute force; potential winners against samples, witnesses and certificates."""

from concurrent.futures import ThreadPoolExecutor

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import kadmcdm as kd
from kadmcdm import core
from messages import message
from strategies import problems

ADDITIVE = [
    kd.WeightedSum(), kd.WeightedSum("none"), kd.WeightedSum("minmax"), kd.WeightedSum("vector"),
    kd.WeightedProduct(), kd.WeightedProduct("sum"),
    kd.AHPSynthesis(), kd.AHPSynthesis("ideal"),
]  # fmt: skip


def made(matrix, benefit):
    return kd.DecisionProblem.from_arrays(matrix, ["benefit" if b else "cost" for b in benefit])


# ---- dominance -----------------------------------------------------------------------------------


@given(problems(candidates=(1, 7), criteria=(1, 3), values=(1, 6)))
def test_dominance_is_what_brute_force_finds(p):
    matrix, _, benefit = p
    problem = made(matrix, benefit)
    found = kd.dominance(problem)
    names, oriented = problem.candidate_names, np.where(benefit, matrix, -matrix)
    expected = {}
    for a, x in zip(names, oriented, strict=True):
        for b, y in zip(names, oriented, strict=True):
            if (x >= y).all() and (x > y).any():
                better = tuple(np.array(problem.criterion_names)[x > y].tolist())
                expected.setdefault(b, {})[a] = better
    assert {name: found.dominators(name) for name in found.dominated} == expected
    assert found.pareto == tuple(name for name in names if name not in expected)
    groups = {}
    for name, row in zip(names, matrix, strict=True):
        groups.setdefault(row.tobytes(), []).append(name)
    assert found.duplicates == tuple(tuple(g) for g in groups.values() if len(g) > 1)


@given(problems(candidates=(2, 6), criteria=(1, 4), values=(1, 8)), st.randoms())
def test_dominance_goes_with_names_not_places(p, random):
    matrix, _, benefit = p
    problem = made(matrix, benefit)
    shuffled = list(problem.candidate_names)
    random.shuffle(shuffled)
    a, b = kd.dominance(problem), kd.dominance(problem.select(shuffled))
    assert set(a.pareto) == set(b.pareto)
    assert all(a.dominators(name) == b.dominators(name) for name in shuffled)


REGIONS = kd.DecisionProblem(
    [
        kd.Criterion("water", "benefit", label={"en": "water access", "id": "akses air"}),
        kd.Criterion("distance", "cost"),
    ],
    [kd.Candidate("T", label="Tuban"), "Ngawi", "Blora", "Rembang", "Pati", "Kudus", "Lamongan"],
    [[96, 35], [96, 35], [95, 50], [94, 51], [93, 52], [92, 53], [99, 60]],
)


def test_the_table_of_dominance():
    found = kd.dominance(REGIONS)
    assert str(found) == (
        "candidate  dominated by  better on\n"
        "---------  ------------  ----------------------\n"
        "Blora      Tuban         water access, distance\n"
        "           Ngawi         water access, distance\n"
        "Rembang    Tuban         water access, distance\n"
        "           Ngawi         water access, distance\n"
        "           Blora         water access, distance\n"
        "Pati       Tuban         water access, distance\n"
        "           Ngawi         water access, distance\n"
        "           Blora         water access, distance\n"
        "           and 1 more\n"
        "Kudus      Tuban         water access, distance\n"
        "           Ngawi         water access, distance\n"
        "           Blora         water access, distance\n"
        "           and 2 more\n"
        "not dominated: Tuban, Ngawi, Lamongan; the same: Tuban and Ngawi"
    )
    indonesian = found.tables("id")[0]
    assert indonesian.headers == ("calon", "didominasi oleh", "lebih baik pada")
    assert indonesian.rows[0] == ("Blora", "Tuban", "akses air, distance")
    assert indonesian.caption == "tidak didominasi: Tuban, Ngawi, Lamongan; sama: Tuban dan Ngawi"


def test_dominance_as_a_frame_and_as_json():
    found = kd.dominance(REGIONS)
    frame = found.to_frame()
    assert len(frame) == len(found.pairs) == 14
    assert frame.iloc[0].to_dict() == {
        "dominates": "T", "dominated": "Blora", "water": True, "distance": True,
    }  # fmt: skip
    assert kd.Dominance.from_json(found.to_json()).to_dict() == found.to_dict()
    clash = kd.DecisionProblem([kd.Criterion("dominates", "benefit")], ["A", "B"], [[1], [2]])
    assert list(kd.dominance(clash).to_frame()) == [
        "dominates", "dominated", "dominates (criterion)",
    ]  # fmt: skip


def test_nobody_dominates_a_single_candidate():
    found = kd.dominance(made([[1.0, 2.0]], [True, True]))
    assert (found.pareto, found.dominated, found.duplicates) == (("a1",), (), ())
    assert kd.Dominance.from_json(found.to_json()).to_dict() == found.to_dict()


def test_what_dominance_refuses():
    assert message(kd.dominance, [[1, 2]]) == "problem: no DecisionProblem; got list."
    assert message(kd.dominance(REGIONS).dominators, "Tubna") == (
        "candidate 'Tubna': unknown name. Hint: known names: "
        "'T', 'Ngawi', 'Blora', 'Rembang', 'Pati', 'Kudus', 'Lamongan'."
    )


# ---- potential winners ---------------------------------------------------------------------------


def terms(problem, method):
    """What the method adds up: values, or their logarithms."""
    ones = np.ones(len(problem.criteria))
    return method.details(problem.matrix, ones, problem.benefit)["contributions"]


@pytest.mark.parametrize("method", ADDITIVE, ids=repr)
@settings(max_examples=15)  # times eight methods
@given(p=problems(candidates=(2, 6), criteria=(1, 4), values=(1, 12)), seed=st.integers(0, 99))
def test_programs_agree_with_samples_witnesses_and_certificates(method, p, seed):
    matrix, _, benefit = p
    problem = made(matrix, benefit)
    found = kd.potential_winners(problem, method)
    names = problem.candidate_names
    value = terms(problem, method)
    width = np.ptp(value, axis=0)
    for i, (name, status) in enumerate(zip(names, found.status, strict=True)):
        if status != "never":
            ranking = kd.rank(problem, found.witness(name), method)
            assert name in ranking.winners
            assert (ranking.winners == (name,)) == (status == "first")
            rest = np.delete(ranking.scores, i).max()
            # 1e-9 of a score is a tie, whose lead is said to be 0
            assert found.leads[i] == pytest.approx(ranking.scores[i] - rest, abs=1e-8)
        if status != "first":
            mix = found.certificate(name)
            assert sum(mix.values()) == pytest.approx(1, abs=1e-12)
            assert name not in mix
            together = sum(share * value[names.index(k)] for k, share in mix.items())
            # the linear program is solved to 1e-10, shares below 1e-9 are left out
            assert (together - value[i] >= -3e-9 * np.maximum(width, 1e-3)).all()
    # whoever is first in a sample by more than a tie can be first
    weights = core.sample_simplex(len(width), 300, np.random.default_rng(seed))
    scores = method.scores(problem.matrix, weights, problem.benefit)
    ranks = core.ranks(scores)
    first = (ranks == 1).any(axis=0)
    alone = ((ranks == 1) & ((ranks == 1).sum(axis=1, keepdims=True) == 1)).any(axis=0)
    status = np.array(found.status)
    assert (status[alone] == "first").all()
    assert (status[first] != "never").all()
    assert found.winners


@settings(max_examples=25)  # a search a candidate
@given(problems(candidates=(2, 6), criteria=(1, 4), values=(1, 40)))
def test_a_search_finds_no_more_than_the_programs(p):
    """And nothing else than winners: a plain object is searched, though its scores add up."""

    class Plain:
        name = "plain"

        def scores(self, *args, **kwargs):
            return core.weighted_sum(*args, normalization="max", **kwargs)

    matrix, _, benefit = p
    problem = made(matrix, benefit)
    exact = kd.potential_winners(problem)
    searched = kd.potential_winners(problem, Plain(), n_starts=50, rng=1)
    assert set(searched.winners) <= set(exact.winners)
    alone = [k for k, status in enumerate(searched.status) if status == "first"]
    assert {exact.status[k] for k in alone} <= {"first"}
    for name in searched.winners:
        assert name in kd.rank(problem, searched.witness(name), Plain()).winners


def test_programs_agree_with_pysensmcda():
    smaa = pytest.importorskip("pysensmcda.smaa")
    rng = np.random.default_rng(8)
    for n in (2, 3, 5):
        matrix, benefit = rng.uniform(1, 9, (10, n)), rng.random(n) < 0.5
        efficient = smaa.exact_efficiency(matrix, np.where(benefit, 1, -1))
        found = kd.potential_winners(made(matrix, benefit), kd.WeightedSum("minmax"))
        assert [status == "first" for status in found.status] == efficient.tolist()


def test_a_share_of_two_others_beats_the_middle():
    """4 < 0.5 * 9 + 0.5 * 1 on both criteria; 6 is above, for weights near the middle."""
    never = kd.potential_winners(made([[9, 1], [4, 4], [1, 9]], [True, True]))
    assert never.status == ("first", "never", "first")
    assert never.certificate("a2") == pytest.approx({"a1": 0.5, "a3": 0.5})
    assert never.sentences() == (
        "a2 is never first: together, 50% a1 and 50% a3 are at least as good on every criterion",
    )
    sometimes = kd.potential_winners(made([[9, 1], [6, 6], [1, 9]], [True, True]))
    assert sometimes.status == ("first",) * 3
    # a2 leads by 6 - 5 = 1 of 9 at equal weights, and by less at any others
    assert sometimes.witness("a2").values == pytest.approx([0.5, 0.5])
    assert sometimes.leads[1] == pytest.approx(1 / 9)


def test_first_place_that_can_only_be_shared():
    """The middle of two is never above both; a duplicate shares with its twin."""
    middle = kd.potential_winners(made([[9, 1], [5, 5], [1, 9]], [True, True]))
    assert middle.status == ("first", "shared", "first")
    assert middle.sentences() == (
        "a2 is never first alone: together, 50% a1 and 50% a3 are at least as good on every "
        "criterion",
    )
    twins = kd.potential_winners(made([[9, 1], [9, 1], [1, 9], [0.5, 0.5]], [True, True]))
    assert twins.status == ("shared", "shared", "first", "never")
    assert twins.certificate("a1") == {"a2": 1.0}
    assert "a1 is never first alone: a2 is at least as good on every criterion" in (
        twins.sentences()
    )
    assert twins.leads[0] == 0
    # as good as the best on one criterion, worse on the other: only where the other has no weight
    weak = kd.potential_winners(made([[9, 5], [9, 1], [1, 1]], [True, True]))
    assert weak.status == ("first", "shared", "never")
    assert weak.witness("a2").values.tolist() == [1, 0]


def test_a_product_is_mixed_in_logarithms():
    """sqrt(9 * 1) = 3 on both: 2 is below, 4 is above, and a weighted sum disagrees on 4."""
    product = kd.potential_winners(made([[9, 1], [2, 2], [1, 9]], [True] * 2), kd.WeightedProduct())
    assert product.sentences("id") == (
        "a2 tidak pernah peringkat 1: gabungan 50% a1 dan 50% a3 (dalam logaritma) tidak kalah di "
        "semua kriteria",
    )
    four = made([[9, 1], [4, 4], [1, 9]], [True] * 2)
    assert kd.potential_winners(four, kd.WeightedProduct()).status[1] == "first"
    assert kd.potential_winners(four, kd.WeightedSum()).status[1] == "never"


@pytest.mark.parametrize("scale", [1e-300, 1e-9, 1.0, 1e9, 1e300])
def test_units_do_not_count(scale):
    matrix = np.array([[9, 1], [6, 6], [1, 9], [4, 4]]) * [scale, 1]
    found = kd.potential_winners(made(matrix, [True, True]), kd.WeightedSum("none"))
    assert found.status == ("first", "first", "first", "never")
    assert found.certificate("a4") == {"a2": 1.0}


def test_topsis_by_search():
    """Two criteria: a grid of weights leaves no winner out, and the search finds no fewer."""
    x = np.random.default_rng(3).uniform(1, 9, (12, 2))
    problem = made(x, [True, False])
    w = np.linspace(0, 1, 20_001)
    scores = kd.TOPSIS().scores(problem.matrix, np.column_stack([w, 1 - w]), problem.benefit)
    on_grid = {problem.candidate_names[i] for i in scores.argmax(axis=1)}
    found = kd.potential_winners(problem, kd.TOPSIS(), n_starts=20, rng=5)
    assert set(found.winners) == on_grid
    assert (found.exact, found.n_starts, found.seed) == (False, 20, 5)
    for name in found.winners:
        assert kd.rank(problem, found.witness(name)).winners == (name,)
    assert str(found).endswith("by a search from 20 starts, seed 5: not found is no proof")
    assert "tidak ditemukan" in {row[1] for row in found.tables("id")[0].rows}


def test_a_criterion_that_is_the_same_for_all_gets_no_weight():
    """Alone it would let everybody share the first place."""
    for method in (kd.TOPSIS(), kd.TOPSIS("none", ideal=[9, 9], anti_ideal=[0, 0])):
        found = kd.potential_winners(made([[9, 5], [1, 5]], [True, True]), method, rng=1)
        assert found.status == ("first", "not found")
        assert found.witness("a1").values.tolist() == [1, 0]
    assert kd.potential_winners(made([[9, 5], [1, 5]], [True, True])).status == ("first", "never")


def test_climbing_finds_what_starts_miss():
    """Without draws the search starts from six weight vectors, which have six winners at most."""
    x = np.random.default_rng(1).uniform(1, 9, (40, 5))
    problem = made(x, [True] * 5)
    found = kd.potential_winners(problem, kd.TOPSIS(), n_starts=0, rng=0)
    assert found.status.count("first") > 12
    for name in found.winners:
        assert kd.rank(problem, found.witness(name)).winners == (name,)
    other = kd.potential_winners(problem, kd.TOPSIS(), n_starts=0, rng=1)
    assert not np.array_equal(found.witnesses, other.witnesses, equal_nan=True)


@pytest.mark.parametrize("method", [kd.WeightedSum(), kd.TOPSIS()], ids=repr)
def test_the_same_bytes_from_everybody(method, processes):
    x = np.random.default_rng(2).uniform(1, 9, (40, 3))
    problem = made(x, [True, False, True])
    alone = kd.potential_winners(problem, method, n_starts=30, rng=9).to_json()
    with ThreadPoolExecutor(2) as pool:
        threads = kd.potential_winners(problem, method, n_starts=30, rng=9, executor=pool)
    assert threads.to_json() == alone
    apart = kd.potential_winners(problem, method, n_starts=30, rng=9, executor=processes)
    assert apart.to_json() == alone


@pytest.mark.parametrize("method", [kd.WeightedSum("minmax"), kd.TOPSIS()], ids=repr)
def test_degenerate_problems(method):
    single = kd.potential_winners(made([[1.0, 2.0]], [True, True]), method, rng=1)
    assert (single.status, single.certificates) == (("first",), {})
    assert np.isnan(single.leads).all()
    same = kd.potential_winners(made([[1, 2], [1, 2], [1, 2]], [True, False]), method, rng=1)
    assert same.status == ("shared",) * 3
    constant = kd.potential_winners(made([[1, 2], [1, 3], [1, 2]], [True, False]), method, rng=1)
    assert constant.status[0] == constant.status[2] == "shared"
    for found in (single, same, constant):
        assert kd.PotentialWinners.from_json(found.to_json()).to_dict() == found.to_dict()
    assert dict(same.certificates) == (
        {"a1": {"a2": 1.0}, "a2": {"a1": 1.0}, "a3": {"a1": 1.0}} if same.exact else {}
    )


def test_the_table_of_potential_winners_has_labels():
    tables = kd.potential_winners(REGIONS).tables("id")
    assert tables[0].headers == (
        "calon", "dapat peringkat 1", "keunggulan", "akses air", "distance",
    )  # fmt: skip
    assert tables[0].rows[0] == ("Tuban", "hanya bersama", "0,000", "0,00", "1,00")
    assert tables[0].caption == "dengan program linear: eksak"


def test_potential_winners_as_a_frame():
    found = kd.potential_winners(made([[9, 1], [4, 4], [1, 9]], [True, True]))
    frame = found.to_frame()
    assert frame["status"].to_dict() == {"a1": "first", "a2": "never", "a3": "first"}
    assert frame.loc["a1", ["c1", "c2"]].tolist() == [1, 0]
    assert frame.loc["a2"].isna().sum() == 3


def test_inputs_stay_as_they_are():
    x = np.array([[9.0, 1], [4, 4], [1, 9]])
    kept = x.copy()
    problem = made(x, [True, False])
    for method in (kd.WeightedSum(), kd.TOPSIS()):
        kd.potential_winners(problem, method, rng=1)
    np.testing.assert_array_equal(x, kept)
    assert not kd.potential_winners(problem).witnesses.flags.writeable


def test_what_potential_winners_refuse():
    problem = made([[9, 1], [4, 4], [1, 9]], [True, True])
    assert message(kd.potential_winners, problem, kd.TOPSIS, n_starts=-1, executor=3) == (
        "3 faults:\n"
        "  1. method: no method; got <class 'kadmcdm.methods.topsis.TOPSIS'>, expected an object "
        "such as kd.TOPSIS().\n"
        "  2. n_starts: no number of starts; got -1, expected a whole number >= 0.\n"
        "  3. executor: no executor; got 3, expected a concurrent.futures.Executor, or "
        "client.get_executor() of Dask's."
    )
    negative = made([[-1, 1], [4, 4]], [True, True])
    assert message(kd.potential_winners, negative) == (
        "criterion 'c1': normalization 'max' takes no negative values. "
        "Hint: use 'minmax' or 'bounds'."
    )
    assert message(kd.potential_winners, problem, kd.TOPSIS(), rng=-1) == (
        "rng: no source of randomness; got -1, expected a whole number >= 0, a numpy Generator, "
        "or None."
    )
    exact = kd.potential_winners(problem)
    assert message(exact.witness, "a2") == (
        "candidate 'a2': no weights put it first. Hint: certificate('a2') says why."
    )
    assert message(exact.certificate, "a1") == (
        "candidate 'a1': it can be first alone. Hint: witness('a1')."
    )
    searched = kd.potential_winners(problem, kd.TOPSIS(), rng=1)
    assert message(searched.witness, "a2") == (
        "candidate 'a2': no weights found put it first. Hint: more n_starts."
    )
    assert message(searched.certificate, "a2") == (
        "candidate 'a2': a search proves nothing. Hint: additive methods have certificates."
    )
    assert message(exact.witness, "b") == (
        "candidate 'b': unknown name. Hint: known names: 'a1', 'a2', 'a3'."
    )
