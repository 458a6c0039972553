"""Draw the pictures of the pages, each by its page's own code: ``python docs/make_images.py``.

The build draws them anew (`hooks.py`), and fails where the stored ones, which the README and
readers of the source see, have come to look otherwise, or where the words in a picture's place say
other figures than it shows. Run without an argument it stores them.
"""

from __future__ import annotations

import json
import os
import re
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

os.environ["MPLBACKEND"] = "agg"

DOCS = Path(__file__).parent
STORED = DOCS / "images"
FENCE = re.compile(r"^```python\n(?!>>>)(.*?)^```", re.MULTILINE | re.DOTALL)
IMAGE = re.compile(r"!\[([^]]*)\]\([^)]*images/([^)]+)\)")
PICTURES = {  # page -> {the file its code writes: the file under docs/images}
    DOCS.parent / "README.md": {"ranking.png": "ranking.png"},
    DOCS / "tutorials" / "first-ranking.md": {"ranking.png": "first-ranking.png"},
    DOCS / "tutorials" / "peringkat-pertama.md": {"pemeringkatan.png": "peringkat-pertama.png"},
    DOCS / "tutorials" / "group-forms.md": {"consensus.png": "group-forms.png"},
    DOCS / "tutorials" / "formulir-kelompok.md": {"konsensus.png": "formulir-kelompok.png"},
    DOCS / "tutorials" / "how-sure.md": {
        "ranks.png": "how-sure-ranks.png",
        "stability.png": "how-sure-stability.png",
    },
    DOCS / "tutorials" / "seberapa-yakin.md": {
        "peluang.png": "seberapa-yakin-peluang.png",
        "kestabilan.png": "seberapa-yakin-kestabilan.png",
    },
    DOCS / "tutorials" / "portfolio.md": {
        "partners.png": "portfolio-partners.png",
        "values.png": "portfolio-values.png",
    },
    DOCS / "tutorials" / "portofolio.md": {
        "mitra.png": "portofolio-mitra.png",
        "nilai.png": "portofolio-nilai.png",
    },
    DOCS / "how-to" / "pictures.md": {
        "ranking.png": "pictures-ranking.png",
        "profile.png": "pictures-profile.png",
        "contrast.png": "pictures-contrast.png",
        "ranks.png": "rank-acceptability.png",
        "central.png": "central-weights.png",
        "stability.png": "weight-stability.png",
        "tornado.png": "tornado.png",
        "paths.png": "improvements.png",
        "methods.png": "ranks-by-method.png",
        "universes.png": "universes.png",
        "judgments.png": "comparisons.png",
        "tree.png": "hierarchy.png",
        "group.png": "consensus.png",
        "map.png": "partners.png",
    },
}


def draw(page: Path, pictures: dict[str, str], folder: Path) -> Iterator[str]:
    """Run a page's code in an empty folder, fetch its pictures, and yield faults of their texts."""
    import matplotlib.pyplot as plt

    text = page.read_text(encoding="utf-8")
    before = Path.cwd()
    with tempfile.TemporaryDirectory() as empty, plt.rc_context({"figure.max_open_warning": 0}):
        os.chdir(empty)
        try:
            code = "\n".join(FENCE.findall(text))
            exec(compile(code, page.name, "exec"), {"__name__": page.stem})
            for written, kept in pictures.items():
                (folder / kept).write_bytes(Path(written).read_bytes())
        finally:
            os.chdir(before)
        axes = [ax for number in plt.get_fignums() for ax in plt.figure(number).axes]
        said = {" ".join(ax.get_label().split()) for ax in axes}
        plt.close("all")
    for words, name in IMAGE.findall(text):
        if name in pictures.values() and re.search(r"\d[.,]?\d", words) and words not in said:
            yield f"{page.name}: {name} is said to be another than it is: {words}"


def draw_all(folder: Path) -> list[str]:
    """Draw everything into a folder; return what is wrong."""
    faults = [fault for page, names in PICTURES.items() for fault in draw(page, names, folder)]
    sys.path.insert(0, str(DOCS.parent / "benchmarks"))
    import page as performance

    results = json.loads((performance.HERE / "results.json").read_text(encoding="utf-8"))
    performance.picture(results, folder / performance.PICTURE.name)
    if performance.PAGE.read_text(encoding="utf-8") != performance.page(results):
        faults.append(f"{performance.PAGE.name} is another than benchmarks/page.py writes")
    return faults


def outdated(folder: Path) -> Iterator[str]:
    """Say which stored pictures look otherwise than the drawn ones, but for a version's fonts."""
    sys.path.insert(0, str(DOCS.parent / "tests"))
    from matplotlib.image import imread

    from pictures import differences

    drawn, stored = ({path.name for path in where.glob("*.png")} for where in (folder, STORED))
    yield from (f"{name} is stored or drawn, not both" for name in sorted(drawn ^ stored))
    for name in sorted(drawn & stored):
        for what in differences(imread(folder / name)[..., :3], imread(STORED / name)[..., :3]):
            yield f"{name} is no longer what its page draws: {what}"


if __name__ == "__main__":
    target = Path(sys.argv[1]) if sys.argv[1:] else STORED
    wrong = draw_all(target) + (list(outdated(target)) if target != STORED else [])
    print("\n".join(wrong))
    sys.exit(bool(wrong))
