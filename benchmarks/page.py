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

MEMORY_TARGETS = {"smaa()": 300e6 / 2**20, "rank()": 0.5 * 1_000_000 * 16 * 8 / 2**20}
"""MiB that were aimed at, by the start of the name."""

GROWTH_TARGETS = {"samples": (0.95, 1.05), "candidates": (0.0, 1.3)}
"""From and to, by what grows; asked of W2 and of smaa()."""

SPEEDUP = 1.5
"""Aimed at on two free cores."""

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
after their answers were found equal. A ratio is a peer's time over ours. Peers that would take
minutes are timed on fewer samples, and all times are per unit. *Fastest peer* means the fastest
other package; rows that show what people write without one are compared, but don't count as peers.
Where a package's own ranks are slower than a sort by numpy, the sort is what counts.

A *fraction of the ceiling* holds our time against the kernels that nothing can do without (matrix
product, division, sort, count, normal draws, reading memory), each at its measured best in the same
run. 1.0 would be perfect. The last column says what was aimed at; **bold** was reached.
`make bench-quick` shows each trick of the core beside what it replaces.
"""

MISSED = """## What was missed, and what stands in the way

All targets of speed that were not reached. They were set on another processor (Zen 3), where numpy
sorts by other code, and against peers' own ranks, which here give way to a sort by numpy where that
is faster. *At the ceiling* is the ratio that code without any overhead would have here: where it is
below the target, that target is out of reach on this machine. The last columns are the profile:
what the kernels of the ceiling take, and what stages of ours take.
"""

SORTING = """## Sorting

Ranking is sorting. On some processors (Zen 4 among them) numpy's AVX-512 sort is slower from a few
hundred values on than the code it replaces, because one instruction is
([numpy/x86-simd-sort#6](https://github.com/numpy/x86-simd-sort/issues/6)). The library sorts as
numpy does; ceilings are reckoned with the faster of both. If many candidates are ranked on such a
machine, compare with `NPY_DISABLE_CPU_FEATURES` set to the AVX-512 features (`X86_V4` and the like)
that `numpy.show_config()` lists as found.
"""


def _figure(value: float | None, target: float | None, digits: int) -> str:
    if value is None:
        return "-"
    text = f"{value:,.{digits}f}"
    return f"**{text}**" if target is not None and value >= target else text


def _table(header: list[str], rows: list[list[str]]) -> str:
    rule = "| --- |" + " ---: |" * (len(header) - 1)
    lines = [f"| {' | '.join(header)} |", rule, *(f"| {' | '.join(row)} |" for row in rows)]
    return "\n".join(lines) + "\n"


def _time(microseconds: float) -> str:
    return f"{microseconds:,.0f}" if microseconds >= 1000 else f"{microseconds:.4g}"


def _section(title: str, cases: list[dict[str, Any]]) -> str:
    rows = []
    for case in cases:
        ratio, fraction = TARGETS.get((case["workload"], case["size"]), (None, None))
        aims = [f"{aim:g}" for aim in (ratio, fraction) if aim]
        rows.append(
            [
                case["size"], _time(case["microseconds"]), case["fastest_peer"] or "-",
                _figure(case["ratio"], ratio, 1), _figure(case["ceiling"], fraction, 2),
                "; ".join(aims) or "-",
            ]
        )  # fmt: skip
    header = ["size", f"µs per {cases[0]['unit']}", "fastest peer", "ratio"]
    names = list(dict.fromkeys(name for case in cases for name in case["ratios"]))
    ratios = [
        [name]
        + [f"{case['ratios'][name]:,.1f}" if name in case["ratios"] else "-" for case in cases]
        for name in names
    ]
    return "\n".join(
        [
            f"## {title}\n",
            _table([*header, "of the ceiling", "aimed at"], rows),
            _table(["ratio to", *(case["size"] for case in cases)], ratios),
        ]
    )


def _parts(parts: dict[str, float]) -> str:
    return ", ".join(f"{name} {_time(value)}" for name, value in parts.items()) or "-"


def _missed(cases: list[dict[str, Any]]) -> str:
    rows = []
    for case in cases:
        ratio, fraction = TARGETS.get((case["workload"], case["size"]), (None, None))
        reached = case["ratio"], case["ceiling"]
        short = [
            value is not None and aim is not None and value < aim
            for value, aim in zip(reached, (ratio, fraction), strict=True)
        ]
        if not any(short):
            continue
        floor, digits = case["ceiling"], (1, 2)
        texts = [
            f"{value:,.{digit}f} of {aim:g}" if missed else "-"
            for value, aim, missed, digit in zip(
                reached, (ratio, fraction), short, digits, strict=True
            )
        ]
        best = f"{case['ratio'] / floor:,.0f}" if floor and case["ratio"] else "-"
        rows.append(
            [
                f"{case['workload']}, {case['size']}", *texts, best,
                _parts(case["floor_microseconds"]),
                _parts(case["stages_microseconds"] | {"all": case["microseconds"]}),
            ]
        )  # fmt: skip
    header = ["workload", "ratio", "fraction", "at the ceiling", "kernels, µs", "ours, µs"]
    return MISSED + "\n" + _table(header, rows) if rows else ""


def _growth(growth: dict[str, Any]) -> str:
    rows = []
    for name, found in growth.items():
        workload, _, what = name.partition(" in ")
        low, high = GROWTH_TARGETS.get(what, (None, None))
        if low is None or high is None or workload not in ("W2", "smaa()"):
            aim, text = "-", f"{found['exponent']:.2f}"
        else:
            aim = f"{low:g} to {high:g}" if low else f"below {high:g}"
            text = f"{found['exponent']:.2f}"
            value = found["exponent"]
            reached = low <= value <= high if low else value < high
            text = f"**{text}**" if reached else text
        sizes = f"{found['sizes'][0]:,} to {found['sizes'][-1]:,}"
        rows.append([name, sizes, text, f"{found['last_step']:.2f}", aim])
    text = "## Growth\n\nExponents of a log-log fit: 1 is linear.\n\n"
    return text + _table(["time of ... in ...", "sizes", "exponent", "last step", "aimed at"], rows)


def _memory(memory: dict[str, float]) -> str:
    rows = []
    for name, value in memory.items():
        aim = next((MEMORY_TARGETS[key] for key in MEMORY_TARGETS if name.startswith(key)), None)
        text = f"{value:,.0f}"
        reached = aim is not None and value < aim
        rows.append([name, f"**{text}**" if reached else text, f"{aim:,.0f}" if aim else "-"])
    text = "## Memory\n\nThe most that a call held beyond what was there, in a fresh process.\n\n"
    return text + _table(["call", "MiB", "at most"], rows)


def _threads(threads: list[dict[str, Any]]) -> str:
    rows = [
        [case["call"], *(f"{seconds:.3g}" for seconds in case["seconds"]),
         _figure(case["speedup"], SPEEDUP, 2), f"{SPEEDUP:g}"]
        for case in threads
    ]  # fmt: skip
    header = ["call", "one thread, s", "two, s", "speedup", "aimed at"]
    text = "## Two threads\n\nSeconds by the clock on executors of one and two threads.\n\n"
    return text + _table(header, rows)


def _sorting(found: dict[str, dict[str, float | None]]) -> str:
    kinds = list(next(iter(found.values())))
    rows = [
        [kind, *("-" if (v := found[m][kind]) is None else f"{v:.3g}" for m in found)]
        for kind in kinds
    ]
    return SORTING + "\n" + _table(["ns per value, rows of", *found], rows)


def page(results: dict[str, Any]) -> str:
    """Return the page as Markdown."""
    by_workload: dict[str, list[dict[str, Any]]] = {}
    for case in results["cases"]:
        by_workload.setdefault(case["workload"], []).append(case)
    machine = ", ".join(f"{key} {value}" for key, value in results["machine"].items())
    others = ", ".join(f"{name} {version}" for name, version in results["peers"].items())
    parts = [
        INTRO,
        f"![{alternative(by_workload)}](../images/performance.png)\n",
        *(_section(TITLES[name], cases) for name, cases in by_workload.items()),
        _missed(results["cases"]),
        _sorting(results["sort_nanoseconds"]),
        _growth(results["growth"]),
        _memory(results["memory_mib"]),
        _threads(results["threads"]),
        f"## Where and when\n\n{results['date']}, in {results['minutes']} minutes: {machine}. "
        f"Peers: {others}.\n",
    ]
    return "\n".join(part for part in parts if part)


def alternative(by_workload: dict[str, list[dict[str, Any]]]) -> str:
    """Say in words what the picture shows."""
    said = [
        f"{TITLES[name].split(':')[0].lower()} from {cases[0]['size']} to {cases[-1]['size']}, "
        f"kadmcdm {_time(cases[0]['microseconds'])} to {_time(cases[-1]['microseconds'])} µs "
        f"per {cases[0]['unit']}"
        for name, cases in by_workload.items()
        if name in PLOTTED
    ]
    return "Log-log plots of time per unit, kadmcdm and its peers: " + "; ".join(said)


PLOTTED = ("W1", "W2", "W4", "W5")


def picture(results: dict[str, Any], path: Path) -> None:
    """Draw time per unit against size, ours and the peers', on logarithmic axes."""
    import matplotlib

    matplotlib.use("agg")
    import matplotlib.pyplot as plt

    figure, axes = plt.subplots(2, 2, figsize=(9, 7.2), layout="constrained")
    handles: dict[str, Any] = {}
    for ax, workload in zip(axes.flat, PLOTTED, strict=True):
        cases = [case for case in results["cases"] if case["workload"] == workload]
        sizes = [int(case["size"].removeprefix("n = ").split()[0]) for case in cases]
        for name in dict.fromkeys(name for case in cases for name in case["ratios"]):
            points = [
                (size, case["microseconds"] * case["ratios"][name])
                for size, case in zip(sizes, cases, strict=True)
                if name in case["ratios"]
            ]
            color = handles[name].get_color() if name in handles else f"C{len(handles) % 10}"
            style = "-" if len(handles) < 10 or name in handles else "--"
            (line,) = ax.plot(
                *zip(*points, strict=True), marker="o", ms=3, lw=1, color=color, ls=style
            )
            handles.setdefault(name, line)
        ours = [case["microseconds"] for case in cases]
        (line,) = ax.plot(sizes, ours, color="black", marker="o", ms=5, lw=2.2)
        handles.setdefault("kadmcdm", line)
        across = "order of the matrix" if workload == "W4" else "candidates"
        ax.set(xscale="log", yscale="log", xlabel=across, title=TITLES[workload].split(":")[0])
        ax.set_ylabel(f"µs per {cases[0]['unit']}")
        ax.spines[["top", "right"]].set_visible(False)
    figure.legend(
        handles.values(), handles, fontsize=7, frameon=False, ncols=4, loc="outside lower center"
    )
    figure.savefig(path, dpi=100)
    plt.close(figure)


def main() -> None:
    """Write the page and its picture."""
    results = json.loads((HERE / "results.json").read_text(encoding="utf-8"))
    PAGE.write_text(page(results), encoding="utf-8")
    picture(results, PICTURE)


if __name__ == "__main__":
    main()
