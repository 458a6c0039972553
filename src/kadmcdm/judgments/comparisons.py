"""Pairwise comparisons of one node: judgments in, priorities and consistency out."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations
from typing import Any, get_args

import numpy as np

from kadmcdm import _frames, _text, core
from kadmcdm._arrays import items_of, read_only
from kadmcdm._provenance import Portable, check_keys, reading
from kadmcdm._table import Display, Table
from kadmcdm._typing import JSON, FloatArray, FrameBackend, Language, Prioritization, RandomIndex
from kadmcdm.core.completion import COMPLETION_RULES, CompletionRule
from kadmcdm.core.consistency import GCI_LIMIT, GCI_LIMITS
from kadmcdm.core.pairwise import PRIORITIZATIONS
from kadmcdm.errors import (
    Fault,
    brief,
    choice_fault,
    name_faults,
    raise_faults,
    unknown_names,
    warn,
)
from kadmcdm.judgments.consistency import (
    CR_LIMIT,
    EQUAL,
    Consistency,
    Inconsistency,
    JudgmentChange,
    Repair,
    preference,
    ratio_in_words,
)
from kadmcdm.judgments.layouts import (
    from_frame,
    from_rows,
    from_upper,
    named,
    tolerance_faults,
)
from kadmcdm.judgments.priorities import Priorities
from kadmcdm.judgments.repair import repaired_matrix, without_each
from kadmcdm.judgments.scales import SCALES, JudgmentScale, ScaleComparison, rescaled_matrix
from kadmcdm.judgments.values import Judgment, judgment_text, read_judgment

__all__ = ["Judgment", "PairwiseComparisons"]

LEAST_CR = 1e-6
"""The least consistency ratio that judgments are repaired to: nearer to 0 is rounding."""

RECIPROCAL_TOLERANCE = 1e-6
"""How far a_ij a_ji may be from 1, when both are given: the rounding of 7 printed digits."""


@dataclass(frozen=True, eq=False, init=False, slots=True)
class PairwiseComparisons(Portable, Display):
    """How many times one thing is preferred to another, pair by pair. Row dominates column.

    Parameters
    ----------
    names : sequence of str
        What is compared, n >= 1.
    judgments : mapping of (str, str) to number or text
        ``{("a", "b"): 3}`` says that a is preferred three times to b; in text also ``"1/5"``,
        ``"0,33"`` (read as 1/3, see `notes`) or a term of Saaty's scale in English or Indonesian,
        ``"strongly more important"``, ``"sedikit lebih penting"``. Each pair in either direction;
        its reciprocal is filled in. Pairs left out are missing.
    reciprocal_tolerance : float
        Where both directions are given: how far their product may be from 1; the first one stands.

    Attributes
    ----------
    names : tuple of str
    matrix : (n, n) array
        Read-only, reciprocal; NaN where a pair is missing.
    notes : tuple of str
        What was read otherwise than typed, and judgments off the scale from 1/9 to 9.
    missing : tuple of (str, str)

    Raises
    ------
    InputError
        Listing every fault: unknown names (with the closest one), a thing compared with itself,
        a pair judged twice with contradicting values, what is no positive finite number.

    Examples
    --------
    >>> import kadmcdm as kd
    >>> judged = kd.PairwiseComparisons(
    ...     ["cost", "reach", "risk"],
    ...     {("cost", "reach"): "1/3", ("cost", "risk"): 5, ("reach", "risk"): 7},
    ... )
    >>> round(judged.priorities(random_index=0.52).consistency_ratio, 4)
    0.0624
    """

    names: tuple[str, ...]
    matrix: FloatArray
    notes: tuple[str, ...]

    _json_fields = {
        "names": tuple[str, ...],
        "judgments": tuple[tuple[str, str, float], ...],
        "notes": tuple[str, ...],
    }

    def __init__(
        self,
        names: Sequence[str],
        judgments: Mapping[tuple[str, str], Judgment],
        *,
        reciprocal_tolerance: float = RECIPROCAL_TOLERANCE,
    ) -> None:
        faults: list[Fault] = []
        names = items_of(names, "names", "a list of names")
        faults += name_faults(names, "item")
        if not names:
            faults.append(Fault("names", "there is nothing to compare", expected="at least one"))
        if not isinstance(judgments, Mapping):
            faults.append(
                Fault("judgments", "no mapping", brief(judgments), "{('a', 'b'): 3, ...}")
            )
        faults += tolerance_faults(reciprocal_tolerance)
        raise_faults(faults)
        at = {name: k for k, name in enumerate(names)}
        matrix = np.full((len(names), len(names)), np.nan)
        np.fill_diagonal(matrix, 1.0)
        notes: list[str] = []
        for pair, said in judgments.items():
            if not isinstance(pair, tuple) or len(pair) != 2:
                faults.append(Fault("judgments", "no pair of names", brief(pair), "('a', 'b')"))
                continue
            wrong = list(_pair_faults(pair, names))
            value = _number(said, pair, wrong, notes)
            if not wrong:
                i, j = at[pair[0]], at[pair[1]]
                before = matrix[i, j]
                if np.isnan(before):
                    matrix[i, j], matrix[j, i] = value, 1.0 / value
                elif abs(value / before - 1.0) > reciprocal_tolerance:
                    wrong.append(
                        Fault(
                            named(pair),
                            "judged twice, with contradicting values",
                            got=f"{value:g} and {before:g}",
                        )
                    )
            faults += wrong
        raise_faults(faults)
        object.__setattr__(self, "names", names)
        object.__setattr__(self, "matrix", read_only(matrix))
        object.__setattr__(self, "notes", tuple(notes))

    @classmethod
    def from_matrix(
        cls,
        names: Sequence[str],
        matrix: Any,
        *,
        reciprocal_tolerance: float = RECIPROCAL_TOLERANCE,
    ) -> PairwiseComparisons:
        """Read a full matrix of judgments; [i, j] says how many times i is preferred to j.

        Parameters
        ----------
        names : sequence of str
        matrix : (n, n) array-like
            Numbers or text, ones on the diagonal. ``None`` stands for a missing pair; where one
            direction is given, the other one is its reciprocal.
        reciprocal_tolerance : float
            Where both are given: how far their product may be from 1.

        Returns
        -------
        PairwiseComparisons

        Raises
        ------
        InputError
            Listing every fault: wrong shape, wrong diagonal, non-reciprocal pairs, and what is no
            positive finite number.

        Examples
        --------
        >>> import kadmcdm as kd
        >>> kd.PairwiseComparisons.from_matrix(["a", "b"], [[1, "1/3"], [3, 1]]).matrix.tolist()
        [[1.0, 0.3333333333333333], [3.0, 1.0]]
        """
        return cls(names, from_rows(names, matrix, reciprocal_tolerance))

    @classmethod
    def from_upper_triangle(
        cls, names: Sequence[str], values: Sequence[Judgment | None]
    ) -> PairwiseComparisons:
        """Read the judgments above the diagonal, row by row; a row dominates a column.

        Parameters
        ----------
        names : sequence of str
        values : sequence of n (n - 1) / 2 judgments
            ``None`` where a pair is missing.

        Returns
        -------
        PairwiseComparisons

        Raises
        ------
        InputError
            For another number of values, and what is no judgment.

        Examples
        --------
        >>> import kadmcdm as kd
        >>> judged = kd.PairwiseComparisons.from_upper_triangle(["a", "b", "c"], [3, 5, 2])
        >>> print(judged.describe())
        a is preferred 3 times to b
        a is preferred 5 times to c
        b is preferred 2 times to c
        """
        return cls(names, from_upper(names, values))

    @classmethod
    def from_frame(
        cls,
        frame: Any,
        *,
        names: Sequence[str] | None = None,
        reciprocal_tolerance: float = RECIPROCAL_TOLERANCE,
    ) -> PairwiseComparisons:
        """Read a wide or a long data frame; a row dominates a column, the first the second.

        Parameters
        ----------
        frame : pandas, polars or pyarrow table
            Wide: a column per name, the same names down the index or the first column. Long: three
            columns, the first name, the second name, and the judgment. Empty cells are missing
            pairs.
        names : sequence of str, optional
            The order of the items; else as they stand in the frame.
        reciprocal_tolerance : float
            See `from_matrix`.

        Returns
        -------
        PairwiseComparisons

        Raises
        ------
        InputError
            For a frame of neither layout, a pair given twice, and all that `from_matrix` refuses.

        Examples
        --------
        >>> import pandas as pd
        >>> import kadmcdm as kd
        >>> wide = pd.DataFrame({"a": [1, None], "b": ["1/3", 1]}, index=["a", "b"])
        >>> kd.PairwiseComparisons.from_frame(wide).matrix[0].round(4).tolist()
        [1.0, 0.3333]
        """
        found, judgments = from_frame(frame, names, reciprocal_tolerance)
        return cls(found, judgments, reciprocal_tolerance=reciprocal_tolerance)

    @classmethod
    def _of(
        cls, names: Sequence[str], matrix: FloatArray, notes: Sequence[str] = ()
    ) -> PairwiseComparisons:
        """Make comparisons of a matrix that is known to be sound.

        One direction of each pair is brought to be the reciprocal of the other to the last bit,
        where neither is, so that one of them says it all (see `to_dict`).
        """
        either = (1.0 / matrix == matrix.T) | (matrix == 1.0 / matrix.T) | np.isnan(matrix)
        matrix = np.where(either | np.triu(np.ones_like(either)), matrix, 1.0 / matrix.T)
        made = object.__new__(cls)
        object.__setattr__(made, "names", tuple(names))
        object.__setattr__(made, "matrix", read_only(matrix))
        object.__setattr__(made, "notes", tuple(notes))
        return made

    @property
    def missing(self) -> tuple[tuple[str, str], ...]:
        """The pairs that nobody judged."""
        return tuple(
            (self.names[i], self.names[j])
            for i, j in combinations(range(len(self.names)), 2)
            if np.isnan(self.matrix[i, j])
        )

    def priorities(
        self,
        prioritization: Prioritization = "eigenvector",
        random_index: RandomIndex = "alonso-lamata-2006",
        *,
        missing_correction: bool = True,
        node: str | None = None,
    ) -> Priorities:
        """Return the priorities and their consistency.

        Missing pairs are filled in first: by the values that make lambda_max least [1]_, or, for
        ``"geometric_mean"``, by logarithmic least squares.

        Parameters
        ----------
        prioritization : str
            ``"eigenvector"``, ``"geometric_mean"`` or ``"column_mean"``.
        random_index : str, float or mapping
            A table's name, the value itself, or ``{n: value}``.
        missing_correction : bool
            Multiply the random index by 1 - 2 k / ((n - 1)(n - 2)) for k missing pairs [2]_; False
            takes the one of complete comparisons.
        node : str, optional
            Where the comparisons stand in a hierarchy, for the warning.

        Returns
        -------
        Priorities

        Raises
        ------
        InputError
            For judgments that fall apart into groups that nothing connects, naming the groups and
            the fewest questions that join them; an unknown prioritization or random index.

        Warns
        -----
        KadmcdmWarning
            When the consistency ratio is above 0.10. Nothing is changed or refused.

        Examples
        --------
        >>> import kadmcdm as kd
        >>> print(kd.PairwiseComparisons(["a", "b"], {("a", "b"): 4}).priorities())
        criterion  weight
        ---------  ------
        a           0.800
        b           0.200
        consistency ratio 0.000 (alonso-lamata-2006)

        References
        ----------
        .. [1] Bozóki, S., Fülöp, J. and Rónyai, L. (2010). On optimal completion of incomplete
           pairwise comparison matrices. Mathematical and Computer Modelling 52(1-2), 318-333.
        .. [2] Ágoston, K. C. and Csató, L. (2022). Inconsistency thresholds for incomplete pairwise
           comparison matrices. Omega 108, 102576.
        """
        faults = list(choice_fault("prioritization", prioritization, PRIORITIZATIONS))
        raise_faults([*faults, *self._connection_faults()])
        found = self._eigenvalue(random_index, missing_correction)
        whole = core.complete(self.matrix)
        if prioritization == "geometric_mean":
            values = core.least_squares_vector(self.matrix)
        else:
            values = core.priority_vector(whole, prioritization)
        ratio = found["consistency_ratio"]
        if ratio is not None and ratio > CR_LIMIT:
            place = "" if node is None else f"{node!r}: "
            warn(
                f"{place}consistency ratio {ratio:.3f} is above {CR_LIMIT:.2f}: the judgments "
                f"on {_text.listed(self.names)} contradict one another more than a tenth of what "
                "random answers would. The weights stand as they are; look at the judgments again "
                "(inconsistencies() names those that hurt most).",
                stacklevel=2,
            )
        return Priorities(names=self.names, values=values, prioritization=prioritization, **found)

    def _eigenvalue(self, random_index: RandomIndex, missing_correction: bool) -> dict[str, Any]:
        """Return lambda_max and what follows from it, as fields of results."""
        n, k = len(self.names), len(self.missing)
        index = core.random_index(n, random_index, missing=k if missing_correction else 0)
        largest = float(core.lambda_max(core.complete(self.matrix)))
        consistency = max((largest - n) / (n - 1), 0.0) if n > 2 else 0.0
        ratio: float | None = consistency / index if index else 0.0
        if n > 2 and k == (n - 1) * (n - 2) // 2:
            ratio = None
        name = table_name(random_index)
        if k and missing_correction:
            name += f", {k} missing (agoston-csato-2022)"
        return {
            "lambda_max": largest,
            "consistency_index": consistency,
            "consistency_ratio": ratio,
            "random_index": index,
            "random_index_name": name,
            "missing": k,
        }

    def _connection_faults(self) -> list[Fault]:
        """Return a fault when the judgments fall apart into groups that nothing connects."""
        roots = core.components(self.matrix).tolist()
        groups = [
            [name for name, root in zip(self.names, roots, strict=True) if root == first]
            for first in dict.fromkeys(roots)
        ]
        if len(groups) < 2:
            return []
        questions = [f"{groups[0][0]!r} against {group[0]!r}" for group in groups[1:]]
        return [
            Fault(
                "judgments",
                "they fall apart into groups that nothing connects",
                got=" | ".join(", ".join(repr(name) for name in group) for group in groups),
                expected="judgments that lead from each item to each other",
                hint=f"ask at least {_text.listed(questions)}",
            )
        ]

    def consistency(
        self,
        random_index: RandomIndex = "alonso-lamata-2006",
        *,
        missing_correction: bool = True,
    ) -> Consistency:
        """Return what several indices say of the judgments, without a warning.

        Parameters
        ----------
        random_index, missing_correction
            See `priorities`.

        Returns
        -------
        Consistency

        Raises
        ------
        InputError
            For judgments that fall apart, and an unknown random index.

        Examples
        --------
        >>> import kadmcdm as kd
        >>> rows = [[1, 2, 8], ["1/2", 1, 2], ["1/8", "1/2", 1]]
        >>> found = kd.PairwiseComparisons.from_matrix(["a", "b", "c"], rows).consistency()
        >>> round(found.koczkodaj, 3), found.worst_triad, found.cyclic_triads
        (0.5, ('a', 'b', 'c'), 0)
        """
        raise_faults(self._connection_faults())
        triads = core.triads(self.matrix)
        n, complete = len(self.names), not self.missing
        return Consistency(
            names=self.names,
            geometric_consistency_index=float(core.geometric_consistency_index(self.matrix)),
            geometric_limit=GCI_LIMITS.get(n, GCI_LIMIT) if n > 2 and complete else None,
            koczkodaj=float(triads.koczkodaj),
            worst_triad=tuple(self.names[k] for k in triads.worst if k >= 0),
            cyclic_triads=int(triads.cyclic),
            **self._eigenvalue(random_index, missing_correction),
        )

    def inconsistencies(
        self, top: int | None = 3, random_index: RandomIndex = "alonso-lamata-2006"
    ) -> tuple[Inconsistency, ...]:
        """Return the judgments that hurt most: what was said, what the others imply.

        Parameters
        ----------
        top : int or None
            How many at most; None for every judgment that the others contradict.
        random_index
            See `priorities`.

        Returns
        -------
        tuple of Inconsistency
            The one first whose change brings the consistency ratio down most. Each alone: together
            they would imply other values. Empty when nothing contradicts.

        Raises
        ------
        InputError
            For judgments that fall apart, and an unknown random index.

        Examples
        --------
        >>> import kadmcdm as kd
        >>> judged = kd.PairwiseComparisons.from_upper_triangle(
        ...     ["cost", "reach", "risk", "trust"], [2, 4, 8, 2, "1/4", 2]
        ... )
        >>> print(judged.inconsistencies(top=1)[0].sentence())
        trust was preferred 4 times to reach; the other judgments imply the contrary: reach, 4
        times. With that, the consistency ratio falls from 0.411 to 0.000.
        """
        if top is not None and (isinstance(top, bool) or not isinstance(top, int) or top < 1):
            raise_faults([Fault("top", "no number of judgments", brief(top), "1, 2, ... or None")])
        raise_faults(self._connection_faults())
        found = self._eigenvalue(random_index, True)
        ratio, n = found["consistency_ratio"], len(self.names)
        if ratio is None or n < 3:
            return ()
        listed = []
        for (i, j), whole, value in without_each(self.matrix):
            after = max((value - n) / (n - 1), 0.0) / found["random_index"]
            said, implied = float(self.matrix[i, j]), float(whole[i, j])
            if ratio - after <= 1e-9 or abs(implied / said - 1.0) <= EQUAL:
                continue
            if said < 1:
                i, j, said, implied = j, i, 1 / said, 1 / implied
            listed.append(Inconsistency(self.names[i], self.names[j], said, implied, ratio, after))
        listed.sort(key=lambda item: round(item.ratio_if_changed, 9))
        return tuple(listed[:top])

    def repaired(
        self, threshold: float = CR_LIMIT, random_index: RandomIndex = "alonso-lamata-2006"
    ) -> Repair:
        """Return judgments changed as little as it takes to get below a consistency ratio.

        The fewest judgments, then the least total |log change|, new values between 1/9 and 9.
        Exact up to three changes; beyond, they are chosen one by one. These are a proposal to talk
        about: nobody said them.

        Parameters
        ----------
        threshold : float
            The consistency ratio to get to, 1e-6 or more.
        random_index
            See `priorities`.

        Returns
        -------
        Repair

        Raises
        ------
        InputError
            For judgments that fall apart, an unknown random index, or a threshold below 1e-6.

        Examples
        --------
        >>> import kadmcdm as kd
        >>> rows = [[1, 2, 9], ["1/2", 1, "1/2"], ["1/9", 2, 1]]
        >>> repair = kd.PairwiseComparisons.from_matrix(["a", "b", "c"], rows).repaired()
        >>> [(c.first, c.second, c.before, round(c.after, 2)) for c in repair.changes]
        [('a', 'c', 9.0, 2.63)]
        >>> repair.exact, round(repair.ratio_after, 3)
        (True, 0.1)
        """
        number = isinstance(threshold, (int, float)) and not isinstance(threshold, bool)
        if not number or not LEAST_CR <= threshold < np.inf:
            expected = f"{LEAST_CR:g} or more"
            raise_faults([Fault("threshold", "no ratio to get to", brief(threshold), expected)])
        raise_faults(self._connection_faults())
        before, n = self._eigenvalue(random_index, True), len(self.names)
        ratio = before["consistency_ratio"]
        if ratio is None or ratio <= threshold:
            return Repair(
                comparisons=self, changes=(), ratio_before=ratio, ratio_after=ratio,
                threshold=float(threshold), exact=True,
            )  # fmt: skip
        limit = n + threshold * before["random_index"] * (n - 1)
        found = repaired_matrix(self.matrix, limit)
        changes = tuple(
            JudgmentChange(
                self.names[i], self.names[j], float(self.matrix[i, j]), float(found.matrix[i, j])
            )
            for i, j in found.pairs
        )
        notes = [
            f"{named((change.first, change.second))}: {change.before:.4g} changed to "
            f"{change.after:.4g} (repaired)"
            for change in changes
        ]
        mended = PairwiseComparisons._of(self.names, found.matrix, [*self.notes, *notes])
        return Repair(
            comparisons=mended,
            changes=changes,
            ratio_before=ratio,
            ratio_after=mended._eigenvalue(random_index, True)["consistency_ratio"],
            threshold=float(threshold),
            exact=found.exact,
        )

    def completed(self, rule: CompletionRule = "eigenvector") -> PairwiseComparisons:
        """Fill in the missing pairs with what the others imply.

        Parameters
        ----------
        rule : str
            ``"eigenvector"`` the values that make lambda_max least; ``"least_squares"`` the ratios
            nearest to the judgments, in logarithms.

        Returns
        -------
        PairwiseComparisons
            The judgments as they were, the missing ones filled in; its notes name them. They count
            as judgments from then on, so that its consistency ratio is flattered: the honest one
            is that of the comparisons with their gaps.

        Raises
        ------
        InputError
            For judgments that fall apart, or an unknown rule.

        Examples
        --------
        >>> import kadmcdm as kd
        >>> judged = kd.PairwiseComparisons(["a", "b", "c"], {("a", "b"): 2, ("b", "c"): 4})
        >>> judged.completed().matrix[0].round(9).tolist()
        [1.0, 2.0, 8.0]
        """
        faults = list(choice_fault("rule", rule, COMPLETION_RULES))
        raise_faults([*faults, *self._connection_faults()])
        notes = [f"{named(pair)}: completed ({rule})" for pair in self.missing]
        return PairwiseComparisons._of(
            self.names, core.complete(self.matrix, rule), [*self.notes, *notes]
        )

    def rescaled(self, scale: JudgmentScale) -> PairwiseComparisons:
        """Put the grades on another judgment scale, after the fact.

        Parameters
        ----------
        scale : str
            ``"saaty"`` x; ``"balanced"`` (0.45 + 0.05 x) / (0.55 - 0.05 x); ``"power"`` x^2;
            ``"geometric"`` 2^(x - 1); ``"logarithmic"`` log2(x + 1); ``"root_square"`` sqrt(x); of
            a grade x from 1 to 9. Below 1, the reciprocal of its reciprocal's.

        Returns
        -------
        PairwiseComparisons

        Raises
        ------
        InputError
            For an unknown scale, or judgments off the scale from 1/9 to 9.

        Examples
        --------
        >>> import kadmcdm as kd
        >>> judged = kd.PairwiseComparisons(["a", "b"], {("a", "b"): 5})
        >>> {scale: round(judged.rescaled(scale).priorities()["a"], 3)
        ...  for scale in ("saaty", "balanced", "power", "root_square")}
        {'saaty': 0.833, 'balanced': 0.7, 'power': 0.962, 'root_square': 0.691}
        """
        faults = list(choice_fault("scale", scale, get_args(JudgmentScale)))
        faults += [
            Fault(
                named((self.names[i], self.names[j])),
                "off the scale",
                f"{self.matrix[i, j]:g}",
                "a value from 1/9 to 9",
            )
            for i, j in np.argwhere(np.triu(np.abs(np.log(self.matrix)) > np.log(9.0) + 1e-9))
        ]
        raise_faults(faults)
        note = f"grades on the scale {scale!r}"
        matrix = rescaled_matrix(self.matrix, scale)
        return PairwiseComparisons._of(self.names, matrix, [*self.notes, note])

    def compare_scales(self, prioritization: Prioritization = "eigenvector") -> ScaleComparison:
        """Return the priorities on every scale of `rescaled`, side by side.

        Parameters
        ----------
        prioritization : str
            See `priorities`.

        Returns
        -------
        ScaleComparison

        Raises
        ------
        InputError
            For judgments that fall apart, or off the scale from 1/9 to 9.
        """
        faults = list(choice_fault("prioritization", prioritization, PRIORITIZATIONS))
        raise_faults([*faults, *self._connection_faults()])
        matrices = np.stack([self.rescaled(scale).matrix for scale in SCALES])
        if prioritization == "geometric_mean":
            values = core.least_squares_vector(matrices)
        else:
            values = core.priority_vector(core.complete(matrices), prioritization)
        return ScaleComparison(
            names=self.names,
            scales=tuple(SCALES),
            values=values,
            consistency_ratios=core.consistency_ratio(matrices),
        )

    def select(self, names: Sequence[str]) -> PairwiseComparisons:
        """Return the comparisons among some of the names only.

        Raises
        ------
        InputError
            For unknown names, a name given twice, and none.

        Examples
        --------
        >>> import kadmcdm as kd
        >>> rows = [[1, 2, 4], [0.5, 1, 2], [0.25, 0.5, 1]]
        >>> judged = kd.PairwiseComparisons.from_matrix(["a", "b", "c"], rows)
        >>> judged.select(["a", "c"]).matrix.tolist()
        [[1.0, 4.0], [0.25, 1.0]]
        """
        if isinstance(names, str) or not hasattr(names, "__iter__"):
            raise_faults([Fault("names", "no list", brief(names), "a list of names")])
        names = tuple(names)
        faults = [*unknown_names(names, self.names, "item"), *name_faults(names, "item")]
        if not names:
            faults.append(Fault("names", "there is nothing to compare", expected="at least one"))
        raise_faults(faults)
        at = [self.names.index(name) for name in names]
        return PairwiseComparisons._of(names, self.matrix[np.ix_(at, at)], self.notes)

    def describe(self, lang: Language = "en") -> str:
        """Return the judgments as sentences, so that whoever judged can check what was understood.

        Parameters
        ----------
        lang : "en" or "id"

        Returns
        -------
        str
            One a line, `notes` at the end.

        Examples
        --------
        >>> import kadmcdm as kd
        >>> print(kd.PairwiseComparisons(["cost", "reach"], {("cost", "reach"): "1/3"}).describe())
        reach is preferred 3 times to cost
        """
        note = _text.say("note", lang)
        return "\n".join([*self._sentences(lang), *(f"{note}: {text}" for text in self.notes)])

    def tables(self, lang: Language = "en") -> tuple[Table, ...]:
        """Return the judgments as a matrix, row against column, with the consistency ratio below.

        Examples
        --------
        >>> import kadmcdm as kd
        >>> print(kd.PairwiseComparisons(["cost", "reach"], {("cost", "reach"): "1/3"}))
        criterion  cost  reach
        ---------  ----  -----
        cost          1    1/3
        reach         3      1
        consistency ratio 0.000 (alonso-lamata-2006)
        """
        rows = tuple(
            (a, *("-" if np.isnan(value) else judgment_text(value, lang) for value in line))
            for a, line in zip(self.names, self.matrix.tolist(), strict=True)
        )
        ratio, name = np.nan, ""
        if not self._connection_faults():
            found = self._eigenvalue("alonso-lamata-2006", True)
            ratio, name = found["consistency_ratio"], f" ({found['random_index_name']})"
        caption = ratio_in_words(ratio, lang) + (name if ratio is not None else "")
        caption = "\n".join([caption, *(f"{_text.say('note', lang)}: {x}" for x in self.notes)])
        headers = (_text.say("criterion", lang), *self.names)
        return (Table(headers, rows, frozenset(range(1, len(headers))), caption=caption),)

    def to_frame(self, *, backend: FrameBackend = "pandas") -> Any:
        """Return a frame that `from_frame` reads back: row against column, null for missing.

        Parameters
        ----------
        backend : "pandas", "polars" or "pyarrow"

        Returns
        -------
        data frame
            Names down the index of pandas, in the first column of the others.

        Examples
        --------
        >>> import kadmcdm as kd
        >>> kd.PairwiseComparisons(["cost", "reach"], {("cost", "reach"): 4}).to_frame()
               cost  reach
        name
        cost   1.00    4.0
        reach  0.25    1.0
        """
        columns = dict(zip(self.names, self.matrix.T, strict=True))
        return _frames.to_frame(columns, index=self.names, name="name", backend=backend)

    def _sentences(self, lang: Language) -> Iterator[str]:
        for i, j in combinations(range(len(self.names)), 2):
            a, b, value = self.names[i], self.names[j], float(self.matrix[i, j])
            if np.isnan(value):
                yield {
                    "en": f"{a} and {b} are not compared",
                    "id": f"{a} dan {b} belum dibandingkan",
                }[lang]
            else:
                yield preference(a, b, value, lang)

    def to_dict(self) -> JSON:
        """Return plain JSON types that `from_dict` reads back, losslessly."""
        judgments = []
        for i, j in combinations(range(len(self.names)), 2):
            if np.isnan(self.matrix[i, j]):
                continue
            if 1.0 / self.matrix[i, j] != self.matrix[j, i]:  # it was given the other way around
                i, j = j, i
            judgments.append([self.names[i], self.names[j], float(self.matrix[i, j])])
        return {
            "result": "PairwiseComparisons",
            "names": list(self.names),
            "judgments": judgments,
            "notes": list(self.notes),
        }

    @classmethod
    def from_dict(cls, data: Mapping[str, Any]) -> PairwiseComparisons:
        """Read back what `to_dict` wrote.

        Raises
        ------
        InputError
            For missing or unknown keys, and all that the class refuses.
        """
        check_keys(data, cls.__name__, ["names", "judgments", "notes"])
        with reading(cls.__name__):
            return cls(data["names"], pairs_of(data["judgments"]))._noted(data["notes"])

    def _noted(self, notes: Sequence[str]) -> PairwiseComparisons:
        """Return the same judgments with these notes instead of their own."""
        return PairwiseComparisons._of(self.names, self.matrix, [str(note) for note in notes])

    def __repr__(self) -> str:
        """Say what is compared."""
        return f"PairwiseComparisons({', '.join(self.names)})"


def table_name(random_index: RandomIndex) -> str:
    """Return the name of a random-index table; ``"given"`` for a number of one's own."""
    return random_index if isinstance(random_index, str) else "given"


def pairs_of(judged: Any) -> dict[tuple[str, str], Judgment]:
    """Turn ``[[a, b, value], ...]`` into judgments; nothing said twice gets lost."""
    pairs: dict[tuple[str, str], Judgment] = {}
    faults = []
    for line in judged if isinstance(judged, (list, tuple)) else [judged]:
        if not isinstance(line, (list, tuple)) or len(line) != 3:
            faults.append(Fault("judgment", "no triple", brief(line), "[a, b, value]"))
            continue
        a, b, value = line
        if not (isinstance(a, str) and isinstance(b, str)):
            faults.append(Fault("judgment", "no pair of names", brief(line), "[a, b, value]"))
            continue
        if (a, b) in pairs:
            faults.append(Fault(named((a, b)), "given twice", f"{pairs[a, b]!r} and {value!r}"))
        pairs[a, b] = value
    raise_faults(faults)
    return pairs


def _pair_faults(pair: tuple[str, str], names: tuple[str, ...]) -> Iterator[Fault]:
    yield from unknown_names(pair, names, "item")
    if pair[0] == pair[1]:
        yield Fault(named(pair), "a thing is compared with itself", hint="leave it out")


def _number(said: object, pair: tuple[str, str], faults: list[Fault], notes: list[str]) -> float:
    value, note, hint = read_judgment(said)
    if np.isnan(value):
        expected = "a positive number or '1/5'"
        faults.append(Fault(named(pair), "no judgment", brief(said), expected, hint))
    if note is not None:
        notes.append(f"{named(pair)}: {note}")
    return value
