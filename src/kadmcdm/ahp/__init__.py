"""AHP as a ranking method: candidates compared, rated or measured at the leaves of a hierarchy."""

from kadmcdm.ahp.leaves import MeasuredLeaf, RatedLeaf
from kadmcdm.ahp.process import AHP

__all__ = ["AHP", "MeasuredLeaf", "RatedLeaf"]
