"""What the wheel and the source archive must hold, and what must not have got in."""

from __future__ import annotations

import re
import tarfile
import zipfile
from email import message_from_bytes
from pathlib import Path

ROOT = Path(__file__).parent.parent


def only(folder: Path, pattern: str) -> Path:
    """Return the one file of a kind."""
    found = sorted(folder.glob(pattern))
    assert len(found) == 1, f"expected one {pattern}, found {[path.name for path in found]}"
    return found[0]


def check_wheel(wheel: Path) -> None:
    """Every module and data file of src is in it, and nothing else."""
    archive = zipfile.ZipFile(wheel)
    names = {name for name in archive.namelist() if not name.endswith("/")}
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
    (metadata,) = (name for name in names if name.endswith(".dist-info/METADATA"))
    check_description(message_from_bytes(archive.read(metadata)).get_payload())


def check_description(text: str) -> None:
    """An index shows it by itself: a link to a file beside it would lead nowhere."""
    for wanted in ("pip install kadmcdm", "## Use it", "## Licence"):
        assert wanted in text, f"the description lacks {wanted!r}"
    dead = re.findall(r"\]\((?!https://)[^)]*\)", text)
    assert not dead, f"the description links to files that no index has: {dead}"


def check_sdist(sdist: Path) -> None:
    """What a packager needs is in it; what a build leaves behind is not."""
    with tarfile.open(sdist) as archive:
        names = {name.partition("/")[2] for name in archive.getnames()}
    wanted = {"LICENSE", "README.md", "CHANGELOG.md", "pyproject.toml", "Makefile", "conftest.py"}
    wanted |= {"tests/check_release.py", "src/kadmcdm/py.typed", "mkdocs.yml", "docs/index.md"}
    wanted |= {"tests/api.txt", "tests/golden/cases.json"}
    wanted |= {
        path.relative_to(ROOT).as_posix()
        for path in (ROOT / "tests").rglob("*")
        if path.suffix == ".py" and "__pycache__" not in path.parts
    }
    assert wanted <= names, f"the source archive lacks {sorted(wanted - names)}"
    strange = [n for n in names if n.startswith(("site/", ".venv/", ".cache/")) or ".pyc" in n]
    assert not strange, f"the source archive holds {strange[:5]}"
