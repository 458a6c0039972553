"""Robustness: how sure a ranking is."""

from kadmcdm.robustness.acceptability import DECISIVE, Acceptability
from kadmcdm.robustness.sampling import WeightSpace
from kadmcdm.robustness.smaa import smaa

__all__ = ["DECISIVE", "Acceptability", "WeightSpace", "smaa"]
