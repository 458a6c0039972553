"""The declarative study: a file that says everything, and runs."""

from kadmcdm.study.run import StudyResult
from kadmcdm.study.study import Study

__all__ = ["Study", "StudyResult"]
