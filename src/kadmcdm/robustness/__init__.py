"""Robustness: how sure a ranking is."""

from kadmcdm.robustness.smaa import Acceptability, WeightSpace, smaa

__all__ = ["Acceptability", "WeightSpace", "smaa"]
