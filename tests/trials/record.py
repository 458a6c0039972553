"""Write what a trial measured, for the page on trust: ``record("torture", seconds=..., ...)``.

Then ``python tests/trials/trust_page.py`` writes the page anew.
"""

from __future__ import annotations

import json
import os
import platform
from datetime import date
from pathlib import Path
from typing import Any

import numpy as np

HERE = Path(__file__).parent


def record(name: str, *, seconds: float, **figures: Any) -> Path:
    """Write the figures of one trial, with where and when they were measured, as JSON."""
    found = {
        "command": f"make {name}",
        "date": date.today().isoformat(),
        "python": platform.python_version(),
        "numpy": np.__version__,
        "machine": f"{len(os.sched_getaffinity(0))} cores, {_processor()}",
        "seconds": round(seconds, 1),
        **figures,
    }
    path = HERE / f"{name}.json"
    text = json.dumps(found, indent=2, ensure_ascii=False) + "\n"
    part = path.with_suffix(".part")
    part.write_text(text, encoding="utf-8")
    part.replace(path)
    return path


def _processor() -> str:
    """Return the processor's name, or its architecture where the system doesn't tell."""
    try:
        lines = Path("/proc/cpuinfo").read_text(encoding="utf-8").splitlines()
    except OSError:
        return platform.machine()
    names = [line.partition(":")[2].strip() for line in lines if line.startswith("model name")]
    return names[0] if names else platform.machine()
