"""Write the page on trust from what the trials measured: ``python tests/trials/trust_page.py``.

No figure on it is typed by hand; the build of the pages fails where it is not what this writes.
"""

# ruff: noqa: E501 - prose with figures in it
from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any

HERE = Path(__file__).parent
PAGE = HERE.parents[1] / "docs" / "explanation" / "trust.md"

INTRO = """# What was tried against it

Written by `python tests/trials/trust_page.py` from what the trials measured; each says its command. They
take minutes and are no part of the tests, which hold a short form of most of them. Where something
was aimed at and missed, it says so.
"""


def page(found: dict[str, dict[str, Any]]) -> str:
    """Return the page of what was found, trial by trial."""
    parts = (
        INTRO,
        _hostile(found["hostile"]),
        _torture(found["torture"]),
        _mutants(found["mutants"]),
        _faults(found["faults"]),
        _scaling(found["scaling"]),
        _releases(found["releases"]),
    )
    return "\n".join(parts)


def _table(heads: Sequence[str], rows: Iterable[Sequence[object]]) -> str:
    lines = [heads, ["---"] * len(heads), *rows]
    return "\n".join("| " + " | ".join(map(str, line)) + " |" for line in lines) + "\n"


def _measured(trial: dict[str, Any]) -> str:
    minutes = f"{trial['seconds'] / 60:.1f} minutes"
    versions = f"Python {trial['python']}, numpy {trial['numpy']}"
    return f"Measured {trial['date']} by `{trial['command']}`: {minutes}, {trial['machine']}, {versions}."


def _hostile(trial: dict[str, Any]) -> str:
    rows = [
        (name, f"{door['inputs']:,}", door["escapes"], f"{door['slowest_seconds']:.2f} s")
        for name, door in trial["doors"].items()
    ]
    return f"""## Hostile input

{trial["inputs"]:,} made-up inputs: text, files, frames and objects that are wrong in ways of their own.
Whatever is not an error of kadmcdm's counts as an escape: {trial["escapes"]} in this run. The slowest input took
{trial["slowest_seconds"]:.2f} s, the most memory was {trial["peak_memory_mb"]} MB. An escape that was found is mended
and has a test. {_measured(trial)}

{_table(("door", "inputs", "escapes", "slowest"), rows)}"""


def _torture(trial: dict[str, Any]) -> str:
    peers = ", ".join(f"{name} {version}" for name, version in trial["peers"].items())
    return f"""## Numerical torture

{trial["problems"]:,} problems, many at the ends of what floats hold, through {trial["methods"]} methods:
{trial["failures"]} failures of what the methods promise. {trial["comparisons_with_peers"]:,} comparisons with
{peers}: in {trial["disagreements_where_the_peer_is_off"]:,} they differ and arithmetic with 36 digits sides with
kadmcdm; {trial["disagreements_unexplained"]} differences are unexplained. The largest rounding error was
{trial["largest_error_in_ulps"]} units in the last place of the largest score. {_measured(trial)}
"""


def _mutants(trial: dict[str, Any]) -> str:
    low, high = trial["interval_95"]
    caught = trial["caught"] + trial["timed_out"]
    return f"""## Mutants

Of {trial["mutants_made"]:,} small changes to the code of `core` and `ranking`, {trial["mutants"]} were drawn and made,
one at a time: the tests caught {caught}, {trial["score_percent"]} % (95 % interval {low} to {high}). Aimed at were
90 %. {trial["survived"]} survived; some of these change nothing but speed, and most have not been judged one
by one. {_measured(trial)}
"""


def _faults(trial: dict[str, Any]) -> str:
    rows = [
        (
            name,
            fault["tried"],
            ", ".join(f"{ended} ({times})" for ended, times in fault["ended"].items()),
            f"{fault['slowest_seconds_after_the_fault']:.1f} s",
        )
        for name, fault in trial["faults"].items()
    ]
    return f"""## Engines that break

{trial["tried"]} faults in the middle of a run, at random moments: {trial["hung"]} hung, {len(trial["wrong"])} ended
otherwise than they should. {_measured(trial)}

{_table(("fault", "tried", "ended with", "slowest, after the fault"), rows)}"""


def _scaling(trial: dict[str, Any]) -> str:
    kinds = ("alone", "threads 2", "processes 1", "processes 2", "dask 1", "dask 2")
    times = [
        (name, *(f"{case['seconds'][kind]:.2f}" for kind in kinds))
        for name, case in trial["cases"].items()
    ]
    shares = [
        (
            name, case["submissions"], f"{case['ms_a_submission']:.0f}",
            *(f"{case['handing_out_percent'][kind]} %" for kind in kinds[2:]),
        )
        for name, case in trial["cases"].items()
    ]  # fmt: skip
    same = "the same bytes" if trial["all_the_same_bytes"] else "NOT the same bytes"
    met = sum(
        share <= trial["promised_percent"]
        for case in trial["cases"].values()
        for kind, share in case["handing_out_percent"].items()
        if kind in kinds[2:]
    )
    return f"""## Engines that work

Every engine gave {same}. Seconds by the clock, with so many workers:

{_table(("", *kinds), times)}
Handing out is the processor time beyond the tiles' own. {trial["promised_percent"]:.0f} % were aimed at; {met} of
{4 * len(shares)} are below. Most of these runs last a second, and Dask takes ten to forty milliseconds a
submission: it pays where work is long. {_measured(trial)}

{_table(("", "submissions", "ms each", *kinds[2:]), shares)}"""


def _releases(trial: dict[str, Any]) -> str:
    rows = [
        (
            one["name"], one["versions"]["python"], one["versions"]["numpy"],
            one["passed"], one["skipped"],
        )
        for one in trial["environments"]
    ]  # fmt: skip
    missing = ", ".join(trial["pythons_not_found"]) or "none"
    return f"""## Releases

Wheel and source archive were built twice, in other folders, with other permissions and in another time
zone: the same bytes. Installed into fresh environments, *lowest* with the lowest versions that are
declared; Pythons that were not there: {missing}. {_measured(trial)}

{_table(("environment", "Python", "numpy", "tests passed", "skipped"), rows)}"""


def current() -> str:
    """Return the page as the stored figures give it."""
    names = ("hostile", "torture", "mutants", "faults", "scaling", "releases")
    return page({n: json.loads((HERE / f"{n}.json").read_text(encoding="utf-8")) for n in names})


if __name__ == "__main__":
    PAGE.write_text(current(), encoding="utf-8")
