"""Write the docs' page of results from `results.json`: no figure on it is typed by hand."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

HERE = Path(__file__).parent
PAGE = HERE.parent / "docs" / "explanation" / "performance.md"
PICTURE = HERE.parent / "docs" / "images" / "performance.png"

TARGETS: dict[tuple[str, str], tuple[float, float | None]] = {
    ("W1", "10 x 8"): (5, None),
    ("W1", "100000 x 12"): (6, None),
    ("W1", "1000000 x 16"): (12, 0.30),
    ("W2", "20 x 8"): (650, 0.75),
    ("W2", "100 x 8"): (190, 0.75),
    ("W2", "514 x 12"): (50, 0.73),
    ("W2", "1000 x 12"): (35, 0.73),
    ("W2 first", "100 x 8"): (450, 0.6),
    ("W2 first", "1000 x 12"): (140, 0.6),
    ("W4", "n = 3"): (350, 0.15),
    ("W4", "n = 5"): (100, 0.15),
    ("W4", "n = 8"): (55, 0.15),
    ("W4", "n = 15"): (40, 0.15),
    ("W5", "50 x 8"): (25, 0.6),
    ("W5", "200 x 12"): (10, 0.6),
    ("smaa()", "100 x 8, S = 1000000"): (150, None),
    ("rank()", "10 x 8"): (1, None),
    ("rank()", "100000 x 12"): (50, None),
}
"""The ratios to the fastest peer, and the fractions of the ceiling, that were aimed at."""

TITLES = {
    "W1": "One weight vector",
    "W2": "Rank acceptability: all positions counted",
    "W2 first": "Rank acceptability: first ranks only",
    "W4": "Comparison matrices: eigenvector, geometric mean and lambda_max",
    "W5": "Sampled matrices, drawing included",
    "smaa()": "The whole call of smaa()",
    "rank()": "The whole call of rank(), against pymcdm with its checks",
}

INTRO = """# How fast it is

This page is written by `python benchmarks/page.py` from what `make bench` measured. Sizes are
candidates x criteria. Times are CPU time of one thread, medians of competitors that take turns,
after their answers were found equal. A ratio is a peer's time over ours.

A *fraction of the ceiling* holds our time against the kernels that nothing can do without (matrix
product, division, sort, count, normal draws, reading memory), each at its measured best in the same
run. 1.0 would be perfect. The last column says what was aimed at; **bold** was reached.
`make bench-quick` shows each trick of the core beside what it replaces.
"""


def _figure(value: float | None, target: float | None, digits: int) -> str:
    if value is None:
        return "-"
    text = f"{value:.{digits}f}"
    return f"**{text}**" if target is not None and value >= target else text


def _section(title: str, cases: list[dict[str, Any]]) -> str:
    unit = cases[0]["unit"]
    lines = [
        f"## {title}\n",
        f"| size | µs per {unit} | fastest peer | ratio | of the ceiling | aimed at |",
        "| --- | ---: | --- | ---: | ---: | ---: |",
    ]
    for case in cases:
        ratio, fraction = TARGETS.get((case["workload"], case["size"]), (None, None))
        aims = [f"{ratio:g}" if ratio else "", f"{fraction:g}" if fraction else ""]
        lines.append(
            f"| {case['size']} | {case['microseconds']:,.4g} | {case['fastest_peer'] or '-'} "
            f"| {_figure(case['ratio'], ratio, 1)} | {_figure(case['ceiling'], fraction, 2)} "
            f"| {'; '.join(aim for aim in aims if aim) or '-'} |"
        )
    names = list(dict.fromkeys(name for case in cases for name in case["ratios"]))
    lines += [
        "",
        "| ratio to | " + " | ".join(case["size"] for case in cases) + " |",
        "| --- |" + " ---: |" * len(cases),
    ]
    for name in names:
        cells = [
            f"{case['ratios'][name]:,.1f}" if name in case["ratios"] else "-" for case in cases
        ]
        lines.append(f"| {name} | " + " | ".join(cells) + " |")
    return "\n".join(lines) + "\n"


def page(results: dict[str, Any]) -> str:
    """Return the page as Markdown."""
    by_workload: dict[str, list[dict[str, Any]]] = {}
    for case in results["cases"]:
        by_workload.setdefault(case["workload"], []).append(case)
    parts = [INTRO, "![Time per unit against candidates](../images/performance.png)\n"]
    parts += [_section(TITLES[name], cases) for name, cases in by_workload.items()]
    growth = [f"| {name} | {value} |" for name, value in results["growth"].items()]
    memory = [f"| {name} | {value:,.0f} |" for name, value in results["memory_mib"].items()]
    threads = results["threads"]
    machine = ", ".join(f"{key} {value}" for key, value in results["machine"].items())
    others = ", ".join(f"{name} {version}" for name, version in results["peers"].items())
    parts += [
        "## Growth\n\nExponents of a log-log fit: 1 is linear.\n",
        "| time of ... in ... | exponent |\n| --- | ---: |\n" + "\n".join(growth) + "\n",
        "## Memory\n\nThe most that a call held beyond what was there, in a fresh process.\n",
        "| call | MiB |\n| --- | ---: |\n" + "\n".join(memory) + "\n",
        f"## Threads\n\nOn {threads['cores']} cores `smaa()` of 1000 candidates took "
        f"1/{threads['speedup']} of the time by the clock that it took on one. Below 256 "
        "candidates it uses one core: its calls are so short that a second thread mostly waits "
        "for the interpreter's lock.\n",
        f"## Where and when\n\n{results['date']}: {machine}. Peers: {others}.\n",
    ]
    return "\n".join(parts)


def picture(results: dict[str, Any], path: Path) -> None:
    """Draw time per unit against candidates, ours and the peers', on logarithmic axes."""
    import matplotlib

    matplotlib.use("agg")
    import matplotlib.pyplot as plt

    figure, axes = plt.subplots(1, 2, figsize=(9, 3.8), layout="constrained")
    for ax, workload, title in zip(
        axes, ("W1", "W2"), ("one weight vector", "rank acceptability"), strict=True
    ):
        cases = [case for case in results["cases"] if case["workload"] == workload]
        sizes = [int(case["size"].split()[0]) for case in cases]
        names = list(dict.fromkeys(name for case in cases for name in case["ratios"]))
        for name in names:
            points = [
                (size, case["microseconds"] * case["ratios"][name])
                for size, case in zip(sizes, cases, strict=True)
                if name in case["ratios"]
            ]
            ax.plot(*zip(*points, strict=True), marker="o", ms=3, lw=1, label=name)
        ours = [case["microseconds"] for case in cases]
        ax.plot(sizes, ours, color="black", marker="o", ms=5, lw=2.2, label="kadmcdm")
        ax.set(xscale="log", yscale="log", xlabel="candidates", title=title)
        ax.set_ylabel(f"µs per {cases[0]['unit']}")
        ax.spines[["top", "right"]].set_visible(False)
    axes[0].legend(fontsize=7, frameon=False)
    figure.savefig(path, dpi=130)
    plt.close(figure)


def main() -> None:
    """Write the page and its picture."""
    results = json.loads((HERE / "results.json").read_text(encoding="utf-8"))
    PAGE.write_text(page(results), encoding="utf-8")
    picture(results, PICTURE)


if __name__ == "__main__":
    main()
