"""Check what would be published: ``python tests/check_wheel.py DIST``.

The wheel and the source archive must hold what they should, and the installed wheel, not the
working tree, must run the demo from an empty folder.
"""

from __future__ import annotations

import os
import subprocess
import sys
import sysconfig
import tarfile
import tempfile
import venv
import zipfile
from pathlib import Path

ROOT = Path(__file__).parent.parent
SITE_PACKAGES = Path(sysconfig.get_path("purelib"))


def only(folder: Path, pattern: str) -> Path:
    """Return the one file of a kind."""
    found = sorted(folder.glob(pattern))
    assert len(found) == 1, f"expected one {pattern}, found {[path.name for path in found]}"
    return found[0]


def check_wheel(wheel: Path) -> None:
    """Every module and data file of src is in it, and nothing else."""
    names = {name for name in zipfile.ZipFile(wheel).namelist() if not name.endswith("/")}
    source = {
        path.relative_to(ROOT / "src").as_posix()
        for path in (ROOT / "src").rglob("*")
        if path.is_file() and "__pycache__" not in path.parts
    }
    inside = {name for name in names if ".dist-info/" not in name}
    assert inside == source, f"the wheel differs from src: {sorted(inside ^ source)}"
    assert "kadmcdm/py.typed" in inside
    for suffix in (".csv", ".md", ".toml"):
        assert any(n.startswith("kadmcdm/_data/") and n.endswith(suffix) for n in inside), suffix
    assert any(name.endswith("licenses/LICENSE") for name in names), "the licence is missing"


def check_sdist(sdist: Path) -> None:
    """What a packager needs is in it; what a build leaves behind is not."""
    with tarfile.open(sdist) as archive:
        names = {name.partition("/")[2] for name in archive.getnames()}
    wanted = {"LICENSE", "README.md", "CHANGELOG.md", "pyproject.toml", "Makefile", "conftest.py"}
    wanted |= {"tests/check_wheel.py", "src/kadmcdm/py.typed", "mkdocs.yml", "docs/index.md"}
    assert wanted <= names, f"the source archive lacks {sorted(wanted - names)}"
    strange = [n for n in names if n.startswith(("site/", ".venv/", ".cache/")) or ".pyc" in n]
    assert not strange, f"the source archive holds {strange[:5]}"


def check_installed(wheel: Path) -> None:
    """The wheel runs from an empty folder, with this environment's dependencies.

    A fresh environment sees them through a ``.pth`` file, which stands behind its own packages; so
    nothing is downloaded, and an editable install of the working tree (itself a ``.pth`` file,
    which is not read in a folder added so) stays out of sight.
    """
    with tempfile.TemporaryDirectory() as folder:
        base, empty = Path(folder, "venv"), Path(folder, "empty")
        empty.mkdir()
        venv.create(base, with_pip=False)
        python = base / ("Scripts/python.exe" if os.name == "nt" else "bin/python")
        own = run(python, empty, "-c", "import sysconfig; print(sysconfig.get_path('purelib'))")
        installer = [sys.executable, "-m", "pip", "--python", str(python)]
        subprocess.run(
            [*installer, "install", "--quiet", "--no-deps", "--no-index",
             "--disable-pip-version-check", str(wheel)],
            check=True, cwd=empty,
        )  # fmt: skip
        Path(own.strip(), "dependencies.pth").write_text(f"{SITE_PACKAGES}\n", encoding="utf-8")
        where = run(python, empty, "-c", "import kadmcdm; print(kadmcdm.__file__)")
        assert Path(where.strip()).is_relative_to(base.resolve()), f"imported from {where}"
        for arguments in (["demo"], ["demo", "--lang", "id"], ["schema"]):
            assert run(python, empty, "-m", "kadmcdm", *arguments).strip(), arguments
        run(python, empty, "-m", "kadmcdm", "demo", "--save", "saved")
        run(python, empty, "-m", "kadmcdm", "run", "saved/study.toml", "--out", "out")
        left = {path.name for path in empty.iterdir()}
        assert left == {"saved", "out"}, f"left behind: {sorted(left)}"


def run(python: Path, folder: Path, *arguments: str) -> str:
    """Run the fresh interpreter, away from the working tree, and return what it prints."""
    clean = {key: value for key, value in os.environ.items() if not key.startswith("PYTHON")}
    done = subprocess.run(
        [str(python), *arguments], cwd=folder, env=clean, capture_output=True, encoding="utf-8"
    )
    assert done.returncode == 0, f"{arguments} ended with {done.returncode}:\n{done.stderr}"
    return done.stdout


def main(arguments: list[str]) -> int:
    """Check the folder named on the command line; 0 when all is well."""
    if len(arguments) != 1:
        print("usage: python tests/check_wheel.py DIST", file=sys.stderr)
        return 2
    dist = Path(arguments[0]).resolve()
    wheel = only(dist, "*.whl")
    check_wheel(wheel)
    check_sdist(only(dist, "*.tar.gz"))
    check_installed(wheel)
    print(f"{wheel.name}: complete, and runs the demo from an empty folder")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
