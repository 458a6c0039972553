"""The layers of the package, what it imports and when, and its public names."""

import ast
import subprocess
import sys
from pathlib import Path

import pytest

import kadmcdm
from kadmcdm import core

SOURCE = Path(kadmcdm.__file__).parent

# A module imports from rows above its own and from its own package, never from a row-mate.
# A new module must be placed here.
ROWS = [
    {"errors", "_typing", "_version"},
    {"_text", "_numbers", "_schema", "_files"},
    {"_arrays", "_table", "_frames", "_csv", "_provenance"},
    {"core", "_tiles"},
    {"problem", "judgments"},
    {"weighting", "methods"},
    {"ranking"},
    {"ahp"},
    {"robustness"},
    {"imprecise", "partnership"},
    {"datasets", "interop", "plot"},
    {"study"},
    {"report"},
    {"cli", "__init__"},
    {"__main__"},  # python -m kadmcdm: the command line under another name
]
ROW_OF = {module: row for row, modules in enumerate(ROWS) for module in modules}

# What importing kadmcdm may load; all else is imported inside the functions that need it.
AT_IMPORT = {"numpy", "pydantic"}
LAZY = {"scipy", "pandas", "matplotlib", "pymcdm", "narwhals", "typer", "networkx"}

PUBLIC = {
    # problem
    "Candidate",
    "Criterion",
    "DecisionProblem",
    "PiecewiseLinear",
    # imprecise values
    "FuzzyNumber",
    "ImpreciseRanking",
    "fuzzy_topsis",
    "interval_topsis",
    "Preparation",
    # judgments
    "BestWorstComparisons",
    "BestWorstPriorities",
    "Consensus",
    "Consistency",
    "GroupComparisons",
    "GroupHierarchy",
    "Hierarchy",
    "Inconsistency",
    "JudgmentChange",
    "Repair",
    "ScaleComparison",
    "PairwiseComparisons",
    "Priorities",
    # weights
    "CombinedWeights",
    "FUCOMWeights",
    "LBWAWeights",
    "PointAllocationWeights",
    "SMARTWeights",
    "SWARAWeights",
    "SwingWeights",
    "AHPWeights",
    "BestWorstWeights",
    "DirectWeights",
    "EqualWeights",
    "RankOrderWeights",
    "AngleWeights",
    "CILOSWeights",
    "CRITICWeights",
    "CoefficientOfVariationWeights",
    "EntropyWeights",
    "GiniWeights",
    "IDOCRIWWeights",
    "LOPCOWWeights",
    "MERECWeights",
    "StandardDeviationWeights",
    "VarianceWeights",
    "WeightingScheme",
    "Weights",
    # ranking
    "AHP",
    "AHPSynthesis",
    "Compromise",
    "Contrast",
    "Explanation",
    "MeasuredLeaf",
    "Method",
    "PartialOrder",
    "Ranking",
    "RatedLeaf",
    "ARAS",
    "COPRAS",
    "EDAS",
    "MABAC",
    "CRADIS",
    "GRA",
    "MARCOS",
    "SPOTIS",
    "MOORA",
    "MOOSRA",
    "MULTIMOORA",
    "PIV",
    "PymcdmMethod",
    "PROMETHEE2",
    "TOPSIS",
    "VIKOR",
    "WASPAS",
    "WeightedProduct",
    "WeightedSum",
    "add_scores",
    "compromise",
    "partial_order",
    "rank",
    # robustness
    "CorrelatedPair",
    "Diagnostics",
    "Dominance",
    "PotentialWinners",
    "RankReversal",
    "ReversalTest",
    "ReversedPair",
    "diagnostics",
    "dominance",
    "potential_winners",
    "rank_reversal",
    "Acceptability",
    "AggregatedRanking",
    "aggregate_ranks",
    "Improvement",
    "Improvements",
    "Discrete",
    "Distribution",
    "Interval",
    "LogNormal",
    "Normal",
    "Samples",
    "Triangular",
    "JudgmentUncertainty",
    "MethodComparison",
    "Multiverse",
    "WeightSpace",
    "compare_methods",
    "every_normalization",
    "improvements",
    "judgment_uncertainty",
    "multiverse",
    "smaa",
    "SmallestChange",
    "StablePiece",
    "WeightStability",
    "smallest_change",
    "weight_stability",
    "WeightSwings",
    "weight_swings",
    # forms
    "QuestionnaireReading",
    "questionnaire",
    "read_questionnaires",
    # files
    "read_workbook",
    "to_latex",
    "write_csv",
    "write_workbook",
    # study
    "Study",
    "StudyResult",
    "About",
    "recommendation",
    "report",
    # errors
    "Fault",
    "InputError",
    "KadmcdmError",
    "KadmcdmWarning",
    "MissingExtraError",
    # modules
    "datasets",
    "partnership",
    "plot",
}


def imports(source, package="kadmcdm"):
    """Yield (module, whether it is at the top level) of each import but TYPE_CHECKING ones."""

    def visit(node, at_top):
        if isinstance(node, ast.If) and ast.unparse(node.test).endswith("TYPE_CHECKING"):
            for child in node.orelse:
                yield from visit(child, at_top)
            return
        if isinstance(node, ast.Import):
            yield from ((alias.name, at_top) for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            parent = package.split(".")[: len(package.split(".")) - max(node.level - 1, 0)]
            base = ".".join(
                [*(parent if node.level else []), *([node.module] if node.module else [])]
            )
            # `from kadmcdm import core` is the module core; `from kadmcdm import rank` is not.
            for alias in node.names:
                whole = f"{base}.{alias.name}"
                yield (whole if base == "kadmcdm" and alias.name in ROW_OF else base), at_top
        inside = isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef, ast.Lambda))
        for child in ast.iter_child_nodes(node):
            yield from visit(child, at_top and not inside)

    return visit(ast.parse(source), True)


def violations(where, source):
    """Return what the module `where` ("core/ordering.py") imports against the rules."""
    path = Path(where)
    module = path.parts[0].removesuffix(".py")
    package = ".".join(["kadmcdm", *path.parts[:-1]])
    if module not in ROW_OF:
        return [f"{where}: {module!r} stands in no row"]
    found = []
    for name, at_top in imports(source, package):
        top, _, rest = name.partition(".")
        if top == "kadmcdm":
            target = rest.split(".")[0] or "__init__"
            if target not in ROW_OF:
                found.append(f"{where}: {target!r} stands in no row")
            elif target != module and ROW_OF[target] >= ROW_OF[module]:
                found.append(f"{where}: imports {target!r}, which is not above it")
        elif top in sys.stdlib_module_names:
            continue
        elif module in ("core", "_typing") and top != "numpy":
            found.append(f"{where}: imports {top!r}, and may import numpy alone")
        elif at_top and top not in AT_IMPORT and module != "cli":
            found.append(f"{where}: imports {top!r} outside of a function")
    return list(dict.fromkeys(found))


@pytest.mark.parametrize(
    "path", sorted(SOURCE.rglob("*.py")), ids=lambda path: path.relative_to(SOURCE).as_posix()
)
def test_each_module_imports_from_above(path):
    where = path.relative_to(SOURCE).as_posix()
    assert violations(where, path.read_text(encoding="utf-8")) == []


@pytest.mark.parametrize(
    ("where", "source"),
    [
        ("core/scoring.py", "from kadmcdm.problem import DecisionProblem"),
        ("core/scoring.py", "def f():\n    from kadmcdm import problem"),
        ("core/scoring.py", "import kadmcdm.ranking"),
        ("core/scoring.py", "from kadmcdm import rank"),
        ("core/scoring.py", "import scipy.stats"),
        ("core/scoring.py", "def f():\n    import scipy"),
        ("core/scoring.py", "from ..ranking import rank"),
        ("core/scoring.py", "from .. import ranking"),
        ("core/scoring.py", "class A:\n    def f(self):\n        import kadmcdm"),
        ("core/scoring.py", "if TYPE_CHECKING:\n    pass\nelse:\n    import kadmcdm.ranking"),
        ("errors.py", "from kadmcdm._text import phrase"),  # a row-mate
        ("problem.py", "from kadmcdm.judgments.pairwise import PairwiseComparisons"),
        ("plot.py", "import matplotlib.pyplot as plt"),
        ("plot.py", "try:\n    import pandas\nexcept ImportError:\n    pass"),
        ("elsewhere.py", ""),
        ("problem.py", "import kadmcdm.elsewhere"),
    ],
)
def test_the_walk_catches(where, source):
    assert len(violations(where, source)) == 1


@pytest.mark.parametrize(
    ("where", "source"),
    [
        ("core/scoring.py", "import math\nimport numpy as np\nfrom kadmcdm.core.ordering import x"),
        ("core/scoring.py", "from .ordering import ranks\nfrom . import ordering"),
        (
            "core/scoring.py",
            "from typing import TYPE_CHECKING\nif TYPE_CHECKING:\n    import pandas",
        ),
        ("problem.py", "import typing\nif typing.TYPE_CHECKING:\n    import kadmcdm.ranking"),
        ("problem.py", "def f():\n    import narwhals"),
        ("ranking.py", "from kadmcdm import core"),
        ("cli.py", "import typer"),
        ("__init__.py", "from kadmcdm.study import Study"),
    ],
)
def test_the_walk_lets_pass(where, source):
    assert violations(where, source) == []


def test_importing_kadmcdm_is_light():
    """In a fresh interpreter: this one has loaded everything."""
    code = f"import sys, kadmcdm; print(*sorted({LAZY!r} & sys.modules.keys()))"
    run = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert run.stdout.split() == []
    assert run.stderr == ""


def test_public_names():
    assert sorted(kadmcdm.__all__) == sorted(PUBLIC | {"__version__"})
    assert len(set(kadmcdm.__all__)) == len(kadmcdm.__all__)


@pytest.mark.parametrize("name", sorted(PUBLIC))
def test_every_public_name_has_a_docstring_with_an_example(name):
    thing = getattr(kadmcdm, name)
    assert thing.__doc__, name
    assert isinstance(thing, type(sys)) or "Examples\n" in thing.__doc__, name


@pytest.mark.parametrize("name", sorted(core.__all__))
def test_every_kernel_has_a_docstring_with_an_example(name):
    doc = getattr(core, name).__doc__
    assert doc, name
    assert "Examples\n" in doc or name.endswith("Parts"), name
