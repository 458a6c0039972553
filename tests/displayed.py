"""One of each thing that shows itself, made with names of the caller's choice."""

import tempfile
import warnings
from functools import cache
from pathlib import Path

import numpy as np

import kadmcdm as kd
from kadmcdm import partnership as pt

HOSTILE = (
    "<script>alert(1)</script>",
    '"onmouseover="alert(1)',
    "=cmd|'/c calc'!A0",
    "x" * 10_000,
    "right\u202eto left",
    "zero\u200bwidth",
    "new\nline\ttab\rreturn\x1b[31m",
    "pipe|tick`star*under_ $x$ \\ &lt; [link](http://x)",
)
PLAIN = tuple(f"name {k}" for k in range(len(HOSTILE)))


class Made:
    """Builds what is asked for, from these names; what several need is built once."""

    def __init__(self, names):
        self.names = names

    @property
    @cache  # noqa: B019 - two of them in a run
    def problem(self):
        matrix = np.random.default_rng(3).random((len(self.names), 4)) + 0.1
        criteria = [
            kd.Criterion(name, direction, unit=self.names[5], lever=self.names[2])
            for name, direction in zip(
                self.names, ["benefit", "benefit", "cost", "benefit"], strict=False
            )
        ]
        return kd.DecisionProblem(criteria, self.names, matrix, title=self.names[4])

    @property
    @cache  # noqa: B019
    def weights(self):
        return kd.EqualWeights().weigh(self.problem)

    @property
    @cache  # noqa: B019
    def ranking(self):
        return kd.rank(self.problem, self.weights, kd.WeightedSum())

    @property
    @cache  # noqa: B019
    def comparisons(self):
        return kd.PairwiseComparisons.from_upper_triangle(self.names[:4], [9, 2, 7, 5, 3, 4])

    @property
    @cache  # noqa: B019
    def hierarchy(self):
        a, b, c, d, *_, goal = self.names
        judged = {goal: [[a, b, 3]], a: [[c, d, 2]]}
        tree = {a: {c: {}, d: {}}, b: {}}
        return kd.Hierarchy.from_dict({"goal": goal, "tree": tree, "comparisons": judged})

    @property
    @cache  # noqa: B019
    def group(self):
        other = kd.PairwiseComparisons.from_upper_triangle(self.names[:4], [1, 2, 3, 2, 3, 2])
        who = {self.names[5]: self.comparisons, self.names[7]: other}
        return kd.GroupComparisons(who)

    @property
    @cache  # noqa: B019
    def group_hierarchy(self):
        a, b, c, d, *_, goal = self.names
        said = {
            goal: kd.PairwiseComparisons([a, b], {(a, b): 3}),
            a: kd.PairwiseComparisons([c, d], {(c, d): 2}),
        }
        tree = {a: {c: {}, d: {}}, b: {}}
        return kd.GroupHierarchy(goal, tree, {self.names[5]: said, self.names[6]: said})

    @property
    @cache  # noqa: B019
    def regions(self):
        rows = [
            pt.Region(
                f"35.0{k}", f"Kabupaten {name}", "regency", "35", -7 - k / 10, 112 + k / 10,
                indicators={self.names[2]: 1.0 + k, self.names[4]: 5.0 - k},
            )
            for k, name in enumerate(self.names[:5], 1)
        ]  # fmt: skip
        return pt.RegionTable(
            rows,
            adjacency={("35.01", "35.02"): "land"},
            indicators=[pt.Indicator(self.names[k], self.names[5], 2021) for k in (2, 4)],
        )

    @property
    @cache  # noqa: B019
    def criteria(self):
        a, b, *_ = self.names
        return [
            pt.OperatorCriterion(kd.Criterion(a, "cost"), pt.HaversineKm()),
            pt.OperatorCriterion(kd.Criterion(b, "benefit"), pt.JointScale(self.names[2])),
        ]

    @property
    @cache  # noqa: B019
    def study(self):
        return kd.Study.from_dict(
            {
                "title": self.names[0],
                "question": self.names[3],
                "data": {
                    "source": "inline",
                    "values": {
                        name: {self.names[7]: k + 1.0, self.names[1]: 9.0 - k}
                        for k, name in enumerate(self.names)
                    },
                },
                "criteria": [
                    {"name": self.names[7], "direction": "benefit"},
                    {"name": self.names[1], "direction": "cost"},
                ],
                "weights": {"scheme": "equal"},
                "robustness": {"n_samples": 100},
            }
        )

    def reading(self):
        """Return what a folder of empty forms gives."""
        with tempfile.TemporaryDirectory() as folder:
            plain = kd.Hierarchy("partner", {"gain": {}, "distance": {}})
            kd.questionnaire(plain, Path(folder) / "budi.xlsx")
            return kd.read_questionnaires(folder)

    def forms(self):
        """Return what a study's folder gave, of which nothing could be used but judgments."""
        from kadmcdm.study.forms import StudyForms

        who = self.names[5], self.names[6]
        return StudyForms(
            group=self.group_hierarchy,
            files={f"{who[0]}.xlsx": who[0], f"{who[1]}.xlsx": who[1], "c.xlsx": None},
            consistency_ratios=dict.fromkeys(who, 0.05),
            folder=self.names[0],
            faults=(str(kd.Fault(self.names[0], self.names[6])),),
            notes=(),
        )

    def __call__(self, name):
        """Return an instance of the class of this name."""
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", kd.KadmcdmWarning)
            return FACTORIES[name](self)


def _best_worst(m):
    a, b, c, *_ = m.names
    return kd.BestWorstComparisons(a, c, {b: 2, c: 8}, {a: 8, b: 5})


def _options(m):
    issue = pt.Issue(pt.SECTORS["public_works"], m.names[0])
    given = [
        pt.PartnershipOption("35.01", (code,), issue, "joint_service")
        for code in ("35.02", "35.03")
    ]
    return pt.option_problem(given, m.criteria, table=m.regions)


def _reviews(m):
    a, b, c, *_ = m.names
    issue = pt.Issue(pt.SECTORS["public_works"], m.names[4])
    option = pt.PartnershipOption("35.01", {"35.02"}, issue, "joint_service")
    return [
        pt.AgreementReview(option, {a: 4, b: 2}, {a: 1}, (2021, 2022), None, units={a: c}),
        pt.AgreementReview(option, {a: 4}, {a: 1}, (2023, 2024), 1, expires=2025),
    ]


def _portfolio(m):
    issues = [pt.Issue(pt.SECTORS["public_works"], m.names[k]) for k in (0, 3)]
    given = [
        pt.PartnershipOption("35.01", (code,), issue, "joint_service", costs={"35.01": 2, code: 1})
        for code in ("35.02", "35.03")
        for issue in issues
    ]
    decided = {"kind": "mandatory", "legal_basis": m.names[1], "costs": {"35.01": 1, "35.04": 1}}
    given.append(pt.PartnershipOption("35.01", ("35.04",), issues[0], "purchase", **decided))
    return pt.portfolio(
        given, dict(zip(pt.option_names(given), (4, 3, 2, 1), strict=False)),
        budgets={f"35.0{k}": 5 for k in range(1, 5)}, table=m.regions,
        minimum_per_sector={"public_works": 3},
    )  # fmt: skip


def _framework(m):
    near = ["35.02", "35.03", "35.04"]
    return pt.framework_problem(
        m.regions, "35.01", partners=near, operators={"distance": pt.HaversineKm()},
        judged={"dispute_risk": dict(zip(near, (2, 4, 3), strict=True))},
        judged_by=m.names[0], judged_scale=(1, 5),
    )  # fmt: skip


def _costs(m):
    a, b, *_ = m.names
    return {frozenset([a]): 7, frozenset([b]): 8, frozenset([a, b]): 12}


def _mutual(m):
    return pt.mutual_ranking(
        m.regions, m.criteria, {"35.01": [1, 1]}, n_samples=20, rng=1,
        screens=[pt.Screen(m.names[0], m.names[1], m.names[2], _apart)],
    )  # fmt: skip


def _apart(table, members):
    """Fail the pair of the first and the last region, and know nothing of others."""
    return ("fail", "no", None) if set(members) == {0, 4} else ("unknown", "open", None)


def _affairs(m):
    return pt.map_affairs(
        "35.22", pt.example_affairs(), {"gap": 2, "priority": 1}, table=kd.datasets.east_java()
    )


FACTORIES = {
    "AggregatedRanking": lambda m: kd.aggregate_ranks(
        {m.names[5]: m.names, m.names[6]: m.names[::-1], m.names[7]: m.names}, "kemeny"
    ),
    "Acceptability": lambda m: kd.smaa(
        m.problem, measures=("rank_acceptability", "expected_ranks", "pairwise_winning"),
        n_samples=200, rng=1,
    ),
    "BestWorstComparisons": _best_worst,
    "BestWorstPriorities": lambda m: _best_worst(m).solve(),
    "Compromise": lambda m: kd.compromise(kd.rank(m.problem, m.weights, kd.VIKOR())),
    "Consensus": lambda m: m.group.consensus(),
    "Consistency": lambda m: m.comparisons.consistency(),
    "Contrast": lambda m: m.ranking.contrast(*m.names[:2]),
    "DecisionProblem": lambda m: m.problem,
    "Diagnostics": lambda m: kd.diagnostics(m.problem),
    "Dominance": lambda m: kd.dominance(m.problem),
    "Explanation": lambda m: m.ranking.explain(m.names[0]),
    "GroupComparisons": lambda m: m.group,
    "GroupHierarchy": lambda m: m.group_hierarchy,
    "Hierarchy": lambda m: m.hierarchy,
    "ImpreciseRanking": lambda m: kd.fuzzy_topsis(
        m.problem.criteria, m.names, [["good", "fair", 3, 4]] * len(m.names), ["high"] * 4
    ),
    "Improvements": lambda m: kd.improvements(m.ranking, m.ranking.order[3]),
    "JudgmentUncertainty": lambda m: kd.judgment_uncertainty(m.comparisons, n_samples=200, rng=1),
    "MethodComparison": lambda m: kd.compare_methods(
        m.problem, m.weights, [kd.TOPSIS(), kd.WeightedSum()]
    ),
    "Multiverse": lambda m: kd.multiverse(
        m.problem, [kd.TOPSIS(), kd.WeightedSum()], [kd.EqualWeights()]
    ),
    "PairwiseComparisons": lambda m: m.comparisons,
    "PartialOrder": lambda m: kd.partial_order(kd.rank(m.problem, m.weights, kd.PROMETHEE2())),
    "PotentialWinners": lambda m: kd.potential_winners(m.problem, rng=1),
    "Priorities": lambda m: m.comparisons.priorities(),
    "QuestionnaireReading": lambda m: m.reading(),
    "RankReversal": lambda m: kd.rank_reversal(m.problem, m.weights, kd.TOPSIS()),
    "Ranking": lambda m: m.ranking,
    "Repair": lambda m: m.comparisons.repaired(),
    "ScaleComparison": lambda m: m.comparisons.compare_scales(),
    "SmallestChange": lambda m: kd.smallest_change(m.problem, m.weights, kd.WeightedSum()),
    "Study": lambda m: m.study,
    "StudyForms": lambda m: m.forms(),
    "StudyResult": lambda m: m.study.run(),
    "WeightSpace": lambda m: kd.WeightSpace(
        [m.names[0], [m.names[1], m.names[2]]], bounds={m.names[3]: (0.1, None)},
        ratios={(m.names[4], m.names[5]): (1, 3)},
        linear=[({m.names[6]: 2, m.names[7]: -1}, "<=", 1)],
    ),
    "WeightStability": lambda m: kd.weight_stability(m.problem, m.weights, kd.WeightedSum()),
    "WeightSwings": lambda m: kd.weight_swings(m.ranking),
    "Weights": lambda m: m.weights,
    "AffairMap": _affairs,
    "AgreementReviews": lambda m: pt.review_table(_reviews(m), table=m.regions),
    "CoreCheck": lambda m: pt.core_check(_costs(m), dict(zip(m.names[:2], (9, 3), strict=True))),
    "CostShares": lambda m: pt.shapley(_costs(m)),
    "CostComparison": lambda m: pt.compare_cost_shares(_costs(m)),
    "CostStructure": lambda m: pt.cost_structure(_costs(m)),
    "CoalitionSearch": lambda m: pt.search_coalitions(m.regions, m.criteria, [1, 1], size=3),
    "FrameworkProblem": _framework,
    "OptionProblem": _options,
    "Origins": lambda m: pt.Origins(
        {(m.names[0], m.names[1]): pt.CellOrigin("judged", m.names[2])}
    ),
    "PairFacts": lambda m: pt.pair_facts(
        m.regions, "35.01", ["35.02"], pt.Coverage([m.names[2]], 3.5, "knowledge")
    )[0],
    "PartnershipRanking": lambda m: pt.partners_of(m.regions, "35.01", m.criteria, [1, 1]),
    "MutualRanking": _mutual,
    "PoolMatching": lambda m: pt.pool_matching(_mutual(m), ties="random", rng=1),
    "StableMatching": lambda m: pt.stable_matching(
        ["35.01", "35.02"], ["35.03", "35.04", "35.05"], _mutual(m), ties="random", rng=1
    ),
    "Portfolio": _portfolio,
    "RegionTable": lambda m: m.regions,
    "Strategy": lambda m: pt.strategy(
        m.ranking, m.ranking.order[3], target_rank=2,
        levers=[pt.LeverAction(m.names[2], m.names[0], m.names[3], 3, 5, m.names[5])],
    ),
    "Screen": lambda m: pt.Screen(m.names[0], m.names[1], m.names[2]),
    "ScreenResult": lambda m: pt.ScreenResult(m.names[0], "fail", *m.names[1:4]),
}  # fmt: skip
