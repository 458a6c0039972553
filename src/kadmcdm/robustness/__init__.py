"""Robustness: how sure a ranking is."""

from kadmcdm.robustness.acceptability import DECISIVE, Acceptability
from kadmcdm.robustness.judgment_samples import JudgmentUncertainty
from kadmcdm.robustness.judgments import judgment_uncertainty
from kadmcdm.robustness.sampling import WeightSpace
from kadmcdm.robustness.smaa import smaa

__all__ = [
    "DECISIVE",
    "Acceptability",
    "JudgmentUncertainty",
    "WeightSpace",
    "judgment_uncertainty",
    "smaa",
]
