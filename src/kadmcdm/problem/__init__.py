"""Decision problems: candidates measured on criteria."""

from kadmcdm.problem.criteria import Candidate, Criterion
from kadmcdm.problem.decision import DecisionProblem
from kadmcdm.problem.preparation import Preparation
from kadmcdm.problem.values import PiecewiseLinear

__all__ = ["Candidate", "Criterion", "DecisionProblem", "PiecewiseLinear", "Preparation"]
