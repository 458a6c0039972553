"""Robustness: how sure a ranking is."""

from kadmcdm.robustness.smaa import DECISIVE, Acceptability, WeightSpace, smaa

__all__ = ["DECISIVE", "Acceptability", "WeightSpace", "smaa"]
