"""The filled forms that a study's weights are judged by."""

from __future__ import annotations

import os
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from kadmcdm import _text
from kadmcdm._arrays import ReadOnlyDict
from kadmcdm._provenance import Result
from kadmcdm._table import Display, Table
from kadmcdm._typing import Language
from kadmcdm.errors import Fault, InputError, brief, raise_faults
from kadmcdm.interop import read_questionnaires
from kadmcdm.judgments import GroupHierarchy, Hierarchy, PairwiseComparisons, trees
from kadmcdm.study.schemes import AHPScheme

__all__ = ["StudyForms"]


@dataclass(frozen=True, slots=True, eq=False, kw_only=True)
class StudyForms(Result, Display):
    """What the filled forms of a study gave: who judged, and what could not be used.

    Parameters
    ----------
    folder : str
        As the study names it.
    files : mapping of str to (str or None)
        Each file with the assessor it gave, None when it gave nothing that counts.
    group : GroupHierarchy
        The judgments that count, with roles and voting power; without the leaves that are not
        assessed.
    consistency_ratios : mapping of str to (float or None)
        The largest of each assessor's own, over nodes of three children or more; None where nothing
        can contradict.
    faults : tuple of str
        What was left out, by file, sheet and cell.
    notes : tuple of str
        What was taken as it stands, though somebody should look at it.

    Examples
    --------
    >>> import kadmcdm as kd
    >>> from kadmcdm.study import StudyForms
    >>> pair = kd.PairwiseComparisons(["gain", "km"], {("gain", "km"): 3})
    >>> print(StudyForms(
    ...     folder="answers",
    ...     files={"ani.xlsx": "Ani", "budi.xlsx": None},
    ...     group=kd.GroupHierarchy("goal", {"gain": {}, "km": {}}, {"Ani": {"goal": pair}}),
    ...     consistency_ratios={"Ani": 0.0},
    ...     faults=("budi.xlsx: there are no answers in it.",),
    ... ))
    form       assessor  pairs left out  consistency ratio
    ---------  --------  --------------  -----------------
    ani.xlsx   Ani               0 of 1              0.000
    budi.xlsx  -                      -                  -
    1. budi.xlsx: there are no answers in it.
    """

    folder: str
    files: Mapping[str, str | None]
    group: GroupHierarchy
    consistency_ratios: Mapping[str, float | None]
    faults: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()

    _decoders = {
        "files": ReadOnlyDict,
        "group": GroupHierarchy.from_dict,
        "consistency_ratios": ReadOnlyDict,
        "faults": tuple,
        "notes": tuple,
    }

    def tables(self, lang: Language = "en") -> tuple[Table, ...]:
        """Return a row per form; faults and notes, which are in English, stand below."""
        words = {
            "en": ("form", "assessor", "role", "votes", "pairs left out", "{} of {}"),
            "id": ("formulir", "penilai", "jabatan", "suara", "pasangan kosong", "{} dari {}"),
        }[lang]
        group = self.group
        role, votes = bool(group.roles), len(set(group.power.values())) > 1
        pairs = sum(n * (n - 1) // 2 for n in map(len, group.nodes.values()))
        missing = {who: sum(nodes.values()) for who, nodes in group.missing.items()}
        rows = []
        for file, who in self.files.items():
            row = [file, who or "-"]
            row += [group.roles.get(who or "", "-")] if role else []
            if who is None:
                row += ["-", "-", "-"] if votes else ["-", "-"]
            else:
                row += [_text.significant(group.power[who], lang)] if votes else []
                row.append(words[5].format(missing.get(who, 0), pairs))
                row.append(_text.number(self.consistency_ratios[who], 3, lang))
            rows.append(tuple(row))
        headers = [*words[:2], *words[2:3] * role, *words[3:4] * votes, words[4]]
        headers.append(_text.say("ratio", lang))
        said = [f"{k}. {text}" for k, text in enumerate([*self.faults, *self.notes], 1)]
        numeric = frozenset(range(3 if role else 2, len(headers)))
        return (Table(tuple(headers), tuple(rows), numeric, caption="\n".join(said)),)


def read_forms(folder: Path, scheme: AHPScheme) -> StudyForms:
    """Read the forms of a study from their folder.

    Faults of single forms are kept. Those are raised that leave nobody to ask, or ask of another
    hierarchy than the study's.
    """
    assert scheme.forms is not None
    read = read_questionnaires(folder)
    if read.group is None:
        hint = "kadmcdm questionnaire writes the form"
        nothing = Fault("", "no form in it can be used", brief(scheme.forms), hint=hint)
        raise InputError([nothing, *read.faults])
    own = scheme.hierarchy()
    differences = list(_differences(read.group, own, scheme.not_assessed))
    if differences:
        raise InputError([*differences, *read.faults])
    judged = _judged(read.group, own)
    faults = list(read.faults)
    files: dict[str, str | None] = {}
    for file, who in read.files.items():
        files[file] = who if who in judged else None
        if who is not None and who not in judged:
            faults.append(Fault(file, f"assessor {who!r} judged only what is not assessed"))
    if not judged:
        raise InputError([Fault("", "nobody judged what is assessed"), *faults])
    power, without_form = _power(scheme, judged)
    roles = {who: role for who, role in read.group.roles.items() if who in judged}
    group = GroupHierarchy(own.goal, own.tree, judged, power=power, roles=roles)
    return StudyForms(
        folder=scheme.forms,
        files=ReadOnlyDict(files),
        group=group,
        consistency_ratios=ReadOnlyDict(_own_ratios(group, scheme)),
        faults=tuple(map(str, [*faults, *without_form])),
        notes=tuple(map(str, read.notes)),
    )


def _differences(forms: GroupHierarchy, own: Hierarchy, gone: list[str]) -> Iterator[Fault]:
    """Yield how the hierarchy of the forms differs from the study's.

    Leaves that are not assessed may be in the forms or not.
    """
    fresh = "send out fresh forms: kadmcdm questionnaire"
    if forms.goal != own.goal:
        hint = f"{fresh}; or give the study the goal of the forms"
        yield Fault("", "the forms have another goal", brief(forms.goal), brief(own.goal), hint)
    theirs = {name: above for name, _, above in trees.walk("", trees.prune(forms.tree, set(gone)))}
    ours = {name: above for name, _, above in trees.walk("", own.tree)}
    for name in theirs:
        if name not in ours:
            what = f"the forms compare {name!r}, which is not in the study's tree"
            yield Fault("", what, hint=f"{fresh}; or add it to weights.tree")
    for name, above in ours.items():
        if name not in theirs:
            what = f"the study's tree has {name!r}, which the forms do not compare"
            yield Fault("", what, hint=f"{fresh}; or list it in weights.not_assessed")
        elif theirs[name] != above:
            under, expected = (repr(node or own.goal) for node in (theirs[name], above))
            yield Fault("", f"{name!r} stands under another node", under, expected, fresh)


def _judged(
    group: GroupHierarchy, hierarchy: Hierarchy
) -> dict[str, dict[str, PairwiseComparisons]]:
    """Return the judgments on what is assessed, of those who gave any."""
    nodes = {node: below for node, below in hierarchy.nodes.items() if len(below) > 1}
    judged = {
        who: {node: said[node].select(below) for node, below in nodes.items() if node in said}
        for who, said in group.judgments.items()
    }
    return {
        who: said
        for who, said in judged.items()
        if any(len(given.missing) < _pairs(given) for given in said.values())
    }


def _pairs(given: PairwiseComparisons) -> int:
    return len(given.names) * (len(given.names) - 1) // 2


def _power(
    scheme: AHPScheme, judged: Mapping[str, object]
) -> tuple[dict[str, float] | None, list[Fault]]:
    """Return the votes of those who judged, and a fault for each of the others who have votes.

    Where somebody who judged has no votes, the names are left as they are, for `GroupHierarchy` to
    refuse: one of them may be misspelt.
    """
    power = scheme.power
    if power is None or not set(judged) <= set(power):
        return power, []
    others = [who for who in power if who not in judged]
    faults = [
        Fault(f"power of {who!r}", "no form of this assessor counts, so that the votes do not")
        for who in others
    ]
    return {who: votes for who, votes in power.items() if who in judged}, faults


def _own_ratios(group: GroupHierarchy, scheme: AHPScheme) -> dict[str, float | None]:
    """Return the largest consistency ratio of each assessor's own."""
    largest: dict[str, float | None] = dict.fromkeys(group.assessors)
    try:
        agreed = group.consensus(scheme.prioritization, scheme.random_index)
    except InputError:  # of a node that nobody judged, which the weights will name
        return largest
    for node in group._telling:
        found = agreed[node]
        for who, ratio in zip(found.assessors, found.consistency_ratios.tolist(), strict=True):
            if not np.isnan(ratio):
                largest[who] = max(ratio, largest[who] or 0.0)
    return largest


def check_links(folder: Path, root: Path) -> None:
    """Raise for forms that are links, and lead out of the study's folder."""
    try:
        links = sorted(path for path in folder.iterdir() if path.is_symlink())
    except OSError:  # which reading the forms will say
        return
    hint = "put the file itself there"
    raise_faults(
        [
            Fault("", "outside the study's folder", brief(path.name), hint=hint)
            for path in links
            if path.suffix.lower() == ".xlsx"
            and not Path(os.path.realpath(path)).is_relative_to(root)
        ]
    )
