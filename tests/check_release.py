"""Build what would be published, and try it: ``python tests/check_release.py DIST [--record]``.

Wheel and source archive are built twice, the second time from the unpacked source archive, by
another umask, in another time zone and folder: the bytes must be the same. Then ``test_smoke.py``
runs in fresh environments that know nothing of the working tree, dependencies from the index:

- the wheel, on each Python of the classifiers that this machine has, with the newest dependencies;
- the wheel, on the oldest of these, with the lowest version that pyproject.toml allows of each;
- the source archive, on the oldest, without the extras.

Warnings are errors there, but for those of ``THEIRS``. ``--record`` writes ``releases.json`` for
the page on trust.
"""

from __future__ import annotations

import argparse
import hashlib
import os
import re
import shutil
import subprocess
import sys
import tarfile
import tempfile
import time
import tomllib
from collections.abc import Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import asdict, dataclass, field
from itertools import chain
from pathlib import Path

from packaging.version import Version

from check_wheel import ROOT, check_sdist, check_wheel, only
from trials.record import record

PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
# Of lowest versions only: what they call was renamed in packages that they do not cap.
THEIRS = [
    "ignore::DeprecationWarning:matplotlib._fontconfig_pattern",
    "ignore::DeprecationWarning:matplotlib._mathtext",
    "ignore:'click.utils.get_:DeprecationWarning",
]
EXTRAS = f"[{','.join(PROJECT['project']['optional-dependencies'])}]"
FEWEST = 40
"""Smoke tests that an environment must run, lest a selection that finds nothing pass."""


@dataclass(frozen=True, kw_only=True)
class Environment:
    """A Python with an archive and its dependencies; ``floors`` are versions to hold them at."""

    name: str
    python: Path
    archive: Path
    extras: str = EXTRAS
    floors: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, kw_only=True)
class Outcome:
    """What the smoke tests said there."""

    name: str
    passed: int
    skipped: int
    seconds: float
    versions: Mapping[str, str]


def floors() -> dict[str, str]:
    """Return the lowest version of each dependency that pyproject.toml declares."""
    project = PROJECT["project"]
    found = {}
    for one in chain(project["dependencies"], *project["optional-dependencies"].values()):
        match = re.fullmatch(r"([\w-]+)(?:\[[\w,]+\])?>=([\d.]+)", one)
        assert match, f"{one!r} in pyproject.toml: expected a floor and no more, such as numpy>=2.2"
        found[match[1]] = match[2]
    return found


def clean(**more: str) -> dict[str, str]:
    """Return the caller's environment without what would let other packages in."""
    kept = {key: value for key, value in os.environ.items() if not key.startswith("PYTHON")}
    return {key: value for key, value in kept.items() if key != "VIRTUAL_ENV"} | more


def run(command: list[str | Path], folder: Path, *, umask: int = -1, **more: str) -> str:
    """Run a command away from the working tree, and return what it prints."""
    done = subprocess.run(
        [str(part) for part in command], cwd=folder, env=clean(**more), umask=umask,
        stdout=subprocess.PIPE, stderr=subprocess.STDOUT, encoding="utf-8",
    )  # fmt: skip
    if done.returncode:
        raise SystemExit(f"{' '.join(map(str, command))}\n{done.stdout}\nended with an error")
    return done.stdout


def build(source: Path, dist: Path, *, umask: int = -1, **more: str) -> dict[str, str]:
    """Build both archives and return the SHA-256 of each."""
    command: list[str | Path] = [sys.executable, "-m", "build", "--sdist", "--wheel"]
    run([*command, "--outdir", dist, source], source, umask=umask, **more)
    both = only(dist, "*.whl"), only(dist, "*.tar.gz")
    return {path.name: hashlib.sha256(path.read_bytes()).hexdigest() for path in both}


def built_again(sdist: Path, folder: Path) -> dict[str, str]:
    """Build from the unpacked source archive, with all else as different as can be."""
    with tarfile.open(sdist) as archive:
        archive.extractall(folder, filter="data")
    source = folder / sdist.name.removesuffix(".tar.gz")
    for path in [source, *source.rglob("*")]:
        path.chmod(0o700 if path.is_dir() else 0o600)
        os.utime(path, (1_000_000_000, 1_000_000_000))
    return build(source, folder / "again", umask=0o077, TZ="Asia/Jayapura", PYTHONHASHSEED="7")


def pythons() -> dict[str, Path | None]:
    """Return each Python of the classifiers, oldest first, and where it is, on the PATH or not."""
    named = "Programming Language :: Python :: 3."
    minors = [c.removeprefix(named) for c in PROJECT["project"]["classifiers"] if named in c]
    pyenv = Path(os.environ.get("PYENV_ROOT", Path.home() / ".pyenv"), "versions")
    found: dict[str, Path | None] = {}
    for minor in sorted(minors, key=int):
        places = [shutil.which(f"python3.{minor}"), *pyenv.glob(f"3.{minor}.*/bin/python")]
        if sys.version_info[:2] == (3, int(minor)):
            places.insert(0, sys.executable)
        works = (Path(place) for place in places if place and _is(place, minor))
        found[f"3.{minor}"] = next(works, None)
    return found


def _is(python: str | Path, minor: str) -> bool:
    """Tell whether that program is this Python, and can make environments."""
    code = f"import sys, venv; sys.exit(sys.version_info[:2] != (3, {minor}))"
    return not subprocess.run([python, "-c", code], capture_output=True, check=False).returncode


def tried(environment: Environment, folder: Path) -> Outcome:
    """Make the environment, run the smoke tests there, and take it away again."""
    start = time.perf_counter()
    base, empty = folder / environment.name / "venv", folder / environment.name / "empty"
    empty.mkdir(parents=True)
    run([environment.python, "-m", "venv", "--without-pip", base], empty)
    python = base / ("Scripts/python.exe" if os.name == "nt" else "bin/python")
    held = empty.parent / "floors.txt"
    held.write_text("".join(f"{k}=={v}\n" for k, v in environment.floors.items()), "utf-8")
    wanted = f"kadmcdm{environment.extras} @ {environment.archive.as_uri()}"
    (pytest,) = (
        one for one in PROJECT["dependency-groups"]["test"] if re.match("pytest[<>=]", one)
    )
    run(
        [sys.executable, "-m", "pip", "--python", python, "install", "--no-compile",
         "--disable-pip-version-check", "--constraint", held, wanted, pytest],
        empty,
    )  # fmt: skip
    where = run([python, "-I", "-c", "import kadmcdm; print(kadmcdm.__file__)"], empty).strip()
    assert Path(where).is_relative_to(base.resolve()), f"imported from {where}"
    shutil.copy(ROOT / "tests" / "test_smoke.py", empty)
    warn = ["error", *(THEIRS if environment.floors else ())]
    said = run(
        [python, "-I", *(f"-W{action}" for action in warn), "-m", "pytest", "-q", "-p",
         "no:cacheprovider", "--import-mode=importlib", "test_smoke.py"],
        empty,
    )  # fmt: skip
    counts = {word: int(count) for count, word in re.findall(r"(\d+) (passed|skipped)", said)}
    passed, skipped = counts.get("passed", 0), counts.get("skipped", 0)
    assert passed >= FEWEST, f"{environment.name}: {passed} tests ran\n{said}"
    assert not (skipped and environment.extras), f"{environment.name} skips\n{said}"
    found = versions(python, empty)
    low = {name: Version(floor) for name, floor in environment.floors.items()}
    assert not low or low == {name: Version(found[name]) for name in low}, found
    shutil.rmtree(base)
    seconds = round(time.perf_counter() - start, 1)
    return Outcome(
        name=environment.name, passed=passed, skipped=skipped, seconds=seconds, versions=found
    )


def versions(python: Path, folder: Path) -> dict[str, str]:
    """Return which Python that is, and what it has of the declared dependencies."""
    code = (
        "import sys, platform; from importlib.metadata import distributions;"
        "print('python', platform.python_version());"
        "[print(d.name, d.version) for d in distributions()]"
    )
    said = dict(line.split() for line in run([python, "-I", "-c", code], folder).splitlines())
    named = {name.lower(): version for name, version in said.items()}
    return {name: named[name] for name in ["python", *floors()] if name in named}


def environments(dist: Path, found: Mapping[str, Path | None]) -> list[Environment]:
    """Return what is to be tried with the Pythons that are there."""
    wheel, sdist = only(dist, "*.whl"), only(dist, "*.tar.gz")
    there = {version: python for version, python in found.items() if python}
    oldest, python = next(iter(there.items()))
    return [
        Environment(name=f"lowest-{oldest}", python=python, archive=wheel, floors=floors()),
        *(
            Environment(name=f"newest-{version}", python=python, archive=wheel)
            for version, python in there.items()
        ),
        Environment(name=f"plain-{oldest}", python=python, archive=sdist, extras=""),
    ]


def main(arguments: list[str]) -> int:
    """Check all of it and say what was done; the first fault ends it."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("dist", type=Path, help="the folder to build into, without other archives")
    parser.add_argument("--record", action="store_true", help="write tests/trials/releases.json")
    asked = parser.parse_args(arguments)
    start, dist = time.perf_counter(), asked.dist.resolve()
    hashes = build(ROOT, dist)
    check_wheel(only(dist, "*.whl"))
    check_sdist(only(dist, "*.tar.gz"))
    run([sys.executable, "-m", "twine", "check", "--strict", *sorted(dist.iterdir())], dist)
    found = pythons()
    with tempfile.TemporaryDirectory() as folder:
        again = built_again(only(dist, "*.tar.gz"), Path(folder))
        assert again == hashes, f"built again, the bytes differ: {hashes} and {again}"
        for name, digest in hashes.items():
            print(f"{digest}  {name}  (the same when built again from the source archive)")
        outcomes = []
        with ThreadPoolExecutor(2) as pool:
            for one in pool.map(lambda each: tried(each, Path(folder)), environments(dist, found)):
                outcomes.append(one)
                had = ", ".join(f"{name} {version}" for name, version in one.versions.items())
                print(f"{one.name}: {one.passed} smoke tests in {one.seconds} s; {had}", flush=True)
    missing = [version for version, python in found.items() if python is None]
    for version in missing:
        print(f"*** PYTHON {version} WAS NOT FOUND: the wheel was not tried on it ***")
    if asked.record:
        record(
            "releases",
            command="python tests/check_release.py dist --record",
            seconds=time.perf_counter() - start,
            same_bytes_when_built_again=sorted(hashes),  # no digest: the source archive holds this
            pythons_not_found=missing,
            lowest_versions=floors(),
            environments=[asdict(one) for one in outcomes],
        )
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
