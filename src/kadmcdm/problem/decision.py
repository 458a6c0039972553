"""The decision problem: criteria, candidates, and the matrix of performances."""

from __future__ import annotations

from collections.abc import Mapping, Sequence, Sized
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any, ClassVar, Literal

import numpy as np

from kadmcdm import _frames, _text
from kadmcdm._arrays import ReadOnlyDict, cell, items_of, to_matrix
from kadmcdm._provenance import Portable, check_keys, digest, reading
from kadmcdm._table import Display, Table
from kadmcdm._typing import (
    JSON,
    ArrayLike,
    BoolArray,
    Direction,
    FloatArray,
    Frame,
    FrameBackend,
    Label,
    Language,
    MissingPolicy,
)
from kadmcdm.core.normalization import is_constant
from kadmcdm.errors import Fault, brief, name_faults, raise_faults, unknown_names
from kadmcdm.problem.criteria import Candidate, Criterion, criterion_faults
from kadmcdm.problem.preparation import Preparation, prepare, prepare_csv
from kadmcdm.problem.sheet import as_criteria, criteria_columns
from kadmcdm.problem.values import PiecewiseLinear, valued_columns

__all__ = ["DecisionProblem"]


@dataclass(frozen=True, eq=False, init=False)
class DecisionProblem(Portable, Display):
    """Candidates measured on criteria: the decision matrix and its names.

    Parameters
    ----------
    criteria : sequence of Criterion
        The columns, n >= 1.
    candidates : sequence of Candidate or str
        The rows, m >= 1.
    matrix : (m, n) array-like
        Finite numbers in the criteria's units. Text is refused, even where it looks like a number.
    title, question, notes : str, optional
        Kept with every result.
    preparation : Preparation, optional
        Set by `from_frame`.

    Attributes
    ----------
    matrix : (m, n) array
        Read-only float64.
    criterion_names, candidate_names, directions : tuple of str
    benefit : (n,) array of bool
    bounds : (n, 2) array
        NaN where a criterion has none.
    digest : str
        SHA-256 of names, directions, bounds and numbers.

    Raises
    ------
    InputError
        Listing every fault: duplicate or empty names, wrong shape, ragged rows, missing, NaN,
        infinite or text cells, values outside their criterion's bounds.

    Examples
    --------
    >>> import kadmcdm as kd
    >>> problem = kd.DecisionProblem(
    ...     [kd.Criterion("cost", "cost", unit="IDR bn"), kd.Criterion("reach", "benefit")],
    ...     ["Tuban", "Ngawi"],
    ...     [[12, 40], [9, 35]],
    ... )
    >>> problem.matrix.shape, problem.candidate_names
    ((2, 2), ('Tuban', 'Ngawi'))
    """

    criteria: tuple[Criterion, ...]
    candidate_names: tuple[str, ...]
    matrix: FloatArray
    title: str | None
    question: str | None
    notes: str | None
    preparation: Preparation | None
    _given: Mapping[str, Candidate]

    _json_fields: ClassVar[Mapping[str, Any]] = {
        "criteria": tuple[Criterion, ...],
        "candidates": tuple[Candidate | str, ...],
        "matrix": FloatArray,
        "title": str | None,
        "question": str | None,
        "notes": str | None,
        "preparation": Preparation | None,
    }

    def __init__(
        self,
        criteria: Sequence[Criterion],
        candidates: Sequence[Candidate | str],
        matrix: ArrayLike,
        *,
        title: str | None = None,
        question: str | None = None,
        notes: str | None = None,
        preparation: Preparation | None = None,
    ) -> None:
        criteria, candidates = _as_tuple(criteria), _as_tuple(candidates)
        faults = criterion_faults(criteria)
        if not candidates:
            faults.append(Fault("candidates", "there are none", expected="at least one"))
        raise_faults(faults)
        columns = [criterion.name for criterion in criteria]
        plain = set(map(type, candidates)) == {str}
        rows: list[Any] = list(candidates)
        if not plain:
            rows = [item.name if isinstance(item, Candidate) else item for item in candidates]
        faults += name_faults(columns, "criterion")
        faults += name_faults(rows, "candidate")
        names: list[str] = (
            rows if plain else [row if isinstance(row, str) else brief(row) for row in rows]
        )
        cell_faults: list[Fault] = []
        numbers = to_matrix(matrix, names, columns, cell_faults)
        faults += cell_faults
        if numbers is not None:
            faults += _outside_bounds(numbers, names, criteria)
        raise_faults(faults)
        given: dict[str, Candidate] = {}
        if not plain:
            given = {item.name: item for item in candidates if isinstance(item, Candidate)}
        content = {
            "criteria": criteria,
            "candidate_names": tuple(names),
            "matrix": numbers,
            "title": title,
            "question": question,
            "notes": notes,
            "preparation": preparation,
            "_given": ReadOnlyDict(given),
        }
        for key, value in content.items():
            object.__setattr__(self, key, value)

    @classmethod
    def from_arrays(cls, matrix: ArrayLike, directions: Sequence[Direction]) -> DecisionProblem:
        """Make a problem of bare numbers; criteria are called c1, c2, ..., candidates a1, a2, ...

        Parameters
        ----------
        matrix : (m, n) array-like
        directions : sequence of "benefit" or "cost"
            One per column.

        Returns
        -------
        DecisionProblem

        Raises
        ------
        InputError
            See the class.

        Examples
        --------
        >>> import kadmcdm as kd
        >>> kd.DecisionProblem.from_arrays([[1, 2], [3, 4]], ["benefit", "cost"]).criterion_names
        ('c1', 'c2')
        """
        criteria = [Criterion(f"c{k}", way) for k, way in enumerate(_as_tuple(directions), 1)]
        rows = len(matrix) if isinstance(matrix, Sized) else 0
        return cls(criteria, [f"a{k}" for k in range(1, rows + 1)], matrix)

    @classmethod
    def from_frame(
        cls,
        frame: Any,
        criteria: Sequence[Criterion] | Frame | str | Path,
        *,
        names: str | None = None,
        missing: MissingPolicy = "error",
        title: str | None = None,
        question: str | None = None,
        notes: str | None = None,
    ) -> DecisionProblem:
        """Make a problem of a pandas, polars or pyarrow table.

        Parameters
        ----------
        frame : data frame
            A column per criterion, under the criterion's name; further columns are ignored, and
            listed in ``preparation``.
        criteria : sequence of Criterion, data frame, or path
            The path is of a delimited file. In a table a row is a criterion; columns ``name`` and
            ``direction``, and as they are needed ``unit``, ``label``, ``description``, ``low`` and
            ``high`` (its bounds), ``group``, ``source``, ``lever``, ``changeable``; ``unit_id`` and
            the like hold the Indonesian text where it is another. Headers may be Indonesian
            (*nama*, *arah*, *satuan*, ...), and so may directions (*makin besar makin baik*).
        names : str, optional
            The column of candidate names; else a pandas index that is not just 0, 1, 2, ...; else
            the first column, if it is no criterion. An index of numbers without a name, which
            sorting leaves behind, is refused beside a first column of text.
        missing : str
            What to do about empty cells: ``"error"``, ``"drop_candidate"``, ``"drop_criterion"``,
            ``"worst"`` (the worst value present) or ``"median"`` (of those present). What was
            done stands in ``preparation``.
        title, question, notes : str, optional

        Returns
        -------
        DecisionProblem

        Raises
        ------
        InputError
            For a missing column (with the closest name), a missing cell, text in a number's place,
            a table of criteria by row and column, and all that the class refuses.

        Examples
        --------
        >>> import kadmcdm as kd, pandas as pd
        >>> frame = pd.DataFrame({"region": ["Tuban", "Ngawi"], "km": [34.8, 55.4]})
        >>> kd.DecisionProblem.from_frame(frame, [kd.Criterion("km", "cost")]).candidate_names
        ('Tuban', 'Ngawi')
        >>> sheet = pd.DataFrame({"kriteria": ["km"], "arah": ["makin kecil makin baik"]})
        >>> kd.DecisionProblem.from_frame(frame, sheet).directions
        ('cost',)
        """
        kept, rows, matrix, preparation = prepare(frame, as_criteria(criteria), names, missing)
        return cls(
            kept,
            rows,
            matrix,
            title=title,
            question=question,
            notes=notes,
            preparation=preparation,
        )

    @classmethod
    def from_csv(
        cls,
        path: str | Path,
        criteria: Sequence[Criterion] | Frame | str | Path,
        *,
        names: str | None = None,
        missing: MissingPolicy = "error",
        decimal: Literal[".", ","] | None = None,
        delimiter: str | None = None,
        title: str | None = None,
        question: str | None = None,
        notes: str | None = None,
    ) -> DecisionProblem:
        r"""Make a problem of a delimited text file, also as Excel writes it in Indonesia.

        Parameters
        ----------
        path : str or Path
            With a header line; commas, semicolons, tabs or bars; decimal points or commas; with
            or without a byte-order mark. How it is written is found out, and recorded in
            ``preparation.dialect``.
        criteria : sequence of Criterion, data frame, or path
            As `from_frame` takes them. A column each; further columns are ignored, and listed in
            ``preparation``.
        names : str, optional
            The column of candidate names; the first one when left out.
        missing : str
            See `from_frame`.
        decimal : "." or ",", optional
            For files that leave the decimal mark open.
        delimiter : str, optional
        title, question, notes : str, optional

        Returns
        -------
        DecisionProblem

        Raises
        ------
        InputError
            Listing every fault with its line and column: a missing file or column, ragged rows,
            text in a number's place, and numbers that can be read as two (``1.234`` is 1234 where
            the comma is the decimal mark); both readings are shown.

        Examples
        --------
        >>> import kadmcdm as kd
        >>> from pathlib import Path
        >>> from tempfile import mkdtemp
        >>> path = Path(mkdtemp()) / "regions.csv"
        >>> _ = path.write_text("region;km;people\nTuban;34,8;1.266.396\nNgawi;55,4;907.002\n")
        >>> criteria = [kd.Criterion("km", "cost"), kd.Criterion("people", "benefit")]
        >>> problem = kd.DecisionProblem.from_csv(path, criteria)
        >>> problem.matrix.tolist(), problem.preparation.dialect["decimal"]
        ([[34.8, 1266396.0], [55.4, 907002.0]], ',')
        """
        kept, rows, matrix, preparation = prepare_csv(
            path, as_criteria(criteria), names, missing, decimal, delimiter
        )
        return cls(
            kept,
            rows,
            matrix,
            title=title,
            question=question,
            notes=notes,
            preparation=preparation,
        )

    @property
    def candidates(self) -> tuple[Candidate, ...]:
        """The candidates as objects; those given by name only are made here."""
        return tuple(self._given.get(name) or Candidate(name) for name in self.candidate_names)

    @property
    def criterion_names(self) -> tuple[str, ...]:
        """The columns' names."""
        return tuple(criterion.name for criterion in self.criteria)

    @property
    def directions(self) -> tuple[Direction, ...]:
        """``"benefit"`` or ``"cost"`` per criterion."""
        return tuple(criterion.direction for criterion in self.criteria)

    @cached_property
    def benefit(self) -> BoolArray:
        """(n,) array of bool: higher is better."""
        array = np.array([way == "benefit" for way in self.directions])
        array.setflags(write=False)
        return array

    @cached_property
    def bounds(self) -> FloatArray:
        """(n, 2) array: low and high, NaN where a criterion has no bounds."""
        array = np.array([c.bounds or (np.nan, np.nan) for c in self.criteria], dtype=np.float64)
        array.setflags(write=False)
        return array

    @cached_property
    def digest(self) -> str:
        """SHA-256 over names, directions, bounds and the matrix; computed on first use."""
        texts = [*self.criterion_names, *self.directions, *self.candidate_names]
        return digest(texts, [self.bounds, self.matrix])

    @property
    def candidate_labels(self) -> Mapping[str, Label]:
        """The labels of the candidates that have one, by name."""
        given = self._given.items()
        return ReadOnlyDict({name: item.label for name, item in given if item.label is not None})

    @property
    def criterion_labels(self) -> Mapping[str, Label]:
        """The labels of the criteria that have one, by name."""
        return ReadOnlyDict({c.name: c.label for c in self.criteria if c.label is not None})

    def candidate_label(self, name: str, lang: Language = "en") -> str:
        """Return what people call a candidate."""
        given = self._given.get(name)
        return name if given is None else given.label_in(lang)

    def candidate_index(self, name: str) -> int:
        """Return a candidate's row, or raise `InputError` with the closest name."""
        return _index(self.candidate_names, name, "candidate")

    def criterion_index(self, name: str) -> int:
        """Return a criterion's column, or raise `InputError` with the closest name."""
        return _index(self.criterion_names, name, "criterion")

    def select(
        self, candidates: Sequence[str] | None = None, criteria: Sequence[str] | None = None
    ) -> DecisionProblem:
        """Return a smaller problem, in the order of the given names.

        Parameters
        ----------
        candidates, criteria : sequence of str, optional
            All when left out.

        Returns
        -------
        DecisionProblem

        Raises
        ------
        InputError
            For unknown names.

        Examples
        --------
        >>> import kadmcdm as kd
        >>> problem = kd.DecisionProblem.from_arrays([[1, 2], [3, 4]], ["benefit", "cost"])
        >>> problem.select(criteria=["c2"]).matrix.tolist()
        [[2.0], [4.0]]
        """
        rows = self.candidate_names if candidates is None else _as_tuple(candidates)
        columns = self.criterion_names if criteria is None else _as_tuple(criteria)
        faults = list(unknown_names(rows, self.candidate_names, "candidate"))
        faults += unknown_names(columns, self.criterion_names, "criterion")
        raise_faults(faults)
        row_at = {name: k for k, name in enumerate(self.candidate_names)}
        column_at = {name: k for k, name in enumerate(self.criterion_names)}
        at = np.ix_([row_at[name] for name in rows], [column_at[name] for name in columns])
        return DecisionProblem(
            [self.criteria[column_at[name]] for name in columns],
            [self._given.get(name, name) for name in rows],
            self.matrix[at],
            title=self.title,
            question=self.question,
            notes=self.notes,
            preparation=self.preparation,
        )

    def without(self, *candidates: str) -> DecisionProblem:
        """Return the problem less some candidates.

        Raises
        ------
        InputError
            For unknown names, or when nobody is left.

        Examples
        --------
        >>> import kadmcdm as kd
        >>> problem = kd.DecisionProblem.from_arrays([[1], [3]], ["benefit"])
        >>> problem.without("a1").candidate_names
        ('a2',)
        """
        raise_faults(list(unknown_names(candidates, self.candidate_names, "candidate")))
        return self.select([name for name in self.candidate_names if name not in candidates])

    def valued(self, functions: Mapping[str, PiecewiseLinear]) -> DecisionProblem:
        """Return the problem with what amounts are worth in place of the amounts.

        Parameters
        ----------
        functions : mapping of str to PiecewiseLinear
            By the criterion's name; criteria that are not named stay as they are.

        Returns
        -------
        DecisionProblem
            The named criteria are benefits without a unit, with bounds (0, 1), and say in their
            source how the values came about. ``WeightedSum("bounds")`` then adds up the values as
            they are.

        Raises
        ------
        InputError
            Listing unknown names, functions that go against a criterion's direction (a peak goes
            with either), and amounts beyond a function's points.

        Examples
        --------
        >>> import kadmcdm as kd
        >>> problem = kd.DecisionProblem([kd.Criterion("km", "cost")], ["A", "B"], [[20], [60]])
        >>> valued = problem.valued({"km": kd.PiecewiseLinear({0: 1, 40: 0.8, 80: 0})})
        >>> valued.matrix.tolist(), valued.directions
        ([[0.9], [0.4]], ('benefit',))
        """
        criteria, matrix = valued_columns(self.criteria, self.matrix, functions)
        return DecisionProblem(
            criteria,
            [self._given.get(name, name) for name in self.candidate_names],
            matrix,
            title=self.title,
            question=self.question,
            notes=self.notes,
            preparation=self.preparation,
        )

    def describe(self, lang: Language = "en") -> Table:
        """Return what each criterion says, for people to sign off before anything is scored.

        Returns
        -------
        Table
            Criterion, direction in words, unit, least and most value, what to note.

        Examples
        --------
        >>> import kadmcdm as kd
        >>> print(kd.DecisionProblem.from_arrays([[1, 2], [3, 2]], ["benefit", "cost"]).describe())
        2 candidates, 2 criteria
        criterion  direction         unit  least  most  note
        ---------  ----------------  ----  -----  ----  ----------------------------------------
        c1         higher is better            1     3
        c2         lower is better             2     2  the same for all: does not separate them
        """
        constant = is_constant(self.matrix)
        rows = tuple(
            (
                criterion.label_in(lang),
                _text.say(criterion.direction, lang),
                criterion.unit_in(lang),
                _text.significant(float(self.matrix[:, j].min()), lang),
                _text.significant(float(self.matrix[:, j].max()), lang),
                _text.say("constant", lang) if constant[j] else "",
            )
            for j, criterion in enumerate(self.criteria)
        )
        keys: tuple[_text.PhraseKey, ...]
        keys = ("criterion", "direction", "unit", "least", "most", "note")
        m, n = self.matrix.shape
        return Table(
            tuple(_text.say(key, lang) for key in keys),
            rows,
            frozenset({3, 4}),
            title=self.title or _text.size(m, n, lang),
        )

    def tables(self, lang: Language = "en") -> tuple[Table, ...]:
        """Return what `describe` does."""
        return (self.describe(lang),)

    def to_frame(self, *, backend: FrameBackend = "pandas") -> Any:
        """Return the decision matrix as a frame, a row per candidate.

        Parameters
        ----------
        backend : "pandas", "polars" or "pyarrow"
            Whose frame it is. The candidates are the index of a pandas frame, else the column
            ``candidate``, the first.

        Returns
        -------
        data frame

        Examples
        --------
        >>> import kadmcdm as kd
        >>> problem = kd.DecisionProblem.from_arrays([[1, 2], [3, 4]], ["benefit", "cost"])
        >>> problem.to_frame(backend="pyarrow").column_names
        ['candidate', 'c1', 'c2']
        """
        columns = {name: self.matrix[:, j] for j, name in enumerate(self.criterion_names)}
        return _frames.to_frame(
            columns, index=self.candidate_names, name="candidate", backend=backend
        )

    def criteria_frame(self, *, backend: FrameBackend = "pandas") -> Any:
        """Return the criteria as a frame, a row each, that `from_frame` takes as `criteria`.

        Parameters
        ----------
        backend : "pandas", "polars" or "pyarrow"

        Returns
        -------
        data frame
            Columns that no criterion fills are left out.

        Examples
        --------
        >>> import kadmcdm as kd
        >>> problem = kd.DecisionProblem.from_arrays([[1, 2], [3, 4]], ["benefit", "cost"])
        >>> problem.criteria_frame()
          name direction
        0   c1   benefit
        1   c2      cost
        """
        return _frames.to_frame(criteria_columns(self.criteria), backend=backend)

    def to_dict(self) -> JSON:
        """Return plain JSON types that `from_dict` reads back, losslessly."""
        return {
            "result": "DecisionProblem",
            "criteria": [criterion.to_dict() for criterion in self.criteria],
            "candidates": [
                self._given[name].to_dict() if name in self._given else name
                for name in self.candidate_names
            ],
            "matrix": self.matrix.tolist(),
            "title": self.title,
            "question": self.question,
            "notes": self.notes,
            "preparation": None if self.preparation is None else self.preparation.to_dict(),
        }

    @classmethod
    def from_dict(cls, data: Mapping[str, Any]) -> DecisionProblem:
        """Read back what `to_dict` wrote.

        Raises
        ------
        InputError
            For missing or unknown keys, and all that the class refuses.
        """
        names = ["criteria", "candidates", "matrix", "title", "question", "notes", "preparation"]
        check_keys(data, cls.__name__, names)
        content = {key: data[key] for key in names}
        with reading(cls.__name__):
            content["criteria"] = [Criterion(**item) for item in data["criteria"]]
            content["candidates"] = [
                item if isinstance(item, str) else Candidate(**item) for item in data["candidates"]
            ]
            if data["preparation"] is not None:
                content["preparation"] = Preparation.from_dict(data["preparation"])
        return cls(**content)

    def __repr__(self) -> str:
        """Say what it is and how big."""
        m, n = self.matrix.shape
        return f"DecisionProblem({_text.size(m, n)})"


def _as_tuple(values: Any) -> tuple[Any, ...]:
    """Return a tuple; a bare string is one name forgotten to be put in a list."""
    return items_of(values, "", "a list of them")


def _index(names: tuple[str, ...], name: str, kind: str) -> int:
    raise_faults(list(unknown_names([name], names, kind)))
    return names.index(name)


def _outside_bounds(
    matrix: FloatArray, rows: list[str], criteria: tuple[Criterion, ...]
) -> list[Fault]:
    faults = []
    for j, criterion in enumerate(criteria):
        if criterion.bounds is None:
            continue
        low, high = criterion.bounds
        for i in np.flatnonzero((matrix[:, j] < low) | (matrix[:, j] > high)):
            faults.append(
                Fault(
                    cell(rows[i], criterion.name),
                    "the value lies outside its bounds",
                    got=brief(float(matrix[i, j])),
                    expected=f"{low:g} to {high:g}",
                )
            )
    return faults
