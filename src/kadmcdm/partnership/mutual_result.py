"""What regions think of each other: both directions, and the pairs that both sides gain from."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, NamedTuple

import numpy as np

from kadmcdm import _frames
from kadmcdm._arrays import ReadOnlyDict
from kadmcdm._provenance import Result, digest, floats, integers
from kadmcdm._table import Display, Table
from kadmcdm._typing import JSON, BoolArray, FloatArray, FrameBackend, IntArray, Language
from kadmcdm.core import two_sided as core
from kadmcdm.errors import Fault, InputError, raise_faults, unknown_names
from kadmcdm.methods import Method, method_from_dict, method_to_dict
from kadmcdm.partnership import mutual_display as display
from kadmcdm.partnership.mutual_words import MutualRule
from kadmcdm.partnership.regions import RegionTable
from kadmcdm.partnership.screens import ScreenResult
from kadmcdm.partnership.thresholds import Thresholds, thresholds_of
from kadmcdm.problem import Criterion
from kadmcdm.weighting import Weights


class MutualPair(NamedTuple):
    """Both sides of a pair.

    Attributes
    ----------
    codes : tuple of str
        As asked for.
    scores : tuple of float
        What the first thinks of the second, and the second of the first.
    ranks : tuple of int
        The second's rank among the first's partners, and the first's among the second's.
    mutual : float
        Both scores in one.
    simulated : bool
        Whether weights were assumed: a simulation, not the partner's position.

    Examples
    --------
    >>> import kadmcdm as kd
    >>> from kadmcdm.partnership import HaversineKm, OperatorCriterion, mutual_ranking
    >>> near = OperatorCriterion(kd.Criterion("distance", "cost"), HaversineKm())
    >>> three = ["35.22", "35.23", "35.78"]
    >>> result = mutual_ranking(kd.datasets.east_java(), [near], regions=three, rng=1)
    >>> pair = result.pair("35.22", "35.23")
    >>> pair.ranks, pair.simulated
    ((1, 1), True)
    """

    codes: tuple[str, str]
    scores: tuple[float, float]
    ranks: tuple[int, int]
    mutual: float
    simulated: bool


@dataclass(frozen=True, slots=True, eq=False, kw_only=True)
class MutualRanking(Result, Display):
    """What each region thinks of each other, by its own weights and its own criteria.

    Parameters
    ----------
    table : RegionTable
    codes : tuple of str
        The N regions that were compared.
    criteria : tuple of Criterion
    operators : tuple of str
        What measured each criterion.
    method : Method
    weights : mapping of str to Weights
        Those that were given, by region; those of all others are assumed.
    scores : (N, N) array
        [i, j] is u_i(j), what i thinks of j among its own candidates: under given weights exactly
        the score of `partners_of`, under assumed ones the mean over all samples. NaN on the
        diagonal, and where a screen removed the pair.
    ranks : (N, N) array of int
        [i, j] is the rank of j among i's candidates; 0 where there is no score.
    first_shares : (N, N) array
        [i, j] is the share of i's samples in which j is first; those tied share it.
    screened : mapping of str to tuple of ScreenResult
        The failed screens of each pair that was left out.
    unchecked : tuple of str
        Rules that could not be checked for every pair.
    n_samples : int
        Weights that were drawn, the same for all whose weights are assumed; 0 where none are.
    seed : int or None

    Attributes
    ----------
    simulated : bool
        Whether any weights are assumed. Then nothing here is the partner's position.
    assumed : tuple of str
        The regions whose weights are.
    pareto : tuple of pairs of codes
    digest : str
        SHA-256 of the table, the criteria and their operators, the regions and their weights.

    Notes
    -----
    A score of TOPSIS says how near a partner is to the best of *this* region's candidates: it is
    no gain in rupiah, and 0.6 to one region need not be worth 0.6 to another. What puts two
    regions' scores beside each other (the mutual score, `pareto`) takes it as if it were, and is
    meant for a first selection. Ranks, `acceptable` and matching compare within one region only.

    Examples
    --------
    >>> import kadmcdm as kd
    >>> from kadmcdm.partnership import HaversineKm, OperatorCriterion, mutual_ranking
    >>> near = OperatorCriterion(kd.Criterion("distance", "cost"), HaversineKm())
    >>> three = ["35.22", "35.23", "35.78"]
    >>> result = mutual_ranking(kd.datasets.east_java(), [near], regions=three, rng=1)
    >>> result.ranks.tolist(), result.pareto, result.simulated
    ([[0, 1, 2], [1, 0, 2], [2, 1, 0]], (('35.22', '35.23'),), True)
    """

    table: RegionTable
    codes: tuple[str, ...]
    criteria: tuple[Criterion, ...]
    operators: tuple[str, ...]
    method: Method
    weights: Mapping[str, Weights]
    scores: FloatArray
    ranks: IntArray
    first_shares: FloatArray
    screened: Mapping[str, tuple[ScreenResult, ...]] = field(default_factory=dict)
    unchecked: tuple[str, ...] = ()
    n_samples: int = 0
    seed: int | None = None

    _decoders = {
        "table": RegionTable.from_dict,
        "codes": tuple,
        "criteria": lambda data: tuple(Criterion(**item) for item in data),
        "operators": tuple,
        "method": method_from_dict,
        "weights": lambda data: {code: Weights.from_dict(item) for code, item in data.items()},
        "scores": floats,
        "ranks": integers,
        "first_shares": floats,
        "screened": lambda data: {
            name: tuple(map(ScreenResult.from_dict, results)) for name, results in data.items()
        },
        "unchecked": tuple,
    }

    def __post_init__(self) -> None:
        """Check the shapes, freeze the mappings."""
        Result.__post_init__(self)
        shape = (len(self.codes), len(self.codes))
        raise_faults(
            [
                Fault(f"MutualRanking.{name}", "not one per pair", str(array.shape), str(shape))
                for name in ("scores", "ranks", "first_shares")
                if (array := getattr(self, name)).shape != shape
            ]
        )
        object.__setattr__(self, "weights", ReadOnlyDict(self.weights))
        object.__setattr__(self, "screened", ReadOnlyDict(self.screened))

    @property
    def simulated(self) -> bool:
        """Whether any weights are assumed."""
        return len(self.weights) < len(self.codes)

    @property
    def assumed(self) -> tuple[str, ...]:
        """The regions whose weights are assumed."""
        return tuple(code for code in self.codes if code not in self.weights)

    @property
    def labels(self) -> dict[str, str]:
        """The regions' names by code."""
        return {code: self.table[code].name for code in self.codes}

    @property
    def digest(self) -> str:
        """SHA-256 of the table, the criteria and their operators, the regions, their weights."""
        said = [f"{c.name} {c.direction}" for c in self.criteria]
        texts = [self.table.digest, *self.codes, *said, *self.operators, *self.weights]
        return digest(texts, [weights.values for weights in self.weights.values()])

    def mutual(
        self, rule: MutualRule = "minimum", *, thresholds: Thresholds | None = None
    ) -> FloatArray:
        """Return one score for each pair.

        Parameters
        ----------
        rule : "minimum", "geometric" or "nash"
            The smaller of both scores; the root of their product; or the Nash product, in which
            each score counts from what the region has without an agreement.
        thresholds : float, or mapping of str to float, optional
            What that is, for ``"nash"``: one for all, or by region; 0 where not said.

        Returns
        -------
        (N, N) array
            Symmetric; NaN where there is no score.

        Raises
        ------
        InputError
            For negative scores under a rule that multiplies them, unknown regions, or thresholds
            under another rule.
        """
        if thresholds is not None and rule != "nash":
            hint = "acceptable() says which pairs pass"
            raise InputError([Fault("thresholds", "only rule='nash' reads them", hint=hint)])
        levels = thresholds_of(thresholds, self.codes, 0.0)
        return core.mutual_scores(self.scores, rule, levels)

    @property
    def pareto(self) -> tuple[tuple[str, str], ...]:
        """The pairs that no other beats: for the side that gains more, and the one that gains less.

        The best for the side that gains less stands first.
        """
        i, j = self._pairs()
        kept = np.flatnonzero(self._unbeaten(i, j))
        smaller = core.smaller(self.scores)[i[kept], j[kept]]
        order = kept[np.argsort(-smaller, kind="stable")]
        return tuple((self.codes[i[k]], self.codes[j[k]]) for k in order)

    def pareto_partners(self, code: str) -> tuple[str, ...]:
        """Return a region's partners of whom none is better for both sides, its favorite first.

        Raises
        ------
        InputError
            For an unknown region.
        """
        row = self._row(code)
        others, on_front = self._front(row)
        order = np.argsort(self.ranks[row, others], kind="stable")
        return tuple(self.codes[others[k]] for k in order if on_front[k])

    def acceptable(self, thresholds: Thresholds) -> tuple[tuple[str, str], ...]:
        """Return the pairs that reach both sides' own thresholds: u_i(j) >= a_i, u_j(i) >= a_j.

        Parameters
        ----------
        thresholds : float, or mapping of str to float
            On the scale of the scores: one for all, or by region. A region that is not named takes
            whomever.

        Returns
        -------
        tuple of pairs of str
            Codes ascending; the pair that is best for the side that gains less stands first.

        Raises
        ------
        InputError
            For unknown regions, and thresholds that are no numbers.
        """
        levels = thresholds_of(thresholds, self.codes, -np.inf)
        i, j = self._pairs()
        ok = (self.scores[i, j] >= levels[i]) & (self.scores[j, i] >= levels[j])
        kept = np.flatnonzero(ok)
        order = kept[np.argsort(-core.smaller(self.scores)[i[kept], j[kept]], kind="stable")]
        return tuple((self.codes[i[k]], self.codes[j[k]]) for k in order)

    def pair(self, a: str, b: str, rule: MutualRule = "minimum") -> MutualPair:
        """Return both sides of a pair.

        Returns
        -------
        MutualPair

        Raises
        ------
        InputError
            For an unknown region, a pair of one region, or a pair that was screened out.
        """
        raise_faults(list(unknown_names([a, b], self.codes, "region")))
        i, j = self.codes.index(a), self.codes.index(b)
        if np.isnan(self.scores[i, j]):
            what = "a region is no partner of itself" if i == j else "it was screened out"
            raise InputError([Fault(f"pair {a!r} and {b!r}", what)])
        return MutualPair(
            (a, b),
            (float(self.scores[i, j]), float(self.scores[j, i])),
            (int(self.ranks[i, j]), int(self.ranks[j, i])),
            float(self.mutual(rule)[i, j]),
            self.simulated,
        )

    def partners(self, code: str, lang: Language = "en", *, rule: MutualRule = "minimum") -> Table:
        """Return a region's partners as a table: its rank of each, theirs of it, and both in one.

        Parameters
        ----------
        code : str
        lang : "en" or "id"
        rule : "minimum", "geometric" or "nash"

        Returns
        -------
        Table
            The highest mutual score first.

        Raises
        ------
        InputError
            For an unknown region.
        """
        row = self._row(code)
        others, front = self._front(row)
        return display.partners(self, row, others, front, rule, lang)

    def tables(self, lang: Language = "en") -> tuple[Table, ...]:
        """Return the pairs that are best for the side that gains less, and who was left out."""
        i, j = self._pairs()
        return (display.pairs(self, i, j, self._unbeaten(i, j), lang),)

    def describe(self, lang: Language = "en") -> str:
        """Return in a sentence which pair is best for the side that gains less, and what it is.

        Returns
        -------
        str
        """
        return display.sentence(self, *self._pairs(), lang)

    def to_frame(self, *, backend: FrameBackend = "pandas") -> Any:
        """Return a row per pair, both directions in it.

        Returns
        -------
        data frame
            Indexed by ``pair`` (codes, ascending, joined by "+"): ``a`` and ``b`` (codes),
            ``a_scores_b``, ``b_scores_a``, ``a_ranks_b``, ``b_ranks_a``, ``rank_sum``,
            ``a_first_share`` (how often b is a's first), ``b_first_share``, ``minimum``,
            ``pareto`` and ``simulated``.
        """
        i, j = self._pairs()
        names = [(self.codes[a], self.codes[b]) for a, b in zip(i, j, strict=True)]
        columns = {
            "a": [a for a, _ in names],
            "b": [b for _, b in names],
            "a_scores_b": self.scores[i, j],
            "b_scores_a": self.scores[j, i],
            "a_ranks_b": self.ranks[i, j],
            "b_ranks_a": self.ranks[j, i],
            "rank_sum": self.ranks[i, j] + self.ranks[j, i],
            "a_first_share": self.first_shares[i, j],
            "b_first_share": self.first_shares[j, i],
            "minimum": core.smaller(self.scores)[i, j],
            "pareto": self._unbeaten(i, j),
            "simulated": np.full(len(names), self.simulated),
        }
        index = ["+".join(pair) for pair in names]
        return _frames.to_frame(columns, index=index, name="pair", backend=backend)

    def to_dict(self) -> JSON:
        """Return plain JSON types that `from_dict` reads back, losslessly."""
        return {**Result.to_dict(self), "method": method_to_dict(self.method)}

    def _row(self, code: str) -> int:
        raise_faults(list(unknown_names([code], self.codes, "region")))
        return self.codes.index(code)

    def _pairs(self) -> tuple[IntArray, IntArray]:
        """Return the rows of all pairs with scores, the lower code first, pairs ascending."""
        order = np.array(sorted(range(len(self.codes)), key=self.codes.__getitem__), dtype=np.int64)
        a, b = np.triu_indices(len(order), 1)
        i, j = order[a], order[b]
        known = ~np.isnan(self.scores[i, j])
        return i[known], j[known]

    def _unbeaten(self, i: IntArray, j: IntArray) -> BoolArray:
        both = self.scores[i, j], self.scores[j, i]
        return core.unbeaten(np.maximum(*both), np.minimum(*both))

    def _front(self, row: int) -> tuple[IntArray, BoolArray]:
        """Return the rows of a region's partners, and of whom none is better for both sides."""
        others = np.flatnonzero(~np.isnan(self.scores[row]))
        return others, core.unbeaten(self.scores[row, others], self.scores[others, row])
