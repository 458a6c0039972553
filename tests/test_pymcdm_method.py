"""Methods of pymcdm: all of them against direct calls, what they promise, and what is refused."""

import pickle
from typing import get_args

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import kadmcdm as kd
from kadmcdm import core
from kadmcdm.methods import method_from_dict, method_to_dict
from kadmcdm.methods.pymcdm_method import PymcdmName
from kadmcdm.methods.pymcdm_peers import OURS, PEERS, WRONG
from messages import faults, message
from strategies import problems, simplex

P = kd.PymcdmMethod
ENDS = (0.0, 128.0)  # around all values that are drawn
FEW = settings(max_examples=20)
CLOSE = {"rtol": 1e-10, "atol": 1e-10}
NAMES = get_args(PymcdmName)
RELATIVE = {"CODAS", "CoCoSo", "LMAW", "LoPM", "MAIRCA", "OCRA", "PROBID", "RAM", "SPROBID"}
"""Methods without parameters in a criterion's unit."""
NO_PROMISE = {"CODAS", "PROBID", "SPROBID"}
"""Methods that may put a dominated candidate ahead; see the examples below."""
LOWER_IS_BETTER = {"BalancedSPOTIS", "LoPM", "MAIRCA"}
every = pytest.mark.parametrize("name", NAMES)
drawn = problems(candidates=(4, 6), criteria=(2, 4))


def made(name, n):
    """Return the method with what it needs for n criteria."""
    point = [60.0] * n
    needed = {"BalancedSPOTIS": {"esp": point}, "ERVD": {"ref_point": point}}
    return P(name, **needed.get(name, {}))


def ends(n):
    return np.broadcast_to(ENDS, (n, 2)).copy()


def scored(name, matrix, weights, benefit):
    n = matrix.shape[-1]
    return made(name, n).scores(matrix, weights, benefit, bounds=ends(n))


def possible(name, matrix, weights, benefit):
    """Score, or return None where the method gives no numbers."""
    try:
        return scored(name, matrix, weights, benefit)
    except kd.InputError as error:
        if name not in {"CoCoSo", "SPROBID"} or "no finite scores on these data" not in str(error):
            raise
        return None


def direct(name, matrix, weights, benefit):
    """Call pymcdm, as its own documentation does."""
    from pymcdm import methods
    from pymcdm.methods.comet_tools import MethodExpert

    n = matrix.shape[1]
    types, span, point = np.where(benefit, 1, -1), ends(n), np.full(n, 60.0)
    if name == "COMET":
        expert = MethodExpert(methods.TOPSIS(), weights, types)

        def judged(objects):
            return expert(objects)[0].round(9), None

        return methods.COMET(span, judged)(matrix, weights, types, validation=False)
    arguments = {
        "BalancedSPOTIS": (span, point),
        "ERVD": (point,),
        "RAFSI": (np.where(benefit, ENDS[1], ENDS[0]), np.where(benefit, ENDS[0], ENDS[1])),
        "RIM": (span,),
    }.get(name, ())
    kind = getattr(methods, PEERS[name].kind)
    return kind(*arguments)(matrix, weights, types, validation=False)


def test_the_names_are_all_that_is_exposed():
    assert set(NAMES) == set(PEERS)
    assert {name for name in NAMES if PEERS[name].lower_is_better} == LOWER_IS_BETTER
    assert not set(NAMES) & (set(OURS) | set(WRONG))


@settings(max_examples=80)  # of each of fourteen methods
@given(problem=problems(candidates=(4, 5), criteria=(2, 3)))
def test_every_method_equals_pymcdm_called_directly(problem):
    matrix, weights, benefit = problem
    for name in NAMES:
        with np.errstate(all="ignore"):
            expected = direct(name, matrix, weights, benefit)
        if core.is_constant(matrix).all():
            continue  # law 7, below
        if not np.isfinite(expected).all():
            with pytest.raises(kd.InputError, match="no finite scores"):
                scored(name, matrix, weights, benefit)
            continue
        got = scored(name, matrix, weights, benefit)
        sign = -1 if name in LOWER_IS_BETTER else 1
        np.testing.assert_allclose(got, sign * np.asarray(expected), err_msg=name, **CLOSE)


@FEW
@given(problem=drawn, seed=st.integers(0, 2**32 - 1))
def test_the_order_of_candidates_and_criteria_does_not_matter(problem, seed):
    matrix, weights, benefit = problem
    rng = np.random.default_rng(seed)
    rows, columns = rng.permutation(matrix.shape[0]), rng.permutation(matrix.shape[1])
    for name in NAMES:
        got = possible(name, matrix, weights, benefit)
        if got is None:
            continue
        turned = scored(name, matrix[np.ix_(rows, columns)], weights[columns], benefit[columns])
        np.testing.assert_allclose(turned, got[rows], err_msg=name, rtol=1e-9, atol=1e-9)


@FEW
@given(problem=drawn)
def test_a_dominated_candidate_is_never_ahead(problem):
    matrix, weights, benefit = problem
    over = core.dominates(matrix, benefit)
    for name in set(NAMES) - NO_PROMISE:
        got = possible(name, matrix, weights, benefit)
        places = core.ranks(np.zeros(len(matrix)) if got is None else got)
        assert not (over & (places[:, None] > places)).any(), name


def test_codas_may_put_a_dominated_candidate_ahead():
    """Just over its threshold, losses of the taxicab distance count that did not count before."""
    low = 0.001
    rows = [[1] * 4, [low] * 4, [0.884, *[low] * 3], [0.878, *[low] * 3], [0.4] * 4, [0.4] * 4]
    scores = scored("CODAS", np.array(rows), np.full(4, 0.25), np.full(4, True))
    assert scores[2] < scores[3]


def test_probid_may_put_a_dominated_candidate_ahead():
    """Being far from the average counts for a candidate, also on the wrong side."""
    matrix = np.array([[9.0], [3.25], [9.25]])
    scores = scored("PROBID", matrix, np.ones(1), np.array([False]))
    assert scores[2] > scores[0]


def test_sprobid_may_put_a_dominated_candidate_ahead():
    rows = [
        [6.75, 9.5], [6.75, 9.75], [3.5, 5.25], [4.5, 2.25], [0.75, 6.5], [3.75, 3.25],
        [9.25, 8.25], [5, 9], [5.5, 9],
    ]  # fmt: skip
    scores = scored("SPROBID", np.array(rows), np.array([0.48, 0.52]), np.array([False, False]))
    assert scores[1] > scores[0]


@FEW
@given(problem=drawn, samples=simplex((3, 2)))
def test_batched_equals_the_loop(problem, samples):
    matrix, _, benefit = (part[..., :2] for part in problem)
    for name in NAMES:
        rows = [possible(name, matrix, weights, benefit) for weights in samples]
        if any(row is None for row in rows):
            continue
        whole = scored(name, matrix, samples, benefit)
        np.testing.assert_array_equal(whole, rows, err_msg=name)
    whole = scored("MAIRCA", np.stack([matrix, matrix * 2])[:, None], samples, benefit)
    assert whole.shape == (2, 3, len(matrix))


@every
def test_candidates_that_do_not_differ_tie(name):
    """One candidate, too, and a column that is constant but for rounding changes nothing."""
    weights, benefit = np.array([0.5, 0.5]), np.array([True, False])
    copies = 4 if name == "SPROBID" else 1
    same = scored(name, np.repeat([[3.0, 40.0]], copies, axis=0), weights, benefit)
    assert (core.ranks(same) == 1).all()
    rows = np.array([[0.3, 5.0], [0.1 + 0.2, 9.0], [0.3, 4.0], [0.3, 7.0], [0.3, 6.0]])
    wide = np.column_stack([rows, [9.0, 3, 7, 5, 8]])
    exact = wide.copy()
    exact[:, 0] = 0.1 + 0.2
    three = np.array([0.5, 0.3, 0.2]), np.array([True, False, True])
    got, expected = scored(name, wide, *three), scored(name, exact, *three)
    np.testing.assert_array_equal(got, expected)


@pytest.mark.parametrize("name", sorted(RELATIVE))
@pytest.mark.parametrize("low", [1e-300, 1e300])
def test_extreme_scales_rank_right(name, low):
    rows = np.array([[2, 4], [7, 5], [3, 6], [4, 3], [5, 7.0]])
    weights, benefit = np.array([0.6, 0.4]), np.array([True, False])
    plain = scored(name, rows, weights, benefit)
    got = scored(name, rows * [low, 1], weights, benefit)
    np.testing.assert_allclose(got, plain, rtol=1e-9, atol=1e-12)


@pytest.mark.parametrize("name", ["CoCoSo", "MAIRCA", "PROBID", "RIM", "RAFSI"])
def test_an_all_zero_column_gives_numbers_and_sums_keep_their_order(name):
    rows = np.array([[2, 4], [7, 3], [3, 6], [4, 5], [5, 7.0]])
    wide = np.insert(rows, 1, 0.0, axis=1)
    alone = scored(name, rows, np.array([0.6, 0.4]), np.array([True, False]))
    got = scored(name, wide, np.array([0.3, 0.5, 0.2]), np.array([True, True, False]))
    assert np.isfinite(got).all()
    if name in ("MAIRCA", "RAFSI"):  # the others mix sums with powers or roots, and may
        assert core.ranks(got).tolist() == core.ranks(alone).tolist()


# ---- it runs wherever methods run ----------------------------------------------------------------


@every
def test_it_runs_wherever_methods_run(name):
    """Warnings are errors here, so none leaks."""
    rows = [[3, 40, 12], [5, 64, 30], [4, 20, 8], [2, 90, 20], [6, 30, 25]]
    directions = ("benefit", "benefit", "cost")
    criteria = [kd.Criterion(f"c{j}", d, bounds=ENDS) for j, d in enumerate(directions, 1)]
    problem = kd.DecisionProblem(criteria, list("ABCDE"), rows)
    method = made(name, 3)
    ranking = kd.rank(problem, [0.5, 0.3, 0.2], method)
    assert f"{name} (pymcdm)" in str(ranking)
    assert kd.Ranking.from_json(ranking.to_json()).to_dict() == ranking.to_dict()
    assert ranking.best in str(ranking.explain(ranking.best))
    details = ranking.details
    assert details["normalized"].shape == (5, 3)
    assert all(np.isfinite(part).all() for part in details.values())
    printed = -details["pref"] if name in LOWER_IS_BETTER else details["pref"]
    np.testing.assert_allclose(ranking.scores, printed, rtol=1e-12)
    shares = kd.smaa(problem, None, method, n_samples=16, rng=1).rank_acceptability
    np.testing.assert_allclose(shares.sum(axis=1), 1.0)
    both = kd.compare_methods(problem, [0.5, 0.3, 0.2], [method, kd.TOPSIS("bounds")])
    assert both.ranks[0].tolist() == ranking.ranks.tolist()
    assert kd.multiverse(problem, [method], [kd.EqualWeights()], drop=False).tables()
    assert pickle.loads(pickle.dumps(method)) == method


@pytest.mark.parametrize(
    "method",
    [
        P("CODAS"),
        P("CoCoSo", l=0.3),
        P("RIM", bounds=[(0, 9), (1, 5)], ref_ideal=[(2, 3), (1, 1)]),
        P("ERVD", ref_point=(1, 2), lambd=2, alpha=0.5),
        P("COMET", cvalues=[[0, 1, 4], [2, 8]], expert=kd.WeightedSum("minmax")),
        P("COMET", expert=P("MAIRCA")),
    ],
    ids=repr,
)
def test_files_keep_it_whole(method):
    again = method_from_dict(method_to_dict(method))
    assert again == method
    assert hash(again) == hash(method)
    assert eval(repr(again), {"PymcdmMethod": P, **vars(kd)}) == method


def test_files_say_what_is_wrong_with_them():
    content = {"name": "pymcdm", "method": "CoCoSo", "parameters": {"lamda": 1}}
    assert message(method_from_dict, content) == (
        "PymcdmMethod('CoCoSo').lamda: unknown parameter. Hint: known names: 'l'."
    )
    assert message(method_from_dict, {"name": "pymcdm", "method": "CODAS", "parameters": 3}) == (
        "method.parameters: no parameters; got 3, expected {name: value}."
    )
    assert message(method_from_dict, {"name": "pymcdm"}).startswith(
        "method.method: unknown method; got None, expected one of 'BalancedSPOTIS', "
    )


# ---- what is refused, with the reason ------------------------------------------------------------


@pytest.mark.parametrize("name", OURS)
def test_what_kadmcdm_has_is_named(name):
    instead = OURS[name]
    assert message(P, name) == (
        f"PymcdmMethod.name: kadmcdm has it itself; got {name!r}. Hint: use {instead}."
    )
    assert isinstance(eval(instead, {"kd": kd}), kd.Method)


def test_what_pymcdm_gets_wrong_is_refused():
    assert message(P, "COPRAS") == (
        "PymcdmMethod.name: pymcdm gets it wrong: it adds costs where their reciprocals belong, "
        "and so rewards costs; got 'COPRAS'. Hint: use kd.COPRAS()."
    )
    assert message(P, "aroman") == (
        "PymcdmMethod.name: pymcdm gets it wrong: its formula adds costs to benefits, and so "
        "rewards them; got 'aroman'. Hint: use kd.MOORA()."
    )


@pytest.mark.parametrize("name", WRONG)
def test_those_do_reward_costs(name):
    """Of two that differ in their cost alone, the dearer one comes first."""
    from pymcdm import methods

    matrix, weights = np.array([[1.0, 1], [1, 2]]), np.array([0.5, 0.5])
    cheap, dear = getattr(methods, name)()(matrix, weights, np.array([1, -1]), validation=False)
    assert dear > cheap


def test_names():
    assert message(P, "CODDAS").endswith("Hint: did you mean 'CODAS'?")
    assert message(P, 3).startswith("PymcdmMethod.name: unknown method; got 3, expected one of ")


@pytest.mark.parametrize(
    ("name", "parameters", "said"),
    [
        ("CODAS", {"tau": 1}, ".tau: unknown parameter. Hint: it has no parameters."),
        ("CODAS", {"normalization_function": max}, "unknown parameter. Hint: it normalizes as its "
         "paper does."),
        ("RAFSI", {"n2": 1}, ".n2: unknown parameter. Hint: did you mean 'n2k'?"),
        ("CoCoSo", {"l": 2}, ".l: no value of it; got 2, expected a number from 0 to 1."),
        ("CoCoSo", {"l": True}, ".l: no value of it; got True, expected a number from 0 to 1."),
        ("ERVD", {"ref_point": "12"}, ".ref_point: no value of it; got '12', expected one number a "
         "criterion."),
        ("ERVD", {"ref_point": [1], "alpha": 0}, ".alpha: no value of it; got 0, expected a number "
         "above 0."),
        ("ERVD", {}, ".ref_point: missing; expected one number a criterion."),
        ("BalancedSPOTIS", {"alpha": 1}, ".esp: missing; expected one number a criterion."),
        ("RIM", {"bounds": [(2, 1)]}, ".bounds: no value of it; got [(2, 1)], expected (low, high) "
         "a criterion."),
        ("RIM", {"ref_ideal": [(float("nan"), 1)]}, ".ref_ideal: no value of it; got [(nan, 1)], "
         "expected (low, high) a criterion."),
        ("COMET", {"cvalues": [[1, 1]]}, ".cvalues: no value of it; got [[1, 1]], expected rising "
         "numbers for each criterion."),
        ("COMET", {"expert": "TOPSIS"}, ".expert: no value of it; got 'TOPSIS', expected a method "
         "such as kd.TOPSIS('minmax')."),
        ("LoPM", {"property_limits": [1], "property_types": [2]}, ".property_types: no value of "
         "it; got [2], expected 1, -1 or 0 a criterion."),
        ("LoPM", {"property_limits": [1]}, ": property_limits and property_types go together."),
        ("RAFSI", {"ideal": [1]}, ": ideal and anti_ideal go together."),
        ("RAFSI", {"ideal": [1], "anti_ideal": [2, 3]}, ": ideal and anti_ideal must be of one "
         "length."),
        ("RAFSI", {"n1": 9}, ": n1 must be smaller than n2k."),
    ],
)  # fmt: skip
def test_parameters_are_checked(name, parameters, said):
    assert message(P, name, **parameters).endswith(said)


def test_all_faults_of_parameters_at_once():
    assert len(faults(P, "ERVD", lamda=1, alpha=-1)) == 3


def problem(rows, directions=("benefit", "cost"), **bounds):
    names = ("gain", "price")
    criteria = [
        kd.Criterion(name, direction, bounds=bounds.get(name))
        for name, direction in zip(names, directions, strict=True)
    ]
    return kd.DecisionProblem(criteria, [f"a{i}" for i in range(len(rows))], rows)


ROWS = [[1, 9], [2, 8], [3, 4], [4, 5], [2, 7]]


@pytest.mark.parametrize("name", sorted(name for name in NAMES if PEERS[name].positive))
@pytest.mark.parametrize("value", [0, -1])
def test_values_outside_the_domain_are_refused_by_name(name, value):
    """Divided by them, pymcdm gives NaN, infinity, or an order turned around, and no word."""
    rows = [[value, 9], *ROWS[1:]]
    assert message(kd.rank, problem(rows), [1, 1], made(name, 2)) == (
        f"criterion 'gain': {name} takes positive values only. Hint: use another method, such as "
        "TOPSIS('minmax')."
    )


@pytest.mark.parametrize("name", ["BalancedSPOTIS", "COMET", "RAFSI", "RIM"])
def test_bounds_are_needed_and_kept(name):
    method = made(name, 2)
    found = faults(kd.rank, problem(ROWS, price=(0, 10)), [1, 1], method)
    assert [str(fault) for fault in found] == [
        f"criterion 'gain': {name} needs its bounds; expected (low, high). Hint: say "
        "Criterion(..., bounds=(low, high)), or give it as a parameter."
    ]
    narrow = np.array([[0.0, 3.5], [0, 10]])
    arrays = np.array(ROWS, float), np.array([0.5, 0.5]), np.array([True, False])
    assert message(method.scores, *arrays, bounds=narrow) == (
        "column 1: a value lies outside its bounds; expected 0 to 3.5."
    )
    narrow[0] = 4
    assert "its bounds are equal" in message(method.scores, *arrays, bounds=narrow)


@pytest.mark.parametrize(
    ("method", "said"),
    [
        (P("ERVD", ref_point=[1, 2, 3]), "PymcdmMethod('ERVD').ref_point: wrong length; got 3, "
         "expected 2."),
        (P("RIM", bounds=[(0, 9), (0, 9)], ref_ideal=[(1, 2), (3, 10)]), "criterion 'price': its "
         "reference ideal lies outside its bounds."),
        (P("RAFSI", ideal=[9, 10], anti_ideal=[0, 0]), "criterion 'price': its bounds are equal or "
         "turned around; expected low < high."),
        (P("LoPM", property_limits=[2, 2], property_types=[1, 1]), "criterion 'price': its "
         "property type contradicts its direction."),
        (P("LoPM", property_limits=[2, 0], property_types=[1, 0]), "PymcdmMethod('LoPM')."
         "property_limits: LoPM divides by them; none may be 0."),
        (P("COMET", cvalues=[range(200), range(200)]), "PymcdmMethod('COMET').cvalues: they make "
         "40000 characteristic objects, 20000 at most."),
    ],
)  # fmt: skip
def test_parameters_that_do_not_fit_the_problem_are_refused(method, said):
    assert message(kd.rank, problem(ROWS), [1, 1], method) == said


def test_too_few_and_too_many_candidates():
    assert message(kd.rank, problem(ROWS[:3]), [1, 1], P("SPROBID")) == (
        "PymcdmMethod('SPROBID'): it looks at quarters of the candidates, and needs four of them."
    )
    many = np.random.default_rng(1).uniform(1, 2, (1001, 2))
    assert message(kd.rank, problem(many), [1, 1], P("LMAW")) == (
        "PymcdmMethod('LMAW'): its products overflow beyond 1000 candidates."
    )


def test_no_number_is_an_error_that_says_why():
    """pymcdm gives NaN or infinity there, without a word."""
    worst = [[1, 9], [2, 8], [3, 4]]
    assert message(kd.rank, problem(worst), [1, 1], P("CoCoSo")) == (
        "method 'CoCoSo (pymcdm)': it gives no finite scores on these data: a candidate is worst "
        "on every criterion, and it divides by that. Hint: use TOPSIS(), or another."
    )
    ideal = [[1, 9], [2, 8], [3, 6], [5, 4]]
    assert "a candidate is the ideal itself" in message(
        kd.rank, problem(ideal), [1, 1], P("SPROBID")
    )
    twins = problem([[3, 4], [3, 4]], gain=(0, 9), price=(0, 9))
    assert kd.rank(twins, [1, 1], P("MAIRCA")).ranks.tolist() == [1, 1]


def test_a_target_of_lopm_and_of_rim():
    """Farag's example of pymcdm's documentation, and a reference ideal inside the range."""
    rows = [
        [14820, 18, 0.0002, 2.1, 9.5, 4.5], [21450, 18, 0.0012, 2.7, 14.4, 9.0],
        [78000, 16, 0.0006, 2.6, 9.0, 8.5], [20475, 17, 0.0006, 2.6, 6.5, 2.6],
        [16575, 14, 0.0010, 3.1, 5.6, 3.5], [21450, 16, 0.0005, 2.2, 8.6, 1.0],
    ]  # fmt: skip
    method = P(
        "LoPM",
        property_limits=[10000, 14, 0.0015, 3.5, 2.3, 9.0],
        property_types=[1, 1, -1, -1, 0, -1],
    )
    weights = np.array([0.20, 0.33, 0.13, 0.07, 0.07, 0.20])
    benefit = np.array([True, True, False, False, True, False])
    scores = method.scores(np.array(rows), weights, benefit)
    assert (-scores).round(2).tolist() == [0.77, 1.08, 0.81, 0.66, 0.78, 0.68]
    near = P("RIM", ref_ideal=[(2, 3), (0, 0)])
    ranking = kd.rank(problem([[1, 4], [2, 4], [9, 4]], gain=(0, 9), price=(0, 9)), [1, 1], near)
    assert ranking.order == ("a1", "a0", "a2")


def test_comet_takes_any_method_as_expert():
    rows = problem(ROWS, gain=(0, 5), price=(0, 10))
    summed = kd.rank(rows, [0.7, 0.3], P("COMET", expert=kd.WeightedSum("minmax")))
    levels = P("COMET", cvalues=[[0, 5], [0, 10]], expert=kd.WeightedSum("minmax"))
    np.testing.assert_array_equal(kd.rank(rows, [0.7, 0.3], levels).scores, summed.scores)
    same = P("COMET", expert=kd.WeightedSum("minmax"))
    equal = same.scores(rows.matrix, np.array([0.5, 0.5]), rows.benefit, bounds=rows.bounds)
    assert np.isfinite(equal).all()  # objects (low, high) and (high, low) tie exactly
