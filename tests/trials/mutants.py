"""Break the kernels and the rankings in small ways, and count what the tests notice.

``make mutants`` tries a sample of 1,200 mutants (``N=300`` another number, ``ALL=1`` all of them,
``SEED=3`` others); ``make mutants AGAIN=1`` those of the last run that nothing caught.

mutmut writes the mutants of all functions of `kadmcdm.core` and `kadmcdm.ranking` but decorated
ones, and a trampoline that picks one of them. Its own runner starts pytest for every mutant and
chooses no tests by their cost; forks.py collects the tests once and forks for each mutant, which
runs the tests that reach its function, the cheapest first, up to the first that fails.

Left out by rule are mutants that change nothing but prose: a string inside ``raise``,
``InputError(...)``, ``Fault(...)`` or a function named after faults, and in `kadmcdm.core` any
string with a space, as kernels speak in errors only. Mutants that no test can catch, since they
change no result, are listed in mutants-equivalent.json with the reason; the raw score counts them
as survivors.
"""

from __future__ import annotations

import argparse
import ast
import difflib
import json
import os
import random
import shutil
import subprocess
import sys
import tempfile
import textwrap
import time
from collections import Counter, defaultdict
from functools import cache
from hashlib import sha256
from importlib.metadata import version
from math import sqrt
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[2]
WORK = Path(tempfile.gettempdir()) / "kadmcdm-mutants"
RESULTS = WORK / "results.json"
SPANS = WORK / "spans.json"  # of each module: its digest, and the lines of each mutant
EQUIVALENT = Path(__file__).with_name("mutants-equivalent.json")
MUTATED = ("core", "ranking")


def main() -> None:
    """Make the mutants, try them, say what survived, and write mutants.json."""
    ask = argparse.ArgumentParser(description=__doc__)
    ask.add_argument("--count", type=int, default=1200)
    ask.add_argument("--all", action="store_true")
    ask.add_argument("--again", action="store_true", help="only what survived the last run")
    ask.add_argument("--seed", type=int, default=1)
    ask.add_argument("--jobs", type=int, default=1)
    given = ask.parse_args()
    started = time.perf_counter()
    every = make_mutants()
    last = json.loads(RESULTS.read_text(encoding="utf-8")) if given.again else {}
    if given.again:
        names = [name for name, verdict in last.items() if verdict == "survived"]
    else:
        drawn = every if given.all else sample(every, given.count, given.seed)
        names = [name for name in drawn if not only_prose(name)]
    print(f"{len(every)} mutants made, {len(names)} to try", flush=True)
    results = last | try_mutants(names, given.jobs)
    RESULTS.write_text(json.dumps(results, indent=0), encoding="utf-8")
    tell(results)
    seconds = time.perf_counter() - started
    if not given.again:
        from record import record

        left = {"mutants_made": len(every), "drawn_but_only_prose": len(drawn) - len(names)}
        left["sample_seed"] = None if given.all else given.seed
        tool = f"mutmut {version('mutmut')}, a fork for each mutant"
        print(record("mutants", seconds=seconds, tool=tool, **left, **summary(results)))


def make_mutants() -> list[str]:
    """Copy the project, with all mutants in the place of the functions; return their names."""
    from mutmut.mutation.file_mutation import mutate_file_contents

    before = json.loads(SPANS.read_text(encoding="utf-8")) if SPANS.exists() else {}
    made = {}
    shutil.rmtree(WORK / "tests", ignore_errors=True)  # what is no longer there is not tried
    for folder in ("src", "tests", "docs"):
        shutil.copytree(ROOT / folder, WORK / folder, dirs_exist_ok=True, ignore=_mutated)
    for file in ("conftest.py", "pyproject.toml", "README.md"):
        shutil.copy2(ROOT / file, WORK / file)
    for path in sorted(
        one for part in MUTATED for one in (ROOT / "src/kadmcdm" / part).glob("*.py")
    ):
        at = path.relative_to(ROOT / "src")
        module = ".".join(at.with_suffix("").parts)
        text = path.read_text(encoding="utf-8")
        digest = sha256(text.encode()).hexdigest()
        if before.get(module, [""])[0] != digest or not (WORK / "src" / at).exists():
            file = mutate_file_contents(str(path), text)
            (WORK / "src" / at).parent.mkdir(exist_ok=True)
            (WORK / "src" / at).write_text(file.code, encoding="utf-8")
            at_lines = file.line_span_by_function_name.items()
            lines = {name: [span.start, span.end] for name, span in at_lines}
            before[module] = [digest, lines]
        made[module] = before[module]
    SPANS.write_text(json.dumps(made), encoding="utf-8")
    return [
        f"{module}.{name}"
        for module, (_, lines) in made.items()
        for name in lines
        if not name.endswith("_orig")
    ]


def _mutated(folder: str, names: list[str]) -> set[str]:
    """Tell copytree what not to copy: the files that mutmut rewrites, and what is compiled."""
    here = Path(folder)
    if here.parent == ROOT / "src/kadmcdm" and here.name in MUTATED:
        return set(names)
    return {"__pycache__"}


def sample(names: list[str], count: int, seed: int) -> list[str]:
    """Draw mutants at random, as many of each module as is its share, in random order."""
    rng = random.Random(seed)
    modules = defaultdict(list)
    for name in names:
        modules[module_of(name)].append(name)
    share = min(1.0, count / len(names))
    drawn = []
    owed = 0.0  # what rounding has left over so far
    for module in sorted(modules):
        owed += share * len(modules[module])
        drawn += rng.sample(modules[module], min(round(owed), len(modules[module])))
        owed -= round(owed)
    rng.shuffle(drawn)
    return drawn


def module_of(name: str) -> str:
    """Return the module of a mutant."""
    return name.rpartition(".")[0]


def function_of(name: str) -> str:
    """Return the function of a mutant, as mutmut writes it."""
    return name.rpartition("__mutmut_")[0]


@cache
def spans(module: str) -> tuple[list[str], dict[str, list[int]]]:
    """Return the lines of a module with its mutants, and where each of them stands."""
    path = WORK / "src" / Path(*module.split(".")).with_suffix(".py")
    return path.read_text(encoding="utf-8").splitlines(), json.loads(SPANS.read_text())[module][1]


def function(name: str) -> ast.stmt:
    """Return the syntax tree of a mutant."""
    lines, at = spans(module_of(name))
    first, last = at[name.rpartition(".")[2]]
    return ast.parse(textwrap.dedent("\n".join(lines[first - 1 : last]))).body[0]


def pair(name: str) -> tuple[ast.stmt, ast.stmt]:
    """Return a function as it is, and as the mutant has it, under one name."""
    two = function(f"{function_of(name)}__mutmut_orig"), function(name)
    for one in two:
        assert isinstance(one, ast.FunctionDef)
        one.name = function_of(name)
    return two


def only_prose(name: str) -> bool:
    """Tell whether a mutant changes words for people, and nothing else."""
    path = difference(*pair(name))
    old = path[-1][0]
    if not all(isinstance(x, ast.Constant) and isinstance(x.value, str) for x in path[-1]):
        return False
    assert isinstance(old, ast.Constant)
    above = [node for node, _ in path]
    calls = [ast.unparse(node.func).lower() for node in above if isinstance(node, ast.Call)]
    said = any(isinstance(node, ast.Raise) for node in above) or any(
        "fault" in call or call == "inputerror" for call in calls
    )
    return said or (name.startswith("kadmcdm.core.") and " " in str(old.value))


def difference(old: ast.AST, new: ast.AST) -> list[tuple[ast.AST, ast.AST]]:
    """Return the pairs of nodes from the function down to the one that differs."""
    if type(old) is not type(new):
        return [(old, new)]
    below = list(ast.iter_child_nodes(old)), list(ast.iter_child_nodes(new))
    if len(below[0]) == len(below[1]):
        unlike = [two for two in zip(*below, strict=True) if ast.dump(two[0]) != ast.dump(two[1])]
        if len(unlike) == 1:
            return [(old, new), *difference(*unlike[0])]
    return [(old, new)]


def change(name: str) -> str:
    """Return the lines that a mutant changes, as ``- old`` and ``+ new``."""
    old, new = (ast.unparse(one).splitlines() for one in pair(name))
    lines = list(difflib.unified_diff(old, new, lineterm="", n=0))[2:]
    return "\n".join(line[0] + " " + line[1:].strip() for line in lines if line[:2] != "@@")


def try_mutants(names: list[str], jobs: int) -> dict[str, str]:
    """Try mutants in a process with the tests collected; return the verdict on each."""
    asked, told = WORK / "asked.json", WORK / "told.jsonl"
    asked.write_text(json.dumps(names), encoding="utf-8")
    told.write_text("", encoding="utf-8")
    env = os.environ | {
        "PYTHONPATH": str(WORK / "src"),
        "OMP_NUM_THREADS": "1", "OPENBLAS_NUM_THREADS": "1", "MUTANT_UNDER_TEST": "",
    }  # fmt: skip
    forks = str(Path(__file__).with_name("forks.py"))
    command = [sys.executable, forks, str(asked), str(told), str(jobs)]
    subprocess.run(command, cwd=WORK, env=env, check=True)
    lines = told.read_text(encoding="utf-8").splitlines()
    verdicts = {name: verdict for name, verdict, *_ in map(json.loads, lines)}
    return {name: verdicts[name] for name in names}


def equivalents() -> set[tuple[str, str]]:
    """Return function and change of each mutant that was judged to change no result."""
    listed = json.loads(EQUIVALENT.read_text(encoding="utf-8"))
    return {(one["function"], one["change"]) for one in listed}


def summary(results: dict[str, str]) -> dict[str, Any]:
    """Count verdicts, and give the shares caught, with their 95 % intervals after Wilson."""
    listed = equivalents()
    same = [
        n for n, v in results.items() if v == "survived" and (function_of(n), change(n)) in listed
    ]
    modules = defaultdict(Counter)
    for name, verdict in results.items():
        modules[module_of(name)][verdict] += 1
    for name in same:
        modules[module_of(name)]["equivalent by hand"] += 1
    total = sum(modules.values(), Counter())
    return {
        **counts(total),
        "survived_not_equivalent": total["survived"] - len(same),
        "by_module": {module: counts(modules[module]) for module in sorted(modules)},
    }


def counts(of: Counter[str]) -> dict[str, Any]:
    """Return the figures of one module, or of all."""
    caught = of["caught"] + of["timed out"]
    every = caught + of["survived"]
    raw, fair = (wilson(caught, every), wilson(caught, every - of["equivalent by hand"]))
    return {
        "mutants": every, "caught": of["caught"], "timed_out": of["timed out"],
        "survived": of["survived"], "equivalent_by_hand": of["equivalent by hand"],
        "score_percent": raw[0], "interval_95": raw[1:],
        "adjusted_score_percent": fair[0], "adjusted_interval_95": fair[1:],
    }  # fmt: skip


def wilson(hits: int, of: int, z: float = 1.959964) -> list[float]:
    """Return a share and its interval, in percent."""
    if not of:
        return [100.0, 0.0, 100.0]
    p, extra = hits / of, z * z / of
    middle, half = p + extra / 2, z * sqrt(p * (1 - p) / of + extra / of / 4)
    ends = [(middle + sign * half) / (1 + extra) for sign in (-1, 1)]
    return [round(100 * x, 1) for x in [p, *ends]]


def tell(results: dict[str, str]) -> None:
    """Print the survivors that are not known to be equivalent, with what they change."""
    listed = equivalents()
    for name, verdict in sorted(results.items()):
        if verdict == "survived" and (function_of(name), lines := change(name)) not in listed:
            print(f"\n{name}\n{lines}")


if __name__ == "__main__":
    main()
