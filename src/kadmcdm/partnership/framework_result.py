"""A problem of the default framework: its cells, how they were obtained, what is not assessed."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from kadmcdm import _frames, _text
from kadmcdm._provenance import Result
from kadmcdm._table import Display, Table
from kadmcdm._typing import FrameBackend, Language
from kadmcdm.errors import (
    Fault,
    raise_faults,
)
from kadmcdm.judgments import Hierarchy
from kadmcdm.partnership.framework import (
    GOAL,
    framework_tree,
)
from kadmcdm.partnership.framework_columns import (
    LEAVES,
)
from kadmcdm.partnership.origins import Origins, origins_listed
from kadmcdm.partnership.presets import PRESETS
from kadmcdm.problem import DecisionProblem


@dataclass(frozen=True, slots=True, eq=False, kw_only=True)
class FrameworkProblem(Result, Display):
    """A problem of the default framework, and how each of its cells was obtained.

    Parameters
    ----------
    problem : DecisionProblem
        Its criteria are the leaves that are assessed, in the framework's order.
    origins : Origins
        One per cell; judgments are internal: tables leave their figures out unless asked.
    initiator : str
        The code of the region that asks.
    not_assessed : tuple of str
        The leaves without data or judgments.
    sector : str or None
        The preset.

    Examples
    --------
    >>> import kadmcdm as kd
    >>> from kadmcdm.partnership import HaversineKm, example_hierarchy, framework_problem
    >>> made = framework_problem(
    ...     kd.datasets.east_java(), "35.22", partners=["35.23", "33.16"],
    ...     operators={"distance": HaversineKm()},
    ...     judged={"dispute_risk": {"35.23": 2, "33.16": 4}},
    ... )
    >>> made.problem.matrix.round(1).tolist(), len(made.not_assessed)
    ([[34.8, 2.0], [50.7, 4.0]], 13)
    >>> weights = kd.AHPWeights(example_hierarchy(made.problem.criterion_names))
    >>> kd.rank(made.problem, weights).best
    '35.22+35.23'
    """

    problem: DecisionProblem
    origins: Origins
    initiator: str
    not_assessed: tuple[str, ...]
    sector: str | None = None

    _decoders = {
        "problem": DecisionProblem.from_dict,
        "origins": Origins.from_dict,
        "not_assessed": tuple,
    }

    def hierarchy(self, judgments: Hierarchy | Mapping[str, Any] | None = None) -> Hierarchy:
        """Return the framework's hierarchy less the leaves that are not assessed.

        Parameters
        ----------
        judgments : Hierarchy or mapping of node to comparisons, optional
            Of all fifteen leaves, or of those that are assessed: ``{"challenges": [["distance",
            "bureaucracy", 3], ...], ...}``. Without them nobody has judged yet, as a form needs it.

        Returns
        -------
        Hierarchy
            For `kadmcdm.AHPWeights`; its ``left_out`` names the leaves that are not assessed.

        Raises
        ------
        InputError
            For unknown nodes or leaves, and a hierarchy that lacks an assessed leaf.

        Examples
        --------
        >>> import kadmcdm as kd
        >>> from kadmcdm.partnership import HaversineKm, TransactionCost, framework_problem
        >>> made = framework_problem(
        ...     kd.datasets.east_java(), "35.22", partners=["35.23", "33.16"],
        ...     operators={"distance": HaversineKm(), "bureaucracy": TransactionCost()},
        ... )
        >>> judged = made.hierarchy({"challenges": [["distance", "bureaucracy", 3]]})
        >>> judged.global_weights
        {'distance': 0.75, 'bureaucracy': 0.25}
        """
        assessed = self.problem.criterion_names
        if isinstance(judgments, Hierarchy):
            lacking = [name for name in assessed if name not in judgments.leaves]
            raise_faults([Fault(f"leaf {name!r}", "not in the hierarchy") for name in lacking])
            return judgments.without(*(leaf for leaf in judgments.leaves if leaf not in assessed))
        small = {"goal": GOAL, "tree": framework_tree(assessed), "left_out": self.not_assessed}
        if judgments is None:
            return Hierarchy.from_dict(small)
        if not _names(judgments) & set(self.not_assessed):
            return Hierarchy.from_dict({**small, "comparisons": judgments})
        whole = {"goal": GOAL, "tree": framework_tree(), "comparisons": judgments}
        return Hierarchy.from_dict(whole).without(*self.not_assessed)

    def tables(self, lang: Language = "en", *, internal: bool = False) -> tuple[Table, ...]:
        """Return how each leaf was obtained, and which ones are not assessed.

        Parameters
        ----------
        lang : "en" or "id"
        internal : bool
            Whether to show the figures of internal cells too.

        Returns
        -------
        tuple of Table
        """
        words, problem = _WORDS[lang], self.problem
        rows = []
        for criterion, column in zip(problem.criteria, problem.matrix.T, strict=True):
            cells = self.origins.of_criterion(criterion.name)
            closed = not internal and any(cell.visibility == "internal" for cell in cells)
            figures = [_text.significant(float(x), lang) for x in (column.min(), column.max())]
            rows.append(
                (
                    LEAVES[criterion.name].code,
                    criterion.label_in(lang),
                    _text.say(criterion.direction, lang),
                    origins_listed(cells, lang),
                    *(("-", "-") if closed else figures),
                    words["internal"] if closed else criterion.unit_in(lang),
                )
            )
        said = (_text.say(key, lang) for key in _SAID)
        headers = (words["leaf"], *said)
        tables = [
            Table(
                (*headers[:3], words["how"], *headers[3:]),
                tuple(rows),
                frozenset({4, 5}),
                words["assessed"],
            )
        ]
        if self.not_assessed:
            tables.append(self._open(lang))
        return tuple(tables)

    def _open(self, lang: Language) -> Table:
        """Return the leaves that are not assessed, and how they may be."""
        words = _WORDS[lang]
        preset = None if self.sector is None else PRESETS[self.sector]
        rows = tuple(
            (
                LEAVES[name].code,
                _text.label(LEAVES[name].label, name, lang),
                _text.label(LEAVES[name].measure, "", lang),
            )
            for name in self.not_assessed
        )
        caption = ""
        if preset is not None:
            typical = [name for name in preset.leaves if name in self.not_assessed]
            names = [_text.label(LEAVES[name].label, name, lang) for name in typical]
            caption = f"{words['sector']}: {preset.label_in(lang)}. {preset.authority_in(lang)}"
            if typical:
                caption += f"\n{words['typical']}: {_text.listed(names, lang)}"
        heads = (words["leaf"], _text.say("criterion", lang), words["measure"])
        return Table(heads, rows, title=words["open"], caption=caption)

    def to_frame(self, *, backend: FrameBackend = "pandas") -> Any:
        """Return a frame, a row per cell: its value, how it was obtained, who may see it.

        Parameters
        ----------
        backend : "pandas", "polars" or "pyarrow"
            Whose frame it is; rows are named by a pandas index, else by the first column.
        """
        problem = self.problem
        keys = [(who, what) for who in problem.candidate_names for what in problem.criterion_names]
        cells = [self.origins[key] for key in keys]
        return _frames.to_frame(
            {
                "candidate": [who for who, _ in keys],
                "criterion": [what for _, what in keys],
                "value": problem.matrix.ravel(),
                "origin": [cell.origin for cell in cells],
                "source": [cell.source for cell in cells],
                "visibility": [cell.visibility for cell in cells],
            },
            backend=backend,
        )


def _names(judgments: Mapping[str, Any]) -> set[str]:
    """Return the names that comparisons mention, as far as they can be read."""
    found: set[str] = set()
    for pairs in judgments.values():
        for pair in pairs if isinstance(pairs, Sequence) else ():
            if isinstance(pair, Sequence):
                found |= {name for name in pair[:2] if isinstance(name, str)}
    return found


_SAID: tuple[_text.PhraseKey, ...] = ("criterion", "direction", "least", "most", "unit")
_WORDS: dict[Language, dict[str, str]] = {
    "en": {
        "leaf": "leaf", "how": "how", "internal": "internal", "measure": "how it may be assessed",
        "assessed": "Leaves that are assessed", "open": "Not assessed",
        "sector": "Sector", "typical": "typical of the sector",
    },
    "id": {
        "leaf": "kode", "how": "cara", "internal": "internal", "measure": "cara menilainya",
        "assessed": "Kriteria yang dinilai", "open": "Belum dinilai",
        "sector": "Sektor", "typical": "lazim bagi sektor ini",
    },
}  # fmt: skip
