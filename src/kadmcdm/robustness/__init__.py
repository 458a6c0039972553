"""Robustness: how sure a ranking is."""

from kadmcdm.robustness.acceptability import DECISIVE, Acceptability
from kadmcdm.robustness.smaa import WeightSpace, smaa

__all__ = ["DECISIVE", "Acceptability", "WeightSpace", "smaa"]
