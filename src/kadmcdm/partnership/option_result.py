"""Options as a decision problem: the result, and what it shows."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from kadmcdm import _frames, _text
from kadmcdm._provenance import Result
from kadmcdm._table import Display, Table
from kadmcdm._typing import FrameBackend, Language
from kadmcdm.partnership.options import PartnershipOption
from kadmcdm.partnership.origins import Origins
from kadmcdm.problem import Criterion, DecisionProblem


@dataclass(frozen=True, slots=True, eq=False, kw_only=True)
class OptionProblem(Result, Display):
    """Options as a decision problem, and how each of its cells was obtained.

    Parameters
    ----------
    problem : DecisionProblem
        Its candidates are the options' names.
    origins : Origins
        One per cell; judgments are internal unless said otherwise.
    options : tuple of PartnershipOption
        In the order of the candidates.

    Examples
    --------
    >>> import kadmcdm as kd
    >>> from kadmcdm.partnership import SECTORS, Issue, PartnershipOption, option_problem
    >>> water = Issue(SECTORS["public_works"], {"en": "drinking water", "id": "air minum"})
    >>> forms = ["joint_service", "knowledge_exchange"]
    >>> options = [PartnershipOption("35.22", {"35.23"}, water, form) for form in forms]
    >>> made = option_problem(
    ...     options, [kd.Criterion("commitment", "benefit")],
    ...     {(option.name, "commitment"): grade for option, grade in zip(options, [3, 5])},
    ... )
    >>> kd.rank(made.problem, [1]).best
    '35.22+35.23:knowledge_exchange'
    >>> made.origins["35.22+35.23:joint_service", "commitment"].origin
    'judged'
    """

    problem: DecisionProblem
    origins: Origins
    options: tuple[PartnershipOption, ...]

    _decoders = {
        "problem": DecisionProblem.from_dict,
        "origins": Origins.from_dict,
        "options": lambda items: tuple(map(PartnershipOption.from_dict, items)),
    }

    def option(self, candidate: str) -> PartnershipOption:
        """Return the option of a candidate.

        Raises
        ------
        InputError
            For an unknown candidate.
        """
        return self.options[self.problem.candidate_index(candidate)]

    def tables(self, lang: Language = "en", *, internal: bool = False) -> tuple[Table, ...]:
        """Return the decision matrix, and how each criterion was obtained.

        Parameters
        ----------
        lang : "en" or "id"
        internal : bool
            Whether to show the figures of internal cells, such as judgments about a neighbor.

        Returns
        -------
        tuple of Table
        """
        words, problem = _WORDS[lang], self.problem
        hidden = set() if internal else set(self.origins.internal)
        rows = tuple(
            (
                problem.candidate_label(name, lang),
                *(
                    words["internal"]
                    if (name, criterion) in hidden
                    else _text.significant(float(value), lang)
                    for criterion, value in zip(problem.criterion_names, values, strict=True)
                ),
            )
            for name, values in zip(problem.candidate_names, problem.matrix, strict=True)
        )
        heads = [_headed(criterion, lang) for criterion in problem.criteria]
        figures = frozenset(range(1, len(heads) + 1))
        how = tuple(
            (
                criterion.label_in(lang),
                _text.say(criterion.direction, lang),
                ", ".join(
                    dict.fromkeys(
                        cell.describe(lang) for cell in self.origins.of_criterion(criterion.name)
                    )
                ),
            )
            for criterion in problem.criteria
        )
        columns = (_text.say("criterion", lang), _text.say("direction", lang), words["how"])
        return (
            Table((words["option"], *heads), rows, figures, problem.title or ""),
            Table(columns, how),
        )

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


def _headed(criterion: Criterion, lang: Language) -> str:
    unit = criterion.unit_in(lang)
    return criterion.label_in(lang) + (f" ({unit})" if unit else "")


_WORDS: Mapping[Language, Mapping[str, str]] = {
    "en": {"option": "option", "how": "how it was obtained", "internal": "internal"},
    "id": {"option": "opsi", "how": "cara memperoleh", "internal": "internal"},
}
