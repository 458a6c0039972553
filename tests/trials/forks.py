"""Try mutants, a fork for each: ``python forks.py ASKED TOLD JOBS``, in the folder of `mutants.py`.

The tests are collected once. A pass over them learns which functions each of them reaches (mutmut's
trampolines tell); then a child is forked for each mutant in ASKED, and its verdict goes to TOLD.
"""

from __future__ import annotations

import gc
import json
import os
import resource
import signal
import sys
import time
from collections import defaultdict
from collections.abc import Callable
from hashlib import sha256
from itertools import accumulate
from math import inf
from pathlib import Path
from typing import Any, NoReturn

import pytest

TESTS = ("tests", "src/kadmcdm/core", "src/kadmcdm/ranking")
OTHER_TESTS = (
    "architecture", "cli", "csv", "datasets", "docs", "documents", "executors", "framework",
    "interchange", "newcomer", "plot", "progress", "questionnaires", "regions", "report", "safety",
    "screen", "smoke", "study", "tiles", "trees", "typed", "workbooks",
)  # fmt: skip
LONGEST = 3.0  # CPU seconds of a test; longer ones, and those with worker processes, are left out
MOST = 8.0  # CPU seconds for a mutant: of the tests that reach it, the cheapest that fit
MEMORY = 8 * 2**30
REACH = Path("reach.json")  # of each test: a digest, its CPU seconds, and the functions it reached


def main(asked: str, told: str, jobs: str) -> NoReturn:
    """Collect the tests, and try the mutants in the process of pytest."""
    import kadmcdm

    assert Path(kadmcdm.__file__).is_relative_to(Path.cwd()), "the mutants are not imported"
    forks = Forks(json.loads(Path(asked).read_text(encoding="utf-8")), Path(told), int(jobs))
    without = [f"--ignore-glob=tests/test_{name}*" for name in OTHER_TESTS]
    quiet = ["-q", "-p", "no:cacheprovider", "-p", "no:xdist"]
    sys.exit(pytest.main([*TESTS, *without, *quiet, "-k", "not mutmut"], plugins=[forks]))


class Forks:
    """A pytest plugin: in place of a run of all tests, a run of some tests for each mutant."""

    def __init__(self, names: list[str], told: Path, jobs: int) -> None:
        self.names, self.told, self.jobs = names, told, jobs
        self.reach: dict[str, list[str]] = defaultdict(list)  # of each function: its tests
        self.seconds: dict[str, float] = {}
        self.price: dict[str, float] = {}  # of each test: low if it is quick, and about little
        self.good: dict[str, list[str]] = defaultdict(list)  # of each function: tests that caught
        self.failed: set[str] = set()
        self.pipe: int | None = None  # of a child, to say which test failed

    def pytest_collection(self) -> None:
        """Let hypothesis not look for the smallest example: any failure will do."""
        from hypothesis import Phase, settings  # not before pytest, whose plugin rewrites it

        settings.register_profile(
            "mutants", settings.get_profile("ci"), phases=[Phase.explicit, Phase.generate]
        )
        settings.load_profile("mutants")

    def pytest_runtestloop(self, session: pytest.Session) -> bool:
        """Learn what each test reaches, see that the trial can tell, and try the mutants."""
        self.items = {item.nodeid: item for item in session.items
                      if "processes" not in getattr(item, "fixturenames", ())}  # fmt: skip
        self.learn()
        gc.freeze()  # so that children copy no pages only to count them
        cheap = sorted((t for t in self.items if t not in self.failed), key=self.price.__getitem__)
        for name, expected in (
            ("", "survived"),
            ("fail", "caught"),
        ):  # nothing, and all calls raise
            if (found := self.fork(name, cheap[::10]))[0] != expected:
                raise pytest.UsageError(f"the trial itself fails: {name!r} is {found}")
        self.share(self.names, self.verdict)
        return True

    def share(self, work: list[str], do: Callable[[str], None]) -> None:
        """Do a piece of work after the other in so many processes."""
        parts = []
        for part in range(self.jobs):
            if pid := os.fork():
                parts.append(pid)
                continue
            for one in work[part :: self.jobs]:
                do(one)
            os._exit(0)
        ended = [os.waitpid(pid, 0)[1] for pid in parts]
        if any(ended):
            raise pytest.UsageError("a part of the trial broke off")

    def learn(self) -> None:
        """Run each test without a mutant; keep its time and what it reached."""
        core = Path("spans.json").read_bytes()
        files = {item.path for item in self.items.values()}
        digests = {str(path): sha256(core + path.read_bytes()).hexdigest() for path in files}
        known = json.loads(REACH.read_text(encoding="utf-8")) if REACH.exists() else {}
        digest = {name: digests[str(item.path)] for name, item in self.items.items()}
        known = {k: v for k, v in known.items() if digest.get(k) == v[0] and v[1] < inf}
        new = self.told.with_suffix(".learned")
        new.write_text("", encoding="utf-8")

        def one(test: str) -> None:
            from mutmut.mutation.trampoline import set_mutant_under_test
            from mutmut.state import state

            set_mutant_under_test("stats")
            start = time.process_time()
            item = self.items[test]
            item.config.hook.pytest_runtest_protocol(item=item, nextitem=None)
            seconds = round(time.process_time() - start, 4) if test not in self.failed else inf
            self.write(new, [test, [digest[test], seconds, sorted(state()._stats)]])
            state()._stats.clear()

        self.share([test for test in self.items if test not in known], one)
        known |= dict(map(json.loads, new.read_text(encoding="utf-8").splitlines()))
        self.failed = failed = {test for test, (_, seconds, _) in known.items() if seconds == inf}
        if failed:  # a loaded machine fails some; what fails now tells nothing of mutants
            print(f"{len(failed)} tests fail without a mutant, and are left out: {failed}")
        if len(failed) > 5:
            raise pytest.UsageError("too many fail")
        REACH.write_text(json.dumps(known), encoding="utf-8")
        for test, (_, seconds, reached) in known.items():
            self.seconds[test] = seconds
            self.price[test] = seconds * len(reached)
            for name in reached if seconds <= LONGEST else ():
                self.reach[name].append(test)

    def verdict(self, name: str) -> None:
        """Try a mutant: first the tests that caught others of its function, then the cheapest."""
        function = name.rpartition("__mutmut_")[0]
        good = self.good[function]
        tests = sorted(self.reach[function], key=lambda t: (t not in good, self.price[t]))
        spent = accumulate(self.seconds[test] for test in tests)
        tests = [test for test, so_far in zip(tests, spent, strict=True) if so_far <= MOST]
        verdict, test, seconds = self.fork(name, tests)
        if test:
            self.good[function] = [test, *(t for t in good if t != test)][:5]
        self.write(self.told, [name, verdict, test, round(seconds, 2)])

    def write(self, path: Path, line: Any) -> None:
        """Add a line to a file that several processes write."""
        with path.open("a", encoding="utf-8") as file:
            file.write(json.dumps(line) + "\n")

    def fork(self, name: str, tests: list[str]) -> tuple[str, str, float]:
        """Run tests on a mutant in a child; return the verdict, the test that failed, seconds."""
        read, write = os.pipe()
        start = time.perf_counter()
        pid = os.fork()
        if not pid:
            self.pipe = write
            self.child(name, [self.items[test] for test in tests])
        os.close(write)
        most = 120 + 30 * sum(self.seconds[test] for test in tests)
        ended = 0, 0
        while not ended[0]:
            if time.perf_counter() - start > most:  # it waits for what never comes
                os.kill(pid, signal.SIGKILL)
            time.sleep(0.002)
            ended = os.waitpid(pid, os.WNOHANG)
        with os.fdopen(read) as file:
            test = file.read()
        verdict = "timed out" if os.WIFSIGNALED(ended[1]) else "caught" if ended[1] else "survived"
        return verdict, test, time.perf_counter() - start

    def child(self, name: str, items: list[pytest.Item]) -> NoReturn:
        """Run tests up to the first failure, each within its CPU time, and end the process."""
        from mutmut.mutation.trampoline import set_mutant_under_test

        set_mutant_under_test(name)
        resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
        for item, after in zip(items, [*items[1:], None], strict=True):
            signal.setitimer(signal.ITIMER_PROF, 3 + 10 * self.seconds[item.nodeid])
            item.config.hook.pytest_runtest_protocol(item=item, nextitem=after)
        os._exit(0)

    def pytest_runtest_logreport(self, report: pytest.TestReport) -> None:
        """End the child at the first failure."""
        if report.failed:
            self.failed.add(report.nodeid)
        if report.failed and self.pipe is not None:
            os.write(self.pipe, report.nodeid.encode())
            os._exit(1)


if __name__ == "__main__":
    main(*sys.argv[1:])
