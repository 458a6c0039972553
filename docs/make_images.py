"""Draw the pictures of the README, the tutorials and the how-to: ``python docs/make_images.py``.

Each is drawn by its page's own code, so that page and picture agree.
"""

from __future__ import annotations

import os
import re
import tempfile
from pathlib import Path

os.environ["MPLBACKEND"] = "agg"

DOCS = Path(__file__).parent
FENCE = re.compile(r"^```python\n(?!>>>)(.*?)^```", re.MULTILINE | re.DOTALL)
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


def draw(page: Path, pictures: dict[str, str]) -> None:
    """Run a page's code in an empty folder, and fetch the pictures that it writes."""
    code = "\n".join(FENCE.findall(page.read_text(encoding="utf-8")))
    before = Path.cwd()
    with tempfile.TemporaryDirectory() as folder:
        os.chdir(folder)
        try:
            exec(compile(code, page.name, "exec"), {"__name__": page.stem})
            for written, kept in pictures.items():
                (DOCS / "images" / kept).write_bytes(Path(written).read_bytes())
        finally:
            os.chdir(before)


if __name__ == "__main__":
    for page, pictures in PICTURES.items():
        draw(page, pictures)
