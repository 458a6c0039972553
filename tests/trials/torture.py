"""Torture: nasty problems, every method against its peers and against 36 digits, and the rest.

``make torture``, or ``.venv/bin/python tests/trials/torture.py --seed 7 --problems 1000``. Exits
with 1 when anything is broken; the problems are kept in ``torture_failures.json``, and ``--replay``
runs them again.
"""

from __future__ import annotations

import argparse
import json
import sys
import time
import warnings
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

HERE = Path(__file__).parent
# ruff: noqa: E402 - of this folder's parent
sys.path[:0] = [str(HERE), str(HERE.parent)]

import numpy as np
import torture_peers
from record import record

import kadmcdm as kd
from method_cases import CASES
from torture_cases import (
    JUDGED,
    NASTY,
    Problem,
    incomplete,
    nasty,
    ordinary,
    tamed,
)
from torture_checks import (
    JUMPS,
    TIE,
    best_worst_faults,
    completion_faults,
    costs_vanish,
    group_faults,
    judgment_faults,
    matching_faults,
    method_faults,
    repair_faults,
    robustness_faults,
    rule_faults,
    scores_of,
    search_faults,
    sharing_faults,
    taken,
)
from torture_references import REFERENCES, cancelled, exact_scores, relative_error

FAILURES = HERE / "torture_failures.json"

FOR_PEERS = (
    "near twins", "chain of near-ties", "nearly constant", "large offset", "twins",
    "permuted rows", "one column", "tiny weights", "zero weights", "one weight",
)  # fmt: skip
"""Nasty in ways that overflow nothing."""

ULP = float(np.finfo(np.float64).eps)


@dataclass
class Tally:
    """What was found of one method."""

    problems: int = 0
    refused: int = 0
    largest_error: float = 0.0
    error_kind: str = ""
    peers: dict[str, dict[str, Any]] = field(default_factory=dict)

    def of_peer(self, name: str) -> dict[str, Any]:
        empty = {
            "compared": 0, "no_number": 0, "largest_difference_on_ordinary_data": 0.0,
            "disagreements": 0, "explained_peer_is_off": 0, "unexplained": 0,
        }  # fmt: skip
        return self.peers.setdefault(name, empty)


class Torture:
    """One run: what is tried, and what broke."""

    def __init__(self, seed: int) -> None:
        self.rng = np.random.default_rng(seed)
        self.end = float("inf")
        self.tallies: dict[str, Tally] = defaultdict(Tally)
        self.checked: dict[str, int] = defaultdict(int)
        self.failures: list[dict[str, Any]] = []
        self.peers = torture_peers.peers()

    @property
    def out_of_time(self) -> bool:
        """Whether the minutes are over."""
        return time.monotonic() > self.end

    def fail(self, what: str, said: str, p: Problem | None = None) -> None:
        """Keep a failure, and say so at once."""
        print(f"  BROKEN {what}: {said}", flush=True)
        kept = {} if p is None else {"problem": p.to_dict()}
        self.failures.append({"what": what, "said": said, **kept})

    def hold(self, what: str, check: Callable[[], Iterable[str]], p: Problem | None = None) -> None:
        """Run a check; an exception or a warning is a failure like any other."""
        self.checked[what] += 1
        try:
            for said in check():
                self.fail(what, said, p)
        except Exception as error:  # whatever it is, the others shall be tried
            self.fail(what, f"{type(error).__name__}: {error}", p)

    def method(self, name: str, p: Problem, *, promises: bool = True) -> None:
        """Try one method on one problem."""
        case, tally = CASES[name], self.tallies[name]
        tally.problems += 1
        if promises:
            self.hold(f"promises of {name}", lambda: method_faults(name, case, p, self.rng), p)
        p = taken(case, p)
        bounds = p.bounds() if case.bounds else None
        try:
            scores = scores_of(case, p)
        except kd.InputError:  # whether it may is asked above
            tally.refused += 1
            return
        except Exception as error:
            self.fail(name, f"{type(error).__name__}: {error}", p)
            return
        exact = None
        known = not (name == "MULTIMOORA" and p.kind in JUMPS)
        known &= not (name in ("COPRAS", "MOOSRA") and costs_vanish(p))
        if name in REFERENCES and known:
            exact = exact_scores(name, p.matrix, p.weights, p.benefit, bounds)
            nothing = cancelled(name, scores, exact, p.weights)
            error = 0.0 if nothing else relative_error(scores, exact)
            if error > tally.largest_error:
                tally.largest_error, tally.error_kind = error, p.kind
            if error > TIE:
                self.fail(f"precision of {name}", f"{error:.2e} off its 36 digits", p)
        # Without decimals nobody could tell who is right: CODAS jumps at a threshold.
        if p.kind == "ordinary" or (exact is not None and p.kind in FOR_PEERS):
            self.compare(name, p, bounds, scores, exact)

    def compare(self, name: str, p: Problem, bounds: Any, scores: Any, exact: Any) -> None:
        """Ask the peers; where one differs, the decimals say who is right."""
        if exact is not None and cancelled(name, scores, exact, p.weights):
            return
        size = float(np.abs(scores).max()) or 1.0
        for package, peer in self.peers.get(name, {}).items():
            found = self.tallies[name].of_peer(package)
            theirs = torture_peers.asked(peer, p.matrix, p.weights, p.benefit, bounds)
            if theirs is None:
                found["no_number"] += 1
                continue
            found["compared"] += 1
            gap = float(np.abs(theirs - scores).max()) / size
            if gap <= TIE:
                if p.kind == "ordinary":
                    key = "largest_difference_on_ordinary_data"
                    found[key] = max(found[key], gap)
                continue
            found["disagreements"] += 1
            if exact is not None and relative_error(theirs, exact) > TIE:
                found["explained_peer_is_off"] += 1
            else:
                found["unexplained"] += 1
                self.fail(f"{name} against {package}", f"{gap:.2e} apart", p)

    # -- parts -------------------------------------------------------------------------------------

    def problems(self, count: int) -> None:
        """A quarter are nasty as far as peers go; beside every eighth, one as nasty as can be."""
        kinds = list(NASTY)
        for i in self.counted(count, "problems"):
            kind = FOR_PEERS[(i // 4) % len(FOR_PEERS)] if i % 4 == 0 else "ordinary"
            p = ordinary(self.rng) if kind == "ordinary" else nasty(self.rng, kind)
            for name in CASES:
                self.method(name, p, promises=i % 16 in (0, 1, 8))
            if i % 8:
                continue
            kind = kinds[(i // 8) % len(kinds)]
            worse = nasty(self.rng, kind)
            for name in CASES:
                self.method(name, worse)
            self.hold("every normalization", lambda p=worse: rule_faults(p, self.rng), worse)

    def judgments(self, count: int) -> None:
        """Comparisons up to n = 30, incomplete, of groups; repair, best-worst."""
        rng = self.rng
        for i in self.counted(count, "sets of judgments"):
            kind = list(JUDGED)[i % len(JUDGED)]
            a = JUDGED[kind](rng, int(rng.integers(1, 31)))
            self.hold(f"priorities, {kind}", lambda a=a: judgment_faults(a, rng))
            n = int(rng.integers(1, 9))
            whole = JUDGED[kind](rng, n)
            self.hold(
                f"completion, {kind}",
                lambda whole=whole: completion_faults(incomplete(rng, whole), whole),
            )
            group = np.stack([make(rng, n) for make in JUDGED.values()])
            self.hold("group", lambda group=group: group_faults(group, rng.random(len(group))))
            self.hold("best-worst", lambda: best_worst_faults(rng, int(rng.integers(2, 9))))
            if i % 10 == 0:
                small = tamed(JUDGED[kind](rng, int(rng.integers(3, 7))))
                self.hold("repair", lambda small=small: repair_faults(small))

    def shell(self, count: int) -> None:
        """Exact intervals, counts, improvements; sharing, matching, searching."""
        rng, kinds = self.rng, ["ordinary", *FOR_PEERS, "far units", "constant", "one row"]
        for i in self.counted(count, "problems with what surrounds the kernels"):
            kind = kinds[i % len(kinds)]
            m, n = int(rng.integers(1, 8)), int(rng.integers(1, 6))
            p = ordinary(rng, m, n) if kind == "ordinary" else nasty(rng, kind, m, n)
            self.hold("robustness", lambda p=p: robustness_faults(p, rng), p)
            self.hold("cost sharing", lambda: sharing_faults(rng, int(rng.integers(1, 6))))
            self.hold("coalition search", lambda: search_faults(rng))
            for _ in range(5):
                self.hold("matching", lambda: matching_faults(rng))

    def counted(self, count: int, what: str) -> Iterator[int]:
        """Count, and say how far it is."""
        begin = time.monotonic()
        for i in range(count):
            if self.out_of_time:
                print(f"  out of time after {i} of {count} {what}", flush=True)
                self.checked[f"{what}, out of time"] = i
                return
            yield i
            if (i + 1) % max(count // 10, 1) == 0:
                spent = time.monotonic() - begin
                print(f"  {i + 1} of {count} {what}, {spent:.0f} s", flush=True)

    def say(self) -> None:
        """Print a line for each method."""
        print("method                  problems  error, ulps  peers: difference, off, unexplained")
        for name, tally in self.tallies.items():
            ulps = f"{tally.largest_error / ULP:.1f}" if name in REFERENCES else "-"
            peers = "; ".join(
                f"{peer} {found['largest_difference_on_ordinary_data']:.0e}"
                f" {found['explained_peer_is_off']} {found['unexplained']}"
                for peer, found in tally.peers.items()
            )
            print(f"{name:<24}{tally.problems:>8}{ulps:>13}  {peers or 'decimals only'}")
        for what, count in self.checked.items():
            if not what.startswith("promises"):
                print(f"{what}: {count}")


def replay(path: Path) -> int:
    """Run kept failures again."""
    run = Torture(0)
    for kept in json.loads(path.read_text(encoding="utf-8")):
        if "problem" not in kept:
            continue
        p = Problem.from_dict(kept["problem"])
        for name in CASES:
            if name in kept["what"].split():
                run.method(name, p)
        if kept["what"] == "robustness":
            run.hold("robustness", lambda p=p: robustness_faults(p, run.rng), p)
        if kept["what"] == "every normalization":
            run.hold("every normalization", lambda p=p: rule_faults(p, run.rng), p)
    return 1 if run.failures else 0


def main() -> int:
    """Run it all, or what failed before."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--seed", type=int, default=20261124)
    parser.add_argument("--problems", type=int, default=10_000)
    parser.add_argument("--minutes", type=float, default=30.0)
    parser.add_argument("--replay", type=Path)
    chosen = parser.parse_args()
    warnings.simplefilter("error")
    if chosen.replay:
        return replay(chosen.replay)
    begin = time.monotonic()
    run = Torture(chosen.seed)
    for package, version in torture_peers.versions().items():
        missing = version == "not installed"
        print(f"{package}: {'NOT INSTALLED, NOT COMPARED' if missing else version}")
    parts = ((run.shell, 50, 0.15), (run.judgments, 20, 0.35), (run.problems, 1, 1.0))
    for part, one_in, share in parts:
        run.end = begin + 60 * chosen.minutes * share
        part(chosen.problems // one_in)
    run.say()
    disagreements = [peer for tally in run.tallies.values() for peer in tally.peers.values()]
    FAILURES.unlink(missing_ok=True)
    if run.failures:
        FAILURES.write_text(json.dumps(run.failures, indent=1) + "\n", encoding="utf-8")
    path = record(
        "torture",
        seconds=time.monotonic() - begin,
        seed=chosen.seed,
        problems=max(tally.problems for tally in run.tallies.values()),
        methods=len(run.tallies),
        peers=torture_peers.versions(),
        peers_not_compared=torture_peers.NOT_COMPARED,
        comparisons_with_peers=sum(peer["compared"] for peer in disagreements),
        disagreements_where_the_peer_is_off=sum(p["explained_peer_is_off"] for p in disagreements),
        disagreements_unexplained=sum(peer["unexplained"] for peer in disagreements),
        largest_error_in_ulps=round(
            max(tally.largest_error for tally in run.tallies.values()) / ULP, 1
        ),
        failures=len(run.failures),
        checks=dict(run.checked),
        by_method={
            name: {
                "problems": tally.problems,
                "refused_with_a_reason": tally.refused,
                "largest_error_in_ulps_of_the_largest_score": round(tally.largest_error / ULP, 1)
                if name in REFERENCES
                else None,
                "on_problems_of_kind": tally.error_kind,
                "peers": tally.peers,
            }
            for name, tally in run.tallies.items()
        },
    )
    print(f"{len(run.failures)} failures; {path.name} written")
    if run.failures:
        print(f"the problems that failed are in {FAILURES.name}")
    return 1 if run.failures else 0


if __name__ == "__main__":
    raise SystemExit(main())
