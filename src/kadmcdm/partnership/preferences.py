"""Whom a region would rather have: read from lists, scores or a mutual ranking, ties broken."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from typing import Any, Literal, NamedTuple, TypeAlias, get_args

import numpy as np

from kadmcdm._arrays import as_items
from kadmcdm._tiles import entropy_of
from kadmcdm._typing import FloatArray, IntArray, Rng
from kadmcdm.errors import Fault, brief, choice_fault, did_you_mean, name_faults, unknown_names
from kadmcdm.partnership.given import finite
from kadmcdm.partnership.mutual_result import MutualRanking

Preferences: TypeAlias = Mapping[str, Sequence[str] | Mapping[str, float]]
"""By region: codes, the most wanted first, or a score by code; who is left out is refused."""

Ties: TypeAlias = Literal["refuse", "input_order", "random"]
"""What becomes of partners that a region ranks alike."""


class Side(NamedTuple):
    """Regions that choose: (n, m) scores of the others, NaN for whom they refuse."""

    codes: tuple[str, ...]
    scores: FloatArray


def code_list(where: str, given: object, faults: list[Fault]) -> tuple[str, ...]:
    """Return codes, each once, or add to `faults`."""
    codes = as_items(given)
    if codes is None:
        faults.append(Fault(where, "no list of codes", brief(given), "['35.22', ...]"))
        return ()
    faults += name_faults(codes, f"{where}: region")
    if not codes:
        faults.append(Fault(where, "there are no regions", expected="at least one"))
    return tuple(code for code in codes if isinstance(code, str))


def scores_given(
    where: str, given: Preferences, others: Sequence[str], faults: list[Fault]
) -> FloatArray:
    """Return what regions say of the others as scores, or add to `faults`.

    A list gives -1, -2, ...; a mapping its own figures.
    """
    out = np.full((len(given), len(others)), np.nan)
    at = {code: k for k, code in enumerate(others)}
    for row, (code, said) in enumerate(given.items()):
        place = f"{where}: preferences of {code!r}"
        if isinstance(said, str) or not isinstance(said, (Sequence, Mapping)):
            expected = "codes, the most wanted first, or {code: score}"
            faults.append(Fault(place, "no preferences", brief(said), expected))
            continue
        if any(isinstance(other, str) and other == code for other in said):
            faults.append(Fault(place, "a region is no partner of itself"))
        for other in said:
            if not isinstance(other, str):
                faults.append(Fault(place, "no code", brief(other), "text such as '35.22'"))
            elif other not in at and other != code:
                hint = did_you_mean(other, others)
                faults.append(Fault(place, "unknown region", brief(other), hint=hint))
        if isinstance(said, Mapping):
            for other, score in said.items():
                if not finite(score):
                    what = f"no score of {other!r}"
                    faults.append(Fault(place, what, brief(score), "a finite number"))
                elif other in at and other != code:
                    out[row, at[other]] = score
            continue
        texts = [other if isinstance(other, str) else "" for other in said]
        twice = [other for other, count in Counter(texts).items() if other and count > 1]
        faults += [Fault(place, "it stands more than once", brief(other)) for other in twice]
        for k, other in enumerate(texts):
            if other in at and other != code:
                out[row, at[other]] = -1.0 - k
    return out


def scores_of_ranking(
    ranking: MutualRanking, codes: Sequence[str], others: Sequence[str], faults: list[Fault]
) -> FloatArray:
    """Return what some regions think of others in a mutual ranking, or add to `faults`."""
    unknown = list(unknown_names(dict.fromkeys([*codes, *others]), ranking.codes, "region"))
    if unknown:
        faults += [fault for fault in unknown if fault not in faults]
        return np.full((len(codes), len(others)), np.nan)
    i = [ranking.codes.index(code) for code in codes]
    j = [ranking.codes.index(code) for code in others]
    scores: FloatArray = ranking.scores[np.ix_(i, j)]
    return scores


def mutually_accepted(
    one: FloatArray, other: FloatArray, one_least: FloatArray, other_least: FloatArray
) -> tuple[FloatArray, FloatArray]:
    """Leave only the scores of pairs that both sides score, and that reach both thresholds."""
    ok = (one >= one_least[:, None]) & (other >= other_least[:, None]).T
    return np.where(ok, one, np.nan), np.where(ok.T, other, np.nan)


def tie_groups(ranks: IntArray) -> list[list[IntArray]]:
    """Return, for each row, the groups of columns that it ranks alike."""
    out = []
    for row in ranks:
        found, counts = np.unique(row[row > 0], return_counts=True)
        out.append([np.flatnonzero(row == rank) for rank in found[counts > 1]])
    return out


def tie_faults(side: Side, ranks: IntArray, others: Sequence[str]) -> list[Fault]:
    """Return a fault for each region that ranks some alike."""
    hint = "say ties='input_order', or ties='random' and rng"
    return [
        Fault(
            f"region {code!r}",
            "it ranks some alike",
            "; ".join(", ".join(repr(others[k]) for k in group) for group in groups),
            hint=hint,
        )
        for code, groups in zip(side.codes, tie_groups(ranks), strict=True)
        if groups
    ]


def without_ties(ranks: IntArray, lots: IntArray) -> IntArray:
    """Return ranks in which those tied stand by their lot, the lowest first."""
    out = ranks.copy()
    for row, groups in enumerate(tie_groups(ranks)):
        for group in groups:
            order = group[np.argsort(lots[group])]
            out[row, order] = ranks[row, group[0]] + np.arange(len(group))
    return out


class Drawn(NamedTuple):
    """Lots for the columns of each side, and the seed that they came of, if any."""

    lots: tuple[IntArray, ...]
    seed: int | None


def draw_lots(ties: Ties, sizes: Sequence[int], rng: Rng) -> Drawn:
    """Give everybody on each side a lot: by input order, or one lottery that all go by."""
    if ties != "random":
        return Drawn(tuple(np.arange(size) for size in sizes), None)
    seed = entropy_of(rng)
    generator = np.random.default_rng(seed)
    return Drawn(tuple(generator.permutation(size) for size in sizes), seed)


def check_ties(ties: object) -> list[Fault]:
    """Return a fault for an unknown rule."""
    return list(choice_fault("ties", ties, get_args(Ties)))


def labels_of(source: Any, codes: Iterable[str]) -> dict[str, str]:
    """Return what people call the regions: their names where a table knows them."""
    if isinstance(source, MutualRanking):
        return {code: source.table[code].name for code in codes}
    return {code: code for code in codes}
