"""Ranking by values that nobody knows exactly: fuzzy numbers, words, intervals."""

from kadmcdm.imprecise.numbers import IMPORTANCE_WORDS, RATING_WORDS, FuzzyNumber
from kadmcdm.imprecise.result import ImpreciseRanking
from kadmcdm.imprecise.topsis import fuzzy_topsis, interval_topsis

__all__ = [
    "IMPORTANCE_WORDS",
    "RATING_WORDS",
    "FuzzyNumber",
    "ImpreciseRanking",
    "fuzzy_topsis",
    "interval_topsis",
]
